//! The rules that find statements in one paragraph, as one table.
//!
//! A rule looks at one site (a cue verb, `according to`, a colon) and either gives a draft or
//! nothing. Rules are tried in the table's order; the first draft wins, and what it claims as
//! content is no longer looked at. The table's sentences are the rules' tests.

use super::paragraph::{Paragraph, Words};
use super::phrase::{after_addressee, after_adverbials, apposition, subject_after, subject_before};
use super::verb::{Verb, VerbForm, verbs};
use crate::lexicon::{Class, CueKind, Form, Takes};

/// A statement in words of one paragraph, before anyone asks who the speaker is.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) source: Option<Words>,
    pub(super) cue: Option<Words>,
    /// Quotation marks included.
    pub(super) content: Vec<Words>,
    pub(super) rule: &'static str,
    /// The unit it stands in.
    pub(super) unit: usize,
    /// Quotations that go on after it, in this paragraph or the next, belong to it.
    pub(super) open: bool,
    /// Its cue is in the past tense.
    pub(super) past: bool,
    /// Tells the day of other statements and is none itself.
    pub(super) hidden: bool,
    /// Its content is an object, in which the day of saying may stand.
    pub(super) object: bool,
}

/// One rule of the table.
pub struct RuleRow {
    /// Its name, as statements give it.
    pub name: &'static str,
    /// A sentence it finds something in.
    pub finds: &'static str,
    /// A sentence it must leave alone.
    pub leaves: &'static str,
    find: fn(&Site) -> Option<Draft>,
}

/// Where a rule looks.
struct Site<'a, 't> {
    p: &'a Paragraph<'t>,
    verbs: &'a [Verb<'t>],
    /// The verb looked at.
    verb: &'a Verb<'t>,
    unit: Words,
    /// The unit without the marks that end it.
    stem: Words,
    /// Nothing before this word is free.
    floor: usize,
    /// The nearest source before in the unit.
    shared: Option<Words>,
}

/// Rules that look for content before the cue; they go first over a whole unit.
const BACKWARD: &[RuleRow] = &[
    RuleRow {
        name: "quotation-cue",
        finds: "“We will not sign,” the minister said on Tuesday.",
        leaves: "The film “Harbour Lights” opened, and the minister smiled.",
        find: quotation_cue,
    },
    RuleRow {
        name: "clause-cue",
        finds: "The bridge will open in May, the minister said.",
        leaves: "In May, the minister said nothing.",
        find: clause_cue,
    },
];

/// Rules that look for content after the cue.
const FORWARD: &[RuleRow] = &[
    RuleRow {
        name: "cue-quotation",
        finds: "The minister said: “We will not sign.”",
        leaves: "The minister said: Ana.",
        find: cue_quotation,
    },
    RuleRow {
        name: "as-cue",
        finds: "As the minister pointed out, the bridge was safe.",
        leaves: "As the minister left, the bridge was safe.",
        find: as_cue,
    },
    RuleRow {
        name: "asked-question",
        finds: "Asked whether the bridge was safe, Ruiz walked off.",
        leaves: "Asked and answered, Ruiz walked off.",
        find: asked_question,
    },
    RuleRow {
        name: "adding-clause",
        finds: "Ruiz walked off, saying the bridge was safe.",
        leaves: "Ruiz walked off, saying nothing.",
        find: adding_clause,
    },
    RuleRow {
        name: "cue-clause",
        finds: "The minister said that the bridge was safe.",
        leaves: "The minister said no.",
        find: cue_clause,
    },
];

/// All rules, for docs and tests.
pub fn rules() -> impl Iterator<Item = &'static RuleRow> {
    BACKWARD.iter().chain(FORWARD)
}

/// The statements of one paragraph, in order of their units.
pub(super) fn drafts(p: &Paragraph) -> Vec<Draft> {
    let verbs = verbs(p);
    let mut drafts = Vec::new();
    let mut rest: &[Verb] = &verbs;
    for (n, unit) in p.units().iter().enumerate() {
        let mine = rest.partition_point(|it| it.head < unit.end);
        unit_drafts(p, n, unit, &rest[..mine], &mut drafts);
        rest = &rest[mine..];
    }
    drafts
}

fn unit_drafts(p: &Paragraph, n: usize, unit: &Words, verbs: &[Verb], drafts: &mut Vec<Draft>) {
    let stem = unit.start..p.stem_end(unit);
    let first = drafts.len();
    let mut floor = unit.start;
    for verb in verbs
        .iter()
        .filter(|it| it.tells() || it.cue.kind == CueKind::Thought || it.cue.kind == CueKind::Shown)
    {
        if claimed(&drafts[first..], verb.head) {
            continue;
        }
        let site =
            Site { p, verbs, verb, unit: unit.clone(), stem: stem.clone(), floor, shared: None };
        if let Some(draft) = BACKWARD.iter().find_map(|it| (it.find)(&site)) {
            floor = draft.content.last().map_or(floor, |it| it.end).max(verb.words.end);
            drafts.push(Draft { unit: n, ..draft });
        }
    }
    if let Some(draft) = according_to(p, unit, &stem, &drafts[first..]) {
        drafts.push(Draft { unit: n, ..draft });
    }
    for verb in verbs {
        let mine = &drafts[first..];
        if claimed(mine, verb.head)
            || mine.iter().any(|it| it.cue.as_ref().is_some_and(|cue| cue.contains(&verb.head)))
        {
            continue;
        }
        let ended = mine.iter().flat_map(|it| it.content.iter().chain(&it.cue));
        let floor = ended.map(|it| it.end).filter(|it| *it <= verb.words.start).max();
        let before =
            mine.iter().filter(|it| it.cue.as_ref().is_some_and(|cue| cue.start < verb.head));
        let shared = before
            .max_by_key(|it| it.cue.as_ref().map(|cue| cue.start))
            .and_then(|it| it.source.clone());
        let site = Site {
            p,
            verbs,
            verb,
            unit: unit.clone(),
            stem: stem.clone(),
            floor: floor.unwrap_or(unit.start),
            shared,
        };
        if let Some(draft) = FORWARD.iter().find_map(|it| (it.find)(&site)) {
            if !draft.content.iter().any(|it| overlaps(&drafts[first..], it)) {
                drafts.push(Draft { unit: n, ..draft });
            }
        }
    }
    if drafts.len() == first
        && let Some(draft) = colon_speaker(p, unit, &stem)
    {
        drafts.push(Draft { unit: n, ..draft });
    }
    drafts[first..].sort_by_key(|it| it.content[0].start);
}

fn claimed(drafts: &[Draft], at: usize) -> bool {
    drafts.iter().any(|it| it.content.iter().any(|words| words.contains(&at)))
}

fn overlaps(drafts: &[Draft], words: &Words) -> bool {
    let taken = drafts.iter().flat_map(|it| &it.content);
    taken.into_iter().any(|it| it.start < words.end && words.start < it.end)
}

impl Site<'_, '_> {
    fn draft(
        &self,
        rule: &'static str,
        source: Option<Words>,
        content: Vec<Words>,
    ) -> Option<Draft> {
        let content: Vec<Words> = content.into_iter().filter(|it| it.start < it.end).collect();
        if content.is_empty() {
            return None;
        }
        Some(Draft {
            source,
            cue: Some(self.verb.words.clone()),
            content,
            rule,
            unit: 0,
            open: self.verb.tells(),
            past: !self.present(),
            hidden: false, object: false,
        })
    }

    /// `says`: said again and again, on no particular day.
    fn present(&self) -> bool {
        let head = self.verb.head;
        !self.p.form(head, Form::PAST.or(Form::PARTICIPLE).or(Form::ING))
    }

    /// Where the verb's content may begin after it: past addressee, time and place.
    fn after(&self) -> usize {
        let mut at = self.verb.words.end;
        if self.verb.takes(Takes::ADDRESSEE) {
            at = after_addressee(self.p, at, self.stem.end);
        }
        self.past_adverbials(at)
    }

    fn past_adverbials(&self, at: usize) -> usize {
        after_adverbials(self.p, at, self.stem.end)
    }
}

// ------------------------------------------------------------------------- content before the cue

/// Who says it, for a cue after its content, and the word after cue and source.
fn trailing_source(site: &Site) -> Option<(Words, usize, usize)> {
    let (p, verb) = (site.p, site.verb);
    if verb.form != VerbForm::Finite {
        return None;
    }
    let before = verb.words.start.checked_sub(1).filter(|it| *it >= site.floor)?;
    let quote_before = p.quote(before).is_some();
    let after_comma = p.comma(before) || p.dash(before);
    if (quote_before || after_comma) && inverts(site) {
        if let Some(source) = subject_after(p, verb.words.end, site.stem.end) {
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

fn quotation_cue(site: &Site) -> Option<Draft> {
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
    if starts_content && quote.words.start > site.floor {
        return None;
    }
    let start = lead_start(site, quote.words.start);
    let mut content = vec![start..last + 1];
    if let Some(more) = quotation_after(site, after) {
        content.push(more);
    }
    site.draft("quotation-cue", Some(source), content)
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
        && p.mark(last) != ':'
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
    let quote = p.quote(at)?;
    if at != quote.words.start || at >= site.stem.end {
        return None;
    }
    Some(at..clause_end(site, at))
}

fn clause_cue(site: &Site) -> Option<Draft> {
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
            let content = if before.is_empty() { vec![rest] } else { vec![before, rest] };
            site.draft("clause-cue", Some(source), content)
        }
        None if whole => site.draft("clause-cue", Some(source), vec![before]),
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
fn clausal(p: &Paragraph, words: &Words) -> bool {
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

// -------------------------------------------------------------------------- content after the cue

/// Who says it, for a cue before its content.
fn leading_source(site: &Site) -> Option<Words> {
    let (p, verb) = (site.p, site.verb);
    let begins = verb.words.start;
    let before = begins.checked_sub(1);
    let joined = before.is_some_and(|it| {
        p.has(it, Class::CONJUNCTION) || p.comma(it) && p.has(begins, Class::CONJUNCTION)
    });
    if joined {
        return site.shared.clone().or_else(|| main_subject(site));
    }
    subject_before(p, begins, site.floor)
        .or_else(|| site.shared.clone())
        .or_else(|| main_subject(site))
}

/// The subject of the unit's first verb, where the cue has none of its own.
fn main_subject(site: &Site) -> Option<Words> {
    let p = site.p;
    if let Some(verb) =
        site.verbs.iter().find(|it| it.head < site.verb.head && it.form != VerbForm::Ing)
        && let Some(source) = subject_before(p, verb.words.start, site.unit.start)
    {
        return Some(source);
    }
    let mut at = site.unit.start;
    while at < site.stem.end && (p.has(at, Class::CONJUNCTION) || p.adverb(at) || p.comma(at)) {
        at += 1;
    }
    if p.has(at, Class::PREPOSITION.or(Class::SUBORDINATOR)) || p.word(at).ends_with("ing") {
        at = (at..site.verb.head).find(|it| p.comma(*it))? + 1;
    }
    let mut end = at;
    while end < site.verb.head {
        let here = end;
        if p.has(here, Class::PRONOUN) && here == at {
            return Some(at..at + 1);
        }
        let stops = p.has(here, Class::AUX)
            || p.cue(here).is_some() && !p.capital(here)
            || p.comma(here)
            || p.dash(here)
            || p.quote(here).is_some()
            || p.mark(here) == ';'
            || p.adverb(here)
            || !p.capital(here)
                && here > at
                && (p.word(here).ends_with("ed")
                    || p.capital(here - 1)
                        && p.proper(here)
                        && !p.has(here, Class::PREPOSITION.or(Class::CONJUNCTION)));
        if stops {
            break;
        }
        end += 1;
    }
    (end > at && end - at <= 14).then_some(at..end)
}

fn cue_quotation(site: &Site) -> Option<Draft> {
    let p = site.p;
    if !site.verb.takes(Takes::QUOTATION) || site.verb.form == VerbForm::Infinitive {
        return None;
    }
    let after = site.after();
    let colon = p.mark(after) == ':';
    let mut at = after;
    if p.comma(at) || colon || p.dash(at) {
        at += 1;
    }
    let only = ["simply", "only", "instead"].iter().any(|it| p.is(at, it));
    at += usize::from(only);
    let quote = p.quote(at).filter(|it| it.words.start == at);
    let speech =
        quote.is_some_and(|it| colon || p.comma(at - 1) || it.ends_clause || it.n_words >= 3);
    if !speech && !(colon && at < site.stem.end && clause_follows(p, at, site.stem.end)) {
        return None;
    }
    let source = source_of(site);
    site.draft("cue-quotation", source, vec![at..clause_end(site, at)])
}

fn source_of(site: &Site) -> Option<Words> {
    match site.verb.form {
        VerbForm::Ing => participle_source(site),
        VerbForm::Passive => None,
        _ => leading_source(site),
    }
}

/// `Ruiz walked off, saying …`: whoever the sentence is about.
fn participle_source(site: &Site) -> Option<Words> {
    site.shared.clone().or_else(|| main_subject(site))
}

/// Nothing but a joining word stands before the verb group in its unit.
fn opens_unit(site: &Site) -> bool {
    let before = site.unit.start..site.verb.words.start;
    before.len() <= 1 && before.clone().all(|at| !site.p.proper(at) || site.p.has(at, Class::CONJUNCTION.or(Class::PREPOSITION)))
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
    let end = (comma + 1..ceiling.min(comma + 12)).find(|at| !p.capital(*at) && !p.has(*at, Class::DETERMINER.or(Class::ROLE).or(Class::PRONOUN)));
    end.filter(|it| *it > comma + 1).map(|it| comma + 1..it)
}

/// Enough for a clause: two words, one of which may be its verb.
fn clause_follows(p: &Paragraph, start: usize, end: usize) -> bool {
    (start..end).filter(|at| p.proper(*at)).take(3).count() >= 2
}

fn as_cue(site: &Site) -> Option<Draft> {
    let (p, verb) = (site.p, site.verb);
    if verb.form != VerbForm::Finite || !verb.takes(Takes::CLAUSE) {
        return None;
    }
    let source = subject_before(p, verb.words.start, site.floor)?;
    let opening = source.start.checked_sub(1).filter(|it| *it >= site.unit.start && p.is(*it, "as"))?;
    let after = site.after();
    if opening == site.unit.start && p.comma(after) && clause_follows(p, after + 1, site.stem.end) {
        return site.draft("as-cue", Some(source), vec![after + 1..clause_end(site, after + 1)]);
    }
    let comma = opening.checked_sub(1).filter(|it| *it > site.floor && p.comma(*it))?;
    if after < site.stem.end || p.quote(comma).is_some() {
        return None;
    }
    let content = site.floor..comma;
    clausal(p, &content).then(|| site.draft("as-cue", Some(source), vec![content]))?
}

fn asked_question(site: &Site) -> Option<Draft> {
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
    let end = (at..site.stem.end).find(|it| main_clause_follows(p, *it)).unwrap_or(site.stem.end);
    site.draft("asked-question", source, vec![at..end]).map(|it| Draft { open: false, ..it })
}

/// The comma after an opening `Asked about …,`.
fn main_clause_follows(p: &Paragraph, comma: usize) -> bool {
    p.comma(comma)
        && p.quote(comma).is_none()
        && (p.has(comma + 1, Class::PRONOUN.or(Class::DETERMINER))
            || p.capital(comma + 1)
            || p.quote(comma + 1).is_some())
}

fn adding_clause(site: &Site) -> Option<Draft> {
    let (p, verb) = (site.p, site.verb);
    if verb.form != VerbForm::Ing || !(verb.tells() || verb.cue.kind == CueKind::Thought) {
        return None;
    }
    let start = content_begin(site)?;
    let content = start..clause_end(site, start);
    if p.has(verb.words.start.wrapping_sub(1), Class::DETERMINER) {
        return None;
    }
    let source = if opens_unit(site) { subject_after_opening(site, content.end) } else { participle_source(site) };
    site.draft("adding-clause", source, vec![content])
}

fn cue_clause(site: &Site) -> Option<Draft> {
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
    let content = start..clause_end(site, start);
    let source = leading_source(site)?;
    let object = verb.takes(Takes::OBJECT);
    site.draft("cue-clause", Some(source), vec![content]).map(|it| Draft { object, ..it })
}

/// Where a clause of the kind the verb takes begins after it.
fn content_begin(site: &Site) -> Option<usize> {
    let (p, verb) = (site.p, site.verb);
    let at = site.after();
    let end = site.stem.end;
    if at >= end {
        let about = about_at(site);
        let spoken = verb.takes(Takes::ABOUT) && ["of", "about", "on"].iter().any(|it| p.is(about, it));
        return (spoken && about + 1 < end && !(p.is(about, "on") && p.has(about + 1, Class::WEEKDAY))).then_some(about + 1);
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
    let told = verb.words.end;
    if verb.takes(Takes::INFINITIVE) && verb.takes(Takes::ADDRESSEE) && at == told {
        // `to` ends the addressee only where it is not one itself.
    } else if verb.takes(Takes::INFINITIVE) && p.is(at, "to") {
        let urged = verb.takes(Takes::ADDRESSEE) && verb.cue.kind != CueKind::Asked;
        return follows.then_some(if urged { told } else { at });
    }
    if verb.takes(Takes::INFINITIVE) && p.is(at, "to") {
        return follows.then_some(at);
    }
    if verb.takes(Takes::OBJECT) && verb.form == VerbForm::Finite && !p.comma(at) {
        return follows.then_some(verb.words.end);
    }
    if verb.takes(Takes::ABOUT) && ["of", "about", "on"].iter().any(|it| p.is(about_at(site), it)) {
        return clause_follows(p, about_at(site), end).then(|| about_at(site) + 1);
    }
    let bare = verb.takes(Takes::CLAUSE) && follows && !p.comma(at) && verbal(p, at, end);
    bare.then_some(at)
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

/// Whether something among these words can be a verb.
fn verbal(p: &Paragraph, start: usize, end: usize) -> bool {
    (start..end.min(start + 40)).any(|at| {
        p.has(at, Class::AUX)
            || p.quote(at).is_some()
            || p.cue(at).is_some()
            || at > start
                && !p.capital(at)
                && (p.word(at).ends_with("ed")
                    || p.word(at).ends_with('s') && !p.has(at, Class::DETERMINER)
                    || p.is(at, "to"))
    }) || end - start >= 6
}

/// Where content that begins at `start` ends: with the unit, or where another telling begins.
fn clause_end(site: &Site, start: usize) -> usize {
    let p = site.p;
    let end = site.stem.end;
    let mut verbs = site.verbs.iter().filter(|it| it.head > site.verb.head).peekable();
    let subordinate = subordinate(site);
    for at in start..end {
        if let Some(quote) = p.quote(at) {
            // `“…,” referring to`: the pause stands inside the marks.
            if at + 1 == quote.words.end && quote.ends_clause && at + 1 < end && !p.comma(at + 1) && told_anew(site, at) {
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
            && (verb.form == VerbForm::Finite && site.verb.form == VerbForm::Finite
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
    let clause = p.has(opening, Class::SUBORDINATOR.or(Class::PREPOSITION)) && !p.is(opening, "that");
    let whole = (opening..site.verb.words.start).all(|at| !p.comma(at) && p.quote(at).is_none());
    near && whole && (clause || opens_unit(site) && site.verb.form == VerbForm::Ing)
}

/// Whether another telling, or a remark on this one, begins after a pause: `, adding`, `, referring
/// to`, `, but Ruiz said`.
fn told_anew(site: &Site, pause: usize) -> bool {
    let p = site.p;
    let next = pause + 1;
    let aside = p.has(next, Class::ASIDE) || p.is(next, "according") || p.is(next, "when") && p.is(next + 1, "asked");
    let adding = !p.capital(next) && p.quote(next).is_none() && p.word(next).ends_with("ing")
        && !["including", "leading", "nothing", "something", "everything", "anything", "during"].iter().any(|it| p.is(next, it));
    aside || adding || other_teller(site, pause)
}

/// `, but Ruiz said`: a pause, a joining word, a short subject and a telling verb.
fn other_teller(site: &Site, pause: usize) -> bool {
    let p = site.p;
    let joined = p.has(pause + 1, Class::CONJUNCTION)
        || ["while", "although", "though", "as"].iter().any(|it| p.is(pause + 1, it));
    if !joined && p.mark(pause) != ';' {
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
    verb.words.start == from
        || subject_before(p, verb.words.start, from).is_some_and(|it| it.start <= from + 1)
}

// ---------------------------------------------------------------------------------- without a verb

/// `according to the ministry`
fn according_to(p: &Paragraph, unit: &Words, stem: &Words, taken: &[Draft]) -> Option<Draft> {
    let at = stem
        .clone()
        .find(|at| p.is(*at, "according") && p.is(at + 1, "to") && p.quote(*at).is_none())?;
    if claimed(taken, at) {
        return None;
    }
    let source = according_source(p, at + 2, stem.end)?;
    let floor = taken
        .iter()
        .flat_map(|it| it.content.iter().chain(&it.cue))
        .map(|it| it.end)
        .filter(|it| *it <= at)
        .max();
    let mut start = floor.unwrap_or(unit.start);
    while start < at && !p.proper(start) && p.quote(start).is_none() {
        start += 1;
    }
    let mut content = Vec::new();
    let before_end =
        if p.comma(at.wrapping_sub(1)) && p.quote(at - 1).is_none() { at - 1 } else { at };
    if start < before_end && before_end - start >= 2 {
        content.push(start..before_end);
    }
    let resumes = source.end;
    if p.comma(resumes) || p.mark(resumes) == ':' {
        let aside = p.word(resumes + 1).ends_with("ing")
            || p.has(resumes + 1, Class::WHO.or(Class::CONJUNCTION))
            || p.is(resumes + 1, "which");
        if resumes + 1 < stem.end
            && (content.is_empty() || !aside)
            && !overlaps(taken, &(resumes + 1..stem.end))
        {
            content.push(resumes + 1..stem.end);
        }
    }
    if content.is_empty() || content.iter().any(|it| overlaps(taken, it)) {
        return None;
    }
    Some(Draft {
        source: Some(source),
        cue: Some(at..at + 2),
        content,
        rule: "according-to",
        unit: 0,
        open: true,
        past: true,
        hidden: false, object: false,
    })
}

fn according_source(p: &Paragraph, start: usize, end: usize) -> Option<Words> {
    let mut at = start;
    while at < end {
        let stops = p.quote(at).is_some_and(|it| it.ends_clause || it.n_words > 5)
            || matches!(p.mark(at), ';' | ':')
            || p.dash(at)
            || p.comma(at)
                && !(apposition(p, at + 1)
                    && (at + 2..end.min(at + 20)).any(|it| p.comma(it))
                    && start != stem_start(p, start))
            || p.comma(at);
        if stops {
            break;
        }
        at += 1;
    }
    (at > start).then_some(start..at)
}

fn stem_start(_p: &Paragraph, start: usize) -> usize {
    start
}

/// `Ruiz: We will not sign`; in running text only before a quotation.
fn colon_speaker(p: &Paragraph, unit: &Words, stem: &Words) -> Option<Draft> {
    let colon = (unit.start + 1..stem.end.min(unit.start + 9)).find(|at| p.mark(*at) == ':')?;
    let source = unit.start..colon;
    if source.clone().any(|at| p.quote(at).is_some() || p.comma(at)) {
        return None;
    }
    let named = source.clone().all(|at| {
        p.capital(at)
            || !p.proper(at)
            || p.has(at, Class::DETERMINER.or(Class::ROLE).or(Class::PREPOSITION).or(Class::BODY))
    });
    let quoted = p.quote(colon + 1).is_some();
    if !named || colon + 2 >= stem.end || !(quoted || p.headline()) {
        return None;
    }
    Some(Draft {
        source: Some(source),
        cue: Some(colon..colon + 1),
        content: vec![colon + 1..stem.end],
        rule: "colon-speaker",
        unit: 0,
        open: quoted,
        past: false,
        hidden: false, object: false,
    })
}
