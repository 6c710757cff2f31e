//! Why something is refused: a typed value for code, a sentence in the catalogue for people.

use crate::ids::StatusId;
use crate::text::one_line;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What a person typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The title of a ticket.
    Title,
    /// The first message of a ticket.
    Description,
    /// A public message.
    Message,
    /// An internal comment.
    Comment,
    /// Why something is done.
    Reason,
    /// What a saved view is called.
    ViewName,
    /// What a tag is called.
    TagName,
}

impl Field {
    /// Refuses what is blank, longer than `max` characters, or cannot be kept.
    pub(crate) fn written(self, text: &str, max: usize) -> Result<(), Refusal> {
        if text.trim().is_empty() { Err(Refusal::Empty { field: self }) } else { self.holds(text, max) }
    }

    /// What a one-line field keeps of what was typed: blank, too long or unwritable is refused.
    pub(crate) fn line(self, text: &str, max: usize) -> Result<String, Refusal> {
        self.holds(text, max)?;
        let line = one_line(text);
        self.written(&line, max).map(|()| line)
    }

    /// The same of what may be left blank.
    pub(crate) fn holds(self, text: &str, max: usize) -> Result<(), Refusal> {
        if text.chars().count() > max {
            Err(Refusal::TooLong { field: self, max })
        } else if text.contains('\0') {
            Err(Refusal::Unwritable { field: self })
        } else {
            Ok(())
        }
    }
}

/// Why a command is refused. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Unseen and absent answer alike (T1).
    #[error("no such ticket, or not for these eyes")]
    Unseen,
    /// The ticket may be seen, but this may not be done to it.
    #[error("not permitted")]
    NotPermitted,
    /// Only the responsible agent or the department's manager resolves, and returns to the queue.
    #[error("only the responsible agent or a manager may do this")]
    NotResponsible,
    /// An agent links only to tickets of own departments (R90).
    #[error("not a member of the ticket's department")]
    NotInDepartment,
    /// That person cannot be made responsible: unknown, inactive, or not of the department.
    #[error("that person cannot be responsible for this ticket")]
    NotAssignable,
    /// From where it is, the ticket does not go there.
    #[error("this status does not follow from the present one")]
    NoTransition {
        /// Where it was to go.
        to: StatusId,
    },
    /// The account has no such status.
    #[error("no such status")]
    UnknownStatus,
    /// Escalations are still open (R111).
    #[error("escalations are still open: {count}")]
    OpenChildren {
        /// How many.
        count: i32,
    },
    /// A hard limit on work in progress.
    #[error("the column holds {limit} cards of this department at most")]
    WipLimit {
        /// How many cards the column may hold.
        limit: u32,
    },
    /// Somebody moved it since the mover looked.
    #[error("{by} moved it first")]
    Stale {
        /// Who moved it.
        by: String,
        /// When.
        #[serde(with = "chrono::serde::ts_milliseconds")]
        at: Time,
        /// Where it is now.
        status: StatusId,
        /// The version to name in `seen` to move it all the same.
        seq: i64,
    },
    /// Priorities are set by the rules alone (R16).
    #[error("priorities are set by the SLA rules")]
    PriorityByRules,
    /// The ticket is cancelled: nothing more is done to it.
    #[error("the ticket is cancelled")]
    Cancelled,
    /// Only what is still open can be put off.
    #[error("the ticket is not open")]
    NotOpen,
    /// Only what is resolved or cancelled leaves the board.
    #[error("the ticket is not finished")]
    NotFinished,
    /// A ticket is put off to a later time, and not for ever.
    #[error("not a time within the next {days} days")]
    SnoozeTime {
        /// How far ahead it may lie.
        days: i64,
    },
    /// Something must be written.
    #[error("{field:?} is empty")]
    Empty {
        /// Where.
        field: Field,
    },
    /// Too much was written.
    #[error("{field:?} is longer than {max} characters")]
    TooLong {
        /// Where.
        field: Field,
        /// How many characters it holds.
        max: usize,
    },
    /// A character that no keyboard writes and PostgreSQL does not keep: NUL.
    #[error("{field:?} holds a character that cannot be kept")]
    Unwritable {
        /// Where.
        field: Field,
    },
    /// One person's saved views are enough.
    #[error("{max} views are saved already")]
    TooManyViews {
        /// How many one person saves.
        max: usize,
    },
    /// The account has no such tag any more.
    #[error("no such tag")]
    UnknownTag,
    /// Another tag is called so: they can be merged.
    #[error("another tag is called so")]
    TagTaken,
    /// A ticket, or an account, has tags enough.
    #[error("there are {max} tags already")]
    TooManyTags {
        /// How many there may be.
        max: usize,
    },
    /// The contact does not exist, or is not for this person to name.
    #[error("no such contact")]
    UnknownContact,
    /// The department does not exist.
    #[error("no such department")]
    UnknownDepartment,
    /// The same `op_id` came with another request.
    #[error("this operation was already used for something else")]
    OpReused,
}
