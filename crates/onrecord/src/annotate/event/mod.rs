//! What parties did to each other, by PLOVER: one of sixteen kinds, who did it, to whom.

mod find;
mod read;
mod sentence;
mod side;
mod standing;
mod suppose;
mod sure;

pub use find::{EVENT_RULES, EventRule};
pub(super) use read::Reader;

use super::{ActorIdx, Day, Rule, Voice};
use crate::lexicon::Party;
use crate::text::Span;

/// One thing done, as one passage tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What kind of act it is.
    pub kind: EventKind,
    /// How it was done, where the passage is clear: a name from the kind's list in the PLOVER
    /// codebook, `meet`, `abduct`.
    pub mode: Option<&'static str>,
    /// What it is about, likewise: `military`, `refugees`.
    pub contexts: Box<[&'static str]>,
    /// Who did it (PLOVER: actor). May be empty.
    pub actors: Vec<Participant>,
    /// To whom, or with whom (PLOVER: recipient): `Denmark` of `Norway met Denmark`. May be empty; of
    /// `Norway and Denmark met`, both stand in `actors`.
    pub recipients: Vec<Participant>,
    /// Whether it took place.
    pub standing: Standing,
    /// Its words leave doubt whether it is an act between parties at all: nobody else is told, a name
    /// may be somebody else's, a mere noun tells it. Of each sentence only its main act is kept so, before
    /// what else it tells for sure.
    pub doubtful: bool,
    /// Who vouches for it.
    pub voice: Voice,
    /// When, where the passage tells it.
    pub day: Option<Day>,
    /// Where, likewise.
    pub place: Option<Span>,
    /// The words that make it an event of its kind: `refused`, `to engage with`.
    pub words: Box<[Span]>,
    /// The sentence it stands in.
    pub passage: Span,
    /// Name of the rule that found it.
    pub rule: Rule,
}

/// Who takes part in an event, as the passage words it.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// The noun phrase: `the Veldish foreign minister`, `they`.
    pub mention: Span,
    /// Whom it means, where a list tells or the report does.
    pub party: Option<Party>,
    /// That party is only supposed: the name may as well be somebody else's, or all that is known is
    /// which country its sentence is about.
    pub supposed: bool,
    /// The actor of the report it is, if it names one.
    pub actor: Option<ActorIdx>,
}

/// Kinds of acts between parties (PLOVER codebook), in the order of its table: from cooperation in
/// words to conflict in deeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventKind {
    /// Agrees, offers, promises.
    Agree,
    /// Meets, visits, talks with, mediates.
    Consult,
    /// Supports in words or by diplomatic acts: recognises, signs, apologises.
    Support,
    /// Yields in words: eases, permits, reforms, declares a ceasefire.
    Concede,
    /// Works together in deeds.
    Cooperate,
    /// Gives: money, goods, soldiers, asylum.
    Aid,
    /// Yields in deeds: withdraws, releases, ends a siege, resigns.
    Retreat,
    /// Demands, appeals, orders.
    Request,
    /// Blames, criticises, sues, investigates.
    Accuse,
    /// Refuses, vetoes, breaks a rule.
    Reject,
    /// Threatens.
    Threaten,
    /// Demonstrates, strikes, goes hungry.
    Protest,
    /// Reduces relations: expels, halts talks, embargoes.
    Sanction,
    /// Shows or gathers force without using it.
    Mobilize,
    /// Represses: arrests, seizes, bans.
    Coerce,
    /// Uses force: attacks, kills, abducts.
    Assault,
}

/// Whether what a passage tells took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// It did, or does.
    Occurred,
    /// Told as background of long ago.
    Historical,
    /// It is to come.
    Future,
    /// It may, would, could.
    Hypothetical,
    /// It did not.
    Negated,
}

impl EventKind {
    /// All, in order.
    pub const ALL: [EventKind; 16] = [
        EventKind::Agree,
        EventKind::Consult,
        EventKind::Support,
        EventKind::Concede,
        EventKind::Cooperate,
        EventKind::Aid,
        EventKind::Retreat,
        EventKind::Request,
        EventKind::Accuse,
        EventKind::Reject,
        EventKind::Threaten,
        EventKind::Protest,
        EventKind::Sanction,
        EventKind::Mobilize,
        EventKind::Coerce,
        EventKind::Assault,
    ];

    /// Its name in event data: `AGREE`.
    pub fn name(self) -> &'static str {
        match self {
            EventKind::Agree => "AGREE",
            EventKind::Consult => "CONSULT",
            EventKind::Support => "SUPPORT",
            EventKind::Concede => "CONCEDE",
            EventKind::Cooperate => "COOPERATE",
            EventKind::Aid => "AID",
            EventKind::Retreat => "RETREAT",
            EventKind::Request => "REQUEST",
            EventKind::Accuse => "ACCUSE",
            EventKind::Reject => "REJECT",
            EventKind::Threaten => "THREATEN",
            EventKind::Protest => "PROTEST",
            EventKind::Sanction => "SANCTION",
            EventKind::Mobilize => "MOBILIZE",
            EventKind::Coerce => "COERCE",
            EventKind::Assault => "ASSAULT",
        }
    }

    /// By that name.
    pub fn named(name: &str) -> Option<EventKind> {
        EventKind::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Quad class, 1 to 4: cooperation in words, in deeds, conflict in words, in deeds.
    pub fn quad(self) -> u8 {
        match self {
            EventKind::Agree | EventKind::Consult | EventKind::Support | EventKind::Concede => 1,
            EventKind::Cooperate | EventKind::Aid | EventKind::Retreat => 2,
            EventKind::Request | EventKind::Accuse | EventKind::Reject | EventKind::Threaten => 3,
            EventKind::Protest
            | EventKind::Sanction
            | EventKind::Mobilize
            | EventKind::Coerce
            | EventKind::Assault => 4,
        }
    }
}

impl Standing {
    const NAMES: [(&'static str, Standing); 5] = [
        ("occurred", Standing::Occurred),
        ("historical", Standing::Historical),
        ("future", Standing::Future),
        ("hypothetical", Standing::Hypothetical),
        ("negated", Standing::Negated),
    ];

    /// Its name in tables and JSON.
    pub fn name(self) -> &'static str {
        Standing::NAMES.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }

    /// By that name.
    pub fn named(name: &str) -> Option<Standing> {
        Standing::NAMES.iter().find(|it| it.0 == name).map(|it| it.1)
    }
}
