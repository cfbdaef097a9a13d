//! Rules for content before its cue: `“…,” Ruiz said`, `The bridge is safe, Ruiz said`.

use super::clause::{clause_end, resumed};
use super::{Draft, Site, one};
use crate::annotate::paragraph::{Paragraph, Words};
use crate::annotate::phrase::{apposition, subject_after, subject_before};
use crate::annotate::verb::VerbForm;
use crate::lexicon::{Class, CueKind, Form, Takes};

/// Who says it, for a cue after its content, and the word after cue and source.
fn trailing_source(site: &Site) -> Option<(Words, usize, usize)> {
    let (p, verb) = (site.p, site.verb);
    if verb.form != VerbForm::Finite {
        return None;
    }
    let before = verb.words.start.checked_sub(1).filter(|it| *it >= site.floor)?;
    let quote_before = p.quote(before).is_some();
    let after_comma = p.comma(before) || p.dash(before);
    let asked = p.quote(before).is_some_and(|it| it.ends_clause);
    if (quote_before || after_comma)
        && (asked || !verb.takes(Takes::ADDRESSEE))
        && inverts(site)
        && let Some(source) = subject_after(p, verb.words.end, site.stem.end)
    {
        let end = site.past_adverbials(source.end);
        let plain = quote_before
            || p.quote(before.wrapping_sub(1)).is_some()
            || (end >= site.stem.end || p.comma(end))
                && !source.clone().any(|at| !p.capital(at) && p.word(at).ends_with("ed"))
                && !apposed(site, before);
        if plain {
            return Some((source, verb.words.start, end));
        }
    }
    let source = subject_before(p, verb.words.start, site.floor)?;
    Some((source.clone(), source.start, site.after()))
}

/// `Ana Ruiz, the minister, [said Holt …]`: the comma closes a parenthesis, so the subject stands
/// before the verb.
fn apposed(site: &Site, comma: usize) -> bool {
    let p = site.p;
    let from = site.floor.max(comma.saturating_sub(30));
    let opening = (from..comma).rev().find(|at| p.comma(*at) || p.dash(*at));
    opening.is_some_and(|it| {
        apposition(p, it + 1)
            && it - site.floor <= 8
            && (site.floor..it).all(|at| !p.has(at, Class::AUX) && p.quote(at).is_none())
    })
}

/// `said Ruiz`, not `said it` or `said that`.
fn inverts(site: &Site) -> bool {
    let (p, next) = (site.p, site.verb.words.end);
    site.verb.words.len() == 1
        && (p.capital(next) && !p.has(next, Class::WEEKDAY.or(Class::MONTH))
            || p.has(next, Class::DETERMINER.or(Class::PEOPLE).or(Class::ROLE))
            || p.has(next, Class::PRONOUN)
            || p.number(next)
            || p.proper(next)
                && !p.adverb(next)
                && !p.has(
                    next,
                    Class::PREPOSITION
                        .or(Class::SUBORDINATOR)
                        .or(Class::CONJUNCTION)
                        .or(Class::WEEKDAY)
                        .or(Class::RELATIVE_DAY)
                        .or(Class::AUX),
                ))
        && !p.is(next, "that")
}

pub(super) fn quotation_cue(site: &Site) -> Option<Draft> {
    let p = site.p;
    if !site.verb.takes(Takes::QUOTATION.or(Takes::CLAUSE)) {
        return None;
    }
    let (source, begins, after) = trailing_source(site)?;
    let mut last = begins.checked_sub(1).filter(|it| *it >= site.floor)?;
    let comma = p.comma(last) || p.dash(last);
    if comma && p.quote(last).is_none() {
        last = last.checked_sub(1).filter(|it| *it >= site.floor)?;
    }
    let quote = p.quote(last)?;
    if !(quote.ends_clause || comma) {
        return None;
    }
    let starts_content = p.is(after, "that") || p.mark(after) == ':';
    let title = titled(p, &quote.words) && after < site.stem.end;
    if (starts_content || title) && quote.words.start > site.floor {
        return None;
    }
    let start = lead_start(site, quote.words.start);
    let mut content = one(start..last + 1);
    if let Some(more) = quotation_after(site, after) {
        content.push(more);
    }
    site.draft(Some(source), content)
}

/// Whether every longer word in the marks is capitalised, as in titles of works.
pub(super) fn titled(p: &Paragraph, quote: &Words) -> bool {
    let words = || quote.clone().filter(|at| p.proper(*at));
    let capital = |at: usize| p.capital(at) || p.number(at);
    let mut long = words().filter(|at| p.word(*at).len() > 4).peekable();
    let short = long.peek().is_none();
    (2..=10).contains(&words().count())
        && if short { words().all(capital) } else { long.all(capital) }
}

/// Where content that ends in a quotation begins: with the clause the quotation is part of, or
/// with the quotation where only an opening stands before it.
fn lead_start(site: &Site, quote: usize) -> usize {
    let p = site.p;
    let lead = site.floor..quote;
    if lead.is_empty() {
        return quote;
    }
    let quoted = lead.clone().find(|at| p.quote(*at).is_some());
    let start = quoted.unwrap_or(quote);
    let opening = site.floor..start;
    let n_words = opening.clone().filter(|at| p.proper(*at)).count();
    let told = site.verbs.iter().any(|it| it.tells() && opening.contains(&it.head));
    let last = start.wrapping_sub(1);
    let whole = n_words > 1
        && !told
        && !p.comma(last)
        && !matches!(p.mark(last), ':' | '(')
        && !p.dash(last)
        && !p.has(opening.start, Class::PREPOSITION);
    if whole { site.floor } else { start }
}

/// A quotation that goes on after the cue: `“…,” he said, “…”`.
fn quotation_after(site: &Site, after: usize) -> Option<Words> {
    let p = site.p;
    let mut at = after;
    if p.comma(at) || p.mark(at) == ':' || p.dash(at) || p.mark(at) == ';' {
        at += 1;
    }
    if p.has(at, Class::CONJUNCTION) && p.quote(at).is_none() {
        at += 1;
    }
    if p.quote(at).is_some_and(|it| it.words.start == at) && at < site.stem.end {
        return Some(at..clause_end(site, at));
    }
    let at = resumed(site, after)?;
    Some(at..clause_end(site, at))
}

pub(super) fn clause_cue(site: &Site) -> Option<Draft> {
    let p = site.p;
    if !site.verb.takes(Takes::CLAUSE.or(Takes::THAT)) {
        return None;
    }
    let (source, begins, after) = trailing_source(site)?;
    let comma = begins.checked_sub(1).filter(|it| *it > site.floor)?;
    if !(p.comma(comma) || p.dash(comma)) || p.quote(comma).is_some() {
        return None;
    }
    if p.dash(comma) && !p.dash(after) {
        return None;
    }
    if site.verb.cue.kind == CueKind::Shown && told_before(site, comma) {
        return None;
    }
    let ends = after >= site.stem.end;
    let pauses = p.comma(after) || p.dash(after) || p.mark(after) == ';';
    let trails = ["as", "when", "while", "after", "before", "during", "who", "about"]
        .iter()
        .any(|it| p.is(after, it));
    if !(ends || pauses || trails) {
        return None;
    }
    let start = clause_start(site, comma);
    let before = start..comma;
    let whole = clausal(p, &before);
    let inset = if pauses { inset_content(site, after, whole) } else { None };
    match inset {
        Some(rest) => {
            let content = if before.is_empty() { one(rest) } else { vec![before, rest] };
            site.draft(Some(source), content)
        }
        None if whole => site.draft(Some(source), one(before)),
        None => None,
    }
}

/// What goes on after an inset cue: `In May, she said, the bridge will open`.
fn inset_content(site: &Site, pause: usize, whole: bool) -> Option<Words> {
    let p = site.p;
    let start = pause + 1;
    if start + 1 >= site.stem.end || p.mark(pause) == ';' {
        return None;
    }
    let asked = p.form(site.unit.start, Form::PARTICIPLE) || p.is(site.unit.start, "when");
    let aside = p.word(start).ends_with("ing") && whole
        || asked && p.quote(start).is_some()
        || p.has(start, Class::CONJUNCTION.or(Class::WHO).or(Class::ASIDE))
        || p.is(start, "according")
        || p.is(start, "which")
        || p.is(start, "when")
        || p.is(start, "while")
        || p.is(start, "as")
        || p.is(start, "though")
        || p.is(start, "although");
    (!aside).then(|| start..clause_end(site, start))
}

/// Another telling verb with a subject stands before the comma.
fn told_before(site: &Site, comma: usize) -> bool {
    let before = site.verbs.iter().take_while(|it| it.head < comma);
    before.into_iter().any(|it| it.tells() && it.form == VerbForm::Finite && it.head >= site.floor)
}

fn clause_start(site: &Site, comma: usize) -> usize {
    let p = site.p;
    let start = site.floor;
    // After an earlier statement of the unit: skip `, but`.
    let mut at = start;
    if at > site.unit.start {
        while at < comma && (!p.proper(at) || p.has(at, Class::CONJUNCTION)) {
            at += 1;
        }
    }
    while at < comma && p.quote(at).is_none() && !p.proper(at) && !"$@#([".contains(p.mark(at)) {
        at += 1;
    }
    at
}

/// Whether these words can be a clause rather than an opening (`In May`, `However`).
pub(super) fn clausal(p: &Paragraph, words: &Words) -> bool {
    let n_words = words.clone().filter(|at| p.proper(*at)).count();
    let opens = p.has(words.start, Class::PREPOSITION)
        || p.word(words.start).ends_with("ing")
        || p.form(words.start, Form::PARTICIPLE)
        || p.is(words.start, "when");
    if opens && p.cue(words.start).is_some() {
        return false;
    }
    let verbal = words.clone().any(|at| p.has(at, Class::AUX));
    let comma = words.clone().any(|at| p.comma(at));
    n_words >= 3
        && (!opens || comma && verbal || verbal && n_words >= 8)
        && !p.has(words.start, Class::SUBORDINATOR)
        || n_words >= 8 && comma
}
