package synth

import (
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

// intercept is a machine in the middle: it answers a client in the place of a
// server, from what it asks the server itself, and falsifies some registers.
type intercept struct {
	attacker, victim, server *host
	c                        *conn // to the server
	index, count             uint16
	factor                   float64
	cause                    *attack.Run
}

// macOf is where a host believes another to be.
func (e *engine) macOf(from, to *host) [6]byte {
	if m := e.mitmOf(from, to); m != nil {
		return m.attacker.MAC
	}
	return to.MAC
}

// mitmOf returns the machine between two hosts, nil for none.
func (e *engine) mitmOf(from, to *host) *intercept {
	if m := e.mitm; m != nil && m.victim == from && m.server == to {
		return m
	}
	return nil
}

// intercepted returns the attack a connection between two hosts belongs to,
// because there is a machine between them.
func (e *engine) intercepted(from, to *host) *attack.Run {
	if m := e.mitmOf(from, to); m != nil {
		return m.cause
	}
	return nil
}

// spoofEvery is how often the attacker repeats its claim.
const spoofEvery = int64(5 * time.Second)

// interceptFrom begins: the claim, a reset of the connection there is, and the
// attacker's own connection.
func (e *engine) interceptFrom(at int64, a *plant.Action) {
	m := &intercept{attacker: e.hosts[a.From], victim: e.hosts[a.Text], server: e.hosts[a.To], index: a.Index, count: a.Count, factor: a.Value, cause: e.cause}
	m.c, at = e.dial(m.attacker, m.server, modbusPort, at)
	old := e.connectionOf(a.Text, a.To)
	e.mitm = m
	e.claim(at, m)
	e.at(at+spoofEvery, func(at int64) int64 {
		if e.mitm != m {
			return 0
		}
		e.cause = m.cause
		e.claim(at, m)
		e.cause = nil
		return at + spoofEvery
	})
	if old != nil {
		e.abort(old, toClient, at+2e6)
	}
}

// claim tells the victim that the server is at the attacker's MAC.
func (e *engine) claim(at int64, m *intercept) {
	if e.net != nil {
		e.frame(at, appendARP(nil, 2, m.attacker.MAC, m.server.Address, m.victim.MAC, m.victim.Address))
	}
	e.binding(at, m.server.Address, m.attacker.MAC)
}

// withdraw ends it: the server's real address is told, connections are reset.
func (e *engine) withdraw(at int64) {
	m := e.mitm
	if m == nil {
		return
	}
	old := e.connectionOf(m.victim.Name, m.server.Name)
	e.mitm = nil
	if e.net != nil {
		e.frame(at, appendARP(nil, 2, m.server.MAC, m.server.Address, m.victim.MAC, m.victim.Address))
	}
	e.binding(at, m.server.Address, m.server.MAC)
	if old != nil {
		e.abort(old, toClient, at+1e6)
	}
	e.close(m.c, at+2e6)
}

// relay asks the server what the victim asked, and returns how much longer the
// victim waits for it.
func (e *engine) relay(m *intercept, at int64, a *access) int64 {
	cause := e.cause
	e.cause = m.cause
	own := *a
	done := e.access(m.c, at+400e3, &own)
	e.cause = cause
	return done - at
}

// falsify changes what was read.
func (m *intercept) falsify(a *access, words []uint16) {
	if kinds[a.function].table != plant.InputRegisters {
		return
	}
	for i := range words {
		if n := a.index + uint16(i); n >= m.index && n < m.index+m.count {
			words[i] = uint16(min(float64(words[i])*m.factor, 65535))
		}
	}
}
