package flow

import (
	"fmt"
	"testing"

	"github.com/banken-ot/banken/protocols/wire"
)

func newUDP(n int) *talk {
	k := newTalk(n)
	k.udp = true
	return k
}

func TestDatagrams(t *testing.T) {
	s, k := newSensor(t, Config{}), newUDP(0)
	s.see(k.data(client, "ask"), k.data(server, "answer"), k.data(client, "ask"), k.data(client, ""))
	s.want("f1 > #1 datagram ask", "f1 < #2 datagram answer", "f1 > #3 datagram ask", "f1 > #4 datagram ")
	s.Flush(4)
	s.want("f1 = #4 flushed")
	if st := s.Stats(); st.UDP != 4 || st.Opened != 1 {
		t.Errorf("%+v", st)
	}
}

func TestDuplicateDatagrams(t *testing.T) {
	s, k := newSensor(t, Config{}), newUDP(0)
	ask, other := k.data(client, "ask"), k.data(client, "other")
	copied := ask
	copied.TTL--
	copied.VLANs[0], copied.VLANCount = 30, 1
	s.see(ask, other, copied, other)
	s.want("f1 > #1 datagram ask", "f1 > #2 datagram other")
	if c := s.one().Counters(wire.ToServer); c.Duplicates != 2 || c.Packets != 4 {
		t.Errorf("%+v", c)
	}
	s.now += int64(DuplicateTime) // the identification may be used again then
	s.see(ask)
	s.want("f1 > #5 datagram ask")
}

func TestEqualDatagramsWithoutIdentification(t *testing.T) {
	s, k := newSensor(t, Config{}), newUDP(0)
	p := k.data(client, "cyclic")
	p.ID = 0
	s.see(p, p)
	s.now += 3 * millisecond
	s.see(p)
	s.want("f1 > #1 datagram cyclic", "f1 > #3 datagram cyclic")
}

func TestSameIdentificationOtherOctets(t *testing.T) {
	s, k := newSensor(t, Config{}), newUDP(0)
	p := k.data(client, "one")
	q := p
	q.Payload = []byte("two")
	s.see(p, q)
	s.want("f1 > #1 datagram one", "f1 > #2 datagram two")
}

func TestCutDatagram(t *testing.T) {
	s, k := newSensor(t, Config{}), newUDP(0)
	p := k.data(client, "abcdef")
	p.Payload, p.Missing = p.Payload[:2], 4
	s.see(p)
	s.want("f1 > #1 datagram ab", "f1 > #1 gap 4")
	p = k.data(client, "")
	p.Missing = 1 << 31 // more than any datagram has
	s.see(p)
	s.want("f1 > #2 datagram ", fmt.Sprint("f1 > #2 gap ", UnknownJump))
}

func TestDatagramsInDifferentVLANs(t *testing.T) {
	// Requests in one VLAN, responses in the other.
	s, k := newSensor(t, Config{}), newUDP(0)
	ask, answer := k.data(client, "ask"), k.data(server, "answer")
	ask.VLANs[0], ask.VLANCount = 10, 1
	answer.VLANs[0], answer.VLANCount = 20, 1
	s.see(ask, answer)
	s.want("f1 > #1 datagram ask", "f1 < #2 datagram answer")
	// The same addresses elsewhere are others.
	other := k.data(client, "elsewhere")
	other.VLANs[0], other.VLANCount = 30, 1
	s.see(other)
	s.want("f2 > #3 datagram elsewhere")
}

func TestOtherProtocolsAreCounted(t *testing.T) {
	s, k := newSensor(t, Config{}), newTalk(0)
	for _, protocol := range []uint8{1, 58, 47} {
		p := k.data(client, "x")
		p.Protocol = protocol
		s.see(p)
	}
	p := k.data(client, "x")
	p.IPVersion = 0
	s.see(p)
	s.want()
	if st := s.Stats(); st.ICMP != 2 || st.OtherIP != 1 || st.NotIP != 1 || st.Packets != 4 || st.Opened != 0 {
		t.Errorf("%+v", st)
	}
}
