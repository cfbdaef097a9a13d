//! What is found of a story as a whole: who was made from whom, where quotations stand in its
//! transcripts, and what is printed as one and was two.

use serde::Serialize;

use super::Shelf;
use super::figure::{CountedInfo, counted};
use crate::annotate::{Annotated, StatementId};
use crate::collate::stemma::{Descent, Evidence, Fact, Origin};
use crate::collate::{
    Absent, Apparatus, Edit, Found, Joined, Nearest, Passages, Splice, Stemma, Tables, TurnPlace,
    changes, edits, standing_and_splices,
};
use crate::report::ReportId;
use crate::story::Story;
use crate::text::Span;

/// Lists of a whole story, each a part of [`super::Comparison`].
#[derive(Clone, Debug, Default, Serialize)]
pub struct Whole {
    /// Which report was made from which, as far as they tell.
    pub stemma: Vec<DescentInfo>,
    /// The reports that are no copies and no later states of a page.
    pub independent: Vec<String>,
    /// Quotations that stand in a transcript, each with its turn.
    pub found: Vec<FoundInfo>,
    /// Quotations found in no transcript where they could stand. Never says that they are false.
    pub absent: Vec<AbsentInfo>,
    /// What one report prints as one, and others have as two.
    pub splices: Vec<SpliceInfo>,
    /// What outlets changed on their pages afterwards.
    pub edits: Vec<EditInfo>,
    /// Numbers that reports give for something, those for one thing side by side; disputes first.
    pub figures: Vec<CountedInfo>,
}

/// What one report was made from.
#[derive(Clone, Debug, Serialize)]
pub struct DescentInfo {
    /// The report.
    pub report: String,
    /// Its sign.
    pub siglum: String,
    /// The report it was made from or, if not directed, is tied to.
    pub from: Option<String>,
    /// That report's sign.
    pub from_siglum: Option<String>,
    /// An agency whose own report is not among them.
    pub agency: Option<String>,
    /// `copy`, `version`, `credited`, `rewrite`, `translation` or `shared_source`.
    pub kind: &'static str,
    /// Whether it is told which of the two was there first.
    pub directed: bool,
    /// The facts it rests on.
    pub evidence: Vec<EvidenceInfo>,
}

/// A fact, and where it can be seen.
#[derive(Clone, Debug, Serialize)]
pub struct EvidenceInfo {
    /// `credit`, `named`, `narration`, `short_runs`, `alterations`, `reworded`, `statements`,
    /// `earlier`, `language` or `address`.
    pub fact: &'static str,
    /// The agency credited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// How many: words in common, alterations, quotations, statements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// Of how many; of statements, how many stand in one order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u32>,
    /// Of words in common: in how many runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n_runs: Option<u32>,
    /// Of words in common: as a share of the shorter report's words outside quotation marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f32>,
    /// Passages that show it: of the two reports in turn.
    pub places: Vec<PlaceInfo>,
}

/// A passage of a report.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceInfo {
    /// The report.
    pub report: String,
    /// Its sign.
    pub siglum: String,
    /// Where the words stand.
    pub span: [usize; 2],
    /// The words.
    pub words: String,
}

/// Words of a statement.
#[derive(Clone, Debug, Serialize)]
pub struct WordsInfo {
    /// The statement.
    pub statement: String,
    /// The sign of its report.
    pub siglum: String,
    /// The day it is given, as the report words it.
    pub day: Option<String>,
    /// The words.
    pub words: String,
    /// Where they stand.
    pub spans: Vec<[usize; 2]>,
}

/// A turn of a transcript.
#[derive(Clone, Debug, Serialize)]
pub struct TurnInfo {
    /// Its number, from 1.
    pub turn: u32,
    /// Who speaks, as the transcript has it.
    pub tag: Option<String>,
    /// The question it answers.
    pub asked: Option<String>,
}

/// A quotation, and where it stands in a transcript.
#[derive(Clone, Debug, Serialize)]
pub struct FoundInfo {
    /// The report's words.
    #[serde(flatten)]
    pub quotation: WordsInfo,
    /// The transcript's.
    pub transcript: WordsInfo,
    /// The turn they stand in.
    #[serde(flatten)]
    pub turn: TurnInfo,
    /// Whether the two share an entry.
    pub linked: bool,
}

/// A quotation that was not found.
#[derive(Clone, Debug, Serialize)]
pub struct AbsentInfo {
    /// The report's words.
    #[serde(flatten)]
    pub quotation: WordsInfo,
    /// `not_found`, or `another_day`: the report gives it to a day of which there is no transcript.
    pub why: &'static str,
    /// The transcripts looked in.
    pub transcripts: Vec<String>,
    /// What comes nearest in them.
    pub nearest: Option<NearestInfo>,
}

/// The passage of a transcript that is most like a quotation.
#[derive(Clone, Debug, Serialize)]
pub struct NearestInfo {
    /// Its words.
    #[serde(flatten)]
    pub passage: WordsInfo,
    /// The turn they stand in.
    #[serde(flatten)]
    pub turn: TurnInfo,
    /// How surely the two are one utterance, 0 to 1. Mostly low.
    pub score: f32,
}

/// What one report prints as one, and others have as two.
#[derive(Clone, Debug, Serialize)]
pub struct SpliceInfo {
    /// The statement printed as one.
    pub statement: String,
    /// The sign of its report.
    pub siglum: String,
    /// `two_days`, `two_turns`, `far_apart` or `one_day`.
    pub kind: &'static str,
    /// Whether an ellipsis stands where the parts meet.
    pub marked: bool,
    /// Its parts, in the order they are printed.
    pub parts: Vec<JoinedInfo>,
}

/// A part of what is printed as one, and where another report has it.
#[derive(Clone, Debug, Serialize)]
pub struct JoinedInfo {
    /// The words here.
    pub here: WordsInfo,
    /// The words there.
    pub there: WordsInfo,
}

/// A change between two states of a page in what is reported as said.
#[derive(Clone, Debug, Serialize)]
pub struct EditInfo {
    /// `altered`, `trimmed`, `extended`, `paraphrase`, `attribution`, `day`, `manner`, `removed`,
    /// `added` or `accidentals`.
    pub kind: &'static str,
    /// What another wording changes of the meaning: `negation`, `number`, `name`, `modal`, `person`.
    pub mark: Option<&'static str>,
    /// The state before.
    pub earlier: String,
    /// Its sign.
    pub earlier_siglum: String,
    /// The state after.
    pub later: String,
    /// Its sign.
    pub later_siglum: String,
    /// Whether the two have different times; if not, either may have been first.
    pub order_known: bool,
    /// Who is said to have said it, as the state after has it, if it has it.
    pub speaker: Option<String>,
    /// The words as they were.
    pub before: Option<WordsInfo>,
    /// The words as they are.
    pub after: Option<WordsInfo>,
    /// What differs: `old → new`, `[-left out-]`, `{+put in+}`, `~moved~`, parted by `; `.
    pub changes: String,
}

/// All lists of a story.
pub(super) fn whole(
    shelf: &Shelf<'_>,
    story: &Story,
    reports: &[Annotated],
    apparatus: &Apparatus,
    stemma: &Stemma,
) -> Whole {
    let tables = Tables::english();
    let (standing, splices) = standing_and_splices(&tables, story, reports, apparatus);
    let independent = crate::collate::independent(story, stemma);
    Whole {
        stemma: stemma.descents.iter().filter_map(|it| shelf.descent(it)).collect(),
        independent: independent.iter().map(ToString::to_string).collect(),
        found: standing.found.iter().filter_map(|it| shelf.found(it)).collect(),
        absent: standing.absent.iter().filter_map(|it| shelf.absent(it)).collect(),
        splices: splices.iter().filter_map(|it| shelf.splice(it)).collect(),
        edits: edits(&tables, story, reports).iter().filter_map(|it| shelf.edit(it)).collect(),
        figures: counted(shelf, story, reports),
    }
}

impl Shelf<'_> {
    fn siglum(&self, report: ReportId) -> Option<String> {
        Some(self.volume(report)?.siglum.clone())
    }

    fn descent(&self, descent: &Descent) -> Option<DescentInfo> {
        let (from, agency) = match &descent.from {
            Origin::Report(it) => (Some(*it), None),
            Origin::Agency(it) => (None, Some(it.to_string())),
        };
        Some(DescentInfo {
            report: descent.report.to_string(),
            siglum: self.siglum(descent.report)?,
            from: from.map(|it| it.to_string()),
            from_siglum: from.and_then(|it| self.siglum(it)),
            agency,
            kind: descent.kind.name(),
            directed: descent.directed,
            evidence: descent.evidence.iter().map(|it| self.evidence(it)).collect(),
        })
    }

    fn evidence(&self, evidence: &Evidence) -> EvidenceInfo {
        let (agency, n, of) = match &evidence.fact {
            Fact::Credit(agency) => (Some(agency.to_string()), None, None),
            Fact::Narration { n_words, .. } => (None, Some(*n_words), None),
            Fact::Alterations(n) => (None, Some(*n), None),
            Fact::Reworded { n, of } => (None, Some(*n), Some(*of)),
            Fact::Statements { n, in_order } => (None, Some(*n), Some(*in_order)),
            Fact::Named | Fact::ShortRuns | Fact::Earlier | Fact::Language | Fact::Address => {
                (None, None, None)
            }
        };
        let (n_runs, share) = match &evidence.fact {
            Fact::Narration { n_runs, share, .. } => (Some(*n_runs), Some(*share)),
            _ => (None, None),
        };
        let place = |report: ReportId, span: Span| {
            let volume = self.volume(report)?;
            Some(PlaceInfo {
                report: report.to_string(),
                siglum: volume.siglum.clone(),
                span: volume.points.of(span),
                words: span.of(volume.annotated.report.text()).to_owned(),
            })
        };
        let places = evidence.places.iter().filter_map(|it| place(it.report, it.span)).collect();
        EvidenceInfo { fact: evidence.fact.name(), agency, n, of, n_runs, share, places }
    }

    fn words(&self, passages: &Passages) -> Option<WordsInfo> {
        let StatementId { report, ordinal } = passages.statement;
        let info = self.volume(report)?.statement(ordinal as usize, &passages.spans);
        let (statement, siglum, day) = (info.statement, info.siglum, info.day);
        Some(WordsInfo { statement, siglum, day, words: info.words, spans: info.spans })
    }

    fn turn(&self, transcript: ReportId, turn: TurnPlace) -> TurnInfo {
        let text = self.volume(transcript).map_or("", |it| it.annotated.report.text());
        TurnInfo {
            turn: turn.number,
            tag: turn.tag.map(|it| it.of(text).to_owned()),
            asked: turn.asked.map(|it| it.to_string()),
        }
    }

    fn found(&self, found: &Found) -> Option<FoundInfo> {
        Some(FoundInfo {
            quotation: self.words(&found.passages)?,
            transcript: self.words(&found.at)?,
            turn: self.turn(found.at.statement.report, found.turn),
            linked: found.linked,
        })
    }

    fn absent(&self, absent: &Absent) -> Option<AbsentInfo> {
        let nearest = |it: &Nearest| {
            Some(NearestInfo {
                passage: self.words(&it.passages)?,
                turn: self.turn(it.passages.statement.report, it.turn),
                score: it.score,
            })
        };
        Some(AbsentInfo {
            quotation: self.words(&absent.passages)?,
            why: absent.why.name(),
            transcripts: absent.transcripts.iter().map(ToString::to_string).collect(),
            nearest: absent.nearest.as_ref().and_then(nearest),
        })
    }

    fn splice(&self, splice: &Splice) -> Option<SpliceInfo> {
        let part = |it: &Joined| {
            Some(JoinedInfo { here: self.words(&it.here)?, there: self.words(&it.there)? })
        };
        Some(SpliceInfo {
            statement: splice.statement.to_string(),
            siglum: self.siglum(splice.statement.report)?,
            kind: splice.kind.name(),
            marked: splice.marked,
            parts: splice.parts.iter().filter_map(part).collect(),
        })
    }

    fn edit(&self, edit: &Edit) -> Option<EditInfo> {
        let text = |id| self.volume(id).map(|it| it.annotated.report.text());
        let latest = edit.after.as_ref().or(edit.before.as_ref())?;
        let StatementId { report, ordinal } = latest.statement;
        let told = self.volume(report)?.statement(ordinal as usize, &latest.spans);
        Some(EditInfo {
            kind: edit.kind.name(),
            mark: edit.mark.map(super::mark),
            earlier: edit.earlier.to_string(),
            earlier_siglum: self.siglum(edit.earlier)?,
            later: edit.later.to_string(),
            later_siglum: self.siglum(edit.later)?,
            order_known: edit.order_known,
            speaker: told.speaker,
            before: edit.before.as_ref().and_then(|it| self.words(it)),
            after: edit.after.as_ref().and_then(|it| self.words(it)),
            changes: changes(edit, text(edit.earlier)?, text(edit.later)?),
        })
    }
}
