//! When a story's reports came out, as a drawing: a mark a report with its sign, at its hour where
//! that is told and somewhere within its day where not; of many reports, a bar a day. The table of
//! reports that stands below it says the same.

use std::collections::BTreeMap;

use askama::Template;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use onrecord::Annotated;
use onrecord::json::ReportInfo;
use onrecord::ledger::count;

/// Units of the drawing: its width, and where time begins and ends. A unit is about a pixel, so that
/// letters of 12 units can be read.
const WIDTH: i64 = 960;
const LEFT: i64 = 12;
const RIGHT: i64 = 948;

/// Between two rows of marks.
const ROW: i64 = 24;
/// From a mark's middle to its edge.
const HALF: i64 = 6;
/// What a letter of a sign takes.
const LETTER: i64 = 8;
/// Rows from which reports are counted rather than drawn, and reports likewise.
const MOST_ROWS: usize = 8;
const MOST_MARKS: usize = 40;
/// Bars at most, and how high the highest is.
const MOST_BARS: i64 = 40;
const HIGHEST: i64 = 100;
/// Days that the text which stands for the drawing tells one by one.
const MOST_DAYS: usize = 14;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// When a report came out.
#[derive(Clone, Debug, Default)]
struct When {
    siglum: String,
    day: Option<Date>,
    /// Seconds since 1970, where the hour is told.
    at: Option<i64>,
    is_copy: bool,
    is_transcript: bool,
    /// Which of the reports is the first state of its page, if it is a later one.
    first: Option<usize>,
}

#[derive(Debug, Default, Template)]
#[template(path = "timeline.html")]
struct Timeline {
    width: i64,
    height: i64,
    /// Where the line of time is.
    base: i64,
    /// What the drawing shows, in words.
    told: String,
    ticks: Vec<Tick>,
    marks: Vec<Mark>,
    joins: Vec<[i64; 4]>,
    bars: Vec<Bar>,
    /// Where reports without a date stand, and what is written there.
    undated: Option<(i64, String)>,
    legend: Vec<&'static str>,
}

#[derive(Debug)]
struct Tick {
    x: i64,
    label: String,
}

#[derive(Clone, Debug)]
struct Mark {
    report: usize,
    x: i64,
    y: i64,
    /// `report`, `copy` or `transcript`.
    shape: &'static str,
    label: String,
    /// It stands at its hour.
    hour: bool,
}

#[derive(Debug)]
struct Bar {
    x: i64,
    width: i64,
    y: i64,
    /// How high reports of their own are, and copies above them.
    own: i64,
    copies: i64,
    n: usize,
}

/// The drawing as HTML; `None` if there is no report.
pub(crate) fn drawn(published: &[ReportInfo], reports: &[Annotated]) -> Option<String> {
    let published_at: BTreeMap<String, Option<Timestamp>> = reports
        .iter()
        .map(|it| (it.report.id().to_string(), it.report.published.and_then(|it| it.at)))
        .collect();
    let place: BTreeMap<&str, usize> =
        published.iter().enumerate().map(|(n, it)| (it.id.as_str(), n)).collect();
    let when = |it: &ReportInfo| When {
        siglum: it.siglum.clone(),
        day: it.published.as_deref().and_then(|it| it.parse().ok()),
        at: published_at.get(&it.id).copied().flatten().map(Timestamp::as_second),
        is_copy: it.copy_of.is_some(),
        is_transcript: it.genre == "transcript",
        first: it.version_of.as_deref().and_then(|it| place.get(it)).copied(),
    };
    let all: Vec<When> = published.iter().map(when).collect();
    if all.is_empty() {
        return None;
    }
    Timeline::of(&all).render().ok()
}

impl Timeline {
    fn of(all: &[When]) -> Timeline {
        let axis = Axis::of(all);
        let dated = all.iter().filter(|it| it.day.is_some()).count();
        let mut marks = match (&axis, dated <= MOST_MARKS) {
            (Some(axis), true) => placed(all, axis),
            _ => Vec::new(),
        };
        let rows = marks.iter().map(|it| it.y).max().map_or(0, |it| it as usize + 1);
        let bars = match &axis {
            Some(axis) if dated > MOST_MARKS || rows > MOST_ROWS => {
                marks.clear();
                axis.bars(all)
            }
            _ => Vec::new(),
        };
        let height = match bars.is_empty() {
            true => ROW * rows as i64,
            false => HIGHEST + ROW,
        };
        let base = height + 8;
        // Rows are counted from the line of time upwards.
        for mark in &mut marks {
            mark.y = base - 14 - ROW * mark.y;
        }
        let mut drawing = Timeline {
            width: WIDTH,
            base,
            height: base + if axis.is_some() { 22 } else { 0 },
            told: told(all),
            ticks: axis.as_ref().map_or(Vec::new(), |it| it.ticks(all)),
            bars: bars.into_iter().map(|it| Bar { y: base, ..it }).collect(),
            marks,
            ..Timeline::default()
        };
        drawing.add_undated(all);
        drawing.join(all);
        drawing.legend = legend(all, &drawing);
        drawing
    }

    /// The lane of reports of which nobody tells the day.
    fn add_undated(&mut self, all: &[When]) {
        let undated: Vec<usize> = (0..all.len()).filter(|it| all[*it].day.is_none()).collect();
        if undated.is_empty() {
            return;
        }
        let first = self.height + 18;
        let (mut x, mut y) = (LEFT + 116, first);
        if undated.len() > MOST_MARKS {
            self.undated = Some((y, format!("date not given: {}", count(undated.len(), "report"))));
        } else {
            self.undated = Some((y, "date not given".to_owned()));
            for report in undated {
                let mark = mark(&all[report], report, x, y);
                let end = x + width_of(&mark);
                (x, y) = if end > RIGHT { (LEFT + 116, y + ROW) } else { (x, y) };
                let end = x + width_of(&mark);
                self.marks.push(Mark { x, y, ..mark });
                x = end + HALF + 6;
            }
        }
        self.height = y + 14;
    }

    /// Lines from the first state of a page to the later ones.
    fn join(&mut self, all: &[When]) {
        let of = |report: usize| self.marks.iter().find(|it| it.report == report);
        let join = |it: &Mark| {
            let first = of(all[it.report].first?)?;
            Some([first.x, first.y, it.x, it.y])
        };
        self.joins = self.marks.iter().filter_map(join).collect();
    }
}

/// The days that are drawn; of one day whose hours are all told, the hours that are used.
struct Axis {
    first: Date,
    n_days: i64,
    /// Seconds since 1970 where it begins, and seconds that it is long.
    start: i64,
    length: i64,
}

impl Axis {
    /// `None`: no report has a day.
    fn of(all: &[When]) -> Option<Axis> {
        let seconds = |it: &When| it.at.or_else(|| it.day.map(midnight));
        let first = all.iter().filter_map(seconds).min()?;
        let last = all.iter().filter_map(seconds).max()?;
        let n_days = last.div_euclid(DAY) - first.div_euclid(DAY) + 1;
        let hours = all.iter().all(|it| it.day.is_none() || it.at.is_some());
        let unit = if n_days == 1 && hours { HOUR } else { DAY };
        let start = first.div_euclid(unit) * unit;
        let length = (last.div_euclid(unit) + 1) * unit - start;
        let first = Timestamp::from_second(start).ok()?.to_zoned(TimeZone::UTC).date();
        Some(Axis { first, n_days, start, length })
    }

    fn x(&self, second: i64) -> i64 {
        LEFT + (second - self.start) * (RIGHT - LEFT) / self.length
    }

    fn ticks(&self, all: &[When]) -> Vec<Tick> {
        let day = |n: i64| self.first.saturating_add(jiff::Span::new().days(n));
        let named =
            |n: i64| day(n).strftime(if n == 0 { "%-d %b %Y" } else { "%-d %b" }).to_string();
        let hours = self.n_days <= 2 && all.iter().any(|it| it.at.is_some());
        let step = match hours {
            true if self.length <= DAY / 4 => HOUR,
            true if self.n_days == 1 => 3 * HOUR,
            true => DAY / 4,
            false => DAY * ((self.n_days + 9) / 10),
        };
        let label = |second: i64| {
            let (days, hour) =
                ((second - midnight(self.first)) / DAY, second.rem_euclid(DAY) / HOUR);
            match (hour, second == self.start) {
                (0, _) => named(days),
                (_, true) => format!("{}, {hour:02}:00", named(days)),
                _ => format!("{hour:02}:00"),
            }
        };
        let seconds = (self.start..self.start + self.length).step_by(step as usize);
        seconds.map(|it| Tick { x: self.x(it), label: label(it) }).collect()
    }

    /// How many reports each day (each hour or two, where all hours are told) has.
    fn bars(&self, all: &[When]) -> Vec<Bar> {
        let dated = || all.iter().filter(|it| it.day.is_some());
        let hours = self.n_days <= 2 && dated().all(|it| it.at.is_some());
        let step = if hours {
            3600 * self.n_days
        } else {
            DAY * ((self.n_days + MOST_BARS - 1) / MOST_BARS)
        };
        let mut counts: BTreeMap<i64, (usize, usize)> = BTreeMap::new();
        for it in dated() {
            let second = it.at.or_else(|| it.day.map(midnight)).unwrap_or(self.start);
            let (own, copies) = counts.entry((second - self.start).div_euclid(step)).or_default();
            *(if it.is_copy { copies } else { own }) += 1;
        }
        let most = counts.values().map(|(own, copies)| own + copies).max().unwrap_or(1) as i64;
        let bar = |(n, (own, copies)): (i64, (usize, usize))| {
            let x = self.x(self.start + n * step);
            let width = (self.x(self.start + (n + 1) * step) - x - 4).clamp(4, 72);
            let high = |n: usize| n as i64 * HIGHEST / most;
            let (n, own) = (own + copies, high(own));
            Bar { x: x + 1, width, y: 0, own, copies: high(n) - own, n }
        };
        counts.into_iter().map(bar).collect()
    }
}

/// Marks that do not cover each other; `y` counts rows. Those at an hour come first: the others have
/// room within their day.
fn placed(all: &[When], axis: &Axis) -> Vec<Mark> {
    let mut order: Vec<usize> = (0..all.len()).filter(|it| all[*it].day.is_some()).collect();
    order.sort_by_key(|it| (all[*it].at.is_none(), all[*it].at, all[*it].day, *it));
    let mut rows: Vec<Vec<(i64, i64)>> = Vec::new();
    let mut marks = Vec::new();
    for report in order {
        let it = &all[report];
        let mark = mark(it, report, 0, 0);
        let needed = width_of(&mark);
        let places = places(it, axis, needed);
        let fits = |row: &[(i64, i64)], x: i64| {
            row.iter().all(|(from, to)| x - HALF - 2 >= *to || x + needed <= *from)
        };
        let found = rows
            .iter()
            .enumerate()
            .find_map(|(n, row)| places.iter().find(|x| fits(row, **x)).map(|x| (n, *x)));
        let (row, x) = found.unwrap_or((rows.len(), places[0]));
        if row == rows.len() {
            rows.push(Vec::new());
        }
        rows[row].push((x - HALF - 2, x + needed));
        marks.push(Mark { x, y: row as i64, ..mark });
    }
    marks
}

/// Where a mark may stand: at its hour, or anywhere within its day. Never none.
fn places(of: &When, axis: &Axis, needed: i64) -> Vec<i64> {
    let inside = |x: i64| x.clamp(LEFT + HALF, RIGHT - needed);
    if let Some(second) = of.at {
        return vec![inside(axis.x(second))];
    }
    let midnight = of.day.map_or(axis.start, midnight);
    let (from, to) = (axis.x(midnight) + HALF + 3, axis.x(midnight + DAY) - needed);
    let all: Vec<i64> = (from..=to).step_by(4).map(inside).collect();
    if all.is_empty() { vec![inside(from)] } else { all }
}

fn mark(of: &When, report: usize, x: i64, y: i64) -> Mark {
    let shape = match (of.is_transcript, of.is_copy) {
        (true, _) => "transcript",
        (false, true) => "copy",
        (false, false) => "report",
    };
    Mark { report, x, y, shape, label: of.siglum.clone(), hour: of.at.is_some() }
}

/// From a mark's middle to the end of its sign.
fn width_of(mark: &Mark) -> i64 {
    HALF + 4 + LETTER * mark.label.chars().count() as i64 + 2
}

fn midnight(day: Date) -> i64 {
    day.to_zoned(TimeZone::UTC).map_or(0, |it| it.timestamp().as_second())
}

/// `8 reports. 4 Mar 2031: 5 reports, 1 of them a copy. … Date not given: 1 report.`
fn told(all: &[When]) -> String {
    let mut days: BTreeMap<Option<Date>, (usize, usize)> = BTreeMap::new();
    for it in all {
        let (n, copies) = days.entry(it.day).or_default();
        *n += 1;
        *copies += usize::from(it.is_copy);
    }
    let of_day = |(n, copies): (usize, usize)| match copies {
        0 => count(n, "report"),
        _ => format!("{}, {copies} copied", count(n, "report")),
    };
    let undated = days.remove(&None);
    let n_days = days.len();
    let mut said = vec![format!("{}.", count(all.len(), "report"))];
    for (day, counts) in days.into_iter().take(MOST_DAYS) {
        let day = day.map_or(String::new(), |it| it.strftime("%-d %B %Y").to_string());
        said.push(format!("{day}: {}.", of_day(counts)));
    }
    if n_days > MOST_DAYS {
        said.push(format!("And {} more.", count(n_days - MOST_DAYS, "day")));
    }
    said.extend(undated.map(|it| format!("Date not given: {}.", of_day(it))));
    said.join(" ")
}

/// What the signs of this drawing mean.
fn legend(all: &[When], drawing: &Timeline) -> Vec<&'static str> {
    let has = |shape: &str| drawing.marks.iter().any(|it| it.shape == shape);
    let mut legend = Vec::new();
    if !drawing.bars.is_empty() {
        legend.push("a bar counts reports");
        if all.iter().any(|it| it.is_copy) {
            legend.push("its hollow part: copies");
        }
    }
    for (shape, words) in
        [("report", "● report"), ("copy", "○ copy"), ("transcript", "■ transcript")]
    {
        legend.extend(has(shape).then_some(words));
    }
    if !drawing.joins.is_empty() {
        legend.push("┄ states of one page");
    }
    if drawing.marks.iter().any(|it| it.hour) {
        legend.push("│ at its hour (UTC); without a line, within its day");
    }
    legend
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(siglum: &str, day: &str, hour: Option<i64>) -> When {
        let day: Option<Date> = day.parse().ok();
        let at = day.zip(hour).map(|(day, hour)| midnight(day) + hour * 3600);
        When { siglum: siglum.into(), day, at, ..When::default() }
    }

    #[test]
    fn a_report_stands_at_its_hour_and_one_without_an_hour_within_its_day() {
        let all =
            [when("H", "2031-03-04", Some(12)), when("C", "2031-03-05", None), when("F", "", None)];
        let drawing = Timeline::of(&all);
        let of = |label: &str| drawing.marks.iter().find(|it| it.label == label).unwrap();
        let middle = LEFT + (RIGHT - LEFT) / 2;
        assert_eq!(of("H").x, LEFT + (RIGHT - LEFT) / 4, "noon of the first of two days");
        assert!(of("C").x > middle && of("C").x < RIGHT);
        assert!(of("F").y > drawing.base, "below the line of time");
        assert_eq!(drawing.undated.as_ref().unwrap().1, "date not given");
        let labels: Vec<&str> = drawing.ticks.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(labels[..3], ["4 Mar 2031", "06:00", "12:00"]);
        assert_eq!(labels[4], "5 Mar");
    }

    #[test]
    fn of_one_day_only_the_hours_are_drawn_in_which_reports_came_out() {
        let all = [when("H", "2031-03-05", Some(14)), when("C", "2031-03-05", Some(17))];
        let drawing = Timeline::of(&all);
        assert_eq!(drawing.marks[0].x, LEFT + HALF, "its hour begins the line");
        let labels: Vec<&str> = drawing.ticks.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(labels, ["5 Mar 2031, 14:00", "15:00", "16:00", "17:00"]);
        let with_day = [all[0].clone(), when("C", "2031-03-05", None)];
        assert_eq!(Timeline::of(&with_day).ticks[0].label, "5 Mar 2031", "a day needs its room");
    }

    #[test]
    fn no_mark_covers_another() {
        let all: Vec<When> = (0..24)
            .map(|n| when(&format!("S{n}"), "2031-03-04", (n % 3 > 0).then_some(n / 4)))
            .collect();
        let drawing = Timeline::of(&all);
        assert_eq!(drawing.marks.len(), 24);
        for (n, one) in drawing.marks.iter().enumerate() {
            assert!(one.x >= LEFT && one.x + width_of(one) <= RIGHT, "{one:?}");
            for two in &drawing.marks[n + 1..] {
                let apart = one.y != two.y
                    || one.x + width_of(one) <= two.x - HALF
                    || two.x + width_of(two) <= one.x - HALF;
                assert!(apart, "{one:?} {two:?}");
            }
        }
    }

    #[test]
    fn many_reports_are_counted_by_day_copies_apart() {
        let mut all: Vec<When> =
            (0..200).map(|n| when("S", &format!("2031-03-{:02}", 4 + n % 5), None)).collect();
        all.iter_mut().step_by(2).for_each(|it| it.is_copy = true);
        let drawing = Timeline::of(&all);
        assert!(drawing.marks.is_empty());
        assert_eq!(drawing.bars.iter().map(|it| it.n).collect::<Vec<_>>(), [40; 5]);
        assert!(
            drawing.bars.iter().all(|it| it.own + it.copies == HIGHEST && it.own == HIGHEST / 2)
        );
        assert!(drawing.height < 200, "{}", drawing.height);
        assert!(drawing.told.contains("4 March 2031: 40 reports, 20 copied"), "{}", drawing.told);
    }

    #[test]
    fn a_later_state_is_joined_to_the_first() {
        let mut all = [when("H1", "2031-03-04", Some(8)), when("H2", "2031-03-04", Some(20))];
        all[1].first = Some(0);
        let drawing = Timeline::of(&all);
        let [one, two] = [0, 1].map(|n| drawing.marks.iter().find(|it| it.report == n).unwrap());
        assert_eq!(drawing.joins, [[one.x, one.y, two.x, two.y]]);
    }

    #[test]
    fn one_report_and_reports_without_any_date_are_drawn_too() {
        let one = Timeline::of(&[when("H", "2031-03-04", None)]);
        assert_eq!((one.marks.len(), one.ticks.len()), (1, 1));
        let none = Timeline::of(&[when("H", "", None)]);
        assert_eq!((none.marks.len(), none.ticks.len()), (1, 0));
        assert!(none.marks[0].y < none.height);
    }
}
