//! `onrecord export`: tables and views as CSV or JSON lines, complete.

use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::Context;
use onrecord::ReportId;
use onrecord_store::{Reader, TABLES, VIEWS};
use serde_json::{Map, Value};

use crate::args::{ExportArgs, FormArg};
use crate::outcome::Outcome;
use crate::show::story_id;
use crate::terminal::Terminal;

pub(crate) fn run(options: &ExportArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let reader = Reader::open(&options.record.record)?;
    let story = options.story.as_deref().map(|it| story_id(&reader, it)).transpose()?;
    let known = || TABLES.into_iter().chain(VIEWS);
    let Some(folder) = &options.into else {
        let table = options.table.as_str();
        if !known().any(|it| it == table) {
            let names: Vec<&str> = known().collect();
            anyhow::bail!("{table}: no such table; try one of {}", names.join(", "));
        }
        let n = write(&reader, table, story, options.form, BufWriter::new(&mut terminal.out))?;
        return Ok(if n == 0 { Outcome::NothingFound } else { Outcome::Done });
    };
    std::fs::create_dir_all(folder)
        .with_context(|| format!("{}: cannot be made", folder.display()))?;
    for table in known() {
        let ending = match options.form {
            FormArg::Csv => "csv",
            FormArg::Jsonl => "jsonl",
        };
        let path = folder.join(format!("{table}.{ending}"));
        let file = File::create(&path).with_context(|| format!("{}", path.display()))?;
        let n = write(&reader, table, story, options.form, BufWriter::new(file))?;
        Terminal::say(&format_args!("{}: {n} rows", path.display()));
    }
    Ok(Outcome::Done)
}

/// Writes a table row by row; gives how many rows it had.
fn write(
    reader: &Reader,
    table: &str,
    story: Option<ReportId>,
    form: FormArg,
    out: impl Write,
) -> anyhow::Result<usize> {
    match form {
        FormArg::Csv => write_csv(reader, table, story, out),
        FormArg::Jsonl => write_jsonl(reader, table, story, out),
    }
}

fn write_csv(
    reader: &Reader,
    table: &str,
    story: Option<ReportId>,
    out: impl Write,
) -> anyhow::Result<usize> {
    let mut out = csv::Writer::from_writer(out);
    // A header even where there is no row.
    out.write_record(reader.columns(table)?)?;
    let (mut n, mut done) = (0, Ok(()));
    reader.each_row(table, story, |_, row| {
        n += 1;
        done = out.write_record(row.iter().map(cell));
        done.is_ok()
    })?;
    done?;
    out.flush()?;
    Ok(n)
}

fn write_jsonl(
    reader: &Reader,
    table: &str,
    story: Option<ReportId>,
    mut out: impl Write,
) -> anyhow::Result<usize> {
    let (mut n, mut done) = (0, Ok(()));
    reader.each_row(table, story, |columns, row| {
        let row: Map<String, Value> = columns.iter().cloned().zip(row).collect();
        n += 1;
        done = serde_json::to_writer(&mut out, &row)
            .map_err(std::io::Error::from)
            .and_then(|()| writeln!(out));
        done.is_ok()
    })?;
    done?;
    out.flush()?;
    Ok(n)
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words.clone(),
        other => other.to_string(),
    }
}
