package endpoint

import (
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestRoleReversal: a controller that was a server for an hour and then asks is told, on
// the first day already; it waits for a person, is told less and less often, and is no
// longer when it is approved.
func TestRoleReversal(t *testing.T) {
	s := newSite(t)
	poll := func() { s.polls(1, 11); s.polls(1, 12) }
	s.minutes(61, poll)
	s.want(told{})
	s.polls(11, 12)
	s.want(told{RoleReversal: 1})
	if d := s.told[0]; d.Actor != addr(11) || d.Target != addr(12) || !d.Meaning.Exact || d.Repeat || d.Learned < int64(time.Hour) || d.Evidence != baseline.Precursor {
		t.Errorf("%+v", d)
	}
	s.minutes(8*60, func() { poll(); s.writes(11, 12) })
	if n := s.count(RoleReversal); n < 4 || n > 7 || len(s.told) != n || !s.told[1].Repeat {
		t.Errorf("told %d times in eight hours, of %d", n, len(s.told))
	}
	s.restart()
	s.days(5, func() { poll(); s.polls(11, 12) })
	list := s.entries()
	if len(list) != 1 || list[0].Subject != "10.0.0.11 asks" || list[0].Standing != baseline.Pending {
		t.Fatalf("%+v", list)
	}
	s.decide(list[0].Subject, baseline.Approved)
	s.restart()
	n := len(s.told)
	s.days(5, func() { poll(); s.polls(11, 12) })
	if len(s.told) != n {
		t.Errorf("told %d times after it was approved", len(s.told)-n)
	}
	s.decide(list[0].Subject, baseline.Rejected)
	s.polls(11, 12)
	if len(s.told) != n+1 {
		t.Error("what was rejected is not told")
	}
}

// TestRoleReversalJudged: in a site that is judged, a server that begins to ask is told
// once and waits, and a write of it is told; so is one that came on the same day, after
// an hour, and one that answers once a day.
func TestRoleReversalJudged(t *testing.T) {
	s := newSite(t)
	s.learn()
	s.days(3, func() { s.polls(1, 11); s.polls(1, 12); s.polls(1, 14) })
	s.minutes(120, func() { s.polls(1, 11); s.polls(1, 12); s.polls(1, 13) })
	s.want(told{})
	if e := s.event(11, 12, wire.Read); !s.d.Reverses(s.look, e) {
		t.Error("it is not said beforehand that it will be told")
	}
	s.polls(11, 12)
	s.pass(time.Minute)
	s.writes(11, 12)
	s.want(told{RoleReversal: 1, WriteAfterEndpoint: 1})
	if s.told[0].Repeat || s.d.Reverses(s.look, s.event(11, 12, wire.Read)) {
		t.Error("it begins to ask twice")
	}
	waits := 0
	for _, e := range s.entries() {
		if e.Subject == "10.0.0.11 asks" && e.Standing == baseline.Pending {
			waits++
		}
	}
	if waits != 1 {
		t.Error("it does not wait for a person")
	}
	s.pass(11 * time.Minute)
	s.polls(13, 12)
	s.polls(14, 12)
	s.want(told{WriteAfterEndpoint: 1, RoleReversal: 3})
}

// TestReverses: who asks and answers, who is new, and who sends by itself, reverses
// nothing.
func TestReverses(t *testing.T) {
	s := newSite(t)
	s.learn()
	s.polls(1, 13)
	sent := s.event(11, 12, wire.Read)
	sent.Outcome = wire.Unasked
	for name, e := range map[string]*baseline.Event{"client": s.event(1, 12, wire.Read), "stranger": s.event(99, 12, wire.Read),
		"server of today": s.event(13, 12, wire.Read), "unasked": sent, "itself": s.event(11, 11, wire.Read)} {
		if s.d.Reverses(s.look, e) {
			t.Errorf("%s: a role reversal", name)
		}
	}
}

// TestBothRoles: who asks and answers from the beginning, in whatever order that is
// seen, is ordinary: concentrators, and controllers that ask each other.
func TestBothRoles(t *testing.T) {
	s := newSite(t)
	each := func(minute int) {
		s.polls(1, 20) // a concentrator
		if minute%15 == 14 {
			s.polls(20, 21)
		}
		if minute%45 == 40 {
			s.polls(31, 32)
		}
		if minute%45 == 1 {
			s.polls(32, 31)
		}
		if minute >= 30 && minute%29 == 0 { // a host that asks, and answers later
			s.polls(1, 40)
		}
		s.polls(40, 20)
	}
	for minute := range 3 * 24 * 60 {
		each(minute)
		s.pass(time.Minute)
	}
	s.look.Site = baseline.Provisional
	for minute := range 24 * 60 {
		each(minute)
		s.pass(time.Minute)
	}
	s.want(told{})
}

// TestTurned: conversations that were seen the wrong way round, as the sensor came into
// the middle of them, and then the right way, are no reversal.
func TestTurned(t *testing.T) {
	s := newSite(t)
	seen := func(client, server int, from, to uint16) {
		e := s.event(client, server, wire.Read)
		e.Client, e.Server = netip.AddrPortFrom(addr(client), from), netip.AddrPortFrom(addr(server), to)
		s.d.Event(s.look, e)
	}
	s.minutes(120, func() { seen(11, 1, 50200, 40000); seen(12, 1, 50200, 40001) })
	s.restart()
	s.minutes(120, func() { seen(1, 11, 41000, 50200); seen(1, 12, 41001, 50200) })
	s.want(told{})
}

// TestServerNotLong: a host that answered seldom, or while the sensor was blind, or
// before a time in which nothing was seen, was not watched for long enough.
func TestServerNotLong(t *testing.T) {
	for name, before := range map[string]func(s *site){
		"seldom": func(s *site) { s.minutes(3, func() { s.polls(1, 11) }); s.minutes(120, func() { s.polls(1, 12) }) },
		"unanswered": func(s *site) {
			s.minutes(120, func() { e := s.event(1, 11, wire.Read); e.Outcome = wire.Unanswered; s.d.Event(s.look, e) })
		},
		"blind":   func(s *site) { s.look.Blind = true; s.minutes(120, func() { s.polls(1, 11) }); s.look.Blind = false },
		"stopped": func(s *site) { s.minutes(20, func() { s.polls(1, 11) }); s.pass(48 * time.Hour) },
	} {
		s := newSite(t)
		before(s)
		s.polls(11, 12)
		s.minutes(100, func() { s.polls(1, 11); s.polls(11, 12) })
		if len(s.told) != 0 {
			t.Errorf("%s: told %s", name, s.told[0].Meaning.Kind)
		}
	}
}

// TestServerReports: what a device sends by itself is no question, whoever was first.
func TestServerReports(t *testing.T) {
	s := newSite(t)
	s.minutes(180, func() {
		s.polls(1, 11)
		e := s.event(1, 11, wire.Read)
		e.Outcome = wire.Unasked
		s.d.Event(s.look, e)
	})
	s.want(told{})
}

// TestRoleReversalScaled: with a scaled day the hour is the 24th part of it.
func TestRoleReversalScaled(t *testing.T) {
	s := newSite(t)
	s.d = New(baseline.Settings{Day: 24 * time.Minute})
	for range 70 {
		s.polls(1, 11)
		s.pass(time.Second)
	}
	s.polls(11, 12)
	s.want(told{RoleReversal: 1})
	if settleTime(time.Second) != int64(time.Second) || settleTime(0) != int64(time.Hour) || settleTime(48*time.Hour) != int64(time.Hour) {
		t.Error("the hour is not bounded")
	}
}

// TestRoleReversalHeld: under a work permit it is told, and not learned either way.
func TestRoleReversalHeld(t *testing.T) {
	s := newSite(t)
	s.minutes(70, func() { s.polls(1, 11) })
	s.look.Learn = false
	s.minutes(5, func() { s.polls(11, 12) })
	s.want(told{RoleReversal: 1})
	if len(s.entries()) != 0 {
		t.Errorf("%+v", s.entries())
	}
	s.look.Learn = true
	s.pass(time.Hour)
	s.polls(11, 12)
	s.want(told{RoleReversal: 2})
}

// TestResumed: a connection that goes on after a RST is told from the first second,
// once in ten minutes, and not while the sensor is blind; a write after it is told.
func TestResumed(t *testing.T) {
	s := newSite(t)
	s.look.Blind = true
	s.resumes(1, 11)
	s.want(told{})
	s.look.Blind = false
	s.minutes(5, func() { s.resumes(1, 11) })
	s.want(told{ResumedAfterReset: 1})
	if d := s.told[0]; d.Client != addr(1) || d.Server != addr(11) || d.Port != 502 || d.Frame != 9 || d.Seen != "10.0.0.1:1000 > 10.0.0.11:502" {
		t.Errorf("%+v", d)
	}
	s.writes(1, 11)
	s.want(told{ResumedAfterReset: 1, WriteAfterEndpoint: 1})
}
