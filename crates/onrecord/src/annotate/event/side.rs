//! Who does it, and to whom: noun phrases around the words of an act.

use std::ops::Range;

use onrecord_grammar::{Relation, Tag};

use super::find::Candidate;
use super::sentence::Sentence;
use crate::lexicon::{Class, HeadClass};

/// One side of an act: places in `Sentence::named`, or, where no party is named, a phrase.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Side {
    pub(super) named: Vec<usize>,
    pub(super) phrase: Option<Range<usize>>,
}

impl Side {
    fn of(named: Vec<usize>) -> Side {
        Side { named, phrase: None }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.named.is_empty() && self.phrase.is_none()
    }
}

/// Actors and recipients.
pub(super) fn sides(s: &Sentence, it: &Candidate) -> (Side, Side) {
    let (mut first, mut second) = match it.class {
        HeadClass::Noun => of_noun(s, it),
        HeadClass::Verb | HeadClass::Phrase => of_verb(s, it),
    };
    second.named.retain(|n| !first.named.contains(n));
    if it.flags().swap {
        std::mem::swap(&mut first, &mut second);
    }
    (first, second)
}

fn of_verb(s: &Sentence, it: &Candidate) -> (Side, Side) {
    let verb = if it.class == HeadClass::Phrase { predicate(s, it.at) } else { it.at };
    if it.flags().must {
        return must(s, verb);
    }
    let passive = it.class == HeadClass::Verb && s.passive(verb);
    let subject = subject(s, verb);
    if passive {
        let by = (it.at..s.len().min(it.at + 12)).find(|at| s.word(*at) == "by");
        let agent = by.map_or(Side::default(), |by| next_named(s, by + 1, s.reach(verb).end, 5));
        let undergoes = subject.map_or(Side::default(), |at| phrase_side(s, at, Some(verb)));
        // `sanctions were imposed on Denmark`
        let undergoes = if undergoes.named.is_empty() || it.words[0] < it.at {
            let told = object_side(s, it, verb, &agent.named);
            if told.named.is_empty() { undergoes } else { told }
        } else {
            undergoes
        };
        return (agent, undergoes);
    }
    let actors = match subject {
        Some(at) => phrase_side(s, at, Some(verb)),
        None => before(s, verb),
    };
    let recipients = object_side(s, it, verb, &actors.named);
    (actors, recipients)
}

/// `Norway said Denmark must …`: whoever says so, and who must.
fn must(s: &Sentence, verb: usize) -> (Side, Side) {
    let must =
        |verb: usize| subject(s, verb).map_or(Side::default(), |it| phrase_side(s, it, Some(verb)));
    let verb = if s.is_verb(verb) { verb } else { s.head(verb).unwrap_or(verb) };
    let says = s.head(verb).filter(|it| s.is_verb(*it));
    (says.map_or(Side::default(), must), must(verb))
}

/// `Norway is ready to …`: the word that has the subject.
fn predicate(s: &Sentence, at: usize) -> usize {
    let mut here = at;
    for _ in 0..4 {
        if s.child(here, &[Relation::Nsubj, Relation::NsubjPass]).is_some() {
            return here;
        }
        match s.head(here) {
            Some(up) => here = up,
            None => break,
        }
    }
    at
}

/// The word that the subject of a verb hangs on by, through what shares it.
fn subject(s: &Sentence, verb: usize) -> Option<usize> {
    let mut here = verb;
    for _ in 0..6 {
        let own = s.children(here).find(|it| s.node(*it).relation.is_subject());
        if let Some(own) = own {
            let who = s.is(own, &["who", "which", "that", "whom"]);
            if who && let Some(noun) = relative_noun(s, here) {
                return Some(noun);
            }
            return Some(own);
        }
        let relation = s.node(here).relation;
        let up = s.head(here)?;
        match relation {
            Relation::AclRelcl => return Some(up),
            // `the troops attacking Denmark`, `a plan to attack`
            Relation::Acl if s.node(up).tag != Tag::Verb => {
                let active = s.word(here).ends_with("ing");
                if active {
                    return Some(up);
                }
                here = up;
            }
            Relation::Xcomp => {
                // `urged Denmark to sign`: whoever is urged
                if let Some(object) = s.child(up, &[Relation::Obj, Relation::Iobj]) {
                    return Some(object);
                }
                here = up;
            }
            _ => here = up,
        }
    }
    None
}

fn relative_noun(s: &Sentence, verb: usize) -> Option<usize> {
    let mut here = verb;
    for _ in 0..3 {
        let up = s.head(here)?;
        if s.node(here).relation == Relation::AclRelcl {
            return Some(up);
        }
        here = up;
    }
    None
}

/// The parties of a noun phrase by its head; `verb`, where it is the subject of one.
fn phrase_side(s: &Sentence, head: usize, verb: Option<usize>) -> Side {
    let mut reach = s.reach(head);
    if let Some(verb) = verb.filter(|it| reach.start < *it && *it < reach.end) {
        reach.end = verb;
    }
    // What a clause about it tells is not its name.
    for child in s.children(head) {
        let clause = matches!(s.node(child).relation, Relation::AclRelcl | Relation::Acl);
        if clause && child > head && s.reach(child).start > head {
            reach.end = reach.end.min(s.reach(child).start);
        }
    }
    let inside: Vec<usize> = (0..s.named.len())
        .filter(|n| s.named[*n].words.start < reach.end && reach.start < s.named[*n].words.end)
        .collect();
    // The one that holds the head, else the first that no `in` or `to` leads to.
    let holds = inside.iter().find(|n| s.named[**n].words.contains(&head));
    let led = |n: &&usize| {
        let place = ["in", "at", "near", "on", "against", "with", "over", "about", "to", "into"];
        !s.is(s.named[**n].words.start.wrapping_sub(1), &place)
            && !(s.is(s.named[**n].words.start.wrapping_sub(1), &["the", "a"])
                && s.is(s.named[**n].words.start.wrapping_sub(2), &place))
    };
    let first = inside.iter().find(led).or(holds).or(inside.first());
    match first {
        Some(first) => Side::of(joined(s, *first)),
        None => {
            let pronoun = s.node(head).tag == Tag::Pronoun;
            if pronoun && s.is(head, &["it", "they", "he", "she", "who", "which", "that"]) {
                let side = earlier_subject(s, head);
                if !side.is_empty() {
                    return side;
                }
            }
            let class = Class::WEEKDAY.or(Class::RELATIVE_DAY).or(Class::MONTH);
            if let Some(verb) = verb.filter(|_| s.p.has(s.within.start + head, class)) {
                return before(s, verb);
            }
            let start = reach.start.min(head);
            Side { named: Vec::new(), phrase: Some(start..head + 1) }
        }
    }
}

/// `Norway said it would …`: the subject before in the sentence.
fn earlier_subject(s: &Sentence, pronoun: usize) -> Side {
    let place = ["in", "at", "near", "on", "against", "with", "over", "about", "to", "into", "of"];
    let mut before = (0..s.named.len())
        .filter(|n| s.named[*n].words.end <= pronoun)
        .filter(|n| !s.is(s.named[*n].words.start.wrapping_sub(1), &place));
    before.next().map_or(Side::default(), |first| Side::of(joined(s, first)))
}

/// The parties that `and` and commas join to one.
fn joined(s: &Sentence, first: usize) -> Vec<usize> {
    let mut all = vec![first];
    for next in first + 1..s.named.len() {
        let between = s.named[next - 1].words.end..s.named[next].words.start;
        let joins = |at: usize| {
            s.is(at, &["and", "or", "&", "both", "the", "its", "as", "well"]) || s.mark(at) == ','
        };
        let any = between.clone().any(|at| s.is(at, &["and", "or", "&"]) || s.mark(at) == ',');
        if !(any && between.clone().all(joins)) {
            break;
        }
        // `Oslo, Norway`
        let same = s.named[next].party.code == s.named[next - 1].party.code;
        if same {
            continue;
        }
        let and = between.clone().any(|at| s.is(at, &["and", "or", "&"]));
        let list = (s.named[next].words.end..s.len().min(s.named[next].words.end + 8))
            .any(|at| s.is(at, &["and", "or"]));
        if !and && !list {
            break;
        }
        all.push(next);
    }
    all
}

/// Without a subject in the tree: the nearest party before the verb in its clause.
fn before(s: &Sentence, verb: usize) -> Side {
    let place = ["in", "at", "near", "on", "against", "with", "over", "about", "to", "into", "by"];
    let free = |n: &usize| !s.is(s.named[*n].words.start.wrapping_sub(1), &place);
    let clause = (0..verb).rev().find(|at| matches!(s.mark(*at), ';' | ':')).map_or(0, |it| it + 1);
    let inside = |n: &usize| s.named[*n].words.end <= verb && s.named[*n].words.start >= clause;
    let first = (0..s.named.len()).filter(inside).find(free);
    first.map_or(Side::default(), |it| Side::of(joined(s, it)))
}

/// The first party from a word on, at most so many words away.
fn next_named(s: &Sentence, from: usize, end: usize, away: usize) -> Side {
    let found = (0..s.named.len()).find(|n| {
        let words = &s.named[*n].words;
        words.start >= from && words.start <= from + away && words.start < end.max(from + away)
    });
    match found {
        Some(n) => Side::of(joined(s, n)),
        None => Side::default(),
    }
}

/// Where a clause of saying at the end begins: `…, Ruiz said`.
fn end_of_clause(s: &Sentence, from: usize) -> usize {
    let cue = |at: usize| s.p.cue(s.within.start + at).is_some() && s.finite(at);
    let said = (from + 1..s.len()).filter(|at| s.mark(*at) == ',').find(|comma| {
        let end = (comma + 1..s.len()).find(|at| s.mark(*at) == ',').unwrap_or(s.len());
        let tail = end.max((comma + 9).min(s.len()));
        (comma + 1..tail).any(cue) && !s.is(comma + 1, &["who", "which", "and", "but", "that"])
    });
    said.unwrap_or(s.len())
}

/// To whom: what the verb governs, the pattern's own preposition first.
fn object_side(s: &Sentence, it: &Candidate, verb: usize, actors: &[usize]) -> Side {
    let from = it.at + 1;
    let reach = s.reach(verb).end.max(s.reach(it.at).end).max(it.last() + 1);
    let end = reach.max(from).min(end_of_clause(s, it.last()).max(it.last() + 1));
    let free: Vec<usize> = (0..s.named.len())
        .filter(|n| !actors.contains(n))
        .filter(|n| s.named[*n].words.start >= from && s.named[*n].words.start < end)
        .collect();
    // Of one's own country only what the verb itself governs, or what nothing else competes with.
    let (own, free): (Vec<usize>, Vec<usize>) =
        free.into_iter().partition(|n| actor_again(s, actors, *n));
    let led_by = |n: usize, prepositions: &[&str]| {
        let start = s.named[n].words.start;
        let near = (start.saturating_sub(3)..start).rev();
        let mut words = near.take_while(|at| s.node(*at).tag != Tag::Verb);
        words.any(|at| s.is(at, prepositions))
    };
    let sided = it.pattern.side.and_then(|side| free.iter().find(|n| led_by(**n, &[side])));
    let direct = || {
        let object = s.child(verb, &[Relation::Obj, Relation::Iobj])?;
        let inside = |n: &&usize| s.reach(object).contains(&s.named[**n].words.start);
        free.iter().chain(&own).find(inside)
    };
    let plain = || free.iter().find(|n| !led_by(**n, &["in", "at", "by", "near", "during"]));
    let first = if it.pattern.side.is_some_and(|it| it != "of") {
        sided.or_else(direct).or_else(plain).or(free.first()).or(own.first())
    } else {
        direct().or_else(plain).or(free.first()).or(own.first())
    };
    match first {
        Some(first) => {
            let mut all = joined(s, *first);
            all.retain(|n| !actors.contains(n));
            Side::of(all)
        }
        None => Side::default(),
    }
}

/// The actor named once more: `Norway … Norwegian`.
fn actor_again(s: &Sentence, actors: &[usize], n: usize) -> bool {
    actors.iter().any(|it| s.named[*it].party.code == s.named[n].party.code)
}

/// `the Norwegian attack on Denmark`, `talks between Norway and Denmark`
fn of_noun(s: &Sentence, it: &Candidate) -> (Side, Side) {
    let after = it.last() + 1;
    let between = (it.at..s.len().min(after + 3)).find(|at| s.is(*at, &["between", "among"]));
    if let Some(between) = between {
        return (next_named(s, between + 1, s.len(), 3), Side::default());
    }
    let before = (0..s.named.len()).rev().find(|n| {
        let words = &s.named[*n].words;
        words.end <= it.at
            && it.at - words.end <= 3
            && (words.end..it.at).all(|at| {
                matches!(s.node(at).tag, Tag::Adjective | Tag::Noun | Tag::Number | Tag::Particle)
                    || s.is(at, &["'s", "’s", "'", "’"])
            })
    });
    let by = (after..s.len().min(after + 6)).find(|at| s.is(*at, &["by"]));
    let actors = match (before, by) {
        (Some(n), _) => Side::of(vec![n]),
        (None, Some(by)) => next_named(s, by + 1, s.len(), 4),
        _ => subject_of(s, it.at),
    };
    let mut recipients = Side::default();
    let leads = ["on", "against", "with", "to", "of", "for", "in", "at"];
    let led = (it.at + 1..s.len().min(after + 8))
        .find(|at| s.is(*at, &leads) && (s.head(*at) == Some(it.at) || s.above(it.at, *at)));
    if let Some(led) = led {
        recipients = next_named(s, led + 1, s.len(), 4);
        recipients.named.retain(|n| !actors.named.contains(n));
    }
    (actors, recipients)
}

/// Whoever the clause of a noun is about: `Denmark faces sanctions`.
fn subject_of(s: &Sentence, at: usize) -> Side {
    let mut here = at;
    for _ in 0..5 {
        if s.is_verb(here) && here != at {
            return subject(s, here)
                .filter(|it| *it != at && !s.reach(*it).contains(&at))
                .map_or(Side::default(), |it| phrase_side(s, it, Some(here)));
        }
        match s.head(here) {
            Some(up) => here = up,
            None => break,
        }
    }
    Side::default()
}
