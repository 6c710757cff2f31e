-- Clients are told no number of a command: between two of theirs lies what the team did. They are told moments, which
-- grow as the commands of the account do, but with the time.

-- Beyond this moment no client was told one, and no command has one.
ALTER TABLE account ADD COLUMN moment BIGINT NOT NULL DEFAULT 0;

-- What clients may know has a moment: microseconds since the epoch, `at * 1000 + public_tick`. The rest has none, which
-- says what `visibility` said.
ALTER TABLE event ADD COLUMN public_tick BIGINT;
UPDATE event SET public_tick = fresh.tick FROM (
    -- The same time again, or an earlier one where the machine's clock went back: a microsecond after the one before.
    SELECT account_id, seq, MAX(at * 1000 - n) OVER (PARTITION BY account_id ORDER BY seq) + n - at * 1000 AS tick
    FROM (
        SELECT account_id, seq, at, ROW_NUMBER() OVER (PARTITION BY account_id ORDER BY seq) AS n
        FROM (SELECT DISTINCT account_id, seq, at FROM event WHERE visibility = 'public') AS command
    ) AS numbered
) AS fresh WHERE event.account_id = fresh.account_id AND event.seq = fresh.seq AND event.visibility = 'public';
ALTER TABLE event DROP COLUMN visibility;

UPDATE account SET moment = COALESCE(
    (SELECT MAX(at * 1000 + public_tick) FROM event WHERE event.account_id = account.id AND public_tick IS NOT NULL), 0
);

-- A client's list is in the order of moments.
ALTER TABLE ticket RENAME COLUMN public_seq TO public_moment;
UPDATE ticket SET public_moment = COALESCE(
    (SELECT MAX(at * 1000 + public_tick) FROM event WHERE event.account_id = ticket.account_id
        AND event.ticket_id = ticket.id AND event.seq = ticket.public_moment AND public_tick IS NOT NULL),
    public_at * 1000
);

-- When a client was found to be another than they were is a moment, too: it is known of none, and whoever comes back with
-- a number of before fetches anew.
UPDATE person SET eyes_seq = 0 WHERE role IN ('client', 'organization_manager');
