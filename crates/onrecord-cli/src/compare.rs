//! `onrecord compare`: two or more reports as one story, no record kept.

use onrecord::Annotated;

use crate::args::{CompareArgs, ViewArgs};
use crate::outcome::Outcome;
use crate::terminal::Terminal;
use crate::{digest, input, interchange};

/// More reports than this are no comparison a person reads, and every wording is held in memory.
const MOST_REPORTS: usize = 500;

pub(crate) fn run(options: CompareArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let annotator = input::annotator_with(options.tier, &options.actors, terminal)?;
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
    let story = onrecord::story::gather(&reports);
    let mut apparatus = onrecord::collate::collate(&story, &reports);
    let Some(form) = options.form else {
        let shown = digest::draw(&story, &reports, &apparatus, None, &options.view, terminal)?;
        return Ok(Outcome::of(shown, terminal.warnings()));
    };
    if let Some(lemma) = &options.view.lemma {
        apparatus = digest::with_lemma(&story, &reports, &apparatus, lemma)?;
    }
    let n = apparatus.entries.len();
    interchange::write(form, None, &story, &reports, &apparatus, &mut terminal.out)?;
    Ok(Outcome::of(n, terminal.warnings()))
}

/// Draws reports as one story; gives how many entries it drew.
pub(crate) fn lay_side_by_side(
    reports: &[Annotated],
    view: &ViewArgs,
    terminal: &mut Terminal,
) -> anyhow::Result<usize> {
    let story = onrecord::story::gather(reports);
    let apparatus = onrecord::collate::collate(&story, reports);
    digest::draw(&story, reports, &apparatus, None, view, terminal)
}
