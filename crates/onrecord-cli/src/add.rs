//! `onrecord add`: reports into the record.

use std::time::Duration;

use onrecord::Report;
use onrecord::ledger::count;
use onrecord_store::{Counts, Record, Summary};
use serde_json::json;

use crate::args::AddArgs;
use crate::input;
use crate::outcome::Outcome;
use crate::progress::{Ended, Progress};
use crate::terminal::Terminal;

pub(crate) fn run(options: AddArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    if options.dry_run {
        return dry_run(options, terminal);
    }
    let annotator = input::annotator_with(options.tier, &options.actors, terminal)?;
    let annotate = |report: &Report| annotator.annotate(report);
    let mut record = Record::create(&options.record.record)?;
    let captures = input::captures(options.paths, &options.given);
    let progress = Progress::new();
    let done = onrecord_store::update(&mut record, &annotate, captures, &progress);
    let Ended { warnings, steps } = progress.end();
    let warnings = warnings + terminal.warnings();
    let (summary, counts) = (done?, record.reader()?.counts()?);
    if options.json {
        let mut told = json!({
            "added": summary.added, "known": summary.known, "refused": summary.refused,
            "warnings": warnings, "reports": counts.reports, "stories": counts.stories,
            "statements": counts.statements, "altered": counts.altered,
        });
        if options.timings {
            told["seconds"] = steps.iter().map(|it| (it.0.clone(), json!(seconds(it.1)))).collect();
        }
        terminal.json(&told)?;
    } else {
        Terminal::say(&format_args!("{}", in_words(&summary, &counts, warnings)));
        for (step, took) in steps.iter().filter(|_| options.timings) {
            Terminal::say(&format_args!("{step}: {} s", seconds(*took)));
        }
    }
    Ok(Outcome::of((summary.added + summary.known) as usize, warnings))
}

/// Rounded to milliseconds.
fn seconds(it: Duration) -> f64 {
    it.as_millis() as f64 / 1000.0
}

/// One line of counts.
pub(crate) fn in_words(summary: &Summary, counts: &Counts, warnings: usize) -> String {
    let mut words = vec![format!("{} added", count(summary.added as usize, "report"))];
    if summary.known > 0 {
        words.push(format!("{} known before", summary.known));
    }
    if warnings > 0 {
        words.push(count(warnings, "warning"));
    }
    format!(
        "{}; the record holds {} reports, {} stories, {} statements, {} altered",
        words.join(", "),
        counts.reports,
        counts.stories,
        counts.statements,
        counts.altered
    )
}

fn dry_run(options: AddArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    use std::io::Write;
    let annotator = input::annotator_with(options.tier, &options.actors, terminal)?;
    let (mut reports, mut statements) = (0, 0);
    let mut lines = Vec::new();
    for it in input::annotated(options.paths, &options.given, &annotator, terminal) {
        let day = it.report.published.map_or("date not given".into(), |it| it.day.to_string());
        let title = it.report.part(onrecord::PartKind::Headline).unwrap_or("(no headline)");
        let n = it.annotations.statements.len();
        lines.push(format!("{day}  {}: {title} ({n} statements)", it.report.outlet_or_place()));
        reports += 1;
        statements += n;
    }
    for line in lines {
        writeln!(terminal.out, "{line}")?;
    }
    Terminal::say(&format_args!("{reports} reports, {statements} statements; nothing written"));
    Ok(Outcome::of(reports, terminal.warnings()))
}
