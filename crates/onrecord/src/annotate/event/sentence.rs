//! One sentence as the rules for events see it: words, what they depend on, who is named.

use std::ops::Range;

use onrecord_grammar::{Fine, Node, Relation, Tag, Tagged};

use crate::annotate::paragraph::{Paragraph, Words};
use crate::lexicon::{self, NameKind, Party};
use crate::text::Span;

/// Words are counted from the sentence's first.
pub(super) struct Sentence<'a, 't> {
    pub(super) p: &'a Paragraph<'t>,
    /// Its words in the paragraph.
    pub(super) within: Words,
    /// In small letters, without a genitive's ending.
    pub(super) words: Vec<&'a str>,
    pub(super) nodes: Vec<Node>,
    /// From where to where what depends on a word reaches.
    reach: Vec<Range<usize>>,
    /// The parties it names, those only that are meant for sure unless told otherwise, left to right.
    pub(super) named: Vec<Named>,
    /// Names that may as well be somebody else's.
    doubted: Vec<Named>,
}

/// A party where it is named.
pub(super) struct Named {
    pub(super) words: Range<usize>,
    pub(super) span: Span,
    pub(super) party: Party,
    pub(super) kind: NameKind,
    /// Whether nobody else may be meant.
    pub(super) sure: bool,
}

impl<'a, 't> Sentence<'a, 't> {
    /// Its words as the parser reads them, with their tags; `named` as the lists of parties know them.
    pub(super) fn read(
        p: &'a Paragraph<'t>,
        within: Words,
        words: Vec<&'a str>,
        named: Vec<lexicon::Named>,
        tagged: Tagged<'_>,
    ) -> Sentence<'a, 't> {
        let nodes = p.lexicon().grammar().hung(tagged);
        let reach = reach(&nodes);
        let words_of = &words;
        let local = |span: Span| {
            let words = p.words_in(span)?;
            let start = words.start.max(within.start) - within.start;
            let end = words.end.min(within.end).checked_sub(within.start)?.max(start + 1);
            // `Hamas’ refusal`: a mark by itself.
            let whose = words_of.get(end).is_some_and(|it| matches!(*it, "’" | "'"));
            Some(start..end + usize::from(whose))
        };
        let (mut sure, mut doubted) = (Vec::new(), Vec::new());
        for it in named {
            let into = if it.sure { &mut sure } else { &mut doubted };
            let named =
                |words| Named { words, span: it.at, party: it.party, kind: it.kind, sure: it.sure };
            into.extend(local(it.at).map(named));
        }
        Sentence { p, within, words, nodes, reach, named: sure, doubted }
    }

    /// Takes all names at their word from now on; whether there are any that may not be.
    pub(super) fn believe_names(&mut self) -> bool {
        let any = !self.doubted.is_empty();
        self.named.append(&mut self.doubted);
        self.named.sort_by_key(|it| it.words.start);
        any
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.words.get(at).copied().unwrap_or_default()
    }

    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at))
    }

    pub(super) fn mark(&self, at: usize) -> char {
        self.p.mark(self.within.start + at)
    }

    pub(super) fn node(&self, at: usize) -> Node {
        self.nodes[at]
    }

    pub(super) fn head(&self, at: usize) -> Option<usize> {
        self.nodes[at].head.map(|it| it as usize).filter(|it| *it < self.len())
    }

    pub(super) fn reach(&self, at: usize) -> Range<usize> {
        self.reach[at].clone()
    }

    pub(super) fn children(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter(move |at| self.head(*at) == Some(of))
    }

    pub(super) fn child(&self, of: usize, relations: &[Relation]) -> Option<usize> {
        self.children(of).find(|it| relations.contains(&self.nodes[*it].relation))
    }

    pub(super) fn is_verb(&self, at: usize) -> bool {
        verb_form(self.nodes[at].tag, self.nodes[at].fine)
    }

    pub(super) fn finite(&self, at: usize) -> bool {
        use Fine::{Vbd, Vbp, Vbz};
        self.nodes.get(at).is_some_and(|it| matches!(it.fine, Vbd | Vbp | Vbz))
    }

    /// Whether something is done to its subject.
    pub(super) fn passive(&self, at: usize) -> bool {
        let by = || self.word(at + 1) == "by" || self.child(at, &[Relation::OblAgent]).is_some();
        const BE: [&str; 12] = [
            "is", "are", "was", "were", "be", "been", "being", "get", "gets", "got", "am",
            "getting",
        ];
        let helper = |it: usize| {
            matches!(self.nodes[it].relation, Relation::AuxPass | Relation::Aux) && self.is(it, &BE)
        };
        let aux = self.children(at).any(helper) && self.nodes[at].fine != Fine::Vbg;
        let bare = self.nodes[at].fine == Fine::Vbn
            && self.child(at, &[Relation::Aux, Relation::Obj]).is_none();
        aux || bare && (self.nodes[at].relation == Relation::Acl || by())
    }

    /// Whether a party is named that ends right before a word.
    pub(super) fn named_before(&self, at: usize) -> bool {
        self.named.iter().any(|it| it.words.end == at)
    }

    /// Whether the phrase of a word has a party for its head.
    pub(super) fn holds_party(&self, head: usize) -> bool {
        self.named.iter().any(|it| it.words.contains(&head))
    }

    /// Whether words tell who acts, whoever for: `ministers`, `the newspaper`.
    pub(super) fn can_act(&self, words: &Range<usize>) -> bool {
        let sector = |it: Span| self.p.lexicon().parties().sector(it.of(self.p.text));
        self.span(words).and_then(sector).is_some()
    }

    pub(super) fn span(&self, words: &Range<usize>) -> Option<Span> {
        self.p.span(&(self.within.start + words.start..self.within.start + words.end))
    }

    /// Whether `of` is above `at` in the tree.
    pub(super) fn above(&self, of: usize, at: usize) -> bool {
        let mut up = self.head(at);
        let mut steps = 0;
        while let Some(here) = up.filter(|_| steps < self.len()) {
            if here == of {
                return true;
            }
            (up, steps) = (self.head(here), steps + 1);
        }
        false
    }
}

/// Whether it is a full verb, and tagged as one of a verb's forms.
pub(super) fn verb_form(tag: Tag, fine: Fine) -> bool {
    use Fine::{Vb, Vbd, Vbg, Vbn, Vbp, Vbz};
    tag == Tag::Verb && matches!(fine, Vb | Vbd | Vbg | Vbn | Vbp | Vbz)
}

fn reach(nodes: &[Node]) -> Vec<Range<usize>> {
    let mut reach: Vec<Range<usize>> = (0..nodes.len()).map(|at| at..at + 1).collect();
    for at in 0..nodes.len() {
        let mut up = nodes[at].head.map(|it| it as usize);
        let mut steps = 0;
        while let Some(here) = up.filter(|it| *it < nodes.len() && steps < nodes.len()) {
            reach[here] = reach[here].start.min(at)..reach[here].end.max(at + 1);
            (up, steps) = (nodes[here].head.map(|it| it as usize), steps + 1);
        }
    }
    reach
}
