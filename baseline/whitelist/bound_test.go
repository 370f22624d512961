package whitelist

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestFlood: random keys change nothing that was learned, and take no more than
// their room.
func TestFlood(t *testing.T) {
	s := newSite(t)
	p := newPlant(9)
	s.run(p, 0, 10)
	list := func() map[string]baseline.Entry {
		all := map[string]baseline.Entry{}
		s.d.Entries(s.b, func(e *baseline.Entry) bool { all[e.Subject] = *e; return true })
		return all
	}
	before := list()
	r := rand.New(rand.NewPCG(1, 2))
	e := write(0, hmi, panels[0], 1, 0, 1)
	next := func() {
		e.Time += 1e6
		e.Client = ap(fmt.Sprintf("10.7.0.%d", r.IntN(10)), 1)
		e.Points[0].Space, e.Points[0].Index = 4, r.Uint32()
	}
	e.Time = start + 10*day + 1e9
	for range 400_000 {
		next()
		s.event(e)
	}
	if n := len(s.d.keys.records); n != MaxKeys {
		t.Errorf("%d keys", n)
	}
	if s.d.Omitted() == 0 {
		t.Error("nothing is counted as omitted")
	}
	after := list()
	for subject, x := range before {
		if y := after[subject]; y.Standing != x.Standing || y.First != x.First || y.Days != x.Days && y.Days != x.Days+1 {
			t.Errorf("%s: %+v became %+v", subject, x, y)
		}
	}
	octets := float64(40*cap(s.d.keys.records)+4*cap(s.d.keys.slots)) / MaxKeys
	if octets > 48 {
		t.Errorf("%.1f octets a key", octets)
	}
	t.Logf("%.1f octets a key, %d deviations", octets, len(s.all))
	addresses := []*baseline.Event{}
	for range 100 {
		next()
		s.number(e)
		c := *e
		c.Points = slices.Clone(e.Points)
		addresses = append(addresses, &c)
	}
	i := 0
	s.at(e.Time)
	if n := testing.AllocsPerRun(1000, func() { s.d.Event(s.l, addresses[i%100]); i++ }); n != 0 {
		t.Errorf("%v allocations a key beyond the bound", n)
	}
	s.all = nil
	s.run(p, 11, 12)
	if c := s.controls(); len(c) != 0 {
		t.Errorf("the plant deviates after the flood: %+v", c[0])
	}
}

// TestOneClient: one client cannot take all room.
func TestOneClient(t *testing.T) {
	s := newSite(t)
	e := read(start, "10.7.0.1", panels[0], 1, 0, 1)
	for i := range uint32(MaxKeys) {
		e.Points[0].Index = 2 * i
		s.event(e)
	}
	if n := len(s.d.keys.records); n > maxOfClient {
		t.Errorf("one client has %d keys", n)
	}
}

// TestBigMessage: of a control with more points than are looked at, the rest is
// seen as how many there are.
func TestBigMessage(t *testing.T) {
	s := newSite(t)
	big := func(at int64, n int) *baseline.Event {
		e := write(at, hmi, panels[0], 1, 0, 1)
		e.Points = e.Points[:0]
		for i := range n {
			e.Points = append(e.Points, wire.Point{Space: modbus.HoldingRegister, Index: uint32(i), Count: 1, Access: wire.AccessWrite})
		}
		return e
	}
	for n := range int64(10) {
		s.event(big(start+n*day, 2000))
	}
	s.all = nil
	s.event(big(start+10*day, 2000))
	if len(s.all) != 0 {
		t.Errorf("%+v", s.all)
	}
	s.event(big(start+10*day, 2001))
	if len(s.all) != 1 || s.all[0].Meaning.Kind != "new-write-point" {
		t.Errorf("%+v", s.all)
	}
}

// TestAllocs: what is known costs no allocation.
func TestAllocs(t *testing.T) {
	s := newSite(t)
	s.run(newPlant(14), 0, 10)
	at := start + 10*day
	for _, e := range []*baseline.Event{read(at, hmi, panels[0], 1, 0, 40), write(at, hmi, panels[0], 1, 100, 1), publish(at, "Tank")} {
		s.event(e)
		if n := testing.AllocsPerRun(1000, func() { s.d.Event(s.l, e) }); n != 0 {
			t.Errorf("%s: %v allocations", e.Function, n)
		}
	}
	c := baseline.Contact{Client: ap(hmi, 1), Server: ap(panels[0], 502), Protocol: tcp, Answered: true, ClientID: s.b.KnownAsset(ap(hmi, 1).Addr()), ServerID: s.b.KnownAsset(ap(panels[0], 1).Addr())}
	if n := testing.AllocsPerRun(1000, func() { s.d.Contact(s.l, &c) }); n != 0 {
		t.Errorf("a contact: %v allocations", n)
	}
}

// BenchmarkEvent is of what is known: polls and writes of a plant.
func BenchmarkEvent(b *testing.B) {
	s := newSite(b)
	p := newPlant(15)
	s.run(p, 0, 10)
	var all []*baseline.Event
	p.day(10, func(e *baseline.Event) { s.event(e); all = append(all, e) })
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.d.Event(s.l, all[i%len(all)])
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
