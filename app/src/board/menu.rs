//! "⋯": all that can be done to a card, one menu for the whole board.

use super::dom::{self, Corners};
use super::drag;
use super::keyboard_drag::{Key, Step};
use super::line::{Does, Line};
use super::location::BoardLocation;
use super::offers::Place;
use super::state::BoardState;
use crate::i18n::{fill, words};
use crate::ui::view;
use crate::ui::{dynamic, hears, pressed};
use domain::TicketId;
use leptos::prelude::*;

fn run(state: BoardState, location: BoardLocation, id: TicketId, does: Does) {
    state.overlay.menu.set(None);
    let stays = matches!(does, Does::Choose | Does::Do(_));
    state.act(location, id, does);
    if stays {
        dom::focus_card_later(id);
    }
}

/// The open menu.
#[component]
pub(super) fn CardMenu() -> impl IntoView {
    let state = expect_context::<BoardState>();
    let location = expect_context::<BoardLocation>();
    dynamic(move || {
        state.overlay.menu.get().map(|(id, corners)| {
            dom::after_paint(|| dom::focus(".card-menu [role=menuitem]"));
            view! { <Menu id corners items=state.offered(Place::Menu, &[id]) state location/> }
        })
    })
}

/// Room that the menu needs below its button, in pixels.
const MENU_HEIGHT: f64 = 340.0;
const MENU_WIDTH: f64 = 240.0;

#[component]
fn Menu(
    id: TicketId,
    corners: Corners,
    items: Vec<Line>,
    state: BoardState,
    location: BoardLocation,
) -> impl IntoView {
    let (_, bottom, right) = corners;
    let height = window().inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(bottom + MENU_HEIGHT);
    let top = bottom.min((height - MENU_HEIGHT).max(8.0));
    let left = (right - MENU_WIDTH).max(8.0);
    let close = move || {
        state.overlay.menu.set(None);
        dom::focus(&format!("[data-ticket=\"{id}\"] .card-more"));
    };
    let keys = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Escape" | "Tab" => {
            event.prevent_default();
            event.stop_propagation();
            close();
        }
        "ArrowDown" => {
            event.prevent_default();
            dom::walk(".card-menu [role=menuitem]", 1);
        }
        "ArrowUp" => {
            event.prevent_default();
            dom::walk(".card-menu [role=menuitem]", -1);
        }
        "Home" => {
            event.prevent_default();
            dom::focus(".card-menu [role=menuitem]");
        }
        "End" => {
            event.prevent_default();
            dom::focus(".card-menu [role=menuitem]:last-child");
        }
        _ => {}
    };
    let line = move |item: Line| {
        let refused = item.refusal.is_some();
        let does = item.does;
        view! {
            <button
                type="button"
                role="menuitem"
                class="menu-line"
                tabindex="-1"
                aria-disabled=refused.then_some("true")
                on:click=hears(move |_| if !refused { run(state, location, id, does.clone()) })
            >
                <span>{item.name}{item.refusal.map(|reason| view! { <small>{reason}</small> })}</span>
                {(!item.key.is_empty()).then(|| view! { <kbd aria-hidden="true">{item.key}</kbd> })}
            </button>
        }
    };
    let code = id.code();
    let title = state.cards.card(id).map(|card| card.title).unwrap_or_default();
    let label = fill(words().board.actions, &[("code", &code), ("title", &title)]);
    view! {
        <div class="menu-veil" on:pointerdown=hears(move |_| state.overlay.menu.set(None))></div>
        <div
            class="popover card-menu"
            role="menu"
            aria-label=label
            style:top=dom::pixels(top)
            style:left=dom::pixels(left)
            style:max-height=format!("calc(100dvh - {} - 8px)", dom::pixels(top))
            on:keydown=pressed(keys)
        >
            {items.into_iter().map(line).collect_view()}
        </div>
    }
}

/// The keys of a lifted card.
pub(super) fn step_key(state: BoardState, event: &leptos::ev::KeyboardEvent) -> bool {
    let ends = event.ctrl_key() || event.meta_key();
    let far = |step: isize| if ends { step * 100_000 } else { step };
    let key = match event.key().as_str() {
        "ArrowUp" | "k" | "K" => Key::Step(Step::Slots(far(-1))),
        "ArrowDown" | "j" | "J" => Key::Step(Step::Slots(far(1))),
        "ArrowLeft" | "h" | "H" => Key::Step(Step::Columns(-1)),
        "ArrowRight" | "l" | "L" => Key::Step(Step::Columns(1)),
        "Home" => Key::Step(Step::Columns(-100)),
        "End" => Key::Step(Step::Columns(100)),
        " " | "Enter" => Key::Drop,
        "Escape" | "Tab" => Key::Cancel,
        _ => return false,
    };
    drag::key(state, key);
    true
}
