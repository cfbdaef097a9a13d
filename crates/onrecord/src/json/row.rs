//! An apparatus as a table: a row a witness of an utterance, for a spreadsheet or a data frame.

use serde::Serialize;

use super::{
    Comparison, EntryInfo, ReadingInfo, ReportInfo, StatementInfo, VariantInfo, comparison,
};
use crate::annotate::Annotated;
use crate::collate::Apparatus;
use crate::story::Story;

/// What one witness has for one entry, beside the lemma's words.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WitnessRow {
    /// The story's id.
    pub story: Option<String>,
    /// The entry's number in the story, from 1.
    pub entry: usize,
    /// `lemma` or `reading`.
    pub role: &'static str,
    /// The witness's sign in the story.
    pub siglum: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// `verbatim`, `trimmed`, `spliced`, `altered` or `paraphrase`; null for the lemma.
    pub agreement: Option<&'static str>,
    /// `light` or `heavy`, if it is altered.
    pub degree: Option<&'static str>,
    /// `edge` or `inside`, if it was cut and nothing else differs.
    pub cut: Option<&'static str>,
    /// Whether every cut inside is marked.
    pub cut_marked: Option<bool>,
    /// What the changes change of the meaning, each once: `negation; number`.
    pub marks: String,
    /// The changes: `[-left out-]; {+put in+}; old → new; ~moved~`.
    pub changes: String,
    /// What differs in spelling, case or marks only.
    pub accidentals: String,
    /// The witness's words.
    pub words: String,
    /// The lemma's.
    pub lemma_words: String,
    /// The lemma's sign.
    pub lemma_siglum: String,
    /// The speaker's name, by this witness.
    pub speaker: Option<String>,
    /// `direct`, `indirect` or `mixed`.
    pub manner: &'static str,
    /// `said`, `asked`, `denied`, `declined` or `not_said`.
    pub act: &'static str,
    /// The day it was said, as the witness words it.
    pub day: Option<String>,
    /// The date that comes to.
    pub date: Option<String>,
    /// Whether it gives another day than the lemma.
    pub day_conflict: bool,
    /// Whether it names another speaker.
    pub speaker_conflict: bool,
    /// Whether one has said what the other denied.
    pub act_conflict: bool,
    /// Whether it has it said in another place.
    pub venue_conflict: bool,
    /// How many outlets have the entry.
    pub outlets: usize,
    /// How many without copies.
    pub outlets_without_copies: usize,
    /// The sign of the report it is a copy of.
    pub copy_of: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// Where its words stand in its report, in code points.
    pub spans: Vec<[usize; 2]>,
    /// Where the lemma's stand in the lemma's report.
    pub lemma_spans: Vec<[usize; 2]>,
    /// The statement's id.
    pub statement: String,
    /// The lemma's.
    pub lemma_statement: String,
    /// The report's id.
    pub report: String,
    /// The rule that found the statement.
    pub rule: &'static str,
}

/// The rows of a story: each entry's lemma, then its readings.
pub fn rows(story: &Story, reports: &[Annotated], apparatus: &Apparatus) -> Vec<WitnessRow> {
    let published = comparison(story, reports, apparatus);
    let of_entry = |entry| {
        let readings = |it: &EntryInfo| it.readings.clone().into_iter().map(Some);
        let witnesses = std::iter::once(None).chain(readings(entry));
        witnesses.map(|reading| row(&published, entry, reading)).collect::<Vec<WitnessRow>>()
    };
    published.entries.iter().flat_map(of_entry).collect()
}

fn row(published: &Comparison, entry: &EntryInfo, reading: Option<ReadingInfo>) -> WitnessRow {
    let lemma = &entry.lemma;
    let it: &StatementInfo = reading.as_ref().map_or(lemma, |it| &it.statement);
    let find = |id: &String| published.reports.iter().find(|it| it.id == *id);
    let report: Option<&ReportInfo> = find(&it.report);
    let copy_of = report.and_then(|it| it.copy_of.as_ref()).and_then(find);
    let of = reading.as_ref();
    let variants = of.map_or(&[][..], |it| &it.variants);
    let mut marks: Vec<&str> = variants.iter().filter_map(|it| it.mark).collect();
    marks.sort_unstable();
    marks.dedup();
    WitnessRow {
        story: published.story.clone(),
        entry: entry.number,
        role: if of.is_some() { "reading" } else { "lemma" },
        siglum: it.siglum.clone(),
        outlet: report.and_then(|it| it.outlet.clone()),
        agreement: of.map(|it| it.agreement),
        degree: of.and_then(|it| it.degree),
        cut: of.and_then(|it| it.cut),
        cut_marked: of.and_then(|it| it.cut_marked),
        marks: marks.join("; "),
        changes: changes(variants),
        accidentals: changes(of.map_or(&[], |it| &it.accidentals)),
        words: it.words.clone(),
        lemma_words: lemma.words.clone(),
        lemma_siglum: lemma.siglum.clone(),
        speaker: it.speaker.clone(),
        manner: it.manner,
        act: it.act,
        day: it.day.clone(),
        date: it.date.clone(),
        day_conflict: of.is_some_and(|it| it.day_conflict),
        speaker_conflict: of.is_some_and(|it| it.speaker_conflict),
        act_conflict: of.is_some_and(|it| it.act_conflict),
        venue_conflict: of.is_some_and(|it| it.venue_conflict),
        outlets: entry.outlets,
        outlets_without_copies: entry.outlets_without_copies,
        copy_of: copy_of.map(|it| it.siglum.clone()),
        published: report.and_then(|it| it.published.clone()),
        url: report.and_then(|it| it.url.clone()),
        spans: it.spans.clone(),
        lemma_spans: lemma.spans.clone(),
        statement: it.statement.clone(),
        lemma_statement: lemma.statement.clone(),
        report: it.report.clone(),
        rule: it.rule,
    }
}

/// As the record's view `altered` has them.
fn changes(variants: &[VariantInfo]) -> String {
    let change = |it: &VariantInfo| match it.kind {
        "omission" => format!("[-{}-]", it.lemma),
        "addition" => format!("{{+{}+}}", it.reading),
        "substitution" => format!("{} → {}", it.lemma, it.reading),
        _ => format!("~{}~", it.reading),
    };
    variants.iter().map(change).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::collate;
    use crate::invented::chairs;
    use crate::story;

    #[test]
    fn every_witness_of_every_entry_has_a_row_beside_the_lemma() {
        let reports = chairs();
        let story = story::gather(&reports);
        let apparatus = collate(&story, &reports);
        let rows = rows(&story, &reports, &apparatus);
        assert_eq!(rows.len(), apparatus.entries.iter().flat_map(|it| it.passages()).count());
        let altered = rows.iter().find(|it| it.agreement == Some("altered")).unwrap();
        assert_eq!((altered.siglum.as_str(), altered.lemma_siglum.as_str()), ("C", "H"));
        assert_eq!(altered.changes, "chair → seat; every → each");
        assert!(altered.lemma_words.contains("chair") && altered.words.contains("seat"));
        assert_eq!((altered.outlets, altered.outlets_without_copies), (3, 3));
        assert!(altered.day_conflict);
    }
}
