package peers

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/goburrow/modbus"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/plc"
	"github.com/banken-ot/banken/deploy/lab/rtu"
)

// doing is an action being carried out.
type doing struct {
	*lab
	ctx   context.Context
	from  *host
	to    *host // nil when the action goes to an address
	cause *attack.Run
}

// protocols is what each action speaks.
var protocols = [...]string{
	plant.Seek:                "arp",
	plant.Probe:               "tcp",
	plant.Reconnect:           "tcp",
	plant.ReadPoints:          "modbus",
	plant.WritePoints:         "modbus",
	plant.Identify:            "modbus",
	plant.UMAS:                "modbus",
	plant.Download:            "modbus",
	plant.ColdRestart:         "dnp3",
	plant.SelectOperate:       "dnp3",
	plant.Operate:             "dnp3",
	plant.DirectOperate:       "dnp3",
	plant.DisableUnsolicited:  "dnp3",
	plant.EnableUnsolicited:   "dnp3",
	plant.SendFile:            "dnp3",
	plant.OpenSession:         "opcua",
	plant.CloseSession:        "opcua",
	plant.WriteNode:           "opcua",
	plant.CallMethod:          "opcua",
	plant.DeleteSubscriptions: "opcua",
	plant.Intercept:           "arp",
	plant.Withdraw:            "arp",
	plant.Upload:              "tcp",
}

// verbs is how each action is carried out.
var verbs = [...]func(d *doing, a *plant.Action) error{
	plant.Seek:                (*doing).seek,
	plant.Probe:               (*doing).probe,
	plant.Reconnect:           (*doing).reconnect,
	plant.ReadPoints:          (*doing).modbus,
	plant.WritePoints:         (*doing).modbus,
	plant.Identify:            (*doing).modbus,
	plant.UMAS:                (*doing).modbus,
	plant.Download:            (*doing).modbus,
	plant.ColdRestart:         (*doing).dnp3,
	plant.SelectOperate:       (*doing).dnp3,
	plant.Operate:             (*doing).dnp3,
	plant.DirectOperate:       (*doing).dnp3,
	plant.DisableUnsolicited:  (*doing).dnp3,
	plant.EnableUnsolicited:   (*doing).dnp3,
	plant.SendFile:            (*doing).dnp3,
	plant.OpenSession:         (*doing).openSession,
	plant.CloseSession:        (*doing).closeSession,
	plant.WriteNode:           (*doing).writeNode,
	plant.CallMethod:          (*doing).callMethod,
	plant.DeleteSubscriptions: (*doing).deleteSubscriptions,
	plant.Intercept:           (*doing).intercept,
	plant.Withdraw:            (*doing).withdrawNow,
	plant.Upload:              (*doing).upload,
}

// perform has a host carry out an action of the plant; when it has too many
// waiting, the action is not done.
func (l *lab) perform(a plant.Action) {
	h := l.present(a.From)
	if h == nil {
		return
	}
	select {
	case h.actions <- a:
	default:
		l.o.Exchanged(Exchange{From: a.From, To: a.To, Protocol: protocols[a.Verb], Err: errBusy})
	}
}

var errBusy = errors.New("peers: the host has too much to do")

// act carries out the actions of a host, one after the other, at their times.
func (l *lab) act(ctx context.Context, h *host) {
	for {
		select {
		case <-ctx.Done():
			return
		case a := <-h.actions:
			due := l.works.wall(a.At.Add(plant.DefaultTick))
			if !sleep(ctx, time.Until(due)) {
				return
			}
			l.carryOut(ctx, h, &a, nil)
		}
	}
}

// carryOut carries out an action and tells of it. A refusal is an answer.
func (l *lab) carryOut(ctx context.Context, from *host, a *plant.Action, cause *attack.Run) {
	d := &doing{lab: l, ctx: ctx, from: from, cause: cause}
	x := Exchange{From: a.From, To: a.To, Protocol: protocols[a.Verb]}
	if cause != nil {
		x.Attack = cause.ID
	}
	if a.To != "" {
		d.to, x.Err = l.host(a.To)
	}
	if x.Err == nil {
		x.Err = verbs[a.Verb](d, a)
	}
	var refused *modbus.ModbusError
	if errors.As(x.Err, &refused) || errors.Is(x.Err, errControl) {
		x.Err = nil
	}
	if ctx.Err() == nil {
		l.o.Exchanged(x)
	}
}

// modbus carries out what is done by Modbus.
func (d *doing) modbus(a *plant.Action) error {
	c := d.from.client(d.to)
	return c.use(a.Unit, func(h *modbus.TCPClientHandler) error {
		return d.counted(d.cause, d.from, d.to, a, func() error {
			switch a.Verb {
			case plant.ReadPoints:
				return read(h, a.Table, a.Index, a.Count)
			case plant.WritePoints:
				return write(h, a.Table, a.Index, a.Values)
			case plant.Identify:
				_, err := send(h, plc.IdentifyRequest())
				return err
			case plant.UMAS:
				return c.sendUMAS(h, a.Code, a.Data)
			}
			return c.download(d.ctx, h, a.Data)
		})
	})
}

// dnp3 carries out what is done by DNP3.
func (d *doing) dnp3(a *plant.Action) error {
	m := d.from.associate(d.to)
	return m.use(d.ctx, func() error {
		return d.counted(d.cause, d.from, d.to, a, func() error { return m.carryOut(a) })
	})
}

func (m *master) carryOut(a *plant.Action) error {
	c := rtu.CommandOf(a)
	var err error
	switch a.Verb {
	case plant.SelectOperate:
		if err = m.command(rtu.Select, c); err == nil {
			err = m.command(rtu.Operate, c)
		}
	case plant.Operate:
		err = m.command(rtu.Operate, c)
	case plant.DirectOperate:
		err = m.command(rtu.DirectOperate, c)
	case plant.DisableUnsolicited:
		_, err = m.request(rtu.DisableUnsolicited, rtu.Classes(rtu.AllEvents))
	case plant.EnableUnsolicited:
		_, err = m.request(rtu.EnableUnsolicited, rtu.Classes(rtu.AllEvents))
	case plant.ColdRestart:
		_, err = m.request(rtu.ColdRestart, nil)
	case plant.SendFile:
		err = m.sendFile(a.Text, a.Data)
	}
	return err
}

// Times a host is away that starts anew.
const (
	awayLeast = 40 * time.Second
	awayMost  = 70 * time.Second
)

// reconnect closes what a host has open; its pollers are back after a while.
func (d *doing) reconnect(*plant.Action) error {
	d.mu.Lock()
	d.absent[d.from.Name] = time.Now().Add(awayLeast + rand.N(awayMost-awayLeast))
	d.mu.Unlock()
	for _, c := range d.from.clients() {
		c.mu.Lock()
		c.close()
		c.mu.Unlock()
	}
	return nil
}
