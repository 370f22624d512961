package flow

import (
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/packet"
)

func TestMidStreamLossBeforeFirstOctets(t *testing.T) {
	// The server's first packet says where the client's stream is; the client's
	// next request is lost.
	s, k := newSensor(t, Config{}), newTalk(0)
	s.see(k.data(server, "answer"))
	k.data(client, "lost")
	s.see(k.data(client, "ask"), k.data(server, "answer"))
	s.wait(int64(ReorderTime) + millisecond)
	s.want("f1 < #1 answer", "f1 > #3 gap 4", "f1 > #2 ask", "f1 < #3 answer")
}

func TestOneSided(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	for range 3 {
		k.data(client, "unseen")
		s.see(k.data(server, "answer"))
	}
	s.want("f1 < #1 answer", "f1 < #2 answer", "f1 < #3 answer")
	s.Flush(3)
	// What the first answer acknowledged was before the capture.
	s.want("f1 > #3 gap 12", "f1 = #3 flushed")
}

func TestOneSidedHole(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	s.see(k.data(client, "one"))
	k.data(client, "lost")
	s.see(k.data(client, "three"))
	s.want("f1 > #1 one")
	s.wait(int64(HoleTime) - 2*millisecond)
	s.want()
	s.wait(2 * millisecond)
	s.want("f1 > #2 gap 4", "f1 > #2 three")
}

func TestSNAPLength(t *testing.T) {
	s, k := opened(t)
	cut := func(p packet.Packet, n int) packet.Packet {
		p.Missing = uint32(len(p.Payload) - n)
		p.Payload = p.Payload[:n]
		return p
	}
	a, b, c := k.data(client, "abcdef"), k.data(client, "ghijkl"), k.data(client, "mno")
	s.see(cut(a, 4), cut(c, 0), cut(b, 1))
	s.want("f1 > #4 abcd", "f1 > #4 gap 2", "f1 > #6 g", "f1 > #6 gap 5", "f1 > #6 gap 3")
	if c := s.one().Counters(wire.ToServer); c.NotCaptured != 10 {
		t.Errorf("%+v", c)
	}
}

func TestMissingOctetsArriveLater(t *testing.T) {
	s, k := opened(t)
	whole := k.data(client, "abcdef")
	cut := whole
	cut.Payload, cut.Missing = whole.Payload[:2], 4
	s.see(cut, whole, k.data(client, "ghi"))
	s.want("f1 > #4 ab", "f1 > #4 gap 4", "f1 > #5 cdef", "f1 > #6 ghi")
	if c := s.one().Counters(wire.ToServer); c.NotCaptured != 0 {
		t.Errorf("%+v", c)
	}
}

func TestAcknowledgedHole(t *testing.T) {
	s, k := opened(t)
	k.data(client, "lost")
	s.see(k.data(client, "second"), k.send(server, ack, ""))
	s.want()
	s.wait(int64(ReorderTime))
	s.want("f1 > #5 gap 4", "f1 > #4 second")
}

func TestAcknowledgedHoleInPackets(t *testing.T) {
	// The clock of the capture stands.
	s, k := opened(t)
	k.data(client, "lost")
	for n := range ReorderPackets + 2 {
		p := k.data(client, "x")
		p.Time, p.Frame = s.now, uint64(n+4)
		s.Packet(&p)
		q := k.send(server, ack, "")
		q.Time, q.Frame = s.now, uint64(n+4)
		s.Packet(&q)
	}
	if c := s.one().Counters(wire.ToServer); c.NotCaptured != 4 {
		t.Errorf("%+v", c)
	}
}

func TestAcknowledgedAndNothingBehind(t *testing.T) {
	// A request is lost and its response seen: the gap is told before the next
	// request, and the response is not delivered before the gap.
	s, k := opened(t)
	k.data(client, "lost")
	s.see(k.data(server, "answer"))
	s.want()
	s.wait(100 * millisecond)
	s.want("f1 > #4 gap 4", "f1 < #4 answer")
	s.see(k.data(client, "next"), k.data(server, "answer"))
	s.want("f1 > #5 next", "f1 < #6 answer")
}

func TestAcknowledgedAndNothingBehindWithoutAdvance(t *testing.T) {
	s, k := opened(t)
	k.data(client, "lost")
	s.see(k.data(server, "answer"))
	s.now += 100 * millisecond
	s.see(k.data(client, "next"))
	s.want("f1 > #5 gap 4", "f1 < #4 answer", "f1 > #5 next")
}

func TestResponseCapturedBeforeRequest(t *testing.T) {
	s, k := opened(t)
	var packets []packet.Packet
	for range 3 {
		ask, answer := k.data(client, "ask"), k.data(server, "answer")
		packets = append(packets, answer, ask)
	}
	s.see(packets...)
	s.want("f1 > #5 ask", "f1 < #4 answer", "f1 > #7 ask", "f1 < #6 answer", "f1 > #9 ask", "f1 < #8 answer")
	if c := s.one().Counters(wire.ToClient); c.NotCaptured != 0 {
		t.Errorf("%+v", c)
	}
}

func TestForgedAcknowledgement(t *testing.T) {
	// Octets that were declared lost because somebody acknowledged them are
	// delivered when they come after all.
	s, k := opened(t)
	forged := k.send(server, ack, "")
	forged.Ack += 1000
	s.see(forged)
	s.wait(10 * second)
	s.want("f1 > #4 gap 1000")
	s.see(k.data(client, "ask"))
	s.wait(10 * second)
	s.see(k.data(client, "again"))
	s.want("f1 > #5 ask", "f1 > #6 again")
	if c := s.one().Counters(wire.ToServer); c.NotCaptured != 0 {
		t.Errorf("%+v", c)
	}
}

func TestForgedAcknowledgementFarAway(t *testing.T) {
	s, k := opened(t)
	forged := k.send(server, ack, "")
	forged.Ack += 1 << 29
	s.see(forged, k.data(client, "ask"), k.data(server, "answer"))
	s.want("f1 > #5 ask", "f1 < #6 answer")
}

func TestHeldInACircle(t *testing.T) {
	// Two segments each acknowledge the other: a is sent again, and its first copy
	// was lost.
	s, k := opened(t)
	a, b := k.data(client, "aaaa"), k.data(server, "bbbb")
	a.Ack += 4 // b acknowledges a as it is
	s.see(b, a)
	s.want("f1 > #5 aaaa", "f1 < #4 bbbb")
}

func TestCutSegmentIsFilledWhileItWaits(t *testing.T) {
	s, k := opened(t)
	base := k.seq[client]
	cut := k.make(client, ack, base+4, "ef")
	cut.Missing = 4
	s.see(cut, k.make(client, ack, base+2, "cdefgh"), k.make(client, ack, base+8, "ij"), k.make(client, ack, base, "ab"))
	s.want("f1 > #7 ab", "f1 > #7 cd", "f1 > #7 ef", "f1 > #7 gh", "f1 > #7 ij")
	if c := s.one().Counters(wire.ToServer); c.NotCaptured != 0 || c.Conflicts != 0 {
		t.Errorf("%+v", c)
	}
}

func TestCutCopiesOfAWaitingSegment(t *testing.T) {
	s, k := opened(t)
	base := k.seq[client]
	cut := k.make(client, ack, base+4, "ef")
	cut.Missing = 4
	s.see(cut, cut, k.make(client, ack, base, "abcd"))
	s.want("f1 > #6 abcd", "f1 > #6 ef", "f1 > #6 gap 4")
}
