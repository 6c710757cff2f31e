//! The drag of the page: there is one.

use super::layer::Layer;
use super::machine::{Drag, Effect};
use super::world::World;
use crate::board::state::BoardState;
use leptos::prelude::*;
use std::cell::RefCell;

/// The drag, and what it has of the page.
#[derive(Default)]
pub(super) struct Current {
    pub(super) drag: Drag,
    pub(super) world: World,
    /// There from the lift by a pointer to its end.
    pub(super) layer: Option<Layer>,
    /// Runs while it is awaited whether a finger holds still.
    pub(super) hold: Option<TimeoutHandle>,
    /// Filled anew by each input: a frame allocates nothing.
    pub(super) effects: Vec<Effect>,
}

thread_local! {
    /// A plain value and no signal: nothing follows it.
    static CURRENT: RefCell<Current> = RefCell::default();
    static BOARD: RefCell<Option<BoardState>> = const { RefCell::new(None) };
}

pub(super) fn current<T>(act: impl FnOnce(&mut Current) -> T) -> T {
    CURRENT.with_borrow_mut(act)
}

/// The board of the page, from now on.
pub(super) fn set_board(state: BoardState) {
    BOARD.set(Some(state));
}

pub(super) fn board() -> Option<BoardState> {
    BOARD.with_borrow(|board| *board).filter(|board| board.loader.is_there())
}
