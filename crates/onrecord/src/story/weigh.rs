//! Words of a report in, the same with weights out. A word's weight depends on the report and on a
//! fixed list of common words, never on what else is in a record: how alike two reports are is a
//! matter of the two.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::signature::digest;

/// A report's weights are whole numbers whose squares add up to about the square of this. Sums of
/// whole numbers do not depend on the order in which they are made.
pub(super) const UNIT: u32 = 4096;

/// A word that reads as a name weighs so much more: it is who and where that tells look-alikes
/// apart. (1 to 1.4 score alike.)
const NAME: f32 = 1.2;

/// Share of reports that hold a word which the list lacks.
const RARE: f32 = 0.002;

/// Words in more than this share of reports are left out: they weigh little and cost most.
const COMMON: f32 = 0.3;

/// A report keeps so many words, its heaviest. (On 579 reports of 69 stories 96 group as well as
/// all; 64 a point of F1 less.)
const KEPT: usize = 96;

/// A word of a report, by digest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) digest: u32,
    /// How often it occurs, a headline's words counted several times.
    pub(super) count: usize,
    /// Inside sentences it is mostly written with a capital.
    pub(super) name: bool,
}

/// Digests of the heaviest words and their weights, in order of digest.
///
/// tf-idf with logarithmic counts; shares of reports are those of the list. (BCubed F1 on the 579
/// reports .922, as with shares counted among the reports at hand: they need not be counted.)
pub(super) fn weigh(words: &[Word]) -> Vec<(u32, u32)> {
    let mut weighed: Vec<(f32, u32)> = words.iter().filter_map(weight).collect();
    weighed.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    weighed.truncate(KEPT);
    let length = weighed.iter().map(|(weight, _)| weight * weight).sum::<f32>().sqrt();
    let whole = |weight: f32| (weight / length * UNIT as f32).round() as u32;
    let mut kept: Vec<(u32, u32)> = weighed.iter().map(|it| (it.1, whole(it.0))).collect();
    kept.sort_unstable();
    kept
}

fn weight(word: &Word) -> Option<(f32, u32)> {
    let share = *COMMON_WORDS.get(&word.digest).unwrap_or(&RARE);
    let often = 1.0 + (word.count as f32).ln();
    let name = if word.name { NAME } else { 1.0 };
    (share <= COMMON).then(|| (often * name * -share.ln(), word.digest))
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
