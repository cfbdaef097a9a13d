//! A story, its reports and their apparatus in, a stemma out: which report was made from which, as
//! far as their words tell, and the passages that say so.
//!
//! A claim is made on wording outside quotation marks, on alterations that others do not share, on
//! quotations reworded alike throughout, and on what outlets say of themselves. Quotations in
//! common are no evidence: two who heard the same words report them alike, and only errors in
//! common show a common source. Where the facts do not tell a direction, none is given.

mod named;
mod narration;
mod shared;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use super::{Apparatus, Entry, in_order};
use crate::annotate::Annotated;
use crate::report::{Report, ReportId};
use crate::story::{Story, Witness};
use crate::text::Span;
use narration::{Narration, Run};
use shared::Shared;
use tree::{Link, Tree};

/// Who of a story's reports was made from whom. Each report descends from one other at most, and
/// none from itself by any way round.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stemma {
    /// The story's id.
    pub story: Option<ReportId>,
    /// What could be told, in the order of the story's witnesses.
    pub descents: Vec<Descent>,
}

/// What one report was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Descent {
    /// The report.
    pub report: ReportId,
    /// Its exemplar; or, if it is not directed, the report it is tied to.
    pub from: Origin,
    /// What was made of it.
    pub kind: DescentKind,
    /// Whether it is told which of the two was there first. If not, either may have been made from
    /// the other, or both from a third.
    pub directed: bool,
    /// The facts it rests on. Never empty.
    pub evidence: Vec<Evidence>,
}

/// What a report was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Another report of the story.
    Report(ReportId),
    /// An agency whose own report is not among them.
    Agency(Box<str>),
}

/// What was made of an exemplar. The first two are no witnesses of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DescentKind {
    /// The same text, whole or cut. The exemplar is the first who has it as far as is told; an
    /// agency that both print may stand before it.
    Copy,
    /// A later state of the same page.
    Version,
    /// The outlet credits an agency. How much of the words is the agency's cannot be told without
    /// its own report.
    Credited,
    /// It has things from the other by its own account (it names the outlet, or credits the agency),
    /// and statements or sentences in common bear that out.
    Rewrite,
    /// The same in another language, or back from one.
    Translation,
    /// The wording of the two is tied, and no more can be told: one may be a rewrite of the other,
    /// or both of a third text (an agency's, a press release, a page in another language).
    SharedSource,
}

/// A fact, and where it can be seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What was found.
    pub fact: Fact,
    /// The passages that show it, a few where there are many: those of the two reports in turn.
    /// None for what a page says of itself outside its text.
    pub places: Vec<Place>,
}

/// A passage of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The report.
    pub report: ReportId,
    /// The words in it.
    pub span: Span,
}

/// What shows that two reports are not independent, or which of them was first.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// One of the two credits this agency, or both do.
    Credit(Box<str>),
    /// The report says that it has this from the other's outlet.
    Named,
    /// Words outside quotation marks that both have in the same order, in runs of eight or more.
    Narration {
        /// Words in such runs.
        n_words: u32,
        /// How many runs.
        n_runs: u32,
        /// As a share of the shorter report's words outside quotation marks, 0 to 1.
        share: f32,
    },
    /// At least two fifths of the runs of three words in the shorter text are in the other, though
    /// no run of eight is: how copies are told.
    ShortRuns,
    /// Alterations that both have, where others have the lemma's words.
    Alterations(u32),
    /// Quotations of one utterance, in one order, of which most words differ.
    Reworded {
        /// How many.
        n: u32,
        /// Of so many that both quote.
        of: u32,
    },
    /// Statements that both have. Supports other facts and shows nothing alone: all who heard a
    /// speaker have them, most in the order in which they were said.
    Statements {
        /// How many.
        n: u32,
        /// The most of them that stand in one order in both.
        in_order: u32,
    },
    /// The other was published before it.
    Earlier,
    /// The two are in different languages, as declared or found.
    Language,
    /// The two have one address.
    Address,
}

/// How many reports bear something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Witnesses {
    /// All of them.
    pub all: usize,
    /// Without copies and later states of a page. Who has it from a copy alone is counted once.
    pub independent: usize,
    /// Those of the independent that the stemma ties to another of them: rewrites and the like,
    /// which may not be witnesses of their own.
    pub tied: usize,
}

/// Says who descends from whom, and what shows it.
///
/// `reports` holds the story's reports, in any order; others are left aside. `apparatus` is the
/// story's. Copies are those the story tells ([`Witness::exemplar`]), each with the nearest
/// exemplar where a chain of copies can be seen.
pub fn stemma(story: &Story, reports: &[Annotated], apparatus: &Apparatus) -> Stemma {
    let case = Case::new(story, reports, apparatus);
    let mut tree = Tree::new(case.reports.len());
    for link in case.copies_and_versions() {
        tree.join(link);
    }
    for link in case.by_their_own_account() {
        tree.join(link);
    }
    for link in case.by_wording() {
        tree.join(link);
    }
    let descents = tree.links().map(|it| case.descent(it)).collect();
    Stemma { story: story.id(), descents }
}

/// The reports that are witnesses of their own, in order: of each text and its copies, of each page
/// and its later states, one. Rewrites and reports with a shared source count, since they may have
/// asked for themselves; [`Witnesses::tied`] tells how many these are.
pub fn independent(story: &Story, stemma: &Stemma) -> Vec<ReportId> {
    let heads = story.heads();
    let is_made = |it: ReportId| stemma.of(it).is_some_and(|it| !it.kind.is_witness());
    // The stemma may know better which report of a family the others come from.
    let stands_for = |head: ReportId| {
        let family = story.witnesses.iter().zip(&heads).filter(|(_, it)| **it == head);
        family.map(|it| it.0.report).find(|it| !is_made(*it)).unwrap_or(head)
    };
    let standing: BTreeSet<ReportId> = heads.iter().map(|it| stands_for(*it)).collect();
    story.witnesses.iter().map(|it| it.report).filter(|it| standing.contains(it)).collect()
}

impl DescentKind {
    /// `copy`, `version`, `credited`, `rewrite`, `translation`, `shared_source`.
    pub fn name(self) -> &'static str {
        match self {
            DescentKind::Copy => "copy",
            DescentKind::Version => "version",
            DescentKind::Credited => "credited",
            DescentKind::Rewrite => "rewrite",
            DescentKind::Translation => "translation",
            DescentKind::SharedSource => "shared_source",
        }
    }

    /// Whether what was so made may still be a witness of its own.
    pub fn is_witness(self) -> bool {
        !matches!(self, DescentKind::Copy | DescentKind::Version)
    }
}

impl Fact {
    /// `credit`, `named`, `narration`, `short_runs`, `alterations`, `reworded`, `statements`,
    /// `earlier`, `language`, `address`.
    pub fn name(&self) -> &'static str {
        match self {
            Fact::Credit(_) => "credit",
            Fact::Named => "named",
            Fact::Narration { .. } => "narration",
            Fact::ShortRuns => "short_runs",
            Fact::Alterations(_) => "alterations",
            Fact::Reworded { .. } => "reworded",
            Fact::Statements { .. } => "statements",
            Fact::Earlier => "earlier",
            Fact::Language => "language",
            Fact::Address => "address",
        }
    }
}

impl Stemma {
    /// What a report was made from.
    pub fn of(&self, report: ReportId) -> Option<&Descent> {
        self.descents.iter().find(|it| it.report == report)
    }
}

/// Which reports of a story count as one, made once to count the witnesses of many entries.
pub struct Families {
    /// For each report, the one it counts as, and a number that those tied to it have too.
    of: BTreeMap<ReportId, (ReportId, usize)>,
}

impl Families {
    /// The families of a story.
    pub fn of(story: &Story, stemma: &Stemma) -> Families {
        let heads = story.heads();
        let place: BTreeMap<ReportId, usize> =
            story.witnesses.iter().enumerate().map(|(n, it)| (it.report, n)).collect();
        let head = |it: &ReportId| place.get(it).and_then(|it| place.get(&heads[*it])).copied();
        let mut ties: Vec<usize> = (0..heads.len()).collect();
        let mut agencies: BTreeMap<&str, usize> = BTreeMap::new();
        for descent in &stemma.descents {
            let Some(own) = head(&descent.report) else { continue };
            let other = match &descent.from {
                Origin::Report(it) => head(it),
                Origin::Agency(it) => Some(*agencies.entry(it).or_insert(own)),
            };
            let Some(other) = other else { continue };
            let (from, to) = (ties[own], ties[other]);
            ties.iter_mut().filter(|it| **it == from).for_each(|it| *it = to);
        }
        let of = |(report, n): (&ReportId, &usize)| {
            (*report, (heads[*n], head(report).map_or(*n, |it| ties[it])))
        };
        Families { of: place.iter().map(of).collect() }
    }
}

impl Entry {
    /// How many reports have it, with copies and without. A copy and its exemplar are one witness;
    /// so are two copies of a report that lacks it.
    pub fn n_witnesses(&self, families: &Families) -> Witnesses {
        let all: BTreeSet<ReportId> = self.statements().map(|it| it.report).collect();
        let known = || all.iter().filter_map(|it| families.of.get(it));
        let heads: BTreeSet<ReportId> = known().map(|it| it.0).collect();
        let apart: BTreeSet<usize> = known().map(|it| it.1).collect();
        Witnesses { all: all.len(), independent: heads.len(), tied: heads.len() - apart.len() }
    }
}

/// A story laid out for the questions that a stemma asks. Reports are numbered in their order.
struct Case<'r> {
    reports: Vec<&'r Annotated>,
    witnesses: Vec<Witness>,
    place: BTreeMap<ReportId, usize>,
    /// For each report, the one it counts as.
    heads: Vec<usize>,
    outlets: Vec<named::Outlet>,
    /// For each report, the reports of outlets that it names as its source, and where.
    named: Vec<Vec<(usize, Span)>>,
    narrations: Vec<Narration>,
    shared: Shared,
}

/// Reports are laid out word against word with so many of those they share most phrases with.
const NEAREST: usize = 4;

/// Words outside quotation marks that two reports have in runs of eight or more, from which they
/// are said to have a source in common, and in how many runs at least. (578 real reports in 94
/// stories: the 21 pairs so tied, read by eye, all have sentences of one text. Below, more and more
/// pairs have charges, offices and places in common, which anyone words alike.)
const LEAST_NARRATION: (u32, u32) = (30, 2);

impl<'r> Case<'r> {
    fn new(story: &Story, reports: &'r [Annotated], apparatus: &Apparatus) -> Case<'r> {
        let reports = in_order(story, reports);
        let place: BTreeMap<ReportId, usize> =
            reports.iter().enumerate().map(|(n, it)| (it.report.id(), n)).collect();
        let told: BTreeMap<ReportId, (Witness, ReportId)> = story
            .witnesses
            .iter()
            .zip(story.heads())
            .map(|(it, head)| (it.report, (*it, head)))
            .collect();
        let told: Vec<(Witness, ReportId)> =
            reports.iter().filter_map(|it| told.get(&it.report.id()).copied()).collect();
        let head = |(n, it): (usize, &(Witness, ReportId))| place.get(&it.1).copied().unwrap_or(n);
        let heads: Vec<usize> = told.iter().enumerate().map(head).collect();
        let texts: Vec<&Report> = reports.iter().map(|it| &it.report).collect();
        let outlets: Vec<named::Outlet> = texts.iter().map(|it| named::Outlet::of(it)).collect();
        Case {
            witnesses: told.iter().map(|it| it.0).collect(),
            narrations: narration::narrations(&reports),
            shared: Shared::of(&reports, &place, &heads, apparatus),
            heads,
            named: named::named(&texts, &outlets),
            outlets,
            reports,
            place,
        }
    }

    fn report(&self, at: usize) -> &'r Report {
        &self.reports[at].report
    }

    fn is_head(&self, at: usize) -> bool {
        self.heads[at] == at
    }

    /// What the story tells of copies and of states of one page.
    fn copies_and_versions(&self) -> Vec<Link> {
        let link = |(report, witness): (usize, &Witness)| {
            if let Some(told) = witness.exemplar {
                let told = *self.place.get(&told)?;
                return Some(self.copy(report, told));
            }
            if let Some((copied, span)) = self.named_root(report) {
                let link = Link::of(report, copied, DescentKind::Copy, true);
                return Some(Link { named: Some(span), ..link });
            }
            let first = *self.place.get(&witness.version_of?)?;
            let directed = self.earlier(first, report) || self.captured_earlier(first, report);
            Some(Link::of(report, first, DescentKind::Version, directed))
        };
        let links = self.witnesses.iter().enumerate();
        links.filter_map(link).filter(|it| it.exemplar() != Some(it.report)).collect()
    }

    fn copy(&self, report: usize, told: usize) -> Link {
        if let Some((root, _)) = self.named_root(told) {
            // The root itself, which the story takes for a copy, is nobody's: left out above.
            let more_of_root =
                self.n_narration(report, root) >= self.n_narration(report, told) || root == report;
            return match more_of_root {
                true => Link::of(report, root, DescentKind::Copy, self.first(root, report)),
                // What both have may come from the root at another time.
                false => Link::of(report, told, DescentKind::Copy, false),
            };
        }
        let from = self.nearest_exemplar(report, told);
        Link::of(report, from, DescentKind::Copy, self.first(from, report))
    }

    /// The copy of a report by the outlet that the report itself names as its source: the story
    /// knows only times. With the words that name it.
    fn named_root(&self, told: usize) -> Option<(usize, Span)> {
        let id = self.report(told).id();
        let copies = (0..self.reports.len()).filter(|it| self.witnesses[*it].exemplar == Some(id));
        let copies: Vec<usize> = copies.collect();
        if copies.is_empty() {
            return None;
        }
        let fits = |it: &&(usize, Span)| copies.contains(&it.0) && !self.names(it.0, told);
        self.named[told].iter().find(fits).copied()
    }

    /// Of a report's copies that came before it, the one that has what this has over the root, if
    /// it lacks nothing that this has of the root.
    fn nearest_exemplar(&self, report: usize, root: usize) -> usize {
        let root_id = self.report(root).id();
        let siblings = (0..self.reports.len()).filter(|it| {
            self.witnesses[*it].exemplar == Some(root_id) && self.earlier(*it, report)
        });
        let own = self.narrations[report].beyond(&self.narrations[root]);
        if own.len() < narration::LEAST_CHANGE {
            return root;
        }
        let changes = |it: usize| {
            let gained = self.narrations[it].n_with(&own);
            let of_root = self.narrations[report].within(&self.narrations[root]);
            let lost = of_root.len() - self.narrations[it].n_with(&of_root);
            (gained >= narration::LEAST_CHANGE && gained > 2 * lost).then_some(gained)
        };
        let nearest = siblings.filter_map(|it| Some((changes(it)?, std::cmp::Reverse(it)))).max();
        nearest.map_or(root, |(_, it)| it.0)
    }

    /// What reports say of themselves: whom they credit, whom they name.
    fn by_their_own_account(&self) -> Vec<Link> {
        let mut links = Vec::new();
        for report in (0..self.reports.len()).filter(|it| self.is_head(*it)) {
            links.extend(self.rewritten(report));
            links.extend(self.credited(report));
        }
        links
    }

    /// The report of an outlet that this one names, if it has statements or sentences of it.
    fn rewritten(&self, report: usize) -> Option<Link> {
        let fits = |other: usize| {
            let apart = self.heads[other] != report && !self.earlier(report, other);
            apart && !self.names(other, report)
        };
        let taken = |other: usize| {
            let n_quoted = self.shared.n_alike(report, other);
            let told = self.n_narration(report, other) >= LEAST_NARRATION.0;
            (told || n_quoted >= LEAST_TAKEN).then_some(n_quoted)
        };
        let all = self.named[report].iter().filter(|it| fits(it.0));
        let all = all.filter_map(|(other, span)| Some((taken(*other)?, *other, *span)));
        let (_, other, span) = all.max_by_key(|it| (it.0, std::cmp::Reverse(it.1)))?;
        let kind = match self.languages_differ(report, other) {
            true => DescentKind::Translation,
            false => DescentKind::Rewrite,
        };
        Some(Link { named: Some(span), ..Link::of(report, other, kind, true) })
    }

    /// Whether a report names another's outlet as its source.
    fn names(&self, report: usize, other: usize) -> bool {
        self.named[report].iter().any(|it| it.0 == other)
    }

    /// The agency that a report credits: its own report where it is among them and the wording
    /// shows it, else its name.
    fn credited(&self, report: usize) -> Option<Link> {
        let agency = self.report(report).credit.as_deref()?;
        if self.outlets[report].is(agency) || !named::is_credit(self.report(report)) {
            return None;
        }
        let agencies = (0..self.reports.len()).filter(|it| self.outlets[*it].is(agency));
        let told = |it: &usize| self.n_narration(report, *it) >= LEAST_NARRATION.0;
        if let Some(other) = agencies.clone().find(told) {
            return Some(Link::of(report, other, DescentKind::Rewrite, true));
        }
        Some(Link::from_agency(report, agency))
    }

    /// What is shown by wording alone, the surest first. None of it tells a direction: two papers
    /// that rewrite one agency's text have words in common too.
    fn by_wording(&self) -> Vec<Link> {
        let is_head: Vec<bool> = (0..self.reports.len()).map(|it| self.is_head(it)).collect();
        let mut pairs = narration::nearest(&self.narrations, &is_head, NEAREST);
        pairs.extend(self.shared.often_together(&is_head));
        pairs.extend(self.shared.altered_alike());
        pairs.sort_unstable();
        pairs.dedup();
        let heads = pairs.into_iter().filter(|(a, b)| is_head[*a] && is_head[*b]);
        let mut ranked: Vec<(u32, Link)> =
            heads.filter_map(|(a, b)| self.tie(a, b, &is_head)).collect();
        ranked
            .sort_by_key(|(strength, it)| (std::cmp::Reverse(*strength), it.report, it.exemplar()));
        ranked.into_iter().map(|it| it.1).collect()
    }

    /// What ties two reports by their wording, and how strongly.
    fn tie(&self, a: usize, b: usize, is_head: &[bool]) -> Option<(u32, Link)> {
        let (n_words, n_runs) = self.narration(a, b);
        let narration = n_words >= LEAST_NARRATION.0 && n_runs >= LEAST_NARRATION.1;
        let altered = self.shared.alterations(a, b);
        let altered = if shared::are_telling(&altered) { altered.len() as u32 } else { 0 };
        let kind = match self.languages_differ(a, b) {
            true => DescentKind::Translation,
            false => DescentKind::SharedSource,
        };
        if narration || altered > 0 {
            let strength = u32::from(narration) * n_words + WORDS_A_QUOTATION * altered;
            return Some((strength, Link::of(b, a, kind, false)));
        }
        let reworded = self.shared.reworded(a, b).filter(|it| it.is_telling())?;
        // Who has the words of others is not the one who reworded them, and is not tied to them by
        // him.
        let agreeing = |it: usize| {
            let others = (0..self.reports.len()).filter(|x| is_head[*x] && *x != a && *x != b);
            others.filter(|x| self.shared.n_alike(it, *x) >= LEAST_TAKEN).count()
        };
        let (report, from) = if agreeing(a) < agreeing(b) { (a, b) } else { (b, a) };
        let link = Link { may_turn: false, ..Link::of(report, from, kind, false) };
        Some((reworded.n, link))
    }

    /// Words in runs that two reports have outside quotation marks, and how many runs.
    fn narration(&self, a: usize, b: usize) -> (u32, u32) {
        let runs = self.runs(a, b);
        (runs.iter().map(|it| it.n_words).sum(), runs.len() as u32)
    }

    /// The runs that `a` has of `b`, laid out in the order of the first of the two: what comes out
    /// must not depend on who is asked.
    fn runs(&self, a: usize, b: usize) -> Vec<Run> {
        if a < b {
            return self.narrations[a].runs(&self.narrations[b]);
        }
        let turned = |it: Run| Run { here: it.there, there: it.here, ..it };
        self.narrations[b].runs(&self.narrations[a]).into_iter().map(turned).collect()
    }

    fn n_narration(&self, a: usize, b: usize) -> u32 {
        self.narration(a, b).0
    }

    /// Whether it is told that `a` was there before its copy `b`.
    fn first(&self, a: usize, b: usize) -> bool {
        let credited = |it: usize| {
            let agency = self.report(it).credit.as_deref()?;
            (!self.outlets[it].is(agency)).then_some(agency)
        };
        match (credited(a), credited(b)) {
            (_, Some(agency)) if self.outlets[a].is(agency) => true,
            // What `a` prints is an agency's, and `b` may have it from there too.
            (Some(_), _) => false,
            _ => self.earlier(a, b),
        }
    }

    /// Whether `a` was published before `b`, as both say.
    fn earlier(&self, a: usize, b: usize) -> bool {
        let [one, other] = [a, b].map(|it| self.report(it).published);
        let (Some(one), Some(other)) = (one, other) else { return false };
        match (one.at, other.at) {
            (Some(one), Some(other)) => one < other,
            _ => one.day < other.day,
        }
    }

    fn captured_earlier(&self, a: usize, b: usize) -> bool {
        let [one, other] = [a, b].map(|it| self.report(it).captured);
        one.zip(other).is_some_and(|(one, other)| one < other)
    }

    fn languages_differ(&self, a: usize, b: usize) -> bool {
        let main = |it: usize| {
            let tag = self.report(it).language.as_deref()?;
            tag.split(['-', '_']).next().map(str::to_lowercase)
        };
        main(a).zip(main(b)).is_some_and(|(a, b)| a != b)
    }

    // Evidence ------------------------------------------------------------------------------------

    fn descent(&self, link: &Link) -> Descent {
        let report = self.report(link.report);
        let evidence = match &link.from {
            tree::From::Report(from) => self.evidence(link, *from),
            tree::From::Agency(agency) => vec![self.credit(agency, &[link.report])],
        };
        let from = match &link.from {
            tree::From::Report(from) => Origin::Report(self.report(*from).id()),
            tree::From::Agency(agency) => Origin::Agency(agency.clone()),
        };
        Descent { report: report.id(), from, kind: link.kind, directed: link.directed, evidence }
    }

    fn evidence(&self, link: &Link, from: usize) -> Vec<Evidence> {
        let report = link.report;
        let mut found = Vec::new();
        if link.kind == DescentKind::Version {
            found.push(Evidence { fact: Fact::Address, places: Vec::new() });
        }
        found.extend(self.credits(report, from));
        if let Some(span) = link.named {
            found.push(Evidence { fact: Fact::Named, places: vec![self.spot(report, span)] });
        }
        let narration = self.narration_shared(report, from);
        if link.kind == DescentKind::Copy && narration.is_none() {
            found.push(Evidence { fact: Fact::ShortRuns, places: Vec::new() });
        }
        found.extend(narration);
        found.extend(self.shared.evidence(report, from));
        if self.languages_differ(report, from) {
            found.push(Evidence { fact: Fact::Language, places: Vec::new() });
        }
        if self.earlier(from, report) {
            found.push(Evidence { fact: Fact::Earlier, places: Vec::new() });
        }
        found
    }

    /// The agency that one of two reports credits, or both.
    fn credits(&self, report: usize, from: usize) -> Option<Evidence> {
        let credit = |it: usize| self.report(it).credit.as_deref();
        let agency = credit(report).or(credit(from))?;
        let crediting: Vec<usize> =
            [report, from].into_iter().filter(|it| credit(*it) == Some(agency)).collect();
        Some(self.credit(agency, &crediting))
    }

    fn credit(&self, agency: &str, reports: &[usize]) -> Evidence {
        let place = |it: &usize| Some(self.spot(*it, named::credit(self.report(*it))?));
        let places = reports.iter().filter_map(place).collect();
        Evidence { fact: Fact::Credit(agency.into()), places }
    }

    fn narration_shared(&self, report: usize, from: usize) -> Option<Evidence> {
        let runs = self.runs(report, from);
        let longest = runs.iter().rev().max_by_key(|it| it.n_words)?;
        let n_words: u32 = runs.iter().map(|it| it.n_words).sum();
        let shorter = self.narrations[report].len().min(self.narrations[from].len());
        let share = (n_words as f32 / shorter.max(1) as f32).min(1.0);
        let fact = Fact::Narration { n_words, n_runs: runs.len() as u32, share };
        let places = vec![self.spot(report, longest.here), self.spot(from, longest.there)];
        Some(Evidence { fact, places })
    }

    fn spot(&self, report: usize, span: Span) -> Place {
        Place { report: self.report(report).id(), span }
    }
}

/// Quotations that a report must have in nearly the words of an outlet it names to be called a
/// rewrite: with one, it has that from there and the rest may be its own.
const LEAST_TAKEN: usize = 2;

/// What a quotation reworded alike, or an alteration in common, counts beside words in common.
const WORDS_A_QUOTATION: u32 = 10;
