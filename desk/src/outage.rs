//! What the database cannot do now, in words, for whoever watches over the desk.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::StoreError;
use thiserror::Error;

/// A write that was kept not longer ago shows that writes are kept.
const SHOWN: Duration = Duration::from_secs(30);

/// Why a desk is not ready: what cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotReady {
    /// Nothing can be read.
    #[error("nothing can be read or written: the database does not answer")]
    Silent,
    /// Another server serves the database, or may do so.
    #[error("nothing can be written: this server does not hold the database's lock")]
    LockLost,
    /// Changes are refused: no room.
    #[error("nothing can be written: the disk is full")]
    Full,
    /// Changes are refused: the database may only be read.
    #[error("nothing can be written: the database is read-only")]
    ReadOnly,
    /// Changes are refused for a reason that the log has.
    #[error("nothing can be written: the database refuses it; the log says why")]
    Refused,
}

impl From<StoreError> for NotReady {
    /// What cannot be written because of it.
    fn from(error: StoreError) -> Self {
        if error.is_full() {
            Self::Full
        } else if error.is_read_only() {
            Self::ReadOnly
        } else {
            Self::Refused
        }
    }
}

/// What is known of the database's health.
#[derive(Debug, Default)]
pub(crate) struct Outage {
    /// The last write that was kept, unless one failed since.
    kept: Mutex<Option<Instant>>,
}

impl Outage {
    /// A write was kept.
    pub(crate) fn kept(&self) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// A write failed: whoever asks next tries one.
    pub(crate) fn failed(&self) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether a write was kept a moment ago.
    pub(crate) fn keeps(&self) -> bool {
        let kept = *self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.is_some_and(|at| at.elapsed() < SHOWN)
    }
}
