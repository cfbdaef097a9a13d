//! Events as event data have them: a PLOVER record (the JSON of its gold standard records), and a
//! row in the columns of POLECAT, the data set coded by PLOVER that followed ICEWS.
//!
//! What they have no field for (who vouches, whether it took place, where the words stand) comes
//! behind under names of our own, so that a program that reads the others need not know.

use serde_json::{Map, Value, json};

use super::{EventInfo, ParticipantInfo, Shelf};
use crate::annotate::Annotated;
use crate::collate::EventId;
use crate::story::Story;

/// POLECAT's columns, and behind them our own.
pub const POLECAT: [&str; 47] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
    "Standing",
    "Voice",
    "Passage",
    "Passage Span",
    "Report",
    "URL",
    "Story",
];

/// The coding scheme a row is in, as its data set names it.
const VERSION: &str = "PLOVER, onrecord";

/// An event and the report that tells it.
struct Told<'s> {
    event: EventInfo,
    annotated: &'s Annotated,
    outlet: &'s str,
}

fn told<'s>(shelf: &'s Shelf<'s>) -> impl Iterator<Item = Told<'s>> {
    shelf.volumes.iter().flat_map(|volume| {
        let annotated = volume.annotated;
        let report = annotated.report.id();
        let events = (0..).zip(&annotated.annotations.events).filter(|it| !it.1.doubtful);
        events.map(move |(ordinal, it)| Told {
            event: volume.event(EventId { report, ordinal }, it),
            annotated,
            outlet: volume.outlet(),
        })
    })
}

/// A PLOVER record of each event of a story's reports that is not doubtful, in their order. Parties
/// that are only supposed have no code.
pub fn plover(story: &Story, reports: &[Annotated]) -> Vec<Value> {
    told(&Shelf::new(story, reports)).map(|it| it.plover()).collect()
}

/// A row of each such event: the values of [`POLECAT`]'s columns.
pub fn polecat(story: &Story, reports: &[Annotated]) -> Vec<Map<String, Value>> {
    let story_id = story.id().map(|it| it.to_string());
    told(&Shelf::new(story, reports)).map(|it| it.polecat(story_id.as_deref())).collect()
}

impl Told<'_> {
    /// The day it was done if that is told, else that of publication.
    fn day(&self) -> Option<String> {
        let published = self.annotated.report.published;
        self.event.date.clone().or_else(|| published.map(|it| it.day.to_string()))
    }

    fn published(&self) -> Option<String> {
        self.annotated.report.published.map(|it| it.day.to_string())
    }

    fn plover(&self) -> Value {
        let Told { event, annotated, outlet } = self;
        let actors = |of: &[ParticipantInfo]| -> Value {
            let one = |it: &ParticipantInfo| {
                let code = it.known_code().unwrap_or("");
                json!({ "actorText": it.mention, "code": code, "sector": it.sector.unwrap_or("") })
            };
            of.iter().map(one).collect()
        };
        json!({
            "id": event.event,
            "date": self.day(),
            "source": actors(&event.actors),
            "target": actors(&event.recipients),
            "event": event.kind,
            "eventText": event.words,
            "mode": event.mode.unwrap_or(""),
            "context": event.contexts.join(" "),
            "eventLoc": event.place.as_deref().unwrap_or(""),
            "text": event.passage,
            "textInfo": { "report": event.report, "span": event.passage_span },
            "publication": outlet,
            "url": annotated.report.url.as_deref(),
            "language": annotated.report.language.as_deref(),
            "coder": event.rule,
            "version": VERSION,
            "standing": event.standing,
            "voice": event.voice,
        })
    }

    fn polecat(&self, story: Option<&str>) -> Map<String, Value> {
        let Told { event, annotated, outlet } = self;
        let known = [
            ("Event ID", Some(event.event.clone())),
            ("Event Date", self.day()),
            ("Event Type", Some(event.kind.to_owned())),
            ("Event Mode", event.mode.map(str::to_owned)),
            ("Contexts", some(event.contexts.join("; "))),
            ("Actor Name", each(&event.actors, ParticipantInfo::known_name)),
            ("Actor Country", each(&event.actors, ParticipantInfo::known_code)),
            ("Primary Actor Sector", first_sector(&event.actors)),
            ("Actor Sectors", each(&event.actors, |it| it.sector)),
            ("Actor Name Raw", each(&event.actors, |it| Some(&it.mention))),
            ("Recipient Name", each(&event.recipients, ParticipantInfo::known_name)),
            ("Recipient Country", each(&event.recipients, ParticipantInfo::known_code)),
            ("Primary Recipient Sector", first_sector(&event.recipients)),
            ("Recipient Sectors", each(&event.recipients, |it| it.sector)),
            ("Recipient Name Raw", each(&event.recipients, |it| Some(&it.mention))),
            ("Raw Placename", event.place.clone()),
            ("Source", Some((*outlet).to_owned())),
            ("Publication Date", self.published()),
            ("Language", annotated.report.language.as_deref().map(str::to_owned)),
            ("Version", Some(VERSION.to_owned())),
            ("Standing", Some(event.standing.to_owned())),
            ("Voice", Some(self.voice())),
            ("Passage", Some(event.passage.clone())),
            ("Report", Some(event.report.clone())),
            ("URL", annotated.report.url.as_deref().map(str::to_owned)),
            ("Story", story.map(str::to_owned)),
        ];
        let mut row: Map<String, Value> =
            POLECAT.iter().map(|it| ((*it).to_owned(), Value::Null)).collect();
        row.extend(known.into_iter().map(|(name, it)| (name.to_owned(), it.into())));
        let kind = self.quad();
        row.insert("Quad Code".to_owned(), kind.into());
        row.insert("Passage Span".to_owned(), json!(event.passage_span));
        row
    }

    fn quad(&self) -> Option<u8> {
        crate::annotate::EventKind::named(self.event.kind).map(|it| it.quad())
    }

    /// Who says so: the speaker, the words for one, or the outlet.
    fn voice(&self) -> String {
        let voice = &self.event.voice;
        match &voice.statement {
            None => self.outlet.to_owned(),
            Some(_) => {
                let named = voice.speaker.as_ref().or(voice.source.as_ref());
                named.map_or("speaker not told".to_owned(), |it| it.clone())
            }
        }
    }
}

impl ParticipantInfo {
    fn known_name(&self) -> Option<&str> {
        self.name.as_deref().filter(|_| !self.supposed)
    }

    fn known_code(&self) -> Option<&str> {
        self.code.as_deref().filter(|_| !self.supposed)
    }
}

/// What each participant has, parted by semicolons; each once.
fn each<'p>(
    of: &'p [ParticipantInfo],
    what: impl Fn(&'p ParticipantInfo) -> Option<&'p str>,
) -> Option<String> {
    let mut all: Vec<&str> = Vec::new();
    for it in of.iter().filter_map(what) {
        if !all.contains(&it) {
            all.push(it);
        }
    }
    some(all.join("; "))
}

fn first_sector(of: &[ParticipantInfo]) -> Option<String> {
    of.iter().find_map(|it| it.sector).map(str::to_owned)
}

fn some(words: String) -> Option<String> {
    Some(words).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::{Annotations, Event, EventKind, Participant, Standing, Voice};
    use crate::lexicon::{Party, Sector};
    use crate::report::{Part, PartKind, Report};
    use crate::story::gather;
    use crate::text::Span;

    fn seized() -> Vec<Annotated> {
        let text = "Veld and Osk seized ships of the Amsel Guard.";
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let who = |words: &str, code: &str, sector| Participant {
            mention: at(words),
            party: Some(Party { code: code.into(), sector, name: words.into() }),
            supposed: false,
            actor: None,
        };
        let event = Event {
            kind: EventKind::Coerce,
            mode: Some("seize"),
            contexts: ["military", "maritime"].into(),
            actors: vec![who("Veld", "VLD", Some(Sector::Government)), who("Osk", "OSK", None)],
            recipients: vec![who("the Amsel Guard", "AMS", Some(Sector::Military))],
            standing: Standing::Occurred,
            doubtful: false,
            voice: Voice::Outlet,
            day: None,
            place: None,
            words: [at("seized")].into(),
            passage: Span::new(0, text.len()),
            rule: "test",
        };
        let part = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
        let report = Report::new(Some("Harbour Post"), None, text, vec![part]);
        let annotations = Annotations { events: vec![event], ..Annotations::default() };
        vec![Annotated { report, annotations }]
    }

    #[test]
    fn a_row_has_every_column_and_all_who_took_part() {
        let reports = seized();
        let rows = polecat(&gather(&reports), &reports);
        let names: Vec<&String> = rows[0].keys().collect();
        assert_eq!(names, POLECAT);
        let told = |name: &str| rows[0][name].as_str().unwrap_or("").to_owned();
        assert_eq!(told("Actor Country"), "VLD; OSK");
        assert_eq!(told("Actor Sectors"), "GOV");
        assert_eq!(told("Primary Recipient Sector"), "MIL");
        assert_eq!(told("Contexts"), "military; maritime");
        assert_eq!(told("Voice"), "Harbour Post");
        assert_eq!(rows[0]["Quad Code"], 4);
        assert_eq!(rows[0]["City"], Value::Null);
    }

    #[test]
    fn a_record_has_source_target_and_the_place_of_its_words() {
        let reports = seized();
        let record = &plover(&gather(&reports), &reports)[0];
        assert_eq!(record["event"], "COERCE");
        assert_eq!(record["source"][1]["code"], "OSK");
        assert_eq!(record["target"][0]["actorText"], "the Amsel Guard");
        assert_eq!(record["textInfo"]["span"], json!([0, 45]));
        assert_eq!(record["voice"]["statement"], Value::Null);
    }
}
