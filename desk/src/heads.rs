//! Cards that boards showed of late, so that a page that is asked for again reads none of them from the database.
//!
//! A card's row is known by the command that changed it last: one that the index has at another command is read anew.

use domain::{Seq, TicketId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::Record;

/// Cards that are kept: the first pages of a dozen boards. A row has less than one KiB.
const MOST: usize = 1_000;

/// Rows by ticket.
#[derive(Debug, Default)]
pub(crate) struct Heads(Mutex<HashMap<TicketId, Arc<Record>>>);

impl Heads {
    /// The row of a ticket as its command `seq` left it.
    pub(crate) fn get(&self, ticket: TicketId, seq: Seq) -> Option<Arc<Record>> {
        self.kept().get(&ticket).filter(|record| record.ticket.facts.seq == seq).cloned()
    }

    /// Takes a row as the database has it.
    pub(crate) fn put(&self, record: Arc<Record>) {
        let mut kept = self.kept();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(record.ticket.facts.id, record);
    }

    /// Lets go of all: the database is another.
    pub(crate) fn clear(&self) {
        self.kept().clear();
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<TicketId, Arc<Record>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
