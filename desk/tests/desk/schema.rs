//! The schema is brought up to date after a copy.

use crate::house::{DONE, Kind, WAITING_CUSTOMER, both_engines, move_to, priority, reply};
use chrono::TimeDelta;
use desk::{Config, LiveDesk, SystemClock, SystemIds};
use domain::Priority;
use domain::desk::TicketPage;
use domain::port::Tickets;
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

/// As a desk left it that told clients the numbers of commands.
pub(crate) const BEFORE_MOMENTS: &str = "; ALTER TABLE event ADD COLUMN visibility TEXT NOT NULL DEFAULT 'team'; \
     UPDATE event SET visibility = 'public' WHERE public_tick IS NOT NULL; \
     ALTER TABLE ticket RENAME COLUMN public_moment TO public_seq; \
     UPDATE ticket SET public_seq = (SELECT MAX(seq) FROM event WHERE event.account_id = ticket.account_id AND \
     event.ticket_id = ticket.id AND at * 1000 + public_tick = ticket.public_seq); \
     ALTER TABLE event DROP COLUMN public_tick; ALTER TABLE account DROP COLUMN moment; \
     DELETE FROM _sqlx_migrations WHERE version = 9";

both_engines! {
    async fn clocks_of_an_older_desk_are_taken_into_the_rows_of_its_tickets(house) {
        let mut tickets = vec![];
        for _ in 0..6 {
            tickets.push(house.ticket().await);
        }
        let agent = house.agent();
        house.must(&agent, reply(tickets[1], "Oi")).await;
        house.must(&agent, move_to(tickets[2], WAITING_CUSTOMER)).await;
        house.must(&agent, move_to(tickets[3], DONE)).await;
        house.must(&agent, priority(tickets[4], Priority::Urgent)).await;
        house.clock.advance(TimeDelta::days(10));
        while house.number("SELECT COUNT(*) FROM sla_clock WHERE ever_breached").await < 3 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        house.must(&agent, reply(tickets[5], "Tarde")).await;
        let clocks = async |desk: &LiveDesk| {
            let mut all = vec![];
            for ticket in &tickets {
                let TicketPage::Team(page) = desk.ticket(&agent, &ticket.code()).await.unwrap() else { panic!() };
                all.push(page.content.clocks);
            }
            all
        };
        let before = clocks(&house.desk).await;
        assert!(before.iter().flatten().any(|(_, clock)| clock.ever_breached) && before.iter().flatten().any(|(_, clock)| clock.met_at.is_some()));
        house.desk.close().await;
        // As the version before left it: a row for each clock.
        let id = if house.kind == Kind::Sqlite { "BLOB" } else { "UUID" };
        house.run(&format!(
            "CREATE TABLE old_clock (account_id {id} NOT NULL, ticket_id {id} NOT NULL, metric TEXT NOT NULL, state TEXT NOT NULL, target_s BIGINT NOT NULL, \
             calendar INTEGER, calendar_version INTEGER NOT NULL, since BIGINT, consumed_ms BIGINT NOT NULL, due_at BIGINT, warn_at BIGINT, warned BOOLEAN NOT NULL, \
             breached BOOLEAN NOT NULL, ever_breached BOOLEAN NOT NULL, met_at BIGINT, first_met_at BIGINT, PRIMARY KEY (account_id, ticket_id, metric)); \
             INSERT INTO old_clock SELECT * FROM sla_clock; DROP VIEW sla_clock; ALTER TABLE old_clock RENAME TO sla_clock; \
             ALTER TABLE ticket DROP COLUMN clocks; CREATE INDEX ticket_seq ON ticket (account_id, seq); \
             CREATE INDEX IF NOT EXISTS message_ticket ON message (account_id, ticket_id, seq); \
             CREATE INDEX IF NOT EXISTS internal_comment_ticket ON internal_comment (account_id, ticket_id, seq); \
             DELETE FROM _sqlx_migrations WHERE version = 8{BEFORE_MOMENTS}"
        )).await;
        let again = house.again().await;
        assert_eq!(clocks(&again).await, before);
        again.close().await;
    }
}
