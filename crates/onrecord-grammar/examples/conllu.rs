//! What the teacher of `train/teacher.py` reads, as CoNLL-U in the library's words, clitics apart.
//!
//! `conllu gold FOLDER`: the sentences of the treebank that are learnt from. `conllu set FILE.conllu.gz`: all of another.
//! `conllu text < FILE`: the sentences of a text, a paragraph a line, that nobody has parsed.
#![allow(clippy::print_stdout)]

mod learnt_from;
mod treebanks;

use anyhow::Result;
use onrecord::text::{Span, sentence, tokens};
use onrecord_grammar::train::unparsed;
use std::path::Path;

/// Longer ones are lists and tables more often than sentences.
const MOST_WORDS: usize = 80;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let golds = match args[..] {
        ["gold", folder] => learnt_from::golds(Path::new(folder))?,
        ["set", file] => treebanks::golds(Path::new(file), |_| true)?,
        ["text"] => return print_text(&std::io::read_to_string(std::io::stdin())?),
        _ => anyhow::bail!("conllu gold FOLDER | set FILE | text < FILE"),
    };
    golds.iter().for_each(|it| print!("{}", it.conllu()));
    Ok(())
}

fn print_text(text: &str) -> Result<()> {
    for paragraph in text.lines() {
        for span in sentence::sentences(paragraph, Span::new(0, paragraph.len())) {
            let words: Vec<&str> =
                tokens(paragraph, span).map(|it| it.span.of(paragraph)).collect();
            if (2..=MOST_WORDS).contains(&words.len()) {
                print!("{}", unparsed(&words));
            }
        }
    }
    Ok(())
}
