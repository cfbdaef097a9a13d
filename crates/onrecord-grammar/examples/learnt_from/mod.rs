//! The part of the treebank that the weights are learnt from.

use crate::treebanks;
use anyhow::Result;
use onrecord_grammar::train::Gold;
use std::path::Path;

/// Genres of GUM whose texts are free without a share-alike or no-derivatives clause.
const GENRES: [&str; 7] = ["academic", "court", "interview", "news", "speech", "textbook", "vlog"];

/// A document of these genres whose text comes from elsewhere.
const LEFT_OUT: [&str; 1] = ["GUM_court_carpet"];

/// The sentences that the weights are learnt from, of the treebanks in `folder`.
pub(crate) fn golds(folder: &Path) -> Result<Vec<Gold>> {
    treebanks::golds(&folder.join("gum-train-by.conllu.gz"), |document| {
        let genre = document.split('_').nth(1).unwrap_or_default();
        GENRES.contains(&genre) && !LEFT_OUT.contains(&document)
    })
}
