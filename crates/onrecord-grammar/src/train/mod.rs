//! Learning the weights from treebanks in CoNLL-U. Behind the feature `train`; the library itself never learns.

mod counts;
mod gold;
mod learner;
mod treebank;

pub use gold::{Gold, unparsed};
pub use treebank::{Sentence, sentences};

use crate::parser::{self, Move, Seen, State};
use crate::table::{self, OfThree, Table, Weigh, best};
use crate::tagger::{self, EDGE, MAX_PAIRS, Pair};
use crate::usual::Usual;
use crate::word::{Groups, Word};
use crate::{Fine, Relation, Tag};
use counts::Counts;
use learner::Learner;
use std::collections::BTreeMap;

/// How the sentences are gone through.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How often for the tags.
    pub tag_passes: usize,
    /// How often for the arcs and their relations.
    pub arc_passes: usize,
    /// How often a sentence of the treebank is met in a pass; one of the teacher's is met once.
    pub gold_times: usize,
    /// The tags that the parser learns from are those of taggers that have not seen the sentence: so many of them.
    pub folds: usize,
    /// A feature that was part of fewer errors has no say.
    pub fewest_errors: u32,
}

/// A pair of tags that is rarer than this is a slip as often as not.
const RARE_PAIR: usize = 4;

/// Weights for [`crate::Grammar::read`]. The same sentences give the same bytes.
///
/// `golds` are a treebank's, `taught` are parsed by a teacher that learnt from it.
/// `groups` has a line a word: the word and its fine and coarse group of use, with tabs between.
pub fn learn(golds: &[Gold], taught: &[Gold], groups: &str, plan: Plan) -> Vec<u8> {
    let mut bytes = Vec::new();
    table::write(&Groups::written(groups), &mut bytes);
    let groups = Groups(Table::read(&mut &bytes[..], 256).unwrap_or_default());
    let pairs = pairs(golds);
    let inputs: Vec<Input> =
        golds.iter().chain(taught).map(|it| Input::new(it, &groups, &pairs)).collect();
    let mut course = Course { inputs, order: Vec::new(), plan };
    for _ in 0..plan.gold_times {
        course.order.extend(0..golds.len());
    }
    course.order.extend(golds.len()..course.inputs.len());
    let tags = course.tags_unseen(pairs.len());
    bytes.push(pairs.len() as u8);
    bytes.extend(pairs.iter().flat_map(|(tag, fine)| [*tag as u8, *fine as u8]));
    let tagger = course.learn_tags(course.order.clone(), pairs.len());
    let (moves, relations) = course.learn_arcs(&tags, &pairs);
    course.write(&tagger, (&moves, &relations), &pairs, &mut bytes);
    bytes
}

/// The pairs that occur often enough, the most frequent first.
fn pairs(golds: &[Gold]) -> Vec<Pair> {
    let mut counts: BTreeMap<Pair, usize> = BTreeMap::new();
    for node in golds.iter().flat_map(|it| &it.pieces) {
        *counts.entry((node.tag, node.fine)).or_default() += 1;
    }
    let mut pairs: Vec<(Pair, usize)> = counts.into_iter().filter(|it| it.1 >= RARE_PAIR).collect();
    pairs.sort_by_key(|(pair, n)| (std::cmp::Reverse(*n), *pair));
    pairs.truncate(MAX_PAIRS);
    pairs.into_iter().map(|(pair, _)| pair).collect()
}

/// A sentence made ready for learning tags.
struct Input<'g> {
    gold: &'g Gold,
    words: Vec<Word>,
    tags: Vec<u8>,
}

impl<'g> Input<'g> {
    fn new(gold: &'g Gold, groups: &Groups, pairs: &[Pair]) -> Self {
        Self {
            words: tagger::with_edges(groups, gold.texts().into_iter()),
            tags: gold.pieces.iter().map(|it| class(pairs, it.tag, it.fine)).collect(),
            gold,
        }
    }
}

/// A sentence made ready for learning arcs: its words without marks.
struct Line {
    seen: Vec<Seen>,
    /// The root has the index after the last word.
    heads: Vec<u32>,
    relations: Vec<Relation>,
    /// Of each word, and of the root, what depends on it.
    dependents: Vec<Vec<u32>>,
}

impl Line {
    fn new(input: &Input<'_>, tags: &[u8], pairs: &[Pair]) -> Self {
        let kept = parser::kept(tags, pairs);
        let nodes = &input.gold.pieces;
        let root = kept.len() as u32;
        let head = |at: &u32| {
            let heads =
                std::iter::successors(nodes[*at as usize].head, |it| nodes[*it as usize].head);
            heads.filter_map(|it| kept.binary_search(&it).ok()).next().map_or(root, |it| it as u32)
        };
        let heads: Vec<u32> = kept.iter().map(head).collect();
        let mut dependents = vec![Vec::new(); kept.len() + 1];
        for (at, head) in (0..).zip(&heads) {
            dependents[*head as usize].push(at);
        }
        let seen = parser::seen(&input.gold.texts(), &input.words, tags, pairs, &kept);
        let relations = kept.iter().map(|it| nodes[*it as usize].relation).collect();
        Self { seen, heads, relations, dependents }
    }
}

/// The pair's class; of a rare one that of the most frequent pair with the same part of speech.
fn class(pairs: &[Pair], tag: Tag, fine: Fine) -> u8 {
    let exact = pairs.iter().position(|it| *it == (tag, fine));
    exact.or_else(|| pairs.iter().position(|it| it.0 == tag)).unwrap_or(0) as u8
}

/// What is learnt from, and in which order: a sentence's index as often as it is met in a pass.
struct Course<'g> {
    inputs: Vec<Input<'g>>,
    order: Vec<usize>,
    plan: Plan,
}

impl Course<'_> {
    /// Of each sentence its tags by a tagger that has not seen it.
    fn tags_unseen(&self, n_pairs: usize) -> Vec<Vec<u8>> {
        let n_folds = self.plan.folds;
        let mut tags = vec![Vec::new(); self.inputs.len()];
        for fold in 0..n_folds {
            let seen = self.order.iter().copied().filter(|at| at % n_folds != fold).collect();
            let table = self.learn_tags(seen, n_pairs).learnt();
            for at in (fold..self.inputs.len()).step_by(n_folds) {
                let usual = &mut &Usual::default();
                tags[at] = tagger::tag(&table, usual, n_pairs, &self.inputs[at].words);
            }
        }
        tags
    }

    fn learn_tags(&self, mut order: Vec<usize>, n_pairs: usize) -> Learner {
        let mut learner = Learner::new(self.plan.fewest_errors);
        let mut dice = Dice(1);
        for _ in 0..self.plan.tag_passes {
            dice.shuffle(&mut order);
            for at in &order {
                learn_tags_of(&mut learner, &self.inputs[*at], n_pairs);
            }
        }
        learner
    }

    fn learn_arcs(&self, tags: &[Vec<u8>], pairs: &[Pair]) -> (Learner, Learner) {
        let new = || Learner::new(self.plan.fewest_errors);
        let (mut moves, mut relations) = (new(), new());
        let mut order = self.order.clone();
        let mut dice = Dice(2);
        let lines: Vec<Line> =
            self.inputs.iter().zip(tags).map(|(it, tags)| Line::new(it, tags, pairs)).collect();
        for pass in 0..self.plan.arc_passes {
            dice.shuffle(&mut order);
            for at in &order {
                let dice = (pass > 0).then_some(&mut dice);
                learn_arcs_of(&mut moves, &mut relations, &lines[*at], dice);
            }
        }
        (moves, relations)
    }

    /// Writes what was learnt, each followed by what it usually comes to on the same sentences.
    fn write(
        &self,
        tagger: &Learner,
        (moves, relations): (&Learner, &Learner),
        pairs: &[Pair],
        into: &mut Vec<u8>,
    ) {
        let written = |learner: &Learner| {
            let mut bytes = Vec::new();
            learner.write(&mut bytes);
            bytes
        };
        let bytes = [tagger, moves, relations].map(written);
        let n_relations = Relation::ALL.len();
        let tagger = Table::read(&mut &bytes[0][..], pairs.len()).expect("as written");
        let moves = OfThree::read(&mut &bytes[1][..]).expect("as written");
        let relations = Table::read(&mut &bytes[2][..], n_relations).expect("as written");
        let [mut of_tags, mut of_moves, mut of_relations] = [(); 3].map(|()| Counts::default());
        for input in &self.inputs {
            let tags = tagger::tag(&tagger, &mut of_tags, pairs.len(), &input.words);
            let seen = Line::new(input, &tags, pairs).seen;
            parser::parse((&moves, &mut of_moves), (&relations, &mut of_relations), &seen);
        }
        for (bytes, usual) in bytes.iter().zip([of_tags, of_moves, of_relations]) {
            into.extend(bytes);
            usual.write(into);
        }
    }
}

fn learn_tags_of(learner: &mut Learner, input: &Input<'_>, n_pairs: usize) {
    let mut tags = Vec::with_capacity(input.tags.len());
    for (at, gold) in input.tags.iter().enumerate() {
        let features = tagger::features(&input.words, at + EDGE, tagger::before(&tags));
        let mut scores = [0; MAX_PAIRS];
        learner.weigh(&features, &mut scores[..n_pairs]);
        let guess = best(&scores[..n_pairs]) as u8;
        let (rival, ahead) = rival(&scores[..n_pairs], *gold);
        learner.learn(&features, *gold, rival, ahead);
        tags.push(guess);
    }
}

/// With `dice` the parser mostly goes on from its own errors (Goldberg and Nivre 2012).
fn learn_arcs_of(
    moves: &mut Learner,
    relations: &mut Learner,
    line: &Line,
    mut dice: Option<&mut Dice>,
) {
    let mut state = State::new(&line.seen);
    while !state.is_done() {
        let features = parser::move_features(&state);
        let mut scores = [0; 3];
        moves.weigh(&features, &mut scores);
        let guess = parser::best_allowed(&state, &scores);
        let right = best_right(&state, line, &scores);
        let is_right = cost(&state, line, guess) == cost(&state, line, right);
        let gold = if is_right { guess } else { right };
        if let Some(rival) = best_wrong(&state, line, &scores, gold) {
            moves.learn(
                &features,
                gold as u8,
                rival as u8,
                scores[gold as usize] - scores[rival as usize],
            );
        }
        let goes_on = dice.as_deref_mut().is_some_and(|it| it.below(10) > 0);
        let chosen = if goes_on { guess } else { gold };
        match state.arc(chosen) {
            None => state.shift(),
            Some(arc) => {
                let relation = learn_relation(relations, line, &state, arc);
                state.attach(arc, relation);
            }
        }
    }
}

/// The best of the moves that lose the fewest arcs.
fn best_right(state: &State<'_>, line: &Line, scores: &[i32; 3]) -> Move {
    let allowed = Move::ALL.into_iter().filter(|it| state.can(*it));
    let key = |it: &Move| (cost(state, line, *it), -scores[*it as usize]);
    allowed.min_by_key(key).unwrap_or(Move::Shift)
}

/// The best of the moves that lose more than the right one.
fn best_wrong(state: &State<'_>, line: &Line, scores: &[i32; 3], right: Move) -> Option<Move> {
    let least = cost(state, line, right);
    let wrong = Move::ALL.into_iter().filter(|it| state.can(*it) && cost(state, line, *it) > least);
    wrong.max_by_key(|it| scores[*it as usize])
}

/// The best class but the right one, and by how much that is ahead of it.
fn rival(scores: &[i32], right: u8) -> (u8, i32) {
    let others = (0..scores.len()).filter(|it| *it != usize::from(right));
    let rival = others.max_by_key(|it| scores[*it]).unwrap_or_default();
    (rival as u8, scores[usize::from(right)] - scores[rival])
}

/// How many arcs of the treebank can no longer be drawn after a move.
fn cost(state: &State<'_>, line: &Line, it: Move) -> usize {
    let next = state.next;
    let Some((top, rest)) = state.stack.split_last() else { return 0 };
    let n_after =
        |word: u32| line.dependents[word as usize].iter().filter(|it| **it >= next).count();
    match it {
        Move::Shift => {
            let head = line.heads[next as usize];
            let below = usize::from(rest.contains(&head));
            below
                + line.dependents[next as usize]
                    .iter()
                    .filter(|it| state.stack.contains(it))
                    .count()
        }
        Move::Left => {
            let head = line.heads[*top as usize];
            usize::from(head > next || rest.last() == Some(&head)) + n_after(*top)
        }
        Move::Right => usize::from(line.heads[*top as usize] >= next) + n_after(*top),
    }
}

/// Of an arc that is the treebank's, its relation is learnt; of another there is none to learn.
fn learn_relation(
    learner: &mut Learner,
    line: &Line,
    state: &State<'_>,
    arc: (u32, u32),
) -> Relation {
    if state.is_root(arc.0) {
        return Relation::Root;
    }
    let features = parser::relation_features(state, arc);
    let mut scores = [0; Relation::ALL.len()];
    learner.weigh(&features, &mut scores);
    let (head, dependent) = arc;
    if line.heads[dependent as usize] == head {
        let right = line.relations[dependent as usize] as u8;
        let (rival, ahead) = rival(&scores, right);
        learner.learn(&features, right, rival, ahead);
    }
    Relation::ALL[1 + best(&scores[1..])]
}

/// Numbers that look like chance, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            order.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}
