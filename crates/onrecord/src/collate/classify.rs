//! An alignment and two claims in, an agreement out.

use super::link::Laid;
use super::{Agreement, Claim};

/// Words that two excerpts must share in one piece to be parts of one utterance (`… A B` and
/// `B C …`). Shorter pieces are phrases that anyone uses.
const LEAST_OVERLAP: usize = 5;

/// How the words of `b` stand to those of `a`, or the other way round: the answer is the same.
pub(crate) fn agreement(laid: &Laid, claim_a: Claim, claim_b: Claim) -> Agreement {
    if !claim_a.is_claimed() || !claim_b.is_claimed() {
        return Agreement::Paraphrase;
    }
    let n_pairs = laid.alignment.pairs.len();
    let lone_a = laid.a.len() > n_pairs;
    let lone_b = laid.b.len() > n_pairs;
    // Who quotes a transcript may leave words out, but not put any in.
    let a_is_quoted_from = claim_a == Claim::Transcript && claim_b != Claim::Transcript;
    let b_is_quoted_from = claim_b == Claim::Transcript && claim_a != Claim::Transcript;
    match (lone_a, lone_b) {
        (false, false) => Agreement::Verbatim,
        _ if n_pairs == 0 || lost_its_ending(laid) => Agreement::Altered,
        (true, false) if !b_is_quoted_from => Agreement::Trimmed,
        (false, true) if !a_is_quoted_from => Agreement::Trimmed,
        (true, true) if !a_is_quoted_from && !b_is_quoted_from && overlap_at_an_end(laid) => {
            Agreement::Trimmed
        }
        _ => Agreement::Altered,
    }
}

/// `the minister's` against `the minister`: a word changed, not a word left out.
fn lost_its_ending(laid: &Laid) -> bool {
    const PRONOUNS: [&str; 12] =
        ["it", "he", "she", "that", "there", "here", "what", "who", "where", "how", "this", "let"];
    let lost = |words: &[crate::text::fold::Folded], matched: &dyn Fn(usize) -> bool| {
        (1..words.len()).any(|n| {
            words[n].key() == "'s"
                && !matched(n)
                && matched(n - 1)
                && !PRONOUNS.contains(&words[n - 1].key())
        })
    };
    let pairs = &laid.alignment.pairs;
    lost(&laid.a, &|n| pairs.iter().any(|it| it.0 == n))
        || lost(&laid.b, &|n| pairs.iter().any(|it| it.1 == n))
}

/// The end of one is the beginning of the other, word for word.
fn overlap_at_an_end(laid: &Laid) -> bool {
    let pairs = &laid.alignment.pairs;
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return false };
    let unbroken = last.0 - first.0 + 1 == pairs.len() && last.1 - first.1 + 1 == pairs.len();
    let a_then_b = last.0 + 1 == laid.a.len() && first.1 == 0;
    let b_then_a = last.1 + 1 == laid.b.len() && first.0 == 0;
    unbroken && pairs.len() >= LEAST_OVERLAP && (a_then_b || b_then_a)
}
