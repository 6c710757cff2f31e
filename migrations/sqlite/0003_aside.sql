-- Tickets that are out of the way: put off for a while, or finished and archived (R22).

-- Until when it is put off, while it is.
ALTER TABLE ticket ADD COLUMN snoozed_until BIGINT;
ALTER TABLE ticket ADD COLUMN archived BOOLEAN NOT NULL DEFAULT FALSE;
