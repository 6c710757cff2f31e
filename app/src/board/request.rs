//! What a card or a column asks for by a button of its own. The part of the page that acts does it: at once, or when it
//! has come.

use super::move_intent::MoveIntent;
use domain::TicketId;

/// A change that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Request {
    /// To move a card.
    Move(MoveIntent),
    /// To archive those of these cards that may go to the archive (R22).
    Archive(Vec<TicketId>),
}
