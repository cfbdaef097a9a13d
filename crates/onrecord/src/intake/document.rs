//! A file that is one report in, one capture out: HTML or plain text, as it stands.

use super::charset::{self, Decoded};
use super::source::{self, Source};
use super::{Body, Capture, Captures, Error, MAX_ITEM};

/// A file that is one report: a page or a plain text.
pub(super) fn read<'r>(place: &str, source: Source<'r>, is_page: bool) -> Captures<'r> {
    match whole(place, source, is_page) {
        Ok((text, warning)) => {
            let body = if is_page { Body::Html(text) } else { Body::Text(text) };
            one(Capture { place: place.into(), body, ..Capture::default() }, warning)
        }
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}

/// A capture, and after it what was lost in reading it.
pub(super) fn one<'r>(capture: Capture, warning: Option<Error>) -> Captures<'r> {
    Box::new(std::iter::once(Ok(capture)).chain(warning.map(Err)))
}

/// The text of a file that is one item, and a warning if some of it could not be read.
pub(super) fn whole(
    place: &str,
    mut source: Source<'_>,
    is_markup: bool,
) -> Result<(String, Option<Error>), Error> {
    let mut bytes = Vec::new();
    match source.read_rest(MAX_ITEM, &mut bytes) {
        Ok(true) => {}
        Ok(false) => return Err(too_long(place)),
        Err(error) => {
            let mut error = source::failed(place, &error);
            error.place = format!("{place}, byte {}", bytes.len()).into();
            return Err(error);
        }
    }
    let decoded = charset::decode(bytes, None, is_markup);
    let warning = lost(place, &decoded).or_else(|| nul(place, &decoded.text));
    let text = without_nul(decoded.text);
    if text.trim().is_empty() {
        return Err(Error::new(place, "nothing to read", "there is nothing in it but white space"));
    }
    Ok((text, warning))
}

/// What to say of one item that is longer than `MAX_ITEM`.
pub(super) fn too_long(place: &str) -> Error {
    let why = format!(
        "longer than {} MiB, as no report is; if it holds many, give them one a line (JSONL)",
        MAX_ITEM >> 20
    );
    Error::new(place, "not read", why)
}

/// What to say of bytes that could not be decoded.
pub(super) fn lost(place: &str, decoded: &Decoded) -> Option<Error> {
    let at = decoded.lost?;
    let why = "bytes there fit no charset; they stand as U+FFFD in the report read from it";
    Some(Error::new(format!("{place}, byte {at}"), "read with a loss", why))
}

/// What to say of a NUL in a text.
fn nul(place: &str, text: &str) -> Option<Error> {
    let at = text.find('\0')?;
    let why = "a NUL stands there; it, and any other, stands as U+FFFD in the report";
    Some(Error::new(format!("{place}, byte {at}"), "read with a loss", why))
}

/// The text with each NUL as U+FFFD, so that a table's `length` and `substr` do not stop at one.
pub(super) fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }
}
