package dnp3gen

import "github.com/banken-ot/banken/protocols/wire"

// Addresses of the scripted conversations.
const (
	Master     = 1
	Outstation = 10
)

// Application control octets: FIR and FIN, and with them CON, UNS, both.
const (
	whole  = 0xc0
	ask    = 0xe0
	report = 0xf0
	uns    = 0xd0
)

// script is a conversation under construction.
type script struct {
	steps     []wire.Step
	transport [2]byte
	master    uint16
	station   uint16
}

func start() *script { return &script{master: Master, station: Outstation} }

// to adds octets that go to the outstation.
func (s *script) to(octets ...[]byte) *script {
	s.steps = append(s.steps, wire.Step{Dir: wire.ToServer, Octets: cat(octets...)})
	return s
}

// from adds octets that come from the outstation.
func (s *script) from(octets ...[]byte) *script {
	s.steps = append(s.steps, wire.Step{Dir: wire.ToClient, Octets: cat(octets...)})
	return s
}

// lose drops octets of a direction before the next step, which must be of it.
func (s *script) lose(n int) *script {
	s.steps[len(s.steps)-1].Gap = n
	return s
}

// request returns the frames of a request with application sequence seq.
func (s *script) request(seq, function byte, objects ...[]byte) []byte {
	return s.fragment(wire.ToServer, append([]byte{whole | seq, function}, cat(objects...)...))
}

// response returns the frames of a response.
func (s *script) response(seq byte, iin uint16, objects ...[]byte) []byte {
	return s.answer(whole|seq, 129, iin, objects...)
}

// answer returns the frames of a response with any control octet and function.
func (s *script) answer(control, function byte, iin uint16, objects ...[]byte) []byte {
	return s.fragment(wire.ToClient, append([]byte{control, function, byte(iin >> 8), byte(iin)}, cat(objects...)...))
}

// fragment returns the frames of a fragment.
func (s *script) fragment(dir wire.Direction, octets []byte) []byte {
	var b []byte
	for _, f := range s.frames(dir, octets, WholeSegment) {
		b = append(b, f...)
	}
	return b
}

// frames returns the frames of a fragment, each with at most size octets of it.
func (s *script) frames(dir wire.Direction, octets []byte, size int) [][]byte {
	var all [][]byte
	for _, seg := range Segments(s.transport[dir], octets, size) {
		s.transport[dir] = (s.transport[dir] + 1) & 0x3f
		all = append(all, s.link(dir, seg))
	}
	return all
}

// link returns a frame with user data.
func (s *script) link(dir wire.Direction, data []byte) []byte {
	if dir == wire.ToServer {
		return Frame(FromMaster, s.station, s.master, data)
	}
	return Frame(FromOutstation, s.master, s.station, data)
}

// bare returns a frame without user data.
func (s *script) bare(dir wire.Direction, control byte) []byte {
	if dir == wire.ToServer {
		return Frame(control|0x80, s.station, s.master, nil)
	}
	return Frame(control, s.master, s.station, nil)
}

// exchange adds a request and its response.
func (s *script) exchange(seq, function byte, objects [][]byte, iin uint16, answers ...[]byte) *script {
	s.to(s.request(seq, function, objects...))
	return s.from(s.response(seq, iin, answers...))
}

func (s *script) named(name string) wire.Case { return wire.Case{Name: name, Steps: s.steps} }

func (s *script) datagrams(name string) wire.Case {
	return wire.Case{Name: name, Steps: s.steps, Transport: wire.Datagram}
}
