//! One place where a reading differs in, what it changes of the meaning out: a negation, a number,
//! a name, the strength of will or duty, the person meant.
//!
//! It reads the words that differ and their neighbours, no grammar. What it marks deserves a look;
//! what it leaves unmarked may matter too.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::align::Gap;
use super::thesaurus;
use super::{Mark, VariantKind};
use crate::text::fold::Folded;
use crate::text::stem::Stemmer;

/// One side's words, and the text they stand in.
#[derive(Clone, Copy)]
pub(crate) struct Side<'s> {
    pub words: &'s [Folded],
    pub text: &'s str,
}

/// Words left out or put in that are still looked at for a negation or a modal; a longer stretch
/// has negations of its own (`and we have never closed it`).
const LONGEST_ALONE: usize = 6;

/// Words in place of others among which a modal on one side only says something; in a longer
/// stretch the other side says it otherwise (`could` / `be able to`).
const LONGEST_BESIDE: usize = 3;

/// Words in place of others among which a name may stand for *I*, *we* or *you*.
const LONGEST_NAMED: usize = 8;

/// What the gap changes: the gravest, in the order of [`Mark`].
pub(crate) fn mark(gap: &Gap, lemma: Side<'_>, reading: Side<'_>) -> Option<Mark> {
    let a = Stretch::new(lemma, &gap.lemma);
    let b = Stretch::new(reading, &gap.reading);
    match gap.kind {
        VariantKind::Transposition => None,
        VariantKind::Substitution => in_place_of(&a, &b),
        VariantKind::Omission => alone(&a),
        VariantKind::Addition => alone(&b),
    }
}

/// Words in place of others.
fn in_place_of(a: &Stretch<'_>, b: &Stretch<'_>) -> Option<Mark> {
    let negated = a.negates() != b.negates() && !(a.refuses() || b.refuses());
    if negated != are_opposites(a, b) {
        return Some(Mark::Negation);
    }
    if a.has_another_number(b) {
        return Some(Mark::Number);
    }
    let (names_a, names_b) = (a.names(), b.names());
    let shared = names_a.iter().any(|x| names_b.iter().any(|y| are_one_name(x, y)));
    if !names_a.is_empty() && !names_b.is_empty() && !shared {
        return Some(Mark::Name);
    }
    let (modals_a, modals_b) = (a.modals(), b.modals());
    let short = a.len() <= LONGEST_BESIDE && b.len() <= LONGEST_BESIDE;
    let told = |modals: &[Modal]| short && modals.iter().any(|it| it.is_strong());
    let both = !modals_a.is_empty() && !modals_b.is_empty();
    if modals_a != modals_b && (both || told(&modals_a) || told(&modals_b)) {
        return Some(Mark::Modal);
    }
    let (persons_a, persons_b) = (a.persons(), b.persons());
    let speaks = |persons: &[Person]| persons.iter().any(|it| it.takes_part());
    let another = !persons_a.is_empty()
        && !persons_b.is_empty()
        && !persons_a.iter().any(|it| persons_b.contains(it));
    let near = a.len().max(b.len()) <= LONGEST_NAMED;
    let named = (!names_a.is_empty() && persons_a.is_empty() && speaks(&persons_b))
        || (!names_b.is_empty() && persons_b.is_empty() && speaks(&persons_a));
    (another || (near && named)).then_some(Mark::Person)
}

/// Words on one side only. Set off by a comma or a dash they stand for themselves (`No, we sail`).
fn alone(it: &Stretch<'_>) -> Option<Mark> {
    if it.len() > LONGEST_ALONE || !it.is_attached() {
        return None;
    }
    if it.negates() {
        return Some(Mark::Negation);
    }
    (it.is_inside() && it.modals().iter().any(|it| it.is_strong())).then_some(Mark::Modal)
}

/// A run of one side's words.
struct Stretch<'s> {
    side: Side<'s>,
    run: Range<usize>,
}

impl<'s> Stretch<'s> {
    fn new(side: Side<'s>, run: &Range<usize>) -> Stretch<'s> {
        Stretch { side, run: run.clone() }
    }

    fn len(&self) -> usize {
        self.run.len()
    }

    fn words(&self) -> &'s [Folded] {
        &self.side.words[self.run.clone()]
    }

    fn keys(&self) -> impl Iterator<Item = &'s str> {
        self.words().iter().map(Folded::key)
    }

    fn is_inside(&self) -> bool {
        self.run.start > 0 && self.run.end < self.side.words.len()
    }

    /// No mark parts it from the word behind it, or at the end from the word before it.
    fn is_attached(&self) -> bool {
        match self.side.words.get(self.run.end) {
            Some(next) => !next.set_off,
            None => self.run.start > 0 && !self.side.words[self.run.start].set_off,
        }
    }

    fn negates(&self) -> bool {
        let key = |n: usize| self.side.words.get(n).map(Folded::key);
        // `No, we sail`; `not only`, `nothing less than`, `no doubt`.
        const AFTER: [&str; 7] = ["only", "less", "fewer", "short", "doubt", "wonder", "but"];
        let is_own = |n: usize| {
            let next = self.side.words.get(n + 1);
            (key(n) != Some("no") || next.is_none_or(|it| !it.set_off))
                && key(n + 1).is_none_or(|it| !AFTER.contains(&it))
        };
        let mut run = self.run.clone();
        run.any(|n| key(n).is_some_and(|it| NEGATIONS.contains(&it)) && is_own(n))
    }

    /// Says no without a negation: `refuse to` stands for `will not`.
    fn refuses(&self) -> bool {
        self.keys().any(|it| REFUSALS.iter().any(|stem| it.starts_with(stem)))
    }

    /// Both sides count something, and each has a number that the other lacks.
    fn has_another_number(&self, other: &Stretch<'_>) -> bool {
        let (a, b) = (self.numbers(), other.numbers());
        let lacks = |one: &[&Folded], all: &[&Folded]| {
            one.iter().any(|it| !all.iter().any(|other| it.counts_as(other)))
        };
        lacks(&a, &b) && lacks(&b, &a)
    }

    fn numbers(&self) -> Vec<&'s Folded> {
        let counts = |it: &&Folded| it.is_number() || QUANTITIES.contains(&it.key());
        self.words().iter().filter(counts).collect()
    }

    /// Keys of the words that are, or belong to, a name.
    fn names(&self) -> Vec<&'s str> {
        if self.side.is_headline() {
            return Vec::new();
        }
        self.run
            .clone()
            .filter(|n| self.side.is_name(*n))
            .map(|n| self.side.words[n].key())
            .collect()
    }

    fn modals(&self) -> Vec<Modal> {
        let words = self.side.words;
        let mut found: Vec<Modal> = self
            .run
            .clone()
            .filter_map(|n| Modal::of(words[n].key(), words.get(n + 1).map(Folded::key)))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn persons(&self) -> Vec<Person> {
        self.keys().filter_map(Person::of).collect()
    }
}

impl Side<'_> {
    /// A capital inside a sentence; at its head, only a word that no list of common words has.
    fn is_name(&self, n: usize) -> bool {
        let word = &self.words[n];
        let written = self.text.get(word.span.range()).unwrap_or("");
        let capital = written.starts_with(char::is_uppercase);
        if !capital || word.is_number() || matches!(word.key(), "i" | "okay") {
            return false;
        }
        !self.begins_sentence(n) || !is_common(word.key())
    }

    fn begins_sentence(&self, n: usize) -> bool {
        let Some(before) = n.checked_sub(1).map(|it| self.words[it].span) else { return true };
        let marks = self.text.get(before.end()..self.words[n].span.start()).unwrap_or(".");
        marks.contains(['.', '!', '?', ':', '“', '"', '…', '\n'])
    }

    /// Most longer words begin with a capital: it says nothing of names.
    fn is_headline(&self) -> bool {
        let long = self.words.iter().filter(|it| it.span.len() >= 4 && !it.is_number());
        let (mut n_long, mut n_capital) = (0, 0);
        for word in long {
            let written = self.text.get(word.span.range()).unwrap_or("");
            n_long += 1;
            n_capital += usize::from(written.starts_with(char::is_uppercase));
        }
        n_long >= 4 && n_capital * 10 > n_long * 7
    }
}

/// The lists below are closed classes of English words, compiled by hand from general usage.
const NEGATIONS: [&str; 13] = [
    "not", "no", "never", "none", "nothing", "nobody", "nowhere", "neither", "nor", "without",
    "hardly", "scarcely", "barely",
];

const REFUSALS: [&str; 12] = [
    "refus", "declin", "deny", "deni", "fail", "lack", "reject", "stop", "cease", "avoid",
    "prevent", "unable",
];

/// Words that count without being a number.
const QUANTITIES: [&str; 18] = [
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "billions",
    "trillion",
    "trillions",
    "dozen",
    "dozens",
    "half",
    "quarter",
    "twice",
    "double",
    "triple",
    "both",
];

/// One word, or a country and its people.
fn are_one_name(a: &str, b: &str) -> bool {
    let shorter = a.len().min(b.len());
    a == b || (shorter >= 4 && a.as_bytes()[..shorter] == b.as_bytes()[..shorter])
}

/// `willing` against `unwilling`: one word with a prefix that turns it round.
fn are_opposites(a: &Stretch<'_>, b: &Stretch<'_>) -> bool {
    const PREFIXES: [&str; 7] = ["un", "in", "im", "ir", "il", "dis", "non"];
    // `unwilling` / `willingness`: five letters tell a word whatever its ending.
    let akin = |rest: &str, other: &str| {
        let shorter = rest.len().min(other.len());
        (rest == other && shorter >= 3)
            || (shorter >= 5 && (rest.starts_with(other) || other.starts_with(rest)))
    };
    let turned = |long: &str, short: &str| {
        PREFIXES.iter().any(|it| long.strip_prefix(it).is_some_and(|rest| akin(rest, short)))
    };
    a.keys().any(|x| b.keys().any(|y| turned(x, y) || turned(y, x)))
}

/// Strength of will or duty.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Modal {
    Will,
    Would,
    Must,
    Should,
    Can,
    Could,
    May,
    Likely,
    Wish,
}

impl Modal {
    fn of(word: &str, next: Option<&str>) -> Option<Modal> {
        let before_to = next == Some("to");
        Some(match word {
            "will" | "shall" => Modal::Will,
            "going" if before_to => Modal::Will,
            "would" | "'d" => Modal::Would,
            "must" => Modal::Must,
            "have" | "has" | "had" | "got" | "need" | "needs" if before_to => Modal::Must,
            "should" | "ought" => Modal::Should,
            "can" => Modal::Can,
            "could" => Modal::Could,
            "may" | "might" | "perhaps" | "maybe" | "possibly" => Modal::May,
            "likely" | "probably" => Modal::Likely,
            "want" | "wants" | "hope" | "hopes" | "plan" | "plans" | "intend" | "intends"
                if before_to =>
            {
                Modal::Wish
            }
            _ => return None,
        })
    }

    /// Says more than a tense does: `sails` and `will sail` may be one thing.
    fn is_strong(self) -> bool {
        !matches!(self, Modal::Will | Modal::Would)
    }
}

/// Who is meant by a pronoun.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Person {
    I,
    We,
    You,
    He,
    She,
    They,
}

impl Person {
    /// `it` may stand for nobody.
    fn of(word: &str) -> Option<Person> {
        Some(match word {
            "i" | "me" | "my" | "mine" | "myself" => Person::I,
            "we" | "us" | "our" | "ours" | "ourselves" => Person::We,
            "you" | "your" | "yours" | "yourself" | "yourselves" => Person::You,
            "he" | "him" | "his" | "himself" => Person::He,
            "she" | "her" | "hers" | "herself" => Person::She,
            "they" | "them" | "their" | "theirs" | "themselves" => Person::They,
            _ => return None,
        })
    }

    /// The speaker or who is spoken to: no other outlet's name for a third person.
    fn takes_part(self) -> bool {
        matches!(self, Person::I | Person::We | Person::You)
    }
}

/// Words that begin a sentence without being a name: those of the word lists, and those that mean
/// something in the thesaurus.
fn is_common(word: &str) -> bool {
    static COMMON: LazyLock<(Stemmer, FxHashSet<&'static str>)> = LazyLock::new(|| {
        let lists = [
            include_str!("../../data/en/common_words.txt"),
            include_str!("../../data/en/stopwords.txt"),
            include_str!("../../data/en/words.tsv"),
        ];
        let names = ["woman_name\t", "place\t"];
        let lines = lists.into_iter().flat_map(str::lines);
        let lines =
            lines.filter(|it| !it.starts_with('#') && !names.iter().any(|n| it.starts_with(n)));
        (Stemmer::english(), lines.flat_map(str::split_whitespace).collect())
    });
    let (stemmer, listed) = &*COMMON;
    listed.contains(word) || !thesaurus::groups(stemmer, &stemmer.stem(word)).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::Tables;
    use crate::collate::align::gaps;
    use crate::collate::link::lay;
    use crate::text::Span;

    /// The marks of all places that differ.
    #[track_caller]
    fn check(lemma: &str, reading: &str, expected: &[Mark]) {
        let tables = Tables::english();
        let fold = |text: &str| tables.folding.fold(text, Span::new(0, text.len()));
        let laid = lay(&tables.likeness, &fold(lemma), &fold(reading));
        let sides = (Side { words: &laid.a, text: lemma }, Side { words: &laid.b, text: reading });
        let gaps = gaps(&laid.a, &laid.b, &laid.alignment);
        let found: Vec<Mark> = gaps.iter().filter_map(|it| mark(it, sides.0, sides.1)).collect();
        assert_eq!(found, expected, "{lemma} / {reading}");
    }

    #[test]
    fn a_negation_on_one_side_is_marked() {
        use Mark::Negation;
        check("we will not sail", "we will sail", &[Negation]);
        check("we won’t sail", "we will sail", &[Negation]);
        check("I don’t think the port is safe", "the port is safe", &[Negation]);
        check("a ship like mine and yours", "a ship unlike mine and yours", &[Negation]);
        check("they agree with us", "they disagree with us", &[Negation]);
        check("it is possible to sail", "it is impossible to sail", &[Negation]);
    }

    #[test]
    fn a_negation_that_stands_for_itself_is_none_of_the_sentences() {
        check("No, we will sail", "we will sail", &[]);
        check("we will sail, not that it helps", "we will sail", &[]);
        check("they would not engage with us", "they refused to engage with us", &[]);
        check("they were unsatisfied with it", "they were not satisfied with it", &[]);
        check("it became a port", "it became not only a port", &[]);
        check("nothing less than the port is at stake", "the port is at stake", &[]);
        check("we are unwilling to sail", "we show no willingness to sail", &[]);
        check("the port that was never closed in all those years is open", "the port is open", &[]);
    }

    #[test]
    fn another_number_is_marked() {
        use Mark::Number;
        check("eight ships sank", "9 ships sank", &[Number]);
        check("it costs $5 million", "it costs $5 billion", &[Number]);
        check("it costs £5 million", "it costs $5 million", &[Number]);
        check("millions of ships", "billions of ships", &[Number]);
        check("eight ships sank", "8 ships sank", &[]);
        check("two ships sank", "second ship sank", &[]);
        check("eight ships sank", "several ships sank", &[]);
        check("the eight ships sank", "the ships sank", &[]);
    }

    #[test]
    fn another_name_is_marked() {
        use Mark::Name;
        check("we asked Silva for pilots", "we asked Ruiz for pilots", &[Name]);
        check("Silva lost the tug", "Ruiz lost the tug", &[Name]);
        check("we sail on Monday", "we sail on Tuesday", &[Name]);
        check("we asked Silva for pilots", "we asked Ana Silva for pilots", &[]);
        check("we asked Ruritania for pilots", "we asked Ruritanians for pilots", &[]);
        check("Although it rained, we sailed", "Though it rained, we sailed", &[]);
        check("Boats Sink Near Northern Buoy", "Ships Sink Near Southern Buoy", &[]);
    }

    #[test]
    fn another_strength_of_will_or_duty_is_marked() {
        use Mark::Modal;
        check("we will sail", "we may sail", &[Modal]);
        check("we must sail", "we should sail", &[Modal]);
        check("the port is open", "the port may be open", &[Modal]);
        check("we will probably sail", "we will sail", &[Modal]);
        check("we shall sail", "we will sail", &[]);
        check("we are going to sail", "we will sail", &[]);
        check("we sail at dawn", "we will sail at dawn", &[]);
    }

    #[test]
    fn another_person_is_marked() {
        use Mark::Person;
        check("we lost the tug", "they lost the tug", &[Person]);
        check("he sold my ship", "he sold his ship", &[Person]);
        check("then Ruritania lost the tug", "then we lost the tug", &[Person]);
        check("then Ruiz lost the tug", "then she lost the tug", &[]);
        check("our ship is ours", "our boat is ours", &[]);
    }

    #[test]
    fn the_gravest_change_is_the_one_told() {
        check("we will not sell 5 ships", "they may sell 6 ships", &[Mark::Negation, Mark::Number]);
        check("then they will not", "then we may", &[Mark::Negation]);
    }

    #[test]
    fn words_that_only_change_places_are_not_marked() {
        check("eight ships and nine boats", "nine boats and eight ships", &[]);
    }
}
