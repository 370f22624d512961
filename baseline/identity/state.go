package identity

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

// stateForm is the number of the form of the state.
const stateForm = 1

// AppendState writes everything the detector knows, in the order it was learned.
func (d *Detector) AppendState(w *snapshot.Writer) {
	w.Uint(stateForm)
	w.Uint(d.omitted)
	w.Uint(uint64(len(d.keys)))
	for i, k := range d.keys {
		for _, n := range [...]uint64{uint64(k.asset), uint64(k.peer), uint64(k.station), uint64(k.attribute), uint64(k.port)} {
			w.Uint(n)
		}
		d.records[i].appendState(w)
	}
}

// Restore reads what AppendState wrote into a new detector.
func (d *Detector) Restore(r *snapshot.Reader) {
	if r.Uint() != stateForm {
		r.Fail()
		return
	}
	d.omitted = r.Uint()
	for range r.Count(MaxValues) {
		k := key{baseline.AssetID(r.Uint()), baseline.AssetID(r.Uint()), uint32(r.Uint()), attribute(r.Uint()), uint16(r.Uint())}
		var x record
		x.restore(r)
		if _, twice := d.index[k]; twice || k.attribute.told().sort == none {
			r.Fail()
		}
		if r.Err() != nil {
			return
		}
		d.index[k] = len(d.keys)
		d.keys, d.records = append(d.keys, k), append(d.records, x)
	}
}

func (r *record) flags() [5]*bool {
	return [...]*bool{&r.variable, &r.returned, &r.late, &r.waits, &r.rejected}
}

func (r *record) appendState(w *snapshot.Writer) {
	w.Uint(uint64(r.n))
	for i := range r.variants[:r.n] {
		r.variants[i].appendState(w)
	}
	for _, n := range [...]uint64{uint64(r.standing), uint64(r.days), uint64(r.lastDay), uint64(r.changes), r.count} {
		w.Uint(n)
	}
	for _, b := range r.flags() {
		w.Bool(*b)
	}
	w.Int(r.first)
	w.Int(r.last)
	w.Int(r.told)
	r.other.appendState(w)
}

func (r *record) restore(s *snapshot.Reader) {
	r.n = uint8(s.Count(maxVariants))
	for i := range r.variants[:r.n] {
		r.variants[i].restore(s)
	}
	r.standing = baseline.Standing(s.Count(int(baseline.Rejected)))
	r.days, r.lastDay, r.changes, r.count = uint16(s.Uint()), uint32(s.Uint()), uint8(s.Uint()), s.Uint()
	for _, b := range r.flags() {
		*b = s.Bool()
	}
	r.first, r.last, r.told = s.Int(), s.Int(), s.Int()
	r.other.restore(s)
}

func (v *variant) appendState(w *snapshot.Writer) {
	w.Uint(uint64(v.hash))
	w.Text(v.text)
	w.Uint(uint64(v.last))
	w.Uint(uint64(v.lineage))
	w.Int(v.from)
}

func (v *variant) restore(r *snapshot.Reader) {
	v.hash, v.text, v.last, v.lineage, v.from = hash(r.Uint()), r.Text(maxText), uint32(r.Uint()), hash(r.Uint()), r.Int()
}
