//! What still waits for the desk, from an earlier visit or from a board that was left: shown as pending.

use super::batch::Batch;
use super::move_intent::MoveIntent;
use super::state::BoardState;
use crate::outbox::Outbox;
use domain::ticket::Move;
use domain::{Change, Command, OpId, TicketId};
use leptos::prelude::*;

impl BoardState {
    /// Takes up what waits in the tab's queue, now and whenever an earlier visit's intents are there.
    pub(super) fn take_up_queued(self, outbox: Outbox) {
        Effect::new(move |woken: Option<()>| {
            // Later ones of this visit are this board's own.
            let unanswered = outbox.unanswered(woken.is_some());
            untrack(|| {
                for (op, command) in unanswered {
                    match command {
                        Command::Change(ticket, Change::Move(to)) => self.take_up_move(op, ticket, to),
                        Command::Change(ticket, change) => self.take_up_change(op, ticket, change),
                        Command::Open(_) => {}
                    }
                }
            });
        });
    }

    fn take_up_move(self, op: OpId, ticket: TicketId, to: Move) {
        let Some(shown) = self.cards.card(ticket) else { return };
        let intent = MoveIntent::of(ticket, &to);
        let Some(pending) = self.pending(&intent, op) else { return };
        let undo = self.way_back(&shown, to.also);
        let from = self.session.column_name(shown.facts.column);
        self.cards.with_entry(ticket, |entry| entry.expect(pending));
        self.settle();
        self.send_move(op, to, intent, undo, from, Batch::of(1, self));
    }

    /// What is said is no part of a card.
    fn take_up_change(self, op: OpId, ticket: TicketId, change: Change) {
        let shown = change.plain().clone();
        if !matches!(shown, Change::Talk(_) | Change::Undo(_))
            && let Some(card) = self.cards.card(ticket)
        {
            self.send_change(op, &card, change, &shown, Batch::of(1, self));
        }
    }
}
