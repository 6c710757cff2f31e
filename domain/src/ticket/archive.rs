//! Finished tickets leave the board (R22), and come back.

use super::permit::team_in_department;
use super::{Facts, Refusal};
use crate::people::Actor;

pub(super) fn check(ticket: &Facts, archived: bool, actor: &Actor) -> Result<(), Refusal> {
    team_in_department(ticket, actor)?;
    if archived && ticket.category.is_open() { Err(Refusal::NotFinished) } else { Ok(()) }
}

#[cfg(feature = "zones")]
pub(super) fn decide(story: &mut super::story::Story<'_>, archived: bool) {
    if archived != story.ticket.facts.archived {
        story.tell(super::Event::Archived { archived });
    }
}
