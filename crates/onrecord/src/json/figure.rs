//! Figures as published: those of one report, and those of a story for one thing side by side.

use serde::Serialize;

use super::{Shelf, Volume};
use crate::annotate::{Annotated, Figure, Measure, Voice};
use crate::collate::{Counted, FigureId, Told, figures};
use crate::story::Story;
use crate::text::Span;

/// The figures of a story's reports for one thing.
#[derive(Clone, Debug, Serialize)]
pub struct CountedInfo {
    /// What is counted, as printed: `Halen sailors`; empty where nothing is named.
    pub what: String,
    /// What became of it: `killed`, `launched`, `given`, …
    pub measure: Option<&'static str>,
    /// `count`, `money`, `share`, `duration`, …
    pub unit_kind: &'static str,
    /// The unit's name; of a count `1`.
    pub unit: &'static str,
    /// Two of the figures can not both hold, of one place and time.
    pub disputed: bool,
    /// What reports give, in order of witness.
    pub figures: Vec<FigureInfo>,
}

/// A number that a report gives for something.
#[derive(Clone, Debug, Serialize)]
pub struct FigureInfo {
    /// `<report>.f<n>`.
    pub figure: String,
    /// The report.
    pub report: String,
    /// Its sign.
    pub siglum: String,
    /// As written: `more than 9,000`.
    pub words: String,
    /// Where it stands.
    pub span: [usize; 2],
    /// The least it is by these words, digit by digit; null: no limit.
    pub least: Option<String>,
    /// The most.
    pub most: Option<String>,
    /// `exact`, `about`, `nearly`, `more_than`, `at_least`, `less_than`, `at_most`, `between`, `vague`.
    pub bound: &'static str,
    /// `count`, `money`, `share`, …
    pub unit_kind: &'static str,
    /// The unit's name; of a count `1`.
    pub unit: &'static str,
    /// What is counted, as the report words it.
    pub counted: Option<String>,
    /// What became of it.
    pub measure: Option<&'static str>,
    /// Where.
    pub place: Option<String>,
    /// Over what time.
    pub period: Option<String>,
    /// As of which day, as the report words it.
    pub day: Option<String>,
    /// The date that comes to.
    pub date: Option<String>,
    /// Whoever vouches for it, by name or as the report words it; null: the outlet.
    pub voice: Option<String>,
    /// The statement it stands in.
    pub statement: Option<String>,
    /// The sentence.
    pub passage: String,
    /// Where that stands.
    pub passage_span: [usize; 2],
    /// Name of the rule that found it.
    pub rule: &'static str,
    /// How it stands to the others for the same thing: `alone`, `apart`, `same`, `compatible`,
    /// `disputed`. Left out of a report on its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stand: Option<&'static str>,
    /// Its report is a copy or a later state of another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_copy: Option<bool>,
}

/// The figures of a story, side by side.
pub(super) fn counted(shelf: &Shelf, story: &Story, reports: &[Annotated]) -> Vec<CountedInfo> {
    let told = |it: &Told| {
        let figure = shelf.volume(it.figure.report)?.figure(it.figure.ordinal as usize)?;
        Some(FigureInfo { stand: Some(it.stand.name()), in_copy: Some(it.in_copy), ..figure })
    };
    let of = |it: &Counted| CountedInfo {
        what: it.what.to_string(),
        measure: it.measure.map(Measure::name),
        unit_kind: it.unit.kind.name(),
        unit: it.unit.name,
        disputed: it.disputed(),
        figures: it.figures.iter().filter_map(told).collect(),
    };
    figures(story, reports).iter().map(of).collect()
}

impl Volume<'_> {
    /// All figures of the report.
    pub(super) fn figures(&self) -> Vec<FigureInfo> {
        let n = self.annotated.annotations.figures.len();
        (0..n).filter_map(|n| self.figure(n)).collect()
    }

    fn figure(&self, ordinal: usize) -> Option<FigureInfo> {
        let annotations = &self.annotated.annotations;
        let report = &self.annotated.report;
        let figure: &Figure = annotations.figures.get(ordinal)?;
        let words = |it: Option<Span>| it.map(|it| it.of(report.text()).to_owned());
        let statement = match figure.voice {
            Voice::Outlet => None,
            Voice::Statement(n) => Some(n),
        };
        let voice = statement.and_then(|n| annotations.statements.get(n as usize)).map(|it| {
            let named = annotations.speaker(it).map(|it| it.name.to_string());
            named.or_else(|| words(it.source.first().copied())).unwrap_or_default()
        });
        let voice = voice.or_else(|| words(figure.source));
        let id = FigureId { report: report.id(), ordinal: ordinal as u32 };
        Some(FigureInfo {
            figure: id.to_string(),
            report: report.id().to_string(),
            siglum: self.siglum.clone(),
            words: figure.written.of(report.text()).to_owned(),
            span: self.points.of(figure.written),
            least: figure.least.map(|it| it.to_string()),
            most: figure.most.map(|it| it.to_string()),
            bound: figure.bound.name(),
            unit_kind: figure.unit.kind.name(),
            unit: figure.unit.name,
            counted: words(figure.counted),
            measure: figure.measure.map(Measure::name),
            place: words(figure.place),
            period: words(figure.period),
            day: words(figure.as_of.map(|it| it.written)),
            date: figure.as_of.and_then(|it| it.date).map(|it| it.to_string()),
            voice,
            statement: statement.map(|n| format!("{}.{n}", report.id())),
            passage: figure.passage.of(report.text()).to_owned(),
            passage_span: self.points.of(figure.passage),
            rule: figure.rule,
            stand: None,
            in_copy: None,
        })
    }
}
