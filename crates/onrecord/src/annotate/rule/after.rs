//! Rules for content after its cue: `Ruiz said: “…”`, `Ruiz said that …`, `…, adding that …`.

use super::before::{clausal, titled};
use super::clause::{clause_end, main_clause_follows, resumed, resumed_teller};
use super::source::{leading_source, opens_unit, participle_source, source_of};
use super::{Draft, Site, one, says};
use crate::annotate::paragraph::{Paragraph, Words};
use crate::annotate::phrase::{after_addressee, subject_after, subject_before};
use crate::annotate::verb::VerbForm;
use crate::lexicon::{Class, CueKind, Takes};

pub(super) fn cue_quotation(site: &Site) -> Option<Draft> {
    let p = site.p;
    if !site.verb.takes(Takes::QUOTATION) || site.verb.form == VerbForm::Infinitive {
        return None;
    }
    let inverted = inverted_colon(site);
    let after = inverted.unwrap_or_else(|| site.after());
    let colon = p.mark(after) == ':';
    let mut at = after;
    if p.comma(at) || colon || p.dash(at) {
        at += 1;
    }
    let only = ["simply", "only", "instead"].iter().any(|it| p.is(at, it));
    at += usize::from(only);
    let mut quote = p.quote(at).filter(|it| it.words.start == at);
    if quote.is_none()
        && p.comma(after)
        && site.verb.tells()
        && let Some(late) = resumed(site, after)
    {
        at = late;
        quote = p.quote(at);
    }
    let speech = quote.is_some_and(|it| {
        colon || p.comma(at - 1) || it.ends_clause || it.n_words >= 3 && !titled(p, &it.words)
    });
    // `Explained: why the bridge is closed`
    let label = site.verb.head == site.unit.start && p.has(site.verb.head, Class::LABEL);
    let clause = colon && !label && at < site.stem.end && clause_follows(p, at, site.stem.end);
    if !(speech || clause) {
        return None;
    }
    let source = match inverted {
        Some(colon) => Some(site.verb.words.end..colon),
        None => source_of(site),
    };
    site.draft(source, one(at..clause_end(site, at)))
}

/// `Said Ana Ruiz: “…”`: the colon.
fn inverted_colon(site: &Site) -> Option<usize> {
    let (p, verb) = (site.p, site.verb);
    let opens = verb.words.start == site.unit.start && p.capital(verb.head);
    let source = subject_after(p, verb.words.end, site.stem.end).filter(|_| opens)?;
    (p.mark(source.end) == ':').then_some(source.end)
}

pub(super) fn as_cue(site: &Site) -> Option<Draft> {
    let (p, verb) = (site.p, site.verb);
    if verb.form != VerbForm::Finite || !verb.takes(Takes::CLAUSE) {
        return None;
    }
    if let Some(draft) = as_told_by(site) {
        return Some(draft);
    }
    let source = subject_before(p, verb.words.start, site.floor)?;
    let opening =
        source.start.checked_sub(1).filter(|it| *it >= site.unit.start && p.is(*it, "as"))?;
    let after = site.after();
    if opening == site.unit.start && p.comma(after) && clause_follows(p, after + 1, site.stem.end) {
        return site.draft(Some(source), one(after + 1..clause_end(site, after + 1)));
    }
    let comma = opening.checked_sub(1).filter(|it| *it > site.floor && p.comma(*it))?;
    if after < site.stem.end || p.quote(comma).is_some() {
        return None;
    }
    let content = site.floor..comma;
    clausal(p, &content).then(|| site.draft(Some(source), one(content)))?
}

/// `As reported by the Coastal Wire, the bridge is safe.`
fn as_told_by(site: &Site) -> Option<Draft> {
    let (p, verb, opens) = (site.p, site.verb, site.unit.start);
    if !p.is(opens, "as") || verb.words.start != opens + 1 || !p.is(verb.words.end, "by") {
        return None;
    }
    let comma = (verb.words.end..site.stem.end).find(|at| p.comma(*at))?;
    let source = subject_after(p, verb.words.end + 1, comma)?;
    let start = comma + 1;
    if source.end != comma || !clause_follows(p, start, site.stem.end) {
        return None;
    }
    site.draft(Some(source), one(start..clause_end(site, start)))
}

pub(super) fn asked_question(site: &Site) -> Option<Draft> {
    let (p, verb) = (site.p, site.verb);
    if verb.cue.kind != CueKind::Asked {
        return None;
    }
    let opens = matches!(verb.form, VerbForm::Passive)
        || verb.words.start == site.unit.start
        || p.has(verb.words.start.wrapping_sub(1), Class::SUBORDINATOR)
        || p.comma(verb.words.start.wrapping_sub(1)) && !p.has(verb.words.end, Class::PRONOUN);
    if !opens {
        return None;
    }
    let mut at = verb.words.end;
    let mut source = None;
    let limit = site.stem.end.min(at + 24);
    let question = |at: usize| {
        p.has(at, Class::QUESTION_WORD)
            || p.is(at, "about")
            || p.is(at, "to")
            || p.quote(at).is_some()
    };
    let begins = (at..limit).find(|it| question(*it) || p.comma(*it))?;
    if p.comma(begins) {
        return None;
    }
    if let Some(by) = (at..begins).find(|it| p.is(*it, "by")) {
        source = subject_after(p, by + 1, begins);
    }
    at = begins + usize::from(p.is(begins, "about"));
    let ends = |it: &usize| main_clause_follows(p, *it) || resumed_teller(site, *it);
    let end = (at..site.stem.end).find(ends).unwrap_or(site.stem.end);
    site.draft(source, one(at..end)).map(|it| Draft { open: false, ..it })
}

pub(super) fn adding_clause(site: &Site) -> Option<Draft> {
    let (p, verb) = (site.p, site.verb);
    if verb.form != VerbForm::Ing || !(verb.tells() || verb.cue.kind == CueKind::Thought) {
        return None;
    }
    let start = content_begin(site)?;
    let content = start..clause_end(site, start);
    // `the saying that …`, `It goes without saying that …`
    let before = verb.words.start.wrapping_sub(1);
    if p.has(before, Class::DETERMINER) || p.is(before, "without") {
        return None;
    }
    let source = if opens_unit(site) {
        subject_after_opening(site, content.end)
    } else {
        participle_source(site)
    };
    site.draft(source, one(content))
}

/// `Saying the bridge was safe, [Ruiz] walked off.`
fn subject_after_opening(site: &Site, comma: usize) -> Option<Words> {
    let p = site.p;
    if !p.comma(comma) {
        return None;
    }
    if let Some(verb) = site.verbs.iter().find(|it| it.head > comma && it.form == VerbForm::Finite)
        && let Some(source) = subject_before(p, verb.words.start, comma + 1)
        && source.start == comma + 1
    {
        return Some(source);
    }
    let ceiling = site.stem.end;
    let end = (comma + 1..ceiling.min(comma + 12)).find(|at| {
        let stop = p.mark(*at) == '.' && p.glued(*at) && *at + 1 < ceiling;
        !stop
            && !p.capital(*at)
            && !p.has(*at, Class::DETERMINER.or(Class::ROLE).or(Class::PRONOUN))
    });
    end.filter(|it| *it > comma + 1).map(|it| comma + 1..it)
}

pub(super) fn cue_clause(site: &Site) -> Option<Draft> {
    let verb = site.verb;
    if matches!(
        verb.form,
        VerbForm::Ing | VerbForm::Bare | VerbForm::Passive | VerbForm::Infinitive
    ) {
        return None;
    }
    if verb.cue.kind == CueKind::Seemed {
        return None;
    }
    let start = content_begin(site)?;
    let mut content = start..clause_end(site, start);
    // `described it as follows: “…”`: what was said stands in the marks.
    if verb.takes(Takes::OBJECT)
        && let Some(colon) =
            content.clone().find(|at| site.p.mark(*at) == ':' && site.p.quote(*at).is_none())
        && site.p.quote(colon + 1).is_some()
    {
        content.start = colon + 1;
    }
    let source = leading_source(site)?;
    let object = verb.takes(Takes::OBJECT);
    site.draft(Some(source), one(content)).map(|it| Draft { object, ..it })
}

/// Where a clause of the kind the verb takes begins after it.
fn content_begin(site: &Site) -> Option<usize> {
    let (p, verb) = (site.p, site.verb);
    let at = site.after();
    let end = site.stem.end;
    if asks_not_to_be_named(p, verb.words.end) {
        return None;
    }
    // `declined to comment`: not `to the board`, which tells whom.
    if verb.takes(Takes::INFINITIVE) && infinitive(p, verb.words.end) {
        return clause_follows(p, verb.words.end, end).then_some(verb.words.end);
    }
    if verb.takes(Takes::INFINITIVE) && verb.takes(Takes::ADDRESSEE) {
        let told = verb.words.end;
        let to = after_addressee(p, told, end);
        if p.is(to, "to") && !p.capital(to + 1) && !p.has(to + 1, Class::DETERMINER) {
            let urged = verb.cue.kind != CueKind::Asked;
            return clause_follows(p, to, end).then_some(if urged { told } else { to });
        }
    }
    if at >= end {
        let about = about_at(site);
        return (tells_about(site, about) && about + 1 < end).then_some(about + 1);
    }
    let follows = clause_follows(p, at, end);
    if p.is(at, "that") && verb.takes(Takes::THAT.or(Takes::CLAUSE)) {
        return follows.then_some(at);
    }
    // `said, in an interview, that`; `said, however, that`
    if p.comma(at)
        && let Some(close) = (at + 1..end.min(at + 16)).find(|it| p.comma(*it))
        && (p.is(close + 1, "that")
            || p.quote(close + 1).is_some_and(|it| it.words.start == close + 1))
    {
        return Some(close + 1);
    }
    if verb.takes(Takes::QUESTION.or(Takes::CLAUSE)) && p.has(at, Class::QUESTION_WORD) {
        return follows.then_some(at);
    }
    if verb.takes(Takes::INFINITIVE) && p.is(at, "to") {
        return follows.then_some(at);
    }
    if verb.takes(Takes::OBJECT) && verb.form == VerbForm::Finite && !p.comma(at) {
        return follows.then_some(verb.words.end);
    }
    if tells_about(site, about_at(site)) {
        return clause_follows(p, about_at(site), end).then(|| about_at(site) + 1);
    }
    // `said the drone struck the depot`: after an article, four words are a clause.
    let told = says(verb) && p.has(at, Class::DETERMINER) && end - at >= 4;
    let clause = told || verbal(p, at, end);
    let joined = p.comma(at) || p.has(at, Class::CONJUNCTION);
    let bare = verb.takes(Takes::CLAUSE) && follows && !joined && clause;
    bare.then_some(at)
}

/// `to comment`, not `to the board`.
fn infinitive(p: &Paragraph, at: usize) -> bool {
    p.is(at, "to") && !p.capital(at + 1) && !p.has(at + 1, Class::DETERMINER)
}

/// `asked not to be named`, `declined to be identified`: what papers write of sources without names.
fn asks_not_to_be_named(p: &Paragraph, at: usize) -> bool {
    let to = at + usize::from(p.is(at, "not"));
    let be = p.is(to, "to") && p.is(to + 1, "be");
    be && ["named", "identified", "quoted"].iter().any(|it| p.is(to + 2, it))
}

/// `spoke of`, `commented on`; but `spoke on condition of anonymity`.
fn tells_about(site: &Site, at: usize) -> bool {
    let p = site.p;
    let on = p.is(at, "on") && &*site.verb.cue.base == "comment" && !p.has(at + 1, Class::WEEKDAY);
    site.verb.takes(Takes::ABOUT) && (p.is(at, "of") || p.is(at, "about") || on)
}

/// Where `of` or `about` would stand: `spoke emotionally of`, `asked Ruiz about`.
fn about_at(site: &Site) -> usize {
    let p = site.p;
    let mut at = site.verb.words.end;
    if site.verb.takes(Takes::ADDRESSEE) {
        let to = after_addressee(p, at, site.stem.end);
        at = (at..to).find(|it| p.is(*it, "about")).unwrap_or(to);
    }
    while p.adverb(at) {
        at += 1;
    }
    at
}

/// Enough for a clause: two words, one of which may be its verb.
fn clause_follows(p: &Paragraph, start: usize, end: usize) -> bool {
    (start..end).filter(|at| p.proper(*at)).take(3).count() >= 2
}

/// Whether something among these words can be a verb.
fn verbal(p: &Paragraph, start: usize, end: usize) -> bool {
    (start..end.min(start + 40)).any(|at| {
        p.has(at, Class::AUX)
            || p.quote(at).is_some()
            || p.cue(at).is_some()
            || at > start
                && !p.capital(at)
                && (p.word(at).ends_with("ed")
                    || p.word(at).ends_with('s')
                        && !p.has(at, Class::DETERMINER)
                        && !p.has(at - 1, Class::DETERMINER)
                    || p.is(at, "to") && !p.has(at + 1, Class::DETERMINER))
    }) || end - start >= 6
}
