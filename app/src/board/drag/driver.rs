//! Hears what happens, asks the machine what is to be done about it, and does that.
//!
//! While a pointer carries, one function runs a frame. It touches no signal and asks the page for no measure: all boxes
//! were measured when the cards were taken up, and again when something was scrolled or laid anew.

use super::collapsed::{fold, keep_open, unfold};
use super::current::{Current, board, current};
use super::gesture::{HOLD_MS, Point};
use super::layer::Layer;
use super::machine::{By, Dragging, Effect, Input};
use super::measure::{catch_up, measure, refresh};
use super::overlay;
use super::world::{Target, World};
use crate::board::dom;
use crate::board::line::Does;
use crate::board::offers::Place;
use crate::board::state::BoardState;
use domain::TicketId;
use leptos::prelude::*;
use std::time::Duration;

/// A click follows the end of a drag within so many milliseconds, or not at all.
const CLICK_MS: u64 = 50;

/// Hears it. Answers whether it was about the drag and shall mean nothing else.
pub(super) fn hear(input: Input) -> bool {
    let (own, mut effects) = current(|Current { drag, world, effects, .. }| {
        let mut effects = std::mem::take(effects);
        (drag.on(input, world, &mut effects), effects)
    });
    // What is done about it may be heard in its turn.
    effects.drain(..).for_each(carry_out);
    current(|current| current.effects = effects);
    own
}

fn carry_out(effect: Effect) {
    match effect {
        Effect::AwaitHold(pointer) => await_hold(pointer),
        Effect::AwaitClick => set_timeout(|| _ = hear(Input::NoClick), Duration::from_millis(CLICK_MS)),
        Effect::Lift { cards, pointer, from } => {
            // The card was drawn anew, or the pointer is gone already: nothing is carried.
            if !lift(&cards, pointer, from) {
                hear(Input::Lost);
            }
        }
        Effect::LiftByKey { card, over } => {
            if let (Some(state), Target::List(list, Some(slot))) = (board(), over) {
                state.show_lift(card, list, slot);
            }
        }
        Effect::Show { before, over } => on_layer(|layer, world| layer.show(before, over, world)),
        Effect::Follow { at, line } => on_layer(|layer, _| layer.follow(at, line)),
        Effect::Scroll(what, to) => on_layer(|layer, _| layer.scroll(what, to)),
        Effect::Unfold(list) => unfold(list),
        Effect::Fold(list) => fold(list),
        Effect::KeepOpen(list) => keep_open(list),
        Effect::NextFrame => {
            refresh();
            next_frame();
        }
        Effect::Hover { card, list, slot, refusal } => {
            if let Some(state) = board() {
                state.show_step(card, list, slot, refusal.as_deref());
            }
        }
        Effect::Refuse(list) => {
            if let Some(state) = board() {
                state.say_refused(list);
            }
        }
        Effect::Drop(drag, target) => drop_on(&drag, target),
        Effect::PutBack(drag, refused) => put_back(&drag, refused),
    }
}

fn on_layer(act: impl FnOnce(&Layer, &World)) {
    current(|Current { layer, world, .. }| {
        if let Some(layer) = layer {
            act(layer, world);
        }
    });
}

fn await_hold(pointer: i32) {
    let held = move || {
        current(|current| current.hold = None);
        hear(Input::Held(pointer));
    };
    if let Ok(timer) = set_timeout_with_handle(held, Duration::from_millis(HOLD_MS))
        && let Some(earlier) = current(|current| current.hold.replace(timer))
    {
        earlier.clear();
    }
}

fn next_frame() {
    request_animation_frame(|| {
        let now = window().performance().map_or(0.0, |performance| performance.now());
        catch_up();
        hear(Input::Frame(now));
    });
}

/// The pointer takes cards up; `false`: it cannot.
fn lift(cards: &[TicketId], pointer: i32, from: Point) -> bool {
    let Some(state) = board() else { return false };
    let Some(mut layer) = overlay::take_up(cards, pointer, from) else { return false };
    current(|current| {
        measure(state, cards, &mut current.world, &mut layer);
        current.layer = Some(layer);
    });
    state.overlay.menu.set(None);
    state.hold.hold_back(cards.to_vec());
    state.hold.freeze(true);
    state.in_hand.dock.set(state.offered(Place::Dock, cards));
    state.ask_colleagues();
    state.say_dragging(cards.first().copied());
    window().navigator().vibrate_with_duration(10);
    next_frame();
    true
}

fn drop_on(drag: &Dragging, target: Target) {
    // Measured before the page changes: after that the browser would have to lay it out first.
    let flies = current(|current| current.layer.as_ref().map(|layer| layer.copy.get_bounding_client_rect()));
    let items = board().map(|state| state.in_hand.dock.get_untracked()).unwrap_or_default();
    leave(drag, |state, layer| {
        if let Some(layer) = layer {
            layer.remove();
        }
        match target {
            Target::Nothing => {}
            Target::List(list, slot) => {
                state.drop_on(&drag.cards, list, slot);
                // A card that lies provisionally is brought into view, and its form beside it: it does not fly.
                if let Some(flies) = flies
                    && state.overlay.unexplained.with_untracked(Option::is_none)
                {
                    dom::fly_from(drag.cards[0], (flies.left(), flies.top()));
                }
            }
            Target::Dock(item) => {
                if let Some(Does::Do(action)) = items.get(item).map(|item| &item.does) {
                    state.carry_out(&drag.cards, action);
                }
            }
        }
    });
}

fn put_back(drag: &Dragging, refused: Option<usize>) {
    let refusal = refused.and_then(|list| {
        let refusal = current(|current| current.world.list(list)?.verdict.refusal.clone());
        refusal.map(|(whose, reason)| (list, whose, reason))
    });
    let told = refusal.is_some();
    let left = leave(drag, |state, layer| {
        if let Some(layer) = layer {
            layer.fly_back(drag.cards[0]);
        }
        if let Some((list, whose, reason)) = refusal {
            state.refused_over(whose, list, &reason);
        }
    });
    if let Some(state) = left.filter(|_| !told) {
        state.say_put_back(&drag.cards);
    }
}

/// Cards are carried no more, whichever way that ends: nothing of it stays on the page, and what others did meanwhile
/// comes in. Answers with the board, if it is there and something was carried on it.
fn leave(drag: &Dragging, then: impl FnOnce(BoardState, Option<Layer>)) -> Option<BoardState> {
    let layer = current(|current| current.layer.take());
    let by_pointer = matches!(drag.by, By::Pointer(_));
    if by_pointer && layer.is_none() {
        // It could not be taken up.
        return None;
    }
    if let Some(layer) = &layer {
        layer.unmark(&drag.cards);
    }
    let Some(state) = board() else {
        if let Some(layer) = layer {
            layer.remove();
        }
        return None;
    };
    state.hold.freeze(false);
    if by_pointer {
        state.in_hand.dock.set(vec![]);
    } else {
        state.in_hand.keyboard_drag.set(None);
    }
    state.say_dragging(None);
    then(state, layer);
    state.put_down();
    Some(state)
}
