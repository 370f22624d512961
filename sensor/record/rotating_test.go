package record

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRotating: nothing is lost or divided while two files hold it, and no file
// is larger than the bound.
func TestRotating(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x.jsonl")
	r, err := OpenRotating(name)
	if err != nil {
		t.Fatal(err)
	}
	r.max = 1000
	l := newLines(r)
	for range 18 {
		if err := errors.Join(l.flush(bytes.Repeat([]byte{'x'}, 99)), l.Flush()); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, name := range []string{name, name + ".1"} {
		b, err := os.ReadFile(name)
		if err != nil || len(b) > 1000 || strings.Trim(string(b), "x\n") != "" || len(b)%100 != 0 {
			t.Errorf("%s: %v, %d octets", name, err, len(b))
		}
		n += bytes.Count(b, []byte("\n"))
	}
	if n != 18 {
		t.Errorf("%d lines", n)
	}
	if r, err = OpenRotating(name); err != nil || r.size != 800 {
		t.Errorf("opened again: %v, %d octets", err, r.size)
	}
	r.Close()
}

// failing is a disk that works now and then.
type failing struct {
	bytes.Buffer
	broken bool
}

func (f *failing) Write(b []byte) (int, error) {
	if f.broken {
		return 0, os.ErrClosed
	}
	return f.Buffer.Write(b)
}

// TestAgainAfterError: an error is told and does not keep later lines from being
// written.
func TestAgainAfterError(t *testing.T) {
	f := &failing{broken: true}
	l := newLines(f)
	if err := errors.Join(l.flush([]byte("lost")), l.Flush()); err == nil {
		t.Error("no error")
	}
	f.broken = false
	if err := errors.Join(l.flush([]byte("there")), l.Flush()); err != nil || f.String() != "there\n" {
		t.Errorf("%v, %q", err, f.String())
	}
}
