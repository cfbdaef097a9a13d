//! The lists of parties, and finding their names in a row of words.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::Sector;
use super::actors::Actors;
use super::words::{Word, words};
use crate::lexicon::rows;

/// Names of parties and what acts for them.
#[derive(Debug)]
pub struct Parties {
    /// Numbers of the words that names are made of, from 1.
    words: FxHashMap<Box<str>, u32>,
    /// From a place in the tree of names (0 is its root) and a word to the next place.
    steps: FxHashMap<(u32, u32), u32>,
    /// What ends at a place: number of its first meaning, from 1; 0 for nothing.
    ends: Vec<u32>,
    /// The same for agents: a name is meant before an agent of the same words.
    agents: Vec<u32>,
    meanings: Vec<Meaning>,
    texts: Vec<Box<str>>,
    by_text: FxHashMap<Box<str>, u32>,
}

/// What a name means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    pub(super) is: Is,
    /// Number of the code among the texts.
    pub(super) code: Option<u32>,
    pub(super) sector: Option<Sector>,
    /// From a user's own list: holds at its dates only.
    pub(super) own: bool,
    /// Number of the party's name among the texts.
    pub(super) name: u32,
    pub(super) since: Option<Date>,
    pub(super) until: Option<Date>,
    /// The words that must begin with a capital, a bit each; a user's names are often written in
    /// capitals alone, and want any one.
    capitals: u16,
    /// All its letters must be capitals: `US`.
    upper: bool,
    /// The list writes it in capitals alone: `NATO`.
    pub(super) all_upper: bool,
    /// Next meaning of the same form, from 1; 0 for none.
    next: u32,
}

/// What kind of name a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    /// Whatever a user's list has.
    Own,
    /// A country.
    State,
    /// Those of a country: `Norwegian`.
    People,
    /// A people that has no country of its own, by the country most of it lives in: `Yoruba`.
    Ethnic,
    /// A body that is only one thing: `NATO`, an armed group, a party.
    Body,
    /// An organ whose name other countries may have for theirs: `State Department`.
    Organ,
    Capital,
    Person,
    /// A family name that is a word besides: counts beside an office.
    Surname,
    Place,
    /// What acts for a country: `troops`.
    Agent,
    /// The same, where nothing tells better: `leader`.
    WeakAgent,
    /// Words that end what a phrase is about, and other small words; no name.
    Small,
}

/// A name found among words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// From which word to which.
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) meaning: Meaning,
}

/// The lists, the better first.
pub(super) const TABLES: [(&str, &str); 5] = [
    ("parties.tsv", include_str!("../../../data/en/parties.tsv")),
    ("parties_factbook.tsv", include_str!("../../../data/en/parties_factbook.tsv")),
    ("parties_cldr.tsv", include_str!("../../../data/en/parties_cldr.tsv")),
    ("parties_wordnet.tsv", include_str!("../../../data/en/parties_wordnet.tsv")),
    ("parties_geonames.tsv", include_str!("../../../data/en/parties_geonames.tsv")),
];

/// Most words of a name.
const LONGEST_NAME: usize = 12;

/// A word of a text and its number in the lists; 0 for a word of no list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) word: Word,
    number: u32,
}

impl Token {
    /// Whether it is a word of any name.
    pub(super) fn known(self) -> bool {
        self.number != 0
    }
}

impl Default for Parties {
    /// No party at all.
    fn default() -> Parties {
        Parties {
            words: FxHashMap::default(),
            steps: FxHashMap::default(),
            ends: vec![0],
            agents: vec![0],
            meanings: Vec::new(),
            texts: Vec::new(),
            by_text: FxHashMap::default(),
        }
    }
}

impl Parties {
    /// The lists for English. Built once by the caller and passed on.
    pub fn english() -> Parties {
        let mut parties = Parties::default();
        parties.read_agents(include_str!("../../../data/en/agents.tsv"));
        for (_, table) in TABLES {
            parties.read_table(table);
        }
        parties
    }

    fn read_table(&mut self, table: &str) {
        for row in rows(table) {
            let mut fields = row.split('\t');
            let mut field = || fields.next().unwrap_or_default();
            let (kind, code, sector) = (field(), field(), field());
            let (since, until, name, forms) = (field(), field(), field(), field());
            let Some(is) = Is::named(kind) else { continue };
            let meaning = Meaning {
                is,
                code: Some(self.text(code)),
                sector: Sector::coded(sector),
                name: self.text(name),
                since: since.parse().ok(),
                until: until.parse().ok(),
                ..Meaning::EMPTY
            };
            for form in forms.split('|') {
                match form.strip_prefix('?') {
                    Some(form) => self.add(form, Meaning { is: Is::Surname, ..meaning }),
                    None => self.add(form, meaning),
                }
            }
        }
    }

    fn read_agents(&mut self, table: &str) {
        for row in rows(table) {
            let mut fields = row.split('\t');
            let (sector, words) =
                (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
            let code = fields.next().map(|code| self.text(code));
            let (is, words) = match words.strip_prefix('+') {
                Some(words) => (Is::WeakAgent, words),
                None => (Is::Agent, words),
            };
            let meaning = Meaning { is, code, sector: Sector::coded(sector), ..Meaning::EMPTY };
            for form in words.split('|') {
                self.add(form, meaning);
                self.add(&plural(form), meaning);
            }
        }
    }

    /// These lists and a user's own, whose names win. An agent of theirs tells who acts as ours do.
    #[must_use]
    pub fn with(mut self, actors: &Actors) -> Parties {
        for own in &actors.names {
            let name = own.forms.first().map_or("", |it| it);
            let meaning = Meaning {
                is: Is::Own,
                own: true,
                code: own.code.as_ref().map(|code| self.text(code)),
                sector: own.sector,
                name: self.text(name),
                since: own.since,
                until: own.until,
                ..Meaning::EMPTY
            };
            own.forms.iter().for_each(|form| self.add(form, meaning));
        }
        for agent in &actors.agents {
            let code = agent.code.as_ref().map(|code| self.text(code));
            let is = if code.is_some() { Is::WeakAgent } else { Is::Agent };
            let meaning = Meaning { is, own: true, code, sector: agent.sector, ..Meaning::EMPTY };
            agent.forms.iter().for_each(|form| self.add(form, meaning));
        }
        self
    }

    /// Adds a form. What stands first in the lists has it; a second meaning stays beside it only
    /// where dates tell them apart.
    fn add(&mut self, form: &str, meaning: Meaning) {
        let mut at = 0;
        let (mut capitals, mut upper, mut letters, mut n) = (0, true, 0, 0);
        for (word, folded) in words(form) {
            if n >= LONGEST_NAME {
                return;
            }
            let number = self.word(folded.as_str());
            at = self.step(at, number);
            capitals |= u16::from(word.capital) << n;
            upper &= word.upper && word.capital;
            letters += folded.as_str().len();
            n += 1;
        }
        if n == 0 {
            return;
        }
        // `Nato` and `Hamas` are written so as well; `Us` and `Who` are not.
        let all_upper = upper && letters > 1;
        let upper = upper && letters < 4;
        let new = u32::try_from(self.meanings.len() + 1).unwrap_or(u32::MAX);
        if meaning.is.agent() {
            let first = &mut self.agents[at as usize];
            if *first == 0 || meaning.own {
                *first = new;
                self.meanings.push(meaning);
            }
            return;
        }
        let meaning = Meaning { capitals, upper, all_upper, next: 0, ..meaning };
        match self.last_meaning(at) {
            None => self.ends[at as usize] = new,
            Some(last) if meaning.own && last.own => last.next = new,
            Some(_) if meaning.own => self.ends[at as usize] = new,
            Some(last)
                if last.is == Is::Person && meaning.is == Is::Person && meaning.since.is_some() =>
            {
                last.next = new;
            }
            Some(_) => return,
        }
        self.meanings.push(meaning);
    }

    fn last_meaning(&mut self, at: u32) -> Option<&mut Meaning> {
        let mut number = self.ends[at as usize];
        while let Some(meaning) = self.meaning(number).filter(|it| it.next != 0) {
            number = meaning.next;
        }
        self.meanings.get_mut((number as usize).checked_sub(1)?)
    }

    fn word(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.words.get(word) {
            return number;
        }
        let number = u32::try_from(self.words.len() + 1).unwrap_or(u32::MAX);
        self.words.insert(word.into(), number);
        number
    }

    fn step(&mut self, at: u32, word: u32) -> u32 {
        let fresh = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let next = *self.steps.entry((at, word)).or_insert(fresh);
        if next == fresh {
            self.ends.push(0);
            self.agents.push(0);
        }
        next
    }

    fn text(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.by_text.get(text) {
            return number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text.into());
        self.by_text.insert(text.into(), number);
        number
    }

    pub(super) fn written(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |it| it)
    }

    pub(super) fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(text.len() / 5 + 1);
        tokens.extend(words(text).map(|(word, folded)| {
            let number = self.words.get(folded.as_str()).copied().unwrap_or_default();
            Token { word, number }
        }));
        tokens
    }

    fn meaning(&self, number: u32) -> Option<&Meaning> {
        self.meanings.get((number as usize).checked_sub(1)?)
    }

    /// The longest name that begins at a word. Of several holders of one name, who held the office
    /// on the day, else the latest.
    pub(super) fn hit(&self, tokens: &[Token], from: usize, on: Option<Date>) -> Option<Hit> {
        let (mut at, mut best) = (0, None);
        let mut capitals = 0u16;
        for (n, token) in tokens[from..].iter().take(LONGEST_NAME).enumerate() {
            if token.number == 0 || n > 0 && token.word.parted {
                break;
            }
            let Some(&next) = self.steps.get(&(at, token.number)) else { break };
            at = next;
            capitals |= u16::from(token.word.capital) << n;
            let name = self.on(self.ends[at as usize], on);
            let name = name.filter(|it| it.fits(&tokens[from..=from + n], capitals));
            if let Some(meaning) = name.or_else(|| self.meaning(self.agents[at as usize])) {
                best = Some(Hit { from, to: from + n + 1, meaning: *meaning });
            }
        }
        best
    }

    fn on(&self, first: u32, on: Option<Date>) -> Option<&Meaning> {
        let mut best = self.meaning(first)?;
        if best.own {
            return self.own_on(first, on);
        }
        let mut number = best.next;
        while let Some(other) = self.meaning(number) {
            let better = match on {
                Some(day) => (other.holds(day), other.since) > (best.holds(day), best.since),
                None => other.since > best.since,
            };
            if better {
                best = other;
            }
            number = other.next;
        }
        Some(best)
    }
}

impl Parties {
    /// Of a user's meanings of one name: what holds on the day, dated before undated, else nothing.
    /// Without a day the undated one, else the latest.
    fn own_on(&self, first: u32, on: Option<Date>) -> Option<&Meaning> {
        let mut best: Option<&Meaning> = None;
        let mut number = first;
        while let Some(meaning) = self.meaning(number) {
            let dated = meaning.since.is_some() || meaning.until.is_some();
            let rank = |it: &Meaning| match on {
                Some(_) => (it.since.is_some() || it.until.is_some(), it.since),
                None => (it.since.is_none() && it.until.is_none(), it.since),
            };
            let holds = on.is_none_or(|day| !dated || meaning.holds(day));
            if holds && best.is_none_or(|it| rank(meaning) > rank(it)) {
                best = Some(meaning);
            }
            number = meaning.next;
        }
        best
    }
}

impl Meaning {
    pub(super) const EMPTY: Meaning = Meaning {
        is: Is::Small,
        code: None,
        sector: None,
        name: 0,
        since: None,
        until: None,
        own: false,
        capitals: 0,
        upper: false,
        all_upper: false,
        next: 0,
    };

    /// Whether it was so on a day.
    pub(super) fn holds(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }

    fn fits(&self, tokens: &[Token], capitals: u16) -> bool {
        let fits = match self.is {
            Is::Own => self.capitals == 0 || capitals != 0,
            _ => self.capitals & !capitals == 0,
        };
        fits && (!self.upper || tokens.iter().all(|it| it.word.upper))
    }
}

impl Is {
    pub(super) fn agent(self) -> bool {
        matches!(self, Is::Agent | Is::WeakAgent)
    }

    pub(super) fn named(kind: &str) -> Option<Is> {
        Some(match kind {
            "state" => Is::State,
            "people" => Is::People,
            "ethnic" => Is::Ethnic,
            "body" | "group" | "party" => Is::Body,
            "organ" => Is::Organ,
            "capital" => Is::Capital,
            "person" => Is::Person,
            "place" => Is::Place,
            _ => return None,
        })
    }
}

/// `policemen`, `embassies`, `troops`.
fn plural(form: &str) -> String {
    match form {
        _ if form.ends_with("man") => format!("{}en", &form[..form.len() - 2]),
        _ if form.ends_with(['s', 'x']) || form.ends_with("ch") => format!("{form}es"),
        "child" | "schoolchild" => format!("{form}ren"),
        "thief" => "thieves".into(),
        _ if form.ends_with('y') && !["ay", "ey", "oy"].iter().any(|it| form.ends_with(it)) => {
            format!("{}ies", &form[..form.len() - 1])
        }
        _ => format!("{form}s"),
    }
}
