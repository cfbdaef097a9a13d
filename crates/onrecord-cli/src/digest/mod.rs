//! A story drawn for people, in one of five views: `ledger`, by speaker, each reading marked against
//! the lemma; `apparatus`, in the order of the text, the places where witnesses part; `edits`,
//! `events`, `figures`. Marks do not depend on colour.

mod apparatus;
mod deeds;
mod edits;
mod explain;
mod figures;
mod ledger;
mod membership;
mod whole;
mod words;

use std::io::Write;

use onrecord::collate::{Row, folded, redraw};
use onrecord::json::{Comparison, EntryInfo, ReportInfo, StatementInfo};
use onrecord::ledger::{count, grade, n_outlets, outlet, period};
use onrecord::text::fold::Folding;
use onrecord::{Agreement, Annotated, Apparatus, Entry, ReportId, Story};
use onrecord_store::Linked;
use onrecord_store::published::linked;
use serde::Serialize;
use serde_json::Value;

use crate::args::{ViewArg, ViewArgs};
use crate::stories::SHORT;
use crate::terminal::{FAINT, STRONG, Terminal};
use crate::wrap::{Run, wrap};

/// What the record knows of a story beyond its reports.
pub(crate) struct Known {
    /// Its title.
    pub(crate) title: String,
    /// How it is as it is by decision of a user.
    pub(crate) decided: Vec<String>,
    /// The story nearest to it, if it was looked for.
    pub(crate) nearest: Option<NearestStory>,
    /// The earlier story it follows on.
    pub(crate) follows: Option<Linked>,
    /// The stories that follow on it.
    pub(crate) followed_by: Vec<Linked>,
}

/// A story of the record as JSON: as without a record, and what the record knows.
#[derive(Serialize)]
struct KnownComparison<'d> {
    #[serde(flatten)]
    published: &'d Comparison,
    title: &'d str,
    follows: Option<Value>,
    followed_by: Vec<Value>,
}

/// A story that another comes near to.
pub(crate) struct NearestStory {
    /// The beginning of its id.
    pub(crate) id: String,
    pub(crate) title: String,
    /// Mean likeness of the two stories' reports, 0 to 1.
    pub(crate) likeness: f32,
}

/// A story, its reports and their collation, and the same as published.
struct Digest<'r> {
    story: &'r Story,
    reports: &'r [Annotated],
    apparatus: &'r Apparatus,
    published: Comparison,
    folding: Folding,
    /// What to call the story: words of one of its headlines.
    title: Option<String>,
    known: Option<&'r Known>,
}

impl<'r> Digest<'r> {
    fn new(story: &'r Story, reports: &'r [Annotated], apparatus: &'r Apparatus) -> Digest<'r> {
        let published = onrecord::json::comparison(story, reports, apparatus);
        let title = story.title(reports).map(str::to_owned);
        let folding = Folding::english();
        Digest { story, reports, apparatus, published, folding, title, known: None }
    }

    /// The same with what the record knows of the story.
    fn with(self, known: Option<&'r Known>) -> Self {
        Digest { title: known.map(|it| it.title.clone()).or(self.title), known, ..self }
    }

    /// Draws what `view` asks for; returns how many entries it drew.
    fn show(mut self, view: &ViewArgs, terminal: &mut Terminal) -> anyhow::Result<usize> {
        let only: Vec<Agreement> = view.only.iter().map(|it| (*it).into()).collect();
        let shown = |it: &EntryInfo| {
            (only.is_empty() || only.iter().any(|only| has(it, *only)))
                && !(view.shared && it.readings.is_empty())
        };
        match view.explain {
            Some(Some(number)) => {
                self.explain(number, terminal)?;
                return Ok(1);
            }
            Some(None) => return self.memberships(self.known, view.json, terminal),
            None => {}
        }
        if view.view == ViewArg::Events {
            return self.deeds(view, terminal);
        }
        if view.json {
            // Numbers stay the same whatever is shown.
            self.published.entries.retain(shown);
            match self.known {
                None => terminal.json(&self.published)?,
                Some(known) => terminal.json(&KnownComparison {
                    published: &self.published,
                    title: &known.title,
                    follows: known.follows.as_ref().map(linked),
                    followed_by: known.followed_by.iter().map(linked).collect(),
                })?,
            }
            return Ok(self.published.entries.len());
        }
        let entries: Vec<&EntryInfo> =
            self.published.entries.iter().filter(|it| shown(it)).collect();
        self.head(terminal)?;
        if let Some(lemma) = &view.lemma {
            let words = format!("compared with {lemma}, wherever it has the words");
            terminal.lines(0, &[Run::new(FAINT, words)])?;
        }
        match view.view {
            ViewArg::Edits => return self.edits(view.accidentals, terminal),
            // Drawn above: it has other entries.
            ViewArg::Events => {}
            ViewArg::Figures => return self.figures(view.shared, terminal),
            ViewArg::Ledger => self.ledger(&entries, view, terminal)?,
            ViewArg::Apparatus => self.list_places(&entries, view, terminal)?,
        }
        if only.is_empty() {
            self.whole(terminal)?;
        }
        self.foot(&entries, view, terminal)?;
        Ok(entries.len())
    }

    fn head(&self, terminal: &mut Terminal) -> anyhow::Result<()> {
        let reports = &self.published.reports;
        let copies = reports.iter().filter(|it| it.copy_of.is_some()).count();
        let (transcripts, news): (Vec<&ReportInfo>, Vec<&ReportInfo>) =
            reports.iter().partition(|it| it.genre == "transcript");
        let title = [Run::new(STRONG, self.title.as_deref().unwrap_or("(no headline)").into())];
        terminal.lines(0, &title)?;
        let outlets = n_outlets(news.iter().copied());
        let mut counts = vec![count(reports.len(), "report"), count(outlets, "outlet")];
        if !transcripts.is_empty() {
            counts.push(count(transcripts.len(), "transcript"));
        }
        counts.push(if copies == 1 { "1 copy".to_owned() } else { format!("{copies} copies") });
        // A copy is no witness of its own, nor is a later state of a page.
        let own = |it: &&ReportInfo| it.copy_of.is_none() && it.version_of.is_none();
        let n_own = reports.iter().filter(own).count();
        let without = match n_own == reports.len() {
            true => String::new(),
            false => format!(
                " · {}, {} without copies and edits",
                count(n_own, "report"),
                count(n_outlets(news.iter().copied().filter(own)), "outlet"),
            ),
        };
        let counts = format!("{}{without} · {}", counts.join(", "), period(reports));
        terminal.lines(0, &[Run::new(FAINT, counts)])?;
        let width = reports.iter().map(|it| it.siglum.chars().count()).max().unwrap_or(0);
        for report in reports {
            let what = [Run::plain(&self.describe(report))];
            for (n, line) in wrap(&what, terminal.width - width - 1).iter().enumerate() {
                let siglum = if n == 0 { report.siglum.as_str() } else { "" };
                writeln!(terminal.out, "{STRONG}{siglum:width$}{STRONG:#} {line}")?;
            }
        }
        let sequence = self.known.map(sequence).unwrap_or_default();
        let decided = self.known.iter().flat_map(|it| &it.decided);
        for note in sequence.iter().chain(decided) {
            terminal.lines(0, &[Run::new(FAINT, note.clone())])?;
        }
        Ok(())
    }

    fn describe(&self, report: &ReportInfo) -> String {
        let mut what = vec![outlet(report).to_owned()];
        what.push(report.published.clone().unwrap_or_else(|| "date not given".to_owned()));
        if report.genre != "news" {
            what.push(report.genre.to_owned());
        }
        what.extend(report.kinds.iter().map(|it| (*it).to_owned()));
        if let Some(exemplar) = &report.copy_of {
            what.push(format!("copy of {}", self.siglum(exemplar)));
        }
        if let Some(first) = &report.version_of {
            what.push(format!("another state of {}", self.siglum(first)));
        }
        if let Some(credit) = &report.credit {
            what.push(format!("credits {credit}"));
        }
        what.join(" · ")
    }

    fn siglum(&self, report: &str) -> &str {
        self.report(report).map_or("another report", |it| it.siglum.as_str())
    }

    fn report(&self, id: &str) -> Option<&ReportInfo> {
        self.published.reports.iter().find(|it| it.id == id)
    }

    fn is_transcript(&self, info: &StatementInfo) -> bool {
        self.report(&info.report).is_some_and(|it| it.genre == "transcript")
    }

    fn text(&self, id: ReportId) -> &str {
        let found = self.reports.iter().find(|it| it.report.id() == id);
        found.map_or("", |it| it.report.text())
    }

    /// The entry behind what is published of it.
    fn entry(&self, info: &EntryInfo) -> &Entry {
        &self.apparatus.entries[info.number - 1]
    }

    /// Witnesses with the same words, the lemma's first.
    fn rows(&self, info: &EntryInfo) -> Vec<Row> {
        folded(&self.folding, self.entry(info), self.reports)
    }

    fn foot(
        &self,
        entries: &[&EntryInfo],
        view: &ViewArgs,
        terminal: &mut Terminal,
    ) -> anyhow::Result<()> {
        if entries.is_empty() {
            let n = self.published.entries.len();
            writeln!(terminal.out, "\nnone of the story’s {}", count(n, "utterance"))?;
            return Ok(());
        }
        let of = |agreement| entries.iter().filter(|it| grade(it) == Some(agreement)).count();
        let with = |it: &dyn Fn(&EntryInfo) -> bool| entries.iter().filter(|of| it(of)).count();
        let alone = with(&|it| it.readings.is_empty());
        let mut counts: Vec<String> = ["verbatim", "trimmed", "spliced", "altered", "paraphrase"]
            .into_iter()
            .filter(|it| of(it) > 0)
            .map(|it| format!("{} {it}", of(it)))
            .collect();
        if alone > 0 {
            counts.push(format!("{alone} in one report only"));
        }
        let days = with(&|it| it.readings.iter().any(|it| it.day_conflict));
        let speakers = with(&|it| it.readings.iter().any(|it| it.speaker_conflict));
        let venues = with(&|it| it.readings.iter().any(|it| it.venue_conflict));
        let conflicts = [(days, "day"), (speakers, "speaker"), (venues, "place")];
        for (n, what) in conflicts.into_iter().filter(|(n, _)| *n > 0) {
            counts.push(format!("{} on the {what}", count(n, "conflict")));
        }
        let mut lines =
            vec![format!("{}: {}", count(entries.len(), "utterance"), counts.join(", "))];
        let shared = with(&|it| it.outlets > 1);
        let on_their_own = with(&|it| it.outlets_without_copies > 1);
        if shared != on_their_own {
            let words = "in two outlets or more; copies set aside,";
            lines.push(format!("{shared} {words} {on_their_own}"));
        }
        writeln!(terminal.out)?;
        for line in lines.iter().flat_map(|it| wrap(&[Run::plain(it)], terminal.width)) {
            writeln!(terminal.out, "{line}")?;
        }
        let accidentals = with(&|it| it.readings.iter().any(|it| !it.accidentals.is_empty()));
        let mut hints = vec!["why? add --explain N".to_owned()];
        if accidentals > 0 && !view.accidentals {
            let differ = if accidentals == 1 { "differs" } else { "differ" };
            let words = format!("{differ} in spelling or marks too: --accidentals");
            hints.push(format!("{} {words}", count(accidentals, "utterance")));
        }
        terminal.lines(0, &[Run::new(FAINT, hints.join(" · "))])?;
        Ok(())
    }
}

/// What the story follows on, and what follows on it.
fn sequence(known: &Known) -> Vec<String> {
    let named = |it: &Linked| format!("{} ({})", it.title, &it.story.to_string()[..SHORT]);
    let follows = known.follows.iter().map(|it| {
        let words = it.words.join(", ");
        format!("follows: {}, with which it shares: {words}", named(it))
    });
    follows.chain(known.followed_by.iter().map(|it| format!("goes on in: {}", named(it)))).collect()
}

/// Draws a story as `view` asks; gives how many entries it drew.
pub(crate) fn draw(
    story: &Story,
    reports: &[Annotated],
    apparatus: &Apparatus,
    known: Option<&Known>,
    view: &ViewArgs,
    terminal: &mut Terminal,
) -> anyhow::Result<usize> {
    let redrawn = match &view.lemma {
        Some(lemma) => Some(with_lemma(story, reports, apparatus, lemma)?),
        None => None,
    };
    let apparatus = redrawn.as_ref().unwrap_or(apparatus);
    Digest::new(story, reports, apparatus).with(known).show(view, terminal)
}

/// The apparatus with another lemma: the words of the report with this siglum, or of this outlet.
pub(crate) fn with_lemma(
    story: &Story,
    reports: &[Annotated],
    apparatus: &Apparatus,
    wanted: &str,
) -> anyhow::Result<Apparatus> {
    let all = onrecord::json::reports(story, reports);
    let is = |one: &str| one.to_lowercase() == wanted.to_lowercase();
    let found = all
        .iter()
        .find(|it| it.siglum == wanted)
        .or_else(|| all.iter().find(|it| is(&it.siglum) || it.outlet.as_deref().is_some_and(is)));
    let Some(found) = found else {
        let known = all.iter().map(|it| format!("{} ({})", it.siglum, outlet(it)));
        let known = known.collect::<Vec<_>>().join(", ");
        anyhow::bail!("{wanted}: no report of this story; try one of {known}");
    };
    let id = reports.iter().map(|it| it.report.id()).find(|it| it.to_string() == found.id);
    Ok(id.map_or_else(|| apparatus.clone(), |it| redraw(story, reports, apparatus, it)))
}

fn has(info: &EntryInfo, only: Agreement) -> bool {
    info.readings.iter().any(|it| it.agreement == onrecord::json::agreement(only))
}
