//! What the weights come to, counted over all that was learnt from.

use crate::table::{self, Cell};
use crate::usual::Usually;
use std::collections::BTreeMap;

/// Of each key, how often it came to which class.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts(BTreeMap<u32, BTreeMap<u8, u32>>);

/// A key is kept that was met this often and came to one class this often in a hundred. Learnt from half of the
/// teacher's parses with 30 and 99, the classes kept were those that the weights come to on PUD in 99.9 % of tags (38 %
/// of all settled) and relations (40 %), and 99.9 % of moves (24 %).
const FEWEST: u32 = 50;
const HUNDREDTHS: u32 = 99;

impl Usually for Counts {
    fn or(&mut self, key: u32, weighed: impl FnOnce() -> u8) -> u8 {
        let class = weighed();
        *self.0.entry(key).or_default().entry(class).or_default() += 1;
        class
    }
}

impl Counts {
    /// As [`crate::usual::Usual`] is read.
    pub(crate) fn write(&self, into: &mut Vec<u8>) {
        let kept = self.0.iter().filter_map(|(key, classes)| {
            let n: u32 = classes.values().sum();
            let (class, most) = classes.iter().max_by_key(|it| it.1)?;
            let keep = n >= FEWEST && most * 100 >= n * HUNDREDTHS;
            keep.then(|| (*key, vec![Cell { class: *class, weight: 0 }]))
        });
        table::write(&kept.collect::<Vec<_>>(), into);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;
    use crate::usual::Usual;

    #[test]
    fn what_nearly_always_came_out_is_kept_and_nothing_else() {
        let mut counts = Counts::default();
        for n in 0..100 {
            counts.or(1, || 7);
            counts.or(2, || if n == 50 { 3 } else { 4 });
            counts.or(3, || if n < 2 { 3 } else { 4 });
        }
        counts.or(4, || 7);
        let mut bytes = Vec::new();
        counts.write(&mut bytes);
        let usual = Usual(Table::read(&mut &bytes[..], 8).expect("as written"));
        let class = |key| (&usual).or(key, || 0);
        assert_eq!([1, 2, 3, 4, 5].map(class), [7, 4, 0, 0, 0]);
    }
}
