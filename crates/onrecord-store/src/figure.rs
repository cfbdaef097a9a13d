//! Figures: their rows, and the lists of those that are for one thing.

use jiff::civil::Date;
use onrecord::ReportId;
use onrecord::annotate::{Bound, Day, Figure, Measure, Unit, UnitKind, Voice, unit_known};
use onrecord::collate::Counted;
use onrecord::text::Decimal;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params, params_from_iter};

use crate::error::Result;
use crate::list::{COUNTED, Page, Place};
use crate::numbered::{UNDATED, julian};
use crate::read::{Reader, outlet};
use crate::rows::{Words, interned, number, parsed, report_id, strange};

// In ----------------------------------------------------------------------------------------------

/// Writes the figures of a report.
pub(crate) fn add(
    db: &Connection,
    words: &Words,
    report: &str,
    figures: &[Figure],
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO figure VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
                   ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)";
    let mut insert = db.prepare_cached(sql)?;
    for (n, it) in figures.iter().enumerate() {
        let [counted, place, period] =
            [it.counted, it.place, it.period].map(|it| it.map(|it| words.at(&[it])));
        let [counted_span, place_span, period_span] =
            [it.counted, it.place, it.period].map(|it| it.map(|it| words.write_one(it)));
        let statement = match it.voice {
            Voice::Outlet => None,
            Voice::Statement(n) => Some(format!("{report}.{n}")),
        };
        insert.execute(params![
            format!("{report}.f{n}"),
            report,
            n,
            words.at(&[it.written]),
            words.write_one(it.written),
            it.least.map(|it| it.to_string()),
            it.most.map(|it| it.to_string()),
            it.bound.name(),
            it.unit.kind.name(),
            it.unit.name,
            counted,
            counted_span,
            it.measure.map(Measure::name),
            place,
            place_span,
            period,
            period_span,
            it.as_of.and_then(|it| it.date).map(|it| it.to_string()),
            it.as_of.map(|it| words.at(&[it.written])),
            it.as_of.map(|it| words.write_one(it.written)),
            statement,
            it.source.map(|it| words.at(&[it])),
            it.source.map(|it| words.write_one(it)),
            words.write_one(it.passage),
            it.rule,
        ])?;
    }
    Ok(())
}

/// Writes which figures of a story are for one thing.
pub(crate) fn add_counted(
    db: &Connection,
    story: &str,
    counted: &[Counted],
) -> rusqlite::Result<()> {
    let mut thing =
        db.prepare_cached("INSERT INTO counted VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    let mut told = db.prepare_cached("INSERT INTO told VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (n, it) in counted.iter().enumerate() {
        let id = format!("{story}.c{n}");
        let measure = it.measure.map(Measure::name);
        let (kind, unit) = (it.unit.kind.name(), it.unit.name);
        thing.execute(params![id, story, n, it.what, measure, kind, unit, it.disputed()])?;
        for (n, it) in it.figures.iter().enumerate() {
            told.execute(params![id, n, it.figure.to_string(), it.stand.name(), it.in_copy])?;
        }
    }
    Ok(())
}

// Out ---------------------------------------------------------------------------------------------

/// The figures of a report, as the library made them.
pub(crate) fn read(db: &Connection, report: &str, words: &Words) -> rusqlite::Result<Vec<Figure>> {
    let sql = "SELECT span, least, most, bound, unit_kind, unit, counted_span, measure, place_span,
                      period_span, day, day_span, statement_id, passage_span, rule, source_span
               FROM figure WHERE report_id = ?1 ORDER BY n";
    let mut rows = db.prepare_cached(sql)?;
    let figures = rows.query_map([report], |row| {
        let text = |n| Ok::<_, rusqlite::Error>(row.get_ref(n)?.as_str()?);
        let span = |n| {
            let span: Option<String> = row.get(n)?;
            span.as_deref().map(|it| words.read_one(it)).transpose()
        };
        let decimal = |n| {
            let exact = exact(row, n)?;
            exact.map(|it| it.parse::<Decimal>().map_err(|_| strange(&it))).transpose()
        };
        let measure: Option<String> = row.get(7)?;
        let measure =
            measure.map(|it| Measure::named(&it).ok_or_else(|| strange(&it))).transpose()?;
        let date = parsed(row.get(10)?)?;
        let statement: Option<String> = row.get(12)?;
        Ok(Figure {
            written: words.read_one(text(0)?)?,
            least: decimal(1)?,
            most: decimal(2)?,
            bound: Bound::named(text(3)?).ok_or_else(|| strange("a bound"))?,
            unit: unit(text(4)?, text(5)?)?,
            counted: span(6)?,
            measure,
            place: span(8)?,
            period: span(9)?,
            as_of: span(11)?.map(|written| Day { written, date }),
            voice: match statement {
                None => Voice::Outlet,
                Some(id) => Voice::Statement(number(&id, ".")?),
            },
            source: span(15)?,
            passage: words.read_one(text(13)?)?,
            rule: interned(text(14)?),
        })
    })?;
    figures.collect()
}

fn unit(kind: &str, name: &str) -> rusqlite::Result<Unit> {
    let kind = UnitKind::named(kind).ok_or_else(|| strange(kind))?;
    Ok(unit_known(kind, name).unwrap_or(Unit { kind, name: interned(name) }))
}

/// A number as the column holds it, digit by digit: SQLite keeps no more than it can give back.
fn exact(row: &Row, at: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(at)? {
        ValueRef::Integer(it) => Some(it.to_string()),
        ValueRef::Real(it) => Some(it.to_string()),
        ValueRef::Text(it) => Some(String::from_utf8_lossy(it).into_owned()),
        ValueRef::Null | ValueRef::Blob(_) => None,
    })
}

/// Which figures to list. The default is those in dispute, of all stories.
#[derive(Clone, Debug, Default)]
pub struct FigureFilter {
    /// Those that are in no dispute, too.
    pub all: bool,
    /// Of this story.
    pub story: Option<ReportId>,
    /// Of stories of this day or later.
    pub since: Option<Date>,
    /// Only what follows this place in the list.
    pub after: Option<Place>,
    /// So many things counted at most.
    pub limit: Option<usize>,
}

/// The figures of a story for one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedRow {
    /// `<story>.c<n>`.
    pub id: String,
    /// The story.
    pub story: ReportId,
    /// Its title.
    pub story_title: String,
    /// Its last day.
    pub day: Option<Date>,
    /// What is counted; empty where nothing is named.
    pub what: String,
    /// What became of it: the name of a [`Measure`].
    pub measure: Option<String>,
    /// The name of a [`UnitKind`].
    pub unit_kind: String,
    /// The unit's name; of a count `1`.
    pub unit: String,
    /// Two of the figures can not both hold.
    pub disputed: bool,
    /// What reports give, in order of witness.
    pub figures: Vec<FigureRow>,
}

/// A figure with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    /// `<report>.f<n>`.
    pub id: String,
    /// The report.
    pub report: ReportId,
    /// Its outlet, or host, or place.
    pub outlet: String,
    /// Its address.
    pub url: Option<String>,
    /// Its day of publication.
    pub published: Option<Date>,
    /// As written.
    pub words: String,
    /// The least it is, digit by digit.
    pub least: Option<String>,
    /// The most.
    pub most: Option<String>,
    /// The name of a [`Bound`].
    pub bound: String,
    /// The unit's name.
    pub unit: String,
    /// What is counted, as the report words it.
    pub counted: Option<String>,
    /// What became of it.
    pub measure: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Over what time.
    pub period: Option<String>,
    /// As of which day.
    pub day: Option<Date>,
    /// The day as the report words it.
    pub day_words: Option<String>,
    /// Whoever vouches for it, by name or as the report words it; `None`: the outlet. Empty: a
    /// statement that names nobody.
    pub voice: Option<String>,
    /// The statement it stands in.
    pub statement: Option<String>,
    /// The sentence.
    pub passage: String,
    /// Where the sentence stands, in code points.
    pub passage_span: [usize; 2],
    /// Where the number stands, in code points.
    pub span: [usize; 2],
    /// How it stands to the others: the name of a [`onrecord::collate::Stand`].
    pub stand: String,
    /// Its report is a copy or a later state of another.
    pub in_copy: bool,
    /// What found it.
    pub rule: String,
}

impl Reader {
    /// Figures for one thing each, side by side: of the latest stories first, those in dispute first
    /// of each story.
    pub fn page_of_figures(&self, filter: &FigureFilter) -> Result<Page<CountedRow>> {
        let read = || {
            let limit = filter.limit.unwrap_or(usize::MAX);
            let (sql, values) = keys(filter);
            let mut rows = self.db.prepare_cached(&sql)?;
            let mut rows = rows.query(params_from_iter(&values))?;
            let mut page = Page { rows: Vec::new(), n_more: 0, end: None };
            while let (true, Some(row)) = (page.n_more < COUNTED, rows.next()?) {
                let (story, n, last): (String, i64, Option<String>) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                let day = parsed::<Date>(last)?.map_or(UNDATED, julian);
                let place = Place { day, id: story, n };
                if !place.is_after(filter.after.as_ref(), true) {
                    continue;
                }
                if page.rows.len() == limit {
                    page.n_more += 1;
                    continue;
                }
                page.rows.push(counted(&self.db, &format!("{}.c{n}", place.id))?);
                page.end = Some(place);
            }
            Ok(page)
        };
        read().map_err(self.failed("cannot list figures"))
    }

    /// How many things a story's reports give figures for that can not all hold.
    pub fn n_disputed(&self, story: ReportId) -> Result<u64> {
        let sql = "SELECT count(*) FROM counted WHERE story_id = ?1 AND disputed";
        let read = || self.db.prepare_cached(sql)?.query_row([story.to_string()], |row| row.get(0));
        read().map_err(self.failed("cannot count figures"))
    }
}

fn keys(filter: &FigureFilter) -> (String, Vec<Value>) {
    // The index of stories by day is walked in its order; of each story the few rows are looked up.
    let mut sql = "SELECT story.id, counted.n, story.last_day
                   FROM story CROSS JOIN counted ON counted.story_id = story.id WHERE 1"
        .to_owned();
    let mut values: Vec<Value> = Vec::new();
    if !filter.all {
        sql.push_str(" AND counted.disputed");
    }
    if let Some(story) = filter.story {
        sql.push_str(" AND story.id = ?");
        values.push(story.to_string().into());
    }
    if let Some(since) = filter.since {
        sql.push_str(" AND story.last_day >= ?");
        values.push(since.to_string().into());
    }
    sql.push_str(" ORDER BY story.last_day DESC, story.id, counted.n");
    (sql, values)
}

fn counted(db: &Connection, id: &str) -> rusqlite::Result<CountedRow> {
    let sql = "SELECT counted.id, story_id, story.title, story.last_day, what, measure, unit_kind,
                      unit, disputed
               FROM counted JOIN story ON story.id = story_id WHERE counted.id = ?1";
    let figures = figures(db, id)?;
    db.prepare_cached(sql)?.query_row([id], |row| {
        Ok(CountedRow {
            id: row.get(0)?,
            story: report_id(row.get_ref(1)?.as_str()?)?,
            story_title: row.get(2)?,
            day: parsed(row.get(3)?)?,
            what: row.get(4)?,
            measure: row.get(5)?,
            unit_kind: row.get(6)?,
            unit: row.get(7)?,
            disputed: row.get(8)?,
            figures,
        })
    })
}

const FIGURE: &str = "SELECT figure.id, figure.report_id, report.outlet, report.url, report.place,
        report.published_day, figure.words, figure.least, figure.most, figure.bound, figure.unit,
        figure.counted, figure.measure, figure.place, figure.period, figure.day, figure.day_words,
        figure.statement_id, coalesce(statement.speaker, statement.source,
                 CASE WHEN figure.statement_id IS NOT NULL THEN '' ELSE figure.source END),
        substr(report.text, json_extract(figure.passage_span, '$[0]') + 1,
               json_extract(figure.passage_span, '$[1]') - json_extract(figure.passage_span, '$[0]')),
        figure.passage_span, figure.span, told.stand, told.in_copy, figure.rule
    FROM told JOIN figure ON figure.id = told.figure_id
    JOIN report ON report.id = figure.report_id
    LEFT JOIN statement ON statement.id = figure.statement_id
    WHERE told.counted_id = ?1 ORDER BY told.n";

fn figures(db: &Connection, counted: &str) -> rusqlite::Result<Vec<FigureRow>> {
    let mut rows = db.prepare_cached(FIGURE)?;
    let rows = rows.query_map([counted], |row| {
        let statement: Option<String> = row.get(17)?;
        let span = |n| {
            let json: String = row.get(n)?;
            serde_json::from_str(&json).map_err(|_| strange(&json))
        };
        Ok(FigureRow {
            id: row.get(0)?,
            report: report_id(row.get_ref(1)?.as_str()?)?,
            outlet: outlet(row, 2)?,
            url: row.get(3)?,
            published: parsed(row.get(5)?)?,
            words: row.get(6)?,
            least: exact(row, 7)?,
            most: exact(row, 8)?,
            bound: row.get(9)?,
            unit: row.get(10)?,
            counted: row.get(11)?,
            measure: row.get(12)?,
            place: row.get(13)?,
            period: row.get(14)?,
            day: parsed(row.get(15)?)?,
            day_words: row.get(16)?,
            voice: row.get(18)?,
            statement,
            passage: row.get(19)?,
            passage_span: span(20)?,
            span: span(21)?,
            stand: row.get(22)?,
            in_copy: row.get(23)?,
            rule: row.get(24)?,
        })
    })?;
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_figures_looks_up_the_few_of_each_story() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(include_str!("schema.sql")).unwrap();
        let since = "2031-03-05".parse().ok();
        let some = FigureFilter { since, all: true, ..FigureFilter::default() };
        for (sql, values) in [keys(&FigureFilter::default()), keys(&some)] {
            let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let steps = plan.query_map(params_from_iter(&values), |row| row.get::<_, String>(3));
            let steps: Vec<String> = steps.unwrap().collect::<rusqlite::Result<_>>().unwrap();
            assert!(steps.iter().any(|it| it.contains("story_day")), "{}", steps.join("\n"));
            assert!(
                !steps.iter().any(|it| it == "USE TEMP B-TREE FOR ORDER BY"),
                "{}",
                steps.join("\n")
            );
            assert!(!steps.iter().any(|it| it.starts_with("SCAN counted")), "{}", steps.join("\n"));
        }
    }
}
