-- Assets as people describe them and as they were seen, and what was promised of
-- false alarms against what came.
CREATE TABLE assets (
	address     TEXT    NOT NULL PRIMARY KEY,
	described   INTEGER NOT NULL DEFAULT 0, -- when; 0: by nobody
	name        TEXT    NOT NULL DEFAULT '',
	role        TEXT    NOT NULL DEFAULT '',
	zone        TEXT    NOT NULL DEFAULT '',
	criticality INTEGER NOT NULL DEFAULT 0 CHECK (criticality BETWEEN 0 AND 3),
	safety      INTEGER NOT NULL DEFAULT 0 CHECK (safety IN (0, 1)),
	note        TEXT    NOT NULL DEFAULT '',
	updated     INTEGER NOT NULL DEFAULT 0, -- of seen
	seen        TEXT    NOT NULL DEFAULT 'null' CHECK (json_valid(seen))
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
	day      INTEGER NOT NULL, -- its beginning
	detector TEXT    NOT NULL,
	kind     TEXT    NOT NULL,
	promised REAL    NOT NULL DEFAULT 0,
	observed INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (day, detector, kind)
) STRICT, WITHOUT ROWID;
