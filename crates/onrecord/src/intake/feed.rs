//! An RSS or Atom feed in, a capture an entry out. Entries come with their full text or not at
//! all: teasers cut quotations.

use std::collections::VecDeque;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::source::{self, Source};
use super::{Body, Capture, Captures, Error, MAX_ITEM, MAX_LINE, charset, document};

/// Least length of a summary that is read as a report where an entry has no full text, in
/// characters: two paragraphs. Shorter ones are teasers, whose quotations are cut.
pub(super) const LEAST_SUMMARY: usize = 400;

/// How much may be looked through for the ends of what never ends, in bytes, before the rest of a
/// feed is left: an open comment or quotation mark in each of its entries costs a look at all that
/// follows, so that such a feed could take hours.
const MAX_SEARCHED: usize = 4 * MAX_LINE;

/// The entries of an RSS or Atom feed that have their full text.
///
/// A feed is held in memory, up to `MAX_LINE` bytes of it; entries are read out one at a time. XML
/// entities that a document type declares are not followed: nothing can grow.
pub(super) fn read<'r>(place: &str, mut source: Source<'r>) -> Captures<'r> {
    let mut due = VecDeque::new();
    let mut bytes = Vec::new();
    match source.read_rest(MAX_LINE, &mut bytes) {
        Ok(true) => {}
        Ok(false) => {
            let why = format!("longer than {} MiB; read up to there", MAX_LINE >> 20);
            due.push_back(Err(Error::new(place, "not read in full", why)));
        }
        Err(error) => due.push_back(Err(source::failed(place, &error))),
    }
    let decoded = charset::decode(bytes, None, true);
    due.extend(document::lost(place, &decoded).map(Err));
    let xml = document::without_nul(decoded.text);
    let feed =
        Feed { place: place.into(), xml, at: 0, n: 0, n_searched: 0, about: About::default() };
    Box::new(Entries { feed, due, bare: Vec::new(), is_done: false })
}

struct Entries {
    feed: Feed,
    due: VecDeque<Result<Capture, Error>>,
    /// Entries that have a summary only.
    bare: Vec<usize>,
    is_done: bool,
}

impl Iterator for Entries {
    type Item = Result<Capture, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.due.is_empty() && !self.is_done {
            match self.feed.next_entry() {
                Next::Entry(entry) => match entry.into_capture(&self.feed) {
                    Some(capture) => self.due.push_back(capture),
                    None => self.bare.push(self.feed.n),
                },
                Next::Broken(error) => self.due.push_back(Err(error)),
                Next::End(error) => {
                    self.is_done = true;
                    self.due.extend(error.map(Err));
                    self.due.extend(bare(&self.feed.place, &self.bare).map(Err));
                    if self.feed.n == 0 && self.due.is_empty() {
                        let why = "the feed has no entries";
                        let place = self.feed.place.clone();
                        self.due.push_back(Err(Error::new(place, "nothing to read", why)));
                    }
                }
            }
        }
        self.due.pop_front()
    }
}

/// What to say of entries that have a summary only: one warning for all of a feed, since it is
/// the outlet's way of doing it and not the single entry's fault.
pub(super) fn bare(place: &str, entries: &[usize]) -> Option<Error> {
    const NAMED: usize = 5;
    let names: Vec<String> = entries.iter().take(NAMED).map(usize::to_string).collect();
    let place = match entries.len() {
        0 => return None,
        1 => format!("{place}, entry {}", names[0]),
        n if n <= NAMED => format!("{place}, entries {}", names.join(", ")),
        n => format!("{place}, entries {} and {} more", names.join(", "), n - NAMED),
    };
    let why = "without the full text, only a summary; fetch the pages they link to and give those";
    Some(Error::new(place, "skipped", why))
}

struct Feed {
    place: Box<str>,
    xml: String,
    at: usize,
    n: usize,
    /// Bytes looked through in vain, to be looked through again.
    n_searched: usize,
    about: About,
}

/// What a feed says of all its entries.
#[derive(Default)]
struct About {
    title: Option<Box<str>>,
    language: Option<Box<str>>,
    is_closed: bool,
}

enum Next {
    Entry(Box<Entry>),
    Broken(Error),
    End(Option<Error>),
}

impl Feed {
    fn next_entry(&mut self) -> Next {
        let xml = std::mem::take(&mut self.xml);
        let next = self.next_entry_in(&xml);
        self.xml = xml;
        next
    }

    fn next_entry_in(&mut self, xml: &str) -> Next {
        let (from, n_before) = (self.at, self.n);
        let mut cursor = Cursor::new(&xml[from..]);
        let next = self.read_entry(&mut cursor);
        let at = (from + cursor.reader.buffer_position() as usize).min(xml.len());
        match next {
            Ok(next) => {
                self.at = at;
                next
            }
            Err(broken) => {
                let is_begun = self.n > n_before;
                let place = match is_begun {
                    true => format!("{}, entry {}, byte {at}", self.place, self.n),
                    false => format!("{}, byte {at}", self.place),
                };
                self.resume(xml, from, is_begun, &broken);
                let left = if self.at < xml.len() { "" } else { ", and what follows it" };
                let why = format!("broken XML: {}; get the feed again", broken.why);
                Next::Broken(Error::new(place, &format!("not read{left}"), why))
            }
        }
    }

    /// Reads up to the end of the next entry.
    fn read_entry(&mut self, cursor: &mut Cursor<'_>) -> Result<Next, Broken> {
        loop {
            match cursor.reader.read_event()? {
                Event::Start(tag) if is_entry(&tag) => {
                    self.n += 1;
                    let entry = cursor.entry(tag.name().as_ref())?;
                    return Ok(Next::Entry(Box::new(entry)));
                }
                Event::Start(tag) => self.about.note(&tag, cursor)?,
                Event::End(tag) => {
                    let name = tag.local_name();
                    self.about.is_closed |= matches!(name.as_ref(), "rss" | "feed" | "RDF");
                }
                Event::Eof => return Ok(Next::End(self.end(self.at + cursor.xml.len()))),
                _ => {}
            }
        }
    }

    /// Goes on at the next entry, behind the beginning of the broken one if one was begun. (What
    /// broke may be an open comment that swallowed all the rest.)
    fn resume(&mut self, xml: &str, from: usize, is_begun: bool, broken: &Broken) {
        if broken.reaches_end {
            self.n_searched += xml.len() - from;
        }
        let begun = if is_begun { find_entry(xml, from).map(|it| it + 1) } else { Some(from) };
        let next = begun.and_then(|it| find_entry(xml, it));
        let next = next.filter(|_| self.n_searched <= MAX_SEARCHED);
        self.about.is_closed |= next.is_none();
        self.at = next.unwrap_or(xml.len());
    }

    /// What to say at the end of the file, at byte `at`.
    fn end(&self, at: usize) -> Option<Error> {
        if self.about.is_closed {
            return None;
        }
        let why = "it ends in the middle; what came before is read. Get the feed again";
        Some(Error::new(format!("{}, byte {at}", self.place), "cut off", why))
    }
}

fn find_entry(xml: &str, from: usize) -> Option<usize> {
    let is_entry = |tag: &str| {
        let after = tag.strip_prefix("<item").or_else(|| tag.strip_prefix("<entry"));
        after.is_some_and(|it| it.starts_with(|ch: char| ch == '>' || ch.is_ascii_whitespace()))
    };
    let mut tags = xml.get(from..)?.match_indices('<').map(|(at, _)| from + at);
    tags.find(|at| is_entry(&xml[*at..]))
}

fn is_entry(tag: &BytesStart<'_>) -> bool {
    matches!(tag.local_name().as_ref(), "item" | "entry")
}

impl About {
    fn note(&mut self, tag: &BytesStart<'_>, cursor: &mut Cursor<'_>) -> Result<(), Broken> {
        let name = tag.name();
        if let Some(language) = attribute(tag, "xml:lang") {
            self.language.get_or_insert(language.into());
        }
        match name.as_ref() {
            "title" | "atom:title" if self.title.is_none() => {
                self.title = line(&cursor.inner(name.as_ref())?);
            }
            "language" | "dc:language" => {
                self.language = line(&cursor.inner(name.as_ref())?);
            }
            "image" | "textinput" | "textInput" => drop(cursor.inner(name.as_ref())?),
            _ => {}
        }
        Ok(())
    }
}

/// Why an entry cannot be read.
struct Broken {
    why: String,
    /// Whether all the rest of the feed was looked through for an end.
    reaches_end: bool,
}

impl From<quick_xml::Error> for Broken {
    fn from(error: quick_xml::Error) -> Broken {
        Broken { why: error.to_string(), reaches_end: true }
    }
}

impl Broken {
    fn at_end(name: &str) -> Broken {
        Broken { why: format!("the file ends inside <{name}>"), reaches_end: true }
    }

    fn open(name: &str) -> Broken {
        Broken { why: format!("<{name}> is not closed"), reaches_end: false }
    }
}

struct Cursor<'x> {
    reader: Reader<&'x [u8]>,
    xml: &'x str,
}

/// What stands between a tag and its end.
struct Inner<'x> {
    /// As it stands there.
    raw: &'x str,
    /// With sections opened and references resolved, and without elements.
    text: String,
    has_elements: bool,
}

impl<'x> Cursor<'x> {
    /// Feeds are often no well-formed XML: end tags need not fit, nor `&` be escaped.
    fn new(xml: &'x str) -> Cursor<'x> {
        let mut reader = Reader::from_str(xml);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Cursor { reader, xml }
    }

    /// Reads an entry up to its end tag.
    fn entry(&mut self, end: &str) -> Result<Entry, Broken> {
        let mut entry = Entry::default();
        loop {
            match self.reader.read_event()? {
                Event::Start(tag) if is_entry(&tag) => return Err(Broken::open(end)),
                Event::Start(tag) => {
                    let name = tag.name().as_ref().to_owned();
                    let inner = self.inner(&name)?;
                    entry.note(&name, &tag, &inner);
                }
                Event::Empty(tag) => {
                    let nothing = Inner { raw: "", text: String::new(), has_elements: false };
                    entry.note(tag.name().as_ref(), &tag, &nothing);
                }
                Event::End(tag) if tag.name().as_ref() == end => return Ok(entry),
                Event::Eof => return Err(Broken::at_end(end)),
                _ => {}
            }
        }
    }

    /// Reads up to the end tag that fits, elements of the same name within taken into account.
    /// Others may be left open: text fields hold unescaped HTML at times.
    fn inner(&mut self, name: &str) -> Result<Inner<'x>, Broken> {
        let start = self.reader.buffer_position() as usize;
        let mut inner = Inner { raw: "", text: String::new(), has_elements: false };
        let mut depth = 0;
        loop {
            let end = self.reader.buffer_position() as usize;
            match self.reader.read_event()? {
                Event::Start(tag) if is_entry(&tag) => {
                    return Err(Broken::open(name));
                }
                Event::Start(tag) => {
                    inner.has_elements = true;
                    depth += usize::from(tag.name().as_ref() == name);
                }
                Event::Empty(_) => inner.has_elements = true,
                Event::End(tag) if tag.name().as_ref() == name && depth == 0 => {
                    inner.raw = self.xml.get(start..end).unwrap_or("");
                    return Ok(inner);
                }
                Event::End(tag) if tag.name().as_ref() == name => depth -= 1,
                Event::End(tag) if matches!(tag.name().as_ref(), "item" | "entry" | "channel") => {
                    return Err(Broken::open(name));
                }
                Event::Text(text) => inner.text.push_str(&text),
                Event::CData(text) => inner.text.push_str(&text),
                Event::GeneralRef(name) => {
                    let reference = format!("&{};", &*name.xml10_content());
                    inner.text.push_str(&html_escape::decode_html_entities(&reference));
                }
                Event::Eof => return Err(Broken::at_end(name)),
                _ => {}
            }
        }
    }
}

/// What an entry says of one report.
#[derive(Default)]
struct Entry {
    title: Option<Box<str>>,
    url: Option<Box<str>>,
    key: Option<Box<str>>,
    author: Option<Box<str>>,
    outlet: Option<Box<str>>,
    language: Option<Box<str>>,
    published: Option<Box<str>>,
    updated: Option<Box<str>>,
    summary: Option<String>,
    content: Option<Body>,
}

impl Entry {
    fn note(&mut self, name: &str, tag: &BytesStart<'_>, inner: &Inner<'_>) {
        match name.strip_prefix("atom:").unwrap_or(name) {
            "title" => self.title = line(inner),
            "link" => self.note_link(tag, inner),
            "guid" | "id" => self.note_id(tag, inner),
            "pubDate" | "published" | "issued" => self.published = line(inner),
            "dc:date" | "dcterms:created" => self.updated = self.updated.take().or(line(inner)),
            "updated" | "modified" => self.updated = line(inner),
            "dc:creator" | "author" => self.author = self.author.take().or(named(inner, "name")),
            "source" => self.outlet = named(inner, "title"),
            "dc:language" => self.language = line(inner),
            "description" | "summary" => self.summary = Some(inner.words().to_owned()),
            "content:encoded" => self.content = content("html", inner),
            "content" if self.content.is_none() => {
                let kind = attribute(tag, "type").unwrap_or_else(|| "text".into());
                self.content = content(&kind, inner);
            }
            _ => {}
        }
    }

    fn note_link(&mut self, tag: &BytesStart<'_>, inner: &Inner<'_>) {
        let is_page = attribute(tag, "rel").is_none_or(|it| it == "alternate");
        let href = attribute(tag, "href").map(Box::from).or_else(|| line(inner));
        if is_page && self.url.is_none() {
            self.url = href;
        }
    }

    fn note_id(&mut self, tag: &BytesStart<'_>, inner: &Inner<'_>) {
        self.key = line(inner);
        let is_link = attribute(tag, "isPermaLink").is_none_or(|it| it != "false");
        if is_link && self.url.is_none() && inner.text.trim_start().starts_with("http") {
            self.url = line(inner);
        }
    }

    /// The capture, `None` if the entry has no full text.
    fn into_capture(self, feed: &Feed) -> Option<Result<Capture, Error>> {
        let place = format!("{}, entry {}", feed.place, feed.n);
        let is_long = |it: &String| plain(it).chars().count() >= LEAST_SUMMARY;
        let (body, standfirst) = match (self.content, self.summary) {
            (Some(body), summary) => (body, summary.map(|it| plain(&it))),
            (None, Some(summary)) if is_long(&summary) => (words_or_markup(summary), None),
            (None, _) => return None,
        };
        let (Body::Html(words) | Body::Text(words) | Body::Markdown(words)) = &body;
        if words.len() > MAX_ITEM {
            return Some(Err(document::too_long(&place)));
        }
        Some(Ok(Capture {
            place: place.into(),
            url: self.url,
            outlet: self.outlet.or_else(|| feed.about.title.clone()),
            title: self.title,
            standfirst: standfirst.filter(|it| !it.is_empty()).map(Box::from),
            author: self.author,
            published: self.published.or(self.updated),
            language: self.language.or_else(|| feed.about.language.clone()),
            key: self.key,
            body,
            ..Capture::default()
        }))
    }
}

impl Inner<'_> {
    /// The words, be they escaped or not.
    fn words(&self) -> &str {
        if self.has_elements { self.raw } else { &self.text }
    }
}

fn content(kind: &str, inner: &Inner<'_>) -> Option<Body> {
    let words = inner.words();
    if words.trim().is_empty() {
        return None;
    }
    Some(match kind {
        "text" | "text/plain" if !inner.has_elements => Body::Text(words.to_owned()),
        _ => words_or_markup(words.to_owned()),
    })
}

fn words_or_markup(words: String) -> Body {
    if words.contains('<') {
        Body::Html(words)
    } else {
        Body::Text(html_escape::decode_html_entities(&words).into_owned())
    }
}

/// One line of words without markup.
fn line(inner: &Inner<'_>) -> Option<Box<str>> {
    let words = plain(inner.words());
    (!words.is_empty()).then(|| words.into())
}

/// The words of a child element if there is one, else of the element itself.
fn named(inner: &Inner<'_>, child: &str) -> Option<Box<str>> {
    if !inner.has_elements {
        return line(inner);
    }
    let (_, after) = inner.raw.split_once(&format!("<{child}"))?;
    let (_, after) = after.split_once('>')?;
    let (words, _) = after.split_once("</")?;
    let words = plain(&html_escape::decode_html_entities(words));
    (!words.is_empty()).then(|| words.into())
}

/// Words without tags, references resolved, white space single.
pub(super) fn plain(markup: &str) -> String {
    let mut words = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once('<') {
        words.push_str(before);
        rest = after;
        if after.starts_with(|ch: char| ch.is_ascii_alphabetic() || "/!".contains(ch)) {
            words.push(' ');
            rest = after.split_once('>').map_or("", |it| it.1);
        } else {
            words.push('<');
        }
    }
    words.push_str(rest);
    let words = html_escape::decode_html_entities(&words);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten().find(|it| it.key.as_ref() == name)?;
    Some(html_escape::decode_html_entities(&*found.value).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> Vec<Result<Capture, Error>> {
        crate::intake::read("feed.xml", xml.as_bytes()).collect()
    }

    fn bodies(captures: &[Result<Capture, Error>]) -> Vec<&Body> {
        captures.iter().flatten().map(|it| &it.body).collect()
    }

    const RSS: &str = r#"<?xml version="1.0"?>
        <rss version="2.0" xmlns:content="x" xmlns:dc="y"><channel>
        <title>Harbour Post &amp; Mail</title><language>en-GB</language>
        <image><title>Logo</title></image>
        <item><title>Talks &#8216;resume&#8217;</title><link>https://post.example/1</link>
        <guid isPermaLink="false">p1</guid><pubDate>Tue, 10 Jun 2031 04:00:00 GMT</pubDate>
        <dc:creator><![CDATA[Ana Ruiz]]></dc:creator><media:title>No</media:title>
        <description><![CDATA[<p>The <b>gist</b> &amp; more]]></description>
        <content:encoded><![CDATA[<p>“No,” she said &amp; left.</p>]]></content:encoded></item>
        <item><title>Short</title><description>Too short to read.</description></item>
        <item><guid>https://post.example/3</guid>
        <content:encoded>&lt;p&gt;She went on.&lt;/p&gt;</content:encoded></item>
        </channel></rss>"#;

    #[test]
    fn rss_entries_with_full_text_are_read() {
        let captures = read(RSS);
        let first = captures[0].as_ref().unwrap();
        assert_eq!(first.body, Body::Html("<p>“No,” she said &amp; left.</p>".into()));
        assert_eq!(first.outlet.as_deref(), Some("Harbour Post & Mail"));
        assert_eq!(first.title.as_deref(), Some("Talks ‘resume’"));
        assert_eq!(first.standfirst.as_deref(), Some("The gist & more"));
        assert_eq!(first.url.as_deref(), Some("https://post.example/1"));
        assert_eq!(first.key.as_deref(), Some("p1"));
        assert_eq!(first.author.as_deref(), Some("Ana Ruiz"));
        assert_eq!(first.published.as_deref(), Some("Tue, 10 Jun 2031 04:00:00 GMT"));
        assert_eq!(first.language.as_deref(), Some("en-GB"));
        let third = captures[1].as_ref().unwrap();
        assert_eq!(third.body, Body::Html("<p>She went on.</p>".into()));
        assert_eq!(third.url.as_deref(), Some("https://post.example/3"));
        assert_eq!(&*captures[2].as_ref().unwrap_err().place, "feed.xml, entry 2");
        assert_eq!(captures.len(), 3);
    }

    #[test]
    fn atom_entries_are_read_in_all_three_forms() {
        let entry = |content: &str| {
            format!(
                "<entry><id>tag:post.example,2031:1</id><title type='html'>Talks &amp;amp; more\
                </title><link rel='edit' href='no'/><link href='https://post.example/1'/>\
                <author><name>Ana Ruiz</name><uri>x</uri></author><updated>2031-06-11T04:00:00Z\
                </updated><published>2031-06-10T04:00:00Z</published>{content}</entry>"
            )
        };
        let feed = [
            entry("<content type='html'>&lt;p>“No.”&lt;/p></content>"),
            entry("<content type='xhtml'><div xmlns='h'><p>“No.”<br/></p></div></content>"),
            entry("<content>“No,” R&amp;D said.</content>"),
            entry(&format!("<summary>{}</summary>", "She said no. ".repeat(40))),
        ];
        let captures = read(&format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title>{}</feed>",
            feed.concat()
        ));
        let bodies = bodies(&captures);
        assert_eq!(*bodies[0], Body::Html("<p>“No.”</p>".into()));
        let xhtml = "<div xmlns='h'><p>“No.”<br/></p></div>";
        assert_eq!(*bodies[1], Body::Html(xhtml.into()));
        assert_eq!(*bodies[2], Body::Text("“No,” R&D said.".into()));
        assert!(matches!(bodies[3], Body::Text(text) if text.starts_with("She said no.")));
        let first = captures[0].as_ref().unwrap();
        assert_eq!(first.title.as_deref(), Some("Talks & more"));
        assert_eq!(first.url.as_deref(), Some("https://post.example/1"));
        assert_eq!(first.author.as_deref(), Some("Ana Ruiz"));
        assert_eq!(first.published.as_deref(), Some("2031-06-10T04:00:00Z"));
        assert_eq!(first.outlet.as_deref(), Some("Wire"));
        assert_eq!(captures.len(), 4);
    }

    #[test]
    fn a_feed_cut_anywhere_keeps_its_whole_entries() {
        let third = RSS.find("<guid>https").unwrap();
        for len in third..RSS.len() - "</rss>".len() {
            if !RSS.is_char_boundary(len) {
                continue;
            }
            let captures = read(&RSS[..len]);
            assert!(!bodies(&captures).is_empty(), "{len}");
            assert!(captures.iter().any(|it| it.is_err()), "{len}");
        }
    }

    #[test]
    fn a_broken_entry_costs_itself_only() {
        let broken = RSS.replace("<guid>https://post.example/3</guid>", "<guid>x</guid");
        let broken = broken.replace("</channel>", "<item><description>Not closed</item></channel>");
        let broken = broken.replace(
            "</channel>",
            "<item><content:encoded>Last.</content:encoded></item></channel>",
        );
        let captures = read(&broken);
        let bodies = bodies(&captures);
        assert_eq!(*bodies[0], Body::Html("<p>“No,” she said &amp; left.</p>".into()));
        assert_eq!(**bodies.last().unwrap(), Body::Text("Last.".into()));
        assert!(captures.iter().any(|it| it.is_err()));
    }

    #[test]
    fn the_charset_in_the_declaration_is_used() {
        let xml = "<?xml version='1.0' encoding='windows-1251'?><rss><channel><title>Порт</title>\
            <item><content:encoded>Речь.</content:encoded></item></channel></rss>";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(xml);
        let captures: Vec<_> = crate::intake::read("feed.xml", &bytes[..]).flatten().collect();
        assert_eq!(captures[0].outlet.as_deref(), Some("Порт"));
        assert_eq!(captures[0].body, Body::Text("Речь.".into()));
    }

    #[test]
    fn a_broken_head_costs_no_entry() {
        for head in ["<title>Post", "<!-- open", "<image a='"] {
            let entry = "<item><content:encoded>Ruiz began.</content:encoded></item>";
            let captures = read(&format!("<rss><channel>{head}{entry}{entry}</channel></rss>"));
            assert_eq!(bodies(&captures).len(), 2, "{head}: {captures:?}");
            assert_eq!(captures.len(), 3, "{head}: {captures:?}");
        }
    }

    #[test]
    fn html_that_was_never_escaped_is_kept() {
        let captures = read(
            "<rss><channel><item><content:encoded><p>“No,”<br> she said & left.</p>\
            </content:encoded></item></channel></rss>",
        );
        let expected = Body::Html("<p>“No,”<br> she said & left.</p>".into());
        assert_eq!(bodies(&captures), [&expected]);
    }

    #[test]
    fn tags_and_references_are_taken_out_of_titles() {
        assert_eq!(
            plain("Talks <b>&lsquo;on&rsquo;</b> again\n<br/>soon"),
            "Talks ‘on’ again soon"
        );
        assert_eq!(plain("5 < 6 & 7 > 3"), "5 < 6 & 7 > 3");
        assert_eq!(plain("&bogus; <a"), "&bogus;");
    }
}
