package endpoint

import (
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// watched lets two hours pass in which an HMI at 1 asks controllers at 11 and 12.
func (s *site) watched() {
	for _, a := range []int{1, 11, 12} {
		s.uses(a, card(a))
		s.claims(a, card(a))
	}
	s.minutes(120, func() { s.polls(1, 11); s.polls(1, 12) })
}

// TestMiddle: one interface that claims both ends of a conversation is told on the
// first day already, as an attempt; and as a success when their traffic passes it.
func TestMiddle(t *testing.T) {
	for _, judged := range []bool{false, true} {
		s := newSite(t)
		if s.watched(); judged {
			s.learn()
		}
		s.told = nil
		s.uses(66, card(66))
		s.passes(1, 11, card(66)) // it only says so of one yet
		s.claims(11, card(66))
		if s.count(InTheMiddle) != 0 {
			t.Error("one address makes it one in the middle")
		}
		s.pass(time.Second)
		s.claims(1, card(66))
		if s.count(InTheMiddle) != 1 || s.count(PassesTheMiddle) != 0 {
			t.Fatalf("judged %v: told %d times, traffic %d", judged, s.count(InTheMiddle), s.count(PassesTheMiddle))
		}
		s.passes(12, 11, card(66)) // no conversation
		s.talks(1, 11)
		if s.count(PassesTheMiddle) != 0 {
			t.Error("other traffic is told")
		}
		for range 5 {
			s.pass(time.Second)
			s.claims(11, card(11))
			s.claims(11, card(66))
			s.passes(1, 11, card(66))
		}
		if s.count(InTheMiddle) != 1 || s.count(PassesTheMiddle) != 1 {
			t.Errorf("judged %v: told %d times, traffic %d", judged, s.count(InTheMiddle), s.count(PassesTheMiddle))
		}
		for _, d := range s.told {
			switch d.Meaning.Kind {
			case InTheMiddle, PassesTheMiddle:
				want := map[baseline.Kind]baseline.Evidence{InTheMiddle: baseline.Attempt, PassesTheMiddle: baseline.Success}[d.Meaning.Kind]
				if d.Actor != addr(66) || d.Client != addr(1) || d.Server != addr(11) || d.Target != addr(11) || d.Port != 502 || d.Evidence != want || !d.Meaning.Exact || d.Seen != mac(card(66)).String() {
					t.Errorf("%+v", d)
				}
			}
		}
		s.writes(1, 11)
		if s.count(WriteAfterEndpoint) != 1 {
			t.Error("a write after it is not told")
		}
		s.days(10, func() { s.polls(1, 11) })
		for _, e := range s.entries() {
			if e.Subject == "10.0.0.1 at "+mac(card(66)).String() && e.Standing != baseline.Pending {
				t.Errorf("it is %s", e.Standing)
			}
		}
	}
}

// TestMiddleKept: that it took both ends outlives a restart in between.
func TestMiddleKept(t *testing.T) {
	s := newSite(t)
	s.watched()
	s.restarts = true
	s.claims(1, card(66))
	s.claims(11, card(66))
	s.passes(1, 11, card(66))
	s.want(told{InTheMiddle: 1, PassesTheMiddle: 1})
}

// TestMiddleApproved: one that people approved at both ends is a firewall that was put
// in between.
func TestMiddleApproved(t *testing.T) {
	s := newSite(t)
	s.watched()
	s.claims(1, card(66))
	s.claims(11, card(66))
	s.passes(1, 11, card(66))
	for _, a := range []string{"10.0.0.1", "10.0.0.11"} {
		s.decide(a+" at "+mac(card(66)).String(), baseline.Approved)
	}
	s.minutes(60, func() { s.claims(1, card(66)); s.claims(11, card(66)); s.passes(1, 11, card(66)) })
	s.want(told{InTheMiddle: 1, PassesTheMiddle: 1})
}

// TestMiddleMany: of many addresses taken, those that speak with each other are told.
func TestMiddleMany(t *testing.T) {
	s := newSite(t)
	s.watched()
	for a := 100; a < 140; a++ {
		s.uses(a, card(a))
	}
	s.minutes(61, func() { s.polls(1, 11) })
	for a := 100; a < 140; a++ {
		s.claims(a, card(66))
		if a == 135 {
			s.claims(11, card(66))
		}
	}
	s.want(told{})
	s.claims(1, card(66))
	s.want(told{InTheMiddle: 1})
}

// TestNotMiddle: what also has one interface claim two addresses, and is no attack.
func TestNotMiddle(t *testing.T) {
	virtual := [6]byte{0, 0, 0x5e, 0, 1, 7}
	hsrp := [6]byte{0, 0, 0x0c, 0x07, 0xac, 5}
	second := card(11)
	second[5] += 2
	for name, test := range map[string]func(s *site){
		"VRRP":         func(s *site) { s.claims(1, virtual); s.claims(11, virtual) },
		"HSRP":         func(s *site) { s.claims(1, hsrp); s.claims(11, hsrp) },
		"replaced":     func(s *site) { s.claims(11, card(50)); s.uses(11, card(50)); s.polls(1, 11) },
		"two replaced": func(s *site) { s.claims(11, card(50)); s.claims(1, card(51)) },
		"two, no talk": func(s *site) { s.claims(11, card(50)); s.claims(12, card(50)) },
		"hours apart": func(s *site) {
			s.claims(11, card(50))
			s.minutes(120, func() { s.polls(1, 11) })
			s.claims(1, card(50))
		},
		"own and other":   func(s *site) { s.claims(11, card(1)) },
		"in another VLAN": func(s *site) { s.claimsIn(9, 1, card(50)); s.claimsIn(9, 11, card(50)) },
		"team":            func(s *site) { s.claims(11, second); s.claims(1, second) },
		"it forwards":     func(s *site) { s.forwards(1, card(50)); s.forwards(11, card(50)) },
		"failover and back": func(s *site) {
			s.claims(11, card(50))
			s.pass(time.Minute)
			s.claims(11, card(11))
			s.pass(time.Minute)
			s.claims(11, card(50))
		},
	} {
		s := newSite(t)
		s.watched()
		test(s)
		s.passes(1, 11, card(50))
		if s.count(InTheMiddle)+s.count(PassesTheMiddle) != 0 {
			t.Errorf("%s: told", name)
		}
	}
}

func (s *site) claimsIn(vlan uint16, a int, m [6]byte) {
	s.bind(baseline.Binding{Addr: addr(a), MAC: m, Claim: true, VLAN: vlan})
}

func (s *site) forwards(a int, m [6]byte) {
	s.bind(baseline.Binding{Addr: addr(a), MAC: m, Claim: true, Router: true})
}

// TestFailoverBoth: a standby takes both addresses of one device, which have their
// own conversations, one with the other too.
func TestFailoverBoth(t *testing.T) {
	s := newSite(t)
	for _, a := range []int{11, 12} {
		s.uses(a, card(11)) // one device with two addresses
		s.claims(a, card(11))
	}
	s.minutes(120, func() { s.polls(1, 11); s.polls(1, 12); s.polls(11, 12) })
	s.told = nil
	s.claims(11, card(50))
	s.claims(12, card(50))
	s.want(told{})
}

// TestOwner: who owned both addresses from the beginning, as a gateway, is not told,
// nor when it takes them back from others; nor is a second one that was there too.
func TestOwner(t *testing.T) {
	s := newSite(t)
	for _, a := range []int{1, 11} {
		s.claims(a, card(200))
		s.uses(a, card(200))
	}
	s.minutes(120, func() { s.polls(1, 11) })
	for _, a := range []int{1, 11} {
		s.claims(a, card(60+a))
		s.pass(time.Minute)
		s.claims(a, card(200))
	}
	s.want(told{})
}

// TestProxy: a router that answers for hosts of two segments from the beginning, both
// of them mirrored, is learned as such: also for those it answers for later.
func TestProxy(t *testing.T) {
	s := newSite(t)
	for _, a := range []int{1, 11, 12, 13} {
		s.uses(a, card(a))
	}
	s.claims(12, card(200))
	s.claims(13, card(200))
	s.minutes(120, func() { s.polls(1, 11) })
	s.claims(1, card(200))
	s.claims(11, card(200))
	s.passes(1, 11, card(200))
	s.restart()
	s.claims(1, card(200))
	s.want(told{})
	s.claims(1, card(66))
	s.claims(11, card(66))
	s.want(told{InTheMiddle: 1})
}

// TestNoProxyLater: two that come together later, and both claim, are no routers.
func TestNoProxyLater(t *testing.T) {
	s := newSite(t)
	s.watched()
	for _, a := range []int{1, 11, 12} {
		s.claims(a, card(66))
		s.claims(a, card(67))
	}
	if n := s.count(InTheMiddle); n != 2 {
		t.Errorf("told %d times", n)
	}
}

// TestMiddleFlood: a flood of claims by made-up interfaces neither tells of one in the
// middle, nor hides one.
func TestMiddleFlood(t *testing.T) {
	s := newSite(t)
	s.watched()
	for i := range 5000 {
		s.claims([]int{1, 11, 12}[i%3], [6]byte{2, byte(i * 7), byte(i >> 8), byte(i), byte(i * 13), 1})
		s.pass(10 * time.Millisecond)
	}
	if s.count(InTheMiddle) != 0 {
		t.Errorf("told %d times", s.count(InTheMiddle))
	}
	s.claims(1, card(66))
	for i := range 20 {
		s.claims(12, [6]byte{6, byte(i), 9, 9, byte(i * 13), 1})
	}
	s.claims(11, card(66))
	if s.count(InTheMiddle) != 1 {
		t.Errorf("told %d times", s.count(InTheMiddle))
	}
}

// TestFactsApart: a changed interface, another distance and another stack are told
// apart, each as what it is, and none of them as one in the middle.
func TestFactsApart(t *testing.T) {
	s := newSite(t)
	s.bind(baseline.Binding{Addr: addr(11), MAC: card(11), TTL: 64, Fingerprint: 5})
	s.bind(baseline.Binding{Addr: addr(1), MAC: card(1), TTL: 128})
	s.days(7, func() { s.polls(1, 11) })
	s.look.Site = baseline.Ready
	s.bind(baseline.Binding{Addr: addr(11), MAC: card(50), TTL: 128, Hops: 1, Fingerprint: 6})
	s.want(told{MACChanged: 1, PathChanged: 1, FingerprintChanged: 1})
}
