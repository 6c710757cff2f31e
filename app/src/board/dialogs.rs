//! The board's dialogs: a part of the page that is made when one of them is first opened.

use super::keys_dialog::{Help, Keys};
use super::location::BoardLocation;
use super::move_dialog::MoveDialog;
use super::palette::Palette;
use super::state::BoardState;
use super::why::Why;
use crate::ui::view;
use leptos::prelude::*;

/// All of them, each while it is open.
#[component]
pub fn Dialogs() -> impl IntoView {
    view! {
        <MoveDialog/>
        <Why/>
        <Keys/>
        <Help/>
        <Palette/>
    }
}

/// Whether one of them has been opened.
pub(super) fn are_asked_for(state: BoardState, location: BoardLocation) -> impl Fn() -> bool + Send + Sync {
    // From then on they stay: each shows itself while it is open.
    let asked = StoredValue::new(false);
    move || {
        if is_open(state, location) {
            asked.set_value(true);
        }
        asked.get_value()
    }
}

/// Whether one of them is open: what is typed then is meant for it, though it may still be on its way.
pub(super) fn is_one_open(state: BoardState, location: BoardLocation) -> bool {
    untrack(|| is_open(state, location))
}

fn is_open(state: BoardState, location: BoardLocation) -> bool {
    state.overlay.dialog.with(Option::is_some)
        || state.overlay.unexplained.with(Option::is_some)
        || state.overlay.explains.get()
        || state.overlay.help.get()
        || location.palette.with(Option::is_some)
}
