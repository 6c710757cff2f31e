//! The two engines: how they are opened, and how a transaction begins and ends on each.

use super::StoreError;
use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Executor, Postgres, Sqlite};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// Before 3.51.3, SQLite can corrupt a database in WAL mode (`security.md` 0.3).
const SQLITE_LEAST: (u32, u32, u32) = (3, 51, 3);
/// Readers of a SQLite file: short ones, so a few serve many.
const READERS: u32 = 4;
/// Connections to PostgreSQL: one for each account's writer, the rest for readers.
const POSTGRES_CONNECTIONS: u32 = 16;

/// A database of either engine.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file: one writer, several readers.
    Sqlite {
        /// Readers, which cannot write.
        read: SqlitePool,
        /// The one writer.
        write: SqlitePool,
    },
    /// A server.
    Postgres(PgPool),
}

/// A connection's engine.
#[derive(Debug)]
pub enum Engine {
    /// SQLite.
    Sqlite(PoolConnection<Sqlite>),
    /// PostgreSQL.
    Postgres(PoolConnection<Postgres>),
}

/// A connection. One that is dropped within a transaction rolls it back on its way to the pool.
#[derive(Debug)]
pub struct Conn {
    engine: Engine,
    statements: u64,
    writes: u64,
}

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The address is not `sqlite:PATH` or `postgres://…`.
    #[error("the database must be named as sqlite:PATH or postgres://…")]
    Address,
    /// The SQLite library can corrupt a database in WAL mode.
    #[error("SQLite {0} is too old: 3.51.3 is the least")]
    OldSqlite(String),
    /// The schema was made by a newer program.
    #[error("the database belongs to a newer version of this program (its migration {0} is unknown here)")]
    NewerSchema(i64),
    /// A migration failed, or a landed one was edited.
    #[error("the database's schema could not be brought up to date: {0}")]
    Migration(MigrateError),
    /// The copy before a migration failed.
    #[error("the database could not be copied before its migration: {0}")]
    Copy(std::io::Error),
    /// The database does not answer.
    #[error("the database does not answer: {0}")]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The path of a SQLite file in an address; `None` for another engine, or for a database in memory.
pub fn file_of(address: &str) -> Option<PathBuf> {
    let rest = address.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let path = rest.split('?').next().unwrap_or(rest);
    (!path.is_empty()).then(|| PathBuf::from(path))
}

impl Db {
    /// Connects and brings the schema up to date. A SQLite file that has a schema is copied beside itself first.
    pub async fn open(address: &str) -> Result<Self, DbError> {
        if let Some(path) = file_of(address) {
            return Self::open_sqlite(&path).await;
        }
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Self::open_postgres(address).await;
        }
        Err(DbError::Address)
    }

    async fn open_sqlite(path: &Path) -> Result<Self, DbError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .busy_timeout(Duration::from_secs(5))
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .statement_cache_capacity(256);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_release(|conn, _| Box::pin(async move { roll_back_sqlite(conn).await }))
            .connect_with(options.clone())
            .await?;
        let (version,): (String,) = sqlx::query_as("SELECT sqlite_version()").fetch_one(&write).await?;
        if parse_version(&version) < Some(SQLITE_LEAST) {
            return Err(DbError::OldSqlite(version));
        }
        let mut conn = write.acquire().await?;
        if let Some(from) = pending(&SQLITE, &mut *conn).await? {
            let copy = path.with_extension(format!("before-{from:04}.db"));
            drop(tokio::fs::remove_file(&copy).await);
            sqlx::query("VACUUM INTO $1")
                .bind(copy.to_string_lossy().into_owned())
                .execute(&mut *conn)
                .await?;
        }
        SQLITE.run_direct(None, &mut *conn, false).await.map_err(DbError::Migration)?;
        // A database that may only be read is served as it is.
        if let Err(error) = count_sqlite(&mut conn).await {
            tracing::warn!(%error, "how much there is could not be counted");
        }
        drop(conn);
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_release(|conn, _| Box::pin(async move { roll_back_sqlite(conn).await }))
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self::Sqlite { read, write })
    }
}

/// Counts rows, in samples of a thousand, where SQLite has not, or where they have become many more since: without it reads the
/// log of one ticket through that of all.
async fn count_sqlite(conn: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::raw_sql("PRAGMA analysis_limit = 1000; PRAGMA optimize = 0x10002;").execute(conn).await?;
    Ok(())
}

impl Db {
    async fn open_postgres(address: &str) -> Result<Self, DbError> {
        let options = PgConnectOptions::from_str(address)
            .map_err(|_| DbError::Address)?
            .application_name("chama")
            .statement_cache_capacity(256)
            .options([
                ("statement_timeout", "10s"),
                ("idle_in_transaction_session_timeout", "15s"),
                // The ROLLBACK after each release would warn that there was nothing to roll back.
                ("client_min_messages", "error"),
            ]);
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(Duration::from_secs(10))
            // sqlx 0.9.0 gives a connection back with its transaction open when `begin` was cancelled
            // (`security.md` 0.2).
            .after_release(|conn, _| {
                Box::pin(async move {
                    conn.execute("ROLLBACK").await?;
                    Ok(true)
                })
            })
            .connect_with(options)
            .await?;
        let mut conn = pool.acquire().await?;
        pending(&POSTGRES, &mut *conn).await?;
        // A migration of a large table may take longer than any request may.
        conn.execute("SET statement_timeout = 0").await?;
        POSTGRES.run_direct(None, &mut *conn, false).await.map_err(DbError::Migration)?;
        conn.execute("RESET statement_timeout").await?;
        drop(conn);
        Ok(Self::Postgres(pool))
    }

    /// A connection to read with. On SQLite it cannot write.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        Ok(Conn::new(match self {
            Self::Sqlite { read, .. } => Engine::Sqlite(read.acquire().await?),
            Self::Postgres(pool) => Engine::Postgres(pool.acquire().await?),
        }))
    }

    /// Sees to it that the planner knows how much there is. PostgreSQL does so by itself.
    pub async fn count_rows(&self) -> Result<(), StoreError> {
        if let Self::Sqlite { write, .. } = self {
            count_sqlite(&mut *write.acquire().await?).await?;
        }
        Ok(())
    }

    /// A connection to write with. On SQLite there is one, so that this waits for the writer before.
    pub async fn write(&self) -> Result<Conn, StoreError> {
        Ok(Conn::new(match self {
            Self::Sqlite { write, .. } => Engine::Sqlite(write.acquire().await?),
            Self::Postgres(pool) => Engine::Postgres(pool.acquire().await?),
        }))
    }

    /// A connection within a transaction in which every statement reads the same state.
    pub async fn snapshot(&self) -> Result<Conn, StoreError> {
        let mut conn = self.read().await?;
        conn.raw("BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        Ok(conn)
    }

    /// Closes all connections. On SQLite the writer goes last and folds the log into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Conn {
    fn new(engine: Engine) -> Self {
        Self { engine, statements: 0, writes: 0 }
    }

    /// Counts one statement more and gives the engine that shall run it: for the macros.
    pub fn counted(&mut self) -> &mut Engine {
        self.statements += 1;
        &mut self.engine
    }

    /// The same for a statement that changes something.
    pub fn writing(&mut self) -> &mut Engine {
        self.writes += 1;
        self.counted()
    }

    /// Of the statements run on it, those that change something.
    pub fn writes(&self) -> u64 {
        self.writes
    }

    /// Statements run on it, those that mark transactions not counted.
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// Begins a transaction that writes: SQLite takes the writer's lock at once (`security.md` 0.8).
    pub async fn begin(&mut self) -> Result<(), StoreError> {
        self.raw("BEGIN IMMEDIATE", "BEGIN").await
    }

    /// Keeps what the transaction did.
    pub async fn commit(&mut self) -> Result<(), StoreError> {
        self.raw("COMMIT", "COMMIT").await
    }

    /// Forgets what the transaction did.
    pub async fn roll_back(&mut self) -> Result<(), StoreError> {
        self.raw("ROLLBACK", "ROLLBACK").await
    }

    /// Marks the beginning of a command within the transaction.
    pub async fn mark(&mut self) -> Result<(), StoreError> {
        self.raw("SAVEPOINT command", "SAVEPOINT command").await
    }

    /// Keeps what was done since the mark, and sets it anew: one round trip between two commands.
    pub async fn keep_and_mark(&mut self) -> Result<(), StoreError> {
        const TEXT: &str = "RELEASE SAVEPOINT command; SAVEPOINT command";
        self.raw(TEXT, TEXT).await
    }

    /// Forgets what was done since the mark, which stays.
    pub async fn back_to_mark(&mut self) -> Result<(), StoreError> {
        self.raw("ROLLBACK TO SAVEPOINT command", "ROLLBACK TO SAVEPOINT command").await
    }

    async fn raw(&mut self, sqlite: &'static str, postgres: &'static str) -> Result<(), StoreError> {
        match &mut self.engine {
            Engine::Sqlite(conn) => sqlx::raw_sql(sqlite).execute(&mut **conn).await.map(drop),
            Engine::Postgres(conn) => sqlx::raw_sql(postgres).execute(&mut **conn).await.map(drop),
        }
        .map_err(StoreError::from)
    }
}

/// Rolls back a transaction that its holder left open, if there is one.
async fn roll_back_sqlite(conn: &mut sqlx::SqliteConnection) -> Result<bool, sqlx::Error> {
    match conn.execute("ROLLBACK").await {
        Ok(_) => Ok(true),
        Err(error) if error.to_string().contains("no transaction is active") => Ok(true),
        Err(error) => Err(error),
    }
}

/// The newest migration that was applied, if there is one to apply beyond it. A schema that a newer program made
/// is refused.
async fn pending<C: Migrate>(migrator: &Migrator, conn: &mut C) -> Result<Option<i64>, DbError> {
    const TABLE: &str = "_sqlx_migrations";
    conn.ensure_migrations_table(TABLE).await.map_err(DbError::Migration)?;
    let applied = conn.list_applied_migrations(TABLE).await.map_err(DbError::Migration)?;
    let Some(newest) = applied.iter().map(|m| m.version).max() else { return Ok(None) };
    if !migrator.version_exists(newest) {
        return Err(DbError::NewerSchema(newest));
    }
    Ok(migrator.iter().any(|m| m.version > newest).then_some(newest))
}

/// `3.51.3` as numbers.
fn parse_version(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?, parts.next().unwrap_or(Ok(0)).ok()?))
}
