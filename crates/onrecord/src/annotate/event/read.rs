//! Events of a report, paragraph by paragraph; voices and names of the report once all is read.

use std::borrow::Cow;

use jiff::civil::Date;
use onrecord_grammar::{Relation, Tag};

use super::find::{self, Candidate};
use super::sentence::Sentence;
use super::side::{self, Side};
use super::{Event, EventKind, Participant};
use crate::annotate::day;
use crate::annotate::paragraph::{Paragraph, Words, bare};
use crate::annotate::voice::voice_at;
use crate::annotate::{Actor, ActorIdx, Statement, Voice};
use crate::lexicon::{Company, EventWords, HeadClass, Lexicon, NameKind, Named, Party, Sector};
use crate::text::sentence::sentences;

/// An event and what is left to decide once all of the report is read.
struct Found {
    event: Event,
    /// Counts only where nothing before it in its sentence does.
    spare: bool,
    /// Who does it acts for a party.
    own_right: bool,
    /// It counts though nobody abroad is told.
    alone: bool,
    /// Those who do it may do it together: `Norway and Denmark met`.
    together: bool,
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
            suppose_own_country(&s, event);
        }
        self.doubtful(&s, supposed);
    }

    /// What a sentence tells for sure, if the whole report bears out who is meant.
    fn sure(&mut self, s: &Sentence, acts: Vec<Act>) {
        for (n, Act { it, actors, mut recipients }) in acts.into_iter().enumerate() {
            if it.flags().loose || it.flags().must {
                continue;
            }
            let spare = n > 0 && !clear(s, &it, &actors, &recipients);
            let alone = stands_alone(s, &it, &actors, &recipients);
            let together = it.flags().recip;
            // What is done by nobody is told in a passive.
            if actors.is_empty() && !(it.class == HeadClass::Verb && s.passive(it.at)) {
                continue;
            }
            if !actors.named.iter().all(|n| side::surely_acts(s, &it, *n)) {
                continue;
            }
            let first = recipients.named.first();
            let far = first.is_some_and(|n| !side::surely_undergoes(s, &it, *n));
            if far && !short(s.p) {
                recipients = Side::default();
            }
            let named = !actors.named.is_empty();
            let own_right = own_right(s, &actors, it.kind);
            let mut event = self.event(s, &it, actors, recipients);
            if let Some(event) = event.as_mut().filter(|_| far) {
                event.recipients.iter_mut().for_each(|it| it.supposed = true);
            }
            // Of somebody known only by what the report tells elsewhere too little is known.
            let office = |it: &Event| {
                it.actors.iter().any(|one| one.party.as_ref().is_some_and(|it| it.sector.is_some()))
            };
            let own_right = if named { own_right } else { event.as_ref().is_some_and(office) };
            self.events.extend(event.map(|event| Found {
                event,
                spare,
                own_right,
                alone,
                together,
            }));
        }
    }

    /// The one act that a sentence most likely tells of, for where it tells none for sure.
    fn doubtful(&mut self, s: &Sentence, acts: Vec<Act>) {
        let Some(Act { it, actors, recipients }) = acts.into_iter().next() else { return };
        let Some(mut event) = self.event(s, &it, actors, recipients) else { return };
        event.doubtful = true;
        suppose_country(s, &mut event);
        suppose_own_country(s, &mut event);
        self.events.push(Found {
            event,
            spare: true,
            own_right: true,
            alone: true,
            together: true,
        });
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
        // Whoever bears arms and marches or strikes does not protest.
        let in_arms = it.kind == EventKind::Protest
            && actors.iter().any(|it| {
                let sector = it.party.as_ref().and_then(|it| it.sector);
                matches!(sector, Some(Sector::Rebel | Sector::Military))
            });
        // Troops do not visit: they are sent, to keep a peace or not.
        let arrives = it.kind == EventKind::Consult && it.mode == Some("visit") && {
            let troops = |it: &Participant| {
                it.party.as_ref().is_some_and(|it| it.sector == Some(Sector::Military))
            };
            let one = |it: &Participant| it.mention.of(s.p.text).contains("chief");
            actors.iter().any(troops) && !actors.iter().any(one)
        };
        let keeps_peace = actors.iter().any(|it| it.mention.of(s.p.text).contains("peacekeep"));
        let (kind, mode) = match () {
            () if arrives && keeps_peace => (EventKind::Aid, Some("military")),
            () if arrives => (EventKind::Mobilize, Some("troops")),
            () if backs => (EventKind::Aid, it.mode),
            () if in_arms && it.mode == Some("demo") => (EventKind::Mobilize, Some("troops")),
            () if in_arms => (EventKind::Assault, None),
            () => (it.kind, it.mode),
        };
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
        for Found { event, spare, own_right, alone, together } in self.events {
            let mut told = kept.iter().rev().take_while(|it| it.passage == event.passage);
            if event.doubtful {
                if names_party(&event) && !told.any(|it| it.words.first() == event.words.first()) {
                    let at = kept.len()
                        - kept.iter().rev().take_while(|it| it.passage == event.passage).count();
                    kept.insert(at, event);
                }
            } else if !(spare && told.next().is_some())
                && counts(&event, own_right, alone, together)
            {
                kept.push(event);
            }
        }
        kept
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

/// Who acts without being named is taken for somebody of the country that its sentence names: of
/// `students clashed with police near Bergen`, of Norway.
fn suppose_country(s: &Sentence, event: &mut Event) {
    let undergo: Vec<&str> =
        event.recipients.iter().filter_map(|it| Some(&*it.party.as_ref()?.code)).collect();
    let countries = countries(s);
    let country = match &countries[..] {
        [one] => one,
        all => match all.iter().find(|it| !undergo.contains(&&*it.code)) {
            Some(other) => other,
            None => return,
        },
    };
    suppose(s, &mut event.actors, country, |_| true);
}

/// Whoever is ordered, arrested, … without being named, where a sentence names one country only.
fn suppose_own_country(s: &Sentence, event: &mut Event) {
    if let [one] = &countries(s)[..] {
        suppose(s, &mut event.recipients, one, |sector| sector.is_some());
    }
}

fn suppose(
    s: &Sentence,
    side: &mut [Participant],
    country: &Party,
    who: impl Fn(Option<Sector>) -> bool,
) {
    const NOBODY: [&str; 6] = ["that", "which", "this", "these", "those", "what"];
    for it in side.iter_mut().filter(|it| it.party.is_none()) {
        let mention = it.mention.of(s.p.text);
        let sector = s.p.lexicon().parties().sector(mention);
        if who(sector) && !NOBODY.iter().any(|it| mention.eq_ignore_ascii_case(it)) {
            (it.party, it.supposed) = (Some(Party { sector, ..country.clone() }), true);
        }
    }
}

/// The countries that a sentence names, each once.
fn countries(s: &Sentence) -> Vec<Party> {
    let mut found: Vec<Party> = Vec::new();
    for it in s.named.iter().map(|it| &it.party) {
        let nowhere = matches!(&*it.code, "IGO" | "NGO" | "IMG" | "MNC" | "");
        if !nowhere && found.iter().all(|other| other.code != it.code) {
            found.push(Party { sector: None, ..it.clone() });
        }
    }
    found
}

/// Whether anybody who takes part is a party.
fn names_party(event: &Event) -> bool {
    event.actors.iter().chain(&event.recipients).any(|it| it.party.is_some())
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

/// Whether those who take part are parties. Between two countries or bodies anything counts, unless a
/// people at large is said to speak; `alone`, where nobody abroad is told as well.
fn counts(it: &Event, own_right: bool, alone: bool, together: bool) -> bool {
    fn code(one: &Participant) -> Option<&str> {
        let party = one.party.as_ref().filter(|_| !one.supposed);
        party.map(|it| &*it.code).filter(|it| !it.is_empty())
    }
    let acting: Vec<&str> = it.actors.iter().filter_map(code).collect();
    let undergoing: Vec<&str> = it.recipients.iter().filter_map(code).collect();
    let Some(first) = acting.first() else {
        return alone && it.actors.is_empty() && !undergoing.is_empty();
    };
    let abroad = undergoing.iter().any(|other| other != first)
        || together && acting.iter().any(|other| other != first);
    own_right && (abroad || alone)
}

/// Whether an act counts though nobody abroad is told: of words what they are about is clear, as in
/// `refused to negotiate`; of deeds whoever does them bears arms, or is a state; of what is done by
/// nobody it is people to whom it is done.
fn stands_alone(s: &Sentence, it: &Candidate, actors: &Side, recipients: &Side) -> bool {
    const ABOUT: [&str; 3] = ["meet", "mediate", "ceasefire"];
    use Sector::{Criminal, Intelligence, Military, Police, Rebel, Unidentified};
    let armed = [Criminal, Intelligence, Military, Police, Rebel, Unidentified];
    let flags = it.flags();
    let lists = s.p.lexicon().event_words();
    let mishap = s.words.iter().any(|word| lists.is_mishap(word));
    let clear = !(flags.weak || flags.must || flags.loose || it.told.hypothetical || mishap);
    if !clear || in_passing(s, it.at) {
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
        return undergone && !it.told.hypothetical && recipients.named.iter().all(people);
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
