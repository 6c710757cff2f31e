//! What one may ask of the desk: boards, tickets, lists. Each authorises its actor itself.

mod board;
mod loads;
mod mine;
mod swimlanes;
mod ticket;

pub(crate) use board::{FILTER_TEXT, departments, known};
