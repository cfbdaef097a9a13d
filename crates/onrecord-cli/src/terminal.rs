//! Where words go: standard output and standard error, their width and their colours.

use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};

use crate::wrap::{Run, wrap};

/// Dimmed: labels, sigla, places.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// Names and headings.
pub(crate) const STRONG: Style = Style::new().bold();
/// Words a reading leaves out. Blue and orange are told apart by those who cannot tell red from
/// green, and the marks around the words do not depend on colour.
pub(crate) const OMITTED: Style = AnsiColor::Blue.on_default();
/// Words a reading adds.
pub(crate) const ADDED: Style = AnsiColor::Yellow.on_default().bold();
/// Doubt and conflict.
pub(crate) const DOUBT: Style = AnsiColor::Magenta.on_default();

/// Widest line: longer ones are hard to read, however wide the window.
const WIDEST: usize = 100;
/// Narrowest line we lay out for.
const NARROWEST: usize = 40;

/// What the user says the width is, for output that goes to a pager or a file.
fn told_width() -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}

/// Standard output and standard error.
pub(crate) struct Terminal {
    /// Standard output, colours taken off unless it is a terminal.
    pub(crate) out: anstream::AutoStream<std::io::StdoutLock<'static>>,
    /// Columns to lay out for.
    pub(crate) width: usize,
    warnings: usize,
}

impl Terminal {
    pub(crate) fn new() -> Terminal {
        let width = terminal_size::terminal_size().map(|(width, _)| width.0.into());
        let width = width.or_else(told_width).unwrap_or(WIDEST);
        Terminal {
            out: anstream::AutoStream::auto(std::io::stdout().lock()),
            width: width.clamp(NARROWEST, WIDEST),
            warnings: 0,
        }
    }

    /// Prints styled words, folded, each line behind so many blanks.
    pub(crate) fn lines(&mut self, indent: usize, runs: &[Run]) -> std::io::Result<()> {
        for line in wrap(runs, self.width - indent) {
            writeln!(self.out, "{:indent$}{line}", "")?;
        }
        Ok(())
    }

    /// Prints one JSON document, never coloured.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> anyhow::Result<()> {
        serde_json::to_writer_pretty(&mut self.out, value)?;
        Ok(writeln!(self.out)?)
    }

    /// Says on standard error that a list goes on; of more than are `counted`, only that.
    pub(crate) fn more(&mut self, n: usize, counted: usize) -> std::io::Result<()> {
        self.out.flush()?;
        let or_over = if n == counted { " or over" } else { "" };
        if n > 0 {
            Terminal::say(&format_args!("… and {n}{or_over} more: --limit 0 gives all"));
        }
        Ok(())
    }

    /// Says on standard error what could not be read, and remembers it.
    pub(crate) fn warn(&mut self, warning: &dyn std::fmt::Display) {
        self.warnings += 1;
        Terminal::say(&format_args!("onrecord: warning: {warning}"));
    }

    /// Says on standard error why the run ends here.
    pub(crate) fn error(error: &anyhow::Error) {
        Terminal::say(&format_args!("onrecord: {error:#}"));
    }

    /// A line on standard error. Nobody left to read it is no failure.
    pub(crate) fn say(line: &dyn std::fmt::Display) {
        let _ = writeln!(anstream::stderr(), "{line}");
    }

    /// How many warnings there were.
    pub(crate) fn warnings(&self) -> usize {
        self.warnings
    }

    /// Whether standard error is looked at by a person.
    pub(crate) fn shows_progress() -> bool {
        std::io::stderr().is_terminal()
    }
}
