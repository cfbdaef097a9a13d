//! Two texts' paragraphs side by side: which stand in one row, by what they share. Both texts keep
//! their order; what only one has stays in its place.

use std::collections::BTreeMap;
use std::ops::Range;

use onrecord::{PartKind, Report, Span};

/// What stands as one paragraph on a page: a part, or several on one line (`MS. RUIZ:` and what she
/// says).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// Bytes of the text.
    pub(crate) span: Span,
    /// Of its parts, the one that tells most.
    pub(crate) kind: PartKind,
}

/// A report's paragraphs, in order, without what the page prints around it.
pub(crate) fn blocks(report: &Report) -> Vec<Block> {
    let mut blocks = all_blocks(report);
    blocks.retain(|it| it.kind != PartKind::Furniture);
    blocks
}

/// A report's paragraphs, in order.
pub(crate) fn all_blocks(report: &Report) -> Vec<Block> {
    let text = report.text();
    let alone = |it: PartKind| matches!(it, PartKind::Headline | PartKind::Furniture);
    let mut blocks: Vec<Block> = Vec::new();
    for part in report.parts() {
        let same_line = |it: &&mut Block| !text[it.span.end()..part.span.start()].contains('\n');
        let joins = |it: &&mut Block| !alone(it.kind) && !alone(part.kind);
        match blocks.last_mut().filter(joins).filter(same_line) {
            Some(block) => {
                block.span = block.span.cover(part.span);
                if block.kind != PartKind::Paragraph {
                    block.kind = part.kind;
                }
            }
            None => blocks.push(Block { span: part.span, kind: part.kind }),
        }
    }
    blocks.retain(|it| !it.span.of(text).trim().is_empty());
    blocks
}

/// Something that a paragraph of one text and one of the other share, and how much.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    /// Number of the paragraph in the first text.
    pub(crate) a: usize,
    /// In the second.
    pub(crate) b: usize,
    /// How much: bytes, say.
    pub(crate) weight: u64,
}

/// Paragraphs that stand in one row. One of the two may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) a: Range<usize>,
    pub(crate) b: Range<usize>,
    /// They share something; if not, they only stand between the same rows.
    pub(crate) shared: bool,
}

/// All paragraphs of two texts in rows, each once and in order. Of links that cross, those stay that
/// are more in all.
pub(crate) fn align(n_a: usize, n_b: usize, links: &[Link]) -> Vec<Row> {
    let mut weights: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for link in links {
        *weights.entry((link.a, link.b)).or_default() += link.weight.max(1);
    }
    let mut rows = Vec::new();
    let (mut a, mut b) = (0, 0);
    for group in widened(heaviest_chain(&weights, n_b), &weights) {
        if a < group.a.start || b < group.b.start {
            rows.push(Row { a: a..group.a.start, b: b..group.b.start, shared: false });
        }
        (a, b) = (group.a.end, group.b.end);
        rows.push(group);
    }
    if a < n_a || b < n_b {
        rows.push(Row { a: a..n_a, b: b..n_b, shared: false });
    }
    rows
}

/// The heaviest row of pairs in which both numbers only rise. Takes n log n of the number of pairs:
/// reports may be very long.
fn heaviest_chain(weights: &BTreeMap<(usize, usize), u64>, n_b: usize) -> Vec<(usize, usize)> {
    let pairs: Vec<((usize, usize), u64)> = weights.iter().map(|(k, v)| (*k, *v)).collect();
    // For each pair: how much the heaviest chain weighs that ends in it, and the pair before.
    let mut ends: Vec<(u64, Option<usize>)> = Vec::with_capacity(pairs.len());
    // Fenwick tree over paragraphs of the second text: the heaviest chain that ends before.
    let mut best: Vec<(u64, Option<usize>)> = vec![(0, None); n_b + 1];
    let mut from = 0;
    for at in 0..pairs.len() {
        let ((a, b), weight) = pairs[at];
        let (mut before, mut slot) = ((0, None), b);
        while slot > 0 {
            before = if best[slot].0 > before.0 { best[slot] } else { before };
            slot &= slot - 1;
        }
        ends.push((before.0 + weight, before.1));
        // Pairs of one paragraph do not follow each other: they are entered together.
        if pairs.get(at + 1).is_none_or(|it| it.0.0 != a) {
            for it in from..=at {
                let mut slot = pairs[it].0.1 + 1;
                while slot <= n_b {
                    if ends[it].0 > best[slot].0 {
                        best[slot] = (ends[it].0, Some(it));
                    }
                    slot += slot & slot.wrapping_neg();
                }
            }
            from = at + 1;
        }
    }
    let heaviest =
        (0..ends.len()).reduce(|best, it| if ends[it].0 > ends[best].0 { it } else { best });
    let mut chain: Vec<(usize, usize)> =
        std::iter::successors(heaviest, |it| ends[*it].1).map(|it| pairs[it].0).collect();
    chain.reverse();
    chain
}

/// Each pair of the chain as a row, with the next paragraphs of either text that share something with
/// it: one report makes two paragraphs of what the other has in one.
fn widened(chain: Vec<(usize, usize)>, weights: &BTreeMap<(usize, usize), u64>) -> Vec<Row> {
    let row = |(a, b): (usize, usize)| Row { a: a..a + 1, b: b..b + 1, shared: true };
    let mut rows: Vec<Row> = chain.into_iter().map(row).collect();
    for n in 0..rows.len() {
        let before = n.checked_sub(1).map_or((0, 0), |it| (rows[it].a.end, rows[it].b.end));
        let after = rows.get(n + 1).map(|it| (it.a.start, it.b.start));
        let row = &mut rows[n];
        let shares_a =
            |a: usize, b: &Range<usize>| b.clone().any(|b| weights.contains_key(&(a, b)));
        let shares_b =
            |b: usize, a: &Range<usize>| a.clone().any(|a| weights.contains_key(&(a, b)));
        loop {
            let known = row.clone();
            if row.a.start > before.0 && shares_a(row.a.start - 1, &row.b) {
                row.a.start -= 1;
            }
            if row.b.start > before.1 && shares_b(row.b.start - 1, &row.a) {
                row.b.start -= 1;
            }
            if after.is_none_or(|it| row.a.end < it.0) && shares_a(row.a.end, &row.b) {
                row.a.end += 1;
            }
            if after.is_none_or(|it| row.b.end < it.1) && shares_b(row.b.end, &row.a) {
                row.b.end += 1;
            }
            if *row == known {
                break;
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as `0-1=2 / 3` (paragraphs of the first, then of the second text; `=` if shared).
    #[track_caller]
    fn check(n_a: usize, n_b: usize, links: &[(usize, usize, u64)], expected: &str) {
        let links: Vec<Link> =
            links.iter().map(|(a, b, weight)| Link { a: *a, b: *b, weight: *weight }).collect();
        let rows = align(n_a, n_b, &links);
        let name = |it: &Range<usize>| it.clone().map(|it| it.to_string()).collect::<String>();
        let row = |it: &Row| {
            format!("{}{}{}", name(&it.a), if it.shared { "=" } else { "|" }, name(&it.b))
        };
        assert_eq!(rows.iter().map(row).collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn what_is_shared_stands_in_one_row_and_the_rest_in_its_place() {
        check(3, 4, &[(1, 2, 9)], "0|01 1=2 2|3");
        check(0, 2, &[], "|01");
        check(2, 2, &[(0, 0, 1), (1, 1, 1)], "0=0 1=1");
        check(0, 0, &[], "");
    }

    #[test]
    fn of_links_that_cross_the_heavier_stay() {
        check(2, 2, &[(0, 1, 5), (1, 0, 9)], "0| 1=0 |1");
        check(4, 4, &[(0, 3, 9), (1, 0, 4), (2, 1, 4), (3, 2, 4)], "0| 1=0 2=1 3=2 |3");
    }

    #[test]
    fn a_paragraph_that_the_other_made_two_of_stands_beside_both() {
        check(2, 3, &[(0, 0, 5), (0, 1, 3), (1, 2, 4)], "0=01 1=2");
        check(3, 1, &[(0, 0, 5), (1, 0, 9), (2, 0, 2)], "012=0");
        check(1, 4, &[(0, 0, 5), (0, 3, 3)], "0=0 |123");
    }

    #[test]
    fn every_paragraph_is_in_one_row_in_order() {
        let mut seed = 7_u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
            (seed >> 33) as usize % below
        };
        for _ in 0..300 {
            let (n_a, n_b) = (next(9) + 1, next(9) + 1);
            let links: Vec<Link> = (0..next(12))
                .map(|_| Link { a: next(n_a), b: next(n_b), weight: next(5) as u64 })
                .collect();
            let rows = align(n_a, n_b, &links);
            let all = |of: fn(&Row) -> Range<usize>| rows.iter().flat_map(of).collect::<Vec<_>>();
            assert_eq!(all(|it| it.a.clone()), (0..n_a).collect::<Vec<_>>());
            assert_eq!(all(|it| it.b.clone()), (0..n_b).collect::<Vec<_>>());
        }
    }
}
