package value

import (
	"testing"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/protocols/wire"
)

// TestInjected: in plants learned for two months, a set-point three times the
// greatest one is told at once, whichever it is; the device need not accept it.
func TestInjected(t *testing.T) {
	for seed := range uint64(5) {
		w, p := newWorld(t, baseline.Settings{}), newPlant(100+seed, 1)
		for day := 1; day <= 60; day++ {
			p.run(w, day, 15)
		}
		for i := range setPoints {
			w.got = nil
			w.write(w.minute(61, i), 2, uint32(1000+i), 780)
			if len(w.got) != 1 || w.got[0].Meaning.Kind != "write-far-outside" {
				t.Errorf("seed %d, set-point %d: %v; limits %v", seed, i, w.kinds(), w.d.written.at(uint32(i+1)).limit)
			}
		}
	}
}

var outstation = &wire.Protocol{Name: "dnp3", AppendSpace: func(dst []byte, _ uint32) []byte { return append(dst, "group"...) }}

// TestMirror: what is commanded to an analogue output of DNP3 is read back from its
// status, another group; points that are not online are no values.
func TestMirror(t *testing.T) {
	w := newWorld(t, strict)
	send := func(day, m int, space, quality uint32, access wire.Access, x float64) {
		w.at(w.minute(day, m))
		o := wire.Read
		if access == wire.AccessWrite {
			o = wire.Operate
		}
		w.send(&baseline.Event{Time: w.look.Now, Client: clients[0], Server: server, Protocol: outstation, Station: 10, Operation: o, Outcome: wire.Answered,
			Points: []wire.Point{{Space: space, Index: 4, Count: 1, Access: access, HasQuality: true, Quality: quality, Value: wire.Float64(x)}}})
	}
	for day := 1; day <= 20; day++ {
		for m := 0; m < 1440; m += 20 {
			send(day, m, 40<<8|3, 1, wire.AccessRead, 50)
			send(day, m, 40<<8|3, 0, wire.AccessRead, float64(m)) // offline
		}
	}
	if n := w.d.vars.at(1).count; n != 20*72 {
		t.Errorf("%d values", n)
	}
	send(21, 1, 41<<8|1, 0, wire.AccessWrite, 80)
	if d := w.only("parameter-changed", 1); d.Expected != "50" || d.Point != "group[4]" {
		t.Errorf("%+v", d)
	}
	send(21, 2, 40<<8|3, 1, wire.AccessRead, 80)
	w.only("", 0)
	if a, b := w.d.vars.at(1).twin, w.d.vars.at(2).twin; a != 2 || b != 1 {
		t.Errorf("twins %d and %d", a, b)
	}
}

// TestTexts: texts are told apart and never taken for numbers; a value of another
// kind than a variable has is none.
func TestTexts(t *testing.T) {
	w := newWorld(t, strict)
	read := func(day, m int, index uint32, v wire.Value) {
		w.event(w.minute(day, m), 0, wire.Read, wire.Point{Space: 1, Index: index, Count: 1, Value: v})
	}
	for day := 1; day <= 20; day++ {
		for m := 0; m < 1440; m += 20 {
			read(day, m, 1, wire.Text([]byte([]string{"idle", "busy"}[m/20%2])))
			read(day, m, 2, wire.Text([]byte(itoa(day*1440+m))))
			read(day, m, 3, wire.Time(int64(m)))
			read(day, m, 4, wire.Secret(8))
		}
	}
	if w.d.vars.n != 2 {
		t.Errorf("%d variables", w.d.vars.n)
	}
	if f, _ := w.facts(readSubject + "[2]"); f != "varied" {
		t.Error(f)
	}
	read(21, 1, 1, wire.Uint(7))
	w.only("", 0)
	read(21, 1, 1, wire.Text([]byte("fault")))
	w.only("enumeration-new", 1)
}

// TestNotLearned: while nothing may be learned nothing is, and what is out is told all
// the same.
func TestNotLearned(t *testing.T) {
	w := newWorld(t, strict)
	w.look.Learn = false
	for day := 1; day <= 3; day++ {
		w.read(w.minute(day, 1), 0, 1, 5)
		w.write(w.minute(day, 2), 0, 2, 5)
	}
	if w.d.vars.n != 0 {
		t.Errorf("%d variables", w.d.vars.n)
	}
	w.look.Learn = true
	for day := 4; day <= 15; day++ {
		for m := 0; m < 1440; m += 30 {
			w.read(w.minute(day, m), 0, 1, 5)
		}
	}
	w.look.Learn = false
	for day := 16; day <= 40; day++ {
		for m := 0; m < 1440; m += 30 {
			w.read(w.minute(day, m), 0, 1, 6)
		}
	}
	w.only("constant-changed", 1)
	w.read(w.minute(41, 0), 0, 1, 5)
	w.look.Learn = true
	w.read(w.minute(41, 20), 0, 1, 6)
	w.only("constant-changed", 1)
}

// TestSelect: a value that is only armed is an attempt; carried out, it is told again.
func TestSelect(t *testing.T) {
	w := newWorld(t, baseline.Settings{})
	p := newPlant(1, 1)
	for day := 1; day <= 30; day++ {
		p.run(w, day, 15)
	}
	w.got = nil
	point := wire.Point{Space: 1, Index: 1000, Count: 1, Access: wire.AccessWrite, Value: wire.Float64(5000)}
	w.event(w.minute(31, 1), 2, wire.Select, point)
	w.only("write-far-outside", 1)
	w.event(w.minute(31, 1)+1e8, 2, wire.Operate, point)
	w.only("write-far-outside", 1)
	w.event(w.minute(31, 2), 2, wire.Operate, point)
	w.only("", 0)
}

// TestState: a channel is as far as half of its variables.
func TestState(t *testing.T) {
	w := newWorld(t, strict)
	want := map[int]baseline.State{1: baseline.Cold, 3: baseline.Learning, 9: baseline.Provisional, 40: baseline.Ready}
	for day := 1; day <= 40; day++ {
		for m := 0; m < 1440; m += 30 {
			w.read(w.minute(day, m), 0, 1, 5)
		}
		if s, ok := want[day]; ok && w.d.State(w.book, 1) != s {
			t.Errorf("day %d: %s", day, w.d.State(w.book, 1))
		}
	}
	if s := w.d.State(w.book, 7); s != baseline.Cold {
		t.Errorf("a channel there is not is %s", s)
	}
}
