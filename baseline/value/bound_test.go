package value

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestSize: a variable is of 96 octets, and none of the tables holds a pointer.
func TestSize(t *testing.T) {
	if n := unsafe.Sizeof(variable{}); n != 96 {
		t.Errorf("a variable has %d octets", n)
	}
	t.Logf("set %d, series %d, written %d, readers %d, relation %d, candidate %d octets", unsafe.Sizeof(set{}), unsafe.Sizeof(series{}), unsafe.Sizeof(written{}),
		unsafe.Sizeof(readers{}), unsafe.Sizeof(relation{}), unsafe.Sizeof(candidate{}))
}

// TestFlood: points without end fill the table and change nothing that was learned.
func TestFlood(t *testing.T) {
	w := newWorld(t, strict)
	for day := 1; day <= 10; day++ {
		for m := 0; m < 1440; m += 10 {
			w.read(w.minute(day, m), 0, 12, 5)
		}
	}
	at := w.minute(11, 0)
	for i := range 2 * maxVariables / 100 {
		w.event(at, 2, wire.Read, words(1000+uint32(100*i), make([]uint16, 100)...))
		w.write(at, 2, 1000+uint32(i)*7919, float64(i))
	}
	if w.d.vars.n != maxVariables || w.d.Omitted() < maxVariables {
		t.Errorf("%d variables, %d omitted", w.d.vars.n, w.d.Omitted())
	}
	if f, _ := w.facts(readSubject + "[12]"); f != "constant 5" {
		t.Error(f)
	}
	w.got = nil
	w.read(w.minute(11, 10), 0, 12, 6)
	w.only("constant-changed", 1)
}

// TestCollisions: keys made to collide are refused before they make a search long, and
// what is there is found.
func TestCollisions(t *testing.T) {
	d := New(baseline.Settings{})
	l := baseline.NewLook(baseline.NewBook(), nil)
	const slot = 77
	made := 0
	for i := uint32(0); made < 3*maxProbes; i++ {
		k := key{unit: 1, index: i}
		if k.hash()%(1<<16) != slot {
			continue
		}
		made++
		if n := d.make(l, k); n != 0 && d.find(k) != n {
			t.Fatal("not found")
		}
	}
	if d.vars.n > 2*maxProbes || d.Omitted() == 0 {
		t.Errorf("%d of %d keys for one slot were taken", d.vars.n, made)
	}
}

// TestMemory: 100,000 variables, 10,000 of them with peaks, and what they take.
func TestMemory(t *testing.T) {
	w := newWorld(t, strict)
	before := resident(t)
	values := make([]uint16, 100)
	for round := range 14 {
		at := w.minute(1, 20*round)
		for i := range maxVariables / 100 {
			for j := range values {
				if values[j] = uint16(j); i >= 900 {
					values[j] = uint16(7919 * (i + j + round)) // 10,000 move
				} else if i >= 600 {
					values[j] = uint16(round % 3)
				}
			}
			w.event(at, 0, wire.Read, words(uint32(100*i), values...))
		}
	}
	grown := resident(t) - before
	if w.d.vars.n != maxVariables || w.d.series.n != maxSeries {
		t.Errorf("%d variables, %d series", w.d.vars.n, w.d.series.n)
	}
	t.Logf("%d variables, %d sets, %d series: %.1f MiB, %d octets a variable; without series and sets %d", w.d.vars.n, w.d.sets.n, w.d.series.n,
		float64(grown)/(1<<20), grown/maxVariables, (grown-int(unsafe.Sizeof(series{}))*w.d.series.n-int(unsafe.Sizeof(set{}))*w.d.sets.n)/maxVariables)
	if grown > 64<<20 {
		t.Errorf("%d octets", grown)
	}
	var s snapshot.Writer
	w.d.AppendState(&s)
	t.Logf("the state has %.1f MiB", float64(len(s.B))/(1<<20))
}

// resident returns the memory of the process in octets, after collecting.
func resident(t *testing.T) int {
	runtime.GC()
	debug.FreeOSMemory()
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapInuse)
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n << 10
		}
	}
	t.Fatal("no VmRSS")
	return 0
}

// ordinary returns an event of ten points and a function that sends it ten seconds
// later than before, with other values.
func ordinary(w *world, base uint32) func() {
	values := make([]uint16, 10)
	e := baseline.Event{Client: clients[0], Server: server, Protocol: plain, Station: 1, Operation: wire.Read, Outcome: wire.Answered,
		Points: []wire.Point{words(base, values...)}}
	now, n := w.start, 0
	w.at(now)
	w.send(&e)
	return func() {
		now += 1e9
		n++
		w.at(now)
		raw := e.Points[0].Value.Raw
		for i := range 5 {
			raw[2*i+1] = byte(100 + (n*(i+7))%37)
		}
		e.Time = now
		w.d.Event(w.look, &e)
	}
}

// TestAllocations: an event that deviates from nothing allocates nothing, neither while
// learning nor when judged; nor does one that is out and was told.
func TestAllocations(t *testing.T) {
	w := newWorld(t, strict)
	step := ordinary(w, 100)
	for range 3000 {
		step()
	}
	if n := testing.AllocsPerRun(2000, step); n != 0 {
		t.Errorf("%g allocations for an event while learning", n)
	}
	for range 9 * 86400 {
		step()
	}
	w.only("", 0)
	if n := testing.AllocsPerRun(2000, step); n != 0 {
		t.Errorf("%g allocations for an event judged", n)
	}
	e := baseline.Event{Time: w.look.Now, Client: clients[0], Server: server, Protocol: plain, Station: 1, Operation: wire.Read, Outcome: wire.Answered,
		Points: []wire.Point{words(105, 60000)}}
	w.send(&e)
	w.only("constant-changed", 1)
	if n := testing.AllocsPerRun(100, func() { w.d.Event(w.look, &e) }); n != 0 {
		t.Errorf("%g allocations for an event that was told", n)
	}
}

func benchmark(b *testing.B, spread int) {
	w := newWorld(nil, strict)
	steps := make([]func(), spread)
	for i := range steps {
		steps[i] = ordinary(w, uint32(10*i))
	}
	for range 200 {
		for _, f := range steps {
			f()
		}
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		steps[i%spread]()
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkEvent(b *testing.B) {
	b.Run("10", func(b *testing.B) { benchmark(b, 1) })
	b.Run("10000", func(b *testing.B) { benchmark(b, 1000) })
}
