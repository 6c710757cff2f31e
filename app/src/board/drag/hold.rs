//! Others' changes wait while a card is carried, so that nothing moves under the hand, and while the person wants
//! the board to stand still (WCAG 2.2.2).

use crate::board::held::Waiting;
use crate::board::state::BoardState;
use crate::i18n::fill;
use crate::shell::Toast;
use domain::feed::TeamFrame;
use domain::{ColumnId, TicketId};
use leptos::prelude::*;
use std::time::Duration;

/// Others' changes wait for so long at most; those of the column under the carried card wait for the drop
/// (`ux.md` 3.5).
const AT_MOST: Duration = Duration::from_secs(10);

/// What has waited for long enough, by what happens in which columns: a change goes `from` the column where the card
/// is shown `into` the one where it is now. What concerns a carried card, or the column under it, waits on. A ticket's
/// later frame may come before an earlier one: a frame is state, and an older state changes nothing.
fn waits_on(
    ticket: TicketId,
    from: Option<ColumnId>,
    into: Option<ColumnId>,
    carried: &[TicketId],
    under: Option<ColumnId>,
) -> bool {
    carried.contains(&ticket) || (under.is_some() && (from == under || into == under))
}

impl BoardState {
    /// Takes a frame that arrives while a card is carried or the board stands still; `false` when neither is. The
    /// counts go on.
    pub(in crate::board) fn waits(self, frame: &TeamFrame, unread: bool) -> bool {
        // Who stands still works on: what they do themself is shown.
        let me = self.session.viewer.with_value(|viewer| viewer.person);
        let own = frame.actor.as_ref().is_some_and(|who| who.id == me);
        let stands = self.hold.paused.get_untracked() && !own;
        let Some(overtaken) = self.hold.held.try_update_value(|held| {
            if held.carried.is_empty() && !stands {
                return None;
            }
            held.frames.push(Waiting { frame: Box::new(frame.clone()), unread, own });
            Some(held.carried.contains(&frame.ticket))
        }) else {
            return false;
        };
        let Some(overtaken) = overtaken else { return false };
        let column = frame.card.as_ref().and_then(|card| self.lists.head_of(card.facts.column));
        if let Some(column) = column.filter(|_| !own) {
            column.waiting.update(|n| *n += 1);
        }
        self.let_in_later();
        if overtaken && !own {
            self.overtake(frame);
        }
        self.count_later();
        true
    }

    fn overtake(self, frame: &TeamFrame) {
        let Some(card) = &frame.card else {
            if let Some(hand) = self.hold.hand() {
                (hand.gone)(frame.ticket);
            }
            let text = fill(self.session.words.board.drag_gone, &[("code", &frame.ticket.code())]);
            self.session.announcer.assertive(text.clone());
            return self.session.toasts.show(Toast { text, undo: None });
        };
        let before = self.cards.with_entry(frame.ticket, |entry| entry.truth.facts.placed_seq);
        if before.is_some_and(|before| card.facts.placed_seq > before) {
            let name =
                frame.actor.as_ref().map_or(self.session.words.board.somebody, |who| who.name.as_str());
            let status = self.session.status_name(card.facts.status);
            let text = fill(self.session.words.board.drag_overtaken, &[("name", name), ("status", &status)]);
            self.hold.held.update_value(|held| held.overtaken = Some((frame.ticket, card.facts.seq)));
            if let Some(hand) = self.hold.hand() {
                (hand.overtaken)(&text);
            }
            self.session.announcer.assertive(text.clone());
            // In the hand of the keyboard there is no copy to write it on.
            if self.in_hand.keyboard_drag.with_untracked(Option::is_some) {
                self.session.toasts.show(Toast { text, undo: None });
            }
        }
    }

    /// Nothing is carried any more: what waited comes in, in one go, unless the board stands still.
    #[cfg(feature = "hydrate")]
    pub(in crate::board) fn put_down(self) {
        self.hold.held.update_value(|held| {
            held.carried.clear();
            held.overtaken = None;
            if let Some(timer) = held.timer.take() {
                timer.clear();
            }
        });
        if !self.hold.paused.get_untracked() {
            self.let_in();
        }
    }

    /// Stands still, or goes on with what waited: at once, or when the card in the hand is dropped.
    pub(in crate::board) fn pause(self, pause: bool) {
        self.hold.paused.set(pause);
        if pause {
            return;
        }
        if self.hold.carried().is_empty() {
            self.let_in();
        } else {
            self.let_in_later();
        }
    }

    /// Sees to it that what waits while a card is carried does not wait for ever.
    fn let_in_later(self) {
        if self.hold.held.with_value(|held| held.timer.is_some() || held.carried.is_empty()) {
            return;
        }
        let due = move || {
            if self.loader.is_there() {
                self.let_in_some();
            }
        };
        if let Ok(timer) = set_timeout_with_handle(due, AT_MOST) {
            self.hold.held.update_value(|held| held.timer = Some(timer));
        }
    }

    /// What has waited for too long comes in, although a card is carried: all but what would move under the hand.
    fn let_in_some(self) {
        let hand = self.hold.hand();
        let under =
            hand.and_then(|hand| (hand.under)()).and_then(|at| self.lists.column(at)).map(|column| column.id);
        let frames = self.hold.held.try_update_value(|held| {
            held.timer = None;
            std::mem::take(&mut held.frames)
        });
        // Who wants the board to stand still waits for as long as they like.
        let paused = self.hold.paused.get_untracked();
        let carried = self.hold.carried();
        let (wait, come): (Vec<_>, Vec<_>) = frames.unwrap_or_default().into_iter().partition(|waiting| {
            let ticket = waiting.frame.ticket;
            let from = self.cards.card(ticket).map(|card| card.facts.column);
            paused || waits_on(ticket, from, waiting.column(), &carried, under)
        });
        for column in self.lists.heads.get_value() {
            let others = wait.iter().filter(|waiting| !waiting.own && waiting.column() == Some(column.id));
            let count = others.count();
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            if column.waiting.get_untracked() != count {
                column.waiting.set(count);
            }
        }
        self.hold.held.update_value(|held| held.frames = wait);
        self.take_in_all(come);
        if !paused {
            if let Some(hand) = hand {
                (hand.judge_again)(self);
            }
            // What is under the hand now may be elsewhere in another ten seconds.
            if self.hold.held.with_value(|held| !held.frames.is_empty()) {
                self.let_in_later();
            }
        }
    }

    fn let_in(self) {
        let frames =
            self.hold.held.try_update_value(|held| std::mem::take(&mut held.frames)).unwrap_or_default();
        for column in self.lists.heads.get_value() {
            if column.waiting.get_untracked() > 0 {
                column.waiting.set(0);
            }
        }
        self.take_in_all(frames);
    }

    /// Takes changes in, in one go.
    fn take_in_all(self, frames: Vec<Waiting>) {
        if frames.is_empty() {
            return;
        }
        for Waiting { frame, unread, .. } in frames {
            self.take_in(&frame, unread);
        }
        self.settle();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_would_move_under_the_hand_waits_for_the_drop_and_everything_else_comes_in() {
        let id = |n| TicketId(Uuid::from_u128(n));
        let [new, active, done] = [1, 2, 3].map(|n| Some(ColumnId(n)));
        let carried = [id(1)];
        let waits = |ticket, from, into, under| waits_on(id(ticket), from, into, &carried, under);
        assert!(waits(2, new, active, active), "it would come in under the hand");
        assert!(waits(2, active, done, active), "it would go from under the hand");
        assert!(waits(2, active, active, active), "it would change under the hand");
        assert!(waits(2, active, None, active), "it would vanish from under the hand");
        assert!(!waits(2, new, done, active));
        assert!(!waits(2, None, done, active), "it was not loaded");
        assert!(!waits(2, None, None, None), "between columns there is nothing under the hand");
        assert!(!waits(2, new, active, None));
        assert!(waits(1, new, done, None), "the carried card itself stays in the hand");
    }
}
