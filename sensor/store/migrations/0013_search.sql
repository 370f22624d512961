-- What incidents and lines of the audit trail are looked for by.
CREATE TABLE incident_assets (
	asset    TEXT    NOT NULL,
	opened   INTEGER NOT NULL,
	incident TEXT    NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
	actor    INTEGER NOT NULL CHECK (actor IN (0, 1)), -- 1: it did it; 0: it was done to it
	PRIMARY KEY (asset, opened, incident, actor)
) STRICT, WITHOUT ROWID;

CREATE INDEX incident_assets_incident ON incident_assets (incident);

INSERT INTO incident_assets SELECT actor, opened, id, 1 FROM incidents WHERE actor <> '';
INSERT OR IGNORE INTO incident_assets SELECT t.value, i.opened, i.id, 0
	FROM incidents i, json_each(i.document, '$.targets') t WHERE t.type = 'text' AND t.value <> '';

DROP INDEX incidents_state;
CREATE INDEX incidents_state ON incidents (state, priority, opened, id);
CREATE INDEX incidents_updated ON incidents (updated, opened, id);

CREATE INDEX permits_ends ON permits (ends);
CREATE INDEX permits_unreviewed ON permits (begins, id) WHERE closed <> 0 AND reviewed = 0;

CREATE INDEX audit_who ON audit (who, what, time);
CREATE INDEX audit_what ON audit (what, time);
CREATE INDEX audit_time ON audit (time);

INSERT INTO fills SELECT 'incident_assets', count(*) FROM incident_assets;
CREATE TRIGGER incident_assets_more AFTER INSERT ON incident_assets
BEGIN UPDATE fills SET lines = lines + 1 WHERE name = 'incident_assets'; END;
CREATE TRIGGER incident_assets_less AFTER DELETE ON incident_assets
BEGIN UPDATE fills SET lines = lines - 1 WHERE name = 'incident_assets'; END;

-- How many incidents are in which state and have which priority.
CREATE TABLE standings (
	state    TEXT    NOT NULL,
	priority INTEGER NOT NULL,
	lines    INTEGER NOT NULL,
	PRIMARY KEY (state, priority)
) STRICT, WITHOUT ROWID;

INSERT INTO standings SELECT state, priority, count(*) FROM incidents GROUP BY state, priority;

CREATE TRIGGER standings_more AFTER INSERT ON incidents
BEGIN
	INSERT INTO standings VALUES (NEW.state, NEW.priority, 1) ON CONFLICT (state, priority) DO UPDATE SET lines = lines + 1;
END;
CREATE TRIGGER standings_less AFTER DELETE ON incidents
BEGIN
	UPDATE standings SET lines = lines - 1 WHERE state = OLD.state AND priority = OLD.priority;
END;
CREATE TRIGGER standings_changed AFTER UPDATE ON incidents WHEN NEW.state <> OLD.state OR NEW.priority <> OLD.priority
BEGIN
	UPDATE standings SET lines = lines - 1 WHERE state = OLD.state AND priority = OLD.priority;
	INSERT INTO standings VALUES (NEW.state, NEW.priority, 1) ON CONFLICT (state, priority) DO UPDATE SET lines = lines + 1;
END;
