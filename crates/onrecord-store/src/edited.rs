//! What outlets changed on their pages afterwards, in what they report as said; the latest first.
//!
//! Later states of a page are few among the reports: they are found by the index of them, and
//! sorted.

use jiff::civil::Date;
use onrecord::ReportId;
use onrecord::collate::EditKind;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::error::Result;
use crate::list::{COUNTED, Page, Place};
use crate::numbered::{DAY, day, julian, rows_of};
use crate::read::{Reader, outlet};
use crate::rows::{parsed, report_id};

/// Which edits to list. The default is all but those of spelling and marks, which are never listed.
#[derive(Clone, Debug, Default)]
pub struct EditFilter<'f> {
    /// What changed.
    pub kind: Option<EditKind>,
    /// By the outlet of this name.
    pub outlet: Option<&'f str>,
    /// In a state published on this day or later.
    pub since: Option<Date>,
    /// In a state published on this day or earlier.
    pub until: Option<Date>,
    /// Only what follows this place in the list.
    pub after: Option<Place>,
    /// So many at most.
    pub limit: Option<usize>,
}

/// A change between two states of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditRow {
    /// What changed: the name of an [`EditKind`].
    pub kind: String,
    /// What another wording changes of the meaning.
    pub mark: Option<String>,
    /// Whose page it is.
    pub outlet: String,
    /// Its address.
    pub url: Option<String>,
    /// The headline of the state after.
    pub title: String,
    /// The story.
    pub story: ReportId,
    /// Its title.
    pub story_title: String,
    /// Its number among the edits of the story.
    pub n: u64,
    /// The state before.
    pub earlier: ReportId,
    /// The state after.
    pub later: ReportId,
    /// The two have different times; if not, either may have been first.
    pub order_known: bool,
    /// Who is said to have said it, as the state after has it, else the one before.
    pub speaker: Option<String>,
    /// The statement as it was: its id, and the words.
    pub before: Option<(String, String)>,
    /// The statement as it is.
    pub after: Option<(String, String)>,
    /// What differs: `old → new`, `[-left out-]`, `{+put in+}`, `~moved~`, parted by `; `.
    pub changes: String,
    /// The day the state after was published.
    pub day: Option<Date>,
    /// When it was published, as exactly as it says, else fetched (ISO 8601).
    pub at: Option<String>,
    /// The same of the state before.
    pub earlier_at: Option<String>,
}

impl Reader {
    /// What outlets changed on their pages, the latest first.
    pub fn page_of_edits(&self, filter: &EditFilter) -> Result<Page<EditRow>> {
        let read = || {
            let limit = filter.limit.unwrap_or(usize::MAX);
            let (sql, values) = keys(filter);
            let mut rows = self.db.prepare_cached(&sql)?;
            let mut rows = rows.query(params_from_iter(&values))?;
            let mut page = Page { rows: Vec::new(), n_more: 0, end: None };
            while let (true, Some(row)) = (page.n_more < COUNTED, rows.next()?) {
                let (number, id, n): (i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                let place = Place { day: day(number), id, n };
                let is_asked =
                    filter.outlet.is_none_or(|it| outlet(row, 4).is_ok_and(|of| of == it));
                if !is_asked || !place.is_after(filter.after.as_ref(), true) {
                    continue;
                }
                if page.rows.len() == limit {
                    page.n_more += 1;
                    continue;
                }
                page.rows.push(edit(&self.db, row.get_ref(3)?.as_str()?, n)?);
                page.end = Some(place);
            }
            Ok(page)
        };
        read().map_err(self.failed("cannot list edits"))
    }
}

fn keys(filter: &EditFilter) -> (String, Vec<Value>) {
    // An id is never empty: so asked, the index of later states is used.
    let mut sql = "SELECT report.rowid, report.id, edit.n, edit.story_id,
                          report.outlet, report.url, report.place
                   FROM witness CROSS JOIN edit
                       ON edit.story_id = witness.story_id AND edit.later_id = witness.report_id
                   CROSS JOIN report ON report.id = witness.report_id
                   WHERE witness.version_of > '' AND edit.kind <> 'accidentals'"
        .to_owned();
    let mut values: Vec<Value> = Vec::new();
    if let Some(kind) = filter.kind {
        sql.push_str(" AND edit.kind = ?");
        values.push(kind.name().to_owned().into());
    }
    if let Some(since) = filter.since {
        sql.push_str(" AND report.rowid >= ?");
        values.push(rows_of(julian(since)).start.into());
    }
    if let Some(until) = filter.until {
        sql.push_str(" AND report.rowid < ?");
        values.push(rows_of(julian(until)).end.into());
    }
    if filter.since.is_some() || filter.until.is_some() {
        // Else the day is that of capture.
        sql.push_str(" AND report.published_day IS NOT NULL");
    }
    sql.push_str(&format!(" ORDER BY report.rowid >> {DAY} DESC, report.id, edit.n"));
    (sql, values)
}

const EDIT: &str = "SELECT edit.kind, edit.mark, later.outlet, later.url, later.place, later.title,
        edit.story_id, story.title, edit.n, edit.earlier_id, edit.later_id, edit.order_known,
        coalesce(new.speaker, old.speaker), edit.before_statement_id, edit.before_words,
        edit.after_statement_id, edit.after_words, edit.changes, later.published_day,
        coalesce(later.published_at, later.published_day, later.captured_at),
        coalesce(earlier.published_at, earlier.published_day, earlier.captured_at)
    FROM edit JOIN story ON story.id = edit.story_id
    JOIN report AS earlier ON earlier.id = edit.earlier_id
    JOIN report AS later ON later.id = edit.later_id
    LEFT JOIN statement AS old ON old.id = edit.before_statement_id
    LEFT JOIN statement AS new ON new.id = edit.after_statement_id
    WHERE edit.story_id = ?1 AND edit.n = ?2";

fn edit(db: &Connection, story: &str, n: i64) -> rusqlite::Result<EditRow> {
    db.prepare_cached(EDIT)?.query_row((story, n), |row| {
        let id = |n| report_id(row.get_ref(n)?.as_str()?);
        Ok(EditRow {
            kind: row.get(0)?,
            mark: row.get(1)?,
            outlet: outlet(row, 2)?,
            url: row.get(3)?,
            title: row.get(5)?,
            story: id(6)?,
            story_title: row.get(7)?,
            n: row.get(8)?,
            earlier: id(9)?,
            later: id(10)?,
            order_known: row.get(11)?,
            speaker: row.get(12)?,
            before: words(row, 13)?,
            after: words(row, 15)?,
            changes: row.get(17)?,
            day: parsed(row.get(18)?)?,
            at: row.get(19)?,
            earlier_at: row.get(20)?,
        })
    })
}

/// A statement's id and words, if it is there.
fn words(row: &Row, at: usize) -> rusqlite::Result<Option<(String, String)>> {
    let statement: Option<String> = row.get(at)?;
    Ok(statement.zip(row.get(at + 1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_later_states_of_a_page_are_read() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("schema.sql")).unwrap();
        let since = "2031-03-05".parse().ok();
        let some =
            EditFilter { since, until: since, kind: Some(EditKind::Day), ..Default::default() };
        for (sql, values) in [keys(&EditFilter::default()), keys(&some)] {
            let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = plan.query_map(params_from_iter(&values), |row| row.get::<_, String>(3));
            let steps: Vec<String> = steps.unwrap().collect::<rusqlite::Result<_>>().unwrap();
            assert!(!steps.iter().any(|it| it.starts_with("SCAN ")), "{}", steps.join("\n"));
            let by_state = steps.iter().any(|it| it.contains("witness_version_of"));
            assert!(by_state, "{}", steps.join("\n"));
        }
    }
}
