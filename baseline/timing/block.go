package timing

import (
	"math"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

const (
	// longBlocks is how many short blocks make a long one.
	longBlocks = 5
	// kappa is the stake of p-values (stat.LogCalibrate): small, so that few blocks
	// of the extreme tail are enough.
	kappa = 0.2
	// waiting is how much evidence beyond the threshold, as a logarithm, waits for a
	// block that is also large: ordinary blocks take it away within minutes.
	waiting = 5
	// calmBlocks is how many blocks in a row, none of them among the extreme ones of
	// the reference, end a change.
	calmBlocks = 12
	// margin is by how much a change must be larger than all before, as a logarithm.
	margin = 0.05
	// hearing is the least share of a block that must have been heard.
	hearing = 0.75
)

// effects are the smallest changes that are told, as logarithms of a ratio: a third
// more or less, of a period a quarter.
var effects = [gauges]float64{readsShort: 0.3, readsLong: 0.3, controlsLong: 0.7, periodLong: 0.22}

// roll ends the blocks that are over at a time.
func (d *Detector) roll(l *baseline.Look) {
	n := l.Now / d.block
	if n == d.blockNow {
		return
	}
	if d.blockNow != 0 {
		d.endBlock(l, n)
	}
	d.blockNow = n
}

// endBlock ends a short block, and the long one it is the last of. A block after
// which there is a hole says nothing.
func (d *Detector) endBlock(l *baseline.Look, n int64) {
	whole := n == d.blockNow+1
	ends := [2]bool{true, n/longBlocks != d.blockNow/longBlocks}
	for i, length := range [2]float64{1, longBlocks} {
		if !ends[i] {
			continue
		}
		seconds := float64(d.block) / 1e9 * length
		ok := whole && !d.spoilt[i] && d.heard-d.heardAt[i] >= hearing*seconds
		for _, s := range d.streams {
			d.endStream(l, s, i, ok)
		}
		d.spoilt[i], d.heardAt[i] = !whole, d.heard
	}
	if !whole {
		d.spoilt = [2]bool{true, true}
	}
}

// endStream ends the short (0) or long (1) block of a stream.
func (d *Detector) endStream(l *baseline.Look, s *stream, i int, ok bool) {
	for g := range gauge(gauges) {
		if g.long() != (i == 1) {
			continue
		}
		x, measured := s.read(g)
		if ok && measured {
			d.take(l, s, g, x, i)
		}
	}
	s.unlearnt[i] = false
}

// read returns what a gauge says at the end of a block, and sets it back.
func (s *stream) read(g gauge) (x float64, ok bool) {
	if g == periodLong {
		x, ok = s.median()
		s.stepCount = 0
		return x, ok
	}
	x = float64(s.counts[g])
	s.counts[g] = 0
	return x, true
}

// take judges and learns one block of one gauge.
func (d *Detector) take(l *baseline.Look, s *stream, g gauge, x float64, i int) {
	if s.judges() && l.Site.Judges() && !l.Blind {
		d.judge(l, s, g, x)
	}
	if l.Learn && !s.unlearnt[i] {
		s.day.learn(s.learns(), g, x, d.hour)
	}
}

// judge adds the evidence of a block.
func (d *Detector) judge(l *baseline.Look, s *stream, g gauge, x float64) {
	m := s.ref.model(g, d.hour)
	mean, ok := s.ref.expected(g, m, d.hour)
	if !ok || (x == 0 && g != controlsLong && d.silenceDecides(s)) {
		return
	}
	score, ratio := g.score(m, x, mean), g.log(x)-g.log(mean)
	for side, v := range [sides]float64{score, -score} {
		tail := &s.ref.tails[g][m][side]
		large := v > tail.Max()+margin && math.Abs(ratio) >= effects[g]
		rise := &s.rise[g][side]
		p := tail.P(v)
		rise.Add(stat.LogCalibrate(p, kappa))
		s.told[g][side].rest(p, calmBlocks)
		if large && rise.Alarm(d.logC[g]) {
			d.shift(l, s, g, side, x, mean, rise.Log())
			rise.Reset()
		}
		rise.Cap(d.logC[g] + waiting)
	}
}

// silenceDecides reports whether blocks in which nothing was seen are left to the
// judgement of silence, which will come soon.
func (d *Detector) silenceDecides(s *stream) bool {
	return s.silent.on || (s.quiet > 0 && s.quiet < 2*longBlocks*float64(d.block)/1e9)
}

// rest counts ordinary blocks in a row, by their p-value; after enough of them the
// change has ended.
func (t *tell) rest(p float64, enough uint8) {
	if !t.on || p < 1 {
		t.calm = 0
		return
	}
	if t.calm++; t.calm >= enough {
		*t = tell{}
	}
}

// repeats is how long a rejected change is told only once, ns.
const repeats = 600e9

// news reports whether a change is to be told, and notes that it is.
func (t *tell) news(now int64, rejected bool) bool {
	t.calm = 0
	if t.on && !(rejected && now-t.since >= repeats) {
		return false
	}
	t.on, t.since = true, now
	return true
}
