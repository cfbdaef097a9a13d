//! The figures of a report, sentence by sentence.

use std::ops::Range;

use super::around::Scene;
use super::counted::{counted, is_abstract, is_people};
use super::number::{Number, bounded_behind, number_at};
use super::source::source;
use super::vouch::Vouching;
use super::words::{Words, may_hold};
use super::{Bound, Figure, Measure, Unit, UnitKind};
use crate::annotate::day::day;
use crate::annotate::{Statement, Voice};
use crate::lexicon::figure_words::{Role, measure, unit_named};
use crate::lexicon::{Class, Lexicon};
use crate::report::{Part, PartKind, Report};
use crate::text::sentence::sentences;
use crate::text::{Decimal, Span};

/// A rule that finds figures.
pub struct FigureRule {
    /// Its name, as figures give it.
    pub name: &'static str,
    /// What it looks for.
    pub about: &'static str,
    /// A sentence in which it finds one figure.
    pub finds: &'static str,
    /// A sentence in which no figure stands.
    pub leaves: &'static str,
}

/// The rules that find figures, by what is measured; each with a sentence in which it finds one and
/// one in which it does not.
pub const FIGURE_RULES: &[FigureRule] = &[
    FigureRule {
        name: "figure-count",
        about: "a number in digits or words, and what it counts or what became of that",
        finds: "At least 40 sailors were rescued.",
        leaves: "Channel 12 showed the 4 March meeting.",
    },
    FigureRule {
        name: "figure-vague",
        about: "`dozens`, `hundreds of thousands`: kept as the fewest the word is used for",
        finds: "Dozens of pilots walked out.",
        leaves: "They had argued thousands of times.",
    },
    FigureRule {
        name: "figure-money",
        about: "an amount of money",
        finds: "The harbour received $3 billion in aid.",
        leaves: "Give as little as $5 and you can support the paper.",
    },
    FigureRule {
        name: "figure-share",
        about: "a share of something, or points by which a share changed",
        finds: "Some 40 per cent of voters stayed away.",
        leaves: "He was one hundred percent sure.",
    },
    FigureRule {
        name: "figure-length-of-time",
        about: "how long a war, a strike, a sentence lasts; no dates, ages or times",
        finds: "The port is empty after a year of war.",
        leaves: "She left two years ago.",
    },
    FigureRule {
        name: "figure-measured",
        about: "a length, an area, a weight, a volume or a speed",
        finds: "The fire burned 3,000 acres of forest.",
        leaves: "The 20-year-old drove home.",
    },
];

/// What stands in a report as a number of something, in order of passage.
pub(crate) fn figures(lexicon: &Lexicon, report: &Report, statements: &[Statement]) -> Vec<Figure> {
    let mut found = Vec::new();
    let text = report.text();
    let mut days: Vec<Span> =
        statements.iter().filter_map(|it| it.day.map(|day| day.written)).collect();
    days.sort_unstable();
    for part in report.parts().iter().filter(|it| read(it.kind)) {
        if found.len() >= MOST {
            break;
        }
        if !may_hold(part.span.of(text)) {
            continue;
        }
        for sentence in sentences(text, part.span) {
            if may_hold(sentence.of(text)) {
                read_sentence(lexicon, report, part, sentence, (statements, &days), &mut found);
            }
        }
    }
    found
}

/// Figures of a report that are read at most, so that a table of numbers costs no more than a report.
const MOST: usize = 2_000;

/// Captions, bylines and what the page prints around the report are not read.
fn read(kind: PartKind) -> bool {
    use PartKind::{Crosshead, Headline, Paragraph, Standfirst};
    matches!(kind, Headline | Standfirst | Paragraph | Crosshead)
}

/// A figure, and what is known of its place in the sentence.
struct Draft {
    number: Number,
    counted: Option<Range<usize>>,
    measure: Option<Measure>,
    end: usize,
    rest: Rest,
}

struct Rest {
    place: Option<Range<usize>>,
    period: Option<Range<usize>>,
    day: Option<Range<usize>>,
}

fn read_sentence(
    lexicon: &Lexicon,
    report: &Report,
    part: &Part,
    sentence: Span,
    (statements, days): (&[Statement], &[Span]),
    found: &mut Vec<Figure>,
) {
    let text = report.text();
    let w = Words::read(text, sentence);
    let from = days.partition_point(|it| it.start() < sentence.start());
    let to = days.partition_point(|it| it.start() < sentence.end());
    let said = &days[from..to];
    let free = |it: &Range<usize>| !said.contains(&w.span(it.clone()));
    let mut drafts: Vec<Draft> = Vec::new();
    let mut at = 0;
    while at < w.len() {
        let Some(number) = length_of(&w, at).or_else(|| number_at(&w, at)) else {
            at += 1;
            continue;
        };
        at = number.words.end.max(at + 1);
        if let Some(draft) = draft(lexicon, &w, number, free) {
            drafts.push(draft);
        }
    }
    share_measures(&w, &mut drafts);
    drafts.retain(|it| tells(&w, it, part.kind));
    if drafts.is_empty() || is_appeal(sentence.of(text)) {
        return;
    }
    let published = report.published.map(|it| it.day);
    for it in drafts {
        let written = w.span(it.number.words.clone());
        let span = |it: Option<Range<usize>>| it.map(|it| w.span(it));
        let vouching = Vouching { lexicon, report, statements, w: &w, number: &it.number.words };
        let Some(voice) = vouching.voice() else { continue };
        let source = match voice {
            Voice::Outlet => span(source(lexicon, &w, &it.number)),
            Voice::Statement(_) => None,
        };
        found.push(Figure {
            written,
            least: it.number.least,
            most: it.number.most,
            bound: it.number.bound,
            unit: it.number.unit,
            counted: span(it.counted),
            measure: it.measure,
            place: span(it.rest.place),
            period: span(it.rest.period),
            as_of: span(it.rest.day).map(|it| day(text, it, published)),
            voice,
            source,
            passage: sentence,
            rule: rule(&it.number),
        });
    }
}

fn rule(number: &Number) -> &'static str {
    match number.unit.kind {
        UnitKind::Count if number.bound == Bound::Vague => "figure-vague",
        UnitKind::Count => "figure-count",
        UnitKind::Money => "figure-money",
        UnitKind::Share | UnitKind::Points => "figure-share",
        UnitKind::Duration => "figure-length-of-time",
        _ => "figure-measured",
    }
}

/// `a year of war`: a length of time told with an article.
fn length_of(w: &Words, at: usize) -> Option<Number> {
    let unit = unit_named(w.lower(at + 1)).filter(|it| it.kind == UnitKind::Duration)?;
    let lasting = |at: usize| measure(w.lower(at), Role::Noun) == Some(Measure::Lasted);
    let of = w.is(at, &["a", "an"]) && w.is(at + 2, &["of"]);
    (of && (lasting(at + 3) || lasting(at + 4))).then(|| {
        let one = Decimal::from(1);
        Number::exactly(w, at..at + 2, one, unit)
    })
}

fn draft(
    lexicon: &Lexicon,
    w: &Words,
    mut number: Number,
    free: impl Fn(&Range<usize>) -> bool,
) -> Option<Draft> {
    let counted = counted(lexicon, w, &number);
    if let Some(counted) = &counted {
        bounded_behind(w, &mut number, counted.end);
    }
    let people = counted.as_ref().map(|it| is_people(lexicon, w, it));
    let scene = Scene { lexicon, w, number: &number, counted: counted.clone(), people };
    let measure = scene.measure();
    let rest = Rest { place: scene.place(), period: scene.period(), day: scene.day(free) };
    let end = scene.end();
    (!is_name(lexicon, w, &number, &counted)).then_some(Draft {
        number,
        counted,
        measure,
        end,
        rest,
    })
}

/// `Two`, `Ten` in a name.
fn is_name(lexicon: &Lexicon, w: &Words, number: &Number, counted: &Option<Range<usize>>) -> bool {
    let first = number.first;
    let opens = first == 0 || matches!(w.text(first - 1), "“" | "\"" | ":" | "‘");
    let common = lexicon.entry(w.lower(first)).class.any(Class::DETERMINER);
    // `(41 Shots)`: a title.
    let titled = first > 0
        && w.text(first - 1) == "("
        && counted.as_ref().is_some_and(|it| w.capital(it.start));
    titled || w.capital(first) && !opens && (!common || counted.is_none() || w.capital(first + 1))
}

/// `20 soldiers and three pilots were killed`, `killed 20 soldiers and three pilots`.
fn share_measures(w: &Words, drafts: &mut [Draft]) {
    const JOINS: &[&str] = &["and", "or", ",", "plus"];
    for n in 1..drafts.len() {
        let (before, after) = drafts.split_at_mut(n);
        let (Some(one), Some(other)) = (before.last_mut(), after.first_mut()) else { continue };
        let between = one.end..other.number.words.start;
        let joined =
            !between.is_empty() && between.len() <= 2 && between.clone().all(|at| w.is(at, JOINS));
        let alike = one.number.unit.kind == other.number.unit.kind;
        if joined && alike {
            match (one.measure, other.measure) {
                (Some(it), None) if one.rest.place.is_some() && other.rest.place.is_none() => {
                    other.measure = Some(it);
                    other.rest.place.clone_from(&one.rest.place);
                }
                (Some(it), None) => other.measure = Some(it),
                (None, Some(it)) if other.end < w.len() && !w.mark(other.end) => {
                    one.measure = Some(it)
                }
                _ => {}
            }
        }
    }
}

/// Whether it says a number of something: what is counted or what became of it is told, or it has a
/// unit that says as much.
fn tells(w: &Words, it: &Draft, part: PartKind) -> bool {
    let time = |it: &Range<usize>| {
        unit_named(w.lower(it.end - 1)).is_some_and(|it| it.kind == UnitKind::Duration)
    };
    let abstract_noun = it.counted.as_ref().is_some_and(|it| is_abstract(w, it) || time(it));
    let size = it.number.size();
    match it.number.unit.kind {
        UnitKind::Duration => lasts(w, it),
        UnitKind::Count if it.counted.is_none() && it.measure.is_none() => false,
        UnitKind::Count if abstract_noun => false,
        UnitKind::Count if it.number.joined => false,
        // `more than one boat`: several.
        UnitKind::Count if of_one(&it.number) => harm(it.measure),
        UnitKind::Count if size == Decimal::from(1) && it.number.bound == Bound::Exact => {
            it.measure.is_some() && it.counted.is_some()
        }
        // `two aides`: said in passing, if nothing became of them.
        // `gaining six`, `rose 120`: in what, other words tell.
        UnitKind::Count
            if it.counted.is_none()
                && size < GREAT.into()
                && matches!(it.measure, Some(Measure::Rose | Measure::Fell)) =>
        {
            false
        }
        UnitKind::Count if in_passing(&it.number) => it.measure.is_some(),
        // `the two sides`, `his three sons`: who is meant, not how many.
        UnitKind::Count if it.number.definite && size < SMALL.into() => harm(it.measure),
        UnitKind::Count if size == Decimal::from(0) => it.measure.is_some(),
        // Headings leave out what a number counts.
        UnitKind::Count if part == PartKind::Headline && !it.number.in_digits => {
            it.measure.is_some() || it.counted.is_some()
        }
        UnitKind::Length => !is_height(w, it) && !w.is(it.number.words.end, &["dash", "sprint"]),
        UnitKind::Money => !is_note(w, it),
        UnitKind::Share => !is_top(w, it),
        _ => true,
    }
}

/// Below this, `the` before a number tells who is meant rather than how many.
const SMALL: u64 = 20;

/// From here on, what rose or fell is a count: `the town has grown by 1,200`.
const GREAT: u64 = 1_000;

/// A small number in a word, without bounds.
fn in_passing(number: &Number) -> bool {
    number.bound == Bound::Exact && !number.in_digits && number.size() < 10.into()
}

fn harm(measure: Option<Measure>) -> bool {
    use Measure::{Abducted, Arrested, Casualties, Killed, Missing, Wounded};
    matches!(measure, Some(Killed | Wounded | Casualties | Missing | Abducted | Arrested))
}

/// `more than one`, `at least one`, `maybe one more`
fn of_one(number: &Number) -> bool {
    number.bound != Bound::Exact && number.size() == 1.into()
}

/// `a $20 bill`: money itself, and no amount of it.
fn is_note(w: &Words, it: &Draft) -> bool {
    /// No note is worth as much.
    const MOST: u64 = 1_000;
    let end = it.number.words.end;
    let note = end + usize::from(w.hyphen(end));
    w.is(note, &["bill", "bills", "note", "notes", "coin", "coins"])
        && it.number.size() < MOST.into()
}

/// `the top 1 per cent`, `the richest 10 per cent`, `the 1 per cent`: who is meant, not how many.
fn is_top(w: &Words, it: &Draft) -> bool {
    const TOPS: &[&str] = &[
        "top",
        "bottom",
        "upper",
        "lower",
        "richest",
        "wealthiest",
        "poorest",
        "highest",
        "lowest",
    ];
    let start = it.number.words.start;
    let by_name = |n: u64| it.number.size() == n.into() && start > 0 && w.is(start - 1, &["the"]);
    let alone = !w.is(it.number.words.end, &["of", "who"]) && it.counted.is_none();
    start > 0 && w.is(start - 1, TOPS) || alone && (by_name(1) || by_name(99))
}

/// The length of a war, a siege, a strike; the years of a sentence.
fn lasts(w: &Words, it: &Draft) -> bool {
    let of = usize::from(w.is(it.number.words.end, &["of"]));
    let start =
        it.number.words.end + of + usize::from(it.number.joined && w.hyphen(it.number.words.end));
    let lasting = |at: usize| measure(w.lower(at), Role::Noun) == Some(Measure::Lasted);
    let noun = (of > 0 || it.number.joined) && (lasting(start) || lasting(start + 1));
    (noun || matches!(it.measure, Some(Measure::Lasted | Measure::Charged))) && !it.number.definite
}

/// A person’s height is no figure.
fn is_height(w: &Words, it: &Draft) -> bool {
    let end = it.number.words.end;
    w.is(end, &["tall", "high"])
        || w.digits(end)
        || w.hyphen(end) && w.digits(end + 1)
        || w.is(it.number.first, &["one"])
}

/// Asks readers for money or subscriptions; pages print such lines among their paragraphs.
fn is_appeal(sentence: &str) -> bool {
    const APPEALS: [&str; 8] = [
        "as little as",
        "you can support",
        "subscribe",
        "donate to ",
        "your donation",
        "sign up for",
        "click here",
        "make a donation",
    ];
    let lower = sentence.to_lowercase();
    APPEALS.iter().any(|it| lower.contains(it)) && lower.contains("you")
        || lower.contains("subscribe now")
}

impl Number {
    /// A number without bounds.
    fn exactly(w: &Words, words: Range<usize>, value: Decimal, unit: Unit) -> Number {
        let mut number = Number {
            first: words.start,
            words,
            least: Some(value),
            most: Some(value),
            bound: Bound::Exact,
            unit,
            joined: false,
            partitive: false,
            definite: false,
            in_digits: false,
        };
        super::number::bounded_before(w, &mut number);
        number
    }
}
