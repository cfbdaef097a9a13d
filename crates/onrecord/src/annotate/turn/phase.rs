//! Where talks stand: verbs of the table with a party or the talks before them, adjectives (`dormant
//! talks`), nouns (`the collapse of the talks`, `Tarvonia’s refusal to negotiate`).

use super::super::Standing;
use super::super::paragraph::Words;
use super::naming::Naming;
use super::sentence::{Group, Sentence, names, names_ahead};
use super::{Phase, Turn, TurnKind};
use crate::lexicon::{Class, PhaseVerb};
use crate::text::Span;

impl Sentence<'_, '_> {
    pub(super) fn phases(&self, turns: &mut Vec<Turn>) {
        let first = turns.len();
        for at in self.unit.clone().filter(|at| self.p.proper(*at)) {
            let word = self.low(at);
            let mut verbs = self.words.verbs(&word).iter();
            let told = verbs.find_map(|verb| self.verb(at, verb));
            let told = told.or_else(|| self.will_not(at, &word));
            let told = told.or_else(|| self.not_advanced(at, &word));
            let told = told.or_else(|| self.noun_by(at, &word));
            turns.extend(told.or_else(|| self.noun_of(at, &word)));
        }
        turns.extend(self.named.iter().filter_map(|it| self.adjective(it)));
        let own = &turns[first..];
        let repeated: Vec<bool> =
            own.iter().enumerate().map(|(n, it)| repeats(&own[..n], it)).collect();
        let mut repeated = repeated.into_iter();
        let mut n = 0;
        turns.retain(|_| {
            n += 1;
            n <= first || !repeated.next().unwrap_or(false)
        });
    }

    fn verb(&self, at: usize, verb: &PhaseVerb) -> Option<Turn> {
        let phase = Phase::named(&verb.phase)?;
        let name = self.p.capital(at) && at > self.unit.start && !self.p.headline();
        if name || self.named.iter().any(|it| it.words.contains(&at)) {
            return None;
        }
        let group = self.group(at);
        match verb.subject {
            'P' if group.passive => self.passive(at, phase, verb, &group),
            'P' => self.by_party(at, phase, verb, &group),
            subject => self.by_talks(at, phase, verb, &group, subject == 'R'),
        }
    }

    /// `Tarvonia broke off the talks`
    fn by_party(&self, at: usize, phase: Phase, verb: &PhaseVerb, group: &Group) -> Option<Turn> {
        let (end, naming) = verb.after.iter().find_map(|it| self.matched(it, at + 1))?;
        let led = group.words.start > self.unit.start
            && self.is_any(group.words.start.saturating_sub(1), &["for", "of", "from"]);
        if group.infinitive || group.ing && !led && !self.p.headline() {
            return None;
        }
        let subject = self.subject(&group.words)?;
        let by = self.who(&subject);
        if by.is_empty() {
            return None;
        }
        let naming = naming.or_else(|| self.nearest(at));
        let turn =
            self.turn(TurnKind::Phase(phase), group.words.start..end, naming, "party-verb")?;
        Some(self.standing(Turn { by, ..turn }, phase, group))
    }

    /// `The talks were suspended by Tarvonia`
    fn passive(&self, at: usize, phase: Phase, verb: &PhaseVerb, group: &Group) -> Option<Turn> {
        let takes = |piece: &&Vec<Box<str>>| {
            piece.iter().position(|it| matches!(&**it, "TALKS" | "TEXT")).is_some_and(|talks| {
                piece[..talks].iter().enumerate().all(|(n, it)| self.p.is(at + 1 + n, it))
            })
        };
        let piece = verb.after.iter().find(takes)?;
        let naming = self.talks_before(group.words.start)?;
        if piece.iter().any(|it| &**it == "TEXT") && !naming.text || group.infinitive {
            return None;
        }
        let end = at + piece.len();
        let agent = (end..self.unit.end.min(end + 3)).find(|it| self.p.is(*it, "by"));
        let by = agent.map_or(Vec::new(), |it| {
            self.participants(&names_ahead(self.p, &(it + 1..self.unit.end.min(it + 12))))
        });
        let turn = self.turn(
            TurnKind::Phase(phase),
            group.words.start..end,
            Some(naming),
            "talks-passive",
        )?;
        Some(self.standing(Turn { by, ..turn }, phase, group))
    }

    /// `The talks collapsed`
    fn by_talks(
        &self,
        at: usize,
        phase: Phase,
        verb: &PhaseVerb,
        group: &Group,
        text: bool,
    ) -> Option<Turn> {
        let (end, _) = verb.after.iter().find_map(|it| self.matched(it, at + 1))?;
        let naming = self.talks_before(group.words.start)?;
        // `holds` of a truce alone; `stood` of an offer.
        let own = self.words.issue(&self.low(naming.head)) == Some("ceasefire");
        let fits = if text { own || naming.text && end > at + 1 } else { !own };
        let object = verb.after.iter().any(Vec::is_empty)
            && self.named.iter().any(|it| it.head > at && it.head < at + 5);
        // `remains open`
        let remains = self.is_any(
            at.wrapping_sub(1),
            &["remain", "remains", "remained", "stays", "stay", "is", "are", "was"],
        ) && self.p.is(at, "open");
        if !fits || group.infinitive || group.ing || object || remains {
            return None;
        }
        let turn =
            self.turn(TurnKind::Phase(phase), group.words.start..end, Some(naming), "talks-verb")?;
        Some(self.standing(turn, phase, group))
    }

    /// The talks that stand as the subject of a verb: no other clause between.
    pub(super) fn talks_before(&self, end: usize) -> Option<&Naming> {
        self.named.iter().rev().filter(|it| it.head < end).find(|it| self.leads_to(it, end))
    }

    fn leads_to(&self, naming: &Naming, end: usize) -> bool {
        const FURTHEST: usize = 16;
        let p = self.p;
        let between = naming.head + 1..end;
        let mut commas = between.clone().filter(|at| p.comma(*at) || p.dash(*at));
        let inside = between.clone().any(|at| {
            p.has(at, Class::AUX.or(Class::CONJUNCTION)) && !self.is_any(at, &["and", "to"])
                || matches!(p.mark(at), '.' | ';' | ':' | '?' | '!') && !p.glued(at + 1)
        });
        let aside = commas.next().is_none() || p.comma(end - 1) && p.comma(naming.head + 1);
        let object = naming.words.start > self.unit.start
            && p.has(naming.words.start.saturating_sub(1), Class::PREPOSITION)
            && !self.is_any(naming.words.start.saturating_sub(1), &["of", "for"]);
        between.len() < FURTHEST && !inside && aside && !object
    }

    /// `We will not negotiate`
    fn will_not(&self, at: usize, word: &str) -> Option<Turn> {
        let group = self.group(at);
        let will = group
            .words
            .clone()
            .any(|it| self.is_any(it, &["will", "cannot", "won’t", "won't", "can’t", "can't"]));
        let be = group.words.clone().any(|it| self.p.has(it, Class::BE));
        if !group.negated || !will || be || self.words.engage(word).is_empty() {
            return None;
        }
        let (end, naming) = self.matched(&["ENGAGE".into()], at)?;
        let by = self.who(&self.subject(&group.words)?);
        if by.is_empty() {
            return None;
        }
        let naming = naming.or_else(|| self.nearest(at));
        let turn =
            self.turn(TurnKind::Phase(Phase::Refused), group.words.start..end, naming, "will-not")?;
        let until = (end..self.unit.end).any(|it| self.is_any(it, &["unless", "until"]));
        let standing = if until { Standing::Hypothetical } else { Standing::Occurred };
        Some(Turn { by, standing, ..turn })
    }

    /// `have not been able to advance the talks`, `failed to move them`
    fn not_advanced(&self, at: usize, word: &str) -> Option<Turn> {
        const BACK: usize = 7;
        if !self.words.has("advances", word) {
            return None;
        }
        let (end, naming) = self.matched(&["TALKS".into()], at + 1)?;
        let first = at.saturating_sub(BACK).max(self.unit.start);
        let not = (first..at).rev().find(|it| {
            self.is_any(*it, &["not", "unable", "failed", "failing", "never"])
                || self.p.word(*it).ends_with("n’t")
                || self.p.word(*it).ends_with("n't")
        })?;
        if (not..at).any(|it| matches!(self.p.mark(it), ',' | '.' | ';')) {
            return None;
        }
        self.turn(TurnKind::Phase(Phase::Stalled), not..end, naming, "not-advanced")
    }

    /// `Tarvonia’s refusal to negotiate`, `Tarvonia’s lack of willingness to talk`
    fn noun_by(&self, at: usize, word: &str) -> Option<Turn> {
        let p = self.p;
        let (phase, noun) = match word {
            "willingness" | "interest" | "cooperation"
                if p.is(at.wrapping_sub(1), "of") && p.is(at.wrapping_sub(2), "lack") =>
            {
                (Phase::Refused, at.saturating_sub(2))
            }
            _ => (Phase::named(self.words.noun_by(word)?)?, at),
        };
        let next = at + 1;
        let from = p.is(next, "from") || p.is(next, "by");
        let follows = [
            &["to", "ENGAGE"][..],
            &["of", "TALKS"],
            &["in", "TALKS"],
            &["to", "TALKS"],
            &["in", "ENGAGING"],
        ];
        let pattern = |it: &[&str]| it.iter().map(|it| (*it).into()).collect::<Vec<Box<str>>>();
        let matched = follows.iter().find_map(|it| self.matched(&pattern(it), next));
        let (end, naming) = match matched {
            Some(it) => it,
            None if from && self.near => (next, self.nearest(at)),
            None => return None,
        };
        let by = if from && matched.is_none() {
            self.participants(&names_ahead(p, &(next + 1..self.unit.end.min(next + 8))))
        } else {
            self.owner(noun)
        };
        if by.is_empty() {
            return None;
        }
        let turn = self.turn(
            TurnKind::Phase(phase),
            noun..end,
            naming.or_else(|| self.nearest(at)),
            "party-noun",
        )?;
        let since = self.precedes(end).or(turn.since);
        Some(Turn { by, since, ..turn })
    }

    /// The one whose noun it is: `Tarvonia’s [repeated] refusal`
    pub(super) fn owner(&self, noun: usize) -> Vec<super::super::Participant> {
        let p = self.p;
        let floor = noun.saturating_sub(4).max(self.unit.start);
        let Some(owner) = (floor..noun).rev().find(|at| p.possessive(*at)) else {
            return Vec::new();
        };
        let mut start = owner;
        while start > self.unit.start && p.capital(start - 1) && p.proper(start - 1) {
            start -= 1;
        }
        let owner = start..owner + 1;
        self.participants(&names(p, &owner))
    }

    /// `precedes the present fighting`
    fn precedes(&self, at: usize) -> Option<Span> {
        const FURTHEST: usize = 3;
        let verbs = ["precedes", "preceded", "predates", "predated", "precede", "predate"];
        let verb = (at..self.unit.end.min(at + FURTHEST)).find(|it| self.is_any(*it, &verbs))?;
        let end = self.clause_end(verb);
        self.p.span(&(verb..end))
    }

    /// `the collapse of the talks`
    fn noun_of(&self, at: usize, word: &str) -> Option<Turn> {
        let phase = Phase::named(self.words.noun_of(word)?)?;
        let p = self.p;
        if !self.is_any(at + 1, &["of", "in"]) || !p.has(at.wrapping_sub(1), Class::DETERMINER) {
            return None;
        }
        let (end, naming) = self.matched(&["TALKS".into()], at + 2)?;
        let floor = at.saturating_sub(5).max(self.unit.start);
        const WISHED: [&str; 18] = [
            "for",
            "urge",
            "urged",
            "demand",
            "demanded",
            "seek",
            "want",
            "wants",
            "avoid",
            "prevent",
            "risk",
            "threat",
            "threatened",
            "toward",
            "towards",
            "if",
            "by",
            "until",
        ];
        let wished = (floor..at).any(|it| self.is_any(it, &WISHED))
            || self.is_any(at.saturating_sub(1), &["any", "no"]);
        if wished {
            return None;
        }
        self.turn(TurnKind::Phase(phase), at..end, naming, "noun-of-talks")
    }

    /// `the dormant talks`: the words of whoever writes them, even in a question.
    fn adjective(&self, naming: &Naming) -> Option<Turn> {
        let (at, phase) = naming.adjective.as_ref()?;
        let phase = Phase::named(phase)?;
        let turn = self.turn(TurnKind::Phase(phase), *at..*at + 1, Some(naming), "adjective")?;
        let voice = self.outside_question(turn.words[0]);
        Some(Turn { voice, ..turn })
    }

    /// With what a negation, a *will* or a *would* make of it.
    fn standing(&self, turn: Turn, phase: Phase, group: &Group) -> Turn {
        let asked = self.in_question(group.words.start);
        let future = group.standing == Standing::Future
            || self.p.headline() && group.words.clone().any(|at| self.p.is(at, "to"));
        let (phase, standing) = match (phase, group.standing) {
            _ if asked || self.wanted(group.words.start) => (phase, Standing::Hypothetical),
            (Phase::UnderWay, _) if future && !group.negated => (Phase::Accepted, Standing::Future),
            _ if group.negated => (phase, Standing::Negated),
            _ if future => (phase, Standing::Future),
            (_, standing) => (phase, standing),
        };
        Turn { kind: TurnKind::Phase(phase), standing, ..turn }
    }

    /// After *if*, *unless*, *whether*; or the sentence asks.
    pub(super) fn in_question(&self, at: usize) -> bool {
        const BACK: usize = 14;
        let p = self.p;
        let floor = at.saturating_sub(BACK).max(self.unit.start);
        for it in (floor..at).rev() {
            if self.is_any(it, &["if", "unless", "until", "whether", "once", "before"]) {
                return true;
            }
            if p.comma(it) || matches!(p.mark(it), '.' | ';' | ':') && !p.glued(it + 1) {
                break;
            }
        }
        (at..self.unit.end)
            .find(|it| matches!(p.mark(*it), '.' | '?' | '!'))
            .is_some_and(|it| p.mark(it) == '?')
    }

    /// `demanded that they begin talks`: it is not told that they did.
    fn wanted(&self, at: usize) -> bool {
        const BACK: usize = 9;
        const WANTS: [&str; 19] = [
            "demand",
            "demanded",
            "demands",
            "demanding",
            "urge",
            "urged",
            "propose",
            "proposed",
            "proposes",
            "suggest",
            "suggested",
            "suggests",
            "recommended",
            "requested",
            "insist",
            "insisted",
            "insists",
            "hope",
            "hopes",
        ];
        let floor = at.saturating_sub(BACK).max(self.unit.start);
        let that = (floor..at).rev().find(|it| self.p.is(*it, "that"));
        that.is_some_and(|that| (floor..that).any(|it| self.is_any(it, &WANTS)))
    }

    /// Where the clause that holds a word ends: at a full stop, a semicolon, the quotation’s end.
    pub(super) fn clause_end(&self, at: usize) -> usize {
        let p = self.p;
        let stops = |it: &usize| {
            matches!(p.mark(*it), '.' | ';' | '?' | '!' | '”' | '"' | ':')
                && !(p.mark(*it) == '.' && p.glued(it + 1))
                || p.dash(*it)
        };
        (at..self.unit.end).find(stops).unwrap_or(self.unit.end)
    }

    /// Where the clause that holds a word begins.
    pub(super) fn clause_start(&self, at: usize) -> usize {
        let p = self.p;
        let stops = |it: &usize| {
            matches!(p.mark(*it), '.' | ';' | '?' | '!' | '“' | '"' | ':') && !p.glued(it + 1)
                || matches!(p.mark(*it), '“' | '"')
        };
        (self.unit.start..at).rev().find(stops).map_or(self.unit.start, |it| it + 1)
    }

    pub(super) fn span_of(&self, words: Words) -> Option<Span> {
        self.p.span(&words)
    }
}

/// Whether one is told already by words that cover its own.
fn repeats(earlier: &[Turn], turn: &Turn) -> bool {
    earlier.iter().any(|it| it.kind == turn.kind && it.words[0].contains(turn.words[0]))
}
