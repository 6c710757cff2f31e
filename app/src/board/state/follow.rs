//! The card that this person moved stays under the eye, wherever it comes to lie. In a sorted column only the desk knows
//! its place: before it answers, the card waits at the edge of what is loaded, and nothing scrolls there.

use super::ask::Came;
use super::{BoardState, CardList};
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

/// A move that is shown and not answered yet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Awaits {
    /// The name of the column that it came from.
    from: String,
    /// Where it is shown until then, from 1; nowhere if that cannot be its place.
    place: Option<usize>,
}

/// Cards that are loaded above the one that is looked for.
const BEFORE: usize = 8;

impl BoardState {
    /// This person has moved it. Where its column is not loaded it is shown all the same.
    pub(in crate::board) fn has_moved(self, ticket: TicketId) {
        self.cursor.moved.set_value(Some(Moved { ticket, awaits: None }));
    }

    /// It lies elsewhere now: the focus goes with it, as soon as its place is known. `from`: the column's name.
    pub(in crate::board) fn follow(self, ticket: TicketId, from: String) {
        let place = self.position(ticket).filter(|_| self.key_beyond(ticket).is_none());
        if place.is_some() {
            dom::focus_card_later(ticket);
        } else {
            dom::focus_quietly_later(ticket);
        }
        self.say_dropped(ticket, &from, place);
        self.cursor.moved.set_value(Some(Moved { ticket, awaits: Some(Awaits { from, place }) }));
    }

    /// The desk takes its time: until it answers, the card is looked at where it waits.
    pub(in crate::board) fn look_at_waiting(self, ticket: TicketId) {
        let waits = self.cursor.moved.try_with_value(|moved| {
            let own = moved.as_ref().filter(|moved| moved.ticket == ticket);
            own.and_then(|moved| moved.awaits.as_ref()).is_some_and(|awaits| awaits.place.is_none())
        });
        if waits == Some(true) && dom::has_focus(ticket) {
            dom::show_card(ticket);
        }
    }

    /// What was moved stays where it was.
    pub(in crate::board) fn stays(self, ticket: TicketId) {
        if self.take_awaits(ticket).is_some() && dom::has_focus(ticket) {
            dom::focus_card_later(ticket);
        }
    }

    /// The cards were laid: if the desk has told the place of the moved one by now, the focus goes there.
    pub(super) fn arrive(self) {
        let Some(ticket) = self.cursor.moved.with_value(|moved| moved.as_ref().map(|moved| moved.ticket))
        else {
            return;
        };
        let Some(Awaits { from, place }) = self.take_awaits(ticket) else { return };
        if let Some((column, key)) = self.key_beyond(ticket) {
            return self.go_to(column, key, ticket, from);
        }
        let now = self.position(ticket);
        if now.is_some() && now != place {
            if dom::has_focus(ticket) {
                dom::focus_card_later(ticket);
            }
            self.say_dropped(ticket, &from, now);
        }
    }

    /// Loads what lies around a card, and brings it under the eye of who still waits there.
    fn go_to(self, column: CardList, key: SortKey, ticket: TicketId, from: String) {
        let waits = move || {
            self.loader.is_there()
                && self.cursor.moved.get_value() == Some(Moved { ticket, awaits: None })
                && self.cursor.current.get_untracked() == Some(ticket)
                && self.lists.place_of(ticket).is_some_and(|(list, _)| list.index == column.index)
                && dom::has_focus(ticket)
        };
        leptos::task::spawn_local(async move {
            let top = Top { column: column.id, lane: column.lane, key };
            let summary = api::load_summary(self.query.asked(), vec![top]).await;
            if !waits() {
                return;
            }
            let mut came = Came::Not;
            if let Some(above) = summary.ok().and_then(|summary| summary.above.first().copied()) {
                came = self.load_page(column, Wanted::At((above as usize).saturating_sub(BEFORE))).await;
            }
            match came {
                Came::Laid if waits() => {
                    self.focus(ticket);
                    self.say_dropped(ticket, &from, self.position(ticket));
                }
                Came::Laid => self.look(column),
                // The card stays at the edge of what is loaded.
                Came::Not if waits() => {
                    self.focus(ticket);
                    self.fill(column);
                }
                Came::Not | Came::TooLate => {}
            }
        });
    }

    /// What the desk's answer is awaited for, once it is there.
    fn take_awaits(self, ticket: TicketId) -> Option<Awaits> {
        if self.cards.with_entry(ticket, |entry| entry.is_moving()) != Some(false) {
            return None;
        }
        let own =
            |moved: &mut Option<Moved>| moved.as_mut().filter(|moved| moved.ticket == ticket)?.awaits.take();
        self.cursor.moved.try_update_value(own).flatten()
    }

    /// The list and the key of a card that is shown beyond what is loaded of it.
    fn key_beyond(self, ticket: TicketId) -> Option<(CardList, SortKey)> {
        let (column, _) = self.lists.place_of(ticket)?;
        let key = self.query.order.get_untracked().key(&self.cards.card(ticket)?.facts);
        (!column.holds(&key)).then_some((column, key))
    }

    fn position(self, ticket: TicketId) -> Option<usize> {
        self.lists.place_of(ticket).map(|(column, at)| column.above.get_untracked() + at + 1)
    }
}
