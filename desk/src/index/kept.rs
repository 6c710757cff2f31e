//! Questions of a board answered from shelves: what they cost depends on how many kinds of tickets there are.

use super::Index;
use super::line::Lens;
use super::numbers::NOBODY;
use super::page::{self, Cut, Page, Rank};
use super::pick::Top;
use super::shelf::Shelf;
use super::tally::Tally;
use super::tops::Tops;
use super::walk::Place;
use domain::ColumnId;
use domain::board::{self, Counts, From, Order, PAGE};
use std::cmp::Reverse;

/// A part of a shelf's list: the shelf, and the first and the last position but one.
struct Part<'a> {
    shelf: &'a Shelf,
    list: &'a [u32],
    from: usize,
    to: usize,
}

impl Index {
    /// The shelves of which the viewer may see something.
    fn seen_shelves<'a>(&'a self, lens: &'a Lens<'_>) -> impl Iterator<Item = (&'a Shelf, usize)> {
        let seen = self.shelves().all().iter().filter(|shelf| lens.sees_like(&shelf.like));
        seen.filter_map(|shelf| Some((shelf, shelf.any()? as usize)))
    }

    pub(super) fn windows_of_shelves<'a>(
        &'a self,
        lens: &Lens<'_>,
        order: Order,
        mut tally: Tally,
        tops: &mut Tops<'a>,
    ) -> Counts {
        let rows = self.rows();
        for (shelf, any) in self.seen_shelves(lens) {
            let Some(spot) = tally.count_shelf((shelf, rows), lens, &Place(self, any)) else { continue };
            let top = tops.at(spot);
            for at in shelf.shown(order, 0, lens, rows) {
                if !top.offer(rows.rank(at, order)) {
                    break;
                }
            }
        }
        tally.counts()
    }

    pub(super) fn counts_of_shelves(
        &self,
        lens: &Lens<'_>,
        order: Order,
        (tops, cuts): (&[board::Top], &[Cut<'_>]),
        mut tally: Tally,
    ) -> (Counts, Vec<u32>) {
        let rows = self.rows();
        let mut above = vec![0; tops.len()];
        for (shelf, any) in self.seen_shelves(lens) {
            if tally.count_shelf((shelf, rows), lens, &Place(self, any)).is_none() {
                continue;
            }
            for ((top, cut), above) in tops.iter().zip(cuts).zip(&mut above) {
                let same = top.column == shelf.like.column
                    && top.lane.is_none_or(|lane| shelf.like.lies_in(lane, &self.numbers, NOBODY));
                if same {
                    let (end, shown) = shelf.above(cut, false, order, lens, rows);
                    let shown = if lens.late_alone() {
                        shelf
                            .shown(order, 0, lens, rows)
                            .take_while(|at| cut.place_of(&rows.rank(*at, order)).is_lt())
                            .count()
                    } else {
                        debug_assert!(shown <= end, "what is shown is a part");
                        shown
                    };
                    *above += u32::try_from(shown).unwrap_or(u32::MAX);
                }
            }
        }
        (tally.counts(), above)
    }

    /// A page of a column. Not for the view of what is late, of which a shelf shows a part that grows by itself.
    pub(super) fn page_of_shelves(
        &self,
        lens: &Lens<'_>,
        order: Order,
        column: ColumnId,
        from: &From,
    ) -> Page {
        let rows = self.rows();
        let mut parts: Vec<Part<'_>> = self
            .seen_shelves(lens)
            .map(|(shelf, _)| shelf)
            .filter(|shelf| {
                shelf.like.column == column
                    && lens.in_lane(&shelf.like, NOBODY)
                    && lens.shows_like(&shelf.like)
            })
            .map(|shelf| {
                let list = shelf.list(order, rows);
                Part { shelf, list, from: 0, to: list.len() }
            })
            .collect();
        match from {
            From::Before(key) => self.page_before(&parts, &Cut::new(key, order), lens, order),
            From::After(key) => {
                let (cut, mut above) = (Cut::new(key, order), 0);
                for part in &mut parts {
                    let (from, shown) = part.shelf.above(&cut, true, order, lens, rows);
                    part.from = from;
                    above += shown;
                }
                self.page_from(&parts, above, lens, order)
            }
            From::At(place) => {
                let shown = |part: &Part<'_>| part.to - part.shelf.faded(lens.since, rows).len();
                let (all, place) = (parts.iter().map(shown).sum::<usize>(), *place as usize);
                let first = if place < all { place } else { all.saturating_sub(PAGE) };
                self.cut_at(&mut parts, first, lens, order);
                self.page_from(&parts, first, lens, order)
            }
        }
    }

    /// The page that begins where the parts do.
    fn page_from(&self, parts: &[Part<'_>], above: usize, lens: &Lens<'_>, order: Order) -> Page {
        let (rows, mut top) = (self.rows(), Top::new(PAGE + 1));
        for part in parts {
            for at in part.shelf.shown(order, part.from, lens, rows) {
                if !top.offer(rows.rank(at, order)) {
                    break;
                }
            }
        }
        let mut ranks = top.into_sorted();
        let more = ranks.len() > PAGE;
        ranks.truncate(PAGE);
        page::page(rows, above, &ranks, more)
    }

    /// The page that ends above a cut.
    fn page_before(&self, parts: &[Part<'_>], cut: &Cut<'_>, lens: &Lens<'_>, order: Order) -> Page {
        let rows = self.rows();
        let (mut last, mut above, mut more) = (Top::new(PAGE), 0, false);
        for part in parts {
            let (end, shown) = part.shelf.above(cut, false, order, lens, rows);
            above += shown;
            more |= part.shelf.shown(order, end, lens, rows).next().is_some();
            for at in
                part.list[..end].iter().rev().filter(|at| lens.shows_of_shelf(&self.lines[**at as usize]))
            {
                if !last.offer(Reverse(rows.rank(*at, order))) {
                    break;
                }
            }
        }
        let ranks: Vec<Rank<'_>> = last.into_sorted().into_iter().rev().map(|Reverse(rank)| rank).collect();
        page::page(rows, above - ranks.len(), &ranks, more)
    }

    /// Cuts the parts so that `first` of the shown tickets lie above: by halves, a ticket at a time that lies in the
    /// middle of what is not decided yet.
    fn cut_at(&self, parts: &mut [Part<'_>], first: usize, lens: &Lens<'_>, order: Order) {
        let rows = self.rows();
        let faded: Vec<u32> =
            parts.iter().flat_map(|part| part.shelf.faded(lens.since, rows)).copied().collect();
        loop {
            let mut middle = parts.iter().map(|part| part.to - part.from).sum::<usize>() / 2;
            let pivot = parts.iter().find_map(|part| {
                let undecided = &part.list[part.from..part.to];
                let found = undecided.get(middle).copied();
                middle = middle.saturating_sub(undecided.len());
                found
            });
            let Some(pivot) = pivot else { return };
            let rank = rows.rank(pivot, order);
            let is_above = |at: &u32| rows.rank(*at, order) < rank;
            let cuts: Vec<usize> = parts
                .iter()
                .map(|part| part.from + part.list[part.from..part.to].partition_point(is_above))
                .collect();
            let above = cuts.iter().sum::<usize>() - faded.iter().filter(|at| is_above(at)).count();
            if above > first {
                for (part, cut) in parts.iter_mut().zip(cuts) {
                    part.to = cut;
                }
                continue;
            }
            let is_it = above == first && !faded.contains(&pivot);
            for (part, cut) in parts.iter_mut().zip(cuts) {
                let own = !is_it && part.list.get(cut) == Some(&pivot);
                part.from = cut + usize::from(own);
                if is_it {
                    part.to = part.from;
                }
            }
            if is_it {
                return;
            }
        }
    }
}
