package peers

import (
	"context"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/plant"
)

// settle is how long what an attack caused may still come after its last action.
const settle = 300 * time.Millisecond

// attack carries out an attack and counts what it causes.
func (l *lab) attack(ctx context.Context, r *attack.Run, at time.Time) {
	first := r.Script[0].At
	if !sleep(ctx, time.Until(at)) {
		return
	}
	actor, err := l.host(r.Actor.Name)
	if err != nil {
		l.report(r, err)
		return
	}
	defer l.countAll(r, actor)()
	for i := range r.Script {
		a := &r.Script[i]
		due := at.Add(time.Duration(float64(a.At.Sub(first)) / l.o.Pace))
		if !sleep(ctx, time.Until(due)) {
			break
		}
		l.carryOut(ctx, actor, a, r)
		l.tally.mu.Lock()
		r.Actions++
		l.tally.mu.Unlock()
	}
	if m := l.between(); m != nil && m.cause == r {
		l.report(r, l.withdraw())
	}
	sleep(ctx, settle)
	actor.idle(0)
	actor.leaveVisit(r)
	time.Sleep(settle)
}

// report tells of a failure of an attack.
func (l *lab) report(r *attack.Run, err error) {
	if err != nil {
		l.o.Exchanged(Exchange{From: r.Actor.Name, Attack: r.ID, Err: err})
	}
}

// countAll puts the rules of an attack into force and returns what ends them. What
// an attack sends over a connection that its host has anyway is counted action by
// action instead.
func (l *lab) countAll(r *attack.Run, actor *host) (end func()) {
	var ends []func()
	if actor.Name == plant.Intruder {
		x := &rule{cause: r, mac: actor.MAC}
		for i := range r.Script {
			if a := &r.Script[i]; a.Verb == plant.Intercept {
				victim, _ := plant.HostNamed(a.Text)
				server, _ := plant.HostNamed(a.To)
				x.spared[0], x.spared[1] = victim.Address, server.Address
			}
		}
		ends = append(ends, l.tally.add(x))
	} else {
		for _, x := range ownConnections(r, actor) {
			ends = append(ends, l.tally.add(x))
		}
	}
	return func() {
		for _, f := range ends {
			f()
		}
	}
}

// ownConnections are the rules of the connections only this attack opens.
func ownConnections(r *attack.Run, actor *host) (rules []*rule) {
	seen := map[rule]bool{}
	for i := range r.Script {
		a := &r.Script[i]
		x := rule{cause: r, client: actor.Address, server: a.Address, serverPort: portOf(a)}
		if to, ok := plant.HostNamed(a.To); ok {
			x.server = to.Address
		}
		if x.serverPort == 0 || x.serverPort == opcuaPort || shared(actor, a) || seen[x] {
			continue
		}
		seen[x] = true
		rules = append(rules, &x)
	}
	return rules
}

// portOf is the port of the server an action speaks to; 0 when there is none.
func portOf(a *plant.Action) uint16 {
	switch a.Verb {
	case plant.Probe, plant.Upload:
		return a.Port
	}
	switch protocols[a.Verb] {
	case "modbus":
		return modbusPort
	case "dnp3":
		return dnp3Port
	case "opcua":
		return opcuaPort
	}
	return 0
}

// shared tells whether an action uses a connection its host has anyway.
func shared(from *host, a *plant.Action) bool {
	from.mu.Lock()
	defer from.mu.Unlock()
	if c := from.modbus[a.To]; c != nil && c.polled && portOf(a) == modbusPort {
		return true
	}
	m := from.dnp3[a.To]
	return m != nil && m.polled && portOf(a) == dnp3Port
}

// counted calls f, that uses a connection the host has to itself meanwhile, and
// counts that for an attack.
func (l *lab) counted(cause *attack.Run, from, to *host, a *plant.Action, f func() error) error {
	if cause == nil || from.Name == plant.Intruder || !shared(from, a) {
		return f()
	}
	return l.tally.during(&rule{cause: cause, client: from.Address, server: to.Address, serverPort: portOf(a)}, f)
}
