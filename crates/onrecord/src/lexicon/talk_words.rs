//! Words about talks, as `data/en/talks.tsv` lists them: what talks are called, what becomes of
//! them, who helps. Which of them stands where in a sentence is for `annotate::turn` to tell.

use rustc_hash::FxHashMap;

use super::rows;

/// The table, by word.
#[derive(Debug, Default)]
pub(crate) struct TalkWords {
    nouns: FxHashMap<Box<str>, TalkNoun>,
    issues: FxHashMap<Box<str>, Box<str>>,
    modifiers: FxHashMap<Box<str>, ()>,
    verbs: FxHashMap<Box<str>, Vec<PhaseVerb>>,
    engage: FxHashMap<Box<str>, Vec<Engage>>,
    engaging: FxHashMap<Box<str>, Vec<Engage>>,
    adjectives: FxHashMap<Box<str>, Box<str>>,
    nouns_of: FxHashMap<Box<str>, Box<str>>,
    nouns_by: FxHashMap<Box<str>, Box<str>>,
    /// By word, then by shape.
    roles: FxHashMap<Box<str>, Vec<(RoleWord, Box<str>)>>,
    lists: FxHashMap<Box<str>, Vec<Box<str>>>,
}

/// What a noun says of talks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TalkNoun {
    /// Names them by itself: `talks`.
    Strong,
    /// Names what they are to bring: `deal`.
    Text,
    /// Names them where talks were named before: `session`.
    Weak,
}

/// A verb that tells a phase.
#[derive(Clone, Debug)]
pub(crate) struct PhaseVerb {
    /// The phase’s name.
    pub(crate) phase: Box<str>,
    /// Who is its subject: `P` a party, `T` the talks, `R` what they brought.
    pub(crate) subject: char,
    /// What may follow, word by word; capitals stand for a class.
    pub(crate) after: Vec<Vec<Box<str>>>,
}

/// A verb for taking part.
#[derive(Clone, Debug)]
pub(crate) struct Engage {
    /// Only where talks were named near by.
    pub(crate) near: bool,
    /// What must follow.
    pub(crate) after: Vec<Box<str>>,
}

/// In which of its shapes a role is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RoleWord {
    /// `mediators`
    Noun,
    /// `brokered`, of talks
    Done,
    /// `is mediating`
    Does,
}

impl TalkWords {
    pub(crate) fn english() -> TalkWords {
        TalkWords::read(include_str!("../../data/en/talks.tsv"))
    }

    fn read(table: &str) -> TalkWords {
        let mut it = TalkWords::default();
        for row in rows(table) {
            it.read_row(&row.split('\t').collect::<Vec<_>>());
        }
        it
    }

    fn read_row(&mut self, row: &[&str]) {
        match *row {
            ["noun", kind, words] => {
                let kind = match kind {
                    "strong" => TalkNoun::Strong,
                    "text" => TalkNoun::Text,
                    _ => TalkNoun::Weak,
                };
                self.nouns.extend(each(words).map(|word| (word, kind)));
            }
            ["issue", name, words] => fill(&mut self.issues, words, name),
            ["modifier", _, words] => self.modifiers.extend(each(words).map(|word| (word, ()))),
            ["phase", phase, subject, forms, after] => {
                let after = pattern_list(after);
                for word in each(forms) {
                    self.verbs.entry(word).or_default().push(PhaseVerb {
                        phase: phase.into(),
                        subject: subject.chars().next().unwrap_or('P'),
                        after: after.clone(),
                    });
                }
            }
            ["engage", after, words] => read_engage(&mut self.engage, after, words),
            ["engaging", after, words] => read_engage(&mut self.engaging, after, words),
            ["adjective", phase, words] => fill(&mut self.adjectives, words, phase),
            ["noun_of", phase, words] => fill(&mut self.nouns_of, words, phase),
            ["noun_by", phase, words] => fill(&mut self.nouns_by, words, phase),
            ["role", role, shape, words] => {
                let shape = match shape {
                    "noun" => RoleWord::Noun,
                    "done" => RoleWord::Done,
                    _ => RoleWord::Does,
                };
                for word in each(words) {
                    self.roles.entry(word).or_default().push((shape, role.into()));
                }
            }
            [list, _, words] => self.lists.entry(list.into()).or_default().extend(each(words)),
            _ => {}
        }
    }

    /// What a word, in small letters, names.
    pub(crate) fn noun(&self, word: &str) -> Option<TalkNoun> {
        self.nouns.get(word).copied()
    }

    /// The issue a word stands for.
    pub(crate) fn issue(&self, word: &str) -> Option<&str> {
        self.issues.get(word).map(|it| &**it)
    }

    /// Whether a word may stand before the noun and belongs to it.
    pub(crate) fn modifies(&self, word: &str) -> bool {
        self.modifiers.contains_key(word) || self.issues.contains_key(word)
    }

    /// The phases a verb’s form may tell.
    pub(crate) fn verbs(&self, word: &str) -> &[PhaseVerb] {
        self.verbs.get(word).map_or(&[], Vec::as_slice)
    }

    /// The ways a base form may tell taking part.
    pub(crate) fn engage(&self, word: &str) -> &[Engage] {
        self.engage.get(word).map_or(&[], Vec::as_slice)
    }

    /// The same of a form in -ing.
    pub(crate) fn engaging(&self, word: &str) -> &[Engage] {
        self.engaging.get(word).map_or(&[], Vec::as_slice)
    }

    /// The phase an adjective before the noun tells.
    pub(crate) fn adjective(&self, word: &str) -> Option<&str> {
        self.adjectives.get(word).map(|it| &**it)
    }

    /// The phase of `collapse` in `the collapse of the talks`.
    pub(crate) fn noun_of(&self, word: &str) -> Option<&str> {
        self.nouns_of.get(word).map(|it| &**it)
    }

    /// The phase of `refusal` in `Tarvonia’s refusal to negotiate`.
    pub(crate) fn noun_by(&self, word: &str) -> Option<&str> {
        self.nouns_by.get(word).map(|it| &**it)
    }

    /// The role a word tells in one of its shapes.
    pub(crate) fn role(&self, shape: RoleWord, word: &str) -> Option<&str> {
        self.roles.get(word)?.iter().rfind(|it| it.0 == shape).map(|it| &*it.1)
    }

    /// Whether a word is in one of the plain lists: `hinders`, `keeps`, `obstacle`, `fighting`,
    /// `ceases`.
    pub(crate) fn has(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).is_some_and(|it| it.iter().any(|it| **it == *word))
    }
}

fn each(words: &str) -> impl Iterator<Item = Box<str>> + '_ {
    words.split(' ').map(Into::into)
}

fn fill(map: &mut FxHashMap<Box<str>, Box<str>>, words: &str, name: &str) {
    map.extend(each(words).map(|word| (word, name.into())));
}

fn pattern(words: &str) -> Vec<Box<str>> {
    if words == "-" { Vec::new() } else { each(words).collect() }
}

fn pattern_list(words: &str) -> Vec<Vec<Box<str>>> {
    words.split('|').map(pattern).collect()
}

fn read_engage(map: &mut FxHashMap<Box<str>, Vec<Engage>>, after: &str, words: &str) {
    let near = after == "w";
    let after = if near { Vec::new() } else { pattern(after) };
    for word in each(words) {
        map.entry(word).or_default().push(Engage { near, after: after.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let words = TalkWords::english();
        assert_eq!(words.noun("talks"), Some(TalkNoun::Strong));
        assert_eq!(words.issue("hostage"), Some("release"));
        assert!(words.verbs("broke").iter().any(|it| &*it.phase == "breached"));
        assert_eq!(words.role(RoleWord::Noun, "mediators"), Some("mediator"));
        assert!(words.has("fighting", "war") && !words.has("fighting", "ferry"));
        for row in rows(include_str!("../../data/en/talks.tsv")) {
            assert!((3..=5).contains(&row.split('\t').count()), "{row}");
        }
    }
}
