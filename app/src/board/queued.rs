//! Moves that still wait for the desk, from an earlier visit or from a board that was left: shown as pending.

use super::batch::Batch;
use super::move_intent::MoveIntent;
use super::state::BoardState;
use crate::outbox::Outbox;
use leptos::prelude::*;

impl BoardState {
    /// Takes up what waits in the tab's queue, now and whenever an earlier visit's moves are there.
    pub(super) fn take_up_queued(self, outbox: Outbox) {
        Effect::new(move |woken: Option<()>| {
            // Later ones of this visit are this board's own.
            let moves = outbox.moves(woken.is_some());
            untrack(|| {
                for (op, ticket, to) in moves {
                    let Some(shown) = self.cards.card(ticket) else { continue };
                    let intent = MoveIntent::of(ticket, &to);
                    let Some(pending) = self.pending(&intent, op) else { continue };
                    let undo = self.way_back(&shown, to.also);
                    let from = self.session.column_name(shown.facts.column);
                    self.cards.with_entry(ticket, |entry| entry.expect(pending));
                    self.settle();
                    self.send_move(op, to, intent, undo, from, Batch::of(1, self));
                }
            });
        });
    }
}
