//! Who helps talks along, and as what: `mediators from Kelland`, `Kelland-backed talks`, `a deal
//! brokered by Kelland`, `Kelland is mediating`.

use super::super::paragraph::Words;
use super::super::{Participant, Rule};
use super::sentence::{Sentence, names_ahead};
use super::{Role, Turn, TurnKind};
use crate::lexicon::{Class, RoleWord};

impl Sentence<'_, '_> {
    pub(super) fn third_parties(&self, turns: &mut Vec<Turn>) {
        for naming in &self.named {
            let Some((who, done)) = &naming.helped else { continue };
            let by = self.participants(std::slice::from_ref(who));
            turns.extend(self.third(
                RoleWord::Done,
                *done,
                who.start..done + 1,
                by,
                "helped-talks",
            ));
        }
        for at in self.unit.clone().filter(|at| self.p.proper(*at)) {
            turns.extend(self.role_noun(at));
            turns.extend(self.done_by(at));
            turns.extend(self.does(at));
            turns.extend(self.glossed(at));
            turns.extend(self.efforts(at));
        }
    }

    fn third(
        &self,
        shape: RoleWord,
        at: usize,
        words: Words,
        by: Vec<Participant>,
        rule: Rule,
    ) -> Option<Turn> {
        let role = Role::named(self.words.role(shape, &self.low(at))?)?;
        self.helper(role, words, by, rule)
    }

    fn helper(&self, role: Role, words: Words, by: Vec<Participant>, rule: Rule) -> Option<Turn> {
        if by.is_empty() {
            return None;
        }
        let naming = self.nearest(words.start);
        let turn = self.turn(TurnKind::Third(role), words, naming, rule)?;
        let voice = self.outside_question(turn.words[0]);
        Some(Turn { by, voice, parties: Vec::new(), ..turn })
    }

    /// `mediators from Kelland and Ostmar`, `Kellandic mediators`, `the mediators, Kelland and Ostmar`
    fn role_noun(&self, at: usize) -> Option<Turn> {
        let p = self.p;
        let role = self.words.role(RoleWord::Noun, &self.low(at))?;
        let from = ["from", "like"].iter().any(|it| p.is(at + 1, it));
        let such = p.is(at + 1, "such") && p.is(at + 2, "as");
        let plural = p.word(at).ends_with('s');
        let rest = |start: usize| names_ahead(p, &(start..self.unit.end.min(start + 12)));
        let found = if from {
            rest(at + 2)
        } else if such {
            rest(at + 3)
        } else if role == "observer" {
            Vec::new()
        } else if p.comma(at + 1) && plural && p.capital(at + 2) {
            let found = rest(at + 2);
            // Two names at least, up to the comma that closes the aside.
            if found.len() > 1 { found } else { Vec::new() }
        } else if p.capital(at + 1) && plural {
            rest(at + 1)
        } else {
            self.named_before(at)
        };
        let by = self.participants(&found);
        let end = found.last().map_or(at + 1, |it| it.end.max(at + 1));
        let start = found.first().map_or(at, |it| it.start.min(at));
        self.third(RoleWord::Noun, at, start..end, by, "role-noun")
    }

    /// `Kellandic and Ostmari mediators`
    fn named_before(&self, at: usize) -> Vec<Words> {
        let p = self.p;
        let mut start = at;
        while start > self.unit.start
            && (p.capital(start.saturating_sub(1))
                && !p.has(start.saturating_sub(1), Class::DETERMINER.or(Class::PREPOSITION))
                || p.is(start.saturating_sub(1), "and")
                    && start > self.unit.start + 1
                    && p.capital(start - 2)
                || p.mark(start.saturating_sub(1)) == '.' && p.glued(start.saturating_sub(1)))
            && !p.possessive(start.saturating_sub(1))
        {
            start -= 1;
        }
        let mut found = Vec::new();
        let mut first = start;
        for it in start..=at {
            if p.is(it, "and") || it == at {
                if first < it {
                    found.push(first..it);
                }
                first = it + 1;
            }
        }
        found
    }

    /// `talks brokered by Kelland`
    fn done_by(&self, at: usize) -> Option<Turn> {
        if !self.p.is(at + 1, "by") {
            return None;
        }
        const NEAR: usize = 8;
        let p = self.p;
        let direct =
            |head: usize| (head + 1..at).all(|it| !p.comma(it) && !p.has(it, Class::DETERMINER));
        let talks =
            self.named.iter().any(|it| it.head < at && at - it.head < NEAR && direct(it.head));
        let found = names_ahead(self.p, &(at + 2..self.unit.end.min(at + 14)));
        let end = found.last()?.end;
        let by = self.participants(&found);
        talks.then(|| self.third(RoleWord::Done, at, at..end, by, "done-by"))?
    }

    /// `Kelland is mediating between the two`, `Kelland hosted the talks`
    fn does(&self, at: usize) -> Option<Turn> {
        let role = self.words.role(RoleWord::Does, &self.low(at))?;
        if self.p.glued(at) && self.p.mark(at.wrapping_sub(1)) == '-' {
            return None;
        }
        let group = self.group(at);
        let object = self.matched(&["TALKS".into()], at + 1);
        let between = self.near && self.low(at).starts_with("mediat") && role == "mediator";
        if group.passive
            || group.ing
            || group.infinitive
            || group.negated
            || object.is_none() && !between
        {
            return None;
        }
        let by = self.who(&self.subject(&group.words)?);
        let end = object.map_or(at + 1, |it| it.0);
        let subject = self.subject(&group.words)?;
        self.third(RoleWord::Does, at, subject.start..end, by, "helper-does")
    }

    /// `“… with the mediators,” referring to Kelland and Ostmar`
    fn glossed(&self, at: usize) -> Option<Turn> {
        let p = self.p;
        let refers = self.is_any(at, &["referring", "meaning"]) && p.quote(at).is_none();
        let to = at + 1 + usize::from(p.is(at + 1, "to"));
        let noun = (self.unit.start..at).rev().find(|it| {
            p.quote(*it).is_some() && self.words.role(RoleWord::Noun, &self.low(*it)).is_some()
        });
        let noun = noun.filter(|_| refers)?;
        let role = Role::named(self.words.role(RoleWord::Noun, &self.low(noun))?)?;
        let found = names_ahead(p, &(to..self.unit.end.min(to + 12)));
        let (first, last) = (found.first()?.start, found.last()?.end);
        self.helper(role, first..last, self.participants(&found), "gloss")
    }

    /// `any lack of effort by Kelland or our partners in the region`
    fn efforts(&self, at: usize) -> Option<Turn> {
        let p = self.p;
        if !self.is_any(at, &["effort", "efforts"]) || !self.near {
            return None;
        }
        let by = if p.is(at + 1, "by") {
            at + 2
        } else if p.is(at + 1, "on") && p.is(at + 3, "part") && p.is(at + 4, "of") {
            at + 5
        } else {
            return None;
        };
        let found = names_ahead(p, &(by..self.unit.end.min(by + 12)));
        let mut who = self.participants(&found);
        let mut end = found.last().map_or(by, |it| it.end);
        if let Some(partners) = self.partners(end) {
            end = partners.end;
            who.extend(self.participants(&[partners]));
        }
        self.helper(Role::Supporter, at..end, who, "effort-by")
    }

    /// `or our partners in the region`
    fn partners(&self, at: usize) -> Option<Words> {
        let p = self.p;
        let start = at + 1;
        let owned = self.is_any(at, &["or", "and"]) && p.has(start, Class::POSSESSIVE);
        let noun = (start..start + 4).find(|it| self.is_any(*it, &["partners", "allies"]))?;
        let region = p.is(noun + 1, "in") && p.is(noun + 3, "region");
        owned.then_some(start..noun + 1 + if region { 3 } else { 0 })
    }
}
