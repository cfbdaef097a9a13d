//! The first bytes of a file in, its format out. Names of files are not looked at.

use super::charset;

/// How much of the beginning is looked at, in bytes. Enough for the comments and style sheets that
/// some pages begin with.
pub(super) const LEN: usize = 32 << 10;

/// What the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Page,
    Text,
    Markdown,
    /// One JSON value a line.
    Lines,
    /// A JSON array, or objects written over several lines.
    Json,
    Feed,
    Warc,
    Empty,
    Other(Kind),
}

impl Format {
    /// Whether it is read piece by piece, and not decoded as a whole.
    pub(super) fn is_container(self) -> bool {
        matches!(self, Format::Lines | Format::Json | Format::Warc)
    }
}

/// What is told by its first bytes, but not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Pdf,
    Image,
    Sound,
    Archive,
    Packed,
    Office,
    Database,
    Program,
    Mhtml,
    Xml,
    Binary,
}

impl Kind {
    /// What it is, and what to try.
    pub(super) fn why(self) -> &'static str {
        match self {
            Kind::Pdf => "it is a PDF; turn it into text (pdftotext) and give that",
            Kind::Image => "it is an image; give the page or text it belongs to",
            Kind::Sound => "it is sound or film; give a transcript of it",
            Kind::Archive => "it is an archive of files; unpack it and give the folder",
            Kind::Packed => {
                "it is packed in a way that is not read here (gzip and zstd are); unpack it"
            }
            Kind::Office => "it is an office document; save it as text or HTML and give that",
            Kind::Database => "it is a database or table; export it as JSONL and give that",
            Kind::Program => "it is a program; give the page or text you mean",
            Kind::Mhtml => "it is a page saved as one MHTML file; save it as HTML and give that",
            Kind::Xml => {
                "it is XML but neither a feed (RSS, Atom) nor XHTML; make it JSONL or HTML"
            }
            Kind::Binary => "it is not text; if it should be, save it again as UTF-8 text",
        }
    }
}

/// Tells a format by its first [`LEN`] bytes; and whether it is UTF-16.
pub(super) fn sniff(head: &[u8]) -> (Format, Option<&'static encoding_rs::Encoding>) {
    if let Some(kind) = by_magic(head) {
        return (Format::Other(kind), None);
    }
    let utf16 = charset::utf16(head);
    let text = match utf16 {
        Some(encoding) => encoding.decode(head).0,
        None => String::from_utf8_lossy(head),
    };
    let has_mark = encoding_rs::Encoding::for_bom(head).is_some();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let format = match by_text(text) {
        Format::Text if !has_mark && is_binary(head, utf16.map(|_| text)) => {
            Format::Other(Kind::Binary)
        }
        format => format,
    };
    (format, utf16)
}

fn by_magic(head: &[u8]) -> Option<Kind> {
    MAGIC
        .iter()
        .find(|(at, magic, _)| head.get(*at..).is_some_and(|it| it.starts_with(magic)))
        .map(|(.., kind)| *kind)
}

/// Offset, bytes there, and what has them.
#[rustfmt::skip]
const MAGIC: &[(usize, &[u8], Kind)] = &[
    (0, b"%PDF-", Kind::Pdf),
    (0, b"\x89PNG\r\n", Kind::Image),
    (0, b"\xff\xd8\xff", Kind::Image),
    (0, b"GIF8", Kind::Image),
    (8, b"WEBP", Kind::Image),
    (4, b"ftypavif", Kind::Image),
    (4, b"ftypheic", Kind::Image),
    (0, b"II*\0", Kind::Image),
    (0, b"MM\0*", Kind::Image),
    (0, b"\0\0\x01\0", Kind::Image),
    (4, b"ftyp", Kind::Sound),
    (0, b"ID3", Kind::Sound),
    (0, b"OggS", Kind::Sound),
    (0, b"fLaC", Kind::Sound),
    (8, b"WAVE", Kind::Sound),
    (0, b"\x1a\x45\xdf\xa3", Kind::Sound),
    (30, b"mimetypeapplication/", Kind::Office),
    (30, b"[Content_Types].xml", Kind::Office),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Office),
    (0, b"{\\rtf", Kind::Office),
    (0, b"PK\x03\x04", Kind::Archive),
    (0, b"PK\x05\x06", Kind::Archive),
    (257, b"ustar", Kind::Archive),
    (0, b"7z\xbc\xaf\x27\x1c", Kind::Archive),
    (0, b"Rar!\x1a\x07", Kind::Archive),
    (0, b"BZh", Kind::Packed),
    (0, b"\xfd7zXZ\0", Kind::Packed),
    (0, b"\x04\x22\x4d\x18", Kind::Packed),
    (0, b"SQLite format 3\0", Kind::Database),
    (0, b"PAR1", Kind::Database),
    (0, b"ARROW1\0", Kind::Database),
    (0, b"\x7fELF", Kind::Program),
    (0, b"MZ\x90\0", Kind::Program),
    (0, b"\xcf\xfa\xed\xfe", Kind::Program),
    (0, b"\xca\xfe\xba\xbe", Kind::Program),
    (0, b"\0asm", Kind::Program),
];

fn by_text(text: &str) -> Format {
    let start = text.trim_start();
    match start.as_bytes() {
        [] if text.len() < LEN / 2 => Format::Empty,
        [b'W', b'A', b'R', b'C', b'/', b'0' | b'1', b'.', ..] => Format::Warc,
        [b'-', b'-', b'-', ..] if has_yaml_head(text) => Format::Markdown,
        [b'{', ..] if begins_object(start) => lines_or_values(start),
        [b'[', ..] if begins_array(start) => Format::Json,
        [b'<', ..] => by_element(start),
        [b'#', ..] if begins_with_heading(start) => Format::Markdown,
        _ if is_mhtml(start) => Format::Other(Kind::Mhtml),
        _ if has_page_behind_junk(start) => Format::Page,
        _ if has_objects_behind_junk(text) => Format::Lines,
        _ => Format::Text,
    }
}

fn has_yaml_head(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    lines.next() == Some("---") && lines.next().is_some_and(|it| it.contains(':') || it == "---")
}

fn begins_object(start: &str) -> bool {
    start[1..].trim_start().starts_with(['"', '}']) || start[1..].trim().is_empty()
}

fn begins_array(start: &str) -> bool {
    let inner = start[1..].trim_start();
    inner.starts_with('{') && begins_object(inner) || inner.trim_end() == "]"
}

/// Lines, unless the first object goes over several and no line after it begins another.
fn lines_or_values(start: &str) -> Format {
    let Some((first, rest)) = start.split_once('\n') else { return Format::Lines };
    let is_whole = first.trim_end().ends_with('}');
    if is_whole || rest.lines().any(|it| it.starts_with('{') && it.len() > 1) {
        Format::Lines
    } else {
        Format::Json
    }
}

fn begins_with_heading(start: &str) -> bool {
    let rest = start.trim_start_matches('#');
    start.len() - rest.len() <= 6 && rest.starts_with(' ')
}

fn is_mhtml(start: &str) -> bool {
    let head: String = start.chars().take(2000).collect::<String>().to_ascii_lowercase();
    head.contains("\nmime-version:") && head.contains("multipart/related")
        || head.starts_with("mime-version:") && head.contains("multipart/related")
}

/// A page saved with a header or a stray line before it.
fn has_page_behind_junk(start: &str) -> bool {
    let head: String = start.chars().take(1000).collect::<String>().to_ascii_lowercase();
    head.contains("<!doctype html") || head.contains("<html>") || head.contains("<html ")
}

/// Lines of JSON the first of which is broken, as where a file was split by its size.
fn has_objects_behind_junk(text: &str) -> bool {
    let mut lines = text.lines().skip(1).filter(|it| !it.trim().is_empty());
    let is_whole = |it: &str| serde_json::from_str::<serde::de::IgnoredAny>(it).is_ok();
    lines.next().is_some_and(|it| it.starts_with("{\"") && is_whole(it))
        && lines.all(|it| it.starts_with('{'))
}

/// Tells markup by its first element.
fn by_element(start: &str) -> Format {
    let (name, is_xml) = first_element(start);
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "rss" | "feed" | "rdf:rdf" | "atom:feed" => Format::Feed,
        "!doctype html" => Format::Page,
        name if HTML.contains(&name) => Format::Page,
        _ if has_page_behind_junk(start) => Format::Page,
        "" => Format::Text,
        _ if is_xml => Format::Other(Kind::Xml),
        _ => Format::Text,
    }
}

/// Elements that a page or a piece of one begins with.
const HTML: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "base",
    "blockquote",
    "body",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "noscript",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "template",
    "th",
    "time",
    "title",
    "tr",
    "u",
    "ul",
    "video",
];

/// Name of the first element behind comments, instructions and a document type; and whether there
/// is an XML declaration before it.
fn first_element(start: &str) -> (&str, bool) {
    let is_xml = start.starts_with("<?xml");
    let mut rest = start;
    loop {
        rest = rest.trim_start();
        let after = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|at| at + 2)
        } else if rest.get(..14).is_some_and(|it| it.eq_ignore_ascii_case("<!doctype html")) {
            return ("!doctype html", is_xml);
        } else if rest.starts_with("<!") {
            end_of_doctype(rest)
        } else {
            break;
        };
        match after {
            Some(after) => rest = &rest[after..],
            None => return ("", is_xml),
        }
    }
    let Some(name) = rest.strip_prefix('<') else { return ("", is_xml) };
    let end = name.find(|ch: char| ch.is_whitespace() || ch == '>' || ch == '/');
    (&name[..end.unwrap_or(name.len())], is_xml)
}

fn end_of_doctype(rest: &str) -> Option<usize> {
    let end = rest.find('>')?;
    match rest[..end].contains('[') {
        true => rest.find("]>").map(|at| at + 2),
        false => Some(end + 1),
    }
}

/// More control characters than one in fifty, or more NULs than one in three: no text has them. A
/// few stray NULs are a text with stray NULs.
fn is_binary(head: &[u8], utf16: Option<&str>) -> bool {
    let is_control = |it: u32| matches!(it, 1..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    if let Some(text) = utf16 {
        let n_odd = text.chars().filter(|it| is_control(u32::from(*it)) || *it == '\u{fffd}');
        return n_odd.count() * 50 > text.chars().count();
    }
    let n_nuls = head.iter().filter(|it| **it == 0).count();
    let n_controls = head.iter().filter(|it| is_control(u32::from(**it))).count();
    n_controls * 50 > head.len() || n_nuls * 3 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: Format, head: &str) {
        assert_eq!(sniff(head.as_bytes()).0, format, "{head:?}");
    }

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        check(Format::Page, "\n<!DOCTYPE html><html>");
        check(Format::Page, "<!-- saved from (0031) -->\n<html lang=en>");
        check(Format::Page, "<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C'><html>");
        check(Format::Page, "<p>We will not sign.");
        check(Format::Page, "HTTP/1.1 200 OK\n\n<html >");
        check(Format::Feed, "<?xml version='1.0'?><?xml-stylesheet x?><!-- a --><rss>");
        check(Format::Feed, "<!DOCTYPE lolz [<!ENTITY a 'b'>]><feed xmlns='x'>");
        check(Format::Other(Kind::Xml), "<?xml version='1.0'?><urlset>");
        check(Format::Warc, "WARC/1.0\r\n");
        check(Format::Markdown, "---\ntitle: Talks\n---\n");
        check(Format::Markdown, "# Talks resume\n");
        check(Format::Lines, "{\"text\": \"a\"}\n{\"text\": \"b\"}");
        check(Format::Lines, "{\"text\": \"broken\n{\"text\": \"b\"}");
        check(Format::Lines, "ken\"}\n{\"text\": \"a\"}\n\n{\"text\": \"b\"}");
        check(Format::Json, "{\n  \"text\": \"a\"\n}");
        check(Format::Json, "[\n{\"text\": \"a\"}]");
        check(Format::Empty, " \r\n\t");
    }

    #[test]
    fn a_text_is_a_text_whatever_it_begins_with() {
        check(Format::Text, "[Applause] THE PRESIDENT: Thank you.");
        check(Format::Text, "<cough> Ruiz began.");
        check(Format::Text, "{{Infobox}} Ruiz began.");
        check(Format::Text, "--- Advance copy ---\nRuiz began.");
        check(Format::Text, "#talks are on again");
        check(Format::Text, "WARC files were found in the harbour.");
        check(Format::Text, "Ruiz said\0 no.");
    }

    #[test]
    fn what_is_not_text_is_named() {
        check(Format::Other(Kind::Pdf), "%PDF-1.7\n");
        check(Format::Other(Kind::Program), "\x7fELF\x02\x01");
        check(Format::Other(Kind::Binary), "\x01\x02\x03\x04\x05ab");
        assert_eq!(sniff(b"\xff\xd8\xff\xe0").0, Format::Other(Kind::Image));
    }
}
