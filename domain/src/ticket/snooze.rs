//! "Adiar": a ticket that rests out of the way until its time. Its clocks go on: a promise is no less urgent for
//! being put off.

use super::{Event, Refusal, Side, Ticket, WokenBy};
use crate::time::{Time, to_millis};
use chrono::TimeDelta;

/// Days for which a ticket may be snoozed at most.
pub const SNOOZE_DAYS: i64 = 365;

/// What it makes happen to snooze the ticket until then, or to wake it. Nothing where all is already as asked.
pub(super) fn snooze(ticket: &Ticket, until: Option<Time>, now: Time) -> Result<Option<Event>, Refusal> {
    let until = until.map(to_millis);
    if until.is_some_and(|at| at <= now || at - now > TimeDelta::days(SNOOZE_DAYS)) {
        return Err(Refusal::SnoozeTime { days: SNOOZE_DAYS });
    }
    if until == ticket.facts.snoozed_until {
        return Ok(None);
    }
    Ok(Some(match until {
        Some(until) => Event::Snoozed { until },
        None => Event::Woken { by: WokenBy::Hand },
    }))
}

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
pub(super) fn fires(ticket: &Ticket, now: Time) -> Option<Event> {
    ticket.facts.snoozed_until.filter(|until| *until <= now).map(|_| Event::Woken { by: WokenBy::Time })
}
