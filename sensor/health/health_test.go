package health

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var start = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)

// TestJudge follows a port through a day of a bad week.
func TestJudge(t *testing.T) {
	j := &Judge{SilentAfter: 30 * time.Second}
	for _, x := range []struct {
		second     int
		seen, lost uint64
		link, want State
		blind      int // seconds
	}{
		{0, 0, 0, Capturing, Capturing, 0},
		{1, 10, 0, Capturing, Capturing, 0},
		{2, 20, 5, Capturing, Losing, 1},
		{3, 30, 9, Capturing, Losing, 2},
		{12, 40, 9, Capturing, Losing, 2},
		{13, 50, 9, Capturing, Capturing, 2},
		{42, 50, 9, Capturing, Capturing, 2},
		{43, 50, 9, Capturing, Silent, 2},
		{44, 51, 9, Capturing, Capturing, 2},
		{45, 51, 9, Down, Down, 3},
		{105, 51, 9, Down, Down, 63},
		{106, 51, 9, Capturing, Capturing, 63}, // not silent: it was down
		{107, 51, 9, Gone, Gone, 64},
		{50, 52, 9, Capturing, Capturing, 64}, // the clock was set back
	} {
		got := j.State(Look{start.Add(time.Duration(x.second) * time.Second), x.seen, x.lost, x.link})
		if got != x.want || j.Blind() != time.Duration(x.blind)*time.Second {
			t.Errorf("second %d: %s, blind %s; want %s, %d s", x.second, got, j.Blind(), x.want, x.blind)
		}
	}
}

// TestHistory: what was kept is there after a restart, also after a power cut amid
// a line.
func TestHistory(t *testing.T) {
	dir := t.TempDir()
	h, err := OpenHistory(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Sample(&Status{V: Version, Time: start, Site: "one"}); err != nil {
		t.Fatal(err)
	}
	if err := h.Changed(Change{Time: start, Part: "port eth1", From: "starting", To: "capturing"}); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "health.jsonl")
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, append(b, `{"v":1,"sample":{"si`...), 0o600); err != nil {
		t.Fatal(err)
	}
	if h, err = OpenHistory(dir); err != nil {
		t.Fatal(err)
	}
	if err := h.Changed(Change{Time: start.Add(time.Second), Part: "recorder"}); err != nil {
		t.Fatal(err)
	}
	h.Close()
	if h, err = OpenHistory(dir); err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if s, c := h.Samples(start), h.Changes(start); len(s) != 1 || s[0].Site != "one" || len(c) != 2 || c[1].Part != "recorder" {
		t.Errorf("%d samples, changes %+v", len(s), c)
	}
	if c := h.Changes(start.Add(time.Millisecond)); len(c) != 1 {
		t.Errorf("%d changes after the first", len(c))
	}
}

// TestHistoryBounds: neither the memory nor the file grows without bound.
func TestHistoryBounds(t *testing.T) {
	dir := t.TempDir()
	h, err := OpenHistory(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	long := string(bytes.Repeat([]byte{'x'}, 8<<10))
	for i := range 2*keptChanges + 10 {
		if err := h.Changed(Change{Time: start.Add(time.Duration(i)), Why: long}); err != nil {
			t.Fatal(err)
		}
	}
	if c := h.Changes(start); len(c) != keptChanges || c[len(c)-1].Time != start.Add(2*keptChanges+9) {
		t.Errorf("%d changes kept, the last of %s", len(c), c[len(c)-1].Time)
	}
	for _, name := range []string{"health.jsonl", "health.jsonl.1"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() > maxHistory {
			t.Errorf("%s: %v, %d octets", name, err, info.Size())
		}
	}
}

// TestHistoryFault: a folder that cannot be written is told once, and nothing is
// forgotten for it.
func TestHistoryFault(t *testing.T) {
	dir := t.TempDir()
	h, err := OpenHistory(dir)
	if err != nil {
		t.Fatal(err)
	}
	h.file.Close() // the disk went away
	first, second := h.Changed(Change{Time: start}), h.Changed(Change{Time: start})
	if first == nil || second != nil {
		t.Errorf("told %v, then %v", first, second)
	}
	if len(h.Changes(start)) != 2 {
		t.Error("a change was forgotten")
	}
}
