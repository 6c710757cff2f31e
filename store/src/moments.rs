//! Moments: what clients are told in the place of the numbers of commands. Between two of those lies what the team did;
//! between two moments lies time. A moment is microseconds since the epoch, and grows as the commands of its account do.
//!
//! An event that clients may know of keeps its moment as what it lies behind its `at`: next to nothing on the disk.

use crate::{Conn, StoreError, execute, fetch_one, fetch_optional};
use domain::{AccountId, Seq, TicketId};

/// Beyond it no client was told one, and no command has one.
const LAST: &str = "SELECT moment FROM account WHERE id = $1";
/// Clients are told later ones from now on.
const REACH: &str = "UPDATE account SET moment = $2 WHERE id = $1 AND moment < $2 AND moment <= $3";
/// Clients were told none later than that.
const END: &str = "UPDATE account SET moment = $2 WHERE id = $1";
/// The last command up to another that clients know of, and its moment.
const UP_TO: &str = "SELECT seq, at * 1000 + public_tick FROM event WHERE account_id = $1 AND seq <= $2 AND public_tick IS NOT NULL \
     ORDER BY seq DESC LIMIT 1";
/// The first command after another that clients know of.
const NEXT: &str = "SELECT seq FROM event WHERE account_id = $1 AND seq > $2 AND public_tick IS NOT NULL ORDER BY seq LIMIT 1";
/// The last command of a ticket that clients know of at a moment, and its own.
const IN_TICKET: &str = "SELECT seq, at * 1000 + public_tick FROM event WHERE account_id = $1 AND ticket_id = $2 AND \
     public_tick IS NOT NULL AND at * 1000 + public_tick <= $3 ORDER BY seq DESC LIMIT 1";
/// What clients know of a ticket after its command: the moment of the last one that they know of.
const AS_OF: &str = "SELECT at * 1000 + public_tick FROM event WHERE account_id = $1 AND ticket_id = $2 AND seq <= $3 AND \
     public_tick IS NOT NULL ORDER BY seq DESC LIMIT 1";

/// The moment beyond which no client was told one, and no command has one.
pub async fn last(conn: &mut Conn, account: AccountId) -> Result<Seq, StoreError> {
    let (moment,) = fetch_one!(conn, (i64,), LAST, account.0)?;
    Ok(moment)
}

/// Clients may be told moments up to this one. `false`: another desk, which has asked for more than `before`, tells them.
pub async fn reach(
    conn: &mut Conn,
    account: AccountId,
    moment: Seq,
    before: Seq,
) -> Result<bool, StoreError> {
    Ok(execute!(conn, REACH, account.0, moment, before)? > 0)
}

/// Clients were told no later moment than that, and no command has one.
pub async fn end(conn: &mut Conn, account: AccountId, moment: Seq) -> Result<(), StoreError> {
    execute!(conn, END, account.0, moment)?;
    Ok(())
}

/// The last command, up to `head`, that clients know of at a moment. Moments grow with the commands: it is found by
/// halving, and not by reading what everybody did since.
pub async fn known_at(
    conn: &mut Conn,
    account: AccountId,
    moment: Seq,
    head: Seq,
) -> Result<Option<Seq>, StoreError> {
    // The one that is looked for is `known`, or lies after `least` and before `above`.
    let (mut least, mut above, mut known) = (0, head + 1, None);
    while above - least > 1 {
        let middle = least + (above - least) / 2;
        match fetch_optional!(conn, (i64, i64), UP_TO, account.0, middle)? {
            Some((seq, at)) if at > moment => above = seq,
            found => {
                known = found.map_or(known, |(seq, _)| Some(seq));
                least = middle;
            }
        }
    }
    Ok(known)
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
pub async fn as_of(
    conn: &mut Conn,
    account: AccountId,
    ticket: TicketId,
    seq: Seq,
) -> Result<Seq, StoreError> {
    let row = fetch_optional!(conn, (i64,), AS_OF, account.0, ticket.0, seq)?;
    Ok(row.map_or(0, |(moment,)| moment))
}

/// All of them, by name.
pub(crate) const ALL: &[(&str, &str)] = &[
    ("moments::LAST", LAST),
    ("moments::REACH", REACH),
    ("moments::END", END),
    ("moments::UP_TO", UP_TO),
    ("moments::NEXT", NEXT),
    ("moments::IN_TICKET", IN_TICKET),
    ("moments::AS_OF", AS_OF),
];
