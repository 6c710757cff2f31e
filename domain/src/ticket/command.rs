//! What may be asked of a ticket. A command is the only way to change one.

use super::Facts;
use crate::ids::{ContactId, DepartmentId, PersonId, Seq, StatusId, TagId, TicketId};
use crate::status::Priority;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Characters in a title.
pub const TITLE_MAX: usize = 200;
/// Characters in a message, comment or description.
pub const TEXT_MAX: usize = 20_000;

/// What a person wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Open a ticket.
    Open(OpenTicket),
    /// Give a ticket another status, or another place in its column.
    Move(TicketId, Move),
    /// Set the priority.
    SetPriority(TicketId, Priority),
    /// Make someone responsible: oneself ("Me vincular", R89), another (R91), or nobody.
    Assign(TicketId, Option<PersonId>),
    /// Write an internal comment (R17).
    Comment(TicketId, String),
    /// Write a public message (R75), as an agent or as the client.
    Reply(TicketId, Reply),
    /// Put an open ticket off until then ("Adiar 1h", "amanhã"); `None` wakes it by hand. Milliseconds on the wire.
    Snooze(TicketId, #[serde(with = "chrono::serde::ts_milliseconds_option")] Option<Time>),
    /// Take a finished ticket off the board (R22), or put it back.
    Archive(TicketId, bool),
    /// Put a tag on a ticket, or take it off.
    Tag(TicketId, TagId, bool),
    /// Take back an own command on a ticket, as if it had not been.
    Undo(TicketId, Seq),
    /// Do it, and this is why: asked where an administrator says so ([`crate::reason`]). A move has its own field for it,
    /// and what is said needs none.
    Because(Box<Command>, String),
}

impl Command {
    /// The ticket that it concerns; none yet for a new one.
    pub fn ticket(&self) -> Option<TicketId> {
        match self {
            Self::Open(_) => None,
            Self::Move(id, _)
            | Self::SetPriority(id, _)
            | Self::Assign(id, _)
            | Self::Comment(id, _)
            | Self::Reply(id, _)
            | Self::Snooze(id, _)
            | Self::Archive(id, _)
            | Self::Tag(id, ..)
            | Self::Undo(id, _) => Some(*id),
            Self::Because(command, _) => command.ticket(),
        }
    }

    /// The same, and why. What is said, and what is taken back, stays as it is.
    #[must_use]
    pub fn because(self, reason: &str) -> Self {
        match self {
            Self::Move(id, to) => Self::Move(id, Move { reason: Some(reason.to_owned()), ..to }),
            Self::Because(command, _) => Self::Because(command, reason.to_owned()),
            Self::SetPriority(..)
            | Self::Assign(..)
            | Self::Snooze(..)
            | Self::Archive(..)
            | Self::Tag(..) => Self::Because(Box::new(self), reason.to_owned()),
            Self::Open(_) | Self::Comment(..) | Self::Reply(..) | Self::Undo(..) => self,
        }
    }

    /// The same, and why where that was said.
    #[must_use]
    pub fn with_reason(self, reason: Option<&str>) -> Self {
        match reason {
            Some(reason) => self.because(reason),
            None => self,
        }
    }

    /// What is asked for, without why.
    pub fn plain(&self) -> &Self {
        match self {
            Self::Because(command, _) => command.plain(),
            plain => plain,
        }
    }

    /// Why, where it says so.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Move(_, to) => to.reason.as_deref(),
            Self::Because(_, reason) => Some(reason),
            _ => None,
        }
    }
}

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

/// Another status, or another place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The status it shall have; its present one to change only the place.
    pub status: StatusId,
    /// Its place in the manual order; where none is said, a changed column puts it on top.
    pub anchor: Option<Anchor>,
    /// The version that the mover saw. A status or place that changed since is not overwritten blindly.
    pub seen: Seq,
    /// Move it although someone else moved it since `seen`.
    pub confirm: bool,
    /// Why: asked of an agent who cancels, whose client reads it, and of others where an administrator says so.
    pub reason: Option<String>,
    /// What is done with it in one go: both or neither.
    #[serde(default)]
    pub also: Option<Also>,
}

/// What a move into another lane of the board changes beside status and place (`ux.md` 3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Also {
    /// Who is responsible, or nobody.
    Assign(Option<PersonId>),
    /// The priority.
    Priority(Priority),
}

impl Also {
    /// As a command of its own.
    pub fn command(self, ticket: TicketId) -> Command {
        match self {
            Self::Assign(person) => Command::Assign(ticket, person),
            Self::Priority(priority) => Command::SetPriority(ticket, priority),
        }
    }

    /// Whether a ticket is so already.
    pub fn holds(self, facts: &Facts) -> bool {
        match self {
            Self::Assign(person) => facts.audience.assignee == person,
            Self::Priority(priority) => facts.priority == priority,
        }
    }

    /// What takes it back from a ticket as it is now.
    #[must_use]
    pub fn inverse(self, facts: &Facts) -> Self {
        match self {
            Self::Assign(_) => Self::Assign(facts.audience.assignee),
            Self::Priority(_) => Self::Priority(facts.priority),
        }
    }
}

/// A place named by neighbours, not by an index: it stays right when others move (`ux.md` 3.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Directly below this card. Wins where both are given.
    pub after: Option<TicketId>,
    /// Directly above this card, or on top where neither is given.
    pub before: Option<TicketId>,
}

/// A public message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Plain text.
    pub text: String,
    /// An agent may give the ticket another status with the same click (R75).
    pub then: Option<StatusId>,
}
