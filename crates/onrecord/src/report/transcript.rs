//! Transcripts: a text's paragraphs in, speaker tags, turns and stage directions out.
//!
//! A transcript is told by its tags alone. Who a tag names is told by the transcript's own words
//! (title, list of participants, introductions), or not at all.

use super::{Part, PartKind, Report};
use crate::text::Span;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// `MS. RUIZ:`, `THE PRESIDENT:`, `SENIOR OFFICIAL 2 (via telephone):`, `DR. O’DELL-MARSH:`.
static CAPITALS: LazyLock<Regex> = LazyLock::new(|| {
    let word =
        r"(?:(?:Mc|Mac|De|La|Le|Van|von|d’|d')?\p{Lu}[\p{Lu}\p{M}.'’‘\-‑–&]*|\d{1,2}|#\d{1,2})";
    let pattern = format!(
        r"^(?:\p{{Lu}}[\p{{L}}][\p{{Lu}}\p{{M}}.'’\-‑&]*|\p{{Lu}}\.)(?:[ \u{{a0}},]+(?:{word}|OF|THE|AND)){{0,7}}(?:\s?[(\[][^)\]]{{1,30}}[)\]])?\s?:"
    );
    Regex::new(&pattern).expect("a pattern that compiles always compiles")
});

/// `Q`, `Q:`, `Q.`, `Q (Ana Ruiz)`, before words; `A:` answers.
static QUESTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:Q\.?:?|Q ?\([^)]{1,40}\):?|A\.?:)(?:\s|$)")
        .expect("a pattern that compiles always compiles")
});

/// `Ana Ruiz (00:10):`, `Ana Ruiz [01:02:03]`, `Speaker 2: (00:15)`.
static TIMED: LazyLock<Regex> = LazyLock::new(|| {
    let name = r"\p{Lu}[\p{L}\p{M}.'’\-]*(?: [\p{Lu}\d][\p{L}\p{M}.'’\-]*){0,5}";
    let pattern = format!(r"^{name}:? ?[(\[]\d{{1,2}}:\d{{2}}(?::\d{{2}})?[)\]]:?(?:\s|$)");
    Regex::new(&pattern).expect("a pattern that compiles always compiles")
});

/// `Ana Ruiz:`, `Minister Ruiz:`, `Q&A Host:`: a tag only where it comes back.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^\p{Lu}[\p{L}\p{M}.'’\-]*(?: (?:\p{Lu}[\p{L}\p{M}.'’\-]*|of|de|van|von|al|bin|\d)){0,4}(?: ?\([^)]{1,30}\))?:(?:\s|$)";
    Regex::new(pattern).expect("a pattern that compiles always compiles")
});

/// `(Laughter.)`, `[Applause]` inside a turn. What is said in brackets is left alone.
static ASIDE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"[(\[](?:Laughter|Laughs|Laughing|Applause|Crosstalk|Cross-talk|Pause|Cheers(?: and applause)?|Inaudible|Off-mic|Off mic|Gavel|Music|Silence|Sighs|A (?:moment|minute) of silence[^)\]]{0,30}|(?:The )?[Vv]ideo (?:is )?play[^)\]]{0,20}|Speaks in [^)\]]{1,30}|Speaking [^)\]]{1,30})\.?[)\]]";
    Regex::new(pattern).expect("a pattern that compiles always compiles")
});

/// `1:03 P.M. EST`, `END 3:05 P.M.`, `- END -`, `* * *`.
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:\W*(?i:end|break|recess|###|transcript ends)\W*)?(?:\(?(?i:as of |at )?\d{1,2}[:.]\d{2}\s?(?i:[ap]\.?\s?m\.?|h|hours)?[\s(]*(?:\p{L}{2,5})?\)?\W*)?$";
    Regex::new(pattern).expect("a pattern that compiles always compiles")
});

/// Fewest tags that make a transcript nobody called one.
const FEWEST_TAGS: usize = 4;
/// Least share of paragraphs with a tag of capitals. (49 briefings: .17 to .73; of 1,503 news
/// texts, the four above it are interviews.)
const SHARE: f32 = 0.12;
/// The same for tags that are mere names: reports print interviews, and quote in that form.
const SHARE_OF_NAMES: f32 = 0.6;

/// Most paragraphs above the first tag: a report that ends in an excerpt is no transcript.
const LONGEST_HEAD: usize = 8;

/// Most tags whose full names are looked for: each goes once through the text. (50 briefings have
/// 6 at most.)
const MOST_SPEAKERS: usize = 300;

/// A turn: what one speaker says until the next one does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The tag, colon included.
    pub tag: Span,
    /// The speaker's name: in full where the transcript gives it in full, else as in the tag.
    /// `None` for one without a name: `Q`, `MODERATOR`, `SENIOR OFFICIAL`.
    pub speaker_name: Option<Box<str>>,
    /// What the speaker is: `Press Secretary`, `senior official`.
    pub role: Option<Box<str>>,
    /// Whether it is one of those who ask.
    pub questioner: bool,
    /// What is said; stage directions left out.
    pub paragraphs: Vec<Span>,
}

/// The turns of a transcript, in order. None in a report of another kind.
pub fn turns(report: &Report) -> Vec<Turn> {
    let text = report.text();
    let mut turns: Vec<Turn> = Vec::new();
    let mut known: BTreeMap<&str, Person> = BTreeMap::new();
    for part in report.parts() {
        match part.kind {
            PartKind::SpeakerTag => {
                let tag = part.span.of(text);
                let looks_up = known.len() < MOST_SPEAKERS;
                let person = known.entry(tag).or_insert_with(|| person(tag, report, looks_up));
                let person = person.clone();
                turns.push(Turn {
                    tag: part.span,
                    speaker_name: person.name,
                    role: person.role,
                    questioner: person.questioner,
                    paragraphs: Vec::new(),
                });
            }
            PartKind::Paragraph => {
                if let Some(turn) = turns.last_mut() {
                    turn.paragraphs.push(part.span);
                }
            }
            _ => {}
        }
    }
    turns
}

/// Whether a line begins with a tag that no report has.
pub(super) fn opens_turn(line: &str) -> bool {
    CAPITALS.is_match(line) || line.starts_with("Q  ") || line.starts_with("Q\t")
}

/// Whether some paragraphs begin with tags in capitals. Pages print interviews in other forms, and
/// those are reports.
pub(super) fn has_tags(text: &str, parts: &[Part]) -> bool {
    parts.iter().filter(|it| CAPITALS.is_match(it.span.of(text))).count() >= FEWEST_TAGS
}

/// Cuts paragraphs at their tags and directions. `None`: this is no transcript. `asked`: the user
/// says that it is one.
pub(super) fn cut(text: &str, parts: Vec<Part>, asked: bool) -> Option<Vec<Part>> {
    let tags = tags(text, &parts, asked)?;
    let first = tags.iter().position(Option::is_some)?;
    let mut cut = Vec::with_capacity(parts.len() * 2);
    for (at, (part, tag)) in parts.iter().zip(&tags).enumerate() {
        if part.kind != PartKind::Paragraph {
            cut.push(*part);
        } else if at < first {
            cut.push(Part { kind: kind_above(part.span.of(text)), span: part.span });
        } else {
            let start = part.span.start() + tag.unwrap_or(0);
            if tag.is_some() {
                let span = Span::new(part.span.start(), start).trim(text);
                cut.push(Part { kind: PartKind::SpeakerTag, span });
            }
            push_said(text, Span::new(start, part.span.end()).trim(text), &mut cut);
        }
    }
    Some(cut)
}

/// Above the first tag: place and time, or an introduction.
fn kind_above(words: &str) -> PartKind {
    let is_line = words.len() < 140 && !words.ends_with(['.', ':', '”']) || is_direction(words);
    if is_line { PartKind::Direction } else { PartKind::Paragraph }
}

/// For each paragraph, the length of its tag in bytes.
fn tags<'t>(text: &'t str, parts: &[Part], asked: bool) -> Option<Vec<Option<usize>>> {
    let paragraphs = || parts.iter().filter(|it| it.kind == PartKind::Paragraph);
    let words = |it: &Part| it.span.of(text);
    // A tag on a line of its own is no paragraph.
    let is_tag = |it: &str| NAMED.find(it).is_some_and(|found| found.len() == it.len());
    let n = paragraphs().filter(|it| !is_tag(words(it))).count().max(1) as f32;
    let capitals = |it: &str| {
        let found = CAPITALS.find(it).or_else(|| TIMED.find(it)).map(|it| it.end());
        found.filter(|_| !CLOCK.is_match(it))
    };
    // `Ana Ruiz (00:10):` and `Ana Ruiz (00:19):` are one tag.
    let name = |it: &'t str| it.split(['(', '[']).next().unwrap_or(it).trim_end();
    let mut seen: Vec<&str> =
        paragraphs().filter_map(|it| Some(name(&words(it)[..capitals(words(it))?]))).collect();
    let n_tags = seen.len();
    seen.sort_unstable();
    seen.dedup();
    let n_repeated = n_tags - seen.len();
    let n_questions = paragraphs().filter(|it| QUESTION.is_match(words(it))).count();
    let n_strong = n_tags + n_questions;
    let named = repeated_names(text, parts);
    let n_named = paragraphs().filter(|it| name_tag(words(it), &named).is_some()).count();
    let enough = |n_tags: usize, share: f32| {
        (asked && n_tags > 0) || (n_tags >= FEWEST_TAGS && n_tags as f32 >= share * n)
    };
    // Headings with colons do not come back.
    let come_back = n_repeated + n_questions >= 2;
    let by_capitals = enough(n_strong, SHARE) && (n_tags > 0 && come_back || asked);
    let by_names = enough(n_named, SHARE_OF_NAMES) && (named.len() >= 2 || asked);
    if !by_capitals && !by_names {
        return None;
    }
    let tag = |part: &Part| {
        let words = words(part);
        if part.kind != PartKind::Paragraph {
            return None;
        }
        capitals(words)
            .or_else(|| QUESTION.find(words).map(|it| it.end()))
            .or_else(|| name_tag(words, &named))
    };
    let tags: Vec<Option<usize>> = parts.iter().map(tag).collect();
    let first = tags.iter().position(Option::is_some)?;
    (asked || first <= LONGEST_HEAD).then_some(tags)
}

/// Names with a colon that open at least two paragraphs.
fn repeated_names<'t>(text: &'t str, parts: &[Part]) -> Vec<&'t str> {
    let mut names: Vec<&str> = parts
        .iter()
        .filter_map(|it| {
            let found = NAMED.find(it.span.of(text))?;
            Some(found.as_str().trim_end())
        })
        .collect();
    names.sort_unstable();
    let repeated: Vec<&str> =
        names.chunk_by(|a, b| a == b).filter(|it| it.len() > 1).map(|it| it[0]).collect();
    repeated
}

fn name_tag(words: &str, names: &[&str]) -> Option<usize> {
    let tag = NAMED.find(words)?.as_str().trim_end();
    names.contains(&tag).then_some(tag.len())
}

/// What is said, apart from the stage directions in it.
fn push_said(text: &str, said: Span, cut: &mut Vec<Part>) {
    if said.is_empty() {
        return;
    }
    if is_direction(said.of(text)) {
        cut.push(Part { kind: PartKind::Direction, span: said });
        return;
    }
    let mut at = said.start();
    for aside in ASIDE.find_iter(said.of(text)) {
        let span = Span::new(said.start() + aside.start(), said.start() + aside.end());
        let before = Span::new(at, span.start()).trim(text);
        if !ends_sentence(before.of(text)) {
            continue;
        }
        push(PartKind::Paragraph, before, cut);
        push(PartKind::Direction, span, cut);
        at = span.end();
    }
    push(PartKind::Paragraph, Span::new(at, said.end()).trim(text), cut);
}

fn push(kind: PartKind, span: Span, cut: &mut Vec<Part>) {
    if !span.is_empty() {
        cut.push(Part { kind, span });
    }
}

/// An aside between sentences is taken out; one inside a sentence would leave two halves.
fn ends_sentence(words: &str) -> bool {
    words.is_empty() || words.ends_with(['.', '?', '!', '”', '"', ')', ']', '…', '—', ':'])
}

fn is_direction(words: &str) -> bool {
    let is_bracketed = |open: char, close: char| {
        words.starts_with(open)
            && words.trim_end_matches('.').ends_with(close)
            && words.matches(open).count() == 1
    };
    let n_letters = words.chars().filter(|it| it.is_alphanumeric()).count();
    is_bracketed('(', ')') || is_bracketed('[', ']') || n_letters == 0 || CLOCK.is_match(words)
}

/// Who a tag names.
#[derive(Clone, Debug, Default)]
struct Person {
    name: Option<Box<str>>,
    role: Option<Box<str>>,
    questioner: bool,
}

/// Forms of address and short titles: no names, no roles.
const ADDRESS: &[&str] = &[
    "MR", "MS", "MRS", "DRS", "MISS", "DR", "PROF", "SIR", "DAME", "LORD", "HON", "AMB", "GEN",
    "REP", "SEN", "GOV", "ADM", "COL",
];

/// Titles that stand before a name, in tags and in text.
const TITLES: &[&str] = &[
    "ACTING",
    "SECRETARY",
    "PRESIDENT",
    "MINISTER",
    "PRIME",
    "CHANCELLOR",
    "SENATOR",
    "GOVERNOR",
    "GENERAL",
    "ADMIRAL",
    "AMBASSADOR",
    "DIRECTOR",
    "ADMINISTRATOR",
    "COORDINATOR",
    "ADVISOR",
    "ADVISER",
    "CHAIR",
    "CHAIRMAN",
    "CHAIRWOMAN",
    "COMMISSIONER",
    "REPRESENTATIVE",
    "SPOKESPERSON",
    "SPOKESMAN",
    "SPOKESWOMAN",
    "VICE",
    "DEPUTY",
    "PRESS",
    "FOREIGN",
    "SPEAKER",
    "MAYOR",
    "KING",
    "QUEEN",
    "PRINCE",
    "ATTORNEY",
    "JUDGE",
    "CHIEF",
    "UNDERSECRETARY",
];

/// Those without a name, by what their tag calls them.
const NAMELESS: &[&str] = &[
    "MODERATOR",
    "OPERATOR",
    "OFFICIAL",
    "PARTICIPANT",
    "PARTICIPANTS",
    "AIDE",
    "INTERPRETER",
    "SPEAKER",
    "VOICE",
    "AUDIENCE",
    "STAFF",
    "HOST",
    "PRESS",
    "REPORTERS",
];

const QUESTIONERS: &[&str] =
    &["Q", "QUESTION", "QUESTIONER", "REPORTER", "JOURNALIST", "MEDIA", "PRESS", "REPORTERS"];

/// `looks_up`: whether to look for the full name in the report's text.
fn person(tag: &str, report: &Report, looks_up: bool) -> Person {
    let bare = tag.split(['(', '[', ':', ',']).next().unwrap_or("");
    let bare = bare.trim_end_matches(|it: char| it.is_ascii_digit() || it.is_whitespace()).trim();
    let words: Vec<&str> = bare.split([' ', '\u{a0}']).filter(|it| !it.is_empty()).collect();
    let plain = |it: &str| it.trim_matches('.').to_uppercase();
    let last = words.last().map(|it| plain(it)).unwrap_or_default();
    if QUESTIONERS.contains(&last.as_str()) {
        return Person { questioner: true, ..Person::default() };
    }
    // `A:` under `Q:`.
    if last.chars().count() < 2 {
        return Person::default();
    }
    let is_nameless = NAMELESS.contains(&last.as_str())
        || words.iter().all(|it| TITLES.contains(&plain(it).as_str()) || plain(it) == "THE");
    if is_nameless {
        let role = bare.trim_start_matches("THE ").to_lowercase();
        return Person { role: Some(role.into()), ..holder_of(bare, report) };
    }
    let names: Vec<&str> = words
        .iter()
        .copied()
        .filter(|it| {
            !ADDRESS.contains(&plain(it).as_str()) && !TITLES.contains(&plain(it).as_str())
        })
        .collect();
    let titles: Vec<String> = words
        .iter()
        .filter(|it| TITLES.contains(&plain(it).as_str()))
        .map(|it| in_small_letters(it))
        .collect();
    let in_tag = names.iter().map(|it| in_small_letters(it)).collect::<Vec<_>>().join(" ");
    let found = looks_up.then(|| full_name(&in_tag, report)).flatten();
    let of_tag = (!titles.is_empty()).then(|| titles.join(" ").into());
    match found {
        Some((name, role)) => Person { name: Some(name), role: role.or(of_tag), questioner: false },
        None => Person {
            name: (!in_tag.is_empty()).then(|| in_tag.into()),
            role: of_tag,
            questioner: false,
        },
    }
}

/// `THE PRESIDENT` under a title that says `Remarks by President Ruiz`.
fn holder_of(bare: &str, report: &Report) -> Person {
    let office = in_small_letters(bare.trim_start_matches("THE ").trim());
    let name = report.part(PartKind::Headline).and_then(|it| {
        let rest = it.split(office.as_str()).nth(1).filter(|_| !office.is_empty())?;
        let names: Vec<&str> =
            rest.split_whitespace().take_while(|it| is_name_word(it)).take(3).collect();
        let names = names.join(" ");
        let names = names.trim_end_matches([',', ':']);
        (!names.is_empty()).then(|| names.into())
    });
    Person { name, ..Person::default() }
}

/// `JEAN-LUC` as `Jean-Luc`, `O’DELL` as `O’Dell`; what has small letters already stays.
fn in_small_letters(word: &str) -> String {
    let mut out = String::new();
    let has_small = word.chars().any(char::is_lowercase);
    let mut inside = false;
    let mut n_small = 0;
    for ch in word.chars() {
        if ch.is_lowercase() {
            n_small += 1;
        }
        let keeps = (has_small && n_small == 0) || ch.is_lowercase();
        let after_mc = has_small
            && out.ends_with(|it: char| it.is_lowercase())
            && n_small <= 2
            && ch.is_uppercase();
        if !inside || (keeps && !after_mc) || after_mc && out.len() <= 3 {
            out.push(ch);
        } else {
            out.extend(ch.to_lowercase());
        }
        inside = ch.is_alphanumeric();
    }
    out
}

/// The full name of a surname, and the role before it, by the transcript's own words: the
/// headline's first, then the text's.
fn full_name(surname: &str, report: &Report) -> Option<(Box<str>, Option<Box<str>>)> {
    if surname.is_empty() {
        return None;
    }
    let headline = report.part(PartKind::Headline).unwrap_or("");
    let head = report.parts().iter().take_while(|it| it.kind != PartKind::SpeakerTag);
    let head_end = head.last().map_or(0, |it| it.span.end());
    let text = report.text();
    [headline, &text[..head_end], text].into_iter().find_map(|it| name_in(surname, it))
}

/// The name as its first mention has it, without words that a later one shows to be of an office.
fn name_in(surname: &str, words: &str) -> Option<(Box<str>, Option<Box<str>>)> {
    /// Mentions looked at.
    const MOST: usize = 30;
    let mentions = words.match_indices(surname).take(MOST).filter_map(|(start, _)| {
        let behind = &words[start + surname.len()..];
        let is_word = !behind.starts_with(|it: char| it.is_alphanumeric() || it == '-');
        let before = &words[..start];
        let is_apart = before.ends_with([' ', '\u{a0}', '\n']);
        (is_word && is_apart).then(|| first_names(before)).flatten()
    });
    let mentions: Vec<(String, &str)> = mentions.collect();
    let (longest, rest) = mentions.first()?;
    let is_end = |it: &&(String, &str)| longest.ends_with(&format!(" {}", it.0));
    let shorter = mentions.iter().filter(is_end).map(|it| it.0.as_str()).max_by_key(|it| it.len());
    let name = format!("{} {surname}", shorter.unwrap_or(longest));
    Some((name.into(), role_before(rest).map(Box::from)))
}

/// The first names right before a surname (one to three), and what stands before them.
fn first_names(before: &str) -> Option<(String, &str)> {
    let mut names: Vec<&str> = Vec::new();
    let mut rest = before.trim_end();
    while names.len() < 3 {
        let word = rest.rsplit(char::is_whitespace).next()?;
        if !is_name_word(word) || word.ends_with(',') {
            break;
        }
        // An initial may end in a full stop; a longer word ends a sentence.
        if word.ends_with('.') && word.chars().count() > 2 {
            break;
        }
        names.insert(0, word);
        rest = rest[..rest.len() - word.len()].trim_end();
        // A name across a line's or sentence's end is none.
        if rest.ends_with(['.', '?', '!', ':', ';', ',', '—']) {
            break;
        }
    }
    let first = names.first()?;
    // The first word of a sentence is a name only by its company.
    let is_short = names.len() == 1 && first.trim_matches('.').chars().count() < 2;
    (!is_short).then(|| (names.join(" "), rest))
}

/// Words with capitals that stand before names, and are none: of sentences, of offices.
const NO_NAMES: &[&str] = &[
    "THE",
    "AND",
    "BY",
    "WITH",
    "FROM",
    "TO",
    "OF",
    "FOR",
    "IN",
    "ON",
    "AT",
    "AS",
    "BUT",
    "SO",
    "THANK",
    "THANKS",
    "YES",
    "NO",
    "WELL",
    "OKAY",
    "OK",
    "HI",
    "HELLO",
    "WELCOME",
    "AGAIN",
    "NOW",
    "THEN",
    "AFTERNOON",
    "MORNING",
    "EVERYONE",
    "WHITE",
    "HOUSE",
    "STATE",
    "STATES",
    "SECURITY",
    "NATIONAL",
    "COUNCIL",
    "COMMUNICATIONS",
    "POLICY",
    "AFFAIRS",
    "SENIOR",
    "PRINCIPAL",
    "ASSISTANT",
    "OFFICER",
    "NATO",
    "EU",
    "UN",
    "US",
    "TECHNOLOGY",
    "CYBER",
    "EDUCATION",
    "STAFF",
    "ENGAGEMENT",
    "PUBLIC",
    "HEALTH",
    "DEFENSE",
    "DEFENCE",
    "TREASURY",
    "LABOR",
    "LABOUR",
    "TRADE",
    "ECONOMIC",
    "ECONOMY",
    "ENERGY",
    "COMMERCE",
    "JUSTICE",
    "INTERIOR",
    "HUMAN",
    "SERVICES",
    "AGRICULTURE",
    "TRANSPORTATION",
    "TRANSPORT",
    "HOMELAND",
    "EMERGENCY",
    "MANAGEMENT",
    "BUDGET",
    "INTELLIGENCE",
    "AGENCY",
    "DEPARTMENT",
    "OFFICE",
    "COMMITTEE",
    "COMMISSION",
    "MINISTRY",
    "RELATIONS",
    "OPERATIONS",
    "STRATEGY",
    "CLIMATE",
    "ENVIRONMENT",
    "SCIENCE",
    "FINANCE",
    "EMERGING",
];

fn is_name_word(word: &str) -> bool {
    let plain = word.trim_matches(|it: char| !it.is_alphanumeric()).to_uppercase();
    let is_plural = plain.strip_suffix('S').is_some_and(|it| TITLES.contains(&it));
    word.starts_with(char::is_uppercase)
        && !plain.is_empty()
        && !is_plural
        && !NO_NAMES.contains(&plain.as_str())
        && !TITLES.contains(&plain.as_str())
        && !ADDRESS.contains(&plain.as_str())
        && word.chars().all(|it| it.is_alphabetic() || matches!(it, '.' | '-' | '’' | '\'' | '‑'))
}

/// The role that stands before a name: capitalised words and their prepositions, back to a comma,
/// `by`, `and`, `with`.
fn role_before(before: &str) -> Option<String> {
    const LINKS: [&str; 5] = ["of", "for", "to", "the", "on"];
    /// Longest role, in words.
    const LONGEST: usize = 10;
    let mut role: Vec<&str> = Vec::new();
    let mut rest = before.trim_end();
    while role.len() < LONGEST && !rest.ends_with([',', ';', ':', '—', '?', '!']) {
        let Some(word) = rest.rsplit(char::is_whitespace).next().filter(|it| !it.is_empty()) else {
            break;
        };
        let plain = word.trim_matches('.').to_uppercase();
        let is_capital = word.starts_with(char::is_uppercase) && plain != "BY";
        let is_address = ADDRESS.contains(&plain.as_str());
        if !is_capital && !LINKS.contains(&word)
            || (word.ends_with('.') && !is_address && word.len() > 5)
        {
            break;
        }
        // `Deputy Adviser Dr.` is an adviser; `First Lady` stays what she is.
        if !(is_address && role.is_empty()) {
            role.insert(0, word);
        }
        rest = rest[..rest.len() - word.len()].trim_end();
    }
    while role.first().is_some_and(|it| LINKS.contains(it)) {
        role.remove(0);
    }
    let names_office = role.iter().any(|it| {
        let plain = it.to_uppercase();
        TITLES.contains(&plain.as_str())
            || plain.ends_with("OFFICER")
            || plain.ends_with("EXECUTIVE")
    });
    names_office.then(|| role.join(" "))
}
