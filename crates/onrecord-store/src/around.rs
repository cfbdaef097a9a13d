//! What a record has around one report, and around one statement: its story, the states of its page,
//! who copied it, the utterances it has a part in. Read by keys and indexes alone: no more than what
//! is shown.

use jiff::Timestamp;
use jiff::civil::Date;
use onrecord::{Agreement, ReportId, StatementId};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::error::Result;
use crate::read::{Reader, outlet};
use crate::rows::{Word, parsed, report_id, statement_id};

/// No more states of a page, copies of a report or readings of an utterance are read than this.
const MOST: u32 = 200;

/// What stands around a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    /// The story it is in.
    pub story: Option<InStory>,
    /// What it was copied from.
    pub exemplar: Option<Neighbour>,
    /// The reports of its story that were copied from it.
    pub copies: Vec<Neighbour>,
    /// States of its page, itself among them, by time of publication, then of capture.
    pub states: Vec<Neighbour>,
    /// Digests of the captures it was read from.
    pub captures: Vec<String>,
    /// What changed between it and the states of its page before and after it, in what is reported as
    /// said.
    pub edits: Vec<StateEdit>,
    /// The utterances its statements have a part in, in order of statement.
    pub parts: Vec<PartIn>,
}

/// A report's place in a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InStory {
    /// The story's id.
    pub story: ReportId,
    /// Its title.
    pub title: String,
    /// How many reports it has.
    pub n_reports: u64,
}

/// A report beside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Its id.
    pub id: ReportId,
    /// Its headline, or first words.
    pub title: String,
    /// Its outlet, or host, or place.
    pub outlet: String,
    /// Its day of publication.
    pub day: Option<Date>,
    /// The hour, where the page gives one.
    pub published: Option<Timestamp>,
    /// When it was fetched.
    pub captured: Option<Timestamp>,
}

/// A change between two states of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateEdit {
    /// `altered`, `trimmed`, `removed`, …
    pub kind: String,
    /// What it changes of the meaning.
    pub mark: Option<String>,
    /// The state before.
    pub earlier: ReportId,
    /// The state after.
    pub later: ReportId,
    /// The two have different times; if not, either may have been first.
    pub order_known: bool,
    /// The words as they were.
    pub before: Option<String>,
    /// The words as they are.
    pub after: Option<String>,
    /// What differs: `old → new`, `[-left out-]`, `{+put in+}`.
    pub changes: String,
}

/// A statement's part in an utterance of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartIn {
    /// The statement's number in its report, from 0.
    pub ordinal: u32,
    /// The story.
    pub story: ReportId,
    /// The utterance's number there, from 1.
    pub number: u32,
    /// How its words stand to the lemma's; `None`: they are the lemma.
    pub agreement: Option<Agreement>,
    /// How many witnesses the utterance has.
    pub n_witnesses: u32,
}

/// An utterance that a statement has a part in, with all its witnesses' words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The statement's part in it.
    pub part: PartIn,
    /// The other witnesses, the lemma's first.
    pub others: Vec<WitnessOf>,
}

/// What another witness has of an utterance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessOf {
    /// `<report>.<n>`.
    pub statement: String,
    /// Its report.
    pub report: ReportId,
    /// The report's outlet, or host, or place.
    pub outlet: String,
    /// Its words.
    pub words: String,
    /// How they stand to the lemma's; `None`: they are the lemma.
    pub agreement: Option<Agreement>,
}

impl Reader {
    /// What stands around a report; nothing around one that is not there.
    pub fn around(&self, report: ReportId) -> Result<Around> {
        around(&self.db, report).map_err(self.failed("cannot read what is around a report"))
    }

    /// The utterances that a statement has a part in, with what the other witnesses have.
    pub fn elsewhere(&self, statement: StatementId) -> Result<Vec<Elsewhere>> {
        let read = || {
            let parts = parts(&self.db, &statement.to_string(), &statement.to_string())?;
            let read =
                |part: PartIn| Ok(Elsewhere { others: others(&self.db, &part, statement)?, part });
            parts.into_iter().map(read).collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(self.failed("cannot read what others have of a statement"))
    }
}

fn around(db: &Connection, report: ReportId) -> rusqlite::Result<Around> {
    let id = report.to_string();
    let placed = placed(db, &id)?;
    let (story, exemplar) = placed.map_or((None, None), |(story, it)| (Some(story), it));
    let exemplar = exemplar.map(|it| neighbours(db, ONE, &[&it])).transpose()?;
    Ok(Around {
        exemplar: exemplar.and_then(|mut it| it.pop()),
        copies: neighbours(db, COPIES, &[&id])?,
        states: neighbours(db, STATES, &[&id])?,
        captures: captures(db, &id)?,
        edits: edits(db, &id)?,
        // Ids of a report's statements begin with its own and a full stop.
        parts: parts(db, &format!("{id}."), &format!("{id}.~"))?,
        story,
    })
}

const PLACED: &str = "SELECT story.id, story.title, story.n_reports, witness.exemplar_id
    FROM witness JOIN story ON story.id = witness.story_id WHERE witness.report_id = ?1";

fn placed(db: &Connection, id: &str) -> rusqlite::Result<Option<(InStory, Option<String>)>> {
    let read = |row: &Row| {
        let story = InStory {
            story: report_id(row.get_ref(0)?.as_str()?)?,
            title: row.get(1)?,
            n_reports: row.get(2)?,
        };
        Ok((story, row.get(3)?))
    };
    db.prepare_cached(PLACED)?.query_row([id], read).optional()
}

const ONE: &str = "SELECT id, title, outlet, url, place, published_day, published_at, captured_at
    FROM report WHERE id = ?1";

const COPIES: &str = "SELECT report.id, report.title, report.outlet, report.url, report.place,
        report.published_day, report.published_at, report.captured_at
    FROM witness AS this
    JOIN witness AS copy ON copy.story_id = this.story_id
    JOIN report ON report.id = copy.report_id
    WHERE this.report_id = ?1 AND copy.exemplar_id = ?1 ORDER BY copy.n";

const STATES: &str = "SELECT state.id, state.title, state.outlet, state.url, state.place,
        state.published_day, state.published_at, state.captured_at
    FROM report AS this JOIN report AS state ON state.url = this.url
    WHERE this.id = ?1
    ORDER BY state.published_day, state.published_at, state.captured_at, state.id";

fn neighbours(
    db: &Connection,
    sql: &str,
    keys: &[&dyn rusqlite::ToSql],
) -> rusqlite::Result<Vec<Neighbour>> {
    let mut rows = db.prepare_cached(&limited(sql))?;
    let rows = rows.query_map(keys, |row| {
        Ok(Neighbour {
            id: report_id(row.get_ref(0)?.as_str()?)?,
            title: row.get(1)?,
            outlet: outlet(row, 2)?,
            day: parsed(row.get(5)?)?,
            published: parsed(row.get(6)?)?,
            captured: parsed(row.get(7)?)?,
        })
    })?;
    rows.collect()
}

fn limited(sql: &str) -> String {
    format!("{sql} LIMIT {MOST}")
}

const CAPTURES: &str = "SELECT digest FROM capture WHERE report_id = ?1 ORDER BY digest";

fn captures(db: &Connection, id: &str) -> rusqlite::Result<Vec<String>> {
    let mut rows = db.prepare_cached(&limited(CAPTURES))?;
    rows.query_map([id], |row| row.get(0))?.collect()
}

const EDITS: &str = "SELECT edit.kind, edit.mark, edit.earlier_id, edit.later_id, edit.order_known,
        edit.before_words, edit.after_words, edit.changes
    FROM witness JOIN edit ON edit.story_id = witness.story_id
    WHERE witness.report_id = ?1 AND (edit.earlier_id = ?1 OR edit.later_id = ?1) ORDER BY edit.n";

fn edits(db: &Connection, id: &str) -> rusqlite::Result<Vec<StateEdit>> {
    let mut rows = db.prepare_cached(&limited(EDITS))?;
    let rows = rows.query_map([id], |row| {
        Ok(StateEdit {
            kind: row.get(0)?,
            mark: row.get(1)?,
            earlier: report_id(row.get_ref(2)?.as_str()?)?,
            later: report_id(row.get_ref(3)?.as_str()?)?,
            order_known: row.get(4)?,
            before: row.get(5)?,
            after: row.get(6)?,
            changes: row.get(7)?,
        })
    })?;
    rows.collect()
}

/// Parts of the statements with ids from `?1` to `?2`.
const PARTS: &str = "SELECT entry.statement_id, entry.story_id, entry.n, NULL,
        1 + (SELECT count(*) FROM reading WHERE reading.entry_id = entry.id)
    FROM entry WHERE entry.statement_id BETWEEN ?1 AND ?2
    UNION ALL
    SELECT reading.statement_id, entry.story_id, entry.n, reading.agreement,
        1 + (SELECT count(*) FROM reading AS beside WHERE beside.entry_id = entry.id)
    FROM reading JOIN entry ON entry.id = reading.entry_id
    WHERE reading.statement_id BETWEEN ?1 AND ?2";

fn parts(db: &Connection, first: &str, last: &str) -> rusqlite::Result<Vec<PartIn>> {
    let mut rows = db.prepare_cached(PARTS)?;
    let rows = rows.query_map([first, last], |row| {
        let agreement: Option<String> = row.get(3)?;
        Ok(PartIn {
            ordinal: statement_id(row.get_ref(0)?.as_str()?)?.ordinal,
            story: report_id(row.get_ref(1)?.as_str()?)?,
            // Numbers of entries are counted from 1 where people see them.
            number: row.get::<_, u32>(2)? + 1,
            agreement: agreement.as_deref().map(Agreement::read).transpose()?,
            n_witnesses: row.get(4)?,
        })
    })?;
    let mut parts: Vec<PartIn> = rows.collect::<rusqlite::Result<_>>()?;
    parts.sort_by_key(|it| (it.ordinal, it.number));
    Ok(parts)
}

const OTHERS: &str =
    "SELECT statement.id, statement.report_id, report.outlet, report.url, report.place,
        told.words, told.agreement
    FROM (SELECT statement_id, words, NULL AS agreement, -1 AS n FROM entry
          WHERE story_id = ?1 AND entry.n = ?2
          UNION ALL
          SELECT reading.statement_id, reading.words, reading.agreement, reading.n
          FROM entry JOIN reading ON reading.entry_id = entry.id
          WHERE entry.story_id = ?1 AND entry.n = ?2) AS told
    JOIN statement ON statement.id = told.statement_id
    JOIN report ON report.id = statement.report_id
    WHERE statement.id <> ?3 ORDER BY told.n";

fn others(
    db: &Connection,
    part: &PartIn,
    statement: StatementId,
) -> rusqlite::Result<Vec<WitnessOf>> {
    let mut rows = db.prepare_cached(&limited(OTHERS))?;
    let keys = (part.story.to_string(), part.number - 1, statement.to_string());
    let rows = rows.query_map(keys, |row| {
        let agreement: Option<String> = row.get(6)?;
        Ok(WitnessOf {
            statement: row.get(0)?,
            report: report_id(row.get_ref(1)?.as_str()?)?,
            outlet: outlet(row, 2)?,
            words: row.get(5)?,
            agreement: agreement.as_deref().map(Agreement::read).transpose()?,
        })
    })?;
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_around_a_report_is_looked_for_in_a_whole_table() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("schema.sql")).unwrap();
        for sql in [PLACED, ONE, COPIES, STATES, CAPTURES, EDITS, PARTS, OTHERS] {
            let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let n = plan.parameter_count();
            let keys = rusqlite::params_from_iter(vec!["1"; n]);
            let steps = plan.query_map(keys, |row| row.get::<_, String>(3)).unwrap();
            for step in steps.map(rusqlite::Result::unwrap) {
                let whole = step.starts_with("SCAN ") && !step.contains("told");
                assert!(!whole && !step.contains("CONSTANT"), "{sql}\n{step}");
            }
        }
    }
}
