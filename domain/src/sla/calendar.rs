//! Business hours: when a clock counts.
//!
//! Open is an instant whose local wall time lies in a window and not in a holiday. Time is walked in spans of
//! constant UTC offset, at most a day long, so that hours that summer time skips or repeats count as they
//! happen: a midnight that does not exist (São Paulo 2018-11-04, Santiago 2026-09-06) needs no special case.

use super::{CalendarPlan, Closed, Holiday, SlaRules, Window};
use crate::ids::CalendarId;
use crate::time::Time;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;
use std::collections::HashMap;
use thiserror::Error;

/// Days after which a calendar that never opens is given up: no deadline.
const HORIZON_DAYS: i64 = 5 * 366;
const DAY_S: i32 = 86_400;

/// Why a plan is no calendar.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// The zone is not in the IANA database.
    #[error("unknown time zone {0}")]
    UnknownZone(String),
    /// A window that ends before it begins, or lies outside of its day.
    #[error("a window must lie between 0:00 and 24:00 of the next day, and end after it begins")]
    BadWindow,
    /// A holiday whose closed part ends before it begins, or lies outside of its day.
    #[error("the closed part of a holiday must lie between 0:00 and 24:00, and end after it begins")]
    BadHoliday,
}

/// A calendar, ready to count.
#[derive(Clone, Debug)]
pub struct Calendar {
    plan: CalendarPlan,
    zone: Tz,
}

/// The calendars of an account.
#[derive(Clone, Debug, Default)]
pub struct Calendars(HashMap<CalendarId, Calendar>);

impl Calendars {
    /// Reads all plans of the rules.
    pub fn of(rules: &SlaRules) -> Result<Self, CalendarError> {
        rules
            .calendars
            .iter()
            .map(|plan| Ok((plan.id, Calendar::new(plan.clone())?)))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The calendar with that id.
    pub fn get(&self, id: CalendarId) -> Option<&Calendar> {
        self.0.get(&id)
    }
}

/// A stretch of time with one UTC offset.
struct Span {
    from: Time,
    to: Time,
    /// Local wall time minus UTC.
    offset: TimeDelta,
}

impl Calendar {
    /// Reads a plan.
    pub fn new(plan: CalendarPlan) -> Result<Self, CalendarError> {
        let zone = plan.zone.parse().map_err(|_| CalendarError::UnknownZone(plan.zone.clone()))?;
        let good = |w: &Window| w.from >= 0 && w.from < DAY_S && w.to > w.from && w.to <= 2 * DAY_S;
        if !plan.week.iter().flatten().all(good) {
            return Err(CalendarError::BadWindow);
        }
        if !plan.closed.iter().all(|c| c.from >= 0 && c.to > c.from && c.to <= DAY_S) {
            return Err(CalendarError::BadHoliday);
        }
        Ok(Self { plan, zone })
    }

    /// Its id.
    pub fn id(&self) -> CalendarId {
        self.plan.id
    }

    /// The version of the plan.
    pub fn version(&self) -> i32 {
        self.plan.version
    }

    /// Milliseconds of open time from `from` up to `to`; 0 where `to` is not after `from`.
    pub fn open_ms_between(&self, from: Time, to: Time) -> i64 {
        if self.plan.always {
            return (to - from).num_milliseconds().max(0);
        }
        let mut open = 0;
        let mut at = from;
        while at < to {
            let span = self.span_from(at);
            for (a, b) in self.open_parts(&span) {
                open += (b.min(to) - a).num_milliseconds().max(0);
            }
            at = span.to;
        }
        open
    }

    /// The instant at which `ms` of open time have passed since `from`: for 0, `from` itself.
    /// `None` where the calendar does not open that long within five years.
    pub fn after_open_ms(&self, from: Time, ms: i64) -> Option<Time> {
        if ms <= 0 {
            return Some(from);
        }
        if self.plan.always {
            return from.checked_add_signed(TimeDelta::milliseconds(ms));
        }
        let mut left = ms;
        let mut at = from;
        while at - from < TimeDelta::days(HORIZON_DAYS) {
            let span = self.span_from(at);
            for (a, b) in self.open_parts(&span) {
                let here = (b - a).num_milliseconds();
                if here >= left {
                    return Some(a + TimeDelta::milliseconds(left));
                }
                left -= here;
            }
            at = span.to;
        }
        None
    }

    /// From `at` to the end of its UTC day, or to the change of offset within it.
    fn span_from(&self, at: Time) -> Span {
        let end = (at.date_naive() + TimeDelta::days(1)).and_time(chrono::NaiveTime::MIN).and_utc();
        let offset = self.offset(at);
        let mut to = end;
        if self.offset(end - TimeDelta::milliseconds(1)) != offset {
            // Offsets change on whole seconds: bisect to the first second with another one.
            let (mut same, mut other) = (at.timestamp(), end.timestamp());
            while other - same > 1 {
                let middle = same + (other - same) / 2;
                if DateTime::from_timestamp(middle, 0).is_some_and(|m| self.offset(m) == offset) {
                    same = middle;
                } else {
                    other = middle;
                }
            }
            to = DateTime::from_timestamp(other, 0).unwrap_or(end);
        }
        Span { from: at, to, offset }
    }

    fn offset(&self, at: Time) -> TimeDelta {
        TimeDelta::seconds(i64::from(
            self.zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc(),
        ))
    }

    /// The open parts of a span, in order, disjoint.
    fn open_parts(&self, span: &Span) -> Vec<(Time, Time)> {
        let (from, to) = (span.from.naive_utc() + span.offset, span.to.naive_utc() + span.offset);
        let utc = |wall: NaiveDateTime| -> Time { (wall - span.offset).and_utc() };
        let mut parts = vec![];
        let mut date = from.date();
        while date.and_time(chrono::NaiveTime::MIN) < to {
            for (a, b) in self.open_seconds(date) {
                let midnight = date.and_time(chrono::NaiveTime::MIN);
                let a = (midnight + TimeDelta::seconds(i64::from(a))).max(from);
                let b = (midnight + TimeDelta::seconds(i64::from(b))).min(to);
                if a < b {
                    parts.push((utc(a), utc(b)));
                }
            }
            date += TimeDelta::days(1);
        }
        parts
    }

    /// The open seconds of a civil day: its own windows, what spills over from the day before, less holidays.
    fn open_seconds(&self, date: NaiveDate) -> Vec<(i32, i32)> {
        let windows = |d: NaiveDate| self.plan.week[d.weekday().num_days_from_monday() as usize].iter();
        let own = windows(date).map(|w| (w.from, w.to.min(DAY_S)));
        let spilled = windows(date - TimeDelta::days(1)).filter(|w| w.to > DAY_S).map(|w| (0, w.to - DAY_S));
        let mut open: Vec<(i32, i32)> = own.chain(spilled).collect();
        open.sort_unstable();
        open = merge(open);
        for closed in self.plan.closed.iter().filter(|c| falls_on(c, date)) {
            open = open
                .into_iter()
                .flat_map(|(a, b)| [(a, b.min(closed.from)), (a.max(closed.to), b)])
                .filter(|(a, b)| a < b)
                .collect();
        }
        open
    }
}

fn falls_on(closed: &Closed, date: NaiveDate) -> bool {
    match closed.on {
        Holiday::Yearly(month, day) => (date.month(), date.day()) == (month, day),
        Holiday::Once(on) => on == date,
    }
}

/// Joins sorted intervals that touch or overlap.
fn merge(sorted: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    let mut merged: Vec<(i32, i32)> = vec![];
    for (a, b) in sorted {
        match merged.last_mut() {
            Some(last) if a <= last.1 => last.1 = last.1.max(b),
            _ => merged.push((a, b)),
        }
    }
    merged
}
