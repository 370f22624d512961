package yardstick

import (
	"net/netip"
	"time"
)

// Tier is an outcome of the decision table, in order.
type Tier uint8

// The tiers.
const (
	Track Tier = iota
	TrackStar
	Attend
	Act
)

var tierNames = [...]string{"track", "track*", "attend", "act"}

// String returns the tier in lower case: "track*".
func (t Tier) String() string {
	if int(t) < len(tierNames) {
		return tierNames[t]
	}
	return tierNames[Act]
}

// Top reports whether the tier is one of the two that are never closed by time.
func (t Tier) Top() bool { return t >= Attend }

// Inputs are the five inputs of a decision, each from 0 in the order of its values.
type Inputs struct {
	Evidence    int // precursor, attempt, success
	Credibility int // single weak, corroborated, endorsed or confirmed
	Impact      int // low, medium, high, very high
	Exposure    int // small, controlled, open
	Prevalence  int // one site, several, campaign
}

func (i Inputs) values() [len(inputs)]int {
	return [...]int{i.Evidence, i.Credibility, i.Impact, i.Exposure, i.Prevalence}
}

// InputNames are the names of the inputs, in the order of Inputs.
var InputNames = [...]string{"evidence", "credibility", "impact", "exposure", "prevalence"}

// Code returns the code of a value of an input, by its place in Inputs: "S".
func Code(input, value int) string { return inputs[input].codes[value] }

// Codes returns the codes of all five.
func (i Inputs) Codes() (codes [5]string) {
	for n, v := range i.values() {
		codes[n] = Code(n, v)
	}
	return codes
}

// Decide returns the tier for inputs, and the row of the table that says so, from 1.
func (t *Table) Decide(i Inputs) (tier Tier, row int) {
	c := t.look(i.values())
	return Tier(c.outcome), int(c.row)
}

// Neighbour is what the tier would be if one input were one step another.
type Neighbour struct {
	Input      string
	From, To   string // codes
	Tier       Tier
	Row        int
	Difference int // of the tiers: -1 is one lower
}

// Neighbours returns what one step of each input would change, in the order of the
// inputs; steps that change nothing are left out.
func (t *Table) Neighbours(i Inputs) (list []Neighbour) {
	here, _ := t.Decide(i)
	v := i.values()
	for n := range v {
		for _, step := range [...]int{-1, 1} {
			w := v
			w[n] += step
			if w[n] < 0 || w[n] >= len(inputs[n].codes) {
				continue
			}
			c := t.look(w)
			if Tier(c.outcome) != here {
				list = append(list, Neighbour{InputNames[n], Code(n, v[n]), Code(n, w[n]), Tier(c.outcome), int(c.row), int(c.outcome) - int(here)})
			}
		}
	}
	return list
}

// Finding is what is known of an open incident.
type Finding struct {
	ID      string
	Tier    Tier
	Row     int
	Inputs  Inputs
	Actor   netip.Addr // not valid when unknown
	Targets []netip.Addr
	// Program: a program, firmware or setting was changed, or may have been.
	Program bool
	// Since is when its present level was reached; zero when nobody knows.
	Since time.Time
	// Exercise: it is part of one, and no level or plan counts it.
	Exercise bool
}

// Level is that of a site: 1 to 5.
type Level int

// Target is the level a site should be brought down to.
const Target Level = 2

// values of inputs that Level 5 needs.
const (
	successful = 2
	highImpact = 2
)

// Level is that which a site has because of the finding.
func (f *Finding) Level() Level {
	switch {
	case f.Tier == Act && f.Inputs.Evidence >= successful && f.Inputs.Impact >= highImpact:
		return 5
	case f.Tier == Act:
		return 4
	case f.Tier == Attend:
		return 3
	case f.Tier == TrackStar:
		return 2
	}
	return 1
}

// LevelOf returns the level of a site: the highest of its open findings, 1 without
// any. Exercises do not count. That a sensor is blind is no level: whoever shows one shows that beside it.
func LevelOf(open []Finding) (level Level, why *Finding) {
	level = 1
	for i := range open {
		if l := open[i].Level(); l > level && !open[i].Exercise {
			level, why = l, &open[i]
		}
	}
	return level, why
}

// Score orders findings, 0 to 100, and says nothing else: the level's share, then the
// inputs.
func (f *Finding) Score() int {
	i := f.Inputs
	return min(20*int(f.Level()-1)+i.Evidence*3+i.Credibility*2+i.Impact*2+i.Exposure+i.Prevalence, 100)
}
