-- People who may sign in, and the one-time tokens with which they begin.
CREATE TABLE people (
	name         TEXT    NOT NULL PRIMARY KEY CHECK (name <> ''),
	display      TEXT    NOT NULL,
	language     TEXT    NOT NULL,
	role         TEXT    NOT NULL CHECK (role <> ''),
	created      INTEGER NOT NULL,
	disabled     INTEGER NOT NULL DEFAULT 0, -- when; 0: not
	password     TEXT    NOT NULL DEFAULT '', -- its hash; '': none yet
	password_set INTEGER NOT NULL DEFAULT 0,
	signed_in    INTEGER NOT NULL DEFAULT 0, -- the last time
	revision     INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1)
) STRICT, WITHOUT ROWID;

-- A name in the audit trail stays that of one person.
CREATE TRIGGER people_delete BEFORE DELETE ON people
BEGIN SELECT RAISE(ABORT, 'people are disabled, never deleted'); END;

CREATE TABLE tokens (
	purpose TEXT    NOT NULL CHECK (purpose <> ''),
	person  TEXT    NOT NULL, -- '': of nobody yet
	hash    BLOB    NOT NULL CHECK (length(hash) = 32),
	made    INTEGER NOT NULL,
	made_by TEXT    NOT NULL,
	expires INTEGER NOT NULL CHECK (expires > made),
	PRIMARY KEY (purpose, person)
) STRICT, WITHOUT ROWID;
