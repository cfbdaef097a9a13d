//! What is found of a story as a whole, drawn after its entries: where quotations stand in its
//! transcripts, what is printed as one and was two, and who was made from whom.

use std::io::Write;

use onrecord::json::{AbsentInfo, DescentInfo, EvidenceInfo, SpliceInfo, WordsInfo};
use onrecord::ledger::{count, evidence, made_from, spliced, turn};

use super::Digest;
use crate::terminal::{FAINT, STRONG, Terminal};
use crate::wrap::Run;

/// Columns before a list's items, and before what stands below one.
const ITEM: usize = 2;
const BELOW: usize = 6;

impl Digest<'_> {
    pub(super) fn whole(&self, terminal: &mut Terminal) -> anyhow::Result<()> {
        self.in_transcripts(terminal)?;
        let whole = &self.published.whole;
        if !whole.splices.is_empty() {
            heading("Printed as one, and two by other reports", terminal)?;
        }
        for splice in &whole.splices {
            self.splice(splice, terminal)?;
        }
        if !whole.stemma.is_empty() {
            heading("Who was made from whom", terminal)?;
        }
        for descent in &whole.stemma {
            self.descent(descent, terminal)?;
        }
        Ok(())
    }

    fn in_transcripts(&self, terminal: &mut Terminal) -> anyhow::Result<()> {
        let whole = &self.published.whole;
        let (n_found, n) = (whole.found.len(), whole.found.len() + whole.absent.len());
        if n == 0 {
            return Ok(());
        }
        heading("Against the transcript", terminal)?;
        let told = format!("{n_found} of {} found", count(n, "quoted sentence"));
        item(&[Run::plain(&told)], terminal)?;
        for absent in &whole.absent {
            self.absent(absent, terminal)?;
        }
        Ok(())
    }

    fn absent(&self, absent: &AbsentInfo, terminal: &mut Terminal) -> anyhow::Result<()> {
        let sigla: Vec<&str> = absent.transcripts.iter().map(|it| self.siglum(it)).collect();
        let mut why = format!("not found in {}", sigla.join(", "));
        if absent.why == "another_day" {
            let day = absent.quotation.day.as_deref().unwrap_or("another day");
            why.push_str(&format!(", which is of another day than {day}"));
        }
        let label = Run::new(FAINT, format!("  — {why}"));
        item(&[siglum(&absent.quotation), words(&absent.quotation), label], terminal)?;
        match &absent.nearest {
            Some(nearest) => {
                let place = format!("nearest, {}: ", turn(&nearest.turn));
                below(&[Run::new(FAINT, place), words(&nearest.passage)], terminal)
            }
            None => below(&[Run::new(FAINT, "no word of it is there".to_owned())], terminal),
        }
    }

    fn splice(&self, splice: &SpliceInfo, terminal: &mut Terminal) -> anyhow::Result<()> {
        let marked = if splice.marked { ", marked" } else { "" };
        let kind = spliced(splice.kind);
        let head =
            [Run::new(STRONG, splice.siglum.clone()), Run::plain(&format!(" {kind}{marked}"))];
        item(&head, terminal)?;
        for part in &splice.parts {
            let day = part.there.day.as_deref().map(|it| format!(", {it}")).unwrap_or_default();
            let there = Run::new(FAINT, format!("  — {}{day}", part.there.siglum));
            below(&[words(&part.here), there], terminal)?;
        }
        Ok(())
    }

    fn descent(&self, descent: &DescentInfo, terminal: &mut Terminal) -> anyhow::Result<()> {
        let head = [Run::new(STRONG, descent.siglum.clone()), Run::plain(&made_from(descent))];
        item(&head, terminal)?;
        for evidence in &descent.evidence {
            below(&in_words(evidence), terminal)?;
        }
        Ok(())
    }
}

fn heading(words: &str, terminal: &mut Terminal) -> anyhow::Result<()> {
    writeln!(terminal.out)?;
    terminal.lines(0, &[Run::new(STRONG, words.to_owned())])?;
    Ok(())
}

fn item(runs: &[Run], terminal: &mut Terminal) -> anyhow::Result<()> {
    Ok(terminal.lines(ITEM, runs)?)
}

fn below(runs: &[Run], terminal: &mut Terminal) -> anyhow::Result<()> {
    Ok(terminal.lines(BELOW, runs)?)
}

fn siglum(of: &WordsInfo) -> Run {
    Run::new(STRONG, format!("{} ", of.siglum))
}

fn words(of: &WordsInfo) -> Run {
    Run::plain(&format!("“{}”", of.words))
}

/// A fact, and the first words that show it.
fn in_words(of: &EvidenceInfo) -> Vec<Run> {
    let (fact, first) = evidence(of);
    let first = first.map(|it| format!(": “{it}”"));
    vec![Run::plain(&fact), Run::new(FAINT, first.unwrap_or_default())]
}
