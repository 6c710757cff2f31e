//! What wakes a snoozed ticket beside the hand.

use super::{Event, Side, Ticket, WokenBy};
#[cfg(feature = "zones")]
use crate::time::Time;

/// What else wakes a snoozed ticket: it is finished, the client speaks, or a promise needs someone.
pub(super) fn wakes(ticket: &Ticket, events: &[Event]) -> Option<Event> {
    ticket.facts.snoozed_until?;
    let reason = |event: &Event| match event {
        Event::Moved { to_category, .. } if !to_category.is_open() => Some(WokenBy::End),
        Event::Replied { by: Side::Client, .. } => Some(WokenBy::Client),
        Event::SlaWarned { .. } | Event::SlaBreached { .. } => Some(WokenBy::Sla),
        _ => None,
    };
    events.iter().filter_map(reason).min().map(|by| Event::Woken { by })
}

/// Its time has come.
#[cfg(feature = "zones")]
pub(super) fn fires(ticket: &Ticket, now: Time) -> Option<Event> {
    ticket.facts.snoozed_until.filter(|until| *until <= now).map(|_| Event::Woken { by: WokenBy::Time })
}
