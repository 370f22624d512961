package model

import (
	"bytes"
	"errors"
	"math"
	"net/netip"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
)

const day = int64(24 * time.Hour)

// TestCalendar: natural days are those of the site's zone, over a change of clocks
// too; scaled ones are as long as they are said to be.
func TestCalendar(t *testing.T) {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	c := calendar{day: day, zone: tokyo}
	at := func(s string) int64 {
		x, err := time.ParseInLocation("2006-01-02 15:04", s, tokyo)
		if err != nil {
			t.Fatal(err)
		}
		return x.UnixNano()
	}
	c.begin(at("2026-03-02 10:00"))
	for _, x := range []struct {
		at   string
		day  uint32
		hour int
	}{{"2026-03-02 23:59", 1, 23}, {"2026-03-03 00:00", 2, 24}, {"2026-03-08 12:30", 7, 156}, {"2026-04-02 00:00", 32, 72}} {
		if n, h := c.enter(at(x.at)), c.hourOfWeek(at(x.at)); n != x.day || h != x.hour || c.over(at(x.at)) {
			t.Errorf("%s is day %d, hour %d", x.at, n, h)
		}
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c = calendar{day: day, zone: berlin}
	night := time.Date(2026, 3, 29, 0, 0, 0, 0, berlin).UnixNano() // 23 hours long
	c.begin(night)
	c.enter(night)
	if !c.over(night+23*int64(time.Hour)) || c.over(night+23*int64(time.Hour)-1) {
		t.Error("the day of 23 hours does not end after 23 hours")
	}
	c = calendar{day: 24e9, zone: time.UTC}
	c.begin(start)
	if n, h := c.enter(start+25e9), c.hourOfWeek(start+25e9); n != 2 || h != 25 {
		t.Errorf("a scaled day: day %d, hour %d", n, h)
	}
}

// TestStates: the site and the channel become provisional after a week, and what was
// ordinary raises nothing; a new write is told then, and a first one from the start.
func TestStates(t *testing.T) {
	var got told
	m := newModel(24*time.Hour, &got)
	days(m, 0, 7, day)
	if s := m.Forecast().State; s != baseline.Learning || !slices.Equal(got.kinds(), []string{"first-write-learning"}) {
		t.Fatalf("%s, %v", s, got.kinds())
	}
	days(m, 7, 14, day)
	f := m.Forecast()
	if f.State != baseline.Provisional || f.Days != 13 || f.Once != 0 || math.Abs(f.Bound-2.9957/13) > 1e-3 || len(got.all) != 1 {
		t.Fatalf("%+v, %v", f, got.kinds())
	}
	if !slices.Contains(f.Missing, MissingApprovals) || !slices.Contains(f.Missing, MissingBound) {
		t.Errorf("%v", f.Missing)
	}
	m.Event(write(start+14*day+1e9, panel, 30))
	d := got.all[len(got.all)-1]
	if k := got.kinds()[1:]; !slices.Contains(k, "new-write-point") || !d.Native || d.State != baseline.Provisional || d.Evidence != baseline.Success {
		t.Errorf("%v, %+v", k, d)
	}
	if m.Forecast().Observed != 0 || m.days.promises[len(m.days.promises)-1].observed != 1 {
		t.Errorf("%+v", m.days.promises)
	}
}

// TestReady: a site without anything new for 30 days, all approved, is ready.
func TestReady(t *testing.T) {
	var got told
	m := newModel(24*time.Hour, &got)
	days(m, 0, 8, day)
	m.Entries(func(e *baseline.Entry) bool { return true })
	var waiting []*baseline.Entry
	m.Entries(func(e *baseline.Entry) bool {
		if e.Standing == baseline.Pending {
			c := *e
			waiting = append(waiting, &c)
		}
		return true
	})
	if len(waiting) == 0 || m.Pending() != len(waiting) {
		t.Fatalf("%d wait", len(waiting))
	}
	for _, e := range waiting {
		if !m.Decide(e.Detector, e.Subject, baseline.Approved) {
			t.Errorf("%s is not there", e.Subject)
		}
	}
	if m.Decide(baseline.Whitelist, "nothing", baseline.Approved) || m.Pending() != 0 {
		t.Error("what is not there was decided")
	}
	days(m, 8, 32, day)
	if f := m.Forecast(); f.State != baseline.Ready || len(f.Missing) != 0 || f.Certified || f.Bound > readyBound {
		t.Errorf("%+v, %v", f, got.kinds())
	}
}

// TestHold: nothing is learned from what is held, nor when frozen; it is judged all
// the same, and a control is listed, for people to decide about.
func TestHold(t *testing.T) {
	var got told
	m := New(Options{Settings: settings(24 * time.Hour), Report: got.take, Hold: func(client, _ netip.Addr, _ int64) bool { return client == other.Addr() }})
	days(m, 0, 2, day)
	m.Event(read(start+2*day, other))
	m.Freeze(true)
	m.Event(write(start+2*day+1e9, panel, 99))
	var text bytes.Buffer
	if err := m.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(text.Bytes(), []byte("10.0.0.9 >")) || !bytes.Contains(text.Bytes(), []byte("write input-register[99]\tL4, held\t")) || !bytes.Contains(text.Bytes(), []byte("10.0.0.1 >")) {
		t.Errorf("%s", text.Bytes())
	}
}

// TestState: a model that goes on from the state of another, at any of some moments,
// says and knows the same from there on; a damaged state is refused.
func TestState(t *testing.T) {
	for _, n := range []int{0, 1, 5, 9} {
		var one, two told
		m := newModel(24*time.Hour, &one)
		days(m, 0, n, day)
		m.Event(write(start+int64(n)*day+5e9, other, 40))
		b := m.AppendState(nil)
		if d, err := DayOf(b); err != nil || d != 24*time.Hour {
			t.Fatalf("%s, %v", d, err)
		}
		r := newModel(24*time.Hour, &two)
		if err := r.Restore(b); err != nil {
			t.Fatal(err)
		}
		one.all = nil
		for _, x := range []*Model{m, r} {
			x.Event(write(start+int64(n)*day+10e9, panel, 50))
			days(x, n+1, n+9, day)
			x.Event(write(start+int64(n+9)*day+10e9, other, 60))
		}
		if !reflect.DeepEqual(one.kinds(), two.kinds()) || len(one.all) == 0 || !bytes.Equal(m.AppendState(nil), r.AppendState(nil)) {
			t.Errorf("after %d days: %v, %v", n, one.kinds(), two.kinds())
		}
	}
	m := newModel(24*time.Hour, &told{})
	days(m, 0, 1, day)
	b := m.AppendState(nil)
	for i := 0; i < len(b); i += 97 {
		c := bytes.Clone(b)
		c[i] ^= 0x41
		if err := newModel(24*time.Hour, &told{}).Restore(c); err == nil {
			t.Fatalf("octet %d of %d was changed, and nobody noticed", i, len(b))
		}
		if err := newModel(24*time.Hour, &told{}).Restore(b[:i]); !errors.Is(err, ErrState) {
			t.Fatalf("a state cut at %d: %v", i, err)
		}
	}
	if err := newModel(time.Hour, &told{}).Restore(b); !errors.Is(err, ErrState) {
		t.Errorf("another length of the day: %v", err)
	}
}

// TestDiff: versions are compared by standing and by what was learned.
func TestDiff(t *testing.T) {
	m := newModel(24*time.Hour, &told{})
	text := func() []Line {
		var b bytes.Buffer
		if err := m.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		lines, err := ParseText(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	days(m, 0, 3, day)
	before := text()
	if d := Diff(before, before); len(d) != 0 {
		t.Errorf("%+v", d)
	}
	m.Event(write(start+3*day, panel, 77))
	changes := Diff(before, text())
	if !slices.ContainsFunc(changes, func(c Change) bool {
		return c.Detector == "whitelist" && bytes.Contains([]byte(c.Subject), []byte("[77]")) && c.Old == Line{} && c.New.Standing == "pending"
	}) {
		t.Errorf("%+v", changes)
	}
	if _, err := ParseText([]byte("# comment\n\na\tb\n")); err == nil {
		t.Error("a line of two parts is accepted")
	}
}

// TestOrdinary: an ordinary event costs no memory.
func TestOrdinary(t *testing.T) {
	m := newModel(24*time.Hour, &told{})
	days(m, 0, 9, day)
	at := start + 9*day
	e := read(at, panel)
	if n := testing.AllocsPerRun(2000, func() {
		at += 10e6
		e.Time = at
		m.Event(e)
	}); n != 0 {
		t.Errorf("%v allocations an event", n)
	}
}

// TestOpenings: a connection is in its opening for a minute; one never seen begins.
func TestOpenings(t *testing.T) {
	o := newOpenings()
	if !o.opening(5, 1e9) || !o.opening(5, 60e9) || o.opening(5, 61e9) || o.opening(0, 1e9) {
		t.Error("the first minute is not the first minute")
	}
	for i := range uint64(100000) {
		o.opening(i+6, 70e9)
	}
	if len(o.slots) != openingSlots {
		t.Error("it grew")
	}
}

func BenchmarkEvent(b *testing.B) {
	m := newModel(24*time.Hour, &told{})
	days(m, 0, 9, day)
	at := start + 9*day
	e := read(at, panel)
	b.ReportAllocs()
	for b.Loop() {
		at += 1e6
		e.Time = at
		m.Event(e)
	}
}
