-- Views of the board that people saved, for themselves or for the team (R63, R69).

CREATE TABLE saved_view (
    account_id UUID NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    shared BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    -- Without accents, in lower case: one of each kind is called so.
    name_key TEXT NOT NULL,
    -- Whose board it is; the query says so, too.
    department_id UUID,
    query JSONB NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, id),
    UNIQUE (account_id, person_id, shared, name_key),
    FOREIGN KEY (account_id, person_id) REFERENCES person (account_id, id),
    FOREIGN KEY (account_id, department_id) REFERENCES department (account_id, id)
);
CREATE INDEX saved_view_shared ON saved_view (account_id) WHERE shared;
