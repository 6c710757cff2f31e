//! What the desk counts in each column.

use super::CardList;
use crate::ui::RwSignal;
use domain::board::Counts;
use leptos::prelude::*;

/// What the desk counts, and when it is asked anew.
#[derive(Clone, Copy)]
pub(in crate::board) struct Tally {
    /// As it was counted last.
    pub(in crate::board) counts: RwSignal<Counts>,
    /// It is asked anew when this is over.
    pub(super) timer: StoredValue<Option<TimeoutHandle>>,
}

impl Tally {
    /// Nothing is counted yet.
    pub(super) fn new() -> Self {
        Self { counts: RwSignal::new(Counts::default()), timer: StoredValue::new(None) }
    }

    /// Cards of the column, by the desk's count.
    pub(in crate::board) fn counted(self, column: CardList) -> usize {
        self.counts.with_untracked(|counts| column.counts(counts).cards as usize)
    }
}
