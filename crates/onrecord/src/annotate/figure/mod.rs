//! Numbers that a report gives for something, and who vouches for them.

mod around;
mod counted;
mod find;
mod number;
mod source;
mod vouch;
mod words;

use super::{Day, Rule, Voice};
pub use crate::lexicon::{Measure, Unit, UnitKind, unit_known};
use crate::text::{Decimal, Span};

pub(super) use find::figures;
pub use find::{FIGURE_RULES, FigureRule};

/// A number that a report gives for something: how many, of what, what became of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The number as written, with what bounds it and its unit: `more than 9,000`, `20 to 30 km`.
    pub written: Span,
    /// The least it can be by these words; of [`Bound::Exact`] and [`Bound::About`] the number itself.
    pub least: Option<Decimal>,
    /// The most, likewise.
    pub most: Option<Decimal>,
    /// How the words hold it.
    pub bound: Bound,
    /// What it is measured in.
    pub unit: Unit,
    /// What is counted, as the report words it: `rockets, missiles and drones`. None where nothing is
    /// named: `251 were killed`.
    pub counted: Option<Span>,
    /// What became of it, where the passage is clear.
    pub measure: Option<Measure>,
    /// Where, as the passage words it.
    pub place: Option<Span>,
    /// Over what time, as the passage words it: `since May`, `last year`, `a day`.
    pub period: Option<Span>,
    /// As of which day: that on which it happened or was so, where the passage tells one.
    pub as_of: Option<Day>,
    /// Who vouches for it.
    pub voice: Voice,
    /// Whom the passage names for it where no statement tells it: `a study` of `a study found 31`. The
    /// voice is the outlet’s then.
    pub source: Option<Span>,
    /// The sentence it stands in.
    pub passage: Span,
    /// Name of the rule that found it.
    pub rule: Rule,
}

/// How words hold a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Bound {
    /// `251`
    #[default]
    Exact,
    /// `about 6,000`, `some 6,000`
    About,
    /// `nearly 6,000`: a little less.
    Nearly,
    /// `more than 9,000`
    MoreThan,
    /// `at least 40`
    AtLeast,
    /// `fewer than 40`
    LessThan,
    /// `up to 40`
    AtMost,
    /// `20 to 30`
    Between,
    /// `dozens`, `hundreds of thousands`: `least` is the fewest the word is used for.
    Vague,
}

impl Bound {
    const NAMES: [(&'static str, Bound); 9] = [
        ("exact", Bound::Exact),
        ("about", Bound::About),
        ("nearly", Bound::Nearly),
        ("more_than", Bound::MoreThan),
        ("at_least", Bound::AtLeast),
        ("less_than", Bound::LessThan),
        ("at_most", Bound::AtMost),
        ("between", Bound::Between),
        ("vague", Bound::Vague),
    ];

    /// Its name in tables and JSON.
    pub fn name(self) -> &'static str {
        Bound::NAMES.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }

    /// By that name.
    pub fn named(name: &str) -> Option<Bound> {
        Bound::NAMES.iter().find(|it| it.0 == name).map(|it| it.1)
    }
}

#[cfg(test)]
mod tests;
