package wire_test

import (
	"strconv"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
)

// toy is a protocol of fixed frames of eight octets for the tests of this
// package: 'T', kind, id, station, function, value, value, '.'.
// Kinds: q request, n request without reply, r response, x refusal, m response
// that goes on, u unsolicited, p part of a message, c content defective,
// s octets to skip.
var toy = wire.Protocol{
	Name: "toy", Ports: []uint16{7}, MaxMessage: 8, Timeout: 5 * time.Second,
	Probe: func(_ wire.Transport, _ wire.Direction, b []byte) wire.Match {
		if b[0] == 'T' {
			return wire.Plausible
		}
		return wire.NoMatch
	},
	New:          func(wire.Transport, *wire.Buffers) wire.Decoder { return &toyDecoder{} },
	Defects:      []string{"odd"},
	AppendStatus: func(dst []byte, s uint32) []byte { return strconv.AppendUint(dst, uint64(s), 10) },
	AppendSpace:  func(dst []byte, s uint32) []byte { return strconv.AppendUint(append(dst, 's'), uint64(s), 10) },
}

type toyDecoder struct{ gaps int }

func (d *toyDecoder) Reset() { *d = toyDecoder{} }

func (d *toyDecoder) Gap(wire.Direction, int) { d.gaps++ }

func (d *toyDecoder) Bind(request *wire.Transaction, m *wire.Message) {
	for i := range m.Points {
		if m.Points[i].Relative && len(request.Request.Points) > 0 {
			m.Points[i].Index += request.Request.Points[0].Index
			m.Points[i].Relative = false
		}
	}
}

func (d *toyDecoder) Decode(m *wire.Message, _ wire.Direction, b []byte) (int, error) {
	if b[0] != 'T' {
		return 0, wire.ErrLost
	}
	if len(b) < 8 {
		return 0, wire.ErrShort
	}
	m.Function, m.Code, m.Operation = "toy", uint32(b[4]), wire.Read
	m.Station = uint32(b[3])
	m.Key = wire.Key{ID: uint32(b[2]), Station: uint32(b[3]), Function: uint32(b[4])}
	p := m.Point()
	p.Index, p.Value = uint32(b[5]), wire.Uint(uint64(b[6]))
	switch b[1] {
	case 'q', 'c':
		m.Role = wire.Request
		p.Value = wire.Value{}
	case 'n':
		m.Role, m.NoReply = wire.Request, true
	case 'r', 'x', 'm':
		m.Role, m.Refused, m.More, m.HasStatus = wire.Response, b[1] == 'x', b[1] == 'm', true
		p.Relative = true
	case 'u':
		m.Role = wire.Unsolicited
	case 's':
		return 8, wire.ErrSkip
	}
	if b[1] == 'c' {
		m.Defects |= wire.Own(0)
		return 8, wire.ErrContent
	}
	return 8, nil
}

// frame builds a toy frame; station 1, function 3.
func frame(kind byte, id byte, rest ...byte) []byte {
	b := []byte{'T', kind, id, 1, 3, 0, 0, '.'}
	copy(b[3:7], rest)
	return b
}
