package asset

import (
	"net/netip"
	"slices"

	"github.com/banken-ot/banken/protocols/wire"
)

// Identity is one thing an asset, or a station behind it, says of itself.
type Identity struct {
	Kind        Kind
	Value       string // cleaned, never empty
	Source      string // where it said so: "Modbus 43/14 object 2"
	Protocol    string
	Port        uint16 // of the server that says so; 0 for a client
	Station     uint32
	First, Last Evidence
	// Now is set for the value told last; an earlier one is kept without. A host
	// may have many client programs: all they say is kept as said now.
	Now bool
}

// Kind is what an Identity tells.
type Kind uint8

const (
	Manufacturer Kind = iota // who made it
	Product                  // what it is
	Model
	Firmware // version of firmware or software
	Serial   // serial number
	Name     // what it is called on site
	Place    // where it is
	URI      // of application or product (OPC UA Part 4, 7.2)
	Subject  // of its certificate
	State    // whether it runs
	Other
	kinds
)

// identify adds what an asset says; a value told again only renews its time.
func (a *Asset) identify(n Identity) {
	if n.Value == "" {
		return
	}
	now := -1
	for i := range a.Identities {
		x := &a.Identities[i]
		if x.Kind != n.Kind || x.Source != n.Source || x.Station != n.Station || x.Protocol != n.Protocol || x.Port != n.Port {
			continue
		}
		if x.Value == n.Value {
			x.Last, now = n.Last, i
		}
		x.Now = n.Port == 0
	}
	if now >= 0 {
		a.Identities[now].Now = true
		return
	}
	if len(a.Identities) >= MaxIdentities {
		a.Omitted++
		return
	}
	n.Now = true
	a.Identities = append(a.Identities, n)
}

// Says returns the values of a kind the asset tells now, each once, in the
// order first told.
func (a *Asset) Says(k Kind) (values []string) {
	for i := range a.Identities {
		x := &a.Identities[i]
		if x.Kind == k && x.Now && !slices.Contains(values, x.Value) {
			values = append(values, x.Value)
		}
	}
	return values
}

// Transaction notes who asked whom, and what the server says it is. file is
// the number of the capture file.
func (v *Inventory) Transaction(file int, t *wire.Transaction) {
	e := Evidence{File: file, Frame: max(t.Frame, t.ResponseFrame), Time: t.Time}
	if t.Frame != 0 {
		e.Frame = t.Frame
	}
	client, server := v.asset(t.Client.Addr().Unmap(), e), v.asset(t.Server.Addr().Unmap(), e)
	if client != nil && t.Frame != 0 {
		client.ask(t, e)
	}
	if server != nil {
		server.serve(t, e)
	}
	identifyTransaction(client, server, t, e)
}

// ask notes a request of a client.
func (a *Asset) ask(t *wire.Transaction, e Evidence) {
	d := a.duty(t.Protocol.Name, true, false, 0, e)
	if d == nil {
		return
	}
	d.Requests++
	if t.ResponseFrame != 0 {
		d.Answered++
	}
	d.Engineering = d.Engineering || t.Operation == wire.Program || t.Operation == wire.Restart
}

// serve notes what a server was asked, and answered.
func (a *Asset) serve(t *wire.Transaction, e Evidence) {
	d := a.duty(t.Protocol.Name, true, true, servicePort(t), e)
	if d == nil {
		return
	}
	d.Requests++
	if t.ResponseFrame != 0 {
		d.Answered++
		d.station(t.Station)
	}
}

// servicePort returns the port of the server; 0 when the client used the
// protocol's own port and the server any other.
func servicePort(t *wire.Transaction) uint16 {
	if slices.Contains(t.Protocol.Ports, t.Client.Port()) && !slices.Contains(t.Protocol.Ports, t.Server.Port()) {
		return 0
	}
	return t.Server.Port()
}

// Service notes that an asset takes part in a protocol that is not decoded, as
// its server at port or as a client. An address that sent nothing itself does
// not become an asset by being sent to.
func (v *Inventory) Service(addr netip.Addr, protocol string, server bool, port uint16, e Evidence) {
	a := v.Asset(addr)
	if a == nil || a.Packets == 0 {
		return
	}
	if !server {
		port = 0
	}
	if d := a.duty(protocol, false, server, port, e); d != nil {
		d.Requests++
		d.Answered++
	}
}
