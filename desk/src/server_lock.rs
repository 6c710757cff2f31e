//! One server serves a database: a lock file beside a SQLite file, a lock within a PostgreSQL database.

use crate::open::{OpenError, lock_file};
use std::fs::File;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;
use store::{Backend, Claim, file_of};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

/// How often the lock's connection is tried: so soon a desk that lost it says that it is not ready.
const PULSE: Duration = Duration::from_secs(1);
/// A server that was killed a moment ago may still be there for the database.
const MOMENT: Duration = Duration::from_millis(1_500);
/// How long a lock may take to be let go of.
const PATIENCE: Duration = Duration::from_secs(3);

/// How sure it is that no other server serves the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum LockState {
    /// This one does.
    Held,
    /// The lock's connection broke and is not regained yet.
    Unsure,
    /// Another took the lock meanwhile.
    Other,
}

/// The right to serve a database.
#[derive(Debug, Default)]
pub(crate) struct ServerLock {
    state: Arc<AtomicU8>,
    held: Option<Held>,
}

#[derive(Debug)]
enum Held {
    /// The system lets go of it with the process.
    File { _file: File },
    /// Kept by a task until it is told to let go, or nobody looks at the state any more.
    Claim { let_go: CancellationToken, task: JoinHandle<()> },
}

impl ServerLock {
    /// Takes the right; an error where another server has it.
    pub(crate) async fn take(database: &str) -> Result<Self, OpenError> {
        if file_of(database).is_some() {
            let held = lock_file(database)?.map(|file| Held::File { _file: file });
            return Ok(Self { held, ..Self::default() });
        }
        let began = tokio::time::Instant::now();
        let claim = loop {
            match Claim::take(database, None).await? {
                Some(claim) => break claim,
                None if began.elapsed() < MOMENT => sleep(MOMENT / 10).await,
                None => return Err(OpenError::Served),
            }
        };
        let (state, let_go) = (Arc::new(AtomicU8::new(LockState::Held as u8)), CancellationToken::new());
        let task = tokio::spawn(keep(claim, database.to_owned(), Arc::downgrade(&state), let_go.clone()));
        Ok(Self { state, held: Some(Held::Claim { let_go, task }) })
    }

    /// How sure it is.
    pub(crate) fn state(&self) -> LockState {
        match self.state.load(Ordering::Acquire) {
            0 => LockState::Held,
            1 => LockState::Unsure,
            _ => LockState::Other,
        }
    }

    /// Lets go of the right.
    pub(crate) async fn let_go(self) {
        if let Some(Held::Claim { let_go, task }) = self.held {
            let_go.cancel();
            if timeout(PATIENCE, task).await.is_err() {
                tracing::warn!("the database's lock was not let go of in time; it goes with its connection");
            }
        }
    }
}

/// Keeps the lock, and regains it where its connection broke.
async fn keep(claim: Claim, address: String, state: Weak<AtomicU8>, let_go: CancellationToken) {
    let mut lost: Option<Backend> = None;
    let mut held = Some(claim);
    loop {
        tokio::select! {
            () = let_go.cancelled() => break,
            () = sleep(PULSE) => {}
        }
        let now = match held.take() {
            Some(mut claim) => match claim.holds().await {
                Ok(()) => {
                    held = Some(claim);
                    LockState::Held
                }
                Err(error) => {
                    tracing::error!(%error, "the connection that holds the database's lock broke");
                    lost = Some(claim.backend());
                    LockState::Unsure
                }
            },
            None => match Claim::take(&address, lost.as_ref()).await {
                Ok(Some(claim)) => {
                    tracing::info!("the database's lock is regained");
                    lost = None;
                    held = Some(claim);
                    LockState::Held
                }
                Ok(None) => {
                    tracing::error!("another server serves this database now: this one takes no commands");
                    LockState::Other
                }
                Err(error) => {
                    tracing::warn!(%error, "the database's lock is not regained yet");
                    LockState::Unsure
                }
            },
        };
        // A desk that was dropped without being closed lets go too.
        let Some(state) = state.upgrade() else { break };
        state.store(now as u8, Ordering::Release);
    }
    if let Some(claim) = held
        && let Err(error) = claim.let_go().await
    {
        tracing::debug!(%error, "the lock's connection was gone before it was let go of");
    }
}
