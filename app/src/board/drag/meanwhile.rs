//! What happens while a card is carried, and shows on what is carried.

use super::current::{board, pointer_drag};
use crate::board::offers::Place;

/// Someone moved the carried card meanwhile: said on it.
pub(super) fn overtaken(text: &str) {
    pointer_drag(|drag| {
        if let Some(session) = &drag.session {
            session.overlay.set_attribute("data-overtaken", text).ok();
        }
    });
}

/// The colleagues are known, but only now: their faces come to the dock.
pub(in crate::board) fn faces_came() {
    let ids = pointer_drag(|drag| {
        drag.session.as_mut().map(|session| {
            // Measured anew once the faces are drawn.
            session.dock = None;
            session.ids.clone()
        })
    });
    if let (Some(state), Some(ids)) = (board(), ids) {
        state.in_hand.dock.set(state.offered(Place::Dock, &ids));
    }
}
