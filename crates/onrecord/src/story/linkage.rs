//! Groups in, larger groups out: average linkage, where two groups that hang together each for
//! themselves are not joined by what they merely have in common, and time between them counts.

use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};

use super::candidate::{self, Key};
use super::facts::{self, Facts};
use super::kind;
use super::signature::Signature;
use super::sum::{Sum, mean};

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

/// What is known of some reports together. Whole numbers all: the order in which reports came
/// together changes nothing.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// The day of the one occasion that a member tells of; members agree in it. Two transcripts of
    /// different days are never one happening, though the same people use the same formulas.
    occasion: Option<i32>,
    n_reports: usize,
    /// Sum of the days of publication, of those that tell theirs.
    days: i64,
    /// How many those are.
    n_dated: u32,
    /// Sum of the members' weighed words.
    sum: Sum,
    /// Sum of the products of each member's words with themselves.
    own: u64,
    /// Product of the sum with itself.
    square: u64,
    key: Key,
    /// What its reports tell that sets their happening apart.
    facts: Facts,
}

/// Reports that were joined: the places of the groups they came from, and what is known of all.
pub(super) struct Joined {
    pub(super) group: Group,
    pub(super) places: Vec<usize>,
}

/// Joins groups. The first `n_old` are never joined with each other, only with those after them.
pub(super) fn join(groups: Vec<Group>, n_old: usize) -> Vec<Joined> {
    let mut forest = Forest::new(groups, n_old);
    while let Some(offer) = forest.offers.pop() {
        forest.consider(&offer);
    }
    let joined = forest.nodes.into_iter().flatten();
    let mut joined: Vec<Joined> = joined
        .map(|mut it| {
            it.places.sort_unstable();
            Joined { group: it.group, places: it.places }
        })
        .collect();
    joined.sort_unstable_by_key(|it| it.places[0]);
    joined
}

/// For each report that is to join last, the place of the group that it joins: the one it is most
/// like, if it is like enough. It changes nothing about the group.
pub(super) fn nearest(groups: &[&Group], reports: &[Group]) -> Vec<Option<usize>> {
    let keys: Vec<&Key> = groups.iter().copied().chain(reports).map(|it| &it.key).collect();
    let mut near: Vec<Vec<(usize, f64)>> = vec![Vec::new(); reports.len()];
    for (new, other) in candidate::pairs(&keys, groups.len()) {
        let (new, other) = (new as usize - groups.len(), other as usize);
        let Some(group) = groups.get(other) else { continue };
        let report = &reports[new];
        let likeness = report.likeness(group) * report.nearness(group);
        if likeness >= LEAST && report.is_like(group, likeness) && report.may_be_one(group) {
            near[new].push((other, likeness));
        }
    }
    near.into_iter().map(kind::nearest).collect()
}

impl Group {
    pub(super) fn of(signature: &Signature) -> Group {
        let sum = Sum::of(&signature.words);
        let day = signature.day_number();
        let square = sum.dot(&sum);
        Group {
            occasion: signature.occasion(),
            n_reports: 1,
            days: day.map_or(0, i64::from),
            n_dated: u32::from(day.is_some()),
            own: square,
            square,
            key: Key::of(&sum, 1),
            facts: Facts::told_once(signature.facts.to_vec()),
            sum,
        }
    }

    /// Both together.
    pub(super) fn and(mut self, other: &Group) -> Group {
        self.add(other);
        self
    }

    /// Takes the other in.
    pub(super) fn add(&mut self, other: &Group) {
        let across = self.sum.dot(&other.sum);
        self.sum.add(&other.sum);
        self.occasion = self.occasion.or(other.occasion);
        self.n_reports += other.n_reports;
        self.days += other.days;
        self.n_dated += other.n_dated;
        self.own += other.own;
        self.square += other.square + 2 * across;
        self.key = Key::of(&self.sum, self.n_reports);
        self.facts = self.facts.and(&other.facts);
    }

    pub(super) fn n_reports(&self) -> usize {
        self.n_reports
    }

    /// The words it is looked for by.
    pub(super) fn key_words(&self) -> impl Iterator<Item = u32> + '_ {
        self.key.words()
    }

    /// Whether nothing they tell says that they are of two happenings.
    pub(super) fn may_be_one(&self, other: &Group) -> bool {
        let one_occasion =
            self.occasion.is_none() || other.occasion.is_none() || self.occasion == other.occasion;
        one_occasion && facts::conflict(&self.facts, &other.facts).is_none()
    }

    /// Whether they are alike enough to be joined, for groups that hang together as these do.
    fn is_like(&self, other: &Group, likeness: f64) -> bool {
        likeness >= COHESION * (self.cohesion() + other.cohesion()) / 2.0
    }

    /// Mean likeness across two groups.
    fn likeness(&self, other: &Group) -> f64 {
        let n_pairs = self.n_reports as f64 * other.n_reports as f64;
        mean(self.sum.dot(&other.sum), n_pairs)
    }

    /// What is left of the likeness to a group for the time between them. An unknown day is no
    /// evidence either way; an undated report has the days of the group that it has joined.
    fn nearness(&self, other: &Group) -> f64 {
        match (self.day(), other.day()) {
            (Some(a), Some(b)) => (-((a - b).abs() - GRACE).max(0.0) / FADING).exp(),
            _ => 1.0,
        }
    }

    /// The mean day.
    fn day(&self) -> Option<f64> {
        (self.n_dated > 0).then(|| self.days as f64 / f64::from(self.n_dated))
    }

    /// Mean likeness inside, drawn towards the usual for small groups.
    fn cohesion(&self) -> f64 {
        let n_pairs = (self.n_reports * (self.n_reports - 1) / 2) as f64;
        let inside = mean((self.square - self.own) / 2, 1.0);
        (inside + USUAL_PAIRS * USUAL) / (n_pairs + USUAL_PAIRS)
    }
}

/// A group while it grows.
struct Node {
    group: Group,
    places: Vec<usize>,
    /// There is a group of earlier days in it.
    old: bool,
    /// Groups that it is like, time apart; they may have been joined into others since.
    near: BTreeSet<u32>,
}

/// Two groups that may be joined; stale once either has been.
#[derive(PartialEq)]
struct Offer {
    likeness: f64,
    a: u32,
    b: u32,
}

struct Forest {
    /// Groups by number; `None` once joined into another.
    nodes: Vec<Option<Node>>,
    /// By number, the group it was joined into.
    into: Vec<u32>,
    offers: BinaryHeap<Offer>,
}

impl Forest {
    fn new(groups: Vec<Group>, n_old: usize) -> Forest {
        let keys: Vec<&Key> = groups.iter().map(|it| &it.key).collect();
        let pairs = candidate::pairs(&keys, n_old);
        let node =
            |(n, group)| Node { group, places: vec![n], old: n < n_old, near: BTreeSet::new() };
        let nodes: Vec<Option<Node>> = groups.into_iter().enumerate().map(node).map(Some).collect();
        let into = (0..nodes.len() as u32).collect();
        let mut forest = Forest { nodes, into, offers: BinaryHeap::new() };
        for (a, b) in pairs {
            forest.offer(b, a);
        }
        forest
    }

    /// Notes that two groups may be joined, if they may.
    fn offer(&mut self, a: u32, b: u32) {
        let (Some(one), Some(other)) = (&self.nodes[a as usize], &self.nodes[b as usize]) else {
            return;
        };
        if one.old && other.old {
            return;
        }
        let likeness = one.group.likeness(&other.group);
        if likeness < LEAST {
            // A group that takes in either is less like the other still, or is near it by its own.
            return;
        }
        let faded = likeness * one.group.nearness(&other.group);
        if faded >= LEAST {
            self.offers.push(Offer { likeness: faded, a, b });
        }
        for (here, there) in [(a, b), (b, a)] {
            if let Some(node) = &mut self.nodes[here as usize] {
                node.near.insert(there);
            }
        }
    }

    fn consider(&mut self, offer: &Offer) {
        let (a, b) = (offer.a as usize, offer.b as usize);
        if let (Some(one), Some(other)) = (&self.nodes[a], &self.nodes[b])
            // If refused, they may still meet again once either has grown.
            && one.group.is_like(&other.group, offer.likeness)
            && one.group.may_be_one(&other.group)
            && let (Some(one), Some(other)) = (self.nodes[a].take(), self.nodes[b].take())
        {
            self.join(offer, one, other);
        }
    }

    fn join(&mut self, offer: &Offer, one: Node, other: Node) {
        let number = self.nodes.len() as u32;
        self.into.push(number);
        self.into[offer.a as usize] = number;
        self.into[offer.b as usize] = number;
        let near = one.near.into_iter().chain(other.near).map(|it| self.root(it)).collect();
        let near: BTreeSet<u32> = near;
        let mut places = one.places;
        places.extend(other.places);
        let group = one.group.and(&other.group);
        let old = one.old || other.old;
        self.nodes.push(Some(Node { group, places, old, near: BTreeSet::new() }));
        for it in near.into_iter().filter(|it| *it != number) {
            self.offer(it, number);
        }
    }

    /// The group that a number is part of now.
    fn root(&self, mut number: u32) -> u32 {
        while self.into[number as usize] != number {
            number = self.into[number as usize];
        }
        number
    }
}

impl Eq for Offer {}

impl Ord for Offer {
    fn cmp(&self, other: &Offer) -> Ordering {
        self.likeness.total_cmp(&other.likeness).then((other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Offer {
    fn partial_cmp(&self, other: &Offer) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
