//! A card that is dragged by keyboard, as the page shows it, and the keys that are about it.

use domain::TicketId;

/// A lifted card, and where it hovers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeyboardDrag {
    /// Which card.
    pub(super) ticket: TicketId,
    /// Above which list of cards, by its number.
    pub(super) column: usize,
    /// Above which slot, counted without the card itself.
    pub(super) slot: usize,
    /// Why it may not be dropped there.
    pub(super) refusal: Option<String>,
}

/// One step of it: where a key moves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// So many slots down.
    Slots(isize),
    /// So many columns to the right.
    Columns(isize),
}

/// A key, as far as it is about a lifted card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Takes that card up.
    Lift(TicketId),
    /// Carries it on.
    Step(Step),
    /// Puts it down where it is.
    Drop,
    /// Puts it back where it was.
    Cancel,
}
