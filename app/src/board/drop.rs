//! Where a card may be put, what its place would be there, and the one way to put it there, for pointer, keys and menu.

use super::action::Intent;
use super::batch::Batch;
use super::layout::{self, Lying};
use super::move_intent::MoveIntent;
use super::state::{BoardState, CardList};
use crate::i18n::fill;
use crate::outbox::new_op;
use domain::TicketId;
use domain::board::{Band, Order};
use domain::text::isolated;
use domain::ticket::Anchor;
use leptos::prelude::*;
use std::cmp::Ordering;

impl BoardState {
    /// Why a card may not be dropped on a column; `None` where it may.
    #[cfg(feature = "hydrate")]
    pub(super) fn refusal_over(self, ticket: TicketId, column: CardList) -> Option<String> {
        let card = self.cards.card(ticket)?;
        let status = self.session.target_status(card.facts.column == column.id, column, &card)?;
        match column.brings(&card) {
            Ok(also) => self.refusal_with(&card, status, also),
            Err(domain::board::Swimlanes::Department) => {
                Some(self.session.words.board.lane_department_stays.to_owned())
            }
            Err(_) => Some(self.session.words.board.lane_organization_stays.to_owned()),
        }
    }

    /// The name of a list, for people: its column's, and its lane's.
    pub(super) fn list_name(self, list: CardList) -> String {
        let column = self.session.column_name(list.id);
        list.lane.map_or_else(
            || column.clone(),
            |lane| format!("{column} · {}", isolated(&self.lists.lane_name(lane))),
        )
    }

    /// In a sorted column the order decides: the slot where the card would come to lie. Before or after what is loaded
    /// the slot is that of the first or the last loaded card: more is not known.
    pub(super) fn sorted_slot(self, ticket: TicketId, column: CardList) -> (Ordering, usize) {
        let now = self.session.clock.now.get_untracked();
        let order = self.query.order.get_untracked();
        let lying = |card: &domain::board::Card| Lying {
            band: if order == Order::Sla { Band::of(&card.facts, now) } else { Band::InTime },
            key: order.key(&card.facts),
            id: card.id(),
        };
        let Some(mut card) = self.cards.card(ticket) else { return (Ordering::Equal, 0) };
        if let Some(status) = self.session.target_status(card.facts.column == column.id, column, &card)
            && let Some(pending) = {
                let also = column.brings(&card).unwrap_or_default();
                self.pending(&MoveIntent { also, ..MoveIntent::new(ticket, status, None) }, new_op())
            }
        {
            self.session.rules.with_value(|rules| pending.lay_over(&mut card, rules));
        }
        let own = lying(&card);
        let above = |id: &TicketId| {
            *id != ticket
                && self.cards.card(*id).is_some_and(|other| {
                    let other = lying(&other);
                    (other.band, &other.key) < (own.band, &own.key)
                })
        };
        let slot = column.above.get_untracked() + column.cards().iter().filter(|id| above(id)).count();
        let beyond = if column.holds(&own.key) {
            Ordering::Equal
        } else if column.next.with_untracked(|next| next.as_ref().is_some_and(|next| own.key > *next)) {
            Ordering::Greater
        } else {
            Ordering::Less
        };
        (beyond, slot)
    }

    /// "Ordenado por SLA: ficará em 3º".
    pub(super) fn sorted_text(self, ticket: TicketId, column: CardList) -> String {
        let w = &self.session.words.board;
        let (sentence, place) = match self.sorted_slot(ticket, column) {
            (Ordering::Equal, slot) => (w.sorted_pill, slot + 1),
            (Ordering::Greater, slot) => (w.sorted_after, slot),
            (Ordering::Less, slot) => (w.sorted_before, slot + 1),
        };
        fill(sentence, &[("order", self.order_name()), ("i", &place.to_string())])
    }

    /// The name of the order, for people.
    pub(super) fn order_name(self) -> &'static str {
        super::toolbar::order_name(self.session.words, self.query.order.get_untracked())
    }

    /// Drops cards on a column, in the manual order between the cards around `slot`, which is counted without
    /// them; at the column's top where there is none. The one way for pointer and keyboard.
    pub(super) fn drop_on(self, tickets: &[TicketId], column: usize, slot: Option<usize>) {
        let Some(column) = self.lists.column(column) else { return };
        let manual = self.query.is_manual();
        let cards = column.cards();
        let slot = slot.or_else(|| column.shows_top().then_some(0));
        let (mut after, before) =
            slot.map_or((None, None), |slot| layout::around_slot(&cards, tickets, slot));
        let alone = tickets.len() == 1;
        let batch = Batch::of(tickets.len(), self);
        let mut intents = vec![];
        for ticket in tickets {
            let goes = self.cards.card(*ticket).and_then(|card| {
                let own = card.facts.column == column.id;
                let stays = column.is_of(&card.facts)
                    && (!manual
                        || (alone && slot.is_some_and(|slot| layout::is_own_slot(&cards, *ticket, slot))));
                if stays && alone {
                    self.session.announcer.assertive(self.session.words.board.said_same.to_owned());
                }
                let also = column.brings(&card).unwrap_or_default();
                self.session.target_status(own, column, &card).filter(|_| !stays).map(|status| (status, also))
            });
            let Some((status, also)) = goes else {
                batch.skip(self);
                continue;
            };
            let seen = self.hold.overtaken_at(*ticket);
            let anchor = manual.then_some(Anchor { after, before });
            intents.push(Intent::Move(MoveIntent {
                seen,
                confirm: seen.is_some(),
                also,
                ..MoveIntent::new(*ticket, status, anchor)
            }));
            after = Some(*ticket);
        }
        self.change_in(intents, &batch);
    }

    /// Says that a carried card lies where it lay.
    pub(super) fn say_put_back(self, tickets: &[TicketId]) {
        let Some(card) = tickets.first().and_then(|id| self.cards.card(*id)) else { return };
        let values = [("code", card.code()), ("column", self.session.column_name(card.facts.column))];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        self.session.announcer.assertive(fill(self.session.words.board.said_cancelled, &values));
    }

    /// A card was dropped where it may not lie: the reason stands beside it.
    #[cfg(feature = "hydrate")]
    pub(super) fn refused_over(self, ticket: TicketId, column: usize, reason: &str) {
        let own = self
            .cards
            .card(ticket)
            .map(|card| self.session.column_name(card.facts.column))
            .unwrap_or_default();
        self.refused(ticket, reason, Some(&own));
        let name = self.lists.column(column).map(|column| self.list_name(column)).unwrap_or_default();
        let values = [("column", name.as_str()), ("reason", reason)];
        self.session.announcer.assertive(fill(self.session.words.board.said_refused, &values));
    }

    /// One place up or down, to the top or the end of the own column, in the manual order.
    pub(super) fn shift(self, ticket: TicketId, slots: isize) {
        let (Some((column, at)), Some(card)) = (self.lists.place_of(ticket), self.cards.card(ticket)) else {
            return;
        };
        let cards = column.cards();
        let slot = at.saturating_add_signed(slots).min(cards.len() - 1);
        if slot == at && (slots != isize::MIN || column.shows_top()) {
            return self.session.announcer.assertive(self.session.words.board.said_same.to_owned());
        }
        // The top of the column may lie above what is loaded.
        let top = slots == isize::MIN && !column.shows_top();
        let (after, before) = if top { (None, None) } else { layout::around_slot(&cards, &[ticket], slot) };
        self.make_move(MoveIntent::new(ticket, card.facts.status, Some(Anchor { after, before })));
    }

    /// To the column `step` places to the right: what the menu offers, with the reason where it is refused.
    pub(super) fn beside(
        self,
        ticket: TicketId,
        step: isize,
    ) -> Option<(CardList, Result<MoveIntent, String>)> {
        let card = self.cards.card(ticket)?;
        let from = self.lists.place_of(ticket)?.0;
        let column = self.lists.across(from, step)?;
        let status = self.session.target_status(false, column, &card)?;
        let intent = match self.refusal(&card, status) {
            Some(reason) => Err(reason),
            None => Ok(MoveIntent::new(ticket, status, None)),
        };
        Some((column, intent))
    }
}
