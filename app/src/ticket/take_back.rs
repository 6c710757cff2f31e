//! Taking back what was done on a ticket's page or in the panel: as a whole by the desk, or a part of it.

use super::change::Changer;
use crate::i18n::{self, fill};
use crate::outbox::send;
use crate::shell::Undo;
use domain::desk::{Done, Outcome};
use domain::ticket::{Move, is_overtaken};
use domain::{Change, Refusal, Seq, StatusId};
use leptos::prelude::*;

impl Changer {
    /// Moving or answering linked the ticket to its actor (R89): they are told so, with a way back.
    pub(super) fn linked(self, done: &Done) {
        if done.linked {
            let me = self.screen.viewer.try_with_value(|viewer| viewer.person);
            let undo = Undo {
                ticket: done.ticket,
                change: Change::Assign(None),
                of: Some((Change::Assign(me), done.seq)),
                part: true,
            };
            let text = self.words.ticket.linked_by_acting;
            let undo = self.way_back(&format!("{}: {text}", done.ticket.code()), undo);
            self.say(text, Some(undo));
        }
    }

    /// To the status that it had: what came with the move, or was said with it, stays.
    pub(super) fn move_back(self, status: StatusId, seen: Seq) -> Undo {
        Undo { ticket: self.id(), change: Change::Move(Move::to(status, seen)), of: None, part: true }
    }

    /// Remembers what was done, in the list of the tab too; the answer takes it back, once.
    pub(super) fn way_back(self, text: &str, undo: Undo) -> Callback<()> {
        let id = self.history.add(text.to_owned(), vec![undo]);
        Callback::new(move |()| self.history.take(id).into_iter().for_each(|undo| self.undo(undo)))
    }

    /// Whether somebody has changed since what an action did a part of: that is not overwritten. Where the page has been left
    /// nobody knows. A whole change, and a move by its version, are held against the ticket by the desk.
    fn is_overtaken(self, undo: &Undo) -> bool {
        let Some((done, seq)) = undo.of.as_ref().filter(|_| undo.part) else { return false };
        let now = self.screen.card.try_with_untracked(|card| {
            self.screen.rules.try_with_value(|rules| is_overtaken(&card.facts, done, *seq, rules))
        });
        now.flatten().unwrap_or(true)
    }

    /// Takes something back. The ticket may be closed by now: the answer is a note of its own.
    fn undo(self, undo: Undo) {
        if self.is_overtaken(&undo) {
            return self.say(self.words.ticket.not_undone, None);
        }
        let change = match undo.of {
            Some((_, seq)) if !undo.part => Change::Undo(seq),
            _ => undo.change,
        };
        let whole = matches!(change, Change::Undo(_));
        // It is known why, and nobody is asked. The page may not show yet what is taken back, or have been left: where any
        // change may have to say why, this one does.
        let asks = self.screen.rules.try_with_value(|rules| !rules.reasons.is_empty()).unwrap_or(true);
        let change = if asks { change.because(self.words.ticket.undone) } else { change };
        leptos::task::spawn_local(async move {
            let text = match send(change.of(undo.ticket)).await {
                Ok(Outcome::Done(done)) => {
                    self.reached(&done);
                    self.words.ticket.undone.to_owned()
                }
                Ok(Outcome::Refused(Refusal::Stale { by, .. })) if whole && !by.is_empty() => {
                    fill(self.words.board.not_undone_by, &[("name", &by)])
                }
                Ok(Outcome::Refused(refusal)) => self
                    .screen
                    .rules
                    .try_with_value(|rules| i18n::refusal(self.words, rules, &refusal))
                    .unwrap_or_else(|| self.words.ticket.not_undone.to_owned()),
                Err(error) => error.sentence(self.words).to_owned(),
            };
            self.say(&text, None);
        });
    }
}
