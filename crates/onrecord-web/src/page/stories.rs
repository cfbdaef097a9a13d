//! `/`: the stories, the latest first.

use std::collections::BTreeMap;

use askama::Template;
use onrecord::ledger::count;
use onrecord_store::{Page as ListPage, StoryFilter, StoryRow, TableRows, published};
use serde_json::{Value, json};

use crate::answer::{Answered, Problem, more_words};
use crate::ask::{Ask, Form};
use crate::drawn::lit;
use crate::frame::Frame;
use crate::link;
use crate::page::speaker::Counted;

/// So many stories stand on a page.
const ON_A_PAGE: usize = 50;

#[derive(Template)]
#[template(path = "stories.html")]
struct Page {
    frame: Frame,
    stories: Vec<Item>,
    /// What the reader asked for, to fill the form with.
    about: String,
    outlet: String,
    speaker: String,
    since: String,
    until: String,
    narrowed: bool,
    facets: Vec<Facet>,
    more: String,
    next: Option<String>,
}

/// What the stories of a page have in common, to narrow the list by.
struct Facet {
    title: String,
    values: Vec<Counted>,
}

pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) period: String,
    /// Names and pages of its outlets.
    outlets: Vec<(String, String)>,
    pub(crate) counts: Vec<String>,
    n_altered: u64,
    follows: Option<(String, String)>,
    /// Where the words stand that were looked for: outlet, and words as HTML.
    pub(crate) hit: Option<(String, String)>,
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let filter = StoryFilter {
        since: ask.day("since")?,
        until: ask.day("until")?,
        about: ask.get("about"),
        outlet: ask.get("outlet"),
        speaker: ask.get("speaker"),
        after: ask.after()?,
        limit: Some(ON_A_PAGE),
    };
    let found = ask.reader.page_of_stories(&filter)?;
    let next = ask.next(&found);
    let word = |name: &str| ask.get(name).unwrap_or("").to_owned();
    let page = Page {
        frame: ask.frame("Stories"),
        stories: found.rows.iter().map(item).collect(),
        about: word("about"),
        outlet: word("outlet"),
        speaker: word("speaker"),
        since: word("since"),
        until: word("until"),
        narrowed: ask
            .address
            .query
            .iter()
            .any(|(name, value)| name != "after" && !value.is_empty()),
        facets: facets(ask, &found.rows)?,
        more: more_words(found.n_more, "story", "stories"),
        next: next.clone(),
    };
    ask.answer_with_table(page, || twin(&found, next.as_deref()), || table(&found.rows))
}

/// So many values of each facet are named.
const VALUES: usize = 8;

/// Outlets, speakers and days of the stories on this page; none where there is nothing to narrow.
/// Those of all stories would be another walk through the record.
fn facets(ask: &Ask, stories: &[StoryRow]) -> Result<Vec<Facet>, Problem> {
    if ask.form != Form::Html || stories.len() < 2 {
        return Ok(Vec::new());
    }
    let (mut outlets, mut days) = (BTreeMap::new(), BTreeMap::new());
    for story in stories {
        for outlet in &story.outlets {
            *outlets.entry(outlet.clone()).or_default() += 1;
        }
        if let Some(day) = story.last_day {
            *days.entry(day.to_string()).or_default() += 1;
        }
    }
    let (speakers, n_looked_at) = ask.reader.speakers_in(stories)?;
    let speakers_title = match n_looked_at == stories.len() {
        true => "Speakers".to_owned(),
        false => format!("Speakers of the first {n_looked_at}"),
    };
    let outlet = |it: &str| ask.address_with(&[("outlet", it)]);
    let speaker = |it: &str| ask.address_with(&[("speaker", it)]);
    let day = |it: &str| ask.address_with(&[("since", it), ("until", it)]);
    Ok(vec![
        Facet { title: "Outlets".to_owned(), values: counted(most(outlets), outlet) },
        Facet { title: speakers_title, values: counted(speakers, speaker) },
        Facet { title: "Days".to_owned(), values: counted(days.into_iter().rev().collect(), day) },
    ])
}

fn most(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}

fn counted(of: Vec<(String, usize)>, address: impl Fn(&str) -> String) -> Vec<Counted> {
    let one = |(name, n): (String, usize)| Counted { address: address(&name), name, n };
    of.into_iter().take(VALUES).map(one).collect()
}

pub(crate) fn item(row: &StoryRow) -> Item {
    let period = match (row.first_day, row.last_day) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "date not given".to_owned(),
    };
    let mut counts = vec![count(row.n_reports as usize, "report")];
    if row.n_copies > 0 {
        counts.push(format!("{} of them copied", row.n_copies));
    }
    counts.push(count(row.n_statements as usize, "statement"));
    counts.extend(row.kinds.iter().cloned());
    if !row.collated {
        counts.push("wordings not compared yet".to_owned());
    }
    Item {
        id: row.id.to_string(),
        title: row.title.clone(),
        period,
        outlets: row.outlets.iter().map(|it| (it.clone(), link::outlet(it))).collect(),
        counts,
        n_altered: row.n_altered,
        follows: row.follows.as_ref().map(|it| (it.story.to_string(), it.title.clone())),
        hit: row.hit.as_ref().map(|it| (it.outlet.clone(), lit(&it.passage, &it.marked))),
    }
}

fn twin(found: &ListPage<StoryRow>, next: Option<&str>) -> Value {
    let stories: Vec<Value> = found.rows.iter().map(|it| published::story(it, &[])).collect();
    json!({ "stories": stories, "more": found.n_more, "next": next })
}

fn table(stories: &[StoryRow]) -> TableRows {
    let columns = [
        "id",
        "title",
        "first_day",
        "last_day",
        "outlets",
        "reports",
        "copies",
        "statements",
        "altered",
    ];
    let row = |it: &StoryRow| {
        let published = published::story(it, &[]);
        let cell = |name: &str| match name {
            "outlets" => Value::from(it.outlets.join("; ")),
            _ => published[name].clone(),
        };
        columns.map(cell).to_vec()
    };
    TableRows {
        columns: columns.map(str::to_owned).to_vec(),
        rows: stories.iter().map(row).collect(),
    }
}
