//! One statement, two engines: each macro writes the two arms of a query, so no other code names an engine.
//!
//! `execute!(conn, SQL, bind, …)` gives the number of rows changed; `fetch_all!`, `fetch_one!` and
//! `fetch_optional!` take the row's type first: `fetch_optional!(conn, Row, SQL, bind, …)`. The `_with` forms
//! bind in a block: `execute_with!(conn, SQL, q => { for x in xs { q = q.bind(x); } })`. All are awaited inside
//! and give `Result<_, StoreError>`.

macro_rules! execute_with {
    ($conn:expr, $sql:expr, $q:ident => $bind:block) => {{
        match $crate::store::Conn::counted($conn) {
            $crate::store::Engine::Sqlite(c) => {
                let mut $q = sqlx::query::<sqlx::Sqlite>($sql);
                $bind
                $q.execute(&mut **c).await.map(|done| done.rows_affected())
            }
            $crate::store::Engine::Postgres(c) => {
                let mut $q = sqlx::query::<sqlx::Postgres>($sql);
                $bind
                $q.execute(&mut **c).await.map(|done| done.rows_affected())
            }
        }
        .map_err($crate::store::StoreError::from)
    }};
}

macro_rules! fetch_with {
    ($how:ident, $conn:expr, $row:ty, $sql:expr, $q:ident => $bind:block) => {{
        match $crate::store::Conn::counted($conn) {
            $crate::store::Engine::Sqlite(c) => {
                let mut $q = sqlx::query_as::<sqlx::Sqlite, $row>($sql);
                $bind
                $q.$how(&mut **c).await
            }
            $crate::store::Engine::Postgres(c) => {
                let mut $q = sqlx::query_as::<sqlx::Postgres, $row>($sql);
                $bind
                $q.$how(&mut **c).await
            }
        }
        .map_err($crate::store::StoreError::from)
    }};
}

macro_rules! execute {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::execute_with!($conn, $sql, q => { q = q$(.bind($bind))*; })
    };
}

macro_rules! fetch_all {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::fetch_with!(fetch_all, $conn, $row, $sql, q => { q = q$(.bind($bind))*; })
    };
}

macro_rules! fetch_one {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::fetch_with!(fetch_one, $conn, $row, $sql, q => { q = q$(.bind($bind))*; })
    };
}

macro_rules! fetch_optional {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::store::fetch_with!(fetch_optional, $conn, $row, $sql, q => { q = q$(.bind($bind))*; })
    };
}

pub(crate) use {execute, execute_with, fetch_all, fetch_one, fetch_optional, fetch_with};
