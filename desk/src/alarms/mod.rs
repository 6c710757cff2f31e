//! Warnings and breaches at their time (R13, R14): from a heap of due times, at most a second late, each once.
//!
//! The heap is only a reminder. Whether something is to be said, the clocks in the database decide when the writer
//! carries it out; so an alarm that is due twice, or was due while the desk was closed, is recorded once.

use crate::account::{Account, Core};
use crate::store::StoreError;
use crate::writer::{Fire, Job};
use domain::{TicketId, Time};
use futures_util::FutureExt;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

/// The machine's clock may be set: it is looked at this often at least, so that no alarm is a second late.
const LOOK: Duration = Duration::from_millis(500);
/// How long a database that does not answer is left alone.
const PATIENCE: Duration = Duration::from_millis(500);
/// Tickets of one job, so that many alarms after a long night do not hold up people's commands.
const SLICE: usize = 32;
/// So few entries are never too many.
const MOST: usize = 64;
/// How often what is kept for a while only is purged.
const PURGE: Duration = Duration::from_mins(10);

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
    fn load(&self, due: impl Iterator<Item = (Time, TicketId)>) {
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

    /// The next due time, or the tickets that are due now: those whose alarm is still that one.
    fn due(&self, account: &Account, now: Time) -> Result<Vec<(Time, TicketId)>, Option<Time>> {
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
            if account.index().get(ticket).and_then(|e| e.alarm_at) == Some(at)
                && !due.contains(&(at, ticket))
            {
                due.push((at, ticket));
            }
        }
        if due.is_empty() { Err(None) } else { Ok(due) }
    }
}

/// Fires an account's alarms until the desk closes, whatever panics.
pub(crate) async fn fire_until(
    core: Arc<Core>,
    account: Arc<Account>,
    writer: mpsc::Sender<Job>,
    closing: CancellationToken,
) {
    while AssertUnwindSafe(fire(&core, &account, &writer, &closing)).catch_unwind().await.is_err() {
        tracing::error!("firing the alarms panicked, it goes on");
        account.alarms.replace(account.reminders());
        tokio::time::sleep(PATIENCE).await;
    }
}

async fn fire(core: &Core, account: &Account, writer: &mpsc::Sender<Job>, closing: &CancellationToken) {
    loop {
        let now = core.now();
        let wait = match account.alarms.due(account, now) {
            Ok(due) => {
                let (answer, answered) = oneshot::channel();
                let fire = Job::Fire(Fire { due: due.clone(), answer });
                if writer.send(fire).await.is_err() {
                    return;
                }
                match answered.await {
                    Ok(Ok(())) => continue,
                    Ok(Err(error)) => {
                        tracing::warn!(%error, "alarms could not be recorded, they are tried again");
                    }
                    // The writer panicked, and goes on.
                    Err(_) => tracing::warn!("alarms were not answered, they are tried again"),
                }
                account.alarms.load(due.into_iter());
                PATIENCE
            }
            Err(Some(at)) => (at - now).to_std().unwrap_or_default().min(LOOK),
            Err(None) => Duration::from_hours(1),
        };
        tokio::select! {
            () = closing.cancelled() => return,
            () = account.alarms.sooner.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Purges until the desk closes, whatever panics.
pub(crate) async fn purge_until(
    core: Arc<Core>,
    accounts: impl Fn() -> Vec<Arc<Account>>,
    closing: CancellationToken,
) {
    loop {
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(PURGE) => {}
        }
        match AssertUnwindSafe(purge(&core, &accounts())).catch_unwind().await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!(%error, "what is old could not be purged"),
            Err(_) => tracing::error!("purging panicked, it goes on"),
        }
    }
}

/// Forgets, in slices, what is kept for a while only, and gives how many rows went.
pub(crate) async fn purge(core: &Core, accounts: &[Arc<Account>]) -> Result<u64, StoreError> {
    let now = core.now();
    for account in accounts {
        account.index_mut().prune(now);
    }
    let mut all = 0;
    loop {
        let gone = purge_slice(core, now).await?;
        if gone == 0 {
            return Ok(all);
        }
        all += gone;
        // Commands go first: they wait at most for one slice.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Requests are remembered for seven days (`decisions.md` 5).
async fn purge_slice(core: &Core, now: Time) -> Result<u64, StoreError> {
    let mut conn = core.db.write().await?;
    conn.begin().await?;
    let gone = crate::store::desk::purge(&mut conn, now - chrono::TimeDelta::days(7), now).await?;
    conn.commit().await?;
    Ok(gone)
}
