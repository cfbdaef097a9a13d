//! `id` and `text` in; out, a line for each window that the accurate tier is shown, for training.

use std::path::Path;

use onrecord::Lexicon;
use onrecord::annotate::annotate;
use onrecord::text::CodePoints;
use onrecord_tagger::{Pieces, Seen, Window, windows};
use serde_json::{Value, json};

use crate::texts;

pub(crate) fn run(input: &Path, out: &Path, longest: usize) -> anyhow::Result<()> {
    let (lexicon, pieces) = (Lexicon::english(), Pieces::english());
    texts::each(input, out, |id, report, writer| {
        let Some(report) = report else { return Ok(()) };
        let rules = annotate(&lexicon, &report);
        let points = CodePoints::new(report.text());
        for window in windows(&pieces, &report, &rules, longest) {
            writeln!(writer, "{}", row(id, &points, &window))?;
        }
        Ok(())
    })
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
