//! The schema is brought up to date after a copy.

use desk::{Config, LiveDesk, SystemClock, SystemIds};
use sqlx::migrate::Migrator;
use sqlx::{Connection, SqliteConnection};
use std::path::Path;
use std::sync::Arc;

async fn open(address: &str) -> Result<LiveDesk, desk::OpenError> {
    let config = Config { database: address.to_owned(), build: "test".to_owned() };
    LiveDesk::open(config, Arc::new(SystemClock), Arc::new(SystemIds)).await
}

#[tokio::test]
async fn a_file_is_copied_before_its_schema_changes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("chama.db");
    let address = format!("sqlite:{}", file.display());
    // As the first version of this program left it.
    let first = folder.path().join("migrations");
    std::fs::create_dir(&first).unwrap();
    let landed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/sqlite/0001_desk.sql");
    std::fs::copy(landed, first.join("0001_desk.sql")).unwrap();
    let mut conn = SqliteConnection::connect(&format!("{address}?mode=rwc")).await.unwrap();
    Migrator::new(first.as_path()).await.unwrap().run_direct(None, &mut conn, false).await.unwrap();
    sqlx::raw_sql(
        "INSERT INTO account (id, slug, name, rules, rules_version, created_at) \
         VALUES (X'00000000000000000000000000000001', 'casa', 'Casa antiga', '{}', 1, 0)",
    )
    .execute(&mut conn)
    .await
    .unwrap();
    conn.close().await.unwrap();
    let copy = folder.path().join("chama.before-0001.db");
    assert!(!copy.exists());

    // The rules of that account are none, which is said; by then the schema is new and the copy is there.
    drop(open(&address).await);
    let columns = |path: &Path| {
        let address = format!("sqlite:{}", path.display());
        async move {
            let mut conn = SqliteConnection::connect(&address).await.unwrap();
            let names: Vec<(String,)> = sqlx::query_as("SELECT name FROM pragma_table_info('account')")
                .fetch_all(&mut conn)
                .await
                .unwrap();
            let (account,): (String,) =
                sqlx::query_as("SELECT name FROM account").fetch_one(&mut conn).await.unwrap();
            conn.close().await.unwrap();
            (names.into_iter().any(|(name,)| name == "log_begins"), account)
        }
    };
    assert_eq!(columns(&copy).await, (false, "Casa antiga".to_owned()), "the copy is as it was");
    assert_eq!(columns(&file).await, (true, "Casa antiga".to_owned()));
    // Nothing to change, nothing to copy.
    std::fs::remove_file(&copy).unwrap();
    drop(open(&address).await);
    assert!(!copy.exists());
}
