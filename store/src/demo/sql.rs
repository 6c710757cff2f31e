//! Writing a demo in bulk, and wiping it.
//!
//! Many rows a statement, since each has its trip; but not more than about 290 values, since sqlx asks SQLite for
//! the name of each, which SQLite looks up one after another: at 1,650 values that took most of the time.

/// Length of [`many`]'s text.
const fn length(head: &str, columns: usize, rows: usize) -> usize {
    let mut length = head.len() + " VALUES ".len() + rows * columns * 4 + (rows - 1) * 2;
    let mut n = 1;
    while n <= columns * rows {
        length += digits(n) - 1;
        n += 1;
    }
    length
}

const fn digits(mut n: usize) -> usize {
    let mut digits = 1;
    while n >= 10 {
        n /= 10;
        digits += 1;
    }
    digits
}

/// `head VALUES ($1, $2), ($3, $4), …`, made by the compiler: the statement is a constant like the others.
const fn many<const LENGTH: usize>(head: &str, columns: usize, rows: usize) -> [u8; LENGTH] {
    let mut text = [0; LENGTH];
    let mut at = 0;
    let parts = [head.as_bytes(), b" VALUES "];
    let mut part = 0;
    while part < parts.len() {
        let mut n = 0;
        while n < parts[part].len() {
            text[at] = parts[part][n];
            at += 1;
            n += 1;
        }
        part += 1;
    }
    let mut n = 0;
    while n < columns * rows {
        let before: &[u8] = if n == 0 {
            b"($"
        } else if n % columns == 0 {
            b"), ($"
        } else {
            b", $"
        };
        let mut m = 0;
        while m < before.len() {
            text[at] = before[m];
            at += 1;
            m += 1;
        }
        n += 1;
        let (mut left, mut m) = (n, digits(n));
        while m > 0 {
            m -= 1;
            #[expect(clippy::cast_possible_truncation, reason = "a digit")]
            {
                text[at + m] = b'0' + (left % 10) as u8;
            }
            left /= 10;
        }
        at += digits(n);
    }
    text[at] = b')';
    assert!(at + 1 == LENGTH, "the length was computed wrongly");
    text
}

macro_rules! inserts {
    ($($one:ident, $many:ident, $rows:ident = $count:literal x $columns:literal: $head:literal;)*) => {
        $(
            /// Rows of the statement that writes many.
            pub(super) const $rows: usize = $count;
            pub(super) const $many: &str = {
                const TEXT: [u8; length($head, $columns, $count)] = many($head, $columns, $count);
                match std::str::from_utf8(&TEXT) {
                    Ok(text) => text,
                    Err(_) => panic!("the head is text"),
                }
            };
            pub(super) const $one: &str = {
                const TEXT: [u8; length($head, $columns, 1)] = many($head, $columns, 1);
                match std::str::from_utf8(&TEXT) {
                    Ok(text) => text,
                    Err(_) => panic!("the head is text"),
                }
            };
        )*
        /// All of them, by name.
        pub(crate) const ALL: &[(&str, &str)] = &[
            $((concat!("demo::", stringify!($one)), $one), (concat!("demo::", stringify!($many)), $many),)*
            ("demo::ACCOUNTS", ACCOUNTS),
            ("demo::WIPE[0]", WIPE[0]),
            ("demo::WIPE[6]", WIPE[6]),
            ("demo::UNINDEX[0]", UNINDEX[0]),
            ("demo::INDEX[0]", INDEX[0]),
            ("demo::INDEX[6]", INDEX[6]),
        ];
    };
}

inserts! {
    TICKET, TICKETS, TICKET_ROWS = 7 x 42: "INSERT INTO ticket (account_id, id, code, number, title, \
     description, department_id, status_id, category, column_id, place, priority, assignee_id, requester_id, \
     organization_id, private, touched, open_children, message_count, comment_count, last_line, created_at, \
     updated_at, resolved_at, seq, public_moment, public_at, client_said_seq, team_said_seq, comment_seq, \
     placed_seq, placed_by, placed_by_name, placed_at, sla_state, sla_metric, due_at, warn_at, late, alarm_at, tags, clocks)";
    EVENT, EVENTS, EVENT_ROWS = 26 x 11: "INSERT INTO event (account_id, seq, n, ticket_id, at, actor_id, \
     actor_name, audience_before, kind, public_tick, data)";
    MESSAGE, MESSAGES, MESSAGE_ROWS = 40 x 7: "INSERT INTO message (account_id, id, ticket_id, seq, side, \
     author_id, text)";
    COMMENT, COMMENTS, COMMENT_ROWS = 48 x 6: "INSERT INTO internal_comment (account_id, id, ticket_id, seq, \
     author_id, text)";
    MARK, MARKS, MARK_ROWS = 70 x 4: "INSERT INTO read_mark (account_id, person_id, ticket_id, seq)";
}

/// Whether each account is a demo, and its last command.
pub(super) const ACCOUNTS: &str = "SELECT demo, seq FROM account";

/// Everything, children first. PostgreSQL has a way of its own that takes no time: [`TRUNCATE`].
pub(super) const WIPE: [&str; 16] = [
    "DELETE FROM account_event",
    "DELETE FROM read_mark",
    "DELETE FROM operation",
    "DELETE FROM internal_comment",
    "DELETE FROM message",
    "DELETE FROM event",
    "DELETE FROM ticket",
    "DELETE FROM session",
    "DELETE FROM sign_in_failure",
    "DELETE FROM saved_view",
    "DELETE FROM membership",
    "DELETE FROM person",
    "DELETE FROM contact",
    "DELETE FROM department",
    "DELETE FROM organization",
    "DELETE FROM account",
];

/// The same in one.
pub(super) const TRUNCATE: &str = "TRUNCATE account_event, read_mark, operation, internal_comment, message, event, ticket, session, \
     sign_in_failure, saved_view, membership, person, contact, department, organization, account";

/// The indexes that a large demo is written without. Their keys lie all over, so that each row would change a page of
/// each; made at the end they are sorted once.
pub(super) const UNINDEX: [&str; 7] = [
    "DROP INDEX IF EXISTS ticket_place",
    "DROP INDEX IF EXISTS ticket_open",
    "DROP INDEX IF EXISTS ticket_resolved",
    "DROP INDEX IF EXISTS ticket_requester",
    "DROP INDEX IF EXISTS ticket_organization",
    "DROP INDEX IF EXISTS ticket_load",
    "DROP INDEX IF EXISTS event_ticket",
];

/// The same indexes again, as the migrations make them.
pub(super) const INDEX: [&str; 7] = [
    "CREATE UNIQUE INDEX IF NOT EXISTS ticket_place ON ticket (account_id, column_id, place)",
    "CREATE INDEX IF NOT EXISTS ticket_open ON ticket (account_id, number) WHERE resolved_at IS NULL AND category <> 'cancelled'",
    "CREATE INDEX IF NOT EXISTS ticket_resolved ON ticket (account_id, resolved_at) WHERE resolved_at IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS ticket_requester ON ticket (account_id, requester_id, public_moment)",
    "CREATE INDEX IF NOT EXISTS ticket_organization ON ticket (account_id, organization_id, public_moment)",
    "CREATE INDEX IF NOT EXISTS ticket_load ON ticket (account_id, department_id, column_id)",
    "CREATE INDEX IF NOT EXISTS event_ticket ON event (account_id, ticket_id, seq, n)",
];

/// SQLite keeps the log in the order of its commands, in which no story is told: a large one is told to a table that
/// stands before it for a while and has no order, and is sorted once.
pub(super) const STAGE: &str = "CREATE TEMP TABLE event (account_id, seq, n, ticket_id, at, actor_id, actor_name, \
     audience_before, kind, public_tick, data)";

/// From there into the log.
pub(super) const UNSTAGE: [&str; 2] = [
    "INSERT INTO main.event (account_id, seq, n, ticket_id, at, actor_id, actor_name, audience_before, kind, \
     public_tick, data) SELECT account_id, seq, n, ticket_id, at, actor_id, actor_name, audience_before, kind, \
     public_tick, data FROM temp.event ORDER BY account_id, seq, n",
    "DROP TABLE temp.event",
];

/// SQLite, for the connection that writes a large demo: rows with random keys touch pages all over, which a small
/// cache and frequent checkpoints would write again and again. A demo that a power cut breaks is made anew.
pub(super) const HASTEN: [&str; 5] = [
    "PRAGMA cache_size = -131072",
    "PRAGMA wal_autocheckpoint = 25000",
    "PRAGMA synchronous = NORMAL",
    // What a row names was written just before.
    "PRAGMA foreign_keys = OFF",
    // The planner needs to know what is many, not how many exactly.
    "PRAGMA analysis_limit = 1000",
];

/// PostgreSQL, for the same connection.
pub(super) const NO_HURRY: &str = "SET statement_timeout = 0";

/// So that the planner knows what a large desk looks like.
pub(super) const ANALYZE: &str = "ANALYZE";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_rows_are_numbered_on() {
        const HEAD: &str = "INSERT INTO t (a, b)";
        const TEXT: [u8; length(HEAD, 2, 6)] = many(HEAD, 2, 6);
        let text =
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4), ($5, $6), ($7, $8), ($9, $10), ($11, $12)";
        assert_eq!(std::str::from_utf8(&TEXT).unwrap(), text);
        assert_eq!(
            MARK,
            "INSERT INTO read_mark (account_id, person_id, ticket_id, seq) VALUES ($1, $2, $3, $4)"
        );
        assert!(TICKETS.ends_with("$294)"));
    }
}
