//! Signatures of reports in, stories out: which reports tell of one happening, and which are
//! copies of one text. A pure function of the set of signatures: order changes nothing.

mod candidate;
pub mod copies;
pub mod decision;
mod facts;
mod headline;
mod kind;
mod linkage;
mod reading;
mod sequence;
mod signature;
mod stored;
mod sum;
#[cfg(test)]
mod tests;
mod timeline;
mod weigh;
mod why;

pub use decision::Decision;
pub use facts::{About, Conflict, Fact, Facts, conflict};
pub use headline::{Offered, Title, title};
pub use kind::{Ground, Kind, Kinds, Reason, kinds_told, nearest};
pub use sequence::{Follows, Told, WITHIN, WORDS, follow, follow_on, heaviest};
pub(crate) use signature::{Rank, digest_wide, fold, telling};
pub use signature::{Signature, sign};
pub use timeline::{Day, Known, Placed, SharedText, Timeline, WINDOW, place_undated};
pub use why::{Copied, Doubt, Membership, Middle, Nearest, SharedWord, memberships, printed};

use std::collections::BTreeMap;

use crate::annotate::Annotated;
use crate::report::{Genre, PartKind, ReportId};

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
    /// The report of the same story it was copied from, if it is a copy: the first of its text, or,
    /// if it has nothing of that one, the copy from which it has the rest.
    pub exemplar: Option<ReportId>,
    /// The first report with the same address, if this is a later state of that page.
    pub version_of: Option<ReportId>,
}

impl Story {
    /// The story's id: its first report's.
    pub fn id(&self) -> Option<ReportId> {
        self.witnesses.first().map(|it| it.report)
    }

    /// For each witness, the report that it counts as when witnesses are counted: a copy counts as
    /// its exemplar, a later state of a page as the first, any other report as itself.
    pub fn heads(&self) -> Vec<ReportId> {
        let place: BTreeMap<ReportId, usize> =
            self.witnesses.iter().enumerate().map(|(n, it)| (it.report, n)).collect();
        let next = |at: usize| {
            let witness = &self.witnesses[at];
            witness.exemplar.or(witness.version_of).and_then(|it| place.get(&it).copied())
        };
        let head = |at: usize| {
            // A story made by hand may run in a circle; no way is longer than there are reports.
            let way = std::iter::successors(Some(at), |it| next(*it)).take(self.witnesses.len());
            self.witnesses[way.last().unwrap_or(at)].report
        };
        (0..self.witnesses.len()).map(head).collect()
    }

    /// The title that its reports' headlines give it; `None` if none has a headline.
    pub fn title<'r>(&self, reports: &'r [Annotated]) -> Option<&'r str> {
        let find = |id: ReportId| reports.iter().map(|it| &it.report).find(|it| it.id() == id);
        let found = self.witnesses.iter().zip(self.heads());
        let found = found.filter_map(|(it, head)| Some((find(it.report)?, head == it.report)));
        let offered: Vec<Offered> = found
            .map(|(report, counts)| Offered {
                words: report.part(PartKind::Headline).unwrap_or(""),
                is_headline: true,
                is_plain: report.genre != Genre::Transcript && Kinds::of(report).is_plain(),
                counts,
                outlet: report.outlet.as_deref().unwrap_or(""),
            })
            .collect();
        title(&offered).map(|it| it.span.of(offered[it.of].words))
    }

    /// The story that just these reports make: in order, with copies and versions told, without
    /// asking whether they belong together.
    pub fn of(signatures: &[&Signature]) -> Story {
        let members = in_order(signatures.to_vec());
        Story { witnesses: copies::witnesses(&members, &copies::shared_among(&members, |_| 0)) }
    }

    /// The story of a group of reports, with what is known of text that they share; what is shared
    /// with others is passed over.
    pub fn of_group(signatures: &[&Signature], shared: &[SharedText]) -> Story {
        let members = in_order(signatures.to_vec());
        let place: BTreeMap<ReportId, u32> =
            (0..).zip(&members).map(|(n, it)| (it.report, n)).collect();
        let within = |it: &SharedText| {
            let (later, earlier) = (*place.get(&it.later)?, *place.get(&it.earlier)?);
            let SharedText { n_runs, n_later, n_earlier, .. } = *it;
            Some(copies::Shared { later, earlier, n_runs, n_later, n_earlier })
        };
        let pairs: Vec<copies::Shared> = shared.iter().filter_map(within).collect();
        Story { witnesses: copies::witnesses(&members, &pairs) }
    }
}

/// Groups reports into stories, by time of their first report, then id. Each report is in one.
pub fn cluster(signatures: &[Signature]) -> Vec<Story> {
    let signatures = in_order(signatures.iter().collect());
    let all = timeline::place_all(&signatures);
    // Each report has been placed.
    let group_of = |it: ReportId| all.placed[all.placed.partition_point(|at| at.report < it)].group;
    let mut groups: BTreeMap<ReportId, (Vec<&Signature>, Vec<SharedText>)> = BTreeMap::new();
    for signature in &signatures {
        groups.entry(group_of(signature.report)).or_default().0.push(signature);
    }
    for shared in &all.shared {
        if let Some(group) = groups.get_mut(&group_of(shared.later)) {
            group.1.push(*shared);
        }
    }
    let mut stories: Vec<(Rank, Story)> = groups
        .values()
        .map(|(members, shared)| (members[0].rank(), Story::of_group(members, shared)))
        .collect();
    stories.sort_by_key(|(rank, _)| *rank);
    stories.into_iter().map(|(_, it)| it).collect()
}

/// By rank, each report once: with its earliest day, should it come with several.
fn in_order(mut signatures: Vec<&Signature>) -> Vec<&Signature> {
    signatures.sort_by_key(|it| (it.report, it.rank()));
    signatures.dedup_by_key(|it| it.report);
    signatures.sort_by_key(|it| it.rank());
    signatures
}

/// One story of the reports given, whatever they tell: what `compare` lays side by side.
pub fn gather(reports: &[Annotated]) -> Story {
    let signatures: Vec<Signature> = reports.iter().map(sign).collect();
    Story::of(&signatures.iter().collect::<Vec<_>>())
}
