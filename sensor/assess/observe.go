package assess

import (
	"net/netip"
	"slices"

	"github.com/banken-ot/banken/protocols/wire"
)

// watch is what is remembered of a conversation to tell what no single
// transaction tells.
type watch struct {
	authenticated bool            // DNP3: Secure Authentication was used
	encrypted     span            // OPC UA: messages that could not be read
	restarts      span            // DNP3: the device says it restarted, having said before that it had not
	overflow      span            // DNP3: events were lost in the device
	trouble       span            // DNP3: the device says it is in trouble
	local         span            // DNP3: points are in local control
	calm          map[uint32]bool // DNP3: by outstation, the restart bit was last seen clear
}

// observe looks at a transaction for what is told of conversations and devices.
func (c *Collector) observe(x *conversation, t *wire.Transaction, e Evidence) {
	switch t.Protocol.Name {
	case "dnp3":
		c.observeDNP3(x, t, e)
	case "opcua":
		c.observeOPCUA(x, t, e)
	}
}

func (c *Collector) observeDNP3(x *conversation, t *wire.Transaction, e Evidence) {
	w := &x.watch
	if t.Code == 32 || t.Code == 33 || t.Code == 131 ||
		fieldIs(t.Request.Fields, "group", groupAuthentication) || fieldIs(t.Response.Fields, "group", groupAuthentication) {
		w.authenticated = true
	}
	if t.Code == 29 && findAny(t.Request.Fields, "password") != nil {
		count(c.fileLogins, x.pair, e)
	}
	if t.HasStatus && t.ResponseFrame != 0 && t.Code < dnp3LinkCode {
		w.indications(t.Station, t.Status, Evidence{File: e.File, Frame: t.ResponseFrame, Time: e.Time})
	}
	if f := wire.FindField(t.Request.Fields, "master"); f != nil && t.Frame != 0 {
		c.master(x.server, t.Station, uint32(f.Value.Num), x.client, e)
	}
}

// dnp3LinkCode is where the codes of link functions begin, which have no
// internal indications.
const dnp3LinkCode = 256

// indications looks at the internal indications of an outstation.
func (w *watch) indications(station, iin uint32, e Evidence) {
	if w.calm == nil {
		w.calm = map[uint32]bool{}
	}
	restart := iin&iinRestart != 0
	if restart && w.calm[station] {
		w.restarts.add(e)
	}
	if _, ok := w.calm[station]; ok || len(w.calm) < maxStations {
		w.calm[station] = !restart
	}
	for _, x := range [...]struct {
		bit uint32
		s   *span
	}{{iinOverflow, &w.overflow}, {iinTrouble, &w.trouble}, {iinLocal, &w.local}} {
		if iin&x.bit != 0 {
			x.s.add(e)
		}
	}
}

// masterKey is a master as an outstation knows it.
type masterKey struct {
	server             netip.Addr
	outstation, master uint32
}

// master is the hosts that used its link address.
type master struct {
	hosts []netip.Addr // at most maxHosts
	since []Evidence
}

// maxHosts bounds the hosts told of one link address.
const maxHosts = 8

// master notes from which host a master's link address was used.
func (c *Collector) master(server netip.Addr, outstation, address uint32, host netip.Addr, e Evidence) {
	m := within(c.masters, masterKey{server, outstation, address}, MaxConversations, empty[master])
	if m == nil {
		return
	}
	if !slices.Contains(m.hosts, host) && len(m.hosts) < maxHosts {
		m.hosts, m.since = append(m.hosts, host), append(m.since, e)
	}
}
