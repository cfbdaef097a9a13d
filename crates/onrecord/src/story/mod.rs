//! Signatures of reports in, stories out: which reports tell of one happening, and which are
//! copies of one text. A pure function of the set of signatures: order changes nothing.

pub mod copies;
mod headline;
mod likeness;
mod linkage;
mod signature;
mod stored;
#[cfg(test)]
mod tests;

pub(crate) use signature::{Rank, digest_wide, fold, telling};
pub use signature::{Signature, sign};

use std::collections::BTreeMap;

use crate::annotate::Annotated;
use crate::report::ReportId;

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

    /// The headline most like the others, by its place in `headlines`; the first of those alike.
    /// `None` if there is no headline, or all are empty.
    pub fn headline(headlines: &[&str]) -> Option<usize> {
        headline::middle(headlines)
    }

    /// The story that just these reports make: in order, with copies and versions told, without
    /// asking whether they belong together.
    pub fn of(signatures: &[&Signature]) -> Story {
        let members = in_order(signatures.to_vec());
        Story { witnesses: copies::witnesses(&members, &copies::shared_among(&members, |_| 0)) }
    }
}

/// Groups reports into stories, by time of their first report, then id. Each report is in one.
pub fn cluster(signatures: &[Signature]) -> Vec<Story> {
    let signatures = in_order(signatures.iter().collect());
    let edges = likeness::edges(&signatures);
    let leaf = |it: &&Signature| linkage::Leaf { day: it.day_number(), occasion: it.occasion() };
    let groups = linkage::groups(&signatures.iter().map(leaf).collect::<Vec<_>>(), &edges);
    let pairs = pairs_within(&groups, &signatures);
    let stories = groups.iter().zip(&pairs);
    let members = |group: &[usize]| group.iter().map(|it| signatures[*it]).collect::<Vec<_>>();
    stories.map(|(it, pairs)| Story { witnesses: copies::witnesses(&members(it), pairs) }).collect()
}

/// For each group, its pairs that share text, by their places in it.
fn pairs_within(groups: &[Vec<usize>], signatures: &[&Signature]) -> Vec<Vec<copies::Shared>> {
    let mut place = vec![(0, 0); signatures.len()];
    for (n, group) in groups.iter().enumerate() {
        for (at, member) in group.iter().enumerate() {
            place[*member] = (n, at as u32);
        }
    }
    let mut within = vec![Vec::new(); groups.len()];
    for pair in copies::shared_among(signatures, |it| place[it as usize].0 as u32) {
        let (later, earlier) = (place[pair.later as usize], place[pair.earlier as usize]);
        if later.0 == earlier.0 {
            let (later, earlier, group) = (later.1, earlier.1, later.0);
            within[group].push(copies::Shared { later, earlier, ..pair });
        }
    }
    within
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
