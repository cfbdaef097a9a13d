//! Rows of lists as JSON: what commands print and pages have as their twins. Fields are added, never
//! renamed. What comes of a story whole is in `onrecord::json`.

use onrecord::lexicon::Party;
use onrecord::talks::{Account, Dated, Member, Stand, Talks, Who};
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

/// Talks: who talks, who helps, where they stand and by whose account. `turns` holds all that it
/// rests on, in order of day; numbers elsewhere are places in it, from 0.
pub fn talks(of: &Talks) -> Value {
    let day = |it: Option<jiff::civil::Date>| it.map(|it| it.to_string());
    let issues: Vec<&str> = of.issues.iter().map(|it| it.name()).collect();
    json!({
        "id": of.id,
        "parties": of.parties.iter().map(member).collect::<Vec<_>>(),
        "third_parties": of.third_parties.iter().map(|it| {
            let mut third = member(&it.member);
            third["role"] = it.role.name().into();
            third
        }).collect::<Vec<_>>(),
        "issues": issues,
        "format": of.format.name(),
        "status": of.stands.iter().map(stand).collect::<Vec<_>>(),
        "mentioned_only": of.stands.is_empty(),
        "obstacles": of.obstacles.iter().map(|it| json!({
            "what": it.what,
            "main": it.main,
            "asserted": it.asserted,
            "asked": it.asked,
            "denied": it.denied,
        })).collect::<Vec<_>>(),
        "conditions": of.conditions,
        "linkage": of.linkage,
        "waiting": of.waiting.iter().map(|it| json!({
            "who": it.who,
            "for": it.whom,
            "told": it.told,
            "turn": it.turn,
        })).collect::<Vec<_>>(),
        "not_heard": of.not_heard.iter().map(|it| &it.name).collect::<Vec<_>>(),
        "first_day": day(of.first_day),
        "no_news_since": day(of.last_day),
        "reports": of.n_reports,
        "turns": of.turns.iter().map(turn).collect::<Vec<_>>(),
    })
}

fn party(of: &Party) -> Value {
    json!({ "name": of.name, "code": of.code, "sector": of.sector.map(|it| it.code()) })
}

fn member(of: &Member) -> Value {
    json!({
        "name": of.name,
        "code": of.party.as_ref().map(|it| &it.code),
        "sector": of.party.as_ref().and_then(|it| it.sector).map(|it| it.code()),
        "turns": of.turns,
    })
}

fn account(of: &Account, outlets: &[Box<str>]) -> Value {
    json!({
        "speaker": of.speaker,
        "named": of.is_named,
        "act": of.statement.map(|_| of.act.name()),
        "side": of.side.as_ref().map(party),
        "outlets": outlets,
    })
}

fn stand(of: &Stand) -> Value {
    json!({
        "phase": of.phase.name(),
        "standing": of.standing.name(),
        "by": of.by,
        "account": account(&of.account, &of.outlets),
        "own": of.own,
        "again": of.again,
        "since": of.since,
        "day": of.day.map(|it| it.to_string()),
        "turns": of.turns,
    })
}

/// One turn of talks.
pub fn turn(of: &Dated) -> Value {
    let told = &of.told;
    let who = |it: &[Who]| {
        let one = |it: &Who| json!({ "name": it.name(), "mention": it.mention, "code": it.party.as_ref().map(|it| &it.code) });
        it.iter().map(one).collect::<Vec<_>>()
    };
    let issues: Vec<&str> = told.issues.iter().map(|it| it.name()).collect();
    json!({
        "turn": format!("{}.t{}", told.report, told.n),
        "report": told.report.to_string(),
        "day": of.day.map(|it| it.to_string()),
        "outlet": of.outlet,
        "kind": told.kind.name(),
        "value": told.kind.of(),
        "standing": told.standing.name(),
        "parties": who(&told.parties),
        "by": who(&told.by),
        "to": who(&told.to),
        "issues": issues,
        "named": told.named,
        "again": told.again,
        "since": told.since,
        "what": told.what,
        "then": told.then,
        "account": account(&told.account, std::slice::from_ref(&of.outlet)),
        "statement": told.account.statement.map(|it| format!("{}.{it}", told.report)),
        "words": told.words,
        "passage": told.passage,
        "rule": told.rule,
    })
}
