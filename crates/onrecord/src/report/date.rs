//! A date as an outlet writes it in, the day and the instant out. What could be read in two ways
//! is not read at all.

use super::Published;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// Reads a date as pages, feeds and tables write it: ISO 8601, RFC 2822, `20 November 2031`,
/// `Nov. 20, 2031, 6:02 AM EST`, `20.11.2031`, seconds or milliseconds since 1970.
///
/// The day is the one that is written, whatever zone it is written in.
pub fn parse(written: &str) -> Option<Published> {
    let written = written.trim();
    if written.is_empty() || written.len() > 80 {
        return None;
    }
    if let Some(published) = since_1970(written) {
        return Some(published);
    }
    let words = words(written);
    let (day, rest) = day(&words)?;
    if !(1800..=2200).contains(&day.year()) {
        return None;
    }
    let at = clock(&rest).and_then(|(time, offset)| {
        let instant = offset?.to_timestamp(day.to_datetime(time));
        instant.ok()
    });
    Some(Published { day, at })
}

fn since_1970(written: &str) -> Option<Published> {
    let is_number = written.bytes().all(|it| it.is_ascii_digit());
    let number: i64 = written.parse().ok().filter(|_| is_number)?;
    let at = match written.len() {
        10 => jiff::Timestamp::from_second(number).ok()?,
        13 => jiff::Timestamp::from_millisecond(number).ok()?,
        _ => return None,
    };
    Some(Published { day: at.to_zoned(jiff::tz::TimeZone::UTC).date(), at: Some(at) })
}

/// A number, a name or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word<'w> {
    Number(u32, usize),
    Name(&'w str),
    Mark(char),
}

fn words(written: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = written;
    while let Some(first) = rest.chars().next() {
        let is_same = |it: char| {
            (first.is_ascii_digit() && it.is_ascii_digit())
                || (first.is_alphabetic() && it.is_alphabetic())
        };
        let len = rest.find(|it| !is_same(it)).unwrap_or(rest.len());
        if len == 0 {
            words.push(Word::Mark(first));
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let word = &rest[..len];
        words.push(match word.parse() {
            Ok(number) if first.is_ascii_digit() => Word::Number(number, len),
            _ => Word::Name(word),
        });
        rest = &rest[len..];
    }
    words.retain(|it| !matches!(it, Word::Mark(mark) if mark.is_whitespace() || *mark == ','));
    words
}

/// The day, and the words after it (for `Wed Nov 20 01:39:00 2031`, those between as well).
fn day<'w>(words: &[Word<'w>]) -> Option<(Date, Vec<Word<'w>>)> {
    for at in 0..words.len() {
        let (found, len) = match &words[at..] {
            [Word::Number(joined, 8), ..] => {
                (date(joined / 10_000, joined / 100 % 100, joined % 100), 1)
            }
            [
                Word::Number(y, 4),
                Word::Mark(a),
                Word::Number(m, _),
                Word::Mark(b),
                Word::Number(d, _),
                ..,
            ] if a == b && matches!(a, '-' | '/' | '.') => (date(*y, *m, *d), 5),
            [
                Word::Number(a, _),
                Word::Mark(mark),
                Word::Number(b, _),
                Word::Mark(other),
                Word::Number(y, 4),
                ..,
            ] if mark == other && matches!(mark, '-' | '/' | '.') => {
                (day_and_month(*a, *b, *mark).and_then(|(d, m)| date(*y, m, d)), 5)
            }
            [Word::Number(d, 1 | 2), Word::Name(name), Word::Number(y, 4), ..] => {
                (month(name).and_then(|m| date(*y, m, *d)), 3)
            }
            [
                Word::Number(d, 1 | 2),
                Word::Mark('-' | '.'),
                Word::Name(name),
                Word::Mark('-' | '.'),
                Word::Number(y, 4),
                ..,
            ] => (month(name).and_then(|m| date(*y, m, *d)), 5),
            [
                Word::Number(d, 1 | 2),
                Word::Name("st" | "nd" | "rd" | "th"),
                Word::Name(name),
                Word::Number(y, 4),
                ..,
            ] => (month(name).and_then(|m| date(*y, m, *d)), 4),
            [
                Word::Number(d, 1 | 2),
                Word::Name("de"),
                Word::Name(name),
                Word::Name("de"),
                Word::Number(y, 4),
                ..,
            ] => (month(name).and_then(|m| date(*y, m, *d)), 5),
            [Word::Number(d, 1 | 2), Word::Mark('.'), Word::Name(name), Word::Number(y, 4), ..] => {
                (month(name).and_then(|m| date(*y, m, *d)), 4)
            }
            [Word::Number(d, 1 | 2), Word::Name(name), Word::Mark('.'), Word::Number(y, 4), ..] => {
                (month(name).and_then(|m| date(*y, m, *d)), 4)
            }
            [Word::Name(name), Word::Number(d, 1 | 2), Word::Number(y, 4), ..] => {
                (month(name).and_then(|m| date(*y, m, *d)), 3)
            }
            [Word::Name(name), Word::Mark('.'), Word::Number(d, 1 | 2), Word::Number(y, 4), ..] => {
                (month(name).and_then(|m| date(*y, m, *d)), 4)
            }
            [
                Word::Name(name),
                Word::Number(d, 1 | 2),
                Word::Name("st" | "nd" | "rd" | "th"),
                Word::Number(y, 4),
                ..,
            ] => (month(name).and_then(|m| date(*y, m, *d)), 4),
            // Wed Nov 20 01:39:00 GMT 2031
            [Word::Name(name), Word::Number(d, 1 | 2), Word::Number(_, _), Word::Mark(':'), ..] => {
                let year = words[at..].iter().skip(3).rev().find_map(|it| match it {
                    Word::Number(year, 4) => Some(*year),
                    _ => None,
                });
                (month(name).zip(year).and_then(|(m, y)| date(y, m, *d)), 2)
            }
            _ => continue,
        };
        if let Some(found) = found {
            // A clock may stand before the day (`6:02 AM, 20 November 2031`).
            let mut rest = words[at + len..].to_vec();
            rest.extend_from_slice(&words[..at]);
            return Some((found, rest));
        }
    }
    None
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok()?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `20/11` and `11/20` can be read; `3/4` cannot, but `3.4.` is always day and month.
fn day_and_month(a: u32, b: u32, mark: char) -> Option<(u32, u32)> {
    match (a, b) {
        _ if mark == '.' => Some((a, b)),
        (13.., ..=12) => Some((a, b)),
        (..=12, 13..) => Some((b, a)),
        _ if a == b => Some((a, b)),
        _ => None,
    }
}

/// Number of a month by its name or the name's first letters, in the languages of the pages
/// measured.
fn month(name: &str) -> Option<u32> {
    const MONTHS: [(&str, u32); 66] = [
        ("jan", 1),
        ("feb", 2),
        ("mar", 3),
        ("apr", 4),
        ("may", 5),
        ("jun", 6),
        ("jul", 7),
        ("aug", 8),
        ("sep", 9),
        ("oct", 10),
        ("nov", 11),
        ("dec", 12),
        // Spanish, Portuguese, Italian, French, German
        ("ene", 1),
        ("gen", 1),
        ("janv", 1),
        ("jän", 1),
        ("fev", 2),
        ("fév", 2),
        ("mär", 3),
        ("abr", 4),
        ("avr", 4),
        ("mai", 5),
        ("mayo", 5),
        ("mag", 5),
        ("juin", 6),
        ("giu", 6),
        ("juil", 7),
        ("lug", 7),
        ("ago", 8),
        ("aoû", 8),
        ("set", 9),
        ("out", 10),
        ("ott", 10),
        ("okt", 10),
        ("dez", 12),
        ("dic", 12),
        ("déc", 12),
        ("maj", 5),
        ("maggio", 5),
        ("luglio", 7),
        ("giugno", 6),
        ("marzo", 3),
        ("março", 3),
        ("mars", 3),
        ("août", 8),
        ("enero", 1),
        ("gennaio", 1),
        ("settembre", 9),
        ("ottobre", 10),
        ("dicembre", 12),
        ("dezembro", 12),
        ("outubro", 10),
        ("setembro", 9),
        // Russian
        ("янв", 1),
        ("фев", 2),
        ("мар", 3),
        ("апр", 4),
        ("мая", 5),
        ("июн", 6),
        ("июл", 7),
        ("авг", 8),
        ("сен", 9),
        ("окт", 10),
        ("ноя", 11),
        ("дек", 12),
        ("май", 5),
    ];
    let name = name.to_lowercase();
    let fits = |it: &&(&str, u32)| name.starts_with(it.0);
    MONTHS.iter().find(fits).map(|it| it.1)
}

/// A time of day, and its distance from UTC if that is given.
fn clock(words: &[Word]) -> Option<(Time, Option<Offset>)> {
    let at = words.windows(3).position(|it| {
        matches!(it, [Word::Number(..=24, _), Word::Mark(':' | '.'), Word::Number(..=59, 2)])
    })?;
    let [Word::Number(hour, _), _, Word::Number(minute, _)] = words[at..at + 3] else {
        return None;
    };
    let mut rest = &words[at + 3..];
    let mut second = 0;
    if let [Word::Mark(':'), Word::Number(seconds @ ..=59, 2), after @ ..] = rest {
        second = *seconds;
        rest = after;
        if let [Word::Mark('.'), Word::Number(..), after @ ..] = rest {
            rest = after;
        }
    }
    let (hour, rest) = half_day(hour, rest);
    let part = |it: u32| i8::try_from(it).ok();
    let time = Time::new(part(hour)?, part(minute)?, part(second)?, 0).ok()?;
    Some((time, offset(rest)))
}

/// The hour of 24, where `a.m.` or `p.m.` follows.
fn half_day<'r, 'w>(hour: u32, rest: &'r [Word<'w>]) -> (u32, &'r [Word<'w>]) {
    let (is_pm, len) = match rest {
        [Word::Name(name), ..] if name.eq_ignore_ascii_case("am") => (false, 1),
        [Word::Name(name), ..] if name.eq_ignore_ascii_case("pm") => (true, 1),
        [Word::Name("a" | "A"), Word::Mark('.'), Word::Name("m" | "M"), Word::Mark('.'), ..] => {
            (false, 4)
        }
        [Word::Name("p" | "P"), Word::Mark('.'), Word::Name("m" | "M"), Word::Mark('.'), ..] => {
            (true, 4)
        }
        _ => return (hour, rest),
    };
    let hour = match (hour, is_pm) {
        (12, false) => 0,
        (1..=11, true) => hour + 12,
        _ => hour,
    };
    (hour, &rest[len..])
}

fn offset(words: &[Word]) -> Option<Offset> {
    let seconds = match words {
        // GMT+0100, UTC+1
        [Word::Name("GMT" | "UTC" | "Z"), Word::Mark('+' | '-'), Word::Number(..), ..] => {
            return offset(&words[1..]);
        }
        [Word::Mark(sign @ ('+' | '-' | '−')), Word::Number(number, len), rest @ ..] => {
            let (hours, minutes) = match (len, rest) {
                (4, _) => (number / 100, number % 100),
                (1 | 2, [Word::Mark(':'), Word::Number(minutes, 2), ..]) => (*number, *minutes),
                (1 | 2, _) => (*number, 0),
                _ => return None,
            };
            let seconds = i32::try_from(hours * 3600 + minutes * 60).ok()?;
            if *sign == '+' { seconds } else { -seconds }
        }
        [Word::Name(name), ..] => hours_of_zone(name)? * 3600,
        _ => return None,
    };
    Offset::from_seconds(seconds).ok()
}

/// Zones whose letters mean one thing where pages write them.
fn hours_of_zone(name: &str) -> Option<i32> {
    Some(match name {
        "Z" | "GMT" | "UTC" => 0,
        "EST" => -5,
        "EDT" => -4,
        "CDT" => -5,
        "MST" => -7,
        "MDT" => -6,
        "PST" => -8,
        "PDT" => -7,
        "CET" => 1,
        "CEST" | "EET" => 2,
        "EEST" | "MSK" => 3,
        "JST" | "KST" => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: &str) {
        let found = parse(written).map_or(String::from("none"), |it| match it.at {
            Some(at) => format!("{} {at}", it.day),
            None => it.day.to_string(),
        });
        assert_eq!(found, expected, "{written}");
    }

    #[test]
    fn iso_dates_keep_the_day_of_their_own_zone() {
        check("2031-03-04", "2031-03-04");
        check("2031-03-04T23:30:00-05:00", "2031-03-04 2031-03-05T04:30:00Z");
        check("2031-03-04T23:30:00.123+0100", "2031-03-04 2031-03-04T22:30:00Z");
        check("2031-03-04 14:06:00-05:00", "2031-03-04 2031-03-04T19:06:00Z");
        check("2031-03-04T09:15Z", "2031-03-04 2031-03-04T09:15:00Z");
        check("2031-03-04T09:15:00", "2031-03-04");
        check("20310304", "2031-03-04");
        check("2031/03/04 10:00", "2031-03-04");
    }

    #[test]
    fn dates_in_words_are_read() {
        check("4 March 2031", "2031-03-04");
        check("March 4, 2031", "2031-03-04");
        check("Mar. 4, 2031, 6:02 PM EST", "2031-03-04 2031-03-04T23:02:00Z");
        check("Tuesday, March 4th, 2031 at 12:15 a.m. UTC", "2031-03-04 2031-03-04T00:15:00Z");
        check("Tue, 04 Mar 2031 01:39:00 GMT", "2031-03-04 2031-03-04T01:39:00Z");
        check("Tue Mar 04 2031 01:39:00 GMT+0200 (EET)", "2031-03-04 2031-03-03T23:39:00Z");
        check("Tue Mar 4 01:39:00 UTC 2031", "2031-03-04 2031-03-04T01:39:00Z");
        check("4 de março de 2031", "2031-03-04");
        check("4 марта 2031", "2031-03-04");
        check("04-Mar-2031", "2031-03-04");
    }

    #[test]
    fn numbers_are_read_only_where_they_can_be_read_in_one_way() {
        check("25/12/2031", "2031-12-25");
        check("12/25/2031", "2031-12-25");
        check("3/4/2031", "none");
        check("3.4.2031", "2031-04-03");
        check("1930521600", "2031-03-06 2031-03-06T00:00:00Z");
        check("1930521600000", "2031-03-06 2031-03-06T00:00:00Z");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for written in ["", "yesterday", "2031-13-41", "0000-00-00", "12", "2031", "March", "-"] {
            check(written, "none");
        }
    }
}
