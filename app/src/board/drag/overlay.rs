//! Cards in the air, on the screen: the copy that follows the pointer, what it is over, the line.

use super::gesture::Point;
use super::layer::Layer;
use super::machine::Scrolled;
use super::measure::area;
use super::world::{Line, Target, World};
use crate::board::dom;
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

/// Takes a copy of the first card into the air, with a pointer that went down at `from`. `None`: the card is not
/// there, or the pointer is gone already, and nothing is on the page.
pub(super) fn take_up(cards: &[TicketId], pointer: i32, from: Point) -> Option<Layer> {
    let root = document().query_selector(".board").ok()??;
    let card = dom::card(*cards.first()?)?;
    let place = area(&card);
    root.set_pointer_capture(pointer).ok()?;
    let layer = element(&root, "drag-layer")?;
    let copy = element(&layer, "drag-card")?;
    let inner = card.clone_node_with_deep(true).ok()?.dyn_into::<Element>().ok()?;
    for name in ["id", "tabindex", "data-ticket", "data-code", "aria-labelledby", "aria-describedby"] {
        inner.remove_attribute(name).ok();
    }
    copy.append_child(&inner).ok()?;
    if cards.len() > 1 {
        copy.set_attribute("data-count", &cards.len().to_string()).ok();
    }
    style(&copy, "width", &dom::pixels(place.right - place.left));
    let line = element(&layer, "drag-line")?;
    let says = element(&layer, "drag-says")?;
    mark(cards, true);
    Some(Layer {
        board: area(&root),
        root,
        copy,
        line,
        says,
        grab: Point { x: from.x - place.left, y: from.y - place.top },
        lists: vec![],
        dock: vec![],
    })
}

/// The page says that these cards are carried, or no more.
fn mark(cards: &[TicketId], carried: bool) {
    if let Some(root) = document().document_element() {
        root.class_list().toggle_with_force("carrying", carried).ok();
    }
    for card in cards.iter().filter_map(|id| dom::card(*id)) {
        card.class_list().toggle_with_force("carried", carried).ok();
    }
}

impl Layer {
    /// The card and what is said beside it are under the pointer, the line is between cards.
    pub(super) fn follow(&self, at: Point, line: Option<Line>) {
        put_at(&self.copy, at.x - self.grab.x, at.y - self.grab.y);
        // Beside the pointer, and not beyond the edge of the board.
        let beside = (at.x + 12.0).min(self.board.right - SAYS).max(0.0);
        put_at(&self.says, beside, at.y + 18.0);
        match line {
            Some(Line { left, width, y }) => {
                style(&self.line, "width", &dom::pixels(width));
                put_at(&self.line, left, y);
                style(&self.line, "opacity", "1");
            }
            None => style(&self.line, "opacity", "0"),
        }
    }

    /// Another target: says so on the page.
    pub(super) fn show(&self, before: Target, over: Target, world: &World) {
        let verdict = over.list().and_then(|list| world.list(list)).map(|list| &list.verdict);
        let refuses = verdict.is_some_and(|verdict| verdict.refusal.is_some());
        if before.list() != over.list() {
            if let Some(list) = before.list().and_then(|list| self.list(list)) {
                list.section.class_list().remove_2("over", "refuses").ok();
            }
            if let Some(list) = over.list().and_then(|list| self.list(list)) {
                list.section.class_list().add_1(if refuses { "refuses" } else { "over" }).ok();
            }
        }
        let item = |of| if let Target::Dock(item) = of { self.dock.get(item) } else { None };
        if let Some(item) = item(before) {
            item.class_list().remove_1("over").ok();
        }
        if let Some(item) = item(over) {
            item.class_list().add_1("over").ok();
        }
        let text = verdict.map_or("", |verdict| verdict.text.as_str());
        self.says.set_text_content(Some(text));
        self.says.set_class_name(match (text.is_empty(), refuses) {
            (true, _) => "drag-says",
            (false, true) => "drag-says shown refused",
            (false, false) => "drag-says shown",
        });
    }

    /// Scrolls what lies there, so far in all.
    pub(super) fn scroll(&self, what: Scrolled, to: f64) {
        match what {
            Scrolled::List(number) => {
                if let Some(list) = self.list(number) {
                    dom::set_scroll_top(&list.scroller, to);
                }
            }
            Scrolled::Down => dom::set_scroll_top(&self.root, to),
            Scrolled::Across => dom::set_scroll_left(&self.root, to),
        }
    }

    /// Nothing else on the page says any more that these cards are carried.
    pub(super) fn unmark(&self, cards: &[TicketId]) {
        for list in &self.lists {
            list.section.class_list().remove_2("over", "refuses").ok();
        }
        mark(cards, false);
    }

    /// The copy goes.
    pub(super) fn remove(&self) {
        if let Some(layer) = self.copy.parent_element() {
            layer.remove();
        }
    }

    /// The copy flies home and goes.
    pub(super) fn fly_back(self, card: TicketId) {
        self.line.remove();
        self.says.remove();
        if let Some(card) = dom::card(card) {
            let home = card.get_bounding_client_rect();
            self.copy.class_list().add_1("flies").ok();
            put_at(&self.copy, home.left(), home.top());
        }
        set_timeout(move || self.remove(), dom::FLIGHT);
    }
}
