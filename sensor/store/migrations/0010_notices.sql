-- The log of notices: who was told what, when, by which channel, and what came of it.
CREATE TABLE notices (
	seq      INTEGER PRIMARY KEY,
	id       TEXT    NOT NULL UNIQUE CHECK (id <> ''), -- what is said of it again takes its place
	time     INTEGER NOT NULL,
	kind     TEXT    NOT NULL CHECK (kind <> ''),
	contact  TEXT    NOT NULL,
	channel  TEXT    NOT NULL,
	result   TEXT    NOT NULL CHECK (result <> ''),
	incident TEXT    NOT NULL, -- not a reference: it may be about the sensor itself
	priority TEXT    NOT NULL,
	step     INTEGER NOT NULL CHECK (step >= 0),
	exercise INTEGER NOT NULL CHECK (exercise IN (0, 1)),
	through  INTEGER NOT NULL CHECK (through >= 0),
	detail   TEXT    NOT NULL
) STRICT;

CREATE INDEX notices_incident ON notices (incident, seq);
