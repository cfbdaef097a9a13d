//! A report in, what it is besides plain news out: a live blog, a round-up, an opinion, … with
//! the words that say so.
//!
//! Told from the report alone: its headline, the first and last lines of its body, the shape of
//! its paragraphs, the section in its address. Plain news must hardly ever be taken for something
//! else, so each sign is one that outlets set on purpose; a report without such a sign has no kind.
//!
//! Live blogs and round-ups tell of many things, and would glue stories together: grouping leaves
//! them out, and lays each to the story it is most like at the end ([`nearest`]).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::signature::fold;
use crate::annotate::weekday_named;
use crate::report::{Genre, Part, PartKind, Report};
use crate::text::{Span, TokenKind, tokens};

/// What a report is besides plain news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Grows by time-stamped pieces while something goes on.
    Live,
    /// Tells of several happenings, or sums one up in points: a morning briefing, `what we know`,
    /// news in brief.
    RoundUp,
    /// A comment, an editorial, letters to the editor.
    Opinion,
    /// Questions and answers.
    Interview,
    /// A life told at its end. (A report that somebody has died is plain news.)
    Obituary,
    /// Pictures with words under them, or a film with a few lines.
    Pictures,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Kind; 6] =
        [Kind::Live, Kind::RoundUp, Kind::Opinion, Kind::Interview, Kind::Obituary, Kind::Pictures];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Live => "live blog",
            Kind::RoundUp => "round-up",
            Kind::Opinion => "opinion",
            Kind::Interview => "interview",
            Kind::Obituary => "obituary",
            Kind::Pictures => "pictures",
        }
    }
}

/// The kinds of one report, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// What a report is besides plain news.
    pub fn of(report: &Report) -> Kinds {
        kinds_told(report).iter().fold(Kinds::default(), |kinds, it| kinds.with(it.kind))
    }

    /// These and one more.
    pub fn with(self, kind: Kind) -> Kinds {
        Kinds(self.0 | 1 << kind as u8)
    }

    /// Whether a kind is among them.
    pub fn has(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u8 != 0
    }

    /// Plain news, as far as the report tells.
    pub fn is_plain(self) -> bool {
        self.0 == 0
    }

    /// Whether such a report tells of many things, so that it must not glue stories together: it
    /// stays out of grouping, and joins at the end.
    pub fn joins_last(self) -> bool {
        self.has(Kind::Live) || self.has(Kind::RoundUp)
    }

    /// The kinds, in order.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |it| self.has(*it))
    }

    /// As stored.
    pub fn to_bits(self) -> u8 {
        self.0
    }

    /// Reads kinds as stored; bits without a meaning are left out.
    pub fn from_bits(bits: u8) -> Kinds {
        Kinds(bits & ((1 << Kind::ALL.len()) - 1))
    }
}

/// Why a report is of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The kind.
    pub kind: Kind,
    /// The words it rests on.
    pub ground: Ground,
}

/// Where the words stand that a kind rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// In the report's text.
    Text(Span),
    /// In its address.
    Address(Span),
}

impl Reason {
    /// The words it rests on.
    pub fn words<'r>(&self, report: &'r Report) -> &'r str {
        match self.ground {
            Ground::Text(span) => span.of(report.text()),
            Ground::Address(span) => span.of(report.url.as_deref().unwrap_or("")),
        }
    }
}

/// What a report is besides plain news, each kind once with the first reason found.
pub fn kinds_told(report: &Report) -> Vec<Reason> {
    // A transcript is questions and answers, and time-stamped, by nature.
    if report.genre == Genre::Transcript {
        return Vec::new();
    }
    let headline = report.parts().iter().find(|it| it.kind == PartKind::Headline);
    let headline = headline.filter(|it| HEADINGS.any.is_match(it.span.of(report.text())));
    let told = |kind| {
        let ground = headline
            .and_then(|it| in_headline(report, it, kind))
            .or_else(|| in_address(report, kind))
            .or_else(|| in_body(report, kind))?;
        Some(Reason { kind, ground })
    };
    Kind::ALL.into_iter().filter_map(told).collect()
}

/// The group that a live blog or round-up joins: the one it is most like, the first of those
/// alike. `means`: groups with the mean likeness of the report to each, those it is like enough
/// only. The report never counts in that group's own sums, so it draws nothing after it.
///
/// ```
/// use onrecord::story::nearest;
///
/// assert_eq!(nearest([(1, 30), (2, 70), (3, 70)]), Some(2));
/// assert_eq!(nearest::<u32, f64>([]), None);
/// ```
pub fn nearest<G, L: PartialOrd>(means: impl IntoIterator<Item = (G, L)>) -> Option<G> {
    let best = means.into_iter().reduce(|best, it| if it.1 > best.1 { it } else { best });
    best.map(|it| it.0)
}

/// Words of a headline that say what stands under it.
struct Headings {
    /// Finds what any of the patterns does, all at once: most headlines have none of them.
    any: RegexSet,
    patterns: Vec<(Kind, Regex)>,
}

static HEADINGS: LazyLock<Headings> = LazyLock::new(|| {
    let compiled = |it: &(Kind, &str)| {
        let pattern = Regex::new(&format!("(?i){}", it.1));
        (it.0, pattern.expect("a pattern that compiles always compiles"))
    };
    let all = IN_HEADLINES.iter().map(|it| format!("(?i){}", it.1));
    let any = RegexSet::new(all).expect("patterns that compile always compile");
    Headings { any, patterns: IN_HEADLINES.iter().map(compiled).collect() }
});

/// Each with what it finds.
const IN_HEADLINES: [(Kind, &str); 15] = [
    // `Live: dam bursts`, `LIVE – dam bursts`; not `Live music returns`.
    (Kind::Live, r"^live ?(?::|\||[–—-] )"),
    // `Dam bursts – live`, `Cup final: live!`
    (Kind::Live, r"(?:[|:–—]| -) ?live(?: now)?!?$"),
    // `Strait talks: live updates`, `Live blog: …`
    (Kind::Live, r"\blive (?:updates?|blog|coverage|ticker|feed)\b|\bliveblog\b"),
    // `Budget day – as it happened`, `Final minute by minute`
    (Kind::Live, r"(?:[|:–—,]| -) ?(?:as it happened|minute[ -]by[ -]minute)\b"),
    // Wire copy that is written through all day: `The Latest: 3 boats reach Lower Tallow`
    (Kind::Live, r"^the latest ?:"),
    // `Morning briefing: …`, `Your Monday briefing`; not `Envoys cancel Monday’s briefing`.
    (
        Kind::RoundUp,
        r"^(?:your )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|evening|midday|daily|weekend|weekly)(?: news| mail)? (?:briefing|bulletin|digest|round-?up|headlines|newsletter|wrap|recap)(?:$| ?[:|–—,]| -)",
    ),
    // `News in brief`, `In brief`, `Briefly`: nothing else in the headline.
    (
        Kind::RoundUp,
        r"^(?:(?:world|local|regional|business|sports?|news|national) )?(?:in brief|briefs|briefly|news (?:round-?up|digest|briefs))(?:$| ?[:|–—])",
    ),
    // `Five things to know today`, `What you need to know about the dam`
    (
        Kind::RoundUp,
        r"\b(?:things|what) (?:you (?:need|have) )?to (?:know|watch)\b|\bthings\b.{0,30}\byou need to know\b",
    ),
    // `Dam break: what we know so far`
    (Kind::RoundUp, r"\bwhat we know(?:$| so far| about)"),
    // `Seven takeaways from the debate`
    (
        Kind::RoundUp,
        r"^(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:key |main |big )?(?:takeaways|things (?:we|you|to|that)|things)\b",
    ),
    // `Opinion: …`, `Editorial | …`, `Letters: …`, `Op-Ed: …`
    (
        Kind::Opinion,
        r"^(?:opinion|editorial|op-ed|letters?(?: to the editor)?|comment|commentary|column|leader|guest (?:column|essay)) ?[:|]|^letters to the editor",
    ),
    // `… | Opinion`, `… | Ana Ruiz` is none; `…; Opinion`
    (Kind::Opinion, r"[|;] ?(?:opinion|editorial|op-ed|letters|comment|commentary|column)$"),
    // `Q&A with …`, `Ruiz Q&A`, `Interview: …`, `… | Interview`
    (
        Kind::Interview,
        r"(?:^|[:|–—;] ?)q ?& ?a\b|\bq ?& ?a$|^(?:the )?(?:exclusive )?interview ?[:|]|[|;] ?interview$",
    ),
    // `Obituary: …`, `…; Obituary`, `… | Obituaries`
    (Kind::Obituary, r"^obituar(?:y|ies)\b ?(?:[:|–—]|$)|[|;:] ?obituar(?:y|ies)$"),
    // `In pictures: …`, `Gallery: …`, `… – in pictures`
    (
        Kind::Pictures,
        r"^(?:in (?:pictures|photos|pics)|gallery|photo gallery|picture gallery|photos|pictures|slideshow) ?(?:[:|–—]|$)|(?:[:|–—]| -) ?(?:in (?:pictures|photos|pics)|gallery)$",
    ),
];

fn in_headline(report: &Report, part: &Part, kind: Kind) -> Option<Ground> {
    let words = part.span.of(report.text());
    let mut found =
        HEADINGS.patterns.iter().filter(|it| it.0 == kind).filter_map(|it| it.1.find(words));
    let found = found.next()?.range();
    Some(Ground::Text(within(part, found.start, found.end)))
}

fn within(part: &Part, start: usize, end: usize) -> Span {
    Span::new(part.span.start() + start, part.span.start() + end)
}

/// Folders of addresses that outlets keep for one kind. (Not `blog`, `live` alone, `video`: all
/// kinds of things are found there.)
const FOLDERS: [(Kind, &[&str]); 5] = [
    (Kind::Live, &["live-updates", "liveblog", "live-blog", "live-news", "live-reporting"]),
    (
        Kind::RoundUp,
        &["newsletters", "newsletter", "news-in-brief", "briefing", "morning-briefing"],
    ),
    (
        Kind::Opinion,
        &[
            "opinion",
            "opinions",
            "editorial",
            "editorials",
            "commentisfree",
            "columnists",
            "columns",
            "columnist",
            "op-ed",
            "letters",
            "commentary",
        ],
    ),
    (Kind::Obituary, &["obituaries", "obituary", "obits"]),
    (
        Kind::Pictures,
        &[
            "gallery",
            "galleries",
            "photo-gallery",
            "photos",
            "slideshow",
            "slideshows",
            "in-pictures",
            "picture",
        ],
    ),
];

fn in_address(report: &Report, kind: Kind) -> Option<Ground> {
    folder(report, FOLDERS.iter().find(|it| it.0 == kind)?.1)
}

/// The first of these folders in a report's address. Its host is none, nor is its last piece, the
/// report's own name.
fn folder(report: &Report, folders: &[&str]) -> Option<Ground> {
    let url = report.url.as_deref()?;
    let path = &url[..url.find(['?', '#']).unwrap_or(url.len())];
    let mut at = path.find("://").map_or(0, |it| it + 3);
    at += path[at..].find('/')? + 1;
    while let Some(len) = path[at..].find('/') {
        if folders.contains(&path[at..at + len].to_lowercase().as_str()) {
            return Some(Ground::Address(Span::new(at, at + len)));
        }
        at += len + 1;
    }
    None
}

fn in_body(report: &Report, kind: Kind) -> Option<Ground> {
    match kind {
        Kind::Live => stamped(report),
        Kind::RoundUp => items(report)
            .or_else(|| in_lines(report, &NEWSLETTER, NEWSLETTER_LINES))
            .or_else(|| unrelated(report)),
        Kind::Opinion => kicker(report, &["Opinion", "Editorial", "Comment", "Letters", "Op-Ed"])
            .or_else(|| in_lines(report, &NOTE, NOTE_LINES)),
        Kind::Interview => questions(report),
        Kind::Obituary => kicker(report, &["Obituary", "Obituaries"]),
        Kind::Pictures => film(report),
    }
}

/// Paragraphs that open with a time of day make a live blog from this many on: reports that are
/// brought up to date carry one or two.
const LEAST_STAMPS: usize = 4;

/// Questions from this many on make an interview.
const LEAST_QUESTIONS: usize = 3;

/// A time of day, alone or before what happened then.
static STAMP: LazyLock<Regex> = LazyLock::new(|| {
    let clock = r"\d{1,2}[:.]\d\d ?(?:[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?";
    let pattern = format!(
        r"(?i)^[\[(]?(?:updated?:? )?(?:at )?(?P<clock>{clock})(?: ?(?:[a-z]{{2,4}}|local time))?[\])]?(?:$|[:.–—-]|\s+\p{{Lu}})"
    );
    Regex::new(&pattern).expect("a pattern that compiles always compiles")
});

static QUESTION: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:Q|Question) ?[:.] ?").expect("a pattern that compiles"));
static ANSWER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:A|Answer) ?[:.] ?").expect("a pattern that compiles"));

fn lines(report: &Report) -> impl Iterator<Item = &Part> {
    use PartKind::{Crosshead, Direction, Paragraph, SpeakerTag};
    let told = |it: &&Part| matches!(it.kind, Crosshead | Direction | Paragraph | SpeakerTag);
    report.parts().iter().filter(told)
}

/// The first of several paragraphs that open with a time of day.
fn stamped(report: &Report) -> Option<Ground> {
    let stamp = |it: &Part| {
        // Most paragraphs open with a letter, and need no pattern.
        let words = it.span.of(report.text());
        words.starts_with(|ch: char| !ch.is_alphabetic() || "uUaA".contains(ch)).then_some(())?;
        let clock = STAMP.captures(it.span.of(report.text()))?.name("clock")?;
        Some(within(it, clock.start(), clock.end()))
    };
    let found: Vec<Span> = lines(report).filter_map(stamp).collect();
    let mut words: Vec<&str> = found.iter().map(|it| it.of(report.text())).collect();
    words.sort_unstable();
    words.dedup();
    // A table that gives one time over and over is no live blog.
    let many = found.len() >= LEAST_STAMPS && 2 * words.len() > found.len();
    many.then(|| Ground::Text(found[0]))
}

fn questions(report: &Report) -> Option<Ground> {
    let opens = |letter: char, pattern: &Regex, it: &Part| {
        let words = it.span.of(report.text());
        words.starts_with(letter) && pattern.is_match(words)
    };
    let asked: Vec<&Part> = lines(report).filter(|it| opens('Q', &QUESTION, it)).collect();
    let n_answers = lines(report).filter(|it| opens('A', &ANSWER, it)).count();
    let many = asked.len() >= LEAST_QUESTIONS && n_answers + 1 >= LEAST_QUESTIONS;
    many.then(|| Ground::Text(within(asked[0], 0, 1)))
}

/// Numbered items from this many on make a round-up, where their numbers are told at the top.
const LEAST_ITEMS: usize = 5;

/// `1. FERRIES SAIL AGAIN`, `2. DAM HOLDS`, …: each opens with its number and a heading in
/// capitals, as agencies send their lists of what will make news.
fn items(report: &Report) -> Option<Ground> {
    let mut next = 1;
    let mut first = None;
    for part in lines(report) {
        let words = part.span.of(report.text());
        let Some((number, rest)) = words.split_once(['.', ')']) else { continue };
        let heading = rest.split_whitespace().take(2).collect::<String>();
        let capitals = heading.len() > 3 && !heading.contains(char::is_lowercase);
        if capitals && number.parse() == Ok(next) {
            first.get_or_insert(within(part, 0, words.len().min(number.len() + 1)));
            next += 1;
        }
    }
    first.filter(|_| next > LEAST_ITEMS).map(Ground::Text)
}

/// What newsletters say of themselves at their end. (Not `Sign up for our newsletter`, which stands
/// under plain news.)
static NEWSLETTER: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i)\bis (?:a|an|our|the) (?:[\p{L}’' -]{0,20})?(?:daily|weekly|morning|evening|weekday) (?:newsletter|briefing|round-?up|digest)\b";
    Regex::new(pattern).expect("a pattern that compiles always compiles")
});

/// It is one of so many last lines.
const NEWSLETTER_LINES: usize = 4;

/// The first match in the last lines of a report.
fn in_lines(report: &Report, pattern: &Regex, n_lines: usize) -> Option<Ground> {
    use PartKind::{Byline, Furniture, Paragraph};
    let read = |it: &&Part| matches!(it.kind, Byline | Furniture | Paragraph);
    let parts: Vec<&Part> = report.parts().iter().filter(read).collect();
    // A columnist who is quoted, or told of at length, is not the author.
    let note = |words: &str| words.len() < NOTE_BYTES && !words.contains(['“', '"']);
    let mut last = parts.iter().skip(1).rev().take(n_lines);
    last.find_map(|it| {
        let words = it.span.of(report.text());
        let found = Some(words).filter(|it| note(it)).and_then(|it| pattern.find(it))?;
        Some(Ground::Text(within(it, found.start(), found.end())))
    })
}

/// A note on the author or the newsletter is no longer.
const NOTE_BYTES: usize = 400;

/// Sections under crossheads from this many on make a round-up, if no two of them name the same.
const LEAST_SECTIONS: usize = 4;

/// Each names at least so many.
const LEAST_NAMES: usize = 2;

/// Items that have nothing to do with each other, each under a heading; an article's lead names
/// what its sections are about.
fn unrelated(report: &Report) -> Option<Ground> {
    let n_heads = report.parts().iter().filter(|it| it.kind == PartKind::Crosshead).count();
    if n_heads < LEAST_SECTIONS {
        return None;
    }
    let mut heads = Vec::new();
    let mut lead: BTreeSet<String> = BTreeSet::new();
    let mut sections: Vec<BTreeSet<String>> = Vec::new();
    for part in report.parts() {
        match part.kind {
            PartKind::Crosshead => {
                heads.push(part.span);
                sections.push(BTreeSet::new());
            }
            PartKind::Paragraph => {
                let names = sections.last_mut().unwrap_or(&mut lead);
                names.extend(names_in(report.text(), part.span));
            }
            _ => {}
        }
    }
    let n_names = lead.len() + sections.iter().map(BTreeSet::len).sum::<usize>();
    let all: BTreeSet<&String> = sections.iter().flatten().chain(&lead).collect();
    let apart = all.len() == n_names && sections.iter().all(|it| it.len() >= LEAST_NAMES);
    (apart && sections.len() >= LEAST_SECTIONS).then(|| Ground::Text(heads[0]))
}

/// Words with a capital inside sentences.
fn names_in(text: &str, span: Span) -> impl Iterator<Item = String> + '_ {
    let mut opening = true;
    tokens(text, span).filter_map(move |it| {
        let opens = std::mem::replace(&mut opening, false);
        if it.kind == TokenKind::Mark {
            opening = opens || matches!(it.text, "." | "!" | "?" | ":" | "“" | "\"");
            return None;
        }
        let name = !opens && it.text.len() > 1 && it.text.starts_with(char::is_uppercase);
        let is_day = || weekday_named(&it.text.to_lowercase()).is_some();
        (name && !is_day()).then(|| fold(it.text))
    })
}

/// With no more words than these under it, what stands under `Watch: …` is a film.
const FILM_WORDS: usize = 120;

static FILM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:watch|video) ?[:|]|[|] ?video$").expect("a pattern that compiles")
});

fn film(report: &Report) -> Option<Ground> {
    let n_words = lines(report).map(|it| it.span.of(report.text()).split_whitespace().count());
    if n_words.sum::<usize>() > FILM_WORDS {
        return None;
    }
    let part = report.parts().iter().find(|it| it.kind == PartKind::Headline)?;
    let found = FILM.find(part.span.of(report.text()));
    let found = found.map(|it| Ground::Text(within(part, it.start(), it.end())));
    found.or_else(|| folder(report, &["video", "videos"]))
}

/// A line of its own above the report that says what it is.
fn kicker(report: &Report, words: &[&str]) -> Option<Ground> {
    use PartKind::{Crosshead, Furniture, Headline, Paragraph, Standfirst};
    let read =
        |it: &&Part| matches!(it.kind, Crosshead | Furniture | Headline | Paragraph | Standfirst);
    let top = report.parts().iter().filter(read).take(KICKER_LINES);
    let is_kicker = |it: &&Part| {
        let line = it.span.of(report.text()).trim_end_matches([':', '.']);
        words.iter().any(|word| line.eq_ignore_ascii_case(word))
    };
    top.into_iter().find(is_kicker).map(|it| Ground::Text(it.span))
}

/// A kicker stands in one of so many first lines.
const KICKER_LINES: usize = 3;

/// What outlets set under a guest's article.
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?i)\b(?:the )?(?:views|opinions)(?: and opinions)? expressed (?:here|in this|are|herein|by the (?:author|writer)|above|do not)\b|\bboard of contributors\b|\bis (?:a|an) (?:[\p{L} -]{0,40})?(?:columnist|opinion writer|editorial writer)\b|\bopinion columnist\b";
    Regex::new(pattern).expect("a pattern that compiles always compiles")
});

/// Such a note is one of so many last lines.
const NOTE_LINES: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    /// A report of lines: the first is the headline, `# …` are crossheads.
    fn report(url: Option<&str>, lines: &str) -> Report {
        let mut parts = Vec::new();
        let mut at = 0;
        for line in lines.split_inclusive('\n') {
            let kind = match at {
                0 => PartKind::Headline,
                _ if line.starts_with('#') => PartKind::Crosshead,
                _ => PartKind::Paragraph,
            };
            parts.push(Part { kind, span: Span::new(at, at + line.len()).trim(lines) });
            at += line.len();
        }
        Report::new(Some("Harbour Post"), url, lines, parts)
    }

    /// The kinds found, each with the words it rests on.
    #[track_caller]
    fn check(lines: &str, expected: &[(Kind, &str)]) {
        let report = report(None, lines);
        let told = kinds_told(&report);
        let found: Vec<(Kind, &str)> = told.iter().map(|it| (it.kind, it.words(&report))).collect();
        assert_eq!(found, expected, "{lines}");
    }

    #[track_caller]
    fn check_address(url: &str, expected: Option<&str>) {
        let report = report(Some(url), "Ferries stay in port\nThe ferries stayed in port.");
        let told = kinds_told(&report);
        assert_eq!(told.first().map(|it| it.words(&report)), expected, "{url}");
    }

    #[test]
    fn a_live_blog_says_so_in_its_headline() {
        check("Live: Orchard dam bursts", &[(Kind::Live, "Live:")]);
        check("Orchard dam bursts – live", &[(Kind::Live, "– live")]);
        check("Strait talks: live updates", &[(Kind::Live, "live updates")]);
        check("Budget day – as it happened", &[(Kind::Live, "– as it happened")]);
        check("The Latest: boats reach Lower Tallow", &[(Kind::Live, "The Latest:")]);
    }

    #[test]
    fn news_of_what_is_alive_or_latest_is_plain() {
        check("Live music returns to the pier", &[]);
        check("Nine found who live below the dam", &[]);
        check("Pilots learn to live with it", &[]);
        check("The latest on the ferries comes from Maravia", &[]);
        check("It happened as the dam burst", &[]);
    }

    #[test]
    fn paragraphs_with_times_of_day_make_a_live_blog() {
        let stamped = "Dam bursts above valley\n9:15 p.m.\nBoats reach Lower Tallow.\n9.40 p.m. \
            Rescuers find three.\n22:05: The road is cut.\n10:30 PM — The army comes.";
        check(stamped, &[(Kind::Live, "9:15 p.m.")]);
        let two = "Dam bursts above valley\nUpdated 9:15 p.m.\nBoats came.\n10 p.m. The army came.";
        check(two, &[]);
        let timetable =
            "Ferries sail\n9:00 Port Lucas\n9:00 San Pedro\n9:00 Lowe\n9:00 Norvik\n9:00 Tarvon";
        check(timetable, &[]);
    }

    #[test]
    fn a_round_up_says_so_in_its_headline() {
        check("Morning briefing: dam bursts, talks stall", &[(Kind::RoundUp, "Morning briefing:")]);
        check("Your Monday briefing", &[(Kind::RoundUp, "Your Monday briefing")]);
        check("News in brief", &[(Kind::RoundUp, "News in brief")]);
        check("Five things to know for Tuesday", &[(Kind::RoundUp, "things to know")]);
        check("Orchard dam: what we know so far", &[(Kind::RoundUp, "what we know so far")]);
        check("Seven takeaways from San Pedro", &[(Kind::RoundUp, "Seven takeaways")]);
    }

    #[test]
    fn news_of_a_briefing_is_plain() {
        check("Ministry cancels Monday briefing", &[]);
        check("Morning briefing ends in uproar", &[]);
        check("Ruiz brief on the dam is due", &[]);
        check(
            "Seven things stolen at the quay, and what to do",
            &[(Kind::RoundUp, "Seven things")],
        );
        check("Police know what we do not", &[]);
    }

    #[test]
    fn numbered_items_and_unrelated_sections_make_a_round_up() {
        let items = "News at noon\nWhat is going on:\n1. DAM BURSTS\nNine drown.\n2. TALKS STALL\n\
            No date.\n3. CRANES STAND STILL\n4. PILOTS WALK OUT\n5. RYE LOAF WINS\nBakers cheer.";
        check(items, &[(Kind::RoundUp, "1.")]);
        let sections = "From the islands\n# Dam\nIn the valley the Orchard dam burst at Tallow.\n# \
            Talks\nEnvoys of Maravia left San Pedro.\n# Quay\nThe cranes of the Eastern Quay stand \
            still.\n# Bread\nThe baker Joao Pell won with rye.";
        check(sections, &[(Kind::RoundUp, "# Dam")]);
        check(&sections.replace("Eastern Quay", "San Pedro Quay"), &[]);
        check(&sections.replace("islands", "islands\nNews of the quay by Joao Pell."), &[]);
        let newsletter = "Dam bursts\nNine drown.\nTalks stall.\nThe Tide is our daily newsletter.";
        check(newsletter, &[(Kind::RoundUp, "is our daily newsletter")]);
        check("Dam bursts\nNine drown.\nSign up for The Tide, our daily newsletter.", &[]);
    }

    #[test]
    fn opinion_is_told_by_kickers_and_notes() {
        check("Opinion: dam builders must pay", &[(Kind::Opinion, "Opinion:")]);
        check("Dam builders must pay | Editorial", &[(Kind::Opinion, "| Editorial")]);
        check("Dam builders must pay\nLETTERS.\nSir, pay!", &[(Kind::Opinion, "LETTERS.")]);
        let note = "Dam builders must pay\nThey must.\nAna Ruiz is a columnist for the Post.";
        check(note, &[(Kind::Opinion, "is a columnist")]);
    }

    #[test]
    fn news_of_opinions_is_plain() {
        check("Opinion is split on the dam", &[]);
        check("Post editorial: builders must pay, says minister", &[]);
        check("Court hands down opinion on pilots", &[]);
        check("Ruiz letters: court rules", &[]);
        let quoted = "Ruiz leaves\n“Pell is a columnist of the worst sort,” she said.\nThe end.";
        check(quoted, &[]);
    }

    #[test]
    fn questions_and_answers_make_an_interview() {
        check("Q&A with Ana Ruiz", &[(Kind::Interview, "Q&A")]);
        check("Ana Ruiz on the dam | Interview", &[(Kind::Interview, "| Interview")]);
        let asked = "Ana Ruiz on the dam\nQ: Why?\nA: Rain.\nQ: When?\nA: Now.\nQ: Who?\nA: We.";
        check(asked, &[(Kind::Interview, "Q")]);
        check("Ruiz interview sparks row\nQ: Why?\nShe left.", &[]);
    }

    #[test]
    fn an_obituary_and_pictures_say_so_too() {
        check("Ana Ruiz, pilot of the strait; Obituary", &[(Kind::Obituary, "; Obituary")]);
        check("Ana Ruiz, pilot of the strait, dies at 91", &[]);
        check("In pictures: the valley under water", &[(Kind::Pictures, "In pictures:")]);
        check("Watch: dam bursts\nSee the wall of water.", &[(Kind::Pictures, "Watch:")]);
        let long =
            format!("Watch: dam bursts\n{}", "Nine people drowned in the valley. ".repeat(30));
        check(&long, &[]);
        check("Photos of the dam were forged, court hears", &[]);
    }

    #[test]
    fn folders_of_an_address_tell_the_kind() {
        check_address("https://post.example/opinion/2031/03/dam", Some("opinion"));
        check_address(
            "https://post.example/world/live-updates/dam?x=/letters/",
            Some("live-updates"),
        );
        check_address("https://opinion.example/news/dam", None);
        check_address("https://post.example/news/opinion", None);
        check_address("https://post.example", None);
    }

    #[test]
    fn a_transcript_is_no_interview_and_no_live_blog() {
        let mut it =
            report(None, "Briefing\nQ: Why?\nA: Rain.\nQ: When?\nA: Now.\nQ: Who?\nA: We.");
        it.genre = Genre::Transcript;
        assert!(Kinds::of(&it).is_plain());
    }

    #[test]
    fn kinds_are_written_and_read_back() {
        let kinds = Kinds::default().with(Kind::Live).with(Kind::Pictures);
        assert_eq!(Kinds::from_bits(kinds.to_bits()), kinds);
        assert_eq!(kinds.iter().collect::<Vec<_>>(), [Kind::Live, Kind::Pictures]);
        assert!(kinds.joins_last() && !Kinds::default().with(Kind::Opinion).joins_last());
        assert_eq!(Kinds::from_bits(255).iter().count(), Kind::ALL.len());
    }
}
