//! What stands around a figure: what became of what is counted, where, over what time, as of when.

use std::ops::Range;

use super::counted::is_plural;
use super::number::{Number, behind_len};
use super::words::Words;
use super::{Measure, UnitKind};
use crate::annotate::{month_named, weekday_named};
use crate::lexicon::figure_words::{Role, measure, unit_named};
use crate::lexicon::{Class, Lexicon};
use crate::text::number::number_word;

/// A figure's words, as far as they are known when its surroundings are read.
pub(super) struct Scene<'a, 't> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) w: &'a Words<'t>,
    pub(super) number: &'a Number,
    pub(super) counted: Option<Range<usize>>,
    /// Whether people are counted; `None` where nothing is named.
    pub(super) people: Option<bool>,
}

impl Scene<'_, '_> {
    /// The word after number and what is counted.
    pub(super) fn end(&self) -> usize {
        let number = self.number.words.end;
        let end = self.counted.as_ref().map_or(number, |it| it.end.max(number));
        end + if end > number { behind_len(self.w, end) } else { 0 }
    }

    /// What became of what is counted.
    pub(super) fn measure(&self) -> Option<Measure> {
        let found = self
            .toll()
            .or_else(|| self.told_in_row())
            .or_else(|| self.told_before())
            .or_else(|| self.told_by_unit())
            .or_else(|| self.told_after())
            .or_else(|| self.told_by_noun())
            .or_else(|| self.told_across())
            .or_else(|| self.deaths_of());
        let found = found.filter(|it| self.fits(*it)).or_else(|| self.took_lives());
        found.map(|it| if self.killed_or_wounded(it) { Measure::Casualties } else { it })
    }

    /// `40 were killed or wounded`: how many of them were killed is not told.
    fn killed_or_wounded(&self, found: Measure) -> bool {
        const BEFORE: usize = 4;
        const BEHIND: usize = 9;
        let w = self.w;
        let near = self.number.words.start.saturating_sub(BEFORE)..self.end() + BEHIND;
        let both = |at: usize| {
            w.is(at, &["killed", "dead"])
                && w.is(at + 1, &["or", "and"])
                && w.is(at + 2, &["wounded", "injured", "hurt"])
        };
        matches!(found, Measure::Killed | Measure::Wounded) && near.into_iter().any(both)
    }

    /// Whether such a thing can happen to what is counted: people are killed, money is given.
    fn fits(&self, measure: Measure) -> bool {
        use Measure::{
            Abducted, Arrested, Casualties, Charged, Destroyed, Dismissed, Displaced, Evacuated,
            Fell, Freed, Gathered, Given, Held, Infected, Killed, Lasted, Launched, Missing,
            Received, Rose, Voted, Wounded,
        };
        let unit = self.number.unit.kind;
        let people = self.people;
        match measure {
            Rose | Fell => {
                unit != UnitKind::Duration && (unit != UnitKind::Count || people.is_none())
            }
            Lasted => unit == UnitKind::Duration,
            Given | Received => unit == UnitKind::Money,
            Charged => {
                unit == UnitKind::Duration || unit == UnitKind::Count && people == Some(true)
            }
            _ if !matches!(unit, UnitKind::Count | UnitKind::Share | UnitKind::Weight) => {
                measure == Destroyed && unit == UnitKind::Area
            }
            Killed | Wounded | Casualties | Missing | Abducted | Infected => people != Some(false),
            Arrested | Displaced | Evacuated | Gathered => people != Some(false),
            Held | Freed | Voted | Dismissed => people == Some(true),
            Launched => self.weapons(),
            Destroyed => people == Some(false),
            _ => people.is_some(),
        }
    }

    /// Whether it is weapons that are counted: programmes and products are launched too.
    fn weapons(&self) -> bool {
        const WEAPONS: &[&str] = &[
            "rockets",
            "missiles",
            "drones",
            "shells",
            "mortars",
            "bombs",
            "projectiles",
            "grenades",
            "rounds",
            "shots",
            "torpedoes",
            "airstrikes",
            "strikes",
            "attacks",
            "raids",
            "munitions",
            "warheads",
            "bullets",
            "rocket",
            "missile",
            "drone",
            "shell",
            "bomb",
            "satellites",
            "balloons",
        ];
        let counted = self.counted.clone().unwrap_or(0..0);
        counted.into_iter().any(|at| self.w.is(at, WEAPONS))
    }

    /// `40 were killed and 12 injured`: each of a row has its own.
    fn told_in_row(&self) -> Option<Measure> {
        let (w, end) = (self.w, self.end());
        let before = self.number.words.start.checked_sub(1)?;
        let row = w.is(before, &["and"]) || w.text(before) == ",";
        let found = measure(w.lower(end), Role::Object).filter(|_| participle(w.lower(end)));
        found.filter(|_| row && self.ends_phrase(end + 1))
    }

    /// `killed at least 20`, `wounding another 20`, `rose by 5 per cent`.
    fn told_before(&self) -> Option<Measure> {
        const STEPS: usize = 6;
        const SKIP: &[&str] = &[
            "the",
            "a",
            "an",
            "another",
            "some",
            "further",
            "additional",
            "also",
            "now",
            "already",
            "only",
            "just",
            "more",
            "of",
            "up",
            "down",
            "off",
            "out",
            "over",
            "in",
            "as",
            "many",
            "much",
            "their",
            "his",
            "its",
            "and",
            "injured",
            "wounded",
            "killed",
        ];
        const MOVED: &[&str] = &["by", "to"];
        let w = self.w;
        let start = self.number.words.start;
        let mut moved = false;
        for at in (start.saturating_sub(STEPS)..start).rev() {
            let word = w.lower(at);
            // `wounded by a bomb and two …`: the noun, but after `to` and `would` the verb.
            let noun = !participle(word)
                && !word.ends_with("ing")
                && !word.ends_with('s')
                && !["slew", "shot", "took", "gave", "spent", "paid", "fired"].contains(&word);
            let is_verb = !noun
                || at > 0
                    && self
                        .lexicon
                        .entry(w.lower(at - 1))
                        .class
                        .any(Class::MODAL.or(Class::PRONOUN));
            let object = measure(word, Role::Object).filter(|it| is_verb && self.fits(*it));
            let subject = measure(word, Role::Subject)
                .filter(|it| matches!(it, Measure::Rose | Measure::Fell | Measure::Lasted));
            let noun = measure(word, Role::Noun).filter(|it| {
                matches!(it, Measure::Rose | Measure::Fell) && w.is(at + 1, &["of", "to", "by"])
            });
            // `20 killed, 12 hurt`: what stands behind another number is that one's.
            let another = at > 0 && (w.digits(at - 1) || number_word(w.before(at, 1)).is_some());
            if let Some(found) = subject.or(noun).or(object.filter(|_| !moved && !another)) {
                return Some(found);
            }
            moved |= MOVED.contains(&word);
            let skipped = SKIP.contains(&word) || MOVED.contains(&word) || word.ends_with("ly");
            if !skipped || another {
                return None;
            }
        }
        None
    }

    /// `a 5 per cent increase`, `20 percent more`, `up 5 percent`.
    fn told_by_unit(&self) -> Option<Measure> {
        let unit = self.number.unit.kind;
        if !matches!(unit, UnitKind::Share | UnitKind::Points | UnitKind::Money) {
            return None;
        }
        let end = self.number.words.end;
        let next = self.w.lower(end + usize::from(self.w.hyphen(end)));
        let moved = |it: &Measure| matches!(it, Measure::Rose | Measure::Fell);
        let before = match self.w.before(self.number.words.start, 1) {
            "up" if self.moved(2) => Some(Measure::Rose),
            "down" if self.moved(2) => Some(Measure::Fell),
            _ => None,
        };
        measure(next, Role::Noun).filter(moved).or(before)
    }

    /// `were up 5 per cent`, `, down 5 per cent`; not `make up 5 per cent`.
    fn moved(&self, n: usize) -> bool {
        let start = self.number.words.start;
        let Some(at) = start.checked_sub(n) else { return true };
        self.w.mark(at) || self.lexicon.entry(self.w.lower(at)).class.any(Class::BE)
    }

    /// `20 dead`, `20 people killed in`, `20 people were killed`, `20 people died`, `20 have been forced
    /// to leave`.
    fn told_after(&self) -> Option<Measure> {
        const STEPS: usize = 9;
        let w = self.w;
        let end = self.end();
        if let Some(found) =
            measure(w.lower(end), Role::After).filter(|_| self.ends_phrase(end + 1))
        {
            return Some(found);
        }
        if let Some(found) = measure(w.lower(end), Role::Object)
            .filter(|_| participle(w.lower(end)) && self.ends_phrase(end + 1))
        {
            return Some(found);
        }
        let mut at = end;
        let mut passive = false;
        while at < (end + STEPS).min(w.len()) {
            let word = w.lower(at);
            let class = self.lexicon.entry(word).class;
            let aux = class.any(Class::AUX);
            if passive && participle(word) {
                if word == "forced" || word == "driven" {
                    return Some(Measure::Displaced).filter(|_| self.leaves(at));
                }
                if let Some(found) = measure(word, Role::Object) {
                    return Some(found);
                }
                if let Some(found) = measure(word, Role::After) {
                    return Some(found);
                }
            }
            if passive && let Some(found) = measure(word, Role::After) {
                return Some(found);
            }
            let subject = measure(word, Role::Subject);
            // `freed 20 sailors to vote`: they have not yet.
            let to_come = self.counted.is_some() && w.is(at - 1, &["to"]);
            if let Some(found) =
                subject.filter(|it| !to_come && !matches!(it, Measure::Rose | Measure::Fell))
            {
                return Some(found);
            }
            passive |= class.any(Class::BE);
            let skipped = aux
                || word.ends_with("ly")
                || w.is(
                    at,
                    &[
                        "also",
                        "since",
                        "still",
                        "now",
                        "already",
                        "who",
                        "that",
                        "of",
                        "them",
                        "to",
                        "have",
                        "feared",
                        "believed",
                        "confirmed",
                        "known",
                        "thought",
                        "presumed",
                        "said",
                        "forced",
                        "either",
                        "all",
                        "more",
                        "others",
                        "left",
                    ],
                )
                || self.and_another(at);
            if !skipped {
                return None;
            }
            at += 1;
        }
        None
    }

    /// `20 soldiers and three pilots were killed`
    fn and_another(&self, at: usize) -> bool {
        let w = self.w;
        let number = |at: usize| w.digits(at) || number_word(w.lower(at)).is_some();
        let before = |n: usize| at.checked_sub(n).is_some_and(number);
        w.is(at, &["and"]) && (number(at + 1) || w.is(at + 1, &["at"]) && number(at + 3))
            || number(at) && at > 0 && w.is(at - 1, &["and"])
            || is_plural(w, at) && (before(1) || before(2) && !w.mark(at - 1))
    }

    /// `forced to leave`, `driven from their homes`
    fn leaves(&self, at: usize) -> bool {
        const LEAVE: &[&str] =
            &["leave", "flee", "evacuate", "abandon", "homes", "out", "relocate"];
        (at + 1..at + 6).any(|at| self.w.is(at, LEAVE))
    }

    /// A preposition, a mark, an adverb, the end: what a participle without a verb is followed by.
    fn ends_phrase(&self, at: usize) -> bool {
        let class = self.lexicon.entry(self.w.lower(at)).class;
        let ends = Class::PREPOSITION
            .or(Class::CONJUNCTION)
            .or(Class::WEEKDAY)
            .or(Class::TIME_PLACE)
            .or(Class::SUBORDINATOR)
            .or(Class::RELATIVE_DAY)
            .or(Class::BE)
            .or(Class::ADVERB);
        at >= self.w.len()
            || self.w.mark(at)
            || class.any(ends)
            || self.w.lower(at).ends_with("ly")
            || self.w.is(at, &["this", "last", "overnight"])
    }

    /// `20 deaths`, `20 hostages`, `20 wounded soldiers`, `20 months of war`
    fn told_by_noun(&self) -> Option<Measure> {
        let counted = self.counted.clone()?;
        let head = self.w.lower(counted.end - 1);
        let modifier = || {
            (counted.start..counted.end - 1).find_map(|at| measure(self.w.lower(at), Role::After))
        };
        measure(head, Role::Noun).or_else(modifier)
    }

    /// `a death toll of 20`, `the toll rose to 20`
    fn toll(&self) -> Option<Measure> {
        const STEPS: usize = 8;
        let start = self.number.words.start;
        let near = (start.saturating_sub(STEPS)..start).rev();
        let clause = near.take_while(|at| !matches!(self.w.text(*at), "," | ";" | "“" | "\""));
        let told = clause.filter_map(|at| measure(self.w.lower(at), Role::Noun).map(|it| (at, it)));
        let mut told = told.filter(|(at, it)| {
            self.w.is(*at, &["toll", "number"]) || matches!(it, Measure::Casualties)
        });
        self.counted.is_none().then(|| told.next().map(|it| it.1))?
    }

    /// `after the shooting deaths of 40 people`
    fn deaths_of(&self) -> Option<Measure> {
        const DEATHS: &[&str] = &[
            "death",
            "deaths",
            "killing",
            "killings",
            "murder",
            "murders",
            "massacre",
            "slaughter",
        ];
        let start = self.number.words.start;
        let of = start > 1 && self.w.is(start - 1, &["of"]);
        (of && self.w.is(start - 2, DEATHS)).then_some(Measure::Killed)
    }

    /// `took 40 lives`, `claimed 40 lives`
    fn took_lives(&self) -> Option<Measure> {
        const TAKES: &[&str] = &[
            "take", "takes", "took", "taken", "taking", "claim", "claims", "claimed", "claiming",
            "lost", "cost",
        ];
        let lives = self.counted.clone().is_some_and(|it| self.w.is(it.end - 1, &["lives"]));
        let start = self.number.words.start;
        (lives && start > 0 && self.w.is(start - 1, TAKES)).then_some(Measure::Killed)
    }

    /// `killed a guard and 20 others`
    fn told_across(&self) -> Option<Measure> {
        const STEPS: usize = 6;
        let (w, start) = (self.w, self.number.words.start);
        if !(start > 0 && w.is(start - 1, &["and"])) {
            return None;
        }
        for at in (start.saturating_sub(STEPS)..start - 1).rev() {
            let class = self.lexicon.entry(w.lower(at)).class;
            if w.mark(at)
                || class.any(
                    Class::AUX.or(Class::SUBORDINATOR).or(Class::RELATIVE).or(Class::PREPOSITION),
                )
            {
                return None;
            }
            let found = measure(w.lower(at), Role::Object).filter(|it| self.fits(*it));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    // Where and when -------------------------------------------------------------------------------

    /// The place told next after it, else next before it: `in the Halden Strait`.
    pub(super) fn place(&self) -> Option<Range<usize>> {
        let end = self.end();
        let after =
            (end..self.w.len()).take_while(|at| !self.breaks(*at)).find_map(|at| self.place_at(at));
        let before = || {
            let start = self.number.words.start;
            (0..start).rev().take_while(|at| !self.breaks(*at)).find_map(|at| self.place_at(at))
        };
        after.or_else(before)
    }

    /// Another clause, or another figure.
    fn breaks(&self, at: usize) -> bool {
        let w = self.w;
        matches!(w.text(at), ";" | "“" | "”" | "\"" | "(" | ")")
            || w.is(at, &["but", "while", "whereas"])
            || w.digits(at) && w.text(at).len() != 4
    }

    fn place_at(&self, at: usize) -> Option<Range<usize>> {
        const BEFORE: &[&str] = &[
            "in",
            "at",
            "near",
            "across",
            "inside",
            "around",
            "throughout",
            "off",
            "outside",
            "into",
            "on",
        ];
        const SIDES: &[&str] = &[
            "northern",
            "southern",
            "eastern",
            "western",
            "central",
            "downtown",
            "occupied",
            "rural",
            "north",
            "south",
            "east",
            "west",
            "northeastern",
            "northwestern",
            "southeastern",
            "southwestern",
        ];
        let w = self.w;
        if !w.is(at, BEFORE) {
            return None;
        }
        let start = at + 1 + usize::from(w.is(at + 1, &["the"]));
        let named = start + usize::from(w.is(start, SIDES) && !w.capital(start));
        let part = |at: usize| {
            w.capital(at)
                && month_named(w.text(at)).is_none()
                && !self.lexicon.entry(w.lower(at)).class.any(Class::TITLE.or(Class::SPEECH_NOUN))
                && !NO_PLACE.contains(&w.lower(at))
                && weekday_named(w.lower(at)).is_none()
                && !w.text(at).ends_with("’s")
                && !w.text(at).ends_with("'s")
        };
        let mut end = named;
        while part(end)
            || end > named && w.is(end, &["of", "de", "al"]) && part(end + 1)
            || end > named && w.hyphen(end) && part(end + 1)
        {
            end += 1;
        }
        // `on` tells few places: the West Bank, a coast.
        let on = w.is(at, &["on"])
            && !w.is(
                end.saturating_sub(1),
                &[
                    "bank",
                    "island",
                    "islands",
                    "coast",
                    "strip",
                    "river",
                    "lake",
                    "street",
                    "heights",
                    "peninsula",
                ],
            );
        // `the Federal mine`, `Mexican imports`: a name that goes on with a noun.
        let class = self.lexicon.entry(w.lower(end)).class;
        let ends = end >= w.len()
            || w.mark(end)
            || w.digits(end)
            || class != Class::default()
            || ["ed", "ing", "ly"].iter().any(|it| w.lower(end).ends_with(it))
            || number_word(w.lower(end)).is_some();
        (end > named && !on && ends).then_some(start..end)
    }

    /// The time told nearest to it over which it is counted: `since May`, `last year`, `a day`.
    pub(super) fn period(&self) -> Option<Range<usize>> {
        let end = self.end();
        if let Some(rate) = self.rate(end) {
            return Some(rate);
        }
        let away = |it: &Range<usize>| {
            if it.start >= end {
                it.start - end
            } else {
                self.number.words.start.saturating_sub(it.end)
            }
        };
        let own = |it: &Range<usize>| {
            it.end <= self.number.words.start || it.start >= self.number.words.end
        };
        let told = (0..self.w.len()).filter_map(|at| self.period_at(at)).filter(own);
        told.filter(|it| away(it) <= FAR).min_by_key(away)
    }

    /// `a day`, `per year`, `annually`
    fn rate(&self, end: usize) -> Option<Range<usize>> {
        let w = self.w;
        let unit = |at: usize| {
            unit_named(w.lower(at)).is_some_and(|it| it.kind == UnitKind::Duration)
                && !w.lower(at).ends_with('s')
        };
        if w.is(end, &["a", "an", "per", "each", "every"]) && unit(end + 1) {
            return Some(end..end + 2);
        }
        w.is(end, &["annually", "yearly", "monthly", "weekly", "daily"]).then_some(end..end + 1)
    }

    fn period_at(&self, at: usize) -> Option<Range<usize>> {
        const NEAR: &[&str] = &["last", "past", "next", "previous", "coming", "first"];
        let w = self.w;
        let duration = |at: usize| {
            unit_named(w.lower(at)).is_some_and(|it| it.kind == UnitKind::Duration)
                || w.is(at, &["quarter", "summer", "winter", "spring", "season", "fiscal"])
        };
        let year = |at: usize| {
            w.text(at).len() == 4
                && w.digits(at)
                && (w.text(at).starts_with("19") || w.text(at).starts_with("20"))
        };
        match w.lower(at) {
            "to" if w.is(at + 1, &["date"]) => Some(at..at + 2),
            "so" if w.is(at + 1, &["far"]) => Some(at..at + 2),
            "since" if year(at + 1) => Some(at..at + 2),
            "since" if w.capital(at + 1) => Some(at..self.date_end(at + 1)),
            "in" | "during" | "by" | "for" if year(at + 1) => Some(at + 1..at + 2),
            "in" | "during" | "by"
                if w.capital(at + 1) && month_named(w.text(at + 1)).is_some() =>
            {
                Some(at + 1..self.date_end(at + 1))
            }
            "last" | "this" if duration(at + 1) && !(at > 0 && w.is(at - 1, &["the"])) => {
                Some(at..at + 2)
            }
            _ if w.is(at, NEAR) && at > 0 && w.is(at - 1, &["the"]) => {
                let unit = (at + 1..at + 4).find(|at| duration(*at))?;
                Some(at..unit + 1)
            }
            _ => None,
        }
    }

    /// Behind `May`, `May 2015`, `Oct. 7`, `Monday`.
    fn date_end(&self, start: usize) -> usize {
        let w = self.w;
        let mut end = start + 1;
        if w.text(end) == "." && w.digits(end + 1) {
            end += 1;
        }
        if w.digits(end) && w.text(end).len() <= 4 {
            end += 1;
        }
        let year = end + usize::from(w.text(end) == ",");
        let is_year = w.text(year).len() == 4 && w.text(year).starts_with("20");
        if is_year && w.digits(year) { year + 1 } else { end }
    }

    /// The day told nearest to it: `on Tuesday`, `Oct. 7`. Not one up to which or from which something
    /// holds.
    pub(super) fn day(&self, free: impl Fn(&Range<usize>) -> bool) -> Option<Range<usize>> {
        const LIMITS: &[&str] = &[
            "by",
            "until",
            "till",
            "before",
            "since",
            "from",
            "through",
            "next",
            "after",
            "than",
            "following",
        ];
        let w = self.w;
        let relative = |at: usize| {
            at > 0
                && w.is(at, &["day", "days", "hours", "week", "weeks"])
                && w.is(at + 1, &["after", "before"])
        };
        if (0..w.len()).any(relative) {
            return None;
        }
        let end = self.end();
        let away = |it: &Range<usize>| {
            if it.start >= end {
                it.start - end
            } else {
                self.number.words.start.saturating_sub(it.end)
            }
        };
        let days = (0..w.len()).filter_map(|at| self.day_at(at));
        let days = days
            .filter(|it| !(self.possessive(it.end) || it.start > 0 && w.is(it.start - 1, LIMITS)));
        days.filter(|it| away(it) <= FAR && free(it)).min_by_key(away)
    }

    fn possessive(&self, end: usize) -> bool {
        let word = self.w.before(end, 1);
        word.ends_with("’s") || word.ends_with("'s")
    }

    fn day_at(&self, at: usize) -> Option<Range<usize>> {
        let w = self.w;
        let word = w.lower(at);
        let weekday = w.capital(at) && word.len() > 5 && weekday_named(word).is_some();
        if weekday || w.is(at, &["yesterday", "today", "tonight"]) {
            return Some(at..at + 1);
        }
        if !(w.capital(at) && month_named(w.text(at)).is_some()) {
            return None;
        }
        let number = |at: usize| {
            w.digits(at)
                && w.text(at).len() <= 4
                && w.text(at).trim_end_matches(|it: char| it.is_alphabetic()).len() <= 2
        };
        let year = |at: usize| w.digits(at) && w.text(at).len() == 4;
        let next = at + 1 + usize::from(w.text(at + 1) == ".");
        if number(next) {
            let comma = next + 1 + usize::from(w.text(next + 1) == ",");
            return Some(at..if year(comma) { comma + 1 } else { next + 1 });
        }
        (at > 0 && number(at - 1)).then(|| at - 1..if year(at + 1) { at + 2 } else { at + 1 })
    }
}

/// Stand after `in` with a capital and are no places.
const NO_PLACE: &[&str] = &[
    "congress",
    "parliament",
    "senate",
    "house",
    "twitter",
    "facebook",
    "english",
    "christmas",
    "ramadan",
    "easter",
    "covid",
    "phase",
    "section",
    "article",
    "chapter",
    "nato",
    "america’s",
    "i",
];

/// Words between a figure and a time that is told of it, at most. (Farther ones on PolNeAR dev belong
/// to another clause.)
const FAR: usize = 14;

/// Ends as participles do.
fn participle(word: &str) -> bool {
    word.ends_with("ed")
        || ["slain", "beheaded", "held", "shot", "hurt", "struck", "hit", "driven", "sent"]
            .contains(&word)
}
