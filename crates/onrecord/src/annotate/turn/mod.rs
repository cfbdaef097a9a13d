//! What a report tells about talks: who talks with whom, who helps, what becomes of it, what stands
//! in the way, on what condition; each with the words it rests on and whoever vouches for them.
//!
//! Rules over words, as those for statements: a phrase that names talks, and verbs of
//! `data/en/talks.tsv` around it. What is told of talks as a whole (their phase, whether they are
//! those of another report) is not found here: `talks::follow` folds turns into talks.

mod hindrance;
mod naming;
mod phase;
mod sentence;
mod third;

use super::{Annotations, Day, Participant, Rule, Standing, Voice};
use crate::lexicon::{Lexicon, Party};
use crate::report::{PartKind, Report};
use crate::text::Span;
use sentence::Sentence;

/// One thing a report tells about talks.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// What it tells.
    pub kind: TurnKind,
    /// Who talks, as far as the passage names them, in its order.
    pub parties: Vec<Participant>,
    /// Whose act it is: who refuses, proposes, waits, mediates, lays down a condition. Of what the
    /// talks do themselves (`talks stalled`), nobody's.
    pub by: Vec<Participant>,
    /// Whom it is done to: who is waited for.
    pub to: Vec<Participant>,
    /// What the talks are about.
    pub issues: Vec<Issue>,
    /// The words that name the talks.
    pub named: Option<Span>,
    /// Whether it took place.
    pub standing: Standing,
    /// `again`, `once more` stands with it.
    pub again: bool,
    /// Called the main one, of obstacles.
    pub main: bool,
    /// Since when, as the report words it: `for the past few weeks`.
    pub since: Option<Span>,
    /// The obstacle; what a condition asks; what the talks are tied to.
    pub what: Option<Span>,
    /// What is done if a condition is met.
    pub then: Option<Span>,
    /// Who vouches for it.
    pub voice: Voice,
    /// The party that whoever vouches for it speaks for, where that is told.
    pub side: Option<Party>,
    /// The day, where the passage tells it.
    pub day: Option<Day>,
    /// The words it rests on.
    pub words: Box<[Span]>,
    /// The sentence it stands in.
    pub passage: Span,
    /// Name of the rule that found it.
    pub rule: Rule,
}

/// What a turn tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TurnKind {
    /// That there are talks, who talks, about what.
    Named,
    /// Where they stand.
    Phase(Phase),
    /// Who helps, as what.
    Third(Role),
    /// What stands in their way.
    Obstacle,
    /// What is done if something else is.
    Condition,
    /// What they are tied to.
    Linkage,
    /// Who waits for whom.
    Waiting,
}

/// Where talks stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// Offered, called for, demanded.
    Proposed,
    /// Agreed to or due.
    Accepted,
    /// Held.
    UnderWay,
    /// Told to be still possible.
    Open,
    /// Told not to get on.
    Stalled,
    /// Turned down by a party.
    Refused,
    /// Ended without a result, or halted.
    BrokenOff,
    /// There is a text that the parties agreed on.
    Agreed,
    /// It holds.
    InForce,
    /// A party broke it.
    Breached,
    /// It ran out.
    Lapsed,
}

/// What a third party does for talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Goes between the parties.
    Mediator,
    /// Makes it easier for them to meet.
    Facilitator,
    /// Has them at its place.
    Host,
    /// Vouches for what they agree on.
    Guarantor,
    /// Looks on.
    Observer,
    /// Backs the talks.
    Supporter,
}

/// What talks are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Issue {
    /// An end of fighting, for a time or for good.
    Ceasefire,
    /// Hostages, prisoners.
    Release,
    /// Aid and its ways.
    Access,
    /// Of troops.
    Withdrawal,
    /// Land, borders, waters.
    Territory,
    /// Who governs.
    Government,
    /// Anything else.
    Other,
}

impl TurnKind {
    /// Its name in tables and JSON; the phase and the role stand apart.
    pub fn name(self) -> &'static str {
        match self {
            TurnKind::Named => "named",
            TurnKind::Phase(_) => "phase",
            TurnKind::Third(_) => "third_party",
            TurnKind::Obstacle => "obstacle",
            TurnKind::Condition => "condition",
            TurnKind::Linkage => "linkage",
            TurnKind::Waiting => "waiting",
        }
    }

    /// By its name and the word for its phase or role.
    pub fn named(name: &str, of: &str) -> Option<TurnKind> {
        Some(match name {
            "named" => TurnKind::Named,
            "phase" => TurnKind::Phase(Phase::named(of)?),
            "third_party" => TurnKind::Third(Role::named(of)?),
            "obstacle" => TurnKind::Obstacle,
            "condition" => TurnKind::Condition,
            "linkage" => TurnKind::Linkage,
            "waiting" => TurnKind::Waiting,
            _ => return None,
        })
    }

    /// The word for its phase or role.
    pub fn of(self) -> Option<&'static str> {
        match self {
            TurnKind::Phase(phase) => Some(phase.name()),
            TurnKind::Third(role) => Some(role.name()),
            _ => None,
        }
    }
}

macro_rules! names {
    ($type:ident: $($value:ident $name:literal),+) => {
        impl $type {
            const NAMES: &'static [($type, &'static str)] = &[$(($type::$value, $name)),+];

            /// Its name in tables and JSON.
            pub fn name(self) -> &'static str {
                $type::NAMES.iter().find(|it| it.0 == self).map_or("", |it| it.1)
            }

            /// By that name.
            pub fn named(name: &str) -> Option<$type> {
                $type::NAMES.iter().find(|it| it.1 == name).map(|it| it.0)
            }
        }
    };
}

names!(Phase: Proposed "proposed", Accepted "accepted", UnderWay "under way", Open "open",
    Stalled "stalled", Refused "refused", BrokenOff "broken off", Agreed "agreed",
    InForce "in force", Breached "breached", Lapsed "lapsed");
names!(Role: Mediator "mediator", Facilitator "facilitator", Host "host", Guarantor "guarantor",
    Observer "observer", Supporter "supporter");
names!(Issue: Ceasefire "ceasefire", Release "release", Access "access",
    Withdrawal "withdrawal", Territory "territory", Government "government", Other "other");

/// What a report tells about talks, in order of passage.
pub(super) fn turns(lexicon: &Lexicon, report: &Report, found: &Annotations) -> Vec<Turn> {
    let mut turns = Vec::new();
    let mut context = Context::default();
    if !speaks_of_talks(report.text()) {
        return turns;
    }
    for part in report.parts().iter().filter(|it| read(it.kind)) {
        let heading = matches!(part.kind, PartKind::Headline | PartKind::Crosshead);
        let p = super::paragraph::Paragraph::read(lexicon, report.text(), part.span, heading);
        let named = naming::named_in(lexicon.talk_words(), &p, context.any);
        context.here = !named.is_empty();
        for unit in p.units() {
            let inside = |it: &&naming::Naming| unit.contains(&it.head);
            let mine: Vec<naming::Naming> = named.iter().filter(inside).cloned().collect();
            let sentence = Sentence {
                words: lexicon.talk_words(),
                lexicon,
                on: report.published.map(|it| it.day),
                p: &p,
                unit: unit.clone(),
                named: mine,
                near: context.here || context.before || heading,
                found,
            };
            sentence.turns(&mut turns);
        }
        context.any |= context.here;
        context.before = context.here;
    }
    turns
}

/// Whether a text may name talks at all: most do not, and are read no further.
fn speaks_of_talks(text: &str) -> bool {
    const WORDS: [&str; 9] = [
        "talks",
        "egotiat",
        "mediat",
        "ruce",
        "ease-fire",
        "easefire",
        "rmistice",
        "eace ",
        "Talks",
    ];
    WORDS.iter().any(|it| text.contains(it))
}

/// What was named before a sentence.
#[derive(Default)]
struct Context {
    /// Talks, in this paragraph.
    here: bool,
    /// In the one before.
    before: bool,
    /// Anywhere above.
    any: bool,
}

/// Captions, bylines and what the page prints around the report are not read.
fn read(kind: PartKind) -> bool {
    use PartKind::{Crosshead, Headline, Paragraph, Standfirst};
    matches!(kind, Headline | Standfirst | Paragraph | Crosshead)
}
