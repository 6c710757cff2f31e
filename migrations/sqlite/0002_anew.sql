-- Who must fetch a fresh snapshot instead of what they missed.

-- Up to this command places changed without events of their own: whoever saw less must fetch anew.
ALTER TABLE account ADD COLUMN log_begins INTEGER NOT NULL DEFAULT 0;
-- What decides what the person may see, as SHA-256, when they last listened to the feed; and the last command
-- when it was found to be another: whoever saw no more must fetch anew.
ALTER TABLE person ADD COLUMN eyes BLOB;
ALTER TABLE person ADD COLUMN eyes_seq INTEGER NOT NULL DEFAULT 0;
