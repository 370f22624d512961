package filter

import (
	"encoding/binary"
	"testing"

	"github.com/banken-ot/banken/sensor/flow"
	"github.com/banken-ot/banken/sensor/packet"
)

// model is what the program is documented to do, in Go, on the parser of
// sensor/packet, for one processor and without rates and resampling.
type model struct {
	first   uint16
	ports   map[uint16]bool
	learned map[Key]bool
	servers map[Server]bool
	flows   map[Key]*modelFlow
	totals  Totals
}

type modelFlow struct {
	sides   [2]Side
	sampled [2][2]uint16
}

func newModel(c Config) *model {
	m := &model{first: c.FirstPackets, ports: map[uint16]bool{}, learned: map[Key]bool{},
		servers: map[Server]bool{}, flows: map[Key]*modelFlow{}}
	for _, p := range c.Ports {
		m.ports[p] = true
	}
	return m
}

var typeClasses = map[uint16]Class{0x0806: ClassARP, 0x8035: ClassARP, 0x88CC: ClassLLDP, 0x88A4: ClassCyclic,
	0x88AB: ClassCyclic, 0x88CD: ClassCyclic, 0x88BA: ClassCyclic, 0x88B8: ClassGOOSE, 0x88B9: ClassGOOSE}

// classify parses a frame.
func classify(frame []byte) (p packet.Packet, c Class) {
	p.WireLen, p.CapLen = uint32(len(frame)), uint32(len(frame))
	err := p.Parse(packet.LinkEthernet, frame)
	switch {
	case beyond(frame):
		return p, ClassBeyond
	case err != nil:
		return p, ClassMalformed
	case p.IPVersion == 4:
		return p, ClassIPv4
	case p.IPVersion == 6:
		return p, ClassIPv6
	case p.EtherType == 0x8892:
		return p, profinet(p.Payload)
	case p.EtherType == 0:
		return p, ClassLLC
	}
	if c, ok := typeClasses[p.EtherType]; ok {
		return p, c
	}
	return p, ClassOther
}

func profinet(b []byte) Class {
	if len(b) < 2 {
		return ClassMalformed
	}
	if id := binary.BigEndian.Uint16(b); id >= 0xFC00 && id <= 0xFEFF {
		return ClassProfinet
	}
	return ClassCyclic
}

// beyond reports whether a frame has more tags or extension headers than are
// looked into, or is a jumbogram. Frames cut off before that are not.
func beyond(b []byte) bool {
	tags := 0
	typ, rest := binary.BigEndian.Uint16(b[12:]), b[14:]
	for typ == 0x8100 || typ == 0x88A8 || typ == 0x9100 {
		if tags == 4 {
			return true
		}
		if len(rest) < 4 {
			return false
		}
		typ, rest = binary.BigEndian.Uint16(rest[2:]), rest[4:]
		tags++
	}
	if typ < 0x0600 {
		rest = rest[:min(len(rest), int(typ))]
		if len(rest) < 8 || [3]byte(rest) != [3]byte{0xAA, 0xAA, 3} || rest[3]|rest[4] != 0 || (rest[5] != 0 && rest[5] != 0xF8) {
			return false
		}
		typ, rest = binary.BigEndian.Uint16(rest[6:]), rest[8:]
	}
	switch {
	case typ == 0x0800 && len(rest) >= 20 && rest[0]>>4 == 4:
		return beyond4(rest)
	case typ == 0x86DD && len(rest) >= 40 && rest[0]>>4 == 6:
		return beyond6(rest)
	}
	return false
}

func beyond4(b []byte) bool {
	header, total := int(b[0]&15)*4, int(binary.BigEndian.Uint16(b[2:]))
	if total != 0 {
		b = b[:min(len(b), total)]
	}
	if header < 20 || header > len(b) || binary.BigEndian.Uint16(b[6:])&0x3FFF != 0 {
		return false
	}
	return manyHeaders(b[header:], b[9], 4)
}

func beyond6(b []byte) bool {
	n, next := int(binary.BigEndian.Uint16(b[4:])), b[6]
	if n == 0 && next == 0 {
		return true
	}
	b = b[40:]
	if n != 0 {
		b = b[:min(len(b), n)]
	}
	return manyHeaders(b, next, 6)
}

func manyHeaders(b []byte, next, version uint8) bool {
	for n := 0; ; n++ {
		size := 0
		switch {
		case next == 51:
			if len(b) > 1 && b[1] > 0 {
				size = (int(b[1]) + 2) * 4
			}
		case version == 4:
			return false
		case next == 44:
			size = 8
		case next == 0, next == 43, next == 60, next == 135, next == 139, next == 140:
			if len(b) > 1 {
				size = (int(b[1]) + 1) * 8
			}
		default:
			return false
		}
		if n == 8 {
			return true
		}
		if size == 0 || len(b) < max(8, size) {
			return false
		}
		if next == 44 && binary.BigEndian.Uint16(b[2:])&0xFFF9 != 0 {
			return false
		}
		next, b = b[0], b[size:]
	}
}

// frame counts a frame and returns the reason.
func (m *model) frame(b []byte) Reason {
	p, c := classify(b)
	m.totals.Classes[c]++
	reason := KeepOther
	if p.VLANCount > 0 && (p.VLANs[0] != 0 || p.VLANCount > 1 && p.VLANs[1] != 0) {
		m.totals.Tagged++
	}
	if c == ClassIPv4 || c == ClassIPv6 {
		reason = m.flow(&p, uint64(len(b)))
	}
	m.totals.Reasons[reason].add(Tally{1, uint64(len(b))})
	return reason
}

func (m *model) flow(p *packet.Packet, octets uint64) Reason {
	key, side := flow.KeyOf(p)
	k := Key(key)
	f := m.flows[k]
	if f == nil {
		f = &modelFlow{}
		m.flows[k] = f
		m.totals.Flows++
	}
	if p.Fragment {
		m.totals.Fragments++
	}
	s := &f.sides[side]
	s.Packets++
	s.Octets += octets
	s.Flags |= p.TCPFlags
	return m.reason(p, k, &f.sampled[side])
}

func (m *model) reason(p *packet.Packet, k Key, sampled *[2]uint16) Reason {
	v, known := m.verdict(k)
	switch {
	case p.TCPFlags&(packet.SYN|packet.FIN|packet.RST) != 0:
		return KeepHandshake
	case icmpError(p):
		return KeepICMP
	case known && v:
		return KeepLearned
	case known:
		return HoldIgnored
	case (k.Protocol == 6 || k.Protocol == 17) && (m.ports[k.APort] || m.ports[k.BPort]):
		return KeepPort
	case p.Fragment:
		return KeepFragment
	}
	n := &sampled[min(1, len(p.Payload))]
	if *n >= m.first {
		return HoldUnknown
	}
	*n++
	return KeepSample
}

func (m *model) verdict(k Key) (keep, known bool) {
	k.VLAN = [2]uint16{}
	if keep, known = m.learned[k]; known {
		return keep, known
	}
	for _, e := range []flow.Endpoint{{Addr: k.A, Port: k.APort}, {Addr: k.B, Port: k.BPort}} {
		if v, ok := m.servers[Server{e.AddrPort(), k.Protocol}]; ok {
			keep, known = keep || v, true
		}
	}
	return keep, known
}

func icmpError(p *packet.Packet) bool {
	if p.Fragment || len(p.Payload) == 0 {
		return false
	}
	switch t := p.Payload[0]; p.Protocol {
	case 1:
		return t == 3 || t == 4 || t == 5 || t == 11 || t == 12
	case 58:
		return t < 128
	}
	return false
}

// bench is a program in the kernel beside the model of it.
type bench struct {
	*Filter
	*model
}

func newBench(t testing.TB, c Config) *bench {
	t.Helper()
	root(t)
	pin(t)
	c.Interface = "lo"
	f, err := Load(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return &bench{f, newModel(c.complete())}
}

// learn teaches both.
func (b *bench) learn(t testing.TB, k Key, keep bool) {
	t.Helper()
	if err := b.Filter.Learn(k, keep); err != nil {
		t.Fatal(err)
	}
	k.VLAN = [2]uint16{}
	b.model.learned[k] = keep
}

// run gives a frame to the program alone and reports whether it was kept.
func (b *bench) run(t testing.TB, frame []byte) bool {
	t.Helper()
	code, err := b.program.Run(runOptions(frame))
	if err != nil {
		t.Fatal(err)
	}
	if code != xdpPass && code != xdpDrop {
		t.Fatalf("program returned %d for % x", code, frame)
	}
	return code == xdpPass
}

// both gives a frame to program and model and compares.
func (b *bench) both(t testing.TB, frame []byte) Reason {
	t.Helper()
	want := b.model.frame(frame)
	if got := b.run(t, frame); got != want.Kept() {
		_, c := classify(frame)
		t.Fatalf("kept %v, want %v (%v, %v): % x", got, want.Kept(), want, c, frame)
	}
	return want
}

// compare compares all counters.
func (b *bench) compare(t testing.TB) {
	t.Helper()
	got, err := b.Totals()
	if err != nil {
		t.Fatal(err)
	}
	if got != b.model.totals {
		t.Errorf("totals\n got %+v\nwant %+v", got, b.model.totals)
	}
	seen := 0
	err = b.Flows(func(f Flow) bool {
		seen++
		want := b.model.flows[f.Key]
		if want == nil {
			t.Errorf("flow that was not sent: %+v", f)
			return true
		}
		for i, s := range f.Sides {
			if (s.First == 0) != (s.Packets == 0) || s.First > s.Last {
				t.Errorf("times of %+v", f)
			}
			if s.First, s.Last = 0, 0; s != want.sides[i] {
				t.Errorf("flow %+v side %d: got %+v, want %+v", f.Key, i, s, want.sides[i])
			}
		}
		return !t.Failed()
	})
	if err != nil {
		t.Error(err)
	}
	if seen != len(b.model.flows) && !t.Failed() {
		t.Errorf("%d flows counted, want %d", seen, len(b.model.flows))
	}
}
