//! How the board opens and closes the panel.

use crate::ui::RwSignal;
use leptos::prelude::*;

/// What of a panel takes the focus as it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landing {
    /// The panel itself: its heading.
    Heading,
    /// The box for a public reply.
    Reply,
    /// The box for an internal comment (R17).
    Comment,
    /// Nothing: who only peeks stays where they are (`ux.md` 2.3).
    Nowhere,
}

/// How a panel opens and closes.
#[derive(Clone, Copy)]
pub struct Way {
    /// What takes the focus. Set again, it is given again.
    pub landing: RwSignal<Landing>,
    /// Closes the panel.
    pub on_close: Callback<()>,
}
