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

func (t *talk) do(f func() error) {
	if t.err == nil {
		t.err = f()
	}
}

// say sends octets in a direction as one segment.
func (t *talk) say(dir wire.Direction, b []byte) {
	t.s.Now = t.s.Now.Add(Between)
	t.do(func() error { return t.Send(dir, b) })
}

// end closes the connection and returns the first error.
func (t *talk) end() error {
	t.do(t.Close)
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

// situation is something that happens to a connection on its way to the capture.
type situation struct {
	name   string
	copies int
	vlan   uint16
	middle bool // the capture begins amid the connection
	script func(*talk)
}

var situations = []situation{
	{name: "clean", script: (*talk).exchange},
	{name: "span-duplicates", copies: 1, script: (*talk).exchange},
	{name: "vlan", vlan: 100, script: (*talk).exchange},
	{name: "mid-stream", middle: true, script: (*talk).exchange},
	{name: "retransmission", script: repeated},
	{name: "out-of-order", script: outOfOrder},
	{name: "octets-lost", script: octetsLost},
	{name: "conflicting-overlap", script: contested},
	{name: "port-reused-after-reset", script: reused},
	{name: "other-protocol-on-the-port", script: otherProtocol},
}

// network returns the situations as entries, all with the same exchange.
func network() []Entry {
	var list []Entry
	for _, x := range situations {
		list = append(list, Entry{Name: "network/" + x.name, Protocol: &modbus.Protocol, write: func(s *Script) error {
			s.Copies, s.VLAN = x.copies, x.vlan
			t := &talk{Connection: s.Connection(wire.Stream, 10, 20, modbus.Protocol.Ports[0]), s: s}
			if !x.middle {
				t.err = t.Open()
			}
			x.script(t)
			return t.end()
		}})
	}
	return list
}

// repeated has a request sent twice at once, and an answer again when the
// exchange is over.
func repeated(t *talk) {
	t.say(wire.ToServer, ask)
	t.Move(wire.ToServer, -len(ask))
	t.exchange()
	t.Move(wire.ToClient, -len(answer)-len(set))
	t.say(wire.ToClient, answer)
	t.Move(wire.ToClient, len(set))
}

// outOfOrder has the second part of a request before the first.
func outOfOrder(t *talk) {
	t.Move(wire.ToServer, 5)
	t.say(wire.ToServer, ask[5:])
	t.Move(wire.ToServer, -len(ask))
	t.say(wire.ToServer, ask[:5])
	t.Move(wire.ToServer, len(ask)-5)
	t.say(wire.ToClient, answer)
	t.say(wire.ToServer, set)
	t.say(wire.ToClient, set)
}

// octetsLost lacks the end of an answer.
func octetsLost(t *talk) {
	t.say(wire.ToServer, ask)
	t.say(wire.ToClient, answer[:6])
	t.Move(wire.ToClient, len(answer)-6)
	t.say(wire.ToServer, set)
	t.say(wire.ToClient, set)
}

// contested has a write, just as long, in the place of a read.
func contested(t *talk) {
	t.say(wire.ToServer, ask)
	t.Move(wire.ToServer, -len(ask))
	t.say(wire.ToServer, set)
	t.say(wire.ToClient, answer)
}

// reused opens a connection anew that was reset.
func reused(t *talk) {
	t.exchange()
	t.do(func() error { return t.Reset(wire.ToServer) })
	t.Move(wire.ToServer, 1_000_000)
	t.Move(wire.ToClient, 2_000_000)
	t.do(t.Open)
	t.exchange()
}

// otherProtocol has a web server on the port before.
func otherProtocol(t *talk) {
	t.say(wire.ToServer, []byte("GET / HTTP/1.1\r\nHost: plc\r\n\r\n"))
	t.say(wire.ToClient, []byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
	t.do(t.Close)
	t.Connection = t.s.Connection(wire.Stream, 10, 20, modbus.Protocol.Ports[0])
	t.do(t.Open)
	t.exchange()
}
