//! What can go wrong with a database.

use domain::desk::DeskError;
use thiserror::Error;

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

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match &error.0 {
            sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } | sqlx::Error::ColumnNotFound(_) => {
                Self::Internal(error.to_string())
            }
            _ => Self::Unavailable(error.to_string()),
        }
    }
}
