//! An apparatus and a witness in, the same apparatus with that witness's words as lemma out.
//!
//! Which statements are one utterance does not change, only what they are compared with: all
//! readings are laid against the new lemma. An entry that the witness has no part in stays as it is.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::entry::entry_on;
use super::pair::{Comparer, Tables};
use super::unit::{self, Unit};
use super::{Apparatus, Entry, Passages, in_order};
use crate::annotate::{Annotated, StatementId};
use crate::report::ReportId;
use crate::story::Story;

/// The apparatus of a story, as [`collate`](super::collate) made it, with the words of report
/// `lemma` as lemma wherever it has any.
pub fn redraw(
    story: &Story,
    reports: &[Annotated],
    apparatus: &Apparatus,
    lemma: ReportId,
) -> Apparatus {
    redraw_with(&Tables::english(), story, reports, apparatus, &|_| Some(lemma))
}

/// As [`redraw`], with tables made once for many stories, and a lemma chosen for each entry; `None`
/// leaves it as it is.
pub fn redraw_with(
    tables: &Tables,
    story: &Story,
    reports: &[Annotated],
    apparatus: &Apparatus,
    choose: &dyn Fn(&Entry) -> Option<ReportId>,
) -> Apparatus {
    Wordings::of(tables, story, reports).redraw(reports, apparatus, choose)
}

/// The wordings of a story's reports, ready to be compared: for whoever asks several things of one
/// story.
pub struct Wordings<'t> {
    /// Places of the story's reports among those given, in their fixed order.
    order: Vec<usize>,
    pub(crate) units: Vec<Unit>,
    /// Where each statement's stand among the units.
    places: FxHashMap<StatementId, Range<usize>>,
    /// Words are as rare among all of the story's wordings as they were when it was collated.
    pub(crate) comparer: Comparer<'t>,
}

impl<'t> Wordings<'t> {
    /// Reads all that the reports of a story tell.
    pub fn of(tables: &'t Tables, story: &Story, reports: &[Annotated]) -> Wordings<'t> {
        let ordered = in_order(story, reports);
        let place = |of: &&Annotated| reports.iter().position(|it| std::ptr::eq(it, *of));
        let units: Vec<Unit> = ordered
            .iter()
            .enumerate()
            .flat_map(|(n, report)| unit::units(tables, report, n))
            .collect();
        let mut places: FxHashMap<StatementId, Range<usize>> = FxHashMap::default();
        for (at, unit) in units.iter().enumerate() {
            places.entry(unit.statement).or_insert(at..at).end = at + 1;
        }
        let comparer = Comparer::among(tables, units.iter().map(|it| &it.faces[0].prepared));
        Wordings { order: ordered.iter().filter_map(place).collect(), units, places, comparer }
    }

    /// As [`redraw_with`]. The reports are those that these are the wordings of.
    pub fn redraw(
        &self,
        reports: &[Annotated],
        apparatus: &Apparatus,
        choose: &dyn Fn(&Entry) -> Option<ReportId>,
    ) -> Apparatus {
        let reports = self.ordered(reports);
        let redrawn = |entry: &Entry| {
            let chosen =
                choose(entry).filter(|it| entry.statements().any(|of| of.report == *it))?;
            let lemma = reports.iter().position(|it| it.report.id() == chosen)?;
            let group = self.group(entry)?;
            Some(entry_on(&self.comparer, &reports, &self.units, &group, Some(lemma)))
        };
        let entries = apparatus.entries.iter().map(|it| redrawn(it).unwrap_or_else(|| it.clone()));
        Apparatus { entries: entries.collect(), ..apparatus.clone() }
    }

    pub(crate) fn ordered<'r>(&self, reports: &'r [Annotated]) -> Vec<&'r Annotated> {
        self.order.iter().map(|it| &reports[*it]).collect()
    }

    /// The units that an entry was made of, in order; `None` if a witness's are not among the units:
    /// the reports are not those that were collated.
    fn group(&self, entry: &Entry) -> Option<Vec<usize>> {
        let mut group = Vec::new();
        for passages in entry.passages() {
            let members = self.members(passages);
            if members.is_empty() {
                return None;
            }
            group.extend(members);
        }
        group.sort_unstable();
        Some(group)
    }

    /// The units that a witness's passages were made of, in order.
    pub(crate) fn members(&self, passages: &Passages) -> Vec<usize> {
        let of_statement = self.places.get(&passages.statement).cloned().unwrap_or_default();
        of_statement.filter(|it| is_part(&self.units[*it], passages)).collect()
    }
}

/// Whether the unit's words, or its quoted words, are among the passages.
fn is_part(unit: &Unit, passages: &Passages) -> bool {
    let among = |face: &unit::Face| face.spans.iter().all(|it| passages.spans.contains(it));
    unit.statement == passages.statement && unit.faces.iter().any(among)
}

#[cfg(test)]
mod tests {
    use super::super::{Agreement, VariantKind, collate};
    use super::*;
    use crate::invented::chairs;
    use crate::story;
    use crate::text::joined;

    fn words(reports: &[Annotated], passages: &Passages) -> String {
        let of = |it: &&Annotated| it.report.id() == passages.statement.report;
        joined(reports.iter().find(of).unwrap().report.text(), &passages.spans)
    }

    #[test]
    fn any_witness_may_be_the_lemma_and_the_changes_turn_round() {
        let reports = chairs();
        let story = story::gather(&reports);
        let apparatus = collate(&story, &reports);
        let entry = apparatus.shared().next().unwrap();
        let altered = entry.readings.iter().find(|it| it.agreement == Agreement::Altered).unwrap();
        let other = altered.passages.statement.report;
        let redrawn = redraw(&story, &reports, &apparatus, other);
        let turned = redrawn.shared().next().unwrap();
        assert_eq!(turned.lemma, altered.passages);
        let back = turned.readings.iter().find(|it| it.passages == entry.lemma).unwrap();
        assert_eq!(back.agreement, Agreement::Altered);
        assert_eq!(back.variants.len(), altered.variants.len());
        for (one, two) in back.variants.iter().zip(&altered.variants) {
            assert_eq!((one.lemma, one.reading), (two.reading, two.lemma));
            assert_eq!(one.kind, VariantKind::Substitution);
        }
        assert_eq!(redrawn.entries.len(), apparatus.entries.len());
    }

    #[test]
    fn the_lemma_that_is_there_already_changes_nothing() {
        let reports = chairs();
        let story = story::gather(&reports);
        let apparatus = collate(&story, &reports);
        let tables = Tables::english();
        let same = |entry: &Entry| Some(entry.lemma.statement.report);
        assert_eq!(redraw_with(&tables, &story, &reports, &apparatus, &same), apparatus);
    }

    #[test]
    fn there_and_back_is_where_it_began() {
        let reports = chairs();
        let story = story::gather(&reports);
        let apparatus = collate(&story, &reports);
        let tables = Tables::english();
        for report in &reports {
            let there = redraw(&story, &reports, &apparatus, report.report.id());
            for (n, entry) in there.entries.iter().enumerate() {
                let back = |_: &Entry| Some(apparatus.entries[n].lemma.statement.report);
                let one = Apparatus { entries: vec![entry.clone()], ..there.clone() };
                let back = redraw_with(&tables, &story, &reports, &one, &back);
                assert_eq!(back.entries[0], apparatus.entries[n]);
            }
        }
    }

    #[test]
    fn an_entry_without_that_witness_stays_as_it_is() {
        let reports = chairs();
        let story = story::gather(&reports);
        let apparatus = collate(&story, &reports);
        let third = reports[2].report.id();
        let redrawn = redraw(&story, &reports, &apparatus, third);
        let mut n_lemmas = 0;
        for (before, after) in apparatus.entries.iter().zip(&redrawn.entries) {
            match before.statements().any(|it| it.report == third) {
                true => n_lemmas += usize::from(after.lemma.statement.report == third),
                false => assert_eq!(before, after),
            }
        }
        assert!(n_lemmas > 0, "{}", words(&reports, &redrawn.entries[0].lemma));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]

        #[test]
        fn whatever_the_witnesses_have_there_and_back_changes_nothing(
            edits in proptest::collection::vec((0..12_usize, 0..4_u8), 2..6), chosen in 0..6_usize,
        ) {
            let edited = |(n, (at, edit)): (usize, &(usize, u8))| {
                let words = "the pilots of this port have waited seven weeks for their answer";
                let mut words: Vec<&str> = words.split(' ').collect();
                match edit {
                    0 => words[*at] = "ships",
                    1 => words.insert(*at, "not"),
                    2 => words.truncate(*at + 1),
                    _ => words.rotate_left(*at),
                }
                let words = words.join(" ");
                match n % 3 {
                    0 => format!("“{words},” Ana Ruiz said."),
                    1 => format!("Ana Ruiz said it was late and “{words}”."),
                    _ => format!("Ana Ruiz said that {words}."),
                }
            };
            let texts: Vec<String> = edits.iter().enumerate().map(edited).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let reports = crate::invented::reports(&texts);
            let story = story::gather(&reports);
            let apparatus = collate(&story, &reports);
            let lemma = reports[chosen % reports.len()].report.id();
            let there = redraw(&story, &reports, &apparatus, lemma);
            let tables = Tables::english();
            for (n, entry) in there.entries.iter().enumerate() {
                let back = |_: &Entry| Some(apparatus.entries[n].lemma.statement.report);
                let one = Apparatus { entries: vec![entry.clone()], ..there.clone() };
                let back = redraw_with(&tables, &story, &reports, &one, &back);
                proptest::prop_assert_eq!(&back.entries[0], &apparatus.entries[n]);
            }
        }
    }
}
