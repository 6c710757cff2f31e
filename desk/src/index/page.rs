//! Pages of a column's cards: where a card lies in an order, and the few cards around a place.

use super::Entry;
use super::line::Line;
use super::pick::Top;
use super::tally::Spot;
use domain::board::{Order, PAGE, SortKey, Swimlane};
use domain::ticket::Facts;
use std::cmp::{Ordering, Reverse};

/// A column's first page, and where the next begins.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Window {
    /// The topmost cards' facts, as of the index's `seq`.
    pub(crate) facts: Vec<Facts>,
    /// Where the next page begins.
    pub(crate) next: Option<SortKey>,
}

/// The first pages of the columns, or of their parts in one lane.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// The lane, on a board with lanes.
    pub(crate) lane: Option<Swimlane>,
    /// By column, in the account's order.
    pub(crate) windows: Vec<Window>,
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

/// Where a ticket lies in an order: most comparisons end with the numbers, without a look at its facts.
pub(super) struct Rank<'a> {
    pub(super) numbers: (i64, i64),
    pub(super) order: Order,
    pub(super) entry: &'a Entry,
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

/// A key between whose sides the cards of a column are told apart.
pub(super) struct Cut<'a> {
    numbers: (i64, i64),
    key: &'a SortKey,
}

impl<'a> Cut<'a> {
    pub(super) fn new(key: &'a SortKey, order: Order) -> Self {
        Self { numbers: Line::rank_of(key, order), key }
    }

    /// On which side of the cut a card lies.
    pub(super) fn place_of(&self, rank: &Rank<'_>) -> Ordering {
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

pub(super) fn after<'a>(ranks: impl Iterator<Item = Rank<'a>>, cut: &Cut<'_>) -> Page {
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

pub(super) fn before<'a>(ranks: impl Iterator<Item = Rank<'a>>, cut: &Cut<'_>) -> Page {
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

pub(super) fn at(mut ranks: Vec<Rank<'_>>, place: usize) -> Page {
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
pub(super) fn page(above: usize, ranks: &[Rank<'_>], more: bool) -> Page {
    let key = |rank: &Rank<'_>| rank.order.key(&rank.entry.facts);
    Page {
        above: u32::try_from(above).unwrap_or(u32::MAX),
        facts: ranks.iter().map(|rank| rank.entry.facts.clone()).collect(),
        next: ranks.last().filter(|_| more).map(key),
        prev: ranks.first().filter(|_| above > 0).map(key),
    }
}

/// A page of at most `page` of the tickets, which hold one more if more follow.
pub(super) fn window(mut ranks: Vec<Rank<'_>>, order: Order, page: usize) -> Window {
    let more = ranks.len() > page;
    ranks.truncate(page);
    Window {
        next: ranks.last().filter(|_| more).map(|last| order.key(&last.entry.facts)),
        facts: ranks.into_iter().map(|rank| rank.entry.facts.clone()).collect(),
    }
}

/// The topmost cards of each list of a board, row by row.
pub(super) struct Tops<'a> {
    columns: usize,
    most: usize,
    lists: Vec<Top<Rank<'a>>>,
}

impl<'a> Tops<'a> {
    pub(super) fn new(columns: usize, most: usize) -> Self {
        Self { columns, most, lists: vec![] }
    }

    /// The list at a spot.
    pub(super) fn at(&mut self, spot: Spot) -> &mut Top<Rank<'a>> {
        self.reach(spot.row + 1);
        &mut self.lists[spot.row * self.columns + spot.column]
    }

    fn reach(&mut self, rows: usize) {
        let Self { columns, most, lists } = self;
        while lists.len() < rows * *columns {
            lists.push(Top::new(*most));
        }
    }

    /// The first pages of these lanes, which are those of the rows.
    pub(super) fn rows(mut self, lanes: Vec<Option<Swimlane>>, order: Order, page: usize) -> Vec<Row> {
        self.reach(lanes.len());
        let columns = self.columns;
        let mut windows = self.lists.into_iter().map(|top| window(top.into_sorted(), order, page));
        lanes
            .into_iter()
            .map(|lane| Row { lane, windows: windows.by_ref().take(columns).collect() })
            .collect()
    }
}
