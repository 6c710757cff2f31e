//! A move as a person wants it.

use domain::ticket::{Also, Anchor, Move};
use domain::{Seq, StatusId, TicketId};

/// What a person wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MoveIntent {
    /// Which card.
    pub(super) ticket: TicketId,
    /// The status it shall have.
    pub(super) status: StatusId,
    /// Its place, in the manual order.
    pub(super) anchor: Option<Anchor>,
    /// Why, where that is asked.
    pub(super) reason: Option<String>,
    /// The version that was seen, where it is not the one on the screen.
    pub(super) seen: Option<Seq>,
    /// Although someone else moved it.
    pub(super) confirm: bool,
    /// What another lane makes of it.
    pub(super) also: Option<Also>,
    /// It takes back that command, and all that came of it.
    pub(super) undoes: Option<Seq>,
}

impl MoveIntent {
    /// Another status, or another place.
    pub(super) fn new(ticket: TicketId, status: StatusId, anchor: Option<Anchor>) -> Self {
        Self { ticket, status, anchor, reason: None, seen: None, confirm: false, also: None, undoes: None }
    }

    /// The move that the desk was asked for, or shall be.
    pub(super) fn of(ticket: TicketId, to: &Move) -> Self {
        Self {
            reason: to.reason.clone(),
            seen: Some(to.seen),
            confirm: to.confirm,
            also: to.also,
            ..Self::new(ticket, to.status, to.anchor)
        }
    }

    /// As the desk is asked. `seen`: the version on the screen.
    pub(super) fn to_move(&self, seen: Seq) -> Move {
        Move {
            status: self.status,
            anchor: self.anchor,
            seen: self.seen.unwrap_or(seen),
            confirm: self.confirm,
            reason: self.reason.clone(),
            also: self.also,
        }
    }
}
