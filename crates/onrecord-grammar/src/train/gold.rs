//! What a treebank says of a sentence, told of the words of another tokenizer.

use super::Sentence;
use crate::clitic::{self, Piece};
use crate::{Fine, Node, Relation, Tag, joined};
use std::ops::Range;

/// A sentence in our words, with the treebank's arcs between them.
#[derive(Clone, Debug)]
pub struct Gold {
    /// The words, as [`crate::Grammar::parse`] takes them.
    pub words: Vec<String>,
    /// What is right for each word.
    pub nodes: Vec<Node>,
    /// What is right for each piece of a word.
    pub(crate) pieces: Vec<Node>,
}

impl Gold {
    /// `spans` are the places of our words in the sentence's text, in order. `None` if no tree comes out.
    pub fn new(sentence: &Sentence, spans: &[Range<usize>]) -> Option<Self> {
        let words: Vec<&str> = spans.iter().map(|it| &sentence.text[it.clone()]).collect();
        let pieces = clitic::pieces(&words);
        let places = places(&pieces, spans);
        let owners = owners(sentence, &places)?;
        let node = |at: usize| node(sentence, &owners, &places, at);
        let nodes: Vec<Node> = (0..pieces.len()).map(node).collect::<Option<_>>()?;
        if !is_tree(&nodes) {
            return None;
        }
        let of_words = joined(&pieces, nodes.clone(), words.len());
        let words = words.into_iter().map(str::to_owned).collect();
        Some(Self { words, nodes: of_words, pieces: nodes })
    }

    /// Its pieces as a sentence of CoNLL-U, for another parser to learn from.
    pub fn conllu(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let nodes = self.pieces.iter().map(|it| {
            let head = it.head.map_or(0, |head| head + 1);
            format!("_\t{}\t{}\t_\t{head}\t{}", it.tag, it.fine, it.relation)
        });
        block(&clitic::pieces(&words), nodes)
    }

    /// The pieces' texts.
    pub(crate) fn texts(&self) -> Vec<&str> {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        clitic::pieces(&words).into_iter().map(|it| it.text).collect()
    }
}

/// Words as a sentence of CoNLL-U that nobody has parsed yet: clitics are words of their own.
pub fn unparsed(words: &[&str]) -> String {
    block(&clitic::pieces(words), std::iter::repeat("_\t_\t_\t_\t_\t_".to_owned()))
}

/// `nodes` are columns 3 to 8 of each piece. A space stands wherever a word ends, so that what is read back has the same
/// words.
fn block(pieces: &[Piece<'_>], nodes: impl Iterator<Item = String>) -> String {
    let mut block = String::new();
    for (at, (piece, node)) in pieces.iter().zip(nodes).enumerate() {
        let joined = pieces.get(at + 1).is_some_and(|it| it.word == piece.word);
        let misc = if joined { "SpaceAfter=No" } else { "_" };
        block += &format!("{}\t{}\t{node}\t_\t{misc}\n", at + 1, piece.text);
    }
    block + "\n"
}

fn places(pieces: &[Piece<'_>], spans: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
    let mut previous = u32::MAX;
    for piece in pieces {
        let start = if piece.word == previous {
            places.last().map_or(0, |it| it.end)
        } else {
            spans[piece.word as usize].start
        };
        places.push(start..start + piece.text.len());
        previous = piece.word;
    }
    places
}

/// Of each word of the treebank the piece that stands for it: the first in it that has a letter or digit, else the first.
fn owners(sentence: &Sentence, places: &[Range<usize>]) -> Option<Vec<usize>> {
    let owner = |word: &Range<usize>| {
        let in_it = |it: &&usize| places[**it].start < word.end && word.start < places[**it].end;
        let all: Vec<usize> = (0..places.len()).collect();
        let all: Vec<usize> = all.iter().filter(in_it).copied().collect();
        let lettered =
            |it: &&usize| sentence.text[places[**it].clone()].contains(char::is_alphanumeric);
        all.iter().find(lettered).or(all.first()).copied()
    };
    sentence.places.iter().map(owner).collect()
}

fn node(sentence: &Sentence, owners: &[usize], places: &[Range<usize>], at: usize) -> Option<Node> {
    let owned: Vec<usize> = (0..owners.len()).filter(|it| owners[*it] == at).collect();
    let head = |word: usize| sentence.nodes[word].head.map(|it| owners[it as usize]);
    if let Some(word) = owned.iter().copied().find(|it| head(*it) != Some(at)) {
        return Some(Node { head: head(word).map(|it| it as u32), ..sentence.nodes[word] });
    }
    // A further piece of a word that the treebank has as one.
    let place = &places[at];
    let word =
        sentence.places.iter().position(|it| it.start < place.end && place.start < it.end)?;
    let head = Some(owners[word] as u32);
    let text = &sentence.text[place.clone()];
    if text.contains(char::is_alphanumeric) {
        return Some(Node { head, relation: Relation::Flat, ..sentence.nodes[word] });
    }
    let fine = match text {
        "." => Fine::Stop,
        "," => Fine::Comma,
        "-" => Fine::Hyphen,
        ":" => Fine::Colon,
        _ => Fine::OtherMark,
    };
    Some(Node { tag: Tag::Punctuation, fine, head, relation: Relation::Punct })
}

/// One word without a head, and every other leads to it.
fn is_tree(nodes: &[Node]) -> bool {
    let leads_up = |at: &Node| {
        let heads =
            std::iter::successors(at.head, |it| nodes.get(*it as usize).and_then(|it| it.head));
        heads.take(nodes.len() + 1).count() <= nodes.len()
    };
    nodes.iter().filter(|it| it.head.is_none()).count() == 1 && nodes.iter().all(leads_up)
}
