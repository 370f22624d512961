package flow

import (
	"testing"

	"github.com/banken-ot/banken/sensor/packet"
)

// tape turns octets into numbers; past its end all are 0.
type tape struct{ b []byte }

func (t *tape) next() (v byte) {
	if len(t.b) > 0 {
		v, t.b = t.b[0], t.b[1:]
	}
	return v
}

func (t *tape) next32() uint32 {
	return uint32(t.next())<<24 | uint32(t.next())<<16 | uint32(t.next())<<8 | uint32(t.next())
}

// near returns mostly numbers around base, at times any.
func (t *tape) near(base uint32) uint32 {
	switch k := t.next(); {
	case k < 0x80:
		return base
	case k < 0xF0:
		return base + uint32(int8(t.next()))
	case k < 0xF8:
		return base + uint32(int16(t.next32()))
	}
	return t.next32()
}

// packet makes any packet, of a few connections.
func (t *tape) packet(talks []*talk, octets []byte) packet.Packet {
	what := t.next()
	k, from := talks[what&3], int(what>>2&1)
	flags := uint8(ack)
	if what&8 != 0 {
		flags = t.next()
	}
	b := octets[t.next():][:t.next()]
	if what&16 != 0 {
		b = octets[:int(t.next())<<4]
	}
	p := k.make(from, flags, t.near(k.seq[from]), "")
	p.Payload = b
	p.Ack = t.near(k.seq[from^1])
	if p.Seq == k.seq[from] {
		k.seq[from] += uint32(len(b))
	}
	if what&32 != 0 {
		t.odd(&p)
	}
	return p
}

// odd sets the fields that ordinary packets leave alone.
func (t *tape) odd(p *packet.Packet) {
	what := t.next()
	if what&1 != 0 {
		p.Missing = uint32(t.next())
	}
	if what&2 != 0 {
		p.VLANs, p.VLANCount = [2]uint16{uint16(t.next() & 3), uint16(t.next() & 1)}, t.next()&3
	}
	if what&4 != 0 {
		p.Protocol = packet.ProtocolUDP
	}
	if what&8 != 0 {
		p.Fragment, p.FragmentOffset = true, uint16(t.next()&0x1F)<<3
		p.MoreFragments = t.next()&1 != 0
		p.Payload = p.Payload[:len(p.Payload)&^7]
		p.ID &= 3
	}
	if what&16 != 0 {
		p.ID = uint32(t.next() & 1)
	}
	if what&32 != 0 {
		p.Src, p.SrcPort = p.Dst, p.DstPort // to itself
	}
	if what&64 != 0 {
		p.Missing = t.next32()
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{0x00, 0x00, 0x05, 0x04, 0x00, 0x05, 0x00})
	f.Add([]byte("\x28\x02\x00\x00\x00\x00\x0c\x00\x00\x0c\x00\x00\x08\x12\x00\x00\x00\x00\x00\x10\xff\x00\x00\x20\x08\x00\x08\x01"))
	f.Add([]byte("01234567890123456789012345678901234567890123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
	f.Add([]byte{0x20, 0x10, 0x20, 0, 0, 8, 0, 1, 0x20, 0x10, 0x20, 0, 0, 8, 4, 0})
	octets := make([]byte, 1<<12)
	for i := range octets {
		octets[i] = byte(i)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var talks []*talk
		for n := range 4 {
			talks = append(talks, newTalk(n%3)) // two with the same endpoints
		}
		c := &strict{}
		table := New(Config{MaxFlows: 2, MaxHalfOpen: 2, BufferOctets: 40 * blockSize}, c)
		in := &tape{b}
		now, frame := int64(start), uint64(0)
		for len(in.b) > 0 {
			p := in.packet(talks, octets)
			frame++
			now += int64(int8(in.next())) * millisecond
			p.Time, p.Frame = now, frame
			table.fetch([]packet.Packet{p})
			table.Packet(&p)
			if in.next()&7 == 0 {
				now += int64(in.next32()) << 4
				table.Advance(now, frame)
			}
			if fault := check(table); fault != "" {
				t.Fatalf("frame %d: %s", frame, fault)
			}
		}
		table.Flush(frame)
		if st := table.Stats(); st.BufferedOctets+st.Flows+st.HalfOpen+st.Closed+st.Datagrams != 0 {
			t.Fatalf("left after the end: %+v", st)
		}
		if c.fault != "" {
			t.Fatal(c.fault)
		}
	})
}
