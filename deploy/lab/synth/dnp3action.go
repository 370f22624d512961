package synth

import (
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
)

// associate returns an association for an action: the master's own, or one over
// a connection that is opened for it.
func (e *engine) associate(from, to string, at int64) (*association, int64) {
	if m := e.master; from == plant.SCADA && m.c != nil && m.c.open && m.lost == 0 {
		return &m.association, at
	}
	c, at := e.connect(from, to, dnp3Port, at)
	if c.association == nil {
		c.association = &association{c: c}
	}
	return c.association, at
}

// act carries out a command on the plant and returns the status of the answer.
func (e *engine) act(a *plant.Action) byte {
	if a.Analog {
		return byte(e.plant.OperateAnalog(a.Index, int32(a.Values[0])))
	}
	return byte(e.plant.OperateBinary(a.Index, a.Code))
}

func selectOperate(e *engine, at int64, a *plant.Action) {
	x, at := e.associate(a.From, a.To, at)
	at = e.request(x, at, appSelect, control(a, 0), control(a, 0))
	e.request(x, at+15e6, appOperate, control(a, 0), control(a, e.act(a)))
}

// operate operates without a selection: by OPERATE, which is refused, or by
// DIRECT_OPERATE.
func operate(e *engine, at int64, a *plant.Action) {
	x, at := e.associate(a.From, a.To, at)
	if a.Verb == plant.Operate {
		e.request(x, at, appOperate, control(a, 0), control(a, byte(plant.ControlNoSelect)))
		return
	}
	e.request(x, at, appDirectOperate, control(a, 0), control(a, e.act(a)))
}

func unsolicitedAction(e *engine, at int64, a *plant.Action) {
	x, at := e.associate(a.From, a.To, at)
	function := byte(appDisable)
	if a.Verb == plant.EnableUnsolicited {
		function = appEnable
	}
	e.setUnsolicited(x, at, function, 0x0e)
}

// coldRestart is answered with the time it takes (g52v2, ms).
func coldRestart(e *engine, at int64, a *plant.Action) {
	x, at := e.associate(a.From, a.To, at)
	takes := e.plant.ColdRestart()
	at = e.request(x, at, appColdRestart, nil, dnp3gen.Count(52, 2, le16(uint16(takes.Milliseconds()))))
	if x != &e.master.association {
		e.abort(x.c, toClient, at+200e6)
	}
}

// File transfer (IEEE 1815, A.70): a command with mode write, blocks, the close.
const (
	fileHandle = 0x2101
	fileBlock  = 1024
	fileMode   = 2
	lastBlock  = 1 << 31
)

func sendFile(e *engine, at int64, a *plant.Action) {
	x, at := e.associate(a.From, a.To, at)
	size := uint32(len(a.Data))
	status := join(le32(fileHandle), le32(size), le16(fileBlock), le16(1), []byte{0})
	command := join(le16(26), le16(uint16(len(a.Text))), le48(at/1e6), le16(0o644), le32(0), le32(size), le16(fileMode), le16(fileBlock), le16(1), []byte(a.Text))
	at = e.request(x, at, appOpen, dnp3gen.Sized(70, 3, command), dnp3gen.Sized(70, 4, status))
	number := uint32(0)
	for b := a.Data; len(b) > 0; number++ {
		piece := b[:min(len(b), fileBlock)]
		b = b[len(piece):]
		block := number
		if len(b) == 0 {
			block |= lastBlock
		}
		head := join(le32(fileHandle), le32(block))
		at = e.request(x, at+20e6, appWrite, dnp3gen.Sized(70, 5, join(head, piece)), dnp3gen.Sized(70, 6, append(head, 0)))
	}
	closing := join(le32(fileHandle), le32(0), le16(fileBlock), le16(2), []byte{0})
	e.request(x, at+20e6, appClose, dnp3gen.Sized(70, 4, closing), dnp3gen.Sized(70, 4, closing))
}

func join(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}
