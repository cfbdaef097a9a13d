//! The critical apparatus: the lemma of each utterance, and below it the places where witnesses
//! part, `words] “other words” sigla; om. sigla`.

use std::io::Write;

use onrecord::VariantKind;
use onrecord::collate::{Place, PlaceReading, Row, accidental_places, places};
use onrecord::json::{EntryInfo, mark};
use onrecord::ledger::{
    heading, headings, outlets, place_words, sigla, statements, superscript, witnesses, word_before,
};
use onrecord::text::Span;

use super::Digest;
use super::words::{conflict_runs, lemma_runs, note_runs, statement_runs};
use crate::args::ViewArgs;
use crate::terminal::{ADDED, DOUBT, FAINT, OMITTED, STRONG, Terminal};
use crate::wrap::{Run, wrap};

/// Columns before the lemma's words.
const LEMMA: usize = 5;
/// Columns before a place.
const PLACE: usize = 7;
/// Columns before the second line of a place.
const GOES_ON: usize = 9;

const LEGEND: &str = "words] “other words” and who has them · om. leaves them out · add. puts in \
    after them · transp. puts them elsewhere · of two or more alike, ² is the second";

impl Digest<'_> {
    pub(super) fn list_places(
        &self,
        entries: &[&EntryInfo],
        view: &ViewArgs,
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        terminal.lines(0, &[Run::new(FAINT, LEGEND.to_owned())])?;
        let headings = headings(entries);
        for info in entries {
            writeln!(terminal.out)?;
            self.title_of(info, heading(&headings, info), terminal)?;
            let rows = self.rows(info);
            let [mut lemma, beside] = lemma_runs(info);
            lemma.push(Run::plain("  "));
            lemma.push(Run::new(STRONG, sigla(info, &rows[0]).join(" ")));
            lemma.extend(beside);
            lines(LEMMA, LEMMA, &lemma, terminal)?;
            for place in places(&self.folding, self.entry(info), self.reports) {
                lines(PLACE, GOES_ON, &self.place(info, &place, false), terminal)?;
            }
            if view.accidentals {
                for place in accidental_places(self.entry(info), self.reports) {
                    lines(PLACE, GOES_ON, &self.place(info, &place, true), terminal)?;
                }
            }
            self.rows_of(info, &rows, terminal)?;
        }
        Ok(())
    }

    /// `  3  Ana Ruiz, spokeswoman · transcript, 2 outlets`
    fn title_of(
        &self,
        info: &EntryInfo,
        speaker: &str,
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let transcripts = statements(info).filter(|it| self.is_transcript(it)).count();
        let mut by = Vec::new();
        if transcripts > 0 {
            by.push("transcript".to_owned());
        }
        if info.outlets > 0 {
            by.push(outlets(info));
        }
        let runs = [
            Run::new(FAINT, format!("{:>3}", info.number)),
            Run::plain(" "),
            Run::new(STRONG, speaker.to_owned()),
            Run::new(FAINT, format!(" · {}", by.join(", "))),
        ];
        // Blanks are folded: the number is set off by hand.
        let pad = 3_usize.saturating_sub(info.number.to_string().len());
        lines(pad, LEMMA, &runs, terminal)
    }

    fn place(&self, info: &EntryInfo, place: &Place, accidental: bool) -> Vec<Run> {
        let entry = self.entry(info);
        let text = self.text(entry.lemma.statement.report);
        let mut runs = self.place_words(text, &entry.lemma.spans, place.lemma);
        runs.push(Run::new(FAINT, "]".to_owned()));
        for (n, of) in place.readings.iter().enumerate() {
            runs.push(Run::plain(if n == 0 { " " } else { "; " }));
            runs.extend(self.place_reading(info, of));
        }
        if accidental {
            runs.push(Run::new(FAINT, " (accidental)".to_owned()));
        }
        runs
    }

    /// The lemma's words at a place; those before it where there are none.
    fn place_words(&self, text: &str, spans: &[Span], place: Span) -> Vec<Run> {
        let Some(words) = place_words(text, spans, place) else {
            return vec![Run::new(FAINT, "(beginning)".to_owned())];
        };
        let mut runs = vec![Run::new(OMITTED, words.words)];
        runs.extend(words.nth.map(|it| Run::plain(&superscript(it))));
        runs
    }

    fn place_reading(&self, info: &EntryInfo, of: &PlaceReading) -> Vec<Run> {
        let entry = self.entry(info);
        let passages = &entry.readings[of.witnesses[0]].passages;
        let text = self.text(passages.statement.report);
        let words = Run::new(ADDED, format!("“{}”", of.reading.of(text)));
        let mut runs = match of.kind {
            VariantKind::Omission => vec![Run::plain("om.")],
            VariantKind::Addition => vec![Run::plain("add. "), words],
            VariantKind::Substitution => vec![words],
            VariantKind::Transposition => {
                let before = word_before(text, &passages.spans, of.reading.start());
                let place = match before {
                    Some(word) => format!("transp. after “{}”", word.of(text)),
                    None => "transp. to the beginning".to_owned(),
                };
                vec![Run::plain(&place)]
            }
        };
        runs.push(Run::plain(" "));
        runs.push(Run::new(STRONG, witnesses(info, &of.witnesses)));
        runs.extend(of.mark.map(|it| Run::new(DOUBT, format!(" ({})", mark(it)))));
        runs
    }

    /// What witnesses are as a whole; the words of those that only tell it; what they tell
    /// differently beside the words.
    fn rows_of(
        &self,
        info: &EntryInfo,
        rows: &[Row],
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        let others = || rows.iter().filter(|it| !it.lemma);
        let told = |it: &&Row| info.readings[it.readings[0]].agreement == "paraphrase";
        // Their words stand at the places above: those of whom the same is true share a line.
        let mut graded: Vec<(Vec<Run>, Vec<usize>)> = Vec::new();
        for row in others().filter(|it| !told(it)) {
            let of = &info.readings[row.readings[0]];
            let mut runs = vec![Run::new(FAINT, format!(" {}", of.agreement))];
            let notes = note_runs(of);
            runs.extend((!notes.is_empty()).then(|| Run::new(FAINT, ": ".to_owned())));
            runs.extend(notes);
            match graded.iter_mut().find(|(it, _)| *it == runs) {
                Some((_, same)) => same.extend(&row.readings),
                None => graded.push((runs, row.readings.clone())),
            }
        }
        for (grade, mut same) in graded {
            same.sort_unstable();
            let mut runs = vec![Run::new(STRONG, witnesses(info, &same))];
            runs.extend(grade);
            lines(LEMMA, PLACE, &runs, terminal)?;
        }
        for row in others().filter(told) {
            let mut runs = vec![
                Run::new(STRONG, sigla(info, row).join(" ")),
                Run::new(FAINT, " paraphrase: ".to_owned()),
            ];
            let told = &info.readings[row.readings[0]].statement;
            runs.extend(statement_runs(told, false).concat());
            lines(LEMMA, PLACE, &runs, terminal)?;
        }
        for (what, told) in conflict_runs(info) {
            let mut runs = vec![Run::new(FAINT, format!("{what}: "))];
            runs.extend(told);
            lines(LEMMA, PLACE, &runs, terminal)?;
        }
        Ok(())
    }
}

/// Words folded into lines, the first so far in, the others so far.
fn lines(first: usize, others: usize, runs: &[Run], terminal: &mut Terminal) -> anyhow::Result<()> {
    let folded = wrap(runs, terminal.width - first.max(others));
    for (n, line) in folded.iter().enumerate() {
        let blank = if n == 0 { first } else { others };
        writeln!(terminal.out, "{:blank$}{line}", "")?;
    }
    Ok(())
}
