//! Events of a report, paragraph by paragraph; voices and names of the report once all is read.

use std::borrow::Cow;

use jiff::civil::Date;
use onrecord_grammar::Tag;

use super::find::{self, Candidate};
use super::sentence::Sentence;
use super::side::{self, Side};
use super::suppose;
use super::sure::{self, Grounds};
use super::{Event, EventKind, Participant};
use crate::annotate::day;
use crate::annotate::paragraph::{Paragraph, Words, bare};
use crate::annotate::voice::voice_at;
use crate::annotate::{Actor, ActorIdx, Statement, Voice};
use crate::lexicon::{Company, EventWords, Lexicon, Named, Party, Sector};
use crate::text::sentence::sentences;

/// An event, and what speaks for it; nothing, if it is doubtful.
struct Found {
    event: Event,
    grounds: Option<Grounds>,
}

/// An act with its two sides.
#[derive(Clone)]
struct Act<'l> {
    it: Candidate<'l>,
    actors: Side,
    recipients: Side,
}

impl Act<'_> {
    /// Whether an event is this act.
    fn is(&self, s: &Sentence, event: &Event) -> bool {
        s.span(&(self.it.words[0]..self.it.words[0] + 1)).as_ref() == event.words.first()
    }
}

/// A text of fewer bytes has too little beside a name to bear out whose it is. A judgement: some five
/// sentences.
const SHORT: usize = 1_000;

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
        // Events are told of parties: a sentence that names none is not worth a parse. A report of
        // some length bears its names out; of a few lines they are taken as they are.
        if named.iter().all(|it| !it.sure && !short(p)) {
            return;
        }
        let armed = |it: &&Named| it.sure && it.party.sector == Some(Sector::Rebel);
        let armed = named.iter().rfind(armed).map(|it| it.party.clone());
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
        let mut s = Sentence::read(p, within, words, named, tagged);
        let sure = acts(lists, &s);
        let n_before = self.events.len();
        self.sure(&s, sure.clone());
        self.armed = armed.or(self.armed.take());
        self.remember(&s);
        let supposed = if s.believe_names() { acts(lists, &s) } else { sure };
        for Found { event, .. } in &mut self.events[n_before..] {
            if event.recipients.is_empty()
                && short(p)
                && let Some(act) = supposed.iter().find(|it| it.is(&s, event))
            {
                event.recipients = participants(&s, act.recipients.clone());
            }
            suppose::country_of_recipients(&s, event);
            if short(p) {
                suppose::place_of_nobody(&s, event);
            }
        }
        self.doubtful(&s, supposed);
    }

    /// What a sentence tells for sure, if the whole report bears out who is meant.
    fn sure(&mut self, s: &Sentence, acts: Vec<Act>) {
        for (n, Act { it, actors, mut recipients }) in acts.into_iter().enumerate() {
            let Some(grounds) = Grounds::of(s, &it, n, (&actors, &recipients)) else { continue };
            let far = !sure::reaches(s, &it, &recipients);
            if far && !short(s.p) {
                recipients = Side::default();
            }
            let named = !actors.named.is_empty();
            let Some(mut event) = self.event(s, &it, actors, recipients) else { continue };
            if far {
                event.recipients.iter_mut().for_each(|it| it.supposed = true);
            }
            let grounds = if named { grounds } else { grounds.known_elsewhere(&event) };
            self.events.push(Found { event, grounds: Some(grounds) });
        }
    }

    /// The one act that a sentence most likely tells of, for where it is not told for sure.
    fn doubtful(&mut self, s: &Sentence, acts: Vec<Act>) {
        let Some(Act { it, actors, recipients }) = acts.into_iter().next() else { return };
        let Some(mut event) = self.event(s, &it, actors, recipients) else { return };
        event.doubtful = true;
        suppose::country_of_actors(s, &mut event);
        suppose::country_of_recipients(s, &mut event);
        suppose::place_of_nobody(s, &mut event);
        self.events.push(Found { event, grounds: None });
    }

    /// What later words may mean: who mediates.
    fn remember(&mut self, s: &Sentence) {
        let Some(word) = (0..s.len()).find(|at| s.is(*at, &MEDIATORS)) else {
            return;
        };
        let told = side::whoever_mediates(s, word);
        if self.mediators.is_empty() && told.named.len() > 1 {
            self.mediators = participants(s, told);
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
        let mut actors = participants(s, actors);
        let mut recipients = participants(s, recipients);
        self.described(s, &mut actors);
        self.described(s, &mut recipients);
        let (kind, mode) = kind_by_parties(s, it, &actors, &recipients);
        let taken = |it: &Participant| actors.iter().any(|one| one.mention.overlaps(it.mention));
        recipients.retain(|it| !taken(it));
        let words = it.words.iter().filter_map(|at| s.span(&(*at..*at + 1)));
        let day = day::day_told(s.p, &s.within, place(it.at), &[])
            .and_then(|it| s.p.span(&it))
            .map(|it| day::day(s.p.text, it, self.published));
        Some(Event {
            kind,
            mode,
            contexts: contexts(s, it),
            place: whereabouts(s, it, &actors, &recipients),
            actors,
            recipients,
            standing: it.told.standing(),
            doubtful: false,
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
                    // A name alone may be a town's.
                    it.party = actor.affiliation.as_deref().and_then(|of| {
                        let role = actor.role.as_deref().unwrap_or_default();
                        lexicon.parties().named(&format!("{of} {role}"), self.published)
                    });
                }
            }
        }
        let mut kept: Vec<Event> = Vec::new();
        for Found { event, grounds } in self.events {
            let n_told = kept.iter().rev().take_while(|it| it.passage == event.passage).count();
            let told = &kept[kept.len() - n_told..];
            match grounds {
                Some(grounds) if grounds.suffice(&event, !told.is_empty()) => kept.push(event),
                Some(_) => {}
                // The main act comes first, sure or not.
                None => {
                    let is_told = told.iter().any(|it| it.words.first() == event.words.first());
                    if suppose::names_party(&event) && !is_told {
                        kept.insert(kept.len() - n_told, event);
                    }
                }
            }
        }
        kept
    }
}

/// Kind and mode of an act by who takes part in it.
fn kind_by_parties(
    s: &Sentence,
    it: &Candidate,
    actors: &[Participant],
    recipients: &[Participant],
) -> (EventKind, Option<&'static str>) {
    const BACK: [&str; 8] =
        ["support", "supports", "supported", "supporting", "back", "backs", "backed", "backing"];
    let sector = |it: &Participant| it.party.as_ref().and_then(|it| it.sector);
    let rebel = |it: &Participant| sector(it) == Some(Sector::Rebel);
    let military = |it: &Participant| sector(it) == Some(Sector::Military);
    let called = |words: &str| actors.iter().any(|it| it.mention.of(s.p.text).contains(words));
    match (it.kind, it.mode) {
        // A state that backs an armed group gives it more than words.
        (EventKind::Support, mode)
            if s.is(it.at, &BACK)
                && !recipients.is_empty()
                && recipients.iter().all(rebel)
                && !actors.iter().any(rebel) =>
        {
            (EventKind::Aid, mode)
        }
        // Whoever bears arms and marches or strikes does not protest.
        (EventKind::Protest, mode) if actors.iter().any(|it| rebel(it) || military(it)) => {
            match mode {
                Some("demo") => (EventKind::Mobilize, Some("troops")),
                _ => (EventKind::Assault, None),
            }
        }
        // Troops do not visit: they are sent, to keep a peace or not.
        (EventKind::Consult, Some("visit")) if actors.iter().any(military) && !called("chief") => {
            match called("peacekeep") {
                true => (EventKind::Aid, Some("military")),
                false => (EventKind::Mobilize, Some("troops")),
            }
        }
        told => told,
    }
}

/// `refused to negotiate with the mediators`: nobody else is told, and they come right after.
fn meant_mediators(it: &Event, text: &str) -> bool {
    const NEAR: usize = 9;
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

/// Whether a text has too little beside a name to bear it out.
fn short(p: &Paragraph) -> bool {
    p.text.len() < SHORT
}

/// What a sentence may tell of, the main act first.
fn acts<'l>(lists: &'l EventWords, s: &Sentence) -> Vec<Act<'l>> {
    let mut found: Vec<(f32, Act)> = find::candidates(lists, s)
        .into_iter()
        .map(|it| {
            let (actors, recipients) = side::sides(s, &it);
            let told = f32::from(u8::from(!actors.named.is_empty())) * 0.6
                + f32::from(u8::from(!recipients.named.is_empty())) * 0.4;
            (find::weight(s, &it) + told, Act { it, actors, recipients })
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.it.at.cmp(&b.1.it.at)));
    let office = |side: &Side| side.named.iter().any(|n| s.named[*n].party.sector.is_some());
    // `warned that it will rain` threatens nobody.
    let warns = |it: &Candidate| s.word(it.at).starts_with("warn");
    found.retain(|(_, Act { it, actors, recipients })| {
        // What must be done is asked for only where somebody else says so.
        let asks = actors.named != recipients.named && !actors.is_empty();
        (!it.flags().must || asks)
            && (!warns(it) || side::told_to_somebody(s, it.at))
            && (!it.flags().office || office(actors))
    });
    found.into_iter().map(|it| it.1).collect()
}

fn participants(s: &Sentence, side: Side) -> Vec<Participant> {
    let named = side.named.iter().map(|n| Participant {
        mention: s.named[*n].span,
        party: Some(s.named[*n].party.clone()),
        supposed: !s.named[*n].sure,
        actor: None,
    });
    let phrase = side.phrase.and_then(|it| s.span(&it));
    let phrase =
        phrase.map(|mention| Participant { mention, party: None, supposed: false, actor: None });
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
