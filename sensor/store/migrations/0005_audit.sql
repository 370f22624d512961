-- The audit trail: a chain of hashes, to which lines are only added.
CREATE TABLE audit (
	seq      INTEGER PRIMARY KEY CHECK (seq >= 1),
	time     INTEGER NOT NULL,
	who      TEXT    NOT NULL CHECK (who <> ''),
	what     TEXT    NOT NULL CHECK (what <> ''),
	subject  TEXT    NOT NULL,
	detail   TEXT    NOT NULL CHECK (json_valid(detail)),
	previous BLOB    NOT NULL CHECK (length(previous) = 32),
	hash     BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Also against INSERT OR REPLACE, which deletes without a word.
CREATE TRIGGER audit_next BEFORE INSERT ON audit
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;

CREATE TRIGGER audit_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;

CREATE TRIGGER audit_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END;
