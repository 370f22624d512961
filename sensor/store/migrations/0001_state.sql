-- What belongs to the store as a whole, and the states of detectors.
CREATE TABLE meta (
	key   TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE states (
	number INTEGER PRIMARY KEY, -- the largest of a name is the current one
	name   TEXT    NOT NULL,
	form   INTEGER NOT NULL,
	saved  INTEGER NOT NULL,
	sha256 BLOB    NOT NULL CHECK (length(sha256) = 32),
	blob   BLOB    NOT NULL
) STRICT;

CREATE INDEX states_name ON states (name, number);
