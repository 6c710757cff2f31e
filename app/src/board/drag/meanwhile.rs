//! What happens while a card is carried, and shows on what is carried.

use super::hand::{board, hand};
use leptos::prelude::*;

/// Someone moved the carried card meanwhile: said on it.
pub(super) fn overtaken(text: &str) {
    hand(|hand| {
        if let Some(carried) = &hand.carried {
            carried.overlay.set_attribute("data-overtaken", text).ok();
        }
    });
}

/// The colleagues are known, but only now: their faces come to the dock.
pub(in crate::board) fn faces_came() {
    let ids = hand(|hand| {
        hand.carried.as_mut().map(|carried| {
            // Measured anew once the faces are drawn.
            carried.dock = None;
            carried.ids.clone()
        })
    });
    if let (Some(state), Some(ids)) = (board(), ids) {
        state.dock.set(state.dock_items(&ids));
    }
}
