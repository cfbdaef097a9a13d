//! The numbers of rows of `report` and `statement`: by day, so that the latest have the highest and
//! a list that begins with them reads no others.
//!
//! A number is the day (Julian; 0 if nobody tells it) and a count within it.

use std::ops::Range;

use jiff::civil::{Date, date};
use onrecord::Report;
use rusqlite::Connection;

/// Rows of one day: 67 million at most. More bits would make the indexes of words larger, since
/// they hold the distance from row to row.
pub(crate) const DAY: u32 = 26;

/// Where no day is told.
pub(crate) const UNDATED: i64 = 0;

/// What SQLite's `julianday` gives for the day, less the half.
pub(crate) fn julian(day: Date) -> i64 {
    2_440_587 + day.duration_since(date(1970, 1, 1)).as_hours() / 24
}

/// The day by which a report stands in lists: that of publication, else of capture.
pub(crate) fn day_of(report: &Report) -> i64 {
    let captured = || report.captured.map(|it| it.to_zoned(jiff::tz::TimeZone::UTC).date());
    report.published.map(|it| it.day).or_else(captured).map_or(UNDATED, julian)
}

/// The day that a row's number tells.
pub(crate) fn day(number: i64) -> i64 {
    number >> DAY
}

/// The numbers of a day's rows.
pub(crate) fn rows_of(day: i64) -> Range<i64> {
    day << DAY..(day + 1) << DAY
}

/// The next number of a day in a table.
pub(crate) fn next(db: &Connection, table: &str, day: i64) -> rusqlite::Result<i64> {
    let sql = format!("SELECT max(rowid) FROM {table} WHERE rowid >= ?1 AND rowid < ?2");
    let rows = rows_of(day);
    let last = db.prepare_cached(&sql)?.query_row([rows.start, rows.end], |row| row.get(0));
    Ok(last.map(|it: Option<i64>| it.unwrap_or(rows.start))? + 1)
}

/// The day of a report that is in the record.
pub(crate) fn day_in(db: &Connection, report: &str) -> rusqlite::Result<i64> {
    let sql = "SELECT rowid FROM report WHERE id = ?1";
    db.prepare_cached(sql)?.query_row([report], |row| row.get(0)).map(day)
}

/// Numbers the reports of a record made before rows had such numbers.
pub(crate) fn number_reports(db: &Connection) -> rusqlite::Result<()> {
    // Behind the highest number there is, so that no row is given one that another still has.
    let sql = format!(
        "UPDATE report SET rowid = new.number FROM (
             SELECT id, (day << {DAY}) + (SELECT max(rowid) FROM report)
                        + row_number() OVER (PARTITION BY day ORDER BY id) AS number
             FROM (SELECT id, coalesce(cast(julianday(coalesce(
                       published_day, substr(captured_at, 1, 10))) AS INTEGER), {UNDATED}) AS day
                   FROM report)) AS new
         WHERE new.id = report.id"
    );
    db.execute_batch(&sql)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_sqlite_does() {
        let db = Connection::open_in_memory().unwrap();
        for day in ["0001-01-01", "1969-12-31", "1970-01-01", "2031-03-05", "9999-12-31"] {
            let sql = "SELECT cast(julianday(?1) AS INTEGER)";
            let told: i64 = db.query_row(sql, [day], |row| row.get(0)).unwrap();
            assert_eq!(julian(day.parse().unwrap()), told, "{day}");
        }
    }
}
