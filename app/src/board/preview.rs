//! What a change makes of the page until the desk has answered.

use super::move_intent::MoveIntent;
use super::pending::Pending;
use super::state::{BoardState, CardList};
use domain::board::{Order, Swimlane, between};
use domain::ticket::{Also, Anchor, Move, PersonRef};
use domain::{Change, ColumnId, OpId, PersonId};
use leptos::prelude::*;

impl BoardState {
    /// A move as it is shown until it is answered; `None`: there is no such status.
    pub(super) fn pending(self, intent: &MoveIntent, op: OpId) -> Option<Pending> {
        let column =
            self.session.rules.with_value(|rules| rules.status(intent.status).map(|status| status.column))?;
        let place = self.place_for(intent, column);
        Some(Pending { place, ..self.pending_change(Change::Move(intent.to_move(0)), op) })
    }

    /// A change as it is shown until it is answered.
    pub(super) fn pending_change(self, change: Change, op: OpId) -> Pending {
        let assignee = match &change {
            Change::Assign(person) | Change::Move(Move { also: Some(Also::Assign(person)), .. }) => {
                person.map(|id| self.person(id))
            }
            _ => None,
        };
        let at = self.session.clock.now.get_untracked();
        Pending { op, done: None, change, place: None, assignee, at }
    }

    /// In the manual order: a key between the neighbours, for the eye until the server's comes.
    fn place_for(self, intent: &MoveIntent, column: ColumnId) -> Option<String> {
        if self.query.order.get_untracked() != Order::Manual {
            return None;
        }
        let lane = self.lists.place_of(intent.ticket).and_then(|(list, _)| list.lane);
        let lists = self.lists.lists_of(column);
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
            at.and_then(|at| cards.get(at)).and_then(|id| self.cards.card(*id)).map(|c| c.facts.place)
        };
        between(place(slot.checked_sub(1)).as_deref(), place(Some(slot)).as_deref()).ok()
    }

    /// A person of the team by name, as far as the page knows it.
    fn person(self, id: PersonId) -> PersonRef {
        let me = self.session.viewer.with_value(|viewer| (viewer.person == id).then(|| viewer.name.clone()));
        let colleague = || {
            self.in_hand.colleagues.with_untracked(|all| {
                all.iter().find(|load| load.person.id == id).map(|load| load.person.name.clone())
            })
        };
        let name = me.or_else(colleague).unwrap_or_else(|| self.lists.lane_name(Swimlane::Agent(Some(id))));
        PersonRef { id, name }
    }
}
