//! In which order cards lie. The same keys sort the desk's index, a page's cards and the cursor between pages.

use crate::ids::TicketId;
use crate::sla::{FaceState, Look};
use crate::ticket::Facts;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The order of a column's cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The most urgent promise first.
    #[default]
    Sla,
    /// The highest priority first, then by promise.
    Priority,
    /// The oldest first.
    Oldest,
    /// The one that changed last first.
    Updated,
    /// As people put them.
    Manual,
}

impl Order {
    /// All orders, as the menu lists them.
    pub const ALL: [Self; 5] = [Self::Sla, Self::Priority, Self::Oldest, Self::Updated, Self::Manual];

    /// The word in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sla => "sla",
            Self::Priority => "prioridade",
            Self::Oldest => "antigos",
            Self::Updated => "atualizados",
            Self::Manual => "manual",
        }
    }

    /// Reads the word in the address.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.as_str() == word)
    }

    /// Where a card lies in this order. Ties are broken by id, so no two keys are equal.
    pub fn key(self, facts: &Facts) -> SortKey {
        let (band, at) = by_promise(facts);
        let (first, second, place) = match self {
            Self::Sla => (band, at, String::new()),
            Self::Priority => {
                (-(facts.priority as i64), band.saturating_mul(1 << 52).saturating_add(at), String::new())
            }
            Self::Oldest => (facts.created_at.timestamp_millis(), 0, String::new()),
            Self::Updated => (-facts.updated_at.timestamp_millis(), 0, String::new()),
            Self::Manual => (0, 0, facts.place.clone()),
        };
        SortKey { first, second, place, id: facts.id.0 }
    }
}

/// Running promises by deadline, then resting and snoozed ones by age, then the resolved, newest first.
fn by_promise(facts: &Facts) -> (i64, i64) {
    match (facts.sla.state, facts.sla.due_at) {
        (FaceState::Running, Some(due)) if facts.snoozed_until.is_none() => (0, due.timestamp_millis()),
        _ if facts.resolved_at.is_some() => (3, -facts.resolved_at.unwrap_or_default().timestamp_millis()),
        _ if facts.snoozed_until.is_some() => (2, facts.created_at.timestamp_millis()),
        (FaceState::Running | FaceState::None, _) => (1, facts.created_at.timestamp_millis()),
        (FaceState::Paused | FaceState::Met, _) => (2, facts.created_at.timestamp_millis()),
    }
}

/// Where a card lies: compares as the cards lie, topmost first. Does not depend on the present time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SortKey {
    first: i64,
    second: i64,
    place: String,
    id: Uuid,
}

impl SortKey {
    /// What is compared first. Both are 0 in the manual order.
    pub fn numbers(&self) -> (i64, i64) {
        (self.first, self.second)
    }

    /// The place in the manual order, which is compared next; empty in the other orders.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The card's own id, which decides between equals.
    pub fn ticket(&self) -> TicketId {
        TicketId(self.id)
    }
}

/// The labelled part of a column in the SLA order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// "Atrasados".
    Late,
    /// "Vence em 1h".
    Soon,
    /// "No prazo", resting, snoozed and resolved ones too.
    InTime,
}

impl Band {
    /// The band of a card at `now`.
    pub fn of(facts: &Facts, now: Time) -> Self {
        match facts.sla.look(now) {
            _ if facts.snoozed_until.is_some() => Self::InTime,
            Look::Late(_) => Self::Late,
            Look::Warning(_) => Self::Soon,
            _ => Self::InTime,
        }
    }
}
