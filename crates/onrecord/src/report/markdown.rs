//! Markdown in, its words out, one paragraph a line, and what its markup tells of each. Only the
//! markup that exports of news and transcripts use is known; the rest is words.

use super::plain::{self, Unit};
use super::{PartKind, Report};
use crate::intake::Capture;
use crate::text::Span;

/// Reads the report in a Markdown text.
pub(super) fn extract(capture: &Capture, markdown: &str) -> Option<Report> {
    if markdown.len() > plain::MAX_TEXT {
        return None;
    }
    let blocks = blocks(markdown);
    let mut text = String::new();
    let mut units = Vec::new();
    let words: Vec<&str> = blocks.iter().map(|it| it.1.as_str()).collect();
    let body = words.join("\n");
    let titled = plain::with_title(capture.title.as_deref(), &body);
    if let Some(title) = titled.strip_suffix(body.as_str()).filter(|it| !it.is_empty()) {
        text.push_str(title);
        let span = Span::new(0, title.len()).trim(title);
        units.push(Unit { span, kind: Some(PartKind::Headline) });
    }
    let mut has_headline = !text.is_empty();
    for (markup, words) in &blocks {
        let kind = match markup {
            Markup::Heading if !has_headline => {
                has_headline = true;
                Some(PartKind::Headline)
            }
            Markup::Heading => Some(PartKind::Crosshead),
            Markup::Picture => Some(PartKind::Caption),
            Markup::None => None,
        };
        let start = text.len();
        text.push_str(words);
        units.push(Unit { span: Span::new(start, text.len()), kind });
        text.push('\n');
    }
    plain::report(capture, &text, units)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Markup {
    None,
    Heading,
    Picture,
}

/// The paragraphs of a text, their lines joined, markup taken off; empty ones left out.
fn blocks(markdown: &str) -> Vec<(Markup, String)> {
    let mut blocks = Vec::new();
    let mut open = String::new();
    let mut end = |open: &mut String, markup: Markup| {
        let words = words(open);
        if words.chars().any(char::is_alphanumeric) {
            blocks.push((markup, words));
        }
        open.clear();
    };
    for line in markdown.lines() {
        let bare = line.trim().trim_start_matches('>').trim();
        let heading = bare.trim_start_matches('#');
        let is_heading = heading.len() < bare.len() && heading.starts_with(' ');
        let is_picture = bare.starts_with("![");
        let is_item = ["- ", "* ", "+ "].iter().any(|it| bare.starts_with(it));
        let is_rule =
            !bare.is_empty() && bare.chars().all(|it| matches!(it, '=' | '-' | '*' | '_'));
        if is_rule && bare.starts_with(['=', '-']) && !open.is_empty() && bare.len() > 2 {
            end(&mut open, Markup::Heading);
        } else if bare.is_empty() || is_rule {
            end(&mut open, Markup::None);
        } else if is_heading || is_picture {
            end(&mut open, Markup::None);
            open.push_str(if is_heading { heading.trim().trim_end_matches('#') } else { bare });
            end(&mut open, if is_heading { Markup::Heading } else { Markup::Picture });
        } else {
            if is_item || super::transcript::opens_turn(bare) {
                end(&mut open, Markup::None);
            }
            let bare = if is_item { bare[2..].trim_start() } else { bare };
            if !open.is_empty() {
                open.push(' ');
            }
            open.push_str(bare);
            // Two spaces at a line's end break it.
            if line.ends_with("  ") || line.ends_with('\\') {
                open.push('\n');
            }
        }
    }
    end(&mut open, Markup::None);
    blocks
}

/// Words without emphasis, links, pictures, code marks, tags and escapes; single spaces.
fn words(marked: &str) -> String {
    let mut out = String::with_capacity(marked.len());
    let mut rest = marked.trim();
    while let Some(ch) = rest.chars().next() {
        let after = &rest[ch.len_utf8()..];
        rest = match ch {
            '\\' => match after.chars().next() {
                Some(next) if next.is_ascii_punctuation() => {
                    out.push(next);
                    &after[1..]
                }
                _ => after,
            },
            '!' if after.starts_with('[') => after,
            '[' => match link(after) {
                Some((label, behind)) => {
                    out.push_str(&words(label));
                    behind
                }
                None => {
                    out.push('[');
                    after
                }
            },
            '<' => match tag_end(after) {
                Some(end) => &after[end..],
                None => {
                    out.push('<');
                    after
                }
            },
            '*' | '`' => after,
            '_' if is_emphasis(&out, after) => after,
            '\0' => after,
            ch => {
                push_char(&mut out, ch);
                after
            }
        };
    }
    out.trim().to_string()
}

fn push_char(out: &mut String, ch: char) {
    if !ch.is_whitespace() {
        out.push(ch);
    } else if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// `label](address)` and what is behind it.
fn link(after: &str) -> Option<(&str, &str)> {
    /// Longest label and longest address, in bytes.
    const LONGEST: usize = 2000;
    let close = start_of(after, LONGEST).find(']')?;
    let address = after[close + 1..].strip_prefix('(')?;
    let end = start_of(address, LONGEST).find(')')?;
    // A label may hold a picture, never another link's bracket.
    (!after[..close].contains('[')).then(|| (&after[..close], &address[end + 1..]))
}

/// At most `most` bytes of a text's start.
fn start_of(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Where a tag or an address in angle brackets ends.
fn tag_end(after: &str) -> Option<usize> {
    /// Longest tag, in bytes.
    const LONGEST: usize = 500;
    let end = start_of(after, LONGEST).find('>')?;
    let is_tag = after.starts_with(|it: char| it.is_ascii_alphabetic() || it == '/' || it == '!');
    is_tag.then_some(end + 1)
}

/// An underscore at a word's edge, not one inside a name.
fn is_emphasis(out: &str, after: &str) -> bool {
    let is_letter = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
    !(is_letter(out.chars().next_back()) && is_letter(after.chars().next()))
}
