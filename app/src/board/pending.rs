//! A change that is on its way: shown at once, over what the desk said last. Several lie over one another in the order
//! in which they were asked for (`ux.md` 3.4).

use super::action::Action;
use super::moves::MoveIntent;
use super::state::{BoardState, CardList};
use domain::board::{Card, Order, Swimlane, between};
use domain::sla::FaceState;
use domain::ticket::{Anchor, PersonRef};
use domain::{Category, ColumnId, OpId, PersonId, Seq, StatusId, Time};
use leptos::prelude::*;

/// A change that is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pending {
    /// Its name.
    pub(super) op: OpId,
    /// The desk has done it, by this command; the frame that shows it is still to come.
    pub(super) done: Option<Seq>,
    /// Where a move goes.
    to: Option<Target>,
    /// What an action makes of the card; a move into another lane does so, too.
    action: Option<Action>,
    /// Who is responsible then.
    assignee: Option<PersonRef>,
    at: Time,
}

/// Where a move goes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Target {
    status: StatusId,
    category: Category,
    column: ColumnId,
    /// A place for the eye alone: the true one is the server's.
    place: Option<String>,
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

impl BoardState {
    /// A move as it is shown until it is answered; `None`: there is no such status.
    pub(super) fn pending(self, intent: &MoveIntent, op: OpId) -> Option<Pending> {
        let status = self.rules.with_value(|rules| rules.status(intent.status).cloned())?;
        let to = Target {
            status: status.id,
            category: status.category,
            column: status.column,
            place: self.place_for(intent, status.column),
        };
        Some(Pending { to: Some(to), ..self.pending_action(intent.also.map(Action::from), op) })
    }

    /// An action as it is shown until it is answered.
    pub(super) fn pending_action(self, action: Option<Action>, op: OpId) -> Pending {
        let assignee = match &action {
            Some(Action::Assign(person)) => person.map(|id| self.person(id)),
            _ => None,
        };
        Pending { op, done: None, to: None, action, assignee, at: self.clock.now.get_untracked() }
    }

    /// In the manual order: a key between the neighbours, for the eye until the server's comes.
    fn place_for(self, intent: &MoveIntent, column: ColumnId) -> Option<String> {
        if self.order.get_untracked() != Order::Manual {
            return None;
        }
        let lane = self.place_of(intent.ticket).and_then(|(list, _)| list.lane);
        let lists = self.lists_of(column);
        // Beside its neighbour, or in its own lane.
        let beside = intent.anchor.and_then(|anchor| anchor.after.or(anchor.before));
        let list = lists.iter().find(|list| beside.is_some_and(|id| list.cards().contains(&id)));
        let list = list.or_else(|| lists.iter().find(|list| list.lane == lane));
        let mut cards = list.copied().map(CardList::cards)?;
        let before = cards.len();
        cards.retain(|id| *id != intent.ticket);
        if intent.anchor.is_none() && cards.len() < before {
            return None;
        }
        let Anchor { after, before } = intent.anchor.unwrap_or_default();
        let find = |id| cards.iter().position(|c| *c == id);
        let slot = after.and_then(find).map(|at| at + 1).or_else(|| before.and_then(find)).unwrap_or(0);
        let place = |at: Option<usize>| {
            at.and_then(|at| cards.get(at)).and_then(|id| self.card(*id)).map(|c| c.facts.place)
        };
        between(place(slot.checked_sub(1)).as_deref(), place(Some(slot)).as_deref()).ok()
    }

    /// A person of the team by name, as far as the page knows it.
    fn person(self, id: PersonId) -> PersonRef {
        let me = self.viewer.with_value(|viewer| (viewer.person == id).then(|| viewer.name.clone()));
        let colleague = || {
            self.colleagues.with_untracked(|all| {
                all.iter().find(|load| load.person.id == id).map(|load| load.person.name.clone())
            })
        };
        let name = me.or_else(colleague).unwrap_or_else(|| self.lane_name(Swimlane::Agent(Some(id))));
        PersonRef { id, name }
    }
}
