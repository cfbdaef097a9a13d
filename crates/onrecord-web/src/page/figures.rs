//! `/figures`, `/story/{id}/figures`: numbers that reports give for one thing, outlet beside outlet.

use askama::Template;
use onrecord::text::Span;
use onrecord_store::{CountedRow, FigureFilter, FigureRow, TableRows, published};
use serde_json::{Value, json};

use crate::answer::{Answered, more_words};
use crate::ask::Ask;
use crate::frame::Frame;
use crate::link;
use crate::page::head::Head;
use crate::page::said::ON_A_PAGE;
use crate::page::story::whole;
use crate::source;

#[derive(Template)]
#[template(path = "figures.html")]
struct Page {
    frame: Frame,
    stories: Vec<OfOne>,
    /// Those in no dispute, too.
    all: bool,
    /// This page with and without them.
    shown_all: String,
    shown_disputed: String,
    since: String,
    more: String,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "story_figures.html")]
struct OfStory {
    frame: Frame,
    head: Head,
    counts: String,
    things: Vec<Thing>,
    more: String,
    next: Option<String>,
}

/// A story and what its reports count.
struct OfOne {
    address: String,
    title: String,
    day: Option<String>,
    things: Vec<Thing>,
}

/// One thing counted.
struct Thing {
    /// `sailors, killed`
    name: String,
    disputed: bool,
    given: Vec<Given>,
}

/// What one report gives.
struct Given {
    words: String,
    outlet: (String, String),
    /// Whoever vouches: name and statement; `None`: the outlet.
    voice: Option<(String, Option<String>)>,
    /// Place, time, day as of which it holds, each with its name.
    facts: Vec<(&'static str, String)>,
    stand: &'static str,
    disputed: bool,
    in_copy: bool,
    published: Option<String>,
    passage: String,
    /// The passage in the report as it is in this record.
    report: String,
    /// The same on the outlet's page.
    source: Option<String>,
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let all = ask.choice("show", &[("all", true), ("disputed", false)])?.unwrap_or(false);
    let filter = FigureFilter {
        all,
        story: None,
        since: ask.day("since")?,
        after: ask.after()?,
        limit: Some(ON_A_PAGE),
    };
    let found = ask.reader.page_of_figures(&filter)?;
    let next = ask.next(&found);
    let page = Page {
        frame: ask.frame("Figures"),
        stories: found.rows.chunk_by(|a, b| a.story == b.story).map(of_one).collect(),
        all,
        shown_all: ask.address_with(&[("show", "all")]),
        shown_disputed: ask.address_with(&[("show", "")]),
        since: ask.get("since").unwrap_or("").to_owned(),
        more: more_words(found.n_more, "thing counted", "things counted"),
        next: next.clone(),
    };
    let twin = || twin(&found.rows, found.n_more, next.as_deref());
    ask.answer_with_table(page, twin, || table(&found.rows))
}

pub(crate) fn of_story(ask: &Ask) -> Answered {
    let whole = whole(ask)?;
    let filter = FigureFilter {
        all: true,
        story: Some(whole.row.id),
        after: ask.after()?,
        limit: Some(ON_A_PAGE),
        ..FigureFilter::default()
    };
    let found = ask.reader.page_of_figures(&filter)?;
    let next = ask.next(&found);
    let counts = match ask.reader.n_disputed(whole.row.id)? {
        0 => "No two of these reports give numbers that can not both hold.".to_owned(),
        1 => "Of one thing, reports give numbers that can not both hold.".to_owned(),
        n => format!("Of {n} things, reports give numbers that can not both hold."),
    };
    let page = OfStory {
        frame: ask.frame(format!("Figures: {}", whole.row.title)),
        head: Head::of(ask, &whole, whole.published(), "figures")?,
        counts,
        things: found.rows.iter().map(thing).collect(),
        more: more_words(found.n_more, "thing counted", "things counted"),
        next: next.clone(),
    };
    let twin = || twin(&found.rows, found.n_more, next.as_deref());
    ask.answer_with_table(page, twin, || table(&found.rows))
}

fn of_one(rows: &[CountedRow]) -> OfOne {
    OfOne {
        address: format!("{}/figures", link::story(rows[0].story)),
        title: rows[0].story_title.clone(),
        day: rows[0].day.map(|it| it.to_string()),
        things: rows.iter().map(thing).collect(),
    }
}

fn thing(row: &CountedRow) -> Thing {
    let name = match (row.what.as_str(), row.measure.as_deref()) {
        ("", None) => "not named".to_owned(),
        ("", Some(measure)) => measure.to_owned(),
        (what, None) => what.to_owned(),
        (what, Some(measure)) => format!("{what}, {measure}"),
    };
    Thing { name, disputed: row.disputed, given: row.figures.iter().map(given).collect() }
}

fn given(row: &FigureRow) -> Given {
    let facts = [("place", &row.place), ("time", &row.period), ("as of", &row.day_words)];
    let told = facts.into_iter().filter_map(|(name, it)| Some((name, it.clone()?)));
    let named = |it: &String| if it.is_empty() { "not named".to_owned() } else { it.clone() };
    let whole = [Span::new(0, row.passage.len())];
    let url = row.url.as_deref();
    Given {
        words: row.words.clone(),
        outlet: (row.outlet.clone(), link::outlet(&row.outlet)),
        voice: row.voice.as_ref().map(|it| (named(it), row.statement.clone())),
        facts: told.collect(),
        stand: match row.stand.as_str() {
            "disputed" => "in dispute",
            "same" => "says the same",
            "compatible" => "can hold beside the others",
            "apart" => "of another place or time, as far as is told",
            _ => "",
        },
        disputed: row.stand == "disputed",
        in_copy: row.in_copy,
        published: row.published.map(|it| it.to_string()),
        passage: row.passage.clone(),
        report: source::within(&format!("/report/{}", row.report), &row.passage),
        source: url.and_then(|url| source::link(url, &row.passage, &whole)),
    }
}

fn twin(rows: &[CountedRow], more: usize, next: Option<&str>) -> Value {
    let rows: Vec<Value> = rows.iter().map(published::counted).collect();
    json!({ "figures": rows, "more": more, "next": next })
}

/// A row a figure, with what is counted beside it.
fn table(rows: &[CountedRow]) -> TableRows {
    const OF_THING: [&str; 7] =
        ["story", "story_title", "what", "measure", "unit_kind", "unit", "disputed"];
    const OF_FIGURE: [&str; 19] = [
        "id",
        "report",
        "outlet",
        "url",
        "published",
        "words",
        "least",
        "most",
        "bound",
        "counted",
        "place",
        "period",
        "day",
        "date",
        "voice",
        "statement",
        "passage",
        "stand",
        "in_copy",
    ];
    let names = OF_THING.iter().chain(&OF_FIGURE).map(|it| (*it).to_owned());
    let mut table = TableRows { columns: names.collect(), rows: Vec::new() };
    for row in rows {
        let thing = published::counted(row);
        for figure in row.figures.iter().map(published::figure) {
            let cells = OF_THING.iter().map(|it| thing[*it].clone());
            table.rows.push(cells.chain(OF_FIGURE.iter().map(|it| figure[*it].clone())).collect());
        }
    }
    table
}
