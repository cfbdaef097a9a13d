//! Statements in, for each the few others that may be the same utterance out, likest first.
//!
//! An index finds them by what they share: stems of words that are not too common, runs of four
//! letters (which other forms of a word share, and slips of the pen leave), and pairs of small words
//! side by side, for what is made of nothing else. Rare ones count more. What the index finds is put
//! in order by [`Comparer::likeness`]. It decides nothing.

use rustc_hash::FxHashMap;

use super::link::Prepared;
use super::pair::Comparer;

// Set by the partner's place on set A: with stems alone, it is among the first five for .990 of the
// statements; with runs of letters and pairs of small words, .996.

/// Letters in a run.
const RUN: usize = 4;

/// What a run of letters counts beside a word.
const RUN_WEIGHT: f32 = 0.5;

/// What two small words side by side count.
const SMALL_WEIGHT: f32 = 0.3;

/// What the share of the lighter side counts, so that an excerpt finds the whole.
const CONTAINED: f32 = 0.5;

/// Statements that the index gives to be put in order.
const LOOKED_AT: usize = 24;

/// Nothing is looked up by what more than one in so many statements have: it would find them all.
const MOST_SHARE: usize = 8;

/// In few statements nothing is too common.
const NEVER_COMMON: usize = 100;

/// For each of `all`, by its place, at most `most` others that `may_pair` with it, likest first.
pub fn candidates(
    comparer: &Comparer<'_>,
    all: &[&Prepared],
    most: usize,
    may_pair: impl Fn(usize, usize) -> bool,
) -> Vec<Vec<usize>> {
    let index = Index::new(comparer, all);
    let mut shared = vec![0.0; all.len()];
    let found = (0..all.len()).map(|n| {
        let mut ranked = index.like(n, &mut shared, |other| may_pair(n, other));
        ranked.truncate(LOOKED_AT.max(most));
        for (likeness, other) in &mut ranked {
            *likeness = comparer.likeness(all[n], all[*other]);
        }
        sort(&mut ranked);
        ranked.into_iter().take(most).map(|(_, other)| other).collect()
    });
    found.collect()
}

/// Likest first; of equals, the first.
fn sort(ranked: &mut [(f32, usize)]) {
    ranked.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
}

struct Index {
    /// What each statement can be found by, each once.
    traits: Vec<Vec<u32>>,
    /// Weight of all of a statement's.
    weights: Vec<f32>,
    /// For each trait, what it weighs.
    weight: Vec<f32>,
    /// For each trait, the statements that have it, rising; none if too many do.
    with: Vec<Vec<u32>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Trait<'p> {
    Stem(&'p str),
    Run([u8; RUN]),
    Small(&'p str, &'p str),
}

impl Index {
    fn new(comparer: &Comparer<'_>, all: &[&Prepared]) -> Index {
        let mut numbers: FxHashMap<Trait<'_>, u32> = FxHashMap::default();
        let mut kinds: Vec<Trait<'_>> = Vec::new();
        let mut with: Vec<Vec<u32>> = Vec::new();
        let mut traits: Vec<Vec<u32>> = Vec::with_capacity(all.len());
        for (n, prepared) in all.iter().enumerate() {
            let mut own = Vec::new();
            each_trait(prepared, |it| {
                let number = *numbers.entry(it).or_insert_with(|| {
                    kinds.push(it);
                    with.push(Vec::new());
                    with.len() as u32 - 1
                });
                let having = &mut with[number as usize];
                if having.last() != Some(&(n as u32)) {
                    having.push(n as u32);
                    own.push(number);
                }
            });
            traits.push(own);
        }
        let rare = Rare::new(all.len());
        let weight: Vec<f32> = kinds
            .iter()
            .zip(&with)
            .map(|(kind, having)| match kind {
                Trait::Stem(stem) => comparer.rarity(stem),
                Trait::Run(_) => RUN_WEIGHT * rare.of(having.len()),
                Trait::Small(..) => SMALL_WEIGHT * rare.of(having.len()),
            })
            .collect();
        let weights = traits
            .iter()
            .map(|own| own.iter().map(|it| weight[*it as usize]).sum::<f32>())
            .collect();
        let too_many = NEVER_COMMON.max(all.len() / MOST_SHARE);
        for having in &mut with {
            if having.len() > too_many {
                having.clear();
            }
        }
        Index { traits, weights, weight, with }
    }

    /// All that share a trait with `n`, likest first. `shared` is as long as there are statements,
    /// and holds zeros before and after.
    fn like(
        &self,
        n: usize,
        shared: &mut [f32],
        may_pair: impl Fn(usize) -> bool,
    ) -> Vec<(f32, usize)> {
        let mut touched = Vec::new();
        for number in &self.traits[n] {
            for other in &self.with[*number as usize] {
                let other = *other as usize;
                if shared[other] == 0.0 {
                    touched.push(other);
                }
                shared[other] += self.weight[*number as usize];
            }
        }
        let mut ranked = Vec::with_capacity(touched.len());
        for other in touched {
            let both = std::mem::take(&mut shared[other]);
            if other != n && may_pair(other) {
                let (a, b) = (self.weights[n], self.weights[other]);
                ranked.push((both / (a * b).sqrt() + CONTAINED * both / a.min(b), other));
            }
        }
        sort(&mut ranked);
        ranked
    }
}

/// How rare it is to be shared by so many statements, 0 to 1.
struct Rare {
    n: f32,
}

impl Rare {
    /// As for words, a few dozen statements more than there are.
    fn new(n: usize) -> Rare {
        Rare { n: n as f32 + 20.0 }
    }

    fn of(&self, n_with: usize) -> f32 {
        (self.n / (n_with as f32 + 1.0)).ln() / self.n.ln()
    }
}

fn each_trait<'p>(prepared: &'p Prepared, mut tell: impl FnMut(Trait<'p>)) {
    let mut before = None;
    for (word, stem) in prepared.words_and_stems() {
        match (stem, before) {
            (Some(stem), _) => {
                tell(Trait::Stem(stem));
                each_run(word, |run| tell(Trait::Run(run)));
            }
            (None, Some(before)) => tell(Trait::Small(before, word)),
            (None, None) => {}
        }
        before = stem.is_none().then_some(word);
    }
}

/// The runs of letters of a word, a blank at each end.
fn each_run(word: &str, mut tell: impl FnMut([u8; RUN])) {
    let mut run = [b' '; RUN];
    for (n, byte) in word.bytes().chain([b' ']).enumerate() {
        run.rotate_left(1);
        run[RUN - 1] = byte;
        if n + 2 >= RUN {
            tell(run);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::{Claim, Tables};
    use crate::text::Span;

    /// For the first, the places of the others, likest first.
    fn found(all: &[&str], most: usize) -> Vec<usize> {
        let tables = Tables::english();
        let prepared: Vec<Prepared> = all
            .iter()
            .map(|it| tables.prepare(it, &[Span::new(0, it.len())], Claim::Quoted))
            .collect();
        let comparer = Comparer::among(&tables, prepared.iter());
        candidates(&comparer, &prepared.iter().collect::<Vec<_>>(), most, |_, _| true).remove(0)
    }

    #[test]
    fn the_likest_come_first() {
        let all = [
            "The pilots will board every tanker at the northern buoy.",
            "Widows of this town get pensions.",
            "Every tanker waits for its owner.",
            "Pilots would board each tanker at the northern buoy in spring.",
        ];
        assert_eq!(found(&all, 5), [3, 2]);
        assert_eq!(found(&all, 1), [3]);
    }

    #[test]
    fn another_form_of_a_word_is_found_by_its_letters() {
        assert_eq!(found(&["A renegotiation", "Widows wait", "renegotiable"], 5), [2]);
    }

    #[test]
    fn small_words_alone_are_found_by_standing_together() {
        assert_eq!(found(&["It is what it is.", "We were there.", "That is what it is."], 5), [2]);
    }

    #[test]
    fn runs_of_letters_have_blanks_at_their_ends() {
        let runs = |word: &str| {
            let mut runs = Vec::new();
            each_run(word, |it| runs.push(String::from_utf8_lossy(&it).into_owned()));
            runs
        };
        assert_eq!(runs("tugs"), [" tug", "tugs", "ugs "]);
        assert_eq!(runs("tug"), [" tug", "tug "]);
        assert_eq!(runs("to"), [" to "]);
    }

    #[test]
    fn who_may_not_be_paired_is_not_found() {
        let tables = Tables::english();
        let words = "The pilots board at dawn.";
        let one = tables.prepare(words, &[Span::new(0, words.len())], Claim::Quoted);
        let comparer = Comparer::among(&tables, [&one].into_iter());
        let all = [&one, &one, &one];
        assert_eq!(
            candidates(&comparer, &all, 5, |a, b| a + b != 1),
            [vec![2], vec![2], vec![0, 1]]
        );
    }
}
