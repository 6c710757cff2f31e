//! Others' changes wait while a card is carried, so that nothing moves under the hand, and while the person wants
//! the board to stand still (WCAG 2.2.2).

use crate::board::state::BoardState;
use crate::i18n::fill;
use domain::feed::TeamFrame;
use domain::{Seq, TicketId};
use leptos::prelude::*;

/// A frame that waits for the drop.
#[derive(Clone, Debug)]
struct Waiting {
    frame: Box<TeamFrame>,
    unread: bool,
}

/// What is held while cards are carried.
#[derive(Clone, Debug, Default)]
pub(in crate::board) struct Held {
    /// Which cards.
    carried: Vec<TicketId>,
    frames: Vec<Waiting>,
    /// Someone moved a carried card meanwhile: which, and the version to name.
    overtaken: Option<(TicketId, Seq)>,
}

impl BoardState {
    /// The cards that the pointer carries.
    pub(in crate::board) fn carried(self) -> Vec<TicketId> {
        self.held.with_value(|held| held.carried.clone())
    }

    /// Begins to hold back what others do.
    #[cfg(feature = "hydrate")]
    pub(super) fn hold_back(self, carried: Vec<TicketId>) {
        self.held.update_value(|held| held.carried = carried);
    }

    /// Takes a frame that arrives while a card is carried or the board stands still; `false` when neither is. The
    /// counts go on.
    pub(in crate::board) fn waits(self, frame: &TeamFrame, unread: bool) -> bool {
        // Who stands still works on: what they do themself is shown.
        let me = self.viewer.with_value(|viewer| viewer.person);
        let own = frame.actor.as_ref().is_some_and(|who| who.id == me);
        let stands = self.paused.get_untracked() && !own;
        let Some(overtaken) = self.held.try_update_value(|held| {
            if held.carried.is_empty() && !stands {
                return None;
            }
            held.frames.push(Waiting { frame: Box::new(frame.clone()), unread });
            Some(held.carried.contains(&frame.ticket))
        }) else {
            return false;
        };
        let Some(overtaken) = overtaken else { return false };
        if let Some(column) = frame.card.as_ref().and_then(|card| self.head_of(card.facts.column)) {
            column.waiting.update(|n| *n += 1);
        }
        if overtaken {
            self.overtake(frame);
        }
        self.count_later();
        true
    }

    fn overtake(self, frame: &TeamFrame) {
        let Some(card) = &frame.card else {
            super::cancel();
            return;
        };
        let before = self.with_entry(frame.ticket, |entry| entry.truth.facts.placed_seq);
        if before.is_some_and(|before| card.facts.placed_seq > before) {
            let name = frame.actor.as_ref().map_or(self.words.board.somebody, |who| who.name.as_str());
            let status = self.status_name(card.facts.status);
            let text = fill(self.words.board.drag_overtaken, &[("name", name), ("status", &status)]);
            self.held.update_value(|held| held.overtaken = Some((frame.ticket, card.facts.seq)));
            super::overtaken(&text);
            self.announcer.assertive(text);
        }
    }

    /// The version that the person has seen of a card that someone moved while it was carried: dropping it keeps
    /// their choice.
    pub(in crate::board) fn overtaken_at(self, ticket: TicketId) -> Option<Seq> {
        self.held.with_value(|held| held.overtaken.filter(|(of, _)| *of == ticket).map(|(_, seq)| seq))
    }

    /// Nothing is carried any more: what waited comes in, in one go, unless the board stands still.
    #[cfg(feature = "hydrate")]
    pub(super) fn put_down(self) {
        self.held.update_value(|held| {
            held.carried.clear();
            held.overtaken = None;
        });
        if !self.paused.get_untracked() {
            self.let_in();
        }
    }

    /// Stands still, or goes on with what waited.
    pub(in crate::board) fn pause(self, pause: bool) {
        self.paused.set(pause);
        if !pause {
            self.let_in();
        }
    }

    fn let_in(self) {
        let held = self.held.try_update_value(std::mem::take).unwrap_or_default();
        for column in self.heads.get_value() {
            if column.waiting.get_untracked() > 0 {
                column.waiting.set(0);
            }
        }
        if !held.frames.is_empty() {
            for Waiting { frame, unread } in held.frames {
                self.take_in(&frame, unread);
            }
            self.settle();
        }
    }
}
