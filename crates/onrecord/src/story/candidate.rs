//! Groups in, for each the few that may be most like it out. Most pairs of a day's reports have
//! nothing to do with each other; only those that share a heavy word are looked at.

use rustc_hash::FxHashMap;

use super::sum::Sum;

/// A group is looked for by so many of its words, the heaviest. (On 579 reports of 69 stories 12
/// find whatever all words would; 8 lose .002 of BCubed F1, 6 .01.)
const HEAVIEST: usize = 12;

/// So many candidates of a group are compared with it in full; those of one story are enough to find
/// the story. (24, as in the grouping anchors' stream, give the same groups on the 579 reports, at
/// five sixths of the speed.)
const MOST: usize = 12;

/// Of the groups that share a word, so many are looked at: the largest of those there were, and
/// some of the new. A word that more have leads to all of them through these.
const HOLDERS: usize = 512;

/// What a group is looked for by.
#[derive(Clone, Debug)]
pub(super) struct Key(Box<[(u32, u32)]>);

impl Key {
    /// Of a sum of so many reports.
    pub(super) fn of(sum: &Sum, n_reports: usize) -> Key {
        let mut words = sum.heaviest(HEAVIEST);
        words.iter_mut().for_each(|it| it.1 /= n_reports.max(1) as u32);
        Key(words.into())
    }

    pub(super) fn words(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().map(|it| it.0)
    }
}

/// Pairs `(new, other)` of places in `keys`, of which those from `n_old` on are new: each new one
/// with its candidates. In order, each pair once.
pub(super) fn pairs(keys: &[&Key], n_old: usize) -> Vec<(u32, u32)> {
    let mut holders: FxHashMap<u32, Vec<(u32, u32)>> = FxHashMap::default();
    for (word, _) in keys[n_old..].iter().flat_map(|it| &it.0) {
        holders.entry(*word).or_default();
    }
    for (n, key) in keys.iter().enumerate() {
        for (word, weight) in &key.0 {
            match holders.get_mut(word) {
                Some(held) if held.len() < HOLDERS => held.push((n as u32, *weight)),
                _ => {}
            }
        }
    }
    let mut search = Search { scores: vec![0; keys.len()], found: Vec::new() };
    let mut pairs = Vec::new();
    for (n, key) in keys.iter().enumerate().skip(n_old) {
        let n = n as u32;
        for other in search.best(n, key, &holders) {
            pairs.push((n.max(*other), n.min(*other)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

struct Search {
    /// By place, what heavy words in common with the one in hand weigh.
    scores: Vec<u64>,
    /// Places whose score is not 0.
    found: Vec<u32>,
}

impl Search {
    fn best(&mut self, n: u32, key: &Key, holders: &FxHashMap<u32, Vec<(u32, u32)>>) -> &[u32] {
        self.found.clear();
        for (word, weight) in &key.0 {
            for (other, heavy) in &holders[word] {
                let score = &mut self.scores[*other as usize];
                if *score == 0 {
                    self.found.push(*other);
                }
                *score += u64::from(*weight) * u64::from(*heavy) + 1;
            }
        }
        let scores = &mut self.scores;
        scores[n as usize] = 0;
        self.found.retain(|it| *it != n);
        let better =
            |a: &u32, b: &u32| scores[*b as usize].cmp(&scores[*a as usize]).then(a.cmp(b));
        let n_best = self.found.len().min(MOST);
        if self.found.len() > MOST {
            self.found.select_nth_unstable_by(MOST, better);
        }
        self.found.iter().for_each(|it| scores[*it as usize] = 0);
        &self.found[..n_best]
    }
}
