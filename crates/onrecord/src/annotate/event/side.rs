//! Who does it, and to whom: noun phrases around the words of an act.

use std::ops::Range;

use onrecord_grammar::{Relation, Tag};

use super::EventKind;
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
        return must(s, verb, it.at);
    }
    let passive = it.class == HeadClass::Verb && s.passive(verb);
    let subject = subject(s, verb);
    if passive {
        let near = |at: &usize| *at < it.at + 12 || s.mark(at.wrapping_sub(1)) == ',';
        let by = (it.at..s.len()).filter(near).find(|at| s.word(*at) == "by");
        let mut agent = by.map_or(Side::default(), |by| by_whom(s, by, s.reach(verb).end));
        if agent.named.is_empty() && it.kind == EventKind::Assault {
            agent = whose_strike(s, it.at);
        }
        let undergoes = subject.map_or(Side::default(), |at| phrase_side(s, at, Some(verb)));
        // `sanctions were imposed on Denmark`
        if agent.is_empty() && it.words[0] >= it.at {
            return (agent, beside_head(s, subject, undergoes));
        }
        let undergoes = if undergoes.named.is_empty() || it.words[0] < it.at {
            let told = object_side(s, it, verb, &agent.named);
            if told.named.is_empty() { undergoes } else { told }
        } else {
            undergoes
        };
        return (agent, undergoes);
    }
    // `Norway being unwilling`, `Norway’s lack of willingness`
    let beside = (it.class == HeadClass::Phrase)
        .then(|| {
            let being = usize::from(s.is(it.at.wrapping_sub(1), &["being"]));
            s.named.iter().find(|named| named.words.end + being == it.at)
        })
        .flatten();
    let subject = beside.map(|named| named.words.end - 1).or(subject);
    let actors = match subject {
        Some(at) => phrase_side(s, at, Some(verb)),
        None => before(s, verb),
    };
    let mut recipients = object_side(s, it, verb, &actors.named);
    // `the group that Norway has sponsored`
    if recipients.is_empty()
        && s.node(verb).relation == Relation::AclRelcl
        && let Some(noun) = s.head(verb).filter(|noun| *noun < verb)
        && subject.is_some_and(|it| it > noun)
    {
        recipients = phrase_side(s, noun, Some(verb));
    }
    (actors, recipients)
}

/// The parties of `by Norway`; none of `by a bomb and the two Norwegians`.
fn by_whom(s: &Sentence, by: usize, end: usize) -> Side {
    let mut side = next_named(s, by + 1, end, 5);
    let parts = |at: usize| s.is(at, &["and", "or", "but"]) || s.is_verb(at) || s.mark(at) == ',';
    if side.named.first().is_some_and(|n| (by + 1..s.named[*n].words.start).any(parts)) {
        side = Side::default();
    }
    side
}

/// `was killed in a Norwegian air strike`
fn whose_strike(s: &Sentence, verb: usize) -> Side {
    const MEANS: [&str; 14] = [
        "strike",
        "strikes",
        "airstrike",
        "airstrikes",
        "raid",
        "raids",
        "attack",
        "attacks",
        "bombing",
        "bombardment",
        "shelling",
        "ambush",
        "operation",
        "assault",
    ];
    let end = s.len().min(verb + 12);
    let Some(means) = (verb + 1..end).find(|at| s.is(*at, &MEANS)) else { return Side::default() };
    let lead = (verb + 1..means).rev().find(|at| s.is(*at, &["in", "by", "during"]));
    let whose = lead.and_then(|lead| {
        (0..s.named.len()).find(|n| (lead + 1..=means).contains(&s.named[*n].words.start))
    });
    whose.map_or(Side::default(), |n| Side::of(vec![n]))
}

/// Without an agent only those count whom the subject itself names: not `an area half the size of
/// Norway was damaged`.
fn beside_head(s: &Sentence, subject: Option<usize>, mut side: Side) -> Side {
    let near = |n: &usize| {
        let words = &s.named[*n].words;
        subject
            .is_some_and(|head| words.contains(&head) || words.end <= head && head - words.end <= 2)
    };
    side.named.retain(near);
    side
}

/// Whether a verb has an object, or `of` or `against` lead on from it.
pub(super) fn told_to_somebody(s: &Sentence, verb: usize) -> bool {
    s.child(verb, &[Relation::Obj, Relation::Iobj, Relation::NsubjPass]).is_some()
        || s.is(verb + 1, &["of", "against"])
}

/// The parties of `mediators from Norway and Denmark`, `the mediators, referring to Norway and
/// Denmark`.
pub(super) fn whoever_mediates(s: &Sentence, word: usize) -> Side {
    const FAR: usize = 24;
    let mut leads =
        (word + 1..s.len().min(word + FAR)).filter(|at| s.is(*at, &["from", "to", "by"]));
    let led =
        leads.find_map(|led| Some(next_named(s, led + 1, s.len(), 1)).filter(|it| !it.is_empty()));
    led.unwrap_or_else(|| next_named(s, word + 1, s.len(), 2))
}

/// `Norway said Denmark must …`: whoever says so, and who must.
fn must(s: &Sentence, verb: usize, auxiliary: usize) -> (Side, Side) {
    let side =
        |verb: usize| subject(s, verb).map_or(Side::default(), |it| phrase_side(s, it, Some(verb)));
    let own = |at: usize| s.children(at).any(|it| s.node(it).relation.is_subject());
    let verb = if s.is_verb(verb) || own(verb) { verb } else { s.head(verb).unwrap_or(verb) };
    let obliged = side(verb);
    // Where the parse hangs whoever must elsewhere: the party right before.
    let close = || (0..s.named.len()).find(|n| s.named[*n].words.end == auxiliary);
    let obliged = match obliged.named.is_empty() {
        true => close().map_or(obliged, |n| Side::of(row_of(s, n))),
        false => obliged,
    };
    let says = s.head(verb).filter(|it| s.is_verb(*it)).map_or(Side::default(), side);
    if !says.named.is_empty() && says.named != obliged.named {
        return (says, obliged);
    }
    // Where the parse misses who says so: the subject before.
    let first = obliged.named.first().map(|n| s.named[*n].words.start);
    let earlier = first.map_or(Side::default(), |start| earlier_subject(s, start));
    (earlier, obliged)
}

/// `Norway is ready to …`: the word that has the subject.
pub(super) fn predicate(s: &Sentence, at: usize) -> usize {
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
pub(super) fn subject(s: &Sentence, verb: usize) -> Option<usize> {
    let mut here = verb;
    for _ in 0..6 {
        let subjects = || s.children(here).filter(|it| s.node(*it).relation.is_subject());
        // Where the parse sees two, the one close by.
        let own = subjects().filter(|it| *it < here).last().or_else(|| subjects().next());
        if let Some(own) = own {
            let who = s.is(own, &["who", "which", "that", "whom"]);
            if who && let Some(noun) = relative_noun(s, here) {
                return Some(noun);
            }
            let named = s.named.iter().find(|it| who && it.words.end == own);
            return Some(named.map_or(own, |it| it.words.end - 1));
        }
        // `the day after Norwegian pirates attacked`: where the parse misses who
        let before = s.named.iter().find(|it| it.words.end == here);
        if let Some(before) = before.filter(|_| s.finite(here) && s.is_verb(here)) {
            return Some(before.words.end - 1);
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
    let mut reach = core(s, head);
    if let Some(verb) = verb.filter(|it| reach.start < *it && *it < reach.end) {
        reach.end = verb;
    }
    let inside: Vec<usize> = (0..s.named.len())
        .filter(|n| s.named[*n].words.start < reach.end && reach.start < s.named[*n].words.end)
        .collect();
    // The one that holds the head, else the first that no `in` or `to` leads to.
    let holds = inside.iter().find(|n| s.named[**n].words.contains(&head));
    let led = |n: &&usize| {
        let place = ["in", "at", "near", "on", "against", "with", "over", "about", "to", "into"];
        let start = s.named[**n].words.start;
        !(s.is(start.wrapping_sub(1), &place)
            || s.is(start.wrapping_sub(1), &["the", "a"]) && s.is(start.wrapping_sub(2), &place))
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

/// A party so near the beginning is what its sentence is about, whatever the parse.
const OPENS: usize = 2;

/// `Norway said it would …`: the subject before in the sentence.
fn earlier_subject(s: &Sentence, pronoun: usize) -> Side {
    let place = ["in", "at", "near", "on", "against", "with", "over", "about", "to", "into", "of"];
    let mut before = (0..s.named.len())
        .filter(|n| s.named[*n].words.end <= pronoun)
        .filter(|n| !s.is(s.named[*n].words.start.wrapping_sub(1), &place))
        .filter(|n| s.named[*n].words.start <= OPENS || in_subject(s, *n));
    before.next().map_or(Side::default(), |first| Side::of(joined(s, first)))
}

/// Whether a party stands in the subject of a clause.
fn in_subject(s: &Sentence, n: usize) -> bool {
    let mut here = s.named[n].words.end - 1;
    for _ in 0..4 {
        if s.node(here).relation.is_subject() {
            return true;
        }
        match s.head(here) {
            Some(up) if !s.is_verb(here) => here = up,
            _ => return false,
        }
    }
    false
}

/// The parties that `and` and commas join to one.
fn joined(s: &Sentence, first: usize) -> Vec<usize> {
    let mut all = vec![first];
    for next in first + 1..s.named.len() {
        let between = s.named[next - 1].words.end..s.named[next].words.start;
        let joins = |at: usize| {
            s.is(at, &["and", "or", "&", "both", "the", "its", "as", "well"]) || s.mark(at) == ','
        };
        // `a Norwegian peace movement and Denmark`
        let own = between.clone().take_while(|at| {
            let within = matches!(s.node(*at).tag, Tag::Noun | Tag::Adjective);
            within && !s.is(*at, &["both", "well"])
        });
        let between = between.start + own.count()..between.end;
        let any = between.clone().any(|at| s.is(at, &["and", "or", "&"]) || s.mark(at) == ',');
        if !(any && between.clone().all(joins)) {
            break;
        }
        // `Norway, Denmark's only ally`
        let written = s.p.word(s.within.start + s.named[next].words.end - 1);
        let whose = written.ends_with("'s") || written.ends_with("’s");
        let first_written = s.p.word(s.within.start + s.named[next - 1].words.end - 1);
        let both = first_written.ends_with("'s") || first_written.ends_with("’s");
        if whose && !both {
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

/// The parties of a row that ends with one.
fn row_of(s: &Sentence, last: usize) -> Vec<usize> {
    let first = (0..last).rev().find(|n| joined(s, *n).contains(&last));
    joined(s, first.unwrap_or(last))
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
        // `on the Danish border`
        .filter(|n| !s.is(s.named[*n].words.end, &["border", "borders", "frontier"]))
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
    let sided = it.pattern.side.and_then(|side| {
        let led = |n: &&usize| led_by(**n, &[side]);
        // `protested against Norway’s decision to send them to Denmark`
        let own = || own.iter().filter(|_| matches!(side, "against" | "on")).find(led);
        free.iter().find(led).or_else(own)
    });
    // `met Ruiz in Denmark`: whom it is done to is told, and is no party that is named here.
    let object = s.child(verb, &[Relation::Obj, Relation::Iobj]);
    let day = Class::WEEKDAY.or(Class::RELATIVE_DAY).or(Class::MONTH);
    let who = |it: usize| match s.node(it).tag {
        Tag::ProperNoun => !s.p.has(s.within.start + it, day),
        _ => s.is(it, &["him", "her", "me", "us", "you"]),
    };
    // `talked to me about Denmark`
    let led_to = it.last() + 1;
    if it.pattern.side.is_some_and(|side| s.word(it.last()) == side)
        && s.is(led_to, &["him", "her", "me", "us", "you", "them"])
        && s.child(led_to, &[Relation::Case]).is_some()
    {
        return Side { named: Vec::new(), phrase: Some(led_to..led_to + 1) };
    }
    if let Some(person) = object.filter(|person| who(*person) && !it.words.contains(person))
        && !free.iter().chain(&own).any(|n| s.reach(person).contains(&s.named[*n].words.start))
        && sided.is_none()
    {
        return Side { named: Vec::new(), phrase: Some(s.reach(person).start..person + 1) };
    }
    let direct = || {
        let object = object?;
        let core = core(s, object);
        let inside = |n: &&usize| core.contains(&s.named[**n].words.start);
        free.iter().chain(&own).find(inside)
    };
    const BESIDE: [&str; 16] = [
        "in",
        "at",
        "by",
        "near",
        "during",
        "into",
        "despite",
        "amid",
        "since",
        "before",
        "after",
        "unlike",
        "until",
        "without",
        "following",
        "like",
    ];
    let plain = || free.iter().find(|n| !led_by(**n, &BESIDE));
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
        None => undergoes(s, it, object),
    }
}

/// Where no party is named: the object, if it is somebody who can act (`ordered the newspaper to
/// close`), and none of the words that make it an act.
fn undergoes(s: &Sentence, it: &Candidate, object: Option<usize>) -> Side {
    let phrase =
        object.filter(|head| !it.words.contains(head)).map(|head| core(s, head).start..head + 1);
    Side { named: Vec::new(), phrase: phrase.filter(|words| s.can_act(words)) }
}

/// A noun phrase without the clauses about it.
fn core(s: &Sentence, head: usize) -> Range<usize> {
    let mut reach = s.reach(head);
    for child in s.children(head).filter(|child| *child > head) {
        let clause = matches!(s.node(child).relation, Relation::AclRelcl | Relation::Acl);
        if clause && s.reach(child).start > head {
            reach.end = reach.end.min(s.reach(child).start);
        }
    }
    reach
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
    let mut recipients = Side::default();
    let actors = match (before, by) {
        (Some(n), _) => Side::of(vec![n]),
        (None, Some(by)) => next_named(s, by + 1, s.len(), 4),
        _ => match subject_of(s, it.at) {
            // `Denmark faces sanctions`
            Some((verb, side)) if s.is(verb, &FACE) => {
                recipients = side;
                Side::default()
            }
            Some((_, side)) => side,
            None => Side::default(),
        },
    };
    let leads = ["on", "against", "with", "to", "of", "for", "in", "at"];
    let led = (it.at + 1..s.len().min(after + 8))
        .find(|at| s.is(*at, &leads) && (s.head(*at) == Some(it.at) || s.above(it.at, *at)));
    if let Some(led) = led {
        recipients = next_named(s, led + 1, s.len(), 4);
        recipients.named.retain(|n| !actors.named.contains(n));
    }
    (actors, recipients)
}

/// Verbs whose subject undergoes what their noun tells.
const FACE: [&str; 8] =
    ["face", "faces", "faced", "facing", "suffer", "suffers", "suffered", "fear"];

/// Verbs that leave it to their noun to tell what is done.
const LIGHT: [&str; 37] = [
    "make",
    "makes",
    "made",
    "launch",
    "launched",
    "launches",
    "stage",
    "staged",
    "mount",
    "mounted",
    "begin",
    "began",
    "begun",
    "hold",
    "holds",
    "held",
    "carry",
    "carried",
    "conduct",
    "conducted",
    "start",
    "started",
    "continue",
    "continued",
    "have",
    "has",
    "had",
    "give",
    "gave",
    "issue",
    "issued",
    "pay",
    "paid",
    "order",
    "ordered",
    "resume",
    "resumed",
];

/// Whoever the clause of a noun is about, with the verb that leaves it to the noun what is done.
fn subject_of(s: &Sentence, at: usize) -> Option<(usize, Side)> {
    let mut here = at;
    for _ in 0..5 {
        if s.is_verb(here) && here != at {
            if !s.is(here, &LIGHT) && !s.is(here, &FACE) {
                return None;
            }
            let subject = subject(s, here)?;
            let own = subject != at && !s.reach(subject).contains(&at);
            return own.then(|| (here, phrase_side(s, subject, Some(here))));
        }
        here = s.head(here)?;
    }
    None
}
