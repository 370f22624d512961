package synth

import (
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/plc"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
)

// umasAction sends one UMAS request.
func umasAction(e *engine, at int64, a *plant.Action) {
	c, at := e.connect(a.From, a.To, modbusPort, at)
	e.umas(c, at, a.Code, a.Data)
}

// umas exchanges a UMAS request on a connection and returns when it is answered.
func (e *engine) umas(c *conn, at int64, code byte, data []byte) int64 {
	server := c.hosts[toClient].Name
	key := plc.KeyFor(code, c.key)
	answer := modbusgen.UMAS(key, plc.Accepted, plc.About(code, server, e.plant.Stopped(server)))
	switch code {
	case plc.Reserve:
		c.key = byte(1 + e.random.IntN(254))
		answer = modbusgen.UMAS(0, plc.Accepted, c.key)
	case plc.Release:
		c.key = 0
	case plc.Start:
		e.plant.Run(server)
	case plc.Stop:
		e.plant.Stop(server)
	}
	return e.pdu(c, at, modbusgen.UMAS(key, code, data), answer)
}

// download transfers a program in blocks.
func download(e *engine, at int64, a *plant.Action) {
	c, at := e.connect(a.From, a.To, modbusPort, at)
	for code, data := range plc.Download(a.Data) {
		pause := int64(15e6)
		if code == plc.Begin {
			pause = 20e6
		}
		at = e.umas(c, at, code, data) + pause
	}
}
