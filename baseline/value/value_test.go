package value

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/banken-ot/banken/baseline"
)

const readSubject = "modbus 10.0.0.2:502 station 1 read holding-register"

// TestConstant: a constant that changes is told once, without a write of it; a value
// that comes again on three days is learned; what is approved is ordinary.
func TestConstant(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	for day := 1; day <= 10; day++ {
		for m := 0; m < 1440; m += 10 {
			w.read(w.minute(day, m), 0, 12, 5)
		}
	}
	w.only("", 0)
	for m := 0; m < 100; m++ {
		w.read(w.minute(11, m), 0, 12, 7)
	}
	d := w.only("constant-changed", 1)
	if d.Expected != "5" || d.Seen != "7" || d.Point != "holding-register[12]" || d.Support < 1400 || d.Learned < 9*24*3600e9 || d.State != baseline.Provisional {
		t.Errorf("%+v", d)
	}
	if f, s := w.facts(readSubject + "[12]"); f != "constant 5" || s != baseline.Known {
		t.Errorf("%s, %s", f, s)
	}
	w.read(w.minute(11, 101), 0, 12, 9)
	w.only("constant-changed", 1)
	w.read(w.minute(11, 102), 0, 12, 5)
	w.read(w.minute(11, 103), 0, 12, 7)
	w.only("", 0) // told ten minutes ago
	w.read(w.minute(11, 104), 0, 12, 5)
	w.read(w.minute(11, 120), 0, 12, 7)
	w.only("constant-changed", 1)
	for day := 12; day <= 14; day++ {
		w.read(w.minute(day, 1), 0, 12, 7)
	}
	w.kinds()
	w.read(w.minute(14, 3), 0, 12, 5)
	w.read(w.minute(14, 300), 0, 12, 7)
	w.only("", 0)
	w.read(w.minute(14, 310), 0, 12, 9)
	if !w.d.Decide(w.book, readSubject+"[12]", baseline.Approved) {
		t.Fatal("no such entry")
	}
	w.kinds()
	w.read(w.minute(15, 1), 0, 12, 5)
	w.read(w.minute(15, 2), 0, 12, 9)
	w.only("", 0)
}

// TestEnumeration: a new state of an enumeration is evidence; one of a variable that
// still shows new ones is nothing.
func TestEnumeration(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	r := rand.New(rand.NewPCG(1, 1))
	for day := 1; day <= 20; day++ {
		for m := 0; m < 1440; m += 10 {
			w.read(w.minute(day, m), 0, 1, []float64{0, 1, 3}[r.IntN(3)])
			w.read(w.minute(day, m), 0, 2, float64(min(day/2, 8))) // a new one every other day
		}
	}
	w.only("", 0)
	if f, _ := w.facts(readSubject + "[1]"); !strings.HasPrefix(f, "enumeration ") || len(f) != len("enumeration 0, 1, 3") {
		t.Error(f)
	}
	w.read(w.minute(21, 1), 0, 2, 77)
	w.only("", 0)
	w.read(w.minute(21, 1), 0, 1, 2)
	if d := w.only("enumeration-new", 1); d.Seen != "2" || len(d.Expected) != 7 || d.Meaning.Alone {
		t.Errorf("%+v", d)
	}
}

// TestCounterAndBits: a counter may wrap and begin anew, but not go back; a bit that
// never changed is told.
func TestCounterAndBits(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	r := rand.New(rand.NewPCG(2, 2))
	count, word := uint16(65000), uint16(0x8001)
	step := func(day, m int) {
		count += uint16(r.IntN(5))
		word ^= 1 << []int{2, 5, 7, 8, 11}[r.IntN(5)]
		w.event(w.minute(day, m), 0, 1, words(10, count, word))
	}
	for day := 1; day <= 20; day++ {
		for m := 0; m < 1440; m++ {
			step(day, m)
		}
	}
	w.only("", 0)
	for index, want := range map[string]string{"[10]": "counter ", "[11]": "bits (bit 2, bit 5, bit 7, bit 8, bit 11)"} {
		if f, _ := w.facts(readSubject + index); !strings.HasPrefix(f, want) {
			t.Errorf("%s: %s", index, f)
		}
	}
	count = 3
	step(21, 1)
	w.only("", 0)
	count = 9000
	step(21, 20)
	w.kinds() // so fast was it never
	step(21, 30)
	count -= 500
	step(21, 40)
	w.only("counter-backwards", 1)
	word |= 1 << 9
	step(21, 50)
	if d := w.only("bit-new", 1); d.Seen != "bit 9" {
		t.Error(d.Seen)
	}
}

// noise is a level about 230 with a daily wave.
func noise(r *rand.Rand, m int) float64 {
	return 230 + 20*math.Sin(2*math.Pi*float64(m)/1440) + r.NormFloat64()
}

// TestContinuous: a level far out is told at once and once, then the variable is
// drifting; further out it is told again; approved, it is ordinary.
func TestContinuous(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	r := rand.New(rand.NewPCG(3, 3))
	for day := 1; day <= 35; day++ {
		for m := range 1440 {
			w.read(w.minute(day, m), 0, 3, noise(r, m))
		}
	}
	w.only("", 0)
	s := w.d.series.at(1)
	t.Log(w.facts(readSubject + "[3]"))
	if s.limit.high > 350 || s.limit.low < 100 || s.limit.high < s.learned.high {
		t.Errorf("after 28 days the limits are %v, learned %v", s.limit, s.learned)
	}
	for m := range 300 {
		w.read(w.minute(36, m), 0, 3, 600+noise(r, m))
	}
	if d := w.only("value-outside", 1); d.Surprise < 10 || !strings.Contains(d.Expected, "..") || d.Actor != server.Addr() {
		t.Errorf("%+v", d)
	}
	if v := w.d.vars.at(1); w.d.variableState(v) != baseline.Drifting {
		t.Error("not drifting")
	}
	for day := 37; day < 40; day++ {
		for m := range 1440 {
			w.read(w.minute(day, m), 0, 3, 600+noise(r, m))
		}
	}
	w.only("", 0)
	w.read(w.minute(40, 1), 0, 3, 5000)
	w.only("value-outside", 1)
	if _, standing := w.facts(readSubject + "[3]"); standing != baseline.Pending {
		t.Error(standing)
	}
	w.d.Decide(w.book, readSubject+"[3]", baseline.Approved)
	for m := 10; m < 1440; m++ {
		w.read(w.minute(40, m), 0, 3, 600+noise(r, m))
	}
	w.only("", 0)
	w.d.Decide(w.book, readSubject+"[3]", baseline.Rejected)
	for m := range 21 {
		w.read(w.minute(41, m), 0, 3, 230)
	}
	w.only("value-outside", 3)
}

// TestRate: a value that jumps within its range is told.
func TestRate(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	r := rand.New(rand.NewPCG(4, 4))
	for day := 1; day <= 57; day++ {
		for m := range 1440 {
			w.read(w.minute(day, m), 0, 3, 230+200*math.Sin(2*math.Pi*float64(m)/1440)+0.1*r.NormFloat64())
		}
	}
	w.only("", 0)
	t.Log(w.facts(readSubject + "[3]"))
	w.read(w.minute(58, 0), 0, 3, 230)
	w.read(w.minute(58, 1), 0, 3, 400)
	if d := w.only("rate-outside", 1); !strings.HasSuffix(d.Seen, "/s") {
		t.Error(d.Seen)
	}
}

// TestSlowDrift: a level that creeps away after the days of learning is found, and told
// a few times at most.
func TestSlowDrift(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	r := rand.New(rand.NewPCG(5, 5))
	found := 0
	for day := 1; day <= 120; day++ {
		for m := 0; m < 1440; m += 2 {
			w.read(w.minute(day, m), 0, 3, noise(r, m)+math.Max(0, float64(day-60)))
		}
		if found == 0 && len(w.got) > 0 {
			found = day
		}
	}
	if n := w.kinds()["value-outside"]; found < 61 || n == 0 || n > 5 {
		t.Errorf("told %d times, first on day %d", n, found)
	}
	t.Logf("a drift of 1 a day, the range being 47, is found on day %d", found-60)
}

// TestQuality: what is of bad quality, infinite, or no number is no value.
func TestQuality(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		w.read(w.minute(1, 1), 0, 1, x)
	}
	if w.d.vars.n != 0 {
		t.Errorf("%d variables", w.d.vars.n)
	}
	good := func(d string, space, quality uint32, write bool) bool {
		return d == "dnp3" && goodFlags(point(space, quality, write)) || d == "opcua" && goodStatus(point(space, quality, write))
	}
	for _, x := range []struct {
		protocol       string
		space, quality uint32
		write, want    bool
	}{{"dnp3", 30<<8 | 1, 1, false, true}, {"dnp3", 30<<8 | 1, 0, false, false}, {"dnp3", 1<<8 | 2, 0x81, false, true}, {"dnp3", 30<<8 | 1, 5, false, false},
		{"dnp3", 41<<8 | 1, 0, true, true}, {"dnp3", 41<<8 | 1, 4, true, false}, {"dnp3", 43<<8 | 1, 0, false, true},
		{"opcua", 2, 0, false, true}, {"opcua", 2, 0x40000000, false, true}, {"opcua", 2, 0x80320000, false, false}} {
		if good(x.protocol, x.space, x.quality, x.write) != x.want {
			t.Errorf("%+v", x)
		}
	}
}
