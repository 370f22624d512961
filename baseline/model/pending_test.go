package model

import (
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// standingOf returns the standing of the entry of a subject.
func standingOf(t *testing.T, m *Model, subject string) baseline.Standing {
	t.Helper()
	found, s := false, baseline.Standing(0)
	m.Entries(func(e *baseline.Entry) bool {
		if e.Subject == subject {
			found, s = true, e.Standing
		}
		return !found
	})
	if !found {
		t.Errorf("no %s", subject)
	}
	return s
}

// TestPendingForEver: a write that was there while the site was learned waits for a
// person however long it goes on: it never becomes known, keeps the site from being
// ready, is counted among what waits, and is not told again day by day.
func TestPendingForEver(t *testing.T) {
	var got told
	m := newModel(24*time.Hour, &got)
	days(m, 0, 8, day)
	before := m.Pending()
	days(m, 8, 45, day)
	const subject = "modbus 10.0.0.1 > 10.0.0.2:502 station 1 write input-register[20]"
	if s := standingOf(t, m, subject); s != baseline.Pending || m.Pending() != before || before == 0 {
		t.Errorf("%s, %d and %d wait", s, before, m.Pending())
	}
	if f := m.Forecast(); f.State != baseline.Provisional || !slices.Equal(f.Missing, []Missing{MissingApprovals}) || f.Days < 43 {
		t.Errorf("%+v", f)
	}
	if k := got.kinds(); !slices.Equal(k, []string{"first-write-learning"}) {
		t.Errorf("%v", k)
	}
	if !m.Decide(baseline.Whitelist, subject, baseline.Approved) || m.Pending() != before-1 {
		t.Errorf("%d wait after one was approved", m.Pending())
	}
}

// TestReadsOfAnIntruder: a client that did what is never learned is not known by its
// reads, on however many days it reads, until a person approves what it did.
func TestReadsOfAnIntruder(t *testing.T) {
	var got told
	m := newModel(24*time.Hour, &got)
	const subject = "modbus 10.0.0.9 > 10.0.0.2:502 station 1 read input-register[10]"
	for n := range 6 {
		days(m, n, n+1, day)
		m.Event(read(start+int64(n+1)*day-3e9, other))
		if n == 1 {
			e := read(start+int64(n+1)*day-2e9, other)
			e.Operation, e.Function, e.Code, e.Sub, e.HasSub, e.Points = wire.Restart, "umas", 90, 0x41, true, nil
			m.Event(e)
		}
	}
	if s := standingOf(t, m, subject); s != baseline.Candidate {
		t.Errorf("what an intruder reads is %s", s)
	}
	if s := standingOf(t, m, "modbus 10.0.0.1 > 10.0.0.2:502 station 1 read input-register[10]"); s != baseline.Known {
		t.Errorf("what others read is %s", s)
	}
	if !slices.Contains(got.kinds(), "umas-start-stop") {
		t.Errorf("%v", got.kinds())
	}
	var waits []string
	m.Entries(func(e *baseline.Entry) bool {
		if e.Detector == baseline.Tripwire {
			waits = append(waits, e.Subject)
		}
		return true
	})
	for _, x := range waits {
		m.Decide(baseline.Tripwire, x, baseline.Approved)
	}
	if s := standingOf(t, m, subject); s != baseline.Known || len(waits) == 0 {
		t.Errorf("after its work was approved: %s", s)
	}
}

// TestHeldWaits: a control that was only met while nothing was to be learned is listed
// for a person, and does not keep the site from being ready.
func TestHeldWaits(t *testing.T) {
	var got told
	m := newModel(24*time.Hour, &got)
	days(m, 0, 8, day)
	var waiting []string
	m.Entries(func(e *baseline.Entry) bool {
		if e.Standing == baseline.Pending {
			waiting = append(waiting, e.Subject)
		}
		return true
	})
	for _, x := range waiting {
		m.Decide(baseline.Whitelist, x, baseline.Approved)
	}
	days(m, 8, 40, day)
	m.Freeze(true)
	m.Event(write(start+40*day, panel, 99))
	m.Freeze(false)
	if f := m.Forecast(); m.Pending() != 1 || len(f.Missing) != 0 {
		t.Errorf("%d wait, missing %v", m.Pending(), f.Missing)
	}
	m.Event(write(start+40*day+60e9, panel, 99))
	if f := m.Forecast(); m.Pending() != 1 || !slices.Equal(f.Missing, []Missing{MissingApprovals}) {
		t.Errorf("%d wait, missing %v", m.Pending(), f.Missing)
	}
}
