//! Where in the manual order a card comes to lie: a key between its neighbours, made here only.

use super::{Batch, Failure, Writer};
use crate::hub::entries::Texts;
use crate::hub::{Made, Update};
use domain::board::{RANK_MAX, REACHES, RankError, between, renew};
use domain::ticket::{Anchor, Event};
use domain::{ColumnId, PersonId, TicketId};
use std::collections::HashMap;
use store::Record;
use store::events::Head;
use store::tickets::NeighbourRow;
use uuid::Uuid;

/// A place as it is wished.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    /// In which column.
    pub(super) column: ColumnId,
    /// Beside which card.
    pub(super) anchor: Anchor,
    /// The card that moves: not its own neighbour.
    pub(super) moving: TicketId,
}

/// A card that was spaced anew to make room for another.
#[derive(Debug)]
pub(super) struct Rebalanced {
    /// Which.
    pub(super) ticket: TicketId,
    /// Its new place.
    pub(super) place: String,
    /// What everyone is told, by a command of the desk itself.
    pub(super) change: Update,
}

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

/// The card above the place.
fn above(around: &NeighbourRow) -> Option<&str> {
    match (&around.after_place, &around.before_place) {
        (Some(above), _) => Some(above),
        (None, Some(_)) => around.before_prev.as_deref(),
        (None, None) => None,
    }
}

impl Writer {
    /// The key of a place, and the cards that had to be spaced anew for it.
    pub(super) async fn rank(
        &self,
        batch: &mut Batch,
        spot: Spot,
    ) -> Result<(String, Vec<Rebalanced>), Failure> {
        let account = self.account.id;
        let around =
            store::tickets::neighbours(&mut batch.conn, account, spot.column, spot.anchor, spot.moving)
                .await?;
        match key(&around) {
            Ok(key) if key.len() <= RANK_MAX => return Ok((key, vec![])),
            _ => {}
        }
        // Keys grow where cards are put at the same place over and over. The whole column is the last resort: where
        // a key is none.
        for reach in
            REACHES.map(|(reach, longest)| (Some(reach), longest)).into_iter().chain([(None, RANK_MAX)])
        {
            if let Some((key, cards)) = self.space(batch, spot, above(&around), reach).await? {
                return Ok((key, self.tell_spaced(batch, cards).await?));
            }
        }
        Err(Failure::Internal(RankError.to_string()))
    }

    /// Spaces `reach` cards on either side of a place anew, or the whole column; `None`: they lie too close.
    async fn space(
        &self,
        batch: &mut Batch,
        spot: Spot,
        above: Option<&str>,
        (reach, longest): (Option<u16>, usize),
    ) -> Result<Option<(String, Vec<(TicketId, String)>)>, Failure> {
        let (account, conn) = (self.account.id, &mut batch.conn);
        // One more on either side is the bound, and the card that moves may lie among them.
        let limit = reach.map_or(i64::MAX, |reach| i64::from(reach) + 2);
        let mut up = match above {
            Some(above) => store::tickets::up_from(conn, account, spot.column, above, limit).await?,
            None => vec![],
        };
        let above = above.unwrap_or_default();
        let mut down = store::tickets::down_from(conn, account, spot.column, above, limit).await?;
        let taken: Vec<String> = up.iter().chain(&down).map(|(_, place)| place.clone()).collect();
        let mut ends = [None, None];
        for (side, end) in [&mut up, &mut down].into_iter().zip(&mut ends) {
            side.retain(|(id, _)| *id != spot.moving);
            if let Some(reach) = reach.map(usize::from).filter(|reach| side.len() > *reach) {
                *end = side.drain(reach..).next().map(|(_, place)| place);
            }
        }
        let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
        let ends = ends.each_ref().map(Option::as_deref);
        let Some(mut keys) = renew(ends[0], ends[1], up.len() + 1 + down.len(), &taken, longest) else {
            return Ok(None);
        };
        let key = keys.remove(up.len());
        Ok(Some((key, up.into_iter().rev().chain(down).map(|(id, _)| id).zip(keys).collect())))
    }

    /// Writes the new places, each by a command of the desk itself: who comes back hears of it from the log as of any
    /// other change, and whoever looks on redraws these few cards.
    async fn tell_spaced(
        &self,
        batch: &mut Batch,
        cards: Vec<(TicketId, String)>,
    ) -> Result<Vec<Rebalanced>, Failure> {
        let (account, now) = (self.account.id, self.core.now());
        let first = batch.head.seq + 1;
        store::tickets::set_places(&mut batch.conn, account, &cards, first).await?;
        let ids: Vec<TicketId> = cards.iter().map(|(id, _)| *id).collect();
        let nobody = PersonId(Uuid::nil());
        let records = store::tickets::cards(&mut batch.conn, account, nobody, &ids).await?;
        let mut records: HashMap<TicketId, Record> =
            records.into_iter().map(|(record, _)| (record.ticket.facts.id, record)).collect();
        let rules = std::sync::Arc::clone(&batch.in_use);
        let mut spaced = Vec::with_capacity(cards.len());
        for (ticket, place) in cards {
            let Some(record) = records.remove(&ticket) else { continue };
            let seq = record.ticket.facts.seq;
            let head =
                Head { seq, ticket, at: now, actor: None, op_id: None, audience_before: None, moment: None };
            let events = [Event::Placed { place: place.clone() }];
            store::events::insert(&mut batch.conn, account, &head, &events).await?;
            let change = Update::new(Made {
                record: &record,
                rules: &rules.rules.board,
                events: &events,
                op_id: None,
                at: now,
                actor: None,
                before: None,
                moment: None,
                messages: &Texts::new(),
                comments: &Texts::new(),
            })?;
            batch.head.seq = seq;
            spaced.push(Rebalanced { ticket, place, change });
        }
        Ok(spaced)
    }
}
