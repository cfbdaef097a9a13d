//! A report in, annotations out: who is named, who is said to have said what.
//!
//! Spans and ids only, in order of span; no text is copied but names. Analysis cannot fail: it
//! returns what it found, and doubt is a value ([`Speaker::Unresolved`]).
//!
//! A paragraph is read into words with what they may be, quotations, and units; the rules of one
//! table ([`RULES`]) find statements in it; speakers and days are resolved over the whole report.
//!
//! ```
//! use onrecord::{Lexicon, Manner, Part, PartKind, Report, Span, annotate::annotate};
//!
//! let text = "“We will not sign,” said Ana Ruiz, the ministry’s spokeswoman.";
//! let part = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
//! let found = annotate(&Lexicon::english(), &Report::new(None, None, text, vec![part]));
//! let statement = &found.statements[0];
//! assert_eq!(statement.content[0].of(text), "We will not sign");
//! assert_eq!(statement.manner, Manner::Direct);
//! assert_eq!(&*found.speaker(statement).unwrap().name, "Ana Ruiz");
//! ```

mod actor;
mod confidence;
mod day;
mod event;
mod figure;
mod name;
mod nesting;
mod news;
mod paragraph;
mod phrase;
mod rule;
mod tagged;
mod transcript;
mod turn;
mod verb;
mod voice;

pub(crate) use day::{month_named, weekday_named};

pub use crate::lexicon::Act;
pub use event::{EVENT_RULES, Event, EventKind, EventRule, Participant, Standing};
pub use figure::{Bound, FIGURE_RULES, Figure, FigureRule, Measure, Unit, UnitKind, unit_known};
pub use rule::{RULES, RuleRow};
pub use tagged::{TAGGER, Tagged};
pub use transcript::TRANSCRIPT_TURN;
pub use turn::{Issue, Phase, Role, Turn, TurnKind};

use crate::lexicon::{CueKind, Lexicon};
use crate::report::{Genre, Report, ReportId};
use crate::text::{Span, tokens};

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
    /// What the report says was done to whom, in order of passage.
    pub events: Vec<Event>,
    /// What the report tells about talks, in order of passage.
    pub turns: Vec<Turn>,
    /// The numbers it gives for something, in order of passage.
    pub figures: Vec<Figure>,
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
    /// What the report says was done with the words: said, asked, denied, …
    pub act: Act,
    /// The mention beside it: `the spokeswoman`, `she`. May be empty.
    pub source: Box<[Span]>,
    /// The word that says so: `said`. May be empty.
    pub cue: Box<[Span]>,
    /// What was said; never empty; two halves around a cue are one statement. Quotation marks are
    /// left out at the ends of a span, kept inside.
    pub content: Box<[Span]>,
    /// To whom, as the report words it: `reporters`, `the Harbour Post`. The noun phrase only.
    pub addressee: Option<Span>,
    /// Whom the source resolves to.
    pub speaker: Speaker,
    /// Whom an unresolved source may mean; empty unless two or more were near.
    pub candidates: Box<[ActorIdx]>,
    /// The day it was said, where the report tells one.
    pub day: Option<Day>,
    /// The statement in whose content it stands, by its place among the report's statements: of
    /// `Ruiz said the army had said it was safe`, what the army said is within what Ruiz said.
    pub within: Option<u32>,
    /// Name of the rule that found it.
    pub rule: Rule,
    /// Who found it.
    pub tier: Tier,
    /// How likely a reader would find the same content and source, 0 to 1.
    pub confidence: f32,
}

impl Statement {
    /// A statement of which nothing is known but its words and what found them.
    pub fn of(manner: Manner, content: impl Into<Box<[Span]>>, rule: Rule) -> Statement {
        Statement {
            manner,
            act: Act::Said,
            source: Box::default(),
            cue: Box::default(),
            content: content.into(),
            addressee: None,
            speaker: Speaker::Unresolved,
            candidates: Box::default(),
            day: None,
            within: None,
            rule,
            tier: Tier::Fast,
            confidence: confidence::of(rule, None, manner),
        }
    }
}

/// How statements were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tier {
    /// By the table of rules.
    #[default]
    Fast,
    /// By a trained model.
    Accurate,
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

/// Who vouches for what a passage tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Voice {
    /// The report itself, in words of its own.
    #[default]
    Outlet,
    /// Who is said to have said it: the statement it stands in, the innermost of several, by its place
    /// among the report's statements.
    Statement(u32),
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

/// What is looked for besides statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Besides {
    /// What the report says was done to whom.
    pub events: bool,
    /// The numbers it gives for something.
    pub figures: bool,
    /// What it tells about talks.
    pub turns: bool,
}

impl Besides {
    /// All of it.
    pub const ALL: Besides = Besides { events: true, figures: true, turns: true };
    /// Statements alone.
    pub const NOTHING: Besides = Besides { events: false, figures: false, turns: false };
}

/// Finds who is said to have said what.
pub fn annotate(lexicon: &Lexicon, report: &Report) -> Annotations {
    read(lexicon, report, None, Besides::ALL)
}

/// As [`annotate`], with the statements that a learned reader found. Where its statements and the
/// rules' cross, each is believed in what it knows best.
pub fn annotate_tagged(lexicon: &Lexicon, report: &Report, tagged: &[Tagged]) -> Annotations {
    read(lexicon, report, Some(tagged), Besides::ALL)
}

/// As [`annotate`], where not all is wanted: its statements are the same.
pub fn annotate_only(lexicon: &Lexicon, report: &Report, besides: Besides) -> Annotations {
    read(lexicon, report, None, besides)
}

fn read(
    lexicon: &Lexicon,
    report: &Report,
    tagged: Option<&[Tagged]>,
    besides: Besides,
) -> Annotations {
    let mut found = match report.genre {
        Genre::Transcript => transcript::annotate(lexicon, report, besides.events),
        Genre::News | Genre::Release => {
            let mut found = news::annotate(lexicon, report, tagged, besides.events);
            nesting::nest(&mut found.statements);
            for it in found.statements.iter_mut().filter(|it| it.tier == Tier::Fast) {
                it.confidence = confidence::of(it.rule, cue_kind(lexicon, report, it), it.manner);
            }
            found
        }
    };
    if besides.figures {
        found.figures = figure::figures(lexicon, report, &found.statements);
    }
    // They rest on who vouches for what.
    if besides.turns {
        found.turns = turn::turns(lexicon, report, &found);
    }
    found
}

/// What kind of telling a statement's cue is; `None` for a colon, a noun, no cue.
pub fn cue_kind(lexicon: &Lexicon, report: &Report, statement: &Statement) -> Option<CueKind> {
    cue_kind_in(lexicon, report.text(), statement)
}

/// As [`cue_kind`], in the text of the report.
fn cue_kind_in(lexicon: &Lexicon, text: &str, statement: &Statement) -> Option<CueKind> {
    let words = statement.cue.iter().flat_map(|it| tokens(text, *it));
    let verbs = words.filter_map(|it| lexicon.cue(lexicon.entry(it.text)));
    verbs.last().map(|it| it.kind)
}
