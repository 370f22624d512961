-- The levels of the site: each holds from its time until that of the next number.
CREATE TABLE levels (
	number INTEGER PRIMARY KEY,
	time   INTEGER NOT NULL,
	level  INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
	blind  INTEGER NOT NULL CHECK (blind IN (0, 1))
) STRICT;

CREATE INDEX levels_time ON levels (time, number);
