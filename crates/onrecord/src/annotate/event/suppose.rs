//! Parties that are only supposed: who is told without a name is of the country that the sentence is about.

use super::sentence::{Named, Sentence};
use super::{Event, EventKind, Participant};
use crate::lexicon::{Party, Sector, stateless};

/// Who acts without being named is taken for somebody of the country that its sentence names: of
/// `students clashed with police near Bergen`, of Norway.
pub(super) fn country_of_actors(s: &Sentence, event: &mut Event) {
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

/// Who arrested or killed somebody without being told is supposed to be of the place: of `was arrested
/// in Norway`, of Norway.
pub(super) fn place_of_nobody(s: &Sentence, event: &mut Event) {
    const PLACE: [&str; 4] = ["in", "near", "outside", "inside"];
    let deed = matches!(event.kind, EventKind::Assault | EventKind::Coerce);
    if !event.actors.is_empty() || !deed {
        return;
    }
    let led = |it: &&Named| {
        (1..4).any(|n| it.words.start >= n && s.is(it.words.start - n, &PLACE))
            && event.recipients.iter().all(|one| one.mention != it.span)
    };
    let place = s.named.iter().find(led);
    event.actors.extend(place.map(|it| Participant {
        mention: it.span,
        party: Some(Party { sector: None, ..it.party.clone() }),
        supposed: true,
        actor: None,
    }));
}

/// Whoever is ordered, arrested, … without being named, where a sentence names one country only.
pub(super) fn country_of_recipients(s: &Sentence, event: &mut Event) {
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
        let nowhere = it.code.is_empty() || stateless(&it.code);
        if !nowhere && found.iter().all(|other| other.code != it.code) {
            found.push(Party { sector: None, ..it.clone() });
        }
    }
    found
}

/// Whether anybody who takes part is a party.
pub(super) fn names_party(event: &Event) -> bool {
    event.actors.iter().chain(&event.recipients).any(|it| it.party.is_some())
}
