//! Rows of lists as JSON: what commands print and pages have as their twins. Fields are added, never
//! renamed. What comes of a story whole is in `onrecord::json`.

use serde_json::{Value, json};

use crate::figure::{CountedRow, FigureRow};
use crate::read::{Said, StoryRow};
use crate::sequences::Linked;

/// A story of a list, with the numbers of the decisions that have an effect on it.
pub fn story(story: &StoryRow, decisions: &[u64]) -> Value {
    json!({
        "id": story.id.to_string(),
        "title": story.title,
        "first_day": story.first_day.map(|it| it.to_string()),
        "last_day": story.last_day.map(|it| it.to_string()),
        "outlets": story.outlets,
        "reports": story.n_reports,
        "copies": story.n_copies,
        "kinds": story.kinds,
        "statements": story.n_statements,
        "altered": story.n_altered,
        "without_copies": {
            "reports": story.independent.n_reports,
            "outlets": story.independent.n_outlets,
            "statements": story.independent.n_statements,
            "altered": story.independent.n_altered,
        },
        "collated": story.collated,
        "follows": story.follows.as_ref().map(linked),
        "followed_by": story.followed_by.iter().map(linked).collect::<Vec<_>>(),
        "hit": story.hit.as_ref().map(|it| json!({
            "report": it.report.to_string(),
            "outlet": it.outlet,
            "day": it.day.map(|it| it.to_string()),
            "passage": it.passage,
            "marked": it.marked,
        })),
        "decisions": decisions,
    })
}

/// A story before or behind another in its sequence.
pub fn linked(of: &Linked) -> Value {
    json!({
        "id": of.story.to_string(),
        "title": of.title,
        "likeness": of.likeness,
        "words": of.words,
    })
}

/// Something said.
pub fn said(said: &Said) -> Value {
    json!({
        "statement": said.statement,
        "speaker": said.speaker,
        "role": said.role,
        "affiliation": said.affiliation,
        "manner": onrecord::json::manner(said.manner),
        "act": said.act.name(),
        "cue": said.cue,
        "addressee": said.addressee,
        "words": said.words,
        "day": said.day_words,
        "date": said.day.map(|it| it.to_string()),
        "agreement": said.agreement.map(onrecord::json::agreement),
        "in_copy": said.in_copy,
        "report": said.report.to_string(),
        "outlet": said.outlet,
        "title": said.title,
        "url": said.url,
        "published": said.published.map(|it| it.to_string()),
        "story": said.story.map(|it| it.to_string()),
    })
}

/// The figures of a story for one thing.
pub fn counted(counted: &CountedRow) -> Value {
    json!({
        "id": counted.id,
        "story": counted.story.to_string(),
        "story_title": counted.story_title,
        "day": counted.day.map(|it| it.to_string()),
        "what": counted.what,
        "measure": counted.measure,
        "unit_kind": counted.unit_kind,
        "unit": counted.unit,
        "disputed": counted.disputed,
        "figures": counted.figures.iter().map(figure).collect::<Vec<_>>(),
    })
}

/// A figure, and how it stands to the others for the same thing. Numbers are text, since they are exact.
pub fn figure(figure: &FigureRow) -> Value {
    json!({
        "id": figure.id,
        "report": figure.report.to_string(),
        "outlet": figure.outlet,
        "url": figure.url,
        "published": figure.published.map(|it| it.to_string()),
        "words": figure.words,
        "least": figure.least,
        "most": figure.most,
        "bound": figure.bound,
        "unit": figure.unit,
        "counted": figure.counted,
        "measure": figure.measure,
        "place": figure.place,
        "period": figure.period,
        "day": figure.day_words,
        "date": figure.day.map(|it| it.to_string()),
        "voice": figure.voice,
        "statement": figure.statement,
        "passage": figure.passage,
        "passage_span": figure.passage_span,
        "span": figure.span,
        "stand": figure.stand,
        "in_copy": figure.in_copy,
        "rule": figure.rule,
    })
}
