//! `/talks`: what will stand there, while no talks are followed.

use askama::Template;
use serde_json::json;

use crate::answer::Answered;
use crate::ask::Ask;
use crate::frame::Frame;

/// A list of which nothing is recorded.
#[derive(Template)]
#[template(path = "nothing_yet.html")]
struct NothingYet {
    frame: Frame,
    /// What will stand there.
    about: &'static str,
}

const ABOUT: &str = "Negotiations will stand here: who talks with whom, where the talks stand, and \
    the words, with their report, that say so.";

pub(crate) fn page(ask: &Ask) -> Answered {
    let page = NothingYet { frame: ask.frame("Talks"), about: ABOUT };
    ask.answer(page, || json!({ "talks": [], "more": 0, "next": null }))
}
