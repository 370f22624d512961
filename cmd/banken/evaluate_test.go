package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/synth"
)

// judgedFolder returns a folder with a recording of the lab in which the outstation is
// restarted, one of the same plant before without an attack, its ground truth and the
// list of its devices.
func judgedFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		name  string
		start time.Time
		runs  []attack.Launch
	}{
		{"calm", start, nil},
		{"day", start.Add(10 * time.Minute), []attack.Launch{{Scenario: "dnp3-cold-restart", At: 3 * time.Minute}}},
	} {
		var b, truth bytes.Buffer
		done, err := synth.Record(t.Context(), &b, synth.Options{Seed: 3, Start: x.start, Duration: 6 * time.Minute, Poll: 4 * time.Second, Attacks: x.runs})
		if err == nil {
			err = done.Write(&truth)
		}
		if err != nil {
			t.Fatal(err)
		}
		putFile(t, dir, x.name+".pcapng", b.Bytes())
		putFile(t, dir, x.name+".json", truth.Bytes())
	}
	var assets bytes.Buffer
	if err := plant.WriteAssets(&assets); err != nil {
		t.Fatal(err)
	}
	putFile(t, dir, "assets.csv", assets.Bytes())
	return dir
}

func putFile(t *testing.T, dir, name string, b []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestGoldenEvaluate: what is said of captures with a ground truth, and of faults.
func TestGoldenEvaluate(t *testing.T) {
	dir := judgedFolder(t)
	in := func(name string) string { return filepath.Join(dir, name) }
	putFile(t, dir, "odd.jsonl", []byte(`{"capture":"day.pcapng","granularity":"hour","attack":"x"}`+"\n"))
	putFile(t, dir, "other.jsonl", []byte(`{"capture":"other.pcapng","granularity":"file","attack":"x"}`+"\n"))
	golden(t, "evaluate", dir,
		[]string{"evaluate", "-labels", in("day.json"), "-before", in("calm.pcapng"), "-assets", in("assets.csv"), in("day.pcapng")},
		[]string{"evaluate", "-labels", in("day.json"), "-before", in("calm.pcapng"), "-format", "markdown", "-o", in("page.html"), in("day.pcapng")},
		[]string{"evaluate", "-labels", in("other.jsonl"), "-learn", "0.8", "-days", "8", in("calm.pcapng")},
		[]string{"evaluate"},
		[]string{"evaluate", "-"},
		[]string{"evaluate", "-learn", "all", in("day.pcapng")},
		[]string{"evaluate", "-learn", "1", in("day.pcapng")},
		[]string{"evaluate", "-learn", "0.5", "-before", in("calm.pcapng"), in("day.pcapng")},
		[]string{"evaluate", "-days", "0", in("day.pcapng")},
		[]string{"evaluate", "-format", "html", in("day.pcapng")},
		[]string{"evaluate", "-labels", in("none.json"), in("day.pcapng")},
		[]string{"evaluate", "-labels", in("odd.jsonl"), in("day.pcapng")},
		[]string{"evaluate", "-labels", in("assets.csv"), in("day.pcapng")},
		[]string{"evaluate", "-assets", in("day.json"), in("day.pcapng")},
		[]string{"evaluate", "-before", in("none.pcapng"), in("day.pcapng")},
		[]string{"evaluate", in("none.pcapng")},
		[]string{"evaluate", in("assets.csv")},
		[]string{"evaluate", "-learn", "0.8", "-days", "8", "-o", filepath.Join(dir, "none", "page.html"), in("calm.pcapng")})
	page, err := os.ReadFile(in("page.html"))
	if err != nil || !bytes.Contains(page, []byte("dnp3-cold-restart")) {
		t.Errorf("the page does not tell of the attack: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "none")); err == nil || strings.Contains(string(page), dir) {
		t.Error("a folder was made, or the page tells where the captures lay")
	}
}

// TestReplayIncidentsSame: replay tells the same incidents, octet for octet, whatever
// the number of workers.
func TestReplayIncidentsSame(t *testing.T) {
	dir := judgedFolder(t)
	in := func(name string) string { return filepath.Join(dir, name) }
	status, _, said := execute(nil, "learn", "-quiet", "-approve", "-day", "36s", "-assets", in("assets.csv"), "-o", in("baseline"), in("calm.pcapng"))
	if status != exitOK {
		t.Fatal(said)
	}
	var want string
	for _, workers := range []string{"1", "2", "3", "8"} {
		status, got, said := execute(nil, "replay", "-quiet", "-format", "json", "-workers", workers, "-baseline", in("baseline"), "-assets", in("assets.csv"), in("day.pcapng"))
		if status != exitOK || !strings.Contains(got, `"dnp3-restart"`) {
			t.Fatalf("%s workers: status %d, %s\n%s", workers, status, said, got)
		}
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("%s workers tell other incidents than one:\n%s\nwant\n%s", workers, got, want)
		}
	}
}
