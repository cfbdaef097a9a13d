//! `onrecord show`: one story of the record.

use anyhow::Context;
use onrecord::ReportId;
use onrecord_store::{Reader, Whole};

use crate::args::ShowArgs;
use crate::decide;
use crate::digest::{self, Known, NearestStory};
use crate::outcome::Outcome;
use crate::stories::SHORT;
use crate::terminal::Terminal;

pub(crate) fn run(options: &ShowArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let reader = Reader::open(&options.record.record)?;
    let id = story_id(&reader, &options.story)?;
    let whole = reader.story(id)?.context("the story is gone; run onrecord stories")?;
    let Whole { row, story, reports, apparatus } = &whole;
    let decided = decide::notes(id, &reader.decisions()?);
    let why = options.view.explain == Some(None);
    let nearest = if why { nearest(&reader, id)? } else { None };
    let known = Known {
        title: row.title.clone(),
        decided,
        nearest,
        follows: row.follows.clone(),
        followed_by: row.followed_by.clone(),
    };
    let shown = digest::draw(story, reports, apparatus, Some(&known), &options.view, terminal)?;
    Ok(if shown == 0 { Outcome::NothingFound } else { Outcome::Done })
}

fn nearest(reader: &Reader, id: ReportId) -> anyhow::Result<Option<NearestStory>> {
    let Some((id, likeness)) = reader.nearest_story(id)? else { return Ok(None) };
    let title = reader.story(id)?.map_or(String::new(), |it| it.row.title);
    let id = id.to_string()[..SHORT].to_owned();
    Ok(Some(NearestStory { id, title, likeness }))
}

/// The story an id, or its beginning, stands for.
pub(crate) fn story_id(reader: &Reader, id: &str) -> anyhow::Result<ReportId> {
    let found = reader.find_story(id)?;
    found.with_context(|| {
        format!("{id}: no story of this record, or more than one; try: onrecord stories")
    })
}
