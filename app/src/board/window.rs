//! Which lines of a column are drawn. A column of 100,000 tickets mounts a screenful of cards; what lies above and
//! below is a gap of the right height. Pure, so that it is tested without a browser.

use super::layout::Row;
use domain::TicketId;
use std::ops::Range;

/// Lines drawn beyond each edge of what is seen (`ux.md` 3.1).
const OVERSCAN: usize = 8;
/// Lines that must be drawn beyond each edge: fewer, and the drawn part follows the scroll.
const SPARE: usize = 3;
/// Pixels between two lines, as the style has them.
pub(super) const BETWEEN: f64 = 8.0;

/// Heights of lines in pixels, each with the space that follows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Heights {
    /// A card in the present density.
    pub(super) card: f64,
    /// "Atrasados" and the like.
    pub(super) divider: f64,
}

impl Heights {
    /// By the heights of a card and of a divider without the space that follows them.
    pub(super) fn of(card: f64, divider: f64) -> Self {
        // Margins of 2 and 4 px draw a divider nearer to its cards.
        Self { card: card + BETWEEN, divider: divider - 6.0 + BETWEEN }
    }

    fn line(self, row: Row) -> f64 {
        match row {
            Row::Divider(_) => self.divider,
            Row::Card(_) | Row::Gap(..) => self.card,
        }
    }
}

/// The loaded lines of a column, and how many cards lie above and below them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ladder<'a> {
    /// The loaded lines, topmost first.
    pub(super) rows: &'a [Row],
    /// Cards above the first loaded line.
    pub(super) above: usize,
    /// Cards below the last one.
    pub(super) below: usize,
    /// How high each line is.
    pub(super) heights: Heights,
}

/// Counts of cards are far below 2^52, so they are exact as numbers of pixels.
#[expect(clippy::cast_precision_loss, reason = "see above")]
fn times(count: usize, height: f64) -> f64 {
    count as f64 * height
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
fn whole(number: f64) -> usize {
    number.clamp(0.0, 4e9) as usize
}

impl Ladder<'_> {
    /// Pixels from the top of the column's list to the top of its line `at`.
    pub(super) fn top(&self, at: usize) -> f64 {
        let loaded: f64 = self.rows.iter().take(at).map(|row| self.heights.line(*row)).sum();
        times(self.above, self.heights.card) + loaded
    }

    /// Pixels from the top to the end of what is loaded.
    pub(super) fn end(&self) -> f64 {
        self.top(self.rows.len())
    }

    /// The loaded line at `y`, or the nearest one.
    pub(super) fn line_at(&self, y: f64) -> usize {
        let mut top = times(self.above, self.heights.card);
        for (at, row) in self.rows.iter().enumerate() {
            top += self.heights.line(*row);
            if y < top {
                return at;
            }
        }
        self.rows.len().saturating_sub(1)
    }

    /// The place from the column's top, from 0, of the card at `y`, loaded or not. Dividers are not counted.
    pub(super) fn place_at(&self, y: f64) -> usize {
        let end = self.end();
        if y >= end {
            let loaded = self.rows.iter().filter(|row| row.card().is_some()).count();
            return self.above + loaded + whole((y - end) / self.heights.card);
        }
        if y < times(self.above, self.heights.card) {
            return whole(y / self.heights.card);
        }
        self.above + self.rows[..self.line_at(y)].iter().filter(|row| row.card().is_some()).count()
    }

    /// The lines to draw where pixels `seen` are seen: `drawn` as long as it still reaches far enough.
    pub(super) fn span(&self, seen: Range<f64>, drawn: Range<usize>) -> Range<usize> {
        let (first, last) = (self.line_at(seen.start), self.line_at(seen.end) + 1);
        let count = self.rows.len();
        let reaches = |spare: usize| {
            drawn.start <= first.saturating_sub(spare) && (last + spare).min(count) <= drawn.end
        };
        let lean = drawn.len() <= last - first + 3 * OVERSCAN;
        if reaches(SPARE) && lean && drawn.end <= count {
            return drawn;
        }
        first.saturating_sub(OVERSCAN)..(last + OVERSCAN).min(count)
    }

    /// What is drawn: the lines of `span`, the cards of `kept` wherever they lie, and gaps for the rest.
    pub(super) fn drawn(&self, span: &Range<usize>, kept: impl Fn(TicketId) -> bool) -> Vec<Row> {
        let mut drawn = Vec::with_capacity(span.len() + 4);
        let mut skipped = times(self.above, self.heights.card);
        let mut gaps = 0;
        let mut close = |drawn: &mut Vec<Row>, skipped: &mut f64| {
            let high = u32::try_from(whole(*skipped - BETWEEN)).unwrap_or(u32::MAX);
            if high > 0 {
                drawn.push(Row::Gap(gaps, high));
                gaps += 1;
            }
            *skipped = 0.0;
        };
        for (at, row) in self.rows.iter().enumerate() {
            if span.contains(&at) || row.card().is_some_and(&kept) {
                close(&mut drawn, &mut skipped);
                drawn.push(*row);
            } else {
                skipped += self.heights.line(*row);
            }
        }
        skipped += times(self.below, self.heights.card);
        close(&mut drawn, &mut skipped);
        drawn
    }

    /// What must be loaded to fill the pixels `seen`.
    pub(super) fn wants(&self, seen: Range<f64>) -> Option<Wanted> {
        let start = times(self.above, self.heights.card);
        let screen = seen.end - seen.start;
        let (above, below) = (self.above > 0, self.below > 0);
        if (above && seen.end < start) || (below && seen.start > self.end()) {
            return Some(Wanted::At(self.place_at(seen.start).saturating_sub(SPARE)));
        }
        if below && seen.end + screen > self.end() {
            return Some(Wanted::After);
        }
        (above && seen.start - screen < start).then_some(Wanted::Before)
    }
}

/// A page of a column's cards that must be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The one below what is loaded.
    After,
    /// The one above.
    Before,
    /// One elsewhere, from that place on: what is loaded now is far away.
    At(usize),
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::board::Band;
    use proptest::prelude::*;
    use uuid::Uuid;

    const HEIGHTS: Heights = Heights { card: 136.0, divider: 26.0 };

    fn id(n: usize) -> TicketId {
        TicketId(Uuid::from_u128((n as u128 + 10) << 64))
    }

    fn rows(cards: usize, dividers: &[usize]) -> Vec<Row> {
        let mut rows = vec![];
        for n in 0..cards {
            if dividers.contains(&n) {
                rows.push(Row::Divider(Band::Late));
            }
            rows.push(Row::Card(id(n)));
        }
        rows
    }

    fn height(drawn: &[Row]) -> f64 {
        drawn
            .iter()
            .map(|row| match row {
                Row::Gap(_, high) => f64::from(*high) + BETWEEN,
                other => HEIGHTS.line(*other),
            })
            .sum()
    }

    proptest! {
        #[test]
        fn what_is_drawn_is_as_high_as_all_and_covers_what_is_seen(
            cards in 1..80usize, above in 0..5_000usize, below in 0..5_000usize,
            dividers in prop::collection::vec(0..80usize, 0..3), from in 0.0..1.2f64, kept in 0..80usize,
            before in 0..70usize, many in 0..90usize,
        ) {
            let rows = rows(cards, &dividers);
            let ladder = Ladder { rows: &rows, above, below, heights: HEIGHTS };
            let whole = ladder.end() + times(below, HEIGHTS.card);
            let seen = from * whole..from * whole + 700.0;
            let span = ladder.span(seen.clone(), before..before + many);
            let drawn = ladder.drawn(&span, |card| card == id(kept));
            prop_assert!((height(&drawn) - whole).abs() < 4.0, "{} {whole}", height(&drawn));
            prop_assert!(drawn.len() <= 700 / 26 + 4 * OVERSCAN + 6, "{}", drawn.len());
            if kept < cards {
                prop_assert!(drawn.contains(&Row::Card(id(kept))));
            }
            // Each loaded line that is seen is drawn, and lies where it would if all were drawn.
            let mut top = 0.0;
            for row in &drawn {
                if let Some(at) = rows.iter().position(|r| r == row && r.card().is_some()) {
                    prop_assert!((ladder.top(at) - top).abs() < 4.0);
                }
                top += match row { Row::Gap(_, high) => f64::from(*high) + BETWEEN, other => HEIGHTS.line(*other) };
            }
            for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.card().is_some()) {
                let line = ladder.top(at)..ladder.top(at) + HEIGHTS.card;
                if line.end > seen.start && line.start < seen.end {
                    prop_assert!(drawn.contains(row), "line {at} is seen");
                }
            }
        }

        #[test]
        fn every_place_is_found_again(cards in 1..60usize, above in 0..3_000usize, below in 0..3_000usize, at in 0..6_000usize) {
            let rows = rows(cards, &[]);
            let ladder = Ladder { rows: &rows, above, below, heights: HEIGHTS };
            let at = at.min(above + cards + below - 1);
            prop_assert_eq!(ladder.place_at(times(at, HEIGHTS.card) + 5.0), at);
        }
    }

    #[test]
    fn a_column_asks_for_what_is_seen_and_not_loaded() {
        let rows = rows(24, &[]);
        let ladder = |above, below| Ladder { rows: &rows, above, below, heights: HEIGHTS };
        let screen = |place: f64| place * 136.0..place * 136.0 + 700.0;
        assert_eq!(ladder(0, 0).wants(screen(20.0)), None);
        assert_eq!(ladder(0, 900).wants(screen(0.0)), None);
        assert_eq!(ladder(0, 900).wants(screen(16.0)), Some(Wanted::After));
        assert_eq!(ladder(0, 900).wants(screen(500.0)), Some(Wanted::At(497)));
        assert_eq!(ladder(500, 400).wants(screen(503.0)), Some(Wanted::Before));
        assert_eq!(ladder(500, 400).wants(screen(510.0)), None);
        assert_eq!(ladder(500, 400).wants(screen(100.0)), Some(Wanted::At(97)));
    }

    #[test]
    fn a_small_scroll_draws_nothing_anew() {
        let rows = rows(100, &[]);
        let ladder = Ladder { rows: &rows, above: 0, below: 0, heights: HEIGHTS };
        let span = ladder.span(0.0..700.0, 0..0);
        assert_eq!(ladder.span(300.0..1_000.0, span.clone()), span);
        assert_ne!(ladder.span(2_000.0..2_700.0, span.clone()), span);
    }
}
