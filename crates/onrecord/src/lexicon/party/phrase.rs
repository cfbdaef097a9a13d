//! Whom a noun phrase means.
//!
//! A phrase is cut where it turns to place and circumstance (`in`, `from`, a comma). Its first part
//! that holds a name tells the code; what acts for it is told by the first part that has such a
//! word. Within a part a body or group is meant before a country, a country before a person, a
//! person before a place that only bears a name.

use jiff::civil::Date;

use super::list::{Hit, Is, Meaning, Parties, Token};
use super::running::{Around, Company, NameKind};
use super::{Party, Sector, stateless};
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

/// Words before a name that are no part of it.
const COURTESY: [&str; 10] =
    ["mr", "mrs", "ms", "dr", "sir", "lord", "lady", "madam", "sen", "rep"];

pub(super) fn courtesy(word: &str) -> bool {
    COURTESY.iter().any(|it| word.eq_ignore_ascii_case(it))
}

/// Words that take the office from who held it.
const FORMER: [&str; 7] = ["former", "ex", "late", "ousted", "deposed", "onetime", "then"];

/// A phrase while it is being read.
pub(super) struct Phrase<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) on: Option<Date>,
}

/// What one part of a phrase tells.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    name: Option<Hit>,
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
    /// The first word after it.
    end: usize,
}

impl Parties {
    /// Whom a whole noun phrase means: `the Veldish foreign minister`, `U.S. troops`. An office that
    /// was not held `on` the day gives no sector.
    pub fn named(&self, words: &str, on: Option<Date>) -> Option<Party> {
        let tokens = self.tokens(words);
        self.resolve(&Phrase { text: words, tokens: &tokens, on }).map(|it| it.0)
    }

    /// What acts in a phrase, whoever it acts for: `rebels`, `the two ministers`.
    pub fn sector(&self, words: &str) -> Option<Sector> {
        let tokens = self.tokens(words);
        let phrase = Phrase { text: words, tokens: &tokens, on: None };
        let mut at = 0;
        while at < tokens.len() {
            let part = self.part(&phrase, at);
            if let Some(sector) = part.sector.or(part.weak) {
                return Some(sector);
            }
            at = part.end;
        }
        None
    }

    /// Whom a phrase means, and the name in it that told it.
    fn resolve(&self, phrase: &Phrase) -> Option<(Party, Option<Hit>)> {
        let mut sector = None;
        let mut weak = None;
        let mut code: Option<(u32, &str)> = None;
        let mut former = false;
        let mut kept: Option<Part> = None;
        let mut acts = false;
        let mut at = 0;
        while at < phrase.tokens.len() {
            let part = self.part(phrase, at);
            let words = phrase.words(at, part.end);
            at = part.end;
            if kept.is_some_and(|it| !it.ethnic) {
                break;
            }
            sector = sector.or(part.sector);
            weak = weak.or(part.weak);
            code = code.or(part.code.map(|code| (code, words)));
            former |= part.former;
            acts |= part.agent;
            if let Some(name) = part.name {
                // `the Albanians of southern Serbia` are of Serbia
                let of_place = matches!(name.meaning.is, Is::People | Is::Ethnic)
                    && !part.agent
                    && phrase.word(at - 1).ends_with('s')
                    && at < phrase.tokens.len()
                    && phrase.word(at) == "of";
                kept = Some(Part { ethnic: (part.ethnic || of_place) && kept.is_none(), ..part });
            }
        }
        match kept {
            Some(part) => {
                Some((self.party(phrase, part, Told { sector, weak, former, acts }), part.name))
            }
            None => code.map(|(code, words)| {
                (Party { code: self.written(code).into(), sector, name: words.into() }, None)
            }),
        }
    }

    fn party(&self, phrase: &Phrase, part: Part, told: Told) -> Party {
        let meaning = part.name.map_or(Meaning::EMPTY, |it| it.meaning);
        let in_office = !told.former && phrase.on.is_none_or(|day| meaning.holds(day));
        let own = match meaning.is {
            Is::Capital => meaning.sector.filter(|_| part.alone && !told.acts),
            Is::Person | Is::Surname => meaning.sector.filter(|_| in_office),
            _ => meaning.sector,
        };
        let weak = told.weak.filter(|_| in_office);
        let strong = told.sector.filter(|it| in_office || *it != Sector::Government);
        // The troops of an armed group are no army.
        let strong = match (strong, own) {
            (Some(Sector::Military), Some(Sector::Rebel)) => own,
            _ => strong,
        };
        Party {
            code: meaning.code.map_or("", |code| self.written(code)).into(),
            sector: strong.or(own).or(weak),
            name: self.written(meaning.name).into(),
        }
    }

    /// What a phrase tells from one word on to where it turns, which it does not within a name.
    fn part(&self, phrase: &Phrase, from: usize) -> Part {
        let tokens = phrase.tokens;
        let mut part = Part::default();
        let mut best: Option<(u8, Hit)> = None;
        let mut at = from;
        let mut names = 0;
        let mut last_agent = usize::MAX - 2;
        let mut last_office = usize::MAX - 2;
        while at < tokens.len() && (at == from || !phrase.turns(at)) {
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
                it if it.agent() => {
                    part.take(hit.meaning);
                    last_agent = hit.to - 1;
                    if hit.meaning.office() {
                        last_office = hit.to - 1;
                    }
                }
                _ if phrase.modifies(&hit) || phrase.names_another(&hit, last_agent + 2 == at) => {}
                _ => {
                    let of_others = best.is_some_and(|it| self.of_another(phrase, &it.1, &hit));
                    if hit.meaning.is == Is::Organ || of_others {
                        part.sector = part.sector.or(hit.meaning.sector);
                    }
                    let rank = hit
                        .meaning
                        .is
                        .rank(last_office + 1 == at || self.office_at(tokens, hit.to));
                    if rank > 0 && !of_others && best.is_none_or(|it| takes_over(it.0, rank)) {
                        best = Some((rank, hit));
                    }
                }
            }
            at = hit.to;
        }
        // What a user's list calls nobody is nobody.
        part.name = best.map(|it| it.1).filter(|it| it.meaning.code.is_some());
        part.alone = names == 1;
        part.end = at;
        part
    }

    /// Whether a country stands at once before a body that the lists have for another country: then
    /// it is the country's own of the same name (`Norway’s Labour Party`).
    fn of_another(&self, phrase: &Phrase, country: &Hit, body: &Hit) -> bool {
        let code = |it: &Hit| it.meaning.code.map_or("", |code| self.written(code));
        country.meaning.is.rank(false) == Is::State.rank(false)
            && body.meaning.is == Is::Body
            && country.to == body.from
            && !phrase.modifies(country)
            && code(country) != code(body)
            && !stateless(code(body))
    }

    /// Whether an office begins at a word: `administration`.
    fn office_at(&self, tokens: &[Token], at: usize) -> bool {
        at < tokens.len() && self.hit(tokens, at, None).is_some_and(|it| it.meaning.office())
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

impl Meaning {
    /// Whether it is an office or a rank that stands beside a name.
    fn office(&self) -> bool {
        use Sector::{Government, Legislature, Military, Opposition, Party, Rebel};
        let told = [Government, Legislature, Military, Opposition, Party, Rebel];
        self.is.agent() && self.sector.is_some_and(|it| told.contains(&it))
    }
}

/// The rank of a country.
const COUNTRY: u8 = 5;

impl Is {
    /// What is meant first where several stand in one part; 0 is no name.
    fn rank(self, beside_office: bool) -> u8 {
        match self {
            Is::Own => 7,
            Is::Body => 6,
            Is::State | Is::People | Is::Capital => COUNTRY,
            Is::Person => 4,
            Is::Surname if beside_office => 4,
            Is::Organ => 3,
            Is::Ethnic => 2,
            Is::Place => 1,
            _ => 0,
        }
    }
}

/// Whether a later name is meant rather than an earlier one. Of countries the first is: `Turkish
/// Kurds`, `Russia’s Chechen rebels`.
fn takes_over(rank: u8, new_rank: u8) -> bool {
    new_rank > rank || new_rank == rank && rank != COUNTRY
}

impl<'a> Phrase<'a> {
    pub(super) fn word(&self, at: usize) -> &'a str {
        let word = self.tokens[at].word;
        &self.text[word.start..word.end]
    }

    /// Its words from one to before another.
    pub(super) fn words(&self, from: usize, to: usize) -> &'a str {
        &self.text[self.tokens[from].word.start..self.tokens[to - 1].word.end]
    }

    fn turns(&self, at: usize) -> bool {
        let word = self.tokens[at].word;
        word.parted || !word.capital && TURNS.contains(&self.word(at))
    }

    /// Whether one word of a name belongs to somebody else's: `Laurent Veld`, and within a sentence
    /// `Ana Laurent`; after an office, also the names of countries (`spokesman Ana Jordan`).
    fn names_another(&self, hit: &Hit, after_office: bool) -> bool {
        if hit.to - hit.from != 1 || hit.meaning.own {
            return false;
        }
        let person = matches!(hit.meaning.is, Is::Person | Is::Surname);
        let stranger = |at: usize| self.tokens[at].word.capital && !self.tokens[at].known();
        let goes_on = person
            && !self.tokens[hit.from].word.genitive
            && !self.ends_at(hit.to)
            && stranger(hit.to);
        let within =
            |at: usize| at > 0 && !self.tokens[at].word.parted && !self.tokens[at + 1].word.parted;
        let before = hit.from.checked_sub(1).filter(|&at| stranger(at) && !courtesy(self.word(at)));
        goes_on || before.is_some_and(|at| within(at) && (person || after_office))
    }

    /// Whether a name only tells what another thing is like: `Veld-backed`, `anti-Veldish`.
    fn modifies(&self, hit: &Hit) -> bool {
        let last = self.tokens[hit.to - 1].word;
        let next_small = self.tokens.get(hit.to).is_some_and(|it| !it.word.capital);
        let before = hit.from.checked_sub(1).filter(|&at| self.tokens[at].word.hyphen);
        let member = last.hyphen && matches!(hit.meaning.is, Is::Body | Is::Own);
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
    /// What kind of name says so.
    pub kind: NameKind,
    /// Whether it is that party for sure; the same name may as well be somebody else's.
    pub sure: bool,
}

impl Parties {
    /// The parties that a passage of a report names, left to right, each with what stands directly
    /// beside it: who acts for it, and the name of who holds the office. `text` is the whole report,
    /// which may tell whether somebody else of that name is meant.
    pub fn mentions(&self, text: &str, within: Span, on: Option<Date>) -> Vec<Named> {
        self.mentions_beside(text, &Company::default(), within, on)
    }

    /// The same for one passage of several: `company` is that of the report, empty before the first.
    pub(crate) fn mentions_beside(
        &self,
        text: &str,
        company: &Company,
        within: Span,
        on: Option<Date>,
    ) -> Vec<Named> {
        let Some(passage) = text.get(within.start()..within.end()) else { return Vec::new() };
        let tokens = self.tokens(passage);
        let phrase = Phrase { text: passage, tokens: &tokens, on };
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let Some(to) = self.chain(&phrase, at) else {
                at += 1;
                continue;
            };
            let around = Around { phrase: &phrase, report: text, company, within, from: at, to };
            found.extend(self.mention(around));
            at = to;
        }
        found
    }

    /// The party of one chain, if it is meant.
    fn mention(&self, mut around: Around) -> Option<Named> {
        let Phrase { text, tokens, on } = *around.phrase;
        let part = Phrase { text, tokens: &tokens[around.from..around.to], on };
        let (mut party, name) = self.resolve(&part)?;
        let mut kind = NameKind::Role;
        let mut sure = true;
        if let Some(mut hit) = name {
            hit.from += around.from;
            hit.to += around.from;
            kind = self.kind(&hit.meaning);
            // `the wing Israelis`: who acts stands before a person's name only, or a group's.
            let first = self.hit(tokens, around.from, on)?;
            let titled = matches!(hit.meaning.is, Is::Person | Is::Surname | Is::Body | Is::Own);
            if first.meaning.is.agent() && !titled && hit.from > around.from {
                around.from = hit.from;
                let part = Phrase { text, tokens: &tokens[around.from..around.to], on };
                party = self.resolve(&part)?.0;
            }
            // Who holds no office on the day acts for nobody.
            let person = matches!(hit.meaning.is, Is::Person | Is::Surname);
            let before = around.from.checked_sub(1).map(|at| around.phrase.word(at));
            let former = before.is_some_and(|it| FORMER.iter().any(|f| it.eq_ignore_ascii_case(f)));
            let out = person && party.sector.is_none() || former && kind == NameKind::International;
            if former {
                party.sector = None;
            }
            sure = !out && self.meant(&around, &hit);
            // `ethnic Albanians in Serbia` are of Serbia, as far as that is told.
            let ethnic = before.is_some_and(|it| it.eq_ignore_ascii_case("ethnic"));
            let of = kind == NameKind::People
                && tokens.get(around.to).is_some_and(|it| !it.word.parted)
                && around.phrase.word(around.to) == "of"
                && around.phrase.word(around.to - 1).ends_with('s');
            if ethnic || of {
                let from = around.from - usize::from(ethnic);
                let part = Phrase { text, tokens: &tokens[from..], on };
                let end = (1..part.tokens.len()).find(|at| part.tokens[*at].word.parted);
                let part =
                    Phrase { tokens: &part.tokens[..end.unwrap_or(part.tokens.len())], ..part };
                if let Some((elsewhere, _)) = self.resolve(&part) {
                    (party, sure) = (elsewhere, false);
                }
            }
        }
        let (first, last) = (tokens[around.from].word, tokens[around.to - 1].word);
        let start = around.within.start();
        Some(Named { at: Span::new(start + first.start, start + last.end), party, kind, sure })
    }

    /// Where the names and acting words end that follow each other from a word on.
    pub(super) fn chain(&self, phrase: &Phrase, from: usize) -> Option<usize> {
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
                    let office = last.meaning.is.agent();
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
