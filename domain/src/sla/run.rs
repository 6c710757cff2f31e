//! How a clock begins, rests, runs again and ends. Working time is counted by the calendar, to the millisecond.

use super::{Calendar, Clock, ClockState, Metric, SlaRules};
use crate::ids::DepartmentId;
use crate::sla::Calendars;
use crate::status::Priority;
use crate::time::Time;
use chrono::TimeDelta;

/// What a clock is held to: a target, in the open time of a calendar.
#[derive(Clone, Copy, Debug)]
pub struct Promise<'a> {
    /// Seconds of working time.
    pub target_s: i64,
    /// Whose open time counts.
    pub calendar: &'a Calendar,
    rules: &'a SlaRules,
}

impl<'a> Promise<'a> {
    /// The promise of `rules` to a ticket of that department and priority; `None` where the account's
    /// calendars lack the one the department names.
    pub fn of(
        rules: &'a SlaRules,
        calendars: &'a Calendars,
        department: DepartmentId,
        priority: Priority,
        metric: Metric,
    ) -> Option<Self> {
        let calendar = calendars.get(rules.calendar_of(department))?;
        Some(Self { target_s: rules.targets(priority).of(metric), calendar, rules })
    }

    /// Wall time before the deadline at which the warning begins (R13): 60 minutes, unless the account asks
    /// for 25 % of targets under two hours.
    fn warning(&self) -> TimeDelta {
        if self.rules.short_targets_warn_late && self.target_s < 2 * 3_600 {
            TimeDelta::milliseconds(self.target_s * 250)
        } else {
            TimeDelta::minutes(self.rules.warn_minutes)
        }
    }
}

impl Clock {
    /// Begins anew at `now`, with nothing consumed.
    pub fn start(&mut self, promise: Promise<'_>, now: Time) {
        *self =
            Self { ever_breached: self.ever_breached, first_met_at: self.first_met_at, ..Self::default() };
        self.run(promise, now);
    }

    /// Rests from `now` on: what was consumed is kept, the deadline is open.
    pub fn pause(&mut self, promise: Promise<'_>, now: Time) {
        if self.state == ClockState::Running {
            self.stop(promise.calendar, now);
            self.state = ClockState::Paused;
            // A broken promise stays broken: its deadline is not forgotten over a pause.
            if !self.breached {
                self.due_at = None;
            }
        }
    }

    /// Runs again from `now` on, with what is left of the target.
    pub fn resume(&mut self, promise: Promise<'_>, now: Time) {
        if self.state == ClockState::Paused {
            self.run(promise, now);
        }
    }

    /// The promise is answered at `now`. Whether in time is for ever decided by `due_at` against it.
    pub fn meet(&mut self, promise: Promise<'_>, now: Time) {
        if matches!(self.state, ClockState::Running | ClockState::Paused) {
            if self.state == ClockState::Running {
                self.stop(promise.calendar, now);
            }
            self.state = ClockState::Met;
            self.met_at = Some(now);
            self.first_met_at = self.first_met_at.or(Some(now));
        }
    }

    /// A met clock runs on from `now`: the time in between is not counted (`rules.md` 2B.5).
    pub fn reopen(&mut self, promise: Promise<'_>, now: Time) {
        if self.state == ClockState::Met {
            self.unmeet();
            self.resume(promise, now);
        }
    }

    /// A met clock is owed again, and rests until it is resumed: a ticket may be reopened to wait.
    pub fn unmeet(&mut self) {
        if self.state == ClockState::Met {
            self.state = ClockState::Paused;
            self.met_at = None;
            if !self.breached {
                self.due_at = None;
            }
        }
    }

    /// What met it was no answer after all: as [`unmeet`](Self::unmeet), and it was never met.
    pub fn unanswer(&mut self) {
        self.unmeet();
        self.first_met_at = None;
    }

    /// Another priority, policy or department: consumed working time is carried over (`rules.md` 2B.4).
    /// A clock that was met keeps its verdict. A broken promise that the new target would break too keeps
    /// its deadline: raising the priority does not make it younger.
    pub fn retarget(&mut self, old: &Calendar, promise: Promise<'_>, now: Time) {
        match self.state {
            ClockState::Running => {
                self.stop(old, now);
                self.breached &= self.left_ms(promise) == 0;
                self.run(promise, now);
            }
            ClockState::Paused => {
                self.hold_to(promise);
                if self.breached && self.left_ms(promise) > 0 {
                    self.breached = false;
                    self.due_at = None;
                }
            }
            ClockState::Idle | ClockState::Met | ClockState::Void => {}
        }
    }

    /// The ticket was cancelled: no deadline, no verdict.
    pub fn void(&mut self) {
        if self.state != ClockState::Idle {
            self.state = ClockState::Void;
            self.since = None;
            self.due_at = None;
            self.warn_at = None;
        }
    }

    /// Runs from `now` on with what is left of the target; a deadline that was broken stays where it was.
    fn run(&mut self, promise: Promise<'_>, now: Time) {
        self.hold_to(promise);
        self.state = ClockState::Running;
        self.since = Some(now);
        if !self.breached {
            // `stop` left the deadline that was warned of here. A deadline that moved is warned of again; one
            // that a pause outside of the open hours did not move is not.
            let warned_of = self.warn_at.filter(|_| self.warned);
            self.due_at = promise.calendar.after_open_ms(now, self.left_ms(promise));
            self.warned = warned_of.is_some() && warned_of == self.due_at;
        }
        self.warn_at = self.due_at.map(|due| due - promise.warning());
    }

    /// Ends a stretch of running: adds its open time, and keeps a breach that nobody has recorded yet.
    fn stop(&mut self, calendar: &Calendar, now: Time) {
        if self.overdue(now) {
            self.breach();
        }
        if let Some(since) = self.since.take() {
            self.consumed_ms += calendar.open_ms_between(since, now);
        }
        self.warn_at = self.due_at.filter(|_| self.warned);
    }

    fn hold_to(&mut self, promise: Promise<'_>) {
        self.target_s = promise.target_s;
        self.calendar = Some(promise.calendar.id());
        self.calendar_version = promise.calendar.version();
    }

    fn left_ms(&self, promise: Promise<'_>) -> i64 {
        (promise.target_s * 1_000 - self.consumed_ms).max(0)
    }
}
