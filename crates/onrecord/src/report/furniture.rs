//! Told by its words: a paragraph that a page prints around its report. Sees one paragraph at a
//! time; where it stands is the caller's to say.

use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

static LIST: LazyLock<Words> =
    LazyLock::new(|| Words::read(include_str!("../../data/en/furniture.tsv")));

/// Longest paragraph, in bytes, that its words can make furniture. Appeals are short; a report's
/// longest paragraphs quote them.
const LONGEST: usize = 700;

/// Somebody speaks: that is what a report is for.
const SAYS: [&str; 6] = [" said", " told ", " says ", " added", " asked ", " according to "];

/// Longest words under a picture, in bytes.
const LONGEST_CAPTION: usize = 450;

/// Where a paragraph stands in its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Report follows.
    Inside,
    /// Nothing follows but furniture.
    Tail,
}

/// Whether a paragraph's words show that it is not part of the report.
pub(super) fn is_furniture(paragraph: &str, place: Place) -> bool {
    if paragraph.len() > LONGEST {
        return false;
    }
    let folded = fold(paragraph);
    if SAYS.iter().any(|it| folded.contains(it)) {
        return false;
    }
    LIST.finds(&folded, |it| it == Only::Anywhere || (it == Only::Tail && place == Place::Tail))
        || is_date_line(&folded)
        || is_count(&folded)
        || is_follow(&folded)
}

/// Whether a paragraph's words show that it belongs to a picture: it ends in a credit.
pub(super) fn is_caption(paragraph: &str) -> bool {
    paragraph.len() <= LONGEST_CAPTION
        && !paragraph.contains(['“', '"'])
        && LIST.finds(&fold(paragraph), |it| it == Only::Caption)
}

/// Lower case, straight apostrophes, single spaces.
pub(super) fn fold(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    for ch in words.chars() {
        match ch {
            '’' | '‘' => folded.push('\''),
            ch if ch.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            ch if ch.is_ascii() => folded.push(ch.to_ascii_lowercase()),
            ch => folded.extend(ch.to_lowercase()),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// `Follow Jo Park on ...`, for some service that has followers.
fn is_follow(folded: &str) -> bool {
    let services = [
        "@",
        "twitter",
        "facebook",
        "instagram",
        "telegram",
        "youtube",
        "linkedin",
        "bluesky",
        "http",
        "coverage",
    ];
    folded.len() < 160
        && folded.starts_with("follow ")
        && services.iter().any(|it| folded.contains(it))
}

/// `1 of 6`, `Image 2 of 5`: the counter of a gallery.
fn is_count(folded: &str) -> bool {
    let words: Vec<&str> = folded.split(' ').collect();
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    match words[..] {
        [n, "of", all] | ["image" | "photo" | "slide", n, "of", all] => {
            is_number(n) && is_number(all)
        }
        _ => false,
    }
}

/// `Updated 3:05 p.m.`, `Published: 4 March 2031`: a time of publication on a line of its own.
fn is_date_line(folded: &str) -> bool {
    let starts = ["updated", "published", "posted", "last updated", "first published", "modified"];
    let n_digits = folded.bytes().filter(u8::is_ascii_digit).count();
    folded.len() < 120
        && n_digits >= 3
        && starts.iter().any(|it| folded.starts_with(it))
        && !folded.ends_with('.')
}

struct Words {
    /// In the order of `rules`.
    found: AhoCorasick,
    rules: Vec<(Stand, Only)>,
}

/// Where a rule holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Only {
    Anywhere,
    Tail,
    Caption,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Whole,
    Start,
    Has,
}

impl Words {
    fn read(list: &str) -> Words {
        let mut words = Vec::new();
        let mut rules = Vec::new();
        for line in list.lines().filter(|it| !it.starts_with('#')) {
            let mut columns = line.split('\t');
            let stand = match columns.next() {
                Some("whole") => Stand::Whole,
                Some("start") => Stand::Start,
                _ => Stand::Has,
            };
            let only = match columns.next() {
                Some("tail") => Only::Tail,
                Some("caption") => Only::Caption,
                _ => Only::Anywhere,
            };
            if let Some(column) = columns.next() {
                words.push(column);
                rules.push((stand, only));
            }
        }
        let found = AhoCorasick::builder().match_kind(MatchKind::Standard).build(words);
        Words { found: found.expect("a short list of words makes an automaton"), rules }
    }

    fn finds(&self, folded: &str, holds: impl Fn(Only) -> bool) -> bool {
        let bare = folded.trim_matches(|it: char| !it.is_alphanumeric() && !"©():".contains(it));
        let whole = bare.trim_matches(|it: char| !it.is_alphanumeric());
        self.found.find_overlapping_iter(bare).any(|found| {
            let (stand, only) = self.rules[found.pattern()];
            let ends_word = !bare[found.end()..].starts_with(char::is_alphanumeric)
                || bare[..found.end()].ends_with(|it: char| !it.is_alphanumeric());
            let stands = match stand {
                Stand::Whole => found.len() == whole.len(),
                Stand::Start => found.start() == 0 && ends_word,
                Stand::Has => ends_word,
            };
            stands && holds(only)
        })
    }
}
