//! What is lifted, and where it may be put beside the columns.

use crate::board::keyboard_drag::KeyboardDrag;
use crate::board::line::Line;
use crate::ui::RwSignal;
use domain::desk::Load;

/// What is lifted, and where it may be put beside the columns.
#[derive(Clone, Copy)]
pub(in crate::board) struct InHand {
    /// The card that is lifted by the keyboard.
    pub(in crate::board) keyboard_drag: RwSignal<Option<KeyboardDrag>>,
    /// Where a carried card may be dropped beside the columns.
    pub(in crate::board) dock: RwSignal<Vec<Line>>,
    /// Who may be made responsible by this person, and how much they have to do.
    pub(in crate::board) colleagues: RwSignal<Vec<Load>>,
}

impl InHand {
    /// Nothing is.
    pub(super) fn new() -> Self {
        Self {
            keyboard_drag: RwSignal::new(None),
            dock: RwSignal::new(vec![]),
            colleagues: RwSignal::new(vec![]),
        }
    }
}
