//! What lies under a carried card: columns and slots by arithmetic on boxes that were measured once, before.

use super::gesture::Point;

/// A column scrolls by itself where the pointer is so near to its edge: a quarter of it, at most so many pixels.
const EDGE_SHARE: f64 = 0.25;
const EDGE_MOST: f64 = 180.0;
/// Pixels a second at full speed, which is reached halfway to the edge.
const SPEED: f64 = 900.0;
/// Milliseconds in which it gathers speed.
const DAMPING_MS: f64 = 400.0;
/// Half of the space between two cards.
const HALF_GAP: f64 = 4.0;

/// A box in the window, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    /// Whether it holds a point.
    pub(super) fn holds(&self, at: Point) -> bool {
        (self.left..self.right).contains(&at.x) && (self.top..self.bottom).contains(&at.y)
    }
}

/// Something that scrolls in one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Scroll {
    /// How far it is scrolled, in pixels.
    pub(super) at: f64,
    /// How far it may be.
    pub(super) most: f64,
    /// Since when the pointer is near an edge, in the frames' milliseconds.
    since: Option<f64>,
}

impl Scroll {
    /// One that is scrolled that far.
    pub(super) fn new(at: f64, most: f64) -> Self {
        Self { at, most: most.max(0.0), since: None }
    }

    /// Scrolls on, where the pointer is near the edge of `from..to`. `now` and `passed` in milliseconds. Answers
    /// how far it went.
    pub(super) fn follow(&mut self, pointer: f64, from: f64, to: f64, now: f64, passed: f64) -> f64 {
        let edge = ((to - from) * EDGE_SHARE).min(EDGE_MOST);
        let near = |distance: f64| ((edge - distance) / (edge / 2.0)).clamp(0.0, 1.0);
        let strength = near(to - pointer) - near(pointer - from);
        let stuck = (strength < 0.0 && self.at <= 0.0) || (strength > 0.0 && self.at >= self.most);
        if strength == 0.0 || stuck || edge <= 0.0 {
            self.since = None;
            return 0.0;
        }
        let since = *self.since.get_or_insert(now);
        let damping = ((now - since) / DAMPING_MS).clamp(0.0, 1.0);
        // A page that was away for long does not jump: at most a frame of a slow screen.
        let way = SPEED * strength * damping * passed.min(34.0) / 1_000.0;
        let before = self.at;
        self.at = (before + way).clamp(0.0, self.most);
        self.at - before
    }
}

/// A column as the carried card meets it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ColumnBox {
    /// All of it.
    pub(super) area: Area,
    /// The part that scrolls.
    pub(super) list: Area,
    /// How far it is scrolled.
    pub(super) scroll: Scroll,
    /// Pixels from the list's edge to its first line.
    pub(super) pad: f64,
    /// The tops of its cards, the carried ones left out, from the list's first line.
    pub(super) tops: Vec<f64>,
    /// A card's height without the space that follows.
    pub(super) card: f64,
}

impl ColumnBox {
    /// Between which cards a pointer at `y` is: as many as lie above.
    pub(super) fn slot_at(&self, y: f64) -> usize {
        let y = y - self.list.top - self.pad + self.scroll.at;
        self.tops.partition_point(|top| top + self.card / 2.0 < y)
    }

    /// Where the line of a slot is drawn, if it is in sight.
    pub(super) fn line_at(&self, slot: usize) -> Option<f64> {
        let below = self.tops.get(slot).map(|top| top - HALF_GAP);
        let above = slot.checked_sub(1).and_then(|above| self.tops.get(above));
        // Next to the card above it, where there is one: under it a gap may begin whose cards are not loaded.
        let y = above.map(|top| top + self.card + HALF_GAP).or(below)?;
        let y = self.list.top + self.pad + y - self.scroll.at;
        (self.list.top..=self.list.bottom).contains(&y).then_some(y)
    }
}

/// The column under a point.
pub(super) fn column_at<'a>(columns: impl IntoIterator<Item = &'a ColumnBox>, at: Point) -> Option<usize> {
    columns.into_iter().position(|column| column.area.holds(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(left: f64, top: f64, right: f64, bottom: f64) -> Area {
        Area { left, top, right, bottom }
    }

    fn column(left: f64, scroll: f64) -> ColumnBox {
        ColumnBox {
            area: area(left, 0.0, left + 300.0, 900.0),
            list: area(left, 100.0, left + 300.0, 900.0),
            scroll: Scroll::new(scroll, 5_000.0),
            pad: 2.0,
            tops: (0..20u32).map(|n| f64::from(n) * 136.0).collect(),
            card: 128.0,
        }
    }

    #[test]
    fn the_column_under_the_pointer_is_found_and_the_space_between_is_none() {
        let columns = [column(0.0, 0.0), column(312.0, 0.0)];
        assert_eq!(column_at(&columns, Point { x: 10.0, y: 50.0 }), Some(0));
        assert_eq!(column_at(&columns, Point { x: 400.0, y: 899.0 }), Some(1));
        assert_eq!(column_at(&columns, Point { x: 305.0, y: 50.0 }), None);
        assert_eq!(column_at(&columns, Point { x: 10.0, y: 950.0 }), None);
    }

    #[test]
    fn the_slot_changes_in_the_middle_of_a_card() {
        let column = column(0.0, 0.0);
        assert_eq!(column.slot_at(0.0), 0);
        assert_eq!(column.slot_at(102.0 + 63.0), 0);
        assert_eq!(column.slot_at(102.0 + 65.0), 1);
        assert_eq!(column.slot_at(102.0 + 136.0 + 65.0), 2);
        assert_eq!(column.slot_at(90_000.0), 20);
    }

    #[test]
    fn a_scrolled_column_counts_what_is_above_its_edge() {
        let column = column(0.0, 1_360.0);
        assert_eq!(column.slot_at(102.0 + 65.0), 11);
        assert_eq!(column.line_at(11), Some(102.0 + 136.0 - 4.0));
        assert_eq!(column.line_at(0), None, "out of sight");
    }

    #[test]
    fn an_empty_column_has_no_line() {
        let empty = ColumnBox { tops: vec![], ..column(0.0, 0.0) };
        assert_eq!(empty.slot_at(500.0), 0);
        assert_eq!(empty.line_at(0), None);
    }

    fn rests(way: f64) -> bool {
        way.abs() < 1e-9
    }

    #[test]
    fn a_column_scrolls_by_itself_near_its_edges_and_gathers_speed() {
        let mut scroll = Scroll::new(0.0, 5_000.0);
        let mut go = |pointer: f64, now: f64| scroll.follow(pointer, 100.0, 900.0, now, 16.0);
        assert!(rests(go(500.0, 0.0)), "in the middle it rests");
        assert!(rests(go(110.0, 16.0)), "at its top it cannot go up");
        assert!(rests(go(899.0, 32.0)), "it begins slowly");
        let slow = go(899.0, 132.0);
        let full = go(899.0, 532.0);
        assert!(0.0 < slow && slow < full, "{slow} {full}");
        assert!((full - 900.0 * 0.016).abs() < 1e-9);
        let half = go(900.0 - 135.0, 548.0);
        assert!(half < full, "farther from the edge it is slower: {half}");
        assert!(rests(go(500.0, 564.0)));
        assert!(rests(go(899.0, 580.0)), "and begins anew");
    }

    #[test]
    fn a_late_frame_does_not_make_it_jump() {
        let mut scroll = Scroll::new(0.0, 5_000.0);
        scroll.follow(899.0, 100.0, 900.0, 0.0, 16.0);
        assert!(scroll.follow(899.0, 100.0, 900.0, 60_000.0, 60_000.0) <= 900.0 * 0.034);
    }
}
