//! `/speaker/{name}`: what a speaker is reported to have said, day by day.

use askama::Template;
use onrecord::ReportId;
use onrecord::ledger::count;
use onrecord_store::{COUNTED, Heard, SaidFilter};
use serde_json::json;

use crate::answer::{Answered, Problem, more_words};
use crate::ask::Ask;
use crate::feed;
use crate::frame::Frame;
use crate::link;
use crate::page::said::{Day, Listed, Narrowed, filter};

/// So many outlets and stories are named; the rest are counted.
const NAMED: usize = 12;

#[derive(Template)]
#[template(path = "speaker.html")]
struct Page {
    frame: Frame,
    name: String,
    /// `41 statements · 2031-03-01 to 2031-03-09`
    counts: String,
    /// Only the latest statements were looked at for names, outlets and stories.
    of_latest: Option<usize>,
    /// Names under which reports have the speaker, with their pages.
    names: Vec<Counted>,
    outlets: Vec<Counted>,
    more_outlets: usize,
    stories: Vec<Counted>,
    more_stories: usize,
    narrowed: Narrowed,
    days: Vec<Day>,
    more: String,
    next: Option<String>,
}

/// A name, where it leads, how many statements it has.
pub(crate) struct Counted {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) n: usize,
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let name = ask.name("name");
    let filter = SaidFilter { named: Some(name), ..filter(ask, "words")? };
    if ask.form.is_feed() {
        let found = ask.reader.said(&filter)?;
        return feed::of_statements(ask, format!("Said by {name}"), &found);
    }
    let (heard, found) = ask.reader.heard_and_said(&filter)?;
    if heard.n_statements == 0 {
        return Err(unknown(ask, name)?);
    }
    let listed = Listed::of(ask, &found.rows, ask.get("words"))?;
    let next = ask.next(&found);
    let page = Page {
        frame: ask.frame(name),
        name: name.to_owned(),
        counts: counts(&heard),
        of_latest: (!heard.is_all).then_some(heard.n_statements),
        names: counted(&heard.names, link::speaker),
        outlets: counted(&heard.outlets, |it| ask.address_with(&[("outlet", it)])),
        more_outlets: heard.outlets.len().saturating_sub(NAMED),
        stories: stories(&heard),
        more_stories: heard.stories.len().saturating_sub(NAMED),
        narrowed: Narrowed::of(ask, "words", false),
        days: listed.days(),
        more: more_words(found.n_more, "statement", "statements"),
        next: next.clone(),
    };
    let twin = || {
        let pairs = |of: &[(String, usize)]| -> Vec<_> {
            of.iter().map(|(name, n)| json!({ "name": name, "statements": n })).collect()
        };
        let story = |(id, title, n): &(ReportId, String, usize)| json!({ "id": id.to_string(), "title": title, "statements": n });
        json!({
            "speaker": name,
            "names": pairs(&heard.names),
            "outlets": pairs(&heard.outlets),
            "stories": heard.stories.iter().map(story).collect::<Vec<_>>(),
            "counted": heard.n_statements,
            "all_counted": heard.is_all,
            "statements": listed.twin(),
            "more": found.n_more,
            "next": next,
        })
    };
    ask.answer_with_table(page, twin, || listed.table())
}

/// Says that nobody of this name speaks, and who does.
fn unknown(ask: &Ask, name: &str) -> Result<Problem, Problem> {
    let near = ask.reader.speakers_like(name)?;
    let near: Vec<&str> = near.iter().map(String::as_str).take(5).collect();
    Ok(Problem::not_found(match near.is_empty() {
        true => format!("nothing said by {name}; the record has no named speaker yet"),
        false => format!("nothing said by {name}; the record has {}", near.join(", ")),
    }))
}

fn counts(heard: &Heard) -> String {
    let n = match heard.is_all {
        true => count(heard.n_statements, "statement"),
        false => format!("more than {COUNTED} statements"),
    };
    match heard.days {
        Some((first, last)) if first == last => format!("{n} · {first}"),
        Some((first, last)) if heard.is_all => format!("{n} · {first} to {last}"),
        Some((_, last)) => format!("{n} · the latest of {last}"),
        None => format!("{n} · date not given"),
    }
}

fn counted(of: &[(String, usize)], address: impl Fn(&str) -> String) -> Vec<Counted> {
    let one =
        |(name, n): &(String, usize)| Counted { name: name.clone(), address: address(name), n: *n };
    of.iter().take(NAMED).map(one).collect()
}

fn stories(heard: &Heard) -> Vec<Counted> {
    let one = |(id, title, n): &(ReportId, String, usize)| Counted {
        name: title.clone(),
        address: link::story(*id),
        n: *n,
    };
    heard.stories.iter().take(NAMED).map(one).collect()
}
