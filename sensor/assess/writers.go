package assess

import (
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/lang"
)

// target is a device that is written to.
type target struct {
	server netip.Addr
	port   uint16
}

// findWrites tells who changes the process or the devices.
func (a *author) findWrites() {
	f := finding("writes", Check, orderWrites)
	for _, x := range a.talks {
		var s span
		var names []Text
		for _, fn := range x.functionList() {
			if n := x.functions[fn]; fn.changes() && accepted(&n.outcomes) {
				s.join(n.span)
				names = append(names, Plain(fn.text()+" "+thousands(n.count)))
			}
		}
		if s.count > 0 {
			a.add(&f, s, say("line-writes", x.client.String(), endpoint(x.server, x.port), join(names)))
		}
	}
	a.found(f)
}

// accepted reports whether the device carried out, or may have carried out,
// some of what was asked.
func accepted(o *outcomes) bool { return o.answered+o.quiet+o.unasked > 0 }

// join adds another span to s.
func (s *span) join(o span) {
	if s.count == 0 || o.first.Before(s.first) {
		s.first = o.first
	}
	if s.count == 0 || s.last.Before(o.last) {
		s.last = o.last
	}
	s.count += o.count
}

// Bounds of what counts as quick succession.
const (
	rapidCount = 10
	rapidEvery = 10 * time.Second
)

// findRapid tells of controls that were repeated in quick succession. Cyclic
// writes of values are ordinary and left out.
func (a *author) findRapid() {
	f := finding("rapid", Check, orderRapid, "T0806")
	for _, x := range a.c.changeList() {
		d := time.Duration(x.last.Time - x.first.Time)
		if x.f.operation != wire.Operate || x.count < rapidCount || d > time.Duration(x.count)*rapidEvery || !accepted(&x.outcomes) {
			continue
		}
		a.add(&f, x.span, say("line-rapid", x.pair.client.String(), endpoint(x.pair.server, x.pair.port), x.f.text(), x.points,
			times.Of(x.count), lang.Span(d)))
	}
	a.found(f)
}

// findWriters tells of devices to which several hosts write, and of ones that
// are controlled both with and without select.
func (a *author) findWriters() {
	f := finding("writers", Check, orderWriters, "T0855", "T0848")
	hosts, second := map[target][]netip.Addr{}, map[target]span{}
	for _, x := range a.c.changeList() {
		if op := x.f.operation; op != wire.Write && op != wire.Operate || !accepted(&x.outcomes) {
			continue
		}
		k := target{x.pair.server, x.pair.port}
		if !slices.Contains(hosts[k], x.pair.client) {
			hosts[k] = append(hosts[k], x.pair.client)
			second[k] = x.span
		}
	}
	for _, k := range sortedKeys(hosts, target.compare) {
		if len(hosts[k]) > 1 {
			a.add(&f, second[k], say("line-writers", endpoint(k.server, k.port), joinPlain(addresses(hosts[k]), 6)))
		}
	}
	a.found(f)
	a.findDirect()
}

func (k target) compare(o target) int {
	if n := k.server.Compare(o.server); n != 0 {
		return n
	}
	return int(k.port) - int(o.port)
}

func addresses(list []netip.Addr) []string {
	names := make([]string, len(list))
	for i, a := range list {
		names[i] = a.String()
	}
	return names
}

// findDirect tells of outstations that are controlled both with and without
// select.
func (a *author) findDirect() {
	f := finding("direct-operate", Know, orderWriters, "T0855")
	for _, x := range a.talks {
		if x.protocol.Name != "dnp3" || x.asked(dnp3Select).count == 0 {
			continue
		}
		if s := x.asked(dnp3DirectOperate, dnp3DirectNoAck); s.count > 0 {
			a.add(&f, s, say("line-pair", x.client.String(), endpoint(x.server, x.port)))
		}
	}
	a.found(f)
}

// asked returns when functions with one of the codes were asked.
func (x *conversation) asked(codes ...uint32) (s span) {
	for f, n := range x.functions {
		if slices.Contains(codes, f.code) {
			s.join(n.span)
		}
	}
	return s
}
