//! What is held back: while cards are carried, and while the board stands still.

use crate::board::held::{Hand, Held};
use crate::ui::RwSignal;
use domain::{Seq, TicketId};
use leptos::prelude::*;

/// What is held back.
#[derive(Clone, Copy)]
pub(in crate::board) struct Hold {
    /// The board stands still: what others do waits.
    pub(in crate::board) paused: RwSignal<bool>,
    /// What is held back while cards are carried.
    pub(in crate::board) held: StoredValue<Held>,
}

impl Hold {
    /// Nothing.
    pub(super) fn new() -> Self {
        Self { paused: RwSignal::new(false), held: StoredValue::new(Held::default()) }
    }

    /// The cards that pointer or keyboard carry.
    pub(in crate::board) fn carried(self) -> Vec<TicketId> {
        self.held.with_value(|held| held.carried.clone())
    }

    /// Begins to hold back what others do.
    #[cfg(feature = "hydrate")]
    pub(in crate::board) fn hold_back(self, carried: Vec<TicketId>) {
        self.held.update_value(|held| held.carried = carried);
    }

    /// Who carries from now on.
    #[cfg(feature = "hydrate")]
    pub(in crate::board) fn carry_by(self, hand: Hand) {
        self.held.update_value(|held| held.hand = Some(hand));
    }

    /// Who carries.
    pub(in crate::board) fn hand(self) -> Option<Hand> {
        self.held.with_value(|held| held.hand)
    }

    /// The pointer drags now, or no more.
    #[cfg(feature = "hydrate")]
    pub(in crate::board) fn freeze(self, frozen: bool) {
        self.held.update_value(|held| held.frozen = frozen);
    }

    /// The version that the person has seen of a card that someone moved while it was carried: dropping it keeps
    /// their choice.
    pub(in crate::board) fn overtaken_at(self, ticket: TicketId) -> Option<Seq> {
        self.held.with_value(|held| held.overtaken.filter(|(of, _)| *of == ticket).map(|(_, seq)| seq))
    }
}
