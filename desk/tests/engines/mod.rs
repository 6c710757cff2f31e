//! A database of its own for each test, on either engine, and a clock that the test sets.

use desk::{Clock, Config, LiveDesk, SystemIds};
use domain::Time;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use uuid::Uuid;

/// Where the tests' PostgreSQL is, when nobody says: see `cargo xtask test`.
const POSTGRES: &str = "postgres://postgres@127.0.0.1:54329/postgres";

/// A clock that stands until it is set.
pub(crate) struct StandingClock(Mutex<Time>);

impl StandingClock {
    pub(crate) fn at(text: &str) -> Arc<Self> {
        Arc::new(Self(Mutex::new(text.parse().unwrap())))
    }

    pub(crate) fn advance(&self, by: chrono::TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for StandingClock {
    fn now(&self) -> Time {
        *self.0.lock().unwrap()
    }
}

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// A database that goes with the test.
pub(crate) struct Base {
    pub(crate) address: String,
    pub(crate) kind: Kind,
    folder: TempDir,
}

impl Base {
    pub(crate) async fn new(kind: Kind) -> Self {
        let folder = TempDir::new().unwrap();
        let address = match kind {
            Kind::Sqlite => format!("sqlite:{}", folder.path().join("chama.db").display()),
            Kind::Postgres => {
                let server = std::env::var("DATABASE_URL_TEST").unwrap_or_else(|_| POSTGRES.to_owned());
                let name = format!("people_{}", Uuid::from_bytes(rand_bytes()).simple());
                let mut conn = PgConnection::connect(&server).await.expect(
                    "the tests need a PostgreSQL: cargo xtask test starts one, or set DATABASE_URL_TEST",
                );
                conn.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
                let (host, _) = server.rsplit_once('/').unwrap();
                format!("{host}/{name}")
            }
        };
        Self { address, kind, folder }
    }

    pub(crate) fn config(&self) -> Config {
        Config { database: self.address.clone(), build: "test".to_owned() }
    }

    pub(crate) async fn desk(&self, clock: &Arc<StandingClock>) -> LiveDesk {
        LiveDesk::open_beside(self.config(), clock.clone(), Arc::new(SystemIds)).await.unwrap()
    }

    pub(crate) async fn sqlite(&self) -> SqliteConnection {
        SqliteConnection::connect(&self.address).await.unwrap()
    }

    pub(crate) async fn postgres(&self) -> PgConnection {
        PgConnection::connect(&self.address).await.unwrap()
    }

    /// Ends the test: a database of the server is dropped.
    pub(crate) async fn end(self) {
        if self.kind == Kind::Postgres {
            let (host, name) = self.address.rsplit_once('/').unwrap();
            let mut conn = PgConnection::connect(&format!("{host}/postgres")).await.unwrap();
            conn.execute(sqlx::AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await.unwrap();
        }
        self.folder.close().unwrap();
    }
}

fn rand_bytes() -> [u8; 16] {
    use desk::Ids;
    *SystemIds.uuid().as_bytes()
}

/// All rows of a statement, on the engine of the base.
#[macro_export]
macro_rules! rows {
    ($base:expr, $row:ty, $sql:expr) => {
        match $base.kind {
            $crate::engines::Kind::Sqlite => {
                let mut conn = $base.sqlite().await;
                sqlx::query_as::<sqlx::Sqlite, $row>($sql).fetch_all(&mut conn).await.unwrap()
            }
            $crate::engines::Kind::Postgres => {
                let mut conn = $base.postgres().await;
                sqlx::query_as::<sqlx::Postgres, $row>($sql).fetch_all(&mut conn).await.unwrap()
            }
        }
    };
}

/// Runs a statement, on the engine of the base.
#[macro_export]
macro_rules! run {
    ($base:expr, $sql:expr) => {
        match $base.kind {
            $crate::engines::Kind::Sqlite => {
                let mut conn = $base.sqlite().await;
                sqlx::raw_sql($sql).execute(&mut conn).await.map(drop).unwrap();
            }
            $crate::engines::Kind::Postgres => {
                let mut conn = $base.postgres().await;
                sqlx::raw_sql($sql).execute(&mut conn).await.map(drop).unwrap();
            }
        }
    };
}

/// One test of each function on each engine, named for it.
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$mark:meta])* $name:ident),* $(,)?) => {$(
        mod $name {
            $(#[$mark])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let base = $crate::engines::Base::new($crate::engines::Kind::Sqlite).await;
                super::$name(&base).await;
                base.end().await;
            }

            $(#[$mark])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let base = $crate::engines::Base::new($crate::engines::Kind::Postgres).await;
                super::$name(&base).await;
                base.end().await;
            }
        }
    )*};
}
