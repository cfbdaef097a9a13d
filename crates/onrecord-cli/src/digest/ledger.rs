//! The ledger: by speaker, one block an utterance, each reading marked against the lemma. The marks
//! are those of `git diff --word-diff`.

use std::io::Write;

use onrecord::collate::{Row, pieces};
use onrecord::json::{EntryInfo, VariantInfo};
use onrecord::ledger::{by_speaker, grade, outlets, sigla};

use super::Digest;
use super::words::{conflict_runs, lemma_runs, marked, note_runs, quoted, statement_runs, tagged};
use crate::args::ViewArgs;
use crate::terminal::{FAINT, STRONG, Terminal};
use crate::wrap::{Run, wrap};

/// Columns before the sigla: number, and agreement or manner.
const LABELS: usize = 16;

/// Narrower than this, words stand below their label and sigla.
const STACKED_BELOW: usize = 70;

/// How far in they stand then.
const STACKED_INDENT: usize = 4;

/// More sigla than fit in so many columns have a line of their own.
const WIDEST_SIGLA: usize = 12;

/// Entries with as many columns for sigla as they need.
struct Ledger<'d, 'r> {
    digest: &'d Digest<'r>,
    sigla: usize,
    accidentals: bool,
}

impl Digest<'_> {
    pub(super) fn ledger(
        &self,
        entries: &[&EntryInfo],
        view: &ViewArgs,
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let widest = |it: &&EntryInfo| {
            self.rows(it).first().map_or(1, |row| sigla(it, row).join(" ").chars().count())
        };
        let sigla = entries.iter().map(widest).max().unwrap_or(1).min(WIDEST_SIGLA);
        let ledger = Ledger { digest: self, sigla, accidentals: view.accidentals };
        for (speaker, entries) in by_speaker(entries) {
            ledger.section(&speaker, &entries, terminal)?;
        }
        Ok(())
    }
}

impl Ledger<'_, '_> {
    fn section(
        &self,
        speaker: &str,
        entries: &[&EntryInfo],
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        writeln!(terminal.out)?;
        terminal.lines(0, &[Run::new(STRONG, speaker.to_owned())])?;
        let mut shared = false;
        for info in entries {
            if shared && info.readings.is_empty() {
                writeln!(terminal.out, "{FAINT}  in one report only{FAINT:#}")?;
            }
            shared = !info.readings.is_empty();
            self.entry(info, terminal)?;
        }
        Ok(())
    }

    fn entry(&self, info: &EntryInfo, terminal: &mut Terminal) -> anyhow::Result<()> {
        let rows = self.digest.rows(info);
        let first = label(info, self.digest.is_transcript(&info.lemma), rows.len() == 1);
        for row in &rows {
            let Some(n) = row.readings.first().copied().filter(|_| !row.lemma) else {
                let label = format!("{:>3} {first}", info.number);
                self.row(&label, &sigla(info, row), &lemma_runs(info).concat(), terminal)?;
                continue;
            };
            let agreement = info.readings[n].agreement;
            let label = if agreement == first { "" } else { agreement };
            let label = format!("    {label}");
            self.row(&label, &sigla(info, row), &self.reading_runs(info, n), terminal)?;
        }
        if self.accidentals {
            self.accidentals(info, &rows, terminal)?;
        }
        for (what, runs) in conflict_runs(info) {
            self.row(&format!("    {what}"), &[], &runs, terminal)?;
        }
        if info.outlets_without_copies < info.outlets {
            let runs = [Run::new(FAINT, outlets(info))];
            self.row("    copies", &[], &runs, terminal)?;
        }
        Ok(())
    }

    /// What differs in spelling, case or marks only, by witness.
    fn accidentals(
        &self,
        info: &EntryInfo,
        rows: &[Row],
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let change = |it: &VariantInfo| match (it.lemma.is_empty(), it.reading.is_empty()) {
            (false, true) => format!("[-{}-]", it.lemma),
            (true, false) => format!("{{+{}+}}", it.reading),
            _ => format!("{}→{}", it.lemma, it.reading),
        };
        let mut told: Vec<(String, Vec<&str>)> = Vec::new();
        for n in rows.iter().flat_map(|row| &row.readings) {
            let of = &info.readings[*n];
            let changes = of.accidentals.iter().map(change).collect::<Vec<_>>().join(" · ");
            match told.iter_mut().find(|(it, _)| *it == changes) {
                Some((_, sigla)) => sigla.push(&of.statement.siglum),
                None => told.push((changes, vec![&of.statement.siglum])),
            }
        }
        for (changes, sigla) in told.into_iter().filter(|(changes, _)| !changes.is_empty()) {
            self.row("    accidental", &sigla, &[Run::new(FAINT, changes)], terminal)?;
        }
        Ok(())
    }

    fn row(
        &self,
        label: &str,
        sigla: &[&str],
        runs: &[Run],
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let sigla = sigla.join(" ");
        let narrow = terminal.width < STACKED_BELOW;
        let stacked = narrow || sigla.chars().count() > self.sigla;
        let indent = if narrow { STACKED_INDENT } else { LABELS + self.sigla + 1 };
        // A label without sigla may take their room.
        let labels = if sigla.is_empty() { LABELS + self.sigla } else { LABELS };
        let width = if sigla.is_empty() { 0 } else { self.sigla };
        write!(terminal.out, "{FAINT}{label:labels$}{FAINT:#}")?;
        if stacked {
            for (n, line) in
                wrap(&[Run::new(STRONG, sigla)], terminal.width - LABELS).iter().enumerate()
            {
                let blank = if n == 0 { 0 } else { LABELS };
                writeln!(terminal.out, "{:blank$}{line}", "")?;
            }
            if width == 0 {
                writeln!(terminal.out)?;
            }
        } else {
            write!(terminal.out, "{STRONG}{sigla:width$}{STRONG:#} ")?;
        }
        for (n, line) in wrap(runs, terminal.width - indent).iter().enumerate() {
            let blank = if n == 0 && !stacked { 0 } else { indent };
            writeln!(terminal.out, "{:blank$}{line}", "")?;
        }
        Ok(())
    }

    fn reading_runs(&self, info: &EntryInfo, n: usize) -> Vec<Run> {
        let shown = &info.readings[n];
        if shown.agreement == "paraphrase" {
            return statement_runs(&shown.statement, false).concat();
        }
        let entry = self.digest.entry(info);
        let reading = &entry.readings[n];
        let text = |id| self.digest.text(id);
        let lemma = text(entry.lemma.statement.report);
        let pieces = pieces(lemma, text(reading.passages.statement.report), reading);
        let marked = (0..pieces.len()).flat_map(|at| marked(&pieces, at)).collect();
        let mut runs = tagged(&shown.statement, quoted(&shown.statement, true, marked));
        let notes = note_runs(shown);
        if !notes.is_empty() {
            runs.push(Run::new(FAINT, "  — ".to_owned()));
            runs.extend(notes);
        }
        runs
    }
}

/// The label of an entry's first row. Where the lemma is a transcript's, the readings bear the
/// grades; where it is one outlet's against another's, nobody knows who changed what, and the entry
/// bears its gravest.
fn label(info: &EntryInfo, transcript: bool, all_alike: bool) -> &'static str {
    match grade(info) {
        None => info.lemma.manner,
        Some("verbatim") => "verbatim",
        Some(_) if all_alike && info.lemma.manner == "direct" => "verbatim",
        Some(_) if all_alike => info.lemma.manner,
        Some(grade) if !transcript => grade,
        Some(_) => "",
    }
}
