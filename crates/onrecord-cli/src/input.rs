//! Paths in, captures out: the only place where reports' files are opened.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::Context;
use onrecord::annotate::Tier;
use onrecord::intake::{self, Error, worth_opening};
use onrecord::lexicon::{Actors, Parties};
use onrecord::{Annotated, Capture, Genre};
use onrecord_tagger::Annotator;
use rayon::prelude::*;

use crate::args::{ActorsArgs, GenreArg, GivenArgs, TierArgs};
use crate::terminal::Terminal;

/// The captures in files and folders, in the order given; folders by name. `-` is standard input.
pub(crate) fn captures(
    paths: Vec<PathBuf>,
    given: &GivenArgs,
) -> impl Iterator<Item = Result<Capture, Error>> {
    let files = paths.into_iter().flat_map(files);
    let opened = files.flat_map(|file| -> Box<dyn Iterator<Item = _>> {
        match file.and_then(|path| open(&path)) {
            Ok((place, reader)) => intake::read(&place, reader),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    });
    opened.map(|capture| capture.map(|it| with_given(it, given)))
}

/// The reader at the tier asked for, or else the best this build has; says so if that is not the
/// best there is.
pub(crate) fn annotator(tier: TierArgs) -> anyhow::Result<Annotator> {
    if tier.tier.is_none() && Annotator::best() == Tier::Fast {
        Terminal::say(&"onrecord: this build has no weights: statements are found by rules alone");
    }
    Ok(Annotator::new(tier.tier.map_or(Annotator::best(), Tier::from))?)
}

/// The same reader with the user's own actors; a line of theirs that cannot be read is a warning.
pub(crate) fn annotator_with(
    tier: TierArgs,
    actors: &ActorsArgs,
    terminal: &mut Terminal,
) -> anyhow::Result<Annotator> {
    let annotator = annotator(tier)?;
    if actors.actors.is_empty() {
        return Ok(annotator);
    }
    let mut parties = Parties::english();
    for path in &actors.actors {
        let bytes = std::fs::read(path)
            .with_context(|| format!("cannot read the actors in {}", path.display()))?;
        let (actors, bad) = Actors::read(&String::from_utf8_lossy(&bytes));
        for line in bad.iter().take(MOST_BAD_LINES) {
            terminal.warn(&format_args!("{}: {line}", path.display()));
        }
        if bad.len() > MOST_BAD_LINES {
            let more = bad.len() - MOST_BAD_LINES;
            terminal.warn(&format_args!("{}: {more} more lines like these", path.display()));
        }
        if actors.is_empty() {
            anyhow::bail!(
                "{} holds no actor; a line is a name, a tab and a code of three capitals, \
                 or NAME_ [COD] as in a dictionary of PETRARCH",
                path.display()
            );
        }
        parties = parties.with(&actors);
    }
    Ok(annotator.with_parties(parties))
}

/// Of a file that is in no form we read every line is bad: so many show what is wrong.
const MOST_BAD_LINES: usize = 10;

/// The reports in files and folders, annotated on all cores, in the order given; what cannot be
/// read is a warning.
pub(crate) fn annotated<'a>(
    paths: Vec<PathBuf>,
    given: &'a GivenArgs,
    annotator: &'a Annotator,
    terminal: &'a mut Terminal,
) -> impl Iterator<Item = Annotated> + use<'a> {
    let mut captures = captures(paths, given);
    let mut batches = std::iter::from_fn(move || {
        let batch: Vec<_> = captures.by_ref().take(BATCH).collect();
        (!batch.is_empty()).then_some(batch)
    });
    let read = |capture: Result<Capture, Error>| {
        let capture = capture?;
        read(annotator, &capture).ok_or_else(|| no_report(&capture.place))
    };
    std::iter::from_fn(move || {
        let batch = batches.next()?;
        let found: Vec<Result<Annotated, Error>> = batch.into_par_iter().map(read).collect();
        let warn = |it: Result<_, Error>| it.inspect_err(|error| terminal.warn(error)).ok();
        Some(found.into_iter().filter_map(warn).collect::<Vec<Annotated>>())
    })
    .flatten()
}

/// Reports are read so many at a time, so that memory has a bound and output comes soon.
const BATCH: usize = 32;

/// The report in a capture, annotated.
pub(crate) fn read(annotator: &Annotator, capture: &Capture) -> Option<Annotated> {
    let report = onrecord::report::extract(capture)?;
    let annotations = annotator.annotate(&report);
    Some(Annotated { report, annotations })
}

/// What to say of a capture without a report in it.
pub(crate) fn no_report(place: &str) -> Error {
    Error {
        place: place.into(),
        what: "no report found".into(),
        why: "it may hold only links, need a log-in, or be far too large; try its text, as .txt"
            .into(),
    }
}

/// A file, or all files below a folder by name, without hidden ones and those that only go along
/// with pages. A folder is listed when its turn comes.
fn files(given: PathBuf) -> impl Iterator<Item = Result<PathBuf, Error>> {
    let mut due = if given.is_dir() { inside(&given) } else { vec![Ok(given)] };
    std::iter::from_fn(move || {
        loop {
            match due.pop()? {
                Ok(path) if path.is_dir() => due.extend(inside(&path)),
                it => return Some(it),
            }
        }
    })
}

/// What stands in a folder, last name first, each a file or a folder.
fn inside(folder: &Path) -> Vec<Result<PathBuf, Error>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(why) => return vec![Err(unreadable(folder, &why))],
    };
    let mut found: Vec<_> = entries.map(|it| it.map(|it| it.path())).collect();
    found.sort_by(|a, b| b.as_ref().ok().cmp(&a.as_ref().ok()));
    let name = |it: &Path| it.file_name().is_some_and(|it| worth_opening(&it.to_string_lossy()));
    found.retain(|it| it.as_ref().map_or(true, |it| name(it)));
    let checked = |it| match it {
        Ok(path) => found_in_folder(path),
        Err(why) => Err(unreadable(folder, &why)),
    };
    found.into_iter().map(checked).collect()
}

/// What was found in a folder, if it can be read to its end: a link may lead back up and round for
/// ever, a pipe may have nobody to write into it. Who wants one of them read names it.
fn found_in_folder(path: PathBuf) -> Result<PathBuf, Error> {
    let is_link = path.symlink_metadata().is_ok_and(|it| it.is_symlink());
    let kind = path.metadata().map_err(|why| unreadable(&path, &why))?.file_type();
    let what_it_is = match kind {
        it if it.is_file() || (it.is_dir() && !is_link) => return Ok(path),
        it if it.is_dir() => "a link to a folder",
        _ => "a pipe, a socket or a device",
    };
    Err(Error {
        place: place(&path),
        what: "not opened".into(),
        why: format!("it is {what_it_is}; name it to have it read").into(),
    })
}

fn open(path: &Path) -> Result<(String, Box<dyn BufRead>), Error> {
    if path == Path::new("-") {
        return Ok(("standard input".to_owned(), Box::new(std::io::stdin().lock())));
    }
    let file = File::open(path).map_err(|why| unreadable(path, &why))?;
    Ok((place(path).into(), Box::new(BufReader::with_capacity(1 << 16, file))))
}

fn unreadable(path: &Path, why: &std::io::Error) -> Error {
    Error { place: place(path), what: "cannot be opened".into(), why: why.to_string().into() }
}

/// The file's name as messages and the record have it: a line break in a name breaks no line.
fn place(path: &Path) -> Box<str> {
    let shown = path.display().to_string();
    if !shown.contains(char::is_control) {
        return shown.into();
    }
    let escaped =
        |it: char| if it.is_control() { it.escape_default().collect() } else { it.to_string() };
    shown.chars().map(escaped).collect::<String>().into()
}

fn with_given(mut capture: Capture, given: &GivenArgs) -> Capture {
    if capture.outlet.is_none() {
        capture.outlet = given.outlet.as_deref().map(Box::from);
    }
    if capture.published.is_none() {
        capture.published = given.date.map(|it| it.to_string().into());
    }
    capture.genre = capture.genre.or(given.genre.map(|it| match it {
        GenreArg::News => Genre::News,
        GenreArg::Transcript => Genre::Transcript,
        GenreArg::Release => Genre::Release,
    }));
    capture
}
