//! The hand: hears the pointer, carries a copy of the card, and draws where it would come to lie.
//!
//! While a card is carried, one function runs a frame. It touches no signal and asks the page for no measure: all
//! boxes were measured when the card was taken up, and again when something was scrolled or laid anew.

use super::carried::{
    Carried, Over, drop_layer, find, fly_back, frame, measure, place_items, take_up, verdicts,
};
use super::collapsed::{fold_back, open_folded};
use super::gesture::{Gesture, HOLD_MS, Point, Step};
use super::listening::{Listening, listen_to};
use super::scroll::board_scrolled;
use crate::board::state::{BoardState, CardList};
use crate::board::{dom, watch};
use domain::TicketId;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::PointerEvent;
use std::cell::RefCell;
use std::time::Duration;

#[derive(Default)]
pub(super) struct Hand {
    gesture: Gesture,
    pressed: Option<(TicketId, Point)>,
    last: Point,
    hold: Option<TimeoutHandle>,
    pub(super) carried: Option<Carried>,
    /// The click that ends a drag is none.
    swallow: bool,
}

thread_local! {
    /// There is one pointer's hand a page. A plain value and no signal: nothing follows it.
    static HAND: RefCell<Hand> = RefCell::default();
    static BOARD: RefCell<Option<BoardState>> = const { RefCell::new(None) };
}

pub(super) fn hand<T>(act: impl FnOnce(&mut Hand) -> T) -> T {
    HAND.with_borrow_mut(act)
}

pub(super) fn board() -> Option<BoardState> {
    BOARD.with_borrow(|board| *board).filter(|board| board.is_there())
}

/// Whether a card is carried.
pub(in crate::board) fn is_carrying() -> bool {
    hand(|hand| hand.carried.is_some())
}

/// Hears the pointer until the board goes.
pub(in crate::board) fn listen(state: BoardState) {
    BOARD.set(Some(state));
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
                let step = hand(|hand| {
                    hand.last = at;
                    hand.gesture.moved(event.pointer_id(), at)
                });
                go(step, event.pointer_id());
            }
        }),
        listen_to(&window, "pointerup", false, |event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                let at = place(event);
                let step = hand(|hand| {
                    hand.last = at;
                    hand.gesture.up(event.pointer_id())
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
            if hand(|hand| hand.gesture != Gesture::Idle && (hand.carried.is_some() || hand.hold.is_some())) {
                event.prevent_default();
            }
        }),
        // Not passive, and there before the finger: or the browser scrolls and takes the pointer away.
        listen_to(&root, "touchmove", true, |event| {
            if is_carrying() && event.cancelable() {
                event.prevent_default();
            }
        }),
        listen_to(&window, "click", true, |event| {
            if hand(|hand| std::mem::take(&mut hand.swallow)) {
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
        state.cancel_lift();
    }
    let touch = event.pointer_type() == "touch";
    let at = place(event);
    hand(|hand| hand.swallow = false);
    if is_carrying() {
        let step = hand(|hand| hand.gesture.down(event.pointer_id(), touch, at));
        return go(step, event.pointer_id());
    }
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    let control =
        target.closest("button, input, select, textarea, [contenteditable]").ok().flatten().is_some();
    let card = target.closest(".board [data-ticket]").ok().flatten();
    let id = card.and_then(|card| card.get_attribute("data-ticket")?.parse().ok()).map(TicketId);
    let Some(id) = id.filter(|_| !control && !modified && event.button() == 0) else { return };
    let step = hand(|hand| {
        hand.pressed = Some((id, at));
        hand.last = at;
        hand.gesture.down(event.pointer_id(), touch, at)
    });
    go(step, event.pointer_id());
}

fn go(step: Step, pointer: i32) {
    match step {
        Step::Nothing => {}
        Step::AwaitHold => await_hold(pointer),
        Step::Begin => begin(pointer),
        Step::Follow => hand(|hand| {
            let at = hand.last;
            if let Some(carried) = &mut hand.carried {
                carried.at = at;
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
        let step = hand(|hand| {
            hand.hold = None;
            hand.gesture.held(pointer)
        });
        go(step, pointer);
    };
    if let Ok(timer) = set_timeout_with_handle(held, Duration::from_millis(HOLD_MS)) {
        hand(|hand| {
            if let Some(earlier) = hand.hold.replace(timer) {
                earlier.clear();
            }
        });
    }
}

fn give_up() {
    let step = hand(|hand| hand.gesture.end());
    if step == Step::Cancel {
        put_back();
    }
}

/// Puts the card back, if one is carried: Escape, a second finger, a browser that takes the pointer away.
pub(in crate::board) fn cancel() -> bool {
    hand(|hand| hand.gesture.end());
    put_back()
}

/// Takes the card up.
fn begin(pointer: i32) {
    let Some(state) = board() else { return };
    let Some((id, from)) = hand(|hand| hand.pressed.take()) else { return };
    let Some(carried) = take_up(state, id, from, hand(|hand| hand.last)) else {
        hand(|hand| hand.gesture.end());
        return;
    };
    if carried.board.0.set_pointer_capture(pointer).is_err() {
        // The pointer is gone already: nothing is carried.
        drop_layer(&carried);
        hand(|hand| hand.gesture.end());
        return;
    }
    state.menu.set(None);
    state.hold_back(carried.ids.clone());
    state.dock.set(state.dock_items(&carried.ids));
    state.ask_colleagues();
    state.say_dragging(Some(carried.ids[0]));
    if let Some(root) = document().document_element() {
        root.class_list().add_1("carrying").ok();
    }
    window().navigator().vibrate_with_duration(10);
    hand(|hand| hand.carried = Some(carried));
    next_frame();
}

pub(super) fn measure_again() {
    if let Some(state) = board() {
        hand(|hand| {
            if let Some(carried) = &mut hand.carried {
                measure(state, carried);
            }
        });
    }
}

/// The column's cards lie elsewhere now: more of them are loaded.
pub(in crate::board) fn column_changed(column: CardList) {
    // Laying may happen while the hand is in use; then nothing is carried yet or any more.
    HAND.with(|hand| {
        if let Ok(mut hand) = hand.try_borrow_mut()
            && let Some(carried) = &mut hand.carried
            && let Some(at) = carried.at(column.index)
        {
            carried.stale[at] = true;
        }
    });
}

fn next_frame() {
    request_animation_frame(|| {
        let now = window().performance().map_or(0.0, |performance| performance.now());
        let going = hand(|hand| {
            if let Some(carried) = &mut hand.carried {
                frame(carried, now);
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

/// What more of a column is loaded, and the dock once it is drawn: outside of the frame's own work, and only where
/// there is something new.
fn refresh() {
    let news = |carried: &Carried| carried.dock.is_none() || carried.stale.contains(&true);
    let Some(state) = board().filter(|_| hand(|hand| hand.carried.as_ref().is_some_and(news))) else {
        return;
    };
    let ids = state.carried();
    hand(|hand| {
        let Some(carried) = &mut hand.carried else { return };
        for at in 0..carried.numbers.len() {
            if std::mem::take(&mut carried.stale[at])
                && let Some(column) = state.column(carried.numbers[at])
            {
                let (own, list) = (&mut carried.columns[at], &carried.lists[at]);
                (own.tops, own.card) = state.tops(column, &ids);
                own.scroll.most = f64::from(list.scroll_height() - list.client_height());
            }
        }
        if carried.dock.is_none() {
            place_items(carried);
        }
    });
}

/// The column under the carried card, by its place from the left.
pub(super) fn under() -> Option<usize> {
    hand(|hand| {
        let carried = hand.carried.as_ref()?;
        match carried.over {
            Over::Column(column, _) => carried.numbers.get(column).copied(),
            Over::Dock(_) | Over::Nothing => None,
        }
    })
}

/// Others' changes came in: what the columns would do with the card is asked anew.
pub(super) fn judge_again(state: BoardState) {
    let carried =
        hand(|hand| hand.carried.as_ref().map(|carried| (carried.ids.clone(), carried.numbers.clone())));
    let Some((ids, numbers)) = carried else { return };
    let verdicts = verdicts(state, &ids, &numbers);
    hand(|hand| {
        if let Some(carried) = &mut hand.carried {
            carried.verdicts = verdicts;
        }
    });
}

/// The pointer let go.
fn put_down() {
    let (Some(state), Some(carried)) = (board(), hand(|hand| hand.carried.take())) else { return };
    let target = find(&carried, hand(|hand| hand.last));
    let items = state.dock.get_untracked();
    // Measured before the page changes: after that the browser would have to lay it out first.
    let flies = carried.overlay.get_bounding_client_rect();
    leave(state, &carried);
    let mut dropped = None;
    match target {
        Over::Nothing => {
            fly_back(&carried);
            state.say_put_back(&carried.ids);
        }
        Over::Column(at, slot) => {
            let refused = carried.verdicts.get(at).and_then(|verdict| verdict.refusal.clone());
            let column = carried.numbers[at];
            if let Some((whose, reason)) = refused {
                fly_back(&carried);
                state.refused_over(whose, column, &reason);
            } else {
                dropped = Some(column);
                // A folded column shows no card to lie between.
                let between = (carried.folded.get(at) != Some(&true)).then_some(slot);
                state.drop_on(&carried.ids, column, between);
                drop_layer(&carried);
                // A card that lies provisionally is brought into view, and its form beside it: it does not fly.
                if state.unexplained.with_untracked(Option::is_none) {
                    dom::fly_from(carried.ids[0], (flies.left(), flies.top()));
                }
            }
        }
        Over::Dock(item) => {
            drop_layer(&carried);
            if let Some(item) = items.get(item) {
                state.carry_out(&carried.ids, &item.action);
            }
        }
    }
    fold_back(state, &carried, dropped);
    state.put_down();
}

fn put_back() -> bool {
    let Some(carried) = hand(|hand| hand.carried.take()) else { return false };
    let Some(state) = board() else {
        drop_layer(&carried);
        return true;
    };
    leave(state, &carried);
    fly_back(&carried);
    fold_back(state, &carried, None);
    state.put_down();
    state.say_put_back(&carried.ids);
    true
}

/// The page is as it was before.
fn leave(state: BoardState, carried: &Carried) {
    hand(|hand| hand.swallow = true);
    // A click follows at once, or not at all.
    set_timeout(|| hand(|hand| hand.swallow = false), Duration::from_millis(50));
    if let Some(root) = document().document_element() {
        root.class_list().remove_1("carrying").ok();
    }
    for section in &carried.elements {
        section.class_list().remove_2("over", "refuses").ok();
    }
    for id in &carried.ids {
        if let Some(card) = dom::card(*id) {
            card.class_list().remove_1("carried").ok();
        }
    }
    state.dock.set(vec![]);
    state.say_dragging(None);
}
