package value

import (
	"math"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
)

// stateForm is the number of the form of the state.
const stateForm = 2

// AppendState writes everything the detector knows.
func (d *Detector) AppendState(w *snapshot.Writer) {
	w.Uint(stateForm)
	d.keep(&tape{w: w})
}

// Restore reads what AppendState wrote into a new detector.
func (d *Detector) Restore(r *snapshot.Reader) {
	if r.Uint() != stateForm {
		r.Fail()
		return
	}
	t := &tape{r: r}
	d.keep(t)
	if !t.failed() && !d.sound() {
		r.Fail()
	}
	if t.failed() {
		*d = Detector{day: d.day, budget: d.budget, protocols: d.protocols, units: make([]unit, 1), unitIndex: map[unitKey]uint32{},
			relations: newRelations(d.day)}
		return
	}
	d.rehash()
}

func (d *Detector) keep(t *tape) {
	keep(t, &d.today)
	omitted := d.omitted
	keep(t, &omitted)
	d.keepUnits(t)
	keepSlab(t, &d.vars, maxVariables, (*variable).keep)
	keepSlab(t, &d.sets, maxVariables, (*set).keep)
	keepSlab(t, &d.series, maxSeries, (*series).keep)
	keepSlab(t, &d.written, maxWritten, (*written).keep)
	keepSlab(t, &d.readers, maxReaders, (*readers).keep)
	spare := t.count(len(d.spare), maxVariables)
	for i := range spare {
		if t.r != nil {
			d.spare = append(d.spare, 0)
		}
		if keep(t, &d.spare[i]); t.failed() {
			return
		}
	}
	d.strayed.variable.keep(t)
	d.strayed.written.keep(t)
	for i := range t.count(len(d.waiting), maxWaiting) {
		if t.r != nil {
			d.waiting = append(d.waiting, waiting{})
		}
		if d.waiting[i].keep(t); t.failed() {
			return
		}
	}
	for i := range t.count(len(d.shown), maxShown) {
		if t.r != nil {
			d.shown = append(d.shown, shown{})
		}
		if d.shown[i].keep(t, d.series.n); t.failed() {
			return
		}
	}
	d.solver.keep(t)
	d.relations.keep(t)
	d.omitted = omitted
}

func keepSlab[T any](t *tape, s *slab[T], limit int, one func(*T, *tape)) {
	n := t.count(s.n, limit)
	for i := range uint32(n) {
		if t.r != nil {
			s.add(limit)
		}
		if one(s.at(i+1), t); t.failed() {
			return
		}
	}
}

func (d *Detector) keepUnits(t *tape) {
	n := t.count(len(d.units)-1, baseline.MaxChannels)
	for i := 1; i <= n && !t.failed(); i++ {
		var k unitKey
		if t.w != nil {
			k = d.units[i].unitKey
		}
		keep(t, &k.server)
		keep(t, &k.protocol)
		keep(t, &k.port)
		keep(t, &k.station)
		if t.r != nil {
			t.check(d.unitAt(k) == uint32(i))
		}
	}
}

func (k *key) keep(t *tape) {
	keep(t, &k.unit, &k.space, &k.index, &k.part)
	keep(t, &k.ident)
	t.bools(&k.written)
}

func (v *variable) keep(t *tape) {
	v.key.keep(t)
	keep(t, &v.class)
	keep(t, &v.outs, &v.bDays)
	keep(t, &v.flags)
	keep(t, &v.client, &v.days, &v.bDay)
	keep(t, &v.count, &v.day, &v.ref, &v.twin, &v.readers, &v.first, &v.told, &v.added)
	t.raw(&v.a, &v.b, &v.last)
	t.ints(&v.at)
	t.check(int(v.class) < classes && v.flags <= allFlags)
}

func (s *set) keep(t *tape) {
	keep(t, &s.n)
	t.check(s.n <= enumerationSize)
	for i := range min(s.n, enumerationSize) {
		t.raw(&s.values[i])
		keep(t, &s.seen[i])
		keep(t, &s.days[i])
	}
}

func (s *series) keep(t *tape) {
	keep(t, &s.owner, &s.samples, &s.excursions, &s.gaps, &s.ups, &s.downs, &s.wraps, &s.back, &s.singles)
	t.peaks(&s.up, &s.down, &s.rate)
	t.spans(&s.level, &s.learned, &s.limit, &s.approved, &s.out)
	t.floats(&s.fast, &s.perDay, &s.fastest, &s.speed, &s.approvedFast, &s.outFast, &s.distance, &s.base, &s.gap, &s.last)
	t.ints(&s.since, &s.baseAt)
	t.bools(&s.spoilt, &s.stale, &s.hasLast)
	keep(t, &s.tells, &s.calm)
	keep(t, &s.toggled, &s.ones, &s.zeros, &s.newOnes, &s.newZeros, &s.candidate)
}

func (w *written) keep(t *tape) {
	keep(t, &w.n, &w.low, &w.readback.reads)
	t.check(w.n <= writtenSize && w.low <= writtenSize)
	for i := range min(w.n, writtenSize) {
		t.floats(&w.values[i])
		keep(t, &w.counts[i])
	}
	keep(t, &w.owner, &w.changes, &w.writes, &w.age, &w.first, &w.added, &w.day, &w.solved)
	t.floats(&w.origin, &w.before, &w.sum, &w.squares, &w.products, &w.hit, &w.logC, &w.busy, &w.readback.value)
	t.spans(&w.limit, &w.range1, &w.approved, &w.out)
	if t.w != nil {
		w.drift.AppendState(t.w)
	} else {
		w.drift.Restore(t.r)
	}
	keep(t, &w.today, &w.readback.matched, &w.readback.failed)
	t.peaks(&w.daily)
	t.bools(&w.busyTold, &w.told, &w.toldAccepted, &w.toldOut, &w.readback.waits)
	t.ints(&w.readback.at, &w.readback.slowest)
	t.raw(&w.toldValue)
	w.habits.keep(t)
}

func (h *habits) keep(t *tape) {
	keep(t, &h.from, &h.solved)
	t.ints(&h.at)
	window, direction := uint8(h.pace.window+1), uint8(h.ramp.direction+1)
	keep(t, &window, &direction)
	t.check(window <= windows && direction <= 2)
	h.pace.window, h.ramp.direction = int8(window)-1, int8(direction)-1
	for i := range h.pace.seen {
		h.pace.seen[i].keep(t)
	}
	h.ramp.counts.keep(t)
	h.pace.bet.keep(t)
	h.ramp.bet.keep(t)
}

func (c *counts) keep(t *tape) {
	keep(t, &c.trials[0], &c.trials[1], &c.hits[0], &c.hits[1])
	keep(t, &c.after)
	keep(t, &c.run, &c.longest)
	t.check(c.after <= 1)
}

func (b *bet) keep(t *tape) {
	if t.w != nil {
		b.e.AppendState(t.w)
	} else {
		b.e.Restore(t.r)
	}
	t.floats(&b.chance[0], &b.chance[1], &b.logC, &b.most, &b.from)
	keep(t, &b.after)
	keep(t, &b.run, &b.day)
	t.ints(&b.since)
	t.check(b.after <= 1)
}

func (a *alarm) keep(t *tape) {
	t.bools(&a.out, &a.drifting, &a.rejected)
	keep(t, &a.told)
	keep(t, &a.calm)
	t.floats(&a.most, &a.approved)
}

func (r *readers) keep(t *tape) {
	keep(t, &r.owner, &r.day)
	keep(t, &r.client[0], &r.client[1])
	for i := range r.last {
		t.floats(&r.last[i])
		t.spans(&r.seen[i])
		t.bools(&r.asked[i])
		keep(t, &r.n[i])
	}
	t.ints(&r.block)
	r.lasts.keep(t)
	t.peaks(&r.peaks)
	t.floats(&r.today, &r.limit, &r.runs)
	t.bools(&r.numbers, &r.spoilt, &r.stale)
	r.alarm.keep(t)
}

func (l *lasting) keep(t *tape) {
	for i := range l.values {
		t.floats(&l.values[i])
	}
}

// keep keeps where the solver stands; what is stale is counted anew.
func (s *solver) keep(t *tape) {
	keep(t, &s.series.cursor, &s.readers.cursor)
	size := uint8(s.size)
	keep(t, &size)
	t.check(size <= 32)
	s.size = int(size)
}

func (r *relations) keep(t *tape) {
	t.ints(&r.block)
	keep(t, &r.blocks)
	n := t.count(len(r.list), maxCandidates)
	for i := range n {
		if t.r != nil {
			r.list = append(r.list, candidate{})
		}
		if r.list[i].keep(t); t.failed() {
			return
		}
	}
	if n > 1 {
		r.keepPairs(t, n)
	}
	for i := range t.count(len(r.found), maxRelations) {
		if t.r != nil {
			r.found = append(r.found, relation{})
		}
		if r.found[i].keep(t, n); t.failed() {
			return
		}
	}
}

// keepPairs keeps what belongs to pairs of n candidates.
func (r *relations) keepPairs(t *tape, n int) {
	if t.r != nil {
		r.cross, r.streak, r.sort = newPairs()
	}
	for i := range n {
		for j := range n {
			at := i*maxCandidates + j
			for lag := range lags {
				t.floats(&r.cross[at*lags+lag])
			}
			keep(t, &r.streak[at], &r.sort[at])
			t.check(r.sort[at] < 2*lags)
		}
		if t.failed() {
			return
		}
	}
}

func (c *candidate) keep(t *tape) {
	keep(t, &c.series, &c.n)
	t.floats(&c.sum, &c.origin, &c.total, &c.square)
	for i := range c.means {
		t.floats(&c.means[i])
	}
	keep(t, &c.has, &c.held, &c.used)
	t.check(c.has <= lags)
	t.bools(&c.bad, &c.set)
}

func (r *relation) keep(t *tape, candidates int) {
	keep(t, &r.follows, &r.leads)
	keep(t, &r.lag)
	t.check(int(r.follows) < candidates && int(r.leads) < candidates && r.lag < lags)
	t.floats(&r.a, &r.b, &r.today, &r.limit)
	r.lasts.keep(t)
	t.peaks(&r.peaks)
	keep(t, &r.blocks, &r.first)
	t.bools(&r.spoilt)
	r.alarm.keep(t)
}

// sound reports whether everything that was read refers to something there is, and
// counts what is stale.
func (d *Detector) sound() bool {
	for n := range uint32(d.vars.n) {
		if !d.soundVariable(d.vars.at(n + 1)) {
			return false
		}
	}
	for n := range uint32(d.series.n) {
		s := d.series.at(n + 1)
		if !within(s.owner, d.vars.n) || s.owner == 0 || int(s.candidate) > len(d.relations.list) {
			return false
		}
		if s.stale {
			d.solver.series.stale++
		}
	}
	for n := range uint32(d.readers.n) {
		r := d.readers.at(n + 1)
		if !within(r.owner, d.vars.n) || r.owner == 0 {
			return false
		}
		if r.stale {
			d.solver.readers.stale++
		}
	}
	return d.soundRest()
}

func within(i uint32, n int) bool { return int64(i) <= int64(n) }

// soundVariable checks the references of a variable.
func (d *Detector) soundVariable(v *variable) bool {
	ok := v.key.unit != 0 && int(v.key.unit) < len(d.units) && within(v.twin, d.vars.n) && (within(v.readers, d.readers.n) || v.readers == noReaders)
	if !ok || v.class == setPoint != v.key.written {
		return false
	}
	switch v.class {
	case undecided:
		return within(v.ref, d.sets.n) && (v.ref == 0 || d.sets.at(v.ref).n > 0)
	case setPoint:
		return within(v.ref, d.written.n)
	case varied:
		return true
	}
	return v.ref != 0 && within(v.ref, d.series.n)
}

func (d *Detector) soundRest() bool {
	for n := range uint32(d.written.n) {
		if w := d.written.at(n + 1); !within(w.owner, d.vars.n) || w.owner == 0 || math.IsNaN(w.drift.Log()) {
			return false
		}
	}
	for _, n := range d.spare {
		if n == 0 || !within(n, d.sets.n) {
			return false
		}
	}
	for i := range d.relations.list {
		s := d.relations.list[i].series
		if s == 0 || !within(s, d.series.n) || int(d.series.at(s).candidate) != i+1 {
			return false
		}
	}
	s := &d.solver
	return within(s.series.cursor, d.series.n) && within(s.readers.cursor, d.readers.n) && within(d.strayed.variable.twin, d.vars.n)
}
