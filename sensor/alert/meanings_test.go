package alert_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/technique"
	"github.com/banken-ot/banken/sensor/yardstick"
)

// begin is when these tests begin, UTC ns.
var begin = time.Date(2026, 3, 2, 9, 15, 0, 0, time.UTC).UnixNano()

func host(n int) netip.Addr {
	return netip.AddrFrom4([4]byte{10, byte(n >> 16), byte(n >> 8), byte(n)})
}

// outsider is the one address outside the control network.
var outsider = netip.MustParseAddr("203.0.113.7")

// life is a random life of a desk, from the kinds that the detectors report: what
// they see, time that passes and goes back, and people. It knows a desk only by what
// it tells.
type life struct {
	t        *testing.T
	r        *rand.Rand
	o        alert.Options
	d        *alert.Desk
	meanings []baseline.Meaning
	now      int64
	frame    uint64
	told     bytes.Buffer // all changes, as others are given them
	tiers    map[string]yardstick.Tier
	cabinet  *alert.Cabinet
	states   map[string]bool
}

func newLife(t *testing.T, seed uint64) *life {
	t.Helper()
	table, err := yardstick.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := alert.Options{Table: table, Name: netip.Addr.String, Impact: func(a netip.Addr) int { return int(a.As16()[15]) % 4 },
		Outside: func(a netip.Addr) bool { return a == outsider },
		Permitted: func(x *baseline.Deviation) (string, bool) {
			return "W-1", x.Actor == host(5) && x.Meaning.Detector != baseline.Visible
		}}
	return &life{t: t, r: rand.New(rand.NewPCG(seed, 7)), o: o, d: alert.New(o), meanings: model.Meanings(), now: begin,
		tiers: map[string]yardstick.Tier{}, states: map[string]bool{}, cabinet: alert.NewCabinet()}
}

// deviation is of any kind, by and about any of some hosts; one in thirty is of
// hosts that are never seen again.
func (x *life) deviation() *baseline.Deviation {
	one := func() netip.Addr {
		switch n := x.r.IntN(30); n {
		case 0:
			return host(1000 + x.r.IntN(1<<20))
		case 1:
			return outsider
		case 2:
			return netip.Addr{}
		default:
			return host(n % 12)
		}
	}
	x.frame++
	m := &x.meanings[x.r.IntN(len(x.meanings))]
	d := &baseline.Deviation{Meaning: m, Time: x.now, Event: x.now - int64(x.r.IntN(1e9)), Frame: x.frame, Flow: uint64(x.r.IntN(9)), Port: 502,
		Actor: one(), Target: one(), Protocol: [...]string{"", "modbus", "dnp3", "opcua"}[x.r.IntN(4)], Operation: wire.Operation(x.r.IntN(11)),
		Outcome: wire.Outcome(x.r.IntN(5)), Count: uint64(x.r.IntN(40)), State: baseline.State(x.r.IntN(5)), Native: x.r.IntN(2) == 0,
		Repeat: x.r.IntN(9) == 0, Surprise: math.Inf(1), Point: fmt.Sprint("coil ", x.r.IntN(5)), Seen: strings.Repeat("\xff\x1b1", x.r.IntN(20))}
	d.Client, d.Server = d.Actor, d.Target
	if m.Control {
		d.Evidence = baseline.EvidenceOf(d.Outcome)
	}
	return d
}

// step does one thing at random.
func (x *life) step() {
	x.now += int64(x.r.ExpFloat64() * 20e9)
	if x.r.IntN(150) == 0 {
		x.now += int64(x.r.IntN(int(10 * 24 * time.Hour)))
	}
	switch n := x.r.IntN(400); {
	case n == 0:
		x.now -= int64(x.r.IntN(int(3 * 24 * time.Hour)))
		x.d.Back(x.now)
	case n < 300:
		x.note(x.d.Add(x.deviation()), nil)
	case n < 350:
		x.note(x.d.Tick(x.now), nil)
	case n < 360:
		x.note(x.d.Sighted(x.now), nil)
	default:
		x.person()
	}
}

func (x *life) person() {
	list := x.d.Incidents()
	if len(list) == 0 {
		return
	}
	id := list[x.r.IntN(len(list))].ID
	switch x.r.IntN(6) {
	case 0:
		x.note(x.d.Acknowledge(id, x.now, "Sato", "seen"))
	case 1:
		x.note(x.d.Shelve(id, x.now, time.Duration(x.r.IntN(int(9*time.Hour))), "Sato", "later"))
	default:
		x.note(x.d.Judge(id, x.now, [...]alert.Disposition{alert.Work, alert.Suspicious, alert.False}[x.r.IntN(3)], "Sato", "looked"))
	}
}

// note writes down what changed, and checks each incident.
func (x *life) note(list []alert.Change, err error) {
	fmt.Fprintln(&x.told, err)
	for _, c := range list {
		b, err := json.Marshal(c.Incident)
		if err != nil {
			x.t.Fatal(err)
		}
		fmt.Fprintf(&x.told, "%s %s\n", c.What, b)
		x.check(c.What, c.Incident)
	}
}

// check holds an incident against what is promised of all.
func (x *life) check(w alert.What, i *alert.Incident) {
	x.t.Helper()
	if len(i.Targets) > 64 || len(i.Timeline) > 64 || len(i.Evidence) > 64 || len(i.Kinds) > 32 || len(i.Detectors) > 10 || len(i.Decisions) > 64 {
		x.t.Fatalf("%s is beyond its bounds", i.ID)
	}
	before, known := x.tiers[i.ID]
	if i.Tier() < before {
		x.t.Fatalf("%s fell from %s to %s", i.ID, before, i.Priority)
	}
	if known == (w == alert.Opened) {
		x.t.Fatalf("%s is told as %s, and was known: %v", i.ID, w, known)
	}
	x.tiers[i.ID] = i.Tier()
	if _, row := x.o.Table.Decide(i.Values); row != i.Row {
		x.t.Fatalf("%s: row %d is not that of %+v", i.ID, i.Row, i.Values)
	}
	if i.Tier() == yardstick.Act && i.Sort == alert.Security && (i.Inputs.Evidence == "P" || i.Inputs.Credibility == "L") {
		x.t.Fatalf("%s: %v is Act", i.ID, i.Inputs)
	}
	if i.Sort != alert.Permit && i.Sort != alert.Blind && i.State == alert.Closed && i.Tier().Top() && i.Closing == "" {
		x.t.Fatalf("%s was of the top tiers and closed by itself", i.ID)
	}
	x.states[string(i.Sort)+" "+string(i.State)] = true
}

// quarantine checks that what takes part in an open incident of the top tiers is not
// learned from, and that while there is none all is.
func (x *life) quarantine() {
	top := false
	for _, i := range x.d.Incidents() {
		if i.Sort != alert.Security || !i.Tier().Top() || !i.State.Standing() {
			top = top || i.Sort == alert.Site && i.Tier().Top()
			continue
		}
		top = true
		for _, a := range append(i.Targets, i.Actor) {
			if addr, err := netip.ParseAddr(a); err == nil && !x.d.Quarantined(addr) {
				x.t.Fatalf("%s of %s is learned from", a, i.ID)
			}
		}
	}
	for n := range 12 {
		if !top && x.d.Quarantined(host(n)) {
			x.t.Fatalf("%s is not learned from, and nothing of the top tiers is open", host(n))
		}
	}
}

// goOn has another desk go on from the state of this one.
func (x *life) goOn() {
	if err := x.cabinet.Keep(x.d); err != nil {
		x.t.Fatal(err)
	}
	d, err := x.cabinet.GoOn(x.o)
	if err != nil {
		x.t.Fatal(err)
	}
	x.d = d
}

// TestLives: whatever the detectors report, in whatever order, nothing panics, bounds
// and promises hold, the same gives the same octets, and so does a desk that goes on
// from a state at any place.
func TestLives(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(4) {
		a, b := newLife(t, seed), newLife(t, seed)
		every := 37 + int(seed)*61
		for n := range 1000 {
			a.step()
			b.step()
			if n%every == 0 {
				b.goOn()
				a.quarantine()
				b.quarantine()
			}
		}
		if !bytes.Equal(a.told.Bytes(), b.told.Bytes()) {
			x, y := bytes.Split(a.told.Bytes(), []byte("\n")), bytes.Split(b.told.Bytes(), []byte("\n"))
			for n := range x {
				if n >= len(y) || !bytes.Equal(x[n], y[n]) {
					t.Fatalf("seed %d: what a desk tells differs after it went on from a state:\n%.900s\n%.900s", seed, x[n], y[min(n, len(y)-1)])
				}
			}
		}
		for s := range a.states {
			seen[s] = true
		}
	}
	for _, s := range [...]string{"security open", "security acknowledged", "security shelved", "security closed", "security merged", "site open", "blind open",
		"blind closed", "permit authorised"} {
		if !seen[s] {
			t.Errorf("no life met %s", s)
		}
	}
}

// TestOneActor: ten thousand deviations of any kinds that one actor does are one
// incident, told once.
func TestOneActor(t *testing.T) {
	x := newLife(t, 1)
	opened := map[string]bool{}
	for n := range 10_000 {
		m := &x.meanings[n%len(x.meanings)]
		if m.Detector == baseline.Visible {
			continue
		}
		at := begin + int64(n)*50e6
		for _, c := range x.d.Add(&baseline.Deviation{Meaning: m, Time: at, Event: at, Actor: host(9), Client: host(9), Target: host(20 + n%5), Server: host(20 + n%5),
			Point: fmt.Sprint("coil ", n%100), Outcome: wire.Answered, Count: 1, State: baseline.Ready}) {
			if c.What == alert.Opened {
				opened[c.Incident.ID] = true
			}
		}
	}
	acts := 0
	for _, i := range x.d.Incidents() {
		if i.Actor == host(9).String() {
			acts++
		}
	}
	if len(opened) > 3 || acts == 0 || acts > 2 {
		t.Errorf("%d incidents were opened, %d of the actor", len(opened), acts)
	}
}

// TestManyActors: a thousand actors in ten minutes are one incident of the site.
func TestManyActors(t *testing.T) {
	x := newLife(t, 2)
	told := 0
	for n := range 1000 {
		at := begin + int64(n)*600e6
		m := x.kind("new-pair")
		for _, c := range x.d.Add(&baseline.Deviation{Meaning: m, Time: at, Event: at, Actor: host(5000 + n), Client: host(5000 + n), Target: host(9000 + n),
			Server: host(9000 + n), Count: 1, State: baseline.Ready}) {
			if c.What == alert.Opened {
				told++
			}
		}
	}
	list := x.d.Incidents()
	if len(list) != 1 || list[0].Sort != alert.Site || list[0].Count != 1000 || told > alert.FloodAt+2 {
		t.Fatalf("%d are open, the first of a %s with %d deviations; %d were told", len(list), list[0].Sort, list[0].Count, told)
	}
}

func (x *life) kind(k baseline.Kind) *baseline.Meaning {
	x.t.Helper()
	for n := range x.meanings {
		if x.meanings[n].Kind == k {
			return &x.meanings[n]
		}
	}
	x.t.Fatalf("there is no kind %s", k)
	return nil
}

// TestKinds: every kind there is has a name of its own, techniques that the table
// knows, and opens an incident alone when it may, with what it says of itself.
func TestKinds(t *testing.T) {
	names := map[baseline.Kind]bool{}
	for _, m := range model.Meanings() {
		if names[m.Kind] {
			t.Errorf("%s is two kinds", m.Kind)
		}
		names[m.Kind] = true
		for _, id := range m.Techniques {
			if _, ok := technique.Find(id); !ok {
				t.Errorf("%s: the table has no technique %s", m.Kind, id)
			}
		}
		x := newLife(t, 3)
		d := &baseline.Deviation{Meaning: &m, Time: begin, Event: begin, Frame: 1, Actor: host(9), Target: host(8), Client: host(9), Server: host(8),
			Outcome: wire.Answered, Seen: "1", Count: 1, State: baseline.Ready}
		if m.Control {
			d.Evidence = baseline.Success
		}
		x.note(x.d.Add(d), nil)
		list := x.d.Incidents()
		if len(list) != 1 && m.Alone || len(list) != 0 && !m.Alone {
			t.Errorf("%s: %d incidents, alone %v", m.Kind, len(list), m.Alone)
			continue
		}
		for _, i := range list {
			exact := m.Exact || m.Detector == baseline.Visible
			if i.Stage != m.Stage.String() || i.Title == "" || i.TitleJA == "" || i.Why == "" || i.FirstJA == "" || len(i.Techniques) != len(m.Techniques) ||
				exact && i.Inputs.Credibility == "L" && m.Detector != baseline.Visible || !exact && i.Inputs.Credibility != "L" || (i.Inputs.Evidence == "S") != m.Control {
				t.Errorf("%s: %s, %q, %v, %v", m.Kind, i.Stage, i.Title, i.Inputs, i.Techniques)
			}
		}
	}
}
