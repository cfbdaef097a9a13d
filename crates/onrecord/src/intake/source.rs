//! A reader whose bytes can be looked at ahead, put back and counted: what every format is read
//! from. Holds no more than was asked for.

use std::io::{self, BufRead, Read};

use super::Error;

/// A reader whose bytes can be looked at ahead of time and put back, and which knows its place.
pub(super) struct Source<'r> {
    inner: Box<dyn BufRead + 'r>,
    /// Bytes to be read before those of `inner`, from `at` on.
    ahead: Vec<u8>,
    at: usize,
    /// Met while looking ahead; due once `ahead` is read.
    error: Option<io::Error>,
    offset: u64,
    /// What was read since the mark, if one is set and it is not too much.
    since_mark: Option<Vec<u8>>,
}

/// How many bytes may be read behind a mark so that it can still be gone back to: a packed record
/// of a few pages.
const MARKED: usize = 1 << 20;

/// How many bytes already read are held before they are let go, at least.
const PASSED: usize = 64 << 10;

impl<'r> Source<'r> {
    pub(super) fn new(inner: Box<dyn BufRead + 'r>) -> Source<'r> {
        Source { inner, ahead: Vec::new(), at: 0, error: None, offset: 0, since_mark: None }
    }

    /// How many bytes were read from it and not put back.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The next `len` bytes, without reading past them; fewer at the end or before damage.
    pub(super) fn peek(&mut self, len: usize) -> &[u8] {
        if self.at == self.ahead.len() || self.at > PASSED.max(self.ahead.len() / 2) {
            self.ahead.drain(..self.at);
            self.at = 0;
        }
        while self.ahead.len() - self.at < len && self.error.is_none() {
            match self.inner.fill_buf() {
                Ok([]) => break,
                Ok(bytes) => {
                    let n = bytes.len();
                    self.ahead.extend_from_slice(bytes);
                    self.inner.consume(n);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.error = Some(error),
            }
        }
        let rest = &self.ahead[self.at..];
        &rest[..len.min(rest.len())]
    }

    /// Puts back the bytes that were read last.
    pub(super) fn put_back(&mut self, mut bytes: Vec<u8>) {
        self.offset = self.offset.saturating_sub(bytes.len() as u64);
        if let Some(at) = self.at.checked_sub(bytes.len()) {
            self.ahead[at..self.at].copy_from_slice(&bytes);
            self.at = at;
            return;
        }
        bytes.extend_from_slice(&self.ahead[self.at..]);
        self.ahead = bytes;
        self.at = 0;
    }

    /// Sets a mark to go back to.
    pub(super) fn mark(&mut self) {
        self.since_mark.get_or_insert_default().clear();
    }

    /// Goes back to the byte after the mark, if not too much was read since.
    pub(super) fn go_back(&mut self) {
        if let Some(bytes) = self.since_mark.take()
            && bytes.len() > 1
        {
            self.put_back(bytes[1..].to_vec());
        }
    }

    /// Reads one line with its line feed into `line`, if it is at most `limit` bytes long; else
    /// passes over it and says how long it was, having held no more than `limit`.
    pub(super) fn read_line(&mut self, limit: usize, line: &mut Vec<u8>) -> io::Result<Line> {
        line.clear();
        let before = self.offset;
        let n = self.by_ref().take(limit as u64 + 1).read_until(b'\n', line)?;
        if n > limit && line.last() != Some(&b'\n') {
            *line = Vec::new();
            self.skip_until(b'\n')?;
            return Ok(Line::TooLong(self.offset - before));
        }
        Ok(if n == 0 { Line::End } else { Line::Read })
    }

    /// Reads the rest into `bytes`, up to `limit`; whether that was all of it.
    pub(super) fn read_rest(&mut self, limit: usize, bytes: &mut Vec<u8>) -> io::Result<bool> {
        self.by_ref().take(limit as u64).read_to_end(bytes)?;
        Ok(bytes.len() < limit || self.peek(1).is_empty())
    }

    /// Passes over `len` bytes; how many there were.
    pub(super) fn skip(&mut self, len: u64) -> io::Result<u64> {
        io::copy(&mut self.by_ref().take(len), &mut io::sink())
    }

    fn note_since_mark(&mut self, n: usize) {
        let Some(mut bytes) = self.since_mark.take() else { return };
        if bytes.len() + n <= MARKED
            && let Ok(buffer) = self.fill_buf()
        {
            bytes.extend_from_slice(&buffer[..n]);
            self.since_mark = Some(bytes);
        }
    }

    /// The error that waits at the end of what could be looked at, if one does.
    pub(super) fn pending_error(&mut self) -> Option<io::Error> {
        if self.at == self.ahead.len() { self.error.take() } else { None }
    }
}

/// What became of a line.
pub(super) enum Line {
    Read,
    TooLong(u64),
    End,
}

impl Read for Source<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.ahead.len() {
            return Ok(&self.ahead[self.at..]);
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.note_since_mark(n);
        self.offset += n as u64;
        if self.at < self.ahead.len() {
            self.at += n;
        } else {
            self.inner.consume(n);
        }
    }
}

/// Part of a packed stream that cannot be unpacked, after which reading may go on.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Damage(pub(super) String);

impl From<Damage> for io::Error {
    fn from(damage: Damage) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, damage)
    }
}

/// Whether reading may go on after `error`.
pub(super) fn is_damage(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|it| it.is::<Damage>())
}

/// What to tell the user of an error met while reading.
pub(super) fn failed(place: &str, error: &io::Error) -> Error {
    let what = if is_damage(error) { "cannot unpack" } else { "cannot read" };
    Error::new(place, what, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_put_back_are_read_again_and_the_place_goes_with_them() {
        let mut source = Source::new(Box::new(&b"one two three"[..]));
        assert_eq!(source.peek(3), b"one");
        let mut four = vec![0; 4];
        source.read_exact(&mut four).unwrap();
        assert_eq!((source.offset(), source.peek(100)), (4, &b"two three"[..]));
        source.put_back(four);
        let mut all = String::new();
        source.read_to_string(&mut all).unwrap();
        assert_eq!((all.as_str(), source.offset()), ("one two three", 13));
    }

    #[test]
    fn a_line_too_long_is_passed_over_and_the_next_is_read() {
        let mut source = Source::new(Box::new(&b"short\nmuch too long\nnext"[..]));
        let mut line = Vec::new();
        assert!(matches!(source.read_line(6, &mut line), Ok(Line::Read)));
        assert!(matches!(source.read_line(6, &mut line), Ok(Line::TooLong(14))));
        assert!(matches!(source.read_line(6, &mut line), Ok(Line::Read)));
        assert_eq!(line, b"next");
        assert!(matches!(source.read_line(6, &mut line), Ok(Line::End)));
    }
}
