//! Bad input: each of these ends in what could be read and a warning with file and place, never
//! in a panic, a hang or a lost good neighbour. All of it is made here, none is stored.

// Each case is held to a time.
#![allow(clippy::disallowed_methods)]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use onrecord::intake::{self, Body, Capture, Error};
use onrecord::report;
use proptest::prelude::*;

/// Longest that one file may take: 5 s as built for use; more without optimisation, where several
/// tests share a core.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 5 });

const FILE: &str = "talks.dat";

/// What came out of a file.
struct Outcome {
    captures: Vec<Capture>,
    errors: Vec<Error>,
}

/// Reads a file to its end, and the reports out of what is in it.
fn read(reader: impl BufRead) -> Outcome {
    let start = Instant::now();
    let mut outcome = Outcome { captures: Vec::new(), errors: Vec::new() };
    for item in intake::read(FILE, reader) {
        match item {
            Ok(capture) => {
                if let Some(report) = report::extract(&capture) {
                    assert!(!report.text().contains('\0'));
                }
                outcome.captures.push(capture);
            }
            Err(error) => outcome.errors.push(error),
        }
    }
    assert!(start.elapsed() < LIMIT, "took {:?}", start.elapsed());
    for Error { place, what, why } in &outcome.errors {
        assert!(place.starts_with(FILE) && !what.is_empty() && !why.is_empty());
    }
    for capture in &outcome.captures {
        assert!(capture.place.starts_with(FILE) && !text_of(capture).contains('\0'));
    }
    outcome
}

fn text_of(capture: &Capture) -> &str {
    let (Body::Html(text) | Body::Text(text) | Body::Markdown(text)) = &capture.body;
    text
}

/// The file gives nothing but one warning, about `place` and with `words` in it.
fn check_refused(bytes: &[u8], place: &str, words: &str) {
    let outcome = read(bytes);
    assert_eq!(outcome.captures.len(), 0);
    assert_eq!(outcome.errors.len(), 1, "{:?}", outcome.errors);
    let error = &outcome.errors[0];
    assert_eq!(&*error.place, format!("{FILE}{place}"));
    assert!(error.to_string().contains(words), "{error}");
}

/// The file is one text, as it stands.
fn check_kept(bytes: &[u8], text: &str) {
    let outcome = read(bytes);
    assert_eq!(outcome.captures.len(), 1, "{:?}", outcome.errors);
    assert_eq!(text_of(&outcome.captures[0]), text);
    assert!(outcome.errors.is_empty(), "{:?}", outcome.errors);
}

/// A line of JSONL between two good ones costs at most itself; the warnings about it.
fn check_between(line: &[u8]) -> Vec<Error> {
    let good = |n| format!("{{\"id\": \"good {n}\", \"text\": \"Ruiz began part {n}.\"}}\n");
    let file = [good(1).as_bytes(), line, b"\n", good(2).as_bytes()].concat();
    let outcome = read(&file[..]);
    let keys: Vec<_> = outcome.captures.iter().filter_map(|it| it.key.as_deref()).collect();
    assert_eq!(keys, ["good 1", "good 2"]);
    for error in &outcome.errors {
        assert!(error.place.starts_with(&format!("{FILE}, line 2")), "{error}");
    }
    outcome.errors
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// Gives `pattern` over and over, `len` bytes in all, and holds one buffer of it.
struct Lazy {
    buffer: Vec<u8>,
    at: usize,
    left: u64,
}

fn lazy(pattern: &str, len: u64) -> Lazy {
    let buffer = pattern.repeat((64 << 10) / pattern.len()).into_bytes();
    Lazy { buffer, at: 0, left: len }
}

impl Read for Lazy {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Lazy {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let rest = &self.buffer[self.at..];
        Ok(&rest[..rest.len().min(usize::try_from(self.left).unwrap_or(usize::MAX))])
    }

    fn consume(&mut self, n: usize) {
        self.left -= n as u64;
        self.at = (self.at + n) % self.buffer.len();
    }
}

/// Fails after its bytes, again and again.
struct Failing<'a>(&'a [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(io::Error::other("the disk is on fire")),
            n => Ok(n),
        }
    }
}

// Nothing in it.

#[test]
fn an_empty_file() {
    check_refused(b"", "", "nothing");
}

#[test]
fn only_white_space() {
    check_refused(b" \r\n\t\n  \x0c", "", "white space");
    check_refused(" \n".repeat(200_000).as_bytes(), "", "white space");
}

#[test]
fn only_a_byte_order_mark() {
    for mark in [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"] {
        check_refused(mark, "", "white space");
    }
}

#[test]
fn only_nuls() {
    check_refused(&[0; 5000], "", "not text");
}

// Characters.

#[test]
fn nuls_in_a_text_become_visible_one_to_one_and_are_told_of() {
    let outcome = read(&b"Ruiz said\0 no, twice."[..]);
    assert_eq!(text_of(&outcome.captures[0]), "Ruiz said\u{fffd} no, twice.");
    assert_eq!(outcome.errors.len(), 1, "{:?}", outcome.errors);
    assert_eq!(&*outcome.errors[0].place, format!("{FILE}, byte 9"));
}

#[test]
fn broken_utf8_is_read_with_a_warning_that_says_where() {
    let outcome = read(&b"\xe2\x80\x9cNo,\xe2\x80\x9d Ruiz said\xff\xc3\x28 twice."[..]);
    assert_eq!(text_of(&outcome.captures[0]), "“No,” Ruiz said\u{fffd}\u{fffd}( twice.");
    assert_eq!(&*outcome.errors[0].place, format!("{FILE}, byte 19"));
}

#[test]
fn utf16_of_odd_length() {
    let mut bytes: Vec<u8> =
        "\u{feff}Ruiz said no.".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.push(b'x');
    let outcome = read(&bytes[..]);
    assert_eq!(text_of(&outcome.captures[0]), "Ruiz said no.\u{fffd}");
    assert_eq!(&*outcome.errors[0].place, format!("{FILE}, byte 28"));
}

#[test]
fn utf16_with_half_a_character() {
    let units = [0xfeff, 0x52, 0x75, 0xd83d, 0x69, 0x7a];
    let bytes: Vec<u8> = units.iter().flat_map(|it: &u16| it.to_be_bytes()).collect();
    assert_eq!(text_of(&read(&bytes[..]).captures[0]), "Ru\u{fffd}iz");
}

#[test]
fn every_byte_order_mark_is_taken_off_once() {
    check_kept("\u{feff}Ruiz said no.".as_bytes(), "Ruiz said no.");
    check_kept("\u{feff}\u{feff}Ruiz said no.".as_bytes(), "\u{feff}Ruiz said no.");
    check_kept("Ruiz \u{feff}said no.".as_bytes(), "Ruiz \u{feff}said no.");
    let bytes: Vec<u8> =
        "\u{feff}Ruiz said no.".encode_utf16().flat_map(u16::to_be_bytes).collect();
    check_kept(&bytes, "Ruiz said no.");
}

#[test]
fn overrides_of_direction_and_joiners_stay_where_they_are() {
    let text = "Ruiz said \u{202e}on\u{202c} and \u{2066}no\u{2069}, \u{200b}\u{200d}\u{ad}twice.";
    check_kept(text.as_bytes(), text);
}

#[test]
fn mixed_line_ends_stay_as_they_are() {
    let text = "Talks\r\nRuiz began.\rShe went on.\n\rShe ended.\u{2028}\u{85}\x0b\x0cMore.";
    check_kept(text.as_bytes(), text);
}

#[test]
fn a_word_of_a_million_letters() {
    let text = "a".repeat(1 << 20);
    check_kept(text.as_bytes(), &text);
    let text = "“".repeat(300_000);
    check_kept(text.as_bytes(), &text);
    let text = "e\u{301}\u{301}\u{301}".repeat(200_000);
    check_kept(text.as_bytes(), &text);
}

// Not text.

#[test]
fn images_documents_and_programs_are_named() {
    check_refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "", "image");
    check_refused(b"\xff\xd8\xff\xe0\0\x10JFIF", "", "image");
    check_refused(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "", "PDF");
    check_refused(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0", "", "program");
    check_refused(b"PK\x03\x04\x14\0\x06\0", "", "archive");
    check_refused(b"SQLite format 3\0\x10\0", "", "database");
    check_refused(&gzip(&[&[b'a'; 257][..], b"ustar\0"].concat()), "", "archive");
}

#[test]
fn noise_is_not_text() {
    let mut seed = 1_u64;
    let noise = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 56) as u8
    });
    check_refused(&noise.take(100_000).collect::<Vec<u8>>(), "", "not text");
}

// Pages.

#[test]
fn fifty_megabytes_of_divs() {
    let outcome = read(lazy("<div>", 50_000_000));
    assert_eq!(outcome.captures.len(), 0);
    assert_eq!(&*outcome.errors[0].place, FILE);
    assert!(outcome.errors[0].to_string().contains("16 MiB"));
}

#[test]
fn a_hundred_thousand_nested_elements() {
    for tag in ["div", "b", "table", "li", "blockquote", "svg", "p"] {
        let page = format!(
            "<html><body>{}<p>Ruiz said no.</p>{}",
            format!("<{tag}>").repeat(100_000),
            format!("</{tag}>").repeat(100_000)
        );
        assert_eq!(read(page.as_bytes()).captures.len(), 1);
    }
}

#[test]
fn a_tag_with_many_attributes_and_a_long_one() {
    let many: String = (0..50_000).map(|n| format!("a{n}=\"{n}\" ")).collect();
    let long = "x".repeat(1 << 20);
    let page = format!("<html><p {many} title='{long}'>Ruiz said no.</p>");
    assert_eq!(read(page.as_bytes()).captures.len(), 1);
}

#[test]
fn markup_that_never_closes() {
    let open =
        ["<!--", "<script>", "<style>", "<title>", "<textarea>", "<a href='", "<![CDATA[", "<"];
    for open in open {
        let page = format!("<html><p>Ruiz said no.{open}{}", "more ".repeat(100_000));
        assert_eq!(read(page.as_bytes()).captures.len(), 1, "{open}");
        let page = format!("<html><p>Ruiz said no.{}", open.repeat(100_000));
        assert_eq!(read(page.as_bytes()).captures.len(), 1, "{open}");
    }
}

#[test]
fn references_by_the_hundred_thousand() {
    let page = format!("<html><p>{}", "&#x110000;&#0;&bogus;&amp".repeat(100_000));
    assert_eq!(read(page.as_bytes()).captures.len(), 1);
}

// Packed files.

#[test]
fn a_packed_text_that_breaks_off_is_no_report() {
    let text = "Ruiz told reporters in the harbour that she would not sign. ".repeat(1000);
    for packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        for len in [packed.len() - 3, packed.len() / 2, 30, 12, 5] {
            let outcome = read(&packed[..len]);
            assert_eq!(outcome.captures.len(), 0, "{len}");
            assert!(
                outcome.errors[0].to_string().contains("damaged or cut"),
                "{:?}",
                outcome.errors
            );
        }
    }
}

#[test]
fn packed_lines_that_break_off_are_kept_up_to_there() {
    let lines: String =
        (0..50_000).map(|n| format!("{{\"text\": \"Ruiz, {}\"}}\n", n * 7919)).collect();
    for packed in [gzip(lines.as_bytes()), zstd(lines.as_bytes())] {
        let outcome = read(&packed[..packed.len() * 3 / 4]);
        assert!(outcome.captures.len() > 1000, "{}", outcome.captures.len());
        let after = format!("{FILE}, line {}", outcome.captures.len() + 1);
        assert_eq!(outcome.errors.len(), 1);
        assert_eq!(*outcome.errors[0].place, after);
    }
}

#[test]
fn bombs_are_left_before_they_grow() {
    let bomb = gzip(&vec![b' '; 300 << 20]);
    check_refused(&bomb, "", "16 MiB");
    let lines =
        [&b"{\"text\": \"Ruiz said no.\"}\n{\"text\": \""[..], &vec![b'a'; 300 << 20]].concat();
    let outcome = read(&gzip(&lines)[..]);
    assert_eq!(outcome.captures.len(), 1);
    assert!(outcome.errors[0].to_string().contains("200 times"), "{:?}", outcome.errors);
}

#[test]
fn packed_once_more_and_once_more() {
    let mut packed = b"Ruiz said no.".to_vec();
    for _ in 0..10 {
        packed = gzip(&packed);
    }
    check_refused(&packed, "", "packed more than 2 times");
}

#[test]
fn false_beginnings_of_packed_members() {
    for magic in [&b"\x1f\x8b\x08\0"[..], b"\x28\xb5\x2f\xfd", b"\x50\x2a\x4d\x18\xff\xff\xff\xff"]
    {
        let outcome = read(&magic.repeat(200_000)[..]);
        assert_eq!(outcome.captures.len(), 0);
        assert!(matches!(outcome.errors.len(), 1..200), "{}", outcome.errors.len());
    }
}

// Lines and objects.

#[test]
fn one_broken_line_between_good_ones() {
    for line in [
        &b"{\"text\": \"Ruiz"[..],
        b"{\"text\": 5 6}",
        b"{\"text\"}",
        b"}{",
        b"[1, 2]",
        b"\"text\"",
        b"null",
        b"1e999999",
        b"{\"text\": \"\\u12\"}",
        b"{\"text\": \"a\"} {\"text\": \"b\"}",
        b"not JSON at all",
        b"\0\0\0\0",
        b"\xff\xfe\xfd",
        b"{\"text\": null}",
        b"{\"text\": \" \\n \"}",
        b"{\"items\": [{\"items\": [{}]}]}",
    ] {
        let errors = check_between(line);
        assert_eq!(errors.len(), 1, "{:?}", String::from_utf8_lossy(line));
        if line.starts_with(b"\xff\xfe") {
            continue; // In the first line, a byte order mark.
        }
        let file = [line, b"\n{\"text\": \"Ruiz began.\"}\n{\"text\": \"She ended.\"}"].concat();
        let outcome = read(&file[..]);
        assert_eq!((outcome.captures.len(), outcome.errors.len()), (2, 1), "{:?}", outcome.errors);
    }
}

#[test]
fn lines_that_nest_deeply() {
    for open in
        ["[", "{\"a\":", "{\"meta\":", "{\"items\":[", "{\"text\":[", "{\"author\":{\"name\":"]
    {
        let line = format!("{{\"x\": {}", open.repeat(100_000));
        assert_eq!(check_between(line.as_bytes()).len(), 1);
    }
    let nested = "[".repeat(100_000);
    let outcome =
        read(format!("[{{\"text\": \"Ruiz.\"}}, {nested}, {{\"text\": \"No.\"}}]").as_bytes());
    assert_eq!(outcome.captures.len(), 2);
}

#[test]
fn lists_of_a_million_objects() {
    let many = format!("[{}{{}}]", "{},".repeat(1_000_000));
    let line =
        format!("{{\"items\": {many}, \"meta\": {{\"items\": {many}}}, \"authors\": {many}}}");
    assert_eq!(check_between(line.as_bytes()).len(), 2);
    let nested = format!("{{\"items\": [{{\"items\": {many}}}]}}");
    assert_eq!(check_between(nested.as_bytes()).len(), 1);
    let empty = "{}\n".repeat(100_000);
    let errors = read(empty.as_bytes()).errors;
    assert!(errors.len() == 101 && errors[100].what.starts_with("99900 more"), "{}", errors[100]);
}

#[test]
fn half_surrogates_in_a_line() {
    let line = br#"{"text": "Ruiz \ud83d said no \udc00\ud83d", "title": "\ud83d\ude00"}"#;
    let outcome = read(&line[..]);
    assert_eq!(text_of(&outcome.captures[0]), "Ruiz \u{fffd} said no \u{fffd}\u{fffd}");
    assert_eq!(outcome.captures[0].title.as_deref(), Some("😀"));
    assert_eq!(&*outcome.errors[0].place, format!("{FILE}, line 1"));
}

#[test]
fn a_line_of_two_gigabytes_is_passed_over_and_its_neighbours_are_read() {
    let before = &b"{\"id\": 1, \"text\": \"Ruiz began.\"}\n{\"id\": 2, \"text\": \""[..];
    let after = &b"\"}\n{\"id\": 3, \"text\": \"She ended.\"}\n"[..];
    let outcome = read(before.chain(lazy("Ruiz went on and ", 2 << 30)).chain(after));
    let keys: Vec<_> = outcome.captures.iter().filter_map(|it| it.key.as_deref()).collect();
    assert_eq!(keys, ["1", "3"]);
    assert_eq!(outcome.errors.len(), 1);
    assert_eq!(&*outcome.errors[0].place, format!("{FILE}, line 2"));
    assert!(outcome.errors[0].to_string().contains("2048 MiB"), "{}", outcome.errors[0]);
}

#[test]
fn a_report_too_long_in_a_line_that_is_not() {
    let line = format!("{{\"text\": \"{}\"}}", "Ruiz went on. ".repeat(1_300_000));
    assert_eq!(check_between(line.as_bytes()).len(), 1);
}

#[test]
fn an_element_too_long_is_passed_over_and_its_neighbours_are_read() {
    let before = &b"[{\"id\": 1, \"text\": \"Ruiz began.\"}, {\"id\": 2, \"text\": \""[..];
    let after = &b"\"}, {\"id\": 3, \"text\": \"She ended.\"}]"[..];
    let outcome = read(before.chain(lazy("Ruiz went on and ", 200 << 20)).chain(after));
    let keys: Vec<_> = outcome.captures.iter().filter_map(|it| it.key.as_deref()).collect();
    assert_eq!(keys, ["1", "3"]);
    assert_eq!(&*outcome.errors[0].place, format!("{FILE}, element 2"));
}

#[test]
fn a_text_of_two_gigabytes_is_left() {
    for pattern in ["Ruiz went on and ", "Ruiz went on.\n", " ", "\n"] {
        let outcome = read(lazy(pattern, 2 << 30));
        assert_eq!((outcome.captures.len(), outcome.errors.len()), (0, 1), "{pattern:?}");
        assert!(outcome.errors[0].to_string().contains("16 MiB"), "{}", outcome.errors[0]);
    }
}

#[test]
fn quotation_marks_missing_throughout_an_array() {
    let good = "{\"text\": \"Ruiz began.\"},\n";
    let one = format!("[\n{{\"text\": \"Ruiz\n}},\n{}{{}}]", good.repeat(50_000));
    assert_eq!(read(one.as_bytes()).captures.len(), 50_000);
    let broken = "{\"text\": \"Ruiz\n},\n".repeat(500_000);
    let all = format!("[\n{good}{broken}]");
    assert_eq!(read(all.as_bytes()).captures.len(), 1);
}

#[test]
fn an_array_that_breaks_off() {
    let outcome = read(&b"[\n{\"text\": \"Ruiz began.\"},\n{\"text\": \"She went"[..]);
    assert_eq!(outcome.captures.len(), 1);
    assert_eq!(outcome.errors.len(), 1);
    assert!(outcome.errors[0].place.starts_with(&format!("{FILE}, element 2, byte ")));
}

#[test]
fn pages_that_are_hostile_inside_a_line() {
    let page = format!("<html><p>{}Ruiz said no.", "<div>".repeat(100_000));
    let line = format!("{{\"html\": \"{page}\"}}\n{{\"text\": \"Ruiz began.\"}}");
    assert_eq!(read(line.as_bytes()).captures.len(), 2);
}

// Feeds.

const ENTRY: &str =
    "<item><title>Talks</title><content:encoded>Ruiz began.</content:encoded></item>";

#[test]
fn a_feed_that_breaks_off() {
    let feed = format!("<rss><channel>{}", ENTRY.repeat(3));
    let outcome = read(&feed.as_bytes()[..feed.len() - 20]);
    assert_eq!(outcome.captures.len(), 2);
    assert!(outcome.errors[0].place.starts_with(&format!("{FILE}, entry 3, byte ")));
    let outcome = read(feed.as_bytes());
    assert_eq!(outcome.captures.len(), 3);
    assert_eq!(*outcome.errors[0].place, format!("{FILE}, byte {}", feed.len()));
}

#[test]
fn entities_that_would_grow_are_not_followed() {
    let mut entities = String::from("<!ENTITY lol0 'lol'>");
    for n in 1..30 {
        entities += &format!("<!ENTITY lol{n} '{}'>", format!("&lol{};", n - 1).repeat(10));
    }
    let feed = format!(
        "<?xml version='1.0'?><!DOCTYPE rss [{entities}<!ENTITY file SYSTEM 'file:///etc/passwd'>]>\
        <rss><channel><item><content:encoded>Ruiz &lol29; &file;</content:encoded></item>{ENTRY}\
        </channel></rss>"
    );
    let outcome = read(feed.as_bytes());
    assert_eq!(outcome.captures.len(), 2, "{:?}", outcome.errors);
    assert_eq!(text_of(&outcome.captures[0]), "Ruiz &lol29; &file;");
}

#[test]
fn entries_that_never_close() {
    for broken in [
        "<item><title>",
        "<item><!--",
        "<item><![CDATA[",
        "<item><content:encoded><p>",
        "<item a='",
    ] {
        let feed = format!("<rss><channel>{ENTRY}{}", broken.repeat(50_000));
        let outcome = read(feed.as_bytes());
        assert_eq!(outcome.captures.len(), 1, "{broken}");
        assert!(!outcome.errors.is_empty(), "{broken}");
    }
}

#[test]
fn a_feed_that_nests_deeply() {
    let nested = "<a>".repeat(300_000);
    let feed = format!(
        "<rss><channel>{ENTRY}<item><description>{nested}</description></item>{ENTRY}</channel></rss>"
    );
    let outcome = read(feed.as_bytes());
    assert!(outcome.captures.len() >= 2, "{:?}", outcome.errors);
}

// WARC.

fn record(body: &str) -> String {
    let len = HTTP.len() + body.len();
    record_of_length(body, &len.to_string())
}

const HTTP: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";

fn record_of_length(body: &str, len: &str) -> String {
    let head = format!("WARC/1.1\r\nWARC-Type: response\r\nContent-Length: {len}\r\n\r\n");
    [&head, HTTP, body, "\r\n\r\n"].concat()
}

#[test]
fn a_warc_cut_in_the_middle() {
    let warc = [record("<p>Ruiz began."), record("<p>She went on.")].concat();
    let outcome = read(&warc.as_bytes()[..warc.len() - 15]);
    assert_eq!(outcome.captures.len(), 1);
    assert_eq!(&*outcome.errors[0].place, format!("{FILE}, record 2"));
}

#[test]
fn a_warc_with_wrong_lengths() {
    let wrong = |len| record_of_length("<p>She went on.", len);
    for len in
        ["0", "10", "90", "100000", "x", "-1", "", "18446744073709551615", "18446744073709551616"]
    {
        let warc = [record("<p>Ruiz began."), wrong(len), record("<p>She ended.")].concat();
        let outcome = read(warc.as_bytes());
        let texts: Vec<_> = outcome.captures.iter().map(text_of).collect();
        assert!(texts.starts_with(&["<p>Ruiz began."]), "{len}: {texts:?}");
        assert!(texts.ends_with(&["<p>She ended."]), "{len}: {texts:?}");
        assert_eq!(&*outcome.errors[0].place, format!("{FILE}, record 2"), "{len}");
    }
    // Too long to be looked through: what follows is lost, and said to be.
    let warc = [record("<p>Ruiz began."), wrong("60000000000"), record("<p>No.")].concat();
    let outcome = read(warc.as_bytes());
    assert_eq!(outcome.captures.len(), 1);
    assert!(outcome.errors.iter().any(|it| it.why.contains("ends after")), "{:?}", outcome.errors);
}

#[test]
fn a_warc_all_of_whose_lengths_are_wrong() {
    let record = record_of_length("<p>Ruiz began.", "16000000");
    let file = record.repeat(100_000);
    let start = Instant::now();
    assert!(intake::read(FILE, file.as_bytes()).flatten().count() >= 99_999);
    assert!(start.elapsed() < LIMIT, "took {:?}", start.elapsed());
}

#[test]
fn a_warc_head_without_end() {
    let head = "WARC/1.1\r\nWARC-Type: response\r\n";
    let warc = [
        record("<p>Ruiz began."),
        head.into(),
        "X: y\r\n".repeat(100_000),
        record("<p>She ended."),
    ];
    let outcome = read(warc.concat().as_bytes());
    assert_eq!(outcome.captures.len(), 2);
    assert_eq!(&*outcome.errors[0].place, format!("{FILE}, record 2"));
    let warc = format!("{}WARC/1.1\r\nX: {}", record("<p>Ruiz began."), "y".repeat(1 << 20));
    assert_eq!(read(warc.as_bytes()).captures.len(), 1);
}

#[test]
fn hostile_codings_inside_a_warc() {
    let answer = |fields: &str, body: &[u8]| {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n\r\n");
        let len = http.len() + body.len();
        let head =
            format!("WARC/1.1\r\nWARC-Type: response\r\nContent-Length: {len}\r\n\r\n{http}");
        [head.as_bytes(), body, b"\r\n\r\n"].concat()
    };
    let gzip_field = "Content-Encoding: gzip";
    for hostile in [
        answer("Transfer-Encoding: chunked", b"ffffffffffffffff\r\n<p>a"),
        answer("Transfer-Encoding: chunked", b"fffffffffffffffff\r\n<p>a"),
        answer("Transfer-Encoding: chunked", &b"1\r\n<\r\n".repeat(100_000)),
        answer(gzip_field, &gzip(&vec![b' '; 100 << 20])),
        answer(gzip_field, &gzip(b"<p>a")[..12]),
        answer(gzip_field, b"\x1f\x8b\x08junk"),
        answer("Content-Encoding: deflate", b"junk"),
        answer("Content-Encoding: gzip, gzip, br", b"junk"),
        answer(&"X: y\r\n".repeat(10_000), b"<p>a"),
        answer("no colon", b"<p>a"),
        b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nHTTP/\r\n\r\n".to_vec(),
    ] {
        let (before, after) = (record("<p>Ruiz began."), record("<p>She ended."));
        let warc = [before.as_bytes(), &hostile, after.as_bytes()].concat();
        let outcome = read(&warc[..]);
        let texts: Vec<_> = outcome.captures.iter().map(text_of).collect();
        assert!(texts.starts_with(&["<p>Ruiz began."]), "{:?}", outcome.errors);
        assert!(texts.ends_with(&["<p>She ended."]), "{:?}", outcome.errors);
    }
}

// Markdown.

#[test]
fn aliases_that_would_grow_are_not_followed() {
    let mut head = String::from("a0: &a0 [lol, lol]\n");
    for n in 1..40 {
        let before = n - 1;
        head += &format!("a{n}: &a{n} [{}]\n", format!("*a{before}, ").repeat(10));
    }
    let outcome =
        read(format!("---\n{head}title: *a39\nauthor: Ana Ruiz\n---\nRuiz began.").as_bytes());
    assert_eq!(text_of(&outcome.captures[0]), "Ruiz began.");
    assert_eq!(outcome.captures[0].author.as_deref(), Some("Ana Ruiz"));
}

#[test]
fn heads_that_nest_or_never_close() {
    for head in
        ["[".repeat(30_000), "{a: ".repeat(15_000), "- ".repeat(30_000), "? ".repeat(30_000)]
    {
        let outcome = read(format!("---\ntitle: Talks\nx: {head}\n---\nRuiz began.").as_bytes());
        assert_eq!(text_of(&outcome.captures[0]), "Ruiz began.");
    }
    let open = format!("---\ntitle: {}\nRuiz began.", "Talks ".repeat(100_000));
    assert_eq!(text_of(&read(open.as_bytes()).captures[0]), open);
}

// Readers.

#[test]
fn a_reader_that_fails_ends_with_one_warning() {
    for (start, n) in [
        ("Ruiz began. ", 0),
        ("{\"text\": \"Ruiz began.\"}\n{\"text\": \"b\"}\n{\"te", 2),
        ("[{\"text\": \"Ruiz began.\"}, {\"te", 1),
        (&*record("<p>Ruiz began.").repeat(2), 2),
        (&record("<p>Ruiz began.").repeat(2)[..200], 1),
        ("", 0),
    ] {
        let outcome = read(BufReader::new(Failing(start.as_bytes())));
        assert_eq!(outcome.captures.len(), n, "{start}");
        assert_eq!(outcome.errors.len(), 1, "{start}: {:?}", outcome.errors);
        assert!(outcome.errors[0].to_string().contains("on fire"));
    }
}

#[test]
fn a_reader_that_gives_a_byte_at_a_time_changes_nothing() {
    let files = [
        gzip(&zstd(b"{\"text\": \"Ruiz began.\"}\n{\"text\": \"She ended.\"}\n")),
        [gzip(record("<p>Ruiz began.").as_bytes()), gzip(record("<p>She ended.").as_bytes())]
            .concat(),
        format!("<rss><channel>{}</channel></rss>", ENTRY.repeat(2)).into_bytes(),
        b"[{\"text\": \"Ruiz began.\"}, {\"text\": \"She ended.\"}]".to_vec(),
    ];
    for file in files {
        let slow = read(BufReader::with_capacity(1, &file[..]));
        let fast = read(&file[..]);
        let texts =
            |it: &Outcome| it.captures.iter().map(text_of).map(String::from).collect::<Vec<_>>();
        assert_eq!(texts(&slow), texts(&fast));
        assert_eq!((slow.captures.len(), slow.errors.len()), (2, 0), "{:?}", slow.errors);
    }
}

/// Good files of every format, to be spoiled.
fn good_files() -> Vec<Vec<u8>> {
    let lines =
        "{\"text\": \"Ruiz \\ud83d\\ude00 began.\", \"meta\": {\"lang\": \"en\"}}\n".repeat(3);
    let warc: Vec<u8> = ["<p>Ruiz began.", "<p>She ended."]
        .iter()
        .flat_map(|it| gzip(record(it).as_bytes()))
        .collect();
    let feed = format!(
        "<?xml version='1.0'?><rss><channel><title>Post</title>{}</channel></rss>",
        ENTRY.repeat(2)
    );
    let atom =
        "<feed><entry><content type='xhtml'><div>Ruiz &amp; co</div></content></entry></feed>";
    vec![
        lines.clone().into_bytes(),
        gzip(lines.as_bytes()),
        zstd(lines.as_bytes()),
        format!("[{}]", lines.trim().replace('\n', ",")).into_bytes(),
        record("<p>Ruiz began.").into_bytes(),
        warc,
        feed.into_bytes(),
        atom.into(),
        b"---\ntitle: \"Talks \\u2019 \\\n  go on\"\nauthor: [Ana, Tom]\nx: {a: &b c, d: *b}\n---\nRuiz.".to_vec(),
        "<!DOCTYPE html><meta charset=utf-8><title>Talks</title><p>“Ruiz” began.".into(),
        "\u{feff}“No,” Ruiz said.\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_to_the_end(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        read(&bytes[..]);
    }

    #[test]
    fn any_text_is_read_to_the_end(
        start in proptest::sample::select(vec![
            "", "<html>", "<rss>", "<feed><entry>", "{\"text\":", "[{", "WARC/1.0\r\n", "---\na: ", "# ",
            "<rss><item><content:encoded>", "{\"items\":[{", "WARC/1.0\r\nContent-Length: 9\r\n\r\n",
        ]),
        rest in proptest::collection::vec(proptest::sample::select(vec![
            "a", "\"", "'", "{", "}", "[", "]", ":", ",", "<", ">", "/", "&", ";", "!", "--", "-", "\\", "\n",
            "\r\n", " ", "\t", "#", "?", "|", "*b", "&b", "%", "@", "`", "\u{feff}", "é", "😀", "\0", "\\ud83d",
            "\\u00", "<!--", "-->", "<![CDATA[", "]]>", "<item>", "</item>", "</rss>", "<title>", "</title>",
            "\"text\":", "\"items\":", "NaN", "1e9", "null", "---\n", "...", "WARC/1.0\r\n", "\r\n\r\n",
            "Content-Length: 3\r\n", "WARC-Type: response\r\n", "HTTP/1.1 200 OK\r\n", "&#x;", "&#99999999;",
        ]), 0..60),
    ) {
        read([start, &*rest.concat()].concat().as_bytes());
    }

    #[test]
    fn good_files_spoiled_are_read_to_the_end(
        file in 0..11_usize,
        spoils in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6),
    ) {
        let mut bytes = good_files().swap_remove(file);
        for (at, byte, how) in spoils {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at),
            }
        }
        read(&bytes[..]);
    }

    #[test]
    fn a_text_is_kept_as_it_stands(words in "(\\PC{0,40}[\r\n\t ]{0,3}){0,6}") {
        let text = format!("Ruiz said {words}");
        for bytes in [text.clone().into_bytes(), zstd(text.as_bytes())] {
            let outcome = read(&bytes[..]);
            prop_assert!(outcome.errors.is_empty(), "{:?}", outcome.errors);
            prop_assert_eq!(text_of(&outcome.captures[0]), &text);
        }
        let mut utf16 = b"\xff\xfe".to_vec();
        utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let outcome = read(&utf16[..]);
        prop_assert_eq!(text_of(&outcome.captures[0]), &text);
    }

    #[test]
    fn lines_written_are_lines_read(
        reports in proptest::collection::vec(("\\PC{0,20}[a-z]", "(?s).{0,60}[a-z].{0,9}", any::<bool>()), 1..6),
    ) {
        let mut file = String::new();
        for (title, words, is_html) in &reports {
            let field = if *is_html { "html" } else { "text" };
            file += &serde_json::json!({"id": 5, "title": title, field: words, "x": [{}]}).to_string();
            file.push('\n');
        }
        for bytes in [file.clone().into_bytes(), gzip(file.as_bytes())] {
            let outcome = read(&bytes[..]);
            prop_assert!(outcome.errors.is_empty(), "{:?}", outcome.errors);
            prop_assert_eq!(outcome.captures.len(), reports.len());
            for (capture, (title, words, is_html)) in outcome.captures.iter().zip(&reports) {
                prop_assert_eq!(text_of(capture), words.replace('\0', "\u{fffd}"));
                prop_assert_eq!(matches!(capture.body, Body::Html(_)), *is_html);
                prop_assert_eq!(capture.title.as_deref(), Some(title.trim()));
                prop_assert_eq!(capture.key.as_deref(), Some("5"));
            }
        }
    }
}
