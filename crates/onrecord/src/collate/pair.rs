//! Two stretches of words in, whether they are one utterance and how their words differ out. For
//! whoever has statements without a story: a page of quotations, a test set.

use super::align::{Op, ops};
use super::classify::{agreement, degree};
pub use super::link::Prepared;
use super::link::{Likeness, MEASURES, Rarity, lay, likeness, measures};
use super::model::Model;
use super::{Agreement, Degree};
use crate::text::Span;
use crate::text::fold::Folding;

/// How far a statement claims to give the words as they were said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Claim {
    /// A transcript's turn.
    Transcript,
    /// In quotation marks.
    Quoted,
    /// Words of the reporter's with some of the speaker's in quotation marks.
    Mixed,
    /// The reporter's own words.
    Reported,
}

impl Claim {
    /// Whether every word is given as the speaker's.
    pub fn is_claimed(self) -> bool {
        matches!(self, Claim::Transcript | Claim::Quoted)
    }
}

/// The tables that comparing needs, for one language. Made once, used for many stories.
pub struct Tables {
    pub(crate) folding: Folding,
    pub(crate) likeness: Likeness,
    pub(crate) model: Model,
}

impl Tables {
    /// The tables for English.
    pub fn english() -> Tables {
        Tables {
            folding: Folding::english(),
            likeness: Likeness::english(),
            model: Model::english(),
        }
    }

    /// Makes the words in `spans` of `text` ready to be compared.
    pub fn prepare(&self, text: &str, spans: &[Span], claim: Claim) -> Prepared {
        Prepared::new(&self.folding, &self.likeness, text, spans, claim)
    }
}

/// Compares statements, knowing how rare words are among them.
pub struct Comparer<'t> {
    pub(crate) tables: &'t Tables,
    rarity: Rarity,
}

/// What comparing two statements found.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How surely they are one utterance, 0 to 1.
    pub score: f32,
    /// How the words agree, if they are.
    pub agreement: Agreement,
    /// How much differs, if it is altered.
    pub degree: Option<Degree>,
    /// The edit that makes the second text from the first.
    pub ops: Vec<Op>,
}

impl<'t> Comparer<'t> {
    /// Counts how rare words are among `all`, the statements that are about to be compared.
    pub fn among<'p>(tables: &'t Tables, all: impl Iterator<Item = &'p Prepared>) -> Comparer<'t> {
        Comparer { tables, rarity: Rarity::among(all) }
    }

    /// Compares two statements, each a whole text.
    pub fn compare(
        &self,
        (a_text, a): (&str, &Prepared),
        (b_text, b): (&str, &Prepared),
    ) -> Comparison {
        let laid = lay(&self.tables.likeness, &a.words, &b.words);
        let agreement = agreement(&laid, a.claim, b.claim);
        Comparison {
            score: self.score(a, b),
            agreement,
            degree: (agreement == Agreement::Altered).then(|| degree(&laid)),
            ops: ops((a_text, &laid.a), (b_text, &laid.b), &laid.alignment),
        }
    }

    /// How surely two statements are one utterance, 0 to 1.
    pub fn score(&self, a: &Prepared, b: &Prepared) -> f32 {
        self.tables.model.probability(&self.measures(a, b))
    }

    /// A quick measure of likeness to rank candidates by; the score decides.
    pub fn likeness(&self, a: &Prepared, b: &Prepared) -> f32 {
        likeness(&self.rarity, a, b)
    }

    /// The measures of likeness that the score is made of ([`MEASURES`]); for fitting the model.
    pub fn measures(&self, a: &Prepared, b: &Prepared) -> [f32; MEASURES.len()] {
        measures(&self.tables.likeness, &self.rarity, a, b)
    }

    /// How rare a stem is among the statements, 0 to 1.
    pub(crate) fn rarity(&self, stem: &str) -> f32 {
        self.rarity.of(stem)
    }
}
