//! Reports in, the words of their own that they have in common out: runs of words outside
//! quotation marks, found by the phrases that few reports have.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::annotate::{Annotated, Manner};
use crate::report::{Genre, Report};
use crate::story::{digest_wide, fold, telling};
use crate::text::quote::quotations;
use crate::text::sentence::sentences;
use crate::text::{Span, Token, TokenKind, tokens};

/// Words in a row that make a phrase. Shorter ones (offices, charges, places) are anyone's.
const PHRASE: usize = 8;

/// Words in small letters that a run must have: the rest are names and numbers, which nobody words
/// otherwise.
const LEAST_PLAIN: usize = 5;

/// A phrase in more reports than this tells only that they have it with the first of them.
const MOST_HOLDERS: usize = 16;

/// Phrases that make a change which is handed on: a sentence of about 14 words.
pub(super) const LEAST_CHANGE: usize = 7;

/// The words of one report that are its own: outside quotation marks, and not in the first person
/// (a quotation whose marks were lost).
pub(super) struct Narration {
    words: Vec<Word>,
    /// Digest and place of its first word, for each phrase; the first place of each, in order.
    phrases: Vec<(u64, u32)>,
}

struct Word {
    digest: u64,
    span: Span,
    /// Words of one row follow each other in the text.
    row: u32,
    plain: bool,
}

/// A run of words that two reports have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub here: Span,
    pub there: Span,
    pub n_words: u32,
}

/// The narration of each report. What any of them puts in quotation marks is none in the others.
pub(super) fn narrations(reports: &[&Annotated]) -> Vec<Narration> {
    let quoted: Vec<Vec<Span>> = reports.iter().map(|it| quoted(it)).collect();
    let mut said = FxHashSet::default();
    for (annotated, quoted) in reports.iter().zip(&quoted) {
        for span in quoted {
            let text = annotated.report.text();
            let words: Vec<u64> = words_in(text, *span).map(|it| digest(it.text)).collect();
            said.extend(words.windows(PHRASE).map(phrase));
        }
    }
    let each = reports.iter().zip(&quoted);
    each.map(|(it, quoted)| Narration::of(&it.report, quoted, &said)).collect()
}

/// What stands in quotation marks, or was found to be said in these words.
fn quoted(annotated: &Annotated) -> Vec<Span> {
    let report = &annotated.report;
    if report.genre == Genre::Transcript {
        return telling(report).map(|it| it.span).collect();
    }
    let marked = telling(report).flat_map(|it| quotations(report.text(), it.span));
    let direct = annotated.annotations.statements.iter().filter(|it| it.manner == Manner::Direct);
    let mut spans: Vec<Span> = marked.map(|it| it.outer).collect();
    spans.extend(direct.flat_map(|it| it.content.iter().copied()));
    spans.sort_unstable();
    spans
}

fn words_in(text: &str, span: Span) -> impl Iterator<Item = Token<'_>> {
    tokens(text, span).filter(|it| it.kind != TokenKind::Mark)
}

fn digest(word: &str) -> u64 {
    digest_wide(fold(word).bytes())
}

fn phrase(words: &[u64]) -> u64 {
    digest_wide(words.iter().flat_map(|it| it.to_le_bytes()))
}

impl Narration {
    fn of(report: &Report, quoted: &[Span], said: &FxHashSet<u64>) -> Narration {
        let text = report.text();
        let mut words: Vec<Word> = Vec::new();
        let (mut row, mut next) = (0, 0);
        for part in telling(report) {
            for sentence in sentences(text, part.span) {
                row += 1;
                let begin = words.len();
                let mut first_person = false;
                for token in words_in(text, sentence) {
                    while next < quoted.len() && quoted[next].end() <= token.span.start() {
                        next += 1;
                        row += 1;
                    }
                    if quoted[next..].first().is_some_and(|it| it.overlaps(token.span)) {
                        continue;
                    }
                    first_person |= FIRST_PERSON.contains(&&*token.text.to_lowercase());
                    let plain = token.text.starts_with(char::is_lowercase);
                    words.push(Word { digest: digest(token.text), span: token.span, row, plain });
                }
                if first_person {
                    words.truncate(begin);
                }
            }
        }
        let phrases = phrases(&words, said);
        Narration { words, phrases }
    }

    /// How many words.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Runs of a phrase or more that both have, in order of this.
    pub(super) fn runs(&self, other: &Narration) -> Vec<Run> {
        let mut shared: Vec<(u32, u32)> = both(&self.phrases, &other.phrases);
        shared.sort_unstable();
        let mut runs = Vec::new();
        let mut at = 0;
        while at < shared.len() {
            let first = shared[at];
            let goes_on = |n: &usize| {
                let step = (*n - at) as u32;
                shared.get(*n).is_some_and(|it| *it == (first.0 + step, first.1 + step))
            };
            let end = (at + 1..).find(|it| !goes_on(it)).unwrap_or(at + 1);
            let n_words = end - at + PHRASE - 1;
            let here = &self.words[first.0 as usize..][..n_words];
            let there = &other.words[first.1 as usize..][..n_words];
            let n_plain = |it: &[Word]| it.iter().filter(|it| it.plain).count();
            if n_plain(here).min(n_plain(there)) >= LEAST_PLAIN {
                let span = |it: &[Word]| it[0].span.cover(it[n_words - 1].span);
                runs.push(Run { here: span(here), there: span(there), n_words: n_words as u32 });
            }
            // A phrase that begins inside this run is part of it, or was shifted in the other.
            let past = first.0 + n_words as u32;
            at = (end..).find(|n| shared.get(*n).is_none_or(|it| it.0 >= past)).unwrap_or(end);
        }
        runs
    }

    /// Phrases that this has and the other lacks.
    pub(super) fn beyond(&self, other: &Narration) -> Vec<u64> {
        self.phrases.iter().map(|it| it.0).filter(|it| !other.has(*it)).collect()
    }

    /// Phrases that both have.
    pub(super) fn within(&self, other: &Narration) -> Vec<u64> {
        self.phrases.iter().map(|it| it.0).filter(|it| other.has(*it)).collect()
    }

    /// How many of these phrases it has.
    pub(super) fn n_with(&self, phrases: &[u64]) -> usize {
        phrases.iter().filter(|it| self.has(**it)).count()
    }

    fn has(&self, phrase: u64) -> bool {
        self.phrases.binary_search_by_key(&phrase, |it| it.0).is_ok()
    }
}

const FIRST_PERSON: [&str; 14] = [
    "i", "i'm", "i’m", "i've", "i’ve", "we", "we're", "we’re", "we've", "we’ve", "my", "our", "us",
    "me",
];

fn phrases(words: &[Word], said: &FxHashSet<u64>) -> Vec<(u64, u32)> {
    let mut phrases: Vec<(u64, u32)> = Vec::new();
    for (n, window) in words.windows(PHRASE).enumerate() {
        if window[0].row == window[PHRASE - 1].row {
            let digests: [u64; PHRASE] = std::array::from_fn(|it| window[it].digest);
            phrases.push((phrase(&digests), n as u32));
        }
    }
    phrases.retain(|it| !said.contains(&it.0));
    phrases.sort_unstable();
    phrases.dedup_by_key(|it| it.0);
    phrases
}

/// Places of the phrases that both have.
fn both(a: &[(u64, u32)], b: &[(u64, u32)]) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    let mut rest = b;
    for (phrase, here) in a {
        rest = &rest[rest.partition_point(|it| it.0 < *phrase)..];
        if let Some((_, there)) = rest.first().filter(|it| it.0 == *phrase) {
            found.push((*here, *there));
        }
    }
    found
}

/// Pairs of reports among `some`: for each, the `most` others that it shares most phrases with.
pub(super) fn nearest(all: &[Narration], some: &[bool], most: usize) -> Vec<(usize, usize)> {
    let of = |n: usize| all[n].phrases.iter().map(move |it| (it.0, n));
    let mut holders: Vec<(u64, usize)> =
        (0..all.len()).filter(|it| some[*it]).flat_map(of).collect();
    holders.sort_unstable();
    let mut n_shared: FxHashMap<(usize, usize), u32> = FxHashMap::default();
    for same in holders.chunk_by(|a, b| a.0 == b.0) {
        for (n, (_, b)) in same.iter().enumerate() {
            for (_, a) in &same[..n.min(MOST_HOLDERS)] {
                *n_shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    let mut ranked: Vec<(usize, std::cmp::Reverse<u32>, usize)> = n_shared
        .into_iter()
        .flat_map(|((a, b), n)| [(a, std::cmp::Reverse(n), b), (b, std::cmp::Reverse(n), a)])
        .collect();
    ranked.sort_unstable();
    let by_report = ranked.chunk_by(|x, y| x.0 == y.0);
    let pairs = by_report.flat_map(|it| it.iter().take(most));
    pairs.map(|(one, _, other)| (*one.min(other), *one.max(other))).collect()
}
