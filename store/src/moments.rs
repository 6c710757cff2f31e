//! Moments: what clients are told in the place of the numbers of commands. Between two of those lies what the team did;
//! between two moments lies time. A moment is microseconds since the epoch, and grows as the commands of its account do.
//!
//! An event that clients may know of keeps its moment as what it lies behind its `at`: next to nothing on the disk.

use crate::{Conn, StoreError, execute, fetch_one, fetch_optional};
use domain::{AccountId, Seq, TicketId};

/// Beyond it no client was told one, and no command has one.
const LAST: &str = "SELECT moment FROM account WHERE id = $1";
/// Clients are told later ones from now on.
const REACH: &str = "UPDATE account SET moment = $2 WHERE id = $1 AND moment < $2";
/// Clients were told none later than that.
const END: &str = "UPDATE account SET moment = $2 WHERE id = $1";
/// The last command that clients know of at a moment.
const KNOWN_AT: &str = "SELECT seq FROM event WHERE account_id = $1 AND public_tick IS NOT NULL AND at * 1000 + public_tick <= $2 \
     ORDER BY seq DESC LIMIT 1";
/// The first command after another that clients know of.
const NEXT: &str = "SELECT seq FROM event WHERE account_id = $1 AND seq > $2 AND public_tick IS NOT NULL ORDER BY seq LIMIT 1";
/// The last command of a ticket that clients know of at a moment, and its own.
const IN_TICKET: &str = "SELECT seq, at * 1000 + public_tick FROM event WHERE account_id = $1 AND ticket_id = $2 AND \
     public_tick IS NOT NULL AND at * 1000 + public_tick <= $3 ORDER BY seq DESC LIMIT 1";
/// What clients know of a ticket after its command: the moment of the last one that they know of.
const AFTER: &str = "SELECT at * 1000 + public_tick FROM event WHERE account_id = $1 AND ticket_id = $2 AND seq <= $3 AND \
     public_tick IS NOT NULL ORDER BY seq DESC LIMIT 1";

/// The moment beyond which no client was told one, and no command has one.
pub async fn last(conn: &mut Conn, account: AccountId) -> Result<Seq, StoreError> {
    let (moment,) = fetch_one!(conn, (i64,), LAST, account.0)?;
    Ok(moment)
}

/// Clients may be told moments up to this one.
pub async fn reach(conn: &mut Conn, account: AccountId, moment: Seq) -> Result<(), StoreError> {
    execute!(conn, REACH, account.0, moment)?;
    Ok(())
}

/// Clients were told no later moment than that, and no command has one.
pub async fn end(conn: &mut Conn, account: AccountId, moment: Seq) -> Result<(), StoreError> {
    execute!(conn, END, account.0, moment)?;
    Ok(())
}

/// The last command that clients know of at a moment. Looked for from the end.
pub async fn known_at(conn: &mut Conn, account: AccountId, moment: Seq) -> Result<Option<Seq>, StoreError> {
    let row = fetch_optional!(conn, (i64,), KNOWN_AT, account.0, moment)?;
    Ok(row.map(|(seq,)| seq))
}

/// The first command after `seq` that clients know of.
pub async fn next(conn: &mut Conn, account: AccountId, seq: Seq) -> Result<Option<Seq>, StoreError> {
    let row = fetch_optional!(conn, (i64,), NEXT, account.0, seq)?;
    Ok(row.map(|(seq,)| seq))
}

/// The last command of a ticket that clients know of at a moment, and its own moment.
pub async fn in_ticket(
    conn: &mut Conn,
    account: AccountId,
    ticket: TicketId,
    moment: Seq,
) -> Result<Option<(Seq, Seq)>, StoreError> {
    fetch_optional!(conn, (i64, i64), IN_TICKET, account.0, ticket.0, moment)
}

/// The moment of what clients know of a ticket after its command `seq`; 0 for nothing.
pub async fn after(
    conn: &mut Conn,
    account: AccountId,
    ticket: TicketId,
    seq: Seq,
) -> Result<Seq, StoreError> {
    let row = fetch_optional!(conn, (i64,), AFTER, account.0, ticket.0, seq)?;
    Ok(row.map_or(0, |(moment,)| moment))
}

/// All of them, by name.
pub(crate) const ALL: &[(&str, &str)] = &[
    ("moments::LAST", LAST),
    ("moments::REACH", REACH),
    ("moments::END", END),
    ("moments::KNOWN_AT", KNOWN_AT),
    ("moments::NEXT", NEXT),
    ("moments::IN_TICKET", IN_TICKET),
    ("moments::AFTER", AFTER),
];
