//! `id` and `text` in; `id` and `statements` out, in code points of that text.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use onrecord::annotate::annotate;
use onrecord::text::CodePoints;
use onrecord::{Annotations, Lexicon, Part, PartKind, Report, Span, Speaker, Statement};
use serde_json::{Value, json};

pub(crate) fn run(input: &Path, out: &Path) -> anyhow::Result<()> {
    let lexicon = Lexicon::english();
    let reader = BufReader::new(std::fs::File::open(input).context(input.display().to_string())?);
    let mut writer = BufWriter::new(std::fs::File::create(out)?);
    let (mut bytes, mut busy) = (0, std::time::Duration::ZERO);
    for line in reader.lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().context("no text")?;
        let report = report(text);
        let began = std::time::Instant::now();
        let annotations = annotate(&lexicon, &report);
        busy += began.elapsed();
        bytes += text.len();
        let points = CodePoints::new(text);
        let statements: Vec<Value> =
            annotations.statements.iter().map(|it| row(text, &points, &annotations, it)).collect();
        writeln!(writer, "{}", json!({ "id": record["id"], "statements": statements }))?;
    }
    let rate = bytes as f64 / 1e6 / busy.as_secs_f64();
    eprintln_rate(bytes, rate);
    Ok(())
}

#[allow(clippy::print_stderr)]
fn eprintln_rate(bytes: usize, rate: f64) {
    eprintln!("{bytes} bytes, {rate:.1} MB/s (annotate alone)");
}

fn row(text: &str, points: &CodePoints, found: &Annotations, statement: &Statement) -> Value {
    let spans = |spans: &[Span]| spans.iter().map(|it| points.of(*it)).collect::<Vec<_>>();
    let content: Vec<Span> = statement.content.iter().map(|it| with_marks(text, *it)).collect();
    json!({
        "source": spans(&statement.source),
        "cue": spans(&statement.cue),
        "content": spans(&content),
        "rule": statement.rule,
        "manner": format!("{:?}", statement.manner),
        "speaker": match statement.speaker {
            Speaker::Named(_) => json!(found.speaker(statement).map(|it| [Some(&*it.name), it.role.as_deref(), it.affiliation.as_deref()])),
            other => json!(format!("{other:?}")),
        },
        "day": statement.day.map(|it| it.written.of(text)),
    })
}

/// The corpora count quotation marks as content, onrecord does not.
fn with_marks(text: &str, span: Span) -> Span {
    let mark = |it: &char| "\"“”«»„`'‘’".contains(*it);
    let before =
        text[..span.start()].chars().rev().take_while(mark).map(char::len_utf8).sum::<usize>();
    let after = text[span.end()..].chars().take_while(mark).map(char::len_utf8).sum::<usize>();
    Span::new(span.start() - before, span.end() + after)
}

/// A report of one part a line. To be replaced by `onrecord::report::extract` once it reads plain
/// text.
fn report(text: &str) -> Report {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trim(text);
        at += line.len();
        if !span.is_empty() {
            let headline = parts.is_empty() && span.len() <= 200;
            let kind = if headline { PartKind::Headline } else { PartKind::Paragraph };
            parts.push(Part { kind, span });
        }
    }
    Report::new(None, None, text, parts)
}
