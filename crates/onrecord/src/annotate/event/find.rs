//! Which words of a sentence tell of an act, of which kind, and which of several is the main one.
//!
//! A candidate is a pattern of the lists that fits. What stands below a word of refusing, demanding,
//! promising, accusing is what was refused: it gives the mode, and is no act of its own.

use onrecord_grammar::{Fine, Relation, Tag};

use super::EventKind;
use super::sentence::{Sentence, verb_form};
use super::standing::{self, Told};
use crate::lexicon::{Class, EventWords, Flags, Form, HeadClass, Pattern};

/// A rule by which events are found.
#[derive(Clone, Copy, Debug)]
pub struct EventRule {
    /// Its name, in kebab case.
    pub name: &'static str,
    /// What it looks for.
    pub about: &'static str,
    /// A sentence it finds an event in.
    pub finds: &'static str,
    /// The kind of that event.
    pub kind: EventKind,
}

/// All rules for events.
pub const EVENT_RULES: [EventRule; 7] = [
    EventRule {
        name: ACT,
        about: "a verb of the list, with who does it to whom",
        finds: "Norwegian troops attacked the Danish garrison.",
        kind: EventKind::Assault,
    },
    EventRule {
        name: PERFORMATIVE,
        about: "a verb of agreeing, refusing, demanding, accusing, and what is agreed to, refused, …",
        finds: "Norway refused to release the Danish pilots.",
        kind: EventKind::Reject,
    },
    EventRule {
        name: PROMISED,
        about: "a friendly act that one says one will do",
        finds: "Norway will send food to Denmark.",
        kind: EventKind::Agree,
    },
    EventRule {
        name: THREATENED,
        about: "a hostile act that one says one will do",
        finds: "Norway will bomb Danish ports if the talks fail.",
        kind: EventKind::Threaten,
    },
    EventRule {
        name: WITHHELD,
        about: "a friendly act that one will not do, or has not agreed to",
        finds: "Norway did not agree to release the Danish pilots.",
        kind: EventKind::Reject,
    },
    EventRule {
        name: READY,
        about: "an adjective or noun that tells what one is ready, unwilling, … to do",
        finds: "Norway is ready to meet Denmark.",
        kind: EventKind::Agree,
    },
    EventRule {
        name: NOUN,
        about: "a noun of the list",
        finds: "The pilots watched the Norwegian attack on Denmark.",
        kind: EventKind::Assault,
    },
];

const ACT: &str = "event-act";
const PERFORMATIVE: &str = "event-performative";
pub(super) const PROMISED: &str = "event-promised";
const THREATENED: &str = "event-threatened";
const WITHHELD: &str = "event-withheld";
const READY: &str = "event-ready";
const NOUN: &str = "event-noun";

/// An act that a sentence may tell of.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'l> {
    /// The word it begins with.
    pub(super) at: usize,
    /// The words that make it one, in order.
    pub(super) words: Vec<usize>,
    pub(super) class: HeadClass,
    pub(super) pattern: &'l Pattern,
    pub(super) kind: EventKind,
    pub(super) mode: Option<&'static str>,
    pub(super) told: Told,
    pub(super) rule: &'static str,
}

impl Candidate<'_> {
    pub(super) fn flags(&self) -> Flags {
        self.pattern.flags
    }

    pub(super) fn last(&self) -> usize {
        self.words.last().copied().unwrap_or(self.at)
    }
}

/// Whether any word may begin a pattern: cheaper than to parse.
pub(super) fn promising(lists: &EventWords, words: &[&str]) -> bool {
    words.iter().any(|it| !lists.heads(it).is_empty())
}

/// Whether a pattern that begins at a word may fit: cheaper than to parse, and never wrong about one that does.
/// `tags`: what parts of speech the word may be.
pub(super) fn may_begin<T: Iterator<Item = (Tag, Fine)>>(
    lists: &EventWords,
    words: &[&str],
    at: usize,
    tags: impl Fn() -> T,
) -> bool {
    lists.heads(words[at]).iter().any(|head| {
        let fits = match head.class {
            HeadClass::Verb => tags().any(|it| matches!(it.0, Tag::Verb | Tag::Adjective)),
            HeadClass::Noun => tags().any(|it| !verb_form(it.0, it.1) && it.0 != Tag::Auxiliary),
            HeadClass::Phrase => true,
        };
        fits && head.patterns.iter().any(|it| {
            let from = at.saturating_sub(BEFORE);
            let there =
                |piece| (from..words.len()).any(|at| lists.fits(piece, words, at).is_some());
            lists.pattern(*it).pieces.iter().all(there)
        })
    })
}

/// The acts of a sentence, left to right; those that are only refused, demanded, … are left out.
pub(super) fn candidates<'l>(lists: &'l EventWords, s: &Sentence) -> Vec<Candidate<'l>> {
    let mut found: Vec<Candidate> = (0..s.len()).filter_map(|at| best_at(lists, s, at)).collect();
    // A noun that a verb's pattern has used is no act besides: `held talks`.
    let used: Vec<(usize, usize)> =
        found.iter().flat_map(|it| it.words[1..].iter().map(move |word| (it.at, *word))).collect();
    found.retain(|it| !used.iter().any(|(at, word)| *word == it.at && *at != it.at));
    let below: Vec<Option<usize>> = found.iter().map(|it| embedding(s, &found, it)).collect();
    let inner: Vec<Option<Candidate>> = (0..found.len())
        .map(|n| below.iter().position(|it| *it == Some(n)).map(|it| found[it].clone()))
        .collect();
    let mut kept = Vec::new();
    for (n, mut it) in found.into_iter().enumerate() {
        if below[n].is_some() {
            continue;
        }
        compose(s, &mut it, inner[n].as_ref());
        kept.push(it);
    }
    kept
}

/// The longest pattern that fits from a word on.
fn best_at<'l>(lists: &'l EventWords, s: &Sentence, at: usize) -> Option<Candidate<'l>> {
    let mut best: Option<Candidate> = None;
    for head in lists.heads(s.word(at)) {
        if !fits_class(s, at, head.class, head.form)
            || head.class == HeadClass::Verb && idle(lists, s, at)
        {
            continue;
        }
        for number in &head.patterns {
            let pattern = lists.pattern(*number);
            if best.as_ref().is_some_and(|it| it.words.len() > pattern.pieces.len()) {
                continue;
            }
            // `was met with doubts`: nobody meets; `is committed to` promises nobody anything.
            let together = pattern.flags.recip && !s.is(at + 1, &["by"]);
            let commits = pattern.flags.intent && pattern.pieces.first().is_some_and(|it| it.next);
            if (together || commits) && head.class == HeadClass::Verb && s.passive(at) {
                continue;
            }
            let Some(words) = matched(lists, s, at, pattern, head.class) else { continue };
            let told = standing::told(s, at);
            best = Some(Candidate {
                at,
                words,
                class: head.class,
                pattern,
                kind: pattern.kind,
                mode: pattern.mode,
                told,
                rule: match head.class {
                    HeadClass::Noun => NOUN,
                    HeadClass::Phrase => READY,
                    HeadClass::Verb if pattern.flags.embeds => PERFORMATIVE,
                    HeadClass::Verb => ACT,
                },
            });
        }
    }
    best
}

fn fits_class(s: &Sentence, at: usize, class: HeadClass, form: Form) -> bool {
    let node = s.node(at);
    match class {
        HeadClass::Verb if s.is_verb(at) => {
            // `the occupied town`, `striking workers`
            let describes = matches!(node.relation, Relation::Amod | Relation::Compound);
            // `an agreed-upon date`
            let describes =
                describes || s.mark(at + 1) == '-' && s.p.glued(s.within.start + at + 1);
            // `Ousted president Ruiz said`
            let opens = node.fine == Fine::Vbn && at == 0 && !s.is(at + 1, &["by", "in"]);
            // `tens of thousands of wounded`
            let noun = node.fine == Fine::Vbn && s.is(at.wrapping_sub(1), &["of"]);
            !(opens || noun || describes && !past_after_name(s, at, form))
        }
        // `the wounded`
        HeadClass::Verb if s.is(at.wrapping_sub(1), &["the"]) => false,
        // Telegraphic headlines and rare verbs: an unmistakable form with an object or a subject.
        HeadClass::Verb => {
            let past = form.any(Form::PAST.or(Form::PARTICIPLE)) && !form.any(Form::BASE);
            let clause = [Relation::Nsubj, Relation::NsubjPass, Relation::Obj];
            past && node.tag == Tag::Adjective
                && (s.child(at, &clause).is_some() || past_after_name(s, at, form))
        }
        HeadClass::Noun => !s.is_verb(at) && node.tag != Tag::Auxiliary,
        // `would not be calm` refuses nothing.
        HeadClass::Phrase => !(s.is(at, &["will", "would", "wo"]) && s.is(at + 2, &["be", "have"])),
    }
}

/// `hit the road`, `released a report`, `shot a film`: what it is done to makes it no act.
fn idle(lists: &EventWords, s: &Sentence, at: usize) -> bool {
    let Some(things) = lists.idle_with(s.word(at)) else { return false };
    let undergoes = [Relation::Obj, Relation::NsubjPass, Relation::Xcomp];
    let object = s.children(at).filter(|it| undergoes.contains(&s.node(*it).relation));
    let thing = |it: usize| things.iter().any(|word| s.word(it) == &**word);
    // `an analysis released by`
    if s.node(at).relation == Relation::Acl && s.head(at).is_some_and(thing) {
        return true;
    }
    let mut object = object.peekable();
    match object.peek() {
        Some(_) => object.any(|it| s.reach(it).take(6).any(thing) && !s.holds_party(it)),
        // Where the parse sees no object.
        None => (at + 1..s.len().min(at + 4)).any(thing),
    }
}

/// `Norway mobilized army units`: no adjective.
fn past_after_name(s: &Sentence, at: usize, form: Form) -> bool {
    form.any(Form::PAST) && s.named_before(at) && !(0..at).any(|it| s.finite(it))
}

/// What follows these is no part of what a verb does: `received support from leaders`.
const BARS: [&str; 8] = ["from", "by", "during", "after", "before", "about", "because", "over"];

/// How many words may stand between the pieces of a verb's pattern.
const GAP: usize = 7;

/// How many words before a passive its objects are looked for.
const BEFORE: usize = GAP + 3;

/// The words of a pattern from its head on; in a passive, objects may stand before it.
fn matched(
    lists: &EventWords,
    s: &Sentence,
    at: usize,
    pattern: &Pattern,
    class: HeadClass,
) -> Option<Vec<usize>> {
    let mut words = vec![at];
    let mut from = at + 1;
    let verb = class == HeadClass::Verb;
    if verb && (pattern.flags.object || pattern.flags.bare) {
        let object = s.child(at, &[Relation::Obj, Relation::NsubjPass]).is_some();
        // `struck by the Danes`: nobody lays down work.
        if object != pattern.flags.object || pattern.flags.bare && s.passive(at) {
            return None;
        }
    }
    for piece in &pattern.pieces {
        let gap = match () {
            () if piece.next => 1,
            () if !verb => 2,
            () if s.word(from - 1) == "to" => 3,
            () => GAP,
        };
        let mut place = from;
        let mut skipped = 0;
        let found = loop {
            if place >= s.len() || matches!(s.mark(place), ';' | ':') {
                break None;
            }
            if let Some(n) = lists.fits(piece, &s.words, place)
                && (piece.next || !verb || leads_from(s, at, place))
            {
                break Some((place, n));
            }
            // `called on Monday on Norway`
            let day = s.p.has(s.within.start + place, Class::WEEKDAY.or(Class::RELATIVE_DAY));
            let adverb = s.node(place).tag == Tag::Adverb || day;
            // `declared that he does not support`
            let clause = s.is(place, &["that"]) && s.node(place).relation == Relation::Mark;
            let modal = s.node(place).fine == Fine::Md;
            let another = (s.finite(place) && s.is_verb(place) || modal) && place > from;
            let bars = another || s.is(place, &BARS) || clause;
            if verb && !piece.next && bars {
                break None;
            }
            skipped += usize::from(!(adverb && piece.next) || skipped > 1);
            if skipped >= gap {
                break None;
            }
            place += 1;
        };
        let found = found.or_else(|| {
            let passive = verb && !piece.next && s.passive(at);
            let subject = s.child(at, &[Relation::NsubjPass, Relation::Nsubj])?;
            let before =
                s.reach(subject).start.max(at.saturating_sub(BEFORE))..at.min(s.reach(subject).end);
            let mut before = before.rev().filter(|it| s.node(*it).tag != Tag::Adposition);
            passive.then(|| before.find_map(|it| Some((it, lists.fits(piece, &s.words, it)?))))?
        });
        let (place, n) = found?;
        words.extend(place..place + n);
        if place >= at {
            from = place + n;
        }
    }
    // `flew there to swim`
    let visit = pattern.side == Some("to") && !pattern.flags.embeds;
    let swims = |it: &usize| s.word(*it) == "to" && s.node(*it).relation == Relation::Mark;
    if verb && visit && words.last().is_some_and(swims) {
        return None;
    }
    words.sort_unstable();
    words.dedup();
    Some(words)
}

/// Whether a preposition some way behind a verb is the verb's: not `spoke to the pact with Norway`.
fn leads_from(s: &Sentence, verb: usize, place: usize) -> bool {
    let case = s.node(place).relation == Relation::Case && place > verb + 2;
    let noun = s.head(place).filter(|_| case).and_then(|noun| s.head(noun));
    noun.is_none_or(|up| up == verb || s.is_verb(up) || up < verb)
}

/// Which of `found` has this one for what is refused, demanded, promised, …
fn embedding(s: &Sentence, found: &[Candidate], of: &Candidate) -> Option<usize> {
    found.iter().enumerate().filter(|(_, it)| it.at < of.at && it.flags().embeds).find_map(
        |(n, it)| {
            if it.flags().weak && it.class == HeadClass::Noun && of.class == HeadClass::Verb {
                return (s.above(it.at, of.at)).then_some(n);
            }
            let held = it.words.contains(&of.at) || s.above(it.at, of.at);
            let phrase = it.class == HeadClass::Phrase
                && (of.at <= it.last() + 4 || s.above(s.head(it.at).unwrap_or(it.at), of.at));
            let near = of.at <= it.last() + 3 && !s.finite(of.at);
            let own = s.node(of.at).relation == Relation::Conj && s.head(of.at) == Some(it.at);
            ((held || phrase || near) && !own).then_some(n)
        },
    )
}

/// Kind and mode by what stands below and by what helps the verb.
fn compose(s: &Sentence, it: &mut Candidate, inner: Option<&Candidate>) {
    use EventKind::*;
    let hostile = |kind: EventKind| {
        matches!(kind, Assault | Coerce | Sanction | Mobilize | Protest | Threaten)
    };
    let friendly = |kind: EventKind| matches!(kind, Cooperate | Aid | Retreat | Concede | Consult);
    let takes = matches!(it.kind, Agree | Reject | Request | Threaten);
    if let Some(inner) = inner.filter(|_| it.mode.is_none() && takes) {
        it.mode = mode_of(inner.kind, it.kind);
    }
    // `offered to stop the attacks` threatens none.
    let straight = |inner: &&Candidate| {
        s.head(inner.at) == Some(it.at)
            || inner.class == HeadClass::Verb && it.words.contains(&inner.at)
            || it.class == HeadClass::Phrase && inner.class == HeadClass::Verb
    };
    if it.kind == Agree
        && it.flags().intent
        && !s.is(it.at, &["agree", "agreed", "agrees", "agreeing"])
        && let Some(inner) = inner.filter(straight)
    {
        if hostile(inner.kind) {
            (it.kind, it.mode) = (Threaten, mode_of(inner.kind, Threaten));
        } else if inner.told.negated && friendly(inner.kind) || inner.kind == Reject {
            (it.kind, it.mode) = (Reject, mode_of(inner.kind, Reject));
        }
    }
    if it.kind == Agree && it.told.negated {
        (it.kind, it.rule) = (Reject, WITHHELD);
        (it.told.negated, it.told.will) = (false, false);
    }
    // `will withdraw unless …`
    let unless = s.words[it.at..].contains(&"unless");
    let promised =
        it.class == HeadClass::Verb && it.told.will && !it.told.hypothetical && !s.passive(it.at);
    if promised && friendly(it.kind) {
        let kind = match it.told.negated {
            true => Reject,
            false if unless => Threaten,
            false => Agree,
        };
        it.mode = mode_of(it.kind, kind);
        it.kind = kind;
        it.rule = if it.told.negated { WITHHELD } else { PROMISED };
        it.told = Told::default();
    } else if promised && hostile(it.kind) && it.kind != Threaten && !it.told.negated {
        it.mode = mode_of(it.kind, Threaten);
        (it.kind, it.rule) = (Threaten, THREATENED);
        it.told = Told::default();
    }
}

/// How one agrees to, refuses, demands, threatens an act of another kind.
fn mode_of(inner: EventKind, outer: EventKind) -> Option<&'static str> {
    use EventKind::*;
    let mode = match inner {
        Consult => "meet",
        Aid | Cooperate | Support => "assist",
        Retreat | Concede => "yield",
        Assault | Mobilize => "violence",
        Sanction => "sanctions",
        Coerce => "restrict",
        Protest => "protest",
        _ => return None,
    };
    let threat = matches!(inner, Assault | Mobilize | Sanction | Coerce | Protest);
    (threat == (outer == Threaten)).then_some(mode)
}

/// How near a candidate is to what its sentence is about.
pub(super) fn weight(s: &Sentence, it: &Candidate) -> f32 {
    let mut weight: f32 = match it.class {
        HeadClass::Phrase => 2.5,
        HeadClass::Noun => 1.0,
        HeadClass::Verb if s.node(it.at).fine == Fine::Vbg => 2.0,
        HeadClass::Verb => 3.0,
    };
    let mut up = Some(it.at);
    let mut steps = 0;
    while let Some(here) = up.filter(|_| steps < 12) {
        weight -= match s.node(here).relation {
            Relation::AclRelcl => 1.5,
            Relation::Advcl | Relation::AdvclRelcl => 1.0,
            Relation::Acl => 0.7,
            Relation::Conj => 0.2,
            _ => 0.0,
        };
        (up, steps) = (s.head(here), steps + 1);
    }
    if it.flags().weak {
        weight -= 1.0;
    }
    if it.told.hypothetical {
        weight -= 1.0;
    }
    if it.told.negated {
        weight -= 0.3;
    }
    weight
}
