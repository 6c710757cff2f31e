//! The bare database: what the desk wrote is read from its log, and the same statements run again with the same
//! values in batches of the same size, without rules, index, hub or permissions.

use domain::ticket::Event;
use sqlx::types::Json;
use sqlx::{Row, SqlSafeStr};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// A value as a statement takes it.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Id(Option<Uuid>),
    Flag(bool),
    Int(i32),
    Big(Option<i64>),
    Text(Option<String>),
    Bytes(Vec<u8>),
    Json(Option<serde_json::Value>),
}

/// A statement that reads, or one that writes.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    text: &'static str,
    values: Vec<Value>,
    reads: bool,
}

/// The statements of one command.
pub(crate) type Written = Vec<Statement>;

/// One of the desk's own statements.
fn named(name: &str) -> &'static str {
    desk::statements().find(|(known, _)| *known == name).map_or("", |(_, text)| text)
}

fn statement(name: &str, reads: bool, values: Vec<Value>) -> Statement {
    let text = named(name);
    assert!(!text.is_empty(), "the desk has no statement {name}");
    Statement { text, values, reads }
}

/// What an UPDATE of a ticket sets, after `status_id`, `category`, `column_id` and `place`, in its order.
const REST: &str = "SELECT priority, assignee_id, touched, open_children, message_count, comment_count, last_line, \
     updated_at, resolved_at, seq, public_moment, public_at, client_said_seq, team_said_seq, comment_seq, placed_seq, \
     placed_by, placed_by_name, placed_at, sla_state, sla_metric, due_at, warn_at, late, alarm_at, \
     snoozed_until, archived, tags, clocks FROM ticket \
     WHERE account_id = $1 AND id = $2";
/// The kinds of these: text, id, flag, int, JSON, big.
const REST_KINDS: &str = "tifnnntbbbbbbbbbitbttbbfbbfjj";
const EVENTS: &str = "SELECT ticket_id, seq, at, actor_id, actor_name, op_id, audience_before, kind, public_tick, data \
     FROM event WHERE account_id = $1 AND seq > $2 ORDER BY seq, n";
const OPERATION: &str =
    "SELECT digest, outcome, at FROM operation WHERE account_id = $1 AND person_id = $2 AND op_id = $3";
/// One engine's half: reading the log, and running it again.
macro_rules! engine {
    ($name:ident, $db:ty, $connection:ty, $begin:literal) => {
        pub(crate) mod $name {
            use super::*;

            type Query<'q> = sqlx::query::Query<'q, $db, <$db as sqlx::Database>::Arguments>;
            type Failed = Box<dyn std::error::Error>;

            fn bound<'q>(text: &'static str, values: &'q [Value]) -> Query<'q> {
                values.iter().fold(sqlx::query(text), |q, value| match value {
                    Value::Id(x) => q.bind(*x),
                    Value::Flag(x) => q.bind(*x),
                    Value::Int(x) => q.bind(*x),
                    Value::Big(x) => q.bind(*x),
                    Value::Text(x) => q.bind(x.as_deref()),
                    Value::Bytes(x) => q.bind(x.as_slice()),
                    Value::Json(x) => q.bind(x.as_ref().map(Json)),
                })
            }

            fn values(row: &<$db as sqlx::Database>::Row, kinds: &str) -> Vec<Value> {
                let value = |(at, kind)| match kind {
                    't' => Value::Text(row.get(at)),
                    'i' => Value::Id(row.get(at)),
                    'f' => Value::Flag(row.get(at)),
                    'n' => Value::Int(row.get(at)),
                    'j' => Value::Json(row.get(at)),
                    _ => Value::Big(row.get(at)),
                };
                kinds.chars().enumerate().map(value).collect()
            }

            /// The tickets of a column that have that status, from top to bottom.
            pub(crate) async fn column(
                conn: &mut $connection,
                account: Uuid,
                status: i32,
            ) -> Result<Vec<Uuid>, Failed> {
                let text = "SELECT id FROM ticket WHERE account_id = $1 AND status_id = $2 ORDER BY place";
                let rows =
                    sqlx::query_as::<$db, (Uuid,)>(text).bind(account).bind(status).fetch_all(conn).await?;
                Ok(rows.into_iter().map(|(id,)| id).collect())
            }

            /// The statements of every command after `since`, as the desk made them.
            pub(crate) async fn recorded(
                conn: &mut $connection,
                account: Uuid,
                since: i64,
                anchors: &crate::Anchors,
            ) -> Result<Vec<Written>, Failed> {
                let rows = bound(EVENTS, &[Value::Id(Some(account)), Value::Big(Some(since))])
                    .fetch_all(&mut *conn)
                    .await?;
                let mut commands = vec![];
                for rows in rows.chunk_by(|a, b| a.get::<i64, _>("seq") == b.get::<i64, _>("seq")) {
                    let first = &rows[0];
                    // Alarms may fire meanwhile: they are no moves, and have no request.
                    let (Some(op), Some(actor)) =
                        (first.get::<Option<Uuid>, _>("op_id"), first.get::<Option<Uuid>, _>("actor_id"))
                    else {
                        continue;
                    };
                    let (ticket, seq): (Uuid, i64) = (first.get("ticket_id"), first.get("seq"));
                    let own = || vec![Value::Id(Some(account)), Value::Id(Some(ticket))];
                    let mut load = own();
                    load.extend([Value::Id(Some(actor)), Value::Id(Some(op))]);
                    let mut written = vec![statement("tickets::LOAD", true, load)];

                    let mut update = own();
                    let mut events =
                        vec![Value::Id(Some(account)), Value::Big(Some(seq)), Value::Id(Some(ticket))];
                    events.extend([
                        Value::Big(first.get("at")),
                        Value::Id(Some(actor)),
                        Value::Text(first.get("actor_name")),
                    ]);
                    events.extend([Value::Id(Some(op)), Value::Json(first.get("audience_before"))]);
                    for row in rows {
                        let data: serde_json::Value = row.get("data");
                        if let Event::Moved { to, to_category, place, .. } =
                            serde_json::from_value(data.clone())?
                        {
                            // The demo's first two statuses lie in the columns of the same number.
                            let around = [Value::Int(to.0), Value::Id(anchors.of(op)), Value::Id(None)];
                            let around = [Value::Id(Some(account))]
                                .into_iter()
                                .chain(around)
                                .chain([Value::Id(Some(ticket))]);
                            written.push(statement("tickets::NEIGHBOURS", true, around.collect()));
                            let category = to_category.as_str().to_owned();
                            update.extend([
                                Value::Int(to.0),
                                Value::Text(Some(category)),
                                Value::Int(to.0),
                                Value::Text(Some(place)),
                            ]);
                        }
                        events.extend([
                            Value::Text(row.get("kind")),
                            Value::Big(row.get("public_tick")),
                            Value::Json(Some(data)),
                        ]);
                    }
                    let mut rest = values(&bound(REST, &own()).fetch_one(&mut *conn).await?, REST_KINDS);
                    rest[9] = Value::Big(Some(seq));
                    update.extend(rest);
                    written.push(statement("tickets::UPDATE", false, update));
                    written.push(statement(&format!("events::INSERT_{}", rows.len()), false, events));
                    let mut operation =
                        vec![Value::Id(Some(account)), Value::Id(Some(actor)), Value::Id(Some(op))];
                    let row = bound(OPERATION, &operation).fetch_one(&mut *conn).await?;
                    operation.extend([
                        Value::Bytes(row.get(0)),
                        Value::Json(row.get(1)),
                        Value::Big(row.get(2)),
                    ]);
                    written.push(statement("desk::INSERT_OPERATION", false, operation));
                    commands.push(written);
                }
                Ok(commands)
            }

            /// Runs the commands again, in that many batches; gives how long it took.
            pub(crate) async fn replay(
                conn: &mut $connection,
                account: Uuid,
                commands: &[Written],
                batches: usize,
            ) -> Result<Duration, Failed> {
                let lock = statement("desk::LOCK", true, vec![Value::Id(Some(account))]);
                let head = i64::try_from(commands.len())?;
                let advance = [
                    Value::Id(Some(account)),
                    Value::Big(Some(1_000_000 + head)),
                    Value::Big(Some(1_000_000)),
                    Value::Big(Some(0)),
                ];
                let advance = statement("desk::ADVANCE", false, advance.to_vec());
                let began = Instant::now();
                for batch in 0..batches {
                    let from = batch * commands.len() / batches;
                    let to = (batch + 1) * commands.len() / batches;
                    raw(conn, $begin).await?;
                    run(conn, &lock).await?;
                    for command in &commands[from..to] {
                        for statement in command {
                            run(conn, statement).await?;
                        }
                    }
                    run(conn, &advance).await?;
                    raw(conn, "COMMIT").await?;
                }
                Ok(began.elapsed())
            }

            async fn run(conn: &mut $connection, statement: &Statement) -> Result<(), Failed> {
                let query = bound(statement.text, &statement.values);
                if statement.reads {
                    query.fetch_all(conn).await?;
                } else {
                    query.execute(conn).await?;
                }
                Ok(())
            }

            async fn raw(conn: &mut $connection, text: &'static str) -> Result<(), Failed> {
                sqlx::raw_sql(text.into_sql_str()).execute(conn).await?;
                Ok(())
            }
        }
    };
}

engine!(sqlite, sqlx::Sqlite, sqlx::SqliteConnection, "BEGIN IMMEDIATE");
engine!(postgres, sqlx::Postgres, sqlx::PgConnection, "BEGIN");
