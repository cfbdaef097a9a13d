//! `/statement/{id}`: one thing said, as one report gives it, with all that is known of it, what others
//! have of it, and how to cite it.
//!
//! A line of any page that shows words of a statement says which in `data-statement`; the script
//! copies its citation from `/statement/{id}.cite.txt` when the reader presses `y`.

use askama::Template;
use onrecord::annotate::RULES;
use onrecord::json::{self, agreement};
use onrecord::ledger;
use onrecord::{Annotated, ReportId, StatementId};
use onrecord_store::Elsewhere;
use serde_json::{Value, json};

use crate::aligned::{Block, blocks};
use crate::answer::{Answer, Answered, Problem, json_of};
use crate::ask::{Ask, Form};
use crate::beside::class;
use crate::cited::Citation;
use crate::frame::Frame;
use crate::mark::{Mark, marked};
use crate::marked::of_statement;

#[derive(Template)]
#[template(path = "statement.html")]
struct Page {
    frame: Frame,
    id: String,
    report: String,
    ordinal: u32,
    who: String,
    words: String,
    quoted: bool,
    outlet: String,
    title: String,
    /// What is known: name and value.
    facts: Vec<(&'static str, String)>,
    rule: &'static str,
    /// What the rule finds, for example.
    example: Option<&'static str>,
    tier: &'static str,
    /// Of a hundred such.
    confidence: u32,
    within: Option<String>,
    /// The paragraphs it stands in, with marks.
    blocks: Vec<(&'static str, String)>,
    link: Option<String>,
    host: String,
    /// An address that is none of the web.
    address: Option<String>,
    elsewhere: Vec<Utterance>,
    text: String,
    markdown: String,
    csl: String,
}

/// An utterance it has a part in.
struct Utterance {
    story: String,
    number: u32,
    /// How this report's words stand to the lemma's; empty if they are the lemma.
    grade: &'static str,
    others: Vec<Other>,
}

struct Other {
    statement: String,
    report: String,
    outlet: String,
    words: String,
    grade: &'static str,
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let (report, id) = statement(ask)?;
    let missing = || Problem::not_found(format!("there is no statement {}", ask.name("id")));
    let citation = Citation::of(&report, id).ok_or_else(missing)?;
    match ask.form {
        Form::Csl => return Ok(Answer { kind: Form::Csl.media(), ..json_of(&citation.csl()) }),
        Form::Text => {
            let body = citation.text().into_bytes().into();
            return Ok(Answer { kind: Form::Text.media(), body, next: None });
        }
        _ => {}
    }
    let elsewhere = ask.reader.elsewhere(id)?;
    let page = shown(ask, &report, id, &citation, &elsewhere);
    ask.answer(page, || twin(&report, &citation, &elsewhere))
}

/// The statement that the address names, with its report.
fn statement(ask: &Ask) -> Result<(Annotated, StatementId), Problem> {
    let asked = ask.name("id");
    let missing = || Problem::not_found(format!("there is no statement {asked}"));
    let (report, ordinal) = asked.split_once('.').ok_or_else(missing)?;
    let report = ReportId::parse(&report.to_lowercase()).ok_or_else(missing)?;
    let id = StatementId { report, ordinal: ordinal.parse().map_err(|_| missing())? };
    Ok((ask.reader.report(report)?.ok_or_else(missing)?, id))
}

fn shown(
    ask: &Ask,
    report: &Annotated,
    id: StatementId,
    citation: &Citation,
    elsewhere: &[Elsewhere],
) -> Page {
    let info = &citation.info;
    let of = &report.report;
    let rule = RULES.iter().find(|it| it.name == info.rule);
    let url = of.url.as_deref().unwrap_or("");
    Page {
        frame: ask.frame(format!("{}, in {}", citation.who(), of.outlet_or_place())),
        id: info.statement.clone(),
        report: info.report.clone(),
        ordinal: id.ordinal,
        who: citation.who(),
        words: info.words.clone(),
        quoted: info.manner == "direct",
        outlet: of.outlet_or_place().to_owned(),
        title: of.part(onrecord::PartKind::Headline).unwrap_or_default().to_owned(),
        facts: facts(report, citation),
        rule: info.rule,
        example: rule.map(|it| it.finds),
        tier: match info.tier {
            "fast" => "the rules",
            _ => "the trained model, held against the rules",
        },
        confidence: (info.confidence * 100.0).round() as u32,
        within: info.within.clone(),
        blocks: paragraphs(report, id),
        host: onrecord::report::host_of(url).unwrap_or_default().to_owned(),
        address: of.url.as_deref().filter(|_| citation.link.is_none()).map(str::to_owned),
        link: citation.link.clone(),
        elsewhere: elsewhere.iter().map(utterance).collect(),
        text: citation.text(),
        markdown: citation.markdown(),
        csl: serde_json::to_string_pretty(&citation.csl()).unwrap_or_default(),
    }
}

fn facts(report: &Annotated, citation: &Citation) -> Vec<(&'static str, String)> {
    let info = &citation.info;
    let some = |it: &str| (!it.is_empty()).then(|| it.to_owned());
    let who = match info.speaker_status {
        "named" => citation.who(),
        "unnamed" => "the report gives no name".to_owned(),
        _ => "not clear whom the report means".to_owned(),
    };
    let manner = match info.manner {
        "direct" if report.report.genre == onrecord::Genre::Transcript => {
            "direct: a transcript's turn"
        }
        "direct" => "direct: in quotation marks",
        "mixed" => "mixed: some of it in quotation marks",
        _ => "indirect: in the report's words",
    };
    let candidates = Some(info.candidates.join(", ")).filter(|it| !it.is_empty());
    let venue = info.venue.as_ref().map(|it| format!("{} ({})", it.words, it.kind));
    let published = report.report.published.map(|it| it.day.to_string());
    let facts = [
        ("Who", Some(who)),
        ("Source", some(&info.source)),
        ("May mean", candidates),
        ("Cue", some(&info.cue)),
        ("Manner", Some(manner.to_owned())),
        ("Act", Some(info.act.replace('_', " "))),
        ("To whom", info.addressee.clone()),
        ("Day", Some(ledger::day(info))),
        ("Where", venue),
        ("Reported", Some(published.unwrap_or("date not given".to_owned()))),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The paragraphs that hold its words, its source or its day.
fn paragraphs(report: &Annotated, id: StatementId) -> Vec<(&'static str, String)> {
    let Some(statement) = report.annotations.statements.get(id.ordinal as usize) else {
        return Vec::new();
    };
    let mut marks: Vec<Mark> = Vec::new();
    of_statement(&mut marks, statement);
    let text = report.report.text();
    let holds = |block: &Block| {
        let day = statement.day.iter().map(|it| it.written);
        let spans =
            statement.content.iter().chain(&statement.source).chain(&statement.cue).copied();
        spans.chain(day).any(|it| it.overlaps(block.span))
    };
    let shown = blocks(&report.report).into_iter().filter(holds);
    shown.map(|it| (class(it.kind), marked(text, it.span, &marks))).collect()
}

fn utterance(of: &Elsewhere) -> Utterance {
    let others = of.others.iter().map(|it| Other {
        statement: it.statement.clone(),
        report: it.report.to_string(),
        outlet: it.outlet.clone(),
        words: it.words.clone(),
        grade: it.agreement.map_or("", agreement),
    });
    Utterance {
        story: of.part.story.to_string(),
        number: of.part.number,
        grade: of.part.agreement.map_or("", agreement),
        others: others.collect(),
    }
}

fn twin(report: &Annotated, citation: &Citation, elsewhere: &[Elsewhere]) -> Value {
    let utterance = |it: &Elsewhere| {
        let others = it.others.iter().map(|it| {
            json!({
                "statement": it.statement,
                "report": it.report.to_string(),
                "outlet": it.outlet,
                "words": it.words,
                "agreement": it.agreement.map(agreement),
            })
        });
        json!({
            "story": it.part.story.to_string(),
            "number": it.part.number,
            "agreement": it.part.agreement.map(agreement),
            "others": others.collect::<Vec<_>>(),
        })
    };
    let mut twin = json!(citation.info);
    // A report alone gives itself a sign; in no story it means anything.
    if let Some(fields) = twin.as_object_mut() {
        fields.remove("siglum");
    }
    twin["outlet"] = json!(report.report.outlet_or_place());
    twin["published"] = json!(report.report.published.map(|it| it.day.to_string()));
    twin["genre"] = json!(json::genre(report.report.genre));
    twin["link"] = json!(citation.link);
    twin["utterances"] = elsewhere.iter().map(utterance).collect();
    twin["citation"] = json!(citation.text());
    twin
}
