//! Noun phrases beside a verb, without a parser: who said it, and to whom, when and where.
//!
//! Everything goes by closed classes, capitals and marks. A phrase is found by walking away from
//! the verb until something stands there that cannot be part of it.

use super::paragraph::{Paragraph, Words};
use crate::lexicon::{Class, Form, Takes};

/// How many words a phrase may have; keeps walks short. Longer sources are below one in a
/// thousand in PolNeAR train.
const LONGEST: usize = 45;

/// The subject that ends at `end`, not reaching before `floor`.
pub(super) fn subject_before(p: &Paragraph, end: usize, floor: usize) -> Option<Words> {
    let last = end.checked_sub(1).filter(|it| *it >= floor)?;
    if p.quote(last).is_some_and(|it| it.ends_clause || it.n_words > 4) {
        return None;
    }
    if p.comma(last) || p.dash(last) {
        return parenthesis_before(p, last, floor);
    }
    chunk_before(p, end, floor)
}

/// `Ana Ruiz, the minister, [said]`: the phrase before the parenthesis, with it if it tells who.
fn parenthesis_before(p: &Paragraph, closing: usize, floor: usize) -> Option<Words> {
    let dash = p.dash(closing);
    let mut inner = closing;
    while dash && inner > floor && p.dash(inner - 1) {
        inner -= 1;
    }
    let opening = (floor.max(closing.saturating_sub(LONGEST))..inner)
        .rev()
        .find(|at| if dash { p.dash(*at) } else { p.comma(*at) && p.quote(*at).is_none() })?;
    if (opening..closing).any(|at| matches!(p.mark(at), ';' | ':')) {
        return None;
    }
    let tells_who = apposition(p, opening + 1);
    let opening = if dash { opening } else { widened(p, opening, floor) };
    let doubled = dash && opening > floor && p.mark(opening - 1) == '-';
    let named = subject_core(p, if doubled { opening - 1 } else { opening }, floor)?;
    if !tells_who {
        return Some(named);
    }
    let end = if dash { closing } else { closing + 1 };
    // `Ana Ruiz, 52, a nurse, said`; `Ana Ruiz, head of the board, a body of ten, said`
    let mut named = named;
    while named.start > floor && p.comma(named.start - 1) {
        let aged = named.len() == 1 && p.number(named.start);
        let Some(first) = subject_core(p, named.start - 1, floor) else { break };
        let opens = first.start == floor || !p.proper(first.start - 1);
        let name = first.clone().all(|at| {
            p.capital(at) || !p.proper(at) || p.has(at, Class::ROLE.or(Class::DETERMINER))
        });
        if !(aged
            || apposition_only(p, &named)
            || opens && name && p.has(named.start, Class::DETERMINER))
        {
            break;
        }
        named = first;
    }
    Some(named.start..end)
}

/// The comma at which a parenthesis of several pieces opens: `Ana Ruiz[,] 52, of Veld, Ostmar, said`.
fn widened(p: &Paragraph, mut opening: usize, floor: usize) -> usize {
    const PIECES: usize = 8;
    let before = |at: usize| {
        (floor.max(at.saturating_sub(LONGEST))..at)
            .rev()
            .find(|it| p.comma(*it) && p.quote(*it).is_none())
    };
    for _ in 0..PIECES {
        let Some(comma) = before(opening) else { break };
        let piece = comma + 1..opening;
        let aged = piece.len() == 1 && p.number(piece.start);
        let place = piece.len() <= 3
            && piece.clone().all(|at| p.capital(at) || p.mark(at) == '.')
            && placed(p, comma, floor);
        let inside = aged
            || place
            || apposition_only(p, &piece)
            || p.has(piece.start, Class::WHO)
            || p.is(piece.start, "whose")
            || p.is(piece.start, "of");
        if !inside {
            break;
        }
        opening = comma;
    }
    opening
}

/// `in Veld` stands before the comma, so that what follows is the country.
fn placed(p: &Paragraph, comma: usize, floor: usize) -> bool {
    let town = (floor..comma).rev().find(|at| !p.capital(*at) && p.mark(*at) != '.');
    town.is_some_and(|at| at + 1 < comma && p.has(at, Class::PREPOSITION))
}

/// `director of research`: a role without article cannot be a subject of its own.
fn apposition_only(p: &Paragraph, words: &Words) -> bool {
    let first = words.start;
    p.has(first, Class::ROLE) && !p.capital(first)
}

fn subject_core(p: &Paragraph, end: usize, floor: usize) -> Option<Words> {
    let last = end.checked_sub(1).filter(|it| *it >= floor)?;
    if p.quote(last).is_some() || !p.proper(last) && p.mark(last) != ')' && p.mark(last) != '.' {
        return None;
    }
    chunk_before(p, end, floor)
}

/// Whether what follows a comma tells who somebody is, rather than when or how.
pub(super) fn apposition(p: &Paragraph, at: usize) -> bool {
    (p.capital(at)
        && !p.has(at, Class::PREPOSITION.or(Class::ADVERB).or(Class::WEEKDAY).or(Class::MONTH)))
        || p.number(at)
        || p.has(at, Class::DETERMINER.or(Class::WHO).or(Class::ROLE).or(Class::PEOPLE))
        || p.is(at, "whose")
        || p.is(at, "of")
        || p.is(at, "former")
        || p.is(at, "then")
        || p.is(at, "acting")
        || p.is(at, "executive")
        || p.is(at, "senior")
        || p.is(at, "co")
        || p.is(at, "vice")
}

/// Without what tells when at the end: `Ruiz [on Monday] said`, `Ruiz [this week] said`.
fn without_time(p: &Paragraph, end: usize, floor: usize) -> usize {
    let time = ["week", "month", "year", "weekend", "summer", "spring", "fall", "time"];
    let Some(last) = end.checked_sub(1).filter(|it| *it > floor + 1) else { return end };
    let day = p.has(last, Class::WEEKDAY.or(Class::RELATIVE_DAY)) && !p.possessive(last);
    if day {
        return if p.has(last - 1, Class::PREPOSITION) { last - 1 } else { last };
    }
    let told = ["this", "last", "next"].iter().any(|it| p.is(last - 1, it));
    if told && time.iter().any(|it| p.is(last, it)) { last - 1 } else { end }
}

fn chunk_before(p: &Paragraph, end: usize, floor: usize) -> Option<Words> {
    let end = without_time(p, end, floor);
    let last = end.checked_sub(1).filter(|it| *it >= floor)?;
    if p.has(last, Class::PRONOUN) || p.has(last, Class::WHO) {
        let pair = last >= floor + 2 && p.is(last - 1, "and") && p.has(last - 2, Class::PRONOUN);
        return Some(if pair { last - 2..end } else { last..end });
    }
    let start = chunk_start(p, end, floor);
    let start = trim_opening(p, start, end);
    if start >= end || !(start..end).any(|at| p.proper(at)) {
        return None;
    }
    if p.has(start, Class::PREPOSITION) && !p.is(start, "like") {
        return tail(p, end, start);
    }
    Some(start..end)
}

/// Walks left from `end` to where a subject may begin.
fn chunk_start(p: &Paragraph, end: usize, floor: usize) -> usize {
    let floor = floor.max(end.saturating_sub(LONGEST));
    let mut at = end;
    // Where to begin if it turns out that there is another verb further left.
    let mut after_verb: Option<usize> = None;
    let mut joined_at: Option<usize> = None;
    while at > floor {
        let here = at - 1;
        if p.quote(here).is_some_and(|it| it.ends_clause || it.n_words > 4) {
            break;
        }
        match p.mark(here) {
            '\0' => {}
            ')' => {
                let opening = (floor..here).rev().find(|it| p.mark(*it) == '(');
                match opening {
                    Some(opening) => {
                        at = opening;
                        continue;
                    }
                    None => break,
                }
            }
            ',' => {
                if listed(p, here, end) {
                    at = here;
                    continue;
                }
                break;
            }
            ';' | ':' | '(' | '…' | '?' | '!' => break,
            _ if p.dash(here) => break,
            _ => {
                at = here;
                continue;
            }
        }
        if p.has(here, Class::WHO) || p.is(here, "whose") {
            // A relative clause: its verb is not the sentence's. Go on to what it tells about.
            after_verb = None;
            at = here;
            continue;
        }
        if p.has(here, Class::SUBORDINATOR) && !p.is(here, "than") || p.is(here, "but") {
            break;
        }
        if p.has(here, Class::CONJUNCTION) {
            if !nominal(p, here.wrapping_sub(1)) || here == floor {
                break;
            }
            joined_at.get_or_insert(here + 1);
        } else if p.has(here, Class::AUX) || verb_like(p, here) || p.has(here, Class::PRONOUN) {
            after_verb = Some(at);
            if joined_at.is_some() {
                break;
            }
        }
        at = here;
    }
    match (after_verb, joined_at) {
        (Some(_), Some(joined)) => joined,
        (Some(verb), None) => tail(p, end, verb).map_or(verb, |it| it.start),
        (None, _) => at,
    }
}

/// `Ruiz, Holt and Mora said`
fn listed(p: &Paragraph, comma: usize, end: usize) -> bool {
    nominal(p, comma.wrapping_sub(1))
        && p.capital(comma + 1)
        && (comma + 2..end.min(comma + 12)).any(|at| p.is(at, "and") && !p.comma(end - 1))
        && p.capital(comma.wrapping_sub(1))
}

fn nominal(p: &Paragraph, at: usize) -> bool {
    p.capital(at)
        || p.number(at)
        || p.mark(at) == ')'
        || p.has(at, Class::PEOPLE.or(Class::ROLE).or(Class::BODY))
        || (p.proper(at)
            && p.word(at).ends_with('s')
            && !p.has(at, Class::AUX)
            && !verb_like(p, at))
}

/// A cue verb in a form that is hardly ever an adjective or noun.
fn verb_like(p: &Paragraph, at: usize) -> bool {
    if p.capital(at) || p.cue(at).is_none() {
        return false;
    }
    let finite = p.form(at, Form::PAST) || p.form(at, Form::THIRD) && !p.takes(at, Takes::NOUN);
    finite && !p.has(at.wrapping_sub(1), Class::DETERMINER)
}

/// Leaves out what opens a clause but is no part of its subject.
fn trim_opening(p: &Paragraph, mut start: usize, end: usize) -> usize {
    while start < end {
        let skip = !p.proper(start)
            && p.mark(start) != '$'
            && p.quote(start).is_none()
            && p.mark(start) != '@'
            || p.has(start, Class::CONJUNCTION) && !p.is(start, "both")
            || p.adverb(start) && !p.has(start, Class::DETERMINER) && start + 1 < end
            || p.has(start, Class::SUBORDINATOR)
            || p.has(start, Class::RELATIVE_DAY.or(Class::WEEKDAY))
                && !p.possessive(start)
                && start + 1 < end;
        if !skip {
            break;
        }
        start += 1;
    }
    start
}

/// The shortest phrase that can be a subject and ends at `end`: `the minister`, `Ana Ruiz`.
fn tail(p: &Paragraph, end: usize, floor: usize) -> Option<Words> {
    let mut start = end;
    while start > floor {
        let here = start - 1;
        let inside = p.capital(here)
            && !p.has(here, Class::PREPOSITION.or(Class::WEEKDAY).or(Class::MONTH))
            || p.number(here)
                && !p.has(here.wrapping_sub(1), Class::MONTH)
                && p.word(here).len() != 4
            || p.glued(here) && !p.proper(here)
            || matches!(p.mark(here), '.' | '&' | '\'' | '’' | '-' | '@')
            || p.proper(here)
                && !p.has(
                    here,
                    Class::PREPOSITION
                        .or(Class::CONJUNCTION)
                        .or(Class::AUX)
                        .or(Class::SUBORDINATOR)
                        .or(Class::PRONOUN)
                        .or(Class::WEEKDAY)
                        .or(Class::RELATIVE_DAY)
                        .or(Class::MONTH),
                )
                && !verb_like(p, here)
                && !p.adverb(here)
            || joins_nouns(p, here, floor);
        if !inside {
            break;
        }
        start = here;
        if p.has(here, Class::DETERMINER)
            && !p.has(here.wrapping_sub(1), Class::DETERMINER)
            && !of_before(p, here, floor)
        {
            break;
        }
    }
    let start = trim_opening(p, start, end);
    (start < end && (start..end).any(|at| p.proper(at))).then_some(start..end)
}

/// `of` and `for` between nouns: `members of the board`.
fn joins_nouns(p: &Paragraph, at: usize, floor: usize) -> bool {
    at > floor && (p.is(at, "of") || p.is(at, "for")) && nominal(p, at - 1)
}

fn of_before(p: &Paragraph, at: usize, floor: usize) -> bool {
    at > floor && joins_nouns(p, at - 1, floor)
}

/// The subject that begins at `start` after an inverted verb: `[said] Ana Ruiz, the minister`.
pub(super) fn subject_after(p: &Paragraph, start: usize, ceiling: usize) -> Option<Words> {
    if p.has(start, Class::PRONOUN) {
        return Some(start..start + 1);
    }
    let mut end = noun_phrase_end(p, start, ceiling);
    if end == start {
        return None;
    }
    while p.comma(end) && apposition(p, end + 1) && !relative_with_cue(p, end + 1, ceiling) {
        let next = apposition_end(p, end + 1, ceiling);
        if next <= end + 1 {
            break;
        }
        end = next;
    }
    Some(start..end)
}

/// `who acknowledged`: a statement of its own.
fn relative_with_cue(p: &Paragraph, at: usize, ceiling: usize) -> bool {
    p.has(at, Class::WHO) && (at + 1..ceiling.min(at + 5)).any(|it| p.cue(it).is_some())
}

fn apposition_end(p: &Paragraph, start: usize, ceiling: usize) -> usize {
    let mut at = start;
    while at < ceiling {
        if p.quote(at).is_some_and(|it| it.ends_clause || it.n_words > 4) {
            break;
        }
        match p.mark(at) {
            ',' | ';' | ':' => break,
            _ if p.dash(at) => break,
            '(' => at = closing_bracket(p, at, ceiling),
            _ => {}
        }
        let opens_clause = at > start
            && (p.has(at, Class::WEEKDAY.or(Class::RELATIVE_DAY))
                || ["as", "when", "while", "after", "before", "during", "but"]
                    .iter()
                    .any(|it| p.is(at, it)));
        if opens_clause {
            break;
        }
        at += 1;
    }
    at.min(ceiling)
}

/// Where the noun phrase that begins at `start` ends.
fn noun_phrase_end(p: &Paragraph, start: usize, ceiling: usize) -> usize {
    let mut at = start;
    let ceiling = ceiling.min(start + LONGEST);
    while at < ceiling {
        if p.quote(at).is_some() {
            let nickname = p.quote(at).is_some_and(|it| it.n_words <= 3 && !it.ends_clause);
            if !nickname || at == start {
                break;
            }
            at += 1;
            continue;
        }
        match p.mark(at) {
            '\0' => {}
            '(' => {
                at = closing_bracket(p, at, ceiling);
                continue;
            }
            ',' | ';' | ':' | '…' | '?' | '!' => break,
            _ if p.dash(at) => break,
            _ => {
                at += 1;
                continue;
            }
        }
        let next_nominal =
            p.capital(at + 1) || p.has(at + 1, Class::DETERMINER.or(Class::PEOPLE).or(Class::ROLE));
        // `a Tuesday editorial`
        let day = p.has(at, Class::WEEKDAY.or(Class::RELATIVE_DAY))
            && !(at > start && p.has(at - 1, Class::DETERMINER) && p.proper(at + 1));
        let ends = day
            || p.has(at, Class::TIME_PLACE)
            || p.has(at, Class::SUBORDINATOR.or(Class::WHO))
            || at > start && p.has(at, Class::PRONOUN)
            // `Will Holt`
            || p.has(at, Class::AUX) && !p.capital(at)
            || p.has(at, Class::CONJUNCTION) && (at == start || !next_nominal || p.is(at, "but"))
            || p.adverb(at) && !p.capital(at + 1) && !p.has(at, Class::DETERMINER)
            || p.has(at, Class::MONTH) && p.number(at + 1)
            || at > start && p.word(at).ends_with("ing") && !p.capital(at) && !of_phrase(p, at)
            || ["last", "this", "next"].iter().any(|it| at > start && p.is(at, it))
            || p.is(at, "with") && !p.capital(at + 1) && !p.has(at + 1, Class::DETERMINER);
        if ends {
            break;
        }
        at += 1;
    }
    at.min(ceiling)
}

fn of_phrase(p: &Paragraph, at: usize) -> bool {
    p.has(at - 1, Class::PREPOSITION.or(Class::DETERMINER))
}

/// The word after the bracket that closes the one at `at`.
fn closing_bracket(p: &Paragraph, at: usize, ceiling: usize) -> usize {
    (at + 1..ceiling.min(at + 12)).find(|it| p.mark(*it) == ')').map_or(at + 1, |it| it + 1)
}

/// The word after the one told: `[told] reporters in Veld on Monday [that]`.
pub(super) fn after_addressee(p: &Paragraph, start: usize, ceiling: usize) -> usize {
    if p.has(start, Class::PRONOUN) || ["me", "him", "them", "us"].iter().any(|it| p.is(start, it))
    {
        return start + 1;
    }
    if p.has(start, Class::POSSESSIVE) && p.is(start, "her") && !p.proper(start + 1) {
        return start + 1;
    }
    let mut at = start;
    let ceiling = ceiling.min(start + 16);
    while at < ceiling {
        let stops = p.quote(at).is_some_and(|it| it.ends_clause || it.n_words > 4)
            || matches!(p.mark(at), ',' | ':' | ';')
            || p.dash(at)
            || p.has(
                at,
                Class::SUBORDINATOR.or(Class::AUX).or(Class::WEEKDAY).or(Class::RELATIVE_DAY),
            )
            || p.is(at, "to")
            || p.has(at, Class::TIME_PLACE)
            || at > start
                && (p.has(at, Class::PRONOUN) && !p.has(at, Class::POSSESSIVE)
                    || begins_phrase(p, at));
        if stops {
            break;
        }
        at += 1;
    }
    at.min(ceiling)
}

/// A determiner where no preposition or conjunction leads on to it.
fn begins_phrase(p: &Paragraph, at: usize) -> bool {
    p.has(at, Class::DETERMINER)
        && !p.has(at - 1, Class::PREPOSITION.or(Class::CONJUNCTION).or(Class::DETERMINER))
}

/// The word after what tells when, where and how: `[said] on Monday in a statement [that]`.
pub(super) fn after_adverbials(p: &Paragraph, start: usize, ceiling: usize) -> usize {
    let mut at = start;
    while at < ceiling {
        let next = one_adverbial(p, at, ceiling);
        if next == at {
            break;
        }
        at = next;
    }
    at
}

fn one_adverbial(p: &Paragraph, at: usize, ceiling: usize) -> usize {
    if p.quote(at).is_some() {
        return at;
    }
    let day_part = ["morning", "afternoon", "evening", "night"];
    if p.has(at, Class::WEEKDAY.or(Class::RELATIVE_DAY)) && !p.possessive(at) {
        let part = day_part.iter().any(|it| p.is(at + 1, it));
        return at + 1 + usize::from(part);
    }
    if ["last", "this", "next", "late", "early"].iter().any(|it| p.is(at, it)) {
        let time =
            ["week", "month", "year", "weekend", "spring", "summer", "fall", "autumn", "winter"];
        let timed = time.iter().chain(&day_part).any(|it| p.is(at + 1, it));
        if timed || p.has(at + 1, Class::WEEKDAY.or(Class::MONTH)) {
            return at + 2;
        }
    }
    if p.adverb(at)
        && !p.has(at, Class::DETERMINER)
        && !p.is(at, "even")
        && !p.is(at, "only")
        && !p.is(at, "instead")
    {
        return at + 1;
    }
    if p.has(at, Class::PREPOSITION) && !p.is(at, "than") && !p.is(at, "like") {
        return prepositional_end(p, at, ceiling);
    }
    at
}

fn prepositional_end(p: &Paragraph, start: usize, ceiling: usize) -> usize {
    let mut at = start + 1;
    let counted =
        p.number(at) && (p.is(start, "about") || p.is(start, "over") || p.is(start, "under"));
    let part_of_day = p.is(at, "morning") || p.is(at, "evening");
    if p.word(at).ends_with("ing") && !p.capital(at) && !part_of_day || counted {
        return start;
    }
    let ceiling = ceiling.min(start + 24);
    while at < ceiling {
        let quoted = p.quote(at).is_some_and(|it| it.ends_clause || it.n_words > 5);
        // `speaking to the Post [said, “…”]`
        let said = at > start + 1
            && p.form(at, Form::PAST)
            && p.takes(at, Takes::QUOTATION)
            && (p.comma(at + 1) || p.is(at + 1, "that") || p.quote(at + 1).is_some());
        let stops = quoted
            || said
            || matches!(p.mark(at), ',' | ':' | ';')
            || p.dash(at)
            || p.has(at, Class::SUBORDINATOR)
            || p.has(at, Class::AUX)
            || at > start + 1 && p.has(at, Class::PRONOUN) && !p.has(at, Class::POSSESSIVE)
            || at > start + 1 && p.has(at, Class::PREPOSITION)
            || at > start + 1 && begins_phrase(p, at)
            || at > start + 1 && p.has(at, Class::WEEKDAY);
        if stops {
            break;
        }
        at += 1;
    }
    at.min(ceiling)
}
