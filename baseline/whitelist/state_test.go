package whitelist

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

// TestHeld: what is new while nothing may be learned is told, less and less often,
// and is not learned; a control is listed, so that a person can decide about it.
// Learning goes on later without telling it again.
func TestHeld(t *testing.T) {
	s := newSite(t)
	s.run(newPlant(6), 0, 10)
	s.all = nil
	before := len(s.d.keys.records)
	s.hold = true
	for i := range int64(8640) {
		s.event(write(start+10*day+i*10e9, hmi, panels[0], 1, 120, 1))
	}
	if n := len(s.all); n < 2 || n > 8 {
		t.Errorf("%d deviations in a day", n)
	}
	const subject = "modbus 10.0.0.10 > 10.0.1.1:502 station 1 write holding-register[120]"
	if e := s.entry(subject); e == nil || e.Standing != baseline.Pending || e.Days != 0 || e.Count != 8640 || e.Facts != "L4, held" || len(s.d.keys.records) != before+1 {
		t.Errorf("%+v, %d keys", e, len(s.d.keys.records)-before)
	}
	s.restart()
	s.hold, s.all = false, nil
	s.event(write(start+11*day, hmi, panels[0], 1, 120, 1))
	if len(s.all) != 0 || len(s.d.keys.records) != before+1 {
		t.Errorf("%+v, %d keys", s.all, len(s.d.keys.records)-before)
	}
	if e := s.entry(subject); e.Standing != baseline.Pending || e.Days != 1 || e.Facts != "L4" {
		t.Errorf("%+v", e)
	}
}

// TestHeldHost: the first write of a host, and its way out, are listed while nothing is
// learned of it; what a person approved then is ordinary afterwards, and what was
// rejected is told.
func TestHeldHost(t *testing.T) {
	s := newSite(t)
	s.run(newPlant(6), 0, 10)
	s.hold = true
	at := start + 10*day
	s.event(write(at, engineer, panels[1], 1, 7, 1))
	s.contact(at+1e9, engineer, "9.9.9.9", 443, false)
	if s.entry("tcp 10.0.0.12 > internet:443") != nil {
		t.Error("a way that nobody answered is listed")
	}
	s.contact(at+2e9, engineer, "9.9.9.9", 443, true)
	list := []string{"host 10.0.0.12 writes", "modbus 10.0.0.12 > 10.0.1.2:502 station 1 write function write-multiple-registers",
		"modbus 10.0.0.12 > 10.0.1.2:502 station 1 write holding-register[7]", "tcp 10.0.0.12 > internet:443"}
	for _, x := range list {
		if e := s.entry(x); e == nil || e.Standing != baseline.Pending || e.Days != 0 {
			t.Errorf("%s: %+v", x, e)
		}
	}
	for _, x := range list[:3] {
		s.d.Decide(s.b, x, baseline.Approved)
	}
	s.d.Decide(s.b, list[3], baseline.Rejected)
	s.all, s.hold = nil, false
	s.event(write(at+day, engineer, panels[1], 1, 7, 1))
	s.contact(at+day+1e9, engineer, "9.9.9.9", 443, true)
	if len(s.all) != 1 || s.all[0].Meaning.Kind != "rejected-way" || s.all[0].Evidence != baseline.Success {
		t.Errorf("%+v", s.all)
	}
}

// TestStale: what was not used for 60 days is told when it is used; days on which
// the sensor saw nothing do not count.
func TestStale(t *testing.T) {
	s := newSite(t)
	p := newPlant(7)
	for n := range int64(8) {
		s.event(read(start+n*day, hmi, panels[0], 1, 9000, 2))
		s.event(write(start+n*day, hmi, panels[0], 1, 9000, 1))
		s.event(write(start+n*day, hmi, panels[1], 1, 9000, 1))
		s.run(p, int(n), int(n)+1)
	}
	s.d.DecideAll(s.b, "modbus 10.0.0.10 > 10.0.1.1:502", baseline.Approved)
	for n := int64(8); n < 75; n++ {
		s.event(read(start+n*day, hmi, panels[0], 1, 0, 40))
	}
	s.all = nil
	s.event(read(start+75*day, hmi, panels[0], 1, 9000, 2))
	s.event(read(start+75*day, hmi, panels[0], 1, 50, 40)) // stale too, and said already
	s.event(write(start+75*day, hmi, panels[0], 1, 9000, 1))
	s.event(write(start+75*day, hmi, panels[0], 1, 9000, 1))
	if s.count("stale-use") != 1 || s.count("stale-control") != 1 || len(s.all) != 2+s.count("new-sequence") {
		t.Errorf("%+v", s.all)
	}
	for _, v := range s.all {
		if v.Evidence != baseline.Precursor || v.Meaning.Exact {
			t.Errorf("what was approved is more than a sign: %+v", v)
		}
	}
	s.all = nil
	s.event(write(start+75*day+1e9, hmi, panels[1], 1, 9000, 1))
	if len(s.all) != 1 || s.all[0].Meaning.Kind != "new-write-function" || s.all[0].Evidence != baseline.Success {
		t.Errorf("what nobody approved is not as new as ever: %+v", s.all)
	}
	if s.d.Stale() == 0 {
		t.Error("nothing is stale")
	}
	s.all = nil
	s.run(p, 400, 402) // the sensor was off for ten months
	if s.count("stale-use") > 0 && s.d.day > 80 {
		t.Errorf("%d after a long pause", s.count("stale-use"))
	}
}

// TestRestart: restarts in the middle change nothing of what comes.
func TestRestart(t *testing.T) {
	run := func(restarts bool) (*site, []byte) {
		s := newSite(t)
		p := newPlant(11)
		for n := range 45 {
			i := 0
			p.day(n, func(e *baseline.Event) {
				s.event(e)
				if i++; restarts && n%4 == 1 && i%1500 == 700 {
					s.restart()
				}
				if n > 9 && i%400 == 0 {
					s.event(read(e.Time+1e6, engineer, panels[i/400%4], uint32(n), uint32(i), 7))
					s.contact(e.Time+2e6, engineer, fmt.Sprintf("10.9.%d.%d", n, i%200), 22, false)
				}
				if n == 30 && i%100 == 0 {
					s.event(write(e.Time+3e6, engineer, panels[1], 1, uint32(i), 3))
				}
			})
		}
		return s, s.state()
	}
	a, x := run(false)
	b, y := run(true)
	if len(a.all) < 20 || len(a.all) != len(b.all) {
		t.Fatalf("%d deviations, with restarts %d", len(a.all), len(b.all))
	}
	for i := range a.all {
		m, n := a.all[i], b.all[i]
		if m.Meaning.Kind != n.Meaning.Kind {
			t.Fatalf("deviation %d is %s, with restarts %s", i, m.Meaning.Kind, n.Meaning.Kind)
		}
		m.Meaning, n.Meaning = nil, nil
		if m != n {
			t.Fatalf("deviation %d is %+v, with restarts %+v", i, m, n)
		}
	}
	if string(x) != string(y) {
		t.Error("the states differ")
	}
}

// TestDamaged: a damaged state is refused, and never more than refused.
func TestDamaged(t *testing.T) {
	s := newSite(t)
	s.run(newPlant(12), 0, 2)
	s.contact(start+2*day, engineer, "10.9.9.9", 22, false)
	b := s.state()
	for n := 0; n < len(b); n += 1 + n/200 {
		r := snapshot.NewReader(b[:n])
		New(baseline.Settings{Day: 24 * time.Hour}, known).Restore(r)
		if r.End() == nil {
			t.Fatalf("a state cut at %d of %d is accepted", n, len(b))
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		c := slices.Clone(b)
		for range 1 + r.IntN(4) {
			c[r.IntN(len(c))] = byte(r.Uint32())
		}
		d := New(baseline.Settings{Day: 24 * time.Hour}, known)
		rd := snapshot.NewReader(c)
		d.Restore(rd)
		if rd.End() == nil {
			d.Entries(s.b, func(*baseline.Entry) bool { return true })
			d.Novelty(3)
		}
	}
}

// TestDecideAll and Transfer: many at once.
func TestDecideAll(t *testing.T) {
	s := newSite(t)
	s.run(newPlant(13), 0, 10)
	const prefix = "modbus 10.0.0.10 > "
	pending := 0
	s.d.Entries(s.b, func(e *baseline.Entry) bool {
		if strings.HasPrefix(e.Subject, prefix) && e.Standing == baseline.Pending {
			pending++
		}
		return true
	})
	if n := s.d.DecideAll(s.b, prefix, baseline.Approved); n < pending || pending == 0 {
		t.Errorf("%d of %d pending are decided", n, pending)
	}
	from, to := s.b.Asset(ap(panels[0], 1).Addr()), s.b.Asset(ap("10.0.1.50", 1).Addr())
	keys := len(s.d.keys.records)
	if n := s.d.Transfer(s.b, from, to); n == 0 || len(s.d.keys.records) != keys {
		t.Errorf("%d keys are transferred, %d of %d left", n, len(s.d.keys.records), keys)
	}
	s.all = nil
	for j := range uint32(3) {
		s.event(read(start+10*day, hmi, "10.0.1.50", 1, j*50, 40))
	}
	s.event(write(start+10*day, hmi, "10.0.1.50", 1, 101, 1))
	if len(s.all) != 0 {
		t.Errorf("the new device deviates: %+v", s.all)
	}
	s.event(read(start+10*day, hmi, panels[0], 1, 0, 40))
	if s.count("new-host") != 1 {
		t.Error("the old one is still known")
	}
	subjects := map[string]bool{}
	s.d.Entries(s.b, func(e *baseline.Entry) bool {
		if subjects[e.Subject] {
			t.Errorf("%s is there twice", e.Subject)
		}
		subjects[e.Subject] = true
		return true
	})
}
