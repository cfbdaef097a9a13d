//! Sentences of news copy.
//!
//! A full stop after `Mr.`, `Oct.`, `U.S.`, `R-Fla.` or an initial does not end one. Quotation marks
//! and brackets that close after the stop belong to the sentence before. Never looks past the
//! stretch it is given.
//!
//! ```
//! use onrecord::text::{Span, sentence::sentences};
//!
//! let text = "Sen. Ruiz left the U.S. in Oct. 2030. “Why?” he asked.";
//! assert_eq!(sentences(text, Span::new(0, text.len())).len(), 2);
//! ```

use super::Span;
use std::sync::LazyLock;

/// The sentences of one paragraph, in order, without the blanks between them.
pub fn sentences(text: &str, paragraph: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = paragraph.start();
    for end in ends(text, paragraph) {
        let sentence = Span::new(start, end).trim(text);
        if !sentence.is_empty() {
            found.push(sentence);
        }
        start = end;
    }
    found
}

/// The byte after each sentence; the last is the paragraph's end.
fn ends(text: &str, paragraph: Span) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let mut at = paragraph.start();
    let mut done = false;
    std::iter::from_fn(move || {
        while at < paragraph.end() {
            let stop = at;
            at += 1;
            if !(matches!(bytes[stop], b'.' | b'?' | b'!') || is_ellipsis(bytes, stop)) {
                continue;
            }
            let rest = &text[at..paragraph.end()];
            let closed = rest.trim_start_matches(CLOSERS);
            let after = paragraph.end() - closed.len();
            at = after;
            if begins_anew(closed) && !(bytes[stop] == b'.' && abbreviates(text, paragraph, stop)) {
                return Some(after);
            }
        }
        (!std::mem::replace(&mut done, true)).then_some(paragraph.end())
    })
}

const CLOSERS: &[char] = &['.', '?', '!', '"', '”', '’', '\'', ')', ']', '»', '›', '」', '』'];

/// The last byte of `…`.
fn is_ellipsis(bytes: &[u8], at: usize) -> bool {
    bytes[at] == 0xA6 && at >= 2 && bytes[at - 2..at] == [0xE2, 0x80]
}

/// White space and then what a sentence may begin with.
fn begins_anew(rest: &str) -> bool {
    let next = rest.trim_start();
    // `Ruiz said.“Not in May.”`: the blank is missing.
    if rest.starts_with(['“', '„', '「']) {
        return rest.chars().nth(1).is_some_and(char::is_uppercase);
    }
    if next.len() == rest.len() || next.is_empty() {
        return false;
    }
    let first = next.trim_start_matches([
        '"', '“', '„', '‘', '\'', '`', '(', '[', '«', '‹', '「', '『', '—', '–', '-', ' ',
    ]);
    first.chars().next().is_some_and(|it| !it.is_lowercase())
}

static ABBREVIATIONS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let table = include_str!("../../data/en/abbreviations.txt");
    let rows = table.lines().filter(|row| !row.starts_with('#'));
    let mut words: Vec<&str> = rows.flat_map(str::split_whitespace).collect();
    words.sort_unstable();
    words
});

/// Whether the full stop at `stop` belongs to the word before it.
fn abbreviates(text: &str, paragraph: Span, stop: usize) -> bool {
    // `in Santa Rita, Calif. “We stay.”`: what is quoted next begins a sentence.
    if text[stop + 1..paragraph.end()].trim_start().starts_with(['"', '“', '`']) {
        return false;
    }
    let before = &text[paragraph.start()..stop];
    let from = before.char_indices().rev().find(|(_, it)| !(it.is_alphanumeric() || *it == '.'));
    let word = &before[from.map_or(0, |(at, it)| at + it.len_utf8())..];
    let mut chars = word.chars();
    match (chars.next(), chars.next()) {
        // An initial, as in `J. Ruiz`; but `plan B. The` is rare enough.
        (Some(one), None) => one.is_uppercase() && one != 'I',
        (Some(_), Some(_)) if word.contains('.') => {
            within_name(word, &text[stop + 1..paragraph.end()])
        }
        (Some(_), Some(_)) if word.len() <= 8 => {
            let lower = word.to_ascii_lowercase();
            ABBREVIATIONS.binary_search(&lower.as_str()).is_ok()
                && (lower == word || word.starts_with(char::is_uppercase))
                && !ends_in_number(&lower, &text[stop + 1..paragraph.end()])
        }
        _ => false,
    }
}

/// `U.S. State Department` goes on; `the U.S. The minister` does not.
fn within_name(word: &str, rest: &str) -> bool {
    let dotted = word.split('.').all(|it| it.chars().count() <= 2);
    let next = rest.trim_start().split(|it: char| !it.is_alphanumeric()).next().unwrap_or("");
    dotted && !STARTERS.contains(&next)
}

/// Words that begin a sentence far more often than they go on with a name.
const STARTERS: &[&str] = &[
    "The", "A", "An", "He", "She", "It", "They", "We", "I", "In", "On", "But", "And", "This",
    "That", "His", "Her", "Their", "At", "For", "After", "As", "If", "When", "Mr", "Ms", "Mrs",
];

/// `no. 4`, but `he said no. The`; `May 4`; `sat. The`.
fn ends_in_number(lower: &str, rest: &str) -> bool {
    matches!(lower, "no" | "nos" | "fig")
        && !rest.trim_start().starts_with(|it: char| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = sentences(text, Span::new(0, text.len()));
        let words: Vec<&str> = found.iter().map(|it| it.of(text)).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        check(
            "Sen. A. B. Ruiz (R-Fla.) met Mr. Holt on Oct. 4 in the U.S. State Department. He left.",
            &[
                "Sen. A. B. Ruiz (R-Fla.) met Mr. Holt on Oct. 4 in the U.S. State Department.",
                "He left.",
            ],
        );
        check("She said no. The talks ended.", &["She said no.", "The talks ended."]);
        check("They left the U.S. The talks ended.", &["They left the U.S.", "The talks ended."]);
    }

    #[test]
    fn closing_marks_belong_to_the_sentence_before() {
        check(
            "“We stay.” She left. (He did too.) Why?",
            &["“We stay.”", "She left.", "(He did too.)", "Why?"],
        );
        check("“Why?” he asked.", &["“Why?” he asked."]);
    }

    #[test]
    fn numbers_and_blank_text_are_no_trouble() {
        check("It cost $1.5 million. Too much!", &["It cost $1.5 million.", "Too much!"]);
        check("", &[]);
        check(" . ", &["."]);
    }
}
