//! Every statement there is: prepared on both engines, and explained at 100,000 tickets.

use crate::house::{ACCOUNT, House, Kind, SUPPORT, both_engines};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqlSafeStr, SqliteConnection};

/// Tables that grow with the work: no statement of a request may read one from end to end.
const BIG: [&str; 7] =
    ["ticket", "event", "message", "internal_comment", "read_mark", "operation", "session"];
/// This reads much on purpose: the index at the start.
const WHOLE: [&str; 1] = ["tickets::INDEX"];

/// 100,000 tickets with an event, a message, a comment, a mark and an operation each.
async fn fill(house: &House) {
    let (account, department) = (house.id(ACCOUNT.0), house.id(SUPPORT.0));
    let (rows, id) = match house.kind {
        Kind::Sqlite => (
            "(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 100000) SELECT i FROM c) AS g",
            "CAST(printf('%016d', i) AS BLOB)",
        ),
        Kind::Postgres => ("generate_series(1, 100000) AS g(i)", "CAST(lpad(to_hex(i), 32, '0') AS uuid)"),
    };
    let json = if house.kind == Kind::Sqlite { "'{}'" } else { "'{}'::jsonb" };
    let bytes = if house.kind == Kind::Sqlite { "X'00'" } else { "'\\x00'::bytea" };
    let place = if house.kind == Kind::Sqlite { "printf('%08x', i)" } else { "lpad(to_hex(i), 8, '0')" };
    let mut sql = format!(
        "INSERT INTO contact (account_id, id, name) SELECT {account}, {id}, 'c' FROM {rows} WHERE i <= 2000 \
         ON CONFLICT DO NOTHING;"
    );
    // Two thousand people ask.
    let requester = match house.kind {
        Kind::Sqlite => "CAST(printf('%016d', 1 + i % 2000) AS BLOB)",
        Kind::Postgres => "CAST(lpad(to_hex(1 + i % 2000), 32, '0') AS uuid)",
    };
    sql += &format!(
        "INSERT INTO ticket (account_id, id, code, number, title, description, department_id, status_id, category, \
         column_id, place, priority, requester_id, created_at, updated_at, resolved_at, seq, public_moment, public_at, \
         placed_seq, placed_at, sla_state) SELECT {account}, {id}, {place}, i, 't', 'd', {department}, 1 + i % 3, \
         CASE i % 3 WHEN 2 THEN 'done' ELSE 'new' END, 1 + i % 3, {place}, 'low', {requester}, i, i, \
         CASE i % 3 WHEN 2 THEN i END, i, i, i, i, i, 'none' FROM {rows};"
    );
    sql += &format!(
        "INSERT INTO event (account_id, seq, n, ticket_id, at, kind, public_tick, data) \
         SELECT {account}, i, 0, {id}, i, 'opened', 0, {json} FROM {rows};"
    );
    sql += &format!(
        "INSERT INTO message (account_id, id, ticket_id, seq, side, text) SELECT {account}, {id}, {id}, i, 'team', 'x' FROM {rows};"
    );
    sql += &format!(
        "INSERT INTO internal_comment (account_id, id, ticket_id, seq, text) SELECT {account}, {id}, {id}, i, 'x' FROM {rows};"
    );
    sql += &format!("INSERT INTO read_mark SELECT {account}, {id}, {id}, i FROM {rows};");
    sql += &format!("INSERT INTO operation SELECT {account}, {id}, {id}, {bytes}, {json}, i FROM {rows};");
    if house.kind == Kind::Postgres {
        sql += "ANALYZE;";
    } else {
        // Then rows are counted, as the desk does beside its purge.
        let count = "PRAGMA analysis_limit = 1000; PRAGMA optimize = 0x10002;";
        sql = format!("PRAGMA synchronous = OFF; BEGIN; {sql} COMMIT; {count}");
    }
    house.run(&sql).await;
}

/// The highest `$n` of a statement.
fn parameters(sql: &str) -> usize {
    sql.split('$')
        .skip(1)
        .filter_map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok())
        .max()
        .unwrap_or(0)
}

async fn sqlite_plan(conn: &mut SqliteConnection, sql: &str) -> Vec<String> {
    let text = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
    let mut query = sqlx::query(text);
    for _ in 0..parameters(sql) {
        query = query.bind(0_i64);
    }
    query.fetch_all(conn).await.unwrap().iter().map(|row| row.get::<String, _>("detail")).collect()
}

async fn postgres_plan(conn: &mut PgConnection, name: &str, sql: &str) -> Vec<String> {
    let count = parameters(sql);
    let nulls = vec!["NULL"; count].join(", ");
    let call = if count == 0 { "s".to_owned() } else { format!("s({nulls})") };
    sqlx::raw_sql(AssertSqlSafe(format!("PREPARE s AS {sql}")))
        .execute(&mut *conn)
        .await
        .unwrap_or_else(|e| panic!("{name}: {e}"));
    let rows =
        sqlx::raw_sql(AssertSqlSafe(format!("EXPLAIN EXECUTE {call}"))).fetch_all(&mut *conn).await.unwrap();
    conn.execute("DEALLOCATE s").await.unwrap();
    rows.iter().map(|row| row.get::<String, _>(0)).collect()
}

both_engines! {
    async fn each_is_prepared(house) {
        let mut count = 0;
        match house.kind {
            Kind::Sqlite => {
                let mut conn = SqliteConnection::connect(&house.address).await.unwrap();
                for (name, sql) in desk::statements() {
                    conn.prepare(sql.into_sql_str()).await.unwrap_or_else(|e| panic!("{name}: {e}"));
                    count += 1;
                }
            }
            Kind::Postgres => {
                let mut conn = PgConnection::connect(&house.address).await.unwrap();
                for (name, sql) in desk::statements() {
                    conn.prepare(sql.into_sql_str()).await.unwrap_or_else(|e| panic!("{name}: {e}"));
                    count += 1;
                }
            }
        }
        assert!(count > 60, "only {count}");
    }

    /// Slow: it fills a database first.
    async fn none_scans_a_big_table_at_100_000_tickets(house) {
        fill(house).await;
        let mut scans = vec![];
        let hot = || desk::statements().filter(|(name, _)| !WHOLE.contains(name) && !name.starts_with("demo"));
        match house.kind {
            Kind::Sqlite => {
                let mut conn = SqliteConnection::connect(&house.address).await.unwrap();
                for (name, sql) in hot() {
                    for line in sqlite_plan(&mut conn, sql).await {
                        let mut words = line.split_whitespace();
                        // Aliases are the table's first letter here; a range over an index says SEARCH.
                        let scanned = words.next() == Some("SCAN")
                            && words.next().is_some_and(|t| BIG.contains(&t) || matches!(t, "t" | "r" | "op"));
                        // So it reads the whole log of the account.
                        let whole = line.contains("event USING PRIMARY KEY (account_id=?)");
                        if scanned || whole {
                            scans.push(format!("{name}: {line}"));
                        }
                    }
                }
            }
            Kind::Postgres => {
                let mut conn = PgConnection::connect(&house.address).await.unwrap();
                conn.execute("SET plan_cache_mode = force_generic_plan").await.unwrap();
                for (name, sql) in hot() {
                    for line in postgres_plan(&mut conn, name, sql).await {
                        if BIG.iter().any(|t| *t != "session" && line.contains(&format!("Seq Scan on {t} "))) {
                            scans.push(format!("{name}: {line}"));
                        }
                    }
                }
            }
        }
        assert!(scans.is_empty(), "{scans:#?}");
    }
}
