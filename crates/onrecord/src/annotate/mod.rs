//! A report in, annotations out: who is named, who is said to have said what.
//!
//! Spans and ids only, in order of span; no text is copied but names. Analysis cannot fail: it
//! returns what it found, and doubt is a value ([`Speaker::Unresolved`]).

mod paragraph;
mod phrase;
mod rule;
mod verb;

pub use rule::{RuleRow, rules};

use paragraph::Paragraph;

use crate::lexicon::Lexicon;
use crate::report::{PartKind, Report, ReportId};
use crate::text::Span;

/// A report and what was found in it.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// The report.
    pub report: Report,
    /// What was found in it.
    pub annotations: Annotations,
}

/// What was found in one report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// Who is named as a speaker.
    pub actors: Vec<Actor>,
    /// Who is said to have said what, in order of content.
    pub statements: Vec<Statement>,
}

impl Annotations {
    /// The actor a speaker is resolved to.
    pub fn speaker(&self, statement: &Statement) -> Option<&Actor> {
        match statement.speaker {
            Speaker::Named(actor) => self.actors.get(actor.0 as usize),
            Speaker::Unnamed | Speaker::Unresolved => None,
        }
    }
}

/// A person or body, as one report names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The fullest name the report gives, without role: `Ana Ruiz`.
    pub name: Box<str>,
    /// Person or body.
    pub kind: ActorKind,
    /// What the report calls it: `spokeswoman`.
    pub role: Option<Box<str>>,
    /// For whom: `Foreign Ministry`.
    pub affiliation: Option<Box<str>>,
}

/// Person or body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// One human being.
    Person,
    /// Organisation, government, country, paper.
    Body,
}

/// Index into the report's [`Annotations::actors`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorIdx(pub u32);

/// Something said, as one report gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// In quotation marks, without, or both.
    pub manner: Manner,
    /// The mention beside it: `the spokeswoman`, `she`. May be empty.
    pub source: Box<[Span]>,
    /// The word that says so: `said`. May be empty.
    pub cue: Box<[Span]>,
    /// What was said; never empty; two halves around a cue are one statement. Quotation marks are
    /// left out at the ends of a span, kept inside.
    pub content: Box<[Span]>,
    /// Whom the source resolves to.
    pub speaker: Speaker,
    /// The day it was said, where the report tells one.
    pub day: Option<Day>,
    /// Name of the rule that found it.
    pub rule: Rule,
}

/// In quotation marks or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Manner {
    /// All of the content stands in quotation marks, or in a transcript's turn.
    Direct,
    /// None of it does.
    Indirect,
    /// Some of it does.
    Mixed,
}

/// Whom a statement's source resolves to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// An actor of this report.
    Named(ActorIdx),
    /// The report itself gives no name: `a senior official`, `two diplomats`.
    Unnamed,
    /// Not told, or not clear which of several.
    Unresolved,
}

/// A day as the report words it, and the date it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The words: `Wednesday`, `on 4 March`, `yesterday`.
    pub written: Span,
    /// The date, if the report has one to reckon from or the words give it in full.
    pub date: Option<jiff::civil::Date>,
}

/// Name of a rule in the rule table.
pub type Rule = &'static str;

/// A statement, wherever it is spoken of: its report, and its number there from 0.
/// Published as `<report>.<n>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementId {
    /// The report it stands in.
    pub report: ReportId,
    /// Its place among that report's statements, from 0.
    pub ordinal: u32,
}

impl std::fmt::Display for StatementId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.report, self.ordinal)
    }
}

/// Finds who is said to have said what.
pub fn annotate(lexicon: &Lexicon, report: &Report) -> Annotations {
    let text = report.text();
    let mut statements: Vec<Statement> = Vec::new();
    // The statement that a quotation opening the next paragraph would go on with.
    let mut open: Option<usize> = None;
    for part in report.parts() {
        use PartKind::{Crosshead, Headline, Paragraph as Para, Standfirst};
        if !matches!(part.kind, Headline | Standfirst | Para | Crosshead) {
            continue;
        }
        let p =
            Paragraph::read(lexicon, text, part.span, matches!(part.kind, Headline | Crosshead));
        open = read_paragraph(&p, open, &mut statements);
    }
    Annotations { actors: Vec::new(), statements }
}

/// Adds the statements of a paragraph; gives the one that the next paragraph may go on with.
fn read_paragraph(
    p: &Paragraph,
    open: Option<usize>,
    statements: &mut Vec<Statement>,
) -> Option<usize> {
    let mut drafts = rule::drafts(p);
    let leading = join_quotations(p, &mut drafts);
    if let Some(earlier) = open.filter(|_| !leading.is_empty()) {
        let more = leading.iter().filter_map(|it| content_span(p, it));
        let statement = &mut statements[earlier];
        let content: Vec<Span> = statement.content.iter().copied().chain(more).collect();
        statement.content = content.into();
    }
    let last_unit = p.units().len().saturating_sub(1);
    let whole = !leading.is_empty() && drafts.is_empty();
    let mut next = if whole { open } else { None };
    for draft in drafts {
        let reaches_end = draft.open
            && (draft.unit == last_unit
                || draft.content.last().is_some_and(|it| it.end + 1 >= p.len()));
        let Some(statement) = statement(p, &draft) else { continue };
        if reaches_end {
            next = Some(statements.len());
        }
        statements.push(statement);
    }
    next
}

/// Gives quotations without a cue of their own to the statement before them in the paragraph, or
/// to the one after; those before any statement are returned.
fn join_quotations(p: &Paragraph, drafts: &mut [rule::Draft]) -> Vec<std::ops::Range<usize>> {
    let mut leading = Vec::new();
    for (n, unit) in p.units().iter().enumerate() {
        if !p.all_quoted(unit) || drafts.iter().any(|it| it.unit == n) {
            continue;
        }
        let before = drafts.iter().rposition(|it| it.unit < n && it.open);
        match before {
            Some(before) => drafts[before].content.push(unit.clone()),
            None => leading.push(unit.clone()),
        }
    }
    leading
}

fn statement(p: &Paragraph, draft: &rule::Draft) -> Option<Statement> {
    let content: Vec<Span> = draft.content.iter().filter_map(|it| content_span(p, it)).collect();
    if content.is_empty() {
        return None;
    }
    let manner = manner(p, &draft.content);
    let spans =
        |words: &Option<std::ops::Range<usize>>| words.iter().filter_map(|it| p.span(it)).collect();
    Some(Statement {
        manner,
        source: spans(&draft.source),
        cue: spans(&draft.cue),
        content: content.into(),
        speaker: Speaker::Unresolved,
        day: None,
        rule: draft.rule,
    })
}

/// Without quotation marks and pauses at its ends.
fn content_span(p: &Paragraph, words: &std::ops::Range<usize>) -> Option<Span> {
    let whole = p.span(words)?;
    let marks = ['"', '“', '”', '«', '»', '„', '`'];
    let text = whole.of(p.text);
    let start = text.len()
        - text.trim_start_matches(|it: char| marks.contains(&it) || it.is_whitespace()).len();
    let end = text.trim_end_matches(|it: char| marks.contains(&it) || it.is_whitespace()).len();
    (start < end).then(|| Span::new(whole.start() + start, whole.start() + end))
}

fn manner(p: &Paragraph, content: &[std::ops::Range<usize>]) -> Manner {
    let words = content.iter().flat_map(Clone::clone).filter(|at| p.proper(*at));
    let (mut inside, mut outside) = (false, false);
    for at in words {
        match p.quote(at) {
            Some(_) => inside = true,
            None => outside = true,
        }
    }
    match (inside, outside) {
        (true, false) => Manner::Direct,
        (true, true) => Manner::Mixed,
        _ => Manner::Indirect,
    }
}
