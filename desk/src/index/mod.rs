//! The tickets that boards show, in memory: open ones and those resolved in the last days (`decisions.md` 5).
//!
//! Loaded by one query, kept by what is committed. It answers windows, counts and cursors without the
//! database; SQL stays the truth, and a test compares both.

mod kept;
#[cfg(test)]
mod large;
mod line;
mod numbers;
mod page;
mod pick;
mod positions;
#[cfg(test)]
mod same;
mod shelf;
mod slip;
mod tally;
mod tops;
mod walk;

use domain::board::{
    self, Counts, Filter, From, Order, PAGE, RESOLVED_DAYS, SWIMLANE_PAGE, Swimlane, Swimlanes, with_tags,
};
use domain::people::Audience;
use domain::rules::BoardRules;
use domain::tag::Tags;
use domain::text::fold;
use domain::ticket::Facts;
use domain::{Actor, Category, ColumnId, PersonId, Seq, TicketId, Time};
use line::{Lens, Line};
use numbers::Numbers;
use page::{Cut, Rows};
pub(crate) use page::{Page, Window};
use positions::Positions;
use shelf::Shelves;
use slip::Slip;
use std::collections::HashMap;
use std::sync::OnceLock;
use store::tickets::FactsRow;
use store::{Record, StoreError};
use tally::Tally;
pub(crate) use tops::Row;
use tops::Tops;

/// A ticket as it comes into the index.
#[derive(Clone, Debug)]
struct Entry {
    /// What filters, order and rules look at.
    facts: Facts,
    /// When the desk must next say something of it.
    alarm_at: Option<Time>,
}

/// What the text filter looks into, folded: the ticket's own words, and what others have in common with it.
type Text = (String, String);

/// The tickets of one account that boards show: rows of the same length and order, of which a pass reads only what it
/// needs.
#[derive(Debug, Default)]
pub(crate) struct Index {
    lines: Vec<Line>,
    slips: Vec<Slip>,
    /// The own words of each, folded.
    texts: Vec<Box<str>>,
    at: Positions,
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

/// Words that a ticket has alone, and those of who asks and of its tags, which many have.
fn text(
    id: TicketId,
    number: i64,
    (title, contact, organization): (&str, &str, Option<&str>),
    tags: &str,
) -> Text {
    let own = fold(&format!("{} {number} {title}", id.code()));
    (own, with_tags(&fold(&format!("{contact} {}", organization.unwrap_or_default())), tags))
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
        let words = (row.title.as_str(), row.contact_name.as_str(), row.organization_name.as_deref());
        let text = text(facts.id, row.number, words, &tags.words(&facts.tags));
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
            let words = (ticket.title.as_str(), record.contact.as_str(), record.organization.as_deref());
            text(id, ticket.number, words, &tags.words(&ticket.facts.tags))
        });
    }

    /// The tags are called otherwise: the text filter finds tickets by their new names.
    pub(crate) fn set_tags(&mut self, tags: &Tags) {
        let Numbers { tags: sets, tails, .. } = &mut self.numbers;
        for slip in &mut self.slips {
            let Some(set) = sets.value(slip.tags).filter(|set| !set.is_empty()) else { continue };
            let Some(tail) = tails.value(slip.tail) else { continue };
            slip.tail = tails.number(&*with_tags(tail, &tags.words(set)));
        }
    }

    /// Another place, since the cards around another one were spaced anew by the command `seq`.
    pub(crate) fn set_place(&mut self, ticket: TicketId, place: &str, seq: Seq) {
        if let Some(at) = self.at.get(ticket, &self.slips) {
            self.take(at);
            self.slips[at].set_place(place, seq);
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
            .map(|at| self.slips[*at as usize].id)
            .collect();
        for ticket in old {
            self.remove(ticket);
        }
    }

    /// Who may see a ticket that is in the index.
    pub(crate) fn audience(&self, ticket: TicketId) -> Option<Audience> {
        let at = self.at.get(ticket, &self.slips)?;
        Some(self.slips[at].audience(&self.lines[at], &self.numbers))
    }

    /// When the desk must next say something of a ticket.
    pub(crate) fn alarm_at(&self, ticket: TicketId) -> Option<Time> {
        self.slips[self.at.get(ticket, &self.slips)?].alarm_at()
    }

    /// The same of all tickets, in no order.
    pub(crate) fn alarms(&self) -> impl Iterator<Item = (Time, TicketId)> {
        self.slips.iter().filter_map(|slip| Some((slip.alarm_at()?, slip.id)))
    }

    /// What the text filter looks into, in two parts: no word lies in both.
    fn text(&self, at: usize) -> [&str; 2] {
        [&self.texts[at], self.numbers.tails.value(self.slips[at].tail).map_or("", |tail| tail)]
    }

    /// Takes a ticket as it is now. Title, contact and organization of a ticket do not change yet: but for its tags, the
    /// text of one that is known stays.
    fn set(&mut self, entry: Entry, text: impl FnOnce() -> Text) {
        let Entry { facts, alarm_at } = entry;
        // No board shows it (R22).
        if facts.archived {
            self.remove(facts.id);
            return;
        }
        let line = Line::of(&facts, &mut self.numbers);
        let mut slip = Slip::of(&facts, alarm_at, &line, &mut self.numbers);
        if let Some(at) = self.at.get(facts.id, &self.slips) {
            let known = &self.slips[at];
            slip.tail = known.tail;
            if known.tags != slip.tags {
                slip.tail = self.numbers.tails.number(&*text().1);
            }
            // Most of what changes elsewhere leaves a ticket where it lies.
            let stays = self.lines[at] == line && known.place == slip.place;
            if !stays {
                self.take(at);
            }
            self.slips[at] = slip;
            self.lines[at] = line;
            if !stays {
                self.put_on_shelf(at);
            }
        } else {
            let (own, tail) = text();
            slip.tail = self.numbers.tails.number(&*tail);
            self.slips.push(slip);
            self.lines.push(line);
            self.texts.push(own.into_boxed_str());
            self.at.push(&self.slips);
            self.put_on_shelf(self.lines.len() - 1);
        }
    }

    fn put_on_shelf(&mut self, at: usize) {
        let Self { lines, slips, numbers, shelves, .. } = self;
        if let Some(shelves) = shelves.get_mut() {
            shelves.put(position(at), Rows { lines, slips, numbers });
        }
    }

    fn take(&mut self, at: usize) {
        let Self { lines, slips, numbers, shelves, .. } = self;
        if let Some(shelves) = shelves.get_mut() {
            shelves.take(position(at), Rows { lines, slips, numbers });
        }
    }

    fn remove(&mut self, ticket: TicketId) {
        let Some(at) = self.at.get(ticket, &self.slips) else { return };
        self.take(at);
        let Self { lines, slips, numbers, shelves, .. } = self;
        let last = lines.len() - 1;
        if let Some(shelves) = shelves.get_mut()
            && at != last
        {
            shelves.rename(position(last), position(at), Rows { lines, slips, numbers });
        }
        self.at.swap_remove(at, &self.slips);
        self.slips.swap_remove(at);
        self.lines.swap_remove(at);
        self.texts.swap_remove(at);
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
        let mut rows = tops.rows(self.rows(), lanes, size);
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
        open.into_iter()
            .filter_map(|(number, count)| Some((*self.numbers.people.value(number)?, count)))
            .collect()
    }

    fn rows(&self) -> Rows<'_> {
        Rows { lines: &self.lines, slips: &self.slips, numbers: &self.numbers }
    }

    /// The shelves, filled when they are first asked for and kept from then on.
    fn shelves(&self) -> &Shelves {
        self.shelves.get_or_init(|| Shelves::of(self.rows()))
    }

    /// Fills the shelves, so that whoever asks first need not wait.
    pub(crate) fn settle(&mut self) {
        self.shelves();
        self.lines.shrink_to_fit();
        self.slips.shrink_to_fit();
        self.texts.shrink_to_fit();
        self.at.shrink(&self.slips);
    }
}
