//! One server serves a PostgreSQL database, until several are built: a lock of the database's own, held on a
//! connection of its own for as long as that lives.

use super::{DbError, StoreError};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};
use std::str::FromStr;
use std::time::Duration;
use tokio::time::timeout;

/// The lock's number: "chama" in ASCII. It counts within one database.
const LOCK: i64 = 0x63_68_61_6D_61;
/// The lock's connection must answer in this time.
const PATIENCE: Duration = Duration::from_secs(5);

/// The lock, while its connection lives.
#[derive(Debug)]
pub struct Claim {
    conn: PgConnection,
    backend: Backend,
}

/// The database's end of a connection, told apart from a later one of the same number by when it began.
#[derive(Clone, Debug)]
pub struct Backend {
    pid: i32,
    began: String,
}

impl Claim {
    /// Takes the lock; `None` where another server holds it. `lost` is the end of an own connection that broke:
    /// the database may not have noticed and hold the lock for nobody.
    pub async fn take(address: &str, lost: Option<&Backend>) -> Result<Option<Self>, DbError> {
        let options =
            PgConnectOptions::from_str(address).map_err(|_| DbError::Address)?.application_name("chama lock");
        let taken = timeout(PATIENCE, async {
            let mut conn = options.connect().await?;
            if let Some(lost) = lost {
                sqlx::query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                     WHERE pid = $1 AND backend_start::text = $2",
                )
                .bind(lost.pid)
                .bind(&lost.began)
                .execute(&mut conn)
                .await?;
            }
            let (taken, pid, began): (bool, i32, String) = sqlx::query_as(
                "SELECT pg_try_advisory_lock($1), pg_backend_pid(), \
                 (SELECT backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid())",
            )
            .bind(LOCK)
            .fetch_one(&mut conn)
            .await?;
            if taken {
                return Ok(Some(Self { conn, backend: Backend { pid, began } }));
            }
            conn.close().await?;
            Ok(None)
        });
        taken.await.unwrap_or(Err(sqlx::Error::PoolTimedOut)).map_err(DbError::from)
    }

    /// The database's end of the connection.
    pub fn backend(&self) -> Backend {
        self.backend.clone()
    }

    /// Whether the lock is still held: its connection answers.
    pub async fn holds(&mut self) -> Result<(), StoreError> {
        timeout(PATIENCE, self.conn.ping()).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))?;
        Ok(())
    }

    /// Lets go of the lock.
    pub async fn let_go(mut self) -> Result<(), StoreError> {
        let (_,): (bool,) =
            sqlx::query_as("SELECT pg_advisory_unlock($1)").bind(LOCK).fetch_one(&mut self.conn).await?;
        self.conn.close().await?;
        Ok(())
    }
}
