//! Hears the pointer, and whatever else of the page is about a drag by it.

use super::current::{current, set_board};
use super::driver::hear;
use super::gesture::Point;
use super::listening::{Listening, listen_to};
use super::machine::Input;
use super::meanwhile::overtaken;
use super::measure::{board_scrolled, judge_again, measure_again, under};
use crate::board::held::Hand;
use crate::board::state::BoardState;
use crate::board::{dom, watch};
use crate::location::{COME_BACK, LEAVES};
use domain::TicketId;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::PointerEvent;

/// Hears the pointer until the board goes.
pub(in crate::board) fn listen(state: BoardState) {
    set_board(state);
    state.hold.carry_by(Hand { gone: |ticket| _ = hear(Input::Gone(ticket)), overtaken, under, judge_again });
    let window = window();
    let Ok(Some(root)) = document().query_selector(".board") else {
        // Its page was left before this part came.
        let (owner, later) = (Owner::current(), StoredValue::new_local(None));
        let come = move |_| {
            later.try_set_value(None);
            if let Some(owner) = &owner {
                owner.with(|| listen(state));
            }
        };
        later.set_value(Some(listen_to(&window, COME_BACK, false, come)));
        return;
    };
    let listening: Vec<Listening> = vec![
        listen_to(&root, "pointerdown", false, move |event| {
            if let Some(event) = event.dyn_ref() {
                press(state, event);
            }
        }),
        listen_to(&window, "pointermove", false, |event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                hear(Input::Move { pointer: event.pointer_id(), at: place(event) });
            }
        }),
        listen_to(&window, "pointerup", false, |event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                hear(Input::Up { pointer: event.pointer_id(), at: place(event) });
            }
        }),
        listen_to(&window, "pointercancel", false, |_| lose()),
        listen_to(&root, "lostpointercapture", false, |_| lose()),
        listen_to(&window, "blur", false, |_| lose()),
        listen_to(&document(), "visibilitychange", false, |_| lose()),
        // A browser's own drag of the title's link would take the pointer away.
        listen_to(&root, "dragstart", false, |event| event.prevent_default()),
        // Android asks for a menu after half a second of holding.
        listen_to(&window, "contextmenu", true, |event| {
            if current(|current| current.drag.holds()) {
                event.prevent_default();
            }
        }),
        // Not passive, and there before the finger: or the browser scrolls and takes the pointer away.
        listen_to(&root, "touchmove", true, |event| {
            if current(|current| current.drag.is_pointed()) && event.cancelable() {
                event.prevent_default();
            }
        }),
        listen_to(&window, "click", true, |event| {
            if hear(Input::Click) {
                event.prevent_default();
                event.stop_propagation();
            }
        }),
        listen_to(&window, LEAVES, false, |_| _ = hear(Input::BoardGone)),
        listen_to(&root, "scroll", false, |_| board_scrolled()),
        listen_to(&window, "resize", false, |_| measure_again()),
    ];
    // A banner above it, say, moves the board and makes it lower.
    watch::size(".board", measure_again);
    let listening = StoredValue::new_local(Some(listening));
    on_cleanup(move || {
        hear(Input::BoardGone);
        listening.try_update_value(Option::take);
    });
}

fn place(event: &PointerEvent) -> Point {
    Point { x: f64::from(event.client_x()), y: f64::from(event.client_y()) }
}

/// The browser takes the pointer away, or the window.
fn lose() {
    hear(Input::Lost);
}

/// A pointer goes down somewhere on the board.
fn press(state: BoardState, event: &PointerEvent) {
    let Some(target) = dom::target(event) else { return };
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    let control =
        target.closest("button, input, select, textarea, [contenteditable]").ok().flatten().is_some();
    let card = target.closest(".board [data-ticket]").ok().flatten();
    let id = card.and_then(|card| card.get_attribute("data-ticket")?.parse().ok()).map(TicketId);
    let id = id.filter(|_| !control && !modified && event.button() == 0);
    hear(Input::Down {
        pointer: event.pointer_id(),
        touch: event.pointer_type() == "touch",
        at: place(event),
        cards: id.map(|id| state.carries(id)).unwrap_or_default(),
    });
}
