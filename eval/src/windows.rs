//! `id` and `text` in; out, a line for each window that the accurate tier is shown, for training.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use onrecord::annotate::annotate;
use onrecord::intake::Body;
use onrecord::report::extract;
use onrecord::text::CodePoints;
use onrecord::{Capture, Lexicon};
use onrecord_tagger::{Pieces, Seen, Window, windows};
use serde_json::{Value, json};

pub(crate) fn run(input: &Path, out: &Path, longest: usize) -> anyhow::Result<()> {
    let (lexicon, pieces) = (Lexicon::english(), Pieces::english());
    let reader = BufReader::new(std::fs::File::open(input).context(input.display().to_string())?);
    let mut writer = BufWriter::new(std::fs::File::create(out)?);
    for line in reader.lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().context("a line has no text")?;
        let capture = Capture { body: Body::Text(text.to_owned()), ..Capture::default() };
        let Some(report) = extract(&capture) else { continue };
        let rules = annotate(&lexicon, &report);
        let points = CodePoints::new(report.text());
        for window in windows(&pieces, &report, &rules, longest) {
            writeln!(writer, "{}", row(&record["id"], &points, &window))?;
        }
    }
    Ok(writer.flush()?)
}

fn row(id: &Value, points: &CodePoints, window: &Window) -> Value {
    let column = |of: &dyn Fn(&Seen) -> u32| window.tokens.iter().map(of).collect::<Vec<u32>>();
    json!({
        "id": id,
        "pieces": window.pieces,
        "spans": window.tokens.iter().map(|it| points.of(it.span)).collect::<Vec<_>>(),
        "first": column(&|it| it.first),
        "shape": column(&|it| it.shape.into()),
        "quote": column(&|it| it.quote.into()),
        "role": column(&|it| it.role.into()),
        "heading": column(&|it| it.heading.into()),
    })
}
