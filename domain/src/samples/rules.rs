use super::{Samples, at, each, one, uuid, variants};
use crate::ids::{CalendarId, ColumnId, DepartmentId, StatusId, TagId};
use crate::reason::{ReasonFor, Reasons};
use crate::rules::{BoardRules, NewLimit, PriorityMode, Rules, WipLimit};
use crate::sla::{
    CalendarPlan, Clock, ClockState, Clocks, Closed, FaceState, Holiday, Metric, SlaFace, SlaRules, Targets,
    Window,
};
use crate::status::{Category, Column, Priority, Status};
use crate::tag::{Tag, TagChange, Tags};
use chrono::NaiveDate;
use std::num::NonZeroU16;

variants!(Category {
    Self::New => [Self::New],
    Self::Active => [Self::Active],
    Self::WaitingCustomer => [Self::WaitingCustomer],
    Self::WaitingThirdParty => [Self::WaitingThirdParty],
    Self::AwaitingApproval => [Self::AwaitingApproval],
    Self::AwaitingRating => [Self::AwaitingRating],
    Self::Done => [Self::Done],
    Self::Cancelled => [Self::Cancelled],
});

variants!(Priority {
    Self::Low => [Self::Low],
    Self::Medium => [Self::Medium],
    Self::High => [Self::High],
    Self::Urgent => [Self::Urgent],
});

impl Samples for Status {
    fn samples() -> Vec<Self> {
        each(|category| Self {
            id: StatusId(70),
            category,
            column: ColumnId(3),
            name: (category == Category::AwaitingRating).then(|| "Em avaliação".to_owned()),
        })
    }
}

impl Samples for Column {
    fn samples() -> Vec<Self> {
        vec![
            Self { id: ColumnId(1), name: None },
            Self { id: ColumnId(2), name: Some("Com o fornecedor".into()) },
        ]
    }
}

impl Samples for WipLimit {
    fn samples() -> Vec<Self> {
        vec![Self { department: DepartmentId(uuid(0x40)), column: ColumnId(2), limit: 3, hard: true }]
    }
}

impl Samples for NewLimit {
    fn samples() -> Vec<Self> {
        let none =
            Self { department: DepartmentId(uuid(0x40)), column: ColumnId(2), limit: None, hard: false };
        vec![none, Self { limit: NonZeroU16::new(8), hard: true, ..none }]
    }
}

variants!(PriorityMode {
    Self::Automatic => [Self::Automatic],
    Self::Override => [Self::Override],
    Self::Manual => [Self::Manual],
});

impl Samples for Tag {
    fn samples() -> Vec<Self> {
        let tag = |id, name: &str, into| Self { id: TagId(id), name: name.into(), into, gone: false };
        let gone = Self { gone: true, ..tag(3, "Velho", None) };
        vec![tag(1, "NF-e", None), tag(2, "nfe", Some(TagId(1))), gone]
    }
}

impl Samples for Tags {
    fn samples() -> Vec<Self> {
        vec![Self(Tag::samples()), Self::default()]
    }
}

variants!(TagChange {
    Self::Add(_) => [Self::Add("Nota Fiscal".into())],
    Self::Rename(..) => [Self::Rename(TagId(1), "NF-e".into())],
    Self::Merge(..) => [Self::Merge(TagId(2), TagId(1))],
    Self::Remove(_) => [Self::Remove(TagId(3))],
});

variants!(ReasonFor {
    Self::Resolution => [Self::Resolution],
    Self::Reopening => [Self::Reopening],
    Self::Waiting => [Self::Waiting],
    Self::Status => [Self::Status],
    Self::Assignment => [Self::Assignment],
    Self::Priority => [Self::Priority],
    Self::Tags => [Self::Tags],
    Self::Snooze => [Self::Snooze],
    Self::Archive => [Self::Archive],
});

impl Samples for Reasons {
    fn samples() -> Vec<Self> {
        vec![
            Self::of(&[ReasonFor::Resolution, ReasonFor::Priority]),
            Self::of(&ReasonFor::ALL),
            Self::default(),
        ]
    }
}

impl Samples for BoardRules {
    fn samples() -> Vec<Self> {
        let full = each(|priorities| Self {
            statuses: Status::samples(),
            columns: Column::samples(),
            limits: WipLimit::samples(),
            priorities,
            reopen_days: 3,
            tags: Tags::default(),
            reasons: Reasons::default(),
        });
        let tagged = Self { tags: one(), ..Self::default() };
        let asking = Self { reasons: one(), ..Self::default() };
        [vec![Self::default()], full, vec![tagged, asking]].concat()
    }
}

impl Samples for Targets {
    fn samples() -> Vec<Self> {
        vec![Self { first_response: 3_600, next_response: 7_200, resolution: 86_400 }]
    }
}

impl Samples for Window {
    fn samples() -> Vec<Self> {
        vec![Self { from: 28_800, to: 64_800 }]
    }
}

variants!(Holiday {
    Self::Yearly(..) => [Self::Yearly(12, 25)],
    Self::Once(_) => [Self::Once(NaiveDate::from_ymd_opt(2026, 12, 24).unwrap_or_default())],
});

impl Samples for Closed {
    fn samples() -> Vec<Self> {
        each(|on| Self { on, from: 46_800, to: 86_400 })
    }
}

impl Samples for CalendarPlan {
    fn samples() -> Vec<Self> {
        vec![Self {
            id: CalendarId(1),
            version: 2,
            name: "Horário comercial".into(),
            zone: "America/Sao_Paulo".into(),
            always: false,
            week: [(); 7].map(|()| Window::samples()),
            closed: Closed::samples(),
        }]
    }
}

impl Samples for SlaRules {
    fn samples() -> Vec<Self> {
        vec![Self {
            targets: [one::<Targets>(); 4],
            calendars: CalendarPlan::samples(),
            default_calendar: CalendarId(1),
            department_calendars: vec![(DepartmentId(uuid(0x40)), CalendarId(1))],
            warn_minutes: 60,
            short_targets_warn_late: true,
        }]
    }
}

impl Samples for Rules {
    fn samples() -> Vec<Self> {
        let full = Self { version: 5, board: BoardRules::samples().swap_remove(1), sla: one() };
        vec![Self::default(), full]
    }
}

variants!(Metric {
    Self::FirstResponse => [Self::FirstResponse],
    Self::NextResponse => [Self::NextResponse],
    Self::Resolution => [Self::Resolution],
});

variants!(ClockState {
    Self::Idle => [Self::Idle],
    Self::Running => [Self::Running],
    Self::Paused => [Self::Paused],
    Self::Met => [Self::Met],
    Self::Void => [Self::Void],
});

impl Samples for Clock {
    fn samples() -> Vec<Self> {
        let full = each(|state| Self {
            state,
            target_s: 3_600,
            calendar: Some(CalendarId(1)),
            calendar_version: 2,
            since: Some(at(1)),
            consumed_ms: 1_500,
            due_at: Some(at(60)),
            warn_at: Some(at(30)),
            warned: true,
            breached: true,
            ever_breached: true,
            met_at: Some(at(70)),
            first_met_at: Some(at(65)),
        });
        [vec![Self::default()], full].concat()
    }
}

impl Samples for Clocks {
    fn samples() -> Vec<Self> {
        let clock = Clock::samples()[2];
        vec![Self::default(), Self { first_response: clock, next_response: clock, resolution: clock }]
    }
}

variants!(FaceState {
    Self::None => [Self::None],
    Self::Running => [Self::Running],
    Self::Paused => [Self::Paused],
    Self::Met => [Self::Met],
});

impl Samples for SlaFace {
    fn samples() -> Vec<Self> {
        let full = each(|state| Self {
            state,
            metric: Some(Metric::Resolution),
            due_at: Some(at(60)),
            warn_at: Some(at(30)),
            late: true,
        });
        [vec![Self::default()], full].concat()
    }
}
