package packet_test

import (
	"math/rand/v2"
	"testing"

	"github.com/banken-ot/banken/sensor/packet"
)

// TestAllocations: nothing is allocated, whether a frame parses or not.
func TestAllocations(t *testing.T) {
	var p packet.Packet
	check := func(name string, link packet.LinkType, frame []byte) {
		if n := testing.AllocsPerRun(10, func() {
			_ = p.Parse(link, frame)
			p.ARP()
			_, _ = p.SrcAddr(), p.DstAddr()
			_ = p.ParseTransport(p.Payload)
		}); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	for _, c := range parseCases {
		check(c.name, c.link, octets(t, c.hex))
	}
	r := rand.New(rand.NewPCG(3, 4))
	for _, s := range samples(t) {
		check(s.name, s.link, mutate(r, s.frame))
	}
}

// FuzzParse: whatever the frame, what Parse gives lies within it, and it agrees
// with gopacket where that can be asked.
func FuzzParse(f *testing.F) {
	for _, c := range parseCases {
		f.Add(uint16(c.link), octets(f, c.hex), c.wire)
	}
	for _, s := range samples(f)[:200] {
		f.Add(uint16(s.link), s.frame, uint32(len(s.frame)))
	}
	f.Fuzz(func(t *testing.T, link uint16, frame []byte, wire uint32) {
		p := packet.Packet{WireLen: wire}
		err := p.Parse(packet.LinkType(link), frame)
		checkWithin(t, &p, frame)
		if err == packet.ErrLinkType {
			return
		}
		if l := packet.LinkType(link); int64(wire) >= int64(len(frame)) && wire <= 1<<20 {
			compare(t, l.String(), l, frame, int(wire))
		}
		b := p.Payload
		_ = p.ParseTransport(b)
		checkWithin(t, &p, b)
	})
}

// checkWithin: the payload is a part of the frame, and no more is missing than
// the wire had or, its length not being known, a length field can say.
func checkWithin(t *testing.T, p *packet.Packet, frame []byte) {
	t.Helper()
	n := len(p.Payload)
	if n > len(frame) || p.VLANCount > 2 || (p.IPVersion != 0 && p.IPVersion != 4 && p.IPVersion != 6) {
		t.Fatalf("payload of %d in a frame of %d: %+v", n, len(frame), p)
	}
	if n > 0 && cap(p.Payload) > cap(frame) {
		t.Fatal("payload is not of the frame")
	}
	if p.WireLen != 0 && uint64(p.Missing)+uint64(n) > max(uint64(p.WireLen), uint64(len(frame))) {
		t.Fatalf("%d missing of %d", p.Missing, p.WireLen)
	}
	if p.FragmentOffset%8 != 0 || p.Fragment != (p.FragmentOffset != 0 || p.MoreFragments) {
		t.Fatalf("fragment: %+v", p)
	}
}

// BenchmarkParse parses frames of an industrial network; ns/op is a frame.
func BenchmarkParse(b *testing.B) {
	for _, c := range []struct{ name, frame string }{
		{"TCP", macs + "0800" + ip4 + tcp20 + eight},
		{"VLAN,TCP", macs + "8100 0005 0800" + ip4 + tcp20 + eight},
		{"UDP", macs + "0800 45000024 00070000 40 11 0000" + ip4to + "bac0 bac0 0010 0000" + eight},
		{"IPv6,TCP", macs + "86dd 60000000 001c0640" + ip6to + tcp20 + eight},
		{"GOOSE", macs + "88b8" + eight},
	} {
		b.Run(c.name, func(b *testing.B) {
			frame := octets(b, c.frame)
			p := packet.Packet{WireLen: uint32(len(frame))}
			b.ReportAllocs()
			for b.Loop() {
				if err := p.Parse(packet.LinkEthernet, frame); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
