//! Parts of speech, word by word from the left: each word's from the words around it and the two tags before it.

use crate::table::{Weigh, best};
use crate::usual::Usually;
use crate::word::{Groups, Word, feature};
use crate::{Fine, Tag};

/// The tags that the tagger tells apart: a part of speech with its finer tag.
pub(crate) type Pair = (Tag, Fine);

/// At most so many pairs: a class is a byte, and scores stand in an array.
pub(crate) const MAX_PAIRS: usize = 128;

/// Two words that are not there stand before the sentence, and two after it.
pub(crate) const EDGE: usize = 2;

/// The words with the edges around them.
pub(crate) fn with_edges<'t>(
    groups: &Groups,
    texts: impl ExactSizeIterator<Item = &'t str>,
) -> Vec<Word> {
    let mut words = Vec::with_capacity(texts.len() + 2 * EDGE);
    words.extend([Word::NONE; EDGE]);
    words.extend(texts.map(|it| Word::new(groups, it)));
    words.extend([Word::NONE; EDGE]);
    words
}

/// The class of each word's pair; `words` with edges.
pub(crate) fn tag(
    weights: &impl Weigh,
    usual: &mut impl Usually,
    n_pairs: usize,
    words: &[Word],
) -> Vec<u8> {
    let mut tags = Vec::with_capacity(words.len() - 2 * EDGE);
    for at in EDGE..words.len() - EDGE {
        // A word as it is written mostly has one tag.
        let key = feature(0, words[at].form, words[at].shape, 0);
        let tag = usual.or(key, || {
            let mut scores = [0; MAX_PAIRS];
            weights.weigh(&features(words, at, before(&tags)), &mut scores[..n_pairs]);
            best(&scores[..n_pairs]) as u8
        });
        tags.push(tag);
    }
    tags
}

/// The two tags before the next one.
pub(crate) fn before(tags: &[u8]) -> (u32, u32) {
    let back = |n: usize| tags.len().checked_sub(n).map_or(255, |at| u32::from(tags[at]));
    (back(2), back(1))
}

pub(crate) const N_FEATURES: usize = 27;

/// What is known of the word at `at` when the two tags before it are known.
pub(crate) fn features(
    words: &[Word],
    at: usize,
    (second, first): (u32, u32),
) -> [u32; N_FEATURES] {
    let word = &words[at];
    let (back2, back, next, next2) =
        (&words[at - 2], &words[at - 1], &words[at + 1], &words[at + 2]);
    let opens = u32::from(at == EDGE);
    let [_, end2, end3, end4] = word.suffix;
    let f = feature;
    [
        f(0, 0, 0, 0),
        f(1, word.form, 0, 0),
        f(5, back.form, 0, 0),
        f(6, next.form, 0, 0),
        f(7, back2.form, 0, 0),
        f(8, next2.form, 0, 0),
        f(9, first, 0, 0),
        f(10, second, first, 0),
        f(13, word.suffix[0], word.shape, 0),
        f(14, end2, 0, 0),
        f(15, end3, 0, 0),
        f(16, end4, 0, 0),
        f(17, word.prefix[0], word.shape, 0),
        f(18, word.prefix[1], 0, 0),
        f(19, word.prefix[2], 0, 0),
        f(20, word.shape, opens, 0),
        f(21, word.shape, opens, end3),
        f(22, back.shape, word.shape, next.shape),
        f(23, next.suffix[2], 0, 0),
        f(24, back.suffix[2], 0, 0),
        f(25, end2, first, 0),
        f(30, word.group, word.shape, 0),
        f(31, word.group, end2, 0),
        f(32, word.group, first, 0),
        f(34, next.group, first, 0),
        f(35, back.group, word.suffix[1], 0),
        f(36, back.kin, word.kin, next.kin),
    ]
}
