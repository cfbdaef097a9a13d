//! Two reports of a story, laid beside each other: what they share, and both texts with their marks.
//!
//! What the second leaves out is marked in the first, what it puts in is marked in the second; where
//! the other has words and this one none, a small sign stands (`‸`). The first is the lemma, whatever
//! the story's own is.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use onrecord::collate::{Passages, Tables, redraw_with, venue};
use onrecord::json::{EntryInfo, compared};
use onrecord::ledger;
use onrecord::{
    Agreement, Annotated, Apparatus, Entry, Manner, PartKind, Reading, ReportId, Span, Statement,
    StatementId, VariantKind,
};
use onrecord_store::Whole;

use crate::aligned::{Block, Link, Row, align, blocks};
use crate::escape::escaped;
use crate::mark::{Mark, marked};

/// Made once: word lists that never change.
static TABLES: LazyLock<Tables> = LazyLock::new(Tables::english);

/// Characters that may stand right before and after quoted words, and belong to their frame.
const QUOTES: [char; 8] = ['“', '”', '"', '«', '»', '„', '‘', '’'];

/// Two reports, ready to be laid beside each other.
pub(crate) struct Beside<'w> {
    pub(crate) a: Side<'w>,
    pub(crate) b: Side<'w>,
    /// What both have, in the order of the story.
    pub(crate) shared: Vec<Shared>,
    pub(crate) rows: Vec<Row>,
}

/// One of the two.
pub(crate) struct Side<'w> {
    pub(crate) report: &'w Annotated,
    pub(crate) siglum: String,
    pub(crate) blocks: Vec<Block>,
    marks: Vec<Mark>,
}

/// An utterance that both have: the first's words are the lemma, the second's the one reading.
pub(crate) struct Shared {
    pub(crate) info: EntryInfo,
    pub(crate) entry: Entry,
    /// Numbers of the paragraphs in which it begins.
    pub(crate) at: [usize; 2],
}

impl<'w> Beside<'w> {
    pub(crate) fn of(whole: &'w Whole, [a, b]: [&'w Annotated; 2], sigla: [String; 2]) -> Self {
        let [sign_a, sign_b] = sigla;
        let side = |report: &'w Annotated, siglum| Side {
            report,
            siglum,
            blocks: blocks(&report.report),
            marks: Vec::new(),
        };
        let (mut a, mut b) = (side(a, sign_a), side(b, sign_b));
        let shared = shared(whole, &a, &b);
        let rows = align(a.blocks.len(), b.blocks.len(), &links(&a, &b, &shared));
        a.marks = marks(whole, &a, &b, &shared, Part::First);
        b.marks = marks(whole, &b, &a, &shared, Part::Second);
        Beside { a, b, shared, rows }
    }
}

/// What two reports of a story both have, with the first's words as lemma.
fn shared(whole: &Whole, a: &Side, b: &Side) -> Vec<Shared> {
    let (first, second) = (a.report.report.id(), b.report.report.id());
    let found = whole.apparatus.entries.iter().enumerate();
    let both = found.filter_map(|(n, it)| Some((n + 1, of_two(it, first, second)?)));
    let (numbers, entries): (Vec<usize>, Vec<Entry>) = both.unzip();
    let apparatus = Apparatus { entries, ..whole.apparatus.clone() };
    let on_first = |_: &Entry| Some(first);
    let mut apparatus = redraw_with(&TABLES, &whole.story, &whole.reports, &apparatus, &on_first);
    for entry in &mut apparatus.entries {
        entry.readings.retain(|it| it.passages.statement.report == second);
    }
    let infos = compared(&whole.story, &whole.reports, &apparatus).entries;
    let pairs = numbers.into_iter().zip(apparatus.entries).zip(infos);
    let pairs = pairs.filter(|((_, entry), _)| {
        entry.lemma.statement.report == first && entry.readings.len() == 1
    });
    pairs
        .filter_map(|((number, entry), mut info)| {
            info.number = number;
            let begins = |side: &Side, it: &Passages| side.block_of(it.spans.first()?.start());
            let at = [begins(a, &entry.lemma)?, begins(b, &entry.readings[0].passages)?];
            Some(Shared { info, entry, at })
        })
        .collect()
}

/// An entry as if only two witnesses had it; `None` if one of them has not. Others must not settle
/// how the two differ, as a transcript's word does for the story.
fn of_two(entry: &Entry, first: ReportId, second: ReportId) -> Option<Entry> {
    let is_of = |it: &Passages| [first, second].contains(&it.statement.report);
    let lemma = entry.passages().find(|it| it.statement.report == first)?.clone();
    entry.passages().find(|it| it.statement.report == second)?;
    let others = entry.readings.iter().filter(|it| is_of(&it.passages) && it.passages != lemma);
    let mut readings: Vec<Reading> = others.cloned().collect();
    // Drawn anew in any case: of the lemma's, only its words are needed.
    if entry.lemma != lemma && is_of(&entry.lemma) {
        readings.extend(entry.readings.first().map(|it| {
            let passages = entry.lemma.clone();
            Reading { passages, ..it.clone() }
        }));
    }
    Some(Entry { lemma, readings })
}

/// What paragraphs of the two have in common: utterances, and both are headlines.
fn links(a: &Side, b: &Side, shared: &[Shared]) -> Vec<Link> {
    let headline = |it: &Side| it.blocks.iter().position(|it| it.kind == PartKind::Headline);
    let heads = headline(a).zip(headline(b)).map(|(a, b)| Link { a, b, weight: 1 });
    let mut links: Vec<Link> = heads.into_iter().collect();
    for it in shared {
        let (of_a, of_b) =
            (a.bytes_by_block(&it.entry.lemma), b.bytes_by_block(&it.entry.readings[0].passages));
        for (a, n_a) in &of_a {
            for (b, n_b) in &of_b {
                links.push(Link { a: *a, b: *b, weight: (*n_a).min(*n_b) });
            }
        }
    }
    links
}

impl Side<'_> {
    /// The paragraph in which a byte stands.
    fn block_of(&self, at: usize) -> Option<usize> {
        let after = self.blocks.partition_point(|it| it.span.start() <= at);
        after.checked_sub(1).filter(|it| at < self.blocks[*it].span.end())
    }

    fn bytes_by_block(&self, passages: &Passages) -> Vec<(usize, u64)> {
        let mut found: Vec<(usize, u64)> = Vec::new();
        for span in &passages.spans {
            let Some(first) = self.block_of(span.start()) else { continue };
            let until = self.blocks[first..].iter().take_while(|it| it.span.start() < span.end());
            for (block, of) in (first..).zip(until) {
                let n = span.end().min(of.span.end()) - span.start().max(of.span.start());
                found.push((block, n as u64));
            }
        }
        found
    }

    /// Paragraphs with their marks: what they are, and finished HTML.
    pub(crate) fn html(&self, range: Range<usize>) -> Vec<(&'static str, String)> {
        let text = self.report.report.text();
        let block = |it: &Block| (class(it.kind), marked(text, it.span, &self.marks));
        self.blocks[range].iter().map(block).collect()
    }

    /// The words of an utterance alone, with their marks.
    pub(crate) fn words(&self, passages: &Passages) -> String {
        let text = self.report.report.text();
        // Frames and anchors stand where the words do.
        let inner: Vec<Mark> =
            self.marks.iter().filter(|it| it.open.contains(DIFFERS)).cloned().collect();
        let piece = |it: &Span| marked(text, framed(text, *it), &inner);
        passages.spans.iter().map(piece).collect::<Vec<_>>().join(" […] ")
    }
}

/// What a paragraph of this kind is set as.
pub(crate) fn class(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Headline => "headline",
        PartKind::Standfirst => "standfirst",
        PartKind::Byline | PartKind::Dateline => "byline",
        PartKind::Crosshead => "crosshead",
        PartKind::Caption => "caption",
        PartKind::Direction => "direction",
        PartKind::SpeakerTag | PartKind::Paragraph | PartKind::Furniture => "paragraph",
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    First,
    Second,
}

/// Stands in the tags of what differs word by word.
const DIFFERS: &str = "data-differs";

fn marks(whole: &Whole, side: &Side, other: &Side, shared: &[Shared], part: Part) -> Vec<Mark> {
    let text = side.report.report.text();
    let mut marks = Vec::new();
    let mut told: BTreeSet<(Span, &'static str)> = BTreeSet::new();
    for it in shared {
        let reading = &it.entry.readings[0];
        let passages = if part == Part::First { &it.entry.lemma } else { &reading.passages };
        frames(&mut marks, text, it, passages, part);
        for variant in &reading.variants {
            let (here, there) = match part {
                Part::First => (variant.lemma, variant.reading),
                Part::Second => (variant.reading, variant.lemma),
            };
            marks.push(match here.is_empty() {
                true => missing(here, there.of(other.report.report.text()), &other.siglum),
                false => differs(here, variant.kind, part, &side.siglum),
            });
        }
        let statement = side.statement(passages.statement);
        told.extend(statement.iter().flat_map(|of| conflicts(side.report, of, it)));
    }
    marks.extend(told.into_iter().map(|(span, about)| conflict(span, about)));
    lone(&mut marks, whole, side, shared);
    marks
}

impl Side<'_> {
    fn statement(&self, id: StatementId) -> Option<&Statement> {
        self.report.annotations.statements.get(id.ordinal as usize)
    }
}

/// The frame around words that both have, with their number.
fn frames(marks: &mut Vec<Mark>, text: &str, of: &Shared, passages: &Passages, part: Part) {
    let letter = if part == Part::First { 'a' } else { 'b' };
    let (number, reading) = (of.info.number, &of.info.readings[0]);
    for (n, span) in passages.spans.iter().enumerate() {
        let span = framed(text, *span);
        let open = format!("<span class=\"frame frame-{}\">", reading.agreement);
        marks.push(Mark { span, open, close: "</span>" });
        if n == 0 {
            let open = format!(
                "<a class=\"nth\" id=\"{letter}{number}\" href=\"#p{number}\" aria-label=\"Utterance {number}, how the two agree\">{number}</a>"
            );
            marks.push(Mark { span: Span::new(span.start(), span.start()), open, close: "" });
        }
    }
}

/// A passage with the quotation marks that stand around it.
fn framed(text: &str, span: Span) -> Span {
    let before = text[..span.start()].chars().next_back().filter(|it| QUOTES.contains(it));
    let after = text[span.end()..].chars().next().filter(|it| QUOTES.contains(it));
    let len = |it: Option<char>| it.map_or(0, char::len_utf8);
    Span::new(span.start() - len(before), span.end() + len(after))
}

/// Words that only this side has, or has elsewhere.
fn differs(span: Span, kind: VariantKind, part: Part, siglum: &str) -> Mark {
    let tag = if part == Part::First { "del" } else { "ins" };
    let siglum = escaped(siglum);
    let (open, close) = match (kind, part) {
        (VariantKind::Transposition, _) => (
            format!("<span class=\"moved\" {DIFFERS}><span class=\"hidden\">[moved: </span>"),
            "<span class=\"hidden\">]</span></span>",
        ),
        (_, Part::First) => (said(tag, &siglum), "<span class=\"hidden\">]</span></del>"),
        (_, Part::Second) => (said(tag, &siglum), "<span class=\"hidden\">]</span></ins>"),
    };
    Mark { span, open, close }
}

fn said(tag: &str, siglum: &str) -> String {
    format!("<{tag} {DIFFERS}><span class=\"hidden\">[only in {siglum}: </span>")
}

/// The sign where the other has words and this side none.
fn missing(span: Span, words: &str, siglum: &str) -> Mark {
    let words: String = words.chars().take(80).collect();
    let (words, siglum) = (escaped(&words), escaped(siglum));
    let open = format!(
        "<span class=\"missing\" {DIFFERS} title=\"{siglum} has here: {words}\"><span aria-hidden=\"true\">‸</span><span class=\"hidden\">[{siglum} has words here]</span></span>"
    );
    Mark { span, open, close: "" }
}

/// The words of this side on which the two contradict each other.
fn conflicts(report: &Annotated, of: &Statement, it: &Shared) -> Vec<(Span, &'static str)> {
    let told = &it.info.readings[0];
    let mut found = Vec::new();
    if told.day_conflict {
        found.extend(of.day.map(|it| (it.written, "day")));
    }
    if told.speaker_conflict {
        found.extend(of.source.iter().map(|it| (*it, "speaker")));
    }
    if told.act_conflict {
        found.extend(of.cue.iter().map(|it| (*it, "what was done")));
    }
    if told.venue_conflict {
        found.extend(venue(report, of).map(|it| (it.words, "place")));
    }
    found
}

fn conflict(span: Span, about: &str) -> Mark {
    let open =
        format!("<strong class=\"differing\"><span class=\"hidden\">[another {about}: </span>");
    Mark { span, open, close: "<span class=\"hidden\">]</span></strong>" }
}

/// Words reported as said that the other report has not.
fn lone(marks: &mut Vec<Mark>, whole: &Whole, side: &Side, shared: &[Shared]) {
    let text = side.report.report.text();
    let id = side.report.report.id();
    let numbers: BTreeSet<usize> = shared.iter().map(|it| it.info.number).collect();
    for (number, entry) in (1..).zip(&whole.apparatus.entries) {
        let own = entry.passages().find(|it| it.statement.report == id);
        let Some(own) = own.filter(|_| !numbers.contains(&number)) else { continue };
        let Some(statement) = side.statement(own.statement) else { continue };
        let class = if statement.manner == Manner::Indirect { "lone indirect" } else { "lone" };
        for (n, span) in own.spans.iter().enumerate() {
            let span = framed(text, *span);
            let open = format!("<span class=\"{class}\">");
            marks.push(Mark { span, open, close: "</span>" });
            if n == 0 && statement.manner != Manner::Indirect {
                let open =
                    format!("<span class=\"only-here\">only {}</span> ", escaped(&side.siglum));
                marks.push(Mark { span: Span::new(span.start(), span.start()), open, close: "" });
            }
        }
    }
}

/// How worth it is to lay two reports side by side: they are independent, they differ somewhere, so
/// many utterances are in both.
type Worth = (bool, (bool, u32));

/// The two reports to lay side by side where nobody chooses: that differ somewhere, and have most
/// utterances in common. One report's copies and states of a page are not set beside it if any other
/// is there. The transcript comes first.
pub(crate) fn closest(whole: &Whole, with: Option<ReportId>) -> Option<[ReportId; 2]> {
    let ids: Vec<ReportId> = whole.story.witnesses.iter().map(|it| it.report).collect();
    let place = |id: ReportId| ids.iter().position(|it| *it == id);
    // How many utterances two reports both have, and whether one of them differs.
    let mut counts = vec![(false, 0_u32); ids.len() * ids.len()];
    for entry in &whole.apparatus.entries {
        let altered = |it: &Reading| it.agreement == Agreement::Altered || it.day_conflict;
        let others = entry.readings.iter().map(|it| (it.passages.statement.report, altered(it)));
        let has = std::iter::once((entry.lemma.statement.report, false)).chain(others);
        let has: Vec<(usize, bool)> =
            has.filter_map(|(id, altered)| Some((place(id)?, altered))).collect();
        for (a, a_altered) in &has {
            for (b, b_altered) in &has {
                let (differs, n_shared) = &mut counts[a * ids.len() + b];
                *differs |= a_altered != b_altered;
                *n_shared += 1;
            }
        }
    }
    let heads = whole.story.heads();
    let mut best: Option<(Worth, [usize; 2])> = None;
    for a in 0..ids.len() {
        for b in 0..ids.len() {
            let asked = with.map_or(a < b, |with| ids[a] == with && a != b);
            let worth = (heads[a] != heads[b], counts[a * ids.len() + b]);
            if asked && best.is_none_or(|(known, _)| worth > known) {
                best = Some((worth, [a, b]));
            }
        }
    }
    let is_transcript = |it: usize| {
        let report = whole.reports.iter().find(|of| of.report.id() == ids[it]);
        report.is_some_and(|it| it.report.genre == onrecord::Genre::Transcript)
    };
    let [a, b] = best?.1;
    match with.is_none() && is_transcript(b) && !is_transcript(a) {
        true => Some([ids[b], ids[a]]),
        false => Some([ids[a], ids[b]]),
    }
}

/// What two witnesses tell differently beside the words: about what, the first's, the second's.
pub(crate) fn told(info: &EntryInfo) -> Vec<(&'static str, String, String)> {
    let two = |it: ledger::Conflict| {
        let first = it.told.first().map_or(String::new(), |it| it.0.clone());
        let second = it.told.last().map_or(String::new(), |it| it.0.clone());
        (it.about, first, second)
    };
    ledger::conflicts(info).into_iter().map(two).collect()
}
