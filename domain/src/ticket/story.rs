//! A decision in the making.

use super::{Event, Ground, Ticket, wake};
use crate::sla::{Clock, Clocks, Metric, Promise};
use crate::time::Time;

/// What has been decided so far: each feature tells its part.
pub(super) struct Story<'a> {
    pub(super) ticket: &'a Ticket,
    pub(super) ground: &'a Ground<'a>,
    /// As they will be.
    pub(super) clocks: Clocks,
    pub(super) events: Vec<Event>,
}

impl<'a> Story<'a> {
    /// Nothing yet.
    pub(super) fn of(ticket: &'a Ticket, ground: &'a Ground<'a>) -> Self {
        Self { ticket, ground, clocks: ticket.clocks, events: vec![] }
    }

    /// One thing more.
    pub(super) fn tell(&mut self, event: Event) {
        self.events.push(event);
    }

    /// The place that was found, or the present one.
    pub(super) fn place(&self) -> &'a str {
        self.ground.found.place.as_deref().unwrap_or(&self.ticket.facts.place)
    }

    /// Why, for the team's log, unless it is told already. Another place alone has no line there.
    pub(super) fn explain(&mut self, reason: Option<&str>) {
        let told = |event: &Event| matches!(event, Event::Moved { reason: Some(_), .. });
        let silent = |event: &Event| matches!(event, Event::Placed { .. });
        if !self.events.iter().any(told)
            && !self.events.iter().all(silent)
            && let Some(reason) = written(reason)
        {
            self.tell(Event::Explained { reason });
        }
    }

    /// A breach that the desk has not recorded yet is recorded before its clock is changed: the change would
    /// hide it.
    pub(super) fn end(mut self) -> Vec<Event> {
        for metric in Metric::ALL {
            let before = self.ticket.clocks.of(metric);
            if let Some(due_at) = before.due_at
                && before.overdue(self.ground.now)
                && self.clocks.of(metric) != before
            {
                self.clocks.of_mut(metric).ever_breached = true;
                self.events.push(Event::SlaBreached { metric, due_at });
            }
        }
        if self.clocks != self.ticket.clocks {
            self.events.push(Event::ClocksSet { clocks: Box::new(self.clocks) });
        }
        self.events.extend(wake::wakes(self.ticket, &self.events));
        self.events
    }

    fn promise(&self, metric: Metric) -> Option<Promise<'a>> {
        let facts = &self.ticket.facts;
        let (sla, calendars) = (&self.ground.rules.sla, self.ground.calendars);
        Promise::of(sla, calendars, facts.audience.department, facts.priority, metric)
    }

    /// Starts a clock, where something is promised.
    pub(super) fn start(&mut self, metric: Metric) {
        self.with(metric, Clock::start);
    }

    /// Does one thing to one clock, with the promise it is held to.
    pub(super) fn with(&mut self, metric: Metric, act: fn(&mut Clock, Promise<'_>, Time)) {
        let mut clock = *self.clocks.of(metric);
        if let Some(promise) = self.promise(metric) {
            act(&mut clock, promise, self.ground.now);
        }
        *self.clocks.of_mut(metric) = clock;
    }
}

/// A reason that says something.
pub(super) fn written(reason: Option<&str>) -> Option<String> {
    reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned)
}
