package timing

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
	"github.com/banken-ot/banken/protocols/wire"
)

const (
	// intervals is how many intervals of the dominating poll are kept in a long block,
	// for their median.
	intervals = 31
	// minIntervals is how many make a median.
	minIntervals = 3
)

// stream is a channel with regular traffic.
type stream struct {
	channel        baseline.ChannelID
	client, server baseline.AssetID
	port           uint16
	station        uint32
	first, last    int64   // when it was seen, UTC ns
	heard          float64 // time heard, s, when it was last seen
	answerHeard    float64 // and last answered
	left, back     float64 // and when its last silence began and ended
	events         uint64

	// The dominating poll: found by majority vote on the first day.
	poll      uint64
	votes     int32
	settled   bool
	polled    int64 // when it was last seen
	steps     [intervals]float32
	stepCount uint8

	counts   [countedGauges]uint32
	unlearnt [2]bool // something in the short, long block may not be learned
	missed   uint32  // requests in a row without an answer

	ref, day *reference
	next     *reference // while drifting
	rise     [gauges][sides]stat.EDetector
	told     [gauges][sides]tell
	silent   tell
	mute     tell // no answers
	spoilt   bool // something deviated today
	rejected bool // a person said that the new ways are not right
	quiet    float64
	patience uint32
}

// tell remembers that something was told, so that it is not told again while it
// lasts.
type tell struct {
	on    bool
	since int64
	calm  uint8 // ordinary blocks since
}

func newStream(c baseline.ChannelID, ch baseline.Channel) *stream {
	s := &stream{channel: c, client: ch.Client, server: ch.Server, port: ch.Port, station: ch.Station, ref: &reference{}, day: &reference{}}
	s.forget()
	return s
}

// forget begins all evidence anew.
func (s *stream) forget() {
	for g := range s.rise {
		for side := range s.rise[g] {
			s.rise[g][side] = stat.Fresh()
		}
	}
}

// judges reports whether what deviates is told.
func (s *stream) judges() bool { return s.ref.state().Judges() }

// learns returns the reference that the day belongs to.
func (s *stream) learns() *reference {
	if s.next != nil {
		return s.next
	}
	return s.ref
}

// deviates reports whether anything told lasts.
func (s *stream) deviates() bool {
	for g := range s.told {
		if s.told[g][up].on || s.told[g][down].on {
			return true
		}
	}
	return s.silent.on || s.mute.on
}

// since returns when the oldest of what lasts began, 0 when nothing does.
func (s *stream) since() (t int64) {
	each := func(x *tell) {
		if x.on && (t == 0 || x.since < t) {
			t = x.since
		}
	}
	for g := range s.told {
		each(&s.told[g][up])
		each(&s.told[g][down])
	}
	each(&s.silent)
	each(&s.mute)
	return t
}

// see takes an event; heard is the time heard so far.
func (s *stream) see(l *baseline.Look, e *baseline.Event, heard float64) {
	s.count(l, e)
	if s.events++; s.events == 1 {
		s.first = l.Now
	} else if l.Learn && !s.silent.on && s.last != 0 {
		gap := heard - s.heard
		s.day.gaps.Add(gap)
		s.day.gap.add(gap)
	}
	if s.quiet > 0 && heard-s.heard > s.quiet {
		s.left, s.back = s.heard, heard
	}
	s.silent = tell{}
	s.last, s.heard = l.Now, heard
	s.answer(l, e, heard)
	if !e.Controls() {
		s.step(e)
	}
}

// count adds an event to the blocks.
func (s *stream) count(l *baseline.Look, e *baseline.Event) {
	if !l.Learn {
		s.unlearnt = [2]bool{true, true}
	}
	if e.Controls() {
		s.counts[controlsLong]++
		return
	}
	s.counts[readsShort]++
	s.counts[readsLong]++
}

// answer counts requests in a row that were not answered.
func (s *stream) answer(l *baseline.Look, e *baseline.Event, heard float64) {
	if e.NoReply || e.Outcome == wire.Unasked {
		return
	}
	if e.Outcome == wire.Unanswered {
		s.missed++
		s.day.asked += learned(l)
		return
	}
	if l.Learn && s.missed > 0 && !s.mute.on {
		s.day.runs.Add(float64(s.missed))
	}
	s.day.asked += learned(l)
	s.day.answered += learned(l)
	s.missed, s.mute, s.answerHeard = 0, tell{}, heard
}

func learned(l *baseline.Look) uint64 {
	if l.Learn {
		return 1
	}
	return 0
}

// step measures the interval of the dominating poll.
func (s *stream) step(e *baseline.Event) {
	key := pollKey(e)
	if !s.settled {
		s.vote(key)
	}
	if key != s.poll {
		return
	}
	if d := e.Time - s.polled; s.polled != 0 && d > 0 && s.stepCount < intervals {
		s.steps[s.stepCount] = float32(float64(d) / 1e9)
		s.stepCount++
	}
	s.polled = e.Time
}

// vote is a step of Boyer's and Moore's majority vote.
func (s *stream) vote(key uint64) {
	switch {
	case s.votes == 0:
		s.poll, s.votes, s.polled = key, 1, 0
	case key == s.poll:
		s.votes++
	default:
		s.votes--
	}
}

// pollKey tells polls of a channel apart: by function and the first points asked
// for.
func pollKey(e *baseline.Event) uint64 {
	h := mix(uint64(e.Code)<<32 | uint64(e.Sub))
	if len(e.Points) > 0 {
		p := &e.Points[0]
		h = mix(h ^ uint64(p.Space)<<32 ^ uint64(p.Index))
		h = mix(h ^ uint64(p.Count)<<32 ^ uint64(p.Part))
	}
	return h
}

// mix is the finalizer of splitmix64.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// median returns the median interval in the long block; ok is false of too few.
func (s *stream) median() (x float64, ok bool) {
	n := int(s.stepCount)
	if n < minIntervals {
		return 0, false
	}
	steps := s.steps
	for i := 1; i < n; i++ {
		for j := i; j > 0 && steps[j] < steps[j-1]; j-- {
			steps[j], steps[j-1] = steps[j-1], steps[j]
		}
	}
	return float64(steps[n/2]), true
}
