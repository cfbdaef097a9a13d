//! Which stories begin on a day, how many reports each gets, when, from whom, and of what kind. The
//! same for the same seed, day and number.

use crate::language::Random;

use super::world::World;

pub(super) const MINUTES: i64 = 24 * 60;

/// A story has no more reports than this. (The largest of the grouping sets has some hundreds.)
const MOST_REPORTS: f64 = 200.0;

/// How fast stories of more reports get rarer: of 100, 58 have one report, 25 three or more, 6 ten.
const FALL: f64 = 1.25;

/// A story is told of no longer than this, in days.
const LONGEST: f64 = 12.0;

/// A report comes in at most so many days late.
const LATEST: usize = 20;

/// A series of happenings (rounds of talks, weekly briefings) is kept up for so many days.
const SERIES_DAYS: i64 = 60;

/// A story of the crawl, and what is left to be written of it.
pub(super) struct Plan {
    /// The day it begins, and its place among those of the day: its name.
    pub(super) day: i64,
    pub(super) n: u64,
    /// The series it belongs to.
    pub(super) series: Option<u64>,
    /// By time of publication.
    pub(super) slots: Vec<Slot>,
}

/// A report to be written.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// Its place in the story: its name, with the story's.
    pub(super) n: usize,
    /// Minutes since the beginning of the first day.
    pub(super) minute: i64,
    /// The day it comes in.
    pub(super) arrives: i64,
    pub(super) outlet: usize,
    pub(super) kind: Kind,
    pub(super) is_undated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// In the outlet's own words.
    Own,
    /// The text of an agency, as the first has it that prints it.
    Exemplar {
        agency: usize,
    },
    /// A copy of what the report with this place printed.
    Copy {
        agency: usize,
        of: usize,
    },
    /// A later state of the page of that report.
    State {
        of: usize,
    },
    /// A page of short entries, some of them on other stories.
    Live,
    /// A paragraph on each of several stories of the day.
    RoundUp,
    Transcript,
}

impl Plan {
    /// A story of the day.
    pub(super) fn new(world: &World, day: i64, n: u64, n_series: u64) -> Plan {
        let mut random = Random::of(&[world.seed, 2, day as u64, n]);
        let series = random.percent(18).then(|| {
            let of_epoch = random.next() % n_series.max(1);
            (day / SERIES_DAYS) as u64 * n_series.max(1) + of_epoch
        });
        let n_reports = (1.0 - random.share()).powf(-1.0 / FALL).min(MOST_REPORTS) as usize;
        let start = day * MINUTES + random.below(MINUTES as usize) as i64;
        let mut plan = Plan { day, n, series, slots: Vec::with_capacity(n_reports) };
        if n_reports == 1 && random.percent(2) {
            plan.push(world, &mut random, start, Kind::RoundUp);
            return plan;
        }
        // Interest falls off by half in a day or so, later where there is much of it.
        let mean = 0.4 + n_reports as f64 * 0.03;
        let mut minutes: Vec<i64> = (0..n_reports)
            .map(|_| {
                let days = (-(1.0 - random.share()).ln() * mean).min(LONGEST);
                start + (days * MINUTES as f64) as i64
            })
            .collect();
        minutes.sort_unstable();
        let transcript = (n_reports >= 4 && random.percent(20)).then(|| random.below(n_reports));
        for (n, minute) in minutes.into_iter().enumerate() {
            let kind = match transcript {
                Some(it) if it == n => Kind::Transcript,
                _ => plan.kind(&mut random, n_reports),
            };
            plan.push(world, &mut random, minute, kind);
        }
        plan
    }

    fn kind(&self, random: &mut Random, n_reports: usize) -> Kind {
        // Large stories have more than one agency text.
        let agency = random.below(1 + n_reports / 15);
        let printed = |it: &Slot| it.kind == Kind::Exemplar { agency };
        match random.below(100) {
            0..30 if n_reports > 1 => match self.slots.iter().find(|it| printed(it)) {
                Some(it) => Kind::Copy { agency, of: it.n },
                None => Kind::Exemplar { agency },
            },
            30..35 => match self.slots.iter().rev().find(|it| it.kind == Kind::Own) {
                Some(it) => Kind::State { of: it.n },
                None => Kind::Own,
            },
            35..37 if n_reports >= 30 => Kind::Live,
            _ => Kind::Own,
        }
    }

    fn push(&mut self, world: &World, random: &mut Random, minute: i64, kind: Kind) {
        let late = if random.percent(3) { 1 + random.below(LATEST) as i64 } else { 0 };
        let outlet = match kind {
            Kind::State { of } => self.slots[of].outlet,
            // An agency mostly prints its own text first.
            Kind::Exemplar { agency } if random.percent(70) => self.agency(agency),
            _ => self.outlet(world, random),
        };
        let is_undated = match kind {
            Kind::State { of } => self.slots[of].is_undated,
            _ => random.percent(2),
        };
        let minute = match kind {
            // It keeps its page's date.
            Kind::State { of } => self.slots[of].minute,
            _ => minute,
        };
        let arrives = match kind {
            Kind::State { of } => self.slots[of].arrives + i64::from(random.percent(30)),
            _ => minute.div_euclid(MINUTES) + late,
        };
        let n = self.slots.len();
        self.slots.push(Slot { n, minute, arrives, outlet, kind, is_undated });
    }

    /// The agency that is behind the story's agency text of that number. Agencies are the first
    /// among the outlets.
    pub(super) fn agency(&self, agency: usize) -> usize {
        (self.n as usize + agency) % super::world::AGENCIES.len()
    }

    /// One that has not told of the story yet, mostly.
    fn outlet(&self, world: &World, random: &mut Random) -> usize {
        let mut outlet = world.draw_outlet(random);
        for _ in 0..3 {
            if !self.slots.iter().any(|it| it.outlet == outlet) {
                break;
            }
            outlet = world.draw_outlet(random);
        }
        outlet
    }

    /// Nothing of it comes in after that day.
    pub(super) fn is_over(&self, day: i64) -> bool {
        self.slots.iter().all(|it| it.arrives <= day)
    }
}
