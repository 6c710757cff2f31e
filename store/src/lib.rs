//! Storage: SQLite and PostgreSQL behind one set of statements. No other crate names `sqlx`.
//!
//! Statements are `&'static str` constants, listed in an `ALL: &[(&str, &str)]` of their subject, beside the
//! rows that they give ([`statements`]), so that a test prepares each on both engines. Ids are bound as `Uuid`, times as `i64`
//! milliseconds, JSON as [`Json`]. Write with `db.write()`, then `begin`, …, `commit`; read with `db.read()`.
//!
//! Every function takes the account: none forgets it.

#![expect(
    missing_docs,
    reason = "a row has the columns of its table, a statement's line the values of its columns: their names say what they are"
)]

mod claim;
mod columns;
mod db;
pub mod demo;
pub mod desk;
mod error;
pub mod events;
mod macros;
pub mod moments;
pub mod people;
pub mod tickets;
pub mod views;
pub mod words;

pub use claim::{Backend, Claim};
pub use db::DbError;
pub use db::{Conn, Db, Engine, file_of};
pub use error::{StoreError, say};
pub(crate) use macros::{execute, execute_with, fetch, fetch_all, fetch_one, fetch_optional, fetch_with};
pub(crate) use sqlx::FromRow;
pub use sqlx::types::Json;
pub use tickets::Record;

/// Every statement by name: there are no others. A test prepares each on both engines.
pub fn statements() -> impl Iterator<Item = (&'static str, &'static str)> {
    let listed = [desk::ALL, demo::ALL, events::ALL, moments::ALL, people::ALL, tickets::ALL, views::ALL];
    let made = [("tickets::INSERT", tickets::INSERT.as_str()), ("tickets::UPDATE", tickets::UPDATE.as_str())];
    listed.into_iter().flatten().copied().chain(made)
}
