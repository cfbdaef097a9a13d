//! Events of a report, paragraph by paragraph; voices and names of the report once all is read.

use jiff::civil::Date;
use onrecord_grammar::Tag;

use super::find::{self, Candidate};
use super::sentence::Sentence;
use super::side::{self, Side};
use super::{Event, EventKind, Participant};
use crate::annotate::day;
use crate::annotate::paragraph::{Paragraph, Words, bare};
use crate::annotate::voice::voice_at;
use crate::annotate::{Actor, ActorIdx, Statement, Voice};
use crate::lexicon::{HeadClass, Lexicon};
use crate::text::sentence::sentences;

/// Collects events.
pub(in crate::annotate) struct Reader {
    published: Option<Date>,
    /// With whether both sides must be parties for it to count.
    events: Vec<(Event, bool)>,
}

impl Reader {
    /// For a report published on a day.
    pub(in crate::annotate) fn new(published: Option<Date>) -> Reader {
        Reader { published, events: Vec::new() }
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
        let lower: Vec<String> =
            within.clone().map(|at| bare(p.word(at)).to_ascii_lowercase()).collect();
        let words: Vec<&str> = lower.iter().map(String::as_str).collect();
        if !find::promising(lists, &words) {
            return;
        }
        let Some(s) = Sentence::read(p, within, words, self.published) else { return };
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
        let office = |side: &Side| side.named.iter().any(|n| s.named[*n].party.sector.is_some());
        found.retain(|it| !it.1.flags().office || office(&it.2));
        for (n, (_, it, actors, recipients)) in found.into_iter().enumerate() {
            if n == 0 || clear(&s, &it, &actors, &recipients) {
                let both = needs_both(&it);
                let event = self.event(&s, &it, actors, recipients);
                self.events.extend(event.map(|it| (it, both)));
            }
        }
    }

    fn event(&self, s: &Sentence, it: &Candidate, actors: Side, recipients: Side) -> Option<Event> {
        let place = |at: usize| s.within.start + at;
        let (actors, recipients) =
            (participants(s, actors, self.published), participants(s, recipients, self.published));
        let words = it.words.iter().filter_map(|at| s.span(&(*at..*at + 1)));
        let day = day::day_told(s.p, &s.within, place(it.at), &[])
            .and_then(|it| s.p.span(&it))
            .map(|it| day::day(s.p.text, it, self.published));
        Some(Event {
            kind: it.kind,
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
        for (event, _) in &mut self.events {
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
        self.events.retain(|(it, both)| counts(it, *both));
        self.events.into_iter().map(|it| it.0).collect()
    }
}

/// A doubtful one: a noun, a mere possibility, a verb of many senses by itself.
fn needs_both(it: &Candidate) -> bool {
    use EventKind::{Concede, Mobilize, Protest, Retreat};
    let alone = it.words.len() == 1 && it.class == HeadClass::Verb && !it.flags().embeds;
    let one_sided = matches!(it.kind, Concede | Mobilize | Protest | Retreat);
    it.flags().weak || it.told.hypothetical || alone && !one_sided
}

/// Whether those who take part are parties: who does it, unless that is left out.
fn counts(it: &Event, both: bool) -> bool {
    let party = |all: &[Participant]| all.iter().any(|one| one.party.is_some());
    let together = it.actors.iter().filter(|one| one.party.is_some()).count() > 1;
    if it.actors.is_empty() {
        // `Two Danish pilots were killed.`
        let undergone =
            matches!(it.kind, EventKind::Assault | EventKind::Coerce | EventKind::Sanction);
        return undergone && party(&it.recipients);
    }
    party(&it.actors) && (!both || together || party(&it.recipients))
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
