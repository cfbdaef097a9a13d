//! An apparatus in, what pairs of reports have in common out: statements in one order, quotations
//! reworded throughout, alterations that others do not have.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::{Agreement, Apparatus, Entry, Passages, Reading, Variant, VariantKind};
use super::{Evidence, Fact, Place};
use crate::annotate::{Annotated, Manner};
use crate::report::{Genre, ReportId};
use crate::story::{digest_wide, fold};
use crate::text::{Span, TokenKind, tokens};

/// What the reports of a story have in common, entry by entry.
pub(super) struct Shared {
    /// For each report, the entries it bears and where: in order of place.
    of_report: Vec<Vec<(usize, usize)>>,
    /// For each entry, those who bear it, in order of report.
    bearers: Vec<Vec<Bearer>>,
    alterations: Vec<Alteration>,
}

/// One report's words for an entry.
struct Bearer {
    report: usize,
    place: Place,
    /// It gives the words as the speaker's.
    claims: bool,
    /// It is a transcript.
    transcript: bool,
    /// Digests of its words, in order of digest.
    words: Vec<u64>,
}

/// Words that some reports have in place of the lemma's.
pub(super) struct Alteration {
    entry: usize,
    lemma: Place,
    readings: Vec<(usize, Place)>,
}

/// Quotations that two reports word differently throughout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reworded {
    pub n: u32,
    pub of: u32,
    /// So many of them stand in one order.
    in_order: u32,
}

/// So many quotations reworded, of those that two reports share, show that one text was reworded:
/// who heard a speaker takes down some sentences as they were said.
const LEAST_REWORDED: u32 = 4;

/// Their share of the quotations of one utterance in both. (In the two reports the project began
/// with 5 of 6.)
const REWORDED_SHARE: f32 = 0.75;

/// Share of them in one order.
const ORDERED_SHARE: f32 = 0.8;

/// A quotation is reworded when it has at most so much of the shorter one's words.
const KEPT_SHARE: f32 = 0.75;

/// Shorter ones tell nothing by their words.
const LEAST_WORDS: usize = 6;

/// More bearers than that of one entry are not paired.
const MOST_BEARERS: usize = 64;

/// Holders of one alteration at most: a reading that many have may be the true one.
const MOST_ALTERED: usize = 4;

/// Alterations in entries of their own that show a common source. One may be a mishearing, or a
/// slip of the transcript's.
const LEAST_ALTERATIONS: usize = 2;

/// Passages shown for a fact, in pairs.
const MOST_SHOWN: usize = 3;

impl Shared {
    pub(super) fn of(
        reports: &[&Annotated],
        place: &BTreeMap<ReportId, usize>,
        heads: &[usize],
        apparatus: &Apparatus,
    ) -> Shared {
        let bearer = |it: &Passages| Bearer::of(reports, *place.get(&it.statement.report)?, it);
        let bearers: Vec<Vec<Bearer>> = apparatus
            .entries
            .iter()
            .map(|entry| {
                let mut bearers: Vec<Bearer> = entry.passages().filter_map(bearer).collect();
                bearers.sort_by_key(|it| (it.report, it.place));
                bearers.dedup_by_key(|it| it.report);
                bearers
            })
            .collect();
        let mut of_report: Vec<Vec<(usize, usize)>> = vec![Vec::new(); reports.len()];
        for (entry, bearers) in bearers.iter().enumerate() {
            for it in bearers {
                of_report[it.report].push((it.place.span.start(), entry));
            }
        }
        for entries in &mut of_report {
            entries.sort_unstable();
        }
        let of_entry = |(n, it): (usize, &Entry)| alterations(reports, place, heads, n, it);
        let alterations = apparatus.entries.iter().enumerate().flat_map(of_entry).collect();
        Shared { of_report, bearers, alterations }
    }

    fn bearer(&self, entry: usize, report: usize) -> Option<&Bearer> {
        let bearers = &self.bearers[entry];
        bearers.binary_search_by_key(&report, |it| it.report).ok().map(|it| &bearers[it])
    }

    /// Entries that both bear, in `a`'s order.
    fn both(&self, a: usize, b: usize) -> impl Iterator<Item = (&Bearer, &Bearer)> {
        let pair = move |it: &(usize, usize)| self.bearer(it.1, a).zip(self.bearer(it.1, b));
        self.of_report[a].iter().filter_map(pair)
    }

    /// How many quotations two reports have in nearly the same words.
    pub(super) fn n_alike(&self, a: usize, b: usize) -> usize {
        self.quoted_by_both(a, b).filter(|(a, b)| !is_reworded(a, b)).count()
    }

    /// Pairs of reports, of `some`, that quote enough utterances both to be asked for rewording.
    pub(super) fn often_together(&self, some: &[bool]) -> Vec<(usize, usize)> {
        let mut n_shared: FxHashMap<(usize, usize), u32> = FxHashMap::default();
        for bearers in self.bearers.iter().filter(|it| it.len() <= MOST_BEARERS) {
            let claim = |it: &&Bearer| it.claims && !it.transcript && some[it.report];
            let claiming: Vec<usize> = bearers.iter().filter(claim).map(|it| it.report).collect();
            for (n, a) in claiming.iter().enumerate() {
                for b in &claiming[n + 1..] {
                    *n_shared.entry((*a, *b)).or_default() += 1;
                }
            }
        }
        n_shared.into_iter().filter(|it| it.1 >= LEAST_REWORDED).map(|it| it.0).collect()
    }

    /// How the quotations that two reports share are worded, if they share any.
    pub(super) fn reworded(&self, a: usize, b: usize) -> Option<Reworded> {
        let both = || self.quoted_by_both(a, b);
        let reworded = both().filter(|(a, b)| is_reworded(a, b)).count() as u32;
        let order: Vec<usize> = both().map(|it| it.1.place.span.start()).collect();
        let of = order.len() as u32;
        (of > 0).then(|| Reworded { n: reworded, of, in_order: longest_rising(&order) })
    }

    fn quoted_by_both(&self, a: usize, b: usize) -> impl Iterator<Item = (&Bearer, &Bearer)> {
        let tells = |it: &Bearer| it.claims && !it.transcript && it.words.len() >= LEAST_WORDS;
        self.both(a, b).filter(move |(a, b)| tells(a) && tells(b))
    }

    /// Alterations that both have.
    pub(super) fn alterations(&self, a: usize, b: usize) -> Vec<&Alteration> {
        let has = |it: &&Alteration| it.of(a).is_some() && it.of(b).is_some();
        self.alterations.iter().filter(has).collect()
    }

    /// Pairs of reports with an alteration in common.
    pub(super) fn altered_alike(&self) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for it in &self.alterations {
            for (n, (a, _)) in it.readings.iter().enumerate() {
                pairs.extend(it.readings[n + 1..].iter().map(|(b, _)| (*a.min(b), *a.max(b))));
            }
        }
        pairs
    }

    /// What two reports have in common, as facts with their passages.
    pub(super) fn evidence(&self, a: usize, b: usize) -> Vec<Evidence> {
        let mut found = Vec::new();
        let altered = self.alterations(a, b);
        if !altered.is_empty() {
            let shown = altered.iter().take(MOST_SHOWN);
            let places = |it: &&Alteration| it.of(a).into_iter().chain(it.of(b)).chain([it.lemma]);
            let places = shown.flat_map(places).collect();
            found.push(Evidence { fact: Fact::Alterations(altered.len() as u32), places });
        }
        if let Some(it) = self.reworded(a, b).filter(|it| it.is_telling()) {
            let reworded = self.quoted_by_both(a, b).filter(|(a, b)| is_reworded(a, b));
            let places = reworded.take(MOST_SHOWN).flat_map(|(a, b)| [a.place, b.place]).collect();
            found.push(Evidence { fact: Fact::Reworded { n: it.n, of: it.of }, places });
        }
        found.extend(self.statements(a, b));
        found
    }

    fn statements(&self, a: usize, b: usize) -> Option<Evidence> {
        let order: Vec<usize> = self.both(a, b).map(|it| it.1.place.span.start()).collect();
        let (n, in_order) = (order.len() as u32, longest_rising(&order));
        let shown = self.both(a, b).take(MOST_SHOWN);
        let places = shown.flat_map(|(a, b)| [a.place, b.place]).collect();
        (n > 0).then_some(Evidence { fact: Fact::Statements { n, in_order }, places })
    }
}

impl Reworded {
    /// Whether it shows that one text was reworded.
    pub(super) fn is_telling(&self) -> bool {
        self.n >= LEAST_REWORDED
            && self.n as f32 >= REWORDED_SHARE * self.of as f32
            && self.in_order as f32 >= ORDERED_SHARE * self.of as f32
    }
}

impl Bearer {
    fn of(reports: &[&Annotated], report: usize, passages: &Passages) -> Option<Bearer> {
        let annotated = reports[report];
        let statement =
            annotated.annotations.statements.get(passages.statement.ordinal as usize)?;
        let span = passages.spans.iter().copied().reduce(Span::cover)?;
        let text = annotated.report.text();
        let mut words: Vec<u64> = passages.spans.iter().flat_map(|it| words(text, *it)).collect();
        words.sort_unstable();
        // Of a mixed statement the quoted words alone are an entry's passage where they are claimed.
        let claims = match statement.manner {
            Manner::Direct => true,
            Manner::Mixed => *passages.spans != *statement.content,
            Manner::Indirect => false,
        };
        let place = Place { report: annotated.report.id(), span };
        let transcript = annotated.report.genre == Genre::Transcript;
        Some(Bearer { report, place, claims, transcript, words })
    }
}

impl Alteration {
    fn of(&self, report: usize) -> Option<Place> {
        self.readings.iter().find(|it| it.0 == report).map(|it| it.1)
    }
}

/// Whether alterations in common show a common source.
pub(super) fn are_telling(altered: &[&Alteration]) -> bool {
    let mut entries: Vec<usize> = altered.iter().map(|it| it.entry).collect();
    entries.dedup();
    entries.len() >= LEAST_ALTERATIONS
}

fn is_reworded(a: &Bearer, b: &Bearer) -> bool {
    let shorter = a.words.len().min(b.words.len());
    n_common(&a.words, &b.words) as f32 <= KEPT_SHARE * shorter as f32
}

fn n_common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, n) = (i + 1, j + 1, n + 1),
        }
    }
    n
}

fn words(text: &str, span: Span) -> impl Iterator<Item = u64> {
    let words = tokens(text, span).filter(|it| it.kind != TokenKind::Mark);
    words.map(|it| digest_wide(fold(it.text).bytes()))
}

/// Length of the longest row that rises.
fn longest_rising(order: &[usize]) -> u32 {
    let mut tails: Vec<usize> = Vec::new();
    for it in order {
        match tails.partition_point(|tail| tail < it) {
            at if at == tails.len() => tails.push(*it),
            at => tails[at] = *it,
        }
    }
    tails.len() as u32
}

// Alterations -------------------------------------------------------------------------------------

/// A place in the lemma, and digests of the words put there.
type Change = (Span, Vec<u64>);

/// Alterations of an entry that two or more reports have in the same words, where more have the
/// lemma's. Copies have no say.
fn alterations(
    reports: &[&Annotated],
    place: &BTreeMap<ReportId, usize>,
    heads: &[usize],
    n: usize,
    entry: &Entry,
) -> Vec<Alteration> {
    let own = |it: ReportId| place.get(&it).copied().filter(|it| heads[*it] == *it);
    let readings: Vec<(usize, &Reading)> = entry
        .readings
        .iter()
        .filter(|it| it.agreement != Agreement::Paraphrase)
        .filter_map(|it| Some((own(it.passages.statement.report)?, it)))
        .collect();
    let Some(lemma) = place.get(&entry.lemma.statement.report).copied() else { return Vec::new() };
    let mut same: BTreeMap<Change, Vec<(usize, Place)>> = BTreeMap::new();
    for (report, reading) in readings.iter().filter(|it| it.1.agreement == Agreement::Altered) {
        let text = reports[*report].report.text();
        for it in reading.variants.iter().filter(|it| is_own_word(text, it)) {
            let spot = Place { report: reports[*report].report.id(), span: it.reading };
            let key = (it.lemma, words(text, it.reading).collect());
            same.entry(key).or_default().push((*report, spot));
        }
    }
    let lemma_counts = usize::from(heads[lemma] == lemma);
    let supported = |span: Span, n_altered: usize| {
        let agreeing =
            readings.iter().filter(|(_, it)| !it.variants.iter().any(|it| touches(it, span)));
        let n_agreeing = agreeing.count() + lemma_counts;
        n_agreeing >= 2 && n_agreeing >= n_altered
    };
    let lemma_id = entry.lemma.statement.report;
    same.into_iter()
        .filter(|(_, it)| (2..=MOST_ALTERED).contains(&it.len()))
        .filter(|((span, _), it)| supported(*span, it.len()))
        .map(|((span, _), readings)| Alteration {
            entry: n,
            lemma: Place { report: lemma_id, span },
            readings,
        })
        .collect()
}

/// Words put in or moved, at least one of which is not too common to show anything. What is left
/// out shows little: many cut at the same place.
fn is_own_word(text: &str, variant: &Variant) -> bool {
    let telling = |it: crate::text::Token| {
        it.kind != TokenKind::Mark && !STOP.contains(&*it.text.to_lowercase())
    };
    variant.kind != VariantKind::Omission && tokens(text, variant.reading).any(telling)
}

static STOP: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/en/stopwords.txt").lines();
    lines.filter(|it| !it.starts_with('#')).flat_map(str::split_whitespace).collect()
});

fn touches(variant: &Variant, span: Span) -> bool {
    variant.lemma.start() <= span.end() && span.start() <= variant.lemma.end()
}
