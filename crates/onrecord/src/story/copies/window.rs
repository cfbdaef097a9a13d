//! Reports of a stretch of days by their runs of words, and the pairs that share text.
//!
//! A day's reports are laid beside those of the days before, run by run: both lie in order, so this
//! is one walk along two lists a day. Nothing is looked up at random, and a day that leaves the
//! window is dropped whole.

use rustc_hash::FxHashMap;

use super::super::signature::Signature;
use super::sample;

/// A copy shares this much of the shorter text, in per cent. (Copy-finding anchors.)
const CONTAINED: u32 = 40;

/// The same for two transcripts: whoever takes down one briefing has nearly the same words, and is a
/// witness of his own. (A judgement: no two transcripts of one briefing were at hand to measure.)
const CONTAINED_TRANSCRIPT: u32 = 98;

/// So many sampled runs must be shared, about 24 words: short texts share that much by accident
/// less often than their share alone would say.
const LEAST_SHARED: u32 = 6;

/// Where the longer text is sampled more thinly, fewer runs stand for as many words; but fewer than
/// this are no sample.
pub(in crate::story) const LEAST_SHARED_THIN: u32 = 4;

/// Reports of two groups, which are otherwise not alike, must share so many runs, 44 words …
const ACROSS_RUNS: u32 = 11;

/// … or this share of the shorter, in per cent: two briefs that nothing joins but the note under both
/// are copies in the half of their words.
const ACROSS: u32 = 60;

/// A run in so many unlinked groups is furniture. (Natural copies across stories share only such
/// runs.)
const FURNITURE: usize = 3;

/// A run in so many groups is furniture though they may be linked. (On edits of 579 reports
/// (eval/edits.py) 12 finds .984 of pairs, 8 .978.)
const EVERYWHERE: usize = 12;

/// Two groups are linked if a report of one has this share, in per cent, of one of the other …
const LINKED: u32 = 50;

/// … and so many runs of it, some 32 words: more than most notes under reports. An agency's text that
/// stands in three groups, because outlets cut and joined it, is no furniture. (Same edits: without
/// links .85 of pairs are found; with 40 per cent 27 unrelated pairs are, with 50 five.)
const LINKED_RUNS: u32 = 8;

/// Of the reports that hold a run, only so many, the first, are laid beside each new one: when
/// hundreds print one text, its first holders show that as well as all of them.
const MOST_HOLDERS: usize = 32;

/// Text that two reports share. Runs of words are counted in samples of the same thinness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shared {
    /// Number of the report with the greater number, the later one.
    pub later: u32,
    /// Number of the other.
    pub earlier: u32,
    /// Sampled runs of three words that both have, furniture aside.
    pub n_runs: u32,
    /// Runs of the later report, furniture aside.
    pub n_later: u32,
    /// Runs of the earlier one.
    pub n_earlier: u32,
}

impl Shared {
    /// Share of the shorter text that the longer has too, 0 to 1.
    pub fn of_shorter(&self) -> f64 {
        f64::from(self.n_runs) / f64::from(self.n_later.min(self.n_earlier).max(1))
    }

    /// Share of the longer text that the shorter has too, 0 to 1. Small for a round-up, which holds
    /// other reports among much else.
    pub fn of_longer(&self) -> f64 {
        f64::from(self.n_runs) / f64::from(self.n_later.max(self.n_earlier).max(1))
    }

    fn is_contained(&self, per_cent: u32) -> bool {
        self.n_runs * 100 >= per_cent * self.n_later.min(self.n_earlier)
    }
}

/// The reports of the last days, by their runs of words.
#[derive(Default)]
pub struct Window {
    days: Vec<Day>,
}

/// Reports that came together.
struct Day {
    /// In order.
    held: Vec<Held>,
    /// Numbers of the reports that are transcripts, in order.
    transcripts: Vec<u32>,
    /// The last report's number.
    last: u32,
}

/// That a report holds a run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Held {
    run: u32,
    report: u32,
}

impl Window {
    /// The pairs that share text, of which at least one is among `new`, in order of the later, then
    /// of the earlier; and takes the new ones in.
    ///
    /// Reports have numbers, greater than those taken in before, each its own. `group_of` gives the
    /// story that a report has been put into, new ones too: a run that three groups have is
    /// furniture and does not count. The order of `new` changes nothing.
    pub fn meet(
        &mut self,
        new: &[(u32, &Signature)],
        group_of: impl Fn(u32) -> u32,
    ) -> Vec<Shared> {
        self.days.push(Day::of(new));
        let Some((day, before)) = self.days.split_last() else { return Vec::new() };
        let standing = Standing::of(day, before, &group_of);
        let met = standing.met();
        let pairs = || {
            let enough = |it: &&[Met]| it.len() as u32 >= LEAST_SHARED_THIN;
            met.chunk_by(|a, b| (a.later, a.earlier) == (b.later, b.earlier)).filter(enough)
        };
        let mut runs = Runs::of(pairs(), &self.days);
        let mut linked = Linked::default();
        for pair in pairs().map(|it| runs.shared(it, it.len())) {
            if pair.n_runs >= LINKED_RUNS && pair.is_contained(LINKED) {
                linked.link(group_of(pair.later), group_of(pair.earlier));
            }
        }
        let furniture = standing.furniture(&mut linked);
        runs.leave_out(&standing, &furniture);
        let counted = |it: &[Met]| it.iter().filter(|it| !furniture[it.run as usize]).count();
        let shared = pairs().map(|it| runs.shared(it, counted(it)));
        let one_group = |it: &Shared| group_of(it.later) == group_of(it.earlier);
        shared.filter(|it| self.is_copy(it, &runs, one_group(it))).collect()
    }

    /// Takes reports in without looking what they share, as [`Window::meet`] does: it was looked
    /// for before.
    pub fn hold(&mut self, reports: &[(u32, &Signature)]) {
        self.days.push(Day::of(reports));
    }

    /// Drops days of which all reports have lower numbers.
    pub fn forget_before(&mut self, report: u32) {
        self.days.retain(|it| it.last >= report);
    }

    /// What it needs of memory.
    pub fn bytes(&self) -> usize {
        let of = |it: &Day| {
            size_of::<Day>() + size_of_val(&it.held[..]) + size_of_val(&it.transcripts[..])
        };
        self.days.iter().map(of).sum()
    }

    fn is_copy(&self, pair: &Shared, runs: &Runs, one_group: bool) -> bool {
        let transcripts = self.is_transcript(pair.later) && self.is_transcript(pair.earlier);
        let contained = if transcripts { CONTAINED_TRANSCRIPT } else { CONTAINED };
        let least = (LEAST_SHARED / runs.thinness(pair)).max(LEAST_SHARED_THIN);
        let much = pair.n_runs >= ACROSS_RUNS || pair.is_contained(ACROSS);
        pair.n_runs >= least && pair.is_contained(contained) && (one_group || much)
    }

    fn is_transcript(&self, report: u32) -> bool {
        self.days.iter().any(|it| it.transcripts.binary_search(&report).is_ok())
    }
}

impl Day {
    fn of(reports: &[(u32, &Signature)]) -> Day {
        let runs = |(report, it): &(u32, &Signature)| -> Vec<Held> {
            it.shingles.iter().map(|run| Held { run: *run, report: *report }).collect()
        };
        let mut held: Vec<Held> = reports.iter().flat_map(runs).collect();
        held.sort_unstable();
        held.shrink_to_fit();
        let mut transcripts: Vec<u32> =
            reports.iter().filter(|(_, it)| it.transcript).map(|(report, _)| *report).collect();
        transcripts.sort_unstable();
        let last = reports.iter().map(|(report, _)| *report).max().unwrap_or(0);
        Day { held, transcripts, last }
    }
}

/// The runs of a day's reports, and who holds them.
struct Standing<'d> {
    day: &'d Day,
    /// Each run of the day's reports once, in order.
    runs: Vec<Run>,
    /// Which of `runs`, by its place, is held by which reports of the days before; not those that
    /// stood everywhere when it was met.
    before: Vec<(u32, u32)>,
}

/// A run of a day's report.
struct Run {
    run: u32,
    /// How many reports of the days before are told to hold it.
    n_before: u32,
    /// How many of `groups` are told.
    n_groups: usize,
    /// The groups that hold it.
    groups: [u32; EVERYWHERE],
}

impl Run {
    fn new(run: u32) -> Run {
        Run { run, n_before: 0, n_groups: 0, groups: [0; EVERYWHERE] }
    }

    fn groups(&self) -> &[u32] {
        &self.groups[..self.n_groups]
    }

    fn is_everywhere(&self) -> bool {
        self.n_groups == EVERYWHERE
    }

    fn stands_in(&mut self, group: u32) {
        if !self.is_everywhere() && !self.groups().contains(&group) {
            self.groups[self.n_groups] = group;
            self.n_groups += 1;
        }
    }
}

impl<'d> Standing<'d> {
    fn of(day: &'d Day, before: &[Day], group_of: &impl Fn(u32) -> u32) -> Standing<'d> {
        let mut runs: Vec<Run> = Vec::new();
        for same in day.held.chunk_by(|a, b| a.run == b.run) {
            let mut run = Run::new(same[0].run);
            same.iter().for_each(|it| run.stands_in(group_of(it.report)));
            runs.push(run);
        }
        let mut standing = Standing { day, runs, before: Vec::new() };
        for earlier in before {
            standing.lay_beside(earlier, group_of);
        }
        standing.before.sort_unstable();
        standing
    }

    fn lay_beside(&mut self, earlier: &Day, group_of: &impl Fn(u32) -> u32) {
        let mut held = &earlier.held[..];
        for (n, run) in self.runs.iter_mut().enumerate().filter(|(_, it)| !it.is_everywhere()) {
            held = from(held, run.run);
            let sought = run.run;
            for it in held.iter().take_while(|it| it.run == sought) {
                run.stands_in(group_of(it.report));
                if run.is_everywhere() {
                    break;
                }
                if run.n_before < MOST_HOLDERS as u32 {
                    run.n_before += 1;
                    self.before.push((n as u32, it.report));
                }
            }
        }
    }

    /// What new reports have in common with others, run by run, but for runs that stand everywhere;
    /// in order of the pair.
    fn met(&self) -> Vec<Met> {
        let mut met: Vec<Met> = Vec::new();
        let mut before = self.before.chunk_by(|a, b| a.0 == b.0).peekable();
        let mut holders: Vec<u32> = Vec::new();
        let same = self.day.held.chunk_by(|a, b| a.run == b.run);
        for ((n, run), same) in (0..).zip(&self.runs).zip(same) {
            let earlier = before.next_if(|it| it[0].0 == n).unwrap_or_default();
            if run.is_everywhere() {
                continue;
            }
            holders.clear();
            holders.extend(earlier.iter().map(|(_, report)| *report));
            for new in same {
                let first = &holders[..holders.len().min(MOST_HOLDERS)];
                let with = |it: &u32| Met { later: new.report, earlier: *it, run: n };
                met.extend(first.iter().map(with));
                holders.push(new.report);
            }
        }
        met.sort_unstable();
        met
    }

    /// Which runs, by their places, are furniture, once some groups are known to be linked.
    fn furniture(&self, linked: &mut Linked) -> Vec<bool> {
        let mut is_furniture = |run: &Run| {
            let mut groups = [None; FURNITURE];
            for group in run.groups() {
                let group = linked.find(*group);
                let place = groups.iter_mut().find(|it| it.is_none_or(|it| it == group));
                if let Some(place) = place {
                    *place = Some(group);
                }
            }
            groups[FURNITURE - 1].is_some()
        };
        let few = |it: &Run| it.n_groups < FURNITURE;
        let runs = self.runs.iter();
        runs.map(|it| it.is_everywhere() || !few(it) && is_furniture(it)).collect()
    }
}

/// That a new report has a run, told by its place, in common with another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Met {
    later: u32,
    earlier: u32,
    run: u32,
}

/// Groups that have text in common, each with another of its set that has a lower number.
#[derive(Default)]
struct Linked(FxHashMap<u32, u32>);

impl Linked {
    fn link(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        if a != b {
            self.0.insert(a.max(b), a.min(b));
        }
    }

    /// The lowest number of its set.
    fn find(&mut self, group: u32) -> u32 {
        let mut first = group;
        while let Some(lower) = self.0.get(&first) {
            first = *lower;
        }
        if first != group {
            self.0.insert(group, first);
        }
        first
    }
}

/// What is left of a list from `run` on. Steps grow, so that few runs pass a long list quickly.
fn from(held: &[Held], run: u32) -> &[Held] {
    let mut step = 1;
    while held.get(step).is_some_and(|it| it.run < run) {
        step *= 2;
    }
    let (start, end) = (step / 2, held.len().min(step + 1));
    &held[start + held[start..end].partition_point(|it| it.run < run)..]
}

/// The runs of some reports, each's in order.
struct Runs(FxHashMap<u32, Sample>);

struct Sample {
    /// What all its runs begin with, those that are left out too.
    zeros: u32,
    runs: Vec<u32>,
}

impl Runs {
    /// Of those that have something in common.
    fn of<'m>(pairs: impl Iterator<Item = &'m [Met]>, days: &[Day]) -> Runs {
        let mut named: Vec<u32> = pairs.flat_map(|it| [it[0].later, it[0].earlier]).collect();
        named.sort_unstable();
        named.dedup();
        let lowest = named.first().copied().unwrap_or(0);
        let place = |report: u32| report.checked_sub(lowest).map(|it| it as usize);
        let mut is_named = vec![false; named.last().map_or(0, |it| (it - lowest) as usize + 1)];
        named.iter().filter_map(|it| place(*it)).for_each(|it| is_named[it] = true);
        let mut runs: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for held in days.iter().filter(|it| it.last >= lowest).flat_map(|it| &it.held) {
            if place(held.report).is_some_and(|it| is_named.get(it) == Some(&true)) {
                runs.entry(held.report).or_default().push(held.run);
            }
        }
        let sample = |runs: Vec<u32>| Sample { zeros: sample::zeros(&runs), runs };
        Runs(runs.into_iter().map(|(report, runs)| (report, sample(runs))).collect())
    }

    /// Takes furniture off. A note that none of the day's reports has is not known as such; it
    /// makes an earlier report longer, and a pair no likelier.
    fn leave_out(&mut self, standing: &Standing, furniture: &[bool]) {
        // In order, and few.
        let runs = standing.runs.iter().zip(furniture).filter(|(_, it)| **it);
        let furniture: Vec<u32> = runs.map(|(it, _)| it.run).collect();
        if furniture.is_empty() {
            return;
        }
        let is_left = |run: &u32| furniture.binary_search(run).is_err();
        #[expect(clippy::iter_over_hash_type, reason = "each is changed by itself")]
        for sample in self.0.values_mut() {
            sample.runs.retain(is_left);
        }
    }

    /// A pair with so many runs in common, and its lengths: of what both would have kept.
    fn shared(&self, met: &[Met], n_runs: usize) -> Shared {
        let (later, earlier) = (met[0].later, met[0].earlier);
        let zeros = self.zeros(later, earlier);
        let length = |report: u32| sample::within(&self.0[&report].runs, zeros).len() as u32;
        let (n_later, n_earlier) = (length(later), length(earlier));
        Shared { later, earlier, n_runs: n_runs as u32, n_later, n_earlier }
    }

    fn zeros(&self, a: u32, b: u32) -> u32 {
        self.0[&a].zeros.max(self.0[&b].zeros)
    }

    fn thinness(&self, pair: &Shared) -> u32 {
        sample::thinness(self.zeros(pair.later, pair.earlier))
    }
}
