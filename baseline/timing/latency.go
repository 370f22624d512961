package timing

import (
	"math"
	"slices"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
	"github.com/banken-ot/banken/protocols/wire"
)

// Bounds of D4.
const (
	// MaxFunctions bounds functions of servers (and stations); each holds 2 KiB.
	MaxFunctions = 8192
	// sampleSize is how many latencies are kept of one: its ranks are exact to 0.4 %.
	sampleSize = 256
	// sampleDays is over how many days the sample is gathered; those after calibrate.
	sampleDays = 3
	// minSample is how many latencies make a sample.
	minSample = 64
	// latencyBlock is how many answers make a block.
	latencyBlock = 32
	// calmAnswers is how many ordinary blocks in a row end a shift.
	calmAnswers = 64
	// latencyEffect is the smallest shift told, as a logarithm of a ratio.
	latencyEffect = 0.2
	// doubleDays is on how many days second answers must have come to be ordinary.
	doubleDays = 3
)

// function is what latency is learned by.
type function struct {
	server    baseline.AssetID
	port      uint16
	station   uint32
	protocol  baseline.NameID
	code, sub uint32
}

// spread is the reference of a function's latency.
type spread struct {
	sample [sampleSize]float32 // ms; sorted when frozen
	seen   uint64
	frozen bool
	days   uint32
	blocks uint64 // scored, for the rate of blocks
	scored uint32 // days on which blocks were scored
	tails  [sides]stat.Tail
}

// answers is the latency of one function.
type answers struct {
	key  function
	name string

	n         int // of the present block
	ranks     float64
	logs      float64
	unlearnt  bool
	ref, next *spread
	day       [sides]stat.Tail
	dayBlocks uint64
	daySeen   bool
	spoilt    bool
	rise      [sides]stat.EDetector
	told      [sides]tell
	rejected  bool

	last       int64 // when it last answered, UTC ns
	longest    int64 // latency, ns
	doubles    uint64
	dayDouble  bool
	doubleDays uint32
	doubled    tell
	first      int64
}

// latency is D4.
type latency struct {
	index   map[function]int
	list    []*answers
	logC    float64
	omitted uint64
}

func newLatency() latency { return latency{index: map[function]int{}} }

// see takes an event.
func (t *latency) see(d *Detector, l *baseline.Look, e *baseline.Event) {
	second := e.Outcome == wire.Unasked && e.Defects&wire.DuplicateResponse != 0
	answered := e.Latency >= 0 && (e.Outcome == wire.Answered || e.Outcome == wire.Refused)
	if !second && !answered {
		return
	}
	a := t.find(l, e, answered)
	if a == nil {
		return
	}
	if second {
		d.double(l, e, a)
		return
	}
	a.last, a.daySeen = e.End(), true
	a.longest = max(a.longest, e.Latency)
	d.measure(l, e, a)
}

// find returns the answers of an event's function, which it makes.
func (t *latency) find(l *baseline.Look, e *baseline.Event, make bool) *answers {
	c := l.Book.ChannelOf(e.Channel)
	key := function{c.Server, c.Port, c.Station, c.Protocol, e.Code, e.Sub}
	if i, ok := t.index[key]; ok {
		return t.list[i]
	}
	if !make || !l.Learn {
		return nil
	}
	if len(t.list) >= MaxFunctions {
		t.omitted++
		return nil
	}
	a := &answers{key: key, name: e.Function, ref: &spread{}, first: l.Now}
	a.forget()
	t.index[key] = len(t.list)
	t.list = append(t.list, a)
	return a
}

func (a *answers) forget() { a.rise = [sides]stat.EDetector{stat.Fresh(), stat.Fresh()} }

// learns returns the reference the day belongs to.
func (a *answers) learns() *spread {
	if a.next != nil {
		return a.next
	}
	return a.ref
}

// measure takes a latency.
func (d *Detector) measure(l *baseline.Look, e *baseline.Event, a *answers) {
	ms := float32(float64(e.Latency) / 1e6)
	if r := a.learns(); l.Learn && !r.frozen {
		r.gather(ms, mix(uint64(a.key.server)<<32^uint64(a.key.code))^r.seen)
	}
	if !a.ref.frozen {
		return
	}
	a.unlearnt = a.unlearnt || !l.Learn
	a.ranks += a.ref.rank(ms)
	a.logs += math.Log(math.Max(float64(ms), 1e-6))
	if a.n++; a.n == latencyBlock {
		d.endAnswers(l, e, a)
		a.n, a.ranks, a.logs, a.unlearnt = 0, 0, 0, false
	}
}

// gather puts a latency into the sample, each that was seen with equal chance
// (Vitter's algorithm R, with chance taken from a fixed sequence).
func (r *spread) gather(ms float32, seed uint64) {
	r.seen++
	if r.seen <= sampleSize {
		r.sample[r.seen-1] = ms
		return
	}
	if i := mix(seed) % r.seen; i < sampleSize {
		r.sample[i] = ms
	}
}

// size is that of the sample.
func (r *spread) size() int { return int(min(r.seen, sampleSize)) }

// rank is the share of the sample that is smaller, equal ones counting half.
func (r *spread) rank(ms float32) float64 {
	s := r.sample[:r.size()]
	low, found := slices.BinarySearch(s, ms)
	high := low
	if found {
		high = low + upper(s[low:], ms)
	}
	return float64(low+high) / 2 / float64(len(s))
}

// upper is how many of a sorted list are x or less.
func upper(s []float32, x float32) int {
	low, high := 0, len(s)
	for low < high {
		m := (low + high) / 2
		if s[m] <= x {
			low = m + 1
		} else {
			high = m
		}
	}
	return low
}

// endAnswers scores a block.
func (d *Detector) endAnswers(l *baseline.Look, e *baseline.Event, a *answers) {
	score := a.ranks/latencyBlock - 0.5
	if l.Blind {
		return
	}
	if a.ref.state().Judges() && l.Site.Judges() {
		d.judgeLatency(l, e, a, score)
	}
	if l.Learn && !a.unlearnt && a.next == nil {
		a.day[up].Add(score)
		a.day[down].Add(-score)
		a.dayBlocks++
	}
}

// judgeLatency adds the evidence of a block.
func (d *Detector) judgeLatency(l *baseline.Look, e *baseline.Event, a *answers, score float64) {
	usual := a.ref.middle()
	shift := a.logs/latencyBlock - math.Log(usual)
	for side, v := range [sides]float64{score, -score} {
		tail := &a.ref.tails[side]
		large := v > tail.Max() && math.Abs(shift) >= latencyEffect
		p := tail.P(v)
		a.rise[side].Add(stat.LogCalibrate(p, kappa))
		a.told[side].rest(p, calmAnswers)
		if large && a.rise[side].Alarm(d.latency.logC) {
			a.rise[side].Reset()
			if a.told[side].news(l.Now, a.rejected) {
				a.spoilt = true
				d.tellLatency(l, e, a, side)
			}
		}
		a.rise[side].Cap(d.latency.logC + waiting)
	}
}

func (d *Detector) tellLatency(l *baseline.Look, e *baseline.Event, a *answers, side int) {
	dev := l.Of(&meanings[mLatencyShift], e)
	if dev == nil {
		return
	}
	dev.Expected, dev.Seen = seconds(a.ref.middle()/1e3), seconds(math.Exp(a.logs/latencyBlock)/1e3)
	dev.Support, dev.Learned, dev.State = a.ref.tails[side].Len()*latencyBlock, int64(a.ref.days)*d.day, a.state()
	dev.Surprise = d.latency.logC / math.Ln2
	l.Report(dev)
}

// middle is the geometric mean of the sample, ms.
func (r *spread) middle() float64 {
	var sum float64
	for _, ms := range r.sample[:r.size()] {
		sum += math.Log(math.Max(float64(ms), 1e-6))
	}
	return math.Exp(sum / math.Max(float64(r.size()), 1))
}

// state is how far it was learned.
func (r *spread) state() baseline.State {
	switch {
	case r.days < baseline.ProvisionalDays || !r.frozen || r.scored == 0:
		return baseline.Learning
	case r.days < ReadyDays:
		return baseline.Provisional
	}
	return baseline.Ready
}

func (a *answers) state() baseline.State {
	if a.next != nil {
		return baseline.Drifting
	}
	return a.ref.state()
}

// spoil drops the present blocks.
func (t *latency) spoil() {
	for _, a := range t.list {
		a.n, a.ranks, a.logs = 0, 0, 0
	}
}
