//! Weights: for each feature, how much it speaks for some of the classes. The file format, and the table it is read into.

/// Whatever can weigh features: the table that is read, and the learner that makes it.
pub(crate) trait Weigh {
    /// Adds to each class's score what the features say for it.
    fn weigh(&self, features: &[u32], scores: &mut [i32]);
}

/// The class with the highest score; of several the first.
#[inline]
pub(crate) fn best(scores: &[i32]) -> usize {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate().skip(1) {
        if *score > scores[best] {
            best = class;
        }
    }
    best
}

/// What one feature says for one class.
#[cfg(any(test, feature = "train"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) class: u8,
    pub(crate) weight: i16,
}

/// The same as the file has it: the class, and the byte of the weight.
type Packed = [u8; 2];

/// A weight from its byte: small ones in steps of one, greater ones in steps of a sixteenth of their size. The
/// greatest are those of the most general features, four hundred times the usual one.
const fn decoded(byte: u8) -> i16 {
    let code = (byte & 0x7f) as i16;
    let size = if code < 16 { code } else { (16 + code % 16) << (code / 16 - 1) };
    if byte & 0x80 == 0 { size } else { -size }
}

/// The weights of all bytes.
static DECODED: [i16; 256] = {
    let mut weights = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        weights[byte] = decoded(byte as u8);
        byte += 1;
    }
    weights
};

/// The greatest weight that a byte can tell.
#[cfg(any(test, feature = "train"))]
pub(crate) const GREATEST: i16 = 1984;

/// The byte whose weight is nearest.
#[cfg(any(test, feature = "train"))]
fn encoded(weight: i16) -> u8 {
    let size = weight.abs();
    let code = (0..128).min_by_key(|code| (decoded(*code) - size).abs()).unwrap_or_default();
    if weight < 0 { code | 0x80 } else { code }
}

/// Features by their digests, each with a number of the table's own.
///
/// Most features that are asked for were never learnt, and what takes longest is to wait for memory. So there is a bit
/// for each stretch of digests, all of them together small, that tells whether any feature lies there, and the features
/// stand close together in the order of their digests: how many bits are set before a stretch tells where its features
/// are.
#[derive(Clone, Debug)]
struct Index {
    bits: Vec<u64>,
    /// How many features come before each of `bits`.
    before: Vec<u32>,
    /// A digest's bit is told by its uppermost bits.
    shift: u32,
    /// Digest and number.
    features: Vec<(u32, u32)>,
}

/// Bits for each feature, at least: at eight, one in nine that was not learnt is looked for among the features.
const BITS_A_FEATURE: usize = 8;

/// So many features are looked up at a time.
const AT_ONCE: usize = 128;

impl Index {
    /// From features in ascending order of their digests.
    fn new(features: Vec<(u32, u32)>) -> Self {
        let n_bits = (features.len() * BITS_A_FEATURE).next_power_of_two().max(64);
        let shift = 32 - n_bits.trailing_zeros();
        let mut bits = vec![0; n_bits / 64];
        let mut before = vec![0; n_bits / 64];
        for (digest, _) in &features {
            let bit = (digest >> shift) as usize;
            bits[bit / 64] |= 1 << (bit % 64);
            before[bit / 64] += 1;
        }
        let mut n = 0;
        for it in &mut before {
            n += std::mem::replace(it, n);
        }
        Self { bits, before, shift, features }
    }

    /// The word of `bits` that a digest's bit is in, shifted so that the bit is the lowest.
    #[inline]
    fn bit(&self, digest: u32) -> u64 {
        let bit = (digest >> self.shift) as usize;
        self.bits[bit / 64] >> (bit % 64)
    }

    /// Where a feature stands, or, where several share a bit, at most a few places before that.
    #[inline]
    fn place(&self, digest: u32) -> usize {
        let bit = (digest >> self.shift) as usize;
        let lower = self.bits[bit / 64] & ((1 << (bit % 64)) - 1);
        (self.before[bit / 64] + lower.count_ones()) as usize
    }

    /// The feature's number; 0 of one that is not there.
    fn number(&self, digest: u32) -> u32 {
        let from = if self.bit(digest) & 1 == 0 { self.features.len() } else { self.place(digest) };
        let mut near = self.features[from..].iter().skip_while(|it| it.0 < digest);
        near.next().filter(|it| it.0 == digest).map_or(0, |it| it.1)
    }

    /// Hands on the number of each feature that is there.
    #[inline]
    fn each(&self, asked: &[u32], mut give: impl FnMut(u32)) {
        for asked in asked.chunks(AT_ONCE) {
            // Three rounds without a branch that hangs on what memory holds, so that nothing waits for it alone.
            let mut likely = [0; AT_ONCE];
            let mut n = 0;
            for digest in asked {
                likely[n % AT_ONCE] = *digest;
                n += (self.bit(*digest) & 1) as usize;
            }
            let likely = &likely[..n];
            let mut places = [0; AT_ONCE];
            for (place, digest) in places.iter_mut().zip(likely) {
                *place = self.place(*digest);
            }
            let mut found = [(0, 0); AT_ONCE];
            for (found, place) in found.iter_mut().zip(&places[..n]) {
                *found = self.features[*place];
            }
            for ((digest, place), (mut at, mut number)) in likely.iter().zip(places).zip(found) {
                let mut place = place;
                while at < *digest {
                    place += 1;
                    let Some(next) = self.features.get(place) else { break };
                    (at, number) = *next;
                }
                if at == *digest {
                    give(number);
                }
            }
        }
    }
}

/// Features with their cells.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// A feature's number tells where its cells begin (24 bits) and how many there are (8).
    index: Index,
    cells: Vec<Packed>,
}

impl Default for Table {
    fn default() -> Self {
        Self::new(&[], Vec::new())
    }
}

impl Table {
    /// From features in ascending order of their digests, which are not 0.
    fn new(features: &[(u32, u8)], cells: Vec<Packed>) -> Self {
        let mut start = 0;
        let numbered = features.iter().map(|(digest, n_cells)| {
            let number = start << 8 | u32::from(*n_cells);
            start += u32::from(*n_cells);
            (*digest, number)
        });
        Self { index: Index::new(numbered.collect()), cells }
    }

    /// The classes that a feature has cells for.
    pub(crate) fn classes(&self, digest: u32) -> impl ExactSizeIterator<Item = u8> {
        self.cells(self.index.number(digest)).iter().map(|it| it[0])
    }

    #[inline]
    fn cells(&self, number: u32) -> &[Packed] {
        let start = (number >> 8) as usize;
        &self.cells[start..start + (number & 0xff) as usize]
    }

    /// Reads a table from the front of `bytes`, and moves them on; `None` if they end too soon, or name a class that
    /// is not below `n_classes`.
    pub(crate) fn read(bytes: &mut &[u8], n_classes: usize) -> Option<Self> {
        let (features, cells) = read_features(bytes, n_classes)?;
        Some(Self::new(&features, cells))
    }
}

/// Digests of features, in ascending order, with how many of the cells are theirs.
type Features = Vec<(u32, u8)>;

fn read_features(bytes: &mut &[u8], n_classes: usize) -> Option<(Features, Vec<Packed>)> {
    let n_features = read_number(bytes)?;
    let mut features = Vec::with_capacity((n_features as usize).min(bytes.len()));
    let mut digest = 0_u32;
    let mut n_all_cells = 0;
    for _ in 0..n_features {
        digest = digest.checked_add(read_number(bytes)?)?;
        let (n_cells, rest) = bytes.split_first()?;
        *bytes = rest;
        n_all_cells += usize::from(*n_cells);
        features.push((digest, *n_cells));
    }
    let (cells, rest) = bytes.split_at_checked(n_all_cells * 2)?;
    *bytes = rest;
    let cells: Vec<Packed> = cells.chunks_exact(2).map(|it| [it[0], it[1]]).collect();
    cells.iter().all(|it| usize::from(it[0]) < n_classes).then_some((features, cells))
}

impl Weigh for Table {
    #[inline]
    fn weigh(&self, features: &[u32], scores: &mut [i32]) {
        self.index.each(features, |number| {
            for [class, byte] in self.cells(number) {
                scores[usize::from(*class)] += i32::from(DECODED[usize::from(*byte)]);
            }
        });
    }
}

/// Features that weigh three classes, all in the index: they are asked for far more often than all others.
#[derive(Clone, Debug)]
pub(crate) struct OfThree {
    /// A feature's number is by how much it speaks more for the second class than for the first (the lower half), and
    /// for the third (the upper half).
    index: Index,
}

impl OfThree {
    /// As [`Table::read`] with three classes.
    pub(crate) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (features, cells) = read_features(bytes, 3)?;
        let mut cells = cells.iter();
        let mut numbered = Vec::with_capacity(features.len());
        for (digest, n_cells) in features {
            let mut sums = [0; 3];
            for [class, byte] in cells.by_ref().take(usize::from(n_cells)) {
                sums[usize::from(*class)] += i32::from(DECODED[usize::from(*byte)]);
            }
            let half = |it: i32| i16::try_from(it).ok().map(|it| u32::from(it as u16));
            numbered.push((digest, half(sums[1] - sums[0])? | half(sums[2] - sums[0])? << 16));
        }
        Some(Self { index: Index::new(numbered) })
    }
}

impl Weigh for OfThree {
    /// Only by how much a class is ahead of the first.
    #[inline]
    fn weigh(&self, features: &[u32], scores: &mut [i32]) {
        let (mut second, mut third) = (0, 0);
        self.index.each(features, |number| {
            second += i32::from(number as u16 as i16);
            third += i32::from((number >> 16) as u16 as i16);
        });
        scores[1] += second;
        scores[2] += third;
    }
}

/// A number in groups of seven bits, the lowest first.
fn read_number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for shift in (0..32).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The other way round of [`Table::read`].
#[cfg(any(test, feature = "train"))]
pub(crate) fn write(features: &[(u32, Vec<Cell>)], into: &mut Vec<u8>) {
    write_number(u32::try_from(features.len()).unwrap_or(u32::MAX), into);
    let mut previous = 0;
    for (digest, cells) in features {
        write_number(digest - previous, into);
        previous = *digest;
        into.push(u8::try_from(cells.len()).unwrap_or(u8::MAX));
    }
    for cell in features.iter().flat_map(|(_, cells)| cells) {
        into.extend([cell.class, encoded(cell.weight)]);
    }
}

#[cfg(any(test, feature = "train"))]
fn write_number(mut number: u32, into: &mut Vec<u8>) {
    while number > 0x7f {
        into.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    into.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let cell = |class, weight| Cell { class, weight };
        let features = vec![
            (1, vec![cell(0, 5)]),
            (2, vec![cell(1, -7), cell(2, 9)]),
            (0xffff_fffe, vec![cell(2, 1)]),
            (0xffff_ffff, vec![cell(0, 100)]),
        ];
        let mut bytes = Vec::new();
        write(&features, &mut bytes);
        let table = Table::read(&mut &bytes[..], 3).expect("as written");
        let mut scores = [0; 3];
        table.weigh(&[1, 2, 3, 0xffff_fffe, 0xffff_ffff], &mut scores);
        assert_eq!(scores, [105, -7, 10], "a hundred is among what a byte can tell");
        assert_eq!(best(&scores), 0);
    }

    #[test]
    fn of_many_features_each_is_found_and_no_other() {
        // Several of them share a bit of the index, at both ends too.
        let digest = |n: u32| if n.is_multiple_of(7) { n } else { n.wrapping_mul(0x9e37_79b9) };
        let mut digests: Vec<u32> = (1..5000).chain(u32::MAX - 9..=u32::MAX).map(digest).collect();
        digests.extend([u32::MAX - 1, u32::MAX]);
        digests.sort_unstable();
        digests.dedup();
        let (learnt, other): (Vec<u32>, Vec<u32>) = digests.iter().partition(|it| **it % 3 > 0);
        let index = Index::new(learnt.iter().map(|it| (*it, it ^ 1 | 2)).collect());
        let mut found = Vec::new();
        index.each(&digests, |number| found.push(number));
        assert_eq!(found, learnt.iter().map(|it| it ^ 1 | 2).collect::<Vec<u32>>());
        assert!(learnt.iter().all(|it| index.number(*it) == it ^ 1 | 2));
        assert!(other.iter().all(|it| index.number(*it) == 0));
        assert_eq!(Index::new(Vec::new()).number(7), 0);
    }

    #[test]
    fn three_classes_are_weighed_against_the_first() {
        let cell = |class, weight| Cell { class, weight };
        let features = vec![
            (1, vec![cell(0, 5)]),
            (2, vec![cell(1, -7), cell(2, 9)]),
            (3, vec![cell(0, -GREATEST), cell(2, GREATEST)]),
        ];
        let mut bytes = Vec::new();
        write(&features, &mut bytes);
        let table = OfThree::read(&mut &bytes[..]).expect("as written");
        let mut scores = [0; 3];
        table.weigh(&[1, 2, 4], &mut scores);
        assert_eq!(scores, [0, -12, 4]);
        table.weigh(&[3, 3], &mut scores);
        let greatest = i32::from(GREATEST);
        assert_eq!(scores, [0, 2 * greatest - 12, 4 * greatest + 4]);
        assert!(OfThree::read(&mut &bytes[..bytes.len() - 1]).is_none());
    }

    #[test]
    fn a_weight_survives_as_near_as_a_byte_can_tell() {
        for weight in -GREATEST..=GREATEST {
            let read = decoded(encoded(weight));
            assert!((read - weight).abs() <= weight.abs() / 31, "{weight} {read}");
        }
        assert_eq!(decoded(127), GREATEST);
    }

    #[test]
    fn a_file_cut_short_or_with_other_classes_is_no_table() {
        let mut bytes = Vec::new();
        write(&[(9, vec![Cell { class: 0, weight: 5 }])], &mut bytes);
        for len in 0..bytes.len() {
            assert!(Table::read(&mut &bytes[..len], 1).is_none());
        }
        assert!(Table::read(&mut &bytes[..], 0).is_none());
    }
}
