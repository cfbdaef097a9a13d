//! Numbers that a report gives for something, and who vouches for them.

use super::{Day, Rule, Voice};
use crate::text::{Decimal, Span};

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

/// What a figure is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Unit {
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// Its name: `dollar`, `kilometre`, `year`; of a count `1`, of a share `per cent`.
    pub name: &'static str,
}

/// Kinds of units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitKind {
    /// None: things are counted.
    #[default]
    Count,
    /// Per cent of something.
    Share,
    /// Percentage points.
    Points,
    /// A currency.
    Money,
    /// A length of time.
    Duration,
    /// A length or a distance.
    Length,
    /// An area.
    Area,
    /// A weight.
    Weight,
    /// A volume: litres, barrels.
    Volume,
    /// A speed.
    Speed,
    /// Power or energy.
    Power,
}

/// What became of what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// Killed, died.
    Killed,
    /// Wounded, hurt, in hospital.
    Wounded,
    /// Killed or wounded: `casualties`.
    Casualties,
    /// Missing.
    Missing,
    /// Abducted, kidnapped, taken hostage.
    Abducted,
    /// Held: hostages, prisoners.
    Held,
    /// Freed, released.
    Freed,
    /// Arrested, detained.
    Arrested,
    /// Charged, sentenced, convicted.
    Charged,
    /// Displaced, made to leave, fled.
    Displaced,
    /// Evacuated, rescued.
    Evacuated,
    /// Infected, ill.
    Infected,
    /// Fired, launched, dropped.
    Launched,
    /// Shot down, intercepted.
    Intercepted,
    /// Struck, attacked.
    Struck,
    /// Destroyed, damaged.
    Destroyed,
    /// Soldiers, ships, police sent or stationed.
    Deployed,
    /// Took to the streets, gathered, attended.
    Gathered,
    /// Voted, of voters and votes.
    Voted,
    /// Lost work, were dismissed.
    Dismissed,
    /// Given, spent, paid, pledged: money and goods.
    Given,
    /// Received, raised, earned.
    Received,
    /// Rose by or to.
    Rose,
    /// Fell by or to.
    Fell,
    /// Lasted: a war, a siege, a strike.
    Lasted,
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

impl Unit {
    /// No unit: things are counted.
    pub const COUNT: Unit = Unit { kind: UnitKind::Count, name: "1" };
    /// Per cent.
    pub const PER_CENT: Unit = Unit { kind: UnitKind::Share, name: "per cent" };
}

impl UnitKind {
    const NAMES: [(&'static str, UnitKind); 11] = [
        ("count", UnitKind::Count),
        ("share", UnitKind::Share),
        ("points", UnitKind::Points),
        ("money", UnitKind::Money),
        ("duration", UnitKind::Duration),
        ("length", UnitKind::Length),
        ("area", UnitKind::Area),
        ("weight", UnitKind::Weight),
        ("volume", UnitKind::Volume),
        ("speed", UnitKind::Speed),
        ("power", UnitKind::Power),
    ];

    /// Its name in tables and JSON.
    pub fn name(self) -> &'static str {
        UnitKind::NAMES.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }

    /// By that name.
    pub fn named(name: &str) -> Option<UnitKind> {
        UnitKind::NAMES.iter().find(|it| it.0 == name).map(|it| it.1)
    }
}

impl Measure {
    const NAMES: [(&'static str, Measure); 25] = [
        ("killed", Measure::Killed),
        ("wounded", Measure::Wounded),
        ("casualties", Measure::Casualties),
        ("missing", Measure::Missing),
        ("abducted", Measure::Abducted),
        ("held", Measure::Held),
        ("freed", Measure::Freed),
        ("arrested", Measure::Arrested),
        ("charged", Measure::Charged),
        ("displaced", Measure::Displaced),
        ("evacuated", Measure::Evacuated),
        ("infected", Measure::Infected),
        ("launched", Measure::Launched),
        ("intercepted", Measure::Intercepted),
        ("struck", Measure::Struck),
        ("destroyed", Measure::Destroyed),
        ("deployed", Measure::Deployed),
        ("gathered", Measure::Gathered),
        ("voted", Measure::Voted),
        ("dismissed", Measure::Dismissed),
        ("given", Measure::Given),
        ("received", Measure::Received),
        ("rose", Measure::Rose),
        ("fell", Measure::Fell),
        ("lasted", Measure::Lasted),
    ];

    /// Its name in tables and JSON.
    pub fn name(self) -> &'static str {
        Measure::NAMES.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }

    /// By that name.
    pub fn named(name: &str) -> Option<Measure> {
        Measure::NAMES.iter().find(|it| it.0 == name).map(|it| it.1)
    }
}
