package value

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// unitKey identifies what a point belongs to.
type unitKey struct {
	server   baseline.AssetID
	protocol baseline.NameID
	port     uint16
	station  uint32
}

// unit is a station behind a port of a server.
type unit struct {
	unitKey
	wire *wire.Protocol // nil after a restart, for a protocol that New was not told
	good func(p *wire.Point) bool
	// mirrors are spaces that are written and read back from another.
	mirrors []mirror
}

// dialect is what the words of a protocol mean.
type dialect struct {
	good    func(p *wire.Point) bool
	mirrors []mirror
}

// mirror tells that what is written to a space is read from others.
type mirror struct {
	written uint32
	read    []uint32
}

// dialects are those of the protocols that have more than values.
var dialects = map[string]dialect{
	"dnp3":  {goodFlags, analogOutputs()},
	"opcua": {goodStatus, nil},
}

// analogOutputs are DNP3's group 41, commands of analogue outputs, whose status is
// group 40, in four variations each.
func analogOutputs() []mirror {
	status := []uint32{40<<8 | 1, 40<<8 | 2, 40<<8 | 3, 40<<8 | 4}
	list := make([]mirror, 4)
	for i := range list {
		list[i] = mirror{41<<8 | uint32(i+1), status}
	}
	return list
}

// goodFlags reads the flags of DNP3 (IEEE 1815-2012, 11.6.1): online, and neither
// restarted nor out of communication; the status of controls and of command events
// must be 0.
func goodFlags(p *wire.Point) bool {
	if group := p.Space >> 8; p.Access == wire.AccessWrite || group == 13 || group == 43 {
		return p.Quality == 0
	}
	const online, restart, lost = 1, 2, 4
	return p.Quality&(online|restart|lost) == online
}

// goodStatus reads the severity of an OPC UA StatusCode (OPC 10000-4, 7.39): bad
// ones have the highest bit.
func goodStatus(p *wire.Point) bool { return p.Quality>>31 == 0 }

// unitOf returns the number of the unit that an event is about, 0 for none.
func (d *Detector) unitOf(l *baseline.Look, e *baseline.Event) uint32 {
	if e.Channel == 0 {
		return 0
	}
	for int(e.Channel) >= len(d.byChannel) {
		d.byChannel = append(d.byChannel, 0)
	}
	n := d.byChannel[e.Channel]
	if n == 0 {
		c := l.Book.ChannelOf(e.Channel)
		n = d.unitAt(unitKey{c.Server, c.Protocol, c.Port, c.Station})
		d.byChannel[e.Channel] = n
	}
	if u := &d.units[n]; n != 0 && u.wire == nil {
		u.speak(e.Protocol)
	}
	return n
}

// unitAt returns the number of a unit, which it gives where there is none.
func (d *Detector) unitAt(k unitKey) uint32 {
	if n, ok := d.unitIndex[k]; ok {
		return n
	}
	if len(d.units) > baseline.MaxChannels {
		d.omitted++
		return 0
	}
	n := uint32(len(d.units))
	d.units, d.unitIndex[k] = append(d.units, unit{unitKey: k}), n
	return n
}

func (u *unit) speak(p *wire.Protocol) {
	u.wire = p
	x := dialects[p.Name]
	u.good, u.mirrors = x.good, x.mirrors
}

// protocol finds, after a restart, that of a unit by its name.
func (d *Detector) protocol(b *baseline.Book, u *unit) *wire.Protocol {
	for _, p := range d.protocols {
		if u.wire == nil && p.Name == b.Text(u.unitKey.protocol) {
			u.speak(p)
		}
	}
	return u.wire
}
