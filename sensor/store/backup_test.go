package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// TestBackup: a copy that was made while others wrote is whole, a file of its own,
// of one moment, and can be opened.
func TestBackup(t *testing.T) {
	s := fresh(t)
	must(t, s.SaveState("model", 1, make([]byte, 8<<20)))
	stop := make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			err := s.Write(func(x *Tx) error {
				_ = x.PutIncident(incident(n))
				_, err := x.Audit(Audit{Time: epoch, Who: "w", What: "put"})
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
	r := value[*Reader](t)(OpenReadOnly(s.file))
	defer r.Close()
	last := int64(-1)
	for _, v := range []*View{&s.View, &r.View, &s.View} {
		copied := filepath.Join(t.TempDir(), "backup.db")
		must(t, os.WriteFile(copied, []byte("an older one"), 0o600))
		must(t, v.Backup(t.Context(), copied))
		if names := value[[]os.DirEntry](t)(os.ReadDir(filepath.Dir(copied))); len(names) != 1 {
			t.Errorf("%v", names)
		}
		b := opened(t, copied, Options{})
		whole(t, &b.View)
		head, list := value[Head](t)(b.AuditHead()), value[[]Incident](t)(b.Incidents(IncidentFilter{}))
		if int(head.Seq) != len(list) || head.Seq < last {
			t.Errorf("%d audit lines, %d incidents, %d before", head.Seq, len(list), last)
		}
		last = head.Seq
		time.Sleep(20 * time.Millisecond)
	}
	close(stop)
	all.Wait()
	if last == 0 {
		t.Error("nothing was written meanwhile")
	}
}

// TestBackupFails: nothing is left behind, and an older backup stays.
func TestBackupFails(t *testing.T) {
	s := fresh(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "backup.db")
	must(t, s.Backup(t.Context(), file))
	before := value[[]byte](t)(os.ReadFile(file))
	must(t, s.SaveState("model", 1, make([]byte, 16<<20)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Backup(ctx, file); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if after := value[[]byte](t)(os.ReadFile(file)); string(after) != string(before) {
		t.Error("the older backup was changed")
	}
	if names := value[[]os.DirEntry](t)(os.ReadDir(dir)); len(names) != 1 {
		t.Errorf("%v", names)
	}
	if err := s.Backup(t.Context(), filepath.Join(dir, "none", "x")); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if err := s.Backup(t.Context(), s.file); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
	must(t, s.Write(func(x *Tx) error {
		if err := x.Backup(t.Context(), file); !errors.Is(err, ErrRefused) {
			t.Error(err)
		}
		return nil
	}))
}
