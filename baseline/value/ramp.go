package value

// steadyRamp is the chance of a change to go on in the direction of the one before above
// which nothing can be made of it: what is counted up goes in one direction for ever.
const steadyRamp = 0.75

// ramp is whether changes go on in one direction.
type ramp struct {
	counts    counts
	direction int8 // of the last change, 0 while there was none
	bet       bet
}

// take judges and counts a change from one number to another.
func (r *ramp) take(from, to float64, learn bool, at int64) (alarm bool) {
	direction := int8(1)
	if to < from {
		direction = -1
	}
	if r.direction != 0 {
		same := direction == r.direction
		alarm = r.bet.take(same, at, from)
		if learn && !alarm {
			r.counts.note(same)
		}
	}
	r.direction = direction
	return alarm
}

// solve sets by what it is judged.
func (r *ramp) solve(logC float64) {
	chance := r.counts.upper()
	if chance > steadyRamp || r.counts.again() > steadyRamp {
		r.bet.reset()
		return
	}
	r.bet.judge(&r.counts, chance, logC)
}

// far reports whether the steps in one direction led away by as much of the range of the
// frozen days as a drift.
func (r *ramp) far(w *written, x float64) bool {
	far := driftShare * w.range1.width()
	return w.range1.width() > 0 && (x-r.bet.from >= far || r.bet.from-x >= far)
}
