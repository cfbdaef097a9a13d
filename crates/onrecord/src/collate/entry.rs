//! A group of units in, an entry out: the lemma chosen, each other reading compared with it.

use super::align::{gaps, variants};
use super::classify::agreement;
use super::link::{Prepared, lay};
use super::pair::{Claim, Comparer};
use super::unit::Unit;
use super::{Agreement, Entry, Passages, Reading, conflict};
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
    let readings = members
        .iter()
        .map(|member| reading(comparer, reports, (&lemma, lemma_face), member))
        .collect();
    Entry { lemma: lemma.passages(lemma_face), readings }
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

fn reading(
    comparer: &Comparer<'_>,
    reports: &[&Annotated],
    (lemma, lemma_face): (&Member<'_>, usize),
    member: &Member<'_>,
) -> Reading {
    let against = &lemma.units[0].faces[lemma_face].prepared;
    let quoted = member.quoted().filter(|quoted| {
        against.claim.is_claimed() && comparer.score(against, quoted) >= SAME_QUOTED
    });
    let face = usize::from(quoted.is_some());
    let (a, b) = (lemma.words(lemma_face), member.words(face));
    let laid = lay(&comparer.tables.likeness, &a, &b);
    let agreement = agreement(&laid, lemma.claim(lemma_face), member.claim(face));
    let variants = match agreement {
        Agreement::Paraphrase => Vec::new(),
        _ => {
            let gaps = gaps(&laid.a, &laid.b, &laid.alignment);
            let spans = (lemma.spans(lemma_face), member.spans(face));
            variants(&laid.a, &laid.b, (&spans.0, &spans.1), &gaps)
        }
    };
    Reading {
        passages: member.passages(face),
        agreement,
        variants,
        accidentals: Vec::new(),
        cut: None,
        degree: None,
        day_conflict: conflict::days(reports, lemma.units[0], member.units[0]),
        speaker_conflict: conflict::speakers(reports, lemma.units[0], member.units[0]),
        venue_conflict: conflict::venues(reports, lemma.units[0], member.units[0]),
    }
}
