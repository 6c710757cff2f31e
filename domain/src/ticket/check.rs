//! Whether a command is allowed: needs no calendar and no clock. The browser asks it while a card hovers,
//! the server asks it again, always.

use super::reason::is_explained;
use super::{
    Around, Change, Command, Facts, Refusal, archive, assignment, moving, opening, priority, snooze, tags,
    talk, undo,
};
use crate::people::Actor;
use crate::rules::BoardRules;

/// Whether `actor` may do `command` to `ticket`, as it stands: with its reason, where one is asked. `None` for a ticket
/// that is not there yet.
pub fn check(
    ticket: Option<&Facts>,
    command: &Command,
    actor: &Actor,
    rules: &BoardRules,
    around: Around,
) -> Result<(), Refusal> {
    match (ticket, command) {
        (_, Command::Open(new)) => opening::check(new, actor, rules),
        (None, _) => Err(Refusal::Unseen),
        (Some(ticket), Command::Change(_, change)) => check_change(ticket, change, actor, rules, around),
    }
}

/// The same of a change.
pub fn check_change(
    ticket: &Facts,
    change: &Change,
    actor: &Actor,
    rules: &BoardRules,
    around: Around,
) -> Result<(), Refusal> {
    permits_change(ticket, change, actor, rules, around)?;
    is_explained(ticket, change, actor, rules)
}

/// The same of a change whose reason is still to be given: what a screen may offer.
pub fn permits_change(
    ticket: &Facts,
    change: &Change,
    actor: &Actor,
    rules: &BoardRules,
    around: Around,
) -> Result<(), Refusal> {
    if actor.sees(&ticket.audience) {
        check_present(ticket, change, actor, rules, around)
    } else {
        Err(Refusal::Unseen)
    }
}

/// A feature's own word on it, of a ticket that may be seen.
fn check_present(
    ticket: &Facts,
    change: &Change,
    actor: &Actor,
    rules: &BoardRules,
    around: Around,
) -> Result<(), Refusal> {
    match change {
        Change::Move(to) => moving::check(ticket, to, actor, rules, around),
        Change::Priority(_) => priority::check(ticket, actor, rules),
        Change::Assign(to) => assignment::check(ticket, *to, actor),
        Change::Talk(talk) => talk::check(ticket, talk, actor, rules, around),
        Change::Snooze(until) => snooze::check(ticket, *until, actor),
        Change::Archive(archived) => archive::check(ticket, *archived, actor),
        Change::Tag(tagging) => tags::check(ticket, *tagging, actor, &rules.tags),
        Change::Undo(_) => undo::check(ticket, actor),
        // A move has its own field for a reason, what is said needs none, and nothing has two.
        Change::Because(change, _) => match change.as_ref() {
            Change::Move(_) | Change::Talk(_) | Change::Undo(_) | Change::Because(..) => {
                Err(Refusal::NotPermitted)
            }
            plain @ (Change::Priority(_)
            | Change::Assign(_)
            | Change::Snooze(_)
            | Change::Archive(_)
            | Change::Tag(_)) => check_present(ticket, plain, actor, rules, around),
        },
    }
}
