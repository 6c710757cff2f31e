//! Rows of saved views.

use super::words::line;
use super::{Conn, FromRow, Json, StoreError, execute, fetch_all};
use domain::desk::BoardQuery;
use domain::{AccountId, PersonId, Time, ViewId};
use uuid::Uuid;

/// Own ones and the team's, of all departments.
const VIEWS: &str = "
    SELECT id, person_id, name, query, shared FROM saved_view WHERE account_id = $1 AND person_id = $2
    UNION ALL
    SELECT id, person_id, name, query, shared FROM saved_view
    WHERE account_id = $1 AND shared AND person_id <> $2";

const SAVE: &str = "
    INSERT INTO saved_view (account_id, id, person_id, shared, name, name_key, department_id, query, saved_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (account_id, person_id, shared, name_key) DO UPDATE
    SET name = excluded.name, department_id = excluded.department_id, query = excluded.query,
        saved_at = excluded.saved_at";

const REMOVE: &str = "
    DELETE FROM saved_view WHERE account_id = $1 AND id = $2 AND (person_id = $3 OR (shared AND $4))";

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
    let mut rows = fetch_all!(conn, ViewRow, VIEWS, account.0, person.0)?;
    for row in &mut rows {
        row.name = line(std::mem::take(&mut row.name));
    }
    Ok(rows)
}

/// Stores it, in place of the one of its kind and name.
pub async fn save(conn: &mut Conn, account: AccountId, row: &NewRow<'_>) -> Result<(), StoreError> {
    let department = row.query.filter.department.map(|department| department.0);
    let saved_at = row.saved_at.timestamp_millis();
    execute!(
        conn,
        SAVE,
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
    Ok(execute!(conn, REMOVE, account.0, view.0, person.0, any_shared)? > 0)
}

/// All of them, by name.
pub(crate) const ALL: &[(&str, &str)] =
    &[("views::VIEWS", VIEWS), ("views::SAVE", SAVE), ("views::REMOVE", REMOVE)];
