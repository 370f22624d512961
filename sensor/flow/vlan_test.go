package flow

import (
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
)

func TestDuplicateFrames(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	packets := append(k.handshake(), k.data(client, "ask"), k.data(server, "answer"))
	packets = append(packets, k.send(client, ack, ""))
	packets = append(packets, k.close()...)
	for _, p := range packets {
		q := p // as a router would send it on
		q.TTL--
		q.SrcMAC, q.DstMAC = q.DstMAC, [6]byte{2, 2, 2, 2, 2, 2}
		s.see(p, q)
	}
	s.want("f1 > #7 ask", "f1 < #9 answer", "f1 = #15 finished")
	st := s.Stats()
	if st.Duplicates != 9 || st.Opened != 1 {
		t.Errorf("%+v", st)
	}
	f := s.one()
	if c := f.Counters(wire.ToServer); c.Retransmitted != 0 || c.Duplicates != 6 || c.Packets != 12 {
		t.Errorf("%+v", c)
	}
}

func TestDuplicateFramesWithoutIdentification(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	k.version = 6
	p := k.data(client, "ask")
	p.ID = 0
	s.see(p, p)
	s.now += 300 * millisecond
	s.see(p)
	s.want("f1 > #1 ask")
	if c := s.one().Counters(wire.ToServer); c.Duplicates != 1 || c.Retransmitted != 1 {
		t.Errorf("%+v", c)
	}
}

func TestCopiesInOtherVLANs(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	packets := append(k.handshake(), k.data(client, "ask"), k.data(server, "answer"))
	for _, p := range packets {
		q := p
		q.VLANs[0], q.VLANCount = 20, 1
		s.see(p, q)
	}
	s.want("f1 > #7 ask", "f1 < #9 answer")
	if st := s.Stats(); st.Opened != 1 || st.Duplicates != 5 {
		t.Errorf("%+v", st)
	}
}

func TestDirectionsInDifferentVLANs(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	for _, p := range append(k.handshake(), k.data(client, "ask"), k.data(server, "answer")) {
		p.VLANs[0], p.VLANCount = 10, 1
		if p.SrcPort == 502 {
			p.VLANs[0] = 20
		}
		s.see(p)
	}
	s.want("f1 > #4 ask", "f1 < #5 answer")
}

func TestSameAddressesInDifferentVLANs(t *testing.T) {
	s := newSensor(t, Config{})
	a, b := newTalk(0), newTalk(0)
	a.vlan, b.vlan = 10, 20
	b.seq = [2]uint32{1 << 30, 1 << 31}
	x, y := a.handshake(), b.handshake()
	for i := range x {
		s.see(x[i], y[i])
	}
	s.see(a.data(client, "a?"), b.data(client, "b?"), a.data(server, "a!"), b.data(server, "b!"))
	s.want("f1 > #7 a?", "f2 > #8 b?", "f1 < #9 a!", "f2 < #10 b!")
}

func TestManyVLANsAreBounded(t *testing.T) {
	s := newSensor(t, Config{})
	for v := range 100 {
		k := newTalk(0)
		k.vlan = uint16(v + 1)
		k.seq = [2]uint32{uint32(v) << 24, uint32(v) << 24}
		s.see(k.data(client, "x"))
	}
	if st := s.Stats(); st.HalfOpen > MaxSiblings || st.EvictedHalfOpen != 100-MaxSiblings {
		t.Errorf("%+v", st)
	}
}
