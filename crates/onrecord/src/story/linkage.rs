//! Likenesses in, groups out: average linkage, where two groups that hang together each for
//! themselves are not joined by what they merely have in common, and time between them counts.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use super::likeness::Edge;

/// Groups are joined down to this mean likeness across them. (.12 and .15 score within .01 of
/// each other on 579 reports of 69 stories; 924 unrelated reports beside them change nothing.)
const LEAST: f64 = 0.12;

/// Reports of a happening go on appearing for so many days without being less alike for it.
const GRACE: f64 = 2.0;

/// After that, likeness across two groups falls to 1/e in so many days: the same people who meet
/// again a week later begin a new story. (.951 of BCubed F1 on the 579 reports without, .922 with,
/// since their labels know no time; but then two rounds of the same talks are one story.)
const FADING: f64 = 14.0;

/// Joining two groups asks for this share of the mean likeness inside them. Two attacks on two
/// ships are as alike as two halves of one loose story; what tells them apart is that each is
/// much more like itself. (BCubed F1 on the 579 reports, time apart: .90 without, .93 at .5, .95 at
/// .6 and .65.)
const COHESION: f64 = 0.6;

/// Likeness inside a group is reckoned with this many pairs more of likeness [`USUAL`], so that
/// one pair of near copies does not close a group against others.
const USUAL_PAIRS: f64 = 3.0;

/// Mean likeness of two reports of one story, roughly.
const USUAL: f64 = 0.15;

/// What time says of a report.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    /// Its day, counted from any day.
    pub(super) day: Option<i32>,
    /// The day of the one occasion that it tells of: two transcripts of different days are never
    /// one happening, though the same people use the same formulas in both.
    pub(super) occasion: Option<i32>,
}

/// A group while it grows.
struct Group {
    /// The day of the occasion that a member tells of; members agree in it.
    occasion: Option<i32>,
    /// Sum of the days of its dated members.
    days: i64,
    /// How many those are.
    n_dated: u32,
    members: Vec<usize>,
    /// Sum of the likenesses of all pairs inside.
    inside: f64,
    /// Sum of the likenesses across to each group that has any.
    across: BTreeMap<u32, f64>,
}

/// Two groups that may be joined; stale once either has been.
#[derive(PartialEq)]
struct Offer {
    mean: f64,
    a: u32,
    b: u32,
}

/// Groups of the places in `leaves`, each in ascending order, by first member. A pair without an
/// edge counts 0.
pub(super) fn groups(leaves: &[Leaf], edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut forest = Forest::new(leaves, edges);
    while let Some(offer) = forest.offers.pop() {
        forest.consider(&offer);
    }
    let mut groups: Vec<Vec<usize>> =
        forest.groups.into_iter().flatten().map(|it| it.members).collect();
    groups.iter_mut().for_each(|it| it.sort_unstable());
    groups.sort_unstable();
    groups
}

struct Forest {
    /// Groups by number; `None` once joined into another.
    groups: Vec<Option<Group>>,
    offers: BinaryHeap<Offer>,
}

impl Forest {
    fn new(leaves: &[Leaf], edges: &[Edge]) -> Forest {
        let mut groups: Vec<Group> =
            leaves.iter().enumerate().map(|(n, leaf)| Group::alone(n, *leaf)).collect();
        let mut offers = BinaryHeap::new();
        for Edge { a, b, likeness } in edges {
            let likeness = f64::from(*likeness);
            groups[*a as usize].across.insert(*b, likeness);
            groups[*b as usize].across.insert(*a, likeness);
            let mean = likeness * groups[*a as usize].nearness(&groups[*b as usize]);
            if mean >= LEAST {
                offers.push(Offer { mean, a: *a, b: *b });
            }
        }
        Forest { groups: groups.into_iter().map(Some).collect(), offers }
    }

    fn consider(&mut self, offer: &Offer) {
        let (a, b) = (offer.a as usize, offer.b as usize);
        if let (Some(one), Some(other)) = (&self.groups[a], &self.groups[b])
            // If refused, they may still meet again once either has grown.
            && one.may_share_occasion(other)
            && offer.mean >= COHESION * (one.cohesion() + other.cohesion()) / 2.0
            && let (Some(one), Some(other)) = (self.groups[a].take(), self.groups[b].take())
        {
            self.join(offer, one, other);
        }
    }

    fn join(&mut self, offer: &Offer, a: Group, b: Group) {
        let number = self.groups.len() as u32;
        let mut joined = a.and(b, offer);
        for (neighbour, sum) in &joined.across {
            let Some(other) = &mut self.groups[*neighbour as usize] else { continue };
            other.across.remove(&offer.a);
            other.across.remove(&offer.b);
            other.across.insert(number, *sum);
            let n_pairs = joined.members.len() * other.members.len();
            let mean = sum / n_pairs as f64 * joined.nearness(other);
            if mean >= LEAST {
                self.offers.push(Offer { mean, a: *neighbour, b: number });
            }
        }
        joined.members.shrink_to_fit();
        self.groups.push(Some(joined));
    }
}

impl Group {
    fn alone(member: usize, leaf: Leaf) -> Group {
        Group {
            occasion: leaf.occasion,
            members: vec![member],
            days: leaf.day.map_or(0, i64::from),
            n_dated: u32::from(leaf.day.is_some()),
            inside: 0.0,
            across: BTreeMap::new(),
        }
    }

    /// What is left of the likeness to a group for the time between them. An unknown day is no
    /// evidence either way; an undated report has the days of the group that it has joined.
    fn nearness(&self, other: &Group) -> f64 {
        match (self.day(), other.day()) {
            (Some(a), Some(b)) => (-((a - b).abs() - GRACE).max(0.0) / FADING).exp(),
            _ => 1.0,
        }
    }

    fn may_share_occasion(&self, other: &Group) -> bool {
        self.occasion.is_none() || other.occasion.is_none() || self.occasion == other.occasion
    }

    /// The mean day.
    fn day(&self) -> Option<f64> {
        (self.n_dated > 0).then(|| self.days as f64 / f64::from(self.n_dated))
    }

    /// Mean likeness inside, drawn towards the usual for small groups.
    fn cohesion(&self) -> f64 {
        let n_pairs = (self.members.len() * (self.members.len() - 1) / 2) as f64;
        (self.inside + USUAL_PAIRS * USUAL) / (n_pairs + USUAL_PAIRS)
    }

    fn and(self, other: Group, offer: &Offer) -> Group {
        let between = self.across.get(&offer.b).copied().unwrap_or(0.0);
        let inside = self.inside + other.inside + between;
        let mut members = self.members;
        members.extend(other.members);
        let (mut across, fewer) = if self.across.len() < other.across.len() {
            (other.across, self.across)
        } else {
            (self.across, other.across)
        };
        for (neighbour, sum) in fewer {
            *across.entry(neighbour).or_default() += sum;
        }
        across.remove(&offer.a);
        across.remove(&offer.b);
        let (days, n_dated) = (self.days + other.days, self.n_dated + other.n_dated);
        let occasion = self.occasion.or(other.occasion);
        Group { occasion, members, days, n_dated, inside, across }
    }
}

impl Eq for Offer {}

impl Ord for Offer {
    fn cmp(&self, other: &Offer) -> Ordering {
        self.mean.total_cmp(&other.mean).then((other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Offer) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
