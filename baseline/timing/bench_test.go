package timing

import (
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// eventsOf returns events of a learned plant, one for each channel.
func eventsOf(p *plant) []baseline.Event {
	var list []baseline.Event
	for _, x := range p.pollers {
		e := baseline.Event{Client: x.client, Server: x.server, Protocol: p.protocol, Station: 1, Operation: wire.Read, Function: "Read Holding Registers",
			Code: 3, Outcome: wire.Answered, Latency: 12e6, Points: []wire.Point{{Index: 10, Count: 8}}}
		e.ClientID, e.ServerID = p.book.KnownAsset(x.client.Addr()), p.book.KnownAsset(x.server.Addr())
		e.Channel = p.book.Channel(baseline.Channel{Client: e.ClientID, Server: e.ServerID, Protocol: p.book.NameOf("modbus"), Port: 502, Station: 1})
		list = append(list, e)
	}
	return list
}

func TestNoAllocation(t *testing.T) {
	p := newPlant(3, natural, 60)
	p.run(10)
	list := eventsOf(p)
	i := 0
	if n := testing.AllocsPerRun(5000, func() {
		e := &list[i%len(list)]
		i++
		p.advance(p.now + 750e6)
		e.Time = p.now
		p.d.Event(p.look, e)
	}); n != 0 {
		t.Errorf("%.3f allocations an event", n)
	}
}

func BenchmarkEvent(b *testing.B) {
	p := newPlant(3, natural, 60)
	p.run(10)
	list := eventsOf(p)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		e := &list[i%len(list)]
		i++
		p.now += 1e6
		p.look.Now, e.Time = p.now, p.now
		p.d.Event(p.look, e)
		if i%1000 == 0 {
			p.d.Tick(p.look)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
