//! Opening a ticket.

use super::{Field, Refusal, TEXT_MAX, TITLE_MAX};
use crate::ids::{ContactId, DepartmentId};
use crate::people::{Actor, Role};
use crate::rules::{BoardRules, PriorityMode};
use crate::status::Priority;
use serde::{Deserialize, Serialize};
#[cfg(feature = "zones")]
pub use zones::open;

/// A new ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenTicket {
    /// What it is about.
    pub title: String,
    /// The full first message (R7).
    pub description: String,
    /// For whom; a client opens for themself.
    pub contact: Option<ContactId>,
    /// Who shall serve it.
    pub department: DepartmentId,
    /// How much it matters; by rules where it is not said.
    pub priority: Option<Priority>,
}

pub(super) fn check(new: &OpenTicket, actor: &Actor, rules: &BoardRules) -> Result<(), Refusal> {
    match actor.role {
        // For any contact, but for one.
        Role::Agent | Role::DepartmentManager | Role::Administrator => {
            new.contact.ok_or(Refusal::UnknownContact)?;
            if new.priority.is_some() && rules.priorities == PriorityMode::Automatic {
                return Err(Refusal::PriorityByRules);
            }
        }
        // For a member of the organization: only `open` knows whether the contact is one.
        Role::OrganizationManager => {
            new.contact.or(actor.contact).ok_or(Refusal::UnknownContact)?;
        }
        Role::Client => {
            let own = actor.contact.ok_or(Refusal::UnknownContact)?;
            if new.contact.is_some_and(|c| c != own) {
                return Err(Refusal::UnknownContact);
            }
        }
    }
    Field::Title.line(&new.title, TITLE_MAX)?;
    Field::Description.written(&new.description, TEXT_MAX)
}

#[cfg(feature = "zones")]
mod zones {
    use super::{OpenTicket, check};
    use crate::ids::TicketId;
    use crate::people::{Actor, Audience, Role};
    use crate::sla::{Clocks, Metric, SlaFace};
    use crate::status::Priority;
    use crate::text::one_line;
    use crate::ticket::story::Story;
    use crate::ticket::{Event, Facts, Ground, Refusal, Side, Ticket};

    /// A new ticket and its first events. `audience` names the contact, whom the desk has looked up, and the
    /// organization of that contact.
    pub fn open(
        new: &OpenTicket,
        actor: &Actor,
        audience: Audience,
        vip: bool,
        id: TicketId,
        number: i64,
        ground: &Ground<'_>,
    ) -> Result<(Ticket, Vec<Event>), Refusal> {
        check(new, actor, &ground.rules.board)?;
        // An organization's manager opens for its members, others for themselves (`decisions.md` 4).
        let may_name = actor.role.is_team()
            || actor.asked_for(&audience)
            || (actor.role == Role::OrganizationManager
                && actor.organization.is_some()
                && actor.organization == audience.organization);
        if !may_name {
            return Err(Refusal::UnknownContact);
        }
        let status = ground.rules.board.initial().ok_or(Refusal::UnknownStatus)?;
        let by = if actor.role.is_team() { Side::Team } else { Side::Client };
        // VIP clients are "Alta" (R12). A client's own word does not set the priority (C2).
        let asked = if actor.role.is_team() { new.priority } else { None };
        let priority = asked.unwrap_or(if vip { Priority::High } else { Priority::Medium });
        let place = ground.found.place.clone().unwrap_or_default();
        let ticket = Ticket {
            facts: Facts {
                id,
                seq: 0,
                placed_seq: 0,
                status: status.id,
                category: status.category,
                column: status.column,
                place: place.clone(),
                priority,
                audience,
                sla: SlaFace::default(),
                created_at: ground.now,
                updated_at: ground.now,
                resolved_at: None,
                touched: false,
                open_children: 0,
                snoozed_until: None,
                archived: false,
                tags: Box::default(),
            },
            number,
            title: one_line(&new.title),
            clocks: Clocks::default(),
            assignee_name: None,
            placed_by: None,
            placed_at: ground.now,
            messages: 0,
            comments: 0,
        };
        let department = ticket.facts.audience.department;
        let mut story = Story::of(&ticket, ground);
        story.tell(Event::Opened { department, priority, status: status.id, by, place });
        story.start(Metric::FirstResponse);
        story.start(Metric::Resolution);
        let events = story.end();
        Ok((ticket, events))
    }
}
