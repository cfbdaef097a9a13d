//! The shapes we publish: our own here, and those of others (`annotation`, `quotation`), from a
//! story, its reports and its apparatus. Nothing else is serializable.
//!
//! Places are `[start, end)` in code points of the report's text, and stand beside the words they
//! cut, so that a reader of the JSON can check itself. Fields are added, never renamed.

mod annotation;
mod deed;
mod membership;
mod plover;
mod quotation;
mod row;
mod whole;

pub use annotation::annotations;
pub use deed::{DeedInfo, EventInfo, ParticipantInfo, VoiceInfo, deeds};
pub use membership::{
    CopiedInfo, KindInfo, MembershipInfo, NearestReportInfo, SharedWordInfo, memberships,
};
pub use plover::{POLECAT, plover, polecat};
pub use quotation::quotations;
pub use row::{WitnessRow, rows};
pub use whole::{
    AbsentInfo, DescentInfo, EditInfo, EvidenceInfo, FoundInfo, JoinedInfo, NearestInfo, PlaceInfo,
    SpliceInfo, TurnInfo, Whole, WordsInfo,
};

use std::collections::BTreeMap;

use serde::Serialize;

use crate::annotate::{ActorIdx, Annotated, Manner, Speaker, Statement, StatementId, Tier};
use crate::collate::stemma::Families;
use crate::collate::{
    Agreement, Apparatus, Cut, Degree, Entry, EventId, Mark, Passages, Reading, Stemma, Variant,
    VariantKind, Venue, Witnesses, sigla, stemma, venue,
};
use crate::report::{Genre, PartKind, Report, ReportId};
use crate::story::{Kind, Kinds, Story, Witness};
use crate::text::{CodePoints, Span, joined};

/// A story with its reports and its apparatus: what `compare --json` and `show --json` print.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// The story's id.
    pub story: Option<String>,
    /// Its reports, by time, then id.
    pub reports: Vec<ReportInfo>,
    /// One entry an utterance.
    pub entries: Vec<EntryInfo>,
    /// What is found of the story as a whole.
    #[serde(flatten)]
    pub whole: Whole,
}

/// What is known of a report, without its text.
#[derive(Clone, Debug, Serialize)]
pub struct ReportInfo {
    /// Its id.
    pub id: String,
    /// Its sign in this story.
    pub siglum: String,
    /// The outlet's name; null: not told.
    pub outlet: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// Day of publication (`2031-03-04`); null: not told.
    pub published: Option<String>,
    /// `news`, `transcript` or `release`.
    pub genre: &'static str,
    /// What it is besides plain news: `live blog`, `round-up`, `opinion`, `interview`, `obituary`,
    /// `pictures`.
    pub kinds: Vec<&'static str>,
    /// The agency it credits.
    pub credit: Option<String>,
    /// The report it is a copy of.
    pub copy_of: Option<String>,
    /// The first report at the same address, if this is another state of that page.
    pub version_of: Option<String>,
    /// Where it was read.
    pub place: String,
}

/// One utterance.
#[derive(Clone, Debug, Serialize)]
pub struct EntryInfo {
    /// Its number in the story, from 1.
    pub number: usize,
    /// How many outlets have it; a transcript is no outlet's.
    pub outlets: usize,
    /// The same, where copies and what they were copied from count as one.
    pub outlets_without_copies: usize,
    /// How many reports have it.
    pub witnesses: WitnessesInfo,
    /// The wording compared against.
    pub lemma: StatementInfo,
    /// What the other witnesses have.
    pub readings: Vec<ReadingInfo>,
}

/// How many reports have an utterance.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct WitnessesInfo {
    /// All of them.
    pub all: usize,
    /// Without copies and later states of a page.
    pub independent: usize,
    /// Those of the independent whose wording ties them to another: they may have it from there.
    pub tied: usize,
}

/// Where a statement was made, as its report tells it.
#[derive(Clone, Debug, Serialize)]
pub struct VenueInfo {
    /// `briefing`, `interview`, `told`, `rally`, `speech`, `debate`, `session`, `call`, `letter`,
    /// `post`, `aboard`, `gathering` or `statement`.
    pub kind: &'static str,
    /// The report's words for it.
    pub words: String,
    /// Where they stand.
    pub span: [usize; 2],
    /// The place it was in.
    pub place: Option<String>,
    /// The outlet it was told to.
    pub outlet: Option<String>,
}

/// The words of a statement, and who is said to have said them.
#[derive(Clone, Debug, Serialize)]
pub struct StatementInfo {
    /// Its id.
    pub statement: String,
    /// The report it stands in.
    pub report: String,
    /// The report's sign.
    pub siglum: String,
    /// The speaker's name; null: see `speaker_status`.
    pub speaker: Option<String>,
    /// `named`, `unnamed` or `unresolved`.
    pub speaker_status: &'static str,
    /// What the report calls the speaker.
    pub role: Option<String>,
    /// For whom the speaker speaks.
    pub affiliation: Option<String>,
    /// Names of those an unresolved source may mean.
    pub candidates: Vec<String>,
    /// `direct`, `indirect` or `mixed`.
    pub manner: &'static str,
    /// `said`, `asked`, `denied`, `declined` or `not_said`.
    pub act: &'static str,
    /// To whom, as the report words it; null: not told.
    pub addressee: Option<String>,
    /// The day as the report words it; null: not told.
    pub day: Option<String>,
    /// The date that comes to, if the report has one to reckon from.
    pub date: Option<String>,
    /// The place or occasion; null: not told.
    pub venue: Option<VenueInfo>,
    /// The words.
    pub words: String,
    /// Where they stand.
    pub spans: Vec<[usize; 2]>,
    /// The mention beside them.
    pub source: String,
    /// The word that says they were said.
    pub cue: String,
    /// The statement in whose content it stands, if it is reported within another.
    pub within: Option<String>,
    /// The rule that found the statement.
    pub rule: &'static str,
    /// `fast` (rules) or `accurate` (a trained model).
    pub tier: &'static str,
    /// How likely a reader would find the same content and source, 0 to 1.
    pub confidence: f32,
}

/// What one witness has.
#[derive(Clone, Debug, Serialize)]
pub struct ReadingInfo {
    /// Its words.
    #[serde(flatten)]
    pub statement: StatementInfo,
    /// `verbatim`, `trimmed`, `spliced`, `altered` or `paraphrase`.
    pub agreement: &'static str,
    /// Where it was cut, if it was and nothing else differs: `edge`, `inside`.
    pub cut: Option<&'static str>,
    /// Whether every cut inside is marked in the reading.
    pub cut_marked: Option<bool>,
    /// How much differs, if it is altered: `light`, `heavy`.
    pub degree: Option<&'static str>,
    /// Whether it gives another day than the lemma.
    pub day_conflict: bool,
    /// Whether it names another speaker than the lemma.
    pub speaker_conflict: bool,
    /// Whether by one report it was said and by the other not: denied, declined, not said.
    pub act_conflict: bool,
    /// Whether it has it said in another place than the lemma.
    pub venue_conflict: bool,
    /// Where its words differ.
    pub variants: Vec<VariantInfo>,
    /// Where only spelling, case or marks differ.
    pub accidentals: Vec<VariantInfo>,
}

/// One place where a reading differs.
#[derive(Clone, Debug, Serialize)]
pub struct VariantInfo {
    /// `omission`, `addition`, `substitution` or `transposition`.
    pub kind: &'static str,
    /// What it changes of the meaning: `negation`, `number`, `name`, `modal` or `person`.
    pub mark: Option<&'static str>,
    /// The lemma's words.
    pub lemma: String,
    /// The reading's words.
    pub reading: String,
    /// Where the lemma's stand.
    pub lemma_span: [usize; 2],
    /// Where the reading's stand.
    pub reading_span: [usize; 2],
}

/// A report's statements: a line of `annotate`'s output.
#[derive(Clone, Debug, Serialize)]
pub struct AnnotatedInfo {
    /// The identifier the input gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The report.
    #[serde(flatten)]
    pub report: ReportInfo,
    /// Its text, which all spans count in.
    pub text: String,
    /// Who is said to have said what.
    pub statements: Vec<StatementInfo>,
    /// What is said to have been done to whom.
    pub events: Vec<EventInfo>,
}

/// A story as published.
pub fn comparison(story: &Story, reports: &[Annotated], apparatus: &Apparatus) -> Comparison {
    let shelf = Shelf::new(story, reports);
    let stemma = stemma(story, reports, apparatus);
    let families = Families::of(story, &stemma);
    Comparison {
        story: apparatus.story.map(|it| it.to_string()),
        reports: story.witnesses.iter().filter_map(|it| shelf.report(it.report)).collect(),
        entries: shelf.entries(apparatus, &families).collect(),
        whole: whole::whole(&shelf, story, reports, apparatus, &stemma),
    }
}

/// As [`comparison`], without what is found of the story as a whole, which takes most of the time;
/// no witness is told as tied.
pub fn compared(story: &Story, reports: &[Annotated], apparatus: &Apparatus) -> Comparison {
    let shelf = Shelf::new(story, reports);
    let families = Families::of(story, &Stemma::default());
    Comparison {
        story: apparatus.story.map(|it| it.to_string()),
        reports: story.witnesses.iter().filter_map(|it| shelf.report(it.report)).collect(),
        entries: shelf.entries(apparatus, &families).collect(),
        whole: Whole::default(),
    }
}

/// A story's reports as published, with their sigla.
pub fn reports(story: &Story, reports: &[Annotated]) -> Vec<ReportInfo> {
    let shelf = Shelf::new(story, reports);
    story.witnesses.iter().filter_map(|it| shelf.report(it.report)).collect()
}

/// A report's statements as published.
pub fn annotated(annotated: &Annotated) -> AnnotatedInfo {
    let volume = Volume::new(annotated, sigla(&[&annotated.report]).remove(0));
    let statement = |(ordinal, it): (usize, &Statement)| volume.statement(ordinal, &it.content);
    AnnotatedInfo {
        key: annotated.report.key.as_deref().map(str::to_owned),
        report: volume.report(),
        text: annotated.report.text().to_owned(),
        statements: annotated.annotations.statements.iter().enumerate().map(statement).collect(),
        events: (0..)
            .zip(&annotated.annotations.events)
            .map(|(ordinal, it)| {
                volume.event(EventId { report: annotated.report.id(), ordinal }, it)
            })
            .collect(),
    }
}

/// A story's reports, ready to be looked things up in.
struct Shelf<'r> {
    volumes: Vec<Volume<'r>>,
    /// Where each report's stands.
    places: BTreeMap<ReportId, usize>,
}

/// A report with its offsets' units and its sign.
struct Volume<'r> {
    annotated: &'r Annotated,
    points: CodePoints,
    siglum: String,
    copy_of: Option<ReportId>,
    version_of: Option<ReportId>,
}

impl<'r> Shelf<'r> {
    fn new(story: &Story, reports: &'r [Annotated]) -> Shelf<'r> {
        // Of one that comes twice, the first.
        let by_id: BTreeMap<ReportId, &Annotated> =
            reports.iter().rev().map(|it| (it.report.id(), it)).collect();
        let find = |id: ReportId| by_id.get(&id).copied();
        let found: Vec<(&Annotated, &Witness)> =
            story.witnesses.iter().filter_map(|it| Some((find(it.report)?, it))).collect();
        let signs = sigla(&found.iter().map(|(it, _)| &it.report).collect::<Vec<_>>());
        let volumes = found.into_iter().zip(signs).map(|((annotated, witness), siglum)| {
            let Witness { exemplar: copy_of, version_of, .. } = *witness;
            Volume { copy_of, version_of, ..Volume::new(annotated, siglum) }
        });
        let volumes: Vec<Volume> = volumes.collect();
        let numbered = volumes.iter().enumerate().rev();
        let places = numbered.map(|(n, it)| (it.annotated.report.id(), n)).collect();
        Shelf { volumes, places }
    }

    fn volume(&self, id: ReportId) -> Option<&Volume<'r>> {
        Some(&self.volumes[*self.places.get(&id)?])
    }

    fn report(&self, id: ReportId) -> Option<ReportInfo> {
        Some(self.volume(id)?.report())
    }

    fn entries(
        &self,
        apparatus: &Apparatus,
        families: &Families,
    ) -> impl Iterator<Item = EntryInfo> {
        let numbered = apparatus.entries.iter().zip(1..);
        numbered.filter_map(|(entry, number)| self.entry(number, entry, families))
    }

    fn entry(&self, number: usize, entry: &Entry, families: &Families) -> Option<EntryInfo> {
        let lemma = self.passages(&entry.lemma)?;
        let readings = entry.readings.iter().filter_map(|it| self.reading(entry, it)).collect();
        let (outlets, outlets_without_copies) = self.outlets(entry);
        let Witnesses { all, independent, tied } = entry.n_witnesses(families);
        let witnesses = WitnessesInfo { all, independent, tied };
        Some(EntryInfo { number, outlets, outlets_without_copies, witnesses, lemma, readings })
    }

    /// How many outlets have an entry, and how many of them on their own.
    fn outlets(&self, entry: &Entry) -> (usize, usize) {
        let witnesses = entry.statements().filter_map(|it| self.volume(it.report));
        let news: Vec<&Volume<'_>> =
            witnesses.filter(|it| it.annotated.report.genre != Genre::Transcript).collect();
        let count = |mut names: Vec<&str>| {
            names.sort_unstable();
            names.dedup();
            names.len()
        };
        let own = news.iter().map(|it| it.outlet());
        let first = news.iter().map(|it| self.exemplar(it).outlet());
        (count(own.collect()), count(first.collect()))
    }

    /// What a report was copied from, if that is a report of the story; else the report itself.
    fn exemplar<'s>(&'s self, copy: &'s Volume<'r>) -> &'s Volume<'r> {
        let mut at = copy;
        // No chain of copies is longer than the story.
        for _ in &self.volumes {
            match at.copy_of.and_then(|it| self.volume(it)) {
                Some(from) => at = from,
                None => break,
            }
        }
        at
    }

    fn passages(&self, passages: &Passages) -> Option<StatementInfo> {
        let StatementId { report, ordinal } = passages.statement;
        Some(self.volume(report)?.statement(ordinal as usize, &passages.spans))
    }

    fn reading(&self, entry: &Entry, reading: &Reading) -> Option<ReadingInfo> {
        let lemma = self.volume(entry.lemma.statement.report)?;
        let witness = self.volume(reading.passages.statement.report)?;
        let variant = |it: &Variant| VariantInfo {
            kind: variant_kind(it.kind),
            mark: it.mark.map(mark),
            lemma: it.lemma.of(lemma.annotated.report.text()).to_owned(),
            reading: it.reading.of(witness.annotated.report.text()).to_owned(),
            lemma_span: lemma.points.of(it.lemma),
            reading_span: witness.points.of(it.reading),
        };
        let statement = self.passages(&reading.passages)?;
        let act = |it: &Passages| {
            let statements = &self.volume(it.statement.report)?.annotated.annotations.statements;
            Some(statements.get(it.statement.ordinal as usize)?.act)
        };
        Some(ReadingInfo {
            act_conflict: !act(&entry.lemma)?.may_be(act(&reading.passages)?),
            statement,
            agreement: agreement(reading.agreement),
            cut: reading.cut.map(cut),
            cut_marked: reading.cut.map(|it| it.marked),
            degree: reading.degree.map(degree),
            day_conflict: reading.day_conflict,
            speaker_conflict: reading.speaker_conflict,
            venue_conflict: reading.venue_conflict,
            variants: reading.variants.iter().map(variant).collect(),
            accidentals: reading.accidentals.iter().map(variant).collect(),
        })
    }
}

impl<'r> Volume<'r> {
    fn new(annotated: &'r Annotated, siglum: String) -> Volume<'r> {
        let points = CodePoints::new(annotated.report.text());
        Volume { annotated, points, siglum, copy_of: None, version_of: None }
    }

    /// The outlet's name, or what stands for it.
    fn outlet(&self) -> &'r str {
        let report = &self.annotated.report;
        let host = || report.url.as_deref().and_then(crate::report::host_of);
        report.outlet.as_deref().or_else(host).unwrap_or(&report.place)
    }

    fn report(&self) -> ReportInfo {
        let report: &Report = &self.annotated.report;
        let owned = |it: &Option<Box<str>>| it.as_deref().map(str::to_owned);
        ReportInfo {
            id: report.id().to_string(),
            siglum: self.siglum.clone(),
            outlet: owned(&report.outlet),
            title: report.part(PartKind::Headline).map(str::to_owned),
            url: owned(&report.url),
            published: report.published.map(|it| it.day.to_string()),
            genre: genre(report.genre),
            kinds: Kinds::of(report).iter().map(Kind::name).collect(),
            credit: owned(&report.credit),
            copy_of: self.copy_of.map(|it| it.to_string()),
            version_of: self.version_of.map(|it| it.to_string()),
            place: report.place.to_string(),
        }
    }

    fn venue(&self, venue: Venue) -> VenueInfo {
        let words = |it: Span| it.of(self.annotated.report.text()).to_owned();
        VenueInfo {
            kind: venue.kind.name(),
            words: words(venue.words),
            span: self.points.of(venue.words),
            place: venue.place.map(words),
            outlet: venue.outlet.map(words),
        }
    }

    fn statement(&self, ordinal: usize, spans: &[Span]) -> StatementInfo {
        let Annotated { report, annotations } = self.annotated;
        let statement = &annotations.statements[ordinal];
        let id = |ordinal: u32| StatementId { report: report.id(), ordinal }.to_string();
        let name =
            |it: &ActorIdx| annotations.actors.get(it.0 as usize).map(|it| it.name.to_string());
        let text = report.text();
        let join = |spans: &[Span]| joined(text, spans);
        let actor = annotations.speaker(statement);
        let of_actor = |field: Option<&str>| field.map(str::to_owned);
        StatementInfo {
            statement: id(ordinal as u32),
            report: report.id().to_string(),
            siglum: self.siglum.clone(),
            speaker: actor.map(|it| it.name.to_string()),
            speaker_status: speaker_status(statement.speaker),
            role: of_actor(actor.and_then(|it| it.role.as_deref())),
            affiliation: of_actor(actor.and_then(|it| it.affiliation.as_deref())),
            candidates: statement.candidates.iter().filter_map(name).collect(),
            manner: manner(statement.manner),
            act: statement.act.name(),
            addressee: statement.addressee.map(|it| it.of(text).to_owned()),
            day: statement.day.map(|it| it.written.of(text).to_owned()),
            date: statement.day.and_then(|it| it.date).map(|it| it.to_string()),
            venue: venue(self.annotated, statement).map(|it| self.venue(it)),
            words: join(spans),
            spans: spans.iter().map(|it| self.points.of(*it)).collect(),
            source: join(&statement.source),
            cue: join(&statement.cue),
            within: statement.within.map(id),
            rule: statement.rule,
            tier: tier(statement.tier),
            confidence: statement.confidence,
        }
    }
}

/// `news`, `transcript`, `release`.
pub fn genre(genre: Genre) -> &'static str {
    match genre {
        Genre::News => "news",
        Genre::Transcript => "transcript",
        Genre::Release => "release",
    }
}

/// `direct`, `indirect`, `mixed`.
pub fn manner(manner: Manner) -> &'static str {
    match manner {
        Manner::Direct => "direct",
        Manner::Indirect => "indirect",
        Manner::Mixed => "mixed",
    }
}

/// `fast`, `accurate`.
pub fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Fast => "fast",
        Tier::Accurate => "accurate",
    }
}

/// `verbatim`, `trimmed`, `spliced`, `altered`, `paraphrase`.
pub fn agreement(agreement: Agreement) -> &'static str {
    match agreement {
        Agreement::Verbatim => "verbatim",
        Agreement::Trimmed => "trimmed",
        Agreement::Spliced => "spliced",
        Agreement::Altered => "altered",
        Agreement::Paraphrase => "paraphrase",
    }
}

/// `edge`, `inside`.
pub fn cut(cut: Cut) -> &'static str {
    if cut.inside { "inside" } else { "edge" }
}

/// `light`, `heavy`.
pub fn degree(degree: Degree) -> &'static str {
    match degree {
        Degree::Light => "light",
        Degree::Heavy => "heavy",
    }
}

/// `negation`, `number`, `name`, `modal`, `person`.
pub fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Negation => "negation",
        Mark::Number => "number",
        Mark::Name => "name",
        Mark::Modal => "modal",
        Mark::Person => "person",
    }
}

/// `omission`, `addition`, `substitution`, `transposition`.
pub fn variant_kind(kind: VariantKind) -> &'static str {
    match kind {
        VariantKind::Omission => "omission",
        VariantKind::Addition => "addition",
        VariantKind::Substitution => "substitution",
        VariantKind::Transposition => "transposition",
    }
}

/// `named`, `unnamed`, `unresolved`.
pub fn speaker_status(speaker: Speaker) -> &'static str {
    match speaker {
        Speaker::Named(_) => "named",
        Speaker::Unnamed => "unnamed",
        Speaker::Unresolved => "unresolved",
    }
}
