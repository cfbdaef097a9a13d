//! What a draft's cue does with its content, and to whom.

use super::Draft;
use crate::annotate::paragraph::{Paragraph, Words};
use crate::annotate::phrase::after_addressee;
use crate::annotate::verb::{Verb, negated};
use crate::lexicon::{Act, Class, Takes};

/// The verb of a draft's cue.
pub(super) fn verb_of<'a, 't>(verbs: &'a [Verb<'t>], draft: &Draft) -> Option<&'a Verb<'t>> {
    let cue = draft.cue.as_ref()?;
    // A learned reader's cue may be wider or narrower than the verb.
    let exact = verbs.iter().find(|it| it.words == *cue);
    exact.or_else(|| verbs.iter().rev().find(|it| cue.contains(&it.head)))
}

/// Said, asked, denied, declined, or by the report not said.
pub(super) fn act(p: &Paragraph, verb: &Verb, draft: &Draft) -> Act {
    let declined = |at: usize| p.cue(at).is_some_and(|it| it.act == Act::Declined);
    if verb.words.clone().any(declined) {
        return Act::Declined;
    }
    if negated(p, verb) || draft.source.as_ref().is_some_and(|it| nobody(p, it.start)) {
        return verb.cue.negated;
    }
    // `“No,” he denied`: the words in the marks are what he did say.
    let quoted = draft.content.first().is_some_and(|it| p.all_quoted(it));
    let before = draft.content.first().is_some_and(|it| it.end <= verb.words.start);
    if quoted && before && verb.cue.act == Act::Denied { Act::Said } else { verb.cue.act }
}

/// `Nobody said`, `none of them said`.
fn nobody(p: &Paragraph, at: usize) -> bool {
    ["nobody", "none", "neither", "no"].iter().any(|it| p.is(at, it))
}

/// Whom the words were for: `told reporters`, `said to the board`, `in an interview with the
/// Harbour Post`. `frame` are the words around the cue that are nobody's content.
pub(super) fn addressee(p: &Paragraph, frame: &Words, verb: &Verb, draft: &Draft) -> Option<Words> {
    told(p, frame, verb, draft).or_else(|| spoken_to(p, frame, verb, draft))
}

/// `told reporters`, `urged the board to sign`
fn told(p: &Paragraph, frame: &Words, verb: &Verb, draft: &Draft) -> Option<Words> {
    let after = verb.words.end;
    if !verb.takes(Takes::ADDRESSEE) || p.has(after, Class::PREPOSITION) || !p.proper(after) {
        return None;
    }
    // `asked Ruiz` after what she asked: she is the source.
    if draft.source.as_ref().is_some_and(|it| it.contains(&after)) {
        return None;
    }
    match draft.content.iter().find(|it| it.start == after) {
        Some(urged) => phrase(p, after, urged.end).filter(|it| p.is(it.end, "to")),
        None => phrase(p, after, frame.end),
    }
}

/// `said to the board`, `speaking to reporters`, `in a letter to the minister`
fn spoken_to(p: &Paragraph, frame: &Words, verb: &Verb, draft: &Draft) -> Option<Words> {
    let opens = |at: &usize| {
        let before = at.wrapping_sub(1);
        let verb = *at == verb.words.end && p.is(*at, "to") && verb.takes(Takes::TO);
        let speaking = ["speaking", "talking"].iter().any(|it| p.is(before, it));
        let named = draft.source.as_ref().is_some_and(|it| it.contains(at));
        let audience = speaking || p.has(before, Class::AUDIENCE_NOUN);
        let whom = nominal(p, at + 1) || audience && plural(p.word(at + 1));
        (verb || audience) && !named && whom
    };
    let mut places = frame.clone().filter(|at| p.is(*at, "to") || p.is(*at, "with"));
    places.find(opens).and_then(|at| phrase(p, at + 1, frame.end))
}

/// Begins a noun phrase: not the verb of `said to be`.
fn nominal(p: &Paragraph, at: usize) -> bool {
    let object = ["me", "him", "her", "them", "us"];
    let noun = Class::DETERMINER.or(Class::PEOPLE).or(Class::ROLE).or(Class::BODY);
    p.capital(at)
        || p.has(at, noun.or(Class::REPORTER_NOUN))
        || object.iter().any(|it| p.is(at, it))
}

fn plural(word: &str) -> bool {
    word.ends_with('s') || word.ends_with("men") || word.ends_with("people")
}

/// The noun phrase from `start` on.
fn phrase(p: &Paragraph, start: usize, ceiling: usize) -> Option<Words> {
    const TALES: [&str; 8] =
        ["story", "stories", "truth", "tale", "lie", "joke", "question", "questions"];
    let end = after_addressee(p, start, ceiling);
    let end = (start + 1..end).find(|at| leaves_phrase(p, *at)).unwrap_or(end);
    let trails = |at: usize| {
        p.adverb(at) || p.has(at, Class::CONJUNCTION.or(Class::PREPOSITION)) || !p.proper(at)
    };
    let end = (start..end).rev().find(|at| !trails(*at))? + 1;
    let noun = |at: usize| p.proper(at) && !p.has(at, Class::DETERMINER);
    let tale = (start..end.min(start + 3)).any(|at| TALES.iter().any(|it| p.is(at, it)));
    (!tale && (start..end).any(noun)).then_some(start..end)
}

/// `the Harbour Post [published]`, `reporters [Ruiz was]`, `the board [against it]`
fn leaves_phrase(p: &Paragraph, at: usize) -> bool {
    let before = at - 1;
    let verb = !p.capital(at) && (p.word(at).ends_with("ed") || p.cue(at).is_some());
    let plural = !p.capital(before) && plural(p.word(before)) && !p.possessive(before);
    let of = p.is(at, "of") || p.is(at, "for");
    let mark = !p.proper(at) && !matches!(p.mark(at), '-' | '.' | '&' | '’' | '\'');
    p.capital(before) && verb
        || plural && p.capital(at)
        || p.has(at, Class::PREPOSITION) && !of
        || p.has(at, Class::WHO)
        || mark
}

/// The words around a draft's cue that no draft claims as content, cue or source.
pub(super) fn frame(found: &[Draft], n: usize, unit: &Words) -> Words {
    let unit = found[n].inner.as_ref().unwrap_or(unit);
    let Some(cue) = &found[n].cue else { return unit.start..unit.start };
    let other = |it: &(usize, &Words)| it.0 != n || it.1 != cue;
    let claimed = found
        .iter()
        .enumerate()
        .filter(|(_, it)| it.inner == found[n].inner)
        .flat_map(|(at, it)| {
            it.content.iter().chain(&it.cue).chain(&it.source).map(move |words| (at, words))
        })
        .filter(other);
    let mut frame = unit.clone();
    for (at, words) in claimed {
        let own_source = at == n && found[n].source.as_ref() == Some(words);
        if words.end <= cue.start && !own_source {
            frame.start = frame.start.max(words.end);
        } else if words.start >= cue.end && !own_source {
            frame.end = frame.end.min(words.start);
        }
    }
    frame
}
