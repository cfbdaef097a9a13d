//! A page in, the same page out, with nothing in it that makes a parser slow or overflow a stack.
//!
//! HTML parsers and readers of trees recurse; some are quadratic in depth. News pages nest some
//! thirty elements deep, hostile ones a hundred thousand. One pass over the bytes drops the tags
//! that would open an element too deep, and keeps the words. It errs on the side of dropping.

use std::borrow::Cow;

/// Deepest element kept. The deepest of 85 news pages nests 49.
const DEPTH: usize = 120;
/// Most elements of a page that is read. The largest of 85 news pages has 1,600.
const ELEMENTS: usize = 60_000;
/// Most attributes of a tag that is kept: parsers look for doubles pair by pair. (Those 85: 64.)
const ATTRIBUTES: usize = 256;

/// Most bytes that writing a page's text out may look at: a serializer looks from each character
/// that it may have to escape to the end of the text. (This many take a second. The worst of those
/// 85 pages, were it one text: a hundredth.)
const LOOKED_AT: usize = 500_000_000_000;

/// The page with its nesting capped. `None`: more elements, or characters to be escaped, than any
/// report needs.
pub(super) fn cap(html: &str) -> Option<Cow<'_, str>> {
    let n_escaped = html.bytes().filter(|it| matches!(it, b'&' | 0xC2)).count();
    if n_escaped.saturating_mul(html.len()) > LOOKED_AT {
        return None;
    }
    let mut open: Vec<Name> = Vec::new();
    let mut kept = String::new();
    let mut copied = 0;
    let mut n_elements = 0;
    let mut at = 0;
    while let Some(tag) = next_tag(html, at) {
        at = tag.end;
        if tag.closes {
            close(&mut open, tag.name);
            continue;
        }
        n_elements += 1;
        if n_elements > ELEMENTS {
            return None;
        }
        let nests = tag.name.nests();
        let too_deep = nests && open.len() >= DEPTH;
        if too_deep || tag.n_attributes > ATTRIBUTES {
            kept.push_str(&html[copied..tag.start]);
            copied = tag.end;
        } else if nests {
            open.push(tag.name);
        }
        at = past_raw_text(html, &tag);
    }
    if copied == 0 {
        return Some(Cow::Borrowed(html));
    }
    kept.push_str(&html[copied..]);
    Some(Cow::Owned(kept))
}

/// One tag: `html[start..end]`.
struct Tag {
    start: usize,
    end: usize,
    name: Name,
    closes: bool,
    n_attributes: usize,
}

/// First letters of an element's name, in lower case; names that differ later are not told apart.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Name([u8; 12]);

impl Name {
    fn of(name: &[u8]) -> Name {
        let mut first = [0; 12];
        for (to, from) in first.iter_mut().zip(name) {
            *to = from.to_ascii_lowercase();
        }
        Name(first)
    }

    fn is_one_of(self, names: &[&str]) -> bool {
        let len = self.0.iter().position(|it| *it == 0).unwrap_or(self.0.len());
        names.iter().any(|it| it.as_bytes() == &self.0[..len])
    }

    /// Whether elements of this name can nest without end. Those whose end tag may be left out
    /// close each other; those without content never open.
    fn nests(self) -> bool {
        !self.is_one_of(&[
            "p", "li", "br", "img", "td", "tr", "th", "dt", "dd", "meta", "link", "input", "hr",
            "option", "tbody", "thead", "tfoot", "source", "path", "html", "head", "body", "area",
            "base", "col", "embed", "param", "track", "wbr", "script", "style", "textarea",
            "title", "use",
        ])
    }

    /// Elements that a mismatched end tag of another element takes out of the middle.
    fn is_formatting(self) -> bool {
        self.is_one_of(&[
            "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong",
            "tt", "u",
        ])
    }

    /// Elements that an end tag of an inline element does not reach past.
    fn is_inline(self) -> bool {
        self.is_formatting()
            || self.is_one_of(&["span", "abbr", "cite", "label", "q", "sub", "sup", "time"])
    }
}

fn next_tag(html: &str, from: usize) -> Option<Tag> {
    let bytes = html.as_bytes();
    let mut at = from;
    loop {
        let start = at + html[at..].find('<')?;
        let closes = bytes.get(start + 1) == Some(&b'/');
        let name_at = start + 1 + usize::from(closes);
        if html[start..].starts_with("<!--") {
            at = start + 4 + html[start + 4..].find("-->")?;
        } else if bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
            return tag_at(bytes, start, name_at, closes);
        } else {
            at = start + 1;
        }
    }
}

fn tag_at(bytes: &[u8], start: usize, name_at: usize, closes: bool) -> Option<Tag> {
    let is_end_of_name = |it: &u8| it.is_ascii_whitespace() || matches!(it, b'/' | b'>');
    let name_end = name_at + bytes[name_at..].iter().position(is_end_of_name)?;
    let mut n_attributes = 0;
    let mut quote = None;
    let mut before = 0;
    for (n, byte) in bytes[name_end..].iter().copied().enumerate() {
        match quote {
            Some(mark) if byte == mark => quote = None,
            Some(_) => {}
            None if byte == b'>' => {
                let name = Name::of(&bytes[name_at..name_end]);
                return Some(Tag { start, end: name_end + n + 1, name, closes, n_attributes });
            }
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None if byte.is_ascii_whitespace() || byte == b'/' || byte == b'"' => n_attributes += 1,
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    None
}

fn close(open: &mut Vec<Name>, name: Name) {
    let Some(found) = open.iter().rposition(|it| *it == name) else { return };
    if name.is_formatting() {
        open.remove(found);
    } else if !name.is_inline() || open[found..].iter().all(|it| it.is_inline()) {
        open.truncate(found);
    }
}

/// Where to look for the next tag: behind the end tag of elements whose content is not markup.
fn past_raw_text(html: &str, tag: &Tag) -> usize {
    let end_tag = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed"]
        .iter()
        .find(|name| tag.name.is_one_of(&[name]));
    let Some(name) = end_tag else { return tag.end };
    let mut at = tag.end;
    while let Some(found) = html[at..].find("</") {
        at += found + 2;
        let rest = &html.as_bytes()[at..];
        if rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return at - 2;
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_page_is_left_as_it_is() {
        let page = "<html><p>One<p>Two <b>bold</b><br><script>if (a<b) '<div>'</script></html>";
        assert!(matches!(cap(page), Some(Cow::Borrowed(_))));
        let long = "<p>Ships wait.".repeat(1000);
        assert_eq!(cap(&long).as_deref(), Some(long.as_str()));
    }

    #[test]
    fn tags_too_deep_are_dropped_and_their_words_kept() {
        for unit in ["<div>", "<span>", "<b id=1><div></b>", "<span><div></span>", "<table><td>"] {
            let page = format!("{}words", unit.repeat(30_000));
            let capped = cap(&page).expect("few enough elements");
            assert!(capped.ends_with("words"), "{unit}");
            let depth = capped.matches("<div>").count().max(capped.matches("<span>").count());
            assert!(depth <= DEPTH, "{unit}: {depth}");
        }
    }

    #[test]
    fn a_page_of_nothing_but_tags_is_refused() {
        assert_eq!(cap(&"<p>".repeat(ELEMENTS + 1)), None);
    }

    #[test]
    fn a_page_of_nothing_but_escaped_characters_is_refused() {
        assert_eq!(cap(&"<p>&amp;".repeat(400_000)), None);
        assert!(cap(&format!("<p>{}", "Ruiz &amp; Son. ".repeat(10_000))).is_some());
    }

    #[test]
    fn a_tag_with_thousands_of_attributes_is_dropped() {
        let page = format!("<p>a<i {}>b", "x ".repeat(5000));
        assert_eq!(cap(&page).as_deref(), Some("<p>ab"));
    }
}
