//! Figures of a story side by side: which are for the same thing, and which of those can not both
//! hold.
//!
//! A dispute is claimed only where what is counted, what became of it, place and time match, and the
//! values exclude each other. Rounding and bounds exclude nothing. Tolls grow: figures given on two
//! days are not in dispute. A copy says nothing beside what it was copied from.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::annotate::{Annotated, Bound, Figure, Measure, Unit, UnitKind, Voice};
use crate::report::ReportId;
use crate::story::{Story, fold};
use crate::text::{Decimal, Span};

/// A figure, wherever it is spoken of: its report, and its number there from 0.
/// Published as `<report>.f<n>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FigureId {
    /// The report it stands in.
    pub report: ReportId,
    /// Its place among that report's figures, from 0.
    pub ordinal: u32,
}

impl std::fmt::Display for FigureId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.f{}", self.report, self.ordinal)
    }
}

/// The figures that a story's reports give for one thing, in the order of witnesses and passages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What is counted, as printed where it is said in the fewest letters: `Halen sailors`; of people of
    /// whom no more is said, `people`; empty where nothing is named.
    pub what: Box<str>,
    /// What became of it.
    pub measure: Option<Measure>,
    /// What it is measured in.
    pub unit: Unit,
    /// What reports give.
    pub figures: Vec<Told>,
}

/// One figure beside the others for the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The figure.
    pub figure: FigureId,
    /// How it stands to the others of independent reports; the gravest, if to several.
    pub stand: Stand,
    /// Its report is a copy or a later state of another.
    pub in_copy: bool,
}

/// How a figure stands to others for the same thing, from the least to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stand {
    /// No other independent report gives one.
    Alone,
    /// The others are of another place or time, or it is not clear that they are of the same.
    Apart,
    /// They say the same.
    Same,
    /// Both can hold: one is rounded, or bounds the other.
    Compatible,
    /// Thing, place and time match, and they can not both hold.
    Disputed,
}

impl Stand {
    const NAMES: [(&'static str, Stand); 5] = [
        ("alone", Stand::Alone),
        ("apart", Stand::Apart),
        ("same", Stand::Same),
        ("compatible", Stand::Compatible),
        ("disputed", Stand::Disputed),
    ];

    /// Its name in tables and JSON.
    pub fn name(self) -> &'static str {
        Stand::NAMES.iter().find(|it| it.1 == self).map_or("", |it| it.0)
    }

    /// By that name.
    pub fn named(name: &str) -> Option<Stand> {
        Stand::NAMES.iter().find(|it| it.0 == name).map(|it| it.1)
    }
}

impl Counted {
    /// Whether two of its figures can not both hold.
    pub fn disputed(&self) -> bool {
        self.figures.iter().any(|it| it.stand == Stand::Disputed)
    }
}

/// The figures of a story by what they count, those in dispute first, then those that most reports
/// give.
pub fn figures(story: &Story, reports: &[Annotated]) -> Vec<Counted> {
    let by_id: BTreeMap<ReportId, &Annotated> =
        reports.iter().map(|it| (it.report.id(), it)).collect();
    let mut groups: BTreeMap<Thing, Vec<Given>> = BTreeMap::new();
    for (witness, head) in story.witnesses.iter().zip(story.heads()) {
        let Some(annotated) = by_id.get(&witness.report) else { continue };
        for (n, figure) in annotated.annotations.figures.iter().enumerate() {
            let figure_id = FigureId { report: witness.report, ordinal: n as u32 };
            let given = Given { id: figure_id, head, figure, annotated };
            groups.entry(thing(annotated, figure, figure_id)).or_default().push(given);
        }
    }
    let mut counted: Vec<Counted> =
        groups.into_iter().map(|(thing, it)| side_by_side(thing, &it)).collect();
    let order: BTreeMap<ReportId, usize> =
        story.witnesses.iter().enumerate().map(|(n, it)| (it.report, n)).collect();
    let first = |it: &Counted| {
        it.figures.first().map(|it| (order.get(&it.figure.report), it.figure.ordinal))
    };
    counted.sort_by(|a, b| {
        let grave = |it: &Counted| (it.disputed(), n_independent(it));
        grave(b).cmp(&grave(a)).then_with(|| first(a).cmp(&first(b)))
    });
    counted
}

/// How many independent reports give a figure for it.
fn n_independent(counted: &Counted) -> usize {
    let mut reports: Vec<ReportId> =
        counted.figures.iter().filter(|it| !it.in_copy).map(|it| it.figure.report).collect();
    reports.sort_unstable();
    reports.dedup();
    reports.len()
}

/// What figures must have in common to be laid side by side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Thing {
    unit: (UnitKind, &'static str),
    measure: Option<Measure>,
    what: String,
    /// Of a figure that says too little to be laid beside others: itself.
    lone: Option<FigureId>,
}

fn thing(annotated: &Annotated, figure: &Figure, id: FigureId) -> Thing {
    let text = annotated.report.text();
    let what = figure.counted.map_or(String::new(), |it| head(it.of(text)));
    let unnamed = what.is_empty();
    let generic = unnamed || ["people", "other", "person", "man"].contains(&what.as_str());
    let what = if generic && harm(figure.measure) { "people".into() } else { what };
    // Of money and shares without a name for what they are of, nothing says that they are of one thing.
    let lasting = figure.unit.kind == UnitKind::Duration && figure.measure.is_some();
    let told = !unnamed || harm(figure.measure) || lasting;
    Thing {
        unit: (figure.unit.kind, figure.unit.name),
        measure: figure.measure,
        what,
        lone: (!told).then_some(id),
    }
}

fn harm(measure: Option<Measure>) -> bool {
    use Measure::{Abducted, Arrested, Casualties, Displaced, Evacuated, Killed, Missing, Wounded};
    let harm = [Abducted, Arrested, Casualties, Displaced, Evacuated, Killed, Missing, Wounded];
    measure.is_some_and(|it| harm.contains(&it))
}

/// The counted noun in the singular, or all of a list.
fn head(counted: &str) -> String {
    let folded = fold(counted);
    if folded.contains(" and ") || folded.contains(" or ") || folded.contains(", ") {
        return folded;
    }
    let last = folded.rsplit(' ').next().unwrap_or(&folded);
    singular(last).to_owned()
}

fn singular(word: &str) -> &str {
    match word {
        "people" => "people",
        "men" => "man",
        _ => word.strip_suffix('s').unwrap_or(word),
    }
}

/// A figure with what it is read from.
struct Given<'a> {
    id: FigureId,
    head: ReportId,
    figure: &'a Figure,
    annotated: &'a Annotated,
}

impl Given<'_> {
    fn words(&self, span: Option<Span>) -> Option<String> {
        span.map(|it| fold(it.of(self.annotated.report.text())))
    }

    fn in_copy(&self) -> bool {
        self.head != self.id.report
    }

    /// What stands before the counted noun: `Veldish` of `Veldish soldiers`.
    fn modifiers(&self) -> Vec<String> {
        let counted = self.words(self.figure.counted).unwrap_or_default();
        let mut words: Vec<String> = counted.split(' ').map(str::to_owned).collect();
        words.pop();
        words
    }

    /// The day as of which it holds: the day it tells, else that of its report.
    fn day(&self) -> Option<Date> {
        let told = self.figure.as_of.and_then(|it| it.date);
        told.or_else(|| self.published())
    }

    fn published(&self) -> Option<Date> {
        self.annotated.report.published.map(|it| it.day)
    }
}

/// More figures for one thing are a table; none is held against the others then.
const MOST_COMPARED: usize = 200;

fn side_by_side(thing: Thing, given: &[Given]) -> Counted {
    let stand = |it: &Given| {
        let others = given.iter().filter(|other| other.id != it.id && !other.in_copy());
        let stands = others.map(|other| stand(it, other));
        match () {
            () if it.in_copy() => Stand::Alone,
            () if given.len() > MOST_COMPARED => Stand::Apart,
            () => stands.max().unwrap_or(Stand::Alone),
        }
    };
    let told = |it: &Given| Told { figure: it.id, stand: stand(it), in_copy: it.in_copy() };
    Counted {
        what: label(&thing, given),
        measure: thing.measure,
        unit: Unit { kind: thing.unit.0, name: thing.unit.1 },
        figures: given.iter().map(told).collect(),
    }
}

/// What is counted, as printed: the shortest wording, and of those the one with the fewest capitals,
/// since headlines have more.
fn label(thing: &Thing, given: &[Given]) -> Box<str> {
    if thing.what == "people" {
        return "people".into();
    }
    let printed = |it: &Given| {
        let words = it.figure.counted?.of(it.annotated.report.text());
        Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let capitals = |it: &str| it.chars().filter(|it| it.is_uppercase()).count();
    let wordings = given.iter().filter_map(printed);
    let shortest = wordings.min_by_key(|it| (it.chars().count(), capitals(it)));
    shortest.unwrap_or_default().into()
}

/// How two figures for the same thing stand to each other.
fn stand(a: &Given, b: &Given) -> Stand {
    // One report that gives two numbers in one voice counts two things.
    if a.id.report == b.id.report && same_voice(a, b) || !same_matter(a, b) {
        return Stand::Apart;
    }
    if a.figure.least == b.figure.least
        && a.figure.most == b.figure.most
        && a.figure.bound == b.figure.bound
    {
        return Stand::Same;
    }
    // Of things of which it is not told what became of them, there may be two lots.
    match can_both_hold(a.figure, b.figure) {
        true => Stand::Compatible,
        false if a.figure.measure.is_none() => Stand::Apart,
        false => Stand::Disputed,
    }
}

fn same_voice(a: &Given, b: &Given) -> bool {
    let who = |it: &Given| match it.figure.voice {
        Voice::Outlet => it.words(it.figure.source),
        Voice::Statement(n) => {
            let statement = it.annotated.annotations.statements.get(n as usize);
            let named = statement.and_then(|of| it.annotated.annotations.speaker(of));
            let source = statement.and_then(|of| of.source.first());
            Some(named.map_or_else(
                || it.words(source.copied()).unwrap_or_default(),
                |actor| actor.name.to_string(),
            ))
        }
    };
    who(a) == who(b)
}

/// Whether place, time and those counted match, as far as the two passages tell.
fn same_matter(a: &Given, b: &Given) -> bool {
    let place = match (a.words(a.figure.place), b.words(b.figure.place)) {
        (Some(one), Some(other)) => one.contains(&other) || other.contains(&one),
        // Of one story, in other reports: the place is that of the story.
        (None, None) => true,
        _ => near(a.figure, b.figure) && a.id.report != b.id.report,
    };
    let period = a.words(a.figure.period) == b.words(b.figure.period);
    let day = match (a.day(), b.day()) {
        (Some(one), Some(other)) => one == other && a.published() == b.published(),
        (None, None) => true,
        _ => false,
    };
    place && period && day && a.modifiers() == b.modifiers()
}

/// Whether one is at most twice the other: of two places, numbers are seldom near each other.
fn near(a: &Figure, b: &Figure) -> bool {
    let size = |it: &Figure| it.most.or(it.least);
    let (Some(one), Some(other)) = (size(a), size(b)) else { return false };
    let (small, large) = if one < other { (one, other) } else { (other, one) };
    small.times(2).is_some_and(|it| it >= large)
}

/// Whether both numbers can be true of one thing at one time.
pub fn can_both_hold(a: &Figure, b: &Figure) -> bool {
    let (one, other) = (holds(a), holds(b));
    let below = |most: Option<Decimal>, least: Option<Decimal>| match (most, least) {
        (Some(most), Some(least)) => most < least,
        _ => false,
    };
    !below(one.1, other.0) && !below(other.1, one.0)
}

/// Between which numbers the words leave it: none, where they set no limit.
fn holds(figure: &Figure) -> (Option<Decimal>, Option<Decimal>) {
    let (least, most) = (figure.least, figure.most);
    let share = |it: Option<Decimal>, hundredths: u128| {
        it.and_then(|it| it.times(hundredths)?.part_of(100))
    };
    match figure.bound {
        Bound::About => (share(least, 100 - ABOUT), share(most, 100 + ABOUT)),
        Bound::Nearly => (share(least, 100 - ABOUT), most),
        Bound::Exact => (rounded(least, false), rounded(most, true)),
        // `dozens` of 22
        Bound::Vague => (share(least, 75), None),
        // A bound is a round number itself: `more than 9,000` beside 8,950 is no contradiction.
        Bound::MoreThan | Bound::AtLeast => (rounded(least, false), None),
        Bound::LessThan | Bound::AtMost => (None, rounded(most, true)),
        Bound::Between => (least, most),
    }
}

/// `about` leaves so many hundredths on both sides.
const ABOUT: u128 = 10;

/// From this number on, one that ends in zeros may be rounded.
const ROUND: u64 = 100;

/// A round number may stand for all that are rounded to it, up to a twentieth away.
fn rounded(value: Option<Decimal>, up: bool) -> Option<Decimal> {
    let value = value?;
    let step = value.last_place();
    if value < Decimal::from(ROUND) || step < Decimal::from(10) {
        return Some(value);
    }
    let half = step.part_of(2)?;
    let twentieth = value.part_of(20)?;
    let away = half.min(twentieth);
    if up { value.plus(away) } else { value.minus(away) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::annotate;
    use crate::lexicon::Lexicon;
    use crate::report::{Part, PartKind, Published, Report};
    use crate::story::gather;

    /// Reports of one paragraph, each of an outlet of its own, on a day of March 2031.
    fn reports(texts: &[(i8, &str)]) -> Vec<Annotated> {
        let lexicon = Lexicon::english();
        let read = |(n, (day, text)): (usize, &(i8, &str))| {
            let part = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
            let mut report = Report::new(Some(&format!("Outlet {n}")), None, text, vec![part]);
            let day = Date::constant(2031, 3, *day);
            report.published = Some(Published { day, at: None });
            Annotated { annotations: annotate(&lexicon, &report), report }
        };
        texts.iter().enumerate().map(read).collect()
    }

    /// The gravest stand of the figures in these reports.
    fn stand_of(texts: &[(i8, &str)]) -> Stand {
        let reports = reports(texts);
        let counted = figures(&gather(&reports), &reports);
        counted.iter().flat_map(|it| &it.figures).map(|it| it.stand).max().unwrap_or(Stand::Alone)
    }

    #[track_caller]
    fn check(one: &str, other: &str, expected: Stand) {
        assert_eq!(stand_of(&[(4, one), (4, other)]), expected, "{one} / {other}");
        assert_eq!(stand_of(&[(4, other), (4, one)]), expected, "{other} / {one}");
    }

    #[test]
    fn values_that_exclude_each_other_are_in_dispute() {
        check("Raiders killed 40 sailors.", "Raiders killed 52 sailors.", Stand::Disputed);
        check("Raiders killed 40 sailors.", "At least 52 sailors were killed.", Stand::Disputed);
        check("Raiders killed 40 people.", "The raid killed fewer than 20.", Stand::Disputed);
    }

    #[test]
    fn rounding_and_bounds_are_no_dispute() {
        check("It fired 1,204 rockets.", "It fired about 1,200 rockets.", Stand::Compatible);
        check("It fired 1,204 rockets.", "It fired 1,200 rockets.", Stand::Compatible);
        check("It fired more than 9,000 rockets.", "It fired 9,500 rockets.", Stand::Compatible);
        check("Raiders killed dozens of sailors.", "Raiders killed 36 sailors.", Stand::Compatible);
        check(
            "Raiders killed 40 sailors.",
            "Raiders killed at least 30 sailors.",
            Stand::Compatible,
        );
        check("Raiders killed 25 sailors.", "Raiders killed 20 to 30 sailors.", Stand::Compatible);
        check("Raiders killed 40 sailors.", "Forty sailors were killed.", Stand::Same);
    }

    #[test]
    fn another_thing_place_or_time_is_no_dispute() {
        check("Raiders killed 40 sailors.", "Raiders wounded 52 sailors.", Stand::Alone);
        check("Raiders killed 40 sailors.", "Raiders killed 52 pilots.", Stand::Alone);
        check(
            "Raiders killed 40 sailors in Lowe.",
            "Raiders killed 52 sailors in Brenna.",
            Stand::Apart,
        );
        check("Raiders killed 40 sailors.", "Raiders killed 52 sailors since May.", Stand::Apart);
        check(
            "Raiders killed 40 sailors on Sunday.",
            "Raiders killed 52 sailors on Monday.",
            Stand::Apart,
        );
        check("Raiders killed 40 Veldish sailors.", "Raiders killed 52 sailors.", Stand::Apart);
        check("The port has 40 pilots.", "The port has 52 pilots.", Stand::Apart);
        check("Raiders killed 40 people.", "Three of them died of burns.", Stand::Alone);
        check("It cost $40 million.", "It cost $50 million.", Stand::Alone);
    }

    #[test]
    fn what_is_counted_is_named_as_printed() {
        let name = |texts: &[(i8, &str)]| {
            let reports = reports(texts);
            let counted = figures(&gather(&reports), &reports);
            counted.iter().map(|it| it.what.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(name(&[(4, "They met 40 Halen sailors.")]), ["Halen sailors"]);
        assert_eq!(
            name(&[(4, "They met 40 Halen Sailors."), (4, "They met 40 Halen sailors.")]),
            ["Halen sailors"]
        );
        assert_eq!(name(&[(4, "Raiders killed 40 people.")]), ["people"]);
    }

    #[test]
    fn a_toll_that_grew_from_day_to_day_is_no_dispute() {
        let stand =
            stand_of(&[(4, "Raiders killed 40 sailors."), (5, "Raiders killed 52 sailors.")]);
        assert_eq!(stand, Stand::Apart);
    }

    #[test]
    fn two_voices_in_one_report_can_be_in_dispute_and_one_voice_can_not() {
        let two = "Raiders killed 40 sailors. “Raiders killed 52 sailors,” Ana Ruiz said.";
        assert_eq!(stand_of(&[(4, two)]), Stand::Disputed);
        let one = "Raiders killed 40 sailors. Raiders killed 52 sailors.";
        assert_eq!(stand_of(&[(4, one)]), Stand::Apart);
    }

    #[test]
    fn a_copy_is_no_second_witness() {
        let run = "The raid on the harbour began before dawn, and boats were still burning at noon on \
                   the western pier, where the crews of two ferries had slept aboard through the storm. \
                   Raiders killed 40 sailors.";
        let reports = reports(&[(4, run), (4, run)]);
        let counted = figures(&gather(&reports), &reports);
        let stands: Vec<(bool, Stand)> =
            counted.iter().flat_map(|it| &it.figures).map(|it| (it.in_copy, it.stand)).collect();
        assert_eq!(stands, [(false, Stand::Alone), (true, Stand::Alone)]);
    }

    #[test]
    fn the_order_of_reports_changes_nothing() {
        let mut reports = reports(&[
            (4, "Raiders killed 40 sailors and 12 pilots."),
            (4, "Raiders killed 52 sailors in Lowe."),
            (5, "About 12 pilots died."),
        ]);
        let story = gather(&reports);
        let before = figures(&story, &reports);
        reports.reverse();
        assert_eq!(figures(&gather(&reports), &reports), before);
        assert!(before[0].disputed());
    }
}
