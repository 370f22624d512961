package visibility

import "github.com/banken-ot/banken/baseline"

const (
	// fiveMinutes is over how many minutes directions are compared.
	fiveMinutes = 5
	// eventsLeast is how many events of a channel say something about it.
	eventsLeast = 10
	// sidedShare: of ten events, at most one is whole.
	sidedShare = 10
	// mixedShare: one in five requests without answers, and the same of answers
	// without requests.
	mixedShare = 5
)

// side is what of a channel is seen.
type side uint8

const (
	tooFew side = iota
	both
	requestsOnly
	answersOnly // or answers that do not belong to the requests
)

func (c *channel) side() side {
	good, unanswered, unasked := int(c.good), int(c.unanswered), int(c.unasked)
	all := good + unanswered + unasked
	switch {
	case all < eventsLeast:
		return tooFew
	case good*sidedShare > all:
		return both
	case unasked*mixedShare >= all && unanswered*mixedShare >= all, unasked > unanswered:
		return answersOnly
	}
	return requestsOnly
}

// directions is what was seen of the channels that count.
type directions struct{ active, requests, answers, servers int }

func (x *directions) sided() bool {
	whole := x.active - x.requests - x.answers
	switch {
	case x.answers > 0 && x.answers+x.requests > whole:
		return true
	case x.servers < 2:
		return false // one server that does not answer is for D3 to tell
	}
	return x.requests > 3*(x.active-x.requests)
}

// judgeSides ends five minutes: whether both directions are seen.
func (d *Detector) judgeSides(l *baseline.Look) {
	x := d.directions()
	switch p := d.parts.of(partChannels); {
	case p == nil || x.active == 0:
	case x.sided():
		d.darken(l, p, mOneSided, baseline.OneSided, count(uint64(x.requests+x.answers))+"/"+count(uint64(x.active)))
	default:
		if d.parts.sees(partChannels) {
			d.settle()
		}
		d.judgeEach(l)
	}
	for i := range d.channels {
		c := &d.channels[i]
		if l.Learn && c.side() == both {
			c.answers = true
		}
		c.good, c.unanswered, c.unasked = 0, 0, 0
	}
	d.update()
}

// directions counts the channels that were answered before; where none ever was,
// all of them.
func (d *Detector) directions() (x directions) {
	known := false
	for i := range d.channels {
		known = known || d.channels[i].answers
	}
	var server baseline.AssetID
	for i := range d.channels {
		c := &d.channels[i]
		s := c.side()
		if s == tooFew || known && !c.answers {
			continue
		}
		x.active++
		switch s {
		case answersOnly:
			x.answers++
		case requestsOnly:
			x.requests++
		}
		if s != both && c.server != server {
			x.servers, server = min(x.servers+1, 2), c.server
		}
	}
	return x
}

// judgeEach tells of single channels of which one direction has disappeared. They
// blind nothing.
func (d *Detector) judgeEach(l *baseline.Look) {
	for i := range d.channels {
		c := &d.channels[i]
		switch c.side() {
		case both:
			c.sided = false
		case answersOnly:
			if c.answers && !c.sided {
				c.sided = true
				d.tellChannel(l, c)
			}
		}
	}
}

func (d *Detector) tellChannel(l *baseline.Look, c *channel) {
	dev := l.Deviation(&meanings[mOneSided], l.Book.Addr(c.client), l.Book.Addr(c.server))
	if dev == nil {
		return
	}
	dev.Point = conversation + l.Book.Addr(c.client).String() + " > " + l.Book.Addr(c.server).String()
	dev.Seen = count(uint64(c.good)) + "/" + count(uint64(c.good)+uint64(c.unanswered)+uint64(c.unasked))
	l.Report(dev)
}
