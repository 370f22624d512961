package assess

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/banken-ot/banken/baseline"
	"github.com/banken-ot/banken/baseline/tripwire"
	"github.com/banken-ot/banken/protocols"
	"github.com/banken-ot/banken/protocols/wire"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/replay"
)

// tripped runs the detector of never-learned operations over a capture.
type tripped struct {
	book   *baseline.Book
	look   *baseline.Look
	d      *tripwire.Detector
	e      baseline.Event
	begins map[uint64]int64 // by flow
	found  []baseline.Deviation
}

func newTripped() *tripped {
	x := &tripped{book: baseline.NewBook(), d: tripwire.New(baseline.Settings{Day: 24 * time.Hour}), begins: map[uint64]int64{}}
	x.look = baseline.NewLook(x.book, func(d *baseline.Deviation) { x.found = append(x.found, *d) })
	x.look.Learn, x.look.Day = true, 1
	return x
}

// Message implements replay.Output.
func (x *tripped) Message([]byte) error { return nil }

// Flow implements replay.Output.
func (x *tripped) Flow(*replay.Flow) error { return nil }

// Transaction implements replay.Output.
func (x *tripped) Transaction(t *wire.Transaction) error {
	e := &x.e
	e.Set(t)
	second := x.look.Now / 1e9
	x.look.Now = max(x.look.Now, e.End())
	if x.look.Now/1e9 != second {
		x.d.Tick(x.look)
		x.look.Tick()
	}
	if x.begins[e.Flow] == 0 {
		x.begins[e.Flow] = e.Time
	}
	e.Opening = e.Time-x.begins[e.Flow] < baseline.OpeningTime
	e.ClientID, e.ServerID = x.book.Asset(e.Client.Addr()), x.book.Asset(e.Server.Addr())
	e.Channel = x.book.Channel(baseline.Channel{Client: e.ClientID, Server: e.ServerID, Protocol: x.book.NameOf(e.Protocol.Name),
		Port: e.Server.Port(), Station: e.Station})
	x.d.Event(x.look, e)
	return nil
}

// TestOrdinaryTripwires: on captures of ordinary operation no never-learned
// operation is reported that could raise an incident in the top tiers.
func TestOrdinaryTripwires(t *testing.T) {
	dir := wiretest.Corpus(t)
	for _, path := range lines(t, filepath.Join(dir, "ordinary.txt")) {
		x := newTripped()
		r, err := capture.Open(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := replay.Run(context.Background(), r, replay.Options{Protocols: protocols.All}, x); err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if x.book.Channels() == 0 {
			t.Errorf("%s: nothing was decoded", path)
		}
		for i := range x.found {
			d := &x.found[i]
			t.Logf("%s: frame %d: %s: %s > %s: expected %q, seen %q, %s, %d times", path, d.Frame, d.Meaning.Kind, d.Actor, d.Target, d.Expected, d.Seen,
				d.Outcome, d.Count)
			if d.Meaning.Alone && d.Meaning.Exact {
				t.Errorf("%s: %s in ordinary operation", path, d.Meaning.Kind)
			}
		}
	}
}
