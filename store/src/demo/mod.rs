//! Writing a demo in bulk, and wiping it.

mod sql;

pub(crate) use sql::ALL;

use crate::words::{face_word, ms};
use crate::{Conn, Engine, Json, Record, StoreError, execute, execute_with, fetch_all};
use domain::people::Audience;
use domain::sla::Metric;
use domain::ticket::{Event, Side, Visibility};
use domain::{AccountId, PersonId, Seq, TicketId, Time};
use uuid::Uuid;

/// A part of a demo's tickets, row by row.
#[derive(Debug, Default)]
pub struct Chapter {
    /// Tickets with their descriptions.
    pub tickets: Vec<(Record, String)>,
    pub events: Vec<EventLine>,
    pub messages: Vec<MessageLine>,
    pub comments: Vec<CommentLine>,
    /// Who has read a ticket, and how far.
    pub marks: Vec<(PersonId, TicketId, Seq)>,
}

/// An event.
#[derive(Debug)]
pub struct EventLine {
    pub seq: Seq,
    pub n: i32,
    pub ticket: TicketId,
    pub at: Time,
    pub actor: Option<PersonId>,
    pub actor_name: Option<String>,
    pub audience_before: Option<Audience>,
    /// What the command's moment lies behind its time, in microseconds.
    pub tick: i64,
    pub event: Event,
}

/// A public message.
#[derive(Debug)]
pub struct MessageLine {
    pub id: Uuid,
    pub ticket: TicketId,
    pub seq: Seq,
    pub side: Side,
    pub author: Option<PersonId>,
    pub text: String,
}

/// An internal comment.
#[derive(Debug)]
pub struct CommentLine {
    pub id: Uuid,
    pub ticket: TicketId,
    pub seq: Seq,
    pub author: Option<PersonId>,
    pub text: String,
}

/// Writes rows, many a statement, the rest one by one.
macro_rules! write_all {
    ($conn:expr, $rows:expr, $one:ident, $many:ident, $count:ident, $row:pat => [$($bind:expr),* $(,)?]) => {
        for part in $rows.chunks(sql::$count) {
            if part.len() == sql::$count {
                execute_with!($conn, sql::$many, q => {
                    for $row in part {
                        q = q$(.bind($bind))*;
                    }
                })?;
            } else {
                for $row in part {
                    execute!($conn, sql::$one $(, $bind)*)?;
                }
            }
        }
    };
}

/// Whether each account is a demo, and its last command.
pub async fn accounts(conn: &mut Conn) -> Result<Vec<(bool, Seq)>, StoreError> {
    fetch_all!(conn, (bool, i64), sql::ACCOUNTS)
}

/// Forgets everything.
pub async fn wipe(conn: &mut Conn) -> Result<(), StoreError> {
    match conn.counted() {
        Engine::Sqlite(c) => {
            for text in sql::WIPE {
                sqlx::query(text).execute(&mut **c).await?;
            }
        }
        Engine::Postgres(c) => {
            sqlx::query(sql::TRUNCATE).execute(&mut **c).await?;
        }
    }
    Ok(())
}

/// Makes the connection ready for many rows, until it is closed.
pub async fn hasten(conn: &mut Conn) -> Result<(), StoreError> {
    match conn.counted() {
        Engine::Sqlite(c) => {
            for text in sql::HASTEN {
                sqlx::query(text).execute(&mut **c).await?;
            }
        }
        // Indexes of a large table take longer than any request may.
        Engine::Postgres(c) => {
            sqlx::query(sql::NO_HURRY).execute(&mut **c).await?;
        }
    }
    Ok(())
}

/// Takes away the indexes and the order that cost most while many rows come. [`settle`] and [`index`] make them again.
pub async fn unindex(conn: &mut Conn) -> Result<(), StoreError> {
    for text in sql::UNINDEX {
        execute!(conn, text)?;
    }
    if let Engine::Sqlite(c) = conn.counted() {
        sqlx::query(sql::STAGE).execute(&mut **c).await?;
    }
    Ok(())
}

/// Puts in order what was written since [`unindex`].
pub async fn settle(conn: &mut Conn) -> Result<(), StoreError> {
    if let Engine::Sqlite(c) = conn.counted() {
        for text in sql::UNSTAGE {
            sqlx::query(text).execute(&mut **c).await?;
        }
    }
    Ok(())
}

/// Makes the indexes again, those that are missing.
pub async fn index(conn: &mut Conn) -> Result<(), StoreError> {
    for text in sql::INDEX {
        execute!(conn, text)?;
    }
    Ok(())
}

/// Tells the planner how large the tables are.
pub async fn analyze(conn: &mut Conn) -> Result<(), StoreError> {
    execute!(conn, sql::ANALYZE)?;
    Ok(())
}

/// Writes a part of the tickets with all that belongs to them.
pub async fn write(conn: &mut Conn, account: AccountId, chapter: &Chapter) -> Result<(), StoreError> {
    let account = account.0;
    write_all!(conn, chapter.tickets, TICKET, TICKETS, TICKET_ROWS, (record, description) => [
        account,
        record.ticket.facts.id.0,
        record.ticket.facts.id.code(),
        record.ticket.number,
        record.ticket.title.as_str(),
        description.as_str(),
        record.ticket.facts.audience.department.0,
        record.ticket.facts.status.0,
        record.ticket.facts.category.as_str(),
        record.ticket.facts.column.0,
        record.ticket.facts.place.as_str(),
        record.ticket.facts.priority.as_str(),
        record.ticket.facts.audience.assignee.map(|p| p.0),
        record.ticket.facts.audience.requester.0,
        record.ticket.facts.audience.organization.map(|o| o.0),
        record.ticket.facts.audience.private,
        record.ticket.facts.touched,
        record.ticket.facts.open_children,
        record.ticket.messages,
        record.ticket.comments,
        record.last_line.as_deref(),
        record.ticket.facts.created_at.timestamp_millis(),
        record.ticket.facts.updated_at.timestamp_millis(),
        ms(record.ticket.facts.resolved_at),
        record.ticket.facts.seq,
        record.public_moment,
        record.public_at.timestamp_millis(),
        record.client_said_seq,
        record.team_said_seq,
        record.comment_seq,
        record.ticket.facts.placed_seq,
        record.ticket.placed_by.as_ref().map(|p| p.id.0),
        record.ticket.placed_by.as_ref().map(|p| p.name.as_str()),
        record.ticket.placed_at.timestamp_millis(),
        face_word(record.ticket.facts.sla.state),
        record.ticket.facts.sla.metric.map(Metric::as_str),
        ms(record.ticket.facts.sla.due_at),
        ms(record.ticket.facts.sla.warn_at),
        record.ticket.facts.sla.late,
        ms(record.ticket.next_alarm()),
        Json(&record.ticket.facts.tags),
        Json(&record.ticket.clocks),
    ]);
    write_all!(conn, chapter.events, EVENT, EVENTS, EVENT_ROWS, line => [
        account,
        line.seq,
        line.n,
        line.ticket.0,
        line.at.timestamp_millis(),
        line.actor.map(|p| p.0),
        line.actor_name.as_deref(),
        line.audience_before.as_ref().map(Json),
        line.event.kind(),
        (line.event.visibility() == Visibility::Public).then_some(line.tick),
        Json(&line.event),
    ]);
    write_all!(conn, chapter.messages, MESSAGE, MESSAGES, MESSAGE_ROWS, line => [
        account,
        line.id,
        line.ticket.0,
        line.seq,
        match line.side {
            Side::Team => "team",
            Side::Client => "client",
        },
        line.author.map(|p| p.0),
        line.text.as_str(),
    ]);
    write_all!(conn, chapter.comments, COMMENT, COMMENTS, COMMENT_ROWS, line => [
        account,
        line.id,
        line.ticket.0,
        line.seq,
        line.author.map(|p| p.0),
        line.text.as_str(),
    ]);
    write_all!(conn, chapter.marks, MARK, MARKS, MARK_ROWS, (person, ticket, seq) => [
        account,
        person.0,
        ticket.0,
        *seq,
    ]);
    Ok(())
}
