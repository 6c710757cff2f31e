//! "Adiar": a ticket that rests out of the way until its time. Its clocks go on: a promise is no less urgent for
//! being put off.

use super::permit::team_in_department;
#[cfg(feature = "zones")]
use super::{Event, WokenBy};
use super::{Facts, Refusal};
use crate::people::Actor;
use crate::time::Time;
#[cfg(feature = "zones")]
use crate::time::to_millis;
#[cfg(feature = "zones")]
use chrono::TimeDelta;

/// Days for which a ticket may be snoozed at most.
pub const SNOOZE_DAYS: i64 = 365;

/// Only what is still open is put off; anything is woken.
pub(super) fn check(ticket: &Facts, until: Option<Time>, actor: &Actor) -> Result<(), Refusal> {
    team_in_department(ticket, actor)?;
    if until.is_some() && !ticket.category.is_open() { Err(Refusal::NotOpen) } else { Ok(()) }
}

#[cfg(feature = "zones")]
pub(super) fn decide(story: &mut super::story::Story<'_>, until: Option<Time>) -> Result<(), Refusal> {
    let (until, now) = (until.map(to_millis), story.ground.now);
    if until.is_some_and(|at| at <= now || at - now > TimeDelta::days(SNOOZE_DAYS)) {
        return Err(Refusal::SnoozeTime { days: SNOOZE_DAYS });
    }
    if until != story.ticket.facts.snoozed_until {
        story.tell(match until {
            Some(until) => Event::Snoozed { until },
            None => Event::Woken { by: WokenBy::Hand },
        });
    }
    Ok(())
}
