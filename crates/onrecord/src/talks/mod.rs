//! Turns of many reports in, talks out: who talks with whom, who helps, where they stand and by
//! whose account, who is waited for.
//!
//! The state of talks is never stored: it is folded from turns, in order of day, then of report.
//! Order of `reports` changes nothing. Two accounts that differ stay two: a phase belongs to whoever
//! tells it, and is no finding of the record’s own. A copy is no second account. Of talks that no
//! report tells of any more, only the day of the last turn is told.
//!
//! ```
//! use onrecord::talks::{Reported, Told, follow};
//! use onrecord::{Annotated, Lexicon, Part, PartKind, Report, Span, annotate::annotate};
//!
//! let text = "Tarvonia has refused to resume the strait talks with Ardovia, Ana Ruiz said.";
//! let part = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
//! let report = Report::new(Some("Harbour Post"), None, text, vec![part]);
//! let id = report.id();
//! let annotations = annotate(&Lexicon::english(), &report);
//! let told = Told::of(&Annotated { report, annotations });
//! let talks = follow(&[Reported::alone(id, "Harbour Post", None, told)]);
//! assert_eq!(talks[0].parties.len(), 2);
//! let stand = &talks[0].stands[0];
//! assert_eq!(stand.phase.name(), "refused");
//! assert_eq!(stand.account.speaker.as_deref(), Some("Ana Ruiz"));
//! ```

mod gather;
mod state;
mod told;

use jiff::civil::Date;

use crate::annotate::{Issue, Phase, Role, Standing};
use crate::lexicon::Party;
use crate::report::ReportId;

pub use told::{Account, Told, Who};

/// What one report tells about talks, and where it stands in the record.
#[derive(Clone, Debug)]
pub struct Reported {
    /// The report.
    pub report: ReportId,
    /// The name of its outlet.
    pub outlet: Box<str>,
    /// Its day.
    pub day: Option<Date>,
    /// The story it is in, or the first of the sequence of stories: reports of one are about the same
    /// talks, where they do not name others.
    pub matter: ReportId,
    /// The report it was copied from: a copy is no second account.
    pub copy_of: Option<ReportId>,
    /// What it tells.
    pub turns: Vec<Told>,
}

impl Reported {
    /// A report that is in no story with others.
    pub fn alone(report: ReportId, outlet: &str, day: Option<Date>, turns: Vec<Told>) -> Reported {
        Reported { report, outlet: outlet.into(), day, matter: report, copy_of: None, turns }
    }
}

/// One negotiation, as reports tell of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Talks {
    /// That of its first turn: `<report>.t<n>`.
    pub id: String,
    /// Who talks with whom.
    pub parties: Vec<Member>,
    /// Who helps, and as what.
    pub third_parties: Vec<Third>,
    /// What they are about.
    pub issues: Vec<Issue>,
    /// How they talk.
    pub format: Format,
    /// Where they stand, by whose account: of each account what it told on its last day, the latest
    /// first. Empty: the talks are only mentioned.
    pub stands: Vec<Stand>,
    /// What is told to be in the way, and who denies it.
    pub obstacles: Vec<Obstacle>,
    /// Turns that tell a condition.
    pub conditions: Vec<TurnRef>,
    /// Turns that tie the talks to something else.
    pub linkage: Vec<TurnRef>,
    /// Who is waited for.
    pub waiting: Vec<Waiting>,
    /// Parties, third ones among them, of whom no report has a statement about the talks.
    pub not_heard: Vec<Member>,
    /// All turns, in order of day.
    pub turns: Vec<Dated>,
    /// The first day of a turn.
    pub first_day: Option<Date>,
    /// The last: there is no news since.
    pub last_day: Option<Date>,
    /// Reports that tell of them, copies not counted.
    pub n_reports: usize,
}

/// A party of talks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// What to call it.
    pub name: String,
    /// Its entry in the list, where it has one.
    pub party: Option<Party>,
    /// The turns that name it.
    pub turns: Vec<TurnRef>,
}

/// A third party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Third {
    /// Who.
    pub member: Member,
    /// As what.
    pub role: Role,
}

/// A turn among a talks’ [`Talks::turns`], by its place.
pub type TurnRef = usize;

/// A turn with the day and outlet of its report.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated {
    /// The report’s day.
    pub day: Option<Date>,
    /// The report’s outlet.
    pub outlet: Box<str>,
    /// The turn.
    pub told: Told,
}

/// How parties talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Face to face, as a report words it.
    Direct,
    /// Through others.
    Mediated,
    /// More than two.
    Multilateral,
    /// No report tells.
    NotStated,
}

impl Format {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Format::Direct => "direct",
            Format::Mediated => "mediated",
            Format::Multilateral => "multilateral",
            Format::NotStated => "not stated",
        }
    }
}

/// Where talks stand by one account.
#[derive(Clone, Debug, PartialEq)]
pub struct Stand {
    /// The phase.
    pub phase: Phase,
    /// It took place, is to come, or is told not to be so.
    pub standing: Standing,
    /// Whose act it is, by name.
    pub by: Vec<String>,
    /// By whose account; the outlet where there is no speaker.
    pub account: Account,
    /// The outlets that have it, each once.
    pub outlets: Vec<Box<str>>,
    /// The party itself says so of itself.
    pub own: bool,
    /// It is told to have happened before.
    pub again: bool,
    /// Since when, as a report words it.
    pub since: Option<Box<str>>,
    /// The day of the last report that has it.
    pub day: Option<Date>,
    /// The turns it rests on.
    pub turns: Vec<TurnRef>,
}

/// What is told to be in the way of talks.
#[derive(Clone, Debug, PartialEq)]
pub struct Obstacle {
    /// In the words of the first turn that tells it.
    pub what: Box<str>,
    /// Turns that assert it.
    pub asserted: Vec<TurnRef>,
    /// Turns that ask or wonder whether it is so.
    pub asked: Vec<TurnRef>,
    /// Turns that deny it.
    pub denied: Vec<TurnRef>,
    /// Somebody calls it the main one.
    pub main: bool,
}

/// Who waits for whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// Who waits, as far as it is told.
    pub who: Vec<String>,
    /// For whom.
    pub whom: Vec<String>,
    /// A report says that somebody waits. If not, it follows from a refusal that is the last word on
    /// the talks: the others wait for whoever refused.
    pub told: bool,
    /// The turn it rests on.
    pub turn: TurnRef,
}

/// Folds turns into talks: the latest first, then in order of id.
pub fn follow(reports: &[Reported]) -> Vec<Talks> {
    let mut talks: Vec<Talks> =
        gather::gather(reports).into_iter().filter_map(state::talks).collect();
    talks.sort_by(|a, b| b.last_day.cmp(&a.last_day).then_with(|| a.id.cmp(&b.id)));
    talks
}
