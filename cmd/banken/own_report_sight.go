package main

import (
	"cmp"
	"slices"
	"time"

	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/lang"
	"github.com/banken-ot/banken/sensor/store"
)

// hoursOf is as many points as a period has hours, and some more: a point of the health is
// then an hour.
func (r *reporter) hoursOf() int { return int(r.end.Sub(r.p.From)/time.Hour) + 2 }

// looked reads for how long the sensor looked, by the hour. Where that is recorded, and
// nothing is of the period, the sensor was not there.
func (r *reporter) looked() ([]store.Health, error) {
	hours, _, err := r.store.HealthSpan(r.p.From, r.end, r.hoursOf())
	if err != nil || len(hours) > 0 {
		return hours, err
	}
	before, _, err := r.store.HealthSpan(time.Time{}, r.p.From, 1)
	if len(before) > 0 {
		r.p.Known = false
	}
	return nil, err
}

// sight is how much of the period the sensor saw.
func (r *reporter) sight(hours []store.Health) (control.Sight, error) {
	s := control.Sight{Recorded: len(hours) > 0, Protocols: []control.ProtocolCount{}, Blind: []control.BlindTime{}}
	var sum store.Health
	days := map[string]bool{}
	for i := range hours {
		sum.Add(&hours[i])
		if hours[i].Covered > 0 {
			days[hours[i].Start.In(r.zone).Format(time.DateOnly)] = true
		}
	}
	s.Days = len(days)
	if !s.Recorded {
		s.Days = len(r.dates())
	}
	s.LookedHours, s.Frames, s.Lost, s.Dropped, s.MissedOctets = sum.Covered.Hours(), sum.Frames, sum.Lost, sum.Dropped, sum.Missed
	protocols, err := r.protocols(sum.Transactions)
	if err != nil {
		return s, err
	}
	s.Protocols = append(s.Protocols, protocols...)
	slices.SortFunc(s.Protocols, func(a, b control.ProtocolCount) int {
		return cmp.Or(cmp.Compare(b.Transactions, a.Transactions), cmp.Compare(a.Protocol, b.Protocol))
	})
	var blind []toldIncident
	if blind, err = r.blindOnes(); err != nil {
		return s, err
	}
	s.Blind, err = r.blindTimes(blind)
	s.BlindHours = blindHours(s.Blind)
	s.Blind = cut(r, "blind", s.Blind, control.MaxReportLines)
	return s, err
}

// protocols are the transactions of each protocol: as the sensor counted them, or where that
// is not recorded, as the site did.
func (r *reporter) protocols(counted map[string]int64) (list []control.ProtocolCount, err error) {
	for name, n := range counted {
		list = append(list, control.ProtocolCount{Protocol: name, Transactions: n})
	}
	if len(list) > 0 {
		return list, nil
	}
	kept, err := r.store.ProtocolCounts(r.p.From, r.end)
	for _, c := range kept {
		list = append(list, control.ProtocolCount{Protocol: c.Protocol, Transactions: c.Count})
	}
	return list, err
}

func blindHours(list []control.BlindTime) (hours float64) {
	for i := range list {
		hours += list[i].To.Sub(list[i].From).Hours()
	}
	return hours
}

// blindTimes are when not everything was seen, with what the incidents about it tell.
func (r *reporter) blindTimes(blind []toldIncident) ([]control.BlindTime, error) {
	list := []control.BlindTime{}
	for _, l := range r.levels {
		if n := len(list); l.Blind && n > 0 && list[n-1].To.Equal(l.From) {
			list[n-1].To = l.To
		} else if l.Blind {
			list = append(list, control.BlindTime{From: l.From, To: l.To})
		}
	}
	found, err := r.whole(blind[:min(len(blind), control.MaxReportLines)])
	for _, i := range found {
		for n := range list {
			if list[n].What.Empty() && overlaps(&list[n], i) {
				list[n].What = lang.Text{EN: i.Observed, JA: i.ObservedJA}
			}
		}
	}
	return list, err
}

// overlaps reports whether an incident was open in a time.
func overlaps(b *control.BlindTime, i *alert.Incident) bool {
	over := i.Updated
	if n := len(i.Decisions); n > 0 {
		over = later(over, i.Decisions[n-1].Time)
	}
	return i.Opened.Before(b.To) && (i.State.Standing() || !over.Before(b.From))
}

// blindOnes are the incidents of the period, and of the day before, about the sensor's own
// sight.
func (r *reporter) blindOnes() ([]toldIncident, error) {
	list, err := r.opened()
	if err != nil {
		return nil, err
	}
	before, err := r.told(store.IncidentFilter{From: r.p.From.Add(-24 * time.Hour), To: r.p.From, Limit: maxStood})
	list = slices.DeleteFunc(append(list, before...), func(t toldIncident) bool { return t.sort != alert.Blind || t.Exercise })
	return list, err
}

// dates are the days of the calendar that the period has had so far, since the sensor was
// attached.
func (r *reporter) dates() (list []string) {
	for t := r.p.From.In(r.zone); t.Before(r.p.To); t = t.AddDate(0, 0, 1) {
		if t.AddDate(0, 0, 1).After(r.began) {
			list = append(list, t.Format(time.DateOnly))
		}
	}
	return list
}
