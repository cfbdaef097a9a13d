//! What stands above each view of a story: its title, its reports with their sigla, the views.

use onrecord::json::{Comparison, ReportInfo};
use onrecord::ledger::{count, outlet, period};
use onrecord_store::{Linked, Whole};

use crate::answer::Problem;
use crate::ask::Ask;

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
}

/// A report of the story.
pub(crate) struct WitnessLine {
    pub(crate) id: String,
    pub(crate) siglum: String,
    pub(crate) outlet: String,
    pub(crate) title: String,
    pub(crate) day: Option<String>,
    /// `transcript`, `copy of H`, …
    pub(crate) notes: Vec<String>,
}

/// The views of a story: the end of their address, and what they are called.
pub(crate) const VIEWS: [(&str, &str); 5] = [
    ("ledger", "Ledger"),
    ("read", "Side by side"),
    ("apparatus", "Apparatus"),
    ("matrix", "Who reports whom"),
    ("figures", "Figures"),
];

impl Head {
    pub(crate) fn of(
        _ask: &Ask,
        whole: &Whole,
        published: &Comparison,
        view: &'static str,
    ) -> Result<Head, Problem> {
        let row = &whole.row;
        let reports = &published.reports;
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
        Ok(Head {
            id: row.id.to_string(),
            title: row.title.clone(),
            counts: format!("{} · {}{without}", period(reports), counts.join(", ")),
            witnesses: reports.iter().map(|it| witness(it, reports)).collect(),
            view,
            collated: row.collated,
            follows: row.follows.clone(),
            followed_by: row.followed_by.clone(),
        })
    }

    pub(crate) fn views(&self) -> impl Iterator<Item = (&'static str, &'static str, String)> + '_ {
        VIEWS.into_iter().map(|(view, name)| {
            let end = if view == "ledger" { String::new() } else { format!("/{view}") };
            (view, name, format!("/story/{}{end}", self.id))
        })
    }
}

fn witness(report: &ReportInfo, reports: &[ReportInfo]) -> WitnessLine {
    let sign = |id: &String| {
        let found = reports.iter().find(|it| it.id == *id);
        found.map_or("another report", |it| it.siglum.as_str()).to_owned()
    };
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
        title: report.title.clone().unwrap_or_default(),
        day: report.published.clone(),
        notes,
    }
}
