//! What a card or a column asks for by a button of its own. The part of the page that acts does it: at once, or when it
//! has come.

use super::move_intent::MoveIntent;
use super::state::CardList;

/// A change that is asked for.
#[derive(Clone)]
pub(super) enum Request {
    /// To move a card.
    Move(MoveIntent),
    /// To archive the cards of a column.
    ArchiveAll(CardList),
}
