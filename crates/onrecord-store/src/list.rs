//! The lists: which stories and which statements meet some conditions, the latest first.
//!
//! A list walks the index of words, of outlets or of days from the latest row on and stops when it
//! has enough: rows that are not shown are not read. Within a day the order is that of ids, so that
//! the order of arrival changes nothing; for that a list reads the day it ends in to its end.

use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::Date;
use onrecord::{Act, Agreement, Manner, ReportId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde_json::json;

use crate::error::{Error, Result};
use crate::numbered::{UNDATED, day, julian, rows_of};
use crate::read::{Reader, Said, StoryRow, outlet, said_row, story_row};
use crate::rows::{Word, parsed, report_id};
use crate::search::{Piece, Query, holding};

/// Matches beyond the end of a page are counted up to this.
pub const COUNTED: usize = 1000;

/// Which stories to list: those with a report that meets all of these. The default is all stories.
#[derive(Clone, Debug, Default)]
pub struct StoryFilter<'f> {
    /// Of this day or later.
    pub since: Option<Date>,
    /// Of this day or earlier.
    pub until: Option<Date>,
    /// That has these words: beginnings of words (but for the shortest and the most common, which
    /// are whole), `"words that stand together"`, `-word` or
    /// `NOT word` to leave out, `one OR other`.
    pub about: Option<&'f str>,
    /// By an outlet whose name has these letters in it.
    pub outlet: Option<&'f str>,
    /// That has a statement by a speaker whose name has words that begin like these.
    pub speaker: Option<&'f str>,
    /// Only what follows this place in the list.
    pub after: Option<Place>,
    /// So many at most.
    pub limit: Option<usize>,
}

/// Which statements to give. The default is all of them.
#[derive(Clone, Debug, Default)]
pub struct SaidFilter<'f> {
    /// By a speaker whose name has words that begin like these; `*` is any.
    pub speaker: Option<&'f str>,
    /// By whoever has this name: by it, by a longer one that ends in it (`Ana Ruiz` for `Ruiz`), by
    /// its own end (`Ruiz` for `Ana Ruiz`) in stories in which the whole name speaks too.
    pub named: Option<&'f str>,
    /// With these words, written as in [`StoryFilter::about`].
    pub words: Option<&'f str>,
    /// Said on this day or later; where the day is not told, published.
    pub since: Option<Date>,
    /// Said on this day or earlier; where the day is not told, published.
    pub until: Option<Date>,
    /// In a report by an outlet whose name has these letters in it.
    pub outlet: Option<&'f str>,
    /// In a report of this story.
    pub story: Option<ReportId>,
    /// What was done with the words.
    pub act: Option<Act>,
    /// In this manner.
    pub manner: Option<Manner>,
    /// With this grade.
    pub agreement: Option<Agreement>,
    /// What was published first comes first.
    pub oldest: bool,
    /// Only what follows this place in the list.
    pub after: Option<Place>,
    /// So many at most.
    pub limit: Option<usize>,
}

impl SaidFilter<'_> {
    /// Whether it asks for nothing but who has a name, the latest first.
    pub(crate) fn asks_only_name(&self) -> bool {
        let SaidFilter { speaker, words, since, until, outlet, story, act, manner, .. } = self;
        let is_narrowed = speaker.is_some()
            || words.is_some()
            || since.or(*until).is_some()
            || outlet.is_some()
            || story.is_some()
            || act.is_some()
            || manner.is_some()
            || self.agreement.is_some();
        !is_narrowed && !self.oldest && self.after.is_none()
    }
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What stands in it.
    pub rows: Vec<T>,
    /// How many follow; [`COUNTED`] is that many or more.
    pub n_more: usize,
    /// The place of the last one, to go on from. `None`: there is no last one.
    pub end: Option<Place>,
}

/// A place in a list: of what stands in it, or stood. As text it has letters, digits and points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The day it stands on; [`UNDATED`]: none.
    pub(crate) day: i64,
    /// Of a story: its own. Of a statement: its report's.
    pub(crate) id: String,
    /// Of a statement: which of its report.
    pub(crate) n: i64,
}

impl Place {
    /// In the order of a list.
    pub(crate) fn in_order(&self, newest: bool) -> (i64, &str, i64) {
        let day = match (self.day, newest) {
            (UNDATED, _) => i64::MAX,
            (day, true) => -day,
            (day, false) => day,
        };
        (day, &self.id, self.n)
    }

    /// What is left of rows from this place's day on.
    fn leaves(&self, rows: Range<i64>, newest: bool) -> Range<i64> {
        let own = rows_of(self.day);
        match (self.day == UNDATED, rows.end == rows_of(UNDATED).end) {
            (_, true) => rows,
            (true, false) => rows.start..rows.start,
            (false, false) if newest => rows.start..own.end,
            (false, false) => own.start..rows.end,
        }
    }

    pub(crate) fn is_after(&self, other: Option<&Place>, newest: bool) -> bool {
        other.is_none_or(|it| self.in_order(newest) > it.in_order(newest))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.day, self.id, self.n)
    }
}

impl std::str::FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Place, ()> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().ok_or(());
        let day = part()?.parse().map_err(drop)?;
        let id = part()?.to_owned();
        Ok(Place { day, id, n: part()?.parse().map_err(drop)? })
    }
}

/// Where the words that were looked for stand, in the latest report that has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The report.
    pub report: ReportId,
    /// Its outlet, or host, or place.
    pub outlet: String,
    /// Its day of publication.
    pub day: Option<Date>,
    /// Words of it around the first of those that were looked for; `…` where they are cut.
    pub passage: String,
    /// The words that were looked for, as characters of the passage: start and end.
    pub marked: Vec<[usize; 2]>,
}

impl Reader {
    /// The stories, the latest first; undated ones last.
    ///
    /// A story stands on the day of the latest of its reports that meets the conditions.
    pub fn stories(&self, filter: &StoryFilter) -> Result<Vec<StoryRow>> {
        self.page_of_stories(filter).map(|it| it.rows)
    }

    /// As [`Reader::stories`], and how many more there are than the limit lets through.
    pub fn page_of_stories(&self, filter: &StoryFilter) -> Result<Page<StoryRow>> {
        let (about, speaker) = (asked(filter.about)?, asked_name(filter.speaker)?);
        let read = || {
            let db = &self.db;
            let kept = match about.is_none() && speaker.is_none() && filter.outlet.is_none() {
                true if filter.until.is_none() => stories_by_day(db, filter)?,
                _ => stories_of_reports(db, filter, about.as_ref(), speaker.as_ref())?,
            };
            let rows = kept.rows.iter().map(|it| story_row(db, &it.place.id));
            let mut rows: Vec<StoryRow> = rows.collect::<rusqlite::Result<_>>()?;
            if let Some(about) = &about {
                let passages = passages(db, about, &kept.rows)?;
                for (row, key) in rows.iter_mut().zip(&kept.rows) {
                    row.hit = Some(hit(db, key.number, passages.get(&key.number))?);
                }
            }
            Ok(kept.page(rows))
        };
        read().map_err(self.failed("cannot list stories"))
    }

    /// What speakers are reported to have said, the latest reports first; undated ones last.
    pub fn said(&self, filter: &SaidFilter) -> Result<Vec<Said>> {
        self.page_of_said(filter).map(|it| it.rows)
    }

    /// As [`Reader::said`], and how many more there are than the limit lets through.
    pub fn page_of_said(&self, filter: &SaidFilter) -> Result<Page<Said>> {
        let (speaker, words) = (asked_name(filter.speaker)?, asked(filter.words)?);
        let search = [("speaker", speaker), ("words", words)];
        let read = || {
            let asked = search.iter().filter_map(|(column, it)| Some((*column, it.as_ref()?)));
            let asked = asked.map(|(column, it)| in_column(&self.db, column, it));
            let named = filter.named.map(|it| Ok(has_name(it)));
            let search = asked.chain(named).collect::<rusqlite::Result<Vec<_>>>()?.join(" AND ");
            let kept = statements(&self.db, filter, &search, COUNTED)?;
            let rows = kept.rows.iter().map(|it| said_row(&self.db, it.number));
            let rows = rows.collect::<rusqlite::Result<_>>()?;
            Ok(kept.page(rows))
        };
        read().map_err(self.failed("cannot read statements"))
    }

    /// Where in statements the words stand that were looked for: start and end, in characters of
    /// [`Said::words`]. `words` is what [`SaidFilter::words`] was.
    pub fn marked(&self, words: &str, said: &[Said]) -> Result<Vec<Vec<[usize; 2]>>> {
        let Some(words) = asked(Some(words))? else { return Ok(vec![Vec::new(); said.len()]) };
        let read = || {
            let mut row = self.db.prepare_cached("SELECT rowid FROM statement WHERE id = ?1")?;
            let numbers = said.iter().map(|it| row.query_row([&it.statement], |row| row.get(0)));
            let numbers: Vec<i64> = numbers.collect::<rusqlite::Result<_>>()?;
            let (Some(first), Some(last)) = (numbers.iter().min(), numbers.iter().max()) else {
                return Ok(Vec::new());
            };
            let sql = "SELECT rowid, highlight(statement_fts, 0, char(2), char(3))
                       FROM statement_fts
                       WHERE statement_fts MATCH ?1 AND rowid BETWEEN ?2 AND ?3
                         AND +rowid IN (SELECT value FROM json_each(?4))";
            let asks = in_column(&self.db, "words", &words)?;
            let mut rows = self.db.prepare_cached(sql)?;
            let rows = rows.query_map((asks, first, last, json!(numbers).to_string()), |row| {
                Ok((row.get(0)?, unmarked(row.get_ref(1)?.as_str()?).1))
            })?;
            let mut marked: HashMap<i64, _> = rows.collect::<rusqlite::Result<_>>()?;
            Ok(numbers.iter().map(|it| marked.remove(it).unwrap_or_default()).collect())
        };
        read().map_err(self.failed("cannot mark words"))
    }

    /// Names of speakers that begin as this one does; where there are none, of those last quoted.
    /// The most often quoted first. Looks at the latest statements only.
    pub fn speakers_like(&self, name: &str) -> Result<Vec<String>> {
        let read = || {
            let heads = name.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
            let heads = heads.map(|it| it.chars().take(3).collect::<String>());
            let heads: Vec<String> = heads.map(|it| format!("\"{it}\" *")).collect();
            let like = "SELECT statement.speaker FROM statement_fts CROSS JOIN statement
                            ON statement.rowid = statement_fts.rowid
                        WHERE statement_fts MATCH ?1 ORDER BY statement_fts.rowid DESC LIMIT ?2";
            let last = "SELECT speaker FROM statement
                        WHERE ?1 = '' AND speaker IS NOT NULL ORDER BY rowid DESC LIMIT ?2";
            let names = |sql: &str, search: &str| -> rusqlite::Result<Vec<String>> {
                let mut rows = self.db.prepare(sql)?;
                rows.query_map((search, COUNTED as i64), |row| row.get(0))?.collect()
            };
            let near = match heads.is_empty() {
                true => Vec::new(),
                false => names(like, &format!("speaker : ({})", heads.join(" OR ")))?,
            };
            Ok(by_frequency(if near.is_empty() { names(last, "")? } else { near }))
        };
        read().map_err(self.failed("cannot list speakers"))
    }
}

fn asked(words: Option<&str>) -> Result<Option<Query>> {
    let words = words.unwrap_or("");
    Query::read(words).map_err(|trouble| Error::asked(words, trouble))
}

fn asked_name(name: Option<&str>) -> Result<Option<Query>> {
    let name = name.filter(|it| it.trim() != "*").unwrap_or("");
    Query::read_name(name).map_err(|trouble| Error::asked(name, trouble))
}

fn in_column(db: &Connection, column: &str, query: &Query) -> rusqlite::Result<String> {
    Ok(format!("({column} : ({}))", Index::of(db, "statement_fts")?.asks(query)?))
}

/// What the index of words is asked for a name, and for each end of it where nothing stands before.
pub(crate) fn has_name(name: &str) -> String {
    let name = name.replace(|it: char| it == '"' || it.is_control(), " ");
    let words: Vec<&str> = name.split_whitespace().collect();
    let ends = (1..words.len()).map(|at| format!("^\"{}\"", words[at..].join(" ")));
    let asked: Vec<String> =
        std::iter::once(format!("\"{}\"", words.join(" "))).chain(ends).collect();
    format!("(speaker : ({}))", asked.join(" OR "))
}

/// Whether a statement's speaker has a name, as [`SaidFilter::named`] says.
const OF_NAME: &str = "(statement.speaker = ?1 COLLATE NOCASE
    OR lower(substr(statement.speaker, -length(?1) - 1)) = lower(' ' || ?1)
    OR lower(substr(?1, -length(statement.speaker) - 1)) = lower(' ' || statement.speaker)
       AND EXISTS (SELECT 1 FROM witness AS here
                   CROSS JOIN witness AS there ON there.story_id = here.story_id
                   CROSS JOIN statement AS beside ON beside.report_id = there.report_id
                   WHERE here.report_id = statement.report_id
                     AND +beside.speaker = ?1 COLLATE NOCASE))";

fn by_frequency(names: Vec<String>) -> Vec<String> {
    let mut counts: std::collections::BTreeMap<String, usize> = Default::default();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut names: Vec<_> = counts.into_iter().collect();
    names.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    names.into_iter().map(|(name, _)| name).collect()
}

/// An index of words.
struct Index<'db> {
    db: &'db Connection,
    words: String,
}

/// A beginning with more words than this is left to the index itself.
const BEGUN: usize = 256;

impl Index<'_> {
    fn of<'db>(db: &'db Connection, name: &str) -> rusqlite::Result<Index<'db>> {
        let words = format!("{name}_words");
        let sql = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.";
        db.execute_batch(&format!("{sql}{words} USING fts5vocab(main, {name}, instance)"))?;
        Ok(Index { db, words })
    }

    /// What to ask the index for. It puts all rows of all words that begin alike together before it
    /// gives the first, which takes 0.2 s where they stand in a million; of words that are named
    /// it reads no more than is asked for.
    fn asks(&self, query: &Query) -> rusqlite::Result<String> {
        let mut begun: HashMap<&str, String> = HashMap::new();
        for piece in query.beginnings() {
            if let Some(words) = self.words(piece.words())? {
                begun.insert(piece.words(), words);
            }
        }
        Ok(query.fts(&|piece| {
            let words = begun.get(piece.words()).filter(|_| piece.is_plain_beginning());
            words.cloned().unwrap_or_else(|| piece.fts())
        }))
    }

    /// The words that begin like this one; `None` if they are many.
    fn words(&self, beginning: &str) -> rusqlite::Result<Option<String>> {
        let sql = format!("SELECT term FROM temp.{} WHERE term >= ?1 LIMIT 1", self.words);
        let mut next = self.db.prepare_cached(&sql)?;
        let beginning = beginning.to_ascii_lowercase();
        let mut words: Vec<String> = Vec::new();
        let mut from = beginning.clone();
        while let Some(word) = next.query_row([&from], |row| row.get(0)).optional()? {
            let word: String = word;
            if !word.starts_with(&beginning) {
                break;
            }
            if words.len() == BEGUN {
                return Ok(None);
            }
            // The least that comes behind it: its rows are not stepped through.
            from = format!("{word}\u{1}");
            words.push(format!("\"{word}\""));
        }
        if words.is_empty() {
            words.push(format!("\"{beginning}\""));
        }
        Ok(Some(format!("({})", words.join(" OR "))))
    }
}

// A list in the making -----------------------------------------------------------------------------

/// Something that has its place in a list.
pub(crate) struct Key {
    pub(crate) place: Place,
    /// The row of the report that a story is listed for, or of the statement.
    pub(crate) number: i64,
}

/// Takes keys day by day until there are enough.
pub(crate) struct Kept {
    pub(crate) rows: Vec<Key>,
    limit: usize,
    /// So many are counted beyond the limit.
    beyond: usize,
    pub(crate) n_more: usize,
}

impl Kept {
    fn new(limit: Option<usize>) -> Kept {
        let limit = limit.unwrap_or(usize::MAX);
        Kept { rows: Vec::new(), limit, beyond: COUNTED, n_more: 0 }
    }

    /// Whether another key is of use.
    fn takes_more(&self) -> bool {
        self.rows.len().saturating_sub(self.limit) + self.n_more < self.beyond
    }

    fn push(&mut self, key: Key) {
        let is_full = self.rows.len() >= self.limit;
        match self.rows.last() {
            Some(last) if is_full && last.place.day != key.place.day => self.n_more += 1,
            None if is_full => self.n_more += 1,
            _ => self.rows.push(key),
        }
    }

    /// `newest`: days fall.
    fn end(mut self, newest: bool) -> Kept {
        self.rows.sort_by(|a, b| a.place.in_order(newest).cmp(&b.place.in_order(newest)));
        self.n_more += self.rows.len().saturating_sub(self.limit);
        self.n_more = self.n_more.min(COUNTED);
        self.rows.truncate(self.limit);
        self
    }

    /// Keeps fewer, and counts the others among those that follow.
    pub(crate) fn shorten(&mut self, limit: usize) {
        self.n_more += self.rows.len().saturating_sub(limit);
        self.n_more = self.n_more.min(COUNTED);
        self.rows.truncate(limit);
    }

    pub(crate) fn page<T>(self, rows: Vec<T>) -> Page<T> {
        let end = self.rows.into_iter().next_back().map(|it| it.place);
        Page { rows, n_more: self.n_more, end }
    }
}

/// A query with the conditions that a filter adds.
#[derive(Default)]
struct Select {
    columns: &'static str,
    from: String,
    conditions: Vec<String>,
    values: Vec<Value>,
    order: String,
}

impl Select {
    /// `?` in the condition stands for the value.
    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.conditions.push(condition.to_owned());
        self.values.push(value.into());
    }

    fn sql(&self) -> String {
        let conditions: Vec<&str> = self.conditions.iter().map(String::as_str).collect();
        let conditions = if conditions.is_empty() { "1".into() } else { conditions.join(" AND ") };
        format!("SELECT {} FROM {} WHERE {conditions} {}", self.columns, self.from, self.order)
    }
}

// Stories -----------------------------------------------------------------------------------------

/// All stories, or those since a day: as their own rows tell it, in the order of an index. What
/// stands before a place is not walked over.
fn stories_by_day(db: &Connection, filter: &StoryFilter) -> rusqlite::Result<Kept> {
    let mut kept = Kept::new(filter.limit);
    for select in stretches(filter) {
        let mut rows = db.prepare_cached(&select.sql())?;
        let mut rows = rows.query(params_from_iter(&select.values))?;
        while let (true, Some(row)) = (kept.takes_more(), rows.next()?) {
            let day: Option<Date> = parsed(row.get(0)?)?;
            let place = Place { day: day.map_or(UNDATED, julian), id: row.get(1)?, n: 0 };
            kept.push(Key { place, number: 0 });
        }
    }
    Ok(kept.end(true))
}

/// The stretches of the list of stories that follow a place: of its day, of earlier days, of none.
fn stretches(filter: &StoryFilter) -> Vec<Select> {
    let stories = |conditions: &[(&str, Option<Value>)]| {
        let mut select = Select {
            columns: "last_day, id",
            from: "story".into(),
            order: "ORDER BY last_day DESC, id".into(),
            ..Select::default()
        };
        let since = filter.since.map(|day| Value::from(day.to_string()));
        let since = since.map(|day| ("last_day >= ?", Some(day)));
        for (condition, value) in conditions.iter().cloned().chain(since) {
            select.conditions.push(condition.to_owned());
            select.values.extend(value);
        }
        select
    };
    let undated = ("last_day IS NULL", None);
    match &filter.after {
        None => vec![stories(&[])],
        Some(place) if place.day == UNDATED => {
            vec![stories(&[undated, ("id > ?", Some(place.id.clone().into()))])]
        }
        Some(place) => {
            // Days as numbers are those of dates at noon.
            let day = Some(Value::from(place.day as f64 + 0.5));
            let id = Some(place.id.clone().into());
            vec![
                stories(&[("last_day = date(?)", day.clone()), ("id > ?", id)]),
                stories(&[("last_day < date(?)", day)]),
                stories(&[undated]),
            ]
        }
    }
}

/// Stories with a report that meets the conditions. What stands before a page is walked over
/// again, since only so it is known which stories it had.
fn stories_of_reports(
    db: &Connection,
    filter: &StoryFilter,
    about: Option<&Query>,
    speaker: Option<&Query>,
) -> rusqlite::Result<Kept> {
    let select = reports(db, filter, about, speaker)?;
    let mut kept = Kept::new(filter.limit);
    // Of the reports of one day the one with the lowest id: where it stands, if it is kept.
    let mut seen: HashMap<String, Option<(usize, i64, String)>> = HashMap::new();
    let mut rows = db.prepare_cached(&select.sql())?;
    let mut rows = rows.query(params_from_iter(&select.values))?;
    while let (true, Some(row)) = (kept.takes_more(), rows.next()?) {
        let (number, report): (i64, String) = (row.get(0)?, row.get(1)?);
        let id: String = row.get(2)?;
        match seen.get_mut(&id) {
            Some(Some((at, last, lowest))) if day(*last) == day(number) && report < *lowest => {
                kept.rows[*at].number = number;
                *lowest = report;
            }
            Some(_) => {}
            None => {
                let place = Place { day: day(number), id: id.clone(), n: 0 };
                let at = kept.rows.len();
                if place.is_after(filter.after.as_ref(), true) {
                    kept.push(Key { place, number });
                }
                seen.insert(id, (kept.rows.len() > at).then_some((at, number, report)));
            }
        }
    }
    Ok(kept.end(true))
}

/// Reports that meet the conditions, the latest first: row, id and story.
fn reports(
    db: &Connection,
    filter: &StoryFilter,
    about: Option<&Query>,
    speaker: Option<&Query>,
) -> rusqlite::Result<Select> {
    let mut select = Select { columns: "report.rowid, report.id, story_id", ..Select::default() };
    let mut number = "report.rowid";
    match (about, speaker) {
        (Some(about), _) if about.is_unspaced() => {
            select.from =
                "json_each(?) AS hit CROSS JOIN report ON report.rowid = hit.value".into();
            let rows = serde_json::json!(rows_with_letters(db, about)?).to_string();
            select.values.push(rows.into());
        }
        (Some(about), _) => {
            number = "report_fts.rowid";
            select.from = "report_fts CROSS JOIN report ON report.rowid = report_fts.rowid".into();
            select.and("report_fts MATCH ?", Index::of(db, "report_fts")?.asks(about)?);
        }
        (None, Some(speaker)) => {
            number = "statement_fts.rowid";
            select.from = "statement_fts CROSS JOIN statement
                               ON statement.rowid = statement_fts.rowid
                           CROSS JOIN report ON report.id = statement.report_id"
                .into();
            select.and("statement_fts MATCH ?", in_column(db, "speaker", speaker)?);
        }
        (None, None) => select.from = "report".into(),
    }
    select.from.push_str(" CROSS JOIN witness ON witness.report_id = report.id");
    select.order = format!("ORDER BY {number} DESC");
    if let (Some(_), Some(speaker)) = (about, speaker) {
        select.and(
            "EXISTS (SELECT 1 FROM statement WHERE statement.report_id = report.id
                 AND +statement.rowid IN (SELECT rowid FROM statement_fts
                                          WHERE statement_fts MATCH ?))",
            in_column(db, "speaker", speaker)?,
        );
    }
    if let Some(since) = filter.since {
        select.and(&format!("{number} >= ?"), rows_of(julian(since)).start);
    }
    if let Some(until) = filter.until {
        select.and(&format!("{number} < ?"), rows_of(julian(until)).end);
    }
    if filter.since.is_some() || filter.until.is_some() {
        // Else the day is that of capture.
        select.conditions.push("+report.published_day IS NOT NULL".into());
    }
    if let Some(outlet) = filter.outlet {
        let walks_outlets = about.is_none() && speaker.is_none();
        by_outlet(db, &mut select, outlet, walks_outlets)?;
    }
    Ok(select)
}

/// Lets through reports by outlets whose name has these letters in it: few names of the many
/// reports. Where none is told, address and place stand for it.
fn by_outlet(
    db: &Connection,
    select: &mut Select,
    letters: &str,
    walks_outlets: bool,
) -> rusqlite::Result<()> {
    let names = serde_json::json!(outlets(db, letters)?).to_string();
    let (names, pattern) = (Value::from(names), Value::from(holding(letters)));
    select.conditions.push(match walks_outlets {
        true => "report.rowid IN (
                     SELECT rowid FROM report
                     WHERE outlet IN (SELECT value FROM json_each(?))
                     UNION ALL SELECT rowid FROM report
                     WHERE outlet IS NULL AND coalesce(url, place) LIKE ? ESCAPE '\\')"
            .into(),
        false => "(+report.outlet IN (SELECT value FROM json_each(?))
                   OR +report.outlet IS NULL AND coalesce(report.url, report.place) LIKE ? ESCAPE '\\')"
            .into(),
    });
    select.values.extend([names, pattern]);
    Ok(())
}

/// Names of outlets that have these letters. Steps from name to name in the index, however many
/// reports each has.
fn outlets(db: &Connection, letters: &str) -> rusqlite::Result<Vec<String>> {
    let sql = "WITH RECURSIVE one (name) AS (
                   SELECT min(outlet) FROM report
                   UNION ALL
                   SELECT (SELECT min(outlet) FROM report WHERE outlet > name) FROM one
                   WHERE name IS NOT NULL)
               SELECT name FROM one WHERE name LIKE ?1 ESCAPE '\\'";
    let mut rows = db.prepare_cached(sql)?;
    rows.query_map([holding(letters)], |row| row.get(0))?.collect()
}

/// Rows of reports that have words in scripts without blanks, found letter by letter in the
/// reports that have any such; the rest of the query by the index of words.
fn rows_with_letters(db: &Connection, about: &Query) -> rusqlite::Result<Vec<i64>> {
    let mut found = Vec::new();
    for alternative in &about.alternatives {
        let mut select =
            Select { columns: "report.rowid", from: "report".into(), ..Select::default() };
        let letters = alternative.letters();
        if letters.iter().any(|(_, must)| *must) {
            select.conditions.push(UNSPACED.into());
        }
        if let Some(fts) = alternative.fts(&Piece::fts) {
            let matches = "SELECT rowid FROM report_fts WHERE report_fts MATCH ?";
            select.and(&format!("report.rowid IN ({matches})"), fts);
        }
        for (words, must) in letters {
            let condition = "(instr(lower(report.text), lower(?)) > 0) IS";
            select.and(&format!("{condition} {must}"), words.to_owned());
        }
        let mut rows = db.prepare(&select.sql())?;
        let rows = rows.query_map(params_from_iter(&select.values), |row| row.get(0))?;
        found.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The condition of the index `report_unspaced`, letter by letter.
const UNSPACED: &str = "report.text GLOB '*[\u{e00}-\u{eff}\u{1000}-\u{109f}\u{1780}-\u{17ff}\
                        \u{3040}-\u{30ff}\u{3400}-\u{9fff}]*'";

// Passages ----------------------------------------------------------------------------------------

/// How many words of a report are shown around what was looked for.
const SHOWN: usize = 20;

/// Passages of the reports that stories are listed for, by row, as SQLite marks them.
fn passages(
    db: &Connection,
    about: &Query,
    keys: &[Key],
) -> rusqlite::Result<HashMap<i64, String>> {
    let numbers = || keys.iter().map(|it| it.number);
    let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else {
        return Ok(HashMap::new());
    };
    let all = serde_json::json!(numbers().collect::<Vec<_>>()).to_string();
    // The index is walked once: asked for one row after the other, it would look up all words
    // that begin like one that was asked for again for each.
    if about.is_unspaced() {
        return around_letters(db, about, keys);
    }
    let sql = "SELECT rowid, snippet(report_fts, 0, char(2), char(3), '…', ?2) FROM report_fts
               WHERE report_fts MATCH ?1 AND rowid BETWEEN ?3 AND ?4
                 AND +rowid IN (SELECT value FROM json_each(?5))";
    let mut rows = db.prepare_cached(sql)?;
    let asks = Index::of(db, "report_fts")?.asks(about)?;
    let values = (asks, SHOWN as i64, first, last, all);
    rows.query_map(values, |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// The same for words that are found letter by letter.
fn around_letters(
    db: &Connection,
    about: &Query,
    keys: &[Key],
) -> rusqlite::Result<HashMap<i64, String>> {
    let mut text = db.prepare_cached("SELECT text FROM report WHERE rowid = ?1")?;
    let passage = |key: &Key| {
        let text: String = text.query_row([key.number], |row| row.get(0))?;
        let letters = about.alternatives.iter().flat_map(|it| it.letters());
        let found = letters.filter(|(_, must)| *must).find_map(|(words, _)| {
            text.split_once(words).map(|(before, after)| around(before, words, after))
        });
        Ok((key.number, found.unwrap_or_default()))
    };
    keys.iter().map(passage).collect()
}

fn around(before: &str, words: &str, after: &str) -> String {
    let cut = before.char_indices().rev().nth(SHOWN - 1).map_or(0, |(at, _)| at);
    let end = after.char_indices().nth(SHOWN).map_or(after.len(), |(at, _)| at);
    let dots = |is_cut: bool| if is_cut { "…" } else { "" };
    let (head, tail) = (dots(cut > 0), dots(end < after.len()));
    format!("{head}{}\u{2}{words}\u{3}{}{tail}", &before[cut..], &after[..end])
}

fn hit(db: &Connection, number: i64, passage: Option<&String>) -> rusqlite::Result<Hit> {
    let sql = "SELECT id, outlet, url, place, published_day FROM report WHERE rowid = ?1";
    db.prepare_cached(sql)?.query_row([number], |row| {
        let (passage, marked) = unmarked(passage.map_or("", String::as_str));
        Ok(Hit {
            report: report_id(row.get_ref(0)?.as_str()?)?,
            outlet: outlet(row, 1)?,
            day: parsed(row.get(4)?)?,
            passage,
            marked,
        })
    })
}

/// Takes the marks out and tells where they stood.
fn unmarked(passage: &str) -> (String, Vec<[usize; 2]>) {
    let (mut words, mut marked) = (String::new(), Vec::new());
    let (mut n, mut open) = (0, None);
    for ch in passage.chars() {
        match (ch, open) {
            ('\u{2}', None) => open = Some(n),
            ('\u{3}', Some(start)) => {
                marked.push([start, n]);
                open = None;
            }
            ('\u{2}' | '\u{3}', _) => {}
            (ch, _) => {
                words.push(if ch.is_whitespace() { ' ' } else { ch });
                n += 1;
            }
        }
    }
    (words, marked)
}

// Statements --------------------------------------------------------------------------------------

/// Statements that meet the conditions, those of the latest reports first; of those that the limit
/// does not let through, `beyond` are counted.
pub(crate) fn statements(
    db: &Connection,
    filter: &SaidFilter,
    search: &str,
    beyond: usize,
) -> rusqlite::Result<Kept> {
    let mut kept = Kept { beyond, ..Kept::new(filter.limit) };
    let newest = !filter.oldest;
    // Those of which no day is told have the lowest rows, and are last in any order.
    let dated = rows_of(UNDATED).end..i64::MAX;
    for rows in [dated, rows_of(UNDATED)] {
        let rows = filter.after.as_ref().map_or(rows.clone(), |it| it.leaves(rows, newest));
        let select = statements_in(db, filter, search, rows)?;
        let mut rows = db.prepare_cached(&select.sql())?;
        let mut rows = rows.query(params_from_iter(&select.values))?;
        while let (true, Some(row)) = (kept.takes_more(), rows.next()?) {
            let (number, id): (i64, String) = (row.get(0)?, row.get(1)?);
            let place = Place { day: day(number), id, n: row.get(2)? };
            if place.is_after(filter.after.as_ref(), newest) {
                kept.push(Key { place, number });
            }
        }
    }
    Ok(kept.end(newest))
}

fn statements_in(
    db: &Connection,
    filter: &SaidFilter,
    search: &str,
    rows: Range<i64>,
) -> rusqlite::Result<Select> {
    let columns = "statement.rowid, statement.report_id, statement.n";
    let mut select = Select { columns, ..Select::default() };
    let direction = if filter.oldest { "ASC" } else { "DESC" };
    let walks_outlets = search.is_empty() && filter.story.is_none() && filter.outlet.is_some();
    let number = if let Some(story) = filter.story {
        select.from = "witness CROSS JOIN report ON report.id = witness.report_id
                       CROSS JOIN statement ON statement.report_id = report.id"
            .into();
        select.and("witness.story_id = ?", story.to_string());
        if !search.is_empty() {
            let matches = "SELECT rowid FROM statement_fts WHERE statement_fts MATCH ?";
            select.and(&format!("+statement.rowid IN ({matches})"), search.to_owned());
        }
        "statement.rowid"
    } else if walks_outlets {
        select.from = "report CROSS JOIN statement ON statement.report_id = report.id".into();
        "report.rowid"
    } else if search.is_empty() {
        select.from = "statement CROSS JOIN report ON report.id = statement.report_id".into();
        "statement.rowid"
    } else {
        select.from = "statement_fts CROSS JOIN statement
                           ON statement.rowid = statement_fts.rowid
                       CROSS JOIN report ON report.id = statement.report_id"
            .into();
        select.and("statement_fts MATCH ?", search.to_owned());
        "statement_fts.rowid"
    };
    select.order = format!("ORDER BY {number} {direction}");
    // What was said on a day or later was not published before it.
    let first = filter.since.map_or(rows.start, |it| rows_of(julian(it)).start.max(rows.start));
    select.and(&format!("{number} >= ?"), first);
    select.and(&format!("{number} < ?"), rows.end);
    let said_on = "coalesce(statement.day, report.published_day)";
    if let Some(since) = filter.since {
        select.and(&format!("{said_on} >= ?"), since.to_string());
    }
    if let Some(until) = filter.until {
        select.and(&format!("{said_on} <= ?"), until.to_string());
    }
    if let Some(outlet) = filter.outlet {
        by_outlet(db, &mut select, outlet, walks_outlets)?;
    }
    if let Some(name) = filter.named {
        select.conditions.push(OF_NAME.replace("?1", "?"));
        let times = OF_NAME.matches("?1").count();
        select.values.extend(std::iter::repeat_n(Value::from(name.to_owned()), times));
    }
    if let Some(act) = filter.act {
        select.and("statement.act = ?", act.word().to_owned());
    }
    if let Some(manner) = filter.manner {
        select.and("statement.manner = ?", manner.word().to_owned());
    }
    if let Some(agreement) = filter.agreement {
        let grade = "SELECT agreement FROM said WHERE statement_id = statement.id";
        select.and(&format!("({grade}) = ?"), agreement.word().to_owned());
    }
    Ok(select)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("schema.sql")).unwrap();
        db
    }

    /// No step reads a whole table of reports, statements or witnesses: each is looked up by an
    /// index or walked by its rows' numbers from one to another.
    #[track_caller]
    fn check(db: &Connection, select: &Select) {
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {}", select.sql())).unwrap();
        let values = params_from_iter(&select.values);
        let steps = plan.query_map(values, |row| row.get::<_, String>(3)).unwrap();
        let steps: Vec<String> = steps.collect::<rusqlite::Result<_>>().unwrap();
        let is_whole = |it: &String| {
            it.starts_with("SCAN ")
                && !["VIRTUAL TABLE", "CONSTANT ROW", "hit"].iter().any(|known| it.contains(known))
        };
        assert!(!steps.iter().any(is_whole), "{}\n{}", select.sql(), steps.join("\n"));
        let sorts = steps.iter().any(|it| it.contains("TEMP B-TREE FOR ORDER BY"));
        assert!(!sorts, "sorts: {}\n{}", select.sql(), steps.join("\n"));
    }

    #[test]
    fn no_list_of_stories_reads_all_reports() {
        let db = empty();
        let words = Query::read("strait pilots").unwrap();
        let name = Query::read("Ruiz").unwrap();
        let day = "2031-03-05".parse().ok();
        for n in 1..32_u32 {
            let has = |bit: u32| n & (1 << bit) != 0;
            let filter = StoryFilter {
                since: day.filter(|_| has(0)),
                until: day.filter(|_| has(1)),
                outlet: has(2).then_some("post"),
                ..StoryFilter::default()
            };
            let about = words.as_ref().filter(|_| has(3));
            let speaker = name.as_ref().filter(|_| has(4));
            if n != 1 {
                check(&db, &reports(&db, &filter, about, speaker).unwrap());
            }
        }
    }

    #[test]
    fn stories_are_walked_in_the_order_of_their_index() {
        let db = empty();
        let place = |day| Place { day, id: "7k3q".into(), n: 0 };
        for after in [None, Some(place(UNDATED)), Some(place(2_463_000))] {
            for since in [None, "2031-03-05".parse().ok()] {
                let filter = StoryFilter { after: after.clone(), since, ..StoryFilter::default() };
                for select in stretches(&filter) {
                    let sql = format!("EXPLAIN QUERY PLAN {}", select.sql());
                    let mut plan = db.prepare(&sql).unwrap();
                    let values = params_from_iter(&select.values);
                    let step: String = plan.query_row(values, |row| row.get(3)).unwrap();
                    let of_index = "USING COVERING INDEX story_day";
                    assert!(step.contains(of_index) && !step.contains("TEMP"), "{sql}\n{step}");
                    let whole = step.starts_with("SCAN");
                    assert_eq!(whole, after.is_none() && since.is_none(), "{sql}\n{step}");
                }
            }
        }
    }

    #[test]
    fn no_list_of_statements_reads_all_statements() {
        let db = empty();
        let day = "2031-03-05".parse().ok();
        for n in 0..128_u32 {
            let has = |bit: u32| n & (1 << bit) != 0;
            let filter = SaidFilter {
                named: has(6).then_some("Ana Ruiz"),
                since: day.filter(|_| has(0)),
                until: day.filter(|_| has(1)),
                outlet: has(2).then_some("post"),
                agreement: has(3).then_some(Agreement::Altered),
                oldest: has(4),
                ..SaidFilter::default()
            };
            let named = has_name("Ana Ruiz");
            let search = match (has(5), has(6)) {
                (_, true) => named.as_str(),
                (true, false) => "speaker : (\"ruiz\" *)",
                (false, false) => "",
            };
            let rows = rows_of(UNDATED).end..i64::MAX;
            check(&db, &statements_in(&db, &filter, search, rows).unwrap());
        }
    }

    #[test]
    fn outlets_are_found_by_letters_of_their_names() {
        let db = empty();
        for (n, outlet) in ["Harbour Post", "Echo", "Harbour Post", "50%"].iter().enumerate() {
            let sql = "INSERT INTO report (id, title, outlet, genre, place, text)
                       VALUES (?1, '', ?2, 'news', '', '')";
            db.execute(sql, (n.to_string(), outlet)).unwrap();
        }
        assert_eq!(outlets(&db, "POST").unwrap(), ["Harbour Post"]);
        assert_eq!(outlets(&db, "%").unwrap(), ["50%"]);
        assert_eq!(outlets(&db, "").unwrap(), ["50%", "Echo", "Harbour Post"]);
    }

    #[test]
    fn marks_are_told_in_characters() {
        let (words, marked) = unmarked("…the \u{2}Brücke\u{3}\nof \u{2}Veld\u{3}");
        assert_eq!(words, "…the Brücke of Veld");
        assert_eq!(marked, [[5, 11], [15, 19]]);
    }
}
