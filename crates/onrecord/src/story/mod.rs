//! Signatures of reports in, stories out: which reports tell of one happening, and which are
//! copies of one text. A pure function of the set of signatures: order changes nothing.

use crate::annotate::Annotated;
use crate::report::ReportId;

/// What grouping needs to know of a report; a few hundred numbers, made once.
#[derive(Clone, Debug)]
pub struct Signature {
    /// The report.
    pub report: ReportId,
    /// Its day of publication.
    pub day: Option<jiff::civil::Date>,
}

/// The reports of one happening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Its reports, by time, then id.
    pub witnesses: Vec<Witness>,
}

/// A report as bearer of a story's statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The report.
    pub report: ReportId,
    /// The report it was copied from, if it is a copy.
    pub exemplar: Option<ReportId>,
}

impl Story {
    /// The story's id: its first report's.
    pub fn id(&self) -> Option<ReportId> {
        self.witnesses.first().map(|it| it.report)
    }
}

/// What grouping needs to know of a report.
pub fn sign(annotated: &Annotated) -> Signature {
    Signature { report: annotated.report.id(), day: annotated.report.published.map(|it| it.day) }
}

/// Groups reports into stories.
pub fn cluster(signatures: &[Signature]) -> Vec<Story> {
    let _ = signatures;
    Vec::new()
}

/// One story of the reports given, whatever they tell: what `compare` lays side by side.
pub fn gather(reports: &[Annotated]) -> Story {
    let mut order: Vec<&Annotated> = reports.iter().collect();
    order.sort_by_key(|it| (it.report.published.map(|at| at.day), it.report.id()));
    let witness = |it: &&Annotated| Witness { report: it.report.id(), exemplar: None };
    Story { witnesses: order.iter().map(witness).collect() }
}
