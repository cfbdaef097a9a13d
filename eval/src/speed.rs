//! Times each step of the pipeline in this process, on one thread.

use std::io::Cursor;
use std::path::Path;

use anyhow::Context;
use onrecord::annotate::Besides;
use onrecord::{Annotated, Capture, Lexicon, Span, annotate, intake, report, story, text};
use onrecord_grammar::Grammar;

use crate::clock::Clock;

/// Shortest time a step is repeated for, in seconds.
const AT_LEAST: f64 = 2.0;

/// Prints a line of JSON for each step: its name, how much it did in a second, of what.
pub(crate) fn run(pages: &Path, texts: &Path) -> anyhow::Result<()> {
    let lexicon = Lexicon::english();
    let pages = captures(pages)?;
    let per_second = repeat(|| pages.iter().filter_map(report::extract).count());
    say("page to report", per_second * pages.len() as f64, "pages/s");

    let texts = captures(texts)?;
    let reports: Vec<report::Report> = texts.iter().filter_map(report::extract).collect();
    let megabytes = reports.iter().map(|it| it.text().len()).sum::<usize>() as f64 / 1e6;
    let per_second = repeat(|| texts.iter().filter_map(report::extract).count());
    say("text to report", per_second * megabytes, "MB/s");
    let read = || reports.iter().map(|it| annotate::annotate(&lexicon, it).statements.len()).sum();
    say("report to statements, events, figures and talks", repeat(read) * megabytes, "MB/s");
    stages(&lexicon, &reports, megabytes);
    let both = || {
        let found = texts.iter().filter_map(report::extract);
        found.map(|it| annotate::annotate(&lexicon, &it).statements.len()).sum()
    };
    say("text to all of these", repeat(both) * megabytes, "MB/s");

    let annotated: Vec<Annotated> = reports
        .into_iter()
        .map(|report| Annotated { annotations: annotate::annotate(&lexicon, &report), report })
        .collect();
    let per_second = repeat(|| annotated.iter().map(story::sign).count());
    say("report to signature", per_second * annotated.len() as f64, "reports/s");
    let signatures: Vec<_> = annotated.iter().map(story::sign).collect();
    let per_second = repeat(|| story::cluster(&signatures).len());
    say("signatures to stories", per_second * annotated.len() as f64, "reports/s");
    let few = &annotated[..annotated.len().min(30)];
    let gathered = story::gather(few);
    let collated = || onrecord::collate::collate(&gathered, few).entries.len();
    say("30 reports to apparatus", repeat(collated), "stories/s");
    Ok(())
}

/// What each stage of reading reports takes for a megabyte of text.
fn stages(lexicon: &Lexicon, reports: &[report::Report], megabytes: f64) {
    let milliseconds = |per_second: f64| 1e3 / (per_second * megabytes);
    let only = |besides: Besides| {
        let found = reports.iter().map(|it| annotate::annotate_only(lexicon, it, besides));
        found.map(|it| it.statements.len()).sum::<usize>()
    };
    let none = Besides::NOTHING;
    let alone = milliseconds(repeat(|| only(none)));
    say("a megabyte: statements alone", alone, "ms");
    for (step, besides) in [
        ("a megabyte: events on top", Besides { events: true, ..none }),
        ("a megabyte: figures on top", Besides { figures: true, ..none }),
        ("a megabyte: talks on top", Besides { turns: true, ..none }),
    ] {
        say(step, milliseconds(repeat(|| only(besides))) - alone, "ms");
    }

    // Every sentence; events are looked for in fewer.
    let sentences: Vec<(&report::Report, Span)> = reports
        .iter()
        .flat_map(|report| {
            let parts = report.parts().iter();
            let spans = parts.flat_map(|it| text::sentence::sentences(report.text(), it.span));
            spans.map(move |it| (report, it))
        })
        .collect();
    let named = |(report, span): &(&report::Report, Span)| {
        lexicon.parties().mentions(report.text(), *span, None).len()
    };
    let per_second = repeat(|| sentences.iter().map(named).sum());
    say("a megabyte: parties named in every sentence", milliseconds(per_second), "ms");
    let words: Vec<Vec<&str>> = sentences
        .iter()
        .map(|(report, span)| text::tokens(report.text(), *span).map(|it| it.text).collect())
        .collect();
    let grammar = Grammar::english();
    let n_words = words.iter().map(Vec::len).sum::<usize>();
    let tagged = repeat(|| words.iter().map(|it| grammar.tag(it).n_words()).sum());
    say("a megabyte: tags of every sentence", milliseconds(tagged), "ms");
    let parsed = repeat(|| words.iter().map(|it| grammar.parse(it).len()).sum());
    say("a megabyte: tags and parse of every sentence", milliseconds(parsed), "ms");
    say("tags and parse", parsed * words.len() as f64, "sentences/s");
    say("tags and parse", parsed * n_words as f64, "words/s");
}

fn captures(path: &Path) -> anyhow::Result<Vec<Capture>> {
    let files: Vec<_> = if path.is_dir() {
        let entries = std::fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
        entries.into_iter().map(|it| it.path()).collect()
    } else {
        vec![path.to_owned()]
    };
    let mut captures = Vec::new();
    for file in files.iter().filter(|it| it.is_file()) {
        let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
        captures.extend(intake::read(&file.display().to_string(), Cursor::new(bytes)).flatten());
    }
    anyhow::ensure!(!captures.is_empty(), "{}: nothing to read there", path.display());
    Ok(captures)
}

/// How often `work` can be done in a second. Its answer is looked at, so that it is not left out.
fn repeat(work: impl Fn() -> usize) -> f64 {
    let expected = work();
    let start = Clock::now();
    let mut times = 0;
    while start.seconds() < AT_LEAST {
        assert_eq!(work(), expected, "the same input must give the same answer");
        times += 1;
    }
    f64::from(times) / start.seconds()
}

#[expect(clippy::print_stdout, reason = "its output is this command's answer")]
fn say(step: &str, value: f64, unit: &str) {
    println!("{}", serde_json::json!({ "step": step, "value": value, "unit": unit }));
}
