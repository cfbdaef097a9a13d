//! A report in, annotations out: who is named, who is said to have said what.
//!
//! Spans and ids only, in order of span; no text is copied but names. Analysis cannot fail: it
//! returns what it found, and doubt is a value ([`Speaker::Unresolved`]).

mod actor;
mod day;
mod name;
mod paragraph;
mod phrase;
mod rule;
mod transcript;
mod verb;

pub use rule::{RULES, RuleRow};

use actor::{Cast, Meant, Scene};
use paragraph::{Paragraph, Words};
use rule::Draft;

use rustc_hash::FxHashMap;

use crate::lexicon::{Class, Lexicon};
use crate::report::{Genre, PartKind, Report, ReportId};
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
    match report.genre {
        Genre::Transcript => transcript::annotate(report),
        Genre::News | Genre::Release => news(lexicon, report),
    }
}

fn news(lexicon: &Lexicon, report: &Report) -> Annotations {
    let mut found = Found::default();
    for part in report.parts().iter().filter(|it| read(it.kind)) {
        let heading = matches!(part.kind, PartKind::Headline | PartKind::Crosshead);
        let p = Paragraph::read(lexicon, report.text(), part.span, heading);
        found.read(&p, part.span.start());
    }
    found.resolve(lexicon, report)
}

/// Captions, bylines and what the page prints around the report are not read.
fn read(kind: PartKind) -> bool {
    use PartKind::{Crosshead, Headline, Paragraph, Standfirst};
    matches!(kind, Headline | Standfirst | Paragraph | Crosshead)
}

/// What has been found so far, paragraph by paragraph.
#[derive(Default)]
struct Found {
    told: Vec<Told>,
    mentions: Vec<name::Mention>,
    /// The statement that a quotation opening the next paragraph would go on with.
    open: Option<usize>,
    /// Where this paragraph and the one before begin.
    starts: (usize, usize),
    /// Sentences that tell a day and an occasion of speech, in order.
    dated: Vec<Dated>,
    /// The weekday the first paragraph tells.
    lead: Option<Span>,
    /// How many paragraphs were read, headings apart.
    n_paragraphs: usize,
}

/// A sentence about somebody's speaking on a day.
struct Dated {
    sentence: Span,
    day: Span,
}

/// A statement whose speaker and day are still to be resolved.
struct Told {
    statement: Statement,
    /// What goes on with its content in later paragraphs.
    more: Vec<Span>,
    /// Names may stand for pronouns from here on.
    horizon: usize,
    day: Option<Span>,
    /// Number of its paragraph, headings apart, from 1.
    paragraph: usize,
    /// Its cue is in the past, so that a day told before may still hold.
    past: bool,
}

impl Found {
    fn read(&mut self, p: &Paragraph, start: usize) {
        self.starts = (self.starts.1, start);
        name::mentions(p, &mut self.mentions);
        let mut drafts = rule::drafts(p);
        if !p.headline() {
            self.read_days(p, &drafts);
        }
        let leading = join_quotations(p, &mut drafts);
        if let Some(earlier) = self.open.filter(|_| !leading.is_empty()) {
            let more = leading.iter().filter_map(|it| content_span(p, it));
            self.told[earlier].more.extend(more);
        }
        let goes_on = !leading.is_empty() && drafts.is_empty();
        let mut open = self.open.filter(|_| goes_on);
        for draft in drafts {
            let Some(told) = self.told(p, &draft) else { continue };
            if draft.open && reaches_end(p, &draft) {
                open = Some(self.told.len());
            }
            self.told.push(told);
        }
        self.open = open;
    }

    fn read_days(&mut self, p: &Paragraph, drafts: &[Draft]) {
        self.n_paragraphs += 1;
        let mut rest = drafts;
        for (n, unit) in p.units().iter().enumerate() {
            let (mine, others) = rest.split_at(rest.partition_point(|it| it.unit <= n));
            rest = others;
            let said =
                mine.iter().filter(|it| !it.object).flat_map(|it| it.content.iter().cloned());
            let said: Vec<Words> = said.collect();
            let Some(day) = day::day_told(p, unit, unit.start, &said) else { continue };
            let (Some(sentence), Some(span)) = (p.span(unit), p.span(&day)) else { continue };
            if day::occasion(p, unit) {
                self.dated.push(Dated { sentence, day: span });
            }
            if self.n_paragraphs == 1 && self.lead.is_none() && p.has(day.start, Class::WEEKDAY) {
                self.lead = Some(span);
            }
        }
    }

    fn told(&self, p: &Paragraph, draft: &Draft) -> Option<Told> {
        let statement = statement(p, draft)?;
        let unit = p.units().get(draft.unit)?;
        let cue = draft.cue.as_ref().map_or(unit.start, |it| it.start);
        let day = day::day_told(p, unit, cue, if draft.object { &[] } else { &draft.content })
            .and_then(|it| p.span(&it));
        Some(Told {
            statement,
            more: Vec::new(),
            horizon: self.starts.0,
            day,
            paragraph: self.n_paragraphs,
            past: draft.past,
        })
    }

    fn resolve(self, lexicon: &Lexicon, report: &Report) -> Annotations {
        let mut cast = Cast::new(lexicon, report.text(), self.mentions);
        let mut told = self.told;
        // A colon whose quotation never came.
        told.retain(|it| !(it.statement.content.is_empty() && it.more.is_empty()));
        let mut meant = Vec::with_capacity(told.len());
        let mut contents: Vec<Span> = Vec::new();
        let mut last = None;
        for told in &told {
            let who = match told.statement.source.first() {
                Some(source) => {
                    let horizon = told.horizon;
                    cast.meant(&Scene { source: *source, last, contents: &contents, horizon })
                }
                None => Meant::Unclear,
            };
            if let Meant::Figure(figure) = who {
                let at = told.statement.cue.first().or(told.statement.source.first());
                last = Some((figure, at.map_or(0, |it| it.start())));
            }
            for span in told.statement.content.iter().chain(&told.more) {
                contents.insert(contents.partition_point(|it| it < span), *span);
            }
            meant.push(who);
        }
        let days = Days { report, dated: &self.dated, lead: self.lead, contents: &contents };
        let days = days.of(&cast, &told, &meant);
        let (actors, speakers) = cast.publish(&meant);
        let told = told.into_iter().zip(days);
        let mut statements: Vec<Statement> = told
            .zip(speakers)
            .map(|((told, day), speaker)| {
                let content = told.statement.content.iter().copied().chain(told.more).collect();
                Statement { speaker, day, content, ..told.statement }
            })
            .collect();
        statements.sort_by_key(|it| it.content[0]);
        Annotations { actors, statements }
    }
}

/// What a report tells of days.
struct Days<'a> {
    report: &'a Report,
    dated: &'a [Dated],
    lead: Option<Span>,
    contents: &'a [Span],
}

impl Days<'_> {
    /// The day each statement was made: told beside it, or told before of the same speaker and
    /// not changed since.
    fn of(&self, cast: &Cast, told: &[Told], meant: &[Meant]) -> Vec<Option<Day>> {
        let mut lasting: FxHashMap<usize, Day> = FxHashMap::default();
        let mut dated = self.dated.iter().peekable();
        let mut days = Vec::with_capacity(told.len());
        for (n, (told, who)) in told.iter().zip(meant).enumerate() {
            let at = told.statement.content.first().or(told.statement.cue.first());
            while let Some(it) =
                dated.next_if(|it| at.is_some_and(|at| it.sentence.start() <= at.start()))
            {
                if let Some(figure) = cast.only_person(it.sentence, self.contents) {
                    lasting.insert(figure, self.day(it.day));
                }
            }
            let own = told.day.map(|it| self.day(it));
            let Meant::Figure(figure) = *who else {
                days.push(own);
                continue;
            };
            let lead = || self.lead_day(told, &meant[..n], figure);
            let day = match own {
                Some(day) => Some(day),
                None if told.past => lasting.get(&figure).copied().or_else(lead),
                None => None,
            };
            if let Some(day) = day {
                lasting.insert(figure, day);
            }
            days.push(day);
        }
        days
    }

    fn day(&self, written: Span) -> Day {
        day::day(self.report.text(), written, self.report.published.map(|it| it.day))
    }

    /// The day of the first paragraph holds for the speaker whom the second brings in, if nobody
    /// else has spoken by name: `The ministry on Monday rejected …`, then `“…,” Ruiz said`.
    fn lead_day(&self, told: &Told, before: &[Meant], figure: usize) -> Option<Day> {
        let others = |it: &Meant| matches!(it, Meant::Figure(other) if *other != figure);
        let near = (1..=2).contains(&told.paragraph);
        let alone = !before.iter().any(others);
        self.lead.filter(|_| near && alone).map(|it| self.day(it))
    }
}

fn reaches_end(p: &Paragraph, draft: &Draft) -> bool {
    let last_unit = p.units().len().saturating_sub(1);
    draft.unit == last_unit || draft.content.last().is_none_or(|it| it.end + 1 >= p.len())
}

/// Gives quotations without a cue of their own to the statement before them in the paragraph, if
/// possible to one in quotation marks; those before any statement are returned.
fn join_quotations(p: &Paragraph, drafts: &mut [Draft]) -> Vec<Words> {
    let taken = |drafts: &[Draft], unit: &Words| {
        drafts
            .iter()
            .any(|it| it.content.iter().any(|it| it.start < unit.end && unit.start < it.end))
    };
    let mut leading = Vec::new();
    let mut next = 0;
    let mut before: Option<usize> = None;
    for (n, unit) in p.units().iter().enumerate() {
        let first = next;
        while next < drafts.len() && drafts[next].unit <= n {
            next += 1;
        }
        let mine = first..next;
        let direct = mine
            .clone()
            .rfind(|it| drafts[*it].open && manner(p, &drafts[*it].content) == Manner::Direct);
        before = direct.or_else(|| mine.clone().rfind(|it| drafts[*it].open)).or(before);
        if !mine.is_empty() || !p.all_quoted(unit) {
            continue;
        }
        // A sentence beside it may have claimed it already.
        let near = first.saturating_sub(1)..drafts.len().min(next + 1);
        if taken(&drafts[near], unit) {
            continue;
        }
        match before {
            Some(before) => drafts[before].content.push(unit.clone()),
            None => leading.push(unit.clone()),
        }
    }
    leading
}

fn statement(p: &Paragraph, draft: &Draft) -> Option<Statement> {
    let content: Vec<Span> = draft.content.iter().filter_map(|it| content_span(p, it)).collect();
    if content.is_empty() && !draft.content.is_empty() {
        return None;
    }
    let spans = |words: &Option<Words>| words.iter().filter_map(|it| p.span(it)).collect();
    Some(Statement {
        // What is awaited stands in quotation marks.
        manner: if content.is_empty() { Manner::Direct } else { manner(p, &draft.content) },
        source: spans(&draft.source),
        cue: spans(&draft.cue),
        content: content.into(),
        speaker: Speaker::Unresolved,
        day: None,
        rule: draft.rule,
    })
}

/// Without quotation marks at its ends.
fn content_span(p: &Paragraph, words: &Words) -> Option<Span> {
    let inner = p.inside_marks(words);
    inner.clone().any(|at| p.proper(at)).then(|| p.span(&inner))?
}

fn manner(p: &Paragraph, content: &[Words]) -> Manner {
    let (mut inside, mut outside) = (false, false);
    for at in content.iter().flat_map(Clone::clone).filter(|at| p.proper(*at)) {
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
