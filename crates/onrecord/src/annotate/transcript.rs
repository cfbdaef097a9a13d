//! Transcripts: every turn is a statement, its tag the source.

use super::{Actor, ActorIdx, ActorKind, Annotations, Manner, Speaker, Statement};
use crate::report::{Part, PartKind, Report};
use crate::text::Span;

/// One turn: who speaks, by the tag, and the paragraphs up to the next tag.
struct Turn {
    tag: Span,
    paragraphs: Vec<Span>,
}

pub(super) fn annotate(report: &Report) -> Annotations {
    let text = report.text();
    let mut found = Annotations::default();
    for turn in turns(report.parts()) {
        if turn.paragraphs.is_empty() {
            continue;
        }
        let speaker = speaker(turn.tag.of(text), &mut found.actors);
        found.statements.push(Statement {
            manner: Manner::Direct,
            source: [turn.tag].into(),
            cue: Box::default(),
            content: turn.paragraphs.into(),
            speaker,
            day: None,
            rule: "transcript-turn",
        });
    }
    found
}

fn turns(parts: &[Part]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for part in parts {
        match part.kind {
            PartKind::SpeakerTag => turns.push(Turn { tag: part.span, paragraphs: Vec::new() }),
            PartKind::Paragraph => {
                if let Some(turn) = turns.last_mut() {
                    turn.paragraphs.push(part.span);
                }
            }
            _ => {}
        }
    }
    turns
}

fn speaker(tag: &str, actors: &mut Vec<Actor>) -> Speaker {
    let name = tag.split('(').next().unwrap_or(tag).trim().trim_end_matches(':').trim();
    let name = COURTESY.iter().find_map(|it| name.strip_prefix(it)).unwrap_or(name).trim_start();
    if questioner(name) {
        return Speaker::Unnamed;
    }
    if name.is_empty() {
        return Speaker::Unresolved;
    }
    let known = actors.iter().position(|it| &*it.name == name);
    let at = known.unwrap_or_else(|| {
        actors.push(Actor {
            name: name.into(),
            kind: ActorKind::Person,
            role: None,
            affiliation: None,
        });
        actors.len() - 1
    });
    Speaker::Named(ActorIdx(at as u32))
}

const COURTESY: [&str; 8] = ["MR. ", "MR ", "MS. ", "MS ", "MRS. ", "MRS ", "Mr. ", "Ms. "];

fn questioner(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    ["Q", "QUESTION", "REPORTER", "JOURNALIST", "PARTICIPANT", "MODERATOR", "OPERATOR"]
        .contains(&upper.as_str())
}
