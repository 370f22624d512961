package timing

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/snapshot"
	"github.com/banken-ot/banken/protocols/wire"
)

// restart replaces the detector by one restored from its state.
func (p *plant) restart(t *testing.T) {
	t.Helper()
	var w, again snapshot.Writer
	p.d.AppendState(&w)
	d := New(settings(time.Duration(p.day)))
	r := snapshot.NewReader(w.B)
	d.Restore(r)
	if err := r.End(); err != nil {
		t.Fatal(err)
	}
	d.AppendState(&again)
	if !bytes.Equal(w.B, again.B) {
		t.Fatal("a restored state is another")
	}
	p.d = d
}

// disturb makes things deviate, the same each time.
func disturb(t *testing.T, restarts bool) ([]baseline.Deviation, []baseline.Entry) {
	p := newPlant(5, natural, 60)
	step := func(days float64) {
		p.run(days)
		if restarts {
			p.restart(t)
		}
	}
	step(3.3)
	step(5.4)
	step(20)
	p.pollers[1].stopped, p.pollers[2].slow, p.pollers[4].faster, p.pollers[6].dead = true, 40, 4, true
	step(0.003)
	step(0.1)
	p.pollers[1].stopped = false
	step(2.5)
	var entries []baseline.Entry
	p.d.Entries(p.book, func(e *baseline.Entry) bool {
		entries = append(entries, *e)
		return true
	})
	return p.reported, entries
}

func TestRestart(t *testing.T) {
	want, wantEntries := disturb(t, false)
	got, gotEntries := disturb(t, true)
	if len(want) < 4 {
		show(t, want)
		t.Fatalf("only %d deviations", len(want))
	}
	if !reflect.DeepEqual(want, got) || !reflect.DeepEqual(wantEntries, gotEntries) {
		show(t, want)
		t.Log("after restarts:")
		show(t, got)
		t.Error("restarts change what is reported")
	}
	if !slices.IsSortedFunc(wantEntries, func(x, y baseline.Entry) int {
		return strings.Compare(x.Detector.ID()+x.Subject, y.Detector.ID()+y.Subject)
	}) {
		t.Error("entries are not sorted")
	}
}

func TestDamagedState(t *testing.T) {
	p := newPlant(5, natural, 120)
	p.run(9)
	var w snapshot.Writer
	p.d.AppendState(&w)
	r := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		b := slices.Clone(w.B[:r.IntN(len(w.B))])
		x := snapshot.NewReader(b)
		New(baseline.Settings{Day: natural}).Restore(x)
		if x.Err() == nil {
			t.Fatalf("%d octets of %d are taken for a state", len(b), len(w.B))
		}
		b = slices.Clone(w.B)
		for range 5 {
			b[r.IntN(len(b))] ^= byte(1 + r.IntN(255))
		}
		New(baseline.Settings{Day: natural}).Restore(snapshot.NewReader(b))
	}
}

// TestFlood: random channels, asked a few times each, change nothing that was learned.
func TestFlood(t *testing.T) {
	p := newPlant(5, natural, 120)
	p.run(10)
	streams, functions := len(p.d.streams), len(p.d.latency.list)
	var before snapshot.Writer
	for _, s := range p.d.streams {
		s.ref.appendState(&before)
	}
	for i := range 100_000 {
		p.give(&baseline.Event{Time: p.now + 1e6, Client: address(1), Server: netip.AddrPortFrom(address(i%60_000).Addr(), uint16(i)), Protocol: p.protocol,
			Operation: wire.Read, Code: 3, Outcome: wire.Unanswered, Latency: wire.NoLatency})
	}
	var after snapshot.Writer
	for _, s := range p.d.streams[:streams] {
		s.ref.appendState(&after)
	}
	if len(p.d.streams) != streams || len(p.d.latency.list) != functions || !bytes.Equal(before.B, after.B) {
		t.Errorf("%d streams of %d, %d functions of %d", len(p.d.streams), streams, len(p.d.latency.list), functions)
	}
}

func TestDrift(t *testing.T) {
	p := ready(t)
	x := p.pollers[4]
	x.faster = 3
	p.run(9)
	var subject string
	p.d.Entries(p.book, func(e *baseline.Entry) bool {
		if e.Standing == baseline.Pending {
			subject += e.Subject
			t.Log(e.Subject, "|", e.Facts)
		}
		return true
	})
	want := fmt.Sprintf("modbus %s > %s station 1", x.client.Addr(), x.server)
	if subject != want {
		t.Fatalf("pending: %q, want %q", subject, want)
	}
	channel := p.book.Channel(baseline.Channel{Client: p.book.KnownAsset(x.client.Addr()), Server: p.book.KnownAsset(x.server.Addr()),
		Protocol: p.book.NameOf("modbus"), Port: 502, Station: 1})
	if st := p.d.State(p.book, channel); st != baseline.Drifting {
		t.Errorf("it is %s", st)
	}
	if !p.d.Decide(p.book, subject, baseline.Approved) || p.d.Decide(p.book, "nothing like it", baseline.Approved) {
		t.Error("what was decided")
	}
	p.take()
	p.run(3)
	if st := p.d.State(p.book, channel); len(p.take()) > 0 || st != baseline.Provisional {
		t.Errorf("approved, it is %s", st)
	}
	x.faster = 1
	p.run(0.5)
	only(t, p.take(), RateDown)
}

// TestDemotion: a detector that tells more than was promised only adds evidence.
func TestDemotion(t *testing.T) {
	p := ready(t)
	for i := range 20 {
		p.pollers[i%10].stopped = true
		p.run(0.3)
		p.pollers[i%10].stopped = false
		p.run(0.3)
	}
	kinds := kindsOf(p.take())
	if !p.d.Demoted() || kinds[TimingChange] == 0 || kinds[Silence] == 0 {
		t.Errorf("demoted %v, %v", p.d.Demoted(), kinds)
	}
	alarms, days, promised := p.d.Alarms()
	if alarms < 15 || days < 30 || promised != 0.4 {
		t.Errorf("%d alarms in %d days, %g a day promised", alarms, days, promised)
	}
	if !p.d.Decide(p.book, budgetSubject, baseline.Approved) || p.d.Demoted() {
		t.Error("a person may give it its voice again")
	}
}

// TestScaledDay: learning days of seconds.
func TestScaledDay(t *testing.T) {
	p := newPlant(2, 10*time.Second, 0.2)
	for _, x := range p.pollers {
		x.shift = false
	}
	p.run(40)
	if list := p.take(); float64(len(list)) > 0.4*33 {
		show(t, list)
		t.Errorf("%d false deviations in 33 days of 10 s", len(list))
	}
	p.pollers[1].stopped = true
	from := p.now
	p.run(3)
	list := p.take()
	show(t, list)
	if i := slices.IndexFunc(list, func(d baseline.Deviation) bool { return d.Meaning.Kind == Silence }); i < 0 {
		t.Error("silence is not found")
	} else if took := list[i].Time - from; took > 8e9 {
		t.Errorf("silence is found after %s", time.Duration(took))
	}
}

func TestMeanings(t *testing.T) {
	f, err := os.Open("testdata/techniques.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = '\t'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, row := range rows {
		known[row[0]] = true
	}
	seen := map[baseline.Kind]bool{}
	for _, m := range Meanings() {
		if seen[m.Kind] || m.Control || m.Exact || len(m.Techniques) == 0 {
			t.Errorf("%+v", m)
		}
		seen[m.Kind] = true
		for _, id := range m.Techniques {
			if !known[id] {
				t.Errorf("%s: no technique %s in ATT&CK for ICS 18.1", m.Kind, id)
			}
		}
	}
}
