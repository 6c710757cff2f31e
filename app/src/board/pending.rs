//! A change that is on its way: shown at once, over what the desk said last. Several lie over one another in the order
//! in which they were asked for (`ux.md` 3.4).

use super::action::Action;
use domain::board::Card;
use domain::sla::FaceState;
use domain::ticket::PersonRef;
use domain::{Category, ColumnId, OpId, Seq, StatusId, Time};

/// A change that is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pending {
    /// Its name.
    pub(super) op: OpId,
    /// The desk has done it, by this command; the frame that shows it is still to come.
    pub(super) done: Option<Seq>,
    /// Where a move goes.
    pub(super) to: Option<Target>,
    /// What an action makes of the card; a move into another lane does so, too.
    pub(super) action: Option<Action>,
    /// Who is responsible then.
    pub(super) assignee: Option<PersonRef>,
    pub(super) at: Time,
}

/// Where a move goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) status: StatusId,
    pub(super) category: Category,
    pub(super) column: ColumnId,
    /// A place for the eye alone: the true one is the server's.
    pub(super) place: Option<String>,
}

impl Pending {
    /// Whether it is a move: its card lies where it goes, whatever filter and order say.
    pub(super) fn moves(&self) -> bool {
        self.to.is_some()
    }

    /// Whether a state of the card includes it: one that it made (`op`), or a later one.
    pub(super) fn is_in(&self, seq: Seq, op: Option<OpId>) -> bool {
        op == Some(self.op) || self.done.is_some_and(|done| seq >= done)
    }

    /// Shows a card as it will be.
    pub(super) fn lay_over(&self, card: &mut Card) {
        if let Some(to) = &self.to {
            to.lay_over(card, self.at);
        }
        let facts = &mut card.facts;
        facts.updated_at = facts.updated_at.max(self.at);
        match &self.action {
            Some(Action::Assign(person)) => {
                facts.audience.assignee = *person;
                card.assignee.clone_from(&self.assignee);
            }
            Some(Action::Priority(priority)) => facts.priority = *priority,
            Some(Action::Snooze(until)) => facts.snoozed_until = *until,
            Some(Action::Archive(archived)) => facts.archived = *archived,
            Some(Action::Tag(tag, on)) => facts.put_tags(&[*tag], *on),
            Some(Action::Move(_)) | None => {}
        }
    }
}

impl Target {
    fn lay_over(&self, card: &mut Card, at: Time) {
        let facts = &mut card.facts;
        if facts.category != self.category {
            if self.category.is_resolved() {
                facts.sla.late |= facts.sla.is_late(at);
                facts.sla.state = FaceState::Met;
                facts.resolved_at = facts.resolved_at.or(Some(at));
            } else {
                facts.resolved_at = None;
                if self.category == Category::Cancelled {
                    facts.sla.state = FaceState::None;
                }
            }
        }
        facts.status = self.status;
        facts.category = self.category;
        facts.column = self.column;
        if let Some(place) = &self.place {
            facts.place.clone_from(place);
        }
    }
}
