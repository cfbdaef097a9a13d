//! An outlet's own words beside those of others: how many of its quotations another report has too,
//! and how the two stand to each other. Counts and the lists behind them; never a score.
//!
//! The outlet's reports are walked from the latest back, by the index of outlets, until enough
//! statements were looked at; what was said by whom elsewhere is looked up statement by statement.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use onrecord::{Agreement, Manner};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::error::Result;
use crate::list::{Page, Place};
use crate::numbered::{day, julian, rows_of};
use crate::read::{Reader, Said, outlet, said_row};
use crate::rows::{Word, parsed};

/// An outlet's latest reports are looked at until they have this many statements: 2,000 take 30 ms
/// on a record of 578 real reports, nearly all of it for comparisons with others.
pub const LOOKED_AT: usize = 2000;

/// How the words of an outlet's direct statement stand to what another, independent report has of
/// the same utterance. The gravest of several comparisons counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wording {
    /// Other words in quotation marks. Which of the two reports departs from what was said is not
    /// told by that.
    Altered,
    /// Words that the other has as two are printed as one.
    Spliced,
    /// Words are left out that the other has.
    Trimmed,
    /// The same in other words.
    Paraphrase,
    /// The same words, with other spelling, case or marks.
    Accidentals,
    /// The same words.
    Verbatim,
    /// The fullest wording there is: others have less of it, or tell it in their own words.
    Fullest,
    /// No independent report of its story has it.
    Alone,
    /// It stands in a copy: not the outlet's own wording.
    Copied,
    /// It stands in a later state of a page: counted with the first.
    Later,
}

impl Wording {
    /// All, the gravest first, with the words for them in addresses and JSON.
    pub const ALL: [(Wording, &'static str); 10] = [
        (Wording::Altered, "altered"),
        (Wording::Spliced, "spliced"),
        (Wording::Trimmed, "trimmed"),
        (Wording::Paraphrase, "paraphrase"),
        (Wording::Accidentals, "accidentals"),
        (Wording::Verbatim, "verbatim"),
        (Wording::Fullest, "fullest"),
        (Wording::Alone, "alone"),
        (Wording::Copied, "copied"),
        (Wording::Later, "later"),
    ];

    /// Whether an independent report has the utterance too.
    pub fn is_compared(self) -> bool {
        self < Wording::Alone
    }

    fn of_reading(agreement: Agreement, accidentals: bool) -> Wording {
        match agreement {
            Agreement::Verbatim if accidentals => Wording::Accidentals,
            Agreement::Verbatim => Wording::Verbatim,
            Agreement::Trimmed => Wording::Trimmed,
            Agreement::Spliced => Wording::Spliced,
            Agreement::Altered => Wording::Altered,
            Agreement::Paraphrase => Wording::Paraphrase,
        }
    }

    /// Of the wording that others are compared with. That they cut it or tell it otherwise is
    /// nothing in it.
    fn of_lemma(agreement: Agreement, accidentals: bool) -> Wording {
        match agreement {
            Agreement::Verbatim | Agreement::Altered => Wording::of_reading(agreement, accidentals),
            _ => Wording::Fullest,
        }
    }
}

/// Which of an outlet's statements to look at.
#[derive(Clone, Debug, Default)]
pub struct OutletFilter<'f> {
    /// The outlet: its name, or the host or place that stands for it where none is told.
    pub name: &'f str,
    /// In reports of this day or later.
    pub since: Option<Date>,
    /// In reports of this day or earlier.
    pub until: Option<Date>,
    /// The list to give; none if none is named.
    pub wording: Option<Wording>,
    /// Only what follows this place in it.
    pub after: Option<Place>,
    /// So many at most.
    pub limit: Option<usize>,
}

/// What was found of an outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Its reports, transcripts apart.
    pub n_reports: usize,
    /// Those of them that are copies of another outlet's report.
    pub n_copies: usize,
    /// Those of them that are later states of a page.
    pub n_later: usize,
    /// Its statements in these, of any manner.
    pub n_statements: usize,
    /// All of its reports in the period were looked at; if not, the latest.
    pub is_all: bool,
    /// Day of the earliest of these reports.
    pub first_day: Option<Date>,
    /// Day of the latest.
    pub last_day: Option<Date>,
    /// Days on which one was published.
    pub n_days: usize,
    /// Its direct statements, each counted once; all that there are, in their order.
    pub wordings: Vec<(Wording, usize)>,
    /// Of those that stand alone: in stories that no other outlet of this record reports.
    pub n_no_other: usize,
    /// The words that say so in its own statements of any manner, in small letters; the most
    /// frequent first.
    pub cues: Vec<(String, usize)>,
    /// What was changed on its pages afterwards, by kind.
    pub edits: Vec<(String, usize)>,
    /// The statements of the wording asked for, the latest first.
    pub list: Page<Said>,
}

impl Outlet {
    /// How many direct statements have a wording.
    pub fn n(&self, wording: Wording) -> usize {
        self.wordings.iter().find(|(it, _)| *it == wording).map_or(0, |(_, n)| *n)
    }

    /// How many of its own direct statements an independent report has too.
    pub fn n_compared(&self) -> usize {
        self.wordings.iter().filter(|(it, _)| it.is_compared()).map(|(_, n)| n).sum()
    }
}

impl Reader {
    /// An outlet's direct statements beside what others have of them. `None`: no report of this
    /// outlet is there, whenever.
    pub fn outlet(&self, filter: &OutletFilter) -> Result<Option<Outlet>> {
        let read = || match known_by(&self.db, filter.name)? {
            Some(condition) => look(&self.db, filter, &condition).map(Some),
            None => Ok(None),
        };
        read().map_err(self.failed("cannot read an outlet's statements"))
    }
}

/// A condition on `report`, and its values.
struct Condition {
    sql: &'static str,
    values: Vec<String>,
}

/// By its name, else by the host of its addresses, else by the place it was read from.
const BY_NAME: &str = "report.outlet = ?";
const BY_HOST: &str = "report.rowid IN (
    SELECT rowid FROM report WHERE url >= ? AND url < ? AND +outlet IS NULL
    UNION ALL SELECT rowid FROM report WHERE url >= ? AND url < ? AND +outlet IS NULL
    UNION ALL SELECT rowid FROM report WHERE url >= ? AND url < ? AND +outlet IS NULL
    UNION ALL SELECT rowid FROM report WHERE url >= ? AND url < ? AND +outlet IS NULL)";
const BY_PLACE: &str = "report.outlet IS NULL AND report.place = ?";

fn known_by(db: &Connection, name: &str) -> rusqlite::Result<Option<Condition>> {
    let starts =
        ["https://", "http://"].map(|it| [format!("{it}{name}"), format!("{it}www.{name}")]);
    let hosts = starts.into_iter().flatten().flat_map(|it| {
        let end = format!("{it}\u{10ffff}");
        [it, end]
    });
    let ways = [
        Condition { sql: BY_NAME, values: vec![name.to_owned()] },
        Condition { sql: BY_HOST, values: hosts.collect() },
        Condition { sql: BY_PLACE, values: vec![name.to_owned()] },
    ];
    for way in ways {
        let sql = format!("SELECT outlet, url, place FROM report WHERE {}", way.sql);
        let mut rows = db.prepare_cached(&sql)?;
        let mut rows = rows.query(params_from_iter(&way.values))?;
        while let Some(row) = rows.next()? {
            if outlet(row, 0)? == name {
                return Ok(Some(way));
            }
        }
    }
    Ok(None)
}

/// A report of the outlet.
struct OfOutlet {
    number: i64,
    id: String,
    day: Option<Date>,
    story: Option<String>,
    counts_as: Option<String>,
    is_copy: bool,
    is_later: bool,
    has_others: bool,
    /// Its story has a report that counts as another than this one.
    has_independent: bool,
}

fn reports(filter: &OutletFilter, condition: &Condition) -> (String, Vec<Value>) {
    let mut sql = format!(
        "SELECT report.rowid, report.id, report.outlet, report.url, report.place,
                report.published_day, witness.story_id, witness.counts_as,
                witness.exemplar_id IS NOT NULL, witness.version_of IS NOT NULL,
                story.n_independent_outlets > 1, story.n_independent > 1
         FROM report LEFT JOIN witness ON witness.report_id = report.id
         LEFT JOIN story ON story.id = witness.story_id
         WHERE {} AND report.genre <> 'transcript'",
        condition.sql
    );
    let mut values: Vec<Value> = condition.values.iter().map(|it| it.clone().into()).collect();
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
        sql.push_str(" AND +report.published_day IS NOT NULL");
    }
    sql.push_str(" ORDER BY report.rowid DESC");
    (sql, values)
}

fn look(db: &Connection, filter: &OutletFilter, condition: &Condition) -> rusqlite::Result<Outlet> {
    let (sql, values) = reports(filter, condition);
    let mut rows = db.prepare_cached(&sql)?;
    let mut rows = rows.query(params_from_iter(&values))?;
    let mut looked = Looked::new(db, filter.wording);
    let mut last: Option<i64> = None;
    while let Some(row) = rows.next()? {
        if outlet(row, 2)? != filter.name {
            continue;
        }
        let report = OfOutlet {
            number: row.get(0)?,
            id: row.get(1)?,
            day: parsed(row.get(5)?)?,
            story: row.get(6)?,
            counts_as: row.get(7)?,
            is_copy: row.get(8)?,
            is_later: row.get(9)?,
            has_others: row.get::<_, Option<bool>>(10)?.unwrap_or(false),
            has_independent: row.get::<_, Option<bool>>(11)?.unwrap_or(false),
        };
        // A day is looked at whole: within it reports stand in the order they came in.
        if looked.n_statements >= LOOKED_AT && last.is_some_and(|it| it != day(report.number)) {
            looked.is_all = false;
            break;
        }
        last = Some(day(report.number));
        looked.report(&report)?;
    }
    looked.told(filter)
}

/// What has been looked at so far.
struct Looked<'db> {
    db: &'db Connection,
    asked: Option<Wording>,
    n_reports: usize,
    n_copies: usize,
    n_later: usize,
    n_statements: usize,
    n_no_other: usize,
    is_all: bool,
    days: BTreeSet<Date>,
    wordings: BTreeMap<Wording, usize>,
    cues: BTreeMap<String, usize>,
    edits: BTreeMap<String, usize>,
    list: Vec<(Place, i64)>,
}

impl<'db> Looked<'db> {
    fn new(db: &'db Connection, asked: Option<Wording>) -> Looked<'db> {
        Looked {
            db,
            asked,
            n_reports: 0,
            n_copies: 0,
            n_later: 0,
            n_statements: 0,
            n_no_other: 0,
            is_all: true,
            days: BTreeSet::new(),
            wordings: BTreeMap::new(),
            cues: BTreeMap::new(),
            edits: BTreeMap::new(),
            list: Vec::new(),
        }
    }

    fn report(&mut self, report: &OfOutlet) -> rusqlite::Result<()> {
        self.n_reports += 1;
        self.n_copies += usize::from(report.is_copy);
        self.n_later += usize::from(report.is_later);
        self.days.extend(report.day);
        let sql = "SELECT rowid, id, n, manner, cue FROM statement WHERE report_id = ?1 ORDER BY n";
        let mut rows = self.db.prepare_cached(sql)?;
        let mut rows = rows.query([&report.id])?;
        while let Some(row) = rows.next()? {
            self.n_statements += 1;
            let own = report.counts_as.as_ref().is_none_or(|it| *it == report.id);
            let cue: Option<String> = row.get(4)?;
            if let Some(cue) = cue.filter(|it| own && !it.is_empty()) {
                *self.cues.entry(cue.to_lowercase()).or_default() += 1;
            }
            if Manner::read(row.get_ref(3)?.as_str()?)? != Manner::Direct {
                continue;
            }
            let wording = match own {
                // Nothing is held against it: nothing needs to be looked up.
                true if !report.has_independent => Wording::Alone,
                true => wording(self.db, row.get_ref(1)?.as_str()?, &report.id)?,
                false if report.is_copy || !report.is_later => Wording::Copied,
                false => Wording::Later,
            };
            *self.wordings.entry(wording).or_default() += 1;
            self.n_no_other += usize::from(wording == Wording::Alone && !report.has_others);
            if self.asked == Some(wording) {
                let place =
                    Place { day: day(report.number), id: report.id.clone(), n: row.get(2)? };
                self.list.push((place, row.get(0)?));
            }
        }
        match &report.story {
            Some(story) if report.is_later => self.edits(story, &report.id),
            _ => Ok(()),
        }
    }

    fn edits(&mut self, story: &str, later: &str) -> rusqlite::Result<()> {
        let sql = "SELECT kind FROM edit
                   WHERE story_id = ?1 AND later_id = ?2 AND kind <> 'accidentals'";
        let mut rows = self.db.prepare_cached(sql)?;
        let mut rows = rows.query([story, later])?;
        while let Some(row) = rows.next()? {
            *self.edits.entry(row.get(0)?).or_default() += 1;
        }
        Ok(())
    }

    fn told(mut self, filter: &OutletFilter) -> rusqlite::Result<Outlet> {
        self.list.sort_by(|(a, _), (b, _)| a.in_order(true).cmp(&b.in_order(true)));
        let after = filter.after.as_ref();
        self.list.retain(|(place, _)| place.is_after(after, true));
        let limit = filter.limit.unwrap_or(usize::MAX);
        let n_more = self.list.len().saturating_sub(limit);
        self.list.truncate(limit);
        let rows = self.list.iter().map(|(_, number)| said_row(self.db, *number));
        let rows = rows.collect::<rusqlite::Result<_>>()?;
        let end = self.list.pop().map(|(place, _)| place);
        Ok(Outlet {
            n_reports: self.n_reports,
            n_copies: self.n_copies,
            n_later: self.n_later,
            n_statements: self.n_statements,
            is_all: self.is_all,
            first_day: self.days.first().copied(),
            last_day: self.days.last().copied(),
            n_days: self.days.len(),
            wordings: self.wordings.into_iter().collect(),
            n_no_other: self.n_no_other,
            cues: by_number(self.cues),
            edits: by_number(self.edits),
            list: Page { rows, n_more, end },
        })
    }
}

pub(crate) fn by_number(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}

/// What this statement is a reading of, as another report's lemma; and the entries in which its own
/// family's words are the lemma: its own, or those of a copy or a state of its page. A statement's id
/// tells its report: looking it up would take as long as all the rest.
const AS_READING: &str = "SELECT reading.agreement,
        EXISTS (SELECT 1 FROM variant WHERE variant.reading_id = reading.id AND variant.accidental),
        witness.counts_as <> ?2, reading.entry_id
    FROM reading CROSS JOIN entry ON entry.id = reading.entry_id
    CROSS JOIN witness ON witness.report_id =
        substr(entry.statement_id, 1, instr(entry.statement_id, '.') - 1)
    WHERE reading.statement_id = ?1";
const AS_LEMMA: &str = "SELECT id FROM entry WHERE statement_id = ?1";
/// What independent reports have for an entry.
const OTHERS: &str = "SELECT reading.agreement,
        EXISTS (SELECT 1 FROM variant WHERE variant.reading_id = reading.id AND variant.accidental)
    FROM reading CROSS JOIN witness ON witness.report_id =
        substr(reading.statement_id, 1, instr(reading.statement_id, '.') - 1)
    WHERE reading.entry_id = ?1 AND witness.counts_as <> ?2";

/// The gravest that comparisons with independent reports give a statement.
fn wording(db: &Connection, statement: &str, report: &str) -> rusqlite::Result<Wording> {
    let mut found: Vec<Wording> = Vec::new();
    let mut own: Vec<String> = Vec::new();
    let mut rows = db.prepare_cached(AS_READING)?;
    let mut rows = rows.query([statement, report])?;
    while let Some(row) = rows.next()? {
        match row.get(2)? {
            true => {
                let agreement = Agreement::read(row.get_ref(0)?.as_str()?)?;
                found.push(Wording::of_reading(agreement, row.get(1)?));
            }
            false => own.push(row.get(3)?),
        }
    }
    let mut rows = db.prepare_cached(AS_LEMMA)?;
    let mut rows = rows.query([statement])?;
    while let Some(row) = rows.next()? {
        own.push(row.get(0)?);
    }
    let mut others = db.prepare_cached(OTHERS)?;
    for entry in &own {
        let mut rows = others.query([entry.as_str(), report])?;
        while let Some(row) = rows.next()? {
            let agreement = Agreement::read(row.get_ref(0)?.as_str()?)?;
            found.push(Wording::of_lemma(agreement, row.get(1)?));
        }
    }
    Ok(found.into_iter().min().unwrap_or(Wording::Alone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn steps(db: &Connection, sql: &str) -> Vec<String> {
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let n = plan.parameter_count();
        let values = params_from_iter(std::iter::repeat_n(Value::Null, n));
        let steps = plan.query_map(values, |row| row.get::<_, String>(3)).unwrap();
        steps.collect::<rusqlite::Result<_>>().unwrap()
    }

    #[test]
    fn no_table_is_read_whole_or_sorted_for_an_outlet() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("schema.sql")).unwrap();
        let day: Option<Date> = "2031-03-05".parse().ok();
        let mut queries = vec![AS_READING.to_owned(), AS_LEMMA.to_owned(), OTHERS.to_owned()];
        for since in [None, day] {
            for (sql, n) in [(BY_NAME, 1), (BY_HOST, 8), (BY_PLACE, 1)] {
                let filter = OutletFilter { since, until: since, ..OutletFilter::default() };
                let condition = Condition { sql, values: vec!["x".to_owned(); n] };
                queries.push(reports(&filter, &condition).0);
            }
        }
        for sql in queries {
            let steps = steps(&db, &sql);
            let is_whole = steps.iter().any(|it| it.starts_with("SCAN "));
            let sorts = steps.iter().any(|it| it.contains("TEMP B-TREE"));
            assert!(!is_whole && !sorts, "{sql}\n{}", steps.join("\n"));
        }
    }
}
