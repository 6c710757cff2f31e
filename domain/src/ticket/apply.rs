//! What an event changes. Pure folding: a ticket is the sum of its events.

use super::{Event, PersonRef, Side, Ticket};
use crate::ids::Seq;
use crate::rules::BoardRules;
use crate::time::Time;

impl Ticket {
    /// Folds events of one command into the ticket. `seq` is the command's number, `at` its time, `by` who
    /// gave it (`None`: the desk itself).
    pub fn apply(
        &mut self,
        events: &[Event],
        rules: &BoardRules,
        seq: Seq,
        at: Time,
        by: Option<&PersonRef>,
    ) {
        // A client changes the status to an open one only by writing; every other such change is an agent's (R65).
        let by_client = events.iter().any(|e| matches!(e, Event::Replied { by: Side::Client, .. }));
        self.facts.touched |= by.is_some()
            && !by_client
            && events.iter().any(|e| matches!(e, Event::Moved { to_category, .. } if to_category.is_open()));
        for event in events {
            self.apply_one(event, rules, seq, at, by);
        }
        if !events.is_empty() {
            self.facts.seq = seq;
        }
    }

    fn apply_one(&mut self, event: &Event, rules: &BoardRules, seq: Seq, at: Time, by: Option<&PersonRef>) {
        match event {
            Event::Opened { .. } | Event::Explained { .. } => {}
            Event::Moved { to, to_category, place, .. } => {
                let was_resolved = self.facts.category.is_resolved();
                self.facts.status = *to;
                self.facts.category = *to_category;
                if let Some(status) = rules.status(*to) {
                    self.facts.column = status.column;
                }
                self.facts.place.clone_from(place);
                // What is worked on again is on the board again (R22).
                self.facts.archived &= !to_category.is_open();
                if to_category.is_resolved() != was_resolved {
                    self.facts.resolved_at = to_category.is_resolved().then_some(at);
                }
                self.placed(seq, at, by);
                self.facts.updated_at = at;
            }
            Event::Placed { place } => {
                self.facts.place.clone_from(place);
                // The desk itself spaces cards anew, by which nothing moves: nobody's move is late for that.
                if by.is_some() {
                    self.placed(seq, at, by);
                }
            }
            Event::PriorityChanged { to, .. } => {
                self.facts.priority = *to;
                self.facts.updated_at = at;
                self.facts.touched = true;
            }
            Event::Assigned { to, .. } => {
                self.facts.audience.assignee = to.as_ref().map(|p| p.id);
                self.assignee_name = to.as_ref().map(|p| p.name.clone());
                self.facts.updated_at = at;
                self.facts.touched = true;
            }
            Event::Commented { .. } => {
                self.comments += 1;
                self.facts.updated_at = at;
                self.facts.touched = true;
            }
            Event::Replied { by, .. } => {
                self.messages += 1;
                self.facts.updated_at = at;
                self.facts.touched |= *by == Side::Team;
            }
            Event::ClocksSet { clocks } => self.clocks = **clocks,
            Event::SlaWarned { metric, .. } => self.clocks.of_mut(*metric).warn(),
            Event::SlaBreached { metric, .. } => self.clocks.of_mut(*metric).breach(),
            Event::Snoozed { until } => {
                self.facts.snoozed_until = Some(*until);
                self.facts.updated_at = at;
                self.facts.touched = true;
            }
            Event::Woken { .. } => {
                self.facts.snoozed_until = None;
                self.facts.updated_at = at;
            }
            Event::Archived { archived } => {
                self.facts.archived = *archived;
                self.facts.updated_at = at;
            }
            Event::Tagged { tags, on, .. } => {
                self.facts.put_tags(tags, *on);
                self.facts.updated_at = at;
                self.facts.touched = true;
            }
            Event::Undone(undone) => {
                for event in &undone.events {
                    self.apply_one(event, rules, seq, at, by);
                }
                self.facts.touched = undone.touched;
                self.facts.updated_at = undone.updated_at;
                self.facts.resolved_at = undone.resolved_at;
            }
        }
        self.facts.sla = self.clocks.face();
    }

    fn placed(&mut self, seq: Seq, at: Time, by: Option<&PersonRef>) {
        self.facts.placed_seq = seq;
        self.placed_at = at;
        self.placed_by = by.cloned();
    }
}
