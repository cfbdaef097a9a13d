//! Whom a passage names for a figure where it is no statement: `a study found 31 leaks`, `the ministry
//! reported 40 deaths`.

use std::ops::Range;

use super::UnitKind;
use super::number::Number;
use super::words::Words;
use crate::lexicon::{Class, Lexicon};

/// Verbs by which anybody gives a number.
const REPORTS: &[&str] = &[
    "reported",
    "estimated",
    "estimates",
    "counted",
    "recorded",
    "confirmed",
    "registered",
    "documented",
    "tallied",
    "put",
    "puts",
    "listed",
];

/// Verbs by which documents give one.
const SHOWS: &[&str] = &[
    "found",
    "finds",
    "show",
    "shows",
    "showed",
    "showing",
    "suggests",
    "suggested",
    "indicates",
    "indicated",
    "revealed",
    "reveals",
    "concluded",
    "asked",
    "says",
    "said",
    "has",
    "had",
    "features",
];

const DOCUMENTS: &[&str] = &[
    "study",
    "studies",
    "poll",
    "polls",
    "survey",
    "surveys",
    "report",
    "reports",
    "data",
    "average",
    "analysis",
    "census",
    "figures",
    "statistics",
    "slide",
    "letter",
    "estimate",
    "estimates",
    "audit",
    "review",
    "index",
    "tally",
    "records",
    "document",
    "documents",
    "research",
    "graph",
    "chart",
    "forecast",
    "filing",
    "filings",
];

/// So far before the number its verb stands at most; a document's may stand farther.
const NEAR: usize = 5;
const FAR: usize = 40;

/// The words that name it, before the word at which a figure begins.
pub(super) fn source(lexicon: &Lexicon, w: &Words, number: &Number) -> Option<Range<usize>> {
    let Range { start, end } = number.words;
    // `40 teachers said`: they are counted.
    let behind =
        || (number.unit.kind != UnitKind::Count).then(|| behind(lexicon, w, end)).flatten();
    behind()
        .or_else(|| asked(w, end))
        .or_else(|| in_document(lexicon, w, start))
        .or_else(|| before(lexicon, w, start))
}

/// `20 per cent of islanders in a recent Coastal Wire poll said`
fn asked(w: &Words, end: usize) -> Option<Range<usize>> {
    let asked = (end..end + 6)
        .take_while(|at| !w.mark(*at))
        .find(|at| w.is(*at, &["in"]) && w.is(at + 1, &["a", "the", "its", "their"]))?;
    let plain = |at: &usize| !w.mark(*at) || matches!(w.text(*at), "/" | "-");
    let poll =
        (asked + 2..asked + 9).take_while(plain).find(|at| w.is(*at, &["poll", "survey"]))?;
    Some(asked + 1..poll + 1)
}

/// `In the latest Coastal Wire survey, 20 per cent`
fn in_document(lexicon: &Lexicon, w: &Words, start: usize) -> Option<Range<usize>> {
    const BEHIND: &[&str] =
        &["of", "by", "from", "released", "published", "conducted", "taken", "last", "this", "out"];
    let first = usize::from(w.is(0, &["and", "but"]));
    let named = w.is(first, &["in"]) && w.is(first + 1, &["a", "an", "the", "its", "another"]);
    let plain = |at: &usize| {
        (!w.mark(*at) || matches!(w.text(*at), "/" | "-" | "." | "’"))
            && !lexicon.entry(w.lower(*at)).class.any(Class::PREPOSITION)
    };
    let document = (first + 2..first + 12)
        .take_while(plain)
        .find(|at| w.is(*at, DOCUMENTS) && (w.text(at + 1) == "," || w.is(at + 1, BEHIND)))?;
    let comma = (document..start).find(|at| w.text(*at) == ",")?;
    let apart = (comma..start).any(|at| matches!(w.text(at), ";" | "“" | "”"));
    (named && !apart).then_some(first + 1..document + 1)
}

/// `$20 million experts say it costs`
fn behind(lexicon: &Lexicon, w: &Words, end: usize) -> Option<Range<usize>> {
    // `(at one point 19 per cent, Ruiz says)`
    let apart = w.text(end) == "," && w.capital(end + 1);
    let end = end + usize::from(apart);
    let closes = |at: usize| !apart || at + 1 >= w.len() || w.mark(at + 1);
    let says = (end + 1..end + 4)
        .filter(|at| closes(*at))
        .find(|at| w.is(*at, &["say", "says", "said", "estimate"]))?;
    let named = |at: usize| {
        let class = lexicon.entry(w.lower(at)).class;
        !w.mark(at)
            && (w.capital(at) || class.any(Class::PEOPLE.or(Class::ROLE)) || w.is(at, &["experts"]))
    };
    (end..says).all(named).then_some(end..says)
}

fn before(lexicon: &Lexicon, w: &Words, start: usize) -> Option<Range<usize>> {
    for at in (start.saturating_sub(FAR)..start).rev() {
        // `polls show a close race in the state, where 18 votes count`: another clause.
        let other = w.is(at, &["where", "which", "who", "using", "while"]);
        if other || matches!(w.text(at), ";" | "“" | "”" | "\"") {
            return None;
        }
        let verb = |at: usize| {
            w.is(at, SHOWS) && !w.is(at, &["has", "had"]) || w.is(at, &["notes", "estimates"])
        };
        // `the study – which notes that 40 boats sank`
        if verb(at) && at > 0 && w.is(at - 1, &["which", "that"]) {
            let marks = (0..at - 1).rev().take_while(|at| w.mark(*at)).count();
            let end = at - 1 - marks;
            return document(w, &(end.saturating_sub(4)..end)).filter(|it| it.end + 1 >= end);
        }
        if let Some(told) = noun_told(lexicon, w, at, start) {
            return Some(told);
        }
        let reports = w.is(at, REPORTS) && start - at <= NEAR;
        if !(reports || w.is(at, SHOWS)) {
            continue;
        }
        let subject = subject(lexicon, w, at)?;
        if let Some(document) = document(w, &subject) {
            return Some(document);
        }
        return (reports && plain(lexicon, w, at) && named(lexicon, w, &subject))
            .then_some(subject);
    }
    None
}

/// `a Times report from Sunday that 40 …`, `Holt’s remark about 47 per cent …`: the words that name it.
fn noun_told(lexicon: &Lexicon, w: &Words, at: usize, start: usize) -> Option<Range<usize>> {
    const LINKS: &[&str] = &["that", "about", "of"];
    if !w.is(at, LINKS) || start - at > NEAR {
        return None;
    }
    let told =
        |at: &usize| w.is(*at, DOCUMENTS) || lexicon.entry(w.lower(*at)).class.any(Class::NOUN_CUE);
    let noun = (at.saturating_sub(if w.is(at, &["that"]) { 6 } else { 1 })..at).rev().find(told)?;
    let part = |at: &usize| {
        w.capital(*at)
            || !w.mark(*at)
                && w.text(*at).ends_with(['s', 'a'])
                && w.lower(*at).contains(['’', '\''])
    };
    let names = (0..noun)
        .rev()
        .take_while(|at| part(at) || w.is(*at, &["infamous", "recent", "new"]))
        .count();
    let start = noun - names;
    // `his infamous remark`: the remark is named, and whose it is stands in another sentence.
    let whose = start > 0 && w.is(start - 1, &["his", "her", "their"]);
    if whose {
        return Some(start - 1..noun + 1);
    }
    let named = (start..noun).any(|at| part(&at));
    (named && !w.is(at, &["of"])).then_some(start..noun + usize::from(w.is(noun, DOCUMENTS)))
}

/// The document that a subject names, from its article on: `a new poll` of `in the wake of a new poll`.
fn document(w: &Words, subject: &Range<usize>) -> Option<Range<usize>> {
    const ARTICLES: &[&str] =
        &["a", "an", "the", "one", "its", "their", "his", "her", "another", "this", "that", "our"];
    let noun = subject.clone().find(|at| w.is(*at, DOCUMENTS))?;
    let article = (subject.start..noun).rev().find(|at| w.is(*at, ARTICLES));
    let start = article.unwrap_or(subject.start);
    // `The latest poll shows Holt has 40 per cent`
    let verb = (noun + 1..subject.end).find(|at| w.is(*at, SHOWS) || w.is(*at, &["also"]));
    Some(start..verb.unwrap_or(subject.end))
}

/// Whether words can name somebody: no `out of`, no `later`, no `selling its stake at an`.
fn named(lexicon: &Lexicon, w: &Words, subject: &Range<usize>) -> bool {
    let class = |at: usize| lexicon.entry(w.lower(at)).class;
    let last = class(subject.end - 1).any(Class::PREPOSITION.or(Class::DETERMINER));
    let first = class(subject.start).any(Class::PREPOSITION)
        || w.lower(subject.start).ends_with("ing") && !w.capital(subject.start);
    let adverb =
        |at: usize| class(at).any(Class::ADVERB) || w.is(at, &["later", "earlier", "also"]);
    !last && !first && !subject.clone().all(adverb)
}

/// No passive (`were reported`), and no participle behind what is counted.
fn plain(lexicon: &Lexicon, w: &Words, verb: usize) -> bool {
    let before = verb.checked_sub(1);
    // `His cost estimates have been high`, `His haul puts him near`
    let after = lexicon.entry(w.lower(verb + 1)).class.any(Class::AUX.or(Class::PRONOUN));
    !after
        && before.is_some_and(|at| {
            !lexicon.entry(w.lower(at)).class.any(Class::BE) && !w.is(at, &["to"])
        })
}

/// The words before a verb, back to the beginning of its clause.
fn subject(lexicon: &Lexicon, w: &Words, verb: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 12;
    let ends = Class::SUBORDINATOR.or(Class::PRONOUN).or(Class::RELATIVE);
    let begins = |at: usize| {
        w.mark(at) && !w.hyphen(at) && !matches!(w.text(at), "." | "’" | "'" | "/")
            || lexicon.entry(w.lower(at)).class.any(ends) && !w.is(at, &["as"])
            || w.is(at, &["and", "but"])
            // `The debate came as a new poll showed 40 per cent`
            || w.is(at, &["as"]) && w.is(at + 1, &["a", "an", "the", "new"])
    };
    let end = (verb.saturating_sub(3)..verb).rev().find(|at| {
        !w.lower(*at).ends_with("ly") && !lexicon.entry(w.lower(*at)).class.any(Class::HAVE)
    })? + 1;
    let start = (end.saturating_sub(LONGEST)..end)
        .rev()
        .find(|at| begins(*at))
        .map_or_else(|| end.saturating_sub(LONGEST), |at| at + 1);
    (start < end).then_some(start..end)
}
