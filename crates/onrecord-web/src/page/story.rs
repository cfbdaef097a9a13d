//! `/story/{id}`: the ledger of a story.

use askama::Template;
use onrecord::json::{Comparison, EntryInfo, compared};
use onrecord::ledger::by_speaker;
use onrecord_store::Whole;

use crate::answer::{Answered, Problem};
use crate::ask::Ask;
use crate::drawn::{Drawing, Utterance};
use crate::frame::Frame;
use crate::page::head::Head;

#[derive(Template)]
#[template(path = "story.html")]
struct Page {
    frame: Frame,
    head: Head,
    speakers: Vec<Speaker>,
    /// How many utterances have a reading of each grade.
    grades: Vec<(&'static str, usize)>,
    only: &'static str,
}

struct Speaker {
    name: String,
    shared: Vec<Utterance>,
    alone: Vec<Utterance>,
}

const GRADES: [&str; 5] = ["verbatim", "trimmed", "spliced", "altered", "paraphrase"];

pub(crate) fn page(ask: &Ask) -> Answered {
    let whole = whole(ask)?;
    let only = ask.choice("only", &GRADES.map(|it| (it, it)))?;
    let mut published = compared(&whole.story, &whole.reports, &whole.apparatus);
    let count = |grade: &&'static str| {
        (*grade, published.entries.iter().filter(|it| has(it, grade)).count())
    };
    let grades = GRADES.iter().map(count).collect();
    // Numbers stay the same whatever is shown.
    published.entries.retain(|it| only.is_none_or(|only| has(it, only)));
    let page = Page {
        frame: ask.frame(&whole.row.title),
        head: Head::of(ask, &whole, &published, "ledger")?,
        speakers: speakers(&whole, &published),
        grades,
        only: only.unwrap_or(""),
    };
    ask.answer(page, || serde_json::json!(published))
}

/// The story that the address names, with all that is known of it.
pub(crate) fn whole(ask: &Ask) -> Result<Whole, Problem> {
    let id = ask.story()?;
    ask.reader
        .story(id)?
        .ok_or_else(|| Problem::not_found("the story is gone; the stories are at /"))
}

fn has(info: &EntryInfo, grade: &str) -> bool {
    info.readings.iter().any(|it| it.agreement == grade)
}

fn speakers(whole: &Whole, published: &Comparison) -> Vec<Speaker> {
    let drawing = Drawing::new(published, &whole.reports, &whole.apparatus);
    let groups = by_speaker(&published.entries.iter().collect::<Vec<_>>());
    let speaker = |(name, entries): (String, Vec<&EntryInfo>)| {
        let drawn = entries.into_iter().map(|it| drawing.utterance(it));
        let (shared, alone) = drawn.partition(|it: &Utterance| it.shared);
        Speaker { name, shared, alone }
    };
    groups.into_iter().map(speaker).collect()
}
