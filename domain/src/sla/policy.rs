//! What is promised, and when the house is open: settings of an account, plain and serialisable.

use crate::ids::{CalendarId, DepartmentId};
use crate::sla::Metric;
use crate::status::Priority;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is promised for one priority, in seconds of working time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// Seconds until the first response.
    pub first_response: i64,
    /// Seconds until the next response.
    pub next_response: i64,
    /// Seconds until the resolution.
    pub resolution: i64,
}

impl Targets {
    /// The target of one metric, in seconds of working time.
    pub fn of(&self, metric: Metric) -> i64 {
        match metric {
            Metric::FirstResponse => self.first_response,
            Metric::NextResponse => self.next_response,
            Metric::Resolution => self.resolution,
        }
    }
}

/// An opening window of a weekday, in seconds of local wall time from that day's midnight.
/// `to` may exceed 86,400: a window across midnight belongs to the day on which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First open second.
    pub from: i32,
    /// First closed second; at most 172,800.
    pub to: i32,
}

/// Which day is a holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holiday {
    /// The same date each year (month, day).
    Yearly(u32, u32),
    /// One date.
    Once(NaiveDate),
}

/// A holiday and the part of the civil day that it closes, in seconds of wall time: 0 to 86,400 for the whole day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The day.
    pub on: Holiday,
    /// First closed second.
    pub from: i32,
    /// First second after it.
    pub to: i32,
}

/// A calendar of business hours as an account sets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarPlan {
    /// Its id.
    pub id: CalendarId,
    /// Counts up with each edit.
    pub version: i32,
    /// Its name.
    pub name: String,
    /// An IANA zone, such as `America/Sao_Paulo`.
    pub zone: String,
    /// 24×7: the windows and holidays do not count.
    pub always: bool,
    /// Windows from Monday to Sunday.
    pub week: [Vec<Window>; 7],
    /// Holidays, whole and partial.
    pub closed: Vec<Closed>,
}

/// The promises of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlaRules {
    /// Targets by [`Priority`], lowest first (R15).
    pub targets: [Targets; 4],
    /// Business hours.
    pub calendars: Vec<CalendarPlan>,
    /// The calendar of a department without one of its own.
    pub default_calendar: CalendarId,
    /// A department's own calendar.
    pub department_calendars: Vec<(DepartmentId, CalendarId)>,
    /// Minutes of wall time before the deadline at which the warning begins; 60 by default (R13).
    pub warn_minutes: i64,
    /// Warn at 25 % of the target where the target is under two hours.
    pub short_targets_warn_late: bool,
}

impl SlaRules {
    /// What is promised for a priority.
    pub fn targets(&self, priority: Priority) -> Targets {
        self.targets[priority as usize]
    }

    /// The calendar that a department follows.
    pub fn calendar_of(&self, department: DepartmentId) -> CalendarId {
        self.department_calendars
            .iter()
            .find(|(d, _)| *d == department)
            .map_or(self.default_calendar, |(_, c)| *c)
    }
}

const HOUR: i64 = 3_600;

impl Default for SlaRules {
    /// `decisions.md` 3: seg–sex 08–18 `America/Sao_Paulo` with the national holidays of Brazil that keep their date.
    fn default() -> Self {
        let day = vec![Window { from: 8 * 3_600, to: 18 * 3_600 }];
        // Lei 662/1949, 6.802/1980, 14.759/2023: the national holidays with a fixed date.
        let yearly = [(1, 1), (4, 21), (5, 1), (9, 7), (10, 12), (11, 2), (11, 15), (11, 20), (12, 25)];
        Self {
            targets: [
                Targets { first_response: 8 * HOUR, next_response: 16 * HOUR, resolution: 40 * HOUR },
                Targets { first_response: 4 * HOUR, next_response: 8 * HOUR, resolution: 20 * HOUR },
                Targets { first_response: HOUR, next_response: 2 * HOUR, resolution: 8 * HOUR },
                Targets { first_response: HOUR / 2, next_response: HOUR, resolution: 4 * HOUR },
            ],
            calendars: vec![
                CalendarPlan {
                    id: CalendarId(1),
                    version: 1,
                    name: "Horário comercial".into(),
                    zone: "America/Sao_Paulo".into(),
                    always: false,
                    week: [day.clone(), day.clone(), day.clone(), day.clone(), day, vec![], vec![]],
                    closed: yearly
                        .map(|(m, d)| Closed { on: Holiday::Yearly(m, d), from: 0, to: 86_400 })
                        .to_vec(),
                },
                CalendarPlan {
                    id: CalendarId(2),
                    version: 1,
                    name: "24×7".into(),
                    zone: "America/Sao_Paulo".into(),
                    always: true,
                    week: Default::default(),
                    closed: vec![],
                },
            ],
            default_calendar: CalendarId(1),
            department_calendars: vec![],
            warn_minutes: 60,
            short_targets_warn_late: false,
        }
    }
}
