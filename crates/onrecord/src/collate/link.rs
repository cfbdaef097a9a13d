//! Two statements in, how surely they are one utterance out.
//!
//! Measures of likeness (words, stems, order, letters, numbers, names, negation) go into a small
//! logistic model. It sees the words and how far each side claims them, never outlet or day.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::Claim;
use super::align::{Alignment, Weigh, align};
use super::thesaurus;
use crate::text::Span;
use crate::text::fold::{Folded, Folding, close_compounds};
use crate::text::quote::quotations;
use crate::text::stem::Stemmer;

/// What linking knows of the language.
pub(crate) struct Likeness {
    stop: FxHashSet<&'static str>,
    stemmer: Stemmer,
}

impl Likeness {
    pub(crate) fn english() -> Likeness {
        let stop = include_str!("../../data/en/stopwords.txt").lines();
        let stop = stop.filter(|it| !it.starts_with('#')).flat_map(str::split_whitespace).collect();
        Likeness { stop, stemmer: Stemmer::english() }
    }
}

/// A stretch of words made ready to be compared with many others.
pub struct Prepared {
    pub(crate) words: Vec<Folded>,
    pub(crate) claim: Claim,
    /// For each word, the stem it is compared by, and what it is.
    marks: Vec<Mark>,
}

#[derive(Clone)]
struct Mark {
    stem: Box<str>,
    /// Of the stem: tells most stems apart at once.
    hash: u64,
    /// Its groups in the thesaurus.
    groups: Box<[u16]>,
    /// Too common to show anything.
    stop: bool,
    /// Begins with a capital inside a sentence.
    name: bool,
    /// In quotation marks, among words that are the reporter's.
    quoted: bool,
}

impl Mark {
    fn is_same(&self, other: &Mark) -> bool {
        self.hash == other.hash && self.stem == other.stem
    }
}

impl Prepared {
    pub(crate) fn new(
        folding: &Folding,
        likeness: &Likeness,
        text: &str,
        spans: &[Span],
        claim: Claim,
    ) -> Prepared {
        let words: Vec<Folded> = spans.iter().flat_map(|span| folding.fold(text, *span)).collect();
        let mut marks: Vec<Mark> =
            (0..words.len()).map(|n| mark(likeness, text, &words, n)).collect();
        if claim == Claim::Mixed {
            let quoted: Vec<Span> =
                spans.iter().flat_map(|it| quotations(text, *it)).map(|it| it.inner).collect();
            for (mark, word) in marks.iter_mut().zip(&words) {
                mark.quoted = quoted.iter().any(|it| it.contains(word.span));
            }
        }
        Prepared { words, claim, marks }
    }

    /// The folded words in a row: the same for the same wording.
    pub(crate) fn wording(&self) -> String {
        let keys: Vec<&str> = self.words.iter().map(Folded::key).collect();
        keys.join(" ")
    }

    /// The stems that candidates are found by, each once, sorted.
    pub(crate) fn stems(&self) -> Vec<&str> {
        let mut stems: Vec<&str> =
            self.marks.iter().filter(|it| !it.stop).map(|it| &*it.stem).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// Each folded word, with its stem unless it is too common to show anything.
    pub(crate) fn words_and_stems(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let both = self.words.iter().zip(&self.marks);
        both.map(|(word, mark)| (word.key(), (!mark.stop).then_some(&*mark.stem)))
    }

    /// How many words are not too common to show anything.
    pub(crate) fn n_content(&self) -> usize {
        self.marks.iter().filter(|it| !it.stop).count()
    }
}

fn mark(likeness: &Likeness, text: &str, words: &[Folded], n: usize) -> Mark {
    let word = &words[n];
    let key = word.key();
    let capital = word.span.of(text).starts_with(char::is_uppercase);
    let inside = n.checked_sub(1).is_some_and(|before| {
        let gap = text.get(words[before].span.end()..word.span.start()).unwrap_or(".");
        !gap.contains(['.', '!', '?', ':', '“', '"', '\n'])
    });
    let stem = likeness.stemmer.stem(key);
    let stop = likeness.stop.contains(key);
    let groups = if stop { Box::default() } else { thesaurus::groups(&likeness.stemmer, &stem) };
    let hash = FxBuildHasher.hash_one(&stem);
    Mark { stem, hash, groups, stop, name: capital && inside && key != "i", quoted: false }
}

/// How rare stems are among the statements at hand: a word that half of them have shows little.
pub(crate) struct Rarity {
    n_with: FxHashMap<Box<str>, u32>,
    n: u32,
    /// What brings the words of these statements to [`TYPICAL`] on the average, so that scores mean
    /// the same in a story, where all speak of one thing, and in a large collection.
    scale: f32,
}

/// Statements that rarity starts from, so that two reports' few dozen do not swing it.
const RARITY_PRIOR: f32 = 20.0;

/// Mean rarity of a word that is not a stop word.
const TYPICAL: f32 = 0.7;

/// What a word too common to show anything still counts.
const STOP_WEIGHT: f32 = 0.12;

impl Rarity {
    pub(crate) fn among<'p>(all: impl Iterator<Item = &'p Prepared>) -> Rarity {
        let mut rarity = Rarity { n_with: FxHashMap::default(), n: 0, scale: 1.0 };
        for prepared in all {
            rarity.n += 1;
            for stem in prepared.stems() {
                *rarity.n_with.entry(stem.into()).or_default() += 1;
            }
        }
        // Sums of one order, whatever the map's: counts first.
        let mut counts: Vec<u32> = rarity.n_with.values().copied().collect();
        counts.sort_unstable();
        let total: f32 = counts.iter().map(|it| *it as f32).sum();
        let weight: f32 = counts.iter().map(|it| *it as f32 * rarity.plain(*it)).sum();
        if weight > 0.0 {
            rarity.scale = TYPICAL * total / weight;
        }
        rarity
    }

    /// 1 is as rare as can be in a large collection; a little more in a small one.
    pub(crate) fn of(&self, stem: &str) -> f32 {
        let n_with = self.n_with.get(stem).copied().unwrap_or(0);
        (self.plain(n_with) * self.scale).clamp(0.05, 1.2)
    }

    fn plain(&self, n_with: u32) -> f32 {
        let n = self.n as f32 + RARITY_PRIOR;
        (n / (n_with as f32 + 1.0)).ln() / n.ln()
    }

    fn mark(&self, mark: &Mark) -> f32 {
        if mark.stop { STOP_WEIGHT } else { self.of(&mark.stem) }
    }
}

/// For laying two rows against each other: content words before small ones.
impl Weigh for Likeness {
    fn weight(&self, word: &Folded) -> f32 {
        if self.stop.contains(word.key()) { 0.4 } else { 1.0 }
    }
}

/// The measures the model reads, in order. Tried were some sixty; kept are those that have a reason
/// and whose loss cross-validation on set A noticed. (Picked by cross-validation alone, step by step,
/// they do worse on pairs that took no part in the picking than a few with a reason.)
pub const MEASURES: [&str; 14] = [
    // Words in the same order, of the longer side's.
    "in_order",
    // Weight of shared and near words: of the lighter side's, squared; of both sides'.
    "shared_squared",
    "shared_of_all",
    // Of the lighter side's, times how much the shorter side says.
    "shared_and_long",
    // Content words of the longest unbroken run, of the shorter side's.
    "longest_run",
    // The shorter side stands in the longer in one piece: how long it is, as a logarithm.
    "whole",
    // Each side has a number that the other has not.
    "other_numbers",
    // One side has a negation, the other none.
    "one_negated",
    // A name in both: what speaks of one man resembles what else is said of him.
    "shared_name",
    // Words of the shorter side, of the longer side's.
    "as_long",
    // One side is a transcript: long, and full of look-alikes.
    "transcript",
    // Neither side claims the words: two summaries share the words of what they are about.
    "both_reported",
    // The words that one side puts in quotation marks, amid a reporter's, stand in the other.
    "same_quoted",
    // The rarest word both have.
    "rarest",
];

/// Two rows of words laid against each other, compounds written alike.
pub(crate) struct Laid {
    pub a: Vec<Folded>,
    pub b: Vec<Folded>,
    pub alignment: Alignment,
}

pub(crate) fn lay(likeness: &Likeness, a: &[Folded], b: &[Folded]) -> Laid {
    let (mut a, mut b) = (a.to_vec(), b.to_vec());
    close_compounds(&mut a, &mut b);
    let alignment = align(&a, &b, likeness);
    Laid { a, b, alignment }
}

/// Likeness without alignment: shared words, half of it measured against the shorter side, so that
/// an excerpt finds the whole.
pub(crate) fn likeness(rarity: &Rarity, a: &Prepared, b: &Prepared) -> f32 {
    let (light, heavy) = by_weight(Side::new(rarity, a), Side::new(rarity, b));
    let soft = Bags::new(&light, &heavy).soft;
    soft / (light.weight * heavy.weight).sqrt().max(LEAST_WEIGHT)
        + 0.5 * soft / light.weight.max(LEAST_WEIGHT)
}

/// The measures of likeness of two statements, each about 0 to 1. Which is named first changes
/// nothing.
pub(crate) fn measures(
    likeness: &Likeness,
    rarity: &Rarity,
    a: &Prepared,
    b: &Prepared,
) -> [f32; MEASURES.len()] {
    let (light, heavy) = by_weight(Side::new(rarity, a), Side::new(rarity, b));
    let (a, b) = (light.prepared, heavy.prepared);
    let laid = lay(likeness, &a.words, &b.words);
    let bags = Bags::new(&light, &heavy);
    let least = laid.a.len().min(laid.b.len());
    let most = laid.a.len().max(laid.b.len()).max(1) as f32;
    let content = a.n_content().min(b.n_content()) as f32;
    let is = |it: bool| f32::from(u8::from(it));
    let shared = bags.soft / light.weight.max(LEAST_WEIGHT);
    let (content_run, longest_run) = longest_runs(likeness, &laid);
    [
        laid.alignment.pairs.len() as f32 / most,
        shared * shared,
        bags.soft / (light.weight + heavy.weight - bags.soft).max(LEAST_WEIGHT),
        shared * (1.0 + content).ln() / 4.0,
        content_run as f32 / content.max(1.0),
        if longest_run == least { (1.0 + least as f32).ln() / 4.0 } else { 0.0 },
        is(each_has_other(&numbers(&a.words), &numbers(&b.words))),
        is(negated(&a.words) != negated(&b.words)),
        is(names(a).any(|it| names(b).any(|other| other == it))),
        least as f32 / most,
        is(a.claim == Claim::Transcript || b.claim == Claim::Transcript),
        is(!a.claim.is_claimed() && !b.claim.is_claimed()),
        is(quoted_in(&light, &heavy) || quoted_in(&heavy, &light)),
        bags.rarest,
    ]
}

/// Keeps shares of nothing finite.
const LEAST_WEIGHT: f32 = 0.01;

/// A statement with the weights its words have among those at hand.
struct Side<'p> {
    prepared: &'p Prepared,
    weights: Vec<f32>,
    weight: f32,
}

impl<'p> Side<'p> {
    fn new(rarity: &Rarity, prepared: &'p Prepared) -> Side<'p> {
        let weights: Vec<f32> = prepared.marks.iter().map(|it| rarity.mark(it)).collect();
        Side { prepared, weight: weights.iter().sum(), weights }
    }

    fn marks(&self) -> impl DoubleEndedIterator<Item = (&'p Mark, f32)> + ExactSizeIterator + '_ {
        self.prepared.marks.iter().zip(self.weights.iter().copied())
    }
}

/// The lighter first; of two as heavy, the one whose words sort first.
fn by_weight<'p>(a: Side<'p>, b: Side<'p>) -> (Side<'p>, Side<'p>) {
    let keys = |it: &Side<'p>| it.prepared.words.iter().map(Folded::key);
    let order = a.weight.total_cmp(&b.weight).then_with(|| keys(&a).cmp(keys(&b)));
    if order.is_le() { (a, b) } else { (b, a) }
}

/// Both rows as bags of weighted stems.
struct Bags {
    /// Weight of the stems both have, words that mean or look alike counted in part.
    soft: f32,
    /// Weight of the rarest stem both have.
    rarest: f32,
}

impl Bags {
    fn new(light: &Side<'_>, heavy: &Side<'_>) -> Bags {
        let mut free: Vec<(&Mark, f32)> = heavy.marks().collect();
        let mut lone: Vec<(&Mark, f32)> = Vec::new();
        let mut bags = Bags { soft: 0.0, rarest: 0.0 };
        for (mark, weight) in light.marks() {
            let Some(at) = free.iter().position(|it| it.0.is_same(mark)) else {
                lone.push((mark, weight));
                continue;
            };
            free.swap_remove(at);
            bags.soft += weight;
            bags.rarest = bags.rarest.max(weight);
        }
        lone.retain(|it| !it.0.stop);
        free.retain(|it| !it.0.stop);
        for (mark, weight) in lone {
            let best = free
                .iter()
                .enumerate()
                .map(|(at, it)| (near(mark, it.0), at))
                .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
            if let Some((nearness, at)) = best.filter(|it| it.0 > 0.0) {
                free.swap_remove(at);
                bags.soft += nearness * weight;
            }
        }
        bags
    }
}

/// Share of its quoted words, by weight, that a statement may find in another to say the same.
const SAME_QUOTED: f32 = 0.8;

/// Quoted words lighter than this show nothing: one word, `smart` or `exciting`, is anybody's.
const LEAST_QUOTED: f32 = 1.0;

/// Whether what `side` quotes amid words of the reporter's stands in `other`, stretch by stretch in
/// one piece.
fn quoted_in(side: &Side<'_>, other: &Side<'_>) -> bool {
    let words: Vec<(&Mark, f32)> = side.marks().collect();
    let stretches = words.chunk_by(|a, b| a.0.quoted && b.0.quoted).filter(|it| it[0].0.quoted);
    let (mut all, mut found) = (0.0, 0.0);
    for stretch in stretches {
        all += stretch.iter().map(|it| it.1).sum::<f32>();
        found += heaviest_run(stretch, &other.prepared.marks);
    }
    all >= LEAST_QUOTED && found >= SAME_QUOTED * all
}

/// Weight of the heaviest run of words that stands in `other` too.
fn heaviest_run(stretch: &[(&Mark, f32)], other: &[Mark]) -> f32 {
    let (mut heaviest, mut before) = (0.0_f32, vec![0.0; other.len() + 1]);
    for (mark, weight) in stretch {
        let mut here = vec![0.0; other.len() + 1];
        for (n, _) in other.iter().enumerate().filter(|it| it.1.is_same(mark)) {
            here[n + 1] = before[n] + weight;
            heaviest = heaviest.max(here[n + 1]);
        }
        before = here;
    }
    heaviest
}

/// How far a word may stand for another: 1 the same, 0 not at all.
fn near(a: &Mark, b: &Mark) -> f32 {
    let alike = thesaurus::mean_alike(&a.groups, &b.groups);
    let (a, b) = (&*a.stem, &*b.stem);
    if alike || without_un(a) == Some(b) || without_un(b) == Some(a) {
        return 0.8;
    }
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let share = same as f32 / a.len().max(b.len()) as f32;
    if same >= 4 && share >= 0.5 { share } else { 0.0 }
}

/// Content words in the unbroken run of matches that has most of them, and words in the longest.
fn longest_runs(likeness: &Likeness, laid: &Laid) -> (usize, usize) {
    let runs = laid.alignment.pairs.chunk_by(|x, y| y.0 == x.0 + 1 && y.1 == x.1 + 1);
    let content = |run: &[(usize, usize)]| {
        run.iter().filter(|(i, _)| !likeness.stop.contains(laid.a[*i].key())).count()
    };
    runs.fold((0, 0), |longest, run| (longest.0.max(content(run)), longest.1.max(run.len())))
}

/// One is left out: `one of them` counts nothing.
fn numbers(words: &[Folded]) -> Vec<&str> {
    words.iter().filter(|it| it.is_number() && it.key() != "1").map(Folded::key).collect()
}

fn each_has_other(a: &[&str], b: &[&str]) -> bool {
    a.iter().any(|it| !b.contains(it)) && b.iter().any(|it| !a.contains(it))
}

fn names(side: &Prepared) -> impl Iterator<Item = &str> {
    side.marks.iter().filter(|it| it.name).map(|it| &*it.stem)
}

fn negated(words: &[Folded]) -> bool {
    const NEGATIONS: [&str; 9] =
        ["not", "no", "never", "none", "nothing", "nobody", "neither", "nor", "without"];
    words.iter().any(|it| NEGATIONS.contains(&it.key()) || without_un(it.key()).is_some())
}

/// `unwilling` → `willing`; not `under`, `union`, `until`.
fn without_un(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("un").filter(|it| it.len() >= 4)?;
    let whole = ["der", "i", "til", "less", "animous", "derstand"];
    (!whole.iter().any(|it| rest.starts_with(it))).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collate::{Comparer, Tables};

    fn measure(name: &str, a: (&str, Claim), b: (&str, Claim)) -> f32 {
        let tables = Tables::english();
        let prepare =
            |(text, claim): (&str, Claim)| tables.prepare(text, &[Span::new(0, text.len())], claim);
        let (a, b) = (prepare(a), prepare(b));
        let comparer = Comparer::among(&tables, [&a, &b].into_iter());
        let measures = comparer.measures(&a, &b);
        assert_eq!(measures, comparer.measures(&b, &a), "named the other way round");
        measures[MEASURES.iter().position(|it| *it == name).expect(name)]
    }

    fn quoted(name: &str, a: &str, b: &str) -> f32 {
        measure(name, (a, Claim::Quoted), (b, Claim::Quoted))
    }

    #[test]
    fn what_a_reporter_quotes_is_looked_for_in_the_other() {
        let told = ("that the strait had become “a frozen graveyard” for pilots", Claim::Mixed);
        let said = |words| (words, Claim::Quoted);
        assert_eq!(measure("same_quoted", told, said("It is a frozen graveyard out there")), 1.0);
        assert_eq!(measure("same_quoted", told, said("Pilots avoid the frozen strait")), 0.0);
        // One word is anybody's.
        let one = ("that the strait had become “deadly” for pilots", Claim::Mixed);
        assert_eq!(measure("same_quoted", one, said("It is deadly out there")), 0.0);
        // Marks show nothing where all words are claimed.
        let all = ("the strait had become “a frozen graveyard” for pilots", Claim::Quoted);
        assert_eq!(measure("same_quoted", all, said("It is a frozen graveyard out there")), 0.0);
    }

    #[test]
    fn numbers_are_other_only_if_each_side_has_one_of_its_own() {
        let [wide, narrow] = ["Forty ships wait, 12 of them laden", "Forty ships wait"];
        assert_eq!(quoted("other_numbers", wide, narrow), 0.0);
        assert_eq!(quoted("other_numbers", wide, "Forty ships wait, 30 of them laden"), 1.0);
    }

    #[test]
    fn an_excerpt_stands_in_the_whole() {
        let whole = "We waited all winter, and no pilot came to the strait, not one";
        assert!(quoted("whole", whole, "no pilot came to the strait") > 0.0);
        assert_eq!(quoted("whole", whole, "no pilot went to the strait"), 0.0);
    }
}
