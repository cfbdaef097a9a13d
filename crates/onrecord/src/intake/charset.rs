//! Bytes in any charset in, text out, with the place of the first byte that was lost.

use std::io::{self, BufRead, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::source::Source;

/// Text, and where in its bytes something could not be read.
pub(super) struct Decoded {
    pub(super) text: String,
    /// First byte that stands as U+FFFD in `text`.
    pub(super) lost: Option<usize>,
}

/// How much of a page is searched for its charset, in bytes (browsers: 1024; news pages are known
/// to declare it behind long comments).
const DECLARATION: usize = 8 << 10;

/// How much is looked at to guess a charset, in bytes. The detector reads some 20 MB/s.
const SAMPLE: usize = 256 << 10;

/// Decodes `bytes`, which are declared from outside to be in the charset `declared` (HTTP), and
/// which may declare their own if they are markup.
///
/// A byte order mark goes before everything; then bytes that are UTF-8 are UTF-8, whatever is
/// declared; then the declarations; then the guess of Firefox.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&str>, is_markup: bool) -> Decoded {
    if let Some((encoding, len)) = Encoding::for_bom(&bytes) {
        return decode_as(encoding, bytes, len);
    }
    if let Some(encoding) = utf16(&bytes) {
        return decode_as(encoding, bytes, 0);
    }
    // ESC: ISO-2022-JP is ASCII throughout.
    if !bytes.contains(&0x1b) && std::str::from_utf8(&bytes).is_ok() {
        return decode_as(UTF_8, bytes, 0);
    }
    let encoding = declared
        .and_then(label)
        .or_else(|| if is_markup { declared_within(&bytes) } else { None })
        .filter(|it| *it != UTF_8)
        .unwrap_or_else(|| guess(&bytes));
    decode_as(encoding, bytes, 0)
}

fn decode_as(encoding: &'static Encoding, mut bytes: Vec<u8>, n_bom: usize) -> Decoded {
    if encoding == UTF_8 {
        bytes.drain(..n_bom);
        return match String::from_utf8(bytes) {
            Ok(text) => Decoded { text, lost: None },
            Err(error) => Decoded {
                lost: Some(n_bom + error.utf8_error().valid_up_to()),
                text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            },
        };
    }
    let (text, _) = encoding.decode_without_bom_handling(&bytes[n_bom..]);
    let lost = utf16_is_cut(encoding, &bytes[n_bom..]).then(|| bytes.len() - 1);
    Decoded { text: text.into_owned(), lost }
}

fn utf16_is_cut(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    (encoding == UTF_16LE || encoding == UTF_16BE) && bytes.len() % 2 == 1
}

/// UTF-16 with a byte order mark, or without one but with its NULs on one side: at every space,
/// line break and Latin letter. (Chinese and Japanese without a mark are not told.)
pub(super) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding != UTF_8).then_some(encoding);
    }
    let head = &bytes[..bytes.len().min(4 << 10)];
    match (is_high_side(head, 0), is_high_side(head, 1)) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether every other byte, from `parity` on, is the high one of a UTF-16 unit: a NUL at one
/// character in 25 or more (spaces), and four in five of the rest alike (one script).
fn is_high_side(head: &[u8], parity: usize) -> bool {
    let mut counts = [0_usize; 256];
    for byte in head.iter().skip(parity).step_by(2) {
        counts[usize::from(*byte)] += 1;
    }
    let n_units = counts.iter().sum::<usize>();
    let n_script = counts[1..].iter().max().copied().unwrap_or(0);
    n_units >= 2 && counts[0] * 25 >= n_units && (counts[0] + n_script) * 5 >= n_units * 4
}

fn label(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim_matches(['"', '\'', ' ']).as_bytes())
}

/// The charset that a page or feed names in its first lines: `<meta charset=…>`,
/// `<meta … content="text/html; charset=…">`, `<?xml … encoding="…"?>`.
fn declared_within(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARATION)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let xml = head.strip_prefix("<?xml").and_then(|it| it.split_once("?>")).map(|it| it.0);
    let declared = match xml.and_then(|it| value_of(it, "encoding")) {
        Some(encoding) => Some(encoding),
        None => value_of(&head, "charset"),
    };
    match declared? {
        // The declaration could not have been read if this were so (HTML Standard, 13.2.3.2).
        it if it == UTF_16LE || it == UTF_16BE => Some(UTF_8),
        it => Some(it),
    }
}

fn value_of(head: &str, name: &str) -> Option<&'static Encoding> {
    head.match_indices(name).find_map(|(at, _)| {
        let value = head[at + name.len()..].trim_start().strip_prefix('=')?;
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|ch: char| !ch.is_ascii_alphanumeric() && !"-_:.".contains(ch));
        label(&value[..end.unwrap_or(value.len())])
    })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if is_mostly_utf8(bytes) {
        return UTF_8;
    }
    // From the first byte on that tells something.
    let start = bytes.iter().position(|it| *it >= 0x80 || *it == 0x1b).unwrap_or(0);
    let sample = &bytes[start..bytes.len().min(start + SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, sample.len() < SAMPLE);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-8 with damage: as many characters beyond ASCII that are well formed as bytes that are not,
/// or more; or broken off inside the last one. In other charsets well-formed ones come about by
/// chance only, at most one in five (GB 2312).
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().bytes().filter(|it| *it >= 0xc0).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    let is_cut = std::str::from_utf8(bytes).is_err_and(|it| it.error_len().is_none());
    n_good >= n_bad.max(1) || is_cut && n_bad == 1
}

/// A stream of UTF-16 as one of UTF-8.
pub(super) fn transcode<'r>(source: Source<'r>, encoding: &'static Encoding) -> Source<'r> {
    let decoder = encoding.new_decoder_with_bom_removal();
    Source::new(Box::new(Transcoded { source, decoder, out: Vec::new(), at: 0, is_done: false }))
}

struct Transcoded<'r> {
    source: Source<'r>,
    decoder: Decoder,
    out: Vec<u8>,
    at: usize,
    is_done: bool,
}

impl Read for Transcoded<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Transcoded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.out.len() && !self.is_done {
            let bytes = self.source.fill_buf()?;
            self.is_done = bytes.is_empty();
            self.out.resize(32 << 10, 0);
            let (_, n_in, n_out, _) =
                self.decoder.decode_to_utf8(bytes, &mut self.out, self.is_done);
            self.source.consume(n_in);
            self.out.truncate(n_out);
            self.at = 0;
        }
        Ok(&self.out[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at += n;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{ISO_2022_JP, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    const RUSSIAN: &str = "«Мы не подпишем это соглашение», — сказала министр в среду. \
        Переговоры продолжатся на следующей неделе в порту.";
    const JAPANESE: &str = "外相は水曜日、「この合意には署名しない」と述べた。\
        協議は来週、港で再開される見通しだという。";

    fn text(bytes: &[u8]) -> String {
        decode(bytes.to_vec(), None, false).text
    }

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn charsets_are_told_without_a_declaration() {
        for (encoding, words) in [
            (WINDOWS_1251, RUSSIAN),
            (SHIFT_JIS, JAPANESE),
            (ISO_2022_JP, JAPANESE),
            (WINDOWS_1252, "“We won’t sign,” the minister’s café owner said — twice."),
        ] {
            let (bytes, _, is_lossy) = encoding.encode(words);
            assert!(!is_lossy);
            assert_eq!(text(&bytes), words, "{}", encoding.name());
        }
        assert_eq!(text(RUSSIAN.as_bytes()), RUSSIAN);
    }

    #[test]
    fn utf16_is_told_with_and_without_a_mark() {
        for words in [RUSSIAN, "“We won’t sign,” Ana Ruiz said on Tuesday."] {
            let little = utf16le(words);
            let big: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(text(&little), words);
            assert_eq!(text(&big), words);
            assert_eq!(text(&[&b"\xff\xfe"[..], &little].concat()), words);
            assert_eq!(text(&[&b"\xfe\xff"[..], &big].concat()), words);
        }
    }

    #[test]
    fn utf16_of_odd_length_is_read_and_the_loss_told() {
        let mut bytes = utf16le("We won’t sign.");
        bytes.push(b'x');
        let decoded = decode(bytes, None, false);
        assert_eq!(decoded.text, "We won’t sign.\u{fffd}");
        assert_eq!(decoded.lost, Some(28));
    }

    #[test]
    fn what_a_page_declares_is_believed_unless_it_is_utf8() {
        let page = |charset, words: &[u8]| {
            let head = format!("<html><head><meta charset={charset}></head><p>");
            decode([head.as_bytes(), words].concat(), None, true).text
        };
        let (bytes, ..) = WINDOWS_1251.encode("Порт");
        assert!(page("'windows-1251'", &bytes).ends_with("Порт"));
        assert!(page("\"windows-1251\"", "Порт".as_bytes()).ends_with("Порт"));
        assert!(page("utf-16", "Порт".as_bytes()).ends_with("Порт"));
        let http = decode(bytes.to_vec(), Some("Windows-1251"), true);
        assert_eq!(http.text, "Порт");
    }

    #[test]
    fn broken_utf8_stays_utf8_and_the_first_loss_is_told() {
        let decoded = decode(b"\xe2\x80\x9cWe won\xe2\x80\x99t\xff sign.".to_vec(), None, false);
        assert_eq!(decoded.text, "“We won’t\u{fffd} sign.");
        assert_eq!(decoded.lost, Some(13));
        let cut = decode(b"We won\xe2\x80".to_vec(), None, false);
        assert_eq!((cut.text.as_str(), cut.lost), ("We won\u{fffd}", Some(6)));
    }
}
