//! A text and marks on its passages in, HTML out: nested, escaped, in the order of the text.

use onrecord::Span;

use crate::escape::escaped;

/// A mark on a passage: the tags around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Bytes of the text.
    pub(crate) span: Span,
    /// The tag that opens it, finished HTML: `<mark class="cue">`.
    pub(crate) open: String,
    /// The tag that closes it: `</mark>`.
    pub(crate) close: &'static str,
}

impl Mark {
    /// Whether some of it stands between two offsets. One that is empty (a sign, an anchor) stands
    /// with what follows it.
    fn is_in(&self, within: Span) -> bool {
        let ends_before = self.span.end() <= within.start();
        let here = self.span.is_empty() && self.span.start() == within.start();
        self.span.start() < within.end() && (!ends_before || here)
    }
}

/// The text between two offsets with its marks. Marks that reach beyond are cut there; of two that
/// cross, the one that begins later is closed and opened again, so that tags always nest.
pub(crate) fn marked(text: &str, within: Span, marks: &[Mark]) -> String {
    let mut marks: Vec<&Mark> = marks.iter().filter(|it| it.is_in(within)).collect();
    marks.sort_by_key(|it| (it.span.start(), std::cmp::Reverse(it.span.end())));
    let mut html = String::new();
    let mut open: Vec<&Mark> = Vec::new();
    let mut at = within.start();
    let mut next = marks.into_iter().peekable();
    loop {
        let closes = open.iter().map(|it| it.span.end()).min().filter(|it| *it < within.end());
        let opens = next.peek().map(|it| it.span.start().max(within.start()));
        let to = [closes, opens].into_iter().flatten().min().unwrap_or(within.end());
        if to > at {
            html.push_str(&escaped(&text[at..to]));
            at = to;
        }
        // What ends here is closed with all that was opened inside it; the rest is opened again.
        if let Some(first) = open.iter().position(|it| it.span.end() <= at) {
            let inside = open.split_off(first);
            html.extend(inside.iter().rev().map(|it| it.close));
            for again in inside.into_iter().filter(|it| it.span.end() > at) {
                html.push_str(&again.open);
                open.push(again);
            }
            continue;
        }
        match next.next_if(|it| it.span.start().max(within.start()) <= at) {
            Some(mark) => {
                html.push_str(&mark.open);
                open.push(mark);
            }
            None if at >= within.end() => break,
            None => {}
        }
    }
    html.extend(open.iter().rev().map(|it| it.close));
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, marks: &[(usize, usize, &'static str)], expected: &str) {
        let mark = |(start, end, tag): &(usize, usize, &'static str)| Mark {
            span: Span::new(*start, *end),
            open: format!("<{tag}>"),
            close: match *tag {
                "b" => "</b>",
                _ => "</i>",
            },
        };
        let marks: Vec<Mark> = marks.iter().map(mark).collect();
        assert_eq!(marked(text, Span::new(0, text.len()), &marks), expected);
    }

    #[test]
    fn marks_nest() {
        check("a < b", &[], "a &lt; b");
        check("abcdef", &[(1, 5, "b"), (2, 3, "i")], "a<b>b<i>c</i>de</b>f");
        check("abcdef", &[(0, 6, "b"), (0, 2, "i")], "<b><i>ab</i>cdef</b>");
    }

    #[test]
    fn an_empty_mark_is_a_sign_before_what_follows() {
        check("abc", &[(0, 0, "b"), (0, 2, "i"), (2, 2, "b")], "<i><b></b>ab</i><b></b>c");
        check("abc", &[(3, 3, "b")], "abc");
    }

    #[test]
    fn marks_that_cross_are_closed_and_opened_again() {
        check("abcdef", &[(1, 4, "b"), (2, 6, "i")], "a<b>b<i>cd</i></b><i>ef</i>");
    }
}
