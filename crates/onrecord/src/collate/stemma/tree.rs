//! Links in, the surest first; a forest out. A link that would give a report a second exemplar, or
//! close a circle, is left out.

use std::collections::BTreeMap;

use super::DescentKind;
use crate::text::Span;

/// That one report descends from another, or is tied to it.
pub(super) struct Link {
    pub report: usize,
    pub from: From,
    pub kind: DescentKind,
    pub directed: bool,
    /// Without a direction, it may as well be told of the other report.
    pub may_turn: bool,
    /// Where the report names the other's outlet.
    pub named: Option<Span>,
}

#[derive(Clone)]
pub(super) enum From {
    Report(usize),
    Agency(Box<str>),
}

impl Link {
    pub(super) fn of(report: usize, from: usize, kind: DescentKind, directed: bool) -> Link {
        Link { report, from: From::Report(from), kind, directed, may_turn: !directed, named: None }
    }

    pub(super) fn from_agency(report: usize, agency: &str) -> Link {
        let from = From::Agency(agency.into());
        let kind = DescentKind::Credited;
        Link { report, from, kind, directed: true, may_turn: false, named: None }
    }

    pub(super) fn exemplar(&self) -> Option<usize> {
        match self.from {
            From::Report(it) => Some(it),
            From::Agency(_) => None,
        }
    }
}

/// Links that fit together.
pub(super) struct Tree {
    links: BTreeMap<usize, Link>,
    /// For each report, and after them each agency, the number of its part of the forest.
    parts: Vec<usize>,
    agencies: Vec<Box<str>>,
}

impl Tree {
    pub(super) fn new(n_reports: usize) -> Tree {
        Tree { links: BTreeMap::new(), parts: (0..n_reports).collect(), agencies: Vec::new() }
    }

    /// Takes a link in if it fits. One without a direction is turned round where only that fits.
    pub(super) fn join(&mut self, mut link: Link) {
        let from = match &link.from {
            From::Report(it) => *it,
            From::Agency(it) => self.agency(it),
        };
        if self.links.contains_key(&link.report) {
            let other = match link.from {
                From::Report(it) if link.may_turn && !self.links.contains_key(&it) => it,
                _ => return,
            };
            link.from = From::Report(link.report);
            link.report = other;
            link.may_turn = false;
            return self.join(link);
        }
        let (here, there) = (self.parts[link.report], self.parts[from]);
        if here == there {
            return;
        }
        for it in self.parts.iter_mut().filter(|it| **it == here) {
            *it = there;
        }
        self.links.insert(link.report, link);
    }

    fn agency(&mut self, name: &str) -> usize {
        let known = self.agencies.iter().position(|it| **it == *name);
        let first = self.parts.len() - self.agencies.len();
        known.map(|it| first + it).unwrap_or_else(|| {
            self.agencies.push(name.into());
            self.parts.push(self.parts.len());
            self.parts.len() - 1
        })
    }

    /// Those taken in, in order of report.
    pub(super) fn links(&self) -> impl Iterator<Item = &Link> {
        self.links.values()
    }
}
