package modbus_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// sample is one PDU of a case that can be cut: what was sent before it, and where
// it stands. Serial frames are taken out of their framing, and all sent with an
// MBAP header whose length field fits.
type sample struct {
	before []wire.Step
	dir    wire.Direction
	header [4]byte // transaction and protocol identifier
	unit   byte
	pdu    []byte
}

// samples returns every PDU of a case.
func samples(c *wire.Case) (list []sample) {
	var before []wire.Step
	for _, s := range c.Steps {
		if s.Gap > 0 {
			return list
		}
		for b := s.Octets; len(b) > 0; {
			x, n := takeOne(c, b)
			if n == 0 {
				return list
			}
			x.before, x.dir = slices.Clone(before), s.Dir
			if len(x.pdu) > 0 {
				list = append(list, x)
			}
			before = append(before, wire.Step{Dir: s.Dir, Octets: x.adu(x.pdu)})
			b = b[n:]
		}
	}
	return list
}

// takeOne takes the first PDU out of b, which is an RTU frame alone or begins with
// an ADU; of other octets n is 0.
func takeOne(c *wire.Case, b []byte) (x sample, n int) {
	switch {
	case (c.Port == 4001 || strings.HasPrefix(c.Name, "rtu")) && len(b) > 3 && modbus.CRC(b) == 0:
		return sample{unit: b[0], pdu: b[1 : len(b)-2]}, len(b)
	case len(b) < 7:
		return x, 0
	}
	n = 6 + int(binary.BigEndian.Uint16(b[4:]))
	if b[2] != 0 || b[3] != 0 || n < 7 || n > len(b) {
		return x, 0
	}
	return sample{header: [4]byte(b), unit: b[6], pdu: b[7:n]}, n
}

// adu frames a PDU in place of that of the sample.
func (x *sample) adu(pdu []byte) []byte {
	return slices.Concat(x.header[:], binary.BigEndian.AppendUint16(nil, uint16(len(pdu)+1)), []byte{x.unit}, pdu)
}

// told is a message, copied.
type told struct {
	fields  []wire.Field
	points  []wire.Point
	defects wire.Defects
	text    string // fields and points
}

// tell returns what the decoder tells of a PDU sent in place of the sample's.
func (x *sample) tell(pdu []byte) (r told) {
	sent := 0
	sink := &wiretest.Recorder{EachMessage: func(m *wire.Message) {
		if sent++; sent != len(x.before)+1 {
			return
		}
		r = told{slices.Clone(m.Fields), slices.Clone(m.Points), m.Defects, ""}
		text := fmt.Appendf(nil, "%d %d %v ", m.Code, m.Sub, m.HasStatus)
		r.text = string(modbus.Protocol.AppendPoints(append(wire.AppendFields(text, m.Fields), ' '), m.Points))
		for i := range m.Points {
			r.text += fmt.Sprintf(" %x", m.Points[i].Value.Raw)
		}
	}}
	conv := wiretest.NewConversation(&modbus.Protocol, &wire.Case{}, sink)
	for i, s := range x.before {
		conv.Octets(s.Dir, int64(i), uint64(i), s.Octets)
	}
	conv.Octets(x.dir, 1e6, 1e6, x.adu(pdu))
	return r
}

// unfit are cases without cuts that can be told from whole messages of another
// content.
var unfit = map[string]bool{"umas-every-code": true, "umas-variables-unfit": true, "diagnostics-query-data-long": true}

// TestCut cuts the PDU of every case at every octet, the length field adapted: what
// is whole is told as it is of the whole PDU, and nothing else is.
func TestCut(t *testing.T) {
	messages, cuts := 0, 0
	for _, c := range modbusgen.Cases() {
		if unfit[c.Name] {
			continue
		}
		for _, x := range samples(&c) {
			whole := x.tell(x.pdu)
			messages++
			for n := 1; n < len(x.pdu); n++ {
				cuts++
				name := fmt.Sprintf("%s, %s of function %d, %d of %d octets", c.Name, x.dir, x.pdu[0], n, len(x.pdu))
				x.check(t, name, x.pdu[:n], &whole)
			}
		}
	}
	t.Logf("%d messages, %d cuts", messages, cuts)
}

func (x *sample) check(t *testing.T, name string, pdu []byte, whole *told) {
	t.Helper()
	cut := x.tell(pdu)
	for _, fault := range invented(&cut, whole, pdu) {
		t.Errorf("%s: invented %s\n  cut %s\nwhole %s", name, fault, cut.text, whole.text)
	}
	extent := ends(x.dir, x.pdu)
	if extent.marked && len(pdu) < extent.last(len(x.pdu)) && cut.defects == 0 {
		t.Errorf("%s: no defect", name)
	}
	end := extent.last(len(pdu))
	for i := extent.first(end); i < end; i++ {
		if !extent.untold[i] && !x.tells(pdu, i, &cut) && x.tells(x.pdu, i, whole) {
			t.Errorf("%s: octet %d is whole and not told\n  cut %s\nwhole %s", name, i, cut.text, whole.text)
		}
	}
}

// tells tells whether what is told of a PDU depends on its octet i.
func (x *sample) tells(pdu []byte, i int, as *told) bool {
	for _, change := range []byte{1, 0x80, 0xff} {
		other := bytes.Clone(pdu)
		other[i] ^= change
		if x.tell(other).text != as.text {
			return true
		}
	}
	return false
}

// invented returns what a cut tells that the whole does not.
func invented(cut, whole *told, pdu []byte) (faults []string) {
	for _, f := range cut.fields {
		if !slices.ContainsFunc(whole.fields, func(g wire.Field) bool { return agrees(f, g) }) && !inPoint(f, whole.points) && !kept(f, pdu) {
			faults = append(faults, string(wire.AppendFields(nil, []wire.Field{f})))
		}
	}
	for i, p := range cut.points {
		if i >= len(whole.points) || !partOf(p, whole.points[i]) {
			faults = append(faults, fmt.Sprintf("%+v", p))
		}
	}
	return faults
}

// agrees tells whether a field of a cut is one of the whole. Lists may be shorter,
// and octets each of which is a value of its own may be fewer.
func agrees(f, g wire.Field) bool {
	switch {
	case f.Name == "number_of_objects":
		return g.Name == "objects" && f.Value.Num == g.Value.Num || f.Name == g.Name && f.Value.Num == g.Value.Num
	case f.Name != g.Name || f.Depth != g.Depth || f.Value.Kind != g.Value.Kind:
		return false
	case f.Value.Kind == wire.KindList:
		return f.Value.Num <= g.Value.Num
	}
	switch f.Name {
	case "complete": // a program whose end is not whole is not
		return f.Value.Num <= g.Value.Num
	case "events", "server_id_data", "additional_data", "block_data", "more_state", "identity", "data":
		return bytes.HasPrefix(g.Value.Raw, f.Value.Raw)
	}
	return f.Text == g.Text && f.Value.Num == g.Value.Num && bytes.Equal(f.Value.Raw, g.Value.Raw)
}

// inPoint tells whether a field is a number that the whole tells with a point.
func inPoint(f wire.Field, points []wire.Point) bool {
	return slices.ContainsFunc(points, func(p wire.Point) bool {
		switch f.Name {
		case "starting_address", "record_number":
			return f.Value.Num == uint64(p.Index)
		case "read_starting_address":
			return f.Value.Num == uint64(p.Index) && p.Access == wire.AccessRead
		case "write_starting_address":
			return f.Value.Num == uint64(p.Index) && p.Access == wire.AccessWrite
		case "file_number":
			return f.Value.Num == uint64(p.Part)
		case "quantity":
			return f.Value.Num == uint64(p.Count)
		}
		return false
	})
}

// kept tells whether a field is the end of the PDU, kept as it is.
func kept(f wire.Field, pdu []byte) bool {
	return (f.Name == "data" || f.Name == "identity") && bytes.HasSuffix(pdu, f.Value.Raw)
}

// partOf tells whether a point of a cut is one of the whole, with no more values.
func partOf(p, q wire.Point) bool {
	if p.Space != q.Space || p.Index != q.Index || p.Part != q.Part || p.Access != q.Access || p.Relative != q.Relative || p.Count > q.Count {
		return false
	}
	return p.Value.Kind == wire.KindNone || p.Value.Kind == q.Value.Kind && p.Value.Num == q.Value.Num && bytes.HasPrefix(q.Value.Raw, p.Value.Raw)
}
