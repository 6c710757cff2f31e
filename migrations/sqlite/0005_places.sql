-- Every place in a column is its own. Keys that a library made could wrap a byte: cards lay elsewhere than where they
-- were put, and several shared one key, between which nothing fits. All places are made anew, in the order in which the
-- boards showed them, finished and archived tickets among the others, where they come back to.
-- A key is the middle of the column and the card's rank below it, in base 62, as `domain/src/board/rank.rs` makes it.

DROP INDEX ticket_place;
UPDATE ticket SET place = fresh.place FROM (
    SELECT account_id, id,
        substr(digits, CAST(n / 14776336 % 62 AS INTEGER) + 32, 1)
        || substr(digits, CAST(n / 238328 % 62 AS INTEGER) + 1, 1)
        || substr(digits, CAST(n / 3844 % 62 AS INTEGER) + 1, 1)
        || substr(digits, CAST(n / 62 % 62 AS INTEGER) + 1, 1)
        || substr(digits, CAST(n % 62 AS INTEGER) + 1, 1)
        || '0' AS place
    FROM (
        SELECT account_id, id, ROW_NUMBER() OVER (PARTITION BY account_id, column_id ORDER BY place, id) AS n,
            '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz' AS digits
        FROM ticket
    ) AS ranked
) AS fresh WHERE ticket.account_id = fresh.account_id AND ticket.id = fresh.id;

CREATE UNIQUE INDEX ticket_place ON ticket (account_id, column_id, place);

-- The step counts as a command, so that whoever has an older board on the screen fetches anew.
UPDATE account SET seq = seq + 1, log_begins = seq + 1;
