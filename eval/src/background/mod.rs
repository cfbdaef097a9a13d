//! A seed in, a crawl of invented reports out, as lines of JSON that `onrecord add` reads: for
//! measuring how a record grows. Some 400 outlets of unequal size tell stories of unequal size over
//! days, with falling interest: in their own words, from agencies (whole, cut, retitled, with
//! paragraphs of their own, edited), as later states of a page, as live pages, round-ups and
//! transcripts; with standing notes under them; some come in late, or without a day. One story in six
//! is of a series: the same people, place and most words as others of other days.
//!
//! The same seed gives the same bytes. A story is made again from its number whenever a report of it
//! is due, so that only the stories that are being told are held.

mod plan;
mod text;
mod world;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use onrecord::intake::Body;
use onrecord::report::parse_date;
use onrecord::{Capture, Genre};

use plan::{Kind, MINUTES, Plan, Slot};
use text::{Occasion, Text};
use world::World;

/// Reports of a day, where the number of days is not told: a large crawl of one language.
const A_DAY: usize = 10_000;

/// Stories that a live page or a round-up tells of beside its own.
const N_OTHERS: usize = 6;

/// What to write.
struct Asked {
    /// How many reports, over all days.
    n_reports: usize,
    n_days: usize,
    seed: u64,
    /// The first day.
    from: String,
    /// That day's alone, counted from 0. It may come after the last.
    day: Option<usize>,
}

impl Asked {
    fn of(n_reports: usize) -> Asked {
        let n_days = n_reports.div_ceil(A_DAY).max(1);
        Asked { n_reports, n_days, seed: 1, from: "2031-01-01".into(), day: None }
    }
}

/// `N OUT` and options.
pub(crate) fn run(args: &[&str]) -> anyhow::Result<()> {
    let [n_reports, out, options @ ..] = args else {
        anyhow::bail!(
            "usage: onrecord-eval background N OUT.jsonl [--seed N] [--days N] [--from YYYY-MM-DD] [--day N] [--gold FILE]"
        );
    };
    let n_reports = n_reports.parse().context("how many reports is no number")?;
    let mut asked = Asked::of(n_reports);
    let mut gold = None;
    for option in options.chunks(2) {
        match *option {
            ["--seed", it] => asked.seed = it.parse()?,
            ["--days", it] => asked.n_days = it.parse::<usize>()?.max(1),
            ["--from", it] => asked.from = it.to_owned(),
            ["--day", it] => asked.day = Some(it.parse()?),
            ["--gold", it] => gold = Some(file(it)?),
            _ => anyhow::bail!("no such option, or nothing after it: {}", option.join(" ")),
        }
    }
    write(&asked, &mut *file(out)?, gold.as_mut().map(|it| &mut **it as &mut dyn Write))
}

/// A file, or standard output.
fn file(path: &str) -> anyhow::Result<Box<dyn Write>> {
    if path == "-" {
        return Ok(Box::new(BufWriter::new(std::io::stdout().lock())));
    }
    let file = File::create(Path::new(path)).with_context(|| format!("cannot write {path}"))?;
    Ok(Box::new(BufWriter::with_capacity(1 << 16, file)))
}

/// The captures of a crawl of so many reports, one by one.
pub(crate) fn each(n_reports: usize, mut take: impl FnMut(Capture)) -> anyhow::Result<()> {
    let asked = Asked::of(n_reports);
    let mut crawl = Crawl::new(&asked)?;
    for _ in 0..asked.n_days {
        let due = crawl.next_day();
        due.into_iter().for_each(|(plan, n)| take(crawl.capture(plan, n)));
    }
    Ok(())
}

/// Writes reports and, if asked, which are of one story and which is a copy of which.
fn write(
    asked: &Asked,
    out: &mut dyn Write,
    mut gold: Option<&mut dyn Write>,
) -> anyhow::Result<()> {
    let mut crawl = Crawl::new(asked)?;
    let last = asked.day.unwrap_or(asked.n_days - 1);
    for day in 0..=last {
        let due = crawl.next_day();
        if asked.day.is_some_and(|it| it != day) {
            continue;
        }
        for (plan, n) in due {
            write_line(&crawl.capture(plan, n), out)?;
            if let Some(gold) = &mut gold {
                crawl.write_gold(plan, n, gold)?;
            }
        }
    }
    if let Some(gold) = gold {
        gold.flush()?;
    }
    Ok(out.flush()?)
}

struct Crawl<'a> {
    asked: &'a Asked,
    world: World,
    n_series: u64,
    first_weekday: i64,
    dates: Vec<String>,
    /// The day that comes next.
    day: usize,
    /// Stories of which reports are still to come in.
    active: Vec<Plan>,
}

impl Crawl<'_> {
    fn new(asked: &Asked) -> anyhow::Result<Crawl<'_>> {
        let first = parse_date(&asked.from).context("the first day is no date")?.day;
        // What comes in late, or is edited later, is later than the last day.
        let n_days = asked.n_days.max(asked.day.unwrap_or(0)) + 60;
        let days = std::iter::successors(Some(first), |it| it.tomorrow().ok());
        Ok(Crawl {
            asked,
            world: World::new(asked.seed),
            // So that each has an occasion a week or so.
            n_series: (asked.n_reports / asked.n_days) as u64 * 36 / 100,
            first_weekday: i64::from(first.weekday().to_monday_zero_offset()),
            dates: days.take(n_days).map(|it| it.to_string()).collect(),
            day: 0,
            active: Vec::new(),
        })
    }

    /// The reports that come in on the next day, as places of stories and reports in them.
    fn next_day(&mut self) -> Vec<(usize, usize)> {
        let day = self.day as i64;
        self.day += 1;
        self.active.retain(|it| !it.is_over(day - 1));
        let mut due: Vec<(i64, usize, usize)> = Vec::new();
        let note = |due: &mut Vec<_>, at: usize, plan: &Plan| {
            let slots = plan.slots.iter().filter(|it| it.arrives == day);
            due.extend(slots.map(|it| (it.minute, at, it.n)));
        };
        self.active.iter().enumerate().for_each(|(at, plan)| note(&mut due, at, plan));
        let n_due = self.n_due();
        for n in 0.. {
            if due.len() >= n_due {
                break;
            }
            let plan = Plan::new(&self.world, day, n, self.n_series);
            note(&mut due, self.active.len(), &plan);
            self.active.push(plan);
        }
        due.sort_unstable();
        for (_, plan, n) in due.drain(n_due..) {
            self.active[plan].slots[n].arrives += 1;
        }
        due.into_iter().map(|(_, plan, n)| (plan, n)).collect()
    }

    /// How many come in on the day before `self.day`.
    fn n_due(&self) -> usize {
        let until = |day: usize| day * self.asked.n_reports / self.asked.n_days;
        until(self.day) - until(self.day - 1)
    }

    /// A report that is due.
    fn capture(&self, at: usize, n: usize) -> Capture {
        let plan = &self.active[at];
        let slot = &plan.slots[n];
        let outlet = &self.world.outlets[slot.outlet];
        let page = match slot.kind {
            Kind::State { of } => of,
            _ => n,
        };
        let Text { headline, paragraphs } = self.text(at, n);
        let mut text = paragraphs.join("\n\n");
        if let Some(note) = &outlet.note {
            text.push_str("\n\n");
            text.push_str(note);
        }
        let day = self.date(slot.minute);
        let url = format!("https://{}/{}/{}", outlet.host, day.replace('-', "/"), name(plan, page));
        let published = match (plan.n as usize + page) % 5 {
            _ if slot.is_undated => None,
            0..3 => Some(self.time(slot.minute).into()),
            _ => Some(day.into()),
        };
        Capture {
            body: Body::Text(text),
            key: Some(name(plan, n).into()),
            url: Some(url.into()),
            outlet: Some(outlet.name.as_str().into()),
            published,
            captured: self.time(captured(slot)).parse().ok(),
            genre: (slot.kind == Kind::Transcript).then_some(Genre::Transcript),
            title: Some(headline.into()),
            ..Capture::default()
        }
    }

    fn text(&self, at: usize, n: usize) -> Text {
        let plan = &self.active[at];
        let occasion = |it| Occasion::of(&self.world, it, self.first_weekday);
        let others: Vec<Occasion> = match plan.slots[n].kind {
            Kind::Live | Kind::RoundUp => {
                let around = (1..=N_OTHERS).map(|it| (at + it) % self.active.len());
                around.filter(|it| *it != at).map(|it| occasion(&self.active[it])).collect()
            }
            _ => Vec::new(),
        };
        occasion(plan).text(&self.world, plan, n, &others)
    }

    fn write_gold(&self, at: usize, n: usize, gold: &mut dyn Write) -> anyhow::Result<()> {
        let plan = &self.active[at];
        let told = |it: Option<usize>| it.map(|it| name(plan, it));
        let (copy_of, version_of) = match plan.slots[n].kind {
            Kind::Copy { of, .. } => (told(Some(of)), None),
            Kind::State { of } => (None, told(Some(of))),
            _ => (None, None),
        };
        let story = format!("{}-{}", plan.day, plan.n);
        let line = serde_json::json!({
            "id": name(plan, n), "story": story, "copy_of": copy_of, "version_of": version_of,
        });
        Ok(writeln!(gold, "{line}")?)
    }

    fn date(&self, minute: i64) -> &str {
        let day = minute.div_euclid(MINUTES) as usize;
        &self.dates[day.min(self.dates.len() - 1)]
    }

    fn time(&self, minute: i64) -> String {
        let of_day = minute.rem_euclid(MINUTES);
        format!("{}T{:02}:{:02}:00Z", self.date(minute), of_day / 60, of_day % 60)
    }
}

/// As `onrecord add` reads it.
fn write_line(capture: &Capture, out: &mut dyn Write) -> anyhow::Result<()> {
    let text = match &capture.body {
        Body::Text(it) | Body::Html(it) | Body::Markdown(it) => it,
    };
    let genre = capture.genre.map(|_| "transcript");
    let captured = capture.captured.map(|it| it.to_string());
    let fields = [
        ("id", capture.key.as_deref()),
        ("url", capture.url.as_deref()),
        ("outlet", capture.outlet.as_deref()),
        ("date", capture.published.as_deref()),
        ("captured", captured.as_deref()),
        ("genre", genre),
        ("title", capture.title.as_deref()),
        ("text", Some(text)),
    ];
    let mut before = '{';
    for (name, value) in fields {
        if let Some(value) = value {
            write!(out, "{before}\"{name}\":")?;
            serde_json::to_writer(&mut *out, value)?;
            before = ',';
        }
    }
    Ok(writeln!(out, "}}")?)
}

/// A report's identifier.
fn name(plan: &Plan, n: usize) -> String {
    format!("{}-{}-{n}", plan.day, plan.n)
}

/// The minute it was fetched: soon, or on the day it came in.
fn captured(slot: &Slot) -> i64 {
    let waits = if matches!(slot.kind, Kind::State { .. }) { 240 } else { 20 };
    (slot.minute + waits).max(slot.arrives * MINUTES + slot.minute.rem_euclid(MINUTES) / 2)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::Value;

    use super::*;

    fn written(asked: &Asked) -> (Vec<Value>, Vec<Value>) {
        let (mut out, mut gold) = (Vec::new(), Vec::new());
        write(asked, &mut out, Some(&mut gold)).unwrap();
        let lines = |it: &[u8]| {
            let lines = std::str::from_utf8(it).unwrap().lines();
            lines.map(|it| serde_json::from_str(it).unwrap()).collect()
        };
        (lines(&out), lines(&gold))
    }

    fn small() -> Asked {
        Asked { n_days: 8, ..Asked::of(2_000) }
    }

    #[test]
    fn as_many_reports_as_asked_each_with_an_id_of_its_own_and_a_line_of_gold() {
        let (reports, gold) = written(&small());
        let ids = |it: &[Value]| it.iter().map(|it| it["id"].to_string()).collect::<BTreeSet<_>>();
        assert_eq!((reports.len(), ids(&reports).len()), (2_000, 2_000));
        assert_eq!(ids(&reports), ids(&gold));
    }

    #[test]
    fn the_same_seed_gives_the_same_and_another_gives_others() {
        let other = Asked { seed: 2, ..small() };
        assert_eq!(written(&small()), written(&small()));
        assert_ne!(written(&small()).0, written(&other).0);
    }

    #[test]
    fn a_day_alone_is_what_the_whole_has_of_it() {
        let (whole, _) = written(&small());
        let (day, _) = written(&Asked { day: Some(3), ..small() });
        assert_eq!(day, whole[750..1_000]);
        let (after, _) = written(&Asked { day: Some(8), ..small() });
        assert_eq!(after.len(), 250);
        assert!(after.iter().all(|it| !whole.contains(it)));
    }

    #[test]
    fn it_is_like_a_crawl() {
        let (reports, gold) = written(&small());
        let count =
            |told: fn(&Value) -> bool, of: &[Value]| of.iter().filter(|it| told(it)).count();
        let mut stories: BTreeMap<&str, usize> = BTreeMap::new();
        gold.iter().for_each(|it| *stories.entry(it["story"].as_str().unwrap()).or_default() += 1);
        let of_size =
            |it: std::ops::RangeFrom<usize>| stories.values().filter(|n| it.contains(n)).count();
        assert!(of_size(4..) * 3 < of_size(1..), "most stories have few reports");
        assert!(of_size(20..) > 0, "some have many");
        assert!((20..80).contains(&count(|it| it["date"].is_null(), &reports)));
        assert!((5..60).contains(&count(|it| it["genre"] == "transcript", &reports)));
        assert!((150..500).contains(&count(|it| it["copy_of"].is_string(), &gold)));
        assert!(count(|it| it["version_of"].is_string(), &gold) > 20);
        let outlets: BTreeSet<&str> =
            reports.iter().filter_map(|it| it["outlet"].as_str()).collect();
        assert!(outlets.len() > 250);
    }
}
