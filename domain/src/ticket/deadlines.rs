//! What a ticket's deadlines make happen when their time has come.

use super::{Event, Ticket, wake};
use crate::sla::{ClockState, Metric};
use crate::time::Time;

/// The warnings, breaches and wakings that are due at `now`, each once. A breach while the desk was down keeps its
/// true time in the event; the event's own time says when it was recorded.
pub fn fire(ticket: &Ticket, now: Time) -> Vec<Event> {
    let mut events = vec![];
    for metric in Metric::ALL {
        let clock = ticket.clocks.of(metric);
        if clock.state != ClockState::Running || clock.breached {
            continue;
        }
        match clock.due_at {
            Some(due_at) if clock.overdue(now) => events.push(Event::SlaBreached { metric, due_at }),
            Some(due_at) if !clock.warned && clock.warn_at.is_some_and(|at| at <= now) => {
                events.push(Event::SlaWarned { metric, due_at });
            }
            _ => {}
        }
    }
    events.extend(wake::wakes(ticket, &events).or_else(|| wake::fires(ticket, now)));
    events
}
