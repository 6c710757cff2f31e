//! The same questions by one pass over all tickets: for words, organizations and the eyes of clients, of which shelves
//! know nothing.

use super::line::{Lens, Line};
use super::page::{self, Cut, Page};
use super::tally::{Beside, Tally};
use super::tops::Tops;
use super::{Index, position};
use domain::ColumnId;
use domain::board::{self, Counts, From, Order, Swimlane, Swimlanes};

/// A ticket's place in the rows of the index.
pub(super) struct Place<'a>(pub(super) &'a Index, pub(super) usize);

impl Beside for Place<'_> {
    fn text(&self) -> [&str; 2] {
        self.0.text(self.1)
    }

    fn organization(&self) -> u32 {
        self.0.slips[self.1].organization
    }

    fn lane(&self, lanes: Swimlanes) -> Option<Swimlane> {
        self.0.lines[self.1].lane_of(lanes, &self.0.numbers, self.organization())
    }
}

impl Index {
    /// Everything that the viewer may see and a board may show, by position: one pass.
    fn seen<'a>(&'a self, lens: &'a Lens<'_>) -> impl Iterator<Item = (usize, &'a Line)> {
        self.lines
            .iter()
            .enumerate()
            .filter(|(at, line)| lens.sees(line, || self.slips[*at].audience(line, &self.numbers)))
    }

    pub(super) fn windows_by_walk<'a>(
        &'a self,
        lens: &Lens<'_>,
        order: Order,
        mut tally: Tally,
        tops: &mut Tops<'a>,
    ) -> Counts {
        for (at, line) in self.seen(lens) {
            if let Some(spot) = tally.count(line, lens, &Place(self, at)) {
                tops.at(spot).offer(self.rows().rank(position(at), order));
            }
        }
        tally.counts()
    }

    pub(super) fn counts_by_walk(
        &self,
        lens: &Lens<'_>,
        order: Order,
        (tops, cuts): (&[board::Top], &[Cut<'_>]),
        mut tally: Tally,
    ) -> (Counts, Vec<u32>) {
        let mut above = vec![0; tops.len()];
        for (at, line) in self.seen(lens) {
            if tally.count(line, lens, &Place(self, at)).is_none() {
                continue;
            }
            for ((top, cut), above) in tops.iter().zip(cuts).zip(&mut above) {
                let same = top.column == line.column
                    && top
                        .lane
                        .is_none_or(|lane| line.lies_in(lane, &self.numbers, self.slips[at].organization));
                *above += u32::from(same && cut.place_of(&self.rows().rank(position(at), order)).is_lt());
            }
        }
        (tally.counts(), above)
    }

    pub(super) fn page_by_walk(&self, lens: &Lens<'_>, order: Order, column: ColumnId, from: &From) -> Page {
        let ranks = self
            .seen(lens)
            .filter(|(at, line)| {
                line.column == column
                    && lens.in_lane(line, self.slips[*at].organization)
                    && lens.shows(line, || self.text(*at))
            })
            .map(|(at, _)| self.rows().rank(position(at), order));
        let rows = self.rows();
        match from {
            From::After(key) => page::after(rows, ranks, &Cut::new(key, order)),
            From::Before(key) => page::before(rows, ranks, &Cut::new(key, order)),
            From::At(place) => page::at(rows, ranks.collect(), *place as usize),
        }
    }
}
