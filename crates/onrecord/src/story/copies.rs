//! Which reports of a story are copies of one text, and which are later states of one page.
//!
//! Copies are told by three words in a row that both have, as a share of the shorter text: an
//! outlet that prints a third of an agency's text has copied it. What stands in quotation marks
//! does not count, since two who heard the same words report them alike. Nor does furniture, the
//! standing notes and copyright lines under reports that have nothing else in common.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::Witness;
use super::signature::{Signature, digest_wide, fold, telling};
use crate::report::Report;
use crate::text::{TokenKind, tokens};

/// One in so many runs of three words is kept, by its digest. (Copy-finding anchors: every 4th
/// gives .988 of pairs against .990 with all of them, at four times the speed.)
const SAMPLE: u64 = 4;

/// A copy shares this much of the shorter text. (Same anchors.)
const CONTAINED: f64 = 0.4;

/// So many sampled runs must be shared, about 24 words: short texts share that much by accident
/// less often than their share alone would say.
const LEAST_SHARED: usize = 6;

/// The same for two transcripts: whoever takes down one briefing has nearly the same words, and is a
/// witness of his own. (A judgement: no two transcripts of one briefing were at hand to measure.)
const CONTAINED_TRANSCRIPT: f64 = 0.98;

/// A run in this many stories is furniture. (Natural copies across stories share only such runs.)
const FURNITURE: usize = 3;

/// A sample of the report's three words in a row, outside quotation marks: digests in order.
pub(super) fn shingles(report: &Report) -> Box<[u32]> {
    let mut words: [(u64, bool); 3] = [(0, true); 3];
    let mut shingles = Vec::new();
    for part in telling(report) {
        let mut quoted = false;
        for token in tokens(report.text(), part.span) {
            match token.text {
                "“" => quoted = true,
                "”" => quoted = false,
                "\"" => quoted = !quoted,
                _ if token.kind == TokenKind::Mark => {}
                word => {
                    words = [words[1], words[2], (digest_wide(fold(word).bytes()), quoted)];
                    shingles.extend(sampled(&words));
                }
            }
        }
    }
    shingles.sort_unstable();
    shingles.dedup();
    shingles.into()
}

/// The digest of three words, if it belongs to the sample and not all are quoted.
fn sampled(words: &[(u64, bool); 3]) -> Option<u32> {
    if words.iter().all(|(_, quoted)| *quoted) {
        return None;
    }
    let digest = digest_wide(words.iter().flat_map(|(word, _)| word.to_le_bytes()));
    digest.is_multiple_of(SAMPLE).then_some((digest >> 32) as u32)
}

/// Runs of words that stand under reports of different stories.
#[derive(Default)]
pub(super) struct Furniture(FxHashSet<u32>);

impl Furniture {
    pub(super) fn of(stories: &[Vec<&Signature>]) -> Furniture {
        let mut seen: Vec<u32> = Vec::new();
        for story in stories {
            let mut runs: Vec<u32> = story.iter().flat_map(|it| &it.shingles).copied().collect();
            runs.sort_unstable();
            runs.dedup();
            seen.extend(runs);
        }
        seen.sort_unstable();
        let many = seen.chunk_by(|a, b| a == b).filter(|it| it.len() >= FURNITURE);
        Furniture(many.map(|it| it[0]).collect())
    }

    fn strip(&self, signature: &Signature) -> Vec<u32> {
        signature.shingles.iter().copied().filter(|it| !self.0.contains(it)).collect()
    }
}

/// The witnesses of one story, copies and versions told; `members` in order of rank.
pub(super) fn witnesses(members: &[&Signature], furniture: &Furniture) -> Vec<Witness> {
    let copied = copied(members, furniture);
    let mut exemplars: Vec<Option<usize>> = vec![None; members.len()];
    let order = seniority(members);
    for (n, this) in order.iter().enumerate() {
        let exemplar = order[..n].iter().filter(|it| copied.contains_key(&pair(**it, *this)));
        let exemplar = exemplar.map(|it| exemplars[*it].unwrap_or(*it));
        // A later state of the same page is no copy of it.
        let mut others = exemplar.filter(|it| !same_page(members[*it], members[*this]));
        exemplars[*this] = others.next();
    }
    let witness = |(n, exemplar): (usize, &Option<usize>)| Witness {
        report: members[n].report,
        exemplar: exemplar.map(|it| members[it].report),
        version_of: members[..n].iter().find(|it| same_page(it, members[n])).map(|it| it.report),
    };
    exemplars.iter().enumerate().map(witness).collect()
}

/// Order in which members may be the exemplar of others: agencies that the story's outlets
/// credit first (their copy often carries a later time than the papers that print it).
fn seniority(members: &[&Signature]) -> Vec<usize> {
    let credited = |it: &Signature| {
        it.outlet.is_some() && members.iter().any(|other| other.credit == it.outlet)
    };
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by_key(|it| (!credited(members[*it]), *it));
    order
}

fn same_page(a: &Signature, b: &Signature) -> bool {
    a.url.is_some() && a.url == b.url
}

fn pair(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

/// Pairs of members of which one holds a good part of the other, and how many runs they share.
fn copied(members: &[&Signature], furniture: &Furniture) -> BTreeMap<(usize, usize), usize> {
    let runs: Vec<Vec<u32>> = members.iter().map(|it| furniture.strip(it)).collect();
    let holding = |(n, runs): (usize, &Vec<u32>)| -> Vec<(u32, usize)> {
        runs.iter().map(|it| (*it, n)).collect()
    };
    let mut holders: Vec<(u32, usize)> = runs.iter().enumerate().flat_map(holding).collect();
    holders.sort_unstable();
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for same in holders.chunk_by(|a, b| a.0 == b.0) {
        for (n, (_, a)) in same.iter().enumerate() {
            for (_, b) in &same[n + 1..] {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    shared.retain(|(a, b), n_shared| {
        let shorter = runs[*a].len().min(runs[*b].len());
        let transcripts = members[*a].transcript && members[*b].transcript;
        let least = if transcripts { CONTAINED_TRANSCRIPT } else { CONTAINED };
        *n_shared >= LEAST_SHARED && *n_shared as f64 >= least * shorter as f64
    });
    shared
}
