package timing

import (
	"math"

	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/baseline/stat"
)

// Halves of the budget of D3: one for silence and answers that fail to come, one for
// the gauges, each side of each alike.
const silenceShare = 0.5

// demoteBelow is the chance of so many alarms, or more, under the promise, below
// which a detector is demoted to evidence.
const demoteBelow = 0.01

// solve sets all thresholds from the budget and from what is watched now.
func (d *Detector) solve() {
	n := max(d.judged(), 1)
	each := d.budget[0] * (1 - silenceShare) / (gauges * sides)
	for g := range gauge(gauges) {
		d.logC[g] = math.Log(stat.Threshold(each, n, float64(d.day)/1e9/d.length(g)))
	}
	shortest := math.Inf(1)
	for _, s := range d.streams {
		s.quiet, s.patience = 0, 0
		if s.judges() {
			s.quiet, s.patience = s.ref.quiet(n, d.budget[0]*silenceShare), s.ref.unanswered()
		}
		if s.quiet > 0 {
			shortest = math.Min(shortest, s.quiet)
		}
	}
	d.cap = 0
	if !math.IsInf(shortest, 1) {
		d.cap = shortest / 2
	}
	d.latency.solve(d.budget[1], d.day)
}

// record compares what was told with what was promised.
type record struct {
	alarms, days uint64 // while it judged
	today        uint64
	demoted      bool
}

// alarm counts what is told.
func (r *record) alarm() { r.today++ }

// closeDay adds a day on which something was judged.
func (r *record) closeDay(judged bool, budget float64) {
	if !judged {
		r.today = 0
		return
	}
	r.days, r.alarms, r.today = r.days+1, r.alarms+r.today, 0
	r.demoted = stat.PoissonTail(r.alarms, float64(r.days)*budget) < demoteBelow
}

// Alarms returns how many deviations that may stand alone D3 and D4 together told
// on how many days, and how many a day were promised.
func (d *Detector) Alarms() (alarms, days uint64, promised float64) {
	a, b := &d.record[0], &d.record[1]
	return a.alarms + a.today + b.alarms + b.today, max(a.days, b.days), d.budget[0] + d.budget[1]
}

// Demoted reports whether D3 has told more than it promised, and only adds evidence
// now.
func (d *Detector) Demoted() bool { return d.record[0].demoted }

func (r *record) appendState(w *snapshot.Writer) {
	w.Uint(r.alarms)
	w.Uint(r.days)
	w.Uint(r.today)
	w.Bool(r.demoted)
}

func (r *record) restore(x *snapshot.Reader) {
	*r = record{alarms: x.Uint(), days: x.Uint(), today: x.Uint(), demoted: x.Bool()}
}
