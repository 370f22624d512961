package alert

import (
	"errors"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// Faults of what people ask for.
var (
	ErrNone  = errors.New("alert: there is no such incident open")
	ErrShelf = errors.New("alert: an incident is shelved for 8 hours at most")
	ErrWhy   = errors.New("alert: a decision needs who took it and why")
	ErrWhat  = errors.New("alert: an incident is work, suspicious or false")
)

// decide notes a decision; of many the first and the latest are kept.
func (s *story) decide(x Decision) {
	if len(s.Decisions) >= maxDecisions {
		s.Decisions = slices.Delete(s.Decisions, maxDecisions/2, maxDecisions/2+1)
	}
	s.Decisions = append(s.Decisions, x)
}

// decision begins what a person does about an incident.
func (d *Desk) decision(id string, now int64, who, what, why string) (*story, error) {
	s := d.find(func(s *story) bool { return s.ID == id })
	who, why = clean(who), clean(why)
	switch {
	case s == nil:
		return nil, ErrNone
	case who == "" || why == "":
		return nil, ErrWhy
	}
	d.at(now)
	s.decide(Decision{clock(d.now), who, what, why})
	return s, nil
}

// Acknowledge notes that somebody looks after an incident.
func (d *Desk) Acknowledge(id string, now int64, who, why string) ([]Change, error) {
	s, err := d.decision(id, now, who, "acknowledge", why)
	if err != nil {
		return nil, err
	}
	if s.State.Standing() {
		s.State, s.Until = Acknowledged, time.Time{}
	}
	d.changed(Updated, s)
	return d.changes, nil
}

// Shelve puts an incident aside for a time. It is back before when its priority rises.
func (d *Desk) Shelve(id string, now int64, long time.Duration, who, why string) ([]Change, error) {
	if long <= 0 || long > MaxShelf {
		return nil, ErrShelf
	}
	s, err := d.decision(id, now, who, "shelve", why)
	if err != nil {
		return nil, err
	}
	if s.State.Standing() {
		s.State, s.Until = Shelved, clock(d.now+int64(long))
	}
	d.changed(Updated, s)
	return d.changes, nil
}

// Judge closes an incident as what it was found to be. Suspicious keeps it open, as
// confirmed: what nobody answers for is closed once it is dealt with, as work or
// false, or suspicious once more.
func (d *Desk) Judge(id string, now int64, is Disposition, who, why string) ([]Change, error) {
	if is != Work && is != Suspicious && is != False {
		return nil, ErrWhat
	}
	s, err := d.decision(id, now, who, string(is), why)
	if err != nil {
		return nil, err
	}
	again := s.Closing == is
	d.learn(s, is)
	d.answer(s, is)
	s.Closing = is
	if is == Suspicious && !again {
		d.confirm(s)
		return d.changes, nil
	}
	if is == False && !s.Exercise {
		d.pardon(s)
	}
	d.end(s, Closed)
	return d.changes, nil
}

// confirm has an incident stay open, as one that is beyond doubt.
func (d *Desk) confirm(s *story) {
	before, what := s.Tier(), Updated
	s.Grounds.Confirmed = confirmed
	d.judge(s)
	if s.Tier() > before {
		what = Escalated
	}
	if s.State.Standing() {
		s.State, s.Until = Acknowledged, time.Time{}
	}
	d.changed(what, s)
}

// Endorse raises an incident by what is known elsewhere: an endorsed indicator fits,
// on 0 this site alone, 1 several, or 2 in a campaign.
func (d *Desk) Endorse(id string, now int64, prevalence int, who, why string) ([]Change, error) {
	s, err := d.decision(id, now, who, "endorse", why)
	if err != nil {
		return nil, err
	}
	before, what := s.Tier(), Updated
	s.Grounds.Confirmed = confirmed
	s.Grounds.Prevalence = min(max(s.Grounds.Prevalence, prevalence), steps[4]-1)
	d.judge(s)
	if s.Tier() > before {
		what, s.State, s.Until = Escalated, Open, time.Time{}
	}
	d.changed(what, s)
	return d.changes, nil
}

// maxJudged bounds the kinds of which judgements are kept: more than there are.
const maxJudged = 1024

// learn keeps how often people found a kind to be right; each incident counts once,
// as what it was found to be last. That something was planned work says nothing about
// the kind: it told the truth. Nor does an exercise, or what the sensor says of itself.
func (d *Desk) learn(s *story, is Disposition) {
	if s.Exercise || s.Sort == Notice {
		return
	}
	for _, k := range s.Kinds {
		v, ok := d.judged[baseline.Kind(k.Kind)]
		if !ok && len(d.judged) >= maxJudged {
			continue
		}
		v.count(s.Counted, -1)
		v.count(is, 1)
		d.judged[baseline.Kind(k.Kind)] = v
	}
	s.Counted = is
}

func (v *verdicts) count(is Disposition, n int) {
	if is == Suspicious || is == False {
		v.Judged = max(v.Judged+n, 0)
	}
	if is == Suspicious {
		v.Confirmed = max(v.Confirmed+n, 0)
	}
}
