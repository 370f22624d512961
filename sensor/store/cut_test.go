package store

import (
	"os"
	"path/filepath"
	"testing"
)

// TestDurable: the connection that writes makes each commit durable.
func TestDurable(t *testing.T) {
	s := fresh(t)
	for pragma, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "recursive_triggers": "1", "auto_vacuum": "2"} {
		var got string
		must(t, s.conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got))
		if got != want {
			t.Errorf("%s is %s, want %s", pragma, got, want)
		}
	}
}

// TestCut: a log that ends anywhere, as a power cut may leave it, gives a store
// that is whole, with all transactions up to one of them, and each of them whole.
func TestCut(t *testing.T) {
	s := fresh(t)
	must(t, s.SetMeta("site", "x"))
	must(t, s.Vacuum(t.Context())) // all before is in the file
	const rounds = 12
	for n := range rounds {
		must(t, s.Write(func(x *Tx) error {
			_ = x.PutIncident(incident(n))
			_, err := x.Audit(Audit{Time: epoch, Who: "w", What: "put"})
			return err
		}))
	}
	file, log := value[[]byte](t)(os.ReadFile(s.file)), value[[]byte](t)(os.ReadFile(s.file+"-wal"))
	seen := map[int]bool{}
	for end := 0; end <= len(log); end += 1777 {
		copied := filepath.Join(t.TempDir(), Name)
		must(t, os.WriteFile(copied, file, 0o600))
		must(t, os.WriteFile(copied+"-wal", append(log[:end:end], make([]byte, end%3*500)...), 0o600))
		c := opened(t, copied, Options{})
		whole(t, &c.View)
		list := value[[]Incident](t)(c.Incidents(IncidentFilter{}))
		if head := value[Head](t)(c.AuditHead()); int(head.Seq) != len(list) || len(list) > 0 && list[len(list)-1].ID != incident(0).ID {
			t.Errorf("%d octets: %d incidents, %d audit lines", end, len(list), head.Seq)
		}
		seen[len(list)] = true
		must(t, c.Close())
	}
	if len(seen) < rounds/2 || !seen[0] {
		t.Errorf("the cuts left %v", seen)
	}
}
