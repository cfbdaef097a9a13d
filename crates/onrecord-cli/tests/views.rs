//! A story as it is drawn and exported: the critical apparatus, another lemma, forms for other
//! programs. All reports are invented.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn corpus(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    root.join(name).display().to_string()
}

fn onrecord(args: &[&str], columns: usize) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command.args(args).env("COLUMNS", columns.to_string()).output().unwrap()
}

#[track_caller]
fn out(args: &[&str], columns: usize) -> String {
    let done = onrecord(args, columns);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// The strait talks, by rules alone: quick, and the same in every build.
fn strait<'a>(paths: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    let all = ["compare"].into_iter().chain(paths.iter().map(String::as_str));
    all.chain(["--tier", "fast"]).chain(more.iter().copied()).collect()
}

fn strait_paths() -> Vec<String> {
    ["foreign-ministry-transcript.md", "harbour-post.html", "tarvon-courier.html"]
        .iter()
        .map(|it| corpus(&format!("strait-talks/{it}")))
        .collect()
}

/// One sentence in so many reports: every third has another word, every fifth leaves words out, one
/// goes on longer than the others.
fn many(folder: &Path, n: usize) -> Vec<String> {
    let write = |n: usize| {
        let ships = if n.is_multiple_of(3) { "vessel" } else { "ship" };
        let strait = if n.is_multiple_of(5) { "strait" } else { "strait this winter" };
        let end = if n == 1 { ", and after that too" } else { "" };
        let text = format!(
            "Talks, report {n}\n\n“No {ships} should have to ask permission to cross the {strait}, \
             and we will say so until none does{end},” said Ana Ruiz, the spokeswoman, on Wednesday.\n"
        );
        let path: PathBuf = folder.join(format!("{n:02}.txt"));
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    (0..n).map(write).collect()
}

#[test]
fn the_apparatus_of_two_outlets_and_a_transcript_at_two_widths() {
    let paths = strait_paths();
    for columns in [40, 100] {
        let args = strait(&paths, &["--view", "apparatus", "--shared"]);
        let text = out(&args, columns);
        assert!(text.lines().all(|it| it.chars().count() <= columns), "{text}");
        let snapshot = format!("apparatus_{columns}");
        insta::with_settings!({prepend_module_to_snapshot => false}, {
            insta::assert_snapshot!(snapshot, text);
        });
    }
}

#[test]
fn the_apparatus_of_thirty_witnesses_has_each_reading_once() {
    let folder = tempfile::tempdir().unwrap();
    let paths = many(folder.path(), 30);
    for columns in [40, 80, 100] {
        let args = strait(&paths, &["--view", "apparatus"]);
        let text = out(&args, columns);
        assert!(text.lines().all(|it| it.chars().count() <= columns), "{text}");
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(flat.matches("“vessel”").count(), 1, "{text}");
        assert_eq!(flat.matches("] om. ").count(), 2, "{text}");
        let sigla = |after: &str| {
            let (_, rest) = flat.split_once(after).unwrap_or_else(|| panic!("no {after}: {text}"));
            rest.split(' ').take_while(|it| it.starts_with('R')).count()
        };
        assert_eq!(sigla("ship] “vessel” "), 10, "{text}");
        assert_eq!(sigla("this winter] om. "), 6, "{text}");
        assert!(flat.contains("and after that too] om. all others"), "{text}");
    }
}

#[test]
fn another_lemma_turns_the_changes_round() {
    let paths = strait_paths();
    let view = ["--view", "apparatus", "--only", "altered"];
    let told = out(&strait(&paths, &view), 100);
    assert!(told.contains("building] “ministry” H"), "{told}");
    for siglum in ["H", "h", "Harbour Post"] {
        let turned = out(&strait(&paths, &[&view[..], &["--lemma", siglum]].concat()), 100);
        assert!(turned.contains("ministry] “building” T"), "{turned}");
    }
    let unknown = onrecord(&strait(&paths, &["--lemma", "Nobody"]), 100);
    assert_eq!(unknown.status.code(), Some(2));
    let error = String::from_utf8(unknown.stderr).unwrap();
    assert!(error.contains("H (Harbour Post)"), "{error}");
}

#[test]
fn only_takes_several_grades_and_narrows_the_json_too() {
    let paths = strait_paths();
    let json = |only: &[&str]| -> Value {
        serde_json::from_str(&out(&strait(&paths, &[only, &["--json"]].concat()), 100)).unwrap()
    };
    let count = |it: &Value| it["entries"].as_array().unwrap().len();
    let (altered, trimmed) = (json(&["--only", "altered"]), json(&["--only", "trimmed"]));
    let both = json(&["--only", "altered,trimmed"]);
    assert!(count(&altered) > 0 && count(&trimmed) > 0);
    assert_eq!(count(&both), count(&altered) + count(&trimmed));
    assert_eq!(both, json(&["--only", "altered", "--only", "trimmed"]));
    // An entry's number is the same whatever is shown.
    let number = altered["entries"][0]["number"].as_u64().unwrap().to_string();
    let why = out(&strait(&paths, &["--explain", &number]), 100);
    assert!(why.contains("altered") && why.contains("linked   shares"), "{why}");
}

#[test]
fn compare_writes_tei_annotations_quotations_and_a_table() {
    let paths = strait_paths();
    let tei = out(&strait(&paths, &["--as", "tei"]), 100);
    assert!(tei.starts_with("<?xml") && tei.contains("<lem wit=\"#T\">building</lem>"), "{tei}");
    let page: Value =
        serde_json::from_str(&out(&strait(&paths, &["--as", "webannotation"]), 100)).unwrap();
    assert_eq!(page["type"], "AnnotationPage");
    let body = |it: &Value| it["body"]["onrecord:agreement"] == "altered";
    assert!(page["items"].as_array().unwrap().iter().any(body), "{page}");
    let graph: Value =
        serde_json::from_str(&out(&strait(&paths, &["--as", "quotation"]), 100)).unwrap();
    assert_eq!(graph["@graph"][0]["@type"], "Quotation");
    let csv = out(&strait(&paths, &["--as", "csv"]), 100);
    assert!(csv.starts_with("story,entry,role,siglum,outlet,agreement,"), "{csv}");
    let jsonl = out(&strait(&paths, &["--as", "jsonl"]), 100);
    assert_eq!(
        jsonl.lines().count() + 1,
        csv::Reader::from_reader(csv.as_bytes()).records().count() + 1
    );
    let row: Value = serde_json::from_str(jsonl.lines().next().unwrap()).unwrap();
    assert!(row["spans"].is_array());
}

#[test]
fn a_story_of_the_record_is_shown_and_exported_as_it_is_compared() {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("strait.db").display().to_string();
    let talks = corpus("strait-talks");
    let added = onrecord(&["add", &talks, "--tier", "fast", "--record", &record], 100);
    assert_eq!(added.status.code(), Some(0));
    let list: Value =
        serde_json::from_str(&out(&["stories", "--json", "--record", &record], 100)).unwrap();
    let id = list[0]["id"].as_str().unwrap();
    let shown = out(&["show", id, "--view", "apparatus", "--lemma", "T", "--record", &record], 80);
    assert!(shown.contains("building] “ministry”"), "{shown}");
    let export = |more: &[&str]| {
        out(&[&["export", "--record", &record, "--story", id][..], more].concat(), 100)
    };
    assert!(export(&["--as", "tei"]).contains("<listWit>"));
    assert!(export(&["--as", "tei", "--lemma", "H1"]).contains(">ministry</rdg>"));
    let table = export(&["--table", "apparatus"]);
    let csv = export(&["--as", "csv", "--table", "apparatus"]);
    assert!(table == csv && table.lines().count() > 20, "{table}");
    let without = onrecord(&["export", "--as", "tei", "--record", &record], 100);
    let error = String::from_utf8(without.stderr).unwrap();
    assert!(error.contains("--story STORY, or --into DIR"), "{error}");
    let all = folder.path().join("tei").display().to_string();
    out(&["export", "--as", "tei", "--into", &all, "--record", &record], 100);
    assert!(Path::new(&all).join(format!("{id}.xml")).exists());
}

/// Two reports of a raid: one number in dispute, one rounded.
fn raid(folder: &Path) -> Vec<String> {
    let reports = [
        (
            "post.txt",
            "Raiders leave Lowe harbour in flames\n\nRaiders burned Lowe harbour before dawn.\n\n\
             “The raiders killed 40 sailors,” Ana Ruiz, the navy’s spokeswoman, said.\n\n\
             The raiders fired 1,204 rockets at the harbour.\n",
        ),
        (
            "wire.txt",
            "Lowe harbour burns after raid\n\nLowe harbour burned after raiders came at dawn.\n\n\
             The raiders killed 52 sailors, and fired about 1,200 rockets at the harbour of Lowe.\n",
        ),
    ];
    let write = |(name, text): (&str, &str)| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    reports.into_iter().map(write).collect()
}

#[test]
fn figures_stand_side_by_side_with_whoever_vouches() {
    let folder = tempfile::tempdir().unwrap();
    let paths = raid(folder.path());
    let text = out(&strait(&paths, &["--view", "figures"]), 100);
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words}: {text}"));
    assert!(at("sailors, killed · in dispute") < at("rockets, launched"), "{text}");
    at("by the account of Ana Ruiz");
    at("can hold beside the others");
    at("2 things counted, 1 in dispute");
    let json: Value = serde_json::from_str(&out(&strait(&paths, &["--json"]), 100)).unwrap();
    assert_eq!(json["figures"][0]["disputed"], true);
    assert_eq!(json["figures"][0]["figures"].as_array().unwrap().len(), 2);
}

#[test]
fn figures_of_a_record_are_those_in_dispute_unless_all_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let paths = raid(folder.path());
    let record = folder.path().join("raid.db").display().to_string();
    for (path, outlet) in paths.iter().zip(["Harbour Post", "Coastal Wire"]) {
        let day = ["--outlet", outlet, "--date", "2031-03-05"];
        out(&[&["add", path, "--tier", "fast", "--record", &record][..], &day].concat(), 100);
    }
    let disputed = out(&["figures", "--record", &record], 100);
    assert!(disputed.contains("Harbour Post · by the account of Ana Ruiz"), "{disputed}");
    assert!(!disputed.contains("rockets, launched"), "{disputed}");
    let all = out(&["figures", "--all", "--record", &record], 100);
    assert!(all.contains("rockets, launched"), "{all}");
    let json: Value =
        serde_json::from_str(&out(&["figures", "--json", "--record", &record], 100)).unwrap();
    assert_eq!(json[0]["what"], "sailors");
    let none = onrecord(&["figures", "--since", "2031-04-01", "--record", &record], 100);
    assert_eq!(none.status.code(), Some(1));
}
