//! Who vouches for a figure: the statement it stands in, unless the words around it tell that the number
//! is the outlet’s own, or somebody’s of whom no more is known.

use std::ops::Range;

use super::words::Words;
use crate::annotate::voice::voice_at;
use crate::annotate::{Manner, Statement, TRANSCRIPT_TURN, Voice, cue_kind};
use crate::lexicon::{Class, CueKind, Lexicon};
use crate::report::Report;
use crate::text::Span;

/// A number’s words in its sentence, and what is said around them.
pub(super) struct Vouching<'a, 't> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) report: &'a Report,
    pub(super) statements: &'a [Statement],
    pub(super) w: &'a Words<'t>,
    pub(super) number: &'a Range<usize>,
}

impl Vouching<'_, '_> {
    /// The narrowest statement around it that vouches for it, else the outlet; none where a
    /// transcript’s turn hands on what somebody else is said to have counted.
    pub(super) fn voice(&self) -> Option<Voice> {
        let at = self.w.span(self.number.clone());
        let Voice::Statement(mut n) = voice_at(self.statements, at) else {
            return Some(self.told_before().map_or(Voice::Outlet, Voice::Statement));
        };
        loop {
            let statement = &self.statements[n as usize];
            if statement.rule == TRANSCRIPT_TURN {
                return (!self.handed_on()).then_some(Voice::Statement(n));
            }
            if self.vouches(statement, at) {
                return Some(Voice::Statement(n));
            }
            let around =
                |n: &u32| self.statements[*n as usize].content.iter().any(|it| it.contains(at));
            match statement.within.filter(around) {
                Some(outer) => n = outer,
                None => return Some(Voice::Outlet),
            }
        }
    }

    /// Of what somebody judges (`condemned the 40 raids`), the number is the outlet’s; so it is of an
    /// aside in what is told in the outlet’s words (`— 40 ships —`).
    fn vouches(&self, statement: &Statement, at: Span) -> bool {
        let judged = cue_kind(self.lexicon, self.report, statement) == Some(CueKind::Judged)
            && !self.cites(statement);
        let indirect = statement.manner == Manner::Indirect;
        !(judged
            || indirect && (self.is_aside(statement) || self.is_asked(statement))
            || self.of_other_clause(statement, at)
            || self.is_noun(statement)
            || self.is_inserted(statement)
            || self.in_brackets())
    }

    /// `cited 40 raids`; but `cited it at a meeting of 40 pilots`.
    fn cites(&self, statement: &Statement) -> bool {
        const CITES: [&str; 4] = ["cite", "tout", "mention", "not"];
        let text = self.report.text();
        let cites = |it: &&Span| CITES.iter().any(|cue| it.of(text).starts_with(cue));
        statement.cue.iter().find(cites).is_some_and(|cue| {
            let after = self.word_at(cue.end());
            !(after..self.number.start).any(|at| self.w.is(at, &["at", "during"]))
        })
    }

    /// `wants to sink all boats — 40 of them —`; but `— 40 of them, according to the navy —` is the navy’s.
    fn is_aside(&self, statement: &Statement) -> bool {
        let told_behind =
            statement.cue.first().is_some_and(|it| self.word_at(it.start()) > self.number.start);
        !told_behind && self.number.start > 0 && is_dash(self.w, self.number.start - 1)
    }

    /// `He was asked about the raid that killed 40`: whoever asked is not named.
    fn is_asked(&self, statement: &Statement) -> bool {
        let text = self.report.text();
        statement.source.is_empty() && statement.cue.iter().any(|it| it.of(text).starts_with("ask"))
    }

    /// `weighs 40 tonnes, which makes it heavy according to its owners`: they vouch for their clause
    /// alone.
    fn of_other_clause(&self, statement: &Statement, at: Span) -> bool {
        const CLAUSES: [&str; 3] = [", which ", ", who ", ", where "];
        let text = self.report.text();
        let according = statement.cue.iter().find(|it| it.of(text).starts_with("according"));
        according.is_some_and(|cue| {
            let between = (at.end() < cue.start()).then(|| &text[at.end()..cue.start()]);
            between.is_some_and(|it| {
                !it.contains('\n')
                    && CLAUSES
                        .iter()
                        .any(|clause| it.rfind(clause).is_some_and(|n| !it[n + 2..].contains(',')))
            })
        })
    }

    /// `a set of rules that could close 40 mines`, `the border state Halen is 3 per cent Veldish`: a noun
    /// that might be a verb elsewhere.
    fn is_noun(&self, statement: &Statement) -> bool {
        let (Some(cue), Some(source)) = (statement.cue.last(), statement.source.first()) else {
            return false;
        };
        let text = self.report.text();
        let after = &text[cue.end()..];
        let follows = |n: usize| after.split_whitespace().nth(n).unwrap_or_default();
        let verb = self.lexicon.entry(follows(1)).class.any(Class::AUX.or(Class::MODAL));
        let relative = matches!(follows(0), "that" | "which") && verb;
        let (cue, source) = (cue.of(text), source.of(text));
        // `now charged with desertion`; `40 per cent said` answers a poll, and vouches for nothing.
        let charged = cue == "charged" && follows(0) == "with";
        // `costs add up to $40 million`
        let sum = cue.starts_with("add")
            && matches!(follows(0), "up" | "to")
            && statement.manner == Manner::Indirect;
        // `Democrats insist it rises — and the Senate votes on 40 plans`: another clause.
        if charged
            || sum
            || self.is_attribute(statement)
            || self.is_nobody(source)
            || self.is_joined_by_dash(statement)
        {
            return true;
        }
        relative && cue.ends_with('s') && !cue.contains(' ')
            || cue == "state" && !source.ends_with('s') && source.starts_with(char::is_uppercase)
    }

    /// `his declared goal of $40 million`: a participle before its noun.
    fn is_attribute(&self, statement: &Statement) -> bool {
        let Some(cue) = statement.cue.first().filter(|_| statement.manner == Manner::Indirect)
        else {
            return false;
        };
        let text = self.report.text();
        let before = text[..cue.start()].split_whitespace().next_back().unwrap_or_default();
        let lower = before.to_lowercase();
        let owned = lower.ends_with("’s") || lower.ends_with("'s");
        let told = lower == "it’s" || lower == "it's";
        let article =
            matches!(lower.as_str(), "a" | "an" | "the" | "its" | "his" | "her" | "their" | "our");
        let participle = ["ed", "ing"].iter().any(|it| cue.of(text).ends_with(it));
        // `Holt is second, with 22 per cent saying they doubt him`
        let share = lower.ends_with("cent") || lower.ends_with('%');
        participle && (owned && !told || article || share)
    }

    /// `40 per cent of islanders`, `respondents`: who answers a poll vouches for nothing. `a`, `fees
    /// from`: no name at all.
    fn is_nobody(&self, source: &str) -> bool {
        let lower = source.to_lowercase();
        let answers = ["percent", "per cent", "%"].iter().any(|it| lower.contains(it))
            || ["voters", "respondents", "surveyed", "polled"].iter().any(|it| lower.ends_with(it));
        let last = lower.split_whitespace().next_back().unwrap_or_default();
        let cut = self.lexicon.entry(last).class.any(Class::PREPOSITION)
            || matches!(last, "a" | "an" | "the" | "than" | "its" | "that" | "while");
        answers || cut || lower.starts_with("transcript")
    }

    fn is_joined_by_dash(&self, statement: &Statement) -> bool {
        let w = self.w;
        let cue = statement.cue.last().map_or(0, |it| self.word_at(it.end()));
        let subject =
            |at: usize| w.is(at, &["the", "a", "an", "his", "her", "its", "he", "she", "it"]);
        let joins = |at: usize| is_dash(w, at) && w.is(at + 1, &["and", "but"]) && subject(at + 2);
        statement.manner == Manner::Indirect && (cue..self.number.start).any(joins)
    }

    /// `a firm – some say too firm – promise of 40 boats`: who says so in between says no more.
    fn is_inserted(&self, statement: &Statement) -> bool {
        let Some(cue) = statement.cue.first() else { return false };
        let at = self.word_at(cue.start());
        let outside = |at: &usize| is_dash(self.w, *at);
        let opens = (at.saturating_sub(INSERTED)..at).rev().find(outside);
        let closes = (at..(at + INSERTED).min(self.w.len())).find(outside);
        let starts_in = |opens: usize| {
            statement.source.first().is_none_or(|it| self.word_at(it.start()) > opens)
        };
        at < self.w.len()
            && opens.is_some_and(starts_in)
            && closes.is_some_and(|it| it < self.number.start)
            && statement.manner == Manner::Indirect
    }

    /// `“for [the 40 lost sailors] we ask”`: put in by whoever wrote the words down.
    fn in_brackets(&self) -> bool {
        let open = (0..self.number.start).rev().find(|at| matches!(self.w.text(*at), "[" | "]"));
        open.is_some_and(|it| self.w.text(it) == "[")
    }

    /// `Halen lost, the navy announced, losing 40 boats`: what goes on behind who says so.
    fn told_before(&self) -> Option<u32> {
        const GOES_ON: &[&str] = &["with", "including", "compared", "up", "down"];
        let w = self.w;
        let told = |it: &Statement| {
            let (Some(cue), Some(content)) = (it.cue.last(), it.content.last()) else {
                return false;
            };
            // What costs most comes last: every statement of the report is asked.
            if it.manner != Manner::Indirect
                || content.end() > cue.start()
                || !(self.sentence_has(cue.start()) && self.sentence_has(content.start()))
            {
                return false;
            }
            let comma = self.word_at(cue.end());
            let on = comma + 1;
            comma < self.number.start
                && w.text(comma) == ","
                && (w.is(on, GOES_ON) || w.lower(on).ends_with("ing"))
                && !(on..self.number.start)
                    .any(|at| w.is(at, &["but", "while", "though"]) || w.text(at) == ";")
        };
        self.statements.iter().position(told).and_then(|it| u32::try_from(it).ok())
    }

    /// `MR. HOLT: Port officials report that 40 boats sank`, `The navy said 40 boats sank`, `They wrote of
    /// “40 boats”`: the turn’s speaker hands on what others count. Within turns no statements are looked
    /// for, so whose figure it is is not known.
    fn handed_on(&self) -> bool {
        const TELLS: &[&str] = &["says", "said", "claims", "claimed", "alleged", "tweeted"];
        // Nouns and participles too, unless `that` follows.
        const THAT: &[&str] = &[
            "report",
            "reports",
            "reported",
            "reporting",
            "say",
            "saying",
            "estimate",
            "estimates",
            "estimated",
            "estimating",
            "claim",
            "claiming",
            "information",
            "mentioned",
            "noted",
        ];
        let w = self.w;
        let start = self.number.start;
        let other = |at: usize| {
            let own = ["i", "we", "to", "i’ve", "we’ve", "i'm", "i’m", "we’re"]
                .contains(&w.before(at, 1));
            let would = self.lexicon.entry(w.before(at, 1)).class.any(Class::MODAL.or(Class::BE));
            !own && !would && at.checked_sub(1).is_none_or(|it| !w.mark(it))
        };
        let told = |at: usize| {
            w.is(at, TELLS) && !w.mark(at + 1) || w.is(at, THAT) && w.is(at + 1, &["that"])
        };
        let according = |at: usize| w.is(at, &["according"]) && w.is(at + 1, &["to"]);
        let marks = |at: &usize| matches!(w.text(*at), "“" | "”" | "\"");
        let quoted = (0..start).filter(marks).count() % 2 == 1;
        quoted || (1..start).any(|at| told(at) && other(at)) || (0..w.len()).any(according)
    }

    /// The first word of the sentence that begins at this byte or after it.
    fn word_at(&self, byte: usize) -> usize {
        let before = |at: &usize| self.w.span(*at..*at + 1).start() < byte;
        (0..self.w.len()).take_while(before).count()
    }

    fn sentence_has(&self, byte: usize) -> bool {
        let all = self.w.span(0..self.w.len());
        all.start() <= byte && byte < all.end()
    }
}

/// Words between a dash and who says so in what it sets apart, at most. (PolNeAR dev has four.)
const INSERTED: usize = 8;

/// A dash between words; a hyphen with blanks around it is one too.
fn is_dash(w: &Words, at: usize) -> bool {
    matches!(w.text(at), "—" | "–" | "―") && !w.hyphen(at)
        || w.text(at) == "-" && !w.glued(at) && !w.glued(at + 1)
}
