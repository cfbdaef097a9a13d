//! A WARC file in, a capture a page out. A wrong length or a damaged member costs no neighbour.

use std::collections::VecDeque;
use std::io::{self, Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::fields;
use super::sniff::{self, Format};
use super::source::{self, Damage, Line, Source};
use super::{Body, Capture, Captures, Error, MAX_ITEM, charset, document, unpack};

/// Longest line in a record's head, in bytes (addresses with data in them reach some thousands).
const MAX_HEAD_LINE: usize = 64 << 10;

/// Most lines in a record's head. The standard knows 20 fields.
const MAX_HEAD_LINES: usize = 500;

/// Longest block that is read into memory: a page with the head of the answer it came in.
const MAX_BLOCK: usize = MAX_ITEM + MAX_HEAD_LINE;

/// Greatest length that is believed, in bytes: whole files have one to five gigabytes.
const MAX_LENGTH: u64 = 64 << 30;

/// Wrong lengths after which a file's lengths are no longer believed, and records are told by their
/// first lines alone: to put right each wrong one costs a block.
const MAX_WRONG: u64 = 20;

/// Most fields in the head of an answer; more are cut off by `httparse` with an error.
const MAX_HTTP_FIELDS: usize = 256;

/// The pages among the records of a WARC file: answers and resources that are HTML, and texts that
/// were made of pages (WET). All else in it is passed over in silence.
pub(super) fn read<'r>(place: &str, source: Source<'r>) -> Captures<'r> {
    Box::new(Records {
        place: place.into(),
        source,
        n: 0,
        n_found: 0,
        n_wrong: 0,
        due: VecDeque::new(),
        is_done: false,
    })
}

struct Records<'r> {
    place: Box<str>,
    source: Source<'r>,
    n: u64,
    /// Captures and errors so far.
    n_found: u64,
    n_wrong: u64,
    due: VecDeque<Result<Capture, Error>>,
    is_done: bool,
}

impl Iterator for Records<'_> {
    type Item = Result<Capture, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.due.is_empty() && !self.is_done {
            self.n += 1;
            if let Err(error) = self.read_record() {
                self.is_done = !source::is_damage(&error);
                let error = source::failed(&self.record(), &error);
                self.due.push_back(Err(error));
            }
            self.n_found += self.due.len() as u64;
            if self.is_done && self.n_found == 0 {
                let why = "no record in it is a page (an answer with HTML) or a text";
                self.due.push_back(Err(Error::new(self.place.clone(), "nothing to read", why)));
            }
        }
        self.due.pop_front()
    }
}

impl Records<'_> {
    /// The place of the record at hand.
    fn record(&self) -> String {
        format!("{}, record {}", self.place, self.n)
    }

    fn warn(&mut self, what: &str, why: impl Into<Box<str>>) {
        self.due.push_back(Err(Error::new(self.record(), what, why)));
    }

    fn read_record(&mut self) -> io::Result<()> {
        let n_stray = self.pass_to_record()?;
        if self.is_done {
            if n_stray > 0 {
                self.warn("skipped", format!("the last {n_stray} bytes belong to no record"));
            }
            return Ok(());
        }
        if n_stray > 0 {
            self.warn("skipped", format!("{n_stray} bytes before it belong to no record"));
        }
        let Some(head) = Head::read(&mut self.source)? else {
            self.warn("not read", "its head breaks off or is too long");
            return Ok(());
        };
        let Some(len) = head.len else {
            self.warn("not read", "its head gives no Content-Length that can be right");
            return Ok(());
        };
        if len > MAX_BLOCK as u64 {
            return self.pass_long_block(&head, len);
        }
        if let Some(block) = self.read_block(len as usize)? {
            self.read_page(&head, block);
        }
        Ok(())
    }

    /// Passes to the beginning of a record; how many bytes before it belong to none.
    fn pass_to_record(&mut self) -> io::Result<u64> {
        let mut n_stray = 0;
        let mut line = Vec::new();
        loop {
            match self.source.read_line(MAX_HEAD_LINE, &mut line)? {
                Line::End => {
                    self.is_done = true;
                    return Ok(n_stray);
                }
                Line::TooLong(len) => n_stray += len,
                Line::Read if begins_record(&line) => return Ok(n_stray),
                Line::Read => n_stray += line.trim_ascii().len() as u64,
            }
        }
    }

    /// A block longer than a page can be: nobody's loss, unless it is a page.
    fn pass_long_block(&mut self, head: &Head, len: u64) -> io::Result<()> {
        if head.is_wanted() && Answer::of(head, self.source.peek(sniff::LEN)).is_page() {
            let error = document::too_long(&self.record());
            self.due.push_back(Err(error));
        }
        let n = self.source.skip(len)?;
        if n < len {
            self.warn("not read", cut(n, len));
        }
        Ok(())
    }

    /// A record's block: what its length says, or, where the file shows that to be wrong, all up
    /// to the next record.
    fn read_block(&mut self, len: usize) -> io::Result<Option<Vec<u8>>> {
        let mut block = Vec::with_capacity(len.min(1 << 20));
        if self.n_wrong > MAX_WRONG {
            self.read_on(&mut block)?;
            block.truncate(block.trim_ascii_end().len());
            return Ok(Some(block));
        }
        self.source.by_ref().take(len as u64).read_to_end(&mut block)?;
        let next = self.source.peek(16).trim_ascii_start();
        if block.len() == len
            && (next.is_empty() || b"WARC/".starts_with(&next[..next.len().min(5)]))
        {
            return Ok(Some(block));
        }
        self.n_wrong += 1;
        let n_read = block.len();
        // The length may end inside the next record's first word.
        if let Some(at) = block.iter().rposition(|it| *it == b'\n')
            && [b"WARC/1.", b"WARC/0."].iter().any(|it| it.starts_with(&block[at + 1..]))
        {
            self.source.put_back(block.split_off(at + 1));
        }
        if let Some(at) = find_record(&block) {
            self.source.put_back(block.split_off(at));
            let why = format!("its Content-Length, {len}, reaches into the next; read up to that");
            self.warn("its length is wrong", why);
        } else if n_read < len {
            self.warn("not read", cut(n_read as u64, len as u64));
            return Ok(None);
        } else {
            let why = format!("its Content-Length, {len}, is too small; read up to the next");
            self.warn("its length is wrong", why);
            self.read_on(&mut block)?;
        }
        block.truncate(block.trim_ascii_end().len());
        Ok(Some(block))
    }

    /// Reads on up to the next record.
    fn read_on(&mut self, block: &mut Vec<u8>) -> io::Result<()> {
        let mut line = Vec::new();
        while let Line::Read = self.source.read_line(MAX_ITEM, &mut line)? {
            if begins_record(&line) {
                self.source.put_back(line);
                return Ok(());
            }
            if block.len() + line.len() <= MAX_BLOCK {
                block.extend_from_slice(&line);
            }
        }
        Ok(())
    }

    /// Takes the page out of a block, if one is in it.
    fn read_page(&mut self, head: &Head, block: Vec<u8>) {
        if !head.is_wanted() {
            return;
        }
        let answer = Answer::of(head, &block);
        if !answer.is_page() {
            return;
        }
        let bytes = match answer.content() {
            Ok(bytes) => bytes,
            Err(error) => return self.warn("not read", error.to_string()),
        };
        if bytes.len() > MAX_ITEM {
            let error = document::too_long(&self.record());
            return self.due.push_back(Err(error));
        }
        if bytes.trim_ascii().is_empty() {
            return;
        }
        let decoded = charset::decode(bytes, answer.charset().as_deref(), true);
        let loss = document::lost(&self.record(), &decoded);
        let words = document::without_nul(decoded.text);
        self.due.push_back(Ok(Capture {
            place: self.record().into(),
            body: if head.is_text() { Body::Text(words) } else { Body::Html(words) },
            url: head.url.as_deref().map(Box::from),
            captured: head.date.as_deref().and_then(fields::instant),
            ..Capture::default()
        }));
        self.due.extend(loss.map(Err));
        if let Some(reason) = &head.truncated {
            self.warn("cut off by the crawler", format!("{reason}; its end is missing"));
        }
    }
}

fn cut(n: u64, len: u64) -> String {
    format!("the file ends after {n} of its {len} bytes; get it again")
}

fn begins_record(line: &[u8]) -> bool {
    matches!(line, [b'W', b'A', b'R', b'C', b'/', b'0' | b'1', b'.', ..])
}

/// Where in a block another record begins.
fn find_record(block: &[u8]) -> Option<usize> {
    let lines = block.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    lines.map(|(at, _)| at + 1).find(|at| begins_record(&block[*at..]))
}

/// What a record's head says.
#[derive(Default)]
struct Head {
    kind: String,
    len: Option<u64>,
    url: Option<String>,
    date: Option<String>,
    content_type: String,
    truncated: Option<String>,
}

impl Head {
    /// Reads the lines up to the empty one. `None` if there is none.
    fn read(source: &mut Source<'_>) -> io::Result<Option<Head>> {
        let mut head = Head::default();
        let mut line = Vec::new();
        for _ in 0..MAX_HEAD_LINES {
            let Line::Read = source.read_line(MAX_HEAD_LINE, &mut line)? else { return Ok(None) };
            if line.trim_ascii().is_empty() {
                return Ok(Some(head));
            }
            if begins_record(&line) {
                source.put_back(line);
                return Ok(None);
            }
            let text = String::from_utf8_lossy(&line);
            if let Some((name, value)) = text.split_once(':') {
                head.set(name.trim(), value.trim());
            }
        }
        Ok(None)
    }

    fn set(&mut self, name: &str, value: &str) {
        match name.to_ascii_lowercase().as_str() {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            "content-length" => self.len = value.parse().ok().filter(|it| *it <= MAX_LENGTH),
            // WARC 1.0 was read by some to want angle brackets.
            "warc-target-uri" => self.url = Some(value.trim_matches(['<', '>']).into()),
            "warc-date" => self.date = Some(value.into()),
            "content-type" => self.content_type = value.to_ascii_lowercase(),
            "warc-truncated" => self.truncated = Some(value.into()),
            _ => {}
        }
    }

    fn is_wanted(&self) -> bool {
        matches!(self.kind.as_str(), "response" | "resource" | "conversion")
    }

    /// Whether it is the text of a page, as Common Crawl's WET files have it.
    fn is_text(&self) -> bool {
        self.kind == "conversion" && self.content_type.starts_with("text/plain")
    }
}

/// What a server sent: for resources and conversions, its body only.
struct Answer<'a> {
    status: u16,
    content_type: String,
    encodings: Vec<String>,
    is_chunked: bool,
    body: &'a [u8],
    is_text: bool,
}

impl<'a> Answer<'a> {
    fn of(head: &Head, block: &'a [u8]) -> Answer<'a> {
        let mut answer = Answer {
            status: 200,
            content_type: head.content_type.clone(),
            encodings: Vec::new(),
            is_chunked: false,
            body: block,
            is_text: head.is_text(),
        };
        if head.kind == "response" && block.starts_with(b"HTTP/") {
            answer.content_type.clear();
            answer.read_head(block);
        }
        answer
    }

    fn read_head(&mut self, block: &'a [u8]) {
        let mut fields = [httparse::EMPTY_HEADER; MAX_HTTP_FIELDS];
        let mut response = httparse::Response::new(&mut fields);
        let parsed = httparse::ParserConfig::default()
            .allow_spaces_after_header_name_in_responses(true)
            .allow_obsolete_multiline_headers_in_responses(true)
            .ignore_invalid_headers_in_responses(true)
            .parse_response(&mut response, block);
        if let Ok(httparse::Status::Complete(len)) = parsed {
            self.status = response.code.unwrap_or(200);
            self.body = &block[len..];
            for field in response.headers.iter() {
                let value = String::from_utf8_lossy(field.value).trim().to_ascii_lowercase();
                self.set(field.name, value);
            }
        } else if let Some(at) = block.windows(4).position(|it| it == b"\r\n\r\n") {
            self.body = &block[at + 4..];
        }
    }

    fn set(&mut self, name: &str, value: String) {
        if name.eq_ignore_ascii_case("content-type") {
            self.content_type = value;
        } else if name.eq_ignore_ascii_case("content-encoding") {
            let encodings = value.split(',').map(|it| it.trim().to_owned());
            self.encodings.extend(encodings.filter(|it| !it.is_empty() && it != "identity"));
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            self.is_chunked |= value.contains("chunked");
        }
    }

    fn is_page(&self) -> bool {
        let mime = self.content_type.split(';').next().unwrap_or("").trim();
        let is_html = match mime {
            "text/html" | "application/xhtml+xml" => true,
            "" => sniff::sniff(&self.body[..self.body.len().min(sniff::LEN)]).0 == Format::Page,
            _ => self.is_text,
        };
        is_html && (200..300).contains(&self.status)
    }

    fn charset(&self) -> Option<String> {
        let after = self.content_type.split_once("charset=")?.1;
        Some(after.split([';', ',']).next()?.trim().to_owned())
    }

    /// The body with its codings taken off. Crawlers that have done so already leave the head as
    /// it was, so each is taken off only if it is there.
    fn content(&self) -> io::Result<Vec<u8>> {
        let mut bytes = match self.is_chunked.then(|| unchunk(self.body)).flatten() {
            Some(bytes) => bytes,
            None => self.body.to_vec(),
        };
        for encoding in self.encodings.iter().rev() {
            bytes = decompress(encoding, bytes)?;
        }
        Ok(bytes)
    }
}

fn decompress(encoding: &str, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let is_page = || sniff::sniff(&bytes[..bytes.len().min(sniff::LEN)]).0 == Format::Page;
    match encoding {
        "gzip" | "x-gzip" if !bytes.starts_with(b"\x1f\x8b") => Ok(bytes),
        "zstd" if !bytes.starts_with(b"\x28\xb5\x2f\xfd") => Ok(bytes),
        "gzip" | "x-gzip" | "zstd" => unpack::unpack_all(&bytes, MAX_ITEM),
        "deflate" => match inflate(ZlibDecoder::new(&bytes[..])) {
            // Some servers send the bare stream.
            Err(_) => inflate(DeflateDecoder::new(&bytes[..]))
                .or_else(|error| if is_page() { Ok(bytes.clone()) } else { Err(error) }),
            inflated => inflated,
        },
        _ if is_page() => Ok(bytes),
        other => {
            let why = format!("packed as {other:?}, which is not read here; store it unpacked");
            Err(Damage(why).into())
        }
    }
}

fn inflate(decoder: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    decoder.take(MAX_ITEM as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The body without the sizes between its chunks; as far as it goes, if it is cut. `None` if it
/// does not begin with a chunk.
fn unchunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Ok(httparse::Status::Complete((at, len))) = httparse::parse_chunk_size(rest) {
        let end = at.saturating_add(usize::try_from(len).unwrap_or(usize::MAX)).min(rest.len());
        bytes.extend_from_slice(&rest[at..end]);
        rest = &rest[end..];
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        if len == 0 {
            return Some(bytes);
        }
    }
    (rest.len() < body.len()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn record(kind: &str, block: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://post.example/1>\r\n\
            WARC-Date: 2031-06-11T08:00:00Z\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    fn answer(fields: &str, body: &[u8]) -> Vec<u8> {
        let head = format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n");
        record("response", &[head.as_bytes(), body].concat())
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(bytes: &[u8]) -> Vec<Result<Capture, Error>> {
        crate::intake::read("crawl.warc", bytes).collect()
    }

    fn body(bytes: &[u8]) -> Body {
        let mut captures = read(bytes);
        assert_eq!(captures.len(), 1, "{captures:?}");
        captures.remove(0).unwrap().body
    }

    fn pages(captures: &[Result<Capture, Error>]) -> Vec<String> {
        let pages = captures.iter().flatten().map(|it| match &it.body {
            Body::Html(text) => text.clone(),
            other => panic!("{other:?}"),
        });
        pages.collect()
    }

    const HTML: &str = "Content-Type: text/html; charset=UTF-8";

    #[test]
    fn an_answer_that_is_a_page_is_read_with_its_address_and_time() {
        let warc = [
            record("warcinfo", b"software: none"),
            record("request", b"GET / HTTP/1.1\r\n\r\n"),
            answer("Content-Type: image/png", b"\x89PNG"),
            answer(HTML, "<p>Ruiz’s words.".as_bytes()),
            record("response", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>No."),
            answer(HTML, b""),
        ];
        for bytes in [warc.concat(), warc.iter().flat_map(|it| gzip(it)).collect()] {
            let captures = read(&bytes);
            assert_eq!(captures.len(), 1, "{captures:?}");
            let capture = captures[0].as_ref().unwrap();
            assert_eq!(capture.body, Body::Html("<p>Ruiz’s words.".into()));
            assert_eq!(capture.url.as_deref(), Some("https://post.example/1"));
            assert_eq!(capture.captured, "2031-06-11T08:00:00Z".parse().ok());
            assert_eq!(&*capture.place, "crawl.warc, record 4");
        }
    }

    #[test]
    fn codings_are_taken_off_where_they_are() {
        let page = b"<html><p>Ruiz began.";
        let whole = Body::Html("<html><p>Ruiz began.".into());
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(page).unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
        bare.write_all(page).unwrap();
        let gzip = |bytes: &[u8]| answer(&format!("{HTML}\r\nContent-Encoding: gzip"), bytes);
        let deflate = |bytes: &[u8]| answer(&format!("{HTML}\r\nContent-Encoding: deflate"), bytes);
        assert_eq!(body(&gzip(&super::tests::gzip(page))), whole);
        assert_eq!(body(&gzip(page)), whole);
        assert_eq!(body(&deflate(&zlib.finish().unwrap())), whole);
        assert_eq!(body(&deflate(&bare.finish().unwrap())), whole);
        let brotli = read(&answer(&format!("{HTML}\r\nContent-Encoding: br"), b"\x0b\x02\x80ab"));
        assert!(brotli[0].as_ref().unwrap_err().to_string().contains("br"));

        let chunked =
            |bytes: &[u8]| answer(&format!("{HTML}\r\nTransfer-Encoding: chunked"), bytes);
        assert_eq!(body(&chunked(b"6\r\n<html>\r\ne;x=y\r\n<p>Ruiz began.\r\n0\r\n\r\n")), whole);
        assert_eq!(body(&chunked(b"6\r\n<html>\r\nff\r\n<p>Ruiz began.")), whole);
        assert_eq!(body(&chunked(page)), whole);
    }

    #[test]
    fn the_charset_of_the_answer_is_used() {
        let (words, ..) = encoding_rs::WINDOWS_1251.encode("<p>Порт");
        let warc = answer("Content-Type: text/html; charset=windows-1251", &words);
        assert_eq!(body(&warc), Body::Html("<p>Порт".into()));
    }

    #[test]
    fn texts_made_of_pages_are_read() {
        let wet = "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n\
            Content-Length: 11\r\n\r\nRuiz began.\r\n\r\n";
        assert_eq!(body(wet.as_bytes()), Body::Text("Ruiz began.".into()));
    }

    #[test]
    fn a_wrong_length_costs_no_neighbour() {
        let first = answer(HTML, b"<p>Ruiz began.");
        let second = answer(HTML, b"<p>She went on.");
        let third = answer(HTML, b"<p>She ended.");
        let all = ["<p>Ruiz began.", "<p>She went on.", "<p>She ended."];
        let second = String::from_utf8(second).unwrap();
        // One that reaches to the end of a later record cannot be told from a page about WARC.
        let end = 74 + 4 + third.len();
        for wrong in (0..400).filter(|it| !(end - 4..=end).contains(it)) {
            let second = second.replace("Content-Length: 74", &format!("Content-Length: {wrong}"));
            let captures = read(&[&first[..], second.as_bytes(), &third].concat());
            let pages = pages(&captures);
            assert_eq!(pages.iter().map(|it| it.trim()).collect::<Vec<_>>(), all, "{wrong}");
            let error = captures.iter().find_map(|it| it.as_ref().err());
            // Four bytes of line ends more or less are let pass.
            assert!(error.is_some() || (74..=78).contains(&wrong), "{wrong}");
            assert!(error.is_none_or(|it| &*it.place == "crawl.warc, record 2"), "{error:?}");
        }
        let second = second.replace("Content-Length: 74", "Content-Length: many");
        let captures = read(&[&first[..], second.as_bytes(), &third].concat());
        assert_eq!(pages(&captures), [all[0], all[2]]);
    }

    #[test]
    fn a_file_cut_in_the_middle_keeps_what_came_before() {
        let first = answer(HTML, b"<p>Ruiz began.");
        let second = answer(HTML, b"<p>She went on.");
        for len in 1..second.len() - 4 {
            let captures = read(&[&first[..], &second[..len]].concat());
            assert_eq!(pages(&captures), ["<p>Ruiz began."], "{len}");
            let errors: Vec<_> = captures.iter().filter_map(|it| it.as_ref().err()).collect();
            assert_eq!(errors.len(), 1, "{len}: {errors:?}");
            assert_eq!(&*errors[0].place, "crawl.warc, record 2");
        }
    }

    #[test]
    fn a_damaged_member_costs_its_own_record_only() {
        let page = |n| gzip(&answer(HTML, format!("<p>Part {n} of what she said.").as_bytes()));
        let mut broken = page(2);
        let middle = broken.len() / 2;
        broken[middle] ^= 0x55;
        broken[middle + 1] ^= 0x55;
        let captures = read(&[page(1), broken, page(3)].concat());
        let expected = ["<p>Part 1 of what she said.", "<p>Part 3 of what she said."];
        assert_eq!(pages(&captures), expected, "{captures:?}");
        assert!(captures.iter().any(|it| it.is_err()));
    }
}
