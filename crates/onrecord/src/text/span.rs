use std::ops::Range;

/// A half-open range of bytes in the text of one report.
///
/// `start <= end`; both lie on `char` boundaries of the text the span was cut from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from byte `start` to byte `end`, end exclusive.
    ///
    /// # Panics
    /// If `start > end`, or `end` does not fit in 32 bits (extraction refuses texts that long).
    pub fn new(start: usize, end: usize) -> Span {
        assert!(start <= end, "a span must not end before it starts: {start}..{end}");
        let narrow = |it: usize| u32::try_from(it).expect("reports longer than 4 GiB are refused");
        Span { start: narrow(start), end: narrow(end) }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether no byte lies in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The bytes as a range, to slice with.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The words the span stands for.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether all of `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether they share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without white space at its ends.
    pub fn trim(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start() + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// The words of spans, in order; `[…]` where the report puts words of its own between two of them,
/// as a cue inside a quotation.
pub fn joined(text: &str, spans: &[Span]) -> String {
    let mut words = String::new();
    for (n, span) in spans.iter().enumerate() {
        if n > 0 {
            words.push_str(gap(text, spans[n - 1], *span));
        }
        words.push_str(span.of(text));
    }
    words
}

/// What stands for the text between two spans: a blank, or `[…]` if there are words in it.
pub fn gap(text: &str, before: Span, after: Span) -> &'static str {
    let between = text.get(before.end()..after.start()).unwrap_or("");
    if between.chars().any(char::is_alphanumeric) { " […] " } else { " " }
}
