//! Verb groups that may be cues: `has repeatedly said`, `was asked`, `adding`.

use super::paragraph::{Paragraph, Words};
use crate::lexicon::{Class, Cue, CueKind, Form, Takes};

/// A verb of the cue list in its group.
#[derive(Clone, Debug)]
pub(super) struct Verb<'t> {
    /// Auxiliaries, adverbs, the verb and its particle.
    pub(super) words: Words,
    /// The verb itself.
    pub(super) head: usize,
    pub(super) form: VerbForm,
    pub(super) cue: &'t Cue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum VerbForm {
    /// `says`, `has said`, `would say`
    Finite,
    /// `was asked`
    Passive,
    /// `saying`
    Ing,
    /// `to say`
    Infinitive,
    /// `asked` without subject or auxiliary: told by its place only.
    Bare,
}

impl Verb<'_> {
    pub(super) fn takes(&self, takes: Takes) -> bool {
        self.cue.takes.any(takes)
    }

    /// Tells an utterance, not a thought or a judgement.
    pub(super) fn tells(&self) -> bool {
        use CueKind::{Asked, Denied, Spoken, Written};
        matches!(self.cue.kind, Spoken | Written | Asked | Denied)
    }
}

/// Whether a verb is told not to have happened: `did not say`, `never said`, `without saying`.
pub(super) fn negated(p: &Paragraph, verb: &Verb) -> bool {
    const ONLY: [&str; 5] = ["only", "just", "merely", "simply", "always"];
    let not = |at: usize| {
        let word = p.word(at);
        let no = ["not", "never", "cannot", "neither"].iter().any(|it| p.is(at, it));
        let only = ONLY.iter().any(|it| p.is(at + 1, it));
        no && !only || word.ends_with("n’t") || word.ends_with("n't")
    };
    let Some(before) = verb.words.start.checked_sub(1) else {
        return verb.words.clone().any(not);
    };
    // `did not, however, say`
    let aside = p.comma(before) && before >= 3 && p.comma(before - 2) && p.adverb(before - 1);
    let without = ["without", "nor"].iter().any(|it| p.is(before, it));
    let short = p.is(before, "of") && p.is(before.wrapping_sub(1), "short");
    verb.words.clone().any(not) || aside && not(before - 3) || without || short
}

/// All verbs that may be cues outside quotations, in order.
pub(super) fn verbs<'t>(p: &Paragraph<'t>) -> Vec<Verb<'t>> {
    (0..p.len()).filter_map(|at| verb(p, at)).collect()
}

fn verb<'t>(p: &Paragraph<'t>, head: usize) -> Option<Verb<'t>> {
    let cue = p.cue(head)?;
    if p.quote(head).is_some() || p.mark(head + 1) == '-' && p.glued(head + 1) {
        return None;
    }
    if p.mark(head.wrapping_sub(1)) == '-' && p.glued(head) {
        return None;
    }
    if p.capital(head) && named_so(p, head) {
        return None;
    }
    let mut end = head + 1;
    if let Some(particle) = &cue.particle {
        if !p.is(end, particle) {
            return None;
        }
        end += 1;
    }
    let start = group_start(p, head);
    let form = form(p, start, head)?;
    if form == VerbForm::Infinitive
        && let Some(start) = went_on_to(p, start)
    {
        return Some(Verb { words: start..end, head, form: VerbForm::Finite, cue });
    }
    if form == VerbForm::Ing
        && let Some(start) = quoted_as(p, start)
    {
        return Some(Verb { words: start..end, head, form: VerbForm::Finite, cue });
    }
    Some(Verb { words: start..end, head, form, cue })
}

/// A capital inside running text makes it part of a name (`State Department`); in a heading only
/// base forms are doubted.
fn named_so(p: &Paragraph, head: usize) -> bool {
    let opens = p.units().binary_search_by_key(&head, |it| it.start).is_ok()
        || !p.proper(head.wrapping_sub(1));
    if p.headline() { p.form(head, Form::BASE) && p.takes(head, Takes::NOUN) } else { !opens }
}

/// How far auxiliaries and adverbs before a verb are followed.
const GROUP: usize = 6;

fn group_start(p: &Paragraph, head: usize) -> usize {
    let mut start = head;
    let mut first_aux = head;
    while start > 0 && head - start < GROUP {
        let at = start - 1;
        let auxiliary = p.has(at, Class::AUX) || p.is(at, "to") || p.is(at, "neither");
        if p.quote(at).is_some() || !(auxiliary || p.adverb(at)) {
            break;
        }
        start = at;
        if p.has(at, Class::AUX) || p.is(at, "to") {
            first_aux = at;
        }
    }
    // Adverbs before the group belong to it when they are lower case: `also said`.
    if p.capital(start) && !p.has(start, Class::AUX) {
        first_aux.max(start + 1).min(head)
    } else {
        start
    }
}

fn form(p: &Paragraph, start: usize, head: usize) -> Option<VerbForm> {
    let contracted = start > 0 && p.has(start - 1, Class::CONTRACTED);
    let (mut be, mut have, mut modal, mut to) = (contracted, contracted, contracted, false);
    for at in start..head {
        be |= p.has(at, Class::BE);
        have |= p.has(at, Class::HAVE);
        modal |= p.has(at, Class::MODAL) && !p.is(at, "to");
        to |= p.is(at, "to");
    }
    let is = |form| p.form(head, form);
    Some(if is(Form::ING) {
        if be { VerbForm::Finite } else { VerbForm::Ing }
    } else if to {
        VerbForm::Infinitive
    } else if be && !contracted && is(Form::PARTICIPLE) {
        VerbForm::Passive
    } else if have && is(Form::PARTICIPLE) || modal && is(Form::BASE) || is(Form::PAST) {
        VerbForm::Finite
    } else if is(Form::PARTICIPLE) {
        VerbForm::Bare
    } else if (is(Form::THIRD) || is(Form::BASE)) && !modal {
        let noun = p.takes(head, Takes::NOUN) && !reads_as_verb(p, start, head);
        if noun || !is(Form::THIRD) && !plural_before(p, start) {
            return None;
        }
        VerbForm::Finite
    } else {
        return None;
    })
}

/// A base form needs a subject that is no third person singular; else it commands, or is no verb.
fn plural_before(p: &Paragraph, start: usize) -> bool {
    let Some(before) = start.checked_sub(1) else { return false };
    if ["us", "me", "him", "them", "let"].iter().any(|it| p.is(before, it)) {
        return false;
    }
    p.has(before, Class::PRONOUN.or(Class::WHO).or(Class::PEOPLE).or(Class::RELATIVE))
        || p.proper(before) && p.word(before).ends_with('s')
        || p.comma(before)
        || p.mark(before) == ')'
        || p.capital(before) && !p.adverb(before)
        || before > 0
            && p.proper(before)
            && !p.has(before, Class::DETERMINER.or(Class::PREPOSITION).or(Class::CONJUNCTION))
}

/// `she claims the plan`, not `her claims that` or `new claims of`.
fn reads_as_verb(p: &Paragraph, start: usize, head: usize) -> bool {
    let Some(before) = start.checked_sub(1) else { return false };
    let noun_before = p.has(before, Class::DETERMINER.or(Class::PREPOSITION).or(Class::POSSESSIVE))
        || p.possessive(before);
    let nominal = p.capital(before)
        || p.has(
            before,
            Class::PRONOUN.or(Class::WHO).or(Class::PEOPLE).or(Class::ROLE).or(Class::BODY),
        )
        || p.comma(before) && p.form(head, Form::THIRD)
        || p.mark(before) == ')'
        || p.quote(before).is_some();
    let next = head + 1;
    let clause_after = p.is(next, "that")
        || p.has(next, Class::PRONOUN.or(Class::DETERMINER).or(Class::QUESTION_WORD))
        || p.capital(next)
        || p.comma(next)
        || p.mark(next) == ':'
        || p.is(next, "to")
        || p.quote(next).is_some();
    !noun_before && nominal && clause_after && !counted(p, start, head)
}

/// `two Gulf states that`: what is counted is no verb in the singular.
fn counted(p: &Paragraph, start: usize, head: usize) -> bool {
    const MANY: [&str; 12] = [
        "two", "three", "four", "five", "several", "many", "some", "these", "those", "all",
        "other", "few",
    ];
    if !p.form(head, Form::THIRD) {
        return false;
    }
    let first = (start.saturating_sub(4)..start).rev().find(|at| !p.capital(*at));
    first.is_some_and(|at| p.number(at) || MANY.iter().any(|it| p.is(at, it)))
}

/// `was quoted as saying`: where the group begins.
fn quoted_as(p: &Paragraph, saying: usize) -> Option<usize> {
    let as_at = saying.checked_sub(1).filter(|it| p.is(*it, "as"))?;
    let quoted = as_at.checked_sub(1).filter(|it| p.is(*it, "quoted") || p.is(*it, "cited"))?;
    let start = group_start(p, quoted);
    (start < quoted).then_some(start)
}

/// `went on to say`, `declined to say`: where the first verb's group begins.
fn went_on_to(p: &Paragraph, to: usize) -> Option<usize> {
    const FIRST: [&str; 8] =
        ["went", "continued", "declined", "refused", "began", "goes", "continues", "declines"];
    let before = to.checked_sub(1)?;
    let first = if p.is(before, "on") { before.checked_sub(1)? } else { before };
    FIRST.iter().any(|it| p.is(first, it)).then(|| group_start(p, first))
}
