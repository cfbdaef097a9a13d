//! Whom a passage names for a figure where it is no statement: `a study found 31 leaks`, `the ministry
//! reported 40 deaths`.

use std::ops::Range;

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
pub(super) fn source(lexicon: &Lexicon, w: &Words, number: Range<usize>) -> Option<Range<usize>> {
    let start = number.start;
    behind(lexicon, w, number.end)
        .or_else(|| asked(w, number.end))
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

/// `$20 million experts say it costs`
fn behind(lexicon: &Lexicon, w: &Words, end: usize) -> Option<Range<usize>> {
    let says = (end + 1..end + 4).find(|at| w.is(*at, &["say", "says", "said", "estimate"]))?;
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
        if let Some(told) = noun_told(lexicon, w, at, start) {
            return Some(told);
        }
        let reports = w.is(at, REPORTS) && start - at <= NEAR;
        if !(reports || w.is(at, SHOWS)) {
            continue;
        }
        let subject = subject(lexicon, w, at)?;
        let document = subject.clone().any(|at| w.is(at, DOCUMENTS));
        return (document || reports && plain(lexicon, w, at)).then_some(subject);
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

/// No passive (`were reported`), and no participle behind what is counted.
fn plain(lexicon: &Lexicon, w: &Words, verb: usize) -> bool {
    let before = verb.checked_sub(1);
    before.is_some_and(|at| !lexicon.entry(w.lower(at)).class.any(Class::BE) && !w.is(at, &["to"]))
}

/// The words before a verb, back to the beginning of its clause.
fn subject(lexicon: &Lexicon, w: &Words, verb: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 12;
    let ends = Class::SUBORDINATOR.or(Class::PRONOUN).or(Class::RELATIVE);
    let begins = |at: usize| {
        w.mark(at) && !w.hyphen(at) && !matches!(w.text(at), "." | "’" | "'" | "/")
            || lexicon.entry(w.lower(at)).class.any(ends) && !w.is(at, &["as"])
            || w.is(at, &["and", "but"])
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
