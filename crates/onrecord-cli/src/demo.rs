//! `onrecord demo`: the shipped corpus, as a record and as a digest.

use std::io::Write;

use include_dir::{Dir, DirEntry, include_dir};
use onrecord::{Capture, Report, intake};
use onrecord_store::Record;
use onrecord_tagger::Annotator;

use crate::args::{DemoArgs, ViewArgs};
use crate::outcome::Outcome;
use crate::terminal::{FAINT, STRONG, Terminal};
use crate::{add, compare, input, serve, stories};

/// The invented collection, inside the command.
static CORPUS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../corpus");

/// The three reports a newcomer is shown, and what was said: one quotation verbatim, one altered,
/// one moved to another day.
const SHOWN: [&str; 4] = [
    "strait-talks/foreign-ministry-transcript.md",
    "strait-talks/harbour-post.html",
    "strait-talks/tarvon-courier.html",
    "strait-talks/ardovia-first.txt",
];

pub(crate) fn run(options: &DemoArgs, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let annotator = input::annotator(options.tier)?;
    let annotate = |report: &Report| annotator.annotate(report);
    let mut file = Record::create(&options.into)?;
    let captures = reports(&CORPUS).into_iter().flat_map(read);
    let summary = onrecord_store::update(&mut file, &annotate, captures, &())?;
    let reader = file.reader()?;
    show_one(&annotator, options.json, terminal)?;
    if options.json {
        return Ok(Outcome::Done);
    }

    writeln!(terminal.out, "\n{STRONG}All stories{STRONG:#}")?;
    stories::list(&reader.stories(&Default::default())?, &Default::default(), terminal)?;
    let record = options.into.display();
    let told = add::in_words(&summary, &reader.counts()?, 0);
    writeln!(terminal.out, "\n{told}.")?;
    writeln!(
        terminal.out,
        "{FAINT}The record is {record}. All of it is invented. Next:{FAINT:#}
  onrecord serve --open --record {record}
  onrecord said Ruiz --record {record}
  onrecord stories --record {record}
  onrecord compare YOUR.html OTHER.html"
    )?;
    if !options.serve {
        return Ok(Outcome::Done);
    }
    terminal.out.flush()?;
    drop((reader, file));
    serve::serve(&options.into, options.port, options.open)
}

/// Three reports beside the transcript, as `compare` draws them: what two of them have in common.
fn show_one(annotator: &Annotator, json: bool, terminal: &mut Terminal) -> anyhow::Result<()> {
    let files = SHOWN.iter().filter_map(|it| Some((*it, CORPUS.get_file(it)?.contents())));
    let captures = files.flat_map(read).filter_map(Result::ok);
    let reports: Vec<_> = captures.filter_map(|it| input::read(annotator, &it)).collect();
    let view = ViewArgs { shared: true, json, ..ViewArgs::default() };
    compare::lay_side_by_side(&reports, &view, terminal)?;
    Ok(())
}

/// Reports' files in a folder, by name; what tells of the corpus itself is left out.
fn reports(folder: &'static Dir<'static>) -> Vec<(&'static str, &'static [u8])> {
    let of = |entry: &'static DirEntry<'static>| match entry {
        DirEntry::Dir(folder) if folder.path().ends_with("gold") => Vec::new(),
        DirEntry::Dir(folder) => reports(folder),
        DirEntry::File(file) => {
            let name = file.path().to_str().unwrap_or_default();
            let about = ["README.md", "SOURCES.md"].contains(&name);
            if about { Vec::new() } else { vec![(name, file.contents())] }
        }
    };
    folder.entries().iter().flat_map(of).collect()
}

fn read(
    (name, bytes): (&'static str, &'static [u8]),
) -> impl Iterator<Item = Result<Capture, intake::Error>> {
    intake::read(name, bytes)
}
