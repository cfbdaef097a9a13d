//! A story's reports in, why each is in it out: the report it is most like and the words they have
//! in common, how far away its day is, what it was made from, and what nearly kept it apart.
//!
//! Signatures hold digests of words, so the words are cut from the reports themselves.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::signature::{digest, fold, sign, telling};
use super::weigh::UNIT;
use super::{Signature, Story};
use crate::annotate::Annotated;
use crate::report::{Part, PartKind, Report, ReportId};
use crate::text::{Span, TokenKind, tokens};

/// Words in common that are told.
const MOST_WORDS: usize = 10;

/// Mean likeness with the others below which a report only just belongs: twice what grouping asks.
const LITTLE: f32 = 0.24;

/// So many days after (or before) the nearest other report, time begins to count against it.
const LATE: i32 = 2;

/// A report is held by one other alone if that one is so many times as like it as the next.
const BY_ONE: f32 = 2.0;

/// Why a report is in its story.
#[derive(Clone, Debug, PartialEq)]
pub struct Membership {
    /// The report.
    pub report: ReportId,
    /// The report of the story that it is most like. `None`: it is the only one, or shares no word.
    pub nearest: Option<Nearest>,
    /// Mean likeness with the other reports of the story, 0 to 1.
    pub mean: f32,
    /// Days to the nearest day of the others; `None` where days are not told.
    pub days_apart: Option<i32>,
    /// What it was copied from.
    pub copy: Option<Copied>,
    /// The first report at its address.
    pub version_of: Option<ReportId>,
    /// What nearly kept it apart.
    pub doubts: Vec<Doubt>,
}

/// The report that another hangs on.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// That report.
    pub report: ReportId,
    /// How alike the two are by their weighed words, 0 to 1.
    pub likeness: f32,
    /// Days from that report to this one; `None` where one is not told.
    pub days: Option<i32>,
    /// The words that make them alike, the heaviest first.
    pub words: Vec<SharedWord>,
}

/// A word that two reports have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharedWord {
    /// Where it first stands in the report.
    pub here: Span,
    /// Where it first stands in the other.
    pub there: Span,
    /// What it adds to their likeness; all words of both add up to it.
    pub weight: f32,
}

/// A report copied from another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Copied {
    /// The other.
    pub exemplar: ReportId,
    /// Sampled runs of three words that both have, outside quotation marks.
    pub n_runs: usize,
    /// The same, as a share of the shorter report's.
    pub share: f32,
}

/// What speaks against a report's place in its story.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Doubt {
    /// It is little like the others on the whole.
    LittleAlike,
    /// So many days lie between it and the others.
    DaysApart(i32),
    /// One report alone is much like it.
    HeldByOne,
    /// It has no day.
    Undated,
}

impl Doubt {
    /// The word for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Doubt::LittleAlike => "little_alike",
            Doubt::DaysApart(_) => "days_apart",
            Doubt::HeldByOne => "held_by_one",
            Doubt::Undated => "undated",
        }
    }
}

/// Why each report is in the story, in order of witness. Reports that are not given are left out.
pub fn memberships(story: &Story, reports: &[Annotated]) -> Vec<Membership> {
    let find = |id: ReportId| reports.iter().find(|it| it.report.id() == id);
    let members: Vec<Member> = story
        .witnesses
        .iter()
        .filter_map(|witness| {
            Some(Member::of(witness.exemplar, witness.version_of, find(witness.report)?))
        })
        .collect();
    let alike = Likenesses::among(&members);
    (0..members.len()).map(|n| membership(&members, &alike, n)).collect()
}

/// How like each two members are.
struct Likenesses {
    /// A row for each member.
    rows: Vec<Vec<f32>>,
}

impl Likenesses {
    /// Word by word over all members: of a story of 150 reports a tenth of the time of holding each
    /// two against each other. Each sum has its words in order, whichever of the two comes first.
    fn among(members: &[Member]) -> Likenesses {
        let mut with: BTreeMap<u32, Vec<(usize, f32)>> = BTreeMap::new();
        for (n, member) in members.iter().enumerate() {
            for (word, weight) in &member.words {
                with.entry(*word).or_default().push((n, *weight));
            }
        }
        let mut rows = vec![vec![std::iter::empty::<f32>().sum(); members.len()]; members.len()];
        for weights in with.values() {
            for (at, (n, weight)) in weights.iter().enumerate() {
                for (other, of_other) in &weights[at + 1..] {
                    rows[*n][*other] += of_other * weight;
                    rows[*other][*n] += of_other * weight;
                }
            }
        }
        Likenesses { rows }
    }
}

/// A report's words with weights whose squares add up to 1.
fn weighed(signature: &Signature) -> impl Iterator<Item = (u32, f32)> + '_ {
    signature.words.iter().map(|(word, weight)| (*word, *weight as f32 / UNIT as f32))
}

/// The words of several reports taken together, to hold others against.
pub struct Middle(BTreeMap<u32, f32>);

impl Middle {
    /// The mean of these reports.
    pub fn of(signatures: &[Signature]) -> Middle {
        let mut words: BTreeMap<u32, f32> = BTreeMap::new();
        for (word, weight) in signatures.iter().flat_map(weighed) {
            *words.entry(word).or_default() += weight / signatures.len() as f32;
        }
        Middle(words)
    }

    /// Mean likeness of a report with these, 0 to 1.
    pub fn likeness(&self, other: &Signature) -> f32 {
        weighed(other).filter_map(|(word, weight)| Some(self.0.get(&word)? * weight)).sum()
    }
}

struct Member<'r> {
    report: &'r Report,
    signature: Signature,
    /// Words with their weights, by digest.
    words: BTreeMap<u32, f32>,
    exemplar: Option<ReportId>,
    version_of: Option<ReportId>,
    places: OnceCell<BTreeMap<u32, Span>>,
}

impl Member<'_> {
    fn of(
        exemplar: Option<ReportId>,
        version_of: Option<ReportId>,
        annotated: &Annotated,
    ) -> Member<'_> {
        let signature = sign(annotated);
        let words = weighed(&signature).collect();
        let (report, places) = (&annotated.report, OnceCell::new());
        Member { report, signature, words, exemplar, version_of, places }
    }

    /// Where its words first stand.
    fn places(&self) -> &BTreeMap<u32, Span> {
        self.places.get_or_init(|| places(self.report))
    }

    fn days_from(&self, other: &Member) -> Option<i32> {
        Some(self.signature.day_number()? - other.signature.day_number()?)
    }
}

fn membership(members: &[Member], likenesses: &Likenesses, n: usize) -> Membership {
    let this = &members[n];
    let others = || members.iter().enumerate().filter(|(it, _)| *it != n).map(|(_, it)| it);
    let of_others = likenesses.rows[n].iter().enumerate().filter(|(it, _)| *it != n);
    let mut alike: Vec<(f32, &Member)> = of_others.map(|(at, it)| (*it, &members[at])).collect();
    // Of equals the first witness.
    alike.sort_by(|a, b| b.0.total_cmp(&a.0));
    let sum: f32 = alike.iter().map(|it| it.0).sum();
    let exemplar = this.exemplar.and_then(|id| others().find(|it| it.report.id() == id));
    let mut found = Membership {
        report: this.report.id(),
        nearest: alike.first().filter(|it| it.0 > 0.0).map(|it| nearest(this, it.1, it.0)),
        mean: sum / alike.len().max(1) as f32,
        days_apart: others().filter_map(|it| this.days_from(it)).map(i32::abs).min(),
        copy: exemplar.map(|it| copied(this, it)),
        version_of: this.version_of,
        doubts: Vec::new(),
    };
    if !alike.is_empty() && found.copy.is_none() && found.version_of.is_none() {
        found.doubts = doubts(this, &alike, &found);
    }
    found
}

fn doubts(this: &Member, alike: &[(f32, &Member)], found: &Membership) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    if found.mean < LITTLE {
        doubts.push(Doubt::LittleAlike);
    }
    if let Some(days) = found.days_apart.filter(|it| *it > LATE) {
        doubts.push(Doubt::DaysApart(days));
    }
    if this.signature.day.is_none() {
        doubts.push(Doubt::Undated);
    }
    if let [first, second, ..] = alike
        && first.0 > BY_ONE * second.0
    {
        doubts.push(Doubt::HeldByOne);
    }
    doubts
}

fn nearest(this: &Member, other: &Member, likeness: f32) -> Nearest {
    let shared = this.words.iter();
    let mut shared: Vec<(f32, u32)> = shared
        .filter_map(|(word, weight)| Some((other.words.get(word)? * weight, *word)))
        .collect();
    shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    shared.truncate(MOST_WORDS);
    let (here, there) = (this.places(), other.places());
    let word = |(weight, word): &(f32, u32)| {
        Some(SharedWord { here: *here.get(word)?, there: *there.get(word)?, weight: *weight })
    };
    Nearest {
        report: other.report.id(),
        likeness,
        days: this.days_from(other),
        words: shared.iter().filter_map(word).collect(),
    }
}

/// Where words stand in a report that are known by their digests: those of them that it has, in the
/// order given, each at its first place.
pub fn printed(report: &Report, words: &[u32]) -> Vec<(u32, Span)> {
    let places = places(report);
    words.iter().filter_map(|it| Some((*it, *places.get(it)?))).collect()
}

/// Where each word first stands in a report: in a sentence, if it does anywhere.
fn places(report: &Report) -> BTreeMap<u32, Span> {
    let text = report.text();
    let mut places = BTreeMap::new();
    let (headlines, rest): (Vec<&Part>, Vec<&Part>) =
        telling(report).partition(|it| it.kind == PartKind::Headline);
    for part in rest.into_iter().chain(headlines) {
        for token in tokens(text, part.span).filter(|it| it.kind != TokenKind::Mark) {
            places.entry(digest(&fold(token.text))).or_insert(token.span);
        }
    }
    places
}

fn copied(copy: &Member, exemplar: &Member) -> Copied {
    let (a, b) = (&copy.signature.shingles, &exemplar.signature.shingles);
    let n_runs = a.iter().filter(|it| b.binary_search(it).is_ok()).count();
    let shorter = a.len().min(b.len()).max(1);
    Copied { exemplar: exemplar.report.id(), n_runs, share: n_runs as f32 / shorter as f32 }
}

#[cfg(test)]
mod tests {
    use super::super::gather;
    use super::*;
    use crate::annotate::Annotations;
    use crate::report::Published;

    fn report(outlet: &str, day: i8, text: &str) -> Annotated {
        let whole = Part { kind: PartKind::Paragraph, span: Span::new(0, text.len()) };
        let mut report = Report::new(Some(outlet), None, text, vec![whole]);
        let day = jiff::civil::Date::new(2031, 3, day).ok();
        report.published = day.map(|day| Published { day, at: None });
        Annotated { report, annotations: Annotations::default() }
    }

    const WIRE: &str = "The Orchard dam above the Tallow valley burst overnight and nine people of \
        Lower Tallow drowned, the coast guard of Costa Brenna said at dawn.";

    fn flood() -> Vec<Annotated> {
        vec![
            report("Coastal Wire", 4, WIRE),
            report(
                "Echo",
                4,
                "Nine drowned in Lower Tallow when the Orchard dam burst. Engineers had \
                warned of cracks in the wall since autumn.",
            ),
            report(
                "Harbour Post",
                9,
                "Engineers of the Orchard dam warned of cracks, a commission \
                was told. Its chair asked for all letters since autumn.",
            ),
        ]
    }

    #[test]
    fn a_report_hangs_on_the_one_it_is_most_like_by_words_that_both_have() {
        let reports = flood();
        let found = memberships(&gather(&reports), &reports);
        let late = &found[2];
        let nearest = late.nearest.as_ref().unwrap();
        assert_eq!(nearest.report, reports[1].report.id());
        assert_eq!(nearest.days, Some(5));
        let words: Vec<&str> =
            nearest.words.iter().map(|it| it.here.of(reports[2].report.text())).collect();
        for expected in ["Orchard", "cracks", "warned", "Engineers"] {
            assert!(words.contains(&expected), "{words:?}");
        }
        assert!(nearest.words.iter().all(|it| {
            let there = it.there.of(reports[1].report.text());
            fold(it.here.of(reports[2].report.text())) == fold(there)
        }));
        assert!(nearest.words.is_sorted_by(|a, b| a.weight >= b.weight));
        let sum: f32 = nearest.words.iter().map(|it| it.weight).sum();
        assert!(sum <= nearest.likeness + 1e-5);
        assert!(late.doubts.contains(&Doubt::DaysApart(5)), "{:?}", late.doubts);
        assert_eq!(found[0].days_apart, Some(0));
    }

    #[test]
    fn likenesses_told_word_by_word_are_those_of_each_two() {
        let reports = flood();
        let members: Vec<Member> = reports.iter().map(|it| Member::of(None, None, it)).collect();
        let told = Likenesses::among(&members);
        for (n, one) in members.iter().enumerate() {
            for (m, other) in members.iter().enumerate().filter(|(m, _)| *m != n) {
                let shared = one.words.iter();
                let shared = shared.filter_map(|(word, it)| Some(other.words.get(word)? * it));
                assert_eq!(told.rows[n][m], shared.sum::<f32>());
            }
        }
        assert!(told.rows[0][1] > 0.0);
    }

    #[test]
    fn the_heaviest_words_of_reports_are_found_where_they_print_them() {
        let reports = flood();
        let signed: Vec<Signature> = reports.iter().map(sign).collect();
        let heaviest = super::super::heaviest(&signed.iter().collect::<Vec<_>>());
        let words: Vec<u32> = heaviest.iter().map(|it| it.0).collect();
        let mut found: Vec<&str> = Vec::new();
        for it in &reports {
            let places = printed(&it.report, &words).into_iter();
            found.extend(places.map(|place| place.1.of(it.report.text())));
        }
        assert!(found.contains(&"Orchard") && found.contains(&"Tallow"), "{found:?}");
        let all = printed(&reports[0].report, &words).len();
        assert!((3..words.len()).contains(&all), "{all} of {}", words.len());
    }

    #[test]
    fn likeness_is_that_of_signatures_and_the_same_both_ways() {
        let reports = flood();
        let [a, b, c] = [0, 1, 2].map(|it| sign(&reports[it]));
        let alike = |a: &Signature, b: &Signature| Middle::of(std::slice::from_ref(a)).likeness(b);
        assert!((alike(&a, &b) - alike(&b, &a)).abs() < 1e-6);
        assert!((alike(&a, &a) - 1.0).abs() < 5e-3);
        let found = memberships(&gather(&reports), &reports);
        let nearest = found[0].nearest.as_ref().unwrap();
        assert!((nearest.likeness - alike(&a, &b)).abs() < 1e-5);
        let mean = Middle::of(&[b.clone(), c.clone()]).likeness(&a);
        assert!((mean - (alike(&a, &b) + alike(&a, &c)) / 2.0).abs() < 1e-5);
        assert!((found[0].mean - mean).abs() < 1e-5);
    }

    #[test]
    fn a_copy_tells_how_many_runs_it_shares_and_has_no_doubts() {
        let long = format!(
            "{WIRE} Boats carried families from their roofs to the old school on the \
            hill, where the baker had lit every oven and the ferry company sent blankets by the cartload."
        );
        let reports = [report("Coastal Wire", 4, &long), report("Harbour Post", 8, &long)];
        let found = memberships(&gather(&reports), &reports);
        let copy = found[1].copy.unwrap();
        assert_eq!(copy.exemplar, reports[0].report.id());
        assert!(copy.n_runs >= 6 && copy.share > 0.99, "{copy:?}");
        assert_eq!(found[1].doubts, []);
    }

    #[test]
    fn a_report_alone_hangs_on_nothing() {
        let reports = [report("Coastal Wire", 4, WIRE), report("Echo", 0, "")];
        let alone = memberships(&gather(&reports[..1]), &reports);
        assert_eq!(alone.len(), 1);
        assert_eq!((&alone[0].nearest, alone[0].days_apart), (&None, None));
        // An empty report is like none.
        let both = memberships(&gather(&reports), &reports);
        assert!(both.iter().all(|it| it.nearest.is_none()));
    }
}
