//! Help beyond `--help`: the first lines, completions and man pages, all from the table of flags.

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use clap::CommandFactory;

use crate::args::Args;
use crate::outcome::Outcome;
use crate::terminal::Terminal;

/// What a newcomer needs.
const FIRST_LINES: &str = "\
onrecord: who said what, in which words, by whose report.

  onrecord demo                     see it on a small invented collection
  onrecord compare A B              lay two reports side by side
  onrecord add PATH…                keep reports in a record (onrecord.db)
  onrecord said NAME                everything a speaker is reported to have said
  onrecord serve --open             read the record in a browser

All verbs: onrecord --help";

pub(crate) fn first_lines(terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    writeln!(terminal.out, "{FIRST_LINES}")?;
    Ok(Outcome::Done)
}

pub(crate) fn completions(
    shell: clap_complete::Shell,
    terminal: &mut Terminal,
) -> anyhow::Result<Outcome> {
    clap_complete::generate(shell, &mut Args::command(), "onrecord", &mut terminal.out);
    Ok(Outcome::Done)
}

pub(crate) fn man_pages(dir: &Path) -> anyhow::Result<Outcome> {
    std::fs::create_dir_all(dir).with_context(|| format!("{}: cannot be made", dir.display()))?;
    clap_mangen::generate_to(Args::command(), dir)
        .with_context(|| format!("{}: man pages cannot be written", dir.display()))?;
    Terminal::say(&format_args!("man pages written to {}", dir.display()));
    Ok(Outcome::Done)
}
