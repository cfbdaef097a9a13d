//! Signatures in, likenesses out: the cosine of two reports' weighted words. Reports too far apart
//! in time are not compared at all.

use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::signature::{Signature, Term, digest};

/// Two reports, by their places in the list, and how alike they are: above 0, to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) likeness: f32,
}

/// Likenesses below count as none. Two reports of nothing in common have about half of it.
const FLOOR: f32 = 0.05;

/// Dated reports more days apart than this are never of one story.
const WINDOW: i32 = 30;

/// A word that reads as a name weighs so much more: it is who and where that tells look-alikes
/// apart. (1 to 1.4 score alike.)
const NAME: f32 = 1.2;

/// The word list counts for so many reports beside those at hand: a record of two reports needs
/// a notion of what is a rare word. (300 to 1,000 score alike; the list alone .02 less.)
const LISTED: f32 = 1000.0;

/// Share of reports that hold a word which the list lacks.
const RARE: f32 = 0.002;

/// Words in more than this share of reports are left out: they weigh little and cost most.
const COMMON: f32 = 0.3;

/// A word of a report, and its weight in it.
#[derive(Clone, Copy)]
struct Weighed {
    word: u32,
    weight: f32,
}

/// How alike the reports are, pair by pair; `signatures` in order of rank.
pub(super) fn edges(signatures: &[&Signature]) -> Vec<Edge> {
    let shares = shares(signatures);
    let mut index = Index::default();
    let mut edges = Vec::new();
    for (b, signature) in signatures.iter().enumerate() {
        let words = weigh(signature, &shares);
        let oldest = signatures.partition_point(|it| too_old(it, signature));
        index.each_alike(oldest, &words, |a, cosine| {
            if cosine >= FLOOR {
                edges.push(Edge { a, b: b as u32, likeness: cosine });
            }
        });
        index.add(b as u32, &words);
    }
    edges
}

/// Share of reports that hold a word, estimated from those at hand and the list.
fn shares(signatures: &[&Signature]) -> FxHashMap<u32, f32> {
    let mut n_holding: FxHashMap<u32, u32> = FxHashMap::default();
    for term in signatures.iter().flat_map(|it| &it.terms) {
        *n_holding.entry(term.word).or_default() += 1;
    }
    let n = signatures.len() as f32 + LISTED;
    let share = |(word, n_holding): (u32, u32)| {
        let listed = COMMON_WORDS.get(&word).unwrap_or(&RARE);
        (word, (n_holding as f32 + LISTED * listed) / n)
    };
    n_holding.into_iter().map(share).collect()
}

/// Share of news reports that hold a word, for common ones.
static COMMON_WORDS: LazyLock<FxHashMap<u32, f32>> = LazyLock::new(|| {
    let lines = include_str!("../../data/en/common_words.txt").lines();
    let lines = lines.filter(|it| !it.starts_with('#')).filter_map(|it| it.split_once(':'));
    let mut shares = FxHashMap::default();
    for (percent, words) in lines {
        let percent: f32 = percent.parse().expect("a line of the list opens with a number");
        for word in words.split_whitespace() {
            shares.entry(digest(word)).or_insert(percent / 100.0);
        }
    }
    shares
});

/// A report's words, by digest, with weights whose squares add up to 1: by the list alone, whatever
/// other reports there are.
pub(super) fn on_its_own(signature: &Signature) -> impl Iterator<Item = (u32, f32)> {
    let share = |it: &Term| (it.word, *COMMON_WORDS.get(&it.word).unwrap_or(&RARE));
    let shares: FxHashMap<u32, f32> = signature.terms.iter().map(share).collect();
    weigh(signature, &shares).into_iter().map(|it| (it.word, it.weight))
}

/// A report's words with weights whose squares add up to 1.
fn weigh(signature: &Signature, shares: &FxHashMap<u32, f32>) -> Vec<Weighed> {
    let kept = signature.terms.iter().filter(|it| shares[&it.word] <= COMMON);
    let mut words: Vec<Weighed> = kept.map(|it| weighed(it, shares[&it.word])).collect();
    let length = words.iter().map(|it| it.weight * it.weight).sum::<f32>().sqrt();
    for word in &mut words {
        word.weight /= length;
    }
    words
}

fn weighed(term: &Term, share: f32) -> Weighed {
    let often = 1.0 + f32::from(term.count).ln();
    let name = if term.name { NAME } else { 1.0 };
    Weighed { word: term.word, weight: often * name * -share.ln() }
}

fn too_old(old: &Signature, new: &Signature) -> bool {
    days_between(old.day, new.day).is_some_and(|it| it > WINDOW)
}

/// Days from `a` to `b`, where both are known.
fn days_between(a: Option<Date>, b: Option<Date>) -> Option<i32> {
    Some((b? - a?).get_days())
}

/// The reports seen so far, by word.
#[derive(Default)]
struct Index {
    /// Reports that hold a word, in order, with its weight there.
    holding: FxHashMap<u32, Vec<(u32, f32)>>,
    /// Cosine so far of each report with the one in hand.
    cosines: Vec<f32>,
    /// Reports whose cosine is not 0.
    touched: Vec<u32>,
}

impl Index {
    fn add(&mut self, report: u32, words: &[Weighed]) {
        for Weighed { word, weight } in words {
            self.holding.entry(*word).or_default().push((report, *weight));
        }
        self.cosines.push(0.0);
    }

    /// Calls `found` with each report from `oldest` on that shares a word, and the cosine.
    fn each_alike(&mut self, oldest: usize, words: &[Weighed], mut found: impl FnMut(u32, f32)) {
        for Weighed { word, weight } in words {
            let holding = self.holding.get(word).map_or(&[][..], Vec::as_slice);
            let from = holding.partition_point(|(report, _)| (*report as usize) < oldest);
            for (report, other) in &holding[from..] {
                let cosine = &mut self.cosines[*report as usize];
                if *cosine == 0.0 {
                    self.touched.push(*report);
                }
                *cosine += weight * other;
            }
        }
        self.touched.sort_unstable();
        for report in self.touched.drain(..) {
            found(report, std::mem::take(&mut self.cosines[report as usize]));
        }
    }
}
