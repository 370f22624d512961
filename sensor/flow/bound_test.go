package flow

import (
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/packet"
)

func TestIdleFlowIsEvictedAtTheBound(t *testing.T) {
	s := newSensor(t, Config{MaxFlows: 3, MaxHalfOpen: 2})
	var talks []*talk
	for n := range 3 {
		k := newTalk(n)
		talks = append(talks, k)
		s.see(k.data(client, "ask"), k.data(server, "answer"))
		s.now += 2 * second
	}
	s.see(talks[0].data(client, "busy")) // the second is idle longest now
	s.log.lines = nil
	k := newTalk(3)
	s.see(k.data(client, "ask"), k.data(server, "answer"))
	s.want("f4 > #8 ask", "f4 < #9 answer", "f2 = #9 evicted")
	if st := s.Stats(); st.Evicted != 1 || st.EvictedHalfOpen != 0 || st.Flows != 3 {
		t.Errorf("%+v", st)
	}
}

func TestScanEvictsItsLikeOnly(t *testing.T) {
	s := newSensor(t, Config{MaxFlows: 4, MaxHalfOpen: 4})
	k := newTalk(0)
	s.see(k.handshake()...)
	s.see(k.data(client, "ask"), k.data(server, "answer"))
	for n := range 3 * MaxClosed {
		scan := newTalk(n + 1)
		s.see(scan.send(client, syn, ""))
		if n%3 == 0 { // closed port
			s.see(scan.make(server, rst|ack, 0, ""))
		}
		if n%3 == 1 { // open port
			s.see(scan.send(server, syn|ack, ""), scan.send(client, rst, ""))
		}
	}
	s.log.lines = nil
	s.see(k.data(client, "ask"), k.data(server, "answer"))
	if got := strings.Join(s.log.lines, "\n"); !strings.Contains(got, "f1 > ") || !strings.Contains(got, "f1 < ") {
		t.Errorf("the flow is gone: %s", got)
	}
	st := s.Stats()
	if st.Evicted != 0 || st.EvictedHalfOpen == 0 || st.HalfOpen > 4 || st.Closed > MaxClosed || st.Flows != 1 {
		t.Errorf("%+v", st)
	}
	if fault := check(s.Table); fault != "" {
		t.Error(fault)
	}
}

func TestWaitingOctetsAreBoundedPerFlow(t *testing.T) {
	for name, size := range map[string]int{"octets": 1400, "segments": 1} {
		s, k := opened(t)
		c := &counter{}
		s.consumer = c
		k.data(client, "lost")
		sent := 0
		for sent < 2*FlowOctets && sent < 2*FlowSegments*size {
			s.see(k.data(client, strings.Repeat("x", size)))
			s.now -= millisecond // time stands
			sent += size
			if u := s.one().usage; u.octets > FlowOctets || u.blocks > FlowSegments {
				t.Fatalf("%s: %+v", name, u)
			}
		}
		if c.gaps != 4 || c.octets != sent || s.Stats().BufferBounds != 1 {
			t.Errorf("%s: %d octets of %d, %d in gaps, %d bounds", name, c.octets, sent, c.gaps, s.Stats().BufferBounds)
		}
	}
}

func TestManyHolesAreBounded(t *testing.T) {
	// Every second octet is lost: the holes are given up in their order.
	s, k := opened(t)
	c := &counter{}
	s.consumer = c
	for range 2000 {
		s.see(k.data(client, "x"))
		s.now -= millisecond
		k.data(client, "-")
	}
	s.Flush(9)
	if c.octets != 2000 || c.gaps != 1999 {
		t.Errorf("%d octets, %d in gaps", c.octets, c.gaps)
	}
}

func TestWaitingOctetsAreBoundedInTotal(t *testing.T) {
	const blocks = 64
	s := newSensor(t, Config{BufferOctets: blocks * blockSize})
	c := &counter{}
	s.consumer = c
	sent := 0
	for n := range 200 {
		k := newTalk(n)
		s.see(k.handshake()...)
		k.data(client, "lost")
		b := strings.Repeat("x", 900)
		s.see(k.data(client, b))
		sent += len(b)
		if st := s.Stats(); st.BufferedOctets > blocks*blockSize {
			t.Fatalf("%+v", st)
		}
		if fault := check(s.Table); fault != "" {
			t.Fatal(fault)
		}
	}
	if s.Stats().BufferBounds == 0 {
		t.Error("the bound was never reached")
	}
	s.Flush(9)
	if c.octets != sent || c.gaps != 200*4 || s.Stats().BufferedOctets != 0 {
		t.Errorf("%d octets of %d, %d in gaps", c.octets, sent, c.gaps)
	}
}

func TestHeldOctetsAreBounded(t *testing.T) {
	// They acknowledge octets that were not seen, and would be next.
	s, k := opened(t)
	c := &counter{}
	s.consumer = c
	k.data(server, "lost")
	sent := 0
	for range 40 {
		s.see(k.data(client, strings.Repeat("x", 4000)))
		s.now -= millisecond
		sent += 4000
		if u := s.one().usage; u.octets > FlowOctets || u.blocks > FlowSegments {
			t.Fatalf("%+v", u)
		}
	}
	if c.gaps != 0 || c.octets == 0 || c.octets+int(s.one().usage.octets) != sent {
		t.Errorf("%d octets of %d, %d in gaps", c.octets, sent, c.gaps)
	}
}

func TestKeptOctetsLeaveRoomForThoseThatWait(t *testing.T) {
	s := newSensor(t, Config{BufferOctets: 64 * blockSize})
	for n := range 500 {
		k := newTalk(n)
		s.see(k.data(client, "some octets"), k.data(server, "others"))
	}
	if used := s.pool.used; used != 48 {
		t.Errorf("%d blocks are kept, want three quarters of 64", used)
	}
}

func TestOneSidedFlowKeepsBounded(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	for range 1000 {
		s.see(k.data(client, strings.Repeat("x", 1000)))
	}
	if s.pool.used > KeptOneSided {
		t.Errorf("%d blocks", s.pool.used)
	}
}

func TestHoleBehindManySegments(t *testing.T) {
	// Segments in descending order: each goes in front of those waiting.
	s, k := opened(t)
	base := k.seq[client]
	for n := 40; n >= 0; n-- {
		s.see(k.make(client, ack, base+uint32(n), string(rune('A'+n))))
		s.now -= millisecond
	}
	f := s.one()
	if c := f.Counters(wire.ToServer); c.OutOfOrder != 40 {
		t.Errorf("%+v", c)
	}
	if got := f.State.(*flowLog).octets[wire.ToServer].String(); len(got) != 41 || got[:3] != "ABC" {
		t.Errorf("%q", got)
	}
}

func TestLargeSegment(t *testing.T) {
	// The network card of a host may show segments of up to 64 KiB.
	s, k := opened(t)
	a, b := k.data(client, "first"), k.data(client, strings.Repeat("y", packet64K))
	s.see(b, a)
	f := s.one()
	if got := f.State.(*flowLog).octets[wire.ToServer].Len(); got != 5+packet64K {
		t.Errorf("%d octets", got)
	}
}

const packet64K = 65500

func TestConfigDefaults(t *testing.T) {
	c := Config{MaxFlows: 1 << 30}.withDefaults()
	if c.MaxFlows > maxNumbers/4 || c.MaxHalfOpen != DefaultMaxHalfOpen || c.BufferOctets != DefaultBufferOctets {
		t.Errorf("%+v", c)
	}
	if c.ServerPort(packet.ProtocolTCP, 502) {
		t.Error("a port is known by default")
	}
}
