//! The tickets that boards show, in memory: open ones and those resolved in the last days (`decisions.md` 5).
//!
//! Loaded by one query, kept by what is committed. It answers windows, counts and cursors without the
//! database; SQL stays the truth, and a test compares both.

mod kept;
#[cfg(test)]
mod large;
mod line;
mod page;
mod pick;
#[cfg(test)]
mod same;
mod shelf;
mod tally;
mod walk;

use domain::board::{
    self, Counts, Filter, From, Order, PAGE, RESOLVED_DAYS, SWIMLANE_PAGE, Swimlane, Swimlanes, search_text,
    with_tags,
};
use domain::rules::BoardRules;
use domain::tag::Tags;
use domain::ticket::Facts;
use domain::{Actor, Category, ColumnId, PersonId, Seq, TicketId, Time};
use line::{Lens, Line, Numbers};
use page::{Cut, Tops};
pub(crate) use page::{Page, Row, Window};
use shelf::{Rows, Shelves};
use std::collections::HashMap;
use std::sync::OnceLock;
use store::tickets::FactsRow;
use store::{Record, StoreError};
use tally::Tally;

/// A ticket as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// What filters, order and rules look at.
    pub(crate) facts: Facts,
    /// When the desk must next say something of it.
    pub(crate) alarm_at: Option<Time>,
}

/// The tickets of one account that boards show: four rows of the same length and order, of which a pass reads
/// only what it needs.
#[derive(Debug, Default)]
pub(crate) struct Index {
    entries: Vec<Entry>,
    lines: Vec<Line>,
    /// What the text filter looks into, folded.
    texts: Vec<Box<str>>,
    /// The numbers of their organizations.
    organizations: Vec<u32>,
    at: HashMap<TicketId, usize>,
    numbers: Numbers,
    shelves: OnceLock<Shelves>,
    seq: Seq,
}

/// Who looks at what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sight<'a> {
    /// Who.
    pub(crate) actor: &'a Actor,
    /// Which tickets; its text folded.
    pub(crate) filter: &'a Filter,
    /// By what it is divided.
    pub(crate) lanes: Swimlanes,
    /// When, to the millisecond.
    pub(crate) now: Time,
}

/// The first instant whose resolutions a board shows at `now`.
pub(crate) fn resolved_since(now: Time) -> Time {
    now - chrono::TimeDelta::days(RESOLVED_DAYS)
}

/// As shelves name it. A board has fewer tickets than that.
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
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
    pub(crate) fn load(&mut self, row: &FactsRow, tags: &Tags) -> Result<(), StoreError> {
        let (facts, alarm_at) = (row.facts()?, row.alarm_at()?);
        let organization = row.organization_name.as_deref();
        let text = search_text(facts.id, row.number, &row.title, &row.contact_name, organization);
        let text = with_tags(&text, &tags.words(&facts.tags));
        self.set(Entry { facts, alarm_at }, || text);
        Ok(())
    }

    /// Takes a ticket as a command left it.
    pub(crate) fn put(&mut self, record: &Record, tags: &Tags) {
        let ticket = &record.ticket;
        let facts = ticket.facts.clone();
        let id = facts.id;
        if facts.category == Category::Cancelled {
            self.remove(id);
            return;
        }
        self.set(Entry { facts, alarm_at: ticket.next_alarm() }, || {
            let organization = record.organization.as_deref();
            let text = search_text(id, ticket.number, &ticket.title, &record.contact, organization);
            with_tags(&text, &tags.words(&ticket.facts.tags))
        });
    }

    /// The tags are called otherwise: the text filter finds tickets by their new names.
    pub(crate) fn set_tags(&mut self, tags: &Tags) {
        for (entry, text) in self.entries.iter().zip(&mut self.texts) {
            if !entry.facts.tags.is_empty() {
                *text = with_tags(text, &tags.words(&entry.facts.tags)).into();
            }
        }
    }

    /// Another place, since the cards around another one were spaced anew by the command `seq`.
    pub(crate) fn set_place(&mut self, ticket: TicketId, place: &str, seq: Seq) {
        if let Some(&at) = self.at.get(&ticket) {
            self.take(at);
            self.entries[at].facts.seq = seq;
            place.clone_into(&mut self.entries[at].facts.place);
            self.lines[at].set_place(place);
            self.put_on_shelf(at);
        }
    }

    /// Lets go of what was resolved too long ago to be shown.
    pub(crate) fn prune(&mut self, now: Time) {
        let since = resolved_since(now).timestamp_millis();
        let rows = self.rows();
        let old: Vec<TicketId> = { self.shelves().all().iter() }
            .flat_map(|shelf| shelf.faded(since, rows))
            .map(|at| self.entries[*at as usize].facts.id)
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

    /// Takes a ticket as it is now. Title, contact and organization of a ticket do not change yet: but for its tags, the
    /// text of one that is known stays.
    fn set(&mut self, entry: Entry, text: impl FnOnce() -> String) {
        // No board shows it (R22).
        if entry.facts.archived {
            self.remove(entry.facts.id);
            return;
        }
        let line = Line::of(&entry.facts, &mut self.numbers);
        let organization = self.numbers.organization(entry.facts.audience.organization);
        if let Some(&at) = self.at.get(&entry.facts.id) {
            if self.entries[at].facts.tags != entry.facts.tags {
                self.texts[at] = text().into_boxed_str();
            }
            // Most of what changes elsewhere leaves a ticket where it lies.
            let stays = self.lines[at] == line && self.entries[at].facts.place == entry.facts.place;
            if !stays {
                self.take(at);
            }
            self.entries[at] = entry;
            self.lines[at] = line;
            self.organizations[at] = organization;
            if !stays {
                self.put_on_shelf(at);
            }
        } else {
            let at = self.entries.len();
            self.at.insert(entry.facts.id, at);
            self.entries.push(entry);
            self.lines.push(line);
            self.organizations.push(organization);
            self.texts.push(text().into_boxed_str());
            self.put_on_shelf(at);
        }
    }

    fn put_on_shelf(&mut self, at: usize) {
        let rows = Rows { lines: &self.lines, entries: &self.entries };
        if let Some(shelves) = self.shelves.get_mut() {
            shelves.put(position(at), rows);
        }
    }

    fn take(&mut self, at: usize) {
        let rows = Rows { lines: &self.lines, entries: &self.entries };
        if let Some(shelves) = self.shelves.get_mut() {
            shelves.take(position(at), rows);
        }
    }

    fn remove(&mut self, ticket: TicketId) {
        if let Some(at) = self.at.remove(&ticket) {
            self.take(at);
            let (last, rows) = (self.lines.len() - 1, Rows { lines: &self.lines, entries: &self.entries });
            if let Some(shelves) = self.shelves.get_mut()
                && at != last
            {
                shelves.rename(position(last), position(at), rows);
            }
            self.entries.swap_remove(at);
            self.lines.swap_remove(at);
            self.texts.swap_remove(at);
            self.organizations.swap_remove(at);
            if let Some(moved) = self.entries.get(at) {
                self.at.insert(moved.facts.id, at);
            }
        }
    }

    /// The first page of every column in `order`, lane by lane, and the counts.
    pub(crate) fn windows(&self, sight: Sight<'_>, order: Order, rules: &BoardRules) -> (Vec<Row>, Counts) {
        let lens = Lens::new(sight, &self.numbers);
        let tally = Tally::new(rules, sight, &self.numbers);
        let size = if sight.lanes == Swimlanes::None { PAGE } else { SWIMLANE_PAGE };
        let mut tops = Tops::new(rules.columns.len(), size + 1);
        let mut counts = if lens.fits_shelves() {
            self.windows_of_shelves(&lens, order, tally, &mut tops)
        } else {
            self.windows_by_walk(&lens, order, tally, &mut tops)
        };
        let lanes = counts.lanes.iter().map(|counts| counts.lane);
        let lanes = if sight.lanes == Swimlanes::None { vec![None] } else { lanes.map(Some).collect() };
        let mut rows = tops.rows(lanes, order, size);
        // The same board is told the same way, whichever ticket was met first.
        rows.sort_unstable_by_key(|row| row.lane);
        counts.lanes.sort_unstable_by_key(|counts| counts.lane);
        (rows, counts)
    }

    /// The counts alone, and how many cards lie above each of the named ones.
    pub(crate) fn counts(
        &self,
        sight: Sight<'_>,
        order: Order,
        tops: &[board::Top],
        rules: &BoardRules,
    ) -> (Counts, Vec<u32>) {
        let lens = Lens::new(sight, &self.numbers);
        let tally = Tally::new(rules, sight, &self.numbers);
        let cuts: Vec<Cut<'_>> = tops.iter().map(|top| Cut::new(&top.key, order)).collect();
        let of_organization = |top: &board::Top| matches!(top.lane, Some(Swimlane::Organization(_)));
        let by_walk = !lens.fits_shelves() || tops.iter().any(of_organization);
        let (mut counts, above) = if by_walk {
            self.counts_by_walk(&lens, order, (tops, &cuts), tally)
        } else {
            self.counts_of_shelves(&lens, order, (tops, &cuts), tally)
        };
        counts.lanes.sort_unstable_by_key(|counts| counts.lane);
        (counts, above)
    }

    /// A page of a column, or of the part of it that lies in `lane`.
    pub(crate) fn page(
        &self,
        sight: Sight<'_>,
        order: Order,
        list: (ColumnId, Option<Swimlane>),
        from: &From,
    ) -> Page {
        let lens = Lens::new(sight, &self.numbers).on(list.1, &self.numbers);
        if lens.fits_shelves() && !lens.late_alone() {
            self.page_of_shelves(&lens, order, list.0, from)
        } else {
            self.page_by_walk(&lens, order, list.0, from)
        }
    }

    /// How many open tickets each person is responsible for; nothing for those who have none.
    pub(crate) fn loads(&self) -> HashMap<PersonId, u32> {
        let mut open: HashMap<u32, u32> = HashMap::new();
        for shelf in self.shelves().all().iter().filter(|shelf| shelf.like.category.is_open()) {
            *open.entry(shelf.like.assignee).or_default() += shelf.count();
        }
        self.numbers.people().filter_map(|(person, number)| Some((person, *open.get(&number)?))).collect()
    }

    fn rows(&self) -> Rows<'_> {
        Rows { lines: &self.lines, entries: &self.entries }
    }

    /// The shelves, filled when they are first asked for and kept from then on.
    fn shelves(&self) -> &Shelves {
        self.shelves.get_or_init(|| Shelves::of(self.rows()))
    }

    /// Fills the shelves, so that whoever asks first need not wait.
    pub(crate) fn settle(&mut self) {
        self.shelves();
        self.entries.shrink_to_fit();
        self.lines.shrink_to_fit();
        self.texts.shrink_to_fit();
        self.organizations.shrink_to_fit();
    }
}
