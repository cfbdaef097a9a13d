//! What is counted: the noun phrase behind a number.

use std::ops::Range;

use super::Measure;
use super::UnitKind;
use super::number::Number;
use super::words::Words;
use crate::lexicon::figure_words::{Role, measure, measures, unit_named};
use crate::lexicon::{Class, Lexicon};
use crate::text::number::number_word;

/// Plurals that do not end in s.
const IRREGULAR: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "police",
    "troops",
    "staff",
    "personnel",
    "aircraft",
    "feet",
    "cattle",
    "sheep",
    "policemen",
    "firemen",
    "servicemen",
    "gunmen",
    "fishermen",
    "congressmen",
    "businessmen",
    "spokesmen",
    "servicewomen",
    "schoolchildren",
    "grandchildren",
    "media",
    "data",
    "criteria",
    "crew",
    "fish",
    "livestock",
    "townspeople",
    "migrants",
    "folks",
    "lawmen",
    "countrymen",
    "infantrymen",
    "airmen",
    "seamen",
    "craft",
    "spacecraft",
    "wives",
    "lives",
    "alumni",
    "bacteria",
    "phenomena",
    "teeth",
    "mice",
    "geese",
    "oxen",
    "tribespeople",
];

/// End in s and are no plurals.
const NOT_PLURAL: &[&str] = &[
    "is",
    "was",
    "has",
    "does",
    "as",
    "this",
    "its",
    "his",
    "hers",
    "us",
    "yes",
    "across",
    "perhaps",
    "always",
    "besides",
    "towards",
    "afterwards",
    "plus",
    "versus",
    "vs",
    "thus",
    "less",
    "unless",
    "whereas",
    "minus",
    "says",
    "goes",
    "ours",
    "yours",
    "theirs",
    "news",
    "politics",
    "economics",
    "alias",
    "gas",
    "bias",
    "chaos",
    "christmas",
    "mrs",
    "ms",
    "nowadays",
    "sometimes",
    "yourselves",
    "ourselves",
    "themselves",
    "percents",
    "mps",
    "needs",
    "wants",
    "dozens",
    "hundreds",
    "thousands",
    "millions",
    "billions",
    "trillions",
    "scores",
    "tens",
    "makes",
    "gets",
    "takes",
    "comes",
    "seems",
    "becomes",
    "remains",
    "involves",
    "includes",
    "means",
    "lets",
    "texas",
    "kansas",
    "arkansas",
    "illinois",
    "massachusetts",
    "hamas",
    "minneapolis",
    "dallas",
    "paris",
    "brussels",
    "damascus",
    "honduras",
    "cyprus",
    "laos",
    "hercules",
    "davis",
    "thomas",
    "charles",
    "james",
];

/// Nouns of which counting tells nothing of a report's matter.
const ABSTRACT: &[&str] = &[
    "things",
    "ways",
    "reasons",
    "sides",
    "parties",
    "questions",
    "points",
    "times",
    "options",
    "kinds",
    "types",
    "sorts",
    "words",
    "ideas",
    "problems",
    "issues",
    "choices",
    "aspects",
    "parts",
    "halves",
    "sentences",
    "paragraphs",
    "steps",
    "factors",
    "examples",
    "elements",
    "categories",
    "topics",
    "areas",
    "fronts",
    "thoughts",
    "counts",
    "lines",
    "hands",
    "eyes",
    "feet",
    "ears",
    "levels",
    "stages",
    "phases",
    "versions",
    "positions",
    "concepts",
    "worlds",
    "ones",
    "degrees",
    "letters",
    "fingers",
    "cents",
    "sets",
    "extremes",
    "directions",
    "followups",
    "minds",
    "sections",
    "goals",
    "quick",
    "pieces",
    "buckets",
    "principles",
    "priorities",
    "occasions",
    "components",
    "respects",
    "instances",
    "scenarios",
    "facts",
    "notes",
    "announcements",
];

pub(super) fn is_plural(w: &Words, at: usize) -> bool {
    let word = w.lower(at);
    if IRREGULAR.contains(&word) {
        return true;
    }
    word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "’s", "'s"].iter().any(|it| word.ends_with(it))
        // `crisis`, but `Israelis`
        && (!word.ends_with("is") || w.capital(at))
        && !NOT_PLURAL.contains(&word)
        && !w.digits(at)
}

/// The noun phrase that a number counts.
pub(super) fn counted(lexicon: &Lexicon, w: &Words, number: &Number) -> Option<Range<usize>> {
    let end = number.words.end;
    if number.unit.kind != UnitKind::Count {
        return of_unit(lexicon, w, number);
    }
    // `three of them`: a part of what is counted elsewhere.
    if w.is(end, &["of"]) && w.is(end + 1, &["them", "whom", "those", "these", "us"]) {
        return Some(end..end + 2);
    }
    let start = end + usize::from(number.partitive);
    let one = number.size() == 1.into();
    let phrase = phrase(lexicon, w, start, one)?;
    let phrase = corrected(lexicon, w, number, phrase.end).unwrap_or(phrase);
    Some(phrase.start..with_others(lexicon, w, phrase.end))
}

/// `millions of towns — of people in towns`: the speaker takes a word back.
fn corrected(lexicon: &Lexicon, w: &Words, number: &Number, end: usize) -> Option<Range<usize>> {
    let again = number.partitive && matches!(w.text(end), "—" | "–") && w.is(end + 1, &["of"]);
    again.then(|| phrase(lexicon, w, end + 2, false))?
}

/// `40 per cent of whom`, `of them`, `of those who stayed`: a part of what is named elsewhere.
fn of_which(lexicon: &Lexicon, w: &Words, of: usize) -> Option<Range<usize>> {
    if !w.is(of, &["of"]) {
        return None;
    }
    let alone = w.is(of + 1, &["whom", "which", "them", "us", "it"]);
    let next = of + 2;
    let bare = next >= w.len() || w.mark(next) || stops(lexicon, w, next);
    // `of those surveyed`, `of those age 30`
    let who = w.is(of + 1, &["those", "these"])
        && (["ing", "ed"].iter().any(|it| w.lower(next).ends_with(it))
            || phrase(lexicon, w, next, false).is_none());
    let those = w.is(of + 1, &["those", "these", "that", "this"]) && bare;
    (alone || those || who).then_some(of..next)
}

/// `40 per cent of voters`, `$3 billion in aid`, `2 million barrels of oil`, `a 20-mile pipeline`.
fn of_unit(lexicon: &Lexicon, w: &Words, number: &Number) -> Option<Range<usize>> {
    let end = number.words.end;
    if let Some(which) = of_which(lexicon, w, end) {
        return Some(which);
    }
    let start = match w.lower(end) {
        "of" => end + 1,
        "in" if number.unit.kind == UnitKind::Money => end + 1,
        "worth" if w.is(end + 1, &["of"]) => end + 2,
        "-" if w.hyphen(end) => end + 1,
        _ => end,
    };
    let start = start
        + usize::from(
            start > end
                && w.is(
                    start,
                    &[
                        "the", "all", "its", "their", "his", "her", "our", "your", "my", "this",
                        "that", "these", "those",
                    ],
                ),
        );
    // `a worth of $1 billion in the red`
    let in_red = w.is(end, &["in"]) && w.is(start, &["red", "black", "bank", "hole"]);
    if in_red {
        return None;
    }
    let capital_place = w.is(end, &["in"]) && w.capital(start);
    if capital_place || start < w.len() && w.is(start, &["of", "a", "an"]) {
        return None;
    }
    if number.unit.kind == UnitKind::Duration && start > end {
        let lasting = |at: &usize| measure(w.lower(*at), Role::Noun) == Some(Measure::Lasted);
        return (start..start + 2).find(lasting).map(|it| start..it + 1);
    }
    // `a 21-day truce`
    if number.unit.kind == UnitKind::Duration
        && number.joined
        && measure(w.lower(end), Role::Noun) == Some(Measure::Lasted)
    {
        return Some(end..end + 1);
    }
    // `$20 million experts say it costs`
    let of_part = matches!(number.unit.kind, UnitKind::Money | UnitKind::Share | UnitKind::Points);
    if start == end && of_part {
        return None;
    }
    if let Some(plural) = phrase(lexicon, w, start, false) {
        let end = whole_name(w, plural.end);
        return Some(plural.start..with_others(lexicon, w, end));
    }
    // `in aid`, `of oil`, `a $400 million payment`: words up to one that ends a phrase.
    let noun = |at: usize| {
        let word = w.lower(at);
        at < w.len()
            && !w.mark(at)
            && !w.digits(at)
            && !stops(lexicon, w, at)
            && number_word(word).is_none()
            && !word.ends_with("ly")
            && measures(word).iter().all(|it| it.0 == Role::Noun || word == "vote")
            && lexicon.entry(word).cue == 0
            && unit_named(word).is_none()
            && !lexicon.entry(word).class.any(Class::ADVERB)
            && word != "already"
            && !matches!(
                word,
                "ago"
                    | "later"
                    | "more"
                    | "less"
                    | "apart"
                    | "away"
                    | "long"
                    | "worth"
                    | "each"
                    | "back"
                    | "off"
                    | "out"
                    | "up"
                    | "down"
            )
    };
    // `the African-American vote`
    let joined = |at: usize| at > 0 && w.hyphen(at) && noun(at - 1) && noun(at + 1);
    // `of the U.S. population`
    let joined =
        |at: usize| joined(at) || at > start && w.text(at) == "." && w.text(at - 1).contains('.');
    // `of that money arrived`
    let verb = |at: usize| at > start && w.lower(at).ends_with("ed") && !w.hyphen(at - 1);
    let words = (start..w.len().min(start + 5))
        .take_while(|at| noun(*at) && !verb(*at) || joined(*at))
        .count();
    if words == 0 || start == end {
        return None;
    }
    // `in health and economic benefits`, `in food and medicine`
    let first = start + words;
    if !w.is(first, &["and", "or"]) {
        return Some(start..first);
    }
    let closes = |at: usize| {
        at >= w.len() || w.mark(at) && !w.hyphen(at) || w.is(at, &["to", "for", "from", "over"])
    };
    let nouns = (first + 1..w.len().min(first + 4)).take_while(|at| noun(*at)).count();
    let singular = first + 1 + nouns;
    let other =
        item(lexicon, w, first + 1).or_else(|| (nouns > 0 && closes(singular)).then_some(singular));
    Some(start..other.unwrap_or(first))
}

/// `the Halen Isles Navy`: a plural within a name does not end it.
fn whole_name(w: &Words, end: usize) -> usize {
    let named = (end..).take_while(|at| w.capital(end - 1) && w.capital(*at)).count();
    end + named
}

/// What ends in a plural, before anything that cannot stand in a noun phrase.
fn phrase(lexicon: &Lexicon, w: &Words, start: usize, one: bool) -> Option<Range<usize>> {
    const LONGEST: usize = 6;
    let mut head = None;
    let start = start
        + usize::from(
            w.is(start, &["of"])
                && w.is(start + 1, &["the", "its", "his", "their", "our", "those", "these"]),
        ) * 2;
    let mut at = start;
    while at < start + LONGEST && at < w.len() {
        // `U.S. forces`
        let short = w.text(at) == "." && at > start && w.text(at - 1).contains('.');
        let hyphen = w.hyphen(at) && at > start || short;
        let numeral = number_word(w.lower(at)).is_some() || w.digits(at);
        // `12 civilian and military ships`
        let joins = head.is_none()
            && at > start
            && w.is(at, &["and", "or"])
            && item(lexicon, w, at + 1).is_some();
        if !hyphen && !joins && (w.mark(at) || stops(lexicon, w, at) || numeral) {
            break;
        }
        let more = at + 1;
        if one {
            head = Some(at);
        } else if is_plural(w, at) && !w.hyphen(more) {
            head = Some(at);
            let goes_on = is_plural(w, more) && !verb(w, more) || w.capital(at) && w.capital(more);
            if !goes_on {
                break;
            }
        }
        at += 1;
    }
    head.map(|head| start..head + 1)
}

fn stops(lexicon: &Lexicon, w: &Words, at: usize) -> bool {
    const MODIFIERS: &[&str] =
        &["more", "other", "others", "additional", "further", "such", "new", "then", "so", "like"];
    // `1,800 hardly matters`
    if w.is(at, &["ago", "later", "then", "hardly", "barely", "scarcely", "really", "simply"]) {
        return true;
    }
    let class = lexicon.entry(w.lower(at)).class;
    let ends = Class::AUX
        .or(Class::PREPOSITION)
        .or(Class::PRONOUN)
        .or(Class::DETERMINER)
        .or(Class::SUBORDINATOR)
        .or(Class::RELATIVE)
        .or(Class::CONJUNCTION)
        .or(Class::PAST)
        .or(Class::WEEKDAY);
    class.any(ends) && !w.is(at, MODIFIERS)
}

/// A plural that is more likely a verb here.
fn verb(w: &Words, at: usize) -> bool {
    measures(w.lower(at)).iter().any(|it| it.0 != Role::Noun)
}

/// `rockets, missiles and drones`: how far a list of plurals goes on.
fn with_others(lexicon: &Lexicon, w: &Words, end: usize) -> usize {
    let mut at = end;
    let mut last = end;
    let mut listed = false;
    loop {
        let and = w.is(at, &["and", "or"]);
        let comma = w.text(at) == ",";
        let after_comma = comma && w.is(at + 1, &["and", "or"]) && listed;
        if !(and || comma) {
            return last;
        }
        let start = at + 1 + usize::from(after_comma);
        // `nurses, teachers, and more`
        if listed && (and || after_comma) && w.is(start, &["more", "others"]) {
            return if ends_list(lexicon, w, start + 1) { start + 1 } else { last };
        }
        let Some(item) = item(lexicon, w, start) else { return last };
        at = item;
        if and || after_comma {
            return item;
        }
        listed = true;
        // A comma alone lists nothing until an `and` closes the list.
        last = end;
    }
}

/// A mark, a verb, a preposition: what stands behind a list and is no noun of it.
fn ends_list(lexicon: &Lexicon, w: &Words, at: usize) -> bool {
    let ends = Class::AUX.or(Class::PREPOSITION).or(Class::PAST).or(Class::RELATIVE);
    at >= w.len()
        || w.mark(at)
        || lexicon.entry(w.lower(at)).class.any(ends) && !w.is(at, &["than"])
}

/// One of a list: at most three words, the last a plural.
fn item(lexicon: &Lexicon, w: &Words, start: usize) -> Option<usize> {
    for at in start..start + 3 {
        let numeral = number_word(w.lower(at)).is_some() || w.digits(at);
        if w.mark(at) || at >= w.len() || stops(lexicon, w, at) || numeral || verb(w, at) {
            return None;
        }
        if is_plural(w, at) && (!w.capital(at) || !is_plural(w, at + 1)) {
            return Some(at + 1);
        }
    }
    None
}

/// Whether counting it tells nothing of a report's matter.
pub(super) fn is_abstract(w: &Words, counted: &Range<usize>) -> bool {
    counted.len() <= 3 && ABSTRACT.contains(&w.lower(counted.end - 1))
}

/// Whether it is people that are counted.
pub(super) fn is_people(lexicon: &Lexicon, w: &Words, counted: &Range<usize>) -> bool {
    const PEOPLE: &[&str] = &[
        "people",
        "men",
        "women",
        "children",
        "others",
        "civilians",
        "soldiers",
        "troops",
        "police",
        "kids",
        "babies",
        "hostages",
        "captives",
        "prisoners",
        "refugees",
        "migrants",
        "victims",
        "survivors",
        "crew",
        "staff",
        "personnel",
        "adults",
        "girls",
        "boys",
        "students",
        "residents",
        "patients",
        "militants",
        "combatants",
        "servicemen",
        "gunmen",
        "americans",
        "immigrants",
        "parents",
        "pilots",
        "guests",
        "recruits",
        "families",
        "citizens",
        "nationals",
        "marines",
        "troops",
        "guards",
        "jews",
        "muslims",
        "christians",
        "arabs",
        "palestinians",
        "israelis",
        "dead",
        "infants",
        "policemen",
        "person",
        "them",
        "whom",
        "those",
        "us",
        "man",
        "woman",
        "child",
        "soldier",
        "civilian",
        "boy",
        "girl",
        "fighters",
        "insurgents",
        "protestants",
    ];
    const ENDINGS: &[&str] =
        &["ers", "ors", "ists", "ians", "ees", "men", "women", "er", "or", "ian", "ist"];
    // `numbers`, `papers`: nothing that a list of verbs of harm is said of.
    const THINGS: &[&str] = &[
        "papers",
        "computers",
        "numbers",
        "helicopters",
        "trailers",
        "containers",
        "rollers",
        "launchers",
        "bunkers",
        "boosters",
        "doors",
        "floors",
        "offers",
        "orders",
        "servers",
        "towers",
        "rivers",
        "letters",
        "centers",
        "tankers",
        "bombers",
        "dollars",
        "meters",
        "matters",
        "shelters",
        "tractors",
        "reactors",
        "factors",
        "committees",
        "trees",
        "fees",
        "degrees",
    ];
    let head = w.lower(counted.end - 1);
    let named = w.capital(counted.end - 1);
    let class = lexicon.entry(head.trim_end_matches('s')).class.any(Class::ROLE)
        || lexicon.entry(head).class.any(Class::PEOPLE);
    PEOPLE.contains(&head)
        || named
        || class
        || !THINGS.contains(&head) && ENDINGS.iter().any(|it| head.ends_with(it))
}
