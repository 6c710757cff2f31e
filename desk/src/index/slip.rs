//! What a ticket is beside its line, in a few bytes: both together are its facts again.

use super::line::{Line, NEVER};
use super::numbers::{NOBODY, Numbers};
use domain::people::Audience;
use domain::sla::{FaceState, Metric, SlaFace};
use domain::ticket::Facts;
use domain::time::from_millis;
use domain::{ContactId, DepartmentId, Seq, StatusId, TicketId, Time};

/// The rest of a ticket's facts. Instants in milliseconds since the epoch.
#[derive(Debug)]
pub(super) struct Slip {
    pub(super) id: TicketId,
    requester: ContactId,
    seq: Seq,
    placed_seq: Seq,
    /// When the desk must next say something of it.
    alarm: i64,
    snoozed: i64,
    pub(super) place: Box<str>,
    /// Deadline and warning where they are others than the line's: of promises that do not run.
    aside: Option<Box<(Option<Time>, Option<Time>)>>,
    pub(super) organization: u32,
    pub(super) tags: u32,
    /// The number of the end of its searched text.
    pub(super) tail: u32,
    status: StatusId,
    open_children: i32,
    state: FaceState,
    metric: Option<Metric>,
    late: bool,
    private: bool,
}

fn millis(at: Option<Time>) -> i64 {
    at.map_or(NEVER, |at| at.timestamp_millis())
}

fn time(at: i64) -> Option<Time> {
    (at != NEVER).then(|| from_millis(at)).flatten()
}

impl Slip {
    /// Of a ticket whose line is `line`.
    pub(super) fn of(facts: &Facts, alarm_at: Option<Time>, line: &Line, numbers: &mut Numbers) -> Self {
        let SlaFace { state, metric, due_at, warn_at, late } = facts.sla;
        let as_in_line = (millis(due_at), millis(warn_at)) == (line.due, line.warn);
        let organization = facts.audience.organization.as_ref();
        Self {
            id: facts.id,
            requester: facts.audience.requester,
            seq: facts.seq,
            placed_seq: facts.placed_seq,
            alarm: millis(alarm_at),
            snoozed: millis(facts.snoozed_until),
            place: facts.place.as_str().into(),
            aside: (!as_in_line).then(|| Box::new((due_at, warn_at))),
            organization: organization.map_or(NOBODY, |own| numbers.organizations.number(own)),
            tags: numbers.tags.number(&*facts.tags),
            tail: NOBODY,
            status: facts.status,
            open_children: facts.open_children,
            state,
            metric,
            late,
            private: facts.audience.private,
        }
    }

    pub(super) fn set_place(&mut self, place: &str, seq: Seq) {
        self.seq = seq;
        self.place = place.into();
    }

    pub(super) fn alarm_at(&self) -> Option<Time> {
        time(self.alarm)
    }

    pub(super) fn audience(&self, line: &Line, numbers: &Numbers) -> Audience {
        Audience {
            // Each line has a department.
            department: numbers
                .departments
                .value(line.department)
                .copied()
                .unwrap_or(DepartmentId(self.id.0)),
            assignee: numbers.people.value(line.assignee).copied(),
            requester: self.requester,
            organization: numbers.organizations.value(self.organization).copied(),
            private: self.private,
        }
    }

    /// The facts. What is archived is not in the index.
    pub(super) fn facts(&self, line: &Line, numbers: &Numbers) -> Facts {
        let (due_at, warn_at) = self.aside.as_deref().copied().unwrap_or((time(line.due), time(line.warn)));
        Facts {
            id: self.id,
            seq: self.seq,
            placed_seq: self.placed_seq,
            status: self.status,
            category: line.category,
            column: line.column,
            place: self.place.as_ref().to_owned(),
            priority: line.priority,
            audience: self.audience(line, numbers),
            sla: SlaFace { state: self.state, metric: self.metric, due_at, warn_at, late: self.late },
            created_at: time(line.created).unwrap_or_default(),
            updated_at: time(line.updated).unwrap_or_default(),
            resolved_at: time(line.resolved),
            touched: line.touched,
            open_children: self.open_children,
            snoozed_until: time(self.snoozed),
            archived: false,
            tags: numbers.tags.value(self.tags).cloned().unwrap_or_default(),
        }
    }
}
