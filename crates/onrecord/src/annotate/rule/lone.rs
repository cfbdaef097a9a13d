//! Rules that need no verb of telling, or whose quotation stands in another sentence.

use super::source::opening_subject;
use super::{Draft, Site, Unit, claimed, one, overlaps};
use crate::annotate::paragraph::{Paragraph, Words};
use crate::annotate::phrase::{after_adverbials, subject_before};
use crate::annotate::verb::{Verb, VerbForm};
use crate::lexicon::Class;

/// `according to the ministry`
pub(super) fn according_to(unit: &Unit) -> Option<Draft> {
    let (p, taken, end) = (unit.p, unit.taken, unit.stem.end);
    let at = unit
        .stem
        .clone()
        .find(|at| p.is(*at, "according") && p.is(at + 1, "to") && p.quote(*at).is_none())
        .filter(|at| !claimed(taken, *at))?;
    let source = according_source(p, at + 2, end)?;
    let mut content = Vec::new();
    let before = before_according(unit, at);
    if before.len() >= 2 {
        content.push(before);
    }
    let after = source.end + 1..end;
    let pauses = p.comma(source.end) || p.mark(source.end) == ':';
    if pauses && !after.is_empty() && (content.is_empty() || !aside(p, after.start)) {
        content.push(after);
    }
    content.retain(|it| !overlaps(taken, it));
    let cue = Some(at..at + 2);
    (!content.is_empty()).then(|| Draft { cue, past: false, ..Draft::told(Some(source), content) })
}

/// What stands free before `according to`, without the comma.
fn before_according(unit: &Unit, at: usize) -> Words {
    let p = unit.p;
    let taken = unit.taken.iter().flat_map(|it| it.content.iter().chain(&it.cue));
    let floor = taken.map(|it| it.end).filter(|it| *it <= at).max();
    let mut start = floor.unwrap_or(unit.words.start);
    while start < at && !p.proper(start) && p.quote(start).is_none() {
        start += 1;
    }
    let comma = at > start && p.comma(at - 1) && p.quote(at - 1).is_none();
    start..if comma { at - 1 } else { at }
}

fn aside(p: &Paragraph, at: usize) -> bool {
    p.word(at).ends_with("ing") || p.has(at, Class::WHO.or(Class::CONJUNCTION)) || p.is(at, "which")
}

fn according_source(p: &Paragraph, start: usize, end: usize) -> Option<Words> {
    let stops = |at: &usize| {
        p.quote(*at).is_some_and(|it| it.ends_clause || it.n_words > 5)
            || matches!(p.mark(*at), ',' | ';' | ':')
            || p.dash(*at)
    };
    let at = (start..end).find(stops).unwrap_or(end);
    // `according to plan`
    let him = ["him", "her", "them", "me", "us"].iter().any(|it| p.is(start, it));
    let manner = at == start + 1 && !him && !p.capital(start) && !p.word(start).ends_with('s');
    (at > start && !manner).then_some(start..at)
}

/// `Ruiz’s claim that the bridge was safe`
pub(super) fn noun_that(unit: &Unit) -> Option<Draft> {
    let (p, end) = (unit.p, unit.stem.end);
    let told =
        |at: &usize| p.has(*at, Class::NOUN_CUE) && p.is(at + 1, "that") && p.quote(*at).is_none();
    let noun = unit.stem.clone().skip(1).find(told)?;
    let owner = noun - 1;
    let start = if p.has(owner, Class::POSSESSIVE) {
        owner
    } else if p.possessive(owner) {
        subject_before(p, noun, unit.words.start)?.start
    } else {
        return None;
    };
    let content =
        noun + 1..(noun + 2..end).find(|at| p.comma(*at) && p.quote(*at).is_none()).unwrap_or(end);
    let draft = Draft::told(Some(start..noun), one(content));
    Some(Draft { cue: Some(noun..noun + 1), open: false, past: false, ..draft })
}

/// `Ruiz: We will not sign`; in running text only before a quotation.
pub(super) fn colon_speaker(unit: &Unit) -> Option<Draft> {
    const LONGEST: usize = 9;
    let (p, start, end) = (unit.p, unit.words.start, unit.stem.end);
    let colon = (start + 1..end.min(start + LONGEST)).find(|at| p.mark(*at) == ':')?;
    let source = start..colon;
    let small = Class::DETERMINER.or(Class::ROLE).or(Class::PREPOSITION).or(Class::BODY);
    let named = source.clone().all(|at| {
        let inside = p.capital(at) || !p.proper(at) || p.has(at, small);
        inside && p.quote(at).is_none() && !p.comma(at)
    });
    let quoted = p.quote(colon + 1).is_some();
    if !named || colon + 2 >= end || !(quoted || p.headline()) {
        return None;
    }
    let draft = Draft::told(Some(source), one(colon + 1..end));
    Some(Draft { cue: Some(colon..colon + 1), open: quoted, past: false, ..draft })
}

/// `Ruiz had one answer: “We will not sign.”`
pub(super) fn colon_quotation(unit: &Unit) -> Option<Draft> {
    const FEWEST: usize = 4;
    let (p, end) = (unit.p, unit.stem.end);
    let colon = unit
        .stem
        .clone()
        .find(|at| p.mark(*at) == ':' && p.quote(*at).is_none() && p.quote(at + 1).is_some())?;
    let quote = p.quote(colon + 1)?;
    if !quote.ends_clause || quote.n_words < FEWEST || quote.words.end + 1 < end {
        return None;
    }
    let source = opening_subject(p, &unit.words, colon)?;
    let draft = Draft::told(Some(source), one(quote.words.clone()));
    Some(Draft { cue: Some(colon..colon + 1), ..draft })
}

/// `“It is time.” — Ana Ruiz`
pub(super) fn quotation_name(unit: &Unit) -> Option<Draft> {
    const LONGEST: usize = 8;
    let p = unit.p;
    let dash = unit.words.start;
    let source = dash + 1..unit.stem.end;
    let named = (1..=LONGEST).contains(&source.len())
        && source.clone().all(|at| p.capital(at) || !p.proper(at));
    if !p.dash(dash) || !named {
        return None;
    }
    let draft = Draft::told(Some(source), one(unit.quoted_before()?));
    Some(Draft { cue: Some(dash..dash + 1), ..draft })
}

/// `“Why?” Ruiz asked.`: the sentence after the quotation is all cue.
pub(super) fn quotation_sentence(unit: &Unit) -> Option<Draft> {
    let verb = telling(unit)?;
    let source = subject_before(unit.p, verb.words.start, unit.words.start)?;
    if source.start != unit.words.start {
        return None;
    }
    let draft = Draft::told(Some(source), one(unit.quoted_before()?));
    Some(Draft { cue: Some(verb.words.clone()), ..draft })
}

/// `Ruiz agreed. “It is time.”`: the sentence before the quotation is all cue.
pub(super) fn sentence_quotation(unit: &Unit) -> Option<Draft> {
    let verb = telling(unit)?;
    let after = Site::of(unit, verb).after();
    let plain = after_adverbials(unit.p, verb.words.end, unit.stem.end);
    if after.max(plain) < unit.stem.end {
        return None;
    }
    let source = subject_before(unit.p, verb.words.start, unit.words.start)?;
    let draft = Draft::told(Some(source), one(unit.quoted_after()?));
    Some(Draft { cue: Some(verb.words.clone()), ..draft })
}

/// `The Harbour Post reports:`, and the quotation is the next paragraph.
pub(super) fn colon_paragraph(unit: &Unit) -> Option<Draft> {
    let p = unit.p;
    let colon = unit.words.end - 1;
    if unit.words.end != p.len() || p.mark(colon) != ':' {
        return None;
    }
    let (source, cue) = match telling(unit) {
        Some(verb) => (subject_before(p, verb.words.start, unit.words.start), verb.words.clone()),
        None => (opening_subject(p, &unit.words, unit.stem.end), colon..unit.words.end),
    };
    Some(Draft { cue: Some(cue), ..Draft::told(source, Vec::new()) })
}

/// The last verb of telling in a unit that is not itself a quotation.
fn telling<'a, 't>(unit: &Unit<'a, 't>) -> Option<&'a Verb<'t>> {
    if unit.p.all_quoted(&unit.words) {
        return None;
    }
    unit.verbs.iter().rfind(|it| it.tells() && it.form == VerbForm::Finite)
}
