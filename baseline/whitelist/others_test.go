package whitelist

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestOthers: of what is new it is told who else did it, on the same server, port and
// station, of whatever standing, in the order of their addresses; and of nobody when
// there is none, or so many that it says nothing.
func TestOthers(t *testing.T) {
	at := start + 10*day
	operate := func(client string, index uint32) *baseline.Event {
		e := write(at, client, "10.0.2.1", 10, index, 1)
		e.Protocol, e.Operation, e.Function, e.Code = &dnp3.Protocol, wire.Operate, "direct-operate", 5
		e.Points[0].Space = 12<<8 | 1
		return e
	}
	restarts := func(client string) *baseline.Event {
		e := operate(client, 0)
		e.Operation, e.Function, e.Code, e.Points = wire.Restart, "cold-restart", 13, nil
		return e
	}
	with := func(e *baseline.Event, change func(*baseline.Event)) *baseline.Event { change(e); return e }
	tests := []struct {
		name  string
		event *baseline.Event
		kind  baseline.Kind
		want  string
	}{
		{"point of others", write(at, engineer, panels[0], 1, 500, 1), "new-write-point", "10.0.0.2, 10.0.0.9, 10.0.0.10"},
		{"point of nobody", write(at, engineer, panels[0], 1, 501, 1), "new-write-point", ""},
		{"of a recipe", write(at, engineer, panels[0], 1, 2031, 1), "new-write-point", "10.0.0.10"},
		{"behind a recipe", write(at, engineer, panels[0], 1, 2040, 1), "new-write-point", ""},
		{"recipe within one", write(at, engineer, panels[0], 1, 2001, 33), "new-write-point", "10.0.0.10"},
		{"another station", write(at, engineer, panels[0], 2, 500, 1), "new-write-function", ""},
		{"another port", with(write(at, engineer, panels[0], 1, 500, 1), func(e *baseline.Event) { e.Server = ap(panels[0], 503) }), "new-write-function", ""},
		{"another server", write(at, engineer, panels[1], 1, 500, 1), "new-write-function", ""},
		{"first write", write(at, historian, panels[0], 1, 499, 2), "first-write", "10.0.0.2, 10.0.0.9, 10.0.0.10"},
		{"control", operate(engineer, 3), "new-control", "10.0.0.10"},
		{"control of nobody", operate(engineer, 4), "new-control", ""},
		{"restart", restarts(engineer), "new-restart", "10.0.0.10"},
		{"function", with(write(at, engineer, panels[0], 1, 500, 1), func(e *baseline.Event) { e.Code, e.Function = 6, "write-single-register" }), "new-write-function",
			"10.0.0.2, 10.0.0.9, 10.0.0.10"},
		{"of too many", write(at, engineer, panels[2], 1, 7, 1), "new-write-function", ""},
		{"range", read(at, hmi, panels[3], 1, 41, 9), "new-read-range", "10.0.0.11"},
		{"range of nobody", read(at, hmi, panels[3], 1, 60, 100), "new-read-range", ""},
		{"station", read(at, hmi, panels[0], 7, 5, 1), "new-station", "10.0.0.11"},
		{"unknown reader", read(at, "10.0.0.99", panels[0], 1, 0, 40), "new-host", ""},
	}
	for _, x := range tests {
		s := newSite(t)
		s.run(newPlant(3), 0, 10)
		for _, e := range []*baseline.Event{
			write(at, "10.0.0.9", panels[0], 1, 500, 1), write(at, hmi, panels[0], 1, 500, 1), write(at, "10.0.0.2", panels[0], 1, 500, 1),
			write(at, hmi, panels[0], 1, 2000, 40), write(at, engineer, panels[0], 1, 9000, 1),
			operate(hmi, 3), operate(engineer, 9), restarts(hmi), read(at, historian, panels[0], 7, 5, 1)} {
			s.event(e)
		}
		for i := range maxOthers + 1 {
			s.event(write(at, fmt.Sprintf("10.0.7.%d", i), panels[2], 1, 7, 1))
		}
		s.restart()
		s.all = nil
		s.event(x.event)
		i := slices.IndexFunc(s.all, func(v baseline.Deviation) bool { return v.Meaning.Kind == x.kind })
		if i < 0 || s.all[i].Others != x.want {
			t.Errorf("%s: not %s of %q: %+v", x.name, x.kind, x.want, s.all)
		}
	}
}

// TestOthersHeld: who wrote while nothing was to be learned did write.
func TestOthersHeld(t *testing.T) {
	s := newSite(t)
	s.run(newPlant(3), 0, 10)
	s.hold = true
	at := start + 10*day
	s.event(write(at, engineer, panels[0], 1, 800, 1))
	s.event(write(at+1e9, hmi, panels[0], 1, 800, 1))
	if v := s.all[len(s.all)-1]; v.Meaning.Kind != "new-write-point" || v.Others != engineer {
		t.Errorf("%s: %q", v.Meaning.Kind, v.Others)
	}
}

// TestOthersBound: with full tables, and with a station that very many ask, it takes no
// longer than it may.
func TestOthersBound(t *testing.T) {
	s := newSite(t)
	e := write(start, hmi, panels[0], 1, 0, 1)
	e.Points[0].Space = 4
	fill := func(client string, station, index uint32) {
		e.Client, e.Station, e.Points[0].Index = ap(client, 1), station, index
		s.event(e)
	}
	for i := range uint32(3 * maxClients) {
		fill(fmt.Sprintf("10.7.%d.%d", i/200, i%200), 1, 7)
	}
	fill(hmi, 2, 7)
	for i := range uint32(2000) { // others speak with other stations
		fill(fmt.Sprintf("10.8.%d.%d", i%5, i/100), 3+i, i)
	}
	for i := range uint32(MaxKeys) {
		fill(fmt.Sprintf("10.9.0.%d", i%5), 2, i)
	}
	s.at(start + 8*day)
	s.all = nil
	e.Time = start + 8*day
	began := time.Now()
	fill("10.9.0.1", 2, MaxKeys+1)
	fill(hmi, 2, 11)
	first := time.Since(began)
	if v := s.all[len(s.all)-1]; !strings.HasPrefix(v.Others, "10.9.0.") || len(s.d.keys.records) != MaxKeys {
		t.Errorf("%+v", v)
	}
	fill("10.9.9.9", 1, 7)
	if v := s.all[len(s.all)-1]; v.Others != "" {
		t.Errorf("of more clients than are looked at: %q", v.Others)
	}
	t.Logf("%s with all that came since", first)
}

// BenchmarkOthers is who else wrote a point that eight of 256 clients write.
func BenchmarkOthers(b *testing.B) {
	s := newSite(b)
	for i := range maxClients - 1 {
		index := uint32(i)
		if i < maxOthers {
			index = 7777
		}
		s.event(write(start, fmt.Sprintf("10.7.1.%d", i), panels[0], 1, index, 1))
	}
	e := write(start, hmi, panels[0], 1, 7777, 1)
	s.number(e)
	x := s.d.begin(s.l, e.Client.Addr(), e.Server.Addr())
	x.e, x.channel, x.protocol = e, uint32(e.Channel), s.d.protocols.of(s.b, e.Protocol)
	k, _ := s.d.pointKey(x, change, &e.Points[0])
	f := finding{kind: newWritePoint, key: k.by(wire.Write)}
	if strings.Count(s.d.othersOf(x, &f), ", ") != maxOthers-1 {
		b.Fatal("not all are found")
	}
	b.ReportAllocs()
	for b.Loop() {
		s.d.othersOf(x, &f)
	}
}

// nodes is an OPC UA read of many nodes at once, by name or by number.
func nodes(at int64, client string, from, n int, named bool) *baseline.Event {
	e := read(at, client, "10.0.2.2", 0, 0, 0)
	e.Server, e.Protocol, e.Code, e.Function, e.Points = ap("10.0.2.2", 4840), &opcua.Protocol, 631, "Read", nil
	for i := range n {
		p := wire.Point{Space: 2, Index: uint32(from + i), Count: 1}
		if named {
			p.Index, p.Ident, p.Name = 0, 's', fmt.Appendf(nil, "Tank%d", from+i)
		}
		e.Points = append(e.Points, p)
	}
	return e
}

// TestTakesStock: a client that is known for a few points of a server, and asks for many
// at once, is told as one scan; when it goes on it is counted there, and when it does so
// again it is told again. One that is known for as many is none, nor is a new display of
// a few.
func TestTakesStock(t *testing.T) {
	for _, named := range []bool{true, false} {
		s := newSite(t)
		for n := range 10 {
			for i := range int64(20) {
				s.event(nodes(start+int64(n)*day+i*60e9, historian, 0, 10, named))
				s.event(nodes(start+int64(n)*day+i*60e9+1e9, hmi, 0, 300, named))
			}
		}
		s.all = nil
		at := start + 10*day
		s.event(nodes(at, hmi, 1000, 200, named))
		s.event(nodes(at+1e9, historian, 1000, 8, named))
		if n := len(s.all); n != 2 || s.count("new-read-range") != 2 {
			t.Fatalf("named %v: %+v", named, s.all)
		}
		s.all = nil
		for i := range 5 {
			s.event(nodes(at+2e9+int64(i)*1e9, historian, 2000+i*500, 500, named))
		}
		if len(s.all) != 1 || s.all[0].Meaning.Kind != "scan" || s.all[0].Seen != "508 / 1s" || !s.all[0].Meaning.Alone {
			t.Errorf("named %v: %+v", named, s.all)
		}
		s.at(at + int64(time.Hour))
		s.event(nodes(at+int64(time.Hour)+1e9, historian, 9000, 600, named))
		if n := s.count("scan"); n != 3 || len(s.all) != n || s.all[1].Count != 2000 {
			t.Errorf("named %v, an hour later: %+v", named, s.all)
		}
		for n := range int64(3) {
			s.all = nil
			s.event(nodes(at+(n+1)*day, historian, 9000, 1000, named))
			if s.count("scan") != 1 || len(s.all) != 1 {
				t.Errorf("named %v, %d days later: %+v", named, n+1, s.all)
			}
		}
	}
}

// TestDump: registers that are read one range after the other are told as they come, and
// from the 36th on as one scan; what was not told then is as new on the next day.
func TestDump(t *testing.T) {
	s := newSite(t)
	s.run(newPlant(6), 0, 10)
	s.all = nil
	dump := func(at int64) {
		for i := range uint32(400) {
			s.event(read(at+int64(i)*1e8, historian, panels[0], 1, 1000+i*125, 125))
		}
	}
	dump(start + 10*day)
	if s.count("new-read-range") == 0 || s.count("scan") != 1 || len(s.all) > scanWeight {
		t.Errorf("%d ranges and %d scans of %d", s.count("new-read-range"), s.count("scan"), len(s.all))
	}
	s.all = nil
	dump(start + 11*day)
	if s.count("scan") != 1 {
		t.Errorf("on the next day: %d ranges, %d scans", s.count("new-read-range"), s.count("scan"))
	}
}
