//! What is asked of the desk: which tickets, in which order, divided by what.

use crate::ui::RwSignal;
use domain::board::{Board, Filter, Order, SavedView, Swimlanes};
use domain::desk::BoardQuery;
#[cfg(feature = "ssr")]
use leptos::prelude::*;

/// What is asked of the desk: the address says it.
#[derive(Clone, Copy)]
pub(in crate::board) struct Query {
    /// Which tickets.
    pub(in crate::board) filter: RwSignal<Filter>,
    /// In which order.
    pub(in crate::board) order: RwSignal<Order>,
    /// By what the board is divided.
    pub(in crate::board) lanes: RwSignal<Swimlanes>,
    /// The saved views that the viewer may choose.
    pub(in crate::board) views: RwSignal<Vec<SavedView>>,
}

impl Query {
    /// As the board was read.
    pub(super) fn new(board: &Board) -> Self {
        Self {
            filter: RwSignal::new(board.filter.clone()),
            order: RwSignal::new(board.order),
            lanes: RwSignal::new(Swimlanes::None),
            views: RwSignal::new(vec![]),
        }
    }

    /// The cards lie as people have put them.
    pub(in crate::board) fn is_manual(self) -> bool {
        self.order.get_untracked() == Order::Manual
    }

    /// What is asked of the desk now.
    pub(in crate::board) fn asked(self) -> BoardQuery {
        BoardQuery {
            filter: self.filter.get_untracked(),
            order: self.order.get_untracked(),
            lanes: self.lanes.get_untracked(),
        }
    }

    /// Whether that is still what is asked. The board may be gone by now.
    pub(in crate::board) fn is_asked(self, query: &BoardQuery) -> bool {
        self.filter.try_get_untracked().is_some_and(|filter| filter == query.filter)
            && self.order.try_get_untracked().is_some_and(|order| order == query.order)
            && self.lanes.try_get_untracked().is_some_and(|lanes| lanes == query.lanes)
    }
}
