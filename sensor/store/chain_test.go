package store

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// next is the version after the latest.
func next(t testing.TB, s *Store, text string) *Version {
	t.Helper()
	head := value[Head](t)(s.VersionHead())
	return &Version{Number: head.Seq + 1, Parent: head.Hash, Hash: link("test", []byte(text), head.Hash[:]), Time: epoch.Add(time.Duration(head.Seq) * time.Hour),
		Site: "浄水場", By: "佐藤", Note: "note", Text: []byte(text), Blob: bytes.Repeat([]byte(text), 1000), Key: []byte("key"), Signature: []byte("signed " + text)}
}

func TestVersions(t *testing.T) {
	s := fresh(t)
	var added []Version
	var before Version
	for n := range 4 {
		v := next(t, s, fmt.Sprint("text ", n))
		must(t, s.AddVersion(v))
		v.seal(before.Link)
		before = *v
		added = append(added, before)
	}
	for _, want := range added {
		if got := value[Version](t)(s.Version(want.Number)); !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
	listed := value[[]Version](t)(s.Versions())
	if len(listed) != 4 || listed[3].Hash != added[3].Hash || listed[3].Parent != added[2].Hash || listed[3].Previous != added[2].Link || listed[0].Parent != (Hash{}) || listed[0].Text != nil {
		t.Errorf("%+v", listed)
	}
	if _, err := s.Version(9); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	late, skipped, stranger, nameless := added[3], *next(t, s, "x"), *next(t, s, "x"), *next(t, s, "x")
	skipped.Number++
	stranger.Parent[0]++
	nameless.Hash = Hash{}
	for name, v := range map[string]*Version{"twice": &late, "skipped": &skipped, "of another": &stranger, "without hash": &nameless} {
		if err := s.AddVersion(v); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, s.AddVersion(&Version{Number: 5, Parent: added[3].Hash, Hash: Hash{1}}))
	if bare := value[Version](t)(s.Version(5)); len(bare.Key)+len(bare.Signature)+len(bare.Text) != 0 || bare.Text == nil {
		t.Errorf("%+v", bare)
	}
	whole(t, &s.View)
}

// TestVersionsChanged: whatever is changed in a version is found, when the store is
// opened, or when the contents are read.
func TestVersionsChanged(t *testing.T) {
	for _, test := range []struct {
		change string
		atOpen bool
	}{
		{"UPDATE versions SET note = 'other' WHERE number = 2", true},
		{"UPDATE versions SET author = 'other' WHERE number = 3", true},
		{"UPDATE versions SET time = time + 1 WHERE number = 1", true},
		{"UPDATE versions SET blob_sha256 = text_sha256 WHERE number = 2", true},
		{"UPDATE versions SET parent = hash WHERE number = 2", true},
		{"UPDATE versions SET hash = parent WHERE number = 3", true},
		{"UPDATE versions SET signature = x'00' WHERE number = 3", true},
		{"UPDATE versions SET key = x'00', site = 'x' WHERE number = 3", true},
		{"DELETE FROM versions WHERE number = 2", true},
		{"DELETE FROM versions WHERE number = 1", true},
		{"UPDATE version_contents SET text = x'1f8b' WHERE number = 2", false},
		{"UPDATE version_contents SET blob = (SELECT blob FROM version_contents WHERE number = 1) WHERE number = 2", false},
	} {
		s := fresh(t)
		for n := range 3 {
			must(t, s.AddVersion(next(t, s, fmt.Sprint(n))))
		}
		if err := execute(t, s.file, test.change); err == nil || !strings.Contains(err.Error(), "versions") {
			t.Errorf("%s: not refused: %v", test.change, err)
		}
		must(t, s.Close())
		must(t, execute(t, s.file, "DROP TRIGGER versions_update", "DROP TRIGGER versions_delete", "DROP TRIGGER version_contents_update", test.change))
		again, err := Open(s.file, Options{})
		if test.atOpen != errors.Is(err, ErrChain) {
			t.Errorf("%s: %v", test.change, err)
		}
		if test.atOpen {
			again = opened(t, s.file, Options{Unverified: true})
		}
		if err := again.Check(t.Context()); !errors.Is(err, ErrChain) {
			t.Errorf("%s: %v", test.change, err)
		}
		must(t, again.Close())
	}
}

func TestAudit(t *testing.T) {
	s := fresh(t)
	if end := value[Head](t)(s.VerifyAudit(t.Context())); end != (Head{}) {
		t.Error(end)
	}
	var heads []Head
	for n := range 10 {
		heads = append(heads, value[Head](t)(s.Audit(Audit{Time: epoch, Who: "佐藤", What: "permit-open", Subject: fmt.Sprint(n), Detail: fmt.Appendf(nil, `{"n": %d}`, n)})))
	}
	if end := value[Head](t)(s.VerifyAudit(t.Context(), heads...)); end != heads[9] || end.Seq != 10 {
		t.Error(end)
	}
	lines := value[[]Audit](t)(s.AuditTrail(4, 2))
	if len(lines) != 2 || lines[0].Seq != 4 || lines[0].Hash != heads[3].Hash || lines[1].Previous != heads[3].Hash || string(lines[1].Detail) != `{"n": 4}` || !lines[0].Time.Equal(epoch) {
		t.Errorf("%+v", lines)
	}
	if got := value[[]Audit](t)(s.AuditTrail(0, 0)); len(got) != 10 {
		t.Errorf("%d lines", len(got))
	}
	for _, a := range []Audit{{What: "x"}, {Who: "x"}, {Who: "x", What: "x", Detail: []byte("{")}, {Who: "x", What: strings.Repeat("x", maxNote)}} {
		if _, err := s.Audit(a); !errors.Is(err, ErrRefused) {
			t.Error(err)
		}
	}
	if parsed := value[Head](t)(ParseHead(heads[4].String() + "\n")); parsed != heads[4] {
		t.Error(parsed)
	}
	for _, text := range []string{"", "1", "x " + heads[0].Hash.String(), "1 " + heads[0].Hash.String()[1:], "1 " + strings.Repeat("zz", 32), "-1 " + heads[0].Hash.String()} {
		if _, err := ParseHead(text); err == nil {
			t.Errorf("%q is a head", text)
		}
	}
}

// TestAuditRefuses: the schema refuses to change the trail, by any sort of command.
func TestAuditRefuses(t *testing.T) {
	s := fresh(t)
	for range 3 {
		value[Head](t)(s.Audit(Audit{Time: epoch, Who: "a", What: "b"}))
	}
	columns := "(seq, time, who, what, subject, detail, previous, hash) SELECT 2, time, 'mallory', what, subject, detail, previous, hash FROM audit WHERE seq = 2"
	for _, command := range []string{"UPDATE audit SET who = 'x' WHERE seq = 1", "DELETE FROM audit WHERE seq = 3", "DELETE FROM audit",
		"INSERT OR REPLACE INTO audit " + columns, "REPLACE INTO audit " + columns, "UPDATE OR REPLACE audit SET seq = 1 WHERE seq = 2",
		"INSERT INTO audit " + columns + " ON CONFLICT (seq) DO UPDATE SET who = 'x'"} {
		if err := execute(t, s.file, command); err == nil || !strings.Contains(err.Error(), "only added to") {
			t.Errorf("%s: %v", command, err)
		}
	}
	value[Head](t)(s.VerifyAudit(t.Context()))
}

// TestAuditChanged: a trail that was changed without the triggers is found, and
// the line told; one that was cut off, by a head that was kept.
func TestAuditChanged(t *testing.T) {
	for change, line := range map[string]string{
		"UPDATE audit SET detail = '{}' WHERE seq = 3":     "audit line 3",
		"UPDATE audit SET who = 'x' WHERE seq = 1":         "audit line 1",
		"UPDATE audit SET time = time - 1 WHERE seq = 5":   "audit line 5",
		"DELETE FROM audit WHERE seq = 2":                  "audit line 2",
		"DELETE FROM audit WHERE seq >= 4":                 "audit line 5",
		"DELETE FROM audit":                                "audit line 5",
		"UPDATE audit SET what = 'bb', who = '' || 'ax'":   "audit line 1",
		"UPDATE audit SET who = 'ab', what = 'x', seq = 6": "",
	} {
		s := fresh(t)
		var kept Head
		for range 5 {
			kept = value[Head](t)(s.Audit(Audit{Time: epoch, Who: "a", What: "b"}))
		}
		err := execute(t, s.file, "DROP TRIGGER audit_update", "DROP TRIGGER audit_delete", change)
		if line == "" {
			if err == nil {
				t.Errorf("%s: SQLite allows it", change)
			}
			continue
		}
		must(t, err)
		_, err = s.VerifyAudit(t.Context(), kept)
		if !errors.Is(err, ErrChain) || !strings.Contains(err.Error(), line) {
			t.Errorf("%s: %v", change, err)
		}
		if err := s.Check(t.Context()); strings.HasPrefix(change, "UPDATE") && !errors.Is(err, ErrChain) {
			t.Errorf("%s: %v", change, err)
		}
	}
}

// TestLink: what is moved from one part to another has another hash.
func TestLink(t *testing.T) {
	a, b := link("x", []byte("ab"), []byte("c")), link("x", []byte("a"), []byte("bc"))
	c, d := link("x", []byte("abc")), link("y", []byte("abc"))
	if a == b || a == c || c == d || a != link("x", []byte("ab"), []byte("c")) {
		t.Error(a, b, c, d)
	}
}
