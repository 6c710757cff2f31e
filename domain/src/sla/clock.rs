//! One clock per ticket and metric.

use crate::ids::CalendarId;
use crate::sla::{FaceState, Metric, SlaFace};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What a clock does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Not begun: no answer is owed.
    #[default]
    Idle,
    /// Counts working time.
    Running,
    /// Rests; what was consumed is kept.
    Paused,
    /// The promise was answered, in time or late.
    Met,
    /// The ticket was cancelled: no verdict.
    Void,
}

/// The clock of one metric of one ticket. `due_at` is a pure function of what happened to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// What it does.
    pub state: ClockState,
    /// What is promised, in seconds of working time.
    pub target_s: i64,
    /// The calendar in whose open time it counts.
    pub calendar: Option<CalendarId>,
    /// The version of that calendar.
    pub calendar_version: i32,
    /// Since when it runs, while it runs.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub since: Option<Time>,
    /// Milliseconds of working time consumed before `since`.
    pub consumed_ms: i64,
    /// When the promise is broken, while the clock runs or once it was met. `None` while paused, unless it was
    /// broken before.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub due_at: Option<Time>,
    /// When the warning begins, while the clock runs. While it rests: the deadline that was warned of, so that
    /// none is warned of twice.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub warn_at: Option<Time>,
    /// The warning of this `due_at` was given.
    pub warned: bool,
    /// The breach of this `due_at` was recorded.
    pub breached: bool,
    /// A breach was recorded once, ever.
    pub ever_breached: bool,
    /// When it was last met.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub met_at: Option<Time>,
    /// When it was first met: a reopened ticket keeps its first resolution for the reports.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub first_met_at: Option<Time>,
}

impl Clock {
    /// The next instant at which the desk must say something: a warning, or the breach.
    pub fn next_alarm(&self) -> Option<Time> {
        if self.state != ClockState::Running || self.breached {
            return None;
        }
        let warning = if self.warned { None } else { self.warn_at };
        warning.into_iter().chain(self.due_at).min()
    }

    /// The warning was given.
    pub fn warn(&mut self) {
        self.warned = true;
    }

    /// The breach was recorded.
    pub fn breach(&mut self) {
        self.warned = true;
        self.breached = true;
        self.ever_breached = true;
    }

    /// It runs, its deadline has come, and nobody has recorded the breach yet. The breach is the instant
    /// `due_at` itself, not the one after it.
    pub fn overdue(&self, now: Time) -> bool {
        self.state == ClockState::Running && !self.breached && self.due_at.is_some_and(|due| due <= now)
    }

    /// Met, but not before the deadline. One that was met while it rested has no deadline to miss.
    pub fn met_late(&self) -> bool {
        self.state == ClockState::Met
            && (self.breached || self.met_at.zip(self.due_at).is_some_and(|(met, due)| met >= due))
    }
}

/// The clocks of a ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "super::stored::Read", into = "super::stored::Stored")]
pub struct Clocks {
    /// Created → first public message of an agent.
    pub first_response: Clock,
    /// Oldest unanswered message of the client → public message of an agent.
    pub next_response: Clock,
    /// Created → resolved.
    pub resolution: Clock,
}

impl Clocks {
    /// The clock of a metric.
    pub fn of(&self, metric: Metric) -> &Clock {
        match metric {
            Metric::FirstResponse => &self.first_response,
            Metric::NextResponse => &self.next_response,
            Metric::Resolution => &self.resolution,
        }
    }

    /// The clock of a metric, to change.
    pub fn of_mut(&mut self, metric: Metric) -> &mut Clock {
        match metric {
            Metric::FirstResponse => &mut self.first_response,
            Metric::NextResponse => &mut self.next_response,
            Metric::Resolution => &mut self.resolution,
        }
    }

    /// The next instant at which the desk must say something of this ticket.
    pub fn next_alarm(&self) -> Option<Time> {
        Metric::ALL.into_iter().filter_map(|m| self.of(m).next_alarm()).min()
    }

    /// What a card shows of them.
    pub fn face(&self) -> SlaFace {
        let all_running = || Metric::ALL.into_iter().filter(|m| self.of(*m).state == ClockState::Running);
        let running = all_running().min_by_key(|m| (self.of(*m).due_at.is_none(), self.of(*m).due_at));
        let state = if running.is_some() {
            FaceState::Running
        } else if Metric::ALL.into_iter().any(|m| self.of(m).state == ClockState::Paused) {
            FaceState::Paused
        } else if self.resolution.state == ClockState::Met {
            FaceState::Met
        } else {
            FaceState::None
        };
        SlaFace {
            state,
            metric: running,
            due_at: running.and_then(|m| self.of(m).due_at),
            warn_at: all_running().filter_map(|m| self.of(m).warn_at).min(),
            late: self.resolution.met_late()
                || (self.resolution.ever_breached && self.resolution.state != ClockState::Void),
        }
    }
}
