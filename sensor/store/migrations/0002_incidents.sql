-- Incidents, what proves them, and what people decided.
CREATE TABLE incidents (
	id       TEXT    NOT NULL PRIMARY KEY,
	opened   INTEGER NOT NULL,
	updated  INTEGER NOT NULL,
	state    TEXT    NOT NULL,
	priority INTEGER NOT NULL,
	stage    TEXT    NOT NULL,
	actor    TEXT    NOT NULL,
	exercise INTEGER NOT NULL CHECK (exercise IN (0, 1)),
	document TEXT    NOT NULL CHECK (json_valid(document))
) STRICT;

CREATE INDEX incidents_opened ON incidents (opened, id);
CREATE INDEX incidents_state ON incidents (state, opened);

CREATE TABLE evidence (
	incident TEXT    NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
	seq      INTEGER NOT NULL CHECK (seq >= 1),
	time     INTEGER NOT NULL,
	frame    INTEGER NOT NULL,
	flow     INTEGER NOT NULL,
	text     TEXT    NOT NULL,
	PRIMARY KEY (incident, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE dispositions (
	incident TEXT    NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
	seq      INTEGER NOT NULL CHECK (seq >= 1),
	time     INTEGER NOT NULL,
	who      TEXT    NOT NULL CHECK (who <> ''),
	what     TEXT    NOT NULL CHECK (what <> ''),
	why      TEXT    NOT NULL CHECK (why <> ''),
	PRIMARY KEY (incident, seq)
) STRICT, WITHOUT ROWID;
