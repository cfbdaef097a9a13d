//! Statements of a whole record in, those out that share rare phrases with one: the same words said
//! again on another occasion, or printed in another story, or a transcript's turn.
//!
//! A phrase is five folded words side by side; a shorter statement is one phrase. Phrases that very
//! many stories have (a title, a stock expression) find nothing. Of a story, a phrase finds the first
//! statement that has it: its other witnesses are found by collating. The index is a sorted row of
//! numbers, 8 bytes a phrase, so that a record of a million statements fits into memory, and asking is
//! a look into a short stretch of it for each phrase.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::group::Speakers;
use super::link::{Prepared, lay};
use super::pair::Tables;
use super::speaker::compare_actors;
use crate::annotate::Actor;

/// Words of a phrase.
const WORDS: usize = 5;

/// Stories that may share a phrase; one that more have is no evidence. About where, in campaign
/// speeches and the reports on them, repeated lines end and stock phrases begin.
pub const MOST_WITH_PHRASE: usize = 60;

/// An index of phrases over statements, named by the order in which they were added.
#[derive(Default)]
pub struct Phrases {
    /// A phrase's digest above, the statement below: rising once [`Phrases::sort`] is done.
    all: Vec<u64>,
    /// The story of each statement.
    stories: Vec<u32>,
    /// How many of `all` are in order.
    n_sorted: usize,
    /// Where in `all` each value of a phrase's first bits begins, and where the last ends: without
    /// it, a search in a large index waits for memory at each step.
    begins: Vec<usize>,
}

/// Phrases between two of `begins`, about.
const NEIGHBOURS: usize = 16;

/// A statement that shares phrases with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// By the order in which it was added.
    pub statement: usize,
    /// How many phrases.
    pub n_shared: usize,
}

impl Phrases {
    /// Takes in a statement of a story; its number.
    pub fn add(&mut self, story: usize, prepared: &Prepared) -> usize {
        let statement = self.stories.len();
        self.stories.push(story as u32);
        self.all.extend(phrases(prepared).map(|it| (u64::from(it) << 32) | statement as u64));
        statement
    }

    fn story(&self, statement: usize) -> usize {
        self.stories[statement] as usize
    }

    /// How many statements it holds.
    pub fn len(&self) -> usize {
        self.stories.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.stories.is_empty()
    }

    /// Bytes of memory that what it holds takes.
    pub fn size(&self) -> usize {
        self.all.len() * size_of::<u64>()
            + self.stories.len() * size_of::<u32>()
            + self.begins.len() * size_of::<usize>()
    }

    /// The statements that share phrases with `prepared`, most phrases first, then in order; its own
    /// too, if it was added.
    pub fn hits(&mut self, prepared: &Prepared) -> Vec<Hit> {
        self.sort();
        let mut shared: FxHashMap<u32, usize> = FxHashMap::default();
        let mut asked: Vec<u32> = phrases(prepared).collect();
        asked.sort_unstable();
        asked.dedup();
        for phrase in asked {
            let having = self.having(phrase);
            if having.len() <= MOST_WITH_PHRASE {
                having.iter().for_each(|it| *shared.entry(*it as u32).or_default() += 1);
            }
        }
        let mut hits: Vec<Hit> = Vec::with_capacity(shared.len());
        hits.extend(
            shared.into_iter().map(|(it, n_shared)| Hit { statement: it as usize, n_shared }),
        );
        hits.sort_unstable_by_key(|it| (std::cmp::Reverse(it.n_shared), it.statement));
        hits
    }

    /// Those of `all` that have a phrase. Once sorted.
    fn having(&self, phrase: u32) -> &[u64] {
        let Some(bucket) = bucket(phrase, self.begins.len()) else { return &[] };
        let near = &self.all[self.begins[bucket]..self.begins[bucket + 1]];
        let near = &near[near.partition_point(|it| *it >> 32 < u64::from(phrase))..];
        let n = near.iter().take_while(|it| **it >> 32 == u64::from(phrase)).count();
        &near[..n]
    }

    fn sort(&mut self) {
        if self.n_sorted == self.all.len() {
            return;
        }
        self.all.sort_unstable();
        let (mut phrase, mut seen) = (None, Vec::new());
        let stories = &self.stories;
        self.all.retain(|it| {
            if phrase != Some(it >> 32) {
                phrase = Some(it >> 32);
                seen.clear();
            }
            let story = stories[*it as u32 as usize];
            // One more than may share it is enough to leave the phrase out.
            let kept = seen.len() <= MOST_WITH_PHRASE && !seen.contains(&story);
            if kept {
                seen.push(story);
            }
            kept
        });
        self.n_sorted = self.all.len();
        let n_buckets = (self.all.len() / NEIGHBOURS).next_power_of_two();
        let mut begins = vec![0; n_buckets + 1];
        for it in &self.all {
            let bucket = bucket((*it >> 32) as u32, begins.len());
            begins[bucket.map_or(0, |it| it + 1)] += 1;
        }
        let mut sum = 0;
        for it in &mut begins {
            sum += *it;
            *it = sum;
        }
        self.begins = begins;
    }
}

/// By its first bits, where a phrase falls among so many bounds, a power of two and one.
fn bucket(phrase: u32, n_bounds: usize) -> Option<usize> {
    let n_buckets = n_bounds.checked_sub(1)? as u64;
    Some(((u64::from(phrase) * n_buckets) >> 32) as usize)
}

/// Digests of a statement's phrases. Two phrases in some thousand million share one, which a look at
/// the words finds out.
fn phrases(prepared: &Prepared) -> impl Iterator<Item = u32> {
    let words = &prepared.words;
    let n = if words.is_empty() { 0 } else { words.len().saturating_sub(WORDS - 1).max(1) };
    (0..n).map(move |at| {
        let mut hasher = FxHasher::default();
        for word in &words[at..words.len().min(at + WORDS)] {
            hasher.write(word.key().as_bytes());
            hasher.write_u8(b' ');
        }
        let digest = hasher.finish();
        (digest ^ digest >> 32) as u32
    })
}

/// A statement as far as a repeat is told by it.
pub struct Line<'r> {
    /// The story it stands in: within one, `collate` links.
    pub story: usize,
    /// Who says it, if known.
    pub speaker: Option<&'r Actor>,
    /// Its words.
    pub prepared: Prepared,
}

/// Two statements of different stories that give the same words of one speaker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeat {
    /// The first, by its place among all.
    pub a: usize,
    /// The second.
    pub b: usize,
    /// Share of the shorter one's words that the longer has in the same order.
    pub score: f32,
}

/// Words that two must share to be a repeat.
const LEAST_WORDS: usize = 6;

/// Share of the shorter one's words that the longer must have in the same order.
const NEAR_VERBATIM: f32 = 0.9;

/// Where one is more than twice as long as the other, such as a transcript's turn: share of the
/// shorter one's phrases that stand in it as they are, so that words strewn over it are no repeat.
const IN_ONE_PIECE: f32 = 1.0 / 3.0;

/// The repeats among the `n` statements of a record, in order: of one speaker, in different stories,
/// near verbatim. A statement is paired with the first of each other story that shares its phrases.
/// Whether it was said twice or told twice is left open: the days tell.
///
/// `line` gives a statement by its place, and is asked for each more than once, so that no more than
/// two are held in memory at a time; `None` leaves it out. The cost grows with n log n: a phrase finds
/// at most [`MOST_WITH_PHRASE`] statements.
pub fn repeats<'r>(
    tables: &Tables,
    n: usize,
    line: impl Fn(usize) -> Option<Line<'r>>,
) -> Vec<Repeat> {
    let (mut phrases, mut added) = (Phrases::default(), Vec::new());
    for place in 0..n {
        if let Some(line) = line(place) {
            phrases.add(line.story, &line.prepared);
            added.push(place);
        }
    }
    let mut repeats = Vec::new();
    for place in &added {
        let Some(one) = line(*place) else { continue };
        for hit in phrases.hits(&one.prepared) {
            if phrases.story(hit.statement) == one.story {
                continue;
            }
            let other = added[hit.statement];
            let score = line(other).and_then(|it| repeated(tables, &one, &it, hit.n_shared));
            repeats.extend(score.map(|score| {
                let (a, b) = (*place.min(&other), *place.max(&other));
                Repeat { a, b, score }
            }));
        }
    }
    repeats.sort_unstable_by_key(|it| (it.a, it.b));
    repeats.dedup_by_key(|it| (it.a, it.b));
    repeats
}

fn repeated(tables: &Tables, a: &Line<'_>, b: &Line<'_>, n_shared: usize) -> Option<f32> {
    let (speaker_a, speaker_b) = (a.speaker?, b.speaker?);
    if compare_actors(speaker_a, speaker_b) != Speakers::Same {
        return None;
    }
    let (a, b) = (&a.prepared.words, &b.prepared.words);
    let (least, most) = (a.len().min(b.len()), a.len().max(b.len()));
    let n_phrases = least.saturating_sub(WORDS - 1).max(1);
    let in_one_piece = n_shared as f32 >= IN_ONE_PIECE * n_phrases as f32;
    if least < LEAST_WORDS || (most > 2 * least && !in_one_piece) {
        return None;
    }
    let score = lay(&tables.likeness, a, b).alignment.pairs.len() as f32 / least as f32;
    (score >= NEAR_VERBATIM).then_some(score.min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::ActorKind;
    use crate::collate::Claim;
    use crate::text::Span;

    fn prepare(tables: &Tables, words: &str) -> Prepared {
        tables.prepare(words, &[Span::new(0, words.len())], Claim::Quoted)
    }

    /// Rows of story, speaker, words; the places of the repeats.
    fn check(rows: &[(usize, &str, &str)], expected: &[(usize, usize)]) {
        let tables = Tables::english();
        let actor = |name: &str| Actor {
            name: name.into(),
            kind: ActorKind::Person,
            role: None,
            affiliation: None,
        };
        let actors: Vec<Actor> = rows.iter().map(|it| actor(it.1)).collect();
        let line = |n: usize| {
            let (story, name, words) = rows[n];
            let speaker = (!name.is_empty()).then_some(&actors[n]);
            Some(Line { story, speaker, prepared: prepare(&tables, words) })
        };
        let found = repeats(&tables, rows.len(), line);
        let found: Vec<(usize, usize)> = found.iter().map(|it| (it.a, it.b)).collect();
        assert_eq!(found, expected);
    }

    const LINE: &str = "No ship will ever again wait seven weeks for a pilot in this strait.";

    #[test]
    fn a_line_said_again_in_another_story_is_a_repeat() {
        let again = "No ship will ever again wait 7 weeks for a pilot in this strait!";
        check(&[(0, "Ana Ruiz", LINE), (1, "Ruiz", again), (1, "Ana Ruiz", "We sail.")], &[(0, 1)]);
    }

    #[test]
    fn within_a_story_or_of_two_persons_or_of_nobody_known_it_is_none() {
        check(&[(0, "Ana Ruiz", LINE), (0, "Ana Ruiz", LINE)], &[]);
        check(&[(0, "Ana Ruiz", LINE), (1, "Jo Silva", LINE)], &[]);
        check(&[(0, "Ana Ruiz", LINE), (1, "", LINE)], &[]);
    }

    #[test]
    fn a_stock_phrase_in_other_words_is_no_repeat() {
        let other = "No ship will ever again leave our yard without two lifeboats for each deck.";
        check(&[(0, "Ana Ruiz", LINE), (1, "Ana Ruiz", other)], &[]);
    }

    #[test]
    fn a_quotation_is_found_in_a_long_turn() {
        let turn = format!(
            "Thank you all for coming so early. {LINE} We know what that cost the yards, the crews \
             and their families, and we know who let it happen. Next question, please."
        );
        check(&[(0, "Ruiz", &turn), (1, "Ana Ruiz", LINE)], &[(0, 1)]);
    }

    #[test]
    fn the_same_words_strewn_over_a_long_turn_are_no_repeat() {
        let turn = "There is no war. A ship is late; so will we be, ever the fools. Look again at \
                    it: they wait, as we did, for seven long and weary weeks, or for ten, for a tug, \
                    not for any pilot, out there in fog, in this or in that strait.";
        check(&[(0, "Ruiz", turn), (1, "Ana Ruiz", LINE)], &[]);
    }

    #[test]
    fn a_phrase_that_very_many_have_finds_nothing() {
        let tables = Tables::english();
        let one = prepare(&tables, LINE);
        let mut phrases = Phrases::default();
        assert!(phrases.is_empty() && phrases.hits(&one).is_empty());
        for story in 0..MOST_WITH_PHRASE {
            phrases.add(story, &one);
        }
        assert_eq!(phrases.hits(&one).len(), MOST_WITH_PHRASE);
        assert_eq!(phrases.add(MOST_WITH_PHRASE, &one), MOST_WITH_PHRASE);
        assert_eq!(phrases.hits(&one), []);
        assert_eq!(phrases.len(), MOST_WITH_PHRASE + 1);
    }

    #[test]
    fn a_line_that_one_story_prints_a_hundred_times_is_still_found() {
        let tables = Tables::english();
        let one = prepare(&tables, LINE);
        let mut phrases = Phrases::default();
        for story in [4; 100].into_iter().chain([7]) {
            phrases.add(story, &one);
        }
        let hits: Vec<usize> = phrases.hits(&one).iter().map(|it| it.statement).collect();
        assert_eq!(hits, [0, 100]);
    }

    #[test]
    fn most_phrases_come_first() {
        let tables = Tables::english();
        let mut phrases = Phrases::default();
        let all = ["We wait seven weeks for a pilot.", LINE, "Good evening."];
        for (story, words) in all.into_iter().enumerate() {
            phrases.add(story, &prepare(&tables, words));
        }
        let hits: Vec<usize> =
            phrases.hits(&prepare(&tables, LINE)).iter().map(|it| it.statement).collect();
        assert_eq!(hits, [1, 0]);
    }
}
