-- Drills: the result sheet of each. One that has no end runs, or ran when the sensor was
-- stopped.
CREATE TABLE drills (
	number   INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again
	scenario TEXT    NOT NULL CHECK (scenario <> ''),
	leader   TEXT    NOT NULL,
	started  INTEGER NOT NULL,
	ended    INTEGER NOT NULL CHECK (ended >= 0), -- 0: not yet
	document TEXT    NOT NULL CHECK (json_valid(document))
) STRICT;
