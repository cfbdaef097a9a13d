//! The averaged perceptron (Collins 2002), kept sparse: a feature counts only once it was part of a few errors
//! (Goldberg and Elhadad 2011).

use crate::table::{self, Cell, GREATEST, Weigh};
use rustc_hash::FxHashMap;

#[derive(Clone, Debug, Default)]
pub(crate) struct Learner {
    /// A feature that was part of fewer errors has no say.
    fewest_errors: u32,
    features: FxHashMap<u32, Learnt>,
    /// How many examples were seen.
    now: i64,
}

#[derive(Clone, Debug, Default)]
struct Learnt {
    n_errors: u32,
    classes: Vec<Class>,
}

/// A weight with its sum over all examples so far, as of `since`.
#[derive(Clone, Copy, Debug)]
struct Class {
    class: u8,
    weight: i32,
    sum: i64,
    since: i64,
}

impl Weigh for Learner {
    fn weigh(&self, features: &[u32], scores: &mut [i32]) {
        for digest in features {
            let Some(learnt) = self.features.get(digest) else { continue };
            if learnt.n_errors >= self.fewest_errors {
                for it in &learnt.classes {
                    scores[usize::from(it.class)] += it.weight;
                }
            }
        }
    }
}

impl Learner {
    pub(crate) fn new(fewest_errors: u32) -> Self {
        Self { fewest_errors, ..Self::default() }
    }

    /// An example: what was right, the best of what was not, and by how much the first was ahead.
    pub(crate) fn learn(&mut self, features: &[u32], right: u8, rival: u8, ahead: i32) {
        self.now += 1;
        if ahead > 0 {
            return;
        }
        for digest in features {
            let learnt = self.features.entry(*digest).or_default();
            learnt.n_errors += 1;
            learnt.change(right, 1, self.now);
            learnt.change(rival, -1, self.now);
        }
    }

    /// Features in order of their digests, with the average weights, the greatest of them [`GREATEST`].
    fn averaged(&self) -> Vec<(u32, Vec<Cell>)> {
        let said = self.features.iter().filter(|(_, it)| it.n_errors >= self.fewest_errors);
        let mut features: Vec<(u32, Vec<(u8, i64)>)> =
            said.map(|(digest, it)| (*digest, it.sums(self.now))).collect();
        features.sort_unstable_by_key(|it| it.0);
        let sizes = features.iter().flat_map(|it| &it.1).map(|it| it.1.abs());
        let greatest = i128::from(sizes.max().unwrap_or(1).max(1));
        let scaled = |sum: i64| (i128::from(sum) * i128::from(GREATEST) / greatest) as i16;
        let cells = features.into_iter().map(|(digest, sums)| {
            let cells = sums.into_iter().map(|(class, sum)| Cell { class, weight: scaled(sum) });
            (digest, cells.filter(|it| it.weight != 0).collect::<Vec<_>>())
        });
        cells.filter(|it| !it.1.is_empty()).collect()
    }

    /// What was learnt so far.
    pub(crate) fn learnt(&self) -> Averaged {
        Averaged(self.averaged().into_iter().collect())
    }

    pub(crate) fn write(&self, into: &mut Vec<u8>) {
        table::write(&self.averaged(), into);
    }
}

/// Average weights, before they are rounded to bytes.
pub(crate) struct Averaged(FxHashMap<u32, Vec<Cell>>);

impl Weigh for Averaged {
    fn weigh(&self, features: &[u32], scores: &mut [i32]) {
        for cell in features.iter().filter_map(|it| self.0.get(it)).flatten() {
            scores[usize::from(cell.class)] += i32::from(cell.weight);
        }
    }
}

impl Learnt {
    fn change(&mut self, class: u8, by: i32, now: i64) {
        let at = self.classes.iter().position(|it| it.class == class).unwrap_or_else(|| {
            self.classes.push(Class { class, weight: 0, sum: 0, since: now });
            self.classes.len() - 1
        });
        let it = &mut self.classes[at];
        it.sum += i64::from(it.weight) * (now - it.since);
        it.since = now;
        it.weight += by;
    }

    fn sums(&self, now: i64) -> Vec<(u8, i64)> {
        let sum = |it: &Class| it.sum + i64::from(it.weight) * (now - it.since);
        let mut sums: Vec<(u8, i64)> = self.classes.iter().map(|it| (it.class, sum(it))).collect();
        sums.sort_unstable_by_key(|it| it.0);
        sums
    }
}
