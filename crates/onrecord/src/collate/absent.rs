//! A story with transcripts in, where each quotation stands in them out; and which stand in none.
//!
//! A quotation is looked for only where it could stand: in a transcript in which its speaker
//! speaks, of the day that the report gives. What is not found is *not found in* those
//! transcripts; whether it was said elsewhere nobody can tell from them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::conflict::{self, ToldDay};
use super::link::{Prepared, lay};
use super::pair::{Claim, Comparer, Tables};
use super::unit::{Face, Unit};
use super::{Agreement, Apparatus, Passages, Read, speaker};
use crate::annotate::{Annotated, Speaker, Statement, StatementId};
use crate::report::{Genre, PartKind, ReportId, turns};
use crate::story::Story;
use crate::text::Span;
use crate::text::fold::Folded;

/// Where the quotations of a story's reports stand in its transcripts.
///
/// Shape for publishing, beside a story's entries:
///
/// ```json
/// {"found": [{"statement": "<report>.<n>", "words": "…", "spans": [[0, 9]],
///             "transcript": {"statement": "<report>.<n>", "words": "…", "spans": [[0, 9]]},
///             "turn": 7, "tag": "MS. RUIZ:", "asked": "<report>.<n>", "linked": true}],
///  "absent": [{"statement": "<report>.<n>", "words": "…", "spans": [[0, 9]],
///              "why": "not_found", "transcripts": ["<report>"],
///              "nearest": {"statement": "<report>.<n>", "words": "…", "spans": [[0, 9]],
///                          "turn": 7, "score": 0.31}}]}
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InTranscripts {
    /// Quotations that stand in a transcript, in order of report and place.
    pub found: Vec<Found>,
    /// Those that stand in none where they could.
    pub absent: Vec<Absent>,
}

/// A sentence of a quotation, or the quoted words of a mixed statement, and its turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The report's words.
    pub passages: Passages,
    /// The transcript's.
    pub at: Passages,
    /// The turn that they stand in.
    pub turn: TurnPlace,
    /// The two share an entry. If not, the words stand there all the same: printed a second time,
    /// or over two sentences of the transcript.
    pub linked: bool,
}

/// A sentence of a quotation, or the quoted words of a mixed statement, that was not found.
#[derive(Clone, Debug, PartialEq)]
pub struct Absent {
    /// The report's words.
    pub passages: Passages,
    /// What that means.
    pub why: Why,
    /// The transcripts looked in. Never empty.
    pub transcripts: Box<[ReportId]>,
    /// What comes nearest in them, however little that is. `None`: no word of it is there.
    pub nearest: Option<Nearest>,
}

/// Why a quotation stands in no transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The transcripts are of its day, or it tells none.
    NotFound,
    /// The report gives it to another day than that of every transcript of its speaker: it is not
    /// to be expected there.
    AnotherDay,
}

impl Why {
    /// `not_found`, `another_day`.
    pub fn name(self) -> &'static str {
        match self {
            Why::NotFound => "not_found",
            Why::AnotherDay => "another_day",
        }
    }
}

/// The passage of a transcript that is most like a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// A sentence of a turn.
    pub passages: Passages,
    /// The turn.
    pub turn: TurnPlace,
    /// How surely the two are one utterance, 0 to 1. Mostly low.
    pub score: f32,
}

/// A turn of a transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnPlace {
    /// Its number among the turns in which something is said, from 1.
    pub number: u32,
    /// The tag that names who speaks; `None` in a transcript without tags.
    pub tag: Option<Span>,
    /// The question it answers: the turn of one who asks, just before it or one further back.
    pub asked: Option<StatementId>,
}

/// Looks for each direct quotation, and for the quoted words of mixed statements, in the
/// transcripts of the story. Empty where the story has none.
pub fn standing(
    tables: &Tables,
    story: &Story,
    reports: &[Annotated],
    apparatus: &Apparatus,
) -> InTranscripts {
    let read = Read::of(tables, story, reports);
    standing_in(tables, &Transcript::all(&read), &read, apparatus)
}

/// As [`standing`], with the story's transcripts read.
pub(super) fn standing_in(
    tables: &Tables,
    transcripts: &[Transcript<'_>],
    read: &Read<'_>,
    apparatus: &Apparatus,
) -> InTranscripts {
    let mut standing = InTranscripts::default();
    if transcripts.is_empty() {
        return standing;
    }
    let comparer = Comparer::among(tables, transcripts.iter().flat_map(Transcript::sentences));
    let linked = Linked::read(apparatus, transcripts);
    for (annotated, units) in read.each().filter(|it| it.0.report.genre != Genre::Transcript) {
        for unit in units {
            let Some(face) = quoted_face(unit) else { continue };
            let quotation = Quotation { annotated, unit, face };
            quotation.look_up(&comparer, transcripts, &linked, &mut standing);
        }
    }
    standing
}

/// The words that a unit gives as the speaker's.
pub(super) fn quoted_face(unit: &Unit) -> Option<&Face> {
    unit.faces.iter().find(|it| it.prepared.claim == Claim::Quoted)
}

/// What the apparatus links to transcripts: for a statement, its words and the transcript's.
struct Linked<'a>(FxHashMap<StatementId, Vec<(&'a Passages, &'a Passages)>>);

impl<'a> Linked<'a> {
    fn read(apparatus: &'a Apparatus, transcripts: &[Transcript<'_>]) -> Linked<'a> {
        let ids: FxHashSet<ReportId> =
            transcripts.iter().map(|it| it.annotated.report.id()).collect();
        let mut linked: FxHashMap<StatementId, Vec<(&Passages, &Passages)>> = FxHashMap::default();
        for entry in &apparatus.entries {
            let spoken = entry.passages().find(|it| ids.contains(&it.statement.report));
            let Some(spoken) = spoken else { continue };
            // A paraphrase claims no words; whether those it quotes stand there is another matter.
            let claimed = entry.readings.iter().filter(|it| it.agreement != Agreement::Paraphrase);
            let claimed = claimed.map(|it| &it.passages).chain([&entry.lemma]);
            for passages in claimed.filter(|it| !ids.contains(&it.statement.report)) {
                linked.entry(passages.statement).or_default().push((passages, spoken));
            }
        }
        Linked(linked)
    }

    fn find(&self, id: StatementId, spans: &[Span]) -> Option<&'a Passages> {
        let overlaps =
            |it: &Passages| it.spans.iter().any(|a| spans.iter().any(|b| a.overlaps(*b)));
        self.0.get(&id)?.iter().find(|it| overlaps(it.0)).map(|it| it.1)
    }
}

struct Quotation<'q> {
    annotated: &'q Annotated,
    unit: &'q Unit,
    face: &'q Face,
}

impl Quotation<'_> {
    fn look_up(
        &self,
        comparer: &Comparer<'_>,
        transcripts: &[Transcript<'_>],
        linked: &Linked<'_>,
        standing: &mut InTranscripts,
    ) {
        let passages =
            Passages { statement: self.unit.statement, spans: self.face.spans.clone().into() };
        if let Some(at) = linked.find(self.unit.statement, &self.face.spans) {
            let home =
                transcripts.iter().find(|it| it.annotated.report.id() == at.statement.report);
            if let Some(turn) = home.map(|it| it.turn(at.statement)) {
                standing.found.push(Found { passages, at: at.clone(), turn, linked: true });
            }
            return;
        }
        let words = &self.face.prepared;
        let of_speaker: Vec<&Transcript<'_>> =
            transcripts.iter().filter(|it| self.may_speak_in(it)).collect();
        let text = self.annotated.report.text();
        let place = of_speaker.iter().find_map(|it| Some((it, it.find(comparer, text, words)?)));
        if let Some((home, at)) = place {
            let turn = home.turn(at.statement);
            standing.found.push(Found { passages, at, turn, linked: false });
            return;
        }
        let of_day: Vec<&Transcript<'_>> =
            of_speaker.iter().copied().filter(|it| self.may_be_of_the_day(it)).collect();
        let (why, looked_in) =
            if of_day.is_empty() { (Why::AnotherDay, of_speaker) } else { (Why::NotFound, of_day) };
        if looked_in.is_empty() {
            return;
        }
        let nearest = looked_in.iter().filter_map(|it| it.nearest(comparer, words));
        // Of equals the first, so that the order of transcripts decides.
        let nearest = nearest.reduce(|a, b| if b.score > a.score { b } else { a });
        let transcripts = looked_in.iter().map(|it| it.annotated.report.id()).collect();
        standing.absent.push(Absent { passages, why, transcripts, nearest });
    }

    fn statement(&self) -> Option<&Statement> {
        self.annotated.annotations.statements.get(self.unit.statement.ordinal as usize)
    }

    /// Its speaker speaks there, or it is not clear who does.
    fn may_speak_in(&self, transcript: &Transcript<'_>) -> bool {
        let Some(statement) = self.statement() else { return false };
        let annotations = &self.annotated.annotations;
        let speaks = |it: &crate::annotate::ActorIdx| {
            annotations.actors.get(it.0 as usize).is_some_and(|it| transcript.may_have(it))
        };
        match statement.speaker {
            Speaker::Named(actor) => speaks(&actor),
            Speaker::Unresolved if statement.candidates.is_empty() => {
                self.is_open(statement) || self.has_role_in(statement, transcript)
            }
            Speaker::Unresolved => statement.candidates.iter().any(speaks),
            Speaker::Unnamed => self.has_role_in(statement, transcript),
        }
    }

    /// No source is told, or a pronoun. Nouns that nobody is found for (`the mediators`) mean
    /// somebody else.
    fn is_open(&self, statement: &Statement) -> bool {
        const PRONOUNS: [&str; 6] = ["he", "she", "they", "it", "i", "we"];
        let text = self.annotated.report.text();
        let mut source = statement.source.iter().map(|it| it.of(text).to_lowercase());
        source.all(|it| PRONOUNS.contains(&it.as_str()))
    }

    /// `the press secretary said`, where a press secretary speaks.
    fn has_role_in(&self, statement: &Statement, transcript: &Transcript<'_>) -> bool {
        let text = self.annotated.report.text();
        statement.source.iter().any(|it| transcript.has_role(it.of(text)))
    }

    fn may_be_of_the_day(&self, transcript: &Transcript<'_>) -> bool {
        let told = conflict::told(self.annotated, self.unit.statement.ordinal);
        !told.zip(transcript.day()).is_some_and(|(a, b)| a.differs(b))
    }
}

/// A transcript made ready to be looked things up in.
pub(super) struct Transcript<'t> {
    pub(super) annotated: &'t Annotated,
    /// Its sentences, in order.
    units: &'t [Unit],
    /// For a stem, the sentences that have it.
    with: FxHashMap<Box<str>, Vec<usize>>,
    /// Turns, by their statements: the sentences of each, and its words in a row between blanks.
    turns: Vec<(std::ops::Range<usize>, String)>,
    /// For three words in a row, the turns that have them, so that few turns are read for a
    /// quotation.
    with_row: FxHashMap<String, Vec<u32>>,
    /// Statements of those who ask.
    questions: FxHashSet<u32>,
}

/// Sentences of a transcript that are compared with a quotation.
const MOST_COMPARED: usize = 12;

/// Score below which the nearest by its words is no more than a look-alike.
const WEAK: f32 = 0.2;

/// Share of a quotation's words that must stand in a row of a transcript, in their order, for the
/// quotation to stand there. (Of 1,447 quotations made from 49 briefings, whole, cut, with an
/// ellipsis, joined of two sentences or with a word changed, none is missed; of their 1,790
/// sentences looked for in a briefing of another day, ten stand by this share, stock phrases.)
const STANDS: f32 = 0.8;

/// Words in a row that turns are found by.
const SHORT_ROW: usize = 3;

/// Shorter quotations stand only where all their words do, side by side.
const LEAST_SCATTERED: usize = 5;

impl<'t> Transcript<'t> {
    /// The transcripts among a story's reports.
    pub(super) fn all(read: &'t Read<'_>) -> Vec<Transcript<'t>> {
        let transcripts = read.each().filter(|it| it.0.report.genre == Genre::Transcript);
        transcripts.map(|(annotated, units)| Transcript::read(annotated, units)).collect()
    }

    fn read(annotated: &'t Annotated, units: &'t [Unit]) -> Transcript<'t> {
        let mut with: FxHashMap<Box<str>, Vec<usize>> = FxHashMap::default();
        for (n, unit) in units.iter().enumerate() {
            for stem in unit.faces[0].prepared.stems() {
                with.entry(stem.into()).or_default().push(n);
            }
        }
        let mut turns_said = Vec::new();
        let mut with_row: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for ordinal in 0..annotated.annotations.statements.len() as u32 {
            let start = units.partition_point(|it| it.statement.ordinal < ordinal);
            let end = units.partition_point(|it| it.statement.ordinal <= ordinal);
            let words: Vec<&Folded> =
                units[start..end].iter().flat_map(|it| &it.faces[0].prepared.words).collect();
            for three in words.windows(SHORT_ROW) {
                let turns = with_row.entry(row(three.iter().copied())).or_default();
                if turns.last() != Some(&ordinal) {
                    turns.push(ordinal);
                }
            }
            turns_said.push((start..end, row(words)));
        }
        let asks: FxHashSet<Span> =
            turns(&annotated.report).iter().filter(|it| it.questioner).map(|it| it.tag).collect();
        let statements = annotated.annotations.statements.iter().zip(0..);
        let asked = statements.filter(|it| it.0.source.iter().any(|it| asks.contains(it)));
        let questions = asked.map(|it| it.1).collect();
        Transcript { annotated, units, with, turns: turns_said, with_row, questions }
    }

    fn sentences(&self) -> impl Iterator<Item = &Prepared> {
        self.units.iter().map(|it| &it.faces[0].prepared)
    }

    fn day(&self) -> Option<ToldDay> {
        let told = (0..self.turns.len() as u32).find_map(|it| conflict::told(self.annotated, it));
        told.or_else(|| Some(ToldDay::Date(self.annotated.report.published?.day)))
    }

    pub(super) fn turn(&self, id: StatementId) -> TurnPlace {
        let asked = (1..=2).filter_map(|back| id.ordinal.checked_sub(back));
        let asked = asked.filter(|_| !self.questions.contains(&id.ordinal));
        let asked = asked.into_iter().find(|it| self.questions.contains(it));
        let statements = &self.annotated.annotations.statements;
        TurnPlace {
            number: id.ordinal + 1,
            tag: statements.get(id.ordinal as usize).and_then(|it| it.source.first().copied()),
            asked: asked.map(|ordinal| StatementId { ordinal, ..id }),
        }
    }

    /// Whether an actor of a report may be one of those who speak here. A body is heard where the
    /// transcript is its own: named by its outlet, its head, or as whom a speaker speaks for.
    fn may_have(&self, actor: &crate::annotate::Actor) -> bool {
        use crate::annotate::ActorKind;
        match actor.kind {
            ActorKind::Person => {
                self.annotated.annotations.actors.iter().any(|it| speaker::may_be_one(it, actor))
            }
            ActorKind::Body => self.names_in_head(&actor.name),
        }
    }

    fn names_in_head(&self, name: &str) -> bool {
        let report = &self.annotated.report;
        let head = report.parts().iter().take_while(|it| it.kind != PartKind::SpeakerTag);
        let head = head.map(|it| it.span.of(report.text()));
        let actors = self.annotated.annotations.actors.iter();
        let of_actors = actors.flat_map(|it| [it.affiliation.as_deref(), it.role.as_deref()]);
        let mut told = head.chain(report.outlet.as_deref()).chain(of_actors.flatten());
        told.any(|it| it.to_lowercase().contains(&name.to_lowercase()))
    }

    /// Whether a source ends with what a speaker here is.
    fn has_role(&self, source: &str) -> bool {
        let source = source.to_lowercase();
        let roles = self.annotated.annotations.actors.iter().filter_map(|it| it.role.as_deref());
        let heads = roles.filter_map(|it| it.split_whitespace().last()).map(str::to_lowercase);
        heads.into_iter().any(|it| it.len() > 3 && source.ends_with(&it))
    }

    /// Where a quotation's words stand, if they do: what an ellipsis parts may stand apart.
    fn find(&self, comparer: &Comparer<'_>, text: &str, quotation: &Prepared) -> Option<Passages> {
        let parts = parted(text, &quotation.words);
        let places: Option<Vec<Vec<usize>>> =
            parts.iter().map(|it| self.find_words(comparer, quotation, it)).collect();
        let mut found: Vec<usize> = places?.into_iter().flatten().collect();
        let home = self.units[*found.first()?].statement;
        found.retain(|it| self.units[*it].statement == home);
        found.sort_unstable();
        found.dedup();
        let spans = found.iter().flat_map(|it| self.units[*it].faces[0].spans.iter().copied());
        Some(Passages { statement: home, spans: spans.collect() })
    }

    /// The sentences of one turn that have the words.
    fn find_words(
        &self,
        comparer: &Comparer<'_>,
        quotation: &Prepared,
        words: &[Folded],
    ) -> Option<Vec<usize>> {
        let found = self.find_rows(words).next().map(|it| it.1);
        found.or_else(|| self.find_scattered(comparer, quotation, words))
    }

    /// The turns that have the words side by side, each with its sentences that do.
    pub(super) fn find_rows<'s>(
        &'s self,
        words: &[Folded],
    ) -> impl Iterator<Item = (u32, Vec<usize>)> + 's {
        let n = words.len();
        let turns: Vec<u32> = match words.get(..SHORT_ROW) {
            Some(first) => self.with_row.get(&row(first)).cloned().unwrap_or_default(),
            None => (0..self.turns.len() as u32).filter(|_| n > 0).collect(),
        };
        let row = row(words);
        turns.into_iter().filter_map(move |ordinal| {
            let (units, said) = &self.turns[ordinal as usize];
            let at = said.find(&row)?;
            let before = said[..at].split(' ').count() - 1;
            let mut from = 0;
            let touched = units.clone().filter(|unit| {
                let len = self.units[*unit].faces[0].prepared.words.len();
                let holds = from < before + n && before < from + len;
                from += len;
                holds
            });
            Some((ordinal, touched.collect()))
        })
    }

    /// The sentences, one to three in a row, that have most of the words in their order.
    fn find_scattered(
        &self,
        comparer: &Comparer<'_>,
        quotation: &Prepared,
        words: &[Folded],
    ) -> Option<Vec<usize>> {
        if words.len() < LEAST_SCATTERED {
            return None;
        }
        let likeness = &comparer.tables.likeness;
        self.near(comparer, quotation).into_iter().find_map(|at| {
            let turn = &self.turns[self.units[at].statement.ordinal as usize].0;
            let window = at.saturating_sub(1).max(turn.start)..(at + 2).min(turn.end);
            let mut said: Vec<Folded> = Vec::new();
            let mut home: Vec<usize> = Vec::new();
            for unit in window {
                let words = &self.units[unit].faces[0].prepared.words;
                home.extend(std::iter::repeat_n(unit, words.len()));
                said.extend(words.iter().cloned());
            }
            let laid = lay(likeness, &said, words);
            let pairs = &laid.alignment.pairs;
            // Compounds closed up make fewer words on both sides alike.
            let stands = pairs.len() as f32 >= STANDS * laid.b.len() as f32;
            let place = |it: &Folded| said.iter().position(|said| said.span.overlaps(it.span));
            let mut units: Vec<usize> =
                pairs.iter().filter_map(|it| Some(home[place(&laid.a[it.0])?])).collect();
            units.dedup();
            stands.then_some(units)
        })
    }

    /// The sentences that share most with a quotation, best first.
    fn near(&self, comparer: &Comparer<'_>, quotation: &Prepared) -> Vec<usize> {
        let mut weights: FxHashMap<usize, f32> = FxHashMap::default();
        for stem in quotation.stems() {
            for unit in self.with.get(stem).into_iter().flatten() {
                *weights.entry(*unit).or_default() += comparer.rarity(stem);
            }
        }
        let least = quotation.words.len() / 2;
        let size = |it: usize| self.units[it].faces[0].prepared.words.len().max(least) as f32;
        let mut ranked: Vec<(f32, usize)> =
            weights.into_iter().map(|(unit, weight)| (weight / size(unit).sqrt(), unit)).collect();
        ranked.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        ranked.into_iter().take(MOST_COMPARED).map(|it| it.1).collect()
    }

    /// The sentence most like a quotation, of those who answer: outlets quote them. Where none that
    /// shares its rare words is like it, one may share its meaning.
    fn nearest(&self, comparer: &Comparer<'_>, quotation: &Prepared) -> Option<Nearest> {
        let words = |it: usize| &self.units[it].faces[0].prepared;
        let best = |among: Vec<usize>| {
            let scored = among.into_iter().map(|it| (comparer.score(words(it), quotation), it));
            scored.reduce(|a, b| if b.0 > a.0 { b } else { a })
        };
        let answers = |it: &usize| !self.questions.contains(&self.units[*it].statement.ordinal);
        let by_words = best(self.near(comparer, quotation).into_iter().filter(answers).collect());
        let (score, at) = match by_words {
            Some(it) if it.0 >= WEAK => it,
            _ => {
                let likeness = |it: usize| comparer.likeness(words(it), quotation);
                let mut all: Vec<(f32, usize)> =
                    (0..self.units.len()).filter(answers).map(|it| (likeness(it), it)).collect();
                all.retain(|it| it.0 > 0.0);
                all.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
                let all = all.into_iter().take(MOST_COMPARED).map(|it| it.1);
                best(all.collect())
                    .into_iter()
                    .chain(by_words)
                    .reduce(|a, b| if b.0 > a.0 { b } else { a })?
            }
        };
        let unit = &self.units[at];
        let passages =
            Passages { statement: unit.statement, spans: unit.faces[0].spans.clone().into() };
        Some(Nearest { passages, turn: self.turn(unit.statement), score })
    }

    /// What the sentences say, as passages of their turn.
    pub(super) fn passages(&self, sentences: &[usize]) -> Option<Passages> {
        let statement = self.units[*sentences.first()?].statement;
        let spans = sentences.iter().flat_map(|it| self.units[*it].faces[0].spans.iter().copied());
        Some(Passages { statement, spans: spans.collect() })
    }

    /// The words between two places of one turn, in either order.
    pub(super) fn n_words_between(&self, a: &Passages, b: &Passages) -> usize {
        let end = |it: &Passages| it.spans.iter().map(|it| it.end()).max().unwrap_or(0);
        let start = |it: &Passages| it.spans.iter().map(|it| it.start()).min().unwrap_or(0);
        let (from, to) = if start(a) <= start(b) { (end(a), start(b)) } else { (end(b), start(a)) };
        self.n_words(a.statement.ordinal, from, to)
    }

    /// Whether a place goes on where another stops, after an interruption: one speaker, between
    /// them a few words of somebody else's that are no question (`Okay.`, `But they say --`), and
    /// hardly a word of the speaker's own.
    pub(super) fn goes_on(&self, a: &Passages, b: &Passages) -> bool {
        let (a, b) = if a.statement <= b.statement { (a, b) } else { (b, a) };
        let (first, second) = (a.statement.ordinal, b.statement.ordinal);
        let statements = &self.annotated.annotations.statements;
        let speaker = |it: u32| statements.get(it as usize).map(|it| it.speaker);
        let end = a.spans.last().map_or(0, |it| it.end());
        let start = b.spans.first().map_or(0, |it| it.start());
        let behind = self.n_words(first, end, usize::MAX);
        let before = self.n_words(second, 0, start);
        second == first + 2
            && speaker(first) == speaker(second)
            && self.breaks_in(first + 1)
            && behind + before <= INTERRUPTION
    }

    /// Words of a turn between two places.
    fn n_words(&self, ordinal: u32, from: usize, to: usize) -> usize {
        let Some((units, _)) = self.turns.get(ordinal as usize) else { return 0 };
        let words = self.units[units.clone()].iter().flat_map(|it| &it.faces[0].prepared.words);
        words.filter(|it| it.span.start() >= from && it.span.end() <= to).count()
    }

    fn breaks_in(&self, ordinal: u32) -> bool {
        let Some((units, said)) = self.turns.get(ordinal as usize) else { return false };
        let text = self.annotated.report.text();
        let mut spans = self.units[units.clone()].iter().flat_map(|it| &it.faces[0].spans);
        said.split_whitespace().count() <= INTERRUPTION
            && !spans.any(|it| it.of(text).contains('?'))
    }
}

/// Words in a turn that only breaks in upon another's.
const INTERRUPTION: usize = 6;

/// Words in a row, each between blanks, so that a row is found by its letters.
fn row<'w>(words: impl IntoIterator<Item = &'w Folded>) -> String {
    let mut row = String::from(" ");
    for word in words {
        row.push_str(word.key());
        row.push(' ');
    }
    row
}

/// The words between ellipses.
fn parted<'w>(text: &str, words: &'w [Folded]) -> Vec<&'w [Folded]> {
    let whole = |a: &Folded, b: &Folded| !is_cut(text, a.span.end(), b.span.start());
    words.chunk_by(whole).collect()
}

/// Whether an ellipsis stands between two places.
pub(super) fn is_cut(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to)
        .is_some_and(|it| it.contains('…') || it.contains("...") || it.contains(". . ."))
}
