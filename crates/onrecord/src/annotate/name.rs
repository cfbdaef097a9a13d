//! Names in a paragraph, with the role and affiliation that stand beside them.
//!
//! A name is a run of capitalised words. What is not certain (a lone capitalised word that opens a
//! sentence, a heading) is kept as weak: it may match a name found elsewhere, and founds none.

use super::paragraph::{Paragraph, Words};
use crate::lexicon::{Class, Form};
use crate::text::Span;

/// One mention of a name.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The name's words, without title and role.
    pub(super) span: Span,
    /// Its words one by one.
    pub(super) parts: Vec<Span>,
    /// Opens a sentence alone, or stands in a heading: may be no name at all.
    pub(super) weak: bool,
    /// Stands where a subject does.
    pub(super) subject: bool,
    pub(super) quoted: bool,
    /// Has a genitive's ending: `Ruiz’s`.
    pub(super) possessive: bool,
    pub(super) kind: NameKind,
    /// Stands as only places and things do: `in Port Veld`, `the Lady Veld`.
    pub(super) thing: bool,
    pub(super) sex: Option<Sex>,
    pub(super) role: Option<Span>,
    /// `former` stands before the role, though not beside it: `Former Veldish President`.
    pub(super) former: bool,
    pub(super) affiliation: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameKind {
    Person,
    Body,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sex {
    Man,
    Woman,
}

const FIRST_NAME: Class = Class::MAN_NAME.or(Class::WOMAN_NAME);

/// The names of a paragraph, in order.
pub(super) fn mentions(p: &Paragraph, found: &mut Vec<Mention>) {
    for unit in p.units() {
        let mut at = unit.start;
        while at < unit.end {
            if !begins_name(p, at, unit) {
                found.extend(office(p, at, unit));
                at += 1;
                continue;
            }
            let run = name_run(p, at, unit.end);
            at = run.end.max(at + 1);
            if let Some(mention) = mention(p, run, unit) {
                found.push(mention);
            }
        }
    }
}

/// `the president`, without a name: who that is shows from the rest of the report.
fn office(p: &Paragraph, at: usize, unit: &Words) -> Option<Mention> {
    let alone = p.is(at, "the") && p.has(at + 1, Class::OFFICIAL_ROLE) && !p.capital(at + 1);
    let goes_on = p.capital(at + 2)
        || p.has(at + 2, Class::ROLE.or(Class::BODY).or(Class::PEOPLE))
        || p.is(at + 2, "of");
    let next = p.possessive(at + 1) || !goes_on;
    if !(alone && next) || p.headline() {
        return None;
    }
    let span = p.span(&(at..at + 2))?;
    Some(Mention {
        span,
        parts: Vec::new(),
        weak: false,
        // `The president’s boat`: what the sentence is about.
        subject: at == unit.start,
        quoted: p.quote(at).is_some_and(|it| it.n_words > 4),
        possessive: p.possessive(at + 1),
        kind: NameKind::Unknown,
        thing: false,
        sex: None,
        role: p.span(&(at + 1..at + 2)),
        former: false,
        affiliation: None,
    })
}

fn begins_name(p: &Paragraph, at: usize, unit: &Words) -> bool {
    let small = Class::DETERMINER
        .or(Class::PRONOUN)
        .or(Class::PREPOSITION)
        .or(Class::CONJUNCTION)
        .or(Class::AUX)
        .or(Class::SUBORDINATOR)
        .or(Class::WEEKDAY)
        .or(Class::RELATIVE_DAY)
        .or(Class::POSSESSIVE);
    let dated = p.has(at, Class::MONTH) && (p.number(at + 1) || p.mark(at + 1) == '.');
    // `Said Ana Ruiz: “…”`
    let tells = at == unit.start
        && p.form(at, Form::PAST.or(Form::THIRD))
        && (at..unit.end.min(at + 12)).any(|it| p.mark(it) == ':');
    p.capital(at)
        && !p.has(at, small)
        && !dated
        && !tells
        && !(at == unit.start && (p.adverb(at) || p.cue(at).is_some() && !p.capital(at + 1)))
}

/// From a first capitalised word over those that go on with it.
fn name_run(p: &Paragraph, start: usize, end: usize) -> Words {
    let run = capital_run(p, start, end);
    // `the Veld administration said`
    let body = run.len() <= LONGEST_OWNER && run.end < end && !p.possessive(run.end - 1);
    if body && lower_body(p, run.end) { run.start..run.end + 1 } else { run }
}

/// Longest name that a body in lower case goes on with: `the Ana Ruiz campaign`.
const LONGEST_OWNER: usize = 3;

/// `campaign` in `the Ruiz campaign said`, not in `the Ruiz campaign manager`.
fn lower_body(p: &Paragraph, at: usize) -> bool {
    const BODIES: [&str; 8] = [
        "administration",
        "campaign",
        "government",
        "police",
        "ministry",
        "department",
        "team",
        "university",
    ];
    let last = !p.proper(at + 1)
        || p.capital(at + 1) && !p.has(at + 1, Class::ROLE)
        || p.cue(at + 1).is_some() && !p.has(at + 1, Class::ROLE.or(Class::PEOPLE))
        || p.adverb(at + 1)
        || p.has(
            at + 1,
            Class::AUX.or(Class::PREPOSITION).or(Class::CONJUNCTION).or(Class::SUBORDINATOR),
        );
    BODIES.iter().any(|it| p.word(at) == *it) && last && !p.possessive(at)
}

/// `Centre [for] Port Studies`: a body that a preposition goes on with.
fn founded_for(p: &Paragraph, at: usize) -> bool {
    const FOUNDED: [&str; 17] = [
        "council",
        "center",
        "centre",
        "institute",
        "institution",
        "committee",
        "commission",
        "coalition",
        "society",
        "foundation",
        "association",
        "alliance",
        "fund",
        "club",
        "office",
        "campaign",
        "organization",
    ];
    let leads = p.is(at, "for") || p.is(at, "on");
    leads
        && FOUNDED.iter().any(|it| p.is(at - 1, it))
        && !p.has(at + 1, Class::WEEKDAY.or(Class::MONTH))
}

/// `Centre for Port [and] Harbour Studies`: one subject of two adjectives or nouns.
fn joins_subjects(p: &Paragraph, start: usize, at: usize) -> bool {
    p.is(at, "and")
        && at > start + 2
        && ["for", "of", "on"].iter().any(|it| p.is(at - 2, it))
        && p.capital(at + 1)
        && p.capital(at + 2)
        && !(at + 1..at + 4).any(|it| p.has(it, Class::BODY))
}

fn capital_run(p: &Paragraph, start: usize, end: usize) -> Words {
    let mut at = start + 1;
    while at < end && !p.possessive(at - 1) {
        let capital = p.capital(at) && !p.has(at, Class::WEEKDAY) && same_quotation(p, at, start);
        let stop = p.mark(at) == '.' && p.glued(at) && dotted(p, at - 1);
        let joined = "-&’'".contains(p.mark(at)) && p.glued(at) && p.glued(at + 1);
        let small = p.has(at, Class::PARTICLE)
            || p.is(at, "of") && p.has(at - 1, Class::BODY.or(Class::ROLE).or(Class::TITLE))
            || founded_for(p, at)
            || joins_subjects(p, start, at);
        let next = if capital {
            at + 1
        } else if stop && p.word(at - 1).contains('.') && !p.capital(at + 1) {
            // `the U.S.`
            return start..at + 1;
        } else if (stop || small) && p.capital(at + 1) || joined && p.proper(at + 1) {
            at + 2
        } else {
            break;
        };
        at = next;
    }
    start..at.min(end)
}

/// Whether a name is the first in its sentence and no preposition leads to it, or is joined to such
/// a one by `and`.
fn opens_clause(p: &Paragraph, run: &Words, unit: &Words) -> bool {
    const NEAR: usize = 12;
    let before = unit.start..run.start;
    let led = run.start > unit.start && p.has(run.start - 1, Class::PREPOSITION);
    let first = before.clone().all(|at| !p.capital(at) || at == unit.start || p.comma(at + 1));
    // `While Ruiz spoke, …`: the main clause comes later.
    let led =
        led || p.has(unit.start, Class::SUBORDINATOR) && !before.clone().any(|at| p.comma(at));
    let joined = run.start >= unit.start + 2
        && p.is(run.start - 1, "and")
        && p.capital(run.start - 2)
        && before.clone().all(|at| p.capital(at) || p.is(at, "and") || !p.proper(at));
    !led && before.len() <= NEAR && (first || joined)
}

fn same_quotation(p: &Paragraph, one: usize, other: usize) -> bool {
    p.quote(one).map(|it| it.words.start) == p.quote(other).map(|it| it.words.start)
}

/// `Mr`, `J`, `U.S`
fn dotted(p: &Paragraph, at: usize) -> bool {
    let word = p.word(at);
    p.has(at, Class::TITLE) || word.len() == 1 || word.contains('.') || word == "St"
}

fn mention(p: &Paragraph, run: Words, unit: &Words) -> Option<Mention> {
    // `Senate Democrats` are people, and nobody by name.
    let last = run.end - 1;
    if p.has(last, Class::PEOPLE) && !p.has(last, Class::BODY) {
        return None;
    }
    let prefix = prefix(p, &run);
    let mut start = match prefix {
        Some(role) if p.is(role + 1, "of") => (role + 3).min(run.end),
        Some(role) => role + 1,
        // `Trusting Ana Ruiz with it is a risk.`
        None if run.start == unit.start
            && p.word(run.start).ends_with("ing")
            && p.has(run.start + 1, FIRST_NAME)
            && run.len() > 2 =>
        {
            run.start + 1
        }
        None => after_office(p, &run).unwrap_or(run.start),
    };
    while start < run.end && (!p.proper(start) || p.has(start, Class::FORMER)) {
        start += 1;
    }
    let mut end = run.end;
    while end > start && p.has(end - 1, Class::NAME_SUFFIX) {
        end -= 1;
    }
    let name = start..end;
    let parts = parts(p, &name);
    if parts.is_empty() {
        return None;
    }
    let office = prefix.filter(|at| !p.has(*at, Class::COURTESY));
    let mut role = office.map(|at| role_before(p, at, run.start, start));
    let mut affiliation =
        office.and_then(|at| capitals(p, role_start(p, at, run.start), run.start));
    if role.is_none() {
        (role, affiliation) = lower_role_before(p, run.start, unit.start);
    }
    if role.is_none() {
        (role, affiliation) = apposed_role(p, run.end, unit.end);
    }
    if role.is_none() {
        role = role_before_comma(p, &run, unit.start);
    }
    let kind = kind(p, &name, role.is_some() || prefix.is_some(), unit);
    let former = role.as_ref().is_some_and(|it| former(p, it, &run));
    let opens = name.start == unit.start || unit.start + 1 == name.start && !p.proper(unit.start);
    let alone = opens && parts.len() == 1 && prefix.is_none();
    let common =
        p.common(name.start) && !p.has(name.start, FIRST_NAME) || p.word(name.start).ends_with('s');
    let weak = p.headline() || alone && common;
    let possessive = p.possessive(name.end - 1);
    Some(Mention {
        span: p.span(&name)?,
        weak,
        subject: !possessive && opens_clause(p, &run, unit),
        quoted: p.quote(name.start).is_some_and(|it| it.n_words > 4),
        possessive,
        kind,
        thing: role.is_none() && prefix.is_none() && stands_as_thing(p, &name, unit),
        sex: sex(p, &name, prefix, role.as_ref()),
        former,
        role: role.and_then(|it| p.span(&it)),
        affiliation: affiliation.and_then(|it| p.span(&it)),
        parts,
    })
}

/// The last title or role of a run, before the name: `Foreign [Minister] Ana Ruiz`. `Democratic` and
/// the like open a body’s name too: `Republican National Committee`.
fn prefix(p: &Paragraph, run: &Words) -> Option<usize> {
    let office = Class::TITLE.or(Class::ROLE);
    let at = run.clone().rev().find(|at| p.has(*at, office) && !p.possessive(*at))?;
    let rest = at + 1..run.end;
    let body = rest.clone().any(|it| p.has(it, Class::BODY)) && !p.has(at, Class::TITLE);
    (!body).then_some(at)
}

/// `Lorne County Recorder [Helen Mora]`: where the name begins after an office we have no word for.
fn after_office(p: &Paragraph, run: &Words) -> Option<usize> {
    /// Longer ends are no person’s name.
    const LONGEST: usize = 5;
    let at = (run.start + 2..run.end.saturating_sub(1)).find(|at| p.has(*at, FIRST_NAME))?;
    let name = at..run.end;
    let person = p.capital(at + 1)
        && name.len() <= LONGEST
        && !name.clone().any(|it| p.has(it, Class::BODY))
        && !p.has(at - 1, Class::PREPOSITION)
        && p.proper(at - 1);
    (person && !p.has(run.start, FIRST_NAME)).then_some(at)
}

/// A name’s words; what a hyphen joins is one: `Ruiz-Mora`.
pub(super) fn parts(p: &Paragraph, name: &Words) -> Vec<Span> {
    let mut parts: Vec<Span> = Vec::new();
    for at in name.clone().filter(|at| p.proper(*at)) {
        let Some(span) = p.span(&(at..at + 1)) else { continue };
        let hyphen = at >= name.start + 2 && p.mark(at - 1) == '-' && p.glued(at);
        match parts.last_mut() {
            Some(last) if hyphen && p.glued(at - 1) => *last = last.cover(span),
            _ => parts.push(span),
        }
    }
    parts
}

fn former(p: &Paragraph, role: &Words, run: &Words) -> bool {
    let first = |at: usize| p.is(at, "former") || p.is(at, "ex");
    !first(role.start) && (run.start..role.start).any(first)
        || !first(role.start) && role.start > 0 && first(run.start.wrapping_sub(1))
}

fn role_start(p: &Paragraph, role: usize, floor: usize) -> usize {
    let mut start = role;
    let own = Class::ROLE.or(Class::TITLE).or(Class::FORMER).or(Class::PORTFOLIO);
    while start > floor && (p.has(start - 1, own) || p.mark(start - 1) == '-') {
        start -= 1;
    }
    start
}

fn role_before(p: &Paragraph, role: usize, floor: usize, end: usize) -> Words {
    let mut end = if p.is(role + 1, "of") { end } else { role + 1 };
    if p.mark(end) == '.' && p.glued(end) {
        end += 1;
    }
    role_start(p, role, floor)..end
}

/// The capitalised words that end at `end`: `U.S. State Department`.
fn capitals(p: &Paragraph, end: usize, floor: usize) -> Option<Words> {
    let mut start = end;
    while start > floor
        && (p.capital(start - 1)
            && !p.has(start - 1, Class::DETERMINER.or(Class::PREPOSITION).or(Class::FORMER))
            || matches!(p.mark(start - 1), '.' | '&' | '-')
            || p.is(start - 1, "of") && start > floor + 1 && p.capital(start - 2))
    {
        start -= 1;
    }
    while start < end && !p.proper(start) {
        start += 1;
    }
    (start < end).then_some(start..end)
}

/// `State Department spokesman [Ana Ruiz]`
fn lower_role_before(p: &Paragraph, end: usize, floor: usize) -> (Option<Words>, Option<Words>) {
    let Some(last) = end.checked_sub(1).filter(|it| *it >= floor) else { return (None, None) };
    if !p.has(last, Class::ROLE) || p.possessive(last) {
        return (None, None);
    }
    let mut start = last;
    while start > floor
        && end - start < 5
        && p.proper(start - 1)
        && !p.capital(start - 1)
        && !p.possessive(start - 1)
        && !p.has(
            start - 1,
            Class::DETERMINER
                .or(Class::PREPOSITION)
                .or(Class::CONJUNCTION)
                .or(Class::AUX)
                .or(Class::SUBORDINATOR)
                .or(Class::POSSESSIVE),
        )
        && p.cue(start - 1).is_none()
    {
        start -= 1;
    }
    let owner = start.checked_sub(1).filter(|it| *it >= floor && p.capital(*it));
    let affiliation = owner.and_then(|_| capitals(p, start, floor));
    (Some(start..end), affiliation)
}

/// `[Ana Ruiz], the foreign ministry’s spokeswoman,`
fn apposed_role(p: &Paragraph, comma: usize, ceiling: usize) -> (Option<Words>, Option<Words>) {
    if !p.comma(comma) {
        return (None, None);
    }
    let mut first = comma + 1;
    if p.number(first) && p.comma(first + 1) {
        first += 2;
    }
    let end = (first..ceiling.min(first + 14))
        .find(|at| {
            matches!(p.mark(*at), ',' | ';' | ':')
                || p.has(*at, Class::WHO.or(Class::AUX))
                || p.cue(*at).is_some() && !p.capital(*at)
                || p.quote(*at).is_some()
        })
        .unwrap_or(ceiling.min(first + 14));
    let Some(role) = (first..end)
        .find(|at| p.has(*at, Class::ROLE) && !p.possessive(*at) && !p.has(*at + 1, Class::ROLE))
    else {
        return (None, None);
    };
    if (first..role).any(|at| p.has(at, Class::PREPOSITION) && !p.is(at, "of")) {
        return (None, None);
    }
    let owner = (first..role).rev().find(|at| p.possessive(*at));
    let from = owner.map_or(first, |it| it + 1);
    let mut start = role;
    while start > from
        && p.proper(start - 1)
        && !p.capital(start - 1)
        && !p.has(start - 1, Class::DETERMINER.or(Class::POSSESSIVE))
    {
        start -= 1;
    }
    let affiliation = owner
        .and_then(|it| {
            let start = (first..=it).find(|at| !p.has(*at, Class::DETERMINER))?;
            Some(start..it + 1)
        })
        .or_else(|| capitals(p, start, first))
        .or_else(|| owner_after(p, role + 1, end));
    (Some(start..role + 1), affiliation)
}

/// `[spokesman] for the Harbour Board`
fn owner_after(p: &Paragraph, at: usize, end: usize) -> Option<Words> {
    if !["of", "for", "at", "with", "from"].iter().any(|it| p.is(at, it)) {
        return None;
    }
    let start = (at + 1..end).find(|it| !p.has(*it, Class::DETERMINER))?;
    let stop = (start..end).find(|it| {
        p.has(*it, Class::PREPOSITION) && !p.is(*it, "of") || p.has(*it, Class::CONJUNCTION)
    });
    let stop = stop.unwrap_or(end);
    (start < stop && stop - start <= 8).then_some(start..stop)
}

/// `the ministry’s spokeswoman, [Ana Ruiz],`
fn role_before_comma(p: &Paragraph, run: &Words, floor: usize) -> Option<Words> {
    const REACH: usize = 7;
    let comma = run.start.checked_sub(1).filter(|it| *it > floor && p.comma(*it))?;
    // Without a second comma it is no apposition: `… the minister, Ruiz said`.
    if !p.comma(run.end) {
        return None;
    }
    let phrase = (floor.max(comma.saturating_sub(REACH))..comma).rev().take_while(|at| {
        p.proper(*at)
            && !p.has(*at, Class::AUX)
            && (p.cue(*at).is_none() || p.has(*at, Class::ROLE))
    });
    let role = phrase.filter(|at| p.has(*at, Class::ROLE)).last()?;
    Some(role_start(p, role, floor)..comma)
}

fn stands_as_thing(p: &Paragraph, name: &Words, unit: &Words) -> bool {
    let before = name.start.checked_sub(1).filter(|it| *it >= unit.start);
    let led = ["the", "in", "at", "near", "into", "aboard"];
    let known = p.has(name.start, FIRST_NAME);
    !known && before.is_some_and(|it| led.iter().any(|word| p.is(it, word)))
}

fn kind(p: &Paragraph, name: &Words, role: bool, unit: &Words) -> NameKind {
    let body = name.clone().any(|at| p.has(at, Class::BODY) || p.is(at, "of"));
    let article = name.start > unit.start && (p.is(name.start - 1, "the"));
    let n_parts = name.clone().filter(|at| p.proper(*at)).count();
    let word = p.word(name.start);
    let acronym = n_parts == 1 && acronym(word);
    if p.has(name.start, FIRST_NAME) && n_parts > 1 && !body {
        NameKind::Person
    } else if body
        || acronym
        || n_parts == 1 && p.has(name.start, Class::PLACE)
        || article && !role
        || n_parts > 4
    {
        NameKind::Body
    } else if role || n_parts > 1 {
        NameKind::Person
    } else {
        NameKind::Unknown
    }
}

/// `IMF`, `U.N`
pub(super) fn acronym(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|it| it.is_uppercase() || it == '.')
}

fn sex(p: &Paragraph, name: &Words, prefix: Option<usize>, role: Option<&Words>) -> Option<Sex> {
    let last = role.map(|it| it.end - 1);
    let told = [prefix, last, Some(name.start)];
    let is = |class: Class| told.iter().flatten().any(|at| p.has(*at, class));
    if is(Class::WOMAN) {
        return Some(Sex::Woman);
    }
    if is(Class::MAN) {
        return Some(Sex::Man);
    }
    let (man, woman) = (p.has(name.start, Class::MAN_NAME), p.has(name.start, Class::WOMAN_NAME));
    match (man, woman, name.len() > 1) {
        (true, false, true) => Some(Sex::Man),
        (false, true, true) => Some(Sex::Woman),
        _ => None,
    }
}
