//! Words of names as the lists compare them: without accents, dots and case.

use unicode_normalization::UnicodeNormalization;

/// One word of a text, folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it stands, in bytes; a genitive's ending is not in it.
    pub(super) start: usize,
    pub(super) end: usize,
    /// With the ending: `Syria’s`.
    pub(super) full_end: usize,
    /// Begins with a capital.
    pub(super) capital: bool,
    /// Has no small letter: `U.S.`, `NATO`.
    pub(super) upper: bool,
    pub(super) genitive: bool,
    /// A hyphen follows at once: the first word of `Veld-backed`.
    pub(super) hyphen: bool,
    /// More than space stands before it: a comma, a bracket, a full stop.
    pub(super) parted: bool,
}

/// Longest word compared, in bytes after folding.
pub(super) const LONGEST: usize = 40;

/// Initials and titles cut short have so many letters at most: `A.`, `Lt.`, `Gen.`. Of a longer word
/// a full stop is a sentence's end.
const SHORT: usize = 3;

/// A folded word; what is longer than [`LONGEST`] is cut, and is in no list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folded {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Folded {
    pub(super) fn as_str(&self) -> &str {
        // Only whole characters are written.
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or_default()
    }

    fn new() -> Folded {
        Folded { bytes: [0; LONGEST], len: 0 }
    }

    fn push(&mut self, letter: char) {
        let len = letter.len_utf8();
        if self.len + len <= LONGEST {
            letter.encode_utf8(&mut self.bytes[self.len..]);
            self.len += len;
        }
    }

    fn push_folded(&mut self, letter: char) {
        if letter.is_ascii() {
            return self.push(letter.to_ascii_lowercase());
        }
        for part in letter.nfkd().filter(|it| it.is_alphanumeric()) {
            part.to_lowercase().for_each(|it| self.push(it));
        }
    }
}

/// The words of a text, in order.
pub(super) struct Words<'t> {
    text: &'t str,
    at: usize,
    /// The word before may be an initial or a title cut short: its full stop parts nothing.
    short: bool,
}

pub(super) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0, short: false }
}

fn apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{2bc}')
}

fn hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}')
}

impl Iterator for Words<'_> {
    type Item = (Word, Folded);

    fn next(&mut self) -> Option<(Word, Folded)> {
        let gap = self.text.get(self.at..)?;
        let start = self.at + gap.find(char::is_alphanumeric)?;
        let between = &self.text[self.at..start];
        let opening = self.at == 0;
        let between =
            if self.short { between.strip_prefix('.').unwrap_or(between) } else { between };
        let joins = |it: char| it.is_whitespace() || apostrophe(it) || quote(it);
        let hyphened = between.chars().all(hyphen) && between.chars().count() == 1;
        // A paragraph ends at an empty line.
        let ends = between.matches('\n').count() > 1;
        let parted = !opening && (ends || !hyphened && !between.chars().all(joins));
        let mut folded = Folded::new();
        let mut word = Word {
            start,
            end: start,
            full_end: start,
            capital: false,
            upper: true,
            genitive: false,
            hyphen: false,
            parted,
        };
        let mut since_dot = 0;
        let mut dotted = false;
        let mut letters = self.text[start..].char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let at = start + at;
            let after = letters.peek().map(|it| it.1);
            if letter.is_alphanumeric() {
                word.capital |= at == start && letter.is_uppercase();
                word.upper &= !letter.is_lowercase();
                folded.push_folded(letter);
                since_dot += 1;
                word.end = at + letter.len_utf8();
                continue;
            }
            // `U.S.`: dots after single letters.
            let abbreviates = letter == '.'
                && since_dot == 1
                && (dotted || after.is_some_and(char::is_alphanumeric));
            if abbreviates {
                (dotted, since_dot) = (true, 0);
                word.end = at + 1;
                continue;
            }
            if is_mark(letter) {
                word.end = at + letter.len_utf8();
                continue;
            }
            if apostrophe(letter) {
                let rest = &self.text[at + letter.len_utf8()..];
                let ending = rest
                    .strip_prefix(['s', 'S'])
                    .filter(|it| !it.starts_with(char::is_alphanumeric));
                if let Some(rest) = ending {
                    word.genitive = true;
                    word.full_end = self.text.len() - rest.len();
                    break;
                }
                if rest.starts_with(char::is_alphanumeric) {
                    since_dot = 2;
                    continue;
                }
                // `troops’`
                if folded.as_str().ends_with('s') {
                    word.genitive = true;
                    word.full_end = at + letter.len_utf8();
                }
            }
            break;
        }
        word.full_end = word.full_end.max(word.end);
        self.at = word.full_end;
        self.short = word.capital && folded.len <= SHORT;
        let rest = &self.text[self.at..];
        let mut next = rest.chars();
        word.hyphen =
            next.next().is_some_and(hyphen) && next.next().is_some_and(char::is_alphanumeric);
        Some((word, folded))
    }
}

/// Marks that stand over letters of decomposed text.
fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
}

/// Quotation marks stand around names without parting them from their titles.
fn quote(letter: char) -> bool {
    matches!(letter, '"' | '\u{201c}' | '\u{201d}' | '\u{2018}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).map(|(_, folded)| folded.as_str().to_string()).collect()
    }

    #[test]
    fn dots_accents_and_genitives_are_not_compared() {
        assert_eq!(folded("the U.S.-backed Véld’s army"), ["the", "us", "backed", "veld", "army"]);
        assert_eq!(folded("Al-Ca'ida and the U.N."), ["al", "caida", "and", "the", "un"]);
        assert_eq!(folded("troops’ Côte d’Ost"), ["troops", "cote", "dost"]);
    }

    #[test]
    fn a_word_knows_its_place_and_its_case() {
        let text = "Veld’s U.V. envoy, Ruiz-led";
        let found: Vec<Word> = words(text).map(|it| it.0).collect();
        assert!(found[0].genitive && found[0].capital && !found[0].upper);
        assert_eq!(&text[found[0].start..found[0].end], "Veld");
        assert_eq!(&text[found[0].start..found[0].full_end], "Veld’s");
        assert!(found[1].upper);
        assert_eq!(&text[found[1].start..found[1].end], "U.V.");
        assert!(found[3].parted && found[3].hyphen);
    }
}
