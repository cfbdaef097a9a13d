//! Statements and edits as feeds, Atom (RFC 4287) and JSON Feed 1.1: text only, and under ids that
//! stay, so that a reader shows nothing twice.

use std::collections::HashMap;

use askama::Template;
use onrecord::Manner;
use onrecord_store::{EditRow, Listed, Said};
use serde_json::{Value, json};

use crate::answer::{Answer, Answered, Problem};
use crate::ask::{Ask, Form};
use crate::link;

/// What has no time at all stands here: a feed must name one, and none may be guessed.
const NO_TIME: &str = "1970-01-01T00:00:00Z";

#[derive(Template)]
#[template(path = "feed.xml")]
struct Feed {
    id: String,
    title: String,
    /// The latest of its entries.
    updated: String,
    /// Its own address, and that of the page it is of.
    own: String,
    page: String,
    entries: Vec<Entry>,
}

struct Entry {
    id: String,
    title: String,
    updated: String,
    /// The outlet.
    author: String,
    /// Where the outlet has it, if that is a page of the web.
    source: Option<String>,
    /// Where this record has it.
    here: String,
    content: String,
}

/// Statements as a feed. Those of a page's later state are left out if an earlier one had them.
pub(crate) fn of_statements(ask: &Ask, title: String, said: &[Said]) -> Answered {
    let around = ask.reader.listed(said)?;
    let all = said.iter().zip(&around).filter(|(_, around)| !around.repeats);
    answer(ask, title, all.map(|(said, around)| statement(said, around)).collect())
}

fn statement(said: &Said, around: &Listed) -> Entry {
    let id = match around.state {
        0 | 1 => said.statement.clone(),
        state => format!("{}/state/{state}", said.statement),
    };
    let who = said.speaker.as_deref().unwrap_or("Speaker not named");
    let words = match said.manner {
        Manner::Direct => format!("“{}”", said.words),
        _ => said.words.clone(),
    };
    let mut facts = vec![said.outlet.clone()];
    facts.extend(said.published.map(|it| it.to_string()));
    facts.push(onrecord::json::manner(said.manner).to_owned());
    facts.extend(said.agreement.map(|it| onrecord::json::agreement(it).to_owned()));
    facts.extend(said.in_copy.then(|| "in a copy".to_owned()));
    Entry {
        id: format!("statement/{id}"),
        title: format!("{who} in {}", said.outlet),
        updated: instant(around.published.as_deref(), around.captured.as_deref()),
        author: said.outlet.clone(),
        source: link::web(said.url.as_deref()).map(str::to_owned),
        here: format!("/statement/{}", said.statement),
        content: format!("{words}\n{}", facts.join(" · ")),
    }
}

/// What outlets changed, as a feed.
pub(crate) fn of_edits(ask: &Ask, title: String, edits: &[EditRow]) -> Answered {
    // Two sentences of one statement may have been changed alike.
    let mut seen: HashMap<String, usize> = HashMap::new();
    let entry = |row: &EditRow| {
        let statement = row.after.as_ref().or(row.before.as_ref()).map_or("", |it| it.0.as_str());
        let id = format!("statement/{statement}/state/{}/{}", row.later, row.kind);
        let n = seen.entry(id.clone()).or_default();
        *n += 1;
        edit(row, if *n == 1 { id } else { format!("{id}/{n}") })
    };
    let entries = edits.iter().map(entry).collect();
    answer(ask, title, entries)
}

fn edit(row: &EditRow, id: String) -> Entry {
    let who = row.speaker.as_deref().map_or(String::new(), |it| format!(", {it}"));
    let words = |label: &str, of: &Option<(String, String)>| {
        of.as_ref().map(|(_, words)| format!("{label}: {words}"))
    };
    let changes = (!row.changes.is_empty()).then(|| format!("What differs: {}", row.changes));
    let parts = [words("Before", &row.before), words("After", &row.after), changes];
    Entry {
        id,
        title: format!("{}: {}{who}", row.outlet, row.kind),
        updated: instant(row.at.as_deref(), None),
        author: row.outlet.clone(),
        source: link::web(row.url.as_deref()).map(str::to_owned),
        here: format!("/story/{}/read?a={}&b={}", row.story, row.earlier, row.later),
        content: parts.into_iter().flatten().collect::<Vec<_>>().join("\n"),
    }
}

/// A time as feeds write it. A day alone begins at midnight: no hour is guessed.
fn instant(published: Option<&str>, captured: Option<&str>) -> String {
    match published.or(captured) {
        Some(day) if !day.contains('T') => format!("{day}T00:00:00Z"),
        Some(time) => time.to_owned(),
        None => NO_TIME.to_owned(),
    }
}

fn answer(ask: &Ask, title: String, entries: Vec<Entry>) -> Answered {
    let feed = Feed {
        id: format!("feed{}", ask.address_of(Form::Atom)),
        title,
        updated: entries.iter().map(|it| it.updated.as_str()).max().unwrap_or(NO_TIME).to_owned(),
        own: ask.address_of(Form::Atom),
        page: ask.address_of(Form::Html),
        entries,
    };
    match ask.form {
        Form::Feed => {
            let mut body = serde_json::to_vec_pretty(&feed.json()).unwrap_or_default();
            body.push(b'\n');
            Ok(Answer { kind: Form::Feed.media(), body: body.into(), next: None })
        }
        _ => {
            let body = feed.render().map_err(|_| Problem::broken())?.into_bytes();
            Ok(Answer { kind: Form::Atom.media(), body: body.into(), next: None })
        }
    }
}

impl Feed {
    /// Addresses of this record are of this machine and port, and stand apart: a JSON Feed wants
    /// those of the web.
    fn json(&self) -> Value {
        let item = |it: &Entry| {
            let mut item = json!({
                "id": format!("tag:onrecord,2026:{}", it.id),
                "title": it.title,
                "content_text": it.content,
                "date_published": it.updated,
                "authors": [{ "name": it.author }],
                "_onrecord": { "page": it.here },
            });
            if let Some(source) = &it.source {
                item["url"] = Value::from(source.as_str());
            }
            item
        };
        json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": format!("{} · onrecord", self.title),
            "language": "en",
            "_onrecord": { "page": self.page },
            "items": self.entries.iter().map(item).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_and_no_time_is_guessed() {
        assert_eq!(
            instant(Some("2031-03-05"), Some("2031-03-06T07:00:00Z")),
            "2031-03-05T00:00:00Z"
        );
        assert_eq!(instant(Some("2031-03-05T08:30:00Z"), None), "2031-03-05T08:30:00Z");
        assert_eq!(instant(None, Some("2031-03-06T07:00:00Z")), "2031-03-06T07:00:00Z");
        assert_eq!(instant(None, None), NO_TIME);
    }
}
