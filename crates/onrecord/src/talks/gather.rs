//! Which turns are of one negotiation: those of one matter that name the same parties, or none; and
//! those of other matters that name the same two.

use std::collections::{BTreeMap, BTreeSet};

use super::{Dated, Reported, Told, Who};
use crate::annotate::{Phase, TurnKind};
use crate::story::WITHIN;

/// Turns of one negotiation.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Keys of its parties.
    pub(super) parties: BTreeSet<String>,
    /// In order of day, report, place.
    pub(super) turns: Vec<Dated>,
}

pub(super) fn gather(reports: &[Reported]) -> Vec<Gathered> {
    let mut reports: Vec<&Reported> = reports.iter().filter(|it| it.copy_of.is_none()).collect();
    // Undated reports come last: they change no day.
    reports.sort_by_key(|it| (it.day.is_none(), it.day, it.report));
    let mut matters: BTreeMap<_, Vec<&Reported>> = BTreeMap::new();
    for it in reports {
        matters.entry(it.matter).or_default().push(it);
    }
    let mut all = Vec::new();
    for matter in matters.values() {
        all.extend(of_matter(matter));
    }
    join(all)
}

/// The negotiations of one matter.
fn of_matter(reports: &[&Reported]) -> Vec<Gathered> {
    let turns = || reports.iter().flat_map(|report| &report.turns);
    let alias = Aliases::of(turns().flat_map(everyone));
    let thirds: BTreeSet<String> = turns()
        .filter(|it| matches!(it.kind, TurnKind::Third(_)))
        .flat_map(|it| it.by.iter().filter(|it| it.is_named()).map(|it| alias.key(it)))
        .collect();
    let keys = |told: &Told| -> BTreeSet<String> {
        sides(told).map(|it| alias.key(it)).filter(|it| !thirds.contains(it)).collect()
    };
    let mut found: Vec<Gathered> = Vec::new();
    for set in turns().map(keys).filter(|it| it.len() > 1) {
        if !found.iter().any(|it| it.parties.intersection(&set).count() > 1) {
            found.push(Gathered { parties: set, turns: Vec::new() });
        }
    }
    if found.is_empty() {
        found = alone(turns().map(keys));
    }
    for report in reports {
        let mut last = None;
        for told in &report.turns {
            let own = keys(told);
            let at = place(&found, &own, last);
            let at = at.unwrap_or_else(|| {
                found.push(Gathered { parties: own.clone(), turns: Vec::new() });
                found.len() - 1
            });
            last = Some(at);
            found[at].turns.push(Dated { day: report.day, outlet: report.outlet.clone(), told: told.clone() });
        }
    }
    found.retain(|it| !it.turns.is_empty());
    found
}

/// Where no turn names two parties: those that one is named in at a time are of one negotiation if they
/// are two, and of one each if they are more.
fn alone(sets: impl Iterator<Item = BTreeSet<String>>) -> Vec<Gathered> {
    let all: BTreeSet<String> = sets.flatten().collect();
    if all.len() <= 2 {
        return vec![Gathered { parties: all, turns: Vec::new() }];
    }
    let one = |it| Gathered { parties: BTreeSet::from([it]), turns: Vec::new() };
    all.into_iter().map(one).collect()
}

/// The negotiation a turn is of: the one that has most of its parties; of several, or where it names
/// none, the one that the turn before it is of, else the first.
fn place(found: &[Gathered], own: &BTreeSet<String>, last: Option<usize>) -> Option<usize> {
    if own.is_empty() {
        return last.or((!found.is_empty()).then_some(0));
    }
    let shared = |it: usize| found[it].parties.intersection(own).count();
    let most = (0..found.len()).map(shared).max().filter(|it| *it > 0)?;
    let best = last.filter(|it| shared(*it) == most);
    best.or_else(|| (0..found.len()).find(|it| shared(*it) == most))
}

/// Those who negotiate, by a turn: whom it names as parties, and whose act it is where only a party
/// can do it.
fn sides(told: &Told) -> impl Iterator<Item = &Who> {
    let party = match told.kind {
        TurnKind::Phase(phase) => !matches!(phase, Phase::Proposed | Phase::Open | Phase::Stalled),
        _ => false,
    };
    let by = if party { &told.by[..] } else { &[] };
    told.parties.iter().chain(by).filter(|it| it.is_named())
}

fn everyone(told: &Told) -> impl Iterator<Item = &Who> {
    told.parties.iter().chain(&told.by).chain(&told.to)
}

/// Names that mean the same one within a matter: `Tarvonian` and `Tarvonia`, where no list tells.
#[derive(Debug, Default)]
pub(super) struct Aliases(BTreeMap<String, String>);

/// What makes the name of a people of the name of a country, as far as it is regular.
const PEOPLE: [&str; 9] = ["n", "an", "ian", "i", "ish", "ese", "s", "ns", "ic"];

impl Aliases {
    pub(super) fn of<'w>(all: impl Iterator<Item = &'w Who>) -> Aliases {
        const SHORTEST: usize = 4;
        let keys: BTreeSet<String> = all.map(Who::key).collect();
        let mut alias = BTreeMap::new();
        for long in &keys {
            let stem = |short: &&String| {
                let rest = long.strip_prefix(short.as_str());
                short.len() >= SHORTEST && rest.is_some_and(|it| PEOPLE.contains(&it))
            };
            if let Some(short) = keys.iter().find(stem) {
                alias.insert(long.clone(), short.clone());
            }
        }
        Aliases(alias)
    }

    pub(super) fn key(&self, who: &Who) -> String {
        let key = who.key();
        self.0.get(&key).cloned().unwrap_or(key)
    }
}

/// Negotiations of different matters between the same two or more, not too far apart in time.
fn join(all: Vec<Gathered>) -> Vec<Gathered> {
    let mut joined: Vec<Gathered> = Vec::new();
    let mut all = all;
    all.sort_by_key(|it| it.turns.first().map(|it| (it.day.is_none(), it.day, it.told.report, it.told.n)));
    for one in all {
        let same = |it: &&mut Gathered| {
            it.parties == one.parties && it.parties.len() > 1 && near(it, &one)
        };
        match joined.iter_mut().find(same) {
            Some(earlier) => {
                earlier.turns.extend(one.turns);
                earlier.turns.sort_by_key(|it| (it.day.is_none(), it.day, it.told.report, it.told.n));
            }
            None => joined.push(one),
        }
    }
    joined
}

fn near(a: &Gathered, b: &Gathered) -> bool {
    let (last, first) = (a.turns.iter().filter_map(|it| it.day).max(), b.turns.iter().filter_map(|it| it.day).min());
    match (last, first) {
        (Some(last), Some(first)) => first.since(last).is_ok_and(|it| it.get_days() <= WITHIN),
        _ => false,
    }
}
