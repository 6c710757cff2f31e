-- A ticket's clocks are read and written with it, never alone: they stand in its row, as an array of three (first
-- response, next response, resolution), each null while it has nothing to say. Who asks about clocks in SQL has a view.

ALTER TABLE ticket ADD COLUMN clocks TEXT NOT NULL DEFAULT '[null,null,null]';
UPDATE ticket SET clocks = json_array(
    json((SELECT json_array(state, target_s, calendar, calendar_version, since, consumed_ms, due_at, warn_at, warned, breached, ever_breached, met_at, first_met_at)
        FROM sla_clock k WHERE k.account_id = ticket.account_id AND k.ticket_id = ticket.id AND k.metric = 'first_response')),
    json((SELECT json_array(state, target_s, calendar, calendar_version, since, consumed_ms, due_at, warn_at, warned, breached, ever_breached, met_at, first_met_at)
        FROM sla_clock k WHERE k.account_id = ticket.account_id AND k.ticket_id = ticket.id AND k.metric = 'next_response')),
    json((SELECT json_array(state, target_s, calendar, calendar_version, since, consumed_ms, due_at, warn_at, warned, breached, ever_breached, met_at, first_met_at)
        FROM sla_clock k WHERE k.account_id = ticket.account_id AND k.ticket_id = ticket.id AND k.metric = 'resolution'))
);
DROP TABLE sla_clock;

CREATE VIEW sla_clock AS
SELECT account_id, id AS ticket_id, metric,
    clock ->> 0 AS state,
    clock ->> 1 AS target_s,
    clock ->> 2 AS calendar,
    clock ->> 3 AS calendar_version,
    clock ->> 4 AS since,
    clock ->> 5 AS consumed_ms,
    clock ->> 6 AS due_at,
    clock ->> 7 AS warn_at,
    clock ->> 8 AS warned,
    clock ->> 9 AS breached,
    clock ->> 10 AS ever_breached,
    clock ->> 11 AS met_at,
    clock ->> 12 AS first_met_at
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
CREATE TABLE fresh (
    account_id BLOB NOT NULL,
    id BLOB NOT NULL,
    ticket_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    side TEXT NOT NULL,
    author_id BLOB,
    text TEXT NOT NULL,
    PRIMARY KEY (account_id, ticket_id, seq, id),
    FOREIGN KEY (account_id, ticket_id) REFERENCES ticket (account_id, id)
);
INSERT INTO fresh (account_id, id, ticket_id, seq, side, author_id, text) SELECT account_id, id, ticket_id, seq, side, author_id, text FROM message ORDER BY rowid;
DROP TABLE message;
ALTER TABLE fresh RENAME TO message;
CREATE TABLE fresh (
    account_id BLOB NOT NULL,
    id BLOB NOT NULL,
    ticket_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    author_id BLOB,
    text TEXT NOT NULL,
    PRIMARY KEY (account_id, ticket_id, seq, id),
    FOREIGN KEY (account_id, ticket_id) REFERENCES ticket (account_id, id)
);
INSERT INTO fresh (account_id, id, ticket_id, seq, author_id, text) SELECT account_id, id, ticket_id, seq, author_id, text FROM internal_comment ORDER BY rowid;
DROP TABLE internal_comment;
ALTER TABLE fresh RENAME TO internal_comment;

-- Short rows lie in their key itself.
CREATE TABLE fresh (
    account_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    ticket_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (account_id, person_id, ticket_id)
) WITHOUT ROWID;
INSERT INTO fresh SELECT account_id, person_id, ticket_id, seq FROM read_mark ORDER BY 1, 2, 3;
DROP TABLE read_mark;
ALTER TABLE fresh RENAME TO read_mark;
CREATE TABLE fresh (
    account_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    op_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    outcome TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account_id, person_id, op_id)
) WITHOUT ROWID;
INSERT INTO fresh SELECT account_id, person_id, op_id, digest, outcome, at FROM operation ORDER BY 1, 2, 3;
DROP TABLE operation;
ALTER TABLE fresh RENAME TO operation;
CREATE INDEX operation_at ON operation (at);
CREATE TABLE fresh (
    account_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    n INTEGER NOT NULL,
    ticket_id BLOB NOT NULL,
    at BIGINT NOT NULL,
    actor_id BLOB,
    actor_name TEXT,
    kind TEXT NOT NULL,
    visibility TEXT NOT NULL,
    data TEXT NOT NULL,
    op_id BLOB,
    audience_before TEXT,
    PRIMARY KEY (account_id, seq, n),
    FOREIGN KEY (account_id, ticket_id) REFERENCES ticket (account_id, id)
) WITHOUT ROWID;
INSERT INTO fresh (account_id, seq, n, ticket_id, at, actor_id, actor_name, kind, visibility, data, op_id, audience_before)
SELECT account_id, seq, n, ticket_id, at, actor_id, actor_name, kind, visibility, data, op_id, audience_before
FROM event ORDER BY account_id, seq, n;
DROP TABLE event;
ALTER TABLE fresh RENAME TO event;
CREATE INDEX event_ticket ON event (account_id, ticket_id, seq, n);
