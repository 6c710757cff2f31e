//! What a pointer is about to do: to carry a card, to click it, or to scroll.

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

/// What the pointers do at present.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Gesture {
    /// Nothing that concerns a card.
    #[default]
    Idle,
    /// A pointer went down on a card, and may still click or scroll.
    Pending {
        /// Which pointer.
        pointer: i32,
        /// It is a finger.
        touch: bool,
        /// Where it went down.
        from: Point,
    },
    /// A card is carried.
    Dragging {
        /// By which pointer.
        pointer: i32,
        /// It is a finger.
        touch: bool,
    },
}

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing.
    Nothing,
    /// Wait whether the finger holds still.
    AwaitHold,
    /// Take the card up.
    Begin,
    /// Carry it there.
    Follow,
    /// Put it down.
    Drop,
    /// Put it back.
    Cancel,
}

impl Gesture {
    /// A pointer goes down on a card. While one carries, a second finger puts the card back.
    pub(super) fn down(&mut self, pointer: i32, touch: bool, from: Point) -> Step {
        match self {
            Self::Dragging { .. } => self.end(),
            Self::Idle | Self::Pending { .. } => {
                *self = Self::Pending { pointer, touch, from };
                if touch { Step::AwaitHold } else { Step::Nothing }
            }
        }
    }

    /// A pointer moves.
    pub(super) fn moved(&mut self, who: i32, at: Point) -> Step {
        match *self {
            Self::Pending { pointer, touch, from } if pointer == who => {
                let way = from.distance(at);
                if touch && way > TOUCH_SLACK {
                    *self = Self::Idle;
                } else if !touch && way > MOUSE_SLACK {
                    *self = Self::Dragging { pointer, touch };
                    return Step::Begin;
                }
                Step::Nothing
            }
            Self::Dragging { pointer, .. } if pointer == who => Step::Follow,
            _ => Step::Nothing,
        }
    }

    /// The finger has held still.
    pub(super) fn held(&mut self, who: i32) -> Step {
        match *self {
            Self::Pending { pointer, touch: true, .. } if pointer == who => {
                *self = Self::Dragging { pointer, touch: true };
                Step::Begin
            }
            _ => Step::Nothing,
        }
    }

    /// A pointer goes up.
    pub(super) fn up(&mut self, who: i32) -> Step {
        match *self {
            Self::Dragging { pointer, .. } if pointer == who => {
                *self = Self::Idle;
                Step::Drop
            }
            Self::Pending { pointer, .. } if pointer == who => {
                *self = Self::Idle;
                Step::Nothing
            }
            _ => Step::Nothing,
        }
    }

    /// The browser took the pointer away, or the person does not want to carry any more.
    pub(super) fn end(&mut self) -> Step {
        let carried = matches!(self, Self::Dragging { .. });
        *self = Self::Idle;
        if carried { Step::Cancel } else { Step::Nothing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    #[test]
    fn a_mouse_carries_after_five_pixels_and_clicks_before() {
        let mut gesture = Gesture::default();
        assert_eq!(gesture.down(1, false, at(100.0, 100.0)), Step::Nothing);
        assert_eq!(gesture.moved(1, at(103.0, 104.0)), Step::Nothing);
        assert_eq!(gesture.up(1), Step::Nothing, "a click");
        gesture.down(1, false, at(100.0, 100.0));
        assert_eq!(gesture.moved(1, at(104.0, 104.0)), Step::Begin);
        assert_eq!(gesture.moved(1, at(300.0, 104.0)), Step::Follow);
        assert_eq!(gesture.up(1), Step::Drop);
        assert_eq!(gesture, Gesture::Idle);
    }

    #[test]
    fn a_finger_that_moves_scrolls_and_one_that_holds_carries() {
        let mut gesture = Gesture::default();
        assert_eq!(gesture.down(7, true, at(0.0, 0.0)), Step::AwaitHold);
        assert_eq!(gesture.moved(7, at(0.0, 9.0)), Step::Nothing);
        assert_eq!(gesture.held(7), Step::Nothing, "it scrolls by now");
        gesture.down(7, true, at(0.0, 0.0));
        assert_eq!(gesture.moved(7, at(3.0, 3.0)), Step::Nothing);
        assert_eq!(gesture.held(7), Step::Begin);
        assert_eq!(gesture.moved(7, at(3.0, 90.0)), Step::Follow);
    }

    #[test]
    fn another_pointer_does_not_carry_and_a_second_finger_puts_back() {
        let mut gesture = Gesture::default();
        gesture.down(1, true, at(0.0, 0.0));
        gesture.held(1);
        assert_eq!(gesture.moved(2, at(50.0, 0.0)), Step::Nothing);
        assert_eq!(gesture.up(2), Step::Nothing);
        assert_eq!(gesture.down(2, true, at(0.0, 0.0)), Step::Cancel);
        assert_eq!(gesture.up(1), Step::Nothing, "nothing is carried any more");
    }

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

    #[test]
    fn what_ends_before_it_began_cancels_nothing() {
        let mut gesture = Gesture::default();
        gesture.down(1, false, at(0.0, 0.0));
        assert_eq!(gesture.end(), Step::Nothing);
        gesture.down(1, false, at(0.0, 0.0));
        gesture.moved(1, at(0.0, 9.0));
        assert_eq!(gesture.end(), Step::Cancel);
    }
}
