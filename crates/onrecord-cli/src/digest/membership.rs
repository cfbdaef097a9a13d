//! Why each report is in the story: the report it hangs on, the words they share, the days between,
//! what it was made from, and what nearly kept it apart.

use std::io::Write;

use onrecord::json::{MembershipInfo, memberships};
use onrecord::ledger::{belongs, outlet, percent};
use serde_json::json;

use super::{Digest, Known};
use crate::terminal::{FAINT, STRONG, Terminal};
use crate::wrap::{Run, wrap};

/// Columns before a fact, and of its name.
const FACTS: usize = 5;
const NAMES: usize = 8;

impl Digest<'_> {
    /// Draws why each report is in the story; gives how many reports.
    pub(super) fn memberships(
        &self,
        known: Option<&Known>,
        as_json: bool,
        terminal: &mut Terminal,
    ) -> anyhow::Result<usize> {
        let found = memberships(self.story, self.reports);
        if as_json {
            let nearest = known.and_then(|it| it.nearest.as_ref());
            terminal.json(&json!({
                "story": self.published.story,
                "memberships": found,
                "decided": known.map_or(&[][..], |it| &it.decided),
                "nearest_story": nearest.map(|it| {
                    json!({ "id": it.id, "title": it.title, "likeness": it.likeness })
                }),
            }))?;
            return Ok(found.len());
        }
        self.head(terminal)?;
        writeln!(terminal.out)?;
        for membership in &found {
            self.membership(membership, terminal)?;
        }
        if let Some(nearest) = known.and_then(|it| it.nearest.as_ref()) {
            let words = format!(
                "the nearest story it is not in: {} “{}”, on average {} alike",
                nearest.id,
                nearest.title,
                percent(nearest.likeness)
            );
            terminal.lines(0, &[Run::new(FAINT, words)])?;
        }
        Ok(found.len())
    }

    fn membership(&self, of: &MembershipInfo, terminal: &mut Terminal) -> anyhow::Result<()> {
        let name = self.report(&of.report).map_or("", outlet);
        terminal.lines(0, &[Run::new(STRONG, format!("{} {name}", of.siglum))])?;
        let reports = &self.published.reports;
        let facts = belongs(of, reports, &self.published.whole.stemma);
        for (name, value) in facts {
            let width = terminal.width - FACTS - NAMES - 1;
            for (n, line) in wrap(&[Run::plain(&value)], width).iter().enumerate() {
                let name = if n == 0 { name } else { "" };
                writeln!(terminal.out, "{:FACTS$}{FAINT}{name:NAMES$}{FAINT:#} {line}", "")?;
            }
        }
        Ok(())
    }
}
