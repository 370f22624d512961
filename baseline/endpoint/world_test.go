package endpoint

import (
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

const oneSecond = int64(time.Second)

// site is a small network with a detector.
type site struct {
	t        *testing.T
	book     *baseline.Book
	look     *baseline.Look
	d        *Detector
	told     []baseline.Deviation
	protocol wire.Protocol
	restarts bool // the detector is replaced by its state all the time
}

func newSite(t *testing.T) *site {
	s := &site{t: t, book: baseline.NewBook(), d: New(baseline.Settings{Day: 24 * time.Hour}), protocol: wire.Protocol{Name: "modbus"}}
	s.look = baseline.NewLook(s.book, func(d *baseline.Deviation) { s.told = append(s.told, *d.Clone()) })
	s.look.Now, s.look.Day, s.look.Learn, s.look.Site = 1_800_000_000*oneSecond, 1, true, baseline.Learning
	return s
}

func addr(n int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, byte(n >> 8), byte(n)}) }

// card returns the MAC address of a maker's card; those of different numbers are
// no neighbours.
func card(n int) [6]byte { return [6]byte{0x00, 0x0c, 0x29, byte(n >> 8), byte(n), 0x40} }

func (s *site) pass(d time.Duration) {
	s.look.Now += int64(d)
	s.look.Tick()
}

func (s *site) bind(b baseline.Binding) {
	if s.restarts {
		s.restart()
	}
	b.Time, b.Frame = s.look.Now, 7
	b.Asset = s.book.Asset(b.Addr)
	s.d.Binding(s.look, &b)
}

// uses is an IP packet of an address from an interface.
func (s *site) uses(a int, m [6]byte) { s.bind(baseline.Binding{Addr: addr(a), MAC: m, TTL: 64}) }

func (s *site) claims(a int, m [6]byte) {
	s.bind(baseline.Binding{Addr: addr(a), MAC: m, Claim: true})
}

func (s *site) routed(a int, m [6]byte) {
	s.bind(baseline.Binding{Addr: addr(a), MAC: m, TTL: 64, Hops: 2, Router: true})
}

func (s *site) event(client, server int, o wire.Operation) *baseline.Event {
	if s.restarts {
		s.restart()
	}
	e := &baseline.Event{Time: s.look.Now, Client: netip.AddrPortFrom(addr(client), 1000), Server: netip.AddrPortFrom(addr(server), 502),
		Protocol: &s.protocol, Operation: o, Outcome: wire.Answered, Function: "function"}
	e.ClientID, e.ServerID = s.book.Asset(e.Client.Addr()), s.book.Asset(e.Server.Addr())
	return e
}

func (s *site) polls(client, server int) { s.d.Event(s.look, s.event(client, server, wire.Read)) }

func (s *site) writes(client, server int) { s.d.Event(s.look, s.event(client, server, wire.Write)) }

// talks is a connection of hosts that speak no control protocol.
func (s *site) talks(client, server int) {
	c := baseline.Contact{Client: netip.AddrPortFrom(addr(client), 1), Server: netip.AddrPortFrom(addr(server), 443), Answered: true,
		ClientID: s.book.Asset(addr(client)), ServerID: s.book.Asset(addr(server))}
	s.d.Contact(s.look, &c)
}

// passes is a packet of a connection of two hosts that passes an interface.
func (s *site) passes(client, server int, m [6]byte) {
	s.contact(client, server, baseline.Contact{Via: m})
}

// resumes is a connection that goes on after a RST.
func (s *site) resumes(client, server int) {
	s.contact(client, server, baseline.Contact{Resumed: true})
}

func (s *site) contact(client, server int, c baseline.Contact) {
	if s.restarts {
		s.restart()
	}
	c.Client, c.Server, c.Time, c.Frame = netip.AddrPortFrom(addr(client), 1000), netip.AddrPortFrom(addr(server), 502), s.look.Now, 9
	c.Protocol, c.Answered, c.ClientID, c.ServerID = 6, true, s.book.Asset(addr(client)), s.book.Asset(addr(server))
	s.d.Contact(s.look, &c)
}

// minutes lets time pass with the same every minute.
func (s *site) minutes(n int, each func()) {
	for range n {
		each()
		s.pass(time.Minute)
	}
}

// days lets learning days pass, each with the same.
func (s *site) days(n int, each func()) {
	for range n {
		each()
		s.look.Day++
		s.pass(24 * time.Hour)
	}
}

// learn learns an HMI at 1 and controllers at 11 and 12, and then judges.
func (s *site) learn() {
	for _, a := range []int{1, 11, 12} {
		s.uses(a, card(a))
		s.claims(a, card(a))
	}
	s.days(7, func() { s.polls(1, 11); s.polls(1, 12) })
	s.look.Site = baseline.Provisional
}

func (s *site) count(k baseline.Kind) (n int) {
	for i := range s.told {
		if s.told[i].Meaning.Kind == k {
			n++
		}
	}
	return n
}

// want checks that exactly these kinds were told, so often.
func (s *site) want(kinds map[baseline.Kind]int) {
	s.t.Helper()
	all := 0
	for k, n := range kinds {
		if got := s.count(k); got != n {
			s.t.Errorf("%s was told %d times, want %d", k, got, n)
		}
		all += s.count(k)
	}
	if all != len(s.told) {
		for _, d := range s.told {
			s.t.Logf("%s %s: %s, not %s", d.Meaning.Kind, d.Target, d.Seen, d.Expected)
		}
		s.t.Errorf("%d were told, want %v", len(s.told), kinds)
	}
}

func (s *site) entries() (list []baseline.Entry) {
	s.d.Entries(s.book, func(e *baseline.Entry) bool {
		list = append(list, *e)
		return true
	})
	return list
}

func (s *site) decide(subject string, standing baseline.Standing) {
	s.t.Helper()
	if !s.d.Decide(s.book, subject, standing) {
		s.t.Errorf("there is no %q", subject)
	}
}

// restart replaces the detector with one restored from its state.
func (s *site) restart() {
	s.t.Helper()
	var w, again snapshot.Writer
	s.d.AppendState(&w)
	d := New(baseline.Settings{Day: 24 * time.Hour})
	r := snapshot.NewReader(w.B)
	d.Restore(r)
	if err := r.End(); err != nil {
		s.t.Fatal(err)
	}
	d.AppendState(&again)
	if string(again.B) != string(w.B) {
		s.t.Fatal("the restored state is another one")
	}
	s.d = d
}
