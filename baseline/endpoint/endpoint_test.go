package endpoint

import (
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

type told = map[baseline.Kind]int

// TestOrdinary: what stays where it is, and the reboot of a device, which claims
// its address again, is not told; nor is anything while learning but what is exact.
func TestOrdinary(t *testing.T) {
	s := newSite(t)
	s.claims(11, card(99)) // another interface on the first day
	s.learn()
	s.claims(11, card(11))
	s.uses(11, card(11))
	s.writes(1, 11)
	s.want(told{})
}

// TestReplaced: a replaced controller is told once and waits; approved, it takes
// the place of the old one, which then is another interface itself.
func TestReplaced(t *testing.T) {
	s := newSite(t)
	s.learn()
	s.claims(11, card(50)) // gratuitous ARP
	s.uses(11, card(50))
	s.pass(20 * time.Minute)
	s.polls(1, 11)
	s.want(told{MACChanged: 1})
	d := s.told[0]
	if d.Target != addr(11) || d.Expected != mac(card(11)).String() || d.Seen != mac(card(50)).String() || d.Support < 6 || d.Learned < 7*24*int64(time.Hour) {
		t.Errorf("told %+v", d)
	}
	s.days(10, func() { s.polls(1, 11) })
	subject := "10.0.0.11 at " + mac(card(50)).String()
	standing := func(want baseline.Standing) {
		t.Helper()
		for _, e := range s.entries() {
			if e.Subject == subject && e.Standing != want {
				t.Errorf("it is %s, want %s", e.Standing, want)
			}
		}
	}
	standing(baseline.Pending)
	s.decide(subject, baseline.Approved)
	standing(baseline.Approved)
	s.restart()
	s.claims(11, card(50))
	s.writes(1, 11)
	s.want(told{MACChanged: 1})
	s.claims(11, card(11))
	s.want(told{MACChanged: 2})
	if s.d.Decide(s.book, "10.0.0.99 at nowhere", baseline.Approved) || s.d.Decide(s.book, subject, baseline.Known) {
		t.Error("something that is not there was decided")
	}
}

// TestWaiting: a replaced device nobody decided about is told less and less often,
// and what is written to it is not told for ever.
func TestWaiting(t *testing.T) {
	s := newSite(t)
	s.learn()
	for range 3 * 24 * 12 {
		s.claims(11, card(50))
		s.polls(1, 11)
		s.writes(1, 11)
		s.pass(5 * time.Minute)
	}
	if n := s.count(MACChanged); n < 5 || n > 11 {
		t.Errorf("told %d times in three days", n)
	}
	if n := s.count(WriteAfterEndpoint); n != 2 {
		t.Errorf("%d writes were told", n)
	}
}

// TestRejected: a rejected interface is told of as long as it is there.
func TestRejected(t *testing.T) {
	s := newSite(t)
	s.learn()
	s.uses(11, card(50))
	s.decide("10.0.0.11 at "+mac(card(50)).String(), baseline.Rejected)
	for range 60 {
		s.pass(time.Minute)
		s.polls(1, 11)
	}
	s.want(told{MACChanged: 7})
}

// TestContested: two interfaces that claim one address by turns, also before
// anything is learned.
func TestContested(t *testing.T) {
	for _, judged := range []bool{false, true} {
		s := newSite(t)
		if s.learn(); !judged {
			s.look.Site = baseline.Cold
		}
		s.uses(66, card(66))
		for range 20 {
			s.pass(time.Second)
			s.claims(11, card(66))
			s.pass(3 * time.Second)
			s.claims(11, card(11))
		}
		if got := s.count(AddressContested); got != 1 {
			t.Fatalf("judged %v: told %d times", judged, got)
		}
		for _, d := range s.told {
			if d.Meaning.Kind == AddressContested && (d.Actor != addr(66) || d.Target != addr(11) || !d.Meaning.Exact) {
				t.Errorf("judged %v: %s of %s", judged, d.Actor, d.Target)
			}
		}
		if judged != (s.count(MACChanged) == 1) {
			t.Errorf("judged %v: %d changes", judged, s.count(MACChanged))
		}
	}
}

// TestPassedOn: whoever claims two addresses once, and passes on what they say, is
// told in a site of which nothing is known, and not learned.
func TestPassedOn(t *testing.T) {
	s := newSite(t)
	s.claims(66, card(66))
	s.claims(11, card(11))
	s.claims(12, card(12))
	for _, a := range []int{11, 12} {
		s.claims(a, card(66))
	}
	s.want(told{})
	for range 20 {
		for _, a := range []int{11, 12} {
			s.uses(a, card(a))
			s.pass(time.Second)
			s.uses(a, card(66))
		}
	}
	s.want(told{AddressContested: 2})
	if d := s.told[0]; d.Actor != addr(66) || d.Expected != mac(card(11)).String() {
		t.Errorf("%s, not %s", d.Actor, d.Expected)
	}
	s.days(10, func() { s.polls(11, 12) })
	for _, e := range s.entries() {
		if e.Subject == "10.0.0.11 at "+mac(card(66)).String() && e.Standing != baseline.Pending {
			t.Errorf("it is %s", e.Standing)
		}
	}
}

// TestNotContested: fail-over and fall-back, interfaces of one team, addresses that
// routers take over, both interfaces known, and what is far apart.
func TestNotContested(t *testing.T) {
	second := card(11)
	second[5]++
	for name, test := range map[string]struct {
		a, b  [6]byte
		pause time.Duration
	}{
		"failover and back": {card(11), card(50), time.Hour},
		"team":              {card(11), second, time.Second},
		"VRRP":              {card(11), [6]byte{0, 0, 0x5e, 0, 1, 9}, time.Second},
		"HSRP":              {card(11), [6]byte{0, 0, 0x0c, 0x9f, 0xf1, 0x23}, time.Second},
		"GLBP":              {[6]byte{0, 7, 0xb4, 0, 1, 1}, [6]byte{0, 7, 0xb4, 0, 1, 2}, time.Second},
	} {
		s := newSite(t)
		for range 10 {
			s.claims(11, test.a)
			s.pass(test.pause)
			s.claims(11, test.b)
			s.pass(test.pause)
		}
		if len(s.told) != 0 {
			t.Errorf("%s: told %s", name, s.told[0].Meaning.Kind)
		}
	}
	s := newSite(t)
	s.days(4, func() { s.uses(11, card(11)); s.polls(1, 11) })
	s.days(4, func() { s.uses(11, card(12)); s.polls(1, 11) })
	s.look.Site = baseline.Ready
	for range 10 {
		s.claims(11, card(11))
		s.uses(11, card(11))
		s.pass(time.Second)
		s.claims(11, card(12))
		s.uses(11, card(12))
		s.pass(time.Second)
	}
	s.want(told{})
}

// TestAlternates: two interfaces that use an address by turns, as while somebody
// passes on what another says.
func TestAlternates(t *testing.T) {
	s := newSite(t)
	s.learn()
	for range 10 {
		s.uses(11, card(66))
		s.pass(2 * time.Second)
		s.uses(11, card(11))
		s.pass(2 * time.Second)
	}
	s.want(told{MACChanged: 1, AddressAlternates: 1})
}

// TestSpoof: one interface claims the addresses of two assets; a device with more
// addresses of its own claims nothing of others.
func TestSpoof(t *testing.T) {
	s := newSite(t)
	s.learn()
	s.uses(66, card(66))
	s.claims(67, card(66))
	s.claims(68, card(66))
	s.want(told{})
	s.claims(11, card(66))
	s.pass(time.Second)
	s.claims(1, card(66))
	s.want(told{MACChanged: 2, ARPSpoof: 1, InTheMiddle: 1})
	d := s.told[2]
	if d.Actor != addr(66) || d.Target != addr(1) || !strings.HasSuffix(d.Seen, ": 10.0.0.11, 10.0.0.1") {
		t.Errorf("%s of %s: %s", d.Actor, d.Target, d.Seen)
	}
	s.pass(time.Minute)
	s.claims(12, card(66))
	s.want(told{MACChanged: 3, ARPSpoof: 1, InTheMiddle: 1})
}

// TestRouter: many addresses behind a router do not deviate, nor when another
// router takes their place, nor when they are claimed by one that is known.
func TestRouter(t *testing.T) {
	s := newSite(t)
	r1, r2 := card(200), card(201)
	s.uses(1, card(1))
	for a := 300; a < 330; a++ {
		s.routed(a, r1)
	}
	s.days(7, func() {
		for a := 300; a < 330; a++ {
			s.polls(1, a)
		}
	})
	s.look.Site = baseline.Ready
	s.uses(300, r2) // it is not known yet that it forwards
	for a := 300; a < 330; a++ {
		s.routed(a, r2)
	}
	s.claims(301, r1)
	s.routed(1, r1)
	s.claims(1, r1)
	for _, k := range []baseline.Kind{MACChanged, MACMoved, ARPSpoof, AddressContested, AddressAlternates} {
		if got := s.count(k); got != 0 {
			t.Errorf("%s was told %d times", k, got)
		}
	}
	if s.count(PathChanged) == 0 {
		t.Error("another path is no evidence")
	}
}

// TestVRRP: the address of a gateway moves between routers.
func TestVRRP(t *testing.T) {
	s := newSite(t)
	s.learn()
	virtual := [6]byte{0, 0, 0x5e, 0, 1, 1}
	s.look.Site = baseline.Learning
	s.claims(254, virtual)
	s.days(7, func() { s.polls(1, 254); s.polls(1, 11) })
	s.look.Site = baseline.Ready
	for range 3 {
		s.claims(254, virtual)
		s.pass(time.Second)
	}
	s.claims(11, virtual)
	s.want(told{})
}

// TestTeam: the other interface of a device is evidence only, and learned.
func TestTeam(t *testing.T) {
	s := newSite(t)
	s.learn()
	second := card(11)
	second[5] += 3
	s.uses(11, second)
	s.want(told{MACMoved: 1})
	s.writes(1, 11)
	s.days(4, func() { s.polls(1, 11) })
	s.uses(11, card(11))
	s.uses(11, second)
	s.want(told{MACMoved: 1})
}

// TestDHCP: addresses that are handed out are evidence only.
func TestDHCP(t *testing.T) {
	s := newSite(t)
	for i := range 7 {
		s.uses(77, card(70+i%4))
		s.days(1, func() { s.polls(77, 11) })
		s.uses(78, card(80))
		s.talks(78, 11)
	}
	s.days(3, func() { s.polls(77, 11); s.talks(78, 11) })
	s.look.Site = baseline.Ready
	s.uses(77, card(90))
	s.uses(78, card(90))
	if s.count(MACChanged) != 0 || s.count(MACMoved) == 0 {
		s.want(told{MACMoved: 2})
	}
	s.claims(77, card(91))
	s.claims(78, card(91))
	if s.count(ARPSpoof) != 0 {
		t.Error("a laptop with two addresses is told to spoof")
	}
}

// TestSigns: another TTL and another stack are evidence, once.
func TestSigns(t *testing.T) {
	s := newSite(t)
	s.bind(baseline.Binding{Addr: addr(11), MAC: card(11), TTL: 64, Fingerprint: 5})
	s.days(7, func() { s.polls(1, 11) })
	s.look.Site = baseline.Ready
	s.bind(baseline.Binding{Addr: addr(11), MAC: card(11), TTL: 64, Fingerprint: 5})
	s.want(told{})
	for range 3 {
		s.bind(baseline.Binding{Addr: addr(11), MAC: card(11), TTL: 128, Hops: 1, Fingerprint: 6})
		s.pass(time.Hour)
	}
	s.want(told{PathChanged: 1, FingerprintChanged: 1})
	if d := s.told[0]; d.Expected != "64/0" || d.Seen != "128/1" {
		t.Errorf("%s, not %s", d.Seen, d.Expected)
	}
}

// TestOverlap: conflicting octets are told from the first second.
func TestOverlap(t *testing.T) {
	s := newSite(t)
	e := s.event(1, 11, wire.Read)
	e.Defects = wire.Overlapping
	for range 100 {
		s.d.Event(s.look, e)
		s.pass(time.Second)
	}
	s.want(told{ConflictingOverlap: 1})
	s.writes(1, 11)
	s.want(told{ConflictingOverlap: 1, WriteAfterEndpoint: 1})
}

// TestWriteAfter: a write within ten minutes, of either end, once; not later, not
// for what is evidence only, not of others.
func TestWriteAfter(t *testing.T) {
	for _, changed := range []int{1, 11} {
		s := newSite(t)
		s.learn()
		s.uses(changed, card(50))
		s.pass(9 * time.Minute)
		s.polls(1, 11)
		s.writes(1, 12)
		for range 10 {
			s.writes(1, 11)
			s.pass(time.Second)
		}
		s.writes(2, 11)
		want := 2 // by 1 and by 2, or to 12 and to 11
		s.want(told{MACChanged: 1, WriteAfterEndpoint: want})
		d := s.told[1]
		if !strings.HasPrefix(d.Seen, "mac-changed, 9m0s") || d.Evidence != baseline.Success {
			t.Errorf("seen %s, %s", d.Seen, d.Evidence)
		}
		s.pass(10 * time.Minute)
		s.writes(1, 11)
		s.want(told{MACChanged: 1, WriteAfterEndpoint: want})
	}
}

// TestFlood: a flood of claims with made-up interfaces and addresses changes
// nothing that was learned, and is told a few times.
func TestFlood(t *testing.T) {
	s := newSite(t)
	s.learn()
	before := s.entries()
	for i := range 20000 {
		m := [6]byte{0x02, byte(i * 7), byte(i >> 8), byte(i), byte(i * 13), 1}
		s.claims([]int{1, 11, 12, 1000 + i}[i%4], m)
		s.pass(10 * time.Millisecond)
	}
	after := map[string]baseline.Entry{}
	perHost := map[baseline.AssetID]int{}
	for _, e := range s.entries() {
		after[e.Subject] = e
		perHost[e.Server]++
	}
	for _, e := range before {
		if a := after[e.Subject]; a.Standing != e.Standing || a.Days != e.Days {
			t.Errorf("%s became %s of %d days", e.Subject, a.Standing, a.Days)
		}
	}
	for id, n := range perHost {
		if n > maxSeats {
			t.Errorf("%s has %d interfaces", s.book.Addr(id), n)
		}
	}
	if n := len(s.told); n > 400 {
		t.Errorf("told %d times", n)
	}
	s.pass(time.Hour)
	s.told = nil
	s.uses(11, card(11))
	s.claims(11, card(11))
	s.polls(1, 11)
	s.want(told{})
	s.uses(12, card(50))
	s.want(told{MACChanged: 1})
}

// TestFloodWhileLearning: made-up claims while learning do not keep a controller
// from being learned, nor what comes then from being told.
func TestFloodWhileLearning(t *testing.T) {
	s := newSite(t)
	s.uses(11, card(11))
	s.days(7, func() {
		for i := range 100 {
			s.claims(11, [6]byte{2, byte(s.look.Day), byte(i * 11), byte(i), 9, 9})
		}
		s.polls(1, 11)
	})
	s.look.Site = baseline.Provisional
	s.uses(11, card(50))
	s.want(told{MACChanged: 1})
}

// TestNoLearning: without leave nothing is learned, and what deviates is told.
func TestNoLearning(t *testing.T) {
	s := newSite(t)
	s.learn()
	s.look.Learn = false
	s.uses(99, card(99))
	s.days(5, func() { s.polls(1, 99) })
	s.uses(11, card(50))
	s.want(told{MACChanged: 1})
	for _, e := range s.entries() {
		if strings.HasPrefix(e.Subject, "10.0.0.99 ") {
			t.Errorf("%s was learned", e.Subject)
		}
	}
}

// TestAllocations: nothing is allocated for ordinary observations.
func TestAllocations(t *testing.T) {
	s := newSite(t)
	s.learn()
	e := s.event(1, 11, wire.Write)
	b := baseline.Binding{Addr: addr(11), Asset: e.ServerID, MAC: card(11), TTL: 64}
	c := baseline.Contact{ClientID: e.ClientID, ServerID: e.ServerID, Answered: true}
	if n := testing.AllocsPerRun(1000, func() {
		s.pass(time.Second)
		s.look.Day++
		s.d.Event(s.look, e)
		s.d.Binding(s.look, &b)
		s.d.Contact(s.look, &c)
	}); n != 0 || len(s.told) != 0 {
		t.Errorf("%v allocations, %d told", n, len(s.told))
	}
}

// TestMeanings: kinds differ and are those of D6.
func TestMeanings(t *testing.T) {
	seen := map[baseline.Kind]bool{}
	for _, m := range Meanings() {
		if m.Kind == "" || seen[m.Kind] || m.Detector != baseline.Endpoint || len(m.Techniques) == 0 {
			t.Errorf("%+v", m)
		}
		seen[m.Kind] = true
	}
}
