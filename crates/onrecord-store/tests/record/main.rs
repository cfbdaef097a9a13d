//! The record's laws, on reports made by hand: what is written reads back; adding twice changes
//! nothing; two batches are one; order and threads change nothing; what is broken is told.

mod copy;
mod decisions;
mod made;
mod search;
mod sequences;
mod whole;

use std::path::Path;

use made::{collated, reports};
use onrecord::annotate::annotate;
use onrecord::collate::Tables;
use onrecord::{Annotated, Annotations, Capture, Lexicon, Manner, Report, ReportId, story};
use onrecord_store::{
    Collated, Monitor, Problem, Reader, Record, SaidFilter, StoryFilter, TABLES, TableRows, VIEWS,
    Warning, update, update_on,
};

/// A record in a folder of its own.
struct Kept {
    folder: tempfile::TempDir,
    record: Record,
}

fn empty() -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let record = Record::create(folder.path().join("onrecord.db")).unwrap();
    Kept { folder, record }
}

impl Kept {
    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("onrecord.db")
    }

    fn reader(&self) -> Reader {
        self.record.reader().unwrap()
    }

    /// Adds reports and brings the rest up to date, as the driver does.
    fn add(&mut self, reports: &[Annotated]) -> usize {
        let n_new = self.record.add(reports).unwrap();
        for id in self.record.regroup(|_| ()).unwrap() {
            let whole = self.reader().story(id).unwrap().unwrap();
            let apparatus = collated(&whole.story, &whole.reports);
            let found = Collated::of(&Tables::english(), &whole.story, &whole.reports, apparatus);
            self.record.set_collated(&[found]).unwrap();
        }
        n_new
    }

    fn dump(&self) -> Vec<(&'static str, TableRows)> {
        let names = TABLES.iter().chain(&VIEWS).copied();
        names.map(|it| (it, self.reader().table(it, None).unwrap())).collect()
    }
}

fn full() -> Kept {
    let mut kept = empty();
    kept.add(&reports());
    kept
}

#[test]
fn what_is_written_reads_back_equal() {
    let kept = full();
    for written in reports() {
        let read = kept.reader().report(written.report.id()).unwrap().unwrap();
        assert_eq!(format!("{read:#?}"), format!("{written:#?}"));
    }
    let stories = story::cluster(&reports().iter().map(story::sign).collect::<Vec<_>>());
    for written in stories {
        let whole = kept.reader().story(written.id().unwrap()).unwrap().unwrap();
        assert_eq!(whole.apparatus, collated(&written, &reports()));
        assert_eq!(whole.story, written);
        assert_eq!(whole.reports.len(), written.witnesses.len());
    }
}

#[test]
fn adding_twice_changes_nothing() {
    let mut kept = full();
    let before = kept.dump();
    assert_eq!(kept.add(&reports()), 0);
    assert_eq!(kept.dump(), before);
}

#[test]
fn two_batches_are_one() {
    let mut kept = empty();
    assert_eq!(kept.add(&reports()[..2]), 2);
    assert_eq!(kept.add(&reports()[2..]), 3);
    assert_eq!(kept.dump(), full().dump());
}

#[test]
fn order_of_arrival_changes_nothing() {
    let mut backwards = reports();
    backwards.reverse();
    let mut kept = empty();
    for it in backwards {
        kept.add(&[it]);
    }
    assert_eq!(kept.dump(), full().dump());
}

#[test]
fn spans_in_the_file_count_characters_and_cut_the_words_given_with_them() {
    let kept = full();
    let db = rusqlite::Connection::open(kept.path()).unwrap();
    let cut = "SELECT count(*), sum(substr(report.text, json_extract(span.value, '$[0]') + 1,
                   json_extract(span.value, '$[1]') - json_extract(span.value, '$[0]'))
                   = statement.words)
               FROM statement JOIN report ON report.id = report_id, json_each(content_spans) AS span
               WHERE json_array_length(content_spans) = 1";
    let (n, n_same): (i64, i64) =
        db.query_row(cut, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!((n, n_same), (6, 6));
    let two = "SELECT words FROM statement WHERE json_array_length(content_spans) = 2";
    let words: String = db.query_row(two, [], |row| row.get(0)).unwrap();
    assert_eq!(words, "We have again refused to engage […] and will refuse");
}

#[test]
fn stories_are_listed_with_title_outlets_and_counts() {
    let reader = full().reader();
    let rows = reader.stories(&StoryFilter::default()).unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|it| {
            (it.title.as_str(), it.outlets.len(), it.n_reports, it.n_statements, it.n_altered)
        })
        .collect();
    let expected =
        [("Costa Brenna refuses to cooperate", 3, 4, 6, 1), ("Orchard dam bursts", 1, 1, 1, 0)];
    assert_eq!(told, expected);
    let titles = |filter| {
        let rows = reader.stories(&filter).unwrap();
        rows.into_iter().map(|it| it.title).collect::<Vec<_>>().join("|")
    };
    let all = StoryFilter::default;
    assert_eq!(titles(StoryFilter { about: Some("tallow DAM"), ..all() }), "Orchard dam bursts");
    assert_eq!(titles(StoryFilter { about: Some("100%"), ..all() }), "");
    let since = jiff::civil::Date::new(2031, 3, 6).ok();
    assert_eq!(titles(StoryFilter { since, ..all() }), told[0].0);
    assert_eq!(titles(StoryFilter { outlet: Some("wire"), ..all() }), told[0].0);
}

/// A wire's report, a paper's copy of it with a word altered and a sentence of its own, and one by
/// a paper that was there.
fn copied() -> Kept {
    let wire = "Pilots leave the strait unmanned\n\nEleven tankers lay at anchor off the northern \
        buoy on Tuesday after the pilots of the strait walked off their boats over a roster that \
        they say leaves no man more than five hours of sleep.\n\n“We have buried two of our own \
        since the new roster came in,” said Ana Ruiz, who speaks for the pilots’ guild.\n\nTalks \
        that were to begin at noon in the old customs house had not begun by nightfall, and the \
        lights on the upper floor went out shortly after the harbour master drove away.";
    let paper = wire.replace("buried two", "mourned two")
        + "\n\n“The ferries will carry bread and nothing else,” said mayor Jo Silva.";
    let other = "Pilots of the strait walk out over roster\n\nThe pilots of the strait stood on the \
        quay, off the northern buoy tankers lay at anchor, and Ana Ruiz climbed on a bollard.\n\n\
        “We have buried two of our own since the new roster came in,” said Ana Ruiz of the pilots’ \
        guild.\n\nThe roster of the harbour office leaves pilots five hours of sleep, she told them.";
    let told = [("Coastal Wire", 4, wire), ("Harbour Post", 5, &*paper), ("Echo", 5, other)];
    let capture = |(outlet, day, text): (&str, u8, &str)| Capture {
        body: onrecord::intake::Body::Text(text.into()),
        outlet: Some(outlet.into()),
        published: Some(format!("2031-03-0{day}").into()),
        ..Capture::default()
    };
    let mut kept = empty();
    let captures = told.into_iter().map(|it| Ok(capture(it)));
    update(&mut kept.record, &rules(), captures, &()).unwrap();
    kept
}

#[test]
fn counts_are_given_with_copies_and_without() {
    let rows = copied().reader().stories(&StoryFilter::default()).unwrap();
    assert_eq!(rows.len(), 1);
    let (all, own) = (&rows[0], rows[0].independent);
    assert_eq!((all.n_reports, own.n_reports, all.n_copies), (3, 2, 1));
    assert_eq!((all.outlets.len(), own.n_outlets), (3, 2));
    assert!(own.n_statements < all.n_statements);
    assert_eq!((all.n_altered, own.n_altered), (1, 0));
}

#[test]
fn views_tell_what_stands_in_a_copy() {
    let reader = copied().reader();
    let rows = |view: &str, words: &str| {
        let table = reader.table(view, None).unwrap();
        let at = |name: &str| table.columns.iter().position(|it| it == name).unwrap();
        let row =
            |row: &Vec<serde_json::Value>| (row[at(words)].clone(), row[at("in_copy")].clone());
        table.rows.iter().map(row).collect::<Vec<_>>()
    };
    let altered = rows("altered", "reading_words");
    assert_eq!(altered.len(), 1, "{altered:?}");
    assert_eq!(altered[0].1, 1);
    let alone = rows("only_here", "words");
    let bread: Vec<_> =
        alone.iter().filter(|it| it.0.as_str().is_some_and(|it| it.contains("bread"))).collect();
    assert_eq!(bread.len(), 1, "{alone:?}");
    assert_eq!(bread[0].1, 1);
    // What the copy has from its exemplar is told once, there.
    let customs = alone.iter().filter(|it| it.1 == 1).count();
    assert_eq!(customs, 1, "{alone:?}");
}

#[test]
fn a_story_is_found_by_its_id_by_its_beginning_and_by_its_reports() {
    let kept = full();
    let id = kept.reader().stories(&StoryFilter::default()).unwrap()[0].id;
    let find = |it: &str| kept.reader().find_story(it).unwrap();
    assert_eq!(find(&id.to_string().to_uppercase()), Some(id));
    assert_eq!(find(&id.to_string()[..6]), Some(id));
    for witness in kept.reader().witnesses(id).unwrap() {
        assert_eq!(find(&witness.id.to_string()), Some(id));
    }
    assert_eq!(find(""), None);
    assert_eq!(find("no such story"), None);
}

#[test]
fn an_old_id_of_a_story_leads_to_it_when_an_earlier_report_turns_up() {
    let mut kept = empty();
    kept.add(&reports()[1..4]);
    let old = kept.reader().stories(&StoryFilter::default()).unwrap()[0].id;
    kept.add(&reports()[..1]);
    let new = kept.reader().stories(&StoryFilter::default()).unwrap()[0].id;
    assert_ne!(old, new);
    assert_eq!(kept.reader().find_story(&old.to_string()).unwrap(), Some(new));
}

fn said(filter: SaidFilter) -> String {
    let rows = full().reader().said(&filter).unwrap();
    let told = rows.iter().map(|it| {
        let grade = it.agreement.map_or("none".to_owned(), |it| format!("{it:?}").to_lowercase());
        format!("{}: {} ({grade})", it.outlet, it.words)
    });
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_a_speaker_said_is_found_by_name_words_outlet_manner_and_grade() {
    let all = SaidFilter::default;
    let ruiz = said(SaidFilter { speaker: Some("ruiz"), ..all() });
    assert_eq!(ruiz.lines().count(), 4, "{ruiz}");
    assert_eq!(said(SaidFilter { speaker: Some("Rui An"), ..all() }), ruiz);
    assert_eq!(said(SaidFilter { speaker: Some("cooperate"), ..all() }), "");
    let wire = "Coastal Wire: We have once again refused to cooperate, and will refuse (altered)";
    assert_eq!(said(SaidFilter { words: Some("coop"), ..all() }), wire);
    assert_eq!(said(SaidFilter { words: Some("\"once again\""), ..all() }), wire);
    assert_eq!(said(SaidFilter { outlet: Some("wire"), speaker: Some("Ruiz"), ..all() }), wire);
    let indirect = said(SaidFilter { manner: Some(Manner::Indirect), ..all() });
    assert_eq!(indirect.lines().count(), 3, "{indirect}");
    let trimmed = SaidFilter { agreement: Some(onrecord::Agreement::Trimmed), ..all() };
    let trimmed = said(trimmed);
    assert_eq!(trimmed, "The Brenna Times: We have again refused to engage (trimmed)");
}

#[test]
fn any_search_is_answered_or_refused_in_words() {
    let reader = full().reader();
    let answers = |words: &str| {
        let said = reader.said(&SaidFilter { words: Some(words), ..SaidFilter::default() });
        let named = reader.said(&SaidFilter { speaker: Some(words), ..SaidFilter::default() });
        let about = reader.stories(&StoryFilter { about: Some(words), ..StoryFilter::default() });
        let by = reader.stories(&StoryFilter { speaker: Some(words), ..StoryFilter::default() });
        [said.err(), named.err(), about.err(), by.err()]
    };
    for words in ["a AND (", "NEAR(", "speaker:", "é%_\\", "a -x", "a\u{1}", "{words} : a", "a^"] {
        assert!(answers(words).iter().all(Option::is_none), "{words}");
    }
    for words in ["\"", "\"\"\"", "—", "-x", "a NOT", "OR", "\u{1}"] {
        for error in answers(words) {
            let error = error.unwrap_or_else(|| panic!("{words:?} is answered"));
            assert_eq!(error.problem, Problem::Query, "{error}");
            assert!(error.to_string().contains("write words, \"words that stand together\""));
        }
    }
}

/// One column of a view, line by line.
fn column(view: &str, name: &str) -> Vec<String> {
    let rows = full().reader().table(view, None).unwrap();
    let at = rows.columns.iter().position(|it| it == name).unwrap();
    rows.rows.iter().map(|it| it[at].as_str().unwrap_or("").to_owned()).collect()
}

#[test]
fn views_give_the_words() {
    assert_eq!(column("said", "act").iter().filter(|it| *it == "declined").count(), 4);
    assert!(column("said", "addressee").contains(&"reporters".to_owned()));
    assert_eq!(column("said", "speaker").len(), 7);
    assert_eq!(
        column("altered", "reading_words"),
        ["We have once again refused to cooperate, and will refuse", "We have refused to engage"]
    );
    let change = "We have again refused to engage → We have refused to engage";
    assert_eq!(column("altered", "changes")[1], change);
    let mut alone = column("only_here", "words");
    alone.sort();
    assert_eq!(alone, ["Ferries remain in port", "the round a failure"]);
    assert_eq!(column("edited_after", "change"), ["trimmed"]);
    assert_eq!(column("edited_after", "changes"), ["[-again-]"]);
    assert_eq!(column("edited_after", "speaker"), ["Ana Ruiz"]);
}

#[test]
fn a_table_is_given_for_one_story() {
    let reader = full().reader();
    let dam = reader.stories(&StoryFilter::default()).unwrap()[1].id;
    for table in TABLES.iter().chain(&VIEWS) {
        let all = reader.table(table, None).unwrap();
        let some = reader.table(table, Some(dam)).unwrap();
        assert_eq!(some.columns, all.columns, "{table}");
        assert!(some.rows.iter().all(|it| all.rows.contains(it)), "{table}");
    }
    assert_eq!(reader.table("report", Some(dam)).unwrap().rows.len(), 1);
    assert_eq!(reader.table("statement", Some(dam)).unwrap().rows.len(), 1);
    assert_eq!(reader.table("sqlite_schema", None).unwrap(), TableRows::default());
}

#[test]
fn counts_are_those_of_the_lists() {
    let counts = full().reader().counts().unwrap();
    let counted =
        [counts.reports, counts.outlets, counts.stories, counts.statements, counts.altered];
    assert_eq!(counted, [5, 3, 2, 7, 1]);
    assert_eq!(full().reader().speakers().unwrap(), [("Ana Ruiz".to_owned(), 4)]);
}

#[test]
fn an_interrupted_add_is_taken_up_by_the_next() {
    let mut kept = empty();
    // Stopped after a batch: no stories yet.
    kept.record.add(&reports()).unwrap();
    drop(Record::open(kept.path()).unwrap());
    assert_eq!(kept.reader().counts().unwrap().stories, 0);
    let nothing = std::iter::empty();
    let done = update(&mut kept.record, &rules(), nothing, &()).unwrap();
    assert_eq!((done.added, done.collated), (0, 2));
    assert_eq!(kept.reader().counts().unwrap().stories, 2);
    // Stopped before all wordings were compared.
    assert_eq!(kept.record.regroup(|_| ()).unwrap(), []);
    let nothing = std::iter::empty();
    let done = update(&mut kept.record, &rules(), nothing, &()).unwrap();
    assert_eq!(done.collated, 0);
}

fn captures() -> Vec<Capture> {
    let capture = |it: Annotated| Capture {
        place: it.report.place.clone(),
        body: onrecord::intake::Body::Text(it.report.text().into()),
        outlet: it.report.outlet.clone(),
        url: it.report.url.clone(),
        published: it.report.published.map(|it| it.day.to_string().into()),
        ..Capture::default()
    };
    reports().into_iter().map(capture).collect()
}

/// Remembers what it is told.
#[derive(Default)]
struct Told(std::sync::Mutex<Vec<String>>);

impl Monitor for Told {
    fn warn(&self, warning: &Warning) {
        self.0.lock().unwrap().push(warning.to_string());
    }
}

/// The fast tier, as the driver is given it.
fn rules() -> impl Fn(&Report) -> Annotations + Sync {
    let lexicon = Lexicon::english();
    move |report| annotate(&lexicon, report)
}

#[test]
fn the_driver_gives_the_same_on_one_thread_and_two_in_any_order_and_twice() {
    let annotate = rules();
    let (mut one, mut two) = (empty(), empty());
    let given = || captures().into_iter().map(Ok);
    let first = update_on(1, &mut one.record, &annotate, given(), &()).unwrap();
    let second = update_on(2, &mut two.record, &annotate, given(), &()).unwrap();
    assert_eq!(first, second);
    assert_eq!((first.added, first.refused, first.warnings), (5, 0, 0));
    assert_eq!(one.dump(), two.dump());
    let mut backwards = empty();
    for capture in captures().into_iter().rev() {
        update(&mut backwards.record, &annotate, std::iter::once(Ok(capture)), &()).unwrap();
    }
    assert_eq!(backwards.dump(), one.dump());
    let again = update(&mut two.record, &annotate, given(), &()).unwrap();
    assert_eq!((again.known, again.added, again.collated), (5, 0, 0));
    assert_eq!(one.dump(), two.dump());
}

#[test]
fn a_bad_item_is_a_warning_and_its_neighbours_are_read() {
    let mut kept = empty();
    let bad =
        Warning { place: "a.jsonl, line 2".into(), what: "left out".into(), why: "cut".into() };
    let mut given: Vec<_> = captures().into_iter().map(Ok).collect();
    given.insert(1, Err(bad));
    let told = Told::default();
    let done = update(&mut kept.record, &rules(), given.into_iter(), &told).unwrap();
    assert_eq!((done.captures, done.warnings), (5, 1));
    assert_eq!(*told.0.lock().unwrap(), ["a.jsonl, line 2: left out: cut"]);
}

fn problem_of(path: &Path) -> (Problem, String) {
    let error = Record::open(path).unwrap_err();
    assert!(Reader::open(path).is_err());
    (error.problem, error.to_string())
}

#[test]
fn a_file_that_is_absent_foreign_or_newer_is_told_apart() {
    let kept = full();
    let folder = kept.folder.path();
    let absent = folder.join("absent.db");
    assert_eq!(problem_of(&absent).0, Problem::Absent);
    assert!(!absent.exists());

    let letter = folder.join("letter.txt");
    std::fs::write(&letter, "Dear desk, this is no database. ".repeat(99)).unwrap();
    let (problem, told) = problem_of(&letter);
    assert_eq!(problem, Problem::NotOurs);
    assert!(told.ends_with(
        "letter.txt: cannot open the record: it is a file of another kind; name another file \
         with --record"
    ));

    let other = folder.join("other.db");
    let db = rusqlite::Connection::open(&other).unwrap();
    db.execute_batch("CREATE TABLE recipe (title)").unwrap();
    assert_eq!(problem_of(&other).0, Problem::NotOurs);

    let newer = kept.path();
    drop(kept.record);
    let db = rusqlite::Connection::open(&newer).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(problem_of(&newer).0, Problem::Newer);
}

#[test]
fn a_record_of_the_first_schema_keeps_its_reports_and_has_the_rest_made_again() {
    let kept = full();
    let (path, story) =
        (kept.path(), kept.reader().stories(&StoryFilter::default()).unwrap()[0].id);
    drop(kept.record);
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch(
        "DROP TABLE edit; DROP VIEW said; DROP VIEW altered; DROP VIEW only_here; DROP VIEW edited_after;
         DROP VIEW made_from; DROP VIEW in_transcript; DROP VIEW not_found;
         DROP VIEW printed_as_one;
         DROP TABLE descent; DROP TABLE found; DROP TABLE absent; DROP TABLE splice;
         DROP TABLE variant; DROP TABLE reading; DROP TABLE entry;
         DROP TABLE statement_fts; DROP TABLE statement;
         CREATE TABLE statement (id TEXT PRIMARY KEY, report_id TEXT, words TEXT, rule TEXT);
         PRAGMA user_version = 1",
    )
    .unwrap();
    drop(db);
    assert_eq!(Reader::open(&path).unwrap_err().problem, Problem::Older);
    let mut record = Record::open(&path).unwrap();
    update(&mut record, &rules(), std::iter::empty(), &()).unwrap();
    let reader = record.reader().unwrap();
    let counts = reader.counts().unwrap();
    assert_eq!([counts.reports, counts.stories], [5, 2]);
    assert!(counts.statements > 0);
    assert_eq!(reader.find_story(&story.to_string()).unwrap(), Some(story));
    assert!(reader.said(&SaidFilter::default()).unwrap().len() > 3);
}

#[test]
fn a_record_that_another_process_writes_to_is_locked_and_loses_nothing() {
    let mut kept = full();
    let other = rusqlite::Connection::open(kept.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = kept.record.add(&reports()).unwrap_err();
    assert_eq!(error.problem, Problem::Locked, "{error}");
    assert_eq!(kept.reader().counts().unwrap().reports, 5);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(kept.record.add(&reports()).unwrap(), 0);
}

#[test]
fn an_id_that_is_not_there_gives_nothing() {
    let id = ReportId::parse("0000000000000000").unwrap();
    assert!(full().reader().story(id).unwrap().is_none());
    assert!(full().reader().report(id).unwrap().is_none());
    assert_eq!(full().reader().witnesses(id).unwrap(), []);
}
