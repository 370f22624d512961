package value

import (
	"math"
)

// judge tells whether a value is out, and reports it when it is news.
func (d *Detector) judge(o *observation, v *variable, s *series, x sample, y, fast float64, measured bool) bool {
	k, distance := d.verdict(v, s, x, y, fast, measured)
	if k == kinds {
		v.flags &^= outside
		return false
	}
	s.spoilt = true
	switch k {
	case valueOutside:
		s.out.add(y)
	case rateOutside:
		s.outFast = math.Max(s.outFast, fast)
	case bitNew:
		w := uint16(x.x)
		s.newOnes, s.newZeros = s.newOnes|w, s.newZeros|^w
	}
	if d.excursion(o, v, s, distance) {
		if first := d.copied(o, v, s, k, y); first != nil {
			d.reportCopy(o, v, first, y)
		} else {
			d.reportNumber(o, v, s, k, x, y, fast)
		}
	}
	return true
}

// verdict returns what is wrong with a value, kinds for nothing, and how far it is
// out, in margins of the envelope.
func (d *Detector) verdict(v *variable, s *series, x sample, y, fast float64, measured bool) (kind, float64) {
	switch {
	case v.flags&rejected != 0:
		return valueOutside, 1
	case !s.judged():
	case v.class == continuous && (y > s.limit.high || y < s.limit.low):
		return valueOutside, s.beyond(y)
	case v.class == bits && s.newBits(x) != 0:
		return bitNew, 1
	case v.class == counter && s.backwards(y):
		return counterBackwards, 1
	case (v.class == continuous || v.class == counter) && measured && fast > s.speed:
		return rateOutside, fast / s.speed
	}
	return kinds, 0
}

// beyond is how far out a value is, by the width of what was learned; 1 at the
// threshold.
func (s *series) beyond(y float64) float64 {
	out := math.Max(y-s.limit.high, s.limit.low-y)
	width := math.Max(s.learned.width(), math.SmallestNonzeroFloat64)
	return 1 + out/width
}

// newBits returns the bits of a word that are as they never were.
func (s *series) newBits(x sample) uint16 {
	w := uint16(x.x)
	return w&^s.ones | ^w&^s.zeros
}

// backwards reports whether a counter that never did goes back, other than by a wrap or
// a reset.
func (s *series) backwards(y float64) bool {
	return s.back == 0 && s.hasLast && y < s.last && !wraps(s.last, y) && !resets(s.last, y)
}

// excursion notes that a value is out, and reports whether to tell it: at its
// beginning, unless it was told a short time ago or the variable is drifting; and when it
// has gone twice as far as was told.
func (d *Detector) excursion(o *observation, v *variable, s *series, distance float64) bool {
	now := uint32(o.l.Now / 1e9)
	begins := v.flags&outside == 0
	v.flags |= outside
	if begins {
		s.since = o.l.Now
		s.excursions++
		v.outs = min(v.outs, math.MaxUint8-1) + 1
	}
	if v.outs >= maxOuts || s.tells >= maxOuts || o.l.Now-s.since >= d.day/dayShare {
		v.flags |= drifting
	}
	further := s.distance > 0 && distance >= 2*s.distance
	again := begins && v.flags&drifting == 0 && (v.told == 0 || now-v.told >= repeat)
	if v.flags&rejected != 0 {
		again = v.told == 0 || now-v.told >= repeat
	}
	if !further && !again {
		return false
	}
	v.told, s.distance = now, math.Max(s.distance, distance)
	s.tells = min(s.tells, math.MaxUint8-1) + 1
	return true
}
