//! The critical apparatus: the lemma of each utterance, and below it the places where witnesses
//! part, `words] “other words” sigla; om. sigla`.

use std::io::Write;

use onrecord::VariantKind;
use onrecord::collate::{Place, PlaceReading, Row, accidental_places, places};
use onrecord::json::{EntryInfo, mark};
use onrecord::ledger::{heading, headings, outlets, sigla, statements};
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

/// Words of a place from which it is told by its first and its last; they all stand above it.
const LONG_PLACE: usize = 6;

/// Witnesses from which all others are told as such.
const MANY: usize = 6;

const LEGEND: &str = "words] “other words” and who has them · om. leaves them out · add. puts in \
    after them · transp. puts them elsewhere · of two or more alike, ² is the second";

impl Digest<'_> {
    pub(super) fn list_places(
        &self,
        entries: &[&EntryInfo],
        view: &ViewArgs,
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        for line in wrap(&[Run::new(FAINT, LEGEND.to_owned())], terminal.width) {
            writeln!(terminal.out, "{line}")?;
        }
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
        let span =
            if place.is_empty() { word_before(text, spans, place.start()) } else { Some(place) };
        let Some(span) = span else {
            return vec![Run::new(FAINT, "(beginning)".to_owned())];
        };
        let mut runs = vec![Run::new(OMITTED, shortened(span.of(text)))];
        if let Some(nth) = nth(text, spans, span) {
            runs.push(Run::plain(&superscript(nth)));
        }
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

/// Sigla of readings; of more than a few that are all there are, that.
fn witnesses(info: &EntryInfo, readings: &[usize]) -> String {
    if readings.len() > MANY && readings.len() == info.readings.len() {
        return "all others".to_owned();
    }
    let sigla = readings.iter().map(|it| info.readings[*it].statement.siglum.as_str());
    sigla.collect::<Vec<_>>().join(" ")
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

/// A long place by its first two words and its last two: `No ship … ask permission`.
fn shortened(words: &str) -> String {
    let all: Vec<&str> = words.split_whitespace().collect();
    match all.as_slice() {
        [one, two, .., three, four] if all.len() > LONG_PLACE => {
            format!("{one} {two} … {three} {four}")
        }
        all => all.join(" "),
    }
}

/// The word that ends last before byte `at`, within the spans.
fn word_before(text: &str, spans: &[Span], at: usize) -> Option<Span> {
    let before = spans.iter().filter(|it| it.start() < at).map(|it| (it.start(), it.end().min(at)));
    let is_word = |it: char| it.is_alphanumeric() || matches!(it, '\'' | '’' | '-');
    before.rev().find_map(|(start, end)| {
        let end = start + text[start..end].trim_end_matches(|it| !is_word(it)).len();
        let word = text[start..end].trim_end_matches(is_word).len();
        (start + word < end).then(|| Span::new(start + word, end))
    })
}

/// Which of the places with these very words it is, from 1, if the lemma has several.
fn nth(text: &str, spans: &[Span], place: Span) -> Option<usize> {
    let words = place.of(text);
    // `n't` stands within a word, and so do those like it.
    let inside = |at: usize| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = text[at + words.len()..].chars().next().is_some_and(char::is_alphanumeric);
        (before, after)
    };
    let found = spans.iter().flat_map(|span| {
        let all = span.of(text).match_indices(words).map(|(at, _)| span.start() + at);
        all.filter(|at| inside(*at) == inside(place.start()))
    });
    let found: Vec<usize> = found.collect();
    let at = found.iter().position(|it| *it == place.start())?;
    (found.len() > 1).then_some(at + 1)
}

fn superscript(n: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    n.to_string().bytes().map(|it| DIGITS[usize::from(it - b'0')]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_place_is_told_by_its_ends() {
        assert_eq!(shortened("no lack of effort"), "no lack of effort");
        assert_eq!(shortened("No ship should have to ask permission"), "No ship … ask permission");
    }

    #[test]
    fn an_addition_stands_after_the_word_before_it() {
        let text = "They have, once, refused";
        let whole = [Span::new(0, text.len())];
        let before = |at: usize| word_before(text, &whole, at).map(|it| it.of(text));
        assert_eq!(before(9), Some("have"));
        assert_eq!(before(16), Some("once"));
        assert_eq!(before(0), None);
    }

    #[test]
    fn of_words_that_stand_there_twice_the_place_tells_which() {
        let text = "the port and the other port, theirs";
        let whole = [Span::new(0, text.len())];
        let which = |start: usize, end: usize| nth(text, &whole, Span::new(start, end));
        assert_eq!(which(0, 3), Some(1));
        assert_eq!(which(13, 16), Some(2));
        assert_eq!(which(9, 12), None);
        assert_eq!(which(18, 21), None, "not the end of a word that is the same");
        assert_eq!(superscript(12), "¹²");
    }
}
