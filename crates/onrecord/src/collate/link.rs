//! Two statements in, how surely they are one utterance out.
//!
//! Measures of likeness (words, stems, order, letters, numbers, names, negation) go into a small
//! logistic model. It sees the words and how far each side claims them, never outlet or day.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Claim;
use super::align::{Alignment, Weigh, align};
use super::thesaurus;
use crate::text::Span;
use crate::text::fold::{Folded, Folding, close_compounds};
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
    /// Its groups in the thesaurus.
    groups: Box<[u16]>,
    /// Too common to show anything.
    stop: bool,
    /// Begins with a capital inside a sentence.
    name: bool,
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
        let marks = (0..words.len()).map(|n| mark(likeness, text, &words, n)).collect();
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
    Mark { stem, groups, stop, name: capital && inside && key != "i" }
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

/// The measures the model reads, in order. Which ones: those whose loss cross-validation noticed,
/// of 26 tried on set A.
pub const MEASURES: [&str; 12] = [
    // Words in the same order, of the longer side's.
    "in_order",
    // Weight of shared and near words: of the lighter side's, its square, of both sides'.
    "shared",
    "shared_squared",
    "shared_of_all",
    // The first again, times how much the shorter side says.
    "shared_and_long",
    // Content words of the longest unbroken run, of the shorter side's.
    "longest_run",
    // Both sides have numbers, and none is the same.
    "other_numbers",
    // One side has a negation, the other none.
    "one_negated",
    // A name in both.
    "shared_name",
    // Words of the shorter side, of the longer side's.
    "as_long",
    // One side is a transcript: long, and full of look-alikes.
    "transcript",
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
    let bags = Bags::new(rarity, a, b);
    bags.soft / (bags.a * bags.b).sqrt().max(LEAST_WEIGHT)
        + 0.5 * bags.soft / bags.a.min(bags.b).max(LEAST_WEIGHT)
}

/// The measures of likeness of two statements, each about 0 to 1.
pub(crate) fn measures(
    likeness: &Likeness,
    rarity: &Rarity,
    a: &Prepared,
    b: &Prepared,
) -> [f32; MEASURES.len()] {
    let laid = lay(likeness, &a.words, &b.words);
    let bags = Bags::new(rarity, a, b);
    let n = laid.a.len().min(laid.b.len()) as f32;
    let most = laid.a.len().max(laid.b.len()).max(1) as f32;
    let content = a.n_content().min(b.n_content()) as f32;
    let is = |it: bool| f32::from(u8::from(it));
    let shared = bags.soft / bags.a.min(bags.b).max(LEAST_WEIGHT);
    [
        laid.alignment.pairs.len() as f32 / most,
        shared,
        shared * shared,
        bags.soft / (bags.a + bags.b - bags.soft).max(LEAST_WEIGHT),
        shared * (1.0 + content).ln() / 4.0,
        longest_run(likeness, &laid) as f32 / content.max(1.0),
        is(overlap(&numbers(&a.words), &numbers(&b.words)) == Overlap::None),
        is(negated(&a.words) != negated(&b.words)),
        is(overlap(&names(a), &names(b)) == Overlap::Some),
        n / most,
        is(a.claim == Claim::Transcript || b.claim == Claim::Transcript),
        bags.rarest,
    ]
}

/// Keeps shares of nothing finite.
const LEAST_WEIGHT: f32 = 0.01;

/// Both rows as bags of weighted stems.
struct Bags {
    a: f32,
    b: f32,
    /// Weight of the stems both have, words that mean or look alike counted in part.
    soft: f32,
    /// Weight of the rarest stem both have.
    rarest: f32,
}

impl Bags {
    fn new(rarity: &Rarity, a: &Prepared, b: &Prepared) -> Bags {
        let total = |side: &Prepared| side.marks.iter().map(|it| rarity.mark(it)).sum::<f32>();
        let (weight_a, weight_b) = (total(a), total(b));
        let (light, heavy) = if weight_a <= weight_b { (a, b) } else { (b, a) };
        let mut free: Vec<&Mark> = heavy.marks.iter().collect();
        let mut lone: Vec<&Mark> = Vec::new();
        let mut bags = Bags { a: weight_a, b: weight_b, soft: 0.0, rarest: 0.0 };
        for mark in &light.marks {
            let Some(at) = free.iter().position(|it| it.stem == mark.stem) else {
                lone.push(mark);
                continue;
            };
            free.swap_remove(at);
            bags.soft += rarity.mark(mark);
            bags.rarest = bags.rarest.max(rarity.mark(mark));
        }
        for mark in lone.iter().filter(|it| !it.stop) {
            let best = free
                .iter()
                .enumerate()
                .filter(|(_, it)| !it.stop)
                .map(|(at, it)| (near(mark, it), at))
                .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
            if let Some((nearness, at)) = best.filter(|it| it.0 > 0.0) {
                free.swap_remove(at);
                bags.soft += nearness * rarity.mark(mark);
            }
        }
        bags
    }
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

/// Content words in the longest unbroken run of matches.
fn longest_run(likeness: &Likeness, laid: &Laid) -> usize {
    let chunks = laid.alignment.pairs.chunk_by(|x, y| y.0 == x.0 + 1 && y.1 == x.1 + 1);
    let content = |run: &[(usize, usize)]| {
        run.iter().filter(|(i, _)| !likeness.stop.contains(laid.a[*i].key())).count()
    };
    chunks.map(content).max().unwrap_or(0)
}

#[derive(PartialEq, Eq)]
enum Overlap {
    /// One side has none at all.
    Unasked,
    Some,
    None,
}

fn overlap(a: &[&str], b: &[&str]) -> Overlap {
    match (a.is_empty() || b.is_empty(), a.iter().any(|it| b.contains(it))) {
        (true, _) => Overlap::Unasked,
        (false, true) => Overlap::Some,
        (false, false) => Overlap::None,
    }
}

/// One is left out: `one of them` counts nothing.
fn numbers(words: &[Folded]) -> Vec<&str> {
    words.iter().filter(|it| it.is_number() && it.key() != "1").map(Folded::key).collect()
}

fn names(side: &Prepared) -> Vec<&str> {
    side.marks.iter().filter(|it| it.name).map(|it| &*it.stem).collect()
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
