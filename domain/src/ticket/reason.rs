//! Which changes say why: those of the team that cancel, and those that an administrator has named. Clients are never
//! asked, nor is who takes back what was their own.

use super::preview::changes;
use super::{Change, Facts, Field, Move, Refusal, TEXT_MAX, Talk};
use crate::people::Actor;
use crate::reason::ReasonFor;
use crate::rules::BoardRules;
use crate::status::Category;

/// Whether `actor` says why they do this. What changes nothing says nothing. A reply is its own reason, also where it
/// gives the ticket another status.
pub fn wants_reason(ticket: &Facts, change: &Change, actor: &Actor, rules: &BoardRules) -> bool {
    if !actor.role.is_team() {
        return false;
    }
    let asks = |kind| rules.reasons.ask(kind);
    let plain = change.plain();
    if let Change::Talk(Talk::Reply(reply)) = plain {
        // Without a field for it, it cannot be done so.
        return reply.then.is_some_and(|to| cancels(ticket, to, rules));
    }
    let kind = match plain {
        _ if !changes(ticket, plain, rules) => return false,
        Change::Move(to) => {
            return cancels(ticket, to.status, rules)
                || turns(ticket, to, rules).is_some_and(asks)
                || to.also.is_some_and(|also| wants_reason(ticket, &also.into(), actor, rules));
        }
        Change::Assign(_) => ReasonFor::Assignment,
        Change::Priority(_) => ReasonFor::Priority,
        Change::Tag(_) => ReasonFor::Tags,
        Change::Snooze(_) => ReasonFor::Snooze,
        Change::Archive(_) => ReasonFor::Archive,
        Change::Talk(_) | Change::Undo(_) | Change::Because(..) => return false,
    };
    asks(kind)
}

/// Refuses what lacks its reason, or has one that cannot be kept.
pub(super) fn is_explained(
    ticket: &Facts,
    change: &Change,
    actor: &Actor,
    rules: &BoardRules,
) -> Result<(), Refusal> {
    let reason = change.reason().unwrap_or_default();
    if wants_reason(ticket, change, actor, rules) {
        Field::Reason.written(reason, TEXT_MAX)
    } else {
        Field::Reason.holds(reason, TEXT_MAX)
    }
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
