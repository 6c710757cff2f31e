//! Where this person is on the board.

use super::follow::Moved;
use crate::ui::RwSignal;
use domain::TicketId;
use leptos::prelude::*;

/// Where this person is.
#[derive(Clone, Copy)]
pub(in crate::board) struct Cursor {
    /// The card that holds the tab stop.
    pub(in crate::board) current: RwSignal<Option<TicketId>>,
    /// The code of the ticket in the panel.
    pub(in crate::board) open: RwSignal<Option<String>>,
    /// The card that this person moved last.
    pub(super) moved: StoredValue<Option<Moved>>,
    /// The page is taken over: the tab key walks as scripts say.
    pub(in crate::board) awake: RwSignal<bool>,
}

impl Cursor {
    /// Nowhere yet.
    pub(super) fn new() -> Self {
        Self {
            current: RwSignal::new(None),
            open: RwSignal::new(None),
            moved: StoredValue::new(None),
            awake: RwSignal::new(false),
        }
    }
}
