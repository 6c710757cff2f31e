//! A carried card on the screen: the copy that follows the pointer, what it is over, the line, the scroll.

use super::geometry::{Area, ColumnBox, Scroll, column_at};
use super::gesture::{Dwell, Point};
use super::scroll::scroll;
use crate::board::dom;
use crate::board::state::{BoardState, CardList};
use domain::TicketId;
use domain::board::Order;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{self, Element, HtmlElement};

/// How wide what is said may be, as the style has it.
const SAYS: f64 = 288.0;

/// What is under the carried card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Over {
    #[default]
    Nothing,
    /// A list, by its place among those that are measured, and between which cards.
    Column(usize, usize),
    /// An item of the dock.
    Dock(usize),
}

/// What a column would do with the card: asked once, when it is taken up.
pub(super) struct Verdict {
    /// Which of the cards it refuses, and why.
    pub(super) refusal: Option<(TicketId, String)>,
    /// Said under the card.
    pub(super) text: String,
    /// The place shows as a line between cards.
    pub(super) line: bool,
    /// The slot where it lies already.
    pub(super) own_slot: Option<usize>,
}

/// A carried card.
pub(super) struct DragSession {
    pub(super) ids: Vec<TicketId>,
    pub(super) overlay: HtmlElement,
    pub(super) line: HtmlElement,
    pub(super) says: HtmlElement,
    pub(super) grab: Point,
    pub(super) at: Point,
    /// The lists on the page: each with its number, its box, its element, the part that scrolls, its verdict.
    pub(super) numbers: Vec<usize>,
    pub(super) columns: Vec<ColumnBox>,
    pub(super) elements: Vec<Element>,
    pub(super) lists: Vec<Element>,
    pub(super) verdicts: Vec<Verdict>,
    pub(super) stale: Vec<bool>,
    pub(super) board: (Element, Area, Scroll),
    /// A board with lanes scrolls down as a whole.
    pub(super) down: Scroll,
    /// Above this the heads of the columns cover what lies there.
    pub(super) covered: f64,
    /// The dock's items; `None` until they are drawn and measured.
    pub(super) dock: Option<Vec<(Area, Element)>>,
    pub(super) over: Over,
    pub(super) last: f64,
    pub(super) side_since: Option<f64>,
    /// Which columns are folded.
    pub(super) folded: Vec<bool>,
    pub(super) dwell: Dwell,
    /// A folded column that is to be opened, once the frame is over.
    pub(super) opens: Option<usize>,
    /// Columns that the card has opened: they fold back unless it is dropped there.
    pub(super) opened: Vec<usize>,
}

impl DragSession {
    /// Where a list stands among those that are measured, by its number.
    pub(super) fn at(&self, list: usize) -> Option<usize> {
        self.numbers.iter().position(|number| *number == list)
    }

    /// Whether the card may be dropped on that column.
    fn may_lie(&self, column: usize) -> bool {
        self.verdicts.get(column).is_some_and(|verdict| verdict.refusal.is_none())
    }
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
        numbers: vec![],
        columns: vec![],
        elements: vec![],
        lists: vec![],
        verdicts: vec![],
        stale: vec![],
        board: (root, Area::default(), Scroll::default()),
        down: Scroll::default(),
        covered: 0.0,
        dock: None,
        over: Over::Nothing,
        last: 0.0,
        side_since: None,
        folded: vec![],
        dwell: Dwell::default(),
        opens: None,
        opened: vec![],
        ids,
    };
    measure(state, &mut session);
    Some(session)
}

/// What each column would do with the cards.
pub(super) fn verdicts(state: BoardState, ids: &[TicketId], numbers: &[usize]) -> Vec<Verdict> {
    let lists = numbers.iter().filter_map(|number| state.column(*number));
    lists.map(|list| verdict(state, ids, list)).collect()
}

fn verdict(state: BoardState, ids: &[TicketId], column: CardList) -> Verdict {
    let first = ids[0];
    let manual = state.order.get_untracked() == Order::Manual;
    let own = state.place_of(first).filter(|(list, _)| list.index == column.index);
    let refusal = ids.iter().find_map(|id| Some((*id, state.refusal_over(*id, column)?)));
    let text = match &refusal {
        Some((_, reason)) => reason.clone(),
        None if !manual && own.is_none() => state.sorted_text(first, column),
        None => String::new(),
    };
    Verdict { refusal, text, line: manual, own_slot: own.map(|(_, at)| at).filter(|_| ids.len() == 1) }
}

/// Measures all boxes.
pub(super) fn measure(state: BoardState, session: &mut DragSession) {
    let (root, around, scroll) = &mut session.board;
    *around = area(root);
    *scroll =
        Scroll::new(f64::from(root.scroll_left()), f64::from(root.scroll_width() - root.client_width()));
    session.down =
        Scroll::new(f64::from(root.scroll_top()), f64::from(root.scroll_height() - root.client_height()));
    let heads = root.query_selector(".lane-heads").ok().flatten();
    session.covered = heads.map_or(around.top, |heads| area(&heads).bottom);
    session.numbers.clear();
    session.columns.clear();
    session.elements.clear();
    session.lists.clear();
    session.folded.clear();
    for column in state.columns.get_value() {
        let section = document().query_selector(&dom::list(column.index)).ok().flatten();
        let Some(section) = section else { continue };
        let Ok(Some(list)) = section.query_selector(".cards") else { continue };
        let scroll =
            Scroll::new(f64::from(list.scroll_top()), f64::from(list.scroll_height() - list.client_height()));
        let lines = list.first_element_child();
        let lists = area(&list);
        let pad = lines.map_or(0.0, |ol| ol.get_bounding_client_rect().top() - lists.top + scroll.at);
        let (tops, card) = state.tops(column, &session.ids);
        session.columns.push(ColumnBox { area: area(&section), list: lists, scroll, pad, tops, card });
        session.elements.push(section);
        session.lists.push(list);
        session.numbers.push(column.index);
        session.folded.push(column.collapsed.get_untracked());
    }
    session.verdicts = verdicts(state, &session.ids, &session.numbers);
    session.stale = vec![false; session.columns.len()];
    session.dock = None;
}

/// Measures the items of the dock, which are drawn by now.
pub(super) fn place_items(session: &mut DragSession) {
    let Ok(items) = document().query_selector_all(".dock [data-dock]") else { return };
    let item = |at| items.item(at)?.dyn_into::<Element>().ok();
    session.dock = Some((0..items.length()).filter_map(item).map(|item| (area(&item), item)).collect());
}

/// One frame: the card, the target, the line, the scroll.
pub(super) fn frame(session: &mut DragSession, now: f64) {
    let passed = if session.last > 0.0 { now - session.last } else { 0.0 };
    session.last = now;
    let at = session.at;
    put_at(&session.overlay, at.x - session.grab.x, at.y - session.grab.y);
    let over = find(session, at);
    if over != session.over {
        turn_to(session, over);
    }
    let folded = |column: &usize| session.folded.get(*column) == Some(&true);
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

pub(super) fn find(session: &DragSession, at: Point) -> Over {
    if let Some(item) = session.dock.iter().flatten().position(|(area, _)| area.holds(at)) {
        return Over::Dock(item);
    }
    match column_at(&session.columns, at).filter(|_| at.y >= session.covered) {
        Some(column) => Over::Column(column, session.columns[column].slot_at(at.y)),
        None => Over::Nothing,
    }
}

/// Another target: says so on the page.
fn turn_to(session: &mut DragSession, over: Over) {
    let column = |over| if let Over::Column(column, _) = over { Some(column) } else { None };
    let (before, after) = (column(session.over), column(over));
    if before != after {
        if let Some(section) = before.and_then(|before| session.elements.get(before)) {
            section.class_list().remove_2("over", "refuses").ok();
        }
        if let Some((section, verdict)) =
            after.and_then(|after| session.elements.get(after).zip(session.verdicts.get(after)))
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
        Over::Column(column, _) => session.verdicts.get(column).map_or("", |verdict| verdict.text.as_str()),
        Over::Dock(_) | Over::Nothing => "",
    };
    let refuses = after.and_then(|column| session.verdicts.get(column)).is_some_and(|v| v.refusal.is_some());
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
            .columns
            .get(column)
            .zip(session.verdicts.get(column))
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
