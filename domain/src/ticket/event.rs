//! What happened to a ticket: its log, its audit trail, and its part of the feed, all at once.

use crate::ids::{DepartmentId, PersonId, Seq, StatusId, TagId};
use crate::sla::{Clocks, Metric};
use crate::status::{Category, Priority};
use crate::time::Time;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A person by id and by the name they had then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRef {
    /// Who.
    pub id: PersonId,
    /// As it was read at that time.
    pub name: String,
}

/// On whose side a message was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// One of the people who serve.
    Team,
    /// One of the people who asked.
    Client,
}

/// What ended a snooze. Where several things did, the first of these is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WokenBy {
    /// The ticket was resolved or cancelled.
    End,
    /// The client wrote.
    Client,
    /// A warning was given, or a promise broken.
    Sla,
    /// Its time came.
    Time,
    /// Someone of the team woke it.
    Hand,
}

/// Who may read an event (C15). Enforced in the query and in the hub, never in a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Everyone who sees the ticket.
    Public,
    /// The people who serve.
    Team,
}

/// A fact. Never changed, never deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It began.
    Opened {
        /// Who shall serve it.
        department: DepartmentId,
        /// How much it matters.
        priority: Priority,
        /// Its first status.
        status: StatusId,
        /// Who opened it: the client, or an agent for them.
        by: Side,
        /// Its place in the manual order; not told by older desks.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        place: String,
    },
    /// Its status changed.
    Moved {
        /// Before.
        from: StatusId,
        /// What that meant.
        from_category: Category,
        /// After.
        to: StatusId,
        /// What that means.
        to_category: Category,
        /// Its new place in the manual order.
        place: String,
        /// Why; the client reads it.
        reason: Option<String>,
    },
    /// Only its place in the manual order changed.
    Placed {
        /// The new place.
        place: String,
    },
    /// Its priority changed.
    PriorityChanged {
        /// Before.
        from: Priority,
        /// After.
        to: Priority,
    },
    /// Its responsible agent changed.
    Assigned {
        /// Before.
        from: Option<PersonRef>,
        /// After.
        to: Option<PersonRef>,
        /// Because that agent moved or answered it (R89), not because someone said so.
        by_acting: bool,
    },
    /// An internal comment was written; its text stands in a table of its own.
    Commented {
        /// Which.
        comment: Uuid,
    },
    /// A public message was written.
    Replied {
        /// Which.
        message: Uuid,
        /// By whose side.
        by: Side,
    },
    /// Clocks began, rested, ran again, were met or re-targeted.
    ClocksSet {
        /// All of them, as they are now.
        clocks: Box<Clocks>,
    },
    /// A warning was given (R13).
    SlaWarned {
        /// Which promise.
        metric: Metric,
        /// Its deadline.
        #[serde(with = "chrono::serde::ts_milliseconds")]
        due_at: Time,
    },
    /// A promise was broken (R14): at `due_at`, whenever it was recorded.
    SlaBreached {
        /// Which promise.
        metric: Metric,
        /// Its deadline: the true time of the breach.
        #[serde(with = "chrono::serde::ts_milliseconds")]
        due_at: Time,
    },
    /// It was put off.
    Snoozed {
        /// Until then.
        #[serde(with = "chrono::serde::ts_milliseconds")]
        until: Time,
    },
    /// It is put off no more.
    Woken {
        /// Why.
        by: WokenBy,
    },
    /// It was taken off the board, or put back (R22).
    Archived {
        /// It is off the board now.
        archived: bool,
    },
    /// A tag was put on it, or taken off.
    Tagged {
        /// Which; taken off are all that mean the same by then, since tags are merged.
        tags: Vec<TagId>,
        /// What it was called then.
        name: String,
        /// It was put on.
        on: bool,
    },
    /// Why the rest of that command was done. What a client reads of a cancellation stands in `Moved`.
    Explained {
        /// As the team reads it.
        reason: String,
    },
    /// An own command was taken back.
    Undone(Box<Undone>),
}

impl Event {
    /// Who may read it. Clients read what they did, what was said to them, and where their ticket stands.
    pub fn visibility(&self) -> Visibility {
        match self {
            Self::Opened { .. }
            | Self::Moved { .. }
            | Self::PriorityChanged { .. }
            | Self::Replied { .. } => Visibility::Public,
            Self::Placed { .. }
            | Self::Assigned { .. }
            | Self::Commented { .. }
            | Self::ClocksSet { .. }
            | Self::SlaWarned { .. }
            | Self::SlaBreached { .. }
            | Self::Snoozed { .. }
            | Self::Woken { .. }
            | Self::Archived { .. }
            | Self::Tagged { .. }
            | Self::Explained { .. } => Visibility::Team,
            Self::Undone(undone) => undone.visibility(),
        }
    }

    /// The word that the database stores beside the event.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Moved { .. } => "moved",
            Self::Placed { .. } => "placed",
            Self::PriorityChanged { .. } => "priority_changed",
            Self::Assigned { .. } => "assigned",
            Self::Commented { .. } => "commented",
            Self::Replied { .. } => "replied",
            Self::ClocksSet { .. } => "clocks_set",
            Self::SlaWarned { .. } => "sla_warned",
            Self::SlaBreached { .. } => "sla_breached",
            Self::Snoozed { .. } => "snoozed",
            Self::Woken { .. } => "woken",
            Self::Archived { .. } => "archived",
            Self::Tagged { .. } => "tagged",
            Self::Explained { .. } => "explained",
            Self::Undone(_) => "undone",
        }
    }
}

/// What was taken back, and what else is as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// The command.
    pub of: Seq,
    /// What it takes to be as before.
    pub events: Vec<Event>,
    /// An agent had done something to it.
    pub touched: bool,
    /// When something had last happened to it.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub updated_at: Time,
    /// When it was resolved, while it was.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub resolved_at: Option<Time>,
    /// Clients forget the command and this one: the last command that they know of then, and when, in milliseconds.
    pub forgotten: Option<(Seq, i64)>,
}

impl Undone {
    /// Who may read it: who could read what was taken back, unless clients forget both. These hear of the ticket's state
    /// all the same.
    fn visibility(&self) -> Visibility {
        if is_public(&self.events) { Visibility::Public } else { Visibility::Team }
    }
}

/// Whether clients read any of them.
pub(super) fn is_public(events: &[Event]) -> bool {
    events.iter().any(|event| event.visibility() == Visibility::Public)
}
