//! A story in, quotations out that one report prints as one, and others as two: from two days, from
//! two answers, or from two places far apart in one answer.
//!
//! Two halves around a cue, the paragraphs of a long quotation and sentences that stand side by side
//! are no splice. Never says who is right.

use rustc_hash::FxHashMap;

use super::absent::{Found, InTranscripts, Transcript, is_cut, quoted_face, standing_in};
use super::conflict::{self, ToldDay};
use super::link::lay;
use super::pair::Tables;
use super::{Agreement, Apparatus, Entry, Passages, Read, Unit};
use crate::annotate::{Annotated, Speaker, StatementId};
use crate::report::{Genre, ReportId};
use crate::story::Story;
use crate::text::Span;
use crate::text::fold::Folded;

/// What one report prints as one, and others have as two.
///
/// Shape for publishing, beside a story's entries:
///
/// ```json
/// {"statement": "<report>.<n>", "kind": "two_turns", "marked": false,
///  "parts": [{"here": {"statement": "<report>.<n>", "words": "…", "spans": [[0, 9]]},
///             "there": {"statement": "<report>.<n>", "words": "…", "spans": [[0, 9]],
///                       "day": "Tuesday"}}]}
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The statement that is printed as one; of [`SpliceKind::OneDay`] the first that others give
    /// to another day.
    pub statement: StatementId,
    /// How it is two.
    pub kind: SpliceKind,
    /// An ellipsis stands in the quotation where the parts meet.
    pub marked: bool,
    /// Its parts, in the order they are printed. Two or more.
    pub parts: Vec<Joined>,
}

/// A part of what is printed as one, and where another report has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The words here.
    pub here: Passages,
    /// The words there.
    pub there: Passages,
}

/// How what is printed as one is two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpliceKind {
    /// Within one pair of quotation marks, words that others give to two days.
    TwoDays,
    /// Within one pair of quotation marks, words of two turns of a transcript.
    TwoTurns,
    /// Within one pair of quotation marks, words that stand far apart in one turn.
    FarApart,
    /// Several quotations of one person that this report gives to one day, and others to two.
    OneDay,
}

impl SpliceKind {
    /// `two_days`, `two_turns`, `far_apart`, `one_day`.
    pub fn name(self) -> &'static str {
        match self {
            SpliceKind::TwoDays => "two_days",
            SpliceKind::TwoTurns => "two_turns",
            SpliceKind::FarApart => "far_apart",
            SpliceKind::OneDay => "one_day",
        }
    }
}

/// Words between two places of one turn from which they are far apart. A sentence left out is a
/// cut; of a whole paragraph left out nobody would say so. (The sentences of 50 briefings have 17
/// words on the average.)
const FAR: usize = 40;

/// Words in a part that others date: anybody says `Let me be clear` on any day.
const LEAST_DATED: usize = 5;

/// Share of a part's words that its place must have, in their order. What is reworded further may
/// be of another place that is like it.
const SURE: f32 = 0.6;

/// Share of the shorter side's words that both must have, in their order, where a day rests on it.
/// (The seeds' reworded quotations share .42 and more.)
const LIKE: f32 = 0.35;

/// Words that must stand side by side in a transcript to be a part of their own.
const LEAST_RUN: usize = 6;

/// The quotations of a story's reports that are printed as one, and are two elsewhere: in order of
/// report and place, those of one day last.
pub fn splices(
    tables: &Tables,
    story: &Story,
    reports: &[Annotated],
    apparatus: &Apparatus,
) -> Vec<Splice> {
    standing_and_splices(tables, story, reports, apparatus).1
}

/// Where quotations stand in the story's transcripts, and [`splices`]: the reports are read once for
/// both.
pub fn standing_and_splices(
    tables: &Tables,
    story: &Story,
    reports: &[Annotated],
    apparatus: &Apparatus,
) -> (InTranscripts, Vec<Splice>) {
    in_read(tables, story, &Read::of(tables, story, reports), apparatus)
}

/// As [`standing_and_splices`], with the reports read.
pub(super) fn in_read(
    tables: &Tables,
    story: &Story,
    read: &Read<'_>,
    apparatus: &Apparatus,
) -> (InTranscripts, Vec<Splice>) {
    let transcripts = Transcript::all(read);
    let standing = standing_in(tables, &transcripts, read, apparatus);
    let shelf = Shelf {
        tables,
        transcripts: &transcripts,
        entries: by_statement(apparatus),
        found: by_found(&standing.found),
        story,
        reports: &read.reports,
    };
    let mut splices = Vec::new();
    for (annotated, units) in read.each().filter(|it| it.0.report.genre != Genre::Transcript) {
        for quotation in quotations(annotated, units) {
            let splice = shelf
                .of_two_turns(annotated, &quotation)
                .or_else(|| shelf.of_two_days(annotated, &quotation));
            splices.extend(splice);
        }
    }
    splices.extend(read.reports.iter().flat_map(|it| shelf.given_to_one_day(it)));
    (standing, splices)
}

/// What stands within one pair of quotation marks: its sentences.
struct Quotation<'u> {
    statement: StatementId,
    sentences: Vec<Sentence<'u>>,
}

struct Sentence<'u> {
    spans: &'u [Span],
    words: &'u [Folded],
}

impl Sentence<'_> {
    fn passages(&self, statement: StatementId) -> Passages {
        Passages { statement, spans: self.spans.into() }
    }

    fn end(&self) -> usize {
        self.spans.last().map_or(0, |it| it.end())
    }

    fn start(&self) -> usize {
        self.spans.first().map_or(0, |it| it.start())
    }
}

/// The quotations of a report. A sentence that goes on behind its cue belongs to the marks it began
/// in.
fn quotations<'u>(annotated: &Annotated, units: &'u [Unit]) -> Vec<Quotation<'u>> {
    let mut quotations: Vec<(Span, Quotation<'u>)> = Vec::new();
    for unit in units {
        let Some(face) = quoted_face(unit) else { continue };
        let Some(first) = face.spans.first() else { continue };
        let statement = &annotated.annotations.statements[unit.statement.ordinal as usize];
        let marks = statement.content.iter().find(|it| it.contains(*first));
        let marks = marks.copied().unwrap_or(*first);
        let sentence = Sentence { spans: &face.spans, words: &face.prepared.words };
        match quotations.last_mut() {
            Some((at, it)) if *at == marks && it.statement == unit.statement => {
                it.sentences.push(sentence);
            }
            _ => {
                let it = Quotation { statement: unit.statement, sentences: vec![sentence] };
                quotations.push((marks, it));
            }
        }
    }
    quotations.into_iter().map(|it| it.1).collect()
}

fn by_statement(apparatus: &Apparatus) -> FxHashMap<StatementId, Vec<&Entry>> {
    let mut by_statement: FxHashMap<StatementId, Vec<&Entry>> = FxHashMap::default();
    for entry in apparatus.shared() {
        for id in entry.statements() {
            by_statement.entry(id).or_default().push(entry);
        }
    }
    by_statement
}

fn by_found(found: &[Found]) -> FxHashMap<StatementId, Vec<&Found>> {
    let mut by_statement: FxHashMap<StatementId, Vec<&Found>> = FxHashMap::default();
    for it in found {
        by_statement.entry(it.passages.statement).or_default().push(it);
    }
    by_statement
}

/// Whether any two days differ that one side tells and the other.
fn any_differ(a: &[(&Passages, Option<ToldDay>)], b: &[(&Passages, Option<ToldDay>)]) -> bool {
    let days = |of: &[(&Passages, Option<ToldDay>)]| -> Vec<ToldDay> {
        of.iter().filter_map(|it| it.1).collect()
    };
    let (a, b) = (days(a), days(b));
    a.iter().any(|a| b.iter().any(|b| a.differs(*b)))
}

/// Each two of some, the earlier first.
fn pairs<T>(of: &[T]) -> impl Iterator<Item = (&T, &T)> {
    of.iter().enumerate().flat_map(|(n, a)| of[n + 1..].iter().map(move |b| (a, b)))
}

fn overlap(a: &[Span], b: &[Span]) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.overlaps(*b)))
}

/// What another report has of a sentence, and the day it tells with it.
type Elsewhere<'s> = (&'s Passages, Option<ToldDay>);

/// A story's reports and what is known of them.
struct Shelf<'s> {
    tables: &'s Tables,
    transcripts: &'s [Transcript<'s>],
    entries: FxHashMap<StatementId, Vec<&'s Entry>>,
    found: FxHashMap<StatementId, Vec<&'s Found>>,
    story: &'s Story,
    reports: &'s [&'s Annotated],
}

impl Shelf<'_> {
    /// Sentence by sentence, then word by word within a sentence.
    fn of_two_turns(&self, annotated: &Annotated, quotation: &Quotation<'_>) -> Option<Splice> {
        let id = quotation.statement;
        let text = annotated.report.text();
        let places = quotation.sentences.iter().map(|it| Some((it, self.place(id, it.spans)?)));
        let places: Vec<(&Sentence<'_>, &Passages)> = places.flatten().collect();
        // Most quotations stand in one place: their words need not be laid against it.
        let may_be_two = pairs(&places).any(|((_, a), (_, b))| self.apart(a, b, false).is_some());
        let sure = places.into_iter().filter(|it| may_be_two && self.stands_in(it.1, it.0.words));
        let parts: Vec<(&Sentence<'_>, Joined)> = sure
            .map(|(it, there)| (it, Joined { here: it.passages(id), there: there.clone() }))
            .collect();
        for pair in parts.windows(2) {
            let [(a, one), (b, other)] = pair else { continue };
            let marked = is_cut(text, a.end().saturating_sub('…'.len_utf8()), b.start());
            let Some(kind) = self.apart(&one.there, &other.there, marked) else { continue };
            // Words that stand in both turns may well be of one.
            let elsewhere = self.stands_near(&one.there, b.words, marked)
                || self.stands_near(&other.there, a.words, marked);
            if !elsewhere {
                let parts = parts.iter().map(|it| it.1.clone()).collect();
                return Some(Splice { statement: id, kind, marked, parts });
            }
        }
        quotation.sentences.iter().find_map(|it| self.within_sentence(text, id, it))
    }

    /// Where a transcript has a sentence.
    fn place(&self, id: StatementId, spans: &[Span]) -> Option<&Passages> {
        let found = self.found.get(&id)?;
        found.iter().find(|it| overlap(&it.passages.spans, spans)).map(|it| &it.at)
    }

    /// Whether enough of the words are those of a place for it to be theirs beyond doubt.
    fn stands_in(&self, place: &Passages, words: &[Folded]) -> bool {
        let (n_shared, n_here, _) = self.shared(place, words);
        n_shared as f32 >= SURE * n_here as f32
    }

    /// Whether a place has words enough of a quotation, however reworded, to be the same utterance.
    fn is_like(&self, place: &Passages, words: &[Folded]) -> bool {
        let (n_shared, n_here, n_there) = self.shared(place, words);
        n_shared >= LEAST_DATED && n_shared as f32 >= LIKE * n_here.min(n_there) as f32
    }

    /// Words in the same order, of how many here, of how many there.
    fn shared(&self, place: &Passages, words: &[Folded]) -> (usize, usize, usize) {
        let there = self.words(place);
        let laid = lay(&self.tables.likeness, &there, words);
        (laid.alignment.pairs.len(), laid.b.len(), laid.a.len())
    }

    fn words(&self, place: &Passages) -> Vec<Folded> {
        let Some(home) = self.report(place.statement.report) else { return Vec::new() };
        let fold = |it: &Span| self.tables.folding.fold(home.report.text(), *it);
        place.spans.iter().flat_map(fold).collect()
    }

    fn report(&self, id: ReportId) -> Option<&Annotated> {
        self.reports.iter().copied().find(|it| it.report.id() == id)
    }

    fn transcript(&self, id: ReportId) -> Option<&Transcript<'_>> {
        self.transcripts.iter().find(|it| it.annotated.report.id() == id)
    }

    /// How two places of a transcript are two.
    fn apart(&self, a: &Passages, b: &Passages, marked: bool) -> Option<SpliceKind> {
        let home = self.transcript(a.statement.report)?;
        if a.statement.report != b.statement.report || home.goes_on(a, b) {
            return None;
        }
        if a.statement != b.statement {
            return Some(SpliceKind::TwoTurns);
        }
        let far = !marked && home.n_words_between(a, b) >= FAR;
        far.then_some(SpliceKind::FarApart)
    }

    /// Whether words stand, side by side, where they would make no splice with a place.
    fn stands_near(&self, place: &Passages, words: &[Folded], marked: bool) -> bool {
        let Some(home) = self.transcript(place.statement.report) else { return false };
        home.find_rows(words)
            .filter_map(|(_, sentences)| home.passages(&sentences))
            .any(|it| self.apart(place, &it, marked).is_none())
    }

    /// A sentence made of two rows of words that stand apart.
    fn within_sentence(
        &self,
        text: &str,
        id: StatementId,
        sentence: &Sentence<'_>,
    ) -> Option<Splice> {
        let whole = |it: &Transcript<'_>| it.find_rows(sentence.words).next().is_some();
        if sentence.words.len() < 2 * LEAST_RUN || self.transcripts.iter().any(whole) {
            return None;
        }
        self.transcripts.iter().find_map(|transcript| {
            let runs = runs(transcript, sentence.words);
            let part = |(from, to, there): &(usize, usize, Passages)| {
                let words = &sentence.words[*from..*to];
                let here = words[0].span.cover(words[words.len() - 1].span);
                Joined {
                    here: Passages { statement: id, spans: [here].into() },
                    there: there.clone(),
                }
            };
            runs.windows(2).find_map(|pair| {
                let [a, b] = pair else { return None };
                let marked = is_cut(
                    text,
                    sentence.words[a.1 - 1].span.end(),
                    sentence.words[b.0].span.start(),
                );
                let kind = self.apart(&a.2, &b.2, marked)?;
                let elsewhere = self.stands_near(&a.2, &sentence.words[b.0..b.1], marked)
                    || self.stands_near(&b.2, &sentence.words[a.0..a.1], marked);
                let parts = vec![part(a), part(b)];
                (!elsewhere).then_some(Splice { statement: id, kind, marked, parts })
            })
        })
    }

    /// Parts that others give to two days.
    fn of_two_days(&self, annotated: &Annotated, quotation: &Quotation<'_>) -> Option<Splice> {
        let id = quotation.statement;
        let long = quotation.sentences.iter().filter(|it| it.words.len() >= LEAST_DATED);
        let with_others = long.map(|it| (it, self.others(annotated, id, it.spans)));
        let with_others: Vec<(&Sentence<'_>, Vec<Elsewhere<'_>>)> = with_others.collect();
        // Days are told far more quickly than words are laid.
        if !pairs(&with_others).any(|(a, b)| any_differ(&a.1, &b.1)) {
            return None;
        }
        let parts: Vec<(Joined, Vec<ToldDay>, &Sentence<'_>)> = with_others
            .into_iter()
            .filter_map(|(sentence, mut others)| {
                others.retain(|it| self.stands_in(it.0, sentence.words));
                let there = others.first()?.0.clone();
                let days = others.into_iter().filter_map(|it| it.1).collect();
                Some((Joined { here: sentence.passages(id), there }, days, sentence))
            })
            .collect();
        let apart = |a: &[ToldDay], b: &[ToldDay]| {
            !a.is_empty() && a.iter().all(|a| b.iter().all(|b| a.differs(*b))) && !b.is_empty()
        };
        let pair = parts.windows(2).find(|it| apart(&it[0].1, &it[1].1))?;
        let text = annotated.report.text();
        let end = pair[0].2.end().saturating_sub('…'.len_utf8());
        let marked = is_cut(text, end, pair[1].2.start());
        let parts = parts.iter().map(|it| it.0.clone()).collect();
        Some(Splice { statement: id, kind: SpliceKind::TwoDays, marked, parts })
    }

    /// What independent reports have for some words, those that tell a day first.
    fn others(
        &self,
        annotated: &Annotated,
        id: StatementId,
        spans: &[Span],
    ) -> Vec<(&Passages, Option<ToldDay>)> {
        let own = annotated.report.id();
        let entries = self.entries.get(&id).into_iter().flatten();
        let here =
            |it: &&&Entry| it.passages().any(|it| it.statement == id && overlap(&it.spans, spans));
        let claimed = |entry: &Entry| -> bool {
            // Of what nobody else claims, the day may be that of another telling.
            entry.readings.iter().any(|it| it.agreement != Agreement::Paraphrase)
        };
        let entries = entries.filter(here).filter(|it| claimed(it));
        let others = entries.flat_map(|it| it.passages());
        let others = others.filter(|it| !self.is_copy(own, it.statement.report));
        let mut others: Vec<(&Passages, Option<ToldDay>)> =
            others.map(|it| (it, self.day(it.statement))).collect();
        others.sort_by_key(|it| it.1.is_none());
        others
    }

    fn day(&self, id: StatementId) -> Option<ToldDay> {
        conflict::told(self.report(id.report)?, id.ordinal)
    }

    /// One report, or one copied from the other.
    fn is_copy(&self, a: ReportId, b: ReportId) -> bool {
        let copied = |it: ReportId, from: ReportId| {
            let witness = self.story.witnesses.iter().find(|witness| witness.report == it);
            witness.is_some_and(|it| it.exemplar == Some(from) || it.version_of == Some(from))
        };
        a == b || copied(a, b) || copied(b, a)
    }

    /// For each person, quotations that this report gives to one day: some, others give to that
    /// day too; some, all others to another.
    fn given_to_one_day(&self, annotated: &Annotated) -> Vec<Splice> {
        if annotated.report.genre == Genre::Transcript {
            return Vec::new();
        }
        let statements = &annotated.annotations.statements;
        let speakers = (0..annotated.annotations.actors.len() as u32)
            .map(|it| Speaker::Named(crate::annotate::ActorIdx(it)));
        let told = |speaker: Speaker| -> Vec<(StatementId, ToldDay)> {
            let report = annotated.report.id();
            let of_speaker = statements.iter().zip(0..).filter(|it| it.0.speaker == speaker);
            let ids = of_speaker.map(|it| StatementId { report, ordinal: it.1 });
            ids.filter_map(|it| Some((it, self.day(it)?))).collect()
        };
        speakers.filter_map(|it| self.one_day(annotated, &told(it))).collect()
    }

    fn one_day(&self, annotated: &Annotated, told: &[(StatementId, ToldDay)]) -> Option<Splice> {
        let day = told.first()?.1;
        if told.iter().any(|it| it.1 != day) {
            return None;
        }
        let spans =
            |id: &StatementId| &annotated.annotations.statements[id.ordinal as usize].content;
        let dated = |(id, _): &(StatementId, ToldDay)| -> Vec<(&Passages, ToldDay)> {
            let others = self.others(annotated, *id, spans(id)).into_iter();
            others.filter_map(|it| Some((it.0, it.1?))).collect()
        };
        let with_others: Vec<(StatementId, Vec<(&Passages, ToldDay)>)> =
            told.iter().map(|it| (it.0, dated(it))).collect();
        // Days are told far more quickly than words are laid.
        let mut days = with_others.iter().flat_map(|it| &it.1).map(|it| it.1.differs(day));
        if days.clone().all(|it| it) || !days.any(|it| it) {
            return None;
        }
        let (mut parts, mut agrees, mut first_apart) = (Vec::new(), false, None);
        for (id, mut others) in with_others {
            let here = Passages { statement: id, spans: spans(&id).clone() };
            let words = self.words(&here);
            others.retain(|it| self.is_like(it.0, &words));
            let Some((there, _)) = others.first() else { continue };
            let apart = others.iter().all(|it| it.1.differs(day));
            if apart {
                first_apart.get_or_insert(id);
            }
            agrees |= !apart;
            parts.push(Joined { here, there: (*there).clone() });
        }
        let statement = first_apart.filter(|_| agrees)?;
        Some(Splice { statement, kind: SpliceKind::OneDay, marked: false, parts })
    }
}

/// The longest rows of words, from left to right, that a transcript has side by side: from word, to
/// word, place. Of several places, the one in the turn of the row before.
fn runs(transcript: &Transcript<'_>, words: &[Folded]) -> Vec<(usize, usize, Passages)> {
    let mut runs: Vec<(usize, usize, Passages)> = Vec::new();
    let mut from = 0;
    while from + LEAST_RUN <= words.len() {
        let stands = |to: usize| transcript.find_rows(&words[from..to]).next().is_some();
        if !stands(from + LEAST_RUN) {
            from += 1;
            continue;
        }
        let to = (from + LEAST_RUN..words.len()).take_while(|to| stands(to + 1)).last();
        let to = to.map_or(from + LEAST_RUN, |it| it + 1);
        let places = transcript.find_rows(&words[from..to]);
        let places: Vec<Passages> = places.filter_map(|it| transcript.passages(&it.1)).collect();
        let before = runs.last().map(|it| it.2.statement);
        let same = places.iter().find(|it| Some(it.statement) == before);
        if let Some(place) = same.or(places.first()) {
            runs.push((from, to, place.clone()));
        }
        from = to;
    }
    runs
}
