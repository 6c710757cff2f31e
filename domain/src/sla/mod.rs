//! Deadlines: policies, calendars and clocks (`rules.md` 2B, `decisions.md` 3).

#[cfg(feature = "zones")]
mod calendar;
mod clock;
mod policy;
#[cfg(feature = "zones")]
mod run;
mod stored;

#[cfg(feature = "zones")]
pub use calendar::{Calendar, CalendarError, Calendars};
pub use clock::{Clock, ClockState, Clocks};
pub use policy::{CalendarPlan, Closed, Holiday, SlaRules, Targets, Window};
#[cfg(feature = "zones")]
pub use run::Promise;

use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Created → first public message of an agent.
    FirstResponse,
    /// Oldest unanswered message of the client → public message of an agent.
    NextResponse,
    /// Created → resolved.
    Resolution,
}

impl Metric {
    /// All metrics.
    pub const ALL: [Self; 3] = [Self::FirstResponse, Self::NextResponse, Self::Resolution];

    /// The word that the database stores.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstResponse => "first_response",
            Self::NextResponse => "next_response",
            Self::Resolution => "resolution",
        }
    }
}

/// What a card shows of its clocks: the running one that is due first, and names it (C14).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlaFace {
    /// What the clocks do, taken together.
    pub state: FaceState,
    /// The metric that is due first.
    pub metric: Option<Metric>,
    /// When it is due.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub due_at: Option<Time>,
    /// When the first warning of a running metric begins: where short targets warn late, that of another metric
    /// may come before its own.
    #[serde(with = "chrono::serde::ts_milliseconds_option")]
    pub warn_at: Option<Time>,
    /// A promise to this client was broken: the mark "fora do prazo" stays for ever.
    pub late: bool,
}

/// What the clocks of a ticket do, taken together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaceState {
    /// No promise: cancelled, or without a policy.
    #[default]
    None,
    /// At least one clock runs.
    Running,
    /// None runs, at least one rests.
    Paused,
    /// Resolved.
    Met,
}

/// How a card looks at an instant. Three looks only for a running clock: in time, warning, late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// Past the deadline: the flame (R14). Seconds past it.
    Late(i64),
    /// Near the deadline (R13). Seconds left.
    Warning(i64),
    /// Seconds left.
    InTime(i64),
    /// The clock rests.
    Paused,
    /// Resolved in time.
    MetInTime,
    /// Resolved past the deadline.
    MetLate,
    /// Nothing to show.
    None,
}

impl SlaFace {
    /// The look at `now`. The breach is the instant `due_at` itself, not the one after it.
    pub fn look(&self, now: Time) -> Look {
        match (self.state, self.due_at) {
            (FaceState::Running, Some(due)) => {
                let left_ms = (due - now).num_milliseconds();
                if left_ms <= 0 {
                    Look::Late(-left_ms / 1_000)
                } else if self.warn_at.is_some_and(|warn| now >= warn) {
                    Look::Warning(left_ms.div_euclid(1_000))
                } else {
                    Look::InTime(left_ms.div_euclid(1_000))
                }
            }
            (FaceState::Running | FaceState::None, _) => Look::None,
            (FaceState::Paused, _) => Look::Paused,
            (FaceState::Met, _) if self.late => Look::MetLate,
            (FaceState::Met, _) => Look::MetInTime,
        }
    }

    /// Past the deadline at `now`.
    pub fn is_late(&self, now: Time) -> bool {
        matches!(self.look(now), Look::Late(_))
    }

    /// The next instant after `now` at which the look changes.
    pub fn next_change(&self, now: Time) -> Option<Time> {
        if self.state != FaceState::Running {
            return None;
        }
        [self.warn_at, self.due_at].into_iter().flatten().filter(|at| *at > now).min()
    }
}
