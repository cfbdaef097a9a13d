//! `id` and `text` in; `id` and `statements` out, in code points of that text.

use std::path::Path;

use onrecord::annotate::{annotate, annotate_tagged, cue_kind};
use onrecord::lexicon::CueKind;
use onrecord::text::CodePoints;
use onrecord::{Annotated, Lexicon, Report, Span, Statement};
use onrecord_tagger::Tagger;
use serde_json::{Value, json};

use crate::texts;

pub(crate) fn run(input: &Path, out: &Path, accurate: bool) -> anyhow::Result<()> {
    let lexicon = Lexicon::english();
    let tagger = accurate.then(Tagger::english).transpose()?;
    texts::each(input, out, |id, report, writer| {
        let statements = match report {
            Some(report) => rows(&lexicon, &read(&lexicon, tagger.as_ref(), report)?),
            None => Vec::new(),
        };
        Ok(writeln!(writer, "{}", json!({ "id": id, "statements": statements }))?)
    })
}

/// What the accurate tier finds before it is joined with the rules, with its own confidence.
pub(crate) fn tagged(input: &Path, out: &Path) -> anyhow::Result<()> {
    let (lexicon, tagger) = (Lexicon::english(), Tagger::english()?);
    texts::each(input, out, |id, report, writer| {
        let Some(report) = report else { return Ok(()) };
        let points = CodePoints::new(report.text());
        let spans = |spans: &[Span]| spans.iter().map(|it| points.of(*it)).collect::<Vec<_>>();
        let found = tagger.read(&report, &annotate(&lexicon, &report))?;
        let rows = found.iter().map(|it| {
            let source: Vec<Span> = it.source.into_iter().collect();
            json!({ "source": spans(&source), "cue": spans(&[it.cue]), "content": spans(&it.content),
                    "confidence": it.confidence })
        });
        let rows: Vec<Value> = rows.collect();
        Ok(writeln!(writer, "{}", json!({ "id": id, "statements": rows }))?)
    })
}

fn read(lexicon: &Lexicon, tagger: Option<&Tagger>, report: Report) -> anyhow::Result<Annotated> {
    let mut annotations = annotate(lexicon, &report);
    if let Some(tagger) = tagger {
        annotations = annotate_tagged(lexicon, &report, &tagger.read(&report, &annotations)?);
    }
    Ok(Annotated { report, annotations })
}

fn rows(lexicon: &Lexicon, annotated: &Annotated) -> Vec<Value> {
    let text = annotated.report.text();
    let points = CodePoints::new(text);
    let row = |it: &Statement| row(lexicon, text, &points, it, annotated);
    // The corpora mark one level only. With what is said within what is said, spoken end to end on
    // PolNeAR dev is 85.5 instead of 86.0: nothing there can be right.
    let outer = annotated.annotations.statements.iter().filter(|it| it.within.is_none());
    outer.map(row).collect()
}

fn row(
    lexicon: &Lexicon,
    text: &str,
    points: &CodePoints,
    statement: &Statement,
    of: &Annotated,
) -> Value {
    let spans = |spans: &[Span]| spans.iter().map(|it| points.of(*it)).collect::<Vec<_>>();
    let content: Vec<Span> = statement.content.iter().map(|it| with_marks(text, *it)).collect();
    json!({
        "source": spans(&statement.source),
        "cue": spans(&statement.cue),
        "content": spans(&content),
        "rule": statement.rule,
        "manner": onrecord::json::manner(statement.manner),
        "kind": cue_kind(lexicon, &of.report, statement).map_or("none", CueKind::name),
        "act": statement.act.name(),
        "addressee": statement.addressee.map(|it| it.of(text)),
        "confidence": statement.confidence,
        "tier": onrecord::json::tier(statement.tier),
        "speaker": of.annotations.speaker(statement).map(|it| &it.name),
        "day": statement.day.map(|it| it.written.of(text)),
    })
}

/// The corpora count quotation marks, and a comma inside them, as content; onrecord does not.
fn with_marks(text: &str, span: Span) -> Span {
    let mark = |it: &char| "\"“”«»„`'‘’".contains(*it);
    let comma =
        |rest: &str| rest.starts_with(',') && rest[1..].chars().next().is_some_and(|it| mark(&it));
    let len = |marks: &mut dyn Iterator<Item = char>| {
        marks.take_while(mark).map(char::len_utf8).sum::<usize>()
    };
    let before = len(&mut text[..span.start()].chars().rev());
    let end = span.end() + usize::from(comma(&text[span.end()..]));
    Span::new(span.start() - before, end + len(&mut text[end..].chars()))
}
