//! Links that lead to a passage on the outlet's own page, by text fragment (WICG, *Text Fragments*):
//! `url#:~:text=prefix-,start,end,-suffix`.
//!
//! A browser lights the first place where the words stand, so that words around them are given too,
//! as many as make them the first. Each of the four must stand within one block of the page: none
//! reaches over the end of a line of the text, as paragraphs end in one. Words of the neighbouring
//! paragraph are given only where nothing else tells the passage from another: a picture or a box may
//! stand between the two on the page.

use onrecord::Span;

/// A passage of no more words than this is given whole.
const SHORT: usize = 8;

/// So many words stand for each end of a longer one.
const END: usize = 4;

/// So many words of context are given on each side, …
const CONTEXT: usize = 3;

/// … and no more than this, where fewer stand elsewhere in the text too.
const MOST_CONTEXT: usize = 9;

/// No part of a link is longer than this, in bytes: a “word” without blanks may have no end.
const LONGEST: usize = 400;

/// No more passages than this are lit by one link.
const MOST_PASSAGES: usize = 4;

/// An address to which a browser may be sent: the web's. Anything else (`javascript:`, `file:`) is
/// shown, never linked.
pub(crate) fn page(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    let plain = !url.contains(|it: char| it.is_whitespace() || it.is_control());
    (web && plain && !host.is_empty()).then_some(url)
}

/// Leads to these passages of the page at `url`, whose text is `text`. `None`: the address is none of
/// the web. Leads to the page as a whole if the passages cannot be told in words.
pub(crate) fn link(url: &str, text: &str, spans: &[Span]) -> Option<String> {
    let url = page(url)?;
    let without = url.split(":~:").next().unwrap_or(url);
    let parts: Vec<String> =
        spans.iter().take(MOST_PASSAGES).filter_map(|it| directive(text, *it)).collect();
    if parts.is_empty() {
        return Some(without.trim_end_matches('#').to_owned());
    }
    let hash = if without.contains('#') { "" } else { "#" };
    Some(format!("{without}{hash}:~:{}", parts.join("&")))
}

/// Leads to a passage of a page of ours.
pub(crate) fn within(path: &str, passage: &str) -> String {
    match directive(passage, Span::new(0, passage.len())) {
        Some(directive) => format!("{path}#:~:{directive}"),
        None => path.to_owned(),
    }
}

/// `text=prefix-,start,end,-suffix`
fn directive(text: &str, span: Span) -> Option<String> {
    let span = whole_words(text, span.trim(text));
    if span.is_empty() {
        return None;
    }
    let (start, end) = ends(span.of(text));
    let (before, after) = around(text, span);
    let mut written = "text=".to_owned();
    written.extend(before.map(|it| format!("{}-,", encoded(&it))));
    written.push_str(&encoded(&start));
    written.extend(end.as_ref().map(|it| format!(",{}", encoded(it))));
    written.extend(after.map(|it| format!(",-{}", encoded(&it))));
    let long = start.len() > LONGEST || end.is_some_and(|it| it.len() > LONGEST);
    (!long).then_some(written)
}

/// The span with the words whole that it begins and ends in: a browser lights whole words only.
fn whole_words(text: &str, span: Span) -> Span {
    let is_word = |ch: &char| ch.is_alphanumeric();
    let word_before = |at: usize| text[..at].chars().rev().take_while(is_word);
    let (mut start, mut end) = (span.start(), span.end());
    if text[start..].starts_with(char::is_alphanumeric) {
        start -= word_before(start).map(char::len_utf8).sum::<usize>();
    }
    if text[..end].ends_with(char::is_alphanumeric) {
        end += text[end..].chars().take_while(is_word).map(char::len_utf8).sum::<usize>();
    }
    Span::new(start, end)
}

/// The words of a passage: whole, or its first and its last.
fn ends(words: &str) -> (String, Option<String>) {
    let lines: Vec<&str> = words.lines().filter(|it| !it.trim().is_empty()).collect();
    let (first, last) = (lines.first().copied().unwrap_or(""), lines.last().copied().unwrap_or(""));
    if lines.len() < 2 && first.split_whitespace().count() <= SHORT {
        return (spaced(first), None);
    }
    let (first, last): (Vec<&str>, Vec<&str>) =
        (first.split_whitespace().collect(), last.split_whitespace().collect());
    // The two ends of one line must not share a word.
    let n = match lines.len() {
        1 => END.min(last.len() / 2).max(1),
        _ => END,
    };
    let start = first[..n.min(first.len())].join(" ");
    (start, Some(last[last.len().saturating_sub(n)..].join(" ")))
}

/// The words before and after a passage, of its own line: as many as make the passage the first
/// place where all of them stand.
fn around(text: &str, span: Span) -> (Option<String>, Option<String>) {
    let line = line_of(text, span);
    let flat = spaced(text);
    let near = |n: usize| {
        (words_before(text, line, span.start(), n), words_after(text, line, span.end(), n))
    };
    let is_first = |(start, end): &(usize, usize)| {
        let before = spaced(&text[..*start]).len();
        flat.find(&spaced(&text[*start..*end])).is_none_or(|it| it >= before)
    };
    let (mut start, end) =
        (CONTEXT..=MOST_CONTEXT).map(near).find(&is_first).unwrap_or(near(CONTEXT));
    if (start, end) == (span.start(), span.end()) && !is_first(&(start, end)) {
        // All of its line, and not the first such: only what stands before tells it.
        let above = text[..start].trim_end().len();
        let line = line_of(text, Span::new(above, above));
        start = words_before(text, line, above, CONTEXT);
        return (some(&text[start..above]), None);
    }
    (some(&text[start..span.start()]), some(&text[span.end()..end]))
}

/// From the beginning of the line that the span begins in to the end of that where it ends.
fn line_of(text: &str, span: Span) -> Span {
    let start = text[..span.start()].rfind('\n').map_or(0, |it| it + 1);
    let end = text[span.end()..].find('\n').map_or(text.len(), |it| span.end() + it);
    Span::new(start, end)
}

/// Where the `n`th word before `at` begins, in the line.
fn words_before(text: &str, line: Span, at: usize, n: usize) -> usize {
    let mut start = at;
    for word in text[line.start()..at].split_whitespace().rev().take(n) {
        start = text[..start].rfind(word).unwrap_or(start);
    }
    start
}

/// Where the `n`th word after `at` ends, in the line.
fn words_after(text: &str, line: Span, at: usize, n: usize) -> usize {
    let mut end = at;
    for word in text[at..line.end()].split_whitespace().take(n) {
        end = text[end..].find(word).map_or(end, |it| end + it + word.len());
    }
    end
}

/// Context worth giving: none that is empty, none without end.
fn some(words: &str) -> Option<String> {
    let words = spaced(words);
    (!words.is_empty() && words.len() <= LONGEST).then_some(words)
}

/// As a browser compares: with one blank for all white space.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All but what a URL keeps as it is; `-`, `,` and `&` mean something in a text fragment.
fn encoded(words: &str) -> String {
    crate::ask::encoded(words)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const URL: &str = "https://post.example/a";

    #[track_caller]
    fn check(text: &str, words: &str, expected: &str) {
        let at = text.find(words).expect("words of the text");
        let made = link(URL, text, &[Span::new(at, at + words.len())]).unwrap();
        assert_eq!(made.strip_prefix(URL).unwrap(), expected);
    }

    #[test]
    fn short_words_are_given_whole_and_with_what_stands_around_them() {
        check(
            "On Tuesday Ana Ruiz said: “We will not sign,” and left the room.",
            "We will not sign,",
            "#:~:text=Ruiz%20said%3A%20%E2%80%9C-,We%20will%20not%20sign%2C,-%E2%80%9D%20and%20left",
        );
    }

    #[test]
    fn long_words_are_given_by_their_ends() {
        check(
            "One two three. The pilots of the strait have kept their word to each of the ports. End.",
            "The pilots of the strait have kept their word to each of the ports.",
            "#:~:text=One%20two%20three.-,The%20pilots%20of%20the,each%20of%20the%20ports.,-End.",
        );
    }

    #[test]
    fn no_part_reaches_over_the_end_of_a_paragraph() {
        check(
            "Ruiz said: “We stay.\n\n“We shall sign nothing at all.” So she said.",
            "We stay.\n\n“We shall sign nothing at all.",
            "#:~:text=Ruiz%20said%3A%20%E2%80%9C-,We%20stay.,sign%20nothing%20at%20all.,\
             -%E2%80%9D%20So%20she",
        );
        check("First line.\nWe stay.\nLast.", "We stay.", "#:~:text=We%20stay.");
    }

    #[test]
    fn what_a_fragment_reads_as_its_own_is_escaped() {
        check(
            "a b - half-price, R&D, 100% #1 - c d",
            "half-price, R&D, 100% #1",
            "#:~:text=a%20b%20%2D-,half%2Dprice%2C%20R%26D%2C%20100%25%20%231,-%2D%20c%20d",
        );
    }

    #[test]
    fn words_that_stand_twice_have_as_much_context_as_tells_them_apart() {
        let text = "He said no to it. In the end they too had said no to it. That was all.";
        let at = text.rfind("no to").unwrap();
        let made = link(URL, text, &[Span::new(at, at + 5)]).unwrap();
        assert!(made.ends_with("=too%20had%20said-,no%20to,-it.%20That%20was"), "{made}");
        let text = "No.\nRuiz was asked again.\nNo.";
        let made = link(URL, text, &[Span::new(text.len() - 3, text.len())]).unwrap();
        assert!(made.ends_with("#:~:text=was%20asked%20again.-,No."), "{made}");
    }

    #[test]
    fn only_pages_of_the_web_are_linked() {
        let of = |url: &str| link(url, "We stay here.", &[Span::new(0, 7)]);
        for url in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "//x",
            "",
            "java\nscript://x",
            "http://",
            "https:// x",
            "http://a\tb",
        ] {
            assert_eq!(of(url), None, "{url}");
        }
        assert_eq!(of("HTTP://a.example/").unwrap(), "HTTP://a.example/#:~:text=We%20stay,-here.");
        let known = "https://a.example/#part:~:text=old";
        assert_eq!(of(known).unwrap(), "https://a.example/#part:~:text=We%20stay,-here.");
    }

    #[test]
    fn a_word_without_end_makes_no_link_without_end() {
        let text = "x".repeat(1 << 20);
        assert_eq!(link(URL, &text, &[Span::new(0, text.len())]).unwrap(), URL);
        let text = format!("{text} said no");
        let made = link(URL, &text, &[Span::new(text.len() - 2, text.len())]).unwrap();
        assert!(made.len() < 2_000);
    }

    #[test]
    fn several_passages_are_lit_by_one_link() {
        let text = "“No,” she said, “not now.”";
        let spans = ["No,", "not now."].map(|it| {
            let at = text.find(it).unwrap();
            Span::new(at, at + it.len())
        });
        let made = link(URL, text, &spans).unwrap();
        assert_eq!(made.matches("text=").count(), 2, "{made}");
    }

    proptest! {
        #[test]
        fn each_part_stands_in_one_line_of_the_text(
            words in prop::collection::vec("[a-c“”,.-]{1,3}", 2..40),
            breaks in prop::collection::vec(0..40_usize, 0..4),
            from in 0..1000_usize, len in 1..1000_usize,
        ) {
            let mut text = String::new();
            for (n, word) in words.iter().enumerate() {
                text.push_str(word);
                text.push_str(if breaks.contains(&n) { "\n\n" } else { " " });
            }
            let bounds: Vec<usize> = text.char_indices().map(|it| it.0).collect();
            let start = from % bounds.len();
            let end = (start + len).min(bounds.len() - 1).max(start);
            let span = Span::new(bounds[start], bounds[end]);
            let made = link(URL, &text, &[span]).unwrap();
            let Some((_, directive)) = made.split_once("text=") else {
                prop_assert!(span.trim(&text).is_empty());
                return Ok(());
            };
            let lines: Vec<String> =
                text.lines().map(spaced).collect();
            for part in directive.split(',') {
                let part = part.strip_suffix('-').unwrap_or(part);
                let part = part.strip_prefix('-').unwrap_or(part);
                prop_assert!(!part.is_empty());
                let uri: axum::http::Uri = format!("/{part}").parse().unwrap();
                let part = crate::ask::Address::of(&uri).parts.remove(0);
                prop_assert!(lines.iter().any(|it| it.contains(&part)), "{part:?} of {made}");
            }
        }
    }
}
