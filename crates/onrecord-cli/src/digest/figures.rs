//! The numbers that a story's reports give, those for one thing side by side.

use std::io::Write;

use onrecord::json::FigureInfo;
use onrecord::ledger::outlet;

use super::Digest;
use crate::figures::{Line, figure, thing, told};
use crate::terminal::{FAINT, Terminal};

impl Digest<'_> {
    /// Draws the figures, with `shared` only those that two outlets give; gives how many things are
    /// counted.
    pub(super) fn figures(&self, shared: bool, terminal: &mut Terminal) -> anyhow::Result<usize> {
        let all = &self.published.whole.figures;
        let outlets = |it: &[FigureInfo]| {
            let mut reports: Vec<&str> = it.iter().map(|it| it.report.as_str()).collect();
            reports.sort_unstable();
            reports.dedup();
            reports.len()
        };
        let shown = all.iter().filter(|it| !shared || outlets(&it.figures) > 1);
        let shown: Vec<_> = shown.collect();
        for it in &shown {
            writeln!(terminal.out)?;
            thing(&it.what, it.measure, it.disputed, terminal)?;
            it.figures.iter().try_for_each(|it| figure(&self.line(it), terminal))?;
        }
        let disputed = shown.iter().filter(|it| it.disputed).count();
        writeln!(terminal.out, "\n{FAINT}{}{FAINT:#}", told(shown.len(), disputed))?;
        Ok(shown.len())
    }

    fn line<'i>(&'i self, it: &'i FigureInfo) -> Line<'i> {
        Line {
            outlet: self.report(&it.report).map_or("", outlet),
            words: &it.words,
            voice: it.voice.as_deref(),
            place: it.place.as_deref(),
            period: it.period.as_deref(),
            day: it.day.as_deref(),
            stand: it.stand.unwrap_or(""),
            in_copy: it.in_copy.unwrap_or(false),
            passage: &it.passage,
        }
    }
}
