//! Values of the library as the columns write them, and back.

use std::collections::BTreeSet;
use std::sync::Mutex;

use onrecord::annotate::ActorKind;
use onrecord::text::{CodePoints, joined};
use onrecord::{
    Act, Agreement, Degree, Genre, Manner, Mark, PartKind, ReportId, Span, StatementId, Tier,
    VariantKind,
};

/// An enum's values and the words for them in the file; nothing else may stand there.
pub(crate) trait Word: Copy + PartialEq + 'static {
    const WORDS: &'static [(Self, &'static str)];

    fn word(self) -> &'static str {
        let pair = Self::WORDS.iter().find(|(it, _)| *it == self);
        pair.map_or("", |(_, word)| word)
    }

    fn read(word: &str) -> rusqlite::Result<Self> {
        let pair = Self::WORDS.iter().find(|(_, it)| *it == word);
        pair.map(|(it, _)| *it).ok_or_else(|| strange(word))
    }
}

impl Word for Genre {
    const WORDS: &'static [(Genre, &'static str)] =
        &[(Genre::News, "news"), (Genre::Transcript, "transcript"), (Genre::Release, "release")];
}

impl Word for PartKind {
    const WORDS: &'static [(PartKind, &'static str)] = &[
        (PartKind::Headline, "headline"),
        (PartKind::Standfirst, "standfirst"),
        (PartKind::Byline, "byline"),
        (PartKind::Dateline, "dateline"),
        (PartKind::Paragraph, "paragraph"),
        (PartKind::Crosshead, "crosshead"),
        (PartKind::Caption, "caption"),
        (PartKind::SpeakerTag, "speaker_tag"),
        (PartKind::Direction, "direction"),
        (PartKind::Furniture, "furniture"),
    ];
}

impl Word for ActorKind {
    const WORDS: &'static [(ActorKind, &'static str)] =
        &[(ActorKind::Person, "person"), (ActorKind::Body, "body")];
}

impl Word for Manner {
    const WORDS: &'static [(Manner, &'static str)] =
        &[(Manner::Direct, "direct"), (Manner::Indirect, "indirect"), (Manner::Mixed, "mixed")];
}

impl Word for Act {
    const WORDS: &'static [(Act, &'static str)] = &[
        (Act::Said, "said"),
        (Act::Asked, "asked"),
        (Act::Denied, "denied"),
        (Act::Declined, "declined"),
        (Act::NotSaid, "not_said"),
    ];
}

impl Word for Tier {
    const WORDS: &'static [(Tier, &'static str)] =
        &[(Tier::Fast, "fast"), (Tier::Accurate, "accurate")];
}

impl Word for Agreement {
    const WORDS: &'static [(Agreement, &'static str)] = &[
        (Agreement::Verbatim, "verbatim"),
        (Agreement::Trimmed, "trimmed"),
        (Agreement::Spliced, "spliced"),
        (Agreement::Altered, "altered"),
        (Agreement::Paraphrase, "paraphrase"),
    ];
}

impl Word for Degree {
    const WORDS: &'static [(Degree, &'static str)] =
        &[(Degree::Light, "light"), (Degree::Heavy, "heavy")];
}

impl Word for Mark {
    const WORDS: &'static [(Mark, &'static str)] = &[
        (Mark::Negation, "negation"),
        (Mark::Number, "number"),
        (Mark::Name, "name"),
        (Mark::Modal, "modal"),
        (Mark::Person, "person"),
    ];
}

impl Word for VariantKind {
    const WORDS: &'static [(VariantKind, &'static str)] = &[
        (VariantKind::Omission, "omission"),
        (VariantKind::Addition, "addition"),
        (VariantKind::Substitution, "substitution"),
        (VariantKind::Transposition, "transposition"),
    ];
}

/// A value that this program never writes.
pub(crate) fn strange(value: &str) -> rusqlite::Error {
    let what = format!("{value:?} is not among the values this column may have");
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, what.into())
}

/// A report's text, to cut words from and to count characters in.
pub(crate) struct Words<'t> {
    text: &'t str,
    points: Counted<'t>,
}

/// A text's characters, counted here or before.
enum Counted<'t> {
    Here(CodePoints),
    Before(&'t CodePoints),
}

impl<'t> Words<'t> {
    pub(crate) fn of(text: &'t str) -> Words<'t> {
        Words { text, points: Counted::Here(CodePoints::new(text)) }
    }

    /// With the text's characters counted before.
    pub(crate) fn counted(text: &'t str, points: &'t CodePoints) -> Words<'t> {
        Words { text, points: Counted::Before(points) }
    }

    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// The words of the spans.
    pub(crate) fn at(&self, spans: &[Span]) -> String {
        joined(self.text, spans)
    }

    pub(crate) fn points(&self, span: Span) -> [usize; 2] {
        self.points_of_text().of(span)
    }

    fn points_of_text(&self) -> &CodePoints {
        match &self.points {
            Counted::Here(points) => points,
            Counted::Before(points) => points,
        }
    }

    /// `[[start, end], ...]`, in code points.
    pub(crate) fn write(&self, spans: &[Span]) -> String {
        let spans: Vec<String> = spans.iter().map(|it| self.write_one(*it)).collect();
        format!("[{}]", spans.join(","))
    }

    /// `[start, end]`, in code points.
    pub(crate) fn write_one(&self, span: Span) -> String {
        let [start, end] = self.points(span);
        format!("[{start},{end}]")
    }

    pub(crate) fn span(&self, [start, end]: [usize; 2]) -> rusqlite::Result<Span> {
        let span = [self.points_of_text().byte(start), self.points_of_text().byte(end)];
        let inside = start <= end && self.text.get(span[0]..span[1]).is_some();
        inside.then(|| Span::new(span[0], span[1])).ok_or_else(|| strange("a span outside"))
    }

    pub(crate) fn read_one(&self, json: &str) -> rusqlite::Result<Span> {
        self.span(serde_json::from_str(json).map_err(|_| strange(json))?)
    }

    pub(crate) fn read(&self, json: &str) -> rusqlite::Result<Box<[Span]>> {
        let spans: Vec<[usize; 2]> = serde_json::from_str(json).map_err(|_| strange(json))?;
        spans.into_iter().map(|it| self.span(it)).collect()
    }
}

/// The same few decimals in the wider number: .96, not .9599999785.
pub(crate) fn decimal(number: f32) -> f64 {
    number.to_string().parse().unwrap_or(f64::from(number))
}

pub(crate) fn report_id(published: &str) -> rusqlite::Result<ReportId> {
    ReportId::parse(published).ok_or_else(|| strange(published))
}

pub(crate) fn statement_id(published: &str) -> rusqlite::Result<StatementId> {
    let id = || {
        let (report, ordinal) = published.split_once('.')?;
        let report = ReportId::parse(report)?;
        Some(StatementId { report, ordinal: ordinal.parse().ok()? })
    };
    id().ok_or_else(|| strange(published))
}

/// The number at the end of an id: `3` of `<report>.a3` after `.a`.
pub(crate) fn number(key: &str, after: &str) -> rusqlite::Result<u32> {
    let number = key.rsplit_once(after).and_then(|(_, n)| n.parse().ok());
    number.ok_or_else(|| strange(key))
}

/// Reads what the library writes with `Display`: days and times.
pub(crate) fn parsed<T: std::str::FromStr>(value: Option<String>) -> rusqlite::Result<Option<T>> {
    let read = |it: String| it.parse().map_err(|_| strange(&it));
    value.map(read).transpose()
}

/// A name of one of the program's short tables (rules, modes, contexts) as the library has it. A file
/// can only add names that another version had.
pub(crate) fn interned(name: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    // The set is whole after a panic elsewhere: nothing is half inserted.
    let mut names = NAMES.lock().unwrap_or_else(|it| it.into_inner());
    if let Some(known) = names.get(name) {
        return known;
    }
    let kept: &'static str = Box::leak(name.into());
    names.insert(kept);
    kept
}
