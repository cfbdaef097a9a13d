//! `/search`: statements with some words, then the stories whose reports have them.

use askama::Template;
use onrecord_store::{Page as ListPage, Said, SaidFilter, StoryFilter, StoryRow, published};
use serde_json::{Value, json};

use crate::answer::{Answered, Problem, more_words};
use crate::ask::{Ask, query_of};
use crate::feed;
use crate::frame::Frame;
use crate::page::said::{Line, Listed, Narrowed, filter};
use crate::page::stories::{Item, item};

/// So many stories stand under the statements; all of them are a link away.
const STORIES: usize = 10;

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    frame: Frame,
    narrowed: Narrowed,
    /// What is asked for, and where it is asked for as the name of who speaks; `None` if it cannot
    /// be a name.
    as_name: Option<(String, String)>,
    lines: Vec<Line>,
    stories: Vec<Item>,
    /// The list of all stories that have the words.
    all_stories: String,
    more_stories: String,
    more: String,
    next: Option<String>,
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let found = statements(ask)?;
    if ask.form.is_feed() {
        let words = ask.get("q").unwrap_or("anything");
        return feed::of_statements(ask, format!("Said with {words}"), &found.rows);
    }
    let stories = stories(ask)?;
    let listed = Listed::of(ask, &found.rows, ask.get("q"))?;
    let next = ask.next(&found);
    let title = ask.get("q").map_or("Search".to_owned(), |it| format!("Search: {it}"));
    let page = Page {
        frame: ask.frame(title),
        narrowed: Narrowed::of(ask, "q", true),
        as_name: as_name(ask),
        lines: listed.lines(),
        stories: stories.rows.iter().map(item).collect(),
        all_stories: all_stories(ask),
        more_stories: more_words(stories.n_more, "story", "stories"),
        more: more_words(found.n_more, "statement", "statements"),
        next: next.clone(),
    };
    let twin = || {
        let told: Vec<Value> = stories.rows.iter().map(|it| published::story(it, &[])).collect();
        json!({
            "statements": listed.twin(),
            "more": found.n_more,
            "next": next,
            "stories": told,
            "more_stories": stories.n_more,
        })
    };
    ask.answer_with_table(page, twin, || listed.table())
}

fn statements(ask: &Ask) -> Result<ListPage<Said>, Problem> {
    let filter = filter(ask, "q")?;
    let filter = SaidFilter { speaker: ask.get("speaker"), ..filter };
    // A list of everything answers no question.
    match is_asked(ask) {
        true => Ok(ask.reader.page_of_said(&filter)?),
        false => Ok(ListPage { rows: Vec::new(), n_more: 0, end: None }),
    }
}

/// Words without a sign that means something in a search may be a name.
fn as_name(ask: &Ask) -> Option<(String, String)> {
    let words = ask.get("q").filter(|_| ask.get("speaker").is_none())?;
    let is_plain = |it: char| it.is_alphabetic() || matches!(it, ' ' | '.' | '’' | '\'');
    words
        .chars()
        .all(is_plain)
        .then(|| (words.to_owned(), ask.address_with(&[("q", ""), ("speaker", words)])))
}

fn is_asked(ask: &Ask) -> bool {
    ask.route.query.iter().any(|(name, _)| *name != "after" && ask.get(name).is_some())
}

/// Stories whose reports have the words: on the first page, and if nothing is asked that only a
/// statement can have.
fn stories(ask: &Ask) -> Result<ListPage<StoryRow>, Problem> {
    let of_statements = ["manner", "agreement", "act", "after"];
    if ask.get("q").is_none() || of_statements.iter().any(|it| ask.get(it).is_some()) {
        return Ok(ListPage { rows: Vec::new(), n_more: 0, end: None });
    }
    let filter = StoryFilter {
        about: ask.get("q"),
        outlet: ask.get("outlet"),
        speaker: ask.get("speaker"),
        since: ask.day("since")?,
        until: ask.day("until")?,
        limit: Some(STORIES),
        after: None,
    };
    Ok(ask.reader.page_of_stories(&filter)?)
}

fn all_stories(ask: &Ask) -> String {
    let names = [
        ("about", "q"),
        ("outlet", "outlet"),
        ("speaker", "speaker"),
        ("since", "since"),
        ("until", "until"),
    ];
    let pairs = names.iter().filter_map(|(to, from)| Some((*to, ask.get(from)?)));
    query_of("/", pairs)
}
