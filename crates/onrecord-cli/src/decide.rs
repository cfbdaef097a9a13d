//! `onrecord split`, `join`, `decisions`: what a user knows better than grouping.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use anyhow::Context;
use onrecord::ReportId;
use onrecord::json::ReportInfo;
use onrecord::ledger::{count, outlet};
use onrecord::story::Decision;
use onrecord_store::{DecisionRow, NamedReport, Reader, Record, StoryRow, Whole};
use serde_json::{Value, json};

use crate::args::{DecidedArgs, DecisionsArgs, JoinArgs, SplitArgs};
use crate::outcome::Outcome;
use crate::progress::Progress;
use crate::show::story_id;
use crate::stories;
use crate::terminal::{FAINT, STRONG, Terminal};
use crate::wrap::{Run, wrap};

pub(crate) fn split(options: &SplitArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let mut record = Record::open(&options.decided.record.record)?;
    let whole = whole(&record.reader()?, &options.story)?;
    let listed = onrecord::json::reports(&whole.story, &whole.reports);
    let mut chosen = Vec::new();
    for wanted in &options.reports {
        chosen.push(report(&listed, wanted)?);
    }
    let decision = Decision::split(&whole.story, &chosen).with_context(|| match listed.len() {
        1 => "it is the only report of its story: there is nothing to split it off from".to_owned(),
        n => format!("that is all of the story: of its {n} reports some must stay"),
    })?;
    decide(&mut record, &decision, &options.decided, terminal)
}

pub(crate) fn join(options: &JoinArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let mut record = Record::open(&options.decided.record.record)?;
    let reader = record.reader()?;
    let mut wholes: Vec<(&str, Whole)> = Vec::new();
    for wanted in &options.stories {
        let whole = whole(&reader, wanted)?;
        if let Some((other, it)) = wholes.iter().find(|it| it.1.row.id == whole.row.id) {
            let id = &it.row.id.to_string()[..stories::SHORT];
            anyhow::bail!("{other} and {wanted} are one story already: {id}");
        }
        wholes.push((wanted, whole));
    }
    let joined: Vec<_> = wholes.iter().map(|it| &it.1.story).collect();
    let before: Vec<Decision> = reader.decisions()?.into_iter().map(|it| it.decision).collect();
    let decision = Decision::join(&joined, &before);
    let decision = decision.context("name two stories or more; onrecord stories lists them")?;
    decide(&mut record, &decision, &options.decided, terminal)
}

/// Keeps a decision, brings the stories up to date, and shows those it is about.
fn decide(
    record: &mut Record,
    decision: &Decision,
    options: &DecidedArgs,
    terminal: &mut Terminal,
) -> anyhow::Result<Outcome> {
    let n = record.decide(decision, &now(), options.note.as_deref())?;
    regroup(record)?;
    let reader = record.reader()?;
    let decisions = reader.decisions()?;
    let row = decisions.iter().find(|it| it.n == n);
    let row = row.context("the decision is gone; run onrecord decisions")?;
    let touched: Vec<StoryRow> = row
        .stories()
        .into_iter()
        .filter_map(|it| reader.story(it).transpose())
        .map(|it| Ok(it?.row))
        .collect::<anyhow::Result<_>>()?;
    if options.json {
        let by = by_story(&decisions);
        let stories: Vec<Value> = touched
            .iter()
            .map(|it| onrecord_store::published::story(it, stories::numbers(it, &by)))
            .collect();
        terminal.json(&json!({ "decision": published(row), "stories": stories }))?;
    } else {
        Terminal::say(&format_args!(
            "decision {n}: {}; onrecord decisions --undo {n} takes it back",
            in_words(row)
        ));
        stories::list(&touched, &by_story(&decisions), terminal)?;
    }
    Ok(Outcome::Done)
}

pub(crate) fn list(options: &DecisionsArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    if let Some(n) = options.undo {
        let mut record = Record::open(&options.record.record)?;
        if !record.undo(n)? {
            let known: Vec<String> =
                record.reader()?.decisions()?.iter().map(|it| it.n.to_string()).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            anyhow::bail!("no decision {n}; there are: {known}");
        }
        regroup(&mut record)?;
        Terminal::say(&format_args!("decision {n} is taken back"));
    }
    let decisions = Reader::open(&options.record.record)?.decisions()?;
    if options.json {
        terminal.json(&decisions.iter().map(published).collect::<Vec<_>>())?;
    } else {
        decisions.iter().try_for_each(|it| draw(it, terminal))?;
    }
    let done = options.undo.is_some() || !decisions.is_empty();
    Ok(if done { Outcome::Done } else { Outcome::NothingFound })
}

/// Which decisions have an effect on which story.
pub(crate) fn by_story(decisions: &[DecisionRow]) -> BTreeMap<ReportId, Vec<u64>> {
    let mut by: BTreeMap<ReportId, Vec<u64>> = BTreeMap::new();
    for decision in decisions.iter().filter(|it| it.has_effect) {
        for story in decision.stories() {
            by.entry(story).or_default().push(decision.n);
        }
    }
    by
}

/// How a story is as it is by decision: `2 reports split off by decision 3`.
pub(crate) fn notes(story: ReportId, decisions: &[DecisionRow]) -> Vec<String> {
    decisions.iter().filter_map(|it| it.told_of(story)).collect()
}

fn regroup(record: &mut Record) -> anyhow::Result<()> {
    let progress = Progress::new();
    let done = onrecord_store::regroup(record, &progress);
    progress.end();
    done?;
    Ok(())
}

/// The present second.
fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

fn whole(reader: &Reader, story: &str) -> anyhow::Result<Whole> {
    let id = story_id(reader, story)?;
    reader.story(id)?.context("the story is gone; run onrecord stories")
}

/// The one report of a story that is meant: by its sign, number, outlet, id or beginning of its id.
fn report(listed: &[ReportInfo], wanted: &str) -> anyhow::Result<ReportId> {
    let lower = wanted.to_lowercase();
    let is = |name: &str| name.to_lowercase() == lower;
    let by_number = wanted.parse::<usize>().ok().and_then(|it| listed.get(it.checked_sub(1)?));
    let by_outlet: Vec<&ReportInfo> = listed.iter().filter(|it| is(outlet(it))).collect();
    let by_id: Vec<&ReportInfo> =
        listed.iter().filter(|it| !lower.is_empty() && it.id.starts_with(&lower)).collect();
    let exact = listed.iter().find(|it| it.siglum == wanted);
    let found = exact
        .or_else(|| listed.iter().find(|it| is(&it.siglum)))
        .or(by_number)
        .or_else(|| <[&ReportInfo; 1]>::try_from(by_outlet.clone()).ok().map(|[it]| it))
        .or_else(|| <[&ReportInfo; 1]>::try_from(by_id.clone()).ok().map(|[it]| it));
    let several = if by_outlet.len() > 1 { by_outlet } else { by_id };
    let Some(found) = found else {
        let (what, known) = match several.len() {
            0 | 1 => ("no report of this story", listed.iter().collect()),
            _ => ("more than one report of this story", several),
        };
        let known: Vec<String> =
            known.iter().map(|it| format!("{} ({})", it.siglum, outlet(it))).collect();
        anyhow::bail!("{wanted}: {what}; try one of {}", known.join(", "));
    };
    ReportId::parse(&found.id).context("an id of another form")
}

// Words -------------------------------------------------------------------------------------------

fn in_words(row: &DecisionRow) -> String {
    match &row.decision {
        Decision::Together(_) => "stories joined".to_owned(),
        Decision::Apart { .. } => format!("{} split off", count(row.reports.len(), "report")),
    }
}

fn draw(row: &DecisionRow, terminal: &mut Terminal) -> anyhow::Result<()> {
    let number = row.n.to_string();
    let head = [Run::new(STRONG, format!("{number} ")), Run::plain(&in_words(row))];
    let effect = if row.has_effect { "" } else { " · changes nothing any more" };
    let when = Run::new(FAINT, format!(" · {}{effect}", row.made_at));
    terminal.lines(0, &[&head[..], &[when]].concat())?;
    let mut lines: Vec<String> = row.note.iter().map(|it| format!("“{it}”")).collect();
    lines.extend(row.reports.iter().map(named));
    if let Decision::Apart { reports, .. } = &row.decision {
        let gone = reports.len() - row.reports.len();
        if gone > 0 {
            lines.push(format!("{} not in this record", count(gone, "report")));
        }
        let from: BTreeSet<ReportId> = row.from.iter().filter_map(|it| it.story).collect();
        for story in from {
            let first = row.from.iter().find(|it| it.story == Some(story));
            lines.extend(first.map(|it| format!("from {}", named(it))));
        }
    }
    for line in lines.iter().flat_map(|it| wrap(&[Run::plain(it)], terminal.width - 4)) {
        writeln!(terminal.out, "    {line}")?;
    }
    Ok(())
}

/// `Harbour Post · 2031-03-05 · Strait talks stall (story 7k3q2m9x)`
fn named(report: &NamedReport) -> String {
    let day = report.day.map_or("date not given".to_owned(), |it| it.to_string());
    let story = report.story.map(|it| format!(" (story {})", &it.to_string()[..stories::SHORT]));
    format!("{} · {day} · {}{}", report.outlet, report.title, story.unwrap_or_default())
}

fn published(row: &DecisionRow) -> Value {
    let reports = |all: &[NamedReport]| -> Vec<Value> {
        let report = |it: &NamedReport| {
            json!({
                "id": it.id.to_string(),
                "outlet": it.outlet,
                "title": it.title,
                "published": it.day.map(|it| it.to_string()),
                "story": it.story.map(|it| it.to_string()),
            })
        };
        all.iter().map(report).collect()
    };
    let kind = match row.decision {
        Decision::Together(_) => "together",
        Decision::Apart { .. } => "apart",
    };
    json!({
        "n": row.n,
        "kind": kind,
        "reports": reports(&row.reports),
        "from": reports(&row.from),
        "made_at": row.made_at,
        "note": row.note,
        "has_effect": row.has_effect,
    })
}
