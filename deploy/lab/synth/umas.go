package synth

import (
	"encoding/binary"

	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
)

// UMAS codes carried out here, and results.
const (
	umasReadID     = 0x02
	umasReadStatus = 0x04
	umasReserve    = 0x10
	umasRelease    = 0x11
	umasBegin      = 0x30
	umasBlock      = 0x31
	umasEnd        = 0x32
	umasStart      = 0x40
	umasStop       = 0x41
	umasAccepted   = 0xfe
	umasRefused    = 0xfd
)

// blockSize is how many octets of a program a block carries.
const blockSize = 1000

func little(v uint16) []byte { return binary.LittleEndian.AppendUint16(nil, v) }

// umasAction sends one UMAS request.
func umasAction(e *engine, at int64, a *plant.Action) {
	c, at := e.connect(a.From, a.To, modbusPort, at)
	e.umas(c, at, a.Code, a.Data)
}

// umas exchanges a UMAS request on a connection and returns when it is answered.
func (e *engine) umas(c *conn, at int64, code byte, data []byte) int64 {
	server := c.hosts[toClient].Name
	key := c.key
	if code == umasReadID || code == umasReadStatus {
		key = 0
	}
	answer := modbusgen.UMAS(key, umasAccepted, e.umasData(server, code))
	switch code {
	case umasReserve:
		c.key = byte(1 + e.random.IntN(254))
		answer = modbusgen.UMAS(0, umasAccepted, c.key)
	case umasRelease:
		c.key = 0
	case umasStart:
		e.plant.Run(server)
	case umasStop:
		e.plant.Stop(server)
	}
	return e.pdu(c, at, modbusgen.UMAS(key, code, data), answer)
}

// umasData is what a controller tells about itself.
func (e *engine) umasData(server string, code byte) []byte {
	switch code {
	case umasReadID:
		return modbusgen.PDU(little(0xff10), make([]byte, 4), little(0), little(0x270), little(1), little(0x27), little(9), make([]byte, 4), little(0),
			len(server), server, 1, 1, 1, little(0), make([]byte, 4))
	case umasReadStatus:
		state := 2 // running
		if e.plant.Stopped(server) {
			state = 1
		}
		return modbusgen.PDU(state, 0x82, 0x80, 3, make([]byte, 4), make([]byte, 4), []byte{3, 0, 0, 0}, 1, 8, 4)
	}
	return nil
}

// download transfers a program in blocks.
func download(e *engine, at int64, a *plant.Action) {
	c, at := e.connect(a.From, a.To, modbusPort, at)
	at = e.umas(c, at, umasBegin, modbusgen.PDU(uint16(1), little(blockSize))) + 20e6
	n := uint16(0)
	for b := a.Data; len(b) > 0; {
		piece := b[:min(len(b), blockSize)]
		n++
		at = e.umas(c, at, umasBlock, modbusgen.PDU(uint16(1), little(n), little(uint16(len(piece))), piece)) + 15e6
		b = b[len(piece):]
	}
	e.umas(c, at, umasEnd, modbusgen.PDU(uint16(1), little(n)))
}
