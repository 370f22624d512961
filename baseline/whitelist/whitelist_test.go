package whitelist

import (
	"strings"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestOrdinary: forty days of an ordinary plant raise no control deviation, and
// hardly anything else.
func TestOrdinary(t *testing.T) {
	for seed := range uint64(5) {
		s := newSite(t)
		s.run(newPlant(seed), 0, 40)
		if c := s.controls(); len(c) != 0 {
			t.Errorf("seed %d: %d control deviations, first %s %s", seed, len(c), c[0].Meaning.Kind, c[0].Point)
		}
		if n := len(s.all) - s.count("first-write-learning"); n > 3 {
			t.Errorf("seed %d: %d deviations", seed, n)
			for _, v := range s.all {
				t.Log(v.Meaning.Kind, v.Actor, v.Target, v.Seen)
			}
		}
		n := s.d.Novelty(s.l.Day)
		if n.Days != 39 || n.Once != 0 || n.Controls.Keys == 0 || n.All.Keys < n.Controls.Keys {
			t.Errorf("seed %d: %+v", seed, n)
		}
	}
}

// TestNewWritePoint: a point written for the first time on day 12 is reported once,
// listed as pending, and again when it is rejected.
func TestNewWritePoint(t *testing.T) {
	s := newSite(t)
	p := newPlant(1)
	s.run(p, 0, 12)
	s.all = nil
	attack := func(n int) {
		for i := range int64(100) {
			s.event(write(start+int64(n)*day+i*10e9, hmi, panels[0], 1, 120, 1))
		}
	}
	attack(12)
	if len(s.all) != 1 || s.all[0].Meaning.Kind != "new-write-point" || s.all[0].Point != "holding-register[120]" || s.all[0].Evidence != baseline.Success || s.all[0].Seen != "0" {
		t.Fatalf("%+v", s.all)
	}
	const subject = "modbus 10.0.0.10 > 10.0.1.1:502 station 1 write holding-register[120]"
	if e := s.entry(subject); e == nil || e.Standing != baseline.Pending || e.Days != 1 || e.Count != 100 {
		t.Fatalf("%+v", e)
	}
	attack(13)
	if len(s.all) != 1 || s.repeats < 2 || s.repeats > 4 {
		t.Errorf("%d deviations and %d repeats the day after", len(s.all), s.repeats)
	}
	if !s.d.Decide(s.b, subject, baseline.Rejected) || s.d.Decide(s.b, subject+"0", baseline.Rejected) || s.d.Decide(s.b, subject, baseline.Known) {
		t.Error("the decision is not taken")
	}
	attack(14)
	if n := s.count("rejected-control"); n != 2 {
		t.Errorf("a rejected write is reported %d times in 1000 s", n)
	}
	s.d.Decide(s.b, subject, baseline.Approved)
	s.all = nil
	attack(15)
	if len(s.all) != 0 {
		t.Errorf("an approved write is reported: %+v", s.all)
	}
}

// TestRefusedThenDone: an attempt is reported, and again when the device accepts it.
func TestRefusedThenDone(t *testing.T) {
	s := newSite(t)
	s.run(newPlant(1), 0, 10)
	s.all = nil
	for i, o := range []wire.Outcome{wire.Refused, wire.Refused, wire.Answered, wire.Answered} {
		e := write(start+10*day+int64(i)*1e9, hmi, panels[0], 1, 120, 1)
		e.Outcome = o
		s.event(e)
	}
	if len(s.all) != 2 || s.all[0].Evidence != baseline.Attempt || s.all[1].Evidence != baseline.Success {
		t.Errorf("%+v", s.all)
	}
}

// TestIntruderFromTheStart: who writes from day one on is listed, and told as the
// first write of a host, though nothing is known yet.
func TestIntruderFromTheStart(t *testing.T) {
	s := newSite(t)
	p := newPlant(2)
	for n := range 20 {
		s.event(write(start+int64(n)*day, "10.0.0.66", panels[1], 1, 7, 1))
		s.run(p, n, n+1)
	}
	e := s.entry("modbus 10.0.0.66 > 10.0.1.2:502 station 1 write holding-register[7]")
	if e == nil || e.Standing != baseline.Pending || e.Days != 20 || e.Count != 20 || e.First.UnixNano() != start {
		t.Fatalf("%+v", e)
	}
	if len(s.controls()) != 0 {
		t.Errorf("%+v", s.controls())
	}
	n := 0
	for _, v := range s.all {
		if v.Meaning.Kind == "first-write-learning" && v.Actor.String() == "10.0.0.66" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("its first write is told %d times", n)
	}
}

// TestHighest: what is new at several levels is told by what says most.
func TestHighest(t *testing.T) {
	at := start + 10*day
	tests := []struct {
		name  string
		event *baseline.Event
		want  string
	}{
		{"host that reads", read(at, "10.0.0.99", panels[0], 1, 5, 1), "new-host"},
		{"host that writes", write(at, "10.0.0.99", panels[0], 1, 5, 1), "new-host first-write"},
		{"reader that writes", write(at, historian, panels[0], 1, 5, 1), "first-write"},
		{"pair", read(at, engineer, panels[3], 1, 5, 1), "new-pair"},
		{"writer at another pair", write(at, hmi, engineer, 1, 5, 1), "new-host first-write"},
		{"station", read(at, hmi, panels[0], 9, 5, 1), "new-station"},
		{"function", func() *baseline.Event {
			e := read(at, hmi, panels[0], 1, 0, 0)
			e.Code, e.Function, e.Points = 24, "read-fifo-queue", nil
			return e
		}(), "new-function"},
		{"range", read(at, hmi, panels[0], 1, 500, 3), "new-read-range"},
		{"range within others", read(at, hmi, panels[0], 1, 10, 5), "new-quantity"},
		{"range over two others", read(at, historian, panels[0], 1, 60, 60), "new-quantity"},
		{"write function", func() *baseline.Event {
			e := write(at, hmi, panels[0], 1, 100, 1)
			e.Code, e.Function = 6, "write-single-register"
			return e
		}(), "new-write-function"},
		{"write point", write(at, hmi, panels[0], 1, 3, 2), "new-write-point"},
		{"long write", write(at, hmi, panels[0], 1, 0, 60), "new-write-point"},
		{"restart", func() *baseline.Event {
			e := write(at, hmi, panels[0], 1, 0, 1)
			e.Operation, e.Code = wire.Restart, 90
			return e
		}(), "new-restart"},
		{"server that asks", read(at, panels[0], panels[1], 1, 0, 1), "new-client"},
		{"server that writes", write(at, panels[0], panels[1], 1, 0, 1), "new-client first-write"},
		{"poll at the start of a connection", func() *baseline.Event { e := read(at, hmi, panels[0], 1, 0, 40); e.Opening = true; return e }(), ""},
	}
	for _, x := range tests {
		s := newSite(t)
		s.run(newPlant(3), 0, 10)
		s.all = nil
		for range 3 {
			s.event(x.event)
		}
		var kinds []string
		for _, v := range s.all {
			kinds = append(kinds, string(v.Meaning.Kind))
		}
		want := x.want
		if x.name == "writer at another pair" { // an engineer's station never served
			want = "new-write-function"
		}
		if got := strings.Join(kinds, " "); got != want {
			t.Errorf("%s: %q, want %q", x.name, got, want)
		}
	}
}

// TestOpening: what is read only at the start of a connection is weak news when it
// is polled.
func TestOpening(t *testing.T) {
	s := newSite(t)
	p := newPlant(4)
	for n := range 12 {
		e := read(start+int64(n)*day, hmi, panels[0], 1, 3000, 10)
		e.Opening = true
		s.event(e)
		s.run(p, n, n+1)
	}
	s.all = nil
	const subject = "modbus 10.0.0.10 > 10.0.1.1:502 station 1 read holding-register 3000..3009"
	if e := s.entry(subject + " at-start"); e == nil || e.Standing != baseline.Known {
		t.Errorf("%+v", e)
	}
	s.event(read(start+12*day, hmi, panels[0], 1, 3000, 10))
	if s.entry(subject) == nil || s.entry(subject+" at-start") != nil {
		t.Error("what is polled is still listed as asked for at the start")
	}
	if len(s.all) != 1 || s.all[0].Meaning.Kind != "new-quantity" {
		t.Errorf("%+v", s.all)
	}
}
