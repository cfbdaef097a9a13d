//! Where content ends: with its unit, or where somebody else begins to tell.

use super::Site;
use super::source::opens_unit;
use crate::annotate::paragraph::{Paragraph, Words};
use crate::annotate::phrase::subject_before;
use crate::annotate::verb::VerbForm;
use crate::lexicon::Class;

/// How far a remark between a cue and its quotation may reach, in words.
const REMARK: usize = 30;

/// A quotation that resumes after a remark: `“…,” he said, smiling at Ruiz, “…”`.
pub(super) fn resumed(site: &Site, from: usize) -> Option<usize> {
    let p = site.p;
    let reach = from..site.stem.end.min(from + REMARK);
    let at = reach.clone().find(|at| p.quote(*at).is_some_and(|it| it.words.start == *at))?;
    let quote = p.quote(at)?;
    let paused = at > from && p.comma(at - 1);
    let told = site.verbs.iter().any(|it| it.tells() && (from..at).contains(&it.head));
    (paused && !told && quote.ends_clause).then_some(at)
}

/// Where content that begins at `start` ends: with the unit, or where another telling begins.
pub(super) fn clause_end(site: &Site, start: usize) -> usize {
    let p = site.p;
    let end = site.stem.end;
    let mut verbs = site.verbs.iter().filter(|it| it.head > site.verb.head).peekable();
    let subordinate = subordinate(site);
    for at in start..end {
        if let Some(quote) = p.quote(at) {
            // `“…,” referring to`: the pause stands inside the marks.
            if at + 1 == quote.words.end
                && quote.ends_clause
                && at + 1 < end
                && !p.comma(at + 1)
                && told_anew(site, at)
            {
                return at + 1;
            }
            continue;
        }
        while verbs.peek().is_some_and(|it| it.head < at) {
            verbs.next();
        }
        if p.comma(at) || p.dash(at) || p.mark(at) == ';' {
            if at > start && (told_anew(site, at) || subordinate && main_clause_follows(p, at)) {
                return at;
            }
        } else if at > start
            && p.is(at, "and")
            && let Some(verb) = verbs.peek()
            && verb.words.start == at + 1
            && verb.tells()
            && (verb.form == VerbForm::Finite
                && matches!(site.verb.form, VerbForm::Finite | VerbForm::Ing)
                || verb.form == VerbForm::Ing && site.verb.form == VerbForm::Ing)
        {
            return at;
        }
    }
    end
}

/// `While he said the bridge was safe, Ruiz …`, `Saying the bridge was safe, Ruiz …`: the content
/// ends where the main clause begins.
fn subordinate(site: &Site) -> bool {
    let p = site.p;
    let opening = site.unit.start;
    let near = site.verb.words.start <= opening + 12;
    let clause =
        p.has(opening, Class::SUBORDINATOR.or(Class::PREPOSITION)) && !p.is(opening, "that");
    let whole = (opening..site.verb.words.start).all(|at| !p.comma(at) && p.quote(at).is_none());
    near && whole && (clause || opens_unit(site) && site.verb.form == VerbForm::Ing)
}

/// Whether another telling, or a remark on this one, begins after a pause: `, adding`, `, referring
/// to`, `, but Ruiz said`.
fn told_anew(site: &Site, pause: usize) -> bool {
    let p = site.p;
    let next = pause + 1;
    let aside = p.has(next, Class::ASIDE)
        || p.is(next, "according")
        || p.is(next, "when") && p.is(next + 1, "asked");
    let adding = !p.capital(next)
        && p.quote(next).is_none()
        && p.word(next).ends_with("ing")
        && !["including", "leading", "nothing", "something", "everything", "anything", "during"]
            .iter()
            .any(|it| p.is(next, it));
    aside || adding || resumed_teller(site, pause) || other_teller(site, pause)
}

/// `Ruiz, who explained her decision, said that …`: the verb after the pause has its subject before
/// the relative clause.
pub(super) fn resumed_teller(site: &Site, pause: usize) -> bool {
    let verb = site.verbs.get(site.verbs.partition_point(|it| it.head <= pause));
    let next = verb.filter(|it| it.words.start == pause + 1 && !site.p.capital(it.head));
    site.p.comma(pause) && next.is_some_and(|it| it.tells() && it.form == VerbForm::Finite)
}

/// `, but Ruiz said`: a pause, a joining word, a short subject and a telling verb.
fn other_teller(site: &Site, pause: usize) -> bool {
    let p = site.p;
    let joined = p.has(pause + 1, Class::CONJUNCTION)
        || ["while", "although", "though", "as"].iter().any(|it| p.is(pause + 1, it));
    if !joined && p.mark(pause) != ';' && !p.dash(pause) {
        return false;
    }
    let from = pause + 1 + usize::from(joined);
    let Some(verb) =
        site.verbs.iter().find(|it| it.head >= from && it.tells() && it.form == VerbForm::Finite)
    else {
        return false;
    };
    if verb.words.start > from + 12 {
        return false;
    }
    // `– others say she was never healthier`: who says it stands right after the dash.
    if !joined && p.dash(pause) {
        let begins = |it: Words| it.start == from && !p.has(from, Class::RELATIVE);
        return subject_before(p, verb.words.start, from).is_some_and(begins);
    }
    verb.words.start == from
        || subject_before(p, verb.words.start, from).is_some_and(|it| it.start <= from + 1)
}

/// The comma after an opening `Asked about …,`.
pub(super) fn main_clause_follows(p: &Paragraph, comma: usize) -> bool {
    p.comma(comma)
        && p.quote(comma).is_none()
        && (p.has(comma + 1, Class::PRONOUN.or(Class::DETERMINER))
            || p.capital(comma + 1)
            || p.quote(comma + 1).is_some())
}
