//! The few smallest of many, without sorting the many.

use std::collections::BinaryHeap;

/// Keeps the `most` entries with the smallest keys.
pub(super) struct Top<K, V> {
    heap: BinaryHeap<Keyed<K, V>>,
    most: usize,
}

struct Keyed<K, V>(K, V);

impl<K: Ord, V> PartialEq for Keyed<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K: Ord, V> Eq for Keyed<K, V> {}

impl<K: Ord, V> PartialOrd for Keyed<K, V> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord, V> Ord for Keyed<K, V> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<K: Ord, V> Top<K, V> {
    pub(super) fn new(most: usize) -> Self {
        Self { heap: BinaryHeap::with_capacity(most + 1), most }
    }

    pub(super) fn offer(&mut self, key: K, value: V) {
        if self.heap.len() < self.most {
            self.heap.push(Keyed(key, value));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && key < worst.0
        {
            *worst = Keyed(key, value);
        }
    }

    /// What was kept, smallest first.
    pub(super) fn into_sorted(self) -> Vec<V> {
        self.heap.into_sorted_vec().into_iter().map(|keyed| keyed.1).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Top;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keeps_what_a_full_sort_puts_first(keys in prop::collection::vec(0..1_000u32, 0..200), most in 1..30usize) {
            let mut top = Top::new(most);
            for key in &keys {
                top.offer(*key, *key);
            }
            let mut sorted = keys;
            sorted.sort_unstable();
            sorted.truncate(most);
            prop_assert_eq!(top.into_sorted(), sorted);
        }
    }
}
