//! What a pass over all tickets looks at: 64 bytes a ticket, side by side in memory, so that a board of
//! 100,000 tickets costs a read of 6 MB and not a walk through all of their facts.
//!
//! It repeats in numbers what `domain` says of facts: who sees them, which views and which band they belong to,
//! how they are ordered. The test in `same.rs` holds both against each other.

use super::{Sight, resolved_since};
use domain::board::{ColumnCounts, Counts, Order, SortKey, View};
use domain::people::Audience;
use domain::sla::FaceState;
use domain::ticket::Facts;
use domain::{Actor, Category, ColumnId, DepartmentId, PersonId, Priority};
use std::collections::HashMap;
use std::hash::Hash;

/// An instant that does not come.
const NEVER: i64 = i64::MAX;
/// No person's number: nobody is responsible.
const NOBODY: u32 = u32::MAX;
/// The number of a person or department that no ticket names.
const UNKNOWN: u32 = u32::MAX - 1;

/// A ticket in numbers. Instants in milliseconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The deadline, while a promise runs.
    due: i64,
    /// When its warning begins, while it runs.
    warn: i64,
    resolved: i64,
    created: i64,
    updated: i64,
    /// The first eight bytes of its place, in an order that agrees with the whole text's.
    prefix: i64,
    pub(super) column: ColumnId,
    department: u32,
    assignee: u32,
    category: Category,
    priority: Priority,
    touched: bool,
    /// Its clocks rest or were met, or it is snoozed.
    rests: bool,
}

/// People and departments by numbers in the order of their first appearance. They are few and none is forgotten.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    departments: HashMap<DepartmentId, u32>,
    people: HashMap<PersonId, u32>,
}

fn number<K: Eq + Hash>(known: &mut HashMap<K, u32>, key: K) -> u32 {
    let next = u32::try_from(known.len()).unwrap_or(UNKNOWN).min(UNKNOWN - 1);
    *known.entry(key).or_insert(next)
}

/// How many open tickets each person is responsible for.
pub(super) fn loads(lines: &[Line], numbers: &Numbers) -> HashMap<PersonId, u32> {
    let mut open = vec![0; numbers.people.len()];
    for line in lines.iter().filter(|line| line.category.is_open()) {
        if let Some(count) = open.get_mut(line.assignee as usize) {
            *count += 1;
        }
    }
    numbers.people.iter().map(|(person, number)| (*person, open[*number as usize])).collect()
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
            department: number(&mut numbers.departments, facts.audience.department),
            assignee: facts.audience.assignee.map_or(NOBODY, |person| number(&mut numbers.people, person)),
            category: facts.category,
            priority: facts.priority,
            touched: facts.touched,
            rests: matches!(facts.sla.state, FaceState::Paused | FaceState::Met)
                || facts.snoozed_until.is_some(),
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

    fn in_view(&self, view: View, lens: &Lens<'_>) -> bool {
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
    view: View,
    /// The words of the text filter.
    words: Vec<&'a str>,
    now: i64,
    since: i64,
}

impl<'a> Lens<'a> {
    pub(super) fn new(sight: Sight<'a>, numbers: &Numbers) -> Self {
        let works_in = sight.actor.role.is_team().then(|| {
            let mut works_in = vec![false; numbers.departments.len()];
            for (department, number) in &numbers.departments {
                works_in[*number as usize] = sight.actor.works_in(*department);
            }
            works_in
        });
        let department = |department| numbers.departments.get(&department).copied().unwrap_or(UNKNOWN);
        Self {
            actor: sight.actor,
            me: numbers.people.get(&sight.actor.person).copied().unwrap_or(UNKNOWN),
            works_in,
            department: sight.filter.department.map(department),
            view: sight.filter.view,
            words: sight.filter.text.split_whitespace().collect(),
            now: sight.now.timestamp_millis(),
            since: resolved_since(sight.now).timestamp_millis(),
        }
    }

    /// The viewer may see it, and a board may show it.
    pub(super) fn sees<'e>(&self, line: &Line, audience: impl FnOnce() -> &'e Audience) -> bool {
        line.resolved >= self.since
            && match &self.works_in {
                Some(works_in) => works_in[line.department as usize] || line.assignee == self.me,
                None => self.actor.sees(audience()),
            }
    }

    /// The filter shows it. `text` is asked for only where the rest of the filter does.
    pub(super) fn shows<'e>(&self, line: &Line, text: impl FnOnce() -> &'e str) -> bool {
        self.of_department(line)
            && line.in_view(self.view, self)
            && (self.words.is_empty() || {
                let text = text();
                self.words.iter().all(|word| text.contains(word))
            })
    }

    fn of_department(&self, line: &Line) -> bool {
        self.department.is_none_or(|department| department == line.department)
    }
}

/// The counts of a board in the making.
pub(super) struct Tally {
    columns: Vec<ColumnId>,
    /// When the oldest card of each column was opened.
    oldest: Vec<i64>,
    counts: Counts,
}

impl Tally {
    pub(super) fn new(rules: &domain::rules::BoardRules, filter: &domain::board::Filter) -> Self {
        let limits = filter.department.map_or(vec![], |department| {
            rules.limits.iter().filter(|l| l.department == department).map(|l| (l.column, 0)).collect()
        });
        let columns: Vec<ColumnId> = rules.columns.iter().map(|c| c.id).collect();
        Self {
            oldest: vec![NEVER; columns.len()],
            counts: Counts { columns: vec![ColumnCounts::default(); columns.len()], views: [0; 6], limits },
            columns,
        }
    }

    /// Counts a ticket; gives the position of its column if the board shows it.
    pub(super) fn count<'e>(
        &mut self,
        line: &Line,
        lens: &Lens<'_>,
        text: impl FnOnce() -> &'e str,
    ) -> Option<usize> {
        if !lens.of_department(line) {
            return None;
        }
        for (column, count) in &mut self.counts.limits {
            *count += u32::from(*column == line.column);
        }
        let open = line.category.is_open();
        if open {
            for (view, count) in View::ALL.into_iter().zip(&mut self.counts.views) {
                *count += u32::from(line.in_view(view, lens));
            }
        }
        if !lens.shows(line, text) {
            return None;
        }
        let column = self.columns.iter().position(|c| *c == line.column)?;
        let counts = &mut self.counts.columns[column];
        let late = line.due <= lens.now;
        counts.cards += 1;
        counts.late += u32::from(late);
        counts.soon += u32::from(!late && line.warn <= lens.now);
        counts.free += u32::from(open && line.assignee == NOBODY);
        self.oldest[column] = self.oldest[column].min(line.created);
        Some(column)
    }

    pub(super) fn counts(mut self) -> Counts {
        for (counts, oldest) in self.counts.columns.iter_mut().zip(self.oldest) {
            counts.oldest = (counts.cards > 0).then(|| domain::time::from_millis(oldest)).flatten();
        }
        self.counts
    }
}
