//! An entry in, the places of its lemma where witnesses differ out: with all who differ there, and
//! how. Two forms: as an apparatus lists them below a text, and as the text cut into segments that
//! every witness can be read along.

use rustc_hash::FxHashMap;

use super::{Agreement, Entry, Mark, Reading, Variant, VariantKind};
use crate::annotate::Annotated;
use crate::report::ReportId;
use crate::text::fold::{Folding, same_words};
use crate::text::{Span, gap};

/// A place of the lemma, and what other witnesses have there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// In the lemma's report; empty for an addition.
    pub lemma: Span,
    /// What they have, each once.
    pub readings: Vec<PlaceReading>,
}

/// What one or more witnesses have at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceReading {
    /// How they differ.
    pub kind: VariantKind,
    /// What that changes of the meaning.
    pub mark: Option<Mark>,
    /// In the report of the first of `witnesses`; empty for an omission.
    pub reading: Span,
    /// Places among the entry's readings, rising.
    pub witnesses: Vec<usize>,
}

/// Where the wording differs: in order of the lemma, the longer first. Places may overlap, as
/// witnesses part over longer or shorter stretches. Witnesses with the same words share a reading.
pub fn places(folding: &Folding, entry: &Entry, reports: &[Annotated]) -> Vec<Place> {
    let same = |(a_text, a): (&str, Span), (b_text, b): (&str, Span)| {
        same_words(&folding.fold(a_text, a), &folding.fold(b_text, b))
    };
    listed(entry, reports, &|it| &it.variants, &same)
}

/// Where only spelling, case or marks differ.
pub fn accidental_places(entry: &Entry, reports: &[Annotated]) -> Vec<Place> {
    let same = |(a_text, a): (&str, Span), (b_text, b): (&str, Span)| a.of(a_text) == b.of(b_text);
    listed(entry, reports, &|it| &it.accidentals, &same)
}

fn listed<'r>(
    entry: &Entry,
    reports: &'r [Annotated],
    variants: &dyn Fn(&Reading) -> &[Variant],
    same: &dyn Fn((&'r str, Span), (&'r str, Span)) -> bool,
) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut place_at: FxHashMap<Span, usize> = FxHashMap::default();
    let text = |n: usize| text_of(reports, entry.readings[n].passages.statement.report);
    for (witness, reading) in entry.readings.iter().enumerate() {
        let Some(own) = text(witness) else { continue };
        for it in variants(reading) {
            let at = *place_at.entry(it.lemma).or_insert_with(|| {
                places.push(Place { lemma: it.lemma, readings: Vec::new() });
                places.len() - 1
            });
            let readings = &mut places[at].readings;
            let alike = |of: &PlaceReading| {
                let first = text(of.witnesses[0]);
                of.kind == it.kind
                    && first.is_some_and(|first| same((first, of.reading), (own, it.reading)))
            };
            match readings.iter_mut().find(|of| alike(of)) {
                Some(of) if of.witnesses.last() == Some(&witness) => {}
                Some(of) => of.witnesses.push(witness),
                None => {
                    let Variant { kind, mark, reading, .. } = *it;
                    readings.push(PlaceReading { kind, mark, reading, witnesses: vec![witness] });
                }
            }
        }
    }
    places.sort_by_key(|it| (it.lemma.start(), std::cmp::Reverse(it.lemma.end())));
    places
}

fn text_of(reports: &[Annotated], id: ReportId) -> Option<&str> {
    reports.iter().find(|it| it.report.id() == id).map(|it| it.report.text())
}

/// The lemma's words cut into segments, and the witnesses that cannot be laid along them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segments {
    /// In order; their words in a row are the lemma's.
    pub segments: Vec<Segment>,
    /// Places among the entry's readings of those whose words are not claimed, or stand in another
    /// order: they can only be given whole.
    pub whole: Vec<usize>,
}

/// A stretch of the lemma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The lemma's words, blanks included. Empty where witnesses only add.
    pub lemma: String,
    /// What others have in its place; empty where all agree.
    pub readings: Vec<SegmentReading>,
}

/// What one or more witnesses have in place of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentReading {
    /// Their words: those that differ as they stand, those that agree as the lemma has them.
    pub words: String,
    /// Whether more than spelling, case or marks differs.
    pub substantive: bool,
    /// How it differs; a substitution if in several ways.
    pub kind: VariantKind,
    /// What that changes of the meaning, each once.
    pub marks: Vec<Mark>,
    /// Places among the entry's readings, rising.
    pub witnesses: Vec<usize>,
}

/// Cuts the lemma so that whoever reads along the segments, and takes at each what a witness has
/// there, has read that witness's words. Places that overlap are one segment.
pub fn segments(entry: &Entry, reports: &[Annotated]) -> Segments {
    let Some(lemma) = text_of(reports, entry.lemma.statement.report) else {
        return Segments { whole: (0..entry.readings.len()).collect(), ..Segments::default() };
    };
    let mut witnesses: Vec<Along<'_>> = Vec::new();
    let mut whole = Vec::new();
    for (n, reading) in entry.readings.iter().enumerate() {
        match Along::of(n, entry, reading, reports) {
            Some(along) => witnesses.push(along),
            None => whole.push(n),
        }
    }
    let stretches = stretches(&witnesses);
    let mut segments = Vec::new();
    for (n, span) in entry.lemma.spans.iter().enumerate() {
        let before = n.checked_sub(1).map(|it| gap(lemma, entry.lemma.spans[it], *span));
        push_agreed(&mut segments, before.unwrap_or(""));
        let mut at = span.start();
        for stretch in stretches.iter().filter(|it| is_home(**it, *span, n == 0)) {
            push_agreed(&mut segments, &lemma[at..stretch.start()]);
            let readings = readings_at(*stretch, (lemma, *span), &witnesses);
            segments.push(Segment { lemma: stretch.of(lemma).to_owned(), readings });
            at = stretch.end();
        }
        push_agreed(&mut segments, &lemma[at..span.end()]);
    }
    Segments { segments, whole }
}

/// Whether a stretch belongs to the span. An empty one at a border belongs to the span that ends
/// there, or else to the first.
fn is_home(stretch: Span, span: Span, first: bool) -> bool {
    let empty_at_start = stretch.is_empty() && stretch.start() == span.start();
    span.contains(stretch) && (first || !empty_at_start)
}

fn push_agreed(segments: &mut Vec<Segment>, words: &str) {
    match segments.last_mut().filter(|it| it.readings.is_empty()) {
        Some(last) => last.lemma.push_str(words),
        None if words.is_empty() => {}
        None => segments.push(Segment { lemma: words.to_owned(), readings: Vec::new() }),
    }
}

/// A witness that can be read along the lemma.
struct Along<'r> {
    reading: usize,
    text: &'r str,
    /// In order on both sides, with whether more than spelling, case or marks differs.
    variants: Vec<(Variant, bool)>,
}

impl<'r> Along<'r> {
    fn of(n: usize, entry: &Entry, of: &Reading, reports: &'r [Annotated]) -> Option<Along<'r>> {
        let text = text_of(reports, of.passages.statement.report)?;
        let substantives = of.variants.iter().map(|it| (*it, true));
        let accidentals = of.accidentals.iter().map(|it| (*it, false));
        let mut variants: Vec<(Variant, bool)> = substantives.chain(accidentals).collect();
        variants.sort_by_key(|(it, _)| (it.lemma.start(), it.lemma.end(), it.reading.start()));
        let moved = variants.iter().any(|(it, _)| it.kind == VariantKind::Transposition);
        let inside = |it: Span| entry.lemma.spans.iter().any(|span| span.contains(it));
        let in_order = variants.windows(2).all(|pair| {
            let (one, two) = (pair[0].0, pair[1].0);
            one.lemma.end() <= two.lemma.start() && one.reading.end() <= two.reading.start()
        });
        let along = of.agreement != Agreement::Paraphrase
            && !moved
            && in_order
            && variants.iter().all(|(it, _)| inside(it.lemma));
        along.then_some(Along { reading: n, text, variants })
    }
}

/// Places where any witness differs, in order; those that overlap joined.
fn stretches(witnesses: &[Along<'_>]) -> Vec<Span> {
    let variants = witnesses.iter().flat_map(|it| &it.variants);
    let mut all: Vec<Span> = variants.map(|(it, _)| it.lemma).collect();
    all.sort_by_key(|it| (it.start(), it.end()));
    all.dedup();
    let mut joined: Vec<Span> = Vec::new();
    for span in all {
        match joined.last_mut().filter(|last| span.start() < last.end()) {
            Some(last) => *last = last.cover(span),
            None => joined.push(span),
        }
    }
    joined
}

fn readings_at(stretch: Span, lemma: (&str, Span), witnesses: &[Along<'_>]) -> Vec<SegmentReading> {
    let mut readings: Vec<SegmentReading> = Vec::new();
    for witness in witnesses {
        let inside = |it: &&(Variant, bool)| {
            stretch.contains(it.0.lemma) && (stretch.is_empty() || !at_edge(it.0.lemma, stretch))
        };
        let here: Vec<&(Variant, bool)> = witness.variants.iter().filter(inside).collect();
        let Some((first, _)) = here.first() else { continue };
        let words = words_at(stretch, lemma, witness.text, &here);
        if let Some(same) = readings.iter_mut().find(|it| it.words == words) {
            same.witnesses.push(witness.reading);
            continue;
        }
        let one_kind = here.iter().all(|(it, _)| it.kind == first.kind);
        let mut marks: Vec<Mark> = here.iter().filter_map(|(it, _)| it.mark).collect();
        marks.dedup();
        readings.push(SegmentReading {
            words,
            substantive: here.iter().any(|(_, substantive)| *substantive),
            kind: if one_kind { first.kind } else { VariantKind::Substitution },
            marks,
            witnesses: vec![witness.reading],
        });
    }
    readings
}

/// An addition just before or behind a stretch is a stretch of its own.
fn at_edge(addition: Span, stretch: Span) -> bool {
    addition.is_empty()
        && (addition.start() == stretch.start() || addition.start() == stretch.end())
}

/// A witness's words over a stretch of the lemma.
fn words_at(
    stretch: Span,
    (lemma, span): (&str, Span),
    text: &str,
    variants: &[&(Variant, bool)],
) -> String {
    let mut words = String::new();
    let mut at = stretch.start();
    for (variant, _) in variants {
        words.push_str(&lemma[at..variant.lemma.start()]);
        if variant.lemma.is_empty() {
            set_off(&mut words, variant.reading.of(text), (lemma, span), variant.lemma.start());
        } else {
            words.push_str(variant.reading.of(text));
        }
        at = variant.lemma.end();
    }
    words.push_str(&lemma[at..stretch.end()]);
    // What is left out leaves a blank too many; what is only added brings the blanks it needs.
    if stretch.is_empty() { words } else { words.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// Adds what stands between two words of the lemma, with a blank on the side that has none.
fn set_off(words: &mut String, added: &str, (lemma, span): (&str, Span), at: usize) {
    let before = lemma[span.start()..at].chars().next_back();
    let after = lemma[at..span.end()].chars().next();
    if before.is_some_and(|it| !it.is_whitespace()) {
        words.push(' ');
    }
    words.push_str(added);
    if after.is_some_and(char::is_alphanumeric) {
        words.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::super::collate;
    use super::*;
    use crate::invented::{chairs, reports};
    use crate::story;
    use crate::text::joined;

    fn collated(reports: &[Annotated]) -> Vec<Entry> {
        collate(&story::gather(reports), reports).shared().cloned().collect()
    }

    #[test]
    fn witnesses_that_have_the_same_words_at_a_place_share_a_reading() {
        let reports = reports(&[
            "“They have refused to engage with the pilots of the strait,” Ana Ruiz said.",
            "“They have refused to cooperate with the pilots of the strait,” Ana Ruiz said. A",
            "“They have refused to Co-operate with the pilots of the strait,” Ana Ruiz said. B",
            "“They have again refused to engage with the pilots of the strait,” Ana Ruiz said. C",
        ]);
        let entry = &collated(&reports)[0];
        let lemma = text_of(&reports, entry.lemma.statement.report).unwrap();
        let found: Vec<String> = places(&Folding::english(), entry, &reports)
            .iter()
            .flat_map(|it| it.readings.iter().map(move |of| (it, of)))
            .map(|(it, of)| {
                format!("{}] {:?} × {}", it.lemma.of(lemma), of.kind, of.witnesses.len())
            })
            .collect();
        // The longest is the lemma.
        assert_eq!(found, ["again] Omission × 3", "engage] Substitution × 2"]);
    }

    /// The lemma, `{place|reading|reading}` where witnesses differ.
    fn drawn(of: &Segments) -> String {
        let draw = |it: &Segment| match it.readings.is_empty() {
            true => it.lemma.clone(),
            false => {
                let readings = it.readings.iter().map(|it| it.words.as_str());
                let all: Vec<&str> = std::iter::once(it.lemma.as_str()).chain(readings).collect();
                format!("{{{}}}", all.join("|"))
            }
        };
        of.segments.iter().map(draw).collect()
    }

    #[test]
    fn every_witness_can_be_read_along_the_segments() {
        let reports = chairs();
        let entry = &collated(&reports)[0];
        assert_eq!(
            drawn(&segments(entry, &reports)),
            "We have kept a {chair|seat} for them at {every|each} session {of these talks|}"
        );
    }

    #[test]
    fn places_that_overlap_are_one_segment() {
        let reports = reports(&[
            "“The pilots of the northern strait will not sail again this year,” Ana Ruiz said.",
            "“The pilots of the southern bay will not sail again this year,” Ana Ruiz said. A",
            "“The pilots of the northern bay will not ever sail again this year,” Ana Ruiz said.",
        ]);
        let entry = &collated(&reports)[0];
        let drawn = drawn(&segments(entry, &reports));
        assert!(drawn.contains("ever"), "{drawn}");
        read_along(entry, &reports);
    }

    /// What is read along the segments folds to the witness's own words.
    fn read_along(entry: &Entry, reports: &[Annotated]) {
        let folding = Folding::english();
        let keys = |text: &str| {
            let words = folding.fold(text, Span::new(0, text.len()));
            words.iter().map(|it| it.key().to_owned()).collect::<Vec<_>>()
        };
        let Segments { segments, whole } = segments(entry, reports);
        for (n, reading) in entry.readings.iter().enumerate().filter(|(n, _)| !whole.contains(n)) {
            let had = |it: &Segment| {
                let own = it.readings.iter().find(|it| it.witnesses.contains(&n));
                own.map_or(it.lemma.clone(), |it| it.words.clone())
            };
            let read: String = segments.iter().map(had).collect();
            let text = text_of(reports, reading.passages.statement.report).unwrap();
            assert_eq!(keys(&read), keys(&joined(text, &reading.passages.spans)), "{read}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_witnesses_add_drop_and_change_they_can_be_read_along(
            edits in proptest::collection::vec(
                proptest::collection::vec((0..12_usize, 0..4_u8), 0..5), 1..5),
        ) {
            let words = "the pilots of this port have waited seven weeks for their answer";
            let edited = |edits: &Vec<(usize, u8)>| {
                let mut words: Vec<String> = words.split(' ').map(str::to_owned).collect();
                for (at, edit) in edits {
                    match edit {
                        0 => words[*at].clear(),
                        1 => words[*at] = "ships".to_owned(),
                        2 => words[*at].push_str(" again"),
                        _ => words[*at].insert_str(0, "even "),
                    }
                }
                words.retain(|it| !it.is_empty());
                format!("“{},” Ana Ruiz said.", words.join(" "))
            };
            let texts: Vec<String> = edits.iter().map(edited).collect();
            let all: Vec<&str> = texts.iter().map(String::as_str).collect();
            let reports = reports(&[&["“The pilots of this port have waited seven weeks for their \
                answer,” Ana Ruiz said."], &all[..]].concat());
            for entry in collated(&reports) {
                read_along(&entry, &reports);
            }
        }
    }
}
