//! What several features ask before they allow anything.

use super::{Facts, Refusal};
use crate::people::Actor;
use crate::status::Category;

/// What a check must know beyond the ticket.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around {
    /// Cards of the ticket's department in the column it would go to, itself not counted.
    pub in_target_column: u32,
    /// No agent has written to the client yet: asked where a resolved ticket is opened again.
    pub unanswered: bool,
}

pub(super) fn team_in_department(ticket: &Facts, actor: &Actor) -> Result<(), Refusal> {
    if actor.works_in(ticket.audience.department)
        || (actor.role.is_team() && ticket.audience.assignee == Some(actor.person))
    {
        Ok(())
    } else {
        Err(Refusal::NotPermitted)
    }
}

pub(super) fn not_cancelled(ticket: &Facts) -> Result<(), Refusal> {
    if ticket.category == Category::Cancelled { Err(Refusal::Cancelled) } else { Ok(()) }
}
