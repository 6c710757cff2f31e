//! What was asked of the desk and may still be answered.

use crate::ui::RwSignal;
use leptos::prelude::*;

/// What was asked of the desk.
#[derive(Clone, Copy)]
pub(in crate::board) struct Loader {
    /// Counts the reads, so that a late answer to an earlier question is dropped.
    pub(super) asked: StoredValue<u32>,
    /// The board could not be read again.
    pub(in crate::board) failed: RwSignal<bool>,
    /// What comes later is let go of with the board, too.
    pub(super) owner: StoredValue<Owner>,
}

impl Loader {
    /// Nothing is asked yet.
    pub(super) fn new() -> Self {
        Self {
            asked: StoredValue::new(0),
            failed: RwSignal::new(false),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// The board is still on the screen: an answer may come after it was left.
    pub(in crate::board) fn is_there(self) -> bool {
        self.asked.try_get_value().is_some()
    }
}
