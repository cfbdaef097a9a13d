//! Stories: which reports tell of one happening. Reads `id`, `date`, `outlet`, `url`, `title`
//! and `text` of each line and nothing else, so that no label can leak into the grouping.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use onrecord::report::Published;
use onrecord::story::{Signature, cluster, sign};
use onrecord::{Annotated, Annotations, Part, PartKind, Report, ReportId, Span};
use serde_json::{Value, json};

pub(crate) fn run(input: &Path, out: &Path) -> anyhow::Result<()> {
    let (keys, signatures): (Vec<String>, Vec<Signature>) = signed(input)?.into_iter().unzip();
    let mut story_of: HashMap<ReportId, ReportId> = HashMap::new();
    for story in cluster(&signatures) {
        let id = story.id().context("a story without reports")?;
        story_of.extend(story.witnesses.iter().map(|it| (it.report, id)));
    }
    let mut out = BufWriter::new(File::create(out)?);
    for (key, signature) in keys.iter().zip(&signatures) {
        let story = story_of.get(&signature.report).map(ReportId::to_string);
        writeln!(out, "{}", json!({ "id": key, "story": story }))?;
    }
    out.flush()?;
    Ok(())
}

/// The id of each line, and its signature.
pub(crate) fn signed(input: &Path) -> anyhow::Result<Vec<(String, Signature)>> {
    let key = |row: &Value| row["id"].as_str().map(str::to_owned).context("a line has no id");
    rows(input)?.iter().map(|row| Ok((key(row)?, sign_row(row)))).collect()
}

pub(crate) fn rows(input: &Path) -> anyhow::Result<Vec<Value>> {
    let input = File::open(input).with_context(|| format!("cannot open {}", input.display()))?;
    let mut rows = Vec::new();
    for (n, line) in BufReader::new(input).lines().enumerate() {
        let line = line?;
        if !line.trim().is_empty() {
            rows.push(serde_json::from_str(&line).with_context(|| format!("line {}", n + 1))?);
        }
    }
    Ok(rows)
}

pub(crate) fn sign_row(row: &Value) -> Signature {
    sign(&Annotated { report: report(row), annotations: Annotations::default() })
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
    let mut report = Report::new(row["outlet"].as_str(), row["url"].as_str(), &text, parts);
    let day = row["date"].as_str().and_then(|it| it.parse().ok());
    report.published = day.map(|day| Published { day, at: None });
    report
}
