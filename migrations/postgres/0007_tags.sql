-- The tags that were put on a ticket, by their ids, in that order. What they are called stands in the account's rules.

ALTER TABLE ticket ADD COLUMN tags JSONB NOT NULL DEFAULT '[]';
