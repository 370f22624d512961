package alert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// allKinds are those the random walk is made of.
var allKinds = []*baseline.Meaning{newHost, newPair, newReads, newSession, newControl, newEgress, learning, restart, download, storm, restarted,
	silence, slower, outside, leaves, differs, contested, macChanged, firmware, blindness, oneSided}

// walk is a random life of a desk: deviations, time, and people.
type walk struct {
	*bench
	r   *rand.Rand
	now time.Duration
	out bytes.Buffer
	// worst is the highest tier each open incident was in.
	worst   map[string]yardstick.Tier
	cabinet *Cabinet
	keeps   *rand.Rand
}

func newWalk(t *testing.T, seed uint64) *walk {
	o := Options{Impact: func(a netip.Addr) int { return int(a.As16()[15]) % 4 }, Outside: func(a netip.Addr) bool { return a == addr(3) },
		Permitted: func(x *baseline.Deviation) (string, bool) { return "W-1", x.Actor == addr(5) },
		Promise:   func(d baseline.Detector) (top, lower float64) { return 0.01, 0.1 }}
	return &walk{bench: newBench(t, o), r: rand.New(rand.NewPCG(seed, 1)), worst: map[string]yardstick.Tier{}, cabinet: NewCabinet(),
		keeps: rand.New(rand.NewPCG(seed, 2))}
}

// deviation is a random one.
func (w *walk) deviation(hosts int) *baseline.Deviation {
	x := w.dev(allKinds[w.r.IntN(len(allKinds))], w.now, w.r.IntN(hosts), w.r.IntN(hosts))
	x.Evidence = baseline.Evidence(w.r.IntN(3))
	x.Outcome, x.Operation = wire.Outcome(w.r.IntN(5)), wire.Operation(w.r.IntN(11))
	x.Point, x.Seen, x.Expected = fmt.Sprint("p", w.r.IntN(4)), strings.Repeat("v\xff", w.r.IntN(30)), ""
	x.Count, x.Surprise = uint64(w.r.IntN(3)), math.Inf(1)
	if w.r.IntN(20) == 0 {
		x.Actor, x.Target = netip.Addr{}, netip.Addr{}
	}
	if w.r.IntN(10) == 0 {
		x.Time -= int64(w.r.IntN(int(time.Hour)))
	}
	x.Exercise = w.r.IntN(12) == 0
	x.State, x.Native, x.Repeat = baseline.State(w.r.IntN(5)), w.r.IntN(2) == 0, w.r.IntN(20) == 0
	return x
}

// step does something at random, and writes down what changed.
func (w *walk) step() {
	w.now += time.Duration(w.r.ExpFloat64() * float64(15*time.Second))
	if w.r.IntN(200) == 0 {
		w.now += time.Duration(w.r.IntN(int(9 * 24 * time.Hour)))
	}
	hosts := 16
	if w.r.IntN(3) == 0 {
		hosts = 100000
	}
	switch n := w.r.IntN(20); {
	case n < 15:
		w.note(w.Add(w.deviation(hosts)), nil)
	case n < 17:
		w.note(w.Tick(start+int64(w.now)), nil)
	case n < 18 && w.r.IntN(3) == 0:
		own := baseline.Own()
		w.note(w.Edit(start+int64(w.now), Edit{Kind: own[w.r.IntN(len(own))].Kind, What: fmt.Sprint("edition ", w.r.IntN(3)), How: "approve",
			By: [...]string{"", "Sato"}[w.r.IntN(2)], Refused: w.r.IntN(2) == 0}))
	case n < 18:
		w.note(w.Sighted(start+int64(w.now)), nil)
	default:
		w.person()
	}
}

func (w *walk) person() {
	list := w.Incidents()
	if len(list) == 0 {
		return
	}
	id, at := list[w.r.IntN(len(list))].ID, start+int64(w.now)
	switch w.r.IntN(6) {
	case 0:
		w.note(w.Acknowledge(id, at, "Sato", "seen"))
	case 1:
		w.note(w.Shelve(id, at, time.Duration(w.r.IntN(int(9*time.Hour))), "Sato", "later"))
	case 2:
		w.note(w.Endorse(id, at, w.r.IntN(3), "CSIRT", "known"))
	default:
		w.note(w.Judge(id, at, []Disposition{Work, Suspicious, False}[w.r.IntN(3)], "Sato", "looked"))
	}
}

// note writes down changes, and checks each.
func (w *walk) note(list []Change, err error) {
	fmt.Fprintln(&w.out, err)
	for _, c := range list {
		b, err := json.Marshal(c.Incident)
		if err != nil {
			w.t.Fatal(err)
		}
		fmt.Fprintf(&w.out, "%s %s\n", c.What, b)
		w.check(c.Incident)
	}
}

func (w *walk) check(i *Incident) {
	if len(i.Targets) > maxTargets || len(i.Timeline) > maxTimeline || len(i.Evidence) > maxEvidence || len(i.Kinds) > maxKinds || len(i.Decisions) > maxDecisions {
		w.t.Fatalf("%s is out of bounds", i.ID)
	}
	if i.Tier() < w.worst[i.ID] {
		w.t.Fatalf("%s fell from %s to %s", i.ID, w.worst[i.ID], i.Priority)
	}
	w.worst[i.ID] = i.Tier()
	if (i.Sort == Blind || i.Sort == Notice) && i.Tier() > yardstick.TrackStar {
		w.t.Fatalf("a %s is %s", i.Sort, i.Priority)
	}
	if i.Since.IsZero() || i.Since.Before(i.Opened) || (len(i.Actors) > 0) && i.Sort != Site || len(i.Actors) > maxActors {
		w.t.Fatalf("%s of a %s is what it is since %s, with %d actors", i.ID, i.Sort, i.Since, len(i.Actors))
	}
}

// keep has what has changed be kept, now and then.
func (w *walk) keep() {
	if w.keeps.IntN(3) != 0 {
		return
	}
	if err := w.cabinet.Keep(w.Desk); err != nil {
		w.t.Fatal(err)
	}
}

// restart has another desk go on.
func (w *walk) restart() {
	if _, err := w.Unsaved(); err != nil { // a full disk: it was not kept
		w.t.Fatal(err)
	}
	if err := w.cabinet.Keep(w.Desk); err != nil {
		w.t.Fatal(err)
	}
	d, err := w.cabinet.GoOn(w.o)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Desk = d
}

// TestWalk: whatever happens, nothing panics, bounds hold, no priority falls, and a
// restart at any place changes nothing of what comes after.
func TestWalk(t *testing.T) {
	const steps = 900
	for seed := range uint64(3) {
		a, b := newWalk(t, seed), newWalk(t, seed)
		at := map[int]bool{int(seed * 97): true, 500: true, 700 + int(seed): true}
		for n := range steps {
			if at[n] {
				b.restart()
			}
			a.step()
			b.step()
			b.keep()
		}
		if !bytes.Equal(a.out.Bytes(), b.out.Bytes()) {
			x, y := strings.Split(a.out.String(), "\n"), strings.Split(b.out.String(), "\n")
			for n := range x {
				if n >= len(y) || x[n] != y[n] {
					t.Fatalf("seed %d: line %d differs after a restart:\n%s\n%s", seed, n, x[n], y[min(n, len(y)-1)])
				}
			}
		}
		if a.out.Len() < steps*100 {
			t.Errorf("seed %d: only %d octets of changes", seed, a.out.Len())
		}
		a.recount()
		b.recount()
	}
}

// recount checks what is counted against what there is.
func (w *walk) recount() {
	moments, ways := 0, 0
	aside := map[netip.Addr]int{}
	known := map[subject]int{}
	for _, s := range w.stories {
		for _, k := range s.Known {
			known[k.Subject]++
		}
		moments += len(s.Timeline)
		if s.Way && !s.Exercise {
			ways++
		}
		if s.isAside() {
			for _, a := range s.Assets {
				aside[a.Addr]++
			}
		}
	}
	if !maps.Equal(known, w.known) {
		w.t.Errorf("%d subjects are known, %d are counted", len(known), len(w.known))
	}
	if moments != w.moments || ways != w.ways || len(aside) != len(w.aside.assets) {
		w.t.Errorf("%d moments, %d ways and %d assets aside; counted %d, %d and %d", moments, ways, len(aside), w.moments, w.ways, len(w.aside.assets))
	}
}

// TestDamaged: a state that is cut, changed or of another form is refused or makes a
// desk that works, and never a panic.
func TestDamaged(t *testing.T) {
	w := newWalk(t, 1)
	for range 200 {
		w.step()
	}
	c := w.cabinet
	if err := c.Keep(w.Desk); err != nil {
		t.Fatal(err)
	}
	good := c.head
	if New(w.o).Restore(bytes.Replace(good, []byte(`"form":3`), []byte(`"form":2`), 1), c.Part) == nil {
		t.Error("another form is read")
	}
	for n := range 200 {
		if New(w.o).Restore(good[:n*len(good)/200], c.Part) == nil {
			t.Errorf("a state cut at %d/200 is read", n)
		}
	}
	missing := w.stories[0].ID
	if New(w.o).Restore(good, func(id string) (doc, own []byte, err error) {
		if doc, own, err = c.Part(id); id == missing {
			own = own[:len(own)/2]
		}
		return doc, own, err
	}) == nil {
		t.Error("an incident of which the half is missing is read")
	}
	ended := New(w.o)
	if err := ended.Restore(good, func(id string) (doc, own []byte, err error) {
		if id == missing {
			return nil, nil, nil
		}
		return c.Part(id)
	}); err != nil || len(ended.stories) != len(w.stories)-1 {
		t.Errorf("one that ended since is not left out: %v", err)
	}
	r := rand.New(rand.NewPCG(5, 6))
	spoil := func(good []byte) []byte {
		bad := bytes.Clone(good)
		for range 1 + r.IntN(4) {
			bad[r.IntN(len(bad))] = `0123456789"{}[],:-a`[r.IntN(19)]
		}
		return bad
	}
	for n := range 200 {
		head, v := good, newWalk(t, 2)
		if n%2 == 0 {
			head = spoil(good)
		}
		if v.Restore(head, func(id string) (doc, own []byte, err error) {
			doc, own, err = c.Part(id)
			if n%2 != 0 && r.IntN(4) == 0 {
				doc, own = spoil(doc), spoil(own)
			}
			return doc, own, err
		}) != nil {
			continue
		}
		for range 30 {
			v.step()
		}
	}
}

// TestSchema: every incident is as docs/schema says, and reads back as it was.
func TestSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../docs/schema/incident.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	w := newWalk(t, 3)
	sorts := map[string]bool{}
	for range 1200 {
		w.step()
	}
	for line := range strings.Lines(w.out.String()) {
		_, doc, ok := strings.Cut(line, " {")
		if !ok {
			continue
		}
		v, err := jsonschema.UnmarshalJSON(strings.NewReader("{" + doc))
		if err == nil {
			err = schema.Validate(v)
		}
		if err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		var i Incident
		if err := json.Unmarshal([]byte("{"+doc), &i); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(i)
		if err != nil || string(again) != "{"+strings.TrimSpace(doc) || codes(i.Values) != i.Inputs {
			t.Fatalf("%v: %s reads back as %s", err, doc, again)
		}
		sorts[string(i.Sort)+" "+string(i.State)] = true
	}
	for _, s := range []string{"security open", "security merged", "security closed", "security shelved", "blind open", "permit authorised", "site open",
		"notice open", "notice closed"} {
		if !sorts[s] {
			t.Errorf("the walk met no %s", s)
		}
	}
}

// TestSketch: what is counted is near what was added.
func TestSketch(t *testing.T) {
	for _, n := range []int{0, 1, 20, 300, 5000} {
		var s sketch
		for i := range 3 * n {
			s.add(addr(i % max(n, 1)))
		}
		if got := int(s.count()); got < n*95/100 || got > n*105/100+1 {
			t.Errorf("%d are counted as %d", n, got)
		}
	}
}

// TestClean: texts are bounded and can be printed.
func TestClean(t *testing.T) {
	for in, want := range map[string]string{"": "", "coil 3": "coil 3", "ポンプ": "ポンプ", "a\x00b\x7f": "a\uFFFDb\uFFFD", "\xff": "\uFFFD", "\u202ex": "\uFFFDx",
		strings.Repeat("あ", 100): strings.Repeat("あ", 85)} {
		if got := clean(in); got != want {
			t.Errorf("%q is %q", in, got)
		}
	}
}
