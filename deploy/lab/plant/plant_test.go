package plant

import (
	"bytes"
	"encoding/csv"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/sensor/asset"
)

var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// perform does what an executor does with ordinary actions.
func perform(p *Plant, a Action) {
	switch a.Verb {
	case WritePoints:
		p.Write(a.To, a.Table, a.Index, a.Values...)
	case SelectOperate:
		if a.Analog {
			p.OperateAnalog(a.Index, int32(a.Values[0]))
		} else {
			p.OperateBinary(a.Index, a.Code)
		}
	case WriteNode:
		n, _ := NodeNamed(a.Text)
		p.WriteNode(&n, a.Value)
	case CallMethod:
		p.Call(a.Text)
	}
}

// live runs a plant in steps and shows it each step.
func live(p *Plant, d, step time.Duration, see func(time.Time, []Action)) {
	for now := monday; !now.After(monday.Add(d)); now = now.Add(step) {
		p.Step(now)
		due := p.Due()
		for _, a := range due {
			perform(p, a)
		}
		p.ConfirmEvents(0x0e, math.MaxUint64)
		see(now, due)
	}
}

// value reads a tag.
func value(t *testing.T, p *Plant, name string) float64 {
	t.Helper()
	tag := tagNamed(t, name)
	return valueOf(t, p, &tag)
}

func tagNamed(t *testing.T, name string) Tag {
	t.Helper()
	tag, ok := TagNamed(name)
	if !ok {
		t.Fatalf("no tag %s", name)
	}
	return tag
}

// valueOf reads a tag in engineering units.
func valueOf(t *testing.T, p *Plant, tag *Tag) float64 {
	t.Helper()
	w, e := p.Read(nil, tag.Controller, tag.Table, tag.Address, tag.Words)
	if e != NoException {
		t.Fatalf("%s: %v", tag.Name, e)
	}
	raw := uint32(w[0])
	if len(w) == 2 {
		raw = raw<<16 | uint32(w[1])
	}
	return tag.Value(raw)
}

// TestPlausible runs three weeks: levels stay in what an operator would accept,
// pumps start some times a day, and no water is made or lost.
func TestPlausible(t *testing.T) {
	bounds := []struct {
		tag       Tag
		low, high float64
	}{{tagNamed(t, "LT110"), 1.5, 3.9}, {tagNamed(t, "LT301"), 0.9, 3.8}, {tagNamed(t, "LT401"), 2.5, 7.8}, {tagNamed(t, "AT201"), 0.4, 1.3},
		{tagNamed(t, "FT201"), 0, 420}, {tagNamed(t, "PT301"), 3, 8}, {tagNamed(t, "AT501"), 0, 0.4}}
	for i, tick := range []time.Duration{5 * time.Second, 20 * time.Second, time.Minute, time.Minute} {
		seed := uint64(i + 1)
		p := New(seed)
		p.SetTick(tick)
		lead := tagNamed(t, "YS301")
		first, starts, was := p.process.stored(), 0, 0.0
		live(p, 21*24*time.Hour, tick, func(now time.Time, _ []Action) {
			for i := range bounds {
				b := &bounds[i]
				if v := valueOf(t, p, &b.tag); v < b.low || v > b.high {
					t.Fatalf("seed %d: %s: %s is %g", seed, now, b.tag.Name, v)
				}
			}
			on := valueOf(t, p, &lead)
			if on > was {
				starts++
			}
			was = on
		})
		b := p.Balance()
		if diff := math.Abs(b.In - b.Out - (b.Stored - first)); diff > 1e-6*b.In || b.In < 21*4000 {
			t.Errorf("seed %d: water does not balance: %+v, %g m3 off", seed, b, diff)
		}
		if starts < 7 || starts > 21*24 {
			t.Errorf("seed %d: pump 301 started %d times in 21 days", seed, starts)
		}
	}
}

// TestSteps: the times between do not matter, the seed does.
func TestSteps(t *testing.T) {
	state := func(seed uint64, step time.Duration) []uint16 {
		p := New(seed)
		live(p, 2*time.Hour, step, func(time.Time, []Action) {})
		var all []uint16
		for _, c := range Controllers() {
			all, _ = p.Read(all, c, InputRegisters, 0, 8)
		}
		return all
	}
	a, b, c := state(5, time.Second), state(5, 30*time.Second), state(6, time.Second)
	if !slices.Equal(a, b) {
		t.Errorf("steps of 1 s and of 30 s differ:\n%v\n%v", a, b)
	}
	if slices.Equal(a, c) {
		t.Error("two seeds give the same plant")
	}
}

// TestWriteActs: a write moves the process, as an attacker would want.
func TestWriteActs(t *testing.T) {
	run := func(write bool) float64 {
		p := New(9)
		live(p, 6*time.Hour, time.Second, func(now time.Time, _ []Action) {
			if write && now.After(monday.Add(time.Hour)) { // and again when somebody has put it right

				p.Call("Works.HighLift.StopAll")
			}
		})
		return value(t, p, "LT401")
	}
	if a, b := run(false), run(true); a-b < 0.5 {
		t.Errorf("tank at %g m, and at %g m with the pumps stopped", a, b)
	}
}

// TestModbusLimits: requests beyond a table or the standard are refused.
func TestModbusLimits(t *testing.T) {
	p := New(1)
	p.Step(monday)
	for _, x := range []struct {
		table        Table
		start, count uint16
		want         Exception
	}{{InputRegisters, 0, 10, 0}, {InputRegisters, 20, 5, IllegalAddress}, {HoldingRegisters, 0, 0, IllegalValue},
		{HoldingRegisters, 0, 126, IllegalValue}, {Coils, 65535, 2, IllegalAddress}, {Table(9), 0, 1, DeviceFailure}} {
		if _, e := p.Read(nil, PLC1, x.table, x.start, x.count); e != x.want {
			t.Errorf("read %v %d+%d: %v, want %v", x.table, x.start, x.count, e, x.want)
		}
	}
	if e := p.Write(PLC1, InputRegisters, 0, 1); e != DeviceFailure {
		t.Errorf("input registers written: %v", e)
	}
}

// TestTags: no two tags share a register, and every range fits it.
func TestTags(t *testing.T) {
	type place struct {
		controller string
		table      Table
		address    uint16
	}
	seen, names := map[place]string{}, map[string]bool{}
	for _, tag := range Tags() {
		for i := range tag.Words {
			at := place{tag.Controller, tag.Table, tag.Address + i}
			if seen[at] != "" {
				t.Errorf("%s and %s share %v", tag.Name, seen[at], at)
			}
			seen[at] = tag.Name
		}
		if names[tag.Name] {
			t.Errorf("%s is there twice", tag.Name)
		}
		names[tag.Name] = true
		if v := tag.Value(tag.Raw(tag.High)); math.Abs(v-tag.High) > tag.Scale {
			t.Errorf("%s: %g does not fit: %g", tag.Name, tag.High, v)
		}
	}
	if len(Controllers()) < 4 || len(seen) < 80 {
		t.Errorf("%d registers in %d controllers", len(seen), len(Controllers()))
	}
}

// TestOutstation: events come, are confirmed, and a restart is told.
func TestOutstation(t *testing.T) {
	p := New(3)
	classes := map[uint8]int{}
	for now := monday; now.Before(monday.Add(24 * time.Hour)); now = now.Add(time.Second) {
		p.Step(now)
		for _, e := range p.PendingEvents(nil, 0x0e) {
			classes[e.Class]++
			p.ConfirmEvents(0x0e, e.Number)
		}
	}
	if classes[1] < 4 || classes[2] < 50 || classes[2] > 5000 || classes[3] < 4 {
		t.Errorf("events by class in a day: %v", classes)
	}
	p.ClearRestart()
	p.SetTime()
	if iin := p.Indications(); iin != 0 {
		t.Errorf("indications %04x", iin)
	}
	d := p.ColdRestart()
	if p.Available(p.Now().Add(d / 2)) {
		t.Error("answers while it restarts")
	}
	p.Step(p.Now().Add(d + time.Second))
	if !p.Available(p.Now()) || p.Indications()&DeviceRestart == 0 {
		t.Errorf("after the restart: %04x", p.Indications())
	}
}

// TestRoutine: a month of the works has what its people do, each action by a
// host of the table, on a tag that may be written, in its range.
func TestRoutine(t *testing.T) {
	p := New(4)
	p.SetTick(10 * time.Second)
	verbs, last := map[Verb]int{}, time.Time{}
	live(p, 30*24*time.Hour, 10*time.Second, func(_ time.Time, due []Action) {
		for _, a := range due {
			verbs[a.Verb]++
			if _, ok := HostNamed(a.From); !ok || a.At.Before(last) {
				t.Errorf("%v after %s", a, last)
			}
			last = a.At
			if a.Verb == WritePoints && a.Table == HoldingRegisters {
				inRange(t, a)
			}
		}
	})
	for v, least := range map[Verb]int{WritePoints: 300, SelectOperate: 60, WriteNode: 50, CallMethod: 30, Identify: 1, ReadPoints: 10, Reconnect: 1} {
		if verbs[v] < least {
			t.Errorf("verb %d: %d times, want %d", v, verbs[v], least)
		}
	}
	if len(p.Permits()) == 0 {
		t.Error("no permits in a month")
	}
}

func inRange(t *testing.T, a Action) {
	t.Helper()
	for _, tag := range Tags() {
		if tag.Controller == a.To && tag.Table == a.Table && tag.Address == a.Index {
			if v := tag.Value(uint32(a.Values[0])); v < tag.Low-tag.Scale || v > tag.High+tag.Scale {
				t.Errorf("%s set to %g, its range is %g to %g", tag.Name, v, tag.Low, tag.High)
			}
			return
		}
	}
	t.Errorf("no tag for %+v", a)
}

// TestHosts: addresses are of the subnet and unique, every MAC's vendor is known.
func TestHosts(t *testing.T) {
	vendors, err := asset.LoadVendors()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[any]bool{}
	for _, h := range Hosts() {
		if !Network.Contains(h.Address) || seen[h.Address] || seen[h.MAC] || seen[h.Name] {
			t.Errorf("%s: address, MAC or name not good", h.Name)
		}
		seen[h.Address], seen[h.MAC], seen[h.Name] = true, true, true
		if vendors.Name(h.MAC) == "" {
			t.Errorf("%s: %x has no vendor", h.Name, h.MAC)
		}
	}
	var b bytes.Buffer
	if err := WriteAssets(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != len(hosts) {
		t.Errorf("%d rows of assets, %v", len(rows), err)
	}
	if !baseline.Public(Internet) {
		t.Error("the address outside is not one of the internet")
	}
}
