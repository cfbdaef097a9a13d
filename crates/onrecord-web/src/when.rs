//! Instants in, words out: to the minute, and always with their zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `2031-03-05 14:40 UTC`
pub(crate) fn told(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The same of an instant as the record writes it; a day stays as it is.
pub(crate) fn told_of(written: &str) -> String {
    written.parse().map_or_else(|_| written.to_owned(), told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_told_to_the_minute_and_a_day_as_a_day() {
        assert_eq!(told_of("2031-03-05T14:40:59+01:00"), "2031-03-05 13:40 UTC");
        assert_eq!(told_of("2031-03-05"), "2031-03-05");
    }
}
