//! The card that this person moved stays under the eye, wherever it comes to lie. In a sorted column only the desk knows
//! its place: before it answers, the card waits at the edge of what is loaded, and nothing scrolls there.

use super::{BoardState, Column};
use crate::api;
use crate::board::dom;
use crate::board::window::Wanted;
use domain::TicketId;
use domain::board::{SortKey, Top};
use leptos::prelude::*;

/// The card that this person moved last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::board) struct Moved {
    /// Which.
    pub(in crate::board) ticket: TicketId,
    /// Until the desk has answered.
    awaits: Option<Awaits>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Awaits {
    /// The name of the column that it came from.
    from: String,
    /// Where it is shown until then, from 1; nowhere if that is not its place.
    place: Option<usize>,
}

/// Cards that are loaded above the one that is looked for.
const BEFORE: usize = 8;

impl BoardState {
    /// This person has moved it. Where its column is not loaded it is shown all the same.
    pub(in crate::board) fn has_moved(self, ticket: TicketId) {
        self.moved.set_value(Some(Moved { ticket, awaits: None }));
    }

    /// It lies elsewhere now: the focus goes with it, as soon as its place is known. `from`: the column's name.
    pub(in crate::board) fn follow(self, ticket: TicketId, from: String) {
        let place = self.position(ticket).filter(|_| self.key_beyond(ticket).is_none());
        if place.is_some() {
            dom::focus_card_later(ticket);
            self.say_dropped(ticket, &from);
        } else {
            dom::focus_quietly_later(ticket);
        }
        self.moved.set_value(Some(Moved { ticket, awaits: Some(Awaits { from, place }) }));
    }

    /// The desk takes its time: until then the card is looked at where it waits.
    pub(in crate::board) fn look_at_waiting(self, ticket: TicketId) {
        let waits = |moved: &Option<Moved>| {
            moved.as_ref().is_some_and(|moved| moved.ticket == ticket && moved.awaits.is_some())
        };
        if self.moved.with_value(waits) && dom::has_focus(ticket) {
            dom::scroll_to(ticket);
        }
    }

    /// What was moved stays where it was.
    pub(in crate::board) fn stays(self, ticket: TicketId) {
        let awaited = self.moved.try_update_value(|moved| {
            moved.as_mut().filter(|moved| moved.ticket == ticket)?.awaits.take()
        });
        if awaited.flatten().is_some() && dom::has_focus(ticket) {
            dom::focus_card_later(ticket);
        }
    }

    /// The cards were laid: if the desk has told the place of the moved one by now, the focus goes there.
    pub(super) fn arrive(self) {
        let Some(ticket) = self.moved.with_value(|moved| moved.as_ref().map(|moved| moved.ticket)) else { return };
        if self.with_entry(ticket, |entry| entry.is_moving()) != Some(false) {
            return;
        }
        let awaits = self.moved.try_update_value(|moved| moved.as_mut()?.awaits.take()).flatten();
        let Some(Awaits { from, place }) = awaits else { return };
        if let Some((column, key)) = self.key_beyond(ticket) {
            return self.go_to(column, key, ticket, from);
        }
        if self.position(ticket) != place && dom::has_focus(ticket) {
            dom::focus_card_later(ticket);
        }
        if place.is_none() {
            self.say_dropped(ticket, &from);
        }
    }

    /// Loads what lies around a card, and brings it under the eye.
    fn go_to(self, column: Column, key: SortKey, ticket: TicketId, from: String) {
        leptos::task::spawn_local(async move {
            let top = Top { column: column.id, lane: column.lane, key };
            // Without an answer the card stays where it waits.
            let Ok(summary) = api::load_summary(self.query(), vec![top]).await else { return };
            let Some(above) = summary.above.first().filter(|_| self.is_there()) else { return };
            let from_place = (*above as usize).saturating_sub(BEFORE);
            if self.load_page(column, Wanted::At(from_place)).await && self.is_there() {
                if dom::has_focus(ticket) {
                    self.focus(ticket);
                } else {
                    self.look(column);
                }
                self.say_dropped(ticket, &from);
            }
        });
    }

    /// The list and the key of a card that is shown beyond what is loaded of it.
    fn key_beyond(self, ticket: TicketId) -> Option<(Column, SortKey)> {
        let (column, _) = self.place_of(ticket)?;
        let key = self.order.get_untracked().key(&self.card(ticket)?.facts);
        (!column.holds(&key)).then_some((column, key))
    }

    fn position(self, ticket: TicketId) -> Option<usize> {
        self.place_of(ticket).map(|(column, at)| column.above.get_untracked() + at + 1)
    }
}
