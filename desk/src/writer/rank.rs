//! Where in the manual order a card comes to lie: a key between its neighbours, made here only.

use super::{Batch, Failure, Writer};
use crate::store;
use crate::store::rows::NeighbourRow;
use domain::board::{RANK_MAX, RankError, between, rebalance};
use domain::ticket::Anchor;
use domain::{ColumnId, TicketId};

/// A place as it is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// In which column.
    pub(super) column: ColumnId,
    /// Beside which card.
    pub(super) anchor: Anchor,
    /// The card that moves: not its own neighbour.
    pub(super) moving: TicketId,
}

/// Cards with their new places.
type Rebalanced = Vec<(TicketId, String)>;

/// `after` wins; a neighbour that is gone from the column gives way to `before`, then to the top.
fn key(around: &NeighbourRow) -> Result<String, RankError> {
    if let Some(above) = &around.after_place {
        between(Some(above), around.after_next.as_deref())
    } else if let Some(below) = &around.before_place {
        between(around.before_prev.as_deref(), Some(below))
    } else {
        between(None, around.top.as_deref())
    }
}

impl Writer {
    /// The key of a place, and the column's other cards where it had to be rebalanced.
    pub(super) async fn rank(&self, batch: &mut Batch, spot: Spot) -> Result<(String, Rebalanced), Failure> {
        let account = self.account.id;
        let around =
            store::tickets::neighbours(&mut batch.conn, account, spot.column, spot.anchor, spot.moving)
                .await?;
        match key(&around) {
            Ok(key) if key.len() <= RANK_MAX => return Ok((key, vec![])),
            _ => {}
        }
        // Keys grow where cards are put at the same place over and over.
        let ids = store::tickets::in_order(&mut batch.conn, account, spot.column).await?;
        let places: Rebalanced = ids.iter().copied().zip(rebalance(ids.len())).collect();
        for (ticket, place) in &places {
            store::tickets::set_place(&mut batch.conn, account, *ticket, place).await?;
        }
        let around =
            store::tickets::neighbours(&mut batch.conn, account, spot.column, spot.anchor, spot.moving)
                .await?;
        let key = key(&around).map_err(|error| Failure::Internal(error.to_string()))?;
        Ok((key, places))
    }
}
