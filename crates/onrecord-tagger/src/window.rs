//! What the encoder is shown: paragraphs in windows, each token with what the rules know of it.
//!
//! A window is as many paragraphs in a row as fit, so that a quotation that runs on, and a `he`
//! whose name stands one paragraph before, are seen whole. Windows do not overlap, and none holds
//! words of two reports.

use onrecord::text::quote::quotations;
use onrecord::text::{Token, TokenKind, tokens};
use onrecord::{Annotations, PartKind, Report, Span};

use crate::Pieces;

/// Paragraphs of one report that the encoder reads together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// Pieces, marks for begin and paragraph ends included; at most [`LONGEST`].
    pub pieces: Vec<u32>,
    /// The tokens, in order.
    pub tokens: Vec<Seen>,
}

/// A token with what is known of it before the encoder looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Where it stands in the report.
    pub span: Span,
    /// The first of its pieces.
    pub first: u32,
    /// 0 small letters, 1 a capital first, 2 capitals only, 3 a number, 4 a mark. The encoder's
    /// own pieces have no capitals.
    pub shape: u8,
    /// 0 outside quotation marks, 1 the opening mark, 2 inside, 3 the closing mark.
    pub quote: u8,
    /// What the rules take it for: 0 nothing, 1 source, 2 cue, 3 content.
    pub role: u8,
    /// 1 in a headline or crosshead, else 0.
    pub heading: u8,
}

/// Most pieces in a window. Longer ones cost more than they tell: nearly all statements stand
/// in one paragraph, whose median is 34 words and whose 95th percentile 78 (PolNeAR).
pub const LONGEST: usize = 224;

/// Cuts what is read of a report into windows of at most so many pieces; the tagger reads with
/// [`LONGEST`], and is trained with shorter ones too.
pub fn windows(
    pieces: &Pieces,
    report: &Report,
    rules: &Annotations,
    longest: usize,
) -> Vec<Window> {
    let roles = roles(rules);
    // Begin and end take a place each.
    let room = longest.clamp(3, LONGEST) - 2;
    let mut cutter = Cutter { pieces, room, done: Vec::new(), window: Window::default() };
    for part in report.parts() {
        let heading = match part.kind {
            PartKind::Headline | PartKind::Crosshead => 1,
            PartKind::Standfirst | PartKind::Paragraph => 0,
            _ => continue,
        };
        cutter.add(&seen(report.text(), part.span, &roles, heading), report.text());
    }
    cutter.close();
    cutter.done
}

/// Spans of the rules' statements with their role, in order; where they overlap, cues and sources
/// before contents.
fn roles(rules: &Annotations) -> Vec<(Span, u8)> {
    let mut roles = Vec::new();
    for statement in &rules.statements {
        let all = [(&statement.source, 1), (&statement.cue, 2), (&statement.content, 3)];
        for (spans, role) in all {
            roles.extend(spans.iter().map(|it| (*it, role)));
        }
    }
    roles.sort_unstable();
    roles
}

fn seen(text: &str, paragraph: Span, roles: &[(Span, u8)], heading: u8) -> Vec<Seen> {
    let quotations = quotations(text, paragraph);
    let mut quotations = quotations.iter().peekable();
    // Roles that have begun; a long content may hold many cues.
    let mut roles =
        roles[roles.partition_point(|it| it.0.end() <= paragraph.start())..].iter().peekable();
    let mut begun: Vec<(Span, u8)> = Vec::new();
    let mut row = Vec::new();
    for (span, kind) in tokens(text, paragraph).flat_map(parted) {
        while quotations.next_if(|it| it.outer.end() <= span.start()).is_some() {}
        let quote = quotations.peek().filter(|it| it.outer.start() <= span.start());
        while let Some(role) = roles.next_if(|it| it.0.start() < span.end()) {
            begun.push(*role);
        }
        begun.retain(|it| it.0.end() > span.start());
        row.push(Seen {
            span,
            first: 0,
            shape: shape(span.of(text), kind),
            quote: match quote {
                None => 0,
                Some(it) if span.start() < it.inner.start() => 1,
                Some(it) if span.end() > it.inner.end() => 3,
                Some(_) => 2,
            },
            role: begun.iter().map(|it| it.1).min().unwrap_or(0),
            heading,
        });
    }
    row
}

/// `He’s` is a source and the beginning of a cue: short forms are parted before their mark.
fn parted(token: Token) -> impl Iterator<Item = (Span, TokenKind)> {
    let (start, end) = (token.span.start(), token.span.end());
    let mark = token.text.rfind(['\'', '’']).filter(|it| *it > 0 && token.kind == TokenKind::Word);
    let middle = mark.map_or(end, |it| start + it);
    let both = [Span::new(start, middle), Span::new(middle, end)];
    both.into_iter().filter(|it| !it.is_empty()).map(move |it| (it, token.kind))
}

fn shape(text: &str, kind: TokenKind) -> u8 {
    match kind {
        TokenKind::Number => 3,
        TokenKind::Mark => 4,
        TokenKind::Word if !text.starts_with(char::is_uppercase) => 0,
        TokenKind::Word => 1 + u8::from(text.len() > 1 && !text.contains(char::is_lowercase)),
    }
}

struct Cutter<'a> {
    pieces: &'a Pieces,
    room: usize,
    done: Vec<Window>,
    window: Window,
}

impl Cutter<'_> {
    /// Adds a paragraph; opens a new window for it if it does not fit, and parts it if it fits none.
    fn add(&mut self, row: &[Seen], text: &str) {
        let mut ids = Vec::new();
        let mut starts = Vec::with_capacity(row.len() + 1);
        for token in row {
            starts.push(ids.len());
            self.pieces.cut(token.span.of(text), &mut ids);
        }
        starts.push(ids.len());
        let mut from = 0;
        while from < row.len() {
            let room = self.room;
            let left = ids.len() - starts[from];
            let used = self.window.pieces.len().saturating_sub(1);
            if used > 0 && left + used + 1 > room {
                self.close();
            }
            let fits = starts.partition_point(|it| *it <= starts[from] + room) - 1;
            let to = if fits >= row.len() {
                row.len()
            } else {
                break_before(row, from, fits.max(from + 1), text)
            };
            self.push(&row[from..to], &ids, &starts[from..=to]);
            from = to;
        }
    }

    fn push(&mut self, row: &[Seen], ids: &[u32], starts: &[usize]) {
        if self.window.pieces.is_empty() {
            self.window.pieces.push(self.pieces.begin);
        }
        let base = self.window.pieces.len();
        let (from, to) = (starts[0], starts[starts.len() - 1].min(starts[0] + self.room));
        let placed = row.iter().zip(starts).filter(|(_, start)| **start < to);
        self.window.tokens.extend(
            placed.map(|(token, start)| Seen { first: (base + start - from) as u32, ..*token }),
        );
        self.window.pieces.extend(&ids[from..to]);
        self.window.pieces.push(self.pieces.end);
    }

    fn close(&mut self) {
        if !self.window.tokens.is_empty() {
            self.done.push(std::mem::take(&mut self.window));
        }
    }
}

/// The last end of a sentence in the second half of what fits, else all that fits.
fn break_before(row: &[Seen], from: usize, fits: usize, text: &str) -> usize {
    let half = from + (fits - from) / 2;
    let ends = |at: &usize| matches!(row[*at - 1].span.of(text), "." | "!" | "?" | "”" | "\"");
    (half + 1..=fits).rev().find(ends).unwrap_or(fits)
}
