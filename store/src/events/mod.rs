//! What happened: events, messages, internal comments.

mod sql;

pub(crate) use sql::ALL;

use crate::tickets::Mine;
use crate::words::{line, time};
use crate::{Conn, FromRow, Json, StoreError, execute, execute_with, fetch_all};
use domain::people::Audience;
use domain::ticket::{Event, Past, PersonRef, Side, Visibility};
use domain::{AccountId, Actor, OpId, PersonId, Seq, TicketId, Time};
use std::collections::HashMap;
use uuid::Uuid;

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
    /// What clients are told in the place of its number, where they may know of it.
    pub moment: Option<Seq>,
}

/// What an event's moment lies behind its time; of one that is the team's alone there is none.
fn tick(event: &Event, at: Time, moment: Option<Seq>) -> Result<Option<i64>, StoreError> {
    if event.visibility() == Visibility::Team {
        return Ok(None);
    }
    let moment = moment.ok_or(StoreError::corrupt("what clients may know has no moment"))?;
    Ok(Some(moment - at.timestamp_millis() * 1_000))
}

/// Writes the events of one command: at most six. One statement.
pub async fn insert(
    conn: &mut Conn,
    account: AccountId,
    head: &Head<'_>,
    events: &[Event],
) -> Result<(), StoreError> {
    let Some(text) = events.len().checked_sub(1) else { return Ok(()) };
    let text = *sql::INSERT.get(text).ok_or(StoreError::corrupt("a command made more than six events"))?;
    let tick = |event| tick(event, head.at, head.moment);
    let ticks = events.iter().map(tick).collect::<Result<Vec<_>, _>>()?;
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
        for (event, tick) in events.iter().zip(ticks) {
            q = q.bind(event.kind()).bind(tick).bind(Json(event));
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
    execute!(conn, sql::INSERT_MESSAGE, account.0, id, head.ticket.0, head.seq, side, author, text)?;
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
    execute!(conn, sql::INSERT_COMMENT, account.0, id, head.ticket.0, head.seq, author, text)?;
    Ok(())
}

/// What the people who serve missed after `since`: at most `limit` events.
pub async fn since(
    conn: &mut Conn,
    account: AccountId,
    since: Seq,
    limit: i64,
) -> Result<Vec<EventRow>, StoreError> {
    fetch_all!(conn, EventRow, sql::SINCE, account.0, since, limit)
}

/// What a client missed after `since`: at most `limit` events of tickets that they see.
pub async fn public_since(
    conn: &mut Conn,
    viewer: &Actor,
    since: Seq,
    limit: i64,
) -> Result<Vec<EventRow>, StoreError> {
    let (mine, account) = (Mine::of(viewer), viewer.account.0);
    let (contact, organization) = (mine.contact, mine.organization.map(|o| o.0));
    fetch_all!(conn, EventRow, sql::PUBLIC_SINCE, account, since, limit, contact, organization)
}

/// How much the people who serve missed after `since`, counted to `limit` events: events, and tickets among them.
pub async fn behind(
    conn: &mut Conn,
    account: AccountId,
    since: Seq,
    limit: i64,
) -> Result<(i64, i64), StoreError> {
    crate::fetch_one!(conn, (i64, i64), sql::BEHIND, account.0, since, limit)
}

/// How much a client missed after `since`, counted to `limit` events.
pub async fn public_behind(
    conn: &mut Conn,
    viewer: &Actor,
    since: Seq,
    limit: i64,
) -> Result<(i64, i64), StoreError> {
    let (mine, account) = (Mine::of(viewer), viewer.account.0);
    let (contact, organization) = (mine.contact, mine.organization.map(|o| o.0));
    crate::fetch_one!(conn, (i64, i64), sql::PUBLIC_BEHIND, account, since, limit, contact, organization)
}

/// A ticket's log, oldest first.
pub async fn of_ticket(
    conn: &mut Conn,
    account: AccountId,
    ticket: TicketId,
) -> Result<Vec<EventRow>, StoreError> {
    fetch_all!(conn, EventRow, sql::OF_TICKET, account.0, ticket.0)
}

/// A ticket's log as a client may read it, oldest first.
pub async fn public_of_ticket(
    conn: &mut Conn,
    account: AccountId,
    ticket: TicketId,
) -> Result<Vec<EventRow>, StoreError> {
    fetch_all!(conn, EventRow, sql::PUBLIC_OF_TICKET, account.0, ticket.0)
}

/// A ticket's log by its commands, oldest first.
pub async fn past(conn: &mut Conn, account: AccountId, ticket: TicketId) -> Result<Vec<Past>, StoreError> {
    let mut log: Vec<Past> = vec![];
    for row in of_ticket(conn, account, ticket).await? {
        match log.last_mut().filter(|past| past.seq == row.seq) {
            Some(past) => past.events.push(row.event().clone()),
            None => log.push(Past {
                seq: row.seq,
                at: row.at()?,
                by: row.actor(),
                events: vec![row.event().clone()],
            }),
        }
    }
    Ok(log)
}

/// Clients know of a command no more. The team's log keeps it.
pub async fn forget(conn: &mut Conn, account: AccountId, seq: Seq) -> Result<(), StoreError> {
    execute!(conn, sql::FORGET, account.0, seq)?;
    Ok(())
}

/// Whether the team has written to the client in that ticket.
pub async fn is_answered(conn: &mut Conn, account: AccountId, ticket: TicketId) -> Result<bool, StoreError> {
    Ok(crate::fetch_optional!(conn, (i64,), sql::ANSWERED, account.0, ticket.0)?.is_some())
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
            fetch_all!(conn, (Uuid, String), sql::MESSAGES_SINCE, account.0, ticket.0, since, to)?
        }
        None => fetch_all!(conn, (Uuid, String), sql::MESSAGES, account.0, ticket.0)?,
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
            fetch_all!(conn, (Uuid, String), sql::COMMENTS_SINCE, account.0, ticket.0, since, to)?
        }
        None => fetch_all!(conn, (Uuid, String), sql::COMMENTS, account.0, ticket.0)?,
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
    execute!(conn, sql::SET_READ_MARK, account.0, person.0, ticket.0, seq)?;
    Ok(())
}

/// Up to which command a person has read a ticket; 0 for never.
pub async fn read_mark(
    conn: &mut Conn,
    account: AccountId,
    person: PersonId,
    ticket: TicketId,
) -> Result<Seq, StoreError> {
    let row = crate::fetch_optional!(conn, (i64,), sql::READ_MARK, account.0, person.0, ticket.0)?;
    Ok(row.map_or(0, |(seq,)| seq))
}

/// An event as it is stored.
#[derive(Debug, FromRow)]
pub struct EventRow {
    ticket_id: Uuid,
    pub seq: i64,
    pub n: i32,
    at: i64,
    public_tick: Option<i64>,
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

    /// What clients are told in the place of its number; `None` where they may not know of it.
    pub fn moment(&self) -> Option<Seq> {
        self.public_tick.map(|tick| self.at * 1_000 + tick)
    }

    /// Who.
    pub fn actor(&self) -> Option<PersonRef> {
        let name = || line(self.actor_name.clone().unwrap_or_default());
        self.actor_id.map(|id| PersonRef { id: PersonId(id), name: name() })
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
