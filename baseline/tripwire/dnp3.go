package tripwire

import (
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// selectTimeout is how long after its SELECT an OPERATE is plausible, ns: the time
// is set in the outstation, 10 s as a rule, and operators who confirm by hand have
// it at up to a minute or two.
const selectTimeout = int64(2 * time.Minute)

// Bounds of what is remembered of controls and masters.
const (
	maxSelected = 16384 // points that are selected before they are operated
	maxMasters  = 16384 // link addresses of masters, by outstation
)

// controlKey is a point that is controlled.
type controlKey struct {
	server  baseline.AssetID
	station uint32
	index   uint32
	port    uint16
	group   uint8
}

// masterKey is a master as an outstation knows it.
type masterKey struct {
	server             baseline.AssetID
	outstation, master uint32
	port               uint16
}

// host is the host that a link address is of.
type host struct{ id baseline.AssetID }

type dnp3State struct {
	selected places[controlKey, struct{}]
	masters  places[masterKey, host]
	reports  places[baseline.ChannelID, lastReport]
}

func newDNP3() dnp3State {
	return dnp3State{selected: newPlaces[controlKey, struct{}](maxSelected), masters: newPlaces[masterKey, host](maxMasters),
		reports: newPlaces[baseline.ChannelID, lastReport](maxReporting)}
}

func (d *Detector) dnp3Event(l *baseline.Look, e *baseline.Event, c *channel) {
	d.master(l, e)
	switch e.Code {
	case dnp3Select:
		c.selected = l.Now
	case dnp3Operate:
		d.learnSelected(l, e, c)
	case dnp3DirectOperate, dnp3DirectNoAck:
		d.direct(l, e, c)
	case dnp3DisableUnsolicited:
		d.disables(l, e, c)
	case dnp3EnableUnsolicited:
		c.disabled, c.silences = 0, silences{}
	case dnp3Unsolicited:
		c.bits |= reports
		d.reported(l, e)
	}
	if indicates(e) {
		d.indications(l, e, c)
	}
}

// indications takes in the internal indications of an outstation.
func (d *Detector) indications(l *baseline.Look, e *baseline.Event, c *channel) {
	c.bits &^= wantsTime
	if e.Status&iinNeedTime != 0 {
		c.bits |= wantsTime
	}
	restart := e.Status&iinRestart != 0
	if restart {
		c.restarted, c.silences = l.Now, silences{}
	}
	x := d.device(l, e, e.Station)
	if x == nil {
		return
	}
	if x.restart.newly(restart, l.Site.Judges()) {
		d.hit(l, e, d.kinds.restarted, note{wide: true})
	}
	if e.Status&iinConfigCorrupt == 0 {
		x.corrupt = isClear
	}
}

// newlyCorrupt judges that an outstation says its configuration is corrupt: once
// for each time that it begins to.
func (d *Detector) newlyCorrupt(l *baseline.Look, e *baseline.Event, _ *channel) bool {
	x := d.device(l, e, e.Station)
	return x == nil || x.corrupt.newly(true, true)
}

// starting reports whether what is asked belongs to the start of a session of a
// master that is known, or to that of its outstation.
func (d *Detector) starting(l *baseline.Look, e *baseline.Event, c *channel) bool {
	return !d.isNew(l, c) && (e.Opening || lately(l, c.restarted) || lately(l, c.disabled))
}

func lately(l *baseline.Look, t int64) bool { return t != 0 && l.Now-t < startTime }

// unselected judges an OPERATE that the decoder found wrong: where the SELECT may
// just not have been seen, or the outstation takes longer than usual to forget
// it, nothing follows.
func (d *Detector) unselected(l *baseline.Look, e *baseline.Event, c *channel) bool {
	if !sound(l, e) {
		return false
	}
	if defective(e, selectWrong) {
		return d.sure(l) || defective(e, selectWrong[1:])
	}
	return c.selected != 0 && l.Now-c.selected > selectTimeout
}

// Groups of controls.
func selects(group uint8) (selected, direct channelBits) {
	if group == groupAnalogOutput {
		return selectsAnalog, directAnalog
	}
	return selectsRelay, directRelay
}

// control returns the key of a point, ok when it is a control.
func control(e *baseline.Event, p *wire.Point) (k controlKey, ok bool) {
	group := uint8(p.Space >> 8)
	return controlKey{e.ServerID, e.Station, p.Index, e.Server.Port(), group}, group == groupRelayOutput || group == groupAnalogOutput
}

// learnSelected notes the points that are selected before they are operated.
func (d *Detector) learnSelected(l *baseline.Look, e *baseline.Event, c *channel) {
	if !l.Learn || e.Outcome != wire.Answered || defective(e, selectWrong) {
		return
	}
	for i := range e.Points {
		k, ok := control(e, &e.Points[i])
		if !ok {
			continue
		}
		selected, _ := selects(k.group)
		c.bits |= selected
		if d.dnp3.selected.of(k) == nil {
			d.omitted++
		}
	}
}

// direct judges controls without a SELECT: of points that are selected as a rule,
// and on a channel, learned enough to say so, where all others are.
func (d *Detector) direct(l *baseline.Look, e *baseline.Event, c *channel) {
	for i := range e.Points {
		p := &e.Points[i]
		k, ok := control(e, p)
		if !ok {
			continue
		}
		selected, direct := selects(k.group)
		if d.dnp3.selected.find(k) != nil || l.Channel.Judges() && c.bits&selected != 0 && c.bits&direct == 0 {
			d.hit(l, e, d.kinds.direct, note{expected: "select, operate", point: p})
			return
		}
		if l.Learn {
			c.bits |= direct
		}
	}
}

// master reports that a master's link address comes from another host than it
// did.
func (d *Detector) master(l *baseline.Look, e *baseline.Event) {
	if e.Outcome == wire.Unasked || e.ServerID == 0 {
		return
	}
	f := wire.FindField(e.Request, "master")
	if f == nil {
		return
	}
	k := masterKey{e.ServerID, e.Station, uint32(f.Value.Num), e.Server.Port()}
	h := d.dnp3.masters.find(k)
	switch {
	case h != nil && h.id != e.ClientID:
		d.hit(l, e, d.kinds.masterHost, note{wide: true, host: h.id})
	case h == nil && l.Learn && e.ClientID != 0:
		if h = d.dnp3.masters.of(k); h == nil {
			d.omitted++
			return
		}
		h.id = e.ClientID
	}
}

// otherTimeSource judges that somebody sets a clock: the one who always did may,
// the first one while the site is learned, and a known master that the outstation
// asked for the time and whom nobody preceded.
func (d *Detector) otherTimeSource(l *baseline.Look, e *baseline.Event, c *channel) bool {
	x := d.device(l, e, e.Station)
	if e.Code == dnp3RecordTime || x == nil {
		return true
	}
	if x.clock != 0 {
		return x.clock != e.ClientID
	}
	if d.isNew(l, c) || l.Site.Judges() && c.bits&wantsTime == 0 {
		return true
	}
	if l.Learn {
		x.clock = e.ClientID
	}
	return false
}
