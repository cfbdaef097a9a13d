//! Whether a name that stands in running text is whom it seems to be.
//!
//! A phrase that is known to be an actor is taken at its word (see `phrase`); in the text of a report
//! most names of the lists are somebody else's: `Indian Ocean`, a player called Jordan, a minister's
//! namesake. Here each kind of name has what it must have beside it, or elsewhere in the report, to
//! be believed. What is not sure is nobody.

use std::cell::OnceCell;
use std::ops::Range;

use super::list::{Hit, Is, Meaning, Parties, Token};
use super::phrase::{Phrase, courtesy};
use super::{Sector, stateless};
use crate::text::Span;
use crate::text::number::number_word;

/// What kind of name a party is named by. An actor is hardly ever meant by a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A country itself: `Norway`.
    Country,
    /// Those of a country: `Norwegian troops`, `Norwegians`.
    People,
    /// A capital, which may stand for its government or only be where things happen.
    Capital,
    /// A place, with who acts there beside it: `Bergen police`.
    Place,
    /// An organ of a state, its forces among them: `Knesset`.
    Organ,
    /// An armed group.
    ArmedGroup,
    /// A body of several countries, or of none.
    International,
    /// Somebody who holds or held an office.
    Holder,
    /// A political party.
    Party,
    /// A name of a user's own list.
    Own,
    /// No name: who acts tells it, as `aid workers`.
    Role,
}

/// The countries that a report names, with where it does; read when first asked for.
#[derive(Debug, Default)]
pub(crate) struct Company(OnceCell<Vec<(Meaning, Range<usize>)>>);

/// Where a name is looked at: a passage of a report, and the whole report around it.
pub(super) struct Around<'a> {
    pub(super) phrase: &'a Phrase<'a>,
    pub(super) report: &'a str,
    pub(super) company: &'a Company,
    pub(super) within: Span,
    /// From which word to which the name stands with what belongs to it.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Words with a capital at a sentence's beginning or in a title that are no part of a name.
const PLAIN: [&str; 43] = [
    "the", "a", "an", "in", "on", "at", "for", "from", "to", "by", "with", "and", "but", "or",
    "as", "when", "while", "if", "both", "although", "though", "since", "after", "before", "until",
    "because", "that", "this", "these", "those", "some", "many", "most", "all", "former",
    "against", "between", "under", "unlike", "like", "what", "why", "how",
];

/// Words that have a capital only at a sentence's beginning: `Armed Norwegians`, `Its Danish allies`.
const OPENING: [&str; 30] = [
    "senior",
    "top",
    "armed",
    "suspected",
    "angry",
    "young",
    "local",
    "foreign",
    "several",
    "other",
    "new",
    "masked",
    "elderly",
    "visiting",
    "wounded",
    "hundreds",
    "thousands",
    "dozens",
    "few",
    "more",
    "about",
    "nearly",
    "almost",
    "another",
    "no",
    "its",
    "their",
    "his",
    "her",
    "our",
];

/// Words after which a capital is only where something is.
const WHERE: [&str; 14] = [
    "in", "at", "near", "from", "outside", "around", "to", "of", "through", "across", "inside",
    "into", "toward", "towards",
];

/// Words that join a country's name to a name before it: `Stade de Suisse`.
const OF: [&str; 6] = ["of", "de", "du", "da", "del", "di"];

/// Abbreviations of countries that mean nothing else in the news.
const SURE_SHORT: [&str; 8] = ["us", "usa", "uk", "uae", "ussr", "dprk", "drc", "gdr"];

/// Words that follow `the Dutch` where it is a people and not a quality.
const VERBS: [&str; 30] = [
    "said",
    "say",
    "says",
    "have",
    "had",
    "has",
    "are",
    "were",
    "was",
    "is",
    "will",
    "would",
    "did",
    "do",
    "and",
    "or",
    "want",
    "wanted",
    "agreed",
    "refused",
    "accused",
    "could",
    "can",
    "may",
    "must",
    "should",
    "also",
    "themselves",
    "to",
    "who",
];

/// What a state does and has, said of it by its people's name: `a Danish proposal`.
const DEALINGS: [&str; 61] = [
    "accusation",
    "accusations",
    "aggression",
    "aid",
    "airport",
    "airspace",
    "allegations",
    "assault",
    "attack",
    "attacks",
    "base",
    "bases",
    "blockade",
    "bombardment",
    "bombing",
    "border",
    "cities",
    "claim",
    "claims",
    "concessions",
    "control",
    "decision",
    "demand",
    "demands",
    "denial",
    "election",
    "elections",
    "embargo",
    "initiative",
    "interference",
    "invasion",
    "involvement",
    "occupation",
    "offensive",
    "offer",
    "policy",
    "port",
    "ports",
    "position",
    "positions",
    "proposal",
    "proposals",
    "protest",
    "request",
    "sanctions",
    "shelling",
    "ship",
    "ships",
    "soil",
    "strikes",
    "support",
    "targets",
    "territory",
    "threat",
    "threats",
    "towns",
    "vessel",
    "vessels",
    "villages",
    "waters",
    "withdrawal",
];

/// Offices of which a country has one holder at a time, with whom a family name is enough.
const HIGH: [&str; 11] = [
    "president",
    "premier",
    "minister",
    "chancellor",
    "king",
    "queen",
    "emir",
    "sultan",
    "emperor",
    "ayatollah",
    "administration",
];

/// What follows the family name of a head of government: `the Ruiz government`.
const LED: [&str; 5] = ["administration", "government", "regime", "presidency", "cabinet"];

/// Countries whose name people, states and towns elsewhere bear: they count where the report names
/// them another way as well.
const NAMESAKES: [&str; 8] =
    ["georgia", "jordan", "chad", "kenya", "dominica", "man", "jersey", "guinea"];

/// Territories and islands without a state of their own: their politicians are never meant by a
/// family name, and their name counts where the report names them another way as well.
const TERRITORIES: [&str; 40] = [
    "AIA", "ALA", "ASM", "ATF", "BES", "BLM", "BMU", "BVT", "CCK", "COK", "CUW", "CXR", "CYM",
    "FLK", "FRO", "GGY", "GIB", "GLP", "GUF", "GUM", "HMD", "IMN", "IOT", "JEY", "MAF", "MNP",
    "MSR", "MTQ", "MYT", "NCL", "NFK", "NIU", "PCN", "PYF", "REU", "SGS", "SHN", "SXM", "TCA",
    "VGB",
];

/// Acronyms of bodies that are also written as words are: `Nato`.
const AS_WORDS: [&str; 14] = [
    "nato", "nasa", "nafta", "unicef", "unesco", "opec", "asean", "ecowas", "interpol", "mercosur",
    "oxfam", "hamas", "fatah", "europol",
];

/// So much of a report, in bytes, is looked through for another name of a country: who matters in it is
/// named by then, and a report without end costs no more. A judgement.
const TOP: usize = 20_000;

/// Years after which who died or left office is a name of history: streets, prizes, namesakes.
const HISTORY: i16 = 15;

impl Parties {
    /// Whether the name in a chain of words is meant.
    pub(super) fn meant(&self, around: &Around, hit: &Hit) -> bool {
        let phrase = around.phrase;
        if hit.meaning.own {
            return true;
        }
        // `the anti-EU party`
        if hit.from > 0 && phrase.tokens[hit.from - 1].word.hyphen {
            return false;
        }
        let after = phrase.beside(around.to);
        if after.is_some_and(|at| phrase.goes_on(at)) && !phrase.genitive(around.to) {
            let role = around.to > hit.to;
            let bare = !matches!(hit.meaning.is, Is::Body | Is::Own) || self.is_party(hit);
            if bare && !role {
                return false;
            }
        }
        if self.in_proper_name(around, hit) {
            return false;
        }
        match hit.meaning.is {
            Is::State => self.state_meant(around, hit),
            Is::People => self.people_meant(around, hit),
            // `Asians` are of one country only by a list's rows.
            Is::Ethnic => self.people_meant(around, hit) && self.in_company(around, hit),
            Is::Capital => self.capital_meant(around, hit),
            Is::Place => self.acts_beside(around, hit) && self.in_company(around, hit),
            Is::Organ => !self.stranger_before(around) && self.in_company(around, hit),
            Is::Body => self.body_meant(around, hit),
            Is::Person | Is::Surname => self.person_meant(around, hit),
            _ => true,
        }
    }

    /// The kind of a name that is meant.
    pub(super) fn kind(&self, meaning: &Meaning) -> NameKind {
        let code = meaning.code.map_or("", |code| self.written(code));
        match meaning.is {
            Is::Own => NameKind::Own,
            Is::State => NameKind::Country,
            Is::People | Is::Ethnic => NameKind::People,
            Is::Capital => NameKind::Capital,
            Is::Place => NameKind::Place,
            Is::Organ => NameKind::Organ,
            Is::Person | Is::Surname => NameKind::Holder,
            Is::Body if stateless(code) => NameKind::International,
            Is::Body => match meaning.sector {
                Some(Sector::Rebel | Sector::Unidentified | Sector::Criminal) => {
                    NameKind::ArmedGroup
                }
                Some(Sector::Party) => NameKind::Party,
                _ => NameKind::Organ,
            },
            Is::Agent | Is::WeakAgent | Is::Small => NameKind::Role,
        }
    }

    fn is_party(&self, hit: &Hit) -> bool {
        hit.meaning.is == Is::Body && hit.meaning.sector == Some(Sector::Party)
    }

    /// A country inside a longer name: `Michael Jordan`, `Gulf of Mexico`.
    fn state_meant(&self, around: &Around, hit: &Hit) -> bool {
        let phrase = around.phrase;
        if self.stranger_before(around) || self.of_a_name(around) || phrase.hyphened(hit) {
            return false;
        }
        let written = phrase.words(hit.from, hit.to).to_lowercase();
        let namesake = NAMESAKES.contains(&written.as_str());
        let short =
            hit.meaning.all_upper && !SURE_SHORT.contains(&written.replace('.', "").as_str());
        let doubtful = namesake || short || TERRITORIES.contains(&self.code(hit));
        !doubtful || self.in_company(around, hit)
    }

    /// `Bank of Norway`: an `of` between a word with a capital that is no office, and the name.
    fn of_a_name(&self, around: &Around) -> bool {
        let phrase = around.phrase;
        let of = around.from.checked_sub(1).filter(|_| phrase.beside(around.from).is_some());
        let of = of.filter(|&at| OF.contains(&phrase.word(at)));
        let head = of.and_then(|at| at.checked_sub(1).filter(|_| phrase.beside(at).is_some()));
        head.is_some_and(|at| {
            let office = self
                .hit(phrase.tokens, at, None)
                .is_some_and(|it| it.meaning.is.agent() && political(it.meaning.sector));
            phrase.tokens[at].word.capital && !office
        })
    }

    /// A people is meant in the plural, as `the Dutch`, and where somebody acts for it.
    fn people_meant(&self, around: &Around, hit: &Hit) -> bool {
        let phrase = around.phrase;
        if self.stranger_before(around) || phrase.hyphened(hit) {
            return false;
        }
        if around.to > hit.to {
            return true;
        }
        let word = phrase.word(hit.to - 1);
        if word.ends_with('s') && !word.ends_with("ss") || word.ends_with("men") {
            return !self.is_team(around, hit);
        }
        let dealing =
            phrase.beside(around.to).is_some_and(|at| DEALINGS.contains(&phrase.word(at)));
        if dealing || self.joined_with(around) {
            return true;
        }
        // Of the others `the Norwegian` is one of them, whoever that is.
        let one_form = ["sh", "ch", "ese", "ss"].iter().any(|it| word.ends_with(it));
        let the = one_form
            && around.from.checked_sub(1).is_some_and(|at| {
                phrase.word(at).eq_ignore_ascii_case("the") && phrase.beside(around.from).is_some()
            });
        let next = phrase.beside(around.to);
        the && !phrase.tokens[hit.to - 1].word.hyphen
            && next.is_none_or(|at| VERBS.contains(&phrase.word(at)))
    }

    /// Whether the report has the same plural as the end of a club's name: `Cleveland Indians`. Other
    /// words with a capital before a plural tell which of a people: `Native Americans`.
    fn is_team(&self, around: &Around, hit: &Hit) -> bool {
        let plural = around.phrase.words(hit.from, hit.to);
        around.report.match_indices(plural).any(|(at, _)| {
            let before = &around.report[..at];
            let begin = before.char_indices().rev().nth(LOOKS_BACK).map_or(0, |it| it.0);
            let tokens = self.tokens(&before[begin..]);
            let [.., earlier, town] = tokens.as_slice() else { return false };
            let word = &before[begin + town.word.start..begin + town.word.end];
            let people = self.hit(&tokens, tokens.len() - 1, None);
            let people = people.is_some_and(|it| it.meaning.is == Is::People);
            let within = !town.word.parted && begin + town.word.full_end + 1 == at;
            within
                && before.ends_with(' ')
                && town.word.capital
                && earlier.word.end < town.word.start
                && !people
                && !PLAIN.iter().any(|it| word.eq_ignore_ascii_case(it))
                && !["an", "ese", "ish", "ive", "ack", "ite", "ern"]
                    .iter()
                    .any(|it| word.ends_with(it))
        })
    }

    /// `Norwegian and Danish troops`: who acts stands with the second people.
    fn joined_with(&self, around: &Around) -> bool {
        let phrase = around.phrase;
        let and = phrase.beside(around.to).filter(|&at| matches!(phrase.word(at), "and" | "or"));
        let Some(next) = and.and_then(|at| phrase.beside(at + 1)) else { return false };
        let Some(other) = self.hit(phrase.tokens, next, phrase.on) else { return false };
        let people = matches!(other.meaning.is, Is::People | Is::State);
        people && self.chain(phrase, next).is_some_and(|to| to > other.to)
    }

    /// A capital stands for its government where nothing says that it is only a place.
    fn capital_meant(&self, around: &Around, hit: &Hit) -> bool {
        let phrase = around.phrase;
        if self.stranger_before(around) || self.of_a_name(around) {
            return false;
        }
        if around.to > hit.to {
            return self.acts_beside(around, hit) && self.in_company(around, hit);
        }
        // `George Washington`
        let first = self.hit(phrase.tokens, around.from, phrase.on);
        if hit.from > around.from && first.is_some_and(|it| !it.meaning.is.agent()) {
            return false;
        }
        let place = around.from.checked_sub(1).filter(|_| phrase.beside(around.from).is_some());
        let place = place.is_some_and(|at| {
            let word = phrase.word(at);
            WHERE.iter().any(|it| word.eq_ignore_ascii_case(it))
        });
        // `Oslo, Norway`, `OSLO (Coastal Wire)`
        let end = phrase.tokens[hit.to - 1].word.full_end;
        let rest = phrase.text[end..].trim_start();
        let dateline = phrase.tokens[hit.from].word.upper || rest.starts_with(['(', '\u{2014}']);
        !place && !dateline && !rest.starts_with(',') && self.in_company(around, hit)
    }

    /// Whether who acts in politics stands after a name.
    fn acts_beside(&self, around: &Around, hit: &Hit) -> bool {
        self.hits(around).iter().any(|it| {
            it.from >= hit.to && it.meaning.is == Is::Agent && it.meaning.sector.is_some()
        })
    }

    /// `American Airlines`: a firm, a newspaper or a school with a capital after the name is one of
    /// their own name, and `Cleveland Indians` are a people of another place.
    fn in_proper_name(&self, around: &Around, hit: &Hit) -> bool {
        let tokens = around.phrase.tokens;
        self.hits(around).iter().any(|it| {
            let named = tokens[it.from].word.capital;
            let after = it.from >= hit.to && it.meaning.is.agent() && named;
            let people = matches!(it.meaning.is, Is::People | Is::Ethnic);
            let before = it.to <= hit.from && it.meaning.is.agent() && named;
            let titled = matches!(hit.meaning.is, Is::Body | Is::Organ);
            (after || before && titled) && !political(it.meaning.sector)
                || people && it.from > around.from && it.to == around.to && it.from == hit.to
        })
    }

    /// Bodies: abbreviations and parties are of many countries.
    fn body_meant(&self, around: &Around, hit: &Hit) -> bool {
        let phrase = around.phrase;
        let single = hit.to - hit.from == 1;
        let word = phrase.tokens[hit.from].word;
        let written = phrase.words(hit.from, hit.to);
        if single && hit.meaning.all_upper && !word.upper {
            return AS_WORDS.contains(&written.to_lowercase().as_str());
        }
        // In a line of capitals any word looks like an abbreviation.
        if single && hit.meaning.all_upper && phrase.in_capitals(hit) {
            return false;
        }
        if self.stranger_before(around) && (single || self.is_party(hit)) {
            return false;
        }
        let code = self.code(hit);
        let abbreviated = single && word.upper && !stateless(code) && code != "USA";
        !(abbreviated || self.is_party(hit)) || self.in_company(around, hit)
    }

    /// A family name alone counts once the report has given the full name, or beside a high office.
    fn person_meant(&self, around: &Around, hit: &Hit) -> bool {
        let phrase = around.phrase;
        let gone = match (phrase.on, hit.meaning.until) {
            (Some(on), Some(until)) => until.year() + HISTORY < on.year(),
            _ => false,
        };
        if gone || self.stranger_before(around) {
            return false;
        }
        if hit.to - hit.from > 1 {
            return true;
        }
        // `House Speaker Paul Ruiz`
        let next = phrase.beside(hit.to).filter(|_| !phrase.genitive(hit.to));
        if next.is_some_and(|at| phrase.goes_on(at)) {
            return false;
        }
        if TERRITORIES.contains(&self.code(hit)) {
            return false;
        }
        let before = hit.from.checked_sub(1).filter(|_| phrase.beside(hit.from).is_some());
        if let Some(at) = before {
            let word = phrase.word(at);
            if HIGH.iter().any(|it| word.eq_ignore_ascii_case(it)) {
                return true;
            }
            let capital = phrase.tokens[at].word.capital;
            let opening = at == 0 && phrase.plain(at);
            if capital && !courtesy(word) && !opening && !phrase.plain(at) {
                return false;
            }
        }
        let led = phrase.beside(hit.to).is_some_and(|at| LED.contains(&phrase.word(at)));
        led || self.introduced(around, hit)
    }

    /// Whether the report gave the full name or the high office before.
    fn introduced(&self, around: &Around, hit: &Hit) -> bool {
        let phrase = around.phrase;
        let family = phrase.words(hit.from, hit.to);
        let here = around.within.start() + phrase.tokens[hit.from].word.start;
        let Some(earlier) = around.report.get(..here) else { return false };
        earlier.match_indices(family).any(|(at, _)| {
            let begin = earlier[..at].char_indices().rev().nth(LOOKS_BACK).map_or(0, |it| it.0);
            let tokens = self.tokens(&earlier[begin..at + family.len()]);
            let office = tokens.len().checked_sub(2).is_some_and(|before| {
                let word = tokens[before].word;
                let word = &earlier[begin + word.start..begin + word.end];
                HIGH.iter().any(|it| word.eq_ignore_ascii_case(it))
            });
            office || self.full_name(&tokens, hit)
        })
    }

    fn full_name(&self, tokens: &[Token], hit: &Hit) -> bool {
        (0..tokens.len().saturating_sub(1)).any(|from| {
            self.hit(tokens, from, None).is_some_and(|it| {
                it.to == tokens.len()
                    && it.to - it.from > 1
                    && it.meaning.is == Is::Person
                    && it.meaning.code == hit.meaning.code
            })
        })
    }

    /// Whether the report names the same country another way.
    fn in_company(&self, around: &Around, hit: &Hit) -> bool {
        let written = around.phrase.words(hit.from, hit.to);
        let company = around.company.0.get_or_init(|| self.company(around.report));
        company.iter().any(|(found, words)| {
            found.code == hit.meaning.code
                && (found.is != Is::Place || hit.meaning.is != Is::Place)
                && !around.report[words.clone()].eq_ignore_ascii_case(written)
        })
    }

    /// The names by which a report may name a country, in its first [`TOP`] bytes.
    fn company(&self, report: &str) -> Vec<(Meaning, Range<usize>)> {
        let tokens = self.tokens(&report[..report.floor_char_boundary(TOP)]);
        let mut company = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let Some(found) = self.hit(&tokens, at, None) else {
                at += 1;
                continue;
            };
            at = found.to;
            let names =
                matches!(found.meaning.is, Is::State | Is::People | Is::Capital | Is::Place)
                    || found.meaning.is == Is::Person && found.to - found.from > 1;
            if names {
                let words = tokens[found.from].word.start..tokens[found.to - 1].word.end;
                company.push((found.meaning, words));
            }
        }
        company
    }

    /// Whether a word of somebody else's name stands right before: `Michael Jordan`.
    fn stranger_before(&self, around: &Around) -> bool {
        let phrase = around.phrase;
        let before = around.from.checked_sub(1).filter(|_| phrase.beside(around.from).is_some());
        before.is_some_and(|at| {
            let word = phrase.tokens[at].word;
            word.capital
                && !word.genitive
                && !phrase.plain(at)
                && !courtesy(phrase.word(at))
                && phrase.word(at).chars().any(char::is_alphabetic)
        })
    }

    /// What the lists know in a chain, from left to right.
    fn hits(&self, around: &Around) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut at = around.from;
        while at < around.to {
            match self.hit(around.phrase.tokens, at, around.phrase.on) {
                Some(hit) => {
                    at = hit.to;
                    hits.push(hit);
                }
                None => at += 1,
            }
        }
        hits
    }

    fn code(&self, hit: &Hit) -> &str {
        hit.meaning.code.map_or("", |code| self.written(code))
    }
}

/// Letters before a family name in which the rest of the name is looked for.
const LOOKS_BACK: usize = 40;

/// Whether a word with a capital is an organ of a state or of politics, and not part of a firm's name.
fn political(sector: Option<Sector>) -> bool {
    use Sector::{Business, Civilian, Criminal, Education, Labor, Media, Refugee, Religious};
    let other = [Business, Civilian, Criminal, Education, Labor, Media, Refugee, Religious];
    sector.is_some_and(|it| !other.contains(&it))
}

impl Phrase<'_> {
    /// The word at a place, where only space stands before it.
    fn beside(&self, at: usize) -> Option<usize> {
        (at < self.tokens.len() && !self.tokens[at].word.parted).then_some(at)
    }

    /// Whether a word with a capital goes on with the name before it.
    fn goes_on(&self, at: usize) -> bool {
        self.tokens[at].word.capital && !self.plain(at) && !courtesy(self.word(at))
    }

    /// Half of a name of two: `Norwegian-Danish`, `Norway-Denmark`.
    fn hyphened(&self, hit: &Hit) -> bool {
        let before = hit.from.checked_sub(1).map(|at| self.tokens[at].word);
        let next = self.tokens.get(hit.to).is_some_and(|it| it.word.capital);
        self.tokens[hit.to - 1].word.hyphen && next
            || before.is_some_and(|it| it.hyphen && it.capital)
    }

    /// Whether the word before or after is in capitals as well.
    fn in_capitals(&self, hit: &Hit) -> bool {
        let upper = |at: usize| {
            let word = self.tokens[at].word;
            word.upper && word.capital && word.end - word.start > 1 && !self.word(at).contains('.')
        };
        let before = hit.from.checked_sub(1).filter(|_| self.beside(hit.from).is_some());
        before.is_some_and(upper) || self.beside(hit.to).is_some_and(upper)
    }

    fn genitive(&self, to: usize) -> bool {
        to > 0 && self.tokens[to - 1].word.genitive
    }

    fn plain(&self, at: usize) -> bool {
        let word = self.word(at);
        let opens = || at == 0 && OPENING.iter().any(|it| word.eq_ignore_ascii_case(it));
        let number = || number_word(&word.to_lowercase()).is_some();
        PLAIN.iter().any(|it| word.eq_ignore_ascii_case(it)) || opens() || number()
    }
}
