//! Paths in, captures out: the only place where reports' files are opened.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use onrecord::intake::{self, Error};
use onrecord::{Annotated, Capture, Genre, Lexicon};

use crate::args::{GenreArg, GivenArgs};
use crate::terminal::Terminal;

/// The captures in files and folders, in the order given; folders by name. `-` is standard input.
pub(crate) fn captures(
    paths: Vec<PathBuf>,
    given: &GivenArgs,
) -> impl Iterator<Item = Result<Capture, Error>> {
    let files = paths.into_iter().flat_map(|path| files(&path));
    let opened = files.flat_map(|file| -> Box<dyn Iterator<Item = _>> {
        match file.and_then(|path| open(&path)) {
            Ok((place, reader)) => intake::read(&place, reader),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    });
    opened.map(|capture| capture.map(|it| with_given(it, given)))
}

/// The reports in files and folders, annotated; what cannot be read is a warning.
pub(crate) fn annotated<'a>(
    paths: Vec<PathBuf>,
    given: &'a GivenArgs,
    lexicon: &'a Lexicon,
    terminal: &'a mut Terminal,
) -> impl Iterator<Item = Annotated> + use<'a> {
    captures(paths, given).filter_map(move |capture| {
        let capture = capture.inspect_err(|error| terminal.warn(error)).ok()?;
        let report = onrecord::report::extract(&capture).or_else(|| {
            terminal.warn(&no_report(&capture.place));
            None
        })?;
        let annotations = onrecord::annotate::annotate(lexicon, &report);
        Some(Annotated { report, annotations })
    })
}

/// What to say of a capture without a report in it.
pub(crate) fn no_report(place: &str) -> Error {
    Error {
        place: place.into(),
        what: "no report found".into(),
        why: "the page may hold only links, or need a log-in; try its text, saved as .txt".into(),
    }
}

/// A file, or all files below a folder, hidden ones left out.
fn files(path: &Path) -> Vec<Result<PathBuf, Error>> {
    if !path.is_dir() {
        return vec![Ok(path.to_owned())];
    }
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(why) => return vec![Err(unreadable(path, &why))],
    };
    let mut below: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
    below.sort();
    let shown = |it: &PathBuf| !it.file_name().is_some_and(|it| it.as_encoded_bytes()[0] == b'.');
    below.iter().filter(|it| shown(it)).flat_map(|it| files(it)).collect()
}

fn open(path: &Path) -> Result<(String, Box<dyn BufRead>), Error> {
    if path == Path::new("-") {
        return Ok(("standard input".to_owned(), Box::new(std::io::stdin().lock())));
    }
    let file = File::open(path).map_err(|why| unreadable(path, &why))?;
    Ok((path.display().to_string(), Box::new(BufReader::with_capacity(1 << 16, file))))
}

fn unreadable(path: &Path, why: &std::io::Error) -> Error {
    Error {
        place: path.display().to_string().into(),
        what: "cannot be opened".into(),
        why: why.to_string().into(),
    }
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
