package value

import (
	"math"

	"github.com/banken-ot/banken/baseline/stat"
)

// A habit is something that a change of a set-point does, or does not, in relation to the
// one before: to follow it soon (pace), to go on in its direction (ramp). The unit is
// the change, as for all that is written. Single changes of either sort are ordinary;
// many in a row are not, where few in a row were ever seen. What was seen is counted
// apart after a change that did and one that did not, since people change things
// several times when they change them at all.

const (
	// habitual is the chance with which changes do it when something is going on.
	habitual = 0.9
	// habitConfidence is that of the bound of what was seen.
	habitConfidence = 0.99
)

// counts are what was seen of a habit.
type counts struct {
	trials, hits [2]uint32 // after a change without, with
	after        uint8     // 1: the last change had it
	run, longest uint16    // in a row
}

// note counts a change.
func (c *counts) note(hit bool) {
	c.trials[c.after] = increase(c.trials[c.after])
	if !hit {
		c.after, c.run = 0, 0
		return
	}
	c.hits[c.after] = increase(c.hits[c.after])
	c.after, c.run = 1, min(c.run, math.MaxUint16-1)+1
	c.longest = max(c.longest, c.run)
}

// upper bounds the chance of a change to have it.
func (c *counts) upper() float64 {
	hits, trials := uint64(c.hits[0])+uint64(c.hits[1]), uint64(c.trials[0])+uint64(c.trials[1])
	return stat.BinomialUpper(hits, trials, habitConfidence)
}

// again is the chance of another one after one, as Laplace estimates it: there are few
// to tell from.
func (c *counts) again() float64 { return float64(c.hits[1]+1) / float64(c.trials[1]+2) }

// bet is the evidence that a habit is not what it was.
type bet struct {
	e      stat.EDetector
	chance [2]float64 // after a change without, with; 0 while it is not judged
	logC   float64
	most   float64 // in a row, that are nothing
	after  uint8
	run    uint32
	since  int64   // begin of the run, UTC ns
	from   float64 // and the value before it
	day    uint32  // learning day told last, 0 for none that waits for a person
}

// reset begins anew.
func (b *bet) reset() { *b = bet{e: stat.Fresh()} }

// judge sets by what a habit is judged. A run must be longer than any learned by half,
// besides being unlikely: that only takes alarms away.
func (b *bet) judge(c *counts, chance, logC float64) {
	b.chance = [2]float64{chance, math.Max(chance, c.again())}
	b.logC, b.most = logC, 1.5*float64(c.longest)
}

// take adds a change, and reports whether it is to be told. Each is evidence against the
// chance there was given what came before, so that false alarms come once in
// exp(logC) changes.
func (b *bet) take(hit bool, at int64, before float64) bool {
	if b.chance[0] == 0 {
		return false
	}
	b.e.Add(stat.LogBernoulli(hit, b.chance[b.after], habitual))
	if !hit {
		b.after, b.run = 0, 0
	} else {
		if b.run == 0 {
			b.since, b.from = at, before
		}
		b.after, b.run = 1, increase(b.run)
	}
	alarm := float64(b.run) > b.most && b.e.Alarm(b.logC)
	b.e.Cap(b.logC)
	return alarm
}

// tell reports whether an alarm is news: once a day, until a person has approved it.
func (b *bet) tell(day uint32) bool {
	b.e.Reset()
	if b.day == day {
		return false
	}
	b.day = day
	return true
}

// habits are those of one point.
type habits struct {
	pace   pace
	ramp   ramp
	from   uint32 // learning day since which they are counted
	solved uint32 // how many days later they were solved last, 0 for never
	at     int64  // last change, UTC ns
}

func (h *habits) begin(day uint32) {
	*h = habits{from: day}
	h.pace.bet.reset()
	h.pace.window = unpaced
	h.ramp.bet.reset()
}

// waits reports whether something was told that a person has not approved. What is out
// of the ordinary is not learned: until then nothing is.
func (h *habits) waits() bool { return h.pace.bet.day != 0 || h.ramp.bet.day != 0 }

// learns reports whether changes are counted.
func (h *habits) learns() bool { return !h.waits() && h.solved < frozenDays }

// approve begins anew: what was told becomes ordinary by being counted.
func (h *habits) approve(day uint32) {
	at := h.at
	h.begin(day)
	h.at = at
}

// due reports whether they have come to a day on which they are solved.
func (h *habits) due(today uint32) bool { return !h.waits() && dueAt(today-h.from, h.solved) }

// solve sets by what they are judged: each has its share of the changes of all points.
func (h *habits) solve(today uint32, day int64, perDay float64, budget *budget) {
	h.solved = today - h.from
	h.pace.solve(day, math.Log(math.Max(perDay/budget.often, 1)))
	h.ramp.solve(math.Log(math.Max(perDay/budget.ramp, 1)))
}

// habits judges and counts a change.
func (d *Detector) habits(o *observation, v *variable, w *written, x sample) {
	h := &w.habits
	often, ramps := false, false
	if h.at != 0 {
		often = h.pace.take(o.at-h.at, d.day, o.learn && h.learns(), h.at)
	}
	if x.number && v.count > 0 {
		ramps = h.ramp.take(math.Float64frombits(v.last), x.x, o.learn && h.learns(), o.at) && h.ramp.far(w, x.x)
	}
	if often && h.pace.bet.tell(o.l.Day) {
		d.reportOften(o, v, w)
	}
	if ramps && h.ramp.bet.tell(o.l.Day) {
		d.reportRamp(o, v, w, x)
	}
}

// dueAt reports whether something of an age has come to a day on which it is solved.
func dueAt(age, solved uint32) bool {
	for _, n := range solveDays {
		if age >= uint32(n) && solved < uint32(n) {
			return true
		}
	}
	return false
}

// reportOften reports that a point is changed far more often than it was.
func (d *Detector) reportOften(o *observation, v *variable, w *written) {
	y := d.ofWrite(o, writeOften, v)
	if y == nil {
		return
	}
	b := &w.habits.pace.bet
	perDay := float64(w.changes) / math.Max(float64(o.l.Day-w.first), 1)
	y.Expected = string(appendPace(appendNumber(nil, round(perDay)), d.day))
	y.Seen = string(appendPace(appendNumber(nil, float64(b.run)+1), o.at-b.since))
	y.Support, y.Learned = uint64(w.changes), int64(w.age)*d.day
	y.Surprise = surprise(math.Exp(-b.logC))
	o.l.Report(y)
}

// reportRamp reports that a point is moved in one direction, step by step.
func (d *Detector) reportRamp(o *observation, v *variable, w *written, x sample) {
	y := d.ofWrite(o, writeRamp, v)
	if y == nil {
		return
	}
	b := &w.habits.ramp.bet
	y.Expected = string(appendNumber(nil, float64(w.habits.ramp.counts.longest)+1))
	y.Seen = string(appendNumber(append(appendNumber(append(appendNumber(nil, b.from), ".."...), x.x), " ("...), float64(b.run)+1)) + ")"
	y.Support, y.Learned = uint64(w.changes), int64(w.age)*d.day
	y.Surprise = surprise(math.Exp(-b.logC))
	o.l.Report(y)
}
