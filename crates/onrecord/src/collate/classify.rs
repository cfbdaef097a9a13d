//! An alignment and two claims in, an agreement out; how much differs, and where words were cut.

use super::align::{Gap, gaps};
use super::link::Laid;
use super::{Agreement, Claim, Cut, Degree, VariantKind};
use crate::text::fold::Folded;

/// Words that two excerpts must share in one piece to be parts of one utterance (`… A B` and
/// `B C …`). Shorter pieces are phrases that anyone uses.
pub(crate) const LEAST_OVERLAP: usize = 5;

/// Share of the shorter side's words that a light alteration leaves: the line set A draws.
const LIGHT: f32 = 0.7;

/// Cells of the table that counts common words; longer rows are counted by their alignment.
const MOST_CELLS: usize = 1 << 22;

/// How the words of `b` stand to those of `a`, or the other way round: the answer is the same.
pub(crate) fn agreement(laid: &Laid, claim_a: Claim, claim_b: Claim) -> Agreement {
    agreement_in(laid, &gaps(&laid.a, &laid.b, &laid.alignment), claim_a, claim_b)
}

/// As [`agreement`], from the places that count as differences.
pub(crate) fn agreement_in(laid: &Laid, gaps: &[Gap], claim_a: Claim, claim_b: Claim) -> Agreement {
    if !claim_a.is_claimed() || !claim_b.is_claimed() {
        return Agreement::Paraphrase;
    }
    if gaps.is_empty() {
        return Agreement::Verbatim;
    }
    if laid.alignment.pairs.is_empty() || lost_its_ending(laid, gaps) {
        return Agreement::Altered;
    }
    let heard = |words: &[Folded]| words.iter().any(|it| !it.is_hesitation());
    let lone_a = gaps.iter().any(|it| heard(&laid.a[it.lemma.clone()]));
    let lone_b = gaps.iter().any(|it| heard(&laid.b[it.reading.clone()]));
    // Who quotes a transcript may leave words out, but not put any in.
    let a_is_quoted_from = claim_a == Claim::Transcript && claim_b != Claim::Transcript;
    let b_is_quoted_from = claim_b == Claim::Transcript && claim_a != Claim::Transcript;
    match (lone_a, lone_b) {
        (false, false) => Agreement::Trimmed,
        (true, false) if !b_is_quoted_from => Agreement::Trimmed,
        (false, true) if !a_is_quoted_from => Agreement::Trimmed,
        (true, true) if !a_is_quoted_from && !b_is_quoted_from && are_two_cuts(laid, gaps) => {
            Agreement::Trimmed
        }
        _ => Agreement::Altered,
    }
}

/// `the minister's` against `the minister`: a word changed, not a word left out.
fn lost_its_ending(laid: &Laid, gaps: &[Gap]) -> bool {
    const PRONOUNS: [&str; 12] =
        ["it", "he", "she", "that", "there", "here", "what", "who", "where", "how", "this", "let"];
    let lost = |words: &[Folded], is_lone: &dyn Fn(usize) -> bool| {
        (1..words.len()).any(|n| {
            words[n].key() == "'s"
                && is_lone(n)
                && !is_lone(n - 1)
                && !PRONOUNS.contains(&words[n - 1].key())
        })
    };
    lost(&laid.a, &|n| gaps.iter().any(|it| it.lemma.contains(&n)))
        || lost(&laid.b, &|n| gaps.iter().any(|it| it.reading.contains(&n)))
}

/// Two excerpts of one utterance, where both have words of their own.
fn are_two_cuts(laid: &Laid, gaps: &[Gap]) -> bool {
    laid.alignment.pairs.len() >= LEAST_OVERLAP
        && (overlap_at_an_end(laid) || is_cut_otherwise(laid, gaps))
}

/// The end of one is the beginning of the other, word for word.
fn overlap_at_an_end(laid: &Laid) -> bool {
    let pairs = &laid.alignment.pairs;
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return false };
    let unbroken = last.0 - first.0 + 1 == pairs.len() && last.1 - first.1 + 1 == pairs.len();
    let a_then_b = last.0 + 1 == laid.a.len() && first.1 == 0;
    let b_then_a = last.1 + 1 == laid.b.len() && first.0 == 0;
    unbroken && (a_then_b || b_then_a)
}

/// One is cut at its edges, and inside the other lacks what this one sets off (`the port — and I was
/// there — is open`).
fn is_cut_otherwise(laid: &Laid, gaps: &[Gap]) -> bool {
    let inside = || gaps.iter().filter(|it| !is_at_edge(it, laid));
    let of_lemma = inside().all(|it| it.reading.is_empty() && is_set_off(&laid.a, &it.lemma));
    let of_reading = inside().all(|it| it.lemma.is_empty() && is_set_off(&laid.b, &it.reading));
    let one_sided = gaps.iter().all(|it| it.lemma.is_empty() || it.reading.is_empty());
    one_sided && (of_lemma || of_reading)
}

/// Before the first words that both have, or behind the last.
fn is_at_edge(gap: &Gap, laid: &Laid) -> bool {
    let pairs = &laid.alignment.pairs;
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return true };
    (gap.lemma.end <= first.0 && gap.reading.end <= first.1)
        || (gap.lemma.start > last.0 && gap.reading.start > last.1)
}

/// A mark stands before the run and behind it.
fn is_set_off(words: &[Folded], run: &std::ops::Range<usize>) -> bool {
    words[run.start].set_off && words.get(run.end).is_some_and(|it| it.set_off)
}

/// How much of an alteration differs, as set A draws the line.
pub(crate) fn degree(laid: &Laid) -> Degree {
    let shorter = laid.a.len().min(laid.b.len()).max(1);
    let common = match laid.a.len().saturating_mul(laid.b.len()) {
        0..=MOST_CELLS => longest_common(&laid.a, &laid.b),
        _ => laid.alignment.pairs.len(),
    };
    if common as f32 >= LIGHT * shorter as f32 { Degree::Light } else { Degree::Heavy }
}

/// Words in the longest common row. The alignment's can be shorter: it is the weightiest.
fn longest_common(a: &[Folded], b: &[Folded]) -> usize {
    let mut best = vec![0_usize; b.len() + 1];
    for word in a {
        let mut diagonal = 0;
        for (j, other) in b.iter().enumerate() {
            let above = best[j + 1];
            best[j + 1] = if word.agrees(other) { diagonal + 1 } else { above.max(best[j]) };
            diagonal = above;
        }
    }
    best[b.len()]
}

/// Where the reading, whose words stand in `text`, leaves out words of the lemma; `None` where it
/// leaves out none, or only hesitation. A cut where its quotation marks are closed and opened again
/// lies at an edge.
pub(crate) fn cut(laid: &Laid, gaps: &[Gap], text: &str) -> Option<Cut> {
    let left_out = |it: &&Gap| {
        it.kind == VariantKind::Omission
            && laid.a[it.lemma.clone()].iter().any(|it| !it.is_hesitation())
    };
    let mut cut: Option<Cut> = None;
    for gap in gaps.iter().filter(left_out) {
        let so_far = cut.unwrap_or(Cut { inside: false, marked: true });
        cut = Some(match between(&laid.b, gap.reading.start, text) {
            Some(marks) if !marks.contains(['“', '”', '"', '«', '»']) => {
                Cut { inside: true, marked: so_far.marked && shows_a_cut(marks) }
            }
            _ => so_far,
        });
    }
    cut
}

/// What stands between a word and the one before it; `None` at an edge.
pub(crate) fn between<'t>(words: &[Folded], at: usize, text: &'t str) -> Option<&'t str> {
    let (before, after) = (words.get(at.checked_sub(1)?)?, words.get(at)?);
    text.get(before.span.end()..after.span.start())
}

/// An ellipsis, or brackets.
pub(crate) fn shows_a_cut(marks: &str) -> bool {
    let dots: String = marks.chars().filter(|it| !it.is_whitespace()).collect();
    dots.contains('…') || dots.contains("...") || marks.contains(['[', '('])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::{Comparer, Tables};
    use crate::text::Span;

    fn laid(a: &str, b: &str) -> Laid {
        let tables = Tables::english();
        let fold = |text: &str| tables.folding.fold(text, Span::new(0, text.len()));
        super::super::link::lay(&tables.likeness, &fold(a), &fold(b))
    }

    /// Both in quotation marks, unless a side begins with `T:`, which makes it a transcript's.
    #[track_caller]
    fn check(a: &str, b: &str, expected: Agreement) {
        let claim = |it: &str| match it.starts_with("T:") {
            true => Claim::Transcript,
            false => Claim::Quoted,
        };
        let (x, y) = (a.trim_start_matches("T:"), b.trim_start_matches("T:"));
        let (there, back) = (laid(x, y), laid(y, x));
        assert_eq!(agreement(&there, claim(a), claim(b)), expected, "{a} / {b}");
        assert_eq!(agreement(&back, claim(b), claim(a)), expected, "{b} / {a}");
    }

    #[test]
    fn words_left_out_are_a_trim_and_another_word_an_alteration() {
        check("we sail at dawn", "We sail, at dawn.", Agreement::Verbatim);
        check("we sail at dawn tomorrow", "we sail tomorrow", Agreement::Trimmed);
        check("we sail at dawn", "we leave at dawn", Agreement::Altered);
        check("the port of the city", "the ports of the city", Agreement::Altered);
        check("the minister's ship sails", "the minister ship sails", Agreement::Altered);
    }

    #[test]
    fn a_quotation_must_be_the_shorter_against_a_transcript() {
        check("we sail at dawn", "T:we sail at dawn tomorrow", Agreement::Trimmed);
        check("we sail at dawn tomorrow", "T:we sail at dawn", Agreement::Altered);
        check("T:we sail at dawn tomorrow", "T:we sail at dawn", Agreement::Trimmed);
    }

    #[test]
    fn hesitation_is_no_word_that_a_quotation_puts_in() {
        check("we, uh, sail at dawn", "T:we sail at dawn", Agreement::Trimmed);
        check("we, uh, sail at dawn", "T:we sail, um, at dawn tomorrow", Agreement::Trimmed);
    }

    #[test]
    fn two_excerpts_that_overlap_are_trimmed() {
        check(
            "now we sail at dawn with the tide",
            "we sail at dawn with the tide again",
            Agreement::Trimmed,
        );
        check("now we sail at dawn", "sail at dawn again", Agreement::Altered);
    }

    #[test]
    fn an_excerpt_may_lack_what_the_other_sets_off() {
        let whole = "I say the port — not the quay, not the pier — is open to every ship";
        check(whole, "But the port is open to every ship of ours", Agreement::Altered);
        check(
            "the port — not the quay — is open to every ship",
            "I say the port is open to every ship of ours",
            Agreement::Trimmed,
        );
        check(
            "the port now is open to every ship",
            "I say the port is open to every ship of ours",
            Agreement::Altered,
        );
    }

    #[test]
    fn an_alteration_is_light_while_seven_words_of_ten_are_left() {
        let lemma = "the pilots will board every tanker at the northern buoy";
        assert_eq!(
            degree(&laid(lemma, "the pilots may board each tanker at the southern buoy")),
            Degree::Light
        );
        assert_eq!(
            degree(&laid(lemma, "pilots must climb on all tankers by the northern buoy")),
            Degree::Heavy
        );
    }

    #[track_caller]
    fn check_cut(lemma: &str, reading: &str, expected: Option<(bool, bool)>) {
        let laid = laid(lemma, reading);
        let found = cut(&laid, &gaps(&laid.a, &laid.b, &laid.alignment), reading);
        assert_eq!(found.map(|it| (it.inside, it.marked)), expected, "{reading}");
    }

    #[test]
    fn a_cut_inside_is_told_from_one_at_an_edge() {
        let lemma = "Well, the harbour stays open, whatever they say, to every ship that pays.";
        check_cut(lemma, "the harbour stays open", Some((false, true)));
        check_cut(lemma, "the harbour stays open to every ship", Some((true, false)));
        check_cut(lemma, "the harbour stays open … to every ship", Some((true, true)));
        check_cut(lemma, "the harbour stays open . . . to every ship", Some((true, true)));
        check_cut(lemma, "the harbour stays open [still] to every ship", Some((true, true)));
        check_cut(lemma, "the harbour … open to every ship", Some((true, false)));
        check_cut(lemma, "the harbour stays open,” “to every ship", Some((false, true)));
        check_cut("the harbour stays", "the harbour stays open", None);
    }

    #[test]
    fn a_label_does_not_depend_on_which_side_is_called_first() {
        let tables = Tables::english();
        let texts = ["we sail at dawn", "we, the pilots, sail at dawn with you", "sail at dusk"];
        let all: Vec<_> = texts
            .iter()
            .map(|it| tables.prepare(it, &[Span::new(0, it.len())], Claim::Quoted))
            .collect();
        let comparer = Comparer::among(&tables, all.iter());
        for (n, a) in all.iter().enumerate() {
            for (m, b) in all.iter().enumerate() {
                let there = comparer.compare((texts[n], a), (texts[m], b));
                let back = comparer.compare((texts[m], b), (texts[n], a));
                assert_eq!(there.agreement, back.agreement);
            }
        }
    }
}
