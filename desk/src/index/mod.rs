//! The tickets that boards show, in memory: open ones and those resolved in the last days (`decisions.md` 5).
//!
//! Loaded by one query, kept by what is committed. It answers windows, counts and cursors without the
//! database; SQL stays the truth, and a test compares both.

mod pick;

use crate::store::rows::FactsRow;
use crate::store::{Record, StoreError};
use domain::board::{ColumnCounts, Counts, Filter, Order, PAGE, RESOLVED_DAYS, SortKey, View, search_text};
use domain::rules::BoardRules;
use domain::ticket::Facts;
use domain::{Actor, Category, ColumnId, Seq, TicketId, Time};
use pick::Top;
use std::collections::HashMap;

/// A ticket as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// What filters, order and rules look at.
    pub(crate) facts: Facts,
    /// What the text filter looks into, folded.
    pub(crate) text: Box<str>,
    /// When the desk must next say something of it.
    pub(crate) alarm_at: Option<Time>,
    /// The beginning of its place: most comparisons end here, without a look at the text elsewhere in memory.
    prefix: u64,
}

/// The first eight bytes, in an order that agrees with the whole text's.
fn prefix(place: &str) -> u64 {
    let mut bytes = [0; 8];
    for (byte, from) in bytes.iter_mut().zip(place.bytes()) {
        *byte = from;
    }
    u64::from_be_bytes(bytes)
}

/// The tickets of one account that boards show.
#[derive(Debug, Default)]
pub(crate) struct Index {
    entries: Vec<Entry>,
    at: HashMap<TicketId, usize>,
    seq: Seq,
}

/// Who looks at what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sight<'a> {
    /// Who.
    pub(crate) actor: &'a Actor,
    /// Which tickets; its text folded.
    pub(crate) filter: &'a Filter,
    /// When.
    pub(crate) now: Time,
}

impl Sight<'_> {
    fn shows(&self, entry: &Entry) -> bool {
        self.filter.shows(&entry.facts, &entry.text, self.actor.person, self.now)
    }
}

/// A column's first page, and where the next begins.
#[derive(Debug, Default)]
pub(crate) struct Window {
    /// The topmost cards' facts, as of the index's `seq`.
    pub(crate) facts: Vec<Facts>,
    /// Where the next page begins.
    pub(crate) next: Option<SortKey>,
}

/// The first instant whose resolutions a board shows at `now`.
pub(crate) fn resolved_since(now: Time) -> Time {
    now - chrono::TimeDelta::days(RESOLVED_DAYS)
}

impl Entry {
    fn of_row(row: &FactsRow) -> Result<Self, StoreError> {
        let facts = row.facts()?;
        let text =
            folded(&facts, row.number, &row.title, &row.contact_name, row.organization_name.as_deref());
        Ok(Self { alarm_at: row.alarm_at()?, prefix: prefix(&facts.place), facts, text })
    }
}

fn folded(facts: &Facts, number: i64, title: &str, contact: &str, organization: Option<&str>) -> Box<str> {
    search_text(facts.id, number, title, contact, organization).into_boxed_str()
}

impl Index {
    /// The last command that it includes.
    pub(crate) fn seq(&self) -> Seq {
        self.seq
    }

    /// It now includes everything up to `seq`.
    pub(crate) fn advance(&mut self, seq: Seq) {
        self.seq = seq;
    }

    /// Takes a row at the start.
    pub(crate) fn load(&mut self, row: &FactsRow) -> Result<(), StoreError> {
        self.insert(Entry::of_row(row)?);
        Ok(())
    }

    /// Takes a ticket as a command left it.
    pub(crate) fn put(&mut self, record: &Record) {
        let facts = &record.ticket.facts;
        if facts.category == Category::Cancelled {
            self.remove(facts.id);
            return;
        }
        let alarm_at = record.ticket.clocks.next_alarm();
        if let Some(entry) = self.at.get(&facts.id).and_then(|at| self.entries.get_mut(*at)) {
            // Title, contact and organization of a ticket do not change yet: its text stays.
            entry.facts.clone_from(facts);
            entry.prefix = prefix(&facts.place);
            entry.alarm_at = alarm_at;
            return;
        }
        let text = folded(
            facts,
            record.ticket.number,
            &record.ticket.title,
            &record.contact,
            record.organization.as_deref(),
        );
        self.insert(Entry { prefix: prefix(&facts.place), facts: facts.clone(), text, alarm_at });
    }

    /// Another place, after a column was spread anew.
    pub(crate) fn set_place(&mut self, ticket: TicketId, place: &str) {
        if let Some(entry) = self.at.get(&ticket).and_then(|at| self.entries.get_mut(*at)) {
            place.clone_into(&mut entry.facts.place);
            entry.prefix = prefix(place);
        }
    }

    /// Lets go of what was resolved too long ago to be shown.
    pub(crate) fn prune(&mut self, now: Time) {
        let since = resolved_since(now);
        let old: Vec<TicketId> = self
            .entries
            .iter()
            .filter(|e| e.facts.resolved_at.is_some_and(|at| at < since))
            .map(|e| e.facts.id)
            .collect();
        for ticket in old {
            self.remove(ticket);
        }
    }

    /// A ticket, if it is in the index.
    pub(crate) fn get(&self, ticket: TicketId) -> Option<&Entry> {
        self.at.get(&ticket).and_then(|at| self.entries.get(*at))
    }

    /// All tickets, in no order.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn insert(&mut self, entry: Entry) {
        let id = entry.facts.id;
        if let Some(at) = self.at.get(&id) {
            self.entries[*at] = entry;
        } else {
            self.at.insert(id, self.entries.len());
            self.entries.push(entry);
        }
    }

    fn remove(&mut self, ticket: TicketId) {
        if let Some(at) = self.at.remove(&ticket) {
            self.entries.swap_remove(at);
            if let Some(moved) = self.entries.get(at) {
                self.at.insert(moved.facts.id, at);
            }
        }
    }

    /// Everything that the viewer may see and a board may show, one pass.
    fn seen<'a>(&'a self, sight: Sight<'a>) -> impl Iterator<Item = &'a Entry> {
        let since = resolved_since(sight.now);
        self.entries.iter().filter(move |e| {
            e.facts.resolved_at.is_none_or(|at| at >= since) && sight.actor.sees(&e.facts.audience)
        })
    }

    /// The first page of every column in `order`, and the counts: one pass over the index.
    pub(crate) fn windows(
        &self,
        sight: Sight<'_>,
        order: Order,
        rules: &BoardRules,
    ) -> (Vec<Window>, Counts) {
        match order {
            Order::Manual => {
                self.windows_by(sight, order, rules, |e| (e.prefix, e.facts.place.as_str(), e.facts.id))
            }
            _ => self.windows_by(sight, order, rules, |e| order.key(&e.facts)),
        }
    }

    fn windows_by<'a, K: Ord>(
        &'a self,
        sight: Sight<'a>,
        order: Order,
        rules: &BoardRules,
        key: impl Fn(&'a Entry) -> K,
    ) -> (Vec<Window>, Counts) {
        let mut tally = Tally::new(rules, sight);
        let mut tops: Vec<Top<K, &Entry>> = rules.columns.iter().map(|_| Top::new(PAGE + 1)).collect();
        for entry in self.seen(sight) {
            if let Some(column) = tally.count(entry) {
                tops[column].offer(key(entry), entry);
            }
        }
        let windows = tops.into_iter().map(|top| window(top.into_sorted(), order)).collect();
        (windows, tally.counts)
    }

    /// The counts alone.
    pub(crate) fn counts(&self, sight: Sight<'_>, rules: &BoardRules) -> Counts {
        let mut tally = Tally::new(rules, sight);
        for entry in self.seen(sight) {
            tally.count(entry);
        }
        tally.counts
    }

    /// The page of a column after a cursor.
    pub(crate) fn after(&self, sight: Sight<'_>, order: Order, column: ColumnId, after: &SortKey) -> Window {
        let mut top = Top::new(PAGE + 1);
        for entry in self.seen(sight) {
            if entry.facts.column == column && sight.shows(entry) {
                let key = order.key(&entry.facts);
                if key > *after {
                    top.offer(key, entry);
                }
            }
        }
        window(top.into_sorted(), order)
    }
}

/// A page of at most [`PAGE`] of the entries, which hold one more if more follow.
fn window(mut entries: Vec<&Entry>, order: Order) -> Window {
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    Window {
        next: entries.last().filter(|_| more).map(|last| order.key(&last.facts)),
        facts: entries.into_iter().map(|e| e.facts.clone()).collect(),
    }
}

/// The counts of a board in the making.
struct Tally<'a> {
    sight: Sight<'a>,
    columns: Vec<ColumnId>,
    counts: Counts,
}

impl<'a> Tally<'a> {
    fn new(rules: &BoardRules, sight: Sight<'a>) -> Self {
        let limits = sight.filter.department.map_or(vec![], |department| {
            rules.limits.iter().filter(|l| l.department == department).map(|l| (l.column, 0)).collect()
        });
        Self {
            sight,
            columns: rules.columns.iter().map(|c| c.id).collect(),
            counts: Counts {
                columns: vec![ColumnCounts::default(); rules.columns.len()],
                views: [0; 6],
                limits,
            },
        }
    }

    /// Counts a ticket; gives the position of its column if the board shows it.
    fn count(&mut self, entry: &Entry) -> Option<usize> {
        let facts = &entry.facts;
        let filter = self.sight.filter;
        if filter.department.is_some_and(|d| d != facts.audience.department) {
            return None;
        }
        for (column, count) in &mut self.counts.limits {
            *count += u32::from(*column == facts.column);
        }
        if facts.category.is_open() {
            for (view, count) in View::ALL.into_iter().zip(&mut self.counts.views) {
                *count += u32::from(view.shows(facts, self.sight.actor.person, self.sight.now));
            }
        }
        if !self.sight.shows(entry) {
            return None;
        }
        let column = self.columns.iter().position(|c| *c == facts.column)?;
        self.counts.columns[column].add(facts, self.sight.now);
        Some(column)
    }
}
