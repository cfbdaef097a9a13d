//! What stands above each view of a story: its title, its reports with their sigla, the views.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use onrecord::json::{Comparison, ReportInfo};
use onrecord::ledger::{count, outlet, period};
use onrecord_store::{Linked, Whole};

use crate::answer::Problem;
use crate::ask::Ask;
use crate::link;

/// Given to `story_head.html`.
pub(crate) struct Head {
    pub(crate) id: String,
    pub(crate) title: String,
    /// `4 reports, 3 outlets, 1 copy · 2031-03-05`
    pub(crate) counts: String,
    pub(crate) witnesses: Vec<WitnessLine>,
    /// Which view this is.
    pub(crate) view: &'static str,
    /// The wordings are compared; if not, an interrupted `add` has to be taken up again.
    pub(crate) collated: bool,
    pub(crate) follows: Option<Linked>,
    pub(crate) followed_by: Vec<Linked>,
    /// Its reports on a line of time: finished HTML, for the view that has it.
    pub(crate) timeline: Option<String>,
    /// One of its reports is a transcript.
    has_transcript: bool,
}

/// A report of the story.
pub(crate) struct WitnessLine {
    pub(crate) id: String,
    pub(crate) siglum: String,
    pub(crate) outlet: String,
    /// The outlet's page.
    pub(crate) outlet_page: String,
    pub(crate) title: String,
    pub(crate) day: Option<String>,
    /// Its hour, if it is told: `14:30 UTC`, with the day if that is another one there.
    pub(crate) hour: Option<String>,
    pub(crate) is_copy: bool,
    /// `transcript`, `copy of H`, …
    pub(crate) notes: Vec<String>,
}

/// The views of a story: the end of their address, and what they are called.
pub(crate) const VIEWS: [(&str, &str); 8] = [
    ("ledger", "Ledger"),
    ("read", "Side by side"),
    ("apparatus", "Apparatus"),
    ("matrix", "Who reports whom"),
    ("figures", "Figures"),
    ("events", "Events"),
    (TRANSCRIPT, "Against the transcript"),
    ("why", "Why these reports"),
];

/// A view of stories with a transcript alone.
const TRANSCRIPT: &str = "transcript";

impl Head {
    pub(crate) fn of(
        ask: &Ask,
        whole: &Whole,
        published: &Comparison,
        view: &'static str,
    ) -> Result<Head, Problem> {
        Head::above(ask, whole, &published.reports, view)
    }

    /// The same where nothing but the reports is at hand.
    pub(crate) fn above(
        _ask: &Ask,
        whole: &Whole,
        reports: &[ReportInfo],
        view: &'static str,
    ) -> Result<Head, Problem> {
        let row = &whole.row;
        let mut counts = vec![count(reports.len(), "report"), count(row.outlets.len(), "outlet")];
        let n = |genre: &str| reports.iter().filter(|it| it.genre == genre).count();
        if n("transcript") > 0 {
            counts.push(count(n("transcript"), "transcript"));
        }
        match row.n_copies {
            0 => {}
            1 => counts.push("1 copy".to_owned()),
            n => counts.push(format!("{n} copies")),
        }
        let own = &row.independent;
        let without = match own.n_reports == row.n_reports {
            true => String::new(),
            false => format!(
                " · without copies and edits {}, {}",
                count(own.n_reports as usize, "report"),
                count(own.n_outlets as usize, "outlet")
            ),
        };
        let signs = reports.iter().map(|it| (it.id.as_str(), it.siglum.as_str())).collect();
        let hours = hours(whole);
        Ok(Head {
            id: row.id.to_string(),
            title: row.title.clone(),
            counts: format!("{} · {}{without}", period(reports), counts.join(", ")),
            witnesses: reports.iter().map(|it| witness(it, &signs, &hours)).collect(),
            view,
            timeline: None,
            has_transcript: n("transcript") > 0,
            collated: row.collated,
            follows: row.follows.clone(),
            followed_by: row.followed_by.clone(),
        })
    }

    pub(crate) fn views(&self) -> impl Iterator<Item = (&'static str, &'static str, String)> + '_ {
        let has = |it: &(&str, &str)| it.0 != TRANSCRIPT || self.has_transcript;
        VIEWS.into_iter().filter(has).map(|(view, name)| {
            let end = if view == "ledger" { String::new() } else { format!("/{view}") };
            (view, name, format!("/story/{}{end}", self.id))
        })
    }
}

/// The hours of the reports that tell it, by id.
fn hours(whole: &Whole) -> BTreeMap<String, String> {
    let hour = |day: jiff::civil::Date, at: Timestamp| {
        let at = at.to_zoned(TimeZone::UTC);
        let form = if at.date() == day { "%H:%M UTC" } else { "%H:%M UTC, %-d %b" };
        at.strftime(form).to_string()
    };
    let of = |it: &onrecord::Annotated| {
        let published = it.report.published?;
        Some((it.report.id().to_string(), hour(published.day, published.at?)))
    };
    whole.reports.iter().filter_map(of).collect()
}

fn witness(
    report: &ReportInfo,
    signs: &BTreeMap<&str, &str>,
    hours: &BTreeMap<String, String>,
) -> WitnessLine {
    let sign = |id: &String| signs.get(id.as_str()).copied().unwrap_or("another report").to_owned();
    let mut notes: Vec<String> = Vec::new();
    if report.genre != "news" {
        notes.push(report.genre.to_owned());
    }
    notes.extend(report.kinds.iter().map(|it| (*it).to_owned()));
    notes.extend(report.copy_of.as_ref().map(|it| format!("copy of {}", sign(it))));
    notes.extend(report.version_of.as_ref().map(|it| format!("another state of {}", sign(it))));
    notes.extend(report.credit.as_ref().map(|it| format!("credits {it}")));
    WitnessLine {
        id: report.id.clone(),
        siglum: report.siglum.clone(),
        outlet: outlet(report).to_owned(),
        outlet_page: link::outlet(outlet(report)),
        title: report.title.clone().unwrap_or_default(),
        day: report.published.clone(),
        hour: hours.get(&report.id).cloned(),
        is_copy: report.copy_of.is_some(),
        notes,
    }
}
