//! What a desk is asked for and what it answers. How it is asked: [`port`](crate::port).

use crate::feed::{ClientCard, ClientTicket, TeamTicket};
use crate::ids::{Seq, TicketId};
use crate::people::Actor;
use crate::rules::BoardRules;
use crate::ticket::Refusal;
use crate::time::Time;
use serde::{Deserialize, Serialize};

pub use crate::board::BoardQuery;
pub use crate::feed::Load;
#[cfg(feature = "port")]
pub use crate::port::{Desk, DeskError};

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is done.
    Done(Done),
    /// It was refused; nothing has changed.
    Refused(Refusal),
}

/// Commands that may be sent in one request: several selected cards, or what was done offline.
pub const ALL_AT_ONCE: usize = 200;

/// What a command made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The ticket it concerns: for a new one, the new one.
    pub ticket: TicketId,
    /// The ticket's version after it.
    pub seq: Seq,
    /// The actor was linked to the ticket by acting on it (R89): said to them, with an undo.
    pub linked: bool,
}

/// A ticket's page, for the side of the viewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketPage {
    /// For the people who serve.
    Team(Box<Page<TeamTicket>>),
    /// For the people who asked.
    Client(Box<Page<ClientTicket>>),
}

/// A page's content with what every page needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The last command that it includes, as its reader counts: the feed goes on from here.
    pub seq: Seq,
    /// The server's time at the read.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub now: Time,
    /// Who looks.
    pub viewer: Actor,
    /// What `check` needs in the browser.
    pub rules: BoardRules,
    /// The content.
    pub content: T,
}

/// The two halves of a client's list (R48).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// "Abertos".
    #[default]
    Open,
    /// "Finalizados".
    Finished,
}

/// A page of a client's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyTickets {
    /// The moment that it includes all up to.
    pub seq: Seq,
    /// The server's time at the read.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub now: Time,
    /// Who looks.
    pub viewer: Actor,
    /// How many are open.
    pub open: i64,
    /// How many are finished.
    pub finished: i64,
    /// The tickets of the tab, the last changed first.
    pub tickets: Vec<ClientCard>,
    /// Where the next page begins.
    pub next: Option<Seq>,
}
