//! Reports day by day in, groups out, and who shares text with whom. The groups of a day follow from
//! its reports and from those of the window of days before, and groups of earlier days are never
//! joined with each other: so the groups before any day are the final ones without their later
//! reports. Whoever knows those can go on from any day, and gets what he would have got from the
//! first day on.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::copies::{self, Shared, Window};
use super::linkage::{self, Group, Joined};
use super::signature::Signature;
use crate::report::ReportId;

/// A group takes reports until so many days after its first. What goes on longer goes on in another
/// story. (On 579 reports of 69 stories 21 scores as 30 and 45 do; 14 loses .003 of BCubed F1, 7
/// .012.) Copies are looked for as far back.
pub const WINDOW: i32 = 21;

/// A report and the group it is in, which is named by one of its first reports: the least id of
/// those of its first day. It keeps the name as long as no report of an earlier day comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placed {
    /// The report.
    pub report: ReportId,
    /// Its group.
    pub group: ReportId,
}

/// Text that two reports share; they may be of two groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedText {
    /// The report of the later day; of two of one day, that with the greater id.
    pub later: ReportId,
    /// The other.
    pub earlier: ReportId,
    /// Sampled runs of three words that both have, outside quotation marks, furniture aside.
    pub n_runs: u32,
    /// Runs of the later report.
    pub n_later: u32,
    /// Runs of the earlier one.
    pub n_earlier: u32,
}

/// What a day brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Its reports, in order.
    pub placed: Vec<Placed>,
    /// What they share with each other and with reports of the window before, in order.
    pub shared: Vec<SharedText>,
}

/// A report of the window before a day.
pub struct Known {
    /// Its signature.
    pub signature: Signature,
    /// Its group.
    pub group: ReportId,
    /// The first day of its group.
    pub first_day: i32,
}

/// What reports of the next day may join or share text with.
#[derive(Default)]
pub struct Timeline {
    open: Vec<Open>,
    /// Groups that began before take no more reports.
    open_from: i32,
    window: Window,
    seen: Seen,
}

struct Open {
    name: ReportId,
    first_day: i32,
    group: Group,
}

impl Timeline {
    /// For going on from a day: what the [`WINDOW`] of days before it have led to is to be taken up
    /// first, in order.
    pub fn before(day: i32) -> Timeline {
        Timeline { open_from: day - WINDOW, ..Timeline::default() }
    }

    /// Takes in the reports of a day that are grouped already, in order of id.
    pub fn take_up(&mut self, reports: &[Known]) {
        let places = self.open.iter().enumerate().map(|(n, it)| (it.name, n));
        let mut places: FxHashMap<ReportId, usize> = places.collect();
        for Known { signature, group: name, first_day } in reports {
            if signature.kinds.joins_last() || *first_day < self.open_from {
                continue;
            }
            let group = Group::of(signature);
            match places.get(name) {
                Some(place) => self.open[*place].group.add(&group),
                None => {
                    places.insert(*name, self.open.len());
                    self.open.push(Open { name: *name, first_day: *first_day, group });
                }
            }
        }
        self.hold(reports);
    }

    /// Takes in reports of a day that are grouped already.
    fn hold(&mut self, reports: &[Known]) {
        let placed = |it: &Known| {
            let placed = Placed { report: it.signature.report, group: it.group };
            (placed, it.signature.kinds.joins_last())
        };
        let Some(day) = reports.first().and_then(|it| it.signature.placed()) else { return };
        let numbers = self.seen.add(day, reports.iter().map(placed));
        let numbered = numbers.zip(reports.iter().map(|it| &it.signature));
        self.window.hold(&numbered.collect::<Vec<_>>());
    }

    /// Groups the reports of a day, which must be later than those before it.
    pub fn add_day(&mut self, day: i32, reports: &[&Signature]) -> Day {
        self.open_from = day - WINDOW;
        self.open.retain(|it| it.first_day >= self.open_from);
        self.window.forget_before(self.seen.forget_before(day - WINDOW));
        let mut reports = reports.to_vec();
        reports.sort_unstable_by_key(|it| it.report);
        let (last, plain): (Vec<&Signature>, Vec<&Signature>) =
            reports.iter().copied().partition(|it| it.kinds.joins_last());
        let mut joined = self.joined(day, &plain);
        let alone = join_last(&mut joined, &last);
        let placed = placed(&joined, &alone);
        let joins_last = reports.iter().map(|it| it.kinds.joins_last());
        let numbers = self.seen.add(day, placed.iter().copied().zip(joins_last));
        let numbered: Vec<(u32, &Signature)> = numbers.zip(reports).collect();
        let shared = self.window.meet(&numbered, |it| self.seen.group_of(it));
        let joined = self.brought_together(joined, &shared);
        let day = Day { placed: self::placed(&joined, &alone), shared: self.seen.named(&shared) };
        self.seen.put_again(&day.placed);
        self.open = joined.into_iter().map(|it| it.open).collect();
        day
    }

    /// The groups of a day's reports, by their words alone; those without any, too.
    fn joined(&mut self, day: i32, reports: &[&Signature]) -> Vec<Taken> {
        // The largest first: they are looked at first when many share a word.
        self.open.sort_by_key(|it| (Reverse(it.group.n_reports()), it.name));
        let old = std::mem::take(&mut self.open);
        let names: Vec<(ReportId, i32)> = old.iter().map(|it| (it.name, it.first_day)).collect();
        let groups = old.into_iter().map(|it| it.group);
        let groups = groups.chain(reports.iter().map(|it| Group::of(it))).collect();
        taken(linkage::join(groups, names.len()), &names, reports, day)
    }

    /// A group of new reports alone, of which half or more share text with reports of one other
    /// group, joins that: outlets cut an agency's text so far that its words are no longer alike.
    fn brought_together(&self, joined: Vec<Taken>, shared: &[Shared]) -> Vec<Taken> {
        let copies = shared.iter().filter(|it| it.of_longer() >= copies::OF_LONGER);
        let mut ties: BTreeMap<(ReportId, ReportId), BTreeSet<u32>> = BTreeMap::new();
        for Shared { later, earlier, .. } in copies {
            if [later, earlier].iter().any(|it| self.seen.report(**it).joins_last) {
                continue;
            }
            let (one, other) = (self.seen.name_of(*later), self.seen.name_of(*earlier));
            if one != other {
                ties.entry((one, other)).or_default().insert(*later);
                ties.entry((other, one)).or_default().insert(*earlier);
            }
        }
        if ties.is_empty() {
            return joined;
        }
        let mut groups: BTreeMap<ReportId, Taken> =
            joined.into_iter().map(|it| (it.open.name, it)).collect();
        // The strongest first; of the same strength, by name.
        let mut ties: Vec<(Reverse<usize>, ReportId, ReportId)> =
            ties.into_iter().map(|((from, to), it)| (Reverse(it.len()), from, to)).collect();
        ties.sort_unstable();
        let mut into: BTreeMap<ReportId, ReportId> = BTreeMap::new();
        for (Reverse(n_tied), from, to) in ties {
            let to = root(&into, to);
            // Groups that are closed are not among these.
            let (Some(one), Some(other)) = (groups.get(&from), groups.get(&to)) else { continue };
            let may = from != to
                && !one.has_old
                && 2 * n_tied >= one.reports.len()
                && one.open.group.may_be_one(&other.open.group);
            if may && let (Some(one), Some(other)) = (groups.remove(&from), groups.remove(&to)) {
                let both = one.and(other);
                into.insert(from, both.open.name);
                into.insert(to, both.open.name);
                into.remove(&both.open.name);
                groups.insert(both.open.name, both);
            }
        }
        groups.into_values().collect()
    }
}

fn root(into: &BTreeMap<ReportId, ReportId>, mut name: ReportId) -> ReportId {
    while let Some(next) = into.get(&name) {
        name = *next;
    }
    name
}

/// A group after a day, and the day's reports that it took.
struct Taken {
    open: Open,
    /// There were reports of it before.
    has_old: bool,
    reports: Vec<ReportId>,
}

impl Taken {
    /// Both together, of which at most one has reports of before.
    fn and(self, other: Taken) -> Taken {
        let (first, second) = match (self.has_old, other.has_old) {
            (true, _) => (self, other),
            (_, true) => (other, self),
            _ if self.open.name <= other.open.name => (self, other),
            _ => (other, self),
        };
        let open = Open { group: first.open.group.and(&second.open.group), ..first.open };
        let reports = [first.reports, second.reports].concat();
        Taken { open, has_old: first.has_old, reports }
    }
}

/// What was joined, with names: `old` are those of the groups before, with their first days.
fn taken(
    joined: Vec<Joined>,
    old: &[(ReportId, i32)],
    reports: &[&Signature],
    day: i32,
) -> Vec<Taken> {
    let take = |Joined { group, places }: Joined| {
        let has_old = places.first().is_some_and(|it| *it < old.len());
        let new = places.iter().filter_map(|it| Some(reports[it.checked_sub(old.len())?].report));
        let new: Vec<ReportId> = new.collect();
        // Places are in order, and reports: a group of before comes first, else the least report.
        let (name, first_day) = if has_old { old[places[0]] } else { (new[0], day) };
        Taken { open: Open { name, first_day, group }, has_old, reports: new }
    };
    joined.into_iter().map(take).collect()
}

/// Puts reports that tell many things at once, live blogs and round-ups, into the groups they are
/// nearest to; gives those that are like none. These are groups by themselves, which no report joins.
fn join_last(groups: &mut [Taken], reports: &[&Signature]) -> Vec<ReportId> {
    if reports.is_empty() {
        return Vec::new();
    }
    let known: Vec<&Group> = groups.iter().map(|it| &it.open.group).collect();
    let new: Vec<Group> = reports.iter().map(|it| Group::of(it)).collect();
    let mut alone = Vec::new();
    for (near, it) in linkage::nearest(&known, &new).into_iter().zip(reports) {
        match near {
            Some(near) => groups[near].reports.push(it.report),
            None => alone.push(it.report),
        }
    }
    alone
}

fn placed(groups: &[Taken], alone: &[ReportId]) -> Vec<Placed> {
    let of = |it: &Taken| -> Vec<Placed> {
        it.reports.iter().map(|report| Placed { report: *report, group: it.open.name }).collect()
    };
    let mut placed: Vec<Placed> = groups.iter().flat_map(of).collect();
    placed.extend(alone.iter().map(|it| Placed { report: *it, group: *it }));
    placed.sort_unstable();
    placed
}

/// Reports by number, with their groups by number.
#[derive(Default)]
struct Seen {
    /// The number of the first.
    first: u32,
    reports: std::collections::VecDeque<SeenReport>,
    groups: FxHashMap<ReportId, u32>,
    names: Vec<ReportId>,
}

struct SeenReport {
    report: ReportId,
    day: i32,
    group: u32,
    /// It is a live blog or a round-up.
    joins_last: bool,
}

impl Seen {
    /// Numbers of the reports, in order; each comes with whether it joins last.
    fn add(
        &mut self,
        day: i32,
        placed: impl Iterator<Item = (Placed, bool)>,
    ) -> std::ops::Range<u32> {
        let start = self.first + self.reports.len() as u32;
        for (Placed { report, group }, joins_last) in placed {
            let group = self.number(group);
            self.reports.push_back(SeenReport { report, day, group, joins_last });
        }
        start..self.first + self.reports.len() as u32
    }

    fn number(&mut self, group: ReportId) -> u32 {
        let next = self.names.len() as u32;
        let number = *self.groups.entry(group).or_insert(next);
        if number == next {
            self.names.push(group);
        }
        number
    }

    /// Drops reports of earlier days; gives the number of the first that is left.
    fn forget_before(&mut self, day: i32) -> u32 {
        while self.reports.front().is_some_and(|it| it.day < day) {
            self.reports.pop_front();
            self.first += 1;
        }
        self.first
    }

    /// The reports of the last day are in these groups now, in the order they were added.
    fn put_again(&mut self, placed: &[Placed]) {
        let from = self.reports.len() - placed.len();
        for (n, Placed { group, .. }) in placed.iter().enumerate() {
            self.reports[from + n].group = self.number(*group);
        }
    }

    fn report(&self, number: u32) -> &SeenReport {
        &self.reports[(number - self.first) as usize]
    }

    fn group_of(&self, number: u32) -> u32 {
        self.report(number).group
    }

    fn name_of(&self, number: u32) -> ReportId {
        self.names[self.group_of(number) as usize]
    }

    fn named(&self, shared: &[Shared]) -> Vec<SharedText> {
        let named = |it: &Shared| SharedText {
            later: self.report(it.later).report,
            earlier: self.report(it.earlier).report,
            n_runs: it.n_runs,
            n_later: it.n_later,
            n_earlier: it.n_earlier,
        };
        let mut named: Vec<SharedText> = shared.iter().map(named).collect();
        named.sort_unstable();
        named
    }
}

// Reports without a day ---------------------------------------------------------------------------

/// Groups reports that tell no day and were captured on none, among themselves and with groups of
/// any day, which come in order of name, and tells with which reports they share text.
pub fn place_undated(
    dated: impl Iterator<Item = (ReportId, Vec<Signature>)>,
    reports: &[&Signature],
) -> Day {
    let mut reports = reports.to_vec();
    reports.sort_unstable_by_key(|it| it.report);
    let (last, plain): (Vec<&Signature>, Vec<&Signature>) =
        reports.iter().copied().partition(|it| it.kinds.joins_last());
    let new: Vec<Group> = plain.iter().map(|it| Group::of(it)).collect();
    let mut words: FxHashSet<u32> = new.iter().flat_map(Group::key_words).collect();
    last.iter().for_each(|it| words.extend(Group::of(it).key_words()));
    let runs: FxHashSet<u32> = reports.iter().flat_map(|it| it.shingles.iter().copied()).collect();
    let mut old: Vec<(ReportId, Group)> = Vec::new();
    let mut seen = Seen::default();
    let mut held: Vec<Signature> = Vec::new();
    for (name, mut members) in dated {
        members.sort_unstable_by_key(|it| it.report);
        let plain = members.iter().filter(|it| !it.kinds.joins_last()).map(Group::of);
        let group = plain.reduce(|all, it| all.and(&it));
        let group = group.filter(|it| it.key_words().any(|it| words.contains(&it)));
        old.extend(group.map(|it| (name, it)));
        held.extend(
            members.into_iter().filter_map(|it| with_shared_runs(it, &runs, name, &mut seen)),
        );
    }
    old.sort_by_key(|(name, group)| (Reverse(group.n_reports()), *name));
    let (names, old): (Vec<(ReportId, i32)>, Vec<Group>) =
        old.into_iter().map(|(name, group)| ((name, 0), group)).unzip();
    let joined = linkage::join(old.into_iter().chain(new).collect(), names.len());
    let mut joined = taken(joined, &names, &plain, 0);
    let alone = join_last(&mut joined, &last);
    let placed = placed(&joined, &alone);
    let mut window = Window::default();
    window.hold(&(0..).zip(&held).collect::<Vec<_>>());
    let numbered: Vec<(u32, &Signature)> =
        seen.add(0, placed.iter().map(|it| (*it, false))).zip(reports).collect();
    let shared = window.meet(&numbered, |it| seen.group_of(it));
    Day { placed, shared: seen.named(&shared) }
}

/// A report with what counts when its text is held against others': all its runs, if it has some
/// in common with them; `None` if it has none.
fn with_shared_runs(
    mut signature: Signature,
    runs: &FxHashSet<u32>,
    group: ReportId,
    seen: &mut Seen,
) -> Option<Signature> {
    let shared: Vec<u32> =
        signature.shingles.iter().copied().filter(|it| runs.contains(it)).collect();
    if shared.is_empty() {
        return None;
    }
    if shared.len() < copies::LEAST_SHARED_THIN as usize {
        // No pair: but the run may be furniture.
        signature.shingles = shared.into();
    }
    signature.words = Box::default();
    seen.add(0, std::iter::once((Placed { report: signature.report, group }, false)));
    Some(signature)
}

// All at once -------------------------------------------------------------------------------------

/// All reports at once, from the first day on; in order.
pub(super) fn place_all(signatures: &[&Signature]) -> Day {
    let mut days: BTreeMap<Option<i32>, Vec<&Signature>> = BTreeMap::new();
    for signature in signatures {
        days.entry(signature.placed()).or_default().push(signature);
    }
    let undated = days.remove(&None).unwrap_or_default();
    let mut timeline = Timeline::default();
    let mut all = Day::default();
    for (day, reports) in &days {
        all.extend(day.map_or_else(Day::default, |it| timeline.add_day(it, reports)));
    }
    if !undated.is_empty() {
        let by_id: BTreeMap<ReportId, &Signature> =
            signatures.iter().map(|it| (it.report, *it)).collect();
        let mut groups: BTreeMap<ReportId, Vec<Signature>> = BTreeMap::new();
        for Placed { report, group } in &all.placed {
            groups.entry(*group).or_default().extend(by_id.get(report).map(|it| (*it).clone()));
        }
        all.extend(place_undated(groups.into_iter(), &undated));
    }
    all.placed.sort_unstable();
    all.shared.sort_unstable();
    all
}

impl Day {
    fn extend(&mut self, other: Day) {
        self.placed.extend(other.placed);
        self.shared.extend(other.shared);
    }
}
