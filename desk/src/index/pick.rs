//! The few smallest of many, without sorting the many.

use std::collections::BinaryHeap;

/// Keeps the `most` smallest.
pub(super) struct Top<K> {
    heap: BinaryHeap<K>,
    most: usize,
}

impl<K: Ord> Top<K> {
    pub(super) fn new(most: usize) -> Self {
        Self { heap: BinaryHeap::with_capacity(most + 1), most }
    }

    /// Says whether it is among the smallest so far; if it is not, none that is larger can be.
    pub(super) fn offer(&mut self, key: K) -> bool {
        if self.heap.len() < self.most {
            self.heap.push(key);
            return true;
        }
        let Some(mut worst) = self.heap.peek_mut() else { return false };
        let is_less = key < *worst;
        if is_less {
            *worst = key;
        }
        is_less
    }

    /// What was kept, smallest first.
    pub(super) fn into_sorted(self) -> Vec<K> {
        self.heap.into_sorted_vec()
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
                top.offer(*key);
            }
            let mut sorted = keys;
            sorted.sort_unstable();
            sorted.truncate(most);
            prop_assert_eq!(top.into_sorted(), sorted);
        }
    }
}
