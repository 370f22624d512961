package whitelist

import "github.com/banken-ot/banken/baseline"

// DecideEach notes what a person decided about the entries of many subjects in one pass,
// and returns those that there are.
func (d *Detector) DecideEach(b *baseline.Book, subjects map[string]bool, s baseline.Standing) (found map[string]bool) {
	found = make(map[string]bool, len(subjects))
	d.decide(b, s, func(x string) bool {
		if subjects[x] {
			found[x] = true
		}
		return subjects[x]
	})
	return found
}

// WrittenBy is Written for the entries of many subjects, in one pass.
func (d *Detector) WrittenBy(b *baseline.Book, subjects map[string]bool, yield func(c baseline.ChannelID, first baseline.PointKey, count uint32)) {
	for i := range d.keys.records {
		r := &d.keys.records[i]
		k := r.key
		if c := k.class(); c != change && c != changeRange || r.status&ghost != 0 || k.b == rest || !subjects[d.subject(b, k)] {
			continue
		}
		p, count := baseline.PointKey{Space: k.b, Index: k.c, Part: k.d, Ident: k.ident()}, uint32(1)
		if k.class() == changeRange {
			p.Part, count = 0, k.d
		}
		yield(baseline.ChannelID(k.a), p, count)
	}
}
