//! Warnings and breaches at their time (R13, R14): from a heap of due times, at most a second late, each once.
//!
//! The heap is only a reminder. Whether something is to be said, the clocks in the database decide when the lane
//! carries it out; so an alarm that is due twice, or was due while the desk was closed, is recorded once.

use crate::lane::{Job, Ring};
use crate::room::{Core, Room};
use domain::{TicketId, Time};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
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
/// How often what is kept for a while only is purged.
const PURGE: Duration = Duration::from_mins(10);

/// Due times of an account's tickets. An entry that its ticket's row outran is skipped when its time comes.
#[derive(Debug, Default)]
pub(crate) struct Alarms {
    heap: Mutex<BinaryHeap<Reverse<(Time, TicketId)>>>,
    sooner: Notify,
}

impl Alarms {
    /// Takes all due times at the start.
    pub(crate) fn load(&self, due: impl Iterator<Item = (Time, TicketId)>) {
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

    fn heap(&self) -> MutexGuard<'_, BinaryHeap<Reverse<(Time, TicketId)>>> {
        self.heap.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next due time, or the tickets that are due now: those whose alarm is still that one.
    fn due(&self, room: &Room, now: Time) -> Result<Vec<(Time, TicketId)>, Option<Time>> {
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
            if room.index().get(ticket).and_then(|e| e.alarm_at) == Some(at) && !due.contains(&(at, ticket)) {
                due.push((at, ticket));
            }
        }
        if due.is_empty() { Err(None) } else { Ok(due) }
    }
}

/// Rings an account's alarms until the desk closes.
pub(crate) async fn ring_until(
    core: Arc<Core>,
    room: Arc<Room>,
    lane: mpsc::Sender<Job>,
    closing: CancellationToken,
) {
    loop {
        let now = core.now();
        let wait = match room.alarms.due(&room, now) {
            Ok(due) => {
                let (answer, answered) = oneshot::channel();
                let ring = Job::Ring(Ring { due: due.clone(), answer });
                if lane.send(ring).await.is_err() {
                    return;
                }
                match answered.await {
                    Ok(Ok(())) => continue,
                    Ok(Err(error)) => {
                        tracing::warn!(%error, "alarms could not be recorded, they are tried again");
                    }
                    Err(_) => return,
                }
                room.alarms.load(due.into_iter());
                PATIENCE
            }
            Err(Some(at)) => (at - now).to_std().unwrap_or_default().min(LOOK),
            Err(None) => Duration::from_hours(1),
        };
        tokio::select! {
            () = closing.cancelled() => return,
            () = room.alarms.sooner.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Forgets, in slices, what is kept for a while only, until the desk closes.
pub(crate) async fn purge_until(
    core: Arc<Core>,
    rooms: impl Fn() -> Vec<Arc<Room>>,
    closing: CancellationToken,
) {
    loop {
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(PURGE) => {}
        }
        let now = core.now();
        for room in rooms() {
            room.index_mut().prune(now);
        }
        loop {
            match purge_slice(&core, now).await {
                Ok(0) => break,
                // Commands go first: they wait at most for one slice.
                Ok(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                Err(error) => {
                    tracing::warn!(%error, "what is old could not be purged");
                    break;
                }
            }
        }
    }
}

/// Wishes are remembered for seven days (`decisions.md` 5).
async fn purge_slice(core: &Core, now: Time) -> Result<u64, crate::store::StoreError> {
    let mut conn = core.db.write().await?;
    conn.begin().await?;
    let gone = crate::store::desk::purge(&mut conn, now - chrono::TimeDelta::days(7), now).await?;
    conn.commit().await?;
    Ok(gone)
}
