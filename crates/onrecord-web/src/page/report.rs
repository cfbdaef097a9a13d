//! `/report/{id}`: a report with all that was found in it, the states of its page, and its story.
//! `/report/{id}/captured`: its text alone, as it was extracted.

use askama::Template;
use onrecord::json::{AnnotatedInfo, StatementInfo, agreement, annotated, genre};
use onrecord::ledger;
use onrecord::{Annotated, PartKind, ReportId};
use onrecord_store::{Around, Neighbour, PartIn};
use serde_json::{Value, json};

use crate::aligned::{Block, all_blocks};
use crate::answer::{Answered, Problem, html};
use crate::ask::Ask;
use crate::beside::class;
use crate::frame::Frame;
use crate::mark::{Mark, marked};
use crate::marked::{anchors, marks};
use crate::{source, when};

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    frame: Frame,
    id: String,
    title: String,
    outlet: String,
    /// Name and value, as found.
    facts: Vec<(&'static str, String)>,
    /// The address, and whether it may be followed.
    url: Option<(String, bool)>,
    captures: Vec<String>,
    around: Around,
    states: Vec<State>,
    sections: Vec<Section>,
    statements: Vec<Line>,
}

/// A state of the page, and what changed since the one before it.
struct State {
    id: String,
    /// `published 2031-03-05, captured …`
    times: String,
    title: String,
    this: bool,
    edits: Vec<Edit>,
    /// The two states side by side.
    read: Option<String>,
}

struct Edit {
    kind: String,
    mark: Option<String>,
    before: Option<String>,
    after: Option<String>,
    changes: String,
}

/// Paragraphs, or what the page prints around the report.
struct Section {
    furniture: bool,
    blocks: Vec<(&'static str, String)>,
}

/// A statement in the list under the text.
struct Line {
    id: String,
    ordinal: u32,
    who: String,
    manner: &'static str,
    act: String,
    day: Option<String>,
    words: String,
    parts: Vec<PartShown>,
}

/// Its part in an utterance of the story.
struct PartShown {
    story: String,
    number: u32,
    /// How it stands to the lemma, or that it is the lemma; empty where no other report has it.
    grade: &'static str,
}

/// So many letters of a statement's words stand in the list.
const MOST_LETTERS: usize = 160;

pub(crate) fn page(ask: &Ask) -> Answered {
    let report = report(ask)?;
    let id = report.report.id();
    let around = ask.reader.around(id)?;
    let published = annotated(&report);
    let of = &report.report;
    let page = Page {
        frame: ask.frame(title(&report)),
        id: id.to_string(),
        title: title(&report),
        outlet: of.outlet_or_place().to_owned(),
        facts: facts(&report),
        url: of.url.as_deref().map(|it| (it.to_owned(), source::page(it).is_some())),
        captures: around.captures.clone(),
        states: states(&around, id),
        sections: sections(&report, &marks(&report, &around.parts)),
        statements: published
            .statements
            .iter()
            .zip(0..)
            .map(|(it, n)| line(it, n, &around))
            .collect(),
        around: around.clone(),
    };
    ask.answer(page, || twin(&report, &published, &around))
}

#[derive(Template)]
#[template(path = "captured.html")]
struct Captured {
    frame: Frame,
    id: String,
    outlet: String,
    facts: String,
    sections: Vec<Section>,
}

/// The text alone, with places to land on.
pub(crate) fn captured(ask: &Ask) -> Answered {
    let report = report(ask)?;
    let of = &report.report;
    let day = of.published.map_or("date not given".to_owned(), |it| it.day.to_string());
    let captured =
        of.captured.map(|it| format!(" · captured {}", when::told(it))).unwrap_or_default();
    html(Captured {
        frame: ask.frame(format!("As captured: {}", title(&report))),
        id: of.id().to_string(),
        outlet: of.outlet_or_place().to_owned(),
        facts: format!("{day}{captured}"),
        sections: sections(&report, &anchors(&report)),
    })
}

/// The report that the address names.
fn report(ask: &Ask) -> Result<Annotated, Problem> {
    let asked = ask.name("id");
    let missing = || Problem::not_found(format!("there is no report {asked}"));
    let id = ReportId::parse(&asked.to_lowercase()).ok_or_else(missing)?;
    ask.reader.report(id)?.ok_or_else(missing)
}

/// The headline, or the first words.
fn title(report: &Annotated) -> String {
    let of = &report.report;
    let words = of.part(PartKind::Headline).unwrap_or(of.text());
    let words: String = words.split_whitespace().take(20).flat_map(|it| [it, " "]).collect();
    words.trim_end().chars().take(200).collect()
}

fn facts(report: &Annotated) -> Vec<(&'static str, String)> {
    let of = &report.report;
    let published = of.published.map_or("date not given".to_owned(), |it| match it.at {
        // Its day is that of the place it was published in.
        Some(at) => format!("{} ({})", it.day, when::told(at)),
        None => it.day.to_string(),
    });
    let owned = |it: &Option<Box<str>>| it.as_deref().map(str::to_owned);
    let facts = [
        ("Outlet", owned(&of.outlet)),
        ("Genre", Some(genre(of.genre).to_owned())),
        ("Author", owned(&of.author)),
        ("Credits", owned(&of.credit)),
        ("Language", owned(&of.language)),
        ("Published", Some(published)),
        ("Captured", of.captured.map(when::told)),
        ("Read from", Some(of.place.to_string())),
        ("Key", owned(&of.key)),
        ("Digest", Some(of.id().to_string())),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn states(around: &Around, id: ReportId) -> Vec<State> {
    if around.states.len() < 2 {
        return Vec::new();
    }
    let times = |it: &Neighbour| {
        let published = match (it.published, it.day) {
            (Some(at), _) => format!("published {}", when::told(at)),
            (None, Some(day)) => format!("published {day}"),
            (None, None) => "date not given".to_owned(),
        };
        let captured =
            it.captured.map(|it| format!(", captured {}", when::told(it))).unwrap_or_default();
        published + &captured
    };
    let state = |it: &Neighbour| {
        let edits: Vec<&onrecord_store::StateEdit> =
            around.edits.iter().filter(|edit| edit.later == it.id).collect();
        let earlier = edits.first().map(|edit| edit.earlier);
        let read =
            around.story.as_ref().zip(earlier).map(|(story, earlier)| {
                format!("/story/{}/read?a={earlier}&b={}", story.story, it.id)
            });
        let edit = |it: &onrecord_store::StateEdit| Edit {
            kind: it.kind.clone(),
            mark: it.mark.clone(),
            before: it.before.clone(),
            after: it.after.clone(),
            changes: it.changes.clone(),
        };
        State {
            id: it.id.to_string(),
            times: times(it),
            title: it.title.clone(),
            this: it.id == id,
            edits: edits.into_iter().map(edit).collect(),
            read,
        }
    };
    around.states.iter().map(state).collect()
}

/// The text in its parts, with marks.
fn sections(report: &Annotated, marks: &[Mark]) -> Vec<Section> {
    let text = report.report.text();
    let mut sections: Vec<Section> = Vec::new();
    for Block { span, kind } in all_blocks(&report.report) {
        let furniture = kind == PartKind::Furniture;
        let block = (class(kind), marked(text, span, marks));
        match sections.last_mut().filter(|it| it.furniture == furniture) {
            Some(section) => section.blocks.push(block),
            None => sections.push(Section { furniture, blocks: vec![block] }),
        }
    }
    sections
}

fn line(info: &StatementInfo, ordinal: u32, around: &Around) -> Line {
    let who = match &info.speaker {
        Some(name) => ledger::speaker_line(Some(name), info),
        None if info.source.is_empty() => "not told".to_owned(),
        None => format!("{} ({})", info.source, info.speaker_status),
    };
    let words = match info.words.char_indices().nth(MOST_LETTERS) {
        Some((at, _)) => format!("{}…", &info.words[..at]),
        None => info.words.clone(),
    };
    Line {
        id: info.statement.clone(),
        ordinal,
        who,
        manner: info.manner,
        act: info.act.replace('_', " "),
        day: info.day.as_ref().map(|_| ledger::day(info)),
        words: if info.manner == "direct" { format!("“{words}”") } else { words },
        parts: around.parts.iter().filter(|it| it.ordinal == ordinal).map(part).collect(),
    }
}

fn part(of: &PartIn) -> PartShown {
    let grade = match of.agreement {
        _ if of.n_witnesses < 2 => "",
        Some(grade) => agreement(grade),
        None => "lemma",
    };
    PartShown { story: of.story.to_string(), number: of.number, grade }
}

fn twin(report: &Annotated, published: &AnnotatedInfo, around: &Around) -> Value {
    let neighbour = |it: &Neighbour| {
        json!({
            "id": it.id.to_string(),
            "outlet": it.outlet,
            "title": it.title,
            "published": it.day.map(|it| it.to_string()),
            "published_at": it.published.map(|it| it.to_string()),
            "captured": it.captured.map(|it| it.to_string()),
        })
    };
    let edit = |it: &onrecord_store::StateEdit| {
        json!({
            "kind": it.kind,
            "mark": it.mark,
            "earlier": it.earlier.to_string(),
            "later": it.later.to_string(),
            "order_known": it.order_known,
            "before": it.before,
            "after": it.after,
            "changes": it.changes,
        })
    };
    let part = |it: &PartIn| {
        json!({
            "statement": format!("{}.{}", published.report.id, it.ordinal),
            "story": it.story.to_string(),
            "number": it.number,
            "agreement": it.agreement.map(agreement),
            "witnesses": it.n_witnesses,
        })
    };
    let of = &report.report;
    let mut twin = json!(published);
    for (name, value) in [
        ("author", json!(of.author.as_deref())),
        ("language", json!(of.language.as_deref())),
        ("published_at", json!(of.published.and_then(|it| it.at).map(|it| it.to_string()))),
        ("captured", json!(of.captured.map(|it| it.to_string()))),
        ("captures", json!(around.captures)),
        (
            "story",
            around.story.as_ref().map_or(Value::Null, |it| {
                json!({ "id": it.story.to_string(), "title": it.title, "reports": it.n_reports })
            }),
        ),
        ("copy_of", json!(around.exemplar.as_ref().map(|it| it.id.to_string()))),
        ("copies", around.copies.iter().map(neighbour).collect()),
        ("states", around.states.iter().map(neighbour).collect()),
        ("edits", around.edits.iter().map(edit).collect()),
        ("utterances", around.parts.iter().map(part).collect()),
    ] {
        twin[name] = value;
    }
    twin
}
