//! A user's own lists of actors: our table, and the dictionaries of PETRARCH and Phoenix.
//!
//! Our table has a row a party, its columns parted by tabs; what comes after the code may be left out:
//!
//! ```text
//! # names, joined by |                code  sector  from        until       what holds at its dates only
//! Veldish Harbour Guard|VHG           VLD   MIL
//! Ana Ruiz|Minister Ruiz              VLD   GOV     2021-05-01  2024-11-30
//! ```
//!
//! An actor dictionary of PETRARCH has a name, more names after `+`, and codes with dates; a
//! dictionary of agents has what may stand beside a name, with its plural:
//!
//! ```text
//! VELDISH_HARBOUR_GUARD_  ; from the guard's own pages
//! +V.H.G._
//!     [VLDMIL >19930101]
//!     [VLDREB 881201-921231]
//! HARBOUR_!PERSON! {} [~COP]
//! !PERSON! = MAN, MEN, WOMAN, WOMEN
//! ```
//!
//! A line that is none of this is told with its number and left out.

use jiff::civil::Date;

use super::Sector;

/// Parties and agents of a user's file, to be added with [`super::Parties::with`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actors {
    pub(super) names: Vec<Own>,
    pub(super) agents: Vec<OwnAgent>,
}

/// A party with all its names, under one code for one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Own {
    pub(super) forms: Vec<String>,
    /// None where the list says that these names are nobody's.
    pub(super) code: Option<String>,
    pub(super) sector: Option<Sector>,
    pub(super) since: Option<Date>,
    pub(super) until: Option<Date>,
}

/// What may stand beside a party's name and tells who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OwnAgent {
    pub(super) forms: Vec<String>,
    pub(super) sector: Option<Sector>,
    /// A code it has by itself: `NGO~`.
    pub(super) code: Option<String>,
}

/// A line of a user's file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct BadLine {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

impl Actors {
    /// Reads a user's file, whichever of the two forms it has.
    pub fn read(text: &str) -> (Actors, Vec<BadLine>) {
        let table = text.lines().any(|line| line.split('\t').nth(1).is_some_and(is_country));
        if table { Actors::read_table(text) } else { Actors::read_phoenix(text) }
    }

    /// How many names and agents it holds.
    pub fn len(&self) -> usize {
        let names = self.names.iter().map(|it| it.forms.len());
        names.chain(self.agents.iter().map(|it| it.forms.len())).sum()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads our table.
    pub fn read_table(text: &str) -> (Actors, Vec<BadLine>) {
        let mut actors = Actors::default();
        let mut bad = Vec::new();
        for (line, row) in text.lines().enumerate().map(|(n, row)| (n + 1, row)) {
            if row.trim().is_empty() || row.starts_with('#') {
                continue;
            }
            match table_row(row) {
                Ok(own) => actors.names.push(own),
                Err(why) => bad.push(BadLine { line, why }),
            }
        }
        (actors, bad)
    }

    /// Reads a dictionary of actors or of agents in the form of PETRARCH and Phoenix.
    pub fn read_phoenix(text: &str) -> (Actors, Vec<BadLine>) {
        let mut reader = Phoenix { sets: sets(text), ..Phoenix::default() };
        let mut comment = false;
        for (n, line) in text.lines().enumerate() {
            reader.line = n + 1;
            let line = without_comments(line, &mut comment);
            reader.read(&line);
        }
        reader.close();
        reader.bad.sort_by_key(|it| it.line);
        (reader.actors, reader.bad)
    }
}

fn table_row(row: &str) -> Result<Own, String> {
    let mut fields = row.split('\t').map(str::trim);
    let mut field = || fields.next().filter(|it| *it != "-").unwrap_or_default();
    let (names, code, sector, since, until) = (field(), field(), field(), field(), field());
    let forms: Vec<String> = names.split('|').map(|it| it.trim().to_owned()).collect();
    if forms.iter().any(String::is_empty) {
        return Err("a name is empty".into());
    }
    if !is_country(code) {
        return Err(format!("{code:?} is no code of three capitals"));
    }
    let told = Sector::coded(sector);
    if told.is_none() && !sector.is_empty() {
        return Err(format!("{sector:?} is no sector"));
    }
    let day = |text: &str| match text {
        "" => Ok(None),
        _ => text.parse().map(Some).map_err(|_| format!("{text:?} is no date; write 2024-11-30")),
    };
    Ok(Own { forms, code: Some(code.into()), sector: told, since: day(since)?, until: day(until)? })
}

fn is_country(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|it| it.is_ascii_uppercase())
}

/// A dictionary of PETRARCH while it is being read.
#[derive(Default)]
struct Phoenix {
    line: usize,
    actors: Actors,
    bad: Vec<BadLine>,
    /// `!PERSON!` and what it stands for.
    sets: Vec<(String, Vec<String>)>,
    /// Names of the record that is open, the line it began on, and whether a code was seen.
    forms: Vec<String>,
    began: usize,
    coded: bool,
    codes: Vec<Own>,
}

/// More forms than this of one pattern of sets are a mistake.
const MOST_FORMS: usize = 1000;

impl Phoenix {
    fn read(&mut self, line: &str) {
        let text = line.trim();
        if text.is_empty() || text.starts_with('!') && text.contains('=') {
            return;
        }
        if text.starts_with('[') {
            return self.codes(text);
        }
        if let Some(more) = text.strip_prefix('+') {
            let (name, codes) = split_codes(more);
            if self.forms.is_empty() {
                return self.bad("a further name without a name before it");
            }
            self.forms.extend(spoken(name));
            return self.codes(codes);
        }
        self.close();
        let (name, codes) = split_codes(text);
        if codes.contains('~') {
            return self.agent(name, codes);
        }
        self.began = self.line;
        self.forms = spoken(name).into_iter().collect();
        if self.forms.is_empty() {
            return self.bad("no name");
        }
        self.codes(codes);
    }

    fn codes(&mut self, text: &str) {
        for code in text.split('[').skip(1) {
            let Some((code, _)) = code.split_once(']') else {
                self.bad("a code without its closing bracket");
                continue;
            };
            if self.forms.is_empty() {
                self.bad("a code without a name before it");
                continue;
            }
            self.coded = true;
            match coded(code) {
                Ok(own) => self.codes.push(own),
                Err(why) => self.bad(&why),
            }
        }
    }

    /// Ends the open record: each of its codes is of all its names.
    fn close(&mut self) {
        let forms = std::mem::take(&mut self.forms);
        let codes = std::mem::take(&mut self.codes);
        if !forms.is_empty() && !self.coded {
            let why = format!("{:?} has no code", forms[0]);
            self.bad.push(BadLine { line: self.began, why });
        }
        self.coded = false;
        self.actors.names.extend(codes.into_iter().map(|own| Own { forms: forms.clone(), ..own }));
    }

    fn agent(&mut self, name: &str, codes: &str) {
        let (name, plural) = match name.split_once('{') {
            Some((name, plural)) => (name, plural.split('}').next()),
            None => (name, None),
        };
        let code = codes.trim_start_matches('[').split([']', '}']).next().unwrap_or_default();
        let (before, after) = code.split_once('~').unwrap_or_default();
        let role = if after.trim().is_empty() { before } else { after }.trim();
        if role.len() < 3 || !role.bytes().all(|it| it.is_ascii_uppercase()) {
            return self.bad(&format!("{code:?} is no code of an agent"));
        }
        let mut forms = self.expanded(name);
        match plural {
            Some(plural) => forms.extend(self.expanded(plural)),
            // A set has its plurals in it.
            None if !name.contains('!') => {
                forms.extend(forms.clone().iter().map(|it| plural_of(it)))
            }
            None => {}
        }
        forms.retain(|it| !it.is_empty());
        if forms.is_empty() {
            return self.bad("no name");
        }
        let code = before.trim().get(..3).filter(|it| ["NGO", "IGO", "IMG", "MNC"].contains(it));
        self.actors.agents.push(OwnAgent {
            forms,
            sector: sector(role),
            code: code.map(str::to_owned),
        });
    }

    /// The name, or each that its sets make of it.
    fn expanded(&self, name: &str) -> Vec<String> {
        let mut forms = vec![name.trim().to_owned()];
        for (set, words) in &self.sets {
            if forms.iter().any(|it| it.contains(set.as_str()))
                && forms.len() * words.len() <= MOST_FORMS
            {
                forms = forms
                    .iter()
                    .flat_map(|form| words.iter().map(move |word| form.replace(set.as_str(), word)))
                    .collect();
            }
        }
        forms.iter().filter_map(|it| spoken(it)).collect()
    }

    fn bad(&mut self, why: &str) {
        self.bad.push(BadLine { line: self.line, why: why.into() });
    }
}

/// `!PERSON! = MAN, MEN`
fn sets(text: &str) -> Vec<(String, Vec<String>)> {
    let mut comment = false;
    let lines = text.lines().map(|line| without_comments(line, &mut comment));
    let set = |line: String| {
        let (name, words) = line.trim().split_once('=')?;
        let name = name.trim();
        let words = words.split(',').map(|it| it.trim().to_owned()).collect();
        (name.len() > 2 && name.starts_with('!') && name.ends_with('!'))
            .then(|| (name.to_owned(), words))
    };
    lines.filter_map(set).collect()
}

/// The name as it is said, without marks: `VELDISH_GUARD_` is `VELDISH GUARD`.
fn spoken(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(['_', ' ', '\t']).filter(|it| !it.is_empty()).collect();
    // `THE_UNITED_PORTS`: the article is not part of a name.
    let words =
        if words.len() > 1 && words[0].eq_ignore_ascii_case("the") { &words[1..] } else { &words };
    (!words.is_empty()).then(|| words.join(" "))
}

fn split_codes(text: &str) -> (&str, &str) {
    text.split_at(text.find('[').unwrap_or(text.len()))
}

/// What stands in one pair of brackets: a code, and when it holds.
fn coded(text: &str) -> Result<Own, String> {
    let (code, time) = match text.trim().split_once(char::is_whitespace) {
        Some((code, time)) => (code, time.trim()),
        None => (text.trim(), ""),
    };
    let (since, until) = dates(time)?;
    let own = Own { forms: Vec::new(), code: None, sector: None, since, until };
    let first = code.get(..3).unwrap_or_default();
    // Nobody, or a role without a country, as of people out of office.
    if code == "---" || ROLES.contains(&first) || sector(first).is_some() {
        return Ok(own);
    }
    match is_country(first) {
        true => Ok(Own { code: Some(first.into()), sector: sector(&code[3..]), ..own }),
        false => Err(format!("{code:?} begins with no code of a country or body")),
    }
}

/// Roles of CAMEO that are no sector of PLOVER.
const ROLES: [&str; 9] = ["ELI", "AGR", "DEV", "ENV", "HLH", "HRI", "MOD", "RAD", "SET"];

/// The first part of a code that names a sector: `GOVMIL` is the government's.
fn sector(roles: &str) -> Option<Sector> {
    let chunks = roles.as_bytes().chunks(3).filter_map(|it| std::str::from_utf8(it).ok());
    let named = |role| match role {
        // CAMEO's insurgents and separatists
        "INS" | "SEP" => Some(Sector::Rebel),
        _ => Sector::coded(role),
    };
    chunks.filter_map(named).next()
}

type Time = (Option<Date>, Option<Date>);

/// `>20070101`, `<930228`, `970101-061231`
fn dates(time: &str) -> Result<Time, String> {
    if time.is_empty() {
        return Ok((None, None));
    }
    if let Some(day) = time.strip_prefix('>') {
        return Ok((Some(day_of(day)?), None));
    }
    if let Some(day) = time.strip_prefix('<') {
        return Ok((None, Some(day_of(day)?)));
    }
    let (from, to) = time.split_once('-').ok_or_else(|| format!("{time:?} is no time"))?;
    Ok((Some(day_of(from)?), Some(day_of(to)?)))
}

/// A day as `YYYYMMDD` or `YYMMDD`; of two digits, those after 30 are of the last century, as in the
/// dictionaries themselves.
fn day_of(text: &str) -> Result<Date, String> {
    let text = text.trim();
    let digits = |range| text.get(range).and_then(|it: &str| it.parse::<i16>().ok());
    let parts = match text.len() {
        8 => (digits(0..4), digits(4..6), digits(6..8)),
        6 => {
            let year = digits(0..2).map(|year| if year > 30 { 1900 + year } else { 2000 + year });
            (year, digits(2..4), digits(4..6))
        }
        _ => (None, None, None),
    };
    let day = match parts {
        (Some(year), Some(month), Some(day)) => {
            Date::new(year, i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0)).ok()
        }
        _ => None,
    };
    day.ok_or_else(|| format!("{text:?} is no date"))
}

/// The plural as PETRARCH makes it.
fn plural_of(form: &str) -> String {
    match form {
        _ if form.ends_with("SS") || form.ends_with("ss") => format!("{form}ES"),
        _ if form.ends_with(['Y', 'y']) => format!("{}IES", &form[..form.len() - 1]),
        _ => format!("{form}S"),
    }
}

/// A line without what follows `#` or `;`, and without `<!-- … -->`, which may go over several lines.
fn without_comments(line: &str, inside: &mut bool) -> String {
    let mut rest = line;
    let mut kept = String::new();
    loop {
        if *inside {
            let Some((_, after)) = rest.split_once("-->") else { return kept };
            (*inside, rest) = (false, after);
        }
        match rest.split_once("<!--") {
            Some((before, after)) => {
                kept.push_str(before);
                (*inside, rest) = (true, after);
            }
            None => break,
        }
    }
    kept.push_str(rest);
    let end = kept.find(['#', ';']).unwrap_or(kept.len());
    kept.truncate(end);
    kept
}
