//! The few things that the board does to the page by hand: focus, and what lies under it.

use crate::ui::reveal;
use domain::TicketId;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// Left, bottom and right edge of an element in the window, in pixels.
pub(super) type Corners = (f64, f64, f64);

/// The attribute by which a card is found.
const TICKET: &str = "data-ticket";

/// The card that holds the focus, or holds what does.
pub(super) fn focused_card() -> Option<TicketId> {
    let card = document().active_element()?.closest("[data-ticket]").ok()??;
    card.get_attribute(TICKET)?.parse().ok().map(TicketId)
}

/// Whether that part of the page holds the focus.
pub(super) fn focus_is_in(selector: &str) -> bool {
    document().active_element().and_then(|active| active.closest(selector).ok().flatten()).is_some()
}

/// The field that holds the focus, by its id.
pub(super) fn focused_field() -> Option<String> {
    let active = document().active_element()?;
    Some(active.id()).filter(|id| is_field(&active) && !id.is_empty())
}

/// How a card is found.
fn selector(id: TicketId) -> String {
    format!("[data-ticket=\"{id}\"]")
}

/// The first element that a selector finds.
fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

/// A card, where it is drawn.
pub(super) fn card(id: TicketId) -> Option<HtmlElement> {
    find(&selector(id))
}

/// Puts the focus on a card and brings it into view, also where it has the focus already.
pub(super) fn focus_card(id: TicketId) {
    focus(&selector(id));
    show_card(id);
}

/// Brings a card into view, no farther than it must.
pub(super) fn show_card(id: TicketId) {
    reveal(&selector(id));
}

/// Puts the focus on the first element that a selector finds.
pub(super) fn focus(selector: &str) {
    if let Some(element) = find(selector) {
        element.focus().ok();
    }
}

/// Moves the focus along the elements that a selector finds, around the ends.
#[cfg(feature = "hydrate")]
pub(super) fn walk(selector: &str, step: i32) {
    let Ok(list) = document().query_selector_all(selector) else { return };
    let count = i32::try_from(list.length()).unwrap_or(0);
    let active = document().active_element();
    let at = (0..count).find(|at: &i32| {
        list.item(at.unsigned_abs())
            .is_some_and(|node| active.as_ref().is_some_and(|active| node.is_same_node(Some(active))))
    });
    let to = at.map_or(0, |at| (at + step).rem_euclid(count.max(1)));
    if let Some(element) = list.item(to.unsigned_abs()).and_then(|node| node.dyn_into::<HtmlElement>().ok()) {
        element.focus().ok();
    }
}

/// Brings a card into view.
pub(super) fn scroll_to(id: TicketId) {
    if let Some(card) = card(id) {
        card.scroll_into_view_with_bool(false);
    }
}

/// After the page has drawn what has just been decided.
pub(super) fn after_paint(then: impl FnOnce() + 'static) {
    request_animation_frame(then);
}

/// Focuses a card once it is drawn anew.
pub(super) fn focus_card_later(id: TicketId) {
    after_paint(move || focus_card(id));
}

/// The same, without bringing it into view.
pub(super) fn focus_quietly_later(id: TicketId) {
    after_paint(move || focus_quietly(&selector(id)));
}

#[cfg(feature = "hydrate")]
fn focus_quietly(selector: &str) {
    if let Some(element) = find(selector) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        element.focus_with_options(&options).ok();
    }
}

/// Only browsers have a focus to move.
#[cfg(not(feature = "hydrate"))]
fn focus_quietly(_selector: &str) {}

/// The board is in the document, and not behind a ticket's page.
pub(super) fn is_shown() -> bool {
    find(".board").is_some()
}

/// Nothing holds the focus: what held it has gone.
fn focus_is_lost() -> bool {
    document().active_element().is_none_or(|active| active.tag_name() == "BODY")
}

/// Whether the focus is at that card, or would be if its node had not been moved.
pub(super) fn has_focus(id: TicketId) -> bool {
    focused_card() == Some(id) || focus_is_lost()
}

/// Gives the focus back to a card whose node is about to be moved: that takes it away. Nothing scrolls: who scrolls away
/// from the card in focus goes on.
pub(super) fn keep_focus() {
    let Some(id) = focused_card() else { return };
    let part = document()
        .active_element()
        .and_then(|active| active.get_attribute("data-part"))
        .map(|part| format!("{} [data-part=\"{part}\"]", selector(id)));
    after_paint(move || {
        if focus_is_lost() {
            if let Some(part) = part {
                focus_quietly(&part);
            }
            if focused_card().is_none() {
                focus_quietly(&selector(id));
            }
            // The card is gone: the one that holds the tab stop now.
            if focused_card().is_none() {
                focus("[data-ticket][tabindex=\"0\"]");
            }
        }
    });
}

/// The element that an event began at.
pub(super) fn target(event: &leptos::ev::Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into::<Element>().ok())
}

/// Whether a letter typed here is meant for a field.
pub(super) fn is_field(element: &Element) -> bool {
    element
        .closest("input, textarea, select, [contenteditable], dialog, [role=menu]")
        .ok()
        .flatten()
        .is_some()
}

/// Where an element lies in the window: left, bottom and right edge.
#[cfg(feature = "hydrate")]
pub(super) fn corners(element: &Element) -> Corners {
    let place = element.get_bounding_client_rect();
    (place.left(), place.bottom(), place.right())
}

/// Whether text is selected: who selects does not click.
pub(super) fn has_selection() -> bool {
    #[cfg(feature = "hydrate")]
    {
        let window = window();
        let selection = js_sys::Reflect::get(&window, &"getSelection".into())
            .and_then(|get| get.unchecked_into::<js_sys::Function>().call0(&window));
        selection.is_ok_and(|selection| !String::from(js_sys::Object::from(selection).to_string()).is_empty())
    }
    #[cfg(not(feature = "hydrate"))]
    false
}

/// Puts a dialog beside a card, which is brought into view: below it where there is room, else above it.
#[cfg(feature = "hydrate")]
pub(super) fn beside(id: TicketId, dialog: &str) {
    scroll_to(id);
    let (Some(card), Some(dialog)) = (card(id), find(dialog)) else { return };
    let size = |size: Result<leptos::wasm_bindgen::JsValue, _>| size.ok().and_then(|size| size.as_f64());
    let wide = size(window().inner_width()).unwrap_or_default();
    let high = size(window().inner_height()).unwrap_or_default();
    let (own_wide, own_high) = (f64::from(dialog.offset_width()), f64::from(dialog.offset_height()));
    let place = card.get_bounding_client_rect();
    let below = place.bottom() + 4.0;
    let top = if below + own_high < high { below } else { place.top() - own_high - 4.0 };
    let left = place.left().min(wide - own_wide - 12.0);
    let style = dialog.style();
    for (name, at) in [("left", left), ("top", top)] {
        // A browser refuses no value that is written here.
        style.set_property(name, &pixels(at.max(12.0))).ok();
    }
    style.set_property("margin", "0").ok();
}

/// Only browsers lay elements out.
#[cfg(not(feature = "hydrate"))]
pub(super) fn beside(_id: TicketId, _dialog: &str) {}

/// Whole pixels, as a style writes them. To write fractions the browser's program would be 4 kB larger.
#[expect(clippy::cast_possible_truncation, reason = "a browser's elements end far below 2^31 pixels")]
pub(super) fn pixels(at: f64) -> String {
    format!("{}px", at.round() as i32)
}

/// How high the first element is that a selector finds, in pixels.
pub(super) fn height(selector: &str) -> Option<f64> {
    find(selector).map(|element| f64::from(element.offset_height()))
}

/// How a list of cards is found by its number.
pub(super) fn list(index: usize) -> String {
    format!("[data-list=\"{index}\"]")
}

fn scroller(index: usize) -> Option<Element> {
    document().query_selector(&format!("{} > .cards", list(index))).ok()?
}

/// Under the heads of the columns the head of a lane comes to rest: the style is told how high they are.
#[cfg(feature = "hydrate")]
pub(super) fn measure_heads() {
    if let Some(heads) = height(".lane-heads")
        && let Some(board) = find(".board")
    {
        let high = pixels(heads);
        if board.style().get_property_value("--heads").ok().as_deref() != Some(&high) {
            // A browser refuses no value that is written here.
            board.style().set_property("--heads", &high).ok();
        }
    }
}

/// Only browsers lay elements out.
#[cfg(not(feature = "hydrate"))]
pub(super) fn measure_heads() {}

/// What is seen of a list.
pub(super) struct View {
    /// How far it is scrolled, in pixels.
    pub(super) top: f64,
    /// How much of it is seen, in pixels.
    pub(super) height: f64,
    /// It lies within a screen of what is seen of the board.
    pub(super) near: bool,
}

/// What is seen of a list.
pub(super) fn view_of(index: usize) -> Option<View> {
    let cards = scroller(index)?;
    let (top, height) = (f64::from(cards.scroll_top()), f64::from(cards.client_height()));
    Some(View { top, height, near: is_near(&cards) })
}

#[cfg(feature = "hydrate")]
fn is_near(cards: &Element) -> bool {
    // Only a board with lanes scrolls its lists away.
    let Some(board) = cards.closest(".board.divided").ok().flatten() else { return true };
    let (own, board) = (cards.get_bounding_client_rect(), board.get_bounding_client_rect());
    own.top() < board.bottom() + board.height() && own.bottom() > board.top() - board.height()
}

/// Only browsers lay elements out.
#[cfg(not(feature = "hydrate"))]
fn is_near(_cards: &Element) -> bool {
    true
}

/// Scrolls a list.
pub(super) fn scroll_column(index: usize, top: f64) {
    if let Some(cards) = scroller(index) {
        set_scroll_top(&cards, top);
    }
}

/// Scrolls an element down to `top`.
#[expect(clippy::cast_possible_truncation, reason = "a browser's elements end far below 2^31 pixels")]
pub(super) fn set_scroll_top(element: &Element, top: f64) {
    element.set_scroll_top(top as i32);
}

/// Scrolls an element to the side.
#[cfg(feature = "hydrate")]
#[expect(clippy::cast_possible_truncation, reason = "a browser's elements end far below 2^31 pixels")]
pub(super) fn set_scroll_left(element: &Element, left: f64) {
    element.set_scroll_left(left as i32);
}

/// Where a card lies in the window now: left and upper edge.
#[cfg(feature = "hydrate")]
pub(super) fn place_of(id: TicketId) -> Option<(f64, f64)> {
    let place = card(id)?.get_bounding_client_rect();
    Some((place.left(), place.top()))
}

/// Only browsers lay elements out.
#[cfg(not(feature = "hydrate"))]
pub(super) fn place_of(_id: TicketId) -> Option<(f64, f64)> {
    None
}

/// How long a card flies to its place, as the style has it.
pub(super) const FLIGHT: std::time::Duration = std::time::Duration::from_millis(180);

/// Once a card is drawn at its new place, it flies there from where it was, by `transform` alone. Who wants less
/// motion has it stay: the style sees to that.
pub(super) fn fly_from(id: TicketId, from: (f64, f64)) {
    after_paint(move || {
        let Some(to) = place_of(id) else { return };
        let Some(card) = card(id) else { return };
        let style = card.style();
        let way = format!("translate({},{})", pixels(from.0 - to.0), pixels(from.1 - to.1));
        style.set_property("transform", &way).ok();
        after_paint(move || {
            card.class_list().add_1("flies").ok();
            style.remove_property("transform").ok();
            set_timeout(
                move || {
                    card.class_list().remove_1("flies").ok();
                },
                // A frame later than the style says: the last one is drawn.
                FLIGHT + std::time::Duration::from_millis(20),
            );
        });
    });
}

/// Tomorrow at eight in the morning, where the person is.
#[cfg(feature = "hydrate")]
pub(super) fn tomorrow() -> Option<domain::Time> {
    let date = js_sys::Date::new_0();
    date.set_date(date.get_date() + 1);
    date.set_hours(8);
    date.set_minutes(0);
    date.set_seconds(0);
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of this century fit")]
    domain::time::from_millis(date.get_time() as i64)
}

/// The server does not know where the person is.
#[cfg(not(feature = "hydrate"))]
pub(super) fn tomorrow() -> Option<domain::Time> {
    None
}

/// Puts a text on the clipboard.
#[cfg(feature = "hydrate")]
pub(super) fn copy(text: &str) {
    let writing = window().navigator().clipboard().write_text(text);
    leptos::task::spawn_local(async move {
        // A browser may forbid it: the code can still be selected.
        wasm_bindgen_futures::JsFuture::from(writing).await.ok();
    });
}

/// Only browsers have a clipboard.
#[cfg(not(feature = "hydrate"))]
pub(super) fn copy(_text: &str) {}

/// Only browsers have a focus to move.
#[cfg(not(feature = "hydrate"))]
pub(super) fn walk(_selector: &str, _step: i32) {}

/// Only browsers lay elements out.
#[cfg(not(feature = "hydrate"))]
pub(super) fn corners(_element: &Element) -> Corners {
    (0.0, 0.0, 0.0)
}
