package whitelist

import (
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/wire"
)

var known = []*wire.Protocol{&modbus.Protocol, &dnp3.Protocol, &opcua.Protocol}

const day = int64(24 * time.Hour)

// start is a Monday.
var start = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).UnixNano()

// site does what the model does: numbers, days, states.
type site struct {
	t   testing.TB
	d   *Detector
	l   *baseline.Look
	b   *baseline.Book
	all []baseline.Deviation

	repeats int                           // of what was told before
	seen    map[baseline.ChannelID]uint32 // first day of a channel
	hold    bool                          // nothing is learned
}

func newSite(t testing.TB) *site {
	s := &site{t: t, b: baseline.NewBook(), d: New(baseline.Settings{Day: 24 * time.Hour}, known), seen: map[baseline.ChannelID]uint32{}}
	s.l = baseline.NewLook(s.b, func(d *baseline.Deviation) {
		if d.Repeat {
			s.repeats++
			return
		}
		s.all = append(s.all, *d.Clone())
	})
	return s
}

func stateOf(days uint32) baseline.State {
	switch {
	case days < baseline.ProvisionalDays:
		return baseline.Learning
	case days < 30:
		return baseline.Provisional
	}
	return baseline.Ready
}

// at lets time pass up to a time.
func (s *site) at(now int64) {
	if n := uint32((now-start)/day) + 1; n != s.l.Day {
		s.l.Now, s.l.Day = now, n
		s.d.NewDay(s.l)
	}
	if now/1e9 != s.l.Now/1e9 {
		s.l.Now = now
		s.d.Tick(s.l)
	}
	s.l.Now, s.l.Site, s.l.Learn = now, stateOf(s.l.Day-1), !s.hold
}

func (s *site) event(e *baseline.Event) {
	s.at(e.Time)
	s.number(e)
	s.d.Event(s.l, e)
}

func (s *site) number(e *baseline.Event) {
	e.ClientID, e.ServerID = s.b.Asset(e.Client.Addr()), s.b.Asset(e.Server.Addr())
	e.Channel = s.b.Channel(baseline.Channel{Client: e.ClientID, Server: e.ServerID, Protocol: s.b.NameOf(e.Protocol.Name), Port: e.Server.Port(), Station: e.Station})
	if s.seen[e.Channel] == 0 {
		s.seen[e.Channel] = s.l.Day
	}
	s.l.Channel = min(stateOf(s.l.Day-s.seen[e.Channel]), s.l.Site)
}

func (s *site) contact(now int64, client, server string, port uint16, answered bool) {
	s.at(now)
	c := baseline.Contact{Time: now, Client: ap(client, 40000), Server: ap(server, port), Protocol: tcp, Answered: answered}
	c.ClientID, c.ServerID = s.b.Asset(c.Client.Addr()), s.b.KnownAsset(c.Server.Addr())
	if answered {
		c.ServerID = s.b.Asset(c.Server.Addr())
	}
	s.l.Channel = s.l.Site
	s.d.Contact(s.l, &c)
}

// count counts what was reported, by kind.
func (s *site) count(kind baseline.Kind) (n int) {
	for i := range s.all {
		if s.all[i].Meaning.Kind == kind {
			n++
		}
	}
	return n
}

func (s *site) controls() (all []baseline.Deviation) {
	for _, v := range s.all {
		if v.Meaning.Control && v.Meaning.Kind != "first-write-learning" {
			all = append(all, v)
		}
	}
	return all
}

func (s *site) entry(subject string) (found *baseline.Entry) {
	s.d.Entries(s.b, func(e *baseline.Entry) bool {
		if e.Subject == subject {
			x := *e
			found = &x
		}
		return found == nil
	})
	return found
}

func (s *site) state() []byte {
	var w snapshot.Writer
	s.d.AppendState(&w)
	return w.B
}

// restart replaces the detector by one that was restored.
func (s *site) restart() {
	s.t.Helper()
	b := s.state()
	s.d = New(baseline.Settings{Day: 24 * time.Hour}, known)
	r := snapshot.NewReader(b)
	s.d.Restore(r)
	if err := r.End(); err != nil {
		s.t.Fatal(err)
	}
	if string(s.state()) != string(b) {
		s.t.Fatal("the restored state is another one")
	}
}

func ap(a string, port uint16) netip.AddrPort {
	return netip.AddrPortFrom(netip.MustParseAddr(a), port)
}

// read is a Modbus read of holding registers.
func read(now int64, client, server string, station, first, count uint32) *baseline.Event {
	return &baseline.Event{Time: now, Client: ap(client, 40000), Server: ap(server, 502), Protocol: &modbus.Protocol, Station: station, Operation: wire.Read,
		Function: "read-holding-registers", Code: 3, Outcome: wire.Answered, Points: []wire.Point{{Space: modbus.HoldingRegister, Index: first, Count: count}}}
}

// write is a Modbus write of holding registers.
func write(now int64, client, server string, station, first, count uint32) *baseline.Event {
	e := read(now, client, server, station, first, count)
	e.Operation, e.Function, e.Code = wire.Write, "write-multiple-registers", 16
	e.Points[0].Access, e.Points[0].Value = wire.AccessWrite, wire.Value{Kind: wire.KindWords, Raw: make([]byte, 2*count)}
	return e
}

const (
	hmi       = "10.0.0.10"
	historian = "10.0.0.11"
	engineer  = "10.0.0.12"
)

var panels = []string{"10.0.1.1", "10.0.1.2", "10.0.1.3", "10.0.1.4"}

// plant is an ordinary one: polls every five minutes, set-points some times a day,
// a diagnosis now and then, a job every Monday, reconnections.
type plant struct {
	r     *rand.Rand
	every int64
	flow  uint64
}

func newPlant(seed uint64) *plant {
	return &plant{r: rand.New(rand.NewPCG(seed, 1)), every: int64(5 * time.Minute)}
}

// day makes the events of a day, in order of time.
func (p *plant) day(n int, yield func(*baseline.Event)) {
	begin := start + int64(n)*day
	for t := begin; t < begin+day; t += p.every {
		p.polls(t, yield)
		if p.r.IntN(8) == 0 {
			yield(write(t+20e9, hmi, panels[p.r.IntN(len(panels))], 1, 100+uint32(p.r.IntN(4)), 1))
		}
		if p.r.IntN(300) == 0 {
			e := read(t+30e9, hmi, panels[p.r.IntN(2)], 1, 0, 0)
			e.Operation, e.Function, e.Code, e.Points = wire.Diagnose, "read-exception-status", 7, nil
			yield(e)
		}
		if n%7 == 0 && t == begin {
			for i := range uint32(5) {
				yield(read(t+40e9+int64(i)*1e9, engineer, panels[0], 1, 1000+i*100, 100))
			}
		}
	}
}

func (p *plant) polls(t int64, yield func(*baseline.Event)) {
	opening := p.r.IntN(200) == 0
	if opening {
		p.flow++
	}
	for i, panel := range panels {
		for j := range uint32(3) {
			e := read(t+int64(i)*1e8+int64(j)*1e7, hmi, panel, 1, j*50, 40)
			e.Opening, e.Flow = opening, p.flow
			yield(e)
		}
	}
	for i, panel := range panels {
		yield(read(t+10e9+int64(i)*1e8, historian, panel, 1, 0, 125))
	}
}

// run makes days and hands them to the site.
func (s *site) run(p *plant, from, to int) {
	for n := from; n < to; n++ {
		p.day(n, s.event)
	}
}
