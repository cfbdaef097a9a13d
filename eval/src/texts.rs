//! Lines of `id` and `text` in, and `date` where it is known, each read as a report; a line or more out for each.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use onrecord::intake::Body;
use onrecord::report::extract;
use onrecord::{Capture, Report};
use serde_json::Value;

/// Calls `tell` with the id and the report of each line, `None` where its text holds none, and the
/// file to write to.
pub(crate) fn each(
    input: &Path,
    out: &Path,
    mut tell: impl FnMut(&Value, Option<Report>, &mut dyn Write) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let reader = BufReader::new(std::fs::File::open(input).context(input.display().to_string())?);
    let mut writer = BufWriter::new(std::fs::File::create(out)?);
    for line in reader.lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().context("a line has no text")?;
        // Plain text is kept letter for letter, so spans count in `text`.
        let published = record["date"].as_str().map(Into::into);
        let capture =
            Capture { body: Body::Text(text.to_owned()), published, ..Capture::default() };
        tell(&record["id"], extract(&capture), &mut writer)?;
    }
    Ok(writer.flush()?)
}
