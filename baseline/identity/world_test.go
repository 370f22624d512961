package identity

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

const oneSecond = int64(time.Second)

// site is a network with devices that tell what they are.
type site struct {
	t        *testing.T
	book     *baseline.Book
	look     *baseline.Look
	d        *Detector
	told     []baseline.Deviation
	restarts bool
}

func newSite(t *testing.T) *site {
	s := &site{t: t, book: baseline.NewBook(), d: New(baseline.Settings{Day: 24 * time.Hour})}
	s.look = baseline.NewLook(s.book, func(d *baseline.Deviation) { s.told = append(s.told, *d.Clone()) })
	s.look.Now, s.look.Day, s.look.Learn, s.look.Site = 1_800_000_000*oneSecond, 1, true, baseline.Learning
	return s
}

func addr(n int) netip.Addr { return netip.AddrFrom4([4]byte{10, 0, byte(n >> 8), byte(n)}) }

func (s *site) days(n int) {
	s.look.Day += uint32(n)
	s.pass(time.Duration(n) * 24 * time.Hour)
}

func (s *site) pass(d time.Duration) {
	s.look.Now += int64(d)
	s.look.Tick()
}

// judge has the site judged from now on.
func (s *site) judge() { s.look.Site = baseline.Provisional }

func (s *site) give(client, server int, e *baseline.Event) {
	if s.restarts {
		s.restart()
	}
	e.Time, e.Outcome = s.look.Now, wire.Answered
	e.Client, e.Server = netip.AddrPortFrom(addr(client), 40000), netip.AddrPortFrom(addr(server), 502)
	e.ClientID, e.ServerID = s.book.Asset(e.Client.Addr()), s.book.Asset(e.Server.Addr())
	s.d.Event(s.look, e)
}

var (
	modbus = &wire.Protocol{Name: "modbus"}
	dnp3   = &wire.Protocol{Name: "dnp3"}
	opcua  = &wire.Protocol{Name: "opcua"}
)

func text(s string) wire.Value { return wire.Text([]byte(s)) }

// objects is an answer to 43/14 with objects from a number on.
func objectsFrom(station uint32, first int, values ...string) *baseline.Event {
	e := &baseline.Event{Protocol: modbus, Station: station, Operation: wire.Identify, Code: encapsulated, Sub: deviceID, HasSub: true}
	e.Response = []wire.Field{{Name: "objects", Value: wire.List(len(values))}}
	for i, v := range values {
		e.Response = append(e.Response, wire.Field{Name: "object", Depth: 1, Value: wire.Struct()},
			wire.Field{Name: "object_id", Depth: 2, Value: wire.Uint(uint64(first + i))}, wire.Field{Name: "object_value", Depth: 2, Value: text(v)})
	}
	return e
}

func firmwareOf(station uint32, v string) *baseline.Event { return objectsFrom(station, 2, v) }

// attributeOf is an answer with an attribute of group 0.
func attributeOf(variation uint32, v string) *baseline.Event {
	return &baseline.Event{Protocol: dnp3, Station: 4, Operation: wire.Identify, ResponseFrame: 1,
		Points: []wire.Point{{Space: variation, Count: 1, Value: text(v)}}}
}

// cert is a certificate as the decoder shows it.
type cert struct {
	thumbprint, subject, issuer string
	from                        int64
}

func (c cert) fields(name string, depth uint8) []wire.Field {
	return []wire.Field{{Name: name, Depth: depth, Value: wire.Struct()}, {Name: "Octets", Depth: depth + 1, Value: wire.Uint(900)},
		{Name: "Thumbprint", Depth: depth + 1, Value: wire.Octets([]byte(c.thumbprint))}, {Name: "Subject", Depth: depth + 1, Value: text(c.subject)},
		{Name: "Issuer", Depth: depth + 1, Value: text(c.issuer)}, {Name: "NotBefore", Depth: depth + 1, Value: wire.Time(c.from)}}
}

// opens is the opening of a channel.
func opens(policy string, client, server cert) *baseline.Event {
	e := &baseline.Event{Protocol: opcua, Operation: wire.Session, Code: openChannel}
	e.Request = append([]wire.Field{{Name: "SecurityPolicyUri", Value: text(policy)}}, client.fields("SenderCertificate", 0)...)
	e.Response = append([]wire.Field{{Name: "SecurityPolicyUri", Value: text(policy)}}, server.fields("SenderCertificate", 0)...)
	return e
}

// offersOf is an answer to GetEndpoints.
func offersOf(uri string, offers ...string) *baseline.Event {
	e := &baseline.Event{Protocol: opcua, Operation: wire.Identify, Code: getEndpoints}
	e.Request = []wire.Field{{Name: "SecurityMode", Value: wire.Uint(1)}}
	e.Response = []wire.Field{{Name: "SecurityMode", Value: wire.Uint(1)}, {Name: "Endpoints", Value: wire.List(len(offers))}}
	for _, o := range offers {
		policy, mode, _ := strings.Cut(o, "/")
		e.Response = append(e.Response, wire.Field{Name: "Endpoint", Depth: 1, Value: wire.Struct()},
			wire.Field{Name: "Server", Depth: 2, Value: wire.Struct()}, wire.Field{Name: "ApplicationUri", Depth: 3, Value: text(uri)},
			wire.Field{Name: "ApplicationName", Depth: 3, Value: wire.Struct()}, wire.Field{Name: "Text", Depth: 4, Value: text("PLC")},
			wire.Field{Name: "SecurityMode", Depth: 2, Value: wire.Uint(uint64(mode[0] - '0'))},
			wire.Field{Name: "SecurityPolicyUri", Depth: 2, Value: text("http://opcfoundation.org/UA/SecurityPolicy#" + policy)},
			wire.Field{Name: "UserIdentityTokens", Depth: 2, Value: wire.List(1)},
			wire.Field{Name: "SecurityPolicyUri", Depth: 4, Value: text("token")})
	}
	return e
}

func (s *site) count(k baseline.Kind) (n int) {
	for i := range s.told {
		if s.told[i].Meaning.Kind == k {
			n++
		}
	}
	return n
}

type counts = map[baseline.Kind]int

// want checks that exactly these kinds were told, so often.
func (s *site) want(kinds counts) {
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
			s.t.Logf("%s of %s %s: %s, not %s", d.Meaning.Kind, d.Target, d.Point, d.Seen, d.Expected)
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

// entry returns the only entry whose subject has an ending.
func (s *site) entry(ending string) baseline.Entry {
	s.t.Helper()
	var found []baseline.Entry
	for _, e := range s.entries() {
		if strings.HasSuffix(e.Subject, ending) {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		s.t.Fatalf("%d entries end in %q: %v", len(found), ending, s.entries())
	}
	return found[0]
}

func (s *site) decide(ending string, standing baseline.Standing) {
	s.t.Helper()
	if !s.d.Decide(s.book, s.entry(ending).Subject, standing) {
		s.t.Errorf("%q is not there", ending)
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
