//! Transcripts: every turn is a statement, its tag the source.

use super::day;
use super::event;
use super::paragraph::Paragraph;
use super::{Actor, ActorIdx, ActorKind, Annotations, Day, Manner, Speaker, Statement};
use crate::lexicon::Lexicon;
use crate::report::{PartKind, Report, Turn, turns};

/// What statements of a transcript name as their rule: no rule of the table, since a turn is not
/// looked for but marked as one when the report is read.
pub const TRANSCRIPT_TURN: &str = "transcript-turn";

pub(super) fn annotate(lexicon: &Lexicon, report: &Report, with_events: bool) -> Annotations {
    let mut found = Annotations::default();
    let day = day_in_head(lexicon, report);
    let mut events = event::Reader::new(report.published.map(|it| it.day));
    for turn in turns(report).into_iter().filter(|it| !it.paragraphs.is_empty()) {
        for paragraph in turn.paragraphs.iter().filter(|_| with_events) {
            events.read(&Paragraph::read(lexicon, report.text(), *paragraph, false));
        }
        let speaker = speaker(&turn, &mut found.actors);
        found.statements.push(Statement {
            source: [turn.tag].into(),
            speaker,
            day,
            ..Statement::of(Manner::Direct, turn.paragraphs, TRANSCRIPT_TURN)
        });
    }
    found.events = events.finish(lexicon, report.text(), &found.statements, &found.actors);
    found
}

/// The day told before anybody speaks: that of every turn.
fn day_in_head(lexicon: &Lexicon, report: &Report) -> Option<Day> {
    let head = report.parts().iter().take_while(|it| it.kind != PartKind::SpeakerTag);
    let told = head.filter(|it| matches!(it.kind, PartKind::Headline | PartKind::Direction));
    let mut written = told.filter_map(|it| {
        let paragraph = Paragraph::read(lexicon, report.text(), it.span, true);
        paragraph.span(&day::first_day(&paragraph)?)
    });
    let published = report.published.map(|it| it.day);
    Some(day::day(report.text(), written.next()?, published))
}

fn speaker(turn: &Turn, actors: &mut Vec<Actor>) -> Speaker {
    let Some(name) = turn.speaker_name.as_deref() else { return Speaker::Unnamed };
    let known = actors.iter().position(|it| &*it.name == name);
    let at = known.unwrap_or_else(|| {
        actors.push(Actor {
            name: name.into(),
            kind: ActorKind::Person,
            role: turn.role.clone(),
            affiliation: None,
        });
        actors.len() - 1
    });
    Speaker::Named(ActorIdx(at as u32))
}
