package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// descriptors returns which files of a folder this process has open.
func descriptors(t *testing.T, dir string) (names []string) {
	t.Helper()
	for _, e := range value[[]os.DirEntry](t)(os.ReadDir("/proc/self/fd")) {
		if name, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil && strings.HasPrefix(name, dir) {
			names = append(names, name)
		}
	}
	return names
}

// TestDescriptors: a store that was closed, or could not be opened, has no file
// open; and its log is in the file.
func TestDescriptors(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, Name)
	s := opened(t, file, Options{MaxOctets: 1 << 20})
	whole(t, &s.View)
	must(t, s.Backup(t.Context(), filepath.Join(dir, "backup.db")))
	if _, err := fill(t, s, 0); !errors.Is(err, ErrFull) {
		t.Error(err)
	}
	r := value[*Reader](t)(OpenReadOnly(file))
	value[Incident](t)(r.Incident(incident(0).ID))
	must(t, r.Close())
	must(t, s.Close())
	if left := descriptors(t, dir); len(left) > 0 {
		t.Errorf("open: %v", left)
	}
	if log := value[os.FileInfo](t)(os.Stat(file + "-wal")).Size(); log != 0 {
		t.Errorf("a log of %d octets", log)
	}
	must(t, os.WriteFile(file, []byte(strings.Repeat("x", 4096)), 0o600))
	if _, err := Open(file, Options{}); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
	if _, err := OpenReadOnly(file); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
	if left := descriptors(t, dir); len(left) > 0 {
		t.Errorf("open after a fault: %v", left)
	}
}
