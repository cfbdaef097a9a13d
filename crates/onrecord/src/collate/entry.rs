//! A group of units in, an entry out: the lemma chosen, each other reading compared with it.

use super::accidental::{Source, accidentals};
use super::align::{Gap, gaps, variants};
use super::beside::{Home, Own, joined, jumps, settle};
use super::classify::{agreement_in, between, cut, degree, shows_a_cut};
use super::link::{Laid, Prepared, lay};
use super::mark::{Side, mark};
use super::pair::{Claim, Comparer};
use super::unit::Unit;
use super::{Agreement, Entry, Passages, Reading, Variant, VariantKind, conflict};
use crate::annotate::{Annotated, Manner, Statement};
use crate::report::Genre;
use crate::text::Span;
use crate::text::fold::Folded;

/// Score from which the quoted words of a mixed statement, once it is linked, are compared on their
/// own, as claimed. Low, since the link itself is settled; on the seeds it tells the one such pair.
const SAME_QUOTED: f32 = 0.3;

/// The entry of a group: units in order of report and place.
pub(crate) fn entry(
    comparer: &Comparer<'_>,
    reports: &[&Annotated],
    units: &[Unit],
    group: &[usize],
) -> Entry {
    entry_on(comparer, reports, units, group, None)
}

/// As [`entry`], with the words of report `lemma` as lemma; with those that would be it, if the
/// group has none of that report.
pub(crate) fn entry_on(
    comparer: &Comparer<'_>,
    reports: &[&Annotated],
    units: &[Unit],
    group: &[usize],
    lemma: Option<usize>,
) -> Entry {
    let mut members: Vec<Member<'_>> = group
        .chunk_by(|a, b| units[*a].report == units[*b].report)
        .map(|of_report| Member::new(reports, of_report.iter().map(|it| &units[*it]).collect()))
        .collect();
    let asked = lemma.and_then(|it| members.iter().position(|of| of.units[0].report == it));
    // The heaviest claim, then the most words; of equals the first, which is the earliest.
    let most = (0..members.len()).rev().max_by_key(|n| members[*n].standing());
    let lemma = members.remove(asked.or(most).unwrap_or(0));
    // A mixed lemma stands for its quoted words where another report claims words like them.
    let quoted = lemma.quoted().filter(|quoted| {
        let mut others = members.iter().filter_map(Member::claimed);
        others.any(|it| comparer.score(quoted, it) >= SAME_QUOTED)
    });
    let lemma_face = usize::from(quoted.is_some());
    let lemma_words = lemma.words(lemma_face);
    let transcripts: Vec<(usize, Laid)> = members
        .iter()
        .filter(|it| it.claim(0) == Claim::Transcript)
        .map(|it| (it.report(), lay(&comparer.tables.likeness, &lemma_words, &it.words(0))))
        .collect();
    let whole = Whole { comparer, reports, units, lemma: &lemma, face: lemma_face, transcripts };
    let readings = members.iter().map(|member| whole.reading(member)).collect();
    Entry { lemma: lemma.passages(lemma_face), readings }
}

/// The units of one report: they stand side by side.
fn of_report(units: &[Unit], report: usize) -> &[Unit] {
    let from = units.partition_point(|it| it.report < report);
    let to = units.partition_point(|it| it.report <= report);
    &units[from..to]
}

/// What one report has for an entry.
struct Member<'u> {
    units: Vec<&'u Unit>,
    statement: &'u Statement,
    genre: Genre,
}

impl<'u> Member<'u> {
    fn new(reports: &[&'u Annotated], units: Vec<&'u Unit>) -> Member<'u> {
        let annotated = reports[units[0].report];
        let ordinal = units[0].statement.ordinal as usize;
        let statement = &annotated.annotations.statements[ordinal];
        Member { units, statement, genre: annotated.report.genre }
    }

    fn report(&self) -> usize {
        self.units[0].report
    }

    fn standing(&self) -> (u8, usize) {
        let claim = match (self.statement.manner, self.genre) {
            (Manner::Direct, Genre::Transcript) => 3,
            (Manner::Direct, _) => 2,
            (Manner::Mixed, _) => 1,
            (Manner::Indirect, _) => 0,
        };
        (claim, self.words(0).len())
    }

    /// Words that are claimed: all, or the quoted ones of a mixed statement.
    fn claimed(&self) -> Option<&'u Prepared> {
        let faces = self.units[0].faces.iter().map(|it| &it.prepared);
        faces.into_iter().find(|it| it.claim.is_claimed())
    }

    /// The quoted words of a mixed statement.
    fn quoted(&self) -> Option<&'u Prepared> {
        self.units[0].faces.get(1).map(|it| &it.prepared)
    }

    fn claim(&self, face: usize) -> Claim {
        self.units[0].faces[face].prepared.claim
    }

    fn words(&self, face: usize) -> Vec<Folded> {
        let of_unit = |it: &&Unit| it.faces[face.min(it.faces.len() - 1)].prepared.words.clone();
        self.units.iter().flat_map(of_unit).collect()
    }

    fn spans(&self, face: usize) -> Vec<Span> {
        let of_unit = |it: &&'u Unit| it.faces[face.min(it.faces.len() - 1)].spans.clone();
        self.units.iter().flat_map(of_unit).collect()
    }

    fn passages(&self, face: usize) -> Passages {
        Passages { statement: self.units[0].statement, spans: self.spans(face).into() }
    }
}

/// What the readings of an entry are compared with.
struct Whole<'e, 'u> {
    comparer: &'e Comparer<'e>,
    reports: &'e [&'u Annotated],
    /// All units of all reports.
    units: &'u [Unit],
    lemma: &'e Member<'u>,
    face: usize,
    /// The other transcripts of the utterance, laid against the lemma, by report.
    transcripts: Vec<(usize, Laid)>,
}

impl Whole<'_, '_> {
    fn reading(&self, member: &Member<'_>) -> Reading {
        let against = &self.lemma.units[0].faces[self.face].prepared;
        let quoted = member.quoted().filter(|quoted| {
            against.claim.is_claimed() && self.comparer.score(against, quoted) >= SAME_QUOTED
        });
        let face = usize::from(quoted.is_some());
        let (a, b) = (self.lemma.words(self.face), member.words(face));
        let laid = lay(&self.comparer.tables.likeness, &a, &b);
        let all = gaps(&laid.a, &laid.b, &laid.alignment);
        let (mut gaps, settled) = match member.claim(face) {
            Claim::Quoted => settle(&laid, all, &self.other_transcripts()),
            _ => (all, Vec::new()),
        };
        let agreement = self.agreement(&laid, &gaps, member, face);
        let words = Sources {
            lemma: self.text(self.lemma),
            lemma_spans: self.lemma.spans(self.face),
            reading: self.text(member),
            reading_spans: member.spans(face),
        };
        let is_cut = agreement == Agreement::Trimmed;
        let is_altered = agreement == Agreement::Altered;
        let (variants, accidentals) = match agreement {
            Agreement::Paraphrase => (Vec::new(), Vec::new()),
            _ => {
                words.set_marks(&laid, &mut gaps);
                (words.variants(&laid, &gaps), words.accidentals(&laid, &settled))
            }
        };
        let (ours, theirs) = (self.lemma.units[0], member.units[0]);
        Reading {
            passages: member.passages(face),
            agreement,
            variants,
            accidentals,
            cut: if is_cut { cut(&laid, &gaps, words.reading) } else { None },
            degree: is_altered.then(|| degree(&laid)),
            day_conflict: conflict::days(self.reports, ours, theirs),
            speaker_conflict: conflict::speakers(self.reports, ours, theirs),
            venue_conflict: conflict::venues(self.reports, ours, theirs),
        }
    }

    fn other_transcripts(&self) -> Vec<&Laid> {
        self.transcripts.iter().map(|it| &it.1).collect()
    }

    fn agreement(&self, laid: &Laid, gaps: &[Gap], member: &Member<'_>, face: usize) -> Agreement {
        let claims = (self.lemma.claim(self.face), member.claim(face));
        let found = agreement_in(laid, gaps, claims.0, claims.1);
        if claims.1 != Claim::Quoted {
            return found;
        }
        let only_moved = gaps
            .iter()
            .all(|it| matches!(it.kind, VariantKind::Omission | VariantKind::Transposition));
        let may_jump = found == Agreement::Trimmed || (found == Agreement::Altered && only_moved);
        let units = (self.lemma.units.as_slice(), member.units.as_slice());
        if may_jump && jumps(laid, gaps, units, self.text(member)) {
            return Agreement::Spliced;
        }
        if found != Agreement::Altered {
            return found;
        }
        if gaps.iter().any(|it| it.kind == VariantKind::Transposition) {
            return found;
        }
        let days = |unit: &Unit| conflict::days(self.reports, self.lemma.units[0], unit);
        let lemma = Home {
            units: units.0,
            report: of_report(self.units, self.lemma.report()),
            is_transcript: claims.0 == Claim::Transcript,
        };
        let own: Vec<Own<'_>> =
            gaps.iter().filter_map(|it| of_reading(laid, it, self.text(member))).collect();
        let of_lemma = joined(&own, lemma, &days);
        if of_lemma.is_some() || lemma.is_transcript {
            return of_lemma.unwrap_or(found);
        }
        let reading = Home {
            units: units.1,
            report: of_report(self.units, member.report()),
            is_transcript: false,
        };
        let own: Vec<Own<'_>> = gaps.iter().filter_map(|it| of_lemma_alone(laid, it)).collect();
        joined(&own, reading, &days).unwrap_or(found)
    }

    fn text(&self, member: &Member<'_>) -> &str {
        self.reports[member.report()].report.text()
    }
}

/// What the reading has at this place beyond the lemma.
fn of_reading<'l>(laid: &'l Laid, gap: &Gap, text: &str) -> Option<Own<'l>> {
    let (start, end) = (gap.reading.start, gap.reading.end);
    let marked = |at: usize| between(&laid.b, at, text).is_some_and(shows_a_cut);
    (start < end).then(|| Own {
        words: &laid.b[start..end],
        at_head: start == 0,
        at_end: end == laid.b.len(),
        // A small word of theirs may have been matched with one of the sentence left off.
        is_marked: (start.saturating_sub(2)..=start).chain(end..=end + 2).any(marked),
    })
}

/// What the lemma has there beyond the reading.
fn of_lemma_alone<'l>(laid: &'l Laid, gap: &Gap) -> Option<Own<'l>> {
    let (start, end) = (gap.lemma.start, gap.lemma.end);
    (start < end).then(|| Own {
        words: &laid.a[start..end],
        at_head: start == 0,
        at_end: end == laid.a.len(),
        is_marked: false,
    })
}

/// Both sides' texts and the spans in them that are compared.
struct Sources<'t> {
    lemma: &'t str,
    lemma_spans: Vec<Span>,
    reading: &'t str,
    reading_spans: Vec<Span>,
}

impl Sources<'_> {
    fn set_marks(&self, laid: &Laid, gaps: &mut [Gap]) {
        let lemma = Side { words: &laid.a, text: self.lemma };
        let reading = Side { words: &laid.b, text: self.reading };
        for gap in gaps {
            gap.mark = mark(gap, lemma, reading);
        }
    }

    fn variants(&self, laid: &Laid, gaps: &[Gap]) -> Vec<Variant> {
        variants(&laid.a, &laid.b, (&self.lemma_spans, &self.reading_spans), gaps)
    }

    /// Words written differently, and those at which the transcripts themselves disagree.
    fn accidentals(&self, laid: &Laid, settled: &[Gap]) -> Vec<Variant> {
        let lemma = Source { text: self.lemma, spans: &self.lemma_spans };
        let reading = Source { text: self.reading, spans: &self.reading_spans };
        let mut found = accidentals(laid, lemma, reading);
        found.extend(self.variants(laid, settled));
        found.sort_by_key(|it| (it.lemma.start(), it.reading.start(), it.lemma.end()));
        found
    }
}
