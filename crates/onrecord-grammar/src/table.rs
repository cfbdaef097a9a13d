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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) class: u8,
    pub(crate) weight: i8,
}

/// Features with their cells, found by the feature's digest.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// A digest (0: empty), then where its cells begin (24 bits) and how many there are (8).
    slots: Vec<(u32, u32)>,
    cells: Vec<Cell>,
    /// A digest's place is its uppermost bits.
    shift: u32,
}

impl Default for Table {
    fn default() -> Self {
        Self::new(&[], Vec::new())
    }
}

impl Table {
    /// From features in ascending order of their digests, which are not 0.
    pub(crate) fn new(features: &[(u32, u8)], cells: Vec<Cell>) -> Self {
        let n_slots = (features.len() * 2).next_power_of_two().max(2);
        let shift = 32 - n_slots.trailing_zeros();
        // Some room behind the last place, so that no search wraps around.
        let mut slots = vec![(0, 0); n_slots + features.len().min(n_slots) + 1];
        let mut start = 0;
        for (digest, n_cells) in features {
            let mut at = (digest >> shift) as usize;
            while slots[at].0 != 0 {
                at += 1;
            }
            slots[at] = (*digest, start << 8 | u32::from(*n_cells));
            start += u32::from(*n_cells);
        }
        slots.truncate(
            slots.iter().rposition(|it| it.0 != 0).map_or(0, |at| at + 1).max(n_slots) + 1,
        );
        Self { slots, cells, shift }
    }

    #[inline]
    pub(crate) fn cells(&self, digest: u32) -> &[Cell] {
        let mut at = (digest >> self.shift) as usize;
        loop {
            let (found, place) = self.slots[at];
            if found == digest {
                let start = (place >> 8) as usize;
                return &self.cells[start..start + (place & 0xff) as usize];
            }
            if found == 0 {
                return &[];
            }
            at += 1;
        }
    }

    /// Reads a table from the front of `bytes`, and moves them on; `None` if they end too soon, or name a class that
    /// is not below `n_classes`.
    pub(crate) fn read(bytes: &mut &[u8], n_classes: usize) -> Option<Self> {
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
        let cell = |it: &[u8]| {
            (usize::from(it[0]) < n_classes)
                .then(|| Cell { class: it[0], weight: it[1].cast_signed() })
        };
        Some(Self::new(&features, cells.chunks_exact(2).map(cell).collect::<Option<_>>()?))
    }
}

impl Weigh for Table {
    #[inline]
    fn weigh(&self, features: &[u32], scores: &mut [i32]) {
        for digest in features {
            for cell in self.cells(*digest) {
                scores[usize::from(cell.class)] += i32::from(cell.weight);
            }
        }
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
        into.extend([cell.class, cell.weight.cast_unsigned()]);
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
        assert_eq!(scores, [105, -7, 10]);
        assert_eq!(best(&scores), 0);
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
