//! Whether an act is sure: who does it, and to whom, is plain from the words, and both are parties.

use std::ops::Range;

use onrecord_grammar::{Relation, Tag};

use super::find::{self, Candidate};
use super::sentence::Sentence;
use super::side::{self, Side};
use super::{Event, EventKind, Participant};
use crate::lexicon::{HeadClass, NameKind, Sector};

/// What speaks for an act; whether it is enough is told once the whole report is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grounds {
    /// Counts only where nothing before it in its sentence does.
    spare: bool,
    /// Who does it acts for a party.
    own_right: bool,
    /// It counts though nobody abroad is told.
    alone: bool,
    /// Those who do it may do it together: `Norway and Denmark met`.
    together: bool,
}

impl Grounds {
    /// Of the act that comes `n`-th in its sentence; `None` if its words leave doubt.
    pub(super) fn of(
        s: &Sentence,
        it: &Candidate,
        n: usize,
        (actors, recipients): (&Side, &Side),
    ) -> Option<Grounds> {
        let flags = it.flags();
        // What is done by nobody is told in a passive.
        let nobody = actors.is_empty() && !(it.class == HeadClass::Verb && s.passive(it.at));
        let plain = actors.named.iter().all(|n| surely_acts(s, it, *n));
        (!flags.loose && !flags.must && !nobody && plain).then(|| Grounds {
            spare: n > 0 && !clear(s, it, actors, recipients),
            own_right: own_right(s, actors, it.kind),
            alone: stands_alone(s, it, actors, recipients),
            together: flags.recip,
        })
    }

    /// Who acts is known only by what the report tells elsewhere: it counts where they hold an office.
    pub(super) fn known_elsewhere(self, event: &Event) -> Grounds {
        let office = |it: &Participant| it.party.as_ref().is_some_and(|it| it.sector.is_some());
        Grounds { own_right: event.actors.iter().any(office), ..self }
    }

    /// Whether they are enough. Between two countries or bodies anything counts; `told`: something
    /// before it in its sentence does.
    pub(super) fn suffice(self, it: &Event, told: bool) -> bool {
        fn code(one: &Participant) -> Option<&str> {
            let party = one.party.as_ref().filter(|_| !one.supposed);
            party.map(|it| &*it.code).filter(|it| !it.is_empty())
        }
        if self.spare && told {
            return false;
        }
        let acting: Vec<&str> = it.actors.iter().filter_map(code).collect();
        let undergoing: Vec<&str> = it.recipients.iter().filter_map(code).collect();
        let Some(first) = acting.first() else {
            return self.alone && it.actors.is_empty() && !undergoing.is_empty();
        };
        let abroad = undergoing.iter().any(|other| other != first)
            || self.together && acting.iter().any(|other| other != first);
        self.own_right && (abroad || self.alone)
    }
}

/// Whether the first of those to whom an act is done stands so that it is surely done to them.
pub(super) fn reaches(s: &Sentence, it: &Candidate, recipients: &Side) -> bool {
    recipients.named.first().is_none_or(|n| surely_undergoes(s, it, *n))
}

/// Whether the words leave no doubt that a party does it: it is the subject itself or who acts for it
/// (`Norway`, `the government of Norway`), not what stands in its phrase (`images from Norway`).
fn surely_acts(s: &Sentence, it: &Candidate, n: usize) -> bool {
    let words = &s.named[n].words;
    if it.class == HeadClass::Noun || it.flags().swap {
        return surely_undergoes(s, it, n) || words.end <= it.at;
    }
    // `by Norway`, `in a Norwegian raid`: nobody else stands for an agent behind a passive.
    if it.class == HeadClass::Verb && s.passive(it.at) && words.start > it.at {
        return true;
    }
    if it.class == HeadClass::Phrase && words.end == it.at {
        return true;
    }
    let verb = if it.class == HeadClass::Phrase { side::predicate(s, it.at) } else { it.at };
    let Some(subject) = subject_word(s, head_of(s, words)) else { return false };
    match side::subject(s, verb) {
        Some(own) if own == subject || words.contains(&own) => true,
        // `Norway said it would …`, `the minister said he would …`
        Some(own) => {
            let somebody = s.named[n].kind == NameKind::Holder || s.named[n].party.sector.is_some();
            s.node(own).tag == Tag::Pronoun && (somebody || !s.is(own, &["he", "she", "who"]))
        }
        None => s.head(subject).is_some_and(|up| shares_subject(s, up, verb)),
    }
}

/// Whether what one verb's subject does goes on with another: `attacked and killed`, `tried to kill`.
fn shares_subject(s: &Sentence, verb: usize, other: usize) -> bool {
    let mut here = other;
    for _ in 0..4 {
        if here == verb {
            return true;
        }
        let goes_on = matches!(s.node(here).relation, Relation::Conj | Relation::Xcomp)
            || s.node(here).relation == Relation::Advcl && !s.finite(here);
        match s.head(here) {
            Some(up) if goes_on => here = up,
            _ => return false,
        }
    }
    false
}

/// The subject that a party is: itself, the first of its row, or who acts for it (`the government of
/// Norway`, `Norway’s minister`).
fn subject_word(s: &Sentence, head: usize) -> Option<usize> {
    let mut here = head;
    for _ in 0..4 {
        let relation = s.node(here).relation;
        if relation.is_subject() {
            return Some(here);
        }
        let up = s.head(here)?;
        let of = || s.child(here, &[Relation::Case]).is_none_or(|it| s.is(it, &["of", "’s", "'s"]));
        let goes_on = match relation {
            Relation::Conj | Relation::Appos | Relation::Flat => true,
            Relation::Nmod | Relation::NmodPoss | Relation::Compound | Relation::Amod => {
                s.can_act(&(up..up + 1)) && of()
            }
            _ => false,
        };
        if !goes_on {
            return None;
        }
        here = up;
    }
    None
}

/// The word of a mention that hangs on something outside it.
fn head_of(s: &Sentence, words: &Range<usize>) -> usize {
    words
        .clone()
        .rfind(|at| s.head(*at).is_none_or(|up| !words.contains(&up)))
        .unwrap_or(words.start)
}

/// So many words may stand between an act and whom it is surely done to.
const NEAR: usize = 8;

/// Whether the words leave no doubt that it is done to a party: it stands close behind the act or its
/// preposition, with no other clause between; or is the subject of a passive.
fn surely_undergoes(s: &Sentence, it: &Candidate, n: usize) -> bool {
    let words = &s.named[n].words;
    if words.end > it.at {
        let last = it.words.iter().rev().find(|at| **at < words.start);
        let between = last.map_or(it.at, |at| at + 1)..words.start;
        return close_behind(s, it, between.clone()) && led_to(s, it, between);
    }
    let head = head_of(s, words);
    let undergoes = || {
        let subject = subject_word(s, head);
        subject.is_some() && subject == side::subject(s, it.at)
    };
    let whose = || s.node(it.at).relation == Relation::AclRelcl && s.above(head, it.at);
    it.class == HeadClass::Noun || undergoes() || whose()
}

/// Whether no other clause begins in the words between an act and a party. What is agreed to or
/// refused may be told by a verb of its own, `refused to release the Danish pilots`; of what is asked
/// for whoever is asked comes first.
fn close_behind(s: &Sentence, it: &Candidate, between: Range<usize>) -> bool {
    const CLAUSE: [&str; 8] = ["that", "which", "who", "whose", "where", "when", "if", "and"];
    let from = between.start;
    let parts =
        |at: usize| matches!(s.mark(at), ',' | ';' | ':' | '–' | '—' | '(') || s.is(at, &CLAUSE);
    if between.len() > NEAR || between.clone().any(parts) {
        return false;
    }
    let own_verb = it.flags().embeds && it.kind != EventKind::Request;
    let to = |at: usize| s.is(at.wrapping_sub(1), &["to"]);
    let mut verbs = between.filter(|at| s.is_verb(*at));
    let first = verbs.next();
    verbs.next().is_none() && first.is_none_or(|at| own_verb && (to(at) || to(from)))
}

/// Whether the preposition before a party, if there is one, may lead to whom an act is done.
fn led_to(s: &Sentence, it: &Candidate, between: Range<usize>) -> bool {
    const PLACE: [&str; 17] = [
        "in",
        "at",
        "near",
        "during",
        "into",
        "inside",
        "throughout",
        "over",
        "about",
        "by",
        "like",
        "than",
        "as",
        "across",
        "between",
        "within",
        "from",
    ];
    let from = between.end.saturating_sub(3).max(between.start.saturating_sub(1));
    let Some(led) = (from..between.end).rev().find(|at| s.node(*at).tag == Tag::Adposition) else {
        return true;
    };
    if it.flags().recip {
        return s.is(led, &["with", "between", "to"]);
    }
    let force = it.kind == EventKind::Assault && s.is(led, &["in", "into", "inside"]);
    force || it.pattern.side == Some(s.word(led)) || !s.is(led, &PLACE)
}

/// A state, a body, whoever holds an office or acts for one. A people at large does deeds, but says
/// nothing; a firm, a paper, a school acts for nobody.
fn own_right(s: &Sentence, actors: &Side, kind: EventKind) -> bool {
    use Sector::{Business, Civilian, Criminal, Education, Labor, Media, Refugee, Religious};
    let private = [Business, Civilian, Criminal, Education, Labor, Media, Refugee, Religious];
    let deed = kind.quad().is_multiple_of(2);
    let acts = |n: &usize| {
        let it = &s.named[*n];
        match it.party.sector {
            Some(Civilian) => deed,
            Some(sector) => !private.contains(&sector),
            None => match it.kind {
                NameKind::Holder | NameKind::Party | NameKind::Role => false,
                NameKind::People | NameKind::Place => deed,
                _ => true,
            },
        }
    };
    actors.named.is_empty() || actors.named.iter().any(acts)
}

/// `the charter that allows …`, `…, recommended by Norway`
fn in_passing(s: &Sentence, at: usize) -> bool {
    let mut up = Some(at);
    let mut steps = 0;
    while let Some(here) = up.filter(|_| steps < 8) {
        use Relation::{Acl, AclRelcl, Advcl, AdvclRelcl, Amod};
        if matches!(s.node(here).relation, Acl | AclRelcl | Advcl | AdvclRelcl | Amod) {
            return true;
        }
        (up, steps) = (s.head(here), steps + 1);
    }
    false
}

/// Whether an act counts though nobody abroad is told: of words what they are about is clear, as in
/// `refused to negotiate`; of deeds whoever does them bears arms, or is a state; of what is done by
/// nobody it is people to whom it is done.
fn stands_alone(s: &Sentence, it: &Candidate, actors: &Side, recipients: &Side) -> bool {
    const ABOUT: [&str; 3] = ["meet", "mediate", "ceasefire"];
    use Sector::{Criminal, Intelligence, Military, Police, Rebel, Unidentified};
    let armed = [Criminal, Intelligence, Military, Police, Rebel, Unidentified];
    let lists = s.p.lexicon().event_words();
    let mishap = s.words.iter().any(|word| lists.is_mishap(word));
    if it.flags().weak || it.told.hypothetical || mishap || in_passing(s, it.at) {
        return false;
    }
    let material = it.kind.quad().is_multiple_of(2);
    if actors.is_empty() {
        // `Two Danish pilots were killed.`
        let people = |n: &usize| {
            let it = &s.named[*n];
            matches!(it.kind, NameKind::People | NameKind::ArmedGroup | NameKind::Holder)
                || it.party.sector.is_some_and(|it| armed.contains(&it))
        };
        let undergone = it.kind == EventKind::Assault || it.mode == Some("arrest");
        return undergone && recipients.named.iter().all(people);
    }
    let about = it.rule != find::PROMISED && it.mode.is_some_and(|it| ABOUT.contains(&it));
    // `has been fighting the same war`
    let plain = it.words.len() > 1 || it.mode.is_some();
    let acts = |n: &usize| {
        let it = &s.named[*n];
        it.kind == NameKind::Country && plain
            || it.kind == NameKind::ArmedGroup
            || it.party.sector.is_some_and(|it| armed.contains(&it))
    };
    (material || about) && actors.named.iter().any(acts)
}

/// An act beside the main one counts where all of it is told, or how force was used.
fn clear(s: &Sentence, it: &Candidate, actors: &Side, recipients: &Side) -> bool {
    let finite = s.finite(it.at) || s.passive(it.at);
    it.class == HeadClass::Verb
        && finite
        && !it.flags().weak
        && !it.told.hypothetical
        && !actors.named.is_empty()
        && (!recipients.named.is_empty() || it.mode.is_some() && it.kind.quad() == 4)
}
