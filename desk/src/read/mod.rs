//! What one may ask of the desk: boards, tickets, lists. Each authorises its actor itself.

mod board;
mod mine;
mod ticket;
