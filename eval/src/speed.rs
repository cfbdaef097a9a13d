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
    let only = |besides: Besides| {
        let found = reports.iter().map(|it| annotate::annotate_only(lexicon, it, besides));
        found.map(|it| it.statements.len()).sum::<usize>()
    };
    let none = Besides::NOTHING;
    let alone = quickest(|| only(none));
    let say_ms = |step: &str, seconds: f64| say(step, 1e3 * seconds / megabytes, "ms");
    say_ms("a megabyte: statements alone", alone);
    for (step, besides) in [
        ("a megabyte: events on top", Besides { events: true, ..none }),
        ("a megabyte: figures on top", Besides { figures: true, ..none }),
        ("a megabyte: talks on top", Besides { turns: true, ..none }),
    ] {
        say_ms(step, quickest(|| only(besides)) - alone);
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
    let seconds = quickest(|| sentences.iter().map(named).sum());
    say_ms("a megabyte: parties named in every sentence", seconds);
    let words: Vec<Vec<&str>> = sentences
        .iter()
        .map(|(report, span)| text::tokens(report.text(), *span).map(|it| it.text).collect())
        .collect();
    let grammar = Grammar::english();
    let n_words = words.iter().map(Vec::len).sum::<usize>();
    let tagged = quickest(|| words.iter().map(|it| grammar.tag(it).n_words()).sum());
    say_ms("a megabyte: tags of every sentence", tagged);
    let parsed = quickest(|| words.iter().map(|it| grammar.parse(it).len()).sum());
    say_ms("a megabyte: tags and parse of every sentence", parsed);
    say("tags and parse", words.len() as f64 / parsed, "sentences/s");
    say("tags and parse", n_words as f64 / parsed, "words/s");
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

/// Seconds that `work` takes at best: one time is set against another, and others may be at work here.
fn quickest(work: impl Fn() -> usize) -> f64 {
    let whole = Clock::now();
    let mut best = f64::INFINITY;
    while whole.seconds() < AT_LEAST {
        let start = Clock::now();
        std::hint::black_box(work());
        best = best.min(start.seconds());
    }
    best
}

#[expect(clippy::print_stdout, reason = "its output is this command's answer")]
fn say(step: &str, value: f64, unit: &str) {
    println!("{}", serde_json::json!({ "step": step, "value": value, "unit": unit }));
}
