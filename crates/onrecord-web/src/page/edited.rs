//! `/edited`: what outlets changed on their pages afterwards, in what they report as said.

use askama::Template;
use onrecord::collate::EditKind;
use onrecord_store::{EditFilter, EditRow, TableRows};
use serde_json::{Value, json};

use crate::answer::{Answered, more_words};
use crate::ask::Ask;
use crate::feed;
use crate::frame::Frame;
use crate::link;
use crate::page::said::ON_A_PAGE;
use crate::when;

/// Kinds that are listed, and what each is in words. Spelling and marks are not.
const KINDS: [(EditKind, &str); 9] = [
    (EditKind::Altered, "other words inside quotation marks"),
    (EditKind::Trimmed, "words left out, none put in"),
    (EditKind::Extended, "words put in, none left out"),
    (EditKind::Paraphrase, "told in other words of the report’s own"),
    (EditKind::Attribution, "given to another speaker, or said by another cue"),
    (EditKind::Day, "given to another day"),
    (EditKind::Manner, "quoted now and told before, or the other way round"),
    (EditKind::Removed, "told no more"),
    (EditKind::Added, "not told before"),
];

#[derive(Template)]
#[template(path = "edited.html")]
struct Page {
    frame: Frame,
    edits: Vec<Item>,
    /// Kind, what it is, its address, whether it alone is shown.
    kinds: Vec<(&'static str, &'static str, String, bool)>,
    /// Of all kinds.
    all: String,
    kind: String,
    outlet: String,
    since: String,
    until: String,
    narrowed: bool,
    more: String,
    next: Option<String>,
}

struct Item {
    kind: String,
    /// What it changes of the meaning.
    mark: Option<String>,
    speaker: Option<(String, String)>,
    outlet: (String, String),
    title: String,
    /// The time of each state; `None` if not told.
    earlier_at: Option<String>,
    at: Option<String>,
    order_known: bool,
    /// Statement and words.
    before: Option<(String, String)>,
    after: Option<(String, String)>,
    changes: String,
    /// The two states side by side.
    beside: String,
    story: (String, String),
}

pub(crate) fn page(ask: &Ask) -> Answered {
    let known = KINDS.map(|(kind, _)| (kind.name(), kind));
    let filter = EditFilter {
        kind: ask.choice("kind", &known)?,
        outlet: ask.get("outlet"),
        since: ask.day("since")?,
        until: ask.day("until")?,
        after: if ask.form.is_feed() { None } else { ask.after()? },
        limit: Some(ON_A_PAGE),
    };
    let found = ask.reader.page_of_edits(&filter)?;
    if ask.form.is_feed() {
        return feed::of_edits(ask, "Changed after publication".to_owned(), &found.rows);
    }
    let next = ask.next(&found);
    let word = |name: &str| ask.get(name).unwrap_or("").to_owned();
    let kind = |(kind, about): (EditKind, &'static str)| {
        let name = kind.name();
        (name, about, ask.address_with(&[("kind", name)]), filter.kind == Some(kind))
    };
    let mut asked = ask.address.query.iter();
    let page = Page {
        frame: ask.frame("Changed after publication"),
        edits: found.rows.iter().map(item).collect(),
        kinds: KINDS.into_iter().map(kind).collect(),
        all: ask.address_with(&[("kind", "")]),
        kind: word("kind"),
        outlet: word("outlet"),
        since: word("since"),
        until: word("until"),
        narrowed: asked.any(|(name, value)| name != "after" && !value.trim().is_empty()),
        more: more_words(found.n_more, "change", "changes"),
        next: next.clone(),
    };
    let rows: Vec<Value> = found.rows.iter().map(published).collect();
    let twin = || json!({ "edits": rows, "more": found.n_more, "next": next });
    ask.answer_with_table(page, twin, || table(&rows))
}

fn item(row: &EditRow) -> Item {
    Item {
        kind: row.kind.clone(),
        mark: row.mark.clone(),
        speaker: row.speaker.as_ref().map(|it| (it.clone(), link::speaker(it))),
        outlet: (row.outlet.clone(), link::outlet(&row.outlet)),
        title: row.title.clone(),
        earlier_at: row.earlier_at.as_deref().map(when::told_of),
        at: row.at.as_deref().map(when::told_of),
        order_known: row.order_known,
        before: row.before.clone(),
        after: row.after.clone(),
        changes: row.changes.clone(),
        beside: format!("/story/{}/read?a={}&b={}", row.story, row.earlier, row.later),
        story: (link::story(row.story), row.story_title.clone()),
    }
}

fn published(row: &EditRow) -> Value {
    let id = |of: &Option<(String, String)>| of.as_ref().map(|it| it.0.clone());
    let words = |of: &Option<(String, String)>| of.as_ref().map(|it| it.1.clone());
    json!({
        "kind": row.kind,
        "mark": row.mark,
        "speaker": row.speaker,
        "outlet": row.outlet,
        "title": row.title,
        "url": row.url,
        "day": row.day.map(|it| it.to_string()),
        "earlier": row.earlier.to_string(),
        "earlier_at": row.earlier_at,
        "later": row.later.to_string(),
        "later_at": row.at,
        "order_known": row.order_known,
        "before_statement": id(&row.before),
        "before": words(&row.before),
        "after_statement": id(&row.after),
        "after": words(&row.after),
        "changes": row.changes,
        "story": row.story.to_string(),
        "story_title": row.story_title,
    })
}

fn table(rows: &[Value]) -> TableRows {
    const COLUMNS: [&str; 19] = [
        "kind",
        "mark",
        "speaker",
        "outlet",
        "title",
        "url",
        "day",
        "earlier",
        "earlier_at",
        "later",
        "later_at",
        "order_known",
        "before_statement",
        "before",
        "after_statement",
        "after",
        "changes",
        "story",
        "story_title",
    ];
    let row = |it: &Value| COLUMNS.map(|name| it[name].clone()).to_vec();
    TableRows { columns: COLUMNS.map(str::to_owned).to_vec(), rows: rows.iter().map(row).collect() }
}
