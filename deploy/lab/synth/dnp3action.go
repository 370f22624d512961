package synth

import (
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/rtu"
)

// associate returns an association for an action: the master's own, or one over
// a connection that is opened for it.
func (e *engine) associate(from, to string, at int64) (*association, int64) {
	if m := e.master; from == plant.SCADA && m.c != nil && m.c.open && m.lost == 0 {
		return &m.association, at
	}
	c, at := e.connect(from, to, dnp3Port, at)
	if c.association == nil {
		x := newAssociation(c, 0)
		c.association = &x
	}
	return c.association, at
}

func selectOperate(e *engine, at int64, a *plant.Action) {
	x, at := e.associate(a.From, a.To, at)
	c := rtu.CommandOf(a)
	at = e.request(x, at, rtu.Select, c.Octets(0), c.Octets(plant.ControlSuccess))
	e.request(x, at+15e6, rtu.Operate, c.Octets(0), c.Octets(c.Operate(e.plant)))
}

// operate operates without a selection: by OPERATE, which is refused, or by
// DIRECT_OPERATE.
func operate(e *engine, at int64, a *plant.Action) {
	x, at := e.associate(a.From, a.To, at)
	c := rtu.CommandOf(a)
	if a.Verb == plant.Operate {
		e.request(x, at, rtu.Operate, c.Octets(0), c.Octets(plant.ControlNoSelect))
		return
	}
	e.request(x, at, rtu.DirectOperate, c.Octets(0), c.Octets(c.Operate(e.plant)))
}

func unsolicitedAction(e *engine, at int64, a *plant.Action) {
	x, at := e.associate(a.From, a.To, at)
	function := byte(rtu.DisableUnsolicited)
	if a.Verb == plant.EnableUnsolicited {
		function = rtu.EnableUnsolicited
	}
	e.setUnsolicited(x, at, function, rtu.AllEvents)
}

// coldRestart is answered with the time it takes (g52v2, ms).
func coldRestart(e *engine, at int64, a *plant.Action) {
	x, at := e.associate(a.From, a.To, at)
	takes := e.plant.ColdRestart()
	at = e.request(x, at, rtu.ColdRestart, nil, rtu.Delay(takes))
	if x != &e.master.association {
		e.abort(x.c, toClient, at+200e6)
	}
}

func sendFile(e *engine, at int64, a *plant.Action) {
	x, at := e.associate(a.From, a.To, at)
	for function, objects := range rtu.FileTransfer(a.Text, a.Data, at/1e6) {
		answer, _ := rtu.AnswerFile(function, objects)
		at = e.request(x, at, function, objects, answer) + 20e6
	}
}
