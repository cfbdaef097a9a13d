//! What was made once and may be asked for again: kept up to so many bytes, and what was not asked
//! for lately is forgotten first.

use std::collections::HashMap;
use std::hash::Hash;

/// Values by key, in two shelves: what is put in or asked for stands on the first; when that is
/// full, it becomes the second, and what stood on the second is forgotten.
pub(crate) struct Kept<K, V> {
    first: Shelf<K, V>,
    second: Shelf<K, V>,
    /// A shelf is full at this many bytes.
    most: usize,
}

struct Shelf<K, V> {
    values: HashMap<K, (V, usize)>,
    n_bytes: usize,
}

impl<K, V> Default for Shelf<K, V> {
    fn default() -> Self {
        Shelf { values: HashMap::new(), n_bytes: 0 }
    }
}

impl<K: Hash + Eq, V: Clone> Kept<K, V> {
    /// Keeps no more than so many bytes in all.
    pub(crate) fn up_to(n_bytes: usize) -> Kept<K, V> {
        Kept { first: Shelf::default(), second: Shelf::default(), most: n_bytes / 2 }
    }

    pub(crate) fn get(&mut self, key: &K) -> Option<V> {
        if let Some((value, _)) = self.first.values.get(key) {
            return Some(value.clone());
        }
        let (key, (value, n_bytes)) = self.second.values.remove_entry(key)?;
        self.second.n_bytes -= n_bytes;
        self.put(key, value.clone(), n_bytes);
        Some(value)
    }

    /// What is larger than a shelf is not kept.
    pub(crate) fn put(&mut self, key: K, value: V, n_bytes: usize) {
        if let Some((_, before)) = self.first.values.remove(&key) {
            self.first.n_bytes -= before;
        }
        if n_bytes > self.most {
            return;
        }
        if self.first.n_bytes + n_bytes > self.most {
            self.second = std::mem::take(&mut self.first);
        }
        self.first.n_bytes += n_bytes;
        self.first.values.insert(key, (value, n_bytes));
    }

    pub(crate) fn clear(&mut self) {
        (self.first, self.second) = (Shelf::default(), Shelf::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_asked_for_lately_is_forgotten_first() {
        let mut kept = Kept::up_to(40);
        for n in 0..10 {
            kept.put(n, n, 5);
            // Asked for all the time.
            assert_eq!(kept.get(&0), Some(0));
        }
        let left: Vec<i32> = (0..10).filter(|it| kept.get(it).is_some()).collect();
        assert!(left.contains(&0) && left.contains(&9) && !left.contains(&1), "{left:?}");
        assert!(left.len() <= 8, "{left:?}");
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let mut kept = Kept::up_to(40);
        kept.put("large", 1, 21);
        assert_eq!(kept.get(&"large"), None);
        kept.put("grows", 1, 0);
        kept.put("grows", 2, 21);
        assert_eq!(kept.get(&"grows"), None);
        for _ in 0..9 {
            kept.put("small", 1, 20);
        }
        assert_eq!(kept.get(&"small"), Some(1));
        assert!(kept.first.n_bytes + kept.second.n_bytes <= 40);
        kept.clear();
        assert_eq!(kept.get(&"small"), None);
    }
}
