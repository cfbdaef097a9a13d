//! Rows in, plain values out: the list of stories, one story whole, what a speaker said, and every
//! table for export. Never writes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use onrecord::annotate::{Actor, ActorIdx, Day};
use onrecord::collate::Passages;
use onrecord::report::Published;
use onrecord::text::CodePoints;
use onrecord::{
    Act, Agreement, Annotated, Annotations, Apparatus, Cut, Entry, Genre, Manner, Mark, Part,
    Reading, Report, ReportId, Speaker, Statement, StatementId, Story, Variant, VariantKind,
    Witness,
};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, ToSql};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::event;
use crate::list::Hit;
use crate::rows::{Word, Words, interned, number, parsed, report_id, statement_id, strange};
use crate::schema::{Record, look_at};
use crate::sequences::{Linked, followed_by, follows};

/// A record open for reading. Others may read and write it at the same time.
#[derive(Debug)]
pub struct Reader {
    pub(crate) db: Connection,
    path: PathBuf,
}

/// How much a record holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reports.
    pub reports: u64,
    /// Outlets that are named.
    pub outlets: u64,
    /// Stories.
    pub stories: u64,
    /// Statements.
    pub statements: u64,
    /// Entries in which a reading is altered.
    pub altered: u64,
}

/// A story in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryRow {
    /// Its id: its first report's.
    pub id: ReportId,
    /// The headline most like the others.
    pub title: String,
    /// Day of its first dated report.
    pub first_day: Option<Date>,
    /// Day of its last dated report.
    pub last_day: Option<Date>,
    /// Names of its outlets (or hosts, or places), in order of witness, each once.
    pub outlets: Vec<String>,
    /// How many reports, copies and versions among them.
    pub n_reports: u64,
    /// How many of them are copies.
    pub n_copies: u64,
    /// How many statements.
    pub n_statements: u64,
    /// How many entries have an altered reading.
    pub n_altered: u64,
    /// The same without copies and later states of a page.
    pub independent: Independent,
    /// Its apparatus is there; if not, an interrupted `add` has to be taken up again.
    pub collated: bool,
    /// What its reports are besides plain news: `live blog`, `round-up`, …
    pub kinds: Vec<String>,
    /// The earlier story it follows on.
    pub follows: Option<Linked>,
    /// The stories that follow on it, in order of time.
    pub followed_by: Vec<Linked>,
    /// Where the words stand that were looked for, if any were.
    pub hit: Option<Hit>,
}

/// How much of a story is left without copies and later states of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Independent {
    /// Reports.
    pub n_reports: u64,
    /// Their outlets.
    pub n_outlets: u64,
    /// Their statements.
    pub n_statements: u64,
    /// Entries in which one of them alters what another text has.
    pub n_altered: u64,
}

/// A story with all that is known of it, as the library made it.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The story as the list has it.
    pub row: StoryRow,
    /// Its witnesses, in order.
    pub story: Story,
    /// Its reports with their statements, in order of witness.
    pub reports: Vec<Annotated>,
    /// The wordings compared.
    pub apparatus: Apparatus,
}

/// A report in a story, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessRow {
    /// The report's id.
    pub id: ReportId,
    /// Its headline, or first words.
    pub title: String,
    /// Its outlet, or host, or place.
    pub outlet: String,
    /// What kind of report it is.
    pub genre: Genre,
    /// Its address.
    pub url: Option<String>,
    /// Its day of publication.
    pub day: Option<Date>,
    /// How many statements it has.
    pub n_statements: u64,
    /// The report it was copied from.
    pub exemplar: Option<ReportId>,
    /// The first report at its address.
    pub version_of: Option<ReportId>,
    /// What it is besides plain news: `live blog`, `round-up`, …
    pub kinds: Vec<String>,
}

/// Something said, with the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// `<report>.<n>`.
    pub statement: String,
    /// Who, if the source resolves to a name.
    pub speaker: Option<String>,
    /// What the report calls the speaker.
    pub role: Option<String>,
    /// For whom the speaker speaks.
    pub affiliation: Option<String>,
    /// In quotation marks, without, or both.
    pub manner: Manner,
    /// Said, asked, denied, declined or not said.
    pub act: Act,
    /// The word that says so.
    pub cue: Option<String>,
    /// To whom, as the report words it.
    pub addressee: Option<String>,
    /// What was said; `[…]` where the report interrupts it.
    pub words: String,
    /// The day it was said, as the report words it.
    pub day_words: Option<String>,
    /// That day, if it can be reckoned.
    pub day: Option<Date>,
    /// The worst grade any comparison with another report gives it.
    pub agreement: Option<Agreement>,
    /// Stands in a copy of another report.
    pub in_copy: bool,
    /// The report.
    pub report: ReportId,
    /// Its outlet, or host, or place.
    pub outlet: String,
    /// The report's headline, or first words.
    pub title: String,
    /// The report's address.
    pub url: Option<String>,
    /// The report's day of publication.
    pub published: Option<Date>,
    /// The story the report is in.
    pub story: Option<ReportId>,
}

/// Columns and rows of a table or view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableRows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Values by row; spans are arrays of code points.
    pub rows: Vec<Vec<Value>>,
}

/// How many queries a connection keeps ready. SQLite reads a query anew in some 30 µs, as long as
/// the query itself takes; all that a reader asks are some sixty.
const QUERIES_KEPT: usize = 128;

impl Reader {
    /// Opens a record.
    pub fn open(path: impl AsRef<Path>) -> Result<Reader> {
        let path = path.as_ref();
        let db = look_at(path)?;
        db.set_prepared_statement_cache_capacity(QUERIES_KEPT);
        Ok(Reader { db, path: path.to_owned() })
    }

    /// A number that is another one whenever another connection has changed the record since. Only
    /// to be compared with what the same reader gave earlier.
    pub fn version(&self) -> Result<i64> {
        let ask = || self.db.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0));
        ask().map_err(self.failed("cannot ask whether it was changed"))
    }

    /// Does something with the record as it is at one time, whatever others write meanwhile.
    pub fn at_one_time<T>(&self, work: impl FnOnce() -> T) -> Result<T> {
        let failed = self.failed("cannot be read");
        let reading = self.db.unchecked_transaction().map_err(&failed)?;
        let done = work();
        reading.commit().map_err(&failed)?;
        Ok(done)
    }

    /// How much the record holds.
    pub fn counts(&self) -> Result<Counts> {
        let sql =
            "SELECT (SELECT count(*) FROM report), (SELECT count(DISTINCT outlet) FROM report),
                          (SELECT count(*) FROM story), (SELECT count(*) FROM statement),
                          (SELECT total(n_altered) FROM story)";
        let counts = self.db.query_row(sql, [], |row| {
            Ok(Counts {
                reports: row.get(0)?,
                outlets: row.get(1)?,
                stories: row.get(2)?,
                statements: row.get(3)?,
                altered: row.get::<_, f64>(4)? as u64,
            })
        });
        counts.map_err(self.failed("cannot count"))
    }

    /// The story an id names: its own, that of one of its reports (as any older id of it is), or its
    /// beginning.
    /// `None`: no story, or several.
    pub fn find_story(&self, id: &str) -> Result<Option<ReportId>> {
        let id = id.to_lowercase();
        let found = || {
            let exact = "SELECT id FROM story WHERE id = ?1
                         UNION ALL SELECT story_id FROM witness WHERE report_id = ?1";
            let read = |row: &Row| report_id(row.get_ref(0)?.as_str()?);
            let exact = self.db.prepare_cached(exact)?.query_row([&id], read).optional()?;
            if exact.is_some() || id.is_empty() {
                return Ok(exact);
            }
            let begins = "SELECT id FROM story WHERE id >= ?1 AND id < ?1 || '~' LIMIT 2";
            let mut begins = self.db.prepare_cached(begins)?;
            let mut ids = begins.query_map([&id], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(if ids.len() == 1 { ids.pop() } else { None })
        };
        found().map_err(self.failed("cannot look up a story"))
    }

    /// A story with its reports, statements and apparatus.
    pub fn story(&self, id: ReportId) -> Result<Option<Whole>> {
        let read = || {
            let row = story_row(&self.db, &id.to_string()).optional()?;
            let Some(row) = row else { return Ok(None) };
            let (story, read) = story_and_reports(&self.db, id)?;
            let apparatus = apparatus(&self.db, id, &read)?;
            let reports = read.into_iter().map(|it| it.annotated).collect();
            Ok(Some(Whole { row, story, reports, apparatus }))
        };
        read().map_err(self.failed("cannot read a story"))
    }

    /// A story's title; `None`: there is no such story.
    pub fn story_title(&self, id: ReportId) -> Result<Option<String>> {
        let sql = "SELECT title FROM story WHERE id = ?1";
        let read = || self.db.prepare_cached(sql)?.query_row([id.to_string()], |row| row.get(0));
        read().optional().map_err(self.failed("cannot read a story"))
    }

    /// The reports of a story, in order of witness.
    pub fn witnesses(&self, story: ReportId) -> Result<Vec<WitnessRow>> {
        let mut query = Query::new(
            "SELECT report.id, report.title, report.outlet, report.url, report.place,
                    report.genre, report.published_day, witness.exemplar_id, witness.version_of,
                    (SELECT count(*) FROM statement WHERE report_id = report.id), witness.kinds
             FROM witness JOIN report ON report.id = witness.report_id",
        );
        query.and("witness.story_id = ?", story.to_string());
        let rows = query.rows(&self.db, "ORDER BY witness.n", witness_row);
        rows.map_err(self.failed("cannot read a story's reports"))
    }

    /// Names of speakers, the most often quoted first, with the number of their statements.
    pub fn speakers(&self) -> Result<Vec<(String, u64)>> {
        let sql = "SELECT speaker, count(*) FROM statement WHERE speaker IS NOT NULL
                   GROUP BY speaker ORDER BY 2 DESC, 1";
        let read = || {
            let mut rows = self.db.prepare(sql)?;
            let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<_>>()
        };
        read().map_err(self.failed("cannot list speakers"))
    }

    /// A report with its statements.
    pub fn report(&self, id: ReportId) -> Result<Option<Annotated>> {
        let read = annotated(&self.db, id).map(|it| it.annotated);
        read.optional().map_err(self.failed("cannot read a report"))
    }

    /// All of a table or view, or what of it belongs to one story, in order of its keys.
    ///
    /// `table` is one of [`crate::TABLES`] or [`crate::VIEWS`]; any other has no rows.
    pub fn table(&self, table: &str, story: Option<ReportId>) -> Result<TableRows> {
        let mut found = TableRows::default();
        self.each_row(table, story, |columns, row| {
            if found.columns.is_empty() {
                found.columns = columns.to_vec();
            }
            found.rows.push(row);
            true
        })?;
        if found.columns.is_empty() {
            found.columns = self.columns(table)?;
        }
        Ok(found)
    }

    /// Names of the columns of a table or view; none for a name that is neither.
    pub fn columns(&self, table: &str) -> Result<Vec<String>> {
        if !DUMPED.iter().any(|it| it.table == table) {
            return Ok(Vec::new());
        }
        let sql = format!("SELECT * FROM \"{table}\" LIMIT 0");
        let columns = self.db.prepare(&sql).map(|it| names_of(&it));
        columns.map_err(self.failed("cannot read a table"))
    }

    /// As [`Reader::table`], row by row, for as long as `each` gives `true`.
    pub fn each_row(
        &self,
        table: &str,
        story: Option<ReportId>,
        mut each: impl FnMut(&[String], Vec<Value>) -> bool,
    ) -> Result<()> {
        let Some(dumped) = DUMPED.iter().find(|it| it.table == table) else { return Ok(()) };
        let scope = if story.is_some() { dumped.of_story } else { "?1 IS NULL" };
        let sql = format!("SELECT * FROM \"{table}\" WHERE {scope} ORDER BY {}", dumped.order);
        let story = story.map(|it| it.to_string());
        let mut read = || {
            let mut rows = self.db.prepare(&sql)?;
            let columns = names_of(&rows);
            let mut rows = rows.query([&story])?;
            while let Some(row) = rows.next()? {
                let values = columns.iter().enumerate().map(|(n, name)| value(row, n, name));
                if !each(&columns, values.collect::<rusqlite::Result<_>>()?) {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(self.failed("cannot read a table"))
    }

    pub(crate) fn failed(&self, what: &str) -> impl Fn(rusqlite::Error) -> Error + use<> {
        let (path, what) = (self.path.clone(), what.to_owned());
        move |error| Error::of(&path, &what, error)
    }
}

impl Record {
    /// Stories with their reports, to collate.
    pub(crate) fn stories(&self, ids: &[ReportId]) -> Result<Vec<(Story, Vec<Annotated>)>> {
        let one = |id: &ReportId| {
            let (story, read) = story_and_reports(&self.db, *id)?;
            Ok((story, read.into_iter().map(|it| it.annotated).collect()))
        };
        let read = ids.iter().map(one);
        read.collect::<rusqlite::Result<_>>().map_err(self.failed("cannot read a story"))
    }

    /// Ids of all reports, in order.
    pub(crate) fn report_ids(&self) -> Result<Vec<ReportId>> {
        let read = || {
            let mut ids = self.db.prepare("SELECT id FROM report ORDER BY id")?;
            let ids = ids.query_map([], |row| report_id(row.get_ref(0)?.as_str()?))?;
            ids.collect::<rusqlite::Result<_>>()
        };
        read().map_err(self.failed("cannot list reports"))
    }

    /// A report with its statements.
    pub(crate) fn report(&self, id: ReportId) -> Result<Annotated> {
        let read = annotated(&self.db, id).map_err(self.failed("cannot read a report"));
        read.map(|it| it.annotated)
    }
}

// Queries -----------------------------------------------------------------------------------------

/// A query with the conditions that a filter adds.
struct Query {
    sql: String,
    values: Vec<Box<dyn ToSql>>,
}

impl Query {
    fn new(sql: &str) -> Query {
        Query { sql: format!("{sql} WHERE 1"), values: Vec::new() }
    }

    fn and(&mut self, condition: &str, value: String) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.values.push(Box::new(value));
    }

    fn rows<T>(
        &self,
        db: &Connection,
        order: &str,
        read: impl FnMut(&Row) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        let mut rows = db.prepare(&format!("{} {order}", self.sql))?;
        let values = rusqlite::params_from_iter(self.values.iter());
        rows.query_map(values, read)?.collect()
    }
}

const STORY: &str = "SELECT id, title, first_day, last_day, n_reports, n_copies, n_statements,
                            n_altered, collated > 0, n_independent, n_independent_outlets,
                            n_independent_statements, n_independent_altered, kinds
                     FROM story WHERE id = ?1";

/// A story as lists have it.
pub(crate) fn story_row(db: &Connection, id: &str) -> rusqlite::Result<StoryRow> {
    let row = db.prepare_cached(STORY)?.query_row([id], story)?;
    let row = StoryRow { follows: follows(db, id)?, followed_by: followed_by(db, id)?, ..row };
    with_outlets(db, row)
}

fn story(row: &Row) -> rusqlite::Result<StoryRow> {
    Ok(StoryRow {
        id: report_id(row.get_ref(0)?.as_str()?)?,
        title: row.get(1)?,
        first_day: parsed(row.get(2)?)?,
        last_day: parsed(row.get(3)?)?,
        outlets: Vec::new(),
        n_reports: row.get(4)?,
        n_copies: row.get(5)?,
        n_statements: row.get(6)?,
        n_altered: row.get(7)?,
        collated: row.get(8)?,
        kinds: serde_json::from_str(row.get_ref(13)?.as_str()?).unwrap_or_default(),
        follows: None,
        followed_by: Vec::new(),
        hit: None,
        independent: Independent {
            n_reports: row.get(9)?,
            n_outlets: row.get(10)?,
            n_statements: row.get(11)?,
            n_altered: row.get(12)?,
        },
    })
}

fn with_outlets(db: &Connection, mut story: StoryRow) -> rusqlite::Result<StoryRow> {
    let sql = "SELECT outlet, url, place FROM witness JOIN report ON report.id = witness.report_id
               WHERE witness.story_id = ?1 ORDER BY witness.n";
    let mut rows = db.prepare_cached(sql)?;
    let outlets = rows.query_map([story.id.to_string()], |row| outlet(row, 0))?;
    for outlet in outlets {
        let outlet = outlet?;
        if !story.outlets.contains(&outlet) {
            story.outlets.push(outlet);
        }
    }
    Ok(story)
}

/// What to call an outlet, from the columns outlet, url and place.
pub(crate) fn outlet(row: &Row, at: usize) -> rusqlite::Result<String> {
    let (name, url): (Option<String>, Option<String>) = (row.get(at)?, row.get(at + 1)?);
    let host = || url.as_deref().and_then(onrecord::report::host_of).map(str::to_owned);
    name.or_else(host).map_or_else(|| row.get(at + 2), Ok)
}

fn witness_row(row: &Row) -> rusqlite::Result<WitnessRow> {
    let optional = |n| row.get::<_, Option<String>>(n)?.map(|it| report_id(&it)).transpose();
    Ok(WitnessRow {
        id: report_id(row.get_ref(0)?.as_str()?)?,
        title: row.get(1)?,
        outlet: outlet(row, 2)?,
        url: row.get(3)?,
        genre: Genre::read(row.get_ref(5)?.as_str()?)?,
        day: parsed(row.get(6)?)?,
        exemplar: optional(7)?,
        version_of: optional(8)?,
        n_statements: row.get(9)?,
        kinds: serde_json::from_str(row.get_ref(10)?.as_str()?).unwrap_or_default(),
    })
}

const SAID: &str = "SELECT said.statement_id, said.speaker, actor.role, actor.affiliation,
        said.manner, said.words, said.day_words, said.day, said.agreement, said.in_copy,
        said.report_id, report.outlet, report.url, report.place, said.report_title,
        said.published_day, said.story_id, said.act, said.addressee, said.cue
    FROM said
    JOIN statement ON statement.id = said.statement_id
    JOIN report ON report.id = said.report_id
    LEFT JOIN actor ON actor.id = statement.speaker_id
    WHERE statement.rowid = ?1";

/// What the statement of a row says.
pub(crate) fn said_row(db: &Connection, number: i64) -> rusqlite::Result<Said> {
    db.prepare_cached(SAID)?.query_row([number], said)
}

fn said(row: &Row) -> rusqlite::Result<Said> {
    let agreement: Option<String> = row.get(8)?;
    let story: Option<String> = row.get(16)?;
    Ok(Said {
        statement: row.get(0)?,
        speaker: row.get(1)?,
        role: row.get(2)?,
        affiliation: row.get(3)?,
        manner: Manner::read(row.get_ref(4)?.as_str()?)?,
        words: row.get(5)?,
        day_words: row.get(6)?,
        day: parsed(row.get(7)?)?,
        agreement: agreement.as_deref().map(Agreement::read).transpose()?,
        in_copy: row.get(9)?,
        report: report_id(row.get_ref(10)?.as_str()?)?,
        outlet: outlet(row, 11)?,
        url: row.get(12)?,
        title: row.get(14)?,
        published: parsed(row.get(15)?)?,
        story: story.as_deref().map(report_id).transpose()?,
        act: Act::read(row.get_ref(17)?.as_str()?)?,
        addressee: row.get(18)?,
        cue: row.get(19)?,
    })
}

// Tables ------------------------------------------------------------------------------------------

/// A table or view that is given out whole.
struct Dumped {
    table: &'static str,
    /// Its rows that belong to the story `?1`.
    of_story: &'static str,
    /// Makes the order of rows independent of the order of arrival.
    order: &'static str,
}

const OF_ITS_REPORTS: &str = "report_id IN (SELECT report_id FROM witness WHERE story_id = ?1)";

const DUMPED: [Dumped; 28] = [
    Dumped {
        table: "report",
        of_story: "id IN (SELECT report_id FROM witness WHERE story_id = ?1)",
        order: "id",
    },
    Dumped { table: "part", of_story: OF_ITS_REPORTS, order: "report_id, n" },
    Dumped { table: "actor", of_story: OF_ITS_REPORTS, order: "report_id, n" },
    Dumped { table: "statement", of_story: OF_ITS_REPORTS, order: "report_id, n" },
    Dumped { table: "event", of_story: OF_ITS_REPORTS, order: "report_id, n" },
    Dumped {
        table: "participant",
        of_story: "event_id IN (SELECT event.id FROM event
                                JOIN witness USING (report_id) WHERE story_id = ?1)",
        order: "event_id, n",
    },
    Dumped { table: "story", of_story: "id = ?1", order: "id" },
    Dumped { table: "follows", of_story: "story_id = ?1", order: "story_id" },
    Dumped { table: "witness", of_story: "story_id = ?1", order: "story_id, n" },
    Dumped {
        table: "shared_text",
        of_story: "later_id IN (SELECT report_id FROM witness WHERE story_id = ?1)",
        order: "later_id, earlier_id",
    },
    Dumped {
        table: "decision",
        of_story: "EXISTS (SELECT 1 FROM witness WHERE story_id = ?1
                           AND instr(reports || coalesce(from_reports, ''), report_id))",
        order: "n",
    },
    Dumped { table: "entry", of_story: "story_id = ?1", order: "story_id, n" },
    Dumped {
        table: "reading",
        of_story: "entry_id IN (SELECT id FROM entry WHERE story_id = ?1)",
        order: "entry_id, n",
    },
    Dumped {
        table: "variant",
        of_story: "reading_id IN (SELECT reading.id FROM reading
                                  JOIN entry ON entry.id = reading.entry_id WHERE story_id = ?1)",
        order: "reading_id, n",
    },
    Dumped { table: "descent", of_story: "story_id = ?1", order: "story_id, n" },
    Dumped { table: "found", of_story: "story_id = ?1", order: "story_id, n" },
    Dumped { table: "absent", of_story: "story_id = ?1", order: "story_id, n" },
    Dumped { table: "splice", of_story: "story_id = ?1", order: "story_id, n" },
    Dumped { table: "edit", of_story: "story_id = ?1", order: "story_id, n" },
    Dumped { table: "said", of_story: "story_id = ?1", order: "published_day, statement_id" },
    Dumped { table: "done", of_story: "story_id = ?1", order: "published_day, event_id" },
    Dumped { table: "altered", of_story: "story_id = ?1", order: "reading_id" },
    Dumped { table: "only_here", of_story: "story_id = ?1", order: "statement_id" },
    Dumped { table: "edited_after", of_story: "story_id = ?1", order: "story_id, n" },
    Dumped { table: "made_from", of_story: "story_id = ?1", order: "story_id, report_id" },
    Dumped { table: "in_transcript", of_story: "story_id = ?1", order: "statement_id, spans" },
    Dumped { table: "not_found", of_story: "story_id = ?1", order: "statement_id, spans" },
    Dumped { table: "printed_as_one", of_story: "story_id = ?1", order: "story_id, n, part" },
];

/// What the names of columns end with that hold JSON.
const JSON: [&str; 10] = [
    "span",
    "spans",
    "contexts",
    "candidates",
    "evidence",
    "transcripts",
    "parts",
    "reports",
    "kinds",
    "shared_words",
];

fn names_of(statement: &rusqlite::Statement) -> Vec<String> {
    statement.column_names().map(str::to_owned).collect()
}

fn value(row: &Row, n: usize, column: &str) -> rusqlite::Result<Value> {
    Ok(match row.get_ref(n)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(it) => it.into(),
        ValueRef::Real(it) => it.into(),
        ValueRef::Text(it) => {
            let text = String::from_utf8_lossy(it);
            let is_json = JSON.iter().any(|it| column.ends_with(it));
            let parsed = if is_json { serde_json::from_str(&text).ok() } else { None };
            parsed.unwrap_or_else(|| text.into_owned().into())
        }
        // No table that is given out has any.
        ValueRef::Blob(_) => Value::Null,
    })
}

// Reports -----------------------------------------------------------------------------------------

fn witness(row: &Row, at: usize) -> rusqlite::Result<Witness> {
    let optional = |n| row.get::<_, Option<String>>(n)?.map(|it| report_id(&it)).transpose();
    Ok(Witness {
        report: report_id(row.get_ref(at)?.as_str()?)?,
        exemplar: optional(at + 1)?,
        version_of: optional(at + 2)?,
    })
}

/// The texts of a story's reports.
pub(crate) fn texts_of(db: &Connection, story: &str) -> rusqlite::Result<Vec<(ReportId, String)>> {
    let sql = "SELECT report.id, report.text FROM witness JOIN report ON report.id = report_id
               WHERE story_id = ?1 ORDER BY n";
    let mut rows = db.prepare_cached(sql)?;
    let rows = rows.query_map([story], |row| {
        Ok((report_id(row.get_ref(0)?.as_str()?)?, row.get::<_, String>(1)?))
    })?;
    rows.collect()
}

/// The witnesses of a story, in order.
pub(crate) fn witnesses(db: &Connection, story: ReportId) -> rusqlite::Result<Vec<Witness>> {
    let sql = "SELECT report_id, exemplar_id, version_of FROM witness
               WHERE story_id = ?1 ORDER BY n";
    let mut rows = db.prepare_cached(sql)?;
    rows.query_map([story.to_string()], |row| witness(row, 0))?.collect()
}

/// A report that was read, and its text's characters, which are counted once.
struct ReadReport {
    annotated: Annotated,
    points: CodePoints,
}

impl ReadReport {
    fn words(&self) -> Words<'_> {
        Words::counted(self.annotated.report.text(), &self.points)
    }
}

fn story_and_reports(db: &Connection, id: ReportId) -> rusqlite::Result<(Story, Vec<ReadReport>)> {
    let witnesses = witnesses(db, id)?;
    let reports = witnesses.iter().map(|it| annotated(db, it.report));
    let reports = reports.collect::<rusqlite::Result<_>>()?;
    Ok((Story { witnesses }, reports))
}

fn annotated(db: &Connection, id: ReportId) -> rusqlite::Result<ReadReport> {
    let id = id.to_string();
    let (report, points) = counted_report(db, &id)?;
    let words = Words::counted(report.text(), &points);
    let actors = actors(db, &id)?;
    let statements = statements(db, &id, &words)?;
    let events = event::of_report(db, &id, &words)?;
    let annotations = Annotations { actors, statements, events, ..Annotations::default() };
    let annotated = Annotated { annotations, report };
    Ok(ReadReport { annotated, points })
}

pub(crate) fn report(db: &Connection, id: &str) -> rusqlite::Result<Report> {
    counted_report(db, id).map(|it| it.0)
}

fn counted_report(db: &Connection, id: &str) -> rusqlite::Result<(Report, CodePoints)> {
    let sql = "SELECT outlet, url, text, genre, published_day, published_at, captured_at, language,
                      author, credit, \"key\", place FROM report WHERE id = ?1";
    db.prepare_cached(sql)?.query_row([id], |row| {
        let text = row.get_ref(2)?.as_str()?;
        let points = CodePoints::new(text);
        let parts = parts(db, id, &Words::counted(text, &points))?;
        let string = |n| row.get::<_, Option<String>>(n);
        let boxed = |n| Ok::<_, rusqlite::Error>(string(n)?.map(String::into_boxed_str));
        check(text, &parts)?;
        let mut report = Report::new(string(0)?.as_deref(), string(1)?.as_deref(), text, parts);
        report.genre = Genre::read(row.get_ref(3)?.as_str()?)?;
        let at = parsed(string(5)?)?;
        report.published = parsed(string(4)?)?.map(|day| Published { day, at });
        report.captured = parsed(string(6)?)?;
        report.language = boxed(7)?;
        report.author = boxed(8)?;
        report.credit = boxed(9)?;
        report.key = boxed(10)?;
        report.place = row.get::<_, String>(11)?.into();
        Ok((report, points))
    })
}

/// Refuses what [`Report::new`] would panic on: another program may have written to the file.
fn check(text: &str, parts: &[Part]) -> rusqlite::Result<()> {
    let mut at = 0;
    for part in parts {
        let gap = text.get(at..part.span.start()).ok_or_else(|| strange("parts out of order"))?;
        if !gap.trim().is_empty() {
            return Err(strange("text outside all parts"));
        }
        at = part.span.end();
    }
    if text[at..].trim().is_empty() && !text.contains('\0') {
        Ok(())
    } else {
        Err(strange("text after the last part"))
    }
}

fn parts(db: &Connection, report: &str, words: &Words) -> rusqlite::Result<Vec<Part>> {
    let sql = "SELECT kind, start, \"end\" FROM part WHERE report_id = ?1 ORDER BY n";
    let mut rows = db.prepare_cached(sql)?;
    let parts = rows.query_map([report], |row| {
        let kind = Word::read(row.get_ref(0)?.as_str()?)?;
        Ok(Part { kind, span: words.span([row.get(1)?, row.get(2)?])? })
    })?;
    parts.collect()
}

fn actors(db: &Connection, report: &str) -> rusqlite::Result<Vec<Actor>> {
    let sql = "SELECT name, kind, role, affiliation FROM actor WHERE report_id = ?1 ORDER BY n";
    let mut rows = db.prepare_cached(sql)?;
    let actors = rows.query_map([report], |row| {
        Ok(Actor {
            name: row.get::<_, String>(0)?.into(),
            kind: Word::read(row.get_ref(1)?.as_str()?)?,
            role: row.get::<_, Option<String>>(2)?.map(String::into_boxed_str),
            affiliation: row.get::<_, Option<String>>(3)?.map(String::into_boxed_str),
        })
    })?;
    actors.collect()
}

fn statements(db: &Connection, report: &str, words: &Words) -> rusqlite::Result<Vec<Statement>> {
    let sql = "SELECT manner, source_spans, cue_spans, content_spans, speaker_status, speaker_id,
                      day, day_span, rule, act, addressee_span, candidates, within_id, tier,
                      confidence
               FROM statement WHERE report_id = ?1 ORDER BY n";
    let mut rows = db.prepare_cached(sql)?;
    let statements = rows.query_map([report], |row| {
        let text = |n| Ok::<_, rusqlite::Error>(row.get_ref(n)?.as_str()?);
        let day_span: Option<String> = row.get(7)?;
        let written = day_span.as_deref().map(|it| words.read_one(it)).transpose()?;
        let date = parsed(row.get(6)?)?;
        let addressee: Option<String> = row.get(10)?;
        let within: Option<String> = row.get(12)?;
        Ok(Statement {
            manner: Word::read(text(0)?)?,
            source: words.read(text(1)?)?,
            cue: words.read(text(2)?)?,
            content: words.read(text(3)?)?,
            speaker: speaker(text(4)?, row.get(5)?)?,
            day: written.map(|written| Day { written, date }),
            rule: interned(text(8)?),
            act: Word::read(text(9)?)?,
            addressee: addressee.as_deref().map(|it| words.read_one(it)).transpose()?,
            candidates: candidates(text(11)?)?,
            within: within.as_deref().map(|it| number(it, ".")).transpose()?,
            tier: Word::read(text(13)?)?,
            confidence: row.get::<_, f64>(14)? as f32,
        })
    })?;
    statements.collect()
}

fn candidates(json: &str) -> rusqlite::Result<Box<[ActorIdx]>> {
    let keys: Vec<String> = serde_json::from_str(json).map_err(|_| strange(json))?;
    keys.iter().map(|it| Ok(ActorIdx(number(it, ".a")?))).collect()
}

fn speaker(status: &str, actor: Option<String>) -> rusqlite::Result<Speaker> {
    match (status, actor) {
        ("named", Some(key)) => Ok(Speaker::Named(ActorIdx(number(&key, ".a")?))),
        ("unnamed", _) => Ok(Speaker::Unnamed),
        _ => Ok(Speaker::Unresolved),
    }
}

// Apparatus ---------------------------------------------------------------------------------------

/// Three queries, however many readings there are.
fn apparatus(
    db: &Connection,
    story: ReportId,
    reports: &[ReadReport],
) -> rusqlite::Result<Apparatus> {
    let words: HashMap<ReportId, Words> =
        reports.iter().map(|it| (it.annotated.report.id(), it.words())).collect();
    let words_of = |id: ReportId| words.get(&id).ok_or_else(|| strange(&id.to_string()));
    let id = story.to_string();
    let mut read = readings(db, &id)?;
    let mut differ = variants(db, &id)?;
    let mut rows = db.prepare_cached(
        "SELECT id, statement_id, spans FROM entry WHERE story_id = ?1 ORDER BY n",
    )?;
    let entries = rows.query_map([&id], |row| {
        let statement = statement_id(row.get_ref(1)?.as_str()?)?;
        let lemma = words_of(statement.report)?;
        let of_entry = read.remove(row.get_ref(0)?.as_str()?).unwrap_or_default();
        let readings = of_entry.into_iter().map(|it| {
            let own = differ.remove(&it.id).unwrap_or_default();
            it.reading(own, lemma, words_of(it.statement.report)?)
        });
        let readings = readings.collect::<rusqlite::Result<_>>()?;
        let spans = lemma.read(row.get_ref(2)?.as_str()?)?;
        Ok(Entry { readings, lemma: Passages { statement, spans } })
    })?;
    Ok(Apparatus { story: Some(story), entries: entries.collect::<rusqlite::Result<_>>()? })
}

/// A row of `reading`, before the texts that it counts in are at hand.
struct ReadingRow {
    id: String,
    /// Its place in the entry.
    n: u32,
    statement: StatementId,
    spans: String,
    rest: Reading,
}

impl ReadingRow {
    fn reading(
        &self,
        mut variants: Vec<VariantRow>,
        lemma: &Words,
        own: &Words,
    ) -> rusqlite::Result<Reading> {
        variants.sort_by_key(|it| it.n);
        let read = |accidental: bool| {
            let chosen = variants.iter().filter(move |it| it.accidental == accidental);
            chosen.map(|it| it.variant(lemma, own)).collect::<rusqlite::Result<_>>()
        };
        Ok(Reading {
            passages: Passages { statement: self.statement, spans: own.read(&self.spans)? },
            variants: read(false)?,
            accidentals: read(true)?,
            ..self.rest.clone()
        })
    }
}

/// The readings of a story by entry, in order.
fn readings(db: &Connection, story: &str) -> rusqlite::Result<HashMap<String, Vec<ReadingRow>>> {
    // CROSS JOIN: from the story's entries to their readings, never the other way.
    let sql =
        "SELECT entry.id, reading.id, reading.n, reading.statement_id, reading.spans, agreement,
                      cut, cut_marked, degree, day_conflict, speaker_conflict, venue_conflict
               FROM entry CROSS JOIN reading ON reading.entry_id = entry.id
               WHERE entry.story_id = ?1";
    let mut by_entry: HashMap<String, Vec<ReadingRow>> = HashMap::new();
    let mut rows = db.prepare_cached(sql)?;
    let mut rows = rows.query([story])?;
    while let Some(row) = rows.next()? {
        let statement = statement_id(row.get_ref(3)?.as_str()?)?;
        let rest = Reading {
            passages: Passages { statement, spans: Box::default() },
            agreement: Word::read(row.get_ref(5)?.as_str()?)?,
            variants: Vec::new(),
            accidentals: Vec::new(),
            cut: cut(row.get(6)?, row.get(7)?),
            degree: row.get_ref(8)?.as_str_or_null()?.map(Word::read).transpose()?,
            day_conflict: row.get(9)?,
            speaker_conflict: row.get(10)?,
            venue_conflict: row.get(11)?,
        };
        let (id, n, spans) = (row.get(1)?, row.get(2)?, row.get(4)?);
        let read = ReadingRow { id, n, statement, spans, rest };
        by_entry.entry(row.get(0)?).or_default().push(read);
    }
    by_entry.values_mut().for_each(|it| it.sort_by_key(|it| it.n));
    Ok(by_entry)
}

fn cut(place: Option<String>, marked: Option<bool>) -> Option<Cut> {
    let (place, marked) = place.zip(marked)?;
    Some(Cut { inside: place == "inside", marked })
}

/// A row of `variant`, likewise.
struct VariantRow {
    /// Its place in the reading.
    n: u32,
    accidental: bool,
    kind: VariantKind,
    mark: Option<Mark>,
    lemma_span: String,
    reading_span: String,
}

impl VariantRow {
    fn variant(&self, lemma: &Words, own: &Words) -> rusqlite::Result<Variant> {
        Ok(Variant {
            kind: self.kind,
            mark: self.mark,
            lemma: lemma.read_one(&self.lemma_span)?,
            reading: own.read_one(&self.reading_span)?,
        })
    }
}

/// Where the readings of a story differ from their lemmas, by reading, in no order.
fn variants(db: &Connection, story: &str) -> rusqlite::Result<HashMap<String, Vec<VariantRow>>> {
    let sql = "SELECT reading.id, variant.n, accidental, kind, mark, lemma_span, reading_span
               FROM entry CROSS JOIN reading ON reading.entry_id = entry.id
                    CROSS JOIN variant ON variant.reading_id = reading.id
               WHERE entry.story_id = ?1";
    let mut by_reading: HashMap<String, Vec<VariantRow>> = HashMap::new();
    let mut rows = db.prepare_cached(sql)?;
    let mut rows = rows.query([story])?;
    while let Some(row) = rows.next()? {
        let variant = VariantRow {
            n: row.get(1)?,
            accidental: row.get(2)?,
            kind: Word::read(row.get_ref(3)?.as_str()?)?,
            mark: row.get_ref(4)?.as_str_or_null()?.map(Word::read).transpose()?,
            lemma_span: row.get(5)?,
            reading_span: row.get(6)?,
        };
        by_reading.entry(row.get(0)?).or_default().push(variant);
    }
    Ok(by_reading)
}
