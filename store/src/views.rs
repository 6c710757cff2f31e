//! Rows of saved views.

use super::sql::views as sql;
use super::{Conn, FromRow, Json, StoreError, execute, fetch_all};
use domain::desk::BoardQuery;
use domain::{AccountId, PersonId, Time, ViewId};
use uuid::Uuid;

/// A saved view as the database has it.
#[derive(Debug, FromRow)]
pub struct ViewRow {
    pub id: Uuid,
    pub person_id: Uuid,
    pub name: String,
    pub query: Json<serde_json::Value>,
    pub shared: bool,
}

/// A view to be stored.
#[derive(Debug)]
pub struct NewRow<'a> {
    pub id: ViewId,
    pub person: PersonId,
    pub shared: bool,
    pub name: &'a str,
    pub name_key: &'a str,
    pub query: &'a BoardQuery,
    pub saved_at: Time,
}

/// A person's own ones, and the team's.
pub async fn all(conn: &mut Conn, account: AccountId, person: PersonId) -> Result<Vec<ViewRow>, StoreError> {
    fetch_all!(conn, ViewRow, sql::VIEWS, account.0, person.0)
}

/// Stores it, in place of the one of its kind and name.
pub async fn save(conn: &mut Conn, account: AccountId, row: &NewRow<'_>) -> Result<(), StoreError> {
    let department = row.query.filter.department.map(|department| department.0);
    let saved_at = row.saved_at.timestamp_millis();
    execute!(
        conn,
        sql::SAVE,
        account.0,
        row.id.0,
        row.person.0,
        row.shared,
        row.name,
        row.name_key,
        department,
        Json(row.query),
        saved_at
    )?;
    Ok(())
}

/// Removes an own one, or any of the team's for who may. Whether there was one.
pub async fn remove(
    conn: &mut Conn,
    account: AccountId,
    view: ViewId,
    person: PersonId,
    any_shared: bool,
) -> Result<bool, StoreError> {
    Ok(execute!(conn, sql::REMOVE, account.0, view.0, person.0, any_shared)? > 0)
}
