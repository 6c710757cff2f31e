//! Pages of a column's cards: where a card lies in an order, and the few cards around a place.

use super::line::Line;
use super::numbers::Numbers;
use super::pick::Top;
use super::slip::Slip;
use domain::board::{Order, PAGE, SortKey};
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
    pub(super) slip: &'a Slip,
    pub(super) line: &'a Line,
}

/// The rows of the index: what lies at each position, and what its numbers mean.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) lines: &'a [Line],
    pub(super) slips: &'a [Slip],
    pub(super) numbers: &'a Numbers,
}

impl<'a> Rows<'a> {
    pub(super) fn rank(self, at: u32, order: Order) -> Rank<'a> {
        let (line, slip) = (self.line(at), &self.slips[at as usize]);
        Rank { numbers: line.rank(order), order, slip, line }
    }

    pub(super) fn line(self, at: u32) -> &'a Line {
        &self.lines[at as usize]
    }

    fn facts(self, rank: &Rank<'_>) -> Facts {
        rank.slip.facts(rank.line, self.numbers)
    }

    fn key(self, rank: &Rank<'_>) -> SortKey {
        rank.order.key(&self.facts(rank))
    }
}

impl Ord for Rank<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |rank: &Self| (rank.order == Order::Manual).then_some(&*rank.slip.place);
        self.numbers
            .cmp(&other.numbers)
            .then_with(|| place(self).cmp(&place(other)))
            .then_with(|| self.slip.id.cmp(&other.slip.id))
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
        rank.numbers
            .cmp(&self.numbers)
            .then_with(|| {
                if rank.order == Order::Manual {
                    (*rank.slip.place).cmp(self.key.place())
                } else {
                    Ordering::Equal
                }
            })
            .then_with(|| rank.slip.id.cmp(&self.key.ticket()))
    }
}

pub(super) fn after<'a>(rows: Rows<'_>, ranks: impl Iterator<Item = Rank<'a>>, cut: &Cut<'_>) -> Page {
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
    page(rows, above, &ranks, more)
}

pub(super) fn before<'a>(rows: Rows<'_>, ranks: impl Iterator<Item = Rank<'a>>, cut: &Cut<'_>) -> Page {
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
    page(rows, above - ranks.len(), &ranks, more)
}

pub(super) fn at(rows: Rows<'_>, mut ranks: Vec<Rank<'_>>, place: usize) -> Page {
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
    page(rows, first, ranks, end < all)
}

/// A page with `above` cards above it, and whether `more` follow below.
pub(super) fn page(rows: Rows<'_>, above: usize, ranks: &[Rank<'_>], more: bool) -> Page {
    let key = |rank: &Rank<'_>| rows.key(rank);
    Page {
        above: u32::try_from(above).unwrap_or(u32::MAX),
        facts: ranks.iter().map(|rank| rows.facts(rank)).collect(),
        next: ranks.last().filter(|_| more).map(key),
        prev: ranks.first().filter(|_| above > 0).map(key),
    }
}

/// A page of at most `page` of the tickets, which hold one more if more follow.
pub(super) fn window(rows: Rows<'_>, mut ranks: Vec<Rank<'_>>, page: usize) -> Window {
    let more = ranks.len() > page;
    ranks.truncate(page);
    Window {
        next: ranks.last().filter(|_| more).map(|last| rows.key(last)),
        facts: ranks.iter().map(|rank| rows.facts(rank)).collect(),
    }
}
