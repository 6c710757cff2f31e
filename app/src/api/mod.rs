//! The server functions: thin, one file a subject. Each authorises in the desk, never here.
//!
//! All are POST, all take JSON, each has an address of its own, so that it is the same on every build.

mod ask;
mod board;
pub mod page;
mod read;
mod session;
mod tag;
mod ticket;
mod tree;
pub mod wire;

pub use board::{load_board, load_column, load_summary, load_views, remove_view, save_view, set_limit};
pub use read::{Unreadable, read};
pub use session::{Presence, who_am_i};
pub use tag::change_tags;
pub use ticket::{
    act_all, execute, load_colleagues, load_my_ticket, load_my_tickets, load_ticket, mark_read,
};
