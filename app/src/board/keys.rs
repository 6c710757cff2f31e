//! The keys of the board (`ux.md` 2.1). Letters count only while no field holds the focus.

use super::keyboard_drag::Key;
use super::location::BoardLocation;
use super::menu::step_key;
use super::state::BoardState;
use super::{dom, drag, layout};
use crate::ticket::Landing;
use crate::ui::pressed_anywhere;
use domain::TicketId;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::time::Duration;

/// Who walks by the keys and the panel with them: it reads the card where they stand still for so long.
const RESTS_AFTER: Duration = Duration::from_millis(200);

/// Hears the keys until the board goes.
pub(super) fn listen(state: BoardState, location: BoardLocation) {
    pressed_anywhere(move |event| {
        if press(state, location, &event) {
            event.prevent_default();
        }
    });
}

/// Whether the key meant something.
fn press(state: BoardState, location: BoardLocation, event: &KeyboardEvent) -> bool {
    let Some(target) = dom::target(event) else { return false };
    if event.default_prevented() || !dom::is_shown() {
        return false;
    }
    let ctrl = event.ctrl_key() || event.meta_key();
    // From a field, too: the commands are about the ticket, not about the text.
    if ctrl
        && event.key().eq_ignore_ascii_case("k")
        && state.in_hand.keyboard_drag.with_untracked(Option::is_none)
        && location.palette.with_untracked(Option::is_none)
    {
        location.palette.set(Some(String::new()));
        return true;
    }
    if dom::is_field(&target) {
        return false;
    }
    // Typed for a dialog that has still to take the focus: it is no command for the card.
    if asks(state, location) {
        return false;
    }
    if event.key() == "Escape" && drag::key(state, Key::Cancel) {
        return true;
    }
    if state.in_hand.keyboard_drag.with_untracked(Option::is_some) {
        return step_key(state, event);
    }
    let key = event.key();
    if ctrl || event.alt_key() {
        return ctrl && !event.shift_key() && key.eq_ignore_ascii_case("z") && undo(state);
    }
    if key == "Escape" {
        if state.choose_none() {
            return true;
        }
        let open = location.opened().is_some();
        if open {
            location.close();
        }
        return open;
    }
    // Elsewhere on the page, in the panel say, letters mean other things.
    let own = target.tag_name() == "BODY" || target.closest("main").ok().flatten().is_some();
    if !own || target.closest("[data-panel], .panel, .popover").ok().flatten().is_some() {
        return false;
    }
    // Who speaks to the computer, or brushes the keys, may switch the letters off (WCAG 2.1.4).
    if key.chars().count() == 1 && key != " " && !crate::ui::letters() {
        return false;
    }
    // A key that is held down walks, and does nothing over and over.
    if event.repeat() && (key.chars().count() == 1 || key == "Enter") && !is_step(&key) {
        return true;
    }
    anywhere(state, location, &key)
        || on_card(state, location, &target, &key, event)
        || on_heading(state, &target, &key)
}

/// Whether a dialog is open.
fn asks(state: BoardState, location: BoardLocation) -> bool {
    let overlay = state.overlay;
    overlay.dialog.with_untracked(Option::is_some)
        || overlay.unexplained.with_untracked(Option::is_some)
        || overlay.explains.get_untracked()
        || overlay.help.get_untracked()
        || location.palette.with_untracked(Option::is_some)
}

/// What the newest note offers; when the notes are gone, the board's last move.
fn undo(state: BoardState) -> bool {
    if state.session.toasts.undo_last() {
        return true;
    }
    state.take_last_back()
}

fn anywhere(state: BoardState, location: BoardLocation, key: &str) -> bool {
    match key {
        "/" | "f" | "F" => dom::focus("#board-filter"),
        "?" => state.overlay.help.set(true),
        "d" | "D" => location.go(true, |address| address.density = address.density.next()),
        "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" => {
            let index = usize::from(key.as_bytes()[0] - b'1');
            let Some(column) = state.lists.head(index) else { return false };
            let lists = state.lists_shown().into_iter().filter(|list| list.id == column.id);
            match { lists }.find(|list| !list.cards().is_empty()) {
                Some(list) => state.focus_end(list, false),
                None => dom::focus(&format!("[data-heading=\"{index}\"]")),
            }
        }
        _ => return false,
    }
    true
}

/// Whether a key goes from card to card.
fn is_step(key: &str) -> bool {
    key.starts_with("Arrow") || matches!(key, "j" | "J" | "k" | "K" | "h" | "H" | "l" | "L")
}

fn on_card(
    state: BoardState,
    location: BoardLocation,
    target: &leptos::web_sys::Element,
    key: &str,
    event: &KeyboardEvent,
) -> bool {
    let Some(id) = dom::focused_card() else {
        let lost = target.tag_name() == "BODY" && is_step(key);
        if lost {
            dom::focus("[data-ticket][tabindex=\"0\"]");
        }
        return lost;
    };
    if event.shift_key() {
        return with_shift(state, id, event);
    }
    // On the card's own buttons and link, space and enter are theirs.
    let on_part = !target.has_attribute("data-ticket");
    match key {
        "ArrowDown" | "j" | "J" => walk(state, location, || step(state, id, 1)),
        "ArrowUp" | "k" | "K" => walk(state, location, || step(state, id, -1)),
        "ArrowRight" | "l" | "L" => walk(state, location, || across(state, id, 1)),
        "ArrowLeft" | "h" | "H" => walk(state, location, || across(state, id, -1)),
        "Home" | "End" => {
            if let Some((column, _)) = state.lists.place_of(id) {
                state.focus_end(column, key == "End");
            }
        }
        "Enter" | " " if on_part => return false,
        _ => return state.act_by_key(location, id, key),
    }
    true
}

/// Goes to another card. The panel shows the one where the walk rests (`ux.md` 2.3).
fn walk(state: BoardState, location: BoardLocation, go: impl FnOnce()) {
    go();
    if location.opened().is_none() {
        return;
    }
    let rests = state.cursor.current.get_untracked();
    let follow = move || {
        let still = state.cursor.current.try_get_untracked().flatten();
        if let Some(id) =
            still.filter(|id| rests == Some(*id) && location.opened().is_some_and(|code| code != id.code()))
        {
            location.open_at(id.code(), Landing::Nowhere);
        }
    };
    set_timeout(follow, RESTS_AFTER);
}

/// Shift and an arrow choose; Shift and a digit move to that column. The digit by its key, since layouts differ.
fn with_shift(state: BoardState, id: TicketId, event: &KeyboardEvent) -> bool {
    let digit = event.code().strip_prefix("Digit").and_then(|digit| digit.parse::<usize>().ok());
    let to = digit.zip(state.lists.place_of(id)).and_then(|(digit, (from, _))| {
        state.lists.across(from, digit.cast_signed() - 1 - from.at.cast_signed())
    });
    if let Some(list) = to {
        state.drop_on(&[id], list.index, None);
        return true;
    }
    let by = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return false,
    };
    let next = state.lists.place_of(id).and_then(|(column, _)| layout::neighbour(&column.cards(), id, by));
    if let Some(next) = next {
        state.choose_range(id, next);
        state.focus(next);
    }
    true
}

/// From a column's heading down to its first card, or to the heading beside it.
fn on_heading(state: BoardState, target: &leptos::web_sys::Element, key: &str) -> bool {
    let Some(index) = target.get_attribute("data-heading").and_then(|index| index.parse::<usize>().ok())
    else {
        return false;
    };
    match key {
        "ArrowDown" | "j" | "J" => {
            let lists = state.lists_shown();
            if let Some(list) = lists.into_iter().find(|list| list.at == index && !list.cards().is_empty()) {
                state.focus_end(list, false);
            }
        }
        "ArrowRight" | "l" | "L" => dom::focus(&format!("[data-heading=\"{}\"]", index + 1)),
        "ArrowLeft" | "h" | "H" => dom::focus(&format!("[data-heading=\"{}\"]", index.saturating_sub(1))),
        _ => return false,
    }
    true
}

/// To the card above or below; from the topmost one to the heading.
fn step(state: BoardState, id: TicketId, by: isize) {
    let Some((column, at)) = state.lists.place_of(id) else { return };
    if let Some(next) = layout::neighbour(&column.cards(), id, by) {
        return state.focus(next);
    }
    // On to the next lane with a card, if there are lanes.
    let mut list = column;
    while let Some(next) = state.lists.along(list, by > 0) {
        if !next.cards().is_empty() {
            return state.focus_end(next, by < 0);
        }
        list = next;
    }
    if at == 0 && by == -1 {
        dom::focus(&format!("[data-heading=\"{}\"]", column.at));
    }
}

/// To the card at the same height in the next column that has one.
fn across(state: BoardState, id: TicketId, by: isize) {
    let Some((column, at)) = state.lists.place_of(id) else { return };
    let mut list = column;
    while let Some(next) = state.lists.across(list, by) {
        let cards = if next.collapsed.get_untracked() { vec![] } else { next.cards() };
        if let Some(card) = cards.get(at).or(cards.last()) {
            return state.focus(*card);
        }
        list = next;
    }
}
