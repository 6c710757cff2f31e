//! A list of cards of the page: its lines, what of them is loaded and drawn, and whether it is in use.

use super::{BoardState, HOLD_S};
use crate::board::layout::{self, Row};
use crate::board::{dom, preferences};
use crate::ui::RwSignal;
use domain::board::{Card, ColumnCounts, Counts, SortKey, Swimlane, Swimlanes};
use domain::ticket::{Also, Facts};
use domain::{ColumnId, TicketId, Time};
use leptos::prelude::*;
use std::ops::Range;

/// What part of a column is seen, in pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Seen {
    pub(super) top: f64,
    pub(super) height: f64,
    /// It lies in a lane that is far off: nothing of it is drawn or loaded.
    pub(super) far: bool,
    /// It is about to be scrolled there: what the page says meanwhile is not so any more.
    pub(super) going: bool,
    /// The lines that are drawn.
    pub(super) span: Range<usize>,
    /// How often it was looked at: a drag compares.
    pub(super) looks: u32,
    /// How often other lines were drawn: a drag compares.
    pub(super) layouts: u32,
}

/// A list of cards: a column, or the part of one that lies in one lane.
#[derive(Clone, Copy)]
pub(in crate::board) struct CardList {
    /// Which.
    pub(in crate::board) id: ColumnId,
    /// Its place among the columns, from the left.
    pub(in crate::board) at: usize,
    /// The lane whose part of the column it is, on a board with lanes.
    pub(in crate::board) lane: Option<Swimlane>,
    /// Its own number among the lists of the page.
    pub(in crate::board) index: usize,
    /// Its loaded lines.
    pub(in crate::board) rows: RwSignal<Vec<Row>>,
    /// Those of them that are drawn, and gaps for the others.
    pub(in crate::board) drawn: RwSignal<Vec<Row>>,
    /// Cards above the loaded ones.
    pub(in crate::board) above: RwSignal<usize>,
    /// The same once the page that is being taken in is laid: lines and what lies above them change together.
    pub(super) above_soon: StoredValue<Option<usize>>,
    /// The key of the first loaded card, where more lie above.
    pub(in crate::board) first: RwSignal<Option<SortKey>>,
    /// The key of the last loaded card, where more follow.
    pub(in crate::board) next: RwSignal<Option<SortKey>>,
    /// Changes that wait until the carried card is put down.
    pub(in crate::board) waiting: RwSignal<u32>,
    /// Cards that came in above what is seen.
    pub(in crate::board) fresh: RwSignal<usize>,
    /// A page is on the way.
    pub(in crate::board) loading: StoredValue<bool>,
    /// How many pages were asked for: the answer to an earlier question than the last one comes too late.
    pub(super) asked: StoredValue<u32>,
    /// It is collapsed: name and counts, and a place to drop on.
    pub(in crate::board) collapsed: RwSignal<bool>,
    /// A page did not come.
    pub(in crate::board) failed: RwSignal<bool>,
    /// What part of it is seen.
    pub(super) seen: StoredValue<Seen>,
    /// The pointer is inside.
    pub(in crate::board) pointed: StoredValue<bool>,
    /// The focus is inside.
    pub(in crate::board) focused: StoredValue<bool>,
    /// Since when it should be sorted anew.
    pub(super) overdue: StoredValue<Option<Time>>,
}

impl CardList {
    /// How often it was looked at, and how far it was scrolled then, in pixels.
    #[cfg(feature = "hydrate")]
    pub(in crate::board) fn looked(self) -> (u32, f64) {
        self.seen.with_value(|seen| (seen.looks, seen.top))
    }

    /// How often other lines were drawn in it.
    #[cfg(feature = "hydrate")]
    pub(in crate::board) fn layouts(self) -> u32 {
        self.seen.with_value(|seen| seen.layouts)
    }

    /// An empty one.
    pub(super) fn new(id: ColumnId, at: usize) -> Self {
        Self {
            id,
            at,
            lane: None,
            index: at,
            rows: RwSignal::new(vec![]),
            drawn: RwSignal::new(vec![]),
            above: RwSignal::new(0),
            above_soon: StoredValue::new(None),
            first: RwSignal::new(None),
            next: RwSignal::new(None),
            waiting: RwSignal::new(0),
            fresh: RwSignal::new(0),
            loading: StoredValue::new(false),
            asked: StoredValue::new(0),
            collapsed: RwSignal::new(false),
            failed: RwSignal::new(false),
            seen: StoredValue::new(Seen::default()),
            pointed: StoredValue::new(false),
            focused: StoredValue::new(false),
            overdue: StoredValue::new(None),
        }
    }

    /// The part of this column that lies in a lane; it is folded with the whole.
    pub(super) fn part(self, lane: Swimlane, index: usize) -> Self {
        let Self { id, at, collapsed, waiting, .. } = self;
        Self { lane: Some(lane), index, collapsed, waiting, ..Self::new(id, at) }
    }

    /// Whether a ticket lies here.
    pub(in crate::board) fn is_of(self, facts: &Facts) -> bool {
        self.id == facts.column && self.lane.is_none_or(|lane| lane.holds(facts))
    }

    /// What its lane makes of a card that comes here; `Err`: what no move can change.
    pub(in crate::board) fn brings(self, card: &Card) -> Result<Option<Also>, Swimlanes> {
        self.lane.map_or(Ok(None), |lane| lane.brings(&card.facts))
    }

    /// What the desk counts here.
    pub(in crate::board) fn counts(self, counts: &Counts) -> ColumnCounts {
        let columns = match self.lane {
            None => Some(&counts.columns),
            Some(lane) => counts.lanes.iter().find(|own| own.lane == lane).map(|own| &own.columns),
        };
        columns.and_then(|columns| columns.get(self.at)).copied().unwrap_or_default()
    }

    /// Whether a card with that key lies among the loaded ones.
    pub(in crate::board) fn holds(self, key: &SortKey) -> bool {
        self.first.with_untracked(|first| {
            self.next.with_untracked(|next| layout::in_window(key, first.as_ref(), next.as_ref()))
        })
    }

    /// All of its cards are loaded.
    pub(in crate::board) fn is_whole(self) -> bool {
        self.first.with_untracked(Option::is_none) && self.next.with_untracked(Option::is_none)
    }

    /// The topmost of its cards is loaded.
    pub(in crate::board) fn shows_top(self) -> bool {
        self.first.with_untracked(Option::is_none)
    }

    /// In use, and not for too long since it should be sorted anew.
    pub(super) fn is_held(self, now: Time) -> bool {
        let patient = self.overdue.get_value().is_none_or(|since| (now - since).num_seconds() < HOLD_S);
        (self.pointed.get_value() || self.focused.get_value()) && patient
    }

    /// Collapses it, or opens it again; this browser remembers.
    pub(in crate::board) fn fold(self, state: BoardState, collapsed: bool) {
        self.collapsed.set(collapsed);
        let collapsed =
            state.lists.heads.get_value().into_iter().filter(|column| column.collapsed.get_untracked());
        preferences::keep_collapsed(
            &collapsed.map(|column| column.id.0.to_string()).collect::<Vec<_>>().join(" "),
        );
        dom::after_paint(move || state.look_around());
    }

    /// Its cards, topmost first.
    pub(in crate::board) fn cards(self) -> Vec<TicketId> {
        self.rows.with_untracked(|rows| layout::cards(rows))
    }

    /// The focus has left a part of it: for another part, or for good.
    pub(in crate::board) fn left(self, state: BoardState) {
        let own = dom::list(self.index);
        dom::after_paint(move || {
            if state.loader.is_there() {
                self.used(state, self.focused, dom::focus_is_in(&own));
            }
        });
    }

    /// Pointer or focus has come or gone. A column that is left is sorted at once.
    pub(in crate::board) fn used(self, state: BoardState, which: StoredValue<bool>, inside: bool) {
        which.set_value(inside);
        let overdue = self.overdue.get_value().is_some();
        if overdue && !self.pointed.get_value() && !self.focused.get_value() {
            state.settle();
        }
    }
}
