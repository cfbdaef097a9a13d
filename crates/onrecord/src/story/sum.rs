//! Weighed words of a report, or of several added up; how alike two of them are.

use super::weigh::UNIT;

/// Weights by word, in order of word: a report's own, or the sum of a group's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    words: Vec<(u32, u32)>,
}

/// One sum is so many times longer before its words are looked up one by one.
const LOOK_UP: usize = 16;

impl Sum {
    /// Of a report's words, in order.
    pub(super) fn of(words: &[(u32, u32)]) -> Sum {
        Sum { words: words.to_vec() }
    }

    /// The sum of the products: over the number of pairs and the square of [`UNIT`], the mean
    /// cosine of the members of one group with those of the other. Exact.
    pub(super) fn dot(&self, other: &Sum) -> u64 {
        let (short, long) = match self.words.len() <= other.words.len() {
            true => (&self.words, &other.words),
            false => (&other.words, &self.words),
        };
        if short.len() * LOOK_UP < long.len() {
            looked_up(short, long)
        } else {
            merged(short, long)
        }
    }

    pub(super) fn add(&mut self, other: &Sum) {
        let mut added = Vec::with_capacity(self.words.len() + other.words.len());
        let (mut a, mut b) = (&self.words[..], &other.words[..]);
        while let ([(one, x), rest @ ..], [(two, y), others @ ..]) = (a, b) {
            if one <= two {
                a = rest;
            }
            if two <= one {
                b = others;
            }
            added.push(match one.cmp(two) {
                std::cmp::Ordering::Less => (*one, *x),
                std::cmp::Ordering::Equal => (*one, x.saturating_add(*y)),
                std::cmp::Ordering::Greater => (*two, *y),
            });
        }
        added.extend(a);
        added.extend(b);
        added.shrink_to_fit();
        self.words = added;
    }

    /// The heaviest words and their weights, the heaviest first.
    pub(super) fn heaviest(&self, n: usize) -> Vec<(u32, u32)> {
        let mut words = self.words.clone();
        let heavier = |a: &(u32, u32), b: &(u32, u32)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
        if words.len() > n {
            words.select_nth_unstable_by(n, heavier);
            words.truncate(n);
        }
        words.sort_unstable_by(heavier);
        words
    }
}

fn merged(a: &[(u32, u32)], b: &[(u32, u32)]) -> u64 {
    let (mut at, mut sum) = (0, 0);
    for (word, weight) in a {
        while at < b.len() && b[at].0 < *word {
            at += 1;
        }
        match b.get(at) {
            Some((other, heavy)) if other == word => sum += u64::from(*weight) * u64::from(*heavy),
            Some(_) => {}
            None => break,
        }
    }
    sum
}

fn looked_up(short: &[(u32, u32)], long: &[(u32, u32)]) -> u64 {
    let found = short.iter().filter_map(|(word, weight)| {
        let at = long.binary_search_by_key(word, |it| it.0).ok()?;
        Some(u64::from(*weight) * u64::from(long[at].1))
    });
    found.sum()
}

/// A sum of products over so many pairs of reports, as their mean cosine.
pub(super) fn mean(dot: u64, n_pairs: f64) -> f64 {
    dot as f64 / (n_pairs * f64::from(UNIT) * f64::from(UNIT))
}
