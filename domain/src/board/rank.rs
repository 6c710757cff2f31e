//! Ranks: places in the manual order, as fractional keys in text, made on the server only, compared bytewise.

use fractional_index::FractionalIndex;
use thiserror::Error;

/// A key longer than this asks for its column to be rebalanced.
pub const RANK_MAX: usize = 32;

/// The neighbours are out of order, equal, or not keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no place between these two")]
pub struct RankError;

/// A key below `above` and above `below` on the screen; either may be the column's end.
pub fn between(above: Option<&str>, below: Option<&str>) -> Result<String, RankError> {
    let read =
        |key: Option<&str>| key.map(|k| FractionalIndex::from_string(k).map_err(|_| RankError)).transpose();
    let (above, below) = (read(above)?, read(below)?);
    FractionalIndex::new(above.as_ref(), below.as_ref()).map(|key| key.to_string()).ok_or(RankError)
}

/// `count` short keys in order, for a column that is filled or rebalanced.
pub fn rebalance(count: usize) -> Vec<String> {
    let mut keys = vec![FractionalIndex::default(); count];
    fill(&mut keys, None, None);
    keys.iter().map(FractionalIndex::to_string).collect()
}

/// Halves the range, so that a key's length grows with the logarithm of the count.
fn fill(keys: &mut [FractionalIndex], above: Option<&FractionalIndex>, below: Option<&FractionalIndex>) {
    let middle = keys.len() / 2;
    let (left, rest) = keys.split_at_mut(middle);
    if let Some((key, right)) = rest.split_first_mut()
        && let Some(new) = FractionalIndex::new(above, below)
    {
        *key = new;
        fill(left, above, Some(key));
        fill(right, Some(key), below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rebalanced_keys_are_short_and_in_order() {
        let keys = rebalance(5_000);
        assert!(keys.windows(2).all(|w| w[0] < w[1]));
        assert!(
            keys.iter().all(|k| k.len() <= RANK_MAX),
            "longest: {:?}",
            keys.iter().map(String::len).max()
        );
    }

    #[test]
    fn equal_or_crossed_neighbours_are_refused() {
        let key = between(None, None).unwrap();
        assert_eq!(between(Some(&key), Some(&key)), Err(RankError));
        assert_eq!(between(Some("zz"), None), Err(RankError));
    }

    proptest! {
        #[test]
        fn a_place_between_two_sorts_between_them(steps in prop::collection::vec(any::<prop::sample::Index>(), 1..60)) {
            let mut keys = vec![between(None, None).unwrap()];
            for step in steps {
                let at = step.index(keys.len() + 1);
                let key = between(at.checked_sub(1).map(|i| keys[i].as_str()), keys.get(at).map(String::as_str)).unwrap();
                keys.insert(at, key);
            }
            prop_assert!(keys.windows(2).all(|w| w[0] < w[1]));
        }
    }
}
