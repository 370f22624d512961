package store

import (
	"errors"
	"net/netip"
	"testing"
	"time"
)

var (
	panelAddr  = netip.MustParseAddr("10.0.0.9")
	deviceAddr = netip.MustParseAddr("10.0.0.1")
)

// hour is an hour of the tests, from 0.
func hour(n int) time.Time { return epoch.Truncate(24 * time.Hour).Add(time.Duration(n) * time.Hour) }

// summary is one of an hour.
func summary(n int, count int64) Summary {
	return Summary{Start: hour(n), Channel: ChannelKey{panelAddr, deviceAddr, "modbus", 502, 1}, Operation: "read", Outcome: "answered", Count: count, First: hour(n).Add(time.Minute),
		Last: hour(n).Add(50 * time.Minute), Timed: count, LatencyMin: 2 * time.Millisecond, LatencyMean: 4 * time.Millisecond, LatencyMax: 9 * time.Millisecond}
}

// TestSummaries: what is counted twice of an hour adds up, with its latencies; the channel
// knows since when, and on how many days.
func TestSummaries(t *testing.T) {
	s := fresh(t)
	a, b, none := summary(0, 10), summary(0, 30), summary(0, 5)
	b.LatencyMin, b.LatencyMean, b.LatencyMax = time.Millisecond, 8*time.Millisecond, 8*time.Millisecond
	none.Timed, none.LatencyMin, none.LatencyMean, none.LatencyMax = 0, 0, 0, 0
	none.Last = hour(0).Add(55 * time.Minute)
	must(t, s.AddSummaries([]Summary{a, none}))
	must(t, s.AddSummaries([]Summary{b, summary(26, 1)}))
	c := value[Channel](t)(s.Channel(a.Channel))
	if c.Days != 2 || !c.First.Equal(a.First) || !c.Last.Equal(hour(26).Add(50*time.Minute)) || c.State != ChannelActive {
		t.Errorf("%+v", c)
	}
	all := value[[]Summary](t)(s.Summaries(c.Number, time.Time{}, time.Time{}))
	if len(all) != 2 {
		t.Fatalf("%+v", all)
	}
	if x := all[0]; x.Count != 45 || x.Timed != 40 || x.LatencyMin != time.Millisecond || x.LatencyMean != 7*time.Millisecond || x.LatencyMax != 9*time.Millisecond || !x.Last.Equal(none.Last) {
		t.Errorf("%+v", x)
	}
	if one := value[[]Summary](t)(s.Summaries(c.Number, hour(1), hour(27))); len(one) != 1 || one[0].Count != 1 {
		t.Errorf("%+v", one)
	}
	for _, bad := range []Summary{{}, {Start: epoch, Count: 1}, {Start: hour(0)}} {
		if err := s.AddSummaries([]Summary{bad}); !errors.Is(err, ErrRefused) {
			t.Error(err)
		}
	}
	for _, f := range []ChannelFilter{{}, {Address: panelAddr}, {Address: deviceAddr}, {Since: hour(20), Limit: 1}} {
		if n := len(value[[]Channel](t)(s.Channels(f))); n != 1 {
			t.Errorf("%+v: %d channels", f, n)
		}
	}
	for _, f := range []ChannelFilter{{Address: netip.MustParseAddr("10.0.0.7")}, {Since: hour(27)}, {After: c.Number}} {
		if n := len(value[[]Channel](t)(s.Channels(f))); n != 0 {
			t.Errorf("%+v: %d channels", f, n)
		}
	}
}

// TestSummariesAdd: adding in memory gives what adding in the store does.
func TestSummariesAdd(t *testing.T) {
	s := fresh(t)
	a, b, none := summary(0, 10), summary(0, 30), summary(0, 5)
	b.LatencyMin, b.LatencyMean, b.LatencyMax = time.Millisecond, 8*time.Millisecond, 8*time.Millisecond
	none.Timed, none.LatencyMin, none.LatencyMean, none.LatencyMax = 0, 0, 0, 0
	must(t, s.AddSummaries([]Summary{none, a, b}))
	none.Add(&a)
	none.Add(&b)
	none.Channel = ChannelKey{}
	if got := value[[]Summary](t)(s.Summaries(1, time.Time{}, time.Time{})); len(got) != 1 || got[0] != none {
		t.Errorf("%+v, want %+v", got, none)
	}
}

// TestSummariesFold: hours that are a week old become days, and nothing is lost; a channel
// of which nothing more is seen is quiet, and goes when nothing is known of it.
func TestSummariesFold(t *testing.T) {
	s := fresh(t)
	now := hour(0)
	s.options.Now = func() time.Time { return now }
	for n := range 48 {
		must(t, s.AddSummaries([]Summary{summary(n, int64(n+1))}))
	}
	now = hour(24*8 + 12)
	must(t, s.Tend(t.Context(), now))
	var counts []int64
	var sum int64
	for _, x := range value[[]Summary](t)(s.Summaries(1, time.Time{}, time.Time{})) {
		counts, sum = append(counts, x.Count), sum+x.Count
	}
	if len(counts) != 14 || sum != 48*49/2 || counts[0] != 24*25/2 { // a day, half of one, and its other hours
		t.Errorf("%v: %d", counts, sum)
	}
	if c := value[Channel](t)(s.Channel(summary(0, 1).Channel)); c.State != ChannelQuiet || c.Days != 2 {
		t.Errorf("%+v", c)
	}
	now = now.Add(year + 2*day)
	for range 3 {
		must(t, s.Tend(t.Context(), now))
	}
	for _, table := range []string{tableHourly, tableDaily, tableChannels} {
		if n := value[int64](t)(s.lines(table)); n != 0 {
			t.Errorf("%d lines in %s", n, table)
		}
	}
	whole(t, &s.View)
}

// TestChannelsBound: channels beyond the bound are counted together, and what is known goes
// on by itself.
func TestChannelsBound(t *testing.T) {
	s := fresh(t)
	must(t, s.AddSummaries([]Summary{summary(0, 1)}))
	must(t, s.Write(func(x *Tx) error {
		x.exec("UPDATE fills SET lines = ? WHERE name = 'channels'", MaxChannels)
		return x.err
	}))
	other := summary(0, 2)
	other.Channel.Station = 7
	must(t, s.AddSummaries([]Summary{other, other, summary(0, 3)}))
	if x := value[[]Summary](t)(s.Summaries(1, time.Time{}, time.Time{})); len(x) != 1 || x[0].Count != 4 {
		t.Errorf("%+v", x)
	}
	c := value[Channel](t)(s.Channel(ChannelKey{}))
	if x := value[[]Summary](t)(s.Summaries(c.Number, time.Time{}, time.Time{})); len(x) != 1 || x[0].Count != 4 || c.Client.IsValid() {
		t.Errorf("%+v, %+v", c, x)
	}
}
