//! Two rows of folded words in, what stands against what out: word by word, in order, then words
//! that only changed places. Knows nothing of statements, speakers or labels.

use std::ops::Range;

use super::{Mark, Variant, VariantKind};
use crate::text::Span;
use crate::text::fold::Folded;

/// Which words of a lemma stand against which of a reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Alignment {
    /// Pairs of words that agree, rising on both sides.
    pub pairs: Vec<(usize, usize)>,
    /// Runs of the same words in another place, in order of the lemma; none overlap.
    pub moved: Vec<(Range<usize>, Range<usize>)>,
}

/// A place where the two rows part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub kind: VariantKind,
    /// What it changes of the meaning; told by `mark`, which sees the words around it.
    pub mark: Option<Mark>,
    pub lemma: Range<usize>,
    pub reading: Range<usize>,
}

/// How much a word counts when rows are laid against each other.
pub(crate) trait Weigh {
    fn weight(&self, word: &Folded) -> f32;
}

/// Added to a match that goes on from the match before it, so that of two equally good alignments
/// the one in fewer pieces wins. Small against the least word weight.
const RUN_BONUS: f32 = 0.05;

/// Cells of the table that are filled at most; longer rows are first cut at words both have once.
const MOST_CELLS: usize = 1 << 22;

/// Lays `reading` against `lemma`: the heaviest row of agreeing words in the same order.
pub(crate) fn align(lemma: &[Folded], reading: &[Folded], weights: &dyn Weigh) -> Alignment {
    let mut pairs = Vec::new();
    align_within(lemma, reading, (0, 0), weights, &mut pairs);
    let moved = moved_runs(lemma, reading, &pairs);
    Alignment { pairs, moved }
}

fn align_within(
    lemma: &[Folded],
    reading: &[Folded],
    (i0, j0): (usize, usize),
    weights: &dyn Weigh,
    pairs: &mut Vec<(usize, usize)>,
) {
    let head = lemma.iter().zip(reading).take_while(|(a, b)| a.agrees(b)).count();
    pairs.extend((0..head).map(|n| (i0 + n, j0 + n)));
    let (lemma, reading) = (&lemma[head..], &reading[head..]);
    let (i0, j0) = (i0 + head, j0 + head);
    if lemma.is_empty() || reading.is_empty() {
        return;
    }
    if lemma.len().saturating_mul(reading.len()) <= MOST_CELLS {
        pairs.extend(heaviest(lemma, reading, weights).iter().map(|(i, j)| (i0 + i, j0 + j)));
        return;
    }
    let anchors = anchors(lemma, reading);
    let mut from = (0, 0);
    for (i, j) in anchors.iter().copied() {
        let (a, b) = (&lemma[from.0..i], &reading[from.1..j]);
        if a.len().saturating_mul(b.len()) <= MOST_CELLS {
            align_within(a, b, (i0 + from.0, j0 + from.1), weights, pairs);
        }
        pairs.push((i0 + i, j0 + j));
        from = (i + 1, j + 1);
    }
    let (a, b) = (&lemma[from.0..], &reading[from.1..]);
    if a.len().saturating_mul(b.len()) <= MOST_CELLS {
        align_within(a, b, (i0 + from.0, j0 + from.1), weights, pairs);
    }
}

/// The heaviest common subsequence, by dynamic programming.
fn heaviest(a: &[Folded], b: &[Folded], weights: &dyn Weigh) -> Vec<(usize, usize)> {
    const FROM_MATCH: u8 = 1;
    const UP: u8 = 2;
    const IN_RUN: u8 = 4;
    let width = b.len() + 1;
    let mut steps = vec![0_u8; (a.len() + 1) * width];
    // best: of all alignments so far; run: of those that end in a match of exactly these two.
    let (mut best, mut run) = (vec![0.0_f32; width], vec![f32::NEG_INFINITY; width]);
    for (i, word) in a.iter().enumerate().rev() {
        let weight = weights.weight(word);
        let (mut best_diagonal, mut run_diagonal) = (0.0, f32::NEG_INFINITY);
        for j in (0..b.len()).rev() {
            let (best_below, run_below) = (best[j], run[j]);
            let mut step = 0;
            let mut matched = f32::NEG_INFINITY;
            if word.agrees(&b[j]) {
                matched = best_diagonal + weight;
                if run_diagonal + RUN_BONUS > best_diagonal {
                    matched = run_diagonal + RUN_BONUS + weight;
                    step |= IN_RUN;
                }
            }
            let skipped = if best_below >= best[j + 1] {
                step |= UP;
                best_below
            } else {
                best[j + 1]
            };
            if matched >= skipped {
                step |= FROM_MATCH;
            }
            best[j] = matched.max(skipped);
            run[j] = matched;
            steps[i * width + j] = step;
            (best_diagonal, run_diagonal) = (best_below, run_below);
        }
    }
    let (mut i, mut j, mut forced) = (0, 0, false);
    let mut pairs = Vec::new();
    while i < a.len() && j < b.len() {
        let step = steps[i * width + j];
        if forced || step & FROM_MATCH != 0 {
            pairs.push((i, j));
            forced = step & IN_RUN != 0;
            (i, j) = (i + 1, j + 1);
        } else if step & UP != 0 {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Words that both rows have exactly once, thinned to the longest run that rises on both sides.
fn anchors(a: &[Folded], b: &[Folded]) -> Vec<(usize, usize)> {
    let once_b = once(b);
    let mut common: Vec<(usize, usize)> = once(a)
        .iter()
        .filter_map(|(key, i)| {
            let at = once_b.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
            Some((*i, once_b[at].1))
        })
        .filter(|(i, j)| a[*i].agrees(&b[*j]))
        .collect();
    common.sort_unstable();
    longest_rising(&common)
}

fn once(words: &[Folded]) -> Vec<(&str, usize)> {
    let mut all: Vec<(&str, usize)> =
        words.iter().enumerate().map(|(n, it)| (it.key(), n)).collect();
    all.sort_unstable();
    all.chunk_by(|a, b| a.0 == b.0).filter(|it| it.len() == 1).map(|it| it[0]).collect()
}

fn longest_rising(common: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(common.len());
    for (n, (_, j)) in common.iter().enumerate() {
        let at = tails.partition_point(|tail| common[*tail].1 < *j);
        before.push(at.checked_sub(1).map(|at| tails[at]));
        if at == tails.len() { tails.push(n) } else { tails[at] = n }
    }
    let mut rising = Vec::new();
    let mut next = tails.last().copied();
    while let Some(n) = next {
        rising.push(common[n]);
        next = before[n];
    }
    rising.reverse();
    rising
}

/// Runs left over on both sides that are the same words: they were moved. The longest first, and
/// none that is only a short word.
fn moved_runs(
    lemma: &[Folded],
    reading: &[Folded],
    pairs: &[(usize, usize)],
) -> Vec<(Range<usize>, Range<usize>)> {
    let mut free_a = vec![true; lemma.len()];
    let mut free_b = vec![true; reading.len()];
    for (i, j) in pairs {
        (free_a[*i], free_b[*j]) = (false, false);
    }
    let places = |free: &[bool]| (0..free.len()).filter(|it| free[*it]).collect::<Vec<usize>>();
    let (places_a, places_b) = (places(&free_a), places(&free_b));
    if places_a.len().saturating_mul(places_b.len()) > MOST_CELLS / 64 {
        return Vec::new();
    }
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for i in places_a {
        for j in places_b.iter().copied() {
            let len = (0..)
                .take_while(|n| {
                    free_a.get(i + n) == Some(&true)
                        && free_b.get(j + n) == Some(&true)
                        && lemma[i + n].agrees(&reading[j + n])
                })
                .count();
            if len > 0 && worth_moving(&lemma[i..i + len]) {
                found.push((i..i + len, j..j + len));
            }
        }
    }
    found.sort_by_key(|(a, b)| (std::cmp::Reverse(a.len()), a.start, b.start));
    let mut moved: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (a, b) in found {
        if a.clone().all(|i| free_a[i]) && b.clone().all(|j| free_b[j]) {
            free_a[a.clone()].fill(false);
            free_b[b.clone()].fill(false);
            moved.push((a, b));
        }
    }
    moved.sort_by_key(|(a, _)| a.start);
    moved
}

/// Four letters at least: `of` that turns up elsewhere was not moved there.
fn worth_moving(run: &[Folded]) -> bool {
    run.iter().any(|it| it.key().len() >= 4 || it.is_number())
}

/// The places where the rows part, in order: of the lemma, then of the reading.
pub(crate) fn gaps(lemma: &[Folded], reading: &[Folded], alignment: &Alignment) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut from = (0, 0);
    let end = (lemma.len(), reading.len());
    for (i, j) in alignment.pairs.iter().copied().chain([end]) {
        gaps_between(from.0..i, from.1..j, &alignment.moved, &mut gaps);
        from = (i + 1, j + 1);
    }
    let moved = alignment.moved.iter().map(|(lemma, reading)| Gap {
        kind: VariantKind::Transposition,
        mark: None,
        lemma: lemma.clone(),
        reading: reading.clone(),
    });
    gaps.extend(moved);
    gaps.sort_by_key(|it| (it.lemma.start, it.reading.start, it.lemma.end));
    gaps
}

/// What is left of both sides between two matches, without the words that were moved.
fn gaps_between(
    lemma: Range<usize>,
    reading: Range<usize>,
    moved: &[(Range<usize>, Range<usize>)],
    gaps: &mut Vec<Gap>,
) {
    let left = without(lemma.clone(), moved.iter().map(|(a, _)| a));
    let right = without(reading.clone(), moved.iter().map(|(_, b)| b));
    for n in 0..left.len().max(right.len()) {
        let (kind, a, b) = match (left.get(n), right.get(n)) {
            (Some(a), Some(b)) => (VariantKind::Substitution, a.clone(), b.clone()),
            (Some(a), None) => {
                let at = right.last().map_or(reading.start, |it| it.end);
                (VariantKind::Omission, a.clone(), at..at)
            }
            (None, Some(b)) => {
                let at = left.last().map_or(lemma.start, |it| it.end);
                (VariantKind::Addition, at..at, b.clone())
            }
            (None, None) => unreachable!("n is below one of the lengths"),
        };
        gaps.push(Gap { kind, mark: None, lemma: a, reading: b });
    }
}

/// The parts of `whole` outside `taken`, which lie in order or not but never overlap.
fn without<'r>(
    whole: Range<usize>,
    taken: impl Iterator<Item = &'r Range<usize>>,
) -> Vec<Range<usize>> {
    let mut taken: Vec<&Range<usize>> =
        taken.filter(|it| whole.start <= it.start && it.end <= whole.end).collect();
    taken.sort_by_key(|it| it.start);
    let mut parts = Vec::new();
    let mut from = whole.start;
    for run in taken {
        parts.push(from..run.start);
        from = run.end;
    }
    parts.push(from..whole.end);
    parts.retain(|it| !it.is_empty());
    parts
}

/// The gaps as variants: in places of the two texts, none across the border of two spans.
pub(crate) fn variants(
    lemma: &[Folded],
    reading: &[Folded],
    (lemma_spans, reading_spans): (&[Span], &[Span]),
    gaps: &[Gap],
) -> Vec<Variant> {
    let mut variants = Vec::new();
    for gap in gaps {
        let left = pieces(lemma, gap.lemma.clone(), lemma_spans);
        let right = pieces(reading, gap.reading.clone(), reading_spans);
        for n in 0..left.len().max(right.len()) {
            let kind = match (left.get(n), right.get(n)) {
                (Some(_), None) if gap.kind == VariantKind::Substitution => VariantKind::Omission,
                (None, Some(_)) if gap.kind == VariantKind::Substitution => VariantKind::Addition,
                _ => gap.kind,
            };
            let or_point = |piece: Option<&Span>, pieces: &[Span], words, at, spans| {
                let last = || pieces.last().map(|it| Span::new(it.end(), it.end()));
                piece.copied().or_else(last).unwrap_or_else(|| point(words, at, spans))
            };
            variants.push(Variant {
                kind,
                mark: gap.mark.filter(|_| n == 0),
                lemma: or_point(left.get(n), &left, lemma, gap.lemma.start, lemma_spans),
                reading: or_point(right.get(n), &right, reading, gap.reading.start, reading_spans),
            });
        }
    }
    variants
}

/// The places of a run of words, one for each span it has a part in.
fn pieces(words: &[Folded], run: Range<usize>, spans: &[Span]) -> Vec<Span> {
    let home = |word: &Folded| spans.iter().position(|it| it.contains(word.span));
    words[run]
        .chunk_by(|a, b| home(a) == home(b))
        .map(|run| run[0].span.cover(run[run.len() - 1].span))
        .collect()
}

/// The empty place before word `at`.
fn point(words: &[Folded], at: usize, spans: &[Span]) -> Span {
    let before = at.checked_sub(1).and_then(|it| words.get(it)).map(|it| it.span.end());
    let after = words.get(at).map(|it| it.span.start());
    let byte = before.or(after).or(spans.first().map(|it| it.start())).unwrap_or(0);
    Span::new(byte, byte)
}

/// One step of an edit of a whole text, marks and blanks included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Op {
    /// `=` the same letters, `~` in place of, `-` left out, `+` added.
    pub kind: char,
    /// Bytes of the first text.
    pub a: Span,
    /// Bytes of the second.
    pub b: Span,
}

/// An edit that tiles both texts. `=` stretches have the same letters and digits; what the contract
/// counts as the same word but is written with others (`8`, `eight`) is given as `~`.
pub(crate) fn ops(
    (a_text, a): (&str, &[Folded]),
    (b_text, b): (&str, &[Folded]),
    alignment: &Alignment,
) -> Vec<Op> {
    let mut ops: Vec<Op> = Vec::new();
    let mut from = (0, 0);
    let whole = Span::new(a_text.len(), a_text.len());
    let end = Span::new(b_text.len(), b_text.len());
    let matched = alignment.pairs.iter().map(|(i, j)| (a[*i].span, b[*j].span));
    for (x, y) in matched.chain([(whole, end)]) {
        let between = (Span::new(from.0, x.start()), Span::new(from.1, y.start()));
        push_op(&mut ops, a_text, b_text, between);
        push_op(&mut ops, a_text, b_text, (x, y));
        from = (x.end(), y.end());
    }
    ops
}

fn push_op(ops: &mut Vec<Op>, a_text: &str, b_text: &str, (a, b): (Span, Span)) {
    if a.is_empty() && b.is_empty() {
        return;
    }
    let (left, right) = (letters(a.of(a_text)), letters(b.of(b_text)));
    let kind = match (left.is_empty(), right.is_empty()) {
        _ if left == right => '=',
        (true, _) => '+',
        (_, true) => '-',
        _ => '~',
    };
    match ops.last_mut() {
        Some(last) if last.kind == kind => {
            (last.a, last.b) = (last.a.cover(a), last.b.cover(b));
        }
        _ => ops.push(Op { kind, a, b }),
    }
}

fn letters(words: &str) -> String {
    words.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::fold::Folding;

    struct Evenly;

    impl Weigh for Evenly {
        fn weight(&self, word: &Folded) -> f32 {
            if word.key().len() < 4 { 0.4 } else { 1.0 }
        }
    }

    fn fold(text: &str) -> Vec<Folded> {
        Folding::english().fold(text, Span::new(0, text.len()))
    }

    /// Draws the variants as `git diff --word-diff` does.
    fn drawn(lemma: &str, reading: &str) -> String {
        let (a, b) = (fold(lemma), fold(reading));
        let gaps = gaps(&a, &b, &align(&a, &b, &Evenly));
        let whole = |text: &str| [Span::new(0, text.len())];
        let variants = variants(&a, &b, (&whole(lemma), &whole(reading)), &gaps);
        let draw = |it: &Variant| match it.kind {
            VariantKind::Omission => format!("[-{}-]", it.lemma.of(lemma)),
            VariantKind::Addition => format!("{{+{}+}}", it.reading.of(reading)),
            VariantKind::Substitution => {
                format!("{}→{}", it.lemma.of(lemma), it.reading.of(reading))
            }
            VariantKind::Transposition => format!("~{}~", it.lemma.of(lemma)),
        };
        variants.iter().map(draw).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_same_words_have_no_variants() {
        assert_eq!(drawn("We can’t sail, Ana.", "we cannot sail ana"), "");
    }

    #[test]
    fn omissions_additions_and_substitutions_are_told_apart() {
        let lemma = "They have, again, refused to engage with us";
        assert_eq!(drawn(lemma, "They have refused to engage with us"), "[-again-]");
        assert_eq!(
            drawn(lemma, "They have, again, refused to cooperate with us"),
            "engage→cooperate"
        );
        assert_eq!(drawn(lemma, "They have, again, now refused to engage with us"), "{+now+}");
    }

    #[test]
    fn words_that_change_places_are_moved() {
        let found =
            drawn("copper traders and copper miners lost", "copper miners and copper traders lost");
        assert_eq!(found, "~traders~ ~miners~");
    }

    #[test]
    fn content_words_are_matched_before_small_ones() {
        let found = drawn("the harbour of the city", "of the city the harbour");
        assert!(found.contains("~"), "{found}");
    }

    #[test]
    fn ops_say_what_is_written_differently() {
        let (a, b) = ("Eight ships (APPLAUSE) sail.", "8 ships sail");
        let (x, y) = (fold(a), fold(b));
        let ops = ops((a, &x), (b, &y), &align(&x, &y, &Evenly));
        let kinds: String = ops.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, "~=-=");
    }

    /// The words of the reading, made from the lemma's by its variants.
    fn apply(lemma: &[Folded], reading: &[Folded], gaps: &[Gap]) -> Vec<String> {
        let gone = |i: &usize| gaps.iter().any(|it| it.lemma.contains(i));
        let put = |j: &usize| gaps.iter().any(|it| it.reading.contains(j));
        let mut kept = (0..lemma.len()).filter(|i| !gone(i));
        let mut words = Vec::new();
        for (j, word) in reading.iter().enumerate() {
            let word = if put(&j) { word } else { &lemma[kept.next().expect("a word is left")] };
            words.push(word.key().to_owned());
        }
        assert_eq!(kept.next(), None, "a word of the lemma is left over");
        words
    }

    fn sentence() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "the", "port", "of", "ships", "sail", "storm", "and", "8", "(loud)", "quay", "we",
        ]);
        prop::collection::vec(word, 0..14).prop_map(|it| it.join(" "))
    }

    #[test]
    fn long_rows_are_aligned_at_words_both_have_once() {
        let words: Vec<String> = (0..2_200).map(|it| format!("w{it}")).collect();
        let mut other = words.clone();
        other.remove(1_100);
        other.insert(0, "before".to_owned());
        let (x, y) = (fold(&words.join(" ")), fold(&other.join(" ")));
        assert_eq!(align(&x, &y, &Evenly).pairs.len(), words.len() - 1);
    }

    proptest! {
        #[test]
        fn variants_applied_to_the_lemma_give_the_reading(a in sentence(), b in sentence()) {
            let (x, y) = (fold(&a), fold(&b));
            let gaps = gaps(&x, &y, &align(&x, &y, &Evenly));
            let wanted: Vec<String> = y.iter().map(|it| it.key().to_owned()).collect();
            prop_assert_eq!(apply(&x, &y, &gaps), wanted);
        }

        #[test]
        fn an_alignment_rises_on_both_sides(a in sentence(), b in sentence()) {
            let (x, y) = (fold(&a), fold(&b));
            let pairs = align(&x, &y, &Evenly).pairs;
            prop_assert!(pairs.is_sorted_by(|p, q| p.0 < q.0 && p.1 < q.1));
            prop_assert!(pairs.iter().all(|(i, j)| x[*i].agrees(&y[*j])));
        }

        #[test]
        fn ops_tile_both_texts(a in "\\PC{0,40}", b in "\\PC{0,40}") {
            let (x, y) = (fold(&a), fold(&b));
            let mut at = (0, 0);
            for op in ops((&a, &x), (&b, &y), &align(&x, &y, &Evenly)) {
                prop_assert_eq!((op.a.start(), op.b.start()), at);
                prop_assert!(op.kind != '=' || letters(op.a.of(&a)) == letters(op.b.of(&b)));
                at = (op.a.end(), op.b.end());
            }
            prop_assert_eq!(at, (a.len(), b.len()));
        }
    }
}
