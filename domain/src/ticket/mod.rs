//! A ticket: what is asked of it, what may happen to it, what did.

mod anchor;
mod apply;
mod archive;
mod assignment;
mod change;
mod check;
#[cfg(feature = "zones")]
mod deadlines;
#[cfg(feature = "zones")]
mod decide;
mod event;
#[cfg(feature = "zones")]
mod ground;
mod moving;
mod old;
mod opening;
mod permit;
mod preview;
mod priority;
mod reason;
mod refusal;
mod snooze;
#[cfg(feature = "zones")]
mod story;
mod tags;
mod talk;
mod undo;
mod wake;

pub use anchor::Anchor;
pub use change::{Change, Command};
pub use check::{check, check_change, permits_change};
#[cfg(feature = "zones")]
pub use deadlines::fire;
#[cfg(feature = "zones")]
pub use decide::{decide, needs};
pub use event::{Event, PersonRef, Side, Undone, Visibility, WokenBy};
#[cfg(feature = "zones")]
pub use ground::{Found, Ground, Needs};
pub use moving::{Also, Move};
#[cfg(feature = "zones")]
pub use old::old_words;
pub use opening::OpenTicket;
#[cfg(feature = "zones")]
pub use opening::open;
pub use permit::Around;
pub use preview::{changes, inverse, is_overtaken, preview};
pub use reason::wants_reason;
pub use refusal::{Field, Refusal};
pub use snooze::SNOOZE_DAYS;
pub use tags::Tagging;
#[cfg(feature = "zones")]
pub use talk::reopens;
pub use talk::{Reply, Talk};
pub use undo::{Before, Past, UNDO_MINUTES, before};

use crate::ids::{ColumnId, Seq, StatusId, TagId, TicketId};
use crate::people::Audience;
use crate::sla::{Clocks, SlaFace};
use crate::status::{Category, Priority};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Characters in a title.
pub const TITLE_MAX: usize = 200;
/// Characters in a message, comment or description.
pub const TEXT_MAX: usize = 20_000;

/// What the board, its filters, its order and [`check`] need to know of a ticket: on the card in the browser,
/// in the desk's index, and inside the ticket itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Which ticket.
    pub id: TicketId,
    /// The command that changed it last: its version.
    pub seq: Seq,
    /// The command that last changed its status or place.
    pub placed_seq: Seq,
    /// Its status.
    pub status: StatusId,
    /// What that status means.
    pub category: Category,
    /// Where the card lies.
    pub column: ColumnId,
    /// Its place in the manual order of the column: a fractional key, compared bytewise.
    pub place: String,
    /// How much it matters.
    pub priority: Priority,
    /// Who may see it.
    pub audience: Audience,
    /// What its clocks show.
    pub sla: SlaFace,
    /// When it was opened.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub created_at: Time,
    /// When something last happened to it that its reader may know.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub updated_at: Time,
    /// When it was resolved, while it is.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub resolved_at: Option<Time>,
    /// An agent has done something to it (R65).
    pub touched: bool,
    /// Escalations that are still open (R111).
    pub open_children: i32,
    /// Until when it is put off, while it is.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub snoozed_until: Option<Time>,
    /// Finished, and taken off the board (R22).
    pub archived: bool,
    /// The tags that were put on it, in that order: what they mean now the rules say.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub tags: Box<[TagId]>,
}

/// A ticket as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// What the board knows of it.
    pub facts: Facts,
    /// The account's sequence, the protocol (R48).
    pub number: i64,
    /// What it is about.
    pub title: String,
    /// Its clocks.
    pub clocks: Clocks,
    /// The responsible agent's name, as the log writes it.
    pub assignee_name: Option<String>,
    /// Who last changed its status or place, and when.
    pub placed_by: Option<PersonRef>,
    /// When its status or place last changed.
    pub placed_at: Time,
    /// Public messages, the description not counted.
    pub messages: i32,
    /// Internal comments.
    pub comments: i32,
}

impl Ticket {
    /// Shorthand for the audience of the facts.
    pub fn audience(&self) -> &Audience {
        &self.facts.audience
    }

    /// The next instant at which the desk must say something of it: a warning, a breach, or that it wakes.
    pub fn next_alarm(&self) -> Option<Time> {
        self.clocks.next_alarm().into_iter().chain(self.facts.snoozed_until).min()
    }
}
