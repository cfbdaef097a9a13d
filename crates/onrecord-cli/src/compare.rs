//! `onrecord compare`: two or more reports as one story, no record kept.

use onrecord::{Annotated, Lexicon};

use crate::args::CompareArgs;
use crate::digest::Digest;
use crate::input;
use crate::outcome::Outcome;
use crate::terminal::Terminal;

pub(crate) fn run(options: CompareArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let lexicon = Lexicon::english();
    let reports: Vec<Annotated> =
        input::annotated(options.paths, &options.given, &lexicon, terminal).collect();
    if reports.is_empty() {
        anyhow::bail!("no report to compare; try: onrecord compare first.html second.html");
    }
    let story = onrecord::story::gather(&reports);
    let apparatus = onrecord::collate::collate(&story, &reports);

    let shown = Digest::new(&story, &reports, &apparatus).show(&options.view, terminal)?;
    Ok(match (terminal.warnings(), shown) {
        (0, 0) => Outcome::NothingFound,
        (0, _) => Outcome::Done,
        _ => Outcome::Warnings,
    })
}
