package main

import (
	"context"
	"time"

	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/watch"
)

var _ control.Reports = (*ownSite)(nil)

// calendar is how the periods of reports are named, and how long they are.
type calendar struct {
	layout       string
	months, days int
	example      string
}

var (
	daily   = calendar{layout: time.DateOnly, days: 1, example: "2026-11-24"}
	monthly = calendar{layout: "2006-01", months: 1, example: "2026-11"}
)

// Years that a report may be about: those whose times the store can keep.
const (
	firstYear = 1970
	lastYear  = 2199
)

// reporter puts a report together.
type reporter struct {
	*ownSite
	p        control.Period
	calendar calendar
	end      time.Time // of the period, also where it is to come
	began    time.Time // the first that was observed
	talks    watch.Talks
	seen     []watch.Seen
	levels   []control.LevelSpan
	names    map[string]string
	list     []toldIncident // opened in the period
	omitted  map[string]int
}

// reporter begins a report about a period; "" is that of what was last observed.
func (x *ownSite) reporter(c calendar, name string) (*reporter, error) {
	if x.store == nil {
		return nil, said(control.Conflict, faultNothingKept)
	}
	r := &reporter{ownSite: x, calendar: c, names: x.devices.names(), omitted: map[string]int{}, talks: x.site.Talks(), seen: x.site.SeenAssets()}
	levels, err := x.store.Levels(time.Time{})
	if err != nil {
		return nil, told(err)
	}
	first, last := r.lived(levels)
	r.began = first
	if name == "" {
		name = x.site.Clock().In(x.zone).Format(c.layout)
	}
	from, err := time.ParseInLocation(c.layout, name, x.zone)
	if err != nil || from.Year() < firstYear || from.Year() > lastYear {
		return nil, &control.Fault{Code: control.Invalid, Text: reportWords[noPeriod].Fill(quoted(name), c.example)}
	}
	r.place(name, from, first, last)
	if r.p.Known {
		r.levels = spans(levels, r.p.From, r.p.To)
	}
	return r, nil
}

// place says where the period is in the time the sensor was there.
func (r *reporter) place(name string, from, first, last time.Time) {
	c := r.calendar
	r.end = from.AddDate(0, c.months, c.days).UTC()
	r.p.Name, r.p.From, r.p.To = name, from.UTC(), r.end
	r.p.Over = !last.Before(r.end)
	if first.IsZero() {
		return
	}
	r.p.First, r.p.Last = first.In(r.zone).Format(c.layout), last.In(r.zone).Format(c.layout)
	r.p.Known = first.Before(r.end) && !last.Before(r.p.From)
	if before := from.AddDate(0, -c.months, -c.days).Format(c.layout); before >= r.p.First {
		r.p.Previous = min(before, r.p.Last)
	}
	if after := r.end.In(r.zone).Format(c.layout); after <= r.p.Last {
		r.p.Next = max(after, r.p.First)
	}
	if r.p.Known && last.Before(r.end) {
		r.p.To = last
	}
}

// lived is from when until when something was observed; zero times for nothing.
func (r *reporter) lived(levels []store.Level) (first, last time.Time) {
	take := func(t time.Time) {
		if !t.IsZero() && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	for i := range levels {
		take(levels[i].From)
	}
	for i := range r.seen {
		take(r.seen[i].First)
	}
	for i := range r.talks.Talks {
		take(r.talks.Talks[i].First)
	}
	if first.IsZero() {
		return first, last
	}
	return first, r.site.Clock()
}

// spans are the levels of a period, from what held when it began.
func spans(levels []store.Level, from, to time.Time) []control.LevelSpan {
	list := []control.LevelSpan{}
	for i, l := range levels {
		x := control.LevelSpan{From: later(l.From, from), To: to, Level: l.Level, Blind: l.Blind}
		if i+1 < len(levels) && levels[i+1].From.Before(to) {
			x.To = levels[i+1].From
		}
		if x.From.Before(x.To) {
			list = append(list, x)
		}
	}
	return list
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// within reports whether something happened in the period.
func (r *reporter) within(t time.Time) bool { return !t.Before(r.p.From) && t.Before(r.end) }

// since is when the period began, or the sensor was attached in it.
func (r *reporter) since() time.Time { return later(r.p.From, r.began) }

// elapsed is how long the sensor could see of the period, so far.
func (r *reporter) elapsed() time.Duration { return max(r.p.To.Sub(r.since()), 0) }

// cut shortens a list to what a report has room for, and notes how much that left out.
func cut[T any](r *reporter, what string, list []T, most int) []T {
	if len(list) <= most {
		return append([]T{}, list...)
	}
	r.omitted[what] += len(list) - most
	return list[:most]
}

// called is what an address is called.
func (r *reporter) called(address string) string {
	if n := r.names[address]; n != "" {
		return n
	}
	return address
}

// ReportDay implements control.Reports.
func (x *ownSite) ReportDay(_ context.Context, date string) (*control.DayReport, error) {
	r, err := x.reporter(daily, date)
	if err != nil {
		return nil, err
	}
	d, err := r.dayReport()
	return d, told(err)
}

// ReportMonth implements control.Reports.
func (x *ownSite) ReportMonth(_ context.Context, month string) (*control.MonthReport, error) {
	r, err := x.reporter(monthly, month)
	if err != nil {
		return nil, err
	}
	m, err := r.monthReport()
	return m, told(err)
}
