package whitelist

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Event takes an event through all levels.
func (d *Detector) Event(l *baseline.Look, e *baseline.Event) {
	x := d.begin(l, e.Client.Addr(), e.Server.Addr())
	x.e, x.judges = e, judging(l)
	x.control = e.Controls()
	x.done = x.control && baseline.EvidenceOf(e.Outcome) == baseline.Success
	x.protocol = d.protocols.of(l.Book, e.Protocol)
	if e.ClientID == 0 || e.ServerID == 0 || e.Channel == 0 {
		d.unnumbered(x)
	} else {
		x.clientID, x.pair, x.channel = uint32(e.ClientID), uint32(e.ClientID)<<16|uint32(e.ServerID), uint32(e.Channel)
		d.hosts(x)
		d.services(x)
		d.silent(x)
		d.function(x)
		d.pointsOf(x)
		d.conclude(x)
		d.follow(x)
	}
	x.end()
}

// unnumbered takes an event for which there is no room even in the book: it cannot
// be known, and what it would change is told.
func (d *Detector) unnumbered(x *sight) {
	d.omitted++
	e := x.e
	k := addressKey(x.client, x.server, uint32(e.Server.Port()), uint32(service))
	kind := uint8(newPair)
	if x.control {
		kind = changes[e.Operation].function
		k.d ^= e.Station<<8 ^ e.Code
	}
	if !x.site || !d.told.tell(k.hash(&fixed), x.l.Now, maxDoublings) {
		return
	}
	if x.control || !d.scanned(x, weighTarget) {
		d.report(x, &finding{kind: kind, key: k})
	}
}

// hosts takes L0: who asks, who answers, who changes something.
func (d *Detector) hosts(x *sight) {
	d.asker(x)
	server := x.pair & 0xffff
	if x.e.Outcome != wire.Unanswered {
		if k := newKey(serves, server, 0, 0, 0); d.see(x, k, x.site) && !d.takesPart(server, serves) {
			x.host.note(newHost, k, 0)
		}
	}
	if !x.control {
		return
	}
	k := newKey(writes, x.clientID, 0, 0, 0)
	if tell, fresh := d.always(x, k); fresh {
		x.write.note(firstWrite, k, 0)
	} else if tell {
		x.write.note(firstWriteLearning, k, 0)
	}
}

// asker takes who asks. A host that is there and begins to ask a control protocol has
// gone one level further, whatever was told of it before, and though it is scanning. Of
// one that was a server until now others tell.
func (d *Detector) asker(x *sight) {
	k := newKey(asks, x.clientID, 0, 0, 0)
	begins := x.site && d.keys.find(&k) < 0 &&
		(d.takesPart(x.clientID, asks) || d.told.has(k.host().hash(&fixed), x.l.Now, d.long))
	switch fresh := d.see(x, k, x.site); {
	case begins && d.reverses != nil && d.reverses(x.l, x.e):
		x.reversed = fresh
	case begins:
		if d.told.tell(^k.hash(&fixed), x.l.Now, maxDoublings) {
			x.asking.note(newClient, k, 0)
		}
	case fresh && !d.takesPart(x.clientID, asks):
		x.host.note(newHost, k, 0)
	}
}

// Reversal sets who tells of servers that begin to ask: what is new about such an event
// is told there, once.
func (d *Detector) Reversal(tells func(*baseline.Look, *baseline.Event) bool) { d.reverses = tells }

// takesPart reports whether an asset was seen in another role.
func (d *Detector) takesPart(asset uint32, but class) bool {
	for c := asks; c <= accepts; c++ {
		if k := newKey(c, asset, 0, 0, 0); c != but && d.keys.find(&k) >= 0 {
			return true
		}
	}
	return false
}

// services takes L1 and L2.
func (d *Detector) services(x *sight) {
	if k := newKey(pair, x.pair, 0, 0, 0); d.see(x, k, x.site) {
		x.read.note(newPair, k, 0)
	}
	k := d.serviceKey(x)
	if d.see(x, k, x.site) && !d.contacted(x) {
		x.read.note(newService, k, 0)
	}
	x.begins = x.added
}

func (d *Detector) serviceKey(x *sight) key {
	return newKey(service, x.pair, uint32(x.e.Server.Port()), uint32(x.protocol.name), 0)
}

// contacted reports whether the connection at hand was told just now, or is as new.
func (d *Detector) contacted(x *sight) bool {
	for _, ip := range [...]uint32{tcp, udp} {
		k := newKey(contact, x.pair, portOf(x.e.Server.Port()), ip, 0)
		if i := d.keys.find(&k); i >= 0 && x.sec-d.keys.records[i].first < soon {
			return true
		}
		if d.told.has(k.hash(&fixed), x.l.Now, soon*1e9) {
			return true
		}
	}
	return false
}

// function takes L3.
func (d *Detector) function(x *sight) {
	e := x.e
	k := d.functionKey(x)
	if x.control {
		if d.seeFunction(x, k, x.site) {
			x.write.note(changes[e.Operation].function, k, 0)
		}
		return
	}
	phased := e.Operation != wire.Session && e.Outcome != wire.Unasked
	i, weak := d.phase(x, &k, phased)
	if i >= 0 {
		d.use(x, &d.keys.records[i])
		return
	}
	station := d.newStation(x)
	d.sweeps(x, k, *d.functionsOf(x.channel) == 0 && !x.begins)
	if d.seeFunction(x, k, x.judges && weak != today || station) {
		x.read.note(functionKind(e, station, weak), k, 0)
	}
	if x.added && weak != nowhere {
		d.supersede(x, k, weak)
	}
}

func (d *Detector) functionKey(x *sight) key {
	k := newKey(function, x.channel, x.e.Code, 0, 0).by(x.e.Operation)
	if x.e.HasSub {
		k = k.with(subBit)
		k.c = x.e.Sub
	}
	return k
}

// functionKind is what a new function is: what a session needs, and what a device
// tells by itself, say little.
func functionKind(e *baseline.Event, station bool, weak phase) uint8 {
	switch {
	case station:
		return newStation
	case e.Outcome == wire.Unasked:
		return newReport
	case e.Operation == wire.Session || weak != nowhere:
		return newSession
	}
	return newFunction
}

// seeFunction is see for a function, whose name is kept when it is learned.
func (d *Detector) seeFunction(x *sight, k key, judged bool) bool {
	fresh := d.see(x, k, judged)
	if x.added {
		*d.functionsOf(x.channel)++
	}
	if !x.added && !k.controls() {
		return fresh
	}
	id := functionID{x.protocol.name, k.b}
	if _, ok := d.names[id]; !ok && len(d.names) < maxNames {
		d.names[id] = x.l.Book.NameOf(x.e.Function)
	}
	return fresh
}

func (d *Detector) functionsOf(channel uint32) *uint32 {
	for int(channel) >= len(d.functions) {
		d.functions = append(d.functions, 0)
	}
	return &d.functions[channel]
}

// silent counts a station that is asked for the first time and does not answer: many
// of them are somebody looking for what is there.
func (d *Detector) silent(x *sight) {
	if e := x.e; x.site && e.Outcome == wire.Unanswered && !e.NoReply && *d.functionsOf(x.channel) == 0 {
		d.scanned(x, weighTarget)
	}
}

// newStation reports whether a station is asked for the first time, at a service
// that is not new itself: the stations of a new one are its beginning.
func (d *Detector) newStation(x *sight) bool {
	if !x.site || *d.functionsOf(x.channel) > 0 {
		return false
	}
	k := d.serviceKey(x)
	i := d.keys.find(&k)
	return i >= 0 && d.keys.records[i].over(d.day) >= baseline.ProvisionalDays
}

// phase is in what way a key that is not there is known in the other phase.
type phase uint8

const (
	nowhere   phase = iota
	today           // only since today
	otherwise       // since another day
)

// phase finds a key of a read in its phase: what is polled is asked at the start of
// a connection too, and then is no other. Where there is none it returns -1, with
// the key made that of its phase.
func (d *Detector) phase(x *sight, k *key, phased bool) (place int, weak phase) {
	i := d.keys.find(k)
	if i >= 0 || !phased {
		return i, nowhere
	}
	opening := k.with(openingBit)
	i = d.keys.find(&opening)
	if x.e.Opening {
		*k = opening
		return i, nowhere
	}
	switch {
	case i < 0:
		return -1, nowhere
	case d.keys.records[i].over(d.day) == 0:
		return -1, today
	}
	return -1, otherwise
}
