//! The same questions by one pass over all tickets: for words, organizations and the eyes of clients, of which shelves
//! know nothing.

use super::line::{Lens, Line};
use super::page::{self, Cut, Page, Tops};
use super::tally::{Beside, Tally};
use super::{Index, position};
use domain::ColumnId;
use domain::board::{self, Counts, From, Order, Swimlane, Swimlanes};

/// A ticket's place in the rows of the index.
pub(super) struct Place<'a>(pub(super) &'a Index, pub(super) usize);

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

impl Index {
    /// Everything that the viewer may see and a board may show, by position: one pass.
    fn seen<'a>(&'a self, lens: &'a Lens<'_>) -> impl Iterator<Item = (usize, &'a Line)> {
        self.lines
            .iter()
            .enumerate()
            .filter(|(at, line)| lens.sees(line, || &self.entries[*at].facts.audience))
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
                    && top.lane.is_none_or(|lane| lane.holds(&self.entries[at].facts));
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
                    && lens.in_lane(line, self.organizations[*at])
                    && lens.shows(line, || &self.texts[*at])
            })
            .map(|(at, _)| self.rows().rank(position(at), order));
        match from {
            From::After(key) => page::after(ranks, &Cut::new(key, order)),
            From::Before(key) => page::before(ranks, &Cut::new(key, order)),
            From::At(place) => page::at(ranks.collect(), *place as usize),
        }
    }
}
