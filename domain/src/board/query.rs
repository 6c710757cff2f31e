//! What a board is asked for.

use super::{Filter, Order, Swimlanes};
use serde::{Deserialize, Serialize};

/// What board is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BoardQuery {
    /// Which tickets.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
    /// By what it is divided.
    #[serde(default)]
    pub lanes: Swimlanes,
}
