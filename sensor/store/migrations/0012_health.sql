-- What the sensor saw and did not see: by the minute, and later by the hour; and the
-- changes of state of its parts.
CREATE TABLE health_minutes (
	start        INTEGER PRIMARY KEY,
	covered      INTEGER NOT NULL, -- ns of it that were looked at
	frames       INTEGER NOT NULL,
	withheld     INTEGER NOT NULL,
	lost         INTEGER NOT NULL,
	dropped      INTEGER NOT NULL, -- transactions
	missed       INTEGER NOT NULL, -- octets
	unparsed     INTEGER NOT NULL, -- frames
	undecoded    INTEGER NOT NULL, -- octets
	blind        INTEGER NOT NULL, -- ns
	transactions TEXT    NOT NULL -- a line for each protocol: its name and how many
) STRICT;

CREATE TABLE health_hours (
	start        INTEGER PRIMARY KEY,
	covered      INTEGER NOT NULL,
	frames       INTEGER NOT NULL,
	withheld     INTEGER NOT NULL,
	lost         INTEGER NOT NULL,
	dropped      INTEGER NOT NULL,
	missed       INTEGER NOT NULL,
	unparsed     INTEGER NOT NULL,
	undecoded    INTEGER NOT NULL,
	blind        INTEGER NOT NULL,
	transactions TEXT    NOT NULL -- a line for each protocol: its name and how many
) STRICT;

CREATE TABLE health_changes (
	number INTEGER PRIMARY KEY,
	time   INTEGER NOT NULL,
	part   TEXT    NOT NULL CHECK (part <> ''),
	before TEXT    NOT NULL,
	after  TEXT    NOT NULL,
	why    TEXT    NOT NULL
) STRICT;

CREATE INDEX health_changes_time ON health_changes (time, number);
