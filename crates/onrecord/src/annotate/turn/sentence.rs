//! One sentence as the rules on talks see it: its words, the talks it names, and who is named.

use std::borrow::Cow;

use super::super::paragraph::{Paragraph, Words};
use super::super::transcript::TRANSCRIPT_TURN;
use super::super::voice::voice_at;
use super::super::{
    Act, Annotations, Manner, Participant, Rule, Speaker, Standing, Voice, cue_kind_in,
};
use super::naming::{Naming, low};
use super::{Turn, TurnKind};
use crate::lexicon::{Class, CueKind, Engage, Lexicon, Party, TalkWords};
use crate::text::Span;

pub(super) struct Sentence<'a, 't> {
    pub(super) words: &'a TalkWords,
    pub(super) lexicon: &'a Lexicon,
    /// The day of the report.
    pub(super) on: Option<jiff::civil::Date>,
    pub(super) p: &'a Paragraph<'t>,
    pub(super) unit: Words,
    pub(super) named: Vec<Naming>,
    /// Talks are named in this paragraph, the one before, or it is a heading.
    pub(super) near: bool,
    pub(super) found: &'a Annotations,
}

/// A verb with what stands around it.
pub(super) struct Group {
    /// Auxiliaries, adverbs and the verb.
    pub(super) words: Words,
    pub(super) negated: bool,
    pub(super) standing: Standing,
    /// `to resume`
    pub(super) infinitive: bool,
    /// `resuming`, without a form of *be*.
    pub(super) ing: bool,
    /// `was suspended`
    pub(super) passive: bool,
}

impl Sentence<'_, '_> {
    /// What the sentence tells.
    pub(super) fn turns(&self, turns: &mut Vec<Turn>) {
        let first = turns.len();
        self.namings(turns);
        self.phases(turns);
        self.third_parties(turns);
        self.hindrances(turns);
        self.conditions(turns);
        self.waiting(turns);
        // What is asked is asserted by nobody.
        for turn in &mut turns[first..] {
            let asked = matches!(turn.voice, Voice::Statement(n) if self.wonders(n) || self.found.statements[n as usize].act == Act::Asked);
            turn.side = self.side(turn.voice);
            let told = !matches!(turn.kind, TurnKind::Named | TurnKind::Third(_));
            if asked && told && turn.standing == Standing::Occurred {
                turn.standing = Standing::Hypothetical;
            }
        }
        turns[first..].sort_by_key(|it| (it.words.first().copied(), it.kind));
    }

    fn namings(&self, turns: &mut Vec<Turn>) {
        for naming in &self.named {
            let Some(named) = self.p.span(&naming.words) else { continue };
            let turn =
                self.turn(TurnKind::Named, naming.words.clone(), Some(naming), "talks-named");
            let asked = self.outside_question(named);
            turns.extend(turn.map(|it| Turn { voice: asked, ..it }));
        }
    }

    /// A turn of which only its words are told.
    pub(super) fn turn(
        &self,
        kind: TurnKind,
        words: Words,
        naming: Option<&Naming>,
        rule: Rule,
    ) -> Option<Turn> {
        let span = self.p.span(&words)?;
        let parties = naming.map_or(Vec::new(), |it| self.participants(&it.parties));
        Some(Turn {
            kind,
            parties,
            by: Vec::new(),
            to: Vec::new(),
            issues: naming.map_or(Vec::new(), |it| it.issues.clone()),
            named: naming.and_then(|it| self.p.span(&it.words)),
            standing: Standing::Occurred,
            again: self.again(&words),
            main: false,
            since: self.since(),
            what: None,
            then: None,
            voice: self.voice(span),
            side: None,
            day: None,
            words: [span].into(),
            passage: self.p.span(&self.unit)?,
            rule,
        })
    }

    /// Who vouches for words: whoever is said to have said them. Who declines to say a thing, or does
    /// not say it, vouches for nothing.
    pub(super) fn voice(&self, at: Span) -> Voice {
        let mut voice = voice_at(&self.found.statements, at);
        while let Voice::Statement(n) = voice {
            let statement = &self.found.statements[n as usize];
            if !matches!(statement.act, Act::Declined | Act::NotSaid) {
                break;
            }
            voice = statement.within.map_or(Voice::Outlet, Voice::Statement);
        }
        voice
    }

    /// The same for what a question, a denial or a judgement takes for granted: who is said to have
    /// asked about `Kelland-backed talks`, or rejected blame for `stalled talks`, vouches for neither
    /// backing nor stall; the outlet’s own wording does.
    pub(super) fn outside_question(&self, at: Span) -> Voice {
        match self.voice(at) {
            Voice::Statement(n) => {
                let statement = &self.found.statements[n as usize];
                let judged = cue_kind_in(self.lexicon, self.p.text, statement);
                let told = matches!(statement.act, Act::Asked | Act::Denied)
                    || judged == Some(CueKind::Judged);
                let asks = told && statement.manner == Manner::Indirect;
                if asks || self.wonders(n) {
                    statement.within.map_or(Voice::Outlet, Voice::Statement)
                } else {
                    Voice::Statement(n)
                }
            }
            Voice::Outlet => Voice::Outlet,
        }
    }

    /// Whether a statement is a question in the report’s words: its content opens with *whether*; or the
    /// turn of one who is not named in a transcript, as those who ask are.
    pub(super) fn wonders(&self, statement: u32) -> bool {
        let statement = &self.found.statements[statement as usize];
        if statement.rule == TRANSCRIPT_TURN {
            return statement.speaker == Speaker::Unnamed;
        }
        let first = self.p.words_in(statement.content[0]);
        first.is_some_and(|it| self.is_any(it.start, &["whether", "if"]))
    }

    pub(super) fn low(&self, at: usize) -> Cow<'_, str> {
        low(self.p, at)
    }

    pub(super) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|it| self.p.is(at, it))
    }

    /// The talks named by a phrase with its noun in some words; the first.
    pub(super) fn named_in(&self, words: &Words) -> Option<&Naming> {
        self.named.iter().find(|it| words.contains(&it.head))
    }

    /// The talks a turn is about, where it names none itself: the ones nearest in the sentence.
    pub(super) fn nearest(&self, at: usize) -> Option<&Naming> {
        self.named.iter().min_by_key(|it| it.head.abs_diff(at))
    }

    /// The verb group that ends with a verb.
    pub(super) fn group(&self, head: usize) -> Group {
        let p = self.p;
        let start = self.group_start(head);
        let mut words = start..head + 1;
        let contracted = start > self.unit.start && p.has(start - 1, Class::CONTRACTED);
        if contracted {
            words.start -= 1;
        }
        let has = |class: Class| (start..head).any(|at| p.has(at, class));
        let is = |list: &[&str]| (start..head).any(|at| self.is_any(at, list));
        let word = p.word(head).to_lowercase();
        let adjective =
            ["unwilling", "willing", "ready", "prepared", "deadlocked"].contains(&&*word);
        let ing = word.ends_with("ing") && !adjective;
        let not = |at: usize| {
            self.is_any(at, &["not", "never", "cannot", "neither", "nor"])
                || p.word(at).ends_with("n’t")
                || p.word(at).ends_with("n't")
        };
        let hypothetical = is(&["would", "could", "may", "might", "should", "must", "can"]);
        let future =
            is(&["will", "shall", "won’t", "won't"]) || p.word(words.start).ends_with("ll");
        let to = is(&["to"]);
        Group {
            negated: (start..head).any(not),
            standing: if hypothetical {
                Standing::Hypothetical
            } else if future {
                Standing::Future
            } else {
                Standing::Occurred
            },
            infinitive: to && !p.headline(),
            ing: ing && !has(Class::BE) && !contracted,
            passive: has(Class::BE) && !ing && !adjective,
            words,
        }
    }

    /// Where the auxiliaries and adverbs before a verb begin; a quotation’s mark ends them.
    fn group_start(&self, head: usize) -> usize {
        const LONGEST: usize = 7;
        let p = self.p;
        let quotation = |at: usize| p.quote(at).map(|it| it.words.start);
        let mut start = head;
        let mut last_aux = head;
        while start > self.unit.start && head - start < LONGEST {
            let at = start - 1;
            let auxiliary = p.has(at, Class::AUX) || p.is(at, "to") || p.is(at, "not");
            let often = p.adverb(at)
                || p.is(at, "once")
                || p.comma(at) && p.is(at + 1, "again")
                || p.comma(at) && at > self.unit.start && p.is(at - 1, "again");
            if quotation(at) != quotation(head)
                || !(auxiliary || often)
                || p.capital(at) && !auxiliary
            {
                break;
            }
            start = at;
            if auxiliary {
                last_aux = at;
            }
        }
        // `Ruiz now also said`: adverbs belong to the verb; before an auxiliary, to what stands before.
        if last_aux < head { last_aux } else { start }
    }

    /// The end of what a pattern matches from a place on, and the talks it names.
    pub(super) fn matched(
        &self,
        pattern: &[Box<str>],
        start: usize,
    ) -> Option<(usize, Option<&Naming>)> {
        let mut at = start;
        let mut naming = None;
        for piece in pattern {
            while self.p.adverb(at) && at < self.unit.end {
                at += 1;
            }
            match &**piece {
                "TALKS" | "TEXT" | "TRUCE" => {
                    let found = self.object(at, piece)?;
                    at = found.head + 1;
                    naming = Some(found);
                }
                "ENGAGE" => (at, naming) = self.engaged(at, TalkWords::engage)?,
                "ENGAGING" => (at, naming) = self.engaged(at, TalkWords::engaging)?,
                "MEDIATORS" => {
                    at = self.noun_ahead(at, &["mediators", "mediator", "negotiators"])?
                }
                "MEDIATION" => at = self.noun_ahead(at, &["mediation"])?,
                "TABLE" => at = self.noun_ahead(at, &["table"])?,
                word => {
                    (self.p.is(at, word) && at < self.unit.end).then_some(())?;
                    at += 1;
                }
            }
        }
        Some((at, naming))
    }

    /// Taking part, as a verb and what follows it tell.
    fn engaged<'w>(
        &'w self,
        at: usize,
        list: impl Fn(&'w TalkWords, &str) -> &'w [Engage],
    ) -> Option<(usize, Option<&'w Naming>)> {
        let ways = list(self.words, &self.low(at));
        let whole = |it: &&Engage| !it.after.is_empty();
        let (mut long, mut short) =
            (ways.iter().filter(whole), ways.iter().filter(|it| !whole(it)));
        let found = long.find_map(|it| self.matched(&it.after, at + 1));
        found.or_else(|| {
            short
                .any(|it| self.near || !it.near)
                .then_some(())
                .map(|()| (at + 1, self.named_in(&(at + 1..(at + 6).min(self.unit.end)))))
        })
    }

    /// The talks that a verb has as its object: a few words ahead, no clause between.
    fn object(&self, start: usize, kind: &str) -> Option<&Naming> {
        const FURTHEST: usize = 9;
        let p = self.p;
        let found = self.named.iter().find(|it| {
            it.head >= start
                && match kind {
                    "TEXT" => it.text,
                    "TRUCE" => it.text && self.words.issue(&self.low(it.head)) == Some("ceasefire"),
                    _ => true,
                }
        })?;
        let stops = |at: usize| {
            p.has(at, Class::AUX.or(Class::RELATIVE).or(Class::WHO).or(Class::SUBORDINATOR))
                || p.has(at, Class::PRONOUN) && !p.has(at, Class::DETERMINER.or(Class::POSSESSIVE))
                || p.comma(at)
                || matches!(p.mark(at), ';' | ':' | '.' | '?') && !p.glued(at + 1)
                || p.dash(at)
                || p.has(at, Class::PREPOSITION)
                    && !self.is_any(at, &["of", "for", "to", "in", "on"])
                || self.is_any(at, &["and", "but", "or"]) && !p.capital(at + 1)
        };
        let gap = start..found.words.start.max(start);
        let near = found.head - start < FURTHEST && !(start..found.head).any(stops);
        (near && self.carried(&gap)).then_some(found)
    }

    /// Whether a verb reaches over some words to the talks: `rejected calls for [talks]`, but not
    /// `rejected blame for [talks]`.
    fn carried(&self, gap: &Words) -> bool {
        let p = self.p;
        gap.clone().all(|at| {
            let led = p.has(at + 1, Class::PREPOSITION) && p.proper(at);
            !led || p.has(at, Class::DETERMINER.or(Class::PREPOSITION))
                || p.number(at)
                || p.adverb(at)
                || self.words.has("carries", &self.low(at))
                || self.words.noun(&self.low(at)).is_some()
        })
    }

    /// The word after a noun, with a phrase of a few words before it.
    pub(super) fn noun_ahead(&self, start: usize, nouns: &[&str]) -> Option<usize> {
        const FURTHEST: usize = 4;
        let p = self.p;
        let at = (start..self.unit.end.min(start + FURTHEST)).find(|at| self.is_any(*at, nouns))?;
        let stops = |at: usize| {
            !p.proper(at)
                || p.has(at, Class::AUX.or(Class::PREPOSITION)) && !self.is_any(at, &["with", "to"])
        };
        (!(start..at).any(stops)).then_some(at + 1)
    }

    /// The subject before a verb group: through `who` and `which` to the one they mean.
    pub(super) fn subject(&self, group: &Words) -> Option<Words> {
        let p = self.p;
        let mut end = group.start;
        if end > self.unit.start && p.has(end - 1, Class::RELATIVE) {
            end -= 1;
        }
        if end > self.unit.start && self.is_any(end - 1, &["for", "of", "from"]) {
            end -= 1;
        }
        let quoted = end > self.unit.start && p.quote(end - 1).is_some();
        let found = if quoted {
            self.subject_in_quotation(end)?
        } else {
            super::super::phrase::subject_before(p, end, self.unit.start)?
        };
        // `secured a deal with [Ostmar], reopened an embassy, [sealed]`: no subject.
        let led = found.start > self.unit.start && p.has(found.start - 1, Class::PREPOSITION);
        let first = found.clone().find(|at| p.comma(*at)).map(|at| at + 1);
        let verb = first.is_some_and(|at| {
            p.has(at, Class::PAST) || !p.capital(at) && p.word(at).ends_with("ed")
        });
        (!led && !verb).then_some(found)
    }

    /// The same inside quotation marks: the words back to the clause before.
    fn subject_in_quotation(&self, end: usize) -> Option<Words> {
        const LONGEST: usize = 9;
        let p = self.p;
        let mut start = end;
        while start > self.unit.start && end - start < LONGEST {
            let at = start - 1;
            let joins = matches!(p.mark(at), '-' | '’' | '\'') && p.glued(at)
                || p.mark(at) == '.' && p.glued(start);
            let stops = !(p.proper(at) || joins)
                || p.has(
                    at,
                    Class::SUBORDINATOR.or(Class::AUX).or(Class::RELATIVE).or(Class::CONTRACTED),
                ) && !self.is_any(at, WE)
                || self.is_any(at, &["but", "or", "yes", "so", "now"])
                || p.is(at, "and") && !p.capital(at.wrapping_sub(1))
                || p.has(at, Class::PREPOSITION) && !p.is(at, "of")
                || p.adverb(at) && start == end;
            if stops {
                break;
            }
            start = at;
        }
        (start < end).then_some(start..end)
    }

    /// Those a phrase names; `we` is whoever speaks.
    pub(super) fn who(&self, phrase: &Words) -> Vec<Participant> {
        let p = self.p;
        let own = phrase.len() == 1 && self.is_any(phrase.start, WE);
        if own {
            let Some(span) = p.span(phrase) else { return Vec::new() };
            let Voice::Statement(n) = self.voice(span) else { return Vec::new() };
            return match self.found.statements[n as usize].speaker {
                Speaker::Named(actor) => {
                    let party = self.side(Voice::Statement(n));
                    vec![Participant { mention: span, party, supposed: false, actor: Some(actor) }]
                }
                _ => Vec::new(),
            };
        }
        self.participants(&names(p, phrase))
    }

    pub(super) fn participants(&self, phrases: &[Words]) -> Vec<Participant> {
        phrases.iter().filter_map(|it| Some(self.participant(self.p.span(it)?))).collect()
    }

    pub(super) fn participant(&self, mention: Span) -> Participant {
        let party = self.lexicon.parties().named(mention.of(self.p.text), self.on);
        Participant { mention, party, supposed: false, actor: None }
    }

    /// The party that whoever vouches for words speaks for.
    fn side(&self, voice: Voice) -> Option<Party> {
        let Voice::Statement(n) = voice else { return None };
        let statement = &self.found.statements[n as usize];
        let parties = self.lexicon.parties();
        let of = |words: &str| parties.named(words, self.on);
        let actor = self.found.speaker(statement);
        let told = actor.and_then(|it| it.affiliation.as_deref().and_then(of));
        told.or_else(|| actor.and_then(|it| of(&it.name)))
            .or_else(|| of(statement.source.first()?.of(self.p.text)))
    }

    /// `again`, `once more` in a sentence, near words.
    fn again(&self, words: &Words) -> bool {
        const NEAR: usize = 5;
        let near = words.start.saturating_sub(NEAR).max(self.unit.start)
            ..(words.end + NEAR).min(self.unit.end);
        near.into_iter()
            .any(|at| self.p.is(at, "again") || self.p.is(at, "once") && self.p.is(at + 1, "more"))
    }

    /// `for the past few weeks`, `in the last month`, `since January`
    pub(super) fn since(&self) -> Option<Span> {
        let p = self.p;
        let unit = ["day", "days", "week", "weeks", "month", "months", "year", "years"];
        self.unit.clone().find_map(|at| {
            if p.is(at, "since")
                && (p.has(at + 1, Class::MONTH.or(Class::WEEKDAY)) || p.number(at + 1))
            {
                let end = at + 2 + usize::from(p.number(at + 2));
                return p.span(&(at..end));
            }
            let past = self.is_any(at, &["past", "last"]);
            let end = (at + 1..at + 4).find(|end| self.is_any(*end, &unit))?;
            let counted = end > at + 1 || p.word(end).ends_with('s');
            (past && counted && p.is(at.wrapping_sub(1), "the")).then_some(())?;
            let lead = at.wrapping_sub(2);
            let start = if self.is_any(lead, &["for", "over", "in", "during"]) {
                lead
            } else {
                at.saturating_sub(1)
            };
            p.span(&(start..end + 1))
        })
    }
}

/// The phrases in some words that name someone: `Ardovia`, `the Veldish foreign minister`, of `Ardovia
/// and Kelland` two. What stands behind a preposition or a comma is left out, and so is a thing that
/// someone has (`Ardovia’s war`).
pub(super) fn names(p: &Paragraph, phrase: &Words) -> Vec<Words> {
    let mut found: Vec<Words> = Vec::new();
    let mut at = phrase.start;
    while at < phrase.end {
        let end = (at..phrase.end).find(|it| parts_names(p, *it)).unwrap_or(phrase.end);
        let piece = at..end;
        if let Some(name) = name(p, &piece) {
            found.push(name);
        } else if !found.is_empty() {
            break;
        }
        // After a comma *the* tells who somebody is.
        let listed = p.is(end, "and")
            || p.is(end, "or")
            || p.comma(end) && (p.capital(end + 1) || p.is(end + 1, "and"));
        if !listed {
            break;
        }
        at = end + 1;
        while p.is(at, "and") {
            at += 1;
        }
        // `Hamas leader Ana Ruiz, who`: no list.
        if p.comma(end) && p.has(at, Class::WHO.or(Class::RELATIVE).or(Class::PREPOSITION)) {
            break;
        }
    }
    found
}

fn parts_names(p: &Paragraph, at: usize) -> bool {
    let of = p.is(at, "of") || p.has(at, Class::PARTICLE) && p.capital(at + 1);
    let stop = p.mark(at) == '.' && (p.glued(at) || p.capital(at + 1));
    let hyphen = matches!(p.mark(at), '-' | '’' | '\'') && p.glued(at);
    !p.proper(at) && !stop && !hyphen
        || p.has(at, Class::CONJUNCTION.or(Class::RELATIVE).or(Class::AUX).or(Class::SUBORDINATOR))
        || p.has(at, Class::PREPOSITION) && !of
        || p.has(at, Class::WEEKDAY.or(Class::RELATIVE_DAY))
}

/// What a party says of itself.
const WE: &[&str] = &["we", "we’re", "we're", "we’ve", "we've", "we’ll", "we'll"];

/// The names that running words open with: `Kelland and Ostmar [have given both sides]`. Of what a name
/// has, `Kelland’s paper`, nobody.
pub(super) fn names_ahead(p: &Paragraph, words: &Words) -> Vec<Words> {
    let mut found = Vec::new();
    let mut at = words.start;
    while at < words.end {
        let first = at + usize::from(p.has(at, Class::DETERMINER));
        let mut end = first;
        while end < words.end
            && (p.capital(end) && !p.has(end, Class::WEEKDAY.or(Class::MONTH))
                || p.mark(end) == '.' && p.glued(end) && p.word(end - 1).len() <= 3
                || p.has(end, Class::PARTICLE) && p.capital(end + 1)
                || p.mark(end) == '-' && p.glued(end) && p.capital(end + 1))
        {
            end += 1;
            if p.possessive(end - 1) {
                break;
            }
        }
        if end == first {
            break;
        }
        let body = |at: usize| {
            OF_PARTY.iter().any(|it| p.is(at, it)) || p.has(at, Class::ROLE.or(Class::PEOPLE))
        };
        let owner = p.possessive(end - 1);
        let mark = usize::from(matches!(p.mark(end), '’' | '\'') && p.glued(end));
        if body(end + mark) {
            end += mark + 1;
        } else if owner {
            break;
        }
        found.push(at..end);
        let (and, comma) = (["and", "or"].iter().any(|it| p.is(end, it)), p.comma(end));
        let goes_on = |at: usize| p.capital(at) || p.is(at, "the") && p.capital(at + 1);
        at = if and && goes_on(end + 1) {
            end + 1
        } else if comma && p.is(end + 1, "and") && goes_on(end + 2) {
            end + 2
        } else if comma && goes_on(end + 1) && list_closes(p, end + 1) {
            end + 1
        } else {
            break;
        };
    }
    found
}

/// Whether a list goes on over capitals and commas to an *and*: in `from Kelland, Ana Ruiz said` none
/// does.
fn list_closes(p: &Paragraph, start: usize) -> bool {
    const LONGEST: usize = 10;
    let inside = |at: &usize| p.capital(*at) || p.comma(*at) || p.is(*at, "the");
    let end = (start..start + LONGEST).find(|at| !inside(at));
    end.is_some_and(|at| p.is(at, "and") && (p.capital(at + 1) || p.is(at + 1, "the")))
}

/// Bodies and people that a name in the genitive or before them may have: `Ardovia’s government`.
const OF_PARTY: [&str; 26] = [
    "government",
    "army",
    "forces",
    "delegation",
    "side",
    "team",
    "negotiators",
    "negotiator",
    "group",
    "militia",
    "rebels",
    "movement",
    "leaders",
    "leadership",
    "officials",
    "delegates",
    "troops",
    "military",
    "cabinet",
    "authorities",
    "ministers",
    "wing",
    "party",
    "regime",
    "envoys",
    "envoy",
];

fn name(p: &Paragraph, piece: &Words) -> Option<Words> {
    let capital = |at: &usize| {
        p.capital(*at)
            && !p.has(
                *at,
                Class::DETERMINER
                    .or(Class::PRONOUN)
                    .or(Class::PREPOSITION)
                    .or(Class::WEEKDAY)
                    .or(Class::MONTH),
            )
    };
    piece.clone().find(capital)?;
    let last = piece.clone().rev().find(|at| p.proper(*at) && !p.adverb(*at))?;
    let body = Class::ROLE.or(Class::BODY).or(Class::PEOPLE);
    let common =
        !p.capital(last) && !p.has(last, body) && !OF_PARTY.iter().any(|it| p.is(last, it));
    if common || piece.len() > 14 {
        return None;
    }
    Some(piece.start..last + 1)
}
