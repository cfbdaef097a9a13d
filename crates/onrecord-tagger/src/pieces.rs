//! Words into word pieces, the units that the encoder has vectors for.
//!
//! The scheme and the vocabulary are those of uncased BERT (Devlin et al. 2019, §3): lower case,
//! accents dropped, marks apart, then the longest piece of the vocabulary that fits, again and
//! again. Forty lines here save the fifty crates that a general tokenizer pulls in.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The vocabulary: pieces that open a word, and pieces that go on with one.
pub struct Pieces {
    opening: FxHashMap<&'static str, u32>,
    following: FxHashMap<&'static str, u32>,
    unknown: u32,
    /// Stands before a window.
    pub(crate) begin: u32,
    /// Stands after each paragraph.
    pub(crate) end: u32,
}

/// Longer words are no words of any language; BERT gives them up alike.
const LONGEST_WORD: usize = 100;

impl Pieces {
    /// The vocabulary that the encoder was trained with.
    pub fn english() -> Pieces {
        let (mut opening, mut following) = (FxHashMap::default(), FxHashMap::default());
        for (id, piece) in (0..).zip(include_str!("../data/vocab.txt").lines()) {
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => following.insert(rest, id),
                _ => opening.insert(piece, id),
            };
        }
        let special = |it: &str| opening.get(it).copied().unwrap_or_default();
        let (unknown, begin, end) = (special("[UNK]"), special("[CLS]"), special("[SEP]"));
        Pieces { opening, following, unknown, begin, end }
    }

    /// Appends the pieces of one token; at least one.
    pub(crate) fn cut(&self, token: &str, into: &mut Vec<u32>) {
        let folded: String = token
            .chars()
            .flat_map(char::to_lowercase)
            .nfd()
            .filter(|it| !is_combining_mark(*it) && !it.is_control())
            .collect();
        let before = into.len();
        let mut start = 0;
        for (at, mark) in folded.match_indices(|it: char| !it.is_alphanumeric()) {
            self.cut_word(&folded[start..at], into);
            self.cut_word(mark, into);
            start = at + mark.len();
        }
        self.cut_word(&folded[start..], into);
        if into.len() == before {
            into.push(self.unknown);
        }
    }

    fn cut_word(&self, word: &str, into: &mut Vec<u32>) {
        let before = into.len();
        let mut rest = word;
        while !rest.is_empty() && word.len() <= LONGEST_WORD {
            let vocabulary = if rest.len() == word.len() { &self.opening } else { &self.following };
            let ends = rest.char_indices().rev().map(|(at, ch)| at + ch.len_utf8());
            let longest =
                ends.into_iter().find_map(|end| Some((end, *vocabulary.get(&rest[..end])?)));
            let Some((end, piece)) = longest else { break };
            into.push(piece);
            rest = &rest[end..];
        }
        if !rest.is_empty() {
            into.truncate(before);
            into.push(self.unknown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(token: &str, expected: &str) {
        let names: Vec<&str> = include_str!("../data/vocab.txt").lines().collect();
        let mut ids = Vec::new();
        Pieces::english().cut(token, &mut ids);
        let pieces: Vec<&str> = ids.iter().map(|it| names[*it as usize]).collect();
        assert_eq!(pieces.join(" "), expected);
    }

    #[test]
    fn words_are_cut_as_bert_cuts_them() {
        check("spokeswoman", "spoke ##sw ##oman");
        check("won’t", "won ’ t");
        check("Résumé", "resume");
        check("unembellished", "une ##mbe ##llis ##hed");
        check("“", "“");
        check("9,000", "9 , 000");
    }

    #[test]
    fn what_the_vocabulary_lacks_is_unknown() {
        check("𓀀", "[UNK]");
        check(&"a".repeat(101), "[UNK]");
        check("\u{301}", "[UNK]");
    }
}
