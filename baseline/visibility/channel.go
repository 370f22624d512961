package visibility

import (
	"math/bits"
	"net/netip"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// noAddr stands where a deviation is of the sensor itself.
var noAddr netip.Addr

const (
	// regularOf and regularIn: a channel is regular that was heard in so many of the
	// last so many minutes.
	regularOf = 8
	regularIn = 10
	// silentMinutes is how many minutes in a row all regular channels are unheard
	// before their silence is told, where something else is heard: with one, a poll
	// of somewhat more than a minute would look so.
	silentMinutes = 2
	// regularLeast is how many channels must be regular, and how many clients and
	// servers they must have where something else is heard.
	regularLeast = 2
	// gapsLeast is of how many channels octets must be missing, and gapShare one in
	// how many of those heard.
	gapsLeast = 2
	gapShare  = 4
	// pauses is how many times the longest pause known nothing must be heard.
	pauses = 5
)

// channel is what is remembered of a channel.
type channel struct {
	client, server baseline.AssetID
	history        uint16 // minutes, of those in which anything was, in which it was heard; the latest full one lowest
	heard          bool   // in the present minute
	regular        bool   // was so before all fell silent
	answers        bool   // was once answered, as a rule
	sided          bool   // one direction is not seen
	gap            bool   // octets were missing in the present minute

	// In the present five minutes.
	good, unanswered, unasked uint16
}

// isRegular reports whether a channel is regular, or was so many minutes ago.
func (c *channel) isRegular(ago int) bool {
	const window = 1<<regularIn - 1
	return bits.OnesCount16(c.history>>ago&window) >= regularOf
}

// pulse is whether anything is heard at all.
type pulse struct {
	last        int64 // latest observation; 0 for none
	longest     int64 // pause, today, ns
	longestPast int64 // the same, of the day before
	minute      int64 // number of the present one
	quiet       bool  // silence was told
}

// forgetPulse begins anew: what follows is not what came before.
func (d *Detector) forgetPulse() {
	d.pulse.last = 0
	for i := range d.channels {
		d.channels[i].history, d.channels[i].heard = 0, false
	}
}

// Event counts an event.
func (d *Detector) Event(l *baseline.Look, e *baseline.Event) {
	d.hear(l)
	d.seen.add(d.now/d.minute, 1)
	if e.Channel == 0 {
		return
	}
	for int(e.Channel) >= len(d.channels) {
		d.channels = append(d.channels, channel{})
	}
	c := &d.channels[e.Channel]
	c.client, c.server, c.heard = e.ClientID, e.ServerID, true
	c.gap = c.gap || e.Defects&wire.NotCaptured != 0
	c.count(e)
	if d.pulse.quiet && c.regular {
		d.speaks()
	}
}

// Contact notes that something is heard.
func (d *Detector) Contact(l *baseline.Look, _ *baseline.Contact) { d.hear(l) }

// Binding notes that something is heard.
func (d *Detector) Binding(l *baseline.Look, _ *baseline.Binding) { d.hear(l) }

// Tick lets time pass.
func (d *Detector) Tick(l *baseline.Look) {
	d.pass(l)
	d.judgePulse(l)
	d.update()
}

// NewDay begins to look for the longest pause of another day.
func (d *Detector) NewDay(*baseline.Look) {
	d.pulse.longestPast, d.pulse.longest = d.pulse.longest, 0
}

// hear notes an observation.
func (d *Detector) hear(l *baseline.Look) {
	d.pass(l)
	if p := &d.pulse; p.last != 0 && !p.quiet && l.Learn {
		p.longest = max(p.longest, d.now-p.last)
	}
	d.pulse.last = d.now
	d.update()
}

// pass lets time pass: minutes and five minutes end.
func (d *Detector) pass(l *baseline.Look) {
	d.now = l.Now
	if five := d.now / (fiveMinutes * d.minute); five != d.sides {
		d.judgeSides(l)
		d.sides = five
	}
	if minute := d.now / d.minute; minute != d.pulse.minute {
		if d.pulse.last/d.minute == d.pulse.minute {
			d.endMinute(l)
			d.judgeTogether(l)
		}
		d.pulse.minute = minute
	}
}

// endMinute ends a minute in which something was heard. Those in which nothing was
// are no part of any history: that everything is silent says nothing of a channel.
func (d *Detector) endMinute(l *baseline.Look) {
	again, known, gaps := false, 0, 0
	for i := range d.channels {
		c := &d.channels[i]
		c.history <<= 1
		if c.heard {
			c.history |= 1
			again = again || c.isRegular(0)
		}
		if c.heard && c.answers {
			known++
			if c.gap {
				gaps++
			}
		}
		c.heard, c.gap = false, false
	}
	d.judgeGaps(l, known, gaps)
	if d.pulse.quiet && again {
		d.speaks()
	}
}

// judgeGaps tells when octets are missing on several of the channels that were
// answered before, and on a good part of all: the switch drops what it should copy.
func (d *Detector) judgeGaps(l *baseline.Look, known, gaps int) {
	if gaps < gapsLeast || gaps*gapShare < known {
		if d.parts.sees(partCopies) {
			d.settle()
		}
		return
	}
	if p := d.parts.of(partCopies); p != nil {
		d.darken(l, p, mBlind, baseline.Loss, count(uint64(gaps))+"/"+count(uint64(known)))
	}
}

// judgePulse tells when nothing at all is heard.
func (d *Detector) judgePulse(l *baseline.Look) {
	p := &d.pulse
	quiet := d.now - p.last
	if p.quiet || p.last == 0 || d.Blind() || quiet < max(d.minute, pauses*max(p.longest, p.longestPast)) {
		return
	}
	n := 0
	for i := range d.channels {
		if d.channels[i].isRegular(0) {
			n++
		}
	}
	if n >= regularLeast {
		d.fallSilent(l, n)
	}
}

// judgeTogether tells when all that is regular stopped at once, of several clients
// and servers, whatever else is heard.
func (d *Detector) judgeTogether(l *baseline.Look) {
	if d.pulse.quiet || d.Blind() {
		return
	}
	var first *channel
	n, clients, servers := 0, false, false
	for i := range d.channels {
		c := &d.channels[i]
		if !c.isRegular(silentMinutes) {
			continue
		}
		if c.history&(1<<silentMinutes-1) != 0 {
			return
		}
		if n++; first == nil {
			first = c
		}
		clients, servers = clients || c.client != first.client, servers || c.server != first.server
	}
	if n >= regularLeast && clients && servers {
		d.fallSilent(l, n)
	}
}

// fallSilent tells of the silence of everything, of which n channels are regular.
func (d *Detector) fallSilent(l *baseline.Look, n int) {
	d.pulse.quiet = true
	for i := range d.channels {
		d.channels[i].regular = d.channels[i].history != 0
	}
	if p := d.parts.of(partSpan); p != nil {
		d.darken(l, p, mSilent, baseline.Silence, count(uint64(n)))
	}
	d.update()
}

// speaks ends the silence of everything.
func (d *Detector) speaks() {
	d.pulse.quiet = false
	if d.parts.sees(partSpan) {
		d.settle()
	}
	d.update()
}

// spontaneous is the function of a report that nobody asks for (IEEE 1815,
// 4.4.19): that it is unasked means nothing.
const spontaneous = "unsolicited-response"

// count counts how an event ended.
func (c *channel) count(e *baseline.Event) {
	switch {
	case e.Outcome == wire.Answered || e.Outcome == wire.Refused:
		increase(&c.good)
	case e.Outcome == wire.Unanswered && !e.NoReply && e.Defects&wire.Evicted == 0:
		increase(&c.unanswered)
	case e.Outcome == wire.Unasked && e.Function != spontaneous:
		increase(&c.unasked)
	}
}

func increase(n *uint16) {
	if *n < 1<<15 {
		*n++
	}
}
