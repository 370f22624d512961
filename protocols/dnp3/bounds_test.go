package dnp3

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
	"github.com/banken-ot/banken/protocols/wire"
)

// feed decodes a frame that must be taken whole.
func feed(t *testing.T, d wire.Decoder, m *wire.Message, dir wire.Direction, frame []byte) {
	t.Helper()
	m.Begin(0, 0)
	if n, err := d.Decode(m, dir, frame); n != len(frame) || err != nil && err != wire.ErrContent {
		t.Fatalf("%d of %d octets, %v", n, len(frame), err)
	}
}

// TestAddressSweep: a sweep over all addresses keeps no more than its bound, and
// what is in use is not what is forgotten.
func TestAddressSweep(t *testing.T) {
	d := newDecoder(wire.Stream, &wire.Buffers{}).(*decoder)
	m := &wire.Message{}
	crob := dnp3gen.Indexed(12, 1, 7, dnp3gen.CROB(0x81, 1, 100, 0, 0))
	for address := range 0xfff0 {
		feed(t, d, m, wire.ToServer, dnp3gen.Frame(0xc4, uint16(address), 1, append([]byte{0xc0, 0xc0, 1}, dnp3gen.All(60, 2)...)))
		if address%(MaxAssociations/2) == 0 {
			feed(t, d, m, wire.ToServer, dnp3gen.Frame(0xc4, 5, 2, append([]byte{0xc0, 0xc1, 3}, crob...)))
		}
	}
	if len(d.associations) != MaxAssociations {
		t.Errorf("%d associations", len(d.associations))
	}
	feed(t, d, m, wire.ToServer, dnp3gen.Frame(0xc4, 5, 2, append([]byte{0xc0, 0xc2, 4}, crob...)))
	if m.Defects != 0 {
		t.Errorf("the SELECT in use was forgotten: defects %b", m.Defects)
	}
}

// TestUnfinishedFragments: segments that never end keep no more than the bounds.
func TestUnfinishedFragments(t *testing.T) {
	room := &wire.Buffers{}
	d := newDecoder(wire.Stream, room).(*decoder)
	m := &wire.Message{}
	data := make([]byte, 250)
	for source := range uint16(10) {
		for i := range 400 { // 99,600 octets each
			data[0] = byte(i) & transportSEQ
			if i == 0 {
				data[0] |= transportFIR
			}
			feed(t, d, m, wire.ToServer, dnp3gen.Frame(0xc4, 10, source, data))
		}
	}
	if len(d.assemblies) != MaxAssemblies || room.Lent() != MaxAssemblies*MaxFragment {
		t.Errorf("%d fragments are unfinished, %d octets are lent", len(d.assemblies), room.Lent())
	}
	d.Gap(wire.ToServer, 0)
	if len(d.assemblies) != 0 || room.Lent() != 0 {
		t.Errorf("after a gap %d fragments are unfinished, %d octets are lent", len(d.assemblies), room.Lent())
	}
}

// TestNoRoom: when other connections have all the room, a fragment of several
// segments is decoded as far as there is room, and says so.
func TestNoRoom(t *testing.T) {
	room := &wire.Buffers{}
	for b := room.Grow(nil, MaxFragment); b != nil; b = room.Grow(nil, MaxFragment) {
	}
	d, m := newDecoder(wire.Stream, room).(*decoder), &wire.Message{}
	response := append([]byte{0xc0, 129, 0, 0}, bytes.Repeat(dnp3gen.Indexed(30, 2, 1, []byte{1, 5, 0}), 60)...)
	for _, s := range dnp3gen.Segments(0, response, dnp3gen.WholeSegment) {
		feed(t, d, m, wire.ToClient, dnp3gen.Frame(dnp3gen.FromOutstation, 1, 10, s))
	}
	if m.Role != wire.Notice || m.Defects == 0 {
		t.Errorf("%s, defects %s", m.Role, Protocol.AppendDefects(nil, m.Defects))
	}
}

// TestManyObjects: a fragment of nothing but small objects is decoded up to the
// bounds on points and fields, and says what was left out.
func TestManyObjects(t *testing.T) {
	octets := []byte{0xc0, 129, 0, 0}
	for len(octets) < 60000 {
		octets = append(octets, dnp3gen.Indexed(12, 1, 1, dnp3gen.CROB(3, 1, 0, 0, 0))...)
	}
	d, m := newDecoder(wire.Stream, &wire.Buffers{}), &wire.Message{}
	for _, s := range dnp3gen.Segments(0, octets, dnp3gen.WholeSegment) {
		feed(t, d, m, wire.ToClient, dnp3gen.Frame(0x44, 1, 10, s))
	}
	if m.Role != wire.Response || len(m.Fields) > wire.MaxFields || len(m.Points) > wire.MaxPoints || m.Defects&wire.Omitted == 0 {
		t.Errorf("%s, %d fields, %d points, defects %b", m.Role, len(m.Fields), len(m.Points), m.Defects)
	}
	checkTree(t, m.Fields)
}

// checkTree: lists head as many elements as they say, and depths go up by one.
func checkTree(t *testing.T, fields []wire.Field) {
	t.Helper()
	for i := range fields {
		f := &fields[i]
		if i > 0 && int(f.Depth) > int(fields[i-1].Depth)+1 {
			t.Errorf("field %d %s: depth %d below %d", i, f.Name, f.Depth, fields[i-1].Depth)
		}
		if f.Value.Kind != wire.KindList {
			continue
		}
		elements := uint64(0)
		for j := i + 1; j < len(fields) && fields[j].Depth > f.Depth; j++ {
			if fields[j].Depth == f.Depth+1 {
				elements++
			}
		}
		if elements != f.Value.Num {
			t.Errorf("%s says %d elements and has %d", f.Name, f.Value.Num, elements)
		}
	}
}

// TestTrees: every message of every case is a sound tree.
func TestTrees(t *testing.T) {
	for _, c := range dnp3gen.Cases() {
		d, m := newDecoder(c.Transport, &wire.Buffers{}), &wire.Message{}
		for _, s := range c.Steps {
			if s.Gap > 0 {
				d.Gap(s.Dir, s.Gap)
			}
			for b := s.Octets; len(b) > 0; {
				m.Begin(0, 0)
				n, err := d.Decode(m, s.Dir, b)
				if n == 0 {
					break
				}
				if m.Role != wire.RoleNone && err != wire.ErrSkip {
					checkTree(t, m.Fields)
				}
				b = b[n:]
			}
		}
	}
}

// TestNames: every function, status and indication has a name of its own.
func TestNames(t *testing.T) {
	seen := map[string]int{}
	for i, f := range functions {
		if f.name == "" || f.operation == wire.OperationNone {
			t.Errorf("function %d: %q, %s", i, f.name, f.operation)
		}
		if j, ok := seen[f.name]; ok {
			t.Errorf("functions %d and %d are both %s", i, j, f.name)
		}
		seen[f.name] = i
	}
	for i, name := range defectNames {
		if name == "" {
			t.Errorf("defect %d has no name", i)
		}
	}
	for status, want := range map[uint32]string{0: "none", 0x8000: "device-restart", 0x0100: "broadcast", 0x9001: "need-time,device-restart,no-func-code-support",
		0x0020: "config-corrupt", 0x00c0: "reserved-2.6,reserved-2.7"} {
		if got := string(appendIIN(nil, status)); got != want {
			t.Errorf("%#04x: %s, want %s", status, got, want)
		}
	}
	if got := string(appendSpace([]byte("x"), 30<<8|5)); got != "xg30v5" {
		t.Errorf("space %s", got)
	}
	if got := controlStatuses[18] + " " + controlStatuses[19] + " " + controlStatuses[126]; got != "downstream-fail reserved-19 non-participating" {
		t.Errorf("statuses %s", got)
	}
}

// TestLayouts: the objects of every variation of points are as long as the
// generator's.
func TestLayouts(t *testing.T) {
	for g := range groups {
		for v := range groups[g].variations {
			d := &groups[g].variations[v]
			if d.kind != kindPoint {
				continue
			}
			want := len(dnp3gen.Point(byte(g), byte(v)))
			if d.layout.octets != want {
				t.Errorf("g%dv%d: %d octets, want %d", g, v, d.layout.octets, want)
			}
		}
	}
}

// TestAnyFragment decodes random objects behind every function, straight: the
// walk over them must end and stay inside its bounds.
func TestAnyFragment(t *testing.T) {
	d, m := newDecoder(wire.Stream, &wire.Buffers{}), &wire.Message{}
	state := uint64(1)
	next := func() byte {
		state = state*6364136223846793005 + 1442695040888963407
		return byte(state >> 56)
	}
	for round := range 20000 {
		octets := []byte{0xc0, 0xc0 | byte(round)&0x0f, next()}
		for range int(next()) % 8 {
			octets = append(octets, next()%124, next()%16, next())
			octets = binary.LittleEndian.AppendUint16(octets, uint16(next()))
			for range int(next()) % 24 {
				octets = append(octets, next())
			}
		}
		octets = octets[:min(len(octets), 250)]
		feed(t, d, m, wire.Direction(round&1), dnp3gen.Frame(0x44|byte(round&1)<<7, 10, 1, octets))
		checkTree(t, m.Fields)
	}
}
