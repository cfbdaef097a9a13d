//! Stories: which reports tell of one happening. Reads `id`, `date`, `outlet`, `title` and `text`
//! of each line and nothing else, so that no label can leak into the grouping.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use onrecord::report::Published;
use onrecord::story::{cluster, sign};
use onrecord::{Annotated, Annotations, Part, PartKind, Report, ReportId, Span};
use serde_json::{Value, json};

pub(crate) fn run(input: &Path, out: &Path) -> anyhow::Result<()> {
    let input = File::open(input).with_context(|| format!("cannot open {}", input.display()))?;
    let mut keys: Vec<(String, ReportId)> = Vec::new();
    let mut signatures = Vec::new();
    for (n, line) in BufReader::new(input).lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let row: Value = serde_json::from_str(&line).with_context(|| format!("line {}", n + 1))?;
        let key = row["id"].as_str().with_context(|| format!("line {}: no id", n + 1))?;
        let signature =
            sign(&Annotated { report: report(&row), annotations: Annotations::default() });
        keys.push((key.to_owned(), signature.report));
        signatures.push(signature);
    }
    let mut story_of: HashMap<ReportId, ReportId> = HashMap::new();
    for story in cluster(&signatures) {
        let id = story.id().context("a story without reports")?;
        story_of.extend(story.witnesses.iter().map(|it| (it.report, id)));
    }
    let mut out = BufWriter::new(File::create(out)?);
    for (key, report) in keys {
        let story = story_of.get(&report).map(ReportId::to_string);
        writeln!(out, "{}", json!({ "id": key, "story": story }))?;
    }
    out.flush()?;
    Ok(())
}

/// The line as a report: title as headline, each line of text a paragraph. The texts come already
/// cut from their pages; `report::extract` on them as plain text would do as well.
fn report(row: &Value) -> Report {
    let field = |name: &str| row[name].as_str().unwrap_or("").replace('\0', "");
    let mut text = String::new();
    let mut parts = Vec::new();
    let title = field("title");
    let body = field("text");
    let headline = (PartKind::Headline, title.as_str());
    let paragraphs = body.lines().map(|it| (PartKind::Paragraph, it));
    for (kind, words) in std::iter::once(headline).chain(paragraphs) {
        // A headline or paragraph may itself hold line breaks of other kinds; white space is
        // outside the parts.
        let words = words.trim();
        if words.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(words);
        parts.push(Part { kind, span: Span::new(start, text.len()) });
    }
    let mut report = Report::new(row["outlet"].as_str(), None, &text, parts);
    let day = row["date"].as_str().and_then(|it| it.parse().ok());
    report.published = day.map(|day| Published { day, at: None });
    report
}
