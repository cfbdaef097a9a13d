//! Puts a report's text together, part by part.
//!
//! Whatever goes in, what comes out is what [`Report::new`](super::Report::new) asks for: parts in
//! order, nothing outside them but line breaks, no NUL.

use super::{Part, PartKind};
use crate::text::Span;

/// A text in the making, and the parts it has so far.
#[derive(Debug, Default)]
pub(super) struct Composer {
    text: String,
    parts: Vec<Part>,
}

impl Composer {
    /// Adds words as a part on a line of its own. Nothing but white space adds nothing.
    pub(super) fn push(&mut self, kind: PartKind, words: &str) {
        let words = words.trim_matches(|it: char| it.is_whitespace() || it == '\0');
        if words.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.extend(words.chars().filter(|it| *it != '\0'));
        self.parts.push(Part { kind, span: Span::new(start, self.text.len()) });
    }

    /// The text and its parts.
    pub(super) fn finish(self) -> (String, Vec<Part>) {
        (self.text, self.parts)
    }
}
