-- Transactions, counted: by the hour, and later by the day.
CREATE TABLE channels (
	number   INTEGER PRIMARY KEY,
	client   TEXT    NOT NULL, -- '' and no port: all those that found no room
	server   TEXT    NOT NULL,
	protocol TEXT    NOT NULL,
	port     INTEGER NOT NULL, -- of the server
	station  INTEGER NOT NULL,
	first    INTEGER NOT NULL,
	last     INTEGER NOT NULL,
	days     INTEGER NOT NULL CHECK (days >= 1), -- on which it was seen
	state    TEXT    NOT NULL,
	UNIQUE (client, server, protocol, port, station)
) STRICT;

CREATE INDEX channels_server ON channels (server);
CREATE INDEX channels_last ON channels (last);
CREATE INDEX channels_active ON channels (last) WHERE state = 'active';

CREATE TABLE transactions_hourly (
	start        INTEGER NOT NULL,
	channel      INTEGER NOT NULL,
	operation    TEXT    NOT NULL,
	outcome      TEXT    NOT NULL,
	count        INTEGER NOT NULL CHECK (count >= 1),
	first        INTEGER NOT NULL,
	last         INTEGER NOT NULL,
	timed        INTEGER NOT NULL, -- how many have a latency
	latency_min  INTEGER NOT NULL, -- ns
	latency_mean REAL    NOT NULL,
	latency_max  INTEGER NOT NULL,
	PRIMARY KEY (start, channel, operation, outcome)
) STRICT, WITHOUT ROWID;

CREATE TABLE transactions_daily (
	start        INTEGER NOT NULL,
	channel      INTEGER NOT NULL,
	operation    TEXT    NOT NULL,
	outcome      TEXT    NOT NULL,
	count        INTEGER NOT NULL CHECK (count >= 1),
	first        INTEGER NOT NULL,
	last         INTEGER NOT NULL,
	timed        INTEGER NOT NULL,
	latency_min  INTEGER NOT NULL,
	latency_mean REAL    NOT NULL,
	latency_max  INTEGER NOT NULL,
	PRIMARY KEY (start, channel, operation, outcome)
) STRICT, WITHOUT ROWID;

-- How many lines the large tables have, so that nobody need count them.
CREATE TABLE fills (
	name  TEXT    NOT NULL PRIMARY KEY,
	lines INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO fills SELECT 'channels', 0 UNION ALL SELECT 'transactions_hourly', 0 UNION ALL SELECT 'transactions_daily', 0
	UNION ALL SELECT 'incidents', count(*) FROM incidents UNION ALL SELECT 'evidence', count(*) FROM evidence
	UNION ALL SELECT 'dispositions', count(*) FROM dispositions;

CREATE TRIGGER channels_more AFTER INSERT ON channels
BEGIN UPDATE fills SET lines = lines + 1 WHERE name = 'channels'; END;
CREATE TRIGGER channels_less AFTER DELETE ON channels
BEGIN UPDATE fills SET lines = lines - 1 WHERE name = 'channels'; END;
CREATE TRIGGER transactions_hourly_more AFTER INSERT ON transactions_hourly
BEGIN UPDATE fills SET lines = lines + 1 WHERE name = 'transactions_hourly'; END;
CREATE TRIGGER transactions_hourly_less AFTER DELETE ON transactions_hourly
BEGIN UPDATE fills SET lines = lines - 1 WHERE name = 'transactions_hourly'; END;
CREATE TRIGGER transactions_daily_more AFTER INSERT ON transactions_daily
BEGIN UPDATE fills SET lines = lines + 1 WHERE name = 'transactions_daily'; END;
CREATE TRIGGER transactions_daily_less AFTER DELETE ON transactions_daily
BEGIN UPDATE fills SET lines = lines - 1 WHERE name = 'transactions_daily'; END;
CREATE TRIGGER incidents_more AFTER INSERT ON incidents
BEGIN UPDATE fills SET lines = lines + 1 WHERE name = 'incidents'; END;
CREATE TRIGGER incidents_less AFTER DELETE ON incidents
BEGIN UPDATE fills SET lines = lines - 1 WHERE name = 'incidents'; END;
CREATE TRIGGER evidence_more AFTER INSERT ON evidence
BEGIN UPDATE fills SET lines = lines + 1 WHERE name = 'evidence'; END;
CREATE TRIGGER evidence_less AFTER DELETE ON evidence
BEGIN UPDATE fills SET lines = lines - 1 WHERE name = 'evidence'; END;
CREATE TRIGGER dispositions_more AFTER INSERT ON dispositions
BEGIN UPDATE fills SET lines = lines + 1 WHERE name = 'dispositions'; END;
CREATE TRIGGER dispositions_less AFTER DELETE ON dispositions
BEGIN UPDATE fills SET lines = lines - 1 WHERE name = 'dispositions'; END;
