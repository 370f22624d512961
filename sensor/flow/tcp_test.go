package flow

import (
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/packet"
)

// opened returns a sensor that has seen the handshake (frames 1 to 3).
func opened(t *testing.T) (*sensor, *talk) {
	s, k := newSensor(t, Config{}), newTalk(0)
	s.see(k.handshake()...)
	s.want()
	return s, k
}

func TestInOrder(t *testing.T) {
	s, k := opened(t)
	s.see(k.data(client, "ask"), k.data(server, "answer"), k.data(client, "ask again"))
	s.want("f1 > #4 ask", "f1 < #5 answer", "f1 > #6 ask again")
	f := s.one()
	if !f.Handshake || f.Client().Port != 40000 || f.Server().Port != 502 {
		t.Errorf("handshake %v, client %v, server %v", f.Handshake, f.Client().AddrPort(), f.Server().AddrPort())
	}
	if c := f.Counters(wire.ToServer); c != (Counters{Packets: 4, Octets: 12}) {
		t.Errorf("to server: %+v", c)
	}
	s.see(k.close()...)
	s.want("f1 = #8 finished")
}

func TestOutOfOrder(t *testing.T) {
	s, k := opened(t)
	a, b, c := k.data(client, "one "), k.data(client, "two "), k.data(client, "three")
	s.see(b, c)
	s.want()
	s.see(a)
	// The frame that fills the hole completes what waited behind it.
	s.want("f1 > #6 one ", "f1 > #6 two ", "f1 > #6 three")
	if c := s.one().Counters(wire.ToServer); c.OutOfOrder != 1 || c.Retransmitted != 0 {
		t.Errorf("%+v", c)
	}
	s.see(k.data(client, "four"))
	s.want("f1 > #7 four")
}

func TestSequenceWrap(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	k.seq = [2]uint32{0xFFFFFFFA, 0xFFFFFFFF}
	s.see(k.handshake()...)
	a, b, c := k.data(client, "12345678"), k.data(client, "abc"), k.data(client, "def")
	s.see(a, c, b, k.data(server, "ok"))
	s.want("f1 > #4 12345678", "f1 > #6 abc", "f1 > #6 def", "f1 < #7 ok")
}

func TestSequenceWrapsTwice(t *testing.T) {
	// One direction sends 9 GiB without an acknowledgement from the other.
	s, k := newSensor(t, Config{}), newTalk(0)
	big := make([]byte, 60000)
	p := k.make(client, ack, 0, "")
	p.Payload = big
	count := &counter{}
	s.consumer = count
	for n := 0; n < 9<<30/len(big); n++ {
		p.Time += millisecond / 10
		p.Frame++
		s.Packet(&p)
		p.Seq += uint32(len(big))
	}
	if count.gaps != 0 || count.octets != (9<<30/len(big))*len(big) {
		t.Errorf("%d octets, %d in gaps", count.octets, count.gaps)
	}
}

func TestRetransmission(t *testing.T) {
	s, k := opened(t)
	first := k.data(client, "0123456789")
	s.see(first)
	base := first.Seq
	s.see(
		k.make(client, ack, base, "0123456789"),     // exact
		k.make(client, ack, base+3, "345"),          // part
		k.make(client, ack, base+8, "89ab"),         // and new octets
		k.make(client, ack, base, "0123456789abcd"), // covering
	)
	s.want("f1 > #4 0123456789", "f1 > #7 ab", "f1 > #8 cd")
	if c := s.one().Counters(wire.ToServer); c.Retransmitted != 4 || c.Conflicts != 0 || c.Duplicates != 0 {
		t.Errorf("%+v", c)
	}
}

func TestRetransmissionOverWaitingSegments(t *testing.T) {
	s, k := opened(t)
	base := k.seq[client]
	s.see(k.make(client, ack, base+2, "23"), k.make(client, ack, base+6, "67"))
	s.want()
	s.see(k.make(client, ack, base, "0123456789"))
	s.want("f1 > #6 01", "f1 > #6 23", "f1 > #6 45", "f1 > #6 67", "f1 > #6 89")
	if c := s.one().Counters(wire.ToServer); c.Conflicts != 0 || c.Retransmitted != 1 {
		t.Errorf("%+v", c)
	}
}

func TestConflictWithDelivered(t *testing.T) {
	s, k := opened(t)
	first := k.data(client, "write 1 open")
	s.see(first)
	s.see(k.make(client, ack, first.Seq, "write 1 shut"))
	s.want("f1 > #4 write 1 open", "f1 > #5 conflict #4 open/shut")
	// Also after the other end has acknowledged it: somebody answers late.
	s.see(k.data(server, "done"))
	s.see(k.make(client, ack, first.Seq+6, "2"))
	s.want("f1 < #6 done", "f1 > #7 conflict #4 1/2")
	if c := s.one().Counters(wire.ToServer); c.Conflicts != 2 {
		t.Errorf("%+v", c)
	}
}

func TestConflictWithWaiting(t *testing.T) {
	s, k := opened(t)
	base := k.seq[client]
	s.see(k.make(client, ack, base+4, "good"))
	s.see(k.make(client, ack, base+4, "evil"))
	s.want("f1 > #5 conflict #4 good/evil")
	s.see(k.make(client, ack, base+3, "-evi"))
	s.want("f1 > #6 conflict #4 goo/evi")
	s.see(k.make(client, ack, base, "very"))
	// The octets seen first are delivered; the last of "very" was seen as "-".
	s.want("f1 > #7 ver", "f1 > #7 -", "f1 > #7 good", "f1 > #7 conflict #6 -/y")
}

func TestConflictIsToldOncePerPacket(t *testing.T) {
	s, k := opened(t)
	base := k.seq[client]
	s.see(k.make(client, ack, base, "ab"), k.make(client, ack, base+2, "cd"), k.make(client, ack, base+6, "gh"))
	s.see(k.make(client, ack, base, "ABCDEFGH"))
	s.want("f1 > #4 ab", "f1 > #5 cd", "f1 > #7 conflict #4 ab/AB", "f1 > #7 EF", "f1 > #7 gh")
}

func TestKeepAlive(t *testing.T) {
	s, k := opened(t)
	s.see(k.data(client, "ask"), k.data(server, "answer"))
	for range 3 {
		s.see(k.make(client, ack, k.seq[client]-1, ""), k.send(server, ack, ""))     // no octet
		s.see(k.make(client, ack, k.seq[client]-1, "\x00"), k.send(server, ack, "")) // one of garbage
	}
	s.see(k.data(client, "go on"))
	s.want("f1 > #4 ask", "f1 < #5 answer", "f1 > #18 go on")
	if c := s.one().Counters(wire.ToServer); c.KeepAlives != 6 || c.Conflicts != 0 || c.Retransmitted != 0 {
		t.Errorf("%+v", c)
	}
}

func TestKeepAliveBeforeFirstOctets(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	s.see(k.make(client, ack, k.seq[client]-1, ""))
	s.see(k.data(client, "ask"))
	s.want("f1 > #2 ask")
}

func TestZeroWindowProbe(t *testing.T) {
	// A probe carries the next octet, which is sent again when the window opens.
	s, k := opened(t)
	base := k.seq[client]
	s.see(k.make(client, ack, base, "a"), k.send(server, ack, ""))
	s.see(k.make(client, ack, base, "a"), k.send(server, ack, ""))
	s.see(k.make(client, ack, base, "abc"))
	s.want("f1 > #4 a", "f1 > #8 bc")
	if c := s.one().Counters(wire.ToServer); c.Conflicts != 0 {
		t.Errorf("%+v", c)
	}
}

func TestUrgentOctetsAreInBand(t *testing.T) {
	s, k := opened(t)
	s.see(k.send(client, ack|packet.URG, "abc"), k.data(client, "def"))
	s.want("f1 > #4 abc", "f1 > #5 def")
}

func TestSYNWithData(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	s.see(k.send(client, syn, "early"))
	s.see(k.send(server, syn|ack, ""), k.data(client, " late"))
	s.want("f1 > #1 early", "f1 > #3  late")
}

func TestSYNNotCounted(t *testing.T) {
	// Packets made up by a program: the octets begin with the number of SYN.
	s, k := newSensor(t, Config{}), newTalk(0)
	isn := k.seq[client]
	a := k.make(client, syn, isn, "")
	b := k.make(server, syn|ack, k.seq[server], "")
	b.Ack = isn
	s.see(a, b, k.data(client, "ask"), k.data(server, "answer"), k.data(client, "next"))
	s.want("f1 > #3 ask", "f1 < #4 answer", "f1 > #5 next")
	// The same numbers without such an acknowledgement: the first octet is in
	// the place of SYN, and no receiver takes it.
	s, k = newSensor(t, Config{}), newTalk(0)
	s.see(k.handshake()...)
	s.see(k.make(client, ack, isn, "ask"))
	s.want("f1 > #4 sk")
}

func TestMidStream(t *testing.T) {
	for _, first := range []int{client, server} {
		s, k := newSensor(t, Config{}), newTalk(0)
		s.see(k.data(first, "x"), k.data(client, "ask"), k.data(server, "answer"))
		dir := [2]string{">", "<"}[first]
		s.want("f1 "+dir+" #1 x", "f1 > #2 ask", "f1 < #3 answer")
		if f := s.one(); f.Handshake || f.Server().Port != 502 {
			t.Errorf("handshake %v, server %v", f.Handshake, f.Server())
		}
	}
}
