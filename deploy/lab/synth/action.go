package synth

import (
	"net/netip"

	"github.com/banken-ot/banken/deploy/lab/plant"
	"github.com/banken-ot/banken/deploy/lab/plc"
	"github.com/banken-ot/banken/protocols/modbus/modbusgen"
)

// verbs is how each action is carried out.
var verbs = [...]func(e *engine, at int64, a *plant.Action){
	plant.Seek:                seekAddress,
	plant.Probe:               probe,
	plant.Reconnect:           func(e *engine, at int64, a *plant.Action) { e.reconnect(a.From, at) },
	plant.ReadPoints:          readPoints,
	plant.WritePoints:         writePoints,
	plant.Identify:            identify,
	plant.UMAS:                umasAction,
	plant.Download:            download,
	plant.ColdRestart:         coldRestart,
	plant.SelectOperate:       selectOperate,
	plant.Operate:             operate,
	plant.DirectOperate:       operate,
	plant.DisableUnsolicited:  unsolicitedAction,
	plant.EnableUnsolicited:   unsolicitedAction,
	plant.SendFile:            sendFile,
	plant.OpenSession:         openSession,
	plant.CloseSession:        closeSession,
	plant.WriteNode:           writeNode,
	plant.CallMethod:          callMethod,
	plant.DeleteSubscriptions: deleteSubscriptions,
	plant.Intercept:           func(e *engine, at int64, a *plant.Action) { e.interceptFrom(at, a) },
	plant.Withdraw:            func(e *engine, at int64, _ *plant.Action) { e.withdraw(at) },
	plant.Upload:              upload,
}

// perform carries out an action. Nobody asks an outstation that restarts.
func (e *engine) perform(at int64, a *plant.Action) {
	if a.To == plant.RTU1 && a.Verb >= plant.ColdRestart && a.Verb <= plant.SendFile && !e.plant.Available(timeOf(at)) {
		return
	}
	verbs[a.Verb](e, at, a)
}

// seekTarget is an address of the subnet and the host that has it, if any.
type seekTarget struct {
	address netip.Addr
	host    *host
}

func endpoint(a netip.Addr, port uint16) netip.AddrPort { return netip.AddrPortFrom(a, port) }

func (e *engine) hostAt(a netip.Addr) *host {
	for _, h := range e.hosts {
		if h.Address == a && h.Ordinary {
			return h
		}
	}
	return nil
}

func seekAddress(e *engine, at int64, a *plant.Action) {
	from := e.hosts[a.From]
	if a.Address != from.Address {
		e.seek(at, from, &seekTarget{a.Address, e.hostAt(a.Address)})
	}
}

// open tells whether a host listens on a TCP port.
func open(h *host, port uint16) bool {
	switch port {
	case modbusPort:
		return h.Role == plant.RoleController || h.Role == plant.RoleSafety
	case dnp3Port:
		return h.Role == plant.RoleOutstation
	case opcuaPort:
		return h.Role == plant.RoleGateway
	case 80:
		return h.Role == plant.RoleController || h.Role == plant.RoleGateway
	}
	return false
}

// probe opens a connection and resets it; a closed port answers with a reset.
func probe(e *engine, at int64, a *plant.Action) {
	from, to := e.hosts[a.From], e.hosts[a.To]
	at = e.resolve(from, to, at)
	c := e.newConn(from, to, a.Port)
	listens := open(to, a.Port)
	e.flow(at, c, listens)
	at = e.control(c, toServer, at, syn)
	if !listens {
		e.control(c, toClient, at+e.trip(to), rst|ack)
		return
	}
	at = e.control(c, toClient, at+e.trip(to), syn|ack)
	at = e.control(c, toServer, at+90e3, ack)
	e.control(c, toServer, at+400e3, rst|ack)
}

func readPoints(e *engine, at int64, a *plant.Action) {
	c, at := e.connect(a.From, a.To, modbusPort, at)
	x := reading(a.Table, a.Index, a.Count)
	x.unit = a.Unit
	e.access(c, at, &x)
}

func writePoints(e *engine, at int64, a *plant.Action) {
	c, at := e.connect(a.From, a.To, modbusPort, at)
	x := writing(a.Table, a.Index, a.Values)
	e.access(c, at, &x)
}

func identify(e *engine, at int64, a *plant.Action) {
	c, at := e.connect(a.From, a.To, modbusPort, at)
	e.pdu(c, at, plc.IdentifyRequest(), plc.IdentifyAnswer(0))
}

// pdu exchanges a request and its answer given as PDUs.
func (e *engine) pdu(c *conn, at int64, request, answer []byte) int64 {
	c.tid++
	return e.exchange(c, at, e.latency(c.hosts[toClient]), modbusgen.TCP(c.tid, plant.Unit, request), modbusgen.TCP(c.tid, plant.Unit, answer))
}

// service is how long a controller works on a request, ns: more of them wait.
const service = 2300e3

// load is how long a request waits for those before it.
func (e *engine) load(server *host) int64 {
	wait := max(server.busy-e.now, 0)
	server.busy = max(server.busy, e.now) + service
	return wait
}

// upload sends data outside, through the router.
func upload(e *engine, at int64, a *plant.Action) {
	from, router := e.hosts[a.From], e.hosts[plant.Router]
	r := route{a.From, a.Address.String(), a.Port}
	c := e.pool[r]
	if c == nil || !c.open {
		outside := &host{Host: plant.Host{Name: r.to, Address: a.Address, MAC: router.MAC, TTL: 52, Window: 64240}}
		at = e.resolve(from, router, at)
		from.resolved[a.Address] = e.end + grace
		c, at = e.dial(from, outside, a.Port, at)
		e.pool[r] = c
		delete(from.resolved, a.Address)
	}
	c.used = at
	if e.net != nil {
		at = e.send(c, toServer, at, a.Data)
		e.send(c, toClient, at+35e6, []byte{0x17, 3, 3, 0, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
	}
}
