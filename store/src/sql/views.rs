//! Saved views of the board.

/// Own ones and the team's, of all departments.
pub const VIEWS: &str = "
    SELECT id, person_id, name, query, shared FROM saved_view WHERE account_id = $1 AND person_id = $2
    UNION ALL
    SELECT id, person_id, name, query, shared FROM saved_view
    WHERE account_id = $1 AND shared AND person_id <> $2";

pub const SAVE: &str = "
    INSERT INTO saved_view (account_id, id, person_id, shared, name, name_key, department_id, query, saved_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (account_id, person_id, shared, name_key) DO UPDATE
    SET name = excluded.name, department_id = excluded.department_id, query = excluded.query,
        saved_at = excluded.saved_at";

pub const REMOVE: &str = "
    DELETE FROM saved_view WHERE account_id = $1 AND id = $2 AND (person_id = $3 OR (shared AND $4))";

/// All of them, by name.
pub const ALL: &[(&str, &str)] = &[("views::VIEWS", VIEWS), ("views::SAVE", SAVE), ("views::REMOVE", REMOVE)];
