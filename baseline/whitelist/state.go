package whitelist

import (
	"cmp"
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

// form is the number of the form of the state.
const form = 2

// maxID bounds the numbers that tables are indexed by: those of channels and assets.
const maxID = baseline.MaxChannels

// AppendState writes all that was learned.
func (d *Detector) AppendState(w *snapshot.Writer) {
	w.Uint(form)
	w.Int(d.first)
	w.Uint(uint64(d.day))
	w.Uint(uint64(d.calendar))
	w.Bool(d.active)
	w.Uint(d.omitted)
	d.keys.appendState(w)
	appendCounts(w, d.ofClient)
	appendCounts(w, d.functions)
	d.appendNames(w)
	d.cover.appendState(w)
	d.told.appendState(w)
	d.dark.appendState(w)
	d.scans.appendState(w)
	d.steps.appendState(w)
	d.news.appendState(w)
}

// Restore reads what AppendState wrote into a new detector.
func (d *Detector) Restore(r *snapshot.Reader) {
	if r.Uint() != form {
		r.Fail()
	}
	d.first, d.day, d.calendar, d.active, d.omitted = r.Int(), uint32(r.Uint()), uint32(r.Uint()), r.Bool(), r.Uint()
	d.keys.restore(r, false, d.day)
	d.ofClient = restoreCounts(r)
	d.functions = restoreCounts(r)
	d.restoreNames(r)
	d.cover.restore(r)
	d.told.restore(r)
	d.dark.restore(r)
	d.scans.restore(r)
	d.steps.restore(r, d.day)
	d.news.restore(r)
	if r.Err() == nil && d.day == 0 {
		r.Fail()
	}
}

func (t *table) appendState(w *snapshot.Writer) {
	w.Uint(uint64(len(t.records)))
	for _, i := range t.sorted() {
		r := &t.records[i]
		for _, n := range [...]uint32{r.a, r.b, r.c, r.d, r.m, r.first, r.last, r.day, r.count, uint32(r.days), uint32(r.status), uint32(r.fan)} {
			w.Uint(uint64(n))
		}
	}
}

// restore reads a table; steps tells which of the two.
func (t *table) restore(r *snapshot.Reader, steps bool, today uint32) {
	for range r.Count(t.limit) {
		var n [12]uint32
		for i := range n {
			n[i] = uint32(r.Uint())
		}
		x := record{key: key{n[0], n[1], n[2], n[3], n[4]}, first: n[5], last: n[6], day: n[7], count: n[8],
			days: uint16(n[9]), status: uint8(n[10]), fan: uint8(n[11])}
		if r.Err() != nil || !x.sound(steps, today) || t.find(&x.key) >= 0 {
			r.Fail()
			return
		}
		t.add(x)
	}
}

// sound reports whether a record can be one.
func (r *record) sound(steps bool, today uint32) bool {
	c := r.class()
	if c >= classes || (c == step) != steps || r.day > today || r.days == 0 && !r.pends() || r.status&decided == decided {
		return false
	}
	if c == step {
		return r.a <= maxID && r.operation() < chains
	}
	return c < function && c > writes || r.a <= maxID
}

func appendCounts(w *snapshot.Writer, list []uint32) {
	w.Uint(uint64(len(list)))
	for _, n := range list {
		w.Uint(uint64(n))
	}
}

func restoreCounts(r *snapshot.Reader) (list []uint32) {
	for range r.Count(maxID + 1) {
		list = append(list, uint32(r.Uint()))
		if r.Err() != nil {
			return nil
		}
	}
	return list
}

func (d *Detector) appendNames(w *snapshot.Writer) {
	all := make([]functionID, 0, len(d.names))
	for f := range d.names {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b functionID) int {
		return cmp.Or(cmp.Compare(a.protocol, b.protocol), cmp.Compare(a.code, b.code))
	})
	w.Uint(uint64(len(all)))
	for _, f := range all {
		w.Uint(uint64(f.protocol))
		w.Uint(uint64(f.code))
		w.Uint(uint64(d.names[f]))
	}
}

func (d *Detector) restoreNames(r *snapshot.Reader) {
	for range r.Count(maxNames) {
		f := functionID{baseline.NameID(r.Uint()), uint32(r.Uint())}
		d.names[f] = baseline.NameID(r.Uint())
		if r.Err() != nil {
			return
		}
	}
}

func (s *steps) appendState(w *snapshot.Writer) {
	s.table.appendState(w)
	w.Uint(uint64(s.era))
	w.Bool(s.blind)
	w.Uint(uint64(len(s.chains)))
	for i := range s.chains {
		w.Uint(s.begun[i])
		for j := range s.chains[i] {
			c := &s.chains[i][j]
			w.Uint(uint64(c.last))
			w.Uint(uint64(c.era))
			w.Uint(uint64(c.n))
			w.Uint(uint64(c.fresh))
			w.Uint(uint64(c.days))
			w.Bool(c.active)
			w.Bool(c.off)
		}
	}
}

func (s *steps) restore(r *snapshot.Reader, today uint32) {
	s.table.restore(r, true, today)
	s.era, s.blind = uint32(r.Uint()), r.Bool()
	n := r.Count(maxID + 1)
	for i := range s.table.records {
		if int(s.table.records[i].a) >= n {
			r.Fail()
			return
		}
	}
	for i := range n {
		s.of(uint32(i))
		s.begun[i] = r.Uint()
		for j := range s.chains[i] {
			s.chains[i][j] = chain{uint32(r.Uint()), uint32(r.Uint()), uint16(r.Count(maxChainSteps)), uint16(r.Uint()), uint8(r.Count(255)), r.Bool(), r.Bool()}
		}
		if r.Err() != nil {
			return
		}
	}
}

func (n *news) appendState(w *snapshot.Writer) {
	w.Uint(uint64(n.latest))
	for _, x := range n.days {
		w.Uint(uint64(x.Controls))
		w.Uint(uint64(x.All))
	}
}

func (n *news) restore(r *snapshot.Reader) {
	n.latest = r.Count(NewsDays - 1)
	for i := range n.days {
		n.days[i] = News{uint32(r.Uint()), uint32(r.Uint())}
	}
}
