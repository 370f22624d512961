package attack

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/lab/plant"
)

var start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// TestTable: every scenario names hosts and techniques there are, does something,
// in order, always the same, and only its actor acts.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for _, id := range All() {
		s, ok := Named(id)
		if !ok || seen[id] || len(s.Techniques) == 0 {
			t.Errorf("%s: not a good row", id)
		}
		seen[id] = true
		for _, x := range s.Techniques {
			if _, ok := TechniqueNamed(x); !ok {
				t.Errorf("%s: no technique %s in the table", id, x)
			}
		}
		for _, name := range append([]string{s.Actor}, s.Targets...) {
			if _, ok := plant.HostNamed(name); !ok {
				t.Errorf("%s: no host %s", id, name)
			}
		}
		a := s.Actions(start, 1)
		if len(a) == 0 || !a[0].At.Equal(start) || !reflect.DeepEqual(a, s.Actions(start, 1)) {
			t.Errorf("%s: actions do not begin at the start or differ", id)
		}
		last := start
		for _, x := range a {
			if x.From != s.Actor || x.At.Before(last) || x.To == "" && !x.Address.IsValid() {
				t.Errorf("%s: %+v", id, x)
			}
			last = x.At
		}
	}
}

// TestTechniques: the table has no technique twice and none that nobody names.
func TestTechniques(t *testing.T) {
	for i := range scenarios {
		for _, id := range scenarios[i].Techniques {
			if x, ok := TechniqueNamed(id); !ok || x.ID != id || x.Name == "" {
				t.Errorf("%s: %s is not of version %s", scenarios[i].ID, id, Version)
			}
		}
	}
}

// TestTruth: what is written reads back.
func TestTruth(t *testing.T) {
	truth := Truth{V: 1, AttackVersion: Version, Seed: 7, Start: start, End: start.Add(time.Hour), Permits: []plant.Permit{}}
	for _, l := range Spread(time.Minute, 10*time.Minute, "scan", "flood") {
		r, err := NewRun(l, start, 7)
		if err != nil {
			t.Fatal(err)
		}
		r.Caused(start.Add(l.At+time.Second), 3)
		r.Caused(start.Add(l.At), 1)
		if !r.Start.Equal(start.Add(l.At)) || !r.End.Equal(start.Add(l.At+time.Second)) || r.Packets != 4 {
			t.Errorf("%s: %v to %v, %d packets", r.ID, r.Start, r.End, r.Packets)
		}
		truth.Attacks = append(truth.Attacks, r.Attack)
	}
	var b bytes.Buffer
	if err := truth.Write(&b); err != nil {
		t.Fatal(err)
	}
	var back Truth
	if err := json.Unmarshal(b.Bytes(), &back); err != nil || !reflect.DeepEqual(back, truth) {
		t.Errorf("%v\n%+v\n%+v", err, back, truth)
	}
	if _, err := NewRun(Launch{Scenario: "none"}, start, 1); err == nil {
		t.Error("a scenario that is not there was launched")
	}
}
