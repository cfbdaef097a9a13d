//! What a user decides of stories, why a report is in one, and what outlets changed afterwards. All
//! reports are invented.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn onrecord(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_onrecord")).args(args).env("COLUMNS", "100").output().unwrap()
}

#[track_caller]
fn out(args: &[&str]) -> String {
    let done = onrecord(args);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[track_caller]
fn refused(args: &[&str]) -> String {
    let done = onrecord(args);
    assert_eq!(done.status.code(), Some(2), "{}", String::from_utf8_lossy(&done.stdout));
    String::from_utf8(done.stderr).unwrap()
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&out(args)).unwrap()
}

/// A record of two folders of the corpus, by rules alone.
fn record() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("decided.db").display().to_string();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let paths = ["strait-talks", "ferry-disaster"].map(|it| corpus.join(it).display().to_string());
    out(&["add", &paths[0], &paths[1], "--tier", "fast", "--record", &record]);
    (folder, record)
}

/// The story of these letters in a headline.
fn story(record: &str, about: &str) -> (String, usize) {
    let found = json(&["stories", "--about", about, "--json", "--record", record]);
    let first = found.as_array().unwrap().iter().max_by_key(|it| it["reports"].as_u64()).unwrap();
    (first["id"].as_str().unwrap().to_owned(), first["reports"].as_u64().unwrap() as usize)
}

fn n_stories(record: &str) -> usize {
    json(&["stories", "--json", "--record", record]).as_array().unwrap().len()
}

#[test]
fn a_report_is_split_off_listed_and_put_back() {
    let (_folder, record) = record();
    let tables = |it: &str| out(&["export", "--table", it, "--record", &record]);
    let before = (tables("witness"), tables("entry"), n_stories(&record));
    let (id, n_reports) = story(&record, "strait");
    let done = json(&[
        "split",
        &id[..6],
        "Tarvon Courier",
        "--note",
        "another day",
        "--json",
        "--record",
        &record,
    ]);
    assert_eq!(done["decision"]["kind"], "apart");
    assert_eq!(done["decision"]["note"], "another day");
    assert_eq!(n_stories(&record), before.2 + 1);
    let shown = out(&["show", &id, "--record", &record]);
    let lists = |it: &str, outlet: &str| it.lines().any(|it| it.contains(&format!(" {outlet} · ")));
    if done["stories"].as_array().unwrap().len() == 2 {
        let now = story(&record, "strait").1;
        assert!(now < n_reports, "{now}");
    }
    let courier = done["decision"]["reports"][0]["story"].as_str().unwrap();
    let alone = out(&["show", courier, "--record", &record]);
    assert!(lists(&alone, "Tarvon Courier"), "{alone}");
    assert!(alone.contains("split off by decision 1"), "{alone}");
    assert!(!shown.contains("not yet collated"));
    let list = out(&["decisions", "--record", &record]);
    for expected in ["1 1 report split off", "“another day”", "Tarvon Courier", "from "] {
        assert!(list.contains(expected), "no {expected} in {list}");
    }
    let list = out(&["stories", "--record", &record]);
    assert!(list.contains("by decision 1"), "{list}");

    out(&["decisions", "--undo", "1", "--record", &record]);
    let after = (tables("witness"), tables("entry"), n_stories(&record));
    assert_eq!(before, after);
    let none = onrecord(&["decisions", "--record", &record]);
    assert_eq!(none.status.code(), Some(1));
}

#[test]
fn stories_are_joined_and_stay_so_when_a_report_is_added() {
    let (folder, record) = record();
    let before = n_stories(&record);
    let [talks, ferry] = ["Halmund", "capsized"].map(|it| story(&record, it).0);
    out(&["join", &talks, &ferry, "--record", &record]);
    assert_eq!(n_stories(&record), before - 1);
    let again = refused(&["join", &talks, &ferry, "--record", &record]);
    assert!(again.contains("are one story already"), "{again}");
    let path = folder.path().join("late.txt");
    let late = "Bakers cheer as rye loaf wins\n\nThe rye loaf of Port Amsel won on Friday.\n";
    std::fs::write(&path, late).unwrap();
    out(&["add", path.to_str().unwrap(), "--tier", "fast", "--record", &record]);
    assert_eq!(n_stories(&record), before);
    let shown = out(&["show", &talks, "--record", &record]);
    assert!(shown.contains("stories joined by decision 1"), "{shown}");
}

#[test]
fn what_cannot_be_decided_is_said_with_what_could_be() {
    let (_folder, record) = record();
    let (id, _) = story(&record, "Halmund");
    let told = refused(&["split", &id, "Nosuch Times", "--record", &record]);
    assert!(told.contains("no report of this story; try one of") && told.contains("Harbour Post"));
    let told = refused(&["split", "nosuch", "H", "--record", &record]);
    assert!(told.contains("onrecord stories"), "{told}");
    let done = json(&["split", &id, "Tarvon Courier", "--json", "--record", &record]);
    let alone = done["decision"]["reports"][0]["story"].as_str().unwrap();
    let told = refused(&["split", alone, "Tarvon Courier", "--record", &record]);
    assert!(told.contains("the only report") || told.contains("all of the story"), "{told}");
    let told = refused(&["decisions", "--undo", "9", "--record", &record]);
    assert!(told.contains("no decision 9; there are: 1"), "{told}");
}

#[test]
fn show_explains_why_each_report_is_in_the_story() {
    let (_folder, record) = record();
    let (id, n_reports) = story(&record, "Halmund");
    let text = out(&["show", &id, "--explain", "--record", &record]);
    for expected in ["hangs on", "alike", "by ", "on all", "Harbour Post"] {
        assert!(text.contains(expected), "no {expected} in:\n{text}");
    }
    assert!(text.lines().all(|it| it.chars().count() <= 100), "{text}");
    let why = json(&["show", &id, "--explain", "--json", "--record", &record]);
    let all = why["memberships"].as_array().unwrap();
    assert_eq!(all.len(), n_reports);
    for membership in all {
        let nearest = &membership["nearest"];
        assert!(nearest["likeness"].as_f64().unwrap() > 0.1, "{membership}");
        assert!(nearest["words"].as_array().unwrap().len() > 3, "{membership}");
    }
    assert!(why["nearest_story"]["likeness"].as_f64().is_none_or(|it| it < 0.5), "{why}");
    // With a number it explains an entry, as before.
    assert!(out(&["show", &id, "--explain", "1", "--record", &record]).contains("rule"));
}

#[test]
fn what_outlets_changed_afterwards_is_told_by_kind() {
    let (_folder, record) = record();
    let lines = |table: &str| -> Vec<Value> {
        let text = out(&["export", "--table", table, "--as", "jsonl", "--record", &record]);
        text.lines().map(|it| serde_json::from_str(it).unwrap()).collect()
    };
    let edits = lines("edited_after");
    let of = |outlet: &str| edits.iter().filter(|it| it["outlet"] == outlet).collect::<Vec<_>>();
    let told = |it: &Value| format!("{}: {}", it["change"], it["changes"]);
    let post: Vec<String> = of("Harbour Post").into_iter().map(told).collect();
    assert_eq!(post.len(), 1, "{edits:#?}");
    assert!(post[0].starts_with("\"altered\"") && post[0].contains("grey ships"), "{post:?}");
    // The page has one time of publication, and files have no time of capture.
    assert_eq!(of("Harbour Post")[0]["order_known"], 0);
    let wire = of("Coastal Wire");
    let altered: Vec<_> = wire.iter().filter(|it| it["change"] == "altered").collect();
    assert!(
        altered.iter().any(|it| it["changes"].as_str().unwrap().contains("House")),
        "{wire:#?}"
    );
    let added = |it: &&&Value| ["added", "removed"].contains(&it["change"].as_str().unwrap());
    assert!(wire.iter().filter(added).count() >= 1, "{wire:#?}");
    let toll = wire.iter().find(|it| it["changes"].as_str().unwrap().contains("31"));
    assert_eq!(
        toll.map(|it| (&it["change"], &it["mark"])),
        Some((&"paraphrase".into(), &"number".into())),
        "{wire:#?}"
    );

    let id = edits.iter().find(|it| it["outlet"] == "Harbour Post").unwrap()["story_id"].clone();
    let shown = out(&["show", id.as_str().unwrap(), "--view", "edits", "--record", &record]);
    for expected in
        ["words in quotation marks altered", "which was first is not told", "grey ships"]
    {
        assert!(shown.contains(expected), "no {expected} in:\n{shown}");
    }
}

/// Headlines and words of three reports on the first round of talks.
const OPEN: [(&str, &str); 3] = [
    (
        "Pilots and Ruiz open strait talks",
        "Envoys of the strait pilots met Ana Ruiz at Port Sellick. Tolls kept ferries of Costa Brenna waiting off Maravia.",
    ),
    (
        "Strait pilots talk with Ana Ruiz",
        "In Sellick minister Ruiz heard what pilots ask: lower tolls for every strait ferry, and envoys from Maravia took notes about Brenna’s ferries.",
    ),
    (
        "Ruiz meets pilots over strait tolls",
        "Maravia sends envoys; Brenna sends Ruiz. Both want ferries moving, while pilots in Sellick call tolls on traffic through the strait robbery.",
    ),
];

/// The same of the second, 40 days later.
const END: [(&str, &str); 3] = [
    (
        "Ruiz and pilots sign strait treaty",
        "Ana Ruiz signed on Sunday, and so did envoys. Pilots will guide ferries along the strait at half the tolls, Port Sellick heard; Maravia pays with Costa Brenna.",
    ),
    (
        "Treaty ends quarrel of Ruiz with strait pilots",
        "A treaty halves tolls: pilots cheered as Ruiz left Sellick, where Maravia had two envoys. Ferries from Brenna use the strait again.",
    ),
    (
        "Strait tolls halved as pilots and Ruiz agree",
        "Half price for ferries. Brenna, Maravia and pilots agree on tolls, said Ruiz after envoys slept in Sellick; ships fill the strait.",
    ),
];

const OUTLETS: [&str; 3] = ["Harbour Post", "Coastal Wire", "Echo"];

/// Two rounds of talks, 40 days apart, told by three outlets each, and a live blog on the first.
fn rounds() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("rounds.db").display().to_string();
    let reports = folder.path().join("rounds.jsonl");
    let mut lines = String::new();
    for (day, told) in [("2031-03-04", OPEN), ("2031-04-13", END)] {
        for (outlet, (title, text)) in OUTLETS.iter().zip(told) {
            let report = serde_json::json!({
                "outlet": outlet, "date": day, "title": title, "text": text
            });
            lines += &format!("{report}\n");
        }
    }
    lines += &serde_json::json!({
        "outlet": "Strait Observer",
        "date": "2031-03-04",
        "title": "Live: pilots and Ana Ruiz open strait talks at Port Sellick",
        "text": "Pilots, Ruiz and envoys of Maravia are in. Tolls first, then ferries.",
    })
    .to_string();
    std::fs::write(&reports, lines).unwrap();
    out(&["add", &reports.display().to_string(), "--tier", "fast", "--record", &record]);
    (folder, record)
}

#[test]
fn stories_and_show_tell_what_a_story_follows_on() {
    let (_folder, record) = rounds();
    let stories = json(&["stories", "--json", "--record", &record]);
    let (second, first) = (&stories[0], &stories[1]);
    let id = |it: &Value| it["id"].as_str().unwrap().to_owned();
    assert_eq!(second["follows"]["id"], first["id"], "{stories:#}");
    assert_eq!(first["followed_by"][0]["id"], second["id"]);
    assert!(second["follows"]["words"].as_array().unwrap().contains(&"Ruiz".into()), "{second:#}");

    let title = first["title"].as_str().unwrap();
    let arrow = format!("→ follows {} “{title}”: ", &id(first)[..8]);
    let flat = |it: String| it.split_whitespace().collect::<Vec<_>>().join(" ");
    let list = flat(out(&["stories", "--record", &record]));
    assert_eq!(list.matches("→").count(), 1);
    assert!(list.contains(&arrow), "{list}");

    let later = flat(out(&["show", &id(second), "--record", &record]));
    let follows = format!("follows: {title} ({}), with which it shares: ", &id(first)[..8]);
    assert!(later.contains(&follows), "{later}");
    let earlier = flat(out(&["show", &id(first), "--record", &record]));
    let goes_on = format!("goes on in: {} (", second["title"].as_str().unwrap());
    assert!(earlier.contains(&goes_on), "{earlier}");
    let shown = json(&["show", &id(second), "--json", "--record", &record]);
    assert_eq!(shown["follows"], second["follows"]);
    assert_eq!(shown["title"], second["title"]);
}

#[test]
fn a_live_blog_is_told_with_the_words_that_say_so() {
    let (_folder, record) = rounds();
    let story = &json(&["stories", "--json", "--record", &record])[1];
    assert_eq!(story["kinds"], serde_json::json!(["live blog"]));
    let list = out(&["stories", "--record", &record]);
    assert_eq!(list.matches("(among them: live blog)").count(), 1, "{list}");
    let id = story["id"].as_str().unwrap();
    let shown = out(&["show", id, "--record", &record]);
    let observer = shown.lines().find(|it| it.contains("Strait Observer ·")).unwrap();
    assert!(observer.ends_with("live blog"), "{shown}");
    let why = out(&["show", id, "--explain", "--record", &record]);
    assert_eq!(why.matches("live blog, by “Live:”").count(), 1, "{why}");
    let why = json(&["show", id, "--explain", "--json", "--record", &record]);
    let kinds = why["memberships"].as_array().unwrap().iter().map(|it| &it["kinds"]);
    let kinds: Vec<&Value> = kinds.flat_map(|it| it.as_array().unwrap()).collect();
    assert_eq!(kinds.len(), 1);
    assert_eq!((&kinds[0]["kind"], &kinds[0]["words"]), (&"live blog".into(), &"Live:".into()));
}
