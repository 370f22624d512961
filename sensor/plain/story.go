package plain

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/lang"
)

// Story tells deviations that belong together, those of an incident, in one sentence: that
// of what changes most, with what the others know about the same: that the actor was never
// seen before, and which values were usual. "" when there are none.
func (t *Teller) Story(l lang.Language, list []*baseline.Deviation) string {
	main := chief(list)
	if main == nil {
		return ""
	}
	d := *resolved(main)
	values := t.valuesBefore(l, &d)
	for _, x := range list {
		if !sameAct(x, &d) {
			continue
		}
		if values == "" {
			values = t.valuesBefore(l, x)
		}
		if d.Others == "" {
			d.Others = x.Others
		}
		d.Learned = max(d.Learned, x.Learned)
	}
	told := t.Told(l, &d)
	m, ok := manners[d.Meaning.Kind]
	if ok && asked(&d) && isFresh(list, &d) {
		m.clause = neverSeen
		told.What = t.begins(l, t.what(l, &d, m), d.Client, d.Server)
	}
	return t.joined(l, &d, told, t.usual(l, &d, values))
}

// chief chooses the deviation that tells most: a change of the process before all else,
// one about a single point before one about the message, and the first of equals.
func chief(list []*baseline.Deviation) *baseline.Deviation {
	best, most := (*baseline.Deviation)(nil), -1
	for _, d := range list {
		weight := 0
		if d.Meaning.Control || baseline.Controls(d.Operation) {
			weight += 8
		}
		if _, ok := manners[d.Meaning.Kind]; ok && asked(d) {
			weight += 4
		}
		if d.Evidence == baseline.Success {
			weight += 2
		}
		if ofOnePoint[d.Meaning.Kind] {
			weight++
		}
		if weight > most {
			best, most = d, weight
		}
	}
	return best
}

// sameAct reports whether two deviations are about the same point of the same message.
func sameAct(a, b *baseline.Deviation) bool {
	return a.Frame == b.Frame && a.Flow == b.Flow && a.Client == b.Client && a.Server == b.Server && a.Station == b.Station && (a.Point == b.Point || a.Point == "" || b.Point == "")
}

// isFresh reports whether the actor is a device that was never seen before.
func isFresh(list []*baseline.Deviation, d *baseline.Deviation) bool {
	for _, x := range list {
		if x.Meaning.Kind == "new-host" && x.Actor == d.Client && x.Seen == d.Client.String() {
			return true
		}
	}
	return false
}
