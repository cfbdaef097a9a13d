//! Who says it, where the cue stands before its content.

use super::Site;
use crate::annotate::paragraph::{Paragraph, Words};
use crate::annotate::phrase::subject_before;
use crate::annotate::verb::{Verb, VerbForm};
use crate::lexicon::Class;

/// Who says it, for a cue before its content.
pub(super) fn leading_source(site: &Site) -> Option<Words> {
    let (p, verb) = (site.p, site.verb);
    let begins = verb.words.start;
    let before = begins.checked_sub(1);
    let joined = before.is_some_and(|it| {
        p.has(it, Class::CONJUNCTION) || p.comma(it) && p.has(begins, Class::CONJUNCTION)
    });
    if joined {
        let pronoun = || pronoun_before(p, begins, site.floor);
        return site.shared.clone().or_else(pronoun).or_else(|| main_subject(site));
    }
    // `a message that said`
    let that = before.filter(|it| *it > site.floor && p.is(*it, "that"));
    if let Some(that) = that.filter(|it| p.proper(it - 1) && p.cue(it - 1).is_none()) {
        return Some(that..that + 1);
    }
    let own = subject_before(p, begins, site.floor);
    let shared = || site.shared.clone().filter(|it| !is_who(p, it));
    own.or_else(shared).or_else(|| main_subject(site)).or_else(|| site.shared.clone())
}

/// `When he was asked, he laughed and [said]`: the pronoun that begins the verb’s own clause.
fn pronoun_before(p: &Paragraph, verb: usize, floor: usize) -> Option<Words> {
    const REACH: usize = 16;
    let from = floor.max(verb.saturating_sub(REACH));
    let opens = |at: usize| {
        at == floor || p.comma(at - 1) || p.has(at - 1, Class::CONJUNCTION.or(Class::ADVERB))
    };
    let at = (from..verb).rev().find(|at| p.has(*at, Class::PERSON_PRONOUN) && opens(*at))?;
    Some(at..at + 1)
}

fn is_who(p: &Paragraph, source: &Words) -> bool {
    source.len() == 1 && p.has(source.start, Class::WHO)
}

/// The subject of the unit's first verb, where the cue has none of its own.
fn main_subject(site: &Site) -> Option<Words> {
    let p = site.p;
    let mut earlier = site.verbs.iter().filter(|it| it.head < site.verb.head);
    let main = earlier.find(|it| it.form != VerbForm::Ing && !in_clause(site, it));
    main.and_then(|it| subject_before(p, it.words.start, site.unit.start))
        .or_else(|| opening_subject(p, &site.unit, site.verb.head))
}

/// Whether a verb stands in a relative clause or one that opens with `while`, `after`.
fn in_clause(site: &Site, verb: &Verb) -> bool {
    let p = site.p;
    let before = verb.words.start.wrapping_sub(1);
    let opens = site.unit.start;
    let subordinate = p.has(opens, Class::SUBORDINATOR.or(Class::PREPOSITION))
        && (opens..verb.words.start).all(|at| !p.comma(at));
    p.has(before, Class::WHO.or(Class::RELATIVE)) || subordinate
}

/// What the unit is about, as far as capitals and small words tell: its first phrase.
pub(super) fn opening_subject(p: &Paragraph, unit: &Words, end_before: usize) -> Option<Words> {
    let mut at = unit.start;
    while at < end_before && (p.has(at, Class::CONJUNCTION) || p.adverb(at) || p.comma(at)) {
        at += 1;
    }
    if p.has(at, Class::PREPOSITION.or(Class::SUBORDINATOR)) || p.word(at).ends_with("ing") {
        at = past_opening(p, at, end_before)?;
    } else if let Some(comma) = (at..end_before.min(at + 4)).find(|it| p.comma(*it))
        && p.adverb(comma - 1)
    {
        // `Hours later, Ruiz …`
        at = comma + 1;
    }
    let mut end = at;
    while end < end_before {
        let here = end;
        if p.has(here, Class::PRONOUN) && here == at {
            return Some(at..at + 1);
        }
        // `The retired nurse walked off`: what follows an article is no verb yet.
        let before = here.wrapping_sub(1);
        let verbal = p.word(here).ends_with("ed") && !p.has(before, Class::DETERMINER)
            || p.capital(before)
                && !p.has(here, Class::PREPOSITION.or(Class::CONJUNCTION))
                && !p.has(here, Class::ROLE.or(Class::PEOPLE).or(Class::BODY));
        let stops = p.has(here, Class::AUX.or(Class::PAST))
            || p.cue(here).is_some() && !p.capital(here)
            || p.comma(here)
            || p.dash(here)
            || p.quote(here).is_some()
            || p.mark(here) == ';'
            || p.adverb(here)
            || here > at && p.proper(here) && !p.capital(here) && verbal;
        if stops {
            break;
        }
        end += 1;
    }
    let named = (at..end).any(|at| p.proper(at) && !p.has(at, Class::DETERMINER));
    (named && end - at <= 14).then_some(at..end)
}

/// The word after `At a rally in Veld, N.H., on Tuesday,`.
fn past_opening(p: &Paragraph, start: usize, end: usize) -> Option<usize> {
    let comma = |from: usize| (from..end).find(|it| p.comma(*it) && p.quote(*it).is_none());
    let mut at = comma(start)? + 1;
    while let Some(next) = comma(at) {
        let state = next - at <= 3 && p.mark(next - 1) == '.';
        let goes_on = p.has(at, Class::PREPOSITION) || p.number(at) || state;
        if !goes_on {
            break;
        }
        at = next + 1;
    }
    Some(at)
}

pub(super) fn source_of(site: &Site) -> Option<Words> {
    match site.verb.form {
        VerbForm::Ing => participle_source(site),
        VerbForm::Passive => None,
        _ => leading_source(site),
    }
}

/// `Ruiz walked off, saying …`: whoever the sentence is about.
pub(super) fn participle_source(site: &Site) -> Option<Words> {
    let (p, begins) = (site.p, site.verb.words.start);
    // `footage of Ana Ruiz saying …`
    let before = begins.wrapping_sub(1);
    if begins > site.unit.start
        && p.quote(before).is_none()
        && (p.capital(before) && !p.adverb(before) && !p.has(before, Class::WEEKDAY)
            || p.has(before, Class::PEOPLE))
    {
        return subject_before(p, begins, site.floor);
    }
    // `Ruiz met those who say it is safe, saying …`: not they.
    site.shared.clone().filter(|it| !is_who(p, it)).or_else(|| main_subject(site))
}

/// Nothing but a joining word stands before the verb group in its unit.
pub(super) fn opens_unit(site: &Site) -> bool {
    let before = site.unit.start..site.verb.words.start;
    before.len() <= 1
        && before.clone().all(|at| {
            !site.p.proper(at) || site.p.has(at, Class::CONJUNCTION.or(Class::PREPOSITION))
        })
}
