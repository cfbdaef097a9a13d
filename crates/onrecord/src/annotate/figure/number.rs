//! Numbers as written: digits and words, what bounds them, ranges, vague amounts; and numbers that
//! are no figures.

use std::ops::Range;

use super::words::Words;
use super::{Bound, Unit, UnitKind};
use crate::annotate::day::{month_named, weekday_named};
use crate::lexicon::figure_words::unit_named;
use crate::text::Decimal;
use crate::text::number::{NumberWord, in_digits, in_words, number_word};

/// A number as written.
#[derive(Clone, Debug)]
pub(super) struct Number {
    /// With what bounds it and its unit.
    pub(super) words: Range<usize>,
    /// The first word of the number itself.
    pub(super) first: usize,
    pub(super) least: Option<Decimal>,
    pub(super) most: Option<Decimal>,
    pub(super) bound: Bound,
    pub(super) unit: Unit,
    /// A hyphen ties it to its unit: `20-mile`.
    pub(super) joined: bool,
    /// `of` stands before what is counted: `dozens of`.
    pub(super) partitive: bool,
    /// `the two`, `his three`: known before, and not told here.
    pub(super) definite: bool,
    pub(super) in_digits: bool,
}

impl Number {
    /// The largest number it tells of.
    pub(super) fn size(&self) -> Decimal {
        self.most.or(self.least).unwrap_or(Decimal::from(0))
    }
}

/// A bare value and the words it takes.
struct Value {
    words: Range<usize>,
    value: Decimal,
    vague: bool,
    in_digits: bool,
    sign: Option<Unit>,
}

/// The number that begins at a word, if one does that can be a figure.
pub(super) fn number_at(w: &Words, at: usize) -> Option<Number> {
    let first = value_at(w, at)?;
    if no_figure(w, &first) || first.value.n_figures() > MOST_FIGURES {
        return None;
    }
    let mut number = match range(w, &first) {
        Some(range) => range,
        None => single(w, &first),
    };
    bounded_before(w, &mut number);
    bounded_after(w, &mut number);
    let before = number.words.start;
    number.definite = before > 0 && w.is(before - 1, DEFINITE);
    Some(number)
}

/// Numbers of more figures are no count of anything, and no file of numbers keeps them exactly.
const MOST_FIGURES: u32 = 15;

const DEFINITE: &[&str] = &[
    "the", "these", "those", "his", "her", "their", "its", "our", "my", "your", "both", "all",
    "every", "first", "last", "past", "next", "other", "top", "previous", "final",
];

fn single(w: &Words, it: &Value) -> Number {
    let (unit, end, joined) = unit_after(w, it.words.end, it.sign, it.vague);
    let partitive = w.is(end, &["of"]) && (it.vague || unit.kind != UnitKind::Count);
    let bound = if it.vague { Bound::Vague } else { Bound::Exact };
    Number {
        words: it.words.start..end,
        first: it.words.start,
        least: Some(it.value),
        most: (!it.vague).then_some(it.value),
        bound,
        unit,
        joined,
        partitive,
        definite: false,
        in_digits: it.in_digits,
    }
}

/// `20 to 30`, `20-30`, `two or three`, `between 20 and 30`, `$2 million to $3 million`.
fn range(w: &Words, first: &Value) -> Option<Number> {
    if first.vague {
        return None;
    }
    let link = first.words.end;
    let between = first.words.start > 0 && w.is(first.words.start - 1, &["between"]);
    let from = first.words.start > 0 && w.is(first.words.start - 1, &["from"]);
    let linked = if between {
        w.is(link, &["and"])
    } else {
        w.hyphen(link) || (w.is(link, &["to", "or"]) && !from)
    };
    let second = value_at(w, link + 1).filter(|it| linked && !it.vague)?;
    let like = first.sign.is_none() || second.sign.is_none() || first.sign == second.sign;
    let least = shared_scale(w, first, &second);
    if !like || least >= second.value || not_a_range(w, first, &second) {
        return None;
    }
    let (unit, end, joined) = unit_after(w, second.words.end, first.sign.or(second.sign), false);
    Some(Number {
        words: first.words.start - usize::from(between)..end,
        first: first.words.start,
        least: Some(least),
        most: Some(second.value),
        bound: Bound::Between,
        unit,
        joined,
        partitive: w.is(end, &["of"]) && unit.kind != UnitKind::Count,
        definite: false,
        in_digits: first.in_digits,
    })
}

/// `20 to 30 million`: the scale is that of both.
fn shared_scale(w: &Words, first: &Value, second: &Value) -> Decimal {
    let scale = |at: usize| match number_word(w.lower(at)) {
        Some(NumberWord::Scale(scale)) => Some(scale),
        _ => None,
    };
    let last = scale(second.words.end - 1).filter(|_| scale(first.words.end - 1).is_none());
    let alone = first.words.len() == 1 && second.words.len() > 1;
    let scaled = last.filter(|_| alone).and_then(|scale| first.value.times(scale));
    scaled.filter(|it| *it < second.value).unwrap_or(first.value)
}

/// `555-1234` and `3-14` beside nothing that is counted are no ranges.
fn not_a_range(w: &Words, first: &Value, second: &Value) -> bool {
    let hyphen = w.hyphen(first.words.end);
    let length = |it: &Value| w.text(it.words.start).len();
    hyphen && first.in_digits && length(first) == 3 && length(second) == 4
}

fn value_at(w: &Words, at: usize) -> Option<Value> {
    if let Some(sign) = sign_at(w, at) {
        let number = at + sign.1;
        let value = plain_value(w, number)?;
        // `$5m`, `$5 m`
        return Some(Value { words: at..value.words.end, sign: Some(sign.0), ..value });
    }
    // The number itself when its sign has been passed over.
    vague_at(w, at).or_else(|| plain_value(w, at))
}

/// A sign of money, and how many words it takes: `$`, `US$`.
fn sign_at(w: &Words, at: usize) -> Option<(Unit, usize)> {
    let money = |name| Unit { kind: UnitKind::Money, name };
    let sign = |at: usize| match w.text(at) {
        "$" => Some("dollar"),
        "€" => Some("euro"),
        "£" => Some("pound sterling"),
        "¥" => Some("yen"),
        "₪" => Some("shekel"),
        "₹" => Some("rupee"),
        "₽" => Some("rouble"),
        "₴" => Some("hryvnia"),
        _ => None,
    };
    if let Some(name) = sign(at) {
        return w.digits(at + 1).then_some((money(name), 1));
    }
    let other = match w.text(at) {
        "US" | "U.S" => "dollar",
        "C" | "CA" | "Can" => "Canadian dollar",
        "A" | "AU" => "Australian dollar",
        "NZ" => "New Zealand dollar",
        "HK" => "Hong Kong dollar",
        _ => return None,
    };
    let dollar = w.text(at + 1) == "$" && w.glued(at + 1) && w.digits(at + 2);
    dollar.then_some((money(other), 2))
}

/// `9,000`, `1.5 million`, `two dozen`, `a quarter of a million`, `a hundred`.
fn plain_value(w: &Words, at: usize) -> Option<Value> {
    let done = |end: usize, value: Decimal, in_digits: bool| {
        Some(Value { words: at..end, value, vague: false, in_digits, sign: None })
    };
    if let Some((end, value)) = article(w, at) {
        return done(end, value, false);
    }
    if w.digits(at) {
        let (value, ordinal) = in_digits(w.lower(at)).filter(|_| grouped(w.text(at)))?;
        if ordinal {
            return None;
        }
        let (end, value) = scaled(w, at + 1, value)?;
        return done(end, value, true);
    }
    let word = |n: usize| {
        let at = at + n;
        let hyphen = n > 0 && w.hyphen(at);
        (at < w.len() && !hyphen).then(|| (w.lower(at), w.mark(at.saturating_sub(1))))
    };
    number_word(w.lower(at))?;
    let (mut value, ordinal, mut used) = in_words(word).or_else(|| one_word(w, at))?;
    // `twenty-one`
    if used == 1 && w.hyphen(at + 1) && (20..100).contains(&value) {
        match number_word(w.lower(at + 2)) {
            Some(NumberWord::Unit(unit)) if unit < 10 && value % 10 == 0 => {
                (value, used) = (value + unit, 3);
            }
            Some(NumberWord::Ordinal(_)) => return None,
            _ => {}
        }
    }
    if ordinal {
        return None;
    }
    let (end, value) = scaled(w, at + used, decimal(value)?)?;
    done(end, value, false)
}

fn one_word(w: &Words, at: usize) -> Option<(u128, bool, usize)> {
    match number_word(w.lower(at))? {
        NumberWord::Unit(value) | NumberWord::Ten(value) => Some((value, false, 1)),
        _ => None,
    }
}

fn decimal(value: u128) -> Option<Decimal> {
    u64::try_from(value).ok().map(Decimal::from)
}

/// Digits in groups as numbers have them: `1,200`, not `1,2`.
fn grouped(digits: &str) -> bool {
    let whole = digits.split('.').next().unwrap_or(digits);
    let mut groups = whole.split(',');
    let head = groups.next().map_or(0, str::len);
    let mut rest = groups.peekable();
    rest.peek().is_none()
        || ((1..=3).contains(&head) && rest.all(|it| it.len() == 3 || it.len() == 2))
}

/// A number and the words that multiply it: `1.5 million`, `two dozen`, `two and a half thousand`.
fn scaled(w: &Words, end: usize, value: Decimal) -> Option<(usize, Decimal)> {
    let half = ["and", "a", "half"].iter().enumerate().all(|(n, it)| w.lower(end + n) == *it);
    let (value, after) = match half {
        true => (value.with_figure(5)?, end + 3),
        false => (value, end),
    };
    // `$22.5 [billion]`: put in by whoever wrote the words down.
    if w.text(after) == "["
        && w.text(after + 2) == "]"
        && let Some(NumberWord::Scale(scale)) = number_word(w.lower(after + 1))
    {
        return Some((after + 3, value.times(scale)?));
    }
    match number_word(w.lower(after)) {
        Some(NumberWord::Scale(scale)) => Some((after + 1, value.times(scale)?)),
        Some(NumberWord::Hundred) => Some((after + 1, value.times(100)?)),
        _ if w.is(after, &["dozen"]) => Some((after + 1, value.times(12)?)),
        // `two and a half`, without more: of hours, mostly.
        _ => Some((after, value)),
    }
}

/// `a hundred`, `a dozen`, `half a million`, `a quarter of a million`, `a million and a half`.
fn article(w: &Words, at: usize) -> Option<(usize, Decimal)> {
    let scale = |at: usize| match number_word(w.lower(at)) {
        Some(NumberWord::Scale(scale)) => decimal(scale),
        Some(NumberWord::Hundred) => Some(Decimal::from(100)),
        _ if w.is(at, &["dozen"]) => Some(Decimal::from(12)),
        _ => None,
    };
    if w.is(at, &["half"]) && w.is(at + 1, &["a"]) {
        return Some((at + 3, scale(at + 2)?.part(2)?));
    }
    if !w.is(at, &["a", "an"]) {
        return None;
    }
    let quarter = w.is(at + 1, &["quarter"]) && w.is(at + 2, &["of"]) && w.is(at + 3, &["a"]);
    if quarter {
        return Some((at + 5, scale(at + 4)?.part(4)?));
    }
    let whole = scale(at + 1)?;
    // `a hundred thousand`
    if let Some(NumberWord::Scale(more)) = number_word(w.lower(at + 2)) {
        return Some((at + 3, whole.times(more)?));
    }
    let half = ["and", "a", "half"].iter().enumerate().all(|(n, it)| w.lower(at + 2 + n) == *it);
    if half {
        return Some((at + 5, whole.times(3)?.part(2)?));
    }
    Some((at + 2, whole))
}

/// `dozens`, `hundreds of thousands`, `several hundred`, `a few dozen`: the fewest the words are used
/// for.
fn vague_at(w: &Words, at: usize) -> Option<Value> {
    let plural = |at: usize| {
        Some(match w.lower(at) {
            "dozens" => 24,
            "scores" => 40,
            "tens" => 20,
            "hundreds" => 200,
            "thousands" => 2_000,
            "millions" => 2_000_000,
            "billions" => 2_000_000_000,
            "trillions" => 2_000_000_000_000_u64,
            _ => return None,
        })
    };
    let done = |end: usize, least: u64| {
        let value = Decimal::from(least);
        Some(Value { words: at..end, value, vague: true, in_digits: false, sign: None })
    };
    let several = match w.lower(at) {
        "several" => at + 1,
        "a" if w.is(at + 1, &["few", "couple"]) => at + 2 + usize::from(w.is(at + 2, &["of"])),
        "few" => at + 1,
        _ => at,
    };
    if several > at {
        let one = match w.lower(several) {
            "dozen" => 12,
            "hundred" => 100,
            "thousand" => 1_000,
            "million" => 1_000_000,
            "billion" => 1_000_000_000,
            _ => return None,
        };
        return done(several + 1, 2 * one);
    }
    let least = plural(at)?;
    if w.is(at + 1, &["of", "and"]) && plural(at + 2).is_some() {
        let (head, second) = (least, plural(at + 2)?);
        // `thousands and thousands` says no more than one of them.
        let least = if w.is(at + 1, &["of"]) { head * second / 2 } else { head };
        return done(at + 3, least);
    }
    // `tens`, `scores` are seldom numbers on their own.
    (w.lower(at) != "tens" && (w.lower(at) != "scores" || w.is(at + 1, &["of"])))
        .then(|| done(at + 1, least))?
}

// Units -------------------------------------------------------------------------------------------

/// The unit behind a number, the word after it, and whether a hyphen ties it to the number.
fn unit_after(w: &Words, end: usize, sign: Option<Unit>, vague: bool) -> (Unit, usize, bool) {
    if let Some(sign) = sign {
        let again = w.is(end, &["dollars", "euros", "pounds"]);
        return (sign, end + usize::from(again), false);
    }
    if w.text(end) == "%" {
        return (Unit::PER_CENT, end + 1, false);
    }
    if w.is(end, &["per"]) && w.is(end + 1, &["cent"]) {
        return (Unit::PER_CENT, end + 2, false);
    }
    if w.is(end, &["percentage"]) && w.is(end + 1, &["points", "point"]) {
        return (Unit { kind: UnitKind::Points, name: "percentage point" }, end + 2, false);
    }
    let joined = w.hyphen(end);
    let at = end + usize::from(joined || (vague && w.is(end, &["of"])));
    if joined && w.is(at, &["percentage"]) {
        return (Unit { kind: UnitKind::Points, name: "percentage point" }, at + 1, true);
    }
    if w.is(at, &["square", "cubic"]) {
        return squared(w, at).map_or((Unit::COUNT, end, false), |it| (it, at + 2, joined));
    }
    // `200 billion additional U.S. dollars`
    const WHICH: &[&str] = &[
        "us",
        "u.s",
        "u.s.",
        "american",
        "canadian",
        "australian",
        "additional",
        "extra",
        "more",
        ".",
    ];
    let which = (at..at + 3).take_while(|at| w.is(*at, WHICH)).count();
    let many = w.is(at + which, &["dollars", "euros"]);
    let at = at + if many { which } else { 0 };
    match unit_named(w.lower(at)) {
        // `pounds` that nothing weighs are money.
        Some(unit) if unit.name == "pound" && w.is(at, &["pounds"]) && !w.is(at + 1, &["of"]) => {
            (unit, at + 1, joined)
        }
        Some(unit) if unit.kind == UnitKind::Length && w.is(at + 1, &["per", "an"]) => {
            match (unit.name, w.lower(at + 2)) {
                ("mile", "hour") => (speed("mile an hour"), at + 3, joined),
                ("kilometre", "hour") => (speed("kilometre an hour"), at + 3, joined),
                _ => (unit, at + 1, joined),
            }
        }
        // `won` is a verb far more often, `real` an adjective.
        Some(unit) if unit.name != "won" || w.capital(at) => (unit, at + 1, joined),
        _ => (Unit::COUNT, end, false),
    }
}

fn speed(name: &'static str) -> Unit {
    Unit { kind: UnitKind::Speed, name }
}

fn squared(w: &Words, at: usize) -> Option<Unit> {
    let length = unit_named(w.lower(at + 1)).filter(|it| it.kind == UnitKind::Length)?;
    let (area, volume) = match length.name {
        "kilometre" => ("square kilometre", "cubic kilometre"),
        "metre" => ("square metre", "cubic metre"),
        "mile" => ("square mile", "cubic mile"),
        "foot" => ("square foot", "cubic foot"),
        "yard" => ("square yard", "cubic yard"),
        "inch" => ("square inch", "cubic inch"),
        _ => return None,
    };
    Some(match w.is(at, &["square"]) {
        true => Unit { kind: UnitKind::Area, name: area },
        false => Unit { kind: UnitKind::Volume, name: volume },
    })
}

// Bounds ------------------------------------------------------------------------------------------

/// What may stand before a number and bounds it; longer ones first.
const BEFORE: &[(&[&str], Bound)] = &[
    (&["no", "fewer", "than"], Bound::AtLeast),
    (&["no", "less", "than"], Bound::AtLeast),
    (&["not", "less", "than"], Bound::AtLeast),
    (&["no", "more", "than"], Bound::AtMost),
    (&["not", "more", "than"], Bound::AtMost),
    (&["as", "many", "as"], Bound::AtMost),
    (&["as", "much", "as"], Bound::AtMost),
    (&["in", "excess", "of"], Bound::MoreThan),
    (&["in", "the", "order", "of"], Bound::About),
    (&["on", "the", "order", "of"], Bound::About),
    (&["in", "the", "range", "of"], Bound::About),
    (&["in", "the", "neighborhood", "of"], Bound::About),
    (&["in", "the", "neighbourhood", "of"], Bound::About),
    (&["as", "few", "as"], Bound::AtLeast),
    (&["as", "little", "as"], Bound::AtLeast),
    (&["as", "low", "as"], Bound::AtLeast),
    (&["as", "high", "as"], Bound::AtMost),
    (&["just", "shy", "of"], Bound::Nearly),
    (&["just", "short", "of"], Bound::Nearly),
    (&["north", "of"], Bound::MoreThan),
    (&["south", "of"], Bound::LessThan),
    (&["something", "like"], Bound::About),
    (&["upward", "of"], Bound::MoreThan),
    (&["upwards", "of"], Bound::MoreThan),
    (&["a", "maximum", "of"], Bound::AtMost),
    (&["a", "minimum", "of"], Bound::AtLeast),
    (&["more", "than"], Bound::MoreThan),
    (&["greater", "than"], Bound::MoreThan),
    (&["higher", "than"], Bound::MoreThan),
    (&["less", "than"], Bound::LessThan),
    (&["fewer", "than"], Bound::LessThan),
    (&["lower", "than"], Bound::LessThan),
    (&["at", "least"], Bound::AtLeast),
    (&["at", "most"], Bound::AtMost),
    (&["up", "to"], Bound::AtMost),
    (&["just", "over"], Bound::MoreThan),
    (&["well", "over"], Bound::MoreThan),
    (&["just", "under"], Bound::Nearly),
    (&["close", "to"], Bound::About),
    (&["an", "estimated"], Bound::About),
    (&["estimated"], Bound::About),
    (&["over"], Bound::MoreThan),
    (&["above"], Bound::MoreThan),
    (&["exceeding"], Bound::MoreThan),
    (&["approaching"], Bound::Nearly),
    (&["approaches"], Bound::Nearly),
    (&["approached"], Bound::Nearly),
    (&["nearing"], Bound::Nearly),
    (&["under"], Bound::LessThan),
    (&["below"], Bound::LessThan),
    (&["about"], Bound::About),
    (&["around"], Bound::About),
    (&["roughly"], Bound::About),
    (&["approximately"], Bound::About),
    (&["some"], Bound::About),
    (&["nearly"], Bound::Nearly),
    (&["almost"], Bound::Nearly),
    (&["virtually"], Bound::Nearly),
    (&["perhaps"], Bound::About),
    (&["maybe"], Bound::About),
];

pub(super) fn bounded_before(w: &Words, number: &mut Number) {
    // `at least a $15 wage`, `nearly a 40-mile march`; but `over a 20-mile stretch`.
    let article = number.words.start > 0 && w.is(number.words.start - 1, &["a", "an"]);
    let start = number.words.start - usize::from(article);
    for (words, bound) in BEFORE {
        const ALONE: &[&str] = &["nearly", "almost", "roughly", "approximately"];
        let Some(from) = start.checked_sub(words.len()) else { continue };
        if article && words.len() == 1 && !ALONE.contains(&words[0]) {
            continue;
        }
        if words.iter().enumerate().all(|(n, it)| w.lower(from + n) == *it) {
            // `talk about 40 bombs`
            let talked = *words == ["about"] && from > 0 && w.is(from - 1, TALK);
            // `handed over millions`
            let handed = *words == ["over"] && number.bound == Bound::Vague;
            // `sank north of 12 villages`
            let lies = words.len() == 2
                && matches!(words[0], "north" | "south")
                && !matches!(number.unit.kind, UnitKind::Money | UnitKind::Share);
            if talked || handed || lies {
                return;
            }
            number.words.start = from;
            bind(number, *bound);
            // `about 20`, after `at least`: the outer one holds.
            return;
        }
    }
}

/// After these, `about` tells the matter.
const TALK: &[&str] = &[
    "talk",
    "talks",
    "talked",
    "talking",
    "speak",
    "speaks",
    "spoke",
    "speaking",
    "hear",
    "heard",
    "hears",
    "know",
    "knew",
    "knows",
    "think",
    "thinks",
    "thought",
    "thinking",
    "ask",
    "asks",
    "asked",
    "asking",
    "say",
    "says",
    "said",
    "tell",
    "tells",
    "told",
    "write",
    "wrote",
    "worry",
    "worried",
    "question",
    "questions",
    "concerned",
    "information",
    "details",
    "remark",
    "remarks",
    "comment",
    "comments",
    "claim",
    "claims",
    "learn",
    "learned",
    "report",
    "reports",
    "story",
    "stories",
    "complain",
    "complained",
    "lied",
    "lie",
];

/// `40 people or so`: told behind what is counted. What is written keeps to the number.
pub(super) fn bounded_behind(w: &Words, number: &mut Number, end: usize) {
    if number.bound == Bound::Exact
        && let Some(bound) = behind(w, end)
    {
        bind(number, bound);
    }
}

/// How many words bound what stands before them: `or so`.
pub(super) fn behind_len(w: &Words, end: usize) -> usize {
    if behind(w, end).is_some() { 2 } else { 0 }
}

/// `or more`, `or so`, `or fewer`, `at least,`
fn behind(w: &Words, end: usize) -> Option<Bound> {
    let closes = w.mark(end + 2) || end + 2 >= w.len();
    // `less than 20 or more than 40`
    if w.is(end + 2, &["than"]) {
        return None;
    }
    Some(match (w.lower(end), w.lower(end + 1)) {
        ("or", "more") => Bound::AtLeast,
        ("or", "so") => Bound::About,
        ("or", "fewer" | "less") => Bound::AtMost,
        ("and", "counting") | ("at", "least") if closes => Bound::AtLeast,
        ("at", "most") if closes => Bound::AtMost,
        _ => return None,
    })
}

/// `40 or more`, `40 or so`.
fn bounded_after(w: &Words, number: &mut Number) {
    let end = number.words.end;
    if w.text(end) == "+" && w.glued(end) {
        number.words.end = end + 1;
        return bind(number, Bound::AtLeast);
    }
    if w.hyphen(end) && w.is(end + 1, &["plus"]) {
        number.words.end = end + 2;
        scaled_after(w, number);
        return bind(number, Bound::AtLeast);
    }
    if let Some(bound) = behind(w, end) {
        number.words.end = end + 2;
        bind(number, bound);
    }
}

/// `$20-plus trillion`
fn scaled_after(w: &Words, number: &mut Number) {
    let end = number.words.end;
    let Some(NumberWord::Scale(scale)) = number_word(w.lower(end)) else { return };
    let times = |it: Option<Decimal>| it.and_then(|it| it.times(scale));
    (number.least, number.most) = (times(number.least), times(number.most));
    let dollars = number.unit.kind == UnitKind::Money && w.is(end + 1, &["dollar", "dollars"]);
    number.words.end = end + 1 + usize::from(dollars);
}

fn bind(number: &mut Number, bound: Bound) {
    if number.bound == Bound::Between || number.bound == Bound::Vague {
        return;
    }
    number.bound = bound;
    match bound {
        Bound::MoreThan | Bound::AtLeast => number.most = None,
        Bound::LessThan | Bound::AtMost => number.least = None,
        _ => {}
    }
}

// No figures --------------------------------------------------------------------------------------

/// Dates, years, times, ages, names, lists, scores, telephone numbers, addresses.
fn no_figure(w: &Words, value: &Value) -> bool {
    let (start, end) = (value.words.start, value.words.end);
    ratio(w, start, end)
        || w.text(start) == "$" && w.is(start + 1, &["64,000"]) && w.is(end, &["question"])
        || value.in_digits && w.capital(end) && w.is(end, TREATIES)
        || value.sign.is_none()
            && (tied(w, start, end)
                || of_a_day(w, start, end)
                || of_time(w, start, end)
                || of_age(w, start, end)
                || (value.in_digits && (is_year(w, value) || in_name(w, start, end)))
                || numbered(w, start, end)
                || idiom(w, start, end))
}

/// `F-16`, `9/11`, `1-2-3`, `24/7`, `two-state`, `#4`, `mid-30s`, `@4`.
fn tied(w: &Words, start: usize, end: usize) -> bool {
    let joins = |at: usize| {
        matches!(
            w.text(at),
            "-" | "–" | "‑" | "/" | "#" | "@" | "_" | ":" | "." | "&" | "'" | "’" | "="
        )
    };
    if start > 0 && w.glued(start) && joins(start - 1) {
        let hyphen = matches!(w.text(start - 1), "-" | "–" | "‑");
        // `— 20`, `20-30` is read from its first number on.
        if !hyphen || w.glued(start - 1) {
            return true;
        }
    }
    if matches!(w.text(end), "/" | ":" | "°" | "_" | "&" | "×" | "=")
        && w.glued(end)
        && w.glued(end + 1)
    {
        return true;
    }
    if !w.hyphen(end) {
        return false;
    }
    let next = end + 1;
    if w.digits(next) || number_word(w.lower(next)).is_some() {
        // `555-1234`, `5-4`, `1-800-…`: unless it can be a range.
        let second = value_at(w, next);
        let first = plain_value(w, start);
        let rises = match (&first, &second) {
            (Some(a), Some(b)) => a.value < b.value || a.vague,
            _ => false,
        };
        let more =
            second.as_ref().is_some_and(|it| w.hyphen(it.words.end) && w.digits(it.words.end + 1));
        return !rises || more || w.text(start).starts_with('0') || score(w, second.as_ref());
    }
    let counted = unit_named(w.lower(next)).is_some()
        || w.is(next, &["plus", "percentage", "strong", "square", "person", "member"]);
    !counted
}

/// `3-14 win`, `a 48-52 vote`
fn score(w: &Words, second: Option<&Value>) -> bool {
    const OF_SCORES: &[&str] = &[
        "vote", "win", "victory", "defeat", "loss", "decision", "ruling", "record", "lead",
        "split", "margin", "tie", "draw",
    ];
    second.is_some_and(|it| w.is(it.words.end, OF_SCORES))
}

/// `Oct. 7`, `7 October`, `the 7th of`.
fn of_a_day(w: &Words, start: usize, end: usize) -> bool {
    let month = |at: usize| w.capital(at) && month_named(w.text(at)).is_some();
    let before = start.checked_sub(1).is_some_and(|at| {
        month(at) || (w.text(at) == "." && at > 0 && month(at - 1))
            // `May 5 and 6`, `Sept. 8-10`
            || (w.is(at, &["and", "to", "or"]) || w.hyphen(at) || w.text(at) == ",")
                && at > 1 && w.digits(at - 1) && (month(at - 2) || (at > 2 && w.text(at - 2) == "." && month(at - 3)))
    });
    // `May` may be a verb; a month after the number is none where it goes on with one.
    before
        || month(end) && !w.is(end + 1, &["be", "have", "not"])
        || (w.is(end, &["and", "or", "to"]) || w.hyphen(end)) && w.digits(end + 1) && month(end + 2)
}

/// `8:30`, `2 p.m.`, `10 am ET`, `3 o’clock`, `8 in the morning`, `at 5.`
fn of_time(w: &Words, start: usize, end: usize) -> bool {
    const AFTER: &[&str] = &[
        "am",
        "pm",
        "a.m",
        "p.m",
        "o’clock",
        "o'clock",
        "et",
        "est",
        "edt",
        "gmt",
        "pst",
        "pdt",
        "cet",
        "utc",
        "noon",
        "oclock",
    ];
    let dotted = w.is(end, &["a", "p"]) && w.text(end + 1) == "." && w.is(end + 2, &["m"]);
    let spelt = w.text(end) == ":" && w.digits(end + 1) && w.glued(end + 1);
    let in_morning = w.is(end, &["in"])
        && w.is(end + 1, &["the"])
        && w.is(end + 2, &["morning", "afternoon", "evening"]);
    let minutes = start > 1 && w.text(start - 1) == ":" && w.digits(start - 2);
    w.is(end, AFTER) || dotted || spelt || minutes || in_morning && w.text(start).len() < 3
}

/// `aged 12`, `12-year-old`, `12 years old`, `Ruiz, 43,`, `turned 50`, `in his 40s`.
fn of_age(w: &Words, start: usize, end: usize) -> bool {
    let (hyphen, years) =
        (w.hyphen(end), ["year", "years", "month", "months", "day", "days", "week", "weeks"]);
    let unit = end + usize::from(hyphen);
    let old = unit + 1 + usize::from(w.hyphen(unit + 1));
    if w.is(unit, &years) && w.is(old, &["old", "olds", "older", "younger"]) {
        return true;
    }
    let told = start > 0 && w.is(start - 1, &["aged", "age", "ages", "turned", "turning", "turns"]);
    let between = start > 1 && w.is(start - 2, &["ages", "aged"])
        || start > 2 && w.is(start - 3, &["ages", "aged"]);
    let of = start > 1 && w.is(start - 1, &["of"]) && w.is(start - 2, &["age", "ages"]);
    let beside_name = start > 1
        && w.text(start - 1) == ","
        && w.capital(start - 2)
        && (w.text(end) == "," || matches!(w.text(end), "." | ";" | ")" | ""))
        && w.text(start).len() <= 3;
    let older = w.is(end, &["and"]) && w.is(end + 1, &["older", "over", "younger", "under", "up"]);
    told || between || of || beside_name || older
}

/// `2016`, unless something bounds or counts it.
fn is_year(w: &Words, value: &Value) -> bool {
    let (start, end) = (value.words.start, value.words.end);
    let text = w.text(start);
    let bare =
        value.words.len() == 1 && text.len() == 4 && text.bytes().all(|it| it.is_ascii_digit());
    let fits = bare && (text.starts_with("20") || text.starts_with("19") || text.starts_with("18"));
    let unit = unit_named(w.lower(end)).is_some()
        || w.text(end) == "%"
        || w.hyphen(end) && unit_named(w.lower(end + 1)).is_some();
    let range = w.hyphen(end) || w.text(end) == "/";
    fits && !unit && (range || !bounds(w, start)) || bare && range
}

fn bounds(w: &Words, start: usize) -> bool {
    let told = |it: &&(&[&str], Bound)| {
        let from = start.checked_sub(it.0.len());
        from.is_some_and(|from| it.0.iter().enumerate().all(|(n, it)| w.lower(from + n) == *it))
    };
    BEFORE.iter().filter(told).any(|it| !matches!(it.1, Bound::About) && it.0.len() > 1)
}

/// `Channel 12`, `Group of 7`, `Apollo 11`: a name before it, and nothing that is counted after it.
fn in_name(w: &Words, start: usize, end: usize) -> bool {
    let Some(before) = start.checked_sub(1) else { return false };
    // `Group of 7`, `the Fight for 15 marchers`
    let of = w.is(before, &["of", "for"])
        && before > 0
        && w.is(before - 1, &["group", "gang", "fight", "committee", "council", "club"])
        && w.capital(before - 1);
    if of {
        return true;
    }
    // `7 Eleven Street`, `1600 Main Street`
    let street = w.capital(end)
        && (end..end + 4).any(|at| {
            w.is(
                at,
                &[
                    "street",
                    "avenue",
                    "road",
                    "boulevard",
                    "lane",
                    "st",
                    "ave",
                    "blvd",
                    "drive",
                    "square",
                    "court",
                    "highway",
                ],
            ) && w.capital(at)
        });
    if street {
        return true;
    }
    if !w.capital(before) || before == 0 || weekday_named(w.lower(before)).is_some() {
        return false;
    }
    // `Harbour Radio 125`: a channel, whatever stands behind it.
    if w.capital(before - 1) && before > 1 {
        return true;
    }
    let opens = matches!(w.text(before - 1), "“" | "\"" | ":" | "—" | "–");
    let counted = unit_named(w.lower(end)).is_some()
        || w.text(end) == "%"
        || w.is(end, &["per", "million", "billion", "people"])
        || plural(w, end)
        || plural(w, end + 1);
    !(opens || counted && !w.is(before, NUMBERED))
}

fn plural(w: &Words, at: usize) -> bool {
    super::counted::is_plural(w, at) && !w.capital(at)
}

/// What is numbered, not counted.
const NUMBERED: &[&str] = &[
    "no",
    "number",
    "numbers",
    "nos",
    "article",
    "articles",
    "section",
    "chapter",
    "page",
    "pages",
    "room",
    "route",
    "highway",
    "interstate",
    "flight",
    "channel",
    "resolution",
    "phase",
    "step",
    "level",
    "type",
    "tier",
    "title",
    "part",
    "volume",
    "episode",
    "season",
    "week",
    "day",
    "game",
    "round",
    "stage",
    "district",
    "ward",
    "precinct",
    "unit",
    "block",
    "line",
    "grade",
    "class",
    "model",
    "version",
    "figure",
    "table",
    "proposition",
    "prop",
    "amendment",
    "question",
    "item",
    "point",
    "gate",
    "terminal",
    "platform",
    "track",
    "exit",
    "mile",
    "super",
    "apollo",
    "windows",
    "form",
    "schedule",
    "verse",
    "psalm",
    "rule",
    "category",
    "year",
    "age",
    "area",
    "zone",
    "bus",
    "pier",
    "camp",
    "act",
    "scene",
    "vol",
    "p",
    "pp",
    "ch",
    "sec",
    "art",
    "brexit",
    "noon",
    "dial",
    "call",
    "ranked",
    "rank",
    "catch",
    "fortune",
];

/// `the 123 Agreement`: named after a number.
const TREATIES: &[&str] = &[
    "agreement",
    "accord",
    "act",
    "treaty",
    "protocol",
    "plan",
    "commission",
    "club",
    "amendment",
];

/// `Resolution 1701`, `day 12`, `No. 5`, `(1)`, `1.` at the head.
fn numbered(w: &Words, start: usize, end: usize) -> bool {
    let Some(before) = start.checked_sub(1) else {
        return matches!(w.text(end), "." | ")" | ":") || w.len() == end;
    };
    let noun = if w.text(before) == "." && before > 0 { before - 1 } else { before };
    let named = w.is(noun, NUMBERED) && !w.is(end, &["million", "billion"]);
    let bracketed = w.text(before) == "(" && w.text(end) == ")";
    named
        && !(w.is(noun, &["no"]) && w.text(before) != ".")
        && !(w.is(
            noun,
            &[
                "call", "day", "week", "year", "age", "point", "line", "figure", "question", "act",
                "unit", "part", "model",
            ],
        ) && super::counted::is_plural(w, end))
        || bracketed
        || w.text(before) == "#"
}

/// `$4 of every $5`, `four in every five`, `two for each one`: how one stands to the other.
fn ratio(w: &Words, start: usize, end: usize) -> bool {
    const EACH: &[&str] = &["every", "each"];
    let number = |at: usize| value_at(w, at).is_some();
    let of = end + usize::from(w.is(end, &["out"]));
    let first = w.is(of, &["of", "in", "for", "from"]) && w.is(of + 1, EACH) && number(of + 2);
    let second =
        start > 1 && w.is(start - 1, EACH) && w.is(start - 2, &["of", "in", "for", "from"]);
    first || second
}

const SURE: &[&str] = &[
    "sure",
    "certain",
    "convinced",
    "confident",
    "committed",
    "right",
    "wrong",
    "true",
    "behind",
    "clear",
    "correct",
    "honest",
];

/// `one hundred percent sure`, `two-thirds`, `a million times`, `one in five`, `nine out of 10`.
fn idiom(w: &Words, start: usize, end: usize) -> bool {
    let times = w.is(end, &["times", "fold", "thirds", "quarters", "fifths", "halves", "cents"])
        && w.text(start) != "$";
    let out_of = w.is(end, &["in", "out"])
        && (w.is(end + 1, &["of"]) || w.digits(end + 1) || number_word(w.lower(end + 1)).is_some());
    // `less than half of 1 percent`
    let part_of = start > 1
        && w.is(start - 1, &["of"])
        && w.is(start - 2, &["half", "quarter", "third", "tenth", "fraction"]);
    let of_many = start > 1
        && w.is(start - 1, &["in", "of"])
        && (w.digits(start - 2)
            || number_word(w.before(start, 2)).is_some()
            || w.is(start - 2, &["out"]));
    let sure = (w.is(start, &["100", "hundred"])
        || w.is(start, &["a", "one"]) && w.is(start + 1, &["hundred"]))
        && (w.is(end, &["percent"]) || w.text(end) == "%" && w.is(end + 1, SURE))
        && !w.is(end + 1, &["of"]);
    times || part_of || out_of || of_many || sure
}
