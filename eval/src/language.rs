//! The language of invented reports: words of syllables among small English ones, numbers that look
//! random and are the same each time, and draws from lists of unequal shares.

/// Small English words, the commonest first.
pub(crate) const SMALL: [&str; 40] = [
    "the", "of", "to", "and", "a", "in", "that", "is", "for", "we", "it", "on", "with", "as",
    "are", "was", "have", "this", "they", "be", "at", "by", "not", "from", "but", "our", "will",
    "has", "their", "would", "been", "there", "all", "who", "can", "more", "which", "about", "if",
    "do",
];

const SYLLABLES: [&str; 32] = [
    "ba", "del", "fi", "gor", "hu", "jan", "kel", "lo", "mar", "nes", "or", "pi", "quen", "ras",
    "sol", "ti", "ul", "ven", "wes", "yor", "zan", "bri", "cla", "dro", "fle", "gra", "ston",
    "tre", "pla", "sha", "mon", "ket",
];

/// Common words are short, rare ones long; endings as English has them.
pub(crate) fn word(random: &mut Random, rank: usize) -> String {
    let n_syllables = 1 + usize::from(rank > 30) + usize::from(rank > 3000);
    let mut word = syllables(random, n_syllables);
    // Keeps two words of few syllables apart.
    word.push(char::from(b'a' + (rank % 23) as u8));
    word.push_str(["", "", "s", "ed", "ing", "er", "al"][random.below(7)]);
    word
}

/// A surname, a town.
pub(crate) fn name(random: &mut Random) -> String {
    let n_syllables = 2 + random.below(2);
    capital(&(syllables(random, n_syllables) + ["", "n", "va", "ck", "re"][random.below(5)]))
}

fn syllables(random: &mut Random, n: usize) -> String {
    (0..n).map(|_| SYLLABLES[random.below(SYLLABLES.len())]).collect()
}

/// With a capital at the beginning. Words here are of plain letters.
pub(crate) fn capital(words: &str) -> String {
    let mut words = words.to_owned();
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// Places in a list, each drawn as often as its share tells.
pub(crate) struct Shares {
    /// Rises to 1: where a number between 0 and 1 falls is the place.
    sums: Vec<f64>,
}

impl Shares {
    pub(crate) fn of(weights: impl Iterator<Item = f64>) -> Shares {
        let mut sum = 0.0;
        let mut sums: Vec<f64> = weights
            .map(|it| {
                sum += it;
                sum
            })
            .collect();
        sums.iter_mut().for_each(|it| *it /= sum);
        Shares { sums }
    }

    /// As words of a language fall off (Zipf). The first `n_alike` are drawn about as often.
    pub(crate) fn falling(n: usize, n_alike: f64) -> Shares {
        Shares::of((0..n).map(|it| 1.0 / (it as f64 + n_alike)))
    }

    pub(crate) fn draw(&self, random: &mut Random) -> usize {
        let at = random.share();
        self.sums.partition_point(|it| *it < at).min(self.sums.len() - 1)
    }
}

/// Numbers that look random and are the same each time (xorshift).
#[derive(Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// Never stands still: 0 would.
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed.max(1))
    }

    /// One of its own for each way of numbering things, so that any of them can be made alone.
    pub(crate) fn of(numbers: &[u64]) -> Random {
        // splitmix64
        let mixed = numbers.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |seed, it| {
            let mut mixed = seed.wrapping_add(*it).wrapping_add(0x9e37_79b9_7f4a_7c15);
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        });
        Random::new(mixed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 33) as usize) % n.max(1)
    }

    /// From 0 to below 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// In so many cases of a hundred.
    pub(crate) fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }

    pub(crate) fn one_of<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }
}
