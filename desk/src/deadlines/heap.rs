//! Due times in their order.

use domain::{TicketId, Time};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// Tickets of one job, so that many alarms after a long night do not hold up people's commands.
const SLICE: usize = 32;
/// So few entries are never too many.
const MOST: usize = 64;

/// Due times of an account's tickets. An entry that its ticket's row outran is skipped when its time comes.
#[derive(Debug, Default)]
pub(crate) struct Alarms {
    heap: Mutex<BinaryHeap<Reverse<(Time, TicketId)>>>,
    /// Entries beyond which the outdated ones are too many: twice those that held when it was last filled.
    most: AtomicUsize,
    sooner: Notify,
}

impl Alarms {
    /// Takes back due times that could not be dealt with.
    pub(super) fn load(&self, due: impl Iterator<Item = (Time, TicketId)>) {
        self.heap().extend(due.map(Reverse));
    }

    /// One due time more.
    pub(crate) fn add(&self, at: Time, ticket: TicketId) {
        let mut heap = self.heap();
        let sooner = heap.peek().is_none_or(|Reverse((first, _))| at < *first);
        heap.push(Reverse((at, ticket)));
        drop(heap);
        if sooner {
            self.sooner.notify_one();
        }
    }

    /// All due times anew.
    pub(crate) fn replace(&self, due: impl IntoIterator<Item = (Time, TicketId)>) {
        let due: BinaryHeap<_> = due.into_iter().map(Reverse).collect();
        self.most.store(MOST.max(due.len() * 2), Ordering::Relaxed);
        *self.heap() = due;
        self.sooner.notify_one();
    }

    /// Every command of a ticket leaves an entry behind. Where they have become too many, they give way to `live`,
    /// those that still hold.
    pub(crate) fn tidy(&self, live: impl FnOnce() -> Vec<(Time, TicketId)>) {
        let many = self.heap().len() > self.most.load(Ordering::Relaxed);
        if many {
            self.replace(live());
        }
    }

    /// Due times that are kept, outdated ones counted.
    pub(crate) fn count(&self) -> u64 {
        self.heap().len() as u64
    }

    fn heap(&self) -> MutexGuard<'_, BinaryHeap<Reverse<(Time, TicketId)>>> {
        self.heap.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tickets that are due now, at most [`SLICE`], or the next due time. `holds` gives the alarm that a ticket has
    /// now: an entry that is another's is skipped.
    pub(super) fn due(
        &self,
        now: Time,
        holds: impl Fn(TicketId) -> Option<Time>,
    ) -> Result<Vec<(Time, TicketId)>, Option<Time>> {
        let mut due = vec![];
        let mut heap = self.heap();
        while let Some(Reverse((at, ticket))) = heap.peek().copied() {
            if at > now {
                return if due.is_empty() { Err(Some(at)) } else { Ok(due) };
            }
            if due.len() == SLICE {
                return Ok(due);
            }
            heap.pop();
            if holds(ticket) == Some(at) && !due.contains(&(at, ticket)) {
                due.push((at, ticket));
            }
        }
        if due.is_empty() { Err(None) } else { Ok(due) }
    }

    /// Something is due sooner than it was.
    pub(super) async fn sooner(&self) {
        self.sooner.notified().await;
    }
}
