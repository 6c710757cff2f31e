//! The board: the heart of the desk. Columns of cards that know what burns, live, by mouse, touch and keyboard.

mod address;
mod card;
mod column;
mod dom;
mod keys;
mod layout;
mod lift;
mod menu;
mod move_dialog;
mod moves;
mod page;
mod state;
mod toolbar;

pub use page::BoardPage;
