//! A story and its reports in, an apparatus out: which statements are one utterance, and how the
//! wording of each differs from outlet to outlet, word by word.

mod align;
mod classify;
mod entry;
mod group;
mod link;
mod model;
mod pair;
mod speaker;
mod unit;

pub use align::Op;
pub use link::MEASURES;
pub use pair::{Claim, Comparer, Comparison, Prepared, Tables};

use unit::Unit;

use crate::annotate::{Annotated, StatementId};
use crate::report::ReportId;
use crate::story::Story;
use crate::text::Span;

/// All readings of a story's statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apparatus {
    /// The story's id.
    pub story: Option<ReportId>,
    /// One entry an utterance, in the order of the story's first witness that has it.
    pub entries: Vec<Entry>,
}

/// One thing said, once: its lemma, and what the other witnesses have.
///
/// An utterance is a sentence of a quotation, or the whole content of an indirect statement:
/// outlets cut, join and drop sentences, so whole quotations seldom pair off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The wording compared against: a transcript's if there is one, else the longest direct
    /// reading; ties by time, then id.
    pub lemma: Passages,
    /// What each other witness has.
    pub readings: Vec<Reading>,
}

/// The words of one statement that take part in an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passages {
    /// The statement.
    pub statement: StatementId,
    /// Spans in the statement's report. Never empty.
    pub spans: Box<[Span]>,
}

/// What one witness has for an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its words.
    pub passages: Passages,
    /// How they stand to the lemma's.
    pub agreement: Agreement,
    /// Where they differ, in order. Empty for a paraphrase.
    pub variants: Vec<Variant>,
    /// Both dates are known, or both days are named, and they are not the same.
    pub day_conflict: bool,
    /// The two reports name different persons as the speaker of nearly the same words.
    pub speaker_conflict: bool,
}

/// How a reading's words stand to the lemma's, after normalisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Agreement {
    /// The same words in the same order.
    Verbatim,
    /// The same words with some left out.
    Trimmed,
    /// Both claim the words, and at least one word differs otherwise.
    Altered,
    /// The same utterance, where one side does not claim the words.
    Paraphrase,
}

/// One place where a reading differs from the lemma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// How.
    pub kind: VariantKind,
    /// In the lemma's report; empty for an addition.
    pub lemma: Span,
    /// In the reading's report; empty for an omission.
    pub reading: Span,
}

/// How a place differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VariantKind {
    /// Words of the lemma that the reading leaves out.
    Omission,
    /// Words the lemma lacks.
    Addition,
    /// Words in place of others.
    Substitution,
    /// The same words in another place.
    Transposition,
}

impl Apparatus {
    /// The entries that two or more reports have.
    pub fn shared(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|it| !it.readings.is_empty())
    }
}

impl Entry {
    /// The lemma, then each reading's words.
    pub fn passages(&self) -> impl Iterator<Item = &Passages> {
        std::iter::once(&self.lemma).chain(self.readings.iter().map(|it| &it.passages))
    }

    /// The statements that take part, the lemma's first.
    pub fn statements(&self) -> impl Iterator<Item = StatementId> + '_ {
        self.passages().map(|it| it.statement)
    }

    /// Whether any outlet dates it to another day than the lemma's.
    pub fn has_day_conflict(&self) -> bool {
        self.readings.iter().any(|it| it.day_conflict)
    }
}

/// Links the statements of a story that are one utterance, and compares their words.
///
/// `reports` holds the story's reports, in any order; others are left aside. What comes out does
/// not depend on the order of witnesses or reports.
pub fn collate(story: &Story, reports: &[Annotated]) -> Apparatus {
    collate_with(&Tables::english(), story, reports)
}

/// As [`collate`], with tables made once for many stories.
pub fn collate_with(tables: &Tables, story: &Story, reports: &[Annotated]) -> Apparatus {
    let reports = in_order(story, reports);
    let units: Vec<Unit> =
        reports.iter().enumerate().flat_map(|(n, report)| unit::units(tables, report, n)).collect();
    let comparer = Comparer::among(tables, units.iter().map(|it| &it.faces[0].prepared));
    let speakers = |a: usize, b: usize| speaker::compare(&reports, &units[a], &units[b]);
    let groups = join_lone(&units, group::group(&comparer, &units, &speakers));
    let entries =
        groups.iter().map(|group| entry::entry(&comparer, &reports, &units, group)).collect();
    Apparatus { story: story.id(), entries }
}

/// The story's reports, by time of publication, then id; those without a time last.
fn in_order<'r>(story: &Story, reports: &'r [Annotated]) -> Vec<&'r Annotated> {
    let mut found: Vec<&Annotated> = reports
        .iter()
        .filter(|it| story.witnesses.iter().any(|witness| witness.report == it.report.id()))
        .collect();
    found.sort_by_key(|it| {
        let published = it.report.published;
        let day = published.map(|it| it.day);
        (day.is_none(), day, published.and_then(|it| it.at), it.report.id())
    });
    found.dedup_by_key(|it| it.report.id());
    found
}

/// Sentences of one statement that no other report has stay together.
fn join_lone(units: &[Unit], groups: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut joined: Vec<Vec<usize>> = Vec::new();
    let mut lone: Vec<bool> = vec![false; units.len()];
    for group in groups.iter().filter(|it| it.len() == 1) {
        lone[group[0]] = true;
    }
    for group in groups {
        let unit = group[0];
        let before = unit.checked_sub(1).filter(|it| {
            group.len() == 1 && lone[*it] && units[*it].statement == units[unit].statement
        });
        match before.and_then(|it| joined.iter_mut().rev().find(|group| group.last() == Some(&it)))
        {
            Some(run) => run.push(unit),
            None => joined.push(group),
        }
    }
    joined
}
