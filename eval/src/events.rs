//! `id` and `text` in; events out, in the form of the scorer of the PLOVER records.

use std::path::Path;

use onrecord::annotate::{Event, Participant, Voice, annotate};
use onrecord::{Annotations, Lexicon, Report, Span};
use serde_json::{Value, json};

use crate::texts;

/// Writes `id` and `events`, the main one of each sentence first.
pub(crate) fn run(input: &Path, out: &Path) -> anyhow::Result<()> {
    let lexicon = Lexicon::english();
    texts::each(input, out, |id, report, writer| {
        let events = match report {
            Some(report) => {
                let found = annotate(&lexicon, &report);
                found.events.iter().map(|it| row(it, &report, &found)).collect()
            }
            None => Vec::new(),
        };
        Ok(writeln!(writer, "{}", json!({ "id": id, "events": events }))?)
    })
}

fn row(event: &Event, report: &Report, found: &Annotations) -> Value {
    let text = report.text();
    let voice = match event.voice {
        Voice::Outlet => None,
        Voice::Statement(n) => {
            let speaker = found.statements.get(n as usize).and_then(|it| found.speaker(it));
            Some(speaker.map_or("", |it| &it.name))
        }
    };
    let side = |all: &[Participant]| all.iter().map(|it| actor(it, text)).collect::<Vec<_>>();
    let words: Vec<&str> = event.words.iter().map(|it| it.of(text)).collect();
    let span = |it: Span| json!([it.start(), it.end()]);
    json!({
        "event": event.kind.name(),
        "mode": event.mode,
        "context": event.contexts,
        "source": side(&event.actors),
        "target": side(&event.recipients),
        "standing": event.standing.name(),
        "doubtful": event.doubtful,
        "voice": voice,
        "day": event.day.map(|it| it.written.of(text)),
        "place": event.place.map(|it| it.of(text)),
        "words": words,
        "at": event.words.first().map(|it| span(*it)),
        "passage": span(event.passage),
        "rule": event.rule,
    })
}

fn actor(it: &Participant, text: &str) -> Value {
    let code = it.party.as_ref().map(|party| party.code.to_string());
    json!({ "text": it.mention.of(text), "code": code, "supposed": it.supposed })
}
