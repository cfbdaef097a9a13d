//! Two reports of one utterance in, whether they tell it of another day, another speaker, another
//! place out. A conflict needs both sides to say something; who is right is never asked.

use super::group::Speakers;
use super::speaker;
use super::unit::Unit;
use super::venue::{Venue, VenueKind, is_region, venue};
use crate::annotate::{Annotated, Day, Speaker, Statement, weekday_named};
use crate::text::{Span, tokens};

/// Both dates are known, or both weekdays, and they are not the same.
pub(crate) fn days(reports: &[&Annotated], a: &Unit, b: &Unit) -> bool {
    let day = |it: &Unit| told(reports[it.report], it.statement.ordinal);
    day(a).zip(day(b)).is_some_and(|(a, b)| a.differs(b))
}

/// Whether the two days told are two occasions, rather than one occasion that two reports date
/// otherwise: each report came out as much later as its day is. (That one of them has its speaker
/// speak on both days shows nothing: the other may still be wrong.)
pub(crate) fn two_occasions(reports: &[&Annotated], a: &Unit, b: &Unit) -> bool {
    let day = |it: &Unit| told(reports[it.report], it.statement.ordinal);
    let (Some(day_a), Some(day_b)) = (day(a), day(b)) else { return false };
    let published = |it: &Unit| reports[it.report].report.published.map(|it| it.day);
    let (Some(out_a), Some(out_b)) = (published(a), published(b)) else { return false };
    day_a.differs(day_b) && day_a.differs_as(day_b, out_a, out_b)
}

/// Two persons are named.
pub(crate) fn speakers(reports: &[&Annotated], a: &Unit, b: &Unit) -> bool {
    speaker::compare(reports, a, b) == Speakers::Different
}

/// Both tell where it was said, and it cannot be one place: the occasions exclude each other, or
/// are of one sort and in towns, or told to outlets, of other names.
pub(crate) fn venues(reports: &[&Annotated], a: &Unit, b: &Unit) -> bool {
    let found = |it: &Unit| {
        let annotated = reports[it.report];
        let statement = annotated.annotations.statements.get(it.statement.ordinal as usize)?;
        Some((annotated.report.text(), venue(annotated, statement)?))
    };
    let Some(a) = found(a) else { return false };
    found(b).is_some_and(|b| venues_differ(a, b))
}

/// A day as far as it can be compared with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum ToldDay {
    /// The date is known.
    Date(jiff::civil::Date),
    /// Only the day of the week, from Monday as 1.
    Weekday(i8),
}

impl ToldDay {
    pub(crate) fn differs(self, other: ToldDay) -> bool {
        use ToldDay::{Date, Weekday};
        let weekday = |it: jiff::civil::Date| it.weekday().to_monday_one_offset();
        match (self, other) {
            (Date(a), Date(b)) => a != b,
            (Weekday(a), Weekday(b)) => a != b,
            (Date(date), Weekday(day)) | (Weekday(day), Date(date)) => weekday(date) != day,
        }
    }

    /// Whether the days are as far apart as the two dates. Of weekdays, in a week.
    fn differs_as(self, other: ToldDay, a: jiff::civil::Date, b: jiff::civil::Date) -> bool {
        let days =
            |a: jiff::civil::Date, b: jiff::civil::Date| a.since(b).map_or(0, |it| it.get_days());
        let apart = days(a, b);
        match (self, other) {
            (ToldDay::Date(x), ToldDay::Date(y)) => days(x, y) == apart,
            _ => {
                let week = i32::from(self.weekday() - other.weekday()).rem_euclid(7);
                apart.abs() < 7 && apart.rem_euclid(7) == week
            }
        }
    }

    /// From Monday as 1.
    fn weekday(self) -> i8 {
        match self {
            ToldDay::Date(date) => date.weekday().to_monday_one_offset(),
            ToldDay::Weekday(day) => day,
        }
    }

    fn of(text: &str, day: Day) -> Option<ToldDay> {
        let weekday = || Some(ToldDay::Weekday(weekday_in(day.written.of(text))?));
        day.date.map(ToldDay::Date).or_else(weekday)
    }
}

fn weekday_in(written: &str) -> Option<i8> {
    let mut words = written.split(|ch: char| !ch.is_alphabetic()).map(str::to_lowercase);
    words.find_map(|word| weekday_named(&word)).map(jiff::civil::Weekday::to_monday_one_offset)
}

/// The day a report gives a statement: its own, or that of what the same person says beside it in
/// one paragraph.
pub(crate) fn told(annotated: &Annotated, ordinal: u32) -> Option<ToldDay> {
    let statement = annotated.annotations.statements.get(ordinal as usize)?;
    let day = statement.day.or_else(|| day_beside(annotated, ordinal as usize))?;
    ToldDay::of(annotated.report.text(), day)
}

/// How far away, in statements, one that tells a day may stand.
const BESIDE: usize = 4;

/// What one person says in one paragraph is of one day, where no more than one is told and the cue
/// is not in the present: `Ruiz says` is of no day.
fn day_beside(annotated: &Annotated, ordinal: usize) -> Option<Day> {
    let (text, statements) = (annotated.report.text(), &annotated.annotations.statements);
    let statement = &statements[ordinal];
    let Speaker::Named(_) = statement.speaker else { return None };
    if statement.cue.last().is_some_and(|it| it.of(text).ends_with('s')) {
        return None;
    }
    let near = ordinal.saturating_sub(BESIDE)..statements.len().min(ordinal + BESIDE + 1);
    let mut days = near.filter_map(|it| {
        let other = &statements[it];
        let one_speaker = other.speaker == statement.speaker;
        other.day.filter(|_| one_speaker && in_one_paragraph(annotated, statement, other))
    });
    let first = days.next()?;
    days.all(|it| ToldDay::of(text, it) == ToldDay::of(text, first)).then_some(first)
}

fn in_one_paragraph(annotated: &Annotated, a: &Statement, b: &Statement) -> bool {
    let part = |it: &Statement| {
        let at = it.content.first()?.start();
        Some(annotated.report.parts().partition_point(|it| it.span.end() <= at))
    };
    part(a).is_some() && part(a) == part(b)
}

/// Whether two reports, each with its text, have words said in places that cannot be one.
pub(crate) fn venues_differ(a: (&str, Venue), b: (&str, Venue)) -> bool {
    let (one, other) = (a.1, b.1);
    if one.kind.excludes(other.kind) {
        return true;
    }
    let words = |it: (&str, Venue), of: Option<Span>| of.map(|span| names(it.0, span));
    let general = |it: VenueKind| matches!(it, VenueKind::Statement | VenueKind::Gathering);
    let of_one_sort = one.kind == other.kind && !general(one.kind);
    let places = words(a, one.place).zip(words(b, other.place)).filter(|_| of_one_sort);
    let outlets = words(a, one.outlet).zip(words(b, other.outlet));
    places.is_some_and(|(a, b)| towns_differ(&a, &b))
        || outlets.is_some_and(|(a, b)| outlets_differ(&a, &b))
}

/// The words of a name in lower case, `,` kept as a word.
fn names(text: &str, span: Span) -> Vec<String> {
    tokens(text, span).map(|it| it.text.to_lowercase()).collect()
}

/// `Columbus, Ohio` is not `Dayton, Ohio`, but may be `Ohio`: a region and a town are never
/// compared with each other.
fn towns_differ(a: &[String], b: &[String]) -> bool {
    let split = |name: &[String]| -> (Vec<String>, Vec<String>) {
        let comma = name.iter().position(|it| it == ",");
        match comma {
            Some(at) => (name[..at].to_vec(), name[at + 1..].to_vec()),
            None if is_region(&name.join(" ")) => (Vec::new(), name.to_vec()),
            None => (name.to_vec(), Vec::new()),
        }
    };
    let ((town_a, region_a), (town_b, region_b)) = (split(a), split(b));
    let apart = |a: &[String], b: &[String]| {
        !a.is_empty() && !b.is_empty() && !a.iter().any(|it| it != "new" && b.contains(it))
    };
    // A region may be cut short: `Fla.` is Florida.
    let regions_agree = !apart(&region_a, &region_b) || town_a.is_empty() != town_b.is_empty();
    apart(&town_a, &town_b) || (town_a.is_empty() && town_b.is_empty() && !regions_agree)
}

/// Two stations or papers. Words that any may have, or leave out, count nothing; `AP` may be the
/// Associated Press.
fn outlets_differ(a: &[String], b: &[String]) -> bool {
    const ANY: [&str; 16] = [
        "the",
        "’",
        "'",
        "s",
        "’s",
        "'s",
        "news",
        "radio",
        "television",
        "tv",
        "network",
        "magazine",
        "newspaper",
        "on",
        "with",
        "daily",
    ];
    let own = |name: &[String]| -> Vec<String> {
        name.iter().filter(|it| !ANY.contains(&it.as_str())).cloned().collect()
    };
    let initials =
        |name: &[String]| -> String { name.iter().filter_map(|it| it.chars().next()).collect() };
    let (own_a, own_b) = (own(a), own(b));
    let stands_for =
        |short: &[String], long: &[String]| short.len() == 1 && short[0] == initials(long);
    !own_a.is_empty()
        && !own_b.is_empty()
        && !own_a.iter().any(|it| own_b.contains(it))
        && !stands_for(&own_a, &own_b)
        && !stands_for(&own_b, &own_a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::{Actor, ActorIdx, ActorKind, Annotations, Manner};
    use crate::report::{Part, PartKind, Report};

    /// A venue drawn as `kind | place | outlet`.
    fn read(drawn: &str) -> Venue {
        let mut cells = drawn.split('|').map(str::trim);
        let kind = VenueKind::named(cells.next().unwrap_or("")).expect("a kind");
        let mut span = || {
            let words = cells.next().filter(|it| !it.is_empty())?;
            let at = drawn.find(words)?;
            Some(Span::new(at, at + words.len()))
        };
        Venue { kind, words: Span::new(0, 0), place: span(), outlet: span() }
    }

    #[track_caller]
    fn differ(a: &str, b: &str) -> bool {
        let found = venues_differ((a, read(a)), (b, read(b)));
        assert_eq!(venues_differ((b, read(b)), (a, read(a))), found, "{a} and {b}");
        found
    }

    #[test]
    fn occasions_that_exclude_each_other_are_a_conflict() {
        assert!(differ("interview", "briefing"));
        assert!(differ("letter", "rally"));
        assert!(!differ("speech", "rally"));
        assert!(!differ("statement", "interview"));
        assert!(!differ("told", "briefing"));
        assert!(!differ("gathering", "speech"));
    }

    #[test]
    fn two_towns_are_a_conflict_and_a_town_in_its_region_is_none() {
        assert!(differ("rally | Norvik", "rally | Port Amsel"));
        assert!(differ("rally | Norvik, Ohio", "rally | Selle, Ohio"));
        assert!(differ("rally | Ohio", "rally | Florida"));
        assert!(!differ("rally | Norvik", "rally | Norvik, Ohio"));
        assert!(!differ("rally | Norvik", "rally | Ohio"));
        assert!(!differ("rally | Norvik, Ohio", "rally | Ohio"));
        assert!(!differ("rally | Norvik, Fla.", "rally | Norvik, Florida"));
        assert!(!differ("rally | Norvik", "rally"));
        assert!(!differ("gathering | Norvik", "gathering | Selle"));
    }

    #[test]
    fn two_outlets_are_a_conflict_and_one_under_two_names_is_none() {
        assert!(differ("told | | Harbour Radio", "told | | the Coastal Wire"));
        assert!(differ("told | | Harbour Radio", "interview | | the Coastal Wire"));
        assert!(!differ("told | | the Associated Press", "told | | AP"));
        assert!(!differ("told | | Harbour Radio", "told | | Harbour Radio News"));
        assert!(!differ("told | | the Harbour Post", "told | | the Post"));
    }

    /// Statements of one paragraph, drawn `speaker | day | words`.
    fn annotated(drawn: &[&str]) -> Annotated {
        let mut text = String::new();
        let mut annotations = Annotations::default();
        for line in drawn {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let mut push = |words: &str| {
                let start = text.len();
                text.push_str(words);
                let span = Span::new(start, text.len());
                text.push(' ');
                span
            };
            let (content, written) = (push(cells[2]), push(cells[1]));
            let at = annotations.actors.iter().position(|it| &*it.name == cells[0]);
            let at = at.unwrap_or_else(|| {
                annotations.actors.push(Actor {
                    name: cells[0].into(),
                    kind: ActorKind::Person,
                    role: None,
                    affiliation: None,
                });
                annotations.actors.len() - 1
            });
            annotations.statements.push(Statement {
                speaker: Speaker::Named(ActorIdx(at as u32)),
                day: (!cells[1].is_empty()).then_some(Day { written, date: None }),
                ..Statement::of(Manner::Direct, [content], "by hand")
            });
        }
        let span = Span::new(0, text.trim_end().len());
        let part = Part { kind: PartKind::Paragraph, span };
        Annotated { report: Report::new(None, None, text.trim_end(), vec![part]), annotations }
    }

    #[test]
    fn a_day_holds_for_what_one_person_says_in_a_paragraph() {
        let told = |drawn: &[&str]| told(&annotated(drawn), 0);
        let tuesday = Some(ToldDay::Weekday(2));
        assert_eq!(told(&["Ruiz | | We sail.", "Ruiz | Tuesday | We stay."]), tuesday);
        assert_eq!(told(&["Ruiz | | We sail.", "Silva | Tuesday | We stay."]), None);
        let two = ["Ruiz | | We sail.", "Ruiz | Tuesday | We stay.", "Ruiz | Monday | No."];
        assert_eq!(told(&two), None);
    }
}
