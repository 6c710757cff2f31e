//! Folded columns open under a carried card, and fold back.

use super::current::{board, pointer_drag};
use super::measure::measure_again;
use super::session::DragSession;
use crate::board::dom;
use crate::board::state::{BoardState, CardList};
use leptos::prelude::*;
use std::time::Duration;

/// The card has stayed over a folded column: it opens, for as long as the card is carried.
pub(super) fn open_folded() {
    let opens = pointer_drag(|drag| {
        let session = drag.session.as_mut()?;
        let number = *session.lists.numbers.get(session.opens.take()?)?;
        session.opened.push(number);
        Some(number)
    });
    let Some((state, column)) = board().zip(opens) else { return };
    if let Some(column) = state.lists.column(column) {
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

/// Columns that were opened by a carried card fold back; the one where it was dropped stays as it is.
pub(super) fn fold_back(state: BoardState, session: &DragSession, dropped: Option<usize>) {
    let dropped = dropped.and_then(|number| state.lists.column(number));
    let opened = session.opened.iter().filter_map(|number| state.lists.column(*number));
    // With lanes a column has many lists, which are folded together.
    let (own, others): (Vec<CardList>, Vec<CardList>) =
        opened.partition(|list| dropped.is_some_and(|dropped| dropped.id == list.id));
    if let Some(column) = own.first() {
        column.fold(state, false);
    }
    if others.is_empty() {
        return;
    }
    // Once the card is home: what moves sideways meanwhile would make it miss its place.
    let fold = move || {
        if state.loader.is_there() {
            for column in others {
                column.collapsed.set(true);
            }
            dom::after_paint(measure_again);
        }
    };
    set_timeout(fold, dom::FLIGHT + Duration::from_millis(40));
}
