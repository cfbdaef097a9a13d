//! An entry in, rows out: witnesses that have the same words stand together, whatever their spelling.

use std::cell::LazyCell;

use super::{Agreement, Cut, Degree, Entry, Passages};
use crate::annotate::{Act, Annotated, Manner};
use crate::text::fold::{Folded, Folding, same_words};

/// Witnesses of an entry that have the same words, spelling and marks aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Whether the lemma is one of them.
    pub lemma: bool,
    /// Places among the entry's readings, rising.
    pub readings: Vec<usize>,
}

/// The witnesses of an entry, those with the same words in one row; the lemma's row first, the
/// others by their first reading. What one report has said and another denied is not in one row, nor
/// is a quotation with what is told indirectly, or a marked cut with a silent one.
pub fn folded(folding: &Folding, entry: &Entry, reports: &[Annotated]) -> Vec<Row> {
    let mut rows = vec![Row { lemma: true, readings: Vec::new() }];
    let mut bases = vec![Basis::of(folding, &entry.lemma, reports)];
    let mut grades: Vec<Option<Grade>> = vec![None];
    for (n, reading) in entry.readings.iter().enumerate() {
        let basis = Basis::of(folding, &reading.passages, reports);
        let grade = (reading.agreement, reading.cut, reading.degree);
        let as_lemma = basis.unsaid == bases[0].unsaid
            && (reading.agreement == Agreement::Verbatim || basis.is_like(&bases[0]));
        let alike = |it: &usize| grades[*it] == Some(grade) && basis.is_like(&bases[*it]);
        let row = if as_lemma { Some(0) } else { (1..rows.len()).find(alike) };
        match row {
            Some(row) => rows[row].readings.push(n),
            None => {
                rows.push(Row { lemma: false, readings: vec![n] });
                bases.push(basis);
                grades.push(Some(grade));
            }
        }
    }
    rows
}

type Grade = (Agreement, Option<Cut>, Option<Degree>);

/// What two witnesses of a row have in common.
struct Basis<'e> {
    /// Folded only for those that another must be held against: that takes longer than all else.
    words: LazyCell<Vec<Folded>, Box<dyn FnOnce() -> Vec<Folded> + 'e>>,
    manner: Option<Manner>,
    /// Denied, declined, not said.
    unsaid: Option<Act>,
}

impl<'e> Basis<'e> {
    fn of(folding: &'e Folding, passages: &'e Passages, reports: &'e [Annotated]) -> Basis<'e> {
        let id = passages.statement;
        let of = reports.iter().find(|it| it.report.id() == id.report);
        let words = move || {
            let text = of.map_or("", |it| it.report.text());
            let spans = passages.spans.iter().filter(|_| of.is_some());
            spans.flat_map(|it| folding.fold(text, *it)).collect()
        };
        let statement = of.and_then(|it| it.annotations.statements.get(id.ordinal as usize));
        Basis {
            words: LazyCell::new(Box::new(words)),
            manner: statement.map(|it| it.manner),
            unsaid: statement.map(|it| it.act).filter(|it| !it.may_be(Act::Said)),
        }
    }

    fn is_like(&self, other: &Basis<'_>) -> bool {
        self.manner == other.manner
            && self.unsaid == other.unsaid
            && same_words(&self.words, &other.words)
    }
}

#[cfg(test)]
mod tests {
    use super::super::collate;
    use super::*;
    use crate::invented::reports;
    use crate::story;

    /// For the first shared entry: each row as numbers of reports.
    #[track_caller]
    fn check(texts: &[&str], expected: &[&[usize]]) {
        let reports = reports(texts);
        let apparatus = collate(&story::gather(&reports), &reports);
        let entry = apparatus.shared().next().expect("a shared entry");
        let number = |passages: &Passages| {
            reports.iter().position(|it| it.report.id() == passages.statement.report).unwrap()
        };
        let rows: Vec<Vec<usize>> = folded(&Folding::english(), entry, &reports)
            .iter()
            .map(|row| {
                let lemma = row.lemma.then(|| number(&entry.lemma));
                let others = row.readings.iter().map(|it| number(&entry.readings[*it].passages));
                let mut row: Vec<usize> = lemma.into_iter().chain(others).collect();
                row.sort_unstable();
                row
            })
            .collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn witnesses_with_the_same_words_share_a_row_whatever_their_spelling() {
        check(
            &[
                "“The harbour stays open to every ship that pays its dues here,” Ana Ruiz said.",
                "“The harbour stays shut to every ship that pays its dues here,” Ana Ruiz said. A",
                "“the harbor stays open to every ship that pays its dues here”, Ana Ruiz said. B",
                "“The harbor stays shut to every ship that pays its dues here,” Ana Ruiz said. C",
            ],
            &[&[0, 2], &[1, 3]],
        );
    }

    #[test]
    fn what_was_denied_shares_no_row_with_what_was_said() {
        check(
            &[
                "Ana Ruiz said that the ministry had closed the old bridge at Veld for three weeks.",
                "Ana Ruiz denied that the ministry had closed the old bridge at Veld for three weeks.",
            ],
            // Of equal claims the earlier is the lemma; of equal times, by id.
            &[&[1], &[0]],
        );
    }
}
