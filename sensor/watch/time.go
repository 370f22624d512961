package watch

// backStep is how far the time of the observations may go back without being another
// time: further than frames come out of order.
const backStep = 60e9

// week is how many learning days a shift of the time is a multiple of, so that hours
// and days of the week stay what they are.
const week = 7

// step takes the time the observations have reached. The model's own time never goes
// back: where theirs does - a clock was set, or a capture is older than the baseline
// it is judged by - the model goes on, some weeks ahead of them. What people are told
// is in the time of the observations.
func (s *Site) step(now int64) {
	behind := s.model.Now() - (now + s.shift)
	if behind <= backStep {
		return
	}
	weeks := week * int64(s.o.Settings.Day)
	s.shift += (behind + weeks - 1) / weeks * weeks
	s.desk.Back(now)
}

// now is the time of the observations, 0 before the first.
func (s *Site) now() int64 {
	if n := s.model.Now(); n != 0 {
		return n - s.shift
	}
	return 0
}
