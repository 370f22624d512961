package wiretest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
)

// Named returns the case of a name, a copy; the test fails when there is none.
func Named(tb testing.TB, cases []wire.Case, name string) *wire.Case {
	tb.Helper()
	for _, c := range cases {
		if c.Name == name {
			return &c
		}
	}
	tb.Fatalf("no case %s", name)
	return nil
}

// Golden compares what came out of a test with a committed file; with update it
// writes the file instead.
func Golden(t *testing.T, file string, got []byte, update bool) {
	t.Helper()
	if update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := Difference(got, want); d != "" {
		t.Errorf("%s differs (-update writes it anew): %s", file, d)
	}
}

// Transcripts compares the transcript of every case with the file of its name in
// testdata. Two cases of one name fail, and so does a file that belongs to none.
func Transcripts(t *testing.T, p *wire.Protocol, cases []wire.Case, update bool) {
	t.Helper()
	kept := map[string]bool{}
	for i := range cases {
		c := &cases[i]
		file := filepath.Join("testdata", c.Name+".tsv")
		if kept[file] {
			t.Errorf("two cases are named %s", c.Name)
		}
		kept[file] = true
		t.Run(c.Name, func(t *testing.T) { Golden(t, file, Record(p, c, Whole).Messages, update) })
	}
	files, err := filepath.Glob("testdata/*.tsv")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		if !kept[file] {
			t.Errorf("%s belongs to no case", file)
		}
	}
}

// Difference tells the first line in which two texts differ, "" when they are
// equal.
func Difference(got, want []byte) string {
	g, w := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range min(len(g), len(w)) {
		if !bytes.Equal(g[i], w[i]) {
			return fmt.Sprintf("line %d:\n got %s\nwant %s", i+1, g[i], w[i])
		}
	}
	if len(g) != len(w) {
		return fmt.Sprintf("%d lines, want %d", len(g)-1, len(w)-1)
	}
	return ""
}
