//! The words of one English sentence in; of each word its part of speech, and which word it depends on and how, out.
//!
//! Two steps: tags from the left ([`Tag`], [`Fine`]), then a row of moves that draws the arcs, each with its
//! [`Relation`]. Both are sums of learnt weights over features of the words around, in whole numbers: the same words
//! give the same nodes on every machine. What they nearly always come to is settled by one look-up. The weights are
//! compiled in; `MODEL.md` says what they were learnt from. No file is read, and nothing is kept between sentences.
//!
//! ```
//! use onrecord_grammar::{Grammar, Relation};
//!
//! let grammar = Grammar::english();
//! let nodes = grammar.parse(&["The", "minister", "met", "the", "pilots", "."]);
//! assert_eq!((nodes[1].head, nodes[1].relation), (Some(2), Relation::Nsubj));
//! assert_eq!((nodes[4].head, nodes[4].relation), (Some(2), Relation::Obj));
//! ```

mod clitic;
mod mark;
mod name;
mod parser;
mod table;
mod tagger;
#[cfg(feature = "train")]
pub mod train;
mod usual;
mod word;

use clitic::Piece;
pub use name::{Fine, Relation, Tag};
use table::{OfThree, Table};
use tagger::Pair;
use usual::Usual;
use word::{Groups, Word};

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

/// The words of a sentence with their parts of speech, on the way to what they depend on.
#[derive(Clone, Debug)]
pub struct Tagged<'w> {
    pieces: Vec<Piece<'w>>,
    folded: Vec<Word>,
    tags: Vec<u8>,
    n_words: usize,
}

impl Tagged<'_> {
    /// How many words there are.
    pub fn n_words(&self) -> usize {
        self.n_words
    }
}

/// What was learnt of a language.
#[derive(Clone, Debug)]
pub struct Grammar {
    groups: Groups,
    pairs: Vec<Pair>,
    tags: Table,
    usual_tags: Usual,
    moves: OfThree,
    usual_moves: Usual,
    relations: Table,
    usual_relations: Usual,
}

static ENGLISH: &[u8] = include_bytes!("../data/english.bin");

impl Grammar {
    /// English, with the weights that are compiled in.
    ///
    /// Reads them anew, which takes some milliseconds: keep what comes out.
    ///
    /// # Panics
    ///
    /// Never with the weights that are committed: a test reads them.
    pub fn english() -> Self {
        Self::read(ENGLISH).expect("the weights compiled in are whole")
    }

    /// From weights as the training writes them; `None` if they are not such, or cut short.
    pub fn read(mut bytes: &[u8]) -> Option<Self> {
        let bytes = &mut bytes;
        let groups = Groups(Table::read(bytes, 256)?);
        let (n_pairs, rest) = bytes.split_first()?;
        let (pairs, rest) = rest.split_at_checked(usize::from(*n_pairs) * 2)?;
        *bytes = rest;
        let pair = |it: &[u8]| {
            Some((*Tag::ALL.get(usize::from(it[0]))?, *Fine::ALL.get(usize::from(it[1]))?))
        };
        let n_pairs = usize::from(*n_pairs).min(tagger::MAX_PAIRS);
        Some(Self {
            groups,
            pairs: pairs.chunks_exact(2).map(pair).collect::<Option<_>>()?,
            tags: Table::read(bytes, n_pairs)?,
            usual_tags: Usual(Table::read(bytes, n_pairs)?),
            moves: OfThree::read(bytes)?,
            usual_moves: Usual(Table::read(bytes, parser::Move::ALL.len())?),
            relations: Table::read(bytes, Relation::ALL.len())?,
            usual_relations: Usual(Table::read(bytes, Relation::ALL.len())?),
        })
    }

    /// The words of one sentence, in order; a node a word. Exactly one of them has no head.
    ///
    /// Words are those of `onrecord::text::tokens`. A clitic may be joined to its word (`don’t`, `Veldia's`): it is read
    /// apart, and the node is that of the word it hangs on, so that of `don’t` it is that of *do*.
    pub fn parse(&self, words: &[&str]) -> Vec<Node> {
        self.hung(self.tag(words))
    }

    /// The first step of [`Grammar::parse`] alone: what parts of speech the words are.
    pub fn tag<'w>(&self, words: &[&'w str]) -> Tagged<'w> {
        let pieces = clitic::pieces(words);
        let folded = tagger::with_edges(&self.groups, pieces.iter().map(|it| it.text));
        let tags = tagger::tag(&self.tags, &mut &self.usual_tags, self.pairs.len(), &folded);
        Tagged { pieces, folded, tags, n_words: words.len() }
    }

    /// The tags that a word may come out with: one, but of a word with a clitic, where it is the parse that tells which
    /// of the two hangs on the other.
    pub fn tags_of(&self, tagged: &Tagged<'_>, word: usize) -> impl Iterator<Item = (Tag, Fine)> {
        let from = tagged.pieces.partition_point(|it| (it.word as usize) < word);
        let pieces = tagged.pieces[from..].iter().take_while(move |it| it.word as usize == word);
        let tags = pieces.zip(&tagged.tags[from..]);
        tags.map(|(_, class)| self.pairs[usize::from(*class)])
    }

    /// The second step of [`Grammar::parse`].
    pub fn hung(&self, tagged: Tagged<'_>) -> Vec<Node> {
        let Tagged { pieces, folded, tags, n_words } = tagged;
        let kept = parser::kept(&tags, &self.pairs);
        let texts: Vec<&str> = pieces.iter().map(|it| it.text).collect();
        let seen = parser::seen(&texts, &folded, &tags, &self.pairs, &kept);
        let moves = (&self.moves, &mut &self.usual_moves);
        let parsed = parser::parse(moves, (&self.relations, &mut &self.usual_relations), &seen);
        let mut nodes: Vec<Node> = tags.iter().map(|it| self.unparsed(*it)).collect();
        for (at, (head, relation)) in kept.iter().zip(parsed.arcs()) {
            let node = &mut nodes[*at as usize];
            (node.head, node.relation) = (head.map(|it| kept[it as usize]), relation);
        }
        mark::hang(&texts, &kept, &mut nodes);
        joined(&pieces, nodes, n_words)
    }

    fn unparsed(&self, class: u8) -> Node {
        let (tag, fine) = self.pairs[usize::from(class)];
        Node { tag, fine, head: None, relation: Relation::Dep }
    }
}

/// Nodes of words from nodes of pieces.
fn joined(pieces: &[Piece<'_>], nodes: Vec<Node>, n_words: usize) -> Vec<Node> {
    if nodes.len() == n_words {
        return nodes;
    }
    let mut of_words = Vec::with_capacity(n_words);
    for (at, piece) in pieces.iter().enumerate() {
        if of_words.len() > piece.word as usize {
            continue;
        }
        let clitic = pieces.get(at + 1).is_some_and(|it| it.word == piece.word);
        let node = if clitic && hangs_on(&nodes, at, at + 1) { nodes[at + 1] } else { nodes[at] };
        of_words.push(Node { head: node.head.map(|it| pieces[it as usize].word), ..node });
    }
    of_words
}

/// Whether one piece depends on the other, by however many arcs.
fn hangs_on(nodes: &[Node], lower: usize, upper: usize) -> bool {
    let heads = std::iter::successors(nodes[lower].head, |it| nodes[*it as usize].head);
    heads.take(nodes.len()).any(|it| it as usize == upper)
}
