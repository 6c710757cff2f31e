//! Places in the manual order: keys of digits and letters, compared bytewise, made on the server only.
//!
//! A key is a number between 0 and 1, written in base 62 without "0,". Its first [`HEAD`] digits are always written;
//! behind them none ends in `0`, so that no number has two spellings and the order of texts is that of numbers.
//! A card that is put on top or at the end steps off from the outermost by a whole [`STEP`], so that such keys never
//! grow. One that is put between two others halves what is left between them, so that keys grow by a digit for six
//! cards at one spot, until the cards around it are spaced anew ([`renew`]).

use std::iter::repeat;
use thiserror::Error;

/// A key longer than this asks for the cards around it to be spaced anew.
pub const RANK_MAX: usize = 32;

/// How many cards on either side of a place are spaced anew together, and how long their keys may then be: the first of
/// these that holds. The wider the stretch, the more room it leaves for the narrower ones within it, so that a spot
/// does not fill up for good. Beyond the last the whole column is spaced anew.
pub const REACHES: [(u16, usize); 4] = [(8, 22), (32, 19), (128, 16), (512, 13)];

/// In this order bytewise, too.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE: u64 = 62;
/// Digits that every key has.
const HEAD: usize = 6;
/// All values of a head.
const HEADS: u64 = BASE.pow(6);
/// What lies between two cards of which the second was put at the end: one digit of room. 450 million cards may be put
/// on top of a column before its keys begin to grow.
const STEP: u64 = BASE;

/// The neighbours are out of order, equal, or not keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no place between these two")]
pub struct RankError;

/// A key below `above` and above `below` on the screen; either may be the column's end.
pub fn between(above: Option<&str>, below: Option<&str>) -> Result<String, RankError> {
    let above = above.map(read).transpose()?;
    let below = below.map(read).transpose()?;
    let stepped = match (&above, &below) {
        (None, None) => Some(HEADS / 2),
        (None, Some(below)) => head(below).checked_sub(STEP),
        (Some(above), None) => Some(head(above) + STEP).filter(|head| *head < HEADS),
        (Some(_), Some(_)) => None,
    };
    let digits = match stepped {
        Some(head) => of_head(head),
        None => middle(above.as_deref().unwrap_or_default(), below.as_deref())?,
    };
    Ok(digits.iter().map(|digit| char::from(DIGITS[usize::from(*digit)])).collect())
}

/// `count` short keys in order, for a column that is filled or spaced anew as a whole.
pub fn rebalance(count: usize) -> Vec<String> {
    fill(None, None, count).unwrap_or_default()
}

/// `count` keys in order between two others or the column's ends, for cards that are spaced anew. None of them is one of
/// `taken`: while they are written one by one, no two cards share a place. `None`: one would be longer than `longest`,
/// since the neighbours lie close together, and more cards must be spaced anew.
pub fn renew(
    above: Option<&str>,
    below: Option<&str>,
    count: usize,
    taken: &[&str],
    longest: usize,
) -> Option<Vec<String>> {
    let mut keys = match (above, below) {
        // The whole column moves on to where no card ever lay.
        (None, None) => fill(taken.iter().copied().filter(|key| read(key).is_ok()).max(), None, count),
        _ => fill(above, below, count),
    }
    .ok()?;
    for n in 0..keys.len() {
        let (before, from) = keys.split_at_mut(n);
        let above = before.last().map(String::as_str).or(above);
        while let Some(key) = from.first_mut().filter(|key| taken.contains(&key.as_str())) {
            *key = between(above, Some(key)).ok()?;
        }
    }
    keys.iter().all(|key| key.len() <= longest).then_some(keys)
}

/// Halves the room between two keys as often as it takes; steps off from one key or from the column's middle.
fn fill(above: Option<&str>, below: Option<&str>, count: usize) -> Result<Vec<String>, RankError> {
    let mut keys: Vec<String> = Vec::with_capacity(count);
    match (above, below) {
        (Some(above), Some(below)) => halve(&mut keys, above, below, count)?,
        (None, Some(_)) => {
            while keys.len() < count {
                keys.push(between(None, keys.last().map(String::as_str).or(below))?);
            }
            keys.reverse();
        }
        (_, None) => {
            while keys.len() < count {
                keys.push(between(keys.last().map(String::as_str).or(above), None)?);
            }
        }
    }
    Ok(keys)
}

/// A key's length grows with the logarithm of the count.
fn halve(keys: &mut Vec<String>, above: &str, below: &str, count: usize) -> Result<(), RankError> {
    let Some(rest) = count.checked_sub(1) else { return Ok(()) };
    let key = between(Some(above), Some(below))?;
    halve(keys, above, &key, rest / 2)?;
    keys.push(key.clone());
    halve(keys, &key, below, rest - rest / 2)
}

/// The digits of a key.
fn read(key: &str) -> Result<Vec<u8>, RankError> {
    let digit = |byte| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'Z' => Some(byte - b'A' + 10),
        b'a'..=b'z' => Some(byte - b'a' + 36),
        _ => None,
    };
    let digits: Vec<u8> = key.bytes().map(digit).collect::<Option<_>>().ok_or(RankError)?;
    let spelt = digits.len() >= HEAD && (digits.len() == HEAD || digits.last() != Some(&0));
    if spelt { Ok(digits) } else { Err(RankError) }
}

fn head(digits: &[u8]) -> u64 {
    digits.iter().take(HEAD).fold(0, |head, digit| head * BASE + u64::from(*digit))
}

fn of_head(mut head: u64) -> Vec<u8> {
    let mut digits = vec![0; HEAD];
    for digit in digits.iter_mut().rev() {
        *digit = u8::try_from(head % BASE).unwrap_or_default();
        head /= BASE;
    }
    digits
}

/// The middle of two numbers, cut to the first digits that tell it from `above`. No `below`: 1.
fn middle(above: &[u8], below: Option<&[u8]>) -> Result<Vec<u8>, RankError> {
    if below.is_some_and(|below| above >= below) {
        return Err(RankError);
    }
    let length = above.len().max(below.map_or(0, <[u8]>::len)) + 1;
    let mut sum = vec![0; length];
    let mut carry = 0;
    for at in (0..length).rev() {
        let digit = |key: &[u8]| u64::from(key.get(at).copied().unwrap_or(0));
        let both = digit(above) + below.map_or(0, digit) + carry;
        (sum[at], carry) = (both % BASE, both / BASE);
    }
    let mut rest = carry + u64::from(below.is_none());
    let mut half = Vec::with_capacity(length);
    for digit in sum {
        let twice = rest * BASE + digit;
        half.push(u8::try_from(twice / 2).map_err(|_| RankError)?);
        rest = twice % 2;
    }
    // As numbers: what is not written is 0.
    let written = |digits: &[u8]| digits.iter().copied().chain(repeat(0)).take(length).collect::<Vec<u8>>();
    let above = written(above);
    let cut = (HEAD..=length).find(|cut| written(&half[..*cut]) > above).ok_or(RankError)?;
    half.truncate(cut);
    Ok(half)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// A column as the desk keeps it: cards by their keys, spaced anew as `desk` does it.
    #[derive(Default)]
    struct Column {
        cards: BTreeMap<String, u32>,
        renewed: usize,
        whole: usize,
        longest: usize,
    }

    impl Column {
        /// A card below the one with that key, or on top.
        fn put(&mut self, above: Option<&str>) -> String {
            let below = |column: &Self| match above {
                Some(above) => column
                    .cards
                    .range::<str, _>((std::ops::Bound::Excluded(above), std::ops::Bound::Unbounded))
                    .next()
                    .map(|(key, _)| key.clone()),
                None => column.cards.keys().next().cloned(),
            };
            let mut key = between(above, below(self).as_deref()).unwrap();
            if key.len() > RANK_MAX {
                key = self.renew(above);
            }
            self.longest = self.longest.max(key.len());
            let card = u32::try_from(self.cards.len()).unwrap();
            assert!(self.cards.insert(key.clone(), card).is_none(), "a place of its own");
            key
        }

        fn renew(&mut self, above: Option<&str>) -> String {
            use std::ops::Bound::{Excluded, Included, Unbounded};
            for (reach, longest) in
                REACHES.map(|(n, l)| (usize::from(n), l)).into_iter().chain([(usize::MAX - 1, RANK_MAX)])
            {
                let mut up: Vec<String> = match above {
                    Some(above) => self
                        .cards
                        .range::<str, _>((Unbounded, Included(above)))
                        .rev()
                        .take(reach + 1)
                        .map(|(key, _)| key.clone())
                        .collect(),
                    None => vec![],
                };
                let from = above.map_or(Unbounded, Excluded);
                let mut down: Vec<String> = self
                    .cards
                    .range::<str, _>((from, Unbounded))
                    .take(reach + 1)
                    .map(|(key, _)| key.clone())
                    .collect();
                let ends = (
                    if up.len() > reach { up.pop() } else { None },
                    if down.len() > reach { down.pop() } else { None },
                );
                let old: Vec<String> = up.iter().rev().chain(&down).cloned().collect();
                let taken: Vec<&str> = old.iter().map(String::as_str).collect();
                let Some(mut keys) =
                    renew(ends.0.as_deref(), ends.1.as_deref(), old.len() + 1, &taken, longest)
                else {
                    continue;
                };
                let own = keys.remove(up.len());
                assert!(keys.windows(2).all(|w| w[0] < w[1]));
                self.renewed += keys.len();
                self.whole += usize::from(reach > 1_000);
                let cards: Vec<u32> = old.iter().map(|key| self.cards.remove(key).unwrap()).collect();
                for (key, card) in keys.into_iter().zip(cards) {
                    assert!(self.cards.insert(key, card).is_none());
                }
                return own;
            }
            panic!("a whole column can be spaced anew");
        }
    }

    #[test]
    fn a_million_cards_on_top_and_at_the_end_keep_short_keys() {
        let (mut top, mut end) = (between(None, None).unwrap(), between(None, None).unwrap());
        for _ in 0..1_000_000 {
            let above = between(None, Some(&top)).unwrap();
            let below = between(Some(&end), None).unwrap();
            assert!(above < top && below > end && above.len() == HEAD && below.len() == HEAD);
            (top, end) = (above, below);
        }
    }

    #[test]
    fn cards_at_one_spot_are_each_between_for_ever_and_few_are_spaced_anew() {
        // A million where it takes no minutes: with optimisation.
        let many = if cfg!(debug_assertions) { 10_000 } else { 1_000_000 };
        for follow in [false, true] {
            let mut column = Column::default();
            for _ in 0..100 {
                column.put(None);
            }
            // Below one card for ever, or each below the one before: above a card that stays.
            let mut spot = column.cards.keys().nth(50).unwrap().clone();
            let card = column.cards[&spot];
            for n in 0..many {
                let key = column.put(Some(&spot));
                if follow {
                    spot = key;
                } else if column.cards.get(&spot) != Some(&card) {
                    spot = column.cards.range::<String, _>(..&key).next_back().unwrap().0.clone();
                    assert_eq!(column.cards[&spot], card, "after {n}");
                }
            }
            assert_eq!(column.cards.len(), many + 100);
            assert!(column.longest <= RANK_MAX);
            assert_eq!(column.whole, 0, "never a whole column");
            assert!(column.renewed < many / 3, "{} cards spaced anew for {many}", column.renewed);
        }
    }

    #[test]
    fn rebalanced_keys_are_short_and_in_order() {
        let keys = rebalance(5_000);
        assert!(keys.windows(2).all(|w| w[0] < w[1]));
        assert!(keys.iter().all(|key| key.len() == HEAD));
    }

    #[test]
    fn equal_or_crossed_neighbours_and_what_is_no_key_are_refused() {
        let key = between(None, None).unwrap();
        assert_eq!(between(Some(&key), Some(&key)), Err(RankError));
        let above = between(None, Some(&key)).unwrap();
        assert_eq!(between(Some(&key), Some(&above)), Err(RankError));
        for wrong in ["", "80", "zz", "V000000", "V0000_", "V0000é"] {
            assert_eq!(between(Some(wrong), None), Err(RankError), "{wrong}");
        }
    }

    #[test]
    fn a_column_whose_ends_are_reached_goes_on() {
        let (mut top, mut end) = ("00001N".to_owned(), "zzzzzC".to_owned());
        for _ in 0..100 {
            let above = between(None, Some(&top)).unwrap();
            let below = between(Some(&end), None).unwrap();
            assert!(above < top && below > end, "{above} {top} {end} {below}");
            (top, end) = (above, below);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

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

        /// Wherever cards are put, in long runs at few spots: the column that the keys tell is the one that was made.
        #[test]
        fn a_column_lies_as_it_was_put(runs in prop::collection::vec((any::<prop::sample::Index>(), 1..400_usize, any::<bool>()), 1..12)) {
            let mut column = Column::default();
            let mut lies: Vec<u32> = vec![];
            for (spot, many, follow) in runs {
                let mut at = spot.index(lies.len() + 1);
                for _ in 0..many {
                    let above = at.checked_sub(1).and_then(|n| column.cards.keys().nth(n).cloned());
                    column.put(above.as_deref());
                    lies.insert(at, u32::try_from(lies.len()).unwrap());
                    at += usize::from(follow);
                }
            }
            prop_assert!(column.cards.values().eq(&lies));
            prop_assert!(column.longest <= RANK_MAX);
        }
    }
}
