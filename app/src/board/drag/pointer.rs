//! The pointer drag: hears the pointer, carries a copy of the card, and draws where it would come to lie.
//!
//! While a card is carried, one function runs a frame. It touches no signal and asks the page for no measure: all
//! boxes were measured when the card was taken up, and again when something was scrolled or laid anew.

use super::collapsed::{fold_back, open_folded};
use super::current::{board, pointer_drag, set_board};
use super::gesture::{Gesture, HOLD_MS, Point, Step};
use super::listening::{Listening, listen_to};
use super::meanwhile::overtaken;
use super::measure::{catch_up, judge_again, measure_again, refresh, under};
use super::overlay::{drop_layer, find, fly_back, frame, take_up};
use super::scroll::board_scrolled;
use super::session::{DragSession, Over};
use crate::board::held::Hand;
use crate::board::line::Does;
use crate::board::offers::Place;
use crate::board::state::BoardState;
use crate::board::{dom, watch};
use domain::TicketId;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::PointerEvent;
use std::time::Duration;

/// Whether a card is carried.
fn is_dragging() -> bool {
    pointer_drag(|drag| drag.session.is_some())
}

/// Hears the pointer until the board goes.
pub(in crate::board) fn listen(state: BoardState) {
    set_board(state);
    state.hold.carry_by(Hand {
        cancel: |state| {
            cancel();
            state.cancel_keyboard_drag();
        },
        overtaken,
        under,
        judge_again,
    });
    let Ok(Some(root)) = document().query_selector(".board") else { return };
    let window = window();
    let listening: Vec<Listening> = vec![
        listen_to(&root, "pointerdown", false, |event| {
            if let Some(event) = event.dyn_ref() {
                press(event);
            }
        }),
        listen_to(&window, "pointermove", false, |event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                let at = place(event);
                let step = pointer_drag(|drag| {
                    drag.last = at;
                    drag.gesture.moved(event.pointer_id(), at)
                });
                go(step, event.pointer_id());
            }
        }),
        listen_to(&window, "pointerup", false, |event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                let at = place(event);
                let step = pointer_drag(|drag| {
                    drag.last = at;
                    drag.gesture.up(event.pointer_id())
                });
                go(step, event.pointer_id());
            }
        }),
        listen_to(&window, "pointercancel", false, |_| give_up()),
        listen_to(&root, "lostpointercapture", false, |_| give_up()),
        listen_to(&window, "blur", false, |_| give_up()),
        listen_to(&document(), "visibilitychange", false, |_| give_up()),
        // A browser's own drag of the title's link would take the pointer away.
        listen_to(&root, "dragstart", false, |event| event.prevent_default()),
        // Android asks for a menu after half a second of holding.
        listen_to(&window, "contextmenu", true, |event| {
            if pointer_drag(|drag| {
                drag.gesture != Gesture::Idle && (drag.session.is_some() || drag.hold.is_some())
            }) {
                event.prevent_default();
            }
        }),
        // Not passive, and there before the finger: or the browser scrolls and takes the pointer away.
        listen_to(&root, "touchmove", true, |event| {
            if is_dragging() && event.cancelable() {
                event.prevent_default();
            }
        }),
        listen_to(&window, "click", true, |event| {
            if pointer_drag(|drag| std::mem::take(&mut drag.swallow)) {
                event.prevent_default();
                event.stop_propagation();
            }
        }),
        listen_to(&root, "scroll", false, |_| board_scrolled()),
        listen_to(&window, "resize", false, |_| measure_again()),
    ];
    // A banner above it, say, moves the board and makes it lower.
    watch::size(".board", measure_again);
    let listening = StoredValue::new_local(Some(listening));
    on_cleanup(move || {
        give_up();
        listening.try_update_value(Option::take);
    });
}

fn place(event: &PointerEvent) -> Point {
    Point { x: f64::from(event.client_x()), y: f64::from(event.client_y()) }
}

/// A pointer goes down somewhere on the board.
fn press(event: &PointerEvent) {
    let Some(target) = dom::target(event) else { return };
    // Who goes on with the pointer has let go of the card in the keyboard's hand.
    if let Some(state) = board() {
        state.cancel_keyboard_drag();
    }
    let touch = event.pointer_type() == "touch";
    let at = place(event);
    pointer_drag(|drag| drag.swallow = false);
    if is_dragging() {
        let step = pointer_drag(|drag| drag.gesture.down(event.pointer_id(), touch, at));
        return go(step, event.pointer_id());
    }
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    let control =
        target.closest("button, input, select, textarea, [contenteditable]").ok().flatten().is_some();
    let card = target.closest(".board [data-ticket]").ok().flatten();
    let id = card.and_then(|card| card.get_attribute("data-ticket")?.parse().ok()).map(TicketId);
    let Some(id) = id.filter(|_| !control && !modified && event.button() == 0) else { return };
    let step = pointer_drag(|drag| {
        drag.pressed = Some((id, at));
        drag.last = at;
        drag.gesture.down(event.pointer_id(), touch, at)
    });
    go(step, event.pointer_id());
}

fn go(step: Step, pointer: i32) {
    match step {
        Step::Nothing => {}
        Step::AwaitHold => await_hold(pointer),
        Step::Begin => begin(pointer),
        Step::Follow => pointer_drag(|drag| {
            let at = drag.last;
            if let Some(session) = &mut drag.session {
                session.at = at;
            }
        }),
        Step::Drop => put_down(),
        Step::Cancel => {
            put_back();
        }
    }
}

fn await_hold(pointer: i32) {
    let held = move || {
        let step = pointer_drag(|drag| {
            drag.hold = None;
            drag.gesture.held(pointer)
        });
        go(step, pointer);
    };
    if let Ok(timer) = set_timeout_with_handle(held, Duration::from_millis(HOLD_MS)) {
        pointer_drag(|drag| {
            if let Some(earlier) = drag.hold.replace(timer) {
                earlier.clear();
            }
        });
    }
}

fn give_up() {
    let step = pointer_drag(|drag| drag.gesture.end());
    if step == Step::Cancel {
        put_back();
    }
}

/// Puts the card back, if one is carried: Escape, a second finger, a browser that takes the pointer away.
pub(in crate::board) fn cancel() -> bool {
    pointer_drag(|drag| drag.gesture.end());
    put_back()
}

/// Takes the card up.
fn begin(pointer: i32) {
    let Some(state) = board() else { return };
    let Some((id, from)) = pointer_drag(|drag| drag.pressed.take()) else { return };
    let Some(session) = take_up(state, id, from, pointer_drag(|drag| drag.last)) else {
        pointer_drag(|drag| drag.gesture.end());
        return;
    };
    if session.board.0.set_pointer_capture(pointer).is_err() {
        // The pointer is gone already: nothing is carried.
        drop_layer(&session);
        pointer_drag(|drag| drag.gesture.end());
        return;
    }
    state.overlay.menu.set(None);
    state.hold.hold_back(session.ids.clone());
    state.in_hand.dock.set(state.offered(Place::Dock, &session.ids));
    state.ask_colleagues();
    state.say_dragging(Some(session.ids[0]));
    if let Some(root) = document().document_element() {
        root.class_list().add_1("carrying").ok();
    }
    window().navigator().vibrate_with_duration(10);
    state.hold.freeze(true);
    pointer_drag(|drag| drag.session = Some(session));
    next_frame();
}

fn next_frame() {
    request_animation_frame(|| {
        let now = window().performance().map_or(0.0, |performance| performance.now());
        catch_up();
        let going = pointer_drag(|drag| {
            if let Some(session) = &mut drag.session {
                frame(session, now);
                true
            } else {
                false
            }
        });
        if going {
            open_folded();
            refresh();
            next_frame();
        }
    });
}

/// The pointer let go.
fn put_down() {
    let (Some(state), Some(session)) = (board(), pointer_drag(|drag| drag.session.take())) else { return };
    let target = find(&session, pointer_drag(|drag| drag.last));
    let items = state.in_hand.dock.get_untracked();
    // Measured before the page changes: after that the browser would have to lay it out first.
    let flies = session.overlay.get_bounding_client_rect();
    leave(state, &session);
    let mut dropped = None;
    match target {
        Over::Nothing => {
            fly_back(&session);
            state.say_put_back(&session.ids);
        }
        Over::Column(at, slot) => {
            let refused = session.lists.verdicts.get(at).and_then(|verdict| verdict.refusal.clone());
            let column = session.lists.numbers[at];
            if let Some((whose, reason)) = refused {
                fly_back(&session);
                state.refused_over(whose, column, &reason);
            } else {
                dropped = Some(column);
                // A folded column shows no card to lie between.
                let between = (session.lists.folded.get(at) != Some(&true)).then_some(slot);
                state.drop_on(&session.ids, column, between);
                drop_layer(&session);
                // A card that lies provisionally is brought into view, and its form beside it: it does not fly.
                if state.overlay.unexplained.with_untracked(Option::is_none) {
                    dom::fly_from(session.ids[0], (flies.left(), flies.top()));
                }
            }
        }
        Over::Dock(item) => {
            drop_layer(&session);
            if let Some(Does::Do(action)) = items.get(item).map(|item| &item.does) {
                state.carry_out(&session.ids, action);
            }
        }
    }
    fold_back(state, &session, dropped);
    state.put_down();
}

fn put_back() -> bool {
    let Some(session) = pointer_drag(|drag| drag.session.take()) else { return false };
    let Some(state) = board() else {
        drop_layer(&session);
        return true;
    };
    leave(state, &session);
    fly_back(&session);
    fold_back(state, &session, None);
    state.put_down();
    state.say_put_back(&session.ids);
    true
}

/// The page is as it was before.
fn leave(state: BoardState, session: &DragSession) {
    state.hold.freeze(false);
    pointer_drag(|drag| drag.swallow = true);
    // A click follows at once, or not at all.
    set_timeout(|| pointer_drag(|drag| drag.swallow = false), Duration::from_millis(50));
    if let Some(root) = document().document_element() {
        root.class_list().remove_1("carrying").ok();
    }
    for section in &session.lists.elements {
        section.class_list().remove_2("over", "refuses").ok();
    }
    for id in &session.ids {
        if let Some(card) = dom::card(*id) {
            card.class_list().remove_1("carried").ok();
        }
    }
    state.in_hand.dock.set(vec![]);
    state.say_dragging(None);
}
