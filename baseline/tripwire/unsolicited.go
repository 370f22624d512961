package tripwire

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

const (
	// mostSilences is how often a master may turn reports off without turning them on:
	// once and two retries, what masters are set to as a rule, within startTime.
	mostSilences = 3
	// silencesEnd is how many are counted.
	silencesEnd = 1<<8 - 1
)

// silences are the DISABLE_UNSOLICITED of a channel since its reports were last turned
// on, or its outstation restarted.
type silences struct {
	since    int64 // the first within startTime, UTC ns
	flow     uint64
	n        uint8
	accepted bool // the last, of that flow
}

// again counts one more, and reports whether it is more than a start brings: on one
// connection, after it was accepted already; else, where there are reports to silence,
// after mostSilences.
func (s *silences) again(l *baseline.Look, e *baseline.Event, reporting bool) bool {
	if l.Now-s.since >= startTime {
		*s = silences{since: l.Now}
	}
	more := s.accepted && s.flow == e.Flow && e.Flow != 0 || reporting && s.n >= mostSilences
	if s.n < silencesEnd {
		s.n++
	}
	s.flow, s.accepted = e.Flow, e.Outcome == wire.Answered
	return more
}

// outsideStart judges that reports are turned off: not by the master that was there
// while the site was learned, not at a start, or again and again.
func (d *Detector) outsideStart(l *baseline.Look, e *baseline.Event, c *channel) bool {
	again := c.silences.again(l, e, c.bits&reports != 0)
	return again || l.Site.Judges() && !l.Native || !d.starting(l, e, c)
}

// turnsOn judges that reports are turned on: where they are on already, nothing
// changes.
func (d *Detector) turnsOn(l *baseline.Look, e *baseline.Event, c *channel) bool {
	return c.bits&reports == 0 && !d.starting(l, e, c)
}

// maxUnsettled bounds the channels whose reports are off and may come on again.
const maxUnsettled = 4096

// disables notes that the reports of an outstation are off, where it is ordinary
// that they come on again.
func (d *Detector) disables(l *baseline.Look, e *baseline.Event, c *channel) {
	if e.Channel == 0 || c.bits&reports == 0 || !d.starting(l, e, c) || c.disabled != 0 {
		return
	}
	if len(d.unsettle) >= maxUnsettled {
		d.omitted++
		return
	}
	c.disabled = l.Now
	d.unsettle = append(d.unsettle, e.Channel)
}

// reportsOff tells of outstations that reported until that was turned off, and
// that stay silent.
func (d *Detector) reportsOff(l *baseline.Look) {
	kept := d.unsettle[:0]
	for _, id := range d.unsettle {
		c := &d.channels[id]
		switch {
		case c.disabled == 0:
		case l.Now-c.disabled < startTime:
			kept = append(kept, id)
		default:
			c.disabled = 0
			d.silenced(l, id)
		}
	}
	d.unsettle = kept
}

// silenced reports that reports stay off, as the DISABLE_UNSOLICITED it is of.
func (d *Detector) silenced(l *baseline.Look, id baseline.ChannelID) {
	k := d.kinds.reportsOff
	h := d.hits.of(hitKey{kind: k, channel: id, code: dnp3DisableUnsolicited})
	if h == nil {
		d.omitted++
		return
	}
	if h.count == 0 {
		*h = hit{standing: baseline.Pending, first: l.Now, function: l.Book.NameOf("disable-unsolicited")}
	}
	h.see(l, baseline.Success)
	if h.standing == baseline.Approved {
		return
	}
	if x := d.without(l, k, id, h.function); x != nil {
		x.Operation, x.Evidence, x.Outcome = wire.Configure, baseline.Success, wire.Answered
		l.Report(x)
	}
}
