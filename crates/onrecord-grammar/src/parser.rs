//! Which word depends on which: a row of moves (arc-hybrid, Kuhlmann et al. 2011), each the best at its time, and of
//! each arc its relation as soon as it is drawn. Time grows with the number of words.

use crate::table::{Weigh, best};
use crate::tagger::{EDGE, Pair};
use crate::usual::Usually;
use crate::word::{Word, feature};
use crate::{Relation, Tag, mark};

/// What can be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// The next word goes onto the stack.
    Shift,
    /// The word on top of the stack depends on the next word.
    Left,
    /// The word on top of the stack depends on the one below it.
    Right,
}

impl Move {
    pub(crate) const ALL: [Self; 3] = [Self::Shift, Self::Left, Self::Right];
}

/// A word as the parser's features see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    form: u32,
    /// The class of its pair of tags.
    tag: u32,
    /// Its part of speech alone.
    coarse: u32,
    suffix: u32,
    /// The group of words it is used like.
    group: u32,
    /// The marks between the word before it and it.
    marks: u32,
}

impl Seen {
    const NONE: Self = Self { form: 2, tag: 201, coarse: 201, suffix: 2, group: 0, marks: 0 };
    const ROOT: Self = Self { form: 3, tag: 202, coarse: 202, suffix: 3, group: 0, marks: 0 };
}

/// Which words are parsed: all but the marks, or all where there are only marks.
pub(crate) fn kept(tags: &[u8], pairs: &[Pair]) -> Vec<u32> {
    let is_mark = |tag: &u8| pairs[usize::from(*tag)].0 == Tag::Punctuation;
    let words = (0..).zip(tags).filter(|(_, tag)| !is_mark(tag));
    let kept: Vec<u32> = words.map(|(at, _)| at).collect();
    if kept.is_empty() { (0..tags.len() as u32).collect() } else { kept }
}

/// The words kept, with their tags, then the root, then what is not there.
pub(crate) fn seen(
    texts: &[&str],
    words: &[Word],
    tags: &[u8],
    pairs: &[Pair],
    kept: &[u32],
) -> Vec<Seen> {
    let mut seen = Vec::with_capacity(kept.len() + 2);
    let mut after = 0;
    for at in kept {
        let at = *at as usize;
        let word = &words[at + EDGE];
        seen.push(Seen {
            form: word.form,
            tag: u32::from(tags[at]),
            coarse: pairs[usize::from(tags[at])].0 as u32,
            suffix: word.suffix[2],
            group: word.group,
            marks: texts[after..at].iter().fold(0, |marks, it| marks | mark::kind(it)),
        });
        after = at + 1;
    }
    let marks = texts[after.min(texts.len())..].iter().fold(0, |marks, it| marks | mark::kind(it));
    seen.extend([Seen { marks, ..Seen::ROOT }, Seen::NONE]);
    seen
}

/// A word with what depends on it so far.
#[derive(Clone, Copy, Debug)]
struct Place {
    head: u32,
    relation: Relation,
    /// The outermost dependents before it, and the next inwards.
    left: [u32; 2],
    /// The same after it.
    right: [u32; 2],
    n_left: u32,
    n_right: u32,
    /// Relations of its dependents: a bit each.
    below: u64,
    /// The word of its last dependent with [`Relation::Case`] or [`Relation::Mark`].
    case: u32,
}

/// How far the parse of a sentence is.
#[derive(Clone, Debug)]
pub(crate) struct State<'s> {
    seen: &'s [Seen],
    places: Vec<Place>,
    pub(crate) stack: Vec<u32>,
    pub(crate) next: u32,
    /// Of each word, how many commas, full verbs and other marks stand before it.
    passed: Vec<[u16; 3]>,
    root: u32,
    none: u32,
}

impl<'s> State<'s> {
    pub(crate) fn new(seen: &'s [Seen]) -> Self {
        let root = seen.len() as u32 - 2;
        let none = root + 1;
        let place = Place {
            head: none,
            relation: Relation::Dep,
            left: [none; 2],
            right: [none; 2],
            n_left: 0,
            n_right: 0,
            below: 0,
            case: none,
        };
        Self {
            seen,
            places: vec![place; seen.len()],
            stack: Vec::with_capacity(seen.len()),
            next: 0,
            passed: passed(seen),
            root,
            none,
        }
    }

    pub(crate) fn is_done(&self) -> bool {
        self.next == self.root && self.stack.is_empty()
    }

    pub(crate) fn can(&self, it: Move) -> bool {
        match it {
            Move::Shift => self.next < self.root,
            // One word alone hangs from the root.
            Move::Left => self.stack.len() == 1 || (self.stack.len() > 1 && self.next < self.root),
            Move::Right => self.stack.len() > 1,
        }
    }

    /// The move to make where there is but one: on an empty stack, and behind the last word.
    pub(crate) fn only_move(&self) -> Option<Move> {
        let mut allowed = Move::ALL.into_iter().filter(|it| self.can(*it));
        allowed.next().filter(|_| allowed.next().is_none())
    }

    /// Head and dependent of the arc that a move draws.
    pub(crate) fn arc(&self, it: Move) -> Option<(u32, u32)> {
        match it {
            Move::Shift => None,
            Move::Left => Some((self.next, self.back(0))),
            Move::Right => Some((self.back(1), self.back(0))),
        }
    }

    pub(crate) fn shift(&mut self) {
        self.stack.push(self.next);
        self.next += 1;
    }

    /// Draws an arc to the word on top of the stack, and takes it off.
    pub(crate) fn attach(&mut self, (head, dependent): (u32, u32), relation: Relation) {
        self.stack.pop();
        let place = &mut self.places[dependent as usize];
        place.head = head;
        place.relation = relation;
        let place = &mut self.places[head as usize];
        place.below |= 1 << (relation as u64);
        if matches!(relation, Relation::Case | Relation::Mark) {
            place.case = dependent;
        }
        if dependent < head {
            place.left = [dependent, place.left[0]];
            place.n_left += 1;
        } else {
            place.right = [dependent, place.right[0]];
            place.n_right += 1;
        }
    }

    /// The head of each word (`None`: the root) and the relation to it.
    pub(crate) fn arcs(&self) -> impl Iterator<Item = (Option<u32>, Relation)> + '_ {
        let words = &self.places[..self.root as usize];
        words.iter().map(|it| ((it.head < self.root).then_some(it.head), it.relation))
    }

    pub(crate) fn is_root(&self, word: u32) -> bool {
        word == self.root
    }

    #[inline]
    fn back(&self, n: usize) -> u32 {
        self.stack.len().checked_sub(n + 1).map_or(self.none, |at| self.stack[at])
    }

    #[inline]
    fn ahead(&self, n: u32) -> u32 {
        (self.next + n).min(self.none)
    }

    /// Marks between two words, the first before the second, as a small number.
    fn between(&self, first: u32, second: u32) -> u32 {
        if first >= second || second > self.root {
            return 0;
        }
        let (from, to) = (self.passed[first as usize], self.passed[second as usize]);
        let n = |kind: usize, most: u16| u32::from((to[kind] - from[kind]).min(most));
        n(0, 2) | n(1, 2) << 2 | n(2, 1) << 4
    }
}

fn passed(seen: &[Seen]) -> Vec<[u16; 3]> {
    let mut n = [0_u16; 3];
    let mut passed = Vec::with_capacity(seen.len());
    for seen in seen {
        n[0] = n[0].saturating_add(u16::from(seen.marks & 1 > 0));
        n[2] = n[2].saturating_add(u16::from(seen.marks & !1 > 0));
        passed.push(n);
        n[1] = n[1].saturating_add(u16::from(seen.coarse == Tag::Verb as u32));
    }
    passed
}

/// Parses the words; each pair is the weights for what it is named after, and what is asked before them.
pub(crate) fn parse<'s>(
    (moves, usual_moves): (&impl Weigh, &mut impl Usually),
    (relations, usual_relations): (&impl Weigh, &mut impl Usually),
    seen: &'s [Seen],
) -> State<'s> {
    let mut state = State::new(seen);
    while !state.is_done() {
        let chosen = next_move(moves, usual_moves, &state);
        match state.arc(chosen) {
            None => state.shift(),
            Some(arc) => {
                let relation = relation(relations, usual_relations, &state, arc);
                state.attach(arc, relation);
            }
        }
    }
    state
}

fn next_move(weights: &impl Weigh, usual: &mut impl Usually, state: &State<'_>) -> Move {
    if let Some(only) = state.only_move() {
        return only;
    }
    let chosen = usual.or(move_key(state), || {
        let mut scores = [0; 3];
        weights.weigh(&move_features(state), &mut scores);
        best_allowed(state, &scores) as u8
    });
    let chosen = Move::ALL[usize::from(chosen)];
    // Two keys may have one digest. Where there is a choice, there is a next word.
    if state.can(chosen) { chosen } else { Move::Shift }
}

/// Where the move is usually the same: by the tags around, how far the two words are, and what stands between.
fn move_key(state: &State<'_>) -> u32 {
    let see = |at: u32| &state.seen[at as usize];
    let (at_s0, at_b0) = (state.back(0), state.ahead(0));
    let (s1, s0, b0, b1) = (see(state.back(1)), see(at_s0), see(at_b0), see(state.ahead(1)));
    let apart = near(at_s0, at_b0) << 8 | b0.marks;
    feature(0, s1.tag << 8 | s0.tag, b0.tag << 8 | b1.tag, apart)
}

/// The best of the moves that can be made; one always can while the state is not done.
pub(crate) fn best_allowed(state: &State<'_>, scores: &[i32; 3]) -> Move {
    let allowed = Move::ALL.into_iter().filter(|it| state.can(*it));
    allowed.rev().max_by_key(|it| scores[*it as usize]).unwrap_or(Move::Shift)
}

/// The relation of an arc that is about to be drawn.
fn relation(
    weights: &impl Weigh,
    usual: &mut impl Usually,
    state: &State<'_>,
    arc: (u32, u32),
) -> Relation {
    if state.is_root(arc.0) {
        return Relation::Root;
    }
    let relation = usual.or(relation_key(state, arc), || {
        let mut scores = [0; Relation::ALL.len()];
        weights.weigh(&relation_features(state, arc), &mut scores);
        1 + best(&scores[1..]) as u8
    });
    Relation::ALL[usize::from(relation)]
}

/// Where the relation is usually the same: by the two tags, the dependent's word and its side.
fn relation_key(state: &State<'_>, (head, dependent): (u32, u32)) -> u32 {
    let (h, d) = (&state.seen[head as usize], &state.seen[dependent as usize]);
    feature(0, h.tag << 8 | d.tag, d.form, u32::from(dependent > head))
}

fn near(first: u32, second: u32) -> u32 {
    match first.abs_diff(second) {
        few @ 0..=4 => few,
        5..=6 => 5,
        7..=10 => 6,
        _ => 7,
    }
}

/// Relations that say what a word can still take.
const FRAME: u64 = {
    use Relation as R;
    let kinds = [
        R::Nsubj,
        R::NsubjPass,
        R::Obj,
        R::Iobj,
        R::Cop,
        R::Aux,
        R::AuxPass,
        R::Mark,
        R::Case,
        R::Cc,
        R::Conj,
        R::Expl,
        R::Xcomp,
        R::Ccomp,
        R::Csubj,
        R::Obl,
        R::Det,
        R::Advmod,
    ];
    let mut bits = 0;
    let mut at = 0;
    while at < kinds.len() {
        bits |= 1 << (kinds[at] as u64);
        at += 1;
    }
    bits
};

/// The frame as 32 bits.
fn frame(place: &Place) -> u32 {
    let bits = (place.below & FRAME).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (bits >> 32) as u32
}

pub(crate) const N_MOVE_FEATURES: usize = 61;

/// What is known of a state when the next move is chosen. Numbers that are not there were tried and carried little;
/// likewise in the other lists of features.
pub(crate) fn move_features(state: &State<'_>) -> [u32; N_MOVE_FEATURES] {
    let see = |at: u32| &state.seen[at as usize];
    let place = |at: u32| &state.places[at as usize];
    let (at_s0, at_s1, at_b0) = (state.back(0), state.back(1), state.ahead(0));
    let (s0, s1) = (see(at_s0), see(at_s1));
    let (b0, b1, b2, b3) =
        (see(at_b0), see(state.ahead(1)), see(state.ahead(2)), see(state.ahead(3)));
    let (p_s0, p_s1, p_b0) = (place(at_s0), place(at_s1), place(at_b0));
    let (s0l, s0r, s0r2) = (see(p_s0.left[0]), see(p_s0.right[0]), see(p_s0.right[1]));
    let (s1l, s1r, b0l) = (see(p_s1.left[0]), see(p_s1.right[0]), see(p_b0.left[0]));
    let kind = |at: u32| if at == state.none { 99 } else { place(at).relation as u32 };
    let (frame_s0, frame_s1, frame_b0) = (frame(p_s0), frame(p_s1), frame(p_b0));
    let far = near(at_s0, at_b0);
    let far_s1 = near(at_s1, at_s0);
    let marks = state.between(at_s0, at_b0);
    let marks_s1 = state.between(at_s1, at_s0);
    // A word with its tag in one value.
    let both = |it: &Seen| it.form ^ it.tag.wrapping_mul(0x85eb_ca6b);
    let two = |a: u32, b: u32| a << 8 | b;
    let f = feature;
    [
        f(100, 0, 0, 0),
        f(101, both(s0), 0, 0),
        f(102, s0.form, 0, 0),
        f(103, s0.tag, 0, 0),
        f(104, both(s1), 0, 0),
        f(105, s1.form, 0, 0),
        f(106, s1.tag, 0, 0),
        f(108, both(b0), 0, 0),
        f(109, b0.form, 0, 0),
        f(110, b0.tag, 0, 0),
        f(111, both(b1), 0, 0),
        f(112, b1.tag, 0, 0),
        f(113, b2.tag, b1.tag, 0),
        f(121, s0.tag, b0.tag, b1.tag),
        f(123, s1.form, s0.tag, 0),
        f(124, s1.tag, s0.form, 0),
        f(126, s1.tag, b0.tag, 0),
        f(130, two(b0.tag, b1.tag), b2.tag, s0.tag),
        f(131, two(s1.tag, s0.tag), b0.tag, b1.tag),
        f(136, s0.tag, s0l.tag, b0.tag),
        f(137, s0.tag, s0r.tag, b0.tag),
        f(138, s0.tag, b0l.tag, b0.tag),
        f(139, s1.tag, s1r.tag, s0.tag),
        f(140, s1.tag, s1l.tag, s0.tag),
        f(141, s0.tag, two(kind(p_s0.right[0]), kind(p_s0.right[1])), b0.tag),
        f(142, s0r.form, s0.tag, b0.tag),
        f(143, s0.tag, s0r2.tag, s0r.tag),
        f(144, s0.form, frame_s0, 0),
        f(145, s0.tag, frame_s0, b0.tag),
        f(146, s0.tag, frame_s0, b0.form),
        f(147, b0.tag, frame_b0, s0.tag),
        f(149, s1.tag, frame_s1, s0.tag),
        f(152, frame_s0, frame_s1, two(s0.coarse, s1.coarse)),
        f(153, frame_s0, frame_b0, two(s0.coarse, b0.coarse)),
        f(154, far, s0.tag, b0.tag),
        f(155, far, s0.form, b0.coarse),
        f(156, far_s1, s1.tag, s0.tag),
        f(157, marks, s0.tag, b0.tag),
        f(158, marks_s1, s1.tag, s0.tag),
        f(159, marks_s1, two(s1.tag, s0.tag), two(b0.tag, far_s1)),
        f(160, s0.tag, p_s0.n_left.min(3), p_s0.n_right.min(3)),
        f(161, see(p_s0.case).form, s1.form, s0.coarse),
        f(164, two(b0.coarse, b1.coarse), two(b2.coarse, b3.coarse), s0.coarse),
        f(165, s0.suffix, b0.tag, 0),
        f(168, b0.marks, s0.tag, b0.tag),
        f(169, b0.marks, two(s1.tag, s0.tag), b0.tag),
        f(170, b0.marks, s0.form, b0.tag),
        f(171, b0.marks, s0.tag, b0.form),
        f(172, two(b0.marks, b1.marks), two(s0.tag, b0.tag), b1.tag),
        f(173, s0.marks, two(s1.tag, s0.tag), b0.tag),
        f(174, s0.marks, b0.marks, two(s1.coarse, s0.coarse)),
        f(175, b0.marks, frame_s0, s0.tag),
        f(176, s0.group, s0.tag, b0.tag),
        f(177, b0.group, b0.tag, s0.tag),
        f(178, s0.group, b0.group, two(s0.coarse, b0.coarse)),
        f(180, s1.group, s1.tag, s0.tag),
        f(181, s0.group, s1.tag, s0.tag),
        f(182, see(p_s0.case).form, s0.group, s1.group),
        f(183, see(p_s0.case).form, s1.group, s0.coarse),
        f(184, see(p_s0.case).form, s0.group, s1.tag),
        f(185, s1.group, b0.group, two(s1.coarse, b0.coarse)),
    ]
}

pub(crate) const N_RELATION_FEATURES: usize = 27;

/// What is known of an arc before it is drawn; all that depends on the dependent is drawn by then.
pub(crate) fn relation_features(
    state: &State<'_>,
    (head, dependent): (u32, u32),
) -> [u32; N_RELATION_FEATURES] {
    let see = |at: u32| &state.seen[at as usize];
    let (h, d) = (see(head), see(dependent));
    let (p_h, p_d) = (&state.places[head as usize], &state.places[dependent as usize]);
    let side = u32::from(dependent > head) << 3 | near(head, dependent);
    let after = u32::from(dependent > head);
    let next = see((dependent + 1).min(state.none));
    let before = see(dependent.checked_sub(1).unwrap_or(state.none));
    let before_head = see(head.checked_sub(1).unwrap_or(state.none));
    let after_head = see((head + 1).min(state.none));
    let sibling = if after == 1 { p_h.right[0] } else { p_h.left[0] };
    let sibling_kind =
        if sibling == state.none { 99 } else { state.places[sibling as usize].relation as u32 };
    let case = see(p_d.case);
    let (frame_d, frame_h) = (frame(p_d), frame(p_h));
    let marks = state.between(head.min(dependent), head.max(dependent));
    let two = |a: u32, b: u32| a << 8 | b;
    let f = feature;
    [
        f(200, after, 0, 0),
        f(202, h.tag, after, 0),
        f(203, d.form, after, 0),
        f(204, d.tag, after, 0),
        f(207, h.tag, d.tag, side),
        f(209, d.form, d.tag, side),
        f(211, frame_d, d.tag, after),
        f(213, frame_d, h.form, two(d.coarse, after)),
        f(214, case.form, d.coarse, after),
        f(215, case.form, h.tag, two(d.tag, after)),
        f(216, case.form, h.form, after),
        f(217, case.form, d.form, after),
        f(218, frame_h, two(h.tag, d.tag), after),
        f(220, sibling_kind, two(h.tag, d.tag), after),
        f(222, before.tag, d.tag, two(h.tag, after)),
        f(223, next.tag, d.tag, two(h.tag, after)),
        f(224, before_head.tag, h.tag, two(d.tag, after)),
        f(225, after_head.tag, h.tag, two(d.tag, after)),
        f(226, before.form, d.tag, after),
        f(228, d.suffix, h.tag, after),
        f(229, h.suffix, d.tag, after),
        f(230, see(p_d.left[0]).form, d.tag, two(h.tag, after)),
        f(233, frame_d, frame_h, two(two(h.coarse, d.coarse), after)),
        f(236, two(h.coarse, d.coarse), side, marks),
        f(242, h.group, d.group, two(two(h.coarse, d.coarse), after)),
        f(243, case.form, d.group, two(h.coarse, after)),
        f(244, case.form, h.group, two(d.coarse, after)),
    ]
}
