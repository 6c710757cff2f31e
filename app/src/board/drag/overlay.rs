//! A carried card on the screen: the copy that follows the pointer, what it is over, the line.

use super::geometry::{Area, Scroll, column_at};
use super::gesture::{Dwell, Point, Rest};
use super::measure::{area, measure};
use super::scroll::scroll;
use super::session::{DragSession, Lists, Over};
use crate::board::dom;
use crate::board::state::BoardState;
use domain::TicketId;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{self, Element, HtmlElement};

/// How wide what is said may be, as the style has it.
const SAYS: f64 = 288.0;

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
    style(element, "transform", &format!("translate3d({},{},0)", dom::pixels(x), dom::pixels(y)));
}

/// Takes a copy of the card into the air. `from`: where the pointer went down; `at`: where it is.
pub(super) fn take_up(state: BoardState, id: TicketId, from: Point, at: Point) -> Option<DragSession> {
    let root = document().query_selector(".board").ok()??;
    let card = dom::card(id)?;
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
    style(&overlay, "width", &dom::pixels(place.right - place.left));
    let line = element(&layer, "drag-line")?;
    let says = element(&layer, "drag-says")?;
    for id in &ids {
        if let Some(card) = dom::card(*id) {
            card.class_list().add_1("carried").ok();
        }
    }
    let mut session = DragSession {
        overlay,
        line,
        says,
        grab: Point { x: from.x - place.left, y: from.y - place.top },
        at,
        lists: Lists::default(),
        board: (root, Area::default(), Scroll::default()),
        down: Scroll::default(),
        covered: 0.0,
        dock: None,
        over: Over::Nothing,
        last: 0.0,
        side_since: None,
        dwell: Dwell::default(),
        rest: Rest::default(),
        opens: None,
        opened: vec![],
        ids,
    };
    measure(state, &mut session);
    Some(session)
}

/// One frame: the card, the target, the line, the scroll.
pub(super) fn frame(session: &mut DragSession, now: f64) {
    let passed = if session.last > 0.0 { now - session.last } else { 0.0 };
    session.last = now;
    let at = session.at;
    put_at(&session.overlay, at.x - session.grab.x, at.y - session.grab.y);
    session.rest.over(dock_item(session, at), now);
    let over = find(session, at);
    if over != session.over {
        turn_to(session, over);
    }
    let folded = |column: &usize| session.lists.folded.get(*column) == Some(&true);
    let waits_over = match over {
        // Where it may not be dropped there is nothing to look at.
        Over::Column(column, _) => Some(column).filter(folded).filter(|column| session.may_lie(*column)),
        Over::Dock(_) | Over::Nothing => None,
    };
    session.opens = session.dwell.over(waits_over, now);
    // Beside the pointer, and not beyond the edge of the board.
    let beside = (at.x + 12.0).min(session.board.1.right - SAYS).max(0.0);
    put_at(&session.says, beside, at.y + 18.0);
    draw_line(session);
    scroll(session, at, now, passed);
}

fn dock_item(session: &DragSession, at: Point) -> Option<usize> {
    session.dock.iter().flatten().position(|(area, _)| area.holds(at))
}

/// What is under the card, as of the last frame.
pub(super) fn find(session: &DragSession, at: Point) -> Over {
    if let Some(item) = dock_item(session, at).filter(|item| session.rest.is_meant(*item, session.last)) {
        return Over::Dock(item);
    }
    match column_at(&session.lists.columns, at).filter(|_| at.y >= session.covered) {
        Some(column) => Over::Column(column, session.lists.columns[column].slot_at(at.y)),
        None => Over::Nothing,
    }
}

/// Another target: says so on the page.
fn turn_to(session: &mut DragSession, over: Over) {
    let column = |over| if let Over::Column(column, _) = over { Some(column) } else { None };
    let (before, after) = (column(session.over), column(over));
    if before != after {
        if let Some(section) = before.and_then(|before| session.lists.elements.get(before)) {
            section.class_list().remove_2("over", "refuses").ok();
        }
        if let Some((section, verdict)) =
            after.and_then(|after| session.lists.elements.get(after).zip(session.lists.verdicts.get(after)))
        {
            let class = if verdict.refusal.is_some() { "refuses" } else { "over" };
            section.class_list().add_1(class).ok();
        }
    }
    let item = |over| if let Over::Dock(item) = over { session.dock.as_ref()?.get(item) } else { None };
    if let Some((_, item)) = item(session.over) {
        item.class_list().remove_1("over").ok();
    }
    if let Some((_, item)) = item(over) {
        item.class_list().add_1("over").ok();
    }
    let text = match over {
        Over::Column(column, _) => {
            session.lists.verdicts.get(column).map_or("", |verdict| verdict.text.as_str())
        }
        Over::Dock(_) | Over::Nothing => "",
    };
    let refuses =
        after.and_then(|column| session.lists.verdicts.get(column)).is_some_and(|v| v.refusal.is_some());
    session.says.set_text_content(Some(text));
    session.says.set_class_name(match (text.is_empty(), refuses) {
        (true, _) => "drag-says",
        (false, true) => "drag-says shown refused",
        (false, false) => "drag-says shown",
    });
    session.over = over;
}

fn draw_line(session: &DragSession) {
    let place = match session.over {
        Over::Column(column, slot) => session
            .lists
            .columns
            .get(column)
            .zip(session.lists.verdicts.get(column))
            .filter(|(_, verdict)| {
                verdict.line && verdict.refusal.is_none() && verdict.own_slot != Some(slot)
            })
            .and_then(|(column, _)| Some((column.list, column.line_at(slot)?))),
        _ => None,
    };
    match place {
        Some((list, y)) => {
            style(&session.line, "width", &dom::pixels(list.right - list.left - 16.0));
            put_at(&session.line, list.left + 8.0, y - 4.0);
            style(&session.line, "opacity", "1");
        }
        None => style(&session.line, "opacity", "0"),
    }
}

pub(super) fn drop_layer(session: &DragSession) {
    if let Some(layer) = session.overlay.parent_element() {
        layer.remove();
    }
}

/// The copy flies home and goes.
pub(super) fn fly_back(session: &DragSession) {
    session.line.remove();
    session.says.remove();
    if let Some(card) = dom::card(session.ids[0]) {
        let home = card.get_bounding_client_rect();
        session.overlay.class_list().add_1("flies").ok();
        put_at(&session.overlay, home.left(), home.top());
    }
    let overlay = session.overlay.clone();
    set_timeout(
        move || {
            if let Some(layer) = overlay.parent_element() {
                layer.remove();
            }
        },
        dom::FLIGHT,
    );
}
