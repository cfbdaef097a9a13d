//! Word lists, compiled in: cues, closed classes, nouns that name speakers. Data lies in `data/en/`.
//!
//! A lexicon answers one question: what may this word be? It never looks at the words around it.

mod event_words;
pub(crate) mod figure_words;
mod party;
mod talk_words;

use std::sync::{LazyLock, OnceLock};

use onrecord_grammar::Grammar;
use rustc_hash::{FxHashMap, FxHashSet};

pub(crate) use event_words::{EventWords, Flags, HeadClass, Pattern};
pub use figure_words::{Measure, Unit, UnitKind, unit_known};
pub use party::{Actors, BadLine, NameKind, Named, Parties, Party, Sector};
pub(crate) use party::{Company, stateless};
pub(crate) use talk_words::{Engage, PhaseVerb, RoleWord, TalkNoun, TalkWords};

/// Whether a word, in small letters, is too common to tell texts apart: `the`, `of`, `said`.
pub fn is_stopword(word: &str) -> bool {
    static STOP: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        let lines = include_str!("../../data/en/stopwords.txt").lines();
        lines.filter(|it| !it.starts_with('#')).flat_map(str::split_whitespace).collect()
    });
    STOP.contains(word)
}

/// The word lists of one language.
#[derive(Debug)]
pub struct Lexicon {
    entries: FxHashMap<Box<str>, Entry>,
    cues: Vec<Cue>,
    talk_words: TalkWords,
    /// Read when first asked for: not every use of a lexicon needs to know who is who.
    parties: OnceLock<Parties>,
    /// Likewise.
    event_words: OnceLock<EventWords>,
    grammar: OnceLock<Grammar>,
}

/// What one written form may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The classes it belongs to.
    pub class: Class,
    /// Number of the cue verb it is a form of, from 1; 0 for none.
    pub cue: u16,
    /// Which forms of that verb.
    pub form: Form,
}

/// A verb that tells what someone says, asks, writes or thinks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Its base form: `say`.
    pub base: Box<str>,
    /// What kind of telling it is.
    pub kind: CueKind,
    /// What may stand as its content.
    pub takes: Takes,
    /// A word that must follow for the verb to count: `out` of `pointed out`.
    pub particle: Option<Box<str>>,
    /// What it does with its content.
    pub act: Act,
    /// The same with a *not*.
    pub negated: Act,
}

/// What the report says the source did with the content. About the saying, never about whether it
/// is true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Act {
    /// Gave it as so: `said`, `wrote`, `believes`.
    #[default]
    Said,
    /// Asked it: `asked whether`.
    Asked,
    /// Gave it as not so: `denied that`, `does not believe that`.
    Denied,
    /// Would not be drawn: `declined to comment`, `refused to say whether`.
    Declined,
    /// Did not say it, by the report: `did not say whether`, `would not confirm that`.
    NotSaid,
}

/// Kinds of telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueKind {
    /// `said`
    Spoken,
    /// `wrote`
    Written,
    /// `asked`
    Asked,
    /// `denied`
    Denied,
    /// `believes`
    Thought,
    /// `found`, of a poll or a study
    Shown,
    /// `criticized`: the content is an object
    Judged,
    /// `seemed`
    Seemed,
}

macro_rules! flags {
    ($(#[$doc:meta])* $name:ident: $of:ty { $($(#[$one:meta])* $flag:ident = $bit:expr, $word:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $name($of);

        impl $name {
            $($(#[$one])* pub const $flag: $name = $name(1 << $bit);)+

            /// Whether any of `other` is in it.
            pub fn any(self, other: $name) -> bool {
                self.0 & other.0 != 0
            }

            /// Both together.
            pub const fn or(self, other: $name) -> $name {
                $name(self.0 | other.0)
            }

            /// By its name in the tables.
            #[allow(dead_code)] // the forms of a verb stand in columns without a name
            fn named(word: &str) -> Option<$name> {
                match word {
                    $($word => Some($name::$flag),)+
                    _ => None,
                }
            }
        }
    };
}

flags! {
    /// Classes of words; the names are those of `words.tsv`.
    Class: u64 {
        /// Opens a noun phrase.
        DETERMINER = 0, "determiner";
        /// `a`, `several`: what follows is new and unnamed.
        INDEFINITE = 1, "indefinite";
        /// `the`, `his`: what follows is known.
        DEFINITE = 2, "definite";
        /// A pronoun that can be a subject.
        PRONOUN = 3, "pronoun";
        /// `he`, `she`.
        PERSON_PRONOUN = 4, "person_pronoun";
        /// `his`, `their`.
        POSSESSIVE = 5, "possessive";
        /// `who`.
        WHO = 6, "who";
        /// `who`, `which`, `that`.
        RELATIVE = 7, "relative";
        /// Any auxiliary.
        AUX = 8, "aux";
        /// Forms of `be`.
        BE = 9, "be";
        /// Forms of `have`.
        HAVE = 10, "have";
        /// `will`, `to`, `did`: a base form follows.
        MODAL = 11, "modal";
        /// Prepositions.
        PREPOSITION = 12, "preposition";
        /// Prepositions that tell when and where rather than who.
        TIME_PLACE = 13, "time_place";
        /// `and`, `but`.
        CONJUNCTION = 14, "conjunction";
        /// Opens a subordinate clause.
        SUBORDINATOR = 15, "subordinator";
        /// Opens a reported question.
        QUESTION_WORD = 16, "question_word";
        /// Adverbs that do not end in -ly.
        ADVERB = 17, "adverb";
        /// Days of the week.
        WEEKDAY = 18, "weekday";
        /// Months.
        MONTH = 19, "month";
        /// `yesterday`.
        RELATIVE_DAY = 20, "relative_day";
        /// Stands before a name.
        TITLE = 21, "title";
        /// Tells a man.
        MAN = 22, "man";
        /// Tells a woman.
        WOMAN = 23, "woman";
        /// What a speaker may be called.
        ROLE = 24, "role";
        /// A role of which `the official` may be said.
        OFFICIAL_ROLE = 25, "official_role";
        /// Plural nouns for people who speak.
        PEOPLE = 26, "people";
        /// Bodies that speak.
        BODY = 27, "body";
        /// Occasions of speech.
        SPEECH_NOUN = 28, "speech_noun";
        /// Who asks at briefings.
        REPORTER_NOUN = 29, "reporter_noun";
        /// Participles after which a remark's subject, not its content, follows.
        ASIDE = 30, "aside";
        /// Given names of men.
        MAN_NAME = 31, "man_name";
        /// Given names of women.
        WOMAN_NAME = 32, "woman_name";
        /// Small words inside names: `de`, `al`.
        PARTICLE = 33, "particle";
        /// What may stand before a role and belongs to it: `former`.
        FORMER = 34, "former";
        /// `Jr`
        NAME_SUFFIX = 35, "name_suffix";
        /// A pronoun and its auxiliary in one: `she’s`.
        CONTRACTED = 36, "contracted";
        /// Titles that tell no office: `Ms`.
        COURTESY = 37, "courtesy";
        /// Countries and capitals that speak for governments.
        PLACE = 38, "place";
        /// Nouns of telling: `her claim that`.
        NOUN_CUE = 39, "noun_cue";
        /// What an office is for, and belongs to its name: `Foreign Minister`.
        PORTFOLIO = 40, "portfolio";
        /// Occasions and forms of speech that are with or to somebody: `interview`, `letter`.
        AUDIENCE_NOUN = 41, "audience_noun";
        /// Stands before a heading’s colon and is no speaker: `Live: …`.
        LABEL = 42, "label";
        /// Irregular past forms, hardly ever nouns: a subject ends before them.
        PAST = 43, "past";
    }
}

flags! {
    /// Forms of a verb.
    Form: u8 {
        /// `say`
        BASE = 0, "base";
        /// `says`
        THIRD = 1, "third";
        /// `said`
        PAST = 2, "past";
        /// `said`, after `has` or `was`
        PARTICIPLE = 3, "participle";
        /// `saying`
        ING = 4, "ing";
    }
}

flags! {
    /// What may stand as a verb's content; the letters are those of `cues.tsv`.
    Takes: u16 {
        /// A quotation.
        QUOTATION = 0, "q";
        /// A clause with `that`.
        THAT = 1, "t";
        /// A clause without `that`.
        CLAUSE = 2, "c";
        /// A question clause.
        QUESTION = 3, "w";
        /// An infinitive.
        INFINITIVE = 4, "i";
        /// An object that is the content.
        OBJECT = 5, "n";
        /// First the one who is told.
        ADDRESSEE = 6, "o";
        /// Base and third-person forms may be nouns.
        NOUN = 7, "N";
        /// What it is about: `of the bridge`.
        ABOUT = 8, "a";
        /// After `to`, the one who is told: `said to the board`.
        TO = 9, "d";
    }
}

/// Longest word looked up, in bytes; no word of the lists is longer.
const LONGEST: usize = 24;

impl Lexicon {
    /// The lists for English. Built once by the caller and passed on.
    pub fn english() -> Lexicon {
        let mut lexicon = Lexicon {
            entries: FxHashMap::default(),
            cues: Vec::new(),
            talk_words: TalkWords::english(),
            parties: OnceLock::new(),
            event_words: OnceLock::new(),
            grammar: OnceLock::new(),
        };
        lexicon.read_words(include_str!("../../data/en/words.tsv"));
        lexicon.read_cues(include_str!("../../data/en/cues.tsv"));
        lexicon
    }

    /// Who is who: countries, bodies, groups, offices.
    pub fn parties(&self) -> &Parties {
        self.parties.get_or_init(Parties::english)
    }

    /// Which words tell of events.
    pub(crate) fn event_words(&self) -> &EventWords {
        self.event_words.get_or_init(EventWords::english)
    }

    /// Which word of a sentence depends on which.
    pub(crate) fn grammar(&self) -> &Grammar {
        self.grammar.get_or_init(Grammar::english)
    }

    /// With these parties for its own: the compiled lists and what a user added to them.
    pub fn with_parties(self, parties: Parties) -> Lexicon {
        Lexicon { parties: parties.into(), ..self }
    }

    /// What a word may be; upper and lower case (ASCII) alike.
    pub fn entry(&self, word: &str) -> Entry {
        let mut lower = [0; LONGEST];
        let Some(lower) = lower.get_mut(..word.len()) else { return Entry::default() };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        // Lowering ASCII letters keeps UTF-8 valid.
        let Ok(lower) = std::str::from_utf8(lower) else { return Entry::default() };
        self.entries.get(lower).copied().unwrap_or_default()
    }

    /// Words about talks.
    pub(crate) fn talk_words(&self) -> &TalkWords {
        &self.talk_words
    }

    /// The cue verb an entry is a form of.
    pub fn cue(&self, entry: Entry) -> Option<&Cue> {
        self.cues.get(usize::from(entry.cue).checked_sub(1)?)
    }

    fn read_words(&mut self, table: &str) {
        for (class, words) in rows(table).filter_map(|row| row.split_once('\t')) {
            let Some(class) = Class::named(class) else { continue };
            for word in words.split(' ') {
                let entry = self.entries.entry(word.into()).or_default();
                entry.class = entry.class.or(class);
            }
        }
    }

    fn read_cues(&mut self, table: &str) {
        for row in rows(table) {
            let fields: Vec<&str> = row.split('\t').collect();
            let [base, kind, takes, third, past, participle, ing, particle, ref acts @ ..] =
                fields[..]
            else {
                continue;
            };
            let Some(kind) = CueKind::named(kind) else { continue };
            let Some((act, negated)) = acts_named(kind, acts) else { continue };
            let takes = takes.chars().filter_map(|it| Takes::named(it.encode_utf8(&mut [0; 4])));
            self.cues.push(Cue {
                base: base.into(),
                kind,
                takes: takes.fold(Takes::default(), Takes::or),
                particle: (particle != "-").then(|| particle.into()),
                act,
                negated,
            });
            let forms = [
                (base, Form::BASE),
                (third, Form::THIRD),
                (past, Form::PAST),
                (participle, Form::PARTICIPLE),
                (ing, Form::ING),
            ];
            for (word, form) in forms {
                self.add_form(word, form);
            }
        }
    }

    /// A form that two verbs share stays with the verb that stands first in the table.
    fn add_form(&mut self, word: &str, form: Form) {
        let cue = u16::try_from(self.cues.len()).expect("the table has fewer than 65,536 rows");
        let entry = self.entries.entry(word.into()).or_default();
        if entry.cue == 0 || entry.cue == cue {
            entry.cue = cue;
            entry.form = entry.form.or(form);
        }
    }
}

fn rows(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|row| !row.starts_with('#') && !row.is_empty())
}

impl CueKind {
    const NAMES: [(&'static str, CueKind); 8] = [
        ("spoken", CueKind::Spoken),
        ("written", CueKind::Written),
        ("asked", CueKind::Asked),
        ("denied", CueKind::Denied),
        ("thought", CueKind::Thought),
        ("shown", CueKind::Shown),
        ("judged", CueKind::Judged),
        ("seemed", CueKind::Seemed),
    ];

    /// By its name in `cues.tsv`.
    pub fn named(word: &str) -> Option<CueKind> {
        CueKind::NAMES.iter().find(|it| it.0 == word).map(|it| it.1)
    }

    /// Its name in `cues.tsv`.
    pub fn name(self) -> &'static str {
        CueKind::NAMES.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }

    /// What verbs of this kind do with their content, and what they do with a *not*: who does not
    /// believe a thing gives it as not so, who does not say it gives nothing.
    fn acts(self) -> (Act, Act) {
        match self {
            CueKind::Asked => (Act::Asked, Act::NotSaid),
            CueKind::Denied => (Act::Denied, Act::NotSaid),
            CueKind::Thought => (Act::Said, Act::Denied),
            _ => (Act::Said, Act::NotSaid),
        }
    }
}

impl Act {
    const NAMES: [(&'static str, Act); 5] = [
        ("said", Act::Said),
        ("asked", Act::Asked),
        ("denied", Act::Denied),
        ("declined", Act::Declined),
        ("not_said", Act::NotSaid),
    ];

    /// Its name in tables and JSON.
    pub fn name(self) -> &'static str {
        Act::NAMES.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }

    /// Whether two reports may have the same thing done: not one *said* and the other *denied*. A
    /// question is given in a turn as it is after `asked`; who declines does not say.
    pub fn may_be(self, other: Act) -> bool {
        let given = |it: Act| matches!(it, Act::Said | Act::Asked);
        (self == Act::Denied) == (other == Act::Denied) && given(self) == given(other)
    }

    /// By that name.
    pub fn named(word: &str) -> Option<Act> {
        Act::NAMES.iter().find(|it| it.0 == word).map(|it| it.1)
    }
}

/// The acts of a verb: those of its kind, unless its row has a column `act/negated` of its own.
fn acts_named(kind: CueKind, column: &[&str]) -> Option<(Act, Act)> {
    let [acts] = column else { return column.is_empty().then(|| kind.acts()) };
    let (act, negated) = acts.split_once('/')?;
    Some((Act::named(act)?, Act::named(negated)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read() {
        let lexicon = Lexicon::english();
        let cues = rows(include_str!("../../data/en/cues.tsv")).count();
        assert_eq!(lexicon.cues.len(), cues);
        for row in rows(include_str!("../../data/en/words.tsv")) {
            let (class, words) = row.split_once('\t').unwrap();
            assert!(Class::named(class).is_some(), "unknown class {class}");
            for word in words.split(' ') {
                assert!(!word.is_empty() && word.len() <= LONGEST, "{class}: {word:?}");
            }
        }
    }

    #[test]
    fn a_form_leads_to_its_verb() {
        let lexicon = Lexicon::english();
        let entry = lexicon.entry("Said");
        assert_eq!(&*lexicon.cue(entry).unwrap().base, "say");
        assert!(entry.form.any(Form::PAST) && entry.form.any(Form::PARTICIPLE));
        assert!(lexicon.entry("the").class.any(Class::DETERMINER));
        assert!(lexicon.cue(lexicon.entry("harbour")).is_none());
    }
}
