package tripwire

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/wire"
)

// start is the time of the first event.
var start = time.Date(2026, 11, 24, 2, 10, 0, 0, time.UTC).UnixNano()

// bench feeds a Detector by hand.
type bench struct {
	d     *Detector
	l     *baseline.Look
	frame uint64
	// told are the deviations.
	told []baseline.Deviation
}

func newBench(day time.Duration) *bench {
	b := &bench{d: New(baseline.Settings{Day: day})}
	b.l = baseline.NewLook(baseline.NewBook(), func(d *baseline.Deviation) { b.told = append(b.told, *d) })
	b.l.Now, b.l.Day, b.l.Learn, b.l.Site, b.l.Channel = start, 1, true, baseline.Learning, baseline.Learning
	return b
}

// pass lets time pass, second by second up to an hour, and then at once.
func (b *bench) pass(d time.Duration) {
	for ; d > time.Hour; d -= time.Hour {
		b.l.Now += int64(time.Hour)
		b.d.Tick(b.l)
	}
	for ; d >= time.Second; d -= time.Second {
		b.l.Now += int64(time.Second)
		b.d.Tick(b.l)
	}
}

// learned makes the site one that was learned.
func (b *bench) learned() { b.l.Site, b.l.Channel = baseline.Ready, baseline.Ready }

type change func(*baseline.Event)

// event makes an answered event.
func event(p *wire.Protocol, client, server string, station, code uint32, o wire.Operation, with ...change) *baseline.Event {
	e := &baseline.Event{Protocol: p, Client: netip.MustParseAddrPort(client + ":4000"), Server: netip.AddrPortFrom(netip.MustParseAddr(server), p.Ports[0]),
		Station: station, Code: code, Operation: o, Function: fmt.Sprint("function-", code), Outcome: wire.Answered, Latency: 2e6, Frame: 1, ResponseFrame: 2}
	for _, f := range with {
		f(e)
	}
	return e
}

// feed gives an event as the model would.
func (b *bench) feed(e *baseline.Event) {
	b.frame += 2
	e.Time = b.l.Now
	if e.Frame != 0 {
		e.Frame = b.frame
	}
	if e.ResponseFrame != 0 {
		e.ResponseFrame = b.frame + 1
	}
	book := b.l.Book
	e.ClientID, e.ServerID = book.Asset(e.Client.Addr()), book.Asset(e.Server.Addr())
	e.Channel = book.Channel(baseline.Channel{Client: e.ClientID, Server: e.ServerID, Protocol: book.NameOf(e.Protocol.Name), Port: e.Server.Port(), Station: e.Station})
	b.d.Event(b.l, e)
}

// do feeds one event between two hosts that are the ordinary ones.
func (b *bench) do(p *wire.Protocol, code uint32, o wire.Operation, with ...change) {
	b.feed(event(p, hmi, plc, 1, code, o, with...))
}

const (
	hmi   = "10.0.0.1"
	plc   = "10.0.0.5"
	other = "10.0.0.9"
)

var (
	mb = &modbus.Protocol
	dn = &dnp3.Protocol
	ua = &opcua.Protocol
)

// count returns how many deviations of a kind were told.
func (b *bench) count(k baseline.Kind) (n int) {
	for i := range b.told {
		if b.told[i].Meaning.Kind == k {
			n++
		}
	}
	return n
}

// Changes of an event.

func sub(n uint32) change { return func(e *baseline.Event) { e.Sub, e.HasSub = n, true } }
func from(host string) change {
	return func(e *baseline.Event) { e.Client = netip.MustParseAddrPort(host + ":4001") }
}
func station(n uint32) change   { return func(e *baseline.Event) { e.Station = n } }
func flow(n uint64) change      { return func(e *baseline.Event) { e.Flow = n } }
func opening(e *baseline.Event) { e.Opening = true }
func unanswered(e *baseline.Event) {
	e.Outcome, e.ResponseFrame, e.Latency = wire.Unanswered, 0, wire.NoLatency
}
func refused(status uint32) change {
	return func(e *baseline.Event) { e.Outcome, e.HasStatus, e.Status = wire.Refused, true, status }
}
func status(s uint32) change { return func(e *baseline.Event) { e.HasStatus, e.Status = true, s } }
func writes(space, index uint32) change {
	return func(e *baseline.Event) {
		e.Points = append(e.Points, wire.Point{Space: space, Index: index, Count: 1, Access: wire.AccessWrite, Value: wire.Uint(1)})
	}
}
func reads(space, index uint32) change {
	return func(e *baseline.Event) { e.Points = append(e.Points, wire.Point{Space: space, Index: index, Count: 1}) }
}
func field(depth uint8, name string, v wire.Value) wire.Field {
	return wire.Field{Depth: depth, Name: name, Value: v}
}
func asks(f ...wire.Field) change {
	return func(e *baseline.Event) { e.Request = append(e.Request, f...) }
}
func says(f ...wire.Field) change {
	return func(e *baseline.Event) { e.Response = append(e.Response, f...) }
}
func group(g uint32) change { return writes(g<<8|1, 0) }
func object(g, v uint64) change {
	return asks(field(2, "group", wire.Uint(g)), field(2, "variation", wire.Uint(v)))
}
func defects(set wire.Defects) change { return func(e *baseline.Event) { e.Defects |= set } }

// wrong sets a defect of the protocol's own.
func wrong(name string) change {
	return func(e *baseline.Event) {
		for i, n := range e.Protocol.Defects {
			if n == name {
				e.Defects |= wire.Own(uint8(i))
				return
			}
		}
		panic("no defect " + name)
	}
}

func text(s string) wire.Value { return wire.Text([]byte(s)) }

const policyPrefix = "http://opcfoundation.org/UA/SecurityPolicy#"

func policy(name string) change { return asks(field(0, "SecurityPolicyUri", text(policyPrefix+name))) }
func mode(n uint64) change      { return asks(field(0, "SecurityMode", wire.Uint(n))) }
func identity(id uint64) change {
	return asks(field(0, "UserIdentityToken", wire.Struct()), field(1, "TypeId", wire.Uint(id)))
}
func subscriptions(ids ...uint64) change {
	f := []wire.Field{field(0, "SubscriptionIds", wire.List(len(ids)))}
	for _, id := range ids {
		f = append(f, field(1, "UInt32", wire.Uint(id)))
	}
	return asks(f...)
}

// check reports how many of a kind were told, and any other.
func (b *bench) check(t *testing.T, k baseline.Kind, want int) {
	t.Helper()
	if got := b.count(k); got != want {
		t.Errorf("%s: told %d times, want %d", k, got, want)
	}
	for i := range b.told {
		if got := b.told[i].Meaning.Kind; got != k {
			t.Errorf("%s: %s was told too", k, got)
		}
	}
}
