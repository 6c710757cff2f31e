//! What a pass over all tickets looks at: 64 bytes a ticket, side by side in memory, so that a board of
//! 100,000 tickets costs a read of 6 MB and not a walk through all of their facts.
//!
//! It repeats in numbers what `domain` says of facts: who sees them, which views and which band they belong to,
//! how they are ordered. The test in `same.rs` holds both against each other.

use super::numbers::{NOBODY, Numbers};
use super::{Sight, resolved_since};
use domain::board::{Condition, Order, SortKey, Swimlane, Swimlanes, Typed, View};
use domain::people::Audience;
use domain::sla::FaceState;
use domain::ticket::Facts;
use domain::{Actor, Category, ColumnId, Priority};

/// An instant that does not come.
pub(super) const NEVER: i64 = i64::MAX;

/// A ticket in numbers. Instants in milliseconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The deadline, while a promise runs.
    pub(super) due: i64,
    /// When its warning begins, while it runs.
    pub(super) warn: i64,
    pub(super) resolved: i64,
    pub(super) created: i64,
    pub(super) updated: i64,
    /// The first eight bytes of its place, in an order that agrees with the whole text's.
    pub(super) prefix: i64,
    pub(super) column: ColumnId,
    pub(super) department: u32,
    pub(super) assignee: u32,
    pub(super) category: Category,
    pub(super) priority: Priority,
    pub(super) touched: bool,
    /// Its clocks rest or were met, or it is snoozed.
    pub(super) rests: bool,
}

impl Line {
    pub(super) fn of(facts: &Facts, numbers: &mut Numbers) -> Self {
        let running = facts.sla.state == FaceState::Running;
        let due = facts.sla.due_at.filter(|_| running);
        Self {
            due: due.map_or(NEVER, |at| at.timestamp_millis()),
            warn: due.and(facts.sla.warn_at).map_or(NEVER, |at| at.timestamp_millis()),
            resolved: facts.resolved_at.map_or(NEVER, |at| at.timestamp_millis()),
            created: facts.created_at.timestamp_millis(),
            updated: facts.updated_at.timestamp_millis(),
            prefix: prefix(&facts.place),
            column: facts.column,
            department: numbers.departments.number(&facts.audience.department),
            assignee: facts.audience.assignee.map_or(NOBODY, |person| numbers.people.number(&person)),
            category: facts.category,
            priority: facts.priority,
            touched: facts.touched,
            rests: matches!(facts.sla.state, FaceState::Paused | FaceState::Met)
                || facts.snoozed_until.is_some(),
        }
    }

    /// The same without its instants: what it has in common with others.
    pub(super) fn timeless(&self) -> Self {
        Self {
            due: NEVER,
            warn: NEVER,
            resolved: NEVER,
            created: NEVER,
            updated: NEVER,
            prefix: 0,
            rests: false,
            ..*self
        }
    }

    /// What [`rank`](Self::rank) gives the card with that key of the same order.
    pub(super) fn rank_of(key: &SortKey, order: Order) -> (i64, i64) {
        if order == Order::Manual { (prefix(key.place()), 0) } else { key.numbers() }
    }

    pub(super) fn set_place(&mut self, place: &str) {
        self.prefix = prefix(place);
    }

    /// The numbers by which tickets are compared first; equal ones are told apart by place and id.
    pub(super) fn rank(&self, order: Order) -> (i64, i64) {
        match order {
            Order::Sla => self.by_promise(),
            Order::Priority => {
                let (band, at) = self.by_promise();
                (-(self.priority as i64), band.saturating_mul(1 << 52).saturating_add(at))
            }
            Order::Oldest => (self.created, 0),
            Order::Updated => (-self.updated, 0),
            Order::Manual => (self.prefix, 0),
        }
    }

    fn by_promise(&self) -> (i64, i64) {
        if self.due != NEVER && !self.rests {
            (0, self.due)
        } else if self.resolved != NEVER {
            (3, -self.resolved)
        } else {
            (1 + i64::from(self.rests), self.created)
        }
    }

    /// The number of the lane where it lies; `organization` is that of its requester's.
    pub(super) fn lane(&self, lanes: Swimlanes, organization: u32) -> u32 {
        match lanes {
            Swimlanes::None => NOBODY,
            Swimlanes::Agent => self.assignee,
            Swimlanes::Priority => self.priority as u32,
            Swimlanes::Department => self.department,
            Swimlanes::Organization => organization,
        }
    }

    /// The lane where it lies.
    pub(super) fn lane_of(&self, lanes: Swimlanes, numbers: &Numbers, organization: u32) -> Option<Swimlane> {
        Some(match lanes {
            Swimlanes::None => return None,
            Swimlanes::Agent => Swimlane::Agent(numbers.people.value(self.assignee).copied()),
            Swimlanes::Priority => Swimlane::Priority(self.priority),
            Swimlanes::Department => Swimlane::Department(*numbers.departments.value(self.department)?),
            Swimlanes::Organization => {
                Swimlane::Organization(numbers.organizations.value(organization).copied())
            }
        })
    }

    /// It lies in that lane.
    pub(super) fn lies_in(&self, lane: Swimlane, numbers: &Numbers, organization: u32) -> bool {
        numbers.lane(lane) == self.lane(lane.of(), organization)
    }

    fn is(&self, condition: Condition, lens: &Lens<'_>) -> bool {
        match condition {
            Condition::Category(category) => self.category == category,
            Condition::Priority(priority) => self.priority == priority,
            Condition::Mine => self.assignee == lens.me,
            Condition::Free => self.assignee == NOBODY,
            Condition::Late => self.category.is_open() && self.due <= lens.now,
        }
    }

    pub(super) fn in_view(&self, view: View, lens: &Lens<'_>) -> bool {
        let open = self.category.is_open();
        match view {
            View::All => open || (self.category.is_resolved() && self.resolved >= lens.since),
            View::Mine => open && self.assignee == lens.me,
            View::New => open && !self.touched,
            View::Urgent => open && self.priority == Priority::Urgent,
            View::Late => open && self.due <= lens.now,
            View::OnHold => self.category == Category::WaitingThirdParty,
        }
    }
}

/// The first eight bytes, in an order that agrees with the whole text's.
fn prefix(place: &str) -> i64 {
    let mut bytes = [0; 8];
    for (byte, from) in bytes.iter_mut().zip(place.bytes()) {
        *byte = from;
    }
    // With its first bit turned over, a signed number is ordered like the bytes.
    i64::from_be_bytes(bytes) ^ i64::MIN
}

/// Who looks at what, in numbers.
pub(super) struct Lens<'a> {
    actor: &'a Actor,
    me: u32,
    /// By a department's number: whether the actor works in it. For the people who serve.
    works_in: Option<Vec<bool>>,
    department: Option<u32>,
    /// By what the board is divided, and the number of the one lane that is asked about.
    lanes: Swimlanes,
    lane: Option<u32>,
    view: View,
    /// The words of the text filter.
    words: Vec<Typed<'a>>,
    pub(super) now: i64,
    pub(super) since: i64,
}

impl<'a> Lens<'a> {
    pub(super) fn new(sight: Sight<'a>, numbers: &Numbers) -> Self {
        let works_in = sight.actor.role.is_team().then(|| {
            let mut works_in = vec![false; numbers.departments.len()];
            for (works_in, department) in works_in.iter_mut().zip(numbers.departments.all()) {
                *works_in = sight.actor.works_in(*department);
            }
            works_in
        });
        Self {
            actor: sight.actor,
            me: numbers.people.known(&sight.actor.person),
            works_in,
            department: sight.filter.department.map(|department| numbers.departments.known(&department)),
            lanes: sight.lanes,
            lane: None,
            view: sight.filter.view,
            words: Typed::all(&sight.filter.text).collect(),
            now: sight.now.timestamp_millis(),
            since: resolved_since(sight.now).timestamp_millis(),
        }
    }

    /// The same eyes on one lane alone.
    pub(super) fn on(self, lane: Option<Swimlane>, numbers: &Numbers) -> Self {
        let Some(lane) = lane else { return self };
        Self { lanes: lane.of(), lane: Some(numbers.lane(lane)), ..self }
    }

    /// It lies in the lane that is asked about.
    pub(super) fn in_lane(&self, line: &Line, organization: u32) -> bool {
        self.lane.is_none_or(|lane| lane == line.lane(self.lanes, organization))
    }

    /// The viewer may see it, and a board may show it.
    pub(super) fn sees(&self, line: &Line, audience: impl FnOnce() -> Audience) -> bool {
        line.resolved >= self.since
            && match &self.works_in {
                Some(works_in) => works_in[line.department as usize] || line.assignee == self.me,
                None => self.actor.sees(&audience()),
            }
    }

    /// The same for tickets that are alike, by department and responsible alone. For the people who serve.
    pub(super) fn sees_like(&self, like: &Line) -> bool {
        like.assignee == self.me
            || self.works_in.as_ref().is_some_and(|works_in| works_in[like.department as usize])
    }

    /// The filter shows it. `text` is asked for only where the rest of the filter does.
    pub(super) fn shows<'e>(&self, line: &Line, text: impl Fn() -> [&'e str; 2]) -> bool {
        let holds = |word| text().into_iter().any(|part| part.contains(word));
        self.of_department(line)
            && line.in_view(self.view, self)
            && self.words.iter().all(|typed| typed.shows(|is| line.is(is, self), || holds(typed.text())))
    }

    /// Whether shelves of tickets that are alike can answer: words and organizations are each ticket's own, and what a
    /// client sees is not a department's.
    pub(super) fn fits_shelves(&self) -> bool {
        self.words.is_empty() && self.works_in.is_some() && self.lanes != Swimlanes::Organization
    }

    /// Whether only late tickets are asked for: the one view of which a shelf may hold a part.
    pub(super) fn late_alone(&self) -> bool {
        self.view == View::Late
    }

    /// The filter may show tickets that are like that; [`shows_of_shelf`](Self::shows_of_shelf) says which.
    pub(super) fn shows_like(&self, like: &Line) -> bool {
        self.of_department(like)
            && if self.late_alone() { like.category.is_open() } else { like.in_view(self.view, self) }
    }

    /// Whether a ticket is shown now, on a shelf of which some are.
    pub(super) fn shows_of_shelf(&self, line: &Line) -> bool {
        line.resolved >= self.since && (!self.late_alone() || line.due <= self.now)
    }

    pub(super) fn of_department(&self, line: &Line) -> bool {
        self.department.is_none_or(|department| department == line.department)
    }
}
