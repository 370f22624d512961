package drill

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/sensor/lang"
)

var noon = time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)

func sheet(t *testing.T) *Result {
	t.Helper()
	o := &Order{Scenario: "unknown-laptop", Who: "Mori"}
	if err := o.Check(); err != nil {
		t.Fatal(err)
	}
	s, err := Bind(o.Scenario, works())
	if err != nil {
		t.Fatal(err)
	}
	r := NewResult(s, o, "Works", noon)
	r.Shown = noon.Add(time.Minute)
	r.Incidents = []Found{{ID: "a", Priority: "track*"}, {ID: "b", Priority: "act"}}
	r.Deeds = []Deed{{Task: "stop", Subject: "10.0.0.250"}}
	return r
}

func mark(after time.Duration, what string) Mark { return Mark{noon.Add(after), "Ito", what} }

// TestResult: times are counted from when something was shown; the first that is done
// acknowledges, the first disposition decides, the last one of each incident counts.
func TestResult(t *testing.T) {
	r := sheet(t)
	if b := r.Brief(); b.Met || b.Right || b.Acknowledged >= 0 || b.Decided >= 0 || r.Worst() != "act" || r.Complete() {
		t.Errorf("%+v", b)
	}
	r.Decide("a", mark(2*time.Minute, "acknowledge"), false)
	r.Decide("a", mark(10*time.Minute, "work"), true)
	r.Decide("b", mark(11*time.Minute, "suspicious"), true)
	if b := r.Brief(); b.Acknowledged != 60 || b.Decided != 540 || !b.Met || b.Right {
		t.Errorf("%+v", b)
	}
	r.Decide("a", mark(12*time.Minute, "suspicious"), true)
	if b := r.Brief(); !b.Right || b.Decided != 540 || r.Complete() {
		t.Errorf("%+v", b)
	}
	done := mark(13*time.Minute, "stop")
	r.Deed("stop", "10.0.0.250").Done = &done
	if !r.Complete() {
		t.Error("all was done, and it is not complete")
	}
	r.Goals.Decide = 539
	if b := r.Brief(); b.Met {
		t.Errorf("%+v", b)
	}
	c := r.Clone()
	c.Incidents[0].Priority = "x"
	c.Deeds[0].Done = nil
	if r.Incidents[0].Priority == "x" || r.Deeds[0].Done == nil {
		t.Error("a copy is no copy")
	}
}

// TestResultBounds: nothing grows without bound.
func TestResultBounds(t *testing.T) {
	r := sheet(t)
	for range 2 * MaxMoments {
		r.Add(Moment{Text: lang.Plain("x")})
	}
	for range MaxRemarks {
		if err := r.Remark(noon, "Mori", "x"); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Remark(noon, "Mori", "x"); err == nil || len(r.Moments) != MaxMoments {
		t.Errorf("%v, %d moments", err, len(r.Moments))
	}
	if err := sheet(t).Remark(noon, "Mori", strings.Repeat("x", MaxRemark+1)); err == nil {
		t.Error("a remark without end")
	}
}

// TestGoals: goals that make no sense are refused, and none are those by default.
func TestGoals(t *testing.T) {
	good := Order{Scenario: "x", Who: "Mori"}
	if err := good.Check(); err != nil || good.Goals != (Goals{300, 1800, 3600}) {
		t.Errorf("%+v, %v", good, err)
	}
	for _, g := range []Goals{{-1, 0, 0}, {5, 0, 0}, {0, 0, 3601}, {600, 300, 0}, {math.NaN(), 0, 0}, {math.Inf(1), 0, 0}} {
		o := Order{Scenario: "x", Who: "Mori", Goals: g}
		if err := o.Check(); err == nil {
			t.Errorf("%+v is taken", g)
		}
	}
}

// TestFree: what is free is the least of what the system and the control groups leave;
// what nobody tells is not known.
func TestFree(t *testing.T) {
	root := t.TempDir()
	if _, ok := freeIn(root); ok {
		t.Error("something is known of nothing")
	}
	put := func(name, text string) {
		t.Helper()
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := func(octets uint64) {
		t.Helper()
		if got, ok := freeIn(root); !ok || got != octets {
			t.Errorf("%d, %v; not %d", got, ok, octets)
		}
	}
	put("proc/meminfo", "MemTotal: 2000 kB\nMemAvailable:    1000 kB\n")
	want(1000 << 10)
	put("proc/self/cgroup", "0::/system.slice/banken.service\n")
	put("sys/fs/cgroup/system.slice/banken.service/memory.max", "max\n")
	put("sys/fs/cgroup/system.slice/banken.service/memory.current", "100\n")
	want(1000 << 10)
	put("sys/fs/cgroup/system.slice/memory.max", "4096\n")
	put("sys/fs/cgroup/system.slice/memory.current", "1000\n")
	want(3096)
	put("sys/fs/cgroup/system.slice/memory.current", "5000\n")
	want(0)
	put("proc/self/cgroup", "4:memory:/x\n")
	put("proc/meminfo", "nonsense\n")
	if _, ok := freeIn(root); ok {
		t.Error("something is known of nonsense")
	}
	if got, ok := Free(); !ok || got == 0 {
		t.Errorf("this system has %d octets left, %v", got, ok)
	}
}
