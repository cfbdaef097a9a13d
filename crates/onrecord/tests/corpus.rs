//! The whole pipeline over `corpus/`, against what its authors say stands there (`corpus/gold`).
//!
//! Each test prints its misses and holds a floor: a change that loses something fails by name.

// Reads the corpus and its gold, and prints misses.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use onrecord::annotate::annotate;
use onrecord::collate::{self, Passages};
use onrecord::report::extract;
use onrecord::{Annotated, Lexicon, ReportId, Statement, Story, intake, story};
use serde_json::Value;

/// A report's file in `corpus/`, and its address where the file holds several.
type Key = (String, Option<String>);

struct Corpus {
    reports: Vec<Annotated>,
    by_key: BTreeMap<Key, usize>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

fn gold(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder().join("gold").join(name)).unwrap();
    text.lines().map(|it| serde_json::from_str(it).unwrap()).collect()
}

fn key(of: &Value) -> Key {
    (of["file"].as_str().unwrap().to_owned(), of["url"].as_str().map(str::to_owned))
}

impl Corpus {
    fn read() -> Corpus {
        let lexicon = Lexicon::english();
        let keys: BTreeSet<Key> = gold("stories.jsonl").iter().map(key).collect();
        let files: BTreeSet<&String> = keys.iter().map(|(file, _)| file).collect();
        let (mut reports, mut by_key) = (Vec::new(), BTreeMap::new());
        for file in files {
            let reader = BufReader::new(File::open(folder().join(file)).unwrap());
            for capture in intake::read(file, reader) {
                let report = extract(&capture.unwrap()).unwrap();
                let several =
                    keys.contains(&(file.clone(), report.url.as_deref().map(str::to_owned)));
                let url = report.url.as_deref().filter(|_| several).map(str::to_owned);
                by_key.insert((file.clone(), url), reports.len());
                let annotations = annotate(&lexicon, &report);
                reports.push(Annotated { report, annotations });
            }
        }
        Corpus { reports, by_key }
    }

    fn report(&self, of: &Value) -> &Annotated {
        let key = key(of);
        let idx = self.by_key.get(&key).unwrap_or_else(|| panic!("no report {key:?}"));
        &self.reports[*idx]
    }
}

/// Words as compared here: letters and digits, case aside.
fn words(text: &str) -> Vec<String> {
    let split = text.split(|ch: char| !ch.is_alphanumeric());
    split.filter(|it| !it.is_empty()).map(str::to_lowercase).collect()
}

fn gold_words(of: &Value) -> Vec<String> {
    let more = of["more"].as_array().into_iter().flatten();
    let pieces = std::iter::once(&of["words"]).chain(more);
    pieces.flat_map(|it| words(it.as_str().unwrap())).collect()
}

/// Shared words of two texts, as a share of all of theirs.
fn likeness(one: &[String], other: &[String]) -> f64 {
    let mut left: Vec<&String> = other.iter().collect();
    let mut both = 0;
    for word in one {
        if let Some(at) = left.iter().position(|it| *it == word) {
            left.swap_remove(at);
            both += 1;
        }
    }
    f64::from(both) / (one.len() + other.len() - both as usize).max(1) as f64
}

fn content(annotated: &Annotated, statement: &Statement) -> Vec<String> {
    statement.content.iter().flat_map(|it| words(it.of(annotated.report.text()))).collect()
}

/// The statement of a report whose words are most like the gold's, if half alike.
fn statement_like<'a>(annotated: &'a Annotated, of: &Value) -> Option<&'a Statement> {
    let wanted = gold_words(of);
    let scored = annotated.annotations.statements.iter();
    let scored = scored.map(|it| (likeness(&content(annotated, it), &wanted), it));
    let best = scored.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (best.0 >= 0.5).then_some(best.1)
}

fn share(name: &str, right: usize, of: usize, floor: f64) {
    let share = right as f64 / of.max(1) as f64;
    println!("{name}: {right} of {of} ({share:.3}), floor {floor}");
    assert!(share >= floor, "{name}: {share:.3} is below {floor}");
}

#[test]
fn statements_speakers_manners_and_days_are_found_as_the_gold_has_them() {
    let corpus = Corpus::read();
    let (mut found, mut speaker, mut manner, mut day) = (0, 0, 0, 0);
    let gold = gold("statements.jsonl");
    for of in &gold {
        let annotated = corpus.report(of);
        let Some(statement) = statement_like(annotated, of) else {
            println!("not found: {of}");
            continue;
        };
        found += 1;
        let name = annotated.annotations.speaker(statement).map(|it| &*it.name);
        let date = statement.day.and_then(|it| it.date).map(|it| it.to_string());
        let told = statement.day.map(|it| it.written.of(annotated.report.text()));
        let right = [
            name == of["speaker"].as_str(),
            Some(onrecord::json::manner(statement.manner)) == of["manner"].as_str(),
            date.as_deref() == of["date"].as_str() && told.is_some() == of["day"].is_string(),
        ];
        speaker += usize::from(right[0]);
        manner += usize::from(right[1]);
        day += usize::from(right[2]);
        if right != [true; 3] {
            println!("{right:?}: {of}\n    got {name:?} {:?} {told:?} {date:?}", statement.manner);
        }
    }
    share("statements found", found, gold.len(), FLOORS.found);
    share("speaker right, of found", speaker, found, FLOORS.speaker);
    share("manner right, of found", manner, found, FLOORS.manner);
    share("day right, of found", day, found, FLOORS.day);
}

#[test]
fn scare_quotes_titles_captions_and_furniture_are_no_statements() {
    let corpus = Corpus::read();
    let gold = gold("not-statements.jsonl");
    let left_alone = |of: &&Value| {
        let found = statement_like(corpus.report(of), of).is_some();
        if found {
            println!("read as a statement: {of}");
        }
        !found
    };
    share("traps left alone", gold.iter().filter(left_alone).count(), gold.len(), FLOORS.traps);
}

#[test]
fn reports_of_one_happening_are_one_story_and_copies_are_known() {
    let corpus = Corpus::read();
    let signatures: Vec<_> = corpus.reports.iter().map(story::sign).collect();
    let stories = story::cluster(&signatures);
    let story_of =
        |id: ReportId| stories.iter().position(|it| it.witnesses.iter().any(|it| it.report == id));
    let gold = gold("stories.jsonl");
    let mut pairs = (0, 0);
    for (n, one) in gold.iter().enumerate() {
        for other in &gold[..n] {
            let ids = [one, other].map(|it| corpus.report(it).report.id());
            let together = story_of(ids[0]) == story_of(ids[1]);
            if together != (one["story"] == other["story"]) {
                println!("together: {together}: {} and {}", one["file"], other["file"]);
            }
            pairs.0 += usize::from(together == (one["story"] == other["story"]));
            pairs.1 += 1;
        }
    }
    share("pairs of reports grouped right", pairs.0, pairs.1, FLOORS.grouped);
    let copy = |it: &&Value| {
        let id = corpus.report(it).report.id();
        let witness = stories.iter().flat_map(|it| &it.witnesses).find(|it| it.report == id);
        let right =
            witness.is_some_and(|found| found.exemplar.is_some() == it["copy_of"].is_string());
        if !right {
            println!("copy or not: {it}");
        }
        right
    };
    share("copies known", gold.iter().filter(copy).count(), gold.len(), FLOORS.copies);
}

#[test]
fn the_same_utterance_is_linked_across_reports_and_graded() {
    let corpus = Corpus::read();
    let entries = entries(&corpus);
    let (mut linked, mut graded, mut gradable, mut links) = (0, 0, 0, 0);
    let (mut apart, mut different) = (0, 0);
    for of in gold("links.jsonl") {
        let label = of["label"].as_str().unwrap();
        let found = labels(&corpus, &entries, &of);
        if label == "different" {
            different += 1;
            apart += usize::from(found.is_empty());
            if !found.is_empty() {
                println!("linked, but different: {of}");
            }
            continue;
        }
        links += 1;
        if found.is_empty() {
            println!("not linked: {of}");
            continue;
        }
        linked += 1;
        let told: Vec<&str> = found.iter().copied().flatten().collect();
        if !told.is_empty() {
            gradable += 1;
            graded += usize::from(told.contains(&label));
            if !told.contains(&label) {
                println!("graded {told:?}: {of}");
            }
        }
    }
    share("links found", linked, links, FLOORS.linked);
    share("grade right, where one side is the lemma", graded, gradable, FLOORS.graded);
    share("look-alikes kept apart", apart, different, FLOORS.apart);
}

/// Each story's entries as (passages, agreement with the lemma): the lemma first, without one.
type Witnesses = Vec<(Passages, Option<&'static str>)>;

fn entries(corpus: &Corpus) -> Vec<Witnesses> {
    let mut stories: BTreeMap<String, Vec<Annotated>> = BTreeMap::new();
    for of in gold("stories.jsonl") {
        let story = of["story"].as_str().unwrap().to_owned();
        stories.entry(story).or_default().push(corpus.report(&of).clone());
    }
    let of_story = |reports: &Vec<Annotated>| {
        let story: Story = story::gather(reports);
        let entries = collate::collate(&story, reports).entries.into_iter();
        entries.map(|entry| {
            let readings = entry.readings.into_iter();
            let readings =
                readings.map(|it| (it.passages, Some(onrecord::json::agreement(it.agreement))));
            std::iter::once((entry.lemma, None)).chain(readings).collect()
        })
    };
    stories.values().flat_map(|it| of_story(it).collect::<Vec<Witnesses>>()).collect()
}

/// For each entry that has words of both sides: the agreement, where one side is the lemma.
fn labels(corpus: &Corpus, entries: &[Witnesses], of: &Value) -> Vec<Option<&'static str>> {
    let has = |witness: &Passages, side: &Value| {
        let annotated = corpus.report(side);
        let wanted: BTreeSet<String> = gold_words(side).into_iter().collect();
        let spans = witness.spans.iter();
        let own: Vec<_> = spans.flat_map(|it| words(it.of(annotated.report.text()))).collect();
        let there = own.iter().filter(|it| wanted.contains(*it)).count();
        there * 5 >= own.len() * 4 && there * 3 >= wanted.len().min(9)
    };
    let ids = [&of["a"], &of["b"]].map(|it| corpus.report(it).report.id());
    let side = |entry: &Witnesses, n: usize| {
        let side = [&of["a"], &of["b"]][n];
        let of_report = |it: &&(Passages, _)| it.0.statement.report == ids[n] && has(&it.0, side);
        entry.iter().find(of_report).map(|it| it.1)
    };
    let label = |entry: &Witnesses| match (side(entry, 0)?, side(entry, 1)?) {
        (None, label) | (label, None) => Some(label),
        (Some(_), Some(_)) => Some(None),
    };
    entries.iter().filter_map(label).collect()
}

/// Reached on 22 November 2026, rounded down; what is missed is printed by each test.
struct Floors {
    found: f64,
    speaker: f64,
    manner: f64,
    day: f64,
    traps: f64,
    grouped: f64,
    copies: f64,
    linked: f64,
    graded: f64,
    apart: f64,
}

const FLOORS: Floors = Floors {
    found: 0.95,
    speaker: 0.91,
    manner: 0.98,
    day: 0.77,
    traps: 0.95,
    // An undated page of the first talks is put with those of a week later, to whose report by the same
    // outlet it is most alike: 13 pairs.
    grouped: 0.94,
    copies: 0.96,
    linked: 0.88,
    graded: 0.81,
    apart: 0.95,
};
