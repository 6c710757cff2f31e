//! An account's settings as one versioned value.

use crate::ids::{ColumnId, DepartmentId, StatusId};
use crate::sla::SlaRules;
use crate::status::{Category, Column, Status};
use serde::{Deserialize, Serialize};
use std::num::NonZeroU16;

/// Everything that decides. The server keeps it in memory; the browser gets [`BoardRules`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Counts up with each edit.
    pub version: i32,
    /// What `check` needs.
    pub board: BoardRules,
    /// What is promised, and when the house is open.
    pub sla: SlaRules,
}

/// The part of the rules that [`check`](crate::ticket::check) needs, on the server and in the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRules {
    /// Statuses; the first one that lies in a column is what dropping there gives.
    pub statuses: Vec<Status>,
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Limits on work in progress.
    pub limits: Vec<WipLimit>,
    /// Who may change a priority (C2).
    pub priorities: PriorityMode,
    /// Days after the resolution in which a client's message reopens the ticket; later it opens a new one.
    pub reopen_days: i64,
}

/// How many cards of a department may lie in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WipLimit {
    /// The department whose cards count.
    pub department: DepartmentId,
    /// The column.
    pub column: ColumnId,
    /// How many.
    pub limit: u32,
    /// Refuses beyond the limit; a soft one only warns.
    pub hard: bool,
}

/// A limit to be set, or taken away, by who leads the department (`decisions.md` 4, "settings of a department").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLimit {
    /// The department whose cards count.
    pub department: DepartmentId,
    /// The column.
    pub column: ColumnId,
    /// How many; without a number there is no limit.
    pub limit: Option<NonZeroU16>,
    /// Refuses beyond the limit; a soft one only warns.
    pub hard: bool,
}

/// Who sets the priority (C2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriorityMode {
    /// By rules only (R16).
    Automatic,
    /// By rules, and agents may override: the event tells.
    #[default]
    Override,
    /// By hand.
    Manual,
}

impl BoardRules {
    /// The status with that id.
    pub fn status(&self, id: StatusId) -> Option<&Status> {
        self.statuses.iter().find(|s| s.id == id)
    }

    /// What dropping on a column gives.
    pub fn first_status(&self, column: ColumnId) -> Option<&Status> {
        self.statuses.iter().find(|s| s.column == column)
    }

    /// The first status of a category.
    pub fn status_of(&self, category: Category) -> Option<&Status> {
        self.statuses.iter().find(|s| s.category == category)
    }

    /// The limit of a department in a column.
    pub fn limit(&self, department: DepartmentId, column: ColumnId) -> Option<&WipLimit> {
        self.limits.iter().find(|l| l.department == department && l.column == column)
    }

    /// Sets a limit, or takes it away; `false`: it is so already.
    pub fn set_limit(&mut self, new: NewLimit) -> bool {
        let NewLimit { department, column, limit, hard } = new;
        let limit = limit.map(|limit| WipLimit { department, column, limit: limit.get().into(), hard });
        if self.limit(department, column) == limit.as_ref() {
            return false;
        }
        self.limits.retain(|l| l.department != department || l.column != column);
        self.limits.extend(limit);
        true
    }

    /// Where a new ticket begins.
    pub fn initial(&self) -> Option<&Status> {
        self.status_of(Category::New)
    }
}

impl Default for BoardRules {
    /// `decisions.md` 2. "Resolvido" is `done` until rating exists.
    fn default() -> Self {
        let statuses = [
            (1, Category::New, 1),
            (2, Category::Active, 2),
            (3, Category::Done, 3),
            (4, Category::WaitingCustomer, 2),
            (5, Category::WaitingThirdParty, 2),
            (6, Category::AwaitingApproval, 1),
            (8, Category::Cancelled, 3),
        ];
        Self {
            statuses: statuses
                .map(|(id, category, column)| Status {
                    id: StatusId(id),
                    category,
                    column: ColumnId(column),
                    name: None,
                })
                .to_vec(),
            columns: [1, 2, 3].map(|id| Column { id: ColumnId(id), name: None }).to_vec(),
            limits: vec![],
            priorities: PriorityMode::Override,
            reopen_days: 7,
        }
    }
}
