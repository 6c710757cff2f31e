//! Where a ticket stands in the rows of the index: five bytes a ticket, since the rows know the ids.

use super::slip::Slip;
use domain::TicketId;
use hashbrown::HashTable;

/// Positions by ticket.
#[derive(Debug, Default)]
pub(super) struct Positions(HashTable<u32>);

/// Ids are random; what tests make up is spread.
fn hash(ticket: TicketId) -> u64 {
    let (high, low) = ticket.0.as_u64_pair();
    (high ^ low.rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Positions {
    pub(super) fn get(&self, ticket: TicketId, slips: &[Slip]) -> Option<usize> {
        let is_it = |at: &u32| slips[*at as usize].id == ticket;
        self.0.find(hash(ticket), is_it).map(|at| *at as usize)
    }

    /// The last of the rows is a new one.
    pub(super) fn push(&mut self, slips: &[Slip]) {
        if let Some((last, at)) = slips.last().zip(u32::try_from(slips.len().wrapping_sub(1)).ok()) {
            self.0.insert_unique(hash(last.id), at, |at| hash(slips[*at as usize].id));
        }
    }

    /// Lets go of the ticket at a position, where the last of the rows will stand then. Before the rows change.
    pub(super) fn swap_remove(&mut self, at: usize, slips: &[Slip]) {
        let (own, last) = (u32::try_from(at).ok(), u32::try_from(slips.len().wrapping_sub(1)).ok());
        let (Some(own), Some(last)) = (own, last) else { return };
        if let Ok(found) = self.0.find_entry(hash(slips[at].id), |other| *other == own) {
            found.remove();
        }
        if let Some(moved) = self.0.find_mut(hash(slips[last as usize].id), |other| *other == last) {
            *moved = own;
        }
    }

    pub(super) fn shrink(&mut self, slips: &[Slip]) {
        self.0.shrink_to_fit(|at| hash(slips[*at as usize].id));
    }
}
