//! The statements of what happened.

/// Public events of the tickets that a client sees, found from these: a log that is read from its end would be read for
/// what everybody else did. `CROSS JOIN` is where SQLite does not turn that round.
macro_rules! theirs {
    () => {
        "FROM (SELECT id FROM ticket WHERE account_id = $1 AND requester_id = $4 UNION SELECT id FROM ticket WHERE \
         account_id = $1 AND organization_id = $5 AND NOT private) AS own CROSS JOIN event WHERE event.account_id = $1 \
         AND event.ticket_id = own.id AND event.seq > $2 AND event.public_tick IS NOT NULL"
    };
}

/// Up to which command a person has read a ticket.
pub(super) const READ_MARK: &str =
    "SELECT seq FROM read_mark WHERE account_id = $1 AND person_id = $2 AND ticket_id = $3";
/// A person has read a ticket up to a command; never back.
pub(super) const SET_READ_MARK: &str = "INSERT INTO read_mark (account_id, person_id, ticket_id, seq) VALUES ($1, $2, $3, $4) ON CONFLICT \
     (account_id, person_id, ticket_id) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > \
     read_mark.seq";
/// The events of a command that made 1.
pub(super) const INSERT_1: &str = "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, actor_name, op_id, audience_before, \
     kind, public_tick, data) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
/// The events of a command that made 2.
pub(super) const INSERT_2: &str = "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, actor_name, op_id, audience_before, \
     kind, public_tick, data) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11), ($1, $2, 1, $3, \
     $4, $5, $6, $7, $8, $12, $13, $14)";
/// The events of a command that made 3.
pub(super) const INSERT_3: &str = "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, actor_name, op_id, audience_before, \
     kind, public_tick, data) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11), ($1, $2, 1, $3, \
     $4, $5, $6, $7, $8, $12, $13, $14), ($1, $2, 2, $3, $4, $5, $6, $7, $8, $15, $16, $17)";
/// The events of a command that made 4.
pub(super) const INSERT_4: &str = "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, actor_name, op_id, audience_before, \
     kind, public_tick, data) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11), ($1, $2, 1, $3, \
     $4, $5, $6, $7, $8, $12, $13, $14), ($1, $2, 2, $3, $4, $5, $6, $7, $8, $15, $16, $17), ($1, $2, 3, \
     $3, $4, $5, $6, $7, $8, $18, $19, $20)";
/// The events of a command that made 5.
pub(super) const INSERT_5: &str = "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, actor_name, op_id, audience_before, \
     kind, public_tick, data) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11), ($1, $2, 1, $3, \
     $4, $5, $6, $7, $8, $12, $13, $14), ($1, $2, 2, $3, $4, $5, $6, $7, $8, $15, $16, $17), ($1, $2, 3, \
     $3, $4, $5, $6, $7, $8, $18, $19, $20), ($1, $2, 4, $3, $4, $5, $6, $7, $8, $21, $22, $23)";
/// The events of a command that made 6.
pub(super) const INSERT_6: &str = "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, actor_name, op_id, audience_before, \
     kind, public_tick, data) VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11), ($1, $2, 1, $3, \
     $4, $5, $6, $7, $8, $12, $13, $14), ($1, $2, 2, $3, $4, $5, $6, $7, $8, $15, $16, $17), ($1, $2, 3, \
     $3, $4, $5, $6, $7, $8, $18, $19, $20), ($1, $2, 4, $3, $4, $5, $6, $7, $8, $21, $22, $23), ($1, $2, \
     5, $3, $4, $5, $6, $7, $8, $24, $25, $26)";
/// The events of a command, by how many it made, from one on.
pub(super) const INSERT: [&str; 6] = [INSERT_1, INSERT_2, INSERT_3, INSERT_4, INSERT_5, INSERT_6];
/// What the people who serve missed.
pub(super) const SINCE: &str = "SELECT ticket_id, seq, n, at, public_tick, actor_id, actor_name, op_id, audience_before, data FROM event WHERE \
     account_id = $1 AND seq > $2 ORDER BY seq, n LIMIT $3";
/// What a client missed: of tickets that they see. Of others nothing is read, so that nothing
/// shows how much there is of them.
pub(super) const PUBLIC_SINCE: &str = concat!(
    "SELECT ticket_id, seq, n, at, public_tick, actor_id, actor_name, op_id, audience_before, data ",
    theirs!(),
    " ORDER BY seq, n LIMIT $3"
);
/// How much the people who serve missed, counted to a limit: events, and tickets among them.
pub(super) const BEHIND: &str = "SELECT COUNT(*), COUNT(DISTINCT ticket_id) FROM (SELECT ticket_id FROM event WHERE account_id = $1 \
     AND seq > $2 ORDER BY seq LIMIT $3) AS missed";
/// How much a client missed, counted to a limit.
pub(super) const PUBLIC_BEHIND: &str = concat!(
    "SELECT COUNT(*), COUNT(DISTINCT ticket_id) FROM (SELECT ticket_id ",
    theirs!(),
    " ORDER BY seq LIMIT $3) AS missed"
);
/// A ticket's log.
pub(super) const OF_TICKET: &str = "SELECT ticket_id, seq, n, at, public_tick, actor_id, actor_name, op_id, audience_before, data FROM event WHERE \
     account_id = $1 AND ticket_id = $2 ORDER BY seq, n";
/// A ticket's log, as a client may read it.
pub(super) const PUBLIC_OF_TICKET: &str = "SELECT ticket_id, seq, n, at, public_tick, actor_id, actor_name, op_id, audience_before, data FROM event WHERE \
     account_id = $1 AND ticket_id = $2 AND public_tick IS NOT NULL ORDER BY seq, n";
/// Clients know of a command no more.
pub(super) const FORGET: &str =
    "UPDATE event SET public_tick = NULL WHERE account_id = $1 AND seq = $2 AND public_tick IS NOT NULL";
/// A public message of the team in a ticket.
pub(super) const ANSWERED: &str =
    "SELECT seq FROM message WHERE account_id = $1 AND ticket_id = $2 AND side = 'team' LIMIT 1";
/// A public message.
pub(super) const INSERT_MESSAGE: &str = "INSERT INTO message (account_id, id, ticket_id, seq, side, author_id, text) VALUES ($1, $2, $3, $4, \
     $5, $6, $7)";
/// A ticket's public messages.
pub(super) const MESSAGES: &str = "SELECT id, text FROM message WHERE account_id = $1 AND ticket_id = $2";
/// A ticket's public messages after a command, up to another.
pub(super) const MESSAGES_SINCE: &str =
    "SELECT id, text FROM message WHERE account_id = $1 AND ticket_id = $2 AND seq > $3 AND seq <= $4";
/// An internal comment.
pub(super) const INSERT_COMMENT: &str = "INSERT INTO internal_comment (account_id, id, ticket_id, seq, author_id, text) VALUES ($1, $2, $3, \
     $4, $5, $6)";
/// A ticket's internal comments.
pub(super) const COMMENTS: &str =
    "SELECT id, text FROM internal_comment WHERE account_id = $1 AND ticket_id = $2";
/// A ticket's internal comments after a command, up to another.
pub(super) const COMMENTS_SINCE: &str = "SELECT id, text FROM internal_comment WHERE account_id = $1 AND ticket_id = $2 AND seq > $3 AND seq <= $4";

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
    ("events::FORGET", FORGET),
    ("events::ANSWERED", ANSWERED),
    ("events::INSERT_MESSAGE", INSERT_MESSAGE),
    ("events::MESSAGES", MESSAGES),
    ("events::MESSAGES_SINCE", MESSAGES_SINCE),
    ("events::INSERT_COMMENT", INSERT_COMMENT),
    ("events::COMMENTS", COMMENTS),
    ("events::COMMENTS_SINCE", COMMENTS_SINCE),
    ("events::READ_MARK", READ_MARK),
    ("events::SET_READ_MARK", SET_READ_MARK),
];
