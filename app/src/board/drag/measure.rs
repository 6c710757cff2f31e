//! What a drag by pointer measures of the page, and asks of the board: once, and again where something has changed.

use super::current::{Current, board, current};
use super::geometry::{Area, ColumnBox, Scroll};
use super::layer::{Layer, ListOnPage};
use super::world::{ListBox, Verdict, World};
use crate::board::dom;
use crate::board::state::{BoardState, CardList};
use domain::TicketId;
use domain::board::Order;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

pub(super) fn area(element: &Element) -> Area {
    let place = element.get_bounding_client_rect();
    Area { left: place.left(), top: place.top(), right: place.right(), bottom: place.bottom() }
}

/// What a list would do with the cards.
fn verdict(state: BoardState, ids: &[TicketId], column: CardList) -> Verdict {
    let first = ids[0];
    let manual = state.query.order.get_untracked() == Order::Manual;
    let own = state.lists.place_of(first).filter(|(list, _)| list.index == column.index);
    let refusal = ids.iter().find_map(|id| Some((*id, state.refusal_over(*id, column)?)));
    let text = match &refusal {
        Some((_, reason)) => reason.clone(),
        None if !manual && own.is_none() => state.sorted_text(first, column),
        None => String::new(),
    };
    Verdict { refusal, text, line: manual, own_slot: own.map(|(_, at)| at).filter(|_| ids.len() == 1) }
}

/// Measures all boxes, for carried cards.
pub(super) fn measure(state: BoardState, ids: &[TicketId], world: &mut World, layer: &mut Layer) {
    let root = &layer.root;
    world.board = area(root);
    world.across =
        Scroll::new(f64::from(root.scroll_left()), f64::from(root.scroll_width() - root.client_width()));
    world.down =
        Scroll::new(f64::from(root.scroll_top()), f64::from(root.scroll_height() - root.client_height()));
    let heads = root.query_selector(".lane-heads").ok().flatten();
    world.covered = heads.map_or(world.board.top, |heads| area(&heads).bottom);
    world.dock = None;
    layer.board = world.board;
    layer.dock.clear();
    layer.lists.clear();
    world.lists.clear();
    for column in state.lists.all.get_value() {
        let section = document().query_selector(&dom::list(column.index)).ok().flatten();
        let Some(section) = section else { continue };
        let Ok(Some(scroller)) = section.query_selector(".cards") else { continue };
        let scroll = Scroll::new(
            f64::from(scroller.scroll_top()),
            f64::from(scroller.scroll_height() - scroller.client_height()),
        );
        let lines = scroller.first_element_child();
        let list = area(&scroller);
        let pad = lines.map_or(0.0, |ol| ol.get_bounding_client_rect().top() - list.top + scroll.at);
        let (tops, card) = state.tops(column, ids);
        world.lists.push(ListBox {
            number: column.index,
            column: column.at,
            bounds: ColumnBox { area: area(&section), list, scroll, pad, tops, card },
            folded: column.collapsed.get_untracked(),
            verdict: verdict(state, ids, column),
        });
        layer.lists.push(ListOnPage {
            number: column.index,
            section,
            scroller,
            layouts: column.layouts(),
            looks: column.looked().0,
        });
    }
}

/// Measures the items of the dock, which are drawn by now.
fn place_items(world: &mut World, layer: &mut Layer) {
    let Ok(items) = document().query_selector_all(".dock [data-dock]") else { return };
    let item = |at| items.item(at)?.dyn_into::<Element>().ok();
    layer.dock = (0..items.length()).filter_map(item).collect();
    world.dock = Some(layer.dock.iter().map(area).collect());
}

/// Measures anew, if a pointer carries.
pub(super) fn measure_again() {
    let Some(state) = board() else { return };
    current(|Current { drag, world, layer, .. }| {
        if let Some(layer) = layer {
            measure(state, drag.cards(), world, layer);
        }
    });
}

/// Lists that were scrolled since the last frame: by the wheel, or by the carried card itself.
pub(super) fn catch_up() {
    let Some(state) = board() else { return };
    current(|Current { world, layer, .. }| {
        for (list, on_page) in world.lists.iter_mut().zip(layer.iter_mut().flat_map(|layer| &mut layer.lists))
        {
            let Some((looks, top)) = state.lists.column(list.number).map(CardList::looked) else { continue };
            let scroll = &mut list.bounds.scroll;
            // What the frames wrote is exact; the page rounds it.
            if std::mem::replace(&mut on_page.looks, looks) != looks && (scroll.at - top).abs() >= 2.0 {
                scroll.at = top;
            }
        }
    });
}

/// What more of a column is loaded, and the dock once it is drawn: outside of the frame's own work, and only where
/// there is something new.
pub(super) fn refresh() {
    let Some(state) = board() else { return };
    current(|Current { drag, world, layer, .. }| {
        let Some(layer) = layer else { return };
        for (list, on_page) in world.lists.iter_mut().zip(&mut layer.lists) {
            let laid = state.lists.column(list.number).filter(|column| on_page.layouts != column.layouts());
            if let Some(column) = laid {
                on_page.layouts = column.layouts();
                let (own, scroller) = (&mut list.bounds, &on_page.scroller);
                (own.tops, own.card) = state.tops(column, drag.cards());
                own.scroll.most = f64::from(scroller.scroll_height() - scroller.client_height());
            }
        }
        if world.dock.is_none() {
            place_items(world, layer);
        }
    });
}

/// The board was scrolled: by the wheel, or by the carried card itself.
pub(super) fn board_scrolled() {
    current(|Current { world, layer, .. }| {
        let Some(layer) = layer else { return };
        let (left, top) = (f64::from(layer.root.scroll_left()), f64::from(layer.root.scroll_top()));
        // What the frames wrote is exact; the page rounds it.
        if (world.across.at - left).abs() >= 2.0 || (world.down.at - top).abs() >= 2.0 {
            world.shift(world.across.at - left, world.down.at - top);
            (world.across.at, world.down.at) = (left, top);
        }
    });
}

/// The list under the carried cards, by its number.
pub(super) fn under() -> Option<usize> {
    current(|current| current.drag.over().list())
}

/// Others' changes came in: what the lists would do with the cards is asked anew.
pub(super) fn judge_again(state: BoardState) {
    current(|Current { drag, world, layer, .. }| {
        if layer.is_some() {
            for list in &mut world.lists {
                if let Some(column) = state.lists.column(list.number) {
                    list.verdict = verdict(state, drag.cards(), column);
                }
            }
        }
    });
}
