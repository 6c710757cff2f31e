//! Storage: SQLite and PostgreSQL behind one set of statements. Nothing outside of this folder names `sqlx`.
//!
//! Statements are `&'static str` constants, listed in an `ALL: &[(&str, &str)]` of their subject (see
//! [`sql`]), so that a test prepares each on both engines. Ids are bound as `Uuid`, times as `i64`
//! milliseconds, JSON as [`Json`]. Write with `db.write()`, then `begin`, …, `commit`; read with `db.read()`.
//!
//! Every function takes the account: none forgets it.

mod claim;
mod db;
pub(crate) mod demo;
pub(crate) mod desk;
mod error;
pub(crate) mod events;
mod macros;
pub(crate) mod people;
pub(crate) mod rows;
pub(crate) mod sql;
pub(crate) mod tickets;
pub(crate) mod views;
pub(crate) mod words;

pub(crate) use claim::{Backend, Claim};
pub use db::DbError;
pub(crate) use db::{Conn, Db, Engine, file_of};
pub use error::StoreError;
pub(crate) use macros::{execute, execute_with, fetch, fetch_all, fetch_one, fetch_optional, fetch_with};
pub(crate) use rows::Record;
pub use sql::statements;
pub(crate) use sqlx::FromRow;
pub(crate) use sqlx::types::Json;
