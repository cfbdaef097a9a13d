//! The record is a function of the set of captures: the order they come in, how they are split over
//! calls, the size of a batch, the number of threads, and where a call was stopped change nothing.

mod crawl;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};

use crawl::{Random, captures};
use onrecord::annotate::annotate;
use onrecord::lexicon::{Actors, Parties};
use onrecord::{Annotations, Capture, Lexicon, Report};
use onrecord_store::{
    Effort, Monitor, Reader, Record, SaidFilter, StoryFilter, TABLES, VIEWS, update_with,
};

/// All that a record gives out, by table, view and list.
type Exports = BTreeMap<&'static str, String>;

/// A record in a folder of its own.
struct Kept {
    _folder: tempfile::TempDir,
    record: Record,
}

impl Kept {
    fn empty() -> Kept {
        let folder = tempfile::tempdir().unwrap();
        let record = Record::create(folder.path().join("onrecord.db")).unwrap();
        Kept { _folder: folder, record }
    }

    fn of(captures: &[Capture]) -> Kept {
        let mut kept = Kept::empty();
        kept.add(captures, Effort { n_threads: 1, n_batch: Some(64) });
        kept
    }

    fn add(&mut self, captures: &[Capture], effort: Effort) {
        self.try_add(captures, effort, &());
    }

    fn try_add(&mut self, captures: &[Capture], effort: Effort, monitor: &dyn Monitor) {
        let captures = captures.iter().cloned().map(Ok);
        update_with(effort, &mut self.record, &rules(), captures, monitor).unwrap();
    }

    fn exports(&self) -> Exports {
        let reader = self.record.reader().unwrap();
        let names = TABLES.iter().chain(&VIEWS);
        let mut exports: Exports = names.map(|it| (*it, rows(&reader, it))).collect();
        let stories = reader.stories(&StoryFilter::default()).unwrap();
        exports.insert("the list of stories", lines(stories));
        exports.insert(
            "the list of what was said",
            lines(reader.said(&SaidFilter::default()).unwrap()),
        );
        let words = SaidFilter { words: Some("will"), ..SaidFilter::default() };
        exports.insert("what was said with a word", lines(reader.said(&words).unwrap()));
        exports
    }
}

fn rows(reader: &Reader, table: &str) -> String {
    let rows = reader.table(table, None).unwrap().rows;
    rows.iter().map(|it| serde_json::Value::from(it.clone()).to_string() + "\n").collect()
}

fn lines<T: std::fmt::Debug>(items: Vec<T>) -> String {
    items.iter().map(|it| format!("{it:?}\n")).collect()
}

/// The fast tier, as the driver is given it. What it finds in a report is kept: the same few hundred
/// are added again and again.
fn rules() -> impl Fn(&Report) -> Annotations + Sync {
    static FOUND: Mutex<BTreeMap<String, Annotations>> = Mutex::new(BTreeMap::new());
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
        let (parties, _) = Actors::read(crawl::PARTIES);
        Lexicon::english().with_parties(Parties::english().with(&parties))
    });
    |report| {
        let key = format!("{report:?}");
        if let Some(found) = FOUND.lock().unwrap().get(&key) {
            return found.clone();
        }
        let found = annotate(&LEXICON, report);
        FOUND.lock().unwrap().insert(key, found.clone());
        found
    }
}

fn assert_same(found: &Exports, expected: &Exports, told: &str) {
    for (name, expected) in expected {
        let differs = |(a, b): &(&str, &str)| a != b;
        let first = found[name].lines().zip(expected.lines()).find(differs);
        let counts = (found[name].lines().count(), expected.lines().count());
        assert!(found[name] == *expected, "{told}: {name} differs, lines {counts:?}: {first:#?}");
    }
}

/// Cuts captures into one to five calls of any size.
fn split<'c>(random: &mut Random, captures: &'c [Capture]) -> Vec<&'c [Capture]> {
    let mut cuts: Vec<usize> = (0..random.below(5)).map(|_| random.below(captures.len())).collect();
    cuts.extend([0, captures.len()]);
    cuts.sort_unstable();
    cuts.windows(2).map(|it| &captures[it[0]..it[1]]).collect()
}

#[test]
fn order_batches_calls_and_threads_change_nothing() {
    let mut crawl = captures(9, 38);
    assert!(crawl.len() > 200, "{}", crawl.len());
    let expected = Kept::of(&crawl).exports();
    // Nobody decides, or prints two utterances as one in it.
    let empty = ["decision", "splice"];
    for table in TABLES.iter().filter(|it| !empty.contains(it)) {
        assert!(!expected[table].is_empty(), "nothing in {table}");
    }
    let mut random = Random(11);
    for order in 0..10 {
        random.shuffle(&mut crawl);
        for (n_batch, n_threads) in [(1, 1), (1, 2), (37, 1), (37, 2), (1000, 1), (1000, 2)] {
            let mut kept = Kept::empty();
            let calls = split(&mut random, &crawl);
            for call in &calls {
                kept.add(call, Effort { n_threads, n_batch: Some(n_batch) });
            }
            let sizes: Vec<usize> = calls.iter().map(|it| it.len()).collect();
            let told =
                format!("order {order}, batches of {n_batch}, {n_threads} threads, {sizes:?}");
            assert_same(&kept.exports(), &expected, &told);
        }
    }
}

/// Stops the work, as a crash would, when it is told something for the `n`th time.
struct StopAt {
    n: usize,
    told: AtomicUsize,
}

impl StopAt {
    fn count(&self) {
        if self.told.fetch_add(1, Ordering::Relaxed) == self.n {
            // Without the message of a panic.
            resume_unwind(Box::new("stopped"));
        }
    }
}

impl Monitor for StopAt {
    fn begin(&self, _: &str, _: Option<u64>) {
        self.count();
    }

    fn advance(&self, _: u64) {
        self.count();
    }
}

#[test]
fn a_call_stopped_anywhere_and_taken_up_again_gives_the_same() {
    let crawl = captures(5, 16);
    let expected = Kept::of(&crawl).exports();
    let (old, new) = crawl.split_at(crawl.len() / 2);
    let effort = Effort { n_threads: 1, n_batch: Some(9) };
    for n in 0.. {
        let mut kept = Kept::empty();
        kept.add(old, effort);
        let stop = StopAt { n, told: AtomicUsize::new(0) };
        let stopped = catch_unwind(AssertUnwindSafe(|| kept.try_add(new, effort, &stop))).is_err();
        kept.add(new, effort);
        assert_same(&kept.exports(), &expected, &format!("stopped at {n}"));
        if !stopped {
            assert!(n > 6, "stopped {n} times only");
            return;
        }
    }
}

#[test]
fn a_late_report_of_an_old_day_gives_the_same_as_one_in_time() {
    let mut crawl = captures(3, 20);
    let expected = Kept::of(&crawl).exports();
    crawl.sort_by(|a, b| a.published.cmp(&b.published));
    for late in (0..crawl.len()).step_by(9) {
        let mut rest = crawl.clone();
        let late = rest.remove(late);
        let mut kept = Kept::of(&rest);
        kept.add(std::slice::from_ref(&late), Effort { n_threads: 1, n_batch: Some(64) });
        assert_same(&kept.exports(), &expected, &format!("{} came late", late.place));
    }
}

#[test]
fn of_two_captures_of_one_report_the_earlier_is_kept_and_one_with_a_day_before_that() {
    let of = |captured: &str, day: Option<&str>, place: &str| Capture {
        place: place.into(),
        body: onrecord::intake::Body::Text(
            "Ferries stay in port\n\n“Nothing sails,” said Ana Ruiz on Tuesday.".into(),
        ),
        outlet: Some("Harbour Post".into()),
        published: day.map(Into::into),
        captured: captured.parse().ok(),
        ..Capture::default()
    };
    let day = Some("2031-03-04");
    let undated = of("2031-03-04T08:00:00Z", None, "a.jsonl, line 1");
    let first = of("2031-03-04T09:00:00Z", day, "c.jsonl, line 1");
    let same_time = of("2031-03-04T09:00:00Z", day, "d.jsonl, line 1");
    let later = of("2031-03-05T09:00:00Z", day, "b.jsonl, line 1");
    let mut given = [undated, first, same_time, later];
    let mut random = Random(1);
    for _ in 0..12 {
        random.shuffle(&mut given);
        let mut kept = Kept::empty();
        for it in &given {
            kept.add(std::slice::from_ref(it), Effort { n_threads: 1, n_batch: Some(1) });
        }
        let reports = &kept.exports()["report"];
        assert_eq!(reports.lines().count(), 1);
        for words in ["c.jsonl", "2031-03-04T09:00:00Z", "\"2031-03-04\""] {
            assert!(reports.contains(words), "no {words} in {reports}");
        }
    }
}
