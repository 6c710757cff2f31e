//! What can go wrong with a database, and a log that says so once a minute.

use domain::port::DeskError;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use thiserror::Error;

/// How often the log says that the database fails.
const MINUTE: Duration = Duration::from_mins(1);

/// What can go wrong with a database. The text is for the log, never for people.
#[derive(Debug, Error)]
#[error(transparent)]
pub struct StoreError(#[from] sqlx::Error);

impl StoreError {
    /// A row says what no row may say.
    pub fn corrupt(what: &'static str) -> Self {
        Self(sqlx::Error::Decode(what.into()))
    }

    /// The transaction lost a race and may be tried again as a whole: PostgreSQL's `40001` and `40P01`.
    pub fn lost_a_race(&self) -> bool {
        matches!(self.code().as_deref(), Some("40001" | "40P01"))
    }

    /// The connection broke, or the database ended it: class 08, and `57P01` to `57P03`, of a server that shuts
    /// down, crashed or starts. Whether the last statement was carried out is not known.
    pub fn lost_the_line(&self) -> bool {
        matches!(self.0, sqlx::Error::Io(_))
            || self.code().is_some_and(|code| {
                code.starts_with("08") || matches!(code.as_str(), "57P01" | "57P02" | "57P03")
            })
    }

    /// The disk is full: PostgreSQL's `53100`, SQLite's 13.
    pub fn is_full(&self) -> bool {
        self.code().is_some_and(|code| code == "53100" || plain(&code) == Some(13))
    }

    /// The database may only be read: PostgreSQL's `25006`, SQLite's 8.
    pub fn is_read_only(&self) -> bool {
        self.code().is_some_and(|code| code == "25006" || plain(&code) == Some(8))
    }

    /// A row with that key is there already.
    pub fn is_duplicate(&self) -> bool {
        self.0.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
    }

    fn code(&self) -> Option<String> {
        self.0
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .map(std::borrow::Cow::into_owned)
    }
}

/// SQLite's extended codes keep the plain one in their last byte.
fn plain(code: &str) -> Option<u32> {
    code.parse::<u32>().ok().map(|code| code & 0xff)
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match &error.0 {
            sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } | sqlx::Error::ColumnNotFound(_) => {
                Self::Internal(error.to_string())
            }
            _ => {
                say(&error);
                Self::Unavailable(error.to_string())
            }
        }
    }
}

/// What was not said since the log last spoke of the database.
#[derive(Debug)]
struct Quiet {
    spoke: Option<Instant>,
    unsaid: u64,
}

static QUIET: Mutex<Quiet> = Mutex::new(Quiet { spoke: None, unsaid: 0 });

/// Says in the log that the database fails: once a minute, however many commands it fails.
pub fn say(error: &StoreError) {
    let unsaid = {
        let mut quiet = QUIET.lock().unwrap_or_else(PoisonError::into_inner);
        if quiet.spoke.is_some_and(|at| at.elapsed() < MINUTE) {
            quiet.unsaid += 1;
            return;
        }
        quiet.spoke = Some(Instant::now());
        std::mem::take(&mut quiet.unsaid)
    };
    tracing::error!(%error, unsaid, "the database fails");
}
