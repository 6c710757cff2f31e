//! An account's settings as one versioned value.

use crate::ids::{ColumnId, DepartmentId, StatusId};
use crate::reason::Reasons;
use crate::sla::{Holiday, SlaRules};
use crate::status::{Category, Column, Status};
use crate::tag::Tags;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU16;
use std::ops::RangeInclusive;
use thiserror::Error;

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

/// A number in the rules that no rule may have: it would put a deadline where no calendar goes, or wrap.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{what} is {found}: it must lie between {least} and {most}")]
pub struct OutOfRange {
    /// Which number.
    pub what: &'static str,
    /// What it says.
    pub found: i64,
    /// The least that it may be.
    pub least: i64,
    /// The most that it may be.
    pub most: i64,
}

const TEN_YEARS_S: i64 = 10 * 366 * 86_400;

impl Rules {
    /// Refuses numbers that would make a decision panic or wrap. Asked where rules are read: an account may have been
    /// edited by hand, or by another version of this program.
    pub fn check_numbers(&self) -> Result<(), OutOfRange> {
        let within = |what, found: i64, range: RangeInclusive<i64>| {
            if range.contains(&found) {
                Ok(())
            } else {
                Err(OutOfRange { what, found, least: *range.start(), most: *range.end() })
            }
        };
        let count = 0..=i64::from(i32::MAX) - 1;
        within("the rules' version", self.version.into(), count.clone())?;
        within("reopen_days", self.board.reopen_days, 0..=3_660)?;
        for limit in &self.board.limits {
            within("a column's limit", limit.limit.into(), 0..=i64::from(u16::MAX))?;
        }
        within("warn_minutes", self.sla.warn_minutes, 0..=366 * 24 * 60)?;
        for targets in &self.sla.targets {
            for target in [targets.first_response, targets.next_response, targets.resolution] {
                within("a target in seconds", target, 1..=TEN_YEARS_S)?;
            }
        }
        for calendar in &self.sla.calendars {
            within("a calendar's version", calendar.version.into(), count.clone())?;
            for closed in &calendar.closed {
                if let Holiday::Yearly(month, day) = closed.on {
                    within("a holiday's month", month.into(), 1..=12)?;
                    within("a holiday's day", day.into(), 1..=31)?;
                }
            }
        }
        Ok(())
    }
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
    /// The tags of the account: the team's alone.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// Of which changes the team says why.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    pub reasons: Reasons,
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

    /// Whether other rules lead to the same boards, statuses and columns: what is on a screen stays right by them.
    pub fn looks_like(&self, other: &Self) -> bool {
        self.statuses == other.statuses && self.columns == other.columns
    }

    /// What a client may know of them: how much a department takes on, how it sorts its work and what it
    /// tells itself is the team's own affair.
    #[must_use]
    pub fn for_clients(self) -> Self {
        Self { limits: vec![], tags: Tags::default(), reasons: Reasons::default(), ..self }
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
            tags: Tags::default(),
            reasons: Reasons::default(),
        }
    }
}
