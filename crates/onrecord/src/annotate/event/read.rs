//! Events of a report, paragraph by paragraph; voices and names of the report once all is read.

use std::borrow::Cow;

use jiff::civil::Date;
use onrecord_grammar::{Relation, Tag};

use super::find::{self, Candidate};
use super::sentence::Sentence;
use super::side::{self, Side};
use super::{Event, EventKind, Participant, Standing};
use crate::annotate::day;
use crate::annotate::paragraph::{Paragraph, Words, bare};
use crate::annotate::voice::voice_at;
use crate::annotate::{Actor, ActorIdx, Statement, Voice};
use crate::lexicon::{Company, HeadClass, Lexicon, NameKind, Party, Sector};
use crate::text::sentence::sentences;

/// An event and what is left to decide once all of the report is read.
struct Found {
    event: Event,
    /// Both sides must be parties for it to count.
    both: bool,
    /// Counts only where nothing before it in its sentence does.
    spare: bool,
    /// Who does it may do so without anybody abroad being told.
    own_right: bool,
}

const MEDIATORS: [&str; 2] = ["mediators", "mediator"];

/// Collects events.
pub(in crate::annotate) struct Reader {
    published: Option<Date>,
    /// The parties that the report names in full.
    company: Company,
    events: Vec<Found>,
    /// The armed group named last: `the group`, `the militia`.
    armed: Option<Party>,
    /// Who is told to mediate: `the mediators`.
    mediators: Vec<Participant>,
}

impl Reader {
    /// For a report published on a day.
    pub(in crate::annotate) fn new(published: Option<Date>) -> Reader {
        let company = Company::default();
        Reader { published, company, events: Vec::new(), armed: None, mediators: Vec::new() }
    }

    /// Reads the sentences of a paragraph or a heading.
    pub(in crate::annotate) fn read(&mut self, p: &Paragraph) {
        for unit in p.units() {
            let quoted = unit.clone().any(|at| p.quote(at).is_some());
            match p.span(unit).filter(|_| quoted) {
                Some(span) => {
                    for sentence in sentences(p.text, span) {
                        if let Some(words) = p.words_in(sentence) {
                            self.read_sentence(p, words);
                        }
                    }
                }
                None => self.read_sentence(p, unit.clone()),
            }
        }
    }

    fn read_sentence(&mut self, p: &Paragraph, within: Words) {
        const LONGEST: usize = 120;
        if within.len() < 3 || within.len() > LONGEST {
            return;
        }
        let lists = p.lexicon().event_words();
        let lower: Vec<Cow<str>> = within.clone().map(|at| small(bare(p.word(at)))).collect();
        let words: Vec<&str> = lower.iter().map(|it| &**it).collect();
        if !find::promising(lists, &words) {
            return;
        }
        let Some(span) = p.span(&within) else { return };
        let parties = p.lexicon().parties();
        let named = parties.mentions_beside(p.text, &self.company, span, self.published);
        // Events are told of parties: a sentence that names none is not worth a parse.
        if named.is_empty() {
            return;
        }
        let last = named.iter().rfind(|it| it.party.sector == Some(Sector::Rebel));
        let armed = last.map(|it| it.party.clone());
        let written: Vec<&str> = within.clone().map(|at| p.word(at)).collect();
        let tagged = p.lexicon().grammar().tag(&written);
        let begins = |at: usize| {
            let tags = || p.lexicon().grammar().tags_of(&tagged, at);
            find::may_begin(lists, &words, at, tags)
        };
        let mediates = words.iter().any(|it| MEDIATORS.contains(it));
        if !mediates && !(0..words.len()).any(begins) {
            self.armed = armed.or(self.armed.take());
            return;
        }
        let s = Sentence::read(p, within, words, named, tagged);
        let mut found: Vec<(f32, Candidate, Side, Side)> = find::candidates(lists, &s)
            .into_iter()
            .map(|it| {
                let (actors, recipients) = side::sides(&s, &it);
                let told = f32::from(u8::from(!actors.named.is_empty())) * 0.6
                    + f32::from(u8::from(!recipients.named.is_empty())) * 0.4;
                (find::weight(&s, &it) + told, it, actors, recipients)
            })
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.at.cmp(&b.1.at)));
        // What must be done is asked for only where somebody else says so.
        found.retain(|it| !it.1.flags().must || it.2.named != it.3.named && !it.2.is_empty());
        // `warned that it will rain` threatens nobody.
        let warns = |it: &Candidate| s.word(it.at).starts_with("warn");
        found.retain(|(_, it, ..)| !warns(it) || side::told_to_somebody(&s, it.at));
        let office = |side: &Side| side.named.iter().any(|n| s.named[*n].party.sector.is_some());
        found.retain(|it| !it.1.flags().office || office(&it.2));
        for (n, (_, it, actors, recipients)) in found.into_iter().enumerate() {
            let spare = n > 0 && !clear(&s, &it, &actors, &recipients);
            let both = needs_both(&s, &it);
            // What is done by nobody is told in a passive.
            if actors.is_empty() && !(it.class == HeadClass::Verb && s.passive(it.at)) {
                continue;
            }
            let named = !actors.named.is_empty();
            let own_right = own_right(&s, &actors, it.kind);
            let event = self.event(&s, &it, actors, recipients);
            // Of somebody known only by what the report tells elsewhere too little is known.
            let office = |it: &Event| {
                it.actors.iter().any(|one| one.party.as_ref().is_some_and(|it| it.sector.is_some()))
            };
            let own_right = if named { own_right } else { event.as_ref().is_some_and(office) };
            self.events.extend(event.map(|event| Found { event, both, spare, own_right }));
        }
        self.armed = armed.or(self.armed.take());
        self.remember(&s);
    }

    /// What later words may mean: who mediates.
    fn remember(&mut self, s: &Sentence) {
        let Some(word) = (0..s.len()).find(|at| s.is(*at, &MEDIATORS)) else {
            return;
        };
        let told = side::whoever_mediates(s, word);
        if self.mediators.is_empty() && told.named.len() > 1 {
            self.mediators = participants(s, told, self.published);
        }
    }

    /// The armed group that a description of the kind means: `the terrorist organization`.
    fn described(&self, s: &Sentence, side: &mut [Participant]) {
        const GROUPS: [&str; 7] = [
            "organization",
            "organisation",
            "group",
            "movement",
            "militia",
            "faction",
            "militants",
        ];
        const ARMED: [&str; 8] = [
            "terrorist",
            "terror",
            "militant",
            "armed",
            "rebel",
            "insurgent",
            "guerrilla",
            "extremist",
        ];
        for it in side.iter_mut().filter(|it| it.party.is_none()) {
            let words = it.mention.of(s.p.text).to_lowercase();
            let ends = words.rsplit(' ').next().is_some_and(|last| GROUPS.contains(&last));
            if ends && words.split(' ').any(|word| ARMED.contains(&word)) {
                it.party = self.armed.clone();
            }
        }
    }

    fn event(&self, s: &Sentence, it: &Candidate, actors: Side, recipients: Side) -> Option<Event> {
        let place = |at: usize| s.within.start + at;
        let mut actors = participants(s, actors, self.published);
        let mut recipients = participants(s, recipients, self.published);
        self.described(s, &mut actors);
        self.described(s, &mut recipients);
        // A state that backs an armed group gives it more than words.
        let armed =
            |it: &Participant| it.party.as_ref().is_some_and(|it| it.sector == Some(Sector::Rebel));
        let backs = it.kind == EventKind::Support
            && s.is(
                it.at,
                &[
                    "support",
                    "supports",
                    "supported",
                    "supporting",
                    "back",
                    "backs",
                    "backed",
                    "backing",
                ],
            )
            && recipients.iter().all(armed)
            && !recipients.is_empty()
            && !actors.iter().any(armed);
        let kind = if backs { EventKind::Aid } else { it.kind };
        let words = it.words.iter().filter_map(|at| s.span(&(*at..*at + 1)));
        let day = day::day_told(s.p, &s.within, place(it.at), &[])
            .and_then(|it| s.p.span(&it))
            .map(|it| day::day(s.p.text, it, self.published));
        Some(Event {
            kind,
            mode: it.mode,
            contexts: contexts(s, it),
            place: whereabouts(s, it, &actors, &recipients),
            actors,
            recipients,
            standing: it.told.standing(),
            voice: Voice::Outlet,
            day,
            words: words.collect(),
            passage: s.p.span(&s.within)?,
            rule: it.rule,
        })
    }

    /// The events with their voices; participants whom the report names elsewhere, with their party.
    pub(in crate::annotate) fn finish(
        mut self,
        lexicon: &Lexicon,
        text: &str,
        statements: &[Statement],
        actors: &[Actor],
    ) -> Vec<Event> {
        let mediators = self.mediators;
        for Found { event, .. } in &mut self.events {
            if !mediators.is_empty() && meant_mediators(event, text) {
                event.recipients = mediators.clone();
            }
            let at = event.words.first().copied().unwrap_or(event.passage);
            event.voice = voice_at(statements, at);
            for it in event.actors.iter_mut().chain(&mut event.recipients) {
                it.actor = actor_named(actors, it.mention.of(text));
                if it.party.is_none()
                    && let Some(actor) = it.actor
                {
                    let actor = &actors[actor.0 as usize];
                    let of = actor.affiliation.as_deref().unwrap_or(&actor.name);
                    let role = actor.role.as_deref().unwrap_or_default();
                    it.party = lexicon.parties().named(&format!("{of} {role}"), self.published);
                }
            }
        }
        let mut kept: Vec<Event> = Vec::new();
        for Found { event, both, spare, own_right } in self.events {
            let told = kept.last().is_some_and(|it| it.passage == event.passage);
            if !(spare && told) && counts(&event, both, own_right) {
                kept.push(event);
            }
        }
        kept
    }
}

/// `refused to negotiate with the mediators`: nobody else is told, and they come right after.
fn meant_mediators(it: &Event, text: &str) -> bool {
    const NEAR: usize = 7;
    let Some(last) = it.words.last() else { return false };
    let after = text.get(last.end()..it.passage.end()).unwrap_or_default();
    let near = after.split_whitespace().take(NEAR).any(|word| word.starts_with("mediators"));
    near && it.recipients.iter().all(|one| one.party.is_none())
}

/// In small letters (ASCII).
fn small(word: &str) -> Cow<'_, str> {
    if word.bytes().any(|it| it.is_ascii_uppercase()) {
        word.to_ascii_lowercase().into()
    } else {
        word.into()
    }
}

/// A doubtful one: a noun, a mere possibility, a verb of many senses by itself, a clause that only
/// tells of something in passing.
fn needs_both(s: &Sentence, it: &Candidate) -> bool {
    use EventKind::{Concede, Mobilize, Protest, Retreat};
    let alone = it.words.len() == 1 && it.class == HeadClass::Verb && !it.flags().embeds;
    let one_sided = match it.kind {
        Concede | Protest | Retreat => true,
        Mobilize => contexts(s, it).contains(&"military"),
        _ => false,
    };
    let flags = it.flags();
    flags.weak || flags.must || it.told.hypothetical || alone && !one_sided || in_passing(s, it.at)
}

/// A state, a body, whoever holds an office or acts for one; not who held one once or runs for it.
/// A people at large does deeds, but says nothing.
fn own_right(s: &Sentence, actors: &Side, kind: EventKind) -> bool {
    let acts = |n: &usize| {
        let it = &s.named[*n];
        it.party.sector.is_some_and(|it| it != Sector::Civilian || kind.quad().is_multiple_of(2))
            || match it.kind {
                NameKind::Holder | NameKind::Party | NameKind::Role => false,
                NameKind::People | NameKind::Place => kind.quad().is_multiple_of(2),
                _ => true,
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

/// Whether those who take part are parties: who does it, unless that is left out. Between two
/// countries or bodies anything counts; within one, only what is told of who acts for it.
fn counts(it: &Event, both: bool, own_right: bool) -> bool {
    fn code(one: &Participant) -> Option<&str> {
        one.party.as_ref().map(|it| &*it.code).filter(|it| !it.is_empty())
    }
    let acting: Vec<&str> = it.actors.iter().filter_map(code).collect();
    let undergoing: Vec<&str> = it.recipients.iter().filter_map(code).collect();
    if it.actors.is_empty() {
        // `Two Danish pilots were killed.`
        let undergone =
            matches!(it.kind, EventKind::Assault | EventKind::Coerce | EventKind::Sanction);
        return undergone && it.standing != Standing::Hypothetical && !undergoing.is_empty();
    }
    let abroad = acting
        .first()
        .is_some_and(|first| acting.iter().chain(&undergoing).any(|other| other != first));
    if abroad {
        return true;
    }
    let acts = own_right && !acting.is_empty();
    // Within a country: its police and its students, not its people at large.
    let sector = |one: &Participant| one.party.as_ref().is_some_and(|it| it.sector.is_some());
    let material = it.kind.quad().is_multiple_of(2);
    let clear = it.recipients.iter().any(|one| code(one).is_some() && (material || sector(one)));
    acts && if undergoing.is_empty() {
        !both
    } else {
        clear && !(both && it.standing == Standing::Hypothetical)
    }
}

/// An act beside the main one counts where all of it is told.
fn clear(s: &Sentence, it: &Candidate, actors: &Side, recipients: &Side) -> bool {
    let finite = s.finite(it.at) || s.passive(it.at);
    it.class == HeadClass::Verb
        && finite
        && !it.flags().weak
        && !it.told.hypothetical
        && !actors.named.is_empty()
        && !recipients.named.is_empty()
}

fn participants(s: &Sentence, side: Side, on: Option<Date>) -> Vec<Participant> {
    let named = side.named.iter().map(|n| Participant {
        mention: s.named[*n].span,
        party: Some(s.named[*n].party.clone()),
        actor: None,
    });
    let phrase = side.phrase.and_then(|it| s.span(&it)).map(|mention| {
        let party = s.p.lexicon().parties().named(mention.of(s.p.text), on);
        Participant { mention, party, actor: None }
    });
    named.chain(phrase).collect()
}

/// The actor whose last name ends a mention: `Spokesman Ruiz`.
fn actor_named(actors: &[Actor], mention: &str) -> Option<ActorIdx> {
    let last = bare(mention.rsplit(' ').next()?);
    let named = |it: &Actor| it.name.rsplit(' ').next() == Some(last) && last.len() > 2;
    let at = actors.iter().position(named)?;
    Some(ActorIdx(at as u32))
}

fn contexts(s: &Sentence, it: &Candidate) -> Box<[&'static str]> {
    const NEAR: usize = 6;
    let lists = s.p.lexicon().event_words();
    let around = it.at.saturating_sub(2)..s.len().min(it.last() + NEAR);
    let mut found: Vec<&'static str> =
        around.flat_map(|at| lists.contexts(s.word(at)).iter().copied()).collect();
    found.sort_unstable();
    found.dedup();
    found.into()
}

/// `in Veld`, after the words of the act.
fn whereabouts(
    s: &Sentence,
    it: &Candidate,
    actors: &[Participant],
    recipients: &[Participant],
) -> Option<crate::text::Span> {
    let taken = |span: &crate::text::Span| {
        actors.iter().chain(recipients).any(|one| one.mention.contains(*span))
    };
    let proper = |at: usize| at < s.len() && s.node(at).tag == Tag::ProperNoun;
    (it.at + 1..s.len().saturating_sub(1)).find_map(|at| {
        let start = at + 1 + usize::from(s.is(at + 1, &["the"]));
        let leads = s.is(at, &["in", "near", "at", "outside"]) && proper(start);
        let month = s.p.has(s.within.start + start, crate::lexicon::Class::MONTH);
        if !leads || month {
            return None;
        }
        let end = (start..s.len()).find(|at| !proper(*at)).unwrap_or(s.len());
        s.span(&(start..end)).filter(|it| !taken(it))
    })
}
