//! What is shown and said of a card that a key has lifted. Asked of the desk only on the drop.

#[cfg(feature = "hydrate")]
use super::keyboard_drag::KeyboardDrag;
use super::state::{BoardState, CardList};
use super::{dom, preferences};
use crate::i18n::fill;
#[cfg(feature = "hydrate")]
use domain::TicketId;
#[cfg(feature = "ssr")]
use leptos::prelude::*;

impl BoardState {
    /// A key has taken up a card: what others do waits while it is in the air, and they see who has it.
    #[cfg(feature = "hydrate")]
    pub(super) fn show_lift(self, ticket: TicketId, column: usize, slot: usize) {
        self.in_hand.keyboard_drag.set(Some(KeyboardDrag { ticket, column, slot, refusal: None }));
        self.hold.hold_back(vec![ticket]);
        self.say_dragging(Some(ticket));
        if !preferences::knows_keyboard_drag() {
            self.overlay.explains.set(true);
        }
        if let (Some(column), Some(card)) = (self.lists.column(column), self.cards.card(ticket)) {
            self.say_lifted(column, slot, &card);
        }
    }

    /// Says which card is in the air, where, and what its keys are.
    fn say_lifted(self, column: CardList, slot: usize, card: &domain::board::Card) {
        let place = self.hovering(column, slot);
        let place: Vec<(&str, &str)> = place.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let who = [("code", &*card.code()), ("title", &card.title)];
        let values: Vec<(&str, &str)> = who.into_iter().chain(place).collect();
        self.session.announcer.assertive(fill(self.session.words.board.said_lifted, &values));
    }

    /// The keys were explained, once and for all: the card is still in the air, and says so again, since a dialog
    /// hides what is said beside it.
    pub(super) fn explained(self) {
        self.overlay.explains.set(false);
        preferences::keep_keyboard_drag();
        let Some(drag) = self.in_hand.keyboard_drag.get_untracked() else { return };
        dom::focus_card_later(drag.ticket);
        if let (Some(column), Some(card)) = (self.lists.column(drag.column), self.cards.card(drag.ticket)) {
            self.say_lifted(column, drag.slot, &card);
        }
    }

    /// The words of a place: column, position, of how many, those that are not loaded included.
    fn hovering(self, column: CardList, slot: usize) -> [(&'static str, String); 3] {
        let lifted = self.in_hand.keyboard_drag.with_untracked(|drag| drag.as_ref().map(|drag| drag.ticket));
        let own =
            lifted.and_then(|id| self.lists.place_of(id)).is_some_and(|(list, _)| list.index == column.index);
        // In the manual order slots are counted among the loaded cards.
        let above = if self.query.is_manual() { column.above.get_untracked() } else { 0 };
        let count = self.size(column) + usize::from(!own);
        [("column", self.list_name(column)), ("i", (above + slot + 1).to_string()), ("n", count.to_string())]
    }

    /// Cards of a list: as the desk counts them, and no fewer than are loaded.
    pub(super) fn size(self, column: CardList) -> usize {
        self.tally.counted(column).max(column.above.get_untracked() + column.cards().len())
    }

    /// A key has carried the lifted card there.
    #[cfg(feature = "hydrate")]
    pub(super) fn show_step(self, ticket: TicketId, number: usize, slot: usize, refusal: Option<&str>) {
        let Some(column) = self.lists.column(number) else { return };
        self.in_hand.keyboard_drag.set(Some(KeyboardDrag {
            ticket,
            column: number,
            slot,
            refusal: refusal.map(str::to_owned),
        }));
        let sorted = !self.query.is_manual();
        let others: Vec<TicketId> = column.cards().into_iter().filter(|id| *id != ticket).collect();
        let seen = if sorted { slot.saturating_sub(column.above.get_untracked()) } else { slot };
        if let Some(near) = others.get(seen.min(others.len().saturating_sub(1))) {
            dom::scroll_to(*near);
        }
        let place = self.hovering(column, slot);
        let mut values: Vec<(&str, &str)> = place.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let order = self.order_name();
        values.push(("order", order));
        let w = &self.session.words.board;
        let text = match refusal {
            Some(reason) => {
                values.push(("reason", reason));
                fill(w.said_refused, &values)
            }
            None if !sorted => fill(w.said_over, &values),
            None if self.sorted_slot(ticket, column).0.is_eq() => fill(w.said_over_sorted, &values),
            None => format!("{}. {}", self.list_name(column), self.sorted_text(ticket, column)),
        };
        self.session.announcer.assertive(text);
    }

    /// The lifted card may not be dropped there: says why.
    #[cfg(feature = "hydrate")]
    pub(super) fn say_refused(self, column: usize) {
        let reason = self.in_hand.keyboard_drag.with_untracked(|drag| drag.as_ref()?.refusal.clone());
        let column = self.lists.column(column).map(|column| self.list_name(column)).unwrap_or_default();
        let values = [("column", column.as_str()), ("reason", &reason.unwrap_or_default())];
        self.session.announcer.assertive(fill(self.session.words.board.said_refused, &values));
    }
}
