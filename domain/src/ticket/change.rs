//! What may be asked of the desk. A command is the only way to change a ticket, and each feature's part of it stands in
//! the feature's own file: this one names them, and so do its sisters [`check`](super::check), [`decide`](super::decide)
//! and [`preview`](super::preview), an arm each.

use super::{Also, Move, OpenTicket, Tagging, Talk};
use crate::ids::{PersonId, Seq, TicketId};
use crate::status::Priority;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What a person wants. It is read in today's words and in those of the release before: see `old.rs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Open a ticket.
    Open(OpenTicket),
    /// Change one.
    Change(TicketId, Change),
}

/// What a person wants of a ticket: one variant a feature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Give it another status, or another place in its column.
    Move(Move),
    /// Set the priority.
    Priority(Priority),
    /// Make someone responsible: oneself ("Me vincular", R89), another (R91), or nobody.
    Assign(Option<PersonId>),
    /// Write something.
    Talk(Talk),
    /// Put an open ticket off until then ("Adiar 1h", "amanhã"); `None` wakes it by hand. Milliseconds on the wire.
    Snooze(#[serde(with = "chrono::serde::ts_milliseconds_option")] Option<Time>),
    /// Take a finished ticket off the board (R22), or put it back.
    Archive(bool),
    /// Put a tag on, or take it off.
    Tag(Tagging),
    /// Take back an own command, as if it had not been.
    Undo(Seq),
    /// Do it, and this is why: asked where an administrator says so ([`crate::reason`]). A move has its own field for it,
    /// and what is said needs none.
    Because(Box<Change>, String),
}

impl Command {
    /// The ticket that it concerns; none yet for a new one.
    pub fn ticket(&self) -> Option<TicketId> {
        match self {
            Self::Open(_) => None,
            Self::Change(ticket, _) => Some(*ticket),
        }
    }

    /// What it changes.
    pub fn change(&self) -> Option<&Change> {
        match self {
            Self::Open(_) => None,
            Self::Change(_, change) => Some(change),
        }
    }
}

impl From<Also> for Change {
    fn from(also: Also) -> Self {
        match also {
            Also::Assign(person) => Self::Assign(person),
            Also::Priority(priority) => Self::Priority(priority),
        }
    }
}

impl Change {
    /// Of that ticket.
    pub fn of(self, ticket: TicketId) -> Command {
        Command::Change(ticket, self)
    }

    /// The same, and why. What is said, and what is taken back, stays as it is.
    #[must_use]
    pub fn because(self, reason: &str) -> Self {
        match self {
            Self::Move(to) => Self::Move(Move { reason: Some(reason.to_owned()), ..to }),
            Self::Because(change, _) => Self::Because(change, reason.to_owned()),
            Self::Talk(_) | Self::Undo(_) => self,
            Self::Priority(_) | Self::Assign(_) | Self::Snooze(_) | Self::Archive(_) | Self::Tag(_) => {
                Self::Because(Box::new(self), reason.to_owned())
            }
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
            Self::Because(change, _) => change.plain(),
            plain => plain,
        }
    }

    /// Why, where it says so.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Move(to) => to.reason.as_deref(),
            Self::Because(_, reason) => Some(reason),
            _ => None,
        }
    }

    /// What a person wrote in it: blanks around it are not part of it.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Talk(talk) => Some(talk.text()),
            _ => None,
        }
    }
}
