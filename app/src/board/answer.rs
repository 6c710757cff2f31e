//! What comes of a move or an action: done, refused, or another was first. Said to eyes and ears.

use super::batch::Batch;
use super::dom;
use super::move_intent::MoveIntent;
use super::state::{BoardState, Note};
use crate::i18n::fill;
use crate::outbox::{new_op, send_as};
use crate::shell::Undo;
use domain::board::Card;
use domain::desk::{Done, Outcome};
use domain::ticket::{Also, Around, inverse, permits_change};
use domain::{Category, Change, OpId, Refusal, Seq, TicketId};
use leptos::prelude::*;

impl BoardState {
    /// The desk has done it.
    pub(super) fn moved(self, op: OpId, done: &Done, intent: &MoveIntent, undo: MoveIntent, batch: &Batch) {
        let id = intent.ticket;
        self.done(id, op, done.seq);
        let code = id.code();
        let values = [("code", code.as_str()), ("status", &self.session.status_name(intent.status))];
        let w = &self.session.words.board;
        let from_cancelled = self
            .session
            .rules
            .with_value(|r| r.status(intent.status).is_some_and(|s| s.category == Category::Cancelled));
        // Who moves a free ticket becomes responsible (R89): that is told and taken back with the move.
        let undo = MoveIntent { also: undo.also.or(done.linked.then_some(Also::Assign(None))), ..undo };
        let same = undo.status == intent.status && undo.anchor.is_none() && undo.also.is_none();
        let back = (!from_cancelled && !same).then(|| Undo {
            ticket: id,
            change: Change::Move(undo.to_move(done.seq)),
            of: None,
            part: false,
        });
        let mut text = fill(w.toast_moved, &values);
        // Both changes are named: the place, and what the other lane made of it.
        if let Some(also) = intent.also {
            text = format!("{text} · {}", self.change_name(&also.into()));
        }
        if done.linked {
            text = format!("{text} · {}", w.toast_linked);
        }
        batch.end(self, id, Ok((text, back)));
    }

    /// The desk has done it: what it looks like is still shown until a frame says so.
    fn done(self, id: TicketId, op: OpId, seq: Seq) {
        self.cards.with_entry(id, |entry| entry.done(op, seq));
        self.settle();
    }

    /// Whether a change that is no move is allowed, once its reason is given.
    pub(super) fn allowed(self, card: &Card, change: &Change) -> Result<(), Refusal> {
        let around = Around::default();
        self.session.rules.with_value(|rules| {
            self.session
                .viewer
                .with_value(|viewer| permits_change(&card.facts, change, viewer, rules, around))
        })
    }

    /// Makes a change that is no move, among others that a person asked for in one go: on the screen at once, as `shown`,
    /// then at the desk, which is asked for `change`.
    pub(super) fn change_card(self, card: &Card, change: Change, shown: &Change, batch: Batch) {
        let id = card.id();
        if let Err(refusal) = self.allowed(card, &change) {
            return self.refused_in(&batch, id, &self.session.sentence(&refusal), None);
        }
        self.send_change(new_op(), card, change, shown, batch);
    }

    /// Shows a change as done, and asks the desk for it.
    pub(super) fn send_change(self, op: OpId, card: &Card, change: Change, shown: &Change, batch: Batch) {
        let id = card.id();
        let back = self.session.rules.with_value(|rules| inverse(&card.facts, shown, rules));
        let text = format!("{}: {}", card.code(), self.change_name(shown));
        let pending = self.pending_change(shown.clone(), op);
        self.cards.with_entry(id, |entry| {
            entry.expect(pending);
            entry.transient.update(|transient| transient.note = None);
        });
        self.settle();
        self.mark_when_slow(id, op);
        leptos::task::spawn_local(async move {
            let answer = send_as(op, change.clone().of(id)).await;
            if !self.loader.is_there() {
                return;
            }
            self.was_slow(id);
            let reason = match answer {
                Ok(Outcome::Done(done)) => {
                    self.done(id, op, done.seq);
                    if batch.is_alone() {
                        self.session.announcer.polite(text.clone());
                    }
                    let of = Some((change, done.seq));
                    let back = back.map(|change| Undo { ticket: id, change, of, part: false });
                    return batch.end(self, id, Ok((text, back)));
                }
                Ok(Outcome::Refused(refusal)) => self.session.sentence(&refusal),
                Err(error) => error.sentence(self.session.words).to_owned(),
            };
            self.give_up(id, op);
            self.refused_in(&batch, id, &reason, None);
        });
    }

    /// One of a batch was refused: alone, the reason stands beside the card; of several, they are listed together.
    pub(super) fn refused_in(self, batch: &Batch, id: TicketId, reason: &str, column: Option<&str>) {
        if batch.is_alone() {
            self.refused(id, reason, column);
        }
        batch.end(self, id, Err(reason.to_owned()));
    }

    /// The desk refuses: the card goes to its true place, and the reason stands beside it.
    pub(super) fn not_moved(self, op: OpId, refusal: &Refusal, intent: MoveIntent, batch: &Batch) {
        let id = intent.ticket;
        self.give_up(id, op);
        if !batch.is_alone() {
            return batch.end(self, id, Err(self.session.sentence(refusal)));
        }
        let w = &self.session.words.board;
        let code = id.code();
        match refusal {
            Refusal::Stale { by, at, status, seq } => {
                let name = if by.is_empty() { w.somebody } else { by };
                let values =
                    [("name", name), ("code", &code), ("status", &self.session.status_name(*status))];
                let seconds = (self.session.clock.now.get_untracked() - *at).num_seconds().max(0);
                let ago = match domain::time::age(seconds) {
                    Some(age) => fill(self.session.words.common.ago, &[("time", &age)]),
                    None if seconds == 0 => self.session.words.common.now.to_owned(),
                    None => fill(self.session.words.common.ago, &[("time", &format!("{seconds} s"))]),
                };
                let text = format!("{} {ago}", fill(w.note_stale, &values));
                let again = MoveIntent { seen: Some(*seq), confirm: true, undoes: None, ..intent };
                self.note(id, Note { text, again: Some(again) });
                self.session.announcer.assertive(fill(w.said_stale, &values));
            }
            other => {
                let from = self
                    .cards
                    .card(id)
                    .map(|card| self.session.column_name(card.facts.column))
                    .unwrap_or_default();
                self.refused(id, &self.session.sentence(other), Some(&from));
            }
        }
    }

    /// A change came to nothing: the card flies to its true place.
    pub(super) fn give_up(self, id: TicketId, op: OpId) {
        let flies = dom::place_of(id);
        self.cards.with_entry(id, |entry| entry.give_up(op));
        self.stays(id);
        self.settle();
        if let Some(from) = flies {
            dom::fly_from(id, from);
        }
    }

    /// Says why a card did not move, and in which column it is; or why nothing else was done to it.
    pub(super) fn refused(self, id: TicketId, reason: &str, column: Option<&str>) {
        self.note(id, Note { text: reason.to_owned(), again: None });
        let code = id.code();
        let w = &self.session.words.board;
        let sentence = if column.is_some() { w.said_failed } else { w.said_unchanged };
        let values = [("code", &*code), ("reason", reason), ("column", column.unwrap_or_default())];
        self.session.announcer.assertive(fill(sentence, &values));
    }

    fn note(self, id: TicketId, note: Note) {
        self.cards.with_entry(id, |entry| entry.transient.update(|transient| transient.note = Some(note)));
    }

    /// The note beside a card was read.
    pub(super) fn dismiss(self, id: TicketId) {
        self.cards.with_entry(id, |entry| entry.transient.update(|transient| transient.note = None));
        self.settle();
        dom::focus_card_later(id);
    }

    /// Says that a card was moved, and where it lies, if that is known.
    pub(super) fn say_dropped(self, id: TicketId, from: &str, place: Option<usize>) {
        let Some((column, _)) = self.lists.place_of(id) else { return };
        let w = &self.session.words.board;
        let sentence = if place.is_some() { w.said_dropped } else { w.said_moved };
        let values = [
            ("code", id.code()),
            ("from", from.to_owned()),
            ("to", self.session.column_name(column.id)),
            ("i", place.unwrap_or_default().to_string()),
            ("n", self.size(column).to_string()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        self.session.announcer.assertive(fill(sentence, &values));
    }
}
