package flow

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/banken-ot/banken/sensor/packet"
)

// header returns the UDP or TCP header of p in front of its payload.
func header(p *packet.Packet) []byte {
	b := binary.BigEndian.AppendUint16(nil, p.SrcPort)
	b = binary.BigEndian.AppendUint16(b, p.DstPort)
	if p.Protocol == packet.ProtocolUDP {
		b = binary.BigEndian.AppendUint16(b, uint16(8+len(p.Payload)))
		return append(append(b, 0, 0), p.Payload...)
	}
	b = binary.BigEndian.AppendUint32(b, p.Seq)
	b = binary.BigEndian.AppendUint32(b, p.Ack)
	b = append(b, 5<<4, p.TCPFlags)
	b = binary.BigEndian.AppendUint16(b, p.Window)
	return append(append(b, 0, 0, 0, 0), p.Payload...)
}

// piece returns the octets from to to of a datagram as a fragment.
func piece(p packet.Packet, from, to int) packet.Packet {
	b := header(&p)
	q := p
	q.SrcPort, q.DstPort, q.Seq, q.Ack, q.TCPFlags, q.Window = 0, 0, 0, 0, 0, 0
	q.Fragment, q.FragmentOffset, q.MoreFragments = true, uint16(from), to < len(b)
	q.Payload = b[from:min(to, len(b))]
	return q
}

// pieces cuts a datagram into fragments of n octets.
func pieces(p packet.Packet, n int) (all []packet.Packet) {
	for from := 0; from < len(header(&p)); from += n {
		all = append(all, piece(p, from, from+n))
	}
	return all
}

func TestFragmentsOfEveryOrder(t *testing.T) {
	for _, version := range []uint8{4, 6} {
		order := []int{0, 1, 2, 3}
		permute(order, func() {
			s, k := newSensor(t, Config{}), newUDP(0)
			k.version = version
			all := pieces(k.data(client, "0123456789abcdefghij"), 8)
			for _, i := range order {
				s.see(all[i])
			}
			s.want("f1 > #4 datagram 0123456789abcdefghij")
			if st := s.Stats(); st.Reassembled != 1 || st.Fragments != 4 || st.BufferedOctets != 0 {
				t.Fatalf("%+v", st)
			}
		})
	}
}

// permute calls do with every order of a.
func permute(a []int, do func()) {
	var step func(int)
	step = func(n int) {
		if n == len(a) {
			do()
		}
		for i := n; i < len(a); i++ {
			a[n], a[i] = a[i], a[n]
			step(n + 1)
			a[n], a[i] = a[i], a[n]
		}
	}
	step(0)
}

func TestFragmentedSegments(t *testing.T) {
	s, k := opened(t)
	a, b := k.data(client, "a fragmented request"), k.data(server, "answer")
	all := pieces(a, 24)
	s.see(all[1], b, all[0])
	s.want("f1 > #6 a fragmented request", "f1 < #5 answer")
}

func TestIPv6FirstFragmentSaysTheProtocol(t *testing.T) {
	s, k := newSensor(t, Config{}), newUDP(0)
	k.version = 6
	all := pieces(k.data(client, "0123456789abcdef"), 16)
	all[1].Protocol = packet.ProtocolTCP
	s.see(all[1], all[0])
	s.want("f1 > #2 datagram 0123456789abcdef")
}

func TestFragmentOverlapWithEqualOctets(t *testing.T) {
	s, k := newSensor(t, Config{}), newUDP(0)
	p := k.data(client, "0123456789abcdefghij")
	s.see(piece(p, 8, 24), piece(p, 16, 28), piece(p, 0, 16))
	s.want("f1 > #3 datagram 0123456789abcdefghij")
}

func TestFragmentConflict(t *testing.T) {
	// Every fragment of a second version arrives after the first: the octets
	// seen first are delivered, in whatever order.
	tests := map[string]struct {
		good, evil [][2]int // in this order, evil first where good begins with nothing
		want       string
	}{
		"head":  {[][2]int{{0, 16}}, [][2]int{{8, 28}}, "datagram 01234567"},
		"whole": {[][2]int{{0, 16}, {16, 24}}, [][2]int{{0, 24}, {24, 28}}, "datagram 0123456789abcdef"},
	}
	for name, test := range tests {
		s, k := newSensor(t, Config{}), newUDP(0)
		good := k.data(client, "0123456789abcdefghij")
		evil := good
		evil.Payload = []byte("0123456789ABCDEFGHIJ")
		evil.Payload[0] = 'X'
		for _, r := range test.good {
			s.see(piece(good, r[0], r[1]))
		}
		for _, r := range test.evil {
			s.see(piece(evil, r[0], r[1]))
		}
		lines := s.log.lines
		if len(lines) != 2 || !bytes.Contains([]byte(lines[0]), []byte("fragment conflict #1 0")) || !bytes.Contains([]byte(lines[1]), []byte(test.want)) {
			t.Errorf("%s: %q", name, lines)
		}
		if st := s.Stats(); st.FragmentConflicts != 1 || st.Conflicts != 1 {
			t.Errorf("%s: %+v", name, st)
		}
	}
}

func TestFragmentConflictInTCP(t *testing.T) {
	s, k := opened(t)
	s.see(k.data(client, "a"), k.data(server, "b"))
	s.log.lines = nil
	p := k.data(client, "0123456789ab")
	evil := p
	evil.Payload = []byte("0123XX6789ab")
	s.see(piece(p, 24, 32), piece(evil, 24, 32), piece(p, 0, 24))
	s.want("f1 > #8 fragment conflict #6 456789ab/XX6789ab", "f1 > #8 0123456789ab")
}

func TestFragmentsThatContradictThemselves(t *testing.T) {
	k := newUDP(0)
	p := k.data(client, "0123456789abcdefghij")
	odd := piece(p, 0, 12)
	empty := piece(p, 0, 8)
	empty.Payload = nil
	far := piece(p, 16, 24)
	far.FragmentOffset, far.MoreFragments, far.Payload = 65528, false, make([]byte, 100)
	short := piece(p, 16, 24)
	short.MoreFragments = false
	for name, test := range map[string][]packet.Packet{
		"not a multiple of 8":    {odd},
		"empty":                  {empty},
		"longer than a datagram": {far},
		"beyond the end":         {short, piece(p, 24, 28)},
		"end before others":      {piece(p, 16, 24), func() packet.Packet { q := short; q.FragmentOffset = 8; return q }()},
		"two ends":               {piece(p, 24, 28), short},
		"header is shorter than UDP": {func() packet.Packet {
			q := piece(p, 0, 8)
			q.FragmentOffset = 0
			q.Payload = q.Payload[:4]
			q.MoreFragments = false
			return q
		}()},
	} {
		s := newSensor(t, Config{})
		s.see(test...)
		if st := s.Stats(); st.Malformed != 1 {
			t.Errorf("%s: %+v", name, st)
		}
		s.want()
	}
}

func TestFragmentsShownTwice(t *testing.T) {
	s, k := newSensor(t, Config{}), newUDP(0)
	for n := range 3 {
		all := pieces(k.data(client, fmt.Sprint("datagram ", n, " of three")), 16)
		for _, p := range all {
			s.see(p, p)
		}
		s.want(fmt.Sprintf("f1 > #%d datagram datagram %d of three", s.frame-1, n))
	}
	s.wait(int64(FragmentTime))
	if st := s.Stats(); st.Incomplete != 0 || st.Datagrams != 0 || st.Duplicates == 0 || st.BufferedOctets != 0 {
		t.Errorf("%+v", st)
	}
}

func TestAllFragmentsShownAgain(t *testing.T) {
	s, k := newSensor(t, Config{}), newUDP(0)
	all := pieces(k.data(client, "0123456789abcdefghij"), 8)
	s.see(all...)
	s.see(all...)
	s.want("f1 > #4 datagram 0123456789abcdefghij")
}

func TestIdentificationReusedAtOnce(t *testing.T) {
	// A second datagram with the same identification shares a fragment with the
	// first: it must not hide behind it.
	s, k := newSensor(t, Config{}), newUDP(0)
	a := k.data(client, "01234567same")
	b := a
	b.Payload = []byte("89abcdefsame")
	s.see(piece(a, 0, 16), piece(a, 16, 20), piece(b, 16, 20), piece(b, 0, 16))
	s.want("f1 > #2 datagram 01234567same", "f1 > #4 datagram 89abcdefsame")
}

func TestIncompleteFragmentsExpire(t *testing.T) {
	s, k := newSensor(t, Config{}), newUDP(0)
	p := k.data(client, "0123456789abcdefghij")
	s.see(piece(p, 0, 16))
	s.wait(int64(FragmentTime) - millisecond)
	if st := s.Stats(); st.Incomplete != 0 || st.Datagrams != 1 {
		t.Errorf("%+v", st)
	}
	s.wait(millisecond)
	if st := s.Stats(); st.Incomplete != 1 || st.Datagrams != 0 || st.BufferedOctets != 0 {
		t.Errorf("%+v", st)
	}
	s.see(piece(p, 16, 28)) // of another datagram now
	s.want()
	s.Flush(9)
	if st := s.Stats(); st.Incomplete != 2 || st.BufferedOctets != 0 {
		t.Errorf("%+v", st)
	}
}

func TestCutFragments(t *testing.T) {
	s, k := newSensor(t, Config{}), newUDP(0)
	p := k.data(client, "0123456789abcdefghij")
	last := piece(p, 16, 28)
	last.Payload, last.Missing = last.Payload[:4], 8
	s.see(last, piece(p, 0, 16))
	s.want("f1 > #2 datagram 0123456789ab", "f1 > #2 gap 8")
}

func TestFragmentBounds(t *testing.T) {
	s := newSensor(t, Config{})
	for n := range 5 * FragmentDatagrams {
		k := newUDP(n)
		p := k.data(client, string(make([]byte, 1400)))
		s.see(piece(p, 0, 1400))
		if st := s.Stats(); st.Datagrams > FragmentDatagrams || st.BufferedOctets > FragmentOctets {
			t.Fatalf("%+v", st)
		}
	}
	if st := s.Stats(); st.FragmentsEvicted != uint64(5*FragmentDatagrams-st.Datagrams) {
		t.Errorf("%+v", st)
	}
	// One datagram in small fragments is bounded by itself.
	k := newUDP(0)
	p := k.data(client, string(make([]byte, 8000)))
	evicted := s.Stats().FragmentsEvicted
	s.see(pieces(p, 8)...)
	s.want()
	if st := s.Stats(); st.FragmentsEvicted < evicted+2 {
		t.Errorf("%+v", st)
	}
}

func TestFragmentOctetsAreBounded(t *testing.T) {
	for name, c := range map[string]Config{"fragments": {}, "buffer": {BufferOctets: 1 << 20}} {
		s := newSensor(t, c)
		for n := range 2 * FragmentDatagrams {
			k := newUDP(n)
			p := k.data(client, string(make([]byte, 9000)))
			s.see(piece(p, 0, 8000))
			if st := s.Stats(); st.BufferedOctets > min(FragmentOctets, s.config.BufferOctets) {
				t.Fatalf("%s: %+v", name, st)
			}
		}
		st := s.Stats()
		if st.FragmentsEvicted == 0 || st.Datagrams+int(st.FragmentsEvicted) != 2*FragmentDatagrams {
			t.Errorf("%s: %+v", name, st)
		}
		s.Flush(9)
		if st := s.Stats(); st.BufferedOctets != 0 || st.Datagrams != 0 {
			t.Errorf("%s: %+v", name, st)
		}
	}
}

func TestFragmentWithoutRoom(t *testing.T) {
	s, k := newSensor(t, Config{BufferOctets: 4 * blockSize}), newUDP(0)
	s.see(pieces(k.data(client, string(make([]byte, 9000))), 8000)...)
	if st := s.Stats(); st.FragmentsEvicted != 1 || st.BufferedOctets > 4*blockSize {
		t.Errorf("%+v", st)
	}
}

func TestSecondConflictOfADatagram(t *testing.T) {
	s, k := newSensor(t, Config{}), newUDP(0)
	p := k.data(client, "0123456789abcdefghij")
	q := p
	q.Payload = []byte("0123456789ABCDEFGHIJ")
	s.see(piece(p, 16, 24), piece(q, 16, 24), piece(p, 8, 16), piece(q, 8, 24), piece(p, 0, 8), piece(p, 24, 28))
	s.want("f1 > #6 fragment conflict #1 abcdef/ABCDEF", "f1 > #6 datagram 0123456789abcdefghij")
	if st := s.Stats(); st.FragmentConflicts != 2 || st.Conflicts != 1 {
		t.Errorf("%+v", st)
	}
}

// TestFragmentModel cuts random datagrams into overlapping fragments in random
// order.
func TestFragmentModel(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 1))
		s, k := newSensor(t, Config{}), newUDP(0)
		b := make([]byte, 1+r.IntN(4000))
		for i := range b {
			b[i] = byte('a' + r.IntN(26))
		}
		p := k.data(client, string(b))
		total := len(b) + 8
		cut := 8 * (1 + r.IntN(1+total/16))
		var all []packet.Packet
		for from := 0; from < total; from += cut {
			lead := min(from, 8*r.IntN(4)) // overlap with the one before
			all = append(all, piece(p, from-lead, from+cut))
		}
		if len(all)*blocksFor(cut) > FragmentPieces/2 {
			continue
		}
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		s.see(all...)
		if len(all) == 1 {
			continue // no fragment at all
		}
		if len(s.log.lines) != 1 || !strings.HasSuffix(s.log.lines[0], "datagram "+string(b)) {
			t.Fatalf("seed %d: %q", seed, s.log.lines)
		}
		if st := s.Stats(); st.FragmentConflicts != 0 || st.Malformed != 0 || st.Reassembled != 1 {
			t.Fatalf("seed %d: %+v", seed, st)
		}
	}
}
