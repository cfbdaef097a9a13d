//! Numbers as texts have them, in digits and in words, and their exact values.

use std::cmp::Ordering;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A number that is not negative, exactly as a text gives it: `1.25`, `9000`.
///
/// Two are equal if they are the same number, however it is written.
///
/// ```
/// use onrecord::text::Decimal;
///
/// let price: Decimal = "1.50".parse().unwrap();
/// assert_eq!(price.to_string(), "1.5");
/// assert!(price < Decimal::from(2));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// The number times 10^`places`; no trailing zero behind the point.
    pub(crate) digits: u128,
    pub(crate) places: u8,
}

/// What a word is in a number.
#[derive(Clone, Copy)]
pub(crate) enum NumberWord {
    Unit(u128),
    Ten(u128),
    Hundred,
    Scale(u128),
    Ordinal(u128),
}

/// What a word, in small letters, is in a number, if it is part of any.
pub(crate) fn number_word(lower: &str) -> Option<NumberWord> {
    static WORDS: LazyLock<FxHashMap<&'static str, NumberWord>> = LazyLock::new(|| {
        let rows = include_str!("../../data/en/numbers.tsv").lines();
        let rows = rows.filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'));
        rows.filter_map(|(word, rest)| Some((word, of_row(rest)?))).collect()
    });
    WORDS.get(lower).copied()
}

fn of_row(row: &str) -> Option<NumberWord> {
    let (kind, value) = row.split_once('\t')?;
    let value = value.parse().ok()?;
    Some(match kind {
        "unit" => NumberWord::Unit(value),
        "ten" => NumberWord::Ten(value),
        "hundred" => NumberWord::Hundred,
        "scale" => NumberWord::Scale(value),
        _ => NumberWord::Ordinal(value),
    })
}

/// `two hundred and five thousand twenty-first`: value, whether ordinal, words used. `a` counts as
/// one where more follows than a hundred or a thousand (`a hundred and five`). `word` gives the n-th
/// word in small letters, and whether a mark stands before it.
pub(crate) fn in_words<'w>(
    word: impl Fn(usize) -> Option<(&'w str, bool)>,
) -> Option<(u128, bool, usize)> {
    let is_scale = |it: NumberWord| matches!(it, NumberWord::Hundred | NumberWord::Scale(1_000..));
    let begins_with_a =
        word(0)?.0 == "a" && word(1).and_then(|it| number_word(it.0)).is_some_and(is_scale);
    let least = if begins_with_a { 3 } else { 1 };
    let mut used = usize::from(begins_with_a);
    let (mut total, mut group) = (0_u128, begins_with_a.then_some(1_u128));
    let mut last_scale = u128::MAX;
    loop {
        let skip = usize::from(
            group.is_none_or(|it| it.is_multiple_of(100))
                && used > 0
                && word(used).is_some_and(|it| it.0 == "and"),
        );
        // A comma may stand behind a thousand, and nowhere else in a number.
        let goes_on = |it: &(&str, bool)| used == 0 || !it.1 || group.is_none();
        let next = word(used + skip).filter(goes_on);
        let Some(part) = next.and_then(|it| number_word(it.0)) else { break };
        let now = group.unwrap_or(0);
        match part {
            NumberWord::Unit(n) if fits(now, n, group.is_some()) => group = Some(now + n),
            NumberWord::Ten(n) if fits(now, n, group.is_some()) => group = Some(now + n),
            NumberWord::Hundred if skip == 0 && (1..100).contains(&now) => {
                group = Some(now * 100);
            }
            NumberWord::Scale(scale) if skip == 0 && now > 0 && scale < last_scale => {
                total += now * scale;
                last_scale = scale;
                group = None;
            }
            NumberWord::Ordinal(n) if fits(now, n, group.is_some()) => {
                return Some((total + now + n, true, used + skip + 1));
            }
            NumberWord::Ordinal(n) if n >= 100 && now > 0 && skip == 0 => {
                return Some((total + now * n, true, used + 1));
            }
            _ => break,
        }
        used += skip + 1;
    }
    (used >= least).then(|| (total + group.unwrap_or(0), false, used))
}

/// Whether `small` may follow what a group under a thousand holds so far: `twenty` + `one`.
fn fits(now: u128, small: u128, begun: bool) -> bool {
    let room = if !begun {
        return true;
    } else if now == 0 {
        0
    } else if now.is_multiple_of(100) {
        100
    } else if now.is_multiple_of(10) && now % 100 >= 20 {
        10
    } else {
        0
    };
    small > 0 && small < room
}

/// `9,000`, `1.5`, `8th`, `5m`: the value, and whether it is an ordinal.
pub(crate) fn in_digits(lower: &str) -> Option<(Decimal, bool)> {
    let end = lower.find(|ch: char| !ch.is_ascii_digit() && !",.".contains(ch));
    let (figures, suffix) = lower.split_at(end.unwrap_or(lower.len()));
    let (whole, fraction) = figures.split_once('.').unwrap_or((figures, ""));
    if fraction.contains(['.', ',']) || whole.len() > 24 || fraction.len() > 8 {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let digits = whole.replace(',', "") + fraction;
    let value = Decimal { digits: digits.parse().ok()?, places: fraction.len() as u8 };
    match suffix {
        "" => Some((value, false)),
        "st" | "nd" | "rd" | "th" => Some((value, true)),
        "k" => Some((value.times(1_000)?, false)),
        "m" | "mn" | "million" => Some((value.times(1_000_000)?, false)),
        "b" | "bn" | "billion" => Some((value.times(1_000_000_000)?, false)),
        "tn" | "trillion" => Some((value.times(1_000_000_000_000)?, false)),
        _ => None,
    }
}

impl Decimal {
    /// One more figure behind the point.
    pub(crate) fn with_figure(self, figure: u128) -> Option<Decimal> {
        let digits = self.digits.checked_mul(10)?.checked_add(figure)?;
        Some(Decimal {
            digits,
            places: self.places.checked_add(1).filter(|it| *it <= MOST_PLACES)?,
        })
    }

    /// So many times as much.
    pub(crate) fn times(self, factor: u128) -> Option<Decimal> {
        let mut value = Decimal { digits: self.digits.checked_mul(factor)?, ..self };
        while value.places > 0 && value.digits.is_multiple_of(10) {
            value = Decimal { digits: value.digits / 10, places: value.places - 1 };
        }
        Some(value)
    }
}

impl Decimal {
    /// A half or a quarter of it.
    pub(crate) fn part(self, of: u128) -> Option<Decimal> {
        (self.digits.checked_mul(100)?.is_multiple_of(of)).then(|| self.part_of(of))?
    }

    /// So many parts of it, cut after two more places.
    pub(crate) fn part_of(self, of: u128) -> Option<Decimal> {
        let digits = self.digits.checked_mul(100)?.checked_div(of)?;
        let places = self.places.checked_add(2).filter(|it| *it <= MOST_PLACES)?;
        Decimal { digits, places }.times(1)
    }

    /// One of its last figure that is not nought: 100 of 1,200; below 1 of `1.5`.
    pub(crate) fn last_place(self) -> Decimal {
        let mut step = 1;
        let mut digits = self.digits;
        while digits > 0 && digits.is_multiple_of(10) {
            (digits, step) = (digits / 10, step * 10);
        }
        Decimal { digits: step, places: self.places }
    }

    pub(crate) fn plus(self, other: Decimal) -> Option<Decimal> {
        let (one, other, places) = self.alike(other)?;
        Decimal { digits: one.checked_add(other)?, places }.times(1)
    }

    /// Not below nought.
    pub(crate) fn minus(self, other: Decimal) -> Option<Decimal> {
        let (one, other, places) = self.alike(other)?;
        Decimal { digits: one.saturating_sub(other), places }.times(1)
    }

    /// Both with as many places.
    fn alike(self, other: Decimal) -> Option<(u128, u128, u8)> {
        let places = self.places.max(other.places);
        let digits = |it: Decimal| {
            it.digits.checked_mul(10_u128.checked_pow(u32::from(places - it.places))?)
        };
        Some((digits(self)?, digits(other)?, places))
    }
}

impl From<u64> for Decimal {
    fn from(whole: u64) -> Decimal {
        Decimal { digits: u128::from(whole), places: 0 }
    }
}

impl std::str::FromStr for Decimal {
    type Err = NotANumber;

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Decimal, NotANumber> {
        let plain = text.bytes().all(|it| it.is_ascii_digit() || it == b'.');
        in_digits(text).filter(|_| plain).map(|it| it.0).ok_or(NotANumber)
    }
}

/// Words that are no [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl std::fmt::Display for NotANumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a number in digits")
    }
}

impl std::error::Error for NotANumber {}

impl Ord for Decimal {
    fn cmp(&self, other: &Decimal) -> Ordering {
        let whole = |it: &Decimal| it.digits / 10_u128.pow(u32::from(it.places));
        // Fractions have at most 16 places: see `in_digits` and `with_figure`.
        let rest = |it: &Decimal| {
            let rest = it.digits % 10_u128.pow(u32::from(it.places));
            rest * 10_u128.pow(u32::from(MOST_PLACES.saturating_sub(it.places)))
        };
        whole(self).cmp(&whole(other)).then(rest(self).cmp(&rest(other)))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// More figures behind the point are not read.
const MOST_PLACES: u8 = 16;

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.places {
            0 => write!(f, "{}", self.digits),
            places => {
                let unit = 10_u128.pow(u32::from(places));
                let (whole, rest) = (self.digits / unit, self.digits % unit);
                write!(f, "{whole}.{rest:0width$}", width = usize::from(places))
            }
        }
    }
}
