//! A report's statements as marks on its text: what was said, who is said to have said it, the word
//! that says so, the day. Each looks different without colour too.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::json::{manner, speaker_status};
use onrecord::{Annotated, Span, Statement};
use onrecord_store::PartIn;

use crate::escape::escaped;
use crate::mark::Mark;

/// Marks of all of a report's statements. Each has an anchor `s<n>` where it begins, that leads to
/// its utterance in the story, or to the statement if it has none.
pub(crate) fn marks(report: &Annotated, parts: &[PartIn]) -> Vec<Mark> {
    let mut utterances: BTreeMap<u32, &PartIn> = BTreeMap::new();
    for part in parts {
        utterances.entry(part.ordinal).or_insert(part);
    }
    let mut marks = Vec::new();
    for (ordinal, statement) in (0..).zip(&report.annotations.statements) {
        of_statement(&mut marks, statement);
        marks.extend(anchor(report, statement, ordinal, utterances.get(&ordinal).copied()));
    }
    without_twins(marks)
}

/// Marks of one statement, without an anchor.
pub(crate) fn of_statement(marks: &mut Vec<Mark>, statement: &Statement) {
    let mut put = |span: Span, class: &str, said: &str| {
        let said = match said {
            "" => String::new(),
            said => format!("<span class=\"hidden\">[{said}: </span>"),
        };
        let close =
            if said.is_empty() { "</span>" } else { "<span class=\"hidden\">]</span></span>" };
        marks.push(Mark { span, open: format!("<span class=\"{class}\">{said}"), close });
    };
    for span in &statement.content {
        put(*span, &format!("content {}", manner(statement.manner)), "");
    }
    for span in &statement.source {
        put(*span, "source", "source");
    }
    for span in &statement.cue {
        put(*span, "cue", "cue");
    }
    if let Some(day) = statement.day {
        put(day.written, "day", "day");
    }
}

fn anchor(
    report: &Annotated,
    statement: &Statement,
    ordinal: u32,
    part: Option<&PartIn>,
) -> Option<Mark> {
    let start = statement.content.first()?.start();
    let href = match part {
        Some(it) => format!("/story/{}#u{}", it.story, it.number),
        None => format!("/statement/{}.{ordinal}", report.report.id()),
    };
    let speaker = report.annotations.speaker(statement);
    let who = speaker.map_or(speaker_status(statement.speaker), |it| &it.name);
    let lead = if part.is_some() { "its utterance in the story" } else { "the statement" };
    let open = format!(
        "<a class=\"nth\" id=\"s{ordinal}\" href=\"{href}\" aria-label=\"Statement {ordinal}, {}: {lead}\">{ordinal}</a>",
        escaped(who)
    );
    Some(Mark { span: Span::new(start, start), open, close: "" })
}

/// One mark where several statements have the same: two of one source, on one day.
fn without_twins(mut marks: Vec<Mark>) -> Vec<Mark> {
    let mut known: BTreeSet<(Span, String)> = BTreeSet::new();
    marks.retain(|it| known.insert((it.span, it.open.clone())));
    marks
}

/// An anchor `s<n>` at the beginning of each statement, and nothing else that is seen.
pub(crate) fn anchors(report: &Annotated) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (ordinal, statement) in report.annotations.statements.iter().enumerate() {
        for (n, span) in statement.content.iter().enumerate() {
            let open = "<span class=\"here\">".to_owned();
            marks.push(Mark { span: *span, open, close: "</span>" });
            if n == 0 {
                let open = format!("<a class=\"at\" id=\"s{ordinal}\"></a>");
                marks.push(Mark { span: Span::new(span.start(), span.start()), open, close: "" });
            }
        }
    }
    marks
}
