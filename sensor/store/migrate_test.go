package store

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// made is a file of a version of the schema, with a line in each table that it has.
func made(t *testing.T, version int) (file string, tables []string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), Name)
	must(t, create(file))
	db := connect(file, writing)
	defer db.Close()
	c := value[*sql.Conn](t)(db.Conn(t.Context()))
	defer c.Close()
	must(t, settle(c, 0))
	must(t, migrate(c, value[[]script](t)(migrations())[:version], 0))
	for _, x := range sampleLines {
		if x.since <= version {
			_, err := c.ExecContext(t.Context(), x.insert)
			must(t, err)
			tables = append(tables, strings.Fields(x.insert)[2])
		}
	}
	return file, tables
}

// sampleLines are lines as the programs of those versions wrote them.
var sampleLines = []struct {
	since  int
	insert string
}{
	{1, "INSERT INTO meta VALUES ('site', 'x')"},
	{1, "INSERT INTO states VALUES (1, 'model', 1, 1, x'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', x'00')"},
	{2, "INSERT INTO incidents VALUES ('i', 1, 1, 'open', 2, 'control', 'a', 0, '{}')"},
	{2, "INSERT INTO evidence VALUES ('i', 1, 1, 1, 1, 'x')"},
	{2, "INSERT INTO dispositions VALUES ('i', 1, 1, 'a', 'b', 'c')"},
	{4, "INSERT INTO permits (id, begins, ends, document) VALUES ('p', 1, 2, '{}')"},
	{6, "INSERT INTO assets (address, described, criticality) VALUES ('10.0.0.1', 1, 2)"},
	{6, "INSERT INTO counters VALUES (1, 'D1', '', 0.5, 1)"},
	{7, "INSERT INTO people (name, display, language, role, created) VALUES ('sato', '佐藤', 'ja', 'viewer', 1)"},
	{7, "INSERT INTO tokens VALUES ('reset', 'sato', x'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 1, 'ito', 2)"},
	{8, "INSERT INTO levels (time, level, blind) VALUES (1, 3, 0)"},
	{9, "INSERT INTO tags (server, protocol, station, space, number, place, name) VALUES ('10.0.0.1', 'modbus', 1, 4, 12, 0, 'x')"},
	{11, "INSERT INTO channels VALUES (1, '10.0.0.9', '10.0.0.1', 'modbus', 502, 1, 1, 2, 1, 'active')"},
	{11, "INSERT INTO transactions_hourly VALUES (0, 1, 'read', 'answered', 5, 1, 2, 5, 1, 2.5, 3)"},
	{11, "INSERT INTO transactions_daily VALUES (0, 1, 'read', 'answered', 5, 1, 2, 5, 1, 2.5, 3)"},
	{12, "INSERT INTO health_minutes VALUES (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 'modbus 3' || char(10))"},
	{12, "INSERT INTO health_hours VALUES (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 'modbus 3' || char(10))"},
	{12, "INSERT INTO health_changes VALUES (1, 1, 'port eth1', 'capturing', 'down', '')"},
	{14, "INSERT INTO drills VALUES (1, 'way-out', 'sato', 1, 0, '{}')"},
	{10, "INSERT INTO notices VALUES (1, 'i/act/0', 1, 'alarm', 'a', 'mail', 'sent', 'i', 'act', 0, 0, 0, '')"},
}

// TestMigrate brings a file of every older version up to date, with what it holds.
func TestMigrate(t *testing.T) {
	newest := len(value[[]script](t)(migrations()))
	for version := range newest + 1 {
		file, tables := made(t, version)
		if _, err := OpenReadOnly(file); version < newest && !errors.Is(err, ErrOlder) {
			t.Errorf("version %d, read only: %v", version, err)
		}
		s := opened(t, file, Options{})
		whole(t, &s.View)
		for _, table := range tables {
			var n int
			must(t, s.read.QueryRow("SELECT count(*) FROM "+table).Scan(&n))
			if n != 1 {
				t.Errorf("version %d: %d lines in %s", version, n, table)
			}
		}
		if got := value[int](t)(s.identify(newest)); got != newest {
			t.Errorf("version %d became %d", version, got)
		}
		must(t, s.PutIncident(incident(1)))
		value[Head](t)(s.Audit(Audit{Time: epoch, Who: "a", What: "b"}))
		must(t, s.AddVersion(next(t, s, "x")))
		must(t, s.Close())
	}
}

// TestMigrateFails: a script that fails leaves the version before as it was, also
// when it fails at its very end.
func TestMigrateFails(t *testing.T) {
	for _, text := range []string{"CREATE TABLE extra (x); INSERT INTO nothing VALUES (1);", "DELETE FROM incidents; PRAGMA user_version=77;", "CREATE TABLE (;"} {
		file, _ := made(t, 2)
		db := connect(file, writing)
		c := value[*sql.Conn](t)(db.Conn(t.Context()))
		list := append(slices.Clone(value[[]script](t)(migrations())[:3]), script{"0004_bad.sql", text})
		if err := migrate(c, list, 2); err == nil || !strings.Contains(err.Error(), "0004_bad.sql") {
			t.Errorf("%s: %v", text, err)
		}
		v := View{file: file, q: c}
		if version := value[int](t)(v.identify(9)); version != 3 {
			t.Errorf("%s: version %d", text, version)
		}
		var extra, keys int
		must(t, c.QueryRowContext(t.Context(), "SELECT count(*) FROM sqlite_schema WHERE name = 'extra'").Scan(&extra))
		must(t, c.QueryRowContext(t.Context(), "PRAGMA foreign_keys").Scan(&keys))
		if _, err := v.Incident("i"); err != nil || extra != 0 || keys != 1 {
			t.Errorf("%s: %v, %d tables more, foreign_keys %d", text, err, extra, keys)
		}
		must(t, c.Close())
		must(t, db.Close())
	}
}

// TestForeignFiles: what is no store, or of a newer program, or damaged, is told as
// such, in both languages, and not changed.
func TestForeignFiles(t *testing.T) {
	newest := len(value[[]script](t)(migrations()))
	newerFile, _ := made(t, newest)
	must(t, execute(t, newerFile, "PRAGMA user_version=99", "PRAGMA journal_mode=DELETE"))
	other := filepath.Join(t.TempDir(), "other.db")
	must(t, create(other))
	must(t, execute(t, other, "CREATE TABLE bookmarks (x)"))
	text := filepath.Join(t.TempDir(), "notes.txt")
	must(t, os.WriteFile(text, []byte(strings.Repeat("no database at all\n", 100)), 0o600))
	for _, test := range []struct {
		file string
		want error
	}{{newerFile, ErrNewer}, {other, ErrForeign}, {text, ErrForeign}, {damagedFile(t), ErrDamaged}, {t.TempDir(), ErrForeign}} {
		before, _ := os.ReadFile(test.file)
		_, err := Open(test.file, Options{})
		var f *Fault
		if !errors.Is(err, test.want) || !errors.As(err, &f) || !strings.Contains(f.Text.EN, test.file) || !strings.Contains(f.Text.JA, test.file) {
			t.Errorf("%s: %v, want %v", test.file, err, test.want)
		}
		if after, _ := os.ReadFile(test.file); string(after) != string(before) {
			t.Errorf("%s was changed", test.file)
		}
		_, err = OpenReadOnly(test.file)
		if !errors.Is(err, test.want) && test.want != ErrDamaged { // a reader does not read it all
			t.Errorf("%s, read only: %v", test.file, err)
		}
	}
	if _, err := OpenReadOnly(filepath.Join(t.TempDir(), "none")); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

// damagedFile is a store of which a part was overwritten with zeros.
func damagedFile(t *testing.T) string {
	t.Helper()
	s := fresh(t)
	for n := range 200 {
		must(t, s.PutIncident(incident(n)))
	}
	must(t, s.Vacuum(t.Context()))
	must(t, s.Close())
	b := value[[]byte](t)(os.ReadFile(s.file))
	clear(b[len(b)/2 : len(b)/2+3*4096])
	must(t, os.WriteFile(s.file, b, 0o600))
	return s.file
}

// TestMigrationNames: numbers without a gap, which migrations checks, and each
// script does something.
func TestMigrationNames(t *testing.T) {
	for i, x := range value[[]script](t)(migrations()) {
		if !strings.Contains(x.text, "CREATE ") && !strings.Contains(x.text, "ALTER ") || !strings.HasPrefix(x.text, "-- ") {
			t.Errorf("migration %d, %s: says or does nothing", i+1, x.name)
		}
	}
}
