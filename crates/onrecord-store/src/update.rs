//! Captures in, a record brought up to date: the driver. The only library code with threads.
//!
//! What is committed stays: a run that is stopped leaves whole batches, and the next one goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use onrecord::collate::Tables;
use onrecord::intake::{self, Body};
use onrecord::report::extract;
use onrecord::{Annotated, Annotations, Capture, Report, ReportId, Story};
use rayon::ThreadPool;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::collated::Collated;
use crate::error::{Error, Problem, Result};
use crate::schema::Record;
use crate::write::{Digest, Known};

/// Something that went wrong with one item and stopped nothing else: what, where, why.
pub type Warning = intake::Error;

/// Is told how the work goes. `()` is told and does nothing.
pub trait Monitor: Sync {
    /// A step begins; `total` is how many items it has, if that is known.
    fn begin(&self, step: &str, total: Option<u64>) {
        let _ = (step, total);
    }

    /// So many more items of the step are done.
    fn advance(&self, n: u64) {
        let _ = n;
    }

    /// An item could not be read as it should.
    fn warn(&self, warning: &Warning) {
        let _ = warning;
    }

    /// There is no report in a capture.
    fn refuse(&self, place: &str) {
        let _ = place;
    }
}

impl Monitor for () {}

/// How a report is read: by rules alone, or as the caller knows better.
pub type Annotate<'a> = dyn Fn(&Report) -> Annotations + Sync + 'a;

/// What an update did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Captures that came in, but for those with a warning.
    pub captures: u64,
    /// Captures that had been read before.
    pub known: u64,
    /// Captures without a report in them.
    pub refused: u64,
    /// Reports that were new.
    pub added: u64,
    /// Warnings.
    pub warnings: u64,
    /// Stories whose wordings were compared, since they were new or changed.
    pub collated: u64,
}

/// How the work is cut up and spread. The result does not depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Threads that read and compare.
    pub n_threads: usize,
    /// A batch holds so many captures at most, and is written at one go. `None`: as many as some
    /// seconds take, so that a stopped run loses little and a fast one is not held up by writing.
    pub n_batch: Option<usize>,
}

impl Effort {
    /// On so many threads.
    pub fn on(n_threads: usize) -> Effort {
        Effort { n_threads, n_batch: None }
    }
}

/// The first batch holds so many captures, where nobody says how many.
const FIRST_BATCH: usize = 64;

/// Later ones hold no more than this, however fast they are read. (10,000 invented reports are
/// written in half the time of batches of 256: the tables' indexes touch the same pages less often.)
const MOST_BATCH: usize = 8192;

/// A batch is to take about so long.
const BATCH_TIME: Duration = Duration::from_secs(2);

/// A batch ends once its captures have so many bytes, so that memory has a bound.
const BATCH_BYTES: usize = 16 << 20;

/// Stories are read, collated and written so many at a time, or as many as captures if that is fewer.
const STORIES: usize = 512;

/// Reads captures into a record, on all cores, and brings stories and apparatus up to date.
pub fn update(
    record: &mut Record,
    annotate: &Annotate,
    captures: impl Iterator<Item = std::result::Result<Capture, intake::Error>>,
    monitor: &dyn Monitor,
) -> Result<Summary> {
    let n_threads = std::thread::available_parallelism().map_or(1, |it| it.get());
    update_on(n_threads, record, annotate, captures, monitor)
}

/// Brings stories and apparatus up to date after a decision, without reading anything anew. Fails if
/// findings of an older version have to be made again first.
pub fn regroup(record: &mut Record, monitor: &dyn Monitor) -> Result<Summary> {
    if record.outdated("annotate")? || record.outdated("sign")? {
        return Err(Error::new(&record.path, "cannot group stories anew", Problem::Older));
    }
    let nothing = |_: &Report| Annotations::default();
    update(record, &nothing, std::iter::empty(), monitor)
}

/// As [`update`], on so many threads. The result does not depend on the number.
pub fn update_on(
    n_threads: usize,
    record: &mut Record,
    annotate: &Annotate,
    captures: impl Iterator<Item = std::result::Result<Capture, intake::Error>>,
    monitor: &dyn Monitor,
) -> Result<Summary> {
    update_with(Effort::on(n_threads), record, annotate, captures, monitor)
}

/// As [`update`], with the work cut up as told.
pub fn update_with(
    effort: Effort,
    record: &mut Record,
    annotate: &Annotate,
    captures: impl Iterator<Item = std::result::Result<Capture, intake::Error>>,
    monitor: &dyn Monitor,
) -> Result<Summary> {
    // A pool that ends with the call: the caller's process may fork, or have threads of its own.
    let builder = rayon::ThreadPoolBuilder::new().num_threads(effort.n_threads);
    let run = |pool: Option<&ThreadPool>| {
        let summary = Summary::default();
        let mut work = Work {
            record: &mut *record,
            annotate,
            monitor,
            pool,
            n_batch: effort.n_batch.map_or(FIRST_BATCH, |it| it.max(1)),
            adapts: effort.n_batch.is_none(),
            summary,
        };
        work.one_report_at_a_time(captures)?;
        work.what_older_versions_made()?;
        work.together()?;
        work.one_story_at_a_time()?;
        Ok(work.summary)
    };
    let mut run = Some(run);
    let pooled =
        builder.build_scoped(|thread| thread.run(), |pool| run.take().map(|run| run(Some(pool))));
    match (pooled, run) {
        (Ok(Some(done)), _) => done,
        // No threads to be had: work on this one.
        (_, Some(run)) => run(None),
        (_, None) => Ok(Summary::default()),
    }
}

struct Work<'w> {
    record: &'w mut Record,
    annotate: &'w Annotate<'w>,
    monitor: &'w dyn Monitor,
    pool: Option<&'w ThreadPool>,
    n_batch: usize,
    /// The size of batches follows the time they take.
    adapts: bool,
    summary: Summary,
}

impl Work<'_> {
    fn one_report_at_a_time(
        &mut self,
        captures: impl Iterator<Item = std::result::Result<Capture, intake::Error>>,
    ) -> Result<()> {
        self.monitor.begin("reports", None);
        let mut captures = captures;
        loop {
            let start = Instant::now();
            let (batch, at_end) = self.batch(&mut captures);
            self.summary.captures += batch.len() as u64;
            self.read(&batch)?;
            self.monitor.advance(batch.len() as u64);
            if self.adapts {
                self.n_batch = next_batch(self.n_batch, start.elapsed());
            }
            if at_end {
                return Ok(());
            }
        }
    }

    /// The next captures, and whether they are the last.
    fn batch(
        &mut self,
        captures: &mut impl Iterator<Item = std::result::Result<Capture, intake::Error>>,
    ) -> (Vec<Capture>, bool) {
        let mut batch = Vec::new();
        let mut n_bytes = 0;
        while batch.len() < self.n_batch && n_bytes < BATCH_BYTES {
            match captures.next() {
                Some(Ok(capture)) => {
                    n_bytes += words(&capture.body).len();
                    batch.push(capture);
                }
                Some(Err(warning)) => self.warn(&warning),
                None => return (batch, true),
            }
        }
        (batch, false)
    }

    fn read(&mut self, batch: &[Capture]) -> Result<()> {
        let digests: Vec<Digest> = self.each(batch, digest);
        let mut new: Vec<(Digest, &Capture)> = Vec::new();
        for (digest, capture) in digests.into_iter().zip(batch) {
            let known = self.record.knows(&digest, capture)?;
            self.summary.known += u64::from(known != Known::New);
            if known != Known::Old {
                new.push((digest, capture));
            }
        }
        let annotate = self.annotate;
        let read = self.each(&new, |(_, capture)| read(annotate, capture));
        let mut kept = Vec::with_capacity(new.len());
        for ((digest, capture), read) in new.into_iter().zip(read) {
            match read {
                Ok(Some(annotated)) => kept.push((digest, Some(annotated))),
                Ok(None) => {
                    self.summary.refused += 1;
                    self.monitor.refuse(&capture.place);
                    kept.push((digest, None));
                }
                // Not remembered: a later version may do better.
                Err(warning) => self.warn(&warning),
            }
        }
        self.summary.added += self.record.add_captured(&kept)? as u64;
        Ok(())
    }

    /// Findings of an older version of a step are made again, from the reports in the record.
    fn what_older_versions_made(&mut self) -> Result<()> {
        if !self.record.outdated("annotate")? && !self.record.outdated("sign")? {
            return Ok(());
        }
        let ids = self.record.report_ids()?;
        self.monitor.begin("reports read anew", Some(ids.len() as u64));
        for ids in ids.chunks(self.n_batch.max(FIRST_BATCH)) {
            let stored: Vec<Annotated> =
                ids.iter().map(|it| self.record.report(*it)).collect::<Result<_>>()?;
            let annotate = self.annotate;
            let read = self.each(&stored, |it| {
                caught(&it.report.place, || Annotated {
                    report: it.report.clone(),
                    annotations: annotate(&it.report),
                })
            });
            let read = self.without_warnings(read);
            self.record.replace_annotations(&read)?;
            self.monitor.advance(ids.len() as u64);
        }
        self.record.set_up_to_date("annotate")?;
        self.record.set_up_to_date("sign")
    }

    fn together(&mut self) -> Result<()> {
        if self.record.is_touched()? {
            self.monitor.begin("stories", None);
            let monitor = self.monitor;
            self.record.regroup_on(self.pool, |n_reports| monitor.advance(n_reports as u64))?;
        }
        Ok(())
    }

    /// While some stories are collated, what was found of those before is written and the next are
    /// read.
    fn one_story_at_a_time(&mut self) -> Result<()> {
        let changed = self.record.uncollated()?;
        self.monitor.begin("wordings", Some(changed.len() as u64));
        let tables = Tables::english();
        let n_at_once = if self.adapts { STORIES } else { STORIES.min(self.n_batch) };
        let mut ids = changed.chunks(n_at_once);
        let mut stories = self.record.stories(ids.next().unwrap_or_default())?;
        let mut found: Vec<Collated> = Vec::new();
        let mut n_found = 0;
        while !stories.is_empty() || n_found > 0 {
            let collate = |(story, reports): &(Story, Vec<Annotated>)| {
                caught(&place(story.id()), || Collated::of_story(&tables, story, reports))
            };
            let (pool, record) = (self.pool, &mut *self.record);
            let collate_all = || -> Vec<_> {
                match pool {
                    Some(_) => stories.par_iter().map(collate).collect(),
                    None => stories.iter().map(collate).collect(),
                }
            };
            let (collated, next) = beside(pool, collate_all, || {
                record.set_collated(&found)?;
                record.stories(ids.next().unwrap_or_default())
            });
            let next = next?;
            self.summary.collated += found.len() as u64;
            self.monitor.advance(n_found as u64);
            n_found = stories.len();
            found = self.without_warnings(collated);
            stories = next;
        }
        self.record.set_up_to_date("collate")
    }

    /// `step` for each item, on the pool; results in the order of items.
    fn each<T: Sync, U: Send>(&self, items: &[T], step: impl Fn(&T) -> U + Sync + Send) -> Vec<U> {
        match self.pool {
            Some(pool) => pool.install(|| items.par_iter().map(step).collect()),
            None => items.iter().map(step).collect(),
        }
    }

    fn without_warnings<T>(&mut self, read: Vec<std::result::Result<T, Warning>>) -> Vec<T> {
        let mut kept = Vec::with_capacity(read.len());
        for it in read {
            match it {
                Ok(it) => kept.push(it),
                Err(warning) => self.warn(&warning),
            }
        }
        kept
    }

    fn warn(&mut self, warning: &Warning) {
        self.summary.warnings += 1;
        self.monitor.warn(warning);
    }
}

/// Does one thing on a pool, and meanwhile another on this thread, which alone may use the file.
/// Without a pool, the one after the other.
pub(crate) fn beside<T: Default + Send, U>(
    pool: Option<&ThreadPool>,
    on_pool: impl FnOnce() -> T + Send,
    here: impl FnOnce() -> U,
) -> (T, U) {
    let Some(pool) = pool else { return (on_pool(), here()) };
    let mut done = T::default();
    let other = pool.in_place_scope(|scope| {
        scope.spawn(|_| done = on_pool());
        here()
    });
    (done, other)
}

/// How many captures the next batch holds, if so many took so long.
fn next_batch(n_batch: usize, took: Duration) -> usize {
    if took < BATCH_TIME / 2 {
        (n_batch * 2).min(MOST_BATCH)
    } else if took > BATCH_TIME * 2 {
        (n_batch / 2).max(1)
    } else {
        n_batch
    }
}

fn read(annotate: &Annotate, capture: &Capture) -> std::result::Result<Option<Annotated>, Warning> {
    caught(&capture.place, || {
        let report = extract(capture)?;
        let annotations = annotate(&report);
        Some(Annotated { report, annotations })
    })
}

/// Runs a step on one item. It should never panic; if it does, that item alone is lost, with a
/// warning that names it.
fn caught<T>(place: &str, step: impl FnOnce() -> T) -> std::result::Result<T, Warning> {
    catch_unwind(AssertUnwindSafe(step)).map_err(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
        Warning {
            place: place.into(),
            what: "left out".into(),
            why: format!("a mistake of this program ({}); please report it", said.unwrap_or("?"))
                .into(),
        }
    })
}

fn place(story: Option<ReportId>) -> String {
    story.map_or_else(String::new, |it| format!("story {it}"))
}

fn words(body: &Body) -> &str {
    match body {
        Body::Html(words) | Body::Text(words) | Body::Markdown(words) => words,
    }
}

/// Digest of all that a report is read from: not the place, nor the time of capture.
fn digest(capture: &Capture) -> Digest {
    let form = match capture.body {
        Body::Html(_) => "html",
        Body::Text(_) => "text",
        Body::Markdown(_) => "markdown",
    };
    let genre = capture.genre.map(|it| format!("{it:?}"));
    let optional = [
        capture.url.as_deref(),
        capture.outlet.as_deref(),
        capture.title.as_deref(),
        capture.standfirst.as_deref(),
        capture.author.as_deref(),
        capture.published.as_deref(),
        capture.language.as_deref(),
        capture.key.as_deref(),
        genre.as_deref(),
    ];
    let mut digest = Sha256::new();
    for field in [Some(form), Some(words(&capture.body))].into_iter().chain(optional) {
        digest.update([u8::from(field.is_some())]);
        digest.update((field.unwrap_or("").len() as u64).to_le_bytes());
        digest.update(field.unwrap_or(""));
    }
    digest.finalize()[..16].iter().map(|it| format!("{it:02x}")).collect()
}
