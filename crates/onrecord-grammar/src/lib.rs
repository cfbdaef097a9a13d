//! The words of one English sentence in; of each word its part of speech, and which word it depends on and how, out.
//!
//! No file is read, nothing is kept between sentences, and the same words give the same nodes.

mod name;

pub use name::{Fine, Relation, Tag};

/// What is known of one word of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its part of speech.
    pub tag: Tag,
    /// Its part of speech, more finely.
    pub fine: Fine,
    /// The index of the word it depends on; `None` of the uppermost word alone.
    pub head: Option<u32>,
    /// What it is to that word.
    pub relation: Relation,
}

/// What was learnt of a language.
#[derive(Clone, Debug)]
pub struct Grammar {}

impl Grammar {
    /// English, as news text has it.
    pub fn english() -> Self {
        Self {}
    }

    /// The words of one sentence, in order; a node a word.
    ///
    /// Words are those of `onrecord::text::tokens`: clitics may be joined to their word (`don’t`, `Veldia's`).
    /// FIXME: each word depends on the one before, until there are weights.
    pub fn parse(&self, words: &[&str]) -> Vec<Node> {
        let node = |at: usize| Node {
            tag: Tag::Other,
            fine: Fine::Fw,
            head: at.checked_sub(1).map(|it| u32::try_from(it).unwrap_or(u32::MAX)),
            relation: if at == 0 { Relation::Root } else { Relation::Dep },
        };
        (0..words.len()).map(node).collect()
    }
}
