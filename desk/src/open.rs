//! How a desk is opened.

use crate::rules_in_use::RulesError;
use std::fs::{File, TryLockError};
use store::{DbError, StoreError, file_of};
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
    /// Another server serves this PostgreSQL database.
    #[error(
        "another server serves this database already; stop it first: a database has one server at a time"
    )]
    Served,
    /// The lock file cannot be made.
    #[error("the lock file {0} cannot be made: {1}")]
    Lock(String, std::io::Error),
    /// An account's rules cannot be used.
    #[error(transparent)]
    Rules(#[from] RulesError),
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Database(DbError::Store(error))
    }
}

/// Takes the lock of a SQLite file, so that a second server is refused; the system lets go of it when this
/// process ends, however it ends. Nothing for a database in memory.
pub(crate) fn lock_file(database: &str) -> Result<Option<File>, OpenError> {
    let Some(path) = file_of(database) else { return Ok(None) };
    let mut name = path.into_os_string();
    name.push(".lock");
    let shown = name.to_string_lossy().into_owned();
    let file = File::create(&name).map_err(|error| OpenError::Lock(shown.clone(), error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(OpenError::Locked(database.to_owned())),
        Err(TryLockError::Error(error)) => Err(OpenError::Lock(shown, error)),
    }
}
