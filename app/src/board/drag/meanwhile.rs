//! What happens while a pointer carries, and shows on what is carried.

use super::current::{Current, board, current};
use crate::board::offers::Place;

/// Someone moved the carried card meanwhile: said on it.
pub(super) fn overtaken(text: &str) {
    current(|current| {
        if let Some(layer) = &current.layer {
            layer.copy.set_attribute("data-overtaken", text).ok();
        }
    });
}

/// The colleagues are known, but only now: their faces come to the dock.
pub(in crate::board) fn faces_came() {
    let cards = current(|Current { drag, world, layer, .. }| {
        layer.as_ref()?;
        // Measured anew once the faces are drawn.
        world.dock = None;
        Some(drag.cards().to_vec())
    });
    if let (Some(state), Some(cards)) = (board(), cards) {
        state.in_hand.dock.set(state.offered(Place::Dock, &cards));
    }
}
