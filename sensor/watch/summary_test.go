package watch

import (
	"net/netip"
	"testing"
	"time"

	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/store"
)

// TestSummary: every transaction is in a summary of its channel and hour when the site is
// closed, with its latency, also those of a site that was opened again.
func TestSummary(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir)
	w.learn(t, 0, 4) // 80 minutes
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	w = open(t, dir)
	refused := event(start+4*int64(day)+1e9, panel, wire.Write, 20)
	refused.Outcome, refused.Latency = wire.Refused, wire.NoLatency
	w.event(t, refused)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	c, err := w.store.Channel(store.ChannelKey{Client: panel.Addr(), Server: device.Addr(), Protocol: "modbus", Port: 502, Station: 1})
	if err != nil || c.Days != 1 || c.First.UnixNano() != start {
		t.Fatalf("%+v, %v", c, err)
	}
	all, err := w.store.Summaries(c.Number, time.Time{}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int64{}
	for _, x := range all {
		count[x.Start.Format("15")+" "+x.Operation+" "+x.Outcome] += x.Count
		if x.Outcome == "answered" && (x.LatencyMin != 2e6 || x.LatencyMean != 2e6 || x.LatencyMax != 2e6 || x.Timed != x.Count) || x.Outcome == "refused" && x.Timed != 0 {
			t.Errorf("%+v", x)
		}
	}
	want := map[string]int64{"00 read answered": 3600, "00 write answered": 6, "01 read answered": 1200, "01 write answered": 2, "01 write refused": 1}
	for name, n := range want {
		if count[name] != n {
			t.Errorf("%s: %d, want %d", name, count[name], n)
		}
	}
	if len(count) != len(want) {
		t.Errorf("%v", count)
	}
	if list, err := w.store.Incidents(store.IncidentFilter{Target: device.Addr().String()}); err != nil || len(list) == 0 {
		t.Errorf("%d incidents of the device: %v", len(list), err)
	}
}

// TestSummaryBound: sorts beyond the bound are counted together; nothing is forgotten.
func TestSummaryBound(t *testing.T) {
	var s sums
	e := event(start, panel, wire.Read, 10)
	for n := range maxSums + 1000 {
		e.Station = uint32(n)
		e.Time = start + int64(n)*1e6
		s.add(e)
	}
	var count int64
	for i := range s.list {
		count += s.list[i].count
	}
	last := s.list[len(s.list)-1]
	if count != maxSums+1000 || len(s.list) != maxSums+1 || last.count != 1000 || last.summary().Channel != (store.ChannelKey{}) {
		t.Errorf("%d in %d sorts, %+v", count, len(s.list), last)
	}
	s.drop(maxSums)
	e.Station = maxSums + 7
	if s.add(e); len(s.list) != 2 || s.list[0].count != 1000 {
		t.Errorf("%+v", s.list)
	}
}

// TestSummaryNoRoom: while the store has no room what was counted waits; incidents go on.
func TestSummaryNoRoom(t *testing.T) {
	w := openWith(t, t.TempDir(), store.Options{MaxOctets: 3 << 20})
	e := event(start, panel, wire.Read, 10)
	for n := range 20_000 {
		e.Time, e.Server = start+int64(n)*1e6, netip.AddrPortFrom(device.Addr(), uint16(1024+n))
		w.sum(e)
	}
	if err := w.keepSums(); err != nil {
		t.Fatal(err)
	}
	if c := w.store.Condition(); !c.Full || len(w.sums.list) == 0 && w.Uncounted() == 0 {
		t.Errorf("%+v, %d wait, %d were given up", c, len(w.sums.list), w.Uncounted())
	}
	w.sums.list, w.sums.places = nil, nil
	for n := range maxSums {
		e.Station = uint32(n)
		w.sum(e)
	}
	if err := w.keepSums(); err != nil || w.Uncounted() != maxSums {
		t.Errorf("%v, %d were given up", err, w.Uncounted())
	}
}

// TestSummaryAllocations: a transaction of a known sort costs no memory.
func TestSummaryAllocations(t *testing.T) {
	var s sums
	e := event(start, panel, wire.Read, 10)
	s.add(e)
	if n := testing.AllocsPerRun(1000, func() { s.add(e) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestHistory: the difference between looks is kept, also over a restart of the sensor
// and of a port's counters, and each change of state once.
func TestHistory(t *testing.T) {
	st, err := store.Open(t.TempDir()+"/"+store.Name, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	began := time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	look := func(started time.Time, minutes int, frames uint64, blind float64) *health.Status {
		return &health.Status{Started: started, Time: started.Add(time.Duration(minutes) * time.Minute), ByProtocol: map[string]uint64{"modbus": frames / 2},
			Ports: []health.Port{{Name: "eth1", BlindSeconds: blind, Filter: health.Filter{Withheld: frames}, Workers: []health.Worker{{Received: frames, DroppedKernel: 1, Malformed: frames / 10, Blind: 7}, {Received: frames}}}}}
	}
	h, err := NewHistory(st)
	if err != nil || !h.Since().IsZero() {
		t.Fatal(err)
	}
	for _, s := range []*health.Status{look(began, 1, 100, 3), look(began, 2, 300, 3), look(began, 2, 300, 3), look(began.Add(time.Hour), 1, 50, 500)} {
		if err := h.Look(s); err != nil {
			t.Fatal(err)
		}
	}
	all, _, err := st.HealthSpan(began, began.Add(2*time.Hour), 0)
	if err != nil || len(all) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	if x := all[0]; x.Frames != 300 || x.Withheld != 100 || x.Lost != 1 || x.Unparsed != 10 || x.Undecoded != 7 || x.Blind != 3*time.Second || x.Covered != time.Minute || x.Transactions["modbus"] != 50 {
		t.Errorf("%+v", x)
	}
	if x := all[1]; !x.Start.Equal(began.Add(time.Minute)) || x.Frames != 600 || x.Lost != 0 || x.Blind != 0 || x.Transactions["modbus"] != 100 {
		t.Errorf("%+v", x)
	}
	if x := all[2]; !x.Start.Equal(began.Add(time.Hour)) || x.Frames != 150 || x.Lost != 1 || x.Blind != time.Minute {
		t.Errorf("%+v", x)
	}
	if err := h.Changed([]health.Change{{Time: began, Part: "port eth1", From: "starting", To: "capturing"}, {Time: began.Add(time.Second), Part: "port eth1", From: "capturing", To: "down", Why: "no cable"}}); err != nil {
		t.Fatal(err)
	}
	if h, err = NewHistory(st); err != nil || !h.Since().Equal(began.Add(time.Second+1)) {
		t.Errorf("since %s: %v", h.Since(), err)
	}
	if list, err := st.HealthChanges(began, time.Time{}, 0); err != nil || len(list) != 2 || list[1].Why != "no cable" {
		t.Errorf("%+v, %v", list, err)
	}
}
