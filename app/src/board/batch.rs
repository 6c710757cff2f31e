//! What is done to one card or to many in one go, how it is told, and how it is taken back.

use super::action::{Action, Intent};
use super::move_intent::MoveIntent;
use super::state::{BoardState, Entry};
use crate::i18n::fill;
use crate::shell::{Awaited, Toast, Undo};
use domain::ticket::is_overtaken;
use domain::{Change, TicketId};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// Moves and actions that a person asked for in one go: they are told of together. No signal holds it: it outlives the
/// menu or the dialog that asked.
#[derive(Clone)]
pub(super) struct Batch(Rc<RefCell<Together>>);

#[derive(Clone)]
struct Together {
    /// Asked for one by itself.
    alone: bool,
    all: usize,
    left: usize,
    /// It takes something back: that is not taken back in turn.
    undoes: bool,
    /// It may be taken back before it is answered.
    awaited: Option<Awaited>,
    text: String,
    back: Vec<Undo>,
    failed: Vec<(TicketId, String)>,
}

impl Batch {
    fn new(count: usize, undoes: bool, awaited: Option<Awaited>) -> Self {
        let text = String::new();
        Self(Rc::new(RefCell::new(Together {
            alone: count == 1,
            all: count,
            left: count,
            undoes,
            awaited,
            text,
            back: vec![],
            failed: vec![],
        })))
    }

    /// So many in one go.
    pub(super) fn of(count: usize, state: BoardState) -> Self {
        Self::new(count, false, Some(state.session.toasts.awaits()))
    }

    /// Nothing has to be done to one of them.
    pub(super) fn skip(&self, state: BoardState) {
        self.close(state, |together| together.all = together.all.saturating_sub(1));
    }

    /// Whether it is one alone.
    pub(super) fn is_alone(&self) -> bool {
        self.0.borrow().alone
    }

    /// One of them is done (what is said of it, and how to take it back) or refused (why).
    pub(super) fn end(&self, state: BoardState, id: TicketId, end: Result<(String, Option<Undo>), String>) {
        self.close(state, |together| match end {
            Ok((text, back)) => {
                together.text = text;
                together.back.extend(back);
            }
            Err(reason) => together.failed.push((id, reason)),
        });
    }

    fn close(&self, state: BoardState, one: impl FnOnce(&mut Together)) {
        let whole = {
            let mut together = self.0.borrow_mut();
            together.left = together.left.saturating_sub(1);
            one(&mut together);
            (together.left == 0).then(|| Together { awaited: together.awaited.take(), ..together.clone() })
        };
        if let Some(together) = whole {
            state.tell(together);
        }
    }
}

impl BoardState {
    /// Does it to all of these cards.
    pub(super) fn carry_out(self, tickets: &[TicketId], action: &Action) {
        self.change_all(tickets.iter().map(|ticket| Intent::of(*ticket, action)).collect());
    }

    /// Makes all of these changes, which a person asked for in one go.
    pub(super) fn change_all(self, intents: Vec<Intent>) {
        let batch = Batch::of(intents.len(), self);
        self.change_in(intents, &batch);
    }

    /// The same among others. Where one of them says why, it is asked first, once for all.
    pub(super) fn change_in(self, intents: Vec<Intent>, batch: &Batch) {
        if intents.iter().any(|intent| self.lacks_reason(intent)) {
            return self.ask_why(intents);
        }
        self.change_because(intents, None, batch);
    }

    /// Makes changes, and says why where it was asked.
    pub(super) fn change_because(self, intents: Vec<Intent>, reason: Option<&str>, batch: &Batch) {
        // It is made once, and then put on all of them.
        if let Some(Intent::NewTag(_, name)) = intents.first() {
            let cards = intents.iter().map(Intent::ticket).collect();
            return self.put_new(cards, name.clone(), reason.map(str::to_owned));
        }
        for intent in intents {
            match intent {
                Intent::NewTag(ticket, _) => batch.end(self, ticket, Err(String::new())),
                Intent::Move(to) => {
                    let reason = reason.map(str::to_owned).or(to.reason);
                    self.move_in(MoveIntent { reason, ..to }, batch.clone());
                }
                Intent::Do(ticket, change) => {
                    let Some(card) = self.cards.card(ticket) else {
                        batch.end(self, ticket, Err(String::new()));
                        continue;
                    };
                    self.change_card(&card, change.clone().with_reason(reason), &change, batch.clone());
                }
            }
        }
    }

    /// All of a batch is answered.
    fn tell(self, together: Together) {
        let w = &self.session.words.board;
        let done = together.all - together.failed.len();
        if !together.alone {
            let values = [("n", done.to_string()), ("m", together.failed.len().to_string())];
            let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
            let said = if together.failed.is_empty() { w.said_bulk } else { w.said_bulk_failed };
            let text = fill(said, &values);
            self.session.announcer.assertive(text.clone());
            self.selection.failures.update(|failures| {
                failures.retain(|(id, _)| !together.failed.iter().any(|(other, _)| other == id));
                failures.extend(together.failed.iter().cloned());
            });
            self.remember(Together { text, ..together });
        } else if done == 1 {
            self.remember(together);
        }
    }

    /// Remembers what was done, and shows it with a way back.
    fn remember(self, Together { text, back, undoes, awaited, .. }: Together) {
        if undoes {
            let text = fill(self.session.words.board.undone, &[("what", &text)]);
            self.session.announcer.polite(text.clone());
            return self.session.toasts.show(Toast { text, undo: None });
        }
        if back.is_empty() {
            return;
        }
        let id = self.session.history.add(text.clone(), back);
        let toast = Toast { text, undo: Some(Callback::new(move |()| self.take_back(id))) };
        match awaited {
            Some(awaited) => self.session.toasts.tell(&awaited, toast),
            None => self.session.toasts.show(toast),
        }
    }

    /// Takes back what was done, all of it.
    pub(super) fn take_back(self, id: u32) {
        let back = self.session.history.take(id);
        let batch = Batch::new(back.len(), true, None);
        for one in back {
            match one.change {
                Change::Move(to) => {
                    let back = MoveIntent::of(one.ticket, &to);
                    let intent = if one.part {
                        MoveIntent { reason: Some(self.session.words.ticket.undone.to_owned()), ..back }
                    } else {
                        MoveIntent { undoes: Some(to.seen), ..back }
                    };
                    self.move_in(intent, batch.clone());
                }
                _ => self.take_back_change(&one, &batch),
            }
        }
    }

    /// Takes back a change, unless the card was changed otherwise since the command that made it.
    fn take_back_change(self, one: &Undo, batch: &Batch) {
        let ticket = one.ticket;
        let undo = |entry: &mut Entry| {
            let (done, seq) = one.of.as_ref()?;
            let overtaken =
                self.session.rules.with_value(|rules| is_overtaken(&entry.truth.facts, done, *seq, rules));
            // It is known why a part is taken back; the whole is never asked.
            let part = || one.change.clone().because(self.session.words.ticket.undone);
            let undo = if one.part { part() } else { Change::Undo(*seq) };
            (!overtaken).then(|| (entry.shown.get_untracked(), undo))
        };
        if let Some((card, undo)) = self.cards.with_entry(ticket, undo).flatten() {
            self.change_card(&card, undo, &one.change, batch.clone());
        } else {
            let by = self.cards.entry(ticket).and_then(|entry| entry.changed_by);
            let reason = by.map_or_else(
                || self.session.words.ticket.not_undone.to_owned(),
                |name| fill(self.session.words.board.not_undone_by, &[("name", &name)]),
            );
            self.refused_in(batch, ticket, &reason, None);
        }
    }

    /// Takes back the last thing that can be. `false`: there is none.
    pub(super) fn take_last_back(self) -> bool {
        let last = self.session.history.last();
        if let Some(id) = last {
            self.take_back(id);
        }
        last.is_some()
    }
}
