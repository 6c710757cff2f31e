//! Where a card comes to lie among others.

use crate::ids::TicketId;
use serde::{Deserialize, Serialize};

/// A place named by neighbours, not by an index: it stays right when others move (`ux.md` 3.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Directly below this card. Wins where both are given.
    pub after: Option<TicketId>,
    /// Directly above this card, or on top where neither is given.
    pub before: Option<TicketId>,
}
