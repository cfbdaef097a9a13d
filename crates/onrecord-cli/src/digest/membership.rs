//! Why each report is in the story: the report it hangs on, the words they share, the days between,
//! what it was made from, and what nearly kept it apart.

use std::io::Write;

use onrecord::json::{DescentInfo, MembershipInfo, memberships};
use onrecord::ledger::{count, outlet};
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
            for line in wrap(&[Run::new(FAINT, words)], terminal.width) {
                writeln!(terminal.out, "{line}")?;
            }
        }
        Ok(found.len())
    }

    fn membership(&self, of: &MembershipInfo, terminal: &mut Terminal) -> anyhow::Result<()> {
        let name = self.report(&of.report).map_or("", outlet);
        for line in wrap(&[Run::new(STRONG, format!("{} {name}", of.siglum))], terminal.width) {
            writeln!(terminal.out, "{line}")?;
        }
        let mut facts: Vec<(&str, String)> = Vec::new();
        if let Some(nearest) = &of.nearest {
            let days = nearest.days.map(days_after).unwrap_or_default();
            let alike = percent(nearest.likeness);
            facts.push(("hangs on", format!("{}, {alike} alike{days}", nearest.siglum)));
            let words = nearest.words.iter();
            let words: Vec<String> =
                words.map(|it| format!("{} {}", it.word, percent(it.weight))).collect();
            facts.push(("by", words.join(" · ")));
        } else {
            facts.push(("hangs on", "no other report".to_owned()));
        }
        if self.published.reports.len() > 2 {
            facts.push(("on all", format!("{} alike on average", percent(of.mean_likeness))));
        }
        if let Some(copy) = &of.copy {
            let runs = count(copy.n_runs, "sampled run");
            let share = percent(copy.share);
            let more = format!("{runs} of three words in common, {share} of the shorter report’s");
            facts.push(("copy", format!("of {}: {more}", copy.siglum)));
            let descents = self.published.whole.stemma.iter();
            let places = descents.filter(|it| it.report == of.report).flat_map(passages);
            facts.extend(places.map(|it| ("", it)));
        }
        if let Some(first) = &of.version_of {
            facts.push(("state", format!("of the page of {}, by its address", self.siglum(first))));
        }
        for it in &of.kinds {
            let place = if it.span.is_some() { "" } else { " in its address" };
            facts.push(("kind", format!("{}, by “{}”{place}", it.kind, it.words)));
        }
        let doubts: Vec<String> = of.doubts.iter().map(|it| doubt(it, of)).collect();
        if !doubts.is_empty() {
            facts.push(("but", doubts.join("; ")));
        }
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

/// Passages that a copy has from its exemplar, as the stemma quotes them.
fn passages(descent: &DescentInfo) -> Vec<String> {
    let narration = descent.evidence.iter().filter(|it| it.fact == "narration");
    let places = narration.flat_map(|it| &it.places).filter(|it| it.report == descent.report);
    places.map(|it| format!("“{}”", super::whole::shortened(&it.words))).collect()
}

fn doubt(name: &str, of: &MembershipInfo) -> String {
    match name {
        "little_alike" => {
            format!("little like the others on the whole ({})", percent(of.mean_likeness))
        }
        "days_apart" => {
            let days = of.days_apart.unwrap_or(0).unsigned_abs() as usize;
            format!("{} from the nearest of the others", count(days, "day"))
        }
        "held_by_one" => "one report alone is much like it".to_owned(),
        _ => "it has no day".to_owned(),
    }
}

/// `, 5 days later`
fn days_after(days: i32) -> String {
    let n = count(days.unsigned_abs() as usize, "day");
    match days {
        0 => ", of the same day".to_owned(),
        1.. => format!(", {n} later"),
        _ => format!(", {n} earlier"),
    }
}

fn percent(share: f32) -> String {
    format!("{:.0} %", 100.0 * share)
}
