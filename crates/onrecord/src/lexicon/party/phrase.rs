//! Whom a noun phrase means.
//!
//! A phrase is cut where it turns to place and circumstance (`in`, `from`, a comma). Its first part
//! that holds a name tells the code; what acts for it is told by the first part that has such a
//! word. Within a part a body or group is meant before a country, a country before a person, a
//! person before a place that only bears a name.

use jiff::civil::Date;

use super::list::{Hit, Is, Meaning, Parties, Token};
use super::{Party, Sector};
use crate::text::Span;

/// Words after which a phrase is about where, when and what for.
const TURNS: [&str; 36] = [
    "of",
    "in",
    "on",
    "for",
    "to",
    "from",
    "at",
    "by",
    "with",
    "near",
    "against",
    "between",
    "under",
    "over",
    "across",
    "throughout",
    "inside",
    "outside",
    "within",
    "during",
    "after",
    "before",
    "around",
    "along",
    "toward",
    "towards",
    "who",
    "whom",
    "which",
    "that",
    "whose",
    "where",
    "as",
    "through",
    "into",
    "about",
];

/// Words before a hyphen that turn what follows into what it is not.
const AGAINST: [&str; 4] = ["anti", "pro", "non", "pre"];

/// Words that take the office from who held it.
const FORMER: [&str; 7] = ["former", "ex", "late", "ousted", "deposed", "onetime", "then"];

/// A phrase while it is being read.
struct Phrase<'a> {
    text: &'a str,
    tokens: &'a [Token],
    on: Option<Date>,
}

/// What one part of a phrase tells.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    name: Option<Meaning>,
    /// From words that tell it for sure, and from those that do where nothing else does.
    sector: Option<Sector>,
    weak: Option<Sector>,
    /// A word for who acts stands in it, whatever it tells.
    agent: bool,
    /// A code such words have by themselves: `aid workers`.
    code: Option<u32>,
    former: bool,
    ethnic: bool,
    /// The name is all there is.
    alone: bool,
}

impl Parties {
    /// Whom a whole noun phrase means: `the Veldish foreign minister`, `U.S. troops`. An office that
    /// was not held `on` the day gives no sector.
    pub fn named(&self, words: &str, on: Option<Date>) -> Option<Party> {
        let tokens = self.tokens(words);
        self.resolve(&Phrase { text: words, tokens: &tokens, on })
    }

    /// What acts in a phrase, whoever it acts for: `rebels`, `the two ministers`.
    pub fn sector(&self, words: &str) -> Option<Sector> {
        let tokens = self.tokens(words);
        let phrase = Phrase { text: words, tokens: &tokens, on: None };
        let mut parts = phrase.parts().map(|range| self.part(&phrase, range));
        parts.find_map(|part| part.sector.or(part.weak))
    }

    fn resolve(&self, phrase: &Phrase) -> Option<Party> {
        let mut sector = None;
        let mut weak = None;
        let mut code = None;
        let mut former = false;
        let mut kept: Option<Part> = None;
        let mut acts = false;
        for range in phrase.parts() {
            let part = self.part(phrase, range.clone());
            if kept.is_some_and(|it| !it.ethnic) {
                break;
            }
            sector = sector.or(part.sector);
            weak = weak.or(part.weak);
            code = code.or(part.code);
            former |= part.former;
            acts |= part.agent;
            if let Some(name) = part.name {
                // `the Albanians of southern Serbia` are of Serbia
                let of_place = matches!(name.is, Is::People | Is::Ethnic)
                    && !part.agent
                    && phrase.word(range.end - 1).ends_with('s')
                    && range.end < phrase.tokens.len()
                    && phrase.word(range.end) == "of";
                kept = Some(Part { ethnic: (part.ethnic || of_place) && kept.is_none(), ..part });
            }
        }
        match kept {
            Some(part) => Some(self.party(phrase, part, Told { sector, weak, former, acts })),
            None => code.map(|code| {
                let written = self.written(code);
                Party { code: written.into(), sector, name: phrase.text.trim().into() }
            }),
        }
    }

    fn party(&self, phrase: &Phrase, part: Part, told: Told) -> Party {
        let meaning = part.name.unwrap_or(Meaning::EMPTY);
        let in_office = !told.former && phrase.on.is_none_or(|day| meaning.holds(day));
        let own = match meaning.is {
            Is::Capital => meaning.sector.filter(|_| part.alone && !told.acts),
            Is::Person | Is::Surname => meaning.sector.filter(|_| in_office),
            _ => meaning.sector,
        };
        let weak = told.weak.filter(|_| in_office);
        let strong = told.sector.filter(|it| in_office || *it != Sector::Government);
        Party {
            code: meaning.code.map_or("", |code| self.written(code)).into(),
            sector: strong.or(own).or(weak),
            name: self.written(meaning.name).into(),
        }
    }

    fn part(&self, phrase: &Phrase, range: std::ops::Range<usize>) -> Part {
        let tokens = &phrase.tokens[..range.end];
        let mut part = Part::default();
        let mut best: Option<(u8, Hit)> = None;
        let mut at = range.start;
        let mut names = 0;
        while at < range.end {
            let word = phrase.word(at);
            part.former |= FORMER.iter().any(|it| word.eq_ignore_ascii_case(it));
            part.ethnic |= word.eq_ignore_ascii_case("ethnic");
            let Some(hit) = self.hit(tokens, at, phrase.on) else {
                names += usize::from(!word.eq_ignore_ascii_case("the"));
                at += 1;
                continue;
            };
            names += 1;
            match hit.meaning.is {
                Is::Agent | Is::WeakAgent => part.take(hit.meaning),
                _ if phrase.modifies(&hit) || phrase.names_another(&hit, range.end) => {}
                _ => {
                    let rank = hit.meaning.is.rank(part.agent || self.agent_at(tokens, hit.to));
                    if rank > 0 && best.is_none_or(|it| takes_over(phrase, it, (rank, hit))) {
                        best = Some((rank, hit));
                    }
                }
            }
            at = hit.to;
        }
        part.name = best.map(|it| it.1.meaning);
        part.alone = names == 1;
        part
    }

    fn agent_at(&self, tokens: &[Token], at: usize) -> bool {
        at < tokens.len()
            && self
                .hit(tokens, at, None)
                .is_some_and(|it| matches!(it.meaning.is, Is::Agent | Is::WeakAgent))
    }
}

/// What the whole phrase tells of who acts.
struct Told {
    sector: Option<Sector>,
    weak: Option<Sector>,
    former: bool,
    acts: bool,
}

impl Part {
    /// The last word tells: `army doctors` are no army. But rebel troops are rebels.
    fn take(&mut self, agent: Meaning) {
        self.agent = true;
        self.code = agent.code.or(self.code);
        match agent.is {
            Is::Agent
                if self.sector == Some(Sector::Rebel) && agent.sector == Some(Sector::Military) => {
            }
            Is::Agent => self.sector = agent.sector,
            _ => self.weak = self.weak.or(agent.sector),
        }
    }
}

impl Is {
    /// What is meant first where several stand in one part; 0 is no name.
    fn rank(self, beside_office: bool) -> u8 {
        match self {
            Is::Body => 6,
            Is::State | Is::People | Is::Capital => 5,
            Is::Person => 4,
            Is::Surname if beside_office => 4,
            Is::Organ => 3,
            Is::Ethnic => 2,
            Is::Place => 1,
            _ => 0,
        }
    }
}

/// Whether a later name is meant rather than an earlier one. Of names that follow each other at once
/// the first tells the country: `Turkish Kurds`.
fn takes_over(phrase: &Phrase, (rank, before): (u8, Hit), (new_rank, hit): (u8, Hit)) -> bool {
    let run = before.to == hit.from && !phrase.tokens[before.to - 1].word.genitive;
    new_rank > rank || new_rank == rank && !(run && rank == 5)
}

impl<'a> Phrase<'a> {
    fn word(&self, at: usize) -> &'a str {
        let word = self.tokens[at].word;
        &self.text[word.start..word.end]
    }

    /// Its parts, as ranges of words.
    fn parts(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let mut from = 0;
        let n = self.tokens.len();
        std::iter::from_fn(move || {
            if from >= n {
                return None;
            }
            let to = (from + 1..n).find(|&at| self.turns(at)).unwrap_or(n);
            let range = from..to;
            from = to;
            Some(range)
        })
    }

    fn turns(&self, at: usize) -> bool {
        let word = self.tokens[at].word;
        word.parted || !word.capital && TURNS.contains(&self.word(at))
    }

    /// Whether one word of a person's name goes on as another name does: `Laurent Veld`.
    fn names_another(&self, hit: &Hit, end: usize) -> bool {
        let person = matches!(hit.meaning.is, Is::Person | Is::Surname);
        let last = self.tokens[hit.to - 1].word;
        person && hit.to - hit.from == 1 && !last.genitive && hit.to < end && {
            let next = self.tokens[hit.to];
            next.word.capital && !next.known()
        }
    }

    /// Whether a name only tells what another thing is like: `Veld-backed`, `anti-Veldish`.
    fn modifies(&self, hit: &Hit) -> bool {
        let last = self.tokens[hit.to - 1].word;
        let next_small = self.tokens.get(hit.to).is_some_and(|it| !it.word.capital);
        let before = hit.from.checked_sub(1).filter(|&at| self.tokens[at].word.hyphen);
        let member = last.hyphen && hit.meaning.is == Is::Body;
        last.hyphen && next_small
            || member
            || before
                .is_some_and(|at| AGAINST.iter().any(|it| self.word(at).eq_ignore_ascii_case(it)))
    }
}

/// A party where a sentence names it, with the words that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The words: `Norwegian Foreign Minister Ana Ruiz`.
    pub at: Span,
    /// Who that is.
    pub party: Party,
}

impl Parties {
    /// The parties that a passage names, left to right, each with what stands directly beside it:
    /// who acts for it, and the name of who holds the office.
    pub fn mentions(&self, text: &str, within: Span, on: Option<Date>) -> Vec<Named> {
        let Some(passage) = text.get(within.start()..within.end()) else { return Vec::new() };
        let tokens = self.tokens(passage);
        let phrase = Phrase { text: passage, tokens: &tokens, on };
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let Some(chain) = self.chain(&phrase, at) else {
                at += 1;
                continue;
            };
            let (first, last) = (tokens[at].word, tokens[chain - 1].word);
            let span = Span::new(within.start() + first.start, within.start() + last.end);
            let part = Phrase { text: passage, tokens: &tokens[at..chain], on };
            if let Some(party) = self.resolve(&part) {
                found.push(Named { at: span, party });
            }
            at = chain;
        }
        found
    }

    /// Where the names and acting words end that follow each other from a word on.
    fn chain(&self, phrase: &Phrase, from: usize) -> Option<usize> {
        let tokens = phrase.tokens;
        let mut last = self.hit(tokens, from, phrase.on)?;
        loop {
            let mut at = last.to;
            if phrase.ends_at(at) {
                return Some(at);
            }
            // `Veldish ground troops`: one word between a people and what acts for it.
            let people = last.meaning.is == Is::People && !phrase.word(at - 1).ends_with('s');
            let next = match self.hit(tokens, at, phrase.on) {
                None if people && !phrase.ends_at(at + 1) => {
                    self.hit(tokens, at + 1, phrase.on).filter(|it| it.meaning.is == Is::Agent)
                }
                hit => hit,
            };
            match next {
                Some(hit) => last = hit,
                None => {
                    let office = matches!(last.meaning.is, Is::Agent | Is::WeakAgent);
                    while office && !phrase.ends_at(at) && tokens[at].word.capital {
                        at += 1;
                    }
                    return Some(at);
                }
            }
        }
    }
}

impl Phrase<'_> {
    fn ends_at(&self, at: usize) -> bool {
        at >= self.tokens.len() || self.turns(at)
    }
}
