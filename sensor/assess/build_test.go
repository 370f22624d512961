package assess

import (
	"bytes"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
	"github.com/banken-ot/banken/sensor/replay"
)

// Codes that the tests send.
const (
	modbusDiagnostics    = 8
	modbusUMAS           = 90
	diagnosticListenOnly = 4
	opcuaWrite           = 673
	opcuaCall            = 712
	iinConfigCorrupt     = 1 << 5
)

// Protocols of the tests: only what a report asks of them.
var (
	modbusTest = testProtocol("modbus", 502)
	dnp3Test   = testProtocol("dnp3", 20000, "select-missing")
	opcuaTest  = testProtocol("opcua", 4840)
)

func testProtocol(name string, port uint16, defects ...string) *wire.Protocol {
	return &wire.Protocol{Name: name, Ports: []uint16{port}, Defects: defects,
		AppendStatus: func(dst []byte, s uint32) []byte { return strconv.AppendUint(append(dst, "status-"...), uint64(s), 10) },
		AppendSpace: func(dst []byte, s uint32) []byte {
			return strconv.AppendUint(append(dst, "space"...), uint64(s), 10)
		}}
}

// start is the time of frame 0.
var start = time.Date(2026, 11, 24, 2, 10, 0, 0, time.UTC).UnixNano()

// bench feeds a Collector by hand; every step is the next frame, a second later.
type bench struct {
	t     *testing.T
	c     *Collector
	frame uint64
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, c: NewCollector()}
	b.c.Begin("plant.pcapng")
	return b
}

func (b *bench) now() int64 { return start + int64(b.frame)*1e9 }

// end ends the capture and makes the report.
func (b *bench) end() *Report {
	b.t.Helper()
	var t replay.Totals
	t.First, t.Last, t.Packets, t.Octets = start, b.now(), b.frame, b.frame*80
	b.c.End(t, Text{})
	r, err := b.c.Report(Options{Zone: time.FixedZone("Asia/Tokyo", 9*3600)})
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// packet shows a packet of one host; one with a public address is behind a
// router.
func (b *bench) packet(from string) {
	b.frame++
	a := netip.MustParseAddr(from)
	p := packet.Packet{Frame: b.frame, Time: b.now(), SrcMAC: [6]byte{0, 0x80, 0xF4, 0, 0, a.As16()[15]}, EtherType: packet.EtherTypeIPv4, IPVersion: 4,
		Src: a.As16(), Dst: netip.MustParseAddr("10.0.0.250").As16(), TTL: 64, Protocol: packet.ProtocolTCP, WireLen: 80}
	if !a.IsPrivate() {
		p.TTL = 50
	}
	b.c.Packet(&p)
}

// ask makes an answered transaction and feeds it after change.
func (b *bench) ask(p *wire.Protocol, client, server string, station uint32, function string, code uint32, o wire.Operation, change ...func(*wire.Transaction)) {
	b.t.Helper()
	b.frame++
	t := &wire.Transaction{Protocol: p, Client: netip.MustParseAddrPort(client), Server: netip.MustParseAddrPort(server),
		Time: b.now(), Frame: b.frame, ResponseFrame: b.frame + 1, Latency: 2e6, Operation: o, Function: function, Code: code,
		Station: station, Outcome: wire.Answered}
	b.frame++
	for _, f := range change {
		f(t)
	}
	if err := b.c.Transaction(t); err != nil {
		b.t.Fatal(err)
	}
}

// Changes to a transaction.

func sub(n uint32) func(*wire.Transaction) {
	return func(t *wire.Transaction) { t.Sub, t.HasSub = n, true }
}

func refused(status uint32) func(*wire.Transaction) {
	return func(t *wire.Transaction) { t.Outcome, t.HasStatus, t.Status = wire.Refused, true, status }
}

func status(s uint32) func(*wire.Transaction) {
	return func(t *wire.Transaction) { t.HasStatus, t.Status = true, s }
}

func unanswered(t *wire.Transaction) {
	t.Outcome, t.ResponseFrame, t.Latency = wire.Unanswered, 0, wire.NoLatency
}

func writes(space, index uint32, v wire.Value) func(*wire.Transaction) {
	return func(t *wire.Transaction) {
		t.Request.Points = append(t.Request.Points, wire.Point{Space: space, Index: index, Count: 1, Access: wire.AccessWrite, Value: v})
	}
}

func asks(fields ...wire.Field) func(*wire.Transaction) {
	return func(t *wire.Transaction) { t.Request.Fields = append(t.Request.Fields, fields...) }
}

func says(fields ...wire.Field) func(*wire.Transaction) {
	return func(t *wire.Transaction) { t.Response.Fields = append(t.Response.Fields, fields...) }
}

func field(depth uint8, name, text string, v wire.Value) wire.Field {
	return wire.Field{Depth: depth, Name: name, Text: text, Value: v}
}

func words(s string) wire.Value { return wire.Text([]byte(s)) }

// opaque shows octets of a flow that nobody decodes, then ends it.
func (b *bench) opaque(client, server string, protocol uint8, registered *wire.Protocol, talk ...string) {
	c, s := netip.MustParseAddrPort(client), netip.MustParseAddrPort(server)
	key := flow.Key{A: s.Addr().As16(), APort: s.Port(), B: c.Addr().As16(), BPort: c.Port(), Protocol: protocol, Version: 4}
	b.packet(c.Addr().String())
	b.packet(s.Addr().String())
	f := &flow.Flow{Key: key, First: b.now()} // the server is end A
	done := &replay.Flow{Key: key, Client: c, Server: s, Registered: registered, First: b.now(), Last: b.now()}
	for i, octets := range talk {
		dir := wire.Direction(i % 2)
		if octets != "" {
			b.c.Opaque(f, dir, flow.Position{Time: b.now(), Frame: b.c.at.Frame}, []byte(octets))
		}
		done.Counters[dir].Octets += uint64(len(octets))
		done.Counters[dir].Packets++
	}
	if err := b.c.Flow(done); err != nil {
		b.t.Fatal(err)
	}
}

// html renders a report.
func html(t *testing.T, r *Report, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// ids returns the findings by id.
func ids(r *Report) map[string]Finding {
	m := map[string]Finding{}
	for _, f := range r.Findings {
		m[f.ID] = f
	}
	return m
}

func addrPort(s string) netip.AddrPort { return netip.MustParseAddrPort(s) }

// endKeeping makes the report without ending the capture.
func (b *bench) endKeeping() *Report {
	b.t.Helper()
	r, err := b.c.Report(Options{})
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}
