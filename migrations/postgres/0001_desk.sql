-- The same tables as migrations/sqlite/0001_desk.sql. Times are milliseconds since the epoch (UTC).
-- Every row belongs to an account, the first column of every key.

CREATE TABLE account (
    id UUID NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- The last committed command; gap-free.
    seq BIGINT NOT NULL DEFAULT 0,
    -- The last ticket number given.
    number BIGINT NOT NULL DEFAULT 0,
    rules JSONB NOT NULL,
    rules_version INTEGER NOT NULL,
    -- Made by `chama demo`, which touches no other database.
    demo BOOLEAN NOT NULL DEFAULT FALSE,
    created_at BIGINT NOT NULL
);

CREATE TABLE organization (
    account_id UUID NOT NULL REFERENCES account (id),
    id UUID NOT NULL,
    name TEXT NOT NULL,
    vip BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (account_id, id)
);

CREATE TABLE department (
    account_id UUID NOT NULL REFERENCES account (id),
    id UUID NOT NULL,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, slug)
);

-- Someone who asks for service; may have no sign-in and no e-mail (R4).
CREATE TABLE contact (
    account_id UUID NOT NULL REFERENCES account (id),
    id UUID NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    -- The company as the contact named it; not an organization.
    company TEXT,
    organization_id UUID,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, organization_id) REFERENCES organization (account_id, id)
);

-- Someone who can sign in.
CREATE TABLE person (
    account_id UUID NOT NULL REFERENCES account (id),
    id UUID NOT NULL,
    email TEXT NOT NULL,
    -- The e-mail in lower case, as sign-in looks it up.
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    permissions INTEGER NOT NULL DEFAULT 0,
    password_hash TEXT NOT NULL,
    contact_id UUID,
    organization_id UUID,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id),
    UNIQUE (email_key, account_id),
    FOREIGN KEY (account_id, contact_id) REFERENCES contact (account_id, id),
    FOREIGN KEY (account_id, organization_id) REFERENCES organization (account_id, id)
);

CREATE TABLE membership (
    account_id UUID NOT NULL,
    person_id UUID NOT NULL,
    department_id UUID NOT NULL,
    manager BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (account_id, person_id, department_id),
    FOREIGN KEY (account_id, person_id) REFERENCES person (account_id, id),
    FOREIGN KEY (account_id, department_id) REFERENCES department (account_id, id)
);
CREATE INDEX membership_department ON membership (account_id, department_id);

CREATE TABLE session (
    -- SHA-256 of the token; the token itself is only in the browser's cookie.
    token_hash BYTEA NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL,
    person_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    FOREIGN KEY (account_id, person_id) REFERENCES person (account_id, id)
);
CREATE INDEX session_person ON session (account_id, person_id);
CREATE INDEX session_expiry ON session (expires_at);

-- Failed sign-ins, by e-mail and by address: limits hold over restarts and over nodes.
CREATE TABLE sign_in_failure (
    who TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_failure_who ON sign_in_failure (who, at);
CREATE INDEX sign_in_failure_at ON sign_in_failure (at);

CREATE TABLE ticket (
    account_id UUID NOT NULL REFERENCES account (id),
    id UUID NOT NULL,
    -- The first eight hex digits of the id, in upper case (R11).
    code TEXT NOT NULL,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    department_id UUID NOT NULL,
    status_id INTEGER NOT NULL,
    category TEXT NOT NULL,
    column_id INTEGER NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    priority TEXT NOT NULL,
    assignee_id UUID,
    requester_id UUID NOT NULL,
    organization_id UUID,
    private BOOLEAN NOT NULL DEFAULT FALSE,
    touched BOOLEAN NOT NULL DEFAULT FALSE,
    open_children INTEGER NOT NULL DEFAULT 0,
    message_count INTEGER NOT NULL DEFAULT 0,
    comment_count INTEGER NOT NULL DEFAULT 0,
    -- The beginning of the last public message.
    last_line TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    resolved_at BIGINT,
    -- The command that changed it last, and the last one whose change a client may know.
    seq BIGINT NOT NULL,
    public_seq BIGINT NOT NULL,
    public_at BIGINT NOT NULL,
    -- The last command with a client's message, a team's public message, an internal comment: for "unread".
    client_said_seq BIGINT NOT NULL DEFAULT 0,
    team_said_seq BIGINT NOT NULL DEFAULT 0,
    comment_seq BIGINT NOT NULL DEFAULT 0,
    placed_seq BIGINT NOT NULL,
    placed_by UUID,
    placed_by_name TEXT,
    placed_at BIGINT NOT NULL,
    -- What the card shows of its clocks; `sla_clock` has them whole.
    sla_state TEXT NOT NULL,
    sla_metric TEXT,
    due_at BIGINT,
    warn_at BIGINT,
    late BOOLEAN NOT NULL DEFAULT FALSE,
    -- The next warning or breach to be said.
    alarm_at BIGINT,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, code),
    UNIQUE (account_id, number),
    FOREIGN KEY (account_id, department_id) REFERENCES department (account_id, id),
    FOREIGN KEY (account_id, requester_id) REFERENCES contact (account_id, id),
    FOREIGN KEY (account_id, assignee_id) REFERENCES person (account_id, id)
);
CREATE INDEX ticket_place ON ticket (account_id, column_id, place);
CREATE INDEX ticket_open ON ticket (account_id, id) WHERE resolved_at IS NULL AND category <> 'cancelled';
CREATE INDEX ticket_resolved ON ticket (account_id, resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX ticket_requester ON ticket (account_id, requester_id, public_seq);
CREATE INDEX ticket_organization ON ticket (account_id, organization_id, public_seq);
CREATE INDEX ticket_load ON ticket (account_id, department_id, column_id);
CREATE INDEX ticket_seq ON ticket (account_id, seq);

CREATE TABLE sla_clock (
    account_id UUID NOT NULL,
    ticket_id UUID NOT NULL,
    metric TEXT NOT NULL,
    state TEXT NOT NULL,
    target_s BIGINT NOT NULL,
    calendar INTEGER,
    calendar_version INTEGER NOT NULL,
    since BIGINT,
    consumed_ms BIGINT NOT NULL,
    due_at BIGINT,
    warn_at BIGINT,
    warned BOOLEAN NOT NULL,
    breached BOOLEAN NOT NULL,
    ever_breached BOOLEAN NOT NULL,
    met_at BIGINT,
    first_met_at BIGINT,
    PRIMARY KEY (account_id, ticket_id, metric),
    FOREIGN KEY (account_id, ticket_id) REFERENCES ticket (account_id, id)
);

-- What happened: the log, the audit trail, the source of the feed. Append-only.
CREATE TABLE event (
    account_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    n INTEGER NOT NULL,
    ticket_id UUID NOT NULL,
    at BIGINT NOT NULL,
    actor_id UUID,
    actor_name TEXT,
    kind TEXT NOT NULL,
    visibility TEXT NOT NULL,
    data JSONB NOT NULL,
    op_id UUID,
    -- The audience before the command, where the command changed it.
    audience_before JSONB,
    PRIMARY KEY (account_id, seq, n),
    FOREIGN KEY (account_id, ticket_id) REFERENCES ticket (account_id, id)
);
CREATE INDEX event_ticket ON event (account_id, ticket_id, seq, n);

CREATE TABLE message (
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    ticket_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    side TEXT NOT NULL,
    author_id UUID,
    text TEXT NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, ticket_id) REFERENCES ticket (account_id, id)
);
CREATE INDEX message_ticket ON message (account_id, ticket_id, seq);

-- Private to the team (R18): a table of its own, which nothing that a client receives reads.
CREATE TABLE internal_comment (
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    ticket_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    author_id UUID,
    text TEXT NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, ticket_id) REFERENCES ticket (account_id, id)
);
CREATE INDEX internal_comment_ticket ON internal_comment (account_id, ticket_id, seq);

-- A wish carried out once: bound to its person and to what was wished; kept 7 days.
CREATE TABLE operation (
    account_id UUID NOT NULL,
    person_id UUID NOT NULL,
    op_id UUID NOT NULL,
    digest BYTEA NOT NULL,
    outcome JSONB NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account_id, person_id, op_id)
);
CREATE INDEX operation_at ON operation (at);

-- Up to which command a person has read a ticket.
CREATE TABLE read_mark (
    account_id UUID NOT NULL,
    person_id UUID NOT NULL,
    ticket_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (account_id, person_id, ticket_id)
);
