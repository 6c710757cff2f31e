//! What happened: events, messages, internal comments, clocks.

use super::words::{clock_word, ms, time};
use super::{Conn, FromRow, Json, StoreError, execute, execute_with, fetch_all};
use domain::people::Audience;
use domain::sla::{Clocks, Metric};
use domain::ticket::{Event, PersonRef, Side, Visibility};
use domain::{AccountId, OpId, PersonId, Seq, TicketId, Time};
use std::collections::HashMap;
use uuid::Uuid;

/// Up to which command a person has read a ticket.
const READ_MARK: &str =
    "SELECT seq FROM read_mark WHERE account_id = $1 AND person_id = $2 AND ticket_id = $3";
/// A person has read a ticket up to a command; never back.
const SET_READ_MARK: &str = "INSERT INTO read_mark (account_id, person_id, ticket_id, seq) VALUES ($1, $2, $3, $4) ON CONFLICT \
     (account_id, person_id, ticket_id) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > \
     read_mark.seq";
/// The events of a command that made 1.
const INSERT_1: &str = "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, actor_name, op_id, audience_before, \
     kind, visibility, data) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
/// The events of a command that made 2.
const INSERT_2: &str = "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, actor_name, op_id, audience_before, \
     kind, visibility, data) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11), ($1, $2, 1, $3, \
     $4, $5, $6, $7, $8, $12, $13, $14)";
/// The events of a command that made 3.
const INSERT_3: &str = "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, actor_name, op_id, audience_before, \
     kind, visibility, data) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11), ($1, $2, 1, $3, \
     $4, $5, $6, $7, $8, $12, $13, $14), ($1, $2, 2, $3, $4, $5, $6, $7, $8, $15, $16, $17)";
/// The events of a command that made 4.
const INSERT_4: &str = "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, actor_name, op_id, audience_before, \
     kind, visibility, data) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11), ($1, $2, 1, $3, \
     $4, $5, $6, $7, $8, $12, $13, $14), ($1, $2, 2, $3, $4, $5, $6, $7, $8, $15, $16, $17), ($1, $2, 3, \
     $3, $4, $5, $6, $7, $8, $18, $19, $20)";
/// The events of a command that made 5.
const INSERT_5: &str = "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, actor_name, op_id, audience_before, \
     kind, visibility, data) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11), ($1, $2, 1, $3, \
     $4, $5, $6, $7, $8, $12, $13, $14), ($1, $2, 2, $3, $4, $5, $6, $7, $8, $15, $16, $17), ($1, $2, 3, \
     $3, $4, $5, $6, $7, $8, $18, $19, $20), ($1, $2, 4, $3, $4, $5, $6, $7, $8, $21, $22, $23)";
/// The events of a command that made 6.
const INSERT_6: &str = "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, actor_name, op_id, audience_before, \
     kind, visibility, data) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11), ($1, $2, 1, $3, \
     $4, $5, $6, $7, $8, $12, $13, $14), ($1, $2, 2, $3, $4, $5, $6, $7, $8, $15, $16, $17), ($1, $2, 3, \
     $3, $4, $5, $6, $7, $8, $18, $19, $20), ($1, $2, 4, $3, $4, $5, $6, $7, $8, $21, $22, $23), ($1, $2, \
     5, $3, $4, $5, $6, $7, $8, $24, $25, $26)";
/// The events of a command, by how many it made, from one on.
const INSERT: [&str; 6] = [INSERT_1, INSERT_2, INSERT_3, INSERT_4, INSERT_5, INSERT_6];
/// What the people who serve missed.
const SINCE: &str = "SELECT ticket_id, seq, n, at, actor_id, actor_name, op_id, audience_before, data FROM event WHERE \
     account_id = $1 AND seq > $2 ORDER BY seq, n LIMIT $3";
/// What clients missed.
const PUBLIC_SINCE: &str = "SELECT ticket_id, seq, n, at, actor_id, actor_name, op_id, audience_before, data FROM event WHERE \
     account_id = $1 AND seq > $2 AND visibility = 'public' ORDER BY seq, n LIMIT $3";
/// How much the people who serve missed, counted to a limit: events, and tickets among them.
const BEHIND: &str = "SELECT COUNT(*), COUNT(DISTINCT ticket_id) FROM (SELECT ticket_id FROM event WHERE account_id = $1 \
     AND seq > $2 ORDER BY seq LIMIT $3) AS missed";
/// How much clients missed, counted to a limit.
const PUBLIC_BEHIND: &str = "SELECT COUNT(*), COUNT(DISTINCT ticket_id) FROM (SELECT ticket_id FROM event WHERE account_id = $1 \
     AND seq > $2 AND visibility = 'public' ORDER BY seq LIMIT $3) AS missed";
/// A ticket's log.
const OF_TICKET: &str = "SELECT ticket_id, seq, n, at, actor_id, actor_name, op_id, audience_before, data FROM event WHERE \
     account_id = $1 AND ticket_id = $2 ORDER BY seq, n";
/// A ticket's log, as a client may read it.
const PUBLIC_OF_TICKET: &str = "SELECT ticket_id, seq, n, at, actor_id, actor_name, op_id, audience_before, data FROM event WHERE \
     account_id = $1 AND ticket_id = $2 AND visibility = 'public' ORDER BY seq, n";
/// The three clocks of a ticket.
const SET_CLOCKS: &str = "INSERT INTO sla_clock (account_id, ticket_id, metric, state, target_s, calendar, calendar_version, \
     since, consumed_ms, due_at, warn_at, warned, breached, ever_breached, met_at, first_met_at) VALUES \
     ($1, $2, 'first_response', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15), ($1, $2, \
     'next_response', $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28), ($1, $2, \
     'resolution', $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41) ON CONFLICT \
     (account_id, ticket_id, metric) DO UPDATE SET state = excluded.state, target_s = excluded.target_s, \
     calendar = excluded.calendar, calendar_version = excluded.calendar_version, since = excluded.since, \
     consumed_ms = excluded.consumed_ms, due_at = excluded.due_at, warn_at = excluded.warn_at, warned = \
     excluded.warned, breached = excluded.breached, ever_breached = excluded.ever_breached, met_at = \
     excluded.met_at, first_met_at = excluded.first_met_at";
/// A public message.
const INSERT_MESSAGE: &str = "INSERT INTO message (account_id, id, ticket_id, seq, side, author_id, text) VALUES ($1, $2, $3, $4, \
     $5, $6, $7)";
/// A ticket's public messages.
const MESSAGES: &str = "SELECT id, text FROM message WHERE account_id = $1 AND ticket_id = $2";
/// A ticket's public messages after a command, up to another.
const MESSAGES_SINCE: &str =
    "SELECT id, text FROM message WHERE account_id = $1 AND ticket_id = $2 AND seq > $3 AND seq <= $4";
/// An internal comment.
const INSERT_COMMENT: &str = "INSERT INTO internal_comment (account_id, id, ticket_id, seq, author_id, text) VALUES ($1, $2, $3, \
     $4, $5, $6)";
/// A ticket's internal comments.
const COMMENTS: &str = "SELECT id, text FROM internal_comment WHERE account_id = $1 AND ticket_id = $2";
/// A ticket's internal comments after a command, up to another.
const COMMENTS_SINCE: &str = "SELECT id, text FROM internal_comment WHERE account_id = $1 AND ticket_id = $2 AND seq > $3 AND seq <= $4";

/// What the events of one command share.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    /// The command's number.
    pub seq: Seq,
    /// The ticket it changed.
    pub ticket: TicketId,
    /// When.
    pub at: Time,
    /// Who; `None` for the desk itself.
    pub actor: Option<&'a PersonRef>,
    /// By which request.
    pub op_id: Option<OpId>,
    /// Who could see the ticket before, where the command changed it.
    pub audience_before: Option<&'a Audience>,
}

/// Writes the events of one command: at most six. One statement.
pub async fn insert(
    conn: &mut Conn,
    account: AccountId,
    head: &Head<'_>,
    events: &[Event],
) -> Result<(), StoreError> {
    let Some(text) = events.len().checked_sub(1) else { return Ok(()) };
    let text = *INSERT.get(text).ok_or(StoreError::corrupt("a command made more than six events"))?;
    execute_with!(conn, text, q => {
        q = q
            .bind(account.0)
            .bind(head.seq)
            .bind(head.ticket.0)
            .bind(head.at.timestamp_millis())
            .bind(head.actor.map(|a| a.id.0))
            .bind(head.actor.map(|a| a.name.as_str()))
            .bind(head.op_id.map(|op| op.0))
            .bind(head.audience_before.map(Json));
        for event in events {
            q = q.bind(event.kind()).bind(visibility_word(event.visibility())).bind(Json(event));
        }
    })?;
    Ok(())
}

fn visibility_word(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "public",
        Visibility::Team => "team",
    }
}

/// Writes the three clocks of a ticket. One statement.
pub async fn set_clocks(
    conn: &mut Conn,
    account: AccountId,
    ticket: TicketId,
    clocks: &Clocks,
) -> Result<(), StoreError> {
    execute_with!(conn, SET_CLOCKS, q => {
        q = q.bind(account.0).bind(ticket.0);
        for metric in Metric::ALL {
            let clock = clocks.of(metric);
            q = q
                .bind(clock_word(clock.state))
                .bind(clock.target_s)
                .bind(clock.calendar.map(|c| c.0))
                .bind(clock.calendar_version)
                .bind(ms(clock.since))
                .bind(clock.consumed_ms)
                .bind(ms(clock.due_at))
                .bind(ms(clock.warn_at))
                .bind(clock.warned)
                .bind(clock.breached)
                .bind(clock.ever_breached)
                .bind(ms(clock.met_at))
                .bind(ms(clock.first_met_at));
        }
    })?;
    Ok(())
}

/// Writes a public message.
pub async fn insert_message(
    conn: &mut Conn,
    account: AccountId,
    head: &Head<'_>,
    id: Uuid,
    side: Side,
    text: &str,
) -> Result<(), StoreError> {
    let side = match side {
        Side::Team => "team",
        Side::Client => "client",
    };
    let author = head.actor.map(|a| a.id.0);
    execute!(conn, INSERT_MESSAGE, account.0, id, head.ticket.0, head.seq, side, author, text)?;
    Ok(())
}

/// Writes an internal comment.
pub async fn insert_comment(
    conn: &mut Conn,
    account: AccountId,
    head: &Head<'_>,
    id: Uuid,
    text: &str,
) -> Result<(), StoreError> {
    let author = head.actor.map(|a| a.id.0);
    execute!(conn, INSERT_COMMENT, account.0, id, head.ticket.0, head.seq, author, text)?;
    Ok(())
}

/// What the people who serve missed after `since`: at most `limit` events.
pub async fn since(
    conn: &mut Conn,
    account: AccountId,
    since: Seq,
    limit: i64,
) -> Result<Vec<EventRow>, StoreError> {
    fetch_all!(conn, EventRow, SINCE, account.0, since, limit)
}

/// What clients missed after `since`: at most `limit` public events.
pub async fn public_since(
    conn: &mut Conn,
    account: AccountId,
    since: Seq,
    limit: i64,
) -> Result<Vec<EventRow>, StoreError> {
    fetch_all!(conn, EventRow, PUBLIC_SINCE, account.0, since, limit)
}

/// How much the people who serve missed after `since`, counted to `limit` events: events, and tickets among them.
pub async fn behind(
    conn: &mut Conn,
    account: AccountId,
    since: Seq,
    limit: i64,
) -> Result<(i64, i64), StoreError> {
    super::fetch_one!(conn, (i64, i64), BEHIND, account.0, since, limit)
}

/// How much clients missed after `since`, counted to `limit` events.
pub async fn public_behind(
    conn: &mut Conn,
    account: AccountId,
    since: Seq,
    limit: i64,
) -> Result<(i64, i64), StoreError> {
    super::fetch_one!(conn, (i64, i64), PUBLIC_BEHIND, account.0, since, limit)
}

/// A ticket's log, oldest first.
pub async fn of_ticket(
    conn: &mut Conn,
    account: AccountId,
    ticket: TicketId,
) -> Result<Vec<EventRow>, StoreError> {
    fetch_all!(conn, EventRow, OF_TICKET, account.0, ticket.0)
}

/// A ticket's log as a client may read it, oldest first.
pub async fn public_of_ticket(
    conn: &mut Conn,
    account: AccountId,
    ticket: TicketId,
) -> Result<Vec<EventRow>, StoreError> {
    fetch_all!(conn, EventRow, PUBLIC_OF_TICKET, account.0, ticket.0)
}

/// The texts of a ticket's public messages; only of those of `span`, after its first command and up to its
/// second, where it is given.
pub async fn messages(
    conn: &mut Conn,
    account: AccountId,
    ticket: TicketId,
    span: Option<(Seq, Seq)>,
) -> Result<HashMap<Uuid, String>, StoreError> {
    let rows = match span {
        Some((since, to)) => {
            fetch_all!(conn, (Uuid, String), MESSAGES_SINCE, account.0, ticket.0, since, to)?
        }
        None => fetch_all!(conn, (Uuid, String), MESSAGES, account.0, ticket.0)?,
    };
    Ok(rows.into_iter().collect())
}

/// The texts of a ticket's internal comments; only of those of `span`, after its first command and up to its
/// second, where it is given.
pub async fn comments(
    conn: &mut Conn,
    account: AccountId,
    ticket: TicketId,
    span: Option<(Seq, Seq)>,
) -> Result<HashMap<Uuid, String>, StoreError> {
    let rows = match span {
        Some((since, to)) => {
            fetch_all!(conn, (Uuid, String), COMMENTS_SINCE, account.0, ticket.0, since, to)?
        }
        None => fetch_all!(conn, (Uuid, String), COMMENTS, account.0, ticket.0)?,
    };
    Ok(rows.into_iter().collect())
}

/// Moves a read mark forward, never back.
pub async fn set_read_mark(
    conn: &mut Conn,
    account: AccountId,
    person: PersonId,
    ticket: TicketId,
    seq: Seq,
) -> Result<(), StoreError> {
    execute!(conn, SET_READ_MARK, account.0, person.0, ticket.0, seq)?;
    Ok(())
}

/// Up to which command a person has read a ticket; 0 for never.
pub async fn read_mark(
    conn: &mut Conn,
    account: AccountId,
    person: PersonId,
    ticket: TicketId,
) -> Result<Seq, StoreError> {
    let row = super::fetch_optional!(conn, (i64,), READ_MARK, account.0, person.0, ticket.0)?;
    Ok(row.map_or(0, |(seq,)| seq))
}

/// An event as it is stored.
#[derive(Debug, FromRow)]
pub struct EventRow {
    ticket_id: Uuid,
    pub seq: i64,
    pub n: i32,
    at: i64,
    actor_id: Option<Uuid>,
    actor_name: Option<String>,
    op_id: Option<Uuid>,
    audience_before: Option<Json<Audience>>,
    data: Json<Event>,
}

impl EventRow {
    /// Which ticket.
    pub fn ticket(&self) -> TicketId {
        TicketId(self.ticket_id)
    }

    /// When.
    pub fn at(&self) -> Result<Time, StoreError> {
        time(self.at)
    }

    /// Who.
    pub fn actor(&self) -> Option<PersonRef> {
        self.actor_id
            .map(|id| PersonRef { id: PersonId(id), name: self.actor_name.clone().unwrap_or_default() })
    }

    /// By whose request.
    pub fn op_id(&self) -> Option<OpId> {
        self.op_id.map(OpId)
    }

    /// Who could see the ticket before.
    pub fn audience_before(&self) -> Option<&Audience> {
        self.audience_before.as_ref().map(|a| &a.0)
    }

    /// What.
    pub fn event(&self) -> &Event {
        &self.data.0
    }
}

/// All of them, by name.
pub(crate) const ALL: &[(&str, &str)] = &[
    ("events::INSERT_1", INSERT_1),
    ("events::INSERT_2", INSERT_2),
    ("events::INSERT_3", INSERT_3),
    ("events::INSERT_4", INSERT_4),
    ("events::INSERT_5", INSERT_5),
    ("events::INSERT_6", INSERT_6),
    ("events::SINCE", SINCE),
    ("events::PUBLIC_SINCE", PUBLIC_SINCE),
    ("events::BEHIND", BEHIND),
    ("events::PUBLIC_BEHIND", PUBLIC_BEHIND),
    ("events::OF_TICKET", OF_TICKET),
    ("events::PUBLIC_OF_TICKET", PUBLIC_OF_TICKET),
    ("events::SET_CLOCKS", SET_CLOCKS),
    ("events::INSERT_MESSAGE", INSERT_MESSAGE),
    ("events::MESSAGES", MESSAGES),
    ("events::MESSAGES_SINCE", MESSAGES_SINCE),
    ("events::INSERT_COMMENT", INSERT_COMMENT),
    ("events::COMMENTS", COMMENTS),
    ("events::COMMENTS_SINCE", COMMENTS_SINCE),
    ("events::READ_MARK", READ_MARK),
    ("events::SET_READ_MARK", SET_READ_MARK),
];
