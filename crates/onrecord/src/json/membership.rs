//! Why each report is in its story, as published.

use serde::Serialize;

use super::{Shelf, Volume};
use crate::annotate::Annotated;
use crate::report::ReportId;
use crate::story::{self, Doubt, Ground, Reason, Story, kinds_told};

/// Why a report is in its story.
#[derive(Clone, Debug, Serialize)]
pub struct MembershipInfo {
    /// The report.
    pub report: String,
    /// Its sign.
    pub siglum: String,
    /// The report of the story that it is most like; null: it is like none.
    pub nearest: Option<NearestReportInfo>,
    /// Mean likeness with the other reports of the story, 0 to 1.
    pub mean_likeness: f32,
    /// Days to the nearest day of the others; null: not told.
    pub days_apart: Option<i32>,
    /// What it was copied from.
    pub copy: Option<CopiedInfo>,
    /// The first report at the same address, if this is another state of that page.
    pub version_of: Option<String>,
    /// What it is besides plain news.
    pub kinds: Vec<KindInfo>,
    /// What nearly kept it apart.
    pub doubts: Vec<&'static str>,
}

/// What a report is besides plain news, and by which words.
#[derive(Clone, Debug, Serialize)]
pub struct KindInfo {
    /// `live blog`, `round-up`, `opinion`, `interview`, `obituary` or `pictures`.
    pub kind: &'static str,
    /// The words it rests on.
    pub words: String,
    /// Where they stand in the text; null: in the address.
    pub span: Option<[usize; 2]>,
}

/// The report that another hangs on.
#[derive(Clone, Debug, Serialize)]
pub struct NearestReportInfo {
    /// That report.
    pub report: String,
    /// Its sign.
    pub siglum: String,
    /// How alike the two are by their weighed words, 0 to 1.
    pub likeness: f32,
    /// Days from that report to this one; null: one is not told.
    pub days: Option<i32>,
    /// The words that make them alike, the heaviest first.
    pub words: Vec<SharedWordInfo>,
}

/// A word that two reports have in common.
#[derive(Clone, Debug, Serialize)]
pub struct SharedWordInfo {
    /// The word, as the report prints it.
    pub word: String,
    /// Where it first stands in the report.
    pub here: [usize; 2],
    /// Where it first stands in the other.
    pub there: [usize; 2],
    /// What it adds to their likeness.
    pub weight: f32,
}

/// What a copy shares with its exemplar.
#[derive(Clone, Debug, Serialize)]
pub struct CopiedInfo {
    /// The exemplar.
    pub exemplar: String,
    /// Its sign.
    pub siglum: String,
    /// Sampled runs of three words that both have, outside quotation marks.
    pub n_runs: usize,
    /// The same, as a share of the shorter report's.
    pub share: f32,
}

/// Why each report is in the story, in order of witness.
pub fn memberships(story: &Story, reports: &[Annotated]) -> Vec<MembershipInfo> {
    let shelf = Shelf::new(story, reports);
    let found = story::memberships(story, reports);
    found.iter().filter_map(|it| shelf.membership(it)).collect()
}

impl Shelf<'_> {
    fn membership(&self, of: &story::Membership) -> Option<MembershipInfo> {
        let siglum = |id: ReportId| Some(self.volume(id)?.siglum.clone());
        let copied = |it: &story::Copied| {
            Some(CopiedInfo {
                exemplar: it.exemplar.to_string(),
                siglum: siglum(it.exemplar)?,
                n_runs: it.n_runs,
                share: it.share,
            })
        };
        Some(MembershipInfo {
            report: of.report.to_string(),
            siglum: siglum(of.report)?,
            nearest: of.nearest.as_ref().and_then(|it| self.nearest_report(of.report, it)),
            mean_likeness: of.mean,
            days_apart: of.days_apart,
            copy: of.copy.as_ref().and_then(copied),
            version_of: of.version_of.map(|it| it.to_string()),
            kinds: self.volume(of.report).map_or(Vec::new(), kinds),
            doubts: of.doubts.iter().copied().map(Doubt::name).collect(),
        })
    }

    fn nearest_report(&self, of: ReportId, nearest: &story::Nearest) -> Option<NearestReportInfo> {
        let (here, there) = (self.volume(of)?, self.volume(nearest.report)?);
        let word = |it: &story::SharedWord| SharedWordInfo {
            word: it.here.of(here.annotated.report.text()).to_owned(),
            here: here.points.of(it.here),
            there: there.points.of(it.there),
            weight: it.weight,
        };
        Some(NearestReportInfo {
            report: nearest.report.to_string(),
            siglum: there.siglum.clone(),
            likeness: nearest.likeness,
            days: nearest.days,
            words: nearest.words.iter().map(word).collect(),
        })
    }
}

fn kinds(of: &Volume) -> Vec<KindInfo> {
    let report = &of.annotated.report;
    let kind = |it: &Reason| KindInfo {
        kind: it.kind.name(),
        words: it.words(report).to_owned(),
        span: match it.ground {
            Ground::Text(span) => Some(of.points.of(span)),
            Ground::Address(_) => None,
        },
    };
    kinds_told(report).iter().map(kind).collect()
}
