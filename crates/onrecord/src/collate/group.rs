//! Units of all reports in, groups of units that are one utterance out.
//!
//! Links are taken best first. A group has one unit of a report, or several that stand side by side
//! in one statement (one outlet's sentence is another's two). A link that would break this, or that
//! joins groups whose members hardly resemble each other, is not taken.

use rustc_hash::FxHashMap;

use super::candidate;
use super::link::Prepared;
use super::pair::{Claim, Comparer};
use super::unit::Unit;

/// How two units' speakers stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Speakers {
    /// One name.
    Same,
    /// At least one is not known.
    Unknown,
    /// Two names.
    Different,
}

// The model knows two wordings; a story tells more. Each circumstance adds to the log-odds. Set by
// hand on the seeds and the invented corpus, so that no look-alike of theirs is linked.

/// Both sides claim the words and one person speaks.
const ONE_SPEAKER: f32 = 1.4;

/// One person speaks, and a side does not claim the words.
const ONE_SPEAKER_REPORTED: f32 = 0.5;

/// Both sides claim the words and it is not known that two persons speak.
const PERHAPS_ONE_SPEAKER: f32 = 0.5;

/// Each is the other's best by far ([`BY_FAR`]) in the two reports.
const MUTUAL_BEST: f32 = 1.0;

/// Log-odds ahead of the next best.
const BY_FAR: f32 = 0.7;

/// The units just after, or just before, are linked too: statements of two reports of one story
/// mostly run in the same order.
const NEXT_IN_ORDER: f32 = 0.8;

/// Units a little further on, or back, are linked.
const NEAR_IN_ORDER: f32 = 0.4;

/// Most that order adds.
const MOST_FOR_ORDER: f32 = 1.2;

/// How far away a neighbour may stand, in units.
const NEIGHBOURS: usize = 2;

/// Score from which a neighbour counts.
const FIRM: f32 = 0.55;

/// Least score for a link, circumstances counted. Linking what was never one utterance misleads
/// more than missing what was, so it lies above the score at which a pair is more likely one. (Of 76
/// altered readings that .6 finds in 579 real news reports, .66 drops 9; by eye, most of those were
/// never one utterance. At .7 the corpus loses a translated quotation, at .8 the seeds a link.)
const LEAST_SCORE: f32 = 0.66;

/// The same where a side does not claim the words: in a story many sentences are about the same
/// things.
const LEAST_SCORE_REPORTED: f32 = 0.75;

/// The same where, besides, the speakers are not known to be one.
const LEAST_SCORE_ANYONE: f32 = 0.9;

/// Least score of two wordings to be looked at.
const FLOOR: f32 = 0.06;

/// Candidates looked at for each wording. On 579 real news reports, eight find each of the 937
/// readings that looking at every pair finds; five lose one.
const MOST_CANDIDATES: usize = 8;

/// Mean score between the members of two groups, circumstances counted, below which they are not
/// joined.
const LEAST_KINSHIP: f32 = 0.35;

/// Pairs of members looked at for that.
const MOST_KIN: usize = 64;

/// Words in the same order, of the shorter side's, from which two wordings are nearly verbatim.
const NEAR_VERBATIM: f32 = 0.9;

/// Words that two must share to be told for one utterance whoever speaks.
const LEAST_NEAR_VERBATIM: usize = 6;

/// Words from which the same words are surely one utterance; a story has one *no comment* from
/// everybody.
const LEAST_EXACT: usize = 4;

/// The groups, each in order of report and place; in order of their first member. Units that have
/// no other are groups of one.
pub(crate) fn group(
    comparer: &Comparer<'_>,
    units: &[Unit],
    speakers: &dyn Fn(usize, usize) -> Speakers,
) -> Vec<Vec<usize>> {
    let mut scores = Scores::new(comparer, units);
    let mut links = possible_links(&mut scores, units, speakers);
    let kinship: FxHashMap<(usize, usize), f32> =
        links.iter().map(|it| ((it.a, it.b), it.score)).collect();
    links.retain(|it| it.score >= it.least);
    links.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut group_of: Vec<usize> = (0..units.len()).collect();
    let mut groups: Vec<Vec<usize>> = (0..units.len()).map(|it| vec![it]).collect();
    for link in &links {
        let (a, b) = (group_of[link.a], group_of[link.b]);
        if a == b || !may_join(&mut scores, units, &kinship, &groups[a], &groups[b]) {
            continue;
        }
        let (into, from) = (a.min(b), a.max(b));
        let moved = std::mem::take(&mut groups[from]);
        for unit in &moved {
            group_of[*unit] = into;
        }
        groups[into].extend(moved);
        groups[into].sort_unstable();
    }
    groups.retain(|it| !it.is_empty());
    groups.sort_unstable();
    groups
}

/// Two units that may be one utterance.
struct Link {
    a: usize,
    b: usize,
    /// How likely that is, circumstances counted.
    score: f32,
    /// From what score the link is taken.
    least: f32,
}

/// Scores of wordings, each asked once. Units with the same words share a wording: thirty outlets
/// that print one sentence are compared with others once.
pub(crate) struct Scores<'u> {
    comparer: &'u Comparer<'u>,
    wordings: Vec<Wording<'u>>,
    /// Wordings of each unit, one for each of its faces.
    of_unit: Vec<Vec<usize>>,
    known: FxHashMap<(usize, usize), Score>,
}

struct Wording<'u> {
    prepared: &'u Prepared,
    units: Vec<usize>,
}

#[derive(Clone, Copy)]
struct Score {
    value: f32,
    nearly_verbatim: bool,
}

impl<'u> Scores<'u> {
    fn new(comparer: &'u Comparer<'u>, units: &'u [Unit]) -> Scores<'u> {
        let mut wordings: Vec<Wording<'u>> = Vec::new();
        let mut seen: FxHashMap<(Claim, String), usize> = FxHashMap::default();
        let mut of_unit = Vec::with_capacity(units.len());
        for (n, unit) in units.iter().enumerate() {
            let mut own = Vec::new();
            for face in &unit.faces {
                let prepared = &face.prepared;
                let at = *seen.entry((prepared.claim, prepared.wording())).or_insert_with(|| {
                    wordings.push(Wording { prepared, units: Vec::new() });
                    wordings.len() - 1
                });
                wordings[at].units.push(n);
                own.push(at);
            }
            of_unit.push(own);
        }
        Scores { comparer, wordings, of_unit, known: FxHashMap::default() }
    }

    fn of_wordings(&mut self, a: usize, b: usize) -> Score {
        let key = (a.min(b), a.max(b));
        if let Some(score) = self.known.get(&key) {
            return *score;
        }
        let (a, b) = (self.wordings[key.0].prepared, self.wordings[key.1].prepared);
        let score = score(self.comparer, a, b);
        self.known.insert(key, score);
        score
    }

    /// The best that any two faces of the units give.
    fn of_units(&mut self, a: usize, b: usize) -> f32 {
        let mut best = 0.0_f32;
        for n in 0..self.of_unit[a].len() {
            for m in 0..self.of_unit[b].len() {
                best = best.max(self.of_wordings(self.of_unit[a][n], self.of_unit[b][m]).value);
            }
        }
        best
    }
}

fn score(comparer: &Comparer<'_>, a: &Prepared, b: &Prepared) -> Score {
    let measures = comparer.measures(a, b);
    let value = comparer.tables.model.probability(&measures);
    let (least, most) = (a.words.len().min(b.words.len()), a.words.len().max(b.words.len()));
    // The first measure: words in the same order, of the longer side's.
    let in_order = measures[0] * most as f32;
    let is_exact = least == most && in_order as usize == most && least >= LEAST_EXACT;
    let nearly_verbatim = least >= LEAST_NEAR_VERBATIM
        && in_order >= NEAR_VERBATIM * least as f32
        && least * 2 >= most;
    Score { value: if is_exact { value.max(0.98) } else { value }, nearly_verbatim }
}

fn possible_links(
    scores: &mut Scores<'_>,
    units: &[Unit],
    speakers: &dyn Fn(usize, usize) -> Speakers,
) -> Vec<Link> {
    let mut found: FxHashMap<(usize, usize), f32> = FxHashMap::default();
    for (one, other) in candidates(scores, units) {
        let score = scores.of_wordings(one, other);
        if score.value < FLOOR {
            continue;
        }
        for a in &scores.wordings[one].units {
            for b in &scores.wordings[other].units {
                let key = (*a.min(b), *a.max(b));
                let known = found.get(&key).copied().unwrap_or(0.0);
                let apart = units[*a].report != units[*b].report;
                let may_be = score.nearly_verbatim || speakers(*a, *b) != Speakers::Different;
                if apart && may_be && score.value > known {
                    found.insert(key, score.value);
                }
            }
        }
    }
    let claimed = |unit: usize| units[unit].faces.iter().any(|it| it.prepared.claim.is_claimed());
    let both_claim = |(a, b): (usize, usize)| claimed(a) && claimed(b);
    let mut pairs: Vec<((usize, usize), f32)> = found
        .into_iter()
        .map(|(pair, score)| {
            let speaker = match speakers(pair.0, pair.1) {
                Speakers::Same if !both_claim(pair) => ONE_SPEAKER_REPORTED,
                _ if !both_claim(pair) => 0.0,
                Speakers::Same => ONE_SPEAKER,
                Speakers::Unknown => PERHAPS_ONE_SPEAKER,
                Speakers::Different => 0.0,
            };
            (pair, log_odds(score) + speaker)
        })
        .collect();
    pairs.sort_unstable_by_key(|it| it.0);
    let context = Context::new(units, &pairs);
    let least = |pair: (usize, usize)| match speakers(pair.0, pair.1) {
        _ if both_claim(pair) => LEAST_SCORE,
        Speakers::Same => LEAST_SCORE_REPORTED,
        Speakers::Unknown | Speakers::Different => LEAST_SCORE_ANYONE,
    };
    let link = |(pair, odds): &((usize, usize), f32)| {
        let odds = odds + context.best(*pair, *odds) + context.order(*pair);
        Link { a: pair.0, b: pair.1, score: probability(odds), least: least(*pair) }
    };
    pairs.iter().map(link).collect()
}

fn log_odds(score: f32) -> f32 {
    (score.clamp(1e-6, 1.0 - 1e-6) / (1.0 - score).max(1e-6)).ln()
}

fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// What the other possible links of two reports say of one.
struct Context<'u> {
    units: &'u [Unit],
    odds: FxHashMap<(usize, usize), f32>,
    /// For a unit and another report, the best and the next best log-odds.
    best: FxHashMap<(usize, usize), [f32; 2]>,
}

impl<'u> Context<'u> {
    fn new(units: &'u [Unit], pairs: &[((usize, usize), f32)]) -> Context<'u> {
        let mut best: FxHashMap<(usize, usize), [f32; 2]> = FxHashMap::default();
        for ((a, b), odds) in pairs {
            for (unit, other) in [(*a, *b), (*b, *a)] {
                let known = best
                    .entry((unit, units[other].report))
                    .or_insert([f32::NEG_INFINITY, f32::NEG_INFINITY]);
                if *odds > known[0] {
                    *known = [*odds, known[0]];
                } else {
                    known[1] = known[1].max(*odds);
                }
            }
        }
        Context { units, odds: pairs.iter().copied().collect(), best }
    }

    fn best(&self, (a, b): (usize, usize), odds: f32) -> f32 {
        let ahead = |unit: usize, other: usize| {
            let best = self.best.get(&(unit, self.units[other].report));
            best.is_some_and(|[first, next]| odds >= *first && odds >= next + BY_FAR)
        };
        if ahead(a, b) && ahead(b, a) { MUTUAL_BEST } else { 0.0 }
    }

    fn order(&self, (a, b): (usize, usize)) -> f32 {
        let mut bonus = 0.0;
        for (x, y) in (1..=NEIGHBOURS).flat_map(|x| (1..=NEIGHBOURS).map(move |y| (x, y))) {
            for on in [true, false] {
                let pair = self.beside(a, x, on).zip(self.beside(b, y, on));
                let odds = pair.and_then(|it| self.odds.get(&it).copied());
                if odds.is_some_and(|it| probability(it) >= FIRM) {
                    bonus += if (x, y) == (1, 1) { NEXT_IN_ORDER } else { NEAR_IN_ORDER };
                }
            }
        }
        bonus.min(MOST_FOR_ORDER)
    }

    /// The unit `by` places after, or before, in the same report.
    fn beside(&self, at: usize, by: usize, on: bool) -> Option<usize> {
        let there = if on { at.checked_add(by) } else { at.checked_sub(by) }?;
        (self.units.get(there)?.report == self.units[at].report).then_some(there)
    }
}

/// Pairs of wordings that are alike, and wordings that several reports have.
fn candidates(scores: &Scores<'_>, units: &[Unit]) -> Vec<(usize, usize)> {
    let wordings = &scores.wordings;
    let home = |wording: &Wording<'_>| {
        let first = units[wording.units[0]].report;
        wording.units.iter().all(|it| units[*it].report == first).then_some(first)
    };
    let homes: Vec<Option<usize>> = wordings.iter().map(home).collect();
    let mut pairs: Vec<(usize, usize)> =
        (0..wordings.len()).filter(|n| homes[*n].is_none()).map(|n| (n, n)).collect();
    let prepared: Vec<&Prepared> = wordings.iter().map(|it| it.prepared).collect();
    let apart = |a: usize, b: usize| homes[a].is_none() || homes[a] != homes[b];
    let found = candidate::candidates(scores.comparer, &prepared, MOST_CANDIDATES, apart);
    for (n, others) in found.iter().enumerate() {
        pairs.extend(others.iter().map(|it| (n.min(*it), n.max(*it))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn may_join(
    scores: &mut Scores<'_>,
    units: &[Unit],
    kinship: &FxHashMap<(usize, usize), f32>,
    a: &[usize],
    b: &[usize],
) -> bool {
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (*x, *y)));
    let mut same_report = pairs.clone().filter(|(x, y)| units[*x].report == units[*y].report);
    if let Some((x, y)) = same_report.next() {
        return same_report.next().is_none() && goes_on(scores, units, (a, x), (b, y));
    }
    let kin: Vec<(usize, usize)> = pairs.take(MOST_KIN).collect();
    let sum: f32 = kin
        .iter()
        .map(|(x, y)| match kinship.get(&(*x.min(y), *x.max(y))) {
            Some(score) => *score,
            None => scores.of_units(*x, *y),
        })
        .sum();
    sum >= LEAST_KINSHIP * kin.len() as f32
}

/// Whether `y`, alone in its group, goes on where `x` stops, in words that others of `x`'s group
/// have in one piece (or the other way round).
fn goes_on(
    scores: &Scores<'_>,
    units: &[Unit],
    (a, x): (&[usize], usize),
    (b, y): (&[usize], usize),
) -> bool {
    if units[x].statement != units[y].statement || units[x].at.abs_diff(units[y].at) != 1 {
        return false;
    }
    let (whole, part, alone) = match (a.len(), b.len()) {
        (_, 1) => (a.iter().find(|it| units[**it].report != units[x].report), x, y),
        (1, _) => (b.iter().find(|it| units[**it].report != units[x].report), y, x),
        _ => return false,
    };
    let Some(whole) = whole else { return false };
    let words = |unit: usize| &units[unit].faces[0].prepared.words;
    let both = if part < alone {
        [words(part).as_slice(), words(alone)].concat()
    } else {
        [words(alone).as_slice(), words(part)].concat()
    };
    let likeness = &scores.comparer.tables.likeness;
    let n_matched = |side: &[crate::text::fold::Folded]| {
        super::link::lay(likeness, words(*whole), side).alignment.pairs.len()
    };
    let gained = n_matched(&both).saturating_sub(n_matched(words(part)));
    gained >= LEAST_EXACT && gained as f32 >= GOES_ON * words(alone).len() as f32
}

/// Share of a sentence's words that must be found in another outlet's sentence for the two to be
/// read as one.
const GOES_ON: f32 = 0.6;
