//! CoNLL-U in; sentences with their text and the words' places in it, out.

use crate::{Fine, Node, Relation, Tag};
use std::ops::Range;

/// A sentence of a treebank.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// The document's name, as the treebank has it.
    pub document: String,
    /// Its text, put together from its words.
    pub text: String,
    /// Where each word stands in the text; a clitic stands in the word it is joined to.
    pub places: Vec<Range<usize>>,
    /// What the treebank says of each.
    pub nodes: Vec<Node>,
}

/// The sentences of a file. Lines that are no words of the sentence (what is left out and understood) are passed over.
pub fn sentences(conllu: &str) -> Vec<Sentence> {
    let mut document = String::new();
    let mut sentences = Vec::new();
    for block in conllu.split("\n\n") {
        for line in block.lines() {
            if let Some(name) = line.strip_prefix("# newdoc id = ") {
                document = name.to_owned();
            }
        }
        let sentence = sentence(&document, block);
        sentences.extend((!sentence.nodes.is_empty()).then_some(sentence));
    }
    sentences
}

fn sentence(document: &str, block: &str) -> Sentence {
    let mut text = String::new();
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut nodes = Vec::new();
    // Of the word with clitics that is being read: its last word's number, and where it ends.
    let mut joined: Option<(usize, usize)> = None;
    for line in block.lines().filter(|it| !it.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, form, _, tag, fine, _, head, relation, _, misc] = fields[..] else { continue };
        if let Some((_, last)) = id.split_once('-') {
            joined = last.parse().ok().map(|it| (it, text.len() + form.len()));
            text.push_str(form);
            push_space(&mut text, misc);
            continue;
        }
        let Ok(id) = id.parse::<usize>() else { continue };
        let start = places.last().map_or(0, |it| it.end);
        if let Some((last, end)) = joined {
            let start =
                text[start..].find(|it: char| it != ' ').map_or(start, |at| start + at).min(end);
            let cut = if id == last { end } else { (start + form.len()).min(end) };
            places.push(start..cut);
            joined = joined.filter(|_| id != last);
        } else {
            places.push(text.len()..text.len() + form.len());
            text.push_str(form);
            push_space(&mut text, misc);
        }
        nodes.push(node(tag, fine, head, relation));
    }
    Sentence { document: document.to_owned(), text, places, nodes }
}

fn push_space(text: &mut String, misc: &str) {
    if !misc.split('|').any(|it| it == "SpaceAfter=No") {
        text.push(' ');
    }
}

fn node(tag: &str, fine: &str, head: &str, relation: &str) -> Node {
    let whole = Relation::named(relation);
    let base = || Relation::named(relation.split(':').next().unwrap_or_default());
    Node {
        tag: Tag::named(tag).unwrap_or(Tag::Other),
        fine: Fine::named(fine).unwrap_or(Fine::Fw),
        head: head.parse().ok().and_then(|it: u32| it.checked_sub(1)),
        relation: whole.or_else(base).unwrap_or(Relation::Dep),
    }
}
