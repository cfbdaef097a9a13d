//! Rules that need no verb of telling, or whose quotation stands in another sentence.

use super::before::titled;
use super::source::opening_subject;
use super::{Draft, Site, Unit, claimed, one, overlaps};
use crate::annotate::paragraph::{Paragraph, Words};
use crate::annotate::phrase::{after_adverbials, apposition, subject_before};
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
    let inside = p.quote(source.end - 1).is_some() && p.comma(source.end.wrapping_sub(2));
    let after = source.end + usize::from(!inside)..end;
    let pauses = inside || p.comma(source.end) || p.mark(source.end) == ':';
    let goes_on =
        content.is_empty() || !aside(p, after.start) && !apposed(p, &content[0], after.start);
    if pauses && !after.is_empty() && goes_on {
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

/// `The pier is closed, according to Ruiz, the head of the board`: before it stands a whole clause,
/// and after it what tells who.
fn apposed(p: &Paragraph, before: &Words, after: usize) -> bool {
    let whole = before.clone().any(|at| p.has(at, Class::AUX)) && p.comma(before.end);
    whole && apposition(p, after) && !p.has(after, Class::PRONOUN)
}

fn according_source(p: &Paragraph, start: usize, end: usize) -> Option<Words> {
    // `according to the “Harbour Post,” …`: the comma stands inside the marks.
    let name = |at: usize| p.quote(at).filter(|it| it.n_words <= 5 && titled(p, &it.words));
    if let Some(at) = (start..end).find(|at| p.comma(*at) || p.dash(*at))
        && let Some(quote) = name(at)
        && at + 2 == quote.words.end
    {
        return Some(start..quote.words.end);
    }
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

/// `Ruiz’s claim that the bridge was safe`, `her vow to go`
pub(super) fn noun_that(unit: &Unit) -> Option<Draft> {
    let (p, end) = (unit.p, unit.stem.end);
    let opens = |at: usize| {
        p.is(at, "that")
            || p.is(at, "to") && !p.capital(at + 1) && !p.has(at + 1, Class::DETERMINER)
    };
    let told = |at: &usize| {
        p.has(*at, Class::NOUN_CUE)
            && opens(at + 1)
            && p.quote(*at).is_none()
            && !claimed(unit.taken, *at)
    };
    let noun = unit.stem.clone().skip(1).find(told)?;
    let source = owner(p, noun, unit.words.start)?;
    let end = (noun + 2..end).find(|at| p.comma(*at) && p.quote(*at).is_none()).unwrap_or(end);
    let content = noun + 1..end;
    if overlaps(unit.taken, &content) {
        return None;
    }
    let draft = Draft::told(Some(source), one(content));
    Some(Draft { cue: Some(noun..noun + 1), open: false, past: false, ..draft })
}

/// Whose it is: `Ruiz’s [recent] claim`, `her [own] claim`.
fn owner(p: &Paragraph, noun: usize, floor: usize) -> Option<Words> {
    const BETWEEN: usize = 4;
    let plain = |at: usize| p.proper(at) || p.mark(at) == '-';
    let at = (floor.max(noun.saturating_sub(BETWEEN))..noun)
        .rev()
        .take_while(|at| plain(*at) && p.quote(*at).is_none())
        .find(|at| p.has(*at, Class::POSSESSIVE) || p.possessive(*at))?;
    if p.has(at, Class::POSSESSIVE) {
        return Some(at..at + 1);
    }
    // `Ana Ruiz’s`, `the harbour ministry’s`
    let mut start = at;
    if p.capital(at) {
        while start > floor && p.capital(start - 1) && !p.has(start - 1, Class::PREPOSITION) {
            start -= 1;
        }
    } else {
        let from = floor.max(at.saturating_sub(BETWEEN));
        start = (from..at).rev().find(|it| p.has(*it, Class::DETERMINER)).unwrap_or(at);
    }
    Some(start..at + 1)
}

/// `Ruiz: We will not sign`; in running text only before a quotation.
pub(super) fn colon_speaker(unit: &Unit) -> Option<Draft> {
    const LONGEST: usize = 9;
    let (p, start, end) = (unit.p, unit.words.start, unit.stem.end);
    let colon = (start + 1..end.min(start + LONGEST)).find(|at| p.mark(*at) == ':')?;
    // `And from Chairwoman Ruiz:`
    let opening = (start..colon).rev().find(|at| p.is(*at, "from")).map_or(start, |it| it + 1);
    let source = opening..colon;
    let small = Class::DETERMINER.or(Class::ROLE).or(Class::PREPOSITION).or(Class::BODY);
    let named = source.clone().all(|at| {
        let inside = p.capital(at) || !p.proper(at) || p.has(at, small);
        inside && p.quote(at).is_none() && !p.comma(at)
    });
    let quoted = p.quote(colon + 1).is_some();
    if !named || source.is_empty() || colon + 2 >= end || !(quoted || p.headline()) {
        return None;
    }
    // `Live: the bridge opens`, `Bridge: what we know`: a heading’s label, not a speaker.
    let label = source.len() == 1 && p.has(opening, Class::LABEL);
    if label || !quoted && p.has(colon + 1, Class::QUESTION_WORD) {
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
    let (p, start) = (unit.p, unit.words.start);
    // In one unit where the quotation does not end as a sentence: `“Time to go” – Ana Ruiz`.
    let quote = p.quote(start).filter(|it| it.words.start == start).map(|it| it.words.clone());
    let mut dash = quote.as_ref().map_or(start, |it| it.end);
    let cue = dash;
    while p.dash(dash + 1) && p.glued(dash + 1) {
        dash += 1;
    }
    if !p.dash(cue) || unit.verbs.iter().any(|it| it.tells()) {
        return None;
    }
    let source = signature(p, dash + 1, unit.stem.end)?;
    let draft = Draft::told(Some(source), one(quote.or_else(|| unit.quoted_before())?));
    Some(Draft { cue: Some(cue..dash + 1), ..draft })
}

/// A name and what tells who that is, up to the end: `Ana Ruiz, harbour minister`; a handle and a
/// date after it are no part of it.
fn signature(p: &Paragraph, start: usize, end: usize) -> Option<Words> {
    const NAME: usize = 8;
    const WHOLE: usize = 16;
    if start >= end {
        return None;
    }
    let pause = |at: &usize| p.comma(*at) || p.mark(*at) == '(';
    let name_end = (start..end).find(pause).unwrap_or(end);
    let named = (1..=NAME).contains(&(name_end - start))
        && (start..name_end).all(|at| p.capital(at) || !p.proper(at))
        && p.proper(start);
    let plain = (name_end..end)
        .all(|at| !p.has(at, Class::AUX.or(Class::PRONOUN)) && p.quote(at).is_none());
    let handle = p.mark(name_end) == '(';
    (named && plain && end - start <= WHOLE).then_some(start..if handle { name_end } else { end })
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

/// `“Why?” Ruiz asked Holt, who replied: “No.”`: the first verb’s quotation stands before it.
pub(super) fn question_sentence(unit: &Unit) -> Option<Draft> {
    let (p, start) = (unit.p, unit.words.start);
    let verb = unit.verbs.first().filter(|it| it.tells() && it.form == VerbForm::Finite)?;
    let another = unit.verbs.get(1).filter(|it| it.tells())?;
    let cued =
        |at: usize| unit.taken.iter().filter_map(|it| it.cue.as_ref()).any(|it| it.contains(&at));
    let quoted = unit.quoted_before()?;
    let asks = (quoted.end.saturating_sub(3)..quoted.end)
        .any(|at| "?!".contains(p.mark(at)) && !p.proper(at));
    let source = subject_before(p, verb.words.start, start).filter(|it| it.start == start)?;
    if !asks || cued(verb.head) || claimed(unit.taken, verb.head) || !cued(another.head) {
        return None;
    }
    let draft = Draft::told(Some(source), one(quoted));
    Some(Draft { cue: Some(verb.words.clone()), ..draft })
}

/// `Ruiz agreed. “It is time.”`: the sentence before the quotation is all cue.
pub(super) fn sentence_quotation(unit: &Unit) -> Option<Draft> {
    let Some(verb) = telling(unit) else { return subject_quotation(unit) };
    let after = Site::of(unit, verb).after();
    let plain = after_adverbials(unit.p, verb.words.end, unit.stem.end);
    if after.max(plain) < unit.stem.end {
        return None;
    }
    let source = subject_before(unit.p, verb.words.start, unit.words.start)?;
    let draft = Draft::told(Some(source), one(unit.quoted_after()?));
    Some(Draft { cue: Some(verb.words.clone()), ..draft })
}

/// `Ruiz turned to the board. “We have waited long enough.”`: nobody else can be meant.
fn subject_quotation(unit: &Unit) -> Option<Draft> {
    const FEWEST: usize = 4;
    let p = unit.p;
    let quoted = unit.quoted_after()?;
    let quote = p.quote(quoted.start)?;
    if p.headline() || !unit.verbs.is_empty() || !quote.ends_clause || quote.n_words < FEWEST {
        return None;
    }
    // What was quoted before is told of already.
    if titled(p, &quote.words) || (0..unit.words.end).any(|at| p.quote(at).is_some()) {
        return None;
    }
    let source = opening_subject(p, &unit.words, unit.stem.end)?;
    let person = p.has(source.start, Class::PERSON_PRONOUN)
        || source.clone().all(|at| p.capital(at) || p.mark(at) == '.');
    (person && source.end < unit.stem.end).then(|| Draft::told(Some(source), one(quoted)))
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
