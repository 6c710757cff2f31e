//! The board as a drag meets it: boxes that were measured, what each list would do with the cards. Plain values.

use super::geometry::{Area, ColumnBox, Scroll, column_at};
use super::gesture::Point;
use domain::TicketId;

/// What is under the carried cards.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(super) enum Target {
    #[default]
    Nothing,
    /// A list, by its number, and between which cards, counted without the carried ones. `None`: it is folded and
    /// shows no card to lie between.
    List(usize, Option<usize>),
    /// An item of the dock.
    Dock(usize),
}

impl Target {
    /// The number of the list.
    pub(super) fn list(self) -> Option<usize> {
        if let Self::List(number, _) = self { Some(number) } else { None }
    }
}

/// What a list would do with the cards.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Verdict {
    /// Which of the cards it refuses, and why.
    pub(super) refusal: Option<(TicketId, String)>,
    /// Said under the card.
    pub(super) text: String,
    /// The place shows as a line between cards.
    pub(super) line: bool,
    /// The slot where it lies already.
    pub(super) own_slot: Option<usize>,
}

/// A list as a pointer meets it.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct ListBox {
    /// Its number.
    pub(super) number: usize,
    /// Its column's place, from the left: what unfolds one list of a column unfolds them all.
    pub(super) column: usize,
    pub(super) bounds: ColumnBox,
    /// Its column is folded.
    pub(super) folded: bool,
    pub(super) verdict: Verdict,
}

/// A list where the next key may lead.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Stop {
    /// Its number.
    pub(super) number: usize,
    /// How many cards lie there beside the lifted one.
    pub(super) others: usize,
    /// The slot that the order gives; `None` where people give it.
    pub(super) sorted: Option<usize>,
    /// Why the card may not lie there.
    pub(super) refusal: Option<String>,
}

/// What lies around a lifted card.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Around {
    /// The lists beside one another, from left to right.
    pub(super) row: Vec<Stop>,
    /// Which of them the card is over.
    pub(super) here: usize,
    /// The same column's list in the next lane above, and below.
    pub(super) above: Option<Stop>,
    pub(super) below: Option<Stop>,
}

/// Where the line is drawn between two cards, in the window's pixels.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Line {
    pub(super) left: f64,
    pub(super) width: f64,
    pub(super) y: f64,
}

/// What was measured and judged: for a pointer all lists, as they lie in the window; for the keys the next ones.
#[derive(Default)]
#[cfg_attr(test, derive(Clone, Debug))]
pub(super) struct World {
    pub(super) lists: Vec<ListBox>,
    pub(super) board: Area,
    pub(super) across: Scroll,
    /// A board with lanes scrolls down as a whole.
    pub(super) down: Scroll,
    /// Above this the heads of the columns cover what lies there.
    pub(super) covered: f64,
    /// The dock's items; `None` until they are drawn and measured.
    pub(super) dock: Option<Vec<Area>>,
    pub(super) around: Around,
}

impl World {
    /// The list with that number.
    pub(super) fn list(&self, number: usize) -> Option<&ListBox> {
        self.lists.iter().find(|list| list.number == number)
    }

    /// The list under a point, and between which of its cards.
    pub(super) fn under(&self, at: Point) -> Target {
        let found =
            column_at(self.lists.iter().map(|list| &list.bounds), at).filter(|_| at.y >= self.covered);
        found.and_then(|found| self.lists.get(found)).map_or(Target::Nothing, |list| {
            Target::List(list.number, (!list.folded).then(|| list.bounds.slot_at(at.y)))
        })
    }

    /// The item of the dock under a point.
    pub(super) fn dock_item(&self, at: Point) -> Option<usize> {
        self.dock.iter().flatten().position(|area| area.holds(at))
    }

    /// Whether the cards may be dropped on that list.
    pub(super) fn may_lie(&self, number: usize) -> bool {
        self.list(number).is_some_and(|list| list.verdict.refusal.is_none())
    }

    /// Where the line is drawn; none where the order decides, and where the card lies already.
    pub(super) fn line(&self, over: Target) -> Option<Line> {
        let Target::List(number, Some(slot)) = over else { return None };
        let ListBox { bounds, verdict, .. } = self.list(number)?;
        if !verdict.line || verdict.refusal.is_some() || verdict.own_slot == Some(slot) {
            return None;
        }
        let Area { left, right, .. } = bounds.list;
        Some(Line { left: left + 8.0, width: right - left - 16.0, y: bounds.line_at(slot)? - 4.0 })
    }

    /// The columns moved, so far to the right and down.
    pub(super) fn shift(&mut self, right: f64, down: f64) {
        for list in &mut self.lists {
            for area in [&mut list.bounds.area, &mut list.bounds.list] {
                area.left += right;
                area.right += right;
                area.top += down;
                area.bottom += down;
            }
        }
    }
}
