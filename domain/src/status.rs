//! Statuses, their categories, columns and priorities (`decisions.md` 2).

use crate::ids::{ColumnId, StatusId};
use serde::{Deserialize, Serialize};

/// What a status means to the clock and to the rules. Its name is for people and free (C4, C13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Nobody serves it yet.
    New,
    /// Being served.
    Active,
    /// The client owes an answer: the resolution clock rests.
    WaitingCustomer,
    /// A third party owes an answer (R68): the resolution clock rests.
    WaitingThirdParty,
    /// Waits for a yes before it is worked on (R42): all clocks rest.
    AwaitingApproval,
    /// Resolved; the client has still to rate it (R35).
    AwaitingRating,
    /// Concluded.
    Done,
    /// Called off: clocks void, no verdict.
    Cancelled,
}

impl Category {
    /// All categories, in the order of a ticket's life.
    pub const ALL: [Self; 8] = [
        Self::New,
        Self::Active,
        Self::WaitingCustomer,
        Self::WaitingThirdParty,
        Self::AwaitingApproval,
        Self::AwaitingRating,
        Self::Done,
        Self::Cancelled,
    ];

    /// Work remains: everything but resolved and cancelled.
    pub fn is_open(self) -> bool {
        !self.is_resolved() && self != Self::Cancelled
    }

    /// The agents have finished (R40, C6).
    pub fn is_resolved(self) -> bool {
        matches!(self, Self::AwaitingRating | Self::Done)
    }

    /// The word that the database stores.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Active => "active",
            Self::WaitingCustomer => "waiting_customer",
            Self::WaitingThirdParty => "waiting_third_party",
            Self::AwaitingApproval => "awaiting_approval",
            Self::AwaitingRating => "awaiting_rating",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the word that the database stores.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == word)
    }
}

/// A status of the account. One without a name of its own is called by its category in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Its id.
    pub id: StatusId,
    /// What it means.
    pub category: Category,
    /// The column where its cards lie.
    pub column: ColumnId,
    /// The account's own name for it.
    pub name: Option<String>,
}

/// A column of the board. Dropping on it gives the first status that lies in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its id.
    pub id: ColumnId,
    /// The account's own name for it; without one, that of its first status.
    pub name: Option<String>,
}

/// How much it matters (R12), lowest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Simple requests, general doubts.
    Low,
    /// Affects normal use, an alternative exists.
    #[default]
    Medium,
    /// Critical, system stopped, VIP clients.
    High,
    /// S4's "urgente" (R66).
    Urgent,
}

impl Priority {
    /// All priorities, lowest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Urgent];

    /// The word that the database and addresses carry.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }

    /// Reads the word that the database and addresses carry.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.as_str() == word)
    }
}
