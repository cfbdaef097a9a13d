//! The day something was said: as written, and the date it comes to.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use rustc_hash::FxHashMap;

use super::Day;
use super::actor::{Cast, Meant};
use super::paragraph::{Paragraph, Words};
use crate::lexicon::Class;
use crate::report::Report;
use crate::text::Span;

/// The day told nearest to the cue in its unit, outside of `content`.
pub(super) fn day_told(
    p: &Paragraph,
    unit: &Words,
    cue: usize,
    content: &[Words],
) -> Option<Words> {
    let free = |at: &usize| p.quote(*at).is_none() && !content.iter().any(|it| it.contains(at));
    let days = unit.clone().filter(free).filter_map(|at| day_at(p, at));
    days.filter(|it| !is_of_another_act(p, cue, it)).min_by_key(|it| it.start.abs_diff(cue))
}

/// A day up to which or from which something holds is not the day of saying so; nor is one that
/// stands in a clause of its own: `… told the council, urging it to pay by Friday`, `… said of the
/// cuts he announced on Sunday`, `… according to Holt, who saw it on Monday`.
fn is_of_another_act(p: &Paragraph, cue: usize, day: &Words) -> bool {
    const LIMITS: [&str; 8] = ["by", "until", "till", "before", "since", "from", "through", "next"];
    let before = day.start.checked_sub(1);
    if before.is_some_and(|at| LIMITS.iter().any(|it| p.is(at, it))) {
        return true;
    }
    // `the cuts she announced`; not `as she arrived`, nor `said she on Monday`.
    let joins = Class::SUBORDINATOR.or(Class::CONJUNCTION).or(Class::PREPOSITION);
    let own_clause = |at: usize| {
        let joined = p.has(at - 1, joins) || p.comma(at - 1);
        p.has(at, Class::PERSON_PRONOUN) && !joined && !p.has(at + 1, Class::PREPOSITION)
    };
    let who = |at: usize| p.has(at, Class::WHO) && p.cue(at + 1).is_none();
    (cue + 1..day.start).any(|at| p.quote(at).is_none() && (own_clause(at) || who(at)))
}

/// The first weekday of a unit outside of quotations.
pub(super) fn weekday_told(p: &Paragraph, unit: &Words) -> Option<Words> {
    let free = |at: &usize| p.quote(*at).is_none() && p.has(*at, Class::WEEKDAY);
    let mut days = unit.clone().filter(free).filter_map(|at| day_at(p, at));
    days.find(|it| !is_of_another_act(p, unit.start, it))
}

/// The first day told in a paragraph, whatever it is about.
pub(super) fn first_day(p: &Paragraph) -> Option<Words> {
    (0..p.len()).find_map(|at| day_at(p, at))
}

/// Whether a unit tells of somebody's speaking: a cue verb, a briefing, a reporter.
pub(super) fn occasion(p: &Paragraph, unit: &Words) -> bool {
    let heard = Class::SPEECH_NOUN.or(Class::REPORTER_NOUN);
    unit.clone().any(|at| p.quote(at).is_none() && (p.has(at, heard) || p.cue(at).is_some()))
}

/// A day that begins at a word.
fn day_at(p: &Paragraph, at: usize) -> Option<Words> {
    let named = p.capital(at) && p.has(at, Class::WEEKDAY) || p.has(at, Class::RELATIVE_DAY);
    if named {
        return Some(at..at + 1);
    }
    if p.capital(at) && p.has(at, Class::MONTH) {
        if at > 0 && day_number(p, at - 1).is_some() {
            return Some(at - 1..with_year(p, at + 1));
        }
        let number = at + 1 + usize::from(p.mark(at + 1) == '.');
        if day_number(p, number).is_some() {
            return Some(at..with_year(p, number + 1));
        }
    }
    None
}

fn day_number(p: &Paragraph, at: usize) -> Option<i8> {
    if !p.number(at) {
        return None;
    }
    let digits = p.word(at).trim_end_matches(|it: char| !it.is_ascii_digit());
    digits.parse().ok().filter(|it| (1..=31).contains(it))
}

fn with_year(p: &Paragraph, at: usize) -> usize {
    let year = at + usize::from(p.comma(at));
    if year_number(p.word(year)).is_some() { year + 1 } else { at }
}

fn year_number(word: &str) -> Option<i16> {
    word.parse().ok().filter(|it| (1900..2100).contains(it))
}

/// A sentence about somebody's speaking on a day.
pub(super) struct Dated {
    pub(super) sentence: Span,
    pub(super) day: Span,
}

/// A statement as far as its day goes.
pub(super) struct Row {
    /// Where it stands.
    pub(super) at: usize,
    pub(super) who: Meant,
    /// The day told beside it.
    pub(super) day: Option<Span>,
    /// Number of its paragraph, headings apart, from 1.
    pub(super) paragraph: usize,
    /// Its cue is in the past, so that a day told before may still hold.
    pub(super) past: bool,
}

/// What a report tells of days.
pub(super) struct Days<'a> {
    pub(super) report: &'a Report,
    pub(super) dated: &'a [Dated],
    pub(super) lead: Option<Span>,
    pub(super) contents: &'a [Span],
}

impl Days<'_> {
    /// The day each statement was made: told beside it, or told before of the same speaker and
    /// not changed since.
    pub(super) fn of(&self, cast: &Cast, rows: &[Row]) -> Vec<Option<Day>> {
        let mut lasting: FxHashMap<usize, Day> = FxHashMap::default();
        let mut dated = self.dated.iter().peekable();
        let mut first_person = None;
        let mut days = Vec::with_capacity(rows.len());
        for row in rows {
            while let Some(it) = dated.next_if(|it| it.sentence.start() <= row.at) {
                if let Some(figure) = cast.only_person(it.sentence, self.contents) {
                    lasting.insert(figure, self.day(it.day));
                }
            }
            let own = row.day.map(|it| self.day(it));
            let Meant::Figure(figure) = row.who else {
                days.push(own);
                continue;
            };
            if cast.is_person(figure) {
                first_person.get_or_insert(figure);
            }
            let alone = first_person.is_none_or(|it| it == figure);
            let before =
                || lasting.get(&figure).copied().or_else(|| self.lead_day(row).filter(|_| alone));
            let day = own.or_else(|| before().filter(|_| row.past));
            if let Some(day) = day {
                lasting.insert(figure, day);
            }
            days.push(day);
        }
        days
    }

    fn day(&self, written: Span) -> Day {
        day(self.report.text(), written, self.report.published.map(|it| it.day))
    }

    /// The day of the first paragraph holds for the speaker whom the second brings in, if nobody
    /// else has spoken by name: `The ministry on Monday rejected …`, then `“…,” Ruiz said`.
    fn lead_day(&self, row: &Row) -> Option<Day> {
        let near = (1..=2).contains(&row.paragraph);
        self.lead.filter(|_| near).map(|it| self.day(it))
    }
}

/// The date that words like `Wednesday` or `4 March` come to in a report published on a day.
pub(super) fn day(text: &str, written: Span, published: Option<Date>) -> Day {
    Day { written, date: date(written.of(text), published) }
}

fn date(written: &str, published: Option<Date>) -> Option<Date> {
    let words: Vec<String> = written
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let first = words.first()?.as_str();
    match first {
        "today" | "tonight" => return published,
        "yesterday" => return published?.checked_sub(1.day()).ok(),
        _ => {}
    }
    if let Some(weekday) = weekday_named(first) {
        let published = published?;
        // The same weekday as the report's own means the day of publication: wire copy never
        // writes "Wednesday" on a Wednesday for the one before.
        return if published.weekday() == weekday {
            Some(published)
        } else {
            published.nth_weekday(-1, weekday).ok()
        };
    }
    let month = words.iter().find_map(|it| month(it))?;
    let number = words.iter().find_map(|it| {
        it.trim_end_matches(|it: char| !it.is_ascii_digit())
            .parse()
            .ok()
            .filter(|it| (1..=31_i8).contains(it))
    })?;
    match words.iter().find_map(|it| year_number(it)) {
        Some(year) => Date::new(year, month, number).ok(),
        None => {
            let published = published?;
            let this = Date::new(published.year(), month, number).ok();
            this.filter(|it| *it <= published)
                .or_else(|| Date::new(published.year() - 1, month, number).ok())
        }
    }
}

/// The weekday that a lower-case word names, in full or cut short.
pub(crate) fn weekday_named(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" | "sat" => Weekday::Saturday,
        "sunday" | "sun" => Weekday::Sunday,
        _ => return None,
    })
}

/// The month that a word with a capital names, in full or cut short as newspapers do.
pub(crate) fn month_named(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    word.starts_with(['J', 'F', 'M', 'A', 'S', 'O', 'N', 'D']).then_some(())?;
    let short =
        |it: &str| word.len() >= 3 && (word.len() == 3 || word == "Sept") && it.starts_with(word);
    let at = MONTHS.iter().position(|it| *it == word || short(it))?;
    i8::try_from(at + 1).ok()
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let at = MONTHS.iter().position(|it| word.starts_with(it))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as on;

    #[test]
    fn a_weekday_is_the_last_one_up_to_publication() {
        let published = Some(on(2031, 3, 6)); // a Thursday
        assert_eq!(date("Wednesday", published), Some(on(2031, 3, 5)));
        assert_eq!(date("Thursday", published), published);
        assert_eq!(date("Friday", published), Some(on(2031, 2, 28)));
        assert_eq!(date("yesterday", published), Some(on(2031, 3, 5)));
        assert_eq!(date("Wednesday", None), None);
    }

    #[test]
    fn a_date_in_words_needs_a_year_from_somewhere() {
        assert_eq!(date("4 March 2031", None), Some(on(2031, 3, 4)));
        assert_eq!(date("March 4, 2031", None), Some(on(2031, 3, 4)));
        assert_eq!(date("4 March", Some(on(2031, 3, 6))), Some(on(2031, 3, 4)));
        assert_eq!(date("Dec. 30", Some(on(2031, 1, 6))), Some(on(2030, 12, 30)));
        assert_eq!(date("4 March", None), None);
        assert_eq!(date("Feb. 30", Some(on(2031, 3, 6))), None);
    }
}
