//! A few hundred captures as a crawl might bring them, invented: stories of several outlets, copies,
//! later states of a page, live pages, transcripts, reports without a day, and captures of what was
//! captured before.

use onrecord::Capture;
use onrecord::intake::Body;
use onrecord::report::Genre;

const OUTLETS: [&str; 9] = [
    "Harbour Post",
    "Coastal Wire",
    "Brenna Times",
    "Echo",
    "Tallow Gazette",
    "Maravia Today",
    "Strait Observer",
    "Quay Courier",
    "Norvik Mail",
];

const NAMES: [&str; 12] = [
    "Ana Ruiz",
    "Jo Silva",
    "Tomas Holt",
    "Mira Okoye",
    "Lena Brandt",
    "Oskar Veld",
    "Ines Marlow",
    "Pavel Dorn",
    "Rosa Quint",
    "Emil Tarn",
    "Nadia Kerr",
    "Hugo Falk",
];

const SYLLABLES: [&str; 20] = [
    "ba", "del", "fi", "gor", "hu", "jan", "kel", "lo", "mar", "nes", "or", "pi", "quen", "ras",
    "sol", "ti", "ul", "ven", "wes", "yor",
];

const SMALL: [&str; 16] = [
    "the", "of", "to", "and", "a", "in", "that", "for", "we", "on", "with", "as", "will", "not",
    "from", "would",
];

/// Who takes part in politics there: name and others, code, sector.
pub(crate) const PARTIES: &str = "Veldia|Veldian\tVLD\nOskland|Osklandic\tOSK\n";

/// Days of the crawl.
const N_DAYS: usize = 70;

/// Numbers that look random and are the same each time (xorshift).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        (1..items.len()).rev().for_each(|it| items.swap(it, self.below(it + 1)));
    }
}

/// What the reports of a story have in common.
struct Occasion {
    n: usize,
    day: usize,
    words: Vec<String>,
    name: &'static str,
    said: Vec<String>,
}

/// The captures of `n_stories` stories.
pub(crate) fn captures(seed: u64, n_stories: usize) -> Vec<Capture> {
    let mut crawl = Crawl { random: Random(seed), captures: Vec::new() };
    let mut before: Option<Occasion> = None;
    for n in 0..n_stories {
        // One in four is another round of what the one before told of: same people, same words.
        let occasion = match before.take() {
            Some(last) if n % 4 == 0 => crawl.next_round(n, &last),
            _ => crawl.occasion(n),
        };
        crawl.story(&occasion);
        before = Some(occasion);
    }
    crawl.captures
}

struct Crawl {
    random: Random,
    captures: Vec<Capture>,
}

impl Crawl {
    fn occasion(&mut self, n: usize) -> Occasion {
        let words: Vec<String> = (0..24).map(|_| self.word()).collect();
        let name = NAMES[self.random.below(NAMES.len())];
        let said = (0..5).map(|_| self.sentence(&words)).collect();
        Occasion { n, day: self.random.below(N_DAYS), words, name, said }
    }

    fn next_round(&mut self, n: usize, last: &Occasion) -> Occasion {
        let words: Vec<String> = last.words.clone();
        let said = (0..5).map(|_| self.sentence(&words)).collect();
        // Soon, so that the two may be taken for one, or later, so that one follows on the other.
        let after = if n.is_multiple_of(8) { 24 } else { 6 } + self.random.below(9);
        Occasion { n, day: (last.day + after) % N_DAYS, words, said, ..*last }
    }

    fn story(&mut self, occasion: &Occasion) {
        let n_reports: usize = [1, 1, 2, 3, 4, 6, 14][self.random.below(7)];
        // Rounds that follow on each other are told by several.
        let is_round = matches!(occasion.n % 8, 7 | 0);
        let n_reports = if is_round { n_reports.max(6) } else { n_reports };
        let first = self.captures.len();
        for n in 0..n_reports {
            let outlet = OUTLETS[(occasion.n + n) % OUTLETS.len()];
            let text = self.text(occasion);
            let day = occasion.day + self.random.below(3);
            self.push(outlet, occasion, n, day, text);
            match self.random.below(8) {
                0 | 1 => self.copy(occasion, first, n),
                2 => self.edit(),
                3 => self.capture_again(),
                _ => {}
            }
        }
        if occasion.n % 6 == 2 {
            self.transcript(occasion);
        }
    }

    fn push(&mut self, outlet: &str, occasion: &Occasion, n: usize, day: usize, text: String) {
        let undated = self.random.below(16) == 0;
        let host = outlet.to_lowercase().replace(' ', "");
        self.captures.push(Capture {
            place: format!("crawl/{}.jsonl, line {n}", occasion.n).into(),
            body: Body::Text(text),
            url: Some(format!("https://{host}.example/{}/{n}", occasion.n).into()),
            outlet: Some(outlet.into()),
            published: (!undated).then(|| date(day).into()),
            captured: format!("{}T{:02}:00:00Z", date(day), self.random.below(24)).parse().ok(),
            ..Capture::default()
        });
    }

    /// The last report's text, whole or cut, in another outlet, on the same day or the next.
    fn copy(&mut self, occasion: &Occasion, first: usize, n: usize) {
        let from = first + self.random.below(self.captures.len() - first);
        let words = text_of(&self.captures[from]).to_owned();
        let lines: Vec<&str> = words.split("\n\n").collect();
        let n_kept = (2 + self.random.below(lines.len())).min(lines.len());
        let text = format!("{}\n\n(Coastal Wire)", lines[..n_kept].join("\n\n"));
        let day = occasion.day + self.random.below(2);
        let outlet = OUTLETS[(occasion.n + n + 4) % OUTLETS.len()];
        self.push(outlet, occasion, 100 + n, day, text);
    }

    /// A later state of the last page.
    fn edit(&mut self) {
        let Some(last) = self.captures.last().cloned() else { return };
        let text = text_of(&last).replacen("the", "all the", 3) + "\n\nThis page was corrected.";
        let captured =
            last.captured.and_then(|it| it.checked_add(jiff::SignedDuration::from_hours(5)).ok());
        self.captures.push(Capture { body: Body::Text(text), captured, ..last });
    }

    /// The last page captured once more: elsewhere, at another time, with more or less told of it.
    fn capture_again(&mut self) {
        let Some(last) = self.captures.last().cloned() else { return };
        let hours = [-7, -1, 0, 3, 30][self.random.below(5)];
        let hours = jiff::SignedDuration::from_hours(hours);
        let captured = last.captured.and_then(|it| it.checked_add(hours).ok());
        let mut again = Capture { captured, ..last };
        match self.random.below(5) {
            0 => again.place = "attic/old.jsonl, line 7".into(),
            1 => again.published = None,
            2 => again.author = Some("Mira Okoye".into()),
            3 => again.published = Some(date(self.random.below(N_DAYS)).into()),
            _ => again.captured = None,
        }
        self.captures.push(again);
    }

    fn transcript(&mut self, occasion: &Occasion) {
        let tag = occasion.name.rsplit(' ').next().unwrap_or("").to_uppercase();
        let turns =
            occasion.said.iter().map(|it| format!("QUESTION: Is it so?\n\nMS. {tag}: {it}."));
        let text = turns.collect::<Vec<_>>().join("\n\n");
        self.push("Ministry of Ports", occasion, 500, occasion.day, text);
        if let Some(last) = self.captures.last_mut() {
            last.genre = Some(Genre::Transcript);
        }
    }

    /// A headline and paragraphs, with what was said in the outlet's own choice.
    fn text(&mut self, occasion: &Occasion) -> String {
        let Occasion { words, name, said, .. } = occasion;
        let surname = name.rsplit(' ').next().unwrap_or(name);
        let headline: Vec<&str> = (0..6).map(|_| &*words[self.random.below(12)]).collect();
        let mut paragraphs = vec![capital(&headline.join(" "))];
        paragraphs.push(format!("{}.", capital(&self.sentence(words))));
        for _ in 0..2 + self.random.below(3) {
            let mut quoted = match self.random.below(6) {
                0 => self.sentence(words),
                _ => said[self.random.below(said.len())].clone(),
            };
            if self.random.below(3) == 0 {
                quoted = quoted.replacen("will", "may", 1).replacen("the ", "", 1);
            }
            let own = capital(&self.sentence(words));
            paragraphs.push(match self.random.below(3) {
                0 => format!("“{},” said {name} on Tuesday. {own}.", capital(&quoted)),
                1 => format!("{own}. “{},” {surname} told reporters.", capital(&quoted)),
                _ => format!("{name} said that {quoted}. {own}."),
            });
        }
        paragraphs.extend(self.politics());
        paragraphs.join("\n\n")
    }

    /// An act between two states, with figures that outlets give otherwise; or their talks.
    fn politics(&mut self) -> Option<String> {
        let n = 11 + self.random.below(3);
        match self.random.below(4) {
            0 => Some(format!("Veldian troops attacked Oskland on Monday, killing {n} sailors.")),
            1 => Some("Veldia broke off ceasefire talks with Oskland on Monday.".to_owned()),
            _ => None,
        }
    }

    fn sentence(&mut self, words: &[String]) -> String {
        let n_words = 9 + self.random.below(9);
        let word = |random: &mut Random| match random.below(10) {
            0..5 => SMALL[random.below(SMALL.len())].to_owned(),
            _ => words[random.below(words.len())].clone(),
        };
        (0..n_words).map(|_| word(&mut self.random)).collect::<Vec<_>>().join(" ")
    }

    fn word(&mut self) -> String {
        let syllable = |random: &mut Random| SYLLABLES[random.below(SYLLABLES.len())];
        (0..3).map(|_| syllable(&mut self.random)).collect()
    }
}

pub(crate) fn text_of(capture: &Capture) -> &str {
    let (Body::Text(words) | Body::Html(words) | Body::Markdown(words)) = &capture.body;
    words
}

fn date(day: usize) -> String {
    let day = jiff::ToSpan::days(day as i64);
    jiff::civil::date(2031, 3, 1).checked_add(day).map(|it| it.to_string()).unwrap_or_default()
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|it| it.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
