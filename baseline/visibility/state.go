package visibility

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

// stateForm is the number of the form of the state.
const stateForm = 1

// AppendState writes everything the detector knows.
func (d *Detector) AppendState(w *snapshot.Writer) {
	w.Uint(stateForm)
	for _, n := range d.times() {
		w.Int(*n)
	}
	w.Bool(d.pulse.quiet)
	w.Uint(d.parts.omitted)
	appendMinutes(w, &d.seen)
	w.Uint(uint64(len(d.parts.list)))
	for i := range d.parts.list {
		p := &d.parts.list[i]
		w.Text(p.name)
		w.Uint(uint64(p.kind))
		w.Int(p.since)
		w.Int(p.told)
		appendMinutes(w, &p.lost)
	}
	w.Uint(uint64(len(d.channels)))
	for i := range d.channels {
		d.channels[i].appendState(w)
	}
}

func (d *Detector) times() [10]*int64 {
	p := &d.pulse
	return [...]*int64{&d.now, &d.since, &d.settled, &d.narrow, &d.sides, &p.last, &p.longest, &p.longestPast, &p.minute, &d.seen.minute}
}

func appendMinutes(w *snapshot.Writer, c *twoMinutes) {
	w.Int(c.minute)
	w.Uint(c.now)
	w.Uint(c.before)
}

func restoreMinutes(r *snapshot.Reader) twoMinutes {
	return twoMinutes{r.Int(), min(r.Uint(), mostCounted), min(r.Uint(), mostCounted)}
}

func (c *channel) flags() [5]*bool {
	return [...]*bool{&c.heard, &c.regular, &c.answers, &c.sided, &c.gap}
}

func (c *channel) appendState(w *snapshot.Writer) {
	for _, n := range [...]uint64{uint64(c.client), uint64(c.server), uint64(c.history), uint64(c.good), uint64(c.unanswered), uint64(c.unasked)} {
		w.Uint(n)
	}
	for _, b := range c.flags() {
		w.Bool(*b)
	}
}

func (c *channel) restore(r *snapshot.Reader) {
	c.client, c.server = baseline.AssetID(r.Uint()), baseline.AssetID(r.Uint())
	c.history, c.good, c.unanswered, c.unasked = uint16(r.Uint()), uint16(r.Uint()), uint16(r.Uint()), uint16(r.Uint())
	for _, b := range c.flags() {
		*b = r.Bool()
	}
}

// Restore reads what AppendState wrote into a new detector.
func (d *Detector) Restore(r *snapshot.Reader) {
	if r.Uint() != stateForm {
		r.Fail()
		return
	}
	for _, n := range d.times() {
		*n = r.Int()
	}
	d.pulse.quiet = r.Bool()
	omitted := r.Uint()
	d.seen = restoreMinutes(r)
	for range r.Count(maxParts + maxConversations) {
		p := d.parts.of(r.Text(maxName))
		if p == nil {
			r.Fail()
			return
		}
		p.kind, p.since, p.told, p.lost = baseline.VisibilityKind(r.Uint()), r.Int(), r.Int(), restoreMinutes(r)
	}
	d.parts.omitted = omitted
	n := r.Count(baseline.MaxChannels + 1)
	d.channels = d.channels[:0]
	for range n {
		var c channel
		c.restore(r)
		if r.Err() != nil {
			break
		}
		d.channels = append(d.channels, c)
	}
	if len(d.channels) == 0 {
		r.Fail()
	}
}
