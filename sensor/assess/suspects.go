package assess

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/banken-ot/banken/sensor/asset"
)

// findAddresses tells of addresses that two devices used.
func (a *author) findAddresses() {
	claimed := finding("address-claimed", Check, orderAddress, "T0830", "T0849")
	moved := finding("address-moved", Know, orderAddress, "T0849")
	for _, c := range a.c.inventory.Conflicts() {
		if !c.Claimed && !a.control[c.Addr] {
			continue
		}
		f := &moved
		if c.Claimed {
			f = &claimed
			if a.control[c.Addr] && c.Together {
				f.Urgency = First
			}
		}
		how := say("conflict-replaced")
		if c.Together {
			how = say("conflict-together")
		}
		a.add(f, span{count: 1, first: c.New.First, last: c.New.First},
			say("line-address", c.Addr.String(), a.interfaceText(c.Old.MAC), a.interfaceText(c.New.MAC), how))
	}
	a.found(claimed)
	a.found(moved)
}

// interfaceText writes a MAC address with its vendor.
func (a *author) interfaceText(m asset.MAC) Text {
	v := a.vendor(m)
	return Text{EN: m.String() + " (" + v.EN + ")", JA: m.String() + "（" + v.JA + "）"}
}

// findReversals tells of devices that answer another in a protocol, and also ask
// it: out of the very port they answer on, which no ordinary client does, or by
// connections of their own. An outstation that calls its master, as DNP3 allows,
// is neither.
func (a *author) findReversals() {
	f := finding("reversal", Check, orderReversal, "T0848", "T0830")
	both := finding("both-ways", Know, orderReversal, "T0848")
	answers := map[[2]netip.Addr]bool{} // server, client
	for _, x := range a.talks {
		if !x.reversed && x.outcomes.answered > 0 && x.client != x.server {
			answers[[2]netip.Addr{x.server, x.client}] = true
		}
	}
	for _, x := range a.talks {
		if !answers[[2]netip.Addr{x.client, x.server}] {
			continue
		}
		var names []Text
		urgency := Check
		for _, fn := range x.functionList() {
			names = append(names, Plain(fn.text()+" "+thousands(x.functions[fn].count)))
			if fn.changes() {
				urgency = First
			}
		}
		what := say("line-writes", x.client.String(), x.server.String(), join(names))
		if x.reversed {
			f.Urgency = max(f.Urgency, urgency)
			a.add(&f, x.span, what)
		} else {
			a.add(&both, x.span, what)
		}
	}
	a.found(f)
	a.found(both)
}

// findMasters tells of link addresses of DNP3 masters that several hosts used.
func (a *author) findMasters() {
	f := finding("master-twice", Check, orderMaster, "T0848", "T0849")
	for _, k := range sortedKeys(a.c.masters, masterKey.compare) {
		m := a.c.masters[k]
		if len(m.hosts) < 2 {
			continue
		}
		last := m.since[len(m.since)-1]
		a.add(&f, span{count: uint64(len(m.hosts)), first: m.since[1], last: last}, say("line-master",
			strconv.Itoa(int(k.master)), k.server.String(), strconv.Itoa(int(k.outstation)), joinPlain(addresses(m.hosts), maxHosts)))
	}
	a.found(f)
}

// findScans tells of clients that tried many addresses or ports in vain.
func (a *author) findScans() {
	f := finding("scan", Check, orderScan, "T0846", "T0840")
	for _, addr := range sortedKeys(a.c.attempts, netip.Addr.Compare) {
		t := a.c.attempts[addr]
		if len(t.targets) < scanTargets {
			continue
		}
		n := Plain(thousands(uint64(len(t.targets))))
		if len(t.targets) == maxTargets {
			n = say("or-more", n)
		}
		f.Lines = append(f.Lines, Line{When: a.when(t.time[0]), What: say("line-scan", addr.String(), n), Place: Text{}, Count: t.flows})
	}
	a.found(f)
}

// findDevices tells what outstations say of themselves.
func (a *author) findDevices() {
	restarts := finding("dnp3-restarted", Check, orderDevice, "T0816")
	trouble := finding("dnp3-trouble", Check, orderDevice)
	overflow := finding("dnp3-overflow", Check, orderDevice)
	local := finding("dnp3-local", Know, orderDevice)
	for _, x := range a.talks {
		w := &x.watch
		what := say("line-device", endpoint(x.server, x.port), x.client.String())
		for _, p := range [...]struct {
			f *Finding
			s span
		}{{&restarts, w.restarts}, {&trouble, w.trouble}, {&overflow, w.overflow}, {&local, w.local}} {
			if p.s.count > 0 {
				a.add(p.f, p.s, what)
			}
		}
	}
	for _, f := range [...]Finding{restarts, trouble, overflow, local} {
		a.found(f)
	}
	a.findReportsOff()
}

// findReportsOff tells of outstations that reported spontaneously until that was
// turned off, and stayed off.
func (a *author) findReportsOff() {
	f := finding("reports-off", Check, orderDevice, "T0804", "T0878")
	for _, x := range a.talks {
		if x.protocol.Name != "dnp3" {
			continue
		}
		off, on, reports := x.asked(dnp3DisableUnsolicited), x.asked(dnp3EnableUnsolicited), x.asked(dnp3Unsolicited)
		if off.count > 0 && !off.last.Before(on.last) && reports.count > 0 && reports.first.Before(off.last) {
			a.add(&f, off, say("line-pair", x.client.String(), endpoint(x.server, x.port)))
		}
	}
	a.found(f)
}

// Bounds of what counts as a device that refuses.
const (
	// refusals of one function that was never accepted make a finding.
	refusals = 3
	// stormRefusals are so many that somebody is trying out.
	stormRefusals = 100
	// missingAnswers, and their share, above which a connection counts as
	// unreliable: one lost now and then is ordinary.
	missingAnswers  = 10
	unansweredShare = 0.02
)

// findRefusals tells of functions a device never accepted, and of requests that
// nobody ever answered.
func (a *author) findRefusals() {
	storm := finding("refusal-storm", Check, orderRefusal, "T0846", "T0840")
	unreliable := finding("unreliable", Check, orderSilence)
	never := finding("refusals", Know, orderRefusal)
	silent := finding("silent", Check, orderSilence)
	for _, x := range a.talks {
		o := &x.outcomes
		if x.reversed {
			continue // told by findReversals
		}
		if o.unanswered > 0 && o.unanswered+o.quiet == o.total() {
			a.add(&silent, x.span, say("line-pair", x.client.String(), endpoint(x.server, x.port)))
			continue
		}
		if o.unanswered >= missingAnswers && float64(o.unanswered) > unansweredShare*float64(o.total()) {
			a.add(&unreliable, x.span, say("line-unreliable", x.client.String(), endpoint(x.server, x.port), o.unanswered, o.total()))
		}
		if o.refused >= stormRefusals && 2*o.refused > o.total() {
			a.add(&storm, x.span, say("line-storm", x.client.String(), endpoint(x.server, x.port), o.refused, o.total()))
			continue
		}
		for _, f := range x.functionList() {
			if n := x.functions[f]; n.outcomes.refused >= refusals && n.outcomes.answered == 0 {
				a.add(&never, n.span, say("line-refusals", x.client.String(), endpoint(x.server, x.port), f.text(), n.outcomes.refused))
			}
		}
	}
	a.found(storm)
	a.found(never)
	a.found(silent)
	a.found(unreliable)
}

// findConflicts tells of octets that were sent twice with other content.
func (a *author) findConflicts() {
	f := finding("conflict", Check, orderConflict, "T0830")
	for _, k := range sortedKeys(a.c.contested, linkKey.compare) {
		a.add(&f, *a.c.contested[k], say("line-pair", k.client.String(), endpoint(k.server, k.port)))
	}
	a.found(f)
}

func (k masterKey) compare(o masterKey) int {
	if n := k.server.Compare(o.server); n != 0 {
		return n
	}
	return slices.Compare([]uint32{k.outstation, k.master}, []uint32{o.outstation, o.master})
}
