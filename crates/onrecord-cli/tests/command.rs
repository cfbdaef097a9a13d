//! The command as a user meets it: what it prints, where, and its exit status.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(name)
}

fn onrecord(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onrecord")).args(args).output().unwrap()
}

fn with_input(args: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    let piped = command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = piped.stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// A record of the corpus's strait talks, and the folder it lies in.
fn strait_record() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("strait.db").display().to_string();
    let added = onrecord(&["add", corpus("strait-talks").to_str().unwrap(), "--record", &record]);
    assert_eq!(status(&added), 0, "{}", err(&added));
    (folder, record)
}

#[test]
fn compare_shows_one_altered_one_verbatim_and_a_day_conflict() {
    let files = ["harbour-post.html", "tarvon-courier.html", "foreign-ministry-transcript.md"];
    let paths = files.map(|it| corpus("strait-talks").join(it).display().to_string());
    let shown = onrecord(&["compare", &paths[0], &paths[1], &paths[2]]);
    let text = out(&shown);
    assert_eq!(status(&shown), 0, "{}", err(&shown));
    for expected in ["Ana Ruiz", "altered", "verbatim", "day differs", "Tuesday", "Wednesday"] {
        assert!(text.contains(expected), "no {expected} in:\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "no colours when it is not a terminal");
    assert!(text.lines().all(|it| it.chars().count() <= 100), "no line beyond 100 columns");
}

#[test]
fn compare_as_json_has_entries_with_lemma_and_readings() {
    let paths = ["harbour-post.html", "tarvon-courier.html"]
        .map(|it| corpus("strait-talks").join(it).display().to_string());
    let shown = onrecord(&["compare", &paths[0], &paths[1], "--json"]);
    let json: Value = serde_json::from_str(&out(&shown)).unwrap();
    let entries = json["entries"].as_array().unwrap();
    let readings = || entries.iter().flat_map(|it| it["readings"].as_array().unwrap());
    assert!(readings().any(|it| it["agreement"] == "altered"));
    for reading in readings() {
        for field in ["report", "speaker", "manner", "day", "words", "agreement", "variants"] {
            assert!(reading.get(field).is_some(), "no {field} in {reading}");
        }
    }
}

#[test]
fn only_and_explain_narrow_the_digest_to_what_is_asked() {
    let paths = ["harbour-post.html", "tarvon-courier.html"]
        .map(|it| corpus("strait-talks").join(it).display().to_string());
    let all = out(&onrecord(&["compare", &paths[0], &paths[1]]));
    let altered = out(&onrecord(&["compare", &paths[0], &paths[1], "--only", "altered"]));
    assert!(altered.len() < all.len() && altered.contains("altered"));
    let why = out(&onrecord(&["compare", &paths[0], &paths[1], "--explain", "1"]));
    assert!(why.contains("rule") && why.contains("characters"), "{why}");
    let beyond = onrecord(&["compare", &paths[0], &paths[1], "--explain", "999"]);
    assert_eq!(status(&beyond), 2);
    assert!(err(&beyond).contains("no entry 999"));
}

#[test]
fn adding_twice_changes_nothing() {
    let (_folder, record) = strait_record();
    let before = out(&onrecord(&["export", "--table", "reading", "--record", &record]));
    let again = onrecord(&["add", corpus("strait-talks").to_str().unwrap(), "--record", &record]);
    assert!(err(&again).contains("0 reports added"), "{}", err(&again));
    let after = out(&onrecord(&["export", "--table", "reading", "--record", &record]));
    assert_eq!(before, after);
    assert!(before.lines().count() > 3, "{before}");
}

#[test]
fn show_draws_a_story_by_the_beginning_of_its_id() {
    let (_folder, record) = strait_record();
    let list = onrecord(&["stories", "--json", "--record", &record]);
    let list: Value = serde_json::from_str(&out(&list)).unwrap();
    let id = list[0]["id"].as_str().unwrap();
    let shown = onrecord(&["show", &id[..6], "--record", &record]);
    assert_eq!(status(&shown), 0, "{}", err(&shown));
    assert!(out(&shown).contains("Ana Ruiz"));
    let absent = onrecord(&["show", "nosuchid", "--record", &record]);
    assert_eq!(status(&absent), 2);
    assert!(err(&absent).contains("onrecord stories"), "{}", err(&absent));
}

#[test]
fn said_finds_a_speaker_and_suggests_names_when_there_is_none() {
    let (_folder, record) = strait_record();
    let found = onrecord(&["said", "Ruiz", "permission", "--record", &record]);
    assert_eq!(status(&found), 0);
    assert!(out(&found).contains("No ship should have to ask permission"));
    let none = onrecord(&["said", "Ruitz", "--record", &record]);
    assert_eq!(status(&none), 1);
    assert!(err(&none).contains("Ana Ruiz"), "{}", err(&none));
}

#[test]
fn a_list_says_how_much_of_it_is_not_shown_and_json_has_all() {
    let (_folder, record) = strait_record();
    let all = onrecord(&["said", "--any", "--json", "--record", &record]);
    let all: Vec<Value> = serde_json::from_str(&out(&all)).unwrap();
    assert!(all.len() > 5);
    let some = onrecord(&["said", "*", "--limit", "2", "--record", &record]);
    let more = format!("… and {} more: --limit 0 gives all\n", all.len() - 2);
    assert_eq!(err(&some), more);
    let whole = onrecord(&["said", "*", "--limit", "0", "--record", &record]);
    assert_eq!(err(&whole), "");
    assert!(out(&whole).starts_with(&out(&some)) && out(&whole).len() > out(&some).len());
    let two = onrecord(&["said", "--any", "--json", "--limit", "2", "--record", &record]);
    let two: Vec<Value> = serde_json::from_str(&out(&two)).unwrap();
    assert_eq!(two, all[..2]);
    let turned = onrecord(&["said", "--any", "--json", "--oldest", "--record", &record]);
    let turned: Vec<Value> = serde_json::from_str(&out(&turned)).unwrap();
    assert_eq!(turned.len(), all.len());
}

#[test]
fn words_are_looked_for_whoever_says_them_and_those_found_are_marked() {
    let (_folder, record) = strait_record();
    let any = out(&onrecord(&["said", "--any", "\"ask permission\"", "--record", &record]));
    assert!(any.contains("should have to ask permission"), "{any}");
    let none = onrecord(&["said", "Ruiz", "permission", "NOT", "ship", "--record", &record]);
    assert_eq!(status(&none), 1, "{}", out(&none));
    assert!(err(&none).contains("nothing said by Ruiz was found with the words"), "{}", err(&none));
    let about = ["stories", "--about", "\"ask permission\" -goats", "--record", &record];
    let text = out(&onrecord(&about));
    assert!(text.contains("[ask permission]"), "{text}");
    let json = out(&onrecord(&[&about[..], &["--json"]].concat()));
    let json: Value = serde_json::from_str(&json).unwrap();
    let hit = &json[0]["hit"];
    let passage: Vec<char> = hit["passage"].as_str().unwrap().chars().collect();
    let at = |n: usize| hit["marked"][0][n].as_u64().unwrap() as usize;
    assert_eq!(passage[at(0)..at(1)].iter().collect::<String>(), "ask permission");
    let id = json[0]["id"].as_str().unwrap();
    let within = onrecord(&["said", "*", "permission", "--story", id, "--record", &record]);
    assert_eq!(status(&within), 0, "{}", err(&within));
    let quoting = onrecord(&["stories", "--speaker", "ana ruiz", "--record", &record]);
    assert_eq!(status(&quoting), 0);
}

#[test]
fn a_search_that_cannot_be_read_says_what_to_write() {
    let (_folder, record) = strait_record();
    for words in ["\"gray ships", "-ferry", "dam OR", "—"] {
        let about = onrecord(&["stories", "--about", words, "--record", &record]);
        let said = onrecord(&["said", "Ruiz", "--record", &record, "--", words]);
        for refused in [about, said] {
            assert_eq!(status(&refused), 2, "{words}");
            let told = err(&refused);
            assert!(
                told.contains("cannot be looked for") && told.contains("write words"),
                "{told}"
            );
            assert!(!told.contains("fts5") && !told.contains("SQL"), "{told}");
        }
    }
}

#[test]
fn export_writes_every_table_with_a_header() {
    let (folder, record) = strait_record();
    let tables = folder.path().join("tables").display().to_string();
    let done = onrecord(&["export", "--into", &tables, "--record", &record]);
    assert_eq!(status(&done), 0, "{}", err(&done));
    for table in ["report", "statement", "story", "said", "altered"] {
        let text = std::fs::read_to_string(format!("{tables}/{table}.csv")).unwrap();
        assert!(text.lines().count() > 1, "{table} is empty");
    }
    let unknown = onrecord(&["export", "--table", "nosuch", "--record", &record]);
    assert!(err(&unknown).contains("try one of"), "{}", err(&unknown));
}

#[test]
fn annotate_is_a_filter_from_lines_to_lines() {
    let input = r#"{"id": "a1", "title": "Talks", "date": "2031-03-05", "text": "“No,” said Ana Ruiz, the spokeswoman, on Wednesday."}"#;
    let done = with_input(&["annotate"], format!("{input}\n").as_bytes());
    assert_eq!(status(&done), 0, "{}", err(&done));
    let line: Value = serde_json::from_str(out(&done).trim()).unwrap();
    assert_eq!(line["key"], "a1");
    let statement = &line["statements"][0];
    assert_eq!(statement["speaker"], "Ana Ruiz");
    assert_eq!(statement["date"], "2031-03-05");
    assert_eq!((&statement["act"], &statement["tier"]), (&"said".into(), &"accurate".into()));
    assert!(statement["confidence"].as_f64().unwrap() > 0.8, "{statement}");
    for field in ["addressee", "within", "candidates"] {
        assert!(statement.get(field).is_some(), "no {field} in {statement}");
    }
    let text: Vec<char> = line["text"].as_str().unwrap().chars().collect();
    let span = &statement["spans"][0];
    let (start, end) = (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize);
    let cut: String = text[start..end].iter().collect();
    assert_eq!(statement["words"], cut, "spans count code points of the text beside them");
}

#[test]
fn a_user_s_actors_are_read_and_their_bad_lines_told() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let table = write("ours.tsv", "Veld|Veldish\tVLD\nHarbour Guard\tvld\tMIL\n");
    let dictionary = write("veld.actors.txt", "ANA_RUIZ_ ; minister\n\t[VLDGOV >210501]\nBO_\n");
    let nothing = write("nothing.txt", "<!-- a list of its own -->\n");
    let report = write("talks.txt", "Talks\n\n“No,” said Ana Ruiz of Veld on Wednesday.\n");
    let annotate = |actors: &[&str]| {
        let flags = actors.iter().flat_map(|it| ["--actors", it]);
        let args: Vec<&str> =
            ["annotate", &report, "--tier", "fast"].into_iter().chain(flags).collect();
        onrecord(&args)
    };
    let done = annotate(&[&table, &dictionary]);
    assert!(out(&done).contains("Ana Ruiz"));
    assert!(
        err(&done).contains("ours.tsv: line 2: \"vld\" is no code of three capitals"),
        "{}",
        err(&done)
    );
    assert!(err(&done).contains("veld.actors.txt: line 3: \"BO\" has no code"), "{}", err(&done));
    assert_eq!(status(&done), 2, "warnings are remembered");
    assert!(err(&annotate(&[&nothing])).contains("holds no actor"));
    assert!(err(&annotate(&["no-such-file"])).contains("cannot read the actors in no-such-file"));
}

/// Two invented outlets: by one it was said, by the other denied.
fn said_and_denied(folder: &Path) -> [String; 2] {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    [
        write(
            "post.txt",
            "Bridge talk\n\nAna Ruiz, the spokeswoman, told reporters on Tuesday that \
            the harbour ministry had closed the old bridge at Veld for three weeks.\n",
        ),
        write(
            "wire.txt",
            "Bridge talk again\n\nAna Ruiz, the spokeswoman, denied on Tuesday that \
            the harbour ministry had closed the old bridge at Veld for three weeks.\n",
        ),
    ]
}

#[test]
fn what_one_report_has_said_and_another_denied_is_not_called_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let [post, wire] = said_and_denied(folder.path());
    let text = out(&onrecord(&["compare", &post, &wire]));
    assert!(text.contains("denied [denied]") && text.contains("act differs"), "{text}");
    let json = out(&onrecord(&["compare", &post, &wire, "--json"]));
    let json: Value = serde_json::from_str(&json).unwrap();
    let reading = &json["entries"][0]["readings"][0];
    assert_eq!(reading["act_conflict"], true, "{json}");
    let why = out(&onrecord(&["compare", &post, &wire, "--explain", "1"]));
    assert!(why.contains("to       reporters") && why.contains("act      denied"), "{why}");
    let record = folder.path().join("r.db").display().to_string();
    onrecord(&["add", &post, &wire, "--record", &record]);
    let said = out(&onrecord(&["said", "Ruiz", "--record", &record]));
    assert!(said.contains("denied [denied]") && said.contains("· to reporters"), "{said}");
}

#[test]
fn a_bad_file_is_a_warning_with_its_place_and_good_neighbours_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::copy(corpus("strait-talks/harbour-post.html"), path("good.html")).unwrap();
    std::fs::write(path("cut.gz"), b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b").unwrap();
    std::fs::write(path("lines.jsonl"), "{\"text\": \"broken\n{\"title\": \"T\", \"text\": \"“We will not sign anything this week,” said Ana Ruiz.\"}\n").unwrap();
    let record = path("r.db").display().to_string();
    let done = onrecord(&["add", folder.path().to_str().unwrap(), "--record", &record]);
    assert_eq!(status(&done), 2, "{}", err(&done));
    assert!(err(&done).contains("cut.gz") && err(&done).contains("lines.jsonl"), "{}", err(&done));
    assert!(err(&done).contains("2 reports added"), "{}", err(&done));
}

#[test]
fn a_record_that_is_not_ours_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "not a record\n").unwrap();
    let done = onrecord(&["stories", "--record", path.to_str().unwrap()]);
    assert_eq!(status(&done), 2);
    assert!(err(&done).contains("notes.txt"), "{}", err(&done));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "not a record\n");
}

#[test]
fn every_verb_has_help_with_examples_and_a_mistyped_one_a_suggestion() {
    for verb in ["demo", "compare", "add", "stories", "show", "said", "export", "annotate"] {
        let help = out(&onrecord(&[verb, "--help"]));
        assert!(help.contains("Examples:"), "{verb}: {help}");
    }
    let mistyped = onrecord(&["comprae"]);
    assert_eq!(status(&mistyped), 2);
    assert!(err(&mistyped).contains("compare"), "{}", err(&mistyped));
}

#[test]
fn completions_and_man_pages_are_made_from_the_same_table() {
    assert!(out(&onrecord(&["completions", "bash"])).contains("compare"));
    let folder = tempfile::tempdir().unwrap();
    let done = onrecord(&["man", folder.path().to_str().unwrap()]);
    assert_eq!(status(&done), 0);
    assert!(folder.path().join("onrecord-compare.1").exists());
}

#[test]
fn demo_shows_its_digest_and_names_the_next_command() {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("demo.db").display().to_string();
    let shown = onrecord(&["demo", "--into", &record]);
    assert_eq!(status(&shown), 0, "{}", err(&shown));
    let text = out(&shown);
    for expected in ["altered", "verbatim", "day differs", "onrecord said Ruiz"] {
        assert!(text.contains(expected), "no {expected} in:\n{text}");
    }
}
