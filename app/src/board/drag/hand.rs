//! The hand: hears the pointer, carries a copy of the card, and draws where it would come to lie.
//!
//! While a card is carried, one function runs a frame. It touches no signal and asks the page for no measure: all
//! boxes were measured when the card was taken up, and again when something was scrolled or laid anew.

use super::geometry::{Area, ColumnBox, Scroll, column_at};
use super::gesture::{Gesture, HOLD_MS, Point, Step};
use crate::board::dom::{self, Listening};
use crate::board::page::Here;
use crate::board::state::{BoardState, Column};
use domain::TicketId;
use domain::board::Order;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{self, Element, HtmlElement, PointerEvent};
use std::cell::RefCell;
use std::time::Duration;

/// A finger so near to the side of a phone's screen, for so long, turns to the next column.
const SIDE: f64 = 40.0;
const SIDE_MS: f64 = 500.0;
/// Below this width one column fills the screen, and columns are turned like pages.
const PHONE: f64 = 600.0;
/// A card that was put down or back flies for so long.
const FLIGHT: Duration = Duration::from_millis(180);

/// What is under the carried card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Over {
    #[default]
    Nothing,
    /// A column, and between which cards.
    Column(usize, usize),
    /// An item of the dock.
    Dock(usize),
}

/// What a column would do with the card: asked once, when it is taken up.
struct Verdict {
    refusal: Option<String>,
    /// Said under the card.
    text: String,
    /// The place shows as a line between cards.
    line: bool,
    /// The slot where it lies already.
    own_slot: Option<usize>,
}

/// A carried card.
struct Carried {
    ids: Vec<TicketId>,
    overlay: HtmlElement,
    line: HtmlElement,
    says: HtmlElement,
    grab: Point,
    at: Point,
    columns: Vec<ColumnBox>,
    elements: Vec<Element>,
    lists: Vec<Element>,
    verdicts: Vec<Verdict>,
    stale: Vec<bool>,
    board: (Element, Area, Scroll),
    dock: Vec<(Area, Element)>,
    over: Over,
    last: f64,
    side_since: Option<f64>,
    settled: bool,
}

#[derive(Default)]
struct Hand {
    gesture: Gesture,
    pressed: Option<(TicketId, Point)>,
    last: Point,
    hold: Option<TimeoutHandle>,
    carried: Option<Carried>,
    /// The click that ends a drag is none.
    swallow: bool,
}

thread_local! {
    /// There is one pointer's hand a page. A plain value and no signal: nothing follows it.
    static HAND: RefCell<Hand> = RefCell::default();
    static BOARD: RefCell<Option<BoardState>> = const { RefCell::new(None) };
}

fn hand<T>(act: impl FnOnce(&mut Hand) -> T) -> T {
    HAND.with_borrow_mut(act)
}

fn board() -> Option<BoardState> {
    BOARD.with_borrow(|board| *board).filter(|board| board.is_there())
}

/// Whether a card is carried.
pub(in crate::board) fn is_carrying() -> bool {
    hand(|hand| hand.carried.is_some())
}

/// Hears the pointer until the board goes.
pub(in crate::board) fn listen(state: BoardState, _here: Here) {
    BOARD.set(Some(state));
    let Ok(Some(root)) = document().query_selector(".board") else { return };
    let window = window();
    let listening: Vec<Listening> = vec![
        dom::listen(&root, "pointerdown", false, |event| {
            if let Some(event) = event.dyn_ref() {
                press(event);
            }
        }),
        dom::listen(&window, "pointermove", false, |event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                let at = place(event);
                let step = hand(|hand| {
                    hand.last = at;
                    hand.gesture.moved(event.pointer_id(), at)
                });
                go(step, event.pointer_id());
            }
        }),
        dom::listen(&window, "pointerup", false, |event| {
            if let Some(event) = event.dyn_ref::<PointerEvent>() {
                let at = place(event);
                let step = hand(|hand| {
                    hand.last = at;
                    hand.gesture.up(event.pointer_id())
                });
                go(step, event.pointer_id());
            }
        }),
        dom::listen(&window, "pointercancel", false, |_| give_up()),
        dom::listen(&root, "lostpointercapture", false, |_| give_up()),
        dom::listen(&window, "blur", false, |_| give_up()),
        dom::listen(&document(), "visibilitychange", false, |_| give_up()),
        // A browser's own drag of the title's link would take the pointer away.
        dom::listen(&root, "dragstart", false, |event| event.prevent_default()),
        // Android asks for a menu after half a second of holding.
        dom::listen(&window, "contextmenu", true, |event| {
            if hand(|hand| hand.gesture != Gesture::Idle && (hand.carried.is_some() || hand.hold.is_some())) {
                event.prevent_default();
            }
        }),
        // Not passive, and there before the finger: or the browser scrolls and takes the pointer away.
        dom::listen(&root, "touchmove", true, |event| {
            if is_carrying() && event.cancelable() {
                event.prevent_default();
            }
        }),
        dom::listen(&window, "click", true, |event| {
            if hand(|hand| std::mem::take(&mut hand.swallow)) {
                event.prevent_default();
                event.stop_propagation();
            }
        }),
        dom::listen(&root, "scroll", false, |_| board_scrolled()),
        dom::listen(&window, "resize", false, |_| measure_again()),
    ];
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
    let Some(carried) = take_up(state, id, from) else {
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

fn area(element: &Element) -> Area {
    let place = element.get_bounding_client_rect();
    Area { left: place.left(), top: place.top(), right: place.right(), bottom: place.bottom() }
}

fn element(parent: &Element, class: &str) -> Option<HtmlElement> {
    let made = document().create_element("div").ok()?.dyn_into::<HtmlElement>().ok()?;
    made.set_class_name(class);
    parent.append_child(&made).ok()?;
    Some(made)
}

fn style(element: &HtmlElement, name: &str, value: &str) {
    // A browser refuses no value that is written here.
    web_sys::HtmlElement::style(element).set_property(name, value).ok();
}

fn put_at(element: &HtmlElement, x: f64, y: f64) {
    style(element, "transform", &format!("translate3d({x}px,{y}px,0)"));
}

fn card_element(id: TicketId) -> Option<Element> {
    document().query_selector(&format!("[data-ticket=\"{id}\"]")).ok()?
}

fn take_up(state: BoardState, id: TicketId, from: Point) -> Option<Carried> {
    let root = document().query_selector(".board").ok()??;
    let card = card_element(id)?;
    let place = area(&card);
    let ids = state.carries(id);
    let layer = element(&root, "drag-layer")?;
    let overlay = element(&layer, "drag-card")?;
    let copy = card.clone_node_with_deep(true).ok()?.dyn_into::<Element>().ok()?;
    for name in ["id", "tabindex", "data-ticket", "data-code", "aria-labelledby", "aria-describedby"] {
        copy.remove_attribute(name).ok();
    }
    overlay.append_child(&copy).ok()?;
    if ids.len() > 1 {
        overlay.set_attribute("data-count", &ids.len().to_string()).ok();
    }
    style(&overlay, "width", &format!("{}px", place.right - place.left));
    let line = element(&layer, "drag-line")?;
    let says = element(&layer, "drag-says")?;
    for id in &ids {
        if let Some(card) = card_element(*id) {
            card.class_list().add_1("carried").ok();
        }
    }
    let mut carried = Carried {
        overlay,
        line,
        says,
        grab: Point { x: from.x - place.left, y: from.y - place.top },
        at: hand(|hand| hand.last),
        columns: vec![],
        elements: vec![],
        lists: vec![],
        verdicts: state.columns.get_value().into_iter().map(|column| verdict(state, &ids, column)).collect(),
        stale: vec![],
        board: (root, Area::default(), Scroll::default()),
        dock: vec![],
        over: Over::Nothing,
        last: 0.0,
        side_since: None,
        settled: false,
        ids,
    };
    measure(state, &mut carried);
    Some(carried)
}

fn verdict(state: BoardState, ids: &[TicketId], column: Column) -> Verdict {
    let first = ids[0];
    let manual = state.order.get_untracked() == Order::Manual;
    let own = state.place_of(first).filter(|(c, _)| c.id == column.id);
    let refusal = ids.iter().find_map(|id| state.refusal_over(*id, column));
    let text = match &refusal {
        Some(reason) => reason.clone(),
        None if !manual && own.is_none() => state.sorted_text(first, column),
        None => String::new(),
    };
    Verdict { refusal, text, line: manual, own_slot: own.map(|(_, at)| at).filter(|_| ids.len() == 1) }
}

/// Measures all boxes.
fn measure(state: BoardState, carried: &mut Carried) {
    let (root, around, scroll) = &mut carried.board;
    *around = area(root);
    *scroll =
        Scroll::new(f64::from(root.scroll_left()), f64::from(root.scroll_width() - root.client_width()));
    carried.columns.clear();
    carried.elements.clear();
    carried.lists.clear();
    for column in state.columns.get_value() {
        let section = document().query_selector(&format!("[data-column=\"{}\"]", column.id.0)).ok().flatten();
        let Some(section) = section else { continue };
        let Ok(Some(list)) = section.query_selector(".cards") else { continue };
        let scroll =
            Scroll::new(f64::from(list.scroll_top()), f64::from(list.scroll_height() - list.client_height()));
        let lines = list.first_element_child();
        let lists = area(&list);
        let pad = lines.map_or(0.0, |ol| ol.get_bounding_client_rect().top() - lists.top + scroll.at);
        let (tops, card) = state.tops(column, &carried.ids);
        carried.columns.push(ColumnBox { area: area(&section), list: lists, scroll, pad, tops, card });
        carried.elements.push(section);
        carried.lists.push(list);
    }
    carried.stale = vec![false; carried.columns.len()];
    carried.settled = true;
}

fn measure_again() {
    if let Some(state) = board() {
        hand(|hand| {
            if let Some(carried) = &mut hand.carried {
                measure(state, carried);
                carried.dock.clear();
            }
        });
    }
}

/// The column was scrolled: by the wheel, or by the carried card itself.
pub(in crate::board) fn scrolled(column: Column, top: f64) {
    hand(|hand| {
        if let Some(own) = hand.carried.as_mut().and_then(|c| c.columns.get_mut(column.index)) {
            // What the frames wrote is exact; the page rounds it.
            if (own.scroll.at - top).abs() >= 2.0 {
                own.scroll.at = top;
            }
        }
    });
}

/// The column's cards lie elsewhere now: more of them are loaded.
pub(in crate::board) fn column_changed(column: Column) {
    // Laying may happen while the hand is in use; then nothing is carried yet or any more.
    HAND.with(|hand| {
        if let Ok(mut hand) = hand.try_borrow_mut()
            && let Some(stale) = hand.carried.as_mut().and_then(|c| c.stale.get_mut(column.index))
        {
            *stale = true;
        }
    });
}

fn board_scrolled() {
    hand(|hand| {
        if let Some(carried) = &mut hand.carried {
            let at = f64::from(carried.board.0.scroll_left());
            shift(carried, carried.board.2.at - at);
            carried.board.2.at = at;
        }
    });
}

/// The columns moved sideways.
fn shift(carried: &mut Carried, by: f64) {
    for column in &mut carried.columns {
        for area in [&mut column.area, &mut column.list] {
            area.left += by;
            area.right += by;
        }
    }
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
            refresh();
            next_frame();
        }
    });
}

/// What more of a column is loaded, and the dock once it is drawn: outside of the frame's own work.
fn refresh() {
    let Some(state) = board() else { return };
    let ids = state.carried();
    hand(|hand| {
        let Some(carried) = &mut hand.carried else { return };
        for (column, stale) in state.columns.get_value().into_iter().zip(&mut carried.stale) {
            if std::mem::take(stale)
                && let Some(own) = carried.columns.get_mut(column.index)
            {
                (own.tops, own.card) = state.tops(column, &ids);
                let list = &carried.lists[column.index];
                own.scroll.most = f64::from(list.scroll_height() - list.client_height());
            }
        }
        if carried.dock.is_empty()
            && let Ok(items) = document().query_selector_all(".dock [data-dock]")
        {
            for at in 0..items.length() {
                if let Some(item) = items.item(at).and_then(|item| item.dyn_into::<Element>().ok()) {
                    carried.dock.push((area(&item), item));
                }
            }
        }
        if let Some(text) = state.overtaken() {
            carried.overlay.set_attribute("data-overtaken", &text).ok();
        }
    });
}

/// One frame: the card, the target, the line, the scroll.
fn frame(carried: &mut Carried, now: f64) {
    let passed = if carried.last > 0.0 { now - carried.last } else { 0.0 };
    carried.last = now;
    let at = carried.at;
    put_at(&carried.overlay, at.x - carried.grab.x, at.y - carried.grab.y);
    let over = find(carried, at);
    if over != carried.over {
        turn_to(carried, over);
    }
    put_at(&carried.says, at.x + 12.0, at.y + 18.0);
    draw_line(carried);
    scroll(carried, at, now, passed);
}

fn find(carried: &Carried, at: Point) -> Over {
    if let Some(item) = carried.dock.iter().position(|(area, _)| area.holds(at)) {
        return Over::Dock(item);
    }
    match column_at(&carried.columns, at) {
        Some(column) => Over::Column(column, carried.columns[column].slot_at(at.y)),
        None => Over::Nothing,
    }
}

/// Another target: says so on the page.
fn turn_to(carried: &mut Carried, over: Over) {
    let column = |over| if let Over::Column(column, _) = over { Some(column) } else { None };
    let (before, after) = (column(carried.over), column(over));
    if before != after {
        if let Some(section) = before.and_then(|before| carried.elements.get(before)) {
            section.class_list().remove_2("over", "refuses").ok();
        }
        if let Some((section, verdict)) =
            after.and_then(|after| carried.elements.get(after).zip(carried.verdicts.get(after)))
        {
            let class = if verdict.refusal.is_some() { "refuses" } else { "over" };
            section.class_list().add_1(class).ok();
        }
    }
    if let Over::Dock(item) = carried.over {
        carried.dock[item].1.class_list().remove_1("over").ok();
    }
    let text = match over {
        Over::Column(column, _) => carried.verdicts.get(column).map_or("", |verdict| verdict.text.as_str()),
        Over::Dock(item) => {
            carried.dock[item].1.class_list().add_1("over").ok();
            ""
        }
        Over::Nothing => "",
    };
    let refuses = after.and_then(|column| carried.verdicts.get(column)).is_some_and(|v| v.refusal.is_some());
    carried.says.set_text_content(Some(text));
    carried.says.set_class_name(match (text.is_empty(), refuses) {
        (true, _) => "drag-says",
        (false, true) => "drag-says shown refused",
        (false, false) => "drag-says shown",
    });
    carried.over = over;
}

fn draw_line(carried: &Carried) {
    let place = match carried.over {
        Over::Column(column, slot) => carried
            .columns
            .get(column)
            .zip(carried.verdicts.get(column))
            .filter(|(_, verdict)| {
                verdict.line && verdict.refusal.is_none() && verdict.own_slot != Some(slot)
            })
            .and_then(|(column, _)| Some((column.list, column.line_at(slot)?))),
        _ => None,
    };
    match place {
        Some((list, y)) => {
            style(&carried.line, "width", &format!("{}px", list.right - list.left - 16.0));
            put_at(&carried.line, list.left + 8.0, y - 4.0);
            style(&carried.line, "opacity", "1");
        }
        None => style(&carried.line, "opacity", "0"),
    }
}

fn scroll(carried: &mut Carried, at: Point, now: f64, passed: f64) {
    let phone = carried.board.1.right - carried.board.1.left <= PHONE;
    if let Over::Column(index, _) = carried.over
        && let Some(column) = carried.columns.get_mut(index)
    {
        let (top, bottom) = (column.list.top, column.list.bottom);
        if column.scroll.follow(at.y, top, bottom, now, passed) != 0.0 {
            dom::set_scroll_top(&carried.lists[index], column.scroll.at);
            return;
        }
    }
    let Area { left, right, .. } = carried.board.1;
    if phone {
        turn_page(carried, at, now);
    } else {
        let way = carried.board.2.follow(at.x, left, right, now, passed);
        if way != 0.0 {
            dom::set_scroll_left(&carried.board.0, carried.board.2.at);
            shift(carried, -way);
        }
    }
}

/// A finger that stays at the side of the screen turns to the column there.
fn turn_page(carried: &mut Carried, at: Point, now: f64) {
    let Area { left, right, .. } = carried.board.1;
    let side = if at.x < left + SIDE {
        -1.0
    } else if at.x > right - SIDE {
        1.0
    } else {
        carried.side_since = None;
        return;
    };
    let since = *carried.side_since.get_or_insert(now);
    if now - since < SIDE_MS {
        return;
    }
    carried.side_since = None;
    let width = carried.columns.get(1).zip(carried.columns.first());
    let step = width.map_or(0.0, |(second, first)| second.area.left - first.area.left);
    let to = (carried.board.2.at + side * step).clamp(0.0, carried.board.2.most);
    dom::set_scroll_left(&carried.board.0, to);
    shift(carried, carried.board.2.at - to);
    carried.board.2.at = to;
}

/// The pointer let go.
fn put_down() {
    let (Some(state), Some(carried)) = (board(), hand(|hand| hand.carried.take())) else { return };
    let target = find(&carried, hand(|hand| hand.last));
    let items = state.dock.get_untracked();
    leave(state, &carried);
    match target {
        Over::Nothing => {
            fly_back(&carried);
            state.say_put_back(&carried.ids);
        }
        Over::Column(column, slot) => {
            let refused = carried.verdicts.get(column).and_then(|verdict| verdict.refusal.clone());
            if let Some(reason) = refused {
                fly_back(&carried);
                state.refused_over(carried.ids[0], column, &reason);
            } else {
                let flies = carried.overlay.get_bounding_client_rect();
                state.drop_on(&carried.ids, column, slot);
                drop_layer(&carried);
                dom::fly_from(carried.ids[0], (flies.left(), flies.top()));
            }
        }
        Over::Dock(item) => {
            drop_layer(&carried);
            if let Some(item) = items.get(item) {
                state.carry_out(&carried.ids, &item.deed);
            }
        }
    }
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
        if let Some(card) = card_element(*id) {
            card.class_list().remove_1("carried").ok();
        }
    }
    state.dock.set(vec![]);
    state.say_dragging(None);
}

fn drop_layer(carried: &Carried) {
    if let Some(layer) = carried.overlay.parent_element() {
        layer.remove();
    }
}

/// The copy flies home and goes.
fn fly_back(carried: &Carried) {
    carried.line.remove();
    carried.says.remove();
    if let Some(card) = card_element(carried.ids[0]) {
        let home = card.get_bounding_client_rect();
        carried.overlay.class_list().add_1("flies").ok();
        put_at(&carried.overlay, home.left(), home.top());
    }
    let overlay = carried.overlay.clone();
    set_timeout(
        move || {
            if let Some(layer) = overlay.parent_element() {
                layer.remove();
            }
        },
        FLIGHT,
    );
}
