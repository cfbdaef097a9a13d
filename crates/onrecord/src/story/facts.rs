//! A report in, what sets its happening apart from others like it out: days, years, places, names
//! and numbers that it tells at the top; and whether two groups of reports contradict each other.
//!
//! One report's facts prove nothing: outlets leave facts out, get them wrong, and tell what went
//! before. Only what several reports of one side agree in, and no report of the other side tells,
//! keeps two groups apart; see [`conflict`]. A number never does so alone, since tolls grow.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::reading::{Reading, readings};
use super::signature::{EPOCH, digest, fold};
use crate::annotate::{month_named, weekday_named};
use crate::report::{PartKind, Report};
use crate::text::{Span, Token, TokenKind, tokens};

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A day it tells: `on Tuesday` with its date reckoned, `14 March 2031`.
    Day,
    /// A year it tells, or was published in.
    Year,
    /// A word of a place: of the dateline, or after `in`, `at`, `near`, `off`, `from`, `of`.
    Place,
    /// The last word of a name of two words or more: `Ana Ruiz`, `Brenna Strait`.
    Name,
    /// A number with what it counts: `nine sailors`.
    Number,
}

/// One thing told, in 32 bits: what it is about, and a day, a year or a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact(u32);

/// What one report tells, or several together: each fact with the number of reports that tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    n_reports: u32,
    told: Vec<(Fact, u32)>,
}

/// Days, years, places and numbers are read in so many words of the body: what comes after tells
/// what went before.
const LEAD: usize = 100;

/// Names are read in so many, as words are for likeness.
const FIRST_WORDS: usize = 250;

/// At most so many facts of a report are kept; few tell as many.
const MOST: usize = 48;

impl Fact {
    /// Bits of the value; those above say what it is about.
    const VALUE: u32 = 29;

    fn new(about: About, value: u32) -> Fact {
        Fact((about as u32) << Fact::VALUE | value & ((1 << Fact::VALUE) - 1))
    }

    /// What it is about.
    pub fn about(self) -> About {
        match self.0 >> Fact::VALUE {
            0 => About::Day,
            1 => About::Year,
            2 => About::Place,
            3 => About::Name,
            _ => About::Number,
        }
    }

    fn value(self) -> u32 {
        self.0 & ((1 << Fact::VALUE) - 1)
    }

    /// As stored.
    pub fn to_bits(self) -> u32 {
        self.0
    }

    /// Reads a fact as stored.
    pub fn from_bits(bits: u32) -> Fact {
        Fact(bits)
    }
}

impl Facts {
    /// What a report tells.
    pub fn of(report: &Report) -> Facts {
        Facts::of_readings(report, &readings(report))
    }

    pub(super) fn of_readings(report: &Report, readings: &[Reading]) -> Facts {
        let mut reader = Reader::new(report);
        for part in report.parts().iter().filter(|it| it.kind == PartKind::Dateline) {
            reader.dateline(part.span);
        }
        for part in readings {
            reader.read(part);
        }
        Facts::told_once(reader.told)
    }

    /// What a report tells, from its facts as stored.
    pub fn told_once(mut told: Vec<Fact>) -> Facts {
        told.truncate(MOST);
        told.sort_unstable();
        told.dedup();
        Facts { n_reports: 1, told: told.into_iter().map(|it| (it, 1)).collect() }
    }

    /// The facts, in order, each once.
    pub fn facts(&self) -> impl Iterator<Item = Fact> + '_ {
        self.told.iter().map(|it| it.0)
    }

    /// What the reports of both tell.
    pub fn and(&self, other: &Facts) -> Facts {
        let mut told = [&self.told[..], &other.told[..]].concat();
        told.sort_unstable_by_key(|it| it.0);
        let sum = |it: &[(Fact, u32)]| (it[0].0, it.iter().map(|it| it.1).sum());
        Facts {
            n_reports: self.n_reports + other.n_reports,
            told: told.chunk_by(|a, b| a.0 == b.0).map(sum).collect(),
        }
    }

    fn about(&self, about: About) -> &[(Fact, u32)] {
        let from = self.told.partition_point(|it| it.0.about() < about);
        let to = self.told.partition_point(|it| it.0.about() <= about);
        &self.told[from..to]
    }

    /// Facts that so many reports and a third of all tell.
    fn leading(&self, about: About, least: u32) -> Vec<Fact> {
        let told = self.about(about).iter();
        told.filter(|it| it.1 >= least && 3 * it.1 >= self.n_reports).map(|it| it.0).collect()
    }

    fn tells(&self, fact: Fact) -> bool {
        self.told.binary_search_by_key(&fact, |it| it.0).is_ok()
    }
}

/// Why two groups are not of one happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conflict {
    /// They tell of days that are not near each other.
    Day,
    /// They tell of different years.
    Year,
    /// Of different places.
    Place,
    /// Of different people, ships, streets.
    Names,
    /// They count the same things differently, and agree neither in place nor in names.
    Numbers,
}

impl Conflict {
    /// A word for people.
    pub fn name(self) -> &'static str {
        match self {
            Conflict::Day => "day",
            Conflict::Year => "year",
            Conflict::Place => "place",
            Conflict::Names => "names",
            Conflict::Numbers => "numbers",
        }
    }
}

/// So many reports of a side must agree in a day or year.
const AGREED_TIME: u32 = 2;

/// So many must agree in a place, a name, a number. (Of pairs of random parts of one story, of 2 to 8
/// reports each, three kept apart .0 to .5 %, of parts of two look-alike stories 2 to 45 %, more
/// in large ones; two would keep apart up to 4 % of the former.)
const AGREED: u32 = 3;

/// Days no further apart are one: night falls at other hours elsewhere, and a happening may take
/// two days.
const NEAR_DAYS: u32 = 2;

/// Whether what two groups of reports tell keeps them apart: what reports of each agree in, and
/// none of the other tells.
pub fn conflict(one: &Facts, other: &Facts) -> Option<Conflict> {
    if one.n_reports.min(other.n_reports) < AGREED_TIME {
        return None;
    }
    if days_differ(one, other) {
        return Some(Conflict::Day);
    }
    let differ = |about, least| differ(one, other, about, least);
    if differ(About::Year, AGREED_TIME) {
        Some(Conflict::Year)
    } else if differ(About::Place, AGREED) {
        Some(Conflict::Place)
    } else if differ(About::Name, AGREED) {
        Some(Conflict::Names)
    } else if numbers_differ(one, other)
        && (differ(About::Place, AGREED_TIME) || differ(About::Name, AGREED_TIME))
    {
        Some(Conflict::Numbers)
    } else {
        None
    }
}

fn differ(one: &Facts, other: &Facts, about: About, least: u32) -> bool {
    let (here, there) = (one.leading(about, least), other.leading(about, least));
    !here.is_empty()
        && !there.is_empty()
        && !here.iter().any(|it| other.tells(*it))
        && !there.iter().any(|it| one.tells(*it))
}

fn days_differ(one: &Facts, other: &Facts) -> bool {
    let (here, there) =
        (one.leading(About::Day, AGREED_TIME), other.leading(About::Day, AGREED_TIME));
    let near = |days: &[Fact], told: &[(Fact, u32)]| {
        let told = |day: u32| told.iter().any(|it| it.0.value().abs_diff(day) <= NEAR_DAYS);
        days.iter().any(|it| told(it.value()))
    };
    !here.is_empty()
        && !there.is_empty()
        && !near(&here, other.about(About::Day))
        && !near(&there, one.about(About::Day))
}

/// Both sides agree each in a number of the same things, and neither tells the other's.
fn numbers_differ(one: &Facts, other: &Facts) -> bool {
    let there = other.leading(About::Number, AGREED);
    let here = one.leading(About::Number, AGREED);
    let clash = |a: &Fact, b: &Fact| {
        a != b && counted(*a) == counted(*b) && !other.tells(*a) && !one.tells(*b)
    };
    here.iter().any(|a| there.iter().any(|b| clash(a, b)))
}

/// Of a number's value, the bits that say what is counted; the others say how many.
fn counted(number: Fact) -> u32 {
    number.value() >> 14
}

/// Reads facts, word by word.
struct Reader<'r> {
    text: &'r str,
    published: Option<Date>,
    n_words: usize,
    told: Vec<Fact>,
}

impl<'r> Reader<'r> {
    fn new(report: &'r Report) -> Reader<'r> {
        let published = report.published.map(|it| it.day);
        let mut reader = Reader { text: report.text(), published, n_words: 0, told: Vec::new() };
        if let Some(day) = published {
            reader.year(day.year());
        }
        reader
    }

    fn dateline(&mut self, span: Span) {
        let words = tokens(self.text, span).take_while(|it| it.text != "(" && it.text != "—");
        for word in words.filter(|it| it.kind == TokenKind::Word && month_named(it.text).is_none())
        {
            self.told.push(Fact::new(About::Place, digest(&fold(word.text))));
        }
    }

    fn read(&mut self, part: &Reading) {
        if self.n_words >= FIRST_WORDS {
            return;
        }
        let words = &part.tokens[..part.tokens.len().min(FIRST_WORDS)];
        let headline = part.kind == PartKind::Headline;
        for at in 0..words.len() {
            if words[at].kind == TokenKind::Mark {
                continue;
            }
            if headline || self.n_words < LEAD {
                self.day_at(words, at);
                self.year_at(words, at);
                self.number_at(words, at);
            }
            if !headline {
                if self.n_words < LEAD {
                    self.place_at(words, at);
                }
                self.name_at(words, at);
                self.n_words += 1;
            }
        }
    }

    fn day_at(&mut self, words: &[Token], at: usize) {
        let date = self.date_at(words, at).or_else(|| self.weekday_at(words, at));
        if let Some(date) = date {
            self.told.push(Fact::new(About::Day, (date - EPOCH).get_days().unsigned_abs()));
            self.year(date.year());
        }
    }

    /// `March 14`, `Mar. 14, 2031`, `14 March`; a day without a year is the last one up to
    /// publication, or one soon after it.
    fn date_at(&self, words: &[Token], at: usize) -> Option<Date> {
        let month = month_named(words[at].text)?;
        let after = at + 1 + usize::from(is(words, at + 1, "."));
        let (day, year) = match words.get(after).and_then(|it| day_and_year(it.text)) {
            Some((day, year)) => (day, year.or_else(|| year_near(words, after + 1))),
            None => {
                let before = at.checked_sub(1).and_then(|it| day_and_year(words[it].text))?;
                (before.0, year_near(words, after))
            }
        };
        if let Some(year) = year {
            return Date::new(year, month, day).ok();
        }
        let published = self.published?;
        let this = Date::new(published.year(), month, day).ok()?;
        let soon = published.checked_add(SOON.days()).ok()?;
        if this <= soon { Some(this) } else { Date::new(published.year() - 1, month, day).ok() }
    }

    /// `on Tuesday`: the last one up to publication. `today`, `yesterday`.
    fn weekday_at(&self, words: &[Token], at: usize) -> Option<Date> {
        let published = self.published?;
        // All of them end so; most words do not.
        let word = words[at].text;
        (word.len() > 4 && word.ends_with(['y', 't', 'Y', 'T'])).then_some(())?;
        let word = word.to_lowercase();
        match word.as_str() {
            "today" | "tonight" => return Some(published),
            "yesterday" => return published.yesterday().ok(),
            _ => {}
        }
        let weekday: Weekday = weekday_named(&word).filter(|_| word.len() > 5)?;
        let ahead = ["next", "until", "by", "every", "coming"];
        if !is_name(words, at) || at > 0 && ahead.contains(&words[at - 1].text) {
            return None;
        }
        if published.weekday() == weekday {
            return Some(published);
        }
        published.nth_weekday(-1, weekday).ok()
    }

    fn year_at(&mut self, words: &[Token], at: usize) {
        let Some(year) = year(words[at].text) else { return };
        // `Windows 2000`, `Expo 2031` are names.
        let named = at > 0 && is_name(words, at - 1);
        let dated =
            at > 0 && (month_named(words[at - 1].text).is_some() || is_starter(words[at - 1].text));
        if !named || dated {
            self.year(year);
        }
    }

    fn year(&mut self, year: i16) {
        self.told.push(Fact::new(About::Year, year.unsigned_abs().into()));
    }

    fn number_at(&mut self, words: &[Token], at: usize) {
        let Some(number) = number(words[at].text) else { return };
        let after = at + 1 + usize::from(is(words, at + 1, "-"));
        let counted = words.get(after).filter(|it| it.kind == TokenKind::Word);
        let Some(counted) = counted.filter(|it| it.text.len() > 3 && !is_name(words, after)) else {
            return;
        };
        let counted = fold(counted.text);
        let counted = digest(counted.trim_end_matches('s')) & ((1 << 15) - 1);
        let number = digest(&number) & ((1 << 14) - 1);
        self.told.push(Fact::new(About::Number, counted << 14 | number));
    }

    fn place_at(&mut self, words: &[Token], at: usize) {
        const BEFORE: [&str; 6] = ["in", "at", "near", "off", "from", "of"];
        if BEFORE.contains(&words[at].text) {
            for place in run_of_names(words, at + 1).take(3) {
                self.told.push(Fact::new(About::Place, digest(&fold(place.text))));
            }
        }
    }

    /// The last of two or more words with a capital, where the run ends.
    fn name_at(&mut self, words: &[Token], at: usize) {
        let is_part = |at: usize| is_plain_name(words, at);
        if at > 0 && is_part(at) && is_part(at - 1) && !is_part(at + 1) {
            self.told.push(Fact::new(About::Name, digest(&fold(words[at].text))));
        }
    }
}

/// A day of a month that lies so many days ahead was last year's.
const SOON: i32 = 60;

fn is(words: &[Token], at: usize, text: &str) -> bool {
    words.get(at).is_some_and(|it| it.text == text)
}

fn is_name(words: &[Token], at: usize) -> bool {
    words.get(at).is_some_and(|it| it.text.starts_with(char::is_uppercase))
}

/// A word with a capital that is no title, no day, no word that opens sentences, and not in
/// capitals throughout.
fn is_plain_name(words: &[Token], at: usize) -> bool {
    is_name(words, at)
        && words.get(at).is_some_and(|it| {
            it.text.len() > 1
                && !it.text.chars().all(|it| !it.is_lowercase())
                && !is_starter(it.text)
                && weekday_named(&it.text.to_lowercase()).is_none()
                && month_named(it.text).is_none()
        })
}

fn run_of_names<'w, 't>(
    words: &'w [Token<'t>],
    from: usize,
) -> impl Iterator<Item = &'w Token<'t>> {
    let run = words.iter().enumerate().skip(from).take_while(|(at, _)| is_plain_name(words, *at));
    run.map(|(_, it)| it)
}

/// Words that open sentences or names with a capital and are no part of what is named.
fn is_starter(word: &str) -> bool {
    const STARTERS: [&str; 44] = [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "He",
        "She",
        "It",
        "They",
        "We",
        "I",
        "But",
        "And",
        "This",
        "That",
        "His",
        "Her",
        "Their",
        "For",
        "After",
        "As",
        "If",
        "When",
        "Since",
        "By",
        "From",
        "Until",
        "During",
        "Early",
        "Late",
        "Mr",
        "Ms",
        "Mrs",
        "Dr",
        "Sen",
        "Rep",
        "Gov",
        "President",
        "Minister",
        "Police",
        "Summer",
        "Spring",
        "Winter",
    ];
    STARTERS.contains(&word)
}

/// `14`, `14th`; `14,2031`, as a page without blanks has it.
fn day_and_year(word: &str) -> Option<(i8, Option<i16>)> {
    let (day, year) = word.split_once(',').map_or((word, None), |it| (it.0, Some(it.1)));
    let digits = day.trim_end_matches(|it: char| it.is_ascii_lowercase());
    let day: i8 = digits.parse().ok().filter(|it| (1..=31).contains(it))?;
    match year {
        Some(it) => Some((day, Some(self::year(it)?))),
        None => Some((day, None)),
    }
}

fn year_near(words: &[Token], at: usize) -> Option<i16> {
    let at = at + usize::from(is(words, at, ","));
    words.get(at).and_then(|it| year(it.text))
}

fn year(word: &str) -> Option<i16> {
    (word.len() == 4).then(|| word.parse().ok())?.filter(|it| (1900..2100).contains(it))
}

/// A number in digits or, up to twenty, in words.
fn number(word: &str) -> Option<String> {
    const WORDS: [&str; 19] = [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    if word.starts_with(|it: char| it.is_ascii_digit()) {
        return Some(word.replace(',', ""));
    }
    (word.len() > 2 && word.len() < 10).then_some(())?;
    WORDS.iter().position(|it| it.eq_ignore_ascii_case(word)).map(|it| (it + 2).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Part;

    /// A report published on a day of March 2031 (0: without a day).
    fn report(day: i8, body: &str) -> Report {
        let part = Part { kind: PartKind::Paragraph, span: Span::new(0, body.len()) };
        let mut report = Report::new(None, None, body, vec![part]);
        let day = Date::new(2031, 3, day).ok();
        report.published = day.map(|day| crate::report::Published { day, at: None });
        report
    }

    fn told(day: i8, body: &str, about: About) -> Vec<u32> {
        let facts = Facts::of(&report(day, body));
        facts.about(about).iter().map(|it| it.0.value()).collect()
    }

    #[track_caller]
    fn check_days(day: i8, body: &str, expected: &[Date]) {
        let expected: Vec<u32> =
            expected.iter().map(|it| (*it - EPOCH).get_days().unsigned_abs()).collect();
        assert_eq!(told(day, body, About::Day), expected, "{body}");
    }

    fn on(month: i8, day: i8) -> Date {
        Date::constant(2031, month, day)
    }

    #[test]
    fn days_are_reckoned_from_the_day_of_publication() {
        check_days(6, "Envoys met on Tuesday.", &[on(3, 4)]);
        check_days(6, "Envoys met on Thursday and left yesterday.", &[on(3, 5), on(3, 6)]);
        check_days(6, "Envoys meet next Tuesday, or by Friday.", &[]);
        check_days(0, "Envoys met on Tuesday.", &[]);
        check_days(6, "Envoys met on Feb. 27.", &[on(2, 27)]);
        check_days(6, "Envoys met on 28 December.", &[Date::constant(2030, 12, 28)]);
        check_days(0, "March 4,2031 Envoys met.", &[on(3, 4)]);
        check_days(0, "Envoys met on 4 March 2031, a march of 12 miles.", &[on(3, 4)]);
        check_days(6, "Envoys may 4 times march 9 miles.", &[]);
    }

    #[test]
    fn a_year_in_a_name_is_no_year() {
        assert_eq!(
            told(0, "In 2028 the dam held; since 2029 it leaks.", About::Year),
            [2028, 2029]
        );
        assert_eq!(told(0, "The Tallow 2028 pump and the Expo 2029 hall.", About::Year), [0; 0]);
        assert_eq!(told(6, "The dam held.", About::Year), [2031]);
    }

    #[test]
    fn places_names_and_numbers_are_told_by_what_stands_before_and_after() {
        let one = |word: &str| digest(word) & ((1 << Fact::VALUE) - 1);
        assert_eq!(told(0, "Envoys met in Lowe.", About::Place), [one("lowe")]);
        assert_eq!(told(0, "Lowe saw nobody in March.", About::Place), [0; 0]);
        let body = "“Not now,” said President Ana Ruiz of the matter.";
        assert_eq!(told(0, body, About::Name), [one("ruiz")]);
        let same = told(0, "nine sailors", About::Number);
        assert_eq!(same, told(0, "9 sailors", About::Number));
        assert_ne!(same, told(0, "31 sailors", About::Number));
        assert_eq!(told(0, "Nine of them, 4 Maravians.", About::Number), [0; 0]);
    }

    #[test]
    fn words_far_down_tell_names_only() {
        let body = format!("{}In Lowe on Tuesday Ana Ruiz saw nine sailors.", "word ".repeat(120));
        let facts = Facts::of(&report(6, &body));
        let about: Vec<About> = facts.facts().map(Fact::about).collect();
        assert_eq!(about, [About::Year, About::Name]);
    }

    fn all(reports: &[(i8, &str)]) -> Facts {
        let facts = reports.iter().map(|it| Facts::of(&report(it.0, it.1)));
        facts.reduce(|a, b| a.and(&b)).unwrap()
    }

    #[track_caller]
    fn check(one: &[(i8, &str)], other: &[(i8, &str)], expected: Option<Conflict>) {
        let (one, other) = (all(one), all(other));
        assert_eq!(conflict(&one, &other), expected);
        assert_eq!(conflict(&other, &one), expected);
    }

    const BRIEFING: &str = "The ministry said at its briefing on Tuesday that talks go on.";
    const AGAIN: &str = "At its Tuesday briefing the ministry said that talks go on.";

    #[test]
    fn two_briefings_of_a_week_apart_are_two() {
        check(&[(4, BRIEFING), (5, AGAIN)], &[(11, BRIEFING), (12, AGAIN)], Some(Conflict::Day));
        check(&[(4, BRIEFING), (5, AGAIN)], &[(6, BRIEFING), (7, AGAIN)], None);
        check(&[(4, BRIEFING)], &[(11, BRIEFING), (12, AGAIN)], None);
    }

    #[test]
    fn a_side_that_tells_the_day_of_the_other_is_no_other_happening() {
        let back =
            "Last week, on 4 March, the ministry said that talks go on. On Tuesday it did too.";
        check(&[(4, BRIEFING), (5, AGAIN)], &[(11, BRIEFING), (12, AGAIN), (12, back)], None);
    }

    #[test]
    fn two_wars_of_different_years_are_two() {
        let then = (0, "Rockets fell on Lowe in 2028.");
        let now = (0, "Rockets fell on Lowe in 2030.");
        check(&[then, then], &[now, now], Some(Conflict::Year));
        check(&[then, now], &[now, now], None);
        check(&[then, then], &[(0, "Rockets fell on Lowe."), (0, "Rockets fell.")], None);
    }

    #[test]
    fn two_attacks_at_different_places_or_on_others_are_two() {
        let lowe = (0, "Raiders boarded a ship near Lowe.");
        let norvik = (0, "Raiders boarded a ship near Norvik.");
        check(&[lowe; 3], &[norvik; 3], Some(Conflict::Place));
        check(&[lowe; 2], &[norvik; 3], None);
        let ruiz = (0, "Raiders shot captain Ana Ruiz.");
        let pell = (0, "Raiders shot captain Joao Pell.");
        check(&[ruiz; 3], &[pell; 3], Some(Conflict::Names));
        check(&[ruiz; 3], &[pell, pell, pell, ruiz], None);
    }

    #[test]
    fn a_number_alone_keeps_nothing_apart() {
        let nine = (0, "Nine sailors drowned near Lowe.");
        let more = (0, "The storm took 31 sailors near Lowe.");
        check(&[nine; 3], &[more; 3], None);
        let there = (0, "The storm took 31 sailors near Norvik.");
        check(&[nine, nine, nine, more], &[there; 3], Some(Conflict::Place));
        let nine_here = (0, "Nine sailors drowned near Lowe.");
        let where_not_told = (0, "Nine sailors drowned.");
        let many_there = (0, "The storm took 31 sailors near Norvik.");
        let many = (0, "The storm took 31 sailors.");
        check(
            &[nine_here, nine_here, where_not_told],
            &[many_there, many_there, many],
            Some(Conflict::Numbers),
        );
    }

    #[test]
    fn facts_are_read_back_as_they_were_stored() {
        let facts = Facts::of(&report(6, "In Lowe on Tuesday Ana Ruiz saw nine sailors in 2028."));
        let stored: Vec<u32> = facts.facts().map(Fact::to_bits).collect();
        let read = stored.into_iter().map(Fact::from_bits).collect();
        assert_eq!(Facts::told_once(read), facts);
        assert_eq!(facts.and(&facts), facts.and(&facts.clone()));
    }
}
