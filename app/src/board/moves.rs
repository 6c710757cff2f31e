//! Moving a card: shown at once, then asked of the desk. The one way, whoever asks: menu, keyboard, dialog.

use super::action::Intent;
use super::batch::Batch;
use super::dom;
use super::move_intent::MoveIntent;
use super::state::{BoardState, light};
use crate::outbox::{new_op, send_as};
use crate::shell::SAVING_AFTER;
use domain::board::{Card, Order};
use domain::desk::Outcome;
use domain::ticket::{Also, Anchor, Around, Move, permits_change};
use domain::{Change, OpId, Refusal, StatusId, TicketId};
use leptos::prelude::*;

impl BoardState {
    /// Why a card may not have that status; `None` where it may.
    pub(super) fn refusal(self, card: &Card, status: StatusId) -> Option<String> {
        self.refusal_with(card, status, None)
    }

    /// The same, where another lane would make something else of it, too.
    pub(super) fn refusal_with(self, card: &Card, status: StatusId, also: Option<Also>) -> Option<String> {
        let to = Move { also, ..Move::to(status, card.facts.seq) };
        self.permits(card, &to).err().map(|refusal| self.session.sentence(&refusal))
    }

    /// Whether a move is allowed, once its reason is given.
    fn permits(self, card: &Card, to: &Move) -> Result<(), Refusal> {
        let around = Around { in_target_column: self.in_column(card, to.status), ..Around::default() };
        let change = Change::Move(to.clone());
        self.session.rules.with_value(|rules| {
            self.session
                .viewer
                .with_value(|viewer| permits_change(&card.facts, &change, viewer, rules, around))
        })
    }

    /// Cards of the card's department in the column of that status, where that has a limit: as the desk last counted.
    fn in_column(self, card: &Card, status: StatusId) -> u32 {
        let target = self.session.rules.with_value(|rules| rules.status(status).map(|s| s.column));
        let department = card.facts.audience.department;
        target
            .and_then(|target| self.tally.counts.with_untracked(|counts| counts.inside(department, target)))
            .unwrap_or_default()
    }

    /// Carries out a move: on the screen at once, then at the desk.
    pub(super) fn make_move(self, intent: MoveIntent) {
        self.change_all(vec![Intent::Move(intent)]);
    }

    /// Carries out a move among others that a person asked for in one go.
    pub(super) fn move_in(self, intent: MoveIntent, batch: Batch) {
        let id = intent.ticket;
        let known = self
            .cards
            .with_entry(id, |entry| (entry.truth.clone(), entry.shown.get_untracked(), entry.version()));
        let Some((truth, shown, version)) = known else {
            return batch.end(self, id, Err(String::new()));
        };
        let to = intent.to_move(version);
        let from = self.session.column_name(shown.facts.column);
        // Taking back is no move, and right after an answer who is responsible may not have come yet: the desk says.
        if intent.undoes.is_none()
            && let Err(refusal) = self.permits(&truth, &to)
        {
            return self.refused_in(&batch, id, &self.session.sentence(&refusal), Some(&from));
        }
        let op = new_op();
        let Some(pending) = self.pending(&intent, op) else {
            return batch.end(self, id, Err(String::new()));
        };
        let undo = self.way_back(&shown, intent.also);
        let flies = dom::place_of(id);
        self.cards.with_entry(id, |entry| {
            entry.expect(pending);
            entry.transient.update(|transient| transient.note = None);
            light(&entry.transient);
        });
        self.cursor.current.set(Some(id));
        self.has_moved(id);
        self.settle();
        if batch.is_alone() {
            self.follow(id, from.clone());
        }
        if let Some(from) = flies {
            dom::fly_from(id, from);
        }
        self.send_move(op, to, intent, undo, from, batch);
    }

    /// Sends a move that is shown already, and takes in what the desk says of it.
    pub(super) fn send_move(
        self,
        op: OpId,
        to: Move,
        intent: MoveIntent,
        undo: MoveIntent,
        from: String,
        batch: Batch,
    ) {
        let id = intent.ticket;
        self.mark_when_slow(id, op);
        leptos::task::spawn_local(async move {
            let change = intent.undoes.map_or(Change::Move(to), Change::Undo);
            let answer = send_as(op, change.of(id)).await;
            if !self.loader.is_there() {
                return;
            }
            let slow = self.was_slow(id);
            match answer {
                Ok(Outcome::Done(done)) => {
                    if slow {
                        self.session.announcer.polite(self.session.words.board.said_saved.to_owned());
                    }
                    self.moved(op, &done, &intent, undo, &batch);
                }
                Ok(Outcome::Refused(refusal)) => self.not_moved(op, &refusal, intent, &batch),
                Err(error) => {
                    self.give_up(id, op);
                    self.refused_in(&batch, id, error.sentence(self.session.words), Some(&from));
                }
            }
        });
    }

    /// An answer has come: whether it was waited for so long that the card says so. Now it does no more.
    pub(super) fn was_slow(self, id: TicketId) -> bool {
        let slow = self.cards.with_entry(id, |entry| {
            let slow = entry.transient.with_untracked(|transient| transient.saving);
            if slow {
                entry.transient.update(|transient| transient.saving = false);
            }
            slow
        });
        slow.unwrap_or_default()
    }

    /// Where the card is now, as an intent to come back from a move that brings `also`.
    pub(super) fn way_back(self, shown: &Card, also: Option<Also>) -> MoveIntent {
        let manual = self.query.order.get_untracked() == Order::Manual;
        let anchor = self.lists.place_of(shown.id()).filter(|_| manual).map(|(column, at)| {
            let cards = column.cards();
            Anchor { after: at.checked_sub(1).map(|above| cards[above]), before: cards.get(at + 1).copied() }
        });
        let also = also.map(|also| also.inverse(&shown.facts));
        MoveIntent { also, ..MoveIntent::new(shown.id(), shown.facts.status, anchor) }
    }

    /// Marks a change that the desk has not answered after 600 ms.
    pub(super) fn mark_when_slow(self, id: TicketId, op: OpId) {
        let mark = move || {
            let slow = self.cards.with_entry(id, |entry| {
                let slow = entry.awaits(op);
                if slow {
                    entry.transient.update(|transient| transient.saving = true);
                }
                slow
            });
            if slow == Some(true) {
                self.look_at_waiting(id);
            }
        };
        set_timeout(mark, SAVING_AFTER);
    }
}
