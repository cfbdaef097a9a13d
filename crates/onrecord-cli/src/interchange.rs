//! A story's apparatus and events in the forms that other programs read; `docs/exports.md` describes them.

use std::io::Write;

use onrecord::json::{POLECAT, WitnessRow, annotations, plover, polecat, quotations, rows};
use onrecord::{Annotated, Apparatus, Story, tei};
use serde_json::{Map, Value};

use crate::args::FormArg;

/// Writes one story.
pub(crate) fn write(
    form: FormArg,
    title: Option<&str>,
    story: &Story,
    reports: &[Annotated],
    apparatus: &Apparatus,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let document = match form {
        FormArg::Csv | FormArg::Jsonl => {
            let mut table = Rows::new(form, out)?;
            table.write(story, reports, apparatus)?;
            table.end()?;
            return Ok(());
        }
        FormArg::Tei => {
            let title = title.or_else(|| story.title(reports)).unwrap_or("(no headline)");
            out.write_all(tei::document(title, story, reports, apparatus).as_bytes())?;
            return Ok(());
        }
        FormArg::Plover => {
            for record in plover(story, reports) {
                writeln!(out, "{record}")?;
            }
            return Ok(());
        }
        FormArg::Polecat => {
            let mut table = csv::Writer::from_writer(out);
            table.write_record(POLECAT)?;
            for row in polecat(story, reports) {
                table.write_record(row.values().map(cell))?;
            }
            return Ok(table.flush()?);
        }
        FormArg::Webannotation => annotations(story, reports, apparatus),
        FormArg::Quotation => quotations(story, reports, apparatus),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    Ok(writeln!(out)?)
}

/// How a file of the form is called.
pub(crate) fn ending(form: FormArg) -> &'static str {
    match form {
        FormArg::Csv | FormArg::Polecat => "csv",
        FormArg::Jsonl | FormArg::Plover => "jsonl",
        FormArg::Tei => "xml",
        FormArg::Webannotation | FormArg::Quotation => "jsonld",
    }
}

/// The table of witnesses as it is written, a row a witness of an utterance.
pub(crate) struct Rows<W: Write> {
    out: Out<W>,
    n: usize,
}

enum Out<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Jsonl(W),
}

impl<W: Write> Rows<W> {
    /// As JSON lines if that is asked for, else as CSV: with a header even where there is no row.
    pub(crate) fn new(form: FormArg, out: W) -> anyhow::Result<Rows<W>> {
        if form == FormArg::Jsonl {
            return Ok(Rows { out: Out::Jsonl(out), n: 0 });
        }
        let mut out = csv::Writer::from_writer(out);
        out.write_record(fields(&WitnessRow::default())?.keys())?;
        Ok(Rows { out: Out::Csv(Box::new(out)), n: 0 })
    }

    pub(crate) fn write(
        &mut self,
        story: &Story,
        reports: &[Annotated],
        apparatus: &Apparatus,
    ) -> anyhow::Result<()> {
        for row in rows(story, reports, apparatus) {
            match &mut self.out {
                Out::Csv(out) => out.write_record(fields(&row)?.values().map(cell))?,
                Out::Jsonl(out) => {
                    serde_json::to_writer(&mut *out, &row)?;
                    writeln!(out)?;
                }
            }
            self.n += 1;
        }
        Ok(())
    }

    /// Writes out what is left; gives how many rows there were.
    pub(crate) fn end(mut self) -> anyhow::Result<usize> {
        match &mut self.out {
            Out::Csv(out) => out.flush()?,
            Out::Jsonl(out) => out.flush()?,
        }
        Ok(self.n)
    }
}

fn fields(row: &WitnessRow) -> anyhow::Result<Map<String, Value>> {
    Ok(serde_json::from_value(serde_json::to_value(row)?)?)
}

/// A value as CSV has it; spans as JSON.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words.clone(),
        other => other.to_string(),
    }
}
