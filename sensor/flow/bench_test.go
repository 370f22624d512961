package flow

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/banken-ot/banken/sensor/packet"
)

// traffic is endless requests and responses of many flows.
type traffic struct {
	talks []compact
	order []uint32 // flows in random order: caches find no pattern in it
	p     packet.Packet
	ask   []byte
	reply []byte
	n     int
	now   int64
}

// compact is a talk in half a cache line, so that the generator costs little.
type compact struct {
	addr [2]uint32
	seq  [2]uint32
	id   [2]uint16
	port uint16
}

func newTraffic(flows int) *traffic {
	r := rand.New(rand.NewPCG(1, 2))
	tr := &traffic{ask: make([]byte, 12), reply: make([]byte, 29), now: start}
	for range flows {
		tr.talks = append(tr.talks, compact{
			addr: [2]uint32{r.Uint32() >> 8, r.Uint32() >> 8},
			port: uint16(32768 + r.IntN(28000)),
		})
	}
	for range 1 << 18 {
		tr.order = append(tr.order, uint32(r.IntN(flows)))
	}
	tr.p = packet.Packet{IPVersion: 4, Protocol: packet.ProtocolTCP, TCPFlags: ack | packet.PSH, Window: 8192}
	tr.p.Src, tr.p.Dst = ip4(0), ip4(0)
	return tr
}

// next returns the next packet; the response follows its request two packets
// later, so that the flows of consecutive packets differ.
func (tr *traffic) next() *packet.Packet {
	tr.fill(&tr.p)
	return &tr.p
}

// fill makes the next packet of a copy of tr.p.
func (tr *traffic) fill(p *packet.Packet) {
	n := tr.n
	tr.n++
	from, i := client, n>>1
	if n&1 == 1 {
		from, i = server, i-1
	}
	k := &tr.talks[tr.order[i&(len(tr.order)-1)]]
	binary.BigEndian.PutUint32(p.Src[12:], k.addr[from])
	binary.BigEndian.PutUint32(p.Dst[12:], k.addr[from^1])
	p.SrcPort, p.DstPort, p.Payload = k.port, 502, tr.ask
	if from == server {
		p.SrcPort, p.DstPort, p.Payload = 502, k.port, tr.reply
	}
	p.Seq, p.Ack, p.ID = k.seq[from], k.seq[from^1], uint32(k.id[from])
	k.seq[from] += uint32(len(p.Payload))
	k.id[from]++
	tr.now += 1000
	p.Time, p.Frame = tr.now, uint64(n)
}

var benchmarkFlows = []int{10, 1000, 10_000, 100_000}

func BenchmarkInOrder(b *testing.B) {
	for _, flows := range benchmarkFlows {
		b.Run(fmt.Sprint(flows), func(b *testing.B) {
			tr, c := newTraffic(flows), &counter{}
			t := New(Config{MaxFlows: 1 << 17}, c)
			for range max(8*flows, 2*len(tr.order)) {
				t.Packet(tr.next())
			}
			gaps := c.gaps
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				t.Packet(tr.next())
			}
			b.StopTimer()
			if c.gaps != gaps {
				b.Fatalf("%d octets in gaps", c.gaps-gaps)
			}
		})
	}
}

// BenchmarkAhead is BenchmarkInOrder with packets that are known some before.
func BenchmarkAhead(b *testing.B) {
	for _, flows := range benchmarkFlows {
		b.Run(fmt.Sprint(flows), func(b *testing.B) {
			tr, c := newTraffic(flows), &counter{}
			t := New(Config{MaxFlows: 1 << 17}, c)
			var batch [Batch]packet.Packet
			for i := range batch {
				batch[i] = tr.p
			}
			step := func(n int) {
				for i := range batch[:n] {
					tr.fill(&batch[i])
				}
				t.Ahead(batch[:n])
				for i := range batch[:n] {
					t.Packet(&batch[i])
				}
			}
			for n := max(8*flows, 2*len(tr.order)); n > 0; n -= Batch {
				step(Batch)
			}
			gaps := c.gaps
			b.ReportAllocs()
			b.ResetTimer()
			for n := b.N; n > 0; n -= Batch {
				step(min(n, Batch))
			}
			b.StopTimer()
			if c.gaps != gaps {
				b.Fatalf("%d octets in gaps", c.gaps-gaps)
			}
		})
	}
}

// BenchmarkDuplicated is BenchmarkInOrder with every packet seen twice.
func BenchmarkDuplicated(b *testing.B) {
	tr := newTraffic(1000)
	t := New(Config{}, &counter{})
	b.ReportAllocs()
	for range b.N {
		p := tr.next()
		t.Packet(p)
		t.Packet(p)
	}
}

// BenchmarkSwapped has every request and its response in the wrong order.
func BenchmarkSwapped(b *testing.B) {
	tr := newTraffic(10)
	t := New(Config{}, &counter{})
	for range 100 {
		t.Packet(tr.next())
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N / 2 {
		p := *tr.next()
		t.Packet(tr.next())
		t.Packet(&p)
	}
}

// BenchmarkOneSided leaves the responses out.
func BenchmarkOneSided(b *testing.B) {
	tr := newTraffic(1000)
	t := New(Config{}, &counter{})
	b.ReportAllocs()
	for n := range b.N {
		p := tr.next()
		tr.next()
		t.Packet(p)
		if n&63 == 0 {
			t.Advance(p.Time, p.Frame)
		}
	}
}

func BenchmarkDatagrams(b *testing.B) {
	tr := newTraffic(1000)
	tr.p.Protocol = packet.ProtocolUDP
	t := New(Config{}, &counter{})
	b.ReportAllocs()
	for range b.N {
		t.Packet(tr.next())
	}
}

// BenchmarkScan opens a flow with every packet, and evicts one.
func BenchmarkScan(b *testing.B) {
	k := newTalk(0)
	p := k.send(client, syn, "")
	t := New(Config{}, &counter{})
	b.ReportAllocs()
	for n := range b.N {
		binary.BigEndian.PutUint32(p.Dst[12:], uint32(n))
		p.Time += 1000
		t.Packet(&p)
	}
}

// BenchmarkAdvance has 1000 flows and nothing due.
func BenchmarkAdvance(b *testing.B) {
	tr := newTraffic(1000)
	t := New(Config{}, &counter{})
	for range 10_000 {
		t.Packet(tr.next())
	}
	b.ReportAllocs()
	b.ResetTimer()
	for n := range b.N {
		t.Advance(tr.now+int64(n&0xFFFF), 0)
	}
}

// BenchmarkGenerator is what the benchmarks spend on making packets.
func BenchmarkGenerator(b *testing.B) {
	for _, flows := range benchmarkFlows {
		b.Run(fmt.Sprint(flows), func(b *testing.B) {
			tr := newTraffic(flows)
			for range b.N {
				tr.next()
			}
		})
	}
}
