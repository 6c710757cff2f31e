//! One statement, two engines: each macro writes the two arms of a query, so no other code names an engine.
//!
//! `execute!(conn, SQL, bind, …)` gives the number of rows changed; `fetch_all!`, `fetch_one!` and
//! `fetch_optional!` take the row's type first: `fetch_optional!(conn, Row, SQL, bind, …)`. The `_with` forms
//! bind in a block: `execute_with!(conn, SQL, q => { for x in xs { q = q.bind(x); } })`. All are awaited inside
//! and give `Result<_, StoreError>`.

macro_rules! execute_with {
    ($conn:expr, $sql:expr, $q:ident => $bind:block) => {{
        match $crate::Conn::writing($conn) {
            $crate::Engine::Sqlite(c) => {
                let mut $q = sqlx::query::<sqlx::Sqlite>($sql);
                $bind
                $q.execute(&mut **c).await.map(|done| done.rows_affected())
            }
            $crate::Engine::Postgres(c) => {
                let mut $q = sqlx::query::<sqlx::Postgres>($sql);
                $bind
                $q.execute(&mut **c).await.map(|done| done.rows_affected())
            }
        }
        .map_err($crate::StoreError::from)
    }};
}

macro_rules! fetch_with {
    ($how:ident, $conn:expr, $row:ty, $sql:expr, $q:ident => $bind:block) => {{
        match $crate::Conn::counted($conn) {
            $crate::Engine::Sqlite(c) => {
                let mut $q = sqlx::query_as::<sqlx::Sqlite, $row>($sql);
                $bind
                $q.$how(&mut **c).await
            }
            $crate::Engine::Postgres(c) => {
                let mut $q = sqlx::query_as::<sqlx::Postgres, $row>($sql);
                $bind
                $q.$how(&mut **c).await
            }
        }
        .map_err($crate::StoreError::from)
    }};
}

macro_rules! execute {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $crate::Conn::writing($conn) {
            $crate::Engine::Sqlite(c) => sqlx::query::<sqlx::Sqlite>($sql)
                $(.bind($bind))*
                .execute(&mut **c)
                .await
                .map(|done| done.rows_affected()),
            $crate::Engine::Postgres(c) => sqlx::query::<sqlx::Postgres>($sql)
                $(.bind($bind))*
                .execute(&mut **c)
                .await
                .map(|done| done.rows_affected()),
        }
        .map_err($crate::StoreError::from)
    };
}

macro_rules! fetch {
    ($how:ident, $conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $crate::Conn::counted($conn) {
            $crate::Engine::Sqlite(c) => {
                sqlx::query_as::<sqlx::Sqlite, $row>($sql)$(.bind($bind))*.$how(&mut **c).await
            }
            $crate::Engine::Postgres(c) => {
                sqlx::query_as::<sqlx::Postgres, $row>($sql)$(.bind($bind))*.$how(&mut **c).await
            }
        }
        .map_err($crate::StoreError::from)
    };
}

macro_rules! fetch_all {
    ($($rest:tt)*) => { $crate::fetch!(fetch_all, $($rest)*) };
}

macro_rules! fetch_one {
    ($($rest:tt)*) => { $crate::fetch!(fetch_one, $($rest)*) };
}

macro_rules! fetch_optional {
    ($($rest:tt)*) => { $crate::fetch!(fetch_optional, $($rest)*) };
}

pub(crate) use {execute, execute_with, fetch, fetch_all, fetch_one, fetch_optional, fetch_with};
