//! The tickets that boards show, in memory: open ones and those resolved in the last days (`decisions.md` 5).
//!
//! Loaded by one query, kept by what is committed. It answers windows, counts and cursors without the
//! database; SQL stays the truth, and a test compares both.

#[cfg(test)]
mod large;
mod line;
mod pick;
#[cfg(test)]
mod same;
mod tally;

use crate::store::rows::FactsRow;
use crate::store::{Record, StoreError};
use domain::board::{
    self, Counts, Filter, From, LANE_PAGE, Lane, Lanes, Order, PAGE, RESOLVED_DAYS, SortKey, search_text,
};
use domain::rules::BoardRules;
use domain::ticket::Facts;
use domain::{Actor, Category, ColumnId, PersonId, Seq, TicketId, Time};
use line::{Lens, Line, Numbers};
use pick::Top;
use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
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
    pub(crate) lanes: Lanes,
    /// When, to the millisecond.
    pub(crate) now: Time,
}

/// The first pages of the columns, or of their parts in one lane.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// The lane, on a board with lanes.
    pub(crate) lane: Option<Lane>,
    /// By column, in the account's order.
    pub(crate) windows: Vec<Window>,
}

/// A column's first page, and where the next begins.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Window {
    /// The topmost cards' facts, as of the index's `seq`.
    pub(crate) facts: Vec<Facts>,
    /// Where the next page begins.
    pub(crate) next: Option<SortKey>,
}

/// A page of a column, anywhere in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    /// Cards of the column above the page.
    pub(crate) above: u32,
    /// The cards' facts, as of the index's `seq`.
    pub(crate) facts: Vec<Facts>,
    /// More follow below: the last card's key.
    pub(crate) next: Option<SortKey>,
    /// More lie above: the first card's key.
    pub(crate) prev: Option<SortKey>,
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

    fn lane(&self, lanes: Lanes) -> Option<Lane> {
        lanes.lane(&self.0.entries[self.1].facts)
    }
}

/// The first instant whose resolutions a board shows at `now`.
pub(crate) fn resolved_since(now: Time) -> Time {
    now - chrono::TimeDelta::days(RESOLVED_DAYS)
}

/// Where a ticket lies in an order: most comparisons end with the numbers, without a look at its facts.
struct Rank<'a> {
    numbers: (i64, i64),
    order: Order,
    entry: &'a Entry,
}

impl Ord for Rank<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |rank: &Self| (rank.order == Order::Manual).then_some(rank.entry.facts.place.as_str());
        self.numbers
            .cmp(&other.numbers)
            .then_with(|| place(self).cmp(&place(other)))
            .then_with(|| self.entry.facts.id.cmp(&other.entry.facts.id))
    }
}

impl PartialOrd for Rank<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rank<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Rank<'_> {}

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
        let (facts, alarm_at) = (row.facts()?, row.alarm_at()?);
        let organization = row.organization_name.as_deref();
        let text = search_text(facts.id, row.number, &row.title, &row.contact_name, organization);
        self.set(Entry { facts, alarm_at }, || text);
        Ok(())
    }

    /// Takes a ticket as a command left it.
    pub(crate) fn put(&mut self, record: &Record) {
        let ticket = &record.ticket;
        let facts = ticket.facts.clone();
        let id = facts.id;
        if facts.category == Category::Cancelled {
            self.remove(id);
            return;
        }
        self.set(Entry { facts, alarm_at: ticket.next_alarm() }, || {
            let organization = record.organization.as_deref();
            search_text(id, ticket.number, &ticket.title, &record.contact, organization)
        });
    }

    /// Another place, after a column was spread anew.
    pub(crate) fn set_place(&mut self, ticket: TicketId, place: &str) {
        if let Some(&at) = self.at.get(&ticket) {
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

    /// Takes a ticket as it is now. Title, contact and organization of a ticket do not change yet: the text of
    /// one that is known stays.
    fn set(&mut self, entry: Entry, text: impl FnOnce() -> String) {
        // No board shows it (R22).
        if entry.facts.archived {
            self.remove(entry.facts.id);
            return;
        }
        let line = Line::of(&entry.facts, &mut self.numbers);
        let organization = self.numbers.organization(entry.facts.audience.organization);
        if let Some(&at) = self.at.get(&entry.facts.id) {
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
        let page = if sight.lanes == Lanes::None { PAGE } else { LANE_PAGE };
        let columns = rules.columns.len();
        let lists = || (0..columns).map(|_| Top::new(page + 1));
        let mut tops: Vec<_> = if sight.lanes == Lanes::None { lists().collect() } else { vec![] };
        for (at, line) in self.seen(&lens) {
            if let Some(spot) = tally.count(line, &lens, &Place(self, at)) {
                while tops.len() <= spot.row * columns {
                    tops.extend(lists());
                }
                tops[spot.row * columns + spot.column].offer(self.rank(at, order));
            }
        }
        let mut counts = tally.counts();
        let mut windows = tops.into_iter().map(|top| window(top.into_sorted(), order, page));
        let mut row = |lane| Row { lane, windows: windows.by_ref().take(columns).collect() };
        let mut rows: Vec<Row> = if sight.lanes == Lanes::None {
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
        (column, lane): (ColumnId, Option<Lane>),
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
            From::After(key) => after(ranks, &Cut::new(key, order)),
            From::Before(key) => before(ranks, &Cut::new(key, order)),
            From::At(place) => at(ranks.collect(), *place as usize),
        }
    }
}

/// A key between whose sides the cards of a column are told apart.
struct Cut<'a> {
    numbers: (i64, i64),
    key: &'a SortKey,
}

impl<'a> Cut<'a> {
    fn new(key: &'a SortKey, order: Order) -> Self {
        Self { numbers: Line::rank_of(key, order), key }
    }

    /// On which side of the cut a card lies.
    fn place_of(&self, rank: &Rank<'_>) -> Ordering {
        let facts = &rank.entry.facts;
        rank.numbers
            .cmp(&self.numbers)
            .then_with(|| {
                if rank.order == Order::Manual {
                    facts.place.as_str().cmp(self.key.place())
                } else {
                    Ordering::Equal
                }
            })
            .then_with(|| facts.id.cmp(&self.key.ticket()))
    }
}

fn after<'a>(ranks: impl Iterator<Item = Rank<'a>>, cut: &Cut<'_>) -> Page {
    let (mut top, mut above) = (Top::new(PAGE + 1), 0);
    for rank in ranks {
        if cut.place_of(&rank).is_gt() {
            top.offer(rank);
        } else {
            above += 1;
        }
    }
    let mut ranks = top.into_sorted();
    let more = ranks.len() > PAGE;
    ranks.truncate(PAGE);
    page(above, &ranks, more)
}

fn before<'a>(ranks: impl Iterator<Item = Rank<'a>>, cut: &Cut<'_>) -> Page {
    let (mut last, mut above, mut more) = (Top::new(PAGE), 0, false);
    for rank in ranks {
        if cut.place_of(&rank).is_lt() {
            last.offer(Reverse(rank));
            above += 1;
        } else {
            more = true;
        }
    }
    let ranks: Vec<Rank<'_>> = last.into_sorted().into_iter().rev().map(|Reverse(rank)| rank).collect();
    page(above - ranks.len(), &ranks, more)
}

fn at(mut ranks: Vec<Rank<'_>>, place: usize) -> Page {
    let all = ranks.len();
    let first = if place < all { place } else { all.saturating_sub(PAGE) };
    let end = (first + PAGE).min(all);
    if first > 0 {
        ranks.select_nth_unstable(first);
    }
    if end < all {
        ranks[first..].select_nth_unstable(end - first);
    }
    let ranks = &mut ranks[first..end];
    ranks.sort_unstable();
    page(first, ranks, end < all)
}

/// A page with `above` cards above it, and whether `more` follow below.
fn page(above: usize, ranks: &[Rank<'_>], more: bool) -> Page {
    let key = |rank: &Rank<'_>| rank.order.key(&rank.entry.facts);
    Page {
        above: u32::try_from(above).unwrap_or(u32::MAX),
        facts: ranks.iter().map(|rank| rank.entry.facts.clone()).collect(),
        next: ranks.last().filter(|_| more).map(key),
        prev: ranks.first().filter(|_| above > 0).map(key),
    }
}

/// A page of at most `page` of the tickets, which hold one more if more follow.
fn window(mut ranks: Vec<Rank<'_>>, order: Order, page: usize) -> Window {
    let more = ranks.len() > page;
    ranks.truncate(page);
    Window {
        next: ranks.last().filter(|_| more).map(|last| order.key(&last.entry.facts)),
        facts: ranks.into_iter().map(|rank| rank.entry.facts.clone()).collect(),
    }
}
