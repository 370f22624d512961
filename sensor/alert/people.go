package alert

import (
	"errors"
	"net/netip"
	"slices"
	"time"

	"github.com/banken-ot/banken/baseline"
)

// Faults of what people ask for.
var (
	ErrNone  = errors.New("alert: there is no such incident open")
	ErrShelf = errors.New("alert: an incident is shelved for 8 hours at most")
	ErrWhy   = errors.New("alert: a decision needs who took it and why")
)

// Incidents returns copies of all that are not closed, by opening.
func (d *Desk) Incidents() []*Incident {
	all := make([]*Incident, len(d.open))
	for n, i := range d.open {
		c := *i
		all[n] = &c
	}
	return all
}

// Quarantined reports whether an asset takes part in an open incident of the top two
// tiers: nothing is to be learned from it.
func (d *Desk) Quarantined(a netip.Addr) bool {
	for _, i := range d.open {
		if i.Sort == Security && i.State.Standing() && i.Tier().Top() && i.involves(text(a)) {
			return true
		}
	}
	return false
}

// named finds an open incident.
func (d *Desk) named(id string) *Incident {
	return d.find(func(i *Incident) bool { return i.ID == id })
}

// decide notes a decision about an incident.
func (d *Desk) decide(id string, now int64, who, what, why string) (*Incident, error) {
	i := d.named(id)
	switch {
	case i == nil:
		return nil, ErrNone
	case who == "" || why == "":
		return nil, ErrWhy
	}
	d.now = max(d.now, now)
	i.Decisions = append(i.Decisions, Decision{clock(d.now), who, what, why})
	return i, nil
}

// Acknowledge notes that somebody looks after an incident.
func (d *Desk) Acknowledge(id string, now int64, who, why string) ([]Change, error) {
	d.changes = d.changes[:0]
	i, err := d.decide(id, now, who, "acknowledge", why)
	if err != nil {
		return nil, err
	}
	if i.State == Open || i.State == Shelved {
		i.State = Acknowledged
	}
	d.changed(Updated, i)
	return d.changes, nil
}

// Shelve puts an incident aside for a time.
func (d *Desk) Shelve(id string, now int64, long time.Duration, who, why string) ([]Change, error) {
	d.changes = d.changes[:0]
	if long <= 0 || long > MaxShelf {
		return nil, ErrShelf
	}
	i, err := d.decide(id, now, who, "shelve", why)
	if err != nil {
		return nil, err
	}
	i.State, i.Until = Shelved, clock(d.now+int64(long))
	d.changed(Updated, i)
	return d.changes, nil
}

// Judge closes an incident as what it was found to be. Suspicious keeps it open, as
// confirmed: what nobody answers for is closed once it is dealt with, as work or
// false, or suspicious once more.
func (d *Desk) Judge(id string, now int64, is Disposition, who, why string) ([]Change, error) {
	d.changes = d.changes[:0]
	i, err := d.decide(id, now, who, string(is), why)
	if err != nil {
		return nil, err
	}
	confirmed := i.Closing == Suspicious
	d.learn(i, is)
	i.Closing = is
	if is == Suspicious && !confirmed {
		before := i.Tier()
		i.Confirmed = 2
		d.judge(i)
		if i.Tier() > before {
			d.changed(Escalated, i)
		} else {
			d.changed(Updated, i)
		}
		return d.changes, nil
	}
	if is == False {
		d.forgive(i)
	}
	d.close(i, Closed)
	return d.changes, nil
}

// learn keeps how often people found a kind to be right.
func (d *Desk) learn(i *Incident, is Disposition) {
	if is == Work {
		return
	}
	for _, k := range i.Kinds {
		v := d.judged[baseline.Kind(k.Kind)]
		v.Judged++
		if is == Suspicious {
			v.Confirmed++
		}
		d.judged[baseline.Kind(k.Kind)] = v
	}
}

// forgive keeps what is not to be told again.
func (d *Desk) forgive(i *Incident) {
	d.forgiven = slices.DeleteFunc(d.forgiven, func(f forgiven) bool { return f.Until < d.now })
	for _, m := range i.Timeline {
		f := forgiven{m.Kind, m.Client, m.Server, m.Point, d.now + int64(Forgive)}
		if len(d.forgiven) < maxForgiven {
			d.forgiven = append(d.forgiven, f)
		}
	}
}

// isForgiven reports whether a deviation was found to be false before.
func (d *Desk) isForgiven(x *baseline.Deviation) bool {
	for _, f := range d.forgiven {
		if f.Kind == string(x.Meaning.Kind) && f.Until >= d.now && f.Client == text(x.Client) && f.Server == text(x.Server) && f.Point == x.Point {
			return true
		}
	}
	return false
}
