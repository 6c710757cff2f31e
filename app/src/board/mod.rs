//! The board: the heart of the desk. Columns of cards that know what burns, live, by mouse, touch and keyboard.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "the board's state is a handful of handles to signals, made to be copied; half of its size is a debug build's"
)]

mod act;
mod action;
mod actions;
mod address;
mod answer;
mod batch;
mod card;
mod column;
mod column_menu;
mod column_tabs;
mod dock;
mod dom;
mod drag;
mod drop;
mod held;
mod keyboard_drag;
mod keys;
mod keys_dialog;
mod layout;
mod lifted;
mod limit;
mod line;
mod location;
mod menu;
mod move_dialog;
mod move_intent;
mod moves;
mod offers;
mod page;
mod palette;
mod panel;
#[cfg(feature = "ssr")]
mod paper;
mod pending;
mod preferences;
mod preview;
mod queued;
mod request;
mod select;
mod state;
mod swimlane;
mod tags;
mod toolbar;
mod views;
mod watch;
mod why;
mod window;

pub use actions::Actions;
pub use address::TICKET;
pub use location::shows_panel;
pub use page::BoardPage;
pub use panel::BoardPanel;
#[cfg(feature = "ssr")]
pub(crate) use paper::paper;
