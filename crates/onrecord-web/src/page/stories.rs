//! `/`: the stories, the latest first.

use askama::Template;
use onrecord::ledger::count;
use onrecord_store::{Page as ListPage, StoryFilter, StoryRow, TableRows, published};
use serde_json::{Value, json};

use crate::answer::{Answered, more_words};
use crate::ask::Ask;
use crate::drawn::lit;
use crate::frame::Frame;

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
    more: String,
    next: Option<String>,
}

struct Item {
    id: String,
    title: String,
    period: String,
    outlets: Vec<String>,
    counts: Vec<String>,
    n_altered: u64,
    follows: Option<(String, String)>,
    /// Where the words stand that were looked for: outlet, and words as HTML.
    hit: Option<(String, String)>,
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
        more: more_words(found.n_more, "story", "stories"),
        next: next.clone(),
    };
    ask.answer_with_table(page, || twin(&found, next.as_deref()), || table(&found.rows))
}

fn item(row: &StoryRow) -> Item {
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
        outlets: row.outlets.clone(),
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
