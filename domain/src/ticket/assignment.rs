//! Who is responsible for a ticket.

use super::permit::not_cancelled;
use super::{Facts, Refusal};
use crate::ids::PersonId;
use crate::people::Actor;
#[cfg(feature = "zones")]
pub(super) use zones::{assign, decide};

/// An agent links themself, in own departments (R89, R90), and may let go of what is theirs.
pub(super) fn check(ticket: &Facts, to: Option<PersonId>, actor: &Actor) -> Result<(), Refusal> {
    if !actor.role.is_team() {
        return Err(Refusal::NotPermitted);
    }
    not_cancelled(ticket)?;
    let own = to == Some(actor.person) || (to.is_none() && ticket.audience.assignee == Some(actor.person));
    if actor.manages(ticket.audience.department) {
        Ok(())
    } else if !own {
        Err(Refusal::NotPermitted)
    } else if to.is_some() && !actor.works_in(ticket.audience.department) {
        Err(Refusal::NotInDepartment)
    } else {
        Ok(())
    }
}

#[cfg(feature = "zones")]
mod zones {
    use crate::ids::PersonId;
    use crate::ticket::story::Story;
    use crate::ticket::{Event, PersonRef, Refusal};

    /// Makes the person responsible whom the command names, or nobody (R89, R91).
    pub(in crate::ticket) fn decide(story: &mut Story<'_>, to: Option<PersonId>) -> Result<(), Refusal> {
        let named = story.ground.found.person.clone().filter(|person| Some(person.id) == to);
        if to.is_some() && named.is_none() {
            return Err(Refusal::NotAssignable);
        }
        assign(story, named, false);
        Ok(())
    }

    pub(in crate::ticket) fn assign(story: &mut Story<'_>, to: Option<PersonRef>, by_acting: bool) {
        let now = story.ticket.facts.audience.assignee;
        if now == to.as_ref().map(|p| p.id) {
            return;
        }
        let name = || story.ticket.assignee_name.clone().unwrap_or_default();
        let from = now.map(|id| PersonRef { id, name: name() });
        story.tell(Event::Assigned { from, to, by_acting });
    }
}
