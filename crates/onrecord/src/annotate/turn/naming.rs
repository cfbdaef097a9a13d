//! Phrases that name talks: `ceasefire talks`, `negotiations between Ardovia and Tarvonia`, `the
//! hostage deal`; with who talks and about what, as far as the phrase tells.

use std::borrow::Cow;

use super::super::paragraph::{Paragraph, Words};
use super::Issue;
use crate::lexicon::{Class, TalkNoun, TalkWords};

/// A phrase that names talks.
#[derive(Clone, Debug)]
pub(super) struct Naming {
    /// The noun.
    pub(super) head: usize,
    /// The noun with what stands before it, from its determiner on.
    pub(super) words: Words,
    /// It names what talks are to bring, `deal`, rather than the talks.
    pub(super) text: bool,
    pub(super) issues: Vec<Issue>,
    /// The phrases for those who talk.
    pub(super) parties: Vec<Words>,
    /// An adjective that tells the phase, `dormant`, and the phase’s name.
    pub(super) adjective: Option<(usize, Box<str>)>,
    /// `Kelland-brokered talks`: who, and what they did.
    pub(super) helped: Option<(Words, usize)>,
}

/// The phrases of a paragraph, in order. `any`: talks were named above it.
pub(super) fn named_in(words: &TalkWords, p: &Paragraph, any: bool) -> Vec<Naming> {
    let heads: Vec<(usize, TalkNoun)> =
        (0..p.len()).filter_map(|at| Some((at, words.noun(&low(p, at))?))).collect();
    let mut found: Vec<Naming> = Vec::new();
    let mut near = any;
    for sure in [true, false] {
        for (at, kind) in &heads {
            let unit = p.units().iter().find(|it| it.contains(at));
            let (Some(unit), strong) = (unit, *kind == TalkNoun::Strong) else { continue };
            // `ceasefire [talks]`, `cease-fire [proposal]`
            if heads.iter().any(|it| it.0 == at + 1) {
                continue;
            }
            let naming = naming(words, p, unit, *at, *kind);
            let own_issue = words.issue(&low(p, *at)).is_some();
            let is_sure = strong && !verb(p, *at) || own_issue || !naming.issues.is_empty();
            let known = definite(p, &naming.words) && !own_issue;
            let named =
                if sure { is_sure && fits(words, p, *kind, &naming) } else { near && known };
            if named && !found.iter().any(|it| it.head == *at) && !(strong && verb(p, *at)) {
                found.push(naming);
            }
        }
        near |= found.iter().any(|it| !it.text);
    }
    found.sort_by_key(|it| it.head);
    found
}

/// A word in small letters; of `cease-fire` the last part stands for all.
pub(super) fn low<'t>(p: &Paragraph<'t>, at: usize) -> Cow<'t, str> {
    let word = super::super::paragraph::bare(p.word(at));
    if word.eq_ignore_ascii_case("fire") && at > 1 && p.mark(at - 1) == '-' && p.is(at - 2, "cease")
    {
        return "cease-fire".into();
    }
    let small = word.bytes().all(|it| it.is_ascii() && !it.is_ascii_uppercase());
    if small { word.into() } else { word.to_lowercase().into() }
}

fn naming(words: &TalkWords, p: &Paragraph, unit: &Words, head: usize, kind: TalkNoun) -> Naming {
    let start = start(words, p, head, unit.start);
    let mut issues: Vec<Issue> = Vec::new();
    let add = |issues: &mut Vec<Issue>, at: usize| {
        let issue = words.issue(&low(p, at)).and_then(Issue::named);
        if let Some(issue) = issue.filter(|it| !issues.contains(it)) {
            issues.push(issue);
        }
    };
    (start..=head).for_each(|at| add(&mut issues, at));
    let end = after(p, head + 1, unit.end);
    if kind != TalkNoun::Text {
        (head + 1..end).for_each(|at| add(&mut issues, at));
    }
    let adjective = (start..head)
        .find_map(|at| Some((at, words.adjective(&low(p, at))?)))
        .map(|(at, phase)| (at, phase.into()));
    let mut parties = joined_by_hyphen(p, start, head);
    if parties.is_empty() {
        parties = between(words, p, head + 1, end);
    }
    let helped = helped(words, p, start, head);
    let text = kind == TalkNoun::Text;
    Naming { head, words: start..head + 1, text, issues, parties, adjective, helped }
}

/// Where the phrase begins: over adjectives, names and issues to the determiner.
fn start(words: &TalkWords, p: &Paragraph, head: usize, floor: usize) -> usize {
    const LONGEST: usize = 9;
    let mut at = head;
    while at > floor && head - at < LONGEST {
        let before = at - 1;
        let word = low(p, before);
        if p.has(before, Class::DETERMINER.or(Class::POSSESSIVE)) || p.possessive(before) {
            return before;
        }
        // `Tarvonia Ignoring Ceasefire Talks`
        if p.headline()
            && (word.ends_with("ing") || !words.verbs(&word).is_empty())
            && words.adjective(&word).is_none()
        {
            break;
        }
        let ordinal = ["first", "second", "third", "fourth", "next", "last", "new"];
        let belongs = words.modifies(&word)
            || words.adjective(&word).is_some()
            || p.mark(before) == '-' && p.glued(before)
            || ["cease", "backed", "led"].contains(&&*word)
            || role_word(words, &word)
            || ordinal.contains(&&*word)
            || p.capital(before) && !p.has(before, Class::PREPOSITION.or(Class::SUBORDINATOR))
            || p.mark(before) == '.' && p.glued(before)
            || p.number(before)
            || p.adverb(before) && at < head;
        if !belongs {
            break;
        }
        at = before;
    }
    at
}

fn role_word(words: &TalkWords, word: &str) -> bool {
    words.role(crate::lexicon::RoleWord::Done, word).is_some()
}

/// Where what goes on with the noun ends: at the next clause or mark.
fn after(p: &Paragraph, start: usize, end: usize) -> usize {
    const LONGEST: usize = 18;
    let stops = |at: &usize| {
        let quoted = p.quote(*at).map(|it| it.words.end) != p.quote(start).map(|it| it.words.end);
        p.has(*at, Class::AUX.or(Class::RELATIVE).or(Class::PRONOUN))
            && !p.has(*at, Class::POSSESSIVE)
            && !p.is(*at, "to")
            || p.is(*at, "that")
            || matches!(p.mark(*at), ';' | ':' | '(' | '?' | '!')
            || p.mark(*at) == '.' && !p.glued(at + 1)
            || p.comma(*at) && !p.capital(at + 1)
            || p.dash(*at)
            || quoted
    };
    (start..end.min(start + LONGEST)).find(stops).unwrap_or(end.min(start + LONGEST))
}

/// `the talks`, `these negotiations`, `in discussions`: known from before.
fn definite(p: &Paragraph, words: &Words) -> bool {
    let first = words.start;
    let article = p.has(first, Class::DETERMINER.or(Class::POSSESSIVE));
    article
        || first > 0 && ["in", "of", "further"].iter().any(|it| p.is(first - 1, it))
        || p.possessive(first)
}

/// `he talks to`, `Ruiz talks about`: no noun.
fn verb(p: &Paragraph, at: usize) -> bool {
    if !p.is(at, "talks") || at == 0 {
        return false;
    }
    let before = at.saturating_sub(1);
    let speaks = ["to", "about", "with", "of", "like", "up", "as", "through"]
        .iter()
        .any(|it| p.is(at + 1, it));
    let subject = p.has(before, Class::PRONOUN.or(Class::WHO)) && !p.has(before, Class::DETERMINER)
        || p.capital(before) && speaks && !p.headline()
        || p.adverb(before) && speaks
        || p.has(before, Class::ROLE) && speaks;
    subject && !p.has(before, Class::PREPOSITION)
}

/// Whether an issue makes the noun one of talks: no `aid plan`, no `transition deal`.
fn fits(words: &TalkWords, p: &Paragraph, kind: TalkNoun, naming: &Naming) -> bool {
    if kind != TalkNoun::Text {
        return true;
    }
    let paper =
        ["plan", "offer", "draft", "proposal", "settlement"].iter().any(|it| p.is(naming.head, it));
    let near = |at: &usize| words.issue(&low(p, *at)).is_some();
    let peace = naming.words.clone().any(|at| p.is(at, "peace") || p.is(at, "nuclear"));
    let told = naming.words.clone().any(|at| near(&at));
    let of_war = naming
        .issues
        .iter()
        .any(|it| matches!(it, Issue::Ceasefire | Issue::Release | Issue::Withdrawal));
    told && if paper {
        peace || of_war
    } else {
        of_war || naming.issues.iter().any(|it| matches!(it, Issue::Other | Issue::Territory))
    }
}

/// `Ardovia-Tarvonia talks`: names on both sides of a hyphen or dash.
fn joined_by_hyphen(p: &Paragraph, start: usize, head: usize) -> Vec<Words> {
    let joint = |at: &usize| matches!(p.mark(*at), '-' | '–') && p.glued(*at) && p.capital(at + 1);
    let Some(joint) = (start + 1..head).find(joint) else { return Vec::new() };
    let first = (start..joint).rev().take_while(|at| p.capital(*at) || p.mark(*at) == '.').last();
    let last = (joint + 1..head).take_while(|at| p.capital(*at)).last();
    match (first, last) {
        (Some(first), Some(last)) => vec![first..joint, joint + 1..last + 1],
        _ => Vec::new(),
    }
}

/// `between Ardovia and Tarvonia`, `with Tarvonia`
fn between(words: &TalkWords, p: &Paragraph, start: usize, end: usize) -> Vec<Words> {
    let leads = |at: &usize| ["between", "with", "among"].iter().any(|it| p.is(*at, it));
    // `talks on the strait between`, but not `talks end fighting between`
    const FURTHEST: usize = 6;
    let Some(lead) = (start..end.min(start + FURTHEST)).find(leads) else { return Vec::new() };
    if (start..lead)
        .any(|at| words.has("fighting", &low(p, at)) || !words.verbs(&low(p, at)).is_empty())
    {
        return Vec::new();
    }
    let found = super::sentence::names_ahead(p, &(lead + 1..end));
    if found.is_empty() { unnamed(p, lead + 1, end).into_iter().collect() } else { found }
}

/// `with [regulators]`, `with the [pilots’ union]`: nobody by name, and yet not those named elsewhere.
fn unnamed(p: &Paragraph, start: usize, end: usize) -> Option<Words> {
    const LONGEST: usize = 4;
    let body = Class::PEOPLE.or(Class::BODY).or(Class::ROLE);
    let last = (start..end.min(start + LONGEST)).find(|at| p.has(*at, body))?;
    let plain =
        (start..last).all(|at| p.proper(at) && !p.has(at, Class::PREPOSITION.or(Class::PRONOUN)));
    plain.then_some(start..last + 1)
}

/// `Kelland-brokered talks`, `internationally brokered talks`
fn helped(words: &TalkWords, p: &Paragraph, start: usize, head: usize) -> Option<(Words, usize)> {
    let done = (start + 2..head).find(|at| {
        role_word(words, &low(p, *at)) && p.mark(at.saturating_sub(1)) == '-' && p.glued(*at)
    })?;
    let mut first = done - 1;
    while first > start && (p.capital(first - 1) || p.mark(first - 1) == '.') {
        first -= 1;
    }
    (first < done - 1).then_some((first..done - 1, done))
}
