package flow

import (
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
)

func TestLostFINIsNoGap(t *testing.T) {
	s, k := opened(t)
	s.see(k.data(client, "ask"))
	k.send(client, fin|ack, "")
	s.see(k.send(server, ack, ""), k.send(server, fin|ack, ""))
	s.wait(10 * second)
	s.Flush(9)
	s.want("f1 > #4 ask", "f1 = #9 flushed")
}

func TestHalfClose(t *testing.T) {
	s, k := opened(t)
	s.see(k.send(client, fin|ack, "last ask"), k.send(server, ack, ""), k.data(server, "answer"))
	s.want("f1 > #4 last ask", "f1 < #6 answer")
	s.see(k.send(server, fin|ack, "bye"))
	s.want("f1 < #7 bye", "f1 = #7 finished")
}

func TestFINOutOfOrder(t *testing.T) {
	s, k := opened(t)
	last, end := k.data(client, "last"), k.send(client, fin|ack, "")
	s.see(k.send(server, fin|ack, ""), end)
	s.want()
	s.see(last)
	s.want("f1 > #6 last", "f1 = #6 finished")
}

func TestFINBehindHole(t *testing.T) {
	s, k := opened(t)
	k.data(client, "lost")
	s.see(k.send(client, fin|ack, ""), k.send(server, fin|ack, ""))
	s.want()
	s.wait(10 * second)
	s.want("f1 > #5 gap 4", "f1 = #5 finished")
}

func TestFINInTheGapThatWasForged(t *testing.T) {
	s, k := opened(t)
	forged := k.send(server, ack, "")
	forged.Ack += 1000
	s.see(forged)
	s.wait(10 * second)
	s.see(k.close()...)
	s.want("f1 > #4 gap 1000", "f1 = #6 finished")
	if c := s.one().Counters(wire.ToServer); c.NotCaptured != 0 {
		t.Errorf("%+v", c)
	}
}

func TestFINBeforeItsOctetsMidStream(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	last, end := k.data(client, "last"), k.send(client, fin|ack, "")
	s.see(end, last, k.send(server, fin|ack, ""))
	s.want("f1 > #2 last", "f1 = #3 finished")
}

func TestMissingOctetsBehindFIN(t *testing.T) {
	s, k := opened(t)
	base := k.seq[client]
	late := k.make(client, ack, base+10, "")
	late.Missing = 1000
	s.see(k.make(client, ack|fin, base+5, "fghij"), late, k.make(client, ack, base, "abcde"))
	s.want("f1 > #6 abcde", "f1 > #6 fghij", "f1 > #6 gap 1000")
}

func TestOctetsAfterFIN(t *testing.T) {
	// A FIN that the server never saw: the client goes on.
	for _, skip := range []uint32{0, 1} {
		s, k := opened(t)
		s.see(k.send(client, fin|ack, "one"))
		s.see(k.make(client, ack, k.seq[client]-1+skip, "two"))
		s.want("f1 > #4 one", "f1 > #5 two")
		if c := s.one().Counters(wire.ToServer); c.AfterFIN != 1 {
			t.Errorf("%+v", c)
		}
	}
}

func TestReset(t *testing.T) {
	s, k := opened(t)
	k.data(client, "lost")
	s.see(k.data(client, "ask"), k.send(server, rst|ack, ""))
	s.want("f1 > #5 gap 4", "f1 > #4 ask", "f1 = #5 reset")
	if c := s.one().Counters(wire.ToClient); c.Resets != 1 {
		t.Errorf("%+v", c)
	}
	s.see(k.make(server, rst, k.seq[server], ""), k.make(client, ack, k.seq[client]-3, "ask"))
	s.want()
	if st := s.Stats(); st.AfterEnd != 2 || st.AfterEndOctets != 3 || st.Reset != 1 {
		t.Errorf("%+v", st)
	}
}

func TestResetFarFromStreamIsIgnored(t *testing.T) {
	s, k := opened(t)
	s.see(k.make(server, rst, k.seq[server]+1<<30, ""), k.data(client, "ask"))
	s.want("f1 > #5 ask")
}

func TestRefusedSYN(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	s.see(k.send(client, syn, ""), k.make(server, rst|ack, 0, ""))
	s.want("f1 = #2 reset")
	again := newTalk(0)
	s.see(again.send(client, syn, ""))
	s.see(again.send(server, syn|ack, ""), again.data(client, "ask"))
	s.want("f2 > #5 ask")
}

func TestResumedAfterReset(t *testing.T) {
	s, k := opened(t)
	s.see(k.make(server, rst|ack, k.seq[server], ""))
	s.want("f1 = #4 reset")
	s.see(k.data(client, "ask"), k.data(server, "answer"))
	s.want("f2 > #5 ask", "f2 < #6 answer")
	if f := s.one(); !f.Resumed || s.Stats().Resumed != 1 {
		t.Error("not marked as resumed")
	}
}

func TestPortReuse(t *testing.T) {
	s, k := opened(t)
	s.see(k.data(client, "ask"))
	again := newTalk(0)
	again.seq = [2]uint32{900000, 800000}
	s.see(again.handshake()...)
	s.see(again.data(client, "other"))
	s.want("f1 > #4 ask", "f1 = #5 reused", "f2 > #8 other")
	s.see(again.close()...)
	s.want("f2 = #10 finished")
	third := newTalk(0)
	third.seq = [2]uint32{1900000, 1800000}
	s.see(third.handshake()...)
	s.see(third.data(client, "third"))
	s.want("f3 > #15 third")
	if st := s.Stats(); st.Opened != 3 || st.Reused != 1 || st.Resumed != 0 {
		t.Errorf("%+v", st)
	}
}

func TestRetransmittedSYN(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	first := k.send(client, syn, "")
	for range 3 {
		first.ID++
		s.see(first)
		s.wait(second)
	}
	s.see(k.send(server, syn|ack, ""), k.send(client, ack, ""))
	first.ID++
	s.see(first, k.data(client, "ask"))
	s.want("f1 > #7 ask")
	if st := s.Stats(); st.Opened != 1 || st.Reused != 0 {
		t.Errorf("%+v", st)
	}
}

func TestSYNCapturedLate(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	h := k.handshake()
	ask := k.data(client, "ask")
	s.see(h[1], ask, h[0], h[2])
	s.want("f1 > #2 ask")
	if f := s.one(); !f.Handshake || f.Server().Port != 502 || s.Stats().Opened != 1 {
		t.Errorf("handshake %v, server %v", f.Handshake, f.Server())
	}
}

func TestConnectionUnseenBeforeItsOctets(t *testing.T) {
	// A new connection on the same ports, of which the SYN was lost.
	s, k := opened(t)
	s.see(k.data(client, "ask"), k.data(server, "answer"))
	k.seq = [2]uint32{2_000_000_000, 3_000_000_000}
	s.see(k.data(client, "new"))
	s.want("f1 > #4 ask", "f1 < #5 answer")
	s.see(k.data(server, "response"))
	s.want("f1 > #7 gap 0", "f1 > #6 new", "f1 < #7 gap 0", "f1 < #7 response")
}

func TestLongLoss(t *testing.T) {
	// The capture loses 3 MiB of one direction, of which nobody is heard.
	s, k := newSensor(t, Config{}), newTalk(0)
	s.see(k.data(client, "a"))
	k.seq[client] += 3 << 20
	s.see(k.data(client, "b"))
	s.want("f1 > #1 a")
	s.see(k.data(client, "c"))
	s.want("f1 > #3 gap 3145728", "f1 > #2 b", "f1 > #3 c")
}

func TestStraySegment(t *testing.T) {
	s, k := opened(t)
	s.see(k.make(client, ack, k.seq[client]+1<<30, "evil"), k.data(client, "good"), k.data(server, "answer"))
	s.want("f1 > #5 good", "f1 < #6 answer")
	s.Flush(6)
	s.want("f1 = #6 flushed")
	if st := s.Stats(); st.Strays != 1 || st.BufferedOctets != 0 {
		t.Errorf("%+v", st)
	}
}

func TestLongLossBehindAHole(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	s.see(k.data(client, "a"))
	k.data(client, "lost")
	s.see(k.data(client, "b"))
	k.seq[client] += 3 << 20
	s.see(k.data(client, "c"), k.data(client, "d"))
	s.want("f1 > #1 a", "f1 > #4 gap 4", "f1 > #2 b", "f1 > #4 gap 3145728", "f1 > #3 c", "f1 > #4 d")
}

func TestForgedStart(t *testing.T) {
	// The first segment of a flow joined in its midst is forged: the octets that
	// the other end acknowledges are not lost on the sensor.
	s, k := newSensor(t, Config{}), newTalk(0)
	s.see(k.make(client, ack, k.seq[client]+5000, "evil"))
	s.see(k.data(client, "write"), k.data(server, "done"))
	s.want("f1 > #1 evil", "f1 > #3 gap 0", "f1 > #2 write", "f1 < #3 done")
	s.see(k.data(client, "ask"), k.data(server, "answer"))
	s.want("f1 > #4 ask", "f1 < #5 answer")
}

func TestStartOutOfOrder(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	a, b := k.data(client, "one"), k.data(client, "two")
	s.see(b, a, k.data(client, "three"), k.data(server, "answer"))
	s.want("f1 > #1 two", "f1 > #3 three", "f1 < #4 answer")
}

func TestStrayIsDroppedForAnother(t *testing.T) {
	s, k := opened(t)
	for n := range uint32(3) {
		s.see(k.make(client, ack, k.seq[client]+n<<29+1<<29, "evil"))
	}
	s.see(k.make(client, ack, k.seq[client]+1<<30, "")) // nothing to keep
	if st := s.Stats(); st.Strays != 2 || s.one().usage.blocks != 1 {
		t.Errorf("%+v, usage %+v", st, s.one().usage)
	}
}

func TestStrayWithoutRoom(t *testing.T) {
	s, k := newSensor(t, Config{BufferOctets: blockSize}), newTalk(0)
	s.see(k.handshake()...)
	s.see(k.make(client, ack, k.seq[client]+1<<30, strings.Repeat("x", 2*blockSize)))
	if st := s.Stats(); st.Strays != 1 || st.BufferedOctets != 0 {
		t.Errorf("%+v", st)
	}
}

func TestOctetsOfAnotherConnectionAfterTheEnd(t *testing.T) {
	s, k := opened(t)
	s.see(k.close()...)
	s.want("f1 = #5 finished")
	k.seq = [2]uint32{1 << 30, 1 << 31}
	s.see(k.data(client, "new"))
	s.want("f2 > #7 new")
	if s.one().Resumed {
		t.Error("marked as resumed")
	}
}

func TestOctetsOfTheEndThatRefused(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	s.see(k.send(client, syn, ""), k.make(server, rst|ack, 0, ""))
	s.see(k.data(server, "nevertheless"))
	s.want("f1 = #2 reset", "f2 < #3 nevertheless")
	if !s.one().Resumed {
		t.Error("not marked as resumed")
	}
}

func TestResetOfUnknownFlow(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	s.see(k.send(client, rst, ""))
	s.want()
	if st := s.Stats(); st.NoFlow != 1 || st.Opened != 0 {
		t.Errorf("%+v", st)
	}
}

func TestKeepAliveAfterTheEnd(t *testing.T) {
	s, k := opened(t)
	s.see(k.close()...)
	s.see(k.make(client, ack, k.seq[client]-1, "\x00"), k.make(client, ack, k.seq[client]-1, ""))
	s.want("f1 = #5 finished")
	if st := s.Stats(); st.AfterEnd != 3 || st.Opened != 1 {
		t.Errorf("%+v", st)
	}
}
