//! Folded columns open under carried cards, and fold back.

use super::current::board;
use super::measure::measure_again;
use crate::board::dom;
use leptos::prelude::*;
use std::time::Duration;

/// The cards have stayed over a folded column: it opens, for as long as they are carried.
pub(super) fn unfold(list: usize) {
    let Some(state) = board() else { return };
    if let Some(column) = state.lists.column(list) {
        column.collapsed.set(false);
        // All columns are of another width then.
        dom::after_paint(move || {
            if state.loader.is_there() {
                state.look(column);
                measure_again();
            }
        });
    }
}

/// A column that carried cards have opened folds back.
pub(super) fn fold(list: usize) {
    let Some(state) = board() else { return };
    let Some(column) = state.lists.column(list) else { return };
    // Once the card is home: what moves sideways meanwhile would make it miss its place.
    let fold = move || {
        if state.loader.is_there() {
            column.collapsed.set(true);
            dom::after_paint(measure_again);
        }
    };
    set_timeout(fold, dom::FLIGHT + Duration::from_millis(40));
}

/// The cards were dropped there: the column stays open.
pub(super) fn keep_open(list: usize) {
    if let Some(state) = board()
        && let Some(column) = state.lists.column(list)
    {
        column.fold(state, false);
    }
}
