//! `/figures`, `/story/{id}/figures`: what will stand there, while no figures are read.

use askama::Template;
use serde_json::{Value, json};

use crate::answer::Answered;
use crate::ask::Ask;
use crate::frame::Frame;
use crate::page::head::Head;
use crate::page::story::whole;

/// A list of which nothing is recorded.
#[derive(Template)]
#[template(path = "nothing_yet.html")]
pub(super) struct NothingYet {
    pub(super) frame: Frame,
    /// What will stand there.
    pub(super) about: &'static str,
}

#[derive(Template)]
#[template(path = "story_figures.html")]
struct OfStory {
    frame: Frame,
    head: Head,
    about: &'static str,
}

const ABOUT: &str = "Numbers that reports give for one thing will stand here, outlet beside \
    outlet: \
    how many ships, how many hurt, as of when, and by whose account.";

pub(crate) fn page(ask: &Ask) -> Answered {
    ask.answer(NothingYet { frame: ask.frame("Figures"), about: ABOUT }, none)
}

pub(crate) fn of_story(ask: &Ask) -> Answered {
    let whole = whole(ask)?;
    let published = whole.published();
    let page = OfStory {
        frame: ask.frame(format!("Figures: {}", whole.row.title)),
        head: Head::of(ask, &whole, published, "figures")?,
        about: ABOUT,
    };
    ask.answer(page, none)
}

fn none() -> Value {
    json!({ "figures": [], "more": 0, "next": null })
}
