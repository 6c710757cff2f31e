//! What one may ask of the desk: boards, tickets, lists. Each authorises its actor itself.

mod board;
mod lanes;
mod loads;
mod mine;
mod ticket;

pub(crate) use board::{FILTER_TEXT, departments, known};
