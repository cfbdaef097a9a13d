//! What else is known of the words in which a reading differs from its lemma: that another
//! transcript has them, or that they stand elsewhere in the lemma's own report.

use super::align::Gap;
use super::classify::{LEAST_OVERLAP, between, shows_a_cut};
use super::link::Laid;
use super::unit::Unit;
use super::{Agreement, VariantKind};
use crate::text::Span;
use crate::text::fold::Folded;

/// The gaps that count, and those that another transcript settles: where two transcripts disagree
/// at a word, that word alters nothing.
pub(crate) fn settle(laid: &Laid, gaps: Vec<Gap>, others: &[&Laid]) -> (Vec<Gap>, Vec<Gap>) {
    let (mut open, mut settled) = (Vec::new(), Vec::new());
    for gap in gaps {
        match others.iter().find_map(|it| settled_by(laid, &gap, it)) {
            None => open.push(gap),
            Some(Settled { settled: it, cut }) => {
                settled.push(it);
                open.extend(cut);
            }
        }
    }
    (open, settled)
}

struct Settled {
    settled: Gap,
    /// What is left of the gap: words cut off at an edge.
    cut: Option<Gap>,
}

/// Whether the other transcript has the reading's words at this place. At an edge the reading may
/// have fewer, since it may begin later and end sooner.
fn settled_by(laid: &Laid, gap: &Gap, other: &Laid) -> Option<Settled> {
    if gap.kind == VariantKind::Transposition {
        return None;
    }
    let words = &laid.b[gap.reading.clone()];
    let before = gap.lemma.start.checked_sub(1).map(|it| laid.a[it].span);
    let after = laid.a.get(gap.lemma.end).map(|it| it.span);
    let from = before.map_or(Some(0), |it| Some(counterpart(other, it)? + 1))?;
    let to = after.map_or(Some(other.b.len()), |it| counterpart(other, it))?;
    let theirs = other.b.get(from..to)?;
    let agree = |theirs: &[Folded]| {
        theirs.len() == words.len() && theirs.iter().zip(words).all(|(x, y)| x.agrees(y))
    };
    if agree(theirs) {
        return Some(Settled { settled: gap.clone(), cut: None });
    }
    let spare = theirs.len().checked_sub(words.len()).filter(|_| !words.is_empty())?;
    // As many of the lemma's words as the other transcript has there beyond the reading's.
    let spare_of_lemma = spare.min(gap.lemma.len());
    let at_head = gap.reading.start == 0 && agree(&theirs[spare..]);
    let at_end = gap.reading.end == laid.b.len() && agree(&theirs[..words.len()]);
    let (kept, cut, at) = if at_head {
        let middle = gap.lemma.start + spare_of_lemma;
        (middle..gap.lemma.end, gap.lemma.start..middle, gap.reading.start)
    } else if at_end {
        let middle = gap.lemma.end - spare_of_lemma;
        (gap.lemma.start..middle, middle..gap.lemma.end, gap.reading.end)
    } else {
        return None;
    };
    let kind = if kept.is_empty() { VariantKind::Addition } else { VariantKind::Substitution };
    let settled = Gap { kind, mark: None, lemma: kept, reading: gap.reading.clone() };
    let omission = Gap { kind: VariantKind::Omission, mark: None, lemma: cut, reading: at..at };
    Some(Settled { settled, cut: (!omission.lemma.is_empty()).then_some(omission) })
}

/// The word of the other transcript that agrees with the lemma's word at `span`.
fn counterpart(other: &Laid, span: Span) -> Option<usize> {
    let pair = other.alignment.pairs.iter().find(|(i, _)| other.a[*i].span == span)?;
    Some(pair.1)
}

/// One side of a comparison: its sentences, and all of its report.
#[derive(Clone, Copy)]
pub(crate) struct Home<'h> {
    pub units: &'h [&'h Unit],
    pub report: &'h [Unit],
    pub is_transcript: bool,
}

/// Words that one side has beyond the other.
pub(crate) struct Own<'w> {
    pub words: &'w [Folded],
    /// They are its first words, or its last.
    pub at_head: bool,
    pub at_end: bool,
    /// An ellipsis stands before them or behind them.
    pub is_marked: bool,
}

/// How two wordings that would be altered stand to each other, where every word that one has beyond
/// the other stands elsewhere in the other's report: far from there it was joined from two
/// utterances; near by it was only cut. `None` if it has words of its own. `home` is the other's.
///
/// In news two quotations apart may have been one breath, so that only days that differ tell a
/// splice; `days_differ` says it of a sentence of that report.
pub(crate) fn joined(
    own: &[Own<'_>],
    home: Home<'_>,
    days_differ: &dyn Fn(&Unit) -> bool,
) -> Option<Agreement> {
    let mut apart = false;
    for it in own {
        let others = || {
            let others = home.report.iter();
            let others = others.filter(|it| home.units.iter().all(|own| own.at != it.at));
            others.filter(|it| it.faces[0].prepared.claim.is_claimed())
        };
        if others().any(|unit| goes_on_in(it, &home, unit)) {
            continue;
        }
        let has_in_one_piece = |unit: &&Unit| {
            it.words.len() >= LEAST_OVERLAP && holds(&unit.faces[0].prepared.words, it.words)
        };
        let found = others().find(has_in_one_piece)?;
        let near = home.distance(found).is_some_and(|by| by <= NEAR || it.is_marked);
        apart |= if home.is_transcript { !near } else { days_differ(found) };
    }
    (!own.is_empty()).then_some(if apart { Agreement::Spliced } else { Agreement::Trimmed })
}

/// Sentences on, or back, in one turn, within which leaving some out is a cut and no splice.
const NEAR: usize = 2;

impl Home<'_> {
    /// Sentences from the unit to the nearest of those compared, in the same statement.
    fn distance(&self, unit: &Unit) -> Option<usize> {
        let same = self.units.iter().filter(|own| own.statement == unit.statement);
        same.map(|own| own.at.abs_diff(unit.at)).min()
    }
}

/// Whether the sentence is near, on the right side, and has the words in order: another sentence
/// than the one compared with ends, or begins, what was printed as one.
fn goes_on_in(own: &Own<'_>, home: &Home<'_>, unit: &Unit) -> bool {
    let before = home.units.iter().all(|it| unit.at < it.at);
    let on_its_side = if before { own.at_head } else { own.at_end };
    let near = home.distance(unit).is_some_and(|it| it <= NEAR);
    let telling = own.words.len() >= LEAST_OVERLAP - 1
        || own.words.iter().any(|it| it.key().len() >= TELLING || it.is_number());
    near && on_its_side && telling && has(&unit.faces[0].prepared.words, own.words)
}

/// Letters of a word that shows where a few words are from.
const TELLING: usize = 5;

/// Whether the row has the words in order, others between them or not.
fn has(row: &[Folded], words: &[Folded]) -> bool {
    let mut row = row.iter();
    words.iter().all(|word| row.any(|it| it.agrees(word)))
}

/// Whether the words stand in the row, one behind the other.
fn holds(row: &[Folded], words: &[Folded]) -> bool {
    row.windows(words.len()).any(|it| it.iter().zip(words).all(|(a, b)| a.agrees(b)))
}

/// Words of the lemma jumped over, without a sign of it, from which a sentence that begins in one
/// and ends in another is no cut sentence any more but two joined. No case of it is in set A; a
/// sentence has about twenty words.
const FAR: usize = 12;

/// Whether one printed sentence begins in one sentence of the lemma and goes on in another far from
/// there, or in one before it.
pub(crate) fn jumps(
    laid: &Laid,
    gaps: &[Gap],
    (lemma, reading): (&[&Unit], &[&Unit]),
    text: &str,
) -> bool {
    let sentence = |units: &[&Unit], word: &Folded| {
        units.iter().position(|it| it.faces[0].spans.iter().any(|span| span.contains(word.span)))
    };
    let of_lemma = |n: usize| sentence(lemma, &laid.a[n]);
    let of_reading = |n: usize| sentence(reading, &laid.b[n]);
    let over_a_border = |gap: &Gap| {
        let (from, to) = (gap.lemma.start.checked_sub(1), gap.lemma.end);
        let at = gap.reading.start;
        gap.lemma.len() >= FAR
            && to < laid.a.len()
            && (1..laid.b.len()).contains(&at)
            && from.is_some_and(|it| of_lemma(it) != of_lemma(to))
            && of_reading(at - 1) == of_reading(at)
            && !between(&laid.b, at, text).is_some_and(shows_a_cut)
    };
    let from_elsewhere = |gap: &Gap| {
        let beside = [gap.reading.start.checked_sub(1), Some(gap.reading.end)];
        let mut pairs = laid.alignment.pairs.iter().filter(|it| beside.contains(&Some(it.1)));
        let own = (of_lemma(gap.lemma.start), of_reading(gap.reading.start));
        gap.lemma.len() >= LEAST_OVERLAP
            && pairs.any(|(i, j)| of_lemma(*i) != own.0 && of_reading(*j) == own.1)
    };
    gaps.iter().any(|gap| match gap.kind {
        VariantKind::Omission => over_a_border(gap),
        VariantKind::Transposition => from_elsewhere(gap),
        VariantKind::Addition | VariantKind::Substitution => false,
    })
}
