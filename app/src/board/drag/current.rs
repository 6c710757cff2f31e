//! The drag of the page's pointer: there is one.

use super::gesture::{Gesture, Point};
use super::session::DragSession;
use crate::board::state::BoardState;
use domain::TicketId;
use leptos::prelude::*;
use std::cell::RefCell;

#[derive(Default)]
pub(super) struct PointerDrag {
    pub(super) gesture: Gesture,
    pub(super) pressed: Option<(TicketId, Point)>,
    pub(super) last: Point,
    pub(super) hold: Option<TimeoutHandle>,
    pub(super) session: Option<DragSession>,
    /// The click that ends a drag is none.
    pub(super) swallow: bool,
}

thread_local! {
    /// There is one pointer drag a page. A plain value and no signal: nothing follows it.
    static DRAG: RefCell<PointerDrag> = RefCell::default();
    static BOARD: RefCell<Option<BoardState>> = const { RefCell::new(None) };
}

pub(super) fn pointer_drag<T>(act: impl FnOnce(&mut PointerDrag) -> T) -> T {
    DRAG.with_borrow_mut(act)
}

/// The board of the page, from now on.
pub(super) fn set_board(state: BoardState) {
    BOARD.set(Some(state));
}

pub(super) fn board() -> Option<BoardState> {
    BOARD.with_borrow(|board| *board).filter(|board| board.loader.is_there())
}
