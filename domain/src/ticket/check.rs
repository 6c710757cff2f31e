//! Whether a command is allowed: needs no calendar and no clock. The browser asks it while a card hovers,
//! the server asks it again, always.

use super::reason::is_explained;
use super::{Command, Facts, Field, Move, OpenTicket, Refusal, TEXT_MAX, TITLE_MAX};
use crate::people::{Actor, Role};
use crate::rules::{BoardRules, PriorityMode};
use crate::status::Category;
use crate::tag::TAGS_ON_TICKET;

/// What a check must know beyond the ticket.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around {
    /// Cards of the ticket's department in the column it would go to, itself not counted.
    pub in_target_column: u32,
    /// No agent has written to the client yet: asked where a resolved ticket is opened again.
    pub unanswered: bool,
}

/// Whether `actor` may do `command` to `ticket`, as it stands: with its reason, where one is asked. `None` for a ticket
/// that is not there yet.
pub fn check(
    ticket: Option<&Facts>,
    command: &Command,
    actor: &Actor,
    rules: &BoardRules,
    around: Around,
) -> Result<(), Refusal> {
    permits(ticket, command, actor, rules, around)?;
    ticket.map_or(Ok(()), |ticket| is_explained(ticket, command, actor, rules))
}

/// The same of a command whose reason is still to be given: what a screen may offer.
pub fn permits(
    ticket: Option<&Facts>,
    command: &Command,
    actor: &Actor,
    rules: &BoardRules,
    around: Around,
) -> Result<(), Refusal> {
    match (ticket, command) {
        (_, Command::Open(new)) => check_open(new, actor, rules),
        (None, _) => Err(Refusal::Unseen),
        (Some(ticket), _) => check_present(ticket, command, actor, rules, around),
    }
}

fn check_present(
    ticket: &Facts,
    command: &Command,
    actor: &Actor,
    rules: &BoardRules,
    around: Around,
) -> Result<(), Refusal> {
    if !actor.sees(&ticket.audience) {
        return Err(Refusal::Unseen);
    }
    match command {
        Command::Open(new) => check_open(new, actor, rules),
        Command::Move(_, to) => check_move(ticket, to, actor, rules, around),
        Command::Because(command, _) => match command.as_ref() {
            plain @ (Command::SetPriority(..)
            | Command::Assign(..)
            | Command::Snooze(..)
            | Command::Archive(..)
            | Command::Tag(..)) => check_present(ticket, plain, actor, rules, around),
            _ => Err(Refusal::NotPermitted),
        },
        Command::SetPriority(..) => {
            team_in_department(ticket, actor)?;
            not_cancelled(ticket)?;
            if rules.priorities == PriorityMode::Automatic { Err(Refusal::PriorityByRules) } else { Ok(()) }
        }
        Command::Snooze(_, until) => {
            team_in_department(ticket, actor)?;
            if until.is_some() && !ticket.category.is_open() { Err(Refusal::NotOpen) } else { Ok(()) }
        }
        // Whose command it was, and whether it can be, the log tells.
        Command::Undo(..) => {
            if actor.asked_for(&ticket.audience) {
                Ok(())
            } else {
                team_in_department(ticket, actor)
            }
        }
        Command::Archive(_, archived) => {
            team_in_department(ticket, actor)?;
            if *archived && ticket.category.is_open() { Err(Refusal::NotFinished) } else { Ok(()) }
        }
        Command::Tag(_, tag, on) => {
            team_in_department(ticket, actor)?;
            let tags = &rules.tags;
            if !on || tags.has(&ticket.tags, *tag) {
                Ok(())
            } else if tags.get(*tag).is_none() {
                Err(Refusal::UnknownTag)
            } else if tags.on(&ticket.tags).len() >= TAGS_ON_TICKET {
                Err(Refusal::TooManyTags { max: TAGS_ON_TICKET })
            } else {
                Ok(())
            }
        }
        Command::Assign(_, to) => {
            if !actor.role.is_team() {
                return Err(Refusal::NotPermitted);
            }
            not_cancelled(ticket)?;
            // An agent links themself, in own departments (R89, R90), and may let go of what is theirs.
            let own =
                *to == Some(actor.person) || (to.is_none() && ticket.audience.assignee == Some(actor.person));
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
        Command::Comment(_, text) => {
            if !actor.role.is_team() {
                return Err(Refusal::NotPermitted);
            }
            Field::Comment.written(text, TEXT_MAX)
        }
        Command::Reply(_, reply) => {
            not_cancelled(ticket)?;
            Field::Message.written(&reply.text, TEXT_MAX)?;
            match reply.then {
                None => Ok(()),
                Some(_) if !actor.role.is_team() => Err(Refusal::NotPermitted),
                Some(status) if status == ticket.status => Ok(()),
                Some(status) => {
                    let to = Move {
                        status,
                        anchor: None,
                        seen: ticket.seq,
                        confirm: false,
                        reason: None,
                        also: None,
                    };
                    check_move(ticket, &to, actor, rules, around)
                }
            }
        }
    }
}

fn check_open(new: &OpenTicket, actor: &Actor, rules: &BoardRules) -> Result<(), Refusal> {
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

fn check_move(
    ticket: &Facts,
    to: &Move,
    actor: &Actor,
    rules: &BoardRules,
    around: Around,
) -> Result<(), Refusal> {
    let target = rules.status(to.status).ok_or(Refusal::UnknownStatus)?;
    let (from, into) = (ticket.category, target.category);
    let own = actor.asked_for(&ticket.audience);

    if !actor.role.is_team() {
        // A client finishes and cancels what is theirs, and nothing else (R32, R52).
        let theirs = own && from.is_open() && (into.is_resolved() || into == Category::Cancelled);
        if !theirs {
            return Err(Refusal::NotPermitted);
        }
    } else if !actor.works_in(ticket.audience.department) && ticket.audience.assignee != Some(actor.person) {
        return Err(Refusal::NotPermitted);
    }
    if let Some(also) = to.also {
        check_present(ticket, &also.command(ticket.id), actor, rules, around)?;
    }
    // Within the same status only the place changes.
    if target.id == ticket.status {
        return Ok(());
    }
    if from == Category::Cancelled {
        return Err(Refusal::Cancelled);
    }
    // Aguardando aprovação is left only by approval (→ new) or refusal (→ cancelled).
    if from == Category::AwaitingApproval && !matches!(into, Category::New | Category::Cancelled) {
        return Err(Refusal::NoTransition { to: target.id });
    }
    if from == Category::AwaitingApproval
        && actor.role.is_team()
        && !actor.manages(ticket.audience.department)
    {
        return Err(Refusal::NotResponsible);
    }
    let responsible = own || actor.answers_for(&ticket.audience);
    // An unassigned ticket becomes the mover's (R89), who is then the responsible one.
    let becomes_responsible = actor.role.is_team() && ticket.audience.assignee.is_none();
    if into.is_resolved() && !from.is_resolved() {
        if !responsible && !becomes_responsible {
            return Err(Refusal::NotResponsible);
        }
        if ticket.open_children > 0 {
            return Err(Refusal::OpenChildren { count: ticket.open_children });
        }
    }
    // Back to the queue: by the responsible or a manager.
    if returns_to_queue(from, into) && !responsible && !becomes_responsible {
        return Err(Refusal::NotResponsible);
    }
    if into == Category::Cancelled && !from.is_open() {
        return Err(Refusal::NoTransition { to: target.id });
    }
    match rules.limit(ticket.audience.department, target.column) {
        // The team's own rule: a client who finishes is not held up by it, nor told of it.
        Some(wip)
            if wip.hard
                && actor.role.is_team()
                && target.column != ticket.column
                && around.in_target_column >= wip.limit =>
        {
            Err(Refusal::WipLimit { limit: wip.limit })
        }
        _ => Ok(()),
    }
}

/// Whether that change of status gives the ticket back to the queue: without agent (`decisions.md` 2).
pub(super) fn returns_to_queue(from: Category, into: Category) -> bool {
    into == Category::New && !matches!(from, Category::New | Category::AwaitingApproval)
}

fn team_in_department(ticket: &Facts, actor: &Actor) -> Result<(), Refusal> {
    if actor.works_in(ticket.audience.department)
        || (actor.role.is_team() && ticket.audience.assignee == Some(actor.person))
    {
        Ok(())
    } else {
        Err(Refusal::NotPermitted)
    }
}

fn not_cancelled(ticket: &Facts) -> Result<(), Refusal> {
    if ticket.category == Category::Cancelled { Err(Refusal::Cancelled) } else { Ok(()) }
}
