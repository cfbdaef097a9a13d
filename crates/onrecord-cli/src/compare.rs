//! `onrecord compare`: two or more reports as one story, no record kept.

use onrecord::Annotated;

use crate::args::{CompareArgs, ViewArgs};
use crate::digest::Digest;
use crate::input;
use crate::outcome::Outcome;
use crate::terminal::Terminal;

/// More reports than this are no comparison a person reads, and every wording is held in memory.
const MOST_REPORTS: usize = 500;

pub(crate) fn run(options: CompareArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let annotator = input::annotator(options.tier)?;
    let reports = input::annotated(options.paths, &options.given, &annotator, terminal);
    let reports: Vec<Annotated> = reports.take(MOST_REPORTS + 1).collect();
    if reports.len() > MOST_REPORTS {
        anyhow::bail!(
            "more than {MOST_REPORTS} reports to compare; try: onrecord add PATH…, then onrecord show"
        );
    }
    if reports.is_empty() {
        anyhow::bail!("no report to compare; try: onrecord compare first.html second.html");
    }
    let shown = lay_side_by_side(&reports, &options.view, terminal)?;
    Ok(Outcome::of(shown, terminal.warnings()))
}

/// Draws reports as one story; gives how many entries it drew.
pub(crate) fn lay_side_by_side(
    reports: &[Annotated],
    view: &ViewArgs,
    terminal: &mut Terminal,
) -> anyhow::Result<usize> {
    let story = onrecord::story::gather(reports);
    let apparatus = onrecord::collate::collate(&story, reports);
    Digest::new(&story, reports, &apparatus).show(view, terminal)
}
