//! A change that is on its way: shown at once, over what the desk said last. Several lie over one another in the order
//! in which they were asked for (`ux.md` 3.4).

use domain::board::Card;
use domain::rules::BoardRules;
use domain::ticket::{PersonRef, preview};
use domain::{Change, OpId, Seq, Time};

/// A change that is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pending {
    /// Its name.
    pub(super) op: OpId,
    /// The desk has done it, by this command; the frame that shows it is still to come.
    pub(super) done: Option<Seq>,
    /// What makes the card as it is shown.
    pub(super) change: Change,
    /// Where a move puts it in the manual order: a place for the eye alone, the true one is the server's.
    pub(super) place: Option<String>,
    /// Who is responsible then, where it says who.
    pub(super) assignee: Option<PersonRef>,
    pub(super) at: Time,
}

impl Pending {
    /// Whether it is a move: its card lies where it goes, whatever filter and order say.
    pub(super) fn moves(&self) -> bool {
        matches!(self.change, Change::Move(_))
    }

    /// Whether a state of the card includes it: one that it made (`op`), or a later one.
    pub(super) fn is_in(&self, seq: Seq, op: Option<OpId>) -> bool {
        op == Some(self.op) || self.done.is_some_and(|done| seq >= done)
    }

    /// Shows a card as it will be.
    pub(super) fn lay_over(&self, card: &mut Card, rules: &BoardRules) {
        let before = card.facts.audience.assignee;
        preview(&mut card.facts, &self.change, rules, self.at);
        if card.facts.audience.assignee != before {
            card.assignee.clone_from(&self.assignee);
        }
        if let Some(place) = &self.place {
            card.facts.place.clone_from(place);
        }
    }
}
