//! A sample of a report's runs of three words, small for long texts too, and comparable with that
//! of any other report.
//!
//! A run is kept if its digest is below a bound, so two reports keep the same of the runs that both
//! have. The bound is halved until few enough are left; what two reports of different bounds have
//! below the lower one is a fair sample of both (FracMinHash: Irber and others 2022).

use crate::text::TokenKind;

use super::super::reading::Reading;
use super::super::signature::digest_wide;

/// Runs are kept whose digest begins with so many zero bits, one in four. (Copy-finding anchors:
/// every 4th gives .988 of pairs against .990 with all of them, at four times the speed.)
const LEAST_ZEROS: u32 = 2;

/// A report keeps no more runs than this. What a text of 500 words has outside quotation marks
/// fits; longer ones are sampled more thinly.
const MOST_KEPT: usize = 128;

/// A sample that was thinned has more runs than this, save by a chance of one in a milliard.
const SURELY_THINNED: usize = MOST_KEPT / 4;

/// A sample of the report's three words in a row, outside quotation marks: digests in order.
pub(in crate::story) fn shingles(readings: &[Reading]) -> Box<[u32]> {
    let mut words: [(u64, bool); 3] = [(0, true); 3];
    let mut runs = Vec::new();
    for part in readings {
        let mut quoted = false;
        for (token, digest) in part.tokens.iter().zip(&part.digests) {
            match token.text {
                "“" => quoted = true,
                "”" => quoted = false,
                "\"" => quoted = !quoted,
                _ if token.kind == TokenKind::Mark => {}
                _ => {
                    words = [words[1], words[2], (*digest, quoted)];
                    runs.extend(sampled(&words));
                }
            }
        }
    }
    thinned(runs)
}

/// The digest of three words, if it belongs to the sample and not all are quoted.
fn sampled(words: &[(u64, bool); 3]) -> Option<u32> {
    if words.iter().all(|(_, quoted)| *quoted) {
        return None;
    }
    let digest = mixed(digest_wide(words.iter().flat_map(|(word, _)| word.to_le_bytes())));
    (digest.leading_zeros() >= LEAST_ZEROS).then_some(digest)
}

/// The upper half, with each bit of the digest told in each of its bits: the sample is taken by
/// them. (The last step of MurmurHash3.)
fn mixed(digest: u64) -> u32 {
    let mut digest = (digest ^ (digest >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    digest = (digest ^ (digest >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (digest >> 32) as u32
}

fn thinned(mut runs: Vec<u32>) -> Box<[u32]> {
    runs.sort_unstable();
    runs.dedup();
    let mut zeros = LEAST_ZEROS;
    while runs.len() > MOST_KEPT {
        zeros += 1;
        runs.truncate(runs.partition_point(|it| it.leading_zeros() >= zeros));
    }
    runs.into()
}

/// The bits that each digest of a sample has at its beginning, all 0: two where it was not thinned,
/// one more for each time it was. Told by the digests themselves.
pub(super) fn zeros(runs: &[u32]) -> u32 {
    match runs.last() {
        Some(last) if runs.len() > SURELY_THINNED => last.leading_zeros(),
        _ => LEAST_ZEROS,
    }
}

/// How many runs of a text one of the sample stands for, if all begin with so many zeros, against
/// the least thin sample.
pub(super) fn thinness(zeros: u32) -> u32 {
    1 << (zeros - LEAST_ZEROS).min(31)
}

/// The part of a sample that one of so many zeros would have kept.
pub(super) fn within(runs: &[u32], zeros: u32) -> &[u32] {
    &runs[..runs.partition_point(|it| it.leading_zeros() >= zeros)]
}
