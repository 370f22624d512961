package alert

import (
	"slices"

	"github.com/banken-ot/banken/baseline"
)

const (
	// maxHeld bounds what waits for something to belong to, maxHeldOne what of one
	// actor does.
	maxHeld    = 512
	maxHeldOne = 32
)

// held is a deviation that waits for an incident to belong to.
type held struct {
	At        int64              `json:"at"`
	Exercise  bool               `json:"exercise,omitempty"`
	Meaning   baseline.Meaning   `json:"meaning"`
	Deviation baseline.Deviation `json:"deviation"`
}

// hold keeps a deviation that may not stand alone. What was seen already is counted.
func (d *Desk) hold(n *note) {
	d.expireHeld()
	ofOne := 0
	for i := range d.held {
		h := &d.held[i]
		if h.Deviation.Actor != n.x.Actor || h.Exercise != n.exercise {
			continue
		}
		ofOne++
		if h.Meaning.Kind == n.x.Meaning.Kind && h.Deviation.Target == n.x.Target && h.Deviation.Point == n.x.Point {
			h.Deviation.Count += n.x.Count
			return
		}
	}
	if len(d.held) >= maxHeld || ofOne >= maxHeldOne {
		d.omitted++
		return
	}
	h := held{At: d.now, Exercise: n.exercise, Meaning: *n.x.Meaning, Deviation: *n.x}
	h.Meaning.Techniques = slices.Clone(h.Meaning.Techniques)
	h.Meaning.Alone = false // also of what was forgiven
	h.Deviation.Meaning = nil
	d.held = append(d.held, h)
}

// expireHeld forgets what waited for too long.
func (d *Desk) expireHeld() {
	d.held = slices.DeleteFunc(d.held, func(h held) bool { return d.now-h.At > int64(Consequence) })
}

// adopt takes what waited and belongs to an incident now.
func (d *Desk) adopt(s *story, n *note) {
	d.expireHeld()
	kept := d.held[:0]
	for i := range d.held {
		h := d.held[i]
		h.Deviation.Meaning = &h.Meaning
		m := d.noteOf(&h.Deviation)
		m.exercise = h.Exercise
		if m.exercise == n.exercise && (m.x.Target.IsValid() && m.x.Target == n.x.Target || m.act && n.act && m.actor == n.actor) {
			d.take(s, &m)
			continue
		}
		h.Deviation.Meaning = nil
		kept = append(kept, h)
	}
	clear(d.held[len(kept):])
	d.held = kept
}
