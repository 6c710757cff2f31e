//! "⋯": all that can be done to a card, one menu for the whole board.

use super::dom::{self, Corners};
use super::keyboard_drag::Step;
use super::location::BoardLocation;
use super::move_intent::MoveIntent;
use super::state::BoardState;
use crate::i18n::{fill, words};
use crate::ui::view;
use crate::ui::{dynamic, hears, pressed};
use domain::TicketId;
use domain::board::Order;
use leptos::prelude::*;

/// What a line of the menu does.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Choice {
    Open,
    Dialog,
    Move(MoveIntent),
    Shift(isize),
    Choose,
    Tags,
    Do(super::action::Action),
}

/// A line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    text: String,
    key: &'static str,
    action: Choice,
    refusal: Option<String>,
}

fn items(state: BoardState, id: TicketId) -> Vec<Item> {
    let w = &state.session.words.board;
    let item = |text: &str, key, action| Item { text: text.to_owned(), key, action, refusal: None };
    let mut items = vec![item(w.menu_open, "Enter", Choice::Open), item(w.menu_move, "M", Choice::Dialog)];
    for step in [-1, 1] {
        if let Some((column, intent)) = state.beside(id, step) {
            let text = fill(w.menu_to_column, &[("column", &state.session.column_name(column.id))]);
            items.push(match intent {
                Ok(intent) => Item { text, key: "", action: Choice::Move(intent), refusal: None },
                Err(reason) => Item { text, key: "", action: Choice::Dialog, refusal: Some(reason) },
            });
        }
    }
    if state.query.order.get_untracked() == Order::Manual {
        items.push(item(w.menu_up, "", Choice::Shift(-1)));
        items.push(item(w.menu_down, "", Choice::Shift(1)));
        items.push(item(w.menu_top, "", Choice::Shift(isize::MIN)));
        // The end is known only where all cards are loaded.
        if state.lists.place_of(id).is_some_and(|(column, _)| column.next.with_untracked(Option::is_none)) {
            items.push(item(w.menu_bottom, "", Choice::Shift(isize::MAX)));
        }
    }
    items.push(item(w.menu_choose, "X", Choice::Choose));
    items.push(item(state.session.words.tag.dialog, "T", Choice::Tags));
    for other in state.dock_items(&[id]) {
        items.push(Item {
            text: other.name,
            key: other.key,
            action: Choice::Do(other.action),
            refusal: None,
        });
    }
    items
}

fn run(state: BoardState, location: BoardLocation, id: TicketId, action: Choice) {
    state.overlay.menu.set(None);
    match action {
        Choice::Open => location.open(id.code()),
        Choice::Dialog => state.overlay.dialog.set(Some(id)),
        Choice::Tags => {
            state.cursor.current.set(Some(id));
            location.palette.set(Some(fill(state.session.words.tag.put, &[("name", "")])));
        }
        Choice::Move(intent) => state.make_move(intent),
        Choice::Shift(slots) => state.shift(id, slots),
        Choice::Choose => {
            state.choose(id);
            dom::focus_card_later(id);
        }
        Choice::Do(action) => {
            state.carry_out(&[id], &action);
            dom::focus_card_later(id);
        }
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
            view! { <Menu id corners items=items(state, id) state location/> }
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
    items: Vec<Item>,
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
    let line = move |item: Item| {
        let refused = item.refusal.is_some();
        let action = item.action;
        view! {
            <button
                type="button"
                role="menuitem"
                class="menu-line"
                tabindex="-1"
                aria-disabled=refused.then_some("true")
                on:click=hears(move |_| if !refused { run(state, location, id, action.clone()) })
            >
                <span>{item.text}{item.refusal.map(|reason| view! { <small>{reason}</small> })}</span>
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
    let step = match event.key().as_str() {
        "ArrowUp" | "k" | "K" => Step::Slots(far(-1)),
        "ArrowDown" | "j" | "J" => Step::Slots(far(1)),
        "ArrowLeft" | "h" | "H" => Step::Columns(-1),
        "ArrowRight" | "l" | "L" => Step::Columns(1),
        "Home" => Step::Columns(-100),
        "End" => Step::Columns(100),
        " " | "Enter" => {
            state.drop_keyboard_drag();
            return true;
        }
        "Escape" | "Tab" => {
            state.cancel_keyboard_drag();
            return true;
        }
        _ => return false,
    };
    state.step(step);
    true
}
