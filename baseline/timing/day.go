package timing

// closeDay adds the day to the reference when nothing deviated on it, and finds
// streams that stay changed.
func (s *stream) closeDay(midnight int64) {
	if s.votes > 0 {
		s.settled = true
	}
	began := s.since()
	switch {
	case s.next == nil && began != 0 && began <= midnight && s.judges():
		s.next = &reference{} // changed all day long
	case s.next != nil && began == 0:
		s.next, s.rejected = nil, false // it is as it was again
	}
	if r := s.learns(); r.days < ReadyDays && (r == s.next || !s.spoilt) && s.day.worth() {
		r.merge(s.day)
	}
	*s.day = reference{}
	s.spoilt = s.deviates()
}

// worth reports whether a day tells anything.
func (r *reference) worth() bool {
	return r.means[readsLong].n > 0 || r.means[readsShort].n > 0
}

// adopt takes the new reference for the old.
func (s *stream) adopt() {
	s.ref, s.next, s.rejected = s.next, nil, false
	s.told, s.silent, s.mute = [gauges][sides]tell{}, tell{}, tell{}
	s.quiet, s.patience, s.settled, s.votes = 0, 0, false, 0
	s.forget()
}
