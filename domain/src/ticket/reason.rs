//! Which commands say why: those of the team that cancel, and those that an administrator has named. Clients are never
//! asked, nor is who takes back what was their own.

#[cfg(feature = "zones")]
use super::Event;
use super::preview::changes;
use super::{Command, Facts, Field, Move, Refusal, TEXT_MAX};
use crate::people::Actor;
use crate::reason::ReasonFor;
use crate::rules::BoardRules;
use crate::status::Category;

/// Whether `actor` says why they do this. What changes nothing says nothing. A reply is its own reason, also where it
/// gives the ticket another status.
pub fn wants_reason(ticket: &Facts, command: &Command, actor: &Actor, rules: &BoardRules) -> bool {
    if !actor.role.is_team() {
        return false;
    }
    let asks = |kind| rules.reasons.ask(kind);
    match command.plain() {
        // Without a field for it, it cannot be done so.
        Command::Reply(_, reply) => reply.then.is_some_and(|to| cancels(ticket, to, rules)),
        plain if !changes(ticket, plain, rules) => false,
        Command::Move(_, to) => {
            cancels(ticket, to.status, rules)
                || turns(ticket, to, rules).is_some_and(asks)
                || to.also.is_some_and(|also| wants_reason(ticket, &also.command(ticket.id), actor, rules))
        }
        Command::Assign(..) => asks(ReasonFor::Assignment),
        Command::SetPriority(..) => asks(ReasonFor::Priority),
        Command::Tag(..) => asks(ReasonFor::Tags),
        Command::Snooze(..) => asks(ReasonFor::Snooze),
        Command::Archive(..) => asks(ReasonFor::Archive),
        Command::Open(_) | Command::Comment(..) | Command::Undo(..) | Command::Because(..) => false,
    }
}

/// Refuses what lacks its reason, or has one that cannot be kept.
pub(super) fn is_explained(
    ticket: &Facts,
    command: &Command,
    actor: &Actor,
    rules: &BoardRules,
) -> Result<(), Refusal> {
    let reason = command.reason().unwrap_or_default();
    if wants_reason(ticket, command, actor, rules) {
        Field::Reason.written(reason, TEXT_MAX)
    } else {
        Field::Reason.holds(reason, TEXT_MAX)
    }
}

/// What tells in the team's log why these things were done, unless it is told already. Another place alone has no line
/// there.
#[cfg(feature = "zones")]
pub(super) fn explained(events: &[Event], reason: Option<&str>) -> Option<Event> {
    let told = |event: &Event| matches!(event, Event::Moved { reason: Some(_), .. });
    let silent = |event: &Event| matches!(event, Event::Placed { .. });
    let reason = written(reason).filter(|_| !events.iter().any(told) && !events.iter().all(silent))?;
    Some(Event::Explained { reason })
}

/// A reason that says something.
#[cfg(feature = "zones")]
pub(super) fn written(reason: Option<&str>) -> Option<String> {
    reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned)
}

/// The client reads why theirs was cancelled.
fn cancels(ticket: &Facts, to: crate::StatusId, rules: &BoardRules) -> bool {
    to != ticket.status && rules.status(to).is_some_and(|to| to.category == Category::Cancelled)
}

/// What another status is, of the kinds that may ask; nothing where only the place changes.
fn turns(ticket: &Facts, to: &Move, rules: &BoardRules) -> Option<ReasonFor> {
    let status = rules.status(to.status).filter(|status| status.id != ticket.status)?;
    let (from, into) = (ticket.category, status.category);
    Some(match into {
        _ if into.is_resolved() && !from.is_resolved() => ReasonFor::Resolution,
        _ if from.is_resolved() && into.is_open() => ReasonFor::Reopening,
        Category::WaitingCustomer | Category::WaitingThirdParty => ReasonFor::Waiting,
        _ => ReasonFor::Status,
    })
}
