package judge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/lab/attack"
	"github.com/banken-ot/banken/deploy/lab/synth"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/replay"
	"github.com/banken-ot/banken/sensor/store"
	"github.com/banken-ot/banken/sensor/watch"
)

// restless is a site that is closed and opened again while a capture is replayed:
// after so many records, and again after as many.
type restless struct {
	*output
	tb    testing.TB
	path  string // of the store; "" for none
	store *store.Store
	every int // records; 0 for never
	count int
	times int // it was opened again
	last  map[string]*alert.Incident
}

// sameDay is the learning day of these captures.
const sameDay = 4 * time.Minute

func (r *restless) open() {
	r.tb.Helper()
	assets, err := lab()
	o := watch.Options{Name: "works", Settings: watch.Settings(sameDay, 1, 1), Zone: time.UTC, Protocols: protocols.All, Assets: assets, Changed: r.changed}
	if err == nil && r.path != "" {
		r.store, err = store.Open(r.path, store.Options{})
		o.Store = r.store
	}
	var site *watch.Site
	if err == nil {
		site, err = watch.Open(o)
	}
	if err != nil {
		r.tb.Fatal(err)
	}
	r.output = &output{Site: site, tally: newTally(0)}
}

func (r *restless) close() {
	r.tb.Helper()
	if err := r.Site.Close(); err != nil {
		r.tb.Fatal(err)
	}
	if r.store != nil {
		if err := r.store.Close(); err != nil {
			r.tb.Fatal(err)
		}
	}
}

func (r *restless) changed(c alert.Change) error {
	r.last[c.Incident.ID] = c.Incident
	return nil
}

// Transaction implements replay.Output.
func (r *restless) Transaction(t *wire.Transaction) error {
	if r.count++; r.every > 0 && r.count%r.every == 0 {
		r.close()
		r.open()
		r.times++
	}
	return r.output.Transaction(t)
}

// incidents are all, as JSON lines by opening.
func (r *restless) incidents() []byte {
	list := make([]*alert.Incident, 0, len(r.last))
	for _, i := range r.last {
		list = append(list, i)
	}
	slices.SortFunc(list, func(a, b *alert.Incident) int {
		if c := a.Opened.Compare(b.Opened); c != 0 {
			return c
		}
		return bytes.Compare([]byte(a.ID), []byte(b.ID))
	})
	var b bytes.Buffer
	for _, i := range list {
		line, err := json.Marshal(i)
		if err != nil {
			r.tb.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	return b.Bytes()
}

// busyDays is a capture of the works: ten scaled days, on the last of which they are
// attacked in many ways.
func busyDays(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	o := synth.Options{Seed: 11, Start: monthsStart.Add(9 * time.Hour), Duration: 13 * sameDay, Poll: 3 * time.Second,
		Attacks: attack.Spread(9*sameDay, time.Minute, "scan", "new-host-write", "umas-stop", "dnp3-cold-restart", "dnp3-operate", "dnp3-file", "opcua-anonymous",
			"mitm", "set-point", "internet", "opcua-delete-subscriptions", "flood")}
	if _, err := synth.Record(tb.Context(), &b, o); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// replayed replays a capture and returns the incidents and the text of the baseline.
func (r *restless) replayed(b []byte, workers int) (incidents, baseline []byte) {
	r.tb.Helper()
	r.last = map[string]*alert.Incident{}
	r.open()
	in, err := capture.NewBytes(b, "lab")
	if err != nil {
		r.tb.Fatal(err)
	}
	if _, err := replay.Run(r.tb.Context(), in, replay.Options{Protocols: protocols.All, Workers: workers}, r); err != nil {
		r.tb.Fatal(err)
	}
	baseline, err = r.Text()
	if err != nil {
		r.tb.Fatal(err)
	}
	r.close()
	return r.incidents(), baseline
}

// TestSameIncidents: a capture gives the same incidents and the same baseline, octet
// for octet, whatever the number of workers, with a store or without, and when the
// site is closed and opened again on the way.
func TestSameIncidents(t *testing.T) {
	b := busyDays(t)
	one := &restless{tb: t}
	want, text := one.replayed(b, 1)
	if n := bytes.Count(want, []byte("\n")); n < 8 || len(text) < 1000 || one.count < 1000 {
		t.Fatalf("%d incidents from %d transactions", n, one.count)
	}
	check := func(what string, r *restless, workers, times int) {
		t.Helper()
		got, lines := r.replayed(b, workers)
		if r.times < times {
			t.Errorf("%s: opened again %d times", what, r.times)
		}
		differ(t, what+": incidents", got, want)
		differ(t, what+": baseline", lines, text)
	}
	for _, workers := range []int{2, 3, 8} {
		check(fmt.Sprint(workers, " workers"), &restless{tb: t}, workers, 0)
	}
	for i, x := range []struct{ every, workers, times int }{{0, 1, 0}, {one.count / 2, 1, 1}, {one.count / 2, 3, 1}, {one.count/13 + 1, 2, 10}} {
		path := filepath.Join(t.TempDir(), "site.db")
		check(fmt.Sprintf("opened again after every %d transactions, %d workers (%d)", x.every, x.workers, i), &restless{tb: t, path: path, every: x.every}, x.workers, x.times)
	}
}

// differ tells the first line that differs.
func differ(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if bytes.Equal(got, want) {
		return
	}
	a, b := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range min(len(a), len(b)) {
		if !bytes.Equal(a[i], b[i]) {
			t.Errorf("%s: line %d\n got %s\nwant %s", what, i+1, a[i], b[i])
			return
		}
	}
	t.Errorf("%s: %d lines, want %d", what, len(a), len(b))
}
