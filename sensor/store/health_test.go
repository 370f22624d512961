package store

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"
)

func minute(n int) Health {
	return Health{Start: hour(0).Add(time.Duration(n) * time.Minute), Covered: time.Minute, Frames: 600, Withheld: 5, Lost: 1, Unparsed: 2, Dropped: 3, Missed: 4, Undecoded: 6,
		Blind: time.Second, Transactions: map[string]int64{"modbus": 10, "dnp3": 1}}
}

// TestHealthSpan: minutes become hours after two days, and a span tells the same whatever
// it is made of, in as many points as were asked for.
func TestHealthSpan(t *testing.T) {
	s := fresh(t)
	now := hour(0)
	s.options.Now = func() time.Time { return now }
	const minutes = 60*5 + 30
	for n := range minutes {
		must(t, s.AddHealth(minute(n)))
	}
	end := hour(0).Add(minutes * time.Minute)
	before, _, err := s.HealthSpan(hour(0), end, 6)
	must(t, err)
	now = hour(48 + 3).Add(30 * time.Minute)
	must(t, s.Tend(t.Context(), now))
	if h, m := value[int64](t)(s.lines(tableHours)), value[int64](t)(s.lines(tableMinutes)); h != 3 || m != minutes-180 {
		t.Errorf("%d hours and %d minutes", h, m)
	}
	for _, points := range []int{1, 5, 100, 0, 5000} {
		all, width, err := s.HealthSpan(hour(0), end, points)
		must(t, err)
		var sum Health
		for i := range all {
			sum.Add(&all[i])
			if i > 0 && all[i].Start.Sub(all[i-1].Start) < width {
				t.Errorf("%d points: %s after %s", points, all[i].Start, all[i-1].Start)
			}
		}
		want := Health{Covered: minutes * time.Minute, Frames: 600 * minutes, Withheld: 5 * minutes, Lost: minutes, Unparsed: 2 * minutes, Dropped: 3 * minutes, Missed: 4 * minutes,
			Undecoded: 6 * minutes, Blind: minutes * time.Second, Transactions: map[string]int64{"modbus": 10 * minutes, "dnp3": minutes}}
		if !reflect.DeepEqual(sum, want) || points > 0 && len(all) > points {
			t.Errorf("%d points: %d of %s, together %+v", points, len(all), width, sum)
		}
	}
	after, _, err := s.HealthSpan(time.Time{}, end, 6)
	if must(t, err); !reflect.DeepEqual(after, before) {
		t.Errorf("got  %+v\nwant %+v", after, before)
	}
	if none, _, err := s.HealthSpan(end, hour(0), 6); err != nil || none != nil {
		t.Errorf("%v, %v", none, err)
	}
	if none, _, err := s.HealthSpan(time.Time{}, hour(-9), 6); err != nil || none != nil {
		t.Errorf("%v, %v", none, err)
	}
	whole(t, &s.View)
}

// TestHealthLate: looks at one minute add up, also where it is part of an hour already.
func TestHealthLate(t *testing.T) {
	s := fresh(t)
	now := hour(0)
	s.options.Now = func() time.Time { return now }
	late := minute(3)
	late.Transactions = nil
	must(t, s.AddHealth(late))
	must(t, s.AddHealth(minute(3)))
	now = hour(60)
	must(t, s.Tend(t.Context(), now))
	must(t, s.AddHealth(minute(4)))
	must(t, s.Tend(t.Context(), now))
	all, _, err := s.HealthSpan(hour(0), hour(2), 2)
	if must(t, err); len(all) != 1 || all[0].Frames != 1800 || all[0].Transactions["modbus"] != 20 {
		t.Errorf("%+v", all)
	}
	if err := s.AddHealth(Health{}); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
}

// TestHealthChanges: the latest are returned, the first first, and old ones go.
func TestHealthChanges(t *testing.T) {
	s := fresh(t)
	for n := range 9 {
		must(t, s.AddHealthChange(HealthChange{Time: hour(n), Part: "port eth1", From: "capturing", To: "down", Why: fmt.Sprint(n)}))
	}
	why := func(from, before time.Time, limit int) (s1 string) {
		for _, c := range value[[]HealthChange](t)(s.HealthChanges(from, before, limit)) {
			s1 += c.Why
		}
		return s1
	}
	for got, want := range map[string]string{why(time.Time{}, time.Time{}, 0): "012345678", why(time.Time{}, time.Time{}, 3): "678", why(hour(2), hour(6), 2): "45", why(hour(9), time.Time{}, 0): ""} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	s.options.Now = func() time.Time { return hour(4).Add(year) }
	must(t, s.Tend(t.Context(), hour(4).Add(year)))
	if got := why(time.Time{}, time.Time{}, 0); got != "45678" {
		t.Errorf("%q are left", got)
	}
	for _, c := range []HealthChange{{}, {Time: epoch}, {Part: "x"}} {
		if err := s.AddHealthChange(c); !errors.Is(err, ErrRefused) {
			t.Error(err)
		}
	}
}
