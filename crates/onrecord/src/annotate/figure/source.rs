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
const FAR: usize = 20;

/// The words that name it, before the word at which a figure begins.
pub(super) fn source(lexicon: &Lexicon, w: &Words, start: usize) -> Option<Range<usize>> {
    for at in (start.saturating_sub(FAR)..start).rev() {
        if matches!(w.text(at), ";" | "“" | "”" | "\"") {
            return None;
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

/// No passive (`were reported`), and no participle behind what is counted.
fn plain(lexicon: &Lexicon, w: &Words, verb: usize) -> bool {
    let before = verb.checked_sub(1);
    before.is_some_and(|at| !lexicon.entry(w.lower(at)).class.any(Class::BE))
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
