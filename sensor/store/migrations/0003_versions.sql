-- Versions of the baseline: a chain of hashes. The contents of old ones may be
-- dropped; everything else of a version never changes.
CREATE TABLE versions (
	number      INTEGER PRIMARY KEY CHECK (number >= 1),
	time        INTEGER NOT NULL,
	site        TEXT    NOT NULL,
	author      TEXT    NOT NULL,
	note        TEXT    NOT NULL,
	text_sha256 BLOB    NOT NULL CHECK (length(text_sha256) = 32),
	blob_sha256 BLOB    NOT NULL CHECK (length(blob_sha256) = 32),
	key         BLOB    NOT NULL, -- and signature: empty where nobody signed
	signature   BLOB    NOT NULL,
	parent      BLOB    NOT NULL CHECK (length(parent) = 32), -- as who made the version computes it, and
	hash        BLOB    NOT NULL CHECK (length(hash) = 32),
	previous    BLOB    NOT NULL CHECK (length(previous) = 32), -- as the store does, over all columns
	link        BLOB    NOT NULL CHECK (length(link) = 32)
) STRICT;

CREATE TABLE version_contents (
	number INTEGER PRIMARY KEY REFERENCES versions (number),
	text   BLOB NOT NULL, -- gzip
	blob   BLOB NOT NULL  -- gzip
) STRICT;

CREATE TRIGGER versions_next BEFORE INSERT ON versions
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM versions)
BEGIN SELECT RAISE(ABORT, 'versions are only added'); END;

CREATE TRIGGER versions_update BEFORE UPDATE ON versions
BEGIN SELECT RAISE(ABORT, 'versions are only added'); END;

CREATE TRIGGER versions_delete BEFORE DELETE ON versions
BEGIN SELECT RAISE(ABORT, 'versions are only added'); END;

CREATE TRIGGER version_contents_update BEFORE UPDATE ON version_contents
BEGIN SELECT RAISE(ABORT, 'contents of versions do not change'); END;
