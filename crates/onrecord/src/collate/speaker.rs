//! Whether two reports mean the same speaker. A name may be shorter in one (`Ruiz`, `Ana Ruiz`);
//! only two full persons are ever held to be different.

use super::group::Speakers;
use super::unit::Unit;
use crate::annotate::{Actor, ActorKind, Annotated};

/// How the speakers of two units' statements stand to each other.
pub(crate) fn compare(reports: &[&Annotated], a: &Unit, b: &Unit) -> Speakers {
    match (actor(reports, a), actor(reports, b)) {
        (Some(a), Some(b)) => compare_actors(a, b),
        _ => Speakers::Unknown,
    }
}

fn actor<'r>(reports: &[&'r Annotated], unit: &Unit) -> Option<&'r Actor> {
    let annotations = &reports[unit.report].annotations;
    annotations.speaker(annotations.statements.get(unit.statement.ordinal as usize)?)
}

/// Whether two persons' names may be one's: the same, or one surname.
pub(crate) fn may_be_one(a: &Actor, b: &Actor) -> bool {
    let persons = a.kind == ActorKind::Person && b.kind == ActorKind::Person;
    persons && compare_actors(a, b) != Speakers::Different
}

pub(crate) fn compare_actors(a: &Actor, b: &Actor) -> Speakers {
    let (words_a, words_b) = (words(&a.name), words(&b.name));
    if words_a == words_b && !words_a.is_empty() {
        return Speakers::Same;
    }
    // A ministry speaks through its spokeswoman.
    if a.kind != ActorKind::Person || b.kind != ActorKind::Person {
        return Speakers::Unknown;
    }
    let (few, many) =
        if words_a.len() <= words_b.len() { (&words_a, &words_b) } else { (&words_b, &words_a) };
    if !few.is_empty() && few.iter().all(|it| many.contains(it)) {
        return Speakers::Same;
    }
    match (words_a.last(), words_b.last()) {
        (Some(x), Some(y)) if x == y => Speakers::Unknown,
        (Some(_), Some(_)) => Speakers::Different,
        _ => Speakers::Unknown,
    }
}

fn words(name: &str) -> Vec<String> {
    let words =
        name.split(|ch: char| !ch.is_alphanumeric() && ch != '-' && ch != '\'' && ch != '’');
    words.filter(|it| !it.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Actor {
        Actor { name: name.into(), kind: ActorKind::Person, role: None, affiliation: None }
    }

    #[test]
    fn a_surname_is_the_same_speaker_as_the_full_name() {
        assert_eq!(compare_actors(&person("Ruiz"), &person("Ana Ruiz")), Speakers::Same);
    }

    #[test]
    fn two_persons_are_different_speakers() {
        assert_eq!(compare_actors(&person("Ana Ruiz"), &person("Jo Silva")), Speakers::Different);
    }

    #[test]
    fn two_first_names_with_one_surname_are_left_open() {
        assert_eq!(compare_actors(&person("Ana Ruiz"), &person("Eva Ruiz")), Speakers::Unknown);
    }

    #[test]
    fn a_ministry_may_be_the_person_who_speaks_for_it() {
        let ministry = Actor { kind: ActorKind::Body, ..person("Foreign Ministry") };
        assert_eq!(compare_actors(&ministry, &person("Ana Ruiz")), Speakers::Unknown);
    }
}
