-- Who changed which setting of the account: a trail beside that of the tickets. Append-only.

CREATE TABLE account_event (
    account_id UUID NOT NULL REFERENCES account (id),
    -- The version of the rules that it made.
    rules_version INTEGER NOT NULL,
    at BIGINT NOT NULL,
    actor_id UUID NOT NULL,
    -- As it was read at that time.
    actor_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    data JSONB NOT NULL,
    PRIMARY KEY (account_id, rules_version)
);
