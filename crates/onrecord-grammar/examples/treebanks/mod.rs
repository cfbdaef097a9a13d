//! Treebanks in our words.

use anyhow::{Context, Result};
use onrecord::text::{Span, tokens};
use onrecord_grammar::train::{Gold, sentences};
use std::io::Read;
use std::path::Path;

/// The sentences of a treebank's file (CoNLL-U, gzip) from the documents wanted, in the library's words.
pub(crate) fn golds(file: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<Gold>> {
    let mut conllu = String::new();
    let bytes = std::fs::File::open(file).with_context(|| file.display().to_string())?;
    flate2::read::MultiGzDecoder::new(bytes).read_to_string(&mut conllu)?;
    let sentences = sentences(&conllu).into_iter().filter(|it| wanted(&it.document));
    let golds = sentences.filter_map(|it| {
        let words = tokens(&it.text, Span::new(0, it.text.len()));
        let spans: Vec<_> = words.map(|word| word.span.start()..word.span.end()).collect();
        Gold::new(&it, &spans)
    });
    Ok(golds.collect())
}
