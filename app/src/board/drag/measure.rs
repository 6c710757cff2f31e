//! What a drag measures of the page, and asks of the board: once, and again where something has changed.

use super::current::{board, pointer_drag};
use super::geometry::{Area, ColumnBox, Scroll};
use super::session::{DragSession, Lists, Over, Verdict};
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

/// What each column would do with the cards.
pub(super) fn verdicts(state: BoardState, ids: &[TicketId], numbers: &[usize]) -> Vec<Verdict> {
    let lists = numbers.iter().filter_map(|number| state.lists.column(*number));
    lists.map(|list| verdict(state, ids, list)).collect()
}

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
    session.lists.numbers.clear();
    session.lists.columns.clear();
    session.lists.elements.clear();
    session.lists.scrollers.clear();
    session.lists.folded.clear();
    session.lists.layouts.clear();
    session.lists.looks.clear();
    for column in state.lists.all.get_value() {
        let section = document().query_selector(&dom::list(column.index)).ok().flatten();
        let Some(section) = section else { continue };
        let Ok(Some(list)) = section.query_selector(".cards") else { continue };
        let scroll =
            Scroll::new(f64::from(list.scroll_top()), f64::from(list.scroll_height() - list.client_height()));
        let lines = list.first_element_child();
        let lists = area(&list);
        let pad = lines.map_or(0.0, |ol| ol.get_bounding_client_rect().top() - lists.top + scroll.at);
        let (tops, card) = state.tops(column, &session.ids);
        session.lists.columns.push(ColumnBox { area: area(&section), list: lists, scroll, pad, tops, card });
        session.lists.elements.push(section);
        session.lists.scrollers.push(list);
        session.lists.numbers.push(column.index);
        session.lists.folded.push(column.collapsed.get_untracked());
        session.lists.layouts.push(column.layouts());
        session.lists.looks.push(column.looked().0);
    }
    session.lists.verdicts = verdicts(state, &session.ids, &session.lists.numbers);
    session.dock = None;
}

/// Measures the items of the dock, which are drawn by now.
pub(super) fn place_items(session: &mut DragSession) {
    let Ok(items) = document().query_selector_all(".dock [data-dock]") else { return };
    let item = |at| items.item(at)?.dyn_into::<Element>().ok();
    session.dock = Some((0..items.length()).filter_map(item).map(|item| (area(&item), item)).collect());
}

pub(super) fn measure_again() {
    if let Some(state) = board() {
        pointer_drag(|drag| {
            if let Some(session) = &mut drag.session {
                measure(state, session);
            }
        });
    }
}

/// Lists that were scrolled since the last frame: by the wheel, or by the carried card itself.
pub(super) fn catch_up() {
    let Some(state) = board() else { return };
    pointer_drag(|drag| {
        let Some(session) = &mut drag.session else { return };
        let Lists { numbers, columns, looks, .. } = &mut session.lists;
        for ((number, own), seen) in numbers.iter().zip(columns).zip(looks) {
            let Some((looks, top)) = state.lists.column(*number).map(CardList::looked) else { continue };
            // What the frames wrote is exact; the page rounds it.
            if std::mem::replace(seen, looks) != looks && (own.scroll.at - top).abs() >= 2.0 {
                own.scroll.at = top;
            }
        }
    });
}

/// What more of a column is loaded, and the dock once it is drawn: outside of the frame's own work, and only where
/// there is something new.
pub(super) fn refresh() {
    let Some(state) = board() else { return };
    let laid = |session: &DragSession, at: usize| {
        state
            .lists
            .column(session.lists.numbers[at])
            .filter(|list| session.lists.layouts[at] != list.layouts())
    };
    let news = |session: &DragSession| {
        session.dock.is_none() || (0..session.lists.numbers.len()).any(|at| laid(session, at).is_some())
    };
    if !pointer_drag(|drag| drag.session.as_ref().is_some_and(news)) {
        return;
    }
    let ids = state.hold.carried();
    pointer_drag(|drag| {
        let Some(session) = &mut drag.session else { return };
        for at in 0..session.lists.numbers.len() {
            if let Some(column) = laid(session, at) {
                let lists = &mut session.lists;
                lists.layouts[at] = column.layouts();
                let (own, list) = (&mut lists.columns[at], &lists.scrollers[at]);
                (own.tops, own.card) = state.tops(column, &ids);
                own.scroll.most = f64::from(list.scroll_height() - list.client_height());
            }
        }
        if session.dock.is_none() {
            place_items(session);
        }
    });
}

/// The column under the carried card, by its place from the left.
pub(super) fn under() -> Option<usize> {
    pointer_drag(|drag| {
        let session = drag.session.as_ref()?;
        match session.over {
            Over::Column(column, _) => session.lists.numbers.get(column).copied(),
            Over::Dock(_) | Over::Nothing => None,
        }
    })
}

/// Others' changes came in: what the columns would do with the card is asked anew.
pub(super) fn judge_again(state: BoardState) {
    let session = pointer_drag(|drag| {
        drag.session.as_ref().map(|session| (session.ids.clone(), session.lists.numbers.clone()))
    });
    let Some((ids, numbers)) = session else { return };
    let verdicts = verdicts(state, &ids, &numbers);
    pointer_drag(|drag| {
        if let Some(session) = &mut drag.session {
            session.lists.verdicts = verdicts;
        }
    });
}
