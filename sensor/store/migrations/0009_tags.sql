-- The plant's own list of points: what they are called, and what their values mean.
CREATE TABLE tags (
	server         TEXT    NOT NULL,
	protocol       TEXT    NOT NULL,
	station        INTEGER NOT NULL, -- -1: any
	space          INTEGER NOT NULL,
	number         INTEGER NOT NULL, -- from 0
	node           TEXT    NOT NULL DEFAULT '', -- identifier of OPC UA that is no number
	place          INTEGER NOT NULL, -- in the list
	name           TEXT    NOT NULL DEFAULT '',
	unit           TEXT    NOT NULL DEFAULT '',
	scale          REAL    NOT NULL DEFAULT 1 CHECK (scale <> 0),
	offset         REAL    NOT NULL DEFAULT 0,
	type           TEXT    NOT NULL DEFAULT '',
	swapped        INTEGER NOT NULL DEFAULT 0 CHECK (swapped IN (0, 1)),
	low            REAL, -- NULL: no limit
	high           REAL,
	description    TEXT    NOT NULL DEFAULT '',
	description_ja TEXT    NOT NULL DEFAULT '',
	PRIMARY KEY (server, protocol, station, space, number, node)
) STRICT, WITHOUT ROWID;
