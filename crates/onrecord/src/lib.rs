//! Who said what, in which words, by whose report.
//!
//! Bytes come in, findings go out. This library opens no file, reads no clock, starts no thread
//! and prints nothing; the record (`onrecord-store`) and the command (`onrecord-cli`) do that.
//!
//! The pipeline is a row of plain functions, and the modules stand in its order:
//!
//! | step | function | from | to |
//! |---|---|---|---|
//! | [`intake`] | [`intake::read`] | bytes of a page, feed, archive | [`Capture`]s |
//! | [`report`] | [`report::extract`] | a capture | a [`Report`]: one fixed text and its parts |
//! | [`annotate`] | [`annotate::annotate`] | a report | [`Annotations`]: actors and statements |
//! | [`story`] | [`story::cluster`] | signatures of reports | [`Story`]s, and who copied whom |
//! | [`collate`] | [`collate::collate`] | a story and its reports | an [`Apparatus`] |
//! | [`talks`] | [`talks::follow`] | turns of many reports | who negotiates, and where that stands |
//!
//! A module uses only those above it in this list.
//!
//! ```
//! use onrecord::{Agreement, Annotated, Lexicon, annotate, collate, intake, report, story};
//!
//! let lexicon = Lexicon::english();
//! let texts = [
//!     "“We have kept a chair for them at every session,” Ana Ruiz said on Wednesday.",
//!     "“We have kept a seat for them at every session,” Ana Ruiz said on Tuesday.",
//! ];
//! let reports: Vec<Annotated> = texts
//!     .iter()
//!     .flat_map(|text| intake::read("example", text.as_bytes()))
//!     .filter_map(|capture| report::extract(&capture.ok()?))
//!     .map(|report| Annotated { annotations: annotate::annotate(&lexicon, &report), report })
//!     .collect();
//! let apparatus = collate::collate(&story::gather(&reports), &reports);
//! let reading = &apparatus.entries[0].readings[0];
//! assert_eq!(reading.agreement, Agreement::Altered);
//! assert!(reading.day_conflict);
//! ```

pub mod text;

pub mod lexicon;

pub mod intake;

pub mod report;

pub mod annotate;

pub mod story;

pub mod collate;

pub mod talks;

pub mod json;

pub mod ledger;

pub mod tei;

#[cfg(test)]
mod invented;

pub use annotate::{Act, Annotated, Annotations, Manner, Speaker, Statement, StatementId, Tier};
pub use collate::{Agreement, Apparatus, Cut, Degree, Entry, Mark, Reading, Variant, VariantKind};
pub use intake::Capture;
pub use lexicon::Lexicon;
pub use report::{Genre, Part, PartKind, Report, ReportId};
pub use story::{Signature, Story, Witness};
pub use text::Span;
