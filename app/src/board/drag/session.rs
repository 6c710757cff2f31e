//! What a drag by pointer knows: its cards, what was measured, what it is over.

use super::geometry::{Area, ColumnBox, Scroll};
use super::gesture::{Dwell, Point, Rest};
use domain::TicketId;
use leptos::web_sys::{Element, HtmlElement};

/// What is under the carried card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Over {
    #[default]
    Nothing,
    /// A list, by its place among those that are measured, and between which cards.
    Column(usize, usize),
    /// An item of the dock.
    Dock(usize),
}

/// What a column would do with the card: asked once, when it is taken up.
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

/// The lists on the page, one beside the other in each of these.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) numbers: Vec<usize>,
    pub(super) columns: Vec<ColumnBox>,
    pub(super) elements: Vec<Element>,
    /// The part of each that scrolls.
    pub(super) scrollers: Vec<Element>,
    pub(super) verdicts: Vec<Verdict>,
    /// Which columns are folded.
    pub(super) folded: Vec<bool>,
    /// How often each was laid out when its cards were measured.
    pub(super) layouts: Vec<u32>,
    /// How often each was looked at when its scroll was measured.
    pub(super) looks: Vec<u32>,
}

/// A carried card.
pub(super) struct DragSession {
    pub(super) ids: Vec<TicketId>,
    pub(super) overlay: HtmlElement,
    pub(super) line: HtmlElement,
    pub(super) says: HtmlElement,
    pub(super) grab: Point,
    pub(super) at: Point,
    pub(super) lists: Lists,
    pub(super) board: (Element, Area, Scroll),
    /// A board with lanes scrolls down as a whole.
    pub(super) down: Scroll,
    /// Above this the heads of the columns cover what lies there.
    pub(super) covered: f64,
    /// The dock's items; `None` until they are drawn and measured.
    pub(super) dock: Option<Vec<(Area, Element)>>,
    pub(super) over: Over,
    pub(super) last: f64,
    pub(super) side_since: Option<f64>,
    pub(super) dwell: Dwell,
    pub(super) rest: Rest,
    /// A folded column that is to be opened, once the frame is over.
    pub(super) opens: Option<usize>,
    /// Columns that the card has opened: they fold back unless it is dropped there.
    pub(super) opened: Vec<usize>,
}

impl DragSession {
    /// Whether the card may be dropped on that column.
    pub(super) fn may_lie(&self, column: usize) -> bool {
        self.lists.verdicts.get(column).is_some_and(|verdict| verdict.refusal.is_none())
    }
}
