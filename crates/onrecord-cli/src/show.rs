//! `onrecord show`: one story of the record.

use anyhow::Context;
use onrecord::ReportId;
use onrecord_store::{Reader, Whole};

use crate::args::ShowArgs;
use crate::digest;
use crate::outcome::Outcome;
use crate::terminal::Terminal;

pub(crate) fn run(options: &ShowArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let reader = Reader::open(&options.record.record)?;
    let id = story_id(&reader, &options.story)?;
    let whole = reader.story(id)?.context("the story is gone; run onrecord stories")?;
    let Whole { row, story, reports, apparatus } = &whole;
    let shown = digest::draw(story, reports, apparatus, Some(&row.title), &options.view, terminal)?;
    Ok(if shown == 0 { Outcome::NothingFound } else { Outcome::Done })
}

/// The story an id, or its beginning, stands for.
pub(crate) fn story_id(reader: &Reader, id: &str) -> anyhow::Result<ReportId> {
    let found = reader.find_story(id)?;
    found.with_context(|| {
        format!("{id}: no story of this record, or more than one; try: onrecord stories")
    })
}
