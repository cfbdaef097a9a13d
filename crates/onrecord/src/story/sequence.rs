//! Stories in, sequences out: which earlier story each follows on. Rounds of talks, trials and
//! long searches are told in many stories; each of them names the one before.
//!
//! A story follows on the earlier one that it is most like, if it is enough like it and begins
//! within [`WITHIN`] days of its end. So only stories near it in time bear on what it follows.
//!
//! ```
//! use onrecord::story::{Told, follow};
//!
//! let talks = [(1, 40), (2, 30), (3, 30), (4, 20)];
//! let stories = [
//!     Told { story: "first round", first: 100, last: 103, words: &talks },
//!     Told { story: "second round", first: 114, last: 115, words: &talks },
//! ];
//! let follows = follow(&stories);
//! assert_eq!((follows[0].story, follows[0].earlier), ("second round", "first round"));
//! ```

use rustc_hash::FxHashMap;

use super::signature::Signature;
use super::sum::Sum;

/// A story, as far as its place in a sequence goes.
#[derive(Clone, Copy, Debug)]
pub struct Told<'w, Id> {
    /// The story.
    pub story: Id,
    /// The first day its reports were published on, counted from any day.
    pub first: i32,
    /// The last.
    pub last: i32,
    /// Digests of words with the weights that its reports give them together, in any order. The
    /// heaviest [`WORDS`] count.
    pub words: &'w [(u32, u32)],
}

/// A story follows on an earlier one.
#[derive(Clone, Debug, PartialEq)]
pub struct Follows<Id> {
    /// The later story.
    pub story: Id,
    /// The one it follows on.
    pub earlier: Id,
    /// How alike their heaviest words are, 0 to 1.
    pub likeness: f64,
    /// Digests of the words they share, the weightiest first.
    pub shared: Vec<u32>,
}

/// A story may follow on one that ended so many days before it began: rounds of talks and hearings
/// are weeks apart, and after a season the same words are another matter. (A judgement.)
pub const WITHIN: i32 = 75;

/// So many of a story's heaviest words are compared. (On 69 stories, with 18 pairs of one topic, 24,
/// 48 and 96 tell pairs of one topic from others alike.)
pub const WORDS: usize = 24;

/// Stories this much alike are of one sequence. (Of 18 pairs of stories of one topic, half are alike
/// by .39 or more, and the others, happenings of one sort to other people, by .2 or less; of 2,328
/// pairs of different topics three by .35 or more: two of them do follow on each other, the third are
/// riots in one town, years apart.)
const LEAST: f64 = 0.35;

/// So many words must be shared: a town and an office alone are no sequence.
const LEAST_SHARED: u32 = 4;

/// The heaviest words of a story, from those of its reports that count, with their weights: what
/// [`Told::words`] asks for.
pub fn heaviest(signatures: &[&Signature]) -> Vec<(u32, u32)> {
    let mut sum = Sum::default();
    signatures.iter().for_each(|it| sum.add(&Sum::of(&it.words)));
    sum.heaviest(WORDS)
}

/// What each story follows on, where it follows on one: in order of the stories' first days, then
/// ids. Order of `stories` changes nothing.
pub fn follow<Id: Copy + Ord>(stories: &[Told<Id>]) -> Vec<Follows<Id>> {
    follow_on(stories, stories)
}

/// What each of `later` follows on among `earlier`, in order of first days, then ids. No story
/// follows on itself, so that one may stand in both.
pub fn follow_on<Id: Copy + Ord>(earlier: &[Told<Id>], later: &[Told<Id>]) -> Vec<Follows<Id>> {
    let (earlier, later) = (weighed(earlier), weighed(later));
    let mut index = Index::of(&earlier);
    later.iter().filter_map(|it| index.best(it)).collect()
}

fn weighed<Id: Copy + Ord>(stories: &[Told<Id>]) -> Vec<Weighed<Id>> {
    let mut stories: Vec<Weighed<Id>> = stories.iter().map(Weighed::of).collect();
    stories.sort_unstable_by_key(|it| (it.first, it.story));
    stories
}

/// A story's heaviest words.
struct Weighed<Id> {
    story: Id,
    first: i32,
    last: i32,
    /// In order of digest.
    words: Vec<(u32, u32)>,
    /// Sum of the squares of the weights.
    square: u64,
}

impl<Id: Copy> Weighed<Id> {
    fn of(told: &Told<Id>) -> Weighed<Id> {
        let mut words = told.words.to_vec();
        words.sort_unstable_by_key(|it| (std::cmp::Reverse(it.1), it.0));
        words.truncate(WORDS);
        words.sort_unstable();
        let square = words.iter().map(|it| product(it.1, it.1)).sum();
        Weighed { story: told.story, first: told.first, last: told.last, words, square }
    }
}

fn product(a: u32, b: u32) -> u64 {
    u64::from(a) * u64::from(b)
}

/// Earlier stories in order of their first days, by word: those that have begun, as far as it has
/// been read.
struct Index<'s, Id> {
    stories: &'s [Weighed<Id>],
    /// So many have begun.
    n_begun: usize,
    holding: FxHashMap<u32, Holding>,
    /// What each story shares with the one asked for: the product of the two, and how many words.
    shared: Vec<(u64, u32)>,
}

impl<'s, Id: Copy + Ord> Index<'s, Id> {
    fn of(stories: &'s [Weighed<Id>]) -> Index<'s, Id> {
        let shared = vec![(0, 0); stories.len()];
        Index { stories, n_begun: 0, holding: FxHashMap::default(), shared }
    }

    fn begin_before(&mut self, day: i32) {
        while let Some(story) = self.stories.get(self.n_begun).filter(|it| it.first < day) {
            for (word, weight) in &story.words {
                let holding = self.holding.entry(*word).or_default();
                holding.stories.push((self.n_begun as u32, *weight));
                // It may have ended long ago, if nobody asked for a while.
                holding.from = holding.from.min(story.last);
            }
            self.n_begun += 1;
        }
    }

    /// The story that `later` follows on: the most alike, of those the last to begin. To be asked
    /// in order of first days.
    fn best(&mut self, later: &Weighed<Id>) -> Option<Follows<Id>> {
        self.begin_before(later.first);
        let mut met: Vec<u32> = Vec::new();
        for (word, weight) in &later.words {
            let Some(holding) = self.holding.get_mut(word) else { continue };
            holding.forget_before(later.first.saturating_sub(WITHIN), self.stories);
            for (at, other) in &holding.stories {
                let (sum, n) = &mut self.shared[*at as usize];
                if *n == 0 {
                    met.push(*at);
                }
                (*sum, *n) = (*sum + product(*weight, *other), *n + 1);
            }
        }
        let mut best: Option<(f64, u32)> = None;
        for at in met {
            // Every sum is taken back before the next story asks.
            let (sum, n) = std::mem::take(&mut self.shared[at as usize]);
            if n >= LEAST_SHARED {
                let squares = self.stories[at as usize].square as f64 * later.square as f64;
                let likeness = sum as f64 / squares.sqrt();
                let is_better = |it: &(f64, u32)| likeness.total_cmp(&it.0).then(at.cmp(&it.1));
                if likeness >= LEAST && best.is_none_or(|it| is_better(&it).is_gt()) {
                    best = Some((likeness, at));
                }
            }
        }
        let (likeness, at) = best?;
        let earlier = &self.stories[at as usize];
        let shared = weightiest(earlier, later);
        Some(Follows { story: later.story, earlier: earlier.story, likeness, shared })
    }
}

/// The stories that have a word, with its weight in each.
#[derive(Default)]
struct Holding {
    stories: Vec<(u32, u32)>,
    /// All told of have ended on this day or later.
    from: i32,
}

impl Holding {
    /// Drops those that have ended before a day: too long ago for the story that asks, and so for
    /// all to come.
    fn forget_before<Id>(&mut self, day: i32, stories: &[Weighed<Id>]) {
        if self.from < day {
            self.stories.retain(|it| stories[it.0 as usize].last >= day);
            self.from = day;
        }
    }
}

/// The words two stories share, by what they add to their likeness.
fn weightiest<Id>(a: &Weighed<Id>, b: &Weighed<Id>) -> Vec<u32> {
    let in_b =
        |word: u32| b.words.binary_search_by_key(&word, |it| it.0).ok().map(|it| b.words[it].1);
    let both = a.words.iter().filter_map(|(word, x)| Some((product(*x, in_b(*word)?), *word)));
    let mut shared: Vec<(u64, u32)> = both.collect();
    shared.sort_unstable_by_key(|it| (std::cmp::Reverse(it.0), it.1));
    shared.into_iter().map(|it| it.1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRAIT: [(u32, u32); 6] = [(1, 50), (2, 40), (3, 40), (4, 30), (5, 20), (6, 10)];
    const FLOOD: [(u32, u32); 6] = [(1, 10), (12, 40), (13, 40), (14, 30), (15, 20), (16, 10)];

    fn told(story: u32, first: i32, last: i32, words: &[(u32, u32)]) -> Told<'_, u32> {
        Told { story, first, last, words }
    }

    #[track_caller]
    fn check(stories: &[Told<u32>], expected: &[(u32, u32)]) {
        let found = |stories: &[Told<u32>]| {
            follow(stories).iter().map(|it| (it.story, it.earlier)).collect::<Vec<_>>()
        };
        assert_eq!(found(stories), expected);
        let backwards: Vec<Told<u32>> = stories.iter().rev().copied().collect();
        assert_eq!(found(&backwards), expected, "order changes nothing");
    }

    #[test]
    fn each_round_of_talks_follows_on_the_one_before() {
        let stories = [
            told(1, 100, 102, &STRAIT),
            told(2, 101, 104, &FLOOD),
            told(3, 110, 112, &STRAIT),
            told(4, 120, 120, &STRAIT),
        ];
        check(&stories, &[(3, 1), (4, 3)]);
    }

    #[test]
    fn a_story_follows_on_the_most_like_not_on_the_last() {
        let closer = [(1, 50), (2, 40), (3, 40), (4, 30), (7, 20), (8, 30)];
        let stories =
            [told(1, 100, 102, &STRAIT), told(2, 105, 106, &closer), told(3, 110, 112, &STRAIT)];
        check(&stories, &[(2, 1), (3, 1)]);
    }

    #[test]
    fn what_ended_too_long_ago_is_not_followed_but_what_still_went_on_is() {
        check(&[told(1, 100, 102, &STRAIT), told(2, 178, 180, &STRAIT)], &[]);
        check(&[told(1, 100, 103, &STRAIT), told(2, 178, 180, &STRAIT)], &[(2, 1)]);
        check(&[told(1, 100, 120, &STRAIT), told(2, 110, 112, &STRAIT)], &[(2, 1)]);
    }

    #[test]
    fn stories_that_begin_on_one_day_follow_on_none_of_each_other() {
        check(&[told(1, 100, 102, &STRAIT), told(2, 100, 101, &STRAIT)], &[]);
    }

    #[test]
    fn a_common_place_is_no_sequence() {
        check(&[told(1, 100, 102, &STRAIT), told(2, 105, 106, &FLOOD)], &[]);
        let heavy = [(1, 500), (2, 400), (3, 400), (14, 30), (15, 20), (16, 10)];
        check(&[told(1, 100, 102, &STRAIT), told(2, 105, 106, &heavy)], &[]);
    }

    #[test]
    fn shared_words_come_the_weightiest_first() {
        let other = [(1, 10), (2, 90), (4, 40), (5, 40), (6, 1), (9, 1)];
        let follows = follow(&[told(1, 100, 102, &STRAIT), told(2, 105, 106, &other)]);
        assert_eq!(follows[0].shared, [2, 4, 5, 1, 6]);
    }

    #[test]
    fn each_story_alone_finds_among_all_what_it_finds_with_the_others() {
        let stories = [
            told(1, 100, 102, &STRAIT),
            told(2, 101, 104, &FLOOD),
            told(3, 110, 112, &STRAIT),
            told(4, 120, 120, &STRAIT),
            told(5, 120, 131, &FLOOD),
        ];
        let alone = stories.iter().flat_map(|it| follow_on(&stories, &[*it]));
        assert_eq!(alone.collect::<Vec<_>>(), follow(&stories));
    }

    #[test]
    fn words_beyond_the_heaviest_do_not_count() {
        let many: Vec<(u32, u32)> = (0..60).map(|it| (it, 100 - it)).collect();
        let light: Vec<(u32, u32)> = (30..60).map(|it| (it, 50)).collect();
        check(&[told(1, 100, 102, &many), told(2, 105, 106, &light)], &[]);
        check(&[told(1, 100, 102, &[]), told(2, 105, 106, &[])], &[]);
    }
}
