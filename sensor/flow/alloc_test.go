package flow

import (
	"testing"

	"github.com/banken-ot/banken/sensor/packet"
)

// allocations returns how many a table makes for packets, seen round after
// round with new numbers, once it has seen some.
func allocations(t *testing.T, round func(see func(packet.Packet))) float64 {
	t.Helper()
	table := New(Config{MaxFlows: 64, MaxHalfOpen: 64, BufferOctets: 1 << 20}, &counter{})
	now, frame := int64(start), uint64(0)
	var packets []packet.Packet
	for range 40 {
		round(func(p packet.Packet) { packets = append(packets, p) })
	}
	run := func() {
		for i := range packets {
			now += millisecond
			frame++
			p := packets[i]
			p.Time, p.Frame = now, frame
			table.Packet(&p)
			table.Advance(now, frame)
		}
		now += 2 * int64(IdleTCP)
		table.Advance(now, frame)
	}
	run()
	return testing.AllocsPerRun(20, run)
}

func TestNoAllocation(t *testing.T) {
	n := 0
	next := func() *talk { n++; return newTalk(n) }
	tests := map[string]func(see func(packet.Packet)){
		"in order": func(see func(packet.Packet)) {
			k := next()
			for _, p := range append(k.handshake(), k.data(client, "ask"), k.data(server, "answer")) {
				see(p)
			}
		},
		"out of order, with conflict": func(see func(packet.Packet)) {
			k := next()
			a, b := k.data(client, "first"), k.data(client, string(make([]byte, 3000)))
			c := b
			c.Payload = []byte("other octets")
			for _, p := range []packet.Packet{b, c, a, k.data(server, "answer"), a} {
				see(p)
			}
		},
		"loss and reset": func(see func(packet.Packet)) {
			k := next()
			see(k.data(client, "ask"))
			k.data(client, "lost")
			for _, p := range []packet.Packet{k.data(client, "ask"), k.data(server, "answer"), k.send(client, rst, "")} {
				see(p)
			}
		},
		"stray": func(see func(packet.Packet)) {
			k := next()
			see(k.data(client, "ask"))
			k.seq[client] += 1 << 30
			see(k.data(client, "far"))
			see(k.data(client, "away"))
		},
		"scan": func(see func(packet.Packet)) { see(next().send(client, syn, "")) },
		"datagrams": func(see func(packet.Packet)) {
			k := next()
			k.udp = true
			p := k.data(client, "ask")
			for _, p := range []packet.Packet{p, p, k.data(server, "answer")} {
				see(p)
			}
		},
		"fragments": func(see func(packet.Packet)) {
			k := next()
			k.udp = true
			f := pieces(k.data(client, "0123456789abcdef0123456789abcdef"), 16)
			bad := f[1]
			bad.Payload = []byte("0123456789abcdeX")
			for _, p := range []packet.Packet{f[1], bad, f[0], f[2], f[2]} {
				see(p)
			}
		},
	}
	for name, round := range tests {
		if got := allocations(t, round); got != 0 {
			t.Errorf("%s: %v allocations", name, got)
		}
	}
}
