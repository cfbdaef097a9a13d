//! What stands around a statement of a list: where in its story it is compared with others, when it
//! came to be read, whether an earlier state of the page had it.

use onrecord::ReportId;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::error::Result;
use crate::read::{Reader, Said};

/// What stands around a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The utterance of its story in which it has its grade, counted from 1: of several, the one
    /// with the gravest.
    pub utterance: Option<u64>,
    /// The title of its story.
    pub story_title: Option<String>,
    /// When its report was published, as exactly as the outlet says: a time or a day (ISO 8601).
    pub published: Option<String>,
    /// When its report was fetched (ISO 8601).
    pub captured: Option<String>,
    /// Which state of its page it stands in, counted from 1.
    pub state: u64,
    /// An earlier state of the page had the same words: the later one does not tell them anew.
    pub repeats: bool,
}

const UTTERANCE: &str = "SELECT entry.n + 1 FROM (
        SELECT entry_id, agreement FROM reading WHERE statement_id = ?1
        UNION ALL
        SELECT entry.id, reading.agreement FROM entry
        LEFT JOIN reading ON reading.entry_id = entry.id WHERE entry.statement_id = ?1) AS told
    CROSS JOIN entry ON entry.id = told.entry_id
    ORDER BY CASE told.agreement WHEN 'altered' THEN 4 WHEN 'spliced' THEN 3 WHEN 'trimmed' THEN 2
                                 WHEN 'paraphrase' THEN 1 ELSE 0 END DESC, entry.n
    LIMIT 1";

const LISTED: &str = "SELECT story.title, coalesce(report.published_at, report.published_day),
        report.captured_at,
        CASE WHEN witness.version_of IS NULL THEN 1 ELSE
            (SELECT count(*) + 2 FROM witness AS earlier
             WHERE earlier.version_of = witness.version_of AND earlier.n < witness.n) END,
        witness.version_of IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM edit WHERE edit.after_statement_id = ?1 AND edit.kind <> 'accidentals')
    FROM report LEFT JOIN witness ON witness.report_id = report.id
    LEFT JOIN story ON story.id = witness.story_id
    WHERE report.id = ?2";

impl Reader {
    /// What stands around each of some statements.
    pub fn listed(&self, said: &[Said]) -> Result<Vec<Listed>> {
        let read = said.iter().map(|it| listed(&self.db, &it.statement, it.report));
        let read: rusqlite::Result<_> = read.collect();
        read.map_err(self.failed("cannot read what stands around a statement"))
    }
}

fn listed(db: &Connection, statement: &str, report: ReportId) -> rusqlite::Result<Listed> {
    let utterance =
        db.prepare_cached(UTTERANCE)?.query_row([statement], |row| row.get(0)).optional()?;
    let read = |row: &Row| {
        Ok(Listed {
            utterance,
            story_title: row.get(0)?,
            published: row.get(1)?,
            captured: row.get(2)?,
            state: row.get(3)?,
            repeats: row.get(4)?,
        })
    };
    let listed = db.prepare_cached(LISTED)?.query_row([statement, &report.to_string()], read);
    Ok(listed.optional()?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_statement_is_looked_up() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("schema.sql")).unwrap();
        for sql in [UTTERANCE, LISTED] {
            let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let n = plan.parameter_count();
            let values = rusqlite::params_from_iter(std::iter::repeat_n("", n));
            let steps = plan.query_map(values, |row| row.get::<_, String>(3)).unwrap();
            let steps: Vec<String> = steps.collect::<rusqlite::Result<_>>().unwrap();
            let whole = |it: &String| it.starts_with("SCAN ") && !it.ends_with("told");
            assert!(!steps.iter().any(whole), "{}", steps.join("\n"));
        }
    }
}
