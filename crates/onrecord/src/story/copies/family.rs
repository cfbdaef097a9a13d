//! From the pairs of one story to its witnesses: which is whose copy, and which a later state of
//! a page.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::Witness;
use super::super::signature::Signature;
use super::Shared;

/// A report that holds another whole is its copy only if that makes up this share of it: a round-up
/// or a live blog prints several, and is no copy of any.
pub(in crate::story) const OF_LONGER: f64 = 0.2;

/// The witnesses of one story, copies and versions told; `members` in order of rank, `pairs` by
/// place in them. Other pairs and their order change nothing.
pub(in crate::story) fn witnesses(members: &[&Signature], pairs: &[Shared]) -> Vec<Witness> {
    let copied = copied(pairs);
    let mut exemplars: Vec<Option<usize>> = vec![None; members.len()];
    let order = seniority(members);
    for (n, this) in order.iter().enumerate() {
        exemplars[*this] = exemplar(members, *this, &order[..n], &exemplars, &copied);
    }
    let witness = |(n, exemplar): (usize, &Option<usize>)| Witness {
        report: members[n].report,
        exemplar: exemplar.map(|it| members[it].report),
        version_of: members[..n].iter().find(|it| same_page(it, members[n])).map(|it| it.report),
    };
    exemplars.iter().enumerate().map(witness).collect()
}

/// How many runs a report shares with another, for pairs that are copies.
type Copied = BTreeMap<(usize, usize), u32>;

fn copied(pairs: &[Shared]) -> Copied {
    let copies = pairs.iter().filter(|it| it.of_longer() >= OF_LONGER);
    copies.map(|it| (pair(it.earlier as usize, it.later as usize), it.n_runs)).collect()
}

/// Of the families with which a report shares text, the one with which it shares most; of that the
/// root, if it has text of the root itself, else the first of its copies from which it has it.
fn exemplar(
    members: &[&Signature],
    this: usize,
    seniors: &[usize],
    exemplars: &[Option<usize>],
    copied: &Copied,
) -> Option<usize> {
    let shared = |it: usize| copied.get(&pair(it, this)).copied();
    let root =
        |it: usize| std::iter::successors(Some(it), |it| exemplars[*it]).last().unwrap_or(it);
    let mut best: Option<(u32, Reverse<usize>, usize)> = None;
    for (place, senior) in seniors.iter().enumerate() {
        let Some(n_runs) = shared(*senior) else { continue };
        let root = root(*senior);
        // A later state of the same page is no copy of it.
        if same_page(members[root], members[this]) || same_page(members[*senior], members[this]) {
            continue;
        }
        let from = if shared(root).is_some() { root } else { *senior };
        best = best.max(Some((n_runs, Reverse(place), from)));
    }
    best.map(|(_, _, from)| from)
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
