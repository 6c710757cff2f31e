//! How a desk is opened.

use crate::store::{DbError, StoreError};
use thiserror::Error;

/// Which database, and which build.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite:PATH` or `postgres://…`.
    pub database: String,
    /// The build of the running program, as `--version` says it.
    pub build: String,
}

/// Why a desk cannot be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] DbError),
    /// Another server has this SQLite file open.
    #[error("another server has {0} open; a SQLite file serves one")]
    Locked(String),
    /// The lock file cannot be made.
    #[error("the lock file {0} cannot be made: {1}")]
    Lock(String, std::io::Error),
    /// An account's calendars cannot be read.
    #[error("the account's calendars cannot be read: {0}")]
    Calendar(#[from] domain::sla::CalendarError),
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Database(DbError::Store(error))
    }
}
