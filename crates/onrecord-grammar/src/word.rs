//! What the features see of a word: its form folded, its beginning and end, how it is written. Digests, not strings.

#[cfg(feature = "train")]
use crate::table::Cell;
use crate::table::Table;

/// A word as the features see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Lower case, digits all alike, apostrophes and quotation marks straight.
    pub(crate) form: u32,
    /// The first letters, one to three of them.
    pub(crate) prefix: [u32; 3],
    /// The last letters, one to four of them.
    pub(crate) suffix: [u32; 4],
    /// Capitals, digits and hyphens.
    pub(crate) shape: u32,
    /// The group of words it is used like; 0 of a word in none.
    pub(crate) group: u32,
    /// The same, more coarsely.
    pub(crate) kin: u32,
}

/// Words by how they are used: of each the fine and the coarse group.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups(pub(crate) Table);

impl Word {
    /// Before the first and after the last word.
    pub(crate) const NONE: Self =
        Self { form: 1, prefix: [1; 3], suffix: [1; 4], shape: 0, group: 0, kin: 0 };

    pub(crate) fn new(groups: &Groups, text: &str) -> Self {
        let mut letters = [0_u32; LONGEST];
        let mut n_letters = 0;
        for ch in text.chars().take(LONGEST) {
            letters[n_letters] = folded(ch);
            n_letters += 1;
        }
        let letters = &letters[..n_letters];
        let start = |n: usize| digest(&letters[..n.min(n_letters)]);
        let end = |n: usize| digest(&letters[n_letters.saturating_sub(n)..]);
        let form = digest(letters);
        let (group, kin) = groups.of(form);
        Self {
            form,
            prefix: [start(1), start(2), start(3)],
            suffix: [end(1), end(2), end(3), end(4)],
            shape: shape(text),
            group,
            kin,
        }
    }
}

impl Groups {
    /// Of a word's two cells the first has the fine group as its class, the second the coarse one.
    fn of(&self, form: u32) -> (u32, u32) {
        let mut classes = self.0.classes(form).map(|it| u32::from(it) + 1);
        (classes.next().unwrap_or(0), classes.next().unwrap_or(0))
    }

    /// From lines of a word and its two groups.
    #[cfg(feature = "train")]
    pub(crate) fn written(lines: &str) -> Vec<(u32, Vec<Cell>)> {
        let cells = lines.lines().filter_map(|line| {
            let mut fields = line.split('\t');
            let form = Word::new(&Self::default(), fields.next()?).form;
            let mut cell = || Some(Cell { class: fields.next()?.parse().ok()?, weight: 0 });
            Some((form, vec![cell()?, cell()?]))
        });
        let mut cells: Vec<(u32, Vec<Cell>)> = cells.collect();
        cells.sort_by_key(|it| it.0);
        cells.dedup_by_key(|it| it.0);
        cells
    }
}

/// Letters beyond these are not looked at.
const LONGEST: usize = 32;

fn folded(ch: char) -> u32 {
    match ch {
        'a'..='z' => ch as u32,
        'A'..='Z' => ch as u32 + 32,
        '0'..='9' => u32::from(b'0'),
        '’' | '‘' => u32::from(b'\''),
        '“' | '”' | '„' | '«' | '»' => u32::from(b'"'),
        '–' | '—' => 0x2013,
        _ if ch.is_ascii() => ch as u32,
        _ => ch.to_lowercase().next().unwrap_or(ch) as u32,
    }
}

fn digest(letters: &[u32]) -> u32 {
    let mut sum = 0x811c_9dc5_u32;
    for letter in letters {
        sum = (sum ^ letter).wrapping_mul(0x0100_0193);
    }
    // The lowest values are kept for what is not a word.
    (sum ^ (sum >> 15)) | 16
}

/// 1 small letters, 2 a capital first, 3 capitals alone, 4 one capital alone, 5 mixed, 6 digits, 7 marks, 8 letters
/// of a script without capitals.
fn shape(text: &str) -> u32 {
    let mut n = [0_u32; 5];
    for ch in text.chars() {
        let kind = if ch.is_lowercase() {
            0
        } else if ch.is_uppercase() {
            1
        } else if ch.is_numeric() {
            2
        } else {
            3 + usize::from(ch.is_alphabetic())
        };
        n[kind] += 1;
    }
    let capital_first = text.chars().next().is_some_and(char::is_uppercase);
    match n {
        [_, _, digits, ..] if digits > 0 => 6,
        [0, 1, 0, 0, 0] => 4,
        [0, capitals, ..] if capitals > 0 => 3,
        [_, 1, ..] if capital_first => 2,
        [_, capitals, ..] if capitals > 0 => 5,
        [small, ..] if small > 0 => 1,
        [.., others] if others > 0 => 8,
        _ => 7,
    }
}

/// A digest of a feature: which template, and up to three values.
#[inline]
pub(crate) fn feature(template: u32, a: u32, b: u32, c: u32) -> u32 {
    let pair = (u64::from(a) | u64::from(b) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let rest = (u64::from(c) | u64::from(template + 1) << 32).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    let sum = pair.rotate_left(23) ^ rest;
    let sum = (sum ^ (sum >> 32)).wrapping_mul(0x1656_67b1_9e37_79f9);
    ((sum >> 32) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Word {
        Word::new(&Groups::default(), text)
    }

    #[test]
    fn capitals_digits_and_curls_make_no_other_form() {
        assert_eq!(word("Strait").form, word("strait").form);
        assert_eq!(word("1987").form, word("2031").form);
        assert_eq!(word("n’t").form, word("N'T").form);
        assert_ne!(word("strait").form, word("straits").form);
        assert_eq!(word("pilots").suffix[0], word("straits").suffix[0]);
    }

    #[test]
    fn shapes_tell_capitals_from_digits_and_scripts() {
        let shapes = ["strait", "Strait", "UN", "A", "McRuiz", "8th", "–", "海", ""];
        assert_eq!(shapes.map(shape), [1, 2, 3, 4, 5, 6, 7, 8, 7]);
    }
}
