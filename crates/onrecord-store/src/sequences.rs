//! Stories in, sequences out, both in the file: which earlier story each follows on, told anew for
//! those only that a change can bear on.
//!
//! A story can follow on those alone that end within [`WITHIN`] days before it begins. Tables
//! `story_words` and `moved` keep what that takes, so that no report is read but to print words.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::story::{Follows, Told, WITHIN, follow_on, heaviest, printed};
use onrecord::{ReportId, Signature};
use rayon::ThreadPool;
use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, params};

use crate::read::report;
use crate::rows::report_id;

/// A story needs so many independent reports to be one of a sequence: one report's heaviest words
/// are as much its own as its matter's. (Of 46 such among 90 stories of 578 reports seven follow on
/// another, all rightly by eye.)
const LEAST_REPORTS: usize = 3;

/// So many shared words are kept.
const MOST_WORDS: usize = 8;

/// A story before or behind another in its sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// The other story.
    pub story: ReportId,
    /// Its title.
    pub title: String,
    /// How alike the heaviest words of the two are, 0 to 1.
    pub likeness: f64,
    /// Words they share, as reports of the later story print them, the weightiest first.
    pub words: Vec<String>,
}

/// What sequences need to know of a story.
struct Kept {
    story: ReportId,
    first: i32,
    last: i32,
    words: Vec<(u32, u32)>,
}

impl Kept {
    fn told(&self) -> Told<'_, ReportId> {
        Told { story: self.story, first: self.first, last: self.last, words: &self.words }
    }
}

/// What sequences need to know of a story that can be of one.
pub(crate) struct StoryWords {
    first: i32,
    last: i32,
    words: Vec<(u32, u32)>,
}

impl StoryWords {
    /// Of a story's independent reports that tell of one happening. `None` if those are too few, or
    /// have no day.
    pub(crate) fn of(independent: &[&Signature]) -> Option<StoryWords> {
        let counting = independent.iter().filter(|it| !it.kinds.joins_last());
        let counting: Vec<&Signature> = counting.copied().collect();
        let days = || counting.iter().filter_map(|it| it.placed());
        let (first, last) = (days().min()?, days().max()?);
        let enough = counting.len() >= LEAST_REPORTS;
        enough.then(|| StoryWords { first, last, words: heaviest(&counting) })
    }
}

/// Keeps what sequences need to know of a story.
pub(crate) fn keep_words(
    db: &Connection,
    story: ReportId,
    StoryWords { first, last, words }: &StoryWords,
) -> rusqlite::Result<()> {
    let bytes: Vec<u8> =
        words.iter().flat_map(|it| [it.0.to_le_bytes(), it.1.to_le_bytes()]).flatten().collect();
    db.prepare_cached("INSERT INTO story_words VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![story.to_string(), first, last, bytes])
        .map(drop)
}

/// Tells sequences anew wherever stories came, went or changed.
pub(crate) fn retell(db: &Connection, pool: Option<&ThreadPool>) -> rusqlite::Result<()> {
    for (from, to) in touched(db)? {
        let earlier = kept(db, from.saturating_sub(WITHIN), to)?;
        let later = earlier.iter().filter(|it| (from..=to).contains(&it.first));
        let later: Vec<Told<ReportId>> = later.map(Kept::told).collect();
        let earlier: Vec<Told<ReportId>> = earlier.iter().map(Kept::told).collect();
        let found = found_on(pool, &earlier, &later);
        let mut found: BTreeMap<ReportId, Follows<ReportId>> =
            found.into_iter().map(|it| (it.story, it)).collect();
        for story in later.iter().map(|it| it.story) {
            replace(db, story, found.remove(&story))?;
        }
    }
    db.execute("DELETE FROM moved", []).map(drop)
}

/// As [`follow_on`], a share of the later stories on each thread.
fn found_on(
    pool: Option<&ThreadPool>,
    earlier: &[Told<ReportId>],
    later: &[Told<ReportId>],
) -> Vec<Follows<ReportId>> {
    let Some(pool) = pool else { return follow_on(earlier, later) };
    let share = later.len().div_ceil(pool.current_num_threads()).max(1);
    pool.install(|| later.par_chunks(share).flat_map_iter(|it| follow_on(earlier, it)).collect())
}

/// First days of the stories that a change bears on: stretches that do not overlap, in order.
fn touched(db: &Connection) -> rusqlite::Result<Vec<(i32, i32)>> {
    let mut rows = db.prepare("SELECT first_day, last_day FROM moved ORDER BY first_day")?;
    let mut rows = rows.query([])?;
    let mut stretches: Vec<(i32, i32)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (first, last): (i32, i32) = (row.get(0)?, row.get(1)?);
        let to = last.saturating_add(WITHIN);
        match stretches.last_mut() {
            Some(stretch) if first <= stretch.1 => stretch.1 = stretch.1.max(to),
            _ => stretches.push((first, to)),
        }
    }
    Ok(stretches)
}

/// The stories that were still told on a day or later, and began on another or before.
fn kept(db: &Connection, from: i32, to: i32) -> rusqlite::Result<Vec<Kept>> {
    let sql = "SELECT story_id, first_day, last_day, bytes FROM story_words
               WHERE last_day >= ?1 AND first_day <= ?2";
    let mut rows = db.prepare_cached(sql)?;
    let rows = rows.query_map([from, to], |row| {
        let bytes = row.get_ref(3)?.as_blob()?;
        let number = |at: &[u8]| at.try_into().map_or(0, u32::from_le_bytes);
        let words = bytes.chunks_exact(8).map(|it| (number(&it[..4]), number(&it[4..])));
        Ok(Kept {
            story: report_id(row.get_ref(0)?.as_str()?)?,
            first: row.get(1)?,
            last: row.get(2)?,
            words: words.collect(),
        })
    })?;
    rows.collect()
}

/// Writes what a story follows on. A row that says the same stays: it goes when either story does,
/// so that its words are those of both as they are.
fn replace(
    db: &Connection,
    story: ReportId,
    found: Option<Follows<ReportId>>,
) -> rusqlite::Result<()> {
    let id = story.to_string();
    let mut before = db.prepare_cached("SELECT earlier_id FROM follows WHERE story_id = ?1")?;
    let before: Option<String> = before.query_row([&id], |row| row.get(0)).optional()?;
    if before == found.as_ref().map(|it| it.earlier.to_string()) {
        return Ok(());
    }
    db.prepare_cached("DELETE FROM follows WHERE story_id = ?1")?.execute([&id])?;
    let Some(Follows { earlier, likeness, shared, .. }) = found else { return Ok(()) };
    let words = serde_json::json!(as_printed(db, story, &shared)?).to_string();
    db.prepare_cached("INSERT INTO follows VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id, earlier.to_string(), likeness, words])
        .map(drop)
}

/// Words that are known by digest, as the first report of a story that has them prints them.
fn as_printed(db: &Connection, story: ReportId, words: &[u32]) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT report_id FROM witness WHERE story_id = ?1 ORDER BY n";
    let mut witnesses = db.prepare_cached(sql)?;
    let mut witnesses = witnesses.query([story.to_string()])?;
    let wanted = &words[..words.len().min(MOST_WORDS)];
    let mut found: BTreeMap<u32, String> = BTreeMap::new();
    while let Some(row) = witnesses.next()? {
        let left: Vec<u32> = wanted.iter().copied().filter(|it| !found.contains_key(it)).collect();
        if left.is_empty() {
            break;
        }
        let report = report(db, row.get_ref(0)?.as_str()?)?;
        let printed = printed(&report, &left).into_iter();
        found.extend(printed.map(|(word, span)| (word, bare(span.of(report.text())).to_owned())));
    }
    let mut seen = BTreeSet::new();
    let words = wanted.iter().filter_map(|it| found.remove(it));
    Ok(words.filter(|it| seen.insert(it.clone())).collect())
}

/// A name without the ending of a possessive.
fn bare(word: &str) -> &str {
    word.strip_suffix("’s").or_else(|| word.strip_suffix("'s")).unwrap_or(word)
}

/// The story that a story follows on.
pub(crate) fn follows(db: &Connection, story: &str) -> rusqlite::Result<Option<Linked>> {
    let sql = "SELECT story.id, story.title, likeness, shared_words
               FROM follows JOIN story ON story.id = earlier_id WHERE story_id = ?1";
    db.prepare_cached(sql)?.query_row([story], linked).optional()
}

/// The stories that follow on a story.
pub(crate) fn followed_by(db: &Connection, story: &str) -> rusqlite::Result<Vec<Linked>> {
    let sql = "SELECT story.id, story.title, likeness, shared_words
               FROM follows JOIN story ON story.id = story_id
               WHERE earlier_id = ?1 ORDER BY story.first_day, story.id";
    let mut rows = db.prepare_cached(sql)?;
    rows.query_map([story], linked)?.collect()
}

fn linked(row: &rusqlite::Row) -> rusqlite::Result<Linked> {
    Ok(Linked {
        story: report_id(row.get_ref(0)?.as_str()?)?,
        title: row.get(1)?,
        likeness: row.get(2)?,
        words: serde_json::from_str(row.get_ref(3)?.as_str()?).unwrap_or_default(),
    })
}
