package judge

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/model"
	"github.com/banken-ot/banken/baseline/whitelist"
	"github.com/banken-ot/banken/deploy/lab/synth"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/modbus"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/watch"
)

// learner learns the first days of the works, and keeps the events of some hours after
// them.
type learner struct {
	Observer
	from, to int64 // of those hours, UTC ns
	kept     []baseline.Event
}

func (l *learner) Event(e *baseline.Event) {
	switch {
	case e.End() < l.from:
		l.Observer.Event(e)
	case e.End() < l.to:
		x := *e
		x.Points = make([]wire.Point, len(e.Points))
		for i, p := range e.Points {
			p.Name, p.Value.Raw = bytes.Clone(p.Name), bytes.Clone(p.Value.Raw)
			x.Points[i] = p
		}
		l.kept = append(l.kept, x)
	}
}

func (l *learner) Contact(c *baseline.Contact) {
	if c.Time < l.from {
		l.Observer.Contact(c)
	}
}

func (l *learner) Binding(b *baseline.Binding) {
	if b.Time < l.from {
		l.Observer.Binding(b)
	}
}

// learn has an observer live through the first days, and returns the events of the
// hours that follow.
func learn(tb testing.TB, o Observer, days, hours int) []baseline.Event {
	tb.Helper()
	more := time.Duration(hours) * time.Hour
	length := time.Duration(days)*24*time.Hour + more
	l := &learner{Observer: o, from: monthsStart.Add(length - more).UnixNano(), to: monthsStart.Add(length).UnixNano()}
	f := Feed{Lab: synth.Options{Seed: 7, Start: monthsStart.Add(-running), Duration: running + length, Poll: time.Minute}, Before: running}
	if _, err := f.Run(context.Background(), l); err != nil {
		tb.Fatal(err)
	}
	if len(l.kept) < 1000 {
		tb.Fatalf("%d events in an hour", len(l.kept))
	}
	return l.kept
}

func newModel(report func(*baseline.Deviation)) *model.Model {
	return model.New(model.Options{Settings: watch.DefaultSettings(), Zone: time.UTC, Protocols: protocols.All, Report: report})
}

// laps hands the events of an hour on again and again, an hour later each time.
type laps struct {
	events []baseline.Event
	i      int
	shift  int64
	e      baseline.Event
}

func (l *laps) next() *baseline.Event {
	if l.i == len(l.events) {
		l.i = 0
		l.shift += int64(time.Hour)
	}
	l.e = l.events[l.i]
	l.e.Time += l.shift
	l.i++
	return &l.e
}

// TestNoAllocation: an ordinary event allocates nothing on its way through all
// detectors, and deviates from nothing.
func TestNoAllocation(t *testing.T) {
	told := 0
	m := newModel(func(d *baseline.Deviation) { told++ })
	l := &laps{events: learn(t, m, 10, 3)}
	ordinary := len(l.events) / 3
	for range ordinary {
		m.Event(l.next())
	}
	told = 0
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n := testing.AllocsPerRun(ordinary, func() { m.Event(l.next()) })
	runtime.ReadMemStats(&after)
	t.Logf("%d allocations for %d ordinary events", after.Mallocs-before.Mallocs, ordinary)
	if n != 0 || told != 0 {
		t.Errorf("%v allocations an event, %d deviations", n, told)
	}
}

// TestFlood: whatever strangers ask for, at any rate, nothing that was learned changes.
func TestFlood(t *testing.T) {
	m := newModel(func(*baseline.Deviation) {})
	l := &laps{events: learn(t, m, 9, 1)}
	last := l.next().Time
	before := lines(m)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 2 * whitelist.MaxKeys {
		e := strange(r, l.events[i%len(l.events)].Server.Addr())
		e.Time = last + int64(i)*100e3
		m.Event(&e)
	}
	after := lines(m)
	if len(after) < len(before)+1000 {
		t.Fatalf("the flood left no trace: %d lines before, %d after", len(before), len(after))
	}
	for subject, x := range before {
		if after[subject] != x {
			t.Errorf("%s: %q became %q", subject, x, after[subject])
		}
	}
}

// lines are what is learned of asking, writing and values, by subject.
func lines(m *model.Model) map[string]string {
	all := map[string]string{}
	m.Entries(func(e *baseline.Entry) bool {
		switch e.Detector {
		case baseline.Whitelist, baseline.Values, baseline.Identity:
			all[e.Detector.String()+" "+e.Subject] = fmt.Sprint(e.Standing, " ", e.Facts, " ", e.Days)
		}
		return true
	})
	return all
}

// strange is a request of somebody never seen, for something never asked for, of a
// device that is there or one that is not.
func strange(r *rand.Rand, known netip.Addr) baseline.Event {
	from := netip.AddrFrom4([4]byte{10, 99, byte(r.IntN(8)), byte(r.Uint32())})
	to := known
	if r.IntN(2) == 0 {
		to = netip.AddrFrom4([4]byte{10, 98, byte(r.IntN(8)), byte(r.Uint32())})
	}
	e := read(netip.AddrPortFrom(from, 40000), netip.AddrPortFrom(to, 502), 1+uint32(r.IntN(200)), 20000+uint32(r.IntN(40000)), 1, r.Uint32())
	if r.IntN(4) == 0 {
		e.Operation, e.Function, e.Code = wire.Write, "write-single-register", 6
	}
	return e
}

// read is a read of holding registers; their values follow from one.
func read(from, to netip.AddrPort, station, first, count, value uint32) baseline.Event {
	p := wire.Point{Space: modbus.HoldingRegister, Index: first, Count: count}
	raw := make([]byte, 2*count)
	for i := range count {
		binary.BigEndian.PutUint16(raw[2*i:], uint16(value+7*i))
	}
	p.Value = wire.Value{Kind: wire.KindWords, Raw: raw}
	return baseline.Event{Client: from, Server: to, Flow: 1, Protocol: &modbus.Protocol, Station: station, Operation: wire.Read,
		Function: "read-holding-registers", Code: 3, Outcome: wire.Answered, Latency: 2e6, Points: []wire.Point{p}}
}

// The most a model holds, and the memory it may take with that.
const (
	fullServers   = 40
	fullRegisters = 2500 // of each: 100,000 variables
	fullClients   = 5
	fullReads     = 1000 // of each client of each server: 200,000 keys
	fullBlock     = 125
	fullRounds    = 50 // of two hours each, in which all of that is asked for, while it is learned
	fullMemory    = 256 << 20
	fullChild     = "BANKEN_JUDGE_FULL"
)

// TestFullMemory: a model with as many keys and variables as there may be takes no
// more memory than is promised, all that the process takes included. It is filled in a
// process of its own.
func TestFullMemory(t *testing.T) {
	if os.Getenv(fullChild) != "" {
		fmt.Println(fill(t))
		return
	}
	c := exec.Command(os.Args[0], "-test.run=^TestFullMemory$")
	c.Env = append(os.Environ(), fullChild+"=1")
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var keys, variables, most, live int
	if _, err := fmt.Sscan(string(out), &keys, &variables, &most, &live); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("%d keys, %d variables: at most %.0f MiB resident, %.0f MiB of it in use", keys, variables, mebi(most), mebi(live))
	if keys < whitelist.MaxKeys*99/100 || variables < fullServers*fullRegisters || most > fullMemory {
		t.Errorf("%d keys, %d variables, %.0f MiB", keys, variables, mebi(most))
	}
}

func mebi(n int) float64 { return float64(n) / (1 << 20) }

// fill fills a model and returns the keys and variables in it, the most memory that
// was resident and what was in use at the end, octets.
func fill(t *testing.T) (keys, variables, most, live int) {
	m := newModel(func(*baseline.Deviation) {})
	now := monthsStart.UnixNano()
	ask := func(client, server, first, count, value int) {
		now += 1e6
		e := read(fullAddress(1, client), fullAddress(2, server), 1, uint32(first), uint32(count), uint32(value))
		e.Time = now
		m.Event(&e)
	}
	r := rand.New(rand.NewPCG(5, 5))
	for round := range 9 * 12 {
		blocks(func(server, first int) { ask(fullClients, server, first, fullBlock, r.IntN(60000)) })
		for i := range fullReads / fullRounds {
			for n := range fullClients * fullServers {
				if first := round*fullReads/fullRounds + i; first < fullReads {
					ask(n%fullClients, n/fullClients, 2*first, 2, r.IntN(60000))
				}
			}
		}
		for end := monthsStart.Add(time.Duration(round+1) * 2 * time.Hour).UnixNano(); now < end; now += int64(time.Minute) {
			ask(fullClients, 0, 0, fullBlock, r.IntN(60000)) // so that it is not blind
		}
	}
	for range 500 {
		for i := range 10_000 / fullBlock {
			ask(fullClients, i%fullServers, i/fullServers*fullBlock, fullBlock, r.IntN(60000))
		}
	}
	most = resident(t)
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	m.Entries(func(e *baseline.Entry) bool {
		switch e.Detector {
		case baseline.Whitelist, baseline.Sequence:
			keys++
		case baseline.Values:
			variables++
		}
		return true
	})
	return keys, variables, most, int(s.HeapAlloc)
}

func blocks(f func(server, first int)) {
	for server := range fullServers {
		for first := 0; first < fullRegisters; first += fullBlock {
			f(server, first)
		}
	}
}

func fullAddress(net, n int) netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, byte(net), 0, byte(n + 1)}), uint16(502))
}

// resident is the most memory of this process that was resident, octets.
func resident(t *testing.T) int {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if rest, ok := strings.CutPrefix(s.Text(), "VmHWM:"); ok {
			n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")))
			if err != nil {
				t.Fatal(err)
			}
			return n << 10
		}
	}
	t.Fatal("no VmHWM")
	return 0
}

// BenchmarkModel is ordinary events through all detectors; BenchmarkSite is the same
// through a whole site. Both tell how many go through in a second of one core's time,
// whatever else the machine does.
func BenchmarkModel(b *testing.B) {
	m := newModel(func(*baseline.Deviation) {})
	l := &laps{events: learn(b, m, 10, 24)}
	measure(b, func() { m.Event(l.next()) })
}

func BenchmarkSite(b *testing.B) {
	w := &life{months: Months{Seed: 7, Plain: true}, told: newLived(Months{}), morning: monthsStart.Add(reviewHour).UnixNano()}
	if err := w.open(); err != nil {
		b.Fatal(err)
	}
	l := &laps{events: learn(b, w, 10, 24)}
	measure(b, func() { w.note(w.site.Event(l.next())) })
	if w.err != nil {
		b.Fatal(w.err)
	}
}

func measure(b *testing.B, event func()) {
	b.ReportAllocs()
	b.ResetTimer()
	before := spent(b)
	for range b.N {
		event()
	}
	b.ReportMetric(float64(b.N)/(spent(b)-before).Seconds(), "events/core-s")
}

// spent is the time of all cores that the process took.
func spent(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
