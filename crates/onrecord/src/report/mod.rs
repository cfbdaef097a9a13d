//! A capture in, a report out: one fixed text, the parts it is made of, and what the outlet says
//! of it. Never judges a page's worth; a page without a report in it gives `None`.
//!
//! Pages are cleaned of what is printed around reports by the names on their elements, before the
//! content is looked for, and by words, links and place after it. Plain text keeps every character;
//! what is not the report is a part of its own ([`PartKind::Furniture`]). Transcripts are told by
//! their tags, and read turn by turn with [`turns`].
//!
//! ```
//! use onrecord::intake::{Body, Capture};
//! use onrecord::report::{PartKind, extract};
//!
//! let text = "Ferries stay in port\n\nPORT LOWE (Coastal Wire) — The ferries stayed in port.";
//! let report = extract(&Capture { body: Body::Text(text.into()), ..Capture::default() }).unwrap();
//! assert_eq!(report.part(PartKind::Headline), Some("Ferries stay in port"));
//! assert_eq!(report.part(PartKind::Paragraph), Some("The ferries stayed in port."));
//! assert_eq!(report.credit.as_deref(), Some("Coastal Wire"));
//! ```

mod clean;
mod compose;
mod date;
mod dateline;
mod describe;
mod furniture;
mod html;
mod id;
mod jsonld;
mod markdown;
mod metadata;
mod nesting;
mod plain;
mod transcript;

pub use date::parse as parse_date;
pub(crate) use dateline::agency;
pub use id::ReportId;
pub use transcript::{Turn, turns};

use crate::intake::{Body, Capture};
use crate::text::Span;

/// One state of one outlet's article. An edit makes a new report.
#[derive(Clone, Debug)]
pub struct Report {
    id: ReportId,
    /// Where it was read (file, and line or record in it). Not part of the id.
    pub place: Box<str>,
    /// Name of the outlet, if the page, its container or the user gives one.
    pub outlet: Option<Box<str>>,
    /// What kind of report it is.
    pub genre: Genre,
    /// The address it was published at.
    pub url: Option<Box<str>>,
    /// When it was published, as the outlet says.
    pub published: Option<Published>,
    /// When the bytes were fetched.
    pub captured: Option<jiff::Timestamp>,
    /// Language tag (`en`), as declared or as found.
    pub language: Option<Box<str>>,
    /// The author's name or names, as the outlet gives them.
    pub author: Option<Box<str>>,
    /// The agency the outlet credits.
    pub credit: Option<Box<str>>,
    /// Identifier from the container, if it gave one.
    pub key: Option<Box<str>>,
    text: Box<str>,
    parts: Box<[Part]>,
}

/// Kinds of report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Genre {
    /// A news article.
    #[default]
    News,
    /// Words as spoken, turn by turn, by an official or other transcriber.
    Transcript,
    /// A statement handed out by the speaker's side.
    Release,
}

/// A time of publication as the outlet gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day, in the outlet's own time zone as declared.
    pub day: jiff::civil::Date,
    /// The instant, where a time of day with an offset is given.
    pub at: Option<jiff::Timestamp>,
}

/// A stretch of a report's text, and what it is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Where it stands.
    pub span: Span,
}

/// What a part of a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// The headline.
    Headline,
    /// The summary under the headline.
    Standfirst,
    /// Who wrote it.
    Byline,
    /// Where and when it was written (`SAN PEDRO (Coastal Wire) —`).
    Dateline,
    /// A paragraph of the report.
    Paragraph,
    /// A heading inside the report.
    Crosshead,
    /// Words under a picture, with their credit. Never read as news.
    Caption,
    /// Transcript: the tag that names who speaks next (`MS. RUIZ:`).
    SpeakerTag,
    /// Transcript: a stage direction (`(Laughter.)`), and place and time lines.
    Direction,
    /// Plain text only: what the page prints around the report (outlet's name, newsletter box,
    /// appeals, lists). Kept so that offsets stay those of the text given; never read.
    Furniture,
}

impl Report {
    /// A report over `text`, cut into `parts`.
    ///
    /// # Panics
    /// If parts are out of order, overlap, are cut inside a character, or leave out anything but
    /// white space; or if `text` holds a NUL.
    pub fn new(outlet: Option<&str>, url: Option<&str>, text: &str, parts: Vec<Part>) -> Report {
        let mut at = 0;
        for part in &parts {
            let gap = &text[at..part.span.start()];
            assert!(gap.trim().is_empty(), "text outside all parts: {gap:?}");
            assert!(text.is_char_boundary(part.span.end()), "part cut inside a character");
            at = part.span.end();
        }
        assert!(text[at..].trim().is_empty(), "text after the last part: {:?}", &text[at..]);
        assert!(!text.contains('\0'), "NUL in a report's text");
        Report {
            id: ReportId::of(outlet, url, text),
            place: Box::default(),
            outlet: outlet.map(Box::from),
            genre: Genre::default(),
            url: url.map(Box::from),
            published: None,
            captured: None,
            language: None,
            author: None,
            credit: None,
            key: None,
            text: text.into(),
            parts: parts.into(),
        }
    }

    /// Digest of outlet, address and text.
    pub fn id(&self) -> ReportId {
        self.id
    }

    /// The text: fixed at extraction, headline included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parts, in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The words of the first part of a kind.
    pub fn part(&self, kind: PartKind) -> Option<&str> {
        self.parts.iter().find(|it| it.kind == kind).map(|it| it.span.of(&self.text))
    }

    /// The paragraphs' words, line by line: what extraction is scored on.
    pub fn body(&self) -> String {
        let paragraphs = self.parts.iter().filter(|it| {
            matches!(it.kind, PartKind::Paragraph | PartKind::Crosshead | PartKind::Dateline)
        });
        let words: Vec<&str> = paragraphs.map(|it| it.span.of(&self.text)).collect();
        words.join("\n")
    }

    /// What to call the outlet: its name, else the host it was published at, else the place it was
    /// read from.
    pub fn outlet_or_place(&self) -> &str {
        let host = || self.url.as_deref().and_then(host_of);
        self.outlet.as_deref().or_else(host).unwrap_or(&self.place)
    }
}

/// The host of an address, without `www.`.
pub fn host_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

/// Reads the report out of a capture. `None`: nothing that could be a report is in it.
pub fn extract(capture: &Capture) -> Option<Report> {
    match &capture.body {
        Body::Html(html) => html::extract(capture, html),
        Body::Text(text) => plain::extract(capture, text),
        Body::Markdown(text) => markdown::extract(capture, text),
    }
}

#[cfg(test)]
mod tests;
