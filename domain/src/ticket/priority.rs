//! How much a ticket matters.

use super::permit::{not_cancelled, team_in_department};
use super::{Facts, Refusal};
use crate::people::Actor;
use crate::rules::{BoardRules, PriorityMode};

pub(super) fn check(ticket: &Facts, actor: &Actor, rules: &BoardRules) -> Result<(), Refusal> {
    team_in_department(ticket, actor)?;
    not_cancelled(ticket)?;
    if rules.priorities == PriorityMode::Automatic { Err(Refusal::PriorityByRules) } else { Ok(()) }
}

/// Each promise of the new priority counts from where the old one began.
#[cfg(feature = "zones")]
pub(super) fn decide(story: &mut super::story::Story<'_>, to: crate::status::Priority) {
    use crate::sla::{Metric, Promise};
    let from = story.ticket.facts.priority;
    if from == to {
        return;
    }
    story.tell(super::Event::PriorityChanged { from, to });
    let department = story.ticket.facts.audience.department;
    let ground = story.ground;
    for metric in Metric::ALL {
        let mut clock = *story.clocks.of(metric);
        if let Some(promise) = Promise::of(&ground.rules.sla, ground.calendars, department, to, metric) {
            let old = clock.calendar.and_then(|id| ground.calendars.get(id)).unwrap_or(promise.calendar);
            clock.retarget(old, promise, ground.now);
        }
        *story.clocks.of_mut(metric) = clock;
    }
}
