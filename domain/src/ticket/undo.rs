//! Taking back what one did: as if it had not been. What a command changed is not guessed from what it asked for, but
//! told by the ticket's own log, which is folded once more without it: clocks run on as though they had never stopped, a
//! promise that only the undone move had met is owed again, and what was unread, put off or archived is so again.

use super::event::is_public;
use super::permit::team_in_department;
use super::{Event, Facts, PersonRef, Refusal, Ticket, Undone, WokenBy, wake};
use crate::ids::{ColumnId, Seq};
use crate::people::Actor;
use crate::rules::BoardRules;
use crate::sla::{ClockState, Clocks};
use crate::time::Time;
use chrono::TimeDelta;

/// For how long clients forget what was taken back, and that it was. Later both stand in their log: they may have acted
/// on it.
pub const UNDO_MINUTES: i64 = 10;

/// A command of a ticket's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Its number.
    pub seq: Seq,
    /// When.
    pub at: Time,
    /// Whose; `None`: the desk's own.
    pub by: Option<PersonRef>,
    /// What it made happen.
    pub events: Vec<Event>,
}

/// A ticket as it was before a command, and as it is.
#[derive(Debug)]
pub struct Before<'a> {
    rules: &'a BoardRules,
    now: &'a Ticket,
    then: Ticket,
    of: Seq,
    forgotten: Option<(Seq, i64)>,
}

/// Whose command it was, and whether it can be taken back, the log tells.
pub(super) fn check(ticket: &Facts, actor: &Actor) -> Result<(), Refusal> {
    if actor.asked_for(&ticket.audience) { Ok(()) } else { team_in_department(ticket, actor) }
}

/// What the ticket was before the actor's own command `of`. Refused where something else has happened to it since, and
/// for what was said: a message has been read.
pub fn before<'a>(
    ticket: &'a Ticket,
    of: Seq,
    actor: &Actor,
    log: &[Past],
    rules: &'a BoardRules,
    now: Time,
) -> Result<Before<'a>, Refusal> {
    let at = log.iter().position(|past| past.seq == of).ok_or(Refusal::NotPermitted)?;
    let (earlier, rest) = log.split_at(at);
    let Some((done, later)) = rest.split_first() else { return Err(Refusal::NotPermitted) };
    let own = done.by.as_ref().is_some_and(|by| by.id == actor.person);
    if !own || !done.events.iter().all(may_be_undone) {
        return Err(Refusal::NotPermitted);
    }
    let mut then = blank(ticket, log, rules).ok_or(Refusal::NotPermitted)?;
    for past in earlier {
        then.apply(&past.events, rules, past.seq, past.at, past.by.as_ref());
    }
    // What was done since and taken back is as if it had not been either.
    let taken_back: Vec<Seq> = later.iter().filter_map(undoes).collect();
    for past in later {
        let both = taken_back.contains(&past.seq) || undoes(past).is_some();
        if both && !taken_back.contains(&of) {
            continue;
        }
        if !leaves_room(past) {
            let by = past.by.as_ref().map(|by| by.name.clone()).unwrap_or_default();
            let (status, seq) = (ticket.facts.status, ticket.facts.seq);
            return Err(Refusal::Stale { by, at: past.at, status, seq });
        }
        let mut events: Vec<Event> =
            past.events.iter().filter(|event| would_be(event, &then.clocks)).cloned().collect();
        // It would have woken it, also where the command had done so already.
        events.extend(wake::wakes(&then, &events));
        then.apply(&events, rules, past.seq, past.at, past.by.as_ref());
    }
    let fresh = now - done.at <= TimeDelta::minutes(UNDO_MINUTES);
    let forgotten = (fresh && is_public(&done.events)).then(|| known_before(earlier)).flatten();
    Ok(Before { rules, now: ticket, then, of, forgotten })
}

impl Before<'_> {
    /// Where the card lay, if it lies elsewhere now: in that column, at that place where it is known.
    pub fn place(&self) -> Option<(ColumnId, Option<&str>)> {
        let (then, now) = (&self.then.facts, &self.now.facts);
        let moved = then.column != now.column || then.place != now.place;
        moved.then(|| (then.column, Some(then.place.as_str()).filter(|place| !place.is_empty())))
    }

    /// What makes the ticket as it was. `place`: where the card comes to lie, if it lies elsewhere now.
    pub fn events(self, place: Option<String>) -> Vec<Event> {
        let Self { rules, now, then, of, forgotten } = self;
        let place = place.unwrap_or_else(|| now.facts.place.clone());
        let (to, from) = (&then.facts, &now.facts);
        let mut events = vec![];
        if to.status != from.status {
            events.push(Event::Moved {
                from: from.status,
                from_category: from.category,
                to: to.status,
                to_category: to.category,
                place,
                reason: None,
            });
        } else if place != from.place {
            events.push(Event::Placed { place });
        }
        if to.priority != from.priority {
            events.push(Event::PriorityChanged { from: from.priority, to: to.priority });
        }
        if to.audience.assignee != from.audience.assignee {
            let person = |ticket: &Ticket| {
                let id = ticket.facts.audience.assignee?;
                Some(PersonRef { id, name: ticket.assignee_name.clone().unwrap_or_default() })
            };
            events.push(Event::Assigned { from: person(now), to: person(&then), by_acting: false });
        }
        if to.archived != from.archived {
            events.push(Event::Archived { archived: to.archived });
        }
        if to.snoozed_until != from.snoozed_until {
            events.push(match to.snoozed_until {
                Some(until) => Event::Snoozed { until },
                None => Event::Woken { by: WokenBy::Hand },
            });
        }
        for (these, those, on) in [(&to.tags, &from.tags, true), (&from.tags, &to.tags, false)] {
            for tag in these.iter().filter(|tag| !those.contains(tag)) {
                let name = rules.tags.get(*tag).map(|tag| tag.name.clone()).unwrap_or_default();
                events.push(Event::Tagged { tags: vec![*tag], name, on });
            }
        }
        if then.clocks != now.clocks {
            events.push(Event::ClocksSet { clocks: Box::new(then.clocks) });
        }
        if events.is_empty() && to.touched == from.touched {
            return events;
        }
        vec![Event::Undone(Box::new(Undone {
            of,
            events,
            touched: to.touched,
            updated_at: to.updated_at,
            resolved_at: to.resolved_at,
            forgotten,
        }))]
    }
}

/// What was said cannot be unsaid, and an undoing is undone by doing it again.
fn may_be_undone(event: &Event) -> bool {
    !matches!(
        event,
        Event::Opened { .. } | Event::Replied { .. } | Event::Commented { .. } | Event::Undone(_)
    )
}

/// The command that this one took back.
fn undoes(past: &Past) -> Option<Seq> {
    past.events.iter().find_map(|event| match event {
        Event::Undone(undone) => Some(undone.of),
        _ => None,
    })
}

/// What may have happened since: it takes nothing from what the command did.
fn leaves_room(past: &Past) -> bool {
    past.events.iter().all(|event| match event {
        Event::Commented { .. }
        | Event::Tagged { .. }
        | Event::Explained { .. }
        | Event::SlaWarned { .. }
        | Event::SlaBreached { .. }
        | Event::Woken { by: WokenBy::Sla } => true,
        Event::Placed { .. } => past.by.is_none(),
        _ => false,
    })
}

/// What would have happened without the command: no warning and no breach of a deadline that would not have been, no
/// other place beside the one that the card would have had, and whatever wakes it then.
fn would_be(event: &Event, clocks: &Clocks) -> bool {
    match event {
        Event::SlaWarned { metric, due_at } | Event::SlaBreached { metric, due_at } => {
            let clock = clocks.of(*metric);
            clock.state == ClockState::Running && clock.due_at == Some(*due_at)
        }
        Event::Placed { .. } | Event::Woken { .. } => false,
        _ => true,
    }
}

/// The last of these commands that clients know of. What was taken back they know no more.
fn known_before(earlier: &[Past]) -> Option<(Seq, i64)> {
    let mut known = vec![];
    for past in earlier {
        let forgotten = past.events.iter().find_map(|event| match event {
            Event::Undone(undone) if undone.forgotten.is_some() => Some(undone.of),
            _ => None,
        });
        if let Some(of) = forgotten {
            known.retain(|(seq, _)| *seq != of);
        } else if is_public(&past.events) {
            known.push((past.seq, past.at.timestamp_millis()));
        }
    }
    known.pop()
}

/// The ticket before its first command.
fn blank(ticket: &Ticket, log: &[Past], rules: &BoardRules) -> Option<Ticket> {
    let opened = log.iter().flat_map(|past| &past.events).find_map(|event| match event {
        Event::Opened { priority, status, place, .. } => Some((*priority, rules.status(*status)?, place)),
        _ => None,
    });
    let (priority, status, place) = opened?;
    let mut then = ticket.clone();
    let facts = &mut then.facts;
    (facts.status, facts.category, facts.column) = (status.id, status.category, status.column);
    (facts.priority, facts.audience.assignee) = (priority, None);
    facts.place.clone_from(place);
    facts.updated_at = facts.created_at;
    (facts.resolved_at, facts.snoozed_until) = (None, None);
    (facts.touched, facts.archived) = (false, false);
    facts.tags = Box::default();
    then.assignee_name = None;
    then.clocks = Clocks::default();
    (then.messages, then.comments) = (0, 0);
    Some(then)
}
