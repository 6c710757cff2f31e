//! What comes of a move or a deed: done, refused, or another was first. Said to eyes and ears.

use super::deed::{Back, Batch, Deed};
use super::dom;
use super::moves::{Note, Wish};
use super::state::BoardState;
use crate::api::send;
use crate::i18n::fill;
use crate::shell::Toast;
use domain::desk::{Done, Outcome};
use domain::ticket::{Around, check};
use domain::{Category, Command, OpId, Refusal, TicketId};
use leptos::prelude::*;

impl BoardState {
    /// The desk has done it.
    pub(super) fn moved(self, op: OpId, done: &Done, wish: &Wish, undo: Wish, batch: &Batch) {
        let id = wish.ticket;
        self.with_entry(id, |entry| {
            if entry.truth.facts.seq >= done.seq {
                if entry.pending.as_ref().is_some_and(|pending| pending.op == op) {
                    entry.pending = None;
                    entry.show();
                }
            } else if let Some(pending) = entry.pending.as_mut().filter(|pending| pending.op == op) {
                pending.done = Some(done.seq);
            }
        });
        self.settle();
        let code = id.code();
        let values = [("code", code.as_str()), ("status", &self.status_name(wish.status))];
        let w = &self.words.board;
        let from_cancelled = self
            .rules
            .with_value(|r| r.status(wish.status).is_some_and(|s| s.category == Category::Cancelled));
        let same = undo.status == wish.status && undo.anchor.is_none() && undo.also.is_none();
        let back = (!from_cancelled && !same).then_some(Back::Move(Wish { seen: Some(done.seq), ..undo }));
        let mut text = fill(w.toast_moved, &values);
        // Both changes are named: the place, and what the other lane made of it.
        if let Some(deed) = wish.also.map(Deed::from) {
            text = format!("{text} · {}", self.deed_name(&deed));
        }
        batch.end(self, id, Ok((text, back)));
        if done.linked {
            let back = Callback::new(move |()| self.command(id, Command::Assign(id, None)));
            self.toasts.show(Toast { text: fill(w.toast_linked, &values), undo: Some(back) });
        }
    }

    /// Whether a command that is not a move is allowed.
    pub(super) fn may(self, ticket: TicketId, command: &Command) -> bool {
        let Some(card) = self.card(ticket) else { return false };
        self.rules.with_value(|rules| {
            self.viewer.with_value(|viewer| {
                check(Some(&card.facts), command, viewer, rules, Around::default()).is_ok()
            })
        })
    }

    /// A command that is not a move: the frame shows its effect; a refusal is said beside the card.
    pub(super) fn command(self, id: TicketId, command: Command) {
        self.command_in(id, command, Batch::quiet(), String::new(), None);
    }

    /// A command among others that a person asked for in one go. `text`: what is said of it; `back`: how to take it
    /// back.
    pub(super) fn command_in(
        self,
        id: TicketId,
        command: Command,
        batch: Batch,
        text: String,
        back: Option<Back>,
    ) {
        let Some(card) = self.card(id) else { return batch.end(self, id, Err(String::new())) };
        let column = self.column_name(card.facts.column);
        let allowed = self.rules.with_value(|rules| {
            self.viewer
                .with_value(|viewer| check(Some(&card.facts), &command, viewer, rules, Around::default()))
        });
        if let Err(refusal) = allowed {
            return self.refused_in(&batch, id, &self.sentence(&refusal), &column);
        }
        leptos::task::spawn_local(async move {
            let answer = send(command).await;
            if !self.is_there() {
                return;
            }
            match answer {
                Ok(Outcome::Done(_)) => batch.end(self, id, Ok((text, back))),
                Ok(Outcome::Refused(refusal)) => {
                    self.refused_in(&batch, id, &self.sentence(&refusal), &column);
                }
                Err(error) => self.refused_in(&batch, id, error.sentence(self.words), &column),
            }
        });
    }

    /// One of a batch was refused: alone, the reason stands beside the card; of several, they are listed together.
    pub(super) fn refused_in(self, batch: &Batch, id: TicketId, reason: &str, column: &str) {
        if batch.is_alone() {
            self.refused(id, reason, column);
        }
        batch.end(self, id, Err(reason.to_owned()));
    }

    /// The desk refuses: the card goes to its true place, and the reason stands beside it.
    pub(super) fn not_moved(self, op: OpId, refusal: &Refusal, wish: Wish, batch: &Batch) {
        let id = wish.ticket;
        self.give_up(id, op);
        if !batch.is_alone() {
            return batch.end(self, id, Err(self.sentence(refusal)));
        }
        let w = &self.words.board;
        let code = id.code();
        match refusal {
            Refusal::Stale { by, at, status, seq } => {
                let name = if by.is_empty() { w.somebody } else { by };
                let values = [("name", name), ("code", &code), ("status", &self.status_name(*status))];
                let seconds = (self.clock.now.get_untracked() - *at).num_seconds().max(0);
                let ago = match domain::time::age(seconds) {
                    Some(age) => fill(self.words.common.ago, &[("time", &age)]),
                    None if seconds == 0 => self.words.common.now.to_owned(),
                    None => fill(self.words.common.ago, &[("time", &format!("{seconds} s"))]),
                };
                let text = format!("{} {ago}", fill(w.note_stale, &values));
                let again = Wish { seen: Some(*seq), confirm: true, ..wish };
                self.note(id, Note { text, again: Some(again) });
                self.announcer.assertive(fill(w.said_stale, &values));
            }
            other => {
                let from = self.card(id).map(|card| self.column_name(card.facts.column)).unwrap_or_default();
                self.refused(id, &self.sentence(other), &from);
            }
        }
    }

    pub(super) fn give_up(self, id: TicketId, op: OpId) {
        self.with_entry(id, |entry| {
            if entry.pending.as_ref().is_some_and(|pending| pending.op == op) {
                entry.give_up();
            }
        });
        self.settle();
    }

    /// Says why a card did not move, to eyes and ears.
    pub(super) fn refused(self, id: TicketId, reason: &str, column: &str) {
        self.note(id, Note { text: reason.to_owned(), again: None });
        let values = [("code", id.code()), ("reason", reason.to_owned()), ("column", column.to_owned())];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        self.announcer.assertive(fill(self.words.board.said_failed, &values));
    }

    fn note(self, id: TicketId, note: Note) {
        self.with_entry(id, |entry| entry.passing.update(|passing| passing.note = Some(note)));
    }

    /// The note beside a card was read.
    pub(super) fn dismiss(self, id: TicketId) {
        self.with_entry(id, |entry| entry.passing.update(|passing| passing.note = None));
        self.settle();
        dom::focus_card_later(id);
    }

    pub(super) fn say_dropped(self, id: TicketId, from: &str) {
        let Some((column, at)) = self.place_of(id) else { return };
        let values = [
            ("code", id.code()),
            ("from", from.to_owned()),
            ("to", self.column_name(column.id)),
            ("i", (at + 1).to_string()),
            ("n", column.cards().len().to_string()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        self.announcer.assertive(fill(self.words.board.said_dropped, &values));
    }
}
