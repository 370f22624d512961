package tripwire

import (
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// Exceptions of a client that tries out what there is. A client that polls
// something a device does not have is refused the same requests for years, and a
// gateway whose line is broken refuses hundreds of devices at once, but by the
// codes for that (4, 6, 10, 11). What an ordinary client does not do is to be
// told within a minute, for many different requests that were never refused
// before, that function, address or value do not exist (1 to 3): its
// configuration holds a handful of requests to a device, seldom twenty.
const (
	stormRefusals = 20
	// stormWindow is within how long. With a scaled day it is the sixtieth part of
	// the day, and at least stormLeast: who tries out does not do it faster.
	stormWindow = int64(time.Minute)
	stormLeast  = int64(10 * time.Second)
	// maxRefused bounds the refused requests remembered of a client. One that has
	// more of them has been reported, and each further one counts as new.
	maxRefused = 64
	// maxRefusing bounds the clients: one that finds no room shares one place.
	maxRefusing = 4096

	exceptionFunction = 1
	exceptionValue    = 3
)

// modbusState is what is remembered of the clients that are refused.
type modbusState struct {
	window  int64
	clients places[baseline.AssetID, refusals]
}

// refusals are those of one client.
type refusals struct {
	since int64 // begin of the present window
	fresh uint32
	known []uint32 // hashes of the requests refused before
}

func newModbus(day int64) modbusState {
	return modbusState{window: max(min(stormWindow, day/60), stormLeast), clients: newPlaces[baseline.AssetID, refusals](maxRefusing)}
}

func (d *Detector) modbusEvent(l *baseline.Look, e *baseline.Event, _ *channel) {
	x := d.device(l, e, e.Station)
	if x == nil || e.Code >= 128 || e.Outcome == wire.Unasked {
		return
	}
	d.unitZero(l, e)
	word, bit := e.Code/64, uint64(1)<<(e.Code%64)
	switch {
	case e.Outcome == wire.Answered:
		x.accepted[word] |= bit
	case e.Outcome == wire.Refused && e.HasStatus && e.Status >= exceptionFunction && e.Status <= exceptionValue:
		if x.accepted[word]&bit == 0 {
			d.neverAccepted(l, e, x, word, bit)
		}
		d.storm(l, e)
	}
}

// neverAccepted counts the refusals of a function that a device never accepted.
func (d *Detector) neverAccepted(l *baseline.Look, e *baseline.Event, x *device, word uint32, bit uint64) {
	switch {
	case x.refusedOnce[word]&bit == 0:
		x.refusedOnce[word] |= bit
	case x.refusedTwice[word]&bit == 0:
		x.refusedTwice[word] |= bit
	default:
		d.hit(l, e, d.kinds.neverAccepted, note{})
	}
}

// storm counts the refusals of requests that were not refused before.
func (d *Detector) storm(l *baseline.Look, e *baseline.Event) {
	r := d.modbus.clients.of(e.ClientID)
	if r == nil {
		d.omitted++
		return
	}
	if !r.fresher(hashOf(e)) {
		return
	}
	if l.Now-r.since > d.modbus.window {
		r.since, r.fresh = l.Now, 0
	}
	if r.fresh++; r.fresh%stormRefusals == 0 {
		d.hit(l, e, d.kinds.storm, note{wide: true})
	}
}

// fresher reports whether a request was not refused before, and remembers it.
func (r *refusals) fresher(hash uint32) bool {
	for _, h := range r.known {
		if h == hash {
			return false
		}
	}
	if len(r.known) < maxRefused {
		r.known = append(r.known, hash)
	}
	return true
}

// hashOf tells requests apart: station, function and first point (FNV-1a).
func hashOf(e *baseline.Event) uint32 {
	h := uint32(2166136261)
	mix := func(n uint32) {
		for range 4 {
			h = (h ^ n&0xff) * 16777619
			n >>= 8
		}
	}
	mix(uint32(e.ServerID))
	mix(e.Station)
	mix(e.Code)
	if e.HasSub {
		mix(e.Sub + 1)
	}
	if len(e.Points) > 0 {
		p := &e.Points[0]
		mix(p.Space)
		mix(p.Index)
		mix(p.Count)
	}
	return h
}

// broadcasts judges a write to unit 0 that nobody answered: a device that
// answered to unit 0 before takes it for itself.
func (d *Detector) broadcasts(l *baseline.Look, _ *baseline.Event, c *channel) bool {
	return c.bits&answered == 0 && !l.Blind
}

// paired reports whether an event is a request and its answer.
func paired(e *baseline.Event) bool { return e.Outcome == wire.Answered || e.Outcome == wire.Refused }

// isModbus reports whether what looks like Modbus is: its header has nothing that
// only Modbus has, so that on a port of its own another protocol may look alike
// until a server has answered.
func (d *Detector) isModbus(l *baseline.Look, e *baseline.Event) bool {
	x := d.device(l, e, wholeServer)
	if x == nil {
		return true
	}
	x.speaks = x.speaks || paired(e)
	return x.speaks || slices.Contains(e.Protocol.Ports, e.Server.Port())
}

// unitZero reports an answered write to unit 0 of a gateway: behind one, unit 0
// is all stations.
func (d *Detector) unitZero(l *baseline.Look, e *baseline.Event) {
	if e.Station == 255 || !paired(e) {
		return
	}
	x := d.device(l, e, wholeServer)
	switch {
	case x == nil:
	case e.Station != 0:
		x.gateway = x.gateway || e.Outcome == wire.Answered
	case x.gateway && e.Operation == wire.Write:
		d.hit(l, e, d.kinds.broadcast, note{})
	}
}

// isSound judges octets that may be no message at all: of one that was not
// captured, decoded or delimited whole nothing follows.
func (d *Detector) isSound(l *baseline.Look, e *baseline.Event, _ *channel) bool { return sound(l, e) }
