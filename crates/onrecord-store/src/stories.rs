//! Signatures in, stories out, both in the file: only the days that were touched are gone through
//! again, and those after them for as long as they come out otherwise than before.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use onrecord::report::host_of;
use onrecord::story::{
    Day, Kind, Kinds, Known, Offered, SharedText, Timeline, WINDOW, place_undated, title,
};
use onrecord::{ReportId, Signature, Story, Witness};
use rayon::ThreadPool;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::decision::{overlay, with_tied};
use crate::error::Result;
use crate::rows::report_id;
use crate::schema::Record;
use crate::sequences::{StoryWords, keep_words, retell};
use crate::update::beside;
use crate::write::{up_to_date, version};

/// The day of reports that were neither published nor captured on any, as the file has it.
const UNDATED: i32 = i32::MAX;

/// Stands for a day where groups must be looked at again, and no report came in.
pub(crate) const NO_DAY: i32 = i32::MIN;

/// The day a report is grouped on, as the file has it.
pub(crate) fn day_of(signature: &Signature) -> i32 {
    signature.placed().unwrap_or(UNDATED)
}

impl Record {
    /// Brings stories up to date with the reports. Gives the ids of those that have no apparatus:
    /// new ones, those whose reports changed, and those left from an interrupted run. `told` hears
    /// of each day that was gone through, and how many reports it has.
    pub fn regroup(&mut self, told: impl FnMut(usize)) -> Result<Vec<ReportId>> {
        self.regroup_on(None, told)
    }

    /// As [`Record::regroup`], where a pool groups a day while others are read and written here.
    pub(crate) fn regroup_on(
        &mut self,
        pool: Option<&ThreadPool>,
        mut told: impl FnMut(usize),
    ) -> Result<Vec<ReportId>> {
        let all = self.outdated("cluster")?;
        self.write("cannot write stories", |db| {
            if all {
                let each = "INSERT OR IGNORE INTO touched
                            SELECT DISTINCT day, coalesce(group_id, '') FROM signature";
                db.execute(each, [])?;
            }
            let changed = Regrouping { db, pool, changed: touched_groups(db)? };
            let changed = changed.run(&mut told)?;
            replace_stories(db, changed)?;
            retell(db, pool)?;
            db.execute("DELETE FROM touched", [])?;
            up_to_date(db, "cluster")?;
            uncollated(db)
        })
    }

    /// Whether reports came in that are in no story yet.
    pub(crate) fn is_touched(&self) -> Result<bool> {
        let touched = || self.db.prepare("SELECT 1 FROM touched")?.exists([]);
        Ok(touched().map_err(self.failed("cannot read which days were touched"))?
            || self.outdated("cluster")?)
    }

    /// Ids of the stories that have no apparatus, or one of an older version.
    pub(crate) fn uncollated(&self) -> Result<Vec<ReportId>> {
        uncollated(&self.db).map_err(self.failed("cannot list stories"))
    }
}

fn uncollated(db: &Connection) -> rusqlite::Result<Vec<ReportId>> {
    let mut ids = db.prepare("SELECT id FROM story WHERE collated != ?1 ORDER BY id")?;
    let ids = ids.query_map([version("collate")], |row| report_id(row.get_ref(0)?.as_str()?))?;
    ids.collect()
}

/// Groups whose reports were read anew, so that more may change than who is in them.
fn touched_groups(db: &Connection) -> rusqlite::Result<BTreeSet<ReportId>> {
    let mut names = db.prepare("SELECT DISTINCT group_id FROM touched WHERE group_id <> ''")?;
    names.query_map([], |row| report_id(row.get_ref(0)?.as_str()?))?.collect()
}

// Groups ------------------------------------------------------------------------------------------

struct Regrouping<'r> {
    db: &'r Connection,
    pool: Option<&'r ThreadPool>,
    /// Names of groups that reports have come to or gone from.
    changed: BTreeSet<ReportId>,
}

/// A report of a day, and the group it was in before.
struct Before {
    signature: Signature,
    group: Option<ReportId>,
}

/// A day that was gone through, and is not yet written.
struct Unsettled {
    day: i32,
    known: Vec<Before>,
    now: Day,
}

impl Regrouping<'_> {
    /// Groups reports of touched days; gives the names of the groups that changed.
    fn run(mut self, told: &mut impl FnMut(usize)) -> rusqlite::Result<BTreeSet<ReportId>> {
        let mut days = self.db.prepare("SELECT DISTINCT day FROM touched WHERE day <> ?1")?;
        let touched: BTreeSet<i32> =
            days.query_map([NO_DAY], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        drop(days);
        let mut left = touched.clone();
        while let Some(first) = left.first().copied().filter(|it| *it < UNDATED) {
            let last = self.days_from(first, &touched, told)?;
            left = left.split_off(&(last + 1));
        }
        if !touched.is_empty() {
            self.undated(told)?;
        }
        Ok(self.changed)
    }

    /// Goes through the days from a touched one on, until the groups that later days can join are
    /// what they were; gives the last day gone through. While a day is grouped, the one before it is
    /// written and the next is read.
    fn days_from(
        &mut self,
        first: i32,
        touched: &BTreeSet<i32>,
        told: &mut impl FnMut(usize),
    ) -> rusqlite::Result<i32> {
        let pool = self.pool;
        let mut timeline = self.taken_up_before(first)?;
        let (mut at, mut known) = (first, self.known_on(first)?);
        let mut last_changed = first;
        let mut before: Option<Unsettled> = None;
        loop {
            if touched.contains(&at) {
                last_changed = at;
            }
            let signatures: Vec<&Signature> = known.iter().map(|it| &it.signature).collect();
            let (now, next) = beside(
                pool,
                || timeline.add_day(at, &signatures),
                || {
                    last_changed = last_changed.max(self.settled(before.take())?);
                    self.next_after(at)
                },
            );
            told(known.len());
            before = Some(Unsettled { day: at, known, now });
            // A group that a later day can join began after the last change.
            let asked_for = |next: i32, last_changed: i32| next - WINDOW <= last_changed;
            let next = next?;
            if !next.as_ref().is_some_and(|it| asked_for(it.0, last_changed)) {
                last_changed = last_changed.max(self.settled(before.take())?);
            }
            match next.filter(|it| asked_for(it.0, last_changed)) {
                Some(next) => (at, known) = next,
                None => return Ok(at),
            }
        }
    }

    /// What the window before a day has led to.
    fn taken_up_before(&self, first: i32) -> rusqlite::Result<Timeline> {
        let mut timeline = Timeline::before(first);
        let mut first_days: HashMap<ReportId, i32> = HashMap::new();
        let mut known: Vec<Known> = Vec::new();
        for day in first - WINDOW..first {
            let read = || self.grouped_on(day, &mut first_days);
            let ((), next) = beside(self.pool, || timeline.take_up(&known), read);
            known = next?;
        }
        timeline.take_up(&known);
        Ok(timeline)
    }

    /// The reports of a day with their groups, in order; `first_days` has the first days of groups
    /// of earlier days, and takes in more.
    fn grouped_on(
        &self,
        day: i32,
        first_days: &mut HashMap<ReportId, i32>,
    ) -> rusqlite::Result<Vec<Known>> {
        let mut first_day =
            self.db.prepare_cached("SELECT day FROM signature WHERE report_id = ?1")?;
        let mut grouped = Vec::new();
        for Before { signature, group } in self.known_on(day)? {
            let Some(group) = group else { continue };
            let first_day = match first_days.entry(group) {
                Entry::Occupied(it) => *it.get(),
                Entry::Vacant(it) if group == signature.report => *it.insert(day),
                Entry::Vacant(it) => {
                    *it.insert(first_day.query_row([group.to_string()], |row| row.get(0))?)
                }
            };
            grouped.push(Known { signature, group, first_day });
        }
        Ok(grouped)
    }

    fn next_after(&self, day: i32) -> rusqlite::Result<Option<(i32, Vec<Before>)>> {
        let next = self.day_after(day)?;
        next.map(|it| Ok((it, self.known_on(it)?))).transpose()
    }

    /// Writes a day; gives it if any of its reports is elsewhere than before.
    fn settled(&mut self, day: Option<Unsettled>) -> rusqlite::Result<i32> {
        let Some(Unsettled { day, known, now }) = day else { return Ok(i32::MIN) };
        Ok(if self.settle(day, &known, &now)? { day } else { i32::MIN })
    }

    fn known_on(&self, day: i32) -> rusqlite::Result<Vec<Before>> {
        let sql = "SELECT report_id, bytes, group_id FROM signature WHERE day = ?1";
        let mut rows = self.db.prepare_cached(sql)?;
        let mut rows = rows.query([day])?;
        let mut known = Vec::new();
        while let Some(row) = rows.next()? {
            let group = row.get_ref(2)?.as_str_or_null()?.map(report_id).transpose()?;
            known.extend(signature(row)?.map(|signature| Before { signature, group }));
        }
        // As the library gives them back.
        known.sort_unstable_by_key(|it| it.signature.report);
        Ok(known)
    }

    fn day_after(&self, day: i32) -> rusqlite::Result<Option<i32>> {
        let sql = "SELECT min(day) FROM signature WHERE day > ?1 AND day < ?2";
        self.db.prepare_cached(sql)?.query_row([day, UNDATED], |row| row.get(0))
    }

    /// Writes where the reports of a day are now, and what text they share; tells whether any is
    /// elsewhere than before.
    fn settle(&mut self, day: i32, known: &[Before], now: &Day) -> rusqlite::Result<bool> {
        let shared_before = shared_on(self.db, day)?;
        let mut update =
            self.db.prepare_cached("UPDATE signature SET group_id = ?2 WHERE report_id = ?1")?;
        let mut any = false;
        for (Before { group, .. }, placed) in known.iter().zip(&now.placed) {
            if *group != Some(placed.group) {
                update.execute([placed.report.to_string(), placed.group.to_string()])?;
                self.changed.extend(group.iter().chain([&placed.group]));
                any = true;
            }
            let shared = of_later(&now.shared, placed.report);
            if shared != of_later(&shared_before, placed.report) {
                replace_shared(self.db, placed.report, shared)?;
                self.changed.insert(placed.group);
            }
        }
        Ok(any)
    }

    /// Groups the reports without any day: they may belong to each group there is.
    fn undated(&mut self, told: &mut impl FnMut(usize)) -> rusqlite::Result<()> {
        let known = self.known_on(UNDATED)?;
        if known.is_empty() {
            return Ok(());
        }
        let sql =
            "SELECT report_id, bytes, group_id FROM signature WHERE day < ?1 ORDER BY group_id";
        let mut rows = self.db.prepare(sql)?;
        let mut groups = Groups { rows: rows.query([UNDATED])?, ahead: None, failed: None };
        let signatures: Vec<&Signature> = known.iter().map(|it| &it.signature).collect();
        let day = place_undated(&mut groups, &signatures);
        groups.failed.map_or(Ok(()), Err)?;
        self.settle(UNDATED, &known, &day)?;
        told(known.len());
        Ok(())
    }
}

/// What one report shares with earlier ones, among what many do, in order.
fn of_later(shared: &[SharedText], later: ReportId) -> &[SharedText] {
    let start = shared.partition_point(|it| it.later < later);
    let n = shared[start..].iter().take_while(|it| it.later == later).count();
    &shared[start..start + n]
}

/// Writes what a report shares with earlier ones.
fn replace_shared(db: &Connection, later: ReportId, shared: &[SharedText]) -> rusqlite::Result<()> {
    let id = later.to_string();
    db.prepare_cached("DELETE FROM shared_text WHERE later_id = ?1")?.execute([&id])?;
    let mut insert = db.prepare_cached("INSERT INTO shared_text VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for it in shared {
        insert.execute(params![id, it.earlier.to_string(), it.n_runs, it.n_later, it.n_earlier])?;
    }
    Ok(())
}

/// What the reports of a day share with earlier ones, in order.
fn shared_on(db: &Connection, day: i32) -> rusqlite::Result<Vec<SharedText>> {
    let sql = "SELECT earlier_id, n_runs, n_later, n_earlier, later_id
               FROM signature CROSS JOIN shared_text ON later_id = report_id
               WHERE day = ?1 ORDER BY later_id, earlier_id";
    let mut rows = db.prepare_cached(sql)?;
    let shared =
        rows.query_map([day], |row| shared_with(row, report_id(row.get_ref(4)?.as_str()?)?))?;
    shared.collect()
}

/// What a report shares with earlier ones.
pub(crate) fn shared_text(db: &Connection, later: ReportId) -> rusqlite::Result<Vec<SharedText>> {
    let sql = "SELECT earlier_id, n_runs, n_later, n_earlier FROM shared_text
               WHERE later_id = ?1 ORDER BY earlier_id";
    let mut rows = db.prepare_cached(sql)?;
    rows.query_map([later.to_string()], |row| shared_with(row, later))?.collect()
}

fn shared_with(row: &Row, later: ReportId) -> rusqlite::Result<SharedText> {
    let earlier = report_id(row.get_ref(0)?.as_str()?)?;
    let (n_runs, n_later, n_earlier) = (row.get(1)?, row.get(2)?, row.get(3)?);
    Ok(SharedText { later, earlier, n_runs, n_later, n_earlier })
}

/// A story that follows from signatures, with what of them is kept beside it.
pub(crate) struct Derived {
    pub(crate) story: Story,
    /// What each witness is besides plain news.
    kinds: Vec<Kinds>,
    /// What sequences need to know, if the story can be of one.
    words: Option<StoryWords>,
}

/// The story that reports make, with what is known of text that they share.
pub(crate) fn story_among(db: &Connection, members: &[Signature]) -> rusqlite::Result<Derived> {
    let mut shared = Vec::new();
    for it in members.iter().filter(|_| members.len() > 1) {
        shared.extend(shared_text(db, it.report)?);
    }
    let story = Story::of_group(&members.iter().collect::<Vec<_>>(), &shared);
    let kinds: BTreeMap<ReportId, Kinds> = members.iter().map(|it| (it.report, it.kinds)).collect();
    let kinds = |it: &Witness| kinds.get(&it.report).copied().unwrap_or_default();
    let kinds = story.witnesses.iter().map(kinds).collect();
    let own: BTreeSet<ReportId> = story.heads().into_iter().collect();
    let own: Vec<&Signature> = members.iter().filter(|it| own.contains(&it.report)).collect();
    Ok(Derived { kinds, words: StoryWords::of(&own), story })
}

/// Groups with their members, one after the other, from rows in order of group.
struct Groups<'r> {
    rows: rusqlite::Rows<'r>,
    ahead: Option<(ReportId, Signature)>,
    failed: Option<rusqlite::Error>,
}

impl Groups<'_> {
    fn read(&mut self) -> rusqlite::Result<Option<(ReportId, Signature)>> {
        while let Some(row) = self.rows.next()? {
            let name = report_id(row.get_ref(2)?.as_str()?)?;
            if let Some(signature) = signature(row)? {
                return Ok(Some((name, signature)));
            }
        }
        Ok(None)
    }
}

impl Iterator for Groups<'_> {
    type Item = (ReportId, Vec<Signature>);

    fn next(&mut self) -> Option<(ReportId, Vec<Signature>)> {
        let mut group: Option<(ReportId, Vec<Signature>)> =
            self.ahead.take().map(|(name, it)| (name, vec![it]));
        loop {
            match (self.read(), &mut group) {
                (Ok(Some((name, it))), Some((known, members))) if name == *known => {
                    members.push(it)
                }
                (Ok(Some(next)), Some(_)) => {
                    self.ahead = Some(next);
                    return group;
                }
                (Ok(Some((name, it))), None) => group = Some((name, vec![it])),
                (Ok(None), _) => return group,
                (Err(error), _) => {
                    self.failed = Some(error);
                    return None;
                }
            }
        }
    }
}

/// The signature in columns `report_id` and `bytes`, which come first; `None`: of another form.
fn signature(row: &Row) -> rusqlite::Result<Option<Signature>> {
    let id = report_id(row.get_ref(0)?.as_str()?)?;
    Ok(Signature::from_bytes(id, row.get_ref(1)?.as_blob()?))
}

// Stories -----------------------------------------------------------------------------------------

/// Puts the stories that these groups make, as users decided of them, in place of those that their
/// reports were in.
fn replace_stories(db: &Connection, groups: BTreeSet<ReportId>) -> rusqlite::Result<()> {
    let mut before: BTreeSet<ReportId> = BTreeSet::new();
    let mut derived = Vec::new();
    for name in with_tied(db, groups)? {
        let members = members(db, name)?;
        for it in &members {
            before.extend(story_of(db, it.report)?);
        }
        derived.push(story_among(db, &members)?);
    }
    let after = overlay(db, derived)?.into_iter();
    let mut after: BTreeMap<ReportId, Derived> =
        after.filter_map(|it| Some((it.story.id()?, it))).collect();
    for id in &before {
        if after.get(id).is_some_and(|it| {
            crate::read::witnesses(db, *id).is_ok_and(|known| known == it.story.witnesses)
        }) {
            after.remove(id);
        } else {
            db.prepare_cached("DELETE FROM story WHERE id = ?1")?.execute([id.to_string()])?;
        }
    }
    after.iter().try_for_each(|(id, derived)| add_story(db, *id, derived))
}

/// The signatures of a group.
fn members(db: &Connection, group: ReportId) -> rusqlite::Result<Vec<Signature>> {
    let sql = "SELECT report_id, bytes FROM signature WHERE group_id = ?1";
    let mut rows = db.prepare_cached(sql)?;
    let members = rows.query_map([group.to_string()], signature)?;
    members.filter_map(rusqlite::Result::transpose).collect()
}

fn story_of(db: &Connection, report: ReportId) -> rusqlite::Result<Option<ReportId>> {
    let sql = "SELECT story_id FROM witness WHERE report_id = ?1";
    let mut rows = db.prepare_cached(sql)?;
    rows.query_row([report.to_string()], |row| report_id(row.get_ref(0)?.as_str()?)).optional()
}

/// What a story's own row is made from.
struct Told {
    /// Its headline, or first words.
    title: String,
    has_headline: bool,
    is_transcript: bool,
    outlet: String,
    day: Option<String>,
    n_statements: i64,
}

fn add_story(
    db: &Connection,
    id: ReportId,
    Derived { story, kinds, words }: &Derived,
) -> rusqlite::Result<()> {
    let told: Vec<Told> =
        story.witnesses.iter().map(|it| told(db, it.report)).collect::<rusqlite::Result<_>>()?;
    let days = || told.iter().filter_map(|it| it.day.as_deref());
    let heads = story.heads();
    let is_own = |n: &usize| heads[*n] == story.witnesses[*n].report;
    let offered = (0..told.len()).map(|n| Offered {
        words: &told[n].title,
        is_headline: told[n].has_headline,
        is_plain: !told[n].is_transcript && kinds[n].is_plain(),
        counts: is_own(&n),
        outlet: &told[n].outlet,
    });
    let offered: Vec<Offered> = offered.collect();
    let title = title(&offered).map_or("", |it| it.span.of(offered[it.of].words));
    let all: Vec<&Told> = told.iter().collect();
    let own: Vec<&Told> = (0..told.len()).filter(is_own).map(|it| &told[it]).collect();
    let n_outlets =
        |told: &[&Told]| told.iter().map(|it| it.outlet.as_str()).collect::<BTreeSet<_>>().len();
    let n_statements = |told: &[&Told]| told.iter().map(|it| it.n_statements).sum::<i64>();
    let n_copies = story.witnesses.iter().filter(|it| it.exemplar.is_some()).count();
    let sql =
        "INSERT INTO story VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10, ?11, 0, 0, ?12)";
    db.prepare_cached(sql)?.execute(params![
        id.to_string(),
        title,
        days().min(),
        days().max(),
        all.len(),
        n_outlets(&all),
        n_copies,
        n_statements(&all),
        own.len(),
        n_outlets(&own),
        n_statements(&own),
        names(kinds.iter().flat_map(|it| it.iter())),
    ])?;
    let mut insert =
        db.prepare_cached("INSERT INTO witness VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for (n, (witness, head)) in story.witnesses.iter().zip(&heads).enumerate() {
        insert.execute(params![
            witness.report.to_string(),
            id.to_string(),
            n,
            witness.exemplar.map(|it| it.to_string()),
            witness.version_of.map(|it| it.to_string()),
            head.to_string(),
            names(kinds[n].iter()),
        ])?;
    }
    words.as_ref().map_or(Ok(()), |it| keep_words(db, id, it))
}

/// Kinds as JSON, each once, in order.
fn names(kinds: impl Iterator<Item = Kind>) -> String {
    let kinds = kinds.fold(Kinds::default(), Kinds::with);
    serde_json::json!(kinds.iter().map(Kind::name).collect::<Vec<_>>()).to_string()
}

fn told(db: &Connection, report: ReportId) -> rusqlite::Result<Told> {
    let sql = "SELECT title, outlet, url, place, published_day,
                      (SELECT count(*) FROM statement WHERE report_id = report.id),
                      EXISTS (SELECT 1 FROM part WHERE report_id = report.id AND kind = 'headline'),
                      genre = 'transcript'
               FROM report WHERE id = ?1";
    db.prepare_cached(sql)?.query_row([report.to_string()], |row| {
        let url: Option<String> = row.get(2)?;
        let host = url.as_deref().and_then(host_of).map(str::to_owned);
        Ok(Told {
            title: row.get(0)?,
            outlet: row.get::<_, Option<String>>(1)?.or(host).map_or_else(|| row.get(3), Ok)?,
            day: row.get(4)?,
            n_statements: row.get(5)?,
            has_headline: row.get(6)?,
            is_transcript: row.get(7)?,
        })
    })
}
