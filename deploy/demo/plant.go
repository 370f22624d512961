// Package demo makes the traffic of a small water works, for the demonstration:
// ten minutes in which pumps run, an operator changes a set-point, and an
// engineering station does what is worth a second look. The messages come from
// the protocols' generators; no device is behind them.
package demo

import (
	"io"
	"math"
	"time"

	"github.com/banken-ot/banken/deploy/conformance"
	"github.com/banken-ot/banken/protocols/dnp3"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
	"github.com/banken-ot/banken/protocols/opcua"
	"github.com/banken-ot/banken/protocols/opcua/opcuagen"
	"github.com/banken-ot/banken/protocols/wire"
)

// Hosts of the plant, in 192.0.2.0/24.
const (
	panel       = 10 // operator panel, polls the pump controllers
	pumps       = 21
	dosing      = 22
	controlRoom = 30 // DNP3 master
	reservoir   = 41
	station     = 42
	manufacture = 50 // OPC UA client
	historian   = 51
	engineering = 90
)

// length is how long the plant is watched.
const length = 10 * time.Minute

// poll is a Modbus connection that is polled.
type poll struct {
	c    *conformance.Connection
	tid  uint16
	base float64
}

// outstation is a DNP3 connection that is polled.
type outstation struct {
	c       *conformance.Connection
	address uint16
	seq     byte
}

// plant is the state of the traffic being written.
type plant struct {
	s           *conformance.Script
	second      int
	polls       []*poll
	outstations []*outstation
	err         error
}

// Write writes the capture to w.
func Write(w io.Writer) error {
	s, err := conformance.NewScript(w)
	if err != nil {
		return err
	}
	p := &plant{s: s}
	p.open()
	for p.second = range int(length / time.Second) {
		s.Now = later(s.Now, conformance.Start.Add(time.Duration(p.second)*time.Second))
		p.tick()
	}
	p.close()
	return p.err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// keep remembers the first error.
func (p *plant) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

func (p *plant) open() {
	for i, host := range []byte{pumps, dosing} {
		c := p.s.Connection(wire.Stream, panel, host, modbus.Protocol.Ports[0])
		p.keep(c.Open())
		p.polls = append(p.polls, &poll{c: c, base: 1000 + 500*float64(i)})
	}
	for i, host := range []byte{reservoir, station} {
		c := p.s.Connection(wire.Stream, controlRoom, host, dnp3.Protocol.Ports[0])
		p.keep(c.Open())
		p.outstations = append(p.outstations, &outstation{c: c, address: uint16(101 + i)})
	}
}

func (p *plant) close() {
	for _, x := range p.polls {
		p.keep(x.c.Close())
	}
	for _, x := range p.outstations {
		p.keep(x.c.Close())
	}
}

// tick is one second of the plant.
func (p *plant) tick() {
	for _, x := range p.polls {
		p.read(x)
	}
	if p.second%5 == 0 {
		for _, x := range p.outstations {
			p.classes(x)
		}
	}
	if p.second%120 == 60 {
		p.write(p.polls[1], 40, uint16(300+p.second/60))
	}
	if event := events[p.second]; event != nil {
		event(p)
	}
}

// read polls eight registers that follow the process.
func (p *plant) read(x *poll) {
	values := make([]uint16, 8)
	for i := range values {
		values[i] = uint16(x.base + 100*math.Sin(float64(p.second+17*i)/40))
	}
	p.ask(x, modbusgen.ReadRequest(3, 0, 8), modbusgen.RegistersResponse(3, values...))
}

func (p *plant) write(x *poll, register, value uint16) {
	pdu := modbusgen.PDU(6, register, value)
	p.ask(x, pdu, pdu)
}

func (p *plant) ask(x *poll, request, response []byte) {
	x.tid++
	p.keep(x.c.Send(wire.ToServer, modbusgen.TCP(x.tid, 1, request)))
	p.s.Now = p.s.Now.Add(3 * time.Millisecond)
	p.keep(x.c.Send(wire.ToClient, modbusgen.TCP(x.tid, 1, response)))
}

// DNP3 application functions used, and the control octet of an outstation.
const (
	dnp3Read          = 1
	dnp3DirectOperate = 5
	dnp3Response      = 129
	fromOutstation    = 0x44
)

// classes polls the event classes; the answer has two analog inputs.
func (p *plant) classes(x *outstation) {
	level := func(i int) []byte {
		v := uint32(5000 + 900*math.Sin(float64(p.second+100*i)/90))
		return []byte{1, byte(v), byte(v >> 8), byte(v >> 16), 0}
	}
	request := dnp3gen.All(60, 2)
	p.exchange(x, dnp3Read, request, dnp3gen.Range(30, 1, 0, 1, level(0), level(1)))
}

func (p *plant) exchange(x *outstation, function byte, request, response []byte) {
	x.seq = (x.seq + 1) & 0xf
	head := []byte{0xc0 | x.seq, 0xc0 | x.seq}
	up := append(append(head[:2:2], function), request...)
	down := append(append(head[:2:2], dnp3Response, 0, 0), response...)
	p.keep(x.c.Send(wire.ToServer, dnp3gen.Frame(dnp3gen.FromMaster, x.address, dnp3gen.Master, up)))
	p.s.Now = p.s.Now.Add(40 * time.Millisecond)
	p.keep(x.c.Send(wire.ToClient, dnp3gen.Frame(fromOutstation, dnp3gen.Master, x.address, down)))
}

// events are what happens at a second.
var events = map[int]func(*plant){
	20: func(p *plant) {
		ordinary := opcuagen.Ordinary()
		p.scene(&opcua.Protocol, &ordinary, manufacture, historian)
	},
	150: func(p *plant) { p.operate(p.outstations[1]) },
	330: func(p *plant) {
		p.scene(&modbus.Protocol, named("device-identification-continued"), engineering, pumps)
	},
	345: func(p *plant) { p.scene(&modbus.Protocol, named("umas-upload"), engineering, pumps) },
	360: func(p *plant) { p.scene(&modbus.Protocol, named("umas-reserve-stop-start"), engineering, pumps) },
	375: func(p *plant) { p.scene(&modbus.Protocol, named("umas-download"), engineering, pumps) },
	400: func(p *plant) { p.fileTransfer() },
	420: func(p *plant) { p.scene(&modbus.Protocol, named("write-multiple-registers"), engineering, dosing) },
	440: func(p *plant) { p.scene(&modbus.Protocol, named("exception-02"), engineering, dosing) },
}

// named returns a case of the Modbus generator.
func named(name string) *wire.Case {
	for _, c := range modbusgen.Cases() {
		if c.Name == name {
			return &c
		}
	}
	panic("demo: the generator has no case " + name)
}

func (p *plant) scene(protocol *wire.Protocol, c *wire.Case, client, server byte) {
	p.keep(p.s.Case(protocol, c, client, server))
}

// operate closes a breaker without SELECT.
func (p *plant) operate(x *outstation) {
	control := dnp3gen.Indexed(12, 1, 7, dnp3gen.CROB(0x41, 1, 100, 0, 0))
	p.exchange(x, dnp3DirectOperate, control, control)
}

// fileTransfer logs in to a controller in clear text.
func (p *plant) fileTransfer() {
	c := p.s.Connection(wire.Stream, engineering, pumps, 21)
	p.keep(c.Open())
	for _, x := range []struct {
		dir  wire.Direction
		text string
	}{
		{wire.ToClient, "220 pump controller\r\n"}, {wire.ToServer, "USER service\r\n"}, {wire.ToClient, "331 password\r\n"},
		{wire.ToServer, "PASS example\r\n"}, {wire.ToClient, "230 logged in\r\n"}, {wire.ToServer, "QUIT\r\n"},
	} {
		p.s.Now = p.s.Now.Add(conformance.Between)
		p.keep(c.Send(x.dir, []byte(x.text)))
	}
	p.keep(c.Close())
}
