//! How many cards there are: by column, by swimlane, by view.

use super::Swimlane;
use crate::ids::{ColumnId, DepartmentId};
use crate::sla::Look;
use crate::ticket::Facts;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What a column holds for this viewer and filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnCounts {
    /// Cards.
    pub cards: u32,
    /// Of these, overdue.
    pub late: u32,
    /// Of these, near the deadline (R13).
    pub soon: u32,
    /// Of these, without a responsible agent.
    pub free: u32,
    /// When the oldest of them was opened.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub oldest: Option<Time>,
}

impl ColumnCounts {
    /// Counts one card more, as it is at `now`.
    pub fn add(&mut self, facts: &Facts, now: Time) {
        self.cards += 1;
        // A snoozed one lies elsewhere, and is no less late.
        match facts.sla.look(now) {
            Look::Late(_) => self.late += 1,
            Look::Warning(_) => self.soon += 1,
            _ => {}
        }
        self.free += u32::from(facts.category.is_open() && facts.audience.assignee.is_none());
        self.oldest = Some(self.oldest.map_or(facts.created_at, |at| at.min(facts.created_at)));
    }

    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            cards: self.cards + other.cards,
            late: self.late + other.late,
            soon: self.soon + other.soon,
            free: self.free + other.free,
            oldest: self.oldest.into_iter().chain(other.oldest).min(),
        }
    }
}

/// The counts of a board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// By column, in the account's order.
    pub columns: Vec<ColumnCounts>,
    /// Cards by column as they would be without chip and text filter: "14 de 60".
    pub whole: Vec<u32>,
    /// The lanes that hold a card, in no order that matters; none on a board without lanes.
    pub lanes: Vec<SwimlaneCounts>,
    /// Open tickets by chip, in the order of [`View::ALL`](super::View::ALL), without the text filter.
    pub views: [u32; 6],
    /// Cards in the columns that have a limit, in the order of
    /// [`BoardRules::limits`](crate::rules::BoardRules::limits); for the board of one department its own alone.
    pub limits: Vec<Inside>,
}

/// How many cards of a department lie in a column, whatever chip and filter say: what its limit is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inside {
    /// Whose cards.
    pub department: DepartmentId,
    /// In which column.
    pub column: ColumnId,
    /// So many.
    pub cards: u32,
}

impl Counts {
    /// How many cards of a department lie in a column, where that has a limit.
    pub fn inside(&self, department: DepartmentId, column: ColumnId) -> Option<u32> {
        let of = |inside: &&Inside| (inside.department, inside.column) == (department, column);
        self.limits.iter().find(of).map(|inside| inside.cards)
    }
}

/// What a lane holds for this viewer and filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwimlaneCounts {
    /// Which.
    pub lane: Swimlane,
    /// By column, in the account's order.
    pub columns: Vec<ColumnCounts>,
}
