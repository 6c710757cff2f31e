//! The tickets that boards show, in memory: open ones and those resolved in the last days (`decisions.md` 5).
//!
//! Loaded by one query, kept by what is committed. It answers windows, counts and cursors without the
//! database; SQL stays the truth, and a test compares both.

#[cfg(test)]
mod large;
mod line;
mod page;
mod pick;
#[cfg(test)]
mod same;
mod tally;

use domain::board::{
    self, Counts, Filter, From, Order, PAGE, RESOLVED_DAYS, SWIMLANE_PAGE, Swimlane, Swimlanes, search_text,
    with_tags,
};
use domain::rules::BoardRules;
use domain::tag::Tags;
use domain::ticket::Facts;
use domain::{Actor, Category, ColumnId, PersonId, Seq, TicketId, Time};
use line::{Lens, Line, Numbers};
use page::{Cut, Rank};
pub(crate) use page::{Page, Window};
use pick::Top;
use std::collections::HashMap;
use store::tickets::FactsRow;
use store::{Record, StoreError};
use tally::{Beside, Tally};

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

/// The first pages of the columns, or of their parts in one lane.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// The lane, on a board with lanes.
    pub(crate) lane: Option<Swimlane>,
    /// By column, in the account's order.
    pub(crate) windows: Vec<Window>,
}

/// A ticket's place in the rows of the index.
struct Place<'a>(&'a Index, usize);

impl Beside for Place<'_> {
    fn text(&self) -> &str {
        &self.0.texts[self.1]
    }

    fn organization(&self) -> u32 {
        self.0.organizations[self.1]
    }

    fn lane(&self, lanes: Swimlanes) -> Option<Swimlane> {
        lanes.lane(&self.0.entries[self.1].facts)
    }
}

/// The first instant whose resolutions a board shows at `now`.
pub(crate) fn resolved_since(now: Time) -> Time {
    now - chrono::TimeDelta::days(RESOLVED_DAYS)
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
            self.entries[at].facts.seq = seq;
            place.clone_into(&mut self.entries[at].facts.place);
            self.lines[at].set_place(place);
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
            self.entries[at] = entry;
            self.lines[at] = line;
            self.organizations[at] = organization;
        } else {
            self.at.insert(entry.facts.id, self.entries.len());
            self.entries.push(entry);
            self.lines.push(line);
            self.organizations.push(organization);
            self.texts.push(text().into_boxed_str());
        }
    }

    fn remove(&mut self, ticket: TicketId) {
        if let Some(at) = self.at.remove(&ticket) {
            self.entries.swap_remove(at);
            self.lines.swap_remove(at);
            self.texts.swap_remove(at);
            self.organizations.swap_remove(at);
            if let Some(moved) = self.entries.get(at) {
                self.at.insert(moved.facts.id, at);
            }
        }
    }

    /// Everything that the viewer may see and a board may show, by position: one pass.
    fn seen<'a>(&'a self, lens: &'a Lens<'_>) -> impl Iterator<Item = (usize, &'a Line)> {
        self.lines
            .iter()
            .enumerate()
            .filter(|(at, line)| lens.sees(line, || &self.entries[*at].facts.audience))
    }

    fn rank(&self, at: usize, order: Order) -> Rank<'_> {
        Rank { numbers: self.lines[at].rank(order), order, entry: &self.entries[at] }
    }

    /// The first page of every column in `order`, lane by lane, and the counts: one pass over the index.
    pub(crate) fn windows(&self, sight: Sight<'_>, order: Order, rules: &BoardRules) -> (Vec<Row>, Counts) {
        let lens = Lens::new(sight, &self.numbers);
        let mut tally = Tally::new(rules, sight, &self.numbers);
        let size = if sight.lanes == Swimlanes::None { PAGE } else { SWIMLANE_PAGE };
        let columns = rules.columns.len();
        let lists = || (0..columns).map(|_| Top::new(size + 1));
        let mut tops: Vec<_> = if sight.lanes == Swimlanes::None { lists().collect() } else { vec![] };
        for (at, line) in self.seen(&lens) {
            if let Some(spot) = tally.count(line, &lens, &Place(self, at)) {
                while tops.len() <= spot.row * columns {
                    tops.extend(lists());
                }
                tops[spot.row * columns + spot.column].offer(self.rank(at, order));
            }
        }
        let mut counts = tally.counts();
        let mut windows = tops.into_iter().map(|top| page::window(top.into_sorted(), order, size));
        let mut row = |lane| Row { lane, windows: windows.by_ref().take(columns).collect() };
        let mut rows: Vec<Row> = if sight.lanes == Swimlanes::None {
            vec![row(None)]
        } else {
            counts.lanes.iter().map(|counts| row(Some(counts.lane))).collect()
        };
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
        let mut tally = Tally::new(rules, sight, &self.numbers);
        let cuts: Vec<Cut<'_>> = tops.iter().map(|top| Cut::new(&top.key, order)).collect();
        let mut above = vec![0; tops.len()];
        for (at, line) in self.seen(&lens) {
            if tally.count(line, &lens, &Place(self, at)).is_none() {
                continue;
            }
            for ((top, cut), above) in tops.iter().zip(&cuts).zip(&mut above) {
                let same = top.column == line.column
                    && top.lane.is_none_or(|lane| lane.holds(&self.entries[at].facts));
                *above += u32::from(same && cut.place_of(&self.rank(at, order)).is_lt());
            }
        }
        let mut counts = tally.counts();
        counts.lanes.sort_unstable_by_key(|counts| counts.lane);
        (counts, above)
    }

    /// How many open tickets each person is responsible for; nothing for those who have none.
    pub(crate) fn loads(&self) -> HashMap<PersonId, u32> {
        line::loads(&self.lines, &self.numbers)
    }

    /// A page of a column, or of the part of it that lies in `lane`.
    pub(crate) fn page(
        &self,
        sight: Sight<'_>,
        order: Order,
        (column, lane): (ColumnId, Option<Swimlane>),
        from: &From,
    ) -> Page {
        let lens = Lens::new(sight, &self.numbers).on(lane, &self.numbers);
        let ranks = self
            .seen(&lens)
            .filter(|(at, line)| {
                line.column == column
                    && lens.in_lane(line, self.organizations[*at])
                    && lens.shows(line, || &self.texts[*at])
            })
            .map(|(at, _)| self.rank(at, order));
        match from {
            From::After(key) => page::after(ranks, &Cut::new(key, order)),
            From::Before(key) => page::before(ranks, &Cut::new(key, order)),
            From::At(place) => page::at(ranks.collect(), *place as usize),
        }
    }
}
