//! Which events of a story's reports are one deed, told by several.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::annotate::{Annotated, Event, Participant, Standing};
use crate::lexicon::is_stopword;
use crate::report::ReportId;
use crate::story::Story;
use crate::text::fold::Folding;
use crate::text::{Span, tokens};

/// Words that two passages share, of those of the shorter one, from which on they may tell one deed:
/// one or two common words are found in any two sentences of a story. A judgement, made on the
/// reports of one crawl.
const LEAST_SHARED: f32 = 0.3;

/// An event, wherever it is spoken of: its report, and its number there from 0. Published as
/// `<report>.e<n>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId {
    /// The report that tells it.
    pub report: ReportId,
    /// Its place among that report's events, from 0.
    pub ordinal: u32,
}

impl std::fmt::Display for EventId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.e{}", self.report, self.ordinal)
    }
}

/// One thing done, by all accounts of it in a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Those accounts, in the order of the story's reports; never empty. Each is like the first.
    pub accounts: Vec<EventId>,
}

/// The deeds of a story, in the order in which its reports first tell them; those that are doubtful
/// by all accounts come last.
///
/// Two events are one deed if they are of one kind and stand alike (took place, are to come, did
/// not), have a party in common on each side that both name, give no two modes or days, and their
/// passages share words besides.
pub fn deeds(story: &Story, reports: &[Annotated]) -> Vec<Deed> {
    let by_id: FxHashMap<ReportId, &Annotated> =
        reports.iter().map(|it| (it.report.id(), it)).collect();
    let told = story.witnesses.iter().filter_map(|it| by_id.get(&it.report).copied());
    let folding = Folding::english();
    let accounts = told.flat_map(|it| accounts(&folding, it));
    // Each with its first account, and whether all of them are doubtful.
    let mut found: Vec<(Account<'_>, Deed, bool)> = Vec::new();
    for account in accounts {
        let doubtful = account.event.doubtful;
        match found.iter_mut().find(|(first, ..)| first.is_of(&account)) {
            Some((_, deed, all_doubtful)) => {
                deed.accounts.push(account.id);
                *all_doubtful &= doubtful;
            }
            None => {
                let deed = Deed { accounts: vec![account.id] };
                found.push((account, deed, doubtful));
            }
        }
    }
    let (doubtful, sure): (Vec<_>, Vec<_>) = found.into_iter().partition(|it| it.2);
    sure.into_iter().chain(doubtful).map(|it| it.1).collect()
}

/// An event and what it is known by.
struct Account<'r> {
    id: EventId,
    event: &'r Event,
    actors: BTreeSet<String>,
    recipients: BTreeSet<String>,
    /// Of its passage, without the common ones and those of participants.
    words: BTreeSet<String>,
}

fn accounts<'r>(folding: &Folding, annotated: &'r Annotated) -> impl Iterator<Item = Account<'r>> {
    let text = annotated.report.text();
    let report = annotated.report.id();
    (0..).zip(&annotated.annotations.events).map(move |(ordinal, event)| {
        let names = |of: &[Participant]| of.iter().filter_map(|it| name(text, it)).collect();
        let everyone = event.actors.iter().chain(&event.recipients);
        let mentions: Vec<Span> = everyone.map(|it| it.mention).collect();
        let told = folding.fold(text, event.passage).into_iter();
        let own = told.filter(|it| mentions.iter().all(|who| !who.overlaps(it.span)));
        let words = own.map(|it| it.key().to_owned()).filter(|it| !is_stopword(it));
        Account {
            id: EventId { report, ordinal },
            actors: names(&event.actors),
            recipients: names(&event.recipients),
            words: words.collect(),
            event,
        }
    })
}

/// What a participant is known by: the party it is, else the last word of its mention. A pronoun is
/// nobody that another report could mean.
fn name(text: &str, who: &Participant) -> Option<String> {
    if let Some(party) = who.party.as_ref().filter(|_| !who.supposed) {
        return Some(format!("{} {}", party.code, party.name));
    }
    let last = tokens(text, who.mention).last()?.text.to_lowercase();
    (!is_stopword(&last)).then_some(last)
}

impl Account<'_> {
    fn is_of(&self, other: &Account<'_>) -> bool {
        let (one, two) = (self.event, other.event);
        one.kind == two.kind
            && stands(one.standing) == stands(two.standing)
            && !differ(one.mode, two.mode)
            && !differ(one.day.and_then(|it| it.date), two.day.and_then(|it| it.date))
            && meet(&self.actors, &other.actors)
            && meet(&self.recipients, &other.recipients)
            && !(self.actors.is_empty() && self.recipients.is_empty())
            && self.shares_words_with(other)
    }

    fn shares_words_with(&self, other: &Account<'_>) -> bool {
        let n_shared = self.words.intersection(&other.words).count();
        let n_shorter = self.words.len().min(other.words.len());
        n_shared > 0 && n_shared as f32 >= LEAST_SHARED * n_shorter as f32
    }
}

/// What took place, what may come, what did not.
fn stands(standing: Standing) -> u8 {
    match standing {
        Standing::Occurred | Standing::Historical => 0,
        Standing::Future | Standing::Hypothetical => 1,
        Standing::Negated => 2,
    }
}

/// Both are told, and not alike.
fn differ<T: PartialEq>(one: Option<T>, two: Option<T>) -> bool {
    one.zip(two).is_some_and(|(one, two)| one != two)
}

/// Nobody is named on this side, or somebody by both.
fn meet(one: &BTreeSet<String>, two: &BTreeSet<String>) -> bool {
    one.is_empty() || two.is_empty() || !one.is_disjoint(two)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::{Annotations, Day, EventKind, Voice};
    use crate::report::{Part, PartKind, Report};
    use crate::story::gather;

    /// A report of one sentence: who did what to whom.
    fn told(outlet: &str, text: &str, kind: EventKind, who: [&str; 2]) -> Annotated {
        let passage = Span::new(0, text.len());
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let participant = |words: &str| Participant {
            mention: at(words),
            party: None,
            supposed: false,
            actor: None,
        };
        let event = Event {
            kind,
            mode: None,
            contexts: Box::default(),
            actors: vec![participant(who[0])],
            recipients: vec![participant(who[1])],
            standing: Standing::Occurred,
            doubtful: false,
            voice: Voice::Outlet,
            day: None,
            place: None,
            words: Box::default(),
            passage,
            rule: "test",
        };
        let part = Part { kind: PartKind::Paragraph, span: passage };
        let report = Report::new(Some(outlet), None, text, vec![part]);
        Annotated { report, annotations: Annotations { events: vec![event], ..Default::default() } }
    }

    fn n_deeds(reports: &[Annotated]) -> usize {
        deeds(&gather(reports), reports).len()
    }

    fn seized() -> [Annotated; 2] {
        let kind = EventKind::Coerce;
        let one = "Veld seized two grey ships of Osk in the strait at dawn.";
        let two = "Two grey ships of Osk in the strait were seized by Veld.";
        [told("Post", one, kind, ["Veld", "Osk"]), told("Wire", two, kind, ["Veld", "Osk"])]
    }

    #[test]
    fn two_outlets_that_tell_of_the_same_seizure_tell_one_deed() {
        let reports = seized();
        let found = deeds(&gather(&reports), &reports);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].accounts.len(), 2);
    }

    #[test]
    fn another_kind_standing_party_or_day_is_another_deed() {
        let changed = |change: &dyn Fn(&mut Event)| {
            let mut reports = seized();
            change(&mut reports[1].annotations.events[0]);
            n_deeds(&reports)
        };
        assert_eq!(changed(&|_| ()), 1);
        assert_eq!(changed(&|it| it.kind = EventKind::Assault), 2);
        assert_eq!(changed(&|it| it.standing = Standing::Negated), 2);
        assert_eq!(changed(&|it| it.standing = Standing::Historical), 1);
        assert_eq!(changed(&|it| std::mem::swap(&mut it.actors, &mut it.recipients)), 2);
        let mut reports = seized();
        for (day, it) in (4..).zip(&mut reports) {
            let date = jiff::civil::Date::new(2031, 3, day).ok();
            let written = Span::new(0, 4);
            it.annotations.events[0].day = Some(Day { written, date });
        }
        assert_eq!(n_deeds(&reports), 2, "on two days");
    }

    #[test]
    fn the_same_parties_in_a_sentence_of_other_words_do_another_deed() {
        let [one, _] = seized();
        let kind = EventKind::Coerce;
        let other = told("Wire", "Veld closed its harbours to Osk.", kind, ["Veld", "Osk"]);
        assert_eq!(n_deeds(&[one, other]), 2);
    }
}
