package timing

import (
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

// maxName bounds the name of a function in a state, in octets.
const maxName = 255

func (t *latency) appendState(w *snapshot.Writer) {
	w.Uint(t.omitted)
	w.Uint(uint64(len(t.list)))
	for _, a := range t.list {
		a.appendState(w)
	}
}

func (t *latency) restore(r *snapshot.Reader) {
	t.omitted = r.Uint()
	for range r.Count(MaxFunctions) {
		a := restoreAnswers(r)
		if _, twice := t.index[a.key]; twice || r.Err() != nil {
			r.Fail()
			return
		}
		t.index[a.key] = len(t.list)
		t.list = append(t.list, a)
	}
}

func (a *answers) appendState(w *snapshot.Writer) {
	k := &a.key
	for _, n := range [...]uint64{uint64(k.server), uint64(k.port), uint64(k.station), uint64(k.protocol), uint64(k.code), uint64(k.sub),
		uint64(a.n), a.dayBlocks, a.doubles, uint64(a.doubleDays)} {
		w.Uint(n)
	}
	w.Text(a.name[:min(len(a.name), maxName)])
	for _, n := range [...]int64{a.last, a.longest, a.first} {
		w.Int(n)
	}
	w.Float(a.ranks)
	w.Float(a.logs)
	for _, b := range [...]bool{a.unlearnt, a.daySeen, a.spoilt, a.rejected, a.dayDouble, a.next != nil} {
		w.Bool(b)
	}
	for side := range sides {
		a.day[side].AppendState(w)
		a.rise[side].AppendState(w)
		a.told[side].appendState(w)
	}
	a.doubled.appendState(w)
	a.ref.appendState(w)
	if a.next != nil {
		a.next.appendState(w)
	}
}

func restoreAnswers(r *snapshot.Reader) *answers {
	var n [10]uint64
	for i := range n {
		n[i] = r.Uint()
	}
	a := &answers{key: function{baseline.AssetID(n[0]), uint16(n[1]), uint32(n[2]), baseline.NameID(n[3]), uint32(n[4]), uint32(n[5])},
		n: int(n[6]), dayBlocks: n[7], doubles: n[8], doubleDays: uint32(n[9]), ref: &spread{}}
	if n[6] >= latencyBlock {
		r.Fail()
	}
	a.name = r.Text(maxName)
	a.last, a.longest, a.first = r.Int(), r.Int(), r.Int()
	a.ranks, a.logs = r.Float(), r.Float()
	a.unlearnt, a.daySeen, a.spoilt, a.rejected, a.dayDouble = r.Bool(), r.Bool(), r.Bool(), r.Bool(), r.Bool()
	if r.Bool() {
		a.next = &spread{}
	}
	for side := range sides {
		a.day[side].Restore(r)
		a.rise[side].Restore(r)
		a.told[side].restore(r)
	}
	a.doubled.restore(r)
	a.ref.restore(r)
	if a.next != nil {
		a.next.restore(r)
	}
	return a
}

func (s *spread) appendState(w *snapshot.Writer) {
	w.Uint(s.seen)
	w.Bool(s.frozen)
	for _, ms := range s.sample[:s.size()] {
		w.Float(float64(ms))
	}
	w.Uint(uint64(s.days))
	w.Uint(s.blocks)
	w.Uint(uint64(s.scored))
	s.tails[up].AppendState(w)
	s.tails[down].AppendState(w)
}

func (s *spread) restore(r *snapshot.Reader) {
	s.seen, s.frozen = r.Uint(), r.Bool()
	for i := range s.size() {
		s.sample[i] = float32(r.Float())
	}
	s.days, s.blocks, s.scored = uint32(r.Uint()), r.Uint(), uint32(r.Uint())
	s.tails[up].Restore(r)
	s.tails[down].Restore(r)
	if s.frozen && (s.seen < minSample || !slices.IsSorted(s.sample[:s.size()])) {
		r.Fail()
	}
}
