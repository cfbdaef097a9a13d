//! A story and its reports in, an apparatus out: which statements are one utterance, and how the
//! wording of each differs from outlet to outlet, word by word.

mod align;
mod classify;
mod link;
mod model;
mod pair;
mod pieces;
mod siglum;

pub use align::Op;
pub use link::MEASURES;
pub use pair::{Claim, Comparer, Comparison, Prepared};
pub use pieces::{Piece, pieces, words};
pub use siglum::sigla;

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

/// Links the statements of a story that are one utterance, and compares their words.
///
/// `reports` holds the story's reports, in any order.
pub fn collate(story: &Story, reports: &[Annotated]) -> Apparatus {
    let _ = reports;
    Apparatus { story: story.id(), entries: Vec::new() }
}
