//! A sentence's words, as figures are read in them; and which sentences can hold one.

use std::borrow::Cow;

use crate::text::{Span, TokenKind, tokens};

/// The words and marks of one sentence.
pub(super) struct Words<'t> {
    words: Vec<Word<'t>>,
}

struct Word<'t> {
    text: &'t str,
    lower: Cow<'t, str>,
    span: Span,
    kind: TokenKind,
    /// No blank before it.
    glued: bool,
}

/// Of a longer sentence only the first words are read, since each figure looks over all of them.
const LONGEST: usize = 400;

impl<'t> Words<'t> {
    pub(super) fn read(text: &'t str, sentence: Span) -> Words<'t> {
        let mut end = usize::MAX;
        let word = |it: crate::text::Token<'t>| {
            let glued = it.span.start() == end;
            end = it.span.end();
            let small = !it.text.bytes().any(|it| it.is_ascii_uppercase() || !it.is_ascii());
            let lower = if small { it.text.into() } else { it.text.to_lowercase().into() };
            Word { text: it.text, lower, span: it.span, kind: it.kind, glued }
        };
        Words { words: tokens(text, sentence).take(LONGEST).map(word).collect() }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// In small letters; empty outside the sentence.
    pub(super) fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |it| &it.lower)
    }

    /// The word so many places before.
    pub(super) fn before(&self, at: usize, n: usize) -> &str {
        at.checked_sub(n).map_or("", |it| self.lower(it))
    }

    pub(super) fn text(&self, at: usize) -> &'t str {
        self.words.get(at).map_or("", |it| it.text)
    }

    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.lower(at)) && at < self.len()
    }

    pub(super) fn mark(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|it| it.kind == TokenKind::Mark)
    }

    /// Begins with a digit.
    pub(super) fn digits(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|it| it.kind == TokenKind::Number)
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        self.words
            .get(at)
            .is_some_and(|it| it.kind == TokenKind::Word && it.text.starts_with(char::is_uppercase))
    }

    pub(super) fn glued(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|it| it.glued)
    }

    /// A hyphen between two words, without blanks.
    pub(super) fn hyphen(&self, at: usize) -> bool {
        matches!(self.text(at), "-" | "–" | "‑") && self.glued(at) && self.glued(at + 1)
    }

    pub(super) fn span(&self, words: std::ops::Range<usize>) -> Span {
        self.words[words.start].span.cover(self.words[words.end - 1].span)
    }
}

/// Whether a stretch holds a digit or a word for a number. Most do not, and are read no further.
pub(super) fn may_hold(words: &str) -> bool {
    let bytes = words.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_digit() {
            return true;
        }
        if !byte.is_ascii_alphabetic() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
            at += 1;
        }
        if is_number(&bytes[start..at]) {
            return true;
        }
    }
    false
}

/// A word for a number, by its first letter and length before it is compared.
fn is_number(word: &[u8]) -> bool {
    const LONGEST: usize = 9;
    if !(3..=LONGEST).contains(&word.len()) {
        return false;
    }
    let any = |of: &[&[u8]]| of.iter().any(|it| word.eq_ignore_ascii_case(it));
    match word[0] | 0x20 {
        b'b' => any(&[b"billion", b"billions"]),
        b'd' => any(&[b"dozen", b"dozens", b"decade"]),
        b'e' => any(&[b"eight", b"eleven", b"eighteen", b"eighty"]),
        b'f' => any(&[b"four", b"five", b"fifteen", b"fourteen", b"forty", b"fifty"]),
        b'h' => any(&[b"hundred", b"hundreds"]),
        b'm' => any(&[b"million", b"millions", b"month"]),
        b'n' => any(&[b"nine", b"nineteen", b"ninety"]),
        b'o' => any(&[b"one"]),
        b's' => any(&[b"six", b"seven", b"sixteen", b"seventeen", b"sixty", b"seventy", b"scores"]),
        b't' => any(&[
            b"two",
            b"three",
            b"ten",
            b"twelve",
            b"thirteen",
            b"twenty",
            b"thirty",
            b"thousand",
            b"thousands",
            b"trillion",
            b"trillions",
        ]),
        b'w' => any(&[b"week"]),
        b'y' => any(&[b"year"]),
        _ => false,
    }
}
