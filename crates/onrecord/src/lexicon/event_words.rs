//! Words that tell of events: which verbs, nouns and phrases, with what after them, are acts of
//! which kind. The rows stand in `data/en/events.tsv`, whose head explains them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Form, rows};
use crate::annotate::EventKind;

/// The patterns of `events.tsv`, by the words they begin with.
#[derive(Debug, Default)]
pub(crate) struct EventWords {
    heads: FxHashMap<Box<str>, Vec<Head>>,
    patterns: Vec<Pattern>,
    sets: Vec<Vec<Vec<Box<str>>>>,
    contexts: FxHashMap<Box<str>, Vec<&'static str>>,
    idle: FxHashMap<Box<str>, Vec<Box<str>>>,
    mishaps: FxHashSet<&'static str>,
}

/// What a written form may begin.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// What part of speech it is there.
    pub(crate) class: HeadClass,
    /// Which forms of the verb it may be; none for other words.
    pub(crate) form: Form,
    /// Its patterns, by number.
    pub(crate) patterns: Vec<u32>,
}

/// The part of speech of a pattern's first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum HeadClass {
    /// Any form of it.
    Verb,
    /// This form only.
    Noun,
    /// Likewise, and of phrases: `ready to`.
    Phrase,
}

/// A head and what follows it.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pub(crate) kind: EventKind,
    pub(crate) mode: Option<&'static str>,
    pub(crate) flags: Flags,
    /// The preposition that leads to the other side.
    pub(crate) side: Option<&'static str>,
    pub(crate) pieces: Vec<Piece>,
}

/// What must follow a head.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// At once, but for adverbs.
    pub(crate) next: bool,
    pub(crate) words: PieceWords,
}

/// Which words.
#[derive(Clone, Debug)]
pub(crate) enum PieceWords {
    /// These, in a row; a plural of the last counts too.
    One(Vec<Box<str>>),
    /// Those of a set, by its number.
    Set(usize),
}

/// What is particular about a pattern; the names are those of `events.tsv`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    /// The parties do it together.
    pub(crate) recip: bool,
    /// The one told first undergoes it.
    pub(crate) swap: bool,
    /// What follows tells to what one commits oneself.
    pub(crate) intent: bool,
    /// What follows is no event of its own.
    pub(crate) embeds: bool,
    /// Counts only where nothing clearer is told.
    pub(crate) weak: bool,
    /// Has so many senses that it is never sure to be an act between parties.
    pub(crate) loose: bool,
    /// Counts only of who holds an office or acts for a party.
    pub(crate) office: bool,
    /// What somebody says another must do.
    pub(crate) must: bool,
    /// Counts only with an object.
    pub(crate) object: bool,
    /// Counts only without one.
    pub(crate) bare: bool,
}

const SIDES: [&str; 12] =
    ["to", "from", "with", "on", "against", "for", "of", "at", "by", "into", "in", "between"];

impl EventWords {
    /// The words of English.
    pub(crate) fn english() -> EventWords {
        EventWords::read(include_str!("../../data/en/events.tsv"))
    }

    fn read(table: &'static str) -> EventWords {
        let mut it = EventWords::default();
        let mut set_names: FxHashMap<&str, usize> = FxHashMap::default();
        let mut irregular: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        let mut heads: FxHashMap<(HeadClass, &str), Vec<u32>> = FxHashMap::default();
        for row in rows(table) {
            let fields: Vec<&'static str> = row.split('\t').collect();
            match fields[..] {
                ["set", name, words] => {
                    set_names.insert(name, it.sets.len());
                    it.sets.push(words.split(' ').map(in_a_row).collect());
                }
                ["irregular", forms] => {
                    let mut forms = forms.split(' ');
                    irregular.insert(forms.next().unwrap_or_default(), forms.collect());
                }
                ["idle", bases, things] => {
                    let things: Vec<Box<str>> = things.split(' ').map(Into::into).collect();
                    for base in bases.split(' ') {
                        for (form, _) in forms(base, irregular.get(base).map(Vec::as_slice)) {
                            it.idle.entry(form.into()).or_default().extend(things.iter().cloned());
                        }
                    }
                }
                ["mishap", words] => it.mishaps.extend(words.split(' ')),
                ["context", name, words] => {
                    for word in words.split(' ') {
                        it.contexts.entry(word.into()).or_default().push(name);
                    }
                }
                ["act", kind, mode, flags, patterns] => {
                    let Some(kind) = EventKind::named(kind) else { continue };
                    let mode = (mode != "-").then_some(mode);
                    let side = flags.split(' ').find_map(|it| SIDES.into_iter().find(|s| *s == it));
                    for pattern in patterns.split("; ") {
                        let Some((class, base, pieces)) = pattern_of(pattern, &set_names) else {
                            continue;
                        };
                        let number = it.patterns.len() as u32;
                        heads.entry((class, base)).or_default().push(number);
                        let flags = Flags::named(flags);
                        it.patterns.push(Pattern { kind, mode, flags, side, pieces });
                    }
                }
                _ => {}
            }
        }
        let mut heads: Vec<_> = heads.into_iter().collect();
        heads.sort_by_key(|it| it.0);
        for ((class, base), patterns) in heads {
            let forms = match class {
                HeadClass::Verb => forms(base, irregular.get(base).map(Vec::as_slice)),
                HeadClass::Noun | HeadClass::Phrase => vec![(base.to_owned(), Form::default())],
            };
            for (word, form) in merged(forms) {
                let head = Head { class, form, patterns: patterns.clone() };
                it.heads.entry(word.into()).or_default().push(head);
            }
        }
        it
    }

    /// What a word, in small letters, may begin.
    pub(crate) fn heads(&self, word: &str) -> &[Head] {
        self.heads.get(word).map_or(&[], Vec::as_slice)
    }

    /// A pattern by its number.
    pub(crate) fn pattern(&self, number: u32) -> &Pattern {
        &self.patterns[number as usize]
    }

    /// What a word, in small letters, tells an act to be about.
    pub(crate) fn contexts(&self, word: &str) -> &[&'static str] {
        self.contexts.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a word, in small letters, tells of an accident or of nature.
    pub(crate) fn is_mishap(&self, word: &str) -> bool {
        self.mishaps.contains(word)
    }

    /// Done to which things a verb, in any form, is no act between parties.
    pub(crate) fn idle_with(&self, word: &str) -> Option<&[Box<str>]> {
        self.idle.get(word).map(Vec::as_slice)
    }

    /// How many words, from `at` on, are those of a piece; `None` if they are not.
    pub(crate) fn fits(&self, piece: &Piece, words: &[&str], at: usize) -> Option<usize> {
        let one = |these: &Vec<Box<str>>| {
            let last = these.len() - 1;
            let same = these.iter().enumerate().all(|(n, it)| {
                let word = words.get(at + n).copied().unwrap_or_default();
                word == &**it || n == last && word.strip_suffix('s') == Some(it)
            });
            same.then_some(these.len())
        };
        match &piece.words {
            PieceWords::One(these) => one(these),
            PieceWords::Set(set) => self.sets[*set].iter().find_map(one),
        }
    }
}

impl Flags {
    fn named(words: &str) -> Flags {
        let has = |name: &str| words.split(' ').any(|it| it == name);
        Flags {
            recip: has("recip"),
            swap: has("swap"),
            intent: has("intent"),
            embeds: has("embeds"),
            weak: has("weak"),
            loose: has("loose"),
            office: has("office"),
            must: has("must"),
            object: has("object"),
            bare: has("bare"),
        }
    }
}

fn in_a_row(words: &str) -> Vec<Box<str>> {
    words.split('_').map(Into::into).collect()
}

type Read = (HeadClass, &'static str, Vec<Piece>);

fn pattern_of(pattern: &'static str, sets: &FxHashMap<&str, usize>) -> Option<Read> {
    let (class, words) = pattern.trim().split_once(':')?;
    let class = match class {
        "v" => HeadClass::Verb,
        "n" => HeadClass::Noun,
        "a" => HeadClass::Phrase,
        _ => return None,
    };
    let mut words = words.split(' ');
    let base = words.next()?;
    let piece = |word: &'static str| {
        let next = word.starts_with('+');
        let word = word.trim_start_matches('+');
        let words = match word.strip_prefix('@') {
            Some(name) => PieceWords::Set(*sets.get(name)?),
            None => PieceWords::One(in_a_row(word)),
        };
        Some(Piece { next: next || class == HeadClass::Phrase, words })
    };
    Some((class, base, words.map(piece).collect::<Option<Vec<Piece>>>()?))
}

/// The forms of a verb; `irregular`: past, participle, others.
fn forms(base: &str, irregular: Option<&[&str]>) -> Vec<(String, Form)> {
    let end = |ending: &str| format!("{base}{ending}");
    let vowel = |it: char| "aeiou".contains(it);
    let mut letters = base.chars().rev();
    let (last, before) = (letters.next().unwrap_or('x'), letters.next().unwrap_or('x'));
    let silent = last == 'e';
    let y = last == 'y' && !vowel(before);
    let stem = if silent { &base[..base.len() - 1] } else { base };
    let hiss = ["s", "x", "z", "ch", "sh"].iter().any(|it| base.ends_with(it));
    let third = if y {
        format!("{}ies", &base[..base.len() - 1])
    } else {
        end(if hiss { "es" } else { "s" })
    };
    // `ban`, `banned`, `banning`: the past tells of the doubled letter.
    let past = irregular.and_then(|it| it.first());
    let doubled = past.is_some_and(|it| it.ends_with(&format!("{last}{last}ed")));
    // `hit`, `hitting`; `win`, `winning`; not `hear`, `lead`.
    let short = base.len() == 3 && !vowel(last) && vowel(before) && irregular.is_some();
    let ing =
        if doubled || short && !matches!(last, 'w' | 'y') || matches!(base, "begin" | "forbid") {
            format!("{base}{last}ing")
        } else if silent && before != 'e' {
            format!("{stem}ing")
        } else {
            end("ing")
        };
    let mut found = vec![(base.to_owned(), Form::BASE), (third, Form::THIRD), (ing, Form::ING)];
    match irregular {
        Some([past, participle, others @ ..]) => {
            found.push(((*past).to_owned(), Form::PAST));
            found.push(((*participle).to_owned(), Form::PARTICIPLE));
            for it in others {
                let form = match () {
                    () if it.ends_with("ing") => Form::ING,
                    () if it.ends_with('s') => Form::THIRD,
                    () => Form::PAST.or(Form::PARTICIPLE),
                };
                found.push(((*it).to_owned(), form));
            }
        }
        _ => {
            let past =
                if y { format!("{}ied", &base[..base.len() - 1]) } else { format!("{stem}ed") };
            found.push((past, Form::PAST.or(Form::PARTICIPLE)));
        }
    }
    found
}

/// Forms that are written alike as one.
fn merged(forms: Vec<(String, Form)>) -> Vec<(String, Form)> {
    let mut merged: Vec<(String, Form)> = Vec::new();
    for (word, form) in forms {
        match merged.iter_mut().find(|it| it.0 == word) {
            Some(it) => it.1 = it.1.or(form),
            None => merged.push((word, form)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_of_the_table_is_read_and_every_kind_has_some() {
        let table = include_str!("../../data/en/events.tsv");
        let words = EventWords::english();
        let written: usize = rows(table)
            .filter(|it| it.starts_with("act\t"))
            .map(|it| it.rsplit('\t').next().unwrap().split("; ").count())
            .sum();
        assert_eq!(words.patterns.len(), written);
        for kind in EventKind::ALL {
            assert!(words.patterns.iter().any(|it| it.kind == kind), "{kind:?} has no pattern");
        }
    }

    #[test]
    fn a_verb_is_known_in_all_its_forms() {
        let words = EventWords::english();
        for form in [
            "ban",
            "bans",
            "banned",
            "banning",
            "deny",
            "denies",
            "denied",
            "met",
            "meeting",
            "withdrew",
            "withdrawn",
            "withdrawing",
            "releases",
            "releasing",
            "hit",
            "hitting",
        ] {
            let verb = words.heads(form).iter().any(|it| it.class == HeadClass::Verb);
            assert!(verb, "{form}");
        }
        assert!(words.heads("harbours’").is_empty());
    }
}
