package alert

import (
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

// The terms on which a detector may raise incidents by itself.
const (
	// unlikely is the chance of so many false incidents, or more, under its promise,
	// below which a detector only adds evidence (exact, of a Poisson distribution).
	unlikely = 0.01
	// leastFalse is how many it takes at least: one alone is no rate, however small
	// what was promised.
	leastFalse = 2
	// measured is over how many learning days promise and false incidents are added up,
	// before those before are forgotten: the test is over the last one or two such times.
	measured = 30
	// unanswered is how long an incident of the top tiers counts as true without anybody
	// saying what it was. People live by the calendar, however long a learning day is.
	unanswered = 24 * time.Hour
	// quietDays is for how long, in learning days, a demoted detector must have had nothing
	// to tell by itself to be believed again.
	quietDays = 7
)

// detectors is a set of detectors, a bit each.
type detectors uint16

// speakers are those that a promise is about. What is never learned, what is evidence
// alone, and what the sensor sees, have none.
const speakers = detectors(1<<baseline.Whitelist | 1<<baseline.Timing | 1<<baseline.Latency | 1<<baseline.Values | 1<<baseline.Endpoint |
	1<<baseline.Identity | 1<<baseline.Relations)

func (s detectors) has(d baseline.Detector) bool { return s&(1<<d) != 0 }

// account is what was promised of a detector, against what proved false.
type account struct {
	Promised float64 `json:"promised"`
	False    int     `json:"false"`
	// The same of the time before.
	PromisedBefore float64 `json:"promised_before"`
	FalseBefore    int     `json:"false_before"`
}

// sum returns both, over all of the time.
func (a *account) sum() (promised float64, wrong int) {
	return a.Promised + a.PromisedBefore, a.False + a.FalseBefore
}

// broken reports whether there were so many false ones that the promise does not hold.
func (a *account) broken() bool {
	promised, wrong := a.sum()
	return promised > 0 && wrong >= leastFalse && stat.PoissonTail(uint64(wrong), promised) < unlikely
}

// shift begins another time.
func (a *account) shift() {
	a.PromisedBefore, a.FalseBefore = a.Promised, a.False
	a.Promised, a.False = 0, 0
}

// withdraw takes back a false one that was none.
func (a *account) withdraw() {
	switch {
	case a.False > 0:
		a.False--
	case a.FalseBefore > 0:
		a.FalseBefore--
	}
}

// Accounts of a voice.
const (
	top = iota
	lower
	accounts
)

// voice is whether a detector may raise incidents by itself.
type voice struct {
	Accounts [accounts]account `json:"accounts"`
	Days     int               `json:"days"`    // of the present time
	Demoted  int64             `json:"demoted"` // since when it may not; 0 while it may
	Would    int64             `json:"would"`   // when it last would have, but for that
}

// Standing is how a detector keeps its promise.
type Standing struct {
	Detector baseline.Detector
	// Promised and False are incidents of the top two tiers, over the last 30 to 60
	// learning days; the Lower ones those below.
	Promised, PromisedLower float64
	False, FalseLower       int
	Demoted                 time.Time // since when it is evidence only; zero while it is not
}

// Standings returns how those detectors that promise something keep it.
func (d *Desk) Standings() (list []Standing) {
	for n := range d.voices {
		x := Standing{Detector: baseline.Detector(n)}
		v := &d.voices[n]
		x.Promised, x.False = v.Accounts[top].sum()
		x.PromisedLower, x.FalseLower = v.Accounts[lower].sum()
		if v.Demoted != 0 {
			x.Demoted = clock(v.Demoted)
		}
		if speakers.has(x.Detector) {
			list = append(list, x)
		}
	}
	return list
}

// demoted reports whether a kind may not raise an incident because its detector
// raised too many false ones. What is exact always may.
func (d *Desk) demoted(m *baseline.Meaning) bool {
	return !m.Exact && speakers.has(m.Detector) && d.voices[m.Detector].Demoted != 0
}

// muzzle notes what a demoted detector would have raised.
func (d *Desk) muzzle(n *note) {
	if n.muzzled && !n.exercise {
		d.voices[n.x.Meaning.Detector].Would = d.now
	}
}

// blame notes what raises an incident: that of which something is promised, and that
// which is exact.
func (s *story) blame(m *baseline.Meaning) {
	if m.Exact {
		s.Proven = true
	} else if speakers.has(m.Detector) {
		s.Blamed |= 1 << m.Detector
	}
}

// charge is whom a false incident was counted for, and on which account.
type charge struct {
	Of detectors `json:"of"`
	On uint8     `json:"on"`
}

// answerable reports whether an incident counts when it is false.
func (s *story) answerable() bool {
	return !s.Exercise && !s.Proven && s.Blamed != 0 && (s.Sort == Security || s.Sort == Site)
}

// charge counts a false incident for all detectors that raised it, once.
func (d *Desk) charge(s *story) {
	if s.Charged.Of != 0 || !s.answerable() {
		return
	}
	a := lower
	if s.Tier().Top() {
		a = top
	}
	s.Charged, s.dirty = charge{s.Blamed, uint8(a)}, true
	for n := range d.voices {
		if v := &d.voices[n]; s.Blamed.has(baseline.Detector(n)) {
			v.Accounts[a].False++
			d.weighVoice(baseline.Detector(n), v)
		}
	}
}

// discharge takes an incident back that was counted, and told the truth.
func (d *Desk) discharge(s *story) {
	for n := range d.voices {
		if v := &d.voices[n]; s.Charged.Of.has(baseline.Detector(n)) {
			v.Accounts[min(s.Charged.On, lower)].withdraw()
			if v.Demoted != 0 && !v.Accounts[top].broken() && !v.Accounts[lower].broken() {
				d.believe(baseline.Detector(n))
			}
		}
	}
	s.Charged, s.dirty = charge{}, true
}

// answer counts what a person found an incident to be. That it was planned work, or
// that nobody answers for it, is what a detector is there to tell.
func (d *Desk) answer(s *story, is Disposition) {
	if is == False {
		d.charge(s)
	} else {
		d.discharge(s)
	}
	for n := range d.voices {
		if x := baseline.Detector(n); s.Sort == Notice && is != Suspicious && s.has(baseline.Demoted(x)) {
			d.voices[n] = voice{}
		}
	}
}

// weighVoice demotes a detector that does not keep its promise.
func (d *Desk) weighVoice(x baseline.Detector, v *voice) {
	for a := range v.Accounts {
		if v.Demoted == 0 && v.Accounts[a].broken() {
			v.Demoted, v.Would = d.now, d.now
			d.tellDemoted(x, &v.Accounts[a])
		}
	}
}

// learningDay is how long one is.
func (d *Desk) learningDay() int64 {
	if d.o.Day > 0 {
		return int64(d.o.Day)
	}
	return int64(24 * time.Hour)
}

// measure begins a learning day when it is time: something is promised of it. Days on
// which nothing was observed are none.
func (d *Desk) measure() {
	if d.o.Promise == nil || d.day != 0 && d.now-d.day < d.learningDay() {
		return
	}
	d.day = d.now
	for n := range d.voices {
		if !speakers.has(baseline.Detector(n)) {
			continue
		}
		v := &d.voices[n]
		if v.Days++; v.Days > measured {
			v.Days = 1
			v.Accounts[top].shift()
			v.Accounts[lower].shift()
		}
		high, low := d.o.Promise(baseline.Detector(n))
		v.Accounts[top].Promised += max(high, 0)
		v.Accounts[lower].Promised += max(low, 0)
	}
}

// listen counts what nobody answered as false, and gives a voice back to those who had
// nothing to say for long enough.
func (d *Desk) listen() {
	for _, s := range d.stories {
		if s.Charged.Of == 0 && s.Closing == "" && s.State.Standing() && s.Tier().Top() && d.now-s.Since.UnixNano() >= int64(unanswered) {
			d.charge(s)
		}
	}
	for n := range d.voices {
		if v := &d.voices[n]; v.Demoted != 0 && d.now-max(v.Demoted, v.Would) >= quietDays*d.learningDay() {
			d.reinstate(baseline.Detector(n))
		}
	}
}

// reinstate gives a detector its voice back, and begins to count anew.
func (d *Desk) reinstate(x baseline.Detector) {
	d.voices[x] = voice{}
	d.believe(x)
}

// believe ends that a detector only adds evidence, and the notice of that.
func (d *Desk) believe(x baseline.Detector) {
	d.voices[x].Demoted, d.voices[x].Would = 0, 0
	if s := d.find(func(s *story) bool { return s.Sort == Notice && s.has(baseline.Demoted(x)) }); s != nil {
		d.over(s, "restored")
	}
}

// backVoices has nothing be later than now.
func (d *Desk) backVoices() {
	d.day = min(d.day, d.now)
	for n := range d.voices {
		v := &d.voices[n]
		v.Demoted, v.Would = min(v.Demoted, d.now), min(v.Would, d.now)
	}
}
