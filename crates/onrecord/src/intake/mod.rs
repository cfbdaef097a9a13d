//! Bytes of pages, feeds, archives and tables in, captures out.
//!
//! Formats are told by content, not by name, and gzip or zstd around any of them is taken off.
//! One bad item is an [`Error`] with its place; the next item is read all the same. Memory stays
//! within the limits below whatever comes in. Nothing here opens a file: a shell hands in readers.
//!
//! | format | captures | module |
//! |---|---|---|
//! | HTML, plain text | one | `document` |
//! | Markdown, with or without a YAML head | one | `markdown` |
//! | JSONL, a JSON array, JSON objects, JSON Feed | one an object | `json` |
//! | RSS, Atom | one an entry with its full text | `feed` |
//! | WARC (and WET) | one a page | `warc` |
//!
//! ```
//! use onrecord::intake::{Body, read};
//!
//! let lines = r#"{"outlet": "Harbour Post", "text": "“We will not sign,” Ana Ruiz said."}
//! {"outlet": "Coastal Wire", "text": "Ruiz told reporters ...
//! {"outlet": "Coastal Wire", "text": "Ruiz said she would not sign."}"#;
//!
//! let mut captures = read("talks.jsonl", lines.as_bytes());
//! let first = captures.next().unwrap().unwrap();
//! assert_eq!(first.outlet.as_deref(), Some("Harbour Post"));
//! assert!(matches!(first.body, Body::Text(text) if text.starts_with("“We will")));
//!
//! let broken = captures.next().unwrap().unwrap_err();
//! assert!(broken.place.starts_with("talks.jsonl, line 2, byte "));
//!
//! assert!(captures.next().unwrap().is_ok());
//! assert!(captures.next().is_none());
//! ```

mod charset;
mod document;
mod feed;
mod fields;
mod json;
mod markdown;
mod name;
mod sniff;
mod source;
mod unpack;
mod warc;

pub use name::worth_opening;

use std::io::BufRead;

use sniff::Format;
use source::Source;

/// What was fetched at a time from a place, before anything is read out of it.
#[derive(Clone, Debug, Default)]
pub struct Capture {
    /// Where it was read: a file, and the line, record or entry in it (`crawl.warc.gz, record 12`).
    pub place: Box<str>,
    /// The words of the report, in the form they came in.
    pub body: Body,
    /// The address it was published at.
    pub url: Option<Box<str>>,
    /// Name of the outlet, as given by the container (a feed's title, a table's column) or the user.
    pub outlet: Option<Box<str>>,
    /// Headline, as given by the container.
    pub title: Option<Box<str>>,
    /// Standfirst or description, as given by the container.
    pub standfirst: Option<Box<str>>,
    /// Author, as given by the container.
    pub author: Option<Box<str>>,
    /// Time of publication, as given by the container: unparsed, as written there.
    pub published: Option<Box<str>>,
    /// When the bytes were fetched, if the container says so (WARC-Date).
    pub captured: Option<jiff::Timestamp>,
    /// Language tag, as given by the container.
    pub language: Option<Box<str>>,
    /// What kind of report it is, if the user says so.
    pub genre: Option<crate::report::Genre>,
    /// Identifier the container gives it (a JSON line's `id`), passed through by `annotate`.
    pub key: Option<Box<str>>,
}

/// The words of a capture, in the form they came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A page, decoded; or the part of one that a feed carries.
    Html(String),
    /// Plain text, pasted from a page or written by a program. As given, so that offsets stay
    /// those of the giver: only a NUL is U+FFFD here, and a leading byte order mark is gone.
    Text(String),
    /// Markdown, its YAML head taken off (and read into the capture's fields).
    Markdown(String),
}

impl Default for Body {
    fn default() -> Body {
        Body::Text(String::new())
    }
}

/// What went wrong with one item: what, where, why.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{place}: {what}: {why}")]
pub struct Error {
    /// File, and byte, line or record in it.
    pub place: Box<str>,
    /// What could not be done.
    pub what: Box<str>,
    /// Why, in words that help to mend it.
    pub why: Box<str>,
}

impl Error {
    fn new(place: impl Into<Box<str>>, what: &str, why: impl Into<Box<str>>) -> Error {
        Error { place: place.into(), what: what.into(), why: why.into() }
    }
}

/// Longest single item, in bytes: a page, a text, a record's or entry's body. The longest of the
/// news pages we measure on has 1.5 MB, the longest transcript 82 kB; beyond 16 MiB it is not one
/// report.
pub const MAX_ITEM: usize = 16 << 20;

/// Longest line of JSONL, and longest element of a JSON array, in bytes: an item with all its
/// other columns (a page beside its text, links, an embedding). Longer ones are skipped unread.
pub const MAX_LINE: usize = 64 << 20;

/// The captures in the bytes of `reader`, in order; `place` names the file for messages.
///
/// The format (HTML, plain text, Markdown, JSONL, feed, WARC; gzip or zstd around any of them) is
/// told by content. Reading is streaming for containers. An `Err` is about the item at its place
/// and never the end: the iterator goes on to the next item. An item that could be read only with
/// a loss (bytes that are no UTF-8) comes as a capture followed by an `Err` that says so. After a
/// hundred errors in a row the next ones are counted, and told as one.
pub fn read<'r>(
    place: &str,
    reader: impl BufRead + 'r,
) -> Box<dyn Iterator<Item = Result<Capture, Error>> + 'r> {
    match open(place, Box::new(reader)) {
        Ok(captures) => Box::new(InBrief { captures, n_errors: 0, last: None, due: None }),
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

/// Errors in a row that are told one by one. Who gives a file of a million lines without text
/// wants to be told once.
const MAX_RUN: usize = 100;

/// Captures, with long runs of errors cut short.
struct InBrief<'r> {
    captures: Captures<'r>,
    /// Errors in a row so far.
    n_errors: usize,
    /// The last error that was not told.
    last: Option<Error>,
    /// What came after a run that was cut short.
    due: Option<Capture>,
}

impl Iterator for InBrief<'_> {
    type Item = Result<Capture, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(capture) = self.due.take() {
            return Some(Ok(capture));
        }
        let capture = loop {
            match self.captures.next() {
                Some(Err(error)) => {
                    self.n_errors += 1;
                    if self.n_errors <= MAX_RUN {
                        return Some(Err(error));
                    }
                    self.last = Some(error);
                }
                Some(Ok(capture)) => break Some(capture),
                None => break None,
            }
        };
        let n_more = self.n_errors.saturating_sub(MAX_RUN);
        self.n_errors = 0;
        let Some(Error { place, what, why }) = self.last.take() else { return capture.map(Ok) };
        self.due = capture;
        Some(Err(Error::new(place, &format!("{n_more} more in a row, the last {what}"), why)))
    }
}

type Captures<'r> = Box<dyn Iterator<Item = Result<Capture, Error>> + 'r>;

fn open<'r>(place: &str, reader: Box<dyn BufRead + 'r>) -> Result<Captures<'r>, Error> {
    let mut source = unpack::unpack(place, Source::new(reader))?;
    let (format, utf16) = sniff::sniff(source.peek(sniff::LEN));
    if let Some(error) = source.pending_error() {
        return Err(source::failed(place, &error));
    }
    if source.peek(3) == b"\xef\xbb\xbf" && format.is_container() {
        source.consume(3);
    }
    let source = match (utf16, format) {
        (Some(encoding), Format::Lines | Format::Json) => charset::transcode(source, encoding),
        _ => source,
    };
    Ok(match format {
        Format::Page | Format::Text => document::read(place, source, format == Format::Page),
        Format::Markdown => markdown::read(place, source),
        Format::Lines => json::read_lines(place, source),
        Format::Json => json::read_values(place, source),
        Format::Feed => feed::read(place, source),
        Format::Warc => warc::read(place, source),
        Format::Empty => {
            let why = "there is nothing in it but white space; was it saved or fetched in full?";
            return Err(Error::new(place, "nothing to read", why));
        }
        Format::Other(kind) => return Err(Error::new(place, "no report read", kind.why())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_run_of_errors_is_told_in_brief() {
        let bad = "{\"x\": 1}\n".repeat(250);
        let good = "{\"text\": \"Ruiz began.\"}\n";
        let file = [good, &bad, good, &bad].concat();
        let items: Vec<_> = read("talks.jsonl", file.as_bytes()).collect();
        assert_eq!(items.len(), 1 + 101 + 1 + 101);
        let brief = items[101].as_ref().unwrap_err();
        assert_eq!(&*brief.place, "talks.jsonl, line 251");
        assert!(brief.what.starts_with("150 more in a row"), "{brief}");
        assert!(items[102].is_ok());
        assert_eq!(&*items[203].as_ref().unwrap_err().place, "talks.jsonl, line 502");
    }
}
