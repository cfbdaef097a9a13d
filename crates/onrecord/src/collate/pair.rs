//! Two stretches of words in, whether they are one utterance and how their words differ out. For
//! whoever has statements without a story: a page of quotations, a test set.

use super::Agreement;
use super::align::{Op, ops};
use super::classify::agreement;
pub use super::link::Prepared;
use super::link::{Likeness, MEASURES, Rarity, lay, likeness, measures};
use super::model::Model;
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

/// The tables that comparing needs, and how rare words are among the statements at hand.
pub struct Comparer {
    pub(crate) folding: Folding,
    pub(crate) likeness: Likeness,
    model: Model,
    rarity: Rarity,
}

/// What comparing two statements found.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How surely they are one utterance, 0 to 1.
    pub score: f32,
    /// How the words agree, if they are.
    pub agreement: Agreement,
    /// The edit that makes the second text from the first.
    pub ops: Vec<Op>,
}

impl Comparer {
    /// The tables for English. Until [`Comparer::learn`] every word is equally rare.
    pub fn english() -> Comparer {
        Comparer {
            folding: Folding::english(),
            likeness: Likeness::english(),
            model: Model::english(),
            rarity: Rarity::among(std::iter::empty()),
        }
    }

    /// Makes the words in `spans` of `text` ready to be compared.
    pub fn prepare(&self, text: &str, spans: &[Span], claim: Claim) -> Prepared {
        Prepared::new(&self.folding, &self.likeness, text, spans, claim)
    }

    /// Counts how rare words are among `all`.
    pub fn learn<'p>(&mut self, all: impl Iterator<Item = &'p Prepared>) {
        self.rarity = Rarity::among(all);
    }

    /// Compares two statements, each a whole text.
    pub fn compare(
        &self,
        (a_text, a): (&str, &Prepared),
        (b_text, b): (&str, &Prepared),
    ) -> Comparison {
        let laid = lay(&self.likeness, &a.words, &b.words);
        Comparison {
            score: self.score(a, b),
            agreement: agreement(&laid, a.claim, b.claim),
            ops: ops((a_text, &laid.a), (b_text, &laid.b), &laid.alignment),
        }
    }

    /// How surely two statements are one utterance, 0 to 1.
    pub fn score(&self, a: &Prepared, b: &Prepared) -> f32 {
        self.model.probability(&self.measures(a, b))
    }

    /// A quick measure of likeness to rank candidates by; the score decides.
    pub fn likeness(&self, a: &Prepared, b: &Prepared) -> f32 {
        likeness(&self.likeness, &self.rarity, a, b)
    }

    /// The measures of likeness that the score is made of; for fitting the model.
    pub fn measures(&self, a: &Prepared, b: &Prepared) -> [f32; MEASURES.len()] {
        measures(&self.likeness, &self.rarity, a, b)
    }
}
