//! Cards that are changed together.

use crate::ui::RwSignal;
use domain::TicketId;

/// Cards that are changed together.
#[derive(Clone, Copy)]
pub(in crate::board) struct Selection {
    /// Which are chosen.
    pub(in crate::board) chosen: RwSignal<Vec<TicketId>>,
    /// What could not be done to some of them, and why.
    pub(in crate::board) failures: RwSignal<Vec<(TicketId, String)>>,
}

impl Selection {
    /// None.
    pub(super) fn new() -> Self {
        Self { chosen: RwSignal::new(vec![]), failures: RwSignal::new(vec![]) }
    }
}
