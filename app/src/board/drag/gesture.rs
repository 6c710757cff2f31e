//! By what way and time it is known what a pointer means: to carry a card, to click it, to scroll, to open a column.

/// A mouse or pen carries once it has moved so many pixels; a shorter way is a click.
pub(super) const MOUSE_SLACK: f64 = 5.0;
/// A finger that moves so many pixels before it has held scrolls.
pub(super) const TOUCH_SLACK: f64 = 8.0;
/// A finger carries after it has held still for so long.
pub(super) const HOLD_MS: u64 = 250;

/// A place in the window, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    /// How far it is to the other.
    pub(super) fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// A carried card that stays over a folded column for so many milliseconds opens it (`ux.md` 2.3).
const OPENS_MS: f64 = 500.0;
/// An item of the dock takes a drop once the card has rested upon it for so long.
const RESTS_MS: f64 = 200.0;

/// Over which folded column the carried card is, and since when.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Dwell(Option<(usize, f64)>);

impl Dwell {
    /// It is over that one, or over none, at `now` in the frames' milliseconds. Answers the column that it opens now.
    pub(super) fn over(&mut self, column: Option<usize>, now: f64) -> Option<usize> {
        let since = self.0.filter(|(before, _)| Some(*before) == column).map_or(now, |(_, since)| since);
        self.0 = column.map(|column| (column, since));
        if now - since < OPENS_MS {
            return None;
        }
        self.0 = None;
        column
    }
}

/// The item of the dock that the card rests upon, and since when.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rest(Option<(usize, f64)>);

impl Rest {
    /// It is over that item, or over none, at `now` in the frames' milliseconds.
    pub(super) fn over(&mut self, item: Option<usize>, now: f64) {
        let since = self.0.filter(|(before, _)| Some(*before) == item).map_or(now, |(_, since)| since);
        self.0 = item.map(|item| (item, since));
    }

    /// Whether a drop on that item is meant for it, at `now`. The dock lies over the columns: what is dropped in passing
    /// is meant for one of them.
    pub(super) fn is_meant(&self, item: usize, now: f64) -> bool {
        self.0.is_some_and(|(over, since)| over == item && now - since >= RESTS_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_column_opens_once_a_card_has_stayed_over_it_for_half_a_second() {
        let mut dwell = Dwell::default();
        assert_eq!(dwell.over(Some(2), 1_000.0), None);
        assert_eq!(dwell.over(Some(2), 1_499.0), None);
        assert_eq!(dwell.over(None, 1_499.5), None, "it left");
        assert_eq!(dwell.over(Some(2), 1_600.0), None, "and begins anew");
        assert_eq!(dwell.over(Some(1), 2_000.0), None, "another one");
        assert_eq!(dwell.over(Some(1), 2_500.0), Some(1));
        assert_eq!(dwell.over(Some(1), 2_516.0), None, "once");
        assert_eq!(dwell.over(None, 9_000.0), None);
    }

    #[test]
    fn the_dock_takes_what_rests_upon_an_item_and_not_what_passes() {
        let mut rest = Rest::default();
        rest.over(Some(1), 1_000.0);
        assert!(!rest.is_meant(1, 1_199.0));
        assert!(rest.is_meant(1, 1_250.0));
        assert!(!rest.is_meant(0, 1_250.0), "another one");
        rest.over(Some(0), 1_260.0);
        assert!(!rest.is_meant(0, 1_400.0), "each by itself");
        rest.over(None, 1_500.0);
        rest.over(Some(0), 1_510.0);
        assert!(!rest.is_meant(0, 1_600.0), "it left, and begins anew");
    }
}
