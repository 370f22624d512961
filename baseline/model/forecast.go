package model

import (
	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/stat"
)

const (
	// confidence is that of every bound that is printed.
	confidence = 0.95
	// readyBound is the most novelties a day, by the bound, that a ready site may
	// have: 30 clean days.
	readyBound = 0.1
	// certifiedBound is that of a certified one, on which blocking may be based: 90
	// clean days.
	certifiedBound = 1.0 / 30
	// weekdaysEach is how often each day of the week must have been learned.
	weekdaysEach = 2
	// unseenMost is how many keys of host, pair, service and function may still be
	// unseen, as Chao2 estimates them.
	unseenMost = 1.0
	// holdOutDays is over how many of the last days the forecast made before them is
	// compared with what came.
	holdOutDays = 7
	// unlikely is the probability below which what came is more than was promised.
	unlikely = 0.01
)

// Missing is a reason why a site is not ready.
type Missing uint8

// The reasons.
const (
	MissingDays      Missing = iota // fewer than baseline.ProvisionalDays
	MissingBound                    // the bound is above one in ten days
	MissingWeekdays                 // some day of the week was not learned twice
	MissingUnseen                   // hosts, pairs, services or functions are probably still unseen
	MissingHoldOut                  // the last days brought more than was forecast
	MissingApprovals                // writes and controls wait for a person
	MissingOpen                     // operations that are never learned, or changed endpoints, wait for a person
)

var missingNames = [...]string{"days", "bound", "weekdays", "unseen", "hold-out", "approvals", "open"}

// String returns the reason in lower case with hyphens.
func (m Missing) String() string {
	if int(m) < len(missingNames) {
		return missingNames[m]
	}
	return "unknown"
}

// Forecast is how much of what is normal is known, and what is still to come.
type Forecast struct {
	Days     int            // learned
	Once     int            // behaviours seen on exactly one of them
	Expected float64        // new behaviours a day (Good and Turing: Once/Days)
	Bound    float64        // its 95 % upper bound; 0 where nothing was learned
	Unseen   float64        // hosts, pairs, services and functions never seen yet (Chao2)
	State    baseline.State // of the site
	// Certified: blocking may be based on what was learned.
	Certified bool
	Missing   []Missing // why it is not ready; empty when it is
	// Promised and Observed compare the forecasts made before the last days with what
	// then came, over at most ledgerDays.
	Promised, PromisedBound float64
	Observed                int
	Compared                int // days
}

// Forecast returns the present forecast.
func (m *Model) Forecast() Forecast {
	f := m.predict()
	f.Missing = m.missing(&f)
	f.State, f.Certified = m.look.Site, len(f.Missing) == 0 && f.Bound <= certifiedBound
	f.Promised, f.PromisedBound, f.Observed, f.Compared = m.days.compare(ledgerDays)
	return f
}

// predict is the forecast by what was learned so far.
func (m *Model) predict() Forecast {
	n := m.whitelist.Novelty(m.look.Day)
	f := Forecast{Days: int(n.Days), Once: int(n.Once)}
	f.Expected, f.Bound = stat.Novelty(uint64(n.Once), uint64(n.Days), confidence)
	f.Unseen = stat.Chao2(uint64(n.UpperOnce), uint64(n.UpperTwice), uint64(n.Days))
	return f
}

// missing lists why a site is not ready.
func (m *Model) missing(f *Forecast) (all []Missing) {
	pending, open := m.waiting()
	for _, x := range [...]struct {
		is      bool
		missing Missing
	}{
		{f.Days < baseline.ProvisionalDays, MissingDays},
		{f.Days == 0 || f.Bound > readyBound, MissingBound},
		{!m.days.weekdaysDone(), MissingWeekdays},
		{f.Unseen >= unseenMost, MissingUnseen},
		{!m.days.held(), MissingHoldOut},
		{pending > 0, MissingApprovals},
		{open > 0, MissingOpen},
	} {
		if x.is {
			all = append(all, x.missing)
		}
	}
	return all
}

// waiting counts the entries that wait for a person: writes and controls, and
// tripwires and endpoints. What was only met while nothing was to be learned, as work
// under a permit, is listed too, but does not count: it is as new as ever, and told when
// it comes again.
func (m *Model) waiting() (pending, open int) {
	m.Entries(func(e *baseline.Entry) bool {
		switch {
		case e.Standing != baseline.Pending, e.Detector == baseline.Whitelist && e.Days == 0:
		case e.Detector == baseline.Tripwire || e.Detector == baseline.Endpoint:
			open++
		default:
			pending++
		}
		return true
	})
	return pending, open
}

// siteState is that of the site at the beginning of a day.
func (m *Model) siteState() baseline.State {
	f := m.predict()
	switch {
	case f.Days == 0:
		return baseline.Cold
	case f.Days < baseline.ProvisionalDays:
		return baseline.Learning
	case len(m.missing(&f)) > 0:
		return baseline.Provisional
	}
	return baseline.Ready
}
