package sight

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/packet"
)

// none is a Sink that counts.
type none struct{ contacts, bindings int }

func (n *none) Contact(*baseline.Contact) { n.contacts++ }
func (n *none) Binding(*baseline.Binding) { n.bindings++ }

// polls returns one packet of each direction of n connections, in random order.
func polls(n int) []packet.Packet {
	list := make([]packet.Packet, 0, 2*n)
	for i := range n {
		client, server := host{fmt.Sprintf("10.1.%d.%d", i>>10&255, i>>5&31), byte(i >> 5)}, host{fmt.Sprintf("10.2.%d.%d", i>>8&255, i&255), byte(i)}
		port := uint16(40000 + i&8191)
		list = append(list, tcp(client, port, server, 502, psh|ack, 1000, 2000), tcp(server, 502, client, port, psh|ack, 2000, 1012))
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// BenchmarkTracker: ns/op is a packet.
func BenchmarkTracker(b *testing.B) {
	for _, n := range []int{1, 64, 1000, 10000, 50000} {
		b.Run(fmt.Sprint(n, " connections"), func(b *testing.B) {
			packets := polls(n)
			var sink none
			t := New(Config{}, &sink)
			for i := range packets {
				packets[i].Time = start
				t.Packet(&packets[i])
			}
			now := start
			i := 0
			b.ReportAllocs()
			for b.Loop() {
				p := &packets[i]
				if i++; i == len(packets) {
					i = 0
				}
				now += 10_000
				p.Time = now
				t.Packet(p)
			}
			if sink.contacts > 2*n { // some wait too long in so short a time, and are told twice
				b.Errorf("%d contacts of %d connections", sink.contacts, n)
			}
		})
	}
}

// BenchmarkFlood: a SYN from another random address each time.
func BenchmarkFlood(b *testing.B) {
	var sink none
	t := New(Config{}, &sink)
	r := rand.New(rand.NewPCG(3, 4))
	p := tcp(master, 40000, plc, 502, syn, 1, 0)
	now := start
	b.ReportAllocs()
	for b.Loop() {
		now += 1000
		p.Time = now
		p.Seq = r.Uint32()
		binary.BigEndian.PutUint32(p.Src[12:], r.Uint32()&^(7<<29)|1<<24)
		t.Packet(&p)
	}
}
