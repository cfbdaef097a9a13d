//! What stands in the way of talks, what they are tied to, on what condition somebody stops or comes,
//! and who waits for whom.

use super::super::Standing;
use super::super::paragraph::Words;
use super::sentence::{Sentence, names_ahead};
use super::{Phase, Turn, TurnKind};
use crate::lexicon::Class;

impl Sentence<'_, '_> {
    pub(super) fn hindrances(&self, turns: &mut Vec<Turn>) {
        let first = turns.len();
        for at in self.unit.clone().filter(|at| self.p.proper(*at)) {
            let word = self.low(at);
            turns.extend(self.hinders(at, &word));
            turns.extend(self.keeps_from(at, &word));
            turns.extend(self.obstacle_to(at, &word));
            turns.extend(self.reason(at, &word));
            turns.extend(self.links(at, &word));
        }
        turns.extend(self.caused_the_end());
        // Fighting that stands in the way ties the talks to it.
        let tied: Vec<Turn> =
            turns[first..].iter().filter(|it| self.is_fighting(it)).cloned().collect();
        turns.extend(tied.into_iter().map(|it| Turn { kind: TurnKind::Linkage, ..it }));
    }

    fn is_fighting(&self, turn: &Turn) -> bool {
        let what = turn.what.and_then(|it| self.p.words_in(it));
        let fighting =
            |it: Words| it.into_iter().any(|at| self.words.has("fighting", &self.low(at)));
        turn.kind == TurnKind::Obstacle && what.is_some_and(fighting)
    }

    /// An obstacle: `what` stands in the way, by words at `words`.
    fn obstacle(
        &self,
        words: Words,
        what: &Words,
        rule: &'static str,
        denied: bool,
    ) -> Option<Turn> {
        let what = self.trimmed(what);
        let naming = self.nearest(words.start);
        let main = (words.start.saturating_sub(3).max(self.unit.start)..words.end).any(|it| {
            self.is_any(it, &["main", "biggest", "key", "chief", "only", "sole", "principal"])
        });
        let turn_start = words.start;
        let turn = self.turn(TurnKind::Obstacle, words, naming, rule)?;
        let what = Some(self.p.span(&what)?);
        let maybe = self.in_question(turn_start);
        let standing = match (denied, maybe) {
            (true, _) => Standing::Negated,
            (false, true) => Standing::Hypothetical,
            (false, false) => turn.standing,
        };
        Some(Turn { what, standing, main, ..turn })
    }

    fn trimmed(&self, words: &Words) -> Words {
        let mut words = words.clone();
        let p = self.p;
        while words.start < words.end
            && (!p.proper(words.start)
                || self.is_any(words.start, &["that", "whether", "because", "of", "and", "but"]))
        {
            words.start += 1;
        }
        while words.end > words.start
            && !p.proper(words.end - 1)
            && !matches!(p.mark(words.end - 1), '’' | '\'')
        {
            words.end -= 1;
        }
        words
    }

    /// `not that`, `not because` before words in their clause; or a statement that denies.
    fn denied(&self, at: usize) -> bool {
        let start = self.clause_start(at);
        let not = |it: usize| {
            let that = self.is_any(it + 1, &["that", "because", "due"]);
            that && (self.p.is(it, "not")
                || self.p.word(it).ends_with("n’t")
                || self.p.word(it).ends_with("n't"))
        };
        (start..at).any(not)
    }

    /// `The fighting undermines the talks`
    fn hinders(&self, at: usize, word: &str) -> Option<Turn> {
        if !self.words.has("hinders", word) || self.named.iter().any(|it| it.words.contains(&at)) {
            return None;
        }
        let p = self.p;
        let group = self.group(at);
        let denied = group.negated || self.denied(group.words.start);
        if group.passive {
            // `it’s been overtaken by the fighting`, `the talks were overshadowed by the war`
            let it = group.words.start > self.unit.start && p.is(group.words.start - 1, "it")
                || p.word(group.words.start).to_lowercase().starts_with("it");
            let talks = self.talks_before(group.words.start).is_some() || it && self.near;
            if !p.is(at + 1, "by") || !talks {
                return None;
            }
            let end = self.clause_end(at + 2);
            return self.obstacle(group.words.start..at + 2, &(at + 2..end), "hindered-by", denied);
        }
        if group.infinitive || group.ing {
            return None;
        }
        let end = match self.matched(&["TALKS".into()], at + 1) {
            Some((end, _)) => end,
            None => self.efforts_ahead(at + 1)?,
        };
        let what = self.wide_subject(&group.words)?;
        self.obstacle(group.words.start..end, &what, "hinders", denied)
    }

    /// `[is hindering] ceasefire efforts`, `further efforts to restore peace`
    fn efforts_ahead(&self, start: usize) -> Option<usize> {
        const FURTHEST: usize = 5;
        let p = self.p;
        let at = (start..self.unit.end.min(start + FURTHEST)).find(|it| p.is(*it, "efforts"))?;
        let about = (start..self.unit.end.min(at + 6))
            .any(|it| self.words.issue(&self.low(it)).is_some() || p.is(it, "mediation"));
        (about && !(start..at).any(|it| p.has(it, Class::AUX) || !p.proper(it) && !p.glued(it)))
            .then_some(at + 1)
    }

    /// The whole phrase before a verb, with what hangs on it: `the lack of cooperation from
    /// Tarvonia`; of `it is Tarvonia’s silence that has` what stands between.
    fn wide_subject(&self, group: &Words) -> Option<Words> {
        let p = self.p;
        let mut end = group.start;
        let start = self.clause_start(end);
        if end > start && self.is_any(end - 1, &["that", "which"]) {
            end -= 1;
            let cleft = (start..end).rev().find(|it| {
                let word = p.word(*it).to_lowercase();
                ["it’s", "it's"].contains(&&*word) || word == "it" && p.has(it + 1, Class::BE)
            });
            let mut from = cleft? + 1;
            while p.has(from, Class::BE) {
                from += 1;
            }
            return (from < end).then_some(from..end);
        }
        let opens = |it: &usize| {
            p.has(*it, Class::SUBORDINATOR)
                || p.comma(*it)
                || p.is(*it, "that")
                || p.has(*it, Class::AUX) && !p.has(*it, Class::MODAL)
                || self.is_any(*it, &["but", "yet"])
        };
        let from = (start..end).rev().find(opens).map_or(start, |it| it + 1);
        let words = from..end;
        let pronoun = words.len() == 1 && p.has(from, Class::PRONOUN);
        (!words.is_empty() && !pronoun && words.clone().any(|it| p.proper(it))).then_some(words)
    }

    /// `has kept us from moving towards an agreement`
    fn keeps_from(&self, at: usize, word: &str) -> Option<Turn> {
        const FURTHEST: usize = 10;
        let p = self.p;
        if !self.words.has("keeps", word) {
            return None;
        }
        let group = self.group(at);
        let from = (at + 1..self.unit.end.min(at + 5)).find(|it| p.is(*it, "from"))?;
        let naming = self.named_in(&(from..self.unit.end.min(from + FURTHEST)))?;
        let what = self.wide_subject(&group.words)?;
        let denied = group.negated || self.denied(group.words.start);
        self.obstacle(group.words.start..naming.head + 1, &what, "keeps-from", denied)
    }

    /// `has become the main obstacle to an agreement`
    fn obstacle_to(&self, at: usize, word: &str) -> Option<Turn> {
        const FURTHEST: usize = 8;
        let p = self.p;
        if !self.words.has("obstacle", word) || self.named.is_empty() {
            return None;
        }
        let verb = (at.saturating_sub(5).max(self.unit.start)..at).rev().find(|it| {
            self.is_any(
                *it,
                &["is", "was", "remains", "remained", "become", "became", "are", "remain"],
            )
        });
        let naming = self.named_in(&(at..self.unit.end.min(at + FURTHEST)));
        if let Some(verb) = verb {
            let group = self.group(verb);
            let what = self.wide_subject(&group.words)?;
            let end = naming.map_or(at + 1, |it| it.head + 1);
            let denied = group.negated
                || self.denied(group.words.start)
                || (verb..at).any(|it| self.is_any(it, &["not", "no"]));
            return self.obstacle(verb..end, &what, "obstacle-to", denied);
        }
        let is = (at..self.unit.end.min(at + FURTHEST))
            .find(|it| self.is_any(*it, &["is", "was", "remains"]))?;
        let denied = p.is(is + 1, "not");
        let what = is + 1 + usize::from(denied)..self.clause_end(is);
        self.obstacle(at..is + 1, &what, "obstacle-is", denied)
    }

    /// `not because of any lack of effort`; `the main reason is that Tarvonia stays away`
    fn reason(&self, at: usize, word: &str) -> Option<Turn> {
        let p = self.p;
        if !self.near {
            return None;
        }
        // `due to open` tells when, not why.
        let next = self.low(at + 2);
        let opens = self.words.verbs(&next).iter().any(|_| true)
            || !self.words.engage(&next).is_empty()
            || next == "be";
        let because = word == "because" || word == "due" && p.is(at + 1, "to") && !opens;
        let is_that = word == "that" && at > self.unit.start && {
            let floor = at.saturating_sub(6).max(self.unit.start);
            let noun = (floor..at).find(|it| self.is_any(*it, &["reason", "problem", "obstacle"]));
            let is = noun.is_some_and(|noun| (noun..at).any(|it| p.has(it, Class::BE)));
            let plain = noun.is_some_and(|noun| {
                (noun + 1..at)
                    .all(|it| p.has(it, Class::BE) || self.is_any(it, &["not", "here", "now"]))
            });
            is && plain
        };
        if !because && !is_that {
            return None;
        }
        let before = at.saturating_sub(1);
        let not = p.is(before, "not")
            || p.word(before).ends_with("n’t")
            || p.word(before).ends_with("n't");
        let subject = before.saturating_sub(usize::from(not));
        let it_is = p.has(subject, Class::BE.or(Class::CONTRACTED))
            || p.is(subject, "it’s")
            || p.is(subject, "it's")
            || p.has(before, Class::BE.or(Class::CONTRACTED));
        if because && !(it_is && self.talked_of(at)) && !self.told_why(at) {
            return None;
        }
        if is_that && !self.talked_of(at) {
            return None;
        }
        let start = at + 1 + usize::from(p.is(at + 1, "of") || p.is(at + 1, "to"));
        let mut end = self.clause_end(start);
        if let Some(comma) =
            (start..end).find(|it| p.comma(*it) && self.is_any(it + 1, &["but", "and", "not"]))
        {
            end = comma;
        }
        // What verb hinders the talks is told by a rule of its own, in fewer words.
        let hinders = (start..end).any(|it| {
            self.words.has("hinders", &self.low(it)) && self.group(it).words.start > start
        });
        if hinders && is_that {
            return None;
        }
        self.obstacle(subject.max(self.unit.start)..at + 1, &(start..end), "reason", not)
    }

    /// Talks are named in the sentence, or a party’s refusal is.
    fn talked_of(&self, at: usize) -> bool {
        let start = self.unit.start;
        !self.named.is_empty()
            || (start..self.unit.end)
                .any(|it| it.abs_diff(at) < 30 && !self.words.engage(&self.low(it)).is_empty())
    }

    /// `The talks stalled because of the fighting`
    fn told_why(&self, at: usize) -> bool {
        let start = self.clause_start(at);
        let phase = |it: usize| {
            self.words.verbs(&self.low(it)).iter().any(|verb| {
                let phase = Phase::named(&verb.phase);
                verb.subject == 'T' && matches!(phase, Some(Phase::Stalled | Phase::BrokenOff))
            })
        };
        (start..at).any(|it| phase(it) && self.talks_before(self.group(it).words.start).is_some())
    }

    /// `linking his attacks to the war in Veld`
    fn links(&self, at: usize, word: &str) -> Option<Turn> {
        let p = self.p;
        let ties =
            ["link", "links", "linked", "linking", "tie", "ties", "tied", "tying"].contains(&word);
        if !ties || !self.near {
            return None;
        }
        let end = self.clause_end(at);
        let to = (at + 1..end).find(|it| p.is(*it, "to"))?;
        let group = self.group(at);
        let from = if group.passive { self.wide_subject(&group.words)? } else { at + 1..to };
        let what = to + 1..end;
        let about = |words: &Words| {
            words.clone().any(|it| {
                let word = self.low(it);
                self.words.has("fighting", &word) || self.words.issue(&word).is_some()
            }) || self.named_in(words).is_some()
        };
        if from.is_empty() || !about(&from) || !about(&what) {
            return None;
        }
        let denied = group.negated || self.denied(at);
        let turn = self.turn(TurnKind::Linkage, at..to + 1, self.nearest(at), "links")?;
        let standing = if denied { Standing::Negated } else { turn.standing };
        let from = self.span_of(self.trimmed(&from));
        Some(Turn { what: from, then: self.span_of(self.trimmed(&what)), standing, ..turn })
    }

    /// `whether the war had caused the end of the talks`
    fn caused_the_end(&self) -> Option<Turn> {
        let p = self.p;
        let at = self.unit.clone().find(|it| {
            self.is_any(*it, &["caused", "causes", "cause", "led", "leads", "triggered", "forced"])
        })?;
        let noun = (at + 1..self.unit.end.min(at + 5))
            .find(|it| self.words.noun_of(&self.low(*it)).is_some())?;
        let (end, _) = self.matched(&["of".into(), "TALKS".into()], noun + 1)?;
        let group = self.group(at);
        let what = self.wide_subject(&group.words)?;
        let denied = group.negated || self.denied(group.words.start);
        let _ = p;
        self.obstacle(group.words.start..end, &what, "caused-the-end", denied)
    }

    // Conditions -----------------------------------------------------------------------------------

    pub(super) fn conditions(&self, turns: &mut Vec<Turn>) {
        for at in self.unit.clone().filter(|at| self.p.proper(*at)) {
            turns.extend(self.would_if(at));
            turns.extend(self.made_a_condition(at));
            turns.extend(self.has_to_decide(at));
        }
    }

    /// `Tarvonia would stop if Ardovia withdrew`, `will not talk unless the sailors are freed`
    fn would_if(&self, at: usize) -> Option<Turn> {
        let p = self.p;
        let open = self.is_any(at, &["if", "once", "unless", "until"]);
        let long = p.is(at, "as") && p.is(at + 1, "long") && p.is(at + 2, "as");
        if !(open || long) || !self.near && self.named.is_empty() {
            return None;
        }
        let asked = p.is(at, "if") && self.in_question_word(at);
        let negative = self.is_any(at, &["unless", "until"]);
        let begins = self.clause_start(at);
        let leads = at <= begins + 1
            && (begins..at).all(|it| !p.proper(it) || self.is_any(it, &["and", "but"]));
        let (then, if_part) = if leads {
            let end = self.clause_end(at);
            let comma = (at + 1..end).find(|it| p.comma(*it))?;
            (comma + 1..end, at..comma)
        } else {
            (begins..at, at..self.clause_end(at))
        };
        let verb = then.clone().find(|it| {
            let group = self.group(*it);
            let acts = self.words.has("ceases", &self.low(*it))
                || !self.words.engage(&self.low(*it)).is_empty();
            let told = matches!(group.standing, Standing::Hypothetical | Standing::Future)
                || self.is_any(group.words.start.wrapping_sub(1), &["to"]);
            acts && told && !group.infinitive && (!negative || group.negated)
        })?;
        let group = self.group(verb);
        let by = self.who(&self.subject(&group.words)?);
        if by.is_empty() || asked {
            return None;
        }
        let only = at > self.unit.start && p.is(at - 1, "only");
        let if_words = self.trimmed(&(if_part.start + if long { 3 } else { 1 }..if_part.end));
        let then_end = if leads { then.end } else { if_part.start - usize::from(only) };
        let subject = self.subject(&group.words)?;
        let naming = self.named_in(&if_words).or_else(|| self.nearest(at));
        let turn = self.turn(
            TurnKind::Condition,
            if_part.start..if_part.start + if long { 3 } else { 1 },
            naming,
            "would-if",
        )?;
        let parties = naming
            .filter(|it| if_words.contains(&it.head))
            .and_then(|it| self.subject_of(it, &if_words));
        Some(Turn {
            by,
            parties: parties.unwrap_or(turn.parties),
            what: self.span_of(if_words),
            then: self.span_of(self.trimmed(&(subject.start..then_end))),
            ..turn
        })
    }

    /// Those who reach the deal that a condition names: `if Ardovia and Tarvonia reach a deal`.
    fn subject_of(
        &self,
        naming: &super::naming::Naming,
        within: &Words,
    ) -> Option<Vec<super::Participant>> {
        let found = names_ahead(self.p, &(within.start..naming.words.start));
        (!found.is_empty()).then(|| self.participants(&found))
    }

    /// `asked if`, `see if`: no condition.
    fn in_question_word(&self, at: usize) -> bool {
        at > self.unit.start && self.p.cue(at - 1).is_some() && !self.p.comma(at - 1)
    }

    /// `made the removal of the buoys a condition for talks`
    fn made_a_condition(&self, at: usize) -> Option<Turn> {
        let p = self.p;
        if !self.is_any(at, &["condition", "precondition"]) || !self.near {
            return None;
        }
        let made = (at.saturating_sub(14).max(self.unit.start)..at)
            .rev()
            .find(|it| self.is_any(*it, &["made", "makes", "making", "make", "set", "sets"]))?;
        let group = self.group(made);
        let article =
            if p.has(at.saturating_sub(1), Class::DETERMINER) { at.saturating_sub(1) } else { at };
        if made + 1 >= article || group.infinitive {
            return None;
        }
        let by = self.subject(&group.words).map_or(Vec::new(), |it| self.who(&it));
        let standing = if group.negated { Standing::Negated } else { Standing::Occurred };
        let turn =
            self.turn(TurnKind::Condition, made..at + 1, self.nearest(at), "made-a-condition")?;
        Some(Turn { by, what: self.span_of(made + 1..article), standing, ..turn })
    }

    /// `Ardovia will have to take hard decisions on a possible deal`
    fn has_to_decide(&self, at: usize) -> Option<Turn> {
        const FURTHEST: usize = 12;
        let p = self.p;
        let must = self.is_any(at, &["must"]);
        let has_to = self.is_any(at, &["have", "has", "needs", "need"]) && p.is(at + 1, "to");
        if !(must || has_to) {
            return None;
        }
        let decides = (at + 1..self.unit.end.min(at + 7)).any(|it| {
            self.is_any(
                it,
                &[
                    "decision",
                    "decisions",
                    "choice",
                    "choices",
                    "concessions",
                    "compromise",
                    "compromises",
                    "decide",
                ],
            )
        });
        let naming = self.named_in(&(at..self.unit.end.min(at + FURTHEST)))?;
        let group = self.group(at);
        let subject = self.subject(&group.words)?;
        let to = self.who(&subject);
        if !decides || to.is_empty() || group.negated {
            return None;
        }
        let turn = self.turn(
            TurnKind::Condition,
            group.words.start..naming.head + 1,
            Some(naming),
            "has-to-decide",
        )?;
        let parties = to.clone();
        Some(Turn { to, parties, what: self.span_of(subject.start..naming.head + 1), ..turn })
    }

    // Waiting --------------------------------------------------------------------------------------

    pub(super) fn waiting(&self, turns: &mut Vec<Turn>) {
        if !self.near {
            return;
        }
        for at in self.unit.clone().filter(|at| self.p.proper(*at)) {
            turns.extend(self.waits_for(at));
            turns.extend(self.has_not_answered(at));
        }
    }

    /// `The mediators are waiting for Tarvonia to answer`, `await Tarvonia’s reply`
    fn waits_for(&self, at: usize) -> Option<Turn> {
        let p = self.p;
        let waits = self.is_any(at, &["wait", "waits", "waiting", "waited"])
            && self.is_any(at + 1, &["for", "on"]);
        let awaits = self.is_any(at, &["await", "awaits", "awaiting", "awaited"]);
        if !waits && !awaits {
            return None;
        }
        let start = at + 1 + usize::from(waits);
        let answer = (start..self.unit.end.min(start + 7)).find(|it| {
            self.is_any(*it, &["answer", "reply", "response", "decision", "comment", "to"])
        })?;
        let mut owner = start..answer;
        while owner.end > owner.start && (!p.proper(owner.end - 1) || !p.capital(owner.end - 1)) {
            owner.end -= 1;
        }
        let to = self.participants(&names_ahead(p, &owner));
        let from = (answer + 1..answer + 8).find(|it| p.is(*it, "from"));
        let to = match from {
            Some(from) if to.is_empty() => {
                self.participants(&names_ahead(p, &(from + 1..self.unit.end.min(from + 8))))
            }
            _ => to,
        };
        // `Tarvonia’s answer`
        let to = if to.is_empty() { self.owner(answer) } else { to };
        if to.is_empty() {
            return None;
        }
        let group = self.group(at);
        let subject = if group.ing { None } else { self.subject(&group.words) };
        let by = subject
            .and_then(|it| self.span_of(it))
            .map_or(Vec::new(), |it| vec![self.participant(it)]);
        let turn = self.turn(
            TurnKind::Waiting,
            group.words.start..answer + 1,
            self.nearest(at),
            "waits-for",
        )?;
        Some(Turn { by, to, what: self.span_of(start..answer + 1), ..turn })
    }

    /// `Tarvonia has not answered`, `Tarvonia has yet to reply`
    fn has_not_answered(&self, at: usize) -> Option<Turn> {
        let p = self.p;
        let done = self.is_any(at, &["answered", "replied", "responded"]);
        let yet = self.is_any(at, &["answer", "reply", "respond"])
            && p.is(at - usize::from(at > 0), "to")
            && at > 1
            && p.is(at - 2, "yet");
        let group = self.group(at);
        if !(done && group.negated || yet) {
            return None;
        }
        let first = if yet {
            self.group(at).words.start.min(at.saturating_sub(2))
        } else {
            group.words.start
        };
        let mut start = first;
        while start > self.unit.start && (p.has(start - 1, Class::HAVE) || p.adverb(start - 1)) {
            start -= 1;
        }
        let to = self.who(&self.subject(&(start..at + 1))?);
        if to.is_empty() {
            return None;
        }
        // Only an answer to what talks are about: the press waits for answers too.
        let about = !self.named.is_empty()
            || (at..self.unit.end).any(|it| {
                self.is_any(it, &["mediators", "proposal", "offer", "draft", "paper", "text"])
            });
        let turn =
            self.turn(TurnKind::Waiting, start..at + 1, self.nearest(at), "has-not-answered")?;
        about.then_some(Turn { to, ..turn })
    }
}
