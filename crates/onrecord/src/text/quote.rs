//! Quotation marks of news copy: where quotations begin and end.
//!
//! Straight, typographic, doubled single (`''`, ` `` `) and British single marks, told from
//! apostrophes. A mark without a partner does no harm beyond its paragraph. Never asks whether what
//! is quoted was said by anyone; a title in quotation marks is a quotation here.
//!
//! ```
//! use onrecord::text::{Span, quote::quotations};
//!
//! let text = "‘It’s the voters’ choice,’ Ruiz said.";
//! let found = quotations(text, Span::new(0, text.len()));
//! assert_eq!(found[0].inner.of(text), "It’s the voters’ choice,");
//! ```

use super::Span;

/// A stretch in quotation marks; of nested ones the outermost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks.
    pub outer: Span,
    /// Without them.
    pub inner: Span,
    /// Whether a closing mark stands at its end. A quotation over several paragraphs is closed
    /// only in the last.
    pub closed: bool,
}

/// The outermost quotations of one paragraph, in order.
pub fn quotations(text: &str, paragraph: Span) -> Vec<Quotation> {
    let marks = marks(text, paragraph);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = (from..marks.len()).find(|at| marks[*at].may_open()) {
        let open = marks[at];
        match partner(&marks, at) {
            Some(closing) => {
                let close = marks[closing];
                found.push(Quotation {
                    outer: Span::new(open.start, close.end),
                    inner: Span::new(open.end, close.start),
                    closed: true,
                });
                from = closing + 1;
            }
            None if open.width == Width::Single => from = at + 1,
            None => {
                // A paragraph of a longer quotation opens and does not close. A mark that opens
                // after other words and never closes may be stray, unless no other mark follows.
                let opens_paragraph = text[paragraph.start()..open.start].trim().is_empty();
                let last = !marks[at + 1..].iter().any(|it| it.width == Width::Double);
                if opens_paragraph || last {
                    let end = paragraph.trim(text).end().max(open.end);
                    found.push(Quotation {
                        outer: Span::new(open.start, end),
                        inner: Span::new(open.end, end),
                        closed: false,
                    });
                    break;
                }
                from = at + 1;
            }
        }
    }
    found
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Width {
    Single,
    Double,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    /// Closes, or else is the apostrophe of a possessive: `the voters’ choice`.
    PerhapsClose,
    Either,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    start: usize,
    end: usize,
    width: Width,
    side: Side,
}

impl Mark {
    fn may_open(self) -> bool {
        matches!(self.side, Side::Open | Side::Either)
    }
}

/// How many marks ahead a closing partner is looked for; keeps a paragraph of nothing but opening
/// marks linear. No news paragraph has that many.
const REACH: usize = 64;

/// The mark that closes the one at `at`.
fn partner(marks: &[Mark], at: usize) -> Option<usize> {
    match marks[at].width {
        Width::Single => single_partner(marks, at),
        Width::Double => double_partner(marks, at),
    }
}

fn single_partner(marks: &[Mark], at: usize) -> Option<usize> {
    let mut perhaps = None;
    for (n, mark) in marks.iter().enumerate().skip(at + 1).take(REACH) {
        if mark.width == Width::Double {
            // A double mark inside single ones is nested only if the single ones close later.
            continue;
        }
        match mark.side {
            Side::Close | Side::Either => return Some(n),
            Side::PerhapsClose => perhaps = perhaps.or(Some(n)),
            Side::Open => break,
        }
    }
    perhaps
}

fn double_partner(marks: &[Mark], at: usize) -> Option<usize> {
    let mut depth = 1;
    let mut first_close = None;
    for (n, mark) in marks.iter().enumerate().skip(at + 1).take(REACH) {
        if mark.width == Width::Single {
            continue;
        }
        match mark.side {
            Side::Open => depth += 1,
            _ => {
                depth -= 1;
                if depth == 0 {
                    return Some(n);
                }
                first_close = first_close.or(Some(n));
            }
        }
    }
    // Opened twice and closed once: the second opening was a slip of the pen, or reopens.
    first_close
}

fn marks(text: &str, paragraph: Span) -> Vec<Mark> {
    let bytes = paragraph.of(text).as_bytes();
    let base = paragraph.start();
    let mut found: Vec<Mark> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let (len, width, side) = match bytes[at] {
            b'"' => (1, Width::Double, None),
            b'\'' if bytes.get(at + 1) == Some(&b'\'') => (2, Width::Double, None),
            b'\'' => (1, Width::Single, None),
            b'`' if bytes.get(at + 1) == Some(&b'`') => (2, Width::Double, Some(Side::Open)),
            0xC2 if bytes[at..].starts_with("«".as_bytes()) => {
                (2, Width::Double, Some(Side::Open))
            }
            0xC2 if bytes[at..].starts_with("»".as_bytes()) => {
                (2, Width::Double, Some(Side::Close))
            }
            0xE2 if bytes[at..].starts_with(&[0xE2, 0x80]) => match bytes.get(at + 2) {
                Some(0x9C | 0x9E | 0x9F) => (3, Width::Double, Some(Side::Open)),
                Some(0x9D) => (3, Width::Double, Some(Side::Close)),
                Some(0x98) if bytes[at + 3..].starts_with("‘".as_bytes()) => {
                    (6, Width::Double, Some(Side::Open))
                }
                Some(0x99) if bytes[at + 3..].starts_with("’".as_bytes()) => {
                    (6, Width::Double, Some(Side::Close))
                }
                Some(0x98 | 0x99) => (3, Width::Single, None),
                _ => {
                    at += 3;
                    continue;
                }
            },
            _ => {
                at += 1;
                continue;
            }
        };
        let (start, end) = (base + at, base + at + len);
        at += len;
        let place = Place::of(text, paragraph, start, end);
        let side = match (side, width) {
            // A typographic closing mark where only an opening one can stand is a slip.
            (Some(Side::Close), _) if place.opens() && !place.closes() => Some(Side::Open),
            (Some(side), _) => Some(side),
            (None, Width::Double) => Some(place.double_side()),
            (None, Width::Single) => place.single_side(),
        };
        if let Some(side) = side {
            found.push(Mark { start, end, width, side });
        }
    }
    found
}

/// The characters around a mark.
struct Place<'t> {
    before: Option<char>,
    after: &'t str,
}

impl<'t> Place<'t> {
    fn of(text: &'t str, paragraph: Span, start: usize, end: usize) -> Place<'t> {
        Place {
            before: text[paragraph.start()..start].chars().next_back(),
            after: &text[end..paragraph.end()],
        }
    }

    /// White space, a bracket or a dash stands before it, and a word after it.
    fn opens(&self) -> bool {
        let free = self.before.is_none_or(|it| it.is_whitespace() || "([—–-/“\"‘".contains(it));
        free && self.after.chars().next().is_some_and(|it| !it.is_whitespace())
    }

    fn closes(&self) -> bool {
        self.before.is_some_and(|it| !it.is_whitespace() && !"([“".contains(it))
    }

    fn double_side(&self) -> Side {
        let word = self.after.chars().next().is_some_and(|it| it.is_alphanumeric());
        let spaced = self.before.is_none_or(char::is_whitespace);
        match (spaced, word) {
            (true, true) => Side::Open,
            (true, false) if self.opens() => Side::Open,
            _ if self.closes() && !word => Side::Close,
            _ => Side::Either,
        }
    }

    fn single_side(&self) -> Option<Side> {
        let next = self.after.chars().next();
        let word_follows = next.is_some_and(|it| it.is_alphanumeric());
        if self.opens() && (word_follows || next.is_some_and(|it| "$£€#@[…“\"".contains(it)))
        {
            return (!elided(self.after)).then_some(Side::Open);
        }
        if !self.closes() || word_follows {
            return None;
        }
        let before = self.before?;
        let ends_clause = next.is_none_or(|it| ".,;:?!)—–”\"".contains(it));
        if !before.is_alphanumeric() || ends_clause {
            return Some(Side::Close);
        }
        // Before a blank: the end of a quoted phrase, or a possessive of a word in s.
        Some(if before == 's' { Side::PerhapsClose } else { Side::Close })
    }
}

/// Words that begin with an apostrophe: `’em`, `’90s`.
fn elided(after: &str) -> bool {
    let word: &str = after.split(|it: char| !it.is_alphanumeric()).next().unwrap_or("");
    let decade = word.len() <= 3 && word.bytes().take(2).filter(u8::is_ascii_digit).count() == 2;
    decade || matches!(word, "em" | "til" | "cause" | "tis" | "twas" | "n" | "bout" | "round" | "s")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = quotations(text, Span::new(0, text.len()));
        let words: Vec<&str> = found.iter().map(|it| it.inner.of(text)).collect();
        assert_eq!(words, expected, "in {text}");
    }

    #[test]
    fn straight_typographic_and_doubled_single_marks_pair() {
        check("\"No,\" she said. \"Never.\"", &["No,", "Never."]);
        check("“No,” she said. “Never.”", &["No,", "Never."]);
        check("''No,'' she said. ``Never.''", &["No,", "Never."]);
        check("«No», she said.", &["No"]);
    }

    #[test]
    fn british_single_marks_are_told_from_apostrophes() {
        check("‘It’s the voters’ choice,’ she said.", &["It’s the voters’ choice,"]);
        check(
            "'We won't sign,' said Ruiz, 'and that's that.'",
            &["We won't sign,", "and that's that."],
        );
        check("Give ’em the ’90s, the neighbours’ band said.", &[]);
        check("the so-called 'quick fix' of the Ruizes' plan", &["quick fix"]);
    }

    #[test]
    fn of_nested_quotations_the_outermost_counts() {
        check("“He said ‘no’ to us,” she said.", &["He said ‘no’ to us,"]);
        check("“He said “no” to us,” she said.", &["He said “no” to us,"]);
        check(
            "\"She read: \"we pay.\" Then left,\" he said.",
            &["She read: \"we pay.\" Then left,"],
        );
    }

    #[test]
    fn a_quotation_left_open_runs_to_the_end_of_its_paragraph() {
        let text = "“We begin today.";
        let found = quotations(text, Span::new(0, text.len()));
        assert_eq!(found.len(), 1);
        assert!(!found[0].closed);
        check("He said: “We begin today.", &["We begin today."]);
    }

    #[test]
    fn a_stray_mark_does_not_swallow_the_next_quotation() {
        check("The 6\" pipe burst, “badly,” he said.", &["badly,"]);
    }

    #[test]
    fn a_paragraph_of_opening_marks_ends_in_time() {
        let text = "“a ‘b ".repeat(100_000);
        assert!(quotations(&text, Span::new(0, text.len())).len() <= text.len());
    }
}
