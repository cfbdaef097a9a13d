//! Plain text in, as it was pasted from a page or written by a program; the same text out, cut
//! into parts. Not a character is moved: offsets in the report are offsets in what was given,
//! behind the headline where the container gives one that the text lacks.

use super::furniture::{self, Place, fold};
use super::metadata::About;
use super::{Genre, Part, PartKind, Report, date, describe, transcript};
use crate::intake::Capture;
use crate::text::Span;

/// Longest text read, in bytes: a report is no longer than a book.
pub(super) const MAX_TEXT: usize = 8 << 20;

/// Reads the report in a plain text.
pub(super) fn extract(capture: &Capture, text: &str) -> Option<Report> {
    if text.len() > MAX_TEXT {
        return None;
    }
    let text = text.replace('\0', " ");
    let titled = with_title(capture.title.as_deref(), &text);
    let start = titled.len() - text.len();
    let title = (start > 0)
        .then(|| Unit { span: Span::new(0, start).trim(&titled), kind: Some(PartKind::Headline) });
    let moved = |it: Span| Span::new(start + it.start(), start + it.end());
    let below = units(&text).into_iter().map(|it| Unit { span: moved(it), kind: None });
    report(capture, &titled, title.into_iter().chain(below).collect())
}

/// A line or paragraph of the text, and what it is, if its markup tells.
pub(super) struct Unit {
    pub(super) span: Span,
    pub(super) kind: Option<PartKind>,
}

/// Cuts a text, given its lines or paragraphs in order, into parts and makes the report.
pub(super) fn report(capture: &Capture, text: &str, units: Vec<Unit>) -> Option<Report> {
    let plain = || units.iter().map(|it| Part { kind: PartKind::Paragraph, span: it.span });
    plain().next()?;
    if capture.genre.is_none_or(|it| it == Genre::Transcript) {
        let asked = capture.genre == Some(Genre::Transcript);
        let parts = mark_title(capture.title.as_deref(), text, plain().collect());
        if let Some(parts) = transcript::cut(text, parts, asked) {
            let mut report = describe::report(capture, About::default(), text, parts);
            report.genre = Genre::Transcript;
            return Some(report);
        }
    }
    let cut = classify(text, &units);
    let about = About {
        outlet: cut.outlet,
        author: cut.author,
        published: cut.published,
        ..About::default()
    };
    Some(describe::report(capture, about, text, cut.parts))
}

/// The text, under the title, if it does not begin with it.
pub(super) fn with_title(title: Option<&str>, text: &str) -> String {
    let title = title.unwrap_or("").replace('\0', " ");
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() || begins_with(text, &title) {
        return text.to_string();
    }
    format!("{title}\n{text}")
}

/// Whether one of the text's first lines begins with the title, letters and digits compared.
fn begins_with(text: &str, title: &str) -> bool {
    /// The outlet's name and a kicker may stand above the headline.
    const LINES: usize = 4;
    let letters = |it: &str| -> String {
        let letters = it.chars().filter(|ch| ch.is_alphanumeric()).take(80);
        letters.flat_map(char::to_lowercase).collect()
    };
    let title = letters(title);
    let lines = text.lines().filter(|it| !it.trim().is_empty()).take(LINES);
    title.is_empty() || lines.map(letters).any(|it| it.starts_with(&title))
}

fn mark_title(title: Option<&str>, text: &str, mut parts: Vec<Part>) -> Vec<Part> {
    let first = parts.first_mut().filter(|it| {
        title.is_some_and(|title| begins_with(it.span.of(text), title) && it.span.len() < 400)
    });
    if let Some(first) = first {
        first.kind = PartKind::Headline;
    }
    parts
}

/// The paragraphs of a text: runs of lines between blank ones, where lines are wrapped; else lines.
pub(super) fn units(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let wrapped = is_wrapped(text, &lines);
    let mut units: Vec<Span> = Vec::new();
    let mut after_blank = true;
    for line in lines {
        let words = line.trim(text);
        if words.is_empty() {
            after_blank = true;
            continue;
        }
        let goes_on = wrapped && !after_blank && !transcript::opens_turn(words.of(text));
        match units.last_mut().filter(|_| goes_on) {
            Some(unit) => *unit = unit.cover(words),
            None => units.push(words),
        }
        after_blank = false;
    }
    units
}

fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let line = |it: &str| {
        let span = Span::new(at, at + it.len());
        at = span.end();
        span
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Whether lines break inside sentences, as mail and typewritten transcripts do.
fn is_wrapped(text: &str, lines: &[Span]) -> bool {
    /// Longest line of wrapped text, in characters.
    const WIDTH: usize = 100;
    let mut n_breaks = 0;
    let mut n_inside = 0;
    for pair in lines.windows(2) {
        let (line, next) = (pair[0].of(text).trim(), pair[1].of(text).trim());
        let (Some(last), Some(first)) = (line.chars().next_back(), next.chars().next()) else {
            continue;
        };
        n_breaks += 1;
        let ends_inside = last.is_alphanumeric() || matches!(last, ',' | '-' | '—' | '–');
        let is_full = (40..=WIDTH).contains(&line.chars().count());
        n_inside += usize::from(is_full && ends_inside && !first.is_uppercase());
    }
    n_breaks > 0 && n_inside * 4 > n_breaks
}

/// A text's parts, and what its own lines say of it.
#[derive(Default)]
struct Cut {
    parts: Vec<Part>,
    outlet: Option<String>,
    author: Option<String>,
    published: Option<super::Published>,
}

fn classify(text: &str, units: &[Unit]) -> Cut {
    let words: Vec<&str> = units.iter().map(|it| it.span.of(text)).collect();
    let mut kinds: Vec<Option<PartKind>> = units.iter().map(|it| it.kind).collect();
    let mut cut = Cut::default();
    let tail = tail_start(&words);
    let body = head(&words, tail, &mut kinds, &mut cut);
    for at in body..words.len() {
        if kinds[at].is_none() {
            let after = words.get(at + 1).filter(|_| at + 1 < tail);
            kinds[at] = Some(match at {
                at if at >= tail => PartKind::Furniture,
                _ => body_kind(words[at], after, at > body),
            });
        }
    }
    let kinds = kinds.into_iter().map(|it| it.unwrap_or(PartKind::Paragraph));
    cut.parts = units.iter().zip(kinds).map(|(it, kind)| Part { kind, span: it.span }).collect();
    cut
}

fn body_kind(words: &str, after: Option<&&str>, is_inside: bool) -> PartKind {
    if furniture::is_caption(words) {
        PartKind::Caption
    } else if is_furniture(words, Place::Inside) || is_date_line(words) {
        PartKind::Furniture
    } else if is_inside && is_heading(words) && after.is_some_and(|it| is_prose(it)) {
        PartKind::Crosshead
    } else {
        PartKind::Paragraph
    }
}

/// Furniture by its words. What holds quotation marks is kept: it may be what someone said.
fn is_furniture(words: &str, place: Place) -> bool {
    !words.contains(['"', '“', '”', '„', '«']) && furniture::is_furniture(words, place)
}

/// Whether a line is long enough, or ends as sentences do, to be a paragraph of a report.
fn is_prose(words: &str) -> bool {
    let n_words = words.split_whitespace().count();
    n_words >= 22 || (n_words >= 8 && ends_sentence(words))
}

fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches(['”', '"', '’', '»', ')', ']', '\'']);
    bare.ends_with(['.', '!', '?', '…', '。', ':', ';', ','])
}

/// Short, begins as a sentence, does not end as one, and quotes nobody.
fn is_heading(words: &str) -> bool {
    let n_words = words.split_whitespace().count();
    let begins = words.starts_with(|it: char| it.is_uppercase() || it.is_ascii_digit());
    (2..=14).contains(&n_words)
        && words.len() <= 110
        && begins
        && !words.ends_with(['.', '…', '"', '”', ',', ';', ':', '»'])
        && !words.contains(['"', '“', '”', '«'])
}

/// Names of lines above the first paragraph: outlet, kicker, headline, standfirst, byline, date,
/// caption. Returns where the body begins.
fn head(all: &[&str], tail: usize, kinds: &mut [Option<PartKind>], cut: &mut Cut) -> usize {
    /// More lines than any page prints above a report.
    const MOST: usize = 12;
    let words = &all[..tail];
    let is_first = |at: &usize| is_prose(words[*at]) && !furniture::is_caption(words[*at]);
    let first_prose = (0..words.len().min(MOST)).find(is_first).unwrap_or(0);
    let headline = headline(words, first_prose, kinds);
    let body = headline.map_or(first_prose, |it| first_prose.max(it + 1));
    for at in 0..body.min(words.len()) {
        if kinds[at].is_some() {
            continue;
        }
        let line = words[at];
        let kind = if Some(at) == headline {
            PartKind::Headline
        } else if furniture::is_caption(line) {
            PartKind::Caption
        } else if let Some(author) = author(line) {
            cut.author = cut.author.take().or(Some(author));
            PartKind::Byline
        } else if is_date_line(line) {
            cut.published = cut.published.or_else(|| date_of(line));
            PartKind::Furniture
        } else if headline.is_some_and(|it| at < it) && !ends_sentence(line) {
            let is_name = names_outlet(line, all);
            cut.outlet = cut.outlet.take().or_else(|| is_name.then(|| line.to_string()));
            PartKind::Furniture
        } else if is_furniture(line, Place::Inside) {
            PartKind::Furniture
        } else if headline.is_none_or(|it| at < it) {
            PartKind::Paragraph
        } else if line.split_whitespace().count() >= 5 {
            PartKind::Standfirst
        } else if ends_sentence(line) {
            PartKind::Paragraph
        } else {
            PartKind::Crosshead
        };
        kinds[at] = Some(kind);
    }
    body
}

/// The first line above the body that can be a headline. The outlet's name may stand over it.
fn headline(words: &[&str], first_prose: usize, kinds: &[Option<PartKind>]) -> Option<usize> {
    /// Longest headline, in bytes.
    const LONGEST: usize = 200;
    if let Some(told) = kinds.iter().position(|it| *it == Some(PartKind::Headline)) {
        return Some(told);
    }
    let can_be = |at: &usize| {
        let line = words[*at];
        let is_other = furniture::is_caption(line)
            || author(line).is_some()
            || is_date_line(line)
            || is_furniture(line, Place::Inside);
        line.len() <= LONGEST && !is_other && kinds[*at].is_none()
    };
    let above: Vec<usize> = (0..first_prose).filter(can_be).collect();
    // A headline has more words than the outlet's name or a kicker.
    let long = above.iter().take(3).find(|it| words[**it].split_whitespace().count() >= 4);
    long.or(above.first()).copied().or_else(|| {
        // A headline with a full stop, over a longer paragraph.
        let (first, next) = (words.first()?, words.get(1)?);
        let is_one = first.len() <= 140 && first.len() < next.len() && can_be(&0);
        let n_sentences = first.matches(['.', '?', '!']).count();
        (first_prose == 0 && is_one && n_sentences <= 1 && is_prose(next)).then_some(0)
    })
}

/// The name in a line that is a byline and nothing else.
fn author(line: &str) -> Option<String> {
    let rest = line.strip_prefix("By ").or_else(|| line.strip_prefix("BY "))?;
    let n_words = rest.split_whitespace().count();
    let starts = rest.starts_with(char::is_uppercase);
    let is_names = rest.split([',', ' ']).filter(|it| !it.is_empty()).all(|it| {
        it.starts_with(|ch: char| ch.is_uppercase() || ch == '|')
            || matches!(it, "and" | "for" | "in" | "de" | "van" | "von" | "of" | "the")
    });
    (starts && is_names && n_words <= 14 && !rest.ends_with('.')).then(|| rest.trim().to_string())
}

/// A line with a date and little else.
fn is_date_line(line: &str) -> bool {
    let n_words = line.split_whitespace().take(15).count();
    let is_labelled = || {
        let folded = fold(line);
        ["published", "updated", "posted", "last updated", "first published"]
            .iter()
            .any(|it| folded.starts_with(it))
    };
    (n_words <= 6 || n_words <= 14 && is_labelled()) && date_of(line).is_some()
}

fn date_of(line: &str) -> Option<super::Published> {
    let starts_with_month_or_day = line.trim_start_matches(|it: char| !it.is_alphanumeric());
    date::parse(starts_with_month_or_day)
}

/// Whether a line over the headline is the outlet's name, not a section's: it ends as papers'
/// names do, is an address, or comes back below on a line of its own.
fn names_outlet(line: &str, words: &[&str]) -> bool {
    const ENDS: [&str; 48] = [
        "post",
        "times",
        "news",
        "herald",
        "tribune",
        "gazette",
        "journal",
        "daily",
        "mail",
        "wire",
        "press",
        "guardian",
        "star",
        "observer",
        "chronicle",
        "courier",
        "today",
        "standard",
        "telegraph",
        "review",
        "mirror",
        "tv",
        "radio",
        "online",
        "media",
        "report",
        "monitor",
        "register",
        "examiner",
        "globe",
        "echo",
        "argus",
        "sentinel",
        "dispatch",
        "inquirer",
        "independent",
        "express",
        "record",
        "bulletin",
        "network",
        "agency",
        "weekly",
        "messenger",
        "mercury",
        "ledger",
        "beacon",
        "argosy",
        "broadcasting",
    ];
    let folded = fold(line);
    let last = folded.rsplit(' ').next().unwrap_or("");
    let is_address = last.contains('.') && !last.ends_with('.') && !folded.contains(' ');
    let n_words = folded.split(' ').count();
    // In a credit, in a note on the staff, on a line of its own.
    let comes_back = n_words > 1 && words.iter().filter(|it| it.contains(line)).count() > 1;
    n_words <= 5 && (comes_back || is_address || (n_words > 1 && ENDS.contains(&last)))
}

/// Where the tail begins: at a line that is furniture by its words, or the outlet's name once
/// more, if no paragraph of a report comes after it.
fn tail_start(words: &[&str]) -> usize {
    /// Longest line in a tail that is not told by its words, in words: teasers of other reports.
    const SHORT: usize = 14;
    /// More lines than any page prints below a report.
    const MOST: usize = 120;
    let is_told = |it: &str| is_furniture(it, Place::Tail);
    let is_short = |it: &str| it.split_whitespace().count() <= SHORT;
    let first = words.first().copied().unwrap_or("");
    let is_name = |it: &str| it == first && it.split_whitespace().count() <= 5;
    let mut start = words.len();
    let mut told = words.len();
    let least = words.len().saturating_sub(MOST).max(1);
    while start > least && (is_told(words[start - 1]) || is_short(words[start - 1])) {
        start -= 1;
        if is_told(words[start]) || is_name(words[start]) {
            told = start;
        }
    }
    let is_staff = |it: &str| {
        it.contains(first) && is_name(first) && it.contains(" staff ") && !it.contains(['"', '“'])
    };
    while told > 1 && told < words.len() && is_staff(words[told - 1]) {
        told -= 1;
    }
    told
}
