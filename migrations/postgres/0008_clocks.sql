-- A ticket's clocks are read and written with it, never alone: they stand in its row, as an array of three (first
-- response, next response, resolution), each null while it has nothing to say. Who asks about clocks in SQL has a view.

ALTER TABLE ticket ADD COLUMN clocks JSONB NOT NULL DEFAULT '[null,null,null]';
UPDATE ticket SET clocks = jsonb_build_array(
    (SELECT jsonb_build_array(state, target_s, calendar, calendar_version, since, consumed_ms, due_at, warn_at, warned::int, breached::int, ever_breached::int, met_at, first_met_at)
        FROM sla_clock k WHERE k.account_id = ticket.account_id AND k.ticket_id = ticket.id AND k.metric = 'first_response'),
    (SELECT jsonb_build_array(state, target_s, calendar, calendar_version, since, consumed_ms, due_at, warn_at, warned::int, breached::int, ever_breached::int, met_at, first_met_at)
        FROM sla_clock k WHERE k.account_id = ticket.account_id AND k.ticket_id = ticket.id AND k.metric = 'next_response'),
    (SELECT jsonb_build_array(state, target_s, calendar, calendar_version, since, consumed_ms, due_at, warn_at, warned::int, breached::int, ever_breached::int, met_at, first_met_at)
        FROM sla_clock k WHERE k.account_id = ticket.account_id AND k.ticket_id = ticket.id AND k.metric = 'resolution')
);
DROP TABLE sla_clock;

CREATE VIEW sla_clock AS
SELECT account_id, id AS ticket_id, metric,
    clock ->> 0 AS state,
    (clock ->> 1)::bigint AS target_s,
    (clock ->> 2)::int AS calendar,
    (clock ->> 3)::int AS calendar_version,
    (clock ->> 4)::bigint AS since,
    (clock ->> 5)::bigint AS consumed_ms,
    (clock ->> 6)::bigint AS due_at,
    (clock ->> 7)::bigint AS warn_at,
    (clock ->> 8)::int <> 0 AS warned,
    (clock ->> 9)::int <> 0 AS breached,
    (clock ->> 10)::int <> 0 AS ever_breached,
    (clock ->> 11)::bigint AS met_at,
    (clock ->> 12)::bigint AS first_met_at
FROM (
    SELECT account_id, id, 'first_response' AS metric, clocks -> 0 AS clock FROM ticket
    UNION ALL SELECT account_id, id, 'next_response', clocks -> 1 FROM ticket
    UNION ALL SELECT account_id, id, 'resolution', clocks -> 2 FROM ticket
) AS each WHERE clock ->> 0 IS NOT NULL;

-- By number the tickets lie as they were opened, and are read at the start as they lie.
DROP INDEX ticket_open;
CREATE INDEX ticket_open ON ticket (account_id, number) WHERE resolved_at IS NULL AND category <> 'cancelled';
-- Nothing asks for tickets by their last command, and every command wrote it.
DROP INDEX ticket_seq;

-- A message is found by its ticket alone: one index instead of two.
ALTER TABLE message DROP CONSTRAINT message_pkey, ADD PRIMARY KEY (account_id, ticket_id, seq, id);
DROP INDEX message_ticket;
ALTER TABLE internal_comment DROP CONSTRAINT internal_comment_pkey, ADD PRIMARY KEY (account_id, ticket_id, seq, id);
DROP INDEX internal_comment_ticket;
