//! What words mean beside a number: units, and what became of what is counted.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::rows;

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

/// Where a word must stand to tell what became of what is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A verb: its object is counted, or in the passive its subject.
    Object,
    /// A verb: its subject is counted.
    Subject,
    /// A noun: the counted one, or one before the number.
    Noun,
    /// Behind what is counted, without a verb.
    After,
}

/// The unit that a word in small letters stands for.
pub(crate) fn unit_named(lower: &str) -> Option<Unit> {
    static UNITS: LazyLock<FxHashMap<&'static str, Unit>> = LazyLock::new(|| {
        let mut units = FxHashMap::default();
        for row in rows(include_str!("../../data/en/units.tsv")) {
            let mut fields = row.split('\t');
            let (Some(kind), Some(name), Some(words)) =
                (fields.next().and_then(UnitKind::named), fields.next(), fields.next())
            else {
                continue;
            };
            units.extend(words.split(' ').map(|word| (word, Unit { kind, name })));
        }
        units
    });
    UNITS.get(lower).copied()
}

/// What a word in small letters tells of things counted near it, in the order of the table.
pub(crate) fn measures(lower: &str) -> &'static [(Role, Measure)] {
    static MEASURES: LazyLock<FxHashMap<&'static str, Vec<(Role, Measure)>>> =
        LazyLock::new(|| {
            let mut words: FxHashMap<&'static str, Vec<(Role, Measure)>> = FxHashMap::default();
            for row in rows(include_str!("../../data/en/measures.tsv")) {
                let mut fields = row.split('\t');
                let (Some(measure), Some(role), Some(forms)) = (
                    fields.next().and_then(Measure::named),
                    fields.next().and_then(role),
                    fields.next(),
                ) else {
                    continue;
                };
                for word in forms.split(' ') {
                    words.entry(word).or_default().push((role, measure));
                }
            }
            words
        });
    MEASURES.get(lower).map_or(&[], |it| it)
}

/// What a word tells in a role.
pub(crate) fn measure(lower: &str, role: Role) -> Option<Measure> {
    measures(lower).iter().find(|it| it.0 == role).map(|it| it.1)
}

fn role(name: &str) -> Option<Role> {
    Some(match name {
        "object" => Role::Object,
        "subject" => Role::Subject,
        "noun" => Role::Noun,
        "after" => Role::After,
        _ => return None,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read() {
        for row in rows(include_str!("../../data/en/units.tsv")) {
            let word = row.split('\t').nth(2).unwrap().split(' ').next_back().unwrap();
            assert!(unit_named(word).is_some(), "{row}");
        }
        for row in rows(include_str!("../../data/en/measures.tsv")) {
            let fields: Vec<&str> = row.split('\t').collect();
            let [name, of, words] = fields[..] else { panic!("{row}") };
            let word = words.split(' ').next_back().unwrap();
            let told = measures(word).contains(&(role(of).unwrap(), Measure::named(name).unwrap()));
            assert!(told, "{row}");
        }
    }
}
