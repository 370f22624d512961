-- Work permits, and what was done under them.
CREATE TABLE permits (
	id          TEXT    NOT NULL PRIMARY KEY,
	begins      INTEGER NOT NULL,
	ends        INTEGER NOT NULL CHECK (ends > begins),
	document    TEXT    NOT NULL CHECK (json_valid(document)),
	closed      INTEGER NOT NULL DEFAULT 0, -- 0: not yet
	closed_by   TEXT    NOT NULL DEFAULT '',
	reviewed    INTEGER NOT NULL DEFAULT 0,
	reviewed_by TEXT    NOT NULL DEFAULT '',
	diff        TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX permits_begins ON permits (begins, id);
