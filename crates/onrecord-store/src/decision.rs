//! What users decided of stories: kept, listed, taken back, and laid over the stories that are
//! derived.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use onrecord::ledger::count;
use onrecord::story::decision::{self, decided, effects};
use onrecord::story::{Decision, Middle};
use onrecord::{ReportId, Signature, Story};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Result;
use crate::read::{Reader, outlet};
use crate::rows::{parsed, report_id, strange};
use crate::schema::Record;
use crate::stories::{Derived, NO_DAY, story_among};

/// A decision in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRow {
    /// Its number: in order, and never given again.
    pub n: u64,
    /// What was decided.
    pub decision: Decision,
    /// When, as the caller gave it.
    pub made_at: String,
    /// What the user says of it.
    pub note: Option<String>,
    /// The stories would be others without it.
    pub has_effect: bool,
    /// The reports it names, of a split those split off; without those that are not in the record.
    pub reports: Vec<NamedReport>,
    /// Of a split, what they were split off from.
    pub from: Vec<NamedReport>,
}

/// A report that a decision names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedReport {
    /// The report.
    pub id: ReportId,
    /// Its headline, or first words.
    pub title: String,
    /// Its outlet, or host, or place.
    pub outlet: String,
    /// Its day of publication.
    pub day: Option<Date>,
    /// The story it is in now.
    pub story: Option<ReportId>,
}

impl DecisionRow {
    /// The stories its reports are in now, each once.
    pub fn stories(&self) -> BTreeSet<ReportId> {
        self.reports.iter().chain(&self.from).filter_map(|it| it.story).collect()
    }
}

impl Record {
    /// Keeps a decision, and gives its number. The stories follow with the next
    /// [`crate::regroup`] or [`crate::update()`].
    pub fn decide(
        &mut self,
        decision: &Decision,
        made_at: &str,
        note: Option<&str>,
    ) -> Result<u64> {
        self.write("cannot keep a decision", |db| {
            let json = |reports: &[ReportId]| {
                let ids: Vec<String> = reports.iter().map(ToString::to_string).collect();
                serde_json::json!(ids).to_string()
            };
            let (kind, reports, from) = match decision {
                Decision::Together(reports) => ("together", json(reports), None),
                Decision::Apart { reports, from } => ("apart", json(reports), Some(json(from))),
            };
            let sql =
                "INSERT INTO decision (kind, reports, from_reports, made_at, note, has_effect)
                       VALUES (?1, ?2, ?3, ?4, ?5, 1)";
            db.execute(sql, params![kind, reports, from, made_at, note])?;
            let n = db.last_insert_rowid() as u64;
            touch(db, n)?;
            Ok(n)
        })
    }

    /// Takes a decision back, as if it had never been made; tells whether there was one.
    pub fn undo(&mut self, n: u64) -> Result<bool> {
        self.write("cannot take a decision back", |db| {
            touch(db, n)?;
            Ok(db.execute("DELETE FROM decision WHERE n = ?1", [n])? > 0)
        })
    }
}

impl DecisionRow {
    /// What it has to do with a story, if it has an effect on it: `2 reports split off by decision 3`.
    pub fn told_of(&self, story: ReportId) -> Option<String> {
        let of = |reports: &[NamedReport], here: bool| {
            reports.iter().filter(|it| (it.story == Some(story)) == here).count()
        };
        let (n, here) = (self.n, of(&self.reports, true));
        match &self.decision {
            _ if !self.has_effect => None,
            Decision::Together(_) => (here > 0).then(|| format!("stories joined by decision {n}")),
            Decision::Apart { .. } if here > 0 => {
                Some(format!("{} split off by decision {n}", count(here, "report")))
            }
            Decision::Apart { .. } if of(&self.from, true) > 0 => {
                let away = count(of(&self.reports, false), "report");
                Some(format!("{away} split off from here by decision {n}"))
            }
            Decision::Apart { .. } => None,
        }
    }
}

impl Reader {
    /// All decisions, in order.
    pub fn decisions(&self) -> Result<Vec<DecisionRow>> {
        let read = || {
            let sql = "SELECT n, kind, reports, from_reports, made_at, note, has_effect
                       FROM decision ORDER BY n";
            let mut rows = self.db.prepare(sql)?;
            let mut rows = rows.query([])?;
            let mut decisions = Vec::new();
            while let Some(row) = rows.next()? {
                let decision = decision(row)?;
                let named = |ids: &[ReportId]| named(&self.db, ids);
                let (reports, from) = match &decision {
                    Decision::Together(reports) => (named(reports)?, Vec::new()),
                    Decision::Apart { reports, from } => (named(reports)?, named(from)?),
                };
                let (n, made_at, note) = (row.get(0)?, row.get(4)?, row.get(5)?);
                let has_effect = row.get(6)?;
                decisions.push(DecisionRow {
                    n,
                    decision,
                    made_at,
                    note,
                    has_effect,
                    reports,
                    from,
                });
            }
            Ok(decisions)
        };
        read().map_err(self.failed("cannot list decisions"))
    }
}

impl Reader {
    /// The story that comes nearest to this one without being it, among those with a report of about
    /// its days, and the mean likeness with the reports seen of it; `None` if there is no such.
    pub fn nearest_story(&self, id: ReportId) -> Result<Option<(ReportId, f32)>> {
        let read = || {
            let own = "SELECT report_id FROM witness WHERE story_id = ?1 ORDER BY n";
            let mut own = self.db.prepare(own)?;
            let own = own
                .query_map([id.to_string()], |row| report_id(row.get_ref(0)?.as_str()?))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            let middle = Middle::of(&signatures(&self.db, &own)?);
            let near = "SELECT witness.story_id, signature.report_id, signature.bytes
                 FROM story
                 JOIN report ON report.published_day
                     BETWEEN date(first_day, ?2) AND date(last_day, ?3)
                 JOIN witness ON witness.report_id = report.id
                 JOIN signature ON signature.report_id = report.id
                 WHERE story.id = ?1 AND witness.story_id <> ?1
                 ORDER BY report.id LIMIT ?4";
            let about = format!("{NEAR_DAYS} days");
            let mut near = self.db.prepare(near)?;
            let mut rows =
                near.query(params![id.to_string(), format!("-{about}"), about, MOST_NEAR])?;
            let mut sums: BTreeMap<ReportId, (f32, u32)> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let story = report_id(row.get_ref(0)?.as_str()?)?;
                let report = report_id(row.get_ref(1)?.as_str()?)?;
                let signature = Signature::from_bytes(report, row.get_ref(2)?.as_blob()?);
                let (sum, n) = sums.entry(story).or_default();
                *sum += signature.map_or(0.0, |it| middle.likeness(&it));
                *n += 1;
            }
            let means = sums.into_iter().map(|(story, (sum, n))| (story, sum / n as f32));
            Ok(means.filter(|it| it.1 > 0.0).max_by(|a, b| a.1.total_cmp(&b.1)))
        };
        read().map_err(self.failed("cannot look for a story like it"))
    }
}

/// Stories with a report so many days from a story's first or last are held against it.
const NEAR_DAYS: i32 = 3;

/// So many reports are looked at in search of a near story; a question at the screen can wait for
/// no more.
const MOST_NEAR: u32 = 20_000;

/// What was decided, from the columns n, kind, reports and from_reports.
fn decision(row: &rusqlite::Row) -> rusqlite::Result<Decision> {
    let ids = |json: Option<String>| -> rusqlite::Result<Vec<ReportId>> {
        let json = json.unwrap_or_else(|| "[]".to_owned());
        let ids: Vec<String> = serde_json::from_str(&json).map_err(|_| strange(&json))?;
        ids.iter().map(|it| report_id(it)).collect()
    };
    let reports = ids(row.get(2)?)?;
    match row.get_ref(1)?.as_str()? {
        "together" => Ok(Decision::Together(reports)),
        "apart" => Ok(Decision::Apart { reports, from: ids(row.get(3)?)? }),
        other => Err(strange(other)),
    }
}

fn named(db: &Connection, ids: &[ReportId]) -> rusqlite::Result<Vec<NamedReport>> {
    let sql = "SELECT title, outlet, url, place, published_day, story_id
               FROM report LEFT JOIN witness ON report_id = id WHERE id = ?1";
    let mut rows = db.prepare_cached(sql)?;
    let mut named = Vec::new();
    for id in ids {
        let found = rows.query_row([id.to_string()], |row| {
            let story: Option<String> = row.get(5)?;
            Ok(NamedReport {
                id: *id,
                title: row.get(0)?,
                outlet: outlet(row, 1)?,
                day: parsed(row.get(4)?)?,
                story: story.as_deref().map(report_id).transpose()?,
            })
        });
        named.extend(found.optional()?);
    }
    Ok(named)
}

/// Notes that the stories of a decision's reports must be made again.
fn touch(db: &Connection, n: u64) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO touched SELECT ?2, group_id
               FROM decision, json_each(json_array(reports, coalesce(from_reports, '[]'))) AS named,
                    json_each(named.value) AS report
               JOIN signature ON signature.report_id = report.value
               WHERE decision.n = ?1 AND group_id IS NOT NULL";
    db.execute(sql, params![n, NO_DAY]).map(drop)
}

/// The groups that must be looked at together with these, since decisions tie them.
pub(crate) fn with_tied(
    db: &Connection,
    groups: BTreeSet<ReportId>,
) -> rusqlite::Result<BTreeSet<ReportId>> {
    let (_, decisions) = decisions(db)?;
    let mut known: BTreeMap<ReportId, ReportId> = BTreeMap::new();
    for report in decisions.iter().flat_map(Decision::reports) {
        known.extend(group_of(db, report)?.map(|it| (report, it)));
    }
    Ok(decision::with_tied(groups, &decisions, |it| known.get(&it).copied()))
}

fn group_of(db: &Connection, report: ReportId) -> rusqlite::Result<Option<ReportId>> {
    let sql = "SELECT group_id FROM signature WHERE report_id = ?1";
    let mut rows = db.prepare_cached(sql)?;
    let found = rows.query_row([report.to_string()], |row| row.get::<_, Option<String>>(0));
    found.optional()?.flatten().as_deref().map(report_id).transpose()
}

/// The stories that people see, from derived ones, which must be all that are tied to each other;
/// and notes which of the decisions about them still have an effect.
pub(crate) fn overlay(db: &Connection, derived: Vec<Derived>) -> rusqlite::Result<Vec<Derived>> {
    let (numbers, decisions) = decisions(db)?;
    let named: BTreeSet<ReportId> = decisions.iter().flat_map(Decision::reports).collect();
    let is_named = |it: &Derived| it.story.witnesses.iter().any(|it| named.contains(&it.report));
    // No decision reaches a story of which it names no report.
    let (touched, mut stories): (Vec<Derived>, Vec<Derived>) =
        derived.into_iter().partition(is_named);
    let known: Vec<Story> = touched.iter().map(|it| it.story.clone()).collect();
    let here: BTreeSet<ReportId> =
        known.iter().flat_map(|it| &it.witnesses).map(|it| it.report).collect();
    let about = |(_, it): &(u64, Decision)| it.reports().any(|it| here.contains(&it));
    let (numbers, decisions): (Vec<u64>, Vec<Decision>) =
        numbers.into_iter().zip(decisions).filter(about).unzip();
    for (n, has_effect) in numbers.iter().zip(effects(&known, &decisions)) {
        db.execute("UPDATE decision SET has_effect = ?2 WHERE n = ?1", params![n, has_effect])?;
    }
    let groups = decided(&known, &decisions);
    let mut as_derived: BTreeMap<Vec<ReportId>, Derived> =
        touched.into_iter().map(|it| (members(&it.story), it)).collect();
    for group in groups {
        stories.push(match as_derived.remove(&group) {
            Some(story) => story,
            None => story_among(db, &signatures(db, &group)?)?,
        });
    }
    Ok(stories)
}

/// A story's reports by id.
fn members(story: &Story) -> Vec<ReportId> {
    let mut members: Vec<ReportId> = story.witnesses.iter().map(|it| it.report).collect();
    members.sort_unstable();
    members
}

fn decisions(db: &Connection) -> rusqlite::Result<(Vec<u64>, Vec<Decision>)> {
    let sql = "SELECT n, kind, reports, from_reports FROM decision ORDER BY n";
    let mut rows = db.prepare_cached(sql)?;
    let rows = rows.query_map([], |row| Ok((row.get::<_, u64>(0)?, decision(row)?)))?;
    rows.collect::<rusqlite::Result<Vec<_>>>().map(|it| it.into_iter().unzip())
}

pub(crate) fn signatures(
    db: &Connection,
    reports: &[ReportId],
) -> rusqlite::Result<Vec<Signature>> {
    let mut bytes = db.prepare_cached("SELECT bytes FROM signature WHERE report_id = ?1")?;
    let mut found = Vec::new();
    for id in reports {
        let bytes = bytes.query_row([id.to_string()], |row| row.get::<_, Vec<u8>>(0)).optional()?;
        found.extend(bytes.and_then(|it| Signature::from_bytes(*id, &it)));
    }
    Ok(found)
}
