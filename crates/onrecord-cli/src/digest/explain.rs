//! What an entry rests on: each witness's passage in its sentence, the place, the rule, and what
//! links it to the lemma.

use std::io::Write;

use onrecord::collate::{Tables, linked};
use onrecord::json::{ReadingInfo, StatementInfo, VariantInfo};
use onrecord::ledger::{linked_by, outlet, outlets, place, rests_on, sure};

use super::Digest;
use super::words::{conflict_runs, lemma_runs, note_runs, statement_runs};
use crate::terminal::{FAINT, STRONG, Terminal};
use crate::wrap::{Run, wrap};

/// Columns before a fact.
const FACTS: usize = 5;
/// Columns of a fact's name.
const NAMES: usize = 8;

impl Digest<'_> {
    pub(super) fn explain(&self, number: usize, terminal: &mut Terminal) -> anyhow::Result<()> {
        let found = self.published.entries.iter().find(|it| it.number == number);
        let Some(info) = found else {
            let last = self.published.entries.len();
            anyhow::bail!("no entry {number}: this story has entries 1 to {last}");
        };
        let tables = Tables::english();
        let links = linked(&tables, self.story, self.reports, self.entry(info));
        self.witness(&info.lemma, lemma_runs(info), ("lemma", &[]), terminal)?;
        for (reading, link) in info.readings.iter().zip(links) {
            let linked = link.as_ref().map(linked_by);
            let facts: Vec<(&str, String)> = linked.map(|it| ("linked", it)).into_iter().collect();
            let words = statement_runs(&reading.statement, reading.agreement != "paraphrase");
            self.witness(&reading.statement, words, (reading.agreement, &facts), terminal)?;
            self.changes(reading, terminal)?;
        }
        for (what, runs) in conflict_runs(info) {
            let what = [Run::new(FAINT, format!("{what}: "))];
            terminal.lines(0, &[&what[..], &runs].concat())?;
        }
        if info.outlets > 1 {
            writeln!(terminal.out, "{FAINT}{}{FAINT:#}", outlets(info))?;
        }
        Ok(())
    }

    fn witness(
        &self,
        info: &StatementInfo,
        words: [Vec<Run>; 2],
        (role, more): (&str, &[(&str, String)]),
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let report = self.report(&info.report);
        let outlet = report.map_or("", outlet);
        let name = Run::new(STRONG, format!("{} {outlet}", info.siglum));
        terminal.lines(0, &[name, Run::plain("  "), Run::plain(role)])?;
        terminal.lines(FACTS, &words.concat())?;
        let url = report.and_then(|it| it.url.clone());
        let mut facts = rests_on(info, &self.published.whole.found);
        facts.extend([
            ("rule", format!("{} ({})", info.rule, sure(info))),
            ("place", place(info, report)),
            ("url", url.unwrap_or_else(|| "not told".to_owned())),
            ("id", info.statement.clone()),
        ]);
        for (name, value) in facts.iter().chain(more) {
            let width = terminal.width - FACTS - NAMES - 1;
            for (n, line) in wrap(&[Run::plain(value)], width).iter().enumerate() {
                let name = if n == 0 { name } else { "" };
                writeln!(terminal.out, "{:FACTS$}{FAINT}{name:NAMES$}{FAINT:#} {line}", "")?;
            }
        }
        Ok(())
    }

    /// Where a reading's words differ, one change a line.
    fn changes(&self, of: &ReadingInfo, terminal: &mut Terminal) -> anyhow::Result<()> {
        let mut lines: Vec<Vec<Run>> = Vec::new();
        let notes = note_runs(of);
        if !notes.is_empty() {
            lines.push(notes);
        }
        let change = |it: &VariantInfo, kind: &str| {
            let old =
                if it.lemma.is_empty() { String::new() } else { format!(" [-{}-]", it.lemma) };
            let new = if it.reading.is_empty() {
                String::new()
            } else {
                format!(" {{+{}+}}", it.reading)
            };
            let mark = it.mark.map_or(String::new(), |it| format!(" ({it})"));
            vec![Run::plain(&format!("{kind}:{old}{new}{mark}"))]
        };
        lines.extend(of.variants.iter().map(|it| change(it, it.kind)));
        lines.extend(of.accidentals.iter().map(|it| change(it, "accidental")));
        for runs in lines {
            terminal.lines(FACTS, &runs)?;
        }
        Ok(())
    }
}
