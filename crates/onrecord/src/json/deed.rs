//! What parties did to each other, by whose account.

use serde::Serialize;

use super::{Shelf, Volume};
use crate::annotate::{Annotated, Event, Participant, StatementId, Voice};
use crate::collate::{Deed, EventId, deeds as collated};
use crate::lexicon::Sector;
use crate::story::Story;
use crate::text::joined;

/// One thing done, by all accounts of it in a story.
#[derive(Clone, Debug, Serialize)]
pub struct DeedInfo {
    /// Its number in the story, from 1.
    pub number: usize,
    /// One of the sixteen kinds of PLOVER: `AGREE`, … `ASSAULT`.
    pub kind: &'static str,
    /// Quad class, 1 to 4: cooperation in words, in deeds, conflict in words, in deeds.
    pub quad: u8,
    /// Whether it may be no act between parties at all, by every account of it; such come last.
    pub doubtful: bool,
    /// How many outlets tell it; copies and what they were copied from count as one.
    pub outlets_without_copies: usize,
    /// Who tells it, the first report first.
    pub accounts: Vec<EventInfo>,
}

/// An event, as one passage of one report tells it.
#[derive(Clone, Debug, Serialize)]
pub struct EventInfo {
    /// Its id: `<report>.e<n>`.
    pub event: String,
    /// The report.
    pub report: String,
    /// The report's sign in its story.
    pub siglum: String,
    /// The kind.
    pub kind: &'static str,
    /// How it was done; null: not clear.
    pub mode: Option<&'static str>,
    /// What it is about.
    pub contexts: Vec<&'static str>,
    /// Who did it; of what parties do together, all.
    pub actors: Vec<ParticipantInfo>,
    /// To whom.
    pub recipients: Vec<ParticipantInfo>,
    /// `occurred`, `historical`, `future`, `hypothetical` or `negated`.
    pub standing: &'static str,
    /// Whether its words leave doubt that it is an act between parties.
    pub doubtful: bool,
    /// Who vouches for it.
    pub voice: VoiceInfo,
    /// The day as the report words it; null: not told.
    pub day: Option<String>,
    /// The date that comes to.
    pub date: Option<String>,
    /// The place; null: not told.
    pub place: Option<String>,
    /// The words that make it an event of its kind.
    pub words: String,
    /// Where they stand.
    pub spans: Vec<[usize; 2]>,
    /// The sentence it stands in.
    pub passage: String,
    /// Where that stands.
    pub passage_span: [usize; 2],
    /// The rule that found it.
    pub rule: &'static str,
}

/// Who takes part, as the passage words it.
#[derive(Clone, Debug, Serialize)]
pub struct ParticipantInfo {
    /// The noun phrase.
    pub mention: String,
    /// Where it stands.
    pub span: [usize; 2],
    /// The party it means, by the list of parties; null: not listed.
    pub name: Option<String>,
    /// That party's country (ISO 3166-1 alpha-3), or `IGO`, `NGO`, `IMG`, `MNC`.
    pub code: Option<String>,
    /// What it is there: `GOV`, `MIL`, `REB`, …
    pub sector: Option<&'static str>,
    /// Whether name and code are only supposed: a name that others bear, or the one country that the
    /// sentence names.
    pub supposed: bool,
}

/// Who vouches for what a passage tells.
#[derive(Clone, Debug, Serialize)]
pub struct VoiceInfo {
    /// The statement that tells it; null: the outlet does, in words of its own.
    pub statement: Option<String>,
    /// Who is said to have said so, by name.
    pub speaker: Option<String>,
    /// The same, as the report words it there: `the spokesman`.
    pub source: Option<String>,
}

/// The deeds of a story as published.
pub fn deeds(story: &Story, reports: &[Annotated]) -> Vec<DeedInfo> {
    let shelf = Shelf::new(story, reports);
    let numbered = (1..).zip(collated(story, reports));
    numbered.filter_map(|(number, it)| shelf.deed(number, &it)).collect()
}

impl Shelf<'_> {
    fn deed(&self, number: usize, deed: &Deed) -> Option<DeedInfo> {
        let accounts: Vec<EventInfo> =
            deed.accounts.iter().filter_map(|it| self.event(*it)).collect();
        let kind = self.told(*deed.accounts.first()?)?.1.kind;
        let told = deed.accounts.iter().filter_map(|it| self.volume(it.report));
        let mut outlets: Vec<&str> = told.map(|it| self.exemplar(it).outlet()).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let outlets_without_copies = outlets.len();
        Some(DeedInfo {
            number,
            kind: kind.name(),
            quad: kind.quad(),
            doubtful: accounts.iter().all(|it| it.doubtful),
            outlets_without_copies,
            accounts,
        })
    }

    fn told(&self, id: EventId) -> Option<(&Volume<'_>, &Event)> {
        let volume = self.volume(id.report)?;
        Some((volume, volume.annotated.annotations.events.get(id.ordinal as usize)?))
    }

    fn event(&self, id: EventId) -> Option<EventInfo> {
        let (volume, event) = self.told(id)?;
        Some(volume.event(id, event))
    }
}

impl Volume<'_> {
    pub(super) fn event(&self, id: EventId, event: &Event) -> EventInfo {
        let text = self.annotated.report.text();
        let all = |of: &[Participant]| of.iter().map(|it| self.participant(it)).collect();
        EventInfo {
            event: id.to_string(),
            report: id.report.to_string(),
            siglum: self.siglum.clone(),
            kind: event.kind.name(),
            mode: event.mode,
            contexts: event.contexts.to_vec(),
            actors: all(&event.actors),
            recipients: all(&event.recipients),
            standing: event.standing.name(),
            doubtful: event.doubtful,
            voice: self.voice(event.voice),
            day: event.day.map(|it| it.written.of(text).to_owned()),
            date: event.day.and_then(|it| it.date).map(|it| it.to_string()),
            place: event.place.map(|it| it.of(text).to_owned()),
            words: joined(text, &event.words),
            spans: event.words.iter().map(|it| self.points.of(*it)).collect(),
            passage: event.passage.of(text).to_owned(),
            passage_span: self.points.of(event.passage),
            rule: event.rule,
        }
    }

    fn participant(&self, who: &Participant) -> ParticipantInfo {
        let party = who.party.as_ref();
        ParticipantInfo {
            mention: who.mention.of(self.annotated.report.text()).to_owned(),
            span: self.points.of(who.mention),
            name: party.map(|it| it.name.to_string()),
            code: party.map(|it| it.code.to_string()),
            sector: party.and_then(|it| it.sector).map(Sector::code),
            supposed: who.supposed,
        }
    }

    pub(super) fn voice(&self, voice: Voice) -> VoiceInfo {
        let Annotated { report, annotations } = self.annotated;
        let told = match voice {
            Voice::Outlet => None,
            Voice::Statement(n) => annotations.statements.get(n as usize).map(|it| (n, it)),
        };
        let words = |it: &[_]| Some(joined(report.text(), it)).filter(|it| !it.is_empty());
        VoiceInfo {
            statement: told
                .map(|(ordinal, _)| StatementId { report: report.id(), ordinal }.to_string()),
            speaker: told.and_then(|(_, it)| annotations.speaker(it)).map(|it| it.name.to_string()),
            source: told.and_then(|(_, it)| words(&it.source)),
        }
    }
}
