//! Saved pages in, the bodies found in them out, as `extraction.py` wants them.

use anyhow::Context;
use flate2::read::MultiGzDecoder;
use onrecord::intake::{Body, Capture};
use onrecord::{PartKind, Report};
use serde_json::{Map, Value, json};
use std::fs;
use std::io::Read;
use std::path::Path;

/// Reads every `*.html` and `*.html.gz` of a folder; the file's name without endings is the page's
/// id. Pages are UTF-8, whatever they declare.
pub(crate) fn run(input: &Path, out: &Path) -> anyhow::Result<()> {
    let mut bodies = Map::new();
    for (id, html) in pages(input)? {
        let capture = Capture { body: Body::Html(html), ..Capture::default() };
        let report = onrecord::report::extract(&capture);
        bodies.insert(id, report.map_or(json!({ "articleBody": "" }), |it| published(&it)));
    }
    let json = serde_json::to_string_pretty(&bodies)?;
    fs::write(out, json + "\n").with_context(|| out.display().to_string())
}

/// The body, for the scorer; beside it what the page tells of itself, by schema.org's names.
fn published(report: &Report) -> Value {
    json!({
        "articleBody": report.body(),
        "headline": report.part(PartKind::Headline),
        "author": report.author,
        "datePublished": report.published.map(|it| it.day.to_string()),
        "publisher": report.outlet,
        "inLanguage": report.language,
    })
}

/// Ids and pages, in order of id.
fn pages(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let id = name.strip_suffix(".gz").unwrap_or(&name);
        let Some(id) = id.strip_suffix(".html") else { continue };
        let html = read_page(&path).with_context(|| path.display().to_string())?;
        pages.push((id.to_string(), html));
    }
    pages.sort();
    Ok(pages)
}

fn read_page(path: &Path) -> anyhow::Result<String> {
    let mut bytes = fs::read(path)?;
    if bytes.starts_with(b"\x1f\x8b") {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked)?;
        bytes = unpacked;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
