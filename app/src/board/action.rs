//! What may be done to cards.

use super::move_intent::MoveIntent;
use domain::ticket::Facts;
use domain::{Command, PersonId, Priority, StatusId, TagId, TicketId, Time};

/// A change of one card, as a person wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Another status, or another place.
    Move(MoveIntent),
    /// Anything else.
    Do(TicketId, Action),
    /// A tag that is still to be made, by its name.
    NewTag(TicketId, String),
}

impl Change {
    /// An action on one card.
    pub(super) fn of(ticket: TicketId, action: &Action) -> Self {
        match action {
            Action::Move(status) => Self::Move(MoveIntent::new(ticket, *status, None)),
            other => Self::Do(ticket, other.clone()),
        }
    }

    /// Which card.
    pub(super) fn ticket(&self) -> TicketId {
        match self {
            Self::Move(intent) => intent.ticket,
            Self::Do(ticket, _) | Self::NewTag(ticket, _) => *ticket,
        }
    }

    /// As the desk is asked, of a card as it is now; nothing while there is no such tag.
    pub(super) fn command(&self, of: &Facts) -> Option<Command> {
        match self {
            Self::Move(intent) => Some(Command::Move(of.id, intent.to_move(of.seq))),
            Self::Do(_, action) => Some(action.command(of)),
            Self::NewTag(..) => None,
        }
    }
}

/// What may be done to a card: a command that has yet to be told of which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Another status.
    Move(StatusId),
    /// Makes a person responsible (R89, R91), or nobody.
    Assign(Option<PersonId>),
    /// Sets the priority.
    Priority(Priority),
    /// Puts off until then.
    Snooze(Option<Time>),
    /// Into the archive (R22), or out of it.
    Archive(bool),
    /// Puts a tag on, or takes it off.
    Tag(TagId, bool),
}

impl Action {
    /// As the desk is asked, of a card as it is now.
    pub(super) fn command(&self, of: &Facts) -> Command {
        let ticket = of.id;
        match self {
            Self::Move(status) => {
                Command::Move(ticket, MoveIntent::new(ticket, *status, None).to_move(of.seq))
            }
            Self::Assign(person) => Command::Assign(ticket, *person),
            Self::Priority(priority) => Command::SetPriority(ticket, *priority),
            Self::Snooze(until) => Command::Snooze(ticket, *until),
            Self::Archive(archived) => Command::Archive(ticket, *archived),
            Self::Tag(tag, on) => Command::Tag(ticket, *tag, *on),
        }
    }

    /// The action that a command is. A move is more than one, and what is said is none.
    pub(super) fn of(command: &Command) -> Option<(TicketId, Self)> {
        Some(match command.plain() {
            Command::Assign(ticket, person) => (*ticket, Self::Assign(*person)),
            Command::SetPriority(ticket, priority) => (*ticket, Self::Priority(*priority)),
            Command::Snooze(ticket, until) => (*ticket, Self::Snooze(*until)),
            Command::Archive(ticket, archived) => (*ticket, Self::Archive(*archived)),
            Command::Tag(ticket, tag, on) => (*ticket, Self::Tag(*tag, *on)),
            _ => return None,
        })
    }
}
