package conformance

import (
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/wire"
)

// talk is a Modbus connection of a script. Once an error has occurred it does
// nothing more.
type talk struct {
	*Connection
	s   *Script
	err error
}

// dial opens a connection between the hosts 10 and 20.
func dial(s *Script, port uint16) *talk {
	t := &talk{Connection: s.Connection(wire.Stream, 10, 20, port), s: s}
	t.err = t.Open()
	return t
}

// say sends octets in a direction as one segment.
func (t *talk) say(dir wire.Direction, b []byte) {
	if t.err == nil {
		t.s.Now = t.s.Now.Add(Between)
		t.err = t.Send(dir, b)
	}
}

// skip moves the place of the next octets of a direction.
func (t *talk) skip(dir wire.Direction, n int) { t.Move(dir, n) }

// end closes the connection and returns the first error.
func (t *talk) end() error {
	if t.err == nil {
		t.err = t.Close()
	}
	return t.err
}

// What the scripts say: a read of two registers and its answer, and a write.
var (
	ask    = modbusgen.TCP(1, 1, modbusgen.ReadRequest(3, 0, 2))
	answer = modbusgen.TCP(1, 1, modbusgen.RegistersResponse(3, 7, 8))
	set    = modbusgen.TCP(2, 1, modbusgen.PDU(6, uint16(12), uint16(900)))
)

// exchange is a read and a write with their answers.
func (t *talk) exchange() {
	t.say(wire.ToServer, ask)
	t.say(wire.ToClient, answer)
	t.say(wire.ToServer, set)
	t.say(wire.ToClient, set)
}

// network returns the situations that arise between a connection and its capture,
// all with the same exchange.
func network() []Entry {
	const port = 502
	var list []Entry
	add := func(name string, write func(*Script) error) {
		list = append(list, Entry{Name: "network/" + name, Protocol: &modbus.Protocol, write: write})
	}
	add("clean", func(s *Script) error {
		t := dial(s, port)
		t.exchange()
		return t.end()
	})
	add("span-duplicates", func(s *Script) error {
		s.Copies = 1
		t := dial(s, port)
		t.exchange()
		return t.end()
	})
	add("vlan", func(s *Script) error {
		s.VLAN = 100
		t := dial(s, port)
		t.exchange()
		return t.end()
	})
	add("retransmission", func(s *Script) error {
		t := dial(s, port)
		t.say(wire.ToServer, ask)
		t.skip(wire.ToServer, -len(ask))
		t.say(wire.ToServer, ask)
		t.say(wire.ToClient, answer)
		t.say(wire.ToServer, set)
		t.say(wire.ToClient, set)
		t.skip(wire.ToClient, -len(answer)-len(set))
		t.say(wire.ToClient, answer)
		t.skip(wire.ToClient, len(set))
		return t.end()
	})
	add("out-of-order", func(s *Script) error {
		t := dial(s, port)
		t.skip(wire.ToServer, 5)
		t.say(wire.ToServer, ask[5:])
		t.skip(wire.ToServer, -len(ask))
		t.say(wire.ToServer, ask[:5])
		t.skip(wire.ToServer, len(ask)-5)
		t.say(wire.ToClient, answer)
		t.say(wire.ToServer, set)
		t.say(wire.ToClient, set)
		return t.end()
	})
	add("mid-stream", func(s *Script) error {
		t := &talk{Connection: s.Connection(wire.Stream, 10, 20, port), s: s}
		t.exchange()
		return t.end()
	})
	add("port-reused-after-reset", func(s *Script) error {
		t := dial(s, port)
		t.exchange()
		if t.err == nil {
			t.err = t.Reset(wire.ToServer)
		}
		t.skip(wire.ToServer, 1_000_000)
		t.skip(wire.ToClient, 2_000_000)
		if t.err == nil {
			t.err = t.Open()
		}
		t.exchange()
		return t.end()
	})
	add("conflicting-overlap", func(s *Script) error {
		t := dial(s, port)
		t.say(wire.ToServer, ask)
		t.skip(wire.ToServer, -len(ask))
		t.say(wire.ToServer, set) // as long, in its place
		t.say(wire.ToClient, answer)
		return t.end()
	})
	add("octets-lost", func(s *Script) error {
		t := dial(s, port)
		t.say(wire.ToServer, ask)
		t.say(wire.ToClient, answer[:6])
		t.skip(wire.ToClient, len(answer)-6) // never captured
		t.say(wire.ToServer, set)
		t.say(wire.ToClient, set)
		return t.end()
	})
	add("other-protocol-on-the-port", func(s *Script) error {
		web := dial(s, port)
		web.say(wire.ToServer, []byte("GET / HTTP/1.1\r\nHost: plc\r\n\r\n"))
		web.say(wire.ToClient, []byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
		if err := web.end(); err != nil {
			return err
		}
		t := dial(s, port)
		t.exchange()
		return t.end()
	})
	return list
}
