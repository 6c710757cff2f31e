//! Tickets that are alike, kept in order and counted: what most questions of a board are answered from, so that
//! none of them grows with the number of tickets.
//!
//! A shelf holds the tickets of one department, responsible, column, category and priority. Whether they are late or
//! resolved too long ago changes with the time alone: that is found in sorted instants.

use super::line::{Lens, Line, NEVER};
use super::page::{Cut, Rows};
use domain::board::Order;
use domain::{Category, ColumnId, Priority};
use std::collections::HashMap;
use std::sync::OnceLock;

/// What the tickets of a shelf have in common: department, responsible, column, category, priority, touched.
type Kind = (u32, u32, ColumnId, Category, Priority, bool);

/// How many tickets of a shelf are shown now.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Held {
    pub(super) cards: u32,
    /// Of these, overdue.
    pub(super) late: u32,
    /// Of these, near their deadline.
    pub(super) soon: u32,
}

/// Tickets that are alike.
#[derive(Debug)]
pub(super) struct Shelf {
    /// What its tickets have in common; its instants say nothing.
    pub(super) like: Line,
    /// Positions by order, as each is first asked for. That of age is always there.
    lists: [OnceLock<Vec<u32>>; 5],
    /// Positions of the resolved, by when they were.
    resolved: Vec<u32>,
    /// Deadlines of the unresolved, the beginnings of their warnings, and the deadlines that have none.
    due: Vec<i64>,
    warn: Vec<i64>,
    unwarned: Vec<i64>,
    /// Positions of resolved tickets with a running promise: there should be none.
    odd: Vec<u32>,
}

/// All shelves of an index.
#[derive(Debug, Default)]
pub(super) struct Shelves {
    all: Vec<Shelf>,
    at: HashMap<Kind, usize>,
}

fn kind(line: &Line) -> Kind {
    (line.department, line.assignee, line.column, line.category, line.priority, line.touched)
}

/// How many of the sorted instants have come.
fn come(instants: &[i64], now: i64) -> u32 {
    let count = match (instants.first(), instants.last()) {
        (Some(first), _) if *first > now => 0,
        (_, Some(last)) if *last <= now => instants.len(),
        _ => instants.partition_point(|at| *at <= now),
    };
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn add(instants: &mut Vec<i64>, at: i64) {
    instants.insert(instants.partition_point(|other| *other < at), at);
}

fn drop_one(instants: &mut Vec<i64>, at: i64) {
    if let Ok(found) = instants.binary_search(&at) {
        instants.remove(found);
    }
}

/// A number for each order: its list's.
fn slot(order: Order) -> usize {
    order as usize
}

/// Which instants a line brings: deadline, and beginning of the warning where that comes before it.
fn promise(line: &Line) -> Option<(i64, Option<i64>)> {
    (line.due != NEVER).then(|| (line.due, Some(line.warn).filter(|warn| *warn < line.due)))
}

impl Shelf {
    fn new(line: &Line) -> Self {
        Self {
            like: line.timeless(),
            lists: Default::default(),
            resolved: vec![],
            due: vec![],
            warn: vec![],
            unwarned: vec![],
            odd: vec![],
        }
    }

    /// Positions of its tickets as they lie in an order.
    pub(super) fn list(&self, order: Order, rows: Rows<'_>) -> &[u32] {
        self.lists[slot(order)].get_or_init(|| {
            let mut list = self.lists[slot(Order::Oldest)].get().cloned().unwrap_or_default();
            list.sort_unstable_by(|a, b| rows.rank(*a, order).cmp(&rows.rank(*b, order)));
            list
        })
    }

    /// Those that were resolved too long ago to be shown, and were not let go yet.
    pub(super) fn faded(&self, since: i64, rows: Rows<'_>) -> &[u32] {
        match self.resolved.first() {
            Some(first) if rows.line(*first).resolved < since => {
                let count = self.resolved.partition_point(|at| rows.line(*at).resolved < since);
                &self.resolved[..count]
            }
            _ => &[],
        }
    }

    /// How many are shown, late and near their deadline.
    pub(super) fn held(&self, lens: &Lens<'_>, rows: Rows<'_>) -> Held {
        let all = self.lists[slot(Order::Oldest)].get().map_or(0, Vec::len);
        let shown = all - self.faded(lens.since, rows).len();
        let late = come(&self.due, lens.now);
        let mut held = Held {
            cards: u32::try_from(shown).unwrap_or(u32::MAX),
            late,
            soon: come(&self.warn, lens.now) - (late - come(&self.unwarned, lens.now)),
        };
        for line in self.odd.iter().map(|at| rows.line(*at)).filter(|line| line.resolved >= lens.since) {
            let late = line.due <= lens.now;
            held.late += u32::from(late);
            held.soon += u32::from(!late && line.warn <= lens.now);
        }
        held
    }

    /// What is shown of it in an order, from a position of its list on.
    pub(super) fn shown<'a>(
        &'a self,
        order: Order,
        from: usize,
        lens: &'a Lens<'_>,
        rows: Rows<'a>,
    ) -> impl DoubleEndedIterator<Item = u32> + 'a {
        let list = self.list(order, rows);
        list[from.min(list.len())..].iter().copied().filter(move |at| lens.shows_of_shelf(rows.line(*at)))
    }

    /// When the oldest of those was opened that are shown.
    pub(super) fn oldest(&self, lens: &Lens<'_>, rows: Rows<'_>) -> i64 {
        self.shown(Order::Oldest, 0, lens, rows).next().map_or(NEVER, |at| rows.line(at).created)
    }

    /// How many positions of its list lie above a cut (or, with `with`, at it), and how many of those are shown.
    pub(super) fn above(
        &self,
        cut: &Cut<'_>,
        with: bool,
        order: Order,
        lens: &Lens<'_>,
        rows: Rows<'_>,
    ) -> (usize, usize) {
        let is_above = |at: &u32| {
            let place = cut.place_of(&rows.rank(*at, order));
            place.is_lt() || (with && place.is_eq())
        };
        let all = self.list(order, rows).partition_point(is_above);
        (all, all - self.faded(lens.since, rows).iter().filter(|at| is_above(at)).count())
    }

    /// How many tickets it holds, shown or not.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.lists[slot(Order::Oldest)].get().map_or(0, Vec::len)).unwrap_or(u32::MAX)
    }

    /// One of its tickets.
    pub(super) fn any(&self) -> Option<u32> {
        self.lists[slot(Order::Oldest)].get()?.first().copied()
    }

    fn put(&mut self, at: u32, rows: Rows<'_>) {
        for order in Order::ALL {
            if let Some(list) = self.lists[slot(order)].get_mut() {
                let rank = rows.rank(at, order);
                list.insert(list.partition_point(|other| rows.rank(*other, order) < rank), at);
            }
        }
        let line = rows.line(at);
        if line.resolved == NEVER {
            if let Some((due, warn)) = promise(line) {
                add(&mut self.due, due);
                add(if warn.is_some() { &mut self.warn } else { &mut self.unwarned }, warn.unwrap_or(due));
            }
            return;
        }
        let place = self.resolved.partition_point(|other| by_resolved(*other, rows) < by_resolved(at, rows));
        self.resolved.insert(place, at);
        if line.due != NEVER {
            self.odd.push(at);
        }
    }

    fn take(&mut self, at: u32, rows: Rows<'_>) {
        self.each_place(at, rows, |list, place| {
            list.remove(place);
        });
        let line = rows.line(at);
        if line.resolved == NEVER
            && let Some((due, warn)) = promise(line)
        {
            drop_one(&mut self.due, due);
            drop_one(if warn.is_some() { &mut self.warn } else { &mut self.unwarned }, warn.unwrap_or(due));
        }
    }

    /// Where a ticket stands in each of the lists that name it.
    fn each_place(&mut self, at: u32, rows: Rows<'_>, mut act: impl FnMut(&mut Vec<u32>, usize)) {
        for order in Order::ALL {
            if let Some(list) = self.lists[slot(order)].get_mut() {
                let rank = rows.rank(at, order);
                if let Ok(place) = list.binary_search_by(|other| rows.rank(*other, order).cmp(&rank)) {
                    act(list, place);
                }
            }
        }
        if rows.line(at).resolved == NEVER {
            return;
        }
        let own = by_resolved(at, rows);
        if let Ok(place) = self.resolved.binary_search_by(|other| by_resolved(*other, rows).cmp(&own)) {
            act(&mut self.resolved, place);
        }
        if let Some(place) = self.odd.iter().position(|other| *other == at) {
            act(&mut self.odd, place);
        }
    }

    /// Puts in order what was filled in any order.
    fn settle(&mut self, members: Vec<u32>, rows: Rows<'_>) {
        let mut list = members;
        for &at in &list {
            let line = rows.line(at);
            if line.resolved != NEVER {
                self.resolved.push(at);
                if line.due != NEVER {
                    self.odd.push(at);
                }
            } else if let Some((due, warn)) = promise(line) {
                self.due.push(due);
                if warn.is_some() { &mut self.warn } else { &mut self.unwarned }.push(warn.unwrap_or(due));
            }
        }
        let order = Order::Oldest;
        list.sort_unstable_by(|a, b| rows.rank(*a, order).cmp(&rows.rank(*b, order)));
        list.shrink_to_fit();
        self.resolved.sort_unstable_by_key(|a| by_resolved(*a, rows));
        for instants in [&mut self.due, &mut self.warn, &mut self.unwarned] {
            instants.sort_unstable();
            instants.shrink_to_fit();
        }
        self.resolved.shrink_to_fit();
        // It is new, so its list is not there yet.
        self.lists[slot(order)] = OnceLock::from(list);
    }
}

fn by_resolved(at: u32, rows: Rows<'_>) -> (i64, domain::TicketId) {
    (rows.line(at).resolved, rows.slips[at as usize].id)
}

impl Shelves {
    /// Shelves for all tickets.
    pub(super) fn of(rows: Rows<'_>) -> Self {
        let mut shelves = Self::default();
        let mut members: Vec<Vec<u32>> = vec![];
        for (at, line) in (0..).zip(rows.lines) {
            let shelf = shelves.shelf(line);
            members.resize_with(shelves.all.len(), Vec::new);
            members[shelf].push(at);
        }
        for (shelf, members) in shelves.all.iter_mut().zip(members) {
            shelf.settle(members, rows);
        }
        shelves
    }

    /// All shelves, empty ones too.
    pub(super) fn all(&self) -> &[Shelf] {
        &self.all
    }

    fn shelf(&mut self, line: &Line) -> usize {
        *self.at.entry(kind(line)).or_insert_with(|| {
            self.all.push(Shelf::new(line));
            self.all.len() - 1
        })
    }

    /// Takes a ticket as its line is now.
    pub(super) fn put(&mut self, at: u32, rows: Rows<'_>) {
        let shelf = self.shelf(rows.line(at));
        let shelf = &mut self.all[shelf];
        shelf.lists[slot(Order::Oldest)].get_or_init(Vec::new);
        shelf.put(at, rows);
    }

    /// Lets go of a ticket, before its line changes.
    pub(super) fn take(&mut self, at: u32, rows: Rows<'_>) {
        if let Some(shelf) = self.at.get(&kind(rows.line(at))) {
            self.all[*shelf].take(at, rows);
        }
    }

    /// A ticket is about to have another position.
    pub(super) fn rename(&mut self, from: u32, to: u32, rows: Rows<'_>) {
        if let Some(shelf) = self.at.get(&kind(rows.line(from))) {
            self.all[*shelf].each_place(from, rows, |list, place| list[place] = to);
        }
    }
}
