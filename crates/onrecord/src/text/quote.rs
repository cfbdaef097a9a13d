//! Quotation marks of news copy: where quotations begin and end.
//!
//! Straight, typographic, doubled single (`''`, ` `` `) and British single marks, told from
//! apostrophes; the pointed, low and corner marks of other languages. A mark without a partner does no harm beyond its paragraph. Never asks whether what
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
use super::sentence::sentences;

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
    if let Some(quotation) = never_opened(text, paragraph, &marks) {
        found.push(quotation);
        from = 1;
    }
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
            None => {
                // A paragraph of a longer quotation opens and does not close. A mark that opens
                // after other words and never closes may be stray, unless no other mark follows.
                let opens_paragraph = text[paragraph.start()..open.start].trim().is_empty();
                let last = !marks[at + 1..].iter().any(|it| it.width == open.width);
                let goes_on = match open.width {
                    Width::Single => last && opens_sentence(text, paragraph, open),
                    _ => opens_paragraph || last,
                };
                if goes_on {
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

/// A first mark that closes what was never opened: `We stay,” he said`. What it closes begins with
/// its sentence.
fn never_opened(text: &str, paragraph: Span, marks: &[Mark]) -> Option<Quotation> {
    let first = marks.first().filter(|it| it.width == Width::Double && it.side == Side::Close)?;
    let before = Span::new(paragraph.start(), first.start);
    let mut last = before.of(text).chars().rev();
    let speech = last.next().is_some_and(|it| ",?!.".contains(it)) && !last.next()?.is_numeric();
    if !speech || text[first.start..].starts_with(['»', '›']) {
        return None;
    }
    let inner = sentences(text, before).pop()?;
    let closed = true;
    Some(Quotation { outer: Span::new(inner.start(), first.end), inner, closed })
}

/// A capital follows the mark, and before it stands nothing, or what ends a sentence or leads to
/// speech.
fn opens_sentence(text: &str, paragraph: Span, open: Mark) -> bool {
    let before = text[paragraph.start()..open.start].trim_end();
    let free = before.is_empty() || before.ends_with(['.', '?', '!', ':', ',', '’', '\'']);
    free && text[open.end..].starts_with(char::is_uppercase)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Width {
    Single,
    Double,
    /// Guillemets and corner brackets, which pair among themselves alone: a bullet may look like
    /// one of them.
    Pointed,
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
    begins_paragraph: bool,
    /// Stands after the end of a sentence.
    begins_anew: bool,
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
        Width::Double | Width::Pointed => double_partner(marks, at),
    }
}

fn single_partner(marks: &[Mark], at: usize) -> Option<usize> {
    let mut perhaps = None;
    for (n, mark) in marks.iter().enumerate().skip(at + 1).take(REACH) {
        if mark.width != Width::Single {
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
    let mut anew = false;
    for (n, mark) in marks.iter().enumerate().skip(at + 1).take(REACH) {
        if mark.width != marks[at].width {
            continue;
        }
        match mark.side {
            Side::Open => {
                depth += 1;
                anew = anew || first_close.is_none() && mark.begins_anew;
            }
            _ => {
                depth -= 1;
                if depth == 0 {
                    return Some(n);
                }
                first_close = first_close.or(Some(n));
            }
        }
    }
    // Opened twice and closed once: the second opening was a slip of the pen, or reopens; but
    // after the end of a sentence, inside a paragraph, it is the first that was a slip.
    first_close.filter(|_| !anew || marks[at].begins_paragraph)
}

fn marks(text: &str, paragraph: Span) -> Vec<Mark> {
    let bytes = paragraph.of(text).as_bytes();
    let base = paragraph.start();
    let mut found: Vec<Mark> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let (len, width, side) = match bytes[at] {
            b'"' => (1, Width::Double, None),
            // `''They told us 'no,'''`: the inner one closes first.
            b'\'' if bytes[at..].starts_with(b"'''") && ends_word(&bytes[..at]) => {
                (1, Width::Single, Some(Side::Close))
            }
            b'\'' if bytes.get(at + 1) == Some(&b'\'') => (2, Width::Double, None),
            b'\'' => (1, Width::Single, None),
            b'`' if bytes.get(at + 1) == Some(&b'`') => (2, Width::Double, Some(Side::Open)),
            0xC2 if bytes[at..].starts_with("«".as_bytes()) => {
                (2, Width::Pointed, Some(Side::Open))
            }
            0xC2 if bytes[at..].starts_with("»".as_bytes()) => {
                (2, Width::Pointed, Some(Side::Close))
            }
            0xE3 if bytes[at..].starts_with(&[0xE3, 0x80]) => match bytes.get(at + 2) {
                Some(0x8C | 0x8E) => (3, Width::Pointed, Some(Side::Open)),
                Some(0x8D | 0x8F) => (3, Width::Pointed, Some(Side::Close)),
                _ => {
                    at += 3;
                    continue;
                }
            },
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
                Some(0x9A) => (3, Width::Single, Some(Side::Open)),
                Some(0xB9) => (3, Width::Pointed, Some(Side::Open)),
                Some(0xBA) => (3, Width::Pointed, Some(Side::Close)),
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
            // A typographic closing mark where only an opening one can stand is a slip, or opens
            // in the way of another language; and the other way round.
            (Some(Side::Close), Width::Pointed) if !place.opens_word() => Some(Side::Close),
            (Some(Side::Close), _) if place.opens() && !place.closes() => Some(Side::Open),
            (Some(Side::Open), Width::Double | Width::Pointed) if place.only_closes() => {
                Some(Side::Close)
            }
            (Some(side), _) => Some(side),
            (None, Width::Double) => Some(place.double_side()),
            (None, Width::Single) => place.single_side(),
            (None, Width::Pointed) => None,
        };
        if let Some(side) = side {
            let before = text[paragraph.start()..start].trim_end();
            let begins_paragraph = before.is_empty();
            let begins_anew =
                before.len() < start - paragraph.start() && before.ends_with(['.', '?', '!']);
            found.push(Mark { start, end, width, side, begins_paragraph, begins_anew });
        }
    }
    found
}

fn ends_word(before: &[u8]) -> bool {
    before.last().is_some_and(|it| !it.is_ascii_whitespace() && !b"(['\"".contains(it))
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

    fn opens_word(&self) -> bool {
        self.opens() && self.after.starts_with(char::is_alphanumeric)
    }

    fn closes(&self) -> bool {
        self.before.is_some_and(|it| !it.is_whitespace() && !"([“".contains(it))
    }

    /// A word or its mark stands before it, and a blank or the mark of a pause after it.
    fn only_closes(&self) -> bool {
        let ends = |it: char| it.is_whitespace() || ",.;:?!)]".contains(it);
        let after = self.after.chars().next().is_none_or(ends);
        after && self.before.is_some_and(|it| it.is_alphanumeric() || ",.?!…".contains(it))
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
    let word = word.to_lowercase();
    decade
        || matches!(&*word, "em" | "til" | "cause" | "tis" | "twas" | "n" | "bout" | "round" | "s")
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
        check("''They told us 'no,''' she said. ''Why?''", &["They told us 'no,'", "Why?"]);
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
    fn marks_of_other_languages_pair() {
        check("«No», she said. »Never«, he said. ‹Why›, they said.", &["No", "Never", "Why"]);
        check("„No“, she said. „Never”, he said. ‚Why‘, they said.", &["No", "Never", "Why"]);
        check("「No,」 she said. 『Never』", &["No,", "Never"]);
        check("» a bridge “of sighs” and a pier", &["of sighs"]);
    }

    #[test]
    fn a_mark_without_a_partner_is_paired_with_the_end_of_its_sentence() {
        check("They left. We stay,” she said. “Never.”", &["We stay,", "Never."]);
        check("He called it \"a mess and left. \"No,\" she said.", &["No,"]);
        check("“We begin. ‘Now.", &["We begin. ‘Now."]);
        check("‘We begin.", &["We begin."]);
        check("‘cause they left. Not so.", &[]);
    }

    #[test]
    fn a_paragraph_of_opening_marks_ends_in_time() {
        let text = "“a ‘b ".repeat(100_000);
        assert!(quotations(&text, Span::new(0, text.len())).len() <= text.len());
    }
}
