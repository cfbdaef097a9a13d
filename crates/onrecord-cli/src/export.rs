//! `onrecord export`: tables and views as CSV or JSON lines, complete; a story's apparatus in the
//! forms that other programs read.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use clap::ValueEnum;
use onrecord::ReportId;
use onrecord_store::{Reader, TABLES, VIEWS, Whole};
use serde_json::{Map, Value};

use crate::args::{ExportArgs, FormArg};
use crate::digest;
use crate::interchange::{self, Rows, cell};
use crate::outcome::Outcome;
use crate::show::story_id;
use crate::terminal::Terminal;

pub(crate) fn run(options: &ExportArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let reader = Reader::open(&options.record.record)?;
    let story = options.story.as_deref().map(|it| story_id(&reader, it)).transpose()?;
    match (options.form, &options.into) {
        (FormArg::Csv | FormArg::Jsonl, Some(folder)) => {
            every_table(&reader, story, options.form, folder)
        }
        (FormArg::Csv | FormArg::Jsonl, None) => one_table(&reader, story, options, terminal),
        (form, Some(folder)) => every_story(&reader, story, form, folder),
        (form, None) => {
            let name = form.to_possible_value().map_or(String::new(), |it| it.get_name().into());
            let story = story.with_context(|| {
                format!(
                    "{name} is written a story at a time; try: onrecord export --as {name} --story \
                     STORY, or --into DIR for all"
                )
            })?;
            let whole = whole(&reader, story, options.lemma.as_deref())?;
            let Whole { row, story, reports, apparatus } = &whole;
            let title = Some(row.title.as_str());
            interchange::write(form, title, story, reports, apparatus, &mut terminal.out)?;
            Ok(if apparatus.entries.is_empty() { Outcome::NothingFound } else { Outcome::Done })
        }
    }
}

/// The table of witnesses, which is not in the record as such: sigla are a story's.
const APPARATUS: &str = "apparatus";

fn one_table(
    reader: &Reader,
    story: Option<ReportId>,
    options: &ExportArgs,
    terminal: &mut Terminal,
) -> anyhow::Result<Outcome> {
    let table = options.table.as_str();
    let known = || TABLES.into_iter().chain(VIEWS).chain([APPARATUS]);
    if !known().any(|it| it == table) {
        let names: Vec<&str> = known().collect();
        anyhow::bail!("{table}: no such table; try one of {}", names.join(", "));
    }
    let out = BufWriter::new(&mut terminal.out);
    let n = match table {
        APPARATUS => write_apparatus(reader, story, options.lemma.as_deref(), options.form, out)?,
        table => write(reader, table, story, options.form, out)?,
    };
    Ok(if n == 0 { Outcome::NothingFound } else { Outcome::Done })
}

fn every_table(
    reader: &Reader,
    story: Option<ReportId>,
    form: FormArg,
    folder: &Path,
) -> anyhow::Result<Outcome> {
    make(folder)?;
    for table in TABLES.into_iter().chain(VIEWS).chain([APPARATUS]) {
        let path = folder.join(format!("{table}.{}", interchange::ending(form)));
        let out = BufWriter::new(create(&path)?);
        let n = match table {
            APPARATUS => write_apparatus(reader, story, None, form, out)?,
            table => write(reader, table, story, form, out)?,
        };
        Terminal::say(&format_args!("{}: {n} rows", path.display()));
    }
    Ok(Outcome::Done)
}

/// A file for each story; or for the one asked for.
fn every_story(
    reader: &Reader,
    only: Option<ReportId>,
    form: FormArg,
    folder: &Path,
) -> anyhow::Result<Outcome> {
    make(folder)?;
    let stories = stories(reader, only)?;
    for id in &stories {
        let Whole { row, story, reports, apparatus } = whole(reader, *id, None)?;
        let path = folder.join(format!("{id}.{}", interchange::ending(form)));
        let mut out = BufWriter::new(create(&path)?);
        interchange::write(form, Some(&row.title), &story, &reports, &apparatus, &mut out)?;
        out.flush()?;
    }
    Terminal::say(&format_args!("{}: {}", folder.display(), count_stories(stories.len())));
    Ok(if stories.is_empty() { Outcome::NothingFound } else { Outcome::Done })
}

fn count_stories(n: usize) -> String {
    if n == 1 { "1 story".to_owned() } else { format!("{n} stories") }
}

fn make(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))
}

fn create(path: &Path) -> anyhow::Result<File> {
    File::create(path).with_context(|| format!("{}", path.display()))
}

/// The story asked for, or all of them.
fn stories(reader: &Reader, only: Option<ReportId>) -> anyhow::Result<Vec<ReportId>> {
    if let Some(only) = only {
        return Ok(vec![only]);
    }
    let mut all: Vec<ReportId> =
        reader.stories(&Default::default())?.into_iter().map(|it| it.id).collect();
    all.sort_unstable();
    Ok(all)
}

fn whole(reader: &Reader, id: ReportId, lemma: Option<&str>) -> anyhow::Result<Whole> {
    let mut whole = reader.story(id)?.context("the story is gone; run onrecord stories")?;
    if let Some(lemma) = lemma {
        whole.apparatus =
            digest::with_lemma(&whole.story, &whole.reports, &whole.apparatus, lemma)?;
    }
    Ok(whole)
}

/// Writes the table of witnesses, a story after the other; gives how many rows it had.
fn write_apparatus(
    reader: &Reader,
    only: Option<ReportId>,
    lemma: Option<&str>,
    form: FormArg,
    out: impl Write,
) -> anyhow::Result<usize> {
    let mut table = Rows::new(form, out)?;
    for id in stories(reader, only)? {
        let whole = whole(reader, id, lemma)?;
        table.write(&whole.story, &whole.reports, &whole.apparatus)?;
    }
    table.end()
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
        _ => write_jsonl(reader, table, story, out),
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
