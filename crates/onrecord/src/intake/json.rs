//! JSON in, a capture an object out: a line each (JSONL), in an array, or one after the other; and
//! JSON Feed. An object that cannot be read costs none of its neighbours.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::charset;
use super::feed;
use super::fields::{Fields, Names};
use super::source::{self, Line, Source};
use super::{Capture, Captures, Error, MAX_LINE};

/// A file with one object a line. A line that cannot be read is an error; the next is read.
pub(super) fn read_lines<'r>(place: &str, source: Source<'r>) -> Captures<'r> {
    captures(place, "line", Lines { source, line: Vec::new() })
}

/// A file that is an array of objects, or objects written over several lines.
pub(super) fn read_values<'r>(place: &str, source: Source<'r>) -> Captures<'r> {
    captures(place, "element", Objects { source, object: Vec::new(), n_open: 0, n_put_back: 0 })
}

fn captures<'r>(place: &str, unit: &'static str, elements: impl Elements + 'r) -> Captures<'r> {
    let due = VecDeque::new();
    Box::new(Reader { place: place.into(), unit, elements, n: 0, due, is_done: false })
}

/// Cuts a stream into the bytes of one object each.
trait Elements {
    /// The next; `None` at the end.
    fn next(&mut self) -> io::Result<Option<Element<'_>>>;
}

enum Element<'a> {
    Bytes(&'a [u8]),
    TooLong(u64),
    /// Bytes between objects that belong to none.
    Stray(String),
}

struct Reader<E> {
    place: Box<str>,
    unit: &'static str,
    elements: E,
    n: u64,
    due: VecDeque<Result<Capture, Error>>,
    is_done: bool,
}

impl<E: Elements> Iterator for Reader<E> {
    type Item = Result<Capture, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.due.is_empty() && !self.is_done {
            self.n += 1;
            let place = format!("{}, {} {}", self.place, self.unit, self.n);
            match self.elements.next() {
                Ok(None) => self.is_done = true,
                Ok(Some(Element::Bytes(bytes))) => match bytes.trim_ascii_end() {
                    [] => {}
                    bytes => read_element(place, bytes, &mut self.due),
                },
                Ok(Some(Element::TooLong(len))) => {
                    let (len, most) = (len >> 20, MAX_LINE >> 20);
                    let why = format!("it is {len} MiB long, more than {most} MiB; split it");
                    self.due.push_back(Err(Error::new(place, "skipped", why)));
                }
                Ok(Some(Element::Stray(why))) => {
                    self.due.push_back(Err(Error::new(place, "skipped", why)));
                }
                Err(error) => {
                    self.is_done = !source::is_damage(&error);
                    self.due.push_back(Err(source::failed(&place, &error)));
                }
            }
        }
        self.due.pop_front()
    }
}

/// What one object holds: a report, or a feed of them.
fn read_element(place: String, bytes: &[u8], due: &mut VecDeque<Result<Capture, Error>>) {
    let error = match serde_json::from_slice(bytes) {
        Ok(fields) => return captures_of(fields, place, bytes, due),
        Err(error) => error,
    };
    if let Some((mended, loss)) = mend(bytes)
        && let Ok(fields) = serde_json::from_str(&mended)
    {
        captures_of(fields, place.clone(), mended.as_bytes(), due);
        due.extend(loss.map(|why| Err(Error::new(place, "read with a loss", why))));
    } else {
        due.push_back(Err(broken(place, &error)));
    }
}

fn captures_of(
    mut fields: Fields,
    place: String,
    bytes: &[u8],
    due: &mut VecDeque<Result<Capture, Error>>,
) {
    if fields.items.is_empty() || !fields.is_feed() && fields.has_body() {
        let capture = fields.into_capture(place);
        due.push_back(capture.map_err(|error| with_names(error, bytes)));
        return;
    }
    let outlet = if fields.is_feed() { fields.title() } else { None };
    let mut bare = Vec::new();
    for (n, mut item) in std::mem::take(&mut fields.items).into_iter().enumerate() {
        if !item.read_summary() {
            bare.push(n + 1);
            continue;
        }
        let capture = item.into_capture(format!("{place}, entry {}", n + 1));
        due.push_back(capture.map(|mut it| {
            it.outlet = it.outlet.or_else(|| outlet.clone());
            it
        }));
    }
    due.extend(feed::bare(&place, &bare).map(Err));
    if fields.n_left > 0 {
        let why = format!("{} more objects in one list; give them one a line", fields.n_left);
        due.push_back(Err(Error::new(place, "not read in full", why)));
    }
}

/// The error with the names of the fields that there are, so that the right one can be found.
fn with_names(mut error: Error, bytes: &[u8]) -> Error {
    if let Ok(Names(names)) = serde_json::from_slice(bytes)
        && !names.is_empty()
    {
        error.why = format!("{} (it has {})", error.why, names.join(", ")).into();
    }
    error
}

fn broken(place: String, error: &serde_json::Error) -> Error {
    let (line, column) = (error.line(), error.column());
    let place = match line {
        0 | 1 => format!("{place}, byte {column}"),
        _ => format!("{place}, line {line} of it, byte {column}"),
    };
    let why = error.to_string();
    let why = why.split(" at line ").next().unwrap_or(&why);
    Error::new(place, "no JSON object", why)
}

/// JSON as some programs write it, made such that it can be read: half surrogates (`\ud83d` alone,
/// as of text cut inside an emoji) as U+FFFD, `NaN` and `Infinity` (Python) as null, line breaks
/// and tabs inside strings escaped, other charsets decoded. What was lost, if anything was.
fn mend(bytes: &[u8]) -> Option<(String, Option<&'static str>)> {
    let decoded = charset::decode(bytes.to_vec(), None, false);
    let is_lossy = decoded.lost.is_some();
    let (mended, n_halves) = mend_pieces(&decoded.text);
    let loss = match (is_lossy, n_halves) {
        (true, _) => Some("bytes in it fit no charset; they stand as U+FFFD"),
        (false, 1..) => Some("half surrogates in it stand as U+FFFD"),
        (false, 0) => None,
    };
    (mended.as_bytes() != bytes).then_some((mended, loss))
}

/// The mended text, and how many half surrogates were in it.
fn mend_pieces(json: &str) -> (String, usize) {
    let mut mended = String::with_capacity(json.len());
    let (mut n_halves, mut in_string, mut rest) = (0, false, json);
    while !rest.is_empty() {
        let (len, instead) = next_piece(rest, in_string);
        in_string ^= rest.starts_with('"');
        match instead {
            Some(instead) => {
                n_halves += usize::from(instead == "\u{fffd}");
                mended.push_str(&instead);
            }
            None => mended.push_str(&rest[..len]),
        }
        rest = &rest[len..];
    }
    (mended, n_halves)
}

/// Length of the piece that `rest` begins with, and what to write instead of it.
fn next_piece(rest: &str, in_string: bool) -> (usize, Option<Cow<'static, str>>) {
    let Some(first) = rest.chars().next() else { return (0, None) };
    match (first, in_string) {
        ('\\', true) => {
            let len = escape_len(rest);
            (len, is_half(&rest[..len]).then_some("\u{fffd}".into()))
        }
        ('\0'..'\x20', true) => (1, Some(format!("\\u{:04x}", u32::from(first)).into())),
        ('N' | 'I' | '-', false) => match NO_NUMBERS.iter().find(|it| rest.starts_with(**it)) {
            Some(word) => (word.len(), Some("null".into())),
            None => (1, None),
        },
        _ => (first.len_utf8(), None),
    }
}

const NO_NUMBERS: [&str; 3] = ["NaN", "Infinity", "-Infinity"];

/// Length of the escape that `rest` begins with; a pair of surrogates is one escape.
fn escape_len(rest: &str) -> usize {
    let unit = |from: usize| {
        let digits = rest.get(from..from + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    match (unit(0), unit(6)) {
        (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => 12,
        (Some(_), _) => 6,
        (None, _) => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
    }
}

/// Whether an escape is one half of a pair.
fn is_half(escape: &str) -> bool {
    escape.len() == 6 && u16::from_str_radix(&escape[2..], 16).is_ok_and(|it| it >> 11 == 0x1b)
}

struct Lines<'r> {
    source: Source<'r>,
    line: Vec<u8>,
}

impl Elements for Lines<'_> {
    fn next(&mut self) -> io::Result<Option<Element<'_>>> {
        Ok(match self.source.read_line(MAX_LINE, &mut self.line)? {
            Line::Read => Some(Element::Bytes(&self.line)),
            Line::TooLong(len) => Some(Element::TooLong(len)),
            Line::End => None,
        })
    }
}

/// Objects anywhere in a stream: from a brace to the one that closes it.
struct Objects<'r> {
    source: Source<'r>,
    object: Vec<u8>,
    /// Brackets open around the objects.
    n_open: i64,
    /// Bytes put back after broken objects.
    n_put_back: usize,
}

/// How far an object with a line break inside a string is followed, in bytes behind the break: a
/// page written by a program that does not escape them.
const MAX_BREAK: usize = 2 << 20;

/// How many bytes may be put back in all, so that a file of nothing but broken objects ends.
const MAX_PUT_BACK: usize = 4 * MAX_LINE;

impl Elements for Objects<'_> {
    fn next(&mut self) -> io::Result<Option<Element<'_>>> {
        if let Some(stray) = self.pass_to_brace()? {
            return Ok(Some(Element::Stray(stray)));
        }
        let mut braces = Braces::default();
        self.object.clear();
        let mut len = 0;
        loop {
            let bytes = self.source.fill_buf()?;
            if bytes.is_empty() {
                break;
            }
            let end = braces.end_in(bytes);
            let n = end.unwrap_or(bytes.len());
            len += n as u64;
            if len <= MAX_LINE as u64 {
                self.object.extend_from_slice(&bytes[..n]);
            } else {
                self.object = Vec::new();
            }
            self.source.consume(n);
            let is_lost = braces.first_break.is_some_and(|it| len > (it + MAX_BREAK) as u64);
            if end.is_some() || is_lost {
                break;
            }
        }
        if len > 0 && braces.depth > 0 && braces.first_break.is_none() {
            // The file ends inside it: that the array does too needs no word of its own.
            self.n_open = 0;
        }
        if let Some(at) = braces.first_break {
            self.give_back_after(at);
        }
        Ok(match len {
            0 => self.at_end(),
            _ if len > MAX_LINE as u64 => Some(Element::TooLong(len)),
            _ => Some(Element::Bytes(&self.object)),
        })
    }
}

impl Objects<'_> {
    /// Passes over what may stand between objects; what else stood there.
    fn pass_to_brace(&mut self) -> io::Result<Option<String>> {
        let mut n_stray = 0;
        loop {
            let bytes = self.source.fill_buf()?;
            let n = bytes.iter().position(|it| *it == b'{').unwrap_or(bytes.len());
            for byte in &bytes[..n] {
                match byte {
                    b'[' => self.n_open += 1,
                    b']' => self.n_open -= 1,
                    b',' => {}
                    _ => n_stray += usize::from(!byte.is_ascii_whitespace()),
                }
            }
            let is_end = n < bytes.len() || bytes.is_empty();
            self.source.consume(n);
            if is_end {
                let why = format!("{n_stray} bytes between the objects belong to none");
                return Ok((n_stray > 0).then_some(why));
            }
        }
    }

    /// A quotation mark that is missing turns the rest of the file inside out. It shows by a line
    /// break inside a string: unless the object can be read for all that, what follows the break
    /// is read again.
    fn give_back_after(&mut self, at: usize) {
        let is_sound = || mend(&self.object).is_some_and(|(it, _)| is_json(it.as_bytes()));
        if at < self.object.len() && self.n_put_back <= MAX_PUT_BACK && !is_sound() {
            let rest = self.object.split_off(at);
            self.n_put_back += rest.len();
            self.source.put_back(rest);
        }
    }

    fn at_end(&mut self) -> Option<Element<'_>> {
        let is_cut = std::mem::take(&mut self.n_open) > 0;
        is_cut.then(|| Element::Stray("the file ends before its array does; get it again".into()))
    }
}

fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
}

/// Finds the brace that closes an object, across chunks.
#[derive(Default)]
struct Braces {
    depth: usize,
    in_string: bool,
    is_escaped: bool,
    /// Bytes in the chunks before.
    n_before: usize,
    /// The place behind the first line break inside a string.
    first_break: Option<usize>,
}

impl Braces {
    /// The place behind the closing brace, if it stands in `bytes`.
    fn end_in(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' if self.in_string => self.is_escaped = true,
                b'"' => self.in_string = !self.in_string,
                b'\n' if self.in_string => {
                    self.first_break.get_or_insert(self.n_before + at + 1);
                }
                b'{' if !self.in_string => self.depth += 1,
                b'}' if !self.in_string => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        self.n_before += bytes.len();
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Body;
    use crate::report::Genre;

    fn read(text: &str) -> Vec<Result<Capture, Error>> {
        crate::intake::read("talks.jsonl", text.as_bytes()).collect()
    }

    fn one(text: &str) -> Capture {
        let mut captures = read(text);
        assert_eq!(captures.len(), 1, "{captures:?}");
        captures.pop().unwrap().unwrap()
    }

    fn text_of(capture: &Capture) -> &str {
        match &capture.body {
            Body::Text(text) | Body::Html(text) | Body::Markdown(text) => text,
        }
    }

    #[test]
    fn our_own_fields_are_read() {
        let capture = one(r#"{"id": 7, "url": "https://post.example/1", "outlet": "Harbour Post",
            "title": " Talks resume ", "date": "2031-06-10", "author": ["Ana Ruiz", "Tom Bell"],
            "genre": "release", "language": "en", "text": " “No,” she said.\u0000\n"}"#);
        assert_eq!(&*capture.place, "talks.jsonl, element 1");
        assert_eq!(capture.key.as_deref(), Some("7"));
        assert_eq!(capture.url.as_deref(), Some("https://post.example/1"));
        assert_eq!(capture.outlet.as_deref(), Some("Harbour Post"));
        assert_eq!(capture.title.as_deref(), Some("Talks resume"));
        assert_eq!(capture.published.as_deref(), Some("2031-06-10"));
        assert_eq!(capture.author.as_deref(), Some("Ana Ruiz, Tom Bell"));
        assert_eq!(capture.genre, Some(Genre::Release));
        assert_eq!(capture.body, Body::Text(" “No,” she said.\u{fffd}\n".into()));
    }

    #[test]
    fn exports_of_news_please_are_read() {
        let capture = one(r#"{"authors": ["Ana Ruiz"], "date_download": "2031-06-11 08:00:00",
            "date_modify": null, "date_publish": "2031-06-10 04:00:00", "description": "The gist.",
            "filename": "x.json", "image_url": "https://post.example/i.png", "language": "en",
            "localpath": null, "title": "Talks resume", "title_page": null, "title_rss": null,
            "source_domain": "post.example", "maintext": "Ruiz began.",
            "url": "https://post.example/1"}"#);
        assert_eq!(capture.outlet.as_deref(), Some("post.example"));
        assert_eq!(capture.published.as_deref(), Some("2031-06-10 04:00:00"));
        assert_eq!(capture.captured, "2031-06-11T08:00:00Z".parse().ok());
        assert_eq!(capture.standfirst.as_deref(), Some("The gist."));
        assert_eq!(text_of(&capture), "Ruiz began.");
    }

    #[test]
    fn exports_of_trafilatura_are_read() {
        let capture = one(
            r#"{"title": "Talks resume", "author": "Ana Ruiz; Tom Bell", "hostname": "post.example",
            "date": "2031-06-10", "fingerprint": "ab", "id": null, "license": null,
            "comments": "First!", "raw_text": "Ruiz began. She went on.", "language": null,
            "text": "Ruiz began.\nShe went on.", "image": null, "pagetype": "article",
            "filedate": "2031-06-11", "source": "https://post.example/1",
            "source-hostname": "Harbour Post", "excerpt": "The gist.", "tags": ""}"#,
        );
        assert_eq!(capture.url.as_deref(), Some("https://post.example/1"));
        assert_eq!(capture.outlet.as_deref(), Some("Harbour Post"));
        assert_eq!(capture.standfirst.as_deref(), Some("The gist."));
        assert_eq!(capture.key, None);
        assert_eq!(text_of(&capture), "Ruiz began.\nShe went on.");
    }

    #[test]
    fn exports_made_of_common_crawl_are_read() {
        let capture = one(
            r#"{"content": "Ruiz began.", "warc_headers": {"warc-date": "2031-06-11T08:00:00Z",
            "warc-target-uri": "https://post.example/1", "content-length": 11},
            "metadata": {"identification": {"label": "en"}}}"#,
        );
        assert_eq!(capture.url.as_deref(), Some("https://post.example/1"));
        assert_eq!(capture.captured, "2031-06-11T08:00:00Z".parse().ok());
        let html = one(r#"{"url": "https://post.example/1", "html": "<p>Ruiz began."}"#);
        assert_eq!(html.body, Body::Html("<p>Ruiz began.".into()));
        let body = one(r#"{"articleBody": "<p>Ruiz began.", "publisher": {"name": "Post"}}"#);
        assert_eq!(body.body, Body::Html("<p>Ruiz began.".into()));
        assert_eq!(body.outlet.as_deref(), Some("Post"));
    }

    #[test]
    fn a_json_feed_is_a_report_an_item() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Post",
            "items": [
                {"id": "1", "url": "https://post.example/1", "content_html": "<p>Ruiz began.",
                 "summary": "The gist.", "date_published": "2031-06-10T04:00:00Z"},
                {"id": "2", "summary": "Too short to be read."},
                {"id": "3", "content_text": "She went on.", "authors": [{"name": "Tom Bell"}]}]}"#;
        for feed in [feed.to_owned(), feed.replace('\n', " ")] {
            let captures = read(&feed);
            assert_eq!(captures.len(), 3);
            let first = captures[0].as_ref().unwrap();
            assert_eq!(first.outlet.as_deref(), Some("Harbour Post"));
            assert_eq!(first.standfirst.as_deref(), Some("The gist."));
            assert_eq!(first.body, Body::Html("<p>Ruiz began.".into()));
            let third = captures[1].as_ref().unwrap();
            assert!(third.place.ends_with(", entry 3"), "{}", third.place);
            assert_eq!(third.author.as_deref(), Some("Tom Bell"));
            let error = captures[2].as_ref().unwrap_err();
            assert!(error.place.ends_with(", entry 2"), "{error}");
        }
    }

    #[test]
    fn a_byte_order_mark_before_lines_or_an_array_is_nothing() {
        one("\u{feff}[{\"text\": \"Ruiz began.\"}]");
        one("\u{feff}{\"text\": \"Ruiz began.\"}");
    }

    #[test]
    fn an_array_is_read_element_by_element() {
        let array = r#"[{"text": "a }] { \" b"}, {"text": 5 5}, {"text": "c"},
            {"text": {}}, "stray", {"text": "d"}]"#;
        let captures = read(array);
        let texts: Vec<_> = captures.iter().flatten().map(text_of).collect();
        assert_eq!(texts, ["a }] { \" b", "c", "d"]);
        let errors: Vec<_> = captures.iter().filter_map(|it| it.as_ref().err()).collect();
        let places: Vec<_> = errors.iter().map(|it| &*it.place).collect();
        assert!(places[0].starts_with("talks.jsonl, element 2, byte "), "{places:?}");
        assert_eq!(places[1..], ["talks.jsonl, element 4", "talks.jsonl, element 5"]);
    }

    #[test]
    fn a_missing_quotation_mark_in_an_array_costs_one_element() {
        let array = "[\n{\"text\": \"a\"},\n{\"text\": \"b},\n{\"text\": \"c\"},\n{\n  \"title\": \"d,\n  \
            \"text\": \"d\"\n},\n{\"text\": \"e\ne\"}\n]";
        let captures = read(array);
        let texts: Vec<_> = captures.iter().flatten().map(text_of).collect();
        assert_eq!(texts, ["a", "c", "e\ne"], "{captures:?}");
        let cut = read("[{\"text\": \"a\"},\n{\"text\": \"b\"},\n");
        assert_eq!(cut.iter().flatten().count(), 2);
        assert!(cut[2].as_ref().unwrap_err().why.contains("ends before its array"), "{cut:?}");
    }

    #[test]
    fn what_other_programs_write_amiss_is_mended() {
        let half = r#"{"text": "Ruiz \ud83d said \udc00 \ud83d\ude00 \\ud83d"}"#;
        let captures = read(half);
        assert_eq!(
            text_of(captures[0].as_ref().unwrap()),
            "Ruiz \u{fffd} said \u{fffd} 😀 \\ud83d"
        );
        assert_eq!(&*captures[1].as_ref().unwrap_err().place, "talks.jsonl, line 1");
        let python = one(r#"{"author": NaN, "x": [-Infinity, "NaN"], "text": "NaN of it"}"#);
        assert_eq!((python.author.as_deref(), text_of(&python)), (None, "NaN of it"));
        assert_eq!(text_of(&one("{\"text\": \"a\tb\"}")), "a\tb");
    }

    #[test]
    fn an_object_without_words_is_told_by_its_fields() {
        let captures = read(r#"{"headline": "Talks", "wording": "Ruiz began."}"#);
        let error = captures[0].as_ref().unwrap_err();
        assert!(error.why.ends_with("(it has headline, wording)"), "{error}");
        let teaser = r#"{"source": {"name": "Post"}, "content": "Ruiz said: “We… [+2031 chars]"}"#;
        let error = read(teaser).remove(0).unwrap_err();
        assert!(error.why.contains("first words"), "{error}");
    }

    #[test]
    fn words_in_lists_and_objects_are_read() {
        let capture = one(
            r#"{"text": ["Ruiz began.", "She went on."], "title": {"rendered": "Talks"},
            "source": {"id": null, "name": "Harbour Post"}, "authors": [{"name": "Tom Bell"}, "A"]}"#,
        );
        assert_eq!(text_of(&capture), "Ruiz began.\nShe went on.");
        assert_eq!(capture.title.as_deref(), Some("Talks"));
        assert_eq!(capture.outlet.as_deref(), Some("Harbour Post"));
        assert_eq!(capture.author.as_deref(), Some("Tom Bell, A"));
    }

    #[test]
    fn utf16_lines_are_read() {
        let lines = "\u{feff}{\"text\": \"“No,” sie sagte.\"}\r\n{\"text\": \"b\"}\r\n";
        let bytes: Vec<u8> = lines.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let captures: Vec<_> = crate::intake::read("a", &bytes[..]).flatten().collect();
        assert_eq!(captures.iter().map(text_of).collect::<Vec<_>>(), ["“No,” sie sagte.", "b"]);
    }

    #[test]
    fn a_line_in_another_charset_is_read() {
        let line = b"{\"text\": \"Le pr\xe9sident a d\xe9clar\xe9 qu'il ne signerait pas.\"}\n";
        let captures: Vec<_> = crate::intake::read("a", &line[..]).collect();
        let capture = captures[0].as_ref().unwrap();
        assert_eq!(text_of(capture), "Le président a déclaré qu'il ne signerait pas.");
    }
}
