//! `/story/{id}`: the ledger of a story.

use std::sync::Arc;

use askama::Template;
use onrecord::json::{Comparison, EntryInfo};
use onrecord::ledger::{grouped, heading, outlet, statements};
use onrecord_store::{SaidFilter, Whole};
use serde_json::{Value, json};

use crate::answer::{Answered, Problem, html, json_of};
use crate::ask::{Ask, Form};
use crate::drawn::{Drawing, Utterance};
use crate::frame::Frame;
use crate::link;
use crate::page::head::Head;
use crate::page::said::ON_A_PAGE;
use crate::page::shown::{Choice, GRADES, Part, has_grade, is_long, part};
use crate::page::{exported, timeline};
use crate::whole::Story;

#[derive(Template)]
#[template(path = "story.html")]
struct Page {
    frame: Frame,
    head: Head,
    asked: Asked,
    speakers: Vec<Speaker>,
    /// How many utterances have a reading of each grade, and where they are.
    grades: Vec<(&'static str, usize, String)>,
    /// How many stand in several reports, and in one only; where they are.
    shared: (usize, String),
    alone: (usize, String),
    all: String,
    more: String,
    next: Option<String>,
}

/// What the form that narrows the list is filled with; `story_filter.html`.
pub(crate) struct Asked {
    /// Where it leads.
    pub(crate) action: String,
    pub(crate) speakers: Vec<String>,
    pub(crate) speaker: String,
    pub(crate) outlets: Vec<String>,
    pub(crate) by: String,
    /// What else is asked and stays so: name and value.
    pub(crate) kept: Vec<(String, String)>,
    pub(crate) only: &'static str,
    pub(crate) alone: Option<bool>,
    pub(crate) narrowed: bool,
}

struct Speaker {
    name: String,
    /// All that the record has of them; `None` if nobody is named.
    address: Option<String>,
    shared: Vec<Utterance>,
    alone: Vec<Utterance>,
    /// Utterances in one report only are told from others.
    parted: bool,
}

pub(crate) fn page(ask: &Ask) -> Answered {
    if ask.form.is_feed() {
        return feed(ask);
    }
    let whole = whole(ask)?;
    if !matches!(ask.form, Form::Html | Form::Json) {
        return exported::answer(ask, &whole);
    }
    let published = whole.published();
    let choice = Choice::of(ask, published)?;
    let shown: Vec<&EntryInfo> = published.entries.iter().filter(|it| choice.holds(it)).collect();
    let part = part(ask, &in_order(&choice, &shown))?;
    if ask.form == Form::Json {
        return Ok(json_of(&twin(&whole, published, &part)));
    }
    let mut head = Head::of(ask, &whole, published, "ledger")?;
    head.timeline = timeline::drawn(&published.reports, &whole.reports);
    html(Page {
        frame: ask.frame(&whole.row.title),
        head,
        asked: Asked::of(ask, &choice, published),
        grades: grades(ask, published),
        shared: counted(ask, published, false),
        alone: counted(ask, published, true),
        all: ask.address_with(&[("only", ""), ("alone", "")]),
        speakers: speakers(&choice, &whole, &part.entries, &shown),
        more: part.more,
        next: part.next,
    })
}

/// What is said in its reports, the latest first.
fn feed(ask: &Ask) -> Answered {
    let filter =
        SaidFilter { story: Some(ask.story()?), limit: Some(ON_A_PAGE), ..SaidFilter::default() };
    let said = ask.reader.said(&filter)?;
    crate::feed::of_statements(ask, "New statements of a story".to_owned(), &said)
}

/// The story that the address names, with all that is known of it.
pub(crate) fn whole(ask: &Ask) -> Result<Arc<Story>, Problem> {
    let id = ask.story()?;
    ask.stories
        .story(ask.reader, id, ask.version)?
        .ok_or_else(|| Problem::not_found("the story is gone; the stories are at /"))
}

/// By speaker, those that several reports have first. Of a long story, what one report alone has
/// comes behind all that several have.
fn in_order<'p>(choice: &Choice, shown: &[&'p EntryInfo]) -> Vec<&'p EntryInfo> {
    let mut ordered: Vec<&EntryInfo> =
        grouped(shown, &choice.headings).into_iter().flat_map(|(_, it)| it).collect();
    if is_long(shown) {
        ordered.sort_by_key(|it| it.readings.is_empty());
    }
    ordered
}

fn twin(whole: &Whole, published: &Comparison, part: &Part) -> Value {
    json!({
        "story": published.story,
        "title": whole.row.title,
        "reports": published.reports,
        "entries": part.entries,
        "more": part.n_more,
        "next": part.next,
    })
}

fn grades(ask: &Ask, published: &Comparison) -> Vec<(&'static str, usize, String)> {
    let count = |grade| published.entries.iter().filter(|it| has_grade(it, grade)).count();
    let to = |grade| ask.address_with(&[("only", grade)]);
    GRADES.into_iter().map(|it| (it, count(it), to(it))).collect()
}

fn counted(ask: &Ask, published: &Comparison, alone: bool) -> (usize, String) {
    let entries = published.entries.iter();
    let n = entries.filter(|it| it.readings.is_empty() == alone).count();
    let value = if alone { "1" } else { "0" };
    (n, ask.address_with(&[("alone", value)]))
}

impl Asked {
    pub(crate) fn of(ask: &Ask, choice: &Choice, published: &Comparison) -> Asked {
        let mut speakers: Vec<String> =
            published.entries.iter().map(|it| heading(&choice.headings, it).to_owned()).collect();
        speakers.sort_unstable();
        speakers.dedup();
        let mut outlets: Vec<String> =
            published.reports.iter().map(|it| outlet(it).to_owned()).collect();
        outlets.sort_unstable();
        outlets.dedup();
        let word = |name: &str| ask.get(name).unwrap_or("").to_owned();
        let (speaker, by) = (word("speaker"), word("by"));
        // What is asked otherwise than the lists have it stays what it is.
        let with = |mut list: Vec<String>, asked: &String| {
            if !asked.is_empty() && !list.contains(asked) {
                list.insert(0, asked.clone());
            }
            list
        };
        let own = ["speaker", "by", "after"];
        let kept = ask.address.query.iter();
        Asked {
            action: ask.path(),
            speakers: with(speakers, &speaker),
            outlets: with(outlets, &by),
            speaker,
            by,
            kept: kept
                .filter(|(name, value)| !own.contains(&name.as_str()) && !value.is_empty())
                .cloned()
                .collect(),
            only: choice.only.unwrap_or(""),
            alone: choice.alone,
            narrowed: choice.narrows(),
        }
    }
}

fn speakers(
    choice: &Choice,
    whole: &Story,
    entries: &[&EntryInfo],
    shown: &[&EntryInfo],
) -> Vec<Speaker> {
    let drawing = Drawing::of(whole);
    let parted = shown.iter().any(|it| !it.readings.is_empty());
    let mut speakers: Vec<Speaker> = Vec::new();
    for info in entries {
        let name = heading(&choice.headings, info);
        if speakers.last().is_none_or(|it| it.name != name) {
            let (shared, alone) = (Vec::new(), Vec::new());
            let address = None;
            speakers.push(Speaker { name: name.to_owned(), address, shared, alone, parted });
        }
        let Some(speaker) = speakers.last_mut() else { continue };
        let names = statements(info).filter_map(|it| it.speaker.as_deref());
        let address = names.max_by_key(|it| it.len()).map(link::speaker);
        speaker.address = speaker.address.take().max(address);
        let list = if info.readings.is_empty() { &mut speaker.alone } else { &mut speaker.shared };
        list.push(drawing.utterance(info));
    }
    speakers
}
